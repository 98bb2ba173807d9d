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
	unsigned	 wraps;		/* bits; 0: it counts down, or 64 */
	bool		 status;	/* shows whose an interrupt is */
	bool		 first;		/* a period may begin otherwise */
	bool		 claims;	/* says of itself how fast it counts */
	const char	*counter;	/* as registered; NULL: it has none */
	uint64_t	 counter_frequency;	/* Hz */
	unsigned	 counter_width;	/* bits */
	int		 counter_quality;
	bool		 ticks;		/* it counts interrupts as well, so
					   masked ones are time lost */
	int64_t		 late;		/* ns: behind its time at most */
	void		(*power_on)(void);	/* the models */
	int		(*attach)(void);	/* the drivers */
};

/* Each of them; NULL ends. */
extern const struct sim_board *const sim_boards[];

const struct sim_board *sim_board(const char *name);	/* NULL: none */

/* The name of the model that its driver is written for. */
const char *sim_board_device(const struct sim_board *);

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

/*
 * Devices that stand on several boards, and what single devices are known
 * for; in the models' files.
 */

/* The ACPI PM timer, of 24 bits or 32. */
void	sim_acpi_pm_add(unsigned width);			/* H */

/* PIIX4, ICH: a read that meets a carry is wrong; each so many-th (from 3 on)
 * does.  0: none. */
void	sim_acpi_pm_torn(unsigned each);			/* HTI */

/* The timer of a PC; and as Cyrix 5510 has it, which forgets what was
 * latched. */
void	sim_i8254_add(void);					/* H */
void	sim_i8254_forgets(bool);				/* HTI */

/* The real-time clock of a PC, which is held until its register C is read. */
void	sim_atrtc_add(void);					/* H */

/* In the models' files. */
extern const struct sim_board simtimer_board, hpet_board, hpet_msi_board,
    acpi_pm_board, acpi_pm32_board,
    i8254_board, i8254_alone_board, rtc_board;

#endif
