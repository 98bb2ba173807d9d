/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * repeat.c - the shape of repeats: pairs, depth, merging, ramps, records.
 *
 * A repeat is two steps of one context, `repeat` and `done`, that know each
 * other; it may hold one more (depth 2), and eight steps.  Each step learns
 * how many repeats stand around it, because a ramp needs one (`~~` two), and
 * whether its equal results share a record.  Since they do unless log=all is
 * given, the records that a scenario surely needs can be counted here, and
 * one that cannot fit is refused before it runs [ADP-SCEN-2].
 */
#include "agent/core.h"

struct walk {
	int open[2];		/* repeats around the step */
	unsigned body[2];	/* their steps so far */
	bool all[2];		/* log=all */
	unsigned depth;
	uint64_t records;
};

static void
refuse(struct agent *a, const struct agent_step *s, const char *text)
{
	agent_load_error(a, "EINVAL", s->line, text);
}

static void
enter(struct agent *a, struct walk *w, int i)
{
	struct agent_step *s = &a->steps[i];
	const struct agent_arg *log = agent_step_arg(a, s, "log");

	if (w->depth == 2) {
		refuse(a, s, "repeats nest once");
		return;
	}
	w->open[w->depth] = i;
	w->body[w->depth] = 0;
	w->all[w->depth] = (log != NULL && agent_eq(log->word, "all")) ||
	    (w->depth == 1 && w->all[0]);
	w->depth++;
}

static void
leave(struct agent *a, struct walk *w, int i)
{
	struct agent_step *s = &a->steps[i];

	if (w->depth == 0) {
		refuse(a, s, "done without repeat");
		return;
	}
	w->depth--;
	s->mate = w->open[w->depth];
	a->steps[s->mate].mate = i;
	if (w->body[w->depth] == 0 || w->body[w->depth] > AGENT_BODY)
		refuse(a, s, "a repeat has 1 to 8 steps");
}

static void
check_ramps(struct agent *a, const struct agent_step *s)
{
	unsigned have = s->depth + (s->pick == PICK_ALL ? 1U : 0U);
	unsigned i;

	if (s->pick == PICK_INDEX && s->depth == 0)
		refuse(a, s, "i needs a repeat");
	for (i = 0; i < s->nargs; i++) {
		if (a->args[s->arg + (int)i].level > have)
			refuse(a, s, "a ramp needs a repeat");
	}
}

/* Records that a step writes at least. */
static uint64_t
records_of(const struct agent *a, const struct walk *w,
    const struct agent_step *s)
{
	uint64_t n = 1;
	unsigned i;

	if ((s->row->flags & AGENT_SILENT) != 0 || s->script >= 0)
		return 0;
	for (i = 0; !s->merge && i < w->depth; i++)
		n *= (uint64_t)a->steps[w->open[i]].aux;
	if (!s->merge && s->pick == PICK_ALL)
		n *= a->elems[s->obj].count;
	return n;
}

static void
inside(struct agent *a, struct walk *w, struct agent_step *s)
{
	unsigned i, limit;

	s->depth = w->depth;
	s->merge = (w->depth > 0 && !w->all[w->depth - 1]) ||
	    (w->depth == 0 && s->pick == PICK_ALL);
	for (i = 0; i < w->depth; i++)
		w->body[i]++;
	check_ramps(a, s);
	limit = agent_limit(a->target->limits.records, AGENT_RECORDS);
	w->records += records_of(a, w, s);
	if (w->records > limit)
		agent_load_error(a, "ENOSPC", s->line, "too many records");
}

/* One context from its first step on. */
static void
walk(struct agent *a, struct walk *w, int i)
{
	struct agent_step *s;

	w->depth = 0;
	for (; i >= 0 && a->error == NULL; i = s->next) {
		s = &a->steps[i];
		if ((s->row->flags & AGENT_REPEAT) != 0)
			enter(a, w, i);
		else if ((s->row->flags & AGENT_DONE) != 0)
			leave(a, w, i);
		else
			inside(a, w, s);
	}
	if (w->depth > 0)
		refuse(a, &a->steps[w->open[0]], "repeat without done");
}

void
agent_resolve_repeats(struct agent *a)
{
	struct walk w = { .records = 1 };	/* origin */
	unsigned i;

	walk(a, &w, a->prep);
	for (i = 0; i < a->nflows; i++)
		walk(a, &w, a->flows[i].first);
	for (i = 0; i < a->nscripts; i++)
		walk(a, &w, a->scripts[i].first);
}
