/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verbs.c - the verbs that are the same on every target: control, mask,
 * now, tally.
 *
 * Verbs of control change nothing in the system under test and write no
 * record, but `miss` when a limit ended them; `mark` writes one, because its
 * time orders contexts.  Every wait here has a limit: what cannot be waited
 * for is given up, said, and the scenario goes on.
 */
#include "agent/core.h"

static int64_t
later(struct agent_call *c, int64_t by)
{
	return agent_sat_add(c->begin, by);
}

static void
miss(struct agent_call *c)
{
	agent_log_miss(c->ctx, c->obj, c->step->verb, c->step->line);
}

static void
do_pause(struct agent_call *c)
{
	(void)agent_await(c->ctx, NULL, later(c, agent_time(c, "by", 0)),
	    AGENT_SLEEP);
}

static void
do_burn(struct agent_call *c)
{
	(void)agent_await(c->ctx, NULL, later(c, agent_time(c, "by", 0)),
	    AGENT_BUSY);
}

/* hold by=: so long.  hold till=: until the event, at most lim. */
static void
do_hold(struct agent_call *c)
{
	const struct agent_cond *cond = &c->step->till;
	int64_t by = agent_time(c, "by", INT64_MAX);
	int64_t lim = agent_time(c, "lim",
	    cond->counter != NULL ? AGENT_LIM : INT64_MAX);
	int64_t until = by < lim ? by : lim;
	int end = agent_await(c->ctx, cond, later(c, until), AGENT_BUSY);

	if (end == AWAIT_LATE && lim < by)
		miss(c);
}

static void
do_mark(struct agent_call *c)
{
	struct agent_counter *m = &c->agent->marks[c->step->aux];

	agent_show_word(c, "name", m->name);
	agent_add(&m->n, 1);
	agent_changed(c->agent);
}

/* Wait until as many have come as the barrier wants, round for round. */
static void
do_meet(struct agent_call *c)
{
	struct agent_counter *b = &c->agent->barriers[c->step->aux];
	unsigned me = agent_add(&b->n, 1);
	struct agent_cond full = { &b->n,
	    (me - 1) / b->size * b->size + b->size };

	agent_changed(c->agent);
	if (agent_await(c->ctx, &full,
	    later(c, agent_time(c, "lim", AGENT_LIM)), AGENT_SLEEP) ==
	    AWAIT_LATE)
		miss(c);
}

static void
do_ret(struct agent_call *c)
{
	c->ctx->ret = agent_operand(c, 0);
}

/* repeat and done are the loop's own: see run_thread(). */
static void
do_nothing(struct agent_call *c)
{
	(void)c;
}

static void
do_mask(struct agent_call *c)
{
	struct agent_ctx *x = c->ctx;

	if (x->masked) {
		agent_fail(c, "EBUSY");
		return;
	}
	x->mask_until = later(c, agent_time(c, "lim", AGENT_LIM));
	x->mask_line = c->step->line;
	c->agent->target->mask();
	x->masked = true;
}

static void
do_unmask(struct agent_call *c)
{
	if (c->ctx->masked)
		agent_unmask(c->ctx);
	else
		agent_fail(c, "EINVAL");
}

static void
do_now(struct agent_call *c)
{
	int clk = c->step->aux;

	agent_show(c, "v", c->agent->target->clock(clk) -
	    agent_origin(c->agent, clk));
}

static void
do_tally(struct agent_call *c)
{
	c->r = (int64_t)agent_peek(&c->agent->watches[c->step->aux].n);
}

const struct agent_row agent_core_rows[] = {
	{ "", "pause", "by", AGENT_SILENT, do_pause },
	{ "", "burn", "by", AGENT_SILENT, do_burn },
	{ "", "hold", "by till", AGENT_SILENT | AGENT_SCRIPT, do_hold },
	{ "", "mark", "", AGENT_SCRIPT, do_mark },
	{ "", "meet", "", AGENT_SILENT | AGENT_SCRIPT, do_meet },
	{ "", "ret", "", AGENT_SILENT | AGENT_SCRIPT | AGENT_INSIDE,
	    do_ret },
	{ "", "repeat", "till log", AGENT_SILENT | AGENT_REPEAT,
	    do_nothing },
	{ "", "done", "", AGENT_SILENT | AGENT_DONE, do_nothing },
	{ "", "mask", "", 0, do_mask },
	{ "", "unmask", "", 0, do_unmask },
	{ "", "now", "", AGENT_SCRIPT | AGENT_READ, do_now },
	{ "", "tally", "", AGENT_SCRIPT, do_tally },
	{ NULL, NULL, NULL, 0, NULL },
};
