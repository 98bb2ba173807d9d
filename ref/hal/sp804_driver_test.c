/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sp804_driver_test.c - the driver of the SP804 on machines with the faults
 * that few other timers have: writes that are late, and clocks whose rate it
 * has to find out.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/tap.h"
#include "sim/sim.h"
#include "sim/sim_board.h"
#include "timekeeping/timetc.h"

static unsigned interrupts, events, refusals;

static void
watch(unsigned event, const void *object, int64_t value)
{
	(void)object;
	(void)value;
	interrupts += event == EV_HAL_INTR;
	refusals += event == EV_HAL_REFUSE;
}

static struct eventtimer *
timer(void)
{
	struct eventtimer *et;

	ET_LOCK();
	et = et_named("SP804");
	ET_UNLOCK();
	return et;
}

static void
count(struct eventtimer *et, void *arg)
{
	(void)et;
	(void)arg;
	events++;
}

static void
body(void *arg)
{
	struct eventtimer *et;

	et = arg;
	(void)et_start(et, 0, SBT_1S / 1000);
	sim_sleep(sim_now() + 10 * NSEC_PER_MSEC + NSEC_PER_MSEC / 2, 0);
	(void)et_stop(et);
	(void)et_start(et, SBT_1S / 1000, 0);
	sim_sleep(sim_now() + 2 * NSEC_PER_MSEC, 0);
	(void)et_stop(et);
}

static void
test_posted(void)
{
	struct eventtimer *et;

	sim_init(1, 0);
	sim_board("sp804")->power_on();
	(void)sim_board("sp804")->attach();
	et = timer();
	ET_LOCK();
	(void)et_init(et, count, NULL, NULL);
	ET_UNLOCK();
	sim_sp804_posted(true);
	(void)sim_thread(0, body, et);
	(void)sim_run(NSEC_PER_SEC);
	ok(events == 11 && interrupts == 11,
	    "HAL-INTR-2: one interrupt each, over a bridge that posts writes");
}

/* The rate that the driver finds out is that or more, but not much. */
static bool
rate(uint64_t frequency)
{
	struct eventtimer *et;
	uint64_t found;

	sim_init(1, 0);
	sim_board("sp804")->power_on();
	sim_frequency(sim_model("SP804"), frequency);
	sim_counter(sim_model("SP804"), frequency);
	(void)sim_board("sp804")->attach();	/* EEXIST: its counter */
	et = timer();
	found = et->et_frequency;
	(void)et_deregister(et);
	return found >= frequency && found <= frequency + 200;
}

static bool
refused(enum sim_model_state state, int error)
{
	sim_init(1, 0);
	refusals = 0;
	sim_board("sp804")->power_on();
	sim_state(sim_model("SP804"), state);
	return sim_board("sp804")->attach() == error && refusals == 1 &&
	    timer() == NULL;
}

static void
test_refused(void)
{
	ok(refused(SIM_ABSENT, ENXIO) && refused(SIM_ZERO, ENXIO),
	    "HAL-REFUSE-1: declines without the id of an SP804");
	ok(refused(SIM_STUCK, ETIMEDOUT), "HAL-REFUSE-3: or if it stands");
}

static void
test_rates(void)
{
	ok(rate(1000000) && rate(32768) && rate(24000000) && rate(100000000) &&
	    rate(999801) && rate(1000201) && rate(150),
	    "HAL-MEASURE-1: a rate is found, and not below the true one");
}

int
main(void)
{
	sim_on_event = watch;
	test_refused();
	test_rates();
	test_posted();
	return tap_end();
}
