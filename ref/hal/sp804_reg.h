/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sp804_reg.h - registers of the Arm dual timer, as in ARM Dual-Timer Module
 * (SP804) Technical Reference Manual (DDI 0271), chapter 3, "Programmer's
 * Model".  32 bits each.
 */
#ifndef HAL_SP804_REG_H
#define HAL_SP804_REG_H

#define SP804_TIMER1		0x00
#define SP804_TIMER2		0x20
#define SP804_LOAD		0x00	/* counts down from here */
#define SP804_VALUE		0x04	/* ro: where it is */
#define SP804_CONTROL		0x08	/* 0x20 at reset: 16 bits */
#define  SP804_ENABLE		0x80u
#define  SP804_PERIODIC		0x40u	/* at 0: LOAD; else all ones */
#define  SP804_INT_ENABLE	0x20u
#define  SP804_PRESCALE(c)	((c) >> 2 & 3)	/* by 1, 16, 256 */
#define  SP804_32BIT		0x02u
#define  SP804_ONESHOT		0x01u	/* at 0: halt */
#define SP804_INTCLR		0x0c	/* wo: any value clears */
#define SP804_RIS		0x10	/* ro: it has been at 0 */
#define SP804_MIS		0x14	/* ro: RIS, if INT_ENABLE */
#define SP804_BGLOAD		0x18	/* LOAD from the next 0 on */

/* What it is: a byte in each of four registers, lowest first. */
#define SP804_PERIPH_ID		0xfe0	/* ro */
#define  SP804_PERIPH_ID_PART	0x000fffffu	/* the rest: revision */
#define  SP804_PERIPH_ID_IS	0x00041804u	/* Arm, 804 */
#define SP804_PCELL_ID		0xff0	/* ro */
#define  SP804_PCELL_ID_IS	0xb105f00du	/* a PrimeCell */

#define SP804_SIZE		0x1000

#endif
