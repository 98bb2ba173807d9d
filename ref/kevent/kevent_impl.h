/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kevent_impl.h - what the files of this layer share.
 *
 * Field lock	I fixed once it is there; q the queue's spin lock; m the
 *		queue's mutex, which is taken first.
 */
#ifndef KEVENT_IMPL_H
#define KEVENT_IMPL_H

#include "kevent/kevent.h"
#include "lib/waitq.h"

/* A list that an entry can leave from anywhere. */
struct kevent_list {
	struct kevent	*first, **last;
	unsigned	 n;
};

/* An entry of a queue: what was asked, and how far it is. */
struct kevent {
	struct ukevent	 asked;		/* q */
	struct kevent_queue *queue;	/* I */
	const struct kevent_callbacks *origin;	/* I */
	struct kevent_request *request;	/* I  if a timer is behind it */
	struct kevent	*same;		/* m  the next of its bucket */
	struct kevent_list *in;		/* q  ready, unsure, or none */
	struct kevent	*next, **link;	/* q  there */
	uint64_t	 count;		/* q  news since it was fetched */
	uint64_t	 taken;		/* q  those that a fetch has */
	bool		 fetching;	/* q  and it may give them back */
	_Alignas(max_align_t) unsigned char priv[];	/* the origin's */
};

/* Where the ring stands; the user's copy is never read. */
struct kevent_ring_state {
	struct kevent_ring *user;	/* I  NULL: there is none */
	unsigned	 num;		/* I  records, one of them unused */
	unsigned	 kidx, over;	/* m  as the user sees them */
	unsigned	 filled;	/* m  written and not committed */
	unsigned	 uidx;		/* m  where those begin */
};

#define KEVENT_FEW	16		/* buckets to begin with */

struct kevent_queue {
	struct port_mutex mutex;
	struct port_spin lock;
	unsigned	 refs;		/* q  its file, and bound requests */
	bool		 closed;	/* q */
	bool		 asked;		/* q  somebody is to stop waiting */
	struct kevent_list ready;	/* q  to be fetched */
	struct kevent_list unsure;	/* q  if the origin says so */
	struct waitq	 waiters;	/* q */
	unsigned	 wakes;		/* q  how many this news may wake */
	struct kevent	**bucket;	/* m */
	unsigned	 buckets;	/* m  a power of two */
	unsigned	 count;		/* m  of entries */
	struct kevent	*few[KEVENT_FEW]; /* m */
	struct kevent_ring_state ring;
};

extern const struct kevent_callbacks kevent_timer_origin,
    kevent_socket_origin, kevent_notify_origin, kevent_bound_origin;

/*
 * queue.c
 */
struct kevent_queue *kevent_queue_new(void);
void	 kevent_queue_put(struct kevent_queue *);	/* q is free */
void	 kevent_queue_close(struct kevent_queue *);

/* Of the key of *what; NULL: none. */
struct kevent *kevent_find(struct kevent_queue *, const struct ukevent *what);

/* A new entry, that nothing happens to yet; NULL: no memory. */
struct kevent *kevent_new(struct kevent_queue *, const struct ukevent *,
    const struct kevent_callbacks *);
void	 kevent_drop(struct kevent *);		/* its origin is through */
void	 kevent_remove(struct kevent *);	/* both */

void	 kevent_news(struct kevent *, uint64_t count);	/* q is held */
void	 kevent_forget(struct kevent *);		/* q is held */
void	 kevent_doubt(struct kevent *);		/* q is held */
void	 kevent_give_back(struct kevent *);		/* q is held */
void	 kevent_nudge(struct kevent_queue *);

/*
 * Take an entry off the ready list, this one or the first; NULL: it is not
 * there.  q is held.
 */
struct kevent *kevent_pick(struct kevent_queue *, struct kevent *);

/* Ask the origins of all that are unsure.  The mutex is held, as below. */
void	 kevent_settle(struct kevent_queue *);

/* request.c: the completion of a request with an entry. */
kevent_complete kevent_request_news;

/*
 * fetch.c
 *
 * A sink takes an event, the n-th of a call, or says why not.
 */
struct kevent_sink {
	int	 (*put)(struct kevent_sink *, const struct ukevent *,
		    unsigned n);
	struct kevent_queue *queue;
	struct ukevent *user;
};

/*
 * An entry that is ready, or the first one: 0; EAGAIN, it is not, after all;
 * or why the sink does not take it.
 */
int	 kevent_deliver(struct kevent *, struct kevent_sink *, unsigned n);

/* How long somebody waits. */
struct kevent_patience {
	ktime_t		 time;
	enum hrtimer_mode mode;
	bool		 none, endless, begun;
	struct hrtimer	 timer;
};

/* From the caller's arguments: 0, EINVAL or EFAULT. */
int	 kevent_patience(struct kevent_patience *, const struct timespec *,
	    unsigned flags);
int	 kevent_fetch(struct kevent_sink *, unsigned min, unsigned max,
	    struct kevent_patience *);

/*
 * ring.c
 */
int	 kevent_ring_begin(struct kevent_ring_state *);	/* 0 or EFAULT */
bool	 kevent_ring_full(const struct kevent_ring_state *);
int	 kevent_ring_put(struct kevent_ring_state *, const struct ukevent *);
int	 kevent_ring_commit(struct kevent_ring_state *, unsigned uidx,
	    unsigned over);

/*
 * syscalls.c
 */

/* The queue of a descriptor; *f is to be put.  0, EBADF or EINVAL. */
int	 kevent_queue_get(int fd, struct file **f, struct kevent_queue **);
bool	 kevent_is_queue(const struct file *);

/* ctl.c */
int	 kevent_ctl(struct kevent_queue *, unsigned cmd, unsigned num,
	    struct ukevent *user);

#endif
