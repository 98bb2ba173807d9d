/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * agent.c - one agent: its making, its runs, and what targets ask of it.
 *
 * States of an agent:
 *
 *	empty --load--> loaded --begin--> running --close--> closed
 *	  ^               ^                                     |
 *	  +---- reset ----+------------- end of the run --------+
 *
 * `running` lets records in; `closed` keeps steps and callbacks out but not
 * notes.  agent_begin() sets back all that a run changes, so that a scenario
 * can run any number of times, each with a new log.
 */
#include "agent/core.h"

size_t
agent_size(void)
{
	return sizeof(struct agent);
}

void
agent_init(struct agent *a, const struct agent_target *target,
    const char *name, agent_out *out, void *outarg)
{
	agent_clear(a, sizeof(*a));
	a->target = target;
	a->name = name != NULL ? name : target->name;
	a->out = out;
	a->outarg = outarg;
	a->launch = agent_run;
	agent_forget(a);
}

void
agent_set_launch(struct agent *a, agent_launch *launch)
{
	a->launch = launch;
}

void
agent_set_ahead(struct agent *a)
{
	a->ahead = true;
}

/*
 * A run.
 */

static void
begin_objects(struct agent *a)
{
	struct agent_obj *e;
	unsigned i, ev;

	for (i = 0; i < a->nelems; i++) {
		e = &a->elems[i];
		e->clock = AGENT_MONO;
		e->handle = -1;
		e->ready = false;
		e->priv = NULL;
		e->merging = 0;
		e->open = -1;
		e->left = e->asked = 0;
		e->asked_by = NULL;
		for (ev = 0; ev < AGENT_EVENTS; ev++)
			e->calls[ev] = 0;
	}
}

static void
begin_gauge(struct agent_gauge *g)
{
	char name[AGENT_NAME];

	agent_copy_name(name, g->name);
	agent_clear(g, sizeof(*g));
	agent_copy_name(g->name, name);
	g->lo = INT32_MAX;
	g->hi = INT32_MIN;
}

static void
begin_tables(struct agent *a)
{
	unsigned i;

	for (i = 0; i < a->nsteps; i++)
		a->steps[i].open = -1;
	for (i = 0; i < a->nmarks; i++)
		a->marks[i].n = 0;
	for (i = 0; i < a->nbarriers; i++)
		a->barriers[i].n = 0;
	for (i = 0; i < a->ngauges; i++)
		begin_gauge(&a->gauges[i]);
	for (i = 0; i < a->nwatches; i++)
		a->watches[i].n = 0;
	for (i = 0; i < a->nscripts; i++)
		a->scripts[i].merging = 0;
	for (i = 0; i < a->nflows; i++) {
		agent_clear(&a->flows[i].ctx, sizeof(a->flows[i].ctx));
		a->flows[i].ctx.agent = a;
		a->flows[i].ctx.thread = i;
	}
}

void
agent_begin(struct agent *a)
{
	agent_log_forget(a);
	a->nwords = a->lost = 0;
	a->closed = a->started = a->arrived = a->changes = 0;
	begin_objects(a);
	begin_tables(a);
	agent_poke(&a->running, 1);
	agent_log_first(a);
	a->closed_at = 0;
}

const char *
agent_run(struct agent *a)
{
	(void)a->target->run(a);
	agent_close(a);
	return "done";
}

void
agent_end(struct agent *a)
{
	agent_poke(&a->running, 0);
}

/*
 * What targets ask.
 */

unsigned
agent_threads(const struct agent *a)
{
	return a->nflows;
}

int
agent_thread_cpu(const struct agent *a, unsigned i)
{
	return a->flows[i].cpu;
}

int
agent_thread_prio(const struct agent *a, unsigned i)
{
	return a->flows[i].prio;
}

const char *
agent_thread_name(const struct agent *a, unsigned i)
{
	return a->flows[i].name;
}

struct agent_ctx *
agent_thread_ctx(struct agent *a, unsigned i)
{
	return &a->flows[i].ctx;
}

struct agent_obj *
agent_objects(struct agent *a, unsigned *n)
{
	*n = a->nelems;
	return a->elems;
}

const struct agent_target *
agent_target(const struct agent *a)
{
	return a->target;
}

int64_t
agent_span(const struct agent *a)
{
	return a->span;
}

int64_t
agent_grace(const struct agent *a)
{
	return a->grace;
}

int64_t
agent_origin(const struct agent *a, int clk)
{
	return a->origin[clk];
}
