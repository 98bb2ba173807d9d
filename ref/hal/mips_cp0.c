/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mips_cp0.c - driver of the timer in each MIPS CPU: Count and Compare.
 *
 * What		Count runs up for ever, at half the rate of the pipeline on
 *		most CPUs, and comes round after 2^32.  When it is equal to
 *		Compare, the CPU has an interrupt, Cause.TI; writing Compare
 *		takes that away.
 *
 * Why this way	Equal, not past: a value that Count passes before it stands
 *		in Compare matches only when Count has come round, half a
 *		minute later.  So Count is read again behind the write: if it
 *		has not come as far as the value, the match is still to come,
 *		and nothing can be lost; if it has, all is done again with
 *		twice as much to go.  What has gone by is a difference of
 *		counts, so it does not matter where Count comes round.
 *
 *		There is no switch to turn this off.  (Cause.DC is none: it
 *		stops Count, and with it the clock.  Status.IM7 may also mask
 *		the performance counters.)  So to stop is to park: Compare
 *		becomes what Count was just before, which it will be again
 *		as late as possible; and `armed` knows that the interrupt
 *		that comes of it is owed to nobody.  The same holds for a
 *		Compare that is left as it is behind an event.
 *
 *		Nothing tells the frequency, so it is measured.
 *
 *		As a counter: each CPU has a Count of its own, and nothing
 *		says that they agree.  On one CPU this is as good as it gets;
 *		on several it is taken by name only.
 *
 *		No periodic mode: Compare does not move on by itself, and
 *		what would move it is here the same code as a start.
 *
 *		The quality, 800, is that of a timer of the CPU's own, below
 *		those whose clock does not follow the pipeline.
 *
 * Model	Count is 1000, an interrupt is wanted in 20 cycles:
 *
 *		Compare = 1021, Count 1030	30 have gone: too late
 *		Compare = 1030 + 1 + 40, Count 1035	5 have gone: good
 *
 * Contexts	start, stop and the handler act on the CPU that calls, and
 *		`armed` is that CPU's own.  A start masks interrupts: one of
 *		the former setting would take `armed` for itself.
 *
 * Limits	Release 2 of the architecture, as Release 1 has no TI.
 *		Where WAIT or a change of the pipeline's clock stops or
 *		bends Count (Alchemy does), the host attaches another timer.
 */
#include "hal/hal.h"

#include "hal/drivers.h"
#include "hal/io.h"
#include "hal/mips_cp0_reg.h"
#include "lib/errno.h"
#include "lib/event.h"

#define QUALITY		800
#define BY_NAME		(-100)		/* Counts that need not agree */
#define MIN_CYCLES	32u		/* what two accesses may take */
#define MAX_CYCLES	0xfffffff0u	/* a little less than once round */

static struct mips_cp0 {
	uintptr_t	 base;
	bool		 armed[PORT_CPUS];	/* the event is still owed */
	struct eventtimer et;
	struct timecounter tc;
} cp0;

static uint32_t
count(void)
{
	return hal_read32(cp0.base, MIPS_CP0_COUNT);
}

static void
compare(uint32_t value)
{
	hal_write32(cp0.base, MIPS_CP0_COMPARE, value);
}

static uint64_t
cp0_timecount(struct timecounter *tc)
{
	(void)tc;
	return count();
}

/* Take away what there is, and keep what comes as far off as it goes. */
static void
park(void)
{
	cp0.armed[port_cpu()] = false;
	compare(count() - 1);
}

/*
 * Firmware that saves power leaves Count standing, on each CPU for itself;
 * and so may what a CPU goes through before it is on line again.
 */
static void
cp0_run(void)
{
	uint32_t cause;

	cause = hal_read32(cp0.base, MIPS_CP0_CAUSE);
	if ((cause & MIPS_CAUSE_DC) != 0)
		hal_write32(cp0.base, MIPS_CP0_CAUSE, cause & ~MIPS_CAUSE_DC);
}

static int
cp0_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	uint32_t ticks, from, value;
	bool s;

	(void)period;			/* the glue asks for what we offer */
	ticks = (uint32_t)hal_ticks(et->et_frequency, first); /* [HAL-FREQ-1] */
	EVENT(HAL_PROGRAM, et, sbttons(first));
	s = port_intr_mask();
	cp0.armed[port_cpu()] = true;
	cp0_run();
	for (;;) {
		from = count();
		/* The count that is shown has gone by in part. */
		value = from + 1 + ticks;		/* [ET-DRV-1] */
		compare(value);		/* [ET-DRV-3] [HAL-INTR-3] */
		if (count() - from < value - from)
			break;		/* [HAL-ONCE-1] [HAL-WRAP-1] */
		ticks = ticks < MIN_CYCLES ? MIN_CYCLES : ticks * 2;
	}						/* [HAL-PASSED-1] */
	port_intr_restore(s);
	return 0;
}

static int
cp0_stop(struct eventtimer *et)
{
	(void)et;
	park();						/* [HAL-STOP-1] */
	return 0;
}

static void
cp0_intr(void *arg)
{
	struct eventtimer *et;
	bool owed;

	et = arg;
	EVENT(HAL_INTR, et, 0);
	/* Others may share the line: performance counters do. */
	if ((hal_read32(cp0.base, MIPS_CP0_CAUSE) & MIPS_CAUSE_TI) == 0)
		return;					/* [HAL-INTR-1] */
	owed = cp0.armed[port_cpu()];
	park();						/* [HAL-INTR-2] */
	if (owed)
		et_event(et);				/* [HAL-INSIDE-1] */
}

static int
cp0_fill(uint64_t frequency, unsigned line)
{
	struct eventtimer *et;

	et = &cp0.et;
	et->et_name = "mips-cp0";
	et->et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU;
	et->et_quality = QUALITY;			/* [HAL-TIMER-1] */
	et->et_frequency = frequency;
	et->et_start = cp0_start;
	et->et_stop = cp0_stop;
	/* [HAL-RANGE-1] [HAL-RANGE-2] */
	et_range(et, MIN_CYCLES, MAX_CYCLES);
	/* [HAL-COUNT-1] */
	cp0.tc = (struct timecounter){ .tc_get_timecount = cp0_timecount,
	    .tc_counter_mask = UINT32_MAX, .tc_name = et->et_name,
	    .tc_frequency = frequency,
	    .tc_quality = port_cpus() == 1 ? QUALITY : BY_NAME };
	return hal_attach(et, &cp0.tc, line, cp0_intr);
}

int
mips_cp0_attach(uintptr_t base, unsigned line)
{
	uint64_t frequency;
	uint32_t id;

	cp0 = (struct mips_cp0){ .base = base };
	id = hal_read32(base, MIPS_CP0_PRID);
	if (id == 0 || id == UINT32_MAX)
		return hal_refuse("mips-cp0", ENXIO);	/* [HAL-REFUSE-1] */
	cp0_run();
	/* [HAL-MEASURE-1] */
	frequency = hal_measure(cp0_timecount, NULL, UINT32_MAX);
	if (frequency == 0)
		return hal_refuse("mips-cp0", ETIMEDOUT); /* [HAL-REFUSE-3] */
	park();
	return cp0_fill(frequency, line);
}
