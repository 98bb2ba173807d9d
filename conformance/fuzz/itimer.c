/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * itimer.c - random operations on the interval timer, and on its signal.
 *
 * Thread 1 takes the signals: where it sleeps, and where it asks to.  The
 * model has the timer, whether its signal is queued, and how often it must
 * have been handled.
 */
#include "fuzz.h"

#include "hosted/signals.h"
#include "hosted/user.h"
#include "itimer/itimer.h"
#include "sleep/sleep.h"

static struct fuzz_timer timer;
static bool wanted, blocked, queued, listening;
static unsigned handled, must;		/* how often it was, and must be */

static void
handler(const struct siginfo *info, void *arg)
{
	(void)arg;
	FUZZ(info->signo == SIGALRM && info->code == PORT_SI_KERNEL &&
	    info->overrun == 0 && fuzz_thread() == 1);
	handled++;
}

static void
begin(void)
{
	if (fuzz_thread() == 1)
		signals_init(port_thread_self(), NULL);
}

/* Look at the timer: the next deadline is one that is to come. */
static void
look(void)
{
	fuzz_timer_look(&timer);
	timer.count = 0;
}

/* An expiration sends the signal. */
static void
pass(void)
{
	bool was;

	was = timer.expired;
	fuzz_timer_pass(&timer);
	if (!was && timer.expired && (wanted || timer.interval != 0))
		queued = true;
}

static bool
deliverable(void)
{
	pass();
	return queued && wanted && !blocked;
}

/* Thread 1 takes what there is. */
static void
take(void)
{
	if (!deliverable())
		return;
	queued = false;
	must++;
	look();
}

static int64_t
up_to_us(int64_t ns)
{
	return (ns + NSEC_PER_USEC - 1) / NSEC_PER_USEC * NSEC_PER_USEC;
}

static struct timeval
timeval_of(int64_t ns)
{
	return (struct timeval){ ns / NSEC_PER_SEC,
	    (long)(ns % NSEC_PER_SEC / NSEC_PER_USEC) };
}

/* What is left before a setting, and the setting. */
static int64_t
set_model(int64_t first, int64_t interval)
{
	int64_t left;

	pass();
	left = up_to_us(fuzz_timer_left(&timer));
	fuzz_timer_set(&timer, CLOCK_MONOTONIC,
	    fuzz_now(CLOCK_MONOTONIC) + first, first != 0 ? interval : 0);
	timer.armed = first != 0;
	queued = false;
	return left;
}

static void
set(void)
{
	struct itimerval itv, old;
	int64_t first, interval, was;
	bool bad;
	int r;

	first = fuzz_draw(8) == 0 ? 0 : up_to_us(fuzz_ns(28));
	interval = fuzz_draw(2) == 0 ? 0 : up_to_us(fuzz_ns(26));
	itv.it_value = timeval_of(first);
	itv.it_interval = timeval_of(interval);
	was = timer.interval;
	bad = fuzz_draw(16) == 0;
	r = sys_setitimer(ITIMER_REAL, &itv, bad ? user_bad_address() : &old);
	FUZZ(r == (bad ? -EFAULT : 0));
	first = set_model(first, interval);
	FUZZ(bad || (fuzz_ns_of_tv(old.it_value) == first &&
	    fuzz_ns_of_tv(old.it_interval) == was));
}

static void
get(void)
{
	struct itimerval now;

	FUZZ(sys_getitimer(ITIMER_REAL, &now) == 0);
	pass();
	FUZZ(fuzz_ns_of_tv(now.it_value) ==
	    up_to_us(fuzz_timer_left(&timer)));
	FUZZ(fuzz_ns_of_tv(now.it_interval) == timer.interval);
}

static void
alarm(void)
{
	unsigned seconds, was;
	int64_t left;

	if (fuzz_draw(4) != 0)
		return;
	seconds = fuzz_draw(2);
	was = sys_alarm(seconds);
	left = set_model(seconds * NSEC_PER_SEC, 0);
	FUZZ(was == (left + NSEC_PER_SEC - 1) / NSEC_PER_SEC);
}

static void
dispose(void)
{
	bool to;

	pass();
	to = fuzz_draw(4) != 0;
	FUZZ(signals_handle(SIGALRM, to ? handler : NULL, NULL,
	    fuzz_draw(2) == 0) == 0);
	wanted = to;
	if (!to && timer.interval == 0)
		queued = false;
}

static void
block(void)
{
	pass();
	blocked = fuzz_draw(2) == 0;
	FUZZ(signals_block(SIGALRM, blocked) == 0);
}

/* Thread 1 alone: a sleep, which any handler ends. */
static void
sleep_for(void)
{
	struct timespec ts, rest;
	int64_t until, left;
	unsigned before;
	int r;

	before = handled;
	left = fuzz_ns(26);
	until = fuzz_now(CLOCK_MONOTONIC) + left;
	ts = fuzz_timespec(left);
	listening = true;
	r = sys_nanosleep(&ts, &rest);
	fuzz_settle();
	listening = false;
	left = until - fuzz_now(CLOCK_MONOTONIC);
	FUZZ(r == 0 ? left == 0 : r == -EINTR && handled > before &&
	    left > 0 && fuzz_ns_of(rest) == left);
}

/* Calls that change nothing. */
static void
refused(void)
{
	struct itimerval itv;

	itv.it_value = timeval_of(NSEC_PER_SEC);
	itv.it_interval = timeval_of(0);
	FUZZ(sys_setitimer(ITIMER_PROF, &itv, NULL) == -EINVAL);
	FUZZ(sys_setitimer(ITIMER_REAL, user_bad_address(), NULL) ==
	    -EFAULT);
	itv.it_value.tv_usec = 1000000;
	FUZZ(sys_setitimer(ITIMER_REAL, &itv, NULL) == -EINVAL);
	FUZZ(sys_getitimer(ITIMER_VIRTUAL, &itv) == -EINVAL);
}

static void
step(void)
{
	static void (*const often[])(void) = {
		set, set, set, get, get, alarm, dispose, dispose, block,
		block, refused
	};

	FUZZ(!listening || !deliverable());
	if (fuzz_thread() == 1 && fuzz_draw(3) == 0)
		sleep_for();
	else
		often[fuzz_draw(sizeof(often) / sizeof(often[0]))]();
	if (fuzz_thread() == 1) {
		(void)signals_take();
		take();
		FUZZ(handled == must);
	}
}

static void
end(void)
{
	(void)sys_alarm(0);
}

const struct fuzz_front fuzz_itimer = { "itimer", begin, step, end };
