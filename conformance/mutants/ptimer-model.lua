-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the timers of POSIX that cases of the model find.

mutants { id = "ptm-", file = "ref/ptimer/ptimer.c", cases = "common/" }

mutant {
  id = "signal-stays-when-set",
  find = "\t(void)port_signal_cancel(&t->signal);\t\t\t/* I3 */",
  replace = "\t;",
  bug = "a signal of the old setting comes after the new one",
  clauses = { "TM-MOVE-3", "TM-DISARM-1" },
  cases = { "move:pending-dropped@ptimer", "disarm:pending-dropped@ptimer" },
}
mutant {
  id = "accept-forgets",
  find = "overrun = overrun_of(kevent_request_advance(&t->request));",
  replace = "overrun = overrun_of(t->request.count);",
  bug = "a series ends with its first signal",
  clauses = { "TM-PERIOD-1", "TM-COUNT-2" },
  cases = { "period:drift-mono@ptimer", "count:anew@ptimer",
    "count:overrun-10000@ptimer", "count:overrun-100000@ptimer",
    "count:overrun-1001000@ptimer" },
}
mutant {
  id = "first-cut-to-us",
  find = "first = timespec_to_ktime(its->it_value);",
  replace = "first = timespec_to_ktime((struct timespec){\n"
    .. "\t    its->it_value.tv_sec, its->it_value.tv_nsec / 1000 * 1000 });",
  bug = "the first value is cut to whole microseconds",
  clauses = { "TM-EARLY-1" },
  cases = { "early:odd-durations-mono@ptimer",
    "early:odd-deadlines-real@ptimer", "count:overrun-1@ptimer",
    "early:odd-deadlines-mono@ptimer" },
}
mutant {
  id = "always-monotonic",
  find = "kevent_request_init(&t->request, clock, &t->lock,\n"
    .. "\t\t    ptimer_complete);",
  replace = "kevent_request_init(&t->request, CLOCK_MONOTONIC, &t->lock,\n"
    .. "\t\t    ptimer_complete);",
  bug = "every timer runs on CLOCK_MONOTONIC",
  clauses = { "TM-ABS-1" },
  cases = { "start:absolute-follows@ptimer", "start:absolute-real@ptimer",
    "move:same-deadline-absolute@ptimer", "start:year-2038@ptimer",
    "start:year-2262@ptimer" },
}
mutant {
  id = "abs-ignored-by-the-model",
  find = "(flags & TIMER_ABSTIME) != 0 ? HRTIMER_ABS :",
  replace = "(flags & 2) != 0 ? HRTIMER_ABS :",
  bug = "TIMER_ABSTIME has no effect",
  clauses = { "TM-ABS-1", "TM-PAST-1" },
  cases = { "start:absolute-later@ptimer", "past:just-mono@ptimer",
    "period:absolute-mono@ptimer" },
}
