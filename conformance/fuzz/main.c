/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - random operations: the command line, the machine, the models.
 *
 *	fuzz [--brief] [FRONT...]	100000 operations, ten seeds; or 2000
 *	fuzz --seed N [--ops N] FRONT	one run of them again
 *
 * Prints TAP, one point for a front end and a seed, each in a process of its
 * own.  Exit status 0: all hold; 1: one does not; 2: usage.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ktime/ktime.h"
#include "lib/dice.h"
#include "ref/ref.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"

#define SEEDS		10
#define WHOLE		100000
#define BRIEF		2000
#define CPUS		2
#define FOREVER		(INT64_MAX / 2)

static const struct fuzz_front *const fronts[] = {
	&fuzz_kevent,
	&fuzz_timerfd,
	&fuzz_kqueue,
	&fuzz_timersock,
	&fuzz_itimer,
	&fuzz_ptimer,
};
#define FRONTS	(sizeof(fronts) / sizeof(fronts[0]))

static const struct fuzz_front *front;
static uint64_t dice, seed;
static unsigned long operations, done;
static unsigned running;

/*
 * What a front end's part may use.
 */

unsigned
fuzz_draw(unsigned n)
{
	return dice_throw(&dice, n);
}

int64_t
fuzz_ns(unsigned bits)
{
	uint64_t top;

	top = UINT64_C(1) << fuzz_draw(bits);
	return (int64_t)(top + dice_next(&dice) % top);
}

int64_t
fuzz_now(int clock)
{
	return ktime_to_ns(clock == CLOCK_REALTIME ? ktime_get_real() :
	    ktime_get());
}

_Noreturn void
fuzz_fail(const char *file, int line, const char *what)
{
	printf("# %s:%d: %s\n# operation %lu; fuzz --seed %llu --ops %lu %s\n",
	    file, line, what, done, (unsigned long long)seed, operations,
	    front->name);
	fflush(stdout);
	_exit(1);
}

static void
panicked(const char *what)
{
	fuzz_fail("CHECK", 0, what);
}

bool
fuzz_poor(void)
{
	if (fuzz_draw(16) != 0)
		return false;
	sim_fail_alloc(1 + fuzz_draw(4));
	return true;
}

void
fuzz_rich(void)
{
	sim_fail_alloc(0);
}

void
fuzz_sleep(int64_t ns)
{
	sim_sleep(sim_now() + ns, 0);
}

uint64_t
fuzz_expired(const struct fuzz_timer *t)
{
	int64_t now;

	now = fuzz_now(t->clock);
	if (!t->armed || now < t->first)
		return 0;
	return t->interval == 0 ? 1 :
	    1 + (uint64_t)(now - t->first) / (uint64_t)t->interval;
}

uint64_t
fuzz_untold(const struct fuzz_timer *t)
{
	return fuzz_expired(t) - t->told;
}

int64_t
fuzz_left(const struct fuzz_timer *t)
{
	int64_t now, into;

	now = fuzz_now(t->clock);
	if (!t->armed)
		return 0;
	if (now < t->first)
		return t->first - now;
	if (t->interval == 0)
		return 0;
	into = (now - t->first) % t->interval;
	return t->interval - into;
}

/*
 * A run.
 */

static void
thread(void *arg)
{
	(void)arg;
	while (done < operations) {
		done++;
		front->step();
		if (fuzz_draw(4) == 0)
			fuzz_sleep(fuzz_ns(24));
	}
	if (--running == 0)
		front->end();
}

static int
run(void)
{
	unsigned cpu;

	dice = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	sim_on_panic = panicked;
	ref_boot(CPUS, seed);
	for (cpu = 0; cpu < CPUS; cpu++, running++)
		(void)sim_thread(cpu, thread, NULL);
	(void)sim_run(FOREVER);
	FUZZ(running == 0);
	return 0;
}

static bool
point(unsigned n)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0)
		exit(run());
	status = 1;
	(void)waitpid(child, &status, 0);
	printf("%sok %u - %s, seed %llu: %lu operations\n",
	    status == 0 ? "" : "not ", n, front->name,
	    (unsigned long long)seed, operations);
	return status == 0;
}

static void
usage(const char *what)
{
	fprintf(stderr, "fuzz: %s\n"
	    "usage: fuzz [--brief] [--seed N] [--ops N] [FRONT...]\n", what);
	exit(2);
}

static bool
chosen(const struct fuzz_front *f, char **names)
{
	if (*names == NULL)
		return true;
	while (*names != NULL && strcmp(*names, f->name) != 0)
		names++;
	return *names != NULL;
}

static void
known(char **names)
{
	unsigned i;

	for (; *names != NULL; names++) {
		for (i = 0; i < FRONTS; i++)
			if (strcmp(*names, fronts[i]->name) == 0)
				break;
		if (i == FRONTS)
			usage("there is no such front end");
	}
}

/* The value of an option, which stands behind it. */
static unsigned long
number(char **arg)
{
	char *end;
	unsigned long n;

	n = arg[1] == NULL ? 0 : strtoul(arg[1], &end, 10);
	if (n == 0 || *end != '\0')
		usage("a number above 0 is wanted");
	return n;
}

int
main(int argc, char **argv)
{
	unsigned long only;
	unsigned i, n, failed;

	(void)argc;
	only = 0;
	operations = WHOLE;
	for (argv++; *argv != NULL && **argv == '-'; argv++) {
		if (strcmp(*argv, "--brief") == 0)
			operations = BRIEF;
		else if (strcmp(*argv, "--seed") == 0)
			only = number(argv++);
		else if (strcmp(*argv, "--ops") == 0)
			operations = number(argv++);
		else
			usage("an option is not known");
	}
	known(argv);
	printf("TAP version 13\n");
	n = failed = 0;
	for (i = 0; i < FRONTS; i++) {
		front = fronts[i];
		if (!chosen(front, argv))
			continue;
		for (seed = 1; seed <= SEEDS; seed++)
			if (only == 0 || seed == only)
				failed += !point(++n);
	}
	printf("1..%u\n", n);
	return failed != 0 ? 1 : 0;
}
