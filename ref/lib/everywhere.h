/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * everywhere.h - have every CPU do something, and wait until all have.
 *
 * Rests on: port, waitq.h.  Used by: whatever must be true on all CPUs
 * before it goes on.
 *
 * Context	T thread, I interrupt; ! may sleep.
 */
#ifndef LIB_EVERYWHERE_H
#define LIB_EVERYWHERE_H

#include "port/port.h"

/*
 * Call the function on every CPU, this one too, in interrupt context.  On
 * return all calls have returned, and so has every interrupt that a CPU was
 * handling when this began.  The caller has interrupts enabled.
 */
void	everywhere(port_handler *, void *arg);		/* T! */

#endif
