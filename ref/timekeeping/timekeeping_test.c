/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timekeeping_test.c - clocks made from awkward counters.  Links lib,
 * ktime, timekeeping, and sim for the port.
 */
#include "lib/tap.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"
#include "timekeeping/timetc.h"

static uint64_t count;

static uint64_t
get_count(struct timecounter *tc)
{
	(void)tc;
	return count;
}

static struct timecounter awkward = {
	.tc_get_timecount = get_count,
	.tc_counter_mask = 0xffff,
	.tc_frequency = 1193182,
	.tc_name = "awkward",
	.tc_quality = 10,
};

static struct timecounter worse = {
	.tc_get_timecount = get_count,
	.tc_counter_mask = 0xff,
	.tc_frequency = 1,
	.tc_name = "worse",
	.tc_quality = 1,
};

static int sets;

static void
was_set(void)
{
	sets++;
}

static void
test_wrap(void)
{
	int64_t now, last, want;
	uint64_t total;
	bool exact, forward;

	exact = true;
	forward = true;
	last = -1;
	for (total = 0; total < UINT64_C(40000000); total += 12345) {
		count = total & 0xffff;
		now = ktime_to_ns(ktime_get());
		want = (int64_t)muldiv64_down(total, 1000000000, 1193182);
		exact = exact && now == want;
		forward = forward && now > last;
		last = now;
	}
	ok(exact, "no error grows over 600 wraps of a 16-bit counter");
	ok(forward, "the clock never goes back");
}

static void
test_set(void)
{
	int64_t mono;

	timekeeping_on_set(was_set);
	mono = ktime_to_ns(ktime_get());
	timekeeping_settime(ktime_set(5, 0));
	ok(ktime_to_ns(ktime_get_real()) == 5 * NSEC_PER_SEC,
	    "a set clock reads what it was set to");
	ok(ktime_to_ns(ktime_get()) == mono, "the other is not moved");
	ok(sets == 1, "who asked is told");
}

int
main(void)
{
	sim_init(1, 0);
	tc_init(&worse);
	tc_init(&awkward);
	timekeeping_init(ktime_set(77, 5));
	ok(ktime_to_ns(ktime_get()) == 0, "the monotonic clock begins at 0");
	ok(ktime_to_ns(ktime_get_real()) == 77 * NSEC_PER_SEC + 5,
	    "the other where it was told");
	ok(timekeeping_resolution() == 839, "the step is rounded up");
	ok(timekeeping_max_idle() == 27461862,
	    "idle for half the period at most");
	test_wrap();
	test_set();
	ok(timekeeping_has_clock(CLOCK_MONOTONIC) &&
	    !timekeeping_has_clock(2), "there are two clocks");
	return tap_end();
}
