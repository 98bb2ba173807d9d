/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * log.c - records: reserved, completed, merged.
 *
 * What: one record for a step or a callback.  It is reserved when that
 * begins and completed when it ends, so that one which never ends is seen
 * [ADP-LOG-1].  A full log counts what it loses [ADP-LOG-2].
 *
 * Why this way: records are written by threads, signal handlers and
 * interrupts at once.  One atomic counter hands out the places, and a record
 * then has one writer; nothing else is shared, so nothing has to be locked.
 *
 * Merging.  Inside a repeat a step keeps the index of its last record
 * (step->open).  The next result is compared with it: if it is equal, the
 * record's x grows and its end moves; else a new record is reserved at the
 * end.  While a repetition is under way the old record says so (again), for
 * if that repetition never ends there is no other place to see it.  Results
 * are equal when object, r, err, and all shown pairs are; the numbers of a
 * reading (AGENT_READ) may differ and become first..last, and so do the
 * call number and the index of an array, when they go on without a gap.
 *
 * Stamps are taken when all else is done.  At the start the object's clock is
 * read last, at the end first: the span between the stamps then holds the
 * call and as little else as can be.  Never-early checks compare the end with
 * the beginning, and lose no strength by the reading of another clock.
 */
#include "agent/core.h"

/* A place in the log; NULL when it is full or nothing runs. */
static struct agent_rec *
reserve(struct agent *a)
{
	unsigned i, limit;

	limit = agent_limit(a->target->limits.records, AGENT_RECORDS);
	if (agent_peek(&a->running) == 0)
		return NULL;
	i = agent_add(&a->nrecs, 1) - 1;
	if (i < limit)
		return &a->recs[i];
	agent_add(&a->lost, 1);				/* [ADP-LOG-2] */
	return NULL;
}

unsigned
agent_records(const struct agent *a)
{
	unsigned n = agent_peek(&a->nrecs);
	unsigned limit = agent_limit(a->target->limits.records,
	    AGENT_RECORDS);

	return n < limit ? n : limit;
}

/* Free the places that are taken; all others are free. */
void
agent_log_forget(struct agent *a)
{
	struct agent_rec *r, *end = a->recs + agent_records(a);

	for (r = a->recs; r < end; r++)
		r->state = REC_FREE;
	a->nrecs = 0;
}

/* A copy of s that lives as long as the log. */
static const char *
keep(struct agent *a, const char *s)
{
	size_t i, n = agent_len(s) + 1;
	unsigned end = agent_add(&a->nwords, (unsigned)n);
	char *to;

	if (end > AGENT_WORDS) {
		agent_add(&a->lost, 1);
		return "";
	}
	to = a->words + (end - n);
	for (i = 0; i < n; i++)
		to[i] = s[i];
	return to;
}

static void
blank(struct agent_rec *r, const char *event)
{
	agent_clear(r, offsetof(struct agent_rec, show));
	r->flow = -1;
	r->event = event;
	r->clock = AGENT_MONO;
	r->i = r->i_last = -1;
	r->x = 1;
}

/*
 * Stamps.
 */

static void
stamp_begin(struct agent_call *c)
{
	const struct agent_target *t = c->agent->target;

	c->begin = t->now();
	c->begin_c = c->clock == AGENT_MONO ? c->begin : t->clock(c->clock);
}

/* What was asked for counts from the begin, so it moves with it. */
void
agent_stamp_begin(struct agent_call *c)
{
	int64_t was = c->begin_c;

	stamp_begin(c);
	if (c->has_asked && c->asks_from_begin)
		c->asked = agent_sat_add(c->asked, c->begin_c - was);
}

void
agent_stamp_end(struct agent_call *c)
{
	const struct agent_target *t = c->agent->target;
	int clock = c->obj != NULL ? c->obj->clock : AGENT_MONO;

	if (clock != AGENT_MONO)
		c->end_c = t->clock(clock);
	c->end = t->now();
	if (clock == AGENT_MONO)
		c->end_c = c->end;
	c->ended = true;
}

static void
stamp_end(struct agent_entry *e)
{
	if (!e->call->ended)
		agent_stamp_end(e->call);
	e->end = e->call->end;
	e->end_c = e->call->end_c;
}

/*
 * Beginning.
 */

static void
fill_who(const struct agent_entry *e, struct agent_rec *r)
{
	const struct agent_call *c = e->call;

	blank(r, e->event);
	r->cpu = c->agent->target->cpu();
	r->line = e->line;
	r->flow = c->ctx->self == NULL ? (int)c->ctx->thread : -1;
	r->self = c->ctx->self;
	r->obj = c->obj;
	r->n = r->n_last = e->n;
	r->i = r->i_last = e->i;
	r->clock = c->clock;
}

static void
fill_begin(const struct agent_entry *e, struct agent_rec *r)
{
	r->begin = e->call->begin;
	r->c = e->call->begin_c;
	agent_poke(&r->state, REC_OPEN);		/* [ADP-LOG-1] */
}

void
agent_log_begin(struct agent_entry *e)
{
	struct agent *a = e->call->agent;

	bool again = e->open != NULL && *e->open >= 0;

	e->rec = NULL;
	if (!e->silent && !agent_closed(a))
		e->rec = again ? &a->recs[*e->open] : reserve(a);
	if (e->rec != NULL && !again)
		fill_who(e, e->rec);
	stamp_begin(e->call);
	if (e->rec != NULL && !again)
		fill_begin(e, e->rec);
	if (e->rec == NULL || !again)
		return;
	e->rec->again_at = e->call->begin;
	agent_poke(&e->rec->again, 1);
}

/*
 * Ending: merge or complete.
 */

static bool
same_shows(const struct agent_entry *e, const struct agent_rec *r)
{
	const struct agent_show *p = e->call->show, *q = r->show;
	unsigned i;

	if (e->call->nshow != r->nshow)
		return false;
	for (i = 0; i < r->nshow; i++, p++, q++) {
		if (!agent_eq(p->key, q->key) ||
		    (p->word == NULL) != (q->word == NULL))
			return false;
		if (p->word != NULL && !agent_eq(p->word, q->word))
			return false;
		if (p->word == NULL && p->first != q->last && !e->reading)
			return false;
	}
	return true;
}

static bool
same_object(const struct agent_entry *e, const struct agent_rec *r)
{
	if (e->i < 0)
		return e->call->obj == r->obj;
	return r->obj != NULL && e->call->obj != NULL &&
	    e->call->obj->named == r->obj->named && e->i == r->i_last + 1;
}

static bool
same(const struct agent_entry *e, const struct agent_rec *r)
{
	const struct agent_call *c = e->call;

	if ((c->err == NULL) != (r->err == NULL) ||
	    (c->err != NULL && !agent_eq(c->err, r->err)))
		return false;
	return c->r == r->r && same_object(e, r) && same_shows(e, r) &&
	    (e->n == 0 || e->n == r->n_last + 1);
}

static int64_t
lateness(const struct agent_entry *e)
{
	return agent_sat_sub(e->end_c, e->call->asked);
}

static void
absorb(const struct agent_entry *e, struct agent_rec *r)
{
	unsigned i;

	r->x++;
	r->n_last = e->n;
	r->i_last = e->i;
	r->end = e->end;
	r->ce = e->end_c;
	for (i = 0; i < r->nshow; i++)
		r->show[i].last = e->call->show[i].last;
	if (r->asked && lateness(e) < r->lo)
		r->lo = lateness(e);
	if (r->asked && lateness(e) > r->hi)
		r->hi = lateness(e);
}

static void
complete(const struct agent_entry *e, struct agent_rec *r)
{
	const struct agent_call *c = e->call;
	int clock = c->obj != NULL ? c->obj->clock : AGENT_MONO;
	unsigned i;

	r->begin = c->begin;
	r->c = c->begin_c;
	r->end = e->end;
	r->ce = e->end_c;
	r->stamped = clock == r->clock && clock != AGENT_MONO;
	r->clock = clock;
	r->r = c->r;
	r->err = c->err;
	r->nshow = c->nshow;
	for (i = 0; i < c->nshow; i++) {
		r->show[i] = c->show[i];
		if (c->show[i].word != NULL)
			r->show[i].word = keep(c->agent, c->show[i].word);
	}
	r->asked = e->sleeps && c->has_asked;
	r->lo = r->hi = r->asked ? lateness(e) : 0;
	agent_poke(&r->state, REC_DONE);
}

/* A repetition has ended: into the open record, or one of its own. */
static void
end_merged(struct agent_entry *e)
{
	struct agent *a = e->call->agent;
	struct agent_rec *r = e->rec;
	bool again = agent_peek(&r->again) != 0;

	agent_poke(&r->again, 0);
	if (again && same(e, r)) {
		absorb(e, r);
		return;
	}
	if (again) {
		r = reserve(a);
		if (r == NULL)
			return;
		fill_who(e, r);
		fill_begin(e, r);
	}
	*e->open = (int)(r - a->recs);
	complete(e, r);
}

void
agent_log_end(struct agent_entry *e)
{
	stamp_end(e);
	if (e->rec == NULL || agent_closed(e->call->agent) ||
	    e->end > agent_deadline(e->call->agent))
		return;		/* left unfinished */
	if (e->open != NULL)
		end_merged(e);
	else
		complete(e, e->rec);
}

/*
 * Records that begin and end at once.
 */

/*
 * The first record of all.  It is reserved before the target runs, so no
 * clock is read here; that comes before prep, and again at time 0.
 */
void
agent_log_first(struct agent *a)
{
	struct agent_rec *r = reserve(a);
	int clk;

	blank(r, "origin");
	r->nshow = AGENT_CLOCKS;
	r->show[AGENT_MONO].key = "mono";
	r->show[AGENT_REAL].key = "real";
	for (clk = 0; clk < AGENT_CLOCKS; clk++) {
		r->show[clk].word = NULL;
		a->origin[clk] = 0;
	}
	agent_poke(&r->state, REC_OPEN);
}

void
agent_log_origin(struct agent *a)
{
	struct agent_rec *r = &a->recs[0];
	int clk;

	for (clk = 0; clk < AGENT_CLOCKS; clk++) {
		a->origin[clk] = a->target->clock(clk);
		r->show[clk].first = r->show[clk].last = a->origin[clk];
	}
	r->begin = r->end = a->origin[AGENT_MONO];
	r->cpu = a->target->cpu();
	agent_poke(&r->state, REC_DONE);
}

void
agent_log_miss(struct agent_ctx *x, const struct agent_obj *obj,
    const char *of, unsigned line)
{
	struct agent *a = x->agent;
	struct agent_rec *r = agent_closed(a) ? NULL : reserve(a);

	if (r == NULL)
		return;
	blank(r, "miss");
	r->cpu = a->target->cpu();
	r->of = of;
	r->line = line;
	r->obj = obj;
	r->flow = x->self == NULL ? (int)x->thread : -1;
	r->self = x->self;
	r->begin = r->end = a->target->now();
	agent_poke(&r->state, REC_DONE);
}

/*
 * A `~` record with at most one pair.  Notes are taken after the close too:
 * a leak is found at the end, and a child may die in its own teardown.
 */
static struct agent_rec *
note(struct agent *a, const char *event, const char *key)
{
	struct agent_rec *r = a != NULL ? reserve(a) : NULL;

	if (r == NULL)
		return NULL;
	blank(r, event);
	r->begin = r->end = a->target->now();
	r->cpu = a->target->cpu();
	r->show[0].key = key;
	r->show[0].word = NULL;		/* of the run before */
	r->nshow = key != NULL ? 1 : 0;
	return r;
}

void
agent_note(struct agent *a, const char *event, const char *key,
    const char *word)
{
	struct agent_rec *r = note(a, event, key);

	if (r == NULL)
		return;
	r->show[0].word = key != NULL ? keep(a, word) : NULL;
	agent_poke(&r->state, REC_DONE);
}

/* The latest stamp in the log. */
static int64_t
latest(const struct agent *a)
{
	const struct agent_rec *r, *end = a->recs + agent_records(a);
	int64_t t = a->origin[AGENT_MONO];

	for (r = a->recs; r < end; r++) {
		if (agent_peek(&r->state) == REC_FREE)
			continue;
		if (r->begin > t)
			t = r->begin;
		if (agent_peek(&r->state) == REC_DONE && r->end > t)
			t = r->end;
	}
	return t;
}

/*
 * The child that ran the scenario is dead; its parent says so.  The time is
 * the last that the log knows, because a virtual clock has died with it.
 */
void
agent_note_dead(struct agent *a, const char *event, const char *key,
    const char *word)
{
	int64_t t = latest(a);
	struct agent_rec *r = reserve(a);

	if (!agent_closed(a))
		a->closed_at = t;
	if (r == NULL)
		return;
	blank(r, event);
	r->begin = r->end = t;
	r->nshow = key != NULL ? 1 : 0;
	r->show[0].key = key;
	r->show[0].word = key != NULL ? keep(a, word) : NULL;
	agent_poke(&r->state, REC_DONE);
}

void
agent_note_int(struct agent *a, const char *event, const char *key,
    int64_t value)
{
	struct agent_rec *r = note(a, event, key);

	if (r == NULL)
		return;
	r->show[0].first = r->show[0].last = value;
	agent_poke(&r->state, REC_DONE);
}

void
agent_event(struct agent *a, const char *name, const char *objname,
    int64_t value)
{
	struct agent_rec *r;
	int w = a != NULL && name != NULL ? agent_find_watch(a, name) : -1;

	if (w < 0 || agent_peek(&a->running) == 0 || agent_closed(a))
		return;
	agent_add(&a->watches[w].n, 1);
	if (!a->watches[w].wanted)
		return;
	r = note(a, a->watches[w].name, "v");
	if (r == NULL)
		return;
	r->label = objname != NULL ? keep(a, objname) : NULL;
	r->show[0].first = r->show[0].last = value;
	agent_poke(&r->state, REC_DONE);
}

/*
 * Gauges: see struct agent_gauge.
 */

static int32_t
saturated(int64_t v)
{
	if (v > INT32_MAX)
		return INT32_MAX;
	return v < INT32_MIN ? INT32_MIN : (int32_t)v;
}

/* The power of two below v, 0 for 1 and less. */
static unsigned
bucket_of(int64_t v)
{
	unsigned b = 0;

	while (v > 1 && b < AGENT_BUCKETS - 1) {
		v >>= 1;
		b++;
	}
	return b;
}

static void
extend(int32_t *bound, int32_t v, bool up)
{
	int32_t old = __atomic_load_n(bound, __ATOMIC_RELAXED);

	while ((up ? v > old : v < old) &&
	    !__atomic_compare_exchange_n(bound, &old, v, true,
	    __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		continue;
}

void
agent_gauge_add(struct agent_gauge *g, int64_t v)
{
	uint32_t low = (uint32_t)((uint64_t)v & 0xffffffffU);
	uint32_t high = (uint32_t)((uint64_t)v >> 32);
	uint32_t old = __atomic_fetch_add(&g->sum_lo, low, __ATOMIC_RELAXED);

	if (old > UINT32_MAX - low)
		high++;			/* the carry */
	__atomic_fetch_add(&g->sum_hi, high, __ATOMIC_RELAXED);
	extend(&g->lo, saturated(v), false);
	extend(&g->hi, saturated(v), true);
	agent_add(&g->bucket[bucket_of(v)], 1);
	agent_add(&g->n, 1);
}
