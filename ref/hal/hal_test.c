/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hal_test.c - the arithmetic of each driver, near both ends of its range one
 * nanosecond at a time, and by chance between them.
 *
 * A start is never early and at most two cycles late, and by what a measured
 * clock was taken too fast, whatever part of a cycle has gone by when it
 * comes.  Each driver is tried on its board in a process of its own, for a
 * machine is powered on once.
 */
#include <stdlib.h>

#include "hal/hal.h"
#include "lib/dice.h"
#include "lib/math64.h"
#include "lib/tap.h"
#include "sim/sim_board.h"
#include "sim/sim.h"

/* From <unistd.h> and <sys/wait.h>, which bring the host's times. */
int	fork(void);
int	waitpid(int, int *, int);
void	_exit(int);

#define NEAR	(TRIES < 10000 ? 200 : 2000)	/* ns from each end */
#define DAY	(INT64_C(86400) * NSEC_PER_SEC)	/* all tries fit 2^63 ns */

static struct {
	struct eventtimer *et;
	int64_t	 cycle;
	uint64_t over, truth;		/* Hz */
	uint64_t dice;
	unsigned calls;
	unsigned early, late, missed;
	int64_t	 worst;			/* a `first` that went wrong */
} rig;

static void
event(struct eventtimer *et, void *arg)
{
	(void)et;
	(void)arg;
	rig.calls++;
}

static int64_t
below(int64_t n)
{
	uint64_t rest;

	(void)div64(dice_next(&rig.dice), (uint64_t)n, &rest);
	return (int64_t)rest;
}

static void
try(int64_t first)
{
	int64_t from, late;
	unsigned before;

	(void)sim_run(sim_now() + below(3 * rig.cycle + 1));
	from = sim_now();
	rig.calls = 0;
	if (et_start(rig.et, nstosbt(first), 0) != 0) {
		rig.missed++;
		return;
	}
	(void)sim_run(from + first - 1);
	before = rig.calls;
	late = 2 * rig.cycle + (int64_t)muldiv64_up((uint64_t)first, rig.over,
	    rig.truth);
	(void)sim_run(from + first + late);
	rig.early += before != 0;
	rig.late += rig.calls == 0;
	rig.missed += rig.calls > 1;
	if (before != 0 || rig.calls != 1)
		rig.worst = first;
	(void)et_stop(rig.et);
}

static void
try_all(int64_t min, int64_t max)
{
	int64_t t;
	unsigned i;

	for (t = min; t < min + NEAR; t++)
		try(t);
	for (t = max - NEAR; t <= max; t++)
		try(t);
	for (i = 0; i < TRIES / 10; i++) {
		t = max >> dice_throw(&rig.dice, 40);
		t -= below(t / 2 + 1);
		try(t < min ? min : t);
	}
}

/* In the child.  Returns its exit status: 0 good, 1 bad. */
static int
board_runs(const struct sim_board *b)
{
	int64_t max;
	int error;

	sim_init(4, 0);
	b->power_on();
	if (b->attach() != 0)
		return 1;
	rig.dice = 1;
	rig.cycle = NSEC_PER_SEC / (int64_t)b->frequency + 1;
	rig.over = b->over;
	rig.truth = b->frequency - b->over;
	ET_LOCK();
	rig.et = et_find(b->timer, 0, 0);
	error = rig.et == NULL ? 1 : et_init(rig.et, event, NULL, NULL);
	ET_UNLOCK();
	if (error != 0)
		return 1;
	max = b->max < DAY ? b->max : DAY;
	try_all(b->min, max);
	if (rig.early + rig.late + rig.missed != 0)
		printf("# %s: %u early, %u late, %u refused or twice; "
		    "one is first = %lld ns\n", b->name, rig.early, rig.late,
		    rig.missed, (long long)rig.worst);
	(void)fflush(stdout);
	return rig.early + rig.late + rig.missed != 0;
}

static void
test_board(const struct sim_board *b)
{
	char claim[80];
	int pid, status;

	(void)snprintf(claim, sizeof(claim), "%s: a start is never early, and "
	    "late by two cycles at most", b->name);
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(board_runs(b));
	ok(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0, claim);
}

static void
test_ticks(void)
{
	struct eventtimer et;
	bool fits;
	uint64_t f;

	fits = true;
	for (f = 1000; f < UINT64_C(5000000000); f = f * 3 + 7) {
		et.et_frequency = f;
		et_range(&et, 2, UINT32_MAX - 1);
		fits = fits && hal_ticks(f, et.et_min_period) >= 2 &&
		    hal_ticks(f, et.et_max_period) <= UINT32_MAX - 1;
	}
	ok(fits, "what et_range allows fits the registers, at each frequency");
	ok(hal_ticks(1000000000, nstosbt(1)) == 1 &&
	    hal_ticks(999999999, nstosbt(1000000000)) == 999999999 &&
	    hal_ticks(32768, nstosbt(1)) == 1,
	    "hal_ticks rounds up");
}

int
main(void)
{
	unsigned i;

	test_ticks();
	for (i = 0; sim_boards[i] != NULL; i++) {
		if ((sim_boards[i]->flags & ET_FLAGS_ONESHOT) != 0)
			test_board(sim_boards[i]);
	}
	return tap_end();
}
