/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * simtimer.c - driver of the ideal timer that ref/sim models.
 *
 * What		Units with comparators, one for each CPU or one for all, and
 *		a counter.  The driver is as a driver of real hardware would
 *		be; only the device is simple: wide, exact, never late.
 *
 * Why this way	The distance that the glue gives becomes an absolute compare
 *		value.  The comparator triggers on "at or past", so a value
 *		that has gone by while it was being written is not missed.
 *		What a unit can do it says in its registers, so that one
 *		driver serves them all.
 *
 * Model	A unit of 32768 Hz that divides by powers of two, asked for a
 *		period of 1/100 s: 327.68 ticks, which is 328, which is no
 *		power of two: 512 ticks, 1/64 s.  Whoever wants another rate
 *		rounds it first, as tick does.
 *
 * Contexts	start and stop act on the CPU that calls; the interrupt comes
 *		to the CPU whose bank it is, and that of a unit without banks
 *		for CPUs to CPU 0.
 */
#include "hal/simtimer.h"

#include "hal/hal.h"
#include "hal/io.h"
#include "hal/simtimer_reg.h"
#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"

static struct simtimer {
	uintptr_t	 base;		/* 0: not attached */
	struct eventtimer et;
	struct timecounter tc;
} simtimers[SIMTIMER_UNITS];

static const char *const simtimer_names[SIMTIMER_UNITS] = {
	"simtimer", "simtimer1", "simtimer2"
};

/* How the registers and the structure name the same abilities. */
static const struct {
	uint32_t	 feature;
	int		 flag;
} simtimer_flags[] = {
	{ SIMTIMER_ONESHOT, ET_FLAGS_ONESHOT },
	{ SIMTIMER_PERIODIC, ET_FLAGS_PERIODIC },
	{ SIMTIMER_PERCPU, ET_FLAGS_PERCPU },
	{ SIMTIMER_C3STOP, ET_FLAGS_C3STOP },
	{ SIMTIMER_POW2DIV, ET_FLAGS_POW2DIV },
};

static uint64_t
simtimer_count(struct timecounter *tc)
{
	const struct simtimer *u;

	u = tc->tc_priv;
	return hal_read64(u->base, SIMTIMER_TC_COUNT);
}

static uint64_t
simtimer_period(const struct eventtimer *et, sbintime_t period)
{
	uint64_t ticks, pow2;

	ticks = hal_ticks(et->et_frequency, period);
	if ((et->et_flags & ET_FLAGS_POW2DIV) == 0)
		return ticks;
	for (pow2 = 1; pow2 < ticks; pow2 *= 2)
		continue;
	return pow2;
}

/*
 * The count to start from.  Where a tick is longer than the clock's, the one
 * that the counter shows has gone by in part, and does not count.  [ET-DRV-1]
 */
static uint64_t
simtimer_from(const struct simtimer *u)
{
	uint64_t count;

	count = hal_read64(u->base, SIMTIMER_COUNT);
	return u->et.et_frequency < (uint64_t)NSEC_PER_SEC ? count + 1 : count;
}

/* [ET-DRV-4] */
static unsigned
simtimer_bank(const struct eventtimer *et)
{
	return SIMTIMER_BANK((et->et_flags & ET_FLAGS_PERCPU) != 0 ?
	    port_cpu() : 0);
}

static int
simtimer_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	const struct simtimer *u;
	unsigned bank;
	uint32_t ctrl;

	u = et->et_priv;
	bank = simtimer_bank(et);
	ctrl = SIMTIMER_ENABLE;
	if (period != 0)
		ctrl |= SIMTIMER_REPEAT;
	if (first == 0)
		first = period;				/* [ET-DRV-2] */
	EVENT(HAL_PROGRAM, et, sbttons(first));
	hal_write32(u->base, bank + SIMTIMER_CTRL, 0);	/* [ET-DRV-3] */
	if (period != 0)
		hal_write64(u->base, bank + SIMTIMER_PERIOD,
		    simtimer_period(et, period));
	hal_write64(u->base, bank + SIMTIMER_COMPARE,
	    simtimer_from(u) + hal_ticks(et->et_frequency, first));
	hal_write32(u->base, bank + SIMTIMER_CTRL, ctrl);
	return 0;
}

static int
simtimer_stop(struct eventtimer *et)
{
	const struct simtimer *u;

	u = et->et_priv;
	hal_write32(u->base, simtimer_bank(et) + SIMTIMER_CTRL, 0);
	return 0;
}

static void
simtimer_intr(void *arg)
{
	struct eventtimer *et;

	et = arg;
	EVENT(HAL_INTR, et, 0);
	et_event(et);				/* [ET-EVENT-1] */
}

static int
simtimer_attach_et(struct simtimer *u, const char *name, unsigned line)
{
	struct eventtimer *et;
	uint32_t features;
	unsigned i;

	et = &u->et;
	et->et_name = name;
	features = hal_read32(u->base, SIMTIMER_FEATURES);
	et->et_flags = 0;
	for (i = 0; i < sizeof(simtimer_flags) / sizeof(simtimer_flags[0]);
	    i++) {
		if ((features & simtimer_flags[i].feature) != 0)
			et->et_flags |= simtimer_flags[i].flag;
	}
	et->et_quality = (int)(int32_t)hal_read32(u->base, SIMTIMER_QUALITY);
	et->et_frequency = hal_read64(u->base, SIMTIMER_FREQ);
	et->et_min_period = nstosbt((int64_t)hal_read64(u->base,
	    SIMTIMER_MIN));
	et->et_max_period = nstosbt((int64_t)hal_read64(u->base,
	    SIMTIMER_MAX));
	et->et_start = simtimer_start;
	et->et_stop = simtimer_stop;
	et->et_priv = u;
	return hal_attach(et, NULL, line, simtimer_intr);
}

static void
simtimer_attach_tc(struct simtimer *u, const char *name)
{
	struct timecounter *tc;
	uint32_t width;
	int error;

	width = hal_read32(u->base, SIMTIMER_TC_WIDTH);
	if (width == 0)
		return;
	tc = &u->tc;
	tc->tc_get_timecount = simtimer_count;
	tc->tc_counter_mask = UINT64_MAX >> (64 - width);
	tc->tc_frequency = hal_read64(u->base, SIMTIMER_TC_FREQ);
	tc->tc_name = name;
	tc->tc_quality = u->et.et_quality;
	tc->tc_priv = u;
	error = tc_init(tc);
	CHECK(error == 0);
}

void
simtimer_rate_changed(unsigned unit)
{
	struct simtimer *u;

	CHECK(unit < SIMTIMER_UNITS);
	u = &simtimers[unit];
	et_change_frequency(&u->et, hal_read64(u->base, SIMTIMER_FREQ));
}

/* Nobody answers with ones, and who has no clock counts nothing. */
static int
simtimer_probe(uintptr_t base)
{
	uint64_t frequency;

	frequency = hal_read64(base, SIMTIMER_FREQ);
	if (frequency == UINT64_MAX)
		return ENXIO;
	return frequency == 0 ? EDOM : 0;
}

int
simtimer_attach(uintptr_t base, unsigned line)
{
	uint32_t unit;
	int error;

	error = simtimer_probe(base);
	if (error != 0)
		return hal_refuse("simtimer", error);	/* [HAL-REFUSE-1] */
	unit = hal_read32(base, SIMTIMER_UNIT);
	CHECK(unit < SIMTIMER_UNITS && simtimers[unit].base == 0);
	simtimers[unit].base = base;
	error = simtimer_attach_et(&simtimers[unit], simtimer_names[unit],
	    line);
	simtimer_attach_tc(&simtimers[unit], simtimer_names[unit]);
	return error;
}
