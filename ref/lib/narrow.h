/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * narrow.h - makes the times of what is included after it 8 bits wide.
 *
 * Hosted; for *_test.c only.  A test includes all it needs of the host and
 * of the reference, then this file, then the sources themselves, as "x.c".
 * So the very text that is compiled with 64 bits elsewhere is compiled with
 * 8 here, and the test can try every input, and know each answer from plain
 * int arithmetic.
 *
 * The lengths of time shrink too, and keep the order and the divisibility
 * that the sources rest on:
 *
 *	a second	10^9 ns		6 ns
 *	a microsecond	10^3 ns		2 ns
 *	two seconds in nanoseconds are less than 2^32	12 < 2^4
 *	a nanosecond is 4.3 units of binary time	2.7 units; over 2
 *
 * Limits
 *	C computes with int where the sources have 8 bits; a sum that would
 *	overflow inside an expression is cut only where it is stored.  The
 *	sanitizers and the tests at full width watch for that.
 */
#ifndef LIB_NARROW_H
#define LIB_NARROW_H

#include "lib/types.h"

/* An int that a source stores into a narrow variable is not news. */
#pragma GCC diagnostic ignored "-Wconversion"

#define int64_t		int8_t
#define uint64_t	uint8_t
#define u64		uint8_t
#define int32_t		int8_t		/* a half: bit-fields tell the rest */
#define uint32_t	uint8_t

#undef INT64_MAX
#undef INT64_MIN
#undef UINT64_MAX
#define INT64_MAX	INT8_MAX
#define INT64_MIN	INT8_MIN
#define UINT64_MAX	UINT8_MAX

#undef TIME_BITS
#undef HALF_BITS
#undef HALF_MASK
#define TIME_BITS	8
#define HALF_BITS	4
#define HALF_MASK	15

#undef NSEC_PER_SEC
#undef NSEC_PER_MSEC
#undef NSEC_PER_USEC
#undef USEC_PER_SEC
#define NSEC_PER_SEC	((int8_t)6)
#define NSEC_PER_USEC	((int8_t)2)
#define USEC_PER_SEC	((int8_t)3)

/* A machine whose words are halves: it divides by hand. */
#undef UINTPTR_MAX
#define UINTPTR_MAX	UINT32_MAX

enum {
	LEAST = -128, MOST = 127, ALL = 255,	/* of 8 bits */
	SEC = 6, USEC = 2			/* ns in each */
};

static int
floor_div(int n, int d)
{
	return n / d - (n % d < 0);
}

static int
clamp(int n, int least, int most)
{
	return n < least ? least : n > most ? most : n;
}

#endif
