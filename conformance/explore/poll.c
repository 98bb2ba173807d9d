/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * poll.c - races of a wait: with readiness, with its time, with a close.
 *
 * The file is the scenario's own: ready when a thread of another CPU says so,
 * and its storage is given back when it is closed.
 */
#include "poll/poll.h"

#include "explore.h"
#include "lib/errno.h"
#include "sim/sim_steps.h"
#include "timekeeping/timekeeping.h"

#define DUE	1000000		/* ns: the time of a wait, 1 ms */

struct odd {
	struct port_spin lock;
	struct waitq	 pollers;	/* lock */
	unsigned	 ready;		/* lock */
};

static struct odd *odd;
static int fd;
static int answer;		/* of the wait */
static short shown;		/* what it said of the file */
static bool over;		/* and it has returned */
static bool told;		/* it was said to be ready */
static bool closed;

static unsigned
odd_poll(struct file *f, struct waiter *w)
{
	unsigned ready;
	bool s;

	(void)f;
	s = port_spin_lock(&odd->lock);
	if (w != NULL)
		waitq_add(&odd->pollers, w);
	ready = odd->ready;
	port_spin_unlock(&odd->lock, s);
	return ready;
}

static void
odd_unpoll(struct file *f, struct waiter *w)
{
	bool s;

	(void)f;
	s = port_spin_lock(&odd->lock);
	waitq_remove(&odd->pollers, w);
	port_spin_unlock(&odd->lock, s);
}

static void
odd_close(struct file *f)
{
	(void)f;
	EX(!closed, "a file is closed once");
	EX(odd->pollers.first == NULL, "nobody is in the queue then");
	closed = true;
	ex_free(odd);
}

static const struct file_ops odd_ops = {
	.poll = odd_poll, .unpoll = odd_unpoll, .close = odd_close,
};

static void
make(void)
{
	odd = ex_storage(sizeof(*odd), "the file");
	fd = file_open(&odd_ops, NULL, 0);
}

static void
wait_for(int ms)
{
	struct pollfd one = { fd, POLLIN, 0 };

	answer = sys_poll(&one, 1, ms);
	EX((one.revents != 0) == (answer == 1),
	    "what is told is what is counted");
	shown = one.revents;
	over = true;
}

static void
wait_for_ever(void)
{
	wait_for(-1);
}

static void
wait_for_long(void)
{
	wait_for(1);
	EX(answer == 1 ? told || shown == POLLNVAL :
	    ktime_to_ns(ktime_get()) >= DUE, "no wait ends early");
}

static void
say_ready(void)
{
	bool s;

	s = port_spin_lock(&odd->lock);
	odd->ready = POLLIN;
	told = true;
	waitq_wake(&odd->pollers);
	port_spin_unlock(&odd->lock, s);
}

static void
close_it(void)
{
	EX(sys_close(fd) == 0, "the descriptor can be closed");
}

/* ---- readiness against the sleep ---- */

static void
ready_setup(void)
{
	ex_before(0, make);
	ex_thread(0, "waiter", wait_for_ever);
	ex_thread(1, "teller", say_ready);
}

static void
ready_finish(void)
{
	EX(over && answer == 1, "who waits for readiness is told of it");
	EX(odd->pollers.first == NULL, "nobody is left in the queue");
}

/* ---- readiness against the time ---- */

static void
time_setup(void)
{
	ex_before(0, make);
	ex_thread(0, "waiter", wait_for_long);
	ex_thread(1, "teller", say_ready);
}

static void
time_finish(void)
{
	EX(over && (answer == 1 || answer == 0), "the wait ends");
	EX(odd->pollers.first == NULL, "nobody is left in the queue");
}

/* ---- a close against the time ---- */

static void
close_setup(void)
{
	ex_before(0, make);
	ex_thread(0, "waiter", wait_for_long);
	ex_thread(1, "closer", close_it);
}

static void
close_finish(void)
{
	EX(over && answer >= 0, "the wait ends");
	EX(closed, "the file goes with its last reference");
}

const struct scenario explore_poll[] = {
	{ "poll-ready", "readiness before the sleep is not overlooked",
	    2, 0, ready_setup, NULL, ready_finish },
	{ "poll-time", "readiness and the time: one of the two ends a wait",
	    2, 2 * DUE, time_setup, NULL, time_finish },
	{ "poll-close", "a file that is closed lasts as long as the wait",
	    2, 2 * DUE, close_setup, NULL, close_finish },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL }
};
