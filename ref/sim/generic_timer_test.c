/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generic_timer_test.c - the model of the Arm generic timer keeps what the
 * architecture promises of each register.  Through raw registers, without a
 * driver.
 */
#include "hal/generic_timer_reg.h"
#include "hal/io.h"
#include "lib/tap.h"
#include "sim/sim.h"
#include "sim/sim_board.h"

#define BASE		SIM_GENERIC_TIMER_BASE
#define SECOND		INT64_C(1000000000)
#define MSEC		INT64_C(1000000)

static int64_t rang[4];
static unsigned rung, rings, where, mask_in_handler;

/* The handler does nothing, or takes the level away. */
static void
ring(void *arg)
{
	unsigned timer = *(unsigned *)arg;

	if (rings < 4)
		rang[rings] = sim_now();
	rings++;
	rung = timer;
	where = port_cpu();
	if (rings >= mask_in_handler)
		hal_write32(BASE, timer + CNT_CTL,
		    CNT_CTL_ENABLE | CNT_CTL_IMASK);
}

static void
power_on(const char *board)
{
	static unsigned own, other;
	bool guest;

	sim_init(2, 0);
	rings = rung = 0;
	mask_in_handler = 1;
	sim_board(board)->power_on();
	guest = CURRENT_EL_LEVEL(hal_read32(BASE, CURRENT_EL)) < 2;
	own = guest ? CNTV : CNTP;
	other = guest ? CNTP : CNTV;
	port_intr_connect(SIM_TIMER_LINE, ring, &own);
	port_intr_connect(SIM_TIMER_LINE + 1, ring, &other);
}

static uint64_t
count(unsigned reg)
{
	return hal_read64(BASE, reg);
}

static void
arm(unsigned timer, uint64_t cval)
{
	hal_write64(BASE, timer + CNT_CVAL, cval);
	hal_write32(BASE, timer + CNT_CTL, CNT_CTL_ENABLE);
}

static uint32_t
control(unsigned timer)
{
	return hal_read32(BASE, timer + CNT_CTL);
}

static void
test_counters(void)
{
	uint64_t p, v;

	power_on("generic-timer");
	p = count(CNTPCT);
	v = count(CNTVCT);
	ok(hal_read32(BASE, CNTFRQ) == 62500000, "CNTFRQ tells 62.5 MHz");
	(void)sim_run(MSEC);
	ok(count(CNTPCT) - p == 62500 && count(CNTVCT) - v == 62500,
	    "both counts go on at that rate");
	(void)sim_run(MSEC + 15);
	ok(count(CNTPCT) - p == 62500, "a cycle that is not over"
	    " is not counted");
	(void)sim_run(MSEC + 16);
	ok(count(CNTPCT) - p == 62501, "and one that is over is");
	hal_write64(BASE, CNTPCT, 5);
	hal_write32(BASE, CNTFRQ, 5);
	hal_write64(BASE, CNTVOFF, 5);
	ok(count(CNTPCT) - p == 62501 && count(CNTVCT) - v == 62501 &&
	    hal_read32(BASE, CNTFRQ) == 62500000,
	    "EL1 can write neither counts, nor CNTFRQ, nor CNTVOFF");
	ok((int64_t)v < 0, "the virtual count is about to pass 2^64");
	(void)sim_run(20 * MSEC);
	ok((int64_t)count(CNTVCT) > 0 && count(CNTVCT) - v == 1250000,
	    "and passes it");
}

static void
test_offset(void)
{
	power_on("generic-timer-phys");
	ok(count(CNTPCT) == count(CNTVCT), "without CNTVOFF both are the same");
	hal_write64(BASE, CNTVOFF, 1000);
	ok(count(CNTPCT) - count(CNTVCT) == 1000 &&
	    hal_read64(BASE, CNTVOFF) == 1000, "EL2 takes CNTVOFF off one");
	(void)sim_run(20 * MSEC);
	ok(count(CNTPCT) == 54000 * 5, "56 bits come round to 0");
}

static void
test_match(void)
{
	uint64_t v;

	power_on("generic-timer");
	v = count(CNTVCT);
	arm(CNTV, v + 625);
	ok((control(CNTV) & CNT_CTL_ISTATUS) == 0, "not met before CVAL");
	(void)sim_run(MSEC);
	ok(rings == 1 && rung == CNTV && rang[0] == 10000,
	    "it interrupts when the count is CVAL");
	ok(control(CNTV) == (CNT_CTL_ENABLE | CNT_CTL_IMASK |
	    CNT_CTL_ISTATUS), "ISTATUS stays, whether or not it is masked");
	hal_write32(BASE, CNTV + CNT_CTL, CNT_CTL_ENABLE);
	(void)sim_run(2 * MSEC);
	ok(rings == 2 && rang[1] == MSEC, "unmasked it interrupts at once");
	arm(CNTV, count(CNTVCT) - 1);
	(void)sim_run(3 * MSEC);
	ok(rings == 3 && rang[2] == 2 * MSEC, "so does a CVAL that is past");
	arm(CNTV, count(CNTVCT) + 625);
	hal_write32(BASE, CNTV + CNT_CTL, 0);
	(void)sim_run(4 * MSEC);
	ok(rings == 3, "a timer that is not enabled does not");
	ok((control(CNTV) & CNT_CTL_ENABLE) == 0 &&
	    hal_read64(BASE, CNTV + CNT_CVAL) != 0, "and keeps its CVAL");
}

/* Nobody takes it away: again and again. */
static void
test_level(void)
{
	power_on("generic-timer");
	mask_in_handler = 3;
	arm(CNTV, count(CNTVCT) + 625);
	(void)sim_run(MSEC);
	ok(rings == 3 && rang[2] > rang[1] && rang[1] > rang[0],
	    "the level interrupts until it is masked");
	mask_in_handler = 100;
	arm(CNTV, 0);
	arm(CNTV, count(CNTVCT) + 625);
	rings = 0;
	(void)sim_run(MSEC + 9999);
	ok(rings == 0, "it falls when CVAL is moved away");
}

static void
test_unsigned(void)
{
	power_on("generic-timer");
	arm(CNTV, 5);
	(void)sim_run(MSEC);
	ok(rings == 1 && rang[0] < 10, "CVAL is compared without sign: behind"
	    " the wrap is past");
	power_on("generic-timer-phys");
	arm(CNTP, CNT_MASK + 1);
	(void)sim_run(SECOND);
	ok(rings == 0, "and beyond the counter's bits is never");
	power_on("generic-timer-phys");
	arm(CNTP, CNT_MASK);
	(void)sim_run(SECOND);
	ok(rings == 1 && rang[0] > 14999900 && rang[0] < 15 * MSEC,
	    "the last count is met");
}

static void
test_tval(void)
{
	uint64_t v;

	power_on("generic-timer");
	v = count(CNTVCT);
	hal_write32(BASE, CNTV + CNT_TVAL, 1000);
	ok(hal_read64(BASE, CNTV + CNT_CVAL) == v + 1000,
	    "TVAL makes a CVAL from the count");
	(void)sim_run(16000 + 160);
	ok((int32_t)hal_read32(BASE, CNTV + CNT_TVAL) == -10,
	    "and goes down, below 0 too");
	v = count(CNTVCT);
	hal_write32(BASE, CNTV + CNT_TVAL, 0x80000000u);
	ok(hal_read64(BASE, CNTV + CNT_CVAL) == v - 0x80000000u,
	    "it has a sign: 2^31 is long past");
}

static void
test_two(void)
{
	power_on("generic-timer");
	arm(CNTV, count(CNTVCT) + 625);
	arm(CNTP, count(CNTPCT) + 1250);
	(void)sim_run(15000);
	ok(rings == 1 && rung == CNTV &&
	    (control(CNTP) & CNT_CTL_ISTATUS) == 0,
	    "the timers do not know one another");
	(void)sim_run(MSEC);
	ok(rings == 2 && rung == CNTP && rang[1] == 20000,
	    "each has its line");
}

static void
second(void *arg)
{
	(void)arg;
	ok(control(CNTV) == CNT_CTL_ISTATUS && hal_read64(BASE,
	    CNTV + CNT_CVAL) == 0, "CPU 1 does not see what CPU 0 wrote");
	arm(CNTV, count(CNTVCT) + 625);
}

static void
test_cpus(void)
{
	power_on("generic-timer");
	arm(CNTV, count(CNTVCT) + 6250);
	(void)sim_thread(1, second, NULL);
	(void)sim_run(50000);
	ok(rings == 1 && where == 1 && rang[0] == 10000,
	    "its timer interrupts CPU 1");
	(void)sim_run(MSEC);
	ok(rings == 2 && where == 0 && rang[1] == 100000,
	    "and that of CPU 0 CPU 0");
}

static void
test_sleep(void)
{
	power_on("generic-timer");
	sim_stops(sim_model("generic-timer"), true);
	arm(CNTV, count(CNTVCT) + 62500);
	(void)sim_run(10 * MSEC);
	ok(rings == 0 && count(CNTVCT) != 0,
	    "asked to, it stops while its CPU sleeps");
	power_on("generic-timer");
	sim_deep_idle();
	arm(CNTV, count(CNTVCT) + 62500);
	(void)sim_run(10 * MSEC);
	ok(rings == 1 && rang[0] == MSEC, "else it does not");
}

static void
test_unstable(void)
{
	uint64_t a, b, c;

	power_on("generic-timer");
	a = count(CNTVCT);
	sim_generic_timer_unstable(true);
	(void)sim_run(160);
	b = count(CNTVCT);
	c = count(CNTVCT);
	ok(b == c + 1000 && c == a + 10, "an unstable count is first too high");
	(void)sim_run(320);
	b = count(CNTVCT);
	c = count(CNTVCT);
	ok(b == a + 20 - 1000 && c == a + 20 + 1000 &&
	    count(CNTVCT) == a + 20, "or too low and too high, then right");
	sim_generic_timer_cntfrq(0);
	ok(hal_read32(BASE, CNTFRQ) == 0 && count(CNTVCT) == a + 20,
	    "CNTFRQ can be forgotten; the counter counts");
}

int
main(void)
{
	test_counters();
	test_offset();
	test_match();
	test_level();
	test_unsigned();
	test_tval();
	test_two();
	test_cpus();
	test_sleep();
	test_unstable();
	return tap_end();
}
