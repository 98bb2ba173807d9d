/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_sleep.c - the verbs of kind sleep on the reference.
 *
 * What		An object is a clock to sleep on: it says which clock T and N
 *		of abs= mean.
 */
#include "ktime/ktime.h"
#include "ref/ref.h"
#include "sleep/sleep.h"

/* What stands in the place for the rest until somebody writes there: -1 ns. */
static const struct timespec untouched = { -1, 999999999 };

struct ref_sleep {
	struct timespec	 request, rest;
	void		*rest_at;
	bool		 shows;
};

void
slp_create(struct agent_call *c)
{
	c->obj->clock = ref_clock(c) == CLOCK_REALTIME ? AGENT_REAL :
	    AGENT_MONO;
}

static void
arguments(struct agent_call *c, struct ref_sleep *a)
{
	const char *w;

	a->request = ktime_to_timespec(ns_to_ktime(agent_time(c,
	    agent_has(c, "abs") ? "abs" : "rel", 0)));
	a->request.tv_sec = agent_int(c, "sec", a->request.tv_sec);
	a->request.tv_nsec = (long)agent_int(c, "nsec", a->request.tv_nsec);
	a->rest = untouched;
	w = agent_word(c, "rem", "null");
	a->shows = agent_word_has("yes", w);
	a->rest_at = a->shows ? &a->rest : ref_pointer(w);
}

static void
result(struct agent_call *c, const struct ref_sleep *a, int r)
{
	ref_result(c, r);
	if (a->shows)
		agent_show(c, "left",
		    ktime_to_ns(timespec_to_ktime(a->rest)));
}

void
slp_nanosleep(struct agent_call *c)
{
	struct ref_sleep a;

	arguments(c, &a);
	result(c, &a, sys_nanosleep(ref_pointer_of(c, &a.request), a.rest_at));
}

void
slp_clock_nanosleep(struct agent_call *c)
{
	struct ref_sleep a;
	const char *w;
	int64_t flags;

	arguments(c, &a);
	w = agent_word(c, "flags", "");
	if (!agent_number(w, &flags))
		flags = agent_word_has(w, "abs") ? TIMER_ABSTIME : 0;
	if (agent_has(c, "abs"))
		flags |= TIMER_ABSTIME;
	result(c, &a, sys_clock_nanosleep(ref_clock(c), (int)flags,
	    ref_pointer_of(c, &a.request), a.rest_at));
}
