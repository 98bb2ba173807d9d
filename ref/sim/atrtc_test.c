/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * atrtc_test.c - the model of the MC146818, through its registers.  Links
 * lib and sim.
 */
#include "hal/atrtc_reg.h"
#include "hal/io.h"
#include "lib/math64.h"
#include "lib/tap.h"
#include "port/port.h"
#include "sim/sim.h"
#include "sim/sim_board.h"

#define TEN	INT64_C(9765625)	/* periods of rate 6 */

static unsigned rings;
static int64_t rang;
static bool answers;			/* the handler reads C */

static unsigned
get(unsigned reg)
{
	hal_write8(SIM_RTC_BASE, ATRTC_INDEX, (uint8_t)reg);
	return hal_read8(SIM_RTC_BASE, ATRTC_DATA);
}

static void
put(unsigned reg, unsigned value)
{
	hal_write8(SIM_RTC_BASE, ATRTC_INDEX, (uint8_t)reg);
	hal_write8(SIM_RTC_BASE, ATRTC_DATA, (uint8_t)value);
}

static void
ring(void *arg)
{
	(void)arg;
	rings++;
	rang = sim_now();
	if (answers)
		(void)get(ATRTC_C);
}

static void
power_on(void)
{
	sim_init(1, 0);
	sim_atrtc_add();
	port_intr_connect(SIM_RTC_LINE, ring, NULL);
	rings = 0;
	answers = true;
}

static void
run(int64_t ns)
{
	(void)sim_run(sim_now() + ns);
}

static void
rate(unsigned n)
{
	put(ATRTC_A, ATRTC_BASE_32768 | n);
}

static void
test_registers(void)
{
	power_on();
	ok(get(ATRTC_D) == ATRTC_VALID, "register D: the battery has lasted");
	put(ATRTC_D, 0);
	ok(get(ATRTC_D) == ATRTC_VALID, "and cannot be written");
	put(ATRTC_A, ATRTC_UIP | ATRTC_BASE_32768 | 5);
	ok(get(ATRTC_A) == (ATRTC_BASE_32768 | 5),
	    "register A: UIP is not the writer's");
	put(0x20, 0x5a);
	put(0x21, 0xa5);
	ok(get(0x20) == 0x5a && get(0x21) == 0xa5, "memory is memory");
	ok(get(0x20 | ATRTC_NO_NMI) == 0x5a, "bit 7 of the index is not its");
	ok(hal_read8(SIM_RTC_BASE, ATRTC_INDEX) == 0xff,
	    "the index cannot be read");
}

static void
test_flag(void)
{
	power_on();
	rate(6);
	(void)get(ATRTC_C);
	run(NSEC_PER_MSEC);
	ok(get(ATRTC_C) == ATRTC_PERIODIC_FLAG,
	    "register C: a period sets the flag, although none is enabled");
	ok(get(ATRTC_C) == 0, "reading clears it");
	ok(rings == 0, "and there was no interrupt");
	run(NSEC_PER_MSEC);
	put(ATRTC_B, ATRTC_PERIODIC);
	run(0);
	ok(rings == 1 && rang == sim_now(),
	    "to enable finds the flag, and interrupts at once");
}

/* In a second, at each rate. */
static void
test_rates(void)
{
	static const unsigned hz[] = { 0, 256, 128, 8192, 4096, 2048, 1024,
	    512, 256, 128, 64, 32, 16, 8, 4, 2 };
	unsigned i, good;

	for (i = good = 0; i < 16; i++) {
		power_on();
		rate(i);
		(void)get(ATRTC_C);
		put(ATRTC_B, ATRTC_PERIODIC);
		run(NSEC_PER_SEC);
		good += rings == hz[i];
	}
	ok(good == 16, "table 5: each rate has its frequency");
	power_on();
	put(ATRTC_A, ATRTC_BASE_RESET | 6);
	put(ATRTC_B, ATRTC_PERIODIC);
	run(NSEC_PER_SEC);
	ok(rings == 0, "a chain that is held at zero gives nothing");
}

/* Where in its period a chain is does not depend on who asks. */
static void
test_phase(void)
{
	int64_t first;

	power_on();
	rate(10);
	put(ATRTC_B, ATRTC_PERIODIC);
	run(20 * NSEC_PER_MSEC);
	first = rang;
	put(ATRTC_B, 0);
	run(33 * NSEC_PER_MSEC);
	(void)get(ATRTC_C);
	put(ATRTC_B, ATRTC_PERIODIC);
	run(20 * NSEC_PER_MSEC);
	ok((rang - first) % (NSEC_PER_SEC / 64) < 2 ||
	    (first - rang) % (NSEC_PER_SEC / 64) > -2,
	    "to enable begins no period");
}

static void
test_held(void)
{
	power_on();
	rate(6);
	answers = false;
	put(ATRTC_B, ATRTC_PERIODIC);
	run(NSEC_PER_SEC);
	ok(rings == 1, "without a reading of C there is one interrupt");
	ok(get(ATRTC_C) == (ATRTC_INTERRUPTS | ATRTC_PERIODIC_FLAG),
	    "which C shows as its own");
	run(NSEC_PER_MSEC);
	ok(rings == 2, "and then the next comes");
	put(ATRTC_B, 0);
	(void)get(ATRTC_C);
	run(NSEC_PER_SEC);
	ok(rings == 2, "not enabled, it is silent");
}

static void
test_faults(void)
{
	struct sim_model *m;

	power_on();
	m = sim_model("RTC");
	rate(6);
	sim_fault(m, 0, SIM_LOST, 1, 0);
	(void)get(ATRTC_C);
	put(ATRTC_B, ATRTC_PERIODIC);
	run(TEN);
	ok(rings == 0, "one that is lost is the last");
	(void)get(ATRTC_C);
	run(TEN);
	ok(rings == 10, "until C is read");
	sim_fault(m, 0, SIM_EARLY, 1, 100 * NSEC_PER_USEC);
	run(TEN);
	ok(rings == 20, "one that is early is not one more");
	sim_state(m, SIM_STUCK);
	run(NSEC_PER_SEC);
	ok(rings == 20 && get(ATRTC_C) == 0, "it stands on request");
	sim_state(m, SIM_ABSENT);
	ok(get(ATRTC_A) == 0xff, "nobody there: all ones");
}

int
main(void)
{
	test_registers();
	test_flag();
	test_rates();
	test_phase();
	test_held();
	test_faults();
	return tap_end();
}
