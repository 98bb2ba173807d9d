/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * acpi_pm_reg.h - the power management timer, as in ACPI Specification 6.5,
 * section 4.8.3.3 (PM_TMR).
 */
#ifndef HAL_ACPI_PM_REG_H
#define HAL_ACPI_PM_REG_H

#define ACPI_PM_HZ		3579545u
#define ACPI_PM_TMR		0x0	/* 32 ro */
#define  ACPI_PM_COUNT		0x00ffffffu
#define  ACPI_PM_EXTENDED	0xff000000u	/* counts too, or zeros */

#define ACPI_PM_SIZE		4u

#endif
