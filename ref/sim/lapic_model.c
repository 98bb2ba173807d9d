/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lapic_model.c - the timer of the local APIC, one in each CPU.
 *
 * Intel 64 and IA-32 Architectures Software Developer's Manual, volume 3A,
 * chapter "Advanced Programmable Interrupt Controller": "Local APIC Version
 * Register", "Local APIC Status and Location" and the spurious-interrupt
 * vector register (a disabled APIC masks its LVT), "Local Vector Table",
 * "APIC Timer" with its figures of the divide configuration and count
 * registers, "TSC-Deadline Mode", "Signaling Interrupt Servicing Completion".
 *
 * Clocks	A bus, which the counts divide, and the TSC.  On silicon that
 *		is the one of tsc_model.c; here it is another of the same
 *		rate, so that each can be made to fail alone.  Of the two the
 *		one that the board's timer counts is the model's `clock`.
 * Unspecified	where in a cycle a count begins: here the bus runs on through
 *		all writes, so the first cycle is as short as can be.
 * Outputs	One for each CPU, an edge.  Until its end is signalled to the
 *		APIC of the CPU that took it, the next ones wait.
 */
#include "eventtimer/timeet.h"
#include "hal/cpuid_reg.h"
#include "hal/drivers.h"
#include "hal/lapic_reg.h"
#include "lib/check.h"
#include "lib/math64.h"
#include "sim/sim_board.h"
#include "sim/sim_impl.h"
#include "sim/x86_model.h"

#define BUS_HZ	UINT64_C(99999999)

struct bank {
	uint32_t	lvt, spurious, divide, initial;
	uint64_t	deadline;
	bool		armed;		/* it counts down */
	uint64_t	start;		/* of the bus, when it began */
	bool		frozen;		/* with its CPU */
	uint64_t	frozen_at;
	uint32_t	posted;		/* a write of the LVT, on its way */
	bool		waits;
};

static struct lapics {
	struct sim_model model;		/* first */
	struct sim_clock *bus, *tsc;
	bool		posts;
	struct bank	bank[PORT_CPUS];
} lapics;

static uint32_t
mode_of(const struct bank *b)
{
	return b->lvt & LAPIC_LVT_MODE;
}

static uint64_t
bus_now(const struct bank *b)
{
	return b->frozen ? b->frozen_at : sim_clock_now(lapics.bus);
}

/* Bits 3, 1, 0: 000 is 2, 001 is 4 ... 110 is 128, and 111 is 1. */
static unsigned
shift_of(const struct bank *b)
{
	return ((b->divide >> 1 & 4) + (b->divide & 3) + 1) & 7;
}

static uint64_t
elapsed(const struct bank *b)
{
	return (bus_now(b) - b->start) >> shift_of(b);
}

/* What does not run shows 0. */
static uint32_t
current(const struct bank *b)
{
	if (!b->armed || elapsed(b) >= b->initial)
		return 0;
	return b->initial - (uint32_t)elapsed(b);
}

static void
begin(struct bank *b)
{
	const unsigned shift = shift_of(b);

	b->armed = b->initial != 0;
	b->start = bus_now(b) >> shift << shift;
}

/* Disarmed, or filled again from the initial count. */
static void
expire(struct bank *b)
{
	uint64_t n;

	b->deadline = 0;
	if (mode_of(b) != LAPIC_LVT_PERIODIC) {
		b->armed = false;
		return;
	}
	n = div64(elapsed(b), b->initial, NULL);
	b->start += (n == 0 ? 1 : n) * b->initial << shift_of(b);
}

/* A mode that changes disarms; of what is masked nothing is kept. */
static void
set_lvt(struct bank *b, uint32_t value)
{
	if (b->armed && elapsed(b) >= b->initial)
		expire(b);
	if ((value & LAPIC_LVT_MODE) != mode_of(b)) {
		b->armed = false;
		b->deadline = 0;
	}
	b->lvt = value & (LAPIC_LVT_VECTOR | LAPIC_LVT_MASKED |
	    LAPIC_LVT_MODE);
	if (!sim_x86()->deadline)
		b->lvt &= ~LAPIC_LVT_DEADLINE;
	if ((b->spurious & LAPIC_ENABLE) == 0)
		b->lvt |= LAPIC_LVT_MASKED;
	b->waits = false;
}

/* What is left goes on at the other rate. */
static void
set_divide(struct bank *b, uint32_t value)
{
	uint32_t counted;

	counted = b->initial - current(b);
	b->divide = value & LAPIC_DIVIDE_MASK;
	if (b->armed)
		b->start = bus_now(b) - ((uint64_t)counted << shift_of(b));
}

/* The end of what this CPU had in service, whoever's it was. */
static void
end_of_interrupt(void)
{
	unsigned i;

	for (i = 0; i < PORT_CPUS; i++) {
		if (lapics.model.output[i].went == port_cpu())
			lapics.model.output[i].asserted = false;
	}
}

static uint64_t
cpu_read(const struct bank *b, unsigned reg)
{
	return reg == CPU_TSC_DEADLINE ? b->deadline :
	    sim_x86_read(reg, lapics.tsc);
}

/*
 * "Local APIC Register Address Map": 32 bits, at multiples of 16.  Of the CPU,
 * an MSR has 64, and what CPUID tells 32.
 */
static void
defined(unsigned reg, unsigned bytes)
{
	if (reg < LAPIC_CPU)
		CHECK(bytes == 4 && reg % 16 == 0);
	else
		CHECK(bytes == (reg - LAPIC_CPU < CPUID(0, 0) ? 8 : 4));
}

static uint64_t
lapic_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	struct bank *b;

	(void)m;
	defined(reg, bytes);
	b = &lapics.bank[port_cpu()];
	if (reg >= LAPIC_CPU)
		return cpu_read(b, reg - LAPIC_CPU);
	if (b->waits)
		set_lvt(b, b->posted);
	switch (reg) {
	case LAPIC_VERSION:
		return 0x00060015;	/* seven LVT entries */
	case LAPIC_SPURIOUS:
		return b->spurious;
	case LAPIC_LVT_TIMER:
		return b->lvt;
	case LAPIC_INITIAL:
		return b->initial;
	case LAPIC_CURRENT:
		return mode_of(b) == LAPIC_LVT_DEADLINE ? 0 : current(b);
	case LAPIC_DIVIDE:
		return b->divide;
	default:
		return 0;
	}
}

static void
register_write(struct bank *b, unsigned reg, uint32_t value)
{
	switch (reg) {
	case LAPIC_EOI:
		end_of_interrupt();
		break;
	case LAPIC_SPURIOUS:
		b->spurious = value;
		set_lvt(b, b->lvt);
		break;
	case LAPIC_LVT_TIMER:
		b->posted = value;
		b->waits = lapics.posts;
		if (!b->waits)
			set_lvt(b, value);
		break;
	case LAPIC_INITIAL:
		if (mode_of(b) == LAPIC_LVT_DEADLINE)
			break;
		b->initial = value;
		begin(b);
		break;
	case LAPIC_DIVIDE:
		set_divide(b, value);
		break;
	default:
		break;
	}
}

static void
lapic_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t value)
{
	struct bank *b;

	(void)m;
	defined(reg, bytes);
	b = &lapics.bank[port_cpu()];
	if (reg < LAPIC_CPU)
		register_write(b, reg, (uint32_t)value);
	else if (reg == LAPIC_CPU + CPU_TSC_DEADLINE &&
	    mode_of(b) == LAPIC_LVT_DEADLINE)
		b->deadline = value;
}

/* When the TSC of a CPU is at or past its deadline. */
static int64_t
deadline_due(const struct bank *b, unsigned cpu)
{
	uint64_t ahead;

	if (b->deadline == 0)
		return INT64_MAX;
	ahead = sim_x86_ahead(cpu);
	/* It may be behind, too: a huge number, and the sum wraps. */
	if (ahead <= INT64_MAX && b->deadline < ahead)
		return lapics.tsc->since;
	return sim_clock_when(lapics.tsc, b->deadline - ahead);
}

static int64_t
lapic_due(const struct sim_model *m, unsigned output)
{
	const struct sim_output *o;
	const struct bank *b;

	b = &lapics.bank[output];
	o = &m->output[output];
	if (b->frozen || (b->lvt & LAPIC_LVT_MASKED) != 0)
		return INT64_MAX;
	/* Taken, its handler gone, and no end of it was told. */
	if (o->asserted && !sim_line_busy(o->went, o->line))
		return INT64_MAX;
	if (mode_of(b) == LAPIC_LVT_DEADLINE)
		return deadline_due(b, output);
	return !b->armed ? INT64_MAX : sim_clock_when(lapics.bus, b->start +
	    ((uint64_t)b->initial << shift_of(b)));
}

static void
lapic_fire(struct sim_model *m, unsigned output)
{
	expire(&lapics.bank[output]);
	m->output[output].asserted = true;
}

static void
lapic_sleep(struct sim_model *m, unsigned cpu, bool asleep)
{
	struct bank *b;
	uint64_t count;

	b = &lapics.bank[cpu];
	if (asleep ? !m->stops : !b->frozen)
		return;
	count = sim_clock_now(lapics.bus);
	if (asleep)
		b->frozen_at = count;
	else
		b->start += count - b->frozen_at;
	b->frozen = asleep;
}

static void
reset(unsigned cpu)
{
	lapics.bank[cpu] = (struct bank){ .lvt = LAPIC_LVT_MASKED,
	    .spurious = LAPIC_ENABLE | 0xff };
	lapics.model.output[cpu].asserted = false;
}

/* A CPU that comes back begins with INIT, which resets its APIC. */
static void
cpu_on(void)
{
	reset(port_cpu());
}

void
sim_lapic_posts(bool posts)
{
	lapics.posts = posts;
}

void
sim_lapic_power_on(void)
{
	static struct port_cpu_watch watch = { .on = cpu_on };
	const struct sim_x86 *is;
	unsigned i;

	is = sim_x86();
	lapics = (struct lapics){ .model = {
		.name = "LAPIC",
		.base = SIM_LAPIC_BASE,
		.size = LAPIC_CPU + CPU_SIZE,
		.widths = 4 | 8,
		.outputs = PORT_CPUS,
		.stops = !is->arat,
		.read = lapic_read,
		.write = lapic_write,
		.due = lapic_due,
		.fire = lapic_fire,
		.sleep = lapic_sleep,
	} };
	lapics.bus = &lapics.model.clock;
	lapics.tsc = &lapics.model.counter;
	if (is->deadline) {
		lapics.bus = &lapics.model.counter;
		lapics.tsc = &lapics.model.clock;
	}
	lapics.bus->frequency = BUS_HZ;
	*lapics.tsc = (struct sim_clock){ .frequency = is->tsc,
	    .count = is->start };
	for (i = 0; i < PORT_CPUS; i++) {
		lapics.model.output[i].line = SIM_LAPIC_LINE;
		lapics.model.output[i].cpu = i;
		lapics.model.output[i].edge = true;
		reset(i);
	}
	sim_model_attach(&lapics.model);
	port_cpu_watch(&watch);
}

/*
 * Three generations.  Where nothing is told, 10 ms are measured: a bus that is
 * 1 Hz short of 100 MHz is found to have these, which is 10 ns in each second
 * too late, and a TSC to have 100 Hz more than it has.
 */
static const struct sim_x86 westmere = {
	.invariant = true,
	.arat = true,
	.tsc = 3000000000,
};

static const struct sim_x86 skylake = {
	.invariant = true,
	.arat = true,
	.deadline = true,
	.crystal = 24000000,
	.numerator = 250,
	.denominator = 2,
	.tsc = 3000000000,
};

static const struct sim_x86 core2 = {
	.tsc = 3000000000,
};

static void
lapic_power_on(void)
{
	sim_x86_power_on(&westmere);
	sim_lapic_power_on();
}

static void
deadline_power_on(void)
{
	sim_x86_power_on(&skylake);
	sim_lapic_power_on();
}

static void
c3_power_on(void)
{
	hpet_msi_board.power_on();
	sim_x86_power_on(&core2);
	sim_lapic_power_on();
}

static int
attach(void)
{
	int error;

	error = lapic_attach(SIM_LAPIC_BASE, SIM_LAPIC_LINE);
	(void)tsc_attach(SIM_TSC_BASE);
	return error;
}

static int
c3_attach(void)
{
	int error;

	error = attach();
	(void)hpet_msi_board.attach();
	return error;
}

#define COUNTING(called, more, better)					\
	.name = called,							\
	.timer = "LAPIC",						\
	.flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT |			\
	    ET_FLAGS_PERCPU | (more),					\
	.quality = (better),						\
	.frequency = BUS_HZ + 1,	/* as it is measured */		\
	.first = true,							\
	.status = true,							\
	.over = 1,							\
	.min = 20,			/* 2 cycles */			\
	.max = INT64_C(42949672940)	/* 2^32 - 2 cycles */

const struct sim_board lapic_board = {
	COUNTING("lapic", 0, 600),
	.counter = "TSC",
	.counter_quality = 1000,
	.counter_frequency = 3000000100,	/* as it is measured */
	.counter_width = 64,
	.res = 10,
	.late = 30,			/* 2 cycles, and the measurement */
	.power_on = lapic_power_on,
	.attach = attach,
};

/* Beside it an HPET, which runs in deep sleep, so that both are better. */
const struct sim_board lapic_c3_board = {
	COUNTING("lapic-c3", ET_FLAGS_C3STOP, 100),
	.counter = "HPET",
	.counter_quality = 950,
	.counter_frequency = 14318180,
	.counter_width = 32,
	.late = 250,			/* 1 of the counter, 2 of an HPET */
	.power_on = c3_power_on,
	.attach = c3_attach,
};

const struct sim_board lapic_deadline_board = {
	.name = "lapic-deadline",
	.timer = "LAPIC",
	.flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,
	.quality = 600,
	.frequency = 3000000000,
	.status = true,
	.min = 1,			/* 2 cycles */
	.max = INT64_C(1537228672809129301),	/* 2^62 - 1 cycles */
	.counter = "TSC",
	.counter_quality = 1000,
	.counter_frequency = 3000000000,
	.counter_width = 64,
	.late = 2,			/* 3 cycles, each rounded up */
	.power_on = deadline_power_on,
	.attach = attach,
};
