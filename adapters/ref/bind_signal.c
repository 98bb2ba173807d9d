/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_signal.c - kind signal on the reference: the program's signals.
 *
 * What		An object is a signal's number, given by sig= of its
 *		declaration, and the clock of the timers that send it, by
 *		clock=.  After `handle` each delivery is one record `sig`
 *		and runs the script of call=, in thread main.
 */
#include "hosted/signals.h"
#include "ptimer/ptimer.h"
#include "ref/ref.h"

/* The numbers are Linux's; rt1 is the second of the real-time signals. */
#define RTMIN	34

static const struct {
	const char	*word;
	int		 signo;
} names[] = {
	{ "hup", 1 }, { "int", 2 }, { "usr1", 10 }, { "usr2", 12 },
	{ "alrm", 14 }, { "term", 15 }, { "urg", 23 }, { "vtalrm", 26 },
	{ "prof", 27 }, { "io", 29 },
};

int
ref_signo(const char *word)
{
	int64_t v;
	size_t i;

	if (agent_number(word, &v))
		return (int)v;
	if (word[0] == 'r' && word[1] == 't' && agent_number(word + 2, &v))
		return RTMIN + (int)v;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (agent_word_has(word, names[i].word))
			return names[i].signo;
	return -1;
}

static int
signo_of(struct agent_call *c)
{
	return ref_signo(agent_word(c, "sig", "none"));
}

static void
handler(const struct siginfo *info, void *arg)
{
	union sigval value = { .sival_ptr = (void *)info->value };
	struct agent_field f[4] = {
		{ "code", 0, info->code == PORT_SI_TIMER ? "timer" : "kernel" },
		{ "val", value.sival_int, NULL },
		{ "over", info->overrun, NULL },
		{ "stale", 1, NULL },
	};
	unsigned n;

	n = info->code != PORT_SI_TIMER ? 1 :
	    ref_ptimer(info->id) != NULL ? 3 : 4;
	(void)agent_callback(ref_agent, arg, "sig", f, n);
}

void
sig_handle(struct agent_call *c)
{
	c->obj->clock = ref_clock(c) == CLOCK_REALTIME ? AGENT_REAL :
	    AGENT_MONO;
	ref_result(c, -signals_handle(signo_of(c), handler, c->obj,
	    agent_int(c, "restart", 0) != 0));
}

void
sig_ignore(struct agent_call *c)
{
	ref_result(c, -signals_handle(signo_of(c), NULL, NULL, false));
}

void
sig_block(struct agent_call *c)
{
	ref_result(c, -signals_block(signo_of(c), true));
}

void
sig_unblock(struct agent_call *c)
{
	ref_result(c, -signals_block(signo_of(c), false));
}

/* Sent by the kernel; while it is queued, no other time. */
void
sig_raise(struct agent_call *c)
{
	static struct port_signal sent[PORT_SIGNALS + 1];
	int signo;

	signo = signo_of(c);
	sent[signo].signo = signo;
	sent[signo].code = PORT_SI_KERNEL;
	(void)port_signal_send(&sent[signo]);
}

void
ref_signals_begin(struct agent *a)
{
	signals_init(agent_thread_ctx(a, 0)->port, sim_notify);
}
