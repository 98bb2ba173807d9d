-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the timers with deadlines, continued: the calls that forward, cancel,
-- restart and ask, and the setting of the clock.

local MATH = "ref/lib/math64.c"
local FORWARD = "*deadline = nsec_add_sat(now - (int64_t)rest, interval);"

mutants { id = "hrtimer-", file = "ref/hrtimer/hrtimer.c", cases = "hrtimer/" }

-- Forwarding -----------------------------------------------------------------

mutant {
  id = "forward-not-now", file = MATH,
  find = "if (now < *deadline)",
  replace = "if (now <= *deadline)",
  bug = "a timer that is due at this very instant is not forwarded",
  clauses = { "HRT-FORWARD-1" },
  cases = { "forward:on-time", "forward:sweep-0", "forward:edge-0-left",
    "restart:periodic-mono" },
}
mutant {
  id = "forward-once", file = MATH,
  find = FORWARD,
  replace = "*deadline = nsec_add_sat(*deadline, interval);\n\treturn 1;",
  bug = "one interval is added, however late the timer is",
  clauses = { "HRT-FORWARD-2" },
  cases = { "forward:late-phase", "forward:sweep-10000000",
    "forward:far-behind-mono", "forward:callback-late" },
}
mutant {
  id = "forward-to-now", file = MATH,
  find = FORWARD,
  replace = "if (rest == 0 && missed > 0) {\n\t\tmissed--;\n"
    .. "\t\trest = (uint64_t)interval;\n\t}\n\t" .. FORWARD,
  bug = "late by whole intervals, the new deadline is the present",
  clauses = { "HRT-FORWARD-2", "HRT-FORWARD-3" },
  cases = { "forward:sweep-10000000", "forward:sweep-100000000",
    "forward:sweep-20000000" },
}
mutant {
  id = "forward-drift", file = MATH,
  find = FORWARD,
  replace = "*deadline = nsec_add_sat(now, interval);",
  bug = "the new deadline is one interval from now, and the phase is lost",
  clauses = { "HRT-FORWARD-2" },
  cases = { "forward:late-phase", "forward:late-again", "forward:sweep-1",
    "forward:sweep-1000", "forward:sweep-10000001", "forward:sweep-105000000",
    "forward:sweep-15000000", "forward:sweep-20000001",
    "forward:sweep-5000000" },
}
mutant {
  id = "forward-missed",
  find = "return added;\t\t\t\t\t/* [HRT-FORWARD-3] */",
  replace = "return added > 0 ? added - 1 : 0;",
  bug = "the value is the number of missed intervals, one less",
  clauses = { "HRT-FORWARD-3" },
  cases = { "forward:on-time", "forward:late-phase", "forward:idle" },
}
mutant {
  id = "forward-count-32",
  find = "(unsigned long)added;",
  replace = "(unsigned)added;",
  bug = "the number of intervals is cut to 32 bits",
  clauses = { "HRT-FORWARD-3" },
  cases = { "forward:count-wide", "forward:from-min",
    "forward:one-nanosecond" },
}
mutant {
  id = "forward-early", file = MATH,
  find = "if (now < *deadline)\n\t\treturn 0;",
  replace = "if (now < *deadline)\n\t\tnow = *deadline;",
  bug = "a timer that is not due is forwarded by one interval all the same",
  clauses = { "HRT-FORWARD-4" },
  cases = { "forward:early", "forward:twice", "forward:edge-1-left",
    "forward:early-30000000", "forward:early-15000000",
    "forward:early-clock-back" },
}
mutant {
  id = "forward-wrong-clock",
  find = "&t->deadline, queue_now(t->queue), step);",
  replace = "&t->deadline, queue_now(QUEUE_MONOTONIC), step);",
  bug = "lateness is always reckoned on CLOCK_MONOTONIC",
  clauses = { "HRT-FORWARD-1", "HRT-FORWARD-2" },
  cases = { "restart:periodic-absolute-real", "forward:count-clock",
    "clockset:absolute-periodic-back", "forward:far-behind-real" },
}
mutant {
  id = "forward-bound-clock",
  find = "&t->deadline, queue_now(t->queue), step);",
  replace = "&t->deadline,\n\t\t    queue_now(t->clock == CLOCK_REALTIME "
    .. "?\n\t\t    QUEUE_REALTIME : QUEUE_MONOTONIC), step);",
  bug = "lateness of a relative timer is reckoned on the clock it is bound to",
  clauses = { "HRT-FORWARD-2", "HRT-CLOCK-3" },
  cases = { "restart:periodic-real", "clockset:relative-periodic" },
}
mutant {
  id = "forward-wraps", file = MATH,
  find = FORWARD,
  replace = "*deadline = (int64_t)((uint64_t)now - rest + "
    .. "(uint64_t)interval);",
  bug = "a deadline that is forwarded too far wraps into the past",
  clauses = { "HRT-FORWARD-5" },
  cases = { "forward:beyond-max-mono", "forward:beyond-late",
    "forward:beyond-max-less-1ms-mono", "forward:beyond-max-less-1ms-real",
    "forward:beyond-max-real" },
}
mutant {
  id = "forward-product", file = MATH,
  find = FORWARD,
  replace = "if ((uint64_t)now - (uint64_t)*deadline > INT64_MAX)\n"
    .. "\t\tnow = INT64_MAX;\n\t" .. FORWARD,
  bug = "a deadline far in the past is forwarded to the end of time",
  clauses = { "HRT-FORWARD-2", "HRT-FORWARD-5" },
  cases = { "forward:from-min" },
}
mutant {
  id = "forward-queued",
  find = "CHECK(!hrtimer_queued(t) ||\n"
    .. "\t    b->running == t);\t\t\t\t/* [HRT-FORWARD-6] */",
  replace = "",
  bug = "nobody sees that a queued timer is forwarded",
  clauses = { "HRT-FORWARD-6" },
  cases = { "duty:forward-queued" },
}
mutant {
  id = "forward-over-start",
  find = "if (!hrtimer_queued(t))\t\t\t\t/* [HRT-FORWARD-8] */",
  replace = "t->deadline = queue_now(t->queue);",
  bug = "a callback's forward changes a timer that was started meanwhile",
  clauses = { "HRT-FORWARD-8" },
  cases = { "forward:started-inside", "forward:started-outside" },
}
mutant {
  id = "order-one-queue-first",
  find = "if (best == NULL || due < *when ||\n"
    .. "\t\t    (due == *when && n->seq < best->seq)) {",
  replace = "if (best == NULL || due < *when) {",
  bug = "among equal deadlines the queue of the other clock goes first",
  clauses = { "HRT-ORDER-2" },
  cases = { "order:mixed-equal" },
}
mutant {
  id = "order-by-queue",
  find = "if (best == NULL || due < *when ||\n",
  replace = "if (best == NULL || (due < *when &&\n"
    .. "\t\t    *when > ktime_to_ns(ktime_get())) ||\n",
  bug = "what is due on one clock goes before what is due on the other",
  clauses = { "HRT-ORDER-1" },
  cases = { "order:mixed-late" },
}
mutant {
  id = "guard-rounds",
  find = "return t->rounds++ >= HRTIMER_ROUNDS;",
  replace = "return t->rounds++ > HRTIMER_ROUNDS;",
  bug = "one run more than the guard allows",
  clauses = { "HRT-GUARD-1" },
  cases = { "restart:catching-up" },
}
mutant {
  id = "forward-interval",
  find = "CHECK(step > 0);",
  replace = "if (step <= 0)\n\t\tstep = 1;",
  bug = "an interval that is not positive is taken for a nanosecond",
  clauses = { "HRT-FORWARD-7" },
  cases = { "duty:forward-zero", "duty:forward-negative",
    "duty:forward-least" },
}

-- Cancelling -----------------------------------------------------------------

mutant {
  id = "cancel-stays",
  find = "hrtimer_dequeue(b, t);\t/* [HRT-TRY-1] [HRT-CANCEL-1] */",
  replace = "",
  bug = "a cancelled timer stays queued and expires",
  clauses = { "HRT-CANCEL-1", "HRT-TRY-1" },
  cases = { "cancel:cancel-queued", "cancel:try-queued", "cancel:many",
    "cancel:of-many-last", "cancel:of-many-middle", "forward:early-10000000" },
}
mutant {
  id = "cancel-overdue",
  find = "\t} else if (hrtimer_queued(t)) {",
  replace = "\t} else if (hrtimer_queued(t) &&\n"
    .. "\t    t->deadline > queue_now(t->queue)) {",
  bug = "a timer that is overdue and has not run cannot be cancelled",
  clauses = { "HRT-CANCEL-1", "HRT-TRY-1" },
  cases = { "cancel:cancel-overdue", "cancel:try-overdue", "cancel:late-other",
    "restart:hang-thread" },
}
mutant {
  id = "cancel-idle-value",
  find = "r = 0;\t\t\t/* [HRT-CANCEL-2]",
  replace = "r = t->started ? 1 : 0;\t/* [HRT-CANCEL-2]",
  bug = "cancelling a timer that has expired says that it was cancelled",
  clauses = { "HRT-CANCEL-2", "HRT-TRY-1" },
  cases = { "cancel:cancel-expired", "cancel:try-twice", "cancel:cancel-twice",
    "cancel:running-other", "cancel:try-after-running", "cancel:try-expired",
    "hotplug:idle-timer" },
}
mutant {
  id = "cancel-no-wait",
  find = "\t\tif (r >= 0)\n\t\t\treturn r;",
  replace = "\t\tif (r != 2)\n\t\t\treturn r < 0 ? 0 : r;",
  bug = "hrtimer_cancel does not wait for a running callback",
  clauses = { "HRT-CANCEL-3" },
  cases = { "cancel:waits", "cancel:waits-two", "cancel:waits-same-cpu" },
}
mutant {
  id = "cancel-once",
  find = "\t\tif (r >= 0)\n\t\t\treturn r;",
  replace = "\t\tif (r < 0) {\n"
    .. "\t\t\twhile (atomic_load(&t->base)->running == t)\n"
    .. "\t\t\t\tport_relax();\n\t\t\treturn 0;\n\t\t}\n"
    .. "\t\tif (r >= 0)\n\t\t\treturn r;",
  bug = "hrtimer_cancel waits for the callback and forgets the restart",
  clauses = { "HRT-CANCEL-4" },
  cases = { "cancel:restarting", "cancel:own-start", "cancel:waits-guard",
    "cancel:restarting-often" },
}
mutant {
  id = "cancel-window",
  find = "\tif (answer == HRTIMER_RESTART &&\n\t    !hrtimer_queued(t)) {",
  replace = "\tif (answer == HRTIMER_RESTART) {\n\t\tb->running = NULL;\n"
    .. "\t\tport_spin_unlock(&b->lock, false);\n\t\tport_relax();\n"
    .. "\t\tport_relax();\n\t\t(void)port_spin_lock(&b->lock);\n\t}\n"
    .. "\tif (answer == HRTIMER_RESTART &&\n\t    !hrtimer_queued(t)) {",
  bug = "between callback and restart a timer looks idle to hrtimer_cancel",
  clauses = { "HRT-CANCEL-4" },
  cases = { "cancel:restarting" },
}
mutant {
  id = "cancel-own",
  find = "CHECK(!hrtimer_own_callback(t));",
  replace = "if (hrtimer_own_callback(t))\n\t\treturn 0;",
  bug = "cancelling a timer in its own callback seems to work",
  clauses = { "HRT-CANCEL-5" },
  cases = { "duty:cancel-own-restart", "duty:cancel-own-started",
    "duty:cancel-own-norestart" },
}
mutant {
  id = "try-idle",
  find = "r = -1;",
  replace = "r = 0;",
  bug = "a running timer counts as idle",
  clauses = { "HRT-TRY-2", "HRT-CANCEL-3" },
  cases = { "cancel:try-running", "cancel:try-inside", "cancel:waits",
    "cancel:try-restarting" },
}
mutant {
  id = "try-queued-first",
  find = "\tif (b->running == t) {\n\t\tr = -1;",
  replace = "\tif (b->running == t && !hrtimer_queued(t)) {\n\t\tr = -1;",
  bug = "a running timer that was started anew is cancelled without a wait",
  clauses = { "HRT-TRY-2", "HRT-CANCEL-3" },
  cases = { "cancel:try-running-queued", "self:cancelled-outside" },
}
mutant {
  id = "try-changes",
  find = "r = -1;",
  replace = "r = -1;\n\t\tif (hrtimer_queued(t))\n"
    .. "\t\t\thrtimer_dequeue(b, t);",
  bug = "try says -1 and takes the timer off the queue as well",
  clauses = { "HRT-TRY-2" },
  cases = { "cancel:try-running-queued" },
}

-- Starting again -------------------------------------------------------------

mutant {
  id = "again-from-now",
  find = "hrtimer_arm(b, t);\t/* [HRT-AGAIN-1] [HRT-AGAIN-2] */",
  replace = "t->deadline = queue_now(t->queue);\n\t\thrtimer_arm(b, t);",
  bug = "a restarted timer forgets its old deadline",
  clauses = { "HRT-AGAIN-1" },
  cases = { "again:old-deadline", "again:old-absolute-real", "again:other-cpu",
    "again:old-absolute-mono", "again:tried", "left:cancelled",
    "forward:early-1" },
}
mutant {
  id = "again-past",
  find = "if (!was) {\t\t\t\t\t/* [HRT-AGAIN-3] */",
  replace = "if (!was && t->deadline > queue_now(t->queue)) {",
  bug = "a timer whose old deadline is past is not restarted",
  clauses = { "HRT-AGAIN-2" },
  cases = { "again:past", "again:expired", "again:inside", "again:running",
    "clockset:restart-after-set" },
}
mutant {
  id = "again-requeued",
  find = "if (!was) {\t\t\t\t\t/* [HRT-AGAIN-3] */",
  replace = "if (was)\n\t\thrtimer_dequeue(b, t);\n\t{",
  bug = "restarting a queued timer takes it off and queues it anew",
  clauses = { "HRT-AGAIN-3" },
  cases = { "again:queued-place", "again:queued-cpu" },
}
mutant {
  id = "again-value",
  find = "\treturn was ? 1 : 0;\n}\n\nint\nhrtimer_try_to_cancel",
  replace = "\treturn 0;\n}\n\nint\nhrtimer_try_to_cancel",
  bug = "hrtimer_restart does not tell that the timer was queued",
  clauses = { "HRT-AGAIN-3" },
  cases = { "again:queued" },
}
mutant {
  id = "again-never",
  find = "CHECK(t->started);\t\t\t\t/* [HRT-AGAIN-4] */",
  replace = "",
  bug = "a timer that was never started expires at zero",
  clauses = { "HRT-AGAIN-4" },
  cases = { "duty:again-never", "duty:again-initialised" },
}

-- Asking ---------------------------------------------------------------------

mutant {
  id = "left-absolute",
  find = "\treturn ns_to_ktime(left);",
  replace = "\treturn ns_to_ktime(nsec_add_sat(left, queue_now(t->queue)));",
  bug = "the time left is the deadline itself",
  clauses = { "HRT-LEFT-1" },
  cases = { "left:relative-mono", "left:absolute-real", "far:never-century",
    "far:never-int64-half", "far:never-sbintime-end", "far:never-seconds-32",
    "left:absolute-mono", "left:moved", "left:other-cpu",
    "left:relative-real" },
}
mutant {
  id = "left-wrong-clock",
  find = "left = nsec_add_sat(t->deadline, -queue_now(t->queue));",
  replace = "left = nsec_add_sat(t->deadline, -queue_now(QUEUE_MONOTONIC));",
  bug = "the time left is always reckoned on CLOCK_MONOTONIC",
  clauses = { "HRT-LEFT-1" },
  cases = { "left:absolute-real", "left:clock-set" },
}
mutant {
  id = "left-cut",
  find = "\treturn ns_to_ktime(left);",
  replace = "\treturn ns_to_ktime(left > 0 ? left : 0);",
  bug = "the time left of an overdue timer is cut to zero",
  clauses = { "HRT-LEFT-2" },
  cases = { "left:overdue", "left:overdue-inside", "left:overdue-sign" },
}
mutant {
  id = "active-started",
  find = "queued = hrtimer_queued(t);\n\tport_spin",
  replace = "queued = t->started;\n\tport_spin",
  bug = "a timer is active for ever once it was started",
  clauses = { "HRT-ACTIVE-1" },
  cases = { "left:active", "left:active-cancelled", "left:active-periodic",
    "start:past-zero-mono", "start:past-zero-real" },
}
mutant {
  id = "active-overdue",
  find = "queued = hrtimer_queued(t);\n\tport_spin",
  replace = "queued = hrtimer_queued(t) &&\n\t    t->deadline > "
    .. "queue_now(t->queue);\n\tport_spin",
  bug = "a timer that is overdue and has not run is not active",
  clauses = { "HRT-ACTIVE-1" },
  cases = { "left:active-overdue", "order:equal-outcomes",
    "start:past-behind-mask" },
}
mutant {
  id = "active-running",
  find = "queued = hrtimer_queued(t);\n\tport_spin",
  replace = "queued = hrtimer_queued(t) || b->running == t;\n\tport_spin",
  bug = "a running timer is active, which is not what the statement says",
  clauses = { "HRT-ACTIVE-2" },
  cases = { "left:active-inside", "left:active-running",
    "left:active-declared" },
}
mutant {
  id = "res-unit",
  find = "*tp = ktime_to_timespec(ns_to_ktime(counter > timer ?\n"
    .. "\t    counter : timer));",
  replace = "*tp = ktime_to_timespec(ns_to_ktime((counter > timer ?\n"
    .. "\t    counter : timer) / 1000));",
  bug = "the resolution is told in microseconds",
  clauses = { "HRT-RES-1" },
  cases = { "init:resolution", "init:resolution-at-least" },
}
mutant {
  id = "res-any-clock",
  find = "\tif (!timekeeping_has_clock(clock))\n\t\treturn EINVAL;",
  replace = "\tif (clock == INT_MIN)\n\t\treturn EINVAL;",
  bug = "every number is a clock with a resolution",
  clauses = { "HRT-RES-2" },
  cases = { "init:resolution-clock2", "init:resolution-clock9",
    "init:resolution-clockneg1", "init:resolution-clock2147483647" },
}
mutant {
  id = "res-clock-8-bits",
  find = "\tif (!timekeeping_has_clock(clock))\n\t\treturn EINVAL;",
  replace = "\tif (!timekeeping_has_clock(clock & 0xff))\n\t\treturn EINVAL;",
  bug = "the number of the clock is cut to eight bits",
  clauses = { "HRT-RES-2" },
  cases = { "init:resolution-clock256", "init:resolution-clock257" },
}
mutant {
  id = "res-stores",
  find = "\tif (!timekeeping_has_clock(clock))\n\t\treturn EINVAL;",
  replace = "\t*tp = (struct timespec){ 0, 1 };\n"
    .. "\tif (!timekeeping_has_clock(clock))\n\t\treturn EINVAL;",
  bug = "the resolution is stored before the clock is looked at",
  clauses = { "HRT-RES-2" },
  cases = { "init:resolution-not-stored" },
}

-- Setting the clock ----------------------------------------------------------

mutant {
  id = "clock-unnoticed",
  find = "timekeeping_on_set(&clock_watch);",
  replace = "",
  bug = "nobody looks at the queues when the clock has been set",
  clauses = { "HRT-CLOCK-1" },
  cases = { "clockset:forward-past", "clockset:forward-each",
    "clockset:forward-masked", "clockset:forward-on",
    "clockset:back-and-forth" },
}
mutant {
  id = "clock-one-cpu",
  find = "for (cpu = 0; cpu < port_cpus(); cpu++)\n\t\tport_cpu_call(",
  replace = "for (cpu = port_cpu(); cpu == port_cpu(); cpu++)\n"
    .. "\t\tport_cpu_call(",
  bug = "only the CPU that sets the clock looks at its queues",
  clauses = { "HRT-CLOCK-1" },
  cases = { "clockset:forward-every-cpu" },
}
mutant {
  id = "clock-converted",
  find = "\t\tt->queue = QUEUE_REALTIME;",
  replace = "\t\tt->queue = QUEUE_MONOTONIC;\n\t\ttime = ktime_sub(time,\n"
    .. "\t\t    ktime_sub(ktime_get_real(), ktime_get()));",
  bug = "an absolute time is turned into one of CLOCK_MONOTONIC for good",
  clauses = { "HRT-CLOCK-1", "HRT-CLOCK-2" },
  cases = { "clockset:forward-past", "clockset:back", "clockset:back-years",
    "clockset:back-every-cpu", "start:past-abs-min-real",
    "clockset:forward-just-past", "hotplug:clock-while-going" },
}
mutant {
  id = "clock-relative-follows",
  find = "\t\ttime = ktime_add_safe(ktime_get(), time);",
  replace = "\t\tif (t->clock == CLOCK_REALTIME)\n"
    .. "\t\t\tt->queue = QUEUE_REALTIME;\n\t\ttime = ktime_add_safe("
    .. "timekeeping_get_clock(t->clock), time);",
  bug = "a relative time on CLOCK_REALTIME follows the clock",
  clauses = { "HRT-CLOCK-3" },
  cases = { "clockset:relative-forward", "clockset:relative-back",
    "clockset:relative-periodic", "clockset:relative-a-little",
    "clockset:relative-a-little-back", "clockset:relative-after" },
}
mutant {
  id = "clock-monotonic-follows",
  find = "t->queue = QUEUE_MONOTONIC;\t\t/* [HRT-CLOCK-4] */",
  replace = "t->queue = QUEUE_REALTIME;\n\t\ttime = ktime_add(time,\n"
    .. "\t\t    ktime_sub(ktime_get_real(), ktime_get()));",
  bug = "an absolute time on CLOCK_MONOTONIC follows CLOCK_REALTIME",
  clauses = { "HRT-CLOCK-4" },
  cases = { "clockset:mono-absolute-forward", "clockset:mono-absolute-back",
    "clockset:mono-absolute-a-little", "clockset:mono-absolute-a-little-back" },
}
mutant {
  id = "clock-monotonic-jumps",
  file = "ref/timekeeping/timekeeping.c",
  find = "\ttk.real = (struct tk_real){\t\t/* [TK-SET-1] [TK-SET-2] */",
  replace = "\tif (to > tk_real_read(&tk.real, tk.ns))\n"
    .. "\t\ttk.ns += to - tk_real_read(&tk.real, tk.ns);\n\telse\n"
    .. "\t    tk.real = (struct tk_real){",
  bug = "setting the clock forward moves CLOCK_MONOTONIC too",
  clauses = { "HRT-CLOCK-3", "HRT-CLOCK-4" },
  cases = { "clockset:mono-relative-forward", "clockset:relative-forward" },
}
mutant {
  id = "forward-not-due", file = "ref/lib/math64.c",
  find = "\tif (now < *deadline)\n\t\treturn 0;",
  replace = "\tif (now < *deadline) {\n\t\t*deadline += interval;\n"
    .. "\t\treturn 1;\n\t}",
  bug = "a timer that is not due is forwarded by one interval",
  clauses = { "HRT-FORWARD-4" },
  cases = { "forward:early", "forward:early-1", "forward:early-10000000",
    "forward:early-29999999", "forward:early-30000001" },
}
