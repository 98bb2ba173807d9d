/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chain.h - that nothing is short-cut between the hardware and a front end:
 * each report must have been programmed, have interrupted, expired as an
 * hrtimer, and only then be ready.  For *_test.c only.
 */
#ifndef LIB_CHAIN_H
#define LIB_CHAIN_H

#include "lib/event.h"
#include "sim/sim.h"

enum chain_step {
	CHAIN_NONE,
	CHAIN_PROGRAMMED,
	CHAIN_INTERRUPTED,
	CHAIN_EXPIRED
};

static unsigned chains, chains_broken;

static inline void
chain_go(enum chain_step *at, enum chain_step from, enum chain_step to)
{
	chains_broken += *at != from;
	*at = to;
}

/*
 * One event of the stack; `ready` is the front end's.  The hardware may be
 * programmed for a report before the one that is under way.
 */
static inline void
chain_event(unsigned id, unsigned ready)
{
	static enum chain_step at;

	if (id == EV_HAL_PROGRAM) {
		at = CHAIN_PROGRAMMED;
	} else if (id == EV_ET_EVENT) {
		chain_go(&at, CHAIN_PROGRAMMED, CHAIN_INTERRUPTED);
	} else if (id == EV_HRT_EXPIRE) {
		chain_go(&at, CHAIN_INTERRUPTED, CHAIN_EXPIRED);
	} else if (id == ready) {
		chain_go(&at, CHAIN_EXPIRED, CHAIN_NONE);
		chains++;
	}
}

#endif
