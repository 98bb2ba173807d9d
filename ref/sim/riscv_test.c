/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * riscv_test.c - the RISC-V timer registers, raw: what ACLINT, the Privileged
 * Architecture, Sstc and the SBI promise of each, in all three ways to them,
 * and each misbehaviour.  No driver takes part.
 */
#include <string.h>

#include "hal/io.h"
#include "hal/riscv_reg.h"
#include "lib/tap.h"
#include "lib/types.h"
#include "sim/sim.h"
#include "sim/sim_board.h"

#define CYCLE		100		/* ns */
#define START		UINT64_C(0xfff00000)
#define WIDE		(sizeof(uintptr_t) == 8)

static unsigned rings[PORT_CPUS];
static int64_t rang[PORT_CPUS];		/* last */
static bool answer;			/* by moving the compare value */

static uint64_t
csr(uintptr_t base, unsigned low, unsigned high)
{
	if (WIDE)
		return hal_read64(base, low);
	return (uint64_t)hal_read32(base, high) << 32 | hal_read32(base, low);
}

static uint64_t
clint_time(void)
{
	return hal_read64(SIM_CLINT_BASE, CLINT_MTIME);
}

static uint64_t
sbi_time(void)
{
	return csr(SIM_SBI_BASE, CSR_TIME, CSR_TIMEH);
}

static uint64_t
sstc_time(void)
{
	return csr(SIM_SSTC_BASE, CSR_TIME, CSR_TIMEH);
}

static void
clint_compare(uint64_t v)
{
	hal_write64(SIM_CLINT_BASE, CLINT_MTIMECMP(port_cpu()), v);
}

static void
sbi_compare(uint64_t v)
{
	hal_write64(SIM_SBI_BASE, SBI_SET_TIMER, v);
}

static void
sstc_compare(uint64_t v)
{
	if (WIDE) {
		hal_write64(SIM_SSTC_BASE, CSR_STIMECMP, v);
		return;
	}
	hal_write32(SIM_SSTC_BASE, CSR_STIMECMPH, UINT32_MAX);
	hal_write32(SIM_SSTC_BASE, CSR_STIMECMP, (uint32_t)v);
	hal_write32(SIM_SSTC_BASE, CSR_STIMECMPH, (uint32_t)(v >> 32));
}

static const struct way {
	const char	*board, *model;
	uint64_t	(*time)(void);
	void		(*compare)(uint64_t);
} ways[] = {
	{ "clint", "CLINT", clint_time, clint_compare },
	{ "sbi", "SBI", sbi_time, sbi_compare },
	{ "sstc", "Sstc", sstc_time, sstc_compare },
};

static const struct way *way;

static void
claim(bool cond, const char *what)
{
	char text[160];

	(void)snprintf(text, sizeof(text), "%s: %s", way->board, what);
	ok(cond, text);
}

static void
ring(void *arg)
{
	const unsigned cpu = port_cpu();

	(void)arg;
	rings[cpu]++;
	rang[cpu] = sim_now();
	if (answer)
		way->compare(UINT64_MAX);
}

static void
power_on(const struct way *w)
{
	way = w;
	memset(rings, 0, sizeof(rings));
	answer = true;
	sim_init(2, 0);
	sim_board(w->board)->power_on();
	port_intr_connect(SIM_TIMER_LINE, ring, NULL);
}

static void
run_for(int64_t ns)
{
	(void)sim_run(sim_now() + ns);
}

static void
test_time(const struct way *w)
{
	power_on(w);
	claim(w->time() == START, "time is where the firmware left it");
	run_for(CYCLE - 1);
	claim(w->time() == START, "a cycle counts when it is over");
	run_for(1);
	claim(w->time() == START + 1, "10 MHz");
	run_for(NSEC_PER_SEC - CYCLE);
	claim(w->time() == START + 10000000, "64 bits, the low half is no end");
	claim(rings[0] == 0 && rings[1] == 0,
	    "the compare value of power-on is far");
}

static void
test_compare(const struct way *w)
{
	power_on(w);
	w->compare(START + 50);
	run_for(50 * CYCLE - 1);
	claim(rings[0] == 0, "no interrupt while time is less");
	run_for(1000 * CYCLE);
	claim(rings[0] == 1 && rang[0] == 50 * CYCLE, "one when it is equal");
	claim(rings[1] == 0, "the other hart's is its own");
	w->compare(w->time());
	run_for(0);
	claim(rings[0] == 2, "at once at the present time");
	w->compare(7);
	run_for(0);
	claim(rings[0] == 3, "at once at a time that has passed");
	w->compare(UINT64_C(1) << 63);
	run_for(600 * NSEC_PER_SEC);
	claim(rings[0] == 3, "unsigned: the upper half of all is not past");
	w->compare(w->time() + 100);
	w->compare(UINT64_MAX);
	run_for(600 * NSEC_PER_SEC);
	claim(rings[0] == 3, "all ones are not reached");
}

static void
test_round(const struct way *w)
{
	power_on(w);
	w->compare((UINT64_C(1) << 32) + 5);
	run_for(((UINT64_C(1) << 32) - START + 5) * CYCLE - 1);
	claim(rings[0] == 0, "a low half below the present one is not past");
	run_for(1);
	claim(rings[0] == 1, "it is met when time has come round to it");
}

static void
test_level(const struct way *w)
{
	unsigned n;

	power_on(w);
	answer = false;
	w->compare(START + 10);
	run_for(50 * NSEC_PER_MSEC);
	n = rings[0];
	claim(n > 10, "it is taken again while the compare value stays");
	w->compare(START + 11);
	run_for(50 * NSEC_PER_MSEC);
	claim(rings[0] > n + 10, "or moves to another that has passed");
	answer = true;
	run_for(50 * NSEC_PER_MSEC);
	n = rings[0];
	run_for(50 * NSEC_PER_MSEC);
	claim(rings[0] == n, "and no more when it is beyond time");
	answer = false;
	w->compare(w->time());
	w->compare(UINT64_MAX);
	run_for(50 * NSEC_PER_MSEC);
	claim(rings[0] == n, "what falls before it is taken is not taken");
}

static void
set_from_here(void *arg)
{
	(void)arg;
	way->compare(START + 20);
}

static void
test_harts(const struct way *w)
{
	power_on(w);
	(void)sim_thread(1, set_from_here, NULL);
	run_for(20 * CYCLE);
	claim(rings[1] == 1 && rang[1] == 20 * CYCLE && rings[0] == 0,
	    "a hart's deadline interrupts that hart");
}

static void
wake(void *arg)
{
	(void)arg;
	sim_sleep(40 * NSEC_PER_USEC, 0);
	sim_spin(41 * NSEC_PER_USEC);
}

static void
test_sleep(const struct way *w)
{
	power_on(w);
	sim_deep_idle();
	w->compare(START + 50);
	run_for(10 * NSEC_PER_USEC);
	claim(rings[0] == 1, "it wakes a CPU that sleeps");
	power_on(w);
	sim_stops(sim_model(w->model), true);
	w->compare(START + 50);
	(void)sim_thread(0, wake, NULL);
	run_for(39 * NSEC_PER_USEC);
	claim(rings[0] == 0, "stops: it does not, by a fault");
	run_for(2 * NSEC_PER_USEC);
	claim(rings[0] == 1, "stops: what has passed meanwhile comes then");
}

static uint32_t
timebase(const struct way *w)
{
	if (w->time == clint_time)
		return hal_read32(SIM_CLINT_BASE, CLINT_TIMEBASE);
	return hal_read32(w->time == sbi_time ? SIM_SBI_BASE : SIM_SSTC_BASE,
	    CSR_TIMEBASE);
}

static void
test_states(const struct way *w)
{
	power_on(w);
	claim(timebase(w) == 10000000, "the device tree says so");
	sim_state(sim_model(w->model), SIM_ABSENT);
	claim(w->time() == UINT64_MAX, "absent: all ones");
	sim_state(sim_model(w->model), SIM_ZERO);
	claim(w->time() == 0, "zero: all zeros");
	sim_state(sim_model(w->model), SIM_NONSENSE);
	claim(timebase(w) == 0, "nonsense: time that does not count");
	power_on(w);
	sim_state(sim_model(w->model), SIM_STUCK);
	run_for(NSEC_PER_SEC);
	claim(w->time() == START, "stuck: time stands");
}

static void
read_ahead(void *arg)
{
	uint64_t *seen;

	seen = arg;
	*seen = way->time();
	way->compare(*seen + 30);
}

static void
test_ahead(const struct way *w)
{
	uint64_t seen;

	power_on(w);
	seen = 0;
	sim_riscv_ahead(1, 1000);
	(void)sim_thread(1, read_ahead, &seen);
	run_for(0);
	claim(w->time() == START && seen == START + 1000,
	    "ahead: harts differ in time");
	run_for(30 * CYCLE);
	claim(rings[1] == 1 && rang[1] == 30 * CYCLE,
	    "ahead: each hart is interrupted by its own");
	seen = w->time();
	w->compare(seen + 500);
	sim_riscv_ahead(0, 500);
	run_for(0);
	claim(rings[0] == 1 && w->time() == seen + 500,
	    "ahead: what a hart is put ahead of has come");
}

/* A move takes a 32-bit hart three writes. */
static void
test_sticky(const struct way *w)
{
	unsigned n;

	power_on(w);
	sim_riscv_sticky(7);
	w->compare(START + 10);
	run_for(50 * NSEC_PER_MSEC);
	n = rings[0];
	claim(n > 1 && n <= 8,
	    "sticky: taken again though the compare value was moved");
	run_for(50 * NSEC_PER_MSEC);
	claim(rings[0] == n, "sticky: until it has been moved often enough");
}

/* The CLINT alone. */
static uint32_t
clint32(unsigned reg)
{
	return hal_read32(SIM_CLINT_BASE, reg);
}

static void
clint32_write(unsigned reg, uint32_t v)
{
	hal_write32(SIM_CLINT_BASE, reg, v);
}

static void
test_clint_halves(void)
{
	const unsigned reg = CLINT_MTIMECMP(1);

	power_on(&ways[0]);
	ok(clint32(CLINT_MTIME) == (uint32_t)START &&
	    clint32(CLINT_MTIME + CLINT_HIGH) == 0,
	    "clint: the low half is first");
	clint32_write(reg + CLINT_HIGH, 0x12345678);
	ok(hal_read64(SIM_CLINT_BASE, reg) == UINT64_C(0x12345678ffffffff),
	    "clint: a half is written alone, the high one");
	clint32_write(reg, 0x9abcdef0);
	ok(clint32(reg) == 0x9abcdef0 && clint32(reg + CLINT_HIGH) ==
	    0x12345678, "clint: the low one, and both are read back");
	ok(hal_read64(SIM_CLINT_BASE, CLINT_MTIMECMP(0)) == UINT64_MAX,
	    "clint: no neighbour is touched");
	run_for(CYCLE);
	ok(rings[1] == 0, "clint: nothing was past on the way");
	hal_write64(SIM_CLINT_BASE, reg, UINT64_C(0x2000000000));
	clint32_write(reg + CLINT_HIGH, 0);
	run_for(0);
	ok(rings[1] == 1, "clint: half of a deadline is one, and may be past");
}

static void
test_clint_time(void)
{
	power_on(&ways[0]);
	answer = false;
	clint_compare(START + 100);
	hal_write64(SIM_CLINT_BASE, CLINT_MTIME, START + 100);
	ok(clint_time() == START + 100, "clint: time can be set");
	run_for(0);
	ok(rings[0] == 1, "clint: a deadline that is set past has come");
	hal_write64(SIM_CLINT_BASE, CLINT_MTIME, START);
	run_for(50 * CYCLE);
	ok(rings[0] == 1 && clint_time() == START + 50,
	    "clint: time set back takes the interrupt away");
	run_for(50 * CYCLE);
	ok(rings[0] == 2, "clint: until it is reached again");
	clint32_write(CLINT_MTIME + CLINT_HIGH, 5);
	ok(clint_time() == (UINT64_C(5) << 32 | (START + 100)),
	    "clint: time can be set by halves");
}

static void
test_clint_torn(void)
{
	power_on(&ways[0]);
	clint32_write(CLINT_MTIME + CLINT_HIGH, 5);
	sim_riscv_torn(1);
	ok(clint32(CLINT_MTIME + CLINT_HIGH) == 4 &&
	    clint32(CLINT_MTIME + CLINT_HIGH) == 5,
	    "torn: a high half of before the turn, and then of behind it");
	ok(clint_time() >> 32 == 5, "torn: read at once, nothing is torn");
}

/* Registers of the CPU. */
static bool
stip(uintptr_t base)
{
	return (csr(base, CSR_SIP, CSR_SIP) & CSR_SIP_STIP) != 0;
}

static void
csr_write(uintptr_t base, unsigned reg, uint32_t v)
{
	if (WIDE)
		hal_write64(base, reg, v);
	else
		hal_write32(base, reg, v);
}

static void
test_stip(const struct way *w, uintptr_t base)
{
	power_on(w);
	answer = false;
	claim(!stip(base), "STIP is clear before");
	w->compare(START + 10);
	run_for(10 * CYCLE);
	claim(stip(base), "STIP is set at the deadline");
	csr_write(base, CSR_SIP, 0);
	claim(stip(base), "STIP cannot be written");
	w->compare(START + 20);
	claim(!stip(base), "STIP is cleared by a deadline to come");
	csr_write(base, CSR_TIME, 0);
	claim(w->time() == START + 10, "time cannot be written");
	claim(hal_read32(base, SBI_PROBE_TIME) == 1, "the call is there");
}

static void
test_sstc(void)
{
	const uintptr_t base = SIM_SSTC_BASE;

	power_on(&ways[2]);
	ok(csr(base, CSR_MENVCFG, CSR_MENVCFGH) == CSR_MENVCFG_STCE,
	    "sstc: switched on");
	sstc_compare(UINT64_C(0x123456789abcdef0));
	ok(csr(base, CSR_STIMECMP, CSR_STIMECMPH) ==
	    UINT64_C(0x123456789abcdef0), "sstc: stimecmp is read back");
	hal_write64(base, SBI_SET_TIMER, START + 10);
	ok(csr(base, CSR_STIMECMP, CSR_STIMECMPH) == START + 10,
	    "sstc: the firmware's call writes stimecmp");
	run_for(10 * CYCLE);
	ok(rings[0] == 1, "sstc: and so the call works");
	if (WIDE)
		ok(hal_read64(base, CSR_TIMEH) == UINT64_MAX &&
		    hal_read64(base, CSR_STIMECMPH) == UINT64_MAX,
		    "sstc: a 64-bit hart has no high halves");
	else
		ok(hal_read32(base, CSR_TIMEH) == 0 &&
		    hal_read32(base, CSR_TIME) == START + 10,
		    "sstc: a 32-bit hart has its time in halves");
	sim_sstc_off();
	ok(csr(base, CSR_MENVCFG, CSR_MENVCFGH) == 0 &&
	    csr(base, CSR_STIMECMP, CSR_STIMECMPH) == UINT64_MAX,
	    "sstc off: stimecmp traps");
	sstc_compare(0);
	run_for(CYCLE);
	ok(rings[0] == 1, "sstc off: and does nothing");
	power_on(&ways[1]);
	ok(csr(SIM_SBI_BASE, CSR_MENVCFG, CSR_MENVCFGH) == 0,
	    "sbi: this CPU has no Sstc");
}

static void
test_firmware(void)
{
	power_on(&ways[1]);
	sim_sbi_loses(1);
	sbi_compare(START + 10);
	run_for(1000 * CYCLE);
	ok(rings[0] == 0, "loses: a call was without effect");
	sbi_compare(START + 1010);
	run_for(10 * CYCLE);
	ok(rings[0] == 1, "loses: the next one was not");
	sim_sbi_slow(30 * NSEC_PER_USEC);
	sbi_compare(START + 1020);
	ok(sim_now() == 131 * NSEC_PER_USEC && rings[0] == 1,
	    "slow: the hart is away, and the deadline passes meanwhile");
	answer = false;
	run_for(0);
	ok(rings[0] == 2, "slow: it comes behind the call");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		test_time(&ways[i]);
		test_compare(&ways[i]);
		test_round(&ways[i]);
		test_level(&ways[i]);
		test_harts(&ways[i]);
		test_sleep(&ways[i]);
		test_states(&ways[i]);
		test_ahead(&ways[i]);
		test_sticky(&ways[i]);
	}
	test_clint_halves();
	test_clint_time();
	test_clint_torn();
	test_stip(&ways[1], SIM_SBI_BASE);
	test_stip(&ways[2], SIM_SSTC_BASE);
	test_sstc();
	test_firmware();
	return tap_end();
}
