/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_context.c - contexts by way of <ucontext.h>.
 *
 * The only file of the reference that includes a hosted C library, apart
 * from the tests.  Own assembly for each machine would switch faster, but
 * ucontext is there on all of them.
 *
 * The address sanitizer keeps a shadow of the stack it believes to be on,
 * so it is told of each switch.
 */
#include "sim/sim_context.h"

#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>

#if defined(__SANITIZE_ADDRESS__)
#define SIM_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SIM_ASAN 1
#endif
#endif

#ifdef SIM_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

#define SIM_CONTEXTS	56
#define SIM_STACK	(256 * 1024)

struct sim_context {
	ucontext_t	 uc;
	void		*stack;		/* NULL: the host's */
	size_t		 size;
	const void	*bottom;	/* of the stack, for the sanitizer */
	void		(*body)(void *);
	void		*arg;
};

static struct sim_context contexts[SIM_CONTEXTS];
static struct sim_context host;
static struct sim_context *came_from, *entered;

#ifdef SIM_ASAN
static void
leave(void **fake, const struct sim_context *to)
{
	__sanitizer_start_switch_fiber(fake, to->bottom, to->size);
}

static void
arrive(void *fake)
{
	const void *bottom;
	size_t size;

	__sanitizer_finish_switch_fiber(fake, &bottom, &size);
	if (came_from == &host) {
		host.bottom = bottom;
		host.size = size;
	}
}
#else
static void
leave(void **fake, const struct sim_context *to)
{
	(void)fake;
	(void)to;
}

static void
arrive(void *fake)
{
	(void)fake;
}
#endif

static void
context_main(void)
{
	struct sim_context *c;

	c = entered;
	arrive(NULL);
	c->body(c->arg);
	sim_context_abort("sim: a context has returned");
}

static void *
stack_make(void)
{
	void *p;

	p = malloc(SIM_STACK);
	if (p == NULL)
		sim_context_abort("sim: no memory for a stack");
	return p;
}

struct sim_context *
sim_context_make(unsigned slot, void (*body)(void *), void *arg)
{
	struct sim_context *c;

	if (slot >= SIM_CONTEXTS)
		sim_context_abort("sim: too many contexts");
	c = &contexts[slot];
	if (c->stack == NULL)
		c->stack = stack_make();
	c->size = SIM_STACK;
	c->bottom = c->stack;
	c->body = body;
	c->arg = arg;
	if (getcontext(&c->uc) != 0)
		sim_context_abort("sim: getcontext failed");
	c->uc.uc_stack.ss_sp = c->stack;
	c->uc.uc_stack.ss_size = SIM_STACK;
	c->uc.uc_link = NULL;
	makecontext(&c->uc, context_main, 0);
	return c;
}

struct sim_context *
sim_context_host(void)
{
	return &host;
}

void
sim_context_switch(struct sim_context *from, struct sim_context *to)
{
	void *fake;

	fake = NULL;
	came_from = from;
	entered = to;
	leave(&fake, to);
	if (swapcontext(&from->uc, &to->uc) != 0)
		sim_context_abort("sim: swapcontext failed");
	arrive(fake);
}

_Noreturn void
sim_context_abort(const char *why)
{
	fprintf(stderr, "%s\n", why);
	abort();
}

void *
sim_context_malloc(unsigned long size)
{
	return malloc(size);
}

void
sim_context_free(void *p)
{
	free(p);
}
