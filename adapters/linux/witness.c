/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * witness.c - did the machine let us run?
 *
 * What		A result can be held against the kernel's timers only if the
 *		scenario got its CPUs when it wanted them.  Two kinds of
 *		disturbance are looked for while it runs; each one found is
 *		one record `~ witness gap=NS`, NS the time that was lost.
 *
 *		A CPU that stood still: on every CPU that the scenario uses a
 *		witness sleeps WITNESS_STEP at a time, and wakes up late.
 *		That is a virtual machine whose host had other plans, or an
 *		interrupt that took long.
 *
 *		A thread that was not let in: the kernel counts how long each
 *		thread has waited for a CPU (schedstat), and the supervisor
 *		sees the count jump.  That is a busy machine.  Where the
 *		kernel does not count, the witnesses must suffice.
 *
 * Limits	Cases keep 5 ms between steps and due times; a sleeper that
 *		steps by 1 ms sees a stall of that length from 4 ms on.
 *		WITNESS_NOTES records make any result worthless, so no more
 *		are written.
 *
 *		A witness wakes its CPU a thousand times a second, and so
 *		bounds how late an expiry can be that the kernel has lost.
 *		Lateness is measured on a wall clock, never judged.
 */
#define	_GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "linux/linux.h"

#define	WITNESS_STEP	1000000		/* ns */
#define	WITNESS_GAP	4000000
#define	WITNESS_NOTES	8

static struct agent *agent;
static _Atomic unsigned notes;

/* The threads of the scenario: schedstat, and what it said last. */
static struct {
	_Atomic int fd;		/* descriptor + 1, 0 none */
	int64_t waited;
} flows[AGENT_THREADS];

static void
note(int64_t gap)
{
	if (gap > WITNESS_GAP && agent_started(agent) &&
	    atomic_fetch_add(&notes, 1) < WITNESS_NOTES)
		agent_note_int(agent, "witness", "gap", gap);
}

/* How long has this thread waited for a CPU, in all? */
static int64_t
waited(int fd)
{
	char text[64], *end;
	ssize_t n = pread(fd, text, sizeof text - 1, 0);

	if (n <= 0)
		return 0;
	text[n] = '\0';
	(void)strtoll(text, &end, 10);		/* time on a CPU */
	return strtoll(end, NULL, 10);
}

static void
look(unsigned i)
{
	int fd = atomic_load(&flows[i].fd) - 1;
	int64_t now;

	if (fd < 0)
		return;
	now = waited(fd);
	note(now - flows[i].waited);
	flows[i].waited = now;
}

/* Called by thread i of the scenario, before anything else. */
void
witness_join(unsigned i)
{
	int fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);

	atomic_store(&flows[i].fd, fd + 1);
}

static void
sleep_step(void)
{
	int64_t asked = linux_now() + WITNESS_STEP;

	sleep_until(asked);
	note(linux_now() - asked);
}

/* The supervisor's turn: it is a witness itself, and watches the threads. */
void
witness_step(void)
{
	unsigned i;

	sleep_step();
	for (i = 0; i < AGENT_THREADS; i++)
		look(i);
}

static void *
witness_main(void *arg)
{
	cpu_pin((unsigned)(uintptr_t)arg);
	while (!agent_closed(agent))
		sleep_step();
	return NULL;
}

void
witness_init(struct agent *a)
{
	agent = a;
}

/* One more witness, on this CPU. */
bool
witness_start(unsigned cpu)
{
	return thread_start(witness_main, (void *)(uintptr_t)cpu);
}
