/* SPDX-License-Identifier: BSD-2-Clause */
/* sim_board.c - the list of machines with real timer devices. */
#include "sim/sim_board.h"

#include "sim/sim_impl.h"

const struct sim_board *const sim_boards[] = {
	&simtimer_board,
	&hpet_board,
	&hpet_msi_board,
	&lapic_board,
	&lapic_deadline_board,
	&lapic_c3_board,
	&tsc_board,
	&acpi_pm_board,
	&acpi_pm32_board,
	&i8254_board,
	&i8254_alone_board,
	&rtc_board,
	&generic_timer_board,
	&generic_timer_phys_board,
	&sp804_board,
	&clint_board,
	&sbi_board,
	&sstc_board,
	&mips_cp0_board,
	&decrementer_board,
	&decrementer_booke_board,
	&goldfish_board,
	&pc_board,
	&pc_c3_board,
	&vexpress_board,
	NULL
};

const struct sim_board *
sim_board(const char *name)
{
	unsigned i;

	for (i = 0; sim_boards[i] != NULL; i++) {
		if (sim_same_name(sim_boards[i]->name, name))
			return sim_boards[i];
	}
	return NULL;
}
