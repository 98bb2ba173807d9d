-- SPDX-License-Identifier: BSD-2-Clause
-- More bugs in the consumer of event timers: one for each side of a branch
-- that no row of tick.lua needs.

local SWITCH = "ref/tick/tick_switch.c"
local STREAMS = "ref/tick/tick_streams.c"
local SYSCTL = "ref/tick/tick_sysctl.c"
local WATCH = "ref/tick/tick_watch.c"

mutants { id = "tick-", file = "ref/tick/tick.c", cases = "tick/" }

mutant {
  id = "global-out-of-step",
  find = "if (tick.due <= first || (tick.periodic && tick.due != INT64_MAX))",
  replace = "if (tick.due <= first)",
  bug = "an earlier deadline starts a periodic timer anew",
  clauses = { "TICK-GLOBAL-1", "TICK-LOW-1" },
  cases = { "global:periodic-sooner" },
}
mutant {
  id = "lies-told-to-none", file = SWITCH,
  find = "\tif (tick.spare == NULL)\n\t\treturn;",
  replace = "\tCHECK(tick.spare != NULL);",
  bug = "the only timer is to be replaced",
  clauses = { "TICK-LIES-5" },
  cases = { "lies:only-one", "lies:faster-2", "lies:faster-4" },
}
mutant {
  id = "change-of-the-watchdog", file = SWITCH,
  find = "\tif (et != tick.et && et != tick.spare)\n",
  replace = "\tif (et != tick.et)\n",
  bug = "another frequency of the watchdog is not heard of",
  clauses = { "TICK-LOST-2" },
  cases = { "lost:watchdog-slower" },
}

mutant {
  id = "others-from-zero",
  find = "\t\ttick_start_global(tick_now());",
  replace = "\t\ttick_start_global(0);",
  bug = "a CPU at rest starts the timer for all by a clock that reads 0",
  clauses = { "TICK-GLOBAL-1", "TICK-LOST-2" },
  cases = { "lost:watchdog-global-others" },
}
mutant {
  id = "others-past",
  find = "tick_start_timer(now, first > now ? first - now : 1);",
  replace = "tick_start_timer(now, first > now ? first - now : tick.most);",
  bug = "a timer for all waits its longest for a time that is past",
  clauses = { "TICK-GLOBAL-1", "TICK-LOST-2" },
  cases = { "lost:watchdog-global-others" },
}
mutant {
  id = "idle-in-vain",
  find = "\t    (tick.periodic || c->idle)) {",
  replace = "\t    tick.periodic) {",
  bug = "a one-shot timer for a tick wakes the CPU that has gone to sleep",
  clauses = { "TICK-IDLE-1" },
  cases = { "stream:idle-for-each" },
}
mutant {
  id = "idle-in-vain-for-all",
  find = "\t\tif (tick.due != INT64_MAX) {\n",
  replace = "\t\tif (tick.due != INT64_MAX && tick.periodic) {\n",
  bug = "a one-shot timer for all wakes a machine that waits for nothing",
  clauses = { "TICK-IDLE-1" },
  cases = { "stream:idle-for-all" },
}
mutant {
  id = "streams-untold",
  slow = true,
  find = "\tif (tick_streams_any())\n\t\ttick_streams_run(",
  replace = "\tif (!tick_streams_any())\n\t\ttick_streams_run(",
  bug = "an interrupt tells the streams nothing",
  clauses = { "TICK-HARD-1" },
  cases = { "stream:hard-at-its-times", "stream:hard-oneshot" },
}
mutant {
  id = "lost-tick-at-once",
  find = "\tif (tick.periodic)\n\t\tdue = nsec_add_sat(due, tick.period);\n",
  replace = "",
  bug = "one tick that is missing is an interrupt lost, though more will come",
  clauses = { "TICK-LOST-1" },
  cases = { "lost:periodic-next-tick" },
}
mutant {
  id = "lost-tick-moved",
  find = "\tif (due - now > tick.period / 2)\n\t\treturn due;\n",
  replace = "",
  bug = "an interrupt between two ticks moves the next, that is waited for",
  clauses = { "TICK-LOST-1" },
  cases = { "lost:periodic-entry" },
}
mutant {
  id = "watched-no-more",
  find = "\t\tc->set = false;\t\t/* its wish is noted again */\n"
    .. "\t\ttick_arm(c);",
  replace = "\t\tc->set = true;",
  bug = "a CPU that is asked by the watchdog in vain is watched no more",
  clauses = { "TICK-LOST-2" },
  cases = { "lost:watchdog-off-line" },
}
mutant {
  id = "watched-by-nobody",
  find = "for (i = 0; tick.spare != NULL && i < port_cpus(); i++) {",
  replace = "for (i = 0; tick.spare == NULL && i < port_cpus(); i++) {",
  bug = "a CPU that goes off line takes the watchdog with it",
  clauses = { "TICK-LOST-2" },
  cases = { "lost:watchdog-off-line" },
}
mutant {
  id = "lies-asked-runs",
  find = "\tif (c->due <= now)\n\t\tc->due = tick_due_again",
  replace = "\tif (!tick.periodic)\n\t\tc->due = tick_due_again",
  bug = "a timer that has yet to interrupt is thought to stand",
  clauses = { "TICK-LIES-1" },
  cases = { "lies:astray-too-soon" },
}
mutant {
  id = "resolution-unknown",
  find = "\tif (r.num == 0)\n\t\treturn 1;\n",
  replace = "\tif (r.num == 0)\n\t\treturn NSEC_PER_SEC;\n",
  bug = "a timer that tells no frequency has a resolution of a second",
  clauses = { "TICK-LOW-2" },
  cases = { "stream:unknown-frequency" },
}
mutant {
  id = "latched-judged",
  find = "\tif (c->paused)\n\t\treturn;\t\t\t"
    .. "/* latched before it was stopped */\n",
  replace = "",
  bug = "an interrupt that was latched before a change is taken for a lie",
  clauses = { "TICK-SWITCH-1" },
  cases = { "switch:latched" },
}
mutant {
  id = "off-line-runs",
  find = "\ttick_stop_own(tick.et);\n",
  replace = "",
  bug = "the timer of a CPU that goes off line runs on",
  clauses = { "TICK-SWITCH-8" },
  cases = { "switch:cpu-off-line" },
}
mutant {
  id = "rate-numerator", file = STREAMS,
  find = "\t\tif (c->stream[i].rate.num == to->num &&\n"
    .. "\t\t    c->stream[i].rate.den == to->den)",
  replace = "\t\tif (c->stream[i].rate.num == to->num)",
  bug = "another divisor is no other rate",
  clauses = { "TICK-HARD-1" },
  cases = { "stream:another-rate" },
}
mutant {
  id = "rate-unknown", file = STREAMS,
  find = "\tr.num = et->et_frequency != 0 ? et->et_frequency :\n"
    .. "\t    (uint64_t)NSEC_PER_SEC;",
  replace = "\tr.num = et->et_frequency != 0 ? et->et_frequency :\n"
    .. "\t    1000;",
  bug = "a timer that tells no frequency has one by chance",
  clauses = { "TICK-RATE-1" },
  cases = { "stream:unknown-frequency" },
}
mutant {
  id = "rate-by-none", file = STREAMS,
  find = "\tif (r.den == 0)\n\t\tr.den = 1;\t\t\t\t/* [TICK-RATE-1] */\n",
  replace = "",
  bug = "a rate above the timer's frequency is divided by 0",
  clauses = { "TICK-RATE-1" },
  cases = { "stream:rate-frequency" },
}
mutant {
  id = "rate-part-of-none", file = STREAMS,
  find = "\tbase.den *= (uint64_t)(of > 0 ? of : 1);",
  replace = "\tbase.den *= (uint64_t)(of > 0 ? of : 2);",
  bug = "statclock has half the ticks of a timer that is slower",
  clauses = { "TICK-RATE-3" },
  cases = { "stream:rate-stat-slow" },
}
mutant {
  id = "negative-taken", file = SWITCH,
  find = "et->et_quality >= 0 && (et->et_flags & check) == want)",
  replace = "(et->et_flags & check) == want)",
  bug = "a timer that is never to be chosen is",
  clauses = { "TICK-INIT-1" },
  cases = { "mode:negative-never" },
}
mutant {
  id = "change-of-any", file = SWITCH,
  find = "\tif (et != tick.et && et != tick.spare)\n\t\treturn;\n",
  replace = "\t(void)et;\n",
  bug = "another frequency of any timer stops them all",
  clauses = { "TICK-SWITCH-1" },
  cases = { "switch:another-frequency" },
}
mutant {
  id = "name-overflow", file = SYSCTL,
  find = "*s > '9' || v > hi)",
  replace = "*s > '9')",
  bug = "a number of many digits is one of few",
  clauses = { "TICK-NAME-5" },
  cases = { "name:bad-singlemul-4294967298" },
}
mutant {
  id = "name-below-0", file = SYSCTL,
  find = "if (*s < '0' || *s >",
  replace = "if (*s >",
  bug = "a sign is a digit",
  clauses = { "TICK-NAME-5" },
  cases = { "name:bad-singlemul-2m" },
}
mutant {
  id = "name-of-timer-unknown", file = SYSCTL,
  find = "get_of_timer(name, &none) == 0 ? EPERM : ENOENT;",
  replace = "get_of_timer(name, &none) == 0 ? ENOENT : EPERM;",
  bug = "what can only be read of a timer is not there when it is set",
  clauses = { "TICK-NAME-8" },
  cases = { "name:read-only-flags", "name:set-no-such-1",
    "name:read-only-quality", "name:read-only-frequency" },
}
mutant {
  id = "watch-none", file = WATCH,
  find = "\tif (et == NULL)\n\t\treturn;\n\tfirst",
  replace = "\tCHECK(et != NULL);\n\tfirst",
  bug = "one timer for all wants another to watch it",
  clauses = { "TICK-GLOBAL-1" },
  cases = { "global:oneshot", "switch:the-interrupted-off-line" },
}
mutant {
  id = "watch-refused", file = WATCH,
  find = "\tif (error == 0)\n\t\ttick.spare_due = now + distance;",
  replace = "\tCHECK(error == 0);\n\ttick.spare_due = now + distance;",
  bug = "a watchdog that cannot be started stops the machine",
  clauses = { "TICK-LOST-1" },
  cases = { "lost:watchdog-refuses" },
}
mutant {
  id = "watch-latched", file = WATCH,
  find = "\tif (tick_here()->paused)\n\t\treturn;",
  replace = "\tif (tick_here()->paused)\n\t\ttick_arm(NULL);",
  bug = "what the watchdog had latched before a change is served in it",
  clauses = { "TICK-SWITCH-1" },
  cases = { "lost:watchdog-latched" },
}
mutant {
  id = "deep-for-all", file = WATCH,
  find = "\tif (c->paused || tick.global || tick.spare",
  replace = "\tif (c->paused || tick.spare",
  bug = "the CPU that a timer for all interrupts sleeps, and it with it",
  clauses = { "TICK-DEEP-2" },
  cases = { "deep:for-all" },
}
