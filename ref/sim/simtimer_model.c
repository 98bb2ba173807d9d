/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * simtimer_model.c - the ideal timer's registers, and its misbehaviours.
 *
 * What		Units with a clock for the comparators, a counter to read
 *		the time from, and a bank for each CPU.  When the clock is at
 *		or past COMPARE and the bank is enabled, the CPU's line is
 *		raised; then a repeating bank moves COMPARE on by PERIOD, and
 *		any other is disabled.  There is no data sheet:
 *		hal/simtimer_reg.h is the description.
 *
 * Why this way	Ideal means exact, so whatever is wrong in a run was asked
 *		for: a fault is put into a bank and wears off after so many
 *		interrupts.
 *
 * Model	COMPARE is 10 ms and repeats every 10 ms; two faults have
 *		been put in, one late by 1 ms and one lost:
 *
 *		10 ms	nothing: one interrupt is late
 *		11 ms	due, but lost; COMPARE 20 ms
 *		20 ms	raised as it should; COMPARE 30 ms
 *
 *		Two faults that wait both take part in the next interrupt.
 */
#include "sim/sim.h"

#include "hal/simtimer_reg.h"
#include "lib/check.h"
#include "lib/math64.h"
#include "lib/types.h"

#define BANK_SIZE	(SIMTIMER_BANK(1) - SIMTIMER_BANK(0))

/* Something that counts: it showed `count` at `since`. */
struct clockwork {
	uint64_t	frequency;
	uint64_t	count;
	int64_t		since;
};

struct bank {
	uint64_t	compare;
	uint64_t	period;
	uint32_t	ctrl;
	bool		frozen;		/* its CPU sleeps, and it with it */
	uint64_t	frozen_at;	/* count */
	int64_t		echo;		/* one more interrupt; INT64_MAX: no */
	struct {
		unsigned	n;	/* so many interrupts to go */
		int64_t		by;	/* ns, or a CPU */
	} fault[SIM_FAULTS];
};

static struct unit {
	struct sim_simtimer is;
	unsigned	 line;
	struct clockwork clock;		/* of the comparators */
	struct clockwork counter;	/* without the wrap */
	bool		 stops;		/* in sleep, as C3STOP or by a fault */
	struct bank	 bank[PORT_CPUS];
} units[SIM_SIMTIMERS];

static uint64_t
clockwork_at(const struct clockwork *w, int64_t now)
{
	return w->count + muldiv64_down((uint64_t)(now - w->since),
	    w->frequency, (uint64_t)NSEC_PER_SEC);
}

/* The first instant at which it shows that count, or more. */
static int64_t
clockwork_when(const struct clockwork *w, uint64_t count)
{
	uint64_t ns;

	if (count <= w->count)
		return w->since;
	ns = muldiv64_up(count - w->count, (uint64_t)NSEC_PER_SEC,
	    w->frequency);
	return ns > (uint64_t)(INT64_MAX - w->since) ? INT64_MAX :
	    w->since + (int64_t)ns;
}

/* Go on from here at another rate. */
static void
clockwork_set(struct clockwork *w, uint64_t frequency)
{
	w->count = clockwork_at(w, sim_now());
	w->since = sim_now();
	w->frequency = frequency;
}

static struct bank *
unit_bank(struct unit *u, unsigned reg)
{
	unsigned i;

	i = (reg - SIMTIMER_BANK(0)) / BANK_SIZE;
	CHECK(i < PORT_CPUS);
	return &u->bank[i];
}

static uint64_t
unit_counter(const struct unit *u)
{
	return clockwork_at(&u->counter, sim_now()) &
	    UINT64_MAX >> (64 - u->is.width);
}

static uint64_t
unit_read(const struct unit *u, unsigned reg)
{
	switch (reg) {
	case SIMTIMER_FREQ:
		return u->clock.frequency;
	case SIMTIMER_COUNT:
		return clockwork_at(&u->clock, sim_now());
	case SIMTIMER_FEATURES:
		return u->is.features;
	case SIMTIMER_QUALITY:
		return (uint32_t)u->is.quality;
	case SIMTIMER_MIN:
		return (uint64_t)u->is.min;
	case SIMTIMER_MAX:
		return (uint64_t)u->is.max;
	case SIMTIMER_TC_WIDTH:
		return u->is.width;
	case SIMTIMER_TC_FREQ:
		return u->counter.frequency;
	case SIMTIMER_TC_COUNT:
		return unit_counter(u);
	default:
		return 0;
	}
}

static uint64_t
model_read(void *softc, unsigned reg, unsigned bytes)
{
	struct bank *b;

	(void)bytes;
	if (reg < SIMTIMER_BANK(0))
		return unit_read(softc, reg);
	b = unit_bank(softc, reg);
	switch ((reg - SIMTIMER_BANK(0)) % BANK_SIZE) {
	case SIMTIMER_COMPARE:
		return b->compare;
	case SIMTIMER_PERIOD:
		return b->period;
	case SIMTIMER_CTRL:
		return b->ctrl;
	default:
		return 0;
	}
}

/* A driver that asks the divider for the impossible has a bug. */
static void
set_period(const struct unit *u, struct bank *b, uint64_t period)
{
	CHECK((u->is.features & SIMTIMER_POW2DIV) == 0 ||
	    (period & (period - 1)) == 0);
	b->period = period;
}

static void
model_write(void *softc, unsigned reg, unsigned bytes, uint64_t value)
{
	struct bank *b;

	(void)bytes;
	if (reg < SIMTIMER_BANK(0))
		return;			/* read-only */
	b = unit_bank(softc, reg);
	switch ((reg - SIMTIMER_BANK(0)) % BANK_SIZE) {
	case SIMTIMER_COMPARE:
		b->compare = value;
		break;
	case SIMTIMER_PERIOD:
		set_period(softc, b, value);
		break;
	case SIMTIMER_CTRL:
		b->ctrl = (uint32_t)value;
		break;
	default:
		break;
	}
}

/* When a bank's interrupt comes, its faults included. */
static int64_t
bank_due(const struct unit *u, const struct bank *b)
{
	int64_t at;

	if ((b->ctrl & SIMTIMER_ENABLE) == 0 || b->frozen)
		return INT64_MAX;
	at = clockwork_when(&u->clock, b->compare);
	if (b->fault[SIM_LATE].n > 0)
		at = nsec_add_sat(at, b->fault[SIM_LATE].by);
	if (b->fault[SIM_EARLY].n > 0)
		at -= b->fault[SIM_EARLY].by;
	return at;
}

static int64_t
model_next(void *softc)
{
	const struct unit *u;
	const struct bank *b;
	int64_t next, at;

	u = softc;
	next = INT64_MAX;
	for (b = u->bank; b < u->bank + PORT_CPUS; b++) {
		at = bank_due(u, b);
		if (b->echo < at)
			at = b->echo;
		if (at < next)
			next = at;
	}
	return next;
}

/* Does the fault take part in this interrupt?  If so it has worn off. */
static bool
wears(struct bank *b, enum sim_fault fault)
{
	if (b->fault[fault].n == 0)
		return false;
	b->fault[fault].n--;
	return true;
}

/* Where interrupts go that are no particular CPU's. */
static unsigned
first_online(void)
{
	unsigned cpu;

	for (cpu = 0; !port_cpu_online(cpu); cpu++)
		continue;
	return cpu;
}

static void
bank_fire(struct unit *u, struct bank *b, int64_t now)
{
	unsigned cpu;

	if ((b->ctrl & SIMTIMER_REPEAT) != 0)
		b->compare += b->period;
	else
		b->ctrl &= ~SIMTIMER_ENABLE;
	(void)wears(b, SIM_LATE);
	(void)wears(b, SIM_EARLY);
	cpu = (unsigned)(b - u->bank);
	if ((u->is.features & SIMTIMER_PERCPU) == 0)
		cpu = first_online();
	if (wears(b, SIM_ASTRAY))
		cpu = (unsigned)b->fault[SIM_ASTRAY].by;
	if (wears(b, SIM_TWICE))
		b->echo = now + b->fault[SIM_TWICE].by;
	if (!wears(b, SIM_LOST))
		sim_raise(cpu, u->line);
}

static void
model_act(void *softc, int64_t now)
{
	struct unit *u;
	struct bank *b;

	u = softc;
	for (b = u->bank; b < u->bank + PORT_CPUS; b++) {
		if (b->echo <= now) {
			b->echo = INT64_MAX;
			sim_raise((unsigned)(b - u->bank), u->line);
		}
		if (bank_due(u, b) <= now)
			bank_fire(u, b, now);
	}
}

/* A timer that stops in sleep goes on from where it stood. */
static void
model_sleep(void *softc, unsigned cpu, bool asleep)
{
	struct unit *u;
	struct bank *b;
	uint64_t count;

	u = softc;
	b = &u->bank[cpu];
	if (asleep ? !u->stops : !b->frozen)
		return;
	count = clockwork_at(&u->clock, sim_now());
	if (asleep)
		b->frozen_at = count;
	else
		b->compare += count - b->frozen_at;
	b->frozen = asleep;
}

void
sim_simtimer_add(unsigned unit, const struct sim_simtimer *is)
{
	struct sim_device device = {
		.base = SIM_SIMTIMER_BASE + unit * SIM_SIMTIMER_STRIDE,
		.size = SIMTIMER_SIZE(PORT_CPUS),
		.read = model_read,
		.write = model_write,
		.next = model_next,
		.act = model_act,
		.sleep = model_sleep,
	};
	struct unit *u;
	unsigned i;

	CHECK(unit < SIM_SIMTIMERS);
	u = &units[unit];
	*u = (struct unit){ .is = *is, .line = SIM_SIMTIMER_LINE + unit };
	u->clock.frequency = is->frequency;
	u->counter.frequency = is->counter;
	u->counter.count = is->start;
	u->stops = (is->features & SIMTIMER_C3STOP) != 0;
	for (i = 0; i < PORT_CPUS; i++)
		u->bank[i].echo = INT64_MAX;
	device.softc = u;
	sim_attach(&device);
}

void
sim_simtimer_ideal(struct sim_simtimer *is, uint64_t frequency)
{
	*is = (struct sim_simtimer){
		.features = SIMTIMER_ONESHOT | SIMTIMER_PERIODIC |
		    SIMTIMER_PERCPU,
		.quality = 1000,
		.frequency = frequency,
		.min = 1,
		.max = 60 * NSEC_PER_SEC,
		.counter = frequency,
		.width = 64,
	};
}

void
sim_simtimer_model(uint64_t frequency)
{
	struct sim_simtimer is;

	sim_simtimer_ideal(&is, frequency);
	sim_simtimer_add(0, &is);
}

void
sim_simtimer_fault(unsigned unit, unsigned cpu, enum sim_fault fault,
    unsigned n, int64_t by)
{
	struct bank *b;

	CHECK(unit < SIM_SIMTIMERS && cpu < PORT_CPUS);
	b = &units[unit].bank[cpu];
	b->fault[fault].n = n;
	b->fault[fault].by = by;
}

void
sim_simtimer_spurious(unsigned unit, unsigned cpu)
{
	CHECK(unit < SIM_SIMTIMERS);
	sim_raise(cpu, units[unit].line);
	sim_notify();
}

void
sim_simtimer_stops(unsigned unit, bool stops)
{
	CHECK(unit < SIM_SIMTIMERS);
	units[unit].stops = stops;
	sim_deep_idle();
}

void
sim_simtimer_frequency(unsigned unit, uint64_t frequency)
{
	CHECK(unit < SIM_SIMTIMERS);
	clockwork_set(&units[unit].clock, frequency);
}

void
sim_simtimer_counter(unsigned unit, uint64_t frequency)
{
	CHECK(unit < SIM_SIMTIMERS);
	clockwork_set(&units[unit].counter, frequency);
}

void
sim_simtimer_jump(unsigned unit, int64_t ns)
{
	struct clockwork *w;
	uint64_t by;

	CHECK(unit < SIM_SIMTIMERS);
	w = &units[unit].counter;
	by = muldiv64_down((uint64_t)(ns < 0 ? -ns : ns), w->frequency,
	    (uint64_t)NSEC_PER_SEC);
	w->count += ns < 0 ? -by : by;
}
