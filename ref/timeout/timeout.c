/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeout.c - functions to be called later, in a thread.
 *
 * What		Each CPU has a list of timeouts that have come due, and
 *		threads, its dispatchers, that take them off it.  An hrtimer
 *		in each timeout brings it to a list; a dispatcher takes the
 *		timeout's lock and calls the function.
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
 *		A function that waits for its mutex must not hold up others,
 *		so a CPU has several dispatchers.  But timeouts with one lock
 *		could not run at once anyway, and would lose their order in
 *		the rush for it; so a dispatcher passes over a timeout whose
 *		turn another has.  What a turn is for is its lock, or, for a
 *		timeout without one, the timeout itself.
 *
 *		Whose list a timeout goes to is decided when it is due, and
 *		not before: by then its CPU may have gone off line, or have
 *		come back, and nothing has to be looked for and moved.
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
 * Invariants	I1  due holds in DUE and TAKEN: the timeout is in its CPU's
 *		    list, or a dispatcher has taken it off; and it is armed.
 *		I2  an armed timeout that is not due has its hrtimer queued,
 *		    for its deadline or for earlier, or calling back.
 *		I3  a dispatcher touches the timeout that it has taken only
 *		    under its CPU's lock, and only while current names it.
 *		I4  no two dispatchers of a CPU have the same turn, and a
 *		    timeout that one has taken stays with that CPU.
 *		I5  while one could be taken, a dispatcher of the CPU is awake
 *		    for it, or none is idle: a timeout that comes due wakes
 *		    one, and who ends a turn looks again.
 *
 * Locking	The timeout's lock, if it has one, is the caller's and comes
 *		first; then the spin lock of a CPU's list, which the hrtimer's
 *		callback takes too.  So who waits for that callback drops the
 *		list's lock while it waits.  A CPU that goes off line alone
 *		takes two lists' locks: its own first.
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
 *
 *		Due twice:
 *		1. CPU 0's hrtimer calls back, and waits for the list's lock.
 *		2. CPU 1, which has it, starts t for a deadline that is past;
 *		   the hrtimer is queued again, to call back behind 1.
 *		3. CPU 0 finds t due, and a dispatcher takes it.
 *		4. CPU 0's hrtimer calls back again: t is due already, and
 *		   stays so until its function begins.
 *
 *		Due against a CPU that goes off line:
 *		1. CPU 0 finds CPU 1 on line and puts t into its list.
 *		2. CPU 1 is to go.  timeout_leave() takes the lock of that
 *		   list, behind step 1, and finds t.
 *		Or the other way round: then CPU 0 looks whether CPU 1 is on
 *		line behind timeout_leave(), under that lock, and it is not.
 *
 * Limits	A dispatcher that looks for work passes over the timeouts of
 *		turns that others have: a long list behind one lock costs
 *		each look its length.
 */
#include "timeout/timeout.h"

#include "lib/check.h"
#include "lib/cpus.h"
#include "lib/event.h"
#include "lib/waitq.h"
#include "timekeeping/timekeeping.h"

struct dispatcher {
	struct timeout_cpu *cpu;	/* fixed */
	struct port_thread *thread;	/* fixed */
	struct timeout	*current;	/* c  taken; NULL: none or stopped */
	const void	*turn;		/* c  whose turn it is; NULL: none */
	unsigned	 turns;		/* c  so many are over */
	bool		 running;	/* c  the callback has begun */
	bool		 idle;		/* c  sleeps for want of work */
};

/* Field lock	c `lock`. */
static struct timeout_cpu {
	struct port_spin lock;
	struct timeout	*first, **last;	/* c  due, oldest first */
	struct waitq	 done;		/* c  for the end of a turn */
	struct dispatcher who[TIMEOUT_DISPATCHERS];
} timeout_cpus[PORT_CPUS];

static unsigned ndispatchers;		/* of each CPU; fixed */

/*
 * Lock the list that a timeout is for.  It may be given to another CPU's, so
 * what was read without the lock is looked at again behind it.
 */
static struct timeout_cpu *
timeout_lock(struct timeout *t, bool *s)
{
	struct timeout_cpu *c;

	for (;;) {
		c = atomic_load(&t->on);
		*s = port_spin_lock(&c->lock);
		if (atomic_load(&t->on) == c)
			return c;
		port_spin_unlock(&c->lock, *s);
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

/* What a turn of this timeout is for: its lock, or itself. */
static const void *
turn_of(const struct timeout *t)
{
	if (t->lock.type == TIMEOUT_SPIN)
		return t->lock.u.spin;
	if (t->lock.type == TIMEOUT_MUTEX)
		return t->lock.u.mutex;
	return t;
}

/* The invariants of a CPU's list and dispatchers, which are locked. */
static bool
cpu_check(const struct timeout_cpu *c)
{
	const struct dispatcher *d, *other;
	struct timeout *const *end;

	for (end = &c->first; *end != NULL; end = &(*end)->next) {
		CHECK((*end)->due && (*end)->armed);		/* I1 */
		CHECK(atomic_load(&(*end)->on) == c);		/* I1 */
	}
	CHECK(c->last == end);
	for (d = c->who; d < c->who + ndispatchers; d++) {
		CHECK(d->current == NULL || d->turn != NULL);	/* I3 */
		CHECK(d->turn == NULL || !d->idle);		/* I5 */
		for (other = c->who; other < d; other++)
			CHECK(d->turn == NULL || d->turn != other->turn);
	}							/* I4 */
	return true;
}

static void
due_append(struct timeout_cpu *c, struct timeout *t)
{
	t->next = NULL;
	t->due = true;				/* I1 */
	*c->last = t;		/* [TMO-CALL-3] [TMO-CALL-8] */
	c->last = &t->next;
	INVARIANT(cpu_check(c));
}

static void
due_remove(struct timeout_cpu *c, struct timeout *t)
{
	struct timeout **link;

	for (link = &c->first; *link != t; link = &(*link)->next)
		CHECK(*link != NULL);		/* I1 */
	*link = t->next;
	if (t->next == NULL)
		c->last = link;
	INVARIANT(cpu_check(c));
}

/* The dispatcher that has this turn, or NULL. */
static struct dispatcher *
turn_holder(struct timeout_cpu *c, const void *turn)
{
	struct dispatcher *d;

	for (d = c->who; d < c->who + ndispatchers; d++) {
		if (d->turn == turn)
			return d;
	}
	return NULL;
}

/* The dispatcher that has taken this timeout, or NULL. */
static struct dispatcher *
timeout_taken(struct timeout_cpu *c, const struct timeout *t)
{
	struct dispatcher *d;

	d = turn_holder(c, turn_of(t));
	return d != NULL && d->current == t ? d : NULL;
}

/* Wake one dispatcher that has nothing to do. */
static void
cpu_wake(struct timeout_cpu *c)
{
	struct dispatcher *d;

	for (d = c->who; d < c->who + ndispatchers; d++) {
		if (d->idle) {
			d->idle = false;
			port_wake(d->thread);	/* [TMO-CALL-5] */
			return;
		}
	}
}

/* The list that a timeout is for if it comes due now, on this CPU. */
static struct timeout_cpu *
timeout_home(const struct timeout *t)
{
	unsigned cpu;

	/* [TMO-CPU-1] [TMO-CPU-2] */
	cpu = t->affinity == TIMEOUT_NONE ? port_cpu() : t->cpu;
	return &timeout_cpus[cpu_standin(cpu)];	/* [TMO-CPU-3] [TMO-CPU-4] */
}

/*
 * The hrtimer has come.  It may be too early, for a timeout that was moved
 * to later; then it waits for the rest [TMO-COST-1].  False: the timeout is
 * another CPU's now, so look at it again, under that one's lock.
 */
static bool
timeout_arrive(struct timeout *t)
{
	struct timeout_cpu *c, *home;
	bool s, here;

	c = timeout_lock(t, &s);
	home = timeout_home(t);
	here = true;
	if (!t->armed || t->due) {
		;		/* stopped; or a start meanwhile, come due */
	} else if (t->deadline > ktime_to_ns(ktime_get())) {
		(void)hrtimer_start(&t->timer, ns_to_ktime(t->deadline),
		    HRTIMER_ABS);
	} else if (c == home || timeout_taken(c, t) != NULL) {
		due_append(c, t);		/* I4, [TMO-CALL-6] */
		EVENT(TMO_DUE, t, t->deadline);
		cpu_wake(c);
	} else {
		atomic_store(&t->on, home);
		here = false;
	}
	port_spin_unlock(&c->lock, s);
	return here;
}

/* The hrtimer's callback: who stops the timeout waits for it to return. */
static int
timeout_expire(void *t)
{
	while (!timeout_arrive(t))
		continue;
	return HRTIMER_NORESTART;
}

/* The first due timeout whose turn nobody has, or NULL. */
static struct timeout *
cpu_first(struct timeout_cpu *c)
{
	struct timeout *t;

	for (t = c->first; t != NULL; t = t->next) {
		if (turn_holder(c, turn_of(t)) == NULL)	/* I4 */
			return t;
	}
	return NULL;
}

/* What a dispatcher may take; on a CPU that is to go, nothing. */
static struct timeout *
dispatcher_look(struct timeout_cpu *c)
{
	if (!port_cpu_online((unsigned)(c - timeout_cpus)))
		return NULL;
	return cpu_first(c);
}

/* Sleep until there is work; take it.  Comes and goes locked. */
static struct timeout *
dispatcher_next(struct dispatcher *d, bool *s)
{
	struct timeout_cpu *c;
	struct timeout *t;

	c = d->cpu;
	while ((t = dispatcher_look(c)) == NULL) {
		d->idle = true;
		port_spin_unlock(&c->lock, *s);
		(void)port_block();
		*s = port_spin_lock(&c->lock);
	}
	d->idle = false;
	due_remove(c, t);
	d->current = t;
	d->turn = turn_of(t);
	INVARIANT(cpu_check(c));
	return t;
}

/*
 * The lock is ours: is the timeout, too?  If so it begins.
 */
static bool
dispatcher_begin(struct dispatcher *d)
{
	bool s, ours;

	s = port_spin_lock(&d->cpu->lock);
	ours = d->current != NULL;		/* I3, [TMO-STOP-2] */
	if (ours) {
		d->current->armed = false;	/* [TMO-CALL-4] */
		d->current->due = false;
		d->running = true;
		EVENT(TMO_CALL, d->current, d->current->deadline);
	}
	port_spin_unlock(&d->cpu->lock, s);
	return ours;
}

static void
dispatcher_end(struct dispatcher *d)
{
	bool s;

	s = port_spin_lock(&d->cpu->lock);
	d->current = NULL;
	d->running = false;
	port_spin_unlock(&d->cpu->lock, s);
}

/* The lock is dropped, and the turn is over. */
static void
dispatcher_over(struct dispatcher *d)
{
	bool s;

	s = port_spin_lock(&d->cpu->lock);
	d->turn = NULL;
	d->turns++;
	waitq_wake(&d->cpu->done);
	port_spin_unlock(&d->cpu->lock, s);
}

/* One timeout after another, in the order in which they came due. */
static void
dispatcher_main(void *arg)
{
	struct dispatcher *d;
	struct timeout_lock lock;
	struct timeout *t;
	void (*fn)(void *);
	void *fn_arg;
	bool s, ls;

	d = arg;
	ls = false;
	for (;;) {
		s = port_spin_lock(&d->cpu->lock);
		t = dispatcher_next(d, &s);
		fn = t->fn;
		fn_arg = t->arg;
		lock = t->lock;
		port_spin_unlock(&d->cpu->lock, s);

		lock_take(&lock, &ls);		/* [TMO-CALL-2] */
		if (dispatcher_begin(d))
			fn(fn_arg);		/* [TMO-CALL-1] */
		dispatcher_end(d);
		lock_drop(&lock, ls);
		dispatcher_over(d);
	}
}

/*
 * Give what is due to another CPU's list, but for the turns that are under
 * way.  Called locked.
 */
static void
cpu_hand_over(struct timeout_cpu *from, struct timeout_cpu *to)
{
	struct timeout *t;
	bool s;

	s = port_spin_lock(&to->lock);
	while ((t = cpu_first(from)) != NULL) {	/* [TMO-CPU-3] */
		due_remove(from, t);
		atomic_store(&t->on, to);
		due_append(to, t);
		cpu_wake(to);
	}
	port_spin_unlock(&to->lock, s);
}

static bool
cpu_busy(const struct timeout_cpu *c)
{
	unsigned i;

	for (i = 0; i < ndispatchers; i++) {
		if (c->who[i].turn != NULL)
			return true;
	}
	return false;
}

/*
 * A CPU goes off line.  Its dispatchers take nothing more; what is due there
 * goes to its stand-in, and that of a turn which is under way behind it.
 */
static void
timeout_leave(unsigned cpu)
{
	struct timeout_cpu *c, *to;
	bool s;

	c = &timeout_cpus[cpu];
	to = &timeout_cpus[cpu_standin(cpu)];
	s = port_spin_lock(&c->lock);
	cpu_hand_over(c, to);
	while (cpu_busy(c)) {			/* [TMO-CPU-5] */
		(void)waitq_sleep(&c->done, &c->lock, &s);
		cpu_hand_over(c, to);
	}
	port_spin_unlock(&c->lock, s);
}

static struct port_cpu_watch timeout_watch = { .leave = timeout_leave };

static void
dispatcher_start(struct timeout_cpu *c, struct dispatcher *d, unsigned cpu)
{
	d->cpu = c;
	d->thread = port_thread_start(cpu, dispatcher_main, d);
	CHECK(d->thread != NULL);
}

void
timeouts_init(unsigned dispatchers)
{
	struct timeout_cpu *c;
	unsigned cpu, i;

	CHECK(dispatchers >= 1 && dispatchers <= TIMEOUT_DISPATCHERS);
	ndispatchers = dispatchers;		/* [TMO-CALL-7] */
	for (cpu = 0; cpu < port_cpus(); cpu++) {
		c = &timeout_cpus[cpu];
		c->last = &c->first;
		for (i = 0; i < ndispatchers; i++)
			dispatcher_start(c, &c->who[i], cpu);
	}
	port_cpu_watch(&timeout_watch);
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
	t->cpu = affinity == TIMEOUT_STRONG ? cpu : port_cpu();
	atomic_store(&t->on, &timeout_cpus[t->cpu]);
	t->deadline = 0;
	t->armed = false;			/* [TMO-INIT-1] */
	t->due = false;
	t->next = NULL;
}

/*
 * Take back what has come due and not begun.  Called locked.
 */
static void
timeout_recall(struct timeout_cpu *c, struct timeout *t)
{
	struct dispatcher *d;

	if (!t->due)
		return;
	t->due = false;
	d = timeout_taken(c, t);
	if (d != NULL && !d->running)
		d->current = NULL;		/* [TMO-STOP-2] */
	else
		due_remove(c, t);
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
	struct timeout_cpu *c;
	int64_t before;
	bool s, was;

	c = timeout_lock(t, &s);
	was = t->armed;
	before = t->timer.deadline;
	t->deadline = nsec_add_sat(ktime_to_ns(ktime_get()), ns);
	timeout_recall(c, t);
	t->armed = true;			/* [TMO-START-1] */
	if (t->affinity != TIMEOUT_STRONG)
		t->cpu = port_cpu();
	EVENT(TMO_START, t, t->deadline);
	if (timeout_needs_timer(t, before))	/* [TMO-START-3] */
		/* [TMO-START-4] [TMO-START-5] */
		(void)hrtimer_start(&t->timer, ns_to_ktime(t->deadline),
		    HRTIMER_ABS);
	port_spin_unlock(&c->lock, s);
	return was ? 1 : 0;			/* [TMO-START-2] */
}

/*
 * What can be undone is undone at once.  What remains is the hrtimer: a
 * callback of it that has begun wants the list's lock, and is waited for
 * without it.  Whoever starts the timeout meanwhile relies on the hrtimer,
 * so it is theirs then and left alone.
 */
int
timeout_stop(struct timeout *t)
{
	struct timeout_cpu *c;
	bool s, was, running;

	CHECK(lock_held(&t->lock));		/* [TMO-STOP-5] */
	c = timeout_lock(t, &s);
	was = t->armed;
	t->armed = false;			/* [TMO-STOP-1] */
	timeout_recall(c, t);
	running = t->lock.type == TIMEOUT_NO_LOCK &&
	    timeout_taken(c, t) != NULL;
	if (was)
		EVENT(TMO_STOP, t, t->deadline);
	/* [TMO-COST-2] */
	while (!t->armed && hrtimer_try_to_cancel(&t->timer) < 0) {
		port_spin_unlock(&c->lock, s);
		port_relax();
		c = timeout_lock(t, &s);
	}
	port_spin_unlock(&c->lock, s);
	if (was)
		return 1;
	return running ? -1 : 0;		/* [TMO-STOP-3] [TMO-STOP-4] */
}

/* Wait for the end of the turn that a CPU is at, if it is of this kind. */
static void
cpu_wait(struct timeout_cpu *c, const void *turn)
{
	struct dispatcher *d;
	unsigned turns;
	bool s;

	s = port_spin_lock(&c->lock);
	d = turn_holder(c, turn);
	if (d != NULL) {
		CHECK(d->thread != port_thread_self());	/* [TMO-DRAIN-3] */
		turns = d->turns;
		while (d->turns == turns)
			(void)waitq_sleep(&c->done, &c->lock, &s);
	}
	port_spin_unlock(&c->lock, s);
}

/*
 * Wait until no dispatcher has to do with the timeout or, on its account,
 * with its lock: any CPU's may be on its way still, from an earlier start.
 */
static void
timeout_wait(struct timeout *t)
{
	unsigned cpu;

	for (cpu = 0; cpu < port_cpus(); cpu++)
		cpu_wait(&timeout_cpus[cpu], turn_of(t));
}

int
timeout_drain(struct timeout *t)
{
	int r, stopped;
	bool s;

	CHECK(t->lock.type == TIMEOUT_NO_LOCK ||
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
	struct timeout_cpu *c;
	bool s, armed;

	c = timeout_lock(t, &s);
	armed = t->armed;
	port_spin_unlock(&c->lock, s);
	return armed;
}

bool
timeouts_check(void)
{
	struct timeout_cpu *c;
	unsigned cpu;
	bool s;

	for (cpu = 0; cpu < port_cpus(); cpu++) {
		c = &timeout_cpus[cpu];
		s = port_spin_lock(&c->lock);
		CHECK(cpu_check(c));
		port_spin_unlock(&c->lock, s);
	}
	return true;
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
