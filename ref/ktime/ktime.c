/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktime.c - between nanoseconds and the forms that have fields.
 *
 * What	Conversions of ktime_t from and to seconds with nanoseconds, seconds
 *	with microseconds, and hundredths of a second.
 *
 * Why this way
 *	A length of time from outside the kernel may be "sleep for ever",
 *	spelled as a number of seconds that no ktime_t holds.  If that
 *	wrapped, it would lie in the past and the sleep end at once; so
 *	conversions saturate.  All of them come through from_seconds(), so
 *	that there is one place where time can be too long.
 *
 * Model
 *	The limits are on whole seconds, so that they can be told without
 *	arithmetic on the nanoseconds.  With M = KTIME_SEC_MAX and L =
 *	KTIME_SEC_MIN, which each form of ktime_t has for itself:
 *
 *	secs	... L-1 | L ... -1 0 1 ... M-1 |  M ...
 *	result	KTIME_MIN | secs and nanosecs  |KTIME_MAX
 *
 *	The type reaches a part of a second further above (and below, when it
 *	is one number); only ktime_to_timespec() and its like show those
 *	values, and they do not come back exactly.
 *
 *	Backwards, seconds are rounded down, so that the rest counts forward
 *	from them, whatever the sign: -1 ns is -1 s and 999999999 ns.
 *
 * Invariants
 *	I1	a rest is in 0..10^9-1, on the way in (a duty of the caller)
 *		as on the way out (div64_floor)
 *	I2	an accepted number of seconds with a rest fits: below, L s
 *		is not less than KTIME_MIN and the rest only adds; above,
 *		M - 1 s and 10^9 - 1 ns is less than KTIME_MAX
 */
#include "ktime/ktime.h"

#include "lib/check.h"

static bool
within(int64_t rest, int64_t per_sec)
{
	return rest >= 0 && rest < per_sec;
}

/* The one place that saturates; see the model. */
static ktime_t
from_seconds(int64_t secs, int64_t nanosecs)
{
	if (secs >= KTIME_SEC_MAX)
		return KTIME_MAX;		/* [KT-SET-2] [KT-SPEC-2] */
	if (secs < KTIME_SEC_MIN)
		return KTIME_MIN;		/* [KT-SET-3] */
	return ktime_join(secs, nanosecs);		/* I2 */
}

ktime_t
ktime_set(long secs, long nanosecs)
{
	CHECK(within(nanosecs, NSEC_PER_SEC));		/* [KT-SET-4] */
	return from_seconds(secs, nanosecs);
}

ktime_t
timespec_to_ktime(struct timespec tspec)
{
	CHECK(within(tspec.tv_nsec, NSEC_PER_SEC));	/* [KT-SPEC-4] */
	return from_seconds(tspec.tv_sec, tspec.tv_nsec);  /* [KT-SPEC-1] */
}

ktime_t
timeval_to_ktime(struct timeval tval)
{
	CHECK(within(tval.tv_usec, USEC_PER_SEC));	/* [KT-VAL-3] */
	return from_seconds(tval.tv_sec,
	    tval.tv_usec * NSEC_PER_USEC);		/* [KT-VAL-1] */
}

struct timespec
ktime_to_timespec(ktime_t kt)
{
	struct timespec tspec;
	int64_t rest;

	tspec.tv_sec = ktime_split(kt, &rest);
	tspec.tv_nsec = (long)rest;
	return tspec;
}

struct timeval
ktime_to_timeval(ktime_t kt)
{
	struct timespec tspec = ktime_to_timespec(kt);
	struct timeval tval;

	tval.tv_sec = tspec.tv_sec;
	tval.tv_usec = tspec.tv_nsec / (long)NSEC_PER_USEC;  /* [KT-VAL-2] */
	return tval;
}

clock_t
ktime_to_clock_t(ktime_t kt)
{
	return div64_floor(ktime_to_ns(kt), NSEC_PER_SEC / CLOCK_T_PER_SEC,
	    NULL);					/* [KT-CLK-1] */
}
