/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * goldfish_reg.h - registers of the goldfish timer, as in the Android
 * emulator's GOLDFISH-VIRTUAL-HARDWARE.TXT, section III, "Goldfish timer";
 * the goldfish RTC has the same.  32 bits each.  Times are nanoseconds,
 * signed, 64 bits.
 */
#ifndef HAL_GOLDFISH_REG_H
#define HAL_GOLDFISH_REG_H

#define GOLDFISH_TIME_LOW	0x00	/* ro; a read keeps the high half */
#define GOLDFISH_TIME_HIGH	0x04	/* ro; what was kept */
#define GOLDFISH_ALARM_LOW	0x08	/* a write arms the alarm */
#define GOLDFISH_ALARM_HIGH	0x0c
#define GOLDFISH_IRQ_ENABLED	0x10	/* bit 0 */
#define GOLDFISH_CLEAR_ALARM	0x14	/* wo; a write disarms it */
#define GOLDFISH_ALARM_STATUS	0x18	/* ro; 1: armed, not gone off yet */
#define GOLDFISH_CLEAR_INTERRUPT 0x1c	/* wo; a write lowers the line */

#define GOLDFISH_SIZE		0x20

#endif
