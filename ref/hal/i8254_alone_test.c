/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * i8254_alone_test.c - the i8254 as the only counter: its time is that of
 * its clock, over starts, stops and turns, whoever sees them first.  Links
 * lib, sim, hal and timekeeping.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "hal/i8254_reg.h"
#include "lib/dice.h"
#include "lib/errno.h"
#include "lib/math64.h"
#include "lib/tap.h"
#include "sim/sim.h"
#include "sim/sim_board.h"
#include "timekeeping/timekeeping.h"
#include "timekeeping/timetc.h"

static struct timecounter *tc;
static struct eventtimer *et;
static uint64_t origin;
static unsigned starts;			/* for another period */
static unsigned early;
static int64_t due;

static uint64_t
truth(void)
{
	return muldiv64_down((uint64_t)sim_now(), I8254_HZ,
	    (uint64_t)NSEC_PER_SEC) - origin;
}

/* Cycles by which the time is behind; a start may cost a part of one. */
static int64_t
behind(void)
{
	return (int64_t)(int32_t)(uint32_t)(truth() -
	    tc->tc_get_timecount(tc));
}

static void
event(struct eventtimer *e, void *arg)
{
	(void)e;
	(void)arg;
	early += sim_now() < due;
	due = 0;
}

static void
power_on(void)
{
	int error;

	sim_init(1, 0);
	sim_i8254_add();
	error = i8254_attach_alone(SIM_I8254_BASE, SIM_I8254_LINE);
	ok(error == 0, "the driver attaches");
	timekeeping_init(ns_to_ktime(0));
	tc = (struct timecounter *)(uintptr_t)tc_current();
	ET_LOCK();
	et = et_named("i8254");
	error = et_init(et, event, NULL, NULL);
	ET_UNLOCK();
	ok(error == 0, "and the timer is there");
	origin = truth() - tc->tc_get_timecount(tc);
}

/* Interrupts wait; somebody reads the time more often than it turns. */
static bool
held(void)
{
	bool s, good;

	good = behind() <= 1;
	s = port_intr_mask();
	(void)sim_run(sim_now() + 1 + (int64_t)draw(300000));
	good = good && behind() >= -1 && behind() <= 1;
	(void)sim_run(sim_now() + 1 + (int64_t)draw(100000));
	port_intr_restore(s);
	return good;
}

/* Of four things one, at an instant like any other. */
static bool
step(void)
{
	static const int64_t period[] = { 500000, 2500000, 9999999 };
	static unsigned last;
	unsigned which;

	(void)sim_run(sim_now() + 1 + (int64_t)draw(300000));
	switch (draw(30)) {
	case 0:
		which = draw(3);
		starts += which != last;
		last = which;
		due = sim_now() + period[which];
		return et_start(et, 0, nstosbt(period[which])) == 0;
	case 1:
		return et_stop(et) == 0;
	case 2:
		return held();
	default:
		return behind() >= -1 && behind() <= 1;
	}
}

int
main(void)
{
	unsigned i, bad;

	power_on();
	for (i = bad = 0; i < TRIES / 10; i++)
		bad += !step();
	ok(bad == 0, "the time is that of the clock");
	ok(starts > TRIES / 2000 && behind() <= 1,
	    "and a start costs nothing of it");
	ok(early == 0, "ET-DRV-1: no first event is early");
	(void)et_stop(et);
	for (i = bad = 0; i < 100; i++) {
		(void)sim_run(sim_now() + 20 * NSEC_PER_MSEC);
		bad += behind() < -1 || behind() > 1;
	}
	ok(bad == 0, "at rest it goes on");
	ok(et_start(et, SBT_1S / 100, SBT_1S / 50) == ENOTSUP,
	    "HAL-PERIOD-2: no first event of its own");
	return tap_end();
}
