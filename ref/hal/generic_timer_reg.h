/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generic_timer_reg.h - registers of the Arm generic timer, as in the Arm
 * Architecture Reference Manual (DDI 0487), chapter D12, "The Generic Timer
 * in AArch64 state".
 *
 * They are system registers, which have no addresses.  They are numbered
 * here as they lie in the frame CNTBaseN (I2.3) of machines that show them
 * in memory too; the host turns a number into MRS and MSR, or MRC and MCR,
 * with an ISB before each read of a counter, which would else be read ahead
 * of its turn.
 */
#ifndef HAL_GENERIC_TIMER_REG_H
#define HAL_GENERIC_TIMER_REG_H

#define CNTPCT			0x00	/* ro, 64: the count, physical */
#define CNTVCT			0x08	/* ro, 64: less CNTVOFF */
#define CNTFRQ			0x10	/* 32: Hz, as firmware wrote it */
#define CNTVOFF			0x18	/* 64, at EL2 alone */

/* Two timers for each CPU, alike. */
#define CNTP			0x20
#define CNTV			0x30
#define CNT_CVAL		0x00	/* 64: met while count >= CVAL */
#define CNT_TVAL		0x08	/* 32, signed: CVAL - count */
#define CNT_CTL			0x0c	/* 32 */
#define  CNT_CTL_ENABLE		0x1u
#define  CNT_CTL_IMASK		0x2u
#define  CNT_CTL_ISTATUS	0x4u	/* ro: met; unknown if disabled */

/* Not of the timer: where the CPU stands (C5.2, CurrentEL). */
#define CURRENT_EL		0x40	/* ro */
#define  CURRENT_EL_LEVEL(v)	((v) >> 2 & 3)

#define GENERIC_TIMER_SIZE	0x48

/* D12.1.2: at least 56 bits, and 40 years until they have come round. */
#define CNT_BITS		56
#define CNT_MASK		(UINT64_MAX >> (64 - CNT_BITS))

/* D12.1.1: 1 to 50 MHz were typical, and since 8.6 it is 1 GHz. */
#define CNTFRQ_MIN		1000000u
#define CNTFRQ_MAX		1000000000u

#endif
