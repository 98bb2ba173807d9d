/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sbintime.h - eventtimers(9) time: signed 32.32 binary seconds.
 *
 * Rests on: math64.h.  Used by: eventtimer, tick, drivers.
 *
 * The contract
 *	nstosbt() rounds up: a binary time is never less than the
 *	nanoseconds it was made of.
 *	sbttons() gives those nanoseconds back, exactly: for every n from
 *	-2^31 s to 2^31 s, sbttons(nstosbt(n)) == n.
 *	Both are monotonic.  Why the pair is never early: see sbintime.c.
 *
 * Context: all functions, any.
 */
#ifndef LIB_SBINTIME_H
#define LIB_SBINTIME_H

#include "lib/types.h"

typedef int64_t		sbintime_t;	/* seconds * 2^32 */

#define SBT_1S		((sbintime_t)1 << HALF_BITS)
#define SBT_MAX		((sbintime_t)INT64_MAX)		/* 2^31 s less a bit */
#define SBT_MIN		((sbintime_t)INT64_MIN)		/* -2^31 s */

/* Rounded up; out of range it becomes SBT_MAX or SBT_MIN. */
sbintime_t	nstosbt(int64_t ns);

/* The least n, not below -2^31 s, with nstosbt(n) >= sbt. */
int64_t		sbttons(sbintime_t sbt);

#endif
