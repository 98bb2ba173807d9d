/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_hrtimer.c - the verbs of kind hrtimer, on the reference.
 *
 * The timers lie here, one for each element that a scenario can have; an
 * element's own number is its timer's.
 */
#include "hrtimer/hrtimer.h"
#include "ref/ref.h"

static struct hrtimer timers[AGENT_ELEMS];

static struct hrtimer *
timer_of(struct agent_call *c)
{
	return &timers[c->obj->index];
}

const struct agent_obj *
ref_hrtimer_owner(const void *hrtimer)
{
	const struct hrtimer *t;
	const struct agent_obj *o;
	unsigned i, n;

	t = hrtimer;
	if (t < timers || t >= timers + AGENT_ELEMS)
		return NULL;
	o = agent_objects(ref_agent, &n);
	for (i = 0; i < n; i++) {
		if (o[i].index == (unsigned)(t - timers))
			return &o[i];
	}
	return NULL;
}

/* `ret restart`, `ret norestart`, or a number that is neither. */
static int
timer_called(void *data)
{
	const char *w;
	int64_t v;

	w = agent_callback(ref_agent, data, "call", NULL, 0);
	if (w == NULL)
		return HRTIMER_NORESTART;
	if (agent_number(w, &v))
		return (int)v;
	return agent_word_has("restart", w) ? HRTIMER_RESTART :
	    HRTIMER_NORESTART;
}

static void
note_clock(struct agent_call *c, clockid_t clock)
{
	c->obj->clock = clock == CLOCK_REALTIME ? AGENT_REAL : AGENT_MONO;
}

void
hrt_init(struct agent_call *c)
{
	struct hrtimer *t;

	t = timer_of(c);
	hrtimer_init(t, ref_clock(c));
	note_clock(c, ref_clock(c));
	t->function = timer_called;
	t->data = c->obj;
	if (c->obj->wakes >= 0) {
		t->function = NULL;
		t->data = agent_thread_ctx(c->agent,
		    (unsigned)c->obj->wakes)->port;
	}
}

void
hrt_rebase(struct agent_call *c)
{
	hrtimer_rebase(timer_of(c), ref_clock(c));
	note_clock(c, ref_clock(c));
}

void
hrt_start(struct agent_call *c)
{
	int64_t mode, time;

	mode = agent_has(c, "abs") ? HRTIMER_ABS : HRTIMER_REL;
	time = agent_time(c, mode == HRTIMER_ABS ? "abs" : "rel", 0);
	mode = agent_int(c, "mode", mode);
	c->r = hrtimer_start(timer_of(c), ns_to_ktime(time),
	    (enum hrtimer_mode)mode);
}

void
hrt_restart(struct agent_call *c)
{
	c->r = hrtimer_restart(timer_of(c));
}

void
hrt_cancel(struct agent_call *c)
{
	c->r = hrtimer_cancel(timer_of(c));
}

void
hrt_try(struct agent_call *c)
{
	c->r = hrtimer_try_to_cancel(timer_of(c));
}

void
hrt_forward(struct agent_call *c)
{
	c->r = (int64_t)hrtimer_forward(timer_of(c),
	    ns_to_ktime(agent_time(c, "by", 0)));
}

void
hrt_remaining(struct agent_call *c)
{
	agent_show(c, "left", ktime_to_ns(hrtimer_get_remaining(timer_of(c))));
}

void
hrt_active(struct agent_call *c)
{
	c->r = hrtimer_active(timer_of(c));
	(void)hrtimer_check();
}

/* What the call does not store stays -1. */
void
hrt_res(struct agent_call *c)
{
	struct timespec ts;
	int error;

	ts.tv_sec = -1;
	ts.tv_nsec = -1;
	error = hrtimer_get_res(ref_clock(c), &ts);
	if (error != 0)
		ref_fail(c, error);
	agent_show(c, "sec", ts.tv_sec);
	agent_show(c, "nsec", ts.tv_nsec);
}
