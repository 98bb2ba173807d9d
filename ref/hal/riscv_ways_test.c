/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * riscv_ways_test.c - the RISC-V driver where no case comes: two ways to one
 * comparator, firmware that loses calls or takes its time, an interrupt that
 * does not go away at once, halves that do not fit, harts that differ.
 */
#include <string.h>

#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "hal/io.h"
#include "hal/riscv_reg.h"
#include "lib/errno.h"
#include "lib/tap.h"
#include "lib/types.h"
#include "sim/sim.h"
#include "sim/sim_board.h"

static struct got {
	unsigned	n;
	int64_t		at;		/* the last one */
} by_clint, by_sbi, by_sstc;

static struct eventtimer *clint, *sbi, *sstc;
static unsigned interrupts;

static void
event(struct eventtimer *et, void *arg)
{
	struct got *g;

	(void)et;
	g = arg;
	g->n++;
	g->at = sim_now();
}

static struct eventtimer *
take(const char *name, struct got *g)
{
	struct eventtimer *et;

	ET_LOCK();
	et = et_find(name, 0, 0);
	ok(et != NULL && et_init(et, event, NULL, g) == 0, name);
	ET_UNLOCK();
	return et;
}

static void
forget(void)
{
	by_clint.n = by_sbi.n = by_sstc.n = 0;
}

static void
start(struct eventtimer *et, int64_t us)
{
	(void)et_start(et, nstosbt(us * NSEC_PER_USEC), 0);
}

static void
run_for(int64_t us)
{
	(void)sim_run(sim_now() + us * NSEC_PER_USEC);
}

/* The events are seen by the driver's EVENT(); this counts its interrupts. */
static void
note(unsigned what, const void *object, int64_t value)
{
	(void)what;
	(void)object;
	(void)value;
	interrupts++;
}

static void
test_missing(void)
{
	sim_init(2, 0);
	sim_board("sstc")->power_on();
	sim_sstc_off();
	ok(sstc_attach(SIM_SSTC_BASE, SIM_TIMER_LINE) == ENXIO,
	    "HAL-REFUSE-1: Sstc that is not there is not tried");
}

static void
test_firmware(void)
{
	int64_t from;
	unsigned n;

	ok(sbi_timer_attach(SIM_SSTC_BASE, SIM_TIMER_LINE) == 0,
	    "the firmware's call is");
	sbi = take("SBI", &by_sbi);
	start(sbi, 10);
	sim_sbi_loses(0);
	run_for(9);
	sim_sbi_loses(1);
	run_for(5000);
	n = interrupts;
	run_for(5000);
	ok(by_sbi.n == 1 && interrupts == n,
	    "HAL-INTR-1: a call to be quiet that was lost is made again");
	forget();
	sim_sbi_slow(50 * NSEC_PER_USEC);
	from = sim_now();
	start(sbi, 10);
	sim_sbi_slow(0);
	run_for(1);
	ok(by_sbi.n == 1 && by_sbi.at >= from + 10 * NSEC_PER_USEC,
	    "HAL-PASSED-1: slow firmware makes it late, not lost");
	run_for(1000);
}

/* Started in either order. */
static void
both(struct eventtimer *a, struct got *by_a, struct eventtimer *b,
    struct got *by_b)
{
	const int64_t from = sim_now();

	forget();
	start(a, 20);
	start(b, 50);
	run_for(100);
	ok(by_a->n == 1 && by_a->at - from >= 20000 &&
	    by_a->at - from <= 20300 && by_b->n == 1 &&
	    by_b->at - from >= 50000 && by_b->at - from <= 50300,
	    "ET-DRV-4: a later deadline does not wipe out an earlier one");
}

/* One comparator, as Sstc has it: the call writes stimecmp. */
static void
test_two_ways(void)
{
	int64_t from;

	ok(sstc_attach(SIM_SSTC_BASE, SIM_TIMER_LINE) == 0,
	    "Sstc comes beside it");
	ET_LOCK();
	sstc = et_find(NULL, 0, 0);
	ET_UNLOCK();
	ok(sstc != NULL && strcmp(sstc->et_name, "Sstc") == 0,
	    "of the two Sstc is the better");
	sstc = take("Sstc", &by_sstc);
	both(sstc, &by_sstc, sbi, &by_sbi);
	both(sbi, &by_sbi, sstc, &by_sstc);
	forget();
	from = sim_now();
	start(sbi, 20);
	start(sstc, 50);
	et_stop(sbi);
	run_for(100);
	ok(by_sbi.n == 0 && by_sstc.n == 1 && by_sstc.at - from >= 50000 &&
	    by_sstc.at - from <= 50300, "a stop of one leaves the other");
}

static void
test_sticky(void)
{
	forget();
	start(sstc, 10);
	sim_riscv_sticky(0);
	run_for(9);
	sim_riscv_sticky(3);
	run_for(5000);
	ok(by_sstc.n == 1 && by_sbi.n == 0,
	    "HAL-INTR-1: an interrupt that is taken once more is no event");
	start(sstc, 10);
	run_for(5000);
	ok(by_sstc.n == 2, "HAL-INTR-3: and the next start is good");
}

/* What is read where nothing is. */
static uint64_t
ones(void *softc, unsigned reg, unsigned bytes)
{
	(void)softc;
	(void)reg;
	return UINT64_MAX >> (64 - 8 * bytes);
}

static int64_t
nothing(void *softc)
{
	(void)softc;
	return INT64_MAX;
}

static void
stand(void *softc, int64_t now)
{
	(void)softc;
	(void)now;
}

static void
start_there(void *arg)
{
	bool s;

	(void)arg;
	s = port_intr_mask();
	start(clint, 10);
	port_intr_restore(s);
}

static void
test_clint(void)
{
	int64_t from;

	sim_init(2, 0);
	sim_board("clint")->power_on();
	sim_attach(&(struct sim_device){ .base = SIM_SSTC_BASE,
	    .size = CSR_SIZE, .read = ones, .next = nothing, .act = stand });
	ok(sstc_attach(SIM_SSTC_BASE, SIM_TIMER_LINE) == ENXIO &&
	    sbi_timer_attach(SIM_SSTC_BASE, SIM_TIMER_LINE) == ENXIO,
	    "HAL-REFUSE-1: all ones are nobody's");
	ok(clint_attach(SIM_CLINT_BASE, SIM_TIMER_LINE) == 0,
	    "a CLINT beside them is");
	clint = take("CLINT", &by_clint);
	hal_write32(SIM_CLINT_BASE, CLINT_MTIME + CLINT_HIGH, 5);
	from = sim_now();
	sim_riscv_torn(1);
	start(clint, 10);
	run_for(100);
	ok(by_clint.n == 1 && by_clint.at - from >= 10000 &&
	    by_clint.at - from <= 10300, "HAL-COUNT-2: a count is not torn");
	forget();
	sim_riscv_ahead(1, 7000);
	from = sim_now();
	(void)sim_thread(1, start_there, NULL);
	run_for(100);
	ok(by_clint.n == 1 && by_clint.at - from >= 10000 &&
	    by_clint.at - from <= 10300, "a hart goes by its own time");
}

int
main(void)
{
	sim_on_event = note;
	test_missing();
	sim_init(2, 0);
	sim_board("sstc")->power_on();
	test_firmware();
	test_two_ways();
	test_sticky();
	test_clint();
	return tap_end();
}
