/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signals.c - the signals of the one program that a hosted port runs.
 *
 * What		A queue of signals, and what the program does with each.
 *
 * Why this way	There is a program only in so far as somebody plays it: a test,
 *		or the agent.  So a handler is a function that runs in a thread
 *		where that thread sleeps, and no stack is bent for it.
 *
 * Order	The lowest number first; of one number, as they were sent.
 *
 * Invariants	I1  a signal is in the queue if and only if it says so.
 *		I2  no signal in the queue is ignored, but those to be kept.
 *
 * Locking	One spin lock, not held while accept() or a handler runs; a
 *		signal says that it is being accepted, and who cancels it waits
 *		for that.  Whoever blocks takes signals, so the length of the
 *		queue can be read without the lock.
 */
#include "hosted/signals.h"

#include <stdatomic.h>

#include "lib/check.h"
#include "lib/errno.h"

struct disposition {
	signals_handler	*handler;	/* NULL: ignored */
	void		*arg;
	bool		 restart;
	bool		 blocked;	/* by the program */
	bool		 running;	/* its handler runs, and blocks it */
};

static struct {
	struct port_spin lock;
	struct port_thread *taker;
	void		(*news)(void);
	struct disposition of[PORT_SIGNALS + 1];
	struct port_signal *queue;
	atomic_uint	 length;	/* written with the lock held */
} signals;

static bool
signals_check(void)
{
	const struct port_signal *p;

	for (p = signals.queue; p != NULL; p = p->next) {
		CHECK(p->queued);				/* I1 */
		CHECK(p->keep ||
		    signals.of[p->signo].handler != NULL);	/* I2 */
		CHECK(p->next == NULL || p->signo <= p->next->signo);
	}
	return true;
}

void
signals_init(struct port_thread *taker, void (*news)(void))
{
	int i;

	signals.taker = taker;
	signals.news = news;
	signals.queue = NULL;
	atomic_store(&signals.length, 0);
	for (i = 0; i <= PORT_SIGNALS; i++)
		signals.of[i] = (struct disposition){ .handler = NULL };
}

/* Behind all that come first; the lock is held. */
static void
enqueue(struct port_signal *p)
{
	struct port_signal **link;

	for (link = &signals.queue; *link != NULL; link = &(*link)->next)
		if ((*link)->signo > p->signo)
			break;
	p->next = *link;
	p->queued = true;
	*link = p;
	atomic_fetch_add(&signals.length, 1);
	INVARIANT(signals_check());
}

static void
dequeue(struct port_signal *p)
{
	struct port_signal **link;

	for (link = &signals.queue; *link != p; link = &(*link)->next)
		;
	*link = p->next;
	p->queued = false;
	atomic_fetch_sub(&signals.length, 1);
	INVARIANT(signals_check());
}

/* There may be something to take. */
static void
call_taker(void)
{
	port_wake(signals.taker);
	if (signals.news != NULL)
		signals.news();
}

enum port_sent
port_signal_send(struct port_signal *p)
{
	enum port_sent result;
	bool s;

	CHECK(p->signo >= 1 && p->signo <= PORT_SIGNALS);
	s = port_spin_lock(&signals.lock);
	if (p->queued)
		result = PORT_SIGNAL_QUEUED;
	else if (signals.of[p->signo].handler == NULL && !p->keep)
		result = PORT_SIGNAL_IGNORED;
	else
		result = PORT_SIGNAL_SENT;
	if (result == PORT_SIGNAL_SENT) {
		enqueue(p);
		call_taker();
	}
	port_spin_unlock(&signals.lock, s);
	return result;
}

bool
port_signal_cancel(struct port_signal *p)
{
	bool s, was;

	s = port_spin_lock(&signals.lock);
	was = p->queued;
	if (was)
		dequeue(p);
	while (p->accepting) {
		port_spin_unlock(&signals.lock, s);
		port_relax();
		s = port_spin_lock(&signals.lock);
	}
	port_spin_unlock(&signals.lock, s);
	return was;
}

/* What the program wants has changed.  Drops the lock. */
static void
look_again(bool s)
{
	if (signals.queue != NULL)
		call_taker();
	port_spin_unlock(&signals.lock, s);
	(void)signals_take();
}

int
signals_handle(int signo, signals_handler *handler, void *arg, bool restart)
{
	struct port_signal *p, *next;
	struct disposition *d;
	bool s;

	if (signo < 1 || signo > PORT_SIGNALS)
		return EINVAL;
	s = port_spin_lock(&signals.lock);
	for (p = signals.queue; handler == NULL && p != NULL; p = next) {
		next = p->next;
		if (p->signo == signo && !p->keep)
			dequeue(p);				/* I2 */
	}
	d = &signals.of[signo];
	d->handler = handler;
	d->arg = arg;
	d->restart = restart;
	look_again(s);
	return 0;
}

int
signals_block(int signo, bool block)
{
	bool s;

	if (signo < 1 || signo > PORT_SIGNALS)
		return EINVAL;
	s = port_spin_lock(&signals.lock);
	signals.of[signo].blocked = block;
	look_again(s);
	return 0;
}

uint64_t
port_signal_mask(uint64_t blocked)
{
	uint64_t was, bit;
	int signo;
	bool s;

	if (port_thread_self() != signals.taker)
		return blocked;		/* it takes none anyway */
	was = 0;
	s = port_spin_lock(&signals.lock);
	for (signo = 1; signo <= PORT_SIGNALS; signo++) {
		bit = UINT64_C(1) << (signo - 1);
		was |= signals.of[signo].blocked ? bit : 0;
		signals.of[signo].blocked = (blocked & bit) != 0;
	}
	if (signals.queue != NULL)
		call_taker();
	port_spin_unlock(&signals.lock, s);
	return was;
}

/* The first signal that may be taken, out of the queue, or NULL. */
static struct port_signal *
next_signal(void)
{
	struct port_signal *p;
	struct disposition *d;

	for (p = signals.queue; p != NULL; p = p->next) {
		d = &signals.of[p->signo];
		if (d->handler != NULL && !d->blocked && !d->running) {
			dequeue(p);
			return p;
		}
	}
	return NULL;
}

/* Take one signal.  The lock is held at both ends.  EINTR or ERESTART. */
static int
take(struct port_signal *p, bool *s)
{
	struct disposition d;
	struct siginfo info;

	info = (struct siginfo){ p->signo, p->code, p->id, 0, p->value };
	d = signals.of[info.signo];
	p->accepting = true;
	signals.of[info.signo].running = true;
	port_spin_unlock(&signals.lock, *s);
	if (p->accept != NULL)
		info.overrun = p->accept(p);
	*s = port_spin_lock(&signals.lock);
	p->accepting = false;
	port_spin_unlock(&signals.lock, *s);	/* p may be gone now */
	d.handler(&info, d.arg);
	*s = port_spin_lock(&signals.lock);
	signals.of[info.signo].running = false;
	return d.restart ? ERESTART : EINTR;
}

int
signals_take(void)
{
	struct port_signal *p;
	int result, one;
	bool s;

	if (atomic_load(&signals.length) == 0 ||
	    port_thread_self() != signals.taker)
		return 0;
	result = 0;
	s = port_spin_lock(&signals.lock);
	for (p = next_signal(); p != NULL; p = next_signal()) {
		one = take(p, &s);
		if (result != EINTR)
			result = one;
	}
	port_spin_unlock(&signals.lock, s);
	return result;
}
