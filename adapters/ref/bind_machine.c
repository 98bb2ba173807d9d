/* SPDX-License-Identifier: BSD-2-Clause */
/* bind_machine.c - the verbs without an object, on the reference. */
#include <limits.h>

#include "port/port.h"
#include "ref/ref.h"
#include "sim/sim.h"

/* Sleep until somebody wakes this thread. */
void
machine_park(struct agent_call *c)
{
	(void)c;
	(void)port_block();
}

void
machine_wake(struct agent_call *c)
{
	int i;

	i = agent_thread_find(c->agent, agent_operand(c, 0));
	if (i < 0)
		agent_fail(c, "ESRCH");
	else
		port_wake(agent_thread_ctx(c->agent, (unsigned)i)->port);
}

/* The CPU that a step names; a word is none that exists. */
static unsigned
cpu_of(struct agent_call *c)
{
	const char *w;
	int64_t cpu;

	w = agent_operand(c, 0);
	return w != NULL && agent_number(w, &cpu) ? (unsigned)cpu : UINT_MAX;
}

static void
answer(struct agent_call *c, int error)
{
	if (error != 0)
		ref_fail(c, error);
}

void
machine_cpu_off(struct agent_call *c)
{
	answer(c, sim_cpu_off(cpu_of(c)));
}

void
machine_cpu_on(struct agent_call *c)
{
	answer(c, sim_cpu_on(cpu_of(c)));
}
