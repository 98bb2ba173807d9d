/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads.c - the virtual CPUs: interrupts that come at any moment.
 *
 * What		Each CPU has a thread of the host, its interrupt side, that
 *		takes what is pending and runs the handlers.  A thread of the
 *		stack is bound to a CPU only by name: it runs beside the
 *		others of that CPU and beside its interrupts, except where it
 *		has masked them.
 *
 * Why this way	This port is there to find what is not ordered.  So nothing
 *		is ordered that the stack has not asked for: there is no lock
 *		that all CPUs share, since each use of it would order what
 *		came before on one CPU with what comes after on another, and
 *		a race between the two would never be seen.  Each CPU has its
 *		own lock, its own copy of the interrupt table, and its own
 *		timer; the clock is read without any.
 *
 *		A masked stretch and the interrupts of its CPU exclude one
 *		another; that is what masking means, and all that it means.
 *		That threads of one CPU overlap while nothing is masked is
 *		more than a real CPU does; who can live with it can live with
 *		being preempted anywhere.
 *
 * Model	A thread of CPU 0 masks; the timer of CPU 0 comes due.
 *
 *		thread			interrupt side		held	wants
 *		mask			waits for the timer	yes	-
 *		...			due; waits		yes	yes
 *		restore			takes it: the handler	yes	-
 *		mask again: waits	...			yes	-
 *		has it			waits for the timer	yes	-
 *
 *		A CPU is idle when all its threads sleep.  The interrupt side
 *		then calls enter; whoever comes next, a thread that wakes or
 *		the side with an interrupt, calls leave first.
 *
 * Invariants	I1  held is set while somebody has masked or a handler runs;
 *		    at most one context of a CPU does either.
 *		I2  who wants to mask lets a waiting interrupt go first, so
 *		    that no thread can keep interrupts out by being quick.
 *		I3  nothing runs while asleep is set but enter and leave,
 *		    which hold the CPU.
 *
 * Locking	A CPU's m and a thread's m are leaves: held for a few lines,
 *		and nothing of the stack is called with them.
 *
 * Limits	A wake-up from a condition variable may be late; a handler may
 *		then be late.  A CPU is never off.
 */
#include "threads/threads_impl.h"

#include <time.h>

#include "lib/check.h"

#define NS	INT64_C(1000000000)

struct threads_machine threads_machine;

static _Thread_local struct port_thread *self;

struct port_thread *
threads_self(void)
{
	CHECK(self != NULL);		/* a thread that is not the port's */
	return self;
}

struct threads_cpu *
threads_here(void)
{
	return &threads_machine.cpu[threads_self()->cpu];
}

static int64_t
host_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * NS + ts.tv_nsec;
}

int64_t
threads_now(void)
{
	return host_now() - threads_machine.power_on;
}

static struct timespec
host_time(int64_t at)
{
	at += threads_machine.power_on;
	return (struct timespec){
		.tv_sec = (time_t)(at / NS), .tv_nsec = (long)(at % NS)
	};
}

static void
pass_time(int64_t ns)
{
	struct timespec until;

	until = host_time(threads_now() + ns);
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until,
	    NULL) != 0)
		;
}

/* Who has masked keeps the CPU. */
void
threads_sleep(int64_t ns)
{
	bool idle;

	idle = !threads_self()->masked;
	if (idle)
		threads_rest();
	pass_time(ns);
	if (idle)
		threads_resume();
}

void
threads_jitter(unsigned one_in)
{
	atomic_store_explicit(&threads_machine.jitter, one_in,
	    memory_order_relaxed);
}

void
threads_stumble(void)
{
	unsigned one_in;

	one_in = atomic_load_explicit(&threads_machine.jitter,
	    memory_order_relaxed);
	if (one_in == 0)
		return;
	self->dice = self->dice * 6364136223846793005u + 1442695040888963407u;
	if ((self->dice >> 33) % one_in == 0)
		pass_time((int64_t)(self->dice >> 50));	/* to 16 us */
}

void
threads_cond_init(pthread_cond_t *c)
{
	pthread_condattr_t attr;

	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(c, &attr);
	pthread_condattr_destroy(&attr);
}

bool
threads_cond_wait(pthread_cond_t *c, pthread_mutex_t *m, int64_t until)
{
	struct timespec ts;

	if (until == INT64_MAX)
		return pthread_cond_wait(c, m) == 0;
	ts = host_time(until);
	return pthread_cond_timedwait(c, m, &ts) == 0;
}

/* Interrupts. */

/* A thread takes its CPU, whose m is held. */
static void
cpu_take(struct threads_cpu *c)
{
	while (c->held || c->wants)			/* I2 */
		pthread_cond_wait(&c->open, &c->m);
	c->held = true;					/* I1 */
	self->masked = true;
}

static void
cpu_give(struct threads_cpu *c)
{
	self->masked = false;
	c->held = false;
	pthread_cond_signal(c->wants ? &c->news : &c->open);
}

/* True: interrupts were on. */
bool
port_intr_mask(void)
{
	struct threads_cpu *c;

	if (threads_self()->masked)
		return false;
	c = threads_here();
	pthread_mutex_lock(&c->m);
	cpu_take(c);
	pthread_mutex_unlock(&c->m);
	return true;
}

void
port_intr_restore(bool on)
{
	struct threads_cpu *c;

	if (!on)
		return;
	CHECK(threads_self()->masked && !self->intr);
	c = threads_here();
	pthread_mutex_lock(&c->m);
	cpu_give(c);
	pthread_mutex_unlock(&c->m);
}

void
port_intr_connect(unsigned line, port_handler *handler, void *arg)
{
	struct threads_cpu *c;
	unsigned i;

	CHECK(line < PORT_LINES);
	for (i = 0; i < threads_machine.cpus; i++) {
		c = &threads_machine.cpu[i];
		pthread_mutex_lock(&c->m);
		c->line[line] = (struct pending_call){ handler, arg };
		pthread_mutex_unlock(&c->m);
	}
}

void
threads_raise(unsigned cpu, unsigned line)
{
	struct threads_cpu *c;

	CHECK(cpu < threads_machine.cpus);
	CHECK(line < PORT_LINES);
	c = &threads_machine.cpu[cpu];
	pthread_mutex_lock(&c->m);
	c->pending.lines |= 1u << line;
	pthread_cond_signal(&c->news);
	pthread_mutex_unlock(&c->m);
}

void
port_cpu_call(unsigned cpu, port_handler *handler, void *arg)
{
	struct threads_cpu *c;

	CHECK(cpu < threads_machine.cpus);
	c = &threads_machine.cpu[cpu];
	pthread_mutex_lock(&c->m);
	if (pending_add(&c->pending, (struct pending_call){ handler, arg }))
		pthread_cond_signal(&c->news);
	pthread_mutex_unlock(&c->m);
}

/* Idle: the CPU is held, so that nothing else runs meanwhile. */

void
port_on_idle(bool (*enter)(void), void (*leave)(void))
{
	struct threads_cpu *c;
	unsigned i;

	for (i = 0; i < threads_machine.cpus; i++) {
		c = &threads_machine.cpu[i];
		pthread_mutex_lock(&c->m);
		c->enter = enter;
		c->leave = leave;
		pthread_mutex_unlock(&c->m);
	}
}

/* No device of this machine minds how deep the sleep is. */
static void
cpu_enter_idle(struct threads_cpu *c)
{
	c->asleep = true;				/* I3 */
	pthread_mutex_unlock(&c->m);
	(void)c->enter();
	pthread_mutex_lock(&c->m);
}

static void
cpu_leave_idle(struct threads_cpu *c)
{
	if (!c->asleep)
		return;
	c->asleep = false;
	pthread_mutex_unlock(&c->m);
	c->leave();
	pthread_mutex_lock(&c->m);
}

void
threads_rest(void)
{
	struct threads_cpu *c;

	c = threads_here();
	pthread_mutex_lock(&c->m);
	if (--c->busy == 0)
		pthread_cond_signal(&c->news);
	pthread_mutex_unlock(&c->m);
}

void
threads_resume(void)
{
	struct threads_cpu *c;

	c = threads_here();
	pthread_mutex_lock(&c->m);
	c->busy++;
	if (c->asleep) {
		cpu_take(c);
		cpu_leave_idle(c);			/* I3 */
		cpu_give(c);
	}
	pthread_mutex_unlock(&c->m);
}

static bool
may_sleep(const struct threads_cpu *c)
{
	return c->busy == 0 && !c->asleep && c->enter != NULL;
}

/* Wait until there is something to do, or nothing and it is news. */
static void
side_wait(struct threads_cpu *c)
{
	for (;;) {
		threads_bank_act(c, threads_now());
		if (pending_any(&c->pending) || may_sleep(c))
			return;
		(void)threads_cond_wait(&c->news, &c->m,
		    threads_bank_next(c));
	}
}

static void
side_take(struct threads_cpu *c, const struct pending_call *call)
{
	cpu_leave_idle(c);				/* I3 */
	pthread_mutex_unlock(&c->m);
	if (call->handler != NULL)
		call->handler(call->arg);
	pthread_mutex_lock(&c->m);
}

static void
side_main(void *arg)
{
	struct pending_call call;
	struct threads_cpu *c;

	c = arg;
	self->masked = true;
	pthread_mutex_lock(&c->m);
	for (;;) {
		side_wait(c);
		c->wants = true;
		while (c->held)
			pthread_cond_wait(&c->news, &c->m);
		c->wants = false;
		c->held = true;				/* I1 */
		while (pending_take(&c->pending, c->line, &call))
			side_take(c, &call);
		if (may_sleep(c))
			cpu_enter_idle(c);
		c->held = false;
		pthread_cond_signal(&c->open);
	}
}

/* Contexts. */

void
threads_prepare(struct port_thread *t, unsigned cpu)
{
	t->cpu = cpu;
	t->dice = (uintptr_t)t;
	pthread_mutex_init(&t->m, NULL);
	threads_cond_init(&t->news);
}

static void *
context_main(void *arg)
{
	self = arg;
	if (!self->intr)
		threads_resume();
	self->body(self->arg);
	threads_rest();
	pthread_mutex_lock(&self->m);
	self->done = true;
	pthread_cond_broadcast(&self->news);
	pthread_mutex_unlock(&self->m);
	return NULL;
}

void
threads_spawn(struct port_thread *t, void (*body)(void *), void *arg)
{
	pthread_t thread;
	int error;

	t->body = body;
	t->arg = arg;
	error = pthread_create(&thread, NULL, context_main, t);
	CHECK(error == 0);
	pthread_detach(thread);
}

bool
threads_join(struct port_thread *t, int64_t ns)
{
	int64_t until;
	bool done, more;

	until = threads_now() + ns;
	more = true;
	threads_rest();
	pthread_mutex_lock(&t->m);
	while (!t->done && more)
		more = threads_cond_wait(&t->news, &t->m, until);
	done = t->done;
	pthread_mutex_unlock(&t->m);
	threads_resume();
	return done;
}

void
threads_adopt(void)
{
	static struct port_thread first;

	threads_prepare(&first, 0);
	self = &first;
}

void
threads_cpus_start(void)
{
	struct threads_cpu *c;
	unsigned i;

	for (i = 0; i < threads_machine.cpus; i++) {
		c = &threads_machine.cpu[i];
		pthread_mutex_init(&c->m, NULL);
		threads_cond_init(&c->news);
		pthread_cond_init(&c->open, NULL);
		threads_prepare(&c->side, i);
		c->side.intr = true;
	}
	for (i = 0; i < threads_machine.cpus; i++) {
		c = &threads_machine.cpu[i];
		threads_spawn(&c->side, side_main, c);
	}
}

void
threads_init(unsigned cpus)
{
	CHECK(cpus >= 1 && cpus <= PORT_CPUS);
	CHECK(threads_machine.cpus == 0);
	threads_machine.cpus = cpus;
	threads_machine.power_on = host_now();
	threads_cpus_start();
	threads_adopt();
	threads_resume();
}
