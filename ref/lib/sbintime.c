/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sbintime.c - nanoseconds to binary time and back, losing nothing.
 *
 * What	The stack counts nanoseconds, eventtimers(9) counts units u of
 *	2^-32 s.  One nanosecond is k = 2^32 / 10^9 = 4.29... units.
 *
 * Why this way
 *	The usual way multiplies by a rounded constant.  It is quick, and a
 *	deadline comes back a nanosecond early now and then; for a timer
 *	that is the one unforgivable error.  So both ways here are exact,
 *	and the way back is defined as the inverse of the way out:
 *
 *		nstosbt(n) = ceil(n * k)
 *		sbttons(s) = the least n with nstosbt(n) >= s
 *
 * Model
 *	n	 0	 1	 2	 3	 4
 *	n * k	 0	 4.29	 8.58	12.88	17.17
 *	nstosbt	 0	 5	 9	13	18
 *
 *	s	 0  1..5  6..9  10..13  14..18
 *	sbttons	 0	 1	 2	 3	 4
 *
 * Round trip
 *	k > 1, so ceil(n * k) grows strictly with n.  Then the least n' with
 *	nstosbt(n') >= nstosbt(n) is n itself: sbttons(nstosbt(n)) == n.
 *
 * Never early
 *	The deadline n goes down as s = nstosbt(n).  A driver that counts
 *	units waits s >= n * k: not early.  A driver that counts nanoseconds
 *	waits sbttons(s) = n: not early.  A layer that makes the interval
 *	later, as the clamp to a driver's minimum does, gives some s' > s,
 *	and sbttons, being monotonic, answers at least n: not early.
 *	An s that no nanoseconds were rounded to, such as SBT_1S / 3, stands
 *	for the nanoseconds that are rounded to it or beyond; the answer may
 *	be less than s by under one unit, a quarter of a nanosecond.
 *
 * The formula for sbttons
 *	ceil(n * k) >= s  <=>  n * k > s - 1  <=>  n > (s - 1) / k, and the
 *	least such n is floor((s - 1) / k) + 1.  Whole seconds divide out
 *	exactly, so it is computed for the fraction f = s mod 2^32 alone:
 *	0 for f = 0, else ((f - 1) * 10^9 >> 32) + 1.
 *
 * Limits
 *	Binary time ends at 2^31 s, 68 years; further deadlines saturate.
 *	+2^31 s itself is one unit beyond, becomes SBT_MAX, and still comes
 *	back exactly, since no lesser n rounds up to SBT_MAX.
 */
#include "lib/sbintime.h"

#include "lib/math64.h"

#define SEC_END		((int64_t)1 << (HALF_BITS - 1))	/* beyond SBT_MAX */

/* secs * 2^32 + units: shifting a negative number left is undefined. */
static sbintime_t
join(int64_t secs, uint64_t units)
{
	return secs * SBT_1S + (sbintime_t)units;
}

sbintime_t
nstosbt(int64_t ns)
{
	int64_t secs, rest;

	secs = div64_floor(ns, NSEC_PER_SEC, &rest);
	if (secs >= SEC_END)
		return SBT_MAX;
	if (secs < -SEC_END)
		return SBT_MIN;
	/* rest <= 10^9 - 1, so the fraction is < 2^32 even rounded up. */
	return join(secs,
	    muldiv64_up((uint64_t)rest, SBT_1S, (uint64_t)NSEC_PER_SEC));
}

int64_t
sbttons(sbintime_t sbt)
{
	uint64_t fraction = (uint64_t)sbt & HALF_MASK;
	int64_t secs = sbt >> HALF_BITS; /* gcc and clang keep the sign */
	int64_t rest = 0;

	if (fraction != 0)
		rest = (int64_t)((fraction - 1) *
		    (uint64_t)NSEC_PER_SEC >> HALF_BITS) + 1;
	return secs * NSEC_PER_SEC + rest;
}
