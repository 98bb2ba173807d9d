-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the clock of the wall: set, at another rate, adjusted, at a leap
-- second; and in the timers on it.

local REAL = "ref/timekeeping/tk_real.c"

mutants {
  id = "timekeeping-", file = "ref/timekeeping/timekeeping.c",
  cases = "timekeeping/",
}

mutant {
  id = "set-both",
  find = "\t\t.offset = to - tk.ns, .since = tk.ns\n\t};",
  replace = "\t\t.offset = to - tk.ns, .since = tk.ns\n\t};\n\ttk.ns++;",
  bug = "setting the clock moves the other one by a nanosecond",
  clauses = { "TK-SET-1" },
  cases = { "set:on", "set:back", "set:a-ns", "set:two-setters",
    "leap:insert-timer-1000000001", "leap:delete-timer-1000000001",
    "leap:insert-timer-1000000000", "leap:insert-timer-500000000",
    "leap:delete-unmoved-500000000", "leap:insert-timer-1",
    "leap:delete-unmoved0", "leap:delete-unmoved1",
    "leap:delete-unmoved30000000000", "set:years-on" },
}
mutant {
  id = "set-forward-only",
  find = "\ttk.real = (struct tk_real){\t\t/* [TK-SET-1] [TK-SET-2] */",
  replace = "\tif (to >= tk_real_read(&tk.real, tk.ns))\n"
    .. "\t    tk.real = (struct tk_real){",
  bug = "the clock cannot be set back",
  clauses = { "TK-SET-1" },
  cases = { "set:back", "set:years-back", "set:a-ns-back", "set:epoch" },
}
mutant {
  id = "set-adjusts-on",
  find = "\t\t.offset = to - tk.ns, .since = tk.ns\n",
  replace = "\t\t.offset = to - tk.ns, .since = tk.ns,\n"
    .. "\t\t.adjust = tk_real_left(&tk.real, tk.ns)\n",
  bug = "an adjustment goes on after the clock was set",
  clauses = { "TK-SET-2" },
  cases = { "set:ends-adjustment" },
}
mutant {
  id = "set-leaps-on",
  find = "\t\t.offset = to - tk.ns, .since = tk.ns\n",
  replace = "\t\t.offset = to - tk.ns, .since = tk.ns,\n"
    .. "\t\t.leap = tk.real.leap, .leap_at = tk.real.leap_at\n",
  bug = "a leap second comes though the clock was set",
  clauses = { "TK-SET-2" },
  cases = { "set:ends-leap" },
}
mutant {
  id = "set-resets-rate",
  find = "\ttk_tell(EV_TK_SET, &tk, to);\n",
  replace = "\ttk_set_rate((uint64_t)NSEC_PER_SEC);\n"
    .. "\ttk_tell(EV_TK_SET, &tk, to);\n",
  bug = "setting the clock forgets the rate",
  clauses = { "TK-SET-2" },
  cases = { "set:keeps-rate" },
}
mutant {
  id = "untold",
  find = "\t\tw->clock_was_set();\t\t\t/* [TK-SET-3] */",
  replace = "\t\t(void)w;",
  bug = "nobody is told of changes",
  clauses = { "TK-SET-3" },
  cases = { "rate:timer-midway", "rate:timer-every-cpu", "leap:called-off",
    "suspend:every-cpu" },
}
mutant {
  id = "set-before-1970",
  find = "\tif (to < 0)\n\t\treturn EINVAL;\t\t\t\t/* [TK-SET-4] */",
  replace = "",
  bug = "any time is believed",
  clauses = { "TK-SET-4" },
  cases = { "set:refused-1", "set:refused-1000000000",
    "set:refused-9223372036854775808" },
}
mutant {
  id = "set-half-refused",
  find = "\tif (to < 0)\n\t\treturn EINVAL;\t\t\t\t/* [TK-SET-4] */",
  replace = "\tif (to < 0) {\n\t\ttk.real.adjust = 0;\n\t\treturn EINVAL;\n\t}",
  bug = "a refused time has ended the adjustment",
  clauses = { "TK-SET-4" },
  cases = { "set:refused-1" },
}
mutant {
  id = "rate-wrong-way",
  find = "tk_set_rate((uint64_t)(NSEC_PER_SEC + ppb));\t/* [TK-RATE-1] */",
  replace = "tk_set_rate((uint64_t)(NSEC_PER_SEC - ppb));",
  bug = "a positive rate makes the clocks slower",
  clauses = { "TK-RATE-1", "TK-TIMER-2" },
  cases = { "rate:both500000", "rate:both-500000", "rate:timer-mono-rel500000",
    "rate:timer-narrow", "rate:timer-mono-rel-500000",
    "rate:timer-mono-abs-500000", "rate:timer-real-rel-500000",
    "rate:timer-mono-rel-1", "rate:timer-mono-abs-1",
    "rate:timer-real-rel-1" },
}
mutant {
  id = "rate-ppm",
  find = "tk_set_rate((uint64_t)(NSEC_PER_SEC + ppb));\t/* [TK-RATE-1] */",
  replace = "tk_set_rate((uint64_t)(NSEC_PER_SEC + ppb / 1000 * 1000));",
  bug = "the rate is cut to parts per million",
  clauses = { "TK-RATE-1" },
  cases = { "rate:both1", "rate:both123457", "rate:years", "rate:both-1",
    "rate:both-99999", "rate:timer-real-abs-1" },
}
mutant {
  id = "rate-from-before",
  find = "\ttk_advance();\t\t\t/* [TK-RATE-2] [TK-RATE-3] */\n",
  replace = "",
  bug = "a new rate holds from the last reading on",
  clauses = { "TK-RATE-2" },
  cases = { "rate:timer-midway" },
}
mutant {
  id = "rate-drops-rest",
  find = "tk_set_rate((uint64_t)(NSEC_PER_SEC + ppb));\t/* [TK-RATE-1] */",
  replace = "tk.rest = 0;\n\ttk_set_rate((uint64_t)(NSEC_PER_SEC + ppb));",
  bug = "each change of rate rounds down",
  clauses = { "TK-RATE-3" },
  cases = { "rate:sum", "rate:no-step" },
}
mutant {
  id = "rate-any",
  find = "\tif (ppb < -TK_RATE_MAX || ppb > TK_RATE_MAX)\n",
  replace = "\tif (ppb == INT64_MAX)\n",
  bug = "any rate is believed",
  clauses = { "TK-RATE-4" },
  cases = { "rate:refused500001", "rate:refused-500001",
    "rate:refused1000000000", "rate:refused-9223372036854775808" },
}
mutant {
  id = "rate-clamped",
  find = "\t\treturn EINVAL;\t\t\t\t/* [TK-RATE-4] */",
  replace = "\t\tppb = ppb < 0 ? -TK_RATE_MAX : TK_RATE_MAX;",
  bug = "a rate beyond the limit becomes the limit",
  clauses = { "TK-RATE-4" },
  cases = { "rate:refused500001", "rate:refused-500001",
    "rate:refused-1000000000", "rate:refused9223372036854775807" },
}
mutant {
  id = "adjust-endless",
  file = REAL,
  find = "\t\tpart = size;\t\t\t/* [TK-ADJUST-1] */",
  replace = "\t\tpart += 0;",
  bug = "an adjustment never ends",
  clauses = { "TK-ADJUST-1" },
  cases = { "adjust:on", "adjust:back", "adjust:on-small", "adjust:hour",
    "adjust:back-small" },
}
mutant {
  id = "adjust-at-once",
  file = REAL,
  find = "\t    (uint64_t)TK_ADJUST_PACE, NULL);\t/* [TK-ADJUST-2] */",
  replace = "\t    1, NULL);",
  bug = "the clock stands still, or runs twice as fast, until it is right",
  clauses = { "TK-ADJUST-2" },
  cases = { "adjust:on", "adjust:back", "adjust:hour", "adjust:with-rate" },
}
mutant {
  id = "adjust-adds",
  find = "\ttk.real.adjust = ns;\t\t\t\t/* [TK-ADJUST-3] */",
  replace = "\ttk.real.adjust += ns;",
  bug = "a new adjustment is added to the old one",
  clauses = { "TK-ADJUST-3" },
  cases = { "adjust:on-replaced", "adjust:back-called-off" },
}
mutant {
  id = "adjust-drops-done",
  file = REAL,
  find = "\tr->offset = nsec_add_sat(r->offset, worked);\n",
  replace = "",
  bug = "a new adjustment takes back what the old one did",
  clauses = { "TK-ADJUST-3" },
  cases = { "adjust:on-called-off", "adjust:back-replaced" },
}
mutant {
  id = "adjust-tells-whole",
  find = "\ttk_real_fold(&tk.real, tk.ns);\n"
    .. "\t*left = tk.real.adjust;\t\t\t\t/* [TK-ADJUST-4] */",
  replace = "\t*left = tk.real.adjust;\n"
    .. "\ttk_real_fold(&tk.real, tk.ns);",
  bug = "the old adjustment is told whole",
  clauses = { "TK-ADJUST-4" },
  cases = { "adjust:on-replaced", "adjust:on-called-off", "adjust:on-small" },
}
mutant {
  id = "adjust-any",
  find = "\tif (ns < -TK_ADJUST_MAX || ns > TK_ADJUST_MAX)\n"
    .. "\t\treturn EINVAL;\t\t\t\t/* [TK-ADJUST-5] */",
  replace = "\tif (ns < -TK_ADJUST_MAX || ns > TK_ADJUST_MAX)\n\t\tns = 0;",
  bug = "too much is taken for nothing",
  clauses = { "TK-ADJUST-5" },
  cases = { "adjust:on-refused-86400000000000",
    "adjust:back-refused-3600000000001", "adjust:on-refused-3600000000001",
    "adjust:on-refused-9223372036854775807",
    "adjust:back-refused-86400000000000",
    "adjust:back-refused-9223372036854775807" },
}
mutant {
  id = "leap-twice-midnight",
  file = REAL,
  find = "\treturn r->leap == TK_LEAP_DELETE ? r->leap_at - NSEC_PER_SEC :\n"
    .. "\t    r->leap_at;",
  replace = "\treturn r->leap == TK_LEAP_DELETE ? r->leap_at - NSEC_PER_SEC :\n"
    .. "\t    r->leap_at + NSEC_PER_SEC;",
  bug = "the first second of the day is read twice",
  clauses = { "TK-LEAP-1", "TK-TIMER-1" },
  cases = { "leap:insert", "leap:insert-timer0", "leap:periodic",
    "leap:insert-timer1", "leap:second-pass", "leap:held-up" },
}
mutant {
  id = "leap-delete-late",
  file = REAL,
  find = "\treturn r->leap == TK_LEAP_DELETE ? r->leap_at - NSEC_PER_SEC :\n",
  replace = "\treturn r->leap == TK_LEAP_DELETE ? r->leap_at :\n",
  bug = "00:00:00 is deleted and 23:59:59 read",
  clauses = { "TK-LEAP-2", "TK-TIMER-1" },
  cases = { "leap:delete", "leap:delete-timer-1", "leap:replaced",
    "leap:delete-timer1", "leap:day-delete-just-before" },
}
mutant {
  id = "leap-wrong-way",
  file = REAL,
  find = "\treturn r->leap == TK_LEAP_DELETE ? NSEC_PER_SEC : -NSEC_PER_SEC;",
  replace = "\treturn r->leap > 0 ? NSEC_PER_SEC : -NSEC_PER_SEC;",
  bug = "insert and delete are mixed up",
  clauses = { "TK-LEAP-1", "TK-LEAP-2" },
  cases = { "leap:insert", "leap:delete", "leap:periodic",
    "leap:delete-timer-1000000000", "leap:insert-timer30000000000" },
}
mutant {
  id = "leap-each-day",
  file = REAL,
  find = "\tr->leap = TK_LEAP_NONE;\n\treturn true;",
  replace = "\tr->leap_at += DAY;\n\treturn true;",
  bug = "the leap second comes again the next day",
  clauses = { "TK-LEAP-1" },
  cases = { "leap:insert", "leap:delete", "leap:day-insert-just-after",
    "leap:day-insert-last-ns" },
}
mutant {
  id = "leap-next-day",
  file = REAL,
  find = "\tif (leap == TK_LEAP_DELETE)\n"
    .. "\t\tnow = nsec_add_sat(now, NSEC_PER_SEC);\n",
  replace = "",
  bug = "a second that has begun is deleted",
  clauses = { "TK-LEAP-3" },
  cases = { "leap:day-delete-last-ns", "leap:day-delete-has-begun" },
}
mutant {
  id = "leap-this-instant",
  file = REAL,
  find = "DAY - into);\t/* [TK-LEAP-3] */",
  replace = "into == 0 ? 0 : DAY - into);",
  bug = "asked for at midnight, the leap second comes at once",
  clauses = { "TK-LEAP-3" },
  cases = { "leap:day-insert-at-midnight" },
}
mutant {
  id = "leap-for-good",
  find = "\t\ttk.real.leap = TK_LEAP_NONE;\t\t/* [TK-LEAP-4] */",
  replace = "\t\ttk.real.leap += TK_LEAP_NONE;",
  bug = "a leap second cannot be called off",
  clauses = { "TK-LEAP-4" },
  cases = { "leap:called-off" },
}
mutant {
  id = "leap-first-word",
  find = "\tif (leap == TK_LEAP_NONE)\n",
  replace = "\tif (leap == TK_LEAP_NONE || tk.real.leap != TK_LEAP_NONE)\n",
  bug = "a second word on the leap second only calls it off",
  clauses = { "TK-LEAP-4" },
  cases = { "leap:replaced" },
}
mutant {
  id = "leap-both",
  find = "\t\ttk_tell(EV_TK_LEAP, &tk, leap);\n",
  replace = "\t\ttk_tell(EV_TK_LEAP, &tk, leap), tk.ns += NSEC_PER_SEC;\n",
  bug = "the leap second is put into both clocks",
  clauses = { "TK-LEAP-5" },
  cases = { "leap:insert", "leap:delete", "leap:adjusted",
    "leap:day-delete-at-midnight" },
}
mutant {
  id = "leap-any",
  find = "\tif (leap < TK_LEAP_DELETE || leap > TK_LEAP_INSERT)\n"
    .. "\t\treturn EINVAL;\t\t\t\t/* [TK-LEAP-6] */",
  replace = "",
  bug = "any other kind of leap second is taken for an insertion",
  clauses = { "TK-LEAP-6" },
  cases = { "leap:refused2", "leap:refused-2", "leap:refused1000" },
}
mutant {
  id = "timer-knows-no-leap",
  file = REAL,
  find = "\tif (r->leap == TK_LEAP_NONE || reading <= leap_edge(r) - 1)",
  replace = "\tif (r->leap <= TK_LEAP_INSERT)",
  bug = "timers are told of a leap second when it has come",
  clauses = { "TK-TIMER-1" },
  cases = { "leap:delete-timer-1", "leap:delete-timer0",
    "leap:delete-timer30000000000", "leap:delete-timer-500000000" },
}
mutant {
  id = "timer-knows-no-adjustment",
  file = REAL,
  find = "\tif (r->adjust == 0 || to <= r->since)\n",
  replace = "\tif (r->adjust <= TK_ADJUST_MAX || to <= r->since)\n",
  bug = "timers forget that the clock is being adjusted",
  clauses = { "TK-TIMER-1" },
  cases = { "adjust:on-timer-4002", "adjust:back-timer-4001",
    "adjust:on-timer-1000000000", "adjust:on-timer-2001",
    "adjust:on-timer-2002", "adjust:on-timer-4001", "adjust:on-timer-7000000",
    "adjust:on-timer-2001000000", "adjust:on-timer-2001000001",
    "adjust:back-timer-2000", "adjust:back-timer-2001",
    "adjust:back-timer-2002", "adjust:back-timer-4002",
    "adjust:back-timer-7000000", "adjust:back-timer-1000000000" },
}
mutant {
  id = "timer-one-off",
  file = REAL,
  find = "(uint64_t)to - 1, (uint64_t)TK_ADJUST_PACE - 1,",
  replace = "(uint64_t)to, (uint64_t)TK_ADJUST_PACE - 1,",
  bug = "where a reading comes twice, the second one counts",
  clauses = { "TK-TIMER-1" },
  cases = { "adjust:back-timer-1999" },
}
mutant {
  id = "timer-unstretched",
  find = "\t\tns = tk_stretch(ns);\t\t\t/* [TK-TIMER-2] */",
  replace = "\t\tns += 0;",
  bug = "at another rate, timers come late",
  clauses = { "TK-TIMER-2" },
  cases = { "rate:timer-mono-rel500000", "rate:timer-midway",
    "rate:timer-every-cpu", "rate:timer-real-rel500000",
    "rate:timer-mono-rel123457", "rate:timer-real-rel123457" },
}
mutant {
  id = "timer-epoch",
  find = "\ttk.epoch++;\n",
  replace = "",
  bug = "a deadline that is the same is not programmed anew",
  clauses = { "TK-TIMER-2", "TK-SUSPEND-3" },
  cases = { "rate:timer-midway", "rate:timer-every-cpu",
    "rate:timer-mono-abs500000", "rate:timer-real-abs500000",
    "rate:timer-mono-abs123457", "rate:timer-real-abs123457" },
}
mutant {
  id = "timer-relative-follows",
  find = "\tif (clock != CLOCK_REALTIME)\n\t\treturn reading;"
    .. "\t\t\t\t/* [TK-TIMER-3] */",
  replace = "\tif (clock != CLOCK_REALTIME)\n\t\treturn ns_to_ktime("
    .. "ktime_to_ns(reading) - (tk.real.leap != 0 || tk.real.adjust != 0));",
  bug = "other timers come a nanosecond early during corrections",
  clauses = { "TK-TIMER-3" },
  cases = { "adjust:on-unmoved", "leap:insert-unmoved0", "adjust:back-unmoved",
    "leap:insert-unmoved-1000000001", "leap:delete-unmoved-1000000001",
    "leap:insert-unmoved-1000000000", "leap:delete-unmoved-1000000000",
    "leap:insert-unmoved-500000000", "leap:insert-unmoved-1" },
}
