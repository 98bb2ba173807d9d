/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads.h - a machine of POSIX threads in real time.
 *
 * A port like any other (port/port.h), for tests, and the part of it that a
 * test uses to drive it.  Each virtual CPU has a thread that runs its
 * interrupts; the threads of the stack are threads of the host.  Whatever
 * can overlap on a real machine overlaps here, and a thread sanitizer sees
 * each access that nothing orders.
 *
 * Times are nanoseconds since threads_init(), signed, 64 bits.
 *
 * Context	T a thread of the machine, I an interrupt of it.
 */
#ifndef THREADS_THREADS_H
#define THREADS_THREADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port/port.h"

#define THREADS_MAX	64

/*
 * Power on, once in the life of a process.  The caller becomes a thread of
 * the machine, bound to CPU 0.
 */
void	threads_init(unsigned cpus);

/*
 * From now on whoever takes or drops a spin lock stops for a moment, one
 * time in so many: what is rare between two lines of code becomes frequent.
 * 0: never.
 */
void	threads_jitter(unsigned one_in);

int64_t	threads_now(void);					/* TI */
void	threads_sleep(int64_t ns);				/* T */

/*
 * Wait until a thread's function has returned, but not longer than that.
 * threads_run() does so for all threads that were ever started, and returns
 * how many have not.
 */
bool	threads_join(struct port_thread *, int64_t ns);		/* T */
unsigned threads_run(int64_t ns);				/* T */

/* Raise an interrupt line of a CPU, as a device would. */
void	threads_raise(unsigned cpu, unsigned line);		/* TI */

/*
 * The ideal timer's registers (hal/simtimer_reg.h) appear at this address;
 * it counts nanoseconds of the host's monotonic clock.
 */
#define THREADS_TIMER_BASE	((uintptr_t)0x10000)
#define THREADS_TIMER_LINE	1u

/* The nth allocation from now on fails, and only that; 0: none. */
void	threads_fail_alloc(unsigned nth);			/* TI */

/* Where events go; set before threads_init().  Unset, they are dropped. */
extern void	(*threads_on_event)(unsigned, const void *, int64_t);

#endif
