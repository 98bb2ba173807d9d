/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeout.c - random operations on timeouts.
 *
 * A callback comes once for each start, at its deadline; later only when a
 * callback that slept was in its way.  After a stop, a drain or a fini it does
 * not come.  Callbacks sleep now and then, and start their timeout again.
 */
#include "fuzz.h"

#include "port/port.h"
#include "sim/sim.h"
#include "timeout/timeout.h"

#define TIMEOUTS	9

static struct item {
	struct timeout	 t;
	struct port_spin spin;
	struct port_mutex mutex;
	enum timeout_lock_type type;
	bool		 live, armed, running;
	bool		 busy;		/* with a call that may wait */
	bool		 draining;
	int64_t		 deadline;
} items[TIMEOUTS];

static unsigned asleep;			/* callbacks */
static int64_t woke = -1;		/* the last of them */

static void
start(struct item *i)
{
	int64_t ns;
	bool was;

	ns = fuzz_draw(8) == 0 ? 1 - fuzz_ns(8) : fuzz_ns(28);
	was = i->armed;
	i->armed = true;
	i->deadline = fuzz_now(CLOCK_MONOTONIC) + (ns < 0 ? 0 : ns);
	FUZZ(timeout_start(&i->t, ns) == was);
}

static void
sleep_in_callback(struct item *i)
{
	asleep++;
	sim_sleep(sim_now() + fuzz_ns(22), 0);
	asleep--;
	woke = fuzz_now(CLOCK_MONOTONIC);
	if (i->draining) {		/* in vain */
		i->armed = true;
		(void)timeout_start(&i->t, 1);
	} else if (!i->armed && fuzz_draw(2) == 0) {
		start(i);
	}
}

static void
called(void *arg)
{
	struct item *i;
	int64_t now;

	i = arg;
	now = fuzz_now(CLOCK_MONOTONIC);
	FUZZ(i->live && i->armed && !i->running);
	FUZZ(now == i->deadline || (now > i->deadline && now == woke));
	i->armed = false;
	i->running = true;
	if (i->type != TIMEOUT_SPIN && fuzz_draw(8) == 0)
		sleep_in_callback(i);
	i->running = false;
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

static void
stop(struct item *i)
{
	bool s;
	int want;

	s = false;
	if (i->type == TIMEOUT_SPIN)
		s = port_spin_lock(&i->spin);
	if (i->type == TIMEOUT_MUTEX)
		port_mutex_lock(&i->mutex);
	want = i->armed ? 1 : i->running ? -1 : 0;
	FUZZ(timeout_stop(&i->t) == want);
	i->armed = false;
	if (i->type == TIMEOUT_SPIN)
		port_spin_unlock(&i->spin, s);
	if (i->type == TIMEOUT_MUTEX)
		port_mutex_unlock(&i->mutex);
}

static void
drain(struct item *i)
{
	int r;

	i->draining = true;
	r = timeout_drain(&i->t);
	i->draining = false;
	FUZZ(r == i->armed);		/* that was not called */
	FUZZ(!i->running);
	i->armed = false;
}

/* Its storage is anybody's then. */
static void
fini(struct item *i)
{
	unsigned char *p;

	stop(i);
	if (i->running)
		drain(i);
	timeout_fini(&i->t);
	for (p = (void *)&i->t; p < (unsigned char *)(&i->t + 1); p++)
		*p = 0xa5;
	i->live = false;
}

static void
look(struct item *i)
{
	FUZZ(timeout_active(&i->t) == i->armed);
	FUZZ(timeouts_check());
}

static void
step(void)
{
	static void (*const often[])(struct item *) = {
		start, start, start, start, start, stop, stop, drain, look,
		fini
	};
	struct item *i;

	for (i = items; i < items + TIMEOUTS; i++)
		FUZZ(!i->armed || asleep > 0 ||
		    fuzz_now(CLOCK_MONOTONIC) < i->deadline);
	i = &items[fuzz_draw(TIMEOUTS)];
	if (i->busy)
		return;
	i->busy = true;
	if (i->live)
		often[fuzz_draw(sizeof(often) / sizeof(often[0]))](i);
	else
		init(i);
	i->busy = false;
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < TIMEOUTS; i++)
		if (items[i].live)
			fini(&items[i]);
}

const struct fuzz_front fuzz_timeout = { "timeout", NULL, step, end };
