/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timerfd.c - timers that a program reads from a descriptor.
 *
 * What		An hrtimer, a count of expirations, and the threads that
 *		sleep until there is one.
 *
 * Why this way	A periodic timer is not restarted when it expires but when
 *		somebody looks at it: by then hrtimer_forward() tells how many
 *		intervals have gone by, in one step.  So a timer of 1 ns that
 *		nobody reads costs one interrupt, not a billion a second.
 *
 * Model	First 10 ms, interval 10 ms, read at 35 ms:
 *
 *		10 ms	the callback: count 1, expired
 *		35 ms	read: forward adds 3 (20, 30, 40), so 1 + 3 - 1 = 3
 *			intervals have gone by; restarted for 40
 *
 * Invariants	I1  expired: the hrtimer is idle, and a deadline is counted
 *		    once in count.
 *		I2  armed and not expired: the hrtimer is queued or about to
 *		    call back.
 *
 * Locking	The timer's own spin lock covers count, expired and interval.
 *		The callback takes it too, so nobody waits for the callback
 *		with the lock held: settime lets go of it and tries again.
 *		The list of timers that a jump of the clock cancels has a lock
 *		of its own, which comes before that of any timer.
 *
 * Races	The clock is set while a timer is: whether it was canceled is
 *		told by the number of jumps by then and now, under its lock;
 *		the news only wakes who sleeps.  It comes by an interrupt,
 *		since the clock can be read, and so changed, with a timer's
 *		lock held.
 */
#include "timerfd/timerfd.h"

#include <stdatomic.h>

#include "hrtimer/hrtimer.h"
#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/list.h"
#include "lib/waitq.h"
#include "timekeeping/timekeeping.h"

struct timerfd {
	struct port_spin lock;
	struct hrtimer	 timer;
	struct waitq	 readers;	/* lock */
	uint64_t	 count;		/* lock: expirations to report */
	int64_t		 interval;	/* lock: ns; 0 means once */
	bool		 armed;		/* lock: set, and not over */
	bool		 expired;	/* lock: since somebody looked */
	bool		 cancels;	/* lock: a jump of the clock cancels */
	unsigned	 jumps;		/* lock: those that are known of */
	bool		 listed;	/* list's lock */
	SLIST_ENTRY(timerfd) link;	/* list's lock */
};

/* The timers that have asked for cancellation, now or before. */
static struct {
	struct port_spin lock;
	SLIST_HEAD(, timerfd) all;
	atomic_bool	 any;		/* there was one, ever */
} cancelable;

/* The invariants of a timer, which is locked. */
static bool
timerfd_check(struct timerfd *t)
{
	CHECK(t->interval >= 0);
	CHECK(!t->expired || !hrtimer_active(&t->timer));	/* I1 */
	CHECK(!t->expired || t->armed == (t->interval != 0));
	CHECK(!t->armed || t->expired ||
	    !hrtimer_idle(&t->timer));				/* I2 */
	return true;
}

/* The hrtimer's callback: interrupt context. */
static int
timerfd_expire(void *data)
{
	struct timerfd *t;
	bool s;

	t = data;
	s = port_spin_lock(&t->lock);
	t->expired = true;
	t->count++;
	if (t->interval == 0)
		t->armed = false;	/* [TM-ONCE-1] [TM-ONCE-2] */
	EVENT(TFD_READY, t, (int64_t)t->count);
	waitq_wake(&t->readers);	/* [TFD-READ-5] [TM-MANY-2] */
	INVARIANT(timerfd_check(t));
	port_spin_unlock(&t->lock, s);
	return HRTIMER_NORESTART;
}

/*
 * Bring a timer that has expired up to the present: count the deadlines that
 * have gone by.  True: there is a next one to wait for.  Called locked.
 */
static bool
timerfd_advance(struct timerfd *t)
{
	uint64_t added;

	if (!t->expired)
		return false;
	t->expired = false;
	if (t->interval == 0)
		return false;
	added = hrtimer_forward64(&t->timer, ns_to_ktime(t->interval));
	if (added > 0)		/* else the clock was set back [TFD-READ-6] */
		t->count += added - 1;	/* I1, [TM-COUNT-1] [TM-PAST-2] */
	return true;
}

/* The same, and wait for it.  [TFD-COST-1] */
static void
timerfd_catch_up(struct timerfd *t)
{
	if (timerfd_advance(t))			/* [TM-PERIOD-1] */
		(void)hrtimer_restart(&t->timer);	/* [TM-PERIOD-3] */
}

/* What is left to the next deadline: not 0 while armed. */
static int64_t
timerfd_left(struct timerfd *t)
{
	int64_t left;

	if (!t->armed)
		return 0;				/* [TM-LEFT-2] */
	left = ktime_to_ns(hrtimer_get_remaining(&t->timer));
	return left > 0 ? left : 1;	/* [TM-LEFT-1] [TM-LEFT-4] */
}

/* Of a timer that is up to the present. */
static void
timerfd_report(struct timerfd *t, struct itimerspec *its)
{
	its->it_value = ktime_to_timespec(ns_to_ktime(timerfd_left(t)));
	its->it_interval = ktime_to_timespec(ns_to_ktime(t->interval));
}

/* The clock has jumped, and nobody was told.  Called locked. */
static bool
timerfd_canceled(const struct timerfd *t)
{
	return t->cancels && t->jumps != timekeeping_jumps();
}

/* Tell of the cancellation: once for each.  Called locked. */
static bool
timerfd_tell_canceled(struct timerfd *t)
{
	if (!timerfd_canceled(t))
		return false;
	t->jumps = timekeeping_jumps();			/* [TFD-CANCEL-2] */
	return true;
}

/* Interrupt context: wake the readers of those that are canceled. */
static void
timerfd_clock_jumped(void *arg)
{
	struct timerfd *t;
	bool s, ts;

	(void)arg;
	s = port_spin_lock(&cancelable.lock);
	SLIST_FOREACH(t, &cancelable.all, link) {
		ts = port_spin_lock(&t->lock);
		if (timerfd_canceled(t))
			waitq_wake(&t->readers);	/* [TFD-CANCEL-1] */
		port_spin_unlock(&t->lock, ts);
	}
	port_spin_unlock(&cancelable.lock, s);
}

static void
timerfd_clock_was_set(void)
{
	bool s;

	if (!atomic_load(&cancelable.any))
		return;
	s = port_intr_mask();
	port_cpu_call(port_cpu(), timerfd_clock_jumped, NULL);
	port_intr_restore(s);
}

static void
timerfd_list(struct timerfd *t, bool listed)
{
	bool s;

	s = port_spin_lock(&cancelable.lock);
	if (listed)
		atomic_store(&cancelable.any, true);
	if (listed && !t->listed)
		SLIST_INSERT_HEAD(&cancelable.all, t, link);
	if (!listed && t->listed)
		SLIST_REMOVE(&cancelable.all, t, timerfd, link);
	t->listed = listed;
	port_spin_unlock(&cancelable.lock, s);
}

void
timerfds_init(void)
{
	static struct timekeeping_watch watch = {
		.clock_was_set = timerfd_clock_was_set
	};

	timekeeping_on_set(&watch);
}

static long
timerfd_read(struct file *f, struct uio *uio)
{
	struct timerfd *t;
	uint64_t count;
	int error;
	bool s;

	t = f->priv;
	if (uio->resid < sizeof(count))
		return -EINVAL;				/* [TFD-READ-2] */
	error = 0;
	s = port_spin_lock(&t->lock);
	while (t->count == 0 && !timerfd_canceled(t) && error == 0) {
		if ((f->flags & FILE_NONBLOCK) != 0)
			error = EAGAIN;			/* [TFD-READ-3] */
		else
			error = waitq_sleep(&t->readers, &t->lock,
			    &s);			/* [TFD-READ-4] */
	}
	count = 0;
	if (error == 0) {
		timerfd_catch_up(t);		/* [TFD-CANCEL-3] */
		count = t->count;			/* [TFD-READ-1] */
		t->count = 0;				/* [TM-COUNT-2] */
		if (timerfd_tell_canceled(t))
			error = ECANCELED;		/* [TFD-CANCEL-1] */
	}
	INVARIANT(timerfd_check(t));
	port_spin_unlock(&t->lock, s);
	if (error == 0)
		error = uio_out(uio, &count, sizeof(count));
	return error != 0 ? -error : (long)sizeof(count);
}

static unsigned
timerfd_poll(struct file *f, struct waiter *w)
{
	struct timerfd *t;
	unsigned ready;
	bool s;

	t = f->priv;
	s = port_spin_lock(&t->lock);
	if (w != NULL)
		waitq_add(&t->readers, w);
	ready = t->count != 0 || timerfd_canceled(t) ?
	    POLLIN | POLLRDNORM : 0;
	port_spin_unlock(&t->lock, s);
	return ready;
}

static void
timerfd_unpoll(struct file *f, struct waiter *w)
{
	struct timerfd *t;
	bool s;

	t = f->priv;
	s = port_spin_lock(&t->lock);
	waitq_remove(&t->readers, w);
	port_spin_unlock(&t->lock, s);
}

static void
timerfd_close(struct file *f)
{
	struct timerfd *t;

	t = f->priv;
	timerfd_list(t, false);
	(void)hrtimer_cancel(&t->timer);
	port_free(t);
}

static const struct file_ops timerfd_ops = {
	.read = timerfd_read,
	.poll = timerfd_poll,
	.unpoll = timerfd_unpoll,
	.close = timerfd_close,
};

int
sys_timerfd_create(clockid_t clock, int flags)
{
	struct timerfd *t;
	int fd;

	if ((flags & ~(TFD_NONBLOCK | TFD_CLOEXEC)) != 0)
		return -EINVAL;				/* [TFD-CREATE-3] */
	if (!timekeeping_has_clock(clock))
		return -EINVAL;				/* [TFD-CREATE-2] */
	t = port_alloc(sizeof(*t));
	if (t == NULL)
		return -ENOMEM;				/* [TFD-CREATE-6] */
	*t = (struct timerfd){ .armed = false };	/* [TFD-CREATE-1] */
	hrtimer_init(&t->timer, clock);
	t->timer.function = timerfd_expire;
	t->timer.data = t;
	fd = file_open(&timerfd_ops, t,		/* [TFD-CREATE-4] */
	    (unsigned)flags);			/* [TFD-CREATE-5] */
	if (fd < 0)
		port_free(t);
	return fd;
}

static bool
timespec_ok(const struct timespec *ts)
{
	return ts->tv_sec >= 0 && ts->tv_nsec >= 0 &&
	    ts->tv_nsec < NSEC_PER_SEC;			/* [TFD-SET-1] */
}

/* Stop the old setting.  Comes and goes locked. */
static void
timerfd_halt(struct timerfd *t, bool *s)
{
	while (hrtimer_try_to_cancel(&t->timer) < 0) {
		port_spin_unlock(&t->lock, *s);
		port_relax();
		*s = port_spin_lock(&t->lock);
	}
}

/* Begin a new setting, whose report is its own.  Called locked. */
static void
timerfd_begin(struct timerfd *t, int flags, const struct itimerspec *its)
{
	ktime_t first;

	t->count = 0;					/* [TM-MOVE-3] */
	t->expired = false;
	t->interval = ktime_to_ns(timespec_to_ktime(its->it_interval));
	first = timespec_to_ktime(its->it_value);	/* [TM-FAR-2] */
	t->armed = ktime_compare(first, ns_to_ktime(0)) != 0;
	EVENT(TFD_SET, t, ktime_to_ns(first));
	if (t->armed)		/* [TFD-SET-6] [TM-ZERO-1] [TM-DISARM-1] */
		(void)hrtimer_start(&t->timer, first,	/* [TM-PERIOD-2] */
		    (flags & TFD_TIMER_ABSTIME) != 0 ?
		    HRTIMER_ABS : HRTIMER_REL);
}

/* The timer of a descriptor; its file is to be put.  Or a negative errno. */
static int
timerfd_get(int fd, struct file **fp)
{
	struct file *f;

	f = file_get(fd);
	if (f == NULL)
		return -EBADF;
	if (f->ops != &timerfd_ops) {
		file_put(f);
		return -EINVAL;
	}
	*fp = f;
	return 0;
}

/* What settime may be told, before it looks at the descriptor. */
static int
timerfd_acceptable(int flags, const struct itimerspec *its)
{
	if ((flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)) != 0)
		return -EINVAL;				/* [TFD-SET-2] */
	if (!timespec_ok(&its->it_value) || !timespec_ok(&its->it_interval))
		return -EINVAL;				/* [TFD-SET-3] */
	return 0;
}

/* Does this setting want to know of jumps of its clock?  [TFD-CANCEL-5] */
static bool
timerfd_wants_jumps(const struct timerfd *t, int flags)
{
	return t->timer.clock == CLOCK_REALTIME &&
	    (flags & TFD_TIMER_ABSTIME) != 0 &&
	    (flags & TFD_TIMER_CANCEL_ON_SET) != 0;
}

/* Exchange the settings of a timer.  0 or ECANCELED. */
static int
timerfd_set(struct timerfd *t, int flags, const struct itimerspec *its,
    struct itimerspec *was)
{
	bool s, canceled;

	if (timerfd_wants_jumps(t, flags))
		timerfd_list(t, true);
	s = port_spin_lock(&t->lock);
	timerfd_halt(t, &s);
	(void)timerfd_advance(t);			/* [TFD-COST-2] */
	timerfd_report(t, was);
	canceled = timerfd_canceled(t);			/* [TFD-CANCEL-4] */
	t->cancels = timerfd_wants_jumps(t, flags);
	t->jumps = timekeeping_jumps();			/* [TFD-CANCEL-6] */
	timerfd_begin(t, flags, its);		/* [TM-MOVE-2] [TM-DISARM-3] */
	INVARIANT(timerfd_check(t));
	port_spin_unlock(&t->lock, s);
	return canceled ? ECANCELED : 0;
}

int
sys_timerfd_settime(int fd, int flags, const struct itimerspec *value,
    struct itimerspec *old)
{
	struct itimerspec its, was;
	struct file *f;
	int error;

	if (port_copyin(&its, value, sizeof(its)) != 0)
		return -EFAULT;				/* [TFD-SET-5] */
	error = timerfd_acceptable(flags, &its);	/* [TFD-SET-8] */
	if (error == 0)
		error = timerfd_get(fd, &f);
	if (error != 0)
		return error;
	error = timerfd_set(f->priv, flags, &its, &was);
	file_put(f);
	if (old != NULL && port_copyout(&was, old, sizeof(was)) != 0)
		return -EFAULT;				/* [TFD-SET-7] */
	return -error;				/* [TFD-SET-4] */
}

int
sys_timerfd_gettime(int fd, struct itimerspec *its)
{
	struct itimerspec now;
	struct timerfd *t;
	struct file *f;
	int error;
	bool s;

	error = timerfd_get(fd, &f);
	if (error != 0)
		return error;
	t = f->priv;
	s = port_spin_lock(&t->lock);
	timerfd_catch_up(t);				/* [TM-LEFT-3] */
	timerfd_report(t, &now);		/* [TFD-GET-1] */
	INVARIANT(timerfd_check(t));
	port_spin_unlock(&t->lock, s);
	file_put(f);
	return -port_copyout(&now, its, sizeof(now));	/* [TFD-GET-2] */
}
