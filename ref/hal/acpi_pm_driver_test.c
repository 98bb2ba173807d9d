/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * acpi_pm_driver_test.c - the driver of the ACPI PM timer on a chip that
 * shows wrong counts, and on none.  Links lib, sim, hal and timekeeping.
 */
#include "hal/acpi_pm_reg.h"
#include "hal/drivers.h"
#include "hal/io.h"
#include "lib/errno.h"
#include "lib/tap.h"
#include "sim/sim.h"
#include "sim/sim_board.h"
#include "timekeeping/timekeeping.h"
#include "timekeeping/timetc.h"

static int
attach(enum sim_model_state state)
{
	sim_init(1, 0);
	sim_acpi_pm_add(24);
	sim_state(sim_model("ACPI-fast"), state);
	return acpi_pm_attach(SIM_ACPI_PM_BASE);
}

/* So many of the driver's readings that are not the count. */
static unsigned
wrong(struct timecounter *tc, unsigned readings)
{
	uint64_t is;
	unsigned i, n;

	for (i = n = 0; i < readings; i++) {
		sim_acpi_pm_torn(0);
		is = hal_read32(SIM_ACPI_PM_BASE, ACPI_PM_TMR);
		sim_acpi_pm_torn(3 + i % 40);
		n += tc->tc_get_timecount(tc) != is;
		(void)sim_run(sim_now() + 12345);
	}
	return n;
}

int
main(void)
{
	struct timecounter *tc;

	ok(attach(SIM_ABSENT) == ENXIO, "HAL-REFUSE-1: all ones");
	ok(attach(SIM_ZERO) == ETIMEDOUT, "HAL-REFUSE-3: zeros");
	ok(attach(SIM_STUCK) == ETIMEDOUT, "HAL-REFUSE-3: it stands");
	ok(attach(SIM_SOUND) == 0, "a good one is the first to be registered");
	timekeeping_init(ns_to_ktime(0));
	tc = (struct timecounter *)(uintptr_t)tc_current();
	ok(wrong(tc, 1) == 0, "it reads the count");
	ok(wrong(tc, 10000) == 0,
	    "HAL-COUNT-2: and no other, of a chip with torn reads");
	return tap_end();
}
