/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tick_impl.h - what the files of tick share.
 *
 * Field lock	o the CPU's own, interrupts masked; l tick.lock; f fixed
 *		while any CPU is not paused, changed under ET_LOCK.
 */
#ifndef TICK_TICK_IMPL_H
#define TICK_TICK_IMPL_H

#include <stdatomic.h>

#include "eventtimer/timeet.h"
#include "lib/waitq.h"
#include "port/port.h"
#include "tick/tick.h"
#include "timekeeping/timekeeping.h"

enum { TICK_HARD, TICK_STAT, TICK_PROF, TICK_STREAMS };

/* How long after its time an interrupt is missed, in ns. */
#define TICK_SLACK	(1 * NSEC_PER_MSEC)	/* at an entry */
#define TICK_WATCH	(100 * NSEC_PER_MSEC)	/* by the watchdog */

/* What a timer's lies add up to, until it has told the truth once. */
#define TICK_EARLY_LIE	1
#define TICK_LOST_LIE	3
#define TICK_LIES	9		/* so much and it is banned */

/* So many ticks a second: num / den. */
struct tick_rate {
	uint64_t num, den;
};

struct tick_cpu {
	int64_t	 deadline;		/* o  hrtimer's; ns */
	int64_t	 next;			/* o  the first thing waited for */
	bool	 set;			/* o  the hardware knows of next, */
	unsigned epoch;			/* o  by a clock that ran so */
	bool	 paused;		/* o  so is a CPU off line */
	bool	 idle;			/* o */
	int64_t	 due;			/* o  own timer; INT64_MAX: not */
	unsigned lies;			/* o */
	int64_t	 wake;			/* l  when to be interrupted */
	bool	 asleep;		/* l  and its own timer stands */
	struct {
		struct tick_rate rate;	/* o  num is 0: not running */
		int64_t	 origin;	/* o  ns; of its ticks */
		uint64_t ticks;		/* o  since then */
	} stream[TICK_STREAMS];
};

struct tick {
	void		(*event)(void);	/* hrtimer's handler */
	struct eventtimer *et;		/* f  in use */
	struct eventtimer *spare;	/* f  stands by; or NULL */
	bool		 periodic;	/* f  et repeats by itself */
	bool		 global;	/* f  et is one for all CPUs */
	bool		 shared;	/* f  wake is kept */
	int64_t		 period;	/* f  ns */
	int64_t		 least, most;	/* f  ns, the reach of et */
	struct port_spin lock;
	int64_t		 due;		/* l  global et; INT64_MAX: not */
	unsigned	 epoch;		/* l  by a clock that ran so */
	struct waitq	 down;		/* l  a CPU has gone off line */
	int64_t		 spare_due;	/* l  spare; INT64_MAX: not */
	_Atomic bool	 changing;	/* CPUs are paused, new ones too */
	_Atomic bool	 reported;	/* et has lied, and that was told */
	struct port_thread *worker;	/* replaces a timer that lies, */
	_Atomic(struct eventtimer *) condemned;	/* this one */
	struct tick_cpu	 cpu[PORT_CPUS];
};

extern struct tick tick;

static inline struct tick_cpu *
tick_here(void)
{
	return &tick.cpu[port_cpu()];
}

static inline int64_t
tick_now(void)
{
	return ktime_to_ns(ktime_get());
}

/* tick.c */
void	tick_event(void *arg);		/* serve this CPU */
void	tick_arm(struct tick_cpu *);	/* have it woken */
bool	tick_check(const struct tick_cpu *);
void	tick_missed(struct tick_cpu *);	/* is an interrupt missing? */
void	tick_watched(void *arg);	/* the watchdog thinks that it is */
void	tick_lie(struct eventtimer *, struct tick_cpu *, unsigned weight,
	    int64_t by);
void	tick_et_event(struct eventtimer *, void *arg);

/* tick_streams.c */
struct tick_rates {
	struct tick_rate base;		/* periodic: of the timer */
	struct tick_rate stream[TICK_STREAMS];
};

int64_t	tick_rate_hz(struct tick_rate);			/* rounded */
void	tick_streams_run(struct tick_cpu *, int64_t now);
int64_t	tick_streams_next(const struct tick_cpu *);
void	tick_streams_sync(struct tick_cpu *, int64_t now);
void	tick_streams_restart(struct tick_cpu *, int64_t now);
void	tick_rates_set(const struct eventtimer *, bool periodic);
int	tick_singlemul_now(void);
bool	tick_streams_any(void);
extern struct tick_rates tick_rates;
extern int tick_hz, tick_singlemul, tick_idletick;	/* ET_LOCK */

/* tick_watch.c: the spare; the lock is held where `l` stands. */
void	tick_watch_arm(int64_t now);			/* l */
void	tick_watch_event(struct eventtimer *, void *arg);
bool	tick_idle_enter(void);
void	tick_idle_leave(void);
void	tick_idle_hooks(void);

/* tick_switch.c: ET_LOCK is held. */
struct eventtimer *tick_choose(const struct eventtimer *but);
void	tick_switch(struct eventtimer *et, const struct eventtimer *but);
void	tick_pause_all(void);
void	tick_resume_all(void);		/* and read the settings anew */
bool	tick_usable(const struct eventtimer *);
void	tick_condemn(void);			/* any context, no lock */
void	tick_stop_own(struct eventtimer *);	/* or NULL; interrupts masked */
extern int tick_wants_periodic;

#endif
