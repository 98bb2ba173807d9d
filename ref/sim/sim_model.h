/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_model.h - what the register models of timer devices have in common:
 * clocks, interrupt outputs, and misbehaviour on request.
 *
 * A model knows its registers: what a read shows, what a write does, when
 * each output is due and what then changes.  All else is done here, so that
 * every device can be late, early, lost, absent or stuck in the same words.
 *
 * Rests on: sim.h.  Used by: the *_model.c alone.
 */
#ifndef SIM_SIM_MODEL_H
#define SIM_SIM_MODEL_H

#include "lib/types.h"
#include "sim/sim.h"

/* Something that counts: it showed `count` at `since`. */
struct sim_clock {
	uint64_t	frequency;	/* Hz; 0: it stands */
	uint64_t	count;
	int64_t		since;
	bool		stuck;		/* it stands, whatever it is told */
};

/* What it shows now, as if it were 64 bits wide. */
uint64_t sim_clock_now(const struct sim_clock *);

/* The first instant at which it shows that count, or more. */
int64_t	 sim_clock_when(const struct sim_clock *, uint64_t count);

/* Go on from here: at another rate; from another count. */
void	 sim_clock_rate(struct sim_clock *, uint64_t frequency);
void	 sim_clock_set(struct sim_clock *, uint64_t count);

/*
 * The next count, from `from` on, whose low bits are those of `value`: where
 * a comparator narrower than the clock matches; one as wide that has been
 * passed does so never, which is UINT64_MAX.
 */
uint64_t sim_clock_match(uint64_t from, uint64_t value, unsigned bits);

/* Where an interrupt goes that is no particular CPU's. */
#define SIM_ANY_CPU	PORT_CPUS

struct sim_output {
	unsigned	 cpu;		/* or SIM_ANY_CPU */
	unsigned	 line;
	/* Held until the driver takes it away, and taken again till then: */
	bool		 asserted;	/* set by fire() */
	bool		 edge;		/* but it comes once: others wait */
	/* sim_model.c's own: */
	unsigned	 went;		/* the CPU it last came to */
	int64_t		 echo;		/* one more interrupt; INT64_MAX: no */
	int64_t		 again;		/* asserted: when it is taken again */
	struct {
		unsigned	n;	/* so many interrupts to go */
		int64_t		by;	/* ns, or a CPU */
	} fault[SIM_FAULTS];
};

struct sim_model {
	const char	*name;		/* as its driver calls it */
	uintptr_t	 base;
	size_t		 size;
	unsigned	 widths;	/* of accesses: 1 | 4 | 8 bytes */
	bool		 numbered;	/* registers, each of any width */
	unsigned	 outputs;
	struct sim_output output[PORT_CPUS];
	struct sim_clock clock;		/* what its timers count */
	struct sim_clock counter;	/* what its counter shows */
	bool		 stops;		/* stands while its CPU sleeps */
	enum sim_model_state state;
	int64_t		 access;	/* ns that each takes */

	/* The device.  `bytes` is the width of the access. */
	uint64_t	(*read)(struct sim_model *, unsigned reg,
			    unsigned bytes);
	void		(*write)(struct sim_model *, unsigned reg,
			    unsigned bytes, uint64_t);
	/* When an output is to interrupt next; INT64_MAX: not. */
	int64_t		(*due)(const struct sim_model *, unsigned output);
	/* It does, now: reload, disable, assert. */
	void		(*fire)(struct sim_model *, unsigned output);
	/* NULL: sleep changes nothing. */
	void		(*sleep)(struct sim_model *, unsigned cpu,
			    bool asleep);

	struct sim_model *next;		/* sim_model.c's own */
};

/* The driver has taken an asserted output away; it is not taken again. */
void	sim_output_release(struct sim_output *);

/* Power on.  The model has filled in all but what is sim_model.c's own. */
void	sim_model_attach(struct sim_model *);			/* H */

#endif
