/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tk_real.c - CLOCK_REALTIME as a function of CLOCK_MONOTONIC, both ways.
 *
 * What		Reading the clock is R(m) for a time m of MONOTONIC.  Timers
 *		ask the other way round: at which m will the clock first read
 *		r?  Both are worked out here, from five numbers.
 *
 * Why this way	A timer on CLOCK_REALTIME needs no care at all during an
 *		adjustment or at a leap second when its deadline is turned
 *		into MONOTONIC by a function that knows what will happen.
 *		The alternative, to look at all queues again whenever the two
 *		clocks have drifted apart, is late between two looks.
 *
 * Model	An adjustment by a at one part in P (2000), since m = 0, with
 *		an offset of 0:
 *
 *		forward	R(m) = m + floor(m / P)		P = 4:
 *			m   0 1 2 3  4 5 6 7   8
 *			R   0 1 2 3  5 6 7 8  10	4 and 9 are skipped
 *		back	R(m) = m - floor(m / P)
 *			R   0 1 2 3  3 4 5 6   6	3 and 6 come twice
 *
 *		so R never goes back, and the first m with R(m) >= r is
 *
 *		forward	r - floor(r / (P + 1))		r = 4 -> 4, 9 -> 8
 *		back	r + ceil(r / (P - 1)) - 1	r = 3 -> 3, 6 -> 7
 *
 *		until all of it is worked off, at m = |a| * P.
 *
 *		A leap second at the reading L (midnight) changes the offset
 *		once.  Inserted: where L would come first, R steps back by a
 *		second, and 23:59:59 is read twice.  Deleted: where L - 1 s
 *		would come, R steps to L, and 23:59:59 is never read.
 *
 * Invariants	I1  |adjust| <= TK_ADJUST_MAX, so that |adjust| * P fits.
 *		I2  MONOTONIC is never before `since`.
 */
#include "timekeeping/tk_real.h"

#include "lib/check.h"
#include "lib/math64.h"
#include "timekeeping/timekeeping.h"

#define DAY	(86400 * NSEC_PER_SEC)

/* What the adjustment has done so far. */
static int64_t
done(const struct tk_real *r, int64_t mono)
{
	int64_t size, part;

	if (r->adjust == 0)
		return 0;
	size = r->adjust < 0 ? -r->adjust : r->adjust;
	part = (int64_t)div64((uint64_t)(mono - r->since),
	    (uint64_t)TK_ADJUST_PACE, NULL);	/* [TK-ADJUST-2] */
	if (part > size)
		part = size;			/* [TK-ADJUST-1] */
	return r->adjust < 0 ? -part : part;
}

/* The reading as if no leap second were to come. */
static int64_t
plain_read(const struct tk_real *r, int64_t mono)
{
	return nsec_add_sat(nsec_add_sat(mono, r->offset), done(r, mono));
}

/* The first time with that reading, as if no leap second were to come. */
static int64_t
plain_when(const struct tk_real *r, int64_t reading)
{
	int64_t to, passed, all;
	uint64_t q;

	to = nsec_add_sat(reading, -r->offset);
	if (r->adjust == 0 || to <= r->since)
		return to;
	to -= r->since;
	all = (r->adjust < 0 ? -r->adjust : r->adjust) *
	    TK_ADJUST_PACE;					/* I1 */
	if (r->adjust > 0) {
		q = div64((uint64_t)to, (uint64_t)TK_ADJUST_PACE + 1, NULL);
		passed = to - (int64_t)q;
	} else {
		q = div64((uint64_t)to - 1, (uint64_t)TK_ADJUST_PACE - 1,
		    NULL);
		passed = nsec_add_sat(to, (int64_t)q);
	}
	if (passed > all)		/* by then all of it is worked off */
		passed = nsec_add_sat(to, -r->adjust);
	return nsec_add_sat(passed, r->since);
}

/* The reading at which the leap second takes effect. */
static int64_t
leap_edge(const struct tk_real *r)
{
	return r->leap == TK_LEAP_DELETE ? r->leap_at - NSEC_PER_SEC :
	    r->leap_at;
}

/* What the leap second adds to the offset. */
static int64_t
leap_step(const struct tk_real *r)
{
	return r->leap == TK_LEAP_DELETE ? NSEC_PER_SEC : -NSEC_PER_SEC;
}

int64_t
tk_real_read(const struct tk_real *r, int64_t mono)
{
	int64_t reading;

	reading = plain_read(r, mono);
	if (r->leap != TK_LEAP_NONE && reading >= leap_edge(r))
		reading += leap_step(r);
	return reading;
}

/*
 * A reading before the edge comes before the leap; one beyond it comes
 * after, where the offset is another, and not before the leap itself.
 */
int64_t
tk_real_when(const struct tk_real *r, int64_t reading)
{
	int64_t beyond, edge;

	if (r->leap == TK_LEAP_NONE || reading <= leap_edge(r) - 1)
		return plain_when(r, reading);
	edge = plain_when(r, leap_edge(r));
	beyond = plain_when(r, nsec_add_sat(reading, -leap_step(r)));
	return beyond > edge ? beyond : edge;
}

int64_t
tk_real_left(const struct tk_real *r, int64_t mono)
{
	return r->adjust - done(r, mono);
}

void
tk_real_fold(struct tk_real *r, int64_t mono)
{
	int64_t worked;

	worked = done(r, mono);
	r->offset = nsec_add_sat(r->offset, worked);
	r->adjust -= worked;
	r->since = mono;
	CHECK(r->adjust >= -TK_ADJUST_MAX &&
	    r->adjust <= TK_ADJUST_MAX);			/* I1 */
}

bool
tk_real_fold_leap(struct tk_real *r, int64_t mono)
{
	if (plain_read(r, mono) < leap_edge(r))
		return false;
	/* [TK-LEAP-1] [TK-LEAP-2] */
	r->offset = nsec_add_sat(r->offset, leap_step(r));
	r->leap = TK_LEAP_NONE;
	return true;
}

/*
 * The end of the day whose last second has not begun: a second that is
 * being read can no longer be deleted.
 */
void
tk_real_plan_leap(struct tk_real *r, int leap, int64_t mono)
{
	int64_t now, into;

	now = tk_real_read(r, mono);
	if (leap == TK_LEAP_DELETE)
		now = nsec_add_sat(now, NSEC_PER_SEC);
	(void)div64_floor(now, DAY, &into);
	r->leap = leap;
	r->leap_at = nsec_add_sat(now, DAY - into);	/* [TK-LEAP-3] */
}
