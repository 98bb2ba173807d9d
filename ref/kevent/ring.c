/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ring.c - events in memory that a program shares with the kernel.
 *
 * What		The kernel writes records one behind the other and moves its
 *		index; the program reads up to that and says how far it is.
 *
 * Why this way	Where the kernel stands is in the kernel's own memory: what a
 *		program writes over its copy deceives nobody but itself.  One
 *		record is left unused, so that equal indices mean empty.
 *
 * Model	4 records, laps of the index in `over`:
 *
 *		kidx 0 over 0	three events: 0, 1 and 2 are written
 *		kidx 3 over 0	full.  commit(2, 0): 0 and 1 are free
 *		kidx 3		two events: 3 and 0
 *		kidx 1 over 1	full.  commit(0, 1): 2 and 3 are free
 *
 * Invariants	I1  uidx + filled is kidx, around the ring.
 *		I2  one record at least is not filled.
 *
 * Locking	The queue's mutex.
 *
 * Races	The program reads at any time.  A record is whole before the
 *		index passes it, and the lap is counted before the index
 *		begins it.
 */
#include <stdatomic.h>

#include "kevent/kevent_impl.h"

#include "lib/check.h"
#include "lib/errno.h"

static bool
ring_check(const struct kevent_ring_state *r)
{
	CHECK(r->kidx == (r->uidx + r->filled) % r->num);	/* I1 */
	CHECK(r->filled < r->num);				/* I2 */
	return true;
}

static int
show(const struct kevent_ring_state *r)
{
	atomic_thread_fence(memory_order_release);
	if (port_copyout(&r->over, &r->user->ring_over,
	    sizeof(r->over)) != 0)
		return EFAULT;
	atomic_thread_fence(memory_order_release);
	return port_copyout(&r->kidx, &r->user->ring_kidx, sizeof(r->kidx));
}

int
kevent_ring_begin(struct kevent_ring_state *r)
{
	return show(r);
}

bool
kevent_ring_full(const struct kevent_ring_state *r)
{
	return r->filled == r->num - 1;			/* [KEV-RING-3] */
}

int
kevent_ring_put(struct kevent_ring_state *r, const struct ukevent *u)
{
	struct kevent_ring_state next;

	if (kevent_ring_full(r))
		return ENOSPC;
	if (port_copyout(u, &r->user->event[r->kidx], sizeof(*u)) != 0)
		return EFAULT;
	next = *r;
	next.filled++;
	if (++next.kidx == r->num) {			/* [KEV-RING-2] */
		next.kidx = 0;
		next.over++;
	}
	if (show(&next) != 0)
		return EFAULT;				/* [KEV-RING-10] */
	*r = next;
	INVARIANT(ring_check(r));
	return 0;
}

/* How many records that has made free, or a negative errno value. */
int
kevent_ring_commit(struct kevent_ring_state *r, unsigned uidx, unsigned over)
{
	unsigned left, n;

	if (uidx >= r->num)				/* [KEV-RING-7] */
		return -EINVAL;
	if (over != r->over && over != r->over - 1)	/* [KEV-RING-8] */
		return -EOVERFLOW;
	if (over == r->over && uidx > r->kidx)		/* [KEV-RING-7] */
		return -EINVAL;
	/* Records between there and the index: they stay. */
	left = over == r->over ? r->kidx - uidx : r->kidx + (r->num - uidx);
	if (left >= r->filled)
		return 0;
	n = r->filled - left;				/* [KEV-RING-6] */
	r->filled = left;
	r->uidx = uidx;
	INVARIANT(ring_check(r));
	return (int)n;
}
