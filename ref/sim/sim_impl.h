/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_impl.h - what the files of sim share: the machine's state, and the
 * steps that a running context may take.
 *
 * There is one flow of control at a time, so nothing here is locked.
 */
#ifndef SIM_SIM_IMPL_H
#define SIM_SIM_IMPL_H

#include "hosted/pending.h"
#include "sim/sim.h"
#include "sim/sim_context.h"

enum sim_state {
	SIM_UNUSED,
	SIM_READY,	/* may go on when its CPU lets it */
	SIM_TIMED,	/* until a time, or a notify */
	SIM_BLOCKED,	/* until somebody wakes it */
	SIM_RELAXED,	/* until something else has made progress */
	SIM_DONE
};

/* A thread, or the interrupt side of a CPU. */
struct port_thread {
	struct sim_context *context;
	enum sim_state	 state;
	unsigned	 cpu;
	bool		 intr;		/* the interrupt side */
	bool		 owns;		/* keeps its CPU while it waits */
	bool		 token;		/* a wake-up that came first */
	int64_t		 until;		/* TIMED: when to go on */
	unsigned	 key;		/* order among those that may go on */
	unsigned long	 seen;		/* RELAXED: the progress by then */
	int64_t		 relaxed;	/* when it did so last */
	const uintptr_t	*want;		/* RELAXED: 0 when the lock is free */
	/* sim_explore.c: */
	unsigned	 spin;		/* steps since it relaxed */
	bool		 news;		/* others' progress since then */
	void		(*body)(void *);
	void		*arg;
};

enum sim_cpu_state {
	SIM_CPU_ONLINE,
	SIM_CPU_LEAVING,	/* still runs, and is to stop itself */
	SIM_CPU_OFF,
	SIM_CPU_COMING
};

struct sim_cpu {
	enum sim_cpu_state state;
	struct port_thread side;	/* runs the interrupts */
	struct port_thread *owner;	/* a thread that keeps the CPU */
	bool		 masked;
	unsigned	 spins;		/* spin locks held here */
	struct pending	 pending;	/* interrupts not yet taken */
	enum {
		SIM_AWAKE,
		SIM_FALLING,	/* the side is to call enter */
		SIM_LIGHT,	/* asleep */
		SIM_DEEP	/* asleep, and devices are told */
	}		 sleep;
	unsigned	 slow;		/* so many interrupts are slow */
	int64_t		 slow_by;
};

struct sim {
	int64_t		 now;
	unsigned	 cpus;
	uint64_t	 seed;
	struct sim_cpu	 cpu[PORT_CPUS];
	struct port_thread threads[SIM_THREADS];
	unsigned	 nthreads;	/* slots that were ever used */
	struct port_thread *current;	/* NULL: the host */
	unsigned long	 progress;
	unsigned	 fail_alloc, allocations;
	bool		 interrupt_always;
	struct pending_call line[PORT_LINES];	/* the handlers */
	bool		 (*enter)(void);	/* idle hooks */
	void		 (*leave)(void);
	bool		 idles;			/* idle CPUs sleep */
	struct port_cpu_watch *watches;	/* last first */
	struct port_thread *changer;	/* takes a CPU off, or on */
	struct sim_explorer *explorer;	/* NULL: no one chooses */
};

extern struct sim sim;

/* Give the CPU back to the scheduler; returns when it is our turn again. */
void	sim_yield(enum sim_state);

/* The CPU that the running code is on; the host counts as CPU 0. */
struct sim_cpu *sim_here(void);

/* What a scheduler is made of: who may run, let one run, let time pass. */
bool	sim_side_may_run(const struct sim_cpu *);
bool	sim_thread_may_run(const struct port_thread *);
void	sim_go(struct port_thread *);
int64_t	sim_next_instant(void);
void	sim_advance(int64_t to);

/* Devices. */
void	sim_devices_reset(void);
int64_t	sim_devices_next(void);
void	sim_devices_act(int64_t now);
void	sim_devices_sleep(unsigned cpu, bool asleep);
void	sim_models_reset(void);
bool	sim_same_name(const char *, const char *);

/* Does a line wait to be taken, or may its handler run?  Take it back. */
bool	sim_line_busy(unsigned cpu, unsigned line);
void	sim_line_drop(unsigned cpu, unsigned line);

#endif
