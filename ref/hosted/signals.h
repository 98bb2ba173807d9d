/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signals.h - the signals of the one program that a hosted port runs.
 *
 * Rests on: port.  Used by: ports that have no signals of their own, and by
 * whoever plays the program.
 *
 * One thread of the program takes its signals: where it blocks, and where it
 * asks to.  A signal without a handler is ignored; there is no default action
 * that would end the program.
 *
 * Context	T thread, I interrupt.
 */
#ifndef HOSTED_SIGNALS_H
#define HOSTED_SIGNALS_H

#include "port/port.h"

/* What a handler is told. */
struct siginfo {
	int		 signo;
	enum port_si	 code;
	int		 id;
	int		 overrun;
	uintptr_t	 value;
};

typedef void signals_handler(const struct siginfo *, void *arg);

/*
 * A new program: its taker, and a function that is called when there may be
 * something to take, or NULL.
 */
void	signals_init(struct port_thread *taker, void (*news)(void));	/* T */

/*
 * The disposition of a signal.  A handler, which runs in the taker, without
 * locks; NULL ignores the signal, and drops what is queued of it and need not
 * be kept.  EINVAL: there is no such signal.
 */
int	signals_handle(int signo, signals_handler *, void *arg,
	    bool restart);					/* T */

/* A signal that is blocked stays in the queue. */
int	signals_block(int signo, bool block);			/* T */

/*
 * In the taker: run the handlers of all that is queued and not blocked.
 * ERESTART if all wanted calls to go on, EINTR if one did not, 0 if there
 * was none; and 0 in any other thread.
 */
int	signals_take(void);					/* T! */

#endif
