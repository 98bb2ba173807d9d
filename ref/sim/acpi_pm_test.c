/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * acpi_pm_test.c - the model of the ACPI PM timer, through its register.
 * Links lib and sim.
 */
#include "hal/acpi_pm_reg.h"
#include "hal/io.h"
#include "lib/tap.h"
#include "port/port.h"
#include "sim/sim.h"
#include "sim/sim_board.h"

static uint32_t
count(void)
{
	return hal_read32(SIM_ACPI_PM_BASE, ACPI_PM_TMR);
}

static uint32_t
count_after(int64_t ns)
{
	(void)sim_run(sim_now() + ns);
	return count();
}

static void
power_on(unsigned width)
{
	sim_init(1, 0);
	sim_acpi_pm_add(width);
}

static void
test_counts(void)
{
	uint32_t from;

	power_on(24);
	from = count();
	ok(count() == from, "ACPI 4.8.3.3: two reads at an instant are equal");
	ok(count_after(279) == from, "a cycle is not over before its end");
	ok(count_after(1) == from + 1, "and is then counted up");
	hal_write32(SIM_ACPI_PM_BASE, ACPI_PM_TMR, 5);
	ok(count() == from + 1, "a write changes nothing");
	from = count();
	ok(((count_after(NSEC_PER_SEC) - from) & ACPI_PM_COUNT) ==
	    ACPI_PM_HZ, "a second is 3579545 cycles, over the wrap");
	ok(count() < from, "which there has been");
}

static void
test_width(void)
{
	power_on(24);
	ok((count() & ACPI_PM_EXTENDED) == 0, "24 bits: zeros above");
	power_on(32);
	ok(count() > ACPI_PM_COUNT, "32 bits: they count");
	ok(count_after(NSEC_PER_SEC) < ACPI_PM_HZ, "and wrap");
}

static void
test_torn(void)
{
	uint32_t is, wrong[3];
	unsigned i, n;

	power_on(24);
	is = count();
	sim_acpi_pm_torn(4);
	for (i = n = 0; i < 12; i++) {
		if (count() != is && n < 3)
			wrong[n++] = i;
	}
	ok(n == 3 && wrong[0] == 3 && wrong[1] == 7 && wrong[2] == 11,
	    "torn on request: each fourth read, and no other");
	sim_acpi_pm_torn(0);
	for (i = n = 0; i < 12; i++)
		n += count() == is;
	ok(n == 12, "and no longer than that");
}

static void
test_faults(void)
{
	struct sim_model *m;
	uint32_t from;

	power_on(24);
	m = sim_model("ACPI-fast");
	from = count();
	sim_jump(m, NSEC_PER_MSEC);
	ok(count() - from == 3579, "it jumps on request");
	sim_state(m, SIM_STUCK);
	from = count();
	ok(count_after(NSEC_PER_SEC) == from, "it stands on request");
	sim_state(m, SIM_ABSENT);
	ok(count() == UINT32_MAX, "nobody there: all ones");
	sim_state(m, SIM_ZERO);
	ok(count() == 0, "or zeros");
}

int
main(void)
{
	test_counts();
	test_width();
	test_torn();
	test_faults();
	return tap_end();
}
