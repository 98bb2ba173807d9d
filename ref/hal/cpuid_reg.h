/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cpuid_reg.h - what an x86 CPU has in itself and drivers of timers ask for:
 * model-specific registers, and what the CPUID instruction tells.  As in
 * Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A,
 * CPUID, and volume 4, table 2-2.
 *
 * They are no memory.  The host shows them as a block of registers: an MSR
 * of 64 bits at its own number, and each leaf of CPUID as four registers of
 * 32 bits, which can only be read.
 */
#ifndef HAL_CPUID_REG_H
#define HAL_CPUID_REG_H

/* 64 bits; those of the CPU that asks. */
#define CPU_TSC			0x010	/* ro here: RDTSC */
#define CPU_TSC_DEADLINE	0x6e0	/* 0: disarmed */

/* Leaves below 0x100, and those from 0x80000000 on; EAX 0 .. EDX 3. */
#define CPUID(leaf, r)	(0x1000u + 0x10u * ((leaf) & 0xffu) + 4u * (r) + \
	((leaf) >= 0x80000000u ? 0x1000u : 0u))

#define CPUID_MAX		CPUID(0x00u, 0)	/* the last leaf */
#define CPUID_MAX_EXTENDED	CPUID(0x80000000u, 0)	/* of the others */
#define CPUID_FEATURES_C	CPUID(0x01u, 2)
#define  CPUID_TSC_DEADLINE	0x01000000u
#define CPUID_FEATURES_D	CPUID(0x01u, 3)
#define  CPUID_TSC		0x00000010u
#define CPUID_THERMAL_A		CPUID(0x06u, 0)
#define  CPUID_ARAT		0x00000004u	/* always running APIC timer */
#define CPUID_TSC_DENOMINATOR	CPUID(0x15u, 0)	/* TSC / crystal clock; */
#define CPUID_TSC_NUMERATOR	CPUID(0x15u, 1)	/* 0: nobody tells */
#define CPUID_CRYSTAL		CPUID(0x15u, 2)	/* Hz; 0: nobody tells */
#define CPUID_POWER_D		CPUID(0x80000007u, 3)
#define  CPUID_INVARIANT_TSC	0x00000100u

#define CPU_SIZE		0x3000

#endif
