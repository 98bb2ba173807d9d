/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hrtimer.c - random operations on hrtimers, while the clock is set.
 *
 * The callback comes at the instant at which the clock first shows the
 * deadline: never before, and, looked at from any operation, never missing.
 */
#include "fuzz.h"

#include "hrtimer/hrtimer.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"

#define TIMERS	8

static struct timer {
	struct hrtimer	 t;
	int		 clock;		/* as init or rebase said */
	bool		 queued, started;
	int		 of;		/* the clock of `next` */
	int64_t		 next;
	int64_t		 interval;	/* of the callback; 0: once */
} timers[TIMERS];

static bool
due(const struct timer *t)
{
	return t->queued && fuzz_now(t->of) >= t->next;
}

static void
forward(struct timer *t)
{
	uint64_t n;
	int64_t late, by;

	by = t->interval != 0 ? t->interval : 1 + fuzz_ns(24);
	late = fuzz_now(t->of) - t->next;
	n = hrtimer_forward64(&t->t, ns_to_ktime(by));
	FUZZ(n == (late < 0 ? 0 : 1 + (uint64_t)(late / by)));
	t->next += (int64_t)n * by;
}

static int
expire(void *data)
{
	struct timer *t;

	t = data;
	FUZZ(due(t));
	t->queued = t->interval != 0;
	if (!t->queued)
		return HRTIMER_NORESTART;
	forward(t);
	return HRTIMER_RESTART;
}

static void
start(struct timer *t)
{
	enum hrtimer_mode mode;
	int64_t when;
	bool was;

	was = t->queued;
	mode = fuzz_draw(2) == 0 ? HRTIMER_ABS : HRTIMER_REL;
	t->of = mode == HRTIMER_ABS ? t->clock : CLOCK_MONOTONIC;
	when = fuzz_ns(30);
	if (mode == HRTIMER_ABS)
		when += fuzz_now(t->of) - fuzz_ns(28);
	t->next = mode == HRTIMER_ABS ? when : fuzz_now(t->of) + when;
	t->interval = fuzz_draw(2) == 0 ? 0 : 100000 + fuzz_ns(26);
	t->queued = t->started = true;
	FUZZ(hrtimer_start(&t->t, ns_to_ktime(when), mode) == was);
}

static void
cancel(struct timer *t)
{
	bool was;

	was = t->queued;
	FUZZ((fuzz_draw(2) == 0 ? hrtimer_cancel(&t->t) :
	    hrtimer_try_to_cancel(&t->t)) == was);
	FUZZ(hrtimer_idle(&t->t));
	t->queued = false;
}

static void
restart(struct timer *t)
{
	bool was;

	if (!t->started)
		return;
	was = t->queued;
	t->queued = true;
	FUZZ(hrtimer_restart(&t->t) == was);
}

static void
forward_idle(struct timer *t)
{
	if (!t->queued && t->started)
		forward(t);
}

static void
look(struct timer *t)
{
	FUZZ(hrtimer_active(&t->t) == t->queued);
	if (t->started)
		FUZZ(ktime_to_ns(hrtimer_get_remaining(&t->t)) ==
		    t->next - fuzz_now(t->of));
	FUZZ(hrtimer_check());
}

static void
rebase(struct timer *t)
{
	if (t->queued)
		return;
	t->clock = (int)fuzz_draw(2);
	hrtimer_rebase(&t->t, t->clock);
	t->started = false;
}

static void
set_clock(struct timer *t)
{
	int64_t by;

	(void)t;
	by = fuzz_draw(2) == 0 ? fuzz_ns(28) : -fuzz_ns(28);
	FUZZ(timekeeping_settime(ns_to_ktime(fuzz_now(CLOCK_REALTIME) +
	    by)) == 0);
}

static void
step(void)
{
	static void (*const often[])(struct timer *) = {
		start, start, start, start, cancel, restart, forward_idle,
		look, look, rebase, set_clock
	};
	unsigned i;

	for (i = 0; i < TIMERS; i++)
		FUZZ(!due(&timers[i]));
	i = fuzz_draw(TIMERS);
	often[fuzz_draw(sizeof(often) / sizeof(often[0]))](&timers[i]);
}

static void
begin(void)
{
	struct timer *t;

	for (t = timers; t < timers + TIMERS && fuzz_thread() == 0; t++) {
		hrtimer_init(&t->t, CLOCK_MONOTONIC);
		t->clock = CLOCK_MONOTONIC;
		t->t.function = expire;
		t->t.data = t;
	}
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < TIMERS; i++)
		cancel(&timers[i]);
}

const struct fuzz_front fuzz_hrtimer = { "hrtimer", begin, step, end };
