/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeout.h - functions to be called later, in a thread.
 *
 * Spec: timeout.9 (TMO-*).  Rests on: hrtimer.  Used by: kernel code that
 * keeps its timeouts inside the structures they belong to, as TCP does.
 *
 * The caller owns struct timeout, usually as a member of an allocated
 * structure, and gets it back from timeout_stop() for good: under the
 * timeout's lock, when that call has returned, no callback will start and
 * nothing touches the storage any more.  The lock has to live longer: a
 * dispatcher may still take it once and drop it.
 *
 * Times are relative, in nanoseconds, on CLOCK_MONOTONIC.  No call
 * allocates, and none can fail.
 *
 * Context	T thread, I interrupt; ! may sleep; K with the timeout's lock
 *		held, if it has one.  Callbacks run in a dispatcher's thread,
 *		with the lock held, and may sleep as far as it allows.
 */
#ifndef TIMEOUT_TIMEOUT_H
#define TIMEOUT_TIMEOUT_H

#include "hrtimer/hrtimer.h"
#include "lib/types.h"
#include "port/port.h"
#include "timeout/timeout_compat.h"

enum timeout_affinity {
	TIMEOUT_NONE,		/* any CPU */
	TIMEOUT_WEAK,		/* the CPU of the last start */
	TIMEOUT_STRONG		/* the CPU that timeout_init() names */
};

/* The lock that a callback is called with. */
enum timeout_lock_type { TIMEOUT_NO_LOCK, TIMEOUT_SPIN, TIMEOUT_MUTEX };

struct timeout_lock {
	enum timeout_lock_type type;
	union {
		struct port_spin	*spin;
		struct port_mutex	*mutex;
	} u;
};

struct timeout_cpu;

/* The most dispatchers that a CPU can have. */
#define TIMEOUT_DISPATCHERS	4

/*
 * All members are private.  It fits into the room of timeout_compat.h.
 *
 * Field lock	I fixed by timeout_init; c the lock of the CPU's list that
 *		`on` names.
 */
struct timeout {
	struct hrtimer		 timer;
	void			(*fn)(void *);	/* I */
	void			*arg;		/* I */
	struct timeout_lock	 lock;		/* I */
	enum timeout_affinity	 affinity;	/* I */
	unsigned		 cpu;		/* c  named, or who started */
	_Atomic(struct timeout_cpu *) on;	/* c  whose list it is for */
	int64_t			 deadline;	/* c  ns, MONOTONIC */
	bool			 armed;		/* c  not yet called */
	bool			 due;		/* c  listed, or taken */
	struct timeout		*next;		/* c  in the due list */
};

/*
 * Once, at start-up, behind hrtimers_init(): so many dispatchers, at least
 * one, for each CPU.
 */
void	 timeouts_init(unsigned dispatchers);		/* T! */

void	 timeout_init(struct timeout *, void (*fn)(void *), void *arg,
	    const struct timeout_lock *, enum timeout_affinity,
	    unsigned cpu);				/* T  TMO-INIT-*  */
int	 timeout_start(struct timeout *, int64_t ns);	/* TI TMO-START-* */
int	 timeout_stop(struct timeout *);		/* TK TMO-STOP-*  */
int	 timeout_drain(struct timeout *);		/* T! TMO-DRAIN-* */
void	 timeout_fini(struct timeout *);		/* T! TMO-FINI-*  */
bool	 timeout_active(struct timeout *);		/* TI */

/* What user land may see of a timeout: zero bytes. */
void	 timeout_export(struct timeout_compat *);	/* TI */

/* The invariants of timeout.c, for every CPU. */
bool	 timeouts_check(void);				/* TI */

#endif
