/* SPDX-License-Identifier: BSD-2-Clause */
/* kevent.c - random operations on kevent queues, and on requests. */
#include "fuzz.h"

#include "hosted/user.h"
#include "kevent/kevent.h"
#include "ktime/ktime.h"

#define QUEUES	3
#define SLOTS	8			/* entries of each queue */
#define BOUND	7			/* the slot of its bound request */
#define ROOM	5			/* records of each queue's ring */

/* An entry as it was asked for. */
struct slot {
	struct ukevent	 u;
	bool		 there;
	struct fuzz_timer m;		/* of a timer */
	uint64_t	 notes;		/* of what READY has said */
};

/* A ring is a head with events behind it. */
static union {
	struct ukevent	 room[1 + ROOM];	/* more than the head needs */
	unsigned char	 bytes[1];
} rings[QUEUES];

static struct kevent_ring *
ring_of(unsigned q)
{
	return (struct kevent_ring *)(void *)rings[q].bytes;
}

static struct {
	int		 fd;		/* -1: not open */
	bool		 ring;
	unsigned	 kidx, over, filled;
	struct slot	 slot[SLOTS];
	struct kevent_request bound;
} queues[QUEUES] = { { .fd = -1 }, { .fd = -1 }, { .fd = -1 } };

/* What an event of this slot would count now; 0: there is none. */
static uint64_t
news(const struct slot *s)
{
	return s->there ? s->notes + fuzz_untold(&s->m) : 0;
}

static unsigned
ready(unsigned q)
{
	unsigned i, n;

	n = 0;
	for (i = 0; i < SLOTS; i++)
		n += news(&queues[q].slot[i]) != 0;
	return n;
}

static unsigned
count(unsigned q)
{
	unsigned i, n;

	n = 0;
	for (i = 0; i < SLOTS; i++)
		n += queues[q].slot[i].there;
	return n;
}

static void
open_queue(unsigned q)
{
	bool poor;
	int fd;

	queues[q].ring = fuzz_draw(2) == 0;
	poor = fuzz_poor();
	fd = queues[q].ring ? sys_kevent_init(ring_of(q), ROOM, 0) :
	    sys_kevent_init(NULL, 0, 0);
	fuzz_rich();
	FUZZ(fd >= 0 || (poor && fd == -ENOMEM));
	queues[q].fd = fd;
	queues[q].kidx = queues[q].over = queues[q].filled = 0;
}

/* A timer or a note, the first time or again. */
static void
ask(struct slot *s, unsigned i)
{
	int64_t period;

	period = fuzz_ns(32);
	s->u = (struct ukevent){ .user = { i } };
	s->u.type = fuzz_draw(4) == 0 ? KEVENT_UNOTIFY : KEVENT_TIMER;
	s->u.event = fuzz_draw(2) == 0 ? KEVENT_TIMER_FIRED :
	    KEVENT_TIMER_FIRED | KEVENT_TIMER_REALTIME;
	s->u.req_flags = fuzz_draw(32) & ~KEVENT_REQ_ALWAYS_QUEUE;
	s->u.id.raw[0] = (uint32_t)(period / NSEC_PER_SEC);
	s->u.id.raw[1] = (uint32_t)(period % NSEC_PER_SEC);
}

/* It runs from now on. */
static void
begun(struct slot *s)
{
	int64_t period;

	period = (int64_t)s->u.id.raw[0] * NSEC_PER_SEC + s->u.id.raw[1];
	s->there = true;
	s->notes = 0;
	s->m = (struct fuzz_timer){ .clock = CLOCK_MONOTONIC };
	if (s->u.type != KEVENT_TIMER)
		return;
	s->m.armed = true;
	s->m.first = fuzz_now(CLOCK_MONOTONIC) + period;
	s->m.interval = (s->u.req_flags & KEVENT_REQ_ONESHOT) != 0 ? 0 :
	    period;
}

static void
add(unsigned q)
{
	struct ukevent u;
	struct slot *s;
	unsigned i;
	bool poor;
	int r;

	i = fuzz_draw(BOUND);
	s = &queues[q].slot[i];
	if (!s->there)
		ask(s, i);
	u = s->u;
	poor = fuzz_poor();
	r = sys_kevent_ctl(queues[q].fd, KEVENT_CTL_ADD, 1, &u);
	fuzz_rich();
	if (s->there)
		FUZZ(r == 1 && u.ret_data[1] == (uint32_t)-EEXIST);
	else if (r == 0)
		begun(s);
	else
		FUZZ(r == 1 && poor && u.ret_data[1] == (uint32_t)-ENOMEM);
}

static void
change(unsigned q)
{
	struct ukevent u;
	struct slot *s;
	unsigned cmd;
	int r;

	s = &queues[q].slot[fuzz_draw(BOUND)];
	cmd = KEVENT_CTL_REMOVE + fuzz_draw(3);
	u = s->u;
	if (!s->there)
		u.type = KEVENT_UNOTIFY;
	u.req_flags ^= fuzz_draw(4);
	r = sys_kevent_ctl(queues[q].fd, cmd, 1, &u);
	if (count(q) == 0) {
		FUZZ(r == -EINVAL);
	} else if (!s->there) {
		FUZZ(r == 0 && u.ret_data[1] == (uint32_t)-ENOENT);
	} else if (cmd == KEVENT_CTL_REMOVE) {
		FUZZ(r == 0 && u.ret_flags == KEVENT_RET_DONE);
		s->there = false;
	} else if (cmd == KEVENT_CTL_MODIFY) {
		FUZZ(r == 0 && u.ret_flags == KEVENT_RET_DONE);
		s->u.req_flags = u.req_flags;
		begun(s);
	} else {
		FUZZ(r == 1);
		s->notes++;
	}
}

/* An event has come: it is one that had to, and counts what it has to. */
static void
check_event(unsigned q, const struct ukevent *u)
{
	struct slot *s;
	uint64_t n;

	FUZZ(u->user[0] < SLOTS);
	s = &queues[q].slot[u->user[0]];
	n = news(s);
	FUZZ(n > 0 && u->ret_data[1] == (n > INT32_MAX ? INT32_MAX : n - 1));
	FUZZ(u->type == s->u.type && u->id.raw_u64 == s->u.id.raw_u64);
	s->m.told += n - s->notes;
	s->notes = 0;
	if ((s->u.req_flags & KEVENT_REQ_ONESHOT) != 0)
		s->there = false;
}

/* So many records were written to the ring. */
static void
check_ring(unsigned q, unsigned n)
{
	for (; n > 0; n--) {
		queues[q].filled++;
		if (++queues[q].kidx == ROOM) {
			queues[q].kidx = 0;
			queues[q].over++;
		}
	}
	FUZZ(ring_of(q)->ring_kidx == queues[q].kidx);
	FUZZ(ring_of(q)->ring_over == queues[q].over);
}

static void
get(unsigned q)
{
	struct timespec zero = { 0, 0 };
	struct ukevent u[SLOTS];
	unsigned max, want, room;
	int i, r;

	max = 1 + fuzz_draw(SLOTS);
	want = ready(q) < max ? ready(q) : max;
	r = sys_kevent_get_events(queues[q].fd, fuzz_draw(max + 1), max, &zero,
	    u, 0);
	FUZZ(r == (int)want);
	for (i = 0; i < r; i++)
		check_event(q, &u[i]);
	room = ROOM - 1 - queues[q].filled;
	if (queues[q].ring)
		check_ring(q, want < room ? want : room);
}

static void
wait_ring(unsigned q)
{
	struct timespec zero = { 0, 0 };
	unsigned num, want, at, i;
	int r;

	num = 1 + fuzz_draw(ROOM);
	r = sys_kevent_wait(queues[q].fd, num, fuzz_draw(ROOM), &zero, 0);
	if (!queues[q].ring) {
		FUZZ(r == -EINVAL);
		return;
	}
	want = ROOM - 1 - queues[q].filled;
	want = want < num ? want : num;
	want = want < ready(q) ? want : ready(q);
	FUZZ(r == (int)want);
	at = queues[q].kidx;
	for (i = 0; i < want; i++)
		check_event(q, &ring_of(q)->event[(at + i) % ROOM]);
	check_ring(q, want);
}

static void
commit(unsigned q)
{
	unsigned n, at;

	n = fuzz_draw(queues[q].filled + 1);
	at = queues[q].kidx + ROOM - queues[q].filled + n;
	FUZZ(sys_kevent_commit(queues[q].fd, at % ROOM,
	    at < ROOM ? queues[q].over - 1 : queues[q].over) == (int)n);
	queues[q].filled -= n;
}

/* The queue's request: it is bound, set, asked and ended. */
static void
request(unsigned q)
{
	struct kevent_request *r;
	struct slot *s;
	int64_t first;
	bool poor, irq;
	int error;

	r = &queues[q].bound;
	s = &queues[q].slot[BOUND];
	if (!s->there) {
		s->u = (struct ukevent){ .type = KEVENT_POSIX_TIMER,
		    .user = { BOUND } };
		poor = fuzz_poor();
		error = kevent_request_bind(r, CLOCK_MONOTONIC, queues[q].fd,
		    &s->u);
		fuzz_rich();
		FUZZ(error == 0 || (poor && error == ENOMEM));
		s->there = error == 0;
		s->m = (struct fuzz_timer){ .clock = CLOCK_MONOTONIC };
	} else if (fuzz_draw(8) == 0) {
		kevent_request_fini(r);
		s->there = false;
	} else if (fuzz_draw(2) == 0) {
		irq = port_spin_lock(r->lock);
		FUZZ(kevent_request_remaining(r) == fuzz_left(&s->m));
		port_spin_unlock(r->lock, irq);
	} else {
		irq = port_spin_lock(r->lock);
		first = fuzz_ns(28);
		kevent_request_stop(r, &irq);
		s->m.armed = true;
		s->m.first = fuzz_now(CLOCK_MONOTONIC) + first;
		s->m.interval = fuzz_draw(2) == 0 ? 0 : fuzz_ns(28);
		s->m.told = 0;
		kevent_request_start(r, ns_to_ktime(first), s->m.interval,
		    HRTIMER_REL);
		port_spin_unlock(r->lock, irq);
	}
}

static void
poll_queue(unsigned q)
{
	struct file *f;

	f = file_get(queues[q].fd);
	FUZZ(f != NULL);
	FUZZ((file_poll(f, NULL) != 0) == (ready(q) != 0));
	file_put(f);
}

/* Calls that change nothing. */
static void
refused(unsigned q)
{
	struct timespec bad = { 0, -1 };
	struct ukevent u;
	int fd;

	fd = queues[q].fd;
	u = (struct ukevent){ .type = KEVENT_TIMER, .event = 1 };
	FUZZ(sys_kevent_ctl(fd, 4, 0, NULL) == -EINVAL);
	FUZZ(sys_kevent_ctl(fd, KEVENT_CTL_ADD, 1, user_bad_address()) ==
	    -EFAULT);
	FUZZ(sys_kevent_ctl(fd, KEVENT_CTL_ADD, 1, &u) == 1 &&
	    u.ret_flags == (KEVENT_RET_DONE | KEVENT_RET_BROKEN));
	FUZZ(sys_kevent_ctl(fd, KEVENT_CTL_REMOVE, SLOTS + 1, &u) == -EINVAL);
	FUZZ(sys_kevent_get_events(fd, 0, 0, NULL, &u, 0) == -EINVAL);
	FUZZ(sys_kevent_get_events(fd, 0, 1, &bad, &u, 0) == -EINVAL);
	FUZZ(sys_kevent_get_events(fd, 0, 1, NULL, user_bad_address(), 0) ==
	    (ready(q) != 0 ? -EFAULT : 0));
	FUZZ(sys_kevent_init(NULL, 1, 0) == -EINVAL);
}

static void
close_queue(unsigned q)
{
	unsigned i;

	if (queues[q].slot[BOUND].there && fuzz_draw(2) == 0) {
		kevent_request_fini(&queues[q].bound);
		queues[q].slot[BOUND].there = false;
	}
	FUZZ(sys_close(queues[q].fd) == 0);
	FUZZ(sys_kevent_commit(queues[q].fd, 0, 0) == -EBADF);
	queues[q].fd = -1;
	if (queues[q].slot[BOUND].there)
		kevent_request_fini(&queues[q].bound);
	for (i = 0; i < SLOTS; i++)
		queues[q].slot[i].there = false;
}

static void
step(void)
{
	static void (*const often[])(unsigned) = {
		add, add, add, change, change, change, get, get, get,
		wait_ring, wait_ring, commit, commit, request, request,
		request, poll_queue, refused
	};
	unsigned q;

	q = fuzz_draw(QUEUES);
	if (queues[q].fd < 0)
		open_queue(q);
	else if (fuzz_draw(64) == 0)
		close_queue(q);
	else
		often[fuzz_draw(sizeof(often) / sizeof(often[0]))](q);
}

static void
end(void)
{
	unsigned q;

	for (q = 0; q < QUEUES; q++)
		if (queues[q].fd >= 0)
			close_queue(q);
}

const struct fuzz_front fuzz_kevent = { "kevent", step, end };
