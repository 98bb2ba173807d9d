/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sleep.c - calls that only let time pass.
 *
 * What		An hrtimer on the caller's stack that wakes its thread.
 *
 * Why this way	What a sleep knows of its deadline, the hrtimer knows already:
 *		the clock, whether it follows when that is set, that a sum
 *		which does not fit is far away.  So a sleep is over when its
 *		timer is no longer active, whoever woke the thread and why.
 *
 * Model	Asleep from 0 until 10 ms, a signal at 4 ms:
 *
 *		0	the timer is started; the thread blocks
 *		4 ms	the handler runs, port_block() says so; the timer has
 *			6 ms left, which are the rest; it is cancelled
 *
 *		With a wake-up for no reason in place of the signal, the thread
 *		finds the timer active and blocks again.
 *
 * Races	A signal and the deadline: the sleep was whole if nothing is
 *		left, even when the timer has not yet been seen to.
 *		The wake-up and the return: hrtimer_cancel() waits until the
 *		timer has let go of the thread, so its storage may go.
 */
#include "sleep/sleep.h"

#include "hrtimer/hrtimer.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "port/port.h"
#include "timekeeping/timekeeping.h"

/* 0 when the timer has expired, EINTR when a handler ran; what is left. */
static int
await(struct hrtimer *t, int64_t *left)
{
	*left = 0;
	while (hrtimer_active(t)) {
		if (port_block() == 0)			/* [SLP-INTR-3] */
			continue;
		/* [SLP-INTR-1] [SLP-INTR-2] */
		*left = ktime_to_ns(hrtimer_get_remaining(t));
		return *left > 0 ? EINTR : 0;		/* [SLP-INTR-4] */
	}
	return 0;
}

static int
sleep_until(clockid_t clock, ktime_t when, enum hrtimer_mode mode,
    int64_t *left)
{
	struct hrtimer t;
	int error;

	hrtimer_init(&t, clock);
	t.function = NULL;
	t.data = port_thread_self();
	EVENT(SLP_BEGIN, t.data, ktime_to_ns(when));
	/* [SLP-REL-1] [SLP-REL-2] [SLP-ABS-1] [SLP-ABS-2] [SLP-ABS-3] */
	(void)hrtimer_start(&t, when, mode);
	error = await(&t, left);
	(void)hrtimer_cancel(&t);		/* [SLP-INTR-5] */
	EVENT(SLP_END, t.data, *left);
	return error;
}

int
sys_clock_nanosleep(clockid_t clock, int flags,
    const struct timespec *request, struct timespec *rest)
{
	struct timespec ts;
	enum hrtimer_mode mode;
	int64_t left;
	int error;

	/* In this order.  [SLP-BAD-5] */
	if (!timekeeping_has_clock(clock))
		return -EINVAL;				/* [SLP-BAD-1] */
	if ((flags & ~TIMER_ABSTIME) != 0)
		return -EINVAL;				/* [SLP-BAD-2] */
	if (port_copyin(&ts, request, sizeof(ts)) != 0)
		return -EFAULT;				/* [SLP-BAD-3] */
	if (!timespec_valid(&ts))
		return -EINVAL;				/* [SLP-BAD-4] */
	mode = (flags & TIMER_ABSTIME) != 0 ? HRTIMER_ABS : HRTIMER_REL;
	error = sleep_until(clock, timespec_to_ktime(ts), mode, &left);
	if (error == 0 || mode == HRTIMER_ABS || rest == NULL)
		return -error;				/* [SLP-REST-2] */
	ts = ktime_to_timespec(ns_to_ktime(left));	/* [SLP-REST-1] */
	if (port_copyout(&ts, rest, sizeof(ts)) != 0)
		return -EFAULT;				/* [SLP-REST-3] */
	return -error;
}

/* Relative, and so the same on either clock.  [SLP-REL-3] */
int
sys_nanosleep(const struct timespec *request, struct timespec *rest)
{
	return sys_clock_nanosleep(CLOCK_MONOTONIC, 0, request, rest);
}
