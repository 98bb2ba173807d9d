/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads_impl.h - what the files of threads share: the state of a CPU and
 * of a thread.
 *
 * Field lock	c the CPU's m, p the thread's m, s the thread's own, I fixed
 *		before anybody else knows of it.
 */
#ifndef THREADS_THREADS_IMPL_H
#define THREADS_THREADS_IMPL_H

#include <pthread.h>
#include <stdatomic.h>

#include "hosted/pending.h"
#include "threads/threads.h"

/* A thread, or the interrupt side of a CPU. */
struct port_thread {
	unsigned	 cpu;		/* I */
	bool		 intr;		/* I  the interrupt side */
	bool		 masked;	/* s  it keeps its CPU's interrupts */
	void		(*body)(void *);	/* I */
	void		*arg;		/* I */
	pthread_mutex_t	 m;
	pthread_cond_t	 news;		/* p  of the three below */
	bool		 token;		/* p  a wake-up that came first */
	bool		 granted;	/* p  the mutex it waited for */
	bool		 done;		/* p  its function has returned */
	struct port_thread *next;	/* in a mutex's queue, see there */
	uint64_t	 dice;		/* s  for threads_stumble() */
};

/* The comparator of the ideal timer that belongs to a CPU. */
struct threads_bank {
	uint64_t	compare;
	uint64_t	period;
	uint32_t	ctrl;
};

struct threads_cpu {
	pthread_mutex_t	 m;
	pthread_cond_t	 news;		/* c  for the interrupt side */
	pthread_cond_t	 open;		/* c  for who wants to mask */
	bool		 held;		/* c  masked, or in an interrupt */
	bool		 wants;		/* c  the side waits for its turn */
	unsigned	 busy;		/* c  threads that do not sleep */
	bool		 asleep;	/* c  enter was called, not leave */
	bool		(*enter)(void);	/* c  idle hooks; or NULL */
	void		(*leave)(void);
	struct pending	 pending;	/* c  interrupts not yet taken */
	struct pending_call line[PORT_LINES];	/* c  the handlers */
	struct threads_bank bank;	/* c */
	struct port_thread side;
};

struct threads_machine {
	unsigned	 cpus;		/* I */
	int64_t		 power_on;	/* I  on the host's clock */
	atomic_uint	 jitter;	/* one in so many; 0: none */
	struct threads_cpu cpu[PORT_CPUS];
};

extern struct threads_machine threads_machine;

/* Who is running, and the CPU it is on. */
struct port_thread *threads_self(void);
struct threads_cpu *threads_here(void);

/* Power on: the interrupt sides, and a context for the caller. */
void	threads_cpus_start(void);
void	threads_adopt(void);

/* A context that is about to run on a host thread of its own. */
void	threads_prepare(struct port_thread *, unsigned cpu);
void	threads_spawn(struct port_thread *, void (*)(void *), void *);

/* The running thread goes to sleep, and has woken up. */
void	threads_rest(void);
void	threads_resume(void);

/* A place where something else may well come between. */
void	threads_stumble(void);

/* Wait for news until an instant; false when that has come. */
void	threads_cond_init(pthread_cond_t *);
bool	threads_cond_wait(pthread_cond_t *, pthread_mutex_t *,
	    int64_t until);

/* The device of a CPU, whose m is held: act, and say when to act next. */
void	threads_bank_act(struct threads_cpu *, int64_t now);
int64_t	threads_bank_next(const struct threads_cpu *);

#endif
