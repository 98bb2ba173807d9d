/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timersock.c - timers that a program sets by a write and reads records from.
 *
 * What		An hrtimer, a ring of records, and the threads that sleep
 *		until there is one.
 *
 * Why this way	A record has the time at which its expiration was handled, so
 *		each is handled in its time as long as there is room for
 *		another.  Without room an expiration is only a number, and that
 *		hrtimer_forward() can tell later: the timer stops, and goes on
 *		in its old phase when there is room again.  So a timer of 1 us
 *		that nobody reads costs as many interrupts as the ring has
 *		records, and then none.
 *
 *		The ring is as large as it can get from the start, so no
 *		expiration ever wants for memory.
 *
 * Model	Interval 10 ms, room for two records, read at 45 ms:
 *
 *		10 ms	{ 10 ms, overrun 0 }
 *		20 ms	{ 20 ms, overrun 0 }; no room: the timer stops
 *		45 ms	read: forward adds 2 (30, 40) to the overrun of the
 *			last; both are taken; restarted for 50
 *
 *		Interrupts masked from 5 to 35 ms: at 35 ms forward says 3, and
 *		{ 35 ms, 0 }, { 35 ms, 0 } and the third as an overrun.
 *
 * States	disarmed
 *		  | write, value not 0
 *		running -- expiry, once ------------------> disarmed
 *		  | expiry that leaves no room     ^
 *		stopped -- a record is taken ------+--> running
 *
 * Invariants	I1  at most capacity() records are added; count and first stay
 *		    within the ring.
 *		I2  running: the hrtimer is queued or about to call back.
 *		I3  stopped: periodic, without room, and the hrtimer is not
 *		    queued; its deadline is that of the next expiration to
 *		    count.
 *
 * Locking	The socket's own spin lock covers all but the hrtimer.  The
 *		callback takes it too, so nobody waits for the callback with
 *		the lock held: a setting lets go of it and tries again.
 *
 * Races	A read copies out a few records at a time, without the lock:
 *		what it has taken is its own, and another reader goes on with
 *		the next.
 */
#include "timersock/timersock_impl.h"

#include <limits.h>

#include "hrtimer/hrtimer.h"
#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/waitq.h"
#include "timekeeping/timekeeping.h"
#include "timersock/socket.h"

#define RECORD	sizeof(struct timersock_event)
#define RECORDS	((unsigned)(TIMERSOCK_RCVBUF / RECORD))
#define TAKE	8u		/* records that go out at a time */

struct timersock {
	struct port_spin lock;
	struct hrtimer	 timer;
	struct waitq	 readers;	/* lock */
	int64_t		 interval;	/* lock: ns; 0 means once */
	bool		 armed;		/* lock: set, and not over */
	bool		 stopped;	/* lock: armed, without room */
	bool		 shut_rd;	/* lock */
	bool		 shut_wr;	/* lock */
	int		 rcvbuf;	/* lock: bytes for records */
	unsigned	 first;		/* lock: index of the oldest record */
	unsigned	 count;		/* lock: records in the ring */
	struct timersock_event ring[RECORDS];	/* lock */
};

/* How many records there may be. */
static unsigned
capacity(const struct timersock *t)
{
	return t->shut_rd ? 0 : (unsigned)t->rcvbuf / (unsigned)RECORD;
}

/* How many more; fewer than none where the buffer was made smaller. */
static unsigned
room(const struct timersock *t)
{
	return t->count < capacity(t) ? capacity(t) - t->count : 0;
}

/* The invariants of a socket, which is locked. */
static bool
timersock_check(struct timersock *t)
{
	CHECK(t->interval >= 0);
	CHECK(t->count <= RECORDS && t->first < RECORDS);	/* I1 */
	CHECK(!t->armed || t->stopped || !hrtimer_idle(&t->timer)); /* I2 */
	CHECK(!t->stopped || (t->armed && t->interval != 0 &&
	    room(t) == 0 && !hrtimer_active(&t->timer)));	/* I3 */
	return true;
}

/* The k-th record of the ring. */
static struct timersock_event *
record(struct timersock *t, unsigned k)
{
	k += t->first;
	return &t->ring[k < RECORDS ? k : k - RECORDS];
}

/* What there is no record for, the last one counts.  [TSK-EVENT-4] */
static void
merge(struct timersock *t, uint64_t n)
{
	struct timersock_event *last;
	unsigned most;

	if (t->count == 0 || n == 0)		/* nobody will read */
		return;
	last = record(t, t->count - 1);
	most = UINT_MAX - last->tse_overrun;
	last->tse_overrun += n < most ? (unsigned)n : most; /* [TSK-EVENT-5] */
	EVENT(TSK_FULL, t, (int64_t)n);
}

/* n expirations, handled now.  [TSK-EVENT-2] */
static void
append(struct timersock *t, uint64_t n)
{
	struct timersock_event *e;
	struct timeval now;

	now = ktime_to_timeval(ktime_get_real());	/* [TSK-EVENT-3] */
	for (; n > 0 && room(t) > 0; n--) {
		e = record(t, t->count++);
		e->tse_type = TS_EV_TICK;	/* [TSK-EVENT-1] */
		e->tse_overrun = 0;
		e->tse_tv = now;
	}
	EVENT(TSK_TICK, t, t->count);
	merge(t, n);
}

/* The hrtimer's callback: interrupt context. */
static int
timersock_expire(void *data)
{
	struct timersock *t;
	uint64_t n;
	bool s, more;

	t = data;
	s = port_spin_lock(&t->lock);
	n = 1;
	if (t->interval != 0)		/* [TM-PERIOD-1] [TSK-COST-2] */
		n = hrtimer_forward64(&t->timer, ns_to_ktime(t->interval));
	else
		t->armed = false;	/* [TM-ONCE-1] [TM-ONCE-2] */
	append(t, n);
	t->stopped = t->armed && room(t) == 0;	/* [TSK-COST-1] */
	more = t->armed && !t->stopped;
	waitq_wake(&t->readers);	/* [TSK-READ-5] [TSK-POLL-3] */
	INVARIANT(timersock_check(t));
	port_spin_unlock(&t->lock, s);
	return more ? HRTIMER_RESTART : HRTIMER_NORESTART; /* [TSK-EVENT-7] */
}

/* Count what has gone by since the timer stopped.  Called locked. */
static void
catch_up(struct timersock *t)
{
	if (t->stopped)
		merge(t, hrtimer_forward64(&t->timer,
		    ns_to_ktime(t->interval)));
}

/* Go on, in the old phase, if there is room.  Called caught up and locked. */
static void
resume(struct timersock *t)
{
	if (!t->stopped || room(t) == 0)
		return;
	t->stopped = false;
	(void)hrtimer_restart(&t->timer);	/* [TSK-EVENT-6] */
}

/* Copy up to n records from the k-th on.  Locked. */
static unsigned
copy(struct timersock *t, struct timersock_event *to, unsigned n, unsigned k)
{
	unsigned i;

	catch_up(t);			/* so that the last one counts all */
	for (i = 0; i < n && k + i < t->count; i++)
		to[i] = *record(t, k + i);
	return i;
}

/* Take the oldest n out.  Locked. */
static void
drop(struct timersock *t, unsigned n)
{
	t->first += n;
	if (t->first >= RECORDS)
		t->first -= RECORDS;
	t->count -= n;					/* [TSK-READ-6] */
	EVENT(TSK_TAKE, t, n);
	resume(t);
}

/* Sleep until there is a record, or none will come.  Comes and goes locked. */
static int
await(struct timersock *t, bool nonblock, bool *s)
{
	int error;

	error = 0;			/* [TSK-READ-12] [TSK-READ-13] */
	while (t->count == 0 && !t->shut_rd && error == 0)
		error = nonblock ? EAGAIN :		/* [TSK-READ-3] */
		    waitq_sleep(&t->readers, &t->lock, s); /* [TSK-READ-4] */
	return error;
}

long
timersock_receive(struct file *f, struct uio *uio, int flags)
{
	struct timersock_event some[TAKE];
	struct timersock *t;
	unsigned done, n;
	bool s, peek;
	int error;

	t = f->priv;
	peek = (flags & MSG_PEEK) != 0;
	if (uio->resid < RECORD)
		return -EINVAL;				/* [TSK-READ-2] */
	s = port_spin_lock(&t->lock);
	error = await(t, (f->flags & FILE_NONBLOCK) != 0 ||
	    (flags & MSG_DONTWAIT) != 0, &s);
	/* [TSK-READ-1] [TSK-READ-10] */
	for (done = 0; error == 0 && uio->resid >= RECORD; done += n) {
		n = uio->resid / RECORD < TAKE ?
		    (unsigned)(uio->resid / RECORD) : TAKE;
		n = copy(t, some, n, peek ? done : 0);
		if (n == 0)
			break;
		if (!peek)				/* [TSK-READ-9] */
			drop(t, n);
		port_spin_unlock(&t->lock, s);
		error = uio_out(uio, some, n * RECORD);	/* [TSK-READ-7] */
		s = port_spin_lock(&t->lock);
	}
	INVARIANT(timersock_check(t));
	port_spin_unlock(&t->lock, s);
	return error != 0 ? -error : (long)(done * RECORD); /* [TSK-SHUT-1] */
}

static bool
timeval_ok(const struct timeval *tv)
{
	return tv->tv_sec >= 0 && tv->tv_usec >= 0 &&
	    tv->tv_usec < USEC_PER_SEC;
}

/* Stop the old setting and forget its records.  Comes and goes locked. */
static void
halt(struct timersock *t, bool *s)
{
	while (hrtimer_try_to_cancel(&t->timer) < 0) {
		port_spin_unlock(&t->lock, *s);
		port_relax();
		*s = port_spin_lock(&t->lock);
	}
	t->stopped = false;
	t->count = 0;			/* [TSK-WRITE-9] [TM-MOVE-3] */
}

/* Begin a new setting.  Called locked. */
static void
begin(struct timersock *t, const struct itimerval *itv)
{
	ktime_t first;

	first = timeval_to_ktime(itv->it_value);	/* [TM-FAR-2] */
	t->interval = ktime_to_ns(timeval_to_ktime(itv->it_interval));
	t->armed = ktime_compare(first, ns_to_ktime(0)) != 0; /* [TM-ZERO-1] */
	EVENT(TSK_SET, t, ktime_to_ns(first));
	if (t->armed)			/* [TSK-WRITE-8] [TM-DISARM-1] */
		(void)hrtimer_start(&t->timer, first, HRTIMER_REL);
	INVARIANT(timersock_check(t));
}

/* What one write must be: EPIPE, EINVAL, EMSGSIZE, EFAULT or 0. */
static int
command(struct timersock *t, struct uio *uio, struct itimerval *itv)
{
	int error;
	bool s;

	s = port_spin_lock(&t->lock);
	error = t->shut_wr ? EPIPE : 0;			/* [TSK-SHUT-3] */
	port_spin_unlock(&t->lock, s);
	if (error == 0 && uio->resid < sizeof(*itv))
		error = EINVAL;				/* [TSK-WRITE-2] */
	if (error == 0 && uio->resid > sizeof(*itv))
		error = EMSGSIZE;			/* [TSK-WRITE-3] */
	if (error == 0)
		error = uio_in(uio, itv, sizeof(*itv));	/* [TSK-WRITE-7] */
	if (error == 0 && (!timeval_ok(&itv->it_value) ||
	    !timeval_ok(&itv->it_interval)))
		error = EINVAL;				/* [TSK-WRITE-4] */
	return error;
}

long
timersock_send(struct file *f, struct uio *uio)
{
	struct itimerval itv;
	struct timersock *t;
	int error;
	bool s;

	t = f->priv;
	error = command(t, uio, &itv);
	if (error != 0)
		return -error;				/* [TSK-WRITE-5] */
	s = port_spin_lock(&t->lock);
	halt(t, &s);
	begin(t, &itv);
	port_spin_unlock(&t->lock, s);
	return (long)sizeof(itv);			/* [TSK-WRITE-1] */
}

void
timersock_shutdown(struct file *f, bool rd, bool wr)
{
	struct timersock *t;
	bool s;

	t = f->priv;
	s = port_spin_lock(&t->lock);
	t->shut_wr = t->shut_wr || wr;
	t->shut_rd = t->shut_rd || rd;
	if (rd) {
		t->count = 0;
		waitq_wake(&t->readers);		/* [TSK-SHUT-2] */
	}
	EVENT(TSK_SHUT, t, (rd ? 1 : 0) + (wr ? 2 : 0));
	INVARIANT(timersock_check(t));
	port_spin_unlock(&t->lock, s);
}

/* What is left, rounded up, and not 0 while armed.  Locked, caught up. */
static struct timeval
left(struct timersock *t)
{
	ktime_t ns;

	if (!t->armed)
		return (struct timeval){ 0, 0 };
	ns = hrtimer_get_remaining(&t->timer);
	if (ktime_compare(ns, ns_to_ktime(1)) < 0)
		ns = ns_to_ktime(1);
	return ktime_to_timeval(ktime_add_safe(ns,	/* [TSK-OPT-1] */
	    ns_to_ktime(NSEC_PER_USEC - 1)));
}

struct itimerval
timersock_setting(struct file *f)
{
	struct itimerval itv;
	struct timersock *t;
	bool s;

	t = f->priv;
	s = port_spin_lock(&t->lock);
	catch_up(t);
	itv.it_value = left(t);
	itv.it_interval = ktime_to_timeval(ns_to_ktime(t->interval));
	port_spin_unlock(&t->lock, s);
	return itv;
}

int
timersock_rcvbuf(struct file *f)
{
	struct timersock *t;
	int bytes;
	bool s;

	t = f->priv;
	s = port_spin_lock(&t->lock);
	bytes = t->rcvbuf;
	port_spin_unlock(&t->lock, s);
	return bytes;
}

void
timersock_set_rcvbuf(struct file *f, int bytes)
{
	struct timersock *t;
	bool s;

	if (bytes < (int)RECORD)			/* [TSK-ROOM-2] */
		bytes = (int)RECORD;
	if (bytes > TIMERSOCK_RCVBUF)
		bytes = TIMERSOCK_RCVBUF;
	t = f->priv;
	s = port_spin_lock(&t->lock);
	catch_up(t);
	t->rcvbuf = bytes;				/* [TSK-ROOM-3] */
	resume(t);
	INVARIANT(timersock_check(t));
	port_spin_unlock(&t->lock, s);
}

static long
timersock_read(struct file *f, struct uio *uio)
{
	return timersock_receive(f, uio, 0);
}

static unsigned
timersock_poll(struct file *f, struct waiter *w)
{
	struct timersock *t;
	unsigned ready;
	bool s;

	t = f->priv;
	s = port_spin_lock(&t->lock);
	if (w != NULL)
		waitq_add(&t->readers, w);
	ready = POLLOUT | POLLWRNORM;			/* [TSK-POLL-2] */
	if (t->count > 0 || t->shut_rd)			/* [TSK-POLL-1] */
		ready |= POLLIN | POLLRDNORM;
	port_spin_unlock(&t->lock, s);
	return ready;
}

static void
timersock_unpoll(struct file *f, struct waiter *w)
{
	struct timersock *t;
	bool s;

	t = f->priv;
	s = port_spin_lock(&t->lock);
	waitq_remove(&t->readers, w);
	port_spin_unlock(&t->lock, s);
}

static void
timersock_close(struct file *f)
{
	struct timersock *t;

	t = f->priv;
	(void)hrtimer_cancel(&t->timer);		/* [TSK-CLOSE-2] */
	port_free(t);
}

/* Its own operations, by which it is told from others.  [TSK-OTHER-6] */
const struct file_ops timersock_ops = {
	.read = timersock_read,			/* [TSK-DUP-1] */
	.write = timersock_send,
	.poll = timersock_poll,
	.unpoll = timersock_unpoll,
	.close = timersock_close,
};

int
timersock_open(unsigned flags)
{
	struct timersock *t;
	int fd;

	t = port_alloc(sizeof(*t));
	if (t == NULL)
		return -ENOBUFS;			/* [TSK-SOCKET-6] */
	t->lock = (struct port_spin){ { 0, 0 } };
	t->readers.first = NULL;
	t->interval = 0;
	t->armed = t->stopped = false;			/* [TSK-SOCKET-1] */
	t->shut_rd = t->shut_wr = false;
	t->rcvbuf = TIMERSOCK_RCVBUF;			/* [TSK-ROOM-1] */
	t->first = t->count = 0;
	hrtimer_init(&t->timer, CLOCK_MONOTONIC);	/* [TSK-CLOCK-1] */
	t->timer.function = timersock_expire;
	t->timer.data = t;
	fd = file_open(&timersock_ops, t, flags);
	if (fd < 0)
		port_free(t);
	return fd;
}
