/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim.h - a machine of virtual CPUs in virtual time.
 *
 * A port like any other (port/port.h), for tests, and the part of it that a
 * test uses to drive it.  Code takes no time at all here: the clock stands
 * while anything can run, and jumps to the next thing that is to happen when
 * nothing can.  Two runs with the same seed do the same, step by step.
 *
 * Times are nanoseconds since sim_init(), signed, 64 bits.
 *
 * Context	H the host, outside of sim_run(); T a virtual thread,
 *		I a virtual interrupt.
 */
#ifndef SIM_SIM_H
#define SIM_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port/port.h"

#define SIM_THREADS	48

/*
 * Power on: time 0, no thread, no device.  A seed other than 0 mixes up
 * which CPU takes its interrupt first when several have one at an instant.
 */
void	sim_init(unsigned cpus, uint64_t seed);			/* H */

/* Start a thread, bound to a CPU.  NULL: there are SIM_THREADS already. */
struct port_thread *
	sim_thread(unsigned cpu, void (*)(void *), void *arg);	/* HT */

/*
 * Run until the clock would pass `until`; then stand at `until`.  What is
 * not finished stays as it is.  Returns the threads that have not returned.
 */
unsigned sim_run(int64_t until);				/* H */

int64_t	sim_now(void);						/* HTI */

/*
 * Wait until the clock shows `until` or somebody calls sim_notify().  A
 * sleep leaves the CPU to other threads; a spin keeps it, and keeps the
 * caller's interrupt mask.  Threads that may go on at one instant do so in
 * the order of their keys, least first.
 */
void	sim_sleep(int64_t until, unsigned key);			/* T */
void	sim_spin(int64_t until);				/* TI */
void	sim_notify(void);					/* HTI */

/* Are interrupts masked on this CPU, so that only a spin is possible? */
bool	sim_masked(void);					/* TI */

/*
 * Take a CPU off line, and have it back; see port.h.  They wait until that
 * is done.  EINVAL: there is no such CPU; EBUSY: it is the caller's own, or
 * off (on) already, or another change is under way.
 */
int	sim_cpu_off(unsigned cpu);				/* T! */
int	sim_cpu_on(unsigned cpu);				/* T! */

/*
 * Devices.  A model answers register accesses in its range, says when it
 * will act next, and is called when that time has come.  It raises an
 * interrupt line of a CPU with sim_raise().
 */
struct sim_device {
	uintptr_t	base;		/* not 0 */
	size_t		size;
	void		*softc;		/* the model's own */
	uint64_t	(*read)(void *softc, unsigned reg, unsigned bytes);
	void		(*write)(void *softc, unsigned reg, unsigned bytes,
			    uint64_t);
	int64_t		(*next)(void *softc);	/* INT64_MAX: nothing */
	void		(*act)(void *softc, int64_t now);
	void		(*sleep)(void *softc, unsigned cpu, bool asleep);
					/* a CPU sleeps deeply; or NULL */
};

#define SIM_DEVICES	16

void	sim_attach(const struct sim_device *);			/* H */
void	sim_raise(unsigned cpu, unsigned line);			/* HTI */

/*
 * A mode: whenever a thread lets interrupts in again, by an unlock or
 * otherwise, each line that has a handler is raised once on its CPU, for no
 * reason.  sim_init() ends it.
 */
void	sim_interrupt_always(bool);				/* HTI */

/* The next n interrupts that this CPU takes are by longer in coming. */
void	sim_slow_handler(unsigned cpu, unsigned n, int64_t by);	/* HTI */

/*
 * The ideal timer.  The registers of unit u appear at BASE + u * STRIDE,
 * and its line is LINE + u.  sim_simtimer_model() powers on unit 0, with
 * all abilities, at this frequency.
 */
#define SIM_SIMTIMERS		3
#define SIM_SIMTIMER_BASE	((uintptr_t)0x10000)
#define SIM_SIMTIMER_STRIDE	((uintptr_t)0x1000)
#define SIM_SIMTIMER_LINE	1u

struct sim_simtimer {
	uint32_t	features;	/* SIMTIMER_ONESHOT ... */
	int		quality;
	uint64_t	frequency;	/* Hz of the comparators */
	int64_t		min, max;	/* ns, as the registers give them */
	uint64_t	counter;	/* Hz of the counter */
	uint64_t	start;		/* what it shows at power-on */
	unsigned	width;		/* its bits; 0: there is none */
};

void	sim_simtimer_model(uint64_t frequency);			/* H */
void	sim_simtimer_ideal(struct sim_simtimer *, uint64_t frequency); /* H */
void	sim_simtimer_add(unsigned unit, const struct sim_simtimer *);  /* H */

/*
 * Misbehaviour on request, of any register model, by the name that its
 * driver gives the device.  NULL: there is no such model.
 */
struct sim_model;

struct sim_model *sim_model(const char *name);			/* HTI */
const char *sim_model_name(const struct sim_model *);		/* HTI */

/*
 * A fault concerns the next n interrupts to a CPU, or of a device that has
 * but one output to any; n = 0 takes it back.
 */
enum sim_fault {
	SIM_LATE,		/* by so many ns */
	SIM_EARLY,		/* by so many ns */
	SIM_LOST,
	SIM_TWICE,		/* again after so many ns */
	SIM_ASTRAY,		/* comes to CPU number `by` */
	SIM_FAULTS
};

void	sim_fault(struct sim_model *, unsigned cpu, enum sim_fault,
	    unsigned n, int64_t by);				/* HTI */
void	sim_spurious(struct sim_model *, unsigned cpu);		/* HTI */

/*
 * Does it stop while its CPU sleeps deeply?  At power-on: as C3STOP.  Once
 * asked for, idle CPUs sleep deeply even if no one left idle hooks.
 */
void	sim_stops(struct sim_model *, bool);			/* HTI */
void	sim_deep_idle(void);					/* HTI */

/* The timers' clock goes on at another rate; 0: it stands. */
void	sim_frequency(struct sim_model *, uint64_t);		/* HTI */

/* The counter jumps by so much time, or goes on at another rate; 0: not. */
void	sim_jump(struct sim_model *, int64_t ns);		/* HTI */
void	sim_counter(struct sim_model *, uint64_t);		/* HTI */

/* Its clocks go on from this count; while no timer is armed. */
void	sim_count(struct sim_model *, uint64_t);		/* HTI */

/* Each access to its registers takes so long. */
void	sim_slow_bus(struct sim_model *, int64_t ns);		/* HTI */

/* A device that is no good. */
enum sim_model_state {
	SIM_SOUND,
	SIM_ABSENT,		/* all registers read as ones */
	SIM_ZERO,		/* as zeros */
	SIM_NONSENSE,		/* what it says of itself cannot be */
	SIM_STUCK		/* its clocks stand */
};

void	sim_state(struct sim_model *, enum sim_model_state);	/* HTI */

/* The nth allocation from now on fails, and only that; 0: none. */
void	sim_fail_alloc(unsigned nth);				/* HTI */

/* Allocations that were not freed. */
unsigned sim_allocations(void);					/* HTI */

/*
 * Where news goes.  The host sets these before it powers on; unset, an
 * event is dropped and a panic aborts.
 */
extern void	(*sim_on_event)(unsigned, const void *, int64_t);
extern void	(*sim_on_panic)(const char *);

/* Where memory comes from and goes to; NULL: the host's heap. */
extern void	*(*sim_on_alloc)(size_t);
extern void	(*sim_on_free)(void *);

#endif
