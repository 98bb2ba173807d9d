/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generic_timer_model.c - the registers of the Arm generic timer.
 *
 * Arm Architecture Reference Manual (DDI 0487), D12: 1.1 the system counter,
 * 1.2 its width, 2.1 the physical counter, 2.2 the virtual one, 2.3 the event
 * stream (not here), 2.4 the timers, their two views, CTL and the interrupt.
 *
 * Block	A counter for all, two timers for each CPU: virtual and
 *		physical, each with a line of its own on its CPU.  A read or
 *		write is that of the CPU that makes it.
 * Outputs	Held while the timer is enabled, not masked, and the count is
 *		at or past CVAL, both taken without sign.
 * Boards	As a guest's at EL1, 62.5 MHz, with an offset by which the
 *		virtual count passes 2^64 after 15 ms; as firmware leaves it
 *		at EL2, 54 MHz, 56 bits, which come round after 15 ms.  Who
 *		cannot do with a wrap will not get far.
 */
#include "eventtimer/timeet.h"
#include "hal/drivers.h"
#include "hal/generic_timer_reg.h"
#include "lib/check.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

enum { VIRTUAL, PHYSICAL, KINDS };

#define OTHER_LINE	(SIM_TIMER_LINE + 1)
#define WRONG_BY	1000u

struct timer {
	uint64_t	cval;
	uint32_t	ctl;
	bool		fired;		/* the output has gone up */
	bool		again;		/* and is to, a count later */
	uint64_t	armed;		/* clock, when last written */
};

static struct generic_timer_block {
	struct sim_model model[KINDS];	/* an output for each CPU */
	unsigned	 own;		/* the one with registers, clock */
	struct timer	 timer[KINDS][PORT_CPUS];
	uint64_t	 offset[PORT_CPUS];
	bool		 frozen[PORT_CPUS];
	unsigned	 level;
	uint32_t	 cntfrq;
	uint64_t	 mask;		/* of the counter */
	bool		 unstable;
	uint64_t	 shown[PORT_CPUS];
	unsigned	 wrong[PORT_CPUS];	/* readings to go */
	unsigned	 changes;
} block;

static const struct sim_clock *
clock_of_all(void)
{
	return &block.model[block.own].clock;
}

/* What is taken off the count: of the virtual ones alone. */
static uint64_t
offset_of(unsigned kind, unsigned cpu)
{
	return kind == VIRTUAL ? block.offset[cpu] : 0;
}

static uint64_t
count_at(uint64_t clock, unsigned kind, unsigned cpu)
{
	return (clock & block.mask) - offset_of(kind, cpu);
}

static uint64_t
count_now(unsigned kind, unsigned cpu)
{
	return count_at(sim_clock_now(clock_of_all()), kind, cpu);
}

/* D12.2.4: without sign. */
static bool
condition(unsigned kind, unsigned cpu)
{
	return count_now(kind, cpu) >= block.timer[kind][cpu].cval;
}

static bool
may_interrupt(const struct timer *t)
{
	return (t->ctl & (CNT_CTL_ENABLE | CNT_CTL_IMASK)) == CNT_CTL_ENABLE;
}

/*
 * Behind a write: the output goes down as soon as there is no reason.  Who was
 * interrupted and leaves it up is interrupted again when he has returned:
 * here, where code takes no time, at the next count.
 */
static void
level(unsigned kind, unsigned cpu)
{
	struct timer *t;

	t = &block.timer[kind][cpu];
	t->armed = sim_clock_now(clock_of_all());
	t->again = (t->fired || t->again) && may_interrupt(t) &&
	    condition(kind, cpu);
	t->fired = false;
	sim_output_release(&block.model[kind].output[cpu]);
}

/*
 * A new count is not shown at once: every other one is too much first, the
 * others too little and then too much.
 */
static uint64_t
count_shown(unsigned kind, unsigned cpu)
{
	uint64_t count;

	count = count_now(kind, cpu);
	if (!block.unstable)
		return count;
	if (block.shown[cpu] != count) {
		block.shown[cpu] = count;
		block.wrong[cpu] = 1 + block.changes++ % 2;
	}
	if (block.wrong[cpu] == 0)
		return count;
	return block.wrong[cpu]-- == 2 ? count - WRONG_BY : count + WRONG_BY;
}

/* ISTATUS of a timer that is not enabled is unknown: here it is set. */
static uint32_t
control(unsigned kind, unsigned cpu)
{
	const struct timer *t;

	t = &block.timer[kind][cpu];
	if ((t->ctl & CNT_CTL_ENABLE) == 0 || t->fired ||
	    condition(kind, cpu))
		return t->ctl | CNT_CTL_ISTATUS;
	return t->ctl;
}

static uint64_t
timer_read(unsigned kind, unsigned cpu, unsigned reg)
{
	switch (reg) {
	case CNT_CVAL:
		return block.timer[kind][cpu].cval;
	case CNT_TVAL:
		return (uint32_t)(block.timer[kind][cpu].cval -
		    count_shown(kind, cpu));
	case CNT_CTL:
		return control(kind, cpu);
	default:
		return 0;
	}
}

/* Counts and what they are compared with have 64 bits, all else 32. */
static void
defined(unsigned reg, unsigned bytes)
{
	const bool count = reg == CNTPCT || reg == CNTVCT || reg == CNTVOFF ||
	    reg == CNTP + CNT_CVAL || reg == CNTV + CNT_CVAL;

	CHECK(bytes == (count ? 8 : 4));
}

static uint64_t
generic_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	const unsigned cpu = port_cpu();

	defined(reg, bytes);
	switch (reg) {
	case CNTPCT:
		return count_shown(PHYSICAL, cpu);
	case CNTVCT:
		return count_shown(VIRTUAL, cpu);
	case CNTFRQ:
		return m->state == SIM_NONSENSE ? 0 : block.cntfrq;
	case CNTVOFF:
		return block.level >= 2 ? block.offset[cpu] : 0;
	case CURRENT_EL:
		return block.level << 2;
	default:
		return reg < CNTP ? 0 : timer_read(reg < CNTV ? PHYSICAL :
		    VIRTUAL, cpu, reg % 0x10);
	}
}

static void
timer_write(unsigned kind, unsigned cpu, unsigned reg, uint64_t value)
{
	struct timer *t;

	t = &block.timer[kind][cpu];
	switch (reg) {
	case CNT_CVAL:
		t->cval = value;
		break;
	case CNT_TVAL:			/* with its sign, from now on */
		t->cval = count_now(kind, cpu) +
		    (uint64_t)(int64_t)(int32_t)value;
		break;
	case CNT_CTL:
		t->ctl = (uint32_t)value & (CNT_CTL_ENABLE | CNT_CTL_IMASK);
		break;
	default:
		break;
	}
	level(kind, cpu);
}

/* CNTFRQ is for the highest level, CNTVOFF for EL2. */
static void
generic_write(struct sim_model *m, unsigned reg, unsigned bytes,
    uint64_t value)
{
	const unsigned cpu = port_cpu();

	(void)m;
	defined(reg, bytes);
	if (reg >= CNTP && reg < CURRENT_EL) {
		timer_write(reg < CNTV ? PHYSICAL : VIRTUAL, cpu, reg % 0x10,
		    value);
	} else if (reg == CNTVOFF && block.level >= 2) {
		block.offset[cpu] = value;
		level(VIRTUAL, cpu);
	}
}

/* Counts from this one on until the condition is met; 0: it is. */
static uint64_t
left_at(uint64_t clock, unsigned kind, unsigned cpu)
{
	const uint64_t count = count_at(clock, kind, cpu);
	const uint64_t cval = block.timer[kind][cpu].cval;

	return cval > count ? cval - count : 0;
}

/*
 * When the condition is met: as far behind the last write as CVAL was ahead,
 * unless the counter comes round before; then, seen from there.
 */
static int64_t
generic_due(const struct sim_model *m, unsigned cpu)
{
	const unsigned kind = (unsigned)(m - block.model);
	const struct timer *t = &block.timer[kind][cpu];
	uint64_t clock, left;

	if (!may_interrupt(t) || t->fired || block.frozen[cpu])
		return INT64_MAX;
	clock = t->armed;
	left = left_at(clock, kind, cpu);
	if (left == 0)
		return sim_clock_when(clock_of_all(), clock + t->again);
	if (left > (~clock & block.mask)) {
		clock = (clock | block.mask) + 1;
		left = left_at(clock, kind, cpu);
		if (clock == 0 || left > block.mask)
			return INT64_MAX;
	}
	return sim_clock_when(clock_of_all(), clock + left);
}

static void
generic_fire(struct sim_model *m, unsigned cpu)
{
	block.timer[m - block.model][cpu].fired = true;
	m->output[cpu].asserted = true;
}

/* The comparators can be without power; the counter never is. */
static void
generic_sleep(struct sim_model *m, unsigned cpu, bool asleep)
{
	block.frozen[cpu] = asleep && m->stops;
}

void
sim_generic_timer_unstable(bool unstable)
{
	block.unstable = unstable;
}

void
sim_generic_timer_cntfrq(uint32_t value)
{
	block.cntfrq = value;
}

static void
model_attach(unsigned kind, uint32_t frequency, uint64_t start)
{
	struct sim_model *m;
	unsigned i;

	m = &block.model[kind];
	*m = (struct sim_model){
		.name = kind == block.own ? "generic-timer" : "other-timer",
		.base = SIM_GENERIC_TIMER_BASE,
		.size = kind == block.own ? GENERIC_TIMER_SIZE : 0,
		.widths = 4 | 8,
		.outputs = PORT_CPUS,
		.clock = { .frequency = frequency, .count = start },
		.read = generic_read,
		.write = generic_write,
		.due = generic_due,
		.fire = generic_fire,
		.sleep = kind == block.own ? generic_sleep : NULL,
	};
	for (i = 0; i < PORT_CPUS; i++) {
		m->output[i].cpu = i;
		m->output[i].line = kind == block.own ? SIM_TIMER_LINE :
		    OTHER_LINE;
	}
	sim_model_attach(m);
}

static void
power_on(unsigned own, unsigned bits, uint32_t frequency, uint64_t start,
    uint64_t offset)
{
	unsigned i;

	block = (struct generic_timer_block){
		.own = own,
		.level = own == PHYSICAL ? 2 : 1,
		.cntfrq = frequency,
		.mask = UINT64_MAX >> (64 - bits),
	};
	for (i = 0; i < PORT_CPUS; i++)
		block.offset[i] = offset;
	model_attach(VIRTUAL, frequency, start);
	model_attach(PHYSICAL, frequency, start);
}

#define V_FREQUENCY	62500000u
#define P_FREQUENCY	54000000u
#define SOON(frequency)	((uint64_t)(frequency) / 200 * 3) /* 15 ms */

static void
virtual_power_on(void)
{
	const uint64_t start = UINT64_C(1) << 40;

	power_on(VIRTUAL, 64, V_FREQUENCY, start, start + SOON(V_FREQUENCY));
}

static void
physical_power_on(void)
{
	power_on(PHYSICAL, CNT_BITS, P_FREQUENCY,
	    CNT_MASK + 1 - SOON(P_FREQUENCY), 0);
}

static int
attach(void)
{
	return generic_timer_attach(SIM_GENERIC_TIMER_BASE, SIM_TIMER_LINE);
}

#define GENERIC_BOARD(called, hz, bits, least, most, behind, on)	\
	.name = called,							\
	.timer = "generic-timer",					\
	.flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,			\
	.quality = 1000,						\
	.frequency = (hz),						\
	.min = (least),		/* 0x10 cycles */			\
	.max = (most),			/* 0xfffffffe cycles */		\
	.wraps = (bits),		/* of its model.clock */	\
	.status = true,							\
	.claims = true,							\
	.counter = "generic-timer",					\
	.counter_frequency = (hz),					\
	.counter_width = CNT_BITS,					\
	.counter_quality = 1000,					\
	.late = (behind),	/* 2 cycles, 1 of the counter */	\
	.power_on = (on),						\
	.attach = attach

const struct sim_board generic_timer_board = {
	GENERIC_BOARD("generic-timer", V_FREQUENCY, 0, 256,
	    INT64_C(68719476704), 48, virtual_power_on)
};

const struct sim_board generic_timer_phys_board = {
	GENERIC_BOARD("generic-timer-phys", P_FREQUENCY, CNT_BITS, 297,
	    INT64_C(79536431370), 56, physical_power_on)
};
