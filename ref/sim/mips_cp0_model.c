/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mips_cp0_model.c - the registers of MIPS CPUs that keep time.
 *
 * MIPS32 Architecture For Programmers, Volume III (Privileged Resource
 * Architecture), Release 2, chapter 9: Count (half the pipeline's rate is
 * what cores have; undefined at reset; may be written), Compare (the
 * interrupt when Count is equal, in Cause.TI and an IP bit; a write clears
 * it), Cause (TI; DC stops Count; IP7), PRId.
 *
 * CPUs		24Kc at 200 MHz.  Counts start together, 50 ms before they
 *		come round.
 * Outputs	One for each CPU: the interrupt pending bit that TI drives,
 *		held until Compare is written.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "hal/mips_cp0_reg.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

#define FREQUENCY	UINT64_C(99999999)
#define MEASURED	(FREQUENCY + 1)		/* as it is measured */
#define POWER_ON	((UINT64_C(1) << 32) - 5000000)
#define PRID_24KC	0x00019300u

/* A Count is the model's clock and an offset. */
struct cp0 {
	uint64_t	offset;
	uint64_t	held;		/* where it stands */
	bool		dc, frozen;	/* it stands, for these */
	bool		ti;
	uint32_t	compare;
	uint64_t	armed_at;	/* count; matches are behind it */
};

static struct cp0_block {
	struct sim_model model;		/* first */
	struct cp0	 cpu[PORT_CPUS];
	bool		 forgets;	/* misbehaves */
} block;

static struct cp0_block *
block_of(struct sim_model *m)
{
	return (struct cp0_block *)(void *)m;
}

static bool
stands(const struct cp0 *c)
{
	return c->dc || c->frozen;
}

/* As if it were 64 bits wide. */
static uint64_t
count_of(const struct cp0_block *b, const struct cp0 *c)
{
	return stands(c) ? c->held :
	    sim_clock_now(&b->model.clock) + c->offset;
}

static void
set_count(const struct cp0_block *b, struct cp0 *c, uint64_t count)
{
	c->held = count;
	c->offset = count - sim_clock_now(&b->model.clock);
	c->armed_at = count;
}

/* Let it stand, or go on from where it stood. */
static void
set_stands(const struct cp0_block *b, struct cp0 *c, bool dc, bool frozen)
{
	uint64_t count, armed_at;

	count = count_of(b, c);
	armed_at = c->armed_at;
	c->dc = dc;
	c->frozen = frozen;
	set_count(b, c, count);
	c->armed_at = armed_at;
}

static void
lower(struct sim_model *m, struct cp0 *c, unsigned cpu)
{
	c->ti = false;
	sim_output_release(&m->output[cpu]);
}

static uint64_t
cp0_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	struct cp0_block *b;
	struct cp0 *c;
	uint32_t count;

	(void)bytes;
	b = block_of(m);
	c = &b->cpu[port_cpu()];
	switch (reg) {
	case MIPS_CP0_COUNT:
		count = (uint32_t)count_of(b, c);
		if (b->forgets && count == c->compare)
			lower(m, c, port_cpu());
		return count;
	case MIPS_CP0_COMPARE:
		return c->compare;
	case MIPS_CP0_CAUSE:
		return (c->ti ? MIPS_CAUSE_TI | MIPS_CAUSE_IP7 : 0) |
		    (c->dc ? MIPS_CAUSE_DC : 0);
	case MIPS_CP0_PRID:
		return PRID_24KC;
	default:
		return 0;
	}
}

static void
cp0_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t value)
{
	struct cp0_block *b;
	struct cp0 *c;

	(void)bytes;
	b = block_of(m);
	c = &b->cpu[port_cpu()];
	switch (reg) {
	case MIPS_CP0_COUNT:
		set_count(b, c, value);
		break;
	case MIPS_CP0_COMPARE:
		c->compare = (uint32_t)value;
		c->armed_at = count_of(b, c);
		lower(m, c, port_cpu());
		break;
	case MIPS_CP0_CAUSE:
		set_stands(b, c, (value & MIPS_CAUSE_DC) != 0, c->frozen);
		break;
	default:
		break;
	}
}

/* The present count is no match: Count has to become equal. */
static uint64_t
match_of(const struct cp0 *c)
{
	return sim_clock_match(c->armed_at + 1, c->compare, 32);
}

static int64_t
cp0_due(const struct sim_model *m, unsigned output)
{
	const struct cp0 *c;

	c = &((const struct cp0_block *)(const void *)m)->cpu[output];
	return stands(c) ? INT64_MAX :
	    sim_clock_when(&m->clock, match_of(c) - c->offset);
}

static void
cp0_fire(struct sim_model *m, unsigned output)
{
	struct cp0 *c;

	c = &block_of(m)->cpu[output];
	c->armed_at = match_of(c);
	c->ti = true;
	m->output[output].asserted = true;
}

static void
cp0_sleep(struct sim_model *m, unsigned cpu, bool asleep)
{
	struct cp0_block *b;

	b = block_of(m);
	set_stands(b, &b->cpu[cpu], b->cpu[cpu].dc, asleep && m->stops);
}

void
sim_mips_cp0_skew(unsigned cpu, uint32_t counts)
{
	struct cp0 *c;

	c = &block.cpu[cpu];
	set_count(&block, c, count_of(&block, c) + counts);
}

void
sim_mips_cp0_forgets(bool forgets)
{
	block.forgets = forgets;
}

static void
power_on(void)
{
	unsigned i;

	block = (struct cp0_block){ .model = {
		.name = "mips-cp0",
		.base = SIM_MIPS_CP0_BASE,
		.size = MIPS_CP0_SIZE,
		.widths = 4,
		.outputs = port_cpus(),
		.clock = { .frequency = FREQUENCY, .count = POWER_ON },
		.read = cp0_read,
		.write = cp0_write,
		.due = cp0_due,
		.fire = cp0_fire,
		.sleep = cp0_sleep,
	} };
	for (i = 0; i < PORT_CPUS; i++) {
		block.model.output[i].line = SIM_TIMER_LINE;
		block.model.output[i].cpu = i;
		block.cpu[i].armed_at = POWER_ON;
	}
	sim_model_attach(&block.model);
	sim_acpi_pm_add(24);
}

static int
attach(void)
{
	int error;

	error = mips_cp0_attach(SIM_MIPS_CP0_BASE, SIM_TIMER_LINE);
	(void)acpi_pm_attach(SIM_ACPI_PM_BASE);
	return error;
}

const struct sim_board mips_cp0_board = {
	.name = "mips-cp0",
	.timer = "mips-cp0",
	.flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,
	.quality = 800,
	.frequency = MEASURED,
	.min = 320,			/* 32 cycles */
	.max = INT64_C(42949672800),	/* 2^32 - 16 cycles */
	.wraps = 32,
	.status = true,
	.counter = "mips-cp0",
	.counter_frequency = MEASURED,
	.counter_width = 32,
	.counter_quality = -100,	/* Counts need not agree */
	.alone = 900,
	.res = 280,			/* a step of the PM timer */
	.over = 1,
	.late = 300,			/* 2 cycles, 1 of the PM timer */
	.power_on = power_on,
	.attach = attach,
};
