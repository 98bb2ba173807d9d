/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signal.c - kind signal: where the signals of POSIX timers arrive.
 *
 * What		An object is a signal number, given by sig= of its
 *		declaration, and the clock of the timers that send it, by
 *		clock=.  After `handle` each delivery is one record
 *		`sig` and runs the script of call=, in the handler itself.
 *
 * Why this way	A scenario wants to know on which thread a handler runs, so
 *		run.c blocks all signals in all threads but `main`: a signal
 *		for the process finds one taker.  `block` in main then holds
 *		it, `unblock` lets it go.
 *
 * Record	code	who sent it: timer, user (kill), queue, other
 *		val	the value that create was given
 *		over	si_overrun
 *		stale	1: the timer that sent it was deleted before
 *		on	the thread that took it, unless that is main
 *
 * Races	A signal can be delivered while `delete` runs; it is not yet
 *		stale then, since the object is given up after the call.
 */
#define	_GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "linux/linux.h"

/* Which object, of which agent, has asked for a signal. */
static struct {
	struct agent *agent;
	_Atomic(struct agent_obj *) obj;
} takers[NSIG];

static const struct {
	const char *word;
	int signo;
} names[] = {
	{ "alrm", SIGALRM }, { "usr1", SIGUSR1 }, { "usr2", SIGUSR2 },
	{ "hup", SIGHUP }, { "int", SIGINT }, { "term", SIGTERM },
	{ "io", SIGIO }, { "urg", SIGURG },
	{ "vtalrm", SIGVTALRM }, { "prof", SIGPROF }, { "kill", SIGKILL },
	{ "stop", SIGSTOP }, { "cont", SIGCONT },
};

/* rt1 is the second of the real-time signals; -1 for a word unknown. */
int
signo_of(const char *word)
{
	int64_t v;
	size_t i;

	if (agent_number(word, &v))
		return (int)v;
	if (strncmp(word, "rt", 2) == 0 && agent_number(word + 2, &v))
		return SIGRTMIN + (int)v;
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(word, names[i].word) == 0)
			return names[i].signo;
	return -1;
}

const char *
signo_word(int signo)
{
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].signo == signo)
			return names[i].word;
	return "other";
}

static const char *
code_word(int code)
{
	switch (code) {
	case SI_TIMER:	return "timer";
	case SI_USER:	return "user";
	case SI_QUEUE:	return "queue";
	case SI_TKILL:	return "tkill";
	case SI_KERNEL:	return "kernel";
	default:	return "other";
	}
}

static void
handler(int signo, siginfo_t *si, void *context)
{
	struct agent_obj *obj = atomic_load(&takers[signo].obj);
	struct agent *a = takers[signo].agent;
	struct agent_field f[5] = {
		{ "code", 0, code_word(si->si_code) },
		{ "val", si->si_value.sival_int, NULL },
		{ "over", si->si_overrun, NULL },
		{ "stale", 1, NULL },
	};
	unsigned n = 1;
	int saved = errno, thread = flow_self();

	(void)context;
	if (obj == NULL)
		return;
	if (si->si_code == SI_TIMER)
		n = ptm_lives(a, si->si_timerid) ? 3 : 4;
	else if (si->si_code == SI_QUEUE)
		n = 2;
	if (thread > 0) {
		f[n++] = (struct agent_field){ "on", 0,
		    agent_thread_name(a, (unsigned)thread) };
	}
	agent_callback(a, obj, "sig", f, n);
	errno = saved;
}

static int
signo_arg(struct agent_call *c)
{
	return signo_of(agent_word(c, "sig", "none"));
}

void
sig_handle(struct agent_call *c)
{
	int signo = signo_arg(c);
	struct sigaction sa;

	(void)clock_arg(c);
	if (signo > 0 && signo < NSIG) {
		takers[signo].agent = c->agent;
		atomic_store(&takers[signo].obj, c->obj);
	}
	memset(&sa, 0, sizeof sa);
	sa.sa_sigaction = handler;
	sa.sa_flags = SA_SIGINFO;
	if (agent_int(c, "restart", 0) != 0)
		sa.sa_flags |= SA_RESTART;
	sigemptyset(&sa.sa_mask);
	call_result(c, sigaction(signo, &sa, NULL));
}

/* In place of a handler: SIG_IGN, SIG_DFL. */
static void
dispose(struct agent_call *c, void (*how)(int))
{
	struct sigaction sa;

	memset(&sa, 0, sizeof sa);
	sa.sa_handler = how;
	sigemptyset(&sa.sa_mask);
	call_result(c, sigaction(signo_arg(c), &sa, NULL));
}

void
sig_ignore(struct agent_call *c)
{
	dispose(c, SIG_IGN);
}

void
sig_default(struct agent_call *c)
{
	dispose(c, SIG_DFL);
}

/* To the process: the thread that does not block it takes it. */
void
sig_raise(struct agent_call *c)
{
	call_result(c, kill(getpid(), signo_arg(c)));
}

static void
mask(struct agent_call *c, int how)
{
	sigset_t set;
	int r;

	sigemptyset(&set);
	if (sigaddset(&set, signo_arg(c)) != 0) {
		call_result(c, -1);
		return;
	}
	r = pthread_sigmask(how, &set, NULL);
	if (r != 0)
		agent_fail(c, error_name(r));
}

void
sig_block(struct agent_call *c)
{
	mask(c, SIG_BLOCK);
}

void
sig_unblock(struct agent_call *c)
{
	mask(c, SIG_UNBLOCK);
}
