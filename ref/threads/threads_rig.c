/* SPDX-License-Identifier: BSD-2-Clause */
/* threads_rig.c - the machine of threads, as port_test.c drives it. */
#include "hosted/user.h"
#include "port/rig.h"
#include "threads/threads.h"

/* An end for what hangs; a loaded host takes its time over the rest. */
#define RIG_LIMIT	(INT64_C(8) * 1000000000)

void
rig_boot(unsigned cpus)
{
	threads_init(cpus);
}

unsigned
rig_run(void)
{
	return threads_run(RIG_LIMIT);
}

void
rig_spend(int64_t ns)
{
	threads_sleep(ns);
}

int64_t
rig_now(void)
{
	return threads_now();
}

void
rig_raise(unsigned cpu, unsigned line)
{
	threads_raise(cpu, line);
}

void
rig_fail_alloc(unsigned nth)
{
	threads_fail_alloc(nth);
}

void *
rig_bad_address(void)
{
	return user_bad_address();
}

void
rig_watch(void (*watch)(unsigned, const void *, int64_t))
{
	threads_on_event = watch;
}
