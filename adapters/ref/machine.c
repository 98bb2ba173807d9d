/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine.c - the machine that a scenario declares, and its faults.
 *
 *	machine cpus=2
 *	machine timer=simtimer flags=periodic quality=100 freq=1000
 *	machine counter=simtimer width=24 freq=3579545 start=0xfffff0
 *	machine spare=absent
 *	machine device=HPET state=stuck
 *
 * A declared timer has what its line says, and is ideal in all else.  The
 * spare is the device whose driver is on trial: sound, absent, zero, nonsense
 * or stuck.  It stands beside the timers, so the tick takes it only if it is
 * the best.  Where the driver's machine has several devices, each may be so.
 * The verb `fault` makes a device misbehave from then on:
 *
 *	fault lost n=1 cpu=0 on=simtimer
 *
 * A new fault is a row in the table and a function.
 */
#include "eventtimer/timeet.h"
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

/* The state of that name; sound, if there is none such. */
static enum sim_model_state
state_of(const char *word)
{
	static const char *const states[] = {
		[SIM_SOUND] = "sound", [SIM_ABSENT] = "absent",
		[SIM_ZERO] = "zero", [SIM_NONSENSE] = "nonsense",
		[SIM_STUCK] = "stuck"
	};
	unsigned i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if (word != NULL && agent_word_has(word, states[i]))
			return (enum sim_model_state)i;
	}
	return SIM_SOUND;
}

static void
declare_spare(struct ref_machine *m, const struct agent *a, unsigned line)
{
	const char *word;

	word = agent_machine_word(a, line, "spare");
	if (word == NULL)
		return;
	m->board = ref_modes.board;
	m->state = state_of(word);
}

static void
declare_device(struct ref_machine *m, const struct agent *a, unsigned line)
{
	const char *name;

	name = agent_machine_word(a, line, "device");
	if (name == NULL || m->nbad == REF_BAD)
		return;
	m->board = ref_modes.board;
	m->bad[m->nbad].name = name;
	m->bad[m->nbad].state = state_of(agent_machine_word(a, line,
	    "state"));
	m->nbad++;
}

/* A scenario that says which timers there are says which is used. */
static void
declares(struct ref_machine *m, const struct agent *a, unsigned line)
{
	static const char *const words[] = { "timer", "counter", "spare",
	    "device" };
	unsigned i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!m->changes || agent_machine_word(a, line,
		    words[i]) == NULL)
			continue;
		m->changes = false;
		m->timers = m->timers > 1 ? 1 : m->timers;
	}
}

void
ref_machine_declared(struct ref_machine *m, const struct agent *a)
{
	unsigned i;

	for (i = 0; i < agent_machines(a); i++)
		declares(m, a, i);
	for (i = 0; i < agent_machines(a); i++) {
		declare_timer(m, a, i);
		declare_counter(m, a, i);
		declare_spare(m, a, i);
		declare_device(m, a, i);
	}
}

/* The device that a fault is about; NULL: there is none such. */
static struct sim_model *
fault_model(struct agent_call *c)
{
	const char *word;

	word = agent_word(c, "on", NULL);
	return sim_model(word == NULL ? ref_device() : word);
}

static unsigned
fault_cpu(struct agent_call *c)
{
	return (unsigned)agent_int(c, "cpu", 0);
}

static void
put_fault(struct agent_call *c, struct sim_model *m, enum sim_fault fault,
    int64_t by)
{
	sim_fault(m, fault_cpu(c), fault, (unsigned)agent_int(c, "n", 1), by);
	sim_notify();
}

static void
fault_late(struct agent_call *c, struct sim_model *m)
{
	put_fault(c, m, SIM_LATE, agent_int(c, "by", 0));
}

static void
fault_early(struct agent_call *c, struct sim_model *m)
{
	put_fault(c, m, SIM_EARLY, agent_int(c, "by", 0));
}

static void
fault_lost(struct agent_call *c, struct sim_model *m)
{
	put_fault(c, m, SIM_LOST, 0);
}

static void
fault_twice(struct agent_call *c, struct sim_model *m)
{
	put_fault(c, m, SIM_TWICE, agent_int(c, "by", NSEC_PER_USEC));
}

static void
fault_astray(struct agent_call *c, struct sim_model *m)
{
	put_fault(c, m, SIM_ASTRAY, agent_int(c, "dest", 0));
}

static void
fault_spurious(struct agent_call *c, struct sim_model *m)
{
	sim_spurious(m, fault_cpu(c));
}

static void
fault_stop(struct agent_call *c, struct sim_model *m)
{
	sim_stops(m, agent_int(c, "n", 1) != 0);
}

/* The timers' clock; with tell=, the timer's driver has learnt of it. */
static void
fault_freq_change(struct agent_call *c, struct sim_model *m)
{
	struct eventtimer *et;
	uint64_t freq;

	freq = (uint64_t)agent_int(c, "freq", NSEC_PER_SEC);
	sim_frequency(m, freq);
	sim_notify();
	if (!agent_has(c, "tell"))
		return;
	ET_LOCK();
	et = et_named(sim_model_name(m));
	ET_UNLOCK();
	if (et != NULL)
		et_change_frequency(et, freq);
}

/* The counter's faults: by= is time, freq= is Hz. */
static void
fault_jump_forward(struct agent_call *c, struct sim_model *m)
{
	sim_jump(m, agent_time(c, "by", 0));
}

static void
fault_jump_back(struct agent_call *c, struct sim_model *m)
{
	sim_jump(m, -agent_time(c, "by", 0));
}

static void
fault_counter_stop(struct agent_call *c, struct sim_model *m)
{
	(void)c;
	sim_counter(m, 0);
}

static void
fault_counter_freq(struct agent_call *c, struct sim_model *m)
{
	sim_counter(m, (uint64_t)agent_int(c, "freq", NSEC_PER_SEC));
}

/* The count from which its clocks go on is n=. */
static void
fault_count(struct agent_call *c, struct sim_model *m)
{
	sim_count(m, (uint64_t)agent_int(c, "n", 0));
}

/* Each access to its registers takes by= ns. */
static void
fault_slow_bus(struct agent_call *c, struct sim_model *m)
{
	sim_slow_bus(m, agent_int(c, "by", 0));
}

/* All its clocks stand, and its registers go on to answer. */
static void
fault_stuck(struct agent_call *c, struct sim_model *m)
{
	(void)c;
	sim_state(m, SIM_STUCK);
}

/* Those of no device. */
static void
fault_slow_handler(struct agent_call *c)
{
	sim_slow_handler(fault_cpu(c), (unsigned)agent_int(c, "n", 1),
	    agent_int(c, "by", 0));
}

/* The n-th allocation from now on fails. */
static void
fault_oom(struct agent_call *c)
{
	sim_fail_alloc((unsigned)agent_int(c, "n", 1));
}

static const struct fault {
	const char	*name;
	void		(*device)(struct agent_call *, struct sim_model *);
	agent_fn	*other;
} faults[] = {
	{ "late",		fault_late, NULL },
	{ "early",		fault_early, NULL },
	{ "lost",		fault_lost, NULL },
	{ "twice",		fault_twice, NULL },
	{ "astray",		fault_astray, NULL },
	{ "spurious",		fault_spurious, NULL },
	{ "stop",		fault_stop, NULL },
	{ "freq-change",	fault_freq_change, NULL },
	{ "jump-forward",	fault_jump_forward, NULL },
	{ "jump-back",		fault_jump_back, NULL },
	{ "counter-stop",	fault_counter_stop, NULL },
	{ "counter-freq",	fault_counter_freq, NULL },
	{ "count",		fault_count, NULL },
	{ "slow-bus",		fault_slow_bus, NULL },
	{ "stuck",		fault_stuck, NULL },
	{ "slow-handler",	NULL, fault_slow_handler },
	{ "oom",		NULL, fault_oom },
};

static void
let_happen(const struct fault *f, struct agent_call *c)
{
	struct sim_model *m;

	if (f->device == NULL) {
		f->other(c);
		return;
	}
	m = fault_model(c);
	if (m == NULL)
		agent_fail(c, "ENODEV");
	else
		f->device(c, m);
}

void
ref_fault(struct agent_call *c)
{
	const char *name;
	size_t i;

	name = agent_operand(c, 0);
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		if (name != NULL && agent_word_has(faults[i].name, name)) {
			let_happen(&faults[i], c);
			return;
		}
	}
	agent_fail(c, "ENOSYS");
}
