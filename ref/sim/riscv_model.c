/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * riscv_model.c - the timer registers of RISC-V machines.
 *
 * RISC-V Advanced Core Local Interruptor Specification 1.0, "Machine-level
 * Timer Device": MTIME is read-write, 64 bits, and counts; MTIMECMP for each
 * hart; the interrupt is pending whenever MTIME >= MTIMECMP, and is cleared
 * whenever it is less.  "Synchronizing Multiple MTIME Registers".
 * RISC-V Privileged Architecture, "Counters": time and timeh shadow MTIME;
 * Sstc 1.0, "Supervisor Timer Register": STIP is set while time >= stimecmp,
 * unsigned; a write is reflected in it eventually, not necessarily at once.
 * RISC-V SBI 3.0, "Timer Extension": set_timer takes an absolute time, clears
 * the pending bit if that is in the future, and all ones are infinitely far.
 * Sstc, same section: with stimecmp there, the firmware uses that for the call.
 *
 * Machine	10 MHz, by the device tree.  Time at power-on is where
 *		firmware that took 7 minutes gives control: a tenth of a second
 *		before the low half comes round, so that all that is run on
 *		it is run across that.
 * Outputs	One for each hart, a level.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "hal/riscv_reg.h"
#include "lib/check.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

#define FREQUENCY	UINT64_C(10000000)
#define START		UINT64_C(0xfff00000)
#define WIDE		(sizeof(uintptr_t) == sizeof(uint64_t))

struct hart {
	uint64_t	compare;
	uint64_t	ahead;		/* of the common time */
	bool		pending;	/* MTIP or STIP, as the hart sees it */
	bool		asleep;
};

static struct riscv_block {
	struct sim_model model;		/* first */
	bool		 sstc;		/* the harts have stimecmp */
	bool		 firmware;	/* that has the call */
	struct hart	 hart[PORT_CPUS];
	/* Misbehaviour: */
	unsigned	 torn, sticky, lost;
	int64_t		 slow;		/* ns, of a call */
} block;

static struct riscv_block *
block_of(struct sim_model *m)
{
	return (struct riscv_block *)(void *)m;
}

/* By the device tree. */
static uint64_t
timebase(const struct riscv_block *b)
{
	return b->model.state == SIM_NONSENSE ? 0 : FREQUENCY;
}

static uint64_t
time_of(const struct riscv_block *b, unsigned cpu)
{
	return sim_clock_now(&b->model.clock) + b->hart[cpu].ahead;
}

/* What an access of this width shows of 64 bits, and what it changes. */
static uint64_t
part(uint64_t v, bool high, unsigned bytes)
{
	if (bytes == 8)
		return v;
	return high ? v >> 32 : v & UINT32_MAX;
}

static uint64_t
merge(uint64_t v, bool high, unsigned bytes, uint64_t value)
{
	if (bytes == 8)
		return value;
	return high ? value << 32 | (v & UINT32_MAX) :
	    (v & ~(uint64_t)UINT32_MAX) | (value & UINT32_MAX);
}

/* Torn: the high half as it was before the low one came round. */
static uint64_t
time_read(struct riscv_block *b, bool high, unsigned bytes)
{
	uint64_t v;

	v = time_of(b, port_cpu());
	if (high && b->torn > 0) {
		b->torn--;
		v -= UINT64_C(1) << 32;
	}
	return part(v, high, bytes);
}

/* The level falls when time is less; by a fault not yet. */
static void
settle(struct riscv_block *b, unsigned cpu)
{
	struct hart *h;

	h = &b->hart[cpu];
	if (!h->pending || time_of(b, cpu) >= h->compare)
		return;
	if (b->sticky > 0) {
		b->sticky--;
		return;
	}
	h->pending = false;
	sim_output_release(&b->model.output[cpu]);
}

static void
set_compare(struct riscv_block *b, unsigned cpu, uint64_t value)
{
	b->hart[cpu].compare = value;
	settle(b, cpu);
}

static bool
is_compare(unsigned reg)
{
	return reg >= CLINT_MTIMECMP(0) && reg < CLINT_MTIMECMP(PORT_CPUS);
}

static unsigned
hart_at(unsigned reg)
{
	return (reg - CLINT_MTIMECMP(0)) / 8;
}

static uint64_t
clint_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	struct riscv_block *b;
	bool high;

	b = block_of(m);
	high = (reg & CLINT_HIGH) != 0;
	if (is_compare(reg))
		return part(b->hart[hart_at(reg)].compare, high, bytes);
	if ((reg & ~CLINT_HIGH) == CLINT_MTIME)
		return time_read(b, high, bytes);
	return reg == CLINT_TIMEBASE ? timebase(b) : 0;
}

static void
set_time(struct riscv_block *b, uint64_t value)
{
	unsigned cpu;

	sim_clock_set(&b->model.clock, value);
	for (cpu = 0; cpu < PORT_CPUS; cpu++)
		settle(b, cpu);
}

static void
clint_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t value)
{
	struct riscv_block *b;
	bool high;

	b = block_of(m);
	high = (reg & CLINT_HIGH) != 0;
	if (is_compare(reg))
		set_compare(b, hart_at(reg), merge(
		    b->hart[hart_at(reg)].compare, high, bytes, value));
	else if ((reg & ~CLINT_HIGH) == CLINT_MTIME)
		set_time(b, merge(sim_clock_now(&m->clock), high, bytes,
		    value));
}

/* The register whose high half this is, or the register itself. */
static unsigned
low_of(unsigned reg)
{
	switch (reg) {
	case CSR_TIMEH:
		return CSR_TIME;
	case CSR_STIMECMPH:
		return CSR_STIMECMP;
	case CSR_MENVCFGH:
		return CSR_MENVCFG;
	default:
		return reg;
	}
}

/*
 * An instruction that names a register has the width of the CPU; no other
 * can be written down.  One that names none that is there traps, and the host
 * makes that all ones.
 */
static uint64_t
csr_read(struct riscv_block *b, unsigned reg, unsigned bytes)
{
	const struct hart *h = &b->hart[port_cpu()];
	bool high;

	CHECK(bytes == sizeof(uintptr_t));
	high = low_of(reg) != reg;
	if (WIDE && high)
		return UINT64_MAX;
	switch (low_of(reg)) {
	case CSR_TIME:
		return time_read(b, high, bytes);
	case CSR_STIMECMP:
		return b->sstc ? part(h->compare, high, bytes) : UINT64_MAX;
	case CSR_MENVCFG:
		return b->sstc ? part(CSR_MENVCFG_STCE, high, bytes) : 0;
	case CSR_SIP:
		return h->pending || time_of(b, port_cpu()) >= h->compare ?
		    CSR_SIP_STIP : 0;
	default:
		return UINT64_MAX;
	}
}

static uint64_t
hart_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	struct riscv_block *b;

	b = block_of(m);
	switch (reg) {
	case CSR_TIMEBASE:
		return timebase(b);
	case SBI_PROBE_TIME:
		return b->firmware;
	default:
		return csr_read(b, reg, bytes);
	}
}

/* The firmware's call: the hart is gone for a time, and comes back. */
static void
set_timer(struct riscv_block *b, uint64_t value)
{
	if (b->slow > 0)
		port_delay(b->slow);
	if (b->lost > 0)
		b->lost--;
	else
		set_compare(b, port_cpu(), value);
}

static void
hart_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t value)
{
	struct riscv_block *b;
	unsigned cpu;

	b = block_of(m);
	cpu = port_cpu();
	if (reg == SBI_SET_TIMER) {
		if (b->firmware)
			set_timer(b, value);
		return;
	}
	CHECK(bytes == sizeof(uintptr_t));
	if (low_of(reg) == CSR_STIMECMP && b->sstc &&
	    !(WIDE && reg == CSR_STIMECMPH))
		set_compare(b, cpu, merge(b->hart[cpu].compare,
		    reg == CSR_STIMECMPH, bytes, value));
}

static int64_t
riscv_due(const struct sim_model *m, unsigned output)
{
	const struct hart *h;

	h = &((const struct riscv_block *)(const void *)m)->hart[output];
	if (h->pending || (m->stops && h->asleep))
		return INT64_MAX;
	return sim_clock_when(&m->clock, h->compare > h->ahead ?
	    h->compare - h->ahead : 0);
}

static void
riscv_fire(struct sim_model *m, unsigned output)
{
	block_of(m)->hart[output].pending = true;
	m->output[output].asserted = true;
}

static void
riscv_sleep(struct sim_model *m, unsigned cpu, bool asleep)
{
	block_of(m)->hart[cpu].asleep = asleep;
}

static void
power_on(const char *name, uintptr_t base, bool sstc, bool firmware)
{
	unsigned i;

	block = (struct riscv_block){ .sstc = sstc, .firmware = firmware,
	    .model = {
		.name = name,
		.base = base,
		.size = CSR_SIZE,
		.widths = 4 | 8,
		.numbered = true,
		.outputs = PORT_CPUS,
		.clock = { .frequency = FREQUENCY, .count = START },
		.read = hart_read,
		.write = hart_write,
		.due = riscv_due,
		.fire = riscv_fire,
		.sleep = riscv_sleep,
	} };
	for (i = 0; i < PORT_CPUS; i++) {
		block.model.output[i].line = SIM_TIMER_LINE;
		block.model.output[i].cpu = i;
		block.hart[i].compare = UINT64_MAX;	/* the firmware's */
	}
}

static void
clint_power_on(void)
{
	power_on("CLINT", SIM_CLINT_BASE, false, false);
	block.model.size = CLINT_SIZE;
	block.model.numbered = false;
	block.model.read = clint_read;
	block.model.write = clint_write;
	sim_model_attach(&block.model);
}

static void
sbi_power_on(void)
{
	power_on("SBI", SIM_SBI_BASE, false, true);
	sim_model_attach(&block.model);
}

static void
sstc_power_on(void)
{
	power_on("Sstc", SIM_SSTC_BASE, true, true);
	sim_model_attach(&block.model);
}

/* Misbehaviour on request. */
void
sim_riscv_ahead(unsigned cpu, uint64_t cycles)
{
	CHECK(cpu < PORT_CPUS);
	block.hart[cpu].ahead = cycles;
	settle(&block, cpu);
	sim_notify();
}

void
sim_riscv_torn(unsigned n)
{
	block.torn = n;
}

void
sim_riscv_sticky(unsigned n)
{
	block.sticky = n;
}

void
sim_sbi_loses(unsigned n)
{
	block.lost = n;
}

void
sim_sbi_slow(int64_t ns)
{
	block.slow = ns;
}

void
sim_sstc_off(void)
{
	block.sstc = false;
}

static int
attach_clint(void)
{
	return clint_attach(SIM_CLINT_BASE, SIM_TIMER_LINE);
}

static int
attach_sbi(void)
{
	return sbi_timer_attach(SIM_SBI_BASE, SIM_TIMER_LINE);
}

static int
attach_sstc(void)
{
	return sstc_attach(SIM_SSTC_BASE, SIM_TIMER_LINE);
}

#define RISCV_BOARD(called, device, better, on, drivers)		\
	.name = called,							\
	.timer = device,						\
	.flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,			\
	.quality = (better),						\
	.frequency = FREQUENCY,						\
	.min = 200,			/* 2 cycles */			\
	.max = INT64_C(429496729400),	/* 2^32 - 2 cycles */		\
	.wraps = 32,			/* the low half */		\
	.status = true,							\
	.claims = true,							\
	.counter = device,						\
	.counter_frequency = FREQUENCY,					\
	.counter_width = 64,						\
	.counter_quality = (better),					\
	.late = 300,			/* 2 cycles, 1 of the counter */ \
	.power_on = (on),						\
	.attach = (drivers)

const struct sim_board clint_board = {
	RISCV_BOARD("clint", "CLINT", 1000, clint_power_on, attach_clint)
};

const struct sim_board sbi_board = {
	RISCV_BOARD("sbi", "SBI", 990, sbi_power_on, attach_sbi)
};

const struct sim_board sstc_board = {
	RISCV_BOARD("sstc", "Sstc", 1000, sstc_power_on, attach_sstc)
};
