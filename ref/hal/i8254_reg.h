/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * i8254_reg.h - registers of the programmable interval timer, as in Intel's
 * data sheet "8254 Programmable Interval Timer" (231164-005), Programming
 * the 8254 and Read Operations.  8 bits each.
 */
#ifndef HAL_I8254_REG_H
#define HAL_I8254_REG_H

#define I8254_HZ		1193182u	/* on every PC */

#define I8254_COUNTER(n)	(n)	/* 0, 1, 2 */
#define I8254_CONTROL		3	/* wo */
#define  I8254_SELECT(n)	((n) << 6)
#define  I8254_LATCH		0x00	/* hold the count until it is read */
#define  I8254_LOW		0x10
#define  I8254_HIGH		0x20
#define  I8254_BOTH		0x30	/* the low byte, then the high one */
#define  I8254_COUNT_DOWN	0x00	/* mode 0: OUT rises at the end */
#define  I8254_RATE		0x04	/* mode 2: and again and again */
#define  I8254_SQUARE		0x06	/* mode 3 */
#define  I8254_STROBE		0x08	/* mode 4 */
#define  I8254_BCD		0x01
#define  I8254_READ_BACK	0xc0	/* hold several things at once: */
#define  I8254_NO_COUNT		0x20	/* but not this */
#define  I8254_NO_STATUS	0x10	/* but not this */
#define  I8254_OF(n)		(0x02u << (n))

/* The status, read at I8254_COUNTER: the control word's lower 6 bits, and */
#define  I8254_OUT		0x80
#define  I8254_NULL		0x40	/* what was written waits */

#define I8254_SIZE		4

#endif
