/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * explore.h - small scenarios whose every schedule is tried.
 *
 * A scenario is a machine with a few threads that race, and what must hold
 * however they do.  It is set up, run and judged once for each schedule, and
 * each time all static data of the program is as it was at the start.
 *
 * Context	H the host; T a thread of the scenario, I a callback.
 */
#ifndef EXPLORE_EXPLORE_H
#define EXPLORE_EXPLORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scenario {
	const char	*name;
	const char	*claim;		/* what holds in each schedule */
	unsigned	 cpus;
	int64_t		 until;		/* ns; all is over by then */
	void		(*setup)(void);	/* H  behind the start-up */
	void		(*quiet)(void);	/* H  whenever nobody can go on */
	void		(*finish)(void);	/* H  at the end */
};

/* Tables, each ended by an entry without a name. */
extern const struct scenario explore_hrtimer[], explore_timeout[],
    explore_eventtimer[], explore_kqueue[], explore_poll[];

/* These do not hold, and run only by name. */
extern const struct scenario explore_seeded[];

/*
 * A thread of the scenario; it must come back.  One with `before` runs
 * before the exploring begins, to its end.
 */
void	ex_thread(unsigned cpu, const char *name, void (*)(void));	/* H */
void	ex_before(unsigned cpu, void (*)(void));			/* H */

/* An object's name in what a violation prints. */
void	ex_name(const void *, size_t, const char *name);	/* H */

/* A place of the scenario's own where others may come in between. */
void	ex_mark(const char *what);				/* TI */

/* What must hold. */
#define EX(cond, claim)	((cond) ? (void)0 : ex_fail(claim))
void	ex_fail(const char *claim);				/* HTI */

/*
 * Did time go on while somebody could run?  Then what is late need not be a
 * fault: hardware was programmed for a distance from a present long gone.
 */
bool	ex_hurried(void);					/* HTI */

/* Storage of zeros.  Whoever touches it when it was freed breaks a claim. */
void	*ex_storage(size_t, const char *name);			/* HT */
void	ex_free(const void *);					/* TI */

/* ---- the stack, for search.c: bring it up; look at its structures ---- */

void	ex_boot(unsigned cpus);					/* H */
void	ex_check(void);						/* H */

/* ---- the search and what it tells, for main.c ---- */

enum explore_result { EXPLORE_HOLDS, EXPLORE_VIOLATED, EXPLORE_NO_REPLAY };

struct explore_count {
	unsigned long	schedules;	/* of so many preemptions at most */
	unsigned	preemptions;
	unsigned long	more;		/* of any number, until states met */
	bool		complete;
};

enum explore_result explore_search(const struct scenario *, bool brief,
	    struct explore_count *);

/* Run one schedule and print each step; `way` is as explore_way() gave it. */
enum explore_result explore_replay(const struct scenario *, const char *way);

const char *explore_violation(void);	/* the claim that broke */
const char *explore_way(void);		/* the schedule, as text */

#endif
