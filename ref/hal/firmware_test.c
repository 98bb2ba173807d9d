/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * firmware_test.c - what firmware left in the timer of each CPU: one that
 * runs, is up already, or stands.  It gives no event, and a start on any CPU
 * counts as it should.
 */
#include "eventtimer/timeet.h"
#include "hal/cpuid_reg.h"
#include "hal/decrementer_reg.h"
#include "hal/drivers.h"
#include "hal/generic_timer_reg.h"
#include "hal/io.h"
#include "hal/lapic_reg.h"
#include "hal/mips_cp0_reg.h"
#include "hal/riscv_reg.h"
#include "lib/event.h"
#include "lib/tap.h"
#include "sim/sim.h"
#include "sim/sim_board.h"

/* From <unistd.h> and <sys/wait.h>, which bring the host's times. */
int	fork(void);
int	waitpid(int, int *, int);
void	_exit(int);

#define CPUS	3u

static unsigned interrupts, events;
static int64_t at;			/* the last event */

static void
watch(unsigned event, const void *object, int64_t value)
{
	(void)object;
	(void)value;
	interrupts += event == EV_HAL_INTR;
}

static void
event(struct eventtimer *et, void *arg)
{
	(void)et;
	(void)arg;
	events++;
	at = sim_now();
}

/* Firmware, on the CPU that runs it. */

static void
leave_generic_timer(void *arg)
{
	(void)arg;
	hal_write64(SIM_GENERIC_TIMER_BASE, CNTV + CNT_CVAL, 0);
	hal_write32(SIM_GENERIC_TIMER_BASE, CNTV + CNT_CTL, CNT_CTL_ENABLE);
}

static void
leave_decrementer(void *arg)
{
	(void)arg;
	hal_write32(SIM_DECREMENTER_BASE, PPC_DEC, UINT32_MAX);
}

static void
leave_booke(void *arg)
{
	(void)arg;
	hal_write32(SIM_DECREMENTER_BASE, PPC_DECAR, 50000);
	hal_write32(SIM_DECREMENTER_BASE, PPC_TCR, PPC_TCR_DIE | PPC_TCR_ARE);
	hal_write32(SIM_DECREMENTER_BASE, PPC_DEC, 50000);
}

static void
leave_mips(void *arg)
{
	(void)arg;
	hal_write32(SIM_MIPS_CP0_BASE, MIPS_CP0_CAUSE, MIPS_CAUSE_DC);
}

static void
leave_sstc(void *arg)
{
	(void)arg;
	if (sizeof(uintptr_t) == sizeof(uint64_t)) {
		hal_write64(SIM_SSTC_BASE, CSR_STIMECMP, 1);
		return;
	}
	hal_write32(SIM_SSTC_BASE, CSR_STIMECMP, 1);
	hal_write32(SIM_SSTC_BASE, CSR_STIMECMPH, 0);
}

static void
leave_lapic(void *arg)
{
	(void)arg;
	hal_write32(SIM_LAPIC_BASE, LAPIC_LVT_TIMER,
	    LAPIC_LVT_PERIODIC | 0xf0);
	hal_write32(SIM_LAPIC_BASE, LAPIC_INITIAL, 100000);
}

static void
on_cpu(unsigned cpu, void (*body)(void *), void *arg)
{
	(void)sim_thread(cpu, body, arg);
	(void)sim_run(sim_now() + NSEC_PER_USEC);
}

static void
start(void *et)
{
	(void)et_start(et, SBT_1S / 1000, 0);
}

static void
stop(void *et)
{
	(void)et_stop(et);
}

static bool
starts_on(unsigned cpu, struct eventtimer *et)
{
	const int64_t want = sim_now() + NSEC_PER_MSEC;
	bool good;

	events = 0;
	on_cpu(cpu, start, et);
	(void)sim_run(want + 50 * NSEC_PER_MSEC);
	good = events == 1 && at >= want && at <= want + 200;
	on_cpu(cpu, stop, et);
	return good;
}

enum { REFUSED = 1, STRAY = 2, RESTLESS = 4, WRONG = 8 };

/* In the child, as a machine is powered on once.  What went wrong. */
static int
left(const struct sim_board *b, void (*leave)(void *), unsigned cpus)
{
	struct eventtimer *et;
	unsigned cpu;
	int bad;

	sim_init(CPUS, 0);
	sim_on_event = watch;
	b->power_on();
	for (cpu = 0; cpu < cpus; cpu++)
		on_cpu(cpu, leave, NULL);
	if (b->attach() != 0)
		return REFUSED;
	ET_LOCK();
	et = et_named(b->timer);
	(void)et_init(et, event, NULL, NULL);
	ET_UNLOCK();
	(void)sim_run(sim_now() + 100 * NSEC_PER_MSEC);
	bad = events != 0 ? STRAY : 0;
	bad |= interrupts > cpus ? RESTLESS : 0;
	for (cpu = 0; cpu < CPUS; cpu++)
		bad |= starts_on(cpu, et) ? 0 : WRONG;
	return bad;
}

static void
try(const char *name, void (*leave)(void *), unsigned cpus)
{
	int pid, status;

	(void)fflush(stdout);
	status = -1;
	pid = fork();
	if (pid == 0)
		_exit(left(sim_board(name), leave, cpus));
	(void)waitpid(pid, &status, 0);
	printf("# %s\n", name);
	status >>= 8;
	ok((status & REFUSED) == 0, "it is taken");
	ok((status & STRAY) == 0,
	    "HAL-INTR-1: what firmware left is no event");
	ok((status & RESTLESS) == 0, "and rests after its first interrupt");
	ok((status & WRONG) == 0, "HAL-ONCE-1: a start counts on each CPU");
}

int
main(void)
{
	try("generic-timer", leave_generic_timer, CPUS);
	try("decrementer", leave_decrementer, CPUS);
	try("decrementer-booke", leave_booke, CPUS);
	try("mips-cp0", leave_mips, CPUS);
	try("sstc", leave_sstc, CPUS);
	/* The other CPUs begin with INIT, which resets their APICs. */
	try("lapic-deadline", leave_lapic, 1);
	try("lapic", leave_lapic, 1);
	return tap_end();
}
