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

#define SIM_THREADS	24

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
};

#define SIM_DEVICES	8

void	sim_attach(const struct sim_device *);			/* H */
void	sim_raise(unsigned cpu, unsigned line);			/* HTI */

/* The ideal timer's registers appear at this address, at this frequency. */
#define SIM_SIMTIMER_BASE	((uintptr_t)0x10000)
#define SIM_SIMTIMER_LINE	1u
void	sim_simtimer_model(uint64_t frequency);			/* H */

/*
 * An address that no virtual program may reach: copies from and to it
 * fail.  So do those of the null pointer.
 */
void	*sim_bad_address(void);					/* HTI */

/* The nth allocation from now on fails, and only that; 0: none. */
void	sim_fail_alloc(unsigned nth);				/* HTI */

/*
 * Where news goes.  The host sets these before it powers on; unset, an
 * event is dropped and a panic aborts.
 */
extern void	(*sim_on_event)(unsigned, const void *, int64_t);
extern void	(*sim_on_panic)(const char *);

#endif
