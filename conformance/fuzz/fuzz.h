/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz.h - random operations on the front ends.
 *
 * Two threads on two CPUs of a virtual machine do what they are told by dice,
 * good calls and bad ones, at random times, with memory that runs out now and
 * then.  The invariants of the reference are checked at each step (level 3),
 * and the front end's part keeps a model of what it has set, so that nothing
 * may come early, late, too often, or not at all.
 *
 * Calls do not take time, and a thread begins an operation only when nobody
 * else can go on with one: so what a call has to answer is known exactly, and
 * a model is changed right behind the call.  Who has slept in a call first
 * says fuzz_settle(), and then compares.
 *
 * Thread 0 goes on until thread 1 is through.  So thread 1 alone may sleep in
 * a call without end: by chance the other will wake it.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/errno.h"
#include "lib/types.h"

/* A front end: one operation by chance; and the end of all that there is. */
struct fuzz_front {
	const char	*name;
	void		(*begin)(void);	/* T!  each thread; or NULL */
	void		(*step)(void);	/* T! */
	void		(*end)(void);	/* T!  by one thread alone */
};

extern const struct fuzz_front fuzz_file, fuzz_hrtimer, fuzz_itimer,
    fuzz_kevent, fuzz_kqueue, fuzz_poll, fuzz_ptimer, fuzz_sleep,
    fuzz_timeout, fuzz_timerfd, fuzz_timersock, fuzz_seeded;

#define FUZZ_CPUS	2

/* Who asks: 0 or 1. */
unsigned fuzz_thread(void);				/* T */

/* Any number below n. */
unsigned fuzz_draw(unsigned n);

/* A duration of 1 ns to 2^bits ns, of any order of magnitude. */
int64_t	 fuzz_ns(unsigned bits);

int64_t	 fuzz_now(int clock);

struct timespec fuzz_timespec(int64_t ns);
int64_t	 fuzz_ns_of(struct timespec);
int64_t	 fuzz_ns_of_tv(struct timeval);

/* What must hold; what else is said once, with seed and operation. */
#define FUZZ(cond)	\
	((cond) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #cond))
_Noreturn void fuzz_fail(const char *file, int line, const char *what);

/*
 * Make a call, now and then first with its 1st, 2nd ... allocation failing,
 * until it does not fail with this error.  Each time the descriptors are as
 * they were, and as much memory is in use.
 */
long	 fuzz_call(long (*)(void *), void *arg, long error);

/* Behind a call that slept: others bring theirs to an end. */
void	 fuzz_settle(void);				/* T! */

/*
 * A timer as it was set, and what it must have reported by now.  It expires
 * when its clock shows `next`, at the very instant, and stays expired,
 * whatever becomes of the clock, until somebody looks; then all deadlines are
 * counted that the clock has passed, and it goes on.
 */
struct fuzz_timer {
	bool		 armed;		/* a deadline is to come */
	int		 clock;		/* that of `next` */
	int64_t		 next;		/* the deadline, on that clock */
	int64_t		 interval;	/* 0: once */
	bool		 expired;	/* at `next`, since somebody looked */
	uint64_t	 count;		/* to report */
};

void	 fuzz_timer_set(struct fuzz_timer *, int clock, int64_t next,
	    int64_t interval);
void	 fuzz_timer_pass(struct fuzz_timer *);	/* before the clock is set */
bool	 fuzz_timer_ready(struct fuzz_timer *);
void	 fuzz_timer_look(struct fuzz_timer *);
uint64_t fuzz_timer_take(struct fuzz_timer *);	/* and all are told */
int64_t	 fuzz_timer_left(struct fuzz_timer *);	/* to the next; 0: none */

#endif
