/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim.c - the scheduler of the virtual machine.
 *
 * What		Threads and interrupts are contexts with stacks of their own;
 *		one of them runs at a time, until it waits.  When none can go
 *		on, the clock jumps to the next thing that will happen.
 *
 * Why this way	Nothing here depends on the host's clock, on its scheduler or
 *		on chance, so a run can be repeated; and since code takes no
 *		time, a case can say when each thing happens to the
 *		nanosecond.  What takes time says so: sim_spin(), sim_sleep().
 *
 * Model	At 10 ms the device of CPU 1 and a sleeping thread of CPU 0
 *		are both due.  The device acts first and raises its line;
 *		CPU 1 takes the interrupt, whose handler spins to 11 ms;
 *		then the thread of CPU 0 runs, still at 10 ms.  At 11 ms the
 *		handler ends.
 *
 * Order	At one instant: devices, then interrupts, then threads by
 *		their keys.
 *
 * Invariants	I1  an interrupt side runs only on a CPU that was not masked
 *		    when it began, and to its end before another begins.
 *		I2  a thread runs only if its CPU is not in an interrupt and
 *		    no other thread keeps it.
 *		I3  the clock never goes back.
 *
 * Waiting for another CPU: a context that relaxes is not run again before
 * something else has made progress, or time has passed; two contexts that
 * wait for one another alone so let the clock go on.
 */
#include "sim/sim_impl.h"

#include "lib/check.h"

struct sim sim;

struct sim_cpu *
sim_here(void)
{
	return &sim.cpu[sim.current == NULL ? 0 : sim.current->cpu];
}

void
sim_yield(enum sim_state state)
{
	struct port_thread *self;

	self = sim.current;
	CHECK(self != NULL);
	self->state = state;
	self->seen = sim.progress;
	sim_context_switch(self->context, sim_context_host());
}

/* Whatever runs next on a CPU that sleeps, it wakes first. */
static void
side_wake(struct sim_cpu *c)
{
	if (c->sleep == SIM_DEEP)
		sim_devices_sleep(c->side.cpu, false);
	if (c->sleep != SIM_AWAKE && sim.leave != NULL)
		sim.leave();
	c->sleep = SIM_AWAKE;
}

static void
side_sleep(struct sim_cpu *c)
{
	bool deep;

	deep = sim.enter == NULL || sim.enter();
	c->sleep = deep ? SIM_DEEP : SIM_LIGHT;
	if (deep)
		sim_devices_sleep(c->side.cpu, true);
}

static void
side_take(struct sim_cpu *c, const struct pending_call *call)
{
	if (c->slow > 0) {
		c->slow--;
		sim_spin(sim.now + c->slow_by);
	}
	if (call->handler != NULL)
		call->handler(call->arg);
}

/* The interrupt side of a CPU: take what is pending, then step aside. */
static void
side_main(void *arg)
{
	struct sim_cpu *c;
	struct pending_call call;

	c = arg;
	for (;;) {
		c->masked = true;
		if (c->sleep == SIM_FALLING)
			side_sleep(c);
		else
			side_wake(c);
		while (pending_take(&c->pending, sim.line, &call)) {
			side_wake(c);
			side_take(c, &call);
		}
		c->masked = false;
		sim_yield(SIM_UNUSED);
	}
}

static void
thread_main(void *arg)
{
	struct port_thread *t;

	t = arg;
	t->body(t->arg);
	for (;;)
		sim_yield(SIM_DONE);
}

void
sim_init(unsigned cpus, uint64_t seed)
{
	struct sim_cpu *c;
	unsigned i;

	CHECK(cpus >= 1 && cpus <= PORT_CPUS);
	sim = (struct sim){ .cpus = cpus, .seed = seed };
	sim_devices_reset();
	for (i = 0; i < cpus; i++) {
		c = &sim.cpu[i];
		c->side.cpu = i;
		c->side.intr = true;
		c->side.context = sim_context_make(SIM_THREADS + i,
		    side_main, c);
	}
}

struct port_thread *
sim_thread(unsigned cpu, void (*body)(void *), void *arg)
{
	struct port_thread *t;
	unsigned i;

	CHECK(cpu < sim.cpus);
	for (i = 0; i < SIM_THREADS; i++) {
		t = &sim.threads[i];
		if (t->state != SIM_UNUSED)
			continue;
		t->cpu = cpu;
		t->body = body;
		t->arg = arg;
		t->key = i;
		t->relaxed = -1;
		t->context = sim_context_make(i, thread_main, t);
		t->state = SIM_READY;
		if (sim.nthreads <= i)
			sim.nthreads = i + 1;
		return t;
	}
	return NULL;
}

/* May a context that is waiting go on, as far as its own wait goes? */
static bool
wait_is_over(const struct port_thread *t)
{
	switch (t->state) {
	case SIM_READY:
		return true;
	case SIM_TIMED:
		return t->until <= sim.now;
	case SIM_RELAXED:
		return t->want != NULL ? *t->want == 0 :
		    t->seen != sim.progress;
	default:
		return false;
	}
}

bool
sim_thread_may_run(const struct port_thread *t)
{
	const struct sim_cpu *c;

	c = &sim.cpu[t->cpu];
	return wait_is_over(t) && c->state != SIM_CPU_OFF &&
	    c->side.state == SIM_UNUSED &&
	    (c->owner == NULL || c->owner == t);		/* I2 */
}

/* May a CPU's interrupt side begin, or go on? */
bool
sim_side_may_run(const struct sim_cpu *c)
{
	if (c->side.state != SIM_UNUSED)
		return wait_is_over(&c->side);
	return pending_any(&c->pending) && !c->masked;		/* I1 */
}

/* The interrupt side that runs next, or NULL. */
static struct port_thread *
pick_side(void)
{
	struct sim_cpu *c;
	unsigned i, first;

	first = (unsigned)sim.seed % sim.cpus;
	for (i = 0; i < sim.cpus; i++) {
		c = &sim.cpu[(first + i) % sim.cpus];
		if (sim_side_may_run(c))
			return &c->side;
	}
	return NULL;
}

static struct port_thread *
pick_thread(void)
{
	struct port_thread *t, *best;
	unsigned i;

	best = NULL;
	for (i = 0; i < sim.nthreads; i++) {
		t = &sim.threads[i];
		if (sim_thread_may_run(t) &&
		    (best == NULL || t->key < best->key))
			best = t;
	}
	return best;
}

/* xorshift: a different order the next time, the same in the next run. */
static void
stir(void)
{
	if (sim.seed == 0)
		return;
	sim.seed ^= sim.seed << 13;
	sim.seed ^= sim.seed >> 7;
	sim.seed ^= sim.seed << 17;
}

/*
 * Run a context until it waits.  A context that only relaxes again has made
 * no progress, nor has a CPU that only falls asleep or wakes.
 */
void
sim_go(struct port_thread *t)
{
	bool relaxed, dozes;

	relaxed = t->state == SIM_RELAXED;
	dozes = t->intr && t->state == SIM_UNUSED &&
	    !pending_any(&sim.cpu[t->cpu].pending);
	t->state = SIM_READY;
	sim.current = t;
	sim_context_switch(sim_context_host(), t->context);
	sim.current = NULL;
	if (relaxed && t->state == SIM_RELAXED)
		t->seen = sim.progress;
	else if (!dozes)
		sim.progress++;
	if (t->intr)
		return;
	sim.cpu[t->cpu].owner = t->owns ? t : NULL;
}

/*
 * Nothing can go on.  The side of a CPU that is to fall asleep now, or NULL:
 * one that a waiting context keeps does not sleep.
 */
static struct port_thread *
pick_sleeper(void)
{
	struct sim_cpu *c;

	for (c = sim.cpu; sim.idles && c < sim.cpu + sim.cpus; c++) {
		if (c->state != SIM_CPU_OFF &&
		    c->sleep == SIM_AWAKE && c->side.state == SIM_UNUSED &&
		    c->owner == NULL && !c->masked) {
			c->sleep = SIM_FALLING;
			return &c->side;
		}
	}
	return NULL;
}

/* The next context to run; a CPU that sleeps is woken by its side first. */
static struct port_thread *
pick(void)
{
	struct port_thread *t;

	t = pick_side();
	if (t == NULL)
		t = pick_thread();
	if (t != NULL && sim.cpu[t->cpu].sleep != SIM_AWAKE)
		return &sim.cpu[t->cpu].side;
	return t != NULL ? t : pick_sleeper();
}

/* The next instant at which something happens by itself. */
int64_t
sim_next_instant(void)
{
	const struct port_thread *t;
	int64_t next;
	unsigned i;

	next = sim_devices_next();
	for (i = 0; i < sim.nthreads + sim.cpus; i++) {
		t = i < sim.nthreads ? &sim.threads[i] :
		    &sim.cpu[i - sim.nthreads].side;
		if (t->state == SIM_TIMED && t->until > sim.now &&
		    t->until < next)
			next = t->until;
	}
	return next;
}

void
sim_advance(int64_t to)
{
	CHECK(to >= sim.now);					/* I3 */
	sim.now = to;
	sim.progress++;
	stir();
	sim_devices_act(to);
}

static unsigned
threads_left(void)
{
	unsigned i, n;

	n = 0;
	for (i = 0; i < sim.nthreads; i++) {
		if (sim.threads[i].state != SIM_UNUSED &&
		    sim.threads[i].state != SIM_DONE)
			n++;
	}
	return n;
}

unsigned
sim_run(int64_t until)
{
	struct port_thread *t;
	int64_t next;

	for (;;) {
		t = pick();
		if (t != NULL) {
			sim_go(t);
			continue;
		}
		next = sim_next_instant();
		if (next > until)
			break;
		sim_advance(next);
	}
	sim.now = until > sim.now ? until : sim.now;
	return threads_left();
}

int64_t
sim_now(void)
{
	return sim.now;
}

static void
wait_until(int64_t until, unsigned key, bool owns)
{
	struct port_thread *self;

	self = sim.current;
	CHECK(self != NULL);
	self->until = until;
	self->key = key;
	self->owns = owns;
	sim_yield(SIM_TIMED);
	self->owns = false;
	self->key = 0;
}

bool
sim_masked(void)
{
	return sim_here()->masked;
}

void
sim_sleep(int64_t until, unsigned key)
{
	CHECK(!port_in_interrupt());
	CHECK(!sim_masked());
	wait_until(until, key, false);
}

void
sim_spin(int64_t until)
{
	wait_until(until, 0, true);
}

/* Everybody who waits for a time looks again whether there is news. */
void
sim_notify(void)
{
	struct port_thread *t;
	unsigned i;

	for (i = 0; i < sim.nthreads + sim.cpus; i++) {
		t = i < sim.nthreads ? &sim.threads[i] :
		    &sim.cpu[i - sim.nthreads].side;
		if (t->state == SIM_TIMED)
			t->state = SIM_READY;
	}
}
