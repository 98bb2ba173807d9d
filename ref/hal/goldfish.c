/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * goldfish.c - driver of the timer that emulators make up.
 *
 * What		A counter of nanoseconds, and one alarm for the machine.
 *		Virtual machines have it as a timer or, under the same
 *		registers, as a real-time clock (m68k and RISC-V "virt").
 *
 * Why this way	64 bits in two registers of 32 are never one access, so the
 *		device has rules of order.  Reading TIME_LOW keeps the high
 *		half of that moment for TIME_HIGH; but there is one place to
 *		keep it for all CPUs and their interrupts, and who reads in
 *		between replaces it.  A lock would not help against an
 *		interrupt that no lock masks.  So the low half is read once
 *		more: if it has not become less, the high half was the same
 *		all the time, whoever it was kept for.
 *
 *		The alarm goes the other way: ALARM_HIGH first, as writing
 *		ALARM_LOW arms.  An alarm that has passed goes off at once,
 *		so nothing needs to be looked at behind the write.
 *
 *		The quality is below that of every timer of a CPU: there is
 *		one alarm for all, and each access leaves the virtual
 *		machine.  Above those that are slower still to program.
 *
 * Model	The counter at 0x1_fffffffe, and a reader without the third
 *		access, interrupted by another reader:
 *
 *		LOW = fffffffe	keeps 1
 *			LOW = 00000005	keeps 2
 *		HIGH = 2	2_fffffffe: 4.3 s too far
 *		LOW = 00000006	less than before: all again
 *
 * Locking	`lock` stands between a start on one CPU and the handler on
 *		another, for the registers and `armed`.
 *
 * Contexts	start and stop on any CPU; the counter anywhere, without a
 *		lock.
 *
 * Limits	One device.  The RTC that follows a host's wall clock jumps
 *		with it; the timer does not.
 */
#include "hal/hal.h"

#include "hal/drivers.h"
#include "hal/goldfish_reg.h"
#include "hal/io.h"
#include "lib/errno.h"
#include "lib/event.h"

#define QUALITY		700

static struct goldfish {
	uintptr_t	 base;
	struct port_spin lock;
	bool		 armed;		/* the event is still owed */
	struct eventtimer et;
	struct timecounter tc;
} goldfish;

static uint32_t
get(unsigned reg)
{
	return hal_read32(goldfish.base, reg);
}

static void
put(unsigned reg, uint32_t value)
{
	hal_write32(goldfish.base, reg, value);
}

/* [HAL-COUNT-2] */
static uint64_t
goldfish_time(void)
{
	uint32_t low, high;

	do {
		low = get(GOLDFISH_TIME_LOW);
		high = get(GOLDFISH_TIME_HIGH);
	} while (get(GOLDFISH_TIME_LOW) < low);
	return (uint64_t)high << 32 | low;
}

static uint64_t
goldfish_timecount(struct timecounter *tc)
{
	(void)tc;
	return goldfish_time();
}

/*
 * The alarm first: it could go off behind the interrupt that was cleared.
 * Called locked.
 */
static void
goldfish_disarm(void)
{
	put(GOLDFISH_CLEAR_ALARM, 1);
	put(GOLDFISH_CLEAR_INTERRUPT, 1);		/* [ET-DRV-3] */
	goldfish.armed = false;
}

static int
goldfish_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	uint64_t alarm;
	bool s;

	(void)period;			/* the glue asks for what we offer */
	EVENT(HAL_PROGRAM, et, sbttons(first));
	s = port_spin_lock(&goldfish.lock);
	goldfish_disarm();				/* [HAL-INTR-3] */
	/* The nanosecond that is shown has gone by in part. */
	alarm = goldfish_time() + 1 +			/* [ET-DRV-1] */
	    hal_ticks(et->et_frequency, first);		/* [HAL-FREQ-1] */
	goldfish.armed = true;
	put(GOLDFISH_IRQ_ENABLED, 1);
	put(GOLDFISH_ALARM_HIGH, (uint32_t)(alarm >> 32)); /* [HAL-ONCE-1] */
	put(GOLDFISH_ALARM_LOW, (uint32_t)alarm);	/* [HAL-PASSED-1] */
	port_spin_unlock(&goldfish.lock, s);
	return 0;
}

static int
goldfish_stop(struct eventtimer *et)
{
	bool s;

	(void)et;
	s = port_spin_lock(&goldfish.lock);
	goldfish_disarm();				/* [HAL-STOP-1] */
	put(GOLDFISH_IRQ_ENABLED, 0);
	port_spin_unlock(&goldfish.lock, s);
	return 0;
}

/*
 * Take the interrupt away, and see whose it was.  In this order: an alarm
 * that goes off in between is seen now, and its interrupt, which stays, is
 * found to be nobody's.  The other way round it would be cleared unseen.
 */
static bool
goldfish_taken(void)
{
	bool s, ours;

	s = port_spin_lock(&goldfish.lock);
	put(GOLDFISH_CLEAR_INTERRUPT, 1);		/* [HAL-INTR-2] */
	ours = goldfish.armed && get(GOLDFISH_ALARM_STATUS) == 0;
	if (ours)
		goldfish.armed = false;
	port_spin_unlock(&goldfish.lock, s);
	return ours;
}

static void
goldfish_intr(void *arg)
{
	struct eventtimer *et;

	et = arg;
	EVENT(HAL_INTR, et, 0);
	if (goldfish_taken())				/* [HAL-INTR-1] */
		et_event(et);				/* [HAL-INSIDE-1] */
}

static int
goldfish_fill(unsigned line)
{
	struct eventtimer *et;

	et = &goldfish.et;
	et->et_name = "goldfish";
	et->et_flags = ET_FLAGS_ONESHOT;
	et->et_quality = QUALITY;			/* [HAL-TIMER-1] */
	et->et_frequency = (uint64_t)NSEC_PER_SEC;
	et->et_start = goldfish_start;
	et->et_stop = goldfish_stop;
	/* One is sure to be met, as what has passed goes off.  At most what
	 * sbintime_t holds: signed registers have room for that even behind
	 * a counter that shows the years since 1970.
	 * [HAL-RANGE-1] [HAL-RANGE-2] */
	et_range(et, 1, INT64_MAX);
	goldfish.tc = (struct timecounter){
	    .tc_get_timecount = goldfish_timecount,
	    .tc_counter_mask = UINT64_MAX, .tc_name = et->et_name,
	    .tc_frequency = et->et_frequency,
	    .tc_quality = QUALITY };			/* [HAL-COUNT-1] */
	return hal_attach(et, &goldfish.tc, line, goldfish_intr);
}

/*
 * There is no register that says what the device is.  So its time is looked
 * at: all ones are nobody, and zeros, or a clock of whole seconds such as
 * the RTC of old Android emulators, do not move while we wait.
 */
int
goldfish_attach(uintptr_t base, unsigned line)
{
	uint64_t from;

	goldfish = (struct goldfish){ .base = base };
	if (get(GOLDFISH_TIME_LOW) == UINT32_MAX &&
	    get(GOLDFISH_TIME_HIGH) == UINT32_MAX)
		return hal_refuse("goldfish", ENXIO);	/* [HAL-REFUSE-1] */
	from = goldfish_time();
	port_delay(NSEC_PER_USEC);
	if (goldfish_time() == from)
		return hal_refuse("goldfish", ETIMEDOUT); /* [HAL-REFUSE-3] */
	goldfish_disarm();		/* what the firmware left */
	return goldfish_fill(line);
}
