/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_board.h - machines with real timer devices, one for each driver.
 *
 * A board says what its devices are, and what a driver should make of them:
 * a second opinion, by the data sheet, against which cases hold the driver.
 */
#ifndef SIM_SIM_BOARD_H
#define SIM_SIM_BOARD_H

#include "lib/types.h"

struct sim_board {
	const char	*name;		/* what --driver wants */

	/* Of a machine with several, in the order of choice: "A(9),B(-1)". */
	const char	*timers, *counters;
	int64_t		 worst;		/* late, with any of them */

	/* The one on trial, which is the first of several. */
	const char	*timer;		/* as registered; NULL: it has none */
	int		 flags;		/* ET_FLAGS_* */
	int		 quality;
	int		 crowded;	/* less by that on 8 CPUs */
	uint64_t	 frequency;	/* Hz, as registered */
	uint64_t	 over;		/* Hz: measured too high by that */
	int64_t		 min, max;	/* ns, as registered */
	bool		 timed;		/* these are no cycles of its clock */
	unsigned	 wraps;		/* bits; 0: it counts down, or 64 */
	bool		 status;	/* shows whose an interrupt is */
	bool		 first;		/* a period may begin otherwise */
	bool		 claims;	/* says of itself how fast it counts */

	const char	*counter;	/* as registered; NULL: it has none */
	uint64_t	 counter_frequency;	/* Hz */
	unsigned	 counter_width;	/* bits */
	int		 counter_quality;
	int		 alone;		/* better by that on 1 CPU */
	bool		 ticks;		/* it counts interrupts as well, so
					   masked ones are time lost */

	int64_t		 late;		/* ns: behind its time at most */
	int64_t		 res;		/* ns, of timers on it; 0: the step of
					   that counter */
	void		(*power_on)(void);	/* the models */
	int		(*attach)(void);	/* the drivers */
};

/* Each of them; NULL ends. */
extern const struct sim_board *const sim_boards[];

const struct sim_board *sim_board(const char *name);	/* NULL: none */

/*
 * The name of the model that its driver is written for.  Here, so that who
 * brings up a board that he is given does not have all of them linked.
 */
static inline const char *
sim_board_device(const struct sim_board *b)
{
	return b->timer != NULL ? b->timer : b->counter;
}

/* The models' addresses and lines. */
#define SIM_HPET_BASE		((uintptr_t)0xfed00000)
#define SIM_LAPIC_BASE		((uintptr_t)0xfee00000)
#define SIM_I8254_BASE		((uintptr_t)0x40)
#define SIM_RTC_BASE		((uintptr_t)0x70)
#define SIM_ACPI_PM_BASE	((uintptr_t)0x608)
#define SIM_TSC_BASE		((uintptr_t)0xc0000000)
#define SIM_GENERIC_TIMER_BASE	((uintptr_t)0xc1000000)
#define SIM_SP804_BASE		((uintptr_t)0x1c110000)
#define SIM_CLINT_BASE		((uintptr_t)0x02000000)
#define SIM_SBI_BASE		((uintptr_t)0xc2000000)
#define SIM_SSTC_BASE		((uintptr_t)0xc3000000)
#define SIM_MIPS_CP0_BASE	((uintptr_t)0xc4000000)
#define SIM_DECREMENTER_BASE	((uintptr_t)0xc5000000)
#define SIM_GOLDFISH_BASE	((uintptr_t)0x101000)

#define SIM_HPET_LINE		4u
#define SIM_LAPIC_LINE		5u
#define SIM_I8254_LINE		6u
#define SIM_SP804_LINE		7u
#define SIM_RTC_LINE		8u
#define SIM_TIMER_LINE		9u	/* of the others */

/* In the models' files, and in pc_boards.c. */
extern const struct sim_board simtimer_board,
    hpet_board, hpet_msi_board, lapic_board, lapic_deadline_board,
    lapic_c3_board, tsc_board, acpi_pm_board, acpi_pm32_board, i8254_board,
    i8254_alone_board, rtc_board,
    generic_timer_board, generic_timer_phys_board, sp804_board,
    clint_board, sbi_board, sstc_board,
    mips_cp0_board, decrementer_board, decrementer_booke_board,
    goldfish_board,
    pc_board, pc_c3_board, vexpress_board;

/* Devices that stand on the boards of others, too. */
void	sim_acpi_pm_add(unsigned width);			/* H */
void	sim_i8254_add(void);					/* H */
void	sim_atrtc_add(void);					/* H */
void	sim_lapic_power_on(void);	/* H  sim_x86_power_on() is over */

/*
 * What single devices are known for, on request.
 */

/* PIIX4, ICH: a read that meets a carry is wrong; each so many-th (from 3 on)
 * does.  0: none. */
void	sim_acpi_pm_torn(unsigned each);			/* HTI */

/* Cyrix 5510: what was latched is forgotten. */
void	sim_i8254_forgets(bool);				/* HTI */

/*
 * The TSC of one CPU is ahead by so many cycles more: firmware that hides
 * its time, a CPU plugged in later, sockets without a common reset.
 */
void	sim_tsc_differ(unsigned cpu, int64_t cycles);		/* HTI */

/*
 * Writes of the LVT stay in the CPU until it next reads from the APIC, and
 * writes of MSRs overtake them: every x86 with its APIC in memory.
 */
void	sim_lapic_posts(bool);					/* HTI */

/*
 * The first reading or two of a new count are 1000 too little or too much, as
 * an Allwinner A64, a Freescale LS1043 (A-008585) or a HiSilicon hip05
 * (161010101) shows them.
 */
void	sim_generic_timer_unstable(bool);			/* HTI */

/* What firmware left in CNTFRQ: 0 if it forgot, as many first bootloaders. */
void	sim_generic_timer_cntfrq(uint32_t);			/* H */

/* IntClr stays in a bridge until the module is read, as in AXI to APB ones. */
void	sim_sp804_posted(bool);					/* HTI */

/* A hart's time is so far ahead: chips of two dies, an MTIMER on each. */
void	sim_riscv_ahead(unsigned cpu, uint64_t cycles);		/* HTI */

/* The next n reads of the high half are of before a turn: any 32-bit hart. */
void	sim_riscv_torn(unsigned n);				/* HTI */

/* STIP outlives n writes that should clear it: "eventually", Sstc says. */
void	sim_riscv_sticky(unsigned n);				/* HTI */

/* The next n set_timer do nothing, and say SUCCESS: it says nothing else. */
void	sim_sbi_loses(unsigned n);				/* HTI */

/* Each set_timer takes so long: a hypervisor under the firmware. */
void	sim_sbi_slow(int64_t ns);				/* HTI */

/* No Sstc after all: firmware from before it leaves STCE clear. */
void	sim_sstc_off(void);					/* HTI */

/* A Count ahead of the others: firmware that starts CPUs one by one. */
void	sim_mips_cp0_skew(unsigned cpu, uint32_t counts);	/* HTI */

/* R4000, early R4400: a read of Count as it becomes Compare takes TI away. */
void	sim_mips_cp0_forgets(bool);				/* HTI */

/* 601 to 7450, MPC5xx: the exception is latched once, and no level. */
void	sim_decrementer_edge(bool);				/* HTI */

/* Power Macintoshes with two CPUs: a time base ahead of the others. */
void	sim_decrementer_skew(unsigned cpu, uint64_t counts);	/* HTI */

/* The RTC of the Android emulator: time goes by whole seconds. */
void	sim_goldfish_coarse(bool);				/* HTI */

/* TIME_HIGH is that of the moment: emulators that keep nothing for it. */
void	sim_goldfish_unlatched(bool);				/* HTI */

#endif
