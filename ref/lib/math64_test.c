/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * math64_test.c - the arithmetic of ref/lib, and binary time on top of it.
 *
 * Hosted.  Links check.o, math64.o and sbintime.o of ref/lib; catch.h is
 * its port.  Results are compared with __int128 where the compiler has it.
 */
#include "lib/math64.h"
#include "lib/sbintime.h"

#include "lib/catch.h"
#include "lib/dice.h"
#include "lib/tap.h"

/* Numbers at which carries, signs and halves change. */
static const uint64_t edges[] = {
	0, 1, 2, 3, 7, 10, 999999999, 1000000000, 1000000001,
	INT32_MAX, (uint64_t)INT32_MAX + 1, UINT32_MAX - 1, UINT32_MAX,
	(uint64_t)UINT32_MAX + 1, (uint64_t)UINT32_MAX + 2,
	(uint64_t)UINT32_MAX << 1, (uint64_t)UINT32_MAX << 32,
	INT64_MAX - 1, INT64_MAX, (uint64_t)INT64_MAX + 1,
	(uint64_t)INT64_MAX + 2, UINT64_MAX - 1, UINT64_MAX
};

#define EDGES	(sizeof(edges) / sizeof(edges[0]))

static uint64_t
random64(void)
{
	static uint64_t dice = 88172645463325252u;

	return dice_next(&dice);
}

/* A random number of a random length, so that small ones occur. */
static uint64_t
random_any(void)
{
	unsigned shift = (unsigned)(random64() >> 58);

	return random64() >> shift;
}

/* n == q * d + r and r < d determine q and r; no division is trusted. */
static bool
divides(uint64_t n, uint64_t d)
{
	uint64_t r, q = div64(n, d, &r);

	return r < d && q * d + r == n && (d == 1 || q <= n / 2) &&
	    div64(n, d, NULL) == q;
}

static bool
floors(int64_t n, int64_t d)
{
	int64_t r, q = div64_floor(n, d, &r);
	uint64_t product = (uint64_t)q * (uint64_t)d;

	return r >= 0 && r < d && product + (uint64_t)r == (uint64_t)n &&
	    (n < 0) == (q < 0) && div64_floor(n, d, NULL) == q;
}

/* As div64() would have it. */
static bool
multiplies(uint64_t n, uint64_t d)
{
	struct recip64 r;
	uint64_t left, want;

	recip64_init(&r, d);
	return recip64_div(&r, n, &left) == div64(n, d, &want) &&
	    left == want;
}

static void
test_recip(void)
{
	bool good = true;
	size_t i, j;

	for (i = 0; i < EDGES; i++) {
		for (j = 0; j < EDGES; j++)
			good = good && (edges[j] == 0 ||
			    multiplies(edges[i], edges[j]));
	}
	for (i = 0; i < 100000; i++)
		good = good && multiplies(random_any(), random_any() | 1);
	ok(good, "a reciprocal divides exactly");
}

static void
test_div(void)
{
	bool div = true, floor = true;
	size_t i, j;
	int k;

	for (i = 0; i < EDGES; i++)
		for (j = 1; j < EDGES; j++) {
			div = div && divides(edges[i], edges[j]);
			floor = floor && (edges[j] > INT64_MAX ||
			    floors((int64_t)edges[i], (int64_t)edges[j]));
		}
	for (k = 0; k < TRIES; k++) {
		uint64_t n = random_any(), d = random_any() | 1;

		div = div && divides(n, d);
		floor = floor && floors((int64_t)(n ^ random64()),
		    (int64_t)(d >> 1 | 1));
	}
	ok(div, "div64 gives n == q * d + r with r < d");
	ok(floor, "div64_floor rounds down, remainder 0..d-1");
	ok(div64_floor(-1, 3, NULL) == -1 && div64_floor(-3, 3, NULL) == -1 &&
	    div64_floor(-4, 3, NULL) == -2 &&
	    div64_floor(INT64_MIN, 1, NULL) == INT64_MIN &&
	    div64_floor(INT64_MIN, INT64_MAX, NULL) == -2,
	    "div64_floor at the drawn examples and the ends");
	CATCH(div64(1, 0, NULL));
	ok(caught("div64: d != 0"), "division by zero is stopped");
	CATCH(div64_floor(1, -1, NULL));
	ok(caught("div64_floor: d > 0"),
	    "floor division by a negative number is stopped");
}

#ifdef __SIZEOF_INT128__

__extension__ typedef unsigned __int128 wide;

static bool
muldivs(uint64_t a, uint64_t b, uint64_t c)
{
	wide product = (wide)a * b;
	wide down = product / c, up = down + (product % c != 0);

	if (down > UINT64_MAX)
		down = UINT64_MAX;
	if (up > UINT64_MAX)
		up = UINT64_MAX;
	return muldiv64_down(a, b, c) == down && muldiv64_up(a, b, c) == up;
}

#else

/* Without wide numbers: a * b / b is a, one less is not, one more is up. */
static bool
muldivs(uint64_t a, uint64_t b, uint64_t c)
{
	return (b == 0 || muldiv64_down(a, b, b) == a) &&
	    (b == 0 || muldiv64_up(a, b, b) == a) &&
	    muldiv64_down(a, b, c) <= muldiv64_up(a, b, c) &&
	    muldiv64_down(a, b, c) == muldiv64_down(b, a, c);
}

#endif

static void
test_muldiv(void)
{
	bool good = true;
	size_t i, j, k;
	int n;

	for (i = 0; i < EDGES; i++)
		for (j = 0; j < EDGES; j++)
			for (k = 1; k < EDGES; k++)
				good = good &&
				    muldivs(edges[i], edges[j], edges[k]);
	ok(good, "muldiv64 at the edges");
	for (n = 0; n < TRIES / 2; n++)
		good = good &&
		    muldivs(random_any(), random_any(), random_any() | 1);
	ok(good, "muldiv64 of random numbers");
	ok(muldiv64_down(UINT64_MAX, UINT64_MAX, UINT64_MAX) == UINT64_MAX &&
	    muldiv64_down(UINT64_MAX, UINT64_MAX - 1, UINT64_MAX) ==
	    UINT64_MAX - 1, "muldiv64 keeps all bits of the product");
	ok(muldiv64_down(UINT64_MAX, 2, 1) == UINT64_MAX &&
	    muldiv64_up(UINT64_MAX, 3, 2) == UINT64_MAX,
	    "muldiv64 saturates");
	ok(muldiv64_down(10, 10, 3) == 33 && muldiv64_up(10, 10, 3) == 34 &&
	    muldiv64_up(10, 3, 3) == 10, "muldiv64 rounds down or up");
	CATCH(muldiv64_down(1, 1, 0));
	ok(caught("muldiv64_rem: c != 0"), "muldiv64 by zero is stopped");
}

static void
test_add_sat(void)
{
	ok(nsec_add_sat(2, 3) == 5 && nsec_add_sat(-2, -3) == -5 &&
	    nsec_add_sat(INT64_MAX, INT64_MIN) == -1 &&
	    nsec_add_sat(INT64_MIN, INT64_MAX) == -1,
	    "nsec_add_sat adds");
	ok(nsec_add_sat(INT64_MAX - 1, 1) == INT64_MAX &&
	    nsec_add_sat(INT64_MIN + 1, -1) == INT64_MIN,
	    "nsec_add_sat reaches the ends");
	ok(nsec_add_sat(INT64_MAX, 1) == INT64_MAX &&
	    nsec_add_sat(INT64_MAX - 1, 2) == INT64_MAX &&
	    nsec_add_sat(INT64_MIN + 1, -2) == INT64_MIN &&
	    nsec_add_sat(INT64_MAX, INT64_MAX) == INT64_MAX &&
	    nsec_add_sat(INT64_MIN, -1) == INT64_MIN &&
	    nsec_add_sat(INT64_MIN, INT64_MIN) == INT64_MIN,
	    "nsec_add_sat saturates at both ends");
}

static bool
forwards(int64_t from, int64_t now, int64_t interval, int64_t to,
    uint64_t added)
{
	int64_t deadline = from;

	return nsec_forward(&deadline, now, interval) == added &&
	    deadline == to;
}

static void
test_forward(void)
{
	int64_t deadline = 5;

	ok(forwards(5, 4, 1, 5, 0) && forwards(5, INT64_MIN, 1, 5, 0),
	    "nsec_forward leaves a deadline that is to come");
	ok(forwards(5, 5, 10, 15, 1) && forwards(5, 14, 10, 15, 1) &&
	    forwards(5, 15, 10, 25, 2) && forwards(-5, 31, 10, 35, 4),
	    "nsec_forward goes beyond now in whole intervals");
	ok(forwards(INT64_MIN, 0, INT64_MAX, INT64_MAX - 1, 2) &&
	    forwards(INT64_MIN, INT64_MAX - 1, 1, INT64_MAX, UINT64_MAX),
	    "nsec_forward goes from end to end");
	ok(forwards(5, 5, INT64_MAX, INT64_MAX, 1) &&
	    forwards(INT64_MIN, INT64_MAX, 1, INT64_MAX, UINT64_MAX),
	    "nsec_forward saturates");
	CATCH(nsec_forward(&deadline, 5, 0));
	ok(caught("nsec_forward: interval > 0"),
	    "nsec_forward by nothing is stopped");
}

#define SBT_NS_END	(((int64_t)1 << 31) * NSEC_PER_SEC)

/* s is the binary time of n, and no other: s - 1 < n * k <= s. */
static bool
is_ceiling(int64_t n, sbintime_t s)
{
	int64_t secs, rest;
	uint64_t units;

	secs = div64_floor(n, NSEC_PER_SEC, &rest);
	units = (uint64_t)s - ((uint64_t)secs << 32);
	return units * 1000000000 >= (uint64_t)rest << 32 &&
	    (units == 0 || (units - 1) * 1000000000 < (uint64_t)rest << 32);
}

static bool
round_trips(int64_t n)
{
	return sbttons(nstosbt(n)) == n &&
	    (n == SBT_NS_END || is_ceiling(n, nstosbt(n)));
}

/* sbttons(s) reaches s, and one nanosecond less does not. */
static bool
is_least(sbintime_t s)
{
	int64_t n = sbttons(s);

	return nstosbt(n) >= s && (n == -SBT_NS_END || nstosbt(n - 1) < s);
}

static void
test_sbintime_dense(void)
{
	bool trip = true, least = true;
	int64_t i;

	for (i = 0; i <= TRIES; i++)
		trip = trip && round_trips(i) && round_trips(-i) &&
		    round_trips(NSEC_PER_SEC - TRIES / 2 + i) &&
		    round_trips(-SBT_NS_END + i) &&
		    round_trips(SBT_NS_END - i);
	ok(trip, "ns to sbt and back: dense about 0, 1 s and the ends");
	for (i = 0; i <= TRIES; i++)
		least = least && is_least(i) && is_least(-i) &&
		    is_least(SBT_1S - TRIES / 2 + i) &&
		    is_least(SBT_MIN + i) && is_least(SBT_MAX - i);
	ok(least, "sbt to the least ns: dense about 0, 1 s and the ends");
}

static void
test_sbintime(void)
{
	bool trip = true, least = true;
	int64_t n;
	int i;

	for (i = 0; i < TRIES / 2; i++) {
		n = (int64_t)(random_any() >> 1) % (SBT_NS_END + 1);
		trip = trip && round_trips(n) && round_trips(-n);
		least = least && is_least((sbintime_t)random_any());
	}
	ok(trip, "ns to sbt and back: random");
	ok(least, "sbt to the least ns: random");
	ok(nstosbt(1) == 5 && nstosbt(4) == 18 && sbttons(5) == 1 &&
	    sbttons(6) == 2 && sbttons(14) == 4, "the drawn examples");
	ok(nstosbt(NSEC_PER_SEC) == SBT_1S && nstosbt(-NSEC_PER_SEC) == -SBT_1S,
	    "whole seconds are exact");
	ok(nstosbt(SBT_NS_END - 1) == SBT_MAX - 3 &&
	    nstosbt(SBT_NS_END) == SBT_MAX && nstosbt(INT64_MAX) == SBT_MAX,
	    "nstosbt saturates above");
	ok(nstosbt(-SBT_NS_END) == SBT_MIN &&
	    nstosbt(-SBT_NS_END - 1) == SBT_MIN &&
	    nstosbt(INT64_MIN) == SBT_MIN, "nstosbt saturates below");
}

int
main(void)
{
	test_div();
	test_recip();
	test_muldiv();
	test_add_sat();
	test_forward();
	test_sbintime_dense();
	test_sbintime();
	return tap_end();
}
