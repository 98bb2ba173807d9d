/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * simtimer_reg.h - registers of the ideal timer, the one device that no
 * data sheet describes.  Driver and model share this file and nothing else.
 *
 * The block holds the shared registers and one bank for each CPU.
 */
#ifndef HAL_SIMTIMER_REG_H
#define HAL_SIMTIMER_REG_H

#define SIMTIMER_FREQ		0x00	/* 64 ro  Hz */
#define SIMTIMER_COUNT		0x08	/* 64 ro  counts up from power-on */

#define SIMTIMER_BANK(cpu)	(0x40u + 0x20u * (cpu))
#define SIMTIMER_COMPARE	0x00	/* 64 rw  interrupt at COUNT >= this */
#define SIMTIMER_PERIOD		0x08	/* 64 rw  added to COMPARE by then */
#define SIMTIMER_CTRL		0x10	/* 32 rw */
#define  SIMTIMER_ENABLE	0x1u	/* cleared by a one-shot's interrupt */
#define  SIMTIMER_REPEAT	0x2u

#define SIMTIMER_SIZE(cpus)	SIMTIMER_BANK(cpus)

#endif
