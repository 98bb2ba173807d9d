/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * narrow_ktime_test.c - ktime on every input, by way of ref/lib/narrow.h.
 *
 * All pairs of what 8 bits hold, for the ktime_t that is one number;
 * narrow_fields_test.c is the same for the one of two fields.
 */
#include "lib/catch.h"
#include "lib/tap.h"

#include "lib/narrow.h"

#include "lib/math64.c"

#ifndef NARROW_FIELDS
#undef KTIME_TWO_FIELD
#endif
#include "ktime/ktime.h"

#undef CLOCK_T_PER_SEC
#define CLOCK_T_PER_SEC	2
#include "ktime/ktime.c"

enum {
	TICK = 3,				/* ns in a clock_t */
#ifdef NARROW_FIELDS
	MAX = 8 * SEC - 1, MIN = -8 * SEC,	/* ns of a ktime_t */
#else
	MAX = MOST, MIN = LEAST,
#endif
	MAX_SECS = MAX / SEC, MIN_SECS = MIN / SEC
};

static ktime_t
of(int ns)
{
	return ns_to_ktime(ns);
}

/* The time of that many ns, and made as such a time is made. */
static bool
is(ktime_t kt, int ns)
{
	int64_t rest;
	int secs = ktime_split(kt, &rest);

	return ktime_to_ns(kt) == ns && ktime_compare(kt, of(ns)) == 0 &&
	    secs == floor_div(ns, SEC) && rest == ns - secs * SEC;
}

static void
test_ns(void)
{
	bool good = true, far = true;
	int n;

	for (n = LEAST; n <= MOST; n++) {
		good = good && is(of(n), clamp(n, MIN, MAX));
		far = far && ktime_to_deadline(of(n)) ==
		    (n >= MAX ? MOST : clamp(n, MIN, MAX));
	}
	ok(good, "ns_to_ktime, ktime_to_ns: all");
	ok(far, "ktime_to_deadline: all");
	ok(is(KTIME_MAX, MAX) && is(KTIME_MIN, MIN) &&
	    KTIME_SEC_MAX == MAX_SECS && KTIME_SEC_MIN == MIN_SECS,
	    "the ends");
}

static bool
in_range(int ns)
{
	return ns >= MIN && ns <= MAX;
}

static void
test_sums(void)
{
	bool add = true, sub = true, safe = true, order = true;
	int a, b;

	for (a = MIN; a <= MAX; a++)
		for (b = MIN; b <= MAX; b++) {
			add = add && (!in_range(a + b) ||
			    is(ktime_add(of(a), of(b)), a + b));
			sub = sub && (!in_range(a - b) ||
			    is(ktime_sub(of(a), of(b)), a - b));
			safe = safe && is(ktime_add_safe(of(a), of(b)),
			    clamp(a + b, MIN, MAX));
			order = order && ktime_compare(of(a), of(b)) ==
			    (a > b) - (a < b);
		}
	ok(add, "ktime_add: all pairs");
	ok(sub, "ktime_sub: all pairs");
	ok(safe, "ktime_add_safe: all pairs");
	ok(order, "ktime_compare: all pairs");
}

static void
test_add_ns(void)
{
	bool good = true;
	int a, b;

	for (a = MIN; a <= MAX; a++)
		for (b = 0; b <= ALL; b++)
			good = good && (!in_range(a + b) ||
			    is(ktime_add_ns(of(a), b), a + b));
	ok(good, "ktime_add_ns: all pairs");
}

/* What seconds and a rest in ns are to become. */
static int
made(int secs, int rest)
{
	if (secs >= MAX_SECS)
		return MAX;
	return secs < MIN_SECS ? MIN : secs * SEC + rest;
}

static void
test_from_fields(void)
{
	struct timespec ts;
	struct timeval tv;
	bool set = true, spec = true, val = true;
	int secs, rest;

	for (secs = LEAST; secs <= MOST; secs++)
		for (rest = 0; rest < SEC; rest++) {
			ts.tv_sec = tv.tv_sec = secs;
			ts.tv_nsec = rest;
			tv.tv_usec = rest / USEC;
			set = set && is(ktime_set(secs, rest),
			    made(secs, rest));
			spec = spec && is(timespec_to_ktime(ts),
			    made(secs, rest));
			val = val && is(timeval_to_ktime(tv),
			    made(secs, rest / USEC * USEC));
		}
	ok(set, "ktime_set: all pairs");
	ok(spec, "timespec_to_ktime: all pairs");
	ok(val, "timeval_to_ktime: all pairs");
}

static bool
set_stops(int rest)
{
	CATCH(ktime_set(0, rest));
	return caught("ktime_set: within(nanosecs, NSEC_PER_SEC)");
}

static bool
spec_stops(int rest)
{
	const struct timespec ts = { .tv_nsec = rest };

	CATCH(timespec_to_ktime(ts));
	return caught("timespec_to_ktime: within(tspec.tv_nsec, "
	    "NSEC_PER_SEC)");
}

static bool
val_stops(int rest)
{
	const struct timeval tv = { .tv_usec = rest };

	CATCH(timeval_to_ktime(tv));
	return caught("timeval_to_ktime: within(tval.tv_usec, "
	    "USEC_PER_SEC)");
}

static void
test_rest(void)
{
	bool good = true, bad;
	int rest;

	for (rest = LEAST; rest <= MOST; rest++) {
		bad = rest < 0 || rest >= SEC;
		good = good && set_stops(rest) == bad &&
		    spec_stops(rest) == bad &&
		    val_stops(rest) == (bad || rest >= SEC / USEC);
	}
	ok(good, "all rests of no second are stopped, and no others");
}

static void
test_to_fields(void)
{
	struct timespec ts;
	struct timeval tv;
	bool spec = true, val = true, ticks = true;
	int n, secs, rest;

	for (n = MIN; n <= MAX; n++) {
		secs = floor_div(n, SEC);
		rest = n - secs * SEC;
		ts = ktime_to_timespec(of(n));
		tv = ktime_to_timeval(of(n));
		spec = spec && ts.tv_sec == secs && ts.tv_nsec == rest;
		val = val && tv.tv_sec == secs && tv.tv_usec == rest / USEC;
		ticks = ticks && ktime_to_clock_t(of(n)) ==
		    floor_div(n, TICK);
	}
	ok(spec, "ktime_to_timespec: all");
	ok(val, "ktime_to_timeval: all");
	ok(ticks, "ktime_to_clock_t: all");
}

int
main(void)
{
	test_ns();
	test_sums();
	test_add_ns();
	test_from_fields();
	test_rest();
	test_to_fields();
	return tap_end();
}
