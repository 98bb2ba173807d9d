/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux.h - what the files of the Linux agent share.
 *
 *	linux.c		the target: tables, clocks, pointers, main()
 *	run.c		threads, waiting
 *	witness.c	did the machine let us run?
 *	settime.c	arguments of the two *_settime calls, errno names
 *	timerfd.c	kind timerfd
 *	descriptor.c	what all descriptors can do
 *	ptimer.c	kind ptimer
 *	itimer.c	kind itimer
 *	sleep.c		kind sleep
 *	poll.c		kind poll
 *	epoll.c		kind epoll
 *	process.c	kind process
 *	clock.c		kind clock
 *	signal.c	kind signal
 *
 * Every system call goes through the C library's function of that name, so
 * that a preloaded library can stand in for the kernel
 * (conformance/mutants/wrap).
 */
#ifndef ADAPTERS_LINUX_LINUX_H
#define ADAPTERS_LINUX_LINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>

#include "agent/agent.h"

#define	NSEC_PER_SEC	1000000000

/* linux.c */
int64_t linux_now(void);
int64_t linux_read_clock(int clk);
void *linux_pointer(const char *word);
unsigned cpu_count(void);
unsigned cpu_here(void);
void cpu_pin(unsigned i);
void cpu_unpin(void);

/* run.c */
int linux_run(struct agent *);
void linux_wait(struct agent_ctx *, int64_t until, unsigned how);
void linux_notify(struct agent *);
void sleep_until(int64_t);
bool thread_start(void *(*body)(void *), void *arg);
pid_t flow_tid(int i);
int flow_self(void);			/* -1: none of the scenario's */

/* witness.c */
void witness_init(struct agent *);
void witness_join(unsigned flow);
bool witness_start(unsigned cpu);
void witness_step(void);

/* settime.c */

/* The arguments of timerfd_settime() or timer_settime(). */
struct setting {
	struct itimerspec value, old;
	const struct itimerspec *new_ptr;
	struct itimerspec *old_ptr;
	int flags;
};

void setting_args(struct agent_call *, struct setting *);
void setting_result(struct agent_call *, const struct setting *, int r);
void left_result(struct agent_call *, const struct itimerspec *, int r);
/* r is what the system call returned; -1 becomes the name of errno. */
void call_result(struct agent_call *, int64_t r);
const char *error_name(int error);
struct timespec timespec_of(int64_t ns);
struct timeval timeval_of(int64_t ns);		/* rounded up */
int64_t ns_of(const struct timespec *);
/* clock=: a clock id, which may be one that no kernel has. */
clockid_t clock_arg(struct agent_call *);
/* What a key says in place of the address of our own; ptr= */
void *pointer_of(struct agent_call *, const char *key, void *own);
void *pointer_arg(struct agent_call *, void *own);
void say_all(agent_say *, void *arg, const char *const traits[][2], size_t n);

/* The verbs of the kinds, and what they say in the statement. */
void tfd_create(struct agent_call *);
void tfd_settime(struct agent_call *);
void tfd_gettime(struct agent_call *);
void tfd_read(struct agent_call *);
void tfd_write(struct agent_call *);
void tfd_close(struct agent_call *);
void tfd_nonblock(struct agent_call *);
void tfd_statement(agent_say *, void *arg);

agent_fn fil_dup, fil_dup2, fil_fcntl, fil_readv, fil_writev, fil_take,
    fil_pread, fil_pwrite;

agent_fn itm_settime, itm_gettime, itm_alarm;
void itm_statement(agent_say *, void *arg);

agent_fn slp_create, slp_nanosleep, slp_clock_nanosleep;
void slp_statement(agent_say *, void *arg);

agent_fn pol_poll, pol_ppoll, pol_select, pol_pselect;
void pol_statement(agent_say *, void *arg);
short poll_events_arg(struct agent_call *);
void poll_show(struct agent_call *, unsigned i, short bits);
struct timespec *poll_time_arg(struct agent_call *, struct timespec *);
int poll_ms_arg(struct agent_call *);

agent_fn epl_create, epl_add, epl_mod, epl_del, epl_wait, epl_pwait2;
void epl_statement(agent_say *, void *arg);

agent_fn clk_get, clk_set, clk_res, clk_slack;
void clk_statement(agent_say *, void *arg);
void give_up(void);		/* the right to set clocks */

agent_fn prc_fork, prc_wait, prc_kill, prc_send;
bool in_child(void);
/* What a program finds that a process has become. */
int inherited_main(int argc, char **argv);

void ptm_create(struct agent_call *);
void ptm_settime(struct agent_call *);
void ptm_gettime(struct agent_call *);
void ptm_overrun(struct agent_call *);
void ptm_delete(struct agent_call *);
void ptm_id(struct agent_call *);
void ptm_statement(agent_say *, void *arg);
/* Does this kernel's timer id belong to an object that lives? */
bool ptm_lives(struct agent *, int id);

void sig_handle(struct agent_call *);
void sig_block(struct agent_call *);
void sig_unblock(struct agent_call *);
agent_fn sig_ignore, sig_default, sig_raise;
int signo_of(const char *word);		/* "rt1", "usr1", "34"; -1 */
const char *signo_word(int signo);

#endif /* ADAPTERS_LINUX_LINUX_H */
