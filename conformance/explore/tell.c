/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tell.c - the scenario's threads and names, and what a schedule did.
 *
 * The stack's events end here too, in place of lib/event.c, whose counts and
 * ring would make every two states of the machine differ.
 */
#include <stdio.h>

#include "explore.h"
#include "lib/event.h"
#include "port/port.h"
#include "sim/sim_context.h"
#include "tell.h"

#define THREADS	8
#define NAMES	16

/* Static data is copied back for each schedule; this is not. */
static struct { bool print; unsigned step; } *told;

static struct {
	const char	*name;
	void		(*body)(void);
	struct port_thread *thread;
	bool		 done;
} threads[THREADS];

static struct {
	const char	*at;
	size_t		 size;
	const char	*name;
} names[NAMES];

static unsigned nthreads, nnames, unnamed;

void
tell_prepare(void)
{
	told = sim_context_malloc(sizeof(*told));
	if (told == NULL)
		sim_context_abort("explore: no memory");
}

void
tell_begin(bool print)
{
	told->print = print;
	told->step = 0;
}

/* ---- threads ---- */

static void
thread_body(void *arg)
{
	unsigned i;

	i = (unsigned)(uintptr_t)arg;
	threads[i].body();
	threads[i].done = true;
}

void
ex_thread(unsigned cpu, const char *name, void (*body)(void))
{
	unsigned i;

	i = nthreads++;
	threads[i].name = name;
	threads[i].body = body;
	threads[i].thread = sim_thread(cpu, thread_body,
	    (void *)(uintptr_t)i);
}

void
ex_before(unsigned cpu, void (*body)(void))
{
	ex_thread(cpu, "before", body);
	(void)sim_run(0);
}

const char *
tell_unfinished(void)
{
	static char text[80];
	unsigned i;

	for (i = 0; i < nthreads; i++) {
		if (threads[i].done)
			continue;
		snprintf(text, sizeof(text), "%s comes to its end",
		    threads[i].name);
		return text;
	}
	return NULL;
}

/* ---- names ---- */

void
ex_name(const void *at, size_t size, const char *name)
{
	names[nnames].at = at;
	names[nnames].size = size;
	names[nnames++].name = name;
}

static const char *
name_of(const void *object)
{
	const char *p;
	unsigned i;

	p = object;
	for (i = 0; i < nnames; i++) {
		if (p >= names[i].at && p < names[i].at + names[i].size)
			return names[i].name;
	}
	return NULL;
}

/*
 * What has no name is numbered as it comes, so that two locks of one
 * expression can be told apart.
 */
static const char *
label(const void *object)
{
	static char number[NAMES][8];

	if (object == NULL)
		return "";
	if (name_of(object) == NULL && nnames < NAMES) {
		snprintf(number[nnames], sizeof(number[0]), "#%u",
		    ++unnamed);
		ex_name(object, 1, number[nnames]);
	}
	return name_of(object) == NULL ? "#?" : name_of(object);
}

static void
print_who(unsigned who)
{
	const char *name;
	unsigned i;

	if (who >= SIM_SIDE(0) && who < SIM_TIME) {
		printf("cpu%u interrupt   ", who - SIM_SIDE(0));
		return;
	}
	name = "dispatcher";
	for (i = 0; i < nthreads; i++) {
		if (threads[i].thread == port_thread_self())
			name = threads[i].name;
	}
	printf("cpu%u %-12s", port_cpu(), name);
}

static void
print_step(unsigned who, enum sim_step step, const char *func,
    const char *text, const void *object)
{
	static const char *const words[SIM_STEPS] = { "lock", "load",
	    "store", "block", "", "unlock", "interrupts", "call", "wake" };

	printf("# %4u  ", ++told->step);
	if (who == SIM_TIME) {
		printf("time              it is %lld now\n",
		    (long long)sim_now());
		return;
	}
	print_who(who);
	printf(" %s %s", words[step], text == NULL ? "" : text);
	if (object != NULL)
		printf(" %s", label(object));
	printf(func == NULL ? "\n" : "  in %s\n", func);
}

void
tell_step(unsigned who, enum sim_step step, const char *func,
    const char *text, const void *object)
{
	if (told->print)
		print_step(who, step, func, text, object);
}

void
tell_event(unsigned event, const void *object, int64_t value)
{
	const char *name;

	if (!told->print)
		return;
	name = name_of(object);
	printf("#         . %s%s%s %lld\n", event_name(event),
	    name == NULL ? "" : " ", name == NULL ? "" : name,
	    (long long)value);
}

/* ---- in place of lib/event.c ---- */

void
event_record(unsigned id, const void *object, int64_t value)
{
	port_event(id, object, value);
}

#define EVENT_NAME(constant, name)	name,
const char *
event_name(unsigned id)
{
	static const char *const event_names[EV_COUNT] = {
		EVENT_TABLE(EVENT_NAME)
	};

	return id < EV_COUNT ? event_names[id] : NULL;
}
#undef EVENT_NAME

/* ---- what scenarios say ---- */

void
ex_mark(const char *what)
{
	sim_at(NULL, what);
	sim_step(SIM_MARK, NULL);
}

