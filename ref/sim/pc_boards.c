/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pc_boards.c - machines with several timers and counters at once.
 *
 * What		A PC of 2010, one of 2007 whose local APIC and TSC stand in
 *		deep sleep, and an Arm board of 2011.  All is made of the
 *		models of the single devices.
 *
 * Why this way	With one device there is nothing to choose.  Here each list
 *		says in which order a stack should take what it finds, by the
 *		history of such machines; the first of it is on trial.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "sim/sim.h"
#include "sim/sim_board.h"
#include "sim/x86_model.h"

static const struct sim_x86 westmere = {
	.invariant = true,
	.arat = true,
	.tsc = 3000000000,
};

static const struct sim_x86 core2 = {
	.tsc = 3000000000,
};

static void
power_on(const struct sim_x86 *cpu)
{
	hpet_board.power_on();
	sim_x86_power_on(cpu);
	sim_lapic_power_on();
	sim_i8254_add();
	sim_atrtc_add();
	sim_acpi_pm_add(24);
}

static void
pc_power_on(void)
{
	power_on(&westmere);
}

static void
pc_c3_power_on(void)
{
	power_on(&core2);
}

/* Those of the CPU first, as a kernel does; then by no order. */
static int
attach(void)
{
	int error;

	error = lapic_attach(SIM_LAPIC_BASE, SIM_LAPIC_LINE);
	(void)tsc_attach(SIM_TSC_BASE);
	(void)atrtc_attach(SIM_RTC_BASE, SIM_RTC_LINE);
	(void)i8254_attach(SIM_I8254_BASE, SIM_I8254_LINE);
	(void)acpi_pm_attach(SIM_ACPI_PM_BASE);
	(void)hpet_attach(SIM_HPET_BASE, SIM_HPET_LINE);
	return error;
}

const struct sim_board pc_board = {
	.name = "pc",
	.timers = "LAPIC(600),HPET(450),i8254(100),RTC(0)",
	.counters = "TSC(1000),HPET(950),ACPI-fast(900)",
	.timer = "LAPIC",
	.flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,
	.quality = 600,
	.frequency = 100000000,		/* as it is measured */
	.over = 1,
	.min = 20,
	.max = INT64_C(42949672940),
	.first = true,
	.status = true,
	.counter = "TSC",
	.counter_quality = 1000,
	.counter_frequency = 3000000100,	/* as it is measured */
	.counter_width = 64,
	.res = 10,
	.late = 30,
	.worst = 976563 + 280,		/* the RTC's */
	.power_on = pc_power_on,
	.attach = attach,
};

const struct sim_board pc_c3_board = {
	.name = "pc-c3",
	.timers = "HPET(450),LAPIC(100),i8254(100),RTC(0)",
	.counters = "HPET(950),ACPI-fast(900),TSC(-100)",
	.timer = "HPET",
	.flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT,
	.quality = 450,
	.frequency = 14318180,
	.min = 8940,
	.max = INT64_C(299966007830),
	.wraps = 32,
	.first = true,
	.claims = true,
	.status = true,
	.counter = "HPET",
	.counter_frequency = 14318180,
	.counter_width = 32,
	.counter_quality = 950,
	.late = 250,
	.worst = 976563 + 280,		/* the RTC's */
	.power_on = pc_c3_power_on,
	.attach = attach,
};

/* The count comes round on its own board, and not amid the cases here. */
static void
vexpress_power_on(void)
{
	generic_timer_board.power_on();
	sim_count(sim_model(generic_timer_board.timer), UINT64_C(1) << 41);
	sp804_board.power_on();
}

static int
vexpress_attach(void)
{
	int error;

	error = generic_timer_attach(SIM_GENERIC_TIMER_BASE, SIM_TIMER_LINE);
	(void)sp804_attach(SIM_SP804_BASE, SIM_SP804_LINE);
	return error;
}

/* Two of one quality: the one that was registered first. */
const struct sim_board vexpress_board = {
	.name = "vexpress",
	.timers = "generic-timer(1000),SP804(1000)",
	.counters = "generic-timer(1000),SP804(1000)",
	.timer = "generic-timer",
	.flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,
	.quality = 1000,
	.frequency = 62500000,
	.min = 256,
	.max = INT64_C(68719476704),
	.status = true,
	.claims = true,
	.counter = "generic-timer",
	.counter_frequency = 62500000,
	.counter_width = 56,
	.counter_quality = 1000,
	.late = 48,
	.worst = 3000,			/* the SP804's */
	.power_on = vexpress_power_on,
	.attach = vexpress_attach,
};
