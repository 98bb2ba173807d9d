/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * acpi_pm_model.c - the power management timer of an ACPI chip set.
 *
 * ACPI Specification 6.5, 4.8.3.3: runs in the working state, counts up at
 * 3.579545 MHz, 24 bits (or 32, where TMR_VAL_EXT of the FADT says so), the
 * bits above read as zeros; no write changes it.  What it shows at power-on
 * is anybody's guess: here it is about to wrap.  The interrupt at the change
 * of its highest bit, which is of the PM1 registers, is not modelled.
 *
 * Known to misbehave: the 82371AB (PIIX4) and the first ICH, whose errata
 * say that a read which meets a count is wrong.
 */
#include "eventtimer/timeet.h"
#include "hal/acpi_pm_reg.h"
#include "hal/drivers.h"
#include "lib/check.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

#define BEFORE_WRAP	0x10000u	/* 18 ms */

static struct pm_timer {
	struct sim_model model;		/* first */
	unsigned	 width;
	unsigned	 torn;		/* each so many-th read; 0: none */
	unsigned	 reads;
	unsigned	 bits;		/* which are new in the next torn one */
} timer;

/*
 * A carry runs through the count while it is read: of the bits that change,
 * some have and some have not.  A read that takes no time never meets one, so
 * the nearest is taken.
 */
static uint64_t
torn(struct pm_timer *t, uint64_t count)
{
	const uint64_t full = count | 0xff;
	const uint64_t change = full ^ (full + 1);

	t->bits = t->bits * 5 + 3;
	return full ^ (change & t->bits);
}

static uint64_t
pm_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	struct pm_timer *t;
	uint64_t count;

	(void)reg;
	(void)bytes;
	t = (struct pm_timer *)(void *)m;
	count = sim_clock_now(&m->counter);
	if (t->torn != 0 && ++t->reads % t->torn == 0)
		count = torn(t, count);
	return count & UINT64_MAX >> (64 - t->width);
}

static void
pm_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t value)
{
	(void)m;
	(void)reg;
	(void)bytes;
	(void)value;
}

void
sim_acpi_pm_add(unsigned width)
{
	timer = (struct pm_timer){ .width = width, .model = {
		.name = "ACPI-fast",
		.base = SIM_ACPI_PM_BASE,
		.size = ACPI_PM_SIZE,
		.widths = 4,
		.counter = { .frequency = ACPI_PM_HZ,
		    .count = (UINT64_C(1) << width) - BEFORE_WRAP },
		.read = pm_read,
		.write = pm_write,
	} };
	sim_model_attach(&timer.model);
}

void
sim_acpi_pm_torn(unsigned each)
{
	CHECK(each != 1 && each != 2);
	timer.torn = each;
}

/* What interrupts on such a machine is not on trial here. */
static void
power_on_24(void)
{
	sim_i8254_add();
	sim_acpi_pm_add(24);
}

static void
power_on_32(void)
{
	sim_i8254_add();
	sim_acpi_pm_add(32);
}

static int
attach(void)
{
	(void)i8254_attach(SIM_I8254_BASE, SIM_I8254_LINE);
	return acpi_pm_attach(SIM_ACPI_PM_BASE);
}

#define ACPI_PM_BOARD(called, on)					\
	.name = called,							\
	.counter = "ACPI-fast",						\
	.counter_frequency = ACPI_PM_HZ,				\
	.counter_width = 24,						\
	.counter_quality = 900,						\
	.res = 839,							\
	.late = 1957,		/* the i8254's */			\
	.power_on = (on),						\
	.attach = attach

const struct sim_board acpi_pm_board = {
	ACPI_PM_BOARD("acpi-pm", power_on_24)
};

const struct sim_board acpi_pm32_board = {
	ACPI_PM_BOARD("acpi-pm32", power_on_32)
};
