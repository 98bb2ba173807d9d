-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the consumer of event timers, each with the cases that find it.

local SWITCH = "ref/tick/tick_switch.c"
local STREAMS = "ref/tick/tick_streams.c"
local SYSCTL = "ref/tick/tick_sysctl.c"
local WATCH = "ref/tick/tick_watch.c"

mutants { id = "tick-", file = "ref/tick/tick.c", cases = "tick/" }

-- Choosing ------------------------------------------------------------------

mutant {
  id = "worst-first", file = SWITCH,
  find = "for (et = et_next(NULL); et != NULL; et = et_next(et)) {\n",
  replace = "for (et = et_next(NULL); et != NULL; et = et_next(et)) {\n"
    .. "\t\tif (et_next(et) != NULL && tick_usable(et_next(et)) &&\n"
    .. "\t\t    (et_next(et)->et_flags & check) == want)\n\t\t\tcontinue;\n",
  bug = "of several timers the worst is taken",
  clauses = { "TICK-INIT-1" },
  cases = { "mode:best-oneshot", "mode:only-periodic",
    "lost:masked-is-not-lost" },
}
mutant {
  id = "periodic-first", file = SWITCH,
  find = "first = tick_wants_periodic ? ET_FLAGS_PERIODIC : ET_FLAGS_ONESHOT;",
  replace = "first = ET_FLAGS_PERIODIC;",
  bug = "a timer that repeats is preferred without a wish for it",
  clauses = { "TICK-INIT-1" },
  cases = { "mode:oneshot-before-better" },
}
mutant {
  id = "oneshot-only", file = SWITCH,
  find = "return et != NULL ? et : tick_best(other, other, but, NULL);",
  replace = "(void)other;\n\treturn et;",
  bug = "a machine with periodic timers alone does not start",
  clauses = { "TICK-INIT-2" },
  cases = { "mode:only-periodic", "mode:resolution",
    "mode:at-a-tick-33000000" },
}
mutant {
  id = "no-timer-no-check", file = SWITCH,
  find = "CHECK(et != NULL);\t\t\t\t/* [TICK-INIT-3] */",
  replace = "if (et == NULL)\n\t\tet = et_next(NULL);",
  bug = "a timer without a mode is used when there is no better",
  clauses = { "TICK-INIT-3" },
  cases = { "mode:no-timer" },
}
mutant {
  id = "mode-as-wished", file = SWITCH,
  find = "tick.periodic = (et->et_flags & ET_FLAGS_ONESHOT) == 0 ||\n"
    .. "\t    (tick_wants_periodic",
  replace = "tick.periodic = (tick_wants_periodic",
  bug = "a timer that can only repeat is started for one interrupt",
  clauses = { "TICK-MODE-1" },
  cases = { "mode:only-periodic", "mode:at-a-tick-500000",
    "mode:at-a-tick-501000" },
}
mutant {
  id = "mode-reads-wish", file = SYSCTL,
  find = "put_number(t, tick.periodic);",
  replace = "put_number(t, tick_wants_periodic);",
  bug = "what was wished is shown, and not what is",
  clauses = { "TICK-MODE-2" },
  cases = { "mode:only-periodic" },
}

mutant {
  id = "mode-wish-ignored", file = SWITCH,
  find = "(tick_wants_periodic != 0 &&\n"
    .. "\t    (et->et_flags & ET_FLAGS_PERIODIC) != 0);",
  replace = "false;",
  bug = "a wish for periodic operation is not heard",
  clauses = { "TICK-MODE-1" },
  cases = { "mode:set-periodic" },
}
mutant {
  id = "mode-wish-obeyed", file = SWITCH,
  find = "(tick_wants_periodic != 0 &&\n"
    .. "\t    (et->et_flags & ET_FLAGS_PERIODIC) != 0);",
  replace = "tick_wants_periodic != 0;",
  bug = "a timer that cannot repeat is made to, if that is wished",
  clauses = { "TICK-MODE-1" },
  cases = { "mode:wish-not-granted" },
}
mutant {
  id = "mode-wish-late", file = SWITCH,
  find = "first = tick_wants_periodic ? ET_FLAGS_PERIODIC : ET_FLAGS_ONESHOT;",
  replace = "first = ET_FLAGS_ONESHOT;",
  bug = "the choice does not look at the wish",
  clauses = { "TICK-MODE-1" },
  cases = { "mode:wish-chooses" },
}
mutant {
  id = "counter-unread",
  find = "\tif (distance > timekeeping_max_idle())\n"
    .. "\t\tdistance = timekeeping_max_idle();",
  replace = "",
  bug = "a narrow counter goes round unread while nothing is due",
  clauses = { "TM-FAR-1" },
  cases = { "mode:narrow-counter" },
}

-- Periodic operation --------------------------------------------------------

mutant {
  id = "low-early",
  find = "nstosbt(tick.period));",
  replace = "nstosbt(2 * tick.period));",
  bug = "a periodic timer ticks half as often as it could",
  clauses = { "TICK-LOW-1" },
  cases = { "mode:at-a-tick-10000", "mode:at-a-tick-500000",
    "mode:at-a-tick-10200000", "stream:singlemul-1" },
}
mutant {
  id = "low-res",
  find = "\tif (tick.periodic)\n\t\tr = tick_rates.base;",
  replace = "\tif (false)\n\t\tr = tick_rates.base;",
  bug = "the resolution is told to be the hardware's in periodic operation",
  clauses = { "TICK-LOW-2" },
  cases = { "mode:resolution" },
}
mutant {
  id = "low-ever",
  find = "(void)et_stop(tick.et);\t\t\t/* [TICK-LOW-3] */\n"
    .. "\t\tc->due = INT64_MAX;",
  replace = "",
  bug = "a periodic timer ticks on with nothing to wait for",
  clauses = { "TICK-LOW-3" },
  cases = { "mode:ticks-while-needed" },
}
mutant {
  id = "low-ever-global",
  find = "\t\t\t(void)et_stop(tick.et);\n\t\t\ttick.due = INT64_MAX;",
  replace = "",
  bug = "a periodic timer for all ticks on with nothing to wait for",
  clauses = { "TICK-LOW-3" },
  cases = { "global:periodic" },
}

-- One timer for all ---------------------------------------------------------

mutant {
  id = "global-last",
  find = "if (tick.due <= first || (tick.periodic && tick.due != INT64_MAX))",
  replace = "if (tick.due != INT64_MAX)",
  bug = "an earlier deadline does not move a timer that runs",
  clauses = { "TICK-GLOBAL-1" },
  cases = { "global:oneshot", "global:earlier-start" },
}
mutant {
  id = "global-own",
  find = "port_cpu_call(i, tick_event, NULL);\t/* [TICK-GLOBAL-2] */",
  replace = "",
  bug = "the CPU that is interrupted serves itself alone",
  clauses = { "TICK-GLOBAL-2" },
  cases = { "global:oneshot", "global:together", "global:periodic" },
}
mutant {
  id = "global-everybody",
  find = "\t\tif (tick.cpu[i].wake <= now) {\n\t\t\ttick.cpu[i].wake",
  replace = "\t\tif (true) {\n\t\t\ttick.cpu[i].wake",
  bug = "every CPU is called for every interrupt",
  clauses = { "TICK-GLOBAL-2" },
  cases = { "global:only-the-due" },
}

mutant {
  id = "percpu-one-stops", file = SWITCH,
  find = "\t\t(void)et_stop(et);\t\t\t/* [TICK-PERCPU-1] */",
  replace = "\t\tif (port_cpu() == 0)\n\t\t\t(void)et_stop(et);",
  bug = "a per-CPU timer is stopped on one CPU alone",
  clauses = { "TICK-PERCPU-1" },
  cases = { "global:each-its-own" },
}

-- Streams -------------------------------------------------------------------

mutant {
  id = "hard-drifts", file = STREAMS,
  find = "\t\tc->stream[i].ticks = due;\t\t/* [TICK-HARD-1] */",
  replace = "\t\tc->stream[i].ticks = 0;\n\t\tif (n > 0)\n"
    .. "\t\t\tc->stream[i].origin = now;\n\t\tif (n == 0)\n"
    .. "\t\t\tc->stream[i].ticks = due;",
  bug = "each tick counts from the interrupt before it, late or not",
  clauses = { "TICK-HARD-1" },
  cases = { "stream:hard-masked", "stream:pow2-count" },
}
mutant {
  id = "hard-early", file = STREAMS,
  find = "c->stream[i].rate.num, (uint64_t)NSEC_PER_SEC),\n"
    .. "\t    c->stream[i].rate.den, NULL);",
  replace = "c->stream[i].rate.num, (uint64_t)NSEC_PER_SEC),\n"
    .. "\t    c->stream[i].rate.den, NULL) + 1;",
  bug = "each tick is told before it is due",
  clauses = { "TICK-HARD-1" },
  cases = { "stream:hard-at-its-times", "stream:hard-periodic-percpu" },
}
mutant {
  id = "hard-one-at-a-time", file = STREAMS,
  find = "stream_tell(i, (unsigned long)n); /* [TICK-HARD-2] */",
  replace = "stream_tell(i, 1);",
  bug = "ticks that were held back are told as one",
  clauses = { "TICK-HARD-2", "TICK-IDLE-3" },
  cases = { "stream:hard-masked", "stream:idle-no-tick", "lost:ticks-lost" },
}
mutant {
  id = "hard-unheard", file = STREAMS,
  find = "\thandlers[i] = handler;\n",
  replace = "\tif (handler != NULL)\n\t\thandlers[i] = handler;\n",
  bug = "a stream whose handler has gone goes on",
  clauses = { "TICK-HARD-3" },
  cases = { "stream:none-no-interrupt" },
}
mutant {
  id = "stat-in-step", file = STREAMS,
  find = "round_rate(et, TICK_STATHZ); /* [TICK-STAT-1] */",
  replace = "r->stream[TICK_HARD];",
  bug = "statclock runs at hardclock's rate",
  clauses = { "TICK-STAT-1" },
  cases = { "stream:stat-alone", "stream:stat-beside" },
}
mutant {
  id = "prof-always", file = STREAMS,
  find = "&& (i != TICK_PROF || profiling > 0);",
  replace = "&& (i != TICK_PROF || profiling > 0 || true);",
  bug = "profclock does not ask whether anybody profiles",
  clauses = { "TICK-PROF-1" },
  cases = { "stream:prof-while-on" },
}
mutant {
  id = "prof-first-off", file = STREAMS,
  find = "\t\tprofiling--;\t\t\t\t/* [TICK-PROF-2] */",
  replace = "\t\tprofiling = 0;",
  bug = "the first to end profiling ends it for all",
  clauses = { "TICK-PROF-2" },
  cases = { "stream:prof-while-on" },
}
mutant {
  id = "rate-down", file = STREAMS,
  find = "r.den = div64(r.num + (uint64_t)hz / 2, (uint64_t)hz, NULL);",
  replace = "r.den = div64(r.num, (uint64_t)hz, NULL);",
  bug = "the divisor is cut and not rounded",
  clauses = { "TICK-RATE-1" },
  cases = { "stream:rate-nearest", "stream:hard-slow-divisor",
    "stream:rate-i8254" },
}
mutant {
  id = "rate-pow2-any", file = STREAMS,
  find = "r.den = nearest_pow2(r.den);\t\t/* [TICK-RATE-2] */",
  replace = "(void)nearest_pow2;",
  bug = "a divider by powers of two is asked for other divisors",
  clauses = { "TICK-RATE-2" },
  cases = { "stream:rate-pow2-nearest" },
}
mutant {
  id = "rate-pow2-up", file = STREAMS,
  find = "return div - p < 2 * p - div ? p : 2 * p;",
  replace = "return div == p ? p : 2 * p;",
  bug = "the next power of two is taken, not the nearest",
  clauses = { "TICK-RATE-2" },
  cases = { "stream:rate-pow2-nearest" },
}
mutant {
  id = "rate-reach", file = STREAMS,
  find = "\tif (r.den > most)\n\t\tr.den = most;\n"
    .. "\tif (r.den < least)\n\t\tr.den = least;\n",
  replace = "\t(void)most;\n\t(void)least;\n",
  bug = "rates that the timer cannot reach are promised",
  clauses = { "TICK-RATE-1" },
  cases = { "stream:rate-least", "stream:rate-greatest" },
}
mutant {
  id = "singlemul-fixed", file = STREAMS,
  find = "\tif (tick_hz >= 1500 || tick_hz % 128 == 0)\n\t\treturn 1;\n",
  replace = "",
  bug = "a fast hardclock has several interrupts a tick",
  clauses = { "TICK-RATE-3" },
  cases = { "stream:rate-singlemul" },
}
mutant {
  id = "prof-below-nothing", file = STREAMS,
  find = "else if (profiling > 0)",
  replace = "else",
  bug = "one who ends too often keeps the next from profiling",
  clauses = { "TICK-PROF-2" },
  cases = { "stream:prof-off-too-often" },
}
mutant {
  id = "hard-off-line", file = STREAMS,
  find = "\t\tc->stream[i].rate.num = 0;\n\ttick_streams_sync(c, now);",
  replace = "\t\tc->stream[i].rate.num += 0;\n\ttick_streams_sync(c, now);",
  bug = "a CPU that comes back is told of the ticks that it missed",
  clauses = { "TICK-HARD-1" },
  cases = { "stream:off-line" },
}
mutant {
  id = "singlemul-ignored", file = STREAMS,
  find = "r->base = round_rate(et, tick_hz * mul);\t/* [TICK-RATE-3] */",
  replace = "r->base = round_rate(et, tick_hz);",
  bug = "a periodic timer ticks at hardclock's rate, whatever singlemul is",
  clauses = { "TICK-RATE-3" },
  cases = { "stream:singlemul-3", "stream:singlemul-20" },
}

-- Idle ----------------------------------------------------------------------

mutant {
  id = "idle-ticks", file = STREAMS,
  find = "if (c->idle && tick_idletick == 0)",
  replace = "if (c->idle && tick_idletick == 2)",
  bug = "idle CPUs are woken for each tick",
  clauses = { "TICK-IDLE-1" },
  cases = { "stream:busy-ticks", "stream:idle-timers" },
}
mutant {
  id = "idle-never", file = STREAMS,
  find = "if (c->idle && tick_idletick == 0)",
  replace = "if (c->idle)",
  bug = "idletick is not looked at",
  clauses = { "TICK-IDLE-2" },
  cases = { "stream:idletick", "stream:hard-at-its-times",
    "stream:hard-oneshot-percpu", "stream:hard-periodic" },
}
mutant {
  id = "idle-untold", file = WATCH,
  find = "\t\ttick_arm(c);\t\t\t\t/* [TICK-IDLE-3] */",
  replace = "\t\tc->set = c->set && true;",
  bug = "a CPU that wakes does not catch up, nor ticks on",
  clauses = { "TICK-IDLE-3" },
  cases = { "stream:idle-no-tick", "stream:busy-ticks" },
}
mutant {
  id = "deep-unheard", file = WATCH,
  find = "watch_call(sleepers, tick_event, et);\t\t/* [TICK-DEEP-1] */",
  replace = "(void)sleepers;",
  bug = "the timer that stands by does not wake the sleepers",
  clauses = { "TICK-DEEP-1" },
  cases = { "deep:broadcast", "deep:during-a-change" },
}
mutant {
  id = "deep-at-leisure", file = WATCH,
  find = "return c->asleep ? c->wake : nsec_add_sat(c->wake, TICK_WATCH);",
  replace = "return nsec_add_sat(c->wake, TICK_WATCH);",
  bug = "sleepers are woken with the watchdog's patience",
  clauses = { "TICK-DEEP-1" },
  cases = { "deep:broadcast", "deep:streams" },
}
mutant {
  id = "deep-alone", file = WATCH,
  find = "\t\treturn false;\t\t\t\t/* [TICK-DEEP-2] */",
  replace = "\t\treturn true;",
  bug = "CPUs sleep deeply with nobody to wake them",
  clauses = { "TICK-DEEP-2" },
  cases = { "deep:no-deep-sleep", "deep:both-stop" },
}
mutant {
  id = "deep-by-quality", file = SWITCH,
  find = "\t\t{ ET_FLAGS_ONESHOT | ET_FLAGS_C3STOP | ET_FLAGS_PERCPU,\n"
    .. "\t\t    ET_FLAGS_ONESHOT },\t\t\t/* [TICK-DEEP-4] */\n",
  replace = "",
  bug = "a better timer of each CPU stands by for all",
  clauses = { "TICK-DEEP-4" },
  cases = { "deep:for-all-stands-by" },
}
mutant {
  id = "deep-stale", file = WATCH,
  find = "\t\tc->due = INT64_MAX;\n\t\tc->set = false;\n"
    .. "\t\ttick_arm(c);\t\t\t\t/* [TICK-DEEP-3] */",
  replace = "\t\ttick_arm(c);",
  bug = "a CPU that wakes thinks that its timer ran meanwhile",
  clauses = { "TICK-DEEP-3" },
  cases = { "deep:awake-again" },
}

-- Lost ----------------------------------------------------------------------

mutant {
  id = "lost-unseen",
  find = "\tif (tick_overdue(c))\t\t\t\t/* [TICK-LOST-1] */",
  replace = "\tif (c == NULL)",
  bug = "an entry to the stack does not look for what was lost",
  clauses = { "TICK-LOST-1" },
  cases = { "lost:next-entry", "lost:global-entry" },
}
mutant {
  id = "lost-unserved",
  find = "\t\ttick_serve(c);\t\t\t\t/* [TICK-LOST-2] */",
  replace = "\t\tc->set = true;",
  bug = "a loss is noted and not made good",
  clauses = { "TICK-LOST-2" },
  cases = { "lost:watchdog-0", "lost:watchdog-2", "lost:watchdog-stays" },
}
mutant {
  id = "lost-unwatched", file = WATCH,
  find = "watch_call(lost, tick_watched, et);\t\t/* [TICK-LOST-2] */",
  replace = "(void)lost;",
  bug = "the watchdog sees and says nothing",
  clauses = { "TICK-LOST-2" },
  cases = { "lost:watchdog-0", "lost:watchdog-periodic",
    "lost:watchdog-global" },
}
mutant {
  id = "lost-restless", file = WATCH,
  find = "\tif (first >= tick.spare_due)\n\t\treturn;",
  replace = "\tif (first == INT64_MAX)\n\t\treturn;",
  bug = "the timer that stands by is started at every turn",
  clauses = { "TICK-LOST-3" },
  cases = { "lost:watchdog-at-leisure" },
}

-- Lies ----------------------------------------------------------------------

mutant {
  id = "lies-uncounted",
  find = "EVENT(TICK_EARLY, et, due - now);\t/* [TICK-LIES-1] */",
  replace = "",
  bug = "an early interrupt is not counted",
  clauses = { "TICK-LIES-1" },
  cases = { "lies:early", "lies:unasked-early" },
}
mutant {
  id = "lies-spurious-early",
  find = "\tif (due == INT64_MAX) {\n\t\tEVENT(TICK_SPURIOUS",
  replace = "\tif (due == INT64_MAX && c == NULL) {\n\t\tEVENT(TICK_SPURIOUS",
  bug = "an interrupt that nobody asked for is taken for an early one",
  clauses = { "TICK-LIES-1" },
  cases = { "lies:twice", "lies:unasked", "lies:unasked-at-rest-for-each" },
}
mutant {
  id = "lies-astray",
  find = "\ttick_serve(c);\t\t\t\t\t/* [TICK-LIES-2] */",
  replace = "",
  bug = "what came to the wrong CPU is left alone",
  clauses = { "TICK-LIES-2" },
  cases = { "lies:astray" },
}
mutant {
  id = "lies-told-again",
  find = "if (!atomic_exchange(&tick.reported, true))",
  replace = "atomic_store(&tick.reported, true);\n\tif (weight > 0)",
  bug = "each lie is reported",
  clauses = { "TICK-LIES-3" },
  cases = { "lies:told-once" },
}
mutant {
  id = "lies-not-started",
  find = "\t\ttick_lie(tick.et, tick_here(), TICK_LIES, 0);\n",
  replace = "",
  bug = "a timer that cannot be started is tried for ever",
  clauses = { "TICK-LIES-4" },
  cases = { "lies:will-not-start", "lies:will-not-start-for-all" },
}
mutant {
  id = "lies-not-summed",
  find = "\tif (c->lies >= TICK_LIES)\n",
  replace = "\tif (weight >= TICK_LIES)\n",
  bug = "lies in a row do not add up",
  clauses = { "TICK-LIES-4" },
  cases = { "lies:never", "lies:always-early", "lies:told-by-two" },
}
mutant {
  id = "lost-patience",
  find = "\tif (now - due < TICK_SLACK)\n",
  replace = "\tif (now - due < TICK_SLACK * 10000)\n",
  bug = "an interrupt is taken for lost after ten seconds",
  clauses = { "TICK-LOST-1", "TICK-LOST-2" },
  cases = { "lost:next-entry", "lost:global-entry", "lost:watchdog-0",
    "lost:watchdog-global" },
}
mutant {
  id = "lies-for-ever", file = SWITCH,
  find = "\tport_wake(tick.worker);",
  replace = "",
  bug = "a banned timer is not replaced",
  clauses = { "TICK-LIES-4" },
  cases = { "lies:never", "lies:always-early", "lies:will-not-start" },
}
mutant {
  id = "lies-unforgiven",
  find = "\t}\n\tc->lies = 0;",
  replace = "\t}",
  bug = "lies add up over the years",
  clauses = { "TICK-LIES-4" },
  cases = { "lies:forgiven" },
}
mutant {
  id = "lies-last-banned", file = SWITCH,
  find = "\t\tif (atomic_exchange(&tick.condemned, NULL) == tick.et &&\n"
    .. "\t\t    next != NULL) {\n\t\t\t(void)et_ban(tick.et);",
  replace = "\t\t(void)et_ban(tick.et);\n"
    .. "\t\tif (atomic_exchange(&tick.condemned, NULL) == tick.et &&\n"
    .. "\t\t    next != NULL) {",
  bug = "a timer is banned when there is none to take its place",
  clauses = { "TICK-LIES-5" },
  cases = { "lies:spare-banned" },
}

-- Changing ------------------------------------------------------------------

mutant {
  id = "switch-forgets", file = SWITCH,
  find = "\tc->paused = false;\n\tc->set = false;",
  replace = "\tc->paused = false;\n\tc->set = true;",
  bug = "deadlines are not programmed on the new timer",
  clauses = { "TICK-SWITCH-1" },
  cases = { "switch:deadlines", "switch:withdrawn" },
}
mutant {
  id = "switch-ticks-anew", file = STREAMS,
  find = "\t\t\tcontinue;\t\t\t/* [TICK-SWITCH-2] */\n"
    .. "\t\tc->stream[i].origin = c->stream[i].rate.num == 0 ? now :\n"
    .. "\t\t    tick_time(c, i, c->stream[i].ticks);",
  replace = "\t\t\tc->stream[i].rate = *to;\n\t\tc->stream[i].origin = now;",
  bug = "streams begin anew with each change",
  clauses = { "TICK-SWITCH-2" },
  cases = { "switch:ticks", "switch:ticks-at-another-rate" },
}
mutant {
  id = "switch-not", file = SYSCTL,
  find = "\t\ttick_switch(et, NULL);\t\t\t/* [TICK-SWITCH-3] */",
  replace = "\t\treturn 0;",
  bug = "a timer that is set is not taken",
  clauses = { "TICK-SWITCH-3" },
  cases = { "switch:deadlines", "switch:without-regard-to-case" },
}
mutant {
  id = "switch-veto", file = SWITCH,
  find = "\treturn next != NULL ? 0 : EBUSY;\t\t/* [TICK-SWITCH-5] */",
  replace = "\treturn EBUSY;",
  bug = "no driver may withdraw a timer that was ever used",
  clauses = { "TICK-SWITCH-4" },
  cases = { "switch:withdrawn", "switch:spare-withdrawn" },
}
mutant {
  id = "switch-last-goes", file = SWITCH,
  find = "\treturn next != NULL ? 0 : EBUSY;\t\t/* [TICK-SWITCH-5] */",
  replace = "\treturn 0;",
  bug = "the last timer may go",
  clauses = { "TICK-SWITCH-5" },
  cases = { "switch:the-last" },
}
mutant {
  id = "switch-takes-all", file = SWITCH,
  find = "\t    (!et->et_active || et == tick.et || et == tick.spare);",
  replace = "\t    et->et_start != NULL;",
  bug = "a timer is taken from its consumer",
  clauses = { "TICK-SWITCH-6" },
  cases = { "switch:not-to-be-had" },
}
mutant {
  id = "switch-any", file = SYSCTL,
  find = "\tif (et == NULL || !tick_usable(et))",
  replace = "\tif (et == NULL)\n\t\tet = tick_choose(tick.et);\n"
    .. "\tif (et == NULL)",
  bug = "for an unknown name some timer is taken",
  clauses = { "TICK-SWITCH-6" },
  cases = { "switch:unknown", "switch:not-to-be-had" },
}
mutant {
  id = "switch-best-stays", file = SYSCTL,
  find = "*value == '\\0' ? tick_choose(NULL) : et_named(value);",
  replace = "*value == '\\0' ? tick.et : et_named(value);",
  bug = "the empty value keeps the timer in use",
  clauses = { "TICK-SWITCH-7" },
  cases = { "switch:best-again" },
}

mutant {
  id = "switch-waits",
  file = "ref/lib/everywhere.c",
  find = "\t\telse\n\t\t\terrand_done(&e);\n",
  replace = "",
  bug = "a change waits for CPUs that are off line",
  clauses = { "TICK-SWITCH-8" },
  cases = { "switch:cpu-off-line" },
}

mutant {
  id = "switch-same-anew", file = SYSCTL,
  find = "\tif (et != tick.et)\n\t\ttick_switch",
  replace = "\tif (et != NULL)\n\t\ttick_switch",
  bug = "the timer in use is stopped and taken again",
  clauses = { "TICK-SWITCH-3" },
  cases = { "switch:same" },
}
mutant {
  id = "lies-at-rest",
  find = "if (!tick.periodic || due == INT64_MAX)",
  replace = "if (tick.periodic && due == INT64_MAX)\n\t\t"
    .. "return now + tick.period;\n\tif (!tick.periodic)",
  bug = "an interrupt of a periodic timer that stands still means that it "
    .. "runs, and it is never started",
  clauses = { "TICK-LIES-1" },
  cases = { "lies:unasked-at-rest-for-all" },
}
mutant {
  id = "going-not-awaited", file = SWITCH,
  find = "\t\twhile (!port_cpu_online(i) &&\n",
  replace = "\t\twhile (false && !port_cpu_online(i) &&\n",
  bug = "a timer is freed while a CPU that is going off line runs it",
  clauses = { "TICK-SWITCH-8" },
  cases = { "switch:cpu-going" },
}
mutant {
  id = "no-second-look",
  find = "\t\ttimekeeping_update();\t\t\t/* [TICK-LIES-6] */\n"
    .. "\t\tnow = tick_now();\n",
  replace = "\t\t;\n",
  bug = "one timer for all is banned by a clock that stands",
  clauses = { "TICK-LIES-6" },
  cases = { "lies:counter-stands-for-all" },
}
mutant {
  id = "paused-for-long", file = SWITCH,
  find = "\teverywhere(tick_rally, NULL);\t\t\t/* [TICK-SWITCH-9] */\n",
  replace = "\t(void)tick_rally;\n",
  bug = "a change of the timer holds all up while one CPU is masked",
  clauses = { "TICK-SWITCH-9" },
  cases = { "switch:others-go-on" },
}
