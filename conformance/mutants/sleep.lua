-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the calls that only let time pass.

mutants { id = "slp-", file = "ref/sleep/sleep.c" }

mutant {
  id = "early-us",
  find = "error = sleep_until(clock, timespec_to_ktime(ts), mode, &left);",
  replace = "ts.tv_nsec = ts.tv_nsec / 1000 * 1000;\n"
    .. "\terror = sleep_until(clock, timespec_to_ktime(ts), mode, &left);",
  bug = "the time is cut to whole microseconds",
  clauses = { "SLP-REL-1", "SLP-ABS-1", "TM-EARLY-1" },
  cases = { "sleep/relative:whole-mono", "sleep/relative:gauge-mono",
    "sleep/absolute:reads-mono", "common/early:exact@sleep",
    "common/early:odd-durations-mono@sleep", "sleep/absolute:reads-real",
    "sleep/relative:gauge-real", "sleep/relative:alike" },
}
mutant {
  id = "one-wait",
  find = "if (port_block() == 0)\t\t\t/* [SLP-INTR-3] */\n\t\t\tcontinue;",
  replace = "if (port_block() == 0)\n\t\t\treturn 0;",
  bug = "whatever wakes the thread, the sleep is over",
  clauses = { "SLP-INTR-3", "TM-EARLY-1" },
  cases = { "sleep/signal:blocked", "sleep/signal:two-signals",
    "sleep/absolute:past-now-mono", "sleep/absolute:past-now-real" },
}
mutant {
  id = "rel-is-abs",
  find = "(void)hrtimer_start(&t, when, mode);",
  replace = "if (mode == HRTIMER_REL)\n"
    .. "\t\twhen = ktime_add_safe(timekeeping_get_clock(clock), when);\n"
    .. "\t(void)hrtimer_start(&t, when, HRTIMER_ABS);",
  bug = "a duration is made a deadline, which follows the clock",
  clauses = { "SLP-REL-2" },
  cases = { "sleep/relative:clock-set-real",
    "common/start:relative-stays@sleep" },
}
mutant {
  id = "nanosleep-real",
  find = "return sys_clock_nanosleep(CLOCK_MONOTONIC, 0, request, rest);",
  replace = "return sys_clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME,\n"
    .. "\t    request, rest);",
  bug = "nanosleep sleeps until a deadline",
  clauses = { "SLP-REL-3" },
  cases = { "sleep/relative:whole-nanosleep", "sleep/relative:tiny-nanosleep",
    "sleep/relative:two-threads", "sleep/signal:before" },
}
mutant {
  id = "nanosleep-no-rest",
  find = "return sys_clock_nanosleep(CLOCK_MONOTONIC, 0, request, rest);",
  replace = "(void)rest;\n"
    .. "\treturn sys_clock_nanosleep(CLOCK_MONOTONIC, 0, request, NULL);",
  bug = "nanosleep tells no rest",
  clauses = { "SLP-REST-1", "SLP-REL-3" },
  cases = { "sleep/signal:nanosleep-plain",
    "sleep/signal:rest-makes-it-whole" },
}
mutant {
  id = "abs-is-rel",
  find = "mode = (flags & TIMER_ABSTIME) != 0 ? HRTIMER_ABS : HRTIMER_REL;",
  replace = "mode = (flags & TIMER_ABSTIME) != 0 ? HRTIMER_ABS :\n"
    .. "\t    HRTIMER_REL;\n\tif (mode == HRTIMER_ABS)\n"
    .. "\t\tts = ktime_to_timespec(ktime_sub(timespec_to_ktime(ts),\n"
    .. "\t\t    timekeeping_get_clock(clock)));\n"
    .. "\tif (ts.tv_sec < 0)\n\t\treturn 0;\n"
    .. "\tmode = HRTIMER_REL;",
  bug = "a deadline is made a duration, which does not follow the clock",
  clauses = { "SLP-ABS-2" },
  cases = { "sleep/absolute:clock-set-a-little",
    "sleep/absolute:clock-set-back", "common/start:absolute-follows@sleep",
    "sleep/absolute:clock-set-to-the-deadline",
    "sleep/absolute:clock-set-past", "sleep/absolute:clock-set-far-past",
    "sleep/absolute:clock-set-back-behind-the-call",
    "sleep/absolute:clock-set-twice" },
}
mutant {
  id = "abs-mono",
  find = "hrtimer_init(&t, clock);",
  replace = "hrtimer_init(&t, mode == HRTIMER_ABS ? CLOCK_REALTIME : clock);",
  bug = "every deadline is one on CLOCK_REALTIME",
  clauses = { "SLP-ABS-1" },
  cases = { "sleep/absolute:reads-mono", "sleep/absolute:mono-stays",
    "common/start:absolute-mono@sleep", "sleep/signal:at-the-deadline-abs" },
}
mutant {
  id = "past-refused",
  find = "error = sleep_until(clock, timespec_to_ktime(ts), mode, &left);",
  replace = "if (mode == HRTIMER_ABS &&\n"
    .. "\t    ktime_compare(timespec_to_ktime(ts),\n"
    .. "\t    timekeeping_get_clock(clock)) < 0)\n\t\treturn -EINVAL;\n"
    .. "\terror = sleep_until(clock, timespec_to_ktime(ts), mode, &left);",
  bug = "a deadline that is past is refused",
  clauses = { "SLP-ABS-3" },
  cases = { "sleep/absolute:past-just-mono", "sleep/absolute:past-zero-real",
    "common/past:epoch-mono@sleep", "sleep/absolute:past-start-mono",
    "sleep/absolute:past-epoch-mono", "sleep/absolute:past-just-real",
    "sleep/absolute:past-start-real", "sleep/absolute:past-epoch-real" },
}
mutant {
  id = "zero-is-for-ever",
  find = "error = await(&t, left);",
  replace = "if (ktime_to_ns(when) == 0)\n\t\t(void)hrtimer_cancel(&t);\n"
    .. "\tif (ktime_to_ns(when) == 0)\n\t\t(void)hrtimer_start(&t,\n"
    .. "\t\t    KTIME_MAX, HRTIMER_ABS);\n"
    .. "\terror = await(&t, left);",
  bug = "a time of zero is none",
  clauses = { "SLP-REL-1", "SLP-ABS-3" },
  cases = { "sleep/relative:tiny-mono", "sleep/absolute:past-zero-mono",
    "sleep/refuse:edges-are-good", "sleep/relative:tiny-real" },
}
mutant {
  id = "deaf",
  find = "return *left > 0 ? EINTR : 0;",
  replace = "*left = 0;",
  bug = "no signal ends a sleep",
  clauses = { "SLP-INTR-1" },
  cases = { "sleep/signal:relative-plain-mono",
    "sleep/signal:absolute-plain-real", "sleep/signal:no-place",
    "sleep/signal:nanosleep-plain", "sleep/signal:relative-plain-real",
    "sleep/signal:others-sleep-on", "sleep/signal:unchanged" },
}
mutant {
  id = "restarts",
  find = "if (port_block() == 0)\t\t\t/* [SLP-INTR-3] */",
  replace = "if (port_block() != EINTR)",
  bug = "a handler that wants calls to go on lets a sleep go on",
  clauses = { "SLP-INTR-2" },
  cases = { "sleep/signal:relative-restart-mono",
    "sleep/signal:absolute-restart-real", "sleep/signal:nanosleep-restart",
    "sleep/signal:relative-restart-real" },
}
mutant {
  id = "intr-of-nothing",
  find = "return *left > 0 ? EINTR : 0;",
  replace = "return EINTR;",
  bug = "a sleep that is due but not seen to is interrupted",
  clauses = { "SLP-INTR-4" },
  cases = { "sleep/signal:due-but-late", "sleep/signal:due-but-held-back" },
}
mutant {
  id = "timer-stays",
  find = "(void)hrtimer_cancel(&t);\t\t/* [SLP-INTR-5] */",
  replace = "static struct hrtimer left_behind;\n"
    .. "\tif (error != 0) {\n"
    .. "\t\thrtimer_init(&left_behind, clock);\n"
    .. "\t\tleft_behind.data = t.data;\n"
    .. "\t\tleft_behind.function = NULL;\n"
    .. "\t\t(void)hrtimer_start(&left_behind,\n"
    .. "\t\t    hrtimer_get_remaining(&t), HRTIMER_REL);\n\t}\n"
    .. "\t(void)hrtimer_cancel(&t);",
  bug = "an interrupted sleep leaves a timer that still wakes the thread",
  clauses = { "SLP-INTR-5" },
  cases = { "sleep/signal:no-timer-behind" },
}
mutant {
  id = "rest-short",
  find = "ts = ktime_to_timespec(ns_to_ktime(left));",
  replace = "ts = ktime_to_timespec(ns_to_ktime(left));\n"
    .. "\tts.tv_nsec = ts.tv_nsec / 1000 * 1000;",
  bug = "the rest is cut to whole microseconds",
  clauses = { "SLP-REST-1" },
  cases = { "sleep/signal:nanosleep-plain",
    "sleep/signal:rest-makes-it-whole" },
}
mutant {
  id = "rest-of-deadline",
  find = "if (error == 0 || mode == HRTIMER_ABS || rest == NULL)",
  replace = "if (error == 0 || rest == NULL)",
  bug = "a sleep until a deadline tells a rest",
  clauses = { "SLP-REST-2", "SLP-REST-3" },
  cases = { "sleep/signal:absolute-plain-mono",
    "sleep/signal:rest-bad-absolute", "sleep/signal:absolute-restart-mono" },
}
mutant {
  id = "rest-of-whole",
  find = "if (error == 0 || mode == HRTIMER_ABS || rest == NULL)",
  replace = "if (mode == HRTIMER_ABS || rest == NULL)",
  bug = "a whole sleep tells a rest of zero",
  clauses = { "SLP-REST-2", "SLP-REST-3" },
  cases = { "sleep/relative:whole-mono", "sleep/signal:rest-bad-whole",
    "sleep/relative:whole-real", "sleep/signal:ignored",
    "sleep/signal:at-the-deadline-rel" },
}
mutant {
  id = "rest-unchecked",
  find = "if (port_copyout(&ts, rest, sizeof(ts)) != 0)\n\t\treturn -EFAULT;",
  replace = "(void)port_copyout(&ts, rest, sizeof(ts));",
  bug = "a rest that cannot be told is no error",
  clauses = { "SLP-REST-3" },
  cases = { "sleep/signal:rest-bad" },
}
mutant {
  id = "clock-any",
  find = "if (!timekeeping_has_clock(clock))",
  replace = "clock &= 1;\n\tif (!timekeeping_has_clock(clock))",
  bug = "a clock is known by its lowest bit",
  clauses = { "SLP-BAD-1" },
  cases = { "sleep/refuse:clock99", "sleep/refuse:clock-1",
    "sleep/refuse:clock256", "sleep/refuse:clock255", "sleep/refuse:clock257",
    "sleep/refuse:clock65537" },
}
mutant {
  id = "flags-any",
  find = "if ((flags & ~TIMER_ABSTIME) != 0)",
  replace = "if ((flags & ~TIMER_ABSTIME) != 0 && false)",
  bug = "unknown flags are passed over",
  clauses = { "SLP-BAD-2" },
  cases = { "sleep/refuse:flags-0x2", "sleep/refuse:flags-0x3",
    "sleep/refuse:flags-0x4", "sleep/refuse:flags-0x40000000",
    "sleep/refuse:flags-0x7fffffff" },
}
mutant {
  id = "pointer-errno",
  find = "return -EFAULT;\t\t\t\t/* [SLP-BAD-3] */",
  replace = "return -EINVAL;",
  bug = "a bad address of the time is EINVAL",
  clauses = { "SLP-BAD-3" },
  cases = { "sleep/refuse:pointer-null", "sleep/refuse:pointer-bad" },
}
mutant {
  id = "value-any",
  find = "if (!timespec_valid(&ts))",
  replace = "if (ts.tv_sec < 0)",
  bug = "nanoseconds may be any number",
  clauses = { "SLP-BAD-4" },
  cases = { "sleep/refuse:value-nsec-1e9", "sleep/refuse:value-nsec-minus-1",
    "sleep/refuse:value-nsec-minus-in-1-s",
    "sleep/refuse:value-nsec-1e9-in-1-s", "sleep/refuse:value-nsec-most" },
}
mutant {
  id = "negative-deadline",
  find = "if (!timespec_valid(&ts))",
  replace = "if (ts.tv_sec < 0 && (flags & TIMER_ABSTIME) != 0)\n"
    .. "\t\treturn 0;\n\tif (!timespec_valid(&ts))",
  bug = "a negative deadline is one that is past",
  clauses = { "SLP-BAD-4" },
  cases = { "sleep/refuse:value-sec-minus-1",
    "sleep/refuse:value-sec-most-negative",
    "sleep/refuse:value-sec-and-nsec" },
}
mutant {
  id = "pointer-first",
  find = "/* In this order.  [SLP-BAD-5] */",
  replace = "if (port_copyin(&ts, request, sizeof(ts)) != 0)\n"
    .. "\t\treturn -EFAULT;",
  bug = "the address is looked at before clock and flags",
  clauses = { "SLP-BAD-5" },
  cases = { "sleep/refuse:clock99", "sleep/refuse:flags-0x80",
    "sleep/refuse:clock1000", "sleep/refuse:clock2147483647" },
}
