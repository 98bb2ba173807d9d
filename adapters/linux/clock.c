/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clock.c - kind clock: clock_gettime(2), clock_settime(2), clock_getres(2);
 * and the slack of a thread, prctl(2).
 *
 * What		An object is nothing but a place to stand; clock= says which
 *		clock, by name or number.
 *
 * Why this way	No clock is ever set by this agent: it gives up the right to
 *		do so when it starts, with that to wake a sleeping machine, so
 *		that a scenario sees what any process would see, whoever runs
 *		it (give_up).
 *
 * Clauses	[TM-CLOCK-1] [TM-CLOCK-2] [TM-CLOCK-3] [TM-CLOCK-4]
 *		[TM-CPU-1] [TM-CPU-2]: kept by the kernel below.
 */
#define	_GNU_SOURCE
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux/linux.h"

/* The library would use a bad address in the kernel's place. */
static bool
is_raw(struct agent_call *c)
{
	return strcmp(agent_word(c, "ptr", "null"), "null") != 0 ||
	    strcmp(agent_word(c, "via", "vdso"), "syscall") == 0;
}

static void
result(struct agent_call *c, const struct timespec *ts, const void *p, int r)
{
	call_result(c, r);
	if (r == 0 && p == ts)
		agent_show(c, "v", ns_of(ts));
}

void
clk_get(struct agent_call *c)
{
	struct timespec ts = { 0, 0 };
	clockid_t clock = clock_arg(c);
	void *p = pointer_arg(c, &ts);

	result(c, &ts, p, is_raw(c) ?
	    (int)syscall(SYS_clock_gettime, clock, p) :
	    clock_gettime(clock, p));
}

void
clk_res(struct agent_call *c)
{
	struct timespec ts = { 0, 0 };
	clockid_t clock = clock_arg(c);
	void *p = pointer_arg(c, &ts);

	result(c, &ts, p, is_raw(c) ?
	    (int)syscall(SYS_clock_getres, clock, p) :
	    clock_getres(clock, p));
}

/* The time is the present, unless there are raw fields. */
void
clk_set(struct agent_call *c)
{
	struct timespec ts;
	clockid_t clock = clock_arg(c);

	clock_gettime(CLOCK_REALTIME, &ts);
	if (agent_has(c, "sec") || agent_has(c, "nsec")) {
		ts.tv_sec = (time_t)agent_int(c, "sec", 0);
		ts.tv_nsec = (long)agent_int(c, "nsec", 0);
	}
	call_result(c, agent_has(c, "ptr") ?
	    (int)syscall(SYS_clock_settime, clock, pointer_arg(c, &ts)) :
	    clock_settime(clock, &ts));
}

/* ns= sets the slack of the calling thread; r= is what it then is. */
void
clk_slack(struct agent_call *c)
{
	if (agent_has(c, "ns"))
		prctl(PR_SET_TIMERSLACK, (unsigned long)agent_int(c, "ns", 0),
		    0UL, 0UL, 0UL);
	call_result(c, prctl(PR_GET_TIMERSLACK, 0UL, 0UL, 0UL, 0UL));
}

static void
drop(struct __user_cap_data_struct data[2], unsigned cap)
{
	unsigned bit = 1U << (cap % 32);

	data[cap / 32].effective &= ~bit;
	data[cap / 32].permitted &= ~bit;
	data[cap / 32].inheritable &= ~bit;
}

void
give_up(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &head, data) != 0)
		return;
	drop(data, CAP_SYS_TIME);
	drop(data, CAP_WAKE_ALARM);
	(void)syscall(SYS_capset, &head, data);
}

/* Are timers on processor time to be had? */
void
clk_statement(agent_say *say, void *arg)
{
	struct sigevent ev = { .sigev_notify = SIGEV_NONE };
	timer_t id;

	if (timer_create(CLOCK_THREAD_CPUTIME_ID, &ev, &id) != 0)
		return;
	timer_delete(id);
	say(arg, "offers.cputime", "yes");
}
