/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * narrow_test.c - the arithmetic of lib, on every input.
 *
 * What	math64.c and sbintime.c are compiled with times of 8 bits (narrow.h),
 *	and each function is called with all its arguments, up to all
 *	triples.  What it must answer is worked out in int.
 *
 * Why this way
 *	A table of edges holds the edges that somebody thought of.  What
 *	these functions do depends on signs, carries and the ends of the
 *	type, and all of those are there in 8 bits as in 64.
 *
 * Limits	With few TRIES, as for a machine that another one plays, one
 *		triple of 23.
 */
#include "lib/catch.h"
#include "lib/tap.h"

#include "lib/narrow.h"

#include "lib/math64.c"
#include "lib/sbintime.c"

enum {
	UNITS = 16,				/* of binary time in a second */
	SBT_END = 8 * SEC			/* ns where it ends */
};

/* Which triples are tried. */
#if TRIES < 10000
#define EACH	23
#define TRIPLES	"one triple of 23"
#else
#define EACH	1
#define TRIPLES	"all triples"
#endif

/* ---- math64 ----------------------------------------------------------- */

static void
test_div(void)
{
	uint64_t rem;
	bool good = true;
	int n, d;

	for (n = 0; n <= ALL; n++)
		for (d = 1; d <= ALL; d++)
			good = good && div64(n, d, &rem) == n / d &&
			    rem == n % d && div64(n, d, NULL) == n / d;
	ok(good, "div64: all pairs");
}

static void
test_recip(void)
{
	struct recip64 r;
	uint64_t rem;
	bool good = true;
	int n, d;

	for (d = 1; d <= ALL; d++) {
		recip64_init(&r, d);
		for (n = 0; n <= ALL; n++)
			good = good && recip64_div(&r, n, &rem) == n / d &&
			    rem == n % d;
	}
	ok(good, "recip64_div: all pairs");
}

static void
test_div_floor(void)
{
	int64_t rem;
	bool good = true;
	int n, d, q;

	for (n = LEAST; n <= MOST; n++)
		for (d = 1; d <= MOST; d++) {
			q = floor_div(n, d);
			good = good && div64_floor(n, d, &rem) == q &&
			    rem == n - q * d &&
			    div64_floor(n, d, NULL) == q;
		}
	ok(good, "div64_floor: all pairs");
}

static bool
muldivs(int a, int b)
{
	bool good = true;
	int c, down, up;

	for (c = 1; c <= ALL; c++) {
		down = a * b / c;
		up = down + (a * b % c != 0);
		good = good &&
		    muldiv64_down(a, b, c) == clamp(down, 0, ALL) &&
		    muldiv64_up(a, b, c) == clamp(up, 0, ALL);
	}
	return good;
}

static void
test_muldiv(void)
{
	bool good = true;
	int a, b;

	for (a = 0; a <= ALL; a++)
		for (b = a % EACH; b <= ALL; b += EACH)
			good = good && muldivs(a, b);
	ok(good, "muldiv64_down, muldiv64_up: " TRIPLES);
}

static void
test_add_sat(void)
{
	bool good = true;
	int a, b;

	for (a = LEAST; a <= MOST; a++)
		for (b = LEAST; b <= MOST; b++)
			good = good && nsec_add_sat(a, b) ==
			    clamp(a + b, LEAST, MOST);
	ok(good, "nsec_add_sat: all pairs");
}

static bool
forwards(int from, int now)
{
	int64_t deadline;
	bool good = true;
	int by, added;

	for (by = 1; by <= MOST; by++) {
		added = now < from ? 0 : (now - from) / by + 1;
		deadline = from;
		good = good && nsec_forward(&deadline, now, by) ==
		    clamp(added, 0, ALL) &&
		    deadline == clamp(from + added * by, LEAST, MOST);
	}
	return good;
}

static void
test_forward(void)
{
	bool good = true;
	int from, now;

	for (from = LEAST; from <= MOST; from++)
		for (now = LEAST + (from - LEAST) % EACH; now <= MOST;
		    now += EACH)
			good = good && forwards(from, now);
	ok(good, "nsec_forward: " TRIPLES);
}

/* ---- sbintime --------------------------------------------------------- */

/* ceil(n * k), the drawing in sbintime.c, cut to what 8 bits hold. */
static int
binary(int n)
{
	return clamp(-floor_div(-n * UNITS, SEC), LEAST, MOST);
}

static void
test_sbintime(void)
{
	bool out = true, back = true, trip = true;
	int n, s;

	for (n = LEAST; n <= MOST; n++)
		out = out && nstosbt(n) == binary(n);
	ok(out, "nstosbt: all");
	for (s = LEAST; s <= MOST; s++) {
		for (n = -SBT_END; binary(n) < s; n++)
			;
		back = back && sbttons(s) == n;
	}
	ok(back, "sbttons: all");
	for (n = -SBT_END; n <= SBT_END; n++)
		trip = trip && sbttons(nstosbt(n)) == n;
	ok(trip, "sbttons of nstosbt: all in range");
}

int
main(void)
{
	CATCH(div64(1, 0, NULL));
	ok(caught("div64: d != 0"), "division by zero is stopped");
	test_div();
	test_recip();
	test_div_floor();
	test_muldiv();
	test_add_sat();
	test_forward();
	test_sbintime();
	return tap_end();
}
