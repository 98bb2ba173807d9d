/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kevent.c - random operations on kevent queues, one of them with a ring.
 *
 * Entries of three kinds: interval timers; what the program says; and timerfds
 * that are readable.  Of each the model knows whether it is ready and what a
 * fetch must tell of it, so how many events a call has to bring is known.
 * Thread 1 may sleep in a fetch; meanwhile nobody else fetches there.
 */
#include "fuzz.h"

#include "hosted/user.h"
#include "kevent/kevent.h"
#include "timerfd/timerfd.h"

#define QUEUES	2
#define NONE	QUEUES
#define TIMERS	6		/* slots from 0 on */
#define NOTICES	80		/* from TIMERS on */
#define FDS	3		/* behind those */
#define SLOTS	(TIMERS + NOTICES + FDS)
#define RING	6		/* records, of queue 1 */

static struct entry {
	bool		 present;
	struct ukevent	 u;
	struct fuzz_timer m;	/* of a timer, */
	int64_t		 last;	/* and when it expired last */
	uint64_t	 said;	/* by the program, but not of a descriptor */
} entries[QUEUES][SLOTS];

/* As struct kevent_ring, with room. */
static struct {
	unsigned	 ring_kidx, ring_over;
	struct ukevent	 event[RING];
} ring;

static int queue[QUEUES] = { -1, -1 };
static unsigned filled, kidx, over;	/* the ring's model */
static struct { int fd; struct fuzz_timer m; } timerfd[FDS];

/* Thread 1 waits here for so many, until then. */
static unsigned waiting = NONE, wanted;
static int64_t patience;

static bool
ready(struct entry *e)
{
	if (!e->present)
		return false;
	if (e->u.type == KEVENT_TIMER)
		return fuzz_timer_ready(&e->m) || e->said > 0;
	if (e->u.type == KEVENT_UNOTIFY)
		return e->said > 0;
	return fuzz_timer_ready(&timerfd[e->u.id.raw[0] -
	    (unsigned)timerfd[0].fd].m);
}

static unsigned
count(unsigned q, bool all)
{
	unsigned i, n;

	n = 0;
	for (i = 0; i < SLOTS; i++)
		n += all ? entries[q][i].present : ready(&entries[q][i]);
	return n;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* What is asked of a slot, at random. */
static struct ukevent
ask(unsigned slot)
{
	struct ukevent u;
	int64_t ns;

	u = (struct ukevent){ .user = { slot, 7 } };
	u.req_flags = (fuzz_draw(4) == 0 ? KEVENT_REQ_ONESHOT : 0) |
	    (fuzz_draw(4) == 0 ? KEVENT_REQ_WAKEUP_ALL : 0) |
	    (fuzz_draw(4) == 0 ? KEVENT_REQ_LAST_CHECK : 0) |
	    (fuzz_draw(2) == 0 ? KEVENT_REQ_ALWAYS_QUEUE : 0);
	u.event = 1;
	if (slot < TIMERS) {
		u.type = KEVENT_TIMER;
		ns = fuzz_ns(28);
		u.id.raw[0] = (uint32_t)(ns / NSEC_PER_SEC);
		u.id.raw[1] = (uint32_t)(ns % NSEC_PER_SEC);
	} else if (slot < TIMERS + NOTICES) {
		u.type = KEVENT_UNOTIFY;
	} else {
		u.type = KEVENT_SOCKET;
		u.req_flags |= KEVENT_REQ_LAST_CHECK;	/* no old news */
		u.id.raw[0] = (uint32_t)timerfd[slot - TIMERS - NOTICES].fd;
	}
	return u;
}

/* An entry that begins, or begins anew. */
static void
begin_entry(struct entry *e, const struct ukevent *u)
{
	int64_t period;

	period = u->id.raw[0] * NSEC_PER_SEC + u->id.raw[1];
	e->present = true;
	e->u = *u;
	e->said = 0;
	e->last = 0;
	fuzz_timer_set(&e->m, CLOCK_MONOTONIC,
	    fuzz_now(CLOCK_MONOTONIC) + period,
	    (u->req_flags & KEVENT_REQ_ONESHOT) != 0 ? 0 : period);
}

/* An event that was fetched is the one of an entry that is ready. */
static void
fetched(unsigned q, const struct ukevent *u)
{
	struct entry *e;
	uint64_t n;

	FUZZ(u->user[0] < SLOTS && u->user[1] == 7);
	e = &entries[q][u->user[0]];
	FUZZ(ready(e));
	FUZZ(u->id.raw_u64 == e->u.id.raw_u64 && u->type == e->u.type &&
	    u->event == e->u.event && u->req_flags == e->u.req_flags &&
	    (u->ret_flags & ~KEVENT_RET_COPY_FAILED) == KEVENT_RET_DONE);
	n = e->said;
	if (e->u.type == KEVENT_TIMER && fuzz_timer_ready(&e->m)) {
		n += fuzz_timer_take(&e->m);
		e->last = e->m.next - e->m.interval;
	}
	FUZZ(u->ret_data[0] == (e->u.type == KEVENT_SOCKET ?
	    KEVENT_SOCKET_RECV : (uint32_t)(e->last / NSEC_PER_MSEC)));
	FUZZ(u->ret_data[1] == (n > 0 ? n - 1 : 0));
	e->said = 0;
	if ((e->u.req_flags & KEVENT_REQ_ONESHOT) != 0)
		e->present = false;
}

static bool
is_error(const struct ukevent *u, int error)
{
	return u->ret_flags == (KEVENT_RET_DONE | KEVENT_RET_BROKEN) &&
	    u->ret_data[1] == (uint32_t)-error;
}

static struct { unsigned q; struct ukevent in, out; } adding;

static long
add_call(void *arg)
{
	int r;

	(void)arg;
	adding.out = adding.in;
	r = sys_kevent_ctl(queue[adding.q], KEVENT_CTL_ADD, 1, &adding.out);
	return r == 1 && is_error(&adding.out, ENOMEM) ? -ENOMEM : r;
}

static void
add_slot(unsigned q, unsigned slot)
{
	struct entry *e;
	long r;

	e = &entries[q][slot];
	adding.q = q;
	adding.in = e->present ? e->u : ask(slot);
	r = fuzz_call(add_call, NULL, -ENOMEM);
	if (e->present) {
		FUZZ(r == 1 && is_error(&adding.out, EEXIST));
		return;
	}
	begin_entry(e, &adding.in);
	if (ready(e) && (e->u.req_flags & KEVENT_REQ_ALWAYS_QUEUE) == 0) {
		FUZZ(r == 1);
		fetched(q, &adding.out);
	} else {
		FUZZ(r == 0);
	}
}

static void
add(unsigned q)
{
	unsigned slot;

	slot = fuzz_draw(SLOTS);
	if (q != waiting || slot < TIMERS + NOTICES)
		add_slot(q, slot);
}

/* So many that the table grows, and grows again. */
static void
add_many(unsigned q)
{
	unsigned i;

	if (fuzz_draw(8) != 0)
		return;
	for (i = 0; i < TIMERS + NOTICES; i++)
		add_slot(q, i);
}

static void
remove_one(unsigned q)
{
	struct entry *e;
	struct ukevent u;
	int r;

	e = &entries[q][fuzz_draw(SLOTS)];
	u = e->present ? e->u : ask((unsigned)(e - entries[q]));
	r = sys_kevent_ctl(queue[q], KEVENT_CTL_REMOVE, 1, &u);
	if (count(q, true) == 0) {
		FUZZ(r == -EINVAL);
		return;
	}
	FUZZ(r == 0);
	FUZZ(e->present ? u.ret_flags == KEVENT_RET_DONE :
	    is_error(&u, ENOENT));
	e->present = false;
}

static void
modify(unsigned q)
{
	struct ukevent u, flags;
	struct entry *e;
	unsigned slot;

	slot = fuzz_draw(SLOTS);
	e = &entries[q][slot];
	if (!e->present)
		return;
	flags = ask(slot);
	u = e->u;
	u.req_flags = flags.req_flags;
	begin_entry(e, &u);
	FUZZ(sys_kevent_ctl(queue[q], KEVENT_CTL_MODIFY, 1, &u) == 0);
	FUZZ(u.ret_flags == KEVENT_RET_DONE);
}

static void
say(unsigned q)
{
	struct entry *e;
	struct ukevent u;
	unsigned slot;
	int r;

	slot = fuzz_draw(TIMERS + NOTICES);
	e = &entries[q][slot];
	u = e->present ? e->u : ask(slot);
	r = sys_kevent_ctl(queue[q], KEVENT_CTL_READY, 1, &u);
	FUZZ(r == (count(q, true) == 0 ? -EINVAL : e->present));
	e->said += e->present;
}

/* The ring has taken what it had room for. */
static void
ring_has(const struct ukevent *u)
{
	FUZZ(ring.event[kidx].user[0] == u->user[0] &&
	    ring.event[kidx].ret_data[1] == u->ret_data[1]);
	filled++;
	if (++kidx == RING) {
		kidx = 0;
		over++;
	}
	FUZZ(filled < RING);
}

/* Before a fetch that may sleep. */
static struct timespec
begin_wait(unsigned q, unsigned min, bool *sleeps)
{
	int64_t ns;

	ns = *sleeps ? fuzz_ns(26) : 0;
	if (*sleeps) {
		waiting = q;
		wanted = min;
		patience = fuzz_now(CLOCK_MONOTONIC) + ns;
	}
	return fuzz_timespec(ns);
}

static void
end_wait(bool sleeps)
{
	if (!sleeps)
		return;
	fuzz_settle();
	FUZZ(count(waiting, false) >= wanted ||
	    fuzz_now(CLOCK_MONOTONIC) == patience);
	waiting = NONE;
}

/* Are there descriptors, which may seem ready? */
static bool
unsure(unsigned q)
{
	unsigned i;

	for (i = TIMERS + NOTICES; i < SLOTS; i++)
		if (entries[q][i].present)
			return true;
	return false;
}

static void
get(unsigned q)
{
	static struct ukevent room[FUZZ_CPUS][4];
	struct timespec ts;
	struct ukevent *u;
	unsigned min, max, n, i;
	bool sleeps, bad;
	int r;

	min = fuzz_draw(unsure(q) ? 2 : 4);
	max = min + fuzz_draw(4 - min) + (min == 0);
	sleeps = fuzz_thread() == 1 && min > count(q, false) &&
	    fuzz_draw(2) == 0;
	bad = fuzz_draw(16) == 0;
	u = room[fuzz_thread()];
	ts = begin_wait(q, min, &sleeps);
	r = sys_kevent_get_events(queue[q], min, max, &ts,
	    bad ? user_bad_address() : u, 0);
	end_wait(sleeps);
	n = least(max, count(q, false));
	if (bad) {
		FUZZ(r == (n == 0 ? 0 : -EFAULT));
		return;
	}
	FUZZ(r == (int)n);
	for (i = 0; i < n; i++) {
		fetched(q, &u[i]);
		if (q == 1 && filled < RING - 1)
			ring_has(&u[i]);
		else
			FUZZ((u[i].ret_flags & KEVENT_RET_COPY_FAILED) ==
			    (q == 1 ? KEVENT_RET_COPY_FAILED : 0));
	}
}

static void
wait_ring(unsigned q)
{
	struct ukevent u;
	struct timespec ts;
	unsigned num, uidx, n;
	bool sleeps;
	int r;

	uidx = (kidx + RING - filled) % RING;
	num = 1 + fuzz_draw(RING);
	sleeps = q == 1 && fuzz_thread() == 1 && count(q, false) == 0 &&
	    filled < RING - 1;
	ts = begin_wait(q, 1, &sleeps);
	r = sys_kevent_wait(queue[q], num, uidx, &ts, 0);
	end_wait(sleeps);
	if (q == 0) {
		FUZZ(r == -EINVAL);
		return;
	}
	n = least(least(num, count(q, false)), RING - 1 - filled);
	FUZZ(r == (int)n);
	for (; n > 0; n--) {
		u = ring.event[kidx];
		fetched(q, &u);
		ring_has(&u);
	}
	FUZZ(ring.ring_kidx == kidx && ring.ring_over == over);
}

static void
commit(unsigned q)
{
	unsigned n, uidx;

	n = fuzz_draw(filled + 1);
	uidx = (kidx + RING - (filled - n)) % RING;
	FUZZ(sys_kevent_commit(queue[1], RING, over) == -EINVAL);
	FUZZ(sys_kevent_commit(queue[1], 0, over + 1) == -EOVERFLOW);
	FUZZ(sys_kevent_commit(queue[1], uidx,
	    uidx <= kidx ? over : over - 1) == (int)n);
	filled -= n;
	(void)q;
}

static void
set_timerfd(unsigned q)
{
	struct itimerspec its;
	unsigned i;
	uint64_t n;

	(void)q;
	i = fuzz_draw(FDS);
	if (fuzz_timer_ready(&timerfd[i].m)) {
		FUZZ(sys_read(timerfd[i].fd, &n, sizeof(n)) == 8);
		FUZZ(n == fuzz_timer_take(&timerfd[i].m));
		return;
	}
	its.it_interval = fuzz_timespec(fuzz_draw(2) == 0 ? fuzz_ns(26) : 0);
	its.it_value = fuzz_timespec(fuzz_ns(26));
	FUZZ(sys_timerfd_settime(timerfd[i].fd, 0, &its, NULL) == 0);
	fuzz_timer_set(&timerfd[i].m, CLOCK_MONOTONIC,
	    fuzz_now(CLOCK_MONOTONIC) + fuzz_ns_of(its.it_value),
	    fuzz_ns_of(its.it_interval));
}

static void
poll_it(unsigned q)
{
	struct file *f;

	unsigned poll;

	f = file_get(queue[q]);
	FUZZ(f != NULL);
	poll = file_poll(f, NULL);
	FUZZ((poll != 0) == (count(q, false) > 0) ||
	    (poll != 0 && unsure(q)));
	file_put(f);
}

/* One entry that cannot be added: why. */
static void
refuse(unsigned q, struct ukevent u, int error)
{
	FUZZ(sys_kevent_ctl(queue[q], KEVENT_CTL_ADD, 1, &u) == 1);
	FUZZ(is_error(&u, error));
}

/* Calls that change nothing. */
static void
refused(unsigned q)
{
	struct ukevent u;

	u = ask(TIMERS);
	u.user[1] = 8;
	u.type = 77;
	refuse(q, u, ENOSYS);
	u.type = KEVENT_POSIX_TIMER;
	refuse(q, u, EPERM);
	u.type = KEVENT_TIMER;
	refuse(q, u, EINVAL);
	u.type = KEVENT_SOCKET;
	u.id.raw[0] = FILE_MAX;
	refuse(q, u, EBADF);
	u.id.raw[0] = (uint32_t)queue[q];
	refuse(q, u, EINVAL);
	FUZZ(sys_kevent_ctl(queue[q], 9, 1, &u) == -EINVAL);
	FUZZ(sys_kevent_get_events(queue[q], 2, 1, NULL, &u, 0) == -EINVAL);
	FUZZ(sys_kevent_ctl(timerfd[0].fd, 0, 0, NULL) == -EINVAL);
}

static long
create_call(void *arg)
{
	return sys_kevent_init(arg, arg != NULL ? RING : 0, 0);
}

static void
create(unsigned q)
{
	filled = q == 1 ? 0 : filled;
	kidx = q == 1 ? 0 : kidx;
	over = q == 1 ? 0 : over;
	queue[q] = (int)fuzz_call(create_call, q == 1 ? &ring : NULL,
	    -ENOMEM);
	FUZZ(queue[q] >= 0);
}

static void
close_it(unsigned q)
{
	unsigned i;

	FUZZ(sys_close(queue[q]) == 0);
	for (i = 0; i < SLOTS; i++)
		entries[q][i].present = false;
	queue[q] = -1;
}

static void
close_seldom(unsigned q)
{
	if (q != waiting && fuzz_draw(32) == 0)
		close_it(q);
}

static void
step(void)
{
	static void (*const often[])(unsigned) = {
		add, add, add, add, add_many, remove_one, modify, say, say,
		get, get, get, get, wait_ring, wait_ring, commit, set_timerfd,
		poll_it, refused, close_seldom
	};
	void (*what)(unsigned);
	unsigned q;

	FUZZ(waiting == NONE || (count(waiting, false) < wanted &&
	    fuzz_now(CLOCK_MONOTONIC) < patience));
	q = fuzz_draw(QUEUES);
	what = often[fuzz_draw(sizeof(often) / sizeof(often[0]))];
	if (queue[q] < 0)
		create(q);
	else if (what == commit ? queue[1] >= 0 && waiting != 1 :
	    q != waiting || (what != get && what != wait_ring))
		what(q);
}

static void
begin(void)
{
	unsigned i;

	for (i = 0; i < FDS && fuzz_thread() == 0; i++)
		timerfd[i].fd = sys_timerfd_create(CLOCK_MONOTONIC, 0);
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < FDS; i++)
		FUZZ(sys_close(timerfd[i].fd) == 0);
	for (i = 0; i < QUEUES; i++)
		if (queue[i] >= 0)
			close_it(i);
}

const struct fuzz_front fuzz_kevent = { "kevent", begin, step, end };
