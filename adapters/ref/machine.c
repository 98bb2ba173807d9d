/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine.c - the machine that a scenario declares, and its faults.
 *
 *	machine cpus=2
 *	machine timer=simtimer flags=periodic quality=100 freq=1000
 *	machine counter=simtimer width=24 freq=3579545 start=0xfffff0
 *
 * A declared timer has what its line says, and is ideal in all else.  The
 * verb `fault` makes a device misbehave from then on:
 *
 *	fault lost n=1 cpu=0 on=simtimer
 *
 * A new fault is a row in the table and a function.
 */
#include "eventtimer/timeet.h"
#include "hal/simtimer.h"
#include "hal/simtimer_reg.h"
#include "ref/ref.h"

static const struct {
	const char	*word;
	uint32_t	 feature;
} features[] = {
	{ "oneshot", SIMTIMER_ONESHOT },
	{ "periodic", SIMTIMER_PERIODIC },
	{ "percpu", SIMTIMER_PERCPU },
	{ "c3stop", SIMTIMER_C3STOP },
	{ "pow2div", SIMTIMER_POW2DIV },
};

/* "simtimer" 0, "simtimer1" 1 and so on; -1 for no such name. */
static int
unit_of(const char *name)
{
	static const char *const names[SIM_SIMTIMERS] = {
		"simtimer", "simtimer1", "simtimer2"
	};
	int i;

	for (i = 0; i < SIM_SIMTIMERS; i++) {
		if (name != NULL && agent_word_has(name, names[i]))
			return i;
	}
	return -1;
}

static void
declare_timer(struct ref_machine *m, const struct agent *a, unsigned line)
{
	struct sim_simtimer *t;
	const char *flags;
	unsigned i;
	int unit;

	unit = unit_of(agent_machine_word(a, line, "timer"));
	if (unit < 0)
		return;
	t = &m->timer[unit];
	if ((unsigned)unit >= m->timers) {
		sim_simtimer_ideal(t, (uint64_t)NSEC_PER_SEC);
		t->width = 0;
		m->timers = (unsigned)unit + 1;
	}
	flags = agent_machine_word(a, line, "flags");
	if (flags != NULL) {
		t->features = 0;
		for (i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
			if (agent_word_has(flags, features[i].word))
				t->features |= features[i].feature;
		}
	}
	t->quality = (int)agent_machine_int(a, line, "quality", t->quality);
	t->frequency = (uint64_t)agent_machine_int(a, line, "freq",
	    (int64_t)t->frequency);
	t->min = agent_machine_int(a, line, "min", t->min);
	t->max = agent_machine_int(a, line, "max", t->max);
}

static void
declare_counter(struct ref_machine *m, const struct agent *a, unsigned line)
{
	struct sim_simtimer *t;
	int unit;

	unit = unit_of(agent_machine_word(a, line, "counter"));
	if (unit < 0 || (unsigned)unit >= m->timers)
		return;
	t = &m->timer[unit];
	if (t->width == 0)
		t->width = 64;
	t->width = (unsigned)agent_machine_int(a, line, "width",
	    (int64_t)t->width);
	t->counter = (uint64_t)agent_machine_int(a, line, "freq",
	    (int64_t)t->counter);
	t->start = (uint64_t)agent_machine_int(a, line, "start", 0);
}

void
ref_machine_declared(struct ref_machine *m, const struct agent *a)
{
	unsigned i;

	for (i = 0; i < agent_machines(a); i++) {
		declare_timer(m, a, i);
		declare_counter(m, a, i);
	}
}

/* The device that a fault is about. */
static unsigned
fault_unit(struct agent_call *c)
{
	int unit;

	unit = unit_of(agent_word(c, "on", "simtimer"));
	return unit < 0 ? 0 : (unsigned)unit;
}

static unsigned
fault_cpu(struct agent_call *c)
{
	return (unsigned)agent_int(c, "cpu", 0);
}

static void
put_fault(struct agent_call *c, enum sim_fault fault, int64_t by)
{
	sim_simtimer_fault(fault_unit(c), fault_cpu(c), fault,
	    (unsigned)agent_int(c, "n", 1), by);
	sim_notify();
}

static void
fault_late(struct agent_call *c)
{
	put_fault(c, SIM_LATE, agent_int(c, "by", 0));
}

static void
fault_early(struct agent_call *c)
{
	put_fault(c, SIM_EARLY, agent_int(c, "by", 0));
}

static void
fault_lost(struct agent_call *c)
{
	put_fault(c, SIM_LOST, 0);
}

static void
fault_twice(struct agent_call *c)
{
	put_fault(c, SIM_TWICE, agent_int(c, "by", NSEC_PER_USEC));
}

static void
fault_astray(struct agent_call *c)
{
	put_fault(c, SIM_ASTRAY, agent_int(c, "dest", 0));
}

static void
fault_spurious(struct agent_call *c)
{
	sim_simtimer_spurious(fault_unit(c), fault_cpu(c));
}

static void
fault_stop(struct agent_call *c)
{
	sim_simtimer_stops(fault_unit(c), agent_int(c, "n", 1) != 0);
}

static void
fault_slow_handler(struct agent_call *c)
{
	sim_slow_handler(fault_cpu(c), (unsigned)agent_int(c, "n", 1),
	    agent_int(c, "by", 0));
}

static void
fault_freq_change(struct agent_call *c)
{
	sim_simtimer_frequency(fault_unit(c),
	    (uint64_t)agent_int(c, "freq", NSEC_PER_SEC));
	sim_notify();
	if (agent_has(c, "tell"))
		simtimer_rate_changed(fault_unit(c));
}

/* The counter's faults: by= is time, freq= is Hz. */
static void
fault_jump_forward(struct agent_call *c)
{
	sim_simtimer_jump(fault_unit(c), agent_time(c, "by", 0));
}

static void
fault_jump_back(struct agent_call *c)
{
	sim_simtimer_jump(fault_unit(c), -agent_time(c, "by", 0));
}

static void
fault_counter_stop(struct agent_call *c)
{
	sim_simtimer_counter(fault_unit(c), 0);
}

static void
fault_counter_freq(struct agent_call *c)
{
	sim_simtimer_counter(fault_unit(c),
	    (uint64_t)agent_int(c, "freq", NSEC_PER_SEC));
}

/* The n-th allocation from now on fails. */
static void
fault_oom(struct agent_call *c)
{
	sim_fail_alloc((unsigned)agent_int(c, "n", 1));
}

static const struct fault {
	const char	*name;
	agent_fn	*fn;
} faults[] = {
	{ "late",		fault_late },
	{ "early",		fault_early },
	{ "lost",		fault_lost },
	{ "twice",		fault_twice },
	{ "astray",		fault_astray },
	{ "spurious",		fault_spurious },
	{ "stop",		fault_stop },
	{ "slow-handler",	fault_slow_handler },
	{ "freq-change",	fault_freq_change },
	{ "jump-forward",	fault_jump_forward },
	{ "jump-back",		fault_jump_back },
	{ "counter-stop",	fault_counter_stop },
	{ "counter-freq",	fault_counter_freq },
	{ "oom",		fault_oom },
};

void
ref_fault(struct agent_call *c)
{
	const char *name;
	size_t i;

	name = agent_operand(c, 0);
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		if (name != NULL && agent_word_has(faults[i].name, name)) {
			faults[i].fn(c);
			return;
		}
	}
	agent_fail(c, "ENOSYS");
}
