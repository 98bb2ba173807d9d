/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tk_count.h - a counter that is being read.
 *
 * Rests on: timetc.h, lib.  Used by: timekeeping.c, under its lock.
 */
#ifndef TIMEKEEPING_TK_COUNT_H
#define TIMEKEEPING_TK_COUNT_H

#include "lib/types.h"
#include "timekeeping/timetc.h"

struct tk_count {
	struct timecounter *tc;		/* NULL: none */
	uint64_t	 last;		/* the count last read */
	uint64_t	 most;		/* cycles that count as forward */
	uint64_t	 seen;		/* cycles since the last comparison */
	uint64_t	 looked;		/* seen, when last looked at */
};

/* Count from now on, with this counter or with none. */
void	 tk_count_start(struct tk_count *, struct timecounter *);

/* What it has seen, in ns; its step, in ns rounded up. */
uint64_t tk_count_ns(const struct tk_count *);
uint64_t tk_count_step(const struct tk_count *);

/*
 * Has it stood while the one that watches it ran?  Asked at each look at the
 * two, behind a reading of both.
 */
bool	 tk_count_stood(struct tk_count *, struct tk_count *dog);

/* Half its period in ns, rounded down; INT64_MAX from a year on. */
int64_t	 tk_count_half(const struct tk_count *);

static inline uint64_t
tk_count_raw(const struct tk_count *c)
{
	return c->tc->tc_get_timecount(c->tc) & c->tc->tc_counter_mask;
}

/* Read it.  True: it went on by *delta cycles; false: it went back. */
static inline bool
tk_count_read(struct tk_count *c, uint64_t *delta)
{
	uint64_t now;

	now = tk_count_raw(c);
	*delta = (now - c->last) &
	    c->tc->tc_counter_mask;			/* [TK-COUNTER-2] */
	c->last = now;
	if (*delta > c->most)
		return false;
	c->seen += *delta;
	return true;
}

#endif
