-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in what the stack does with several real devices at once.

mutants { id = "choice-", file = "ref/tick/tick_switch.c", driver = "pc",
  cases = "hal/" }

mutant {
  id = "last-registered",
  find = "for (et = et_next(NULL); et != NULL; et = et_next(et)) {\n",
  replace = "for (et = et_next(NULL); et != NULL; et = et_next(et)) {\n"
    .. "\t\tif (et_next(et) != NULL && tick_usable(et_next(et)) &&\n"
    .. "\t\t    (et_next(et)->et_flags & check) == want)\n\t\t\tcontinue;\n",
  bug = "of several timers the worst is taken",
  clauses = { "TICK-INIT-1" },
  cases = { "choice:sound", "choice:declined-absent", "choice:declined-stuck",
    "choice:declined-zero", "choice:declined-second", "choice:each" },
}
mutant {
  id = "oneshot-alone",
  find = "return et != NULL ? et : tick_best(other, other, but, NULL);",
  replace = "(void)other;\n\treturn et;",
  bug = "a PC whose RTC alone is good does not start",
  clauses = { "TICK-INIT-2" },
  cases = { "choice:declined-all-but-the-last" },
}
mutant {
  id = "counter-worst", file = "ref/timekeeping/timekeeping.c",
  find = "if (tmp->tc_quality < tc->tc_quality)\t/* [TK-COUNTER-3] */",
  replace = "if (tmp->tc_quality > tc->tc_quality)",
  bug = "of several counters the worst is taken",
  clauses = { "TK-COUNTER-3" },
  cases = { "choice:sound", "choice:declined-counter-absent",
    "choice:declined-counter-zero", "choice:declined-counter-stuck" },
}
mutant {
  id = "liar-kept", file = "ref/tick/tick.c",
  find = "\tc->lies += weight;\n",
  replace = "\t(void)weight;\n",
  bug = "a timer that went bad is never banned",
  clauses = { "TICK-LIES-4" },
  cases = { "bad:timer-stuck", "bad:timer-lost" },
}
mutant {
  id = "standing-unseen", file = "ref/timekeeping/tk_count.c",
  find = "stood = c->seen == c->looked && tk_count_raw(c) == c->last &&",
  replace = "stood = false && c->seen == c->looked &&",
  bug = "all timers are banned for a TSC that stands",
  clauses = { "TK-WATCH-6", "TICK-LIES-6" },
  cases = { "bad:counter-stuck" },
}
