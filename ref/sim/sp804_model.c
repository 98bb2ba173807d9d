/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sp804_model.c - the registers of an SP804 dual timer.
 *
 * ARM Dual-Timer Module (SP804) Technical Reference Manual (DDI 0271): 2.2
 * modes and interrupts, 3.3.1 load, 3.3.2 value, 3.3.3 control, 3.3.4 to
 * 3.3.6 interrupt clear and status, 3.3.7 background load, 3.3.8 on identity.
 *
 * Block	1 MHz.  Timer 1 counts model.clock, timer 2 model.counter, by
 *		their prescalers.  The board has but the combined line.
 * Outputs	Each timer has one, held while MIS is set.  So that a fault of
 *		any CPU finds timer 1, timer 2 is a model without registers.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "hal/sp804_reg.h"
#include "lib/math64.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

#define FREQUENCY	UINT64_C(1000000)
#define TIMERS		2u
#define STRIDE		(SP804_TIMER2 - SP804_TIMER1)

struct timer {
	uint32_t	control;
	uint32_t	load;		/* from the next 0 on */
	uint32_t	before;		/* shown until the edge `at` */
	uint32_t	from;		/* shown at the edge `at` */
	uint64_t	at;		/* in edges that count */
	bool		halted;		/* one-shot: it has been at 0 */
	bool		ris;
	int64_t		since;		/* ns: when it was 0 last */
	bool		fired;		/* the output has gone up */
};

static struct sp804_block {
	struct sim_model model[TIMERS];	/* 0: with registers, clocks */
	struct timer	 timer[TIMERS];
	bool		 posts;
	bool		 posted[TIMERS];	/* IntClr on its way */
} block;

static const struct sim_clock *
clock_of(unsigned n)
{
	return n == 0 ? &block.model[0].clock : &block.model[0].counter;
}

/* 3.3.3: by 1, 16 or 256. */
static unsigned
shift(const struct timer *t)
{
	return 4 * SP804_PRESCALE(t->control);
}

static uint64_t
edges(unsigned n)
{
	return sim_clock_now(clock_of(n)) >> shift(&block.timer[n]);
}

static uint32_t
most(const struct timer *t)
{
	return (t->control & SP804_32BIT) != 0 ? UINT32_MAX : UINT16_MAX;
}

static bool
runs(const struct timer *t)
{
	return (t->control & SP804_ENABLE) != 0 && !t->halted;
}

/* The edge at which it is 0. */
static uint64_t
zero_at(const struct timer *t)
{
	return t->at + t->from;
}

/* It is 0: interrupt, and then as the mode has it.  2.2 */
static void
reach(unsigned n)
{
	struct timer *t;

	t = &block.timer[n];
	t->ris = true;
	t->since = sim_clock_when(clock_of(n), zero_at(t) << shift(t));
	t->at = zero_at(t);
	t->from = 0;
	if ((t->control & SP804_ONESHOT) != 0) {
		t->halted = true;
	} else if ((t->control & SP804_PERIODIC) != 0 && t->load != 0) {
		t->from = t->load & most(t);
	} else {
		t->at++;
		t->from = (t->control & SP804_PERIODIC) != 0 ? 0 : most(t);
	}
}

/* Catch up with the clock. */
static struct timer *
settle(unsigned n)
{
	struct timer *t;
	uint64_t now, rest;

	t = &block.timer[n];
	now = edges(n);
	if (!runs(t) || zero_at(t) > now)
		return t;
	reach(n);
	if (runs(t) && zero_at(t) <= now) {		/* whole rounds */
		(void)div64(now - t->at, (uint64_t)t->from + 1 -
		    ((t->control & SP804_PERIODIC) != 0 && t->from != 0),
		    &rest);
		t->at = now - rest;
	}
	return t;
}

static uint32_t
value(unsigned n)
{
	const struct timer *t;
	uint64_t now;

	t = settle(n);
	now = edges(n);
	if (now < t->at)
		return t->before;
	return runs(t) ? t->from - (uint32_t)(now - t->at) : t->from;
}

static void
level(unsigned n)
{
	if (block.timer[n].ris &&
	    (block.timer[n].control & SP804_INT_ENABLE) != 0)
		return;
	block.timer[n].fired = false;
	sim_output_release(&block.model[n].output[0]);
}

static void
clear(unsigned n)
{
	settle(n)->ris = false;
	block.posted[n] = false;
	level(n);
}

static uint32_t
timer_read(unsigned n, unsigned reg)
{
	const struct timer *t;

	t = settle(n);
	switch (reg) {
	case SP804_LOAD:
	case SP804_BGLOAD:
		return t->load;
	case SP804_VALUE:
		return value(n);
	case SP804_CONTROL:
		return t->control;
	case SP804_RIS:
		return t->ris;
	case SP804_MIS:
		return t->ris && (t->control & SP804_INT_ENABLE) != 0;
	default:
		return 0;
	}
}

static uint64_t
sp804_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	const uint32_t periph = 1u << 20 | SP804_PERIPH_ID_IS;
	unsigned n;

	(void)m;
	(void)bytes;
	for (n = 0; n < TIMERS; n++) {
		if (block.posted[n])
			clear(n);
	}
	if (reg < TIMERS * STRIDE)
		return timer_read(reg / STRIDE, reg % STRIDE);
	if (reg >= SP804_PCELL_ID)
		return SP804_PCELL_ID_IS >> 2 * (reg % 0x10) & 0xff;
	if (reg >= SP804_PERIPH_ID)
		return periph >> 2 * (reg % 0x10) & 0xff;
	return 0;
}

/* 3.3.1: the clock's next edge takes it, whether or not it counts. */
static void
set_load(unsigned n, uint32_t v)
{
	struct timer *t;

	t = &block.timer[n];
	t->before = value(n);
	t->load = v;
	t->from = v & most(t);
	t->at = edges(n) + 1;
	t->halted = false;
}

/*
 * 3.3.3: mode, size and prescaler are not to be changed while it counts; what
 * comes of it is not said.  Here it goes on from where it is.
 */
static void
set_control(unsigned n, uint32_t v)
{
	struct timer *t;
	uint32_t shown;
	bool waits;

	t = settle(n);
	waits = edges(n) < t->at;
	shown = value(n);
	t->control = v & 0xef;
	if (waits) {			/* for an edge, perhaps of another */
		t->at = edges(n) + 1;
	} else {
		t->from = shown;
		t->at = edges(n);
	}
	if ((v & SP804_ONESHOT) == 0)
		t->halted = false;
	level(n);
}

static void
sp804_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t v)
{
	const unsigned n = reg / STRIDE;

	(void)m;
	(void)bytes;
	if (n >= TIMERS)
		return;
	(void)settle(n);
	switch (reg % STRIDE) {
	case SP804_LOAD:
		set_load(n, (uint32_t)v);
		break;
	case SP804_BGLOAD:
		block.timer[n].load = (uint32_t)v;
		break;
	case SP804_CONTROL:
		set_control(n, (uint32_t)v);
		break;
	case SP804_INTCLR:
		block.posted[n] = true;
		if (!block.posts)
			clear(n);
		break;
	default:
		break;
	}
}

static int64_t
sp804_due(const struct sim_model *m, unsigned output)
{
	const unsigned n = (unsigned)(m - block.model);
	const struct timer *t = &block.timer[n];

	(void)output;
	if ((t->control & SP804_INT_ENABLE) == 0 || t->fired)
		return INT64_MAX;
	if (t->ris)
		return t->since;
	return runs(t) ? sim_clock_when(clock_of(n),
	    zero_at(t) << shift(t)) : INT64_MAX;
}

static void
sp804_fire(struct sim_model *m, unsigned output)
{
	const unsigned n = (unsigned)(m - block.model);
	struct timer *t = &block.timer[n];

	if (!t->ris)
		reach(n);
	t->fired = true;
	m->output[output].asserted = true;
}

void
sim_sp804_posted(bool posted)
{
	block.posts = posted;
}

static void
sp804_power_on(void)
{
	struct sim_model *m;
	unsigned n;

	block = (struct sp804_block){ 0 };
	for (n = 0; n < TIMERS; n++) {
		block.timer[n] = (struct timer){ .control = SP804_INT_ENABLE,
		    .from = UINT32_MAX, .before = UINT32_MAX };
		m = &block.model[n];
		*m = (struct sim_model){
			.name = n == 0 ? "SP804" : "SP804-2",
			.base = SIM_SP804_BASE,
			.size = n == 0 ? SP804_SIZE : 0,
			.outputs = 1,
			.clock = { .frequency = FREQUENCY },
			.counter = { .frequency = FREQUENCY },
			.read = sp804_read,
			.write = sp804_write,
			.due = sp804_due,
			.fire = sp804_fire,
		};
		m->output[0].cpu = SIM_ANY_CPU;
		m->output[0].line = SIM_SP804_LINE;
		sim_model_attach(m);
	}
}

static int
attach(void)
{
	return sp804_attach(SIM_SP804_BASE, SIM_SP804_LINE);
}

const struct sim_board sp804_board = {
	.name = "sp804",
	.timer = "SP804",
	.flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT,
	.quality = 1000,
	.frequency = FREQUENCY,
	.min = 2000,				/* 2 cycles */
	.max = INT64_C(4294967294000),		/* 2^32 - 2 cycles */
	.status = true,
	.first = true,
	.counter = "SP804",
	.counter_frequency = FREQUENCY,
	.counter_width = 32,
	.counter_quality = 1000,
	.late = 3000,				/* 2 cycles, 1 of the counter */
	.power_on = sp804_power_on,
	.attach = attach,
};
