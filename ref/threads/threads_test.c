/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads_test.c - the stack on threads, in real time: hrtimers started,
 * moved, cancelled and freed while their callbacks run on other CPUs, the
 * clock set meanwhile, sleepers that must wake.
 *
 * What must hold in every order of things: no callback is early by the
 * timer's clock; none runs, or has not ended, when a cancel has returned;
 * each arming ends in just one callback, move or cancel.  Fields that are
 * not atomic are left so on purpose: what the stack promises must order
 * them, and the thread sanitizer sees where it does not.
 *
 * How often and for how long is bounded by real time.  Links the whole
 * reference, with threads for a port.
 */
#include <string.h>

#include "eventtimer/timeet.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/waitq.h"
#include "threads/stress.h"

#define RUN_NS	STRESS_SOME(NSEC_PER_SEC / 2)
#define ROUNDS	STRESS_SOME(1000u)	/* at least, on a busy machine */

/*
 * A timer that one thread starts and cancels, while its callback runs
 * anywhere.  The books must balance each time that it has been cancelled.
 */
struct owned {
	struct hrtimer	 t;
	_Atomic int64_t	 least;		/* no callback is due before this */
	int64_t		 last;		/* the deadline of the last start */
	atomic_bool	 quiet;		/* cancelled: no callback */
	atomic_bool	 inside;	/* a callback runs */
	unsigned	 ran;		/* not atomic: callbacks, then owner */
	unsigned	 armed, moved, cancelled;	/* the owner's */
};

#define OWNED	6

static struct owned owned[STRESS_CPUS][OWNED];
static atomic_uint owned_ran;

static int
owned_call(void *data)
{
	struct owned *o;

	o = data;
	EXPECT(!atomic_exchange_explicit(&o->inside, true,
	    memory_order_relaxed));
	EXPECT(port_in_interrupt());
	EXPECT(!atomic_load_explicit(&o->quiet, memory_order_relaxed));
	EXPECT(stress_now() >= atomic_load_explicit(&o->least,
	    memory_order_relaxed));
	o->ran++;
	atomic_fetch_add_explicit(&owned_ran, 1, memory_order_relaxed);
	if (o->ran % 4 == 0)
		stress_spin(20 * NSEC_PER_USEC);
	atomic_store_explicit(&o->inside, false, memory_order_relaxed);
	return HRTIMER_NORESTART;
}

/* Any bytes may have been there before. */
static void
owned_init(struct owned *o)
{
	memset(&o->t, 0, sizeof(o->t));
	hrtimer_init(&o->t, CLOCK_MONOTONIC);
	o->t.function = owned_call;
	o->t.data = o;
	o->last = INT64_MAX;
	atomic_store_explicit(&o->quiet, true, memory_order_relaxed);
}

/* A callback may come from now on, but not before `at`. */
static void
owned_expects(struct owned *o, int64_t at)
{
	if (atomic_load_explicit(&o->quiet, memory_order_relaxed) ||
	    at < atomic_load_explicit(&o->least, memory_order_relaxed))
		atomic_store_explicit(&o->least, at, memory_order_relaxed);
	atomic_store_explicit(&o->quiet, false, memory_order_relaxed);
}

static void
owned_start(struct owned *o, uint64_t *dice)
{
	int64_t rel;

	rel = dice_throw(dice, 300) * NSEC_PER_USEC - 50 * NSEC_PER_USEC;
	o->last = stress_now() + (rel > 0 ? rel : 0);
	owned_expects(o, o->last);
	o->armed++;
	o->moved += (unsigned)hrtimer_start(&o->t, ns_to_ktime(rel),
	    HRTIMER_REL);
}

/* The timer is idle: what was ordered by that, and do the books balance? */
static void
owned_idle(struct owned *o, int r)
{
	o->cancelled += (unsigned)r;
	EXPECT(!atomic_load_explicit(&o->inside, memory_order_relaxed));
	atomic_store_explicit(&o->quiet, true, memory_order_relaxed);
	EXPECT(o->armed == o->ran + o->moved + o->cancelled);
}

static void
owned_try(struct owned *o)
{
	int r;

	r = hrtimer_try_to_cancel(&o->t);
	if (r >= 0)
		owned_idle(o, r);
}

/* The old deadline again, or one interval on if that is past. */
static void
owned_restart(struct owned *o)
{
	if (o->last == INT64_MAX)
		return;
	owned_idle(o, hrtimer_cancel(&o->t));
	if (o->armed % 2 == 0)
		(void)hrtimer_forward(&o->t, ns_to_ktime(NSEC_PER_MSEC));
	owned_expects(o, o->last);
	o->armed++;
	EXPECT(hrtimer_restart(&o->t) == 0);
}

/* Cancelled is free: another use of the storage follows at once. */
static void
owned_free(struct owned *o)
{
	owned_idle(o, hrtimer_cancel(&o->t));
	memset(&o->t, 0xa5, sizeof(o->t));
	owned_init(o);
}

/* Timers that all threads start and cancel, and that beat by themselves. */
struct shared {
	struct hrtimer	 t;
	unsigned	 ran;		/* not atomic: one callback at a time */
	atomic_uint	 armed, moved, cancelled;
};

#define SHARED	4

static struct shared shared[SHARED], beats[SHARED];

static int
shared_call(void *data)
{
	struct shared *h;

	h = data;
	h->ran++;
	return HRTIMER_NORESTART;
}

static int
beat_call(void *data)
{
	struct shared *h;

	h = data;
	h->ran++;
	(void)hrtimer_forward(&h->t, ns_to_ktime(100 * NSEC_PER_USEC));
	return HRTIMER_RESTART;
}

static void
count(atomic_uint *n, int by)
{
	atomic_fetch_add_explicit(n, (unsigned)by, memory_order_relaxed);
}

static void
shared_touch(struct shared *h, uint64_t *dice)
{
	int r;

	switch (dice_throw(dice, 4)) {
	case 0:
		count(&h->cancelled, hrtimer_cancel(&h->t));
		break;
	case 1:
		r = hrtimer_try_to_cancel(&h->t);
		count(&h->cancelled, r > 0);
		break;
	case 2:
		count(&h->armed, hrtimer_restart(&h->t) == 0);
		break;
	default:
		r = hrtimer_start(&h->t, ns_to_ktime(dice_throw(dice, 200) *
		    NSEC_PER_USEC), HRTIMER_REL);
		count(&h->armed, 1);
		count(&h->moved, r);
		break;
	}
}

static void
shared_init(struct shared *h, int (*call)(void *))
{
	hrtimer_init(&h->t, CLOCK_MONOTONIC);
	h->t.function = call;
	h->t.data = h;
	(void)hrtimer_start(&h->t, ns_to_ktime(0), HRTIMER_REL);
	count(&h->armed, 1);
}

static void
owned_touch(struct owned *o, uint64_t *dice)
{
	switch (dice_throw(dice, 8)) {
	case 0:
		owned_idle(o, hrtimer_cancel(&o->t));
		break;
	case 1:
		owned_try(o);
		break;
	case 2:
		owned_restart(o);
		break;
	case 3:
		owned_free(o);
		break;
	default:
		owned_start(o, dice);
		break;
	}
}

static void
hrtimer_worker(void *arg)
{
	unsigned cpu, i, n;
	uint64_t dice;
	int64_t end;

	cpu = *(unsigned *)arg;
	dice = 88172645463325252u + cpu;
	for (i = 0; i < OWNED; i++)
		owned_init(&owned[cpu][i]);
	end = stress_now() + RUN_NS;
	for (n = 0; n < ROUNDS ||
	    stress_goes_on(end, atomic_load(&owned_ran) > 100); n++) {
		owned_touch(&owned[cpu][dice_throw(&dice, OWNED)], &dice);
		shared_touch(&shared[dice_throw(&dice, SHARED)], &dice);
		shared_touch(&beats[dice_throw(&dice, SHARED)], &dice);
		(void)hrtimer_get_remaining(&shared[n % SHARED].t);
		if (n % 16 == 0)
			(void)hrtimer_check();
		if (dice_throw(&dice, 8) == 0)
			threads_sleep(dice_throw(&dice, 200) *
			    NSEC_PER_USEC);
	}
	for (i = 0; i < OWNED; i++)
		owned_idle(&owned[cpu][i],
		    hrtimer_cancel(&owned[cpu][i].t));
}

static void
test_hrtimers(void)
{
	unsigned i, ended, ran;
	bool all, balance;

	for (i = 0; i < SHARED; i++) {
		shared_init(&shared[i], shared_call);
		shared_init(&beats[i], beat_call);
	}
	all = stress_run(hrtimer_worker);
	stress_ok(all, "cancel, start, restart, free against callbacks");
	balance = true;
	ran = 0;
	for (i = 0; i < SHARED; i++) {
		(void)hrtimer_cancel(&beats[i].t);
		count(&shared[i].cancelled, hrtimer_cancel(&shared[i].t));
		ended = shared[i].ran + atomic_load(&shared[i].moved) +
		    atomic_load(&shared[i].cancelled);
		balance = balance && ended == atomic_load(&shared[i].armed);
		ran += beats[i].ran;
	}
	ok(balance, "each arming ends in one callback, move or cancel");
	ok(event_hits(EV_HRT_EXPIRE) == event_hits(EV_HRT_RETURN),
	    "each callback that began has ended");
	printf("# %u callbacks, %u beats\n", atomic_load(&owned_ran), ran);
	ok(atomic_load(&owned_ran) > 100 && ran > 100, "many were tried");
}

/*
 * One timer, which every CPU takes to itself as fast as it can.
 */
#define TUGS	STRESS_SOME(400u)

static struct shared rope;

static void
tug_worker(void *arg)
{
	unsigned i, cpu;
	int64_t rel;

	cpu = *(unsigned *)arg;
	for (i = 0; i < TUGS; i++) {
		rel = (i + cpu) % 4 == 0 ? 0 : NSEC_PER_MSEC;
		count(&rope.moved, hrtimer_start(&rope.t, ns_to_ktime(rel),
		    HRTIMER_REL));
		count(&rope.armed, 1);
	}
}

static void
test_tug(void)
{
	bool all;

	shared_init(&rope, shared_call);
	threads_jitter(8);
	all = stress_run(tug_worker);
	threads_jitter(STRESS_JITTER);
	count(&rope.cancelled, hrtimer_cancel(&rope.t));
	ok(all && rope.ran + atomic_load(&rope.moved) +
	    atomic_load(&rope.cancelled) == atomic_load(&rope.armed),
	    "every CPU starts one timer, none twice");
}

/* Threads that sleep by a timer without a function. */
#define NAPS	STRESS_SOME(150u)

static void
napper(void *arg)
{
	int64_t until;
	struct hrtimer t;
	uint64_t dice;
	unsigned i;

	dice = 4711 + *(unsigned *)arg;
	memset(&t, 0, sizeof(t));
	hrtimer_init(&t, CLOCK_MONOTONIC);
	t.function = NULL;
	t.data = port_thread_self();
	for (i = 0; i < NAPS; i++) {
		until = stress_now() + dice_throw(&dice, 200) *
		    NSEC_PER_USEC;
		(void)hrtimer_start(&t, ns_to_ktime(until), HRTIMER_ABS);
		while (hrtimer_active(&t) || stress_now() < until)
			(void)port_block();
		EXPECT(hrtimer_cancel(&t) == 0);
	}
}

/*
 * Threads that take what interrupts and other threads bring, one at a time.
 */
#define GOODS	3000u

static struct {
	struct port_spin lock;
	struct waitq	 q;		/* lock */
	unsigned	 stock;		/* lock */
	unsigned	 brought, taken;	/* lock */
} shop;

static void
bring(void *arg)
{
	bool s;

	(void)arg;
	s = port_spin_lock(&shop.lock);
	shop.stock++;
	shop.brought++;
	waitq_wake(&shop.q);
	port_spin_unlock(&shop.lock, s);
}

static void
take(unsigned n)
{
	bool s;

	s = port_spin_lock(&shop.lock);
	while (n > 0) {
		while (shop.stock == 0)
			(void)waitq_sleep(&shop.q, &shop.lock, &s);
		shop.stock--;
		shop.taken++;
		n--;
	}
	port_spin_unlock(&shop.lock, s);
}

static unsigned
brought(void)
{
	unsigned n;
	bool s;

	s = port_spin_lock(&shop.lock);
	n = shop.brought;
	port_spin_unlock(&shop.lock, s);
	return n;
}

static void
trader(void *arg)
{
	unsigned cpu, i;

	cpu = *(unsigned *)arg;
	if (cpu >= 2) {
		take(GOODS);
		return;
	}
	for (i = 0; brought() < 2 * GOODS; i++) {
		if (i % 64 == 0)
			threads_sleep(50 * NSEC_PER_USEC);
		if (cpu == 0 && brought() < 2 * GOODS - 1000)
			bring(NULL);
		else
			port_cpu_call(i % STRESS_CPUS, bring, NULL);
	}
}

/* Calls may still come while this looks. */
static bool
books_balance(void)
{
	bool s, balance;

	s = port_spin_lock(&shop.lock);
	balance = shop.taken == 2 * GOODS &&
	    shop.taken + shop.stock == shop.brought;
	port_spin_unlock(&shop.lock, s);
	return balance;
}

static void
test_wakes(void)
{
	bool all;

	all = stress_run(napper);
	stress_ok(all, "who sleeps by a timer is woken");
	all = stress_run(trader);
	stress_ok(all && books_balance(),
	    "no wake-up is lost between a test and a sleep");
}

/*
 * CLOCK_REALTIME is set to and fro, at most to MONOTONIC + FAR; a timer on
 * it may come as soon as that, and no sooner.
 */
#define NEAR	(1000 * NSEC_PER_SEC)
#define FAR	(NEAR + NSEC_PER_MSEC)

struct dated {
	struct hrtimer	 t;
	_Atomic int64_t	 least;
	atomic_uint	 ran;
};

static struct dated dated[STRESS_CPUS];

static int
dated_call(void *data)
{
	struct dated *d;

	d = data;
	EXPECT(stress_now() + FAR >= atomic_load_explicit(&d->least,
	    memory_order_relaxed));
	count(&d->ran, 1);
	return HRTIMER_NORESTART;
}

static void
setter(int64_t end)
{
	unsigned n;

	for (n = 0; stress_now() < end; n++) {
		timekeeping_settime(ns_to_ktime(stress_now() +
		    (n % 2 == 0 ? FAR : NEAR)));
		threads_sleep(30 * NSEC_PER_USEC);
	}
}

static void
dated_worker(void *arg)
{
	unsigned armed, moved, cancelled;
	struct dated *d;
	int64_t at, end;
	uint64_t dice;

	d = &dated[*(unsigned *)arg];
	dice = 1234567 + *(unsigned *)arg;
	end = stress_now() + RUN_NS / 2;
	if (d == dated) {
		setter(end);
		return;
	}
	armed = moved = cancelled = 0;
	hrtimer_init(&d->t, CLOCK_REALTIME);
	d->t.function = dated_call;
	d->t.data = d;
	while (stress_now() < end) {
		at = stress_now() + NEAR + dice_throw(&dice, 1500) *
		    NSEC_PER_USEC;
		atomic_store_explicit(&d->least, at, memory_order_relaxed);
		armed++;
		moved += (unsigned)hrtimer_start(&d->t, ns_to_ktime(at),
		    HRTIMER_ABS);
		threads_sleep(dice_throw(&dice, 300) * NSEC_PER_USEC);
		cancelled += (unsigned)hrtimer_cancel(&d->t);
	}
	EXPECT(armed == atomic_load(&d->ran) + moved + cancelled);
}

/* A date a year away comes when the clock is set beyond it. */
static void
test_clock(void)
{
	const int64_t year = 365 * 24 * 3600 * NSEC_PER_SEC;
	unsigned i, n, ran;
	bool all;

	all = stress_run(dated_worker);
	stress_ok(all, "timers of a clock that is set are not early");
	ran = 0;
	for (i = 1; i < STRESS_CPUS; i++) {
		atomic_store(&dated[i].ran, 0);
		atomic_store(&dated[i].least, 0);
		(void)hrtimer_start(&dated[i].t, ns_to_ktime(year),
		    HRTIMER_ABS);
	}
	timekeeping_settime(ns_to_ktime(2 * year));
	for (n = 0; n < 5000 && ran < STRESS_CPUS - 1; n++) {
		threads_sleep(NSEC_PER_MSEC);
		for (ran = 0, i = 1; i < STRESS_CPUS; i++)
			ran += atomic_load(&dated[i].ran);
	}
	stress_ok(ran == STRESS_CPUS - 1, "and none oversleeps the setting");
}

/*
 * An event timer that comes and goes, and changes its consumer, while its
 * interrupts come to all CPUs.  A consumer is called with its own argument,
 * and no more when it has freed the timer.
 */
#define BOX_LINE	5u
#define BOX_ROUNDS	STRESS_SOME(60u)

struct consumer {
	struct consumer	*self;
	bool		 has;		/* not atomic: init and free order it */
	atomic_uint	 events;
};

static int
box_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	(void)et;
	(void)first;
	(void)period;
	return 0;
}

static struct eventtimer box = {
	.et_name = "box", .et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,
	.et_quality = -1, .et_max_period = SBT_1S, .et_start = box_start,
};

static struct consumer consumers[2];
static atomic_bool box_shut;

static void
box_intr(void *arg)
{
	et_event(arg);
}

static void
box_event(struct eventtimer *et, void *arg)
{
	struct consumer *c;

	c = arg;
	EXPECT(et == &box && c != NULL && c->self == c && c->has);
	atomic_fetch_add_explicit(&c->events, 1, memory_order_relaxed);
}

/* Have the timer until it has brought something. */
static void
consume(struct consumer *c)
{
	unsigned had, i;

	had = atomic_load(&c->events);
	c->self = c;
	c->has = true;
	ET_LOCK();
	EXPECT(et_init(&box, box_event, NULL, c) == 0);
	ET_UNLOCK();
	EXPECT(et_start(&box, SBT_1S, 0) == 0);
	for (i = 0; i < 100 && atomic_load(&c->events) == had; i++)
		threads_sleep(20 * NSEC_PER_USEC);
	EXPECT(et_stop(&box) == 0);
	ET_LOCK();
	EXPECT(et_free(&box) == 0);
	ET_UNLOCK();
	c->has = false;
}

static void
box_worker(void *arg)
{
	unsigned cpu, i;

	cpu = *(unsigned *)arg;
	for (i = 0; cpu != 0 && !atomic_load(&box_shut); i++) {
		threads_raise(i % STRESS_CPUS, BOX_LINE);
		if (i % 8 == 0)
			threads_sleep(30 * NSEC_PER_USEC);
	}
	for (i = 0; cpu == 0 && i < BOX_ROUNDS; i++) {
		consume(&consumers[i % 2]);
		EXPECT(et_deregister(&box) == 0);
		EXPECT(et_register(&box) == 0);
	}
	atomic_store(&box_shut, true);
}

static void
test_eventtimer(void)
{
	bool all;

	ok(et_register(&box) == 0, "an event timer comes");
	port_intr_connect(BOX_LINE, box_intr, &box);
	all = stress_run(box_worker);
	stress_ok(all && atomic_load(&consumers[0].events) > 0 &&
	    atomic_load(&consumers[1].events) > 0 &&
	    event_hits(EV_ET_STRAY) > 0,
	    "and goes, while it interrupts: nobody has another's event");
}

/* Events of all CPUs at once: none is counted twice or not at all. */
static atomic_ulong told;

static void
event_worker(void *arg)
{
	unsigned long n;
	int64_t end;

	end = threads_now() + RUN_NS / 5;
	for (n = 0; n % 64 != 0 || threads_now() < end; n++)
		EVENT(HRT_HANG, arg, 0);
	atomic_fetch_add(&told, n);
}

static void
test_events(void)
{
	unsigned long before;
	bool all;

	before = event_hits(EV_HRT_HANG);
	all = stress_run(event_worker);
	ok(all && event_hits(EV_HRT_HANG) - before == atomic_load(&told),
	    "events of all CPUs are counted");
}

int
main(void)
{
	stress_boot();
	test_events();
	test_hrtimers();
	test_tug();
	test_wakes();
	test_clock();
	test_eventtimer();
	return tap_end();
}
