/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * port.h - what a host supplies to the stack.
 *
 * Spec: port.9 (PORT-*).
 *
 * Everything that the reference needs from the machine or the kernel under
 * it stands here, and nothing else does: CPUs, interrupts, locks, threads,
 * memory of the caller, and three places where news goes (panic, events,
 * allocation).  ref/sim and ref/threads are such hosts.  Times are signed
 * nanoseconds and every name is the port's own, so that a port file can
 * include this header together with the host's.
 *
 * Context	T thread, I interrupt (with interrupts masked on that CPU);
 *		! may sleep, and so needs a thread without spin locks.
 */
#ifndef PORT_PORT_H
#define PORT_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The largest number of CPUs that the per-CPU data has room for. */
#define PORT_CPUS	8

/*
 * CPUs.  port_cpu() is stable only while the caller cannot move: in an
 * interrupt, with interrupts masked, or in a thread bound to its CPU.
 */
unsigned port_cpus(void);			/* TI  1 .. PORT_CPUS */
unsigned port_cpu(void);			/* TI  0 .. port_cpus() - 1 */
bool	 port_in_interrupt(void);		/* TI */

/*
 * CPUs that go and come.  A CPU goes off line in this order:
 *
 *	1. port_cpu_online() says no: nothing new is to be given to it.
 *	2. leave(cpu), last watch first, in the thread that takes it off.
 *	   The CPU still runs, so this may wait for what goes on there.
 *	3. off(), last watch first, on that CPU in interrupt context, behind
 *	   every call that it was sent: the last that it runs.
 *
 * and comes back in the reverse order:
 *
 *	1. port_cpu_online() says yes.
 *	2. on(), first watch first, on that CPU in interrupt context: the
 *	   first that it runs.
 *
 * A layer registers its watch behind those that it rests on, so it gives up
 * a CPU before they do and finds it ready when it comes back.  One CPU goes
 * or comes at a time, and one is always on line.  A thread that is bound to
 * a CPU stands still while that is off.
 */
struct port_cpu_watch {
	void	(*leave)(unsigned cpu);	/* T!  or NULL, as the others */
	void	(*off)(void);		/* I */
	void	(*on)(void);		/* I */
	struct port_cpu_watch *before;	/* the port's own */
};

bool	 port_cpu_online(unsigned cpu);			/* TI */
void	 port_cpu_watch(struct port_cpu_watch *);	/* T  at start-up */

/*
 * Interrupts of this CPU.  port_intr_mask() returns what
 * port_intr_restore() takes back; the pair nests.  Interrupts that were
 * pending are delivered inside the outermost restore, or soon after it.
 */
bool	 port_intr_mask(void);			/* TI */
void	 port_intr_restore(bool);		/* TI */

/*
 * Interrupt lines.  A handler runs in interrupt context on the CPU that
 * the interrupt came to; without a handler an interrupt is dropped.
 */
#define PORT_LINES	16

typedef void port_handler(void *arg);

void	 port_intr_connect(unsigned line, port_handler *, void *arg);	/* T */

/*
 * Run a function on a CPU, in interrupt context, as soon as that CPU takes
 * interrupts.  Does not wait for it.  Calls to one CPU run in order; a call
 * that is the same as one not yet begun there may be merged with it.  The
 * present CPU may be named.  A call to a CPU that is off line is dropped.
 */
void	 port_cpu_call(unsigned cpu, port_handler *, void *arg);	/* TI */

/*
 * Idle.  The port calls enter on a CPU, with interrupts masked, when it has
 * nothing to run there, and leave before anything else runs there again.
 * Enter says whether the sleep may be deep, so that timers marked C3STOP
 * stop; when it has asked for an interrupt, the CPU does not sleep at all.
 */
void	 port_on_idle(bool (*enter)(void), void (*leave)(void));	/* T */

/*
 * Spin locks.  Lock masks interrupts and returns what unlock takes back.
 * port_relax() stands in the body of every loop that waits for another CPU.
 */
struct port_spin {
	uintptr_t	word[2];	/* the port's own; zero is unlocked */
};

bool	 port_spin_lock(struct port_spin *);			/* TI */
void	 port_spin_unlock(struct port_spin *, bool);		/* TI */
bool	 port_spin_held(const struct port_spin *);	/* TI  by this CPU */
void	 port_relax(void);					/* TI */

/* Sleeping mutexes: not recursive, never taken in an interrupt. */
struct port_mutex {
	uintptr_t	word[2];	/* the port's own; zero is unlocked */
};

void	 port_mutex_lock(struct port_mutex *);			/* T! */
void	 port_mutex_unlock(struct port_mutex *);		/* T */
bool	 port_mutex_held(const struct port_mutex *);	/* T  by this thread */

/*
 * Threads.  port_block() puts the calling thread to sleep until somebody
 * wakes it.  A wake-up that comes first is kept, one deep, and makes the
 * next block return at once, so no order of the two can lose it; a block
 * may also return for no reason, so it stands in a loop on a condition.
 * port_block() returns 0; or EINTR when a signal's handler has run; or
 * ERESTART when one has run that wants calls to go on behind it.
 */
struct port_thread;

struct port_thread *port_thread_self(void);			/* T */
struct port_thread *port_thread_start(unsigned cpu, void (*)(void *),
	    void *arg);			/* T!  bound to the CPU; NULL: none */
int	 port_block(void);					/* T! */
void	 port_wake(struct port_thread *);			/* TI */

/*
 * Keep the CPU for at least so many ns by the host's own measure, which
 * stands in for no clock: to calibrate hardware against, at start-up.
 */
void	 port_delay(int64_t ns);				/* T */

/*
 * Memory.  Front ends alone allocate, and every allocation can fail.
 * The caller's memory is reached only by copying; 0 or EFAULT, and after
 * EFAULT nothing is promised of the destination.
 */
void	*port_alloc(size_t);				/* T!  NULL: none */
void	 port_free(void *);					/* T */
int	 port_copyin(void *to, const void *user, size_t);	/* T! */
int	 port_copyout(const void *from, void *user, size_t);	/* T! */

/* One of an array of the caller's; there need not be one, not even at NULL. */
#define USER_AT(array, n) \
	((void *)((uintptr_t)(array) + (size_t)(n) * sizeof(*(array))))

/*
 * Signals, to the program that the front ends serve.  Who sends one keeps its
 * struct; it is queued once at a time, however often it is sent.  accept()
 * is called when the signal is taken, in a thread, right before its handler,
 * and says how many more times it would have come meanwhile; NULL: none.
 * A signal that the program ignores is dropped, unless its sender waits for
 * accept() before it sends again, and says so: then it is kept until the
 * program wants it.
 * When port_signal_cancel() returns, it is not queued and accept() does not
 * run: so the caller holds no lock that accept() takes.
 */
#define PORT_SIGNALS	64		/* they are 1 .. PORT_SIGNALS */

enum port_si { PORT_SI_TIMER = 1, PORT_SI_KERNEL };

struct port_signal {
	int		 signo;
	enum port_si	 code;
	int		 id;		/* of the timer, for the handler */
	uintptr_t	 value;		/* for the handler */
	bool		 keep;		/* while it is ignored */
	int		 (*accept)(struct port_signal *);	/* T! */
	struct port_signal *next;	/* the port's own, as what follows */
	bool		 queued, accepting;
};

enum port_sent {
	PORT_SIGNAL_SENT,		/* it is queued now */
	PORT_SIGNAL_QUEUED,		/* it was queued before */
	PORT_SIGNAL_IGNORED		/* the program does not want it */
};

enum port_sent port_signal_send(struct port_signal *);		/* TI */
bool	 port_signal_cancel(struct port_signal *);	/* T!  it was queued */

/*
 * Block these signals and no others, bit n - 1 for signal n, in the calling
 * thread, and return those that were blocked.  What comes in by that is taken
 * where the thread blocks next, even if it was queued before.
 */
uint64_t port_signal_mask(uint64_t blocked);			/* T */

/* A caller's bug or a broken invariant was found: stop, and say which. */
_Noreturn void port_panic(const char *what);			/* TI */

/* A change of state, as lib/event.h names it; must not call the stack. */
void	 port_event(unsigned event, const void *object, int64_t value); /* TI */

#endif
