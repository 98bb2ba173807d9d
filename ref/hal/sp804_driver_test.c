/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sp804_driver_test.c - the driver of the SP804 on machines with the faults
 * that few other timers have: writes that are late, and clocks whose rate it
 * has to find out.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/tap.h"
#include "sim/sim.h"
#include "sim/sim_board.h"
#include "timekeeping/timetc.h"

static unsigned interrupts, events, refusals;

static void
watch(unsigned event, const void *object, int64_t value)
{
	(void)object;
	(void)value;
	interrupts += event == EV_HAL_INTR;
	refusals += event == EV_HAL_REFUSE;
}

static struct eventtimer *
timer(void)
{
	struct eventtimer *et;

	ET_LOCK();
	et = et_named("SP804");
	ET_UNLOCK();
	return et;
}

/* A machine with the board, which no driver has attached yet. */
static void
boot(void)
{
	sim_init(1, 0);
	sim_board("sp804")->power_on();
}

static void
count(struct eventtimer *et, void *arg)
{
	(void)et;
	(void)arg;
	events++;
}

static void
body(void *arg)
{
	struct eventtimer *et;

	et = arg;
	(void)et_start(et, 0, SBT_1S / 1000);
	sim_sleep(sim_now() + 10 * NSEC_PER_MSEC + NSEC_PER_MSEC / 2, 0);
	(void)et_stop(et);
	(void)et_start(et, SBT_1S / 1000, 0);
	sim_sleep(sim_now() + 2 * NSEC_PER_MSEC, 0);
	(void)et_stop(et);
}

static void
test_posted(void)
{
	struct eventtimer *et;

	boot();
	(void)sim_board("sp804")->attach();
	et = timer();
	ET_LOCK();
	(void)et_init(et, count, NULL, NULL);
	ET_UNLOCK();
	sim_sp804_posted(true);
	(void)sim_thread(0, body, et);
	(void)sim_run(NSEC_PER_SEC);
	ok(events == 11 && interrupts == 11,
	    "HAL-INTR-2: one interrupt each, over a bridge that posts writes");
}

/* The rate that the driver finds out is that or more, but not much. */
static bool
rate(uint64_t frequency)
{
	struct eventtimer *et;
	uint64_t found;

	boot();
	sim_frequency(sim_model("SP804"), frequency);
	sim_counter(sim_model("SP804"), frequency);
	(void)sim_board("sp804")->attach();
	et = timer();
	found = et->et_frequency;
	return found >= frequency && found <= frequency + 200;
}

/* Each in a process of its own: a counter is never taken off the list. */
static bool
apart(bool (*good)(uint64_t), uint64_t frequency)
{
	int status;
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(good(frequency) ? 0 : 1);
	return waitpid(pid, &status, 0) == pid && status == 0;
}

static bool
refused(enum sim_model_state state, int error)
{
	refusals = 0;
	boot();
	sim_state(sim_model("SP804"), state);
	return sim_board("sp804")->attach() == error && refusals == 1 &&
	    timer() == NULL;
}

static void
test_refused(void)
{
	ok(refused(SIM_ABSENT, ENXIO) && refused(SIM_ZERO, ENXIO),
	    "HAL-REFUSE-1: declines without the id of an SP804");
	ok(refused(SIM_STUCK, ETIMEDOUT), "HAL-REFUSE-3: or if it stands");
}

static uint64_t
no_count(struct timecounter *tc)
{
	(void)tc;
	return 0;
}

/* A counter of somebody else has the name of its counter. */
static bool
taken(uint64_t frequency)
{
	static struct timecounter other;

	other = (struct timecounter){ .tc_get_timecount = no_count,
	    .tc_counter_mask = UINT32_MAX, .tc_frequency = frequency,
	    .tc_name = "SP804" };
	boot();
	return tc_init(&other) == 0 &&
	    sim_board("sp804")->attach() == EEXIST && timer() == NULL;
}

static void
test_taken(void)
{
	ok(apart(taken, 1000),
	    "HAL-COUNT-1: without its counter there is no timer either");
}

static void
test_rates(void)
{
	static const uint64_t rates[] = { 1000000, 32768, 24000000, 100000000,
	    999801, 1000201, 150 };
	unsigned i, good;

	for (i = good = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		good += apart(rate, rates[i]);
	ok(good == i,
	    "HAL-MEASURE-1: a rate is found, and not below the true one");
}

int
main(void)
{
	sim_on_event = watch;
	test_refused();
	test_taken();
	test_rates();
	test_posted();
	return tap_end();
}
