/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_model.c - what the register models of timer devices have in common.
 *
 * What		Each output of a model is due at some time by its registers.
 *		Faults move that time, take the interrupt away, double it or
 *		send it elsewhere; they wear off after so many interrupts.
 *
 * Why this way	Devices are exact, so whatever is wrong in a run was asked
 *		for; and a fault means the same for every device.
 *
 * Model	An output is due at 10 ms and each 10 ms from then on; two
 *		faults have been put in, one late by 1 ms and one lost:
 *
 *		10 ms	nothing: one interrupt is late
 *		11 ms	due, but lost; the next is due at 20 ms
 *		20 ms	raised as it should
 *
 *		Two faults that wait both take part in the next interrupt.
 *
 *		An output that is asserted and not taken away by the handler
 *		is taken again STORM later, and so on: a driver that forgets
 *		to acknowledge has no quiet moment.
 *
 *		What the data sheet does not define, an access of another
 *		width or across registers, stops the machine.
 */
#include "sim/sim_model.h"

#include "lib/check.h"
#include "lib/math64.h"
#include "sim/sim_impl.h"

#define STORM	INT64_C(100000)		/* ns */

static struct sim_model *models;

uint64_t
sim_clock_now(const struct sim_clock *w)
{
	return w->count + muldiv64_down((uint64_t)(sim_now() - w->since),
	    w->frequency, (uint64_t)NSEC_PER_SEC);
}

int64_t
sim_clock_when(const struct sim_clock *w, uint64_t count)
{
	uint64_t ns;

	if (count <= w->count)
		return w->since;
	if (w->frequency == 0)
		return INT64_MAX;
	ns = muldiv64_up(count - w->count, (uint64_t)NSEC_PER_SEC,
	    w->frequency);
	return ns > (uint64_t)(INT64_MAX - w->since) ? INT64_MAX :
	    w->since + (int64_t)ns;
}

void
sim_clock_set(struct sim_clock *w, uint64_t count)
{
	w->count = count;
	w->since = sim_now();
}

void
sim_clock_rate(struct sim_clock *w, uint64_t frequency)
{
	sim_clock_set(w, sim_clock_now(w));
	w->frequency = w->stuck ? 0 : frequency;
}

uint64_t
sim_clock_match(uint64_t from, uint64_t value, unsigned bits)
{
	const uint64_t to = from + ((value - from) & UINT64_MAX >> (64 - bits));

	return to < from ? UINT64_MAX : to;
}

/* Is there nothing that would take a write, or do anything? */
static bool
deaf(const struct sim_model *m)
{
	return m->state == SIM_ABSENT || m->state == SIM_ZERO;
}

/* When an output's interrupt comes, its faults included. */
static int64_t
output_due(const struct sim_model *m, unsigned i)
{
	const struct sim_output *o;
	int64_t at;

	o = &m->output[i];
	at = deaf(m) ? INT64_MAX : m->due(m, i);
	if (at == INT64_MAX)
		return at;
	if (o->fault[SIM_LATE].n > 0)
		at = nsec_add_sat(at, o->fault[SIM_LATE].by);
	if (o->fault[SIM_EARLY].n > 0)
		at -= o->fault[SIM_EARLY].by;
	return at;
}

/*
 * When the interrupt of an asserted output is taken again: not while it
 * waits to be taken, or its handler runs.
 */
static int64_t
output_again(const struct sim_output *o)
{
	return !o->asserted || o->edge ||
	    sim_line_busy(o->went, o->line) ? INT64_MAX : o->again;
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
model_next(void *softc)
{
	const struct sim_model *m;
	int64_t next;
	unsigned i;

	m = softc;
	next = INT64_MAX;
	for (i = 0; i < m->outputs; i++) {
		next = earlier(next, output_due(m, i));
		next = earlier(next, m->output[i].echo);
		next = earlier(next, output_again(&m->output[i]));
	}
	return next;
}

/* Does the fault take part in this interrupt?  If so it has worn off. */
static bool
wears(struct sim_output *o, enum sim_fault fault)
{
	if (o->fault[fault].n == 0)
		return false;
	o->fault[fault].n--;
	return true;
}

static unsigned
first_online(void)
{
	unsigned cpu;

	for (cpu = 0; !port_cpu_online(cpu); cpu++)
		continue;
	return cpu;
}

static void
output_raise(struct sim_output *o, unsigned cpu)
{
	o->went = cpu == SIM_ANY_CPU ? first_online() : cpu;
	o->again = sim_now() + STORM;
	sim_raise(o->went, o->line);
}

static void
output_fire(struct sim_model *m, unsigned i, int64_t now)
{
	struct sim_output *o;
	unsigned cpu;

	o = &m->output[i];
	m->fire(m, i);
	(void)wears(o, SIM_LATE);
	(void)wears(o, SIM_EARLY);
	cpu = o->cpu;
	if (wears(o, SIM_ASTRAY))
		cpu = (unsigned)o->fault[SIM_ASTRAY].by;
	if (wears(o, SIM_TWICE))
		o->echo = now + o->fault[SIM_TWICE].by;
	if (wears(o, SIM_LOST))
		o->asserted = false;
	else
		output_raise(o, cpu);
}

static void
model_act(void *softc, int64_t now)
{
	struct sim_model *m;
	struct sim_output *o;
	unsigned i;

	m = softc;
	for (i = 0; i < m->outputs; i++) {
		o = &m->output[i];
		if (o->echo <= now) {
			o->echo = INT64_MAX;
			output_raise(o, o->cpu);
		}
		if (output_again(o) <= now)
			output_raise(o, o->went);
		if (output_due(m, i) <= now)
			output_fire(m, i, now);
	}
}

/* The host is fast; whoever else waits for the bus. */
static void
bus(const struct sim_model *m)
{
	int64_t until;

	until = sim_now() + m->access;
	while (sim.current != NULL && sim_now() < until)
		sim_spin(until);			/* or a notify */
}

/* May a register be accessed so?  Those of a CPU have numbers, not places. */
static void
defined(const struct sim_model *m, unsigned reg, unsigned bytes)
{
	CHECK((m->widths & bytes) != 0);
	CHECK(m->numbered || reg % bytes == 0);
}

static uint64_t
model_read(void *softc, unsigned reg, unsigned bytes)
{
	struct sim_model *m;

	m = softc;
	defined(m, reg, bytes);
	bus(m);
	switch (m->state) {
	case SIM_ABSENT:
		return UINT64_MAX >> (64 - 8 * bytes);
	case SIM_ZERO:
		return 0;
	default:
		return m->read(m, reg, bytes);
	}
}

static void
model_write(void *softc, unsigned reg, unsigned bytes, uint64_t value)
{
	struct sim_model *m;

	m = softc;
	defined(m, reg, bytes);
	bus(m);
	if (!deaf(m))
		m->write(m, reg, bytes, value);
}

static void
model_sleep(void *softc, unsigned cpu, bool asleep)
{
	struct sim_model *m;

	m = softc;
	if (m->sleep != NULL)
		m->sleep(m, cpu, asleep);
}

void
sim_output_release(struct sim_output *o)
{
	if (o->asserted)
		sim_line_drop(o->went, o->line);
	o->asserted = false;
}

void
sim_models_reset(void)
{
	models = NULL;
}

void
sim_model_attach(struct sim_model *m)
{
	unsigned i;

	for (i = 0; i < m->outputs; i++)
		m->output[i].echo = m->output[i].again = INT64_MAX;
	m->clock.since = m->counter.since = sim_now();
	m->next = models;
	models = m;
	sim_attach(&(struct sim_device){ .base = m->base, .size = m->size,
	    .softc = m, .read = model_read, .write = model_write,
	    .next = model_next, .act = model_act, .sleep = model_sleep });
}

bool
sim_same_name(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

struct sim_model *
sim_model(const char *name)
{
	struct sim_model *m;

	for (m = models; m != NULL; m = m->next) {
		if (sim_same_name(m->name, name))
			return m;
	}
	return NULL;
}

const char *
sim_model_name(const struct sim_model *m)
{
	return m->name;
}

/* The output that interrupts this CPU; of a device that has but one, that. */
static struct sim_output *
output_of(struct sim_model *m, unsigned cpu)
{
	CHECK(cpu < PORT_CPUS);
	return &m->output[cpu < m->outputs ? cpu : 0];
}

void
sim_fault(struct sim_model *m, unsigned cpu, enum sim_fault fault, unsigned n,
    int64_t by)
{
	struct sim_output *o;

	o = output_of(m, cpu);
	o->fault[fault].n = n;
	o->fault[fault].by = by;
}

void
sim_spurious(struct sim_model *m, unsigned cpu)
{
	sim_raise(cpu, output_of(m, cpu)->line);
	sim_notify();
}

void
sim_stops(struct sim_model *m, bool stops)
{
	m->stops = stops;
	sim_deep_idle();
}

void
sim_state(struct sim_model *m, enum sim_model_state state)
{
	m->state = state;
	m->clock.stuck = m->counter.stuck = state == SIM_STUCK;
	if (state != SIM_STUCK)
		return;
	sim_clock_rate(&m->clock, 0);
	sim_clock_rate(&m->counter, 0);
}

void
sim_count(struct sim_model *m, uint64_t count)
{
	sim_clock_set(&m->clock, count);
	sim_clock_set(&m->counter, count);
}

void
sim_slow_bus(struct sim_model *m, int64_t ns)
{
	m->access = ns;
}

void
sim_frequency(struct sim_model *m, uint64_t frequency)
{
	sim_clock_rate(&m->clock, frequency);
}

void
sim_counter(struct sim_model *m, uint64_t frequency)
{
	sim_clock_rate(&m->counter, frequency);
}

void
sim_jump(struct sim_model *m, int64_t ns)
{
	uint64_t by;

	by = muldiv64_down((uint64_t)(ns < 0 ? -ns : ns), m->counter.frequency,
	    (uint64_t)NSEC_PER_SEC);
	m->counter.count += ns < 0 ? -by : by;
}
