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
#include <string.h>
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
	const char	*at;		/* the stack is in use from here up */
	const void	*bottom;	/* of the stack, for the sanitizer */
	void		(*body)(void *);
	void		*arg;
};

/* All that is kept here, in one piece: see sim_context_each(). */
static struct {
	struct sim_context context[SIM_CONTEXTS];
	struct sim_context host, *came_from, *entered;
} own;

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
	if (own.came_from == &own.host) {
		own.host.bottom = bottom;
		own.host.size = size;
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

	c = own.entered;
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
	c = &own.context[slot];
	if (c->stack == NULL)
		c->stack = stack_make();
	c->at = (char *)c->stack + SIM_STACK;
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
	return &own.host;
}

void
sim_context_switch(struct sim_context *from, struct sim_context *to)
{
	void *fake;

	fake = NULL;
	own.came_from = from;
	own.entered = to;
	from->at = __builtin_alloca(1);	/* below all that is live here */
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

void
sim_context_prepare(void)
{
	unsigned i;

	for (i = 0; i < SIM_CONTEXTS; i++) {
		if (own.context[i].stack == NULL)
			own.context[i].stack = stack_make();
	}
}

/*
 * What a context keeps in registers.  Those that a call does not keep are
 * saved all the same, with whatever was in them; where we know which they
 * are, two states are not different for that.
 */
static void
each_register(const struct sim_context *c, void (*each)(const void *, size_t))
{
#if defined(__x86_64__) && defined(REG_RBX)
	static const int kept[] = { REG_RBX, REG_RBP, REG_R12, REG_R13,
	    REG_R14, REG_R15, REG_RSP, REG_RIP };
	unsigned i;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		each(&c->uc.uc_mcontext.gregs[kept[i]], sizeof(greg_t));
#else
	each(&c->uc, sizeof(c->uc));
#endif
}

const void *
sim_context_each(size_t *size, void (*each)(const void *, size_t))
{
	const struct sim_context *c;
	unsigned i;

	for (i = 0; i < SIM_CONTEXTS; i++) {
		c = &own.context[i];
		if (c->body == NULL)
			continue;
		each_register(c, each);
		each(c->at, (size_t)((char *)c->stack + SIM_STACK - c->at));
	}
	*size = sizeof(own);
	return &own;
}

void
sim_context_wipe(size_t size)
{
	unsigned i;

	for (i = 0; i < SIM_CONTEXTS; i++) {
		if (own.context[i].body != NULL)
			memset((char *)own.context[i].stack +
			    SIM_STACK - size, 0, size);
	}
}
