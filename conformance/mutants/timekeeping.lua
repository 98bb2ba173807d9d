-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the clocks, each with the cases that find it.

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
    "counter:wrap-63-1000003", "counter:idle-wraps", "counter:idle-far",
    "counter:wrap-8-997", "counter:wrap-9-100", "counter:wrap-32-999999937" },
}
mutant {
  id = "signed-delta",
  file = READ,
  find = "*delta = (now - c->last) &\n",
  replace = "*delta = (uint64_t)((int64_t)now - (int64_t)c->last) & ~0u &\n",
  bug = "differences are kept in 32 bits",
  clauses = { "TK-COUNTER-2" },
  cases = { "fault:watched-jump", "leap:delete-unmoved-1",
    "leap:insert-unmoved1", "leap:insert-unmoved30000000000" },
}
mutant {
  id = "worst-first",
  find = "if (tmp->tc_quality < tc->tc_quality)\t/* [TK-COUNTER-3] */",
  replace = "if (tmp->tc_quality > tc->tc_quality)",
  bug = "the list is sorted the wrong way round",
  clauses = { "TK-COUNTER-3", "TK-SWITCH-2" },
  cases = { "counter:best-first", "counter:best-second",
    "switch:no-step-faster", "counter:best-zero", "counter:best-negative" },
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
  cases = { "switch:no-step-faster", "switch:no-step-slower",
    "switch:no-step-cinema" },
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
  cases = { "switch:selected-stays", "switch:back-and-forth" },
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
  cases = { "switch:unknown", "counter:refused-hole",
    "counter:refused-no-bits", "counter:refused-low-hole" },
}
mutant {
  id = "back-wraps",
  file = READ,
  find = "\tif (*delta > c->most)\n",
  replace = "\tif (false)\n",
  bug = "a counter that went back is taken for one that went far on",
  clauses = { "TK-BACK-1", "TK-MONO-1" },
  cases = { "fault:back-alone-much", "fault:back-timers", "fault:back-narrow",
    "fault:back-alone-a-little" },
}
mutant {
  id = "back-follows",
  find = "\tnow = tk.ns;\t\t\t/* [TK-MONO-1] [TK-LEAP-5] */",
  replace = "\tnow = (int64_t)div64(tk.cur.last, "
    .. "tk.cur.tc->tc_frequency / 1000000, NULL) * 1000;",
  bug = "the clock is the counter's own count",
  clauses = { "TK-MONO-1", "TK-SUSPEND-4" },
  cases = { "fault:back-alone-much", "fault:back-timers",
    "suspend:counter-far-back", "set:every-cpu", "counter:wrap-64-1000000" },
}
mutant {
  id = "back-stands",
  file = READ,
  find = "\tc->last = now;\n\tif",
  replace = "\tif (*delta <= c->most)\n\t\tc->last = now;\n\tif",
  bug = "after a jump back the clock waits for the old count to come again",
  clauses = { "TK-BACK-1" },
  cases = { "fault:back-alone-much", "fault:back-timers",
    "fault:back-alone-to-before-boot" },
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
    "rate:both1", "counter:wrap-64-3", "rate:timer-real-abs-500000" },
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
  cases = { "counter:facts-8-1000", "counter:idle-wraps",
    "counter:facts-24-3579545", "counter:facts-32-1000000000",
    "counter:facts-56-1000000000" },
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
    "suspend:over-midnight", "suspend:set-asleep" },
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
