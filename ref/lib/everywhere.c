/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * everywhere.c - have every CPU do something, and wait until all have.
 *
 * One lock serves all: the last CPU wakes the caller with it held, so the
 * caller, who must take it too, cannot give up its stack under that CPU.
 */
#include "lib/everywhere.h"

#include "lib/check.h"
#include "lib/waitq.h"

/* A call that is under way; lives on the caller's stack. */
struct errand {
	port_handler	*handler;
	void		*arg;
	unsigned	 left;		/* CPUs; everywhere_lock */
	struct waitq	 done;		/* everywhere_lock */
};

static struct port_spin everywhere_lock;

static void
errand_done(struct errand *e)
{
	bool s;

	s = port_spin_lock(&everywhere_lock);
	if (--e->left == 0)
		waitq_wake(&e->done);
	port_spin_unlock(&everywhere_lock, s);
}

static void
errand_here(void *arg)
{
	struct errand *e;

	e = arg;
	e->handler(e->arg);
	errand_done(e);
}

void
everywhere(port_handler *handler, void *arg)
{
	struct errand e = { handler, arg, port_cpus(), { NULL } };
	unsigned cpu;
	bool s;

	CHECK(!port_in_interrupt());
	for (cpu = 0; cpu < port_cpus(); cpu++) {
		if (port_cpu_online(cpu))
			port_cpu_call(cpu, errand_here, &e);
		else
			errand_done(&e);
	}
	s = port_spin_lock(&everywhere_lock);
	while (e.left != 0)
		(void)waitq_sleep(&e.done, &everywhere_lock, &s);
	port_spin_unlock(&everywhere_lock, s);
}
