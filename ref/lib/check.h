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
 *	INVARIANT(x) evaluates x at CHECK_LEVEL 2 and above, else never;
 *	x is the call of an x_check(), which does its own CHECKs.
 *
 * CHECK_LEVEL is chosen when the stack is compiled:
 *	1	arguments, state, context, held locks; always on
 *	2	and x_check() where a layer is entered and left
 *	3	and x_check() after each mutation (the tests run here)
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
