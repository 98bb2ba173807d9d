/* SPDX-License-Identifier: BSD-2-Clause */
/* hal.c - see hal.h. */
#include "hal/hal.h"

#include "lib/event.h"
#include "lib/math64.h"

#define MEASURE	(10 * NSEC_PER_MSEC)
#define TIMES	3u

uint64_t
hal_ticks(uint64_t frequency, sbintime_t t)
{
	return muldiv64_up((uint64_t)sbttons(t), frequency,
	    (uint64_t)NSEC_PER_SEC);
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

static uint64_t
counted(uint64_t (*count)(void *), void *arg, uint64_t mask)
{
	uint64_t from;

	from = count(arg);
	port_delay(MEASURE);
	return (count(arg) - from) & mask;
}

uint64_t
hal_measure(uint64_t (*count)(void *), void *arg, uint64_t mask)
{
	uint64_t least, n;
	unsigned i;

	least = UINT64_MAX;
	for (i = 0; i < TIMES; i++) {
		n = counted(count, arg, mask);
		least = n < least ? n : least;
	}
	return least == 0 ? 0 : muldiv64_up(least + 1,
	    (uint64_t)NSEC_PER_SEC, (uint64_t)MEASURE);
}
