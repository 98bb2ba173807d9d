/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_timekeeping.c - the verbs that change clocks and counters, on the
 * reference (timekeeping.9).
 *
 * Objects of kind counter are ideal counters of the scenario's own: they
 * count from 0 at power-on, and `register` makes them known, whatever they
 * look like.  The first reading from `from` on takes as long as `slow` says,
 * as when something more urgent takes the processor.
 */
#include "lib/math64.h"
#include "ref/ref.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"
#include "timekeeping/timetc.h"

static struct timecounter counters[AGENT_ELEMS];
static struct { int64_t from, by; } slow[AGENT_ELEMS];

static void
result(struct agent_call *c, int error)
{
	if (error != 0)
		ref_fail(c, error);
}

/* `setclock real by=1h`, `setclock real to=…` */
void
clk_setclock(struct agent_call *c)
{
	int64_t to;

	c->clock = AGENT_REAL;
	to = ktime_to_ns(ktime_get_real()) + agent_time(c, "by", 0);
	if (agent_has(c, "to"))
		to = agent_time(c, "to", 0);
	result(c, timekeeping_settime(ns_to_ktime(to)));
}

void
clk_slew(struct agent_call *c)
{
	result(c, timekeeping_rate(agent_int(c, "ppb", 0)));
}

/* What a refused call does not store stays -1. */
void
clk_adjust(struct agent_call *c)
{
	int64_t left;

	left = -1;
	result(c, timekeeping_adjust(agent_time(c, "by", 0), &left));
	agent_show(c, "left", left);
}

/* `leap insert`, `leap delete`, `leap none`, or a number. */
void
clk_leap(struct agent_call *c)
{
	const char *w;
	int64_t kind;

	w = agent_operand(c, 0);
	if (!agent_number(w, &kind)) {
		kind = agent_word_has("insert", w) ? TK_LEAP_INSERT :
		    agent_word_has("delete", w) ? TK_LEAP_DELETE :
		    TK_LEAP_NONE;
	}
	result(c, timekeeping_leap((enum tk_leap)kind));
}

static void
stand_until(void *until)
{
	while (sim_now() < *(const int64_t *)until)
		sim_spin(*(const int64_t *)until);
}

/*
 * The machine sleeps: no CPU runs anything.  Without by=, the clocks alone
 * are told.
 */
void
clk_suspend(struct agent_call *c)
{
	static int64_t until;
	unsigned cpu;
	int64_t by;
	bool s;

	timekeeping_suspend();
	ref_sleeps(true);
	if (!agent_has(c, "by"))
		return;
	by = agent_time(c, "by", 0);
	until = sim_now() + by;
	s = port_intr_mask();
	for (cpu = 0; cpu < port_cpus(); cpu++) {
		if (cpu != port_cpu())
			port_cpu_call(cpu, stand_until, &until);
	}
	stand_until(&until);
	(void)timekeeping_resume(by);
	ref_sleeps(false);
	port_intr_restore(s);
}

void
clk_resume(struct agent_call *c)
{
	int error;

	error = timekeeping_resume(agent_time(c, "by", 0));
	if (error == 0)
		ref_sleeps(false);
	result(c, error);
}

/* The counter in use, and what follows from it. */
void
clk_info(struct agent_call *c)
{
	const struct timecounter *tc;

	tc = tc_current();
	agent_show_word(c, "counter", tc->tc_name);
	agent_show(c, "quality", tc->tc_quality);
	agent_show(c, "res", timekeeping_resolution());
	agent_show(c, "idle", timekeeping_max_idle());
	(void)timekeeping_check();
}

void
clk_select(struct agent_call *c)
{
	result(c, tc_select(agent_operand(c, 0)));
}

static uint64_t
count(struct timecounter *tc)
{
	int64_t until, *by;

	by = &slow[tc - counters].by;
	if (*by > 0 && sim_now() >= slow[tc - counters].from) {
		until = sim_now() + *by;
		*by = 0;
		stand_until(&until);
	}
	return muldiv64_down((uint64_t)sim_now(), tc->tc_frequency,
	    (uint64_t)NSEC_PER_SEC) & tc->tc_counter_mask;
}

void
clk_register(struct agent_call *c)
{
	struct timecounter *tc;

	tc = &counters[c->obj->index];
	tc->tc_name = agent_word(c, "name", c->obj->name);
	tc->tc_counter_mask = (uint64_t)agent_int(c, "mask", -1);
	tc->tc_frequency = (uint64_t)agent_int(c, "freq", NSEC_PER_SEC);
	tc->tc_quality = (int)agent_int(c, "quality", 0);
	tc->tc_get_timecount = count;
	if (agent_int(c, "null", 0) == 1)
		tc->tc_get_timecount = NULL;
	if (agent_int(c, "null", 0) == 2)
		tc->tc_name = NULL;
	slow[c->obj->index].from = agent_int(c, "from", 0);
	slow[c->obj->index].by = agent_int(c, "slow", 0);
	result(c, tc_init(tc));
}
