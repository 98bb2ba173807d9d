/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decrementer_test.c - decrementer and time base do what the architectures
 * promise, of both kinds, and misbehave when asked to.
 */
#include "hal/decrementer_reg.h"
#include "lib/tap.h"
#include "sim/sim_board.h"

#define BASE	SIM_DECREMENTER_BASE
#define BOOKE(n)	((n) * INT64_C(20))	/* ns, of the e500 */
#define CLASSIC(n)	((n) * INT64_C(30))	/* ns at least, of the 970 */
#define GREATEST	0x7fffffffu
#define LONG		250000		/* in which a level comes thrice */

#include "sim/rings.h"

static void (*acknowledge)(void);

static void
taken(void)
{
	if (acknowledge != NULL)
		acknowledge();
}

static void
load_greatest(void)
{
	put(PPC_DEC, GREATEST);
}

static void
clear_status(void)
{
	put(PPC_TSR, PPC_TSR_DIS);
}

static void
power_on(const struct sim_board *board, void (*how)(void))
{
	sim_init(2, 0);
	rings = 0;
	acknowledge = how;
	board->power_on();
	sim_frequency(sim_model("decrementer"),
	    board == &decrementer_board ? 33333333 : 50000000);
	port_intr_connect(SIM_TIMER_LINE, ring, NULL);
}

static void
run_for(int64_t ns)
{
	(void)sim_run(sim_now() + ns);
}

static uint64_t
time_base(void)
{
	return (uint64_t)get(PPC_TBU) << 32 | get(PPC_TBL);
}

static void
test_time_base(void)
{
	uint64_t from;

	power_on(&decrementer_board, NULL);
	ok(get(PPC_PVR) != 0, "the processor has a version");
	from = time_base();
	run_for(NSEC_PER_SEC);
	ok(time_base() == from + 33333333, "the time base goes up");
	ok(time_base() >> 32 == (from >> 32) + 1, "with a carry");
	put(PPC_TBL, 0);
	put(PPC_TBU, 0);
	ok(time_base() == from + 33333333, "these registers are only read");
	sim_decrementer_skew(0, 12);
	ok(time_base() == from + 33333345, "it differs if asked to");
}

static void
test_classic(void)
{
	power_on(&decrementer_board, load_greatest);
	put(PPC_DEC, 100);
	ok(get(PPC_DEC) == 100, "DEC can be read");
	run_for(CLASSIC(50) + 10);
	ok(get(PPC_DEC) == 50, "and goes down");
	put(PPC_DEC, 3);
	run_for(CLASSIC(3) + 10);
	ok(get(PPC_DEC) == 0 && rings == 0, "0 is no exception");
	run_for(30);
	ok(rings == 1, "-1 is");
	ok(get(PPC_DEC) <= GREATEST && get(PPC_DEC) > GREATEST - 2,
	    "from what is loaded it goes on");
	put(PPC_DEC, 0);
	run_for(CLASSIC(1) + 10);
	ok(rings == 2, "0 is one step before");
	put(PPC_DEC, UINT32_MAX - 5);
	run_for(1);
	ok(rings == 3, "making it negative is one, too");
}

static void
test_classic_level(void)
{
	power_on(&decrementer_board, NULL);
	put(PPC_DEC, 0);
	run_for(CLASSIC(1) + LONG);
	ok(rings == 3, "the exception is held while DEC is negative");
	ok((int32_t)get(PPC_DEC) < -80, "which counts on");
	put(PPC_DEC, GREATEST);
	run_for(LONG);
	ok(rings == 3, "and no more when it is not");
}

static void
test_edge(void)
{
	power_on(&decrementer_board, NULL);
	sim_decrementer_edge(true);
	put(PPC_DEC, 0);
	run_for(CLASSIC(1) + LONG);
	ok(rings == 1, "the old kind interrupts once");
	put(PPC_DEC, UINT32_MAX);
	run_for(LONG);
	ok(rings == 1, "and not when it stays negative");
	put(PPC_DEC, 5);
	put(PPC_DEC, UINT32_MAX);
	run_for(LONG);
	ok(rings == 2, "but when it is made negative");
}

static void
test_booke(void)
{
	power_on(&decrementer_booke_board, clear_status);
	put(PPC_DEC, 10);
	run_for(BOOKE(9));
	ok(get(PPC_DEC) == 1 && get(PPC_TSR) == 0, "Book E: DEC goes down");
	run_for(BOOKE(1));
	ok(get(PPC_DEC) == 0 && get(PPC_TSR) == PPC_TSR_DIS,
	    "0 sets the status");
	run_for(LONG);
	ok(get(PPC_DEC) == 0 && rings == 0, "stands, and does not interrupt");
	put(PPC_TCR, PPC_TCR_DIE);
	ok(get(PPC_TCR) == PPC_TCR_DIE, "the control can be read");
	run_for(LONG);
	ok(rings == 1, "until it is enabled");
	ok(get(PPC_TSR) == 0, "a 1 clears the status");
	put(PPC_DEC, 10);
	run_for(BOOKE(10) - 1);
	ok(rings == 1, "enabled, nothing before its time");
	run_for(LONG);
	ok(rings == 2, "and an interrupt at its time");
	put(PPC_DEC, 0);
	run_for(LONG);
	ok(rings == 2, "writing 0 is no exception");
}

static void
test_booke_level(void)
{
	power_on(&decrementer_booke_board, NULL);
	put(PPC_TCR, PPC_TCR_DIE);
	put(PPC_DEC, 10);
	run_for(BOOKE(10) + LONG);
	ok(rings == 3, "it is held while the status is set");
	put(PPC_TSR, 0);
	put(PPC_DEC, 1000);
	run_for(100000);
	ok(rings == 4, "no 0 clears it, nor a load");
	put(PPC_TCR, 0);
	run_for(LONG);
	ok(rings == 4 && get(PPC_TSR) == PPC_TSR_DIS, "disabled it is quiet");
}

static void
test_reload(void)
{
	power_on(&decrementer_booke_board, clear_status);
	put(PPC_DECAR, 100);
	ok(get(PPC_DECAR) == 0, "DECAR is not read");
	put(PPC_TCR, PPC_TCR_DIE | PPC_TCR_ARE);
	put(PPC_DEC, 10);
	run_for(BOOKE(210));
	ok(rings == 3 && rang[0] == BOOKE(10) &&
	    rang[1] == BOOKE(110) && rang[2] == BOOKE(210),
	    "it reloads");
	ok(get(PPC_DEC) == 100, "and never shows 0");
	acknowledge = NULL;
	put(PPC_TCR, PPC_TCR_ARE);
	run_for(BOOKE(250));
	ok(rings == 3 && get(PPC_DEC) == 50, "silently, if disabled");
	put(PPC_TCR, 0);
	run_for(BOOKE(1000));
	ok(get(PPC_DEC) == 0, "until it is to reload no more");
}

/* On CPU 1; CPU 0's is left as it is. */
static void
other_cpu(void *arg)
{
	(void)arg;
	put(PPC_DEC, 100);
}

static void
test_cpus(void)
{
	power_on(&decrementer_board, load_greatest);
	put(PPC_DEC, 10);
	(void)sim_thread(1, other_cpu, NULL);
	run_for(1);
	ok(get(PPC_DEC) == 10, "each CPU has its own");
	run_for(CLASSIC(11) + 10);
	ok(rings == 1 && rang_on[0] == 0, "its interrupt");
	run_for(CLASSIC(101));
	ok(rings == 2 && rang_on[1] == 1, "and nobody else's");
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
	sim_sleep(10000, 0);
}

static void
test_sleep(void)
{
	power_on(&decrementer_board, load_greatest);
	port_on_idle(may_sleep_deeply, NULL);
	put(PPC_DEC, 100);
	(void)sim_thread(0, sleeper, NULL);
	(void)sim_run(5000);
	ok(rings == 1, "it does not sleep");
	power_on(&decrementer_board, load_greatest);
	port_on_idle(may_sleep_deeply, NULL);
	sim_stops(sim_model("decrementer"), true);
	put(PPC_DEC, 200);
	(void)sim_thread(0, sleeper, NULL);
	(void)sim_run(10000);
	ok(rings == 0, "unless asked to");
}

int
main(void)
{
	test_time_base();
	test_classic();
	test_classic_level();
	test_edge();
	test_booke();
	test_booke_level();
	test_reload();
	test_cpus();
	test_sleep();
	return tap_end();
}
