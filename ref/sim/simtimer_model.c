/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * simtimer_model.c - the ideal timer's registers.
 *
 * One counter of 64 bits, one comparator for each CPU, exact.  When the
 * counter is at or past COMPARE and the bank is enabled, the CPU's line is
 * raised; then a repeating bank moves COMPARE on by PERIOD, and any other
 * is disabled.  There is no data sheet: hal/simtimer_reg.h is the
 * description.
 */
#include "sim/sim.h"

#include "hal/simtimer_reg.h"
#include "lib/check.h"
#include "lib/math64.h"
#include "lib/types.h"

#define BANK_SIZE	(SIMTIMER_BANK(1) - SIMTIMER_BANK(0))

struct bank {
	uint64_t	compare;
	uint64_t	period;
	uint32_t	ctrl;
};

static struct {
	uint64_t	frequency;
	struct bank	bank[PORT_CPUS];
} model;

static uint64_t
model_count(int64_t now)
{
	return muldiv64_down((uint64_t)now, model.frequency,
	    (uint64_t)NSEC_PER_SEC);
}

static struct bank *
model_bank(unsigned reg)
{
	unsigned i;

	i = (reg - SIMTIMER_BANK(0)) / BANK_SIZE;
	CHECK(i < PORT_CPUS);
	return &model.bank[i];
}

static uint64_t
model_read(void *softc, unsigned reg, unsigned bytes)
{
	struct bank *b;

	(void)softc;
	(void)bytes;
	if (reg == SIMTIMER_FREQ)
		return model.frequency;
	if (reg == SIMTIMER_COUNT)
		return model_count(sim_now());
	b = model_bank(reg);
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

static void
model_write(void *softc, unsigned reg, unsigned bytes, uint64_t value)
{
	struct bank *b;

	(void)softc;
	(void)bytes;
	if (reg < SIMTIMER_BANK(0))
		return;			/* read-only */
	b = model_bank(reg);
	switch ((reg - SIMTIMER_BANK(0)) % BANK_SIZE) {
	case SIMTIMER_COMPARE:
		b->compare = value;
		break;
	case SIMTIMER_PERIOD:
		b->period = value;
		break;
	case SIMTIMER_CTRL:
		b->ctrl = (uint32_t)value;
		break;
	default:
		break;
	}
}

/* The first instant at which the counter shows a bank's compare value. */
static int64_t
model_next(void *softc)
{
	int64_t next;
	uint64_t at;
	unsigned i;

	(void)softc;
	next = INT64_MAX;
	for (i = 0; i < PORT_CPUS; i++) {
		if ((model.bank[i].ctrl & SIMTIMER_ENABLE) == 0)
			continue;
		at = muldiv64_up(model.bank[i].compare,
		    (uint64_t)NSEC_PER_SEC, model.frequency);
		if (at < (uint64_t)next)
			next = (int64_t)at;
	}
	return next;
}

static void
model_act(void *softc, int64_t now)
{
	struct bank *b;
	unsigned i;

	(void)softc;
	for (i = 0; i < PORT_CPUS; i++) {
		b = &model.bank[i];
		if ((b->ctrl & SIMTIMER_ENABLE) == 0 ||
		    model_count(now) < b->compare)
			continue;
		if ((b->ctrl & SIMTIMER_REPEAT) != 0)
			b->compare += b->period;
		else
			b->ctrl &= ~SIMTIMER_ENABLE;
		sim_raise(i, SIM_SIMTIMER_LINE);
	}
}

void
sim_simtimer_model(uint64_t frequency)
{
	static const struct sim_device device = {
		.base = SIM_SIMTIMER_BASE,
		.size = SIMTIMER_SIZE(PORT_CPUS),
		.read = model_read,
		.write = model_write,
		.next = model_next,
		.act = model_act,
	};
	unsigned i;

	model.frequency = frequency;
	for (i = 0; i < PORT_CPUS; i++)
		model.bank[i].ctrl = 0;
	sim_attach(&device);
}
