/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tsc.c - driver of the time stamp counter of x86 CPUs.
 *
 * What		A counter of 64 bits in each CPU, read in one instruction and
 *		some 20 cycles.  No counter is as cheap, and none has been
 *		wrong in so many ways.
 *
 * Why this way	It was made to count cycles.  So it followed the CPU's rate
 *		while that was changed to save power, and stood while the CPU
 *		slept deeply, until Nehalem (2008).  Since then a CPU that
 *		promises one rate in all of its states says so: "invariant".
 *		Without that promise it is registered, so that a person can
 *		take it, but with a quality at which it is never chosen.
 *
 *		New CPUs tell the frequency, as a ratio to their crystal; on
 *		some of these the frequency of the crystal itself is missing.
 *		Where any of it is missing, it is measured.
 *
 * Model	Skylake-X: crystal 25 MHz, ratio 168 / 2	2.1 GHz
 *		Skylake: ratio 250 / 2, crystal 0		measured
 *
 * Contexts	Reading: any, on any CPU.
 *
 * Limits	Each CPU has its own, and nothing here compares them.  They
 *		start together at the reset of the machine, and differ where
 *		firmware has written to them (to hide how long it ran), where
 *		a CPU was plugged in later, between the sockets of some large
 *		machines, and behind a suspend to memory.  So a host that
 *		knows of such a thing does not attach it.
 *
 *		RDTSC waits for no instruction before it.  The host's
 *		hal_read64() has an LFENCE in front, as the accesses of io.h
 *		keep their order; else time that is read behind a lock could
 *		be older than what was read inside it.
 */
#include "hal/tsc.h"

#include "hal/cpuid_reg.h"
#include "hal/drivers.h"
#include "hal/hal.h"
#include "hal/io.h"
#include "lib/errno.h"
#include "lib/math64.h"

#define LEAST_HZ	UINT64_C(10000000)
#define MOST_HZ		UINT64_C(100000000000)

static struct tsc {
	uintptr_t	 cpu;
	struct timecounter tc;
} tsc;

/* One instruction, and so never torn, on 32 bits too. */
static uint64_t
tsc_timecount(struct timecounter *tc)
{
	return hal_read64(*(const uintptr_t *)tc->tc_priv, CPU_TSC);
}

/*
 * A leaf beyond the last one answers with what the last one has, so nothing
 * is asked that the CPU does not know.
 */
static bool
tsc_tells(uintptr_t cpu, unsigned last, uint32_t leaf)
{
	return hal_read32(cpu, last) >= leaf;
}

bool
tsc_invariant(uintptr_t cpu)
{
	return tsc_tells(cpu, CPUID_MAX_EXTENDED, 0x80000007u) &&
	    (hal_read32(cpu, CPUID_POWER_D) & CPUID_INVARIANT_TSC) != 0;
}

/* 0: the CPU does not tell, or not all of it. */
static uint64_t
tsc_told(uintptr_t cpu)
{
	uint32_t numerator, denominator, crystal;

	if (!tsc_tells(cpu, CPUID_MAX, 0x15))
		return 0;
	numerator = hal_read32(cpu, CPUID_TSC_NUMERATOR);
	denominator = hal_read32(cpu, CPUID_TSC_DENOMINATOR);
	crystal = hal_read32(cpu, CPUID_CRYSTAL);
	return denominator == 0 ? 0 :
	    muldiv64_up(crystal, numerator, denominator);
}

uint64_t
tsc_frequency(uintptr_t cpu, int *error)
{
	struct timecounter tc = { .tc_priv = &cpu };
	uint64_t frequency;

	*error = ETIMEDOUT;
	if (hal_stands(tsc_timecount, &tc, NSEC_PER_USEC))
		return 0;
	frequency = tsc_told(cpu);
	if (frequency == 0)				/* [HAL-MEASURE-1] */
		frequency = hal_measure(tsc_timecount, &tc, UINT64_MAX);
	*error = EDOM;
	if (frequency < LEAST_HZ || frequency > MOST_HZ)
		return 0;
	*error = 0;
	return frequency;
}

int
tsc_attach(uintptr_t base)
{
	uint64_t frequency;
	uint32_t last;
	int error;

	last = hal_read32(base, CPUID_MAX);
	if (last == UINT32_MAX || last == 0 ||
	    (hal_read32(base, CPUID_FEATURES_D) & CPUID_TSC) == 0)
		return hal_refuse("TSC", ENXIO);	/* [HAL-REFUSE-1] */
	frequency = tsc_frequency(base, &error);
	if (frequency == 0)		/* [HAL-REFUSE-2] [HAL-REFUSE-3] */
		return hal_refuse("TSC", error);
	tsc.cpu = base;
	tsc.tc = (struct timecounter){ .tc_get_timecount = tsc_timecount,
	    .tc_counter_mask = UINT64_MAX, .tc_name = "TSC",
	    .tc_frequency = frequency, .tc_priv = &tsc.cpu,
	    .tc_quality = tsc_invariant(base) ? 1000 : -100 };
	return tc_init(&tsc.tc);			/* [HAL-COUNT-1] */
}
