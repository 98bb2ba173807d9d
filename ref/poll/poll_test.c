/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * poll_test.c - what no scenario can see of a wait: files with mishaps, files
 * that are ready for writing, what is left in the queue of a file, and every
 * allocation made to fail.  Links the whole reference.
 */
#include "lib/errno.h"
#include "lib/machine.h"
#include "lib/tap.h"
#include "poll/poll.h"

/* A kind that is ready for what the test says, and woken when it says so. */
static struct {
	struct port_spin lock;
	struct waitq	 pollers;
	unsigned	 ready;
	unsigned	 closed;
} odd;

static unsigned
odd_poll(struct file *f, struct waiter *w)
{
	unsigned ready;
	bool s;

	(void)f;
	s = port_spin_lock(&odd.lock);
	if (w != NULL)
		waitq_add(&odd.pollers, w);
	ready = odd.ready;
	port_spin_unlock(&odd.lock, s);
	return ready;
}

static void
odd_unpoll(struct file *f, struct waiter *w)
{
	bool s;

	(void)f;
	s = port_spin_lock(&odd.lock);
	waitq_remove(&odd.pollers, w);
	port_spin_unlock(&odd.lock, s);
}

static void
odd_close(struct file *f)
{
	(void)f;
	odd.closed++;
}

static const struct file_ops odd_ops = {
	.poll = odd_poll, .unpoll = odd_unpoll, .close = odd_close,
};
static const struct file_ops bare = { .close = odd_close };

/* Now it is ready for this. */
static void
change(unsigned ready)
{
	bool s;

	s = port_spin_lock(&odd.lock);
	odd.ready = ready;
	waitq_wake(&odd.pollers);
	port_spin_unlock(&odd.lock, s);
}

static short
polled(int fd, unsigned events)
{
	struct pollfd one = { fd, (short)events, -1 };

	(void)sys_poll(&one, 1, 0);
	return one.revents;
}

/* Which of the three sets have it, as a number: 1 in, 2 out, 4 pri. */
static unsigned
selected(int fd, unsigned sets)
{
	struct fd_set set[3] = { { { 0 } } };
	struct timeval zero = { 0, 0 };
	unsigned k, r;

	for (k = 0; k < 3; k++)
		if ((sets >> k & 1) != 0)
			FD_SET(fd, &set[k]);
	(void)sys_select(fd + 1, &set[0], &set[1], &set[2], &zero);
	r = 0;
	for (k = 0; k < 3; k++)
		if (FD_ISSET(fd, &set[k]))
			r |= 1u << k;
	return r;
}

static void
mishaps(void)
{
	int fd;

	fd = file_open(&odd_ops, NULL, 0);
	odd.ready = POLLHUP | POLLIN;
	ok(polled(fd, 0) == POLLHUP && polled(fd, POLLOUT) == POLLHUP,
	    "a hang-up is told unasked");
	ok(selected(fd, 7) == 1 && selected(fd, 6) == 0,
	    "and is input, where that was asked for");
	odd.ready = POLLERR;
	ok(polled(fd, POLLIN) == POLLERR, "so is an error");
	ok(selected(fd, 7) == 3 && selected(fd, 1) == 1 &&
	    selected(fd, 2) == 2 && selected(fd, 4) == 0,
	    "and is input and output");
	odd.ready = POLLPRI | POLLWRNORM;
	ok(selected(fd, 7) == 6 && polled(fd, POLLPRI) == POLLPRI,
	    "urgent input is a set of its own");
	odd.ready = 0;
	(void)sys_close(fd);
	fd = file_open(&bare, NULL, 0);
	ok(polled(fd, POLLIN | POLLWRNORM) == (POLLIN | POLLWRNORM) &&
	    selected(fd, 7) == 3,
	    "a kind without poll is ready to be read and written");
	(void)sys_close(fd);
}

static int woken;

static void
sleeper(void *arg)
{
	struct pollfd fds[3] = { { 0, POLLIN, 0 }, { 1, POLLIN, 0 },
	    { 0, POLLOUT, 0 } };

	(void)arg;
	woken = sys_poll(fds, 3, -1);
	ok(fds[0].revents == 0 && fds[1].revents == 0 &&
	    fds[2].revents == POLLOUT, "each entry is answered for itself");
}

/* Descriptors 0 and 1 are one file; it is woken thrice, once for nothing. */
static void
waker(void *arg)
{
	(void)arg;
	sim_sleep(sim_now() + 1000, 1);
	change(0);
	change(POLLPRI);
	ok(woken == 0 && odd.pollers.first != NULL,
	    "what is not asked for ends no wait");
	change(POLLOUT);
	sim_sleep(sim_now() + 1000, 1);
	ok(woken == 1 && odd.pollers.first == NULL,
	    "what is, does; and nobody is left in the queue");
}

static void
both(void *arg)
{
	int fd;

	fd = file_open(&odd_ops, NULL, 0);
	ok(fd == 0 && sys_dup(fd) == 1, "two descriptors of one file");
	sleeper(arg);
	odd.closed = 0;
	ok(sys_close(0) == 0 && sys_close(1) == 0 && odd.closed == 1,
	    "a wait leaves no reference");
	odd.ready = 0;
}

static void
shortage(void)
{
	struct fd_set set = { { 1 } };
	struct pollfd one = { 0, POLLIN, 7 };
	int fd;

	odd.closed = 0;
	fd = file_open(&odd_ops, NULL, 0);
	sim_fail_alloc(1);
	ok(sys_poll(&one, 1, 0) == -ENOMEM && one.revents == 7,
	    "poll without memory changes nothing");
	sim_fail_alloc(1);
	ok(sys_select(1, &set, NULL, NULL, NULL) == -ENOMEM &&
	    set.bits[0] == 1, "nor does select");
	sim_fail_alloc(0);
	FD_SET(5, &set);
	ok(sys_select(6, &set, NULL, NULL, NULL) == -EBADF &&
	    set.bits[0] == 0x21, "a bad number changes nothing");
	ok(sys_poll(&one, 1, 5) == 0 && one.revents == 0,
	    "and then all is well");
	ok(sys_close(fd) == 0 && odd.closed == 1, "no reference is left");
}

static void
alone(void *arg)
{
	(void)arg;
	mishaps();
	shortage();
}

int
main(void)
{
	machine_boot(2, 0);
	(void)sim_thread(0, alone, NULL);
	(void)sim_run(NSEC_PER_SEC);
	(void)sim_thread(0, both, NULL);
	(void)sim_thread(1, waker, NULL);
	ok(sim_run(2 * NSEC_PER_SEC) == 0, "no thread hangs");
	return tap_end();
}
