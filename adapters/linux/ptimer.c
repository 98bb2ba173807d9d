/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ptimer.c - kind ptimer: POSIX timers, timer_create(2).
 *
 * What		An object is a timer id.  Before create it is one that no
 *		kernel has given out, after delete it keeps its number, so
 *		that a scenario can name a timer that is not there.  What the
 *		signal of a timer does is told in signal.c.
 *
 * Why this way	The C library's timer_t of a SIGEV_SIGNAL or SIGEV_NONE timer
 *		is the kernel's id made a pointer; that is how a signal's
 *		si_timerid is recognised as one of a timer that is gone.
 *
 * Overrun	The signal carries si_overrun, timer_getoverrun() repeats it:
 *		periods that passed between the signal's becoming pending and
 *		its delivery, up to DELAYTIMER_MAX.  The periods in between
 *		are not lost, the timer keeps its phase.
 *
 * Threads	notify=thread tells one thread [TM-THREAD-1] [TM-THREAD-2].
 *
 * Ids		id= asks for an id, as who restores a process does
 *		[TM-ID-1].
 *
 * Statement	A pending signal of the old setting is dropped by Linux 6.13
 *		and later, kept by those before; so the agent asks the kernel
 *		by an experiment with a blocked signal.
 */
#define	_GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux/linux.h"

#ifndef sigev_notify_thread_id
#define	sigev_notify_thread_id	_sigev_un._tid
#endif

/* A negative id is a pointer to the C library, and never gets to the kernel. */
static timer_t
timer_of(struct agent_call *c)
{
	int64_t id = c->obj->handle < 0 ? INT32_MAX : c->obj->handle;

	return (timer_t)(intptr_t)id;
}

static int
notify_arg(struct agent_call *c)
{
	const char *word = agent_word(c, "notify", "signal");
	int64_t v;

	if (agent_number(word, &v))
		return (int)v;
	return strcmp(word, "none") == 0 ? SIGEV_NONE :
	    strcmp(word, "thread") == 0 ? SIGEV_THREAD_ID : SIGEV_SIGNAL;
}

/* thread=: one of the scenario, or one of another process. */
static pid_t
thread_arg(struct agent_call *c)
{
	const char *word = agent_word(c, "thread", "main");

	if (strcmp(word, "elsewhere") == 0)
		return getppid();
	return flow_tid(agent_thread_find(c->agent, word));
}

/*
 * The library reads the event and writes the id itself, and would die of a
 * bad pointer in the kernel's place.  wish is an id that is asked for, if the
 * process has said that it will.
 */
static int
create_raw(struct agent_call *c, clockid_t clock, void *event, timer_t *id,
    int wish)
{
	int kernel_id = wish;
	long r = syscall(SYS_timer_create, clock,
	    pointer_of(c, "ptr", event),
	    pointer_of(c, "idptr", &kernel_id));

	*id = (timer_t)(intptr_t)kernel_id;
	return (int)r;
}

#define	WISHES	77		/* PR_TIMER_CREATE_RESTORE_IDS, Linux 6.15 */

static int
create_wished(struct agent_call *c, clockid_t clock, void *event, timer_t *id)
{
	int r, error;

	prctl(WISHES, 1UL, 0UL, 0UL, 0UL);
	r = create_raw(c, clock, event, id, (int)agent_int(c, "id", 0));
	error = errno;
	prctl(WISHES, 0UL, 0UL, 0UL, 0UL);
	errno = error;
	return r;
}

void
ptm_create(struct agent_call *c)
{
	struct sigevent ev;
	clockid_t clock = clock_arg(c);
	timer_t id = NULL;
	int r;

	memset(&ev, 0, sizeof ev);
	ev.sigev_notify = notify_arg(c);
	ev.sigev_signo = signo_of(agent_word(c, "sig", "alrm"));
	ev.sigev_value.sival_int = (int)agent_int(c, "val", 0);
	if (ev.sigev_notify == SIGEV_THREAD_ID)
		ev.sigev_notify_thread_id = thread_arg(c);
	if (agent_has(c, "id"))
		r = create_wished(c, clock, &ev, &id);
	else if (agent_has(c, "ptr") || agent_has(c, "idptr"))
		r = create_raw(c, clock, &ev, &id, -1);
	else
		r = timer_create(clock, &ev, &id);
	call_result(c, r);
	if (r != 0)
		return;
	if (agent_has(c, "id"))
		agent_show(c, "id", (int64_t)(intptr_t)id);
	c->obj->handle = (intptr_t)id;
	c->obj->ready = true;
}

void
ptm_settime(struct agent_call *c)
{
	struct setting s;
	int r;

	setting_args(c, &s);
	agent_stamp_begin(c);
	r = timer_settime(timer_of(c), s.flags, s.new_ptr, s.old_ptr);
	agent_stamp_end(c);
	setting_result(c, &s, r);
}

void
ptm_gettime(struct agent_call *c)
{
	struct itimerspec now, *p = pointer_arg(c, &now);
	int r;

	r = timer_gettime(timer_of(c), p);
	if (p == &now)
		left_result(c, &now, r);
	else
		call_result(c, r);
}

void
ptm_overrun(struct agent_call *c)
{
	call_result(c, timer_getoverrun(timer_of(c)));
}

void
ptm_delete(struct agent_call *c)
{
	int r = timer_delete(timer_of(c));

	call_result(c, r);
	if (r == 0)
		c->obj->ready = false;
}

void
ptm_id(struct agent_call *c)
{
	c->r = (int)c->obj->handle;
}

bool
ptm_lives(struct agent *a, int id)
{
	struct agent_obj *obj;
	unsigned i, n;

	obj = agent_objects(a, &n);
	for (i = 0; i < n; i++)
		if (obj[i].ready && (int)obj[i].handle == id &&
		    strcmp(obj[i].kind->name, "ptimer") == 0)
			return true;
	return false;
}

/*
 * Statement.
 */

/* A signal that the experiment may use; it is blocked in the meantime. */
static void
probe_signal(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGRTMAX);
}

static bool
taken(const sigset_t *set)
{
	struct timespec none = { 0, 0 };

	return sigtimedwait(set, NULL, &none) == SIGRTMAX;
}

/* Let the timer expire with its signal blocked. */
static bool
expire(timer_t id)
{
	struct itimerspec its = { .it_value = { 0, 1 } };
	struct timespec ms = { 0, 1000000 };

	if (timer_settime(id, 0, &its, NULL) != 0)
		return false;
	nanosleep(&ms, NULL);
	return true;
}

/* Is a signal that nobody has taken still there after a new setting? */
static const char *
probe_pending(timer_t id, const sigset_t *set, time_t next)
{
	struct itimerspec its = { .it_value = { next, 0 } };

	if (!expire(id) || timer_settime(id, 0, &its, NULL) != 0)
		return "unknown";
	return taken(set) ? "kept" : "dropped";
}

static const char *
probe_zero(timer_t id, const sigset_t *set)
{
	struct itimerspec its = { .it_interval = { 1, 0 } };

	if (timer_settime(id, 0, &its, NULL) != 0)
		return error_name(errno);
	return taken(set) ? "now" : "disarm";
}

static const char *
probe_negative(timer_t id)
{
	struct itimerspec its = { .it_value = { -1, 0 } };

	if (timer_settime(id, 0, &its, NULL) != 0)
		return error_name(errno);
	return "past";
}

/* Traits that hold for every Linux, or that nobody but root can see. */
static const char *const traits[][2] = {
	{ "frontend.ptimer.clocks", "mono|real" },
	{ "frontend.ptimer.unit", "1" },
	{ "frontend.ptimer.rounding", "exact" },
	{ "frontend.ptimer.least", "1" },
	{ "frontend.ptimer.greatest", "9223372036854775807" },
	{ "frontend.ptimer.beyond", "saturate" },
	{ "frontend.ptimer.absolute", "yes" },
	{ "frontend.ptimer.past-absolute", "now" },
	{ "frontend.ptimer.first-interval", "yes" },
	{ "frontend.ptimer.periodic", "yes" },
	{ "frontend.ptimer.phase", "deadline" },
	{ "frontend.ptimer.move", "atomic" },
	{ "frontend.ptimer.readback", "left" },
	{ "frontend.ptimer.readback-rounding", "exact" },
	{ "frontend.ptimer.report", "signal" },
	{ "frontend.ptimer.width", "31" },
	{ "frontend.ptimer.many", "yes" },
	{ "frontend.ptimer.self-delete", "yes" },
	{ "frontend.ptimer.clockset", "follows" },
	{ "frontend.ptimer.fork", "lost" },
	{ "frontend.ptimer.exec", "lost" },
	{ "frontend.ptimer.hold", "blocked" },
	{ "frontend.ptimer.asserts", "no" },
};

/* No timer has such flags: they are refused, or make no difference. */
static const char *
probe_flags(timer_t id)
{
	struct itimerspec its = { .it_value = { 1000, 0 } };

	return timer_settime(id, 0x80, &its, NULL) == 0 ? "ignored" :
	    error_name(errno);
}

static void
probe(agent_say *say, void *arg, const sigset_t *set)
{
	struct sigevent ev;
	timer_t id;

	memset(&ev, 0, sizeof ev);
	ev.sigev_notify = SIGEV_SIGNAL;
	ev.sigev_signo = SIGRTMAX;
	if (timer_create(CLOCK_MONOTONIC, &ev, &id) != 0)
		return;
	say(arg, "frontend.ptimer.zero", probe_zero(id, set));
	say(arg, "frontend.ptimer.negative", probe_negative(id));
	say(arg, "ptimer.unknown-flags", probe_flags(id));
	say(arg, "frontend.ptimer.pending-rearm",
	    probe_pending(id, set, 1000));
	say(arg, "frontend.ptimer.pending-disarm",
	    probe_pending(id, set, 0));
	timer_delete(id);
	if (prctl(WISHES, 2UL, 0UL, 0UL, 0UL) >= 0)
		say(arg, "offers.timer-ids", "yes");
	while (taken(set))
		continue;
}

void
ptm_statement(agent_say *say, void *arg)
{
	sigset_t set, old;

	say_all(say, arg, traits, sizeof traits / sizeof traits[0]);
	probe_signal(&set);
	sigprocmask(SIG_BLOCK, &set, &old);
	probe(say, arg, &set);
	sigprocmask(SIG_SETMASK, &old, NULL);
}
