/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mips_cp0_reg.h - registers of the MIPS system coprocessor that keep time,
 * as in MIPS32 Architecture For Programmers, Volume III: The MIPS32
 * Privileged Resource Architecture, chapter 9 (Count, Compare, Cause, PRId).
 * 32 bits each, and a set for each CPU.
 */
#ifndef HAL_MIPS_CP0_REG_H
#define HAL_MIPS_CP0_REG_H

/* Where a host shows register n, select s. */
#define MIPS_CP0(n, s)		(32u * (n) + 4u * (s))

#define MIPS_CP0_COUNT		MIPS_CP0(9, 0)
#define MIPS_CP0_COMPARE	MIPS_CP0(11, 0)
#define MIPS_CP0_CAUSE		MIPS_CP0(13, 0)
#define  MIPS_CAUSE_TI		0x40000000u	/* ro; Count was Compare */
#define  MIPS_CAUSE_DC		0x08000000u	/* Count stands */
#define  MIPS_CAUSE_IP7		0x00008000u	/* ro; where TI goes */
#define MIPS_CP0_PRID		MIPS_CP0(15, 0)	/* ro; never 0 */

#define MIPS_CP0_SIZE		MIPS_CP0(32, 0)

#endif
