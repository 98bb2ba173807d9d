/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tk_real.h - CLOCK_REALTIME as a function of CLOCK_MONOTONIC.
 *
 * Rests on: lib.  Used by: timekeeping.c, under its lock, and the tests.
 *
 * All functions are pure but those that say "fold"; times are nanoseconds.
 */
#ifndef TIMEKEEPING_TK_REAL_H
#define TIMEKEEPING_TK_REAL_H

#include "lib/types.h"

struct tk_real {
	int64_t		 offset;	/* REALTIME - MONOTONIC at `since` */
	int64_t		 adjust;	/* to be worked off from `since` on */
	int64_t		 since;		/* a reading of MONOTONIC */
	int64_t		 leap_at;	/* REALTIME reading of the leap */
	int		 leap;		/* enum tk_leap: what comes there */
};

/* The reading at a time of MONOTONIC, not before `since`. */
int64_t	 tk_real_read(const struct tk_real *, int64_t mono);

/* The first time of MONOTONIC with this reading or a later one. */
int64_t	 tk_real_when(const struct tk_real *, int64_t reading);

/* What is left of the adjustment. */
int64_t	 tk_real_left(const struct tk_real *, int64_t mono);

/* Fold what the adjustment has done so far into the offset. */
void	 tk_real_fold(struct tk_real *, int64_t mono);

/* Fold the leap second that is planned if it has come; true if it has. */
bool	 tk_real_fold_leap(struct tk_real *, int64_t mono);

/* Let a leap second come at the end of the UTC day. */
void	 tk_real_plan_leap(struct tk_real *, int leap, int64_t mono);

#endif
