/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rig.h - what a port adds to port.h, so that port_test.c can be run on it.
 *
 * Only tests use it.  Each port has a rig (ref/sim/sim_rig.c,
 * ref/threads/threads_rig.c); who writes a port writes one more.
 *
 * Context	H the host, which is what main() runs in; T thread,
 *		I interrupt.
 */
#ifndef PORT_RIG_H
#define PORT_RIG_H

#include <stdbool.h>
#include <stdint.h>

/* Power on, once in the life of a process. */
void	rig_boot(unsigned cpus);			/* H */

/*
 * Let all threads run, for a second or two at most, until the functions of
 * all have returned.  How many have not?
 */
unsigned rig_run(void);					/* H */

/* Let time go by, for others to run in; the mask stays as it is. */
void	rig_spend(int64_t ns);				/* TI */

/* The port's own time, which does not go back. */
int64_t	 rig_now(void);					/* HTI */

/* Raise an interrupt line of a CPU. */
void	rig_raise(unsigned cpu, unsigned line);		/* TI */

/* The nth allocation from now on fails, and only that; 0: none. */
void	rig_fail_alloc(unsigned nth);			/* TI */

/* An address, not null, that the stack cannot copy from or to. */
void	*rig_bad_address(void);				/* TI */

/*
 * The program whose signals the port carries: the calling thread takes them
 * from now on, and no signal has a handler.  A handler is told what the signal
 * says of itself, and how often more it would have come; NULL: ignored.
 */
typedef void rig_handler(int signo, int id, uintptr_t value, int overrun);

void	rig_program(void);				/* T */
void	rig_handle(int signo, rig_handler *, bool restart);	/* T */
void	rig_block_signal(int signo, bool block);	/* T  of the program */

/* Have the events that reach the port given to a function; before boot. */
void	rig_watch(void (*)(unsigned, const void *, int64_t));	/* H */

#endif
