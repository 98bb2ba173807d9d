/* SPDX-License-Identifier: BSD-2-Clause */
/* pending.c - see pending.h. */
#include "hosted/pending.h"

#include "lib/check.h"

static bool
is_queued(const struct pending *p, struct pending_call call)
{
	unsigned i;

	for (i = 0; i < p->ncalls; i++) {
		if (p->calls[i].handler == call.handler &&
		    p->calls[i].arg == call.arg)
			return true;
	}
	return false;
}

bool
pending_add(struct pending *p, struct pending_call call)
{
	if (is_queued(p, call))
		return false;
	CHECK(p->ncalls < PENDING_CALLS);
	p->calls[p->ncalls++] = call;
	return true;
}

bool
pending_take(struct pending *p, const struct pending_call line[PORT_LINES],
    struct pending_call *out)
{
	unsigned i;

	if (p->ncalls > 0) {
		*out = p->calls[0];
		p->ncalls--;
		for (i = 0; i < p->ncalls; i++)
			p->calls[i] = p->calls[i + 1];
		return true;
	}
	for (i = 0; i < PORT_LINES; i++) {
		if ((p->lines & (1u << i)) != 0) {
			p->lines &= ~(1u << i);
			*out = line[i];
			return true;
		}
	}
	return false;
}
