/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * simtimer_model.c - the ideal timer's registers.
 *
 * What		Units with a clock for the comparators, a counter to read
 *		the time from, and a bank for each CPU.  When the clock is at
 *		or past COMPARE and the bank is enabled, the CPU's line is
 *		raised; then a repeating bank moves COMPARE on by PERIOD, and
 *		any other is disabled.  There is no data sheet:
 *		hal/simtimer_reg.h is the description.
 */
#include "eventtimer/timeet.h"
#include "hal/simtimer.h"
#include "hal/simtimer_reg.h"
#include "lib/check.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

#define BANK_SIZE	(SIMTIMER_BANK(1) - SIMTIMER_BANK(0))

struct bank {
	uint64_t	compare;
	uint64_t	period;
	uint32_t	ctrl;
	bool		frozen;		/* its CPU sleeps, and it with it */
	uint64_t	frozen_at;	/* count */
};

static struct unit {
	struct sim_model model;		/* first */
	struct sim_simtimer is;
	struct bank	 bank[PORT_CPUS];
} units[SIM_SIMTIMERS];

static const char *const names[SIM_SIMTIMERS] = {
	"simtimer", "simtimer1", "simtimer2"
};

static struct unit *
unit_of(struct sim_model *m)
{
	return (struct unit *)(void *)m;
}

static struct bank *
unit_bank(struct sim_model *m, unsigned reg)
{
	unsigned i;

	i = (reg - SIMTIMER_BANK(0)) / BANK_SIZE;
	CHECK(i < PORT_CPUS);
	return &unit_of(m)->bank[i];
}

static uint64_t
unit_read(const struct unit *u, unsigned reg)
{
	switch (reg) {
	case SIMTIMER_FREQ:
		return u->model.state == SIM_NONSENSE ? 0 :
		    u->model.clock.frequency;
	case SIMTIMER_COUNT:
		return sim_clock_now(&u->model.clock);
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
	case SIMTIMER_UNIT:
		return (uint64_t)(u - units);
	case SIMTIMER_TC_FREQ:
		return u->model.counter.frequency;
	case SIMTIMER_TC_COUNT:
		return sim_clock_now(&u->model.counter) &
		    UINT64_MAX >> (64 - u->is.width);
	default:
		return 0;
	}
}

static uint64_t
simtimer_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	const struct bank *b;

	(void)bytes;
	if (reg < SIMTIMER_BANK(0))
		return unit_read(unit_of(m), reg);
	b = unit_bank(m, reg);
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
simtimer_write(struct sim_model *m, unsigned reg, unsigned bytes,
    uint64_t value)
{
	struct bank *b;

	(void)bytes;
	if (reg < SIMTIMER_BANK(0))
		return;			/* read-only */
	b = unit_bank(m, reg);
	switch ((reg - SIMTIMER_BANK(0)) % BANK_SIZE) {
	case SIMTIMER_COMPARE:
		b->compare = value;
		break;
	case SIMTIMER_PERIOD:
		set_period(unit_of(m), b, value);
		break;
	case SIMTIMER_CTRL:
		b->ctrl = (uint32_t)value;
		break;
	default:
		break;
	}
}

static int64_t
simtimer_due(const struct sim_model *m, unsigned output)
{
	const struct bank *b;

	b = &((const struct unit *)(const void *)m)->bank[output];
	if ((b->ctrl & SIMTIMER_ENABLE) == 0 || b->frozen)
		return INT64_MAX;
	return sim_clock_when(&m->clock, b->compare);
}

static void
simtimer_fire(struct sim_model *m, unsigned output)
{
	struct bank *b;

	b = &unit_of(m)->bank[output];
	if ((b->ctrl & SIMTIMER_REPEAT) != 0)
		b->compare += b->period;
	else
		b->ctrl &= ~SIMTIMER_ENABLE;
}

/* A timer that stops in sleep goes on from where it stood. */
static void
simtimer_sleep(struct sim_model *m, unsigned cpu, bool asleep)
{
	struct bank *b;
	uint64_t count;

	b = &unit_of(m)->bank[cpu];
	if (asleep ? !m->stops : !b->frozen)
		return;
	count = sim_clock_now(&m->clock);
	if (asleep)
		b->frozen_at = count;
	else
		b->compare += count - b->frozen_at;
	b->frozen = asleep;
}

void
sim_simtimer_add(unsigned unit, const struct sim_simtimer *is)
{
	struct unit *u;
	unsigned i;

	CHECK(unit < SIM_SIMTIMERS);
	u = &units[unit];
	*u = (struct unit){ .is = *is, .model = {
		.name = names[unit],
		.base = SIM_SIMTIMER_BASE + unit * SIM_SIMTIMER_STRIDE,
		.size = SIMTIMER_SIZE(PORT_CPUS),
		.widths = 4 | 8,
		.outputs = PORT_CPUS,
		.clock = { .frequency = is->frequency },
		.counter = { .frequency = is->counter, .count = is->start },
		.stops = (is->features & SIMTIMER_C3STOP) != 0,
		.read = simtimer_read,
		.write = simtimer_write,
		.due = simtimer_due,
		.fire = simtimer_fire,
		.sleep = simtimer_sleep,
	} };
	for (i = 0; i < PORT_CPUS; i++) {
		u->model.output[i].line = SIM_SIMTIMER_LINE + unit;
		u->model.output[i].cpu = (is->features & SIMTIMER_PERCPU) !=
		    0 ? i : SIM_ANY_CPU;
	}
	sim_model_attach(&u->model);
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

/* The spare: the third unit, which nobody takes who has another. */
#define SPARE	2u

static void
spare_power_on(void)
{
	struct sim_simtimer is;

	sim_simtimer_ideal(&is, (uint64_t)NSEC_PER_SEC);
	is.quality = 1;
	is.width = 0;
	sim_simtimer_add(SPARE, &is);
}

static int
spare_attach(void)
{
	return simtimer_attach(SIM_SIMTIMER_BASE + SPARE * SIM_SIMTIMER_STRIDE,
	    SIM_SIMTIMER_LINE + SPARE);
}

const struct sim_board simtimer_board = {
	.name = "simtimer",
	.timer = "simtimer2",
	.flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,
	.quality = 1,
	.frequency = NSEC_PER_SEC,
	.min = 1,
	.max = 60 * NSEC_PER_SEC,
	.timed = true,
	.first = true,
	.claims = true,
	.power_on = spare_power_on,
	.attach = spare_attach,
};
