/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * atrtc.c - driver of the real-time clock of PCs (MC146818), as a timer.
 *
 * What		A clock of 32768 Hz is halved again and again, down to the
 *		seconds of the day.  One of the halves, from 8192 Hz down to
 *		2 Hz, can be had as a periodic interrupt.
 *
 * Why this way	The chain of halves runs for ever, for it keeps the time of
 *		day; nobody may begin it anew.  So a period begins when it
 *		does, not when it is asked for: the first flag behind a start
 *		comes up to a period too soon, and is not taken for an event.
 *		The second is up to a period late.  For the same reason there
 *		is no first time of one's own.
 *
 *		The interrupt is held until register C is read, and the line
 *		works by its edge: who does not read it is never interrupted
 *		again.  So C is read whatever comes, and before a start, as
 *		what was held from before would let no new edge come up.
 *
 *		Times in sbintime_t have 32 binary places and the clock has
 *		15, so cycles are a shift, exact where nanoseconds are not:
 *		1/8192 s is 122070.3 ns, and rounded up would be 5 cycles.
 *
 * Model	A period of 1/1024 s, which is 32 cycles, started at 70:
 *
 *		cycle	64	70	96	128	160
 *		flag	set	cleared	set	set	set
 *		event	-	-	-	yes	yes
 *
 * Locking	A register is chosen by one port and reached by another; lock
 *		keeps CPUs and interrupts from coming between.  It is not
 *		known to whoever else uses the chip, for the time of day.
 *
 * Contexts	start and stop on any CPU; there is one instance for all.
 *
 * Limits	Alarm and update interrupts are not used.  An interrupt that
 *		is lost on its way is the last, until the next start.
 */
#include "hal/hal.h"

#include "hal/atrtc_reg.h"
#include "hal/drivers.h"
#include "hal/io.h"
#include "lib/errno.h"
#include "lib/event.h"

#define CYCLE_BITS	17		/* 32 - 15: sbintime_t of a cycle */
#define PROBE		NSEC_PER_MSEC	/* eight of the shortest periods */

static struct atrtc {
	uintptr_t	 base;
	struct port_spin lock;
	struct eventtimer et;
	bool		 begun;		/* lock; a flag has come since start */
} atrtc;

/* Bit 7 of the index is the PC's: clear, so that NMIs go on. */
static unsigned
rtc_read(unsigned reg)
{
	hal_write8(atrtc.base, ATRTC_INDEX, (uint8_t)reg);
	return hal_read8(atrtc.base, ATRTC_DATA);
}

static void
rtc_write(unsigned reg, unsigned value)
{
	hal_write8(atrtc.base, ATRTC_INDEX, (uint8_t)reg);
	hal_write8(atrtc.base, ATRTC_DATA, (uint8_t)value);
}

/* Change the bits of a register that are in mask. */
static void
rtc_change(unsigned reg, unsigned mask, unsigned value)
{
	rtc_write(reg, (rtc_read(reg) & ~mask) | value);
}

/* The rate whose period is not below this one; 2^(rate - 1) cycles. */
static unsigned
rtc_rate(sbintime_t period)
{
	unsigned rate;

	rate = ATRTC_RATE_MIN;
	while (rate < ATRTC_RATE_MAX &&
	    (sbintime_t)1 << (CYCLE_BITS + rate - 1) < period)
		rate++;
	return rate;
}

/* Flags first: one that is up already would hold the line. */
static int
atrtc_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	bool s;

	if (first != 0 && first != period)
		return ENOTSUP;				/* [HAL-PERIOD-2] */
	EVENT(HAL_PROGRAM, et, sbttons(period));
	s = port_spin_lock(&atrtc.lock);
	atrtc.begun = false;
	rtc_change(ATRTC_A, ATRTC_RATE, rtc_rate(period)); /* [HAL-PERIOD-1] */
	(void)rtc_read(ATRTC_C);			/* [ET-DRV-3] */
	rtc_change(ATRTC_B, ATRTC_PERIODIC, ATRTC_PERIODIC);
	port_spin_unlock(&atrtc.lock, s);
	return 0;
}

static void
rtc_quiet(void)
{
	rtc_change(ATRTC_B, ATRTC_PERIODIC, 0);		/* [HAL-STOP-1] */
	(void)rtc_read(ATRTC_C);
}

static int
atrtc_stop(struct eventtimer *et)
{
	bool s;

	(void)et;
	s = port_spin_lock(&atrtc.lock);
	rtc_quiet();
	port_spin_unlock(&atrtc.lock, s);
	return 0;
}

/* The flag is set by periods that may not interrupt, too.  [HAL-INTR-1] */
static bool
rtc_expired(void)
{
	const unsigned wanted = ATRTC_INTERRUPTS | ATRTC_PERIODIC_FLAG;
	bool begun;

	if ((rtc_read(ATRTC_C) & wanted) != wanted)	/* [HAL-INTR-2] */
		return false;
	begun = atrtc.begun;
	atrtc.begun = true;
	return begun;					/* [ET-DRV-1] */
}

static void
atrtc_intr(void *arg)
{
	bool s, expired;

	EVENT(HAL_INTR, arg, 0);
	s = port_spin_lock(&atrtc.lock);
	expired = rtc_expired();
	port_spin_unlock(&atrtc.lock, s);
	if (expired)
		et_event(arg);
}

/*
 * What keeps the rate that is written is a clock; and one to rely on if its
 * base is of 32768 Hz, and runs: periods set the flag, interrupts or not.
 */
static int
rtc_probe(uintptr_t base)
{
	unsigned a;

	atrtc.base = base;
	rtc_change(ATRTC_A, ATRTC_RATE, ATRTC_RATE_MIN);
	a = rtc_read(ATRTC_A);
	if ((a & ATRTC_RATE) != ATRTC_RATE_MIN)
		return ENXIO;				/* [HAL-REFUSE-1] */
	if ((a & ATRTC_BASE) != ATRTC_BASE_32768)
		return EDOM;				/* [HAL-REFUSE-2] */
	rtc_quiet();
	port_delay(PROBE);
	if ((rtc_read(ATRTC_C) & ATRTC_PERIODIC_FLAG) == 0)
		return ETIMEDOUT;			/* [HAL-REFUSE-3] */
	return 0;
}

/* The periods are those of the first rate and of the last. */
int
atrtc_attach(uintptr_t base, unsigned line)
{
	struct eventtimer *et;
	int error;

	error = rtc_probe(base);
	if (error != 0)
		return hal_refuse("RTC", error);
	et = &atrtc.et;
	et->et_name = "RTC";
	et->et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_POW2DIV;
	et->et_quality = 0;
	et->et_frequency = ATRTC_HZ;
	et->et_min_period = (sbintime_t)1 << (CYCLE_BITS + ATRTC_RATE_MIN - 1);
	et->et_max_period = (sbintime_t)1 << (CYCLE_BITS + ATRTC_RATE_MAX - 1);
	et->et_start = atrtc_start;
	et->et_stop = atrtc_stop;
	return hal_attach(et, NULL, line, atrtc_intr);
}
