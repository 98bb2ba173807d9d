/* SPDX-License-Identifier: BSD-2-Clause */
/* sim_rig.c - the virtual machine, as port_test.c drives it. */
#include "hosted/user.h"
#include "port/rig.h"
#include "sim/sim.h"

#define SECOND	INT64_C(1000000000)

void
rig_boot(unsigned cpus)
{
	sim_init(cpus, 0);
}

unsigned
rig_run(void)
{
	return sim_run(sim_now() + 2 * SECOND);
}

void
rig_spend(int64_t ns)
{
	if (sim_masked())
		sim_spin(sim_now() + ns);
	else
		sim_sleep(sim_now() + ns, 0);
}

int64_t
rig_now(void)
{
	return sim_now();
}

void
rig_raise(unsigned cpu, unsigned line)
{
	sim_raise(cpu, line);
}

void
rig_fail_alloc(unsigned nth)
{
	sim_fail_alloc(nth);
}

void *
rig_bad_address(void)
{
	return user_bad_address();
}

void
rig_watch(void (*watch)(unsigned, const void *, int64_t))
{
	sim_on_event = watch;
}
