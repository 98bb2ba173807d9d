-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the clocks, each with the cases that find it.

local REAL = "ref/timekeeping/tk_real.c"
local COUNT = "ref/timekeeping/tk_count.c"
local READ = "ref/timekeeping/tk_count.h"

mutants {
  id = "timekeeping-", file = "ref/timekeeping/timekeeping.c",
  cases = "timekeeping/",
}

mutant {
  id = "late-unknown",
  find = "\ttk_list(tc);\t\t\t\t\t/* [TK-COUNTER-1] */",
  replace = "\tif (!tk.started || tc->tc_quality >= 0)\n\t\ttk_list(tc);",
  bug = "a counter that comes late and is bad is forgotten",
  clauses = { "TK-COUNTER-1" },
  cases = { "counter:negative-later" },
}
mutant {
  id = "no-mask",
  file = READ,
  find = "*delta = (now - c->last) &\n"
    .. "\t    c->tc->tc_counter_mask;\t\t\t/* [TK-COUNTER-2] */",
  replace = "*delta = now - c->last;",
  bug = "a counter that wraps seems to have gone back",
  clauses = { "TK-COUNTER-2", "TK-IDLE-2" },
  cases = { "counter:wrap-8-1000", "counter:wrap-33-14318180",
    "counter:wrap-63-1000003", "counter:idle-wraps", "counter:idle-far" },
}
mutant {
  id = "signed-delta",
  file = READ,
  find = "*delta = (now - c->last) &\n",
  replace = "*delta = (uint64_t)((int64_t)now - (int64_t)c->last) & ~0u &\n",
  bug = "differences are kept in 32 bits",
  clauses = { "TK-COUNTER-2" },
  cases = { "fault:watched-jump" },
}
mutant {
  id = "worst-first",
  find = "if (tmp->tc_quality < tc->tc_quality)\t/* [TK-COUNTER-3] */",
  replace = "if (tmp->tc_quality > tc->tc_quality)",
  bug = "the list is sorted the wrong way round",
  clauses = { "TK-COUNTER-3", "TK-SWITCH-2" },
  cases = { "counter:best-first", "counter:best-second",
    "switch:no-step-faster" },
}
mutant {
  id = "last-equal",
  find = "if (tmp->tc_quality < tc->tc_quality)\t/* [TK-COUNTER-3] */",
  replace = "if (tmp->tc_quality <= tc->tc_quality)",
  bug = "of equals the one that came last is taken",
  clauses = { "TK-COUNTER-3" },
  cases = { "counter:best-equal", "switch:worse-later" },
}
mutant {
  id = "negative-taken",
  find = "if (tc != not && tc->tc_quality >= 0)\t/* [TK-COUNTER-4] */",
  replace = "if (tc != not)",
  bug = "a counter of negative quality watches, and takes over",
  clauses = { "TK-COUNTER-4", "TK-WATCH-5" },
  cases = { "fault:back-none-left" },
}
mutant {
  id = "untrusted-not-taken",
  find = "\tif (tc == NULL && tk.cur.tc == NULL)\n"
    .. "\t\ttc = SLIST_FIRST(&tk.all);\t\t/* [TK-COUNTER-7] */\n",
  replace = "",
  bug = "a machine without a counter that is trusted dies at start",
  clauses = { "TK-COUNTER-7" },
  cases = { "counter:untrusted-alone" },
}
mutant {
  id = "zero-not-taken",
  find = "if (tc != not && tc->tc_quality >= 0)\t/* [TK-COUNTER-4] */",
  replace = "if (tc != not && tc->tc_quality > 0)",
  bug = "quality 0 counts as negative",
  clauses = { "TK-COUNTER-4" },
  cases = { "counter:untrusted-alone" },
}
mutant {
  id = "any-frequency",
  find = "\t    tc->tc_frequency != 0 && mask >= UINT8_MAX &&",
  replace = "\t    mask >= UINT8_MAX &&",
  bug = "a frequency of 0 is believed",
  clauses = { "TK-COUNTER-5" },
  cases = { "counter:refused-no-frequency" },
}
mutant {
  id = "any-method",
  find = "tc->tc_name != NULL && tc->tc_get_timecount != NULL &&",
  replace = "tc->tc_name != NULL &&",
  bug = "a counter without a method is believed",
  clauses = { "TK-COUNTER-5" },
  cases = { "counter:refused-no-method" },
}
mutant {
  id = "any-width",
  find = "mask >= UINT8_MAX &&\n",
  replace = "mask != 0 &&\n",
  bug = "seven bits are enough",
  clauses = { "TK-COUNTER-5" },
  cases = { "counter:refused-seven-bits" },
}
mutant {
  id = "any-mask",
  find = "\t    (mask & (mask + 1)) == 0;",
  replace = "\t    (mask & 1) != 0;",
  bug = "a mask may have holes",
  clauses = { "TK-COUNTER-5" },
  cases = { "counter:refused-hole" },
}
mutant {
  id = "name-twice",
  find = "\tif (tk_find(tc->tc_name) != NULL) {",
  replace = "\tif (tk_find(tc->tc_name) == tc) {",
  bug = "only the same structure counts as registered",
  clauses = { "TK-COUNTER-6" },
  cases = { "counter:name-taken" },
}
mutant {
  id = "structure-twice",
  find = "return EEXIST;\t\t\t\t/* [TK-COUNTER-6] */",
  replace = "return 0;",
  bug = "a name that is taken is ignored without a word",
  clauses = { "TK-COUNTER-6" },
  cases = { "counter:name-taken", "counter:twice" },
}
mutant {
  id = "switch-last",
  find = "\ttk_count_start(&tk.cur, tc);\n\trecip64_init",
  replace = "\ttk.cur.tc = tc;\n\trecip64_init",
  bug = "the new counter's first difference is from the old one's count",
  clauses = { "TK-SWITCH-1" },
  cases = { "switch:no-step-slower", "switch:no-step-odd" },
}
mutant {
  id = "switch-not-advanced",
  find = "\tif (tk.started)\n\t\ttk_advance();\n",
  replace = "",
  bug = "what the old counter saw since the last reading is lost",
  clauses = { "TK-SWITCH-1" },
  cases = { "switch:timers" },
}
mutant {
  id = "switch-rest",
  find = "tk.rest = muldiv64_down(tk.rest, tc->tc_frequency,\n"
    .. "\t\t    tk.cur.tc->tc_frequency);",
  replace = "tk.rest = 0;",
  bug = "the fraction of a nanosecond is dropped",
  clauses = { "TK-SWITCH-1", "TK-MONO-2" },
  cases = { "switch:fraction" },
}
mutant {
  id = "switch-reciprocal",
  find = "\trecip64_init(&tk.per, tc->tc_frequency);\n",
  replace = "\tif (tk.per.d == 0)\n"
    .. "\t\trecip64_init(&tk.per, tc->tc_frequency);\n",
  bug = "the reciprocal of the old frequency is kept",
  clauses = { "TK-SWITCH-1" },
  cases = { "switch:no-step-faster", "switch:no-step-slower" },
}
mutant {
  id = "better-ignored",
  find = "\tif (tk.started)\n\t\ttk_choose();\n",
  replace = "",
  bug = "a better counter that comes late is not taken",
  clauses = { "TK-SWITCH-2" },
  cases = { "switch:no-step-faster", "switch:no-step-odd" },
}
mutant {
  id = "selected-left",
  find = "tk.selected = tc;\t\t\t/* [TK-SWITCH-3] */",
  replace = "tk_switch(tc);",
  bug = "a counter that was selected is left at the next occasion",
  clauses = { "TK-SWITCH-2", "TK-SWITCH-3" },
  cases = { "switch:selected-stays" },
}
mutant {
  id = "select-good-only",
  find = "tk.selected = tc;\t\t\t/* [TK-SWITCH-3] */",
  replace = "tk.selected = tc->tc_quality < 0 ? NULL : tc;",
  bug = "a bad counter cannot be selected",
  clauses = { "TK-SWITCH-3" },
  cases = { "counter:negative-later", "fault:wrong-by-name" },
}
mutant {
  id = "select-prefix",
  find = "\twhile (*a != '\\0' && *a == *b) {\n\t\ta++;\n\t\tb++;\n\t}\n"
    .. "\treturn *a == *b;",
  replace = "\twhile (*a != '\\0' && *a == *b) {\n\t\ta++;\n\t\tb++;\n\t}\n"
    .. "\treturn *b == '\\0';",
  bug = "the beginning of a name is enough",
  clauses = { "TK-SWITCH-4" },
  cases = { "switch:unknown" },
}
mutant {
  id = "select-says-0",
  find = "return tc != NULL ? 0 : ENOENT;\t\t\t/* [TK-SWITCH-4] */",
  replace = "return 0;",
  bug = "an unknown name is ignored without a word",
  clauses = { "TK-SWITCH-4" },
  cases = { "switch:unknown", "counter:refused-hole" },
}
mutant {
  id = "back-wraps",
  file = READ,
  find = "\tif (*delta > c->most)\n",
  replace = "\tif (false)\n",
  bug = "a counter that went back is taken for one that went far on",
  clauses = { "TK-BACK-1", "TK-MONO-1" },
  cases = { "fault:back-alone-much", "fault:back-timers",
    "fault:back-narrow" },
}
mutant {
  id = "back-follows",
  find = "\tnow = tk.ns;\t\t\t/* [TK-MONO-1] [TK-LEAP-5] */",
  replace = "\tnow = (int64_t)div64(tk.cur.last, "
    .. "tk.cur.tc->tc_frequency / 1000000, NULL) * 1000;",
  bug = "the clock is the counter's own count",
  clauses = { "TK-MONO-1", "TK-SUSPEND-4" },
  cases = { "fault:back-alone-much", "fault:back-timers",
    "suspend:counter-far-back", "set:every-cpu" },
}
mutant {
  id = "back-stands",
  file = READ,
  find = "\tc->last = now;\n\tif",
  replace = "\tif (*delta <= c->most)\n\t\tc->last = now;\n\tif",
  bug = "after a jump back the clock waits for the old count to come again",
  clauses = { "TK-BACK-1" },
  cases = { "fault:back-alone-much", "fault:back-timers" },
}
mutant {
  id = "back-untold",
  find = "\ttk_tell(EV_TK_BACK, c->tc, 0);\n",
  replace = "\tif (c->tc->tc_quality >= 0)\n"
    .. "\t\ttk_tell(EV_TK_BACK, c->tc, 0);\n",
  bug = "only the first jump back is counted",
  clauses = { "TK-BACK-2" },
  cases = { "fault:back-counted" },
}
mutant {
  id = "back-kept",
  find = "\t\ttk_catch_up();\n"
    .. "\t\ttk_distrust(tk.cur.tc);\t\t\t/* [TK-BACK-1] */",
  replace = "\t\ttk_tell(EV_TK_DISTRUST, tk.cur.tc, 0);",
  bug = "a counter that went back stays, and is reported again and again",
  clauses = { "TK-BACK-1", "TK-WATCH-5" },
  cases = { "fault:back-watched", "fault:back-counted" },
}
mutant {
  id = "rest-dropped",
  find = "delta * tk.rate + tk.rest, &tk.rest);",
  replace = "delta * tk.rate, &tk.rest);",
  bug = "each reading rounds anew, and the errors add up",
  clauses = { "TK-MONO-2", "TK-RATE-3", "TK-RATE-1" },
  cases = { "counter:wrap-16-1193182", "counter:wrap-24-3579545", "rate:sum",
    "rate:both1" },
}
mutant {
  id = "long-rest",
  find = "\t\tif (rem >= f - tk.rest) {\t/* the two rests make one ns */",
  replace = "\t\tif (false) {",
  bug = "over a long time two rests do not make a nanosecond",
  clauses = { "TK-MONO-2" },
  cases = { "rate:years" },
}
mutant {
  id = "res-down",
  file = COUNT,
  find = "\treturn muldiv64_up(1, ",
  replace = "\treturn muldiv64_down(1, ",
  bug = "the resolution is rounded down",
  clauses = { "TK-RES-1" },
  cases = { "counter:facts-8-3", "counter:facts-16-1193182",
    "counter:facts-32-999999937" },
}
mutant {
  id = "idle-whole",
  file = COUNT,
  find = "\thalf = muldiv64_down(c->tc->tc_counter_mask / 2,\n",
  replace = "\thalf = muldiv64_down(c->tc->tc_counter_mask,\n",
  bug = "the whole period is left, so that forward looks like back",
  clauses = { "TK-IDLE-1", "TK-IDLE-2" },
  cases = { "counter:facts-8-1000", "counter:idle-wraps" },
}
mutant {
  id = "idle-a-year",
  file = COUNT,
  find = "\treturn half < limit ? (int64_t)half : INT64_MAX;",
  replace = "\treturn (int64_t)(half < limit ? half : limit);",
  bug = "a counter that never wraps is to be read each year",
  clauses = { "TK-IDLE-1" },
  cases = { "counter:facts-57-1000000000", "counter:facts-64-3",
    "counter:facts-64-1000000000" },
}
mutant {
  id = "idle-dog",
  find = "\treturn cur < dog ? cur : dog;",
  replace = "\t(void)dog;\n\treturn cur;",
  bug = "the counter that watches is left unread",
  clauses = { "TK-IDLE-1" },
  cases = { "counter:idle-watched" },
}
mutant {
  id = "idle-never",
  file = "ref/tick/tick.c",
  find = "\tif (distance > timekeeping_max_idle())\n"
    .. "\t\tdistance = timekeeping_max_idle();\n",
  replace = "",
  bug = "a far deadline leaves the counter unread",
  clauses = { "TK-IDLE-2" },
  cases = { "counter:idle-far", "counter:idle-wraps" },
}
mutant {
  id = "idle-boot",
  file = "ref/hrtimer/hrtimer.c",
  find = "\ttick_program(KTIME_MAX);\t\t\t/* [TK-IDLE-2] */\n",
  replace = "",
  bug = "before the first timer is started nobody reads the counter",
  clauses = { "TK-IDLE-2" },
  cases = { "counter:idle-wraps", "counter:wrap-8-1000" },
}
mutant {
  id = "watch-blind",
  find = "\tif (!stood && apart <= margin) {",
  replace = "\tif (apart <= margin || tk.dog.seen != 0) {",
  bug = "contradictions are overlooked",
  clauses = { "TK-WATCH-1", "TK-WATCH-2", "TK-WATCH-3" },
  cases = { "fault:watched-stop", "fault:watched-slow", "fault:watched-jump",
    "fault:watched-fast" },
}
mutant {
  id = "watch-coarse",
  find = "#define TK_MARGIN\t128u",
  replace = "#define TK_MARGIN\t32u",
  bug = "two percent are overlooked",
  clauses = { "TK-WATCH-1" },
  cases = { "fault:watched-slower" },
}
mutant {
  id = "watch-fine",
  find = "#define TK_MARGIN\t128u",
  replace = "#define TK_MARGIN\t1024u",
  bug = "half a percent is a contradiction",
  clauses = { "TK-WATCH-1" },
  cases = { "fault:watched-agree" },
}
mutant {
  id = "watch-lossy",
  find = "\t\ttk_catch_up();\n"
    .. "\t\ttk_distrust(tk.cur.tc);\t\t\t/* [TK-WATCH-1] */",
  replace = "\t\ttk_distrust(tk.cur.tc);",
  bug = "the time that the bad counter did not see is lost",
  clauses = { "TK-WATCH-2" },
  cases = { "fault:watched-stop", "fault:watched-slow", "fault:watched-soon" },
}
mutant {
  id = "watch-sets-back",
  find = "\tif (to > tk.ns)\t\t\t\t\t\t/* I2 */\n",
  replace = "",
  bug = "after a jump forward the clock is put right, back",
  clauses = { "TK-WATCH-3", "TK-MONO-1" },
  cases = { "fault:watched-jump", "fault:watched-fast" },
}
mutant {
  id = "watch-blames-first",
  find = "\t} else if (tk.dog.seen == 0) {",
  replace = "\t} else if (false) {",
  bug = "a watching counter that stands still makes the good one go",
  clauses = { "TK-WATCH-4" },
  cases = { "fault:watchdog-stops" },
}
mutant {
  id = "watch-back-blames",
  find = "\telse\n\t\ttk_distrust(tk.dog.tc);\t\t\t/* [TK-WATCH-4] */",
  replace = "\telse\n\t\ttk_distrust(tk.cur.tc);",
  bug = "a watching counter that goes back makes the good one go",
  clauses = { "TK-WATCH-4" },
  cases = { "fault:watchdog-jumps-back" },
}
mutant {
  id = "wrong-again",
  find = "\ttc->tc_quality = TK_WRONG;\n",
  replace = "\ttc->tc_quality = 0;\n",
  bug = "a counter that was found wrong is only thought a little worse",
  clauses = { "TK-WATCH-5" },
  cases = { "fault:wrong-by-name", "fault:back-counted" },
}
mutant {
  id = "set-both",
  find = "\t\t.offset = to - tk.ns, .since = tk.ns\n\t};",
  replace = "\t\t.offset = to - tk.ns, .since = tk.ns\n\t};\n\ttk.ns++;",
  bug = "setting the clock moves the other one by a nanosecond",
  clauses = { "TK-SET-1" },
  cases = { "set:on", "set:back", "set:a-ns", "set:two-setters" },
}
mutant {
  id = "set-forward-only",
  find = "\ttk.real = (struct tk_real){\t\t/* [TK-SET-1] [TK-SET-2] */",
  replace = "\tif (to >= tk_real_read(&tk.real, tk.ns))\n"
    .. "\t    tk.real = (struct tk_real){",
  bug = "the clock cannot be set back",
  clauses = { "TK-SET-1" },
  cases = { "set:back", "set:years-back", "set:a-ns-back" },
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
  cases = { "set:refused-1", "set:refused-1000000000" },
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
    "rate:timer-narrow" },
}
mutant {
  id = "rate-ppm",
  find = "tk_set_rate((uint64_t)(NSEC_PER_SEC + ppb));\t/* [TK-RATE-1] */",
  replace = "tk_set_rate((uint64_t)(NSEC_PER_SEC + ppb / 1000 * 1000));",
  bug = "the rate is cut to parts per million",
  clauses = { "TK-RATE-1" },
  cases = { "rate:both1", "rate:both123457", "rate:years" },
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
  cases = { "rate:sum" },
}
mutant {
  id = "rate-any",
  find = "\tif (ppb < -TK_RATE_MAX || ppb > TK_RATE_MAX)\n",
  replace = "\tif (ppb == INT64_MAX)\n",
  bug = "any rate is believed",
  clauses = { "TK-RATE-4" },
  cases = { "rate:refused500001", "rate:refused-500001" },
}
mutant {
  id = "rate-clamped",
  find = "\t\treturn EINVAL;\t\t\t\t/* [TK-RATE-4] */",
  replace = "\t\tppb = ppb < 0 ? -TK_RATE_MAX : TK_RATE_MAX;",
  bug = "a rate beyond the limit becomes the limit",
  clauses = { "TK-RATE-4" },
  cases = { "rate:refused500001", "rate:refused-500001" },
}
mutant {
  id = "adjust-endless",
  file = REAL,
  find = "\t\tpart = size;\t\t\t/* [TK-ADJUST-1] */",
  replace = "\t\tpart += 0;",
  bug = "an adjustment never ends",
  clauses = { "TK-ADJUST-1" },
  cases = { "adjust:on", "adjust:back", "adjust:on-small", "adjust:hour" },
}
mutant {
  id = "adjust-at-once",
  file = REAL,
  find = "\t    (uint64_t)TK_ADJUST_PACE, NULL);\t/* [TK-ADJUST-2] */",
  replace = "\t    1, NULL);",
  bug = "the clock stands still, or runs twice as fast, until it is right",
  clauses = { "TK-ADJUST-2" },
  cases = { "adjust:on", "adjust:back", "adjust:hour" },
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
    "adjust:back-refused-3600000000001" },
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
  cases = { "leap:insert", "leap:insert-timer0", "leap:periodic" },
}
mutant {
  id = "leap-delete-late",
  file = REAL,
  find = "\treturn r->leap == TK_LEAP_DELETE ? r->leap_at - NSEC_PER_SEC :\n",
  replace = "\treturn r->leap == TK_LEAP_DELETE ? r->leap_at :\n",
  bug = "00:00:00 is deleted and 23:59:59 read",
  clauses = { "TK-LEAP-2", "TK-TIMER-1" },
  cases = { "leap:delete", "leap:delete-timer-1", "leap:replaced" },
}
mutant {
  id = "leap-wrong-way",
  file = REAL,
  find = "\treturn r->leap == TK_LEAP_DELETE ? NSEC_PER_SEC : -NSEC_PER_SEC;",
  replace = "\treturn r->leap > 0 ? NSEC_PER_SEC : -NSEC_PER_SEC;",
  bug = "insert and delete are mixed up",
  clauses = { "TK-LEAP-1", "TK-LEAP-2" },
  cases = { "leap:insert", "leap:delete", "leap:periodic" },
}
mutant {
  id = "leap-each-day",
  file = REAL,
  find = "\tr->leap = TK_LEAP_NONE;\n\treturn true;",
  replace = "\tr->leap_at += DAY;\n\treturn true;",
  bug = "the leap second comes again the next day",
  clauses = { "TK-LEAP-1" },
  cases = { "leap:insert", "leap:delete" },
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
  cases = { "leap:insert", "leap:delete", "leap:adjusted" },
}
mutant {
  id = "leap-any",
  find = "\tif (leap < TK_LEAP_DELETE || leap > TK_LEAP_INSERT)\n"
    .. "\t\treturn EINVAL;\t\t\t\t/* [TK-LEAP-6] */",
  replace = "",
  bug = "any other kind of leap second is taken for an insertion",
  clauses = { "TK-LEAP-6" },
  cases = { "leap:refused2", "leap:refused-2" },
}
mutant {
  id = "timer-knows-no-leap",
  file = REAL,
  find = "\tif (r->leap == TK_LEAP_NONE || reading <= leap_edge(r) - 1)",
  replace = "\tif (r->leap <= TK_LEAP_INSERT)",
  bug = "timers are told of a leap second when it has come",
  clauses = { "TK-TIMER-1" },
  cases = { "leap:delete-timer-1", "leap:delete-timer0",
    "leap:delete-timer30000000000" },
}
mutant {
  id = "timer-knows-no-adjustment",
  file = REAL,
  find = "\tif (r->adjust == 0 || to <= r->since)\n",
  replace = "\tif (r->adjust <= TK_ADJUST_MAX || to <= r->since)\n",
  bug = "timers forget that the clock is being adjusted",
  clauses = { "TK-TIMER-1" },
  cases = { "adjust:on-timer-4002", "adjust:back-timer-4001",
    "adjust:on-timer-1000000000" },
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
    "rate:timer-every-cpu" },
}
mutant {
  id = "timer-epoch",
  find = "\ttk.epoch++;\n",
  replace = "",
  bug = "a deadline that is the same is not programmed anew",
  clauses = { "TK-TIMER-2", "TK-SUSPEND-3" },
  cases = { "rate:timer-midway", "rate:timer-every-cpu" },
}
mutant {
  id = "timer-relative-follows",
  find = "\tif (clock != CLOCK_REALTIME)\n\t\treturn reading;"
    .. "\t\t\t\t/* [TK-TIMER-3] */",
  replace = "\tif (clock != CLOCK_REALTIME)\n\t\treturn ns_to_ktime("
    .. "ktime_to_ns(reading) - (tk.real.leap != 0 || tk.real.adjust != 0));",
  bug = "other timers come a nanosecond early during corrections",
  clauses = { "TK-TIMER-3" },
  cases = { "adjust:on-unmoved", "leap:insert-unmoved0" },
}
mutant {
  id = "suspend-runs",
  find = "\tif (tk.suspended)\n\t\treturn;\t\t\t\t\t/* [TK-SUSPEND-1] */\n",
  replace = "",
  bug = "the clock counts the sleep",
  clauses = { "TK-SUSPEND-1" },
  cases = { "suspend:stands", "suspend:refused" },
}
mutant {
  id = "suspend-loses",
  find = "\ttk_advance();\n\ttk.suspended = true;",
  replace = "\ttk.suspended = true;",
  bug = "the time before the suspend is lost",
  clauses = { "TK-SUSPEND-1" },
  cases = { "suspend:clocks", "suspend:timers" },
}
mutant {
  id = "resume-unmoved",
  find = "\ttk.real.offset = nsec_add_sat(tk.real.offset,\n"
    .. "\t    slept);\t\t\t\t\t/* [TK-SUSPEND-2] */\n",
  replace = "",
  bug = "the time of day stands still, too",
  clauses = { "TK-SUSPEND-2", "TK-SUSPEND-3" },
  cases = { "suspend:clocks", "suspend:timers", "suspend:every-cpu",
    "suspend:over-midnight" },
}
mutant {
  id = "resume-untold",
  find = "\ttk_changed();\t\t\t\t\t/* [TK-SUSPEND-3] */\n",
  replace = "",
  bug = "nobody looks for what came due asleep",
  clauses = { "TK-SUSPEND-3" },
  cases = { "suspend:told" },
}
mutant {
  id = "resume-counts",
  find = "\ttk_count_start(&tk.cur, tk.cur.tc);\t\t/* [TK-SUSPEND-4] */\n",
  replace = "",
  bug = "what the counter did asleep is counted",
  clauses = { "TK-SUSPEND-4", "TK-SUSPEND-1" },
  cases = { "suspend:counter-goes-on", "suspend:counter-back",
    "suspend:counter-on", "suspend:clocks" },
}
mutant {
  id = "resume-any",
  find = "\tif (slept < 0)\n\t\treturn EINVAL;\t\t\t\t/* [TK-SUSPEND-5] */",
  replace = "",
  bug = "a negative sleep sets the clock back",
  clauses = { "TK-SUSPEND-5" },
  cases = { "suspend:refused" },
}
mutant {
  id = "suspend-twice",
  find = "\tCHECK(!tk.suspended);\t\t\t\t/* [TK-SUSPEND-6] */\n",
  replace = "",
  bug = "a second suspend passes",
  clauses = { "TK-SUSPEND-6" },
  cases = { "suspend:twice" },
}
mutant {
  id = "resume-awake",
  find = "\tCHECK(tk.suspended);\t\t\t\t/* [TK-SUSPEND-7] */\n",
  replace = "",
  bug = "a resume of what is awake passes",
  clauses = { "TK-SUSPEND-7" },
  cases = { "suspend:awake" },
}

mutant {
  id = "starts-anywhere",
  find = "\ttk.ns = ktime_to_ns(mono);",
  replace = "\ttk.ns = ktime_to_ns(mono) + NSEC_PER_SEC / 2;",
  bug = "the monotonic clock starts somewhere",
  clauses = { "TK-MONO-3" },
  cases = { "counter:zero" },
}

mutant {
  id = "standing-unseen", file = "ref/timekeeping/tk_count.c",
  find = "stood = c->seen == c->looked && tk_count_raw(c) == c->last &&",
  replace = "stood = false && c->seen == c->looked &&",
  bug = "a counter that stands is found after half a second",
  clauses = { "TK-WATCH-6" },
  cases = { "fault:watched-soon" },
}
