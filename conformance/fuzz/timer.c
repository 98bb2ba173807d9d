/* SPDX-License-Identifier: BSD-2-Clause */
/* timer.c - times, and the model of one timer. */
#include "fuzz.h"

#include "ktime/ktime.h"
#include "timekeeping/timekeeping.h"

int64_t
fuzz_now(int clock)
{
	return ktime_to_ns(timekeeping_get_clock(clock));
}

struct timespec
fuzz_timespec(int64_t ns)
{
	return ktime_to_timespec(ns_to_ktime(ns));
}

int64_t
fuzz_ns_of(struct timespec ts)
{
	return ts.tv_sec * NSEC_PER_SEC + ts.tv_nsec;
}

int64_t
fuzz_ns_of_tv(struct timeval tv)
{
	return tv.tv_sec * NSEC_PER_SEC + tv.tv_usec * NSEC_PER_USEC;
}

void
fuzz_timer_set(struct fuzz_timer *t, int clock, int64_t next,
    int64_t interval)
{
	*t = (struct fuzz_timer){ .armed = true, .clock = clock,
	    .next = next, .interval = interval };
}

void
fuzz_timer_pass(struct fuzz_timer *t)
{
	if (!t->armed || t->expired || fuzz_now(t->clock) < t->next)
		return;
	t->expired = true;
	t->count++;
	t->armed = t->interval != 0;
}

bool
fuzz_timer_ready(struct fuzz_timer *t)
{
	fuzz_timer_pass(t);
	return t->count != 0;
}

void
fuzz_timer_look(struct fuzz_timer *t)
{
	int64_t late, n;

	fuzz_timer_pass(t);
	if (!t->expired)
		return;
	t->expired = false;
	late = fuzz_now(t->clock) - t->next;
	if (!t->armed || late < 0)	/* the clock was set back */
		return;
	n = 1 + late / t->interval;
	t->count += (uint64_t)n - 1;
	t->next += n * t->interval;
}

uint64_t
fuzz_timer_take(struct fuzz_timer *t)
{
	uint64_t n;

	fuzz_timer_look(t);
	n = t->count;
	t->count = 0;
	return n;
}

int64_t
fuzz_timer_left(struct fuzz_timer *t)
{
	fuzz_timer_look(t);
	return t->armed ? t->next - fuzz_now(t->clock) : 0;
}
