/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * null.c - the null agent: every call succeeds and does nothing.
 *
 * What		The reference's agent with its verbs taken out.  It accepts
 *		what the reference accepts, time passes on the same virtual
 *		machine, but no call reaches the stack: each returns 0, no
 *		timer is ever started, so no callback ever comes.
 *
 * Why this way	It is a negative control.  A case that passes here would pass
 *		on a kernel without timers, so it proves nothing; the suite's
 *		self-test wants every case to fail.  Two kinds of line stay
 *		honest on purpose: `calc`, whose functions are pure and have
 *		nothing to do with timers, and the statement, without which
 *		every case would be skipped and none would fail.
 */
#include <stddef.h>
#include <string.h>

#include "agent/agent.h"

extern const struct agent_target agent_ref_target;

#define	ROWS	128

static struct agent_row rows[ROWS];
static struct agent_target target;

static void
succeed(struct agent_call *c)
{
	(void)c;
}

static void
nothing(void)
{
}

/* The reference's rows, so that the same words are understood. */
static int
take_rows(const struct agent_row *from)
{
	size_t n;

	for (n = 0; from[n].verb != NULL; n++) {
		if (n == ROWS - 1)
			return -1;
		rows[n] = from[n];
		if (strcmp(from[n].verb, "calc") != 0)
			rows[n].fn = succeed;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	if (take_rows(agent_ref_target.rows) != 0)
		return 2;
	target = agent_ref_target;
	target.name = "null";
	target.rows = rows;
	target.mask = nothing;
	target.unmask = nothing;
	return agent_posix_main(argc, argv, &target);
}
