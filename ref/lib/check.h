/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check.h - stop at a caller's bug, or at a broken invariant.
 *
 * Rests on: port.h (port_panic).  Used by: everything.
 *
 * The contract
 *	CHECK(cond) evaluates cond once, at every level.  When it is false
 *	the system panics with the text "function: cond", which a death
 *	case compares; so the wording of a condition is an interface.
 *	INVARIANT(x) evaluates x at CHECK_LEVEL 2 and above, else never.
 *	x is the call of an x_check(), which walks a structure, does a CHECK
 *	for each invariant that the head of its file numbers, and is true.
 *	It stands behind each operation on the structure, before the lock
 *	that covers it is let go.
 *
 * CHECK_LEVEL is chosen when the stack is compiled (make CHECKS=N):
 *	1	arguments, state, context, held locks: a few instructions
 *	2	and the structure that an operation has changed: O(n)
 *	3	and the queue below it, at every insert and removal; the
 *		default here, so that all tests and cases run with it
 */
#ifndef LIB_CHECK_H
#define LIB_CHECK_H

#ifndef CHECK_LEVEL
#define CHECK_LEVEL	1
#endif

#define CHECK(cond)							\
	((cond) ? (void)0 : check_failed(__func__, #cond))

#define INVARIANT(x)							\
	((CHECK_LEVEL >= 2) ? (void)(x) : (void)0)

/* Panic with "func: cond".  Any context; several CPUs may fail at once. */
_Noreturn void	check_failed(const char *func, const char *cond);

#endif
