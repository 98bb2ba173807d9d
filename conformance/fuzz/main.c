/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - random operations: the command line and the machine.
 *
 *	fuzz [--brief] [FRONT...]	100000 operations, ten seeds; or 500
 *	fuzz --seed N [--ops N] FRONT	one run of them again
 *	fuzz --list			the front ends
 *	fuzz -j N ...			so many runs at a time
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

#include "file/file.h"
#include "lib/dice.h"
#include "port/port.h"
#include "ref/ref.h"
#include "sim/sim.h"

#define SEEDS		10
#define WHOLE		100000
#define BRIEF		500
#define JOBS		64
#define FOREVER		(INT64_MAX / 2)

/*
 * Who waits for nobody goes first, then who has slept in a call; and nobody
 * begins a call before all have begun, whose keys are below SIM_THREADS.
 */
enum { IN_A_CALL, BEHIND_A_CALL, BETWEEN_CALLS = SIM_THREADS };

static const struct fuzz_front *const fronts[] = {
	&fuzz_hrtimer, &fuzz_timeout, &fuzz_file, &fuzz_timerfd,
	&fuzz_timersock, &fuzz_kevent, &fuzz_ptimer, &fuzz_kqueue,
	&fuzz_itimer, &fuzz_sleep, &fuzz_poll,
	&fuzz_seeded,			/* only where it is named */
};
#define NAMED	(sizeof(fronts) / sizeof(fronts[0]))
#define FRONTS	(NAMED - 1)

static const char *program;
static const struct fuzz_front *front;
static struct port_thread *self[FUZZ_CPUS];
static uint64_t dice;
static unsigned long seed, operations, done;
static unsigned running;

/* The runs that go on. */
static struct job {
	pid_t		 child;		/* 0: none */
	const char	*name;
	unsigned long	 seed;
} jobs[JOBS];
static unsigned most = 1, active, points, failed;

/*
 * What a front end's part may use, but for timers.
 */

unsigned
fuzz_thread(void)
{
	return port_thread_self() == self[1];
}

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

_Noreturn void
fuzz_fail(const char *file, int line, const char *what)
{
	printf("# %s:%d: %s, operation %lu\n", file, line, what, done);
	fflush(stdout);
	_exit(1);
}

static void
panicked(const char *what)
{
	fuzz_fail("panic", 0, what);
}

/* The descriptors that there are, as one number. */
static uint64_t
descriptors(void)
{
	uint64_t sum;
	int fd;

	sum = 0;
	for (fd = 0; fd < FILE_MAX; fd++)
		sum = sum * 31 + (uint64_t)(sys_fcntl(fd, F_GETFD, 0) + 9);
	return sum;
}

long
fuzz_call(long (*call)(void *), void *arg, long error)
{
	unsigned n, used;
	uint64_t before;
	long r;

	if (fuzz_draw(16) != 0)
		return call(arg);
	used = sim_allocations();
	before = descriptors();
	for (n = 1;; n++) {
		sim_fail_alloc(n);
		r = call(arg);
		sim_fail_alloc(0);
		if (r != error)
			return r;
		FUZZ(sim_allocations() == used);
		FUZZ(descriptors() == before);
		FUZZ(n < 16);
	}
}

static void
pause_for(int64_t ns, unsigned key)
{
	sim_sleep(sim_now() + ns, key);
}

void
fuzz_settle(void)
{
	pause_for(0, BEHIND_A_CALL);
}

/*
 * A run.
 */

static bool
through(void)
{
	FUZZ(done < 2 * operations + WHOLE);	/* else somebody hangs */
	return done >= operations && (fuzz_thread() == 1 || running == 1);
}

static void
thread(void *arg)
{
	(void)arg;
	if (front->begin != NULL)
		front->begin();
	for (;;) {
		pause_for(fuzz_draw(4) == 0 ? fuzz_ns(24) : 0, BETWEEN_CALLS);
		if (through())
			break;
		done++;
		front->step();
	}
	if (--running == 0)
		front->end();
}

static int
run(void)
{
	unsigned cpu, used;

	dice = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	sim_on_panic = panicked;
	ref_boot(FUZZ_CPUS, seed);
	used = sim_allocations();
	for (cpu = 0; cpu < FUZZ_CPUS; cpu++, running++)
		self[cpu] = sim_thread(cpu, thread, NULL);
	(void)sim_run(FOREVER);
	FUZZ(running == 0);
	FUZZ(sim_allocations() == used);
	return 0;
}

/* Wait for one of the runs, and say how it went. */
static void
end_run(void)
{
	const struct job *j;
	int status;
	pid_t child;
	bool ok;

	status = 1;
	child = wait(&status);
	for (j = jobs; j < jobs + JOBS && j->child != child; j++)
		;
	if (j == jobs + JOBS) {
		perror("fuzz: wait");
		exit(2);
	}
	active--;
	ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	failed += !ok;
	if (!ok)
		printf("# again: %s --seed %lu --ops %lu %s\n", program,
		    j->seed, operations, j->name);
	printf("%sok %u - %s seed %lu: %lu operations\n", ok ? "" : "not ",
	    ++points, j->name, j->seed, operations);
	jobs[j - jobs].child = 0;
}

/* A run in a process of its own, as soon as there is room for another. */
static void
begin_run(void)
{
	struct job *j;

	if (active == most)
		end_run();
	for (j = jobs; j->child != 0; j++)
		;
	fflush(stdout);
	j->name = front->name;
	j->seed = seed;
	j->child = fork();
	if (j->child == 0)
		exit(run());
	active++;
}

static void
usage(const char *what)
{
	fprintf(stderr, "fuzz: %s; fuzz --list, or [--brief] [--seed N]"
	    " [--ops N] [-j N] [FRONT...]\n", what);
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
		for (i = 0; i < NAMED; i++)
			if (strcmp(*names, fronts[i]->name) == 0)
				break;
		if (i == NAMED)
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

static void
list(void)
{
	unsigned i;

	for (i = 0; i < FRONTS; i++)
		printf("%s\n", fronts[i]->name);
	exit(0);
}

/* All that was chosen. */
static void
run_all(char **names, unsigned long only)
{
	unsigned i;

	printf("TAP version 13\n");
	for (i = 0; i < (*names != NULL ? NAMED : FRONTS); i++) {
		front = fronts[i];
		if (!chosen(front, names))
			continue;
		for (seed = only == 0 ? 1 : only; seed <= SEEDS ||
		    seed == only; seed++) {
			begin_run();
			if (only != 0)
				break;
		}
	}
	while (active > 0)
		end_run();
	printf("1..%u\n", points);
}

int
main(int argc, char **argv)
{
	unsigned long only;

	(void)argc;
	only = 0;
	operations = WHOLE;
	program = *argv;
	for (argv++; *argv != NULL && **argv == '-'; argv++) {
		if (strcmp(*argv, "--brief") == 0)
			operations = BRIEF;
		else if (strcmp(*argv, "--seed") == 0)
			only = number(argv++);
		else if (strcmp(*argv, "--ops") == 0)
			operations = number(argv++);
		else if (strcmp(*argv, "-j") == 0)
			most = (unsigned)number(argv++);
		else if (strcmp(*argv, "--list") == 0)
			list();
		else
			usage("an option is not known");
	}
	if (most > JOBS)
		usage("so many at a time are too many");
	known(argv);
	run_all(argv, only);
	return failed > 0 ? 1 : 0;
}
