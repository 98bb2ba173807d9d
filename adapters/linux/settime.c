/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * settime.c - arguments and results that timerfd and ptimer share.
 *
 * What		timerfd_settime() and timer_settime() take the same structure
 *		and the same flag.  A scenario gives the values in one of two
 *		ways: as times (rel= abs= per=), or as the raw fields (sec=
 *		nsec= isec= insec=), which can hold what no time can.
 *
 * Why this way	A time that is negative is split with nanoseconds from 0 to
 *		999999999, seconds rounded down: then it is the seconds that
 *		the kernel must refuse, as for a caller who did the same.
 */
#define	_GNU_SOURCE
#include <errno.h>
#include <string.h>

#include "linux/linux.h"

#define	CANCEL_ON_SET	2	/* TFD_TIMER_CANCEL_ON_SET, since glibc 2.24 */

struct timespec
timespec_of(int64_t ns)
{
	struct timespec ts;
	int64_t sec = ns / NSEC_PER_SEC, rest = ns % NSEC_PER_SEC;

	if (rest < 0) {
		rest += NSEC_PER_SEC;
		sec--;
	}
	ts.tv_sec = (time_t)sec;
	ts.tv_nsec = (long)rest;
	return ts;
}

/* Microseconds, rounded up. */
struct timeval
timeval_of(int64_t ns)
{
	struct timespec ts = timespec_of(ns);
	struct timeval tv = { ts.tv_sec,
	    (suseconds_t)(ts.tv_nsec + 999) / 1000 };

	if (tv.tv_usec == 1000000) {
		tv.tv_sec++;
		tv.tv_usec = 0;
	}
	return tv;
}

int64_t
ns_of(const struct timespec *ts)
{
	int64_t sec = ts->tv_sec;

	if (sec > INT64_MAX / NSEC_PER_SEC - 1)
		return INT64_MAX;
	return sec * NSEC_PER_SEC + ts->tv_nsec;
}

/* One half of the structure: a time in ns, unless raw fields are given. */
static void
time_arg(struct agent_call *c, struct timespec *ts, int64_t ns,
    const char *sec, const char *nsec)
{
	*ts = timespec_of(ns);
	if (agent_has(c, sec) || agent_has(c, nsec)) {
		ts->tv_sec = (time_t)agent_int(c, sec, 0);
		ts->tv_nsec = (long)agent_int(c, nsec, 0);
	}
}

static int
flags_arg(struct agent_call *c)
{
	const char *word = agent_word(c, "flags", "0");
	int64_t v;

	if (agent_number(word, &v))
		return (int)v;
	return (agent_word_has(word, "abs") ? TIMER_ABSTIME : 0) |
	    (agent_word_has(word, "cancel") ? CANCEL_ON_SET : 0);
}

void
setting_args(struct agent_call *c, struct setting *s)
{
	const char *old = agent_word(c, "old", "no");
	bool abs = agent_has(c, "abs");

	memset(s, 0, sizeof *s);
	time_arg(c, &s->value.it_value,
	    agent_time(c, abs ? "abs" : "rel", 0), "sec", "nsec");
	time_arg(c, &s->value.it_interval,
	    agent_int(c, "per", 0), "isec", "insec");
	s->flags = flags_arg(c);
	if (abs)
		s->flags |= TIMER_ABSTIME;
	s->new_ptr = pointer_arg(c, &s->value);
	if (agent_word_has("null|bad|ro|edge", old))
		s->old_ptr = linux_pointer(old);
	else if (strcmp(old, "no") != 0)
		s->old_ptr = &s->old;
}

void
setting_result(struct agent_call *c, const struct setting *s, int r)
{
	call_result(c, r);
	if (r != 0 || s->old_ptr != &s->old)
		return;
	agent_show(c, "oldleft", ns_of(&s->old.it_value));
	agent_show(c, "oldper", ns_of(&s->old.it_interval));
}

void
left_result(struct agent_call *c, const struct itimerspec *now, int r)
{
	call_result(c, r);
	if (r != 0)
		return;
	agent_show(c, "left", ns_of(&now->it_value));
	agent_show(c, "per", ns_of(&now->it_interval));
}

void *
pointer_of(struct agent_call *c, const char *key, void *own)
{
	if (!agent_has(c, key))
		return own;
	return linux_pointer(agent_word(c, key, "null"));
}

void *
pointer_arg(struct agent_call *c, void *own)
{
	return pointer_of(c, "ptr", own);
}

void
say_all(agent_say *say, void *arg, const char *const traits[][2], size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		say(arg, traits[i][0], traits[i][1]);
}

clockid_t
clock_arg(struct agent_call *c)
{
	const char *word = agent_word(c, "clock", "mono");
	int64_t v;

	if (agent_number(word, &v))
		return (clockid_t)v;
	c->obj->clock = strncmp(word, "real", 4) == 0 ?
	    AGENT_REAL : AGENT_MONO;
	return c->obj->clock == AGENT_REAL ? CLOCK_REALTIME : CLOCK_MONOTONIC;
}

/*
 * Results.
 */

/* strerrorname_np() would do, but not every C library has it. */
static const struct {
	int error;
	const char *name;
} errors[] = {
#define	E(name) { name, #name }
	E(EPERM), E(ENOENT), E(EINTR), E(EIO), E(ENXIO), E(EBADF),
	E(EAGAIN), E(ENOMEM), E(EACCES), E(EFAULT), E(EBUSY), E(EEXIST),
	E(ENODEV), E(EINVAL), E(ENFILE), E(EMFILE), E(EFBIG), E(ENOSPC),
	E(ESPIPE), E(EPIPE), E(EDOM), E(ERANGE), E(ENOSYS), E(EOPNOTSUPP),
	E(EOVERFLOW), E(EMSGSIZE), E(ETIMEDOUT), E(ECANCELED), E(ENODATA),
	E(ECHILD), E(ESRCH),
#undef E
};

const char *
error_name(int error)
{
	size_t i;

	for (i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (errors[i].error == error)
			return errors[i].name;
	return "EUNKNOWN";
}

void
call_result(struct agent_call *c, int64_t r)
{
	if (r < 0)
		agent_fail(c, error_name(errno));
	else
		c->r = r;
}
