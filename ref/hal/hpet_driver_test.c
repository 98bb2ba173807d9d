/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hpet_driver_test.c - the driver of the HPET and what no case asks of it:
 * lines that it cannot reach, and comparators that firmware left enabled.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "hal/hpet_reg.h"
#include "hal/io.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/tap.h"
#include "sim/sim.h"
#include "sim/sim_board.h"

#define MSEC	INT64_C(1000000)

static unsigned interrupts, refusals;

static void
watch(unsigned event, const void *object, int64_t value)
{
	(void)object;
	(void)value;
	interrupts += event == EV_HAL_INTR;
	refusals += event == EV_HAL_REFUSE;
}

static bool
registered(void)
{
	bool is;

	ET_LOCK();
	is = et_named("HPET") != NULL;
	ET_UNLOCK();
	return is;
}

/* Comparator 3, on the line of the timer. */
static void
leave_enabled(void)
{
	hal_write32(SIM_HPET_BASE, HPET_TIMER(3) + HPET_TIMER_CONFIG,
	    HPET_TIMER_ENABLE | HPET_TIMER_LEVEL | HPET_TIMER_32BIT |
	    HPET_TIMER_ROUTE(SIM_HPET_LINE));
	hal_write32(SIM_HPET_BASE, HPET_TIMER(3) + HPET_TIMER_COMPARE, 1000);
}

int
main(void)
{
	sim_init(2, 0);
	sim_on_event = watch;
	sim_board("hpet")->power_on();
	leave_enabled();
	ok(hpet_attach(SIM_HPET_BASE, 5) == EDOM && refusals == 1 &&
	    !registered(), "a line that it cannot reach is refused");
	ok(hpet_attach(SIM_HPET_BASE, 32 + SIM_HPET_LINE) == EDOM,
	    "one that there cannot be, too");
	ok(hpet_attach(SIM_HPET_BASE, SIM_HPET_LINE) == 0 && registered(),
	    "one that it can reach is not");
	(void)sim_run(10 * MSEC);
	ok(interrupts == 0, "what firmware left enabled does not interrupt");
	return tap_end();
}
