/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktime.h - a point in time, or a length of it, in nanoseconds.
 *
 * Spec: ktime.9 (KT-*).  Rests on: math64.h.  Used by: hrtimer and above.
 *
 * The contract
 *	ktime_t is opaque.  Users make one with ktime_set(), ns_to_ktime()
 *	or a conversion, compute with the functions here, order two with
 *	ktime_compare(), and never apply an operator to it: another form of
 *	the type may have members instead of being a number.
 *	A value made from too many seconds saturates [KT-SET-2] [KT-SET-3],
 *	and so does ktime_add_safe().
 *	ktime_add(), ktime_sub() and ktime_add_ns() do not: a result that a
 *	ktime_t cannot hold is unspecified (here it wraps).  A caller that
 *	adds a duration which somebody else chose uses ktime_add_safe().
 *
 * Two forms
 *	One signed 64-bit count of nanoseconds (ktime_scalar.h); or, with
 *	KTIME_TWO_FIELD, seconds and nanoseconds of 32 bits each
 *	(ktime_fields.h), for machines of 32 bits, with a narrower range.
 *	The whole stack is compiled with one of the two.  Inside, it counts
 *	int64_t nanoseconds in either; a ktime_t is what its calls take and
 *	return.
 *
 * Context: all functions, any.
 */
#ifndef KTIME_KTIME_H
#define KTIME_KTIME_H

#include "lib/math64.h"
#include "lib/types.h"

/*
 * A form defines ktime_t with the ends of its range, KTIME_MAX and KTIME_MIN
 * [KT-RANGE-1]; KTIME_SEC_MAX, from which on seconds saturate, and
 * KTIME_SEC_MIN, below which they do; DEFINE_KTIME() [KT-DEFINE-1]; and
 * the functions that look into it:
 *
 *	ns_to_ktime ktime_to_ns ktime_join ktime_split
 *	ktime_add ktime_sub ktime_add_ns ktime_add_safe ktime_compare
 */
#ifdef KTIME_TWO_FIELD
#include "ktime/ktime_fields.h"
#else
#include "ktime/ktime_scalar.h"
#endif

#define CLOCK_T_PER_SEC	100		/* the unit of clock_t; HZ of old */

ktime_t		ktime_set(long secs, long nanosecs);	/* KT-SET-*  */

ktime_t		timespec_to_ktime(struct timespec);	/* KT-SPEC-* */
ktime_t		timeval_to_ktime(struct timeval);	/* KT-VAL-*  */
struct timespec	ktime_to_timespec(ktime_t);		/* KT-SPEC-* */
struct timeval	ktime_to_timeval(ktime_t);		/* KT-VAL-*  */
clock_t		ktime_to_clock_t(ktime_t);		/* KT-CLK-*  */

/* Is it what a call may be given, normalised and not negative? */
static inline bool
timespec_valid(const struct timespec *ts)
{
	return ts->tv_sec >= 0 && ts->tv_nsec >= 0 &&
	    ts->tv_nsec < NSEC_PER_SEC;
}

/*
 * The same in nanoseconds, but KTIME_MAX is INT64_MAX: whatever was too far
 * away for the type has become KTIME_MAX, and must not expire there.  So it
 * is later than any time that comes.
 */
static inline int64_t
ktime_to_deadline(ktime_t kt)
{
	return ktime_compare(kt, KTIME_MAX) == 0 ? INT64_MAX :
	    ktime_to_ns(kt);
}

#endif
