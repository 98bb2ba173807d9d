-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the names under which tick is read and set, kern.eventtimer and its
-- relatives.

mutants { id = "tick-name-", file = "ref/tick/tick_sysctl.c", cases = "tick/" }

mutant {
  id = "singlemul-raw",
  find = "put_number(t, tick_singlemul_now());",
  replace = "put_number(t, tick_singlemul);",
  bug = "singlemul reads 0 until it is set",
  clauses = { "TICK-NAME-1" },
  cases = { "name:singlemul", "stream:rate-pow2" },
}
mutant {
  id = "choice-no-sign",
  find = "\t\tput_number(t, et->et_quality);\n\t\tput_char(t, ')');",
  replace = "\t\tput_number(t, et->et_quality < 0 ? 0 : et->et_quality);\n"
    .. "\t\tput_char(t, ')');",
  bug = "a negative quality is listed as none",
  clauses = { "TICK-NAME-2" },
  cases = { "name:choice" },
}
mutant {
  id = "next-free",
  file = "ref/eventtimer/eventtimer.c",
  find = "\t    SLIST_NEXT(et, et_all);\t\t/* [ET-NEXT-1] */",
  replace = "\t    SLIST_NEXT(et, et_all) == NULL ? NULL :\n"
    .. "\t    SLIST_NEXT(SLIST_NEXT(et, et_all), et_all);",
  bug = "the walk over all timers leaves some out",
  clauses = { "ET-NEXT-1" },
  cases = { "name:choice" },
}
mutant {
  id = "case",
  file = "ref/eventtimer/eventtimer.c",
  find = "\t\tif (et_same_name(et->et_name, name))\n"
    .. "\t\t\tbreak;\t\t\t/* [ET-NEXT-2] */",
  replace = "\t\tif (et_same_name(et->et_name, name) &&\n"
    .. "\t\t    et->et_name[0] == name[0])\n\t\t\tbreak;",
  bug = "capital letters matter in the name of a timer",
  clauses = { "ET-NEXT-2" },
  cases = { "name:quality", "switch:without-regard-to-case" },
}
mutant {
  id = "flags-only",
  find = "\telse if (same(what, \"quality\"))\n"
    .. "\t\tput_number(t, et->et_quality);",
  replace = "\telse if (same(what, \"quality\"))\n"
    .. "\t\tput_number(t, et->et_flags);",
  bug = "the quality shows the flags",
  clauses = { "TICK-NAME-3" },
  cases = { "name:quality" },
}
mutant {
  id = "unknown-empty",
  find = "\tif (et == NULL)\n\t\treturn ENOENT;\t\t\t\t"
    .. "/* [TICK-NAME-4] */",
  replace = "\tif (et == NULL)\n\t\treturn 0;",
  bug = "an unknown name reads as nothing",
  clauses = { "TICK-NAME-4" },
  cases = { "name:no-such-1", "name:no-such-5", "name:no-such-6",
    "name:no-such-7", "name:no-such-9", "name:no-such-11",
    "name:set-no-such-1", "name:no-such-2", "name:set-no-such-2",
    "name:no-such-3", "name:set-no-such-3", "name:no-such-4",
    "name:set-no-such-4", "name:set-no-such-5", "name:set-no-such-6",
    "name:set-no-such-7", "name:set-no-such-9", "name:no-such-10",
    "name:set-no-such-10", "name:set-no-such-11" },
}
mutant {
  id = "frequency",
  find = "put_number(t, (int64_t)et->et_frequency);",
  replace = "put_number(t, (int64_t)tick_rate_hz(tick_rates.base));",
  bug = "a timer's frequency is that of the tick",
  clauses = { "TICK-NAME-3" },
  cases = { "name:frequency" },
}
mutant {
  id = "flags",
  find = "\t\tput_number(t, et->et_flags);\n\telse if (same(what, \"quality",
  replace = "\t\tput_number(t, tick.et->et_flags);\n"
    .. "\telse if (same(what, \"quality",
  bug = "the flags of the timer in use are shown for all",
  clauses = { "TICK-NAME-3" },
  cases = { "name:flags-1" },
}
mutant {
  id = "what",
  find = "\telse\n\t\treturn ENOENT;\n\treturn 0;",
  replace = "\treturn 0;",
  bug = "whatever is asked of a timer reads as nothing",
  clauses = { "TICK-NAME-4" },
  cases = { "name:no-such-8", "name:set-no-such-8" },
}
mutant {
  id = "digits",
  find = "if (*s < '0' || *s > '9' || v > hi)\n\t\t\treturn false;",
  replace = "if (*s < '0' || *s > '9' || v > hi)\n\t\t\tbreak;",
  bug = "a number may have anything behind it",
  clauses = { "TICK-NAME-5" },
  cases = { "name:bad-singlemul-2x", "name:bad-idletick-yes" },
}
mutant {
  id = "empty",
  find = "\tif (*s == '\\0')\n\t\treturn false;",
  replace = "",
  bug = "no number is 0",
  clauses = { "TICK-NAME-5" },
  cases = { "name:bad-periodic-none" },
}
mutant {
  id = "range",
  find = "\treturn v >= lo && v <= hi;",
  replace = "\treturn v <= hi + 1;",
  bug = "the ends of a range are not kept",
  clauses = { "TICK-NAME-5" },
  cases = { "name:bad-singlemul-0", "name:bad-singlemul-21",
    "name:bad-periodic-2", "name:bad-idletick-2", "name:bad-hz-0",
    "name:bad-hz-100001" },
}
mutant {
  id = "clamped",
  find = "\tif (!number(value, lo, hi, &v))\n"
    .. "\t\treturn EINVAL;\t\t\t\t/* [TICK-NAME-5] */",
  replace = "\tif (!number(value, lo, hi, &v))\n\t\tv = lo;",
  bug = "what is no number in the range sets the least one",
  clauses = { "TICK-NAME-5" },
  cases = { "name:bad-singlemul-m1", "name:bad-singlemul-none",
    "name:bad-singlemul-99999999999" },
}
mutant {
  id = "later",
  find = "\t*setting = v;\t\t\t\t\t/* [TICK-NAME-6] */\n"
    .. "\ttick_resume_all();",
  replace = "\ttick_resume_all();\n\t*setting = v;",
  bug = "a setting takes effect with the next",
  clauses = { "TICK-NAME-6" },
  cases = { "mode:set-periodic", "stream:rate-nearest" },
}
mutant {
  id = "cut",
  find = "\tif (error == 0 && t.n > len)",
  replace = "\tif (error == 0 && t.n > 2 * len)",
  bug = "a value is cut without a word",
  clauses = { "TICK-NAME-7" },
  cases = { "name:long-choice" },
}
mutant {
  id = "read-only",
  find = "\t\terror = EPERM;\t\t\t\t/* [TICK-NAME-8] */",
  replace = "\t\terror = 0;",
  bug = "setting what can only be read succeeds and does nothing",
  clauses = { "TICK-NAME-8" },
  cases = { "name:read-only-choice", "name:read-only-stathz",
    "name:read-only-profhz" },
}

-- What each name reads --------------------------------------------------------

local function misread(id, case, find, replace, bug)
  mutant { id = id, find = find, replace = replace, bug = bug,
    clauses = { "TICK-NAME-1" }, cases = { case } }
end

misread("timer-best", "name:timer", "put(t, tick.et->et_name);",
  "put(t, et_next(NULL) == tick.et ? \"best\" : tick.et->et_name);",
  "the timer in use is shown as what was asked for")
misread("idletick-turned", "name:idletick", "put_number(t, tick_idletick);",
  "put_number(t, !tick_idletick);", "idletick reads as its opposite")
misread("periodic-of-timer", "name:periodic", "put_number(t, tick.periodic);",
  "put_number(t, (tick.et->et_flags & ET_FLAGS_ONESHOT) != 0);",
  "what the timer can is shown, not what it does")
misread("hz-of-base", "name:hz",
  "put_number(t, tick_rate_hz(tick_rates.stream[TICK_HARD]));",
  "put_number(t, tick_rate_hz(tick_rates.base));",
  "kern.hz shows how often the hardware interrupts")

mutant {
  id = "flags-of-one",
  find = "\t\tput_number(t, et->et_flags);\n\telse if (same(what, \"quality",
  replace = "\t\tput_number(t, et->et_flags & ET_FLAGS_ONESHOT);\n"
    .. "\telse if (same(what, \"quality",
  bug = "of the flags of a timer one is shown",
  clauses = { "TICK-NAME-3" },
  cases = { "name:flags" },
}
