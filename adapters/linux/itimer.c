/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * itimer.c - kind itimer: setitimer(2), getitimer(2), alarm(2).
 *
 * What		All objects are the timers of this process, which= says which;
 *		real unless given.  They send SIGALRM, SIGVTALRM and SIGPROF,
 *		see signal.c.
 *
 * Why this way	A time in ns goes up to the next microsecond, the unit of the
 *		interface: nothing that is asked for may come early.
 *
 * Statement	What a caller can see is asked of the kernel: a signal that
 *		was pending when the timer was set again, how alarm() rounds.
 *		The time left is rounded down, since the kernel divides.
 */
#define	_GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "linux/linux.h"

/* What setitimer() takes a number for, where it has a type of its own. */
#ifdef __GLIBC__
#define	WHICH(c) ((__itimer_which_t)which_arg(c))
#else
#define	WHICH(c) which_arg(c)
#endif

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

static void
time_arg(struct agent_call *c, struct timeval *tv, const char *ns,
    const char *sec, const char *usec)
{
	*tv = timeval_of(agent_time(c, ns, 0));
	if (agent_has(c, sec) || agent_has(c, usec)) {
		tv->tv_sec = (time_t)agent_int(c, sec, 0);
		tv->tv_usec = (suseconds_t)agent_int(c, usec, 0);
	}
}

static int64_t
to_ns(const struct timeval *tv)
{
	struct timespec ts = { tv->tv_sec, (long)tv->tv_usec * 1000 };

	return ns_of(&ts);
}

void
itm_settime(struct agent_call *c)
{
	const char *word = agent_word(c, "old", "no");
	struct itimerval value, old = { .it_value = { 0, 0 } };
	struct itimerval *oldp = NULL;
	int r;

	time_arg(c, &value.it_value, "rel", "sec", "usec");
	time_arg(c, &value.it_interval, "per", "isec", "iusec");
	if (strcmp(word, "no") != 0)
		oldp = strcmp(word, "yes") == 0 ? &old : linux_pointer(word);
	agent_stamp_begin(c);
	r = setitimer(WHICH(c), pointer_arg(c, &value), oldp);
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
	struct itimerval now;
	int r = getitimer(WHICH(c), pointer_arg(c, &now));

	call_result(c, r);
	if (r != 0)
		return;
	agent_show(c, "left", to_ns(&now.it_value));
	agent_show(c, "per", to_ns(&now.it_interval));
}

void
itm_alarm(struct agent_call *c)
{
	call_result(c, (int64_t)alarm((unsigned)agent_int(c, "sec", 0)));
}

/*
 * Statement.
 */

static bool
taken(const sigset_t *set)
{
	struct timespec none = { 0, 0 };

	return sigtimedwait(set, NULL, &none) == SIGALRM;
}

/* Is a signal that nobody has taken still there after a new setting? */
static const char *
probe_pending(const sigset_t *set, time_t next)
{
	struct itimerval soon = { .it_value = { 0, 1 } };
	struct itimerval then = { .it_value = { next, 0 } };
	struct timespec ms = { 0, 1000000 };
	bool kept;

	if (setitimer(ITIMER_REAL, &soon, NULL) != 0)
		return "unknown";
	nanosleep(&ms, NULL);
	setitimer(ITIMER_REAL, &then, NULL);
	kept = taken(set);
	return kept ? "kept" : "dropped";
}

static const char *
probe_zero(const sigset_t *set)
{
	struct itimerval its = { .it_interval = { 1, 0 } };

	if (setitimer(ITIMER_REAL, &its, NULL) != 0)
		return error_name(errno);
	return taken(set) ? "now" : "disarm";
}

static const char *
probe_negative(void)
{
	struct itimerval its = { .it_value = { -1, 0 } };

	if (setitimer(ITIMER_REAL, &its, NULL) != 0)
		return error_name(errno);
	return "past";
}

/* 1.2 s that are left are 1 or 2. */
static const char *
probe_rounding(void)
{
	struct itimerval its = { .it_value = { 1, 200000 } };

	setitimer(ITIMER_REAL, &its, NULL);
	return alarm(0) == 2 ? "up" : "nearest";
}

static const char *
probe_null(void)
{
	if (setitimer(ITIMER_REAL, NULL, NULL) != 0)
		return error_name(errno);
	return "disarm";
}

static const char *
probe_cpu_time(void)
{
	struct itimerval now;

	return getitimer(ITIMER_PROF, &now) == 0 ? "yes" : "no";
}

/* Traits that hold for every Linux, or that nobody but root can see. */
static const char *const traits[][2] = {
	{ "frontend.itimer.clocks", "mono" },
	{ "frontend.itimer.unit", "1000" },
	{ "frontend.itimer.rounding", "exact" },
	{ "frontend.itimer.least", "1000" },
	{ "frontend.itimer.greatest", "9223372036854775000" },
	{ "frontend.itimer.beyond", "saturate" },
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
	{ "frontend.itimer.self-delete", "no" },
	{ "frontend.itimer.clockset", "stays" },
	{ "frontend.itimer.fork", "lost" },
	{ "frontend.itimer.exec", "kept" },
	{ "frontend.itimer.hold", "blocked" },
	{ "frontend.itimer.asserts", "no" },
};

void
itm_statement(agent_say *say, void *arg)
{
	sigset_t set, old;

	say_all(say, arg, traits, sizeof traits / sizeof traits[0]);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, &old);
	say(arg, "frontend.itimer.zero", probe_zero(&set));
	say(arg, "frontend.itimer.negative", probe_negative());
	say(arg, "frontend.itimer.pending-rearm", probe_pending(&set, 1000));
	say(arg, "frontend.itimer.pending-disarm", probe_pending(&set, 0));
	say(arg, "itimer.alarm-rounding", probe_rounding());
	say(arg, "itimer.null", probe_null());
	say(arg, "itimer.cpu-time", probe_cpu_time());
	sigprocmask(SIG_SETMASK, &old, NULL);
}
