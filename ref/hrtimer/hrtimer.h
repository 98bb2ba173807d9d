/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hrtimer.h - high-resolution timers: queues of deadlines, one for each CPU
 * and clock.
 *
 * Spec: hrtimer.9 (HRT-*).  Rests on: tick, timekeeping.  Used by: the
 * front ends.
 *
 * The caller owns struct hrtimer and keeps it in place from the first start
 * until hrtimer_cancel() has returned or the last expiry is over.  No call
 * allocates, and none fails but hrtimer_get_res().
 *
 * Context	T thread, I interrupt.  A callback is an interrupt.
 * Field lock	b the lock of the base that `base` names; u the user, while
 *		the timer is not queued and its callback does not run.
 */
#ifndef HRTIMER_HRTIMER_H
#define HRTIMER_HRTIMER_H

#include <stdatomic.h>

#include "ktime/ktime.h"
#include "lib/timerqueue.h"
#include "lib/types.h"

enum hrtimer_mode { HRTIMER_ABS, HRTIMER_REL };
enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };

/* The guard's delay: 1 ms. */
#define HRTIMER_GUARD_NS	INT64_C(1000000)

struct hrtimer_cpu_base;

struct hrtimer {
	/* For the user to set, after hrtimer_init(). */
	int	(*function)(void *);	/* u  NULL: wake the task in data */
	void	*data;			/* u */

	/* Private from here on. */
	int64_t		 deadline;	/* b  ns on `queue`'s clock */
	struct timerqueue_node node;	/* b  expires: deadline, or later */
	_Atomic(struct hrtimer_cpu_base *) base; /* NULL: between two */
	clockid_t	 clock;		/* u  as init or rebase said */
	unsigned	 queue;		/* b  index of the queue, see .c */
	bool		 started;	/* b  deadline has a meaning */
	unsigned	 round;		/* b  interrupt of the last run ... */
	unsigned	 rounds;	/* b  ... and the runs in it */
	unsigned	 magic;		/* I  hrtimer_init() was called */
};

/* Once, at start-up, behind timekeeping_init(). */
void	 hrtimers_init(void);					/* T */

void	 hrtimer_init(struct hrtimer *, clockid_t);	/* TI HRT-INIT-*   */
void	 hrtimer_rebase(struct hrtimer *, clockid_t);	/* TI HRT-REBASE-* */
int	 hrtimer_start(struct hrtimer *, ktime_t,
	    enum hrtimer_mode);				/* TI HRT-START-*  */
int	 hrtimer_restart(struct hrtimer *);		/* TI HRT-AGAIN-*  */
int	 hrtimer_cancel(struct hrtimer *);		/* T  HRT-CANCEL-* */
int	 hrtimer_try_to_cancel(struct hrtimer *);	/* TI HRT-TRY-*    */
unsigned long
	 hrtimer_forward(struct hrtimer *,
	    ktime_t interval);				/* TI HRT-FORWARD-* */
uint64_t hrtimer_forward64(struct hrtimer *,
	    ktime_t interval);		/* TI as forward, in 64 bits */
ktime_t	 hrtimer_get_remaining(struct hrtimer *);	/* TI HRT-LEFT-*   */
int	 hrtimer_active(struct hrtimer *);		/* TI HRT-ACTIVE-* */
bool	 hrtimer_idle(struct hrtimer *);	/* TI not even running */
int	 hrtimer_get_res(clockid_t, struct timespec *);	/* TI HRT-RES-*    */

/* The invariants of hrtimer.c, for every CPU.  Interrupts may be on. */
bool	 hrtimer_check(void);					/* T */

/*
 * The one that hrtimer_check() leaves out, for one CPU: the tick is set for
 * the first deadline or for an earlier one.  Only while no callback runs and
 * no call from CPU to CPU is on its way.
 */
bool	 hrtimer_check_tick(unsigned cpu);			/* T */

#endif
