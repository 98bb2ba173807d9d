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
hal_attach(struct eventtimer *et, struct timecounter *tc, unsigned line,
    port_handler *handler)
{
	int error;

	error = et_register(et);
	if (error != 0)
		return error;
	error = tc != NULL ? tc_init(tc) : 0;		/* [HAL-COUNT-1] */
	if (error != 0)
		(void)et_deregister(et);
	else
		port_intr_connect(line, handler, et);
	return error;
}

int
hal_refuse(const char *device, int error)
{
	EVENT(HAL_REFUSE, device, error);
	return error;
}

/* How far it goes on behind a delay. */
static uint64_t
counted(timecounter_get_t *count, struct timecounter *tc, int64_t ns)
{
	uint64_t from;

	from = count(tc);
	port_delay(ns);
	return count(tc) - from;
}

bool
hal_stands(timecounter_get_t *count, struct timecounter *tc, int64_t ns)
{
	return counted(count, tc, ns) == 0;
}

uint64_t
hal_measure(timecounter_get_t *count, struct timecounter *tc, uint64_t mask)
{
	uint64_t least, n;
	unsigned i;

	least = UINT64_MAX;
	for (i = 0; i < TIMES; i++) {
		n = counted(count, tc, MEASURE) & mask;
		least = n < least ? n : least;
	}
	return least == 0 ? 0 : muldiv64_up(least + 1,
	    (uint64_t)NSEC_PER_SEC, (uint64_t)MEASURE);
}
