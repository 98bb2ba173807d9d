/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * statement.c - what the reference declares of itself (adapter.7).
 */
#include "ref/ref.h"

#define FRONT(front, trait, value) { "frontend." front "." trait, value }

/* Times come in and go out as ktime_t, so its form is what they may be. */
#ifdef KTIME_TWO_FIELD
#define GREATEST "2147483647999999999"
#define GREATEST_US "2147483647999999000"
#define KTIME64 "no"
#else
#define GREATEST "9223372036854775807"
#define GREATEST_US "9223372036854775000"
#define KTIME64 "yes"
#endif

static const struct {
	const char	*name;
	const char	*value;
} statement[] = {
	{ "offers.mask", "yes" },
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
	{ "hrtimer.res", "1" },
	{ "ktime.max", GREATEST },
	{ "timerfd.close-read", "goes-on" },
	{ "timerfd.write-errno", "EINVAL" },
	{ "itimer.cpu-time", "no" },
	{ "itimer.null", "EFAULT" },
	{ "itimer.alarm-rounding", "up" },
	{ "timersock.type-errno", "ESOCKTNOSUPPORT" },

	FRONT("hrtimer", "clocks", "mono|real"),
	FRONT("hrtimer", "unit", "1"),
	FRONT("hrtimer", "rounding", "exact"),
	FRONT("hrtimer", "least", "0"),
	FRONT("hrtimer", "greatest", GREATEST),
	FRONT("hrtimer", "beyond", "saturate"),
	FRONT("hrtimer", "zero", "now"),
	FRONT("hrtimer", "negative", "past"),
	FRONT("hrtimer", "absolute", "yes"),
	FRONT("hrtimer", "past-absolute", "now"),
	FRONT("hrtimer", "first-interval", "yes"),
	FRONT("hrtimer", "periodic", "callback"),
	FRONT("hrtimer", "phase", "deadline"),
	FRONT("hrtimer", "move", "atomic"),
	FRONT("hrtimer", "readback", "left"),
	FRONT("hrtimer", "readback-rounding", "exact"),
	FRONT("hrtimer", "report", "call"),
	FRONT("hrtimer", "width", "64"),
	FRONT("hrtimer", "many", "yes"),
	FRONT("hrtimer", "pending-rearm", "dropped"),
	FRONT("hrtimer", "pending-disarm", "dropped"),
	FRONT("hrtimer", "self-delete", "no"),
	FRONT("hrtimer", "clockset", "follows"),
	FRONT("hrtimer", "fork", "none"),
	FRONT("hrtimer", "exec", "none"),
	FRONT("hrtimer", "hold", "interrupt"),
	FRONT("hrtimer", "asserts", "yes"),

	FRONT("timerfd", "clocks", "mono|real"),
	FRONT("timerfd", "unit", "1"),
	FRONT("timerfd", "rounding", "exact"),
	FRONT("timerfd", "least", "1"),
	FRONT("timerfd", "greatest", GREATEST),
	FRONT("timerfd", "beyond", "saturate"),
	FRONT("timerfd", "zero", "disarm"),
	FRONT("timerfd", "negative", "EINVAL"),
	FRONT("timerfd", "absolute", "yes"),
	FRONT("timerfd", "past-absolute", "now"),
	FRONT("timerfd", "first-interval", "yes"),
	FRONT("timerfd", "periodic", "yes"),
	FRONT("timerfd", "phase", "deadline"),
	FRONT("timerfd", "move", "atomic"),
	FRONT("timerfd", "readback", "left"),
	FRONT("timerfd", "readback-rounding", "exact"),
	FRONT("timerfd", "report", "count"),
	FRONT("timerfd", "width", "64"),
	FRONT("timerfd", "many", "yes"),
	FRONT("timerfd", "pending-rearm", "dropped"),
	FRONT("timerfd", "pending-disarm", "dropped"),
	FRONT("timerfd", "self-delete", "no"),
	FRONT("timerfd", "clockset", "follows"),
	FRONT("timerfd", "fork", "none"),
	FRONT("timerfd", "exec", "none"),
	FRONT("timerfd", "hold", "unread"),
	FRONT("timerfd", "asserts", "no"),

	FRONT("sleep", "many", "yes"),
	FRONT("sleep", "clocks", "mono|real"),
	FRONT("sleep", "unit", "1"),
	FRONT("sleep", "rounding", "exact"),
	FRONT("sleep", "least", "1"),
	FRONT("sleep", "greatest", GREATEST),
	FRONT("sleep", "beyond", "saturate"),
	FRONT("sleep", "zero", "now"),
	FRONT("sleep", "negative", "EINVAL"),
	FRONT("sleep", "absolute", "yes"),
	FRONT("sleep", "past-absolute", "now"),
	FRONT("sleep", "first-interval", "no"),
	FRONT("sleep", "periodic", "no"),
	FRONT("sleep", "phase", "deadline"),
	FRONT("sleep", "move", "none"),
	FRONT("sleep", "readback", "none"),
	FRONT("sleep", "readback-rounding", "exact"),
	FRONT("sleep", "report", "return"),
	FRONT("sleep", "width", "0"),
	FRONT("sleep", "pending-rearm", "dropped"),
	FRONT("sleep", "pending-disarm", "dropped"),
	FRONT("sleep", "self-delete", "no"),
	FRONT("sleep", "clockset", "follows"),
	FRONT("sleep", "fork", "none"),
	FRONT("sleep", "exec", "none"),
	FRONT("sleep", "hold", "none"),
	FRONT("sleep", "asserts", "no"),
	FRONT("itimer", "clocks", "mono"),
	FRONT("itimer", "unit", "1000"),
	FRONT("itimer", "rounding", "exact"),
	FRONT("itimer", "least", "1000"),
	FRONT("itimer", "greatest", GREATEST_US),
	FRONT("itimer", "beyond", "saturate"),
	FRONT("itimer", "zero", "disarm"),
	FRONT("itimer", "negative", "EINVAL"),
	FRONT("itimer", "absolute", "no"),
	FRONT("itimer", "past-absolute", "EINVAL"),
	FRONT("itimer", "first-interval", "yes"),
	FRONT("itimer", "periodic", "yes"),
	FRONT("itimer", "phase", "deadline"),
	FRONT("itimer", "move", "atomic"),
	FRONT("itimer", "readback", "left"),
	FRONT("itimer", "readback-rounding", "up"),
	FRONT("itimer", "report", "signal"),
	FRONT("itimer", "width", "1"),
	FRONT("itimer", "many", "no"),
	FRONT("itimer", "pending-rearm", "dropped"),
	FRONT("itimer", "pending-disarm", "dropped"),
	FRONT("itimer", "self-delete", "no"),
	FRONT("itimer", "clockset", "stays"),
	FRONT("itimer", "fork", "none"),
	FRONT("itimer", "exec", "none"),
	FRONT("itimer", "hold", "blocked"),
	FRONT("itimer", "asserts", "no"),
	FRONT("timersock", "many", "yes"),
	FRONT("timersock", "clocks", "mono"),
	FRONT("timersock", "unit", "1000"),
	FRONT("timersock", "rounding", "exact"),
	FRONT("timersock", "least", "1000"),
	FRONT("timersock", "greatest", GREATEST_US),
	FRONT("timersock", "beyond", "saturate"),
	FRONT("timersock", "zero", "disarm"),
	FRONT("timersock", "negative", "EINVAL"),
	FRONT("timersock", "absolute", "no"),
	FRONT("timersock", "past-absolute", "now"),
	FRONT("timersock", "first-interval", "yes"),
	FRONT("timersock", "periodic", "yes"),
	FRONT("timersock", "phase", "deadline"),
	FRONT("timersock", "move", "atomic"),
	FRONT("timersock", "readback", "left"),
	FRONT("timersock", "readback-rounding", "up"),
	FRONT("timersock", "report", "stream"),
	FRONT("timersock", "width", "32"),
	FRONT("timersock", "pending-rearm", "dropped"),
	FRONT("timersock", "pending-disarm", "dropped"),
	FRONT("timersock", "self-delete", "no"),
	FRONT("timersock", "clockset", "stays"),
	FRONT("timersock", "fork", "none"),
	FRONT("timersock", "exec", "none"),
	FRONT("timersock", "hold", "unread"),
	FRONT("timersock", "asserts", "no"),
};

void
ref_statement(agent_say *say, void *arg)
{
	static const char *const digit[] = { "0", "1", "2", "3", "4" };
	unsigned i;

	for (i = 0; i < sizeof(statement) / sizeof(statement[0]); i++)
		say(arg, statement[i].name, statement[i].value);
	if (ref_modes.cpus > 1)
		say(arg, "offers.smp", "yes");
	say(arg, "timeout.dispatchers", digit[ref_modes.dispatchers]);
	/* Arguments and values of type long are what they are. */
	if (sizeof(long) == 8)
		say(arg, "offers.long64", "yes");
}
