/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * simtimer.c - driver of the ideal timer that ref/sim models.
 *
 * What		A counter that all CPUs share and a comparator for each.
 *		The driver is as a driver of real hardware would be; only the
 *		device is simple: wide, exact, never late.
 *
 * Why this way	The distance that the glue gives becomes an absolute compare
 *		value.  The comparator triggers on "at or past", so a value
 *		that has gone by while it was being written is not missed.
 *
 * Contexts	start and stop act on the CPU that calls, with interrupts
 *		masked; the interrupt comes to the CPU whose bank it is.
 */
#include "hal/simtimer.h"

#include "eventtimer/timeet.h"
#include "hal/io.h"
#include "hal/simtimer_reg.h"
#include "lib/check.h"
#include "lib/event.h"
#include "lib/math64.h"
#include "port/port.h"
#include "timekeeping/timetc.h"

#define SIMTIMER_QUALITY	1000

static struct {
	uintptr_t	 base;
	struct eventtimer et;
	struct timecounter tc;
} simtimer;

static uint64_t
simtimer_count(struct timecounter *tc)
{
	(void)tc;
	return hal_read64(simtimer.base, SIMTIMER_COUNT);
}

/* Rounded up, so that the interrupt is never early. */
static uint64_t
simtimer_ticks(sbintime_t t)
{
	return muldiv64_up((uint64_t)sbttons(t), simtimer.et.et_frequency,
	    (uint64_t)NSEC_PER_SEC);
}

static int
simtimer_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	unsigned bank;
	uint32_t ctrl;

	(void)et;
	bank = SIMTIMER_BANK(port_cpu());
	ctrl = SIMTIMER_ENABLE;
	if (period != 0)
		ctrl |= SIMTIMER_REPEAT;
	if (first == 0)
		first = period;
	EVENT(HAL_PROGRAM, et, sbttons(first));
	hal_write32(simtimer.base, bank + SIMTIMER_CTRL, 0);
	hal_write64(simtimer.base, bank + SIMTIMER_PERIOD,
	    simtimer_ticks(period));
	hal_write64(simtimer.base, bank + SIMTIMER_COMPARE,
	    hal_read64(simtimer.base, SIMTIMER_COUNT) + simtimer_ticks(first));
	hal_write32(simtimer.base, bank + SIMTIMER_CTRL, ctrl);
	return 0;
}

static int
simtimer_stop(struct eventtimer *et)
{
	(void)et;
	hal_write32(simtimer.base, SIMTIMER_BANK(port_cpu()) + SIMTIMER_CTRL,
	    0);
	return 0;
}

static void
simtimer_intr(void *arg)
{
	struct eventtimer *et;

	et = arg;
	EVENT(HAL_INTR, et, 0);
	et->et_event_cb(et, et->et_arg);
}

void
simtimer_attach(uintptr_t base, unsigned line)
{
	struct eventtimer *et;
	int error;

	simtimer.base = base;
	et = &simtimer.et;
	et->et_name = "simtimer";
	et->et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU;
	et->et_quality = SIMTIMER_QUALITY;
	et->et_frequency = hal_read64(base, SIMTIMER_FREQ);
	et->et_min_period = nstosbt(1);
	et->et_max_period = 60 * SBT_1S;
	et->et_start = simtimer_start;
	et->et_stop = simtimer_stop;
	et->et_priv = &simtimer;
	port_intr_connect(line, simtimer_intr, et);
	error = et_register(et);
	CHECK(error == 0);

	simtimer.tc.tc_get_timecount = simtimer_count;
	simtimer.tc.tc_counter_mask = UINT64_MAX;
	simtimer.tc.tc_frequency = et->et_frequency;
	simtimer.tc.tc_name = "simtimer";
	simtimer.tc.tc_quality = SIMTIMER_QUALITY;
	tc_init(&simtimer.tc);
}
