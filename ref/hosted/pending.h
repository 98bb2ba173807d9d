/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pending.h - the interrupts that a CPU made of software has yet to take:
 * calls from other CPUs, oldest first, and lines of devices.
 *
 * Nothing here is locked: the CPU's lock, if it has one, is held.
 *
 * Rests on: port.  Used by: ports that run in a process.
 */
#ifndef HOSTED_PENDING_H
#define HOSTED_PENDING_H

#include "port/port.h"

#define PENDING_CALLS	32

/* What an interrupt calls. */
struct pending_call {
	port_handler	*handler;
	void		*arg;
};

struct pending {
	unsigned	 lines;		/* raised and not yet taken */
	struct pending_call calls[PENDING_CALLS];	/* oldest first */
	unsigned	 ncalls;
};

static inline bool
pending_any(const struct pending *p)
{
	return p->lines != 0 || p->ncalls != 0;
}

/* Queue a call, unless the same one waits already: then false. */
bool	pending_add(struct pending *, struct pending_call);

/*
 * Take the oldest call, or else the lowest line, whose handler stands in the
 * table; false when there is none.
 */
bool	pending_take(struct pending *,
	    const struct pending_call line[PORT_LINES], struct pending_call *);

#endif
