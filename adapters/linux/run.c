/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.c - threads and waiting.
 *
 * What		A scenario runs in a process of its own, made by the core.
 *		This process's first thread supervises: it starts one thread
 *		for each thread of the scenario, pinned to its CPU, and ends
 *		the scenario when they are through or when its time is over.
 *		What is stuck in a system call then dies with the process.
 *
 * Waiting	A thread sleeps with clock_nanosleep() or on a futex, both up
 *		to an absolute time, but believes the clock alone: the core
 *		calls again until the clock agrees.  It sleeps to WAIT_SPIN
 *		before the time and spins the rest, since being woken takes
 *		tens of microseconds.  So a step begins when it should, even
 *		on a kernel whose sleeps are what is wrong.
 *
 *		The futex is the core's count of changes: a wait for an event
 *		ends when it moves, also just before the sleep.  It is shared
 *		with the processes that a scenario makes (process.c); these
 *		wake without looking who sleeps, which they cannot know.
 *
 * Signals	All are blocked in all threads but `main`, see signal.c.
 */
#define	_GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux/linux.h"

#define	WAIT_SPIN	50000		/* ns */

/*
 * Waiting.
 */

static _Atomic unsigned sleepers;

static void
pause_cpu(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
	__asm__ __volatile__("yield");
#else
	atomic_signal_fence(memory_order_seq_cst);
#endif
}

/* Until the count of changes moves, or the time.  EINTR ends it too. */
static void
sleep_event(const struct agent_ctx *ctx, int64_t until)
{
	struct timespec ts = timespec_of(until);

	atomic_fetch_add(&sleepers, 1);
	syscall(SYS_futex, agent_changes_word(ctx->agent),
	    FUTEX_WAIT_BITSET, ctx->changes, &ts, NULL,
	    FUTEX_BITSET_MATCH_ANY);
	atomic_fetch_sub(&sleepers, 1);
}

void
sleep_until(int64_t until)
{
	struct timespec ts = timespec_of(until);

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

void
linux_wait(struct agent_ctx *ctx, int64_t until, unsigned how)
{
	bool event = (how & AGENT_EVENT) != 0;

	if (event && agent_changes(ctx->agent) != ctx->changes)
		return;
	if (in_child())
		how &= ~(unsigned)AGENT_BUSY;
	if ((how & AGENT_BUSY) != 0 || until - linux_now() <= WAIT_SPIN)
		pause_cpu();
	else if (event)
		sleep_event(ctx, until - WAIT_SPIN);
	else
		sleep_until(until - WAIT_SPIN);
}

void
linux_notify(struct agent *a)
{
	atomic_thread_fence(memory_order_seq_cst);
	if (atomic_load(&sleepers) > 0 || in_child())
		syscall(SYS_futex, agent_changes_word(a), FUTEX_WAKE,
		    INT32_MAX, NULL, NULL, 0);
}

/*
 * Threads of the scenario.
 */

struct flow {
	struct agent *agent;
	unsigned index;
	_Atomic pid_t tid;
};

static struct flow flows[AGENT_THREADS];
static _Atomic unsigned flows_left;

/* The kernel's number of a thread; one that nobody has if there is none. */
pid_t
flow_tid(int i)
{
	return i < 0 ? INT32_MAX : atomic_load(&flows[i].tid);
}

/* Which thread of the scenario is this? */
int
flow_self(void)
{
	pid_t tid = (pid_t)syscall(SYS_gettid);
	int i;

	for (i = 0; i < AGENT_THREADS; i++)
		if (flow_tid(i) == tid)
			return i;
	return -1;
}

static void *
flow_main(void *arg)
{
	struct flow *f = arg;
	int cpu = agent_thread_cpu(f->agent, f->index);
	sigset_t none;

	atomic_store(&f->tid, (pid_t)syscall(SYS_gettid));
	witness_join(f->index);
	if (cpu >= 0)
		cpu_pin((unsigned)cpu);
	if (f->index == 0) {
		sigemptyset(&none);
		pthread_sigmask(SIG_SETMASK, &none, NULL);
	}
	agent_thread(f->agent, f->index);
	atomic_fetch_sub(&flows_left, 1);
	return NULL;
}

bool
thread_start(void *(*body)(void *), void *arg)
{
	pthread_t thread;
	int error = pthread_create(&thread, NULL, body, arg);

	if (error != 0)
		return false;
	pthread_detach(thread);
	return true;
}

/*
 * Where flow i is watched: its CPU, or one of its own if it may run on any.
 */
static unsigned
flow_cpu(const struct agent *a, unsigned i)
{
	int cpu = agent_thread_cpu(a, i);

	return (cpu < 0 ? i : (unsigned)cpu) % cpu_count();
}

static bool
watched(const struct agent *a, unsigned i)
{
	unsigned k;

	for (k = 0; k < i; k++)
		if (flow_cpu(a, k) == flow_cpu(a, i))
			return true;
	return false;
}

static bool
start_all(struct agent *a)
{
	unsigned i, n = agent_threads(a);

	atomic_store(&flows_left, n);
	for (i = 0; i < n; i++) {
		flows[i].agent = a;
		flows[i].index = i;
		if (i > 0 && !watched(a, i) && !witness_start(flow_cpu(a, i)))
			return false;
		if (!thread_start(flow_main, &flows[i]))
			return false;
	}
	return true;
}

/*
 * A page that is touched for the first time costs a fault between two stamps,
 * in a forked child even one that its parent has used.  So have all of them
 * in before time 0; where locked memory is not granted, the log at least.
 */
static void
fetch_pages(struct agent *a)
{
	unsigned char *p = (unsigned char *)a;
	size_t i;

	if (mlockall(MCL_CURRENT) == 0)
		return;
	for (i = 0; i < agent_size(); i += 1024)
		__atomic_fetch_or(p + i, 0, __ATOMIC_RELAXED);
}

/*
 * The calling thread is the supervisor, and the witness of main's CPU.  A
 * timer slack of 1 ns, which the other threads inherit, makes sleeps as
 * exact as the kernel can; timers themselves have no slack.
 *
 * A scenario whose threads cannot all be started has not run: the process
 * ends badly, and that is what its parent will say.
 */
int
linux_run(struct agent *a)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	fetch_pages(a);
	prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
	witness_init(a);
	if (!start_all(a))
		_exit(1);
	cpu_pin(flow_cpu(a, 0));
	while (atomic_load(&flows_left) > 0 &&
	    linux_now() < agent_deadline(a))
		witness_step();
	agent_close(a);
	return 0;
}
