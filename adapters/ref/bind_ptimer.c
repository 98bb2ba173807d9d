/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_ptimer.c - kind ptimer on the reference: POSIX timers.
 *
 * What		An object is a timer id.  Before create it is -1, which is
 *		never given out, after delete it keeps its number, so that a
 *		scenario can name a timer that is not there.
 */
#include "ktime/ktime.h"
#include "ptimer/ptimer.h"
#include "ref/ref.h"

static timer_t
timer_of(struct agent_call *c)
{
	return (timer_t)c->obj->handle;
}

static int
notify_of(struct agent_call *c)
{
	const char *w;
	int64_t v;

	w = agent_word(c, "notify", "signal");
	if (agent_number(w, &v))
		return (int)v;
	return agent_word_has("none", w) ? SIGEV_NONE :
	    agent_word_has("kevent", w) ? SIGEV_KEVENT : SIGEV_SIGNAL;
}

void
ptm_create(struct agent_call *c)
{
	struct sigevent ev, *evp;
	struct agent_obj *to;
	const char *w;
	timer_t id;
	int r;

	to = agent_ref(c, "to");
	ev = (struct sigevent){ .sigev_notify = notify_of(c),
	    .sigev_signo = ref_signo(agent_word(c, "sig", "alrm")),
	    .sigev_kevent_fd = to != NULL ? (int)to->handle : -1 };
	ev.sigev_value.sival_int = (int)agent_int(c, "val", 0);
	evp = ref_pointer_of(c, &ev);
	w = agent_word(c, "idptr", NULL);
	r = sys_timer_create(ref_clock(c), evp,
	    w == NULL ? &id : ref_pointer(w));
	ref_result(c, r);
	if (r != 0)
		return;
	c->obj->handle = id;
	c->obj->ready = true;
	c->obj->clock = ref_clock(c) == CLOCK_REALTIME ? AGENT_REAL :
	    AGENT_MONO;
}

static struct timespec
timespec_of(struct agent_call *c, int64_t ns, const char *sec,
    const char *nsec)
{
	struct timespec ts;

	ts = ktime_to_timespec(ns_to_ktime(ns));
	ts.tv_sec = agent_int(c, sec, ts.tv_sec);
	ts.tv_nsec = (long)agent_int(c, nsec, ts.tv_nsec);
	return ts;
}

static int64_t
to_ns(struct timespec ts)
{
	return ktime_to_ns(timespec_to_ktime(ts));
}

static int
flags_of(struct agent_call *c)
{
	const char *w;
	int64_t v;

	w = agent_word(c, "flags", "0");
	if (!agent_number(w, &v))
		v = agent_word_has(w, "abs") ? TIMER_ABSTIME : 0;
	return (int)v | (agent_has(c, "abs") ? TIMER_ABSTIME : 0);
}

void
ptm_settime(struct agent_call *c)
{
	struct itimerspec its, old, *oldp;
	const char *w;
	int r;

	its.it_value = timespec_of(c, agent_time(c, agent_has(c, "abs") ?
	    "abs" : "rel", 0), "sec", "nsec");
	its.it_interval = timespec_of(c, agent_time(c, "per", 0), "isec",
	    "insec");
	w = agent_word(c, "old", "no");
	oldp = agent_word_has("no", w) ? NULL :
	    agent_word_has("yes", w) ? &old : ref_pointer(w);
	r = sys_timer_settime(timer_of(c), flags_of(c),
	    ref_pointer_of(c, &its), oldp);
	ref_result(c, r);
	if (r == 0 && oldp == &old) {
		agent_show(c, "oldleft", to_ns(old.it_value));
		agent_show(c, "oldper", to_ns(old.it_interval));
	}
}

void
ptm_gettime(struct agent_call *c)
{
	struct itimerspec its;
	int r;

	r = sys_timer_gettime(timer_of(c), ref_pointer_of(c, &its));
	ref_result(c, r);
	if (r == 0) {
		agent_show(c, "left", to_ns(its.it_value));
		agent_show(c, "per", to_ns(its.it_interval));
	}
}

void
ptm_overrun(struct agent_call *c)
{
	ref_result(c, sys_timer_getoverrun(timer_of(c)));
}

void
ptm_delete(struct agent_call *c)
{
	int r;

	r = sys_timer_delete(timer_of(c));
	ref_result(c, r);
	if (r == 0)
		c->obj->ready = false;
}

void
ptm_id(struct agent_call *c)
{
	c->r = timer_of(c);
}

const struct agent_obj *
ref_ptimer(int id)
{
	const struct agent_obj *obj;
	unsigned i, n;

	obj = agent_objects(ref_agent, &n);
	for (i = 0; i < n; i++)
		if (obj[i].ready && obj[i].handle == id &&
		    agent_word_has("ptimer", obj[i].kind->name))
			return &obj[i];
	return NULL;
}
