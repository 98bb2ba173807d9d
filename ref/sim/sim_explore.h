/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_explore.h - the virtual machine with its scheduler in other hands.
 *
 * Rests on: sim.h.  Used by: conformance/explore, which tries all choices.
 *
 * sim_run() has one order for everything; sim_explore() asks.  A context may
 * be left at each step (enum sim_step), not only where it waits, and time
 * may go on at each of them.  At a fork the explorer is shown who may go on
 * and names one.  Nothing else decides anything, so the same answers give
 * the same run.
 *
 * The steps at locks, interrupts and wake-ups are the port's own.  Those at
 * atomic operations, and the name of the place for all, come from
 * sim_steps.h, which the sources of the stack are compiled with when an
 * explorer is built, and only then.
 *
 * Context	H the host, outside of sim_explore(); T a virtual thread,
 *		I a virtual interrupt.
 */
#ifndef SIM_SIM_EXPLORE_H
#define SIM_SIM_EXPLORE_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/sim.h"

/* Another context may go on before a step, or behind it (the latter three). */
enum sim_step {
	SIM_LOCK,	/* a spin lock or a mutex is about to be taken */
	SIM_LOAD,	/* an atomic is about to be read */
	SIM_STORE,	/* ... or written, or both */
	SIM_BLOCK,	/* the thread is about to go to sleep */
	SIM_MARK,	/* a place that the test itself names */
	SIM_UNLOCK,	/* a lock was dropped */
	SIM_RESTORE,	/* interrupts may be on again */
	SIM_CALL,	/* a CPU was sent a call */
	SIM_WAKE,	/* a thread was woken */
	SIM_STEPS
};

/* Contexts are numbered: threads, interrupt sides, and time itself. */
#define SIM_SIDE(cpu)	(SIM_THREADS + (cpu))
#define SIM_TIME	(SIM_THREADS + PORT_CPUS)

/* The choice there is; the first is what happens without a preemption. */
struct sim_fork {
	unsigned	 n;
	bool		 preempts;	/* by any but the first */
	unsigned char	 option[SIM_TIME + 1];
};

#define SIM_GIVE_UP	UINT32_MAX	/* in place of an option */

enum sim_verdict {
	SIM_ENDED,	/* nobody can go on, and nothing will happen */
	SIM_ENDLESS,	/* more steps than max_steps */
	SIM_GIVEN_UP	/* by choose, or by sim_explore_stop() */
};

struct sim_explorer {
	/* Set by the user. */
	int64_t		 until;		/* time goes no further */
	unsigned	 max_steps;
	bool		 from_host;	/* choose with all contexts at rest */
	unsigned	(*choose)(const struct sim_fork *);	/* an index */
	void		(*tell)(unsigned who, enum sim_step, const char *func,
			    const char *text, const void *object);
	void		(*quiet)(void);	/* H  before time must go on */

	/* Private. */
	unsigned	 steps;
	unsigned	 next;		/* who was chosen */
	bool		 stopped;
	struct sim_fork	 fork;
	const char	*func, *text;	/* of the step that comes */
};

/* Run with the choices that `choose` makes. */
enum sim_verdict sim_explore(struct sim_explorer *);		/* H */

/* End the run; does not return to a virtual context. */
void	sim_explore_stop(void);					/* HTI */

/* Who runs, by number; SIM_TIME for the host. */
unsigned sim_explore_self(void);				/* HTI */

/* The place of the next step: a function and the step's operand. */
void	sim_at(const char *func, const char *text);		/* HTI */

/* A step; nothing at all unless an explorer runs. */
void	sim_step(enum sim_step, const void *object);		/* HTI */

#endif
