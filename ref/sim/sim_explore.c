/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_explore.c - the virtual machine with its scheduler in other hands.
 *
 * What		A scheduler that asks: who goes on now?  Among the answers is
 *		time, so that a device may act between any two steps.
 *
 * Why this way	A race shows when one context stops between two steps and
 *		another does something there.  sim_run() stops a context only
 *		where it waits; here each step is such a place.  To go on with
 *		who runs is the first option and costs nothing; so the runs
 *		with few preemptions are the plain ones, and a search can
 *		begin with them.
 *
 * Model	CPU 1 stands before `lock`, the timer's interrupt is pending
 *		on CPU 0, and a sleeper wakes at 20.  The fork is
 *
 *			thread of CPU 1		goes on: no preemption
 *			interrupt of CPU 0	preempts
 *			time			preempts: it is 20 now
 *
 *		Behind an unlock that lets interrupts in, a pending one comes
 *		first by default, as in hardware.
 *
 *		An unlock inside of another spin lock is no place to leave a
 *		context: what it touches before its next step is covered by
 *		the outer lock, so nobody could do anything there that he
 *		could not do at that step.
 *
 * Invariants	I1, I2 and I3 of sim.c hold as there; moreover
 *		I4  what a run does depends on the answers alone: nothing
 *		    here counts but what sim.progress counted, and that is
 *		    kept at 0, so that two states that are alike look alike.
 *
 * Spinning	A context that waits for a lock may go on when the lock is
 *		free.  One that relaxes in a loop may go on when another has
 *		made progress since it last looked: a step of somebody who
 *		does not spin himself.
 *		Whoever relaxes counts as spinning for the next SPIN steps,
 *		which is longer than any loop of the stack takes from one
 *		port_relax() to the next; so two who spin cannot keep one
 *		another busy for ever.  If all spin, time goes on.
 *
 * Limits	Memory is ordered as if each step were atomic; what weak
 *		ordering does is not seen here.
 */
#include "sim/sim_explore.h"

#include "lib/check.h"
#include "sim/sim_context.h"
#include "sim/sim_impl.h"

#define SPIN	8u
#define NOBODY	(SIM_TIME + 1)
#define ASK	(SIM_TIME + 2)

static struct port_thread *
context(unsigned who)
{
	return who < SIM_THREADS ? &sim.threads[who] :
	    &sim.cpu[who - SIM_THREADS].side;
}

unsigned
sim_explore_self(void)
{
	if (sim.current == NULL)
		return SIM_TIME;
	if (sim.current->intr)
		return SIM_SIDE(sim.current->cpu);
	return (unsigned)(sim.current - sim.threads);
}

void
sim_at(const char *func, const char *text)
{
	if (sim.explorer == NULL)
		return;
	sim.explorer->func = func;
	sim.explorer->text = text;
}

/* It waits in a loop of its own, not for a lock. */
static bool
relaxes(const struct port_thread *t)
{
	return t->state == SIM_RELAXED && t->want == NULL;
}

/* Whoever relaxes looks again; whoever is about to relax will. */
static void
progress(const struct port_thread *by)
{
	struct port_thread *t;
	unsigned i;

	for (i = 0; i < sim.nthreads + sim.cpus; i++) {
		t = i < sim.nthreads ? &sim.threads[i] :
		    &sim.cpu[i - sim.nthreads].side;
		if (relaxes(t))
			t->state = SIM_READY;
		else if (t != by)
			t->news = true;
	}
}

static bool
has_option(const struct sim_fork *f, unsigned who)
{
	unsigned i;

	for (i = 0; i < f->n; i++) {
		if (f->option[i] == who)
			return true;
	}
	return false;
}

static void
add_option(struct sim_fork *f, unsigned who)
{
	if (!has_option(f, who))
		f->option[f->n++] = (unsigned char)who;
}

/* Everybody who may go on, in sim_run()'s order, and time. */
static void
add_others(struct sim_fork *f)
{
	unsigned i;

	for (i = 0; i < sim.cpus; i++) {
		if (sim_side_may_run(&sim.cpu[i]))
			add_option(f, SIM_SIDE(i));
	}
	for (i = 0; i < sim.nthreads; i++) {
		if (sim_thread_may_run(&sim.threads[i]))
			add_option(f, i);
	}
	if (sim_next_instant() <= sim.explorer->until)
		add_option(f, SIM_TIME);
}

/* The fork of a context that could go on. */
static void
fork_at(struct sim_fork *f, enum sim_step step)
{
	struct sim_cpu *c;

	c = sim_here();
	f->n = 0;
	f->preempts = true;
	if (step >= SIM_UNLOCK && sim_side_may_run(c))
		add_option(f, SIM_SIDE(sim.current->cpu));
	add_option(f, sim_explore_self());
	add_others(f);
}

/* The answer, as a context. */
static void
ask(struct sim_explorer *e, const struct sim_fork *f)
{
	unsigned i;

	i = f->n == 1 ? 0 : e->choose(f);
	if (i == SIM_GIVE_UP) {
		e->stopped = true;
		e->next = NOBODY;
		return;
	}
	CHECK(i < f->n);
	e->next = f->option[i];
}

/* Let others go on here, if the answer is so. */
static void
stand_still(struct sim_explorer *e, enum sim_step step)
{
	struct port_thread *self;
	struct sim_fork *f;

	self = sim.current;
	f = &e->fork;
	if (!self->intr)
		sim_here()->owner = sim_masked() ? self : NULL;
	fork_at(f, step);
	if (f->n > 1 && e->from_host)
		e->next = ASK;
	else
		ask(e, f);
	if (e->next == sim_explore_self() && !e->stopped) {
		e->next = NOBODY;
		return;
	}
	self->owns = sim_masked();
	sim_yield(SIM_READY);
	self->owns = false;
}

void
sim_step(enum sim_step step, const void *object)
{
	struct sim_explorer *e;
	struct port_thread *self;
	const char *func, *text;

	e = sim.explorer;
	self = sim.current;
	if (e == NULL || self == NULL)
		return;
	func = e->func;
	text = e->text;
	if (step == SIM_UNLOCK && sim_here()->spins > 0) {
		e->tell(sim_explore_self(), step, func, text, object);
		return;
	}
	e->func = e->text = NULL;
	if (step >= SIM_UNLOCK)
		e->tell(sim_explore_self(), step, func, text, object);
	if (self->spin < SPIN)
		self->spin++;
	else
		progress(self);
	if (++e->steps > e->max_steps)
		sim_explore_stop();
	stand_still(e, step);
	sim_context_scrub();
	if (step < SIM_UNLOCK)
		e->tell(sim_explore_self(), step, func, text, object);
}

void
sim_explore_stop(void)
{
	if (sim.explorer != NULL)
		sim.explorer->stopped = true;
	if (sim.current != NULL)
		sim_yield(SIM_DONE);
}

/* Until it stands still, or waits. */
static void
go(struct port_thread *t)
{
	sim_go(t);
	sim.progress = 0;			/* I4 */
	t->relaxed = -1;
	if (relaxes(t)) {
		t->spin = 0;
		if (t->news)
			t->state = SIM_READY;
		t->news = false;
	} else if (sim.explorer->next == NOBODY) {
		t->spin = SPIN;
		progress(t);
	}
}

static void
time_goes_on(struct sim_explorer *e)
{
	sim_advance(sim_next_instant());
	sim.progress = 0;
	e->tell(SIM_TIME, SIM_MARK, NULL, NULL, NULL);
	progress(NULL);
}

/* Nobody stands at a step: everybody waits, or may go on behind a wait. */
static bool
decide(struct sim_explorer *e)
{
	struct sim_fork *f;

	f = &e->fork;
	if (e->next == NOBODY) {
		f->n = 0;
		f->preempts = false;
		add_others(f);
		if ((f->n == 0 || f->option[0] == SIM_TIME) &&
		    sim_next_instant() > sim.now)
			e->quiet();
		if (f->n == 0 || e->stopped)
			return false;
	}
	ask(e, f);
	return !e->stopped;
}

enum sim_verdict
sim_explore(struct sim_explorer *e)
{
	unsigned who;

	e->steps = 0;
	e->stopped = false;
	e->next = NOBODY;
	sim.explorer = e;
	sim.progress = 0;
	while (!e->stopped) {
		if ((e->next == NOBODY || e->next == ASK) && !decide(e))
			break;
		who = e->next;
		e->next = NOBODY;
		if (who == SIM_TIME)
			time_goes_on(e);
		else
			go(context(who));
	}
	sim.explorer = NULL;
	if (e->steps > e->max_steps)
		return SIM_ENDLESS;
	return e->stopped ? SIM_GIVEN_UP : SIM_ENDED;
}
