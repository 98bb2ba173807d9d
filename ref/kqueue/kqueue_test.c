/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kqueue_test.c - what no case can see: want of memory at each place, which
 * of several faults is told, and who polls a queue.  Links the whole
 * reference.
 */
#include "hosted/user.h"
#include "kqueue/kqueue.h"
#include "lib/errno.h"
#include "lib/machine.h"
#include "lib/tap.h"

static const struct timespec now;

static struct kevent
once(uintptr_t ident, int64_t ms)
{
	return (struct kevent){ .ident = ident, .filter = EVFILT_TIMER,
	    .flags = EV_ADD | EV_ONESHOT, .data = ms };
}

static int
change(int kq, struct kevent ev)
{
	return sys_kevent(kq, &ev, 1, NULL, 0, NULL);
}

/* How many events there are at once, into a list that has room. */
static int
collect(int kq, struct kevent *ev, int room)
{
	return sys_kevent(kq, NULL, 0, ev, room, &now);
}

static void
shortage(void)
{
	struct kevent ev[2];
	int kq;

	sim_fail_alloc(1);
	ok(sys_kqueue() == -ENOMEM, "no memory for the queue");
	sim_fail_alloc(2);
	ok(sys_kqueue() == -ENOMEM, "no memory for the file");
	kq = sys_kqueue();
	ok(kq == 0, "neither has taken a descriptor");
	sim_fail_alloc(1);
	ok(change(kq, once(1, 5)) == -ENOMEM, "no memory for a timer");
	ev[0] = once(1, 5);
	sim_fail_alloc(1);
	ok(sys_kevent(kq, ev, 1, ev, 2, NULL) == 1 && ev[0].data == ENOMEM,
	    "the same, told by an event");
	ev[0].flags = EV_DELETE;
	ok(change(kq, ev[0]) == -ENOENT, "neither has left a timer");
	ok(change(kq, once(1, 5)) == 0, "then there is memory again");
	sim_fail_alloc(1);
	ok(change(kq, once(1, 10)) == 0, "moving it wants none");
	ok(sys_kevent(kq, NULL, 0, ev, 2, NULL) == 1,
	    "nor does its report");
	sim_fail_alloc(0);
	ok(sys_close(kq) == 0, "the queue can be closed");
}

/* The order in which the page says that faults are looked for. */
static void
order_of_checks(void)
{
	struct timespec invalid;
	struct kevent ev;
	void *bad;

	bad = user_bad_address();
	invalid = (struct timespec){ .tv_nsec = -1 };
	ev = once(1, 5);
	ok(sys_kevent(99, bad, -1, NULL, 0, bad) == -EINVAL,
	    "first the numbers");
	ok(sys_kevent(99, bad, 1, NULL, 0, bad) == -EFAULT,
	    "then the timeout's place");
	ok(sys_kevent(99, bad, 1, NULL, 0, &invalid) == -EINVAL,
	    "and its value");
	ok(sys_kevent(99, bad, 1, NULL, 0, &now) == -EBADF,
	    "then the descriptor");
	ev.filter = 0;
	ev.fflags = NOTE_SECONDS | NOTE_USECONDS;
	ev.flags = EV_DELETE;
	ok(sys_kevent(0, &ev, 1, NULL, 0, &now) == -EBADF,
	    "that is closed");
}

static void
two_units(int kq)
{
	struct kevent ev;

	ev = once(1, 5);
	ev.fflags = NOTE_SECONDS | NOTE_USECONDS;
	ok(change(kq, ev) == -EINVAL, "two units at once are none");
	ev.filter = 0;
	ev.flags = EV_DELETE;
	ok(change(kq, ev) == -EINVAL, "the filter is judged before the rest");
	ev.filter = EVFILT_TIMER;
	ev.flags = EV_DELETE | EV_ADD;
	ok(change(kq, ev) == -ENOENT, "to delete is more than to add");
	ev = once(1, 5);
	ev.flags |= EV_RECEIPT;
	ok(change(kq, ev) == 0, "a receipt without room is none");
	ev.flags = EV_DELETE;
	ok(change(kq, ev) == 0, "and the change is made");
}

static unsigned news;

static void
on_news(struct waiter *w)
{
	(void)w;
	news++;
}

static void
polled(int kq)
{
	struct waiter w;
	struct kevent ev;
	struct file *f;

	w = (struct waiter){ .ready = on_news };
	f = file_get(kq);
	ok(file_poll(f, &w) == 0, "an empty queue is not ready");
	ok(change(kq, once(1, 5)) == 0 && news == 0, "nor is one that waits");
	sim_sleep(sim_now() + 6 * NSEC_PER_MSEC, 1);
	ok(news == 1 && file_poll(f, NULL) == (POLLIN | POLLRDNORM),
	    "an expiry is news, and then it can be read from");
	ok(collect(kq, &ev, 1) == 1 && file_poll(f, NULL) == 0,
	    "until that is reported");
	file_unpoll(f, &w);
	ok(change(kq, once(1, 0)) == 0 && collect(kq, &ev, 1) == 1 &&
	    news == 1, "who polls no more hears no more");
	file_put(f);
}

static void
tests(void *arg)
{
	int kq;

	(void)arg;
	shortage();
	order_of_checks();
	kq = sys_kqueue();
	two_units(kq);
	polled(kq);
	ok(sys_close(kq) == 0, "nothing is left open");
}

int
main(void)
{
	machine_boot(2, 0);
	(void)sim_thread(0, tests, NULL);
	ok(sim_run(NSEC_PER_SEC) == 0, "no thread hangs");
	return tap_end();
}
