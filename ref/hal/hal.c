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
