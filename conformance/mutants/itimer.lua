-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the interval timer.

mutants { id = "itm-", file = "ref/itimer/itimer.c" }

local function list(v) return type(v) == "table" and v or { v } end

local function bug(row)
  mutant { id = row[1], find = row[2], replace = row[3], bug = row[4],
    clauses = list(row.clauses), cases = list(row.cases) }
end

bug { "real-alone-not-checked",
  "if (which != ITIMER_REAL)\n\t\treturn -EINVAL;\t\t/* [ITM-WHICH-1]",
  "if (which < 0 || which > ITIMER_PROF)\n"
    .. "\t\treturn -EINVAL;\t\t/* [ITM-WHICH-1]",
  "a timer that is not offered is set in the place of the real one",
  clauses = "ITM-WHICH-2", cases = { "itimer/set:cpu-time-virtual",
    "itimer/set:cpu-time-prof" } }
bug { "which-below",
  "if (which != ITIMER_REAL)\n\t\treturn -EINVAL;\t\t/* [ITM-WHICH-1]",
  "if (which > ITIMER_REAL)\n\t\treturn -EINVAL;\t\t/* [ITM-WHICH-1]",
  "a negative timer is the real one",
  clauses = "ITM-WHICH-1", cases = { "itimer/set:which-minus-1",
    "itimer/set:which-minus-2147483648" } }
bug { "which-of-get",
  "if (which != ITIMER_REAL)\n\t\treturn -EINVAL;\n\titimer_enter();\n\ts =",
  "if (which == ITIMER_VIRTUAL || which == ITIMER_PROF)\n"
    .. "\t\treturn -EINVAL;\n\titimer_enter();\n\ts =",
  "getitimer answers for any number",
  clauses = "ITM-WHICH-1", cases = { "itimer/set:which-3",
    "itimer/signal:get-bad", "itimer/set:which-99",
    "itimer/set:which-2147483647" } }
bug { "old-not-told",
  "itimer_report(old);",
  "itimer.armed = false;\n\titimer_report(old);",
  "the time left of the old setting is always zero",
  clauses = { "ITM-SET-1", "ITM-ALARM-4" },
  cases = { "itimer/set:old-of-running", "itimer/alarm:one-timer",
    "itimer/alarm:the-second" } }
bug { "old-interval-of-the-new",
  "now->it_interval = itimer_round_up(itimer.interval);",
  "now->it_interval = itimer_round_up(0);",
  "the interval is not told",
  clauses = { "ITM-SET-1", "ITM-GET-1" },
  cases = { "itimer/set:old-of-running", "itimer/signal:asked" } }
bug { "old-deadline-passed",
  "\t(void)itimer_advance();\n\titimer_report(old);",
  "\titimer_report(old);",
  "the old setting of a series that has expired has no time left",
  clauses = { "ITM-SET-1", "TM-LEFT-3" },
  cases = { "itimer/set:old-of-pending" } }
bug { "usec-of-a-second",
  "tv->tv_usec < USEC_PER_SEC;", "tv->tv_usec <= USEC_PER_SEC;",
  "a million microseconds are accepted",
  clauses = "ITM-SET-2", cases = { "itimer/set:value-usec-1e6",
    "itimer/set:value-iusec-1e6", "itimer/set:value-usec-1e6-in-1-s",
    "itimer/set:value-idle-iusec-1e6" } }
bug { "usec-negative",
  "return tv->tv_sec >= 0 && tv->tv_usec >= 0 &&",
  "return tv->tv_sec >= 0 && tv->tv_usec >= -1 &&",
  "a negative number of microseconds is accepted",
  clauses = "ITM-SET-2", cases = { "itimer/set:value-usec-minus-1",
    "itimer/set:value-iusec-minus-1", "itimer/set:value-usec-minus-in-1-s" } }
bug { "sec-negative",
  "return tv->tv_sec >= 0 && tv->tv_usec >= 0 &&",
  "return tv->tv_sec >= -1 && tv->tv_usec >= 0 &&",
  "a negative number of seconds is accepted",
  clauses = "ITM-SET-2", cases = { "itimer/set:value-sec-minus-1",
    "itimer/set:value-isec-minus-1", "itimer/set:value-sec-and-usec" } }
bug { "usec-any",
  "tv->tv_usec >= 0 &&\n\t    tv->tv_usec < USEC_PER_SEC;", "tv->tv_usec >= 0;",
  "a second may have any number of microseconds",
  clauses = "ITM-SET-2", cases = { "itimer/set:value-usec-most",
    "itimer/set:value-usec-1e6" } }
bug { "sec-any",
  "return tv->tv_sec >= 0 && tv->tv_usec >= 0 &&",
  "return tv->tv_usec >= 0 &&",
  "seconds below 0 are taken",
  clauses = { "ITM-SET-2", "ITM-SET-3" },
  cases = { "itimer/set:value-sec-most-negative" } }
bug { "interval-never-judged",
  "if (!timeval_ok(&itv.it_value) || !timeval_ok(&itv.it_interval))",
  "if (!timeval_ok(&itv.it_value))",
  "an interval may be anything",
  clauses = { "ITM-SET-2", "ITM-SET-3" },
  cases = { "itimer/set:value-isec-and-iusec" } }
bug { "interval-not-judged",
  "if (!timeval_ok(&itv.it_value) || !timeval_ok(&itv.it_interval))",
  "if (!timeval_ok(&itv.it_value) || (itv.it_value.tv_sec != 0 &&\n"
    .. "\t    !timeval_ok(&itv.it_interval)))",
  "the interval is judged only where it will matter",
  clauses = { "ITM-SET-2", "ITM-SET-3" },
  cases = { "itimer/set:value-idle-isec-minus-1",
    "itimer/set:refused-arms-nothing",
    "itimer/set:value-idle-iusec-minus-1" } }
bug { "refused-but-stopped",
  "\tif (!timeval_ok(&itv.it_value)",
  "\titimer_enter();\n\titimer_stop(&was);\n\titimer_leave();\n"
    .. "\tif (!timeval_ok(&itv.it_value)",
  "a refused setting has stopped the timer",
  clauses = "ITM-SET-3", cases = "itimer/set:refused-leaves-armed" }
bug { "which-before-the-pointer",
  "\tif (port_copyin(&itv, value, sizeof(itv)) != 0)",
  "\tif (which != ITIMER_REAL)\n\t\treturn -EINVAL;\n"
    .. "\tif (port_copyin(&itv, value, sizeof(itv)) != 0)",
  "a bad timer is told before a bad pointer",
  clauses = "ITM-SET-4", cases = "itimer/set:bad-new" }
bug { "null-disarms",
  "\tif (port_copyin(&itv, value, sizeof(itv)) != 0)",
  "\titv = (struct itimerval){ .it_value.tv_sec = 0 };\n"
    .. "\tif (value != NULL && port_copyin(&itv, value, sizeof(itv)) != 0)",
  "a null pointer disarms the timer, though the statement says EFAULT",
  clauses = "ITM-SET-8", cases = "itimer/set:no-new" }
bug { "old-pointer-first",
  "\tif (!timeval_ok(&itv.it_value)",
  "\tif (old != NULL && port_copyout(&itv, old, sizeof(itv)) != 0)\n"
    .. "\t\treturn -EFAULT;\n\tif (!timeval_ok(&itv.it_value)",
  "a bad pointer to the old value is told before a bad value",
  clauses = "ITM-SET-7", cases = "itimer/set:bad-old" }
bug { "old-pointer-never",
  "if (old != NULL && port_copyout(&was, old, sizeof(was)) != 0)\n"
    .. "\t\treturn -EFAULT;",
  "if (old != NULL)\n\t\t(void)port_copyout(&was, old, sizeof(was));",
  "nobody hears of a bad pointer to the old value",
  clauses = "ITM-SET-7", cases = "itimer/set:bad-old" }
bug { "zero-is-now",
  "itimer.armed = ktime_compare(first, ns_to_ktime(0)) != 0;",
  "itimer.armed = true;",
  "a zero value sends a signal at once",
  clauses = { "ITM-SET-5", "ITM-ALARM-2", "TM-ZERO-1" },
  cases = { "itimer/set:zero-with-interval", "itimer/alarm:called-off",
    "itimer/signal:pending-10000", "itimer/signal:pending-1" } }
bug { "interval-arms",
  "itimer.armed = ktime_compare(first, ns_to_ktime(0)) != 0;",
  "if (ktime_compare(first, ns_to_ktime(0)) == 0)\n\t\tfirst = interval;\n"
    .. "\titimer.armed = ktime_compare(first, ns_to_ktime(0)) != 0;",
  "a zero value with an interval begins with the interval",
  clauses = "ITM-SET-5", cases = "itimer/set:zero-with-interval" }
bug { "disarmed-keeps-interval",
  "itimer.armed ? ktime_to_ns(interval) : 0;", "ktime_to_ns(interval);",
  "a timer that is not armed shows an interval",
  clauses = "ITM-SET-9", cases = "itimer/set:zero-forgets-interval" }
bug { "on-the-clock-of-the-day",
  "\t\t(void)hrtimer_start(&itimer.timer, first, HRTIMER_REL);",
  "\t{\n\t\textern ktime_t ktime_get_real(void);\n\n"
    .. "\t\thrtimer_rebase(&itimer.timer, CLOCK_REALTIME);\n"
    .. "\t\t(void)hrtimer_start(&itimer.timer,\n"
    .. "\t\t    ktime_add(ktime_get_real(), first), HRTIMER_ABS);\n\t}",
  "the timer follows the clock of the day when it is set",
  clauses = "ITM-SET-6", cases = { "itimer/set:clock-ahead",
    "itimer/set:clock-back" } }
bug { "another-signal",
  ".signal = { .signo = SIGALRM,", ".signal = { .signo = SIGALRM + 1,",
  "another signal is sent",
  clauses = { "ITM-SIGNAL-1", "ITM-ALARM-1" },
  cases = { "itimer/signal:after-100", "itimer/alarm:one",
    "common/once:each-setting@itimer", "itimer/signal:after-101",
    "itimer/signal:after-5000", "itimer/signal:after-7001",
    "itimer/signal:handler-sets", "itimer/signal:set-amid-taking" } }
bug { "pending-told-again",
  "\treturn 0;\n}\n\n/* Rounded up,",
  "\tif (itimer.armed)\n\t\t(void)port_signal_send(&itimer.signal);\n"
    .. "\treturn 0;\n}\n\n/* Rounded up,",
  "periods that passed are told by one more signal",
  clauses = "ITM-SIGNAL-2", cases = { "itimer/signal:pending-one" } }
bug { "phase-from-the-handler",
  "\t(void)hrtimer_forward64(&itimer.timer,\n"
    .. "\t    ns_to_ktime(itimer.interval));\t\t/* [ITM-SIGNAL-3] */\n"
    .. "\treturn true;",
  "\t(void)hrtimer_start(&itimer.timer, ns_to_ktime(itimer.interval),\n"
    .. "\t    HRTIMER_REL);\n\treturn false;",
  "the next period begins when the signal is taken",
  clauses = { "ITM-SIGNAL-3", "TM-PERIOD-3" },
  cases = { "itimer/signal:phase-kept" } }
bug { "ignored-for-ever",
  "itimer.signal.keep = itimer.interval != 0;",
  "itimer.signal.keep = false;",
  "a series whose signal was ignored waits for ever for it to be taken",
  clauses = "ITM-SIGNAL-4", cases = { "itimer/signal:ignored",
    "itimer/signal:ignored-while-pending" } }
bug { "kept-though-once",
  "itimer.signal.keep = itimer.interval != 0;",
  "itimer.signal.keep = true;",
  "the signal of a one-shot timer comes when it was ignored long ago",
  clauses = "ITM-SIGNAL-4", cases = { "itimer/signal:ignored-once" } }
bug { "left-rounded-down",
  "return ktime_to_timeval(ns_to_ktime(ns + (NSEC_PER_USEC - 1)));",
  "return ktime_to_timeval(ns_to_ktime(ns));",
  "the time left is rounded down",
  clauses = "ITM-GET-2", cases = { "itimer/signal:rounded-up-1",
    "itimer/signal:rounded-up-19999", "itimer/signal:rounded-up-999" } }
bug { "left-rounded-too-far",
  "return ktime_to_timeval(ns_to_ktime(ns + (NSEC_PER_USEC - 1)));",
  "return ktime_to_timeval(ns_to_ktime(ns + (ns > 0 ? NSEC_PER_USEC :\n"
    .. "\t    0)));",
  "whole microseconds are told as one more",
  clauses = { "ITM-GET-2", "TM-LEFT-1" },
  cases = { "itimer/signal:rounded-up-1000", "itimer/set:old-of-running",
    "common/left:periodic@itimer" } }
bug { "left-wraps",
  "\tif (ns > most)\n\t\tns = most;\n", "",
  "the rounding of the greatest time left wraps",
  clauses = { "TM-FAR-2" }, cases = { "itimer/set:edges-are-good" } }
bug { "get-says-nothing",
  "return -port_copyout(&now, value, sizeof(now));",
  "(void)port_copyout(&now, value, sizeof(now));\n\treturn 0;",
  "getitimer with a bad pointer succeeds",
  clauses = "ITM-GET-3", cases = "itimer/signal:get-bad" }
bug { "alarm-in-milliseconds",
  "(struct timeval){ .tv_sec = seconds }",
  "(struct timeval){ .tv_usec = seconds }",
  "an alarm comes after so many microseconds",
  clauses = "ITM-ALARM-1", cases = { "itimer/alarm:one",
    "itimer/alarm:the-second", "itimer/alarm:many-10" } }
bug { "alarm-signed",
  "(struct timeval){ .tv_sec = seconds }",
  "(struct timeval){ .tv_sec = seconds & INT32_MAX }",
  "the number of seconds loses its highest bit",
  clauses = "ITM-ALARM-3", cases = { "itimer/alarm:many-2147483648",
    "itimer/alarm:many-4294967295" } }
bug { "alarm-rounds-down",
  "\tif (was.it_value.tv_usec != 0)\n\t\twas.it_value.tv_sec++;", "\t;",
  "part of a second that is left is told as nothing",
  clauses = "ITM-ALARM-3", cases = { "itimer/alarm:rounds-100",
    "itimer/alarm:rounds-1400", "itimer/alarm:rounds-1600",
    "itimer/alarm:rounds-9990", "itimer/alarm:many-2147483647",
    "itimer/alarm:many-1073741823" } }
bug { "alarm-repeats",
  "\t    ns_to_ktime(0));\t\t/* [ITM-ALARM-1]",
  "\t    ns_to_ktime(NSEC_PER_SEC));\t\t/* [ITM-ALARM-1]",
  "an alarm comes each second",
  clauses = "ITM-ALARM-1", cases = { "itimer/alarm:one" } }
bug { "alarm-drops-bits",
  "if (was.it_value.tv_sec > UINT32_MAX)\n\t\treturn UINT32_MAX;", ";",
  "more seconds than fit are told without their upper bits",
  clauses = "ITM-ALARM-5", cases = "itimer/alarm:more-than-it-holds" }
bug { "interrupt-each",
  "\treturn HRTIMER_NORESTART;",
  "\tif (itimer.interval != 0) {\n\t\titimer.expired = false;\n"
    .. "\t\t(void)hrtimer_forward64(&itimer.timer,\n"
    .. "\t\t    ns_to_ktime(itimer.interval));\n"
    .. "\t\treturn HRTIMER_RESTART;\n\t}\n\treturn HRTIMER_NORESTART;",
  "a timer whose signal is pending goes on to take interrupts",
  clauses = "ITM-COST-1", cases = { "itimer/signal:cost-10000",
    "itimer/signal:cost-1" } }
bug { "pending-survives",
  "\t(void)port_signal_cancel(&itimer.signal);", "\t;",
  "a signal of the old setting comes after the new one",
  clauses = { "TM-MOVE-3", "TM-DISARM-1" },
  cases = { "common/move:pending-dropped@itimer",
    "common/disarm:pending-dropped@itimer" } }
bug { "stays-armed",
  "\tif (itimer.interval == 0)\n\t\titimer.armed = false;", "\t;",
  "a one-shot timer reads as armed after its expiry",
  clauses = { "TM-ONCE-2", "TM-LEFT-2" },
  cases = { "itimer/set:old-of-idle", "itimer/signal:ignored-once" } }
bug { "left-zero-while-due",
  "\t\tif (left < 1)\n\t\t\tleft = 1;", "\t\tif (left < 0)\n\t\t\tleft = 0;",
  "an armed timer that is due has no time left",
  clauses = { "TM-LEFT-1" }, cases = { "itimer/signal:due-not-over" } }
bug { "accept-forgets",
  "\titimer_catch_up();\t\t\t\t/* [ITM-SIGNAL-2] */", "\t;",
  "a series ends with the first signal",
  clauses = { "ITM-SIGNAL-3", "TM-PERIOD-1" },
  cases = { "common/period:drift-mono@itimer", "itimer/signal:phase-kept" } }
