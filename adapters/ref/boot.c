/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * boot.c - brings the reference up on the virtual machine.
 *
 * The order is a kernel's: devices before their drivers, a counter before
 * the clocks, the clocks before the timers that count on them.
 */
#include "hal/simtimer.h"
#include "hrtimer/hrtimer.h"
#include "ref/ref.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"
#include "timeout/timeout.h"
#include "timerfd/timerfd.h"

void
ref_machine_init(struct ref_machine *m, unsigned cpus)
{
	m->cpus = cpus;
	m->dispatchers = REF_DISPATCHERS;
	m->timers = 1;
	m->start = 0;
	m->board = NULL;
	m->state = SIM_SOUND;
	m->changes = false;
	m->nbad = 0;
	sim_simtimer_ideal(&m->timer[0], (uint64_t)NSEC_PER_SEC);
}

static void
power_on_board(const struct ref_machine *m)
{
	unsigned i;

	m->board->power_on();
	sim_state(sim_model(sim_board_device(m->board)), m->state);
	for (i = 0; i < m->nbad; i++)
		sim_state(sim_model(m->bad[i].name), m->bad[i].state);
}

void
ref_boot_machine(const struct ref_machine *m, uint64_t seed)
{
	unsigned i;

	sim_init(m->cpus, seed);
	if (m->board != NULL)
		power_on_board(m);
	for (i = 0; i < m->timers; i++) {
		sim_simtimer_add(i, &m->timer[i]);
		(void)simtimer_attach(SIM_SIMTIMER_BASE +
		    i * SIM_SIMTIMER_STRIDE, SIM_SIMTIMER_LINE + i);
	}
	if (m->board != NULL)
		(void)m->board->attach();
	timekeeping_init(ns_to_ktime(REF_REALTIME * NSEC_PER_SEC));
	timekeeping_begin(ns_to_ktime(m->start));
	hrtimers_init();
	timeouts_init(m->dispatchers);
	timerfds_init();
}

void
ref_boot(unsigned cpus, uint64_t seed)
{
	struct ref_machine m;

	ref_machine_init(&m, cpus);
	ref_boot_machine(&m, seed);
}
