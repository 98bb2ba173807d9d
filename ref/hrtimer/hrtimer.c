/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hrtimer.c - high-resolution timers.
 *
 * What		Each CPU has a base: one queue of deadlines for each clock,
 *		and a lock.  The earliest deadline of a base is what the
 *		CPU's tick is programmed for; when it comes, an interrupt
 *		takes the due timers off and calls them, one after another.
 *
 * Why this way	A deadline is kept in nanoseconds of the clock it was given
 *		on.  So when CLOCK_REALTIME is set, no timer is touched: the
 *		queues stay sorted, and only the distance to the first
 *		deadline of the one queue has changed.  A relative time on
 *		CLOCK_REALTIME is not meant to follow the clock; it is queued
 *		on CLOCK_MONOTONIC from the start.
 *
 * Model	A timer of 10 ms on CPU 0 whose interrupt is held up until
 *		35 ms, and that its callback forwards by 10 ms:
 *
 *		start	expires 10			queue: 10
 *		35 ms	taken off, callback runs	queue: -
 *			forward: 10 + 3 * 10 = 40	returns 3
 *			RESTART				queue: 40
 *		40 ms	taken off, forward returns 1	queue: 50
 *
 *		A timer that would run over and over in one interrupt is
 *		queued for later than its deadline (the guard); the deadline
 *		itself stays, so that forward keeps the phase.
 *
 * States	IDLE --start--> QUEUED --expiry--> RUNNING --return--> IDLE
 *		QUEUED --cancel--> IDLE
 *		RUNNING --RESTART, or a start meanwhile--> QUEUED
 *		A timer can be RUNNING and QUEUED at once, when it is started
 *		while its callback runs; it expires again when that is over.
 *
 *		A timer whose CPU goes off line stays QUEUED, on another.
 *
 * Invariants	I1  each queue is in order (timerqueue_check).
 *		I2  outside its interrupt, a CPU's tick is programmed for its
 *		    first deadline, or for an earlier one that is gone; or a
 *		    call is on its way to have it look.  Whether one is,
 *		    is not known here: so this is checked when all stand
 *		    still (hrtimer_check_tick).
 *		I3  a callback runs on one CPU at most: a timer that runs
 *		    stays with the base that runs it.
 *		I4  a timer is queued for its deadline, or by the guard for
 *		    later; never for earlier.
 *
 * Locking	The lock of the base that t->base names covers the timer.
 *		A start takes a timer to the base of the CPU it runs on;
 *		between the two locks t->base is NULL, and whoever wants the
 *		timer meanwhile waits in hrtimer_lock().  No two base locks
 *		are held at once.  Callbacks run without the lock.
 *
 * Races	Cancel against a running callback:
 *		1. CPU 0 takes t off, sets base->running = t, drops the lock,
 *		   and enters the callback.
 *		2. CPU 1 cancels: t is not queued, but t runs, so the answer
 *		   is -1 and not 0, and hrtimer_cancel() tries again.
 *		3. CPU 0 comes back, takes the lock, queues t if it is to be
 *		   restarted, and clears running: one step for CPU 1, which
 *		   then finds t queued, takes it off, and answers 1.
 *
 *		Start against a running callback: the start finds t running
 *		on CPU 0 and leaves it to that base (I3).  CPU 0 looks at its
 *		queues again before it leaves the interrupt, so the deadline
 *		is not overlooked.
 *
 *		Start against a CPU that goes off line:
 *		1. CPU 1 is no longer on line, but it still runs: its
 *		   interrupts are masked.
 *		2. A thread of CPU 1 starts t.  t goes to the queue of CPU 2,
 *		   which stands in for CPU 1, and CPU 2 is called to look.
 *		3. CPU 1 takes its last interrupt and hands over its queues.
 *		In step 3 no callback of CPU 1 can be under way, since that
 *		is an interrupt as well.
 *
 * Limits	A timer that was moved does not go back when its CPU does.
 */
#include "hrtimer/hrtimer.h"

#include <limits.h>

#include "lib/check.h"
#include "lib/cpus.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "port/port.h"
#include "tick/tick.h"
#include "timekeeping/timekeeping.h"

#define HRTIMER_MAGIC	0x68727431u

/* Runs of one timer in one interrupt that are not yet a hang. */
#define HRTIMER_ROUNDS	3u

/* The queues of a base. */
enum { QUEUE_MONOTONIC, QUEUE_REALTIME, QUEUES };

static const clockid_t queue_clock[QUEUES] = {
	CLOCK_MONOTONIC, CLOCK_REALTIME
};

struct hrtimer_cpu_base {
	struct port_spin lock;
	struct timerqueue queue[QUEUES];	/* lock */
	struct hrtimer	*running;	/* lock: its callback runs here */
	uint64_t	 seq;		/* lock: of the last arming */
	unsigned	 round;		/* lock: interrupts so far */
	bool		 inside;	/* lock: in the interrupt */
};

static struct hrtimer_cpu_base hrtimer_bases[PORT_CPUS];

/*
 * Lock the base of a timer.  A base read without the lock may be stale, so
 * it is looked at again behind it.
 */
static struct hrtimer_cpu_base *
hrtimer_lock(struct hrtimer *t, bool *s)
{
	struct hrtimer_cpu_base *b;

	CHECK(t->magic == HRTIMER_MAGIC);		/* [HRT-INIT-4] */
	for (;;) {
		b = atomic_load(&t->base);
		if (b != NULL) {
			*s = port_spin_lock(&b->lock);
			if (atomic_load(&t->base) == b)
				return b;
			port_spin_unlock(&b->lock, *s);
		}
		port_relax();
	}
}

static bool
hrtimer_queued(const struct hrtimer *t)
{
	return timerqueue_queued(&t->node);
}

/* The invariants of a base, which is locked. */
static bool
base_check(const struct hrtimer_cpu_base *b)
{
	const struct timerqueue_node *n;
	struct hrtimer *t;
	unsigned i;

	CHECK(b->running == NULL ||
	    atomic_load(&b->running->base) == b);	/* I3 */
	for (i = 0; i < QUEUES; i++) {
		CHECK(timerqueue_check(&b->queue[i]));	/* I1 */
		n = timerqueue_first(&b->queue[i]);
		for (; n != NULL; n = timerqueue_walk(n)) {
			t = container_of(n, struct hrtimer, node);
			CHECK(atomic_load(&t->base) == b && t->queue == i);
			CHECK(n->expires >= t->deadline);	/* I4 */
		}
	}
	return true;
}

static void
hrtimer_enqueue(struct hrtimer_cpu_base *b, struct hrtimer *t, int64_t when)
{
	CHECK(when >= t->deadline);			/* I4 */
	t->node.expires = when;
	t->node.seq = ++b->seq;				/* [HRT-ORDER-2] */
	timerqueue_insert(&b->queue[t->queue], &t->node);
	INVARIANT(base_check(b));
}

static void
hrtimer_dequeue(struct hrtimer_cpu_base *b, struct hrtimer *t)
{
	timerqueue_remove(&b->queue[t->queue], &t->node);
	INVARIANT(base_check(b));
}

/* The present on the clock that a queue counts on. */
static int64_t
queue_now(unsigned queue)
{
	return ktime_to_ns(timekeeping_get_clock(queue_clock[queue]));
}

/*
 * The first timer of a base and when it is due, on CLOCK_MONOTONIC; NULL and
 * INT64_MAX if there is none.  Timers of one clock may stand in both queues,
 * so the order of deadline and arming goes over both.
 */
static struct hrtimer *
base_first(const struct hrtimer_cpu_base *b, int64_t *when)
{
	struct timerqueue_node *n, *best;
	int64_t due;
	unsigned i;

	best = NULL;
	*when = INT64_MAX;
	for (i = 0; i < QUEUES; i++) {
		n = timerqueue_first(&b->queue[i]);	/* [HRT-ORDER-1] */
		if (n == NULL)
			continue;
		due = timekeeping_when(queue_clock[i], n->expires);
		if (best == NULL || due < *when ||
		    (due == *when && n->seq < best->seq)) {
			best = n;
			*when = due;
		}
	}
	return best == NULL ? NULL :
	    container_of(best, struct hrtimer, node);
}

static void hrtimer_interrupt(void);

static void
hrtimer_look(void *arg)
{
	(void)arg;
	hrtimer_interrupt();
}

/*
 * I2.  The interrupt does this once, at its end, and each CPU does it for
 * itself.
 */
static void
base_program(struct hrtimer_cpu_base *b)
{
	unsigned cpu;
	int64_t next;

	if (b->inside)
		return;
	cpu = (unsigned)(b - hrtimer_bases);
	if (cpu != port_cpu()) {
		port_cpu_call(cpu, hrtimer_look, NULL);
		return;
	}
	(void)base_first(b, &next);
	/* [HRT-COST-1] [HRT-COST-2] [HRT-COST-5] */
	tick_program(ns_to_ktime(next));
}

/*
 * Take a timer that is not queued from one base to another, and its lock
 * with it.  Interrupts stay masked.
 */
static void
hrtimer_change_base(struct hrtimer *t, struct hrtimer_cpu_base *from,
    struct hrtimer_cpu_base *to)
{
	atomic_store(&t->base, NULL);
	port_spin_unlock(&from->lock, false);
	(void)port_spin_lock(&to->lock);
	atomic_store(&t->base, to);
	t->rounds = 0;		/* they count the interrupts of one CPU */
}

/*
 * Move a timer that is not queued to this CPU's base, whose lock is then
 * held in place of b's; unless its callback runs, which ties it to b (I3).
 */
static struct hrtimer_cpu_base *
hrtimer_move_here(struct hrtimer *t, struct hrtimer_cpu_base *b)
{
	struct hrtimer_cpu_base *here;

	/* [HRT-EXPIRE-4] [HRT-OFFLINE-4] [HRT-OFFLINE-6] */
	here = &hrtimer_bases[cpu_standin(port_cpu())];
	if (here == b || b->running == t)		/* [HRT-START-8] */
		return b;
	hrtimer_change_base(t, b, here);
	return here;
}

/* Is the caller inside the callback of this timer? */
static bool
hrtimer_own_callback(struct hrtimer *t)
{
	struct hrtimer_cpu_base *b;
	bool s, own;

	b = hrtimer_lock(t, &s);
	own = b->running == t && port_in_interrupt() &&
	    b == &hrtimer_bases[port_cpu()];
	port_spin_unlock(&b->lock, s);
	return own;
}

void
hrtimer_init(struct hrtimer *t, clockid_t clock)
{
	struct hrtimer_cpu_base *b;
	bool used, s;

	CHECK(timekeeping_has_clock(clock));		/* [HRT-INIT-2] */
	used = false;
	if (t->magic == HRTIMER_MAGIC) {	/* or memory of one that was */
		b = hrtimer_lock(t, &s);
		used = hrtimer_queued(t) || b->running == t;
		port_spin_unlock(&b->lock, s);
	}
	CHECK(!used);					/* [HRT-INIT-3] */

	timerqueue_init_node(&t->node);
	t->deadline = 0;
	t->clock = clock;				/* [HRT-INIT-1] */
	t->queue = QUEUE_MONOTONIC;
	t->started = false;
	t->round = 0;
	t->rounds = 0;
	t->magic = HRTIMER_MAGIC;
	atomic_store(&t->base, &hrtimer_bases[0]);
}

void
hrtimer_rebase(struct hrtimer *t, clockid_t clock)
{
	struct hrtimer_cpu_base *b;
	bool s;

	CHECK(timekeeping_has_clock(clock));
	b = hrtimer_lock(t, &s);
	CHECK(!hrtimer_queued(t));			/* [HRT-REBASE-2] */
	t->clock = clock;				/* [HRT-REBASE-1] */
	port_spin_unlock(&b->lock, s);
}

/*
 * Work out queue and deadline of a start.  Called locked.
 */
static void
hrtimer_set_deadline(struct hrtimer *t, ktime_t time, enum hrtimer_mode mode)
{
	if (mode == HRTIMER_REL) {
		t->queue = QUEUE_MONOTONIC;		/* [HRT-CLOCK-3] */
		/* [HRT-START-4] [HRT-START-5] [TM-REL-1] */
		time = ktime_add_safe(ktime_get(), time);
	} else if (t->clock == CLOCK_REALTIME) {
		/* [HRT-CLOCK-1] [HRT-CLOCK-2] */
		t->queue = QUEUE_REALTIME;
	} else {
		t->queue = QUEUE_MONOTONIC;		/* [HRT-CLOCK-4] */
	}
	t->deadline = ktime_to_deadline(time);	/* [HRT-START-3] [TM-ABS-1] */
	t->started = true;
}

/* Queue a timer that is locked and not queued, on this CPU. */
static void
hrtimer_arm(struct hrtimer_cpu_base *b, struct hrtimer *t)
{
	hrtimer_enqueue(b, t, t->deadline);		/* [HRT-START-1] */
	EVENT(HRT_START, t, t->deadline);
	base_program(b);		/* [HRT-START-6] [TM-PAST-1] */
}

int
hrtimer_start(struct hrtimer *t, ktime_t time, enum hrtimer_mode mode)
{
	struct hrtimer_cpu_base *b;
	bool s, was;

	CHECK(mode == HRTIMER_ABS || mode == HRTIMER_REL); /* [HRT-START-9] */
	b = hrtimer_lock(t, &s);
	was = hrtimer_queued(t);
	if (was)
		hrtimer_dequeue(b, t);
	b = hrtimer_move_here(t, b);
	hrtimer_set_deadline(t, time, mode);
	hrtimer_arm(b, t);
	port_spin_unlock(&b->lock, s);
	return was ? 1 : 0;			/* [HRT-START-2] [TM-MOVE-1] */
}

int
hrtimer_restart(struct hrtimer *t)
{
	struct hrtimer_cpu_base *b;
	bool s, was;

	b = hrtimer_lock(t, &s);
	CHECK(t->started);				/* [HRT-AGAIN-4] */
	was = hrtimer_queued(t);
	if (!was) {					/* [HRT-AGAIN-3] */
		b = hrtimer_move_here(t, b);
		hrtimer_arm(b, t);	/* [HRT-AGAIN-1] [HRT-AGAIN-2] */
	}
	port_spin_unlock(&b->lock, s);
	return was ? 1 : 0;
}

int
hrtimer_try_to_cancel(struct hrtimer *t)
{
	struct hrtimer_cpu_base *b;
	bool s;
	int r;

	b = hrtimer_lock(t, &s);
	if (b->running == t) {
		r = -1;					/* [HRT-TRY-2] */
	} else if (hrtimer_queued(t)) {
		hrtimer_dequeue(b, t);	/* [HRT-TRY-1] [HRT-CANCEL-1] */
		EVENT(HRT_CANCEL, t, t->deadline);	/* [HRT-COST-4] */
		r = 1;
	} else {
		r = 0;			/* [HRT-CANCEL-2] [TM-DISARM-2] */
	}
	port_spin_unlock(&b->lock, s);
	return r;
}

int
hrtimer_cancel(struct hrtimer *t)
{
	int r;

	CHECK(!hrtimer_own_callback(t));		/* [HRT-CANCEL-5] */
	for (;;) {
		r = hrtimer_try_to_cancel(t);
		if (r >= 0)
			return r;	/* [HRT-CANCEL-3] [HRT-CANCEL-4] */
		port_relax();
	}
}

/*
 * A callback that forwards its timer cannot know that another CPU has just
 * started it; so there, and only there, the timer may be queued, and the
 * start's deadline stands.
 */
uint64_t
hrtimer_forward64(struct hrtimer *t, ktime_t interval)
{
	struct hrtimer_cpu_base *b;
	uint64_t added;
	int64_t step;
	bool s;

	step = ktime_to_deadline(interval);
	CHECK(step > 0);				/* [HRT-FORWARD-7] */
	b = hrtimer_lock(t, &s);
	CHECK(!hrtimer_queued(t) ||
	    b->running == t);				/* [HRT-FORWARD-6] */
	added = 0;
	if (!hrtimer_queued(t))				/* [HRT-FORWARD-8] */
		added = nsec_forward(&t->deadline, queue_now(t->queue), step);
	port_spin_unlock(&b->lock, s);
	return added;					/* [HRT-FORWARD-3] */
}

unsigned long
hrtimer_forward(struct hrtimer *t, ktime_t interval)
{
	uint64_t added;

	added = hrtimer_forward64(t, interval);
	return added > ULONG_MAX ? ULONG_MAX : (unsigned long)added;
}

ktime_t
hrtimer_get_remaining(struct hrtimer *t)
{
	struct hrtimer_cpu_base *b;
	int64_t left;
	bool s;

	b = hrtimer_lock(t, &s);
	left = nsec_add_sat(t->deadline, -queue_now(t->queue));
	port_spin_unlock(&b->lock, s);
	return ns_to_ktime(left);		/* [HRT-LEFT-1] [HRT-LEFT-2] */
}

int
hrtimer_active(struct hrtimer *t)
{
	struct hrtimer_cpu_base *b;
	bool s, queued;

	b = hrtimer_lock(t, &s);
	queued = hrtimer_queued(t);
	port_spin_unlock(&b->lock, s);
	return queued ? 1 : 0;		/* [HRT-ACTIVE-1] [HRT-ACTIVE-2] */
}

bool
hrtimer_idle(struct hrtimer *t)
{
	struct hrtimer_cpu_base *b;
	bool s, idle;

	b = hrtimer_lock(t, &s);
	idle = !hrtimer_queued(t) && b->running != t;
	port_spin_unlock(&b->lock, s);
	return idle;
}

int
hrtimer_get_res(clockid_t clock, struct timespec *tp)
{
	int64_t counter, timer;

	if (!timekeeping_has_clock(clock))
		return EINVAL;				/* [HRT-RES-2] */
	counter = timekeeping_resolution();
	timer = tick_resolution();
	*tp = ktime_to_timespec(ns_to_ktime(counter > timer ?
	    counter : timer));				/* [HRT-RES-1] */
	return 0;
}

/*
 * A timer that runs over and over without its deadline passing the present
 * would keep this CPU in the interrupt for ever.  Queue it for later.
 */
static void
hrtimer_guard(struct hrtimer_cpu_base *b, struct hrtimer *t)
{
	int64_t later;

	EVENT(HRT_HANG, t, t->deadline);		/* [HRT-RESTART-2] */
	later = nsec_add_sat(queue_now(t->queue), HRTIMER_GUARD_NS);
	hrtimer_enqueue(b, t, later > t->deadline ? later : t->deadline);
}

/*
 * Count the runs of a timer in this interrupt; too many are a hang.
 * [HRT-GUARD-1]
 */
static bool
hrtimer_hangs(struct hrtimer_cpu_base *b, struct hrtimer *t)
{
	if (t->round != b->round) {
		t->round = b->round;
		t->rounds = 0;
	}
	return t->rounds++ >= HRTIMER_ROUNDS;
}

/*
 * The callback has returned.  Whoever started the timer meanwhile has had
 * the last word; otherwise the callback's answer counts.
 */
static void
hrtimer_returned(struct hrtimer_cpu_base *b, struct hrtimer *t, int answer,
    int64_t expired)
{
	CHECK(answer == HRTIMER_NORESTART ||
	    answer == HRTIMER_RESTART);			/* [HRT-RESTART-4] */
	if (answer == HRTIMER_RESTART &&
	    !hrtimer_queued(t)) {			/* [HRT-START-7] */
		if (t->deadline == expired)
			hrtimer_guard(b, t);
		else					/* [HRT-RESTART-1] */
			hrtimer_enqueue(b, t, t->deadline);
	}
	b->running = NULL;
}

/*
 * Take one due timer off and run it.  Called with the base locked; the
 * lock is dropped around the callback.
 */
static void
hrtimer_run(struct hrtimer_cpu_base *b, struct hrtimer *t)
{
	int64_t expired;
	int answer;

	hrtimer_dequeue(b, t);			/* [HRT-EXPIRE-5] [TM-ONCE-2] */
	if (hrtimer_hangs(b, t)) {
		hrtimer_guard(b, t);			/* [HRT-RESTART-3] */
		return;
	}
	expired = t->deadline;
	b->running = t;
	EVENT(HRT_EXPIRE, t, expired);
	port_spin_unlock(&b->lock, false);
	if (t->function == NULL) {
		EVENT(HRT_WAKE, t, 0);
		port_wake(t->data);			/* [HRT-WAKE-1] */
		answer = HRTIMER_NORESTART;		/* [HRT-WAKE-2] */
	} else {
		answer = t->function(t->data);		/* [HRT-EXPIRE-3] */
	}
	(void)port_spin_lock(&b->lock);
	EVENT(HRT_RETURN, t, answer);
	hrtimer_returned(b, t, answer, expired);	/* [HRT-NORESTART-1] */
}

/* The first timer, if it is due, or NULL. */
static struct hrtimer *
base_due(struct hrtimer_cpu_base *b)
{
	struct hrtimer *t;
	int64_t when;

	t = base_first(b, &when);
	/* [HRT-EXPIRE-1] [HRT-EXPIRE-2] [TM-MANY-1] */
	if (t != NULL && when <= queue_now(QUEUE_MONOTONIC))
		return t;
	return NULL;
}

/*
 * The CPU's interrupt.  It may come for no reason, or too early; then
 * nothing is due, and only the tick is programmed anew.  [TM-EARLY-1]
 */
static void
hrtimer_interrupt(void)
{
	struct hrtimer_cpu_base *b;
	struct hrtimer *t;
	bool s;

	b = &hrtimer_bases[port_cpu()];
	s = port_spin_lock(&b->lock);
	EVENT(HRT_INTR, b, port_cpu());
	b->inside = true;
	b->round++;
	/* [HRT-COST-3] [HRT-COST-8] */
	while ((t = base_due(b)) != NULL)
		hrtimer_run(b, t);
	b->inside = false;
	/* [HRT-COST-6] [HRT-COST-7] */
	base_program(b);				/* I2 */
	port_spin_unlock(&b->lock, s);
}

/* CLOCK_REALTIME was set: every CPU looks at its queues again. */
static void
hrtimer_clock_was_set(void)
{
	unsigned cpu;

	for (cpu = 0; cpu < port_cpus(); cpu++)
		port_cpu_call(cpu, hrtimer_look, NULL);
}

static struct timekeeping_watch clock_watch = { hrtimer_clock_was_set, NULL };

/*
 * This CPU goes off line.  Its timers go to the one that stands in for it,
 * one by one, in the order in which they would have expired; each for what
 * it was queued for, be that its deadline or later.
 */
static void
hrtimer_cpu_off(void)
{
	struct hrtimer_cpu_base *from, *to;
	struct hrtimer *t;
	int64_t when;
	bool s;

	from = &hrtimer_bases[port_cpu()];
	to = &hrtimer_bases[cpu_standin(port_cpu())];
	s = port_spin_lock(&from->lock);
	/* A callback would be an interrupt as well.  [HRT-OFFLINE-3] */
	CHECK(from->running == NULL);
	while ((t = base_first(from, &when)) != NULL) {	/* [HRT-OFFLINE-2] */
		hrtimer_dequeue(from, t);
		hrtimer_change_base(t, from, to);
		EVENT(HRT_MOVE, t, to - hrtimer_bases);
		/* [HRT-OFFLINE-1] [HRT-OFFLINE-5] */
		hrtimer_enqueue(to, t, t->node.expires);
		base_program(to);
		port_spin_unlock(&to->lock, false);
		(void)port_spin_lock(&from->lock);
	}
	port_spin_unlock(&from->lock, s);
	tick_cpu_down();
}

static struct port_cpu_watch hrtimer_watch = {
	.off = hrtimer_cpu_off,
	.on = tick_cpu_up,		/* the queues are empty */
};

void
hrtimers_init(void)
{
	unsigned cpu, i;
	bool s;

	for (cpu = 0; cpu < PORT_CPUS; cpu++) {
		for (i = 0; i < QUEUES; i++)
			timerqueue_init(&hrtimer_bases[cpu].queue[i]);
	}
	tick_init(hrtimer_interrupt);
	timekeeping_on_set(&clock_watch);
	port_cpu_watch(&hrtimer_watch);
	/* Without any timer, too, a counter that wraps has to be read. */
	s = port_intr_mask();
	tick_program(KTIME_MAX);			/* [TK-IDLE-2] */
	port_intr_restore(s);
}

bool
hrtimer_check(void)
{
	struct hrtimer_cpu_base *b;
	unsigned cpu;
	bool s;

	for (cpu = 0; cpu < port_cpus(); cpu++) {
		b = &hrtimer_bases[cpu];
		s = port_spin_lock(&b->lock);
		CHECK(base_check(b));
		port_spin_unlock(&b->lock, s);
	}
	return true;
}

bool
hrtimer_check_tick(unsigned cpu)
{
	struct hrtimer_cpu_base *b;
	int64_t next;
	bool s;

	b = &hrtimer_bases[cpu];
	s = port_spin_lock(&b->lock);
	(void)base_first(b, &next);
	CHECK(ktime_to_ns(tick_deadline(cpu)) <=
	    ktime_to_ns(ns_to_ktime(next)));			/* I2 */
	port_spin_unlock(&b->lock, s);
	return true;
}
