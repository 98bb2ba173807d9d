/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decrementer.c - driver of the timer in each PowerPC CPU: the decrementer
 * (DEC), and the time base (TB) as counter.
 *
 * What		DEC counts down at the rate at which TB counts up.  There are
 *		two kinds, that differ in all but this:
 *
 *				classic			Book E
 *		interrupts	going from 0 to -1	going from 1 to 0
 *		then		counts on		stands, or reloads DECAR
 *		shown by	DEC < 0			TSR.DIS
 *		taken away by	DEC >= 0		writing 1 to TSR.DIS
 *		switch		none			TCR.DIE
 *		periodic	no			TCR.ARE
 *
 * Why this way	A distance is written, no value to be equal to: so nothing
 *		can pass by while it is being written, and however short the
 *		distance, its event comes.  [HAL-PASSED-1] [HAL-WRAP-1]
 *
 *		The classic kind interrupts for as long as DEC is negative
 *		(the old chips once, at the change of sign), so the handler
 *		must load it before it lets interrupts in.  There is no
 *		switch: to stop is to load the greatest value, and `armed`
 *		knows that what comes of it, a minute later, is owed to
 *		nobody.  The same holds behind an event that nobody follows
 *		with another.
 *
 *		Book E has a switch, in a register that it shares with the
 *		watchdog: other bits of TCR are left as they are.  TSR is
 *		cleared by ones, so that a write of what was read would also
 *		clear what others wait for.
 *
 *		TB is 64 bits in two registers.  The upper half is read
 *		before and behind the lower, until it has not changed.
 *
 *		Which kind it is, the CPU's version says; the registers of
 *		Book E cannot be tried out, as they trap where there are none.
 *		Nothing tells the frequency, so it is measured.
 *
 *		The quality, 1000, is that of the other timers that CPUs have
 *		of their own and that no change of the CPU's clock reaches.
 *		That of TB is the same: the architecture wants it to agree on
 *		all CPUs.
 *
 * Model	An interrupt is wanted in 3 whole cycles.  The first step down
 *		comes when the cycle that is under way ends, so one more than
 *		3 is needed:
 *
 *		classic	DEC = 3	2 1 0 -1	the fourth step
 *		Book E	DEC = 4	3 2 1 0		the fourth step
 *
 * Contexts	start, stop and the handler act on the CPU that calls, and
 *		`armed` is that CPU's own.  A start of the classic kind masks
 *		interrupts: one of the former setting would take `armed` for
 *		itself.  Book E's takes that setting away first.
 *
 * Limits	Of Book E, Freescale's cores are known by their version.  The
 *		Cell, where TBL shows 0 a moment before TBU goes on, needs
 *		one more look, which is not here.
 */
#include "hal/hal.h"

#include "hal/decrementer_reg.h"
#include "hal/drivers.h"
#include "hal/io.h"
#include "lib/errno.h"
#include "lib/event.h"

#define QUALITY		1000
#define MIN_CYCLES	2u
#define MAX_CYCLES	0x7fffffffu	/* the greatest positive DEC */

static struct decrementer {
	uintptr_t	 base;
	bool		 armed[PORT_CPUS];	/* an event is owed */
	struct eventtimer et;
	struct timecounter tc;
} decrementer;

static uint32_t
get(unsigned reg)
{
	return hal_read32(decrementer.base, reg);
}

static void
put(unsigned reg, uint32_t value)
{
	hal_write32(decrementer.base, reg, value);
}

/* [HAL-COUNT-2] */
static uint64_t
time_base(void)
{
	uint32_t high, low;

	do {
		high = get(PPC_TBU);
		low = get(PPC_TBL);
	} while (get(PPC_TBU) != high);
	return (uint64_t)high << 32 | low;
}

static uint64_t
decrementer_timecount(struct timecounter *tc)
{
	(void)tc;
	return time_base();
}

static uint32_t
cycles(const struct eventtimer *et, sbintime_t t)
{
	return (uint32_t)hal_ticks(et->et_frequency, t); /* [HAL-FREQ-1] */
}

/* The classic kind. */

/* What there is is taken away, and what comes is as far off as it goes. */
static void
classic_park(void)
{
	decrementer.armed[port_cpu()] = false;
	put(PPC_DEC, MAX_CYCLES);
}

static int
classic_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	bool s;

	(void)period;			/* the glue asks for what we offer */
	EVENT(HAL_PROGRAM, et, sbttons(first));
	s = port_intr_mask();
	decrementer.armed[port_cpu()] = true;
	/* The step from 0 to -1 makes up for the cycle under way. */
	put(PPC_DEC, cycles(et, first));	/* [ET-DRV-1] [HAL-ONCE-1] */
	port_intr_restore(s);
	return 0;				/* [ET-DRV-3] [HAL-INTR-3] */
}

static int
classic_stop(struct eventtimer *et)
{
	(void)et;
	classic_park();					/* [HAL-STOP-1] */
	return 0;
}

static void
classic_intr(void *arg)
{
	struct eventtimer *et;
	bool owed;

	et = arg;
	EVENT(HAL_INTR, et, 0);
	if ((int32_t)get(PPC_DEC) >= 0)
		return;					/* [HAL-INTR-1] */
	owed = decrementer.armed[port_cpu()];
	classic_park();					/* [HAL-INTR-2] */
	if (owed)
		et_event(et);				/* [HAL-INSIDE-1] */
}

/* Book E. */

/* With these bits of ours, and all others as they are. */
static void
booke_control(uint32_t bits)
{
	put(PPC_TCR, (get(PPC_TCR) & ~(PPC_TCR_DIE | PPC_TCR_ARE)) | bits);
}

/*
 * It reloads no more, then it stands, then its mark is cleared: in this
 * order nothing can come up again behind what was cleared.
 */
static void
booke_halt(void)
{
	booke_control(0);
	put(PPC_DEC, 0);
	put(PPC_TSR, PPC_TSR_DIS);
	decrementer.armed[port_cpu()] = false;
}

static int
booke_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	if (first == 0)
		first = period;				/* [ET-DRV-2] */
	EVENT(HAL_PROGRAM, et, sbttons(first));
	booke_halt();				/* [ET-DRV-3] [HAL-INTR-3] */
	decrementer.armed[port_cpu()] = true;
	put(PPC_DECAR, cycles(et, period));
	booke_control(period != 0 ? PPC_TCR_DIE | PPC_TCR_ARE : PPC_TCR_DIE);
	/* One more, for the cycle under way.  A reload needs none: it comes
	 * at the very end of a cycle.  [HAL-PERIOD-1] */
	put(PPC_DEC, cycles(et, first) + 1);	/* [ET-DRV-1] [HAL-ONCE-1] */
	return 0;
}

static int
booke_stop(struct eventtimer *et)
{
	(void)et;
	booke_halt();					/* [HAL-STOP-1] */
	return 0;
}

static void
booke_intr(void *arg)
{
	struct eventtimer *et;

	et = arg;
	EVENT(HAL_INTR, et, 0);
	if ((get(PPC_TSR) & PPC_TSR_DIS) == 0)
		return;					/* [HAL-INTR-1] */
	if (!decrementer.armed[port_cpu()]) {
		booke_halt();	/* firmware's, on a CPU not started yet */
		return;
	}
	put(PPC_TSR, PPC_TSR_DIS);			/* [HAL-INTR-2] */
	et_event(et);					/* [HAL-INSIDE-1] */
}

static bool
is_booke(uint32_t pvr)
{
	switch (PPC_PVR_VERSION(pvr)) {
	case PPC_E500V1:
	case PPC_E500V2:
	case PPC_E500MC:
	case PPC_E5500:
	case PPC_E6500:
		return true;
	default:
		return false;
	}
}

static int
decrementer_fill(bool booke, uint64_t frequency, unsigned line)
{
	struct eventtimer *et;

	et = &decrementer.et;
	et->et_name = "decrementer";
	et->et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU;
	if (booke)
		et->et_flags |= ET_FLAGS_PERIODIC;
	et->et_quality = QUALITY;			/* [HAL-TIMER-1] */
	et->et_frequency = frequency;
	et->et_start = booke ? booke_start : classic_start;
	et->et_stop = booke ? booke_stop : classic_stop;
	/* [HAL-RANGE-1] [HAL-RANGE-2] */
	et_range(et, MIN_CYCLES, MAX_CYCLES);
	decrementer.tc = (struct timecounter){		/* [HAL-COUNT-1] */
	    .tc_get_timecount = decrementer_timecount,
	    .tc_counter_mask = UINT64_MAX, .tc_name = et->et_name,
	    .tc_frequency = frequency, .tc_quality = QUALITY };
	return hal_attach(et, &decrementer.tc, line,
	    booke ? booke_intr : classic_intr);
}

int
decrementer_attach(uintptr_t base, unsigned line)
{
	uint64_t frequency;
	uint32_t pvr;

	decrementer = (struct decrementer){ .base = base };
	pvr = get(PPC_PVR);
	if (pvr == 0 || pvr == UINT32_MAX)
		return hal_refuse("decrementer", ENXIO); /* [HAL-REFUSE-1] */
	/* [HAL-MEASURE-1] */
	frequency = hal_measure(decrementer_timecount, NULL, UINT64_MAX);
	if (frequency == 0)				/* [HAL-REFUSE-3] */
		return hal_refuse("decrementer", ETIMEDOUT);
	if (is_booke(pvr))
		booke_halt();
	else
		classic_park();
	return decrementer_fill(is_booke(pvr), frequency, line);
}
