/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generic_timer.c - driver of the generic timer of Arm CPUs.
 *
 * What		One counter for the whole machine, and in each CPU timers that
 *		interrupt it while the counter is at or past a value.  They
 *		are system registers: each CPU sees its own.
 *
 * Why this way	There is a physical counter and a virtual one, less an offset
 *		that the hypervisor sets, and a timer on each.  Who runs at
 *		EL2 is the hypervisor, and leaves the virtual ones to its
 *		guests; who runs at EL1 may be a guest, to whom the physical
 *		ones can be forbidden.  So the level tells which to take.
 *
 *		The distance could be written to TVAL, which the CPU makes a
 *		CVAL of.  But that is a signed number of 32 bits: 36 s at
 *		60 MHz, and 40 s is in the past.  CVAL has no such end.
 *
 *		"At or past" makes this the easiest of timers: a value that
 *		goes by while it is written interrupts at once.  One value it
 *		does not meet: one behind the counter's wrap, as numbers are
 *		compared without sign.  So CVAL stays before the wrap, and
 *		the handler looks whether the deadline has come.
 *
 * Model	A counter of 56 bits, 100 before its end; in 300 cycles:
 *
 *		deadline = 200, CVAL = 2^56 - 1		the last before it
 *		interrupt at 2^56 - 1: 201 to go	CVAL once more
 *		count 0: 200 to go			CVAL = 200
 *		interrupt at 200			et_event()
 *
 *		The one interrupt more comes once in 40 years; and early ones
 *		are found out by the same look.
 *
 *		Firmware counts time by this timer as well, on any CPU, and
 *		may leave it enabled.  What nobody here has started is turned
 *		off when it interrupts, and is no event.
 *
 * Contexts	start, stop and the handler act on the CPU that calls; each
 *		CPU has its deadline.  A start masks interrupts: one of the
 *		former setting would turn the timer off for it.
 *
 * Limits	CNTVOFF must be the same on all CPUs.  Firmware of some 32-bit
 *		boards leaves each its own chance value; such a board must be
 *		entered at EL2.  A 56-bit counter is taken for one even if it
 *		has more bits: no register tells.
 */
#include "hal/drivers.h"
#include "hal/generic_timer_reg.h"
#include "hal/hal.h"
#include "hal/io.h"
#include "lib/errno.h"
#include "lib/event.h"

#define MIN_CYCLES	0x10u
#define MAX_CYCLES	0xfffffffeu
#define MOST_READS	150u
#define SETTLE		(10 * NSEC_PER_USEC)	/* 10 cycles at least */

static struct generic_timer {
	uintptr_t	 base;
	unsigned	 count;		/* CNTVCT or CNTPCT */
	unsigned	 timer;		/* CNTV or CNTP */
	struct eventtimer et;
	struct timecounter tc;
	uint64_t	 deadline[PORT_CPUS];	/* count, CNT_BITS of it */
	bool		 armed[PORT_CPUS];	/* the event is still owed */
} gt;

/* From one count to another, forward or back, across the wrap. */
static int64_t
distance(uint64_t from, uint64_t to)
{
	return (int64_t)((to - from) << (64 - CNT_BITS)) >> (64 - CNT_BITS);
}

/*
 * Some CPUs show nonsense around a change of the counter, too much or too
 * little, for a reading or two (Freescale A-008585, HiSilicon 161010101, Arm
 * 858921, Allwinner A64).  The middle one of three that are in order is good:
 * what is too low lies below the one before, what is too high above the one
 * behind.  How fast they follow one another does not matter.  [HAL-COUNT-2]
 */
static uint64_t
gt_count(void)
{
	uint64_t before, count, behind;
	unsigned tries;

	count = hal_read64(gt.base, gt.count);
	behind = hal_read64(gt.base, gt.count);
	tries = 0;
	do {
		before = count;
		count = behind;
		behind = hal_read64(gt.base, gt.count);
	} while ((distance(before, count) < 0 ||
	    distance(count, behind) < 0) && ++tries < MOST_READS);
	return count;
}

static uint64_t
gt_timecount(struct timecounter *tc)
{
	(void)tc;
	return gt_count();
}

static void
gt_control(uint32_t value)
{
	hal_write32(gt.base, gt.timer + CNT_CTL, value);
}

/* Interrupt at the deadline, or at the last count before the wrap. */
static void
gt_program(uint64_t count, uint64_t deadline)
{
	uint64_t left, wrap;

	left = (deadline - count) & CNT_MASK;
	wrap = ~count & CNT_MASK;
	hal_write64(gt.base, gt.timer + CNT_CVAL,
	    count + (left < wrap ? left : wrap));	/* [HAL-WRAP-1] */
	gt_control(CNT_CTL_ENABLE);
}

static int
gt_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	uint64_t count;
	bool s;

	(void)period;
	if (first == 0)
		return EINVAL;
	EVENT(HAL_PROGRAM, et, sbttons(first));
	s = port_intr_mask();
	gt.armed[port_cpu()] = true;
	count = gt_count();
	/* The count that is shown has gone by in part.  [ET-DRV-1] */
	gt.deadline[port_cpu()] = count + 1 +
	    hal_ticks(et->et_frequency, first);		/* [HAL-FREQ-1] */
	/* CVAL first: what was asked for before is met no more. [ET-DRV-3] */
	gt_program(count, gt.deadline[port_cpu()]);	/* [HAL-PASSED-1] */
	port_intr_restore(s);
	return 0;
}

static int
gt_stop(struct eventtimer *et)
{
	(void)et;
	gt.armed[port_cpu()] = false;
	gt_control(0);					/* [HAL-STOP-1] */
	return 0;
}

/*
 * The level stays while the condition is met and the timer enabled: there is
 * nothing to acknowledge but to end one of the two.  ISTATUS has no meaning
 * in a timer that is not enabled.
 */
static void
gt_intr(void *arg)
{
	const uint32_t mine = CNT_CTL_ENABLE | CNT_CTL_ISTATUS;
	struct eventtimer *et;
	uint64_t count, deadline;
	bool owed;

	et = arg;
	EVENT(HAL_INTR, et, 0);
	if ((hal_read32(gt.base, gt.timer + CNT_CTL) & mine) != mine)
		return;					/* [HAL-INTR-1] */
	count = gt_count();
	deadline = gt.deadline[port_cpu()];
	owed = gt.armed[port_cpu()];
	if (owed && distance(count, deadline) > 0) {
		gt_program(count, deadline);
		return;
	}
	(void)gt_stop(et);				/* [HAL-INTR-2] */
	if (owed)
		et_event(et);		/* may start it [HAL-INSIDE-1] */
}

static void
gt_fill(uint32_t frequency)
{
	struct eventtimer *et;

	et = &gt.et;
	et->et_name = "generic-timer";
	et->et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU; /* [HAL-DEEP-1] */
	et->et_quality = 1000;
	et->et_frequency = frequency;			/* [HAL-TIMER-1] */
	et_range(et, MIN_CYCLES, MAX_CYCLES);		/* [HAL-RANGE-1] */
	et->et_start = gt_start;			/* [HAL-RANGE-2] */
	et->et_stop = gt_stop;
	gt.tc = (struct timecounter){ .tc_get_timecount = gt_timecount,
	    .tc_counter_mask = CNT_MASK, .tc_frequency = frequency,
	    .tc_name = "generic-timer", .tc_quality = 1000 };
}							/* [HAL-COUNT-1] */

int
generic_timer_attach(uintptr_t base, unsigned line)
{
	uint32_t frequency;

	gt.base = base;
	/*
	 * CNTFRQ is a note that firmware leaves, on each CPU; the counter
	 * runs the same without.  At reset it is 0 or whatever.
	 */
	frequency = hal_read32(base, CNTFRQ);
	if (frequency == UINT32_MAX)
		return hal_refuse("generic-timer", ENXIO); /* [HAL-REFUSE-1] */
	if (frequency < CNTFRQ_MIN || frequency > CNTFRQ_MAX)
		return hal_refuse("generic-timer", EDOM); /* [HAL-REFUSE-2] */
	if (CURRENT_EL_LEVEL(hal_read32(base, CURRENT_EL)) >= 2) {
		gt.count = CNTPCT;
		gt.timer = CNTP;
	} else {
		gt.count = CNTVCT;
		gt.timer = CNTV;
	}
	if (hal_stands(gt_timecount, NULL, SETTLE))	/* [HAL-REFUSE-3] */
		return hal_refuse("generic-timer", ETIMEDOUT);
	gt_fill(frequency);
	(void)gt_stop(&gt.et);		/* what the firmware left */
	return hal_attach(&gt.et, &gt.tc, line, gt_intr);
}
