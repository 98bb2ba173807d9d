/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kqueue.c - races of a queue: its timers expire while they are deleted,
 * disabled, set again or reported.
 */
#include "kqueue/kqueue.h"

#include "explore.h"
#include "timekeeping/timekeeping.h"

#define DUE	1000000		/* ns */

static const struct timespec now;
static int kq;
static int taken;		/* events, by all threads */
static unsigned through;	/* threads that are */

static int
change(unsigned flags, int64_t ns)
{
	struct kevent ev;

	ev = (struct kevent){ .ident = 1, .filter = EVFILT_TIMER,
	    .flags = (unsigned short)flags, .fflags = NOTE_NSECONDS,
	    .data = ns };
	return sys_kevent(kq, &ev, 1, NULL, 0, NULL);
}

static int
take(const struct timespec *timeout)
{
	struct kevent ev;
	int n;

	n = sys_kevent(kq, NULL, 0, &ev, 1, timeout);
	EX(n >= 0 && (n == 0 || (ev.ident == 1 && ev.data == 1)),
	    "an event is whole");
	taken += n;
	return n;
}

static void
arm(void)
{
	kq = sys_kqueue();
	EX(change(EV_ADD | EV_ONESHOT, DUE) == 0, "a timer can be added");
}

static void
armed_setup(const char *name, void (*body)(void))
{
	ex_before(0, arm);
	ex_thread(1, name, body);
}

/* ---- a delete ---- */

static void
delete(void)
{
	EX(change(EV_DELETE, 0) == 0, "the timer is there");
	EX(take(&now) == 0, "nothing is left of what was deleted");
	through++;
}

static void
delete_setup(void)
{
	armed_setup("deleter", delete);
}

static void
delete_finish(void)
{
	EX(through == 1 && taken == 0, "the delete ends");
}

/* ---- to disable, and to enable again ---- */

static void
disable(void)
{
	EX(change(EV_DISABLE, 0) == 0, "the timer is there");
	EX(take(&now) == 0, "what is disabled is silent");
	EX(change(EV_ENABLE, 0) == 0, "and still there");
	EX(take(NULL) == 1, "its expiry is told then");
	EX(ktime_to_ns(ktime_get()) >= DUE, "and not early");
	through++;
}

static void
disable_setup(void)
{
	armed_setup("disabler", disable);
}

static void
once_finish(void)
{
	EX(taken == 1, "one expiry is one event");
}

/* ---- a new time ---- */

static void
again(void)
{
	EX(change(EV_ADD | EV_ONESHOT, 100 * DUE) == 0, "it is moved");
	EX(take(&now) == 0, "the old time leaves nothing");
	EX(change(EV_DELETE, 0) == 0, "and the new one is far");
	through++;
}

static void
again_setup(void)
{
	armed_setup("mover", again);
}

static void
again_finish(void)
{
	EX(through == 1 && taken == 0, "the call ends");
}

/* ---- two who want one event, which is there ---- */

static void
taker(void)
{
	(void)take(&now);
	through++;
}

static void
arm_ready(void)
{
	kq = sys_kqueue();
	EX(change(EV_ADD | EV_ONESHOT, 0) == 0, "a timer can be added");
}

static void
takers_setup(void)
{
	ex_before(0, arm_ready);
	ex_thread(0, "taker-0", taker);
	ex_thread(1, "taker-1", taker);
}

static void
takers_finish(void)
{
	EX(through == 2, "both return");
	EX(taken == 1, "one of them has the event");
}

/* ---- a close ---- */

static void
close_it(void)
{
	EX(sys_close(kq) == 0, "the queue can be closed");
	through++;
}

static void
close_setup(void)
{
	armed_setup("closer", close_it);
}

static void
close_finish(void)
{
	EX(through == 1, "the close ends");
}

const struct scenario explore_kqueue[] = {
	{ "kqueue-delete", "a deleted timer leaves nothing, in time or late",
	    2, 2 * DUE, delete_setup, NULL, delete_finish },
	{ "kqueue-disable", "a disabled timer is silent, and forgets nothing",
	    2, 2 * DUE, disable_setup, NULL, once_finish },
	{ "kqueue-again", "a timer that is added again forgets its old time",
	    2, 2 * DUE, again_setup, NULL, again_finish },
	{ "kqueue-takers", "one event goes to one of two who want it",
	    2, DUE, takers_setup, NULL, takers_finish },
	{ "kqueue-close", "a queue is closed whatever its timers do",
	    2, 2 * DUE, close_setup, NULL, close_finish },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL }
};
