/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tick_test.c - a counter that wraps, on a machine with nothing to do.
 * Links the whole reference.
 */
#include "lib/machine.h"
#include "lib/tap.h"
#include "tick/tick.h"
#include "timekeeping/timetc.h"

/* 32 bits at 1 GHz: once around in 4.3 s. */
static uint64_t
narrow_count(struct timecounter *tc)
{
	(void)tc;
	return (uint64_t)sim_now() & UINT32_MAX;
}

static struct timecounter narrow = {
	.tc_get_timecount = narrow_count,
	.tc_counter_mask = UINT32_MAX,
	.tc_frequency = 1000000000,
	.tc_name = "narrow",
	.tc_quality = 2000,
};

static int64_t fired;
static int64_t wanted = INT64_MAX;

static void
event(void)
{
	int64_t now;

	now = ktime_to_ns(ktime_get());
	if (fired == 0 && now >= wanted)
		fired = sim_now();
	tick_program(ns_to_ktime(now >= wanted ? INT64_MAX : wanted));
}

static void
idle(void *arg)
{
	bool s;

	(void)arg;
	s = port_intr_mask();
	tick_program(ns_to_ktime(1000));
	port_intr_restore(s);
	sim_sleep(20 * NSEC_PER_SEC, 1);
	ok(ktime_to_ns(ktime_get()) == sim_now(),
	    "20 idle seconds are 20 seconds");
	wanted = 40 * NSEC_PER_SEC;
	s = port_intr_mask();
	tick_program(ns_to_ktime(wanted));
	port_intr_restore(s);
}

int
main(void)
{
	machine_on(1, 0);
	(void)tc_init(&narrow);
	timekeeping_init(ktime_set(0, 0));
	tick_init(event);
	(void)sim_thread(0, idle, NULL);
	(void)sim_run(60 * NSEC_PER_SEC);
	ok(fired == 40 * NSEC_PER_SEC, "a deadline many wraps away is kept");
	return tap_end();
}
