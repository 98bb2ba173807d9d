/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kevent.h - a queue of requests that come back when they are ready.
 *
 * Spec: kevent.2 (KEV-*) for programs, kevent.9 (KEVK-*) for the kernel.
 * Rests on: file, hrtimer.  Used by: ptimer, and whatever has news.
 *
 * Context	T thread, I interrupt; ! may sleep.
 */
#ifndef KEVENT_KEVENT_H
#define KEVENT_KEVENT_H

#include "file/file.h"
#include "hrtimer/hrtimer.h"
#include "lib/types.h"

/*
 * For programs.
 */

/* What an event is of. */
enum {
	KEVENT_SOCKET,			/* a descriptor is ready */
	KEVENT_INODE,			/* from here on: not offered ... */
	KEVENT_TIMER,			/* ... but an interval timer, */
	KEVENT_POLL,
	KEVENT_NAIO,
	KEVENT_AIO,
	KEVENT_PIPE,
	KEVENT_SIGNAL,
	KEVENT_POSIX_TIMER,		/* a timer of timer_create(), */
	KEVENT_UNOTIFY,			/* and what the program says */
	KEVENT_MAX
};

/* event: what is asked of each type, and what it may be told to be. */
#define KEVENT_TIMER_FIRED	0x1u
#define KEVENT_TIMER_REALTIME	0x2u	/* the clock; else monotonic */
#define KEVENT_SOCKET_RECV	0x1u
#define KEVENT_SOCKET_SEND	0x4u
#define KEVENT_MASK_ALL		0xffffffffu
#define KEVENT_MASK_EMPTY	0x0u

/* req_flags */
#define KEVENT_REQ_ONESHOT	0x01u	/* removed once it was fetched */
#define KEVENT_REQ_WAKEUP_ALL	0x02u	/* wakes all who wait, not one */
#define KEVENT_REQ_ET		0x04u	/* told once for each change */
#define KEVENT_REQ_LAST_CHECK	0x08u	/* looked at again when fetched */
#define KEVENT_REQ_ALWAYS_QUEUE	0x10u	/* queued though ready at once */

/* ret_flags */
#define KEVENT_RET_BROKEN	0x1u	/* ret_data[1] says why */
#define KEVENT_RET_DONE		0x2u
#define KEVENT_RET_COPY_FAILED	0x4u	/* the ring had no room */

enum { KEVENT_CTL_ADD, KEVENT_CTL_REMOVE, KEVENT_CTL_MODIFY, KEVENT_CTL_READY };

#define KEVENT_FLAGS_ABSTIME	0x1u	/* timeout: a time of the clock */

struct kevent_id {
	union {
		uint32_t	 raw[2];
		_Alignas(8) uint64_t raw_u64;
	};
};

struct ukevent {
	struct kevent_id id;		/* with type and user: the key */
	uint32_t	 type;
	uint32_t	 event;
	uint32_t	 req_flags;
	uint32_t	 ret_flags;
	uint32_t	 ret_data[2];
	union {
		uint32_t	 user[2];	/* comes back as it is */
		void		*ptr;
	};
};

_Static_assert(sizeof(struct ukevent) == 40, "one layout for all machines");

/* What the caller has of a ring. */
struct kevent_ring {
	unsigned	 ring_kidx;	/* where the next record goes */
	unsigned	 ring_over;	/* how often that came round */
	struct ukevent	 event[];
};

int	 sys_kevent_init(struct kevent_ring *, unsigned num,
	    unsigned flags);				/* T! KEV-INIT-* */
int	 sys_kevent_ctl(int fd, unsigned cmd, unsigned num,
	    struct ukevent *);				/* T! KEV-CTL-* */
int	 sys_kevent_get_events(int fd, unsigned min, unsigned max,
	    const struct timespec *timeout, struct ukevent *,
	    unsigned flags);				/* T! KEV-GET-* */
int	 sys_kevent_wait(int fd, unsigned num, unsigned old_uidx,
	    const struct timespec *timeout, unsigned flags); /* T! KEV-WAIT-* */
int	 sys_kevent_commit(int fd, unsigned new_uidx,
	    unsigned over);				/* T! KEV-COMMIT-* */

/*
 * For the kernel: where events come from.
 *
 * An origin registers a type.  It may keep `size` bytes with each entry of
 * the type, zero at first.  What an entry may ask for in `event` is within
 * the mask `events`, and has a bit of `wants`.
 *
 * The queue calls, one at a time for all entries of a queue:
 *
 *	enqueue	 begin; 0, or an errno value, which goes back to the program
 *	dequeue	 end: on return kevent_ready() is not called any more
 *	modify	 event or req_flags are other ones: begin anew; NULL: the
 *		 origin does not care
 *	callback is it ready?  The bits of event that it is ready for.  NULL:
 *		 what was said by kevent_ready() is true until it is fetched
 */
struct kevent;

struct kevent_callbacks {
	size_t		 size;
	uint32_t	 events, wants;
	int		 (*enqueue)(struct kevent *);		/* T! */
	void		 (*dequeue)(struct kevent *);		/* T! */
	void		 (*modify)(struct kevent *);		/* T! */
	uint32_t	 (*callback)(struct kevent *);		/* T */
};

/* 0, EINVAL (no such type) or EEXIST. */
int	 kevent_add_callbacks(const struct kevent_callbacks *,
	    unsigned type);					/* T */

/* News of an entry: once for each time that they are to be counted. */
void	 kevent_ready(struct kevent *);				/* TI */

const struct ukevent *kevent_asked(const struct kevent *);	/* T */
void	*kevent_private(struct kevent *);			/* TI */

/*
 * For the kernel: requests.
 *
 * A request is a timer that calls back.  It lies under a lock of its owner,
 * which all calls but init, bind and fini want held; the callback comes with
 * it held.  A request that is bound to a queue lies under the queue's lock
 * instead and calls nobody: its expirations become an event.  So an owner of
 * either kind says
 *
 *	s = port_spin_lock(r->lock);
 *	kevent_request_stop(r, &s);
 *	kevent_request_start(r, first, interval, HRTIMER_REL);
 *	port_spin_unlock(r->lock, s);
 *
 * An interval timer that nobody looks at need not cost an interrupt for each
 * interval.  When complete() says KEVENT_WAIT, the request rests until
 * kevent_request_advance(), which tells how many deadlines have gone by
 * meanwhile; the phase is kept either way.
 *
 * Field lock	I fixed by init or bind; r the request's.
 */
struct kevent_request;

enum kevent_next { KEVENT_WAIT, KEVENT_GO_ON };

/*
 * An expiration; count is how many there were since they were last asked
 * for.  May call advance, remaining, and start on its own request.
 */
typedef enum kevent_next kevent_complete(struct kevent_request *,
    uint64_t count);						/* I */

struct kevent_request {
	struct port_spin *lock;		/* I */

	/* To be read. */
	uint64_t	 told;		/* r  what was last said by advance,
					      or by an event */
	int64_t		 last;		/* r  ns, the last expiration */
	int64_t		 interval;	/* r  ns; 0: once */
	bool		 armed;		/* r  a deadline is to come */

	/* Private from here on. */
	kevent_complete	*complete;	/* I */
	struct kevent	*event;		/* I  the one of a bound request */
	struct hrtimer	 timer;
	clockid_t	 clock;		/* I */
	uint64_t	 count;		/* r  expirations not told */
	bool		 waiting;	/* r  for advance */
	bool		 counted;	/* r  the deadline is part of count */
};

/* Calls complete, never a NULL one. */
void	 kevent_request_init(struct kevent_request *, clockid_t,
	    struct port_spin *lock, kevent_complete *);		/* T */

/*
 * Delivers into the queue fd: an event with the id, type and user words of
 * *what, which a program can fetch but neither add nor remove.  0, EBADF,
 * EINVAL (no queue), EEXIST or ENOMEM.  The queue may be closed before
 * kevent_request_fini(): then expirations are dropped.
 */
int	 kevent_request_bind(struct kevent_request *, clockid_t, int fd,
	    const struct ukevent *what);			/* T! */

/* Stop, drop what was not fetched, leave the queue.  The lock is free. */
void	 kevent_request_fini(struct kevent_request *);		/* T! */

/* A request that is stopped begins anew; an old time expires at once. */
void	 kevent_request_start(struct kevent_request *, ktime_t first,
	    int64_t interval, enum hrtimer_mode);		/* TI */

/*
 * On return no deadline is to come, no callback runs, and nothing is left to
 * be told or fetched.  May let go of the lock for a while.
 */
void	 kevent_request_stop(struct kevent_request *, bool *s);	/* T */

/*
 * Expirations that were not told, this call's included; 0: none.  If the
 * request was waiting, it goes on.
 */
uint64_t kevent_request_advance(struct kevent_request *);	/* TI */

/* ns to the next deadline: at least 1 while armed, else 0. */
int64_t	 kevent_request_remaining(struct kevent_request *);	/* TI */

#endif
