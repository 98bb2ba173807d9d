/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wrap.h - what the preloaded negative controls share.
 *
 * What		A wrapper stands between the Linux agent and the C library
 *		and makes the kernel seem to have one bug.  The suite must
 *		find that bug, and no other:
 *
 *		early.c	expiries are reported 1 us before their deadline
 *		drop.c	one period of a periodic timer is never counted
 *		count.c	a count of 2 or more is one too high
 *		wake.c	sleeps and timeouts end 20 us early
 *		copy.c	fork copies timers
 *		exec.c	execve keeps the wrong timers
 *		close.c	a close ends a timer that others have
 *		lone.c	a child's timers do nothing
 *		lax.c	what should be refused is granted
 *		lose.c	signals of interval timers are lost
 *
 *	build/timerspec run \
 *	    -t 'exec:env LD_PRELOAD=build/wrap/early.so build/agent-linux'
 *
 * Why this way	A kernel with a bug of our choice cannot be had without a
 *		build of that kernel.  A library in front of it can be had
 *		in a second, and runs where the agent runs.
 *
 * How		A report of a timer comes by read(2) of a timerfd or by a
 *		signal with SI_TIMER.  Both ends are here: wrap_timer() finds
 *		the state of a descriptor or of a timer id, wrap_sigaction()
 *		puts a function of the wrapper before a handler.
 *
 * Locking	None; a handler may come at any instruction.  Each state
 *		belongs to the thread that sets or reads its timer, and cases
 *		keep those apart by milliseconds.
 */
#ifndef CONFORMANCE_MUTANTS_WRAP_WRAP_H
#define CONFORMANCE_MUTANTS_WRAP_WRAP_H

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/timerfd.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define	WRAP_TIMERS	1024
#define	NSEC_PER_SEC	1000000000

/* One setting of one timer. */
struct wrap {
	bool known;
	clockid_t clock;
	int64_t first, period;	/* ns on clock; first 0: not armed */
	int64_t taken;		/* deadlines reported so far */
	int adjust;		/* of the last overrun */
};

/* By descriptor; by the number of a timer. */
static struct wrap wrap_fds[WRAP_TIMERS] __attribute__((unused));
static struct wrap wrap_ids[WRAP_TIMERS] __attribute__((unused));

/* The state of a descriptor or timer id; NULL when it is none of ours. */
static inline struct wrap *
wrap_timer(struct wrap *table, int id)
{
	if (id < 0 || id >= WRAP_TIMERS || !table[id].known)
		return NULL;
	return &table[id];
}

static inline void
wrap_know(struct wrap *table, int id, clockid_t clock)
{
	if (id >= 0 && id < WRAP_TIMERS)
		table[id] = (struct wrap){ .known = true, .clock = clock };
}

static inline void
wrap_forget(struct wrap *table, int id)
{
	if (id >= 0 && id < WRAP_TIMERS)
		table[id].known = false;
}

/*
 * Let real_NAME be the function that the caller would have had.  The detour
 * makes a pointer to a function of one to data, as POSIX wants it.
 */
#define	WRAP_REAL(name)	(*(void **)&real_##name = dlsym(RTLD_NEXT, #name))

static inline int64_t
wrap_ns(const struct timespec *ts)
{
	return (int64_t)ts->tv_sec * NSEC_PER_SEC + ts->tv_nsec;
}

static inline struct timespec
wrap_timespec(int64_t ns)
{
	struct timespec ts;

	ts.tv_sec = (time_t)(ns / NSEC_PER_SEC);
	ts.tv_nsec = (long)(ns % NSEC_PER_SEC);
	return ts;
}

static inline int64_t
wrap_now(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return wrap_ns(&ts);
}

/* Would the kernel refuse this address of what has two times? */
static inline bool
wrap_is_bad(const void *p)
{
	struct itimerspec here;
	struct iovec to = { &here, 1 };
	struct iovec from = { (void *)(uintptr_t)p, 1 };

	return process_vm_readv(getpid(), &to, 1, &from, 1, 0) != 1;
}

/*
 * Signals.
 */

typedef void wrap_handler(int, siginfo_t *, void *);

static wrap_handler *wrap_handlers[NSIG];
static int (*real_sigaction)(int, const struct sigaction *,
    struct sigaction *);

/* sigaction(), with `before` in the place of a handler that takes three. */
static inline int
wrap_sigaction(int signo, const struct sigaction *act,
    struct sigaction *old, wrap_handler *before)
{
	struct sigaction mine;
	int r;

	if (act == NULL || (act->sa_flags & SA_SIGINFO) == 0 ||
	    signo <= 0 || signo >= NSIG)
		return real_sigaction(signo, act, old);
	mine = *act;
	mine.sa_sigaction = before;
	r = real_sigaction(signo, &mine, old);
	if (r == 0)
		wrap_handlers[signo] = act->sa_sigaction;
	return r;
}

#endif /* CONFORMANCE_MUTANTS_WRAP_WRAP_H */
