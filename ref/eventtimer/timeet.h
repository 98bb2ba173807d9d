/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeet.h - event timers: the hardware that interrupts at a given time.
 *
 * Spec: eventtimer.9 (ET-*).  Rests on: port.  Used by: tick, the drivers.
 *
 * Three parties meet here and see nothing else of one another.
 *
 *	driver		fills a struct eventtimer and registers it; calls
 *			et_event() when the time has come, and
 *			et_change_frequency() when its clock runs otherwise
 *	consumer	finds a timer, initialises it, starts and stops it
 *	glue		the functions below: the list, the checks, the clamp
 *
 * Times are sbintime_t, signed 32.32 fixed-point seconds.  Functions
 * return 0 or a positive errno value.
 *
 * Context	T thread, I interrupt; ! may sleep; L with ET_LOCK held.
 * Field lock	D set by the driver before et_register, fixed afterwards;
 *		L ET_LOCK; g set by the glue under ET_LOCK while nobody may
 *		start the timer, read without a lock by et_event(); a one
 *		atomic step, at any time; f set by et_change_frequency under
 *		ET_LOCK, while the consumer has stopped the timer; c the
 *		CPU's own, or the consumer's where there is one instance.
 */
#ifndef EVENTTIMER_TIMEET_H
#define EVENTTIMER_TIMEET_H

#include "lib/list.h"
#include "lib/sbintime.h"
#include "lib/types.h"
#include "port/port.h"

struct eventtimer;
struct sysctl_oid;

typedef int	et_start_t(struct eventtimer *, sbintime_t first,
		    sbintime_t period);
typedef int	et_stop_t(struct eventtimer *);
typedef void	et_event_cb_t(struct eventtimer *, void *arg);
typedef int	et_deregister_cb_t(struct eventtimer *, void *arg);
typedef void	et_change_t(struct eventtimer *, bool before);

struct eventtimer {
	SLIST_ENTRY(eventtimer) et_all;	/* L  all timers, best first */
	const char	*et_name;	/* D  unique without regard to case */
	int		 et_flags;	/* D a  et_ban alone clears some */
#define ET_FLAGS_PERIODIC	1
#define ET_FLAGS_ONESHOT	2
#define ET_FLAGS_PERCPU		4	/* one instance on every CPU */
#define ET_FLAGS_C3STOP		8	/* may stop while the CPU sleeps */
#define ET_FLAGS_POW2DIV	16	/* divides by powers of two only */
	int		 et_quality;	/* D  higher is better */
	int		 et_active;	/* L  in use */
	uint64_t	 et_frequency;	/* D f  Hz; 0 unknown or meaningless */
	sbintime_t	 et_min_period;	/* D f  0 .. et_max_period */
	sbintime_t	 et_max_period;	/* D f  above 0 */
	uint64_t	 et_min_cycles;	/* D  what et_range() was given; */
	uint64_t	 et_max_cycles;	/* D  0: the periods are times */
	et_start_t	*et_start;	/* D */
	et_stop_t	*et_stop;	/* D  may be NULL */
	et_event_cb_t	*et_event_cb;	/* g  never NULL once registered */
	et_deregister_cb_t *et_deregister_cb;	/* g  may be NULL */
	void		*et_arg;	/* g */
	void		*et_priv;	/* D  the driver's own */
	struct sysctl_oid *et_sysctl;	/* L  NULL: there is no node */
	unsigned char	 et_instance[PORT_CPUS]; /* c  the glue's own */
};

/* The mutex around the list; never in an interrupt, never twice. */
#define ET_LOCK()	et_lock()			/* T!  ET-LOCK-*  */
#define ET_UNLOCK()	et_unlock()			/* T  */
void	et_lock(void);					/* T! */
void	et_unlock(void);				/* T  */
bool	et_locked(void);				/* T  by this thread */

/* The invariants of eventtimer.c.  With ET_LOCK, or when nobody runs. */
bool	et_check(void);					/* T */

/* For drivers.  The storage stays in place until et_deregister gives 0. */
int	et_register(struct eventtimer *);		/* T!  ET-REG-*   */
int	et_deregister(struct eventtimer *);		/* T!  ET-DEREG-* */

/*
 * Set the periods from cycles of et_frequency, so that all that lies between
 * takes from min to max of them when it is rounded up; and again whenever
 * the frequency changes.
 */
void	et_range(struct eventtimer *, uint64_t min, uint64_t max);
							/* T   ET-FREQ-6  */

/*
 * The timer's clock runs at another rate from now on; tell it as soon as it
 * is known.  The consumer's part is et_on_change().
 */
void	et_change_frequency(struct eventtimer *, uint64_t newfreq);
							/* T!  ET-FREQ-*  */

/* The time has come: call whoever uses the timer.  The callback first: */
static inline void					/* I   ET-EVENT-* */
et_event(struct eventtimer *et)
{
	et_event_cb_t *event;
	void *arg;			/* never older than the callback: */

	event = __atomic_load_n(&et->et_event_cb, __ATOMIC_ACQUIRE);
	arg = __atomic_load_n(&et->et_arg, __ATOMIC_RELAXED);
	event(et, arg);
}

/* For consumers.  et_next walks all timers, best first, from NULL on. */
struct eventtimer *
	et_next(const struct eventtimer *);		/* TL  ET-NEXT-*  */
struct eventtimer *
	et_named(const char *name);			/* TL  ET-NEXT-*  */
struct eventtimer *
	et_find(const char *name, int check, int want);	/* TL  ET-FIND-*  */
int	et_init(struct eventtimer *, et_event_cb_t *, et_deregister_cb_t *,
	    void *arg);					/* TL  ET-INIT-*  */
int	et_start(struct eventtimer *, sbintime_t first,
	    sbintime_t period);				/* TI  ET-START-* */
int	et_stop(struct eventtimer *);			/* TI  ET-STOP-*  */
int	et_ban(struct eventtimer *);			/* TI  ET-BAN-*   */
int	et_free(struct eventtimer *);			/* TL! ET-FREE-*  */

/*
 * The consumer's part in a change of frequency, for whatever timer: called
 * with ET_LOCK held, in the driver's thread, before et_frequency changes and
 * after it.  With `before` it stops the timer on every CPU and keeps it
 * stopped; without, it starts it again on every CPU, from the deadline as an
 * absolute time, since a part of the distance has gone by at another rate.
 * It does nothing for a timer that is not its own.
 */
void	et_on_change(et_change_t *);			/* T   ET-FREQ-*  */

#endif
