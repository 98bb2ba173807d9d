/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktime_fields.h - the form of a ktime_t that has two fields.
 *
 * What	Seconds and nanoseconds, 32 bits each.  For ktime.h alone, which has
 *	the contract.
 *
 * Why this way
 *	A machine of 32 bits adds and subtracts the fields in single words,
 *	hands them to whoever wants seconds and nanoseconds without dividing,
 *	and still compares two times as one number of 64 bits: the seconds
 *	are its upper half wherever the machine keeps that.
 *
 * Model
 *	      2^63		2^32	      0
 *	whole	| seconds, signed | nanoseconds |
 *
 *	1.5 s + 0.75 s:	1 | 500000000
 *			0 | 750000000
 *		sum	1 | 1250000000	not below a second: carry
 *			2 | 250000000
 *
 *	1 s - 1 ns:	1 | 0
 *			0 | 1
 *		less 1 s, plus 10^9 ns, so that the lower field stays above 0:
 *			0 | 999999999	below a second: no carry
 *
 * Invariants
 *	I1	nsec < 10^9 in every value, negative ones included: -1 ns is
 *		-1 | 999999999.  So a time has one representation, and the
 *		order of `whole` is the order of times.
 *	I2	what carry() is given is less than two seconds of nanoseconds,
 *		so one subtraction is enough, and fits the field.
 *
 * Limits
 *	The range ends at 2^31 s on either side.
 */
#ifndef KTIME_KTIME_FIELDS_H
#define KTIME_KTIME_FIELDS_H

/* The widths are those of the types; narrow.h alone has others. */
typedef union {
	int64_t		whole;		/* to compare, for nothing else */
	struct {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		int32_t		sec : HALF_BITS;
		uint32_t	nsec : HALF_BITS;
#else
		uint32_t	nsec : HALF_BITS;
		int32_t		sec : HALF_BITS;
#endif
	} part;
} ktime_t;

#define KTIME_SEC_MAX	(((int64_t)1 << (HALF_BITS - 1)) - 1)
#define KTIME_SEC_MIN	(-KTIME_SEC_MAX - 1)
#define KTIME_MAX	ktime_join(KTIME_SEC_MAX, NSEC_PER_SEC - 1)
#define KTIME_MIN	ktime_join(KTIME_SEC_MIN, 0)

/* Declare a variable of value zero [KT-DEFINE-1].  Storage class first. */
#define DEFINE_KTIME(name)	ktime_t name = { .whole = 0 }

/* Seconds within the limits, and a rest below a second (I1). */
static inline ktime_t
ktime_join(int64_t secs, int64_t nanosecs)
{
	DEFINE_KTIME(kt);

	kt.part.sec = (int32_t)secs;			/* [KT-SET-1] */
	kt.part.nsec = (uint32_t)nanosecs;
	return kt;
}

/* Seconds rounded down, and the rest, which is never negative. */
static inline int64_t
ktime_split(ktime_t kt, int64_t *nanosecs)
{
	*nanosecs = kt.part.nsec;			/* [KT-SPEC-3] */
	return kt.part.sec;
}

/*
 * Seconds modulo 2^32, and less than two seconds of nanoseconds (I2).  A sum
 * out of range is the caller's mistake and wraps.
 */
static inline ktime_t
ktime_carry(u64 secs, u64 nanosecs)
{
	bool over = nanosecs >= (u64)NSEC_PER_SEC;

	return ktime_join((int64_t)(secs + over),
	    (int64_t)(over ? nanosecs - (u64)NSEC_PER_SEC : nanosecs));
}

/* Out of range it becomes KTIME_MAX or KTIME_MIN. */
static inline ktime_t
ns_to_ktime(int64_t ns)
{
	int64_t rest, secs = div64_floor(ns, NSEC_PER_SEC, &rest);

	if (secs > KTIME_SEC_MAX)
		return KTIME_MAX;
	if (secs < KTIME_SEC_MIN)
		return KTIME_MIN;
	return ktime_join(secs, rest);
}

static inline int64_t
ktime_to_ns(ktime_t kt)
{
	return kt.part.sec * NSEC_PER_SEC + kt.part.nsec;	/* [KT-NS-1] */
}

static inline ktime_t
ktime_add_ns(ktime_t kt, u64 nanoseconds)
{
	u64 rest, secs = div64(nanoseconds, (u64)NSEC_PER_SEC, &rest);

	return ktime_carry((u64)kt.part.sec + secs,	/* [KT-ADDNS-1] */
	    kt.part.nsec + rest);
}

static inline ktime_t
ktime_add(ktime_t kt1, ktime_t kt2)
{
	return ktime_carry((u64)kt1.part.sec + (u64)kt2.part.sec,
	    (u64)kt1.part.nsec + kt2.part.nsec);	/* [KT-ADD-1] */
}

static inline ktime_t
ktime_sub(ktime_t kt1, ktime_t kt2)
{
	return ktime_carry((u64)kt1.part.sec - (u64)kt2.part.sec - 1,
	    (u64)kt1.part.nsec + (u64)NSEC_PER_SEC -
	    kt2.part.nsec);				/* [KT-SUB-1] */
}

static inline ktime_t
ktime_add_safe(ktime_t kt1, ktime_t kt2)
{
	ktime_t sum = ktime_add(kt1, kt2);

	/* A sum out of range lies on the wrong side of its first part. */
	if (kt2.part.sec < 0)
		return sum.whole > kt1.whole ? KTIME_MIN : sum;
	return sum.whole < kt1.whole ? KTIME_MAX : sum;
}

static inline int
ktime_compare(ktime_t kt1, ktime_t kt2)
{
	return (kt1.whole > kt2.whole) -
	    (kt1.whole < kt2.whole);			/* [KT-CMP-1] */
}

#endif
