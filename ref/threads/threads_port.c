/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads_port.c - port.h on POSIX threads: locks, threads, memory.
 *
 * Spin locks are one atomic word, the holder's context, taken with acquire
 * and dropped with release and with nothing stronger, so that the stack
 * gets from a lock what the weakest machine would give it.
 *
 * A sleeping mutex has two words only and zero is unlocked, so the host's
 * has no room in it.  word[0] is the holder, with the lowest bit as a spin
 * lock over both words; word[1] is the queue of those who wait, oldest
 * first.  Who unlocks gives the mutex to the first of them and touches it
 * no more: the new holder may free it at once.
 */
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "hosted/signals.h"
#include "lib/check.h"
#include "threads/threads_impl.h"

void	(*threads_on_event)(unsigned, const void *, int64_t);

unsigned
port_cpus(void)
{
	return threads_machine.cpus;
}

bool
port_cpu_online(unsigned cpu)
{
	return cpu < threads_machine.cpus;
}

/* Nobody has anything to see: a CPU is never off. */
void
port_cpu_watch(struct port_cpu_watch *w)
{
	w->before = NULL;
}

unsigned
port_cpu(void)
{
	return threads_self()->cpu;
}

bool
port_in_interrupt(void)
{
	return threads_self()->intr;
}

void
port_relax(void)
{
	sched_yield();
}

void
port_delay(int64_t ns)
{
	int64_t until;

	until = threads_now() + ns;
	while (threads_now() < until)
		port_relax();
}

/* Spin locks. */

bool
port_spin_held(const struct port_spin *l)
{
	return __atomic_load_n(&l->word[0], __ATOMIC_RELAXED) ==
	    (uintptr_t)threads_self();
}

static bool
spin_try(struct port_spin *l)
{
	uintptr_t unlocked = 0;

	return __atomic_compare_exchange_n(&l->word[0], &unlocked,
	    (uintptr_t)threads_self(), false, __ATOMIC_ACQUIRE,
	    __ATOMIC_RELAXED);
}

bool
port_spin_lock(struct port_spin *l)
{
	bool s;

	threads_stumble();
	s = port_intr_mask();
	CHECK(!port_spin_held(l));
	while (!spin_try(l))
		port_relax();
	return s;
}

void
port_spin_unlock(struct port_spin *l, bool s)
{
	CHECK(port_spin_held(l));
	__atomic_store_n(&l->word[0], 0, __ATOMIC_RELEASE);
	port_intr_restore(s);
	threads_stumble();
}

/* Sleeping mutexes. */

#define BUSY	((uintptr_t)1)

bool
port_mutex_held(const struct port_mutex *m)
{
	return (__atomic_load_n(&m->word[0], __ATOMIC_RELAXED) & ~BUSY) ==
	    (uintptr_t)threads_self();
}

/* Lock both words; returns the holder. */
static uintptr_t
mutex_enter(struct port_mutex *m)
{
	uintptr_t word;

	while (((word = __atomic_fetch_or(&m->word[0], BUSY,
	    __ATOMIC_ACQUIRE)) & BUSY) != 0)
		port_relax();
	return word;
}

static void
mutex_leave(struct port_mutex *m, uintptr_t holder)
{
	__atomic_store_n(&m->word[0], holder, __ATOMIC_RELEASE);
}

static void
queue_append(struct port_mutex *m, struct port_thread *t)
{
	struct port_thread *last;

	t->next = NULL;
	last = (struct port_thread *)m->word[1];
	while (last != NULL && last->next != NULL)
		last = last->next;
	if (last == NULL)
		m->word[1] = (uintptr_t)t;
	else
		last->next = t;
}

static void
wait_for_grant(struct port_thread *t)
{
	threads_rest();
	pthread_mutex_lock(&t->m);
	while (!t->granted)
		pthread_cond_wait(&t->news, &t->m);
	t->granted = false;
	pthread_mutex_unlock(&t->m);
	threads_resume();
}

void
port_mutex_lock(struct port_mutex *m)
{
	struct port_thread *self;
	uintptr_t holder;

	self = threads_self();
	CHECK(!self->masked);
	CHECK(!port_mutex_held(m));
	holder = mutex_enter(m);
	if (holder == 0) {
		mutex_leave(m, (uintptr_t)self);
		return;
	}
	queue_append(m, self);
	mutex_leave(m, holder);
	wait_for_grant(self);
}

void
port_mutex_unlock(struct port_mutex *m)
{
	struct port_thread *heir;

	CHECK(port_mutex_held(m));
	(void)mutex_enter(m);
	heir = (struct port_thread *)m->word[1];
	if (heir != NULL)
		m->word[1] = (uintptr_t)heir->next;
	mutex_leave(m, (uintptr_t)heir);
	if (heir == NULL)
		return;
	pthread_mutex_lock(&heir->m);
	heir->granted = true;
	pthread_cond_broadcast(&heir->news);
	pthread_mutex_unlock(&heir->m);
}

/* Threads.  A place is used once, so that a wake-up finds its thread. */

static struct port_thread pool[THREADS_MAX];
static atomic_uint pool_used;

struct port_thread *
port_thread_self(void)
{
	return threads_self();
}

struct port_thread *
port_thread_start(unsigned cpu, void (*body)(void *), void *arg)
{
	unsigned i;

	CHECK(cpu < threads_machine.cpus);
	i = atomic_load_explicit(&pool_used, memory_order_relaxed);
	do {
		if (i == THREADS_MAX)
			return NULL;
	} while (!atomic_compare_exchange_weak_explicit(&pool_used, &i, i + 1,
	    memory_order_relaxed, memory_order_relaxed));
	threads_prepare(&pool[i], cpu);
	threads_spawn(&pool[i], body, arg);
	return &pool[i];
}

unsigned
threads_run(int64_t ns)
{
	int64_t until, left;
	unsigned i, n;

	n = 0;
	until = threads_now() + ns;
	for (i = 0; i < atomic_load(&pool_used); i++) {
		left = until - threads_now();
		n += !threads_join(&pool[i], left > 0 ? left : 0);
	}
	return n;
}

int
port_block(void)
{
	struct port_thread *self;

	self = threads_self();
	CHECK(!self->masked);
	threads_rest();
	pthread_mutex_lock(&self->m);
	while (!self->token)
		pthread_cond_wait(&self->news, &self->m);
	self->token = false;
	pthread_mutex_unlock(&self->m);
	threads_resume();
	return signals_take();
}

void
port_wake(struct port_thread *t)
{
	pthread_mutex_lock(&t->m);
	t->token = true;
	pthread_cond_broadcast(&t->news);
	pthread_mutex_unlock(&t->m);
}

/* Memory. */

static atomic_uint fail_alloc;

void
threads_fail_alloc(unsigned nth)
{
	atomic_store(&fail_alloc, nth);
}

/* Does this allocation's number come up?  Counts down to it. */
static bool
alloc_fails(void)
{
	unsigned n;

	n = atomic_load_explicit(&fail_alloc, memory_order_relaxed);
	while (n != 0 && !atomic_compare_exchange_weak_explicit(&fail_alloc,
	    &n, n - 1, memory_order_relaxed, memory_order_relaxed))
		;
	return n == 1;
}

void *
port_alloc(size_t size)
{
	CHECK(!threads_self()->masked);
	return alloc_fails() ? NULL : malloc(size);
}

void
port_free(void *p)
{
	free(p);
}

/* News. */

void
port_event(unsigned event, const void *object, int64_t value)
{
	if (threads_on_event != NULL)
		threads_on_event(event, object, value);
}

_Noreturn void
port_panic(const char *what)
{
	fprintf(stderr, "%s\n", what);
	abort();
}
