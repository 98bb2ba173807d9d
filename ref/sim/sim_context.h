/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_context.h - flows of control with a stack of their own.
 *
 * The one thing that sim needs from the machine it runs on.
 */
#ifndef SIM_SIM_CONTEXT_H
#define SIM_SIM_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

struct sim_context;

/* Make a context that runs body(arg), which never returns. */
struct sim_context *sim_context_make(unsigned slot, void (*body)(void *),
	    void *arg);

/* The context that the host's own flow of control runs in. */
struct sim_context *sim_context_host(void);

/* Leave one context and go on in another. */
void	sim_context_switch(struct sim_context *from, struct sim_context *to);

/* Clear so much of each stack that was used; none is in use now. */
void	sim_context_wipe(size_t);

/*
 * Wipe what calls have left on the stack below the caller: it shows in what
 * later calls leave untouched, and tells of the way to here alone.
 */
void	sim_context_scrub(void);

/* Take all the memory that will ever be needed. */
void	sim_context_prepare(void);

/*
 * For who compares states of the machine: the registers and the stack of
 * each context that stands still.  Returns where the bookkeeping lies, which
 * tells nothing more, and its size.
 */
const void *sim_context_each(size_t *size,
	    void (*each)(const void *, size_t));

/* End the process: the default when nobody asked to hear of a panic. */
_Noreturn void sim_context_abort(const char *why);

/* The host's memory. */
void	*sim_context_malloc(unsigned long size);
void	 sim_context_free(void *);

#endif
