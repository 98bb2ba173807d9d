-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs on branches that few cases take: the ends of ranges, names that
-- nothing has, two faults at once.

local TIMEKEEPING = "ref/timekeeping/timekeeping.c"
local COUNT = "ref/timekeeping/tk_count.c"
local REAL = "ref/timekeeping/tk_real.c"
local TIMEOUT = "ref/timeout/timeout.c"
local EVENTTIMER = "ref/eventtimer/eventtimer.c"

mutants { id = "rare-" }

mutant {
  id = "counter-no-name",
  file = TIMEKEEPING,
  find = "tc->tc_name != NULL && tc->tc_get_timecount != NULL &&",
  replace = "tc->tc_get_timecount != NULL &&",
  bug = "a counter without a name is believed",
  clauses = { "TK-COUNTER-5" },
  cases = { "timekeeping/counter:refused-no-name" },
}
mutant {
  id = "few-news",
  file = TIMEKEEPING,
  find = "#define TK_NEWS\t\t8",
  replace = "#define TK_NEWS\t\t4",
  bug = "of what two faulty counters have to tell a part is too much",
  clauses = { "TK-BACK-2" },
  cases = { "timekeeping/fault:back-both" },
}
mutant {
  id = "wrong-stays-selected",
  file = TIMEKEEPING,
  find = "\tif (tk.selected == tc)\n\t\ttk.selected = NULL;\n",
  replace = "",
  bug = "a counter that was selected stays when it is found wrong",
  clauses = { "TK-BACK-1" },
  cases = { "timekeeping/fault:wrong-selected" },
}
mutant {
  id = "disturbed",
  file = TIMEKEEPING,
  find = "\t    tk_disturbed()))\n",
  replace = "\t    false))\n",
  bug = "two readings that were held apart are a contradiction",
  clauses = { "TK-WATCH-1" },
  cases = { "timekeeping/fault:watched-disturbed" },
}
mutant {
  id = "disturbed-back",
  file = TIMEKEEPING,
  find = "return !tk_count_read(&again, &delta) || muldiv64_down(delta,",
  replace = "return tk_count_read(&again, &delta) && muldiv64_down(delta,",
  bug = "a counter that jumps back meanwhile goes, and nobody is told why",
  clauses = { "TK-BACK-2" },
  cases = { "timekeeping/fault:watched-disturbed-back" },
}
mutant {
  id = "wrong-watched",
  file = TIMEKEEPING,
  find = "tk.dog.tc == NULL ||\n"
    .. "\t    tk.cur.tc->tc_quality < 0)\t\t\t/* [TK-WATCH-5] */",
  replace = "tk.dog.tc == NULL)",
  bug = "a counter that was found wrong is found wrong again",
  clauses = { "TK-WATCH-5" },
  cases = { "timekeeping/fault:wrong-by-name-stays" },
}
mutant {
  id = "any-clock",
  file = TIMEKEEPING,
  find = "return clock == CLOCK_MONOTONIC || clock == CLOCK_REALTIME;",
  replace = "return clock >= 0;",
  bug = "clocks that there are not are taken for granted",
  clauses = { "HRT-INIT-2" },
  cases = { "hrtimer/duty:init-clock2" },
}
mutant {
  id = "one-clock",
  file = TIMEKEEPING,
  find = "return clock == CLOCK_REALTIME ? ktime_get_real() : ktime_get();",
  replace = "return ktime_get();",
  bug = "the time left on CLOCK_REALTIME is counted on the other clock",
  clauses = { "HRT-LEFT-1" },
  cases = { "hrtimer/left:clock-set" },
}
mutant {
  id = "stretch-overflows",
  file = TIMEKEEPING,
  find = "return cycles > INT64_MAX ? INT64_MAX : (int64_t)cycles;",
  replace = "return (int64_t)cycles;",
  bug = "at a slow rate, the last instants of time are a negative distance",
  clauses = { "TK-TIMER-2" },
  cases = { "timekeeping/rate:timer-end" },
}
mutant {
  id = "resume-alone",
  file = COUNT,
  find = "\tif (tc == NULL)\n\t\treturn;\n",
  replace = "",
  bug = "a machine with one counter cannot resume",
  clauses = { "TK-SUSPEND-4" },
  cases = { "timekeeping/suspend:timers" },
}
mutant {
  id = "idle-overflows",
  file = COUNT,
  find = "return half < limit ? (int64_t)half : INT64_MAX;",
  replace = "return (int64_t)half;",
  bug = "half the period of a wide counter is some number of ns",
  clauses = { "TK-IDLE-1" },
  cases = { "timekeeping/counter:facts-57-1000000000" },
}
mutant {
  id = "adjustment-goes-on",
  file = REAL,
  find = "\tif (passed > all)\t\t/* by then all of it is worked off */\n"
    .. "\t\tpassed = nsec_add_sat(to, -r->adjust);\n",
  replace = "\t(void)all;\n",
  bug = "timers behind the end of an adjustment are told that it goes on",
  clauses = { "TK-TIMER-1" },
  cases = { "timekeeping/adjust:on-timer-3000000000",
    "timekeeping/adjust:back-timer-3000000000",
    "timekeeping/adjust:back-timer-2001000000",
    "timekeeping/adjust:back-timer-2001000001" },
}
mutant {
  id = "adjustment-before",
  file = REAL,
  find = "\tif (r->adjust == 0 || to <= r->since)\n",
  replace = "\tif (r->adjust == 0)\n",
  bug = "a reading from before the adjustment is far in the future",
  clauses = { "TK-TIMER-1" },
  cases = { "timekeeping/adjust:back-timer-past" },
}
mutant {
  id = "init-no-lock",
  file = TIMEOUT,
  find = "\tif (lock != NULL)\n\t\tt->lock = *lock;",
  replace = "\tt->lock = *lock;",
  bug = "a timeout without a lock cannot be initialised",
  clauses = { "TMO-INIT-1" },
  cases = { "timeout/start:fresh", "timeout/hotplug:off-none" },
}
mutant {
  id = "recall-running",
  file = TIMEOUT,
  find = "\tif (d != NULL && !d->running)\n",
  replace = "\tif (d != NULL)\n",
  bug = "what is due again while its function runs stays in the line",
  clauses = { "TMO-STOP-1", "TMO-START-4" },
  cases = { "timeout/stop:due-while-running-stop",
    "timeout/stop:due-while-running-start" },
}
mutant {
  id = "drain-held",
  file = TIMEOUT,
  find = "\tCHECK(t->lock.type == TIMEOUT_NO_LOCK ||\n"
    .. "\t    !lock_held(&t->lock));\t\t/* [TMO-DRAIN-3] */\n",
  replace = "",
  bug = "a drain under the timeout's own lock waits for itself",
  clauses = { "TMO-DRAIN-3" },
  cases = { "timeout/drain:lock-held" },
}
mutant {
  id = "drain-unlocked",
  file = TIMEOUT,
  find = "\t\tlock_take(&t->lock, &s);\n\t\tr = timeout_stop(t);\n"
    .. "\t\tlock_drop(&t->lock, s);",
  replace = "\t\tr = timeout_stop(t);",
  bug = "a drain stops the timeout without its lock",
  clauses = { "TMO-DRAIN-1" },
  cases = { "timeout/drain:running-mutex", "timeout/drain:running-spin" },
}
mutant {
  id = "named-last",
  file = EVENTTIMER,
  find = "for (et = et_next(NULL); et != NULL; et = et_next(et)) {",
  replace = "for (et = et_next(NULL); et_next(et) != NULL; "
    .. "et = et_next(et)) {",
  bug = "a name that no timer has finds the last one",
  clauses = { "ET-NEXT-2" },
  cases = { "tick/name:no-such-9" },
}
mutant {
  id = "rate-jumps",
  file = TIMEKEEPING,
  find = "\ttk_tell(EV_TK_RATE, &tk, ppb);\n",
  replace = "\ttk_tell(EV_TK_RATE, &tk, ppb);\n\ttk.jumps++;\n",
  bug = "another rate counts as a jump",
  clauses = { "TK-SET-5" },
  cases = { "timerfd/cancel:steady-slew" },
}
mutant {
  id = "adjust-jumps",
  file = TIMEKEEPING,
  find = "\ttk_tell(EV_TK_ADJUST, &tk, ns);\n",
  replace = "\ttk_tell(EV_TK_ADJUST, &tk, ns);\n\ttk.jumps++;\n",
  bug = "an adjustment counts as a jump",
  clauses = { "TK-SET-5" },
  cases = { "timerfd/cancel:steady-adjust" },
}
mutant {
  id = "resume-no-jump",
  file = TIMEKEEPING,
  find = "\ttk_tell(EV_TK_RESUME, &tk, slept);\n\ttk.jumps++;",
  replace = "\ttk_tell(EV_TK_RESUME, &tk, slept);",
  bug = "a resume does not count as a jump",
  clauses = { "TK-SET-5" },
  cases = { "timerfd/cancel:suspend" },
}
