/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tsc_model.c - the time stamp counter of x86 CPUs, and what CPUID says.
 *
 * Intel 64 and IA-32 Architectures Software Developer's Manual, volume 3B,
 * section "Time-Stamp Counter" with "Invariant TSC"; volume 2A, CPUID, leaves
 * 01H, 06H, 15H and 80000007H.  For a leaf beyond the last one CPUID returns
 * the data of the last one.
 *
 * CPUs		One clock feeds them all; each has an offset of its own,
 *		which is 0 until somebody writes to its TSC.  One that is not
 *		invariant stands while its CPU sleeps deeply.
 */
#include "hal/cpuid_reg.h"
#include "hal/drivers.h"
#include "eventtimer/timeet.h"
#include "sim/sim_board.h"
#include "sim/x86_model.h"

#define LAST	0x16u			/* leaves */

static struct tsc_block {
	struct sim_model model;		/* first */
	const struct sim_x86 *is;
	struct {
		uint64_t	ahead;	/* of the clock */
		bool		frozen;
		uint64_t	frozen_at;
	} cpu[PORT_CPUS];
} block;

const struct sim_x86 *
sim_x86(void)
{
	return block.is;
}

uint64_t
sim_x86_ahead(unsigned cpu)
{
	return block.cpu[cpu].ahead;
}

static uint32_t
cpuid_if(bool has, uint32_t bit)
{
	return has ? bit : 0;
}

static uint32_t
cpuid(unsigned reg)
{
	const struct sim_x86 *is;

	is = block.is;
	switch (reg) {
	case CPUID_MAX:
		return LAST;
	case CPUID_MAX_EXTENDED:
		return 0x80000008;
	case CPUID_FEATURES_C:
		return cpuid_if(is->deadline, CPUID_TSC_DEADLINE);
	case CPUID_FEATURES_D:
		return CPUID_TSC;
	case CPUID_THERMAL_A:
		return cpuid_if(is->arat, CPUID_ARAT);
	case CPUID_TSC_NUMERATOR:
		return is->numerator;
	case CPUID_TSC_DENOMINATOR:
		return is->denominator;
	case CPUID_CRYSTAL:
		return (uint32_t)is->crystal;
	case CPUID_POWER_D:
		return cpuid_if(is->invariant, CPUID_INVARIANT_TSC);
	default:
		return 0;
	}
}

uint64_t
sim_x86_read(unsigned reg, const struct sim_clock *tsc)
{
	if (reg == CPU_TSC)
		return sim_clock_now(tsc) + block.cpu[port_cpu()].ahead;
	return cpuid(reg);
}

static uint64_t
tsc_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	(void)bytes;
	return sim_x86_read(reg, &m->counter);
}

/* WRMSR to the TSC: from there on it counts, on this CPU. */
static void
tsc_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t value)
{
	(void)bytes;
	if (reg == CPU_TSC)
		block.cpu[port_cpu()].ahead = value -
		    sim_clock_now(&m->counter);
}

static int64_t
tsc_due(const struct sim_model *m, unsigned output)
{
	(void)m;
	(void)output;
	return INT64_MAX;
}

static void
tsc_sleep(struct sim_model *m, unsigned cpu, bool asleep)
{
	uint64_t count;

	if (asleep ? !m->stops : !block.cpu[cpu].frozen)
		return;
	count = sim_clock_now(&m->counter);
	if (asleep)
		block.cpu[cpu].frozen_at = count;
	else
		block.cpu[cpu].ahead -= count - block.cpu[cpu].frozen_at;
	block.cpu[cpu].frozen = asleep;
}

void
sim_tsc_differ(unsigned cpu, int64_t cycles)
{
	block.cpu[cpu].ahead += (uint64_t)cycles;
}

void
sim_x86_power_on(const struct sim_x86 *is)
{
	block = (struct tsc_block){ .is = is, .model = {
		.name = "TSC",
		.base = SIM_TSC_BASE,
		.size = CPU_SIZE,
		.widths = 4 | 8,
		.counter = { .frequency = is->tsc, .count = is->start },
		.stops = !is->invariant,
		.read = tsc_read,
		.write = tsc_write,
		.due = tsc_due,
		.sleep = tsc_sleep,
	} };
	sim_model_attach(&block.model);
}

/*
 * The counter on trial, without a word about its frequency, and the timer of
 * the same CPU.
 */
static const struct sim_x86 westmere = {
	.invariant = true,
	.arat = true,
	.tsc = 3000000000,
};

static void
tsc_power_on(void)
{
	sim_x86_power_on(&westmere);
	sim_lapic_power_on();
}

static int
attach(void)
{
	(void)lapic_attach(SIM_LAPIC_BASE, SIM_LAPIC_LINE);
	return tsc_attach(SIM_TSC_BASE);
}

const struct sim_board tsc_board = {
	.name = "tsc",
	.counter = "TSC",
	.counter_quality = 1000,
	.counter_frequency = 3000000100,	/* as it is measured */
	.counter_width = 64,
	.res = 10,
	.late = 30,			/* of the timer beside it */
	.power_on = tsc_power_on,
	.attach = attach,
};
