/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hpet_test.c - the model of the High Precision Event Timer keeps what the
 * specification promises of each register.  Through raw registers, without a
 * driver.
 */
#include "hal/hpet_reg.h"
#include "lib/tap.h"
#include "sim/sim_board.h"

#define BASE		SIM_HPET_BASE
#define USEC		INT64_C(1000)
#define MSEC		INT64_C(1000000)
#define CYCLES(n)	((int64_t)(n) * 69841279 / 1000000)	/* ns, down */
#define T(n, reg)	(HPET_TIMER(n) + (reg))
#define ROUTE		HPET_TIMER_ROUTE(SIM_HPET_LINE)
#define ONCE		(HPET_TIMER_ENABLE | HPET_TIMER_32BIT | ROUTE)
#define REPEAT		(ONCE | HPET_TIMER_PERIODIC)
#define OTHER_LINE	11u

#include "sim/rings.h"

static unsigned clears, others;

static void
taken(void)
{
	if (rings >= clears)
		put(HPET_STATUS, UINT32_MAX);
}

static void
other(void *arg)
{
	(void)arg;
	others++;
}

static void
power_on(const char *board)
{
	sim_init(2, 0);
	rings = others = 0;
	clears = 1;
	sim_board(board)->power_on();
	port_intr_connect(SIM_HPET_LINE, ring, NULL);
	port_intr_connect(OTHER_LINE, other, NULL);
}

/* The first at this count, and it counts from now on. */
static void
start(unsigned n, uint32_t config, uint32_t compare)
{
	put(T(n, HPET_TIMER_CONFIG), config);
	put(T(n, HPET_TIMER_COMPARE), compare);
	put(HPET_CONFIG, HPET_CONFIG_ENABLE);
}

/* At the edge that makes the count so, or the nanosecond behind it. */
static bool
at(int64_t when, int64_t count)
{
	return when >= CYCLES(count) && when <= CYCLES(count) + 2;
}

static void
test_reset(void)
{
	uint64_t cap;

	power_on("hpet");
	cap = hal_read64(BASE, HPET_CAP);
	ok(HPET_CAP_PERIOD(cap) == 69841279 &&
	    HPET_CAP_PERIOD(cap) <= HPET_PERIOD_MAX,
	    "it tells its period, of 100 ns at most");
	ok((cap & HPET_CAP_REV) != 0 && (cap & HPET_CAP_64BIT) != 0 &&
	    HPET_CAP_TIMERS((uint32_t)cap) == 8,
	    "a revision, 64 bits, eight comparators");
	ok(get(HPET_CAP + 4) == cap >> 32 && get(HPET_CAP) == (uint32_t)cap,
	    "halves are read alone");
	put(HPET_CAP, 0);
	ok(hal_read64(BASE, HPET_CAP) == cap, "what is read-only stays");
	(void)sim_run(MSEC);
	ok(get(HPET_COUNTER) == 0, "it stands until enabled");
	put(HPET_CONFIG, HPET_CONFIG_ENABLE);
	(void)sim_run(2 * MSEC);
	ok(get(HPET_COUNTER) == 14318, "then it counts up");
	put(HPET_CONFIG, 0);
	(void)sim_run(3 * MSEC);
	ok(get(HPET_COUNTER) == 14318, "and stands when it is not");
	put(HPET_COUNTER, UINT32_MAX);
	put(HPET_COUNTER + 4, 7);
	put(HPET_CONFIG, HPET_CONFIG_ENABLE);
	(void)sim_run(3 * MSEC + USEC);
	ok(hal_read64(BASE, HPET_COUNTER) == (UINT64_C(8) << 32) + 13,
	    "standing, it can be set, by halves; it carries");
}

static void
test_config(void)
{
	const unsigned config = T(0, HPET_TIMER_CONFIG);

	power_on("hpet");
	ok((get(T(0, HPET_TIMER_ROUTES)) & 1u << SIM_HPET_LINE) != 0 &&
	    (get(T(0, HPET_TIMER_ROUTES)) & 1u << 5) == 0,
	    "a comparator tells the lines that it can reach");
	put(config, ROUTE);
	ok(HPET_TIMER_ROUTED(get(config)) == SIM_HPET_LINE,
	    "such a line is read back");
	put(config, HPET_TIMER_ROUTE(5));
	ok(HPET_TIMER_ROUTED(get(config)) != 5, "another is not");
	put(config, HPET_TIMER_MSI | ROUTE);
	ok((get(config) & (HPET_TIMER_MSI | HPET_TIMER_CAN_MSI)) == 0,
	    "nor are messages, where it sends none");
	put(config, 0);
	ok((get(config) & HPET_TIMER_CAN_REPEAT) != 0 &&
	    (get(config) & HPET_TIMER_CAN_64BIT) != 0,
	    "what it can do stays");
}

static void
test_once(void)
{
	power_on("hpet");
	start(0, ONCE, 1000);
	(void)sim_run(MSEC);
	ok(rings == 1 && at(rang[0], 1000),
	    "it interrupts when the counter is equal");
	put(T(0, HPET_TIMER_COMPARE), get(HPET_COUNTER) - 1);
	(void)sim_run(1000 * MSEC);
	ok(rings == 1, "and not when it is past");
	power_on("hpet");
	put(HPET_COUNTER, UINT32_MAX - 9);
	start(0, ONCE, 5);
	(void)sim_run(MSEC);
	ok(rings == 1 && at(rang[0], 15), "of 32 bits, across their wrap");
	power_on("hpet");
	put(HPET_COUNTER, UINT32_MAX - 9);
	put(T(0, HPET_TIMER_COMPARE + 4), 1);
	start(0, ONCE & ~HPET_TIMER_32BIT, 5);
	(void)sim_run(MSEC);
	ok(rings == 1 && at(rang[0], 15), "of 64 bits, by its halves");
	put(T(0, HPET_TIMER_COMPARE), 1);
	(void)sim_run(301000 * MSEC);
	ok(rings == 1, "of which the upper one counts");
	power_on("hpet");
	start(0, ONCE & ~HPET_TIMER_ENABLE, 1000);
	(void)sim_run(MSEC);
	ok(rings == 0, "without leave to interrupt it does not");
}

static void
test_repeat(void)
{
	power_on("hpet");
	put(T(0, HPET_TIMER_CONFIG), REPEAT | HPET_TIMER_SET);
	put(T(0, HPET_TIMER_COMPARE), 1000);
	put(T(0, HPET_TIMER_COMPARE), 300);
	ok((get(T(0, HPET_TIMER_CONFIG)) & HPET_TIMER_SET) == 0,
	    "SET is for one write");
	put(HPET_CONFIG, HPET_CONFIG_ENABLE);
	(void)sim_run(CYCLES(1650));
	ok(rings == 3 && at(rang[0], 1000) && at(rang[1], 1300) &&
	    at(rang[2], 1600), "a first match, and a period");
	ok(get(T(0, HPET_TIMER_COMPARE)) == 1900,
	    "the comparator shows the next match");
	put(T(0, HPET_TIMER_COMPARE), 500);
	(void)sim_run(CYCLES(2500));
	ok(rings == 5 && at(rang[3], 1900) && at(rang[4], 2400),
	    "without SET it is the period that is written");
}

static void
test_level(void)
{
	power_on("hpet");
	clears = 3;
	start(0, ONCE | HPET_TIMER_LEVEL, 1000);
	(void)sim_run(MSEC);
	ok(rings == 3, "a level interrupts until its status is cleared");
	power_on("hpet");
	clears = 100;
	start(1, ONCE | HPET_TIMER_LEVEL, 1000);
	(void)sim_run(CYCLES(1000) + 2);
	ok(get(HPET_STATUS) == 2, "status tells which comparator");
	put(HPET_STATUS, 1);
	ok(get(HPET_STATUS) == 2, "the bit of another clears nothing");
	put(HPET_STATUS, 2);
	rings = 0;
	(void)sim_run(MSEC);
	ok(get(HPET_STATUS) == 0 && rings == 0, "its own does");
	power_on("hpet");
	clears = 100;
	start(0, ONCE, 1000);
	(void)sim_run(MSEC);
	ok(rings == 1, "an edge interrupts once");
}

static void
test_route(void)
{
	power_on("hpet");
	start(0, (ONCE & ~ROUTE) | HPET_TIMER_ROUTE(OTHER_LINE), 1000);
	start(1, ONCE, 2000);
	(void)sim_run(MSEC);
	ok(others == 1 && rings == 1 && at(rang[0], 2000),
	    "each interrupts on the line that it is routed to");
	power_on("hpet-msi");
	put(T(2, HPET_TIMER_MSI_DATA), SIM_HPET_LINE);
	put(T(2, HPET_TIMER_MSI_ADDRESS), HPET_MSI_TO(1));
	start(2, ONCE | HPET_TIMER_MSI, 1000);
	(void)sim_run(MSEC);
	ok(rings == 1 && rang_on[0] == 1 && get(HPET_STATUS) == 0,
	    "a message goes to its CPU, and leaves no status");
	put(T(2, HPET_TIMER_MSI_DATA), OTHER_LINE);
	put(T(2, HPET_TIMER_COMPARE), get(HPET_COUNTER) + 100);
	(void)sim_run(2 * MSEC);
	ok(rings == 1 && others == 1, "as what its data say");
}

int
main(void)
{
	test_reset();
	test_config();
	test_once();
	test_repeat();
	test_level();
	test_route();
	return tap_end();
}
