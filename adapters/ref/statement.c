/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * statement.c - what the reference declares of itself (adapter.7).
 */
#include <stdio.h>
#include <string.h>

#include "eventtimer/timeet.h"
#include "lib/math64.h"
#include "ref/ref.h"

/* Times come in and go out as ktime_t, so its form is what they may be. */
#ifdef KTIME_TWO_FIELD
#define GREATEST "2147483647999999999"
#define KEVENT_GREATEST GREATEST
#define GREATEST_US "2147483647999999000"
#define KTIME64 "no"
#else
#define GREATEST "9223372036854775807"
#define KEVENT_GREATEST "4294967295999999999"
#define GREATEST_US "9223372036854775000"
#define KTIME64 "yes"
#endif

static const struct {
	const char	*name;
	const char	*value;
} statement[] = {
	{ "offers.setclock", "yes" },
	{ "offers.timekeeping", "yes" },
	{ "offers.callback-hold", "yes" },
	{ "offers.watch", "yes" },
	{ "offers.calc", "yes" },
	{ "offers.etdriver", "yes" },
	{ "offers.park", "yes" },
	{ "offers.machine", "yes" },
	{ "offers.death", "yes" },
	{ "offers.hotplug", "yes" },
	{ "offers.ktime64", KTIME64 },
	{ "hrtimer.active-in-callback", "0" },
	{ "hrtimer.guard", "1000000" },
	{ "hrtimer.rounds", "3" },
	{ "ktime.max", GREATEST },
	{ "timerfd.close-read", "goes-on" },
	{ "timerfd.write-errno", "EINVAL" },
	{ "ptimer.unknown-flags", "EINVAL" },
	{ "ptimer.max", "256" },
	{ "kqueue.absolute", "again" },
	{ "kqueue.disabled", "counted" },
	{ "kqueue.again-flags", "replaced" },
	{ "kqueue.again-enables", "yes" },
	{ "kqueue.read-errno", "EINVAL" },
	{ "kqueue.zero-period", "unit" },
	{ "itimer.cpu-time", "no" },
	{ "itimer.null", "EFAULT" },
	{ "itimer.alarm-rounding", "up" },
	{ "timersock.type-errno", "ESOCKTNOSUPPORT" },
};

/* What front ends have in common, if they say nothing else below. */
static const struct ref_trait {
	const char	*front;
	const char	*trait;
	const char	*value;
} usual[] = {
	{ NULL, "clocks", "mono|real" },
	{ NULL, "unit", "1" },
	{ NULL, "rounding", "exact" },
	{ NULL, "least", "1" },
	{ NULL, "greatest", GREATEST },
	{ NULL, "beyond", "saturate" },
	{ NULL, "zero", "now" },
	{ NULL, "negative", "EINVAL" },
	{ NULL, "absolute", "yes" },
	{ NULL, "past-absolute", "now" },
	{ NULL, "first-interval", "yes" },
	{ NULL, "periodic", "yes" },
	{ NULL, "phase", "deadline" },
	{ NULL, "move", "atomic" },
	{ NULL, "readback", "left" },
	{ NULL, "readback-rounding", "exact" },
	{ NULL, "report", "count" },
	{ NULL, "width", "64" },
	{ NULL, "many", "yes" },
	{ NULL, "pending-rearm", "dropped" },
	{ NULL, "pending-disarm", "dropped" },
	{ NULL, "self-delete", "no" },
	{ NULL, "clockset", "follows" },
	{ NULL, "fork", "none" },
	{ NULL, "exec", "none" },
	{ NULL, "hold", "unread" },
	{ NULL, "asserts", "no" },
};

static const char *const fronts[] = {
	"hrtimer", "timerfd", "kqueue", "sleep", "ptimer", "itimer",
	"timersock", "poll", "kevent"
};

static const struct ref_trait own[] = {
	{ "hrtimer", "least", "0" },
	{ "hrtimer", "negative", "past" },
	{ "hrtimer", "periodic", "callback" },
	{ "hrtimer", "report", "call" },
	{ "hrtimer", "hold", "interrupt" },
	{ "hrtimer", "asserts", "yes" },

	{ "timerfd", "zero", "disarm" },

	{ "kqueue", "least", "0" },
	{ "kqueue", "first-interval", "no" },
	{ "kqueue", "readback", "none" },
	{ "kqueue", "self-delete", "yes" },

	{ "sleep", "first-interval", "no" },
	{ "sleep", "periodic", "no" },
	{ "sleep", "move", "none" },
	{ "sleep", "readback", "none" },
	{ "sleep", "report", "return" },
	{ "sleep", "width", "0" },
	{ "sleep", "hold", "none" },

	{ "ptimer", "zero", "disarm" },
	{ "ptimer", "report", "signal" },
	{ "ptimer", "width", "31" },
	{ "ptimer", "self-delete", "yes" },
	{ "ptimer", "hold", "blocked" },

	{ "itimer", "clocks", "mono" },
	{ "itimer", "unit", "1000" },
	{ "itimer", "least", "1000" },
	{ "itimer", "greatest", GREATEST_US },
	{ "itimer", "zero", "disarm" },
	{ "itimer", "absolute", "no" },
	{ "itimer", "past-absolute", "EINVAL" },
	{ "itimer", "readback-rounding", "up" },
	{ "itimer", "report", "signal" },
	{ "itimer", "width", "1" },
	{ "itimer", "many", "no" },
	{ "itimer", "clockset", "stays" },
	{ "itimer", "hold", "blocked" },

	{ "timersock", "clocks", "mono" },
	{ "timersock", "unit", "1000" },
	{ "timersock", "least", "1000" },
	{ "timersock", "greatest", GREATEST_US },
	{ "timersock", "zero", "disarm" },
	{ "timersock", "absolute", "no" },
	{ "timersock", "readback-rounding", "up" },
	{ "timersock", "report", "stream" },
	{ "timersock", "width", "32" },
	{ "timersock", "clockset", "stays" },

	{ "poll", "clocks", "mono" },
	{ "poll", "unit", "1000000" },
	{ "poll", "rounding", "up" },
	{ "poll", "least", "1000000" },
	{ "poll", "greatest", "2147483647000000" },
	{ "poll", "negative", "never" },
	{ "poll", "absolute", "no" },
	{ "poll", "first-interval", "no" },
	{ "poll", "periodic", "no" },
	{ "poll", "move", "none" },
	{ "poll", "readback", "none" },
	{ "poll", "report", "return" },
	{ "poll", "width", "0" },
	{ "poll", "clockset", "stays" },
	{ "poll", "hold", "none" },

	{ "kevent", "greatest", KEVENT_GREATEST },
	{ "kevent", "zero", "EINVAL" },
	{ "kevent", "absolute", "no" },
	{ "kevent", "past-absolute", "EINVAL" },
	{ "kevent", "first-interval", "no" },
	{ "kevent", "move", "replace" },
	{ "kevent", "readback", "none" },
	{ "kevent", "width", "31" },
	{ "kevent", "clockset", "stays" },
};

/* The value of a front end's trait. */
static const char *
value_of(const char *front, const struct ref_trait *t)
{
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (strcmp(own[i].front, front) == 0 &&
		    strcmp(own[i].trait, t->trait) == 0)
			return own[i].value;
	}
	return t->value;
}

static void
say_traits(agent_say *say, void *arg, const char *front)
{
	char name[64];
	size_t i;

	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		(void)snprintf(name, sizeof(name), "frontend.%s.%s", front,
		    usual[i].trait);
		say(arg, name, value_of(front, &usual[i]));
	}
}

static void
say_number(agent_say *say, void *arg, const char *name, int64_t value)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)value);
	say(arg, name, text);
}

static const char *
yes(bool is)
{
	return is ? "yes" : "no";
}

static void
say_flags(agent_say *say, void *arg, int flags)
{
	static const struct {
		const char	*name;
		int		 flag;
	} words[] = {
		{ "offers.driver-periodic", ET_FLAGS_PERIODIC },
		{ "offers.driver-oneshot", ET_FLAGS_ONESHOT },
		{ "offers.driver-percpu", ET_FLAGS_PERCPU },
		{ "offers.driver-c3stop", ET_FLAGS_C3STOP },
		{ "offers.driver-pow2div", ET_FLAGS_POW2DIV },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		say(arg, words[i].name, yes((flags & words[i].flag) != 0));
	say_number(say, arg, "driver.flags", flags);
}

/* The driver on trial, as its data sheet has it. */
static void
say_driver(agent_say *say, void *arg, const struct sim_board *b)
{
	say(arg, "offers.driver-timer", yes(b->timer != NULL));
	say(arg, "offers.driver-counter", yes(b->counter != NULL));
	say(arg, "offers.driver-status", yes(b->status));
	say(arg, "offers.driver-wraps", yes(b->wraps != 0));
	say(arg, "offers.driver-first", yes(b->first));
	say(arg, "offers.driver-awake",
	    yes((b->flags & ET_FLAGS_C3STOP) == 0));
	say(arg, "offers.driver-claims", yes(b->claims));
	say(arg, "offers.driver-cycles", yes(!b->timed));
	say(arg, "offers.driver-one-beat", yes(!b->first));
	say(arg, "offers.driver-several", yes(b->timers != NULL));
	if (b->timers != NULL) {
		say(arg, "driver.timers", b->timers);
		say(arg, "driver.counters", b->counters);
	}
	if (b->timer != NULL) {
		say(arg, "driver.timer", b->timer);
		say_number(say, arg, "driver.wraps", b->wraps);
		say_flags(say, arg, b->flags);
		say_number(say, arg, "driver.quality", b->quality -
		    (ref_modes.cpus >= 8 ? b->crowded : 0));
		say_number(say, arg, "driver.freq", (int64_t)b->frequency);
		say_number(say, arg, "driver.over", (int64_t)b->over);
		say_number(say, arg, "driver.min", b->min);
		say_number(say, arg, "driver.max", b->max);
	}
	if (b->counter != NULL) {
		say(arg, "driver.counter", b->counter);
		say_number(say, arg, "driver.counter-freq",
		    (int64_t)b->counter_frequency);
		say_number(say, arg, "driver.counter-width",
		    b->counter_width);
		say_number(say, arg, "driver.counter-quality",
		    b->counter_quality + (ref_modes.cpus == 1 ? b->alone : 0));
	}
}

/* What follows from the hardware: HOPS of a chain may each be so late. */
#define HOPS	8

static void
say_hardware(agent_say *say, void *arg)
{
	const struct sim_board *b;
	bool driven;

	b = ref_modes.board;
	driven = ref_modes_driven();
	say_driver(say, arg, b);
	if (driven)
		say_number(say, arg, "late", b->min + HOPS *
		    (ref_modes.change != 0 ? b->worst : b->late));
	/* A counter that comes round has to be read, by an interrupt. */
	say(arg, "offers.still", yes(!driven || (b->counter_width > 56 &&
	    ref_modes.change == 0)));
	say(arg, "offers.mask", yes(!b->ticks));
	if (!driven || ((b->flags & ET_FLAGS_PERCPU) != 0 &&
	    ref_modes.change == 0))
		say(arg, "offers.percpu", "yes");
	say_number(say, arg, "hrtimer.res", !driven ? 1 : b->res != 0 ?
	    b->res : (int64_t)muldiv64_up(1, (uint64_t)NSEC_PER_SEC,
	    b->counter_frequency));
}

void
ref_statement(agent_say *say, void *arg)
{
	static const char *const digit[] = { "0", "1", "2", "3", "4" };
	unsigned i;

	for (i = 0; i < sizeof(statement) / sizeof(statement[0]); i++)
		say(arg, statement[i].name, statement[i].value);
	for (i = 0; i < sizeof(fronts) / sizeof(fronts[0]); i++)
		say_traits(say, arg, fronts[i]);
	if (ref_modes.cpus > 1)
		say(arg, "offers.smp", "yes");
	say(arg, "timeout.dispatchers", digit[ref_modes.dispatchers]);
	say_hardware(say, arg);
	/* Arguments and values of type long are what they are. */
	if (sizeof(long) == 8)
		say(arg, "offers.long64", "yes");
}
