/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hpet_model.c - the registers of a High Precision Event Timer.
 *
 * IA-PC HPET Specification 1.0a: 2.3.4 capabilities, 2.3.5 configuration,
 * 2.3.6 status, 2.3.7 counter, 2.3.8 timer configuration, 2.3.9 comparators
 * and how a periodic one adds up, 2.3.10 messages.
 *
 * Block	14.318180 MHz (69841279 fs), 64 bits, eight comparators; as
 *		hpet_msi_board has it they send messages.
 * Outputs	Each comparator has one, on the line that it is routed to, of
 *		those it can reach, or of its message.  A level is held while
 *		its status bit is set and the comparator is enabled.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "hal/hpet_reg.h"
#include "lib/check.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

#define PERIOD_FS	UINT64_C(69841279)
#define FREQUENCY	UINT64_C(14318180)
#define COMPARATORS	8u
#define ROUTES		(1u << SIM_HPET_LINE | 1u << 11)

struct comparator {
	uint32_t	config, caps;
	uint64_t	compare;
	uint64_t	every;
	uint64_t	armed_at;	/* count; matches are behind it */
	uint32_t	msi_address, msi_data;
};

static struct hpet_block {
	struct sim_model model;		/* first */
	uint32_t	 config, status;
	struct comparator t[COMPARATORS];
} block;

static struct hpet_block *
block_of(struct sim_model *m)
{
	return (struct hpet_block *)(void *)m;
}

static unsigned
width_of(const struct comparator *t)
{
	return (t->config & HPET_TIMER_32BIT) != 0 ? 32 : 64;
}

static uint64_t
timer_read(const struct comparator *t, unsigned reg)
{
	switch (reg) {
	case HPET_TIMER_CONFIG:
		return (uint64_t)ROUTES << 32 | t->config | t->caps;
	case HPET_TIMER_COMPARE:
		return t->compare & UINT64_MAX >> (64 - width_of(t));
	case HPET_TIMER_MSI_DATA:
		return (uint64_t)t->msi_address << 32 | t->msi_data;
	default:
		return 0;
	}
}

static uint64_t
register_read(struct hpet_block *b, unsigned reg)
{
	if (reg >= HPET_TIMER(COMPARATORS))
		return 0;
	if (reg >= HPET_TIMER(0))
		return timer_read(&b->t[(reg - HPET_TIMER(0)) / 0x20],
		    reg % 0x20);
	switch (reg) {
	case HPET_CAP:
		return (b->model.state == SIM_NONSENSE ? 0 : PERIOD_FS) <<
		    32 | 0x8086u << 16 | HPET_CAP_LEGACY |
		    HPET_CAP_64BIT | (COMPARATORS - 1) << 8 | 1;
	case HPET_CONFIG:
		return b->config;
	case HPET_STATUS:
		return b->status;
	case HPET_COUNTER:
		return sim_clock_now(&b->model.clock);
	default:
		return 0;
	}
}

static uint64_t
hpet_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	uint64_t v;

	v = register_read(block_of(m), reg & ~7u);
	if (bytes == 8)
		return v;
	return (reg & 4) != 0 ? v >> 32 : v & UINT32_MAX;
}

/* The line follows status, enable and kind. */
static void
level(struct hpet_block *b, unsigned n)
{
	if ((b->status & 1u << n) == 0 ||
	    (b->t[n].config & HPET_TIMER_ENABLE) == 0)
		sim_output_release(&b->model.output[n]);
}

/* Where its interrupts go from now on. */
static void
aim(struct hpet_block *b, unsigned n)
{
	const struct comparator *t = &b->t[n];

	b->model.output[n].line = (t->config & HPET_TIMER_MSI) != 0 ?
	    t->msi_data & 0xff : HPET_TIMER_ROUTED(t->config);
}

/* What a comparator cannot do stays as it was, or 0. */
static uint32_t
possible(const struct comparator *t, uint32_t value)
{
	if ((t->caps & HPET_TIMER_CAN_REPEAT) == 0)
		value &= ~HPET_TIMER_PERIODIC;
	if ((t->caps & HPET_TIMER_CAN_MSI) == 0)
		value &= ~HPET_TIMER_MSI;
	if ((ROUTES >> HPET_TIMER_ROUTED(value) & 1) == 0)
		value = (value & ~HPET_TIMER_ROUTE(31)) |
		    (t->config & HPET_TIMER_ROUTE(31));
	return value & HPET_TIMER_RW;
}

static void
set_config(struct hpet_block *b, unsigned n, uint32_t value)
{
	struct comparator *t;

	t = &b->t[n];
	if ((value & HPET_TIMER_ENABLE) != 0 &&
	    (t->config & HPET_TIMER_ENABLE) == 0)
		t->armed_at = sim_clock_now(&b->model.clock);
	t->config = possible(t, value);
	level(b, n);
	aim(b, n);
}

/* What 64 bits are when all of them are written, or one half. */
static uint64_t
merged(uint64_t was, unsigned reg, unsigned bytes, uint64_t value)
{
	if (bytes == 8)
		return value;
	return (reg & 4) != 0 ? value << 32 | (was & UINT32_MAX) :
	    (was & ~(uint64_t)UINT32_MAX) | value;
}

/* A match is a change of the counter to the value: never the present one. */
static void
set_compare(struct hpet_block *b, struct comparator *t, unsigned reg,
    unsigned bytes, uint64_t value)
{
	if ((t->config & HPET_TIMER_PERIODIC) != 0 &&
	    (t->config & HPET_TIMER_SET) == 0) {
		t->every = merged(t->every, reg, bytes, value);
		return;
	}
	t->config &= ~HPET_TIMER_SET;
	t->compare = merged(t->compare, reg, bytes, value);
	t->armed_at = sim_clock_now(&b->model.clock);
}

static void
timer_write(struct hpet_block *b, unsigned n, unsigned reg, unsigned bytes,
    uint64_t value)
{
	switch (reg) {
	case HPET_TIMER_CONFIG:
		set_config(b, n, (uint32_t)value);
		break;
	case HPET_TIMER_COMPARE:
	case HPET_TIMER_COMPARE + 4:
		set_compare(b, &b->t[n], reg, bytes, value);
		break;
	case HPET_TIMER_MSI_DATA:
		b->t[n].msi_data = (uint32_t)value;
		aim(b, n);
		break;
	case HPET_TIMER_MSI_ADDRESS:
		b->t[n].msi_address = (uint32_t)value;
		b->model.output[n].cpu = (uint32_t)value >> 12 & 0xff;
		break;
	default:
		break;
	}
}

static void
hpet_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t value)
{
	struct hpet_block *b;
	unsigned n;

	b = block_of(m);
	if (reg >= HPET_TIMER(0) && reg < HPET_TIMER(COMPARATORS)) {
		timer_write(b, (reg - HPET_TIMER(0)) / 0x20, reg % 0x20,
		    bytes, value);
	} else if (reg == HPET_CONFIG) {
		b->config = (uint32_t)value;
		sim_clock_rate(&m->clock, (value & HPET_CONFIG_ENABLE) != 0 ?
		    FREQUENCY : 0);
	} else if (reg == HPET_STATUS) {
		b->status &= ~(uint32_t)value;
		for (n = 0; n < COMPARATORS; n++)
			level(b, n);
	} else if ((reg & ~4u) == HPET_COUNTER) {
		/* "Only while halted": what else does, the data sheet leaves
		 * open. */
		CHECK((b->config & HPET_CONFIG_ENABLE) == 0);
		sim_clock_set(&m->clock, merged(sim_clock_now(&m->clock), reg,
		    bytes, value));
	}
}

static int64_t
hpet_due(const struct sim_model *m, unsigned output)
{
	const struct comparator *t;

	t = &((const struct hpet_block *)(const void *)m)->t[output];
	if ((t->config & HPET_TIMER_ENABLE) == 0)
		return INT64_MAX;
	return sim_clock_when(&m->clock, sim_clock_match(t->armed_at + 1,
	    t->compare, width_of(t)));
}

static void
hpet_fire(struct sim_model *m, unsigned output)
{
	struct hpet_block *b;
	struct comparator *t;

	b = block_of(m);
	t = &b->t[output];
	t->armed_at = sim_clock_match(t->armed_at + 1, t->compare,
	    width_of(t));
	if ((t->config & HPET_TIMER_PERIODIC) != 0)
		t->compare += t->every;
	if ((t->config & HPET_TIMER_MSI) != 0)
		return;
	b->status |= 1u << output;
	m->output[output].asserted = (t->config & HPET_TIMER_LEVEL) != 0;
}

static void
power_on(uint32_t caps)
{
	unsigned i;

	block = (struct hpet_block){ .model = {
		.name = "HPET",
		.base = SIM_HPET_BASE,
		.size = HPET_SIZE,
		.widths = 4 | 8,
		.outputs = COMPARATORS,
		.read = hpet_read,
		.write = hpet_write,
		.due = hpet_due,
		.fire = hpet_fire,
	} };
	for (i = 0; i < COMPARATORS; i++) {
		block.model.output[i].line = SIM_HPET_LINE;
		block.model.output[i].cpu = SIM_ANY_CPU;
		block.t[i].caps = caps;
	}
	sim_model_attach(&block.model);
}

static void
hpet_power_on(void)
{
	power_on(HPET_TIMER_CAN_REPEAT | HPET_TIMER_CAN_64BIT);
}

static void
hpet_msi_power_on(void)
{
	power_on(HPET_TIMER_CAN_REPEAT | HPET_TIMER_CAN_64BIT |
	    HPET_TIMER_CAN_MSI);
}

static int
attach(void)
{
	return hpet_attach(SIM_HPET_BASE, SIM_HPET_LINE);
}

#define HPET_BOARD(called, more, better, less, on)			\
	.name = called,							\
	.timer = "HPET",						\
	.flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT | (more),		\
	.quality = (better),						\
	.crowded = (less),						\
	.frequency = FREQUENCY,						\
	.min = 8940,			/* 128 cycles */		\
	.wraps = 32,							\
	.first = true,							\
	.claims = true,							\
	.status = true,		/* by the time, where it sends messages */ \
	.max = INT64_C(299966007830),	/* 2^32 - 2 cycles */		\
	.counter = "HPET",						\
	.counter_frequency = FREQUENCY,					\
	.counter_width = 32,						\
	.counter_quality = 950,						\
	.late = 250,			/* 2 cycles, 1 of the counter */ \
	.power_on = (on),						\
	.attach = attach

const struct sim_board hpet_board = {
	HPET_BOARD("hpet", 0, 450, 100, hpet_power_on)
};

const struct sim_board hpet_msi_board = {
	HPET_BOARD("hpet-msi", ET_FLAGS_PERCPU, 550, 0, hpet_msi_power_on)
};
