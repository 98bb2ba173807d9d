/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hpet.c - driver of the High Precision Event Timer of PCs.
 *
 * What		One counter that runs up for ever, and comparators that
 *		interrupt when it is equal to them.  Where a comparator can
 *		send messages (MSI), each CPU has one of its own; else
 *		comparator 0 serves all.
 *
 * Why this way	Equal, not past: a compare value that the counter passes
 *		while it is being written would match only when 32 bits have
 *		come round, 5 minutes later.  So the counter is read again
 *		behind the write; when there is not enough distance left, it
 *		is all done again with twice as much.  32 bits are enough,
 *		and a 64-bit access is no single one on a 32-bit machine.
 *
 * Model	Counter 1000, to interrupt in 128 cycles, over a slow bus:
 *
 *		COMPARE = 1129, for 128 cycles	the counter shows 1100
 *		COMPARE = 1357, twice as many	it shows 1103: good
 *
 *		Late by 228 cycles is 16 us; missed is 5 minutes.
 *
 *		A periodic comparator is written twice: the first match, then,
 *		as SET was given, what is added to it at each match.
 *
 * Contexts	start and stop act on the comparator of the CPU that calls, or
 *		on the one for all.
 *
 *		A comparator that has matched matches again when 32 bits have
 *		come round, and a message may be on its way while its
 *		comparator is set anew.  So an interrupt counts only when an
 *		event is owed whose time has come; one that came sooner may
 *		have been the match, and the rest is waited for once more.
 *
 * Locking	For each comparator a spin lock: a start on one CPU and the
 *		handler on another each find what the other has left whole.
 *
 * Limits	One block; its comparators are not given to several drivers.
 *		CPU numbers are those of the local APICs.
 */
#include "hal/hal.h"

#include "hal/drivers.h"
#include "hal/hpet_reg.h"
#include "hal/io.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/math64.h"

#define FS_PER_SEC	UINT64_C(1000000000000000)
#define MIN_CYCLES	128u	/* what writing may take, with some room */
#define MAX_CYCLES	0xfffffffeu

static struct hpet {
	uintptr_t	 base;
	struct eventtimer et;
	struct timecounter tc;
	uint32_t	 config[PORT_CPUS];	/* of the comparators */
	struct hpet_armed {
		struct port_spin lock;
		bool	 owed;		/* lock: an event is to come */
		bool	 repeats;	/* lock: and others after it */
		uint32_t from, ticks;	/* lock: when, for the first */
	}		 armed[PORT_CPUS];
} hpet;

static uint32_t
hpet_count(void)
{
	return hal_read32(hpet.base, HPET_COUNTER);
}

static uint64_t
hpet_timecount(struct timecounter *tc)
{
	(void)tc;
	return hpet_count();
}

/* The comparator of this CPU, or the one for all. */
static unsigned
hpet_comparator(const struct eventtimer *et)
{
	return (et->et_flags & ET_FLAGS_PERCPU) != 0 ? port_cpu() : 0;
}

static void
hpet_configure(unsigned n, uint32_t more)
{
	hal_write32(hpet.base, HPET_TIMER(n) + HPET_TIMER_CONFIG,
	    hpet.config[n] | more);
}

static void
hpet_compare(unsigned n, uint32_t value)
{
	hal_write32(hpet.base, HPET_TIMER(n) + HPET_TIMER_COMPARE, value);
}

/*
 * Set the comparator, without leave to interrupt, and return by how far the
 * counter has gone on from `from` meanwhile.
 */
static uint32_t
hpet_set(unsigned n, uint32_t from, uint32_t ticks, uint32_t every)
{
	if (every != 0)
		hpet_configure(n, HPET_TIMER_PERIODIC | HPET_TIMER_SET);
	/* The count that is shown has gone by in part. */
	hpet_compare(n, from + 1 + ticks);		/* [ET-DRV-1] */
	if (every != 0)
		hpet_compare(n, every);
	return hpet_count() - from;
}

/* Called locked. */
static void
hpet_rest(unsigned n)
{
	hpet_configure(n, 0);				/* [ET-DRV-3] */
	hal_write32(hpet.base, HPET_STATUS, 1u << n);
	hpet.armed[n].owed = false;
}

/*
 * What has gone by is compared, not what is left: that may be more than half
 * of what 32 bits hold, and would look like less than nothing.  Before the
 * match one more write has to get through, which takes less than all so far.
 * Called locked.
 */
static void
hpet_arm(unsigned n, uint32_t ticks, uint32_t every)
{
	struct hpet_armed *a;

	a = &hpet.armed[n];
	a->ticks = ticks;
	while (a->from = hpet_count(), a->ticks < MIN_CYCLES / 2 +
	    2 * hpet_set(n, a->from, a->ticks, every))	/* [HAL-PASSED-1] */
		a->ticks *= 2;
	a->owed = true;
	a->repeats = every != 0;
	hal_write32(hpet.base, HPET_STATUS, 1u << n);
	hpet_configure(n, HPET_TIMER_ENABLE |
	    (every != 0 ? HPET_TIMER_PERIODIC : 0));
}

static int
hpet_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	uint32_t ticks, every;
	unsigned n;
	bool s;

	n = hpet_comparator(et);
	if (first == 0)
		first = period;				/* [ET-DRV-2] */
	ticks = (uint32_t)hal_ticks(et->et_frequency, first);
	every = (uint32_t)hal_ticks(et->et_frequency, period);
	EVENT(HAL_PROGRAM, et, sbttons(first));
	s = port_spin_lock(&hpet.armed[n].lock);
	hpet_rest(n);
	hpet_arm(n, ticks, every);
	port_spin_unlock(&hpet.armed[n].lock, s);
	return 0;
}

static int
hpet_stop(struct eventtimer *et)
{
	unsigned n;
	bool s;

	n = hpet_comparator(et);
	s = port_spin_lock(&hpet.armed[n].lock);
	hpet_rest(n);
	port_spin_unlock(&hpet.armed[n].lock, s);
	return 0;
}

/*
 * Has the interrupt come from this comparator?  A message has no status; a
 * line has one, which holds it until it is cleared.
 */
static bool
hpet_take(unsigned n)
{
	if ((hpet.config[n] & HPET_TIMER_MSI) != 0)
		return true;
	if ((hal_read32(hpet.base, HPET_STATUS) & 1u << n) == 0)
		return false;				/* [HAL-INTR-1] */
	hal_write32(hpet.base, HPET_STATUS, 1u << n);	/* [HAL-INTR-2] */
	return true;
}

/* Wait for the rest: it has matched, and will not do so again.  Locked. */
static void
hpet_again(unsigned n)
{
	const struct hpet_armed *a = &hpet.armed[n];
	uint32_t left;

	left = a->ticks - (hpet_count() - a->from);
	if (left == 0 || left > a->ticks)
		left = 1;		/* it has gone by meanwhile */
	hpet_rest(n);
	hpet_arm(n, left, 0);
}

/* Is an event owed, and its time gone by?  Then it is no more.  Locked. */
static bool
hpet_pay(unsigned n)
{
	struct hpet_armed *a;

	a = &hpet.armed[n];
	if (!a->owed)
		return false;
	if (a->repeats)
		return true;
	a->owed = hpet_count() - a->from <= a->ticks;
	if (a->owed)
		hpet_again(n);				/* [HAL-INTR-3] */
	return !a->owed;
}

static void
hpet_intr(void *arg)
{
	struct eventtimer *et;
	unsigned n;
	bool due, s;

	et = arg;
	n = hpet_comparator(et);
	EVENT(HAL_INTR, et, 0);
	s = port_spin_lock(&hpet.armed[n].lock);
	due = hpet_take(n) && hpet_pay(n);
	port_spin_unlock(&hpet.armed[n].lock, s);
	if (due)
		et_event(et);
}

/* Messages to each CPU, if there are comparators enough that send them. */
static bool
hpet_per_cpu(unsigned timers, unsigned line)
{
	unsigned n;

	if (timers < port_cpus())
		return false;
	for (n = 0; n < port_cpus(); n++) {
		if ((hal_read32(hpet.base, HPET_TIMER(n) +
		    HPET_TIMER_CONFIG) & HPET_TIMER_CAN_MSI) == 0)
			return false;
	}
	for (n = 0; n < port_cpus(); n++) {
		hal_write32(hpet.base, HPET_TIMER(n) + HPET_TIMER_MSI_DATA,
		    line);
		hal_write32(hpet.base, HPET_TIMER(n) +
		    HPET_TIMER_MSI_ADDRESS, HPET_MSI_TO(n));
		hpet.config[n] = HPET_TIMER_32BIT | HPET_TIMER_MSI;
	}
	return true;
}

/* Messages go anywhere; lines are wired to some inputs, which it tells. */
static bool
hpet_reaches(unsigned line)
{
	if ((hpet.config[0] & HPET_TIMER_MSI) != 0)
		return true;
	return line < 32 && (hal_read32(hpet.base, HPET_TIMER(0) +
	    HPET_TIMER_ROUTES) >> line & 1) != 0;
}

/* Firmware may have left any of them enabled, on this line too. */
static void
hpet_quiet(unsigned timers)
{
	unsigned n;

	for (n = 0; n < timers; n++)
		hal_write32(hpet.base, HPET_TIMER(n) + HPET_TIMER_CONFIG, 0);
	hal_write32(hpet.base, HPET_STATUS, UINT32_MAX);
}

static void
hpet_fill(uint64_t cap, unsigned line)
{
	struct eventtimer *et;

	et = &hpet.et;
	et->et_name = "HPET";
	et->et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT;
	et->et_quality = port_cpus() < 8 ? 450 : 350;
	hpet.config[0] = HPET_TIMER_32BIT | HPET_TIMER_LEVEL |
	    HPET_TIMER_ROUTE(line);
	if (hpet_per_cpu(HPET_CAP_TIMERS((uint32_t)cap), line)) {
		et->et_flags |= ET_FLAGS_PERCPU;
		et->et_quality = 550;
	}
	if ((hal_read32(hpet.base, HPET_TIMER(0) + HPET_TIMER_CONFIG) &
	    HPET_TIMER_CAN_REPEAT) == 0) {
		et->et_flags &= ~ET_FLAGS_PERIODIC;
		et->et_quality -= 10;
	}
	et->et_frequency = muldiv64_up(FS_PER_SEC, 1, HPET_CAP_PERIOD(cap));
	et_range(et, MIN_CYCLES, MAX_CYCLES);
	et->et_start = hpet_start;
	et->et_stop = hpet_stop;
}

int
hpet_attach(uintptr_t base, unsigned line)
{
	uint64_t cap;

	hpet.base = base;
	cap = (uint64_t)hal_read32(base, HPET_CAP + 4) << 32 |
	    hal_read32(base, HPET_CAP);
	if (cap == UINT64_MAX)
		return hal_refuse("HPET", ENXIO);	/* [HAL-REFUSE-1] */
	if (HPET_CAP_PERIOD(cap) == 0 ||
	    HPET_CAP_PERIOD(cap) > HPET_PERIOD_MAX)
		return hal_refuse("HPET", EDOM);	/* [HAL-REFUSE-2] */
	hal_write32(base, HPET_CONFIG, HPET_CONFIG_ENABLE);
	if (hal_stands(hpet_timecount, NULL, NSEC_PER_USEC))
		return hal_refuse("HPET", ETIMEDOUT);	/* [HAL-REFUSE-3] */
	hpet_fill(cap, line);
	if (!hpet_reaches(line))
		return hal_refuse("HPET", EDOM);	/* [HAL-REFUSE-2] */
	hpet_quiet(HPET_CAP_TIMERS((uint32_t)cap));	/* [HAL-INTR-1] */
	hpet.tc = (struct timecounter){ .tc_get_timecount = hpet_timecount,
	    .tc_counter_mask = UINT32_MAX, .tc_name = "HPET",
	    .tc_frequency = hpet.et.et_frequency, .tc_quality = 950 };
	return hal_attach(&hpet.et, &hpet.tc, line, hpet_intr);
}
