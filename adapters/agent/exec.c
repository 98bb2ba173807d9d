/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec.c - running a scenario: threads, waiting, steps, callbacks.
 *
 * Start.  Every flow arrives at the start line; flow 0 runs `prep` first and
 * waits for the others, samples every clock (`~ origin`), and opens it.  Time
 * 0 is that sample.
 *
 * Waiting.  All that a step can wait for, besides time, is a counter that
 * has reached a number: marks, barriers, callbacks, the start line.  Counters
 * only grow, so a waiter cannot miss what it waits for, however late it looks
 * (`after` counts from the start of the scenario).  agent_await() is the only
 * place that waits; it trusts nothing but the counter and the clock, and asks
 * the target to wait only as a kindness to the machine.
 *
 * A thread that has masked its CPU must not sleep, so it waits busily, and
 * each of its waits also watches lim=: the mask is let go in time even if the
 * scenario forgot it.
 *
 * End.  A thread stops before its next step once the scenario is over, that
 * is closed, or beyond span and grace.  What is blocked in the system under
 * test is interrupted by the target, after agent_close() has made sure that
 * the interruption is not logged as a result.
 *
 * Callbacks have a context of their own on their own stack, run their script
 * at once, and never sleep.
 */
#include "agent/core.h"

/*
 * State that all contexts see.
 */

unsigned
agent_changes(const struct agent *a)
{
	return agent_peek(&a->changes);
}

const unsigned *
agent_changes_word(const struct agent *a)
{
	return &a->changes;
}

/* To be called behind every counter's change: the waiters look again. */
void
agent_changed(struct agent *a)
{
	agent_add(&a->changes, 1);
	if (a->target->notify != NULL)
		a->target->notify(a);
}

bool
agent_started(const struct agent *a)
{
	return agent_peek(&a->started) != 0;
}

bool
agent_closed(const struct agent *a)
{
	return agent_peek(&a->closed) != 0;
}

int64_t
agent_deadline(const struct agent *a)
{
	if (!agent_started(a))
		return INT64_MAX;
	return agent_sat_add(a->origin[AGENT_MONO],
	    agent_sat_add(a->span, a->grace));
}

void
agent_close(struct agent *a)
{
	if (agent_closed(a))
		return;
	a->closed_at = a->target->now();
	agent_poke(&a->closed, 1);
	agent_changed(a);
}

static bool
is_over(const struct agent *a, int64_t now)
{
	return agent_closed(a) || now >= agent_deadline(a);
}

/*
 * Waiting.
 */

void
agent_unmask(struct agent_ctx *x)
{
	x->masked = false;
	x->agent->target->unmask();
}

/* Let go of a mask whose limit is over. */
static void
check_mask(struct agent_ctx *x, int64_t now)
{
	if (!x->masked || now < x->mask_until)
		return;
	agent_unmask(x);
	agent_log_miss(x, NULL, "mask", x->mask_line);
}

/* Until when may the target wait, and not look? */
static int64_t
look_again(const struct agent_ctx *x, int64_t until)
{
	int64_t end = agent_deadline(x->agent);

	if (x->masked && x->mask_until < until)
		until = x->mask_until;
	return end < until ? end : until;
}

static unsigned
manner(const struct agent_ctx *x, unsigned how)
{
	return x->masked || x->self != NULL ? how | AGENT_BUSY : how;
}

int
agent_await(struct agent_ctx *x, const struct agent_cond *cond, int64_t until,
    unsigned how)
{
	struct agent *a = x->agent;
	bool counts = cond != NULL && cond->counter != NULL;
	int64_t now;

	if (counts)
		how |= AGENT_EVENT;
	for (;;) {
		x->changes = agent_changes(a);
		now = a->target->now();
		check_mask(x, now);
		if (counts && agent_peek(cond->counter) >= cond->nth)
			return AWAIT_GOT;
		if (now >= until)
			return AWAIT_LATE;
		if (is_over(a, now))
			return AWAIT_OVER;
		a->target->wait(x, look_again(x, until), manner(x, how));
	}
}

/*
 * One step.
 */

/* Repeats and arrays count in index[]; [0] is the innermost. */
static void
push_index(struct agent_ctx *x)
{
	x->index[2] = x->index[1];
	x->index[1] = x->index[0];
	x->index[0] = 0;
}

static void
pop_index(struct agent_ctx *x)
{
	x->index[0] = x->index[1];
	x->index[1] = x->index[2];
}

/* into=: how late the end is, for this step or an earlier one (of=). */
static void
gauge(const struct agent_entry *e)
{
	struct agent_call *c = e->call;
	const struct agent_arg *of = agent_step_arg(c->agent, c->step, "of");
	int64_t asked = c->asked;

	if (c->err != NULL)
		return;
	if (of == NULL && !c->has_asked)
		return;
	if (of != NULL) {
		if (c->obj == NULL || c->obj->asked_by == NULL ||
		    !agent_eq(c->obj->asked_by, of->word))
			return;
		asked = c->obj->asked;
	}
	agent_gauge_add(&c->agent->gauges[c->step->gauge],
	    agent_sat_sub(e->end_c, asked));
}

static void
remember(struct agent_ctx *x, const struct agent_call *c)
{
	x->last_r = c->r;
	x->last_err = c->err;
	if (c->obj != NULL && c->has_asked) {
		c->obj->asked = c->asked;
		c->obj->asked_by = c->step->verb;
	}
}

static void
perform(struct agent_ctx *x, struct agent_step *s, struct agent_obj *obj,
    int i)
{
	unsigned flags = s->row->flags;
	struct agent_call c;
	struct agent_entry e = {
		.call = &c, .event = s->verb, .line = s->line, .i = i,
		.open = s->merge || x->merge ? &s->open : NULL,
		.silent = (flags & AGENT_SILENT) != 0,
		.reading = (flags & AGENT_READ) != 0,
		.sleeps = (flags & AGENT_SLEEPS) != 0
	};

	agent_call_init(&c, x, s, obj);
	agent_log_begin(&e);
	s->row->fn(&c);
	agent_log_end(&e);
	if (s->gauge >= 0)
		gauge(&e);
	remember(x, &c);
}

/* A verb on the bare name of an array works on every element. */
static void
perform_all(struct agent_ctx *x, struct agent_step *s)
{
	struct agent_obj *o = &x->agent->elems[s->obj];
	unsigned i, n = o->count;

	push_index(x);
	for (i = 0; i < n && !agent_closed(x->agent); i++) {
		x->index[0] = i;
		perform(x, s, o + i, (int)i);
	}
	pop_index(x);
}

static void
perform_indexed(struct agent_ctx *x, struct agent_step *s)
{
	struct agent_obj *o = &x->agent->elems[s->obj];
	unsigned i = x->index[0];

	if (i < o->count)
		perform(x, s, o + i, (int)i);
}

static void
step(struct agent_ctx *x, struct agent_step *s)
{
	struct agent *a = x->agent;

	switch (s->pick) {
	case PICK_ALL:
		perform_all(x, s);
		break;
	case PICK_INDEX:
		perform_indexed(x, s);
		break;
	case PICK_ELEM:
		perform(x, s, &a->elems[s->obj], -1);
		break;
	case PICK_SELF:
		perform(x, s, x->self, -1);
		break;
	default:
		perform(x, s, NULL, -1);
		break;
	}
}

/*
 * The steps of a context.
 */

/*
 * Wait for a step's turn; false when the scenario is over first.  A step at
 * the very end of the span still runs, which virtual time can hit.  In virtual
 * time the target is asked even if there is nothing to wait for, since it
 * orders the steps of one instant by their lines.
 */
static bool
its_turn(struct agent_ctx *x, const struct agent_step *s)
{
	struct agent *a = x->agent;
	int64_t now = a->target->now();

	if (!agent_started(a))
		return !agent_closed(a);	/* prep */
	if (s->when == WHEN_AFTER && agent_await(x, &s->after, INT64_MAX,
	    AGENT_SLEEP) != AWAIT_GOT)
		return false;
	if (s->when == WHEN_AT && agent_await(x, NULL,
	    agent_sat_add(a->origin[AGENT_MONO], s->at), AGENT_SLEEP) ==
	    AWAIT_OVER)
		return false;
	now = a->target->now();
	if (a->target->ordered)
		a->target->wait(x, now, manner(x, AGENT_SLEEP));
	check_mask(x, now);
	return !agent_closed(a) && now <= agent_deadline(a);
}

static int
enter(struct agent_ctx *x, const struct agent_step *s)
{
	push_index(x);
	x->depth++;
	return s->next;
}

/* Did the last step of a repeat's body return what till= names? */
static bool
till(const struct agent_ctx *x, const struct agent_step *repeat)
{
	const struct agent_arg *arg = agent_step_arg(x->agent, repeat,
	    "till");
	int64_t v;

	if (arg == NULL)
		return false;
	if (x->last_err != NULL)
		return agent_eq(x->last_err, arg->word);
	return agent_parse_int(arg->word, &v) && v == x->last_r;
}

static int
again(struct agent_ctx *x, const struct agent_step *done)
{
	const struct agent_step *repeat = &x->agent->steps[done->mate];

	if (++x->index[0] < (unsigned)repeat->aux && !till(x, repeat))
		return repeat->next;
	pop_index(x);
	x->depth--;
	return done->next;
}

static void
run_thread(struct agent_ctx *x, int first)
{
	struct agent_step *s;
	int i = first;

	while (i >= 0) {
		s = &x->agent->steps[i];
		x->line = s->line;
		if ((s->row->flags & AGENT_DONE) != 0) {
			i = again(x, s);
			continue;
		}
		if (!its_turn(x, s))
			return;
		if ((s->row->flags & AGENT_REPEAT) != 0) {
			i = enter(x, s);
			continue;
		}
		step(x, s);
		i = s->next;
	}
}

static void
run_script(struct agent_ctx *x, int script)
{
	struct agent_step *s;
	int i;

	for (i = x->agent->scripts[script].first; i >= 0; i = s->next) {
		s = &x->agent->steps[i];
		x->line = s->line;
		if (s->when == WHEN_CALLS &&
		    (x->call < s->from || x->call > s->to))
			continue;
		if (agent_closed(x->agent))
			return;
		step(x, s);
	}
}

/*
 * Threads.
 */

/* Prep, the others' arrival, time 0. */
static void
start(struct agent_ctx *x)
{
	struct agent *a = x->agent;
	struct agent_cond all = { &a->arrived, a->nflows - 1 };

	agent_log_origin(a);	/* in case prep is the end of it */
	run_thread(x, a->prep);
	if (agent_await(x, &all, INT64_MAX, AGENT_SLEEP) != AWAIT_GOT)
		return;
	agent_log_origin(a);
	agent_poke(&a->started, 1);
	agent_changed(a);
}

static void
arrive(struct agent_ctx *x)
{
	struct agent_cond open = { &x->agent->started, 1 };

	agent_add(&x->agent->arrived, 1);
	agent_changed(x->agent);
	(void)agent_await(x, &open, INT64_MAX, AGENT_SLEEP);
}

void
agent_thread(struct agent *a, unsigned i)
{
	struct agent_ctx *x = &a->flows[i].ctx;

	if (i == 0)
		start(x);
	else
		arrive(x);
	if (!agent_started(a))
		return;
	run_thread(x, a->flows[i].first);
	if (x->masked) {
		agent_unmask(x);
		agent_log_miss(x, NULL, "mask", x->mask_line);
	}
	if (i == 0)		/* timers go on until the span is over */
		(void)agent_await(x, NULL, agent_sat_add(
		    a->origin[AGENT_MONO], a->span), AGENT_SLEEP);
}

/*
 * Callbacks.
 */

static int
script_of(const struct agent_obj *obj, int ev)
{
	if (ev == AGENT_CALL || ev == AGENT_SIG)
		return obj->script_call;
	return ev == AGENT_DEREG ? obj->script_dereg : -1;
}

static void
show_fields(struct agent_call *c, const struct agent_field *f, unsigned n)
{
	for (; n > 0; n--, f++) {
		if (f->word != NULL)
			agent_show_word(c, f->key, f->word);
		else
			agent_show(c, f->key, f->value);
	}
}

/*
 * A quiet object's callbacks share a record, and so do the steps of its
 * script.  Whoever comes while another CPU merges writes records of his own.
 */
static bool
begin_quiet(struct agent *a, struct agent_obj *obj, int script)
{
	if (!obj->quiet || !agent_take(&obj->merging))
		return false;
	if (script < 0 || agent_take(&a->scripts[script].merging))
		return true;
	agent_poke(&obj->merging, 0);
	return false;
}

static void
end_quiet(struct agent *a, struct agent_obj *obj, int script)
{
	if (script >= 0)
		agent_poke(&a->scripts[script].merging, 0);
	agent_poke(&obj->merging, 0);
}

const char *
agent_callback(struct agent *a, struct agent_obj *obj, const char *event,
    const struct agent_field *fields, unsigned nfields)
{
	int script, ev = agent_event_index(event);
	struct agent_ctx x = { .agent = a, .thread = AGENT_NOTHREAD,
	    .self = obj };
	struct agent_call c;
	struct agent_entry e = { .call = &c, .event = event, .i = -1 };

	if (a == NULL || ev < 0 || agent_peek(&a->running) == 0 ||
	    agent_closed(a))
		return NULL;
	script = script_of(obj, ev);
	x.merge = begin_quiet(a, obj, script);
	x.call = e.n = agent_add(&obj->calls[ev], 1);
	e.open = x.merge ? &obj->open : NULL;
	agent_call_init(&c, &x, NULL, obj);
	agent_log_begin(&e);
	agent_changed(a);
	show_fields(&c, fields, nfields);
	if (script >= 0)
		run_script(&x, script);
	if (x.ret != NULL && !agent_eq(x.ret, "0"))
		agent_show_word(&c, "r", x.ret);
	agent_log_end(&e);
	if (x.merge)
		end_quiet(a, obj, script);
	return x.ret;
}
