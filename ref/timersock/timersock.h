/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timersock.h - the address family of timer sockets, and what is read from
 * one.
 *
 * Spec: timersock.4 (TSK-*).  Rests on: lib.  The calls are in socket.h.
 *
 * A program writes a struct itimerval and reads records of this type, one for
 * each expiration while there is room for them.
 */
#ifndef TIMERSOCK_TIMERSOCK_H
#define TIMERSOCK_TIMERSOCK_H

#include "lib/types.h"

#define AF_TIMER	31
#define PF_TIMER	AF_TIMER

/* Level and name of the option that reads a struct itimerval. */
#define SOL_TIMER	331
#define TSO_ITIMER	1

#define TS_EV_TICK	1	/* the timer expired: tse_tv */
#define TS_EV_ERROR	2	/* no record could be made: tse_err */

struct timersock_event {
	int		 tse_type;
	unsigned	 tse_overrun;	/* expirations beyond the first */
	union {
		struct timeval tse_u_tv;	/* CLOCK_REALTIME, handled */
		int	 tse_u_err;
	} tse_u;
};

#define tse_tv	tse_u.tse_u_tv
#define tse_err	tse_u.tse_u_err

#define TIMERSOCK_RCVBUF	8192	/* bytes, and no more */

#endif
