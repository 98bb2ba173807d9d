/* SPDX-License-Identifier: BSD-2-Clause */
/* ref.h - what the files of the reference's agent share. */
#ifndef ADAPTERS_REF_REF_H
#define ADAPTERS_REF_REF_H

#include "agent/agent.h"
#include "lib/types.h"
#include "sim/sim.h"
#include "sim/sim_board.h"

#define REF_CPUS	4	/* unless --cpus says otherwise */
#define REF_DISPATCHERS	2	/* unless --dispatchers does */

/* CLOCK_REALTIME at power-on, in seconds. */
#define REF_REALTIME	INT64_C(1000000000)

#define REF_BAD		4	/* devices of a board that are no good */

/* What hardware there is: CPUs, and one to three ideal timers. */
struct ref_machine {
	unsigned	 cpus;
	unsigned	 dispatchers;	/* of timeouts, for each CPU */
	unsigned	 timers;
	int64_t		 start;		/* CLOCK_MONOTONIC at power-on */
	struct sim_simtimer timer[SIM_SIMTIMERS];
	const struct sim_board *board;	/* NULL: none besides */
	enum sim_model_state state;	/* of that */
	bool		 changes;	/* of the timer, by --change */
	unsigned	 nbad;		/* and these of its devices are so: */
	struct {
		const char	*name;
		enum sim_model_state state;
	} bad[REF_BAD];
};

/* A machine with one good timer. */
void	ref_machine_init(struct ref_machine *, unsigned cpus);

/* The same, but for what the scenario declares of it. */
void	ref_machine_declared(struct ref_machine *, const struct agent *);

/*
 * Power on a machine and bring the stack up, as a kernel does: devices,
 * drivers, clocks, timers.  Once in a process.
 */
void	ref_boot_machine(const struct ref_machine *, uint64_t seed);
void	ref_boot(unsigned cpus, uint64_t seed);	/* one good timer */

extern const struct agent_target agent_ref_target;
extern struct agent *ref_agent;		/* the one whose scenario runs */
extern uint64_t ref_seed;		/* of the virtual machine */

/* Modes that may change no result: see modes.c. */
extern struct ref_modes {
	int64_t		 start;		/* CLOCK_MONOTONIC at power-on */
	unsigned	 counter_width;	/* bits */
	uint64_t	 counter_start;	/* what it shows at power-on */
	bool		 interrupts;	/* one at each unlock */
	unsigned	 cpus;
	unsigned	 dispatchers;	/* of timeouts, for each CPU */
	const struct sim_board *board;	/* its driver is on trial */
	int64_t		 change;	/* ns, of the timer; 0: it stays */
} ref_modes;

/* Does the stack rest on that driver?  Not on simtimer's, unless asked to. */
bool	ref_modes_driven(void);

/* The device that a fault is about when it does not say: its model's name. */
const char *ref_device(void);

/* Takes an option; false, behind a line that refuses it, when it is none. */
bool	ref_modes_option(const char *program, const char *arg);
void	ref_modes_machine(struct ref_machine *);
void	ref_modes_begin(const struct ref_machine *);

void	ref_statement(agent_say *, void *arg);

/* The clocks of the stack stand from now on, or go on. */
void	ref_sleeps(bool);

/* An errno value, positive or negative, as the call's failure. */
void	ref_fail(struct agent_call *, int error);

/* What a system call returned: a value, or a negative errno value. */
void	ref_result(struct agent_call *, long r);

/* The number of a signal by its word; -1: there is none such. */
int	ref_signo(const char *word);

/* Make thread `main` the one that takes the program's signals. */
void	ref_signals_begin(struct agent *);

/* clock= as a number; a word that names no clock is one itself. */
clockid_t ref_clock(struct agent_call *);

/* ptr= as an address; without it, the good one. */
void	*ref_pointer_of(struct agent_call *, void *good);
void	*ref_pointer(const char *word);

/* The object whose hrtimer this is, or NULL. */
const struct agent_obj *ref_hrtimer_owner(const void *hrtimer);

/* The ptimer with this id, for all that the scenario has done, or NULL. */
const struct agent_obj *ref_ptimer(int id);

/* The verbs: bind_*.c has them, target.c the table. */
agent_fn hrt_init, hrt_rebase, hrt_start, hrt_restart, hrt_cancel, hrt_try,
    hrt_forward, hrt_remaining, hrt_active, hrt_res;
agent_fn tfd_create, tfd_settime, tfd_gettime, tfd_read, tfd_write;
agent_fn kq_create, kq_change, kq_batch, kq_collect, kq_wait;
agent_fn fil_close, fil_nonblock, fil_dup, fil_dup2, fil_fcntl, fil_readv,
    fil_writev, fil_pread, fil_pwrite;
agent_fn poll_poll, poll_ppoll, poll_select, poll_pselect;
agent_fn slp_create, slp_nanosleep, slp_clock_nanosleep;
agent_fn sig_handle, sig_ignore, sig_block, sig_unblock, sig_raise;
agent_fn entry_create, entry_look;
agent_fn kev_create, kev_add, kev_remove, kev_modify, kev_ready, kev_get,
    kev_wait, kev_commit, kev_ring;
agent_fn req_create, req_start, req_stop, req_advance, req_remaining, req_fini;
agent_fn org_register, org_answer, org_fire, org_info;
agent_fn ptm_create, ptm_settime, ptm_gettime, ptm_overrun, ptm_delete, ptm_id;
agent_fn itm_settime, itm_gettime, itm_alarm;
agent_fn tsk_create, tsk_write, tsk_read, tsk_gettime, tsk_getopt, tsk_setopt,
    tsk_shutdown, tsk_other;
agent_fn etm_register, etm_deregister, etm_find, etm_init, etm_start,
    etm_stop, etm_ban, etm_free, etm_fire, etm_info, etm_change, etm_etlock,
    etm_etunlock;
agent_fn tmo_init, tmo_start, tmo_stop, tmo_drain, tmo_fini, tmo_active;
agent_fn lock_lock, lock_unlock;
agent_fn clk_setclock, clk_slew, clk_adjust, clk_leap, clk_suspend,
    clk_resume, clk_info, clk_select, clk_register;
agent_fn machine_park, machine_wake, machine_cpu_off, machine_cpu_on;
agent_fn ref_calc, ref_fault;
agent_fn stream_on, stream_off, stream_ticks, stream_profiling, tick_sysctl;

#endif
