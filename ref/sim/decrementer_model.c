/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decrementer_model.c - the registers of PowerPC CPUs that keep time.
 *
 * PowerPC Operating Environment Architecture, Book III, chapter 6: 6.2 the
 * time base, 6.3 the decrementer (the exception when it goes from 0 to -1,
 * or is made negative; where it is a level, it is there as long as DEC is
 * negative).  Book E, chapter 8: 8.3 the decrementer (the exception going
 * from 1 to 0; stands at 0, or reloads DECAR), 8.5 TCR, 8.6 TSR.
 *
 * CPUs		A 970 with a time base of some 33.3 MHz; an e500v2 with one
 *		of 50.  The low half of the time base comes round soon.
 * Outputs	One for each CPU, a level.
 */
#include "eventtimer/timeet.h"
#include "hal/decrementer_reg.h"
#include "hal/drivers.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

#define PVR_970		0x00390202u
#define PVR_E500V2	0x80210030u
#define HZ_970		UINT64_C(33333299)
#define HZ_E500		UINT64_C(49999999)
#define POWER_ON	((UINT64_C(5) << 32) - 1000000)
#define ROUND		(UINT64_C(1) << 32)	/* DEC comes round */

struct ppc {
	uint64_t	skew;		/* of its time base */
	uint32_t	dec;
	uint64_t	loaded_at;	/* count: when it showed that */
	bool		frozen;
	uint64_t	due_at;		/* classic: count */
	uint32_t	decar, tcr, tsr;	/* Book E */
	bool		raised;		/* Book E: DIS has been said */
};

static struct ppc_block {
	struct sim_model model;		/* first */
	struct ppc	 cpu[PORT_CPUS];
	uint32_t	 pvr;
	bool		 edge;		/* classic, of the old kind */
} block;

static struct ppc_block *
block_of(struct sim_model *m)
{
	return (struct ppc_block *)(void *)m;
}

static const struct ppc *
cpu_of(const struct sim_model *m, unsigned cpu)
{
	return &((const struct ppc_block *)(const void *)m)->cpu[cpu];
}

static bool
is_booke(const struct ppc_block *b)
{
	return b->pvr == PVR_E500V2;
}

static uint64_t
now_of(const struct ppc_block *b)
{
	return sim_clock_now(&b->model.clock);
}

/* The steps that DEC has gone down; behind an early fault, less than 0. */
static int64_t
steps(const struct ppc_block *b, const struct ppc *c)
{
	return c->frozen ? 0 : (int64_t)(now_of(b) - c->loaded_at);
}

static uint32_t
dec_of(const struct ppc_block *b, const struct ppc *c)
{
	if (is_booke(b) && steps(b, c) >= (int64_t)c->dec)
		return 0;
	return c->dec - (uint32_t)steps(b, c);
}

/* Book E: DEC goes from 1 to 0. */
static void
reach(struct ppc *c)
{
	c->tsr |= PPC_TSR_DIS;
	if ((c->tcr & PPC_TCR_ARE) != 0) {
		c->loaded_at += c->dec;
		c->dec = c->decar;
	} else {
		c->dec = 0;
	}
}

/* It has done so where nobody was to be told. */
static void
settle(const struct ppc_block *b, struct ppc *c)
{
	if (!is_booke(b) || ((c->tcr & PPC_TCR_DIE) != 0 &&
	    (c->tsr & PPC_TSR_DIS) == 0))
		return;
	while (c->dec != 0 && steps(b, c) >= (int64_t)c->dec)
		reach(c);
}

static uint64_t
ppc_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	struct ppc_block *b;
	struct ppc *c;

	(void)bytes;
	b = block_of(m);
	c = &b->cpu[port_cpu()];
	settle(b, c);
	switch (reg) {
	case PPC_DEC:
		return dec_of(b, c);
	case PPC_TBL:
		return (uint32_t)(now_of(b) + c->skew);
	case PPC_TBU:
		return (now_of(b) + c->skew) >> 32;
	case PPC_PVR:
		return b->pvr;
	case PPC_TSR:
		return c->tsr;
	case PPC_TCR:
		return c->tcr;
	default:
		return 0;		/* DECAR too is only written */
	}
}

static void
load(const struct ppc_block *b, struct ppc *c, uint32_t value)
{
	bool was;

	was = (int32_t)dec_of(b, c) < 0;
	c->dec = value;
	c->loaded_at = now_of(b);
	c->due_at = c->loaded_at + value + 1;
	if ((int32_t)value < 0)
		c->due_at = b->edge && was ? c->due_at + ROUND : c->loaded_at;
}

/* The line follows the sign; or DIS and its switch. */
static void
level(struct ppc_block *b, struct ppc *c, unsigned cpu)
{
	bool high;

	if (is_booke(b))
		high = (c->tsr & PPC_TSR_DIS) != 0 &&
		    (c->tcr & PPC_TCR_DIE) != 0;
	else
		high = (int32_t)dec_of(b, c) < 0;
	if (high)
		return;
	c->raised = false;
	sim_output_release(&b->model.output[cpu]);
}

static void
ppc_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t value)
{
	struct ppc_block *b;
	struct ppc *c;

	(void)bytes;
	b = block_of(m);
	c = &b->cpu[port_cpu()];
	settle(b, c);
	switch (reg) {
	case PPC_DEC:
		load(b, c, (uint32_t)value);
		break;
	case PPC_DECAR:
		c->decar = (uint32_t)value;
		break;
	case PPC_TSR:
		c->tsr &= ~(uint32_t)value;
		break;
	case PPC_TCR:
		c->tcr = (uint32_t)value;
		break;
	default:
		break;
	}
	level(b, c, port_cpu());
}

static int64_t
ppc_due(const struct sim_model *m, unsigned output)
{
	const struct ppc *c;

	c = cpu_of(m, output);
	return c->frozen || m->output[output].asserted ? INT64_MAX :
	    sim_clock_when(&m->clock, c->due_at);
}

/* Early is as if it had come that far. */
static void
ppc_fire(struct sim_model *m, unsigned output)
{
	struct ppc_block *b;
	struct ppc *c;

	b = block_of(m);
	c = &b->cpu[output];
	if ((int32_t)dec_of(b, c) >= 0)
		load(b, c, UINT32_MAX);
	c->due_at = c->loaded_at + c->dec + 1 + ROUND;
	m->output[output].asserted = !b->edge;
}

static int64_t
booke_due(const struct sim_model *m, unsigned output)
{
	const struct ppc *c;

	c = cpu_of(m, output);
	if (c->frozen || (c->tcr & PPC_TCR_DIE) == 0 ||
	    m->output[output].asserted)
		return INT64_MAX;
	if ((c->tsr & PPC_TSR_DIS) != 0 && !c->raised)
		return sim_clock_when(&m->clock, c->loaded_at);
	return c->dec == 0 ? INT64_MAX :
	    sim_clock_when(&m->clock, c->loaded_at + c->dec);
}

static void
booke_fire(struct sim_model *m, unsigned output)
{
	struct ppc *c;

	c = &block_of(m)->cpu[output];
	if ((c->tsr & PPC_TSR_DIS) == 0 || c->raised)
		reach(c);
	c->raised = true;
	m->output[output].asserted = true;
}

/* DEC stands; the time base never does. */
static void
ppc_sleep(struct sim_model *m, unsigned cpu, bool asleep)
{
	struct ppc_block *b;
	struct ppc *c;
	uint64_t stood;

	b = block_of(m);
	c = &b->cpu[cpu];
	if (asleep ? !m->stops || c->frozen : !c->frozen)
		return;
	if (asleep) {
		c->due_at -= (uint64_t)steps(b, c);
		c->dec = dec_of(b, c);
	}
	stood = now_of(b) - c->loaded_at;
	c->loaded_at = now_of(b);
	c->due_at += stood;
	c->frozen = asleep;
}

void
sim_decrementer_edge(bool edge)
{
	block.edge = edge;
}

void
sim_decrementer_skew(unsigned cpu, uint64_t counts)
{
	block.cpu[cpu].skew += counts;
}

static void
power_on(uint32_t pvr, uint64_t hz)
{
	unsigned i;

	block = (struct ppc_block){ .pvr = pvr, .model = {
		.name = "decrementer",
		.base = SIM_DECREMENTER_BASE,
		.size = PPC_SIZE,
		.widths = 4,
		.outputs = port_cpus(),
		.clock = { .frequency = hz, .count = POWER_ON },
		.read = ppc_read,
		.write = ppc_write,
		.due = pvr == PVR_E500V2 ? booke_due : ppc_due,
		.fire = pvr == PVR_E500V2 ? booke_fire : ppc_fire,
		.sleep = ppc_sleep,
	} };
	for (i = 0; i < PORT_CPUS; i++) {
		block.model.output[i].line = SIM_TIMER_LINE;
		block.model.output[i].cpu = i;
		block.cpu[i].loaded_at = POWER_ON;
		block.cpu[i].due_at = POWER_ON + ROUND;
	}
	sim_model_attach(&block.model);
}

static void
classic_power_on(void)
{
	power_on(PVR_970, HZ_970);
}

static void
booke_power_on(void)
{
	power_on(PVR_E500V2, HZ_E500);
}

static int
attach(void)
{
	return decrementer_attach(SIM_DECREMENTER_BASE, SIM_TIMER_LINE);
}

/* It is measured as 1 Hz more than it is. */
#define MEASURED(hz)	((hz) + 1)

const struct sim_board decrementer_board = {
	.name = "decrementer",
	.timer = "decrementer",
	.flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,
	.quality = 1000,
	.frequency = MEASURED(HZ_970),
	.min = 61,			/* 2 cycles */
	.max = INT64_C(64424573834),	/* 2^31 - 1 cycles */
	.status = true,
	.counter = "decrementer",
	.counter_frequency = MEASURED(HZ_970),
	.counter_width = 64,
	.counter_quality = 1000,
	.over = 1,
	.late = 91,			/* 2 cycles, 1 of the counter */
	.power_on = classic_power_on,
	.attach = attach,
};

const struct sim_board decrementer_booke_board = {
	.name = "decrementer-booke",
	.timer = "decrementer",
	.flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,
	.quality = 1000,
	.frequency = MEASURED(HZ_E500),
	.min = 40,
	.max = INT64_C(42949672940),
	.first = true,
	.status = true,
	.counter = "decrementer",
	.counter_frequency = MEASURED(HZ_E500),
	.counter_width = 64,
	.counter_quality = 1000,
	.over = 1,
	.late = 60,
	.power_on = booke_power_on,
	.attach = attach,
};
