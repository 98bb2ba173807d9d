/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * controls.c - the defects, one after another.
 *
 * Each is as small as its class allows: a suite that finds an expiry which
 * is early by a nanosecond finds one that is early by a millisecond, and the
 * other way round it need not be so.
 */
#include <string.h>

#include "null/null.h"

#define	EARLY	1		/* ns */
#define	LATE	20000		/* ns */

static bool
is_deadline(const char *key)
{
	return agent_word_has("rel|abs|first", key);
}

/* early: each deadline is met a nanosecond before it has come. */
static int64_t
early_time(struct agent_obj *o, const char *key, int64_t v)
{
	(void)o;
	/* 0 and less are no deadlines; 1 must not become 0. */
	return is_deadline(key) && v > EARLY ? v - EARLY : v;
}

/* late: each deadline is met 20 us behind it. */
static int64_t
late_time(struct agent_obj *o, const char *key, int64_t v)
{
	(void)o;
	return is_deadline(key) && v != 0 && v < INT64_MAX - LATE ?
	    v + LATE : v;
}

/* double: each expiry arrives twice. */
static unsigned
double_deliver(struct agent_obj *o, unsigned k)
{
	(void)o;
	(void)k;
	return 2;
}

/* lossy: of the expiries of a timer, every second one is lost. */
static unsigned
lossy_deliver(struct agent_obj *o, unsigned k)
{
	static unsigned expiries[AGENT_ELEMS];

	(void)k;
	return ++expiries[o->index] % 2;
}

/*
 * liar: a call that fails says that it has succeeded; whatever number a call
 * gives is one too high, or a unit of the interface where that rounds; and the
 * statement declares another kernel.
 */
static void
liar_answer(struct agent_call *c)
{
	int64_t more;
	unsigned i;

	more = c->obj != NULL && agent_word_has("itimer|timersock",
	    c->obj->kind->name) ? 1000 : 1;
	if (c->err != NULL) {
		c->err = NULL;
		return;
	}
	if (c->r != 0)
		c->r = c->r == INT64_MAX ? 0 : c->r + 1;
	for (i = 0; i < c->nshow; i++) {
		if (c->show[i].word == NULL &&
		    c->show[i].last <= INT64_MAX - more) {
			c->show[i].first += more;
			c->show[i].last += more;
		}
	}
}

static const struct lie {
	const char	*name;
	const char	*value;		/* inside its closed set */
} lies[] = {
	{ "hrtimer.active-in-callback", "1" },
	{ "hrtimer.guard", "2000000" },
	{ "hrtimer.rounds", "4" },
	{ "hrtimer.res", "2" },
	{ "timerfd.close-read", "EBADF" },
	{ "timerfd.write-errno", "EBADF" },
	{ "timersock.type-errno", "EPROTOTYPE" },
	{ "frontend.hrtimer.zero", "disarm" },
	{ "frontend.timerfd.zero", "now" },
	{ "frontend.timerfd.pending-rearm", "kept" },
	{ "frontend.timerfd.pending-disarm", "kept" },
};

static const char *
liar_declare(const char *name, const char *value)
{
	size_t i;

	for (i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		if (strcmp(lies[i].name, name) == 0)
			return lies[i].value;
	}
	return value;
}

/*
 * amnesiac: of all timers it remembers the one that was armed last; of a
 * timer, the first setting that it was given; of an interval, nothing, so
 * that nothing comes behind it; and of several expirations, that there was
 * one.
 */
static const struct agent_obj *amnesiac_armed;

static int64_t
amnesiac_time(struct agent_obj *o, const char *key, int64_t v)
{
	static struct {
		bool	known;
		int64_t	v;
	} first[AGENT_ELEMS];

	if (strcmp(key, "per") == 0 || strcmp(key, "period") == 0)
		return 0;
	if (strcmp(key, "by") == 0)
		return INT64_MAX;
	if (!is_deadline(key))
		return v;
	amnesiac_armed = o;
	if (!first[o->index].known) {
		first[o->index].known = true;
		first[o->index].v = v;
	}
	return first[o->index].v;
}

static unsigned
amnesiac_deliver(struct agent_obj *o, unsigned k)
{
	/* Nobody knows whose a signal is. */
	return k == 0 && (amnesiac_armed == NULL || amnesiac_armed == o ||
	    agent_word_has("signal", o->kind->name));
}

const struct null_control null_controls[] = {
	{ .name = "null", .deaf = true },
	{ .name = "early", .time = early_time },
	{ .name = "late", .time = late_time },
	{ .name = "double", .deliver = double_deliver },
	{ .name = "lossy", .deliver = lossy_deliver },
	{ .name = "liar", .answer = liar_answer, .declare = liar_declare },
	{ .name = "amnesiac", .time = amnesiac_time,
	    .deliver = amnesiac_deliver },
	{ .name = NULL }
};
