/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * math64.h - 64-bit arithmetic that needs no compiler library.
 *
 * Rests on: check.h.  Used by: every layer that converts time.
 *
 * On a 32-bit machine the compiler turns `/` and `%` on 64-bit operands
 * into calls of its library (__udivdi3 and friends), which a kernel does
 * not link.  So the stack divides through this file alone.
 *
 * Context: all functions, any.  A divisor of zero is the caller's bug.
 */
#ifndef LIB_MATH64_H
#define LIB_MATH64_H

#include "lib/types.h"

/* The quotient n / d.  The remainder goes to *rem unless rem is NULL. */
uint64_t	div64(uint64_t n, uint64_t d, uint64_t *rem);

/*
 * The quotient rounded towards minus infinity, for d > 0, so that the
 * remainder is in 0..d-1 for a negative n too.  rem may be NULL.
 */
int64_t		div64_floor(int64_t n, int64_t d, int64_t *rem);

/*
 * a * b / c with all 128 bits of the product, rounded down or up.  A
 * quotient that 64 bits cannot hold becomes UINT64_MAX.
 */
uint64_t	muldiv64_down(uint64_t a, uint64_t b, uint64_t c);
uint64_t	muldiv64_up(uint64_t a, uint64_t b, uint64_t c);

/* As muldiv64_down; what is left goes to *rem (0 if it does not fit). */
uint64_t	muldiv64_rem(uint64_t a, uint64_t b, uint64_t c,
		    uint64_t *rem);

/*
 * Division by a number that stays: exact like div64(), by multiplying with
 * the reciprocal.  On a machine without a 64-bit division it is some ten
 * times as fast.
 */
struct recip64 {
	uint64_t	d, inverse;
};

void		recip64_init(struct recip64 *, uint64_t d);
uint64_t	recip64_div(const struct recip64 *, uint64_t n,
		    uint64_t *rem);

/*
 * a + b, where a sum out of range becomes INT64_MAX or INT64_MIN.  Time
 * that saturates is far, but it stays in order; time that wraps is past.
 */
static inline int64_t
nsec_add_sat(int64_t a, int64_t b)
{
	if (b > 0 && a > INT64_MAX - b)
		return INT64_MAX;
	if (b < 0 && a < INT64_MIN - b)
		return INT64_MIN;
	return a + b;
}

/*
 * Move *deadline on by whole intervals until it lies after now, or at
 * INT64_MAX.  Returns how many were added: 0 if it lay after now before.
 */
uint64_t	nsec_forward(int64_t *deadline, int64_t now, int64_t interval);

#endif
