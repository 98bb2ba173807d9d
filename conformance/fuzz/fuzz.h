/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz.h - random operations on the front ends.
 *
 * Two threads on two CPUs of a virtual machine do what they are told by dice,
 * good calls and bad ones, at random times, with memory that runs out now and
 * then.  The invariants of the reference are checked at each step (level 3),
 * and the front end's part keeps a model of what it has set, so that nothing
 * may come early, too often, or not at all.
 *
 * Calls do not take time, and one thread runs at a time: so what a call has
 * to answer is known exactly, and a model is changed right behind the call.
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
	void		(*step)(void);		/* T! */
	void		(*end)(void);		/* T!  by one thread alone */
};

extern const struct fuzz_front fuzz_kqueue;
extern const struct fuzz_front fuzz_timersock;
extern const struct fuzz_front fuzz_timerfd;
extern const struct fuzz_front fuzz_itimer;
extern const struct fuzz_front fuzz_ptimer;
extern const struct fuzz_front fuzz_kevent;

/* Any number below n. */
unsigned fuzz_draw(unsigned n);

/* A duration of 1 ns to 2^bits ns, of any order of magnitude. */
int64_t	 fuzz_ns(unsigned bits);

int64_t	 fuzz_now(int clock);

/* What must hold; what else is said once, with seed and operation. */
#define FUZZ(cond)	\
	((cond) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #cond))
_Noreturn void fuzz_fail(const char *file, int line, const char *what);

/* Does this call get no memory?  Then it may fail with ENOMEM. */
bool	 fuzz_poor(void);
void	 fuzz_rich(void);

/* Let the clock go on. */
void	 fuzz_sleep(int64_t ns);

/*
 * A timer as it was set: what it must have reported by now.  Times of
 * CLOCK_REALTIME are as good as those of the other clock while nobody sets it.
 */
struct fuzz_timer {
	bool		 armed;
	int		 clock;
	int64_t		 first;		/* the reading at the first expiry */
	int64_t		 interval;	/* 0: once */
	uint64_t	 told;		/* expirations reported */
};

uint64_t fuzz_expired(const struct fuzz_timer *);	/* so far */
uint64_t fuzz_untold(const struct fuzz_timer *);	/* and not told */
int64_t	 fuzz_left(const struct fuzz_timer *);	/* to the next; 0: none */

#endif
