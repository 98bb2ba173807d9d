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
	const char	*timer;		/* as registered; NULL: it has none */
	int		 flags;		/* ET_FLAGS_* */
	int		 quality;
	uint64_t	 frequency;	/* Hz, as registered */
	int64_t		 min, max;	/* ns, as registered */
	unsigned	 ppb;		/* its frequency is measured too high */
	unsigned	 wraps;		/* bits; 0: it counts down, or 64 */
	bool		 status;	/* shows whose an interrupt is */
	bool		 first;		/* a period may begin otherwise */
	const char	*counter;	/* as registered; NULL: it has none */
	uint64_t	 counter_frequency;	/* Hz */
	unsigned	 counter_width;	/* bits */
	int		 counter_quality;
	int64_t		 late;		/* ns: behind its time at most */
	void		(*power_on)(void);	/* the models */
	int		(*attach)(void);	/* the drivers */
};

/* Each of them; NULL ends. */
extern const struct sim_board *const sim_boards[];

const struct sim_board *sim_board(const char *name);	/* NULL: none */

/* The name of the model that its driver is written for. */
const char *sim_board_device(const struct sim_board *);

/* The timer of the x86 CPUs that sim_x86_power_on() has made. */
void sim_lapic_power_on(void);

/*
 * The TSC of one CPU is ahead by so many cycles more: firmware that hides
 * its time, a CPU plugged in later, sockets without a common reset.
 */
void sim_tsc_differ(unsigned cpu, int64_t cycles);

/*
 * Writes of the LVT stay in the CPU until it next reads from the APIC, and
 * writes of MSRs overtake them: every x86 with its APIC in memory.
 */
void sim_lapic_posts(bool);

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
#define SIM_RTC_LINE		8u
#define SIM_TIMER_LINE		9u	/* of the others */

/* In the models' files. */
extern const struct sim_board simtimer_board, hpet_board, hpet_msi_board;
extern const struct sim_board lapic_board, lapic_deadline_board,
	    lapic_c3_board, tsc_board;

#endif
