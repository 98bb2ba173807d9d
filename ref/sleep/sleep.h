/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sleep.h - calls that only let time pass.
 *
 * Spec: nanosleep.2 (SLP-*).  Rests on: hrtimer.
 *
 * Pointers are the caller's and may be bad.  The calls return 0, or a negative
 * errno value.  Both sleep.
 */
#ifndef SLEEP_SLEEP_H
#define SLEEP_SLEEP_H

#include "lib/types.h"

#define TIMER_ABSTIME	1

int	sys_nanosleep(const struct timespec *request,
	    struct timespec *rest);
int	sys_clock_nanosleep(clockid_t, int flags,
	    const struct timespec *request, struct timespec *rest);

#endif
