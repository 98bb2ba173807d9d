/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mips_cp0_test.c - Count, Compare and Cause do what the architecture
 * promises, and misbehave when asked to.  A count is 10 ns.
 */
#include "hal/mips_cp0_reg.h"
#include "lib/tap.h"
#include "sim/sim_board.h"

#define BASE	SIM_MIPS_CP0_BASE
#define CARRY	INT64_C(50000000)	/* after power-on; ns */
#define TURN	INT64_C(42949672960)	/* 2^32 counts; ns */

#include "sim/rings.h"

static bool quiet;			/* the handler takes it away */

static void
taken(void)
{
	if (quiet)
		put(MIPS_CP0_COMPARE, get(MIPS_CP0_COMPARE));
}

static void
power_on(unsigned cpus)
{
	sim_init(cpus, 0);
	rings = 0;
	quiet = true;
	mips_cp0_board.power_on();
	sim_frequency(sim_model("mips-cp0"), 100000000);
	port_intr_connect(SIM_TIMER_LINE, ring, NULL);
}

static void
test_count(void)
{
	uint32_t from;

	power_on(1);
	ok(get(MIPS_CP0_PRID) != 0, "the processor has an id");
	put(MIPS_CP0_PRID, 0);
	ok(get(MIPS_CP0_PRID) != 0, "that is not written");
	from = get(MIPS_CP0_COUNT);
	(void)sim_run(999);
	ok(get(MIPS_CP0_COUNT) == from + 99, "Count goes up, rounded down");
	(void)sim_run(CARRY - 1);
	ok(get(MIPS_CP0_COUNT) == UINT32_MAX, "to its end");
	(void)sim_run(CARRY);
	ok(get(MIPS_CP0_COUNT) == 0, "and comes round");
	put(MIPS_CP0_COUNT, 700);
	ok(get(MIPS_CP0_COUNT) == 700, "it can be written");
	(void)sim_run(CARRY + 30);
	ok(get(MIPS_CP0_COUNT) == 703, "and goes on from there");
	put(MIPS_CP0_CAUSE, MIPS_CAUSE_DC);
	(void)sim_run(CARRY + 1000);
	ok(get(MIPS_CP0_COUNT) == 703 &&
	    get(MIPS_CP0_CAUSE) == MIPS_CAUSE_DC, "DC stops it");
	put(MIPS_CP0_CAUSE, 0);
	(void)sim_run(CARRY + 1020);
	ok(get(MIPS_CP0_COUNT) == 705, "and lets it go on");
}

static void
test_compare(void)
{
	power_on(1);
	put(MIPS_CP0_COUNT, 0);
	put(MIPS_CP0_COMPARE, 500);
	ok(get(MIPS_CP0_COMPARE) == 500, "Compare can be read");
	(void)sim_run(4999);
	ok(rings == 0 && get(MIPS_CP0_CAUSE) == 0, "nothing before its count");
	(void)sim_run(10000);
	ok(rings == 1 && rang[0] == 5000, "an interrupt at its count");
	put(MIPS_CP0_COMPARE, 1000);
	(void)sim_run(TURN);
	ok(rings == 1, "the count that is shown is no match");
	(void)sim_run(TURN + 20000);
	ok(rings == 2 && rang[1] == TURN + 10000, "until it comes again");
	put(MIPS_CP0_COMPARE, get(MIPS_CP0_COUNT) - 1);
	(void)sim_run(TURN + 20000 + TURN - 11);
	ok(rings == 2, "nor one that has passed");
	(void)sim_run(TURN + 20000 + TURN);
	ok(rings == 3, "until it comes round");
	put(MIPS_CP0_COUNT, 0);
	put(MIPS_CP0_COMPARE, 10);
	put(MIPS_CP0_CAUSE, MIPS_CAUSE_DC);
	(void)sim_run(3 * TURN);
	ok(rings == 3, "a Count that stands matches nothing");
}

static void
test_level(void)
{
	power_on(1);
	quiet = false;
	put(MIPS_CP0_COUNT, 0);
	put(MIPS_CP0_COMPARE, 500);
	(void)sim_run(250000);
	ok(rings == 3, "the interrupt is held");
	ok(get(MIPS_CP0_CAUSE) == (MIPS_CAUSE_TI | MIPS_CAUSE_IP7),
	    "and shown in Cause");
	put(MIPS_CP0_CAUSE, 0);
	ok(get(MIPS_CP0_CAUSE) == (MIPS_CAUSE_TI | MIPS_CAUSE_IP7),
	    "which does not take it away");
	put(MIPS_CP0_COMPARE, 500);
	ok(get(MIPS_CP0_CAUSE) == 0, "a write of Compare does");
	(void)sim_run(900000);
	ok(rings == 3, "and it is quiet");
}

/* On CPU 1; CPU 0's is left as it is. */
static void
other_cpu(void *arg)
{
	(void)arg;
	put(MIPS_CP0_COMPARE, get(MIPS_CP0_COUNT) + 100);
	ok(get(MIPS_CP0_COUNT) == 0, "Counts start together");
	sim_mips_cp0_skew(1, 77);
	ok(get(MIPS_CP0_COUNT) == 77, "and differ if asked to");
}

static void
test_cpus(void)
{
	power_on(2);
	(void)sim_run(CARRY);		/* Compare is 0 there, too */
	rings = 0;
	put(MIPS_CP0_COMPARE, 5);
	(void)sim_thread(1, other_cpu, NULL);
	(void)sim_run(CARRY + 40);
	ok(get(MIPS_CP0_COUNT) == 4 && get(MIPS_CP0_COMPARE) == 5,
	    "each CPU has its own registers");
	(void)sim_run(CARRY + 100);
	ok(rings == 1 && rang_on[0] == 0, "its interrupt");
	(void)sim_run(CARRY + 2000);
	ok(rings == 2 && rang_on[1] == 1 && rang[1] == CARRY + 230,
	    "and nobody else's");
}

/* Masked, so that the match is there and not taken yet. */
static void
reader(void *arg)
{
	bool s;

	(void)arg;
	s = port_intr_mask();
	put(MIPS_CP0_COMPARE, get(MIPS_CP0_COUNT) + 10);
	sim_spin(sim_now() + 100);
	(void)get(MIPS_CP0_COUNT);
	port_intr_restore(s);
}

static void
test_misbehaviour(void)
{
	power_on(1);
	(void)sim_thread(0, reader, NULL);
	(void)sim_run(1000);
	ok(rings == 1, "a read of Count takes no match away");
	power_on(1);
	sim_mips_cp0_forgets(true);
	(void)sim_thread(0, reader, NULL);
	(void)sim_run(1000);
	ok(rings == 0 && get(MIPS_CP0_CAUSE) == 0, "unless asked to");
}

static bool
may_sleep_deeply(void)
{
	return true;
}

static void
sleeper(void *arg)
{
	(void)arg;
	sim_sleep(20000, 0);
}

static void
test_sleep(void)
{
	power_on(1);
	port_on_idle(may_sleep_deeply, NULL);
	put(MIPS_CP0_COMPARE, get(MIPS_CP0_COUNT) + 100);
	(void)sim_thread(0, sleeper, NULL);
	(void)sim_run(10000);
	ok(rings == 1 && rang[0] == 1000, "Count does not sleep");
	power_on(1);
	port_on_idle(may_sleep_deeply, NULL);
	sim_stops(sim_model("mips-cp0"), true);
	put(MIPS_CP0_COMPARE, get(MIPS_CP0_COUNT) + 100);
	(void)sim_thread(0, sleeper, NULL);
	(void)sim_run(19999);
	ok(rings == 0, "unless asked to");
	(void)sim_run(30000);
	ok(rings == 0, "and stands again when the CPU does");
}

int
main(void)
{
	test_count();
	test_compare();
	test_level();
	test_cpus();
	test_misbehaviour();
	test_sleep();
	return tap_end();
}
