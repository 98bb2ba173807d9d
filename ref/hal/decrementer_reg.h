/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decrementer_reg.h - the PowerPC's special purpose registers that keep
 * time: PowerPC Operating Environment Architecture, Book III, chapter 6,
 * "Timer Facilities"; and Book E: Enhanced PowerPC Architecture, chapter 8,
 * "Timer Facilities", for DECAR, TCR and TSR.  32 bits each, and a set for
 * each CPU.
 */
#ifndef HAL_DECREMENTER_REG_H
#define HAL_DECREMENTER_REG_H

/* Where a host shows special purpose register n. */
#define PPC_SPR(n)		(4u * (n))

#define PPC_DEC			PPC_SPR(22)	/* counts down */
#define PPC_TBL			PPC_SPR(268)	/* ro; time base, low half */
#define PPC_TBU			PPC_SPR(269)	/* ro; high half */
#define PPC_PVR			PPC_SPR(287)	/* ro; never 0 */
#define  PPC_PVR_VERSION(pvr)	((pvr) >> 16)
#define   PPC_E500V1		0x8020u
#define   PPC_E500V2		0x8021u
#define   PPC_E500MC		0x8023u
#define   PPC_E5500		0x8024u
#define   PPC_E6500		0x8040u

/* Book E alone. */
#define PPC_DECAR		PPC_SPR(54)	/* wo; what DEC reloads */
#define PPC_TSR			PPC_SPR(336)	/* 1 clears */
#define  PPC_TSR_DIS		0x08000000u	/* DEC went from 1 to 0 */
#define PPC_TCR			PPC_SPR(340)
#define  PPC_TCR_DIE		0x04000000u	/* DIS interrupts */
#define  PPC_TCR_ARE		0x00400000u	/* DEC reloads */

#define PPC_SIZE		PPC_SPR(1024)

#endif
