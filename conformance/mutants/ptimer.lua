-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the timers of POSIX.

mutants { id = "ptm-", file = "ref/ptimer/ptimer.c", cases = "ptimer/" }

local function list(v) return type(v) == "table" and v or { v } end

local function bug(row)
  mutant { id = row[1], find = row[2], replace = row[3], bug = row[4],
    clauses = list(row.clauses), cases = list(row.cases) }
end

bug { "armed-from-birth",
  "\tptimers.slot[id % PTIMER_MAX] = t;\n",
  "\tptimers.slot[id % PTIMER_MAX] = t;\n\t{\n"
    .. "\t\tbool s = port_spin_lock(t->request.lock);\n\n"
    .. "\t\tkevent_request_start(&t->request, ktime_set(1, 0), 0,\n"
    .. "\t\t    HRTIMER_REL);\n"
    .. "\t\tport_spin_unlock(t->request.lock, s);\n\t}\n",
  "a new timer is armed for a second",
  clauses = "PTM-CREATE-1", cases = { "create:mono-none", "create:real-signal",
    "create:mono-kevent", "create:mono-signal", "create:real-none",
    "create:real-kevent", "set:value-sec-most-negative" } }
bug { "one-id",
  "return i + ptimers.given[i] * PTIMER_MAX;", "return 0;",
  "all timers have one id",
  clauses = "PTM-CREATE-2", cases = "create:other-ids" }
bug { "ids-at-once-again",
  "(ptimers.given[i] + 1) %", "(ptimers.given[i] + 0) %",
  "the id of a deleted timer is the next one's",
  clauses = "PTM-ID-1", cases = "create:limit" }
bug { "event-not-read",
  "if (event != NULL && port_copyin(&ev, event, sizeof(ev)) != 0)\n"
    .. "\t\treturn -EFAULT;",
  "if (event != NULL && port_copyin(&ev, event, sizeof(ev)) != 0)\n"
    .. "\t\tevent = NULL;",
  "an event that cannot be read is taken for none",
  clauses = "PTM-CREATE-3", cases = "create:event-bad" }
bug { "clock-first",
  "\tif (event != NULL && port_copyin(&ev",
  "\tif (!timekeeping_has_clock(clock))\n\t\treturn -EINVAL;\n"
    .. "\tif (event != NULL && port_copyin(&ev",
  "the clock is looked at before the event",
  clauses = "PTM-CREATE-3", cases = "create:event-bad" }
bug { "clock-not-checked",
  "if (!timekeeping_has_clock(clock))\n\t\treturn -EINVAL;",
  "if (!timekeeping_has_clock(clock))\n\t\tclock = CLOCK_MONOTONIC;",
  "an unknown clock is the monotonic one",
  clauses = "PTM-CREATE-4", cases = { "create:clock-100", "create:clock-65537",
    "create:limit", "create:clock-1000000", "create:clock-2147483647" } }
bug { "notify-a-bit",
  "switch (ev->sigev_notify) {", "switch (ev->sigev_notify & 3) {",
  "high bits of the way of telling are not looked at",
  clauses = "PTM-CREATE-5", cases = { "create:notify-5",
    "create:notify-2147483647", "create:notify-65536" } }
bug { "notify-none-for-all",
  "\tdefault:\n\t\treturn false;", "\tdefault:\n\t\treturn true;",
  "an unknown way of telling tells nobody",
  clauses = "PTM-CREATE-5", cases = { "create:notify-99",
    "create:notify-minus-1" } }
bug { "signal-zero",
  "return ev->sigev_signo >= 1 &&", "return ev->sigev_signo >= 0 &&",
  "there is a signal 0",
  clauses = "PTM-CREATE-6", cases = "create:signal-0" }
bug { "signal-not-zero",
  "return ev->sigev_signo >= 1 &&", "return ev->sigev_signo != 0 &&",
  "there are signals below 0",
  clauses = "PTM-CREATE-6", cases = "create:signal-minus-1" }
bug { "signal-without-end",
  "ev->sigev_signo <= PORT_SIGNALS;", "true;",
  "there is a signal of any number",
  clauses = "PTM-CREATE-6", cases = { "create:signal-65",
    "create:signal-2147483647" } }
bug { "signal-above",
  "ev->sigev_signo <= PORT_SIGNALS;", "ev->sigev_signo <= PORT_SIGNALS + 1;",
  "there is one signal more than there are",
  clauses = "PTM-CREATE-6", cases = "create:signal-65" }
bug { "signal-one-less",
  "ev->sigev_signo <= PORT_SIGNALS;", "ev->sigev_signo < PORT_SIGNALS;",
  "the last signal cannot be named",
  clauses = "PTM-CREATE-6", cases = "create:signals-first-and-last" }
bug { "signal-of-none",
  "\tcase SIGEV_NONE:\n\tcase SIGEV_KEVENT:\n\t\treturn true;",
  "\tcase SIGEV_NONE:\n\tcase SIGEV_KEVENT:\n"
    .. "\t\treturn ev->sigev_signo >= 1;",
  "a timer that sends no signal must name one",
  clauses = { "PTM-CREATE-6", "PTM-CREATE-1" },
  cases = "create:signal-of-none" }
bug { "default-value",
  "ev->sigev_value.sival_int = new_id();", "ev->sigev_value.sival_int = 0;",
  "without an event the value is not the id",
  clauses = "PTM-CREATE-7", cases = "create:without-event" }
bug { "default-none",
  "*ev = (struct sigevent){ .sigev_notify = SIGEV_SIGNAL,",
  "*ev = (struct sigevent){ .sigev_notify = SIGEV_NONE,",
  "without an event nobody is told",
  clauses = "PTM-CREATE-7", cases = "create:without-event" }
bug { "limit-one-less",
  "for (i = 0; i < PTIMER_MAX; i++) {", "for (i = 1; i < PTIMER_MAX; i++) {",
  "a slot is never given out",
  clauses = "PTM-CREATE-8", cases = "create:limit" }
bug { "limit-another-error",
  "return EAGAIN;", "return ENOMEM;",
  "the limit is told as a want of memory",
  clauses = "PTM-CREATE-8", cases = "create:limit" }
bug { "limit-before-the-event",
  "error = event_ok(&ev) ? make(clock, &ev, &t) : EINVAL;",
  "error = new_id() < 0 ? EAGAIN : event_ok(&ev) ?\n"
    .. "\t    make(clock, &ev, &t) : EINVAL;",
  "the limit is looked at before the event",
  clauses = "PTM-CREATE-8", cases = "create:limit" }
bug { "id-not-told",
  "\t\tdestroy(t);\n\t\terror = EFAULT;", "\t\terror = EFAULT;",
  "a timer whose id could not be told stays behind",
  clauses = "PTM-CREATE-9", cases = { "create:id-bad-a-thousand-times",
    "create:limit" } }
bug { "id-pointer-not-checked",
  "\t\tdestroy(t);\n\t\terror = EFAULT;", "\t\terror = 0;",
  "nobody hears that the id could not be told",
  clauses = "PTM-CREATE-9", cases = "create:id-bad" }
bug { "no-memory-but-a-slot",
  "\tif (t == NULL)\n\t\treturn ENOMEM;",
  "\tif (t == NULL)\n\t\treturn EAGAIN;",
  "a want of memory is told as the limit",
  clauses = "PTM-CREATE-10", cases = { "create:no-memory-nobody",
    "create:no-memory-queue" } }
bug { "attach-not-checked",
  "\tif (error != 0) {\n\t\tport_free(t);\n\t\treturn error;\n\t}\n",
  "\tif (error != 0 && error != ENOMEM) {\n\t\tport_free(t);\n"
    .. "\t\treturn error;\n\t}\n\tif (error != 0)\n"
    .. "\t\tkevent_request_init(&t->request, clock, &t->lock,\n"
    .. "\t\t    ptimer_complete);\n",
  "a timer that finds no memory for its event tells nobody",
  clauses = "PTM-CREATE-10", cases = "create:no-memory-queue" }
bug { "negative-id",
  "return t != NULL && t->id == id ? t : NULL;", "return t;",
  "an id of long ago names the timer that has its slot",
  clauses = "PTM-ID-1", cases = "create:limit" }
bug { "negative-is-the-first",
  "t = id < 0 ? NULL : ptimers.slot[id % PTIMER_MAX];",
  "if (id < 0)\n\t\tid = 0;\n\tt = ptimers.slot[id % PTIMER_MAX];",
  "a negative id is the first timer's",
  clauses = "PTM-ID-1", cases = "set:id-never" }
bug { "deleted-stays",
  "\tptimers.slot[i] = NULL;\n", "\t;\n",
  "a deleted timer can still be named",
  clauses = { "PTM-ID-1", "PTM-DELETE-1" },
  cases = { "set:id-deleted", "signal:ids-again" } }
bug { "nsec-of-a-second",
  "ts->tv_nsec < NSEC_PER_SEC;", "ts->tv_nsec <= NSEC_PER_SEC;",
  "10^9 nanoseconds are accepted",
  clauses = "PTM-SET-1", cases = { "set:value-nsec-1e9", "set:value-insec-1e9",
    "set:value-nsec-1e9-in-1-s" } }
bug { "nsec-negative",
  "return ts->tv_sec >= 0 && ts->tv_nsec >= 0 &&",
  "return ts->tv_sec >= 0 && ts->tv_nsec >= -1 &&",
  "a negative number of nanoseconds is accepted",
  clauses = "PTM-SET-1", cases = { "set:value-nsec-minus-1",
    "set:value-insec-minus-1", "set:value-nsec-minus-in-1-s" } }
bug { "sec-negative",
  "return ts->tv_sec >= 0 && ts->tv_nsec >= 0 &&",
  "return ts->tv_sec >= -1 && ts->tv_nsec >= 0 &&",
  "a negative number of seconds is accepted",
  clauses = { "PTM-SET-1", "PTM-SET-2" },
  cases = { "set:value-sec-minus-1", "set:value-isec-minus-1",
    "set:refused-leaves-armed", "set:value-sec-and-nsec" } }
bug { "interval-not-judged",
  "!timespec_ok(&its.it_value) ||\n\t    !timespec_ok(&its.it_interval))",
  "!timespec_ok(&its.it_value))",
  "a bad interval is accepted",
  clauses = "PTM-SET-1", cases = { "set:value-isec-minus-1",
    "set:value-insec-1e9", "set:value-isec-and-insec" } }
bug { "refused-but-stopped",
  "\tif ((flags & ~TIMER_ABSTIME) != 0 || !timespec_ok",
  "\tenter();\n\tt = find(id);\n\tif (t != NULL)\n\t\tstop(t, &was);\n"
    .. "\t(void)leave(0);\n"
    .. "\tif ((flags & ~TIMER_ABSTIME) != 0 || !timespec_ok",
  "a refused setting has stopped the timer, and taken its signal back",
  clauses = "PTM-SET-2", cases = { "set:refused-leaves-armed",
    "set:refused-leaves-pending" } }
bug { "old-behind-the-stop",
  "\treport(t, was);\n\tkevent_request_stop(&t->request, &s);\t\t"
    .. "/* [PTM-KEVENT-6] */",
  "\tkevent_request_stop(&t->request, &s);\n\treport(t, was);",
  "the old setting is always zero",
  clauses = "PTM-SET-3", cases = { "set:old-of-running-mono",
    "set:old-of-pending", "set:old-of-idle" } }
bug { "old-interval-lost",
  "\t    t->request.armed ? t->request.interval : 0));", "\t    0));",
  "the interval is not told",
  clauses = { "PTM-SET-3", "PTM-GET-1" }, cases = { "set:asked",
    "set:old-of-running-real" } }
bug { "null-is-a-bad-pointer",
  "if (value == NULL)\n\t\treturn -EINVAL;",
  "if (value == NULL)\n\t\treturn -EFAULT;",
  "without a new value it is EFAULT",
  clauses = "PTM-SET-4", cases = "set:new-null" }
bug { "id-first",
  "\tif (value == NULL)\n\t\treturn -EINVAL;",
  "\tenter();\n\tt = find(id);\n\t(void)leave(0);\n"
    .. "\tif (value == NULL || t == NULL)\n\t\treturn -EINVAL;",
  "the id is looked at before the pointer",
  clauses = "PTM-SET-4", cases = "set:new-null" }
bug { "old-pointer-never",
  "if (old != NULL && port_copyout(&was, old, sizeof(was)) != 0)\n"
    .. "\t\treturn -EFAULT;",
  "if (old != NULL)\n\t\t(void)port_copyout(&was, old, sizeof(was));",
  "nobody hears of a bad pointer to the old value",
  clauses = "PTM-SET-5", cases = "set:old-bad" }
bug { "zero-is-now",
  "if (ktime_compare(first, ns_to_ktime(0)) != 0)\t/* [PTM-SET-6] */",
  "",
  "a zero value expires at once",
  clauses = { "PTM-SET-6", "TM-ZERO-1" }, cases = { "set:zero-with-interval",
    "set:old-of-idle", "signal:cost-ignored-1", "signal:cost-blocked-1" } }
bug { "interval-arms",
  "if (ktime_compare(first, ns_to_ktime(0)) != 0)\t/* [PTM-SET-6] */",
  "if (ktime_compare(first, ns_to_ktime(0)) == 0)\n"
    .. "\t\tfirst = timespec_to_ktime(its->it_interval);\n"
    .. "\tif (ktime_compare(first, ns_to_ktime(0)) != 0)",
  "a zero value with an interval begins with the interval",
  clauses = "PTM-SET-6", cases = "set:zero-with-interval" }
bug { "flags-not-checked",
  "if ((flags & ~TIMER_ABSTIME) != 0 || !timespec", "if (!timespec",
  "unknown flags are taken no notice of, though the statement says EINVAL",
  clauses = "PTM-SET-7", cases = { "set:flags-0x4", "set:flags-0x81",
    "set:flags-0x80", "set:flags-0x40000000" } }
bug { "abs-ignored",
  "(flags & TIMER_ABSTIME) != 0 ? HRTIMER_ABS :",
  "(flags & 2) != 0 ? HRTIMER_ABS :",
  "TIMER_ABSTIME has no effect",
  clauses = { "TM-ABS-1", "PTM-SET-3" },
  cases = { "set:old-of-running-mono" } }
bug { "get-interval-of-idle",
  "\t    t->request.armed ? t->request.interval : 0));",
  "\t    t->request.interval));",
  "a timer that is not armed shows the interval that it had",
  clauses = "PTM-GET-1", cases = { "set:zero-with-interval",
    "set:old-of-pending" } }
bug { "get-says-nothing",
  "return -port_copyout(&now, value, sizeof(now));",
  "(void)port_copyout(&now, value, sizeof(now));\n\treturn 0;",
  "timer_gettime with a bad pointer succeeds",
  clauses = "PTM-GET-2", cases = "set:get-bad" }
bug { "value-lost",
  ".value = (uintptr_t)ev->sigev_value.sival_ptr };", ".value = 0 };",
  "the signal comes without the value",
  clauses = "PTM-SIGNAL-1", cases = { "signal:value",
    "create:without-event" } }
bug { "signal-always-alrm",
  "{ .signo = ev->sigev_signo,", "{ .signo = SIGALRM,",
  "every timer sends SIGALRM",
  clauses = "PTM-SIGNAL-1", cases = { "signal:value",
    "create:signals-first-and-last", "signal:set-amid-taking" } }
bug { "counted-when-sent",
  "\tif (t->notify == SIGEV_SIGNAL)\n"
    .. "\t\t(void)port_signal_send(&t->signal);",
  "\tt->overrun = overrun_of(count);\n\tif (t->notify == SIGEV_SIGNAL)\n"
    .. "\t\t(void)port_signal_send(&t->signal);\n"
    .. "\treturn KEVENT_GO_ON;",
  "a timer goes on to take interrupts while its signal is pending",
  clauses = "PTM-COST-1", cases = { "signal:cost-blocked-10000000",
    "signal:cost-none-10000000" } }
bug { "overrun-not-told",
  "\treturn overrun;\t\t\t\t/* [PTM-SIGNAL-2] */", "\treturn 0;",
  "the signal does not tell what passed while it was pending",
  clauses = "PTM-SIGNAL-2", cases = { "signal:pending-counts",
    "signal:one-number", "signal:ignored-counts", "signal:raised-besides",
    "signal:most-the-most" } }
bug { "overrun-of-the-first",
  "t->overrun = overrun;\t\t\t/* [PTM-OVERRUN-1] */",
  "if (t->overrun == 0)\n\t\tt->overrun = overrun;",
  "the overrun that is asked for is that of an earlier signal",
  clauses = "PTM-OVERRUN-1", cases = { "signal:pending-counts" } }
bug { "overrun-not-kept",
  "t->overrun = overrun;\t\t\t/* [PTM-OVERRUN-1] */", ";",
  "the overrun that is asked for is always 0",
  clauses = "PTM-OVERRUN-1", cases = { "signal:overrun-anew",
    "signal:pending-counts" } }
bug { "overrun-counts-the-first",
  "return count - 1 < DELAYTIMER_MAX ? (int)(count - 1) :",
  "return count < DELAYTIMER_MAX ? (int)count :",
  "the expiration that is told counts as overrun",
  clauses = { "PTM-SIGNAL-2", "PTM-OVERRUN-2" },
  cases = { "signal:value", "kevent:overrun-2" } }
bug { "overrun-wraps",
  "return count - 1 < DELAYTIMER_MAX ? (int)(count - 1) :\n"
    .. "\t    DELAYTIMER_MAX;",
  "return (int)((count - 1) & INT32_MAX);",
  "an overrun begins anew behind the greatest",
  clauses = "PTM-OVERRUN-4", cases = { "signal:most-one-more",
    "signal:most-far-more", "kevent:overrun-most" } }
bug { "overrun-stops-early",
  "return count - 1 < DELAYTIMER_MAX ? (int)(count - 1) :\n"
    .. "\t    DELAYTIMER_MAX;",
  "return count < DELAYTIMER_MAX ? (int)(count - 1) :\n"
    .. "\t    DELAYTIMER_MAX;",
  "an overrun of one less than the greatest is told as the greatest",
  clauses = "PTM-OVERRUN-4", cases = { "signal:most-one-less" } }
bug { "overrun-of-the-setting-before",
  "\tt->overrun = 0;\t\t\t\t\t/* [PTM-OVERRUN-3] */\n", "",
  "the overrun of the old setting is told of the new one",
  clauses = "PTM-OVERRUN-3", cases = "signal:overrun-anew" }
bug { "told-of-the-setting-before",
  "\tt->request.told = 0;\n", "",
  "the overrun of the old setting is told of the new one, with a queue",
  clauses = { "PTM-OVERRUN-3", "PTM-OVERRUN-2" },
  cases = "kevent:overrun-most" }
bug { "overrun-of-a-queue-is-zero",
  "overrun = t->notify == SIGEV_KEVENT ?\n"
    .. "\t    overrun_of(t->request.told) : t->overrun;",
  "overrun = t->overrun;",
  "a timer that tells a queue has no overrun",
  clauses = "PTM-OVERRUN-2", cases = { "kevent:overrun-2", "kevent:overrun-9",
    "kevent:overrun-5" } }
bug { "handler-finds-it-locked",
  "\t(void)port_signal_cancel(&t->signal);\t\t\t/* I3 */",
  "\tif (port_signal_send(&t->signal) != PORT_SIGNAL_QUEUED)\n"
    .. "\t\tport_mutex_lock(&ptimers.call);\n"
    .. "\t(void)port_signal_cancel(&t->signal);",
  "a handler that sets its own timer waits for itself",
  clauses = "PTM-SIGNAL-3", cases = { "signal:handler-sets",
    "signal:cost-none-1" } }
bug { "delete-says-so-later",
  "\tdestroy(t);\n\treturn leave(0);",
  "\t{\n\t\tstruct itimerspec was;\n\n\t\tstop(t, &was);\n\t}\n"
    .. "\treturn leave(0);",
  "a deleted timer is only stopped",
  clauses = { "PTM-SIGNAL-3", "PTM-ID-1" },
  cases = { "signal:handler-deletes", "set:id-deleted" } }
bug { "delete-leaves-it-running",
  "\tdestroy(t);\n\treturn leave(0);",
  "\tptimers.slot[t->id % PTIMER_MAX] = NULL;\n\treturn leave(0);",
  "a deleted timer runs on",
  clauses = "PTM-DELETE-1", cases = { "signal:deleted",
    "signal:deleted-while-pending", "kevent:deleted-while-waited-for" } }
bug { "ignored-for-ever",
  "t->signal.keep = its->it_interval.tv_sec != 0 ||\n"
    .. "\t    its->it_interval.tv_nsec != 0;", "t->signal.keep = false;",
  "a series whose signal was ignored waits for ever for it to be taken",
  clauses = "PTM-SIGNAL-4", cases = { "signal:ignored-before",
    "signal:ignored-while-pending", "signal:ignored-counts" } }
bug { "kept-though-once",
  "t->signal.keep = its->it_interval.tv_sec != 0 ||\n"
    .. "\t    its->it_interval.tv_nsec != 0;", "t->signal.keep = true;",
  "the signal of a one-shot timer comes when it was ignored long ago",
  clauses = "PTM-SIGNAL-4", cases = "signal:ignored-once" }
bug { "one-signal-for-all",
  "\tif (t->notify == SIGEV_SIGNAL)\n"
    .. "\t\t(void)port_signal_send(&t->signal);",
  "\tstatic struct port_signal *last;\n\n"
    .. "\tif (t->notify == SIGEV_SIGNAL && (last == NULL ||\n"
    .. "\t    !last->queued || last->signo != t->signal.signo)) {\n"
    .. "\t\tlast = &t->signal;\n"
    .. "\t\t(void)port_signal_send(&t->signal);\n\t}",
  "a signal whose number is pending is not sent again, whoever sends it",
  clauses = "PTM-SIGNAL-5", cases = "signal:one-number" }
bug { "none-sends-all-the-same",
  "if (t->notify == SIGEV_SIGNAL)\n",
  "if (t->notify != SIGEV_KEVENT)\n",
  "a timer that tells nobody sends a signal",
  clauses = "PTM-NONE-1", cases = { "signal:none-mono",
    "signal:none-series" } }
bug { "none-overruns",
  "overrun = t->notify == SIGEV_KEVENT ?\n",
  "overrun = t->notify != SIGEV_SIGNAL ?\n"
    .. "\t    t->notify == SIGEV_NONE ?\n"
    .. "\t    overrun_of(kevent_request_advance(&t->request) + 1) :\n",
  "a timer that tells nobody has an overrun",
  clauses = "PTM-NONE-1", cases = { "signal:none-series",
    "signal:none-real" } }
bug { "queue-hears-once",
  "\t\tkevent_request_start(&t->request, first,\n"
    .. "\t\t    ktime_to_ns(timespec_to_ktime(its->it_interval)),",
  "\t\tkevent_request_start(&t->request, first,\n"
    .. "\t\t    t->notify == SIGEV_KEVENT ? 0 :\n"
    .. "\t\t    ktime_to_ns(timespec_to_ktime(its->it_interval)),",
  "a timer that tells a queue is not armed again, as it was in history",
  clauses = "PTM-KEVENT-1", cases = { "kevent:series", "kevent:overrun-3",
    "kevent:cost-1", "kevent:cost-10000000" } }
bug { "event-of-another-id",
  "what.id.raw_u64 = (uint64_t)t->id;", "what.id.raw_u64 = 0;",
  "all timers have one event in a queue",
  clauses = "PTM-KEVENT-2", cases = { "kevent:one-value" } }
bug { "event-of-another-type",
  "(struct ukevent){ .type = KEVENT_POSIX_TIMER,",
  "(struct ukevent){ .type = KEVENT_TIMER,",
  "the event of a timer is taken for one that the program has added",
  clauses = "PTM-KEVENT-2", cases = { "kevent:once-mono",
    "kevent:unfetched-delete" } }
mutant {
  id = "event-is-the-users",
  file = "ref/kevent/ctl.c",
  find = "if (u->type == KEVENT_POSIX_TIMER)\n\t\treturn EPERM;",
  replace = ";",
  bug = "a program can remove the event of a timer",
  clauses = { "PTM-KEVENT-5" },
  cases = { "kevent:not-the-users" },
}
bug { "cookie-lost",
  "\twhat.ptr = ev->sigev_value.sival_ptr;\t\t/* [PTM-KEVENT-3] */\n", "",
  "the event comes without the value",
  clauses = "PTM-KEVENT-3", cases = { "kevent:once-mono",
    "kevent:three-on-one-queue", "kevent:two-queues", "kevent:once-real" } }
bug { "queue-not-checked",
  "\treturn kevent_request_bind(&t->request, clock, ev->sigev_kevent_fd,\n"
    .. "\t    &what);",
  "\tif (kevent_request_bind(&t->request, clock, ev->sigev_kevent_fd,\n"
    .. "\t    &what) != 0)\n"
    .. "\t\tkevent_request_init(&t->request, clock, &t->lock,\n"
    .. "\t\t    ptimer_complete);\n\treturn 0;",
  "a timer without a good queue tells nobody",
  clauses = "PTM-KEVENT-4", cases = "kevent:bad-queue" }
bug { "event-stays-when-set",
  "\tkevent_request_stop(&t->request, &s);\t\t/* [PTM-KEVENT-6] */\n",
  "\tif (t->notify != SIGEV_KEVENT)\n"
    .. "\t\tkevent_request_stop(&t->request, &s);\n\telse {\n"
    .. "\t\t(void)hrtimer_try_to_cancel(&t->request.timer);\n"
    .. "\t\tt->request.armed = t->request.waiting = false;\n"
    .. "\t\tt->request.counted = false;\n\t}\n",
  "an event of the old setting can be fetched after the new one",
  clauses = "PTM-KEVENT-6", cases = { "kevent:unfetched-set",
    "kevent:unfetched-disarm" } }
bug { "closed-queue-takes-it-along",
  "\ts = port_spin_lock(t->request.lock);\n\treport(t, &now);",
  "\tif (t->notify == SIGEV_KEVENT && t->request.armed &&\n"
    .. "\t    t->request.count > 0)\n\t\treturn leave(EINVAL);\n"
    .. "\ts = port_spin_lock(t->request.lock);\n\treport(t, &now);",
  "a timer whose queue is closed cannot be asked",
  clauses = "PTM-KEVENT-7", cases = "kevent:queue-closed" }
bug { "signal-and-event",
  "\tif (ev->sigev_notify != SIGEV_KEVENT) {\t\t/* [PTM-KEVENT-8] */",
  "\tif (ev->sigev_notify == SIGEV_NONE) {\n"
    .. "\t\twhat = (struct ukevent){ .type = KEVENT_POSIX_TIMER };\n"
    .. "\t\tif (kevent_request_bind(&t->request, clock, 0, &what) == 0)\n"
    .. "\t\t\treturn 0;\n\t}\n"
    .. "\tif (ev->sigev_notify != SIGEV_KEVENT) {",
  "a timer that tells nobody tells the first queue",
  clauses = "PTM-KEVENT-8", cases = "kevent:others-are-not-seen" }
bug { "goes-on-when-pending",
  "\treturn KEVENT_WAIT;\t\t\t\t/* [PTM-NONE-1] */",
  "\treturn t->signal.queued || t->notify == SIGEV_NONE ?\n"
    .. "\t    KEVENT_GO_ON : KEVENT_WAIT;",
  "a timer goes on to take interrupts while nobody looks",
  clauses = "PTM-COST-1", cases = { "signal:cost-blocked-10000000",
    "signal:cost-ignored-10000000", "signal:cost-none-10000000" } }
