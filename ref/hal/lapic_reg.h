/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lapic_reg.h - registers of the local APIC that its timer needs, as in
 * Intel 64 and IA-32 Architectures Software Developer's Manual, volume 3A,
 * chapter "Advanced Programmable Interrupt Controller", table of the local
 * APIC register address map and section "APIC Timer".  32 bits each.
 *
 * Each CPU has its own at the same address.
 */
#ifndef HAL_LAPIC_REG_H
#define HAL_LAPIC_REG_H

#define LAPIC_VERSION		0x030	/* ro */
#define  LAPIC_VERSION_MASK	0x000000ffu
#define  LAPIC_VERSION_LEAST	0x10u	/* below: a chip of its own, the */
#define  LAPIC_VERSION_MOST	0x1fu	/* 82489DX; above: undefined */
#define LAPIC_EOI		0x0b0	/* wo: 0 */
#define LAPIC_SPURIOUS		0x0f0
#define  LAPIC_ENABLE		0x00000100u
#define LAPIC_LVT_TIMER		0x320
#define  LAPIC_LVT_VECTOR	0x000000ffu
#define  LAPIC_LVT_PENDING	0x00001000u	/* ro */
#define  LAPIC_LVT_MASKED	0x00010000u	/* after a reset */
#define  LAPIC_LVT_MODE		0x00060000u
#define  LAPIC_LVT_ONESHOT	0x00000000u
#define  LAPIC_LVT_PERIODIC	0x00020000u
#define  LAPIC_LVT_DEADLINE	0x00040000u
#define LAPIC_INITIAL		0x380	/* 0 stops */
#define LAPIC_CURRENT		0x390	/* ro */
#define LAPIC_DIVIDE		0x3e0	/* bits 3, 1 and 0 */
#define  LAPIC_DIVIDE_MASK	0x0000000bu
#define  LAPIC_DIVIDE_BY_1	0x0000000bu

/* The vectors below are exceptions; the host takes this one for the line. */
#define LAPIC_VECTOR(line)	(0x20u + (line))

/* Behind the page of the registers: those of cpuid_reg.h, of the same CPU. */
#define LAPIC_CPU		0x1000

#endif
