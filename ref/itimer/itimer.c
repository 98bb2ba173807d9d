/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * itimer.c - the interval timer of a program, and its alarm clock.
 *
 * What		One hrtimer, and the one signal that it sends.
 *
 * Why this way	A periodic timer is not restarted when it expires but when its
 *		signal is accepted, or somebody looks at it.  Between the two
 *		nothing could be told anyway: one signal is pending, and it
 *		carries no count.  So a timer of 1 us whose signal is blocked
 *		costs one interrupt, not a million a second.
 *
 * Model	First 10 ms, interval 10 ms, the signal blocked until 35 ms:
 *
 *		10 ms	the callback: expired, the signal is sent
 *		35 ms	accept: forward passes 20 and 30, restarts for 40
 *
 * Invariants	I1  expired: the hrtimer is idle, and the timer is armed if
 *		    it is periodic.
 *		I2  armed and not expired: the hrtimer is queued or about to
 *		    call back.
 *
 * Locking	A mutex makes each call one step.  The spin lock covers the
 *		fields; the callback and accept() take it too, so it is not
 *		held while either is waited for.
 *
 * Races	A signal of the old setting may be accepted while a new one
 *		stops it.  By then the timer is not armed, and accept()
 *		restarts nothing.
 *
 * Limits	There is one program, so there is one timer.
 */
#include "itimer/itimer.h"

#include "hrtimer/hrtimer.h"
#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "port/port.h"

static int	itimer_accept(struct port_signal *);
static int	itimer_expire(void *);

static struct {
	struct port_mutex call;
	struct port_spin lock;
	struct hrtimer	 timer;
	struct port_signal signal;
	int64_t		 interval;	/* lock: ns; 0 means once */
	bool		 armed;		/* lock: set, and not over */
	bool		 expired;	/* lock: since somebody looked */
	bool		 ready;		/* call: the hrtimer is initialised */
} itimer = {
	.signal = { .signo = SIGALRM, .code = PORT_SI_KERNEL,
	    .accept = itimer_accept },
};

static bool
itimer_check(void)
{
	CHECK(itimer.interval >= 0);
	CHECK(!itimer.expired || !hrtimer_active(&itimer.timer));	/* I1 */
	CHECK(!itimer.expired || itimer.armed == (itimer.interval != 0));
	CHECK(!itimer.armed || itimer.expired ||
	    !hrtimer_idle(&itimer.timer));				/* I2 */
	return true;
}

/* The hrtimer's callback: interrupt context. */
static int
itimer_expire(void *data)
{
	bool s;

	(void)data;
	s = port_spin_lock(&itimer.lock);
	itimer.expired = true;
	if (itimer.interval == 0)
		itimer.armed = false;
	EVENT(ITM_EXPIRE, &itimer, itimer.interval);
	(void)port_signal_send(&itimer.signal);		/* [ITM-SIGNAL-1] */
	INVARIANT(itimer_check());
	port_spin_unlock(&itimer.lock, s);
	return HRTIMER_NORESTART;
}

/*
 * Of a timer that has expired, the next deadline is the first that is to come.
 * True: wait for it.  The lock is held.
 */
static bool
itimer_advance(void)
{
	if (!itimer.expired)
		return false;
	itimer.expired = false;
	if (!itimer.armed)
		return false;
	(void)hrtimer_forward64(&itimer.timer,
	    ns_to_ktime(itimer.interval));		/* [ITM-SIGNAL-3] */
	return true;
}

/* The same, and wait.  [ITM-COST-1] */
static void
itimer_catch_up(void)
{
	if (itimer_advance())
		(void)hrtimer_restart(&itimer.timer);
}

/* In a thread of the program; nobody is told how many there were. */
static int
itimer_accept(struct port_signal *p)
{
	bool s;

	(void)p;
	s = port_spin_lock(&itimer.lock);
	itimer_catch_up();				/* [ITM-SIGNAL-2] */
	INVARIANT(itimer_check());
	port_spin_unlock(&itimer.lock, s);
	return 0;
}

/* Rounded up, so that 0 is left of what is not armed, and of nothing else. */
static struct timeval
itimer_round_up(int64_t ns)
{
	int64_t most;

	most = ktime_to_ns(KTIME_MAX) - (NSEC_PER_USEC - 1);
	if (ns > most)
		ns = most;
	return ktime_to_timeval(ns_to_ktime(ns + (NSEC_PER_USEC - 1)));
}

/* What is set, and how long until then.  The lock is held. */
static void
itimer_report(struct itimerval *now)
{
	int64_t left;

	left = 0;
	if (itimer.armed) {
		left = ktime_to_ns(hrtimer_get_remaining(&itimer.timer));
		if (left < 1)
			left = 1;
	}
	now->it_value = itimer_round_up(left);		/* [ITM-GET-2] */
	now->it_interval = itimer_round_up(itimer.interval);
}

/* One call at a time, from here to itimer_leave(). */
static void
itimer_enter(void)
{
	port_mutex_lock(&itimer.call);
	if (itimer.ready)
		return;
	hrtimer_init(&itimer.timer, CLOCK_MONOTONIC);	/* [ITM-SET-6] */
	itimer.timer.function = itimer_expire;
	itimer.ready = true;
}

static void
itimer_leave(void)
{
	port_mutex_unlock(&itimer.call);
}

/* Stop, and say what was set. */
static void
itimer_stop(struct itimerval *old)
{
	bool s;

	s = port_spin_lock(&itimer.lock);
	while (hrtimer_try_to_cancel(&itimer.timer) < 0) {
		port_spin_unlock(&itimer.lock, s);
		port_relax();
		s = port_spin_lock(&itimer.lock);
	}
	(void)itimer_advance();
	itimer_report(old);
	itimer.armed = itimer.expired = false;
	port_spin_unlock(&itimer.lock, s);
	(void)port_signal_cancel(&itimer.signal);
}

static void
itimer_begin(ktime_t first, ktime_t interval)
{
	bool s;

	s = port_spin_lock(&itimer.lock);
	itimer.armed = ktime_compare(first, ns_to_ktime(0)) != 0;
	itimer.interval = itimer.armed ? ktime_to_ns(interval) : 0;
							/* [ITM-SET-9] */
	itimer.signal.keep = itimer.interval != 0;	/* [ITM-SIGNAL-4] */
	EVENT(ITM_SET, &itimer, ktime_to_ns(first));
	if (itimer.armed)				/* [ITM-SET-5] */
		(void)hrtimer_start(&itimer.timer, first, HRTIMER_REL);
	INVARIANT(itimer_check());
	port_spin_unlock(&itimer.lock, s);
}

static bool
timeval_ok(const struct timeval *tv)
{
	return tv->tv_sec >= 0 && tv->tv_usec >= 0 &&
	    tv->tv_usec < USEC_PER_SEC;			/* [ITM-SET-2] */
}

int
sys_setitimer(int which, const struct itimerval *value, struct itimerval *old)
{
	struct itimerval itv, was;

	if (port_copyin(&itv, value, sizeof(itv)) != 0)
		return -EFAULT;		/* [ITM-SET-4] [ITM-SET-8] */
	if (!timeval_ok(&itv.it_value) || !timeval_ok(&itv.it_interval))
		return -EINVAL;				/* [ITM-SET-3] */
	if (which != ITIMER_REAL)
		return -EINVAL;		/* [ITM-WHICH-1] [ITM-WHICH-2] */
	itimer_enter();
	itimer_stop(&was);				/* [ITM-SET-1] */
	itimer_begin(timeval_to_ktime(itv.it_value),
	    timeval_to_ktime(itv.it_interval));
	itimer_leave();
	if (old != NULL && port_copyout(&was, old, sizeof(was)) != 0)
		return -EFAULT;				/* [ITM-SET-7] */
	return 0;
}

int
sys_getitimer(int which, struct itimerval *value)
{
	struct itimerval now;
	bool s;

	if (which != ITIMER_REAL)
		return -EINVAL;
	itimer_enter();
	s = port_spin_lock(&itimer.lock);
	itimer_catch_up();
	itimer_report(&now);				/* [ITM-GET-1] */
	port_spin_unlock(&itimer.lock, s);
	itimer_leave();
	return -port_copyout(&now, value, sizeof(now));	/* [ITM-GET-3] */
}

unsigned
sys_alarm(unsigned seconds)
{
	struct itimerval was;

	itimer_enter();
	itimer_stop(&was);				/* [ITM-ALARM-4] */
	itimer_begin(timeval_to_ktime((struct timeval){ .tv_sec = seconds }),
	    ns_to_ktime(0));		/* [ITM-ALARM-1] [ITM-ALARM-2] */
	itimer_leave();
	if (was.it_value.tv_usec != 0)
		was.it_value.tv_sec++;			/* [ITM-ALARM-3] */
	if (was.it_value.tv_sec > UINT32_MAX)
		return UINT32_MAX;			/* [ITM-ALARM-5] */
	return (unsigned)was.it_value.tv_sec;
}
