/* SPDX-License-Identifier: BSD-2-Clause */
/* null.h - a control: where a bad kernel differs from the reference. */
#ifndef ADAPTERS_NULL_NULL_H
#define ADAPTERS_NULL_NULL_H

#include "agent/agent.h"

/* Beyond so many expirations in one count, a control leaves it at that. */
#define	NULL_COUNTED	100000

/* A function that is NULL leaves things as they are. */
struct null_control {
	const char	*name;		/* NULL ends the table */
	bool		 deaf;		/* no call reaches the stack */
	/* The time that the stack is asked for, instead of v. */
	int64_t		(*time)(struct agent_obj *, const char *key,
			    int64_t v);
	/* How often an expiry arrives: the kth of those reported together. */
	unsigned	(*deliver)(struct agent_obj *, unsigned k);
	/* What the call says in place of its own answer. */
	void		(*answer)(struct agent_call *);
	const char	*(*declare)(const char *name, const char *value);
};

extern const struct null_control null_controls[];

#endif
