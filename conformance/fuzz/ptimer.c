/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ptimer.c - random operations on POSIX timers, with each way of telling.
 *
 * Thread 1 takes the signals; handlers set and delete timers.
 */
#include "fuzz.h"

#include "hosted/signals.h"
#include "hosted/user.h"
#include "kevent/kevent.h"
#include "ptimer/ptimer.h"

#define TIMERS	6
#define SIGNAL	34			/* that of the first timer */

static struct fuzzed {
	bool		 there;
	timer_t		 id;
	int		 clock, notify;
	int		 queue;		/* SIGEV_KEVENT; -1: closed since */
	int		 overrun;	/* of the last signal or event */
	bool		 blocked;	/* the signal */
	struct fuzz_timer m;
} timers[TIMERS];

static void
was_told(struct fuzzed *t, int overrun)
{
	uint64_t n;

	n = fuzz_timer_take(&t->m);
	FUZZ(n != 0);
	FUZZ(overrun == (n - 1 < DELAYTIMER_MAX ? (int)(n - 1) :
	    DELAYTIMER_MAX));
	t->overrun = overrun;
}

static void settime(struct fuzzed *);
static void delete(struct fuzzed *);

static void
handler(const struct siginfo *info, void *arg)
{
	struct fuzzed *t;

	t = arg;
	FUZZ(t->there && t->notify == SIGEV_SIGNAL && !t->blocked);
	FUZZ(info->id == t->id && info->value == (uintptr_t)t);
	was_told(t, info->overrun);
	switch (fuzz_draw(16)) {
	case 0:
		settime(t);
		break;
	case 1:
		delete(t);
		break;
	}
}

static struct sigevent ev;

static long
create_call(void *arg)
{
	struct fuzzed *t;

	t = arg;
	return sys_timer_create(t->clock, &ev, &t->id);
}

static void
create(struct fuzzed *t)
{
	t->clock = (int)fuzz_draw(2);
	t->notify = (int)fuzz_draw(3);
	if (t->notify == 2)
		t->notify = SIGEV_KEVENT;
	t->queue = t->notify == SIGEV_KEVENT ? sys_kevent_init(NULL, 0, 0) : -1;
	ev = (struct sigevent){ .sigev_notify = t->notify,
	    .sigev_signo = SIGNAL + (int)(t - timers),
	    .sigev_kevent_fd = t->queue };
	ev.sigev_value.sival_ptr = t;
	FUZZ(fuzz_call(create_call, t, -ENOMEM) == 0);
	t->there = true;
	t->overrun = 0;
	t->m.armed = t->m.expired = false;
	t->m.count = 0;
}

static void
settime(struct fuzzed *t)
{
	struct itimerspec its, old;
	int64_t left, first, interval;
	bool abs;
	int r;

	abs = fuzz_draw(2) == 0;
	first = fuzz_draw(8) == 0 ? 0 : fuzz_ns(30);
	if (abs && first != 0)
		first += fuzz_now(t->clock) - fuzz_ns(28);
	interval = fuzz_draw(2) == 0 ? 0 : fuzz_ns(26);
	its.it_value = fuzz_timespec(first);
	its.it_interval = fuzz_timespec(interval);
	left = fuzz_timer_left(&t->m);
	r = sys_timer_settime(t->id, abs ? TIMER_ABSTIME : 0, &its, &old);
	if (first < 0) {
		FUZZ(r == -EINVAL);
		return;
	}
	FUZZ(r == 0 && fuzz_ns_of(old.it_value) == left &&
	    fuzz_ns_of(old.it_interval) == (left != 0 ? t->m.interval : 0));
	fuzz_timer_set(&t->m, t->clock, abs ? first :
	    fuzz_now(t->clock) + first, interval);
	t->m.armed = first != 0;
	t->overrun = 0;
}

static void
gettime(struct fuzzed *t)
{
	struct itimerspec now;

	FUZZ(sys_timer_gettime(t->id, &now) == 0);
	FUZZ(fuzz_ns_of(now.it_value) == fuzz_timer_left(&t->m));
	FUZZ(sys_timer_getoverrun(t->id) == t->overrun);
}

/* Whatever is there to be taken, of this timer or of all. */
static void
take(struct fuzzed *t)
{
	static const struct timespec none;
	struct ukevent u;
	unsigned i;
	int r;

	(void)signals_take();
	for (i = 0; i < TIMERS; i++)
		if (fuzz_thread() == 1 && timers[i].there &&
		    timers[i].notify == SIGEV_SIGNAL && !timers[i].blocked)
			FUZZ(!fuzz_timer_ready(&timers[i].m));
	if (!t->there || t->queue < 0)
		return;
	r = sys_kevent_get_events(t->queue, 1, 1, &none, &u, 0);
	FUZZ(r == fuzz_timer_ready(&t->m));
	if (r == 0)
		return;
	FUZZ(u.ptr == t && u.id.raw_u64 == (uint64_t)t->id);
	was_told(t, (int)u.ret_data[1]);
}

static void
block(struct fuzzed *t)
{
	t->blocked = !t->blocked;
	FUZZ(signals_block(SIGNAL + (int)(t - timers), t->blocked) == 0);
}

/* Calls that change nothing. */
static void
refused(struct fuzzed *t)
{
	struct itimerspec its;
	struct sigevent bad;
	timer_t id;

	its.it_value = fuzz_timespec(1);
	its.it_interval = fuzz_timespec(0);
	FUZZ(sys_timer_settime(t->id, 4, &its, NULL) == -EINVAL);
	FUZZ(sys_timer_settime(t->id, 0, NULL, NULL) == -EINVAL);
	FUZZ(sys_timer_settime(t->id, 0, user_bad_address(), NULL) ==
	    -EFAULT);
	FUZZ(sys_timer_settime(t->id + PTIMER_MAX, 0, &its, NULL) == -EINVAL);
	FUZZ(sys_timer_gettime(t->id, user_bad_address()) == -EFAULT);
	FUZZ(sys_timer_delete(-1) == -EINVAL);
	bad = (struct sigevent){ .sigev_notify = SIGEV_KEVENT,
	    .sigev_kevent_fd = 300 };
	FUZZ(sys_timer_create(CLOCK_MONOTONIC, &bad, &id) == -EBADF);
	FUZZ(sys_timer_create(5, NULL, &id) == -EINVAL);
	FUZZ(sys_timer_create(CLOCK_REALTIME, NULL, user_bad_address()) ==
	    -EFAULT);
}

/* The queue alone: the timer lives on. */
static void
close_queue(struct fuzzed *t)
{
	if (t->queue < 0 || fuzz_draw(4) != 0)
		return;
	FUZZ(sys_close(t->queue) == 0);
	t->queue = -1;
}

static void
delete(struct fuzzed *t)
{
	FUZZ(sys_timer_delete(t->id) == 0);
	FUZZ(sys_timer_delete(t->id) == -EINVAL);
	t->there = false;
	if (t->queue >= 0)
		FUZZ(sys_close(t->queue) == 0);
	t->queue = -1;
}

static void
begin(void)
{
	int i;

	if (fuzz_thread() == 0)
		return;
	signals_init(port_thread_self(), NULL);
	for (i = 0; i < TIMERS; i++)
		FUZZ(signals_handle(SIGNAL + i, handler, &timers[i],
		    false) == 0);
}

static void
step(void)
{
	static void (*const often[])(struct fuzzed *) = {
		settime, settime, settime, gettime, gettime, take, take,
		take, block, refused, close_queue, delete
	};
	struct fuzzed *t;

	t = &timers[fuzz_draw(TIMERS)];
	if (!t->there)
		create(t);
	else
		often[fuzz_draw(sizeof(often) / sizeof(often[0]))](t);
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < TIMERS; i++)
		if (timers[i].there)
			delete(&timers[i]);
}

const struct fuzz_front fuzz_ptimer = { "ptimer", begin, step, end };
