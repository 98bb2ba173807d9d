/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dice.h - chance for tests: the same numbers in the same order in every
 * run.  For tests only.
 */
#ifndef LIB_DICE_H
#define LIB_DICE_H

#include <stdint.h>

/* Any number but 0, by xorshift.  Dice are not 0; each thread has its own. */
static inline uint64_t
dice_next(uint64_t *dice)
{
	*dice ^= *dice << 13;
	*dice ^= *dice >> 7;
	*dice ^= *dice << 17;
	return *dice;
}

/* Any number below n. */
static inline unsigned
dice_throw(uint64_t *dice, unsigned n)
{
	return (unsigned)(dice_next(dice) % n);
}

/* The same, where one context runs at a time. */
static inline unsigned
draw(unsigned n)
{
	static uint64_t dice = 88172645463325252u;

	return dice_throw(&dice, n);
}

#endif
