-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in timerfd.  Those in the descriptors below it are in file.lua.

mutants { id = "tfd-", file = "ref/timerfd/timerfd.c" }

mutant {
  id = "early-us",
  find = "first = timespec_to_ktime(its->it_value);",
  replace = "first = timespec_to_ktime(its->it_value) / 1000 * 1000;",
  bug = "the first value is cut to whole microseconds",
  clauses = { "TM-EARLY-1" },
  cases = { "common/early:odd-durations-mono@timerfd",
    "common/early:odd-deadlines-real@timerfd",
    "common/early:six-timers@timerfd", "common/early:exact@timerfd",
    "timerfd/settime:one-ns-is-not-zero" },
}
mutant {
  id = "period-us",
  find = "t->interval = ktime_to_ns(timespec_to_ktime(its->it_interval));",
  replace = "t->interval = its->it_interval.tv_sec * NSEC_PER_SEC +\n"
    .. "\t    its->it_interval.tv_nsec / 1000 * 1000;",
  bug = "the interval is cut to whole microseconds",
  clauses = { "TM-EARLY-1", "TM-PERIOD-1", "TFD-GET-1" },
  cases = { "common/early:every-report@timerfd",
    "common/period:odd-period@timerfd",
    "common/period:two-hundred@timerfd", "timerfd/gettime:interval-exact" },
}
mutant {
  id = "counts-two",
  find = "t->count++;",
  replace = "t->count += 2;",
  bug = "an expiry counts twice",
  clauses = { "TM-ONCE-1", "TFD-READ-1" },
  cases = { "common/once:fires-once@timerfd", "timerfd/read:one",
    "timerfd/read:count-2", "common/once:each-setting@timerfd",
    "timerfd/create:hundreds-at-once" },
}
mutant {
  id = "stays-armed",
  find = "t->armed = false;\t/* [TM-ONCE-1]",
  replace = ";\t/* [TM-ONCE-1]",
  bug = "a one-shot timer reads as armed after its expiry",
  clauses = { "TM-ONCE-2", "TM-LEFT-2" },
  cases = { "common/once:disarmed-after@timerfd",
    "common/left:expired@timerfd", "timerfd/gettime:one-shot",
    "timerfd/settime:old-of-idle" },
}
mutant {
  id = "abs-ignored",
  find = "(flags & TFD_TIMER_ABSTIME) != 0 ?",
  replace = "(flags & 2) != 0 ?",
  bug = "TFD_TIMER_ABSTIME has no effect",
  clauses = { "TM-ABS-1", "TM-PAST-1" },
  cases = { "common/start:absolute-mono@timerfd",
    "common/start:absolute-later@timerfd", "common/past:just-mono@timerfd",
    "common/move:relative-to-absolute@timerfd",
    "timerfd/cancel:without-the-flag" },
}
mutant {
  id = "past-from-now",
  find = "first = timespec_to_ktime(its->it_value);",
  replace = "first = timespec_to_ktime(its->it_value);\n"
    .. "\tif ((flags & TFD_TIMER_ABSTIME) != 0 && first != 0 &&\n"
    .. "\t    first < timekeeping_get_clock(t->timer.clock))\n"
    .. "\t\tfirst = timekeeping_get_clock(t->timer.clock);",
  bug = "a series that began in the past begins anew with the call",
  clauses = { "TM-PAST-2" },
  cases = { "common/past:five-passed@timerfd",
    "common/past:one-passed@timerfd", "common/past:long-ago@timerfd",
    "common/past:none-but-now@timerfd" },
}
mutant {
  id = "zero-is-now",
  find = "t->armed = ktime_compare(first, ns_to_ktime(0)) != 0;",
  replace = "t->armed = true;",
  bug = "a zero value expires at once instead of disarming",
  clauses = { "TM-ZERO-1", "TM-DISARM-1", "TFD-SET-6" },
  cases = { "common/zero:relative-disarms@timerfd",
    "common/zero:absolute-disarms@timerfd",
    "common/zero:idle-stays-idle@timerfd", "common/disarm:one-shot@timerfd",
    "timerfd/settime:zero-with-interval", "common/left:disarmed@timerfd",
    "common/many:neighbour-disarmed@timerfd" },
}
mutant {
  id = "interval-arms",
  find = "t->armed = ktime_compare(first, ns_to_ktime(0)) != 0;",
  replace = "if (first == 0)\n\t\tfirst = ns_to_ktime(t->interval);\n"
    .. "\tt->armed = ktime_compare(first, ns_to_ktime(0)) != 0;",
  bug = "a zero value with an interval begins with the interval",
  clauses = { "TFD-SET-6" },
  cases = { "timerfd/settime:zero-with-interval",
    "timerfd/settime:zero-absolute-with-interval" },
}
mutant {
  id = "disarm-refused",
  find = "\ttimerfd_halt(t, &s);\n\t(void)timerfd_advance(t);",
  replace = "\tif (!t->armed && its->it_value.tv_sec == 0 &&\n"
    .. "\t    its->it_value.tv_nsec == 0) {\n"
    .. "\t\tport_spin_unlock(&t->lock, s);\n"
    .. "\t\treturn EINVAL;\n\t}\n"
    .. "\ttimerfd_halt(t, &s);\n\t(void)timerfd_advance(t);",
  bug = "disarming a timer that is not armed is an error",
  clauses = { "TM-DISARM-2" },
  cases = { "common/disarm:never-set@timerfd",
    "common/disarm:expired@timerfd", "common/disarm:twice@timerfd",
    "timerfd/settime:old-of-idle" },
}
mutant {
  id = "set-once",
  find = "(void)hrtimer_start(&t->timer, first,",
  replace = "if (!t->timer.started || flags != 0 ||\n"
    .. "\t    ktime_to_ns(hrtimer_get_remaining(&t->timer)) <= 0)\n"
    .. "\t\t(void)hrtimer_start(&t->timer, first,",
  bug = "a timer that was disarmed before its expiry cannot be set again",
  clauses = { "TM-DISARM-3", "TM-MOVE-1", "TM-MOVE-2" },
  cases = { "common/disarm:then-set@timerfd",
    "common/disarm:then-set-periodic@timerfd",
    "common/move:earlier-amid@timerfd", "common/move:later-amid@timerfd",
    "common/move:same-again@timerfd", "common/move:same-deadline@timerfd" },
}
mutant {
  id = "rearm-keeps-count",
  find = "t->count = 0;\t\t\t\t\t/* [TM-MOVE-3] */",
  replace = ";",
  bug = "a new setting keeps the count of the old one",
  clauses = { "TM-MOVE-3", "TFD-READ-1" },
  cases = { "common/move:pending-dropped@timerfd",
    "common/move:pending-periods-dropped@timerfd",
    "common/disarm:pending-dropped@timerfd", "timerfd/read:since-set",
    "timerfd/read:disarm-drops" },
}
mutant {
  id = "report-rearms",
  find = "(void)timerfd_advance(t);\t\t\t/* [TFD-COST-2] */",
  replace = "timerfd_catch_up(t);",
  bug = "asking for the old setting starts an expired series again",
  clauses = { "TM-DISARM-1", "TFD-SET-6" },
  cases = { "timerfd/read:disarm-drops" },
}
mutant {
  id = "first-is-interval",
  find = "(void)hrtimer_start(&t->timer, first,",
  replace = "(void)hrtimer_start(&t->timer, t->interval != 0 &&\n"
    .. "\t\t    (flags & TFD_TIMER_ABSTIME) == 0 ?\n"
    .. "\t\t    ns_to_ktime(t->interval) : first,",
  bug = "the first deadline of a series is one interval away",
  clauses = { "TM-PERIOD-2" },
  cases = { "common/period:first-later@timerfd",
    "common/period:first-earlier@timerfd", "timerfd/read:first-and-interval",
    "common/move:once-to-periodic@timerfd",
    "common/move:new-phase-earlier@timerfd" },
}
mutant {
  id = "first-interval-stays",
  find = "t->interval = ktime_to_ns(timespec_to_ktime(its->it_interval));",
  replace = "if (t->interval == 0)\n\t\tt->interval = ktime_to_ns(\n"
    .. "\t\t    timespec_to_ktime(its->it_interval));",
  bug = "the first interval that a timer was given stays for ever",
  clauses = { "TM-MOVE-2", "TM-PERIOD-1" },
  cases = { "common/move:new-period@timerfd",
    "common/move:periodic-to-once@timerfd" },
}
mutant {
  id = "drift",
  find = "(void)hrtimer_restart(&t->timer);",
  replace = "(void)hrtimer_start(&t->timer,\n"
    .. "\t    ns_to_ktime(t->interval), HRTIMER_REL);",
  bug = "the next deadline is one interval after the read",
  clauses = { "TM-PERIOD-1", "TM-PERIOD-3" },
  cases = { "common/period:late-report@timerfd",
    "common/period:late-one@timerfd",
    "common/period:late-first-interval@timerfd",
    "common/past:five-passed@timerfd", "timerfd/read:count-2",
    "file/dup:same-file-cloexec" },
}
mutant {
  id = "count-off-by-one",
  find = "t->count += added - 1;",
  replace = "t->count += added > 1 ? added : 0;",
  bug = "a count of two or more is one too high",
  clauses = { "TM-COUNT-1", "TFD-READ-1", "TM-PAST-2" },
  cases = { "common/count:held-2@timerfd", "common/count:held-9@timerfd",
    "common/past:two-passed@timerfd", "timerfd/read:count-20",
    "timerfd/read:counts-in-turn", "timerfd/read:tiny-1",
    "timerfd/read:count-3", "timerfd/read:count-7", "timerfd/read:tiny-1000" },
}
mutant {
  id = "count-one",
  find = "t->count += added - 1;",
  replace = "",
  bug = "deadlines that nobody waited for are not counted",
  clauses = { "TM-COUNT-1" },
  cases = { "common/count:held-2@timerfd", "common/count:thousands@timerfd",
    "common/count:absolute-real@timerfd", "timerfd/read:more-than-32-bits",
    "timerfd/read:count-4", "timerfd/read:tiny-3", "timerfd/read:tiny-99999",
    "timerfd/cost:unread-fast" },
}
mutant {
  id = "count-32",
  find = "uint64_t\t count;\t\t/* lock",
  replace = "uint32_t\t count;\t\t/* lock",
  bug = "the count has 32 bits",
  clauses = { "TFD-READ-1" },
  cases = { "timerfd/read:more-than-32-bits" },
}
mutant {
  id = "count-goes-on",
  find = "t->count = 0;\t\t\t\t/* [TM-COUNT-2] */",
  replace = ";",
  bug = "a read does not take the count away",
  clauses = { "TM-COUNT-2", "TFD-READ-3", "TFD-READ-4" },
  cases = { "common/count:anew@timerfd", "timerfd/read:taken-sleeps-again",
    "timerfd/read:nonblock", "timerfd/read:one-of-two-readers",
    "timerfd/read:counts-in-turn" },
}
mutant {
  id = "left-zero",
  find = "return left > 0 ? left : 1;",
  replace = "return left > 0 ? left : 0;",
  bug = "an armed timer reads as disarmed while its interrupt is late",
  clauses = { "TM-LEFT-1" },
  cases = { "timerfd/gettime:overdue-not-zero" },
}
mutant {
  id = "left-of-idle",
  find = "if (!t->armed)\n\t\treturn 0;",
  replace = "if (!t->timer.started)\n\t\treturn 0;",
  bug = "a disarmed timer reads back what was left of it",
  clauses = { "TM-LEFT-2", "TFD-SET-4" },
  cases = { "common/left:disarmed@timerfd", "common/left:expired@timerfd",
    "common/zero:relative-disarms@timerfd", "common/disarm:twice@timerfd",
    "timerfd/settime:old-of-idle" },
}
mutant {
  id = "left-stale",
  find = "timerfd_catch_up(t);\t\t\t\t/* [TM-LEFT-3] */",
  replace = ";",
  bug = "the time left of a series that nobody reads does not go on",
  clauses = { "TM-LEFT-3", "TFD-GET-1" },
  cases = { "common/left:unreported@timerfd", "timerfd/gettime:unread" },
}
mutant {
  id = "born-armed",
  find = "*t = (struct timerfd){ .armed = false };",
  replace = "*t = (struct timerfd){ .armed = true, .count = 1 };",
  bug = "a new timer is not cleared",
  clauses = { "TFD-CREATE-1" },
  cases = { "timerfd/create:not-armed", "timerfd/create:works-mono-1",
    "timerfd/read:sleeps-for-ever", "timerfd/close:number-reused",
    "timerfd/create:works-mono-2", "timerfd/create:works-mono-3",
    "timerfd/create:works-mono-4", "timerfd/create:works-real-1",
    "timerfd/create:works-real-2", "timerfd/create:works-real-3",
    "timerfd/create:works-real-4", "timerfd/create:each-its-own",
    "timerfd/settime:value-nsec-minus-1",
    "timerfd/settime:value-nsec-minus-in-1-s",
    "timerfd/settime:value-nsec-most" },
}
mutant {
  id = "clock-cut",
  find = "if (!timekeeping_has_clock(clock))",
  replace = "clock &= 0xff;\n\tif (!timekeeping_has_clock(clock))",
  bug = "the number of the clock is cut to 8 bits",
  clauses = { "TFD-CREATE-2" },
  cases = { "timerfd/create:clock256", "timerfd/create:clock257",
    "timerfd/create:clock65537" },
}
mutant {
  id = "clock-any",
  find = "if (!timekeeping_has_clock(clock))\n\t\treturn -EINVAL;",
  replace = "if (!timekeeping_has_clock(clock))\n"
    .. "\t\tclock = CLOCK_MONOTONIC;",
  bug = "an unknown clock is taken for MONOTONIC",
  clauses = { "TFD-CREATE-2" },
  cases = { "timerfd/create:clock-1", "timerfd/create:clock99",
    "timerfd/create:clock2147483647", "timerfd/create:clock255",
    "timerfd/create:clock1000" },
}
mutant {
  id = "create-flags",
  find = "if ((flags & ~(TFD_NONBLOCK | TFD_CLOEXEC)) != 0)",
  replace = "if (flags < 0)",
  bug = "timerfd_create does not look at unknown flags",
  clauses = { "TFD-CREATE-3" },
  cases = { "timerfd/create:flags-0x1", "timerfd/create:flags-0x8000",
    "timerfd/create:flags-0x801", "timerfd/create:flags-0x7fffffff",
    "timerfd/create:flags-0x2", "timerfd/create:flags-0x4",
    "timerfd/create:flags-0x10", "timerfd/create:flags-0x400",
    "timerfd/create:flags-0x100000", "timerfd/create:flags-0x40000000",
    "timerfd/create:flags-0x80001" },
}
mutant {
  id = "read-four",
  find = "if (uio->resid < sizeof(count))",
  replace = "if (uio->resid < 4)",
  bug = "a read is content with 4 bytes",
  clauses = { "TFD-READ-2" },
  cases = { "timerfd/read:short-4", "timerfd/read:short-7" },
}
mutant {
  id = "short-takes",
  find = "\tif (uio->resid < sizeof(count))\n\t\treturn -EINVAL;",
  replace = "\tif (uio->resid < sizeof(count)) {\n"
    .. "\t\tt->count = 0;\n\t\treturn -EINVAL;\n\t}",
  bug = "a read that fails takes the count with it",
  clauses = { "TFD-READ-2" },
  cases = { "timerfd/read:short-0", "timerfd/read:short-1",
    "timerfd/read:short-4", "timerfd/read:short-7" },
}
mutant {
  id = "read-size",
  find = "(long)sizeof(count);",
  replace = "(long)(sizeof(count) + uio->resid);",
  bug = "a read returns the size of the buffer",
  clauses = { "TFD-READ-1" },
  cases = { "timerfd/read:large-buffer" },
}
mutant {
  id = "nonblock-zero",
  find = "error = EAGAIN;\t\t\t/* [TFD-READ-3] */",
  replace = "error = EINTR;",
  bug = "a read that would have to wait fails with the wrong errno",
  clauses = { "TFD-READ-3" },
  cases = { "timerfd/read:nonblock", "timerfd/read:nonblock-later",
    "timerfd/create:not-armed", "timerfd/settime:refused-leaves-idle" },
}
mutant {
  id = "idle-read-returns",
  find = "if ((f->flags & FILE_NONBLOCK) != 0)",
  replace = "if ((f->flags & FILE_NONBLOCK) != 0 || !t->armed)",
  bug = "a read of a timer that is not armed does not wait",
  clauses = { "TFD-READ-4", "TFD-READ-5" },
  cases = { "timerfd/read:sleeps-for-ever", "timerfd/read:released",
    "timerfd/read:released-from-cpu-1" },
}
mutant {
  id = "no-sleep",
  find = "if ((f->flags & FILE_NONBLOCK) != 0)",
  replace = "if (t != NULL)",
  bug = "no read ever sleeps",
  clauses = { "TFD-READ-4" },
  cases = { "timerfd/read:sleeps", "timerfd/read:sleeps-each-period",
    "timerfd/read:taken-sleeps-again", "timerfd/read:blocked-signal" },
}
mutant {
  id = "wake-lost",
  find = "\twaitq_wake(&t->readers);\t/* [TFD-READ-5] [TM-MANY-2] */",
  replace = "\tif (t->count > 1)\n\t\twaitq_wake(&t->readers);",
  bug = "a reader that sleeps is not woken",
  clauses = { "TFD-READ-5", "TFD-READ-4" },
  cases = { "timerfd/read:released", "timerfd/read:released-by-move",
    "timerfd/read:sleeps", "timerfd/read:one-of-two-readers" },
}
mutant {
  id = "nsec-edge",
  find = "ts->tv_nsec < NSEC_PER_SEC;",
  replace = "ts->tv_nsec <= NSEC_PER_SEC;",
  bug = "1000000000 nanoseconds are accepted",
  clauses = { "TFD-SET-1" },
  cases = { "timerfd/settime:value-nsec-1e9",
    "timerfd/settime:value-nsec-1e9-in-1-s",
    "timerfd/settime:value-insec-1e9",
    "timerfd/settime:value-idle-insec-1e9" },
}
mutant {
  id = "nsec-limit",
  find = "ts->tv_nsec < NSEC_PER_SEC;",
  replace = "ts->tv_nsec < NSEC_PER_SEC - 1;",
  bug = "999999999 nanoseconds are refused",
  clauses = { "TFD-SET-1" },
  cases = { "timerfd/settime:edges-are-good" },
}
mutant {
  id = "negative-sec",
  find = "return ts->tv_sec >= 0 && ts->tv_nsec >= 0 &&",
  replace = "return ts->tv_nsec >= 0 &&",
  bug = "negative seconds are accepted",
  clauses = { "TFD-SET-1" },
  cases = { "timerfd/settime:value-sec-minus-1",
    "timerfd/settime:value-sec-most-negative",
    "timerfd/settime:value-sec-and-nsec",
    "timerfd/settime:value-isec-minus-1" },
}
mutant {
  id = "interval-unchecked",
  find = "if (!timespec_ok(&its->it_value) "
    .. "|| !timespec_ok(&its->it_interval))",
  replace = "if (!timespec_ok(&its->it_value))",
  bug = "a bad interval is accepted",
  clauses = { "TFD-SET-1" },
  cases = { "timerfd/settime:value-isec-minus-1",
    "timerfd/settime:value-insec-minus-1", "timerfd/settime:value-insec-1e9",
    "timerfd/settime:value-idle-isec-minus-1",
    "timerfd/settime:value-isec-and-insec" },
}
mutant {
  id = "idle-unchecked",
  find = "if (!timespec_ok(&its->it_value) "
    .. "|| !timespec_ok(&its->it_interval))",
  replace = "if (!timespec_ok(&its->it_value) ||\n"
    .. "\t    (its->it_value.tv_sec + its->it_value.tv_nsec != 0 &&\n"
    .. "\t    !timespec_ok(&its->it_interval)))",
  bug = "the interval is not judged when the value disarms",
  clauses = { "TFD-SET-1" },
  cases = { "timerfd/settime:value-idle-isec-minus-1",
    "timerfd/settime:value-idle-insec-minus-1",
    "timerfd/settime:value-idle-insec-1e9" },
}
mutant {
  id = "set-flags",
  find = "if ((flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)) != 0)",
  replace = "if (flags < 0)",
  bug = "timerfd_settime does not look at unknown flags",
  clauses = { "TFD-SET-2" },
  cases = { "timerfd/settime:flags-0x4", "timerfd/settime:flags-0x80",
    "timerfd/settime:flags-0x81", "timerfd/settime:flags-0x7fffffff",
    "timerfd/settime:flags-0x8", "timerfd/settime:flags-0x100",
    "timerfd/settime:flags-0x800", "timerfd/settime:flags-0x10000",
    "timerfd/settime:flags-0x40000000" },
}
mutant {
  id = "refusal-stops",
  find = "\t\terror = timerfd_get(fd, &f);\n\tif (error != 0)\n"
    .. "\t\treturn error;\n\terror = timerfd_set(",
  replace = "\t\terror = timerfd_get(fd, &f);\n"
    .. "\telse if (timerfd_get(fd, &f) == 0) {\n"
    .. "\t\tstruct timerfd *t = f->priv;\n"
    .. "\t\t(void)hrtimer_cancel(&t->timer);\n"
    .. "\t\tt->count = 0;\n\t\tfile_put(f);\n\t}\n"
    .. "\tif (error != 0)\n"
    .. "\t\treturn error;\n\terror = timerfd_set(",
  bug = "the old setting is stopped before the new one is judged",
  clauses = { "TFD-SET-3" },
  cases = { "timerfd/settime:refused-leaves-armed",
    "timerfd/settime:refused-leaves-count" },
}
mutant {
  id = "refusal-arms",
  find = "if (!timespec_ok(&its->it_value) "
    .. "|| !timespec_ok(&its->it_interval))\n\t\treturn -EINVAL;",
  replace = "if (!timespec_ok(&its->it_value))\n\t\treturn -EINVAL;",
  bug = "a bad interval is noticed, if at all, when the timer runs",
  clauses = { "TFD-SET-3" },
  cases = { "timerfd/settime:refused-leaves-idle",
    "timerfd/settime:refused-leaves-armed" },
}
mutant {
  id = "old-interval",
  find = "\ttimerfd_report(t, was);\n",
  replace = "\ttimerfd_report(t, was);\n"
    .. "\twas->it_interval = its->it_interval;\n",
  bug = "the old interval is that of the new setting",
  clauses = { "TFD-SET-4" },
  cases = { "timerfd/settime:old-relative", "timerfd/settime:old-absolute",
    "timerfd/settime:old-of-late-series" },
}
mutant {
  id = "old-not-stored",
  find = "if (old != NULL && port_copyout(&was, old, sizeof(was)) != 0)",
  replace = "was = its;\n"
    .. "\tif (old != NULL && port_copyout(&was, old, sizeof(was)) != 0)",
  bug = "the old setting is overwritten by the new one",
  clauses = { "TFD-SET-4" },
  cases = { "timerfd/settime:old-of-idle", "timerfd/settime:old-relative",
    "timerfd/settime:old-absolute" },
}
mutant {
  id = "null-einval",
  find = "return -EFAULT;\t\t\t\t/* [TFD-SET-5] */",
  replace = "return -EINVAL;",
  bug = "a bad pointer to the new value has the wrong errno",
  clauses = { "TFD-SET-5" },
  cases = { "timerfd/settime:pointer-null", "timerfd/settime:pointer-bad",
    "timerfd/settime:order-pointer-closed" },
}
mutant {
  id = "get-no-interval",
  find = "its->it_interval = ktime_to_timespec(ns_to_ktime(t->interval));",
  replace = "its->it_interval = (struct timespec){ .tv_sec = 0 };",
  bug = "the interval is not stored",
  clauses = { "TFD-GET-1", "TFD-SET-4" },
  cases = { "timerfd/gettime:periodic", "timerfd/gettime:unread",
    "timerfd/gettime:interval-exact", "timerfd/settime:old-relative",
    "file/dup:same-file-dup2" },
}
mutant {
  id = "get-bad-pointer",
  find = "return -port_copyout(&now, its, sizeof(now));",
  replace = "(void)port_copyout(&now, its, sizeof(now));\n\treturn 0;",
  bug = "a value that could not be stored is not reported",
  clauses = { "TFD-GET-2" },
  cases = { "timerfd/gettime:pointer-null", "timerfd/gettime:pointer-bad" },
}
mutant {
  id = "clock-back",
  find = "if (added > 0)\t\t/* else the clock was set back "
    .. "[TFD-READ-6] */\n\t\t",
  replace = "",
  bug = "a clock that was set back takes a counted expiration away",
  clauses = { "TFD-READ-6" },
  cases = { "timerfd/read:clock-back" },
}
mutant {
  id = "runs-on-unread",
  find = "return HRTIMER_NORESTART;",
  replace = "if (t->interval == 0)\n\t\treturn HRTIMER_NORESTART;\n"
    .. "\tt->expired = false;\n"
    .. "\t(void)hrtimer_forward64(&t->timer, t->interval);\n"
    .. "\treturn HRTIMER_RESTART;",
  bug = "a periodic timer that nobody reads takes an interrupt each period",
  clauses = { "TFD-COST-1" },
  cases = { "timerfd/cost:unread" },
}
mutant {
  id = "set-stale",
  find = "(void)timerfd_advance(t);\t\t\t/* [TFD-COST-2] */",
  replace = "",
  bug = "the old setting of a series that nobody read is out of date",
  clauses = { "TFD-SET-4" },
  cases = { "timerfd/settime:old-of-late-series" },
}
mutant {
  id = "set-restarts",
  find = "(void)timerfd_advance(t);\t\t\t/* [TFD-COST-2] */",
  replace = "timerfd_catch_up(t);\n\ttimerfd_halt(t, &s);",
  bug = "a new setting first starts the old series anew, to report it",
  clauses = { "TFD-COST-2" },
  cases = { "timerfd/cost:set-expired", "timerfd/cost:disarm-expired",
    "timerfd/cost:set-expired-old", "timerfd/cost:disarm-expired-old" },
}

mutant {
  id = "cancel-sleeper-left",
  find = "\t\tif (timerfd_canceled(t))\n\t\t\twaitq_wake(&t->readers);",
  replace = "",
  bug = "a jump of the clock does not wake who sleeps",
  clauses = { "TFD-CANCEL-1" },
  cases = { "timerfd/cancel:sleeping-forward",
    "timerfd/cancel:sleeping-back" },
}
mutant {
  id = "cancel-untold",
  find = "return t->cancels && t->jumps != timekeeping_jumps();",
  replace = "return false;",
  bug = "no timer is ever canceled",
  clauses = { "TFD-CANCEL-1" },
  cases = { "timerfd/cancel:sleeping-forward", "timerfd/cancel:later-back",
    "timerfd/cancel:suspend", "timerfd/cancel:closed",
    "timerfd/cancel:on-and-off" },
}
mutant {
  id = "cancel-told-for-ever",
  find = "\tt->jumps = timekeeping_jumps();\t\t\t/* [TFD-CANCEL-2] */\n",
  replace = "",
  bug = "one jump is told to every read",
  clauses = { "TFD-CANCEL-2" },
  cases = { "timerfd/cancel:later-forward", "timerfd/cancel:two-as-one",
    "timerfd/cancel:set-told" },
}
mutant {
  id = "cancel-once",
  find = "\tt->jumps = timekeeping_jumps();\t\t\t/* [TFD-CANCEL-2] */\n",
  replace = "\tt->cancels = false;\n",
  bug = "a second jump is not told",
  clauses = { "TFD-CANCEL-2" },
  cases = { "timerfd/cancel:each" },
}
mutant {
  id = "cancel-keeps-count",
  find = "\t\tt->count = 0;\t\t\t\t/* [TM-COUNT-2] */\n",
  replace = "\t\tif (!timerfd_canceled(t))\n\t\t\tt->count = 0;\n",
  bug = "an expiry that a jump has brought is reported after the jump",
  clauses = { "TFD-CANCEL-3" },
  cases = { "timerfd/cancel:expired" },
}
mutant {
  id = "cancel-disarms",
  find = "error = ECANCELED;\t\t/* [TFD-CANCEL-1] */",
  replace = "(void)hrtimer_try_to_cancel(&t->timer), t->armed = false,\n"
    .. "\t\t\t    error = ECANCELED;",
  bug = "a canceled timer is disarmed",
  clauses = { "TFD-CANCEL-3" },
  cases = { "timerfd/cancel:goes-on", "timerfd/cancel:periodic" },
}
mutant {
  id = "cancel-set-silent",
  find = "canceled = timerfd_canceled(t);\t\t\t/* [TFD-CANCEL-4] */",
  replace = "canceled = false;",
  bug = "a canceled timer is set as if nothing had happened",
  clauses = { "TFD-CANCEL-4" },
  cases = { "timerfd/cancel:set-cancelable", "timerfd/cancel:set-plain" },
}
mutant {
  id = "cancel-any-clock",
  find = "return t->timer.clock == CLOCK_REALTIME &&\n"
    .. "\t    (flags & TFD_TIMER_ABSTIME) != 0 &&\n\t    ",
  replace = "return ",
  bug = "a jump cancels timers that have nothing to do with it",
  clauses = { "TFD-CANCEL-5" },
  cases = { "timerfd/cancel:no-effect-relative",
    "timerfd/cancel:no-effect-monotonic", "timerfd/cancel:no-effect-neither" },
}
mutant {
  id = "cancel-from-boot",
  find = "\tt->jumps = timekeeping_jumps();\t\t\t/* [TFD-CANCEL-6] */\n",
  replace = "",
  bug = "a jump before the setting cancels it",
  clauses = { "TFD-CANCEL-6" },
  cases = { "timerfd/cancel:before" },
}
mutant {
  id = "old-bad-pointer",
  find = "sizeof(was)) != 0)\n\t\treturn -EFAULT;",
  replace = "sizeof(was)) != 0)\n\t\treturn 0;",
  bug = "an old value that could not be stored is not reported",
  clauses = { "TFD-SET-7" },
  cases = { "timerfd/settime:old-pointer-bad" },
}
mutant {
  id = "descriptor-first",
  find = "error = timerfd_acceptable(flags, &its);\t/* [TFD-SET-8] */\n"
    .. "\tif (error == 0)\n\t\terror = timerfd_get(fd, &f);",
  replace = "error = timerfd_get(fd, &f);\n\tif (error == 0 &&\n"
    .. "\t    (error = timerfd_acceptable(flags, &its)) != 0)\n"
    .. "\t\tfile_put(f);",
  bug = "the descriptor is judged before flags and times",
  clauses = { "TFD-SET-8" },
  cases = { "timerfd/settime:order-flags-closed",
    "timerfd/settime:order-times-closed" },
}
mutant {
  id = "pointer-late",
  find = "if (port_copyin(&its, value, sizeof(its)) != 0)",
  replace = "if ((flags & ~TFD_TIMER_ABSTIME) != 0)\n"
    .. "\t\treturn -EINVAL;\n"
    .. "\tif (port_copyin(&its, value, sizeof(its)) != 0)",
  bug = "the flags are judged before the pointer",
  clauses = { "TFD-SET-8" },
  cases = { "timerfd/settime:order-pointer-flags",
    "timerfd/settime:order-all" },
}
mutant {
  id = "cloexec-lost",
  find = "(unsigned)flags);\t\t\t/* [TFD-CREATE-5] */",
  replace = "(unsigned)flags & FILE_NONBLOCK);",
  bug = "TFD_CLOEXEC has no effect",
  clauses = { "TFD-CREATE-4" },
  cases = { "timerfd/create:fcntl-3", "timerfd/create:fcntl-4" },
}
mutant {
  id = "nonblock-late",
  find = "(unsigned)flags);\t\t\t/* [TFD-CREATE-5] */",
  replace = "(unsigned)flags & FILE_CLOEXEC);",
  bug = "TFD_NONBLOCK has no effect",
  clauses = { "TFD-CREATE-5" },
  cases = { "timerfd/create:fcntl-2", "timerfd/create:fcntl-4",
    "timerfd/read:clock-back-once" },
}
mutant {
  id = "no-memory",
  find = "return -ENOMEM;\t\t\t\t/* [TFD-CREATE-6] */",
  replace = "return -EAGAIN;",
  bug = "want of memory for the timer has the wrong errno",
  clauses = { "TFD-CREATE-6" },
  cases = { "timerfd/create:no-memory-1" },
}
mutant {
  id = "no-number",
  find = "port_free(t);\n\treturn fd;",
  replace = "port_free(t);\n\treturn fd < 0 ? -ENOMEM : fd;",
  bug = "want of a descriptor is told as want of memory",
  clauses = { "FIL-OPEN-2" },
  cases = { "file/number:all-in-use" },
}
mutant {
  id = "wait-deaf",
  find = "waitq_add(&t->readers, w);",
  replace = "",
  bug = "who waits for several timers is not woken by this one",
  clauses = { "POLL-WAIT-1" },
  cases = { "poll/ready:becomes-poll", "poll/ready:becomes-select" },
}
mutant {
  id = "wait-sees-count-alone",
  find = "ready = t->count != 0 || timerfd_canceled(t) ?",
  replace = "ready = t->count != 0 ?",
  bug = "a canceled timer does not end a wait",
  clauses = { "POLL-WAIT-1" },
  cases = { "poll/ready:cancelled-poll", "poll/ready:cancelled-pselect" },
}
mutant {
  id = "nsec-any",
  find = "return ts->tv_sec >= 0 && ts->tv_nsec >= 0 &&\n"
    .. "\t    ts->tv_nsec < NSEC_PER_SEC;",
  replace = "return ts->tv_sec >= 0;",
  bug = "nanoseconds may be any number",
  clauses = { "TFD-SET-1" },
  cases = { "timerfd/settime:value-nsec-minus-1",
    "timerfd/settime:value-nsec-minus-in-1-s",
    "timerfd/settime:value-nsec-most" },
}
mutant {
  id = "closed-first",
  find = "\tif (port_copyin(&its, value, sizeof(its)) != 0)\n"
    .. "\t\treturn -EFAULT;\t\t\t\t/* [TFD-SET-5] */",
  replace = "\tif ((error = timerfd_get(fd, &f)) != 0)\n\t\treturn error;\n"
    .. "\tfile_put(f);\n"
    .. "\tif (port_copyin(&its, value, sizeof(its)) != 0)\n"
    .. "\t\treturn -EFAULT;",
  bug = "the descriptor is judged before the pointer",
  clauses = { "TFD-SET-8", "TFD-SET-5" },
  cases = { "timerfd/settime:order-pointer-closed" },
}
