/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeout.c - random operations on timeouts.
 *
 * A callback comes once for each start, at its deadline: in the dispatcher's
 * thread, but for one that waits behind a callback that sleeps.  After a stop,
 * a drain or a fini it does not come.
 */
#include "fuzz.h"

#include "port/port.h"
#include "timeout/timeout.h"

#define TIMEOUTS	9

static struct item {
	struct timeout	 t;
	struct port_spin spin;
	struct port_mutex mutex;
	enum timeout_lock_type type;
	bool		 live, armed, running;
	int64_t		 deadline;
} items[TIMEOUTS];

static unsigned asleep;			/* callbacks */
static int64_t woke;			/* the last of them */

static void
called(void *arg)
{
	struct item *i;

	i = arg;
	FUZZ(i->live && i->armed && !i->running);
	FUZZ(fuzz_now(CLOCK_MONOTONIC) >= i->deadline);
	FUZZ(fuzz_now(CLOCK_MONOTONIC) == i->deadline || woke >= i->deadline);
	i->armed = false;
	if (i->type == TIMEOUT_SPIN)
		return;
	i->running = true;
	if (fuzz_draw(8) == 0) {
		asleep++;
		fuzz_sleep(fuzz_ns(22));
		asleep--;
		woke = fuzz_now(CLOCK_MONOTONIC);
	}
	i->running = false;
}

static bool
lock(struct item *i)
{
	if (i->type == TIMEOUT_SPIN)
		return port_spin_lock(&i->spin);
	if (i->type == TIMEOUT_MUTEX)
		port_mutex_lock(&i->mutex);
	return false;
}

static void
unlock(struct item *i, bool s)
{
	if (i->type == TIMEOUT_SPIN)
		port_spin_unlock(&i->spin, s);
	if (i->type == TIMEOUT_MUTEX)
		port_mutex_unlock(&i->mutex);
}

static void
init(struct item *i)
{
	struct timeout_lock l;

	l.type = i->type = (enum timeout_lock_type)fuzz_draw(3);
	if (l.type == TIMEOUT_SPIN)
		l.u.spin = &i->spin;
	else
		l.u.mutex = &i->mutex;
	timeout_init(&i->t, called, i, &l,
	    (enum timeout_affinity)fuzz_draw(3), fuzz_draw(FUZZ_CPUS));
	i->live = true;
}
