/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * simtimer_reg.h - registers of the ideal timer, the one device that no
 * data sheet describes.  Driver and model share this file and nothing else.
 *
 * A unit holds registers that say what it can do, a counter to read the
 * time from, a clock of its own for the comparators, and one bank with a
 * comparator for each CPU; a unit that is not PERCPU has bank 0 alone.
 */
#ifndef HAL_SIMTIMER_REG_H
#define HAL_SIMTIMER_REG_H

#define SIMTIMER_FREQ		0x00	/* 64 ro  Hz of the comparators */
#define SIMTIMER_COUNT		0x08	/* 64 ro  what COMPARE compares with */
#define SIMTIMER_FEATURES	0x10	/* 32 ro */
#define  SIMTIMER_ONESHOT	0x01u
#define  SIMTIMER_PERIODIC	0x02u
#define  SIMTIMER_PERCPU	0x04u
#define  SIMTIMER_C3STOP	0x08u	/* stands while its CPU sleeps */
#define  SIMTIMER_POW2DIV	0x10u	/* PERIOD is a power of two */
#define SIMTIMER_QUALITY	0x14	/* 32 ro  signed */
#define SIMTIMER_MIN		0x18	/* 64 ro  ns, the least distance */
#define SIMTIMER_MAX		0x20	/* 64 ro  ns, the greatest */
#define SIMTIMER_TC_WIDTH	0x28	/* 32 ro  bits; 0: no counter */
#define SIMTIMER_UNIT		0x2c	/* 32 ro  which one it is */
#define SIMTIMER_TC_FREQ	0x30	/* 64 ro  Hz of the counter */
#define SIMTIMER_TC_COUNT	0x38	/* 64 ro  wraps at its width */

#define SIMTIMER_BANK(cpu)	(0x40u + 0x20u * (cpu))
#define SIMTIMER_COMPARE	0x00	/* 64 rw  interrupt at COUNT >= this */
#define SIMTIMER_PERIOD		0x08	/* 64 rw  added to COMPARE by then */
#define SIMTIMER_CTRL		0x10	/* 32 rw */
#define  SIMTIMER_ENABLE	0x1u	/* cleared by a one-shot's interrupt */
#define  SIMTIMER_REPEAT	0x2u

#define SIMTIMER_SIZE(cpus)	SIMTIMER_BANK(cpus)

#endif
