/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hpet_reg.h - registers of the High Precision Event Timer, as in IA-PC
 * HPET Specification 1.0a, section 2.3.  64 bits each; halves can be
 * accessed alone.
 */
#ifndef HAL_HPET_REG_H
#define HAL_HPET_REG_H

#define HPET_CAP		0x000	/* ro */
#define  HPET_CAP_REV		0x000000ffu
#define  HPET_CAP_TIMERS(cap)	(1 + ((cap) >> 8 & 0x1f))
#define  HPET_CAP_64BIT		0x00002000u
#define  HPET_CAP_LEGACY	0x00008000u
#define  HPET_CAP_PERIOD(cap)	((uint32_t)((cap) >> 32))	/* fs */
#define  HPET_PERIOD_MAX	100000000u	/* 10 MHz at least */
#define HPET_CONFIG		0x010
#define  HPET_CONFIG_ENABLE	0x1u		/* the counter runs */
#define  HPET_CONFIG_LEGACY	0x2u
#define HPET_STATUS		0x020	/* bit n: timer n; 1 clears */
#define HPET_COUNTER		0x0f0

#define HPET_TIMER(n)		(0x100u + 0x20u * (n))
#define HPET_TIMER_CONFIG	0x00
#define  HPET_TIMER_LEVEL	0x0002u
#define  HPET_TIMER_ENABLE	0x0004u
#define  HPET_TIMER_PERIODIC	0x0008u
#define  HPET_TIMER_CAN_REPEAT	0x0010u	/* ro */
#define  HPET_TIMER_CAN_64BIT	0x0020u	/* ro */
#define  HPET_TIMER_SET		0x0040u	/* next COMPARE: the accumulator */
#define  HPET_TIMER_32BIT	0x0100u
#define  HPET_TIMER_ROUTE(n)	(((uint32_t)(n) & 31) << 9)
#define  HPET_TIMER_ROUTED(v)	((v) >> 9 & 31)
#define  HPET_TIMER_MSI		0x4000u
#define  HPET_TIMER_CAN_MSI	0x8000u	/* ro */
#define  HPET_TIMER_RW		0x7f4eu		/* LEVEL to MSI */
#define HPET_TIMER_ROUTES	0x04	/* ro: bit n: it can reach line n */
#define HPET_TIMER_COMPARE	0x08
#define HPET_TIMER_MSI_DATA	0x10	/* 32 */
#define HPET_TIMER_MSI_ADDRESS	0x14	/* 32 */
#define  HPET_MSI_TO(cpu)	(0xfee00000u | (uint32_t)(cpu) << 12)

#define HPET_TIMERS		32
#define HPET_SIZE		HPET_TIMER(HPET_TIMERS)

#endif
