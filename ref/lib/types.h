/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * types.h - the words that every layer shares.
 *
 * Rests on: the freestanding headers of C11.  Used by: everything.
 *
 * The reference brings its own struct timespec and relatives, because it
 * runs where no C library is.  A file that needs the host's types as well
 * cannot include this one; the few files between the two worlds speak
 * int64_t nanoseconds only.
 */
#ifndef LIB_TYPES_H
#define LIB_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t	u64;
typedef int64_t		s64;
typedef int		clockid_t;
typedef int64_t		clock_t;

/*
 * The bits of a time, and of the halves that arithmetic splits it into.
 * The sources say these names and not 64 and 32, so that narrow.h can make
 * them 8 and 4 and a test try every input there is.
 */
#define TIME_BITS	64
#define HALF_BITS	32
#define HALF_MASK	((uint64_t)UINT32_MAX)

#define CLOCK_REALTIME	0	/* time of day; can be set */
#define CLOCK_MONOTONIC	1	/* since some start; never set, never back */

#define NSEC_PER_SEC	((int64_t)1000000000)
#define NSEC_PER_MSEC	((int64_t)1000000)
#define NSEC_PER_USEC	((int64_t)1000)
#define USEC_PER_SEC	((int64_t)1000000)

/*
 * Seconds are 64 bits wide on every machine, so that no date of this
 * reference ends in 2038.  A normalised value has 0 <= tv_nsec < 10^9
 * (0 <= tv_usec < 10^6), negative times included: -1 ns is {-1, 999999999}.
 */
struct timespec {
	int64_t		tv_sec;
	long		tv_nsec;
};

struct timeval {
	int64_t		tv_sec;
	long		tv_usec;
};

struct itimerspec {
	struct timespec	it_interval;	/* period; zero: one-shot */
	struct timespec	it_value;	/* first expiry; zero: disarm */
};

struct itimerval {
	struct timeval	it_interval;	/* period; zero: one-shot */
	struct timeval	it_value;	/* first expiry; zero: disarm */
};

/* The structure of the given type that holds *ptr as its member. */
#define container_of(ptr, type, member)					\
	((type *)(void *)((char *)(ptr) - offsetof(type, member)))

#endif
