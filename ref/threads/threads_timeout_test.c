/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads_timeout_test.c - timeouts on threads, in real time.
 *
 * Sessions as TCP has them: a structure with a lock and some timeouts that
 * all CPUs arm, move, stop, and free while they hold the lock.  The storage
 * is overwritten at once, by plain stores, so that a dispatcher that still
 * reads it is seen by the thread sanitizer, and one that believes what it
 * reads by everybody.  Then timeouts without a lock, drained and freed.
 *
 * Links the whole reference, with threads for a port.
 */
#include <string.h>

#include "lib/event.h"
#include "threads/stress.h"
#include "timeout/timeout.h"

#define RUN_NS		STRESS_SOME(NSEC_PER_SEC / 2)
#define SESSIONS	8
#define TIMEOUTS	3

/* All but the locks is covered by the lock that is in use. */
struct session {
	struct timeout_lock lock;
	struct port_spin spin;
	struct port_mutex mutex;
	bool		 open;
	struct timeout	 t[TIMEOUTS];
	int64_t		 due[TIMEOUTS];		/* -1: not armed */
};

static struct session sessions[SESSIONS];
static atomic_uint called, closed, stopped;

struct member {
	struct session	*s;
	unsigned	 i;
};

static struct member members[SESSIONS][TIMEOUTS];

static void
count(atomic_uint *n)
{
	atomic_fetch_add_explicit(n, 1, memory_order_relaxed);
}

static bool
session_lock(struct session *s)
{
	if (s->lock.type == TIMEOUT_SPIN)
		return port_spin_lock(&s->spin);
	port_mutex_lock(&s->mutex);
	return false;
}

static void
session_unlock(struct session *s, bool saved)
{
	if (s->lock.type == TIMEOUT_SPIN)
		port_spin_unlock(&s->spin, saved);
	else
		port_mutex_unlock(&s->mutex);
}

static bool
session_held(struct session *s)
{
	if (s->lock.type == TIMEOUT_SPIN)
		return port_spin_held(&s->spin);
	return port_mutex_held(&s->mutex);
}

static void
session_call(void *arg)
{
	struct member *m;
	int64_t due;

	m = arg;
	EXPECT(session_held(m->s));
	EXPECT(m->s->open);
	due = m->s->due[m->i];
	EXPECT(due >= 0 && stress_now() >= due);
	m->s->due[m->i] = -1;
	count(&called);
}

static void
session_open(struct session *s, uint64_t *dice)
{
	unsigned i;

	for (i = 0; i < TIMEOUTS; i++) {
		timeout_init(&s->t[i], session_call,
		    &members[s - sessions][i], &s->lock,
		    (enum timeout_affinity)dice_throw(dice, 3),
		    dice_throw(dice, STRESS_CPUS));
		s->due[i] = -1;
	}
	s->open = true;
}

/* What TCP's close does: stop all under the lock, then free. */
static void
session_close(struct session *s)
{
	unsigned i;
	int r;

	for (i = 0; i < TIMEOUTS; i++) {
		r = timeout_stop(&s->t[i]);
		EXPECT(r == (s->due[i] >= 0));
		if (r == 1)
			count(&stopped);
		s->due[i] = -1;
	}
	s->open = false;
	memset(s->t, 0xa5, sizeof(s->t));
	count(&closed);
}

static void
session_touch(struct session *s, uint64_t *dice)
{
	int64_t ns;
	unsigned i;
	bool was;

	if (!s->open)
		session_open(s, dice);
	if (dice_throw(dice, 10) == 0) {
		session_close(s);
		return;
	}
	i = dice_throw(dice, TIMEOUTS);
	was = s->due[i] >= 0;
	if (dice_throw(dice, 4) == 0) {
		EXPECT(timeout_stop(&s->t[i]) == was);
		s->due[i] = -1;
		return;
	}
	ns = dice_throw(dice, 400) * NSEC_PER_USEC;
	s->due[i] = stress_now() + ns;
	EXPECT(timeout_start(&s->t[i], ns) == was);
}

static void
session_worker(void *arg)
{
	struct session *s;
	uint64_t dice;
	int64_t end;
	bool saved;

	dice = 88172645463325252u + *(unsigned *)arg;
	end = stress_now() + RUN_NS;
	while (stress_goes_on(end, atomic_load(&called) > 50 &&
	    atomic_load(&closed) > 50)) {
		s = &sessions[dice_throw(&dice, SESSIONS)];
		saved = session_lock(s);
		session_touch(s, &dice);
		session_unlock(s, saved);
		if (dice_throw(&dice, 4) == 0)
			threads_sleep(dice_throw(&dice, 100) *
			    NSEC_PER_USEC);
	}
}

static void
test_sessions(void)
{
	struct session *s;
	unsigned i, j;
	bool all, saved;

	for (i = 0; i < SESSIONS; i++) {
		s = &sessions[i];
		s->lock.type = i % 2 == 0 ? TIMEOUT_SPIN : TIMEOUT_MUTEX;
		if (i % 2 == 0)
			s->lock.u.spin = &s->spin;
		else
			s->lock.u.mutex = &s->mutex;
		for (j = 0; j < TIMEOUTS; j++)
			members[i][j] = (struct member){ s, j };
	}
	all = stress_run(session_worker);
	for (i = 0; i < SESSIONS; i++) {
		saved = session_lock(&sessions[i]);
		if (sessions[i].open)
			session_close(&sessions[i]);
		session_unlock(&sessions[i], saved);
	}
	stress_ok(all, "sessions are freed under their lock, none is late");
	printf("# %u called, %u stopped, %u closed\n", atomic_load(&called),
	    atomic_load(&stopped), atomic_load(&closed));
	ok(atomic_load(&called) > 50 && atomic_load(&closed) > 50,
	    "many were tried");
}

/*
 * Short lives: a session of one timeout with a lock of its own, both freed
 * when timeout_fini has returned; and a timeout without a lock, drained.
 */
struct brief {
	struct port_spin spin;
	struct timeout	 t;
	unsigned	 ran;		/* not atomic */
	int64_t		 due;
	bool		 drained;
};

static atomic_uint briefs, brief_calls;

static void
brief_call(void *arg)
{
	struct brief *b;

	b = arg;
	EXPECT(!b->drained);
	EXPECT(stress_now() >= b->due);
	b->ran++;
	count(&brief_calls);
}

static struct brief *
brief_new(const struct timeout_lock *lock, uint64_t *dice)
{
	struct brief *b;
	unsigned rest;

	b = port_alloc(sizeof(*b));
	if (b == NULL)
		return NULL;
	memset(b, 0, sizeof(*b));
	timeout_init(&b->t, brief_call, b, lock, TIMEOUT_STRONG,
	    dice_throw(dice, STRESS_CPUS));
	rest = dice_throw(dice, 150);
	b->due = stress_now() + rest * NSEC_PER_USEC;
	(void)timeout_start(&b->t, rest * NSEC_PER_USEC);
	threads_sleep(dice_throw(dice, 250) * NSEC_PER_USEC);
	return b;
}

static void
brief_free(struct brief *b)
{
	memset(b, 0xa5, sizeof(*b));
	port_free(b);
	count(&briefs);
}

/* The lock is freed with the timeout. */
static void
brief_locked(uint64_t *dice)
{
	struct timeout_lock lock;
	struct port_spin *own;
	struct brief *b;
	bool s;
	int r;

	own = port_alloc(sizeof(*own));
	if (own == NULL)
		return;
	memset(own, 0, sizeof(*own));
	lock.type = TIMEOUT_SPIN;
	lock.u.spin = own;
	b = brief_new(&lock, dice);
	if (b == NULL)
		return;
	s = port_spin_lock(own);
	r = timeout_stop(&b->t);
	EXPECT(r + (int)b->ran == 1);
	b->drained = true;
	port_spin_unlock(own, s);
	timeout_fini(&b->t);
	brief_free(b);
	memset(own, 0xa5, sizeof(*own));
	port_free(own);
}

static void
brief_drained(uint64_t *dice)
{
	struct brief *b;
	int r;

	b = brief_new(NULL, dice);
	if (b == NULL)
		return;
	r = timeout_drain(&b->t);
	EXPECT(r + (int)b->ran == 1);
	b->drained = true;
	timeout_fini(&b->t);
	brief_free(b);
}

static void
brief_worker(void *arg)
{
	uint64_t dice;
	int64_t end;

	dice = 31415926535u + *(unsigned *)arg;
	end = stress_now() + RUN_NS / 2;
	while (stress_goes_on(end, atomic_load(&briefs) > 50 &&
	    atomic_load(&brief_calls) > 10)) {
		brief_locked(&dice);
		brief_drained(&dice);
	}
}

static void
test_briefs(void)
{
	bool all;

	all = stress_run(brief_worker);
	stress_ok(all, "fini and drain leave nothing behind");
	printf("# %u lives, %u called\n", atomic_load(&briefs),
	    atomic_load(&brief_calls));
	ok(atomic_load(&briefs) > 50 && atomic_load(&brief_calls) > 10,
	    "many were tried");
}

/*
 * Timeouts that everybody starts, stops and asks about without a lock.  Each
 * arming ends in one call, move or stop; and all that are armed are called,
 * whatever a stop was about to do when they were.
 */
#define COMMON	3

struct common {
	struct timeout	 t;
	unsigned	 ran;		/* not atomic: one call at a time */
	atomic_uint	 armed, ended;
};

static struct common commons[COMMON];
static atomic_uint common_calls;

static void
common_call(void *arg)
{
	struct common *c;

	c = arg;
	c->ran++;
	count(&common_calls);
}

static void
common_touch(struct common *c, uint64_t *dice)
{
	int r;

	switch (dice_throw(dice, 4)) {
	case 0:
		if (timeout_stop(&c->t) == 1)
			count(&c->ended);
		break;
	case 1:
		(void)timeout_active(&c->t);
		break;
	default:
		r = timeout_start(&c->t, dice_throw(dice, 300) *
		    NSEC_PER_USEC);
		count(&c->armed);
		if (r == 1)
			count(&c->ended);
		break;
	}
}

static void
common_worker(void *arg)
{
	uint64_t dice;
	int64_t end;

	dice = 27182818284u + *(unsigned *)arg;
	end = stress_now() + RUN_NS / 2;
	while (stress_goes_on(end, atomic_load(&common_calls) > 20)) {
		common_touch(&commons[dice_throw(&dice, COMMON)], &dice);
		if (dice_throw(&dice, 4) == 0)
			threads_sleep(dice_throw(&dice, 150) *
			    NSEC_PER_USEC);
	}
}

static void
test_commons(void)
{
	unsigned i;
	bool all;

	for (i = 0; i < COMMON; i++)
		timeout_init(&commons[i].t, common_call, &commons[i], NULL,
		    i % 2 == 0 ? TIMEOUT_NONE : TIMEOUT_WEAK, 0);
	all = stress_run(common_worker);
	for (i = 0; i < COMMON; i++) {
		if (timeout_drain(&commons[i].t) == 1)
			count(&commons[i].ended);
		EXPECT(atomic_load(&commons[i].armed) == commons[i].ran +
		    atomic_load(&commons[i].ended));
	}
	printf("# %u called\n", atomic_load(&common_calls));
	stress_ok(all && atomic_load(&common_calls) > 20,
	    "each arming ends in one call, move or stop");
}

/*
 * One thread stops a timeout that is armed while another moves it to later.
 * Whoever comes last, a timeout that is armed then is called.
 */
#define DUELS	STRESS_SOME(60u)

struct duel {
	struct timeout	 t;
	atomic_uint	 arrived;
	atomic_bool	 lost;
};

static struct duel duels[STRESS_CPUS / 2];

static void
duel_call(void *arg)
{
	(void)arg;
}

/* Both go on from here at once. */
static void
duel_meet(struct duel *d, unsigned nth)
{
	atomic_fetch_add(&d->arrived, 1);
	while (atomic_load(&d->arrived) < 2 * nth)
		port_relax();
}

static void
duel_worker(void *arg)
{
	unsigned cpu, i, n;
	struct duel *d;

	cpu = *(unsigned *)arg;
	d = &duels[cpu / 2];
	for (i = 0; i < DUELS; i++) {
		if (cpu % 2 == 0)
			(void)timeout_start(&d->t, NSEC_PER_MSEC);
		duel_meet(d, 2 * i + 1);
		if (atomic_load(&d->lost))
			break;
		if (cpu % 2 == 0)
			(void)timeout_stop(&d->t);
		else
			(void)timeout_start(&d->t, 2 * NSEC_PER_MSEC);
		duel_meet(d, 2 * i + 2);
		if (cpu % 2 != 0)
			continue;
		for (n = 0; n < 2000 && timeout_active(&d->t); n++)
			threads_sleep(NSEC_PER_MSEC / 2);
		atomic_store(&d->lost, timeout_active(&d->t));
		EXPECT(!atomic_load(&d->lost));
	}
}

static void
test_duels(void)
{
	unsigned i;
	bool all;

	threads_jitter(4);
	for (i = 0; i < STRESS_CPUS / 2; i++)
		timeout_init(&duels[i].t, duel_call, NULL, NULL,
		    TIMEOUT_NONE, 0);
	all = stress_run(duel_worker);
	stress_ok(all, "what is armed is called, though a stop was under way");
}

/*
 * Started for at once by one CPU and then by another, while the hrtimer of
 * the first start calls back: it comes twice, and the call once.  A mutex,
 * so that the second holds it long enough for a dispatcher to wait.
 */
#define HASTES	STRESS_SOME(80u)

static struct haste {
	struct duel	 d;
	struct port_mutex mutex;
	unsigned	 ran;		/* mutex */
} hastes[STRESS_CPUS / 2];

static void
haste_call(void *arg)
{
	struct haste *h;

	h = arg;
	h->ran++;
}

static void
haste_first(struct haste *h, unsigned nth)
{
	port_mutex_lock(&h->mutex);
	duel_meet(&h->d, nth);
	stress_spin(30 * NSEC_PER_USEC);
	(void)timeout_start(&h->d.t, 0);
	port_mutex_unlock(&h->mutex);
}

static void
haste_second(struct haste *h, unsigned nth)
{
	unsigned n;

	duel_meet(&h->d, nth);
	port_mutex_lock(&h->mutex);
	h->ran = 0;
	(void)timeout_start(&h->d.t, 0);
	threads_sleep(200 * NSEC_PER_USEC);
	port_mutex_unlock(&h->mutex);
	for (n = 0; n < 2000 && timeout_active(&h->d.t); n++)
		threads_sleep(NSEC_PER_MSEC / 2);
	threads_sleep(100 * NSEC_PER_USEC);
	port_mutex_lock(&h->mutex);
	EXPECT(h->ran == 1);
	port_mutex_unlock(&h->mutex);
}

static void
haste_worker(void *arg)
{
	unsigned cpu, i;
	struct haste *h;

	cpu = *(unsigned *)arg;
	h = &hastes[cpu / 2];
	for (i = 0; i < HASTES; i++) {
		if (cpu % 2 == 0)
			haste_first(h, 2 * i + 1);
		else
			haste_second(h, 2 * i + 1);
		duel_meet(&h->d, 2 * i + 2);
	}
}

static void
test_haste(void)
{
	struct timeout_lock lock;
	unsigned i;
	bool all;

	lock.type = TIMEOUT_MUTEX;
	for (i = 0; i < STRESS_CPUS / 2; i++) {
		lock.u.mutex = &hastes[i].mutex;
		timeout_init(&hastes[i].d.t, haste_call, &hastes[i], &lock,
		    TIMEOUT_STRONG, i);
	}
	all = stress_run(haste_worker);
	stress_ok(all, "a timeout that comes due twice is called once");
}

int
main(void)
{
	stress_boot();
	timeouts_init(2);
	test_sessions();
	test_briefs();
	test_commons();
	test_duels();
	test_haste();
	return tap_end();
}
