/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generic_timer_driver_test.c - the driver of the Arm generic timer on
 * machines with the faults that no other timer has: a counter that shows
 * nonsense, a frequency that nobody noted.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "hal/generic_timer_reg.h"
#include "hal/io.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/tap.h"
#include "sim/sim.h"
#include "sim/sim_board.h"
#include "timekeeping/timekeeping.h"
#include "timekeeping/timetc.h"

#define READINGS	1000
#define STARTS		500

static unsigned refusals, fired, early;
static int64_t want;

static void
watch(unsigned event, const void *object, int64_t value)
{
	(void)object;
	(void)value;
	refusals += event == EV_HAL_REFUSE;
}

static struct eventtimer *
timer(void)
{
	struct eventtimer *et;

	ET_LOCK();
	et = et_named("generic-timer");
	ET_UNLOCK();
	return et;
}

static int
attach(uint32_t cntfrq, enum sim_model_state state)
{
	sim_init(1, 0);
	refusals = 0;
	sim_board("generic-timer")->power_on();
	sim_generic_timer_cntfrq(cntfrq);
	sim_state(sim_model("generic-timer"), state);
	return sim_board("generic-timer")->attach();
}

static void
test_refused(void)
{
	ok(attach(0, SIM_SOUND) == EDOM && refusals == 1 && timer() == NULL,
	    "HAL-REFUSE-2: declines if CNTFRQ was forgotten");
	ok(attach(CNTFRQ_MIN - 1, SIM_SOUND) == EDOM && refusals == 1 &&
	    timer() == NULL, "or is too low");
	ok(attach(CNTFRQ_MAX + 1, SIM_SOUND) == EDOM && refusals == 1 &&
	    timer() == NULL, "or too high");
	ok(attach(62500000, SIM_ABSENT) == ENXIO && refusals == 1 &&
	    timer() == NULL, "HAL-REFUSE-1: or all ones");
	ok(attach(62500000, SIM_STUCK) == ETIMEDOUT && refusals == 1 &&
	    timer() == NULL, "HAL-REFUSE-3: or if the counter stands");
}

/* Each count, over the counter's wrap. */
static void
test_readings(void)
{
	const struct timecounter *tc;
	unsigned i, wrong;
	uint64_t v;

	ok(attach(62500000, SIM_SOUND) == 0 && refusals == 0,
	    "a sound one is taken");
	timekeeping_init(ns_to_ktime(0));
	tc = tc_current();
	sim_generic_timer_unstable(true);
	wrong = 0;
	for (i = 0; i < READINGS; i++) {
		(void)sim_run(sim_now() + 16 + i % 48);
		v = tc->tc_get_timecount((struct timecounter *)(uintptr_t)tc);
		wrong += v != hal_read64(SIM_GENERIC_TIMER_BASE, CNTVCT);
	}
	ok(wrong == 0, "no reading of an unstable counter is wrong");
}

static void
event(struct eventtimer *et, void *arg)
{
	(void)et;
	(void)arg;
	fired++;
	early += sim_now() < want;
}

static void
body(void *arg)
{
	struct eventtimer *et;
	unsigned i;

	et = arg;
	for (i = 0; i < STARTS; i++) {
		want = sim_now() + 20000 + 7 * i;
		(void)et_start(et, nstosbt(20000 + 7 * i), 0);
		sim_sleep(want + 100, 0);
	}
}

static void
test_starts(void)
{
	struct eventtimer *et;

	et = timer();
	ET_LOCK();
	(void)et_init(et, event, NULL, NULL);
	ET_UNLOCK();
	(void)sim_thread(0, body, et);
	(void)sim_run(sim_now() + NSEC_PER_SEC);
	ok(fired == STARTS && early == 0,
	    "nor is a deadline that is counted from one early, or late");
}

int
main(void)
{
	sim_on_event = watch;
	test_refused();
	test_readings();
	test_starts();
	return tap_end();
}
