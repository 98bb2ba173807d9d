/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * atrtc_reg.h - registers of the real-time clock of PCs, as in Motorola's
 * data sheet "MC146818 Real-Time Clock Plus RAM" (ADI-856), Registers; and
 * the two ports at which a PC has them, 8 bits each.
 */
#ifndef HAL_ATRTC_REG_H
#define HAL_ATRTC_REG_H

#define ATRTC_INDEX		0	/* wo  which register is at DATA */
#define  ATRTC_NO_NMI		0x80u	/* the PC's, not the clock's */
#define ATRTC_DATA		1
#define ATRTC_SIZE		2

#define ATRTC_HZ		32768u	/* the time base */

#define ATRTC_A			0x0a
#define  ATRTC_UIP		0x80u	/* ro  the time is being counted up */
#define  ATRTC_BASE		0x70u	/* of which frequency it is, */
#define  ATRTC_BASE_32768	0x20u	/* such as this one; */
#define  ATRTC_BASE_RESET	0x60u	/* 6, 7: it is held at zero */
#define  ATRTC_RATE		0x0fu	/* n: 2^(n-1) cycles; 0: none */
#define  ATRTC_RATE_MIN		3	/* as 1 and 2 are 8 and 9 once more */
#define  ATRTC_RATE_MAX		15
#define ATRTC_B			0x0b
#define  ATRTC_SET		0x80u	/* the time stands */
#define  ATRTC_PERIODIC		0x40u	/* may interrupt; so may */
#define  ATRTC_ALARM		0x20u
#define  ATRTC_UPDATE		0x10u
#define ATRTC_C			0x0c	/* ro  reading clears all of it */
#define  ATRTC_INTERRUPTS	0x80u	/* something that may interrupt: */
#define  ATRTC_PERIODIC_FLAG	0x40u	/* set by each period, always */
#define ATRTC_D			0x0d	/* ro */
#define  ATRTC_VALID		0x80u	/* the battery has lasted */

#define ATRTC_RAM		64	/* registers, memory included */

#endif
