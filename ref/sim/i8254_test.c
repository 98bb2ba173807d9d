/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * i8254_test.c - the model of the i8254, through its registers.  Links lib
 * and sim.
 */
#include "hal/i8254_reg.h"
#include "hal/io.h"
#include "lib/math64.h"
#include "lib/tap.h"
#include "port/port.h"
#include "sim/sim.h"
#include "sim/sim_board.h"

static unsigned rings;
static uint64_t rang;			/* edge of CLK */

static uint64_t
edge(void)
{
	return muldiv64_down((uint64_t)sim_now(), I8254_HZ,
	    (uint64_t)NSEC_PER_SEC);
}

static void
ring(void *arg)
{
	(void)arg;
	rings++;
	rang = edge();
}

static void
power_on(void)
{
	sim_init(1, 0);
	sim_i8254_add();
	port_intr_connect(SIM_I8254_LINE, ring, NULL);
	rings = 0;
}

/* Until this edge of CLK since power-on has come. */
static void
run_to(uint64_t n)
{
	(void)sim_run((int64_t)muldiv64_up(n, (uint64_t)NSEC_PER_SEC,
	    I8254_HZ));
}

static void
control(unsigned value)
{
	hal_write8(SIM_I8254_BASE, I8254_CONTROL, (uint8_t)value);
}

static void
put(unsigned byte)
{
	hal_write8(SIM_I8254_BASE, I8254_COUNTER(0), (uint8_t)byte);
}

static void
load(unsigned count)
{
	put(count & 0xff);
	put(count >> 8);
}

static void
set(unsigned mode, unsigned count)
{
	control(I8254_BOTH | mode);
	load(count);
}

static unsigned
get(void)
{
	return hal_read8(SIM_I8254_BASE, I8254_COUNTER(0));
}

static unsigned
both(void)
{
	unsigned low;

	low = get();
	return get() << 8 | low;
}

static unsigned
count(void)
{
	control(I8254_LATCH);
	return both();
}

static unsigned
status(void)
{
	control(I8254_READ_BACK | I8254_NO_COUNT | I8254_OF(0));
	return get();
}

static void
test_count_down(void)
{
	power_on();
	control(I8254_BOTH | I8254_COUNT_DOWN);
	ok(status() == (I8254_NULL | I8254_BOTH | I8254_COUNT_DOWN),
	    "mode 0: OUT is low, and there is no count");
	run_to(10);
	load(5);
	ok((status() & I8254_NULL) != 0, "a count waits for the next edge");
	run_to(11);
	ok((status() & I8254_NULL) == 0 && count() == 5, "which loads it");
	run_to(15);
	ok(count() == 1 && rings == 0 && (status() & I8254_OUT) == 0,
	    "it counts down, OUT low");
	run_to(16);
	ok(rings == 1 && (status() & I8254_OUT) != 0,
	    "OUT rises N + 1 edges behind the write");
	run_to(18);
	ok(count() == 0xfffe, "and it goes on to count");
	run_to(200000);
	ok(rings == 1, "but interrupts once");
	load(5);
	ok((status() & I8254_OUT) == 0, "a new count: OUT falls");
	run_to(200003);
	put(7);
	run_to(200020);
	ok(rings == 1, "the first of two bytes stops it");
	put(0);
	run_to(200027);
	ok(rings == 1, "the second");
	run_to(200028);
	ok(rings == 2, "starts it anew");
}

static void
test_rate(void)
{
	power_on();
	run_to(3);
	control(I8254_BOTH | I8254_RATE);
	run_to(4);
	ok(rings == 1, "mode 2 has OUT high: if it was low, that interrupts");
	run_to(10);
	load(100);
	run_to(110);
	ok(rings == 1 && count() == 1 && (status() & I8254_OUT) == 0,
	    "OUT falls for the cycle of count 1");
	run_to(111);
	ok(rings == 2 && count() == 100 && (status() & I8254_OUT) != 0,
	    "it rises with the reload");
	run_to(511);
	ok(rings == 6 && rang == 511, "each 100 edges");
	load(300);
	ok((status() & I8254_NULL) != 0 && count() == 100,
	    "a count that is written waits");
	run_to(611);
	ok(rings == 7 && (status() & I8254_NULL) == 0 && count() == 300,
	    "for the end of the cycle");
	run_to(911);
	ok(rings == 8 && rang == 911, "and then is the period");
	control(I8254_BOTH | I8254_COUNT_DOWN);
	run_to(5000);
	ok(rings == 8, "mode 0 without a count ends it");
}

static void
test_others(void)
{
	power_on();
	run_to(10);
	set(I8254_STROBE, 5);
	run_to(16);
	ok((status() & I8254_OUT) == 0, "mode 4: OUT falls N + 1 edges later");
	run_to(17);
	ok((status() & I8254_OUT) != 0 && rang == 17, "for one cycle");
	run_to(100000);
	ok(rings == 2, "and once");
	set(I8254_SQUARE, 10);
	run_to(100005);
	ok((status() & I8254_OUT) != 0 && count() == 2,
	    "mode 3: OUT is high for one half, counted by twos");
	run_to(100006);
	ok((status() & I8254_OUT) == 0 && count() == 10, "low for the other");
	run_to(100011);
	ok(rings == 3 && rang == 100011, "and so on");
	set(0x02, 10);
	run_to(200000);
	ok(rings == 3, "mode 1 waits for a gate");
	set(I8254_COUNT_DOWN, 0);
	run_to(200000 + 65536);
	ok(rings == 3, "a count of 0");
	run_to(200001 + 65536);
	ok(rings == 4, "is one of 65536");
}

static void
test_latch(void)
{
	power_on();
	set(I8254_RATE, 50000);
	run_to(101);
	control(I8254_LATCH);
	run_to(201);
	control(I8254_LATCH);
	ok(both() == 49900, "what is latched is held, and not latched twice");
	ok(both() == 49800, "without a latch the count is read as it is");
	control(I8254_READ_BACK | I8254_OF(0));
	run_to(301);
	ok(get() == (I8254_OUT | I8254_BOTH | I8254_RATE) && both() == 49800,
	    "read-back holds status and count, the status comes first");
	ok(hal_read8(SIM_I8254_BASE, I8254_CONTROL) == 0xff,
	    "the control register cannot be read");
	sim_i8254_forgets(true);
	control(I8254_LATCH);
	run_to(401);
	ok(both() == 49600, "a latch is forgotten on request");
}

static void
test_counters(void)
{
	power_on();
	set(I8254_RATE, 50000);
	control(I8254_SELECT(2) | I8254_LOW | I8254_COUNT_DOWN);
	hal_write8(SIM_I8254_BASE, I8254_COUNTER(2), 9);
	run_to(21);
	ok(rings == 1, "counter 2 has no line");
	control(I8254_READ_BACK | I8254_NO_STATUS | I8254_OF(0) |
	    I8254_OF(2));
	run_to(50);
	ok(both() == 49980 &&
	    hal_read8(SIM_I8254_BASE, I8254_COUNTER(2)) == (0x100 - 11),
	    "two are held by one read-back");
}

static void
test_faults(void)
{
	struct sim_model *m;

	power_on();
	m = sim_model("i8254");
	set(I8254_RATE, 1000);
	run_to(10);
	sim_fault(m, 0, SIM_LATE, 1, NSEC_PER_USEC * 100);
	run_to(1001);
	ok(rings == 1, "late on request: one has not come");
	run_to(1121);
	ok(rings == 2, "it comes");
	run_to(3500);
	ok(rings == 4 && rang == 3001, "and the next are in time again");
	sim_state(m, SIM_STUCK);
	ok(count() == 501, "a count");
	(void)sim_run(sim_now() + NSEC_PER_SEC);
	ok(count() == 501 && rings == 4, "that stands on request");
	sim_state(m, SIM_ABSENT);
	ok(status() == 0xff, "nobody there: all ones");
}

int
main(void)
{
	test_count_down();
	test_rate();
	test_others();
	test_latch();
	test_counters();
	test_faults();
	return tap_end();
}
