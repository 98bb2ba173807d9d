/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeout.c - races of timeouts, as TCP would lose them.
 *
 * The timeout is strong on CPU 0, whose dispatcher calls it; another CPU
 * stops it or frees it.
 */
#include "timeout/timeout.h"

#include "explore.h"
#include "sim/sim_steps.h"
#include "timekeeping/timekeeping.h"

#define DUE	100

static struct timeout *t;
static struct port_spin *spin;
static struct port_mutex *mutex;
static struct timeout_lock lock;
static enum timeout_affinity affinity = TIMEOUT_STRONG;
static unsigned calls;		/* callbacks that have begun */
static unsigned again;		/* callbacks that start it again */
static bool inside;		/* one runs */
static bool gone;		/* t was given back */
static bool stopped;		/* and it said that it will not run */
static int64_t due;		/* no callback before */

static void
take(bool *s)
{
	if (lock.type == TIMEOUT_SPIN)
		*s = port_spin_lock(spin);
	else if (lock.type == TIMEOUT_MUTEX)
		port_mutex_lock(mutex);
}

static void
drop(bool s)
{
	if (lock.type == TIMEOUT_SPIN)
		port_spin_unlock(spin, s);
	else if (lock.type == TIMEOUT_MUTEX)
		port_mutex_unlock(mutex);
}

static void
callback(void *arg)
{
	(void)arg;
	EX(!gone, "no callback begins for what was given back");
	EX(!stopped, "no callback begins for what was stopped");
	EX(!inside, "one callback at a time");
	EX(ktime_to_ns(ktime_get()) >= due, "no callback is early");
	calls++;
	inside = true;
	ex_mark("the callback runs");
	EX(!gone, "no callback runs for what was given back");
	if (calls <= again) {
		due += DUE;
		(void)timeout_start(t, DUE);
	}
	inside = false;
}

static void
arm(void)
{
	t = ex_storage(sizeof(*t), "t");
	timeout_init(t, callback, NULL, &lock, affinity, 0);
	due = DUE;
	(void)timeout_start(t, DUE);
}

static void
arm_again(void)
{
	(void)timeout_start(t, DUE);
}

static void
setup(enum timeout_lock_type type, const char *name, void (*body)(void))
{
	lock.type = type;
	if (type == TIMEOUT_SPIN)
		lock.u.spin = spin = ex_storage(sizeof(*spin), "its lock");
	else if (type == TIMEOUT_MUTEX)
		lock.u.mutex = mutex = ex_storage(sizeof(*mutex), "its lock");
	ex_before(0, arm);
	if (affinity == TIMEOUT_WEAK)
		ex_before(1, arm_again);	/* so it is CPU 1's */
	ex_thread(1, name, body);
}

static void
not_overdue(void)
{
	if (gone || ex_hurried() || !timeout_active(t))
		return;
	EX(ktime_to_ns(ktime_get()) < due, "no deadline is overlooked");
}

/* ---- stop against expiry ---- */

static void
stop(void)
{
	bool s;
	int r;

	s = false;
	take(&s);
	r = timeout_stop(t);
	EX(!inside, "the lock keeps callbacks away");
	EX(r == 1 ? calls == 0 : r == 0 && calls == 1,
	    "stop says 1 instead of a callback, and 0 behind it");
	stopped = r == 1;
	drop(s);
}

static void
stop_setup(void)
{
	setup(TIMEOUT_SPIN, "stopper", stop);
}

static void
stop_finish(void)
{
	EX(calls <= 1, "it is called once at most");
	EX(!timeout_active(t), "and is idle then");
}

static void
stop_unlocked(void)
{
	bool was_inside;
	int r;

	was_inside = inside;
	r = timeout_stop(t);
	EX(r != 1 || calls == 0, "1 means that it is not called");
	stopped = r == 1;
	EX(r != 0 || !inside || was_inside, "0 means that no callback runs");
}

static void
unlocked_setup(void)
{
	setup(TIMEOUT_NO_LOCK, "stopper", stop_unlocked);
}

/* ---- a stop while another CPU's list gets it ---- */

static void
stop_weak_setup(void)
{
	affinity = TIMEOUT_WEAK;
	setup(TIMEOUT_SPIN, "stopper", stop);
}

/* ---- stop and free, under the lock, as TCP closes ---- */

static void
free_under_lock(void)
{
	bool s;

	s = false;
	take(&s);
	(void)timeout_stop(t);
	gone = true;
	ex_free(t);
	drop(s);
}

static void
free_spin_setup(void)
{
	setup(TIMEOUT_SPIN, "closer", free_under_lock);
}

static void
free_mutex_setup(void)
{
	setup(TIMEOUT_MUTEX, "closer", free_under_lock);
}

/* ---- the lock goes, too ---- */

static void
free_all(void)
{
	bool s;

	s = false;
	take(&s);
	(void)timeout_stop(t);
	drop(s);
	timeout_fini(t);
	gone = true;
	ex_free(t);
	ex_free(spin);
}

static void
fini_setup(void)
{
	setup(TIMEOUT_SPIN, "closer", free_all);
}

/* ---- drain against a callback that starts it again ---- */

static void
drain(void)
{
	int r;

	r = timeout_drain(t);
	EX(!inside, "drain waits for the callback");
	EX(r == 1 || calls == again + 1,
	    "drain says 0 only when it was called to the end");
	gone = true;
	ex_free(t);
}

static void
drain_setup(void)
{
	again = 1;
	setup(TIMEOUT_NO_LOCK, "drainer", drain);
}

static void
drain_spin_setup(void)
{
	again = 1;
	setup(TIMEOUT_SPIN, "drainer", drain);
}

/* ---- a move against expiry ---- */

static void
move(void)
{
	bool s;

	s = false;
	take(&s);
	if (timeout_start(t, 2 * DUE) == 1)
		due = 2 * DUE;
	else
		again = 1;
	drop(s);
}

static void
move_setup(void)
{
	setup(TIMEOUT_SPIN, "mover", move);
}

static void
move_finish(void)
{
	EX(calls == again + 1, "each deadline is met once");
	EX(!timeout_active(t), "and it is idle then");
}

/* ---- a move to now, which may be when it is due ---- */

static void
move_now(void)
{
	bool s;

	s = false;
	take(&s);
	due = 0;
	again = timeout_start(t, 0) == 1 ? 0 : 1;
	drop(s);
}

static void
move_now_setup(void)
{
	setup(TIMEOUT_SPIN, "mover", move_now);
}

/* ---- a stop and a start at once, without a lock; time stands still ---- */

static void
start_later(void)
{
	(void)timeout_start(t, 2 * DUE);
}

static void
just_stop(void)
{
	(void)timeout_stop(t);
}

static void
stop_start_setup(void)
{
	setup(TIMEOUT_NO_LOCK, "stopper", just_stop);
	ex_thread(0, "starter", start_later);
}

static void
stop_start_finish(void)
{
	EX(!timeout_active(t) || hrtimer_active(&t->timer),
	    "what is armed will be called");
}

/* ---- the same while the timer calls back ---- */

static void
stop_start_late_setup(void)
{
	setup(TIMEOUT_NO_LOCK, "stopper", just_stop);
	ex_thread(1, "starter", start_later);
}


const struct scenario explore_timeout[] = {
	{ "stop-expiry", "a stop under the lock stops, or comes too late",
	    2, 1000, stop_setup, not_overdue, stop_finish },
	{ "stop-unlocked", "without a lock, too, the answer is true",
	    2, 1000, unlocked_setup, not_overdue, stop_finish },
	{ "free-spin", "what was stopped under its spin lock may be freed",
	    2, 1000, free_spin_setup, NULL, NULL },
	{ "free-mutex", "what was stopped under its mutex may be freed",
	    2, 1000, free_mutex_setup, NULL, NULL },
	{ "fini-lock", "behind fini the lock may be freed, too",
	    2, 1000, fini_setup, NULL, NULL },
	{ "drain-restarting", "drain ends a timeout that starts itself",
	    2, 1000, drain_setup, not_overdue, NULL },
	{ "drain-locked", "so it does when there is a lock",
	    2, 1000, drain_spin_setup, not_overdue, NULL },
	{ "move-expiry", "a move meets the new deadline, or the old one",
	    2, 1000, move_setup, not_overdue, move_finish },
	{ "stop-start", "who starts it behind the stop does not lose it",
	    2, 0, stop_start_setup, NULL, stop_start_finish },
	{ "stop-weak", "so does one that another CPU is given meanwhile",
	    2, 1000, stop_weak_setup, not_overdue, stop_finish },
	{ "move-now", "a move to now meets it once, or comes too late",
	    2, 1000, move_now_setup, NULL, move_finish },
	{ "stop-start-late", "so it is when the timer is calling back",
	    2, 100, stop_start_late_setup, NULL, stop_start_finish },
	{ .name = NULL }
};
