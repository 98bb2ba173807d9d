/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timersock_test.c - the way of an expiration, from the hardware to a
 * record; want of memory and descriptors.  Links the whole reference.
 */
#include "lib/chain.h"
#include "lib/errno.h"
#include "lib/machine.h"
#include "lib/tap.h"
#include "timersock/socket.h"
#include "timersock/timersock.h"

static void
watch(unsigned id, const void *object, int64_t value)
{
	(void)object;
	(void)value;
	chain_event(id, EV_TSK_TICK);
}

static struct itimerval
itv_of(long first, long interval)
{
	struct itimerval itv = {
		.it_value = { 0, first }, .it_interval = { 0, interval }
	};

	return itv;
}

static bool
set(int fd, long first, long interval)
{
	struct itimerval itv;

	itv = itv_of(first, interval);
	return sys_write(fd, &itv, sizeof(itv)) == (long)sizeof(itv);
}

static void
reader(void *arg)
{
	struct timersock_event e;
	unsigned i, good;
	int fd;

	(void)arg;
	fd = sys_socket(AF_TIMER, SOCK_STREAM, 0);
	ok(fd == 0, "the first descriptor is 0");
	ok(set(fd, 10, 33), "it can be set");
	for (i = good = 0; i < 500; i++) {
		good += sys_read(fd, &e, sizeof(e)) == sizeof(e) &&
		    e.tse_type == TS_EV_TICK && e.tse_overrun == 0;
	}
	ok(good == 500 && sim_now() == (10 + 499 * 33) * NSEC_PER_USEC,
	    "500 records at their times");
	ok(chains == 500 && chains_broken == 0, "each went programmed, "
	    "event timer, hrtimer, record, in this order");
	ok(sys_close(fd) == 0, "it can be closed");
}

/* As the page says: by the size of a long, and how 64 bits are aligned. */
static void
layout(void)
{
	struct aligned {
		char	one;
		int64_t	wide;
	};
	size_t narrow;

	narrow = sizeof(long) == 4 && offsetof(struct aligned, wide) == 4;
	ok(sizeof(struct itimerval) == (narrow ? 24 : 32) &&
	    sizeof(struct timersock_event) == (narrow ? 20 : 24),
	    "command and record have the sizes of this machine");
	ok(offsetof(struct timersock_event, tse_type) == 0 &&
	    offsetof(struct timersock_event, tse_overrun) == 4 &&
	    offsetof(struct timersock_event, tse_tv) == 8 &&
	    offsetof(struct timersock_event, tse_err) == 8,
	    "and the record's members their places");
}

static void
shortage(void *arg)
{
	int fds[FILE_MAX], i, n;

	(void)arg;
	sim_fail_alloc(1);
	ok(sys_socket(AF_TIMER, SOCK_STREAM, 0) == -ENOBUFS,
	    "no memory for the records");
	sim_fail_alloc(2);
	ok(sys_socket(AF_TIMER, SOCK_STREAM, 0) == -ENOMEM,
	    "no memory for the file");
	for (n = 0; n < FILE_MAX; n++) {
		fds[n] = sys_socket(AF_TIMER, SOCK_STREAM, 0);
		if (fds[n] != n)
			break;
	}
	ok(n == FILE_MAX, "all descriptors can be had, from 0 up");
	ok(sys_socket(AF_TIMER, SOCK_STREAM, 0) == -EMFILE,
	    "and then no more");
	for (i = 0; i < n; i++)
		(void)sys_close(fds[i]);
	ok(sys_close(0) == -EBADF, "a closed one is bad");
	/* What one call needs, another that must fail gives back. */
	for (i = 0; i < 1000; i++) {
		sim_fail_alloc(1 + (unsigned)i % 2);
		n = sys_socket(AF_TIMER, SOCK_STREAM, 0);
		if (n >= 0)
			break;
	}
	ok(i == 1000, "a thousand refusals");
	ok(sys_socket(AF_TIMER, SOCK_STREAM, 0) == 0 && sys_close(0) == 0,
	    "leave nothing open");
}

int
main(void)
{
	layout();
	machine_boot(2, 0);
	sim_on_event = watch;
	(void)sim_thread(0, reader, NULL);
	(void)sim_run(NSEC_PER_SEC);
	(void)sim_thread(1, shortage, NULL);
	ok(sim_run(2 * NSEC_PER_SEC) == 0, "no thread hangs");
	return tap_end();
}
