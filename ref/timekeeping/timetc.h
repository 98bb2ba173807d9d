/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timetc.h - counters: the hardware that time is read from.
 *
 * Spec: timekeeping.9 (TK-COUNTER-*).  Rests on: port.  Used by: the
 * drivers, timekeeping.
 *
 * A driver fills a struct timecounter and gives it to tc_init().  The names
 * are those of FreeBSD's timecounters, the companions of eventtimers(9).
 *
 * Context	T thread, I interrupt.
 * Field lock	D set by the driver before tc_init, fixed afterwards; k the
 *		lock of timekeeping.
 */
#ifndef TIMEKEEPING_TIMETC_H
#define TIMEKEEPING_TIMETC_H

#include "lib/list.h"
#include "lib/types.h"

struct timecounter;

typedef uint64_t timecounter_get_t(struct timecounter *);

struct timecounter {
	timecounter_get_t *tc_get_timecount;	/* D  any context, any CPU */
	uint64_t	 tc_counter_mask;	/* D  2^n - 1, n from 8 to 64 */
	uint64_t	 tc_frequency;		/* D  Hz, not 0 */
	const char	*tc_name;		/* D  unique */
	int		 tc_quality;	/* k  higher is better; < 0 never by
					   itself; -1 if found wrong */
	void		*tc_priv;		/* D  the driver's own */
	SLIST_ENTRY(timecounter) tc_all;	/* k  best first */
};

/*
 * Make a counter known, at start-up or later; the storage stays in place for
 * ever.  EINVAL: it cannot be a counter; EEXIST: its name is taken.
 */
int	 tc_init(struct timecounter *);			/* T  TK-COUNTER-* */

/* Take this counter, whatever its quality.  ENOENT: there is none. */
int	 tc_select(const char *name);			/* T  TK-SWITCH-* */

/* The counter in use. */
const struct timecounter *
	 tc_current(void);				/* TI */

#endif
