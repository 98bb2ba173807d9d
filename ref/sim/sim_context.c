/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_context.c - contexts by way of <ucontext.h> and <setjmp.h>.
 *
 * The only file of the reference that includes a hosted C library, apart
 * from the tests.  Own assembly for each machine could do no more, and these
 * are there on all of them.
 *
 * A context is entered by setcontext(), which gives it its stack.  From there
 * on _setjmp() and _longjmp() do: they keep what a call keeps, and have no
 * signal mask to tell the kernel of, which costs more than all the rest.  It
 * is a jump to a frame that is still there, on another stack; a C library that
 * is told to watch jumps would not have it, and so is not told.
 *
 * The address sanitizer keeps a shadow of the stack it believes to be on,
 * so it is told of each switch.  At a jump it forgets what it knew of the
 * stack that is left; for its sake contexts are changed the slow way, and not
 * by swapcontext(), of which it warns since it cannot know what we tell it.
 * What an old context has left in the shadow of a stack is wiped.
 */
#undef _FORTIFY_SOURCE
#include "sim/sim_context.h"

#include <setjmp.h>
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
#include <sanitizer/asan_interface.h>
#endif

#define SIM_CONTEXTS	56
#define SIM_PAGE	4096		/* of the host; any guess will do */
#define SIM_STACK	(256 * 1024 - SIM_PAGE / 2)
#define SCRUB		1024	/* deeper than most calls go */

/*
 * What is not part of the machine's state: the stack, and how to get in,
 * which lies beside the end that a stack begins at: on the same page.  All
 * come from the host at once, which gives a page when it is touched.
 */
struct stack {
	_Alignas(SIM_PAGE) char room[SIM_STACK];
	ucontext_t	 uc;
};

static struct stack *stacks;		/* one for each context */

struct sim_context {
	jmp_buf		 registers;	/* once it has run */
	bool		 fresh;		/* it has not */
	volatile bool	 left;		/* it is about to be left */
	ucontext_t	*uc;
	char		*stack;		/* NULL: the host's */
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
	ucontext_t uc;			/* the host's */
} own;

#ifdef SIM_ASAN
static void
forget(const char *stack)
{
	__asan_unpoison_memory_region(stack, SIM_STACK);
}

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

static void
change(struct sim_context *from, struct sim_context *to)
{
	if (from == &own.host)
		from->uc = &own.uc;
	from->at = __builtin_alloca(1);
	from->left = true;
	(void)getcontext(from->uc);	/* here it goes on */
	if (!from->left)
		return;
	from->left = false;
	(void)setcontext(to->uc);
	sim_context_abort("sim: setcontext failed");
}
#else
static void
forget(const char *stack)
{
	(void)stack;
}

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

static void
change(struct sim_context *from, struct sim_context *to)
{
	from->at = __builtin_alloca(1);	/* below all that is live here */
	if (_setjmp(from->registers) != 0)
		return;
	if (!to->fresh)
		_longjmp(to->registers, 1);
	to->fresh = false;
	setcontext(to->uc);
	sim_context_abort("sim: setcontext failed");
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

static void
stack_make(struct sim_context *c)
{
	struct stack *s;

	if (c->stack != NULL)
		return;
	if (stacks == NULL)
		stacks = aligned_alloc(SIM_PAGE, SIM_CONTEXTS * sizeof(*s));
	if (stacks == NULL)
		sim_context_abort("sim: no memory for stacks");
	s = &stacks[c - own.context];
	if (getcontext(&s->uc) != 0)
		sim_context_abort("sim: getcontext failed");
	c->uc = &s->uc;
	c->stack = s->room;
}

struct sim_context *
sim_context_make(unsigned slot, void (*body)(void *), void *arg)
{
	struct sim_context *c;

	if (slot >= SIM_CONTEXTS)
		sim_context_abort("sim: too many contexts");
	c = &own.context[slot];
	stack_make(c);
	if (c->body != NULL)
		forget(c->stack);
	c->at = c->stack + SIM_STACK;
	c->size = SIM_STACK;
	c->bottom = c->stack;
	c->body = body;
	c->arg = arg;
	c->fresh = true;
	c->uc->uc_stack.ss_sp = c->stack;
	c->uc->uc_stack.ss_size = SIM_STACK;
	c->uc->uc_link = NULL;
	makecontext(c->uc, context_main, 0);
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
	leave(&fake, to);
	change(from, to);
	arrive(fake);
}

void
sim_context_scrub(void)
{
	char below[SCRUB];

	memset(below, 0, sizeof(below));
	__asm__ volatile ("" : : "r" (below) : "memory");
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

	for (i = 0; i < SIM_CONTEXTS; i++)
		stack_make(&own.context[i]);
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
		each(c->registers, sizeof(c->registers));
		each(c->at, (size_t)(c->stack + SIM_STACK - c->at));
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
			memset(own.context[i].stack + SIM_STACK - size,
			    0, size);
	}
}
