/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sleep.c - random sleeps, while the clock is set and signals come.
 *
 * Both threads sleep; thread 1 takes the signals, which thread 0 sends.
 */
#include "fuzz.h"

#include "hosted/signals.h"
#include "hosted/user.h"
#include "ktime/ktime.h"
#include "sleep/sleep.h"
#include "timekeeping/timekeeping.h"

#define SIGNO	10

static struct sleeper {
	bool		 asleep, exact;
	int		 clock;		/* that of `until` */
	int64_t		 until;
} sleepers[FUZZ_CPUS];

static struct port_signal signal = { .signo = SIGNO,
    .code = PORT_SI_KERNEL };
static unsigned handled, sent;

static void
handler(const struct siginfo *info, void *arg)
{
	(void)arg;
	FUZZ(info->signo == SIGNO);
	handled++;
}

static void
begin(void)
{
	if (fuzz_thread() == 0)
		return;
	signals_init(port_thread_self(), NULL);
	FUZZ(signals_handle(SIGNO, handler, NULL, false) == 0);
}

/* What a sleep has returned is what it had to. */
static void
compare(struct sleeper *s, int r, int64_t rest, bool abs, unsigned before)
{
	int64_t left;

	left = s->until - fuzz_now(s->clock);
	s->asleep = false;
	if (r == 0) {
		FUZZ(left <= 0);
		FUZZ(left == 0 || !s->exact);
		return;
	}
	FUZZ(r == -EINTR && fuzz_thread() == 1 && handled != before &&
	    left > 0);
	FUZZ(rest == (abs ? -1 : left));
}

static void
sleep_for(void)
{
	struct timespec ts, rest;
	struct sleeper *s;
	int64_t when;
	unsigned before;
	int r, clock;
	bool abs;

	s = &sleepers[fuzz_thread()];
	clock = (int)fuzz_draw(2);
	abs = fuzz_draw(2) == 0 && (clock != CLOCK_REALTIME ||
	    fuzz_thread() == 1);
	when = fuzz_ns(fuzz_thread() == 0 ? 22 : 28);
	s->clock = abs ? clock : CLOCK_MONOTONIC;
	s->until = fuzz_now(s->clock) + when - (abs ? fuzz_ns(20) : 0);
	if (s->until < 0)
		s->until = 0;
	s->exact = s->until >= fuzz_now(s->clock);
	s->asleep = true;
	before = handled;
	ts = fuzz_timespec(abs ? s->until : when);
	rest = fuzz_timespec(-1);
	r = abs || fuzz_draw(2) == 0 ? sys_clock_nanosleep(clock,
	    abs ? TIMER_ABSTIME : 0, &ts, &rest) :
	    sys_nanosleep(&ts, &rest);
	fuzz_settle();
	compare(s, r, fuzz_ns_of(rest), abs, before);
}

static void
set_clock(void)
{
	int64_t by;

	by = fuzz_draw(2) == 0 ? fuzz_ns(26) : -fuzz_ns(26);
	if (sleepers[1].asleep && sleepers[1].clock == CLOCK_REALTIME)
		sleepers[1].exact = false;
	FUZZ(timekeeping_settime(ns_to_ktime(fuzz_now(CLOCK_REALTIME) +
	    by)) == 0);
}

static void
send(void)
{
	if (fuzz_thread() == 1)
		return;
	(void)port_signal_send(&signal);
	sent++;
}

/* None of these sleeps. */
static void
refused(void)
{
	struct timespec ts;

	ts = fuzz_timespec(1);
	FUZZ(sys_clock_nanosleep(7, 0, &ts, NULL) == -EINVAL);
	FUZZ(sys_clock_nanosleep(CLOCK_MONOTONIC, 2, &ts, NULL) == -EINVAL);
	FUZZ(sys_nanosleep(user_bad_address(), NULL) == -EFAULT);
	ts.tv_nsec = -1;
	FUZZ(sys_nanosleep(&ts, NULL) == -EINVAL);
}

static void
step(void)
{
	static void (*const often[])(void) = {
		sleep_for, sleep_for, sleep_for, sleep_for, set_clock, send,
		refused
	};
	unsigned i;

	for (i = 0; i < FUZZ_CPUS; i++)
		FUZZ(!sleepers[i].asleep ||
		    fuzz_now(sleepers[i].clock) < sleepers[i].until);
	FUZZ(!sleepers[1].asleep || !signal.queued);
	often[fuzz_draw(sizeof(often) / sizeof(often[0]))]();
}

static void
end(void)
{
	(void)port_signal_cancel(&signal);
	FUZZ(handled <= sent);
}

const struct fuzz_front fuzz_sleep = { "sleep", begin, step, end };
