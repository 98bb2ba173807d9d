/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modes.c - machines that are unkind without being broken.
 *
 *	--seed=N		which of two comes first
 *	--start=NS		CLOCK_MONOTONIC begins there instead of at 0
 *	--counter-width=BITS	the counter wraps
 *	--counter-start=N	and shows this at power-on
 *	--interrupts		one of each device at every unlock
 *	--change=MS		another timer every so often, of several
 *	--cpus=N		1 to 8
 *	--dispatchers=N		1 to 4, of timeouts, for each CPU
 *	--driver=NAME		the stack rests on that driver's device
 *
 * Of the last three a case learns from the statement.  None of the others may
 * change what a scenario sees: conformance/selftest/ref-modes.t
 * runs all cases in each mode and compares the logs.  So the modes force what
 * happens once in years, or never in a test, to happen in each case.
 *
 * A scenario that declares its own machine has the counter that it declares.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hal/simtimer_reg.h"
#include "ref/ref.h"
#include "tick/tick.h"
#include "timeout/timeout.h"

struct ref_modes ref_modes = {
	.counter_width = 64,
	.cpus = REF_CPUS,
	.dispatchers = REF_DISPATCHERS,
	.board = &simtimer_board
};

bool
ref_modes_driven(void)
{
	return ref_modes.board != &simtimer_board;
}

const char *
ref_device(void)
{
	return ref_modes_driven() ? sim_board_device(ref_modes.board) :
	    "simtimer";
}

/* The text behind NAME in "NAME=text", or NULL. */
static const char *
value(const char *arg, const char *name)
{
	size_t n;

	n = strlen(name);
	return strncmp(arg, name, n) == 0 && arg[n] == '=' ? arg + n + 1 :
	    NULL;
}

/* A number that is one to its end, and not above most. */
static bool
number(const char *text, uint64_t most, uint64_t *v)
{
	char *end;

	*v = strtoull(text, &end, 0);
	return end != text && *end == '\0' && *v <= most;
}

/* A number of things, from least to most. */
static bool
count(const char *text, unsigned least, unsigned most, unsigned *n)
{
	uint64_t v;

	if (!number(text, most, &v) || v < least)
		return false;
	*n = (unsigned)v;
	return true;
}

/* Is it one of ours, and good?  It is then taken. */
static bool
taken(const char *arg)
{
	const char *text;
	uint64_t v;

	if (strcmp(arg, "--interrupts") == 0) {
		ref_modes.interrupts = true;
		return true;
	}
	if ((text = value(arg, "--seed")) != NULL)
		return number(text, UINT64_MAX, &ref_seed);
	if ((text = value(arg, "--counter-start")) != NULL)
		return number(text, UINT64_MAX, &ref_modes.counter_start);
	if ((text = value(arg, "--start")) != NULL) {
		if (!number(text, INT64_MAX, &v))
			return false;
		ref_modes.start = (int64_t)v;
		return true;
	}
	if ((text = value(arg, "--change")) != NULL) {
		if (!number(text, 1000, &v) || v == 0)
			return false;
		ref_modes.change = (int64_t)v * NSEC_PER_MSEC;
		return true;
	}
	if ((text = value(arg, "--driver")) != NULL) {
		ref_modes.board = sim_board(text);
		return ref_modes.board != NULL;
	}
	if ((text = value(arg, "--counter-width")) != NULL)
		return count(text, 8, 64, &ref_modes.counter_width);
	if ((text = value(arg, "--cpus")) != NULL)
		return count(text, 1, PORT_CPUS, &ref_modes.cpus);
	if ((text = value(arg, "--dispatchers")) != NULL)
		return count(text, 1, TIMEOUT_DISPATCHERS,
		    &ref_modes.dispatchers);
	return false;
}

bool
ref_modes_option(const char *program, const char *arg)
{
	unsigned i;

	if (taken(arg))
		return true;
	(void)fprintf(stderr, "%s: no good option: %s", program, arg);
	if (value(arg, "--driver") != NULL) {
		(void)fprintf(stderr, "; there are:");
		for (i = 0; sim_boards[i] != NULL; i++)
			(void)fprintf(stderr, " %s", sim_boards[i]->name);
	}
	(void)fprintf(stderr, "\n");
	return false;
}

/* Before the machine is powered on. */
void
ref_modes_machine(struct ref_machine *m)
{
	unsigned i;

	m->changes = ref_modes.change != 0;
	m->start = ref_modes.start;
	m->dispatchers = ref_modes.dispatchers;
	if (ref_modes_driven()) {
		m->timers = 0;
		m->board = ref_modes.board;
	} else if (m->changes) {
		for (i = 1; i < SIM_SIMTIMERS; i++) {
			m->timer[i] = m->timer[0];
			m->timer[i].width = 0;
			m->timer[i].quality -= (int)i;
		}
		m->timer[2].features = SIMTIMER_ONESHOT;
		m->timers = SIM_SIMTIMERS;
	}
	m->timer[0].width = ref_modes.counter_width;
	m->timer[0].start = ref_modes.counter_start;
}

/* The name behind `at` in "A(9),B(-1)", copied; where the next one begins. */
static const char *
next_name(const char *at, char *name, size_t len)
{
	size_t n;

	n = strcspn(at, "(");
	(void)snprintf(name, len, "%.*s", (int)n, at);
	at += n + strcspn(at + n, ",");
	return *at == ',' ? at + 1 : at;
}

/*
 * Every so often the tick is told to use another timer.  Each wait is a 16th
 * longer than the one before, so that cases that take years end.
 */
static void
changes(void *arg)
{
	const char *list = arg, *at = list;
	char name[32];
	int64_t wait;

	for (wait = ref_modes.change;; wait += wait / 16) {
		sim_sleep(sim_now() + wait, 0);
		if (*at == '\0')
			at = list;
		at = next_name(at, name, sizeof(name));
		(void)tick_sysctl_set("kern.eventtimer.timer", name);
	}
}

/* When the stack is up. */
void
ref_modes_begin(const struct ref_machine *m)
{
	const char *list;

	sim_interrupt_always(ref_modes.interrupts);
	if (!m->changes)
		return;
	list = !ref_modes_driven() ? "simtimer1(),simtimer2(),simtimer()" :
	    ref_modes.board->timers;
	if (list != NULL)
		(void)sim_thread(0, changes, (void *)(uintptr_t)list);
}
