/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeout.c - functions to be called later, in a thread.
 *
 * What		Each CPU has a dispatcher: a thread, and a list of timeouts
 *		that have come due.  An hrtimer in each timeout brings it
 *		there; the dispatcher takes the timeout's lock and calls the
 *		function.
 *
 * Why this way	TCP moves a timeout to later with every segment and almost
 *		never lets it fire.  So a move to later only stores the new
 *		deadline: the hrtimer stays where it is, comes too early, sees
 *		that, and goes to sleep again.  One such interrupt pays for
 *		any number of moves.
 *
 *		TCP also frees the structure that holds its timeouts while it
 *		holds their lock.  So a dispatcher that waits for a lock keeps
 *		no claim on the timeout: it names it in `current`, which a
 *		stop under that lock clears, and looks at the timeout again
 *		only if `current` still names it.
 *
 * Model	Deadline 100, moved at 10 to 110 and at 60 to 160:
 *
 *		at	deadline	hrtimer
 *		0	100		queued for 100
 *		10	110		queued for 100
 *		60	160		queued for 100
 *		100	160		calls back, starts again for 160
 *		160	160		calls back: due
 *
 * States	IDLE --start--> ARMED --hrtimer, deadline come--> DUE
 *		DUE --dispatcher--> TAKEN --lock had--> RUNNING --> IDLE
 *		ARMED, DUE, TAKEN --stop--> IDLE
 *		`armed` holds in ARMED, DUE and TAKEN.  A callback may start
 *		its own timeout again: then RUNNING and ARMED hold at once.
 *
 * Invariants	I1  due holds exactly while the timeout is in its
 *		    dispatcher's list, and only if armed.
 *		I2  an armed timeout that is not due has its hrtimer queued,
 *		    for its deadline or for earlier, or calling back.
 *		I3  a dispatcher touches the timeout that it has taken only
 *		    under its own lock, and only while current names it.
 *
 * Locking	The timeout's lock, if it has one, is the caller's and comes
 *		first; then the dispatcher's spin lock, which the hrtimer's
 *		callback takes too.  So who waits for that callback drops the
 *		dispatcher's lock while it waits.
 *
 * Races	Stop against a dispatcher on its way, with a lock:
 *		1. CPU 1 takes t off the list, current = t, and waits for the
 *		   lock, which CPU 0 holds.
 *		2. CPU 0 stops t: it is armed, so the answer is 1; current is
 *		   cleared.  CPU 0 frees t and drops the lock.
 *		3. CPU 1 gets the lock, finds current cleared, and drops it.
 *		   timeout_fini() waits for this step, so that the lock may be
 *		   freed behind it.
 *
 *		Stop against a start that does not hold the lock:
 *		1. CPU 0 stops t, which is armed: it is idle now, and its
 *		   hrtimer still queued for the old deadline.
 *		2. CPU 1 starts t for a later deadline and leaves the hrtimer,
 *		   which comes in time, where it is.
 *		3. CPU 0 must not cancel it now, or t would be armed and never
 *		   called.  So 1 and the cancel are one step under the lock.
 */
#include "timeout/timeout.h"

#include "lib/check.h"
#include "lib/event.h"
#include "lib/waitq.h"
#include "timekeeping/timekeeping.h"

struct timeout_dispatcher {
	struct port_spin lock;
	struct timeout	*first, **last;	/* lock: due, oldest first */
	struct timeout	*current;	/* lock: taken; NULL: none or stopped */
	const void	*taking;	/* lock: the lock that it is after */
	bool		 running;	/* lock: the callback has begun */
	struct waitq	 done;		/* lock: for the end of a turn */
	struct port_thread *thread;	/* fixed */
};

static struct timeout_dispatcher dispatchers[PORT_CPUS];

/*
 * Lock the dispatcher of a timeout.  A start may give an idle timeout to
 * another, so what was read without the lock is looked at again behind it.
 */
static struct timeout_dispatcher *
timeout_lock(struct timeout *t, bool *s)
{
	struct timeout_dispatcher *d;

	for (;;) {
		d = atomic_load(&t->on);
		*s = port_spin_lock(&d->lock);
		if (atomic_load(&t->on) == d)
			return d;
		port_spin_unlock(&d->lock, *s);
	}
}

static void
lock_take(const struct timeout_lock *l, bool *s)
{
	if (l->type == TIMEOUT_SPIN)
		*s = port_spin_lock(l->u.spin);
	else if (l->type == TIMEOUT_MUTEX)
		port_mutex_lock(l->u.mutex);
}

static void
lock_drop(const struct timeout_lock *l, bool s)
{
	if (l->type == TIMEOUT_SPIN)
		port_spin_unlock(l->u.spin, s);
	else if (l->type == TIMEOUT_MUTEX)
		port_mutex_unlock(l->u.mutex);
}

static bool
lock_held(const struct timeout_lock *l)
{
	if (l->type == TIMEOUT_SPIN)
		return port_spin_held(l->u.spin);
	if (l->type == TIMEOUT_MUTEX)
		return port_mutex_held(l->u.mutex);
	return true;
}

/* What tells one lock from another; NULL for none. */
static const void *
lock_id(const struct timeout_lock *l)
{
	if (l->type == TIMEOUT_SPIN)
		return l->u.spin;
	return l->type == TIMEOUT_MUTEX ? (const void *)l->u.mutex : NULL;
}

static void
due_append(struct timeout_dispatcher *d, struct timeout *t)
{
	t->next = NULL;
	t->due = true;				/* I1 */
	*d->last = t;				/* [TMO-CALL-3] */
	d->last = &t->next;
}

static void
due_remove(struct timeout_dispatcher *d, struct timeout *t)
{
	struct timeout **link;

	for (link = &d->first; *link != t; link = &(*link)->next)
		CHECK(*link != NULL);		/* I1 */
	*link = t->next;
	if (t->next == NULL)
		d->last = link;
	t->due = false;
}

/*
 * The hrtimer's callback.  It may be too early, for a timeout that was moved
 * to later; then it waits for the rest.
 */
static int
timeout_expire(void *data)
{
	struct timeout_dispatcher *d;
	struct timeout *t;
	bool s;

	t = data;
	d = timeout_lock(t, &s);
	if (t->armed && !t->due) {
		if (t->deadline > ktime_to_ns(ktime_get())) {
			(void)hrtimer_start(&t->timer,
			    ns_to_ktime(t->deadline), HRTIMER_ABS);
		} else {
			due_append(d, t);
			EVENT(TMO_DUE, t, t->deadline);
			port_wake(d->thread);
		}
	}
	port_spin_unlock(&d->lock, s);
	return HRTIMER_NORESTART;
}

/* Sleep until a timeout is due; take it.  Comes and goes locked. */
static struct timeout *
dispatcher_next(struct timeout_dispatcher *d, bool *s)
{
	struct timeout *t;

	while (d->first == NULL) {
		port_spin_unlock(&d->lock, *s);
		(void)port_block();
		*s = port_spin_lock(&d->lock);
	}
	t = d->first;
	due_remove(d, t);
	d->current = t;
	d->taking = lock_id(&t->lock);
	return t;
}

/*
 * The lock is ours: is the timeout, too?  If so its turn begins.
 */
static bool
dispatcher_begin(struct timeout_dispatcher *d)
{
	bool s, ours;

	s = port_spin_lock(&d->lock);
	ours = d->current != NULL;		/* I3, [TMO-STOP-2] */
	if (ours) {
		d->current->armed = false;	/* [TMO-CALL-4] */
		d->running = true;
		EVENT(TMO_CALL, d->current, d->current->deadline);
	}
	port_spin_unlock(&d->lock, s);
	return ours;
}

static void
dispatcher_end(struct timeout_dispatcher *d)
{
	bool s;

	s = port_spin_lock(&d->lock);
	d->current = NULL;
	d->running = false;
	port_spin_unlock(&d->lock, s);
}

static void
dispatcher_idle(struct timeout_dispatcher *d)
{
	bool s;

	s = port_spin_lock(&d->lock);
	d->taking = NULL;
	waitq_wake(&d->done);
	port_spin_unlock(&d->lock, s);
}

/* One timeout after another, in the order in which they came due. */
static void
dispatcher_main(void *arg)
{
	struct timeout_dispatcher *d;
	struct timeout_lock lock;
	struct timeout *t;
	void (*fn)(void *);
	void *fn_arg;
	bool s, ls;

	d = arg;
	ls = false;
	for (;;) {
		s = port_spin_lock(&d->lock);
		t = dispatcher_next(d, &s);
		fn = t->fn;
		fn_arg = t->arg;
		lock = t->lock;
		port_spin_unlock(&d->lock, s);

		lock_take(&lock, &ls);		/* [TMO-CALL-2] */
		if (dispatcher_begin(d))
			fn(fn_arg);		/* [TMO-CALL-1] */
		dispatcher_end(d);
		lock_drop(&lock, ls);
		dispatcher_idle(d);
	}
}

void
timeouts_init(void)
{
	struct timeout_dispatcher *d;
	unsigned cpu;

	for (cpu = 0; cpu < port_cpus(); cpu++) {
		d = &dispatchers[cpu];
		d->last = &d->first;
		d->thread = port_thread_start(cpu, dispatcher_main, d);
		CHECK(d->thread != NULL);
	}
}

void
timeout_init(struct timeout *t, void (*fn)(void *), void *arg,
    const struct timeout_lock *lock, enum timeout_affinity affinity,
    unsigned cpu)
{
	CHECK(fn != NULL);
	CHECK(affinity != TIMEOUT_STRONG ||
	    cpu < port_cpus());			/* [TMO-INIT-2] */
	t->timer.magic = 0;			/* any bytes may be here */
	hrtimer_init(&t->timer, CLOCK_MONOTONIC);
	t->timer.function = timeout_expire;
	t->timer.data = t;
	t->fn = fn;
	t->arg = arg;
	t->lock = (struct timeout_lock){ .type = TIMEOUT_NO_LOCK };
	if (lock != NULL)
		t->lock = *lock;
	t->affinity = affinity;
	t->cpu = cpu;
	atomic_store(&t->on, &dispatchers[affinity == TIMEOUT_STRONG ? cpu :
	    port_cpu()]);
	t->deadline = 0;
	t->armed = false;			/* [TMO-INIT-1] */
	t->due = false;
	t->next = NULL;
}

/*
 * Lock the dispatcher that a start is to use: an idle timeout that is not
 * tied to a CPU goes to the caller's.
 */
static struct timeout_dispatcher *
timeout_lock_to_start(struct timeout *t, bool *s)
{
	struct timeout_dispatcher *d, *here;

	d = timeout_lock(t, s);
	here = &dispatchers[port_cpu()];
	if (t->affinity == TIMEOUT_STRONG ||	/* [TMO-CPU-1] */
	    d == here || t->armed || d->current == t)
		return d;
	atomic_store(&t->on, here);		/* [TMO-CPU-2] */
	port_spin_unlock(&d->lock, *s);
	return timeout_lock(t, s);
}

/* Does the hrtimer have to be started, to be in time for the deadline? */
static bool
timeout_needs_timer(struct timeout *t, int64_t queued_for)
{
	return !hrtimer_active(&t->timer) ||
	    t->deadline < queued_for;
}

int
timeout_start(struct timeout *t, int64_t ns)
{
	struct timeout_dispatcher *d;
	int64_t before;
	bool s, was;

	d = timeout_lock_to_start(t, &s);
	was = t->armed;
	before = t->timer.deadline;
	t->deadline = nsec_add_sat(ktime_to_ns(ktime_get()), ns);
	if (t->due)
		due_remove(d, t);
	if (d->current == t && !d->running)
		d->current = NULL;		/* it is not due any more */
	t->armed = true;			/* [TMO-START-1] */
	EVENT(TMO_START, t, t->deadline);
	if (timeout_needs_timer(t, before))	/* [TMO-START-3] */
		/* [TMO-START-4] [TMO-START-5] */
		(void)hrtimer_start(&t->timer, ns_to_ktime(t->deadline),
		    HRTIMER_ABS);
	port_spin_unlock(&d->lock, s);
	return was ? 1 : 0;			/* [TMO-START-2] */
}

/*
 * What can be undone is undone at once.  What remains is the hrtimer: a
 * callback of it that has begun wants the dispatcher's lock, and is waited
 * for without it.  Whoever starts the timeout meanwhile relies on the
 * hrtimer, so it is theirs then and left alone.
 */
int
timeout_stop(struct timeout *t)
{
	struct timeout_dispatcher *d;
	bool s, was, running;

	CHECK(lock_held(&t->lock));		/* [TMO-STOP-5] */
	d = timeout_lock(t, &s);
	was = t->armed;
	t->armed = false;			/* [TMO-STOP-1] */
	if (t->due)
		due_remove(d, t);
	if (d->current == t && !d->running)
		d->current = NULL;		/* [TMO-STOP-2] */
	running = d->current == t && lock_id(&t->lock) == NULL;
	if (was)
		EVENT(TMO_STOP, t, t->deadline);
	while (!t->armed && hrtimer_try_to_cancel(&t->timer) < 0) {
		port_spin_unlock(&d->lock, s);
		port_relax();
		d = timeout_lock(t, &s);
	}
	port_spin_unlock(&d->lock, s);
	if (was)
		return 1;
	return running ? -1 : 0;		/* [TMO-STOP-3] [TMO-STOP-4] */
}

/* Wait until no dispatcher has to do with the timeout or with its lock. */
static void
timeout_wait(struct timeout *t)
{
	struct timeout_dispatcher *d;
	const void *id;
	bool s;

	id = lock_id(&t->lock);
	d = timeout_lock(t, &s);
	CHECK(d->thread != port_thread_self());	/* [TMO-DRAIN-3] */
	while (d->current == t || (id != NULL && d->taking == id))
		(void)waitq_sleep(&d->done, &d->lock, &s);
	port_spin_unlock(&d->lock, s);
}

int
timeout_drain(struct timeout *t)
{
	int r, stopped;
	bool s;

	CHECK(lock_id(&t->lock) == NULL ||
	    !lock_held(&t->lock));		/* [TMO-DRAIN-3] */
	s = false;
	stopped = 0;
	do {
		lock_take(&t->lock, &s);
		r = timeout_stop(t);
		lock_drop(&t->lock, s);
		if (r == 1)
			stopped = 1;		/* [TMO-DRAIN-2] */
		timeout_wait(t);		/* [TMO-DRAIN-1] */
	} while (r != 0);
	return stopped;
}

void
timeout_fini(struct timeout *t)
{
	CHECK(!t->armed);			/* [TMO-FINI-2] */
	timeout_wait(t);			/* [TMO-FINI-1] */
}

bool
timeout_active(struct timeout *t)
{
	struct timeout_dispatcher *d;
	bool s, armed;

	d = timeout_lock(t, &s);
	armed = t->armed;
	port_spin_unlock(&d->lock, s);
	return armed;
}

/* The room that user land reserves is enough, on each word size. */
_Static_assert(sizeof(struct timeout) <= sizeof(struct timeout_compat),
    "timeout_compat.h is too small");
_Static_assert(_Alignof(struct timeout) <= _Alignof(struct timeout_compat),
    "timeout_compat.h is not aligned");

void
timeout_export(struct timeout_compat *out)
{
	*out = (struct timeout_compat){ .opaque.word = { 0 } };
}
