/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * goldfish_model.c - the registers of a goldfish timer.
 *
 * GOLDFISH-VIRTUAL-HARDWARE.TXT of the Android emulator, section III:
 * "Goldfish timer" (time is nanoseconds from an arbitrary origin; TIME_LOW
 * must be read before TIME_HIGH; ALARM_HIGH must be written before
 * ALARM_LOW; an alarm that lies in the past goes off at once).  What it
 * leaves open is as the goldfish RTC of QEMU has it: the alarm goes off
 * whether or not IRQ_ENABLED is set, and the interrupt waits for that.
 *
 * Block	One counter, that shows 2^33 - 20 ms at power-on, so that the
 *		low half soon comes round.
 * Output	One, to any CPU; a level, until CLEAR_INTERRUPT.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "hal/goldfish_reg.h"
#include "lib/math64.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

#define FREQUENCY	((uint64_t)NSEC_PER_SEC)
#define POWER_ON	((UINT64_C(1) << 33) - 20000000)

static struct goldfish_block {
	struct sim_model model;		/* first */
	uint64_t	 alarm;
	uint64_t	 goes_off;	/* time; when ALARM_LOW was written */
	uint32_t	 kept;		/* high half of the time */
	bool		 running;	/* armed, and has not gone off */
	bool		 pending;	/* has gone off */
	bool		 raised;	/* and said so */
	bool		 enabled;
	bool		 coarse, unlatched;	/* misbehaves */
} block;

static struct goldfish_block *
block_of(struct sim_model *m)
{
	return (struct goldfish_block *)(void *)m;
}

static uint64_t
time_of(const struct goldfish_block *b)
{
	uint64_t rest, t;

	t = sim_clock_now(&b->model.clock);
	if (!b->coarse)
		return t;
	(void)div64(t, FREQUENCY, &rest);
	return t - rest;
}

/* With the interrupt disabled, nobody is told that the alarm goes off. */
static void
settle(struct goldfish_block *b)
{
	if (!b->running || b->enabled || time_of(b) < b->goes_off)
		return;
	b->running = false;
	b->pending = true;
}

static uint64_t
goldfish_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	struct goldfish_block *b;
	uint64_t t;

	(void)bytes;
	b = block_of(m);
	settle(b);
	t = time_of(b);
	switch (reg) {
	case GOLDFISH_TIME_LOW:
		b->kept = (uint32_t)(t >> 32);
		return (uint32_t)t;
	case GOLDFISH_TIME_HIGH:
		return b->unlatched ? t >> 32 : b->kept;
	case GOLDFISH_ALARM_LOW:
		return (uint32_t)b->alarm;
	case GOLDFISH_ALARM_HIGH:
		return b->alarm >> 32;
	case GOLDFISH_IRQ_ENABLED:
		return b->enabled;
	case GOLDFISH_ALARM_STATUS:
		return b->running;
	default:
		return 0;
	}
}

static void
lower(struct goldfish_block *b)
{
	b->raised = false;
	sim_output_release(&b->model.output[0]);
}

/* At the alarm; at once, if that lies in the past. */
static void
arm(struct goldfish_block *b)
{
	uint64_t now;

	now = time_of(b);
	b->goes_off = (int64_t)(b->alarm - now) > 0 ? b->alarm : now;
	b->running = true;
}

static void
goldfish_write(struct sim_model *m, unsigned reg, unsigned bytes,
    uint64_t value)
{
	struct goldfish_block *b;

	(void)bytes;
	b = block_of(m);
	settle(b);
	switch (reg) {
	case GOLDFISH_ALARM_LOW:
		b->alarm = b->alarm >> 32 << 32 | value;
		arm(b);
		break;
	case GOLDFISH_ALARM_HIGH:
		b->alarm = value << 32 | (uint32_t)b->alarm;
		break;
	case GOLDFISH_IRQ_ENABLED:
		b->enabled = (value & 1) != 0;
		if (!b->enabled)
			lower(b);
		break;
	case GOLDFISH_CLEAR_ALARM:
		b->running = false;
		break;
	case GOLDFISH_CLEAR_INTERRUPT:
		b->pending = false;
		lower(b);
		break;
	default:
		break;
	}
}

static int64_t
goldfish_due(const struct sim_model *m, unsigned output)
{
	const struct goldfish_block *b;

	(void)output;
	b = (const struct goldfish_block *)(const void *)m;
	if (!b->enabled)
		return INT64_MAX;
	return b->running || (b->pending && !b->raised) ?
	    sim_clock_when(&m->clock, b->goes_off) : INT64_MAX;
}

static void
goldfish_fire(struct sim_model *m, unsigned output)
{
	struct goldfish_block *b;

	b = block_of(m);
	b->running = false;
	b->pending = b->raised = true;
	m->output[output].asserted = true;
}

void
sim_goldfish_coarse(bool coarse)
{
	block.coarse = coarse;
}

void
sim_goldfish_unlatched(bool unlatched)
{
	block.unlatched = unlatched;
}

static void
power_on(void)
{
	block = (struct goldfish_block){ .model = {
		.name = "goldfish",
		.base = SIM_GOLDFISH_BASE,
		.size = GOLDFISH_SIZE,
		.widths = 4,
		.outputs = 1,
		.output = { { .cpu = SIM_ANY_CPU, .line = SIM_TIMER_LINE } },
		.clock = { .frequency = FREQUENCY, .count = POWER_ON },
		.read = goldfish_read,
		.write = goldfish_write,
		.due = goldfish_due,
		.fire = goldfish_fire,
	} };
	sim_model_attach(&block.model);
}

static int
attach(void)
{
	return goldfish_attach(SIM_GOLDFISH_BASE, SIM_TIMER_LINE);
}

const struct sim_board goldfish_board = {
	.name = "goldfish",
	.timer = "goldfish",
	.flags = ET_FLAGS_ONESHOT,
	.quality = 700,
	.frequency = FREQUENCY,
	.min = 1,
	.max = INT64_C(2147483648000000000),	/* all of sbintime_t */
	.status = true,
	.counter = "goldfish",
	.counter_frequency = FREQUENCY,
	.counter_width = 64,
	.counter_quality = 700,
	.late = 3,			/* 2 cycles, 1 of the counter */
	.power_on = power_on,
	.attach = attach,
};
