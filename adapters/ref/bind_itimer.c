/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_itimer.c - the verbs of kind itimer on the reference.
 *
 * What		An object is the program's one timer, whatever its name.
 */
#include "itimer/itimer.h"
#include "ktime/ktime.h"
#include "ref/ref.h"

static int
which_of(struct agent_call *c)
{
	const char *w;
	int64_t v;

	w = agent_word(c, "which", "real");
	if (agent_number(w, &v))
		return (int)v;
	return agent_word_has("virtual", w) ? ITIMER_VIRTUAL :
	    agent_word_has("prof", w) ? ITIMER_PROF : ITIMER_REAL;
}

/* A time in ns, whose last microsecond is cut off, or raw fields. */
static struct timeval
timeval_of(struct agent_call *c, const char *ns, const char *sec,
    const char *usec)
{
	struct timeval tv;

	tv = ktime_to_timeval(ns_to_ktime(agent_time(c, ns, 0)));
	tv.tv_sec = agent_int(c, sec, tv.tv_sec);
	tv.tv_usec = (long)agent_int(c, usec, tv.tv_usec);
	return tv;
}

static int64_t
to_ns(struct timeval tv)
{
	return ktime_to_ns(timeval_to_ktime(tv));
}

void
itm_settime(struct agent_call *c)
{
	struct itimerval itv, old, *oldp;
	const char *w;
	int r;

	itv.it_value = timeval_of(c, "rel", "sec", "usec");
	itv.it_interval = timeval_of(c, "per", "isec", "iusec");
	w = agent_word(c, "old", "null");
	oldp = agent_word_has("yes", w) ? &old : ref_pointer(w);
	r = sys_setitimer(which_of(c), ref_pointer_of(c, &itv), oldp);
	ref_result(c, r);
	if (r == 0 && oldp == &old) {
		agent_show(c, "oldleft", to_ns(old.it_value));
		agent_show(c, "oldper", to_ns(old.it_interval));
	}
}

void
itm_gettime(struct agent_call *c)
{
	struct itimerval now;
	int r;

	r = sys_getitimer(which_of(c), ref_pointer_of(c, &now));
	ref_result(c, r);
	if (r == 0) {
		agent_show(c, "left", to_ns(now.it_value));
		agent_show(c, "per", to_ns(now.it_interval));
	}
}

void
itm_alarm(struct agent_call *c)
{
	c->r = sys_alarm((unsigned)agent_int(c, "sec", 0));
}
