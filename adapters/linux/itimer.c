/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * itimer.c - kind itimer: setitimer(2), getitimer(2), alarm(2).
 *
 * What		An object is the process's one timer of each sort, whatever
 *		its name.  A scenario runs in a process of its own, so each
 *		begins with a timer that is not armed.
 *
 * Why this way	The calls go to the kernel as they are: the C library's
 *		declare pointers to be good, and a compiler may believe it.
 *		alarm() is a call of the library on some machines.
 */
#define	_GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "linux/linux.h"

static int
which_arg(struct agent_call *c)
{
	const char *word = agent_word(c, "which", "real");
	int64_t v;

	if (agent_number(word, &v))
		return (int)v;
	return strcmp(word, "virtual") == 0 ? ITIMER_VIRTUAL :
	    strcmp(word, "prof") == 0 ? ITIMER_PROF : ITIMER_REAL;
}

/* A time in ns, whose last microsecond is cut off, or raw fields. */
static struct timeval
time_arg(struct agent_call *c, const char *ns, const char *sec,
    const char *usec)
{
	struct timespec ts = timespec_of(agent_time(c, ns, 0));
	struct timeval tv;

	tv.tv_sec = (time_t)agent_int(c, sec, ts.tv_sec);
	tv.tv_usec = (suseconds_t)agent_int(c, usec, ts.tv_nsec / 1000);
	return tv;
}

static int64_t
to_ns(const struct timeval *tv)
{
	struct timespec ts = { tv->tv_sec, tv->tv_usec * 1000 };

	return ns_of(&ts);
}

void
itm_settime(struct agent_call *c)
{
	const char *word = agent_word(c, "old", "null");
	struct itimerval new, old, *newp = &new, *oldp = &old;
	long r;

	new.it_value = time_arg(c, "rel", "sec", "usec");
	new.it_interval = time_arg(c, "per", "isec", "iusec");
	if (agent_has(c, "ptr"))
		newp = linux_pointer(agent_word(c, "ptr", "null"));
	if (strcmp(word, "yes") != 0)
		oldp = linux_pointer(word);
	agent_stamp_begin(c);
	r = syscall(SYS_setitimer, which_arg(c), newp, oldp);
	agent_stamp_end(c);
	call_result(c, r);
	if (r != 0 || oldp != &old)
		return;
	agent_show(c, "oldleft", to_ns(&old.it_value));
	agent_show(c, "oldper", to_ns(&old.it_interval));
}

void
itm_gettime(struct agent_call *c)
{
	struct itimerval now, *p = &now;
	long r;

	if (agent_has(c, "ptr"))
		p = linux_pointer(agent_word(c, "ptr", "null"));
	r = syscall(SYS_getitimer, which_arg(c), p);
	call_result(c, r);
	if (r != 0)
		return;
	agent_show(c, "left", to_ns(&now.it_value));
	agent_show(c, "per", to_ns(&now.it_interval));
}

void
itm_alarm(struct agent_call *c)
{
	unsigned seconds = (unsigned)agent_int(c, "sec", 0);

	agent_stamp_begin(c);
	c->r = alarm(seconds);
	agent_stamp_end(c);
}

static const char *const traits[][2] = {
	{ "frontend.itimer.clocks", "mono" },
	{ "frontend.itimer.unit", "1000" },
	{ "frontend.itimer.rounding", "exact" },
	{ "frontend.itimer.least", "1000" },
	{ "frontend.itimer.greatest", "9223372036854775000" },
	{ "frontend.itimer.beyond", "saturate" },
	{ "frontend.itimer.zero", "disarm" },
	{ "frontend.itimer.negative", "EINVAL" },
	{ "frontend.itimer.absolute", "no" },
	{ "frontend.itimer.past-absolute", "EINVAL" },
	{ "frontend.itimer.first-interval", "yes" },
	{ "frontend.itimer.periodic", "yes" },
	{ "frontend.itimer.phase", "deadline" },
	{ "frontend.itimer.move", "atomic" },
	{ "frontend.itimer.readback", "left" },
	{ "frontend.itimer.readback-rounding", "down" },
	{ "frontend.itimer.report", "signal" },
	{ "frontend.itimer.width", "1" },
	{ "frontend.itimer.many", "no" },
	{ "frontend.itimer.pending-rearm", "kept" },
	{ "frontend.itimer.pending-disarm", "kept" },
	{ "frontend.itimer.self-delete", "no" },
	{ "frontend.itimer.clockset", "stays" },
	{ "frontend.itimer.fork", "lost" },
	{ "frontend.itimer.exec", "kept" },
	{ "frontend.itimer.hold", "blocked" },
	{ "frontend.itimer.asserts", "no" },
	{ "offers.cputime", "yes" },
	{ "itimer.cpu-time", "yes" },
	{ "itimer.null", "disarm" },
	{ "itimer.alarm-rounding", "nearest" },
};

void
itm_statement(agent_say *say, void *arg)
{
	size_t i;

	for (i = 0; i < sizeof traits / sizeof traits[0]; i++)
		say(arg, traits[i][0], traits[i][1]);
}
