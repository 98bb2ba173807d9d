/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_timerfd.c - the verbs of kind timerfd on the reference.
 */
#include "ktime/ktime.h"
#include "ref/ref.h"
#include "timerfd/timerfd.h"

/* The words that flags= may hold, or a number. */
static int
flags_of(struct agent_call *c)
{
	const char *w;
	int64_t v;
	int flags;

	w = agent_word(c, "flags", "");
	if (agent_number(w, &v))
		return (int)v;
	flags = 0;
	if (agent_word_has(w, "nonblock"))
		flags |= TFD_NONBLOCK;
	if (agent_word_has(w, "cloexec"))
		flags |= TFD_CLOEXEC;
	if (agent_word_has(w, "abs"))
		flags |= TFD_TIMER_ABSTIME;
	if (agent_word_has(w, "cancel"))
		flags |= TFD_TIMER_CANCEL_ON_SET;
	return flags;
}

static struct timespec
to_timespec(int64_t ns)
{
	return ktime_to_timespec(ns_to_ktime(ns));
}

static int64_t
to_ns(struct timespec ts)
{
	return ktime_to_ns(timespec_to_ktime(ts));
}

void
tfd_create(struct agent_call *c)
{
	clockid_t clock;
	int fd;

	clock = ref_clock(c);
	fd = sys_timerfd_create(clock, flags_of(c));
	if (fd < 0) {
		ref_fail(c, fd);
		return;
	}
	c->obj->handle = fd;
	c->obj->clock = clock == CLOCK_REALTIME ? AGENT_REAL : AGENT_MONO;
}

/* Where the old value goes: old=yes, or a pointer to nowhere. */
static struct itimerspec *
old_of(struct agent_call *c, struct itimerspec *good)
{
	const char *w = agent_word(c, "old", "null");

	return agent_word_has("null|bad|ro|edge", w) ? ref_pointer(w) : good;
}

void
tfd_settime(struct agent_call *c)
{
	struct itimerspec its, old, *old_at;
	int flags, r;

	flags = flags_of(c);
	if (agent_has(c, "abs"))
		flags |= TFD_TIMER_ABSTIME;
	its.it_value = to_timespec(agent_time(c, agent_has(c, "abs") ? "abs" :
	    "rel", 0));
	its.it_interval = to_timespec(agent_time(c, "per", 0));
	its.it_value.tv_sec = agent_int(c, "sec", its.it_value.tv_sec);
	its.it_value.tv_nsec = (long)agent_int(c, "nsec",
	    its.it_value.tv_nsec);
	its.it_interval.tv_sec = agent_int(c, "isec", its.it_interval.tv_sec);
	its.it_interval.tv_nsec = (long)agent_int(c, "insec",
	    its.it_interval.tv_nsec);
	old_at = old_of(c, &old);
	r = sys_timerfd_settime((int)c->obj->handle, flags,
	    ref_pointer_of(c, &its), old_at);
	ref_result(c, r);
	if (r == 0 && old_at == &old) {
		agent_show(c, "oldleft", to_ns(old.it_value));
		agent_show(c, "oldper", to_ns(old.it_interval));
	}
}

void
tfd_gettime(struct agent_call *c)
{
	struct itimerspec its;
	int r;

	r = sys_timerfd_gettime((int)c->obj->handle, ref_pointer_of(c, &its));
	ref_result(c, r);
	if (r == 0) {
		agent_show(c, "left", to_ns(its.it_value));
		agent_show(c, "per", to_ns(its.it_interval));
	}
}

void
tfd_read(struct agent_call *c)
{
	uint64_t count[64];
	int64_t len;
	long r;

	len = agent_int(c, "len", (int64_t)sizeof(count[0]));
	if (len < 0 || len > (int64_t)sizeof(count))
		len = (int64_t)sizeof(count);
	r = sys_read((int)c->obj->handle, ref_pointer_of(c, count),
	    (size_t)len);
	ref_result(c, r);
	if (r > 0)
		agent_show(c, "v", (int64_t)count[0]);
}

void
tfd_write(struct agent_call *c)
{
	uint64_t one;

	one = 1;
	ref_result(c, sys_write((int)c->obj->handle, ref_pointer_of(c, &one),
	    sizeof(one)));
}

