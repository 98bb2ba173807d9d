/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timerfd_test.c - the way of an expiry, from the hardware to the
 * descriptor, and what happens when memory or descriptors run out.  Links
 * the whole reference.
 */
#include "lib/chain.h"
#include "lib/errno.h"
#include "lib/machine.h"
#include "lib/tap.h"
#include "timerfd/timerfd.h"

static void
watch(unsigned id, const void *object, int64_t value)
{
	(void)object;
	(void)value;
	chain_event(id, EV_TFD_READY);
}

static struct itimerspec
its_of(int64_t first, int64_t interval)
{
	struct itimerspec its;

	its.it_value = ktime_to_timespec(ns_to_ktime(first));
	its.it_interval = ktime_to_timespec(ns_to_ktime(interval));
	return its;
}

static void
reader(void *arg)
{
	struct itimerspec its;
	uint64_t count, sum;
	unsigned i;
	int fd;

	(void)arg;
	fd = sys_timerfd_create(CLOCK_MONOTONIC, 0);
	ok(fd == 0, "the first descriptor is 0");
	its = its_of(1000, 333);
	ok(sys_timerfd_settime(fd, 0, &its, NULL) == 0, "it can be set");
	sum = 0;
	for (i = 0; i < 500; i++) {
		if (sys_read(fd, &count, sizeof(count)) == 8)
			sum += count;
	}
	ok(sum == 500 && sim_now() == 1000 + 499 * 333,
	    "500 reports at their times");
	ok(chains == 500 && chains_broken == 0, "each went programmed, "
	    "event timer, hrtimer, descriptor, in this order");
	ok(sys_close(fd) == 0, "it can be closed");
}

/* More expirations than 32 bits hold. */
static void
fast(void *arg)
{
	struct itimerspec its;
	uint64_t count;
	int fd;

	(void)arg;
	fd = sys_timerfd_create(CLOCK_MONOTONIC, 0);
	its = its_of(1, 1);
	(void)sys_timerfd_settime(fd, 0, &its, NULL);
	sim_sleep(sim_now() + 10 * NSEC_PER_SEC, 1);
	ok(sys_read(fd, &count, sizeof(count)) == 8 &&
	    count == (uint64_t)(10 * NSEC_PER_SEC),
	    "a count is 64 bits wide");
	(void)sys_close(fd);
}

static void
shortage(void *arg)
{
	int fds[FILE_MAX], i, n;

	(void)arg;
	sim_fail_alloc(1);
	ok(sys_timerfd_create(CLOCK_MONOTONIC, 0) == -ENOMEM,
	    "no memory for the timer");
	sim_fail_alloc(2);
	ok(sys_timerfd_create(CLOCK_MONOTONIC, 0) == -ENOMEM,
	    "no memory for the file");
	for (n = 0; n < FILE_MAX; n++) {
		fds[n] = sys_timerfd_create(CLOCK_MONOTONIC, 0);
		if (fds[n] != n)
			break;
	}
	ok(n == FILE_MAX, "all descriptors can be had, from 0 up");
	ok(sys_timerfd_create(CLOCK_MONOTONIC, 0) == -EMFILE,
	    "and then no more");
	for (i = 0; i < n; i++)
		(void)sys_close(fds[i]);
	ok(sys_close(0) == -EBADF, "a closed one is bad");
	ok(sys_timerfd_create(CLOCK_MONOTONIC, 0) == 0,
	    "and its number is free");
	ok(sys_close(0) == 0, "nothing is left open");
}

int
main(void)
{
	machine_boot(2, 0);
	sim_on_event = watch;
	(void)sim_thread(0, reader, NULL);
	(void)sim_run(NSEC_PER_SEC);
	(void)sim_thread(1, fast, NULL);
	(void)sim_run(12 * NSEC_PER_SEC);
	(void)sim_thread(1, shortage, NULL);
	ok(sim_run(13 * NSEC_PER_SEC) == 0, "no thread hangs");
	return tap_end();
}
