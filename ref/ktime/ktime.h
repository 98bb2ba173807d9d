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
 * This is the scalar form: one signed 64-bit count.
 *
 * Context: all functions, any.
 */
#ifndef KTIME_KTIME_H
#define KTIME_KTIME_H

#include "lib/math64.h"
#include "lib/types.h"

typedef int64_t		ktime_t;

/* The ends of the type, and the seconds that saturate [KT-RANGE-1]. */
#define KTIME_MAX	((ktime_t)INT64_MAX)
#define KTIME_MIN	((ktime_t)INT64_MIN)
#define KTIME_SEC_MAX	(INT64_MAX / NSEC_PER_SEC)	/* 9223372036 */

#define CLOCK_T_PER_SEC	100		/* the unit of clock_t; HZ of old */

/* Declare a variable of value zero [KT-DEFINE-1].  Storage class first. */
#define DEFINE_KTIME(name)	ktime_t name = 0

ktime_t		ktime_set(long secs, long nanosecs);	/* KT-SET-*  */

ktime_t		timespec_to_ktime(struct timespec);	/* KT-SPEC-* */
ktime_t		timeval_to_ktime(struct timeval);	/* KT-VAL-*  */
struct timespec	ktime_to_timespec(ktime_t);		/* KT-SPEC-* */
struct timeval	ktime_to_timeval(ktime_t);		/* KT-VAL-*  */
clock_t		ktime_to_clock_t(ktime_t);		/* KT-CLK-*  */

static inline ktime_t
ns_to_ktime(int64_t ns)
{
	return ns;
}

static inline int64_t
ktime_to_ns(ktime_t kt)
{
	return kt;			/* [KT-NS-1] */
}

/*
 * Sums go through unsigned numbers: there the wrap of a caller's mistake
 * is defined, and the compiler cannot reason from its absence.
 */
static inline ktime_t
ktime_add_ns(ktime_t kt, u64 nanoseconds)
{
	return (ktime_t)((u64)kt + nanoseconds);	/* [KT-ADDNS-1] */
}

static inline ktime_t
ktime_add(ktime_t kt1, ktime_t kt2)
{
	return (ktime_t)((u64)kt1 + (u64)kt2);		/* [KT-ADD-1] */
}

static inline ktime_t
ktime_sub(ktime_t kt1, ktime_t kt2)
{
	return (ktime_t)((u64)kt1 - (u64)kt2);		/* [KT-SUB-1] */
}

/* The sum, saturated: for a duration whose size is not known. */
static inline ktime_t
ktime_add_safe(ktime_t kt1, ktime_t kt2)
{
	return nsec_add_sat(kt1, kt2);
}

/* Not the sign of a difference, which overflows [KT-CMP-1]. */
static inline int
ktime_compare(ktime_t kt1, ktime_t kt2)
{
	return (kt1 > kt2) - (kt1 < kt2);
}

#endif
