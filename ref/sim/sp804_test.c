/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sp804_test.c - the model of the SP804 dual timer keeps what the manual
 * promises of each register.  Through raw registers, without a driver.
 */
#include "hal/sp804_reg.h"
#include "lib/tap.h"
#include "sim/sim_board.h"

#define BASE		SIM_SP804_BASE
#define USEC		INT64_C(1000)
#define MSEC		INT64_C(1000000)
#define PERIODIC	(SP804_PERIODIC | SP804_INT_ENABLE | SP804_32BIT)
#define ONESHOT		(SP804_ONESHOT | SP804_INT_ENABLE | SP804_32BIT)
#define T1		SP804_TIMER1
#define T2		SP804_TIMER2

#include "sim/rings.h"

static unsigned clears;

static void
taken(void)
{
	if (rings >= clears) {
		put(T1 + SP804_INTCLR, 0);
		put(T2 + SP804_INTCLR, 0);
	}
}

static void
power_on(void)
{
	sim_init(2, 0);
	rings = 0;
	clears = 1;
	sim_board("sp804")->power_on();
	port_intr_connect(SIM_SP804_LINE, ring, NULL);
}

static void
start(unsigned timer, uint32_t mode, uint32_t load)
{
	put(timer + SP804_CONTROL, mode);
	put(timer + SP804_LOAD, load);
	put(timer + SP804_CONTROL, mode | SP804_ENABLE);
}

static void
test_reset(void)
{
	power_on();
	ok(get(T1 + SP804_VALUE) == UINT32_MAX && get(T1 + SP804_LOAD) == 0 &&
	    get(T1 + SP804_CONTROL) == SP804_INT_ENABLE &&
	    get(T1 + SP804_RIS) == 0 && get(T1 + SP804_MIS) == 0,
	    "registers at reset are as the manual's table has them");
	ok(get(SP804_PERIPH_ID) == 0x04 && get(SP804_PERIPH_ID + 4) == 0x18 &&
	    (get(SP804_PERIPH_ID + 8) & 0xf) == 0x4 &&
	    get(SP804_PERIPH_ID + 12) == 0, "it says that it is an SP804");
	ok(get(SP804_PCELL_ID) == 0x0d && get(SP804_PCELL_ID + 4) == 0xf0 &&
	    get(SP804_PCELL_ID + 8) == 0x05 &&
	    get(SP804_PCELL_ID + 12) == 0xb1, "and a PrimeCell");
	put(T1 + SP804_VALUE, 1);
	put(T1 + SP804_RIS, 1);
	put(SP804_PCELL_ID, 0);
	ok(get(T1 + SP804_VALUE) == UINT32_MAX && get(T1 + SP804_RIS) == 0 &&
	    get(SP804_PCELL_ID) == 0x0d, "what is read-only stays");
	(void)sim_run(10 * MSEC);
	ok(get(T1 + SP804_VALUE) == UINT32_MAX, "it stands until enabled");
}

static void
test_oneshot(void)
{
	power_on();
	(void)sim_run(300);
	start(T1, ONESHOT, 100);
	ok(get(T1 + SP804_VALUE) == UINT32_MAX,
	    "LOAD is taken at the clock's next edge");
	(void)sim_run(1 * USEC);
	ok(get(T1 + SP804_VALUE) == 100, "then it is the value");
	(void)sim_run(31 * USEC + 999);
	ok(get(T1 + SP804_VALUE) == 70, "which goes down");
	(void)sim_run(MSEC);
	ok(rings == 1 && rang[0] == 101 * USEC,
	    "LOAD cycles later it is 0 and interrupts");
	ok(get(T1 + SP804_VALUE) == 0, "where it halts");
	put(T1 + SP804_LOAD, 50);
	(void)sim_run(2 * MSEC);
	ok(rings == 2 && rang[1] == MSEC + 51 * USEC,
	    "until something is loaded");
	start(T1, ONESHOT, 0);
	(void)sim_run(3 * MSEC);
	ok(rings == 3 && rang[2] <= 2 * MSEC + USEC,
	    "a LOAD of 0 interrupts at once");
	start(T1, ONESHOT, 100);
	(void)sim_run(3 * MSEC + 50 * USEC);
	put(T1 + SP804_CONTROL, ONESHOT);
	(void)sim_run(4 * MSEC);
	ok(rings == 3 && get(T1 + SP804_VALUE) == 51,
	    "disabled it stands and keeps its value");
	put(T1 + SP804_CONTROL, ONESHOT | SP804_ENABLE);
	(void)sim_run(5 * MSEC);
	ok(rings == 4 && rang[3] == 4 * MSEC + 51 * USEC, "and goes on there");
}

static void
test_periodic(void)
{
	power_on();
	start(T1, PERIODIC, 100);
	(void)sim_run(350 * USEC);
	ok(rings == 3 && rang[0] == 101 * USEC && rang[2] == 301 * USEC,
	    "a period is LOAD cycles, without drift");
	put(T1 + SP804_LOAD, 100);
	(void)sim_run(460 * USEC);
	ok(rings == 4 && rang[3] == 451 * USEC,
	    "LOAD starts the period anew");
	put(T1 + SP804_BGLOAD, 30);
	ok(get(T1 + SP804_LOAD) == 30 && get(T1 + SP804_BGLOAD) == 30,
	    "BGLOAD is read in both");
	(void)sim_run(590 * USEC);
	ok(rings == 6 && rang[4] == 551 * USEC && rang[5] == 581 * USEC,
	    "and taken when the count is 0");
	power_on();
	put(T1 + SP804_CONTROL, PERIODIC);
	put(T1 + SP804_LOAD, 300);
	put(T1 + SP804_BGLOAD, 1000);
	put(T1 + SP804_CONTROL, PERIODIC | SP804_ENABLE);
	(void)sim_run(2500 * USEC);
	ok(rings == 3 && rang[0] == 301 * USEC && rang[1] == 1301 * USEC &&
	    rang[2] == 2301 * USEC, "a first time and a period");
}

static void
test_free_running(void)
{
	power_on();
	start(T2, SP804_32BIT, 1000);
	(void)sim_run(MSEC + 2 * USEC);
	ok(get(T2 + SP804_VALUE) == UINT32_MAX, "behind 0 come all ones");
	ok(rings == 0 && get(T2 + SP804_RIS) == 1 && get(T2 + SP804_MIS) == 0,
	    "0 is noted even if it may not interrupt");
	put(T2 + SP804_CONTROL, SP804_32BIT | SP804_ENABLE | SP804_INT_ENABLE);
	(void)sim_run(2 * MSEC);
	ok(rings == 1 && rang[0] == MSEC + 2 * USEC,
	    "and interrupts as soon as it may");
	power_on();
	start(T2, SP804_INT_ENABLE, UINT32_MAX);
	(void)sim_run(200 * MSEC);
	ok(rings == 3 && rang[0] == 65536 * USEC &&
	    rang[1] == 2 * 65536 * USEC, "of 16 bits, each 65536 cycles");
}

static void
test_prescaler(void)
{
	power_on();
	start(T1, PERIODIC | 1u << 2, 10);
	(void)sim_run(500 * USEC);
	ok(rings == 3 && rang[1] - rang[0] == 160 * USEC, "divided by 16");
	power_on();
	start(T1, PERIODIC | 2u << 2, 10);
	(void)sim_run(9 * MSEC);
	ok(rings == 3 && rang[1] - rang[0] == 2560 * USEC, "by 256");
}

static void
test_interrupt(void)
{
	power_on();
	clears = 3;
	start(T1, ONESHOT, 100);
	(void)sim_run(MSEC);
	ok(rings == 3, "the level interrupts until INTCLR");
	ok(get(T1 + SP804_MIS) == 0 && get(T1 + SP804_RIS) == 0,
	    "which clears both states");
	power_on();
	clears = 100;
	start(T1, ONESHOT, 100);
	start(T2, ONESHOT, 500);
	(void)sim_run(101 * USEC);
	ok(rings == 1 && get(T1 + SP804_MIS) == 1 && get(T2 + SP804_MIS) == 0,
	    "MIS tells whose the interrupt is");
	put(T1 + SP804_CONTROL, SP804_32BIT);
	rings = 0;
	(void)sim_run(400 * USEC);
	ok(rings == 0 && get(T1 + SP804_MIS) == 0 && get(T1 + SP804_RIS) == 1,
	    "without INT_ENABLE it is noted, not told");
	clears = 1;
	(void)sim_run(MSEC);
	ok(rings == 1 && rang[0] == 501 * USEC, "timer 2 has its own");
}

static void
test_rates(void)
{
	power_on();
	sim_frequency(sim_model("SP804"), 32768);
	start(T1, ONESHOT, 32768);
	start(T2, SP804_32BIT, UINT32_MAX);
	(void)sim_run(2000 * MSEC);
	ok(rings == 1 && rang[0] > 1000 * MSEC && rang[0] < 1000 * MSEC +
	    31 * USEC, "another rate of timer 1");
	ok(UINT32_MAX - get(T2 + SP804_VALUE) == 1999999,
	    "timer 2 has its own");
	sim_jump(sim_model("SP804"), 5 * MSEC);
	ok(UINT32_MAX - get(T2 + SP804_VALUE) == 2004999, "and can jump");
	sim_counter(sim_model("SP804"), 0);
	(void)sim_run(3000 * MSEC);
	ok(UINT32_MAX - get(T2 + SP804_VALUE) == 2004999, "and stop");
}

static void
test_posted(void)
{
	power_on();
	sim_sp804_posted(true);
	start(T1, ONESHOT, 100);
	(void)sim_run(5 * MSEC);
	ok(rings > 10, "an INTCLR that is posted leaves the level up");
	rings = 0;
	(void)get(T2 + SP804_RIS);
	(void)sim_run(10 * MSEC);
	ok(rings == 0, "until something is read");
}

int
main(void)
{
	test_reset();
	test_oneshot();
	test_periodic();
	test_free_running();
	test_prescaler();
	test_interrupt();
	test_rates();
	test_posted();
	return tap_end();
}
