/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hrtimer.c - races of high-resolution timers.
 */
#include "hrtimer/hrtimer.h"

#include "explore.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"

#define DUE	100

static struct hrtimer *t;
static unsigned calls;		/* callbacks that have begun */
static bool inside;		/* one runs */
static bool gone;		/* t was given back */
static unsigned again;		/* callbacks that ask for another */
static int64_t due;		/* no callback before */

static int
callback(void *arg)
{
	(void)arg;
	EX(!gone, "no callback begins when cancel has returned");
	EX(!inside, "a callback runs on one CPU at a time");
	EX(ktime_to_ns(ktime_get()) >= due, "no callback is early");
	calls++;
	inside = true;
	ex_mark("the callback runs");
	EX(!gone, "no callback runs when cancel has returned");
	inside = false;
	if (calls > again)
		return HRTIMER_NORESTART;
	due += DUE;
	(void)hrtimer_forward(t, ns_to_ktime(DUE));
	return HRTIMER_RESTART;
}

static void
make(void)
{
	t = ex_storage(sizeof(*t), "t");
	hrtimer_init(t, CLOCK_MONOTONIC);
	t->function = callback;
	due = DUE;
}

static void
arm(void)
{
	make();
	(void)hrtimer_start(t, ns_to_ktime(DUE), HRTIMER_ABS);
}

/* What is due has been called when nobody has anything left to do. */
static void
not_overdue(void)
{
	if (gone || ex_hurried() || !hrtimer_active(t))
		return;
	EX(ktime_to_ns(hrtimer_get_remaining(t)) > 0,
	    "no deadline is overlooked");
}

/* ---- cancel against a running callback ---- */

static void
cancel_and_free(void)
{
	int r;

	r = hrtimer_cancel(t);
	EX(!inside, "cancel waits for the callback");
	EX(r == 1 || calls == again + 1, "cancel says 0 only of an idle timer");
	gone = true;
	ex_free(t);
}

static void
cancel_setup(void)
{
	ex_before(0, arm);
	ex_thread(1, "canceller", cancel_and_free);
}

static void
cancel_restart_setup(void)
{
	again = 1;
	cancel_setup();
}

/* ---- try_to_cancel, twice at once ---- */

static int answers[2];

static void
try(unsigned i)
{
	answers[i] = hrtimer_try_to_cancel(t);
	EX(answers[i] != 0 || !inside, "0 means that no callback runs");
	EX(answers[i] != 1 || calls == 0, "1 means that none began");
}

static void
try_first(void)
{
	try(0);
}

static void
try_second(void)
{
	try(1);
}

static void
try_setup(void)
{
	answers[0] = answers[1] = 2;
	ex_before(0, arm);
	ex_thread(1, "first", try_first);
	ex_thread(0, "second", try_second);
}

static void
try_finish(void)
{
	EX((unsigned)(answers[0] == 1) + (answers[1] == 1) + calls == 1,
	    "one cancels it, or it expires");
}

/* ---- starts from two CPUs ---- */

static void
start_near(void)
{
	due = 50;
	(void)hrtimer_start(t, ns_to_ktime(50), HRTIMER_ABS);
}

static void
start_same(void)
{
	(void)hrtimer_start(t, ns_to_ktime(70), HRTIMER_ABS);
}

static void
start_setup(void)
{
	ex_before(0, arm);
	due = 50;
	ex_thread(1, "starter", start_near);
	ex_thread(0, "other", start_same);
}

static void
start_finish(void)
{
	EX(calls >= 1, "a timer that is armed expires");
	EX(!hrtimer_active(t), "and is idle then");
}

/* ---- a start, a cancel and an expiry, each on a CPU of its own ---- */

static int moved, cancelled;

static void
start_elsewhere(void)
{
	moved = hrtimer_start(t, ns_to_ktime(70), HRTIMER_ABS);
}

static void
cancel_elsewhere(void)
{
	cancelled = hrtimer_cancel(t);
	EX(cancelled == 1 || calls >= 1, "cancel says 0 only of an idle timer");
}

static void
three_setup(void)
{
	ex_before(0, arm);
	due = 70;
	ex_thread(1, "starter", start_elsewhere);
	ex_thread(2, "canceller", cancel_elsewhere);
}

static void
three_finish(void)
{
	EX(calls + (unsigned)cancelled + (unsigned)moved == 2,
	    "each arming expires, is cancelled, or is moved");
	EX(!hrtimer_active(t), "and the timer is idle then");
}

/* ---- a clock that is set ---- */

#define BASE	(INT64_C(1000000000) * NSEC_PER_SEC)

static int
clock_callback(void *arg)
{
	(void)arg;
	calls++;
	return HRTIMER_NORESTART;
}

static void
clock_arm(void)
{
	t = ex_storage(sizeof(*t), "t");
	hrtimer_init(t, CLOCK_REALTIME);
	t->function = clock_callback;
	(void)hrtimer_start(t, ns_to_ktime(BASE + 1000), HRTIMER_ABS);
}

static void
clock_forward(void)
{
	timekeeping_settime(ns_to_ktime(BASE + 2000));
}

static void
clock_setup(void)
{
	ex_before(0, clock_arm);
	ex_thread(1, "setter", clock_forward);
}

static void
clock_finish(void)
{
	EX(calls == 1, "the timer expires once");
}

/* ---- a CPU that goes off line ---- */

static void
off_and_on(void)
{
	EX(sim_cpu_off(1) == 0, "the CPU goes off line");
	ex_mark("the CPU is off line");
	EX(sim_cpu_on(1) == 0, "and comes back");
}

static void
start_there(void)
{
	(void)hrtimer_start(t, ns_to_ktime(DUE), HRTIMER_ABS);
}

static void
offline_setup(void)
{
	ex_before(0, make);
	ex_thread(1, "starter", start_there);
	ex_thread(0, "taker", off_and_on);
}

static void
offline_finish(void)
{
	EX(calls == 1, "the timer expires once");
}

const struct scenario explore_hrtimer[] = {
	{ "cancel-running", "when cancel has returned, the timer may be freed",
	    2, 1000, cancel_setup, not_overdue, NULL },
	{ "cancel-restarting", "so it may when its callback restarts it",
	    2, 1000, cancel_restart_setup, not_overdue, NULL },
	{ "try-to-cancel", "each answer tells what happened",
	    2, 1000, try_setup, not_overdue, try_finish },
	{ "start-start", "two starts at once leave one armed timer",
	    2, 1000, start_setup, not_overdue, start_finish },
	{ "three-cpus", "it moves to a CPU while another cancels it",
	    3, 1000, three_setup, not_overdue, three_finish },
	{ "clock-set", "a timer on a clock that is set expires, once",
	    2, 3000, clock_setup, not_overdue, clock_finish },
	{ "offline-start", "what starts on a CPU that goes off line expires",
	    2, 1000, offline_setup, not_overdue, offline_finish },
	{ .name = NULL }
};
