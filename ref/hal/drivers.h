/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * drivers.h - the drivers of timer hardware.
 *
 * Spec: hal.9 (HAL-*); driver.7 says how to write one.  Each attach function
 * is called once for a device, at start-up in a thread, before
 * timekeeping_init(): it looks whether the device is there and good for
 * anything, registers what it has as event timers and counters, and returns
 * 0; or it declines, with an event hal.refuse and the errno value of
 * hal_refuse(), and has registered nothing.
 *
 *	base	where the host has the registers, see io.h
 *	line	the interrupt line; of a device with a line for each CPU, the
 *		one that each CPU has for it
 */
#ifndef HAL_DRIVERS_H
#define HAL_DRIVERS_H

#include <stdint.h>

/* The PC. */
int	i8254_attach(uintptr_t base, unsigned line);	/* PIT: et */
int	i8254_attach_alone(uintptr_t base, unsigned line); /* et, tc */
int	atrtc_attach(uintptr_t base, unsigned line);	/* MC146818: et */
int	hpet_attach(uintptr_t base, unsigned line);	/* et, tc */
int	lapic_attach(uintptr_t base, unsigned line);	/* et */
int	acpi_pm_attach(uintptr_t base);			/* tc, 24 bits */
int	tsc_attach(uintptr_t base);			/* tc */

/* Arm. */
int	generic_timer_attach(uintptr_t base, unsigned line); /* et, tc */
int	sp804_attach(uintptr_t base, unsigned line);	/* et, tc */

/* RISC-V: registers in memory, the firmware's call, a register. */
int	clint_attach(uintptr_t base, unsigned line);	/* et, tc */
int	sbi_timer_attach(uintptr_t base, unsigned line); /* et, tc */
int	sstc_attach(uintptr_t base, unsigned line);	/* et, tc */

/* MIPS, PowerPC, and the machine that emulators make up. */
int	mips_cp0_attach(uintptr_t base, unsigned line);	/* et, tc */
int	decrementer_attach(uintptr_t base, unsigned line); /* et, tc */
int	goldfish_attach(uintptr_t base, unsigned line);	/* et, tc */

#endif
