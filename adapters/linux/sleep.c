/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sleep.c - kind sleep: nanosleep(2) and clock_nanosleep(2).
 *
 * What		An object is a clock to sleep on: it says which clock T and N
 *		of abs= mean, and is nothing that the kernel knows of.
 *
 * Why this way	clock_nanosleep() returns its errno, nanosleep() sets it; a
 *		log shows both alike.
 *
 * Rest		The place for what is left holds -1 ns before the call, which
 *		no kernel writes, and is shown as it is afterwards.
 */
#define	_GNU_SOURCE
#include <errno.h>
#include <string.h>

#include "linux/linux.h"

struct request {
	struct timespec ts, rest;
	const struct timespec *ts_ptr;
	struct timespec *rest_ptr;
};

void
slp_create(struct agent_call *c)
{
	(void)clock_arg(c);
}

static void
request_args(struct agent_call *c, struct request *q)
{
	const char *word = agent_word(c, "rem", "null");

	q->ts = timespec_of(agent_time(c, agent_has(c, "abs") ? "abs" : "rel",
	    0));
	if (agent_has(c, "sec") || agent_has(c, "nsec")) {
		q->ts.tv_sec = (time_t)agent_int(c, "sec", 0);
		q->ts.tv_nsec = (long)agent_int(c, "nsec", 0);
	}
	q->ts_ptr = pointer_arg(c, &q->ts);
	q->rest = timespec_of(-1);
	q->rest_ptr = strcmp(word, "yes") == 0 ? &q->rest :
	    linux_pointer(word);
}

/* error is 0 or a number of errno. */
static void
result(struct agent_call *c, const struct request *q, int error)
{
	errno = error;
	call_result(c, error == 0 ? 0 : -1);
	if (q->rest_ptr == &q->rest)
		agent_show(c, "left", ns_of(&q->rest));
}

void
slp_nanosleep(struct agent_call *c)
{
	struct request q;
	int r;

	request_args(c, &q);
	agent_stamp_begin(c);
	r = nanosleep(q.ts_ptr, q.rest_ptr);
	agent_stamp_end(c);
	result(c, &q, r != 0 ? errno : 0);
}

static int
flags_arg(struct agent_call *c)
{
	const char *word = agent_word(c, "flags", "0");
	int64_t v;

	if (agent_number(word, &v))
		return (int)v | (agent_has(c, "abs") ? TIMER_ABSTIME : 0);
	return TIMER_ABSTIME;
}

void
slp_clock_nanosleep(struct agent_call *c)
{
	clockid_t clock = agent_step_has(c, "clock") ? clock_arg(c) :
	    c->obj->clock == AGENT_REAL ? CLOCK_REALTIME : CLOCK_MONOTONIC;
	struct request q;
	int error;

	request_args(c, &q);
	agent_stamp_begin(c);
	error = clock_nanosleep(clock, flags_arg(c), q.ts_ptr, q.rest_ptr);
	agent_stamp_end(c);
	result(c, &q, error);
}

/*
 * Statement.
 */

static const char *
probe_past(void)
{
	struct timespec ts = { 0, 1 };

	if (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) == 0)
		return "now";
	return "EINVAL";
}

static const char *
probe_zero(void)
{
	struct timespec ts = { 0, 0 };

	return nanosleep(&ts, NULL) == 0 ? "now" : error_name(errno);
}

static const char *
probe_negative(void)
{
	struct timespec ts = { -1, 0 };

	return nanosleep(&ts, NULL) == 0 ? "past" : error_name(errno);
}

/* Traits that hold for every Linux, or that nobody but root can see. */
static const char *const traits[][2] = {
	{ "frontend.sleep.clocks", "mono|real" },
	{ "frontend.sleep.unit", "1" },
	{ "frontend.sleep.rounding", "exact" },
	{ "frontend.sleep.least", "1" },
	{ "frontend.sleep.greatest", "9223372036854775807" },
	{ "frontend.sleep.beyond", "saturate" },
	{ "frontend.sleep.absolute", "yes" },
	{ "frontend.sleep.first-interval", "no" },
	{ "frontend.sleep.periodic", "no" },
	{ "frontend.sleep.phase", "deadline" },
	{ "frontend.sleep.move", "none" },
	{ "frontend.sleep.readback", "none" },
	{ "frontend.sleep.readback-rounding", "exact" },
	{ "frontend.sleep.report", "return" },
	{ "frontend.sleep.width", "0" },
	{ "frontend.sleep.many", "yes" },
	{ "frontend.sleep.pending-rearm", "dropped" },
	{ "frontend.sleep.pending-disarm", "dropped" },
	{ "frontend.sleep.self-delete", "no" },
	{ "frontend.sleep.clockset", "follows" },
	{ "frontend.sleep.fork", "none" },
	{ "frontend.sleep.exec", "none" },
	{ "frontend.sleep.hold", "none" },
	{ "frontend.sleep.asserts", "no" },
};

void
slp_statement(agent_say *say, void *arg)
{
	say_all(say, arg, traits, sizeof traits / sizeof traits[0]);
	say(arg, "frontend.sleep.zero", probe_zero());
	say(arg, "frontend.sleep.negative", probe_negative());
	say(arg, "frontend.sleep.past-absolute", probe_past());
}
