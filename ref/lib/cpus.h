/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cpus.h - who does the work of a CPU that is off line.
 *
 * Rests on: port.  Used by: the layers that keep things for each CPU.
 */
#ifndef LIB_CPUS_H
#define LIB_CPUS_H

#include "port/port.h"

/*
 * The CPU itself while it is on line, else the next one that is; so what
 * belongs to one CPU stays together wherever it goes.
 *
 * Any context.  Of the caller's own CPU the answer holds while interrupts
 * are masked: the CPU cannot be gone before they are on again, and no other
 * changes meanwhile.  Of another CPU it may be out of date at once; look
 * again under a lock that the going CPU's leave() takes, too.
 */
static inline unsigned
cpu_standin(unsigned cpu)
{
	while (!port_cpu_online(cpu))
		cpu = cpu + 1 < port_cpus() ? cpu + 1 : 0;
	return cpu;
}

#endif
