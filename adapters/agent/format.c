/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * format.c - the log as lines, once the scenario is over.
 *
 *	BEGIN [ "+" DURATION | "+?" ] CPU CTX OBJ EVENT { KEY "=" VALUE }
 *
 * Times are counted from the sample of `~ origin`; prep has negative ones.
 * Keys come in one order: l n i of r err, what the verb shows, x lo hi, c ce.
 * A key whose value says nothing is left off: r=0, x=1, ce equal to c.
 *
 * This runs where the log is whole and nobody writes it any more: in the
 * parent process, or behind target.run.
 */
#include "agent/core.h"

static void
put_pair(struct agent_line *l, const char *key, int64_t v)
{
	agent_put_key(l, key);
	agent_put_int(l, v);
}

/* "first..last", or one number where they are equal. */
static void
put_range(struct agent_line *l, const char *key, int64_t first, int64_t last)
{
	put_pair(l, key, first);
	if (first == last)
		return;
	agent_put(l, "..");
	agent_put_int(l, last);
}

static void
put_word(struct agent_line *l, const char *key, const char *word)
{
	agent_put_key(l, key);
	agent_put_escaped(l, word);
}

static void
put_object(struct agent_line *l, const struct agent_obj *o, bool whole)
{
	agent_put(l, o->name);
	if (!o->array || whole)
		return;
	agent_put(l, ".");
	agent_put_int(l, o->elem);
}

static void
put_context(struct agent_line *l, const struct agent *a,
    const struct agent_rec *r)
{
	if (r->self != NULL) {
		agent_put(l, "!");
		put_object(l, r->self, false);
	} else if (r->flow >= 0) {
		agent_put(l, a->flows[r->flow].name);
	} else {
		agent_put(l, "~");
	}
}

/* CPU CTX OBJ EVENT l= */
static void
put_head(struct agent_line *l, const struct agent *a,
    const struct agent_rec *r)
{
	agent_put(l, " ");
	agent_put_int(l, r->cpu);
	agent_put(l, " ");
	put_context(l, a, r);
	agent_put(l, " ");
	if (r->obj != NULL)
		put_object(l, r->obj, r->i >= 0);
	else
		agent_put_escaped(l, r->label != NULL ? r->label : "-");
	agent_put(l, " ");
	agent_put(l, r->event);
	if (r->line > 0)
		put_pair(l, "l", r->line);
}

static void
put_begin(struct agent_line *l, const struct agent *a, int64_t begin)
{
	l->len = 0;
	l->s[0] = '\0';
	agent_put_int(l, begin - a->origin[AGENT_MONO]);
}

static void
put_shows(struct agent_line *l, const struct agent_rec *r)
{
	const struct agent_show *s;

	for (s = r->show; s < r->show + r->nshow; s++) {
		if (s->word != NULL)
			put_word(l, s->key, s->word);
		else
			put_range(l, s->key, s->first, s->last);
	}
}

/* What a record holds once it has ended. */
static void
put_result(struct agent_line *l, const struct agent_rec *r)
{
	if (r->of != NULL)
		put_word(l, "of", r->of);
	if (r->r != 0)
		put_pair(l, "r", r->r);
	if (r->err != NULL)
		put_word(l, "err", r->err);
	put_shows(l, r);
	if (r->x > 1)
		put_pair(l, "x", r->x);
	if (r->x > 1 && r->asked) {
		put_pair(l, "lo", r->lo);
		put_pair(l, "hi", r->hi);
	}
}

/* The object's own clock, counted from its sample at the origin. */
static void
put_stamps(struct agent_line *l, const struct agent *a,
    const struct agent_rec *r, bool ended)
{
	int64_t origin = a->origin[r->clock];

	if (!r->stamped)
		return;
	put_pair(l, "c", r->c - origin);
	if (ended && r->ce != r->c)
		put_pair(l, "ce", r->ce - origin);
}

static void
format_record(struct agent_line *l, const struct agent *a,
    const struct agent_rec *r)
{
	bool ended = agent_peek(&r->state) == REC_DONE;

	put_begin(l, a, r->begin);
	if (!ended) {
		agent_put(l, "+?");			/* [ADP-LOG-1] */
	} else if (r->end != r->begin) {
		agent_put(l, "+");
		agent_put_int(l, r->end - r->begin);
	}
	put_head(l, a, r);
	if (r->n > 0)
		put_range(l, "n", r->n, r->n_last);
	if (r->i >= 0)
		put_range(l, "i", r->i, r->i_last);
	if (ended)
		put_result(l, r);
	put_stamps(l, a, r, ended);
}

/* The repetition of a merged step that never ended. */
static void
format_again(struct agent_line *l, const struct agent *a,
    const struct agent_rec *r)
{
	put_begin(l, a, r->again_at);
	agent_put(l, "+?");				/* [ADP-LOG-1] */
	put_head(l, a, r);
	if (r->n > 0)
		put_pair(l, "n", (int64_t)r->n_last + 1);
	if (r->i >= 0)
		put_pair(l, "i", (int64_t)r->i_last + 1);
}

/* h=B:N,…  N values in [2^B, 2^(B+1)); B = 0 also for what is less. */
static void
put_buckets(struct agent_line *l, const struct agent_gauge *g)
{
	const char *comma = "";
	int b;

	agent_put_key(l, "h");
	for (b = 0; b < AGENT_BUCKETS; b++) {
		if (g->bucket[b] == 0)
			continue;
		agent_put(l, comma);
		comma = ",";
		agent_put_int(l, b);
		agent_put(l, ":");
		agent_put_int(l, g->bucket[b]);
	}
}

static void
format_gauge(struct agent_line *l, const struct agent *a,
    const struct agent_gauge *g)
{
	uint64_t sum = (uint64_t)g->sum_hi << 32 | g->sum_lo;

	put_begin(l, a, a->closed_at);
	agent_put(l, " 0 ~ ");
	agent_put(l, g->name);
	agent_put(l, " gauge");
	put_pair(l, "n", g->n);
	if (g->n == 0)
		return;
	put_pair(l, "lo", g->lo);
	put_pair(l, "hi", g->hi);
	put_pair(l, "sum", (int64_t)sum);
	put_buckets(l, g);
}

static void
format_full(struct agent_line *l, const struct agent *a)
{
	put_begin(l, a, a->closed_at);
	agent_put(l, " 0 ~ - full");			/* [ADP-LOG-2] */
	put_pair(l, "n", agent_peek(&a->lost));
}

struct lines {
	struct agent *a;
	void (*emit)(struct agent *, const char *);
	unsigned n;
	struct agent_line l;
};

static void
emit(struct lines *o)
{
	o->n++;
	if (o->emit != NULL)
		o->emit(o->a, o->l.s);
}

static void
emit_records(struct lines *o, unsigned n)
{
	const struct agent_rec *r;

	for (r = o->a->recs; r < o->a->recs + n; r++) {
		if (agent_peek(&r->state) == REC_FREE)
			continue;
		if (o->emit != NULL)
			format_record(&o->l, o->a, r);
		emit(o);
		if (agent_peek(&r->again) == 0)
			continue;
		if (o->emit != NULL)
			format_again(&o->l, o->a, r);
		emit(o);
	}
}

/* The lines of the log, and what follows it; emit may be NULL, to count. */
unsigned
agent_format(struct agent *a, void (*line)(struct agent *, const char *))
{
	struct lines o = { .a = a, .emit = line };
	unsigned i, n = agent_records(a);

	emit_records(&o, n);
	for (i = 0; i < a->ngauges && n > 0; i++) {
		format_gauge(&o.l, a, &a->gauges[i]);
		emit(&o);
	}
	if (n > 0 && agent_peek(&a->lost) > 0) {
		format_full(&o.l, a);
		emit(&o);
	}
	return o.n;
}
