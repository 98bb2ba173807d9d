/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timetc.h - counters: the hardware that time is read from.
 *
 * A driver fills a struct timecounter and gives it to tc_init().  The names
 * are those of FreeBSD's timecounters, the companions of eventtimers(9).
 */
#ifndef TIMEKEEPING_TIMETC_H
#define TIMEKEEPING_TIMETC_H

#include "lib/types.h"

struct timecounter;

typedef uint64_t timecounter_get_t(struct timecounter *);

/* All fields are the driver's and fixed once tc_init() has them. */
struct timecounter {
	timecounter_get_t *tc_get_timecount;	/* any context, any CPU */
	uint64_t	 tc_counter_mask;	/* 2^n - 1 */
	uint64_t	 tc_frequency;		/* Hz, not 0 */
	const char	*tc_name;
	int		 tc_quality;	/* higher is better; < 0 never */
	void		*tc_priv;		/* the driver's own */
};

void	 tc_init(struct timecounter *);		/* T  before timekeeping_init */

#endif
