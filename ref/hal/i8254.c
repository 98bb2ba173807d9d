/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * i8254.c - driver of the programmable interval timer of PCs (PIT).
 *
 * What		Counter 0 of three: 16 bits that count down at 1.193182 MHz,
 *		once or again and again.  Its output OUT is an interrupt line
 *		that works by its rising edge.  Where the machine has no other
 *		counter, time is read from it as well.
 *
 * Why this way	One-shot is mode 0: OUT is low while it counts and high from
 *		the end on.  So an interrupt can be asked whether it is the
 *		counter's: one of a setting that is gone finds OUT low.  And
 *		mode 0 without a count is a counter that is switched off,
 *		which the chip does not have a bit for.
 *
 *		Periodic is mode 2, which reloads itself and is exact; there
 *		OUT is high all the time but for one cycle and tells nothing.
 *		To go from low to high is an edge: the switch from mode 0 to
 *		mode 2 interrupts at once, and that is no event.
 *
 *		Alone, the counter never stops, for the time would; so it
 *		stays in mode 2 for ever.  To set it costs the cycles that go
 *		by meanwhile, so it is set for a new period alone; who asks
 *		for the same one again waits for the rest of it first.
 *
 * Model	Alone, 100 cycles a period; 300 are asked for at 140:
 *
 *		cycle	counter	length	offset	the time
 *		0	100	100	0	0
 *		100	100	100	100	100: a turn
 *		140	60	100	100	140
 *		141	300	300	141	141: loaded
 *		431	10	300	141	431
 *		441	300	300	441	441: a turn, and an event
 *
 *		What the counter shows is the time, if each turn is noticed:
 *		the interrupt tells of it, or whoever reads first sees that
 *		the counter has gone up.
 *
 * Locking	A count is a command and two bytes, on one port; lock keeps
 *		CPUs and interrupts from coming between.
 *
 * Contexts	start and stop on any CPU; there is one instance for all.
 *
 * Limits	A periodic start cannot have a first time of its own.  In mode
 *		2 an interrupt for nothing cannot be told from a true one, and
 *		if that of the switch to it is lost on its way, the first of
 *		the period is taken for it.
 *		Alone, a turn while interrupts are masked may be noticed only
 *		when they are let in: the counter is not seen to go up if it
 *		was last read at the beginning of its period.  Two such turns
 *		are taken for one, and time is lost.  An interrupt for nothing
 *		in the first half of a period makes the clock jump by one.  It
 *		is the counter of last resort.
 */
#include "hal/hal.h"

#include "hal/drivers.h"
#include "hal/i8254_reg.h"
#include "hal/io.h"
#include "lib/errno.h"
#include "lib/event.h"

#define MIN_COUNTS	2u
#define MAX_COUNTS	0xfffeu
#define MODE_BITS	0x3fu		/* of the status */
#define PROBE		(10 * NSEC_PER_USEC)

/* Field lock: l lock; D set at start-up. */
static struct pit {
	uintptr_t	 base;		/* D */
	struct port_spin lock;
	struct eventtimer et;
	bool		 periodic;	/* l  in mode 2 */
	bool		 edge;		/* l  an interrupt comes for nothing */

	/* Alone: */
	struct timecounter tc;
	uint32_t	 offset;	/* l  cycles before this period */
	uint32_t	 length;	/* l  cycles of a period */
	uint32_t	 gone;		/* l  of this one, when last read */
	bool		 noticed;	/* l  a turn, before its interrupt */
	uint32_t	 want;		/* l  cycles to an event; 0: stopped */
	uint32_t	 since;		/* l  started then, */
	bool		 begun;		/* l  and an event has been given */
} pit;

static void
pit_load(uint32_t count)
{
	hal_write8(pit.base, I8254_COUNTER(0), count & 0xff);
	hal_write8(pit.base, I8254_COUNTER(0), count >> 8 & 0xff);
}

static unsigned
pit_status(void)
{
	hal_write8(pit.base, I8254_CONTROL,
	    I8254_READ_BACK | I8254_NO_COUNT | I8254_OF(0));
	return hal_read8(pit.base, I8254_COUNTER(0));
}

/* Mode 2 has OUT high; if it was low, it rises. */
static void
pit_mode(unsigned mode)
{
	if (mode == I8254_RATE && (pit_status() & I8254_OUT) == 0)
		pit.edge = true;
	hal_write8(pit.base, I8254_CONTROL,
	    (uint8_t)(I8254_SELECT(0) | I8254_BOTH | mode));
}

/* What has been latched; the low byte comes first. */
static uint32_t
pit_latched(void)
{
	uint32_t low;

	low = hal_read8(pit.base, I8254_COUNTER(0));
	return (uint32_t)hal_read8(pit.base, I8254_COUNTER(0)) << 8 | low;
}

/* Both bytes of one instant. */
static uint32_t
pit_count(void)
{
	hal_write8(pit.base, I8254_CONTROL, I8254_SELECT(0) | I8254_LATCH);
	return pit_latched();
}

/*
 * The setting that was there ends with the mode; the new one counts from its
 * second byte on, so that it cannot have passed before it counts.
 * [ET-DRV-3] [HAL-PASSED-1]
 */
static int
i8254_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	uint32_t ticks;
	bool s;

	if (period != 0 && first != 0 && first != period)
		return ENOTSUP;				/* [HAL-PERIOD-2] */
	ticks = (uint32_t)hal_ticks(et->et_frequency,
	    period != 0 ? period : first);	/* [HAL-FREQ-1] */
	EVENT(HAL_PROGRAM, et, sbttons(period != 0 ? period : first));
	s = port_spin_lock(&pit.lock);
	pit.periodic = period != 0;
	pit_mode(pit.periodic ? I8254_RATE : I8254_COUNT_DOWN);
	pit_load(ticks);	/* the end: ticks after the next cycle */
	port_spin_unlock(&pit.lock, s);			/* [ET-DRV-1] */
	return 0;
}

static int
i8254_stop(struct eventtimer *et)
{
	bool s;

	(void)et;
	s = port_spin_lock(&pit.lock);
	pit.periodic = false;
	pit_mode(I8254_COUNT_DOWN);			/* [HAL-STOP-1] */
	port_spin_unlock(&pit.lock, s);
	return 0;
}

/* Is this interrupt what was asked for?  An edge needs no acknowledging. */
static bool
pit_expired(void)
{
	bool edge;

	edge = pit.edge;
	pit.edge = false;
	if (pit.periodic)
		return !edge;
	return (pit_status() & I8254_OUT) != 0;		/* [HAL-INTR-1] */
}

static void
i8254_intr(void *arg)
{
	bool s, expired;

	EVENT(HAL_INTR, arg, 0);
	s = port_spin_lock(&pit.lock);
	expired = pit_expired();
	port_spin_unlock(&pit.lock, s);
	if (expired)
		et_event(arg);
}

/* Alone.  A period has ended, the next one begun; called locked. */
static void
pit_turn(void)
{
	pit.offset += pit.length;
	pit.noticed = true;
}

/*
 * The time, in cycles; called locked.  Status and count are of one instant.
 * What has not been loaded yet will be, with the next cycle.
 */
static uint32_t
pit_time(void)
{
	uint32_t status, count, gone;

	hal_write8(pit.base, I8254_CONTROL, I8254_READ_BACK | I8254_OF(0));
	status = hal_read8(pit.base, I8254_COUNTER(0));
	count = pit_latched();				/* [HAL-COUNT-2] */
	if ((status & I8254_NULL) != 0)
		return pit.offset - 1;
	gone = pit.length - count;
	if (gone < pit.gone)
		pit_turn();
	pit.gone = gone;
	return pit.offset + gone;
}

static uint64_t
alone_timecount(struct timecounter *tc)
{
	uint32_t now;
	bool s;

	(void)tc;
	s = port_spin_lock(&pit.lock);
	now = pit_time();
	port_spin_unlock(&pit.lock, s);
	return now;
}

/* Have periods of another length, from the next cycle on; called locked. */
static void
alone_load(uint32_t length, uint32_t now)
{
	pit_mode(I8254_RATE);
	pit_load(length);
	pit.length = length;
	pit.offset = now + 1;
	pit.gone = 0;
}

static int
alone_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	uint32_t now;
	bool s;

	if (first != 0 && first != period)
		return ENOTSUP;				/* [HAL-PERIOD-2] */
	EVENT(HAL_PROGRAM, et, sbttons(period));
	s = port_spin_lock(&pit.lock);
	now = pit_time();
	pit.since = now + 1;	/* this cycle has gone by in part */
	pit.begun = false;
	pit.want = (uint32_t)hal_ticks(et->et_frequency, period);
	if (pit.want != pit.length)
		alone_load(pit.want, now);
	port_spin_unlock(&pit.lock, s);
	return 0;
}

/* The counter goes on, and interrupts: that is how the time is kept. */
static int
alone_stop(struct eventtimer *et)
{
	bool s;

	(void)et;
	s = port_spin_lock(&pit.lock);
	pit.want = 0;					/* [HAL-STOP-1] */
	port_spin_unlock(&pit.lock, s);
	return 0;
}

/*
 * One turn for each interrupt: nobody may have seen this one, as when the
 * counter was read last right behind the turn before.  An interrupt that
 * comes in the middle of a period is none.
 */
static bool
alone_turned(void)
{
	(void)pit_time();
	if (!pit.noticed && !pit.edge && pit.gone < pit.length / 2)
		pit_turn();
	pit.edge = false;
	if (!pit.noticed)
		return false;
	pit.noticed = false;
	return true;
}

/* Is this an event?  The first, when a whole period has gone by. */
static bool
alone_expired(void)
{
	if (!alone_turned() || pit.want == 0)
		return false;
	if (!pit.begun)					/* [ET-DRV-1] */
		pit.begun = pit.offset - pit.since >= pit.want;
	return pit.begun;
}

static void
alone_intr(void *arg)
{
	bool s, expired;

	EVENT(HAL_INTR, arg, 0);
	s = port_spin_lock(&pit.lock);
	expired = alone_expired();
	port_spin_unlock(&pit.lock, s);
	if (expired)
		et_event(arg);
}

/*
 * Start the counter in a mode.  What is read back as it was written is a
 * timer; and it is a good one if it does not stand, and holds what is latched
 * while it goes on.  Some chips forget that (Cyrix 5510).
 */
static int
pit_probe(uintptr_t base, unsigned mode)
{
	uint32_t from, held, to;

	pit.base = base;
	pit_mode(mode);
	if ((pit_status() & MODE_BITS) != (I8254_BOTH | mode))
		return ENXIO;				/* [HAL-REFUSE-1] */
	pit_load(MAX_COUNTS);
	port_delay(PROBE);	/* it loads with the next cycle */
	from = pit_count();
	hal_write8(pit.base, I8254_CONTROL, I8254_SELECT(0) | I8254_LATCH);
	port_delay(PROBE);
	held = pit_latched();
	to = pit_count();
	if (from == to)
		return ETIMEDOUT;			/* [HAL-REFUSE-3] */
	return from - held < held - to ? 0 : EDOM;	/* [HAL-REFUSE-2] */
}

static void
pit_fill(void)
{
	struct eventtimer *et;

	et = &pit.et;
	et->et_name = "i8254";
	et->et_quality = 100;
	et->et_frequency = I8254_HZ;
	et_range(et, MIN_COUNTS, MAX_COUNTS);
}

int
i8254_attach(uintptr_t base, unsigned line)
{
	int error;

	error = pit_probe(base, I8254_COUNT_DOWN);
	if (error != 0)
		return hal_refuse("i8254", error);
	pit_mode(I8254_COUNT_DOWN);
	pit_fill();
	pit.et.et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT;
	pit.et.et_start = i8254_start;
	pit.et.et_stop = i8254_stop;
	return hal_attach(&pit.et, NULL, line, i8254_intr);
}

int
i8254_attach_alone(uintptr_t base, unsigned line)
{
	int error;

	error = pit_probe(base, I8254_RATE);
	if (error != 0)
		return hal_refuse("i8254", error);
	pit.length = MAX_COUNTS;
	pit_fill();
	pit.et.et_flags = ET_FLAGS_PERIODIC;
	pit.et.et_start = alone_start;
	pit.et.et_stop = alone_stop;
	pit.tc = (struct timecounter){
		.tc_get_timecount = alone_timecount,
		.tc_counter_mask = UINT32_MAX,
		.tc_name = "i8254",
		.tc_frequency = I8254_HZ,
		.tc_quality = 0 };			/* [HAL-COUNT-1] */
	return hal_attach(&pit.et, &pit.tc, line, alone_intr);
}
