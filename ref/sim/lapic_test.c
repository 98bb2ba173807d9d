/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lapic_test.c - the model of the local APIC's timer, through its registers:
 * what the manual promises of each.  Links lib and sim.
 */
#include "hal/cpuid_reg.h"
#include "hal/lapic_reg.h"
#include "lib/math64.h"
#include "lib/tap.h"
#include "lib/types.h"
#include "sim/sim_board.h"
#include "sim/x86_model.h"

#define BUS	UINT64_C(99999999)
#define VECTOR	LAPIC_VECTOR(SIM_LAPIC_LINE)
#define BASE	SIM_LAPIC_BASE

#include "sim/rings.h"

static const struct sim_x86 old = { .tsc = 1000000000 };
static const struct sim_x86 new = { .tsc = 1000000000, .start = 5000,
    .invariant = true, .deadline = true, .arat = true };

static bool acknowledges;

static uint64_t
get_cpu(unsigned reg)
{
	return hal_read64(SIM_LAPIC_BASE, LAPIC_CPU + reg);
}

static void
put_deadline(uint64_t tsc)
{
	hal_write64(SIM_LAPIC_BASE, LAPIC_CPU + CPU_TSC_DEADLINE, tsc);
}

static void
taken(void)
{
	if (acknowledges)
		put(LAPIC_EOI, 0);
}

static void
power_on(const struct sim_x86 *is)
{
	sim_init(2, 0);
	sim_x86_power_on(is);
	sim_lapic_power_on();
	rings = 0;
	acknowledges = true;
	port_intr_connect(SIM_LAPIC_LINE, ring, NULL);
}

/* When the bus has had so many cycles. */
static int64_t
cycle(uint64_t n)
{
	return (int64_t)muldiv64_up(n, (uint64_t)NSEC_PER_SEC, BUS);
}

static void
arm(uint32_t mode, uint32_t divide, uint32_t count)
{
	put(LAPIC_LVT_TIMER, VECTOR | mode);
	put(LAPIC_DIVIDE, divide);
	put(LAPIC_INITIAL, count);
}

static void
test_reset(void)
{
	power_on(&old);
	ok((get(LAPIC_VERSION) & LAPIC_VERSION_MASK) == 0x15,
	    "version: an integrated APIC");
	put(LAPIC_VERSION, 0);
	ok(get(LAPIC_VERSION) == 0x00060015, "version cannot be written");
	ok(get(LAPIC_LVT_TIMER) == LAPIC_LVT_MASKED &&
	    get(LAPIC_INITIAL) == 0 && get(LAPIC_DIVIDE) == 0,
	    "a reset masks the LVT and clears the counts");
	ok(get(LAPIC_CURRENT) == 0, "a count that was never begun shows 0");
	put(LAPIC_CURRENT, 5);
	ok(get(LAPIC_CURRENT) == 0, "the current count cannot be written");
	put(LAPIC_LVT_TIMER, 0xffffffff);
	ok(get(LAPIC_LVT_TIMER) == (LAPIC_LVT_VECTOR | LAPIC_LVT_MASKED |
	    LAPIC_LVT_PERIODIC), "reserved bits of the LVT stay 0");
	put(LAPIC_DIVIDE, 0xffffffff);
	ok(get(LAPIC_DIVIDE) == LAPIC_DIVIDE_MASK,
	    "the divide register has three bits");
}

static void
test_oneshot(void)
{
	power_on(&old);
	arm(LAPIC_LVT_ONESHOT, LAPIC_DIVIDE_BY_1, 1000);
	(void)sim_run(cycle(400));
	ok(get(LAPIC_CURRENT) == 600, "it counts down");
	ok(get(LAPIC_INITIAL) == 1000, "the initial count stays");
	(void)sim_run(cycle(1000) - 1);
	ok(rings == 0 && get(LAPIC_CURRENT) == 1, "not before 0");
	(void)sim_run(cycle(9000));
	ok(rings == 1 && rang[0] == cycle(1000) && rang_on[0] == 0,
	    "one interrupt at 0, to its own CPU");
	ok(get(LAPIC_CURRENT) == 0, "an expired count shows 0 and stays");
	put(LAPIC_INITIAL, 50);
	put(LAPIC_INITIAL, 70);
	(void)sim_run(cycle(9069));
	ok(rings == 1, "a write begins anew");
	(void)sim_run(cycle(9100));
	ok(rings == 2 && rang[1] == cycle(9070), "from there");
	put(LAPIC_INITIAL, 50);
	put(LAPIC_INITIAL, 0);
	(void)sim_run(cycle(9900));
	ok(rings == 2 && get(LAPIC_CURRENT) == 0, "0 stops it");
	put(LAPIC_INITIAL, 50);
	put(LAPIC_LVT_TIMER, VECTOR | LAPIC_LVT_MASKED);
	(void)sim_run(cycle(9910));
	ok(get(LAPIC_CURRENT) == 40, "masked, it counts on");
	(void)sim_run(cycle(9960));
	put(LAPIC_LVT_TIMER, VECTOR);
	(void)sim_run(cycle(9990));
	ok(rings == 2, "and nothing is kept of what expired meanwhile");
}

static void
test_divide(void)
{
	static const unsigned by[] = { 2, 4, 8, 16, 32, 64, 128, 1 };
	unsigned i;
	bool right;

	right = true;
	for (i = 0; i < 8; i++) {
		power_on(&old);
		arm(LAPIC_LVT_ONESHOT, (i & 4) << 1 | (i & 3), 10);
		(void)sim_run(cycle(2000));
		right &= rings == 1 && rang[0] == cycle(10 * by[i]);
	}
	ok(right, "each of the eight divisors");
	power_on(&old);
	arm(LAPIC_LVT_ONESHOT, 0, 100);
	(void)sim_run(cycle(80));
	put(LAPIC_DIVIDE, LAPIC_DIVIDE_BY_1);
	ok(get(LAPIC_CURRENT) == 60, "another divisor: what is left stays");
	(void)sim_run(cycle(200));
	ok(rings == 1 && rang[0] == cycle(140), "and goes on at that rate");
}

static void
test_periodic(void)
{
	power_on(&old);
	arm(LAPIC_LVT_PERIODIC, LAPIC_DIVIDE_BY_1, 100);
	(void)sim_run(cycle(330));
	ok(rings == 3 && rang[0] == cycle(100) && rang[1] == cycle(200) &&
	    rang[2] == cycle(300), "a period repeats without drift");
	ok(get(LAPIC_CURRENT) == 70, "from the initial count again");
	put(LAPIC_LVT_TIMER, VECTOR | LAPIC_LVT_ONESHOT);
	(void)sim_run(cycle(900));
	ok(rings == 3 && get(LAPIC_CURRENT) == 0,
	    "a change of mode disarms it");
}

static void
test_service(void)
{
	power_on(&old);
	acknowledges = false;
	arm(LAPIC_LVT_PERIODIC, LAPIC_DIVIDE_BY_1, 100);
	(void)sim_run(cycle(350));
	ok(rings == 1, "without EOI no other comes");
	put(LAPIC_EOI, 0);
	(void)sim_run(cycle(390));
	ok(rings == 2 && rang[1] == cycle(350),
	    "with it the next that waits: one");
	power_on(&old);
	sim_fault(sim_model("LAPIC"), 0, SIM_LOST, 1, 0);
	arm(LAPIC_LVT_PERIODIC, LAPIC_DIVIDE_BY_1, 100);
	(void)sim_run(cycle(250));
	ok(rings == 1 && rang[0] == cycle(200),
	    "one that is lost is in nobody's service");
	put(LAPIC_INITIAL, 100);
	sim_fault(sim_model("LAPIC"), 0, SIM_ASTRAY, 1, 1);
	(void)sim_run(cycle(500));
	ok(rings == 3 && rang_on[1] == 1 && rang_on[2] == 0,
	    "one that went astray is ended where it came to");
}

static void
test_disabled(void)
{
	power_on(&old);
	put(LAPIC_SPURIOUS, 0xff);
	arm(LAPIC_LVT_ONESHOT, LAPIC_DIVIDE_BY_1, 100);
	ok((get(LAPIC_LVT_TIMER) & LAPIC_LVT_MASKED) != 0,
	    "a disabled APIC keeps its LVT masked");
	(void)sim_run(cycle(200));
	ok(rings == 0, "and does not interrupt");
}

/* CPU 1's is its own; so is what a CPU reads. */
static void
second(void *arg)
{
	(void)arg;
	arm(LAPIC_LVT_ONESHOT, LAPIC_DIVIDE_BY_1, 500);
}

static void
test_cpus(void)
{
	power_on(&old);
	(void)sim_thread(1, second, NULL);
	(void)sim_run(100);
	ok(get(LAPIC_INITIAL) == 0, "each CPU has registers of its own");
	arm(LAPIC_LVT_ONESHOT, LAPIC_DIVIDE_BY_1, 1000);
	(void)sim_run(cycle(5000));
	ok(rings == 2 && rang_on[0] == 1 && rang[0] == cycle(500) &&
	    rang_on[1] == 0 && rang[1] == cycle(1009),
	    "and an interrupt of its own");
}

static void
test_deadline(void)
{
	power_on(&old);
	put(LAPIC_LVT_TIMER, VECTOR | LAPIC_LVT_DEADLINE);
	ok((get(LAPIC_LVT_TIMER) & LAPIC_LVT_MODE) == 0,
	    "without the feature its bit of the LVT is reserved");
	power_on(&new);
	put_deadline(7000);
	ok(get_cpu(CPU_TSC_DEADLINE) == 0,
	    "in another mode the deadline ignores writes, and is 0");
	put(LAPIC_LVT_TIMER, VECTOR | LAPIC_LVT_DEADLINE);
	put(LAPIC_INITIAL, 100);
	ok(get(LAPIC_INITIAL) == 0 && get(LAPIC_CURRENT) == 0,
	    "with it the counts do");
	put_deadline(9000);
	put_deadline(7000);
	ok(get_cpu(CPU_TSC_DEADLINE) == 7000, "the deadline can be moved");
	(void)sim_run(1999);
	ok(rings == 0, "no interrupt before the TSC is there");
	(void)sim_run(9000);
	ok(rings == 1 && rang[0] == 2000, "one when it is");
	ok(get_cpu(CPU_TSC_DEADLINE) == 0, "which clears the deadline");
	put_deadline(3);
	(void)sim_run(9001);
	ok(rings == 2 && rang[1] == 9000, "one that is past fires at once");
	put_deadline(20000);
	put_deadline(0);
	(void)sim_run(30000);
	ok(rings == 2, "0 disarms");
	put_deadline(90000);
	put(LAPIC_LVT_TIMER, VECTOR | LAPIC_LVT_ONESHOT);
	put(LAPIC_LVT_TIMER, VECTOR | LAPIC_LVT_DEADLINE);
	(void)sim_run(99000);
	ok(rings == 2, "a change of mode disarms it");
	arm(LAPIC_LVT_PERIODIC, LAPIC_DIVIDE_BY_1, 100);
	(void)sim_run(99000 + cycle(150));
	ok(rings == 3, "a CPU with deadlines counts as well");
}

static void
test_differ(void)
{
	power_on(&new);
	sim_tsc_differ(0, 1000);
	put(LAPIC_LVT_TIMER, VECTOR | LAPIC_LVT_DEADLINE);
	ok(get_cpu(CPU_TSC) == 6000, "a TSC that is ahead reads so");
	put_deadline(8000);
	(void)sim_run(5000);
	ok(rings == 1 && rang[0] == 2000, "and is what a deadline means");
	sim_tsc_differ(0, -9000);
	put_deadline(3000);
	(void)sim_run(9000);
	ok(rings == 2 && rang[1] == 6000, "as is one that is behind");
}

static void
test_posts(void)
{
	power_on(&new);
	sim_lapic_posts(true);
	put(LAPIC_LVT_TIMER, VECTOR | LAPIC_LVT_DEADLINE);
	put_deadline(7000);
	(void)sim_run(9000);
	ok(rings == 0, "a deadline overtakes a posted LVT, and is ignored");
	ok((get(LAPIC_LVT_TIMER) & LAPIC_LVT_MODE) == LAPIC_LVT_DEADLINE,
	    "a read waits for the write");
	put_deadline(20000);
	(void)sim_run(30000);
	ok(rings == 1 && rang[0] == 15000, "behind it the deadline holds");
}

/* An idle CPU sleeps deeply. */
static void
test_sleep(void)
{
	power_on(&old);
	arm(LAPIC_LVT_ONESHOT, LAPIC_DIVIDE_BY_1, 1000);
	sim_deep_idle();
	(void)sim_run(cycle(5000));
	ok(rings == 0, "without ARAT it stands while its CPU sleeps");
	sim_stops(sim_model("LAPIC"), false);
	power_on(&new);
	arm(LAPIC_LVT_ONESHOT, LAPIC_DIVIDE_BY_1, 1000);
	sim_deep_idle();
	(void)sim_run(cycle(5000));
	ok(rings == 1 && rang[0] == cycle(1000), "with it, it does not");
}

static void
waker(void *arg)
{
	(void)arg;
	sim_sleep(cycle(3000), 0);
	sim_spin(cycle(9000));
}

static void
test_woken(void)
{
	power_on(&old);
	arm(LAPIC_LVT_ONESHOT, LAPIC_DIVIDE_BY_1, 1000);
	(void)sim_thread(0, waker, NULL);
	sim_deep_idle();
	(void)sim_run(cycle(9500));
	ok(rings == 1 && rang[0] >= cycle(4000) - 20 &&
	    rang[0] <= cycle(4000) + 20, "awake, it goes on where it stood");
}

static void
test_states(void)
{
	power_on(&new);
	ok((get(LAPIC_CPU + CPUID_FEATURES_C) & CPUID_TSC_DEADLINE) != 0 &&
	    (get(LAPIC_CPU + CPUID_THERMAL_A) & CPUID_ARAT) != 0,
	    "its CPU says what it can");
	sim_state(sim_model("LAPIC"), SIM_ABSENT);
	ok(get(LAPIC_VERSION) == UINT32_MAX, "absent: ones");
	sim_state(sim_model("LAPIC"), SIM_ZERO);
	ok(get(LAPIC_VERSION) == 0, "or zeros");
	sim_state(sim_model("LAPIC"), SIM_STUCK);
	arm(LAPIC_LVT_ONESHOT, LAPIC_DIVIDE_BY_1, 1000);
	(void)sim_run(cycle(5000));
	ok(rings == 0 && get(LAPIC_CURRENT) == 1000, "stuck: it stands");
}

int
main(void)
{
	test_reset();
	test_oneshot();
	test_divide();
	test_periodic();
	test_service();
	test_disabled();
	test_cpus();
	test_deadline();
	test_differ();
	test_posts();
	test_sleep();
	test_woken();
	test_states();
	return tap_end();
}
