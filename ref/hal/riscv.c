/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * riscv.c - driver of the timers of RISC-V machines, reached in three ways.
 *
 * What		One 64-bit count of time for the machine, and for each hart,
 *		as a CPU is called there, a value that it is compared with: the
 *		hart's timer interrupt is pending while time >= compare.
 *
 *		CLINT	both are registers in memory; for who runs in
 *			machine mode
 *		SBI	time is a register of the CPU, compare a call of the
 *			firmware, some hundred instructions away
 *		Sstc	both are registers of the CPU, where it has this
 *			extension
 *
 * Why this way	Past, not equal: a compare value that has gone by while it
 *		was being written interrupts at once, so slow buses and slow
 *		firmware make events late and never lose one; nothing is to
 *		be read again behind the write.  The price: there is no
 *		acknowledging.  The interrupt stays until compare is moved
 *		beyond time, so a handler that only calls the event will be
 *		called again for ever, and "off" is a deadline of all ones,
 *		58000 years away at 10 MHz.
 *
 *		What is pending is asked of the time itself, by the deadline
 *		that is kept here: not all ways let a driver read what the
 *		comparator holds.  An interrupt without a deadline that has
 *		been reached is known to come: compare may take effect some
 *		instructions after it was written, while the CPU has gone on
 *		and takes the old interrupt once more; the firmware may have
 *		left anything in it at start-up.  The answer to all of
 *		these is to write compare once more.
 *
 * Model	10 MHz, at 1000 to interrupt in 2 us, which is 20 cycles:
 *
 *		compare = 1021	1000 has gone by in part; 20 whole ones more
 *		time 1021	pending, the CPU is interrupted
 *			compare = all ones, quiet; then the event, which
 *			writes the next deadline
 *
 *		Ways to one comparator: where the CPU has Sstc, the firmware's
 *		call writes stimecmp too.  With both attached, one that writes
 *		1500 would wipe out the other's 1200.  So what is written is
 *		always the first deadline of all, and an interrupt is each
 *		timer's whose own has been reached:
 *
 *		Sstc 1200, SBI 1500	compare = 1200
 *		time 1200		Sstc's event; compare = 1500
 *
 * Contexts	start and stop act on the hart that calls, and mask its
 *		interrupts: amid them one of the other ways' timers would be
 *		started, and its deadline wiped out.
 *
 * Locking	None: the deadlines of a hart are touched by it alone.
 *
 * Limits	Hart numbers are CPU numbers, one CLINT serves all.  A CPU
 *		that its timer cannot wake from sleep, which a device tree
 *		says as riscv,timer-cannot-wake-cpu, wants C3STOP; that is
 *		not looked for.  [HAL-DEEP-1]  A call that firmware loses it
 *		loses without a word, so a deadline may be lost; one that was
 *		to quiet the interrupt is made again.
 */
#include "hal/drivers.h"
#include "hal/hal.h"
#include "hal/io.h"
#include "hal/riscv_reg.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/math64.h"

#define NEVER		UINT64_MAX
#define MIN_CYCLES	2u
#define MAX_CYCLES	0xfffffffeu	/* 7 minutes at 10 MHz */

/* Are a CPU's own registers 64 bits wide? */
#define WIDE		(sizeof(uintptr_t) == sizeof(uint64_t))

/* All that the ways differ in. */
struct way {
	const char	*name;
	int		 quality;
	unsigned	 timebase;	/* where the frequency is told */
	bool		 (*answers)(uintptr_t base);
	uint64_t	 (*time)(uintptr_t base);
	void		 (*compare)(uintptr_t base, uint64_t); /* this hart */
};

#define WAYS		3

static struct riscv {
	const struct way *way;		/* NULL: not attached */
	uintptr_t	 base;
	struct eventtimer et;
	struct timecounter tc;
	uint64_t	 deadline[PORT_CPUS];
} riscvs[WAYS];

/*
 * A count in two halves.  When the high one is still the same behind the low
 * one, the three were read within one turn of the low one.  [HAL-COUNT-2]
 */
static uint64_t
pair_read(uintptr_t base, unsigned low, unsigned high)
{
	uint32_t before, below, behind;

	behind = hal_read32(base, high);
	do {
		before = behind;
		below = hal_read32(base, low);
		behind = hal_read32(base, high);
	} while (behind != before);
	return (uint64_t)before << 32 | below;
}

/*
 * A deadline in two halves: the new one of one half with the old one of the
 * other would be some deadline too, and may have been reached.  With a high
 * half of ones none has, whatever is below.  [HAL-WRAP-1]
 */
static void
pair_write(uintptr_t base, unsigned low, unsigned high, uint64_t value)
{
	hal_write32(base, high, UINT32_MAX);
	hal_write32(base, low, (uint32_t)value);
	hal_write32(base, high, (uint32_t)(value >> 32));
}

/* A register of this CPU, and where that is narrow, the one above it. */
static uint64_t
csr_read(uintptr_t base, unsigned low, unsigned high)
{
	return WIDE ? hal_read64(base, low) : pair_read(base, low, high);
}

static uint64_t
csr_time(uintptr_t base)
{
	return csr_read(base, CSR_TIME, CSR_TIMEH);
}

/*
 * The CLINT.  In halves on every machine: that of T-Head's C900 does not take
 * 64 bits at once even where the CPU has them.
 */
static uint64_t
clint_time(uintptr_t base)
{
	return pair_read(base, CLINT_MTIME, CLINT_MTIME + CLINT_HIGH);
}

static void
clint_compare(uintptr_t base, uint64_t value)
{
	const unsigned reg = CLINT_MTIMECMP(port_cpu());

	pair_write(base, reg, reg + CLINT_HIGH, value);
}

/* It has nothing to know it by; but a bus without it has only ones. */
static bool
clint_answers(uintptr_t base)
{
	return clint_time(base) != UINT64_MAX;
}

/* The firmware. */
static void
sbi_compare(uintptr_t base, uint64_t value)
{
	hal_write64(base, SBI_SET_TIMER, value);	/* one call, any CPU */
}

static bool
sbi_answers(uintptr_t base)
{
	const uint32_t there = hal_read32(base, SBI_PROBE_TIME);

	return there != 0 && there != UINT32_MAX;
}

/* The CPU itself. */
static void
sstc_compare(uintptr_t base, uint64_t value)
{
	if (WIDE)
		hal_write64(base, CSR_STIMECMP, value);
	else
		pair_write(base, CSR_STIMECMP, CSR_STIMECMPH, value);
}

/*
 * A CPU without the extension traps at stimecmp, and one whose firmware has
 * not switched it on does too: so it is not tried.  A kernel in supervisor
 * mode cannot read menvcfg, and its host gives what the device tree says.
 */
static bool
sstc_answers(uintptr_t base)
{
	const uint64_t env = csr_read(base, CSR_MENVCFG, CSR_MENVCFGH);

	return (env & CSR_MENVCFG_STCE) != 0 && env != UINT64_MAX;
}

/* The shorter way is the better one where there are two. */
static const struct way ways[WAYS] = {
	{ "CLINT", 1000, CLINT_TIMEBASE, clint_answers, clint_time,
	    clint_compare },
	{ "SBI", 990, CSR_TIMEBASE, sbi_answers, csr_time, sbi_compare },
	{ "Sstc", 1000, CSR_TIMEBASE, sstc_answers, csr_time, sstc_compare },
};

/*
 * Have this hart interrupted at the first of its deadlines, or not at all.
 * The interrupt goes away by that too, if none has been reached.
 */
static void
riscv_program(void)
{
	const unsigned cpu = port_cpu();
	uint64_t first;
	unsigned i;

	first = NEVER;
	for (i = 0; i < WAYS; i++) {
		if (riscvs[i].way != NULL && riscvs[i].deadline[cpu] < first)
			first = riscvs[i].deadline[cpu];
	}
	for (i = 0; i < WAYS; i++) {
		if (riscvs[i].way != NULL)
			riscvs[i].way->compare(riscvs[i].base,
			    first);			/* [HAL-PASSED-1] */
	}
}

static uint64_t
riscv_timecount(struct timecounter *tc)
{
	const struct riscv *r;

	r = tc->tc_priv;
	return r->way->time(r->base);
}

static int
riscv_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	struct riscv *r;
	uint64_t ticks;
	bool s;

	(void)period;			/* it has none */
	if (first == 0)
		return EINVAL;
	r = et->et_priv;
	EVENT(HAL_PROGRAM, et, sbttons(first));
	ticks = hal_ticks(et->et_frequency, first);	/* [HAL-FREQ-1] */
	s = port_intr_mask();
	/* The count that is shown has gone by in part.  [ET-DRV-1] */
	r->deadline[port_cpu()] = r->way->time(r->base) + 1 + ticks;
	riscv_program();	/* [HAL-RANGE-1] [HAL-ONCE-1] [HAL-INTR-3] */
	port_intr_restore(s);
	return 0;
}

static int
riscv_stop(struct eventtimer *et)
{
	struct riscv *r;
	bool s;

	r = et->et_priv;
	s = port_intr_mask();
	r->deadline[port_cpu()] = NEVER;		/* [HAL-STOP-1] */
	riscv_program();
	port_intr_restore(s);
	return 0;
}

/* Has this hart's deadline been reached?  If so, it has had it. */
static bool
riscv_take(struct riscv *r)
{
	uint64_t *deadline;

	if (r->way == NULL)
		return false;
	deadline = &r->deadline[port_cpu()];
	if (r->way->time(r->base) < *deadline)
		return false;				/* [HAL-INTR-1] */
	*deadline = NEVER;
	return true;
}

/* Quiet first: an event may give the next deadline.  [HAL-INSIDE-1] */

static void
riscv_intr(void *arg)
{
	bool reached[WAYS];
	unsigned i;

	EVENT(HAL_INTR, arg, 0);
	for (i = 0; i < WAYS; i++)
		reached[i] = riscv_take(&riscvs[i]);
	riscv_program();				/* [HAL-INTR-2] */
	for (i = 0; i < WAYS; i++) {
		if (reached[i])
			et_event(&riscvs[i].et);
	}
}

/* Two cycles must change it. */
static bool
riscv_stands(const struct way *w, uintptr_t base, uint32_t frequency)
{
	const uint64_t from = w->time(base);

	port_delay((int64_t)muldiv64_up(2, (uint64_t)NSEC_PER_SEC,
	    frequency));
	return w->time(base) == from;
}

static void
riscv_fill(struct riscv *r, uint32_t frequency)
{
	unsigned cpu;

	/* [HAL-TIMER-1] */
	r->et = (struct eventtimer){ .et_name = r->way->name,
	    .et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU,
	    .et_quality = r->way->quality, .et_frequency = frequency,
	    .et_start = riscv_start, .et_stop = riscv_stop, .et_priv = r };
	et_range(&r->et, MIN_CYCLES, MAX_CYCLES);	/* [HAL-RANGE-2] */
	r->tc = (struct timecounter){ .tc_get_timecount = riscv_timecount,
	    .tc_counter_mask = UINT64_MAX, .tc_frequency = frequency,
	    .tc_name = r->way->name, .tc_quality = r->way->quality,
	    .tc_priv = r };
	for (cpu = 0; cpu < PORT_CPUS; cpu++)
		r->deadline[cpu] = NEVER;
}

static int
riscv_attach(unsigned i, uintptr_t base, unsigned line)
{
	const struct way *w = &ways[i];
	struct riscv *r = &riscvs[i];
	uint32_t frequency;
	int error;

	r->way = NULL;
	if (!w->answers(base))
		return hal_refuse(w->name, ENXIO);	/* [HAL-REFUSE-1] */
	frequency = hal_read32(base, w->timebase);
	if (frequency < TIMEBASE_MIN || frequency > TIMEBASE_MAX)
		return hal_refuse(w->name, EDOM);	/* [HAL-REFUSE-2] */
	if (riscv_stands(w, base, frequency))
		return hal_refuse(w->name, ETIMEDOUT);	/* [HAL-REFUSE-3] */
	r->way = w;
	r->base = base;
	riscv_fill(r, frequency);
	error = hal_attach(&r->et, &r->tc, line, riscv_intr);
	if (error != 0)
		r->way = NULL;
	return error;
}

int
clint_attach(uintptr_t base, unsigned line)
{
	return riscv_attach(0, base, line);
}

int
sbi_timer_attach(uintptr_t base, unsigned line)
{
	return riscv_attach(1, base, line);
}

int
sstc_attach(uintptr_t base, unsigned line)
{
	return riscv_attach(2, base, line);
}
