/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktime_test.c - each KT clause at its edges.
 *
 * Hosted.  Links ktime.o, and check.o and math64.o of ref/lib; catch.h is
 * its port.  narrow_ktime_test.c tries every time, but a small one.
 */
#include "ktime/ktime.h"

#include "lib/catch.h"
#include "lib/tap.h"

#include <limits.h>

#define E9	NSEC_PER_SEC

/* The ends of the form that is compiled; see the page. */
#ifdef KTIME_TWO_FIELD
#define MAX_NS	INT64_C(2147483647999999999)
#define SECS	INT64_C(2147483647)
#define LEAST	(-SECS - 1)
#else
#define MAX_NS	INT64_MAX
#define SECS	INT64_C(9223372036)
#define LEAST	(-SECS)
#endif
#define MIN_NS	(-MAX_NS - 1)

static ktime_t
spec(int64_t sec, long nsec)
{
	struct timespec tspec = { .tv_sec = sec, .tv_nsec = nsec };

	return timespec_to_ktime(tspec);
}

static ktime_t
val(int64_t sec, long usec)
{
	struct timeval tval = { .tv_sec = sec, .tv_usec = usec };

	return timeval_to_ktime(tval);
}

static void
test_define(void)
{
	static DEFINE_KTIME(fixed);
	DEFINE_KTIME(automatic);

	ok(ktime_to_ns(fixed) == 0 && ktime_to_ns(automatic) == 0,
	    "KT-DEFINE-1: a defined time is zero");
	ok(ktime_to_ns(KTIME_MAX) == MAX_NS &&
	    ktime_to_ns(KTIME_MIN) == MIN_NS &&
	    KTIME_SEC_MAX == SECS, "KT-RANGE-1: the ends");
	ok(ktime_to_deadline(KTIME_MAX) == INT64_MAX &&
	    ktime_to_deadline(ns_to_ktime(MAX_NS - 1)) == MAX_NS - 1 &&
	    ktime_to_deadline(KTIME_MIN) == MIN_NS,
	    "KTIME_MAX is later than any deadline");
}

static void
test_set(void)
{
	ok(ktime_to_ns(ktime_set(0, 0)) == 0 &&
	    ktime_to_ns(ktime_set(1, 1)) == E9 + 1 &&
	    ktime_to_ns(ktime_set(-1, 999999999)) == -1 &&
	    ktime_to_ns(ktime_set(INT32_MAX - 1, 999999999)) ==
	    INT32_MAX * E9 - 1 &&
	    ktime_to_ns(ktime_set(INT32_MIN, 0)) == INT32_MIN * E9,
	    "KT-SET-1: seconds and nanoseconds make one time");
	CATCH(ktime_set(0, -1));
	ok(caught("ktime_set: within(nanosecs, NSEC_PER_SEC)"),
	    "KT-SET-4: nanoseconds below 0 are stopped");
	CATCH(ktime_set(0, 1000000000));
	ok(caught("ktime_set: within(nanosecs, NSEC_PER_SEC)"),
	    "KT-SET-4: nanoseconds above 999999999 are stopped");
}

#if LONG_MAX > INT32_MAX || defined(KTIME_TWO_FIELD)

static void
test_set_far(void)
{
	ok(ktime_to_ns(ktime_set(SECS - 1, 999999999)) == SECS * E9 - 1 &&
	    ktime_to_ns(ktime_set(LEAST, 0)) == LEAST * E9 &&
	    ktime_to_ns(ktime_set(LEAST, 1)) == LEAST * E9 + 1,
	    "KT-SET-1: the seconds within the limits are exact");
	ok(ktime_to_ns(ktime_set(SECS, 0)) == MAX_NS &&
	    ktime_to_ns(ktime_set(SECS, 999999999)) == MAX_NS &&
	    ktime_to_ns(ktime_set(LONG_MAX, 0)) == MAX_NS,
	    "KT-SET-2: more seconds become KTIME_MAX");
}

#else

static void
test_set_far(void)
{
	ok(true, "KT-SET-2: a long holds no such seconds # SKIP");
}

#endif

#if LONG_MAX > INT32_MAX

static void
test_set_below(void)
{
	ok(ktime_to_ns(ktime_set(LEAST - 1, 999999999)) == MIN_NS &&
	    ktime_to_ns(ktime_set(LONG_MIN, 0)) == MIN_NS,
	    "KT-SET-3: fewer seconds become KTIME_MIN");
}

#else

static void
test_set_below(void)
{
	ok(true, "KT-SET-3: a long holds no such seconds # SKIP");
}

#endif

static void
test_sums(void)
{
	const ktime_t five = ns_to_ktime(5), two = ns_to_ktime(2);

	ok(ktime_to_ns(ktime_add(five, two)) == 7 &&
	    ktime_to_ns(ktime_add(KTIME_MIN, KTIME_MAX)) == -1 &&
	    ktime_to_ns(ktime_add(ktime_set(0, 999999999),
	    ktime_set(0, 1))) == E9, "KT-ADD-1: sums");
	ok(ktime_to_ns(ktime_sub(five, two)) == 3 &&
	    ktime_to_ns(ktime_sub(two, five)) == -3 &&
	    ktime_to_ns(ktime_sub(KTIME_MAX, KTIME_MAX)) == 0,
	    "KT-SUB-1: differences");
	ok(ktime_to_ns(ktime_add_ns(five, 2)) == 7 &&
	    ktime_to_ns(ktime_add_ns(five, 5000000000)) == 5000000005 &&
	    ktime_to_ns(ktime_add_ns(KTIME_MIN,
	    (u64)MAX_NS - (u64)MIN_NS)) == MAX_NS,
	    "KT-ADDNS-1: later by nanoseconds, from end to end");
	ok(ktime_to_ns(ktime_add_safe(five, two)) == 7 &&
	    ktime_to_ns(ktime_add_safe(KTIME_MAX, two)) == MAX_NS &&
	    ktime_to_ns(ktime_add_safe(KTIME_MIN, ns_to_ktime(-2))) ==
	    MIN_NS, "ktime_add_safe saturates");
	ok(ktime_compare(two, five) == -1 && ktime_compare(five, two) == 1 &&
	    ktime_compare(five, five) == 0 &&
	    ktime_compare(KTIME_MIN, KTIME_MAX) == -1 &&
	    ktime_compare(KTIME_MAX, KTIME_MIN) == 1,
	    "KT-CMP-1: -1, 0 and 1, also where a difference overflows");
	ok(ktime_to_ns(ns_to_ktime(-7)) == -7 &&
	    ktime_to_ns(ns_to_ktime(INT64_MIN)) == MIN_NS &&
	    ktime_to_ns(ns_to_ktime(INT64_MAX)) == MAX_NS,
	    "KT-NS-1: nanoseconds, negative ones included");
}

static void
test_from_timespec(void)
{
	ok(ktime_to_ns(spec(3, 4)) == 3 * E9 + 4 &&
	    ktime_to_ns(spec(-1, 999999999)) == -1 &&
	    ktime_to_ns(spec(SECS - 1, 999999999)) == SECS * E9 - 1 &&
	    ktime_to_ns(spec(LEAST, 1)) == LEAST * E9 + 1,
	    "KT-SPEC-1: exact");
	ok(ktime_to_ns(spec(SECS, 0)) == MAX_NS &&
	    ktime_to_ns(spec(INT64_MAX, 999999999)) == MAX_NS &&
	    ktime_to_ns(spec(LEAST - 1, 999999999)) == MIN_NS &&
	    ktime_to_ns(spec(INT64_MIN, 0)) == MIN_NS,
	    "KT-SPEC-2: saturates");
	CATCH(spec(0, -1));
	ok(caught("timespec_to_ktime: within(tspec.tv_nsec, NSEC_PER_SEC)"),
	    "KT-SPEC-4: nanoseconds below 0 are stopped");
	CATCH(spec(0, 1000000000));
	ok(caught("timespec_to_ktime: within(tspec.tv_nsec, NSEC_PER_SEC)"),
	    "KT-SPEC-4: nanoseconds above 999999999 are stopped");
}

static void
test_from_timeval(void)
{
	ok(ktime_to_ns(val(3, 4)) == 3 * E9 + 4000 &&
	    ktime_to_ns(val(-1, 999999)) == -1000 &&
	    ktime_to_ns(val(SECS - 1, 999999)) == SECS * E9 - 1000,
	    "KT-VAL-1: exact");
	ok(ktime_to_ns(val(SECS, 0)) == MAX_NS &&
	    ktime_to_ns(val(LEAST - 1, 999999)) == MIN_NS,
	    "timeval_to_ktime saturates as the others do");
	CATCH(val(0, -1));
	ok(caught("timeval_to_ktime: within(tval.tv_usec, USEC_PER_SEC)"),
	    "KT-VAL-3: microseconds below 0 are stopped");
	CATCH(val(0, 1000000));
	ok(caught("timeval_to_ktime: within(tval.tv_usec, USEC_PER_SEC)"),
	    "KT-VAL-3: microseconds above 999999 are stopped");
}

static bool
shows_spec(int64_t ns, int64_t sec, long nsec)
{
	struct timespec t = ktime_to_timespec(ns_to_ktime(ns));

	return t.tv_sec == sec && t.tv_nsec == nsec;
}

static bool
shows_val(int64_t ns, int64_t sec, long usec)
{
	struct timeval t = ktime_to_timeval(ns_to_ktime(ns));

	return t.tv_sec == sec && t.tv_usec == usec;
}

static void
test_to_fields(void)
{
	ok(shows_spec(0, 0, 0) && shows_spec(E9 - 1, 0, 999999999) &&
	    shows_spec(E9, 1, 0) && shows_spec(-1, -1, 999999999) &&
	    shows_spec(-E9, -1, 0) && shows_spec(-E9 - 1, -2, 999999999) &&
	    shows_spec(MAX_NS, SECS, (long)(MAX_NS - SECS * E9)) &&
	    shows_spec(LEAST * E9, LEAST, 0),
	    "KT-SPEC-3: seconds down, nanoseconds 0 to 999999999");
	ok(shows_val(999, 0, 0) && shows_val(1000, 0, 1) &&
	    shows_val(E9 - 1, 0, 999999) && shows_val(-1, -1, 999999) &&
	    shows_val(-1000, -1, 999999) && shows_val(-1001, -1, 999998) &&
	    shows_val(LEAST * E9 + 999, LEAST, 0),
	    "KT-VAL-2: microseconds round down");
	ok(ktime_to_clock_t(ns_to_ktime(9999999)) == 0 &&
	    ktime_to_clock_t(ns_to_ktime(10000000)) == 1 &&
	    ktime_to_clock_t(ns_to_ktime(-1)) == -1 &&
	    ktime_to_clock_t(ns_to_ktime(-10000000)) == -1 &&
	    ktime_to_clock_t(ns_to_ktime(LEAST * E9)) == LEAST * 100,
	    "KT-CLK-1: hundredths of a second, down");
}

int
main(void)
{
	test_define();
	test_set();
	test_set_far();
	test_set_below();
	test_sums();
	test_from_timespec();
	test_from_timeval();
	test_to_fields();
	return tap_end();
}
