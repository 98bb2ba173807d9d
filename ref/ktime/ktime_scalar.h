/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktime_scalar.h - the form of a ktime_t that is one number.
 *
 * For ktime.h alone, which has the contract.
 */
#ifndef KTIME_KTIME_SCALAR_H
#define KTIME_KTIME_SCALAR_H

typedef int64_t		ktime_t;

#define KTIME_MAX	((ktime_t)INT64_MAX)
#define KTIME_MIN	((ktime_t)INT64_MIN)
#define KTIME_SEC_MAX	(INT64_MAX / NSEC_PER_SEC)	/* 9223372036 */
#define KTIME_SEC_MIN	(-KTIME_SEC_MAX)

/* Declare a variable of value zero [KT-DEFINE-1].  Storage class first. */
#define DEFINE_KTIME(name)	ktime_t name = 0

static inline ktime_t
ns_to_ktime(int64_t ns)
{
	return ns;
}

static inline int64_t
ktime_to_ns(ktime_t kt)
{
	return kt;			/* [KT-NS-1] */
}

/* Seconds within the limits, and a rest below a second. */
static inline ktime_t
ktime_join(int64_t secs, int64_t nanosecs)
{
	return secs * NSEC_PER_SEC + nanosecs;	/* [KT-SET-1] */
}

/* Seconds rounded down, and the rest, which is never negative. */
static inline int64_t
ktime_split(ktime_t kt, int64_t *nanosecs)
{
	return div64_floor(kt, NSEC_PER_SEC, nanosecs);	/* [KT-SPEC-3] */
}

/*
 * Sums go through unsigned numbers: there the wrap of a caller's mistake
 * is defined, and the compiler cannot reason from its absence.
 */
static inline ktime_t
ktime_add_ns(ktime_t kt, u64 nanoseconds)
{
	return (ktime_t)((u64)kt + nanoseconds);	/* [KT-ADDNS-1] */
}

static inline ktime_t
ktime_add(ktime_t kt1, ktime_t kt2)
{
	return (ktime_t)((u64)kt1 + (u64)kt2);		/* [KT-ADD-1] */
}

static inline ktime_t
ktime_sub(ktime_t kt1, ktime_t kt2)
{
	return (ktime_t)((u64)kt1 - (u64)kt2);		/* [KT-SUB-1] */
}

static inline ktime_t
ktime_add_safe(ktime_t kt1, ktime_t kt2)
{
	return nsec_add_sat(kt1, kt2);
}

/* Not the sign of a difference, which overflows [KT-CMP-1]. */
static inline int
ktime_compare(ktime_t kt1, ktime_t kt2)
{
	return (kt1 > kt2) - (kt1 < kt2);
}

#endif
