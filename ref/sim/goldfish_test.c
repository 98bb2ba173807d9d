/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * goldfish_test.c - the goldfish timer's registers do what the description
 * promises, and misbehave when asked to.
 */
#include "hal/goldfish_reg.h"
#include "lib/tap.h"
#include "sim/sim_board.h"

#define BASE	SIM_GOLDFISH_BASE
#define CARRY	INT64_C(20000000)	/* after power-on; ns */

#include "sim/rings.h"

static bool quiet;			/* the handler takes it away */

static void
taken(void)
{
	if (quiet)
		put(GOLDFISH_CLEAR_INTERRUPT, 1);
}

static void
power_on(void)
{
	sim_init(2, 0);
	rings = 0;
	quiet = true;
	goldfish_board.power_on();
	port_intr_connect(SIM_TIMER_LINE, ring, NULL);
}

static uint64_t
now(void)
{
	uint32_t low;

	low = get(GOLDFISH_TIME_LOW);
	return (uint64_t)get(GOLDFISH_TIME_HIGH) << 32 | low;
}

static void
alarm_at(uint64_t t)
{
	put(GOLDFISH_ALARM_HIGH, (uint32_t)(t >> 32));
	put(GOLDFISH_ALARM_LOW, (uint32_t)t);
}

static void
test_time(void)
{
	uint64_t from;
	uint32_t high;

	power_on();
	from = now();
	(void)sim_run(1000);
	ok(now() == from + 1000, "time goes by in nanoseconds");
	(void)sim_run(CARRY - 1);
	ok(get(GOLDFISH_TIME_LOW) == UINT32_MAX, "the low half comes round");
	high = get(GOLDFISH_TIME_HIGH);
	(void)sim_run(CARRY);
	ok(get(GOLDFISH_TIME_HIGH) == high,
	    "TIME_HIGH is that of the last TIME_LOW");
	ok(get(GOLDFISH_TIME_LOW) == 0 &&
	    get(GOLDFISH_TIME_HIGH) == high + 1, "which a read renews");
	put(GOLDFISH_TIME_LOW, 5);
	put(GOLDFISH_TIME_HIGH, 5);
	ok(now() == from + (uint64_t)CARRY, "the time is not written");
}

static void
test_alarm(void)
{
	power_on();
	put(GOLDFISH_IRQ_ENABLED, 1);
	ok(get(GOLDFISH_IRQ_ENABLED) == 1, "the switch can be read");
	put(GOLDFISH_ALARM_HIGH, (uint32_t)(now() >> 32));
	ok(get(GOLDFISH_ALARM_STATUS) == 0, "ALARM_HIGH arms nothing");
	alarm_at(now() + 5000);
	ok(get(GOLDFISH_ALARM_STATUS) == 1, "ALARM_LOW does");
	(void)sim_run(4999);
	ok(rings == 0, "no interrupt before its time");
	(void)sim_run(100000);
	ok(rings == 1 && rang[0] == 5000, "one at its time");
	ok(get(GOLDFISH_ALARM_STATUS) == 0, "it is armed no more");
	alarm_at(now() - 1);
	(void)sim_run(200000);
	ok(rings == 2 && rang[1] == 100000, "what has passed goes off at once");
	alarm_at(now() + 100);
	alarm_at(now() + 300);
	(void)sim_run(300000);
	ok(rings == 3 && rang[2] == 200300, "there is one alarm");
	alarm_at(now() + CARRY);
	(void)sim_run(2 * CARRY);
	ok(rings == 4 && rang[3] == 300000 + CARRY,
	    "a carry in between changes nothing");
}

static void
test_switches(void)
{
	power_on();
	put(GOLDFISH_IRQ_ENABLED, 1);
	alarm_at(now() + 5000);
	put(GOLDFISH_CLEAR_ALARM, 1);
	(void)sim_run(10000);
	ok(rings == 0 && get(GOLDFISH_ALARM_STATUS) == 0,
	    "CLEAR_ALARM disarms");
	put(GOLDFISH_IRQ_ENABLED, 0);
	alarm_at(now() + 5000);
	(void)sim_run(20000);
	ok(rings == 0 && get(GOLDFISH_ALARM_STATUS) == 0,
	    "disabled it goes off in silence");
	put(GOLDFISH_IRQ_ENABLED, 1);
	(void)sim_run(30000);
	ok(rings == 1 && rang[0] == 20000, "and is heard when it is enabled");
	put(GOLDFISH_IRQ_ENABLED, 0);
	alarm_at(now() + 5000);
	(void)sim_run(40000);
	put(GOLDFISH_CLEAR_INTERRUPT, 1);
	put(GOLDFISH_IRQ_ENABLED, 1);
	(void)sim_run(50000);
	ok(rings == 1, "unless it was cleared meanwhile");
}

static void
test_level(void)
{
	power_on();
	quiet = false;
	put(GOLDFISH_IRQ_ENABLED, 1);
	alarm_at(now() + 5000);
	(void)sim_run(250000);
	ok(rings == 3, "the line is held until it is cleared");
	put(GOLDFISH_CLEAR_INTERRUPT, 1);
	(void)sim_run(500000);
	ok(rings == 3, "and then no more");
	put(GOLDFISH_CLEAR_ALARM, 1);
	alarm_at(now() + 1000);
	(void)sim_run(550000);
	put(GOLDFISH_IRQ_ENABLED, 0);
	(void)sim_run(900000);
	ok(rings == 4, "or disabled");
}

static void
test_misbehaviour(void)
{
	uint32_t high;

	power_on();
	sim_goldfish_unlatched(true);
	(void)sim_run(CARRY - 1);
	(void)get(GOLDFISH_TIME_LOW);
	high = get(GOLDFISH_TIME_HIGH);
	(void)sim_run(CARRY);
	ok(get(GOLDFISH_TIME_HIGH) == high + 1,
	    "unlatched, TIME_HIGH is that of the moment");
	power_on();
	sim_goldfish_coarse(true);
	ok(now() == UINT64_C(8000000000), "coarse, time is whole seconds");
	(void)sim_run(410065408 - 1);	/* to the next: 8 s = 2^33 - 590 ms */
	ok(now() == UINT64_C(8000000000), "which stand");
	(void)sim_run(1000000000);
	ok(now() == UINT64_C(9000000000), "and go on");
	power_on();
	sim_state(sim_model("goldfish"), SIM_STUCK);
	alarm_at(now() + 5);
	put(GOLDFISH_IRQ_ENABLED, 1);
	(void)sim_run(1000);
	ok(rings == 0, "a clock that stands comes to no alarm");
}

int
main(void)
{
	test_time();
	test_alarm();
	test_switches();
	test_level();
	test_misbehaviour();
	return tap_end();
}
