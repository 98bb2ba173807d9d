/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeout_test.c - sessions that arm, move, and are freed under their lock,
 * on all CPUs, at random, while CPUs go off line and come back.  A callback
 * that runs for a freed session, early, or after a stop, is a failure.  Links
 * the whole reference.
 */
#include "lib/event.h"
#include "lib/machine.h"
#include "lib/tap.h"
#include "timeout/timeout.h"

#define CPUS		4
#define DISPATCHERS	3
#define SESSIONS	24
#define TIMEOUTS	5
#define STEPS		3000

struct session {
	struct port_spin lock;
	struct timeout	 t[TIMEOUTS];
	int64_t		 due[TIMEOUTS];	/* lock: -1 not armed */
	bool		 open;		/* lock */
};

static struct session sessions[SESSIONS];
static struct member { struct session *s; unsigned i; }
    members[SESSIONS][TIMEOUTS];
static unsigned long called, wrong, closed, stopped;

static void
callback(void *arg)
{
	struct member *m;

	m = arg;
	called++;
	wrong += !port_spin_held(&m->s->lock) || !m->s->open ||
	    m->s->due[m->i] < 0 || sim_now() < m->s->due[m->i];
	m->s->due[m->i] = -1;
	if (draw(4) == 0)
		sim_spin(sim_now() + draw(200));
}

static void
open_session(unsigned n)
{
	struct timeout_lock l;
	struct session *s;
	unsigned i;

	s = &sessions[n];
	l.type = TIMEOUT_SPIN;
	l.u.spin = &s->lock;
	for (i = 0; i < TIMEOUTS; i++) {
		members[n][i].s = s;
		members[n][i].i = i;
		timeout_init(&s->t[i], callback, &members[n][i], &l,
		    (enum timeout_affinity)draw(3), draw(CPUS));
		s->due[i] = -1;
	}
	s->open = true;
}

/* What TCP's close does: stop all under the lock, then free. */
static void
close_session(struct session *s)
{
	unsigned char *p;
	unsigned i;
	int r;

	for (i = 0; i < TIMEOUTS; i++) {
		r = timeout_stop(&s->t[i]);
		wrong += r != (s->due[i] >= 0);
		stopped += r == 1;
		s->due[i] = -1;
	}
	s->open = false;
	for (p = (unsigned char *)s->t; p < (unsigned char *)s->t +
	    sizeof(s->t); p++)
		*p = 0xa5;
	closed++;
}

static void
touch(struct session *s, unsigned n)
{
	int64_t ns;
	unsigned i;
	bool was;

	if (!s->open)
		open_session(n);
	if (draw(12) == 0) {
		close_session(s);
		return;
	}
	i = draw(TIMEOUTS);
	ns = draw(1500);
	was = s->due[i] >= 0;
	s->due[i] = sim_now() + ns;
	wrong += timeout_start(&s->t[i], ns) != was;
}

static void
worker(void *arg)
{
	struct session *s;
	unsigned step, n;
	bool saved;

	(void)arg;
	for (step = 0; step < STEPS; step++) {
		n = draw(SESSIONS);
		s = &sessions[n];
		saved = port_spin_lock(&s->lock);
		touch(s, n);
		if (draw(8) == 0)
			sim_spin(sim_now() + draw(100));
		port_spin_unlock(&s->lock, saved);
		sim_sleep(sim_now() + draw(200), port_cpu());
	}
}

/* A move to later costs neither a queue operation nor the hardware. */
static struct timeout lazy;
static int64_t lazy_at;

static void
lazy_call(void *arg)
{
	(void)arg;
	lazy_at = sim_now();
}

static void
mover(void *arg)
{
	unsigned long ops, programs;
	unsigned i;

	(void)arg;
	timeout_init(&lazy, lazy_call, NULL, NULL, TIMEOUT_NONE, 0);
	ok(timeout_start(&lazy, 1000000) == 0, "armed");
	ops = event_hits(EV_QUEUE_OP);
	programs = event_hits(EV_HAL_PROGRAM);
	for (i = 0; i < 1000; i++) {
		(void)timeout_start(&lazy, 1000000);
		sim_sleep(sim_now() + 100, 1);
	}
	ok(event_hits(EV_QUEUE_OP) == ops, "a thousand moves to later touch"
	    " no queue");
	ok(event_hits(EV_HAL_PROGRAM) == programs, "nor the hardware");
	sim_sleep(sim_now() + 5000000, 1);
	ok(lazy_at == lazy.deadline, "and it is called at the last deadline");
	ok(timeout_drain(&lazy) == 0, "an idle one drains at once");
	timeout_fini(&lazy);
}

/* CPUs go off line and come back; at the end all are on line. */
static void
operator(void *arg)
{
	unsigned n, cpu;

	(void)arg;
	for (n = 0; n < STEPS / 4; n++) {
		cpu = 1 + draw(CPUS - 1);
		wrong += sim_cpu_off(cpu) != 0;
		sim_sleep(sim_now() + draw(1500), CPUS);
		wrong += sim_cpu_on(cpu) != 0;
		sim_sleep(sim_now() + draw(100), CPUS);
	}
}

int
main(void)
{
	unsigned i, left;

	machine_boot(CPUS, 3);
	timeouts_init(DISPATCHERS);
	(void)sim_thread(0, mover, NULL);
	(void)sim_run(100 * NSEC_PER_SEC / 1000);
	for (i = 0; i < CPUS; i++)
		(void)sim_thread(i, worker, NULL);
	(void)sim_thread(0, operator, NULL);
	left = sim_run(NSEC_PER_SEC);
	ok(left == CPUS * DISPATCHERS, "only the dispatchers are left");
	ok(wrong == 0, "no callback for what was stopped or freed, none early");
	ok(called > 1000 && closed > 300 && stopped > 300, "many were tried");
	return tap_end();
}
