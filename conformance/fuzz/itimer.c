/* SPDX-License-Identifier: BSD-2-Clause */
/* itimer.c - random operations on the interval timer and the alarm. */
#include "fuzz.h"

#include "hosted/signals.h"
#include "hosted/user.h"
#include "itimer/itimer.h"
#include "ktime/ktime.h"

static struct fuzz_timer m = { .clock = CLOCK_MONOTONIC };
static bool ready, blocked;

static struct timeval
timeval_of(int64_t us)
{
	return (struct timeval){ us / 1000000, (long)(us % 1000000) };
}

static int64_t
us_of(struct timeval tv)
{
	return tv.tv_sec * 1000000 + tv.tv_usec;
}

static int64_t
left_us(void)
{
	return (fuzz_left(&m) + 999) / 1000;
}

static void settime(void);

/* One signal for whatever has expired. */
static void
handler(const struct siginfo *info, void *arg)
{
	(void)arg;
	FUZZ(!blocked && info->signo == SIGALRM && info->overrun == 0);
	FUZZ(fuzz_untold(&m) != 0);
	m.told = fuzz_expired(&m);
	if (fuzz_draw(16) == 0)
		settime();
}

static void
was_set(int64_t first, int64_t interval)
{
	m.armed = first != 0;
	m.first = fuzz_now(CLOCK_MONOTONIC) + first * 1000;
	m.interval = interval * 1000;
	m.told = 0;
}

static void
settime(void)
{
	struct itimerval itv, old;
	int64_t first, interval, left;

	first = fuzz_draw(8) == 0 ? 0 : fuzz_ns(20);
	interval = fuzz_draw(2) == 0 ? 0 : fuzz_ns(16);
	itv.it_value = timeval_of(first);
	itv.it_interval = timeval_of(interval);
	left = left_us();
	FUZZ(sys_setitimer(ITIMER_REAL, &itv, &old) == 0);
	FUZZ(us_of(old.it_value) == left);
	FUZZ(us_of(old.it_interval) == m.interval / 1000);
	was_set(first, interval);
}

static void
gettime(void)
{
	struct itimerval now;

	FUZZ(sys_getitimer(ITIMER_REAL, &now) == 0);
	FUZZ(us_of(now.it_value) == left_us());
	FUZZ(us_of(now.it_interval) == m.interval / 1000);
}

static void
set_alarm(void)
{
	unsigned seconds;
	int64_t left;

	seconds = fuzz_draw(2);
	left = (left_us() + 999999) / 1000000;
	FUZZ(sys_alarm(seconds) == (unsigned)left);
	was_set((int64_t)seconds * 1000000, 0);
}

/* What is pending is taken, by the thread that does so. */
static void
take(void)
{
	(void)signals_take();
	if (port_cpu() == 0 && !blocked)
		FUZZ(fuzz_untold(&m) == 0);
}

static void
block(void)
{
	blocked = !blocked;
	FUZZ(signals_block(SIGALRM, blocked) == 0);
}

/* Calls that change nothing. */
static void
refused(void)
{
	struct itimerval itv;

	itv.it_value = timeval_of(1);
	itv.it_interval = timeval_of(0);
	FUZZ(sys_setitimer(ITIMER_PROF, &itv, NULL) == -EINVAL);
	itv.it_value.tv_usec = 1000000;
	FUZZ(sys_setitimer(ITIMER_REAL, &itv, NULL) == -EINVAL);
	FUZZ(sys_setitimer(ITIMER_REAL, NULL, NULL) == -EFAULT);
	FUZZ(sys_getitimer(ITIMER_REAL, user_bad_address()) == -EFAULT);
	FUZZ(sys_getitimer(7, &itv) == -EINVAL);
}

static void
step(void)
{
	static void (*const often[])(void) = {
		settime, settime, gettime, gettime, take, take, take,
		block, refused, set_alarm
	};

	if (!ready) {
		if (port_cpu() != 0)
			return;
		signals_init(port_thread_self(), NULL);
		FUZZ(signals_handle(SIGALRM, handler, NULL, false) == 0);
		ready = true;
	}
	often[fuzz_draw(sizeof(often) / sizeof(often[0]))]();
}

static void
end(void)
{
	(void)sys_alarm(0);
}

const struct fuzz_front fuzz_itimer = { "itimer", step, end };
