/* SPDX-License-Identifier: BSD-2-Clause */
/* hal.c - see hal.h. */
#include "hal/hal.h"

#include "lib/event.h"
#include "lib/math64.h"

#define MEASURE	(10 * NSEC_PER_MSEC)

uint64_t
hal_ticks(uint64_t frequency, sbintime_t t)
{
	return muldiv64_up((uint64_t)sbttons(t), frequency,
	    (uint64_t)NSEC_PER_SEC);
}

/* The most time that so many cycles are sure to last, within sbintime_t. */
static sbintime_t
least_of(uint64_t cycles, uint64_t frequency)
{
	const uint64_t end = (uint64_t)sbttons(SBT_MAX);
	uint64_t ns;

	ns = muldiv64_down(cycles, (uint64_t)NSEC_PER_SEC, frequency);
	return nstosbt((int64_t)(ns < end ? ns : end));
}

void
hal_range(struct eventtimer *et, uint64_t min, uint64_t max)
{
	et->et_min_period = nstosbt((int64_t)muldiv64_up(min,
	    (uint64_t)NSEC_PER_SEC, et->et_frequency));
	et->et_max_period = least_of(max, et->et_frequency);
}

int
hal_attach(struct eventtimer *et, unsigned line, port_handler *handler)
{
	int error;

	error = et_register(et);
	if (error == 0)
		port_intr_connect(line, handler, et);
	return error;
}

int
hal_refuse(const char *device, int error)
{
	EVENT(HAL_REFUSE, device, error);
	return error;
}

uint64_t
hal_measure(uint64_t (*count)(void *), void *arg, uint64_t mask)
{
	uint64_t from, n;

	from = count(arg);
	port_delay(MEASURE);
	n = (count(arg) - from) & mask;
	return n == 0 ? 0 : muldiv64_up(n + 1, (uint64_t)NSEC_PER_SEC,
	    (uint64_t)MEASURE);
}
