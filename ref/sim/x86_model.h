/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x86_model.h - the x86 CPU that tsc_model.c and lapic_model.c are parts of.
 *
 * Used by: those two, the machines of pc_boards.c, and tests.
 */
#ifndef SIM_X86_MODEL_H
#define SIM_X86_MODEL_H

#include "sim/sim_model.h"

struct sim_x86 {
	bool		invariant;	/* TSC: one rate, in sleep too */
	bool		deadline;	/* APIC timer: TSC-deadline mode */
	bool		arat;		/* APIC timer: runs in deep sleep */
	uint64_t	crystal;	/* Hz; 0: CPUID does not tell */
	uint32_t	numerator, denominator;	/* TSC / crystal */
	uint64_t	tsc;		/* Hz */
	uint64_t	start;		/* the TSC at power-on */
};

/* The CPUs, and the model of their TSC.  The description stays. */
void	 sim_x86_power_on(const struct sim_x86 *);

const struct sim_x86 *sim_x86(void);

/* A register of cpuid_reg.h, to the CPU that reads; the TSC counts so. */
uint64_t sim_x86_read(unsigned reg, const struct sim_clock *tsc);

/* By how much the TSC of a CPU is ahead. */
uint64_t sim_x86_ahead(unsigned cpu);

#endif
