/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * i8254_model.c - the three counters of a programmable interval timer.
 *
 * Intel 8254 data sheet (231164-005): control word format; write operations;
 * counter latch command; read-back command and status byte; mode definitions
 * 0, 2, 3 and 4; operation common to all modes.  As on a PC all gates are
 * high, so modes 1 and 5, which wait for one to rise, do nothing.  Decimal
 * counting is not modelled.
 *
 * Time is in edges of CLK since power-on.  A count that is written is loaded
 * with the next edge, or, while modes 2 and 3 run, at the end of the cycle.
 *
 * Output	OUT of counter 0, on its rising edge.  Power-on leaves it low
 *		("undefined" says the data sheet), as the firmware may.
 *
 * Known to misbehave: the timers of Cyrix 5510 and 5520, which forget what
 * was latched.
 */
#include "eventtimer/timeet.h"
#include "hal/acpi_pm_reg.h"
#include "hal/drivers.h"
#include "hal/i8254_reg.h"
#include "lib/check.h"
#include "lib/math64.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

#define COUNTERS	3u
#define NEVER		UINT64_MAX

struct counter {
	uint8_t		control;	/* as the status shows it */
	uint32_t	low;		/* the byte that was written first, */
	bool		half;		/* and the other is to come */
	uint32_t	written;	/* 1..65536 */
	bool		waiting;	/* for the end of the cycle */

	bool		counting;
	uint64_t	from;		/* the edge that loads, or did */
	uint32_t	loaded;		/* what is counted down from */

	uint64_t	rise;		/* the next edge that OUT rises with */
	bool		expired;	/* mode 0: it has */
	bool		at_once;	/* the mode alone made it rise */

	bool		status_held, count_held;
	uint8_t		status;
	uint32_t	count;
	bool		second;		/* the byte that is read next */
};

static struct pit_chip {
	struct sim_model model;		/* first */
	struct counter	 c[COUNTERS];
	bool		 forgets;
} chip;

static uint64_t
edges(const struct sim_model *m)
{
	return sim_clock_now(&m->clock);
}

static unsigned
mode_of(const struct counter *c)
{
	const unsigned mode = c->control & 0x0eu;

	return mode > 0x0a ? mode & 0x06u : mode;	/* X10, X11 */
}

static bool
repeats(const struct counter *c)
{
	return mode_of(c) == I8254_RATE || mode_of(c) == I8254_SQUARE;
}

/* Modes 2 and 3: make `from` the edge that this cycle began with. */
static void
settle(struct counter *c, uint64_t now)
{
	uint64_t rest;

	if (!c->counting || now < c->from || !repeats(c))
		return;
	if (c->waiting && now - c->from >= c->loaded) {
		c->from += c->loaded;
		c->loaded = c->written;
		c->waiting = false;
	}
	(void)div64(now - c->from, c->loaded, &rest);
	c->from = now - rest;
}

/* The count, 16 bits; before anything is loaded it is "undefined". */
static uint32_t
count_of(struct counter *c, uint64_t now)
{
	uint32_t gone, half;

	settle(c, now);
	if (!c->counting || now < c->from)
		return 0;
	gone = (uint32_t)(now - c->from);
	if (mode_of(c) == I8254_SQUARE) {
		half = (c->loaded + 1) / 2;
		gone = 2 * (gone < half ? gone : gone - half);
		return ((c->loaded & ~1u) - gone) & 0xffff;
	}
	return (c->loaded - gone) & 0xffff;
}

static bool
is_high(struct counter *c, uint64_t now)
{
	uint64_t gone;

	settle(c, now);
	if (!c->counting || now < c->from)
		return mode_of(c) != I8254_COUNT_DOWN;
	gone = now - c->from;
	switch (mode_of(c)) {
	case I8254_COUNT_DOWN:
		return c->expired || gone >= c->loaded;
	case I8254_RATE:
		return gone != c->loaded - 1;
	case I8254_SQUARE:
		return gone < (c->loaded + 1) / 2;
	default:
		return gone != c->loaded;
	}
}

/* The status as the read-back command holds it. */
static uint8_t
status_of(struct counter *c, uint64_t now)
{
	uint8_t status;

	status = c->control;
	if (is_high(c, now))
		status |= I8254_OUT;
	if (!c->counting || now < c->from || c->waiting)
		status |= I8254_NULL;
	return status;
}

/* What is held is kept until it is read, whatever is asked for meanwhile. */
static void
hold_count(struct counter *c, uint64_t now)
{
	if (c->count_held || chip.forgets || chip.model.state == SIM_NONSENSE)
		return;
	c->count = count_of(c, now);
	c->count_held = true;
}

static void
hold_status(struct counter *c, uint64_t now)
{
	if (c->status_held)
		return;
	c->status = status_of(c, now);
	c->status_held = true;
}

static void
read_back(unsigned command, uint64_t now)
{
	unsigned i;

	for (i = 0; i < COUNTERS; i++) {
		if ((command & I8254_OF(i)) == 0)
			continue;
		if ((command & I8254_NO_COUNT) == 0)
			hold_count(&chip.c[i], now);
		if ((command & I8254_NO_STATUS) == 0)
			hold_status(&chip.c[i], now);
	}
}

/* Modes 1 and 5 wait for a gate that never rises. */
static void
load(struct counter *c, uint64_t now)
{
	if (c->counting && repeats(c) && now >= c->from) {
		settle(c, now);
		c->waiting = true;
		return;
	}
	if (mode_of(c) == 0x02 || mode_of(c) == 0x0a)
		return;
	c->counting = true;
	c->expired = false;
	c->loaded = c->written;
	c->from = now + 1;
	c->rise = c->from + c->loaded;
	if (mode_of(c) == I8254_STROBE)
		c->rise++;
}

static void
set_mode(struct counter *c, uint8_t control, uint64_t now)
{
	bool was_high;

	CHECK((control & I8254_BCD) == 0);
	was_high = is_high(c, now);
	*c = (struct counter){ .control = control & 0x3f, .rise = NEVER };
	c->at_once = !was_high && is_high(c, now);
}

static void
write_control(uint8_t value, uint64_t now)
{
	struct counter *c;

	if ((value & I8254_READ_BACK) == I8254_READ_BACK) {
		read_back(value, now);
		return;
	}
	c = &chip.c[value >> 6];
	if ((value & I8254_BOTH) == I8254_LATCH)
		hold_count(c, now);
	else
		set_mode(c, value, now);
}

/* In mode 0 the first of two bytes stops the counter. */
static void
write_count(struct counter *c, uint8_t value, uint64_t now)
{
	switch (c->control & I8254_BOTH) {
	case I8254_LOW:
		c->written = value;
		break;
	case I8254_HIGH:
		c->written = (uint32_t)value << 8;
		break;
	default:
		c->half = !c->half;
		if (c->half) {
			c->low = value;
			if (mode_of(c) == I8254_COUNT_DOWN)
				c->counting = false;
			return;
		}
		c->written = (uint32_t)value << 8 | c->low;
		break;
	}
	if (c->written == 0)
		c->written = 65536;
	load(c, now);
}

static void
pit_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t value)
{
	CHECK(bytes == 1);
	if (reg == I8254_CONTROL)
		write_control((uint8_t)value, edges(m));
	else
		write_count(&chip.c[reg], (uint8_t)value, edges(m));
}

static uint8_t
read_count(struct counter *c, uint64_t now)
{
	const unsigned bytes = c->control & I8254_BOTH;
	uint32_t count;
	bool high;

	count = c->count_held ? c->count : count_of(c, now);
	high = bytes == I8254_HIGH || (bytes == I8254_BOTH && c->second);
	c->second = bytes == I8254_BOTH && !c->second;
	if (!c->second)
		c->count_held = false;
	return (uint8_t)(high ? count >> 8 : count);
}

/* The control register cannot be read. */
static uint64_t
pit_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	struct counter *c;

	CHECK(bytes == 1);
	if (reg == I8254_CONTROL)
		return 0xff;
	c = &chip.c[reg];
	if (!c->status_held)
		return read_count(c, edges(m));
	c->status_held = false;
	return c->status;
}

static int64_t
pit_due(const struct sim_model *m, unsigned output)
{
	const struct counter *c;

	(void)output;
	c = &chip.c[0];
	if (c->at_once)
		return m->clock.since;
	return !c->counting || c->rise == NEVER ? INT64_MAX :
	    sim_clock_when(&m->clock, c->rise);
}

/* An edge that comes too early or too late is made up for by the next. */
static void
pit_fire(struct sim_model *m, unsigned output)
{
	struct counter *c;
	uint64_t end;

	(void)output;
	c = &chip.c[0];
	if (c->at_once) {
		c->at_once = false;
		return;
	}
	if (!repeats(c)) {
		c->expired = true;
		c->rise = NEVER;
		return;
	}
	settle(c, edges(m));
	end = c->from + c->loaded;
	if (c->rise >= end)
		end += c->waiting ? c->written : c->loaded;
	c->rise = end;
}

void
sim_i8254_add(void)
{
	unsigned i;

	chip = (struct pit_chip){ .model = {
		.name = "i8254",
		.base = SIM_I8254_BASE,
		.size = I8254_SIZE,
		.widths = 1,
		.outputs = 1,
		.output[0] = { .cpu = SIM_ANY_CPU, .line = SIM_I8254_LINE },
		.clock = { .frequency = I8254_HZ },
		.read = pit_read,
		.write = pit_write,
		.due = pit_due,
		.fire = pit_fire,
	} };
	for (i = 0; i < COUNTERS; i++)
		chip.c[i].rise = NEVER;
	sim_model_attach(&chip.model);
}

void
sim_i8254_forgets(bool forgets)
{
	chip.forgets = forgets;
}

static void
power_on(void)
{
	sim_i8254_add();
	sim_acpi_pm_add(24);
}

static int
attach(void)
{
	(void)acpi_pm_attach(SIM_ACPI_PM_BASE);
	return i8254_attach(SIM_I8254_BASE, SIM_I8254_LINE);
}

static int
attach_alone(void)
{
	return i8254_attach_alone(SIM_I8254_BASE, SIM_I8254_LINE);
}

const struct sim_board i8254_board = {
	.name = "i8254",
	.timer = "i8254",
	.flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT,
	.quality = 100,
	.frequency = I8254_HZ,
	.min = 1677,			/* 2 cycles */
	.max = 54923724,		/* 0xfffe cycles */
	.status = true,			/* one-shot */
	.claims = true,			/* what it had latched */
	.counter = "ACPI-fast",
	.counter_frequency = ACPI_PM_HZ,
	.counter_width = 24,
	.counter_quality = 900,
	.res = 839,
	.late = 1957,			/* 2 cycles, 1 of the counter */
	.power_on = power_on,
	.attach = attach,
};

const struct sim_board i8254_alone_board = {
	.name = "i8254-alone",
	.timer = "i8254",
	.flags = ET_FLAGS_PERIODIC,
	.quality = 100,
	.frequency = I8254_HZ,
	.min = 1677,
	.max = 54923724,
	.claims = true,
	.counter = "i8254",
	.counter_frequency = I8254_HZ,
	.counter_width = 32,
	.counter_quality = 0,
	.ticks = true,
	.res = 500343,
	.late = 1001000,	/* two ticks of 2000 Hz: one has begun before */
	.power_on = sim_i8254_add,
	.attach = attach_alone,
};
