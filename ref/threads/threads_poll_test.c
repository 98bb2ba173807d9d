/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads_poll_test.c - waits for descriptors on threads, in real time.
 *
 * Every CPU sets timers, reads them, puts new ones in their place, and waits
 * for all of them by poll and select: the thread sanitizer watches who looks
 * at what, a wait that is early is noticed, and one that is never woken ends
 * at the limit.
 *
 * Links the whole reference, with threads for a port.
 */
#include "lib/errno.h"
#include "poll/poll.h"
#include "sleep/sleep.h"
#include "threads/stress.h"
#include "timerfd/timerfd.h"

#define RUN_NS		STRESS_SOME(NSEC_PER_SEC / 2)
#define FILES		4	/* descriptors 0 to 3, which all share */

static atomic_uint waits, timeouts, replaced;

static void
count(atomic_uint *n)
{
	atomic_fetch_add_explicit(n, 1, memory_order_relaxed);
}

static int64_t
some_us(uint64_t *dice, unsigned n)
{
	return (1 + dice_throw(dice, n)) * NSEC_PER_USEC;
}

static void
set(int fd, int64_t first, int64_t interval)
{
	struct itimerspec its;

	its.it_value = ktime_to_timespec(ns_to_ktime(first));
	its.it_interval = ktime_to_timespec(ns_to_ktime(interval));
	EXPECT(sys_timerfd_settime(fd, 0, &its, NULL) == 0);
}

static void
take(int fd)
{
	uint64_t expired;
	long r;

	r = sys_read(fd, &expired, sizeof(expired));
	EXPECT(r == -EAGAIN || (r == 8 && expired > 0));
}

/* Another timer under the same number, while others wait for the old one. */
static void
replace(int fd)
{
	int new;

	new = sys_timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	EXPECT(new >= 0 && sys_dup2(new, fd) == fd && sys_close(new) == 0);
	count(&replaced);
}

/* For all and, where it is not negative, one more that expires soon. */
static void
wait_by_poll(int more)
{
	struct pollfd fds[FILES + 1];
	int64_t begin;
	int i, r;

	for (i = 0; i < FILES + 1; i++)
		fds[i] = (struct pollfd){ i < FILES ? i : more, POLLIN, 0 };
	begin = stress_now();
	r = sys_poll(fds, FILES + 1, more < 0 ? 1 : -1);
	EXPECT(r > 0 || (r == 0 && more < 0 &&
	    stress_now() - begin >= NSEC_PER_MSEC));
	count(r == 0 ? &timeouts : &waits);
}

static void
wait_by_select(int64_t ns)
{
	struct fd_set in = { { (1u << FILES) - 1 } };
	struct timeval tv;
	int64_t begin;
	int r;

	tv = ktime_to_timeval(ns_to_ktime(ns));
	begin = stress_now();
	r = sys_select(FILES, &in, NULL, NULL, &tv);
	EXPECT(r > 0 || (r == 0 && stress_now() - begin >= ns));
	count(r == 0 ? &timeouts : &waits);
}

static void
doze(int64_t ns)
{
	struct timespec ts;
	int64_t begin;

	ts = ktime_to_timespec(ns_to_ktime(ns));
	begin = stress_now();
	EXPECT(sys_nanosleep(&ts, NULL) == 0);
	EXPECT(stress_now() - begin >= ns);
}

/* One thing by chance; `own` is a timer that nobody else has. */
static void
step(uint64_t *dice, int own)
{
	int fd;

	fd = (int)dice_throw(dice, FILES);
	switch (dice_throw(dice, 8)) {
	case 0:
	case 1:
		set(fd, some_us(dice, 300), dice_throw(dice, 2) == 0 ? 0 :
		    some_us(dice, 200));
		break;
	case 2:
	case 3:
		take(fd);
		break;
	case 4:
		replace(fd);
		break;
	case 5:
		set(own, some_us(dice, 300), 0);
		wait_by_poll(own);
		break;
	case 6:
		wait_by_select(some_us(dice, 400));
		break;
	default:
		if (dice_throw(dice, 4) == 0)
			wait_by_poll(-1);
		else
			doze(some_us(dice, 100));
		break;
	}
}

static void
worker(void *arg)
{
	uint64_t dice;
	int64_t until;
	int own;

	dice = 88172645463325252u + *(unsigned *)arg;
	own = sys_timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	EXPECT(own >= FILES);
	until = stress_now() + RUN_NS;
	while (stress_goes_on(until, atomic_load(&waits) > 0 &&
	    atomic_load(&timeouts) > 0))
		step(&dice, own);
	EXPECT(sys_close(own) == 0);
}

int
main(void)
{
	int fd;

	stress_boot();
	timerfds_init();
	for (fd = 0; fd < FILES; fd++)
		EXPECT(sys_timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK) ==
		    fd);
	stress_ok(stress_run(worker), "whoever waits is woken, and not early");
	printf("# %u waits ended by a timer, %u by their time; %u replaced\n",
	    atomic_load(&waits), atomic_load(&timeouts),
	    atomic_load(&replaced));
	ok(atomic_load(&waits) > 0 && atomic_load(&timeouts) > 0,
	    "both ends were met");
	for (fd = 0; fd < FILES; fd++)
		EXPECT(sys_close(fd) == 0);
	stress_ok(sys_timerfd_create(CLOCK_MONOTONIC, 0) == 0,
	    "nothing is left open");
	return tap_end();
}
