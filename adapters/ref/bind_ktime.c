/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_ktime.c - the verb `calc`: one call of ktime, its result in the log.
 *
 *	calc ktime_set a=1 b=500			r=1000000500
 *	calc ktime_to_timespec a=-1			sec=-1 nsec=999999999
 *
 * Times go in and out as nanoseconds, through ns_to_ktime() and
 * ktime_to_ns() alone, so this file does not know the form of a ktime_t.
 * A missing argument is 0.  An argument that the function's parameter cannot
 * hold, seconds beyond a 32-bit long for one, fails with EOVERFLOW before
 * the call.  The unsigned argument of ktime_add_ns is taken as 64 bits:
 * b=-1 is 2^64 - 1.
 */
#include "ref/ref.h"

#include <limits.h>

#include "agent/agent.h"
#include "ktime/ktime.h"

static int64_t
arg(struct agent_call *c, const char *key)
{
	return agent_int(c, key, 0);
}

static ktime_t
time_arg(struct agent_call *c, const char *key)
{
	return ns_to_ktime(arg(c, key));
}

/* Store the argument in *to, if a long can hold it. */
static bool
long_arg(struct agent_call *c, const char *key, long *to)
{
	int64_t v = arg(c, key);

	if (v < LONG_MIN || v > LONG_MAX) {
		agent_fail(c, "EOVERFLOW");
		return false;
	}
	*to = (long)v;
	return true;
}

static void
give(struct agent_call *c, ktime_t kt)
{
	c->r = ktime_to_ns(kt);
}

static void
calc_set(struct agent_call *c)
{
	long secs, nanosecs;

	if (long_arg(c, "a", &secs) && long_arg(c, "b", &nanosecs))
		give(c, ktime_set(secs, nanosecs));
}

static void
calc_add(struct agent_call *c)
{
	give(c, ktime_add(time_arg(c, "a"), time_arg(c, "b")));
}

static void
calc_sub(struct agent_call *c)
{
	give(c, ktime_sub(time_arg(c, "a"), time_arg(c, "b")));
}

static void
calc_add_ns(struct agent_call *c)
{
	give(c, ktime_add_ns(time_arg(c, "a"), (u64)arg(c, "b")));
}

static void
calc_compare(struct agent_call *c)
{
	c->r = ktime_compare(time_arg(c, "a"), time_arg(c, "b"));
}

static void
calc_to_ns(struct agent_call *c)
{
	c->r = ktime_to_ns(time_arg(c, "a"));
}

static void
calc_from_timespec(struct agent_call *c)
{
	struct timespec tspec = { .tv_sec = arg(c, "a") };

	if (long_arg(c, "b", &tspec.tv_nsec))
		give(c, timespec_to_ktime(tspec));
}

static void
calc_from_timeval(struct agent_call *c)
{
	struct timeval tval = { .tv_sec = arg(c, "a") };

	if (long_arg(c, "b", &tval.tv_usec))
		give(c, timeval_to_ktime(tval));
}

static void
calc_to_timespec(struct agent_call *c)
{
	struct timespec tspec = ktime_to_timespec(time_arg(c, "a"));

	agent_show(c, "sec", tspec.tv_sec);
	agent_show(c, "nsec", tspec.tv_nsec);
}

static void
calc_to_timeval(struct agent_call *c)
{
	struct timeval tval = ktime_to_timeval(time_arg(c, "a"));

	agent_show(c, "sec", tval.tv_sec);
	agent_show(c, "usec", tval.tv_usec);
}

static void
calc_to_clock_t(struct agent_call *c)
{
	c->r = ktime_to_clock_t(time_arg(c, "a"));
}

static void
calc_define(struct agent_call *c)
{
	DEFINE_KTIME(defined);

	give(c, defined);
}

static void
calc_max(struct agent_call *c)
{
	give(c, KTIME_MAX);
}

static void
calc_min(struct agent_call *c)
{
	give(c, KTIME_MIN);
}

static void
calc_sec_max(struct agent_call *c)
{
	c->r = KTIME_SEC_MAX;
}

static const struct calc {
	const char	*name;
	agent_fn	*fn;
} calcs[] = {
	{ "ktime_set",		calc_set },
	{ "ktime_add",		calc_add },
	{ "ktime_sub",		calc_sub },
	{ "ktime_add_ns",	calc_add_ns },
	{ "ktime_compare",	calc_compare },
	{ "ktime_to_ns",	calc_to_ns },
	{ "timespec_to_ktime",	calc_from_timespec },
	{ "timeval_to_ktime",	calc_from_timeval },
	{ "ktime_to_timespec",	calc_to_timespec },
	{ "ktime_to_timeval",	calc_to_timeval },
	{ "ktime_to_clock_t",	calc_to_clock_t },
	{ "define_ktime",	calc_define },
	{ "ktime_max",		calc_max },
	{ "ktime_min",		calc_min },
	{ "ktime_sec_max",	calc_sec_max },
};

/* The row is { "", "calc", "a b c", AGENT_SCRIPT, ref_calc }. */
void
ref_calc(struct agent_call *c)
{
	const char *name = agent_operand(c, 0);
	size_t i;

	for (i = 0; name != NULL && i < sizeof(calcs) / sizeof(calcs[0]); i++)
		if (agent_word_has(calcs[i].name, name)) {
			calcs[i].fn(c);
			return;
		}
	agent_fail(c, "ENOSYS");
}
