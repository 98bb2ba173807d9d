/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * math64.c - division and 128-bit products from 64-bit steps.
 *
 * What	Long division in base two, long multiplication in base 2^32.
 *
 * Why this way
 *	The fast methods (Knuth's algorithm D) guess digits with a hardware
 *	division and correct them; here a 32-bit machine may have none, and
 *	then the compiler calls its library again.  Shifting by one place,
 *	comparing and subtracting are single instructions everywhere, and
 *	the loop can be checked by eye.  Machines of 64 bits divide 64 by 64
 *	with their own instruction, and 128 by 32 with two of them; they
 *	too come here for a greater divisor.  A path that is hot and always
 *	the same, such as cycles to nanoseconds, multiplies by a reciprocal
 *	kept at hand.
 *
 * Model
 *	bit_divide(high:low, d) is what one does on paper.  The remainder r
 *	starts as high, which must be less than d.  For each bit of low, from
 *	the top: bring the bit down into r; if d goes into r, subtract it and
 *	write 1 into the quotient, else write 0.  15 / 4 in four bits:
 *
 *		low	r	bring down	d goes in?	quotient
 *		1111	0	1		no		0
 *		 111	1	11		no		00
 *		  11	11	111		yes, r = 11	001
 *		   1	11	111		yes, r = 11	0011
 *
 *	so the quotient is 3 and the remainder 3.  The bits of the quotient
 *	enter low from the right while its own leave on the left.
 *
 * Invariants
 *	I1	r < d before and after each step.  Hence 2r + 1 < 2d, one
 *		subtraction is enough, and each digit is 0 or 1.
 *	I2	2r + 1 may need 65 bits.  When the bit that falls out is set,
 *		the true value is at least 2^64 > d: subtract, and the wrap
 *		of the difference gives the true remainder.
 */
#include "lib/math64.h"

#include "lib/check.h"

/* high:low / d, for high < d, so that the quotient fits 64 bits. */
static uint64_t
bit_divide(uint64_t high, uint64_t low, uint64_t d, uint64_t *rem)
{
	uint64_t r = high;
	bool out;			/* the bit that fell out of r, I2 */
	int i;

	for (i = 0; i < TIME_BITS; i++) {
		out = r >> (TIME_BITS - 1);
		r = r << 1 | low >> (TIME_BITS - 1);
		low <<= 1;
		if (out || r >= d) {
			r -= d;
			low |= 1;
		}
	}
	CHECK(r < d);			/* I1 */
	if (rem != NULL)
		*rem = r;
	return low;
}

#if UINTPTR_MAX > UINT32_MAX || TIME_BITS < 64

/* In two digits of base 2^32, if d is one: then no step is above 64 bits. */
static uint64_t
long_divide(uint64_t high, uint64_t low, uint64_t d, uint64_t *rem)
{
	uint64_t top, bottom;

	CHECK(high < d);
	if (d > HALF_MASK)
		return bit_divide(high, low, d, rem);
	top = high << HALF_BITS | low >> HALF_BITS;
	bottom = top % d << HALF_BITS | (low & HALF_MASK);
	if (rem != NULL)
		*rem = bottom % d;
	return top / d << HALF_BITS | bottom / d;
}

#else

static uint64_t
long_divide(uint64_t high, uint64_t low, uint64_t d, uint64_t *rem)
{
	CHECK(high < d);
	return bit_divide(high, low, d, rem);
}

#endif

#if UINTPTR_MAX > UINT32_MAX

uint64_t
div64(uint64_t n, uint64_t d, uint64_t *rem)
{
	CHECK(d != 0);
	if (rem != NULL)
		*rem = n % d;
	return n / d;
}

#else

uint64_t
div64(uint64_t n, uint64_t d, uint64_t *rem)
{
	CHECK(d != 0);
	return bit_divide(0, n, d, rem);
}

#endif

/*
 * For n < 0 the complement does it without an absolute value, which
 * INT64_MIN lacks: ~n = -n - 1 >= 0, and counting down from -1 in groups
 * of d is counting up from 0 in groups of d, mirrored.
 *
 *	n	-4 -3 -2 -1	0  1  2  3		d = 3
 *	~n	 3  2  1  0	.  .  .  .
 *	n / d	-2 -1 -1 -1	0  0  0  1		~(~n / d)
 *	rem	 2  0  1  2	0  1  2  0		d - 1 - ~n % d
 */
int64_t
div64_floor(int64_t n, int64_t d, int64_t *rem)
{
	uint64_t q, r;

	CHECK(d > 0);
	q = div64((uint64_t)(n < 0 ? ~n : n), (uint64_t)d, &r);
	if (rem != NULL)
		*rem = n < 0 ? d - 1 - (int64_t)r : (int64_t)r;
	return n < 0 ? ~(int64_t)q : (int64_t)q;
}

#if defined(__SIZEOF_INT128__) && TIME_BITS == 64

/* Machines of 64 bits have an instruction for it. */
__extension__ typedef unsigned __int128 u128;

static void
multiply(uint64_t a, uint64_t b, uint64_t *high, uint64_t *low)
{
	u128 product = (u128)a * b;

	*high = (uint64_t)(product >> 64);
	*low = (uint64_t)product;
}

#else

/*
 * The product as *high:*low, from four products of halves:
 *
 *	            [ a1*b1 ]
 *	       [ a1*b0 ]		each box is 64 bits wide, each
 *	       [ a0*b1 ]		column 32
 *	  [ a0*b0 ]
 *
 * `middle` cannot overflow: (2^32-1)^2 + 2 * (2^32-1) = 2^64 - 1.
 */
static void
multiply(uint64_t a, uint64_t b, uint64_t *high, uint64_t *low)
{
	uint64_t a0 = a & HALF_MASK, a1 = a >> HALF_BITS;
	uint64_t b0 = b & HALF_MASK, b1 = b >> HALF_BITS;
	uint64_t bottom = a0 * b0;
	uint64_t cross = a1 * b0 + (bottom >> HALF_BITS);
	uint64_t middle = a0 * b1 + (cross & HALF_MASK);

	*low = middle << HALF_BITS | (bottom & HALF_MASK);
	*high = a1 * b1 + (cross >> HALF_BITS) + (middle >> HALF_BITS);
}

#endif

uint64_t
muldiv64_rem(uint64_t a, uint64_t b, uint64_t c, uint64_t *rem)
{
	uint64_t high, low;

	CHECK(c != 0);
	multiply(a, b, &high, &low);
	if (high == 0)
		return div64(low, c, rem);
	if (high < c)
		return long_divide(high, low, c, rem);
	*rem = 0;
	return UINT64_MAX;
}

uint64_t
muldiv64_down(uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t rem;

	return muldiv64_rem(a, b, c, &rem);
}

uint64_t
muldiv64_up(uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t rem;
	uint64_t q = muldiv64_rem(a, b, c, &rem);

	return rem != 0 && q != UINT64_MAX ? q + 1 : q;
}

/*
 * One division and no loop: after a long stall, a loop would stall again.
 * now - rest is the last of the deadlines that have gone by, so the phase is
 * kept without a product that might overflow.
 */
uint64_t
nsec_forward(int64_t *deadline, int64_t now, int64_t interval)
{
	uint64_t missed, rest;

	CHECK(interval > 0);
	if (now < *deadline)
		return 0;		/* [HRT-FORWARD-1] [HRT-FORWARD-4] */
	missed = div64((uint64_t)now - (uint64_t)*deadline,
	    (uint64_t)interval, &rest);
	/* [HRT-FORWARD-2] [HRT-FORWARD-5] */
	*deadline = nsec_add_sat(now - (int64_t)rest, interval);
	return missed == UINT64_MAX ? missed : missed + 1;
}

void
recip64_init(struct recip64 *r, uint64_t d)
{
	r->d = d;
	r->inverse = div64(UINT64_MAX, d, NULL);
}

/*
 * The guess is n * inverse / 2^64.  Since d * inverse lies between 2^64 - d
 * and 2^64 - 1, the guess falls short of n / d by no more than n / 2^64,
 * which is less than 1: it is right, or one too small.
 */
uint64_t
recip64_div(const struct recip64 *r, uint64_t n, uint64_t *rem)
{
	uint64_t q, low, left;

	multiply(n, r->inverse, &q, &low);
	left = n - q * r->d;
	if (left >= r->d) {
		left -= r->d;
		q++;
	}
	*rem = left;
	return q;
}
