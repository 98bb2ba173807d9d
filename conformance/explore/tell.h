/* SPDX-License-Identifier: BSD-2-Clause */
/* tell.h - what a schedule did, in words. */
#ifndef EXPLORE_TELL_H
#define EXPLORE_TELL_H

#include "sim/sim_explore.h"

/* Once, before anything else. */
void	tell_prepare(void);

/* Print each step from now on, or none. */
void	tell_begin(bool print);

void	tell_step(unsigned who, enum sim_step, const char *func,
	    const char *text, const void *object);
void	tell_event(unsigned event, const void *object, int64_t value);

/* A claim that names a thread which has not come back; NULL: all have. */
const char *tell_unfinished(void);

#endif
