/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timekeeping_test.c - clocks made from awkward counters.  Links lib,
 * ktime, timekeeping, and sim for the port.
 *
 * The counters are variables here, so that years pass in a loop.
 */
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/math64.h"
#include "lib/tap.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"
#include "timekeeping/timetc.h"
#include "timekeeping/tk_real.h"

struct toy {
	struct timecounter tc;
	uint64_t	 count;
	uint64_t	 each;		/* added by each reading */
};

static uint64_t
get_count(struct timecounter *tc)
{
	struct toy *t;

	t = tc->tc_priv;
	t->count += t->each;
	return t->count;
}

static void
toy_init(struct toy *t, const char *name, unsigned bits, uint64_t frequency,
    int quality)
{
	*t = (struct toy){ .tc = {
		.tc_get_timecount = get_count,
		.tc_counter_mask = UINT64_MAX >> (64 - bits),
		.tc_frequency = frequency,
		.tc_name = name,
		.tc_quality = quality,
		.tc_priv = t,
	} };
}

static struct toy awkward, worse, better, dog, slow[4];
static int sets, more_sets;

static void
was_set(void)
{
	sets++;
}

static void
was_set_too(void)
{
	more_sets++;
}

static int64_t
mono(void)
{
	return ktime_to_ns(ktime_get());
}

static int64_t
real(void)
{
	return ktime_to_ns(ktime_get_real());
}

static void
test_wrap(void)
{
	int64_t now, last, want;
	uint64_t total;
	bool exact, forward;

	exact = true;
	forward = true;
	last = -1;
	for (total = 0; total < UINT64_C(40000000); total += 12345) {
		awkward.count = total;
		now = mono();
		want = (int64_t)muldiv64_down(total, 1000000000, 1193182);
		exact = exact && now == want;
		forward = forward && now > last;
		last = now;
	}
	ok(exact, "no error grows over 600 wraps of a 16-bit counter");
	ok(forward, "the clock never goes back");
}

static void
test_set(void)
{
	static struct timekeeping_watch one = { was_set, NULL };
	static struct timekeeping_watch two = { was_set_too, NULL };
	int64_t before;
	unsigned jumps;

	timekeeping_on_set(&one);
	timekeeping_on_set(&two);
	jumps = timekeeping_jumps();
	before = mono();
	ok(timekeeping_settime(ktime_set(5, 0)) == 0, "the clock is set");
	ok(real() == 5 * NSEC_PER_SEC, "a set clock reads what it was set to");
	ok(mono() == before, "the other is not moved");
	ok(sets == 1 && more_sets == 1, "who asked is told");
	ok(timekeeping_jumps() == jumps + 1, "and the jump is counted");
	ok(timekeeping_settime(ns_to_ktime(-1)) == EINVAL &&
	    real() == 5 * NSEC_PER_SEC && sets == 1,
	    "a time before 1970 is refused, and nothing changes");
}

/*
 * Ten years at a rate that changes every 97 days, in steps below half the
 * period; the wanted value is one sum of fractions of the frequency.
 */
static void
test_years(struct toy *t, const char *name, uint64_t f)
{
	static const int64_t rates[] = { 0, 500000, -499999, 1, -1, 123457 };
	uint64_t cycles, rem, rests, run;
	int64_t want, start, off;
	bool exact;
	unsigned i;

	toy_init(t, name, 64, f, -1);
	(void)tc_init(&t->tc);
	(void)tc_select(name);
	start = mono();
	want = 0;
	rests = 0;
	exact = true;
	for (i = 0; i < 38; i++) {
		(void)timekeeping_rate(rates[i % 6]);
		run = (UINT64_C(8380800) + i) * f + i;
		for (cycles = run; cycles > 0; cycles -= cycles / 2 + 1) {
			t->count += cycles / 2 + 1;
			(void)mono();
		}
		want += (int64_t)muldiv64_rem(run,
		    (uint64_t)(NSEC_PER_SEC + rates[i % 6]), f, &rem);
		rests += rem;
		/* Of the counter before there is less than a ns. */
		off = mono() - start - want - (int64_t)div64(rests, f, NULL);
		exact = exact && off >= 0 && off <= 1;
	}
	(void)timekeeping_rate(0);
	ok(exact, "ten years of changing rates, to the nanosecond");
	ok(timekeeping_check(), "the invariants hold");
	(void)tc_select("awkward");
}

/* The first reading at or past x is where tk_real_when() says. */
static bool
inverse(const struct tk_real *r, int64_t x)
{
	int64_t m;

	m = tk_real_when(r, x);
	if (m <= r->since)		/* it has passed, or is now */
		return tk_real_read(r, r->since) >= x;
	return tk_real_read(r, m) >= x && tk_real_read(r, m - 1) < x;
}

/* An adjustment is a step of 1 ns each 2000: two of them, one, on each side. */
#define AROUND	(TRIES < 10000 ? 2100 : 4100)
#define EACH	(TRIES < 10000 ? 3 : 1)	/* which of the times around */

static bool
inverse_around(const struct tk_real *r, int64_t x)
{
	bool good;
	int64_t i;

	good = true;
	for (i = -AROUND; i <= AROUND; i += EACH)
		good = good && inverse(r, x + i);
	return good;
}

static void
test_inverse(void)
{
	static const int64_t adjusts[] = { 0, 1, -1, 2, -2, 999, -999, 1000000,
	    -1000000, 30000000, -30000000 };
	struct tk_real r;
	unsigned i;
	int leap;
	bool good, edges;

	good = true;
	edges = true;
	for (i = 0; i < sizeof(adjusts) / sizeof(adjusts[0]); i++) {
		for (leap = -1; leap <= 1; leap++) {
			r = (struct tk_real){ .offset = 86390 * NSEC_PER_SEC,
			    .adjust = adjusts[i], .since = 12345 };
			if (leap != 0)
				tk_real_plan_leap(&r, leap, r.since);
			good = good && inverse_around(&r,
			    tk_real_read(&r, r.since));
			edges = edges &&
			    inverse_around(&r, 86400 * NSEC_PER_SEC) &&
			    inverse_around(&r, 86399 * NSEC_PER_SEC) &&
			    inverse_around(&r, 86401 * NSEC_PER_SEC) &&
			    inverse_around(&r, tk_real_read(&r, r.since +
			    2000 * adjusts[i]));
		}
	}
	ok(good, "when and read are inverse during an adjustment");
	ok(edges, "and around a leap second and the end of the adjustment");
}

static void
test_adjust(void)
{
	int64_t before, left, start;
	bool forward, bounded;
	unsigned i;

	ok(timekeeping_adjust(TK_ADJUST_MAX + 1, &left) == EINVAL &&
	    timekeeping_adjust(-TK_ADJUST_MAX - 1, &left) == EINVAL,
	    "an adjustment of more than an hour is refused");
	(void)timekeeping_adjust(-6000, &left);
	before = real();
	start = mono();
	forward = true;
	bounded = true;
	for (i = 0; i < 1000; i++) {
		awkward.count += 12;
		forward = forward && real() >= before;
		bounded = bounded && real() - before <= 12 * 839;
		before = real();
	}
	ok(forward && bounded, "an adjustment back makes the clock slow only");
	(void)timekeeping_adjust(0, &left);
	ok(left == -6000 + (int64_t)div64((uint64_t)(mono() - start), 2000,
	    NULL), "what is left of it is told");
}

static void
test_switch(void)
{
	int64_t before;

	toy_init(&better, "better", 64, UINT64_C(9192631770), 50);
	better.count = UINT64_MAX - 5;
	before = mono();
	ok(tc_init(&better.tc) == 0 && mono() == before,
	    "a selected counter stays when a better one comes");
	ok(tc_select("nothing") == ENOENT, "an unknown name is refused");
	ok(tc_select("better") == 0 && mono() == before &&
	    tc_current() == &better.tc, "a switch makes no step");
	better.count += UINT64_C(9192631770);
	ok(mono() - before >= NSEC_PER_SEC &&
	    mono() - before <= NSEC_PER_SEC + 1,
	    "a second of the new counter is a second");
	ok(tc_init(&better.tc) == EEXIST, "a name cannot be taken twice");
	toy_init(&dog, "odd", 7, 1, 0);
	ok(tc_init(&dog.tc) == EINVAL, "seven bits are too few");
	toy_init(&dog, "odd", 16, 0, 0);
	ok(tc_init(&dog.tc) == EINVAL, "no frequency is refused");
	toy_init(&dog, "odd", 16, 1, 0);
	dog.tc.tc_counter_mask = 0xfeff;
	ok(tc_init(&dog.tc) == EINVAL, "a mask with a hole is refused");
	dog.tc.tc_counter_mask = 0xffff;
	dog.tc.tc_name = NULL;
	ok(tc_init(&dog.tc) == EINVAL, "no name is refused");
}

/* Two readings that lie far apart in time cannot be compared. */
static void
test_disturbed(void)
{
	unsigned long before;

	toy_init(&dog, "dog", 64, 1000000, 40);
	(void)tc_init(&dog.tc);
	before = event_hits(EV_TK_DISTRUST);
	better.each = UINT64_C(100000000);		/* 11 ms */
	dog.count += 700000;
	timekeeping_update();
	ok(event_hits(EV_TK_DISTRUST) == before,
	    "a comparison that was held up decides nothing");
	better.each = 0;
	timekeeping_update();
	ok(event_hits(EV_TK_DISTRUST) == before + 1 &&
	    tc_current() == &dog.tc, "the next one does");
	before = event_hits(EV_TK_DISTRUST);
	better.count -= 5;
	timekeeping_update();
	ok(event_hits(EV_TK_DISTRUST) == before,
	    "who was found wrong watches nobody");
}

int
main(void)
{
	sim_init(1, 0);
	toy_init(&worse, "worse", 8, 1, -1);
	toy_init(&awkward, "awkward", 16, 1193182, 10);
	(void)tc_init(&worse.tc);
	(void)tc_init(&awkward.tc);
	timekeeping_init(ktime_set(77, 5));
	ok(mono() == 0, "the monotonic clock begins at 0");
	ok(real() == 77 * NSEC_PER_SEC + 5, "the other where it was told");
	ok(timekeeping_resolution() == 839, "the step is rounded up");
	ok(timekeeping_max_idle() == 27461862,
	    "idle for half the period at most");
	test_wrap();
	test_set();
	test_inverse();
	test_years(&slow[0], "1 Hz", 1);
	test_years(&slow[1], "3 Hz", 3);
	test_years(&slow[2], "pm", 3579545);
	test_years(&slow[3], "caesium", UINT64_C(9192631770));
	(void)tc_select("awkward");
	test_adjust();
	test_switch();
	test_disturbed();
	ok(timekeeping_has_clock(CLOCK_MONOTONIC) &&
	    !timekeeping_has_clock(2), "there are two clocks");
	return tap_end();
}
