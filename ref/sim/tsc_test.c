/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tsc_test.c - the model of the time stamp counter and of CPUID, through
 * their registers.  Links lib and sim.
 */
#include "hal/cpuid_reg.h"
#include "hal/io.h"
#include "lib/tap.h"
#include "lib/types.h"
#include "sim/sim_board.h"
#include "sim/x86_model.h"

static const struct sim_x86 old = { .tsc = 2000000000 };
static const struct sim_x86 new = { .tsc = 2000000000, .start = 700,
    .invariant = true, .arat = true, .crystal = 24000000, .numerator = 250,
    .denominator = 3 };

static uint64_t there;			/* what CPU 1 reads */

static uint64_t
tsc(void)
{
	return hal_read64(SIM_TSC_BASE, CPU_TSC);
}

static uint32_t
cpuid(unsigned reg)
{
	return hal_read32(SIM_TSC_BASE, reg);
}

static void
power_on(const struct sim_x86 *is)
{
	sim_init(2, 0);
	sim_x86_power_on(is);
}

static void
test_count(void)
{
	power_on(&new);
	ok(tsc() == 700, "it shows at power-on what the board says");
	(void)sim_run(1000);
	ok(tsc() == 2700, "it counts cycles");
	(void)sim_run(60 * NSEC_PER_SEC);
	ok(tsc() == UINT64_C(120000000700), "beyond 32 bits");
	hal_write64(SIM_TSC_BASE, CPU_TSC, UINT64_MAX - 9);
	(void)sim_run(60 * NSEC_PER_SEC + 10);
	ok(tsc() == 10, "it can be written, and wraps at 64");
}

static void
test_cpuid(void)
{
	power_on(&new);
	ok(cpuid(CPUID_MAX) >= 0x15 && cpuid(CPUID_MAX_EXTENDED) >=
	    0x80000007, "the leaves are there");
	ok((cpuid(CPUID_FEATURES_D) & CPUID_TSC) != 0, "there is a TSC");
	ok((cpuid(CPUID_POWER_D) & CPUID_INVARIANT_TSC) != 0, "invariant");
	ok(cpuid(CPUID_TSC_NUMERATOR) == 250 &&
	    cpuid(CPUID_TSC_DENOMINATOR) == 3 &&
	    cpuid(CPUID_CRYSTAL) == 24000000, "its frequency is told");
	hal_write32(SIM_TSC_BASE, CPUID_CRYSTAL, 1);
	ok(cpuid(CPUID_CRYSTAL) == 24000000, "CPUID cannot be written");
	power_on(&old);
	ok((cpuid(CPUID_POWER_D) & CPUID_INVARIANT_TSC) == 0 &&
	    cpuid(CPUID_CRYSTAL) == 0, "an old one promises and tells nothing");
}

static void
reader(void *arg)
{
	(void)arg;
	there = tsc();
}

static uint64_t
tsc_there(void)
{
	(void)sim_thread(1, reader, NULL);
	(void)sim_run(sim_now());
	return there;
}

static void
test_differ(void)
{
	power_on(&new);
	ok(tsc_there() == tsc(), "all CPUs read the same at first");
	sim_tsc_differ(1, -300);
	ok(tsc_there() == 400 && tsc() == 700, "until one differs");
	(void)sim_run(100);
	ok(tsc_there() == 600 && tsc() == 900, "and so it stays");
}

static void
sleeper(void *arg)
{
	(void)arg;
	sim_sleep(5000, 0);
}

/* CPU 0 is awake from 5000 on, CPU 1 from the time when it reads. */
static uint64_t
asleep(const struct sim_x86 *is)
{
	power_on(is);
	(void)sim_thread(0, sleeper, NULL);
	sim_deep_idle();
	(void)sim_run(5000);
	return tsc_there() - is->start;
}

static void
test_sleep(void)
{
	ok(asleep(&new) == 10000, "invariant: it counts in deep sleep");
	ok(asleep(&old) < 10000, "else it stands");
}

static void
test_faults(void)
{
	struct sim_model *m;

	power_on(&new);
	m = sim_model("TSC");
	sim_jump(m, 1000);
	ok(tsc() == 2700, "it jumps on request");
	sim_counter(m, 1000000000);
	(void)sim_run(1000);
	ok(tsc() == 3700, "and changes its rate");
	sim_state(m, SIM_STUCK);
	(void)sim_run(2000);
	ok(tsc() == 3700, "stuck: it stands");
	sim_state(m, SIM_ABSENT);
	ok(cpuid(CPUID_MAX) == UINT32_MAX && tsc() == UINT64_MAX,
	    "absent: ones");
	sim_state(m, SIM_ZERO);
	ok(cpuid(CPUID_MAX) == 0 && tsc() == 0, "or zeros");
}

int
main(void)
{
	test_count();
	test_cpuid();
	test_differ();
	test_sleep();
	test_faults();
	return tap_end();
}
