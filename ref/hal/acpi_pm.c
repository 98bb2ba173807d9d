/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * acpi_pm.c - driver of the ACPI power management timer of PCs.
 *
 * What		A counter that runs up at 3.579545 MHz, whatever the CPUs and
 *		their sleep do.  It can be read and nothing else.
 *
 * Why this way	The timer is 24 bits wide, or 32; which, a table of the
 *		firmware says and the timer does not.  A driver that takes
 *		the lower 24 is right with both, and pays by a reading every
 *		few seconds.
 *
 *		Its clock is not the bus's.  Old chips (PIIX4, ICH) do not
 *		wait for the bits to settle, so a read that meets a count has
 *		some bits of the old value and some of the new.  One read in
 *		twenty does, and no second register tells.  But a wrong value
 *		does not fit between its neighbours: of three reads in order
 *		the one in the middle is right.
 *
 * Model	0x0fff becomes 0x1000 while it is read the second time:
 *
 *		0x0fff 0x1fff 0x1000	falls: once more
 *		0x1fff 0x1000 0x1000	falls: once more
 *		0x1000 0x1000 0x1001	0x1000
 *
 *		A wrap falls too, and costs two reads more.
 *
 * Contexts	any, on any CPU.
 *
 * Limits	Two wrong reads out of three that happen to be in order pass;
 *		that is one in some thousand readings of a bad chip, and then
 *		by no more than lies between the neighbours.
 */
#include "hal/hal.h"

#include "hal/acpi_pm_reg.h"
#include "hal/drivers.h"
#include "hal/io.h"
#include "lib/errno.h"

static struct acpi_pm {
	uintptr_t	 base;
	struct timecounter tc;
} acpi_pm;

static uint32_t
acpi_pm_read(void)
{
	return hal_read32(acpi_pm.base, ACPI_PM_TMR) & ACPI_PM_COUNT;
}

static uint64_t
acpi_pm_timecount(struct timecounter *tc)
{
	uint32_t before, count, after;

	(void)tc;
	count = acpi_pm_read();
	after = acpi_pm_read();
	do {
		before = count;
		count = after;
		after = acpi_pm_read();
	} while (before > count || count > after);	/* [HAL-COUNT-2] */
	return count;
}

int
acpi_pm_attach(uintptr_t base)
{
	uint32_t from, to;

	acpi_pm.base = base;
	from = hal_read32(base, ACPI_PM_TMR);
	port_delay(NSEC_PER_USEC);			/* three cycles */
	to = hal_read32(base, ACPI_PM_TMR);
	if (from == UINT32_MAX && to == UINT32_MAX)
		return hal_refuse("ACPI-fast", ENXIO);	/* [HAL-REFUSE-1] */
	if (from == to)
		return hal_refuse("ACPI-fast", ETIMEDOUT); /* [HAL-REFUSE-3] */
	acpi_pm.tc = (struct timecounter){
		.tc_get_timecount = acpi_pm_timecount,
		.tc_counter_mask = ACPI_PM_COUNT,
		.tc_name = "ACPI-fast",
		.tc_frequency = ACPI_PM_HZ,
		.tc_quality = 900 };			/* [HAL-COUNT-1] */
	return tc_init(&acpi_pm.tc);
}
