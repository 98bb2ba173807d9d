/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tk_count.c - a counter that is being read: forward, around, or back.
 *
 * What		Two readings differ by some number of cycles modulo the
 *		mask.  Up to three quarters of the period that is time that
 *		has passed; more is a counter that went back.
 *
 * Why this way	A counter that wraps and one that was set back look the same
 *		but for the size of the difference.  It is to be read each
 *		half period; so one quarter is left for readings that are
 *		late, and one for counters that go back.
 *
 * Model	Eight bits:
 *
 *		last 250, now 4		10, forward: the counter wrapped
 *		last 4, now 250		246, over 191: it went back by 10
 *
 *		A wide counter never comes that far; there 146 years are the
 *		limit of what is believed.
 */
#include "timekeeping/tk_count.h"

#include "lib/math64.h"

#define STEPS	16u		/* more than chance */

void
tk_count_start(struct tk_count *c, struct timecounter *tc)
{
	uint64_t near, far;

	c->tc = tc;
	c->seen = 0;
	c->looked = 0;
	if (tc == NULL)
		return;
	near = tc->tc_counter_mask / 4 * 3;
	far = muldiv64_down((uint64_t)1 << 62, tc->tc_frequency,
	    (uint64_t)NSEC_PER_SEC);
	c->most = near < far ? near : far;
	c->last = tk_count_raw(c);
}

uint64_t
tk_count_ns(const struct tk_count *c)
{
	return muldiv64_down(c->seen, (uint64_t)NSEC_PER_SEC,
	    c->tc->tc_frequency);
}

uint64_t
tk_count_step(const struct tk_count *c)
{
	return muldiv64_up(1, (uint64_t)NSEC_PER_SEC, c->tc->tc_frequency);
}

/*
 * Not one step, while the other has seen many; and no step now, so that what
 * has come between the two readings is not the reason.
 */
bool
tk_count_stood(struct tk_count *c, struct tk_count *dog)
{
	struct tk_count ran;
	bool stood;

	ran = *dog;
	ran.seen -= dog->looked;
	stood = c->seen == c->looked && tk_count_raw(c) == c->last &&
	    tk_count_ns(&ran) > STEPS * (tk_count_step(c) +
	    tk_count_step(dog));
	c->looked = c->seen;
	dog->looked = dog->seen;
	return stood;
}

int64_t
tk_count_half(const struct tk_count *c)
{
	const uint64_t limit = (uint64_t)1 << 55;	/* ns, over a year */
	uint64_t half;

	if (c->tc == NULL)
		return INT64_MAX;
	half = muldiv64_down(c->tc->tc_counter_mask / 2,
	    (uint64_t)NSEC_PER_SEC, c->tc->tc_frequency);
	return half < limit ? (int64_t)half : INT64_MAX;
}
