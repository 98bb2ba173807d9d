/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sp804.c - driver of the SP804 dual timer of Arm boards.
 *
 * What		Two counters that run down and interrupt at 0.  Timer 1 is
 *		the event timer, for all CPUs; timer 2 runs round for ever
 *		and is the counter.
 *
 * Why this way	One counts down from a distance, so a deadline cannot be
 *		missed: it is 0 that interrupts, and 0 is always ahead.  What
 *		is left to care for is what is loaded.  0 would interrupt at
 *		once; and at reset the counters have 16 bits, which take the
 *		lower half of what they are given and say nothing.
 *
 *		No register tells the clock's rate: boards have 1 MHz, and
 *		some have others.  So timer 2 is counted while a known time
 *		goes by.  That cannot tell 1 MHz from what is 200 Hz more,
 *		but a crystal is better than that: what 1 MHz can explain is
 *		1 MHz.  Any other rate is rounded up, so that the timer is
 *		late rather than early.
 *
 * Model	To interrupt in 300 us and then each 1000 us, at 1 MHz:
 *
 *		CONTROL = 0			stands, to be changed
 *		LOAD = 300, BGLOAD = 1000	counts from 300 ...
 *		CONTROL = ENABLE PERIODIC ...	at 0 goes on from 1000
 *
 *		What is loaded is taken at the clock's next edge, so that the
 *		part of a cycle that has gone by does not count.
 *
 * Contexts	start and stop on any CPU, one at a time.
 *
 * Races	A start first halts the counter, without leave to interrupt:
 *		what comes amid it finds nothing to take.
 *
 *		The handler may clear what a start on another CPU has set off
 *		meanwhile.  But that time has come then, and et_event() is
 *		still to be called: one event for both, late for none.
 *
 * Limits	One module.  Where timer 2 has an interrupt of its own it is
 *		not used.
 */
#include "hal/drivers.h"
#include "hal/hal.h"
#include "hal/io.h"
#include "hal/sp804_reg.h"
#include "lib/errno.h"
#include "lib/event.h"

#define USUAL		UINT64_C(1000000)	/* Hz */
#define UNSURE		200u	/* Hz: two counts in 10 ms of measuring */
#define MIN_CYCLES	2u
#define MAX_CYCLES	0xfffffffeu

static struct sp804 {
	uintptr_t	 base;
	struct eventtimer et;
	struct timecounter tc;
} sp;

static uint32_t
sp_read(unsigned reg)
{
	return hal_read32(sp.base, SP804_TIMER1 + reg);
}

static void
sp_write(unsigned reg, uint32_t value)
{
	hal_write32(sp.base, SP804_TIMER1 + reg, value);
}

/* Down, turned into up. */
static uint64_t
sp_timecount(struct timecounter *tc)
{
	(void)tc;
	return ~hal_read32(sp.base, SP804_TIMER2 + SP804_VALUE);
}

/*
 * INTCLR has no answer, and a bridge may keep it while the handler returns:
 * then the line is still up, and one interrupt comes twice.  What is read
 * from the module pushes the write ahead of it.
 */
static void
sp_acknowledge(void)
{
	sp_write(SP804_INTCLR, 1);
	(void)sp_read(SP804_RIS);
}

static int
sp_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	uint32_t mode;

	mode = SP804_32BIT | SP804_INT_ENABLE |
	    (period != 0 ? SP804_PERIODIC : SP804_ONESHOT);
	if (first == 0)
		first = period;				/* [ET-DRV-2] */
	EVENT(HAL_PROGRAM, et, sbttons(first));
	/* The mode may only be changed while the counter stands. */
	sp_write(SP804_CONTROL, 0);			/* [ET-DRV-3] */
	sp_acknowledge();
	sp_write(SP804_CONTROL, mode);
	sp_write(SP804_LOAD,		/* [ET-DRV-1] [HAL-PASSED-1] */
	    (uint32_t)hal_ticks(et->et_frequency, first)); /* [HAL-FREQ-1] */
	/* Behind LOAD, which it replaces from the first 0 on. */
	if (period != 0)
		sp_write(SP804_BGLOAD,			/* [HAL-PERIOD-1] */
		    (uint32_t)hal_ticks(et->et_frequency, period));
	sp_write(SP804_CONTROL, mode | SP804_ENABLE);
	return 0;
}

static int
sp_stop(struct eventtimer *et)
{
	(void)et;
	sp_write(SP804_CONTROL, 0);			/* [HAL-STOP-1] */
	sp_acknowledge();
	return 0;
}

/* The line may be the one of both timers: whose is the interrupt? */
static void
sp_intr(void *arg)
{
	struct eventtimer *et;

	et = arg;
	EVENT(HAL_INTR, et, 0);
	if (sp_read(SP804_MIS) == 0)
		return;					/* [HAL-INTR-1] */
	sp_acknowledge();				/* [HAL-INTR-2] */
	et_event(et);			/* may start it [HAL-INSIDE-1] */
}

/* A number that is told in bytes, lowest first. */
static uint32_t
sp_id(unsigned reg)
{
	uint32_t id;
	unsigned i;

	id = 0;
	for (i = 0; i < 4; i++)
		id |= (sp_read(reg + 4 * i) & 0xff) << 8 * i;
	return id;
}

static bool
sp_is_there(void)
{
	return sp_id(SP804_PCELL_ID) == SP804_PCELL_ID_IS &&
	    (sp_id(SP804_PERIPH_ID) & SP804_PERIPH_ID_PART) ==
	    SP804_PERIPH_ID_IS;
}

/*
 * It goes on from wherever it is: to load something would spend the next edge
 * on that, and whoever measures would miss it.  At reset its interrupt is let
 * through, at each wrap.
 */
static void
sp_run_counter(void)
{
	const unsigned control = SP804_TIMER2 + SP804_CONTROL;

	hal_write32(sp.base, control, 0);
	hal_write32(sp.base, control, SP804_32BIT);
	hal_write32(sp.base, control, SP804_32BIT | SP804_ENABLE);
}

static void
sp_fill(uint64_t frequency)
{
	struct eventtimer *et;

	et = &sp.et;
	et->et_name = "SP804";
	et->et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT; /* [HAL-DEEP-1] */
	et->et_quality = 1000;
	et->et_frequency = frequency;			/* [HAL-TIMER-1] */
	et_range(et, MIN_CYCLES, MAX_CYCLES);		/* [HAL-RANGE-1] */
	et->et_start = sp_start;			/* [HAL-RANGE-2] */
	et->et_stop = sp_stop;
	sp.tc = (struct timecounter){ .tc_get_timecount = sp_timecount,
	    .tc_counter_mask = UINT32_MAX, .tc_frequency = frequency,
	    .tc_name = "SP804", .tc_quality = 1000 };	/* [HAL-COUNT-1] */
}

int
sp804_attach(uintptr_t base, unsigned line)
{
	uint64_t frequency;

	sp.base = base;
	if (!sp_is_there())
		return hal_refuse("SP804", ENXIO);	/* [HAL-REFUSE-1] */
	sp_run_counter();
	frequency = hal_measure(sp_timecount, NULL, UINT32_MAX);
	if (frequency == 0)
		return hal_refuse("SP804", ETIMEDOUT);	/* [HAL-REFUSE-3] */
	if (frequency >= USUAL && frequency <= USUAL + UNSURE)
		frequency = USUAL;
	sp_fill(frequency);				/* [HAL-MEASURE-1] */
	(void)sp_stop(&sp.et);
	return hal_attach(&sp.et, &sp.tc, line, sp_intr);
}
