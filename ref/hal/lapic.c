/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lapic.c - driver of the timer in the local APIC of x86 CPUs.
 *
 * What		Each CPU has one, so no CPU is ever interrupted for another.
 *		It counts a number down to 0 at the rate of a bus, once or
 *		for ever; newer ones can instead compare the time stamp
 *		counter with a deadline of 64 bits.
 *
 * Why this way	The deadline is better where there is one: it needs no
 *		division of clocks, reaches for years, and is written in one
 *		instruction of the CPU instead of over a bus.  But it is worth
 *		nothing unless the time stamp counter is invariant (tsc.c),
 *		and it does not repeat; so such a timer is one-shot alone,
 *		and has one clock, one frequency and one range.
 *
 *		The first event of a periodic timer is a one-shot, and its
 *		handler lets the count repeat: because the first time may be
 *		another than the period, and because the count may begin in
 *		the middle of a cycle, for which a one-shot adds one; a count
 *		that repeats must not.
 *
 *		All that start needs is written at each start.  A CPU that
 *		was off line has had a reset and forgotten everything, and
 *		this driver does not hear of it.
 *
 * Model	100 MHz, period 1 ms:
 *
 *		start	LVT one-shot, INITIAL 100001	1.00001 ms
 *		first	LVT periodic, INITIAL 100000	1 ms, 1 ms ...
 *		stop	INITIAL 0
 *
 *		Deadline, 3 GHz, TSC 5000, in 1 us:
 *
 *		start	LVT deadline, MSR 8001
 *		stop	MSR 0
 *
 * States	of each CPU's timer:
 *
 *		REST --start--> ONCE --interrupt--> REST
 *		REST --start, period--> FIRST --interrupt--> REPEAT
 *		any --stop--> REST
 *
 * Contexts	start and stop act on the CPU that calls.  A start masks
 *		interrupts: one of the former setting would take the state of
 *		the new one for its own.
 *
 * Limits	The host has enabled the APIC, since it sends its interrupts
 *		between CPUs by it.  If the first interrupt of a periodic
 *		timer is delayed, so are the later ones.  All CPUs have the
 *		frequency and the abilities of the one that attaches.
 *
 *		Deadlines came early or never on Haswell to Kaby Lake, until
 *		microcode of 2017.  This driver does not know the revisions:
 *		whoever runs such a machine hides CPUID_TSC_DEADLINE from it,
 *		and what slips through is found by the clock and counted.
 */
#include "hal/cpuid_reg.h"
#include "hal/drivers.h"
#include "hal/hal.h"
#include "hal/io.h"
#include "hal/lapic_reg.h"
#include "hal/tsc.h"
#include "lib/errno.h"
#include "lib/event.h"

#define MIN_CYCLES	2u
#define MAX_COUNT	0xfffffffeu	/* room for the cycle begun */
#define MAX_DEADLINE	(UINT64_MAX >> 2)	/* the sum fits for decades */

enum lapic_state { LAPIC_REST, LAPIC_ONCE, LAPIC_FIRST, LAPIC_REPEAT };

static struct lapic {
	uintptr_t	 base;
	struct eventtimer et;
	uint32_t	 vector;
	bool		 deadline;
	struct lapic_cpu {		/* the CPU's own */
		enum lapic_state state;
		uint32_t	 every;
	} cpu[PORT_CPUS];
} lapic;

/*
 * Set the mode; a write that changes it disarms the timer.
 *
 * The write goes to memory, the deadline behind it to a register of the CPU,
 * and the CPU keeps no order between the two.  A deadline that is there first
 * is ignored, and the timer is silent for ever.  A read from the same page
 * waits for the write, as an MFENCE would.
 */
static void
lapic_mode(uint32_t mode)
{
	uint32_t lvt;

	lvt = lapic.vector | mode;
	if (hal_read32(lapic.base, LAPIC_LVT_TIMER) == lvt)
		return;
	hal_write32(lapic.base, LAPIC_LVT_TIMER, lvt);
	(void)hal_read32(lapic.base, LAPIC_LVT_TIMER);
}

/* Begins with the write of the count, so that comes last. */
static void
lapic_count_down(uint32_t mode, uint32_t count)
{
	lapic_mode(mode);
	hal_write32(lapic.base, LAPIC_DIVIDE, LAPIC_DIVIDE_BY_1);
	hal_write32(lapic.base, LAPIC_INITIAL, count);
}

static uint64_t
lapic_deadline(void)
{
	return hal_read64(lapic.base, LAPIC_CPU + CPU_TSC_DEADLINE);
}

static void
lapic_set_deadline(uint64_t tsc)
{
	hal_write64(lapic.base, LAPIC_CPU + CPU_TSC_DEADLINE, tsc);
}

/* The cycle that has begun does not count.  [ET-DRV-1] [HAL-ONCE-1] */
static void
lapic_once(uint64_t cycles)
{
	if (!lapic.deadline) {
		lapic_count_down(LAPIC_LVT_ONESHOT, (uint32_t)cycles + 1);
		return;
	}
	lapic_mode(LAPIC_LVT_DEADLINE);
	/* One that has passed when it is written fires.  [HAL-PASSED-1] */
	lapic_set_deadline(hal_read64(lapic.base, LAPIC_CPU + CPU_TSC) +
	    cycles + 1);
}

static int
lapic_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	struct lapic_cpu *c;
	bool s;

	c = &lapic.cpu[port_cpu()];			/* [ET-DRV-4] */
	if (first == 0)
		first = period;				/* [ET-DRV-2] */
	EVENT(HAL_PROGRAM, et, sbttons(first));
	s = port_intr_mask();
	c->state = period == 0 ? LAPIC_ONCE : LAPIC_FIRST;
	c->every = (uint32_t)hal_ticks(et->et_frequency, period);
	/* What is written takes the place of the former.  [ET-DRV-3] */
	lapic_once(hal_ticks(et->et_frequency, first));	/* [HAL-FREQ-1] */
	port_intr_restore(s);
	return 0;
}

static int
lapic_stop(struct eventtimer *et)
{
	(void)et;
	lapic.cpu[port_cpu()].state = LAPIC_REST;
	if (lapic.deadline)
		lapic_set_deadline(0);
	else
		hal_write32(lapic.base, LAPIC_INITIAL, 0);
	return 0;					/* [HAL-STOP-1] */
}

/*
 * Has the time come that this CPU waits for?  Stopping or moving a timer does
 * not take back an interrupt that is on its way, and nothing marks that as
 * old.  But what has expired shows 0, and what runs does not.  A count that
 * repeats is never 0 for long, so for that any interrupt will do.
 */
static bool
lapic_expired(const struct lapic_cpu *c)
{
	switch (c->state) {
	case LAPIC_REST:
		return false;
	case LAPIC_REPEAT:
		return true;
	default:
		return lapic.deadline ? lapic_deadline() == 0 :
		    hal_read32(lapic.base, LAPIC_CURRENT) == 0;
	}
}

/*
 * Until its end is told to the APIC, it lets no interrupt of this priority or
 * a lower one come to this CPU: one forgotten, and all is silent.
 */
static void
lapic_intr(void *arg)
{
	struct lapic_cpu *c;

	EVENT(HAL_INTR, arg, 0);
	c = &lapic.cpu[port_cpu()];
	hal_write32(lapic.base, LAPIC_EOI, 0);		/* [HAL-INTR-2] */
	if (!lapic_expired(c))
		return;					/* [HAL-INTR-1] */
	if (c->state == LAPIC_ONCE) {
		c->state = LAPIC_REST;
	} else if (c->state == LAPIC_FIRST) {
		c->state = LAPIC_REPEAT;		/* [HAL-PERIOD-1] */
		lapic_count_down(LAPIC_LVT_PERIODIC, c->every);
	}
	et_event(arg);					/* [HAL-INSIDE-1] */
}

/* It counts down, and a measurement wants it to go up. */
static uint64_t
lapic_counted(struct timecounter *tc)
{
	(void)tc;
	return ~hal_read32(lapic.base, LAPIC_CURRENT);
}

/* Nobody tells the rate of the bus.  [HAL-MEASURE-1] */
static uint64_t
lapic_measure(void)
{
	uint64_t frequency;

	lapic_count_down(LAPIC_LVT_ONESHOT | LAPIC_LVT_MASKED, UINT32_MAX);
	frequency = hal_measure(lapic_counted, NULL, UINT32_MAX);
	hal_write32(lapic.base, LAPIC_INITIAL, 0);
	return frequency;
}

static bool
lapic_has_deadline(uintptr_t cpu)
{
	return (hal_read32(cpu, CPUID_FEATURES_C) & CPUID_TSC_DEADLINE) !=
	    0 && tsc_invariant(cpu);
}

/* Without ARAT it stops while its CPU sleeps deeply.  [HAL-DEEP-1] */
static bool
lapic_always_runs(uintptr_t cpu)
{
	return hal_read32(cpu, CPUID_MAX) >= 6 &&
	    (hal_read32(cpu, CPUID_THERMAL_A) & CPUID_ARAT) != 0;
}

static int
lapic_fill(uintptr_t cpu)
{
	struct eventtimer *et;
	int error;

	et = &lapic.et;
	et->et_name = "LAPIC";
	et->et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU;
	et->et_quality = 600;
	if (!lapic_always_runs(cpu)) {
		et->et_flags |= ET_FLAGS_C3STOP;
		et->et_quality = 100;
	}
	lapic.deadline = lapic_has_deadline(cpu);
	if (lapic.deadline) {
		et->et_frequency = tsc_frequency(cpu, &error);
	} else {
		et->et_flags |= ET_FLAGS_PERIODIC;
		et->et_frequency = lapic_measure();
		error = ETIMEDOUT;
	}
	if (et->et_frequency == 0)
		return error;
	/* [HAL-RANGE-1] [HAL-RANGE-2] */
	et_range(et, MIN_CYCLES, lapic.deadline ? MAX_DEADLINE : MAX_COUNT);
	et->et_start = lapic_start;
	et->et_stop = lapic_stop;
	return 0;
}

int
lapic_attach(uintptr_t base, unsigned line)
{
	uint32_t version;
	int error;

	version = hal_read32(base, LAPIC_VERSION);
	if (version == UINT32_MAX)
		return hal_refuse("LAPIC", ENXIO);	/* [HAL-REFUSE-1] */
	version &= LAPIC_VERSION_MASK;
	if (version < LAPIC_VERSION_LEAST || version > LAPIC_VERSION_MOST)
		return hal_refuse("LAPIC", EDOM);	/* [HAL-REFUSE-2] */
	lapic.base = base;
	lapic.vector = LAPIC_VECTOR(line);
	/* What the firmware left, whose vector nobody here knows. */
	lapic_count_down(LAPIC_LVT_ONESHOT | LAPIC_LVT_MASKED, 0);
	error = lapic_fill(base + LAPIC_CPU);
	if (error != 0)
		return hal_refuse("LAPIC", error);	/* [HAL-REFUSE-3] */
	return hal_attach(&lapic.et, NULL, line,
	    lapic_intr);				/* [HAL-TIMER-1] */
}
