-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the timers with deadlines, each with the cases that find it:
-- initialising, starting, expiry, order, and what a callback answers.  Those
-- in the other calls are in hrtimer-calls.lua.

mutants { id = "hrtimer-", file = "ref/hrtimer/hrtimer.c", cases = "hrtimer/" }

-- Initialising and binding ---------------------------------------------------

mutant {
  id = "init-clock",
  find = "t->clock = clock;\t\t\t\t/* [HRT-INIT-1] */",
  replace = "t->clock = CLOCK_MONOTONIC;",
  bug = "hrtimer_init takes every timer for one on CLOCK_MONOTONIC",
  clauses = { "HRT-INIT-1" },
  cases = { "init:clock-real", "init:again-other-clock",
    "expire:late-callback-other-clock" },
}
mutant {
  id = "init-keeps-clock",
  find = "t->clock = clock;\t\t\t\t/* [HRT-INIT-1] */",
  replace = "if (t->magic != HRTIMER_MAGIC)\n\t\tt->clock = clock;",
  bug = "a second hrtimer_init keeps the clock of the first",
  clauses = { "HRT-INIT-1" },
  cases = { "init:again-other-clock" },
}
mutant {
  id = "init-unknown-clock",
  find = "CHECK(timekeeping_has_clock(clock));\t\t/* [HRT-INIT-2] */",
  replace = "",
  bug = "hrtimer_init takes any number for a clock",
  clauses = { "HRT-INIT-2" },
  cases = { "duty:init-clock9", "duty:init-clock2", "duty:init-clock257",
    "duty:init-clockneg1" },
}
mutant {
  id = "init-queued",
  find = "used = hrtimer_queued(t) || b->running == t;",
  replace = "used = b->running == t;",
  bug = "hrtimer_init wipes a timer that is queued",
  clauses = { "HRT-INIT-3" },
  cases = { "duty:init-queued" },
}
mutant {
  id = "init-running",
  find = "used = hrtimer_queued(t) || b->running == t;",
  replace = "used = hrtimer_queued(t);",
  bug = "hrtimer_init wipes a timer whose callback runs",
  clauses = { "HRT-INIT-3" },
  cases = { "duty:init-running" },
}
mutant {
  id = "init-forgotten",
  find = "CHECK(t->magic == HRTIMER_MAGIC);\t\t/* [HRT-INIT-4] */",
  replace = "if (t->magic != HRTIMER_MAGIC)\n\t\thrtimer_init(t, 0);",
  bug = "a timer that was never initialised is taken as zeroed memory",
  clauses = { "HRT-INIT-4" },
  cases = { "duty:uninitialised-start", "duty:uninitialised-cancel",
    "duty:uninitialised-active", "duty:uninitialised-forward",
    "duty:uninitialised-rebase", "duty:uninitialised-remaining",
    "duty:uninitialised-restart", "duty:uninitialised-try" },
}
mutant {
  id = "rebase-lost",
  find = "t->clock = clock;\t\t\t\t/* [HRT-REBASE-1] */",
  replace = "",
  bug = "hrtimer_rebase forgets to store the clock",
  clauses = { "HRT-REBASE-1" },
  cases = { "init:rebase-mono-real", "init:rebase-follows",
    "init:rebase-cancelled" },
}
mutant {
  id = "rebase-queue-only",
  find = "t->clock = clock;\t\t\t\t/* [HRT-REBASE-1] */",
  replace = "t->queue = clock == CLOCK_REALTIME ?\n\t    QUEUE_REALTIME : "
    .. "QUEUE_MONOTONIC;",
  bug = "hrtimer_rebase changes the present queue, which the next start resets",
  clauses = { "HRT-REBASE-1" },
  cases = { "init:rebase-every-start", "init:rebase-real-monotonic" },
}
mutant {
  id = "rebase-queued",
  find = "CHECK(!hrtimer_queued(t));\t\t\t/* [HRT-REBASE-2] */",
  replace = "",
  bug = "hrtimer_rebase changes the clock under a queued deadline",
  clauses = { "HRT-REBASE-2" },
  cases = { "duty:rebase-queued" },
}

-- Starting -------------------------------------------------------------------

mutant {
  id = "start-value",
  find = "return was ? 1 : 0;\t\t\t/* [HRT-START-2]",
  replace = "return 0;\t\t\t/* [HRT-START-2]",
  bug = "hrtimer_start always says that the timer was idle",
  clauses = { "HRT-START-2" },
  cases = { "start:moved-earlier", "many:handed-round" },
}
mutant {
  id = "start-value-ever",
  find = "was = hrtimer_queued(t);\n\tif (was)\n\t\thrtimer_dequeue(b, t);",
  replace = "was = hrtimer_queued(t);\n\tif (was)\n\t\thrtimer_dequeue(b, t);"
    .. "\n\twas = t->started;",
  bug = "hrtimer_start says 1 for a timer that was ever started",
  clauses = { "HRT-START-1" },
  cases = { "start:expired", "start:cancelled" },
}
mutant {
  id = "start-not-queued",
  find = "hrtimer_enqueue(b, t, t->deadline);\t\t/* [HRT-START-1] */",
  replace = "if (t->deadline > 0)\n\t\t"
    .. "hrtimer_enqueue(b, t, t->deadline);",
  bug = "a timer with a deadline before the clock's zero is not queued",
  clauses = { "HRT-START-1", "HRT-START-6" },
  cases = { "start:past-abs-minus-1-mono", "start:past-minus-1s-mono",
    "start:past-abs-before-start-mono", "start:past-abs-min-mono",
    "start:past-abs-minus-1-real", "start:past-abs-start-mono",
    "start:past-abs-zero-mono", "start:past-abs-zero-real" },
}
mutant {
  id = "start-ignored",
  find = "if (was)\n\t\thrtimer_dequeue(b, t);\n\tb = hrtimer_move_here(t, b);",
  replace = "if (was) {\n\t\tport_spin_unlock(&b->lock, s);\n\t\treturn 1;\n"
    .. "\t}\n\tb = hrtimer_move_here(t, b);",
  bug = "hrtimer_start of a queued timer leaves its old deadline",
  clauses = { "HRT-START-2" },
  cases = { "start:moved-earlier", "start:moved-later", "start:moved-often",
    "start:moved-at-once", "start:moved-from-years", "start:moved-phases" },
}
mutant {
  id = "start-only-earlier",
  find = "if (was)\n\t\thrtimer_dequeue(b, t);\n\tb = hrtimer_move_here(t, b);",
  replace = "if (was && mode == HRTIMER_REL && ktime_compare(ktime_add_safe(\n"
    .. "\t    ktime_get(), time), t->deadline) > 0) {\n"
    .. "\t\tport_spin_unlock(&b->lock, s);\n\t\treturn 1;\n\t}\n"
    .. "\tif (was)\n\t\thrtimer_dequeue(b, t);\n"
    .. "\tb = hrtimer_move_here(t, b);",
  bug = "a queued timer can be moved to earlier, but not to later",
  clauses = { "HRT-START-2" },
  cases = { "start:moved-later", "start:moved-to-years",
    "expire:gone-deadline-own", "self:inside-twice",
    "self:outside-then-inside", "start:moved-late", "hotplug:moved-again" },
}
mutant {
  id = "start-not-programmed",
  find = "base_program(b);\t\t/* [HRT-START-6]",
  replace = "if (timerqueue_first(&b->queue[t->queue]) != &t->node ||\n"
    .. "\t    b->queue[t->queue].count == 1)\n"
    .. "\t\tbase_program(b);\t\t/* [HRT-START-6]",
  bug = "a new first timer does not reprogram the hardware for an earlier time",
  clauses = { "HRT-START-6", "HRT-EXPIRE-2" },
  cases = { "start:past-before-others", "far:far-then-near",
    "cancel:inside-other", "left:long", "order:deadlines-falling" },
}
mutant {
  id = "start-abs-relative",
  find = "if (mode == HRTIMER_REL) {",
  replace = "if (mode == HRTIMER_REL || t->clock == CLOCK_MONOTONIC) {",
  bug = "an absolute deadline on CLOCK_MONOTONIC is taken as relative",
  clauses = { "HRT-START-3" },
  cases = { "start:absolute-mono", "self:inside-absolute-norestart",
    "start:now", "start:past-abs-1ns-mono", "start:past-abs-just-now-mono" },
}
mutant {
  id = "start-abs-monotonic",
  find = "} else if (t->clock == CLOCK_REALTIME) {",
  replace = "} else if (t->clock == CLOCK_REALTIME && time < 0) {",
  bug = "an absolute deadline on CLOCK_REALTIME is queued with the others",
  clauses = { "HRT-START-3" },
  cases = { "start:absolute-real", "init:clock-real" },
}
mutant {
  id = "start-abs-32-bits",
  find = "t->deadline = ktime_to_deadline(time);",
  replace = "t->deadline = ktime_to_deadline(time);\n\tif (t->queue == "
    .. "QUEUE_REALTIME)\n\t\tt->deadline = (int32_t)(t->deadline /\n"
    .. "\t\t    NSEC_PER_SEC) * NSEC_PER_SEC +\n\t\t    t->deadline % "
    .. "NSEC_PER_SEC;",
  bug = "the seconds of an absolute time pass through 32 bits",
  clauses = { "HRT-START-3" },
  cases = { "clockset:year-2038", "clockset:year-2106",
    "start:greatest-absolute", "clockset:year-2262" },
}
mutant {
  id = "start-coarse-clock",
  find = "ktime_add_safe(ktime_get(), time);",
  replace = "ktime_add_safe(ktime_get() / 1000 * 1000, time);",
  bug = "a relative time counts from the last whole microsecond",
  clauses = { "HRT-START-4", "HRT-EXPIRE-1" },
  cases = { "start:exact-in-turn" },
}
mutant {
  id = "start-from-boot",
  find = "ktime_add_safe(ktime_get(), time);",
  replace = "ktime_add_safe(t->started ? t->deadline :\n"
    .. "\t\t    ktime_get(), time);",
  bug = "a relative time counts from the timer's last deadline",
  clauses = { "HRT-START-4" },
  cases = { "start:expired", "start:exact-in-turn", "start:moved-same",
    "cancel:then-start" },
}
mutant {
  id = "start-wraps",
  find = "ktime_add_safe(ktime_get(), time);",
  replace = "ktime_add(ktime_get(), time);",
  bug = "a huge relative time wraps into the past",
  clauses = { "HRT-START-5" },
  cases = { "start:beyond-max-mono", "start:beyond-max-real" },
}
mutant {
  id = "start-cut",
  find = "ktime_add_safe(ktime_get(), time);",
  replace = "ktime_add_safe(ktime_get(), time >\n"
    .. "\t\t    (INT64_C(1) << 62) ? INT64_C(1) << 62 : time);",
  bug = "a huge relative time is cut before the sum, not the sum",
  clauses = { "HRT-START-5" },
  cases = { "start:beyond-max-mono", "start:beyond-max-less-now-mono",
    "start:beyond-max-less-1-mono", "start:beyond-max-less-1-real",
    "start:beyond-max-less-now-real" },
}
mutant {
  id = "start-negative-forever",
  find = "ktime_add_safe(ktime_get(), time);",
  replace = "time < 0 ? KTIME_MAX :\n"
    .. "\t\t    ktime_add_safe(ktime_get(), time);",
  bug = "a negative relative time is taken for one without end, as in poll",
  clauses = { "HRT-START-6" },
  cases = { "start:past-minus-1-mono", "start:past-min-real",
    "start:past-min-mono", "start:past-minus-1-real",
    "start:past-minus-1s-real", "start:past-minus-max-mono",
    "start:past-minus-max-real" },
}
mutant {
  id = "start-inside-dropped",
  find = "\tb->running = NULL;\n}",
  replace = "\tif (answer == HRTIMER_NORESTART && hrtimer_queued(t) &&\n"
    .. "\t    port_in_interrupt())\n\t\thrtimer_dequeue(b, t);\n"
    .. "\tb->running = NULL;\n}",
  bug = "the answer NORESTART takes away what was started meanwhile",
  clauses = { "HRT-START-7", "HRT-START-8" },
  cases = { "self:inside-norestart", "self:outside-norestart", "self:chain",
    "left:active-running-queued", "self:both-norestart",
    "hotplug:started-in-callback" },
}
mutant {
  id = "start-inside-overridden",
  find = "if (answer == HRTIMER_RESTART &&\n\t    !hrtimer_queued(t)) {",
  replace = "if (answer == HRTIMER_RESTART) {\n\t\tif (hrtimer_queued(t)) {\n"
    .. "\t\t\thrtimer_dequeue(b, t);\n\t\t\tt->deadline = expired;\n\t\t}",
  bug = "the answer RESTART overrides a start that came meanwhile",
  clauses = { "HRT-START-7", "HRT-START-8" },
  cases = { "self:inside-restart", "self:outside-restart",
    "again:running-restart", "self:both-restart",
    "self:inside-absolute-restart", "self:inside-after-forward" },
}
mutant {
  id = "start-two-cpus",
  find = "if (here == b || b->running == t)",
  replace = "if (here == b)",
  bug = "a timer that is started while its callback runs moves to the CPU of "
    .. "the start, and its callback then runs on two",
  clauses = { "HRT-START-8", "HRT-CANCEL-3" },
  cases = { "self:outside-not-twice", "self:outside-due-norestart",
    "self:outside-due-restart" },
}
mutant {
  id = "start-mode",
  find = "CHECK(mode == HRTIMER_ABS || mode == HRTIMER_REL); "
    .. "/* [HRT-START-9] */",
  replace = "",
  bug = "any mode but HRTIMER_REL is taken for HRTIMER_ABS",
  clauses = { "HRT-START-9" },
  cases = { "duty:start-mode2", "duty:start-modeneg1", "duty:start-mode7" },
}

-- Expiry ---------------------------------------------------------------------

mutant {
  id = "expire-slack",
  find = "when <= queue_now(QUEUE_MONOTONIC))",
  replace = "when <= queue_now(QUEUE_MONOTONIC) + 1)",
  bug = "whatever is due in the next nanosecond runs with this interrupt",
  clauses = { "HRT-EXPIRE-1" },
  cases = { "expire:neighbours", "far:binary", "far:reach",
    "far:two-reaches", "forward:sweep-19999999", "forward:sweep-9999999",
    "forward:sweep-99999999" },
}
mutant {
  id = "expire-blind",
  find = "\twhile ((t = base_due(b)) != NULL)\n\t\thrtimer_run(b, t);",
  replace = "\tif (timerqueue_first(&b->queue[0]) != NULL && base_due(b) == "
    .. "NULL)\n\t\thrtimer_run(b, container_of(timerqueue_first(\n"
    .. "\t\t    &b->queue[0]), struct hrtimer, node));\n"
    .. "\twhile ((t = base_due(b)) != NULL)\n\t\thrtimer_run(b, t);",
  bug = "the interrupt runs the first timer without looking at the clock",
  clauses = { "HRT-EXPIRE-1" },
  cases = { "expire:gone-deadline", "cancel:cancel-other-cpu",
    "cancel:try-other-cpu", "clockset:mono-relative-a-little",
    "clockset:mono-relative-a-little-back", "clockset:mono-relative-back",
    "far:far-cancelled", "far:days-248" },
}
mutant {
  id = "expire-after",
  find = "when <= queue_now(QUEUE_MONOTONIC))",
  replace = "when < queue_now(QUEUE_MONOTONIC))",
  bug = "a timer is due when the clock reads more than its deadline",
  clauses = { "HRT-EXPIRE-2" },
  cases = { "expire:absolute-exact", "start:exact", "cancel:cancel-idle",
    "cancel:try-idle", "expire:interrupt", "expire:no-needless-interrupts",
    "init:again", "init:clock-mono", "init:idle", "self:other", "start:idle" },
}
mutant {
  id = "expire-one-of-many",
  find = "\twhile ((t = base_due(b)) != NULL)\n\t\thrtimer_run(b, t);",
  replace = "\tif ((t = base_due(b)) != NULL)\n\t\thrtimer_run(b, t);\n"
    .. "\tif (base_due(b) != NULL) {\n\t\tb->inside = false;\n"
    .. "\t\ttick_program(ktime_add_ns(ktime_get(), 1000000));\n"
    .. "\t\tport_spin_unlock(&b->lock, s);\n\t\treturn;\n\t}",
  bug = "one timer is run in each interrupt, the others a tick later",
  clauses = { "HRT-EXPIRE-2" },
  cases = { "expire:late-all-at-once", "many:all-cpus",
    "expire:late-within-callback", "order:late-rising", "self:other-at-once" },
}
mutant {
  id = "expire-other-queue",
  find = "\tfor (i = 0; i < QUEUES; i++) {\n\t\tn = timerqueue_first(&b->"
    .. "queue[i]);\t/* [HRT-ORDER-1] */",
  replace = "\tfor (i = 0; i < 1; i++) {\n\t\tn = timerqueue_first(&b->"
    .. "queue[i]);",
  bug = "the hardware is programmed for the monotonic queue alone",
  clauses = { "HRT-EXPIRE-2", "HRT-START-3" },
  cases = { "init:clock-real", "start:absolute-real", "cancel:cancel-real",
    "cancel:try-real", "clockset:same-time", "init:rebase-real-real",
    "start:past-abs-1ns-real", "start:past-abs-before-start-real",
    "start:past-abs-just-now-real", "start:past-abs-start-real",
    "far:days-real" },
}
mutant {
  id = "expire-data",
  find = "answer = t->function(t->data);",
  replace = "answer = t->function(t);",
  bug = "the callback gets the timer in place of its data",
  clauses = { "HRT-EXPIRE-3" },
  cases = { "expire:data", "expire:once" },
}
mutant {
  id = "expire-twice",
  find = "answer = t->function(t->data);",
  replace = "answer = t->function(t->data);\n"
    .. "\t\tif (answer == HRTIMER_NORESTART &&\n"
    .. "\t\t    queue_now(t->queue) > expired)\n"
    .. "\t\t\tanswer = t->function(t->data);",
  bug = "a timer that was overdue is called twice",
  clauses = { "HRT-EXPIRE-3", "HRT-START-6" },
  cases = { "start:past-minus-1-mono", "expire:late-all-at-once" },
}
mutant {
  id = "rounds-of-all-cpus",
  find = "\tt->rounds = 0;\t\t/* they count the interrupts of one"
    .. " CPU */\n",
  replace = "",
  bug = "runs on different CPUs are taken for runs in one interrupt",
  clauses = { "HRT-EXPIRE-2" },
  cases = { "expire:cpu-after-cpu" },
}
mutant {
  id = "expire-cpu",
  find = "here = &hrtimer_bases[cpu_standin(port_cpu())];\n\tif (here == b",
  replace = "here = atomic_load(&t->base);\n\tif (here == b",
  bug = "a timer stays on the CPU that it was on first",
  clauses = { "HRT-EXPIRE-4" },
  cases = { "expire:cpu", "expire:cpu-moves", "many:handed-round",
    "expire:cpu-masked", "many:taken-from-masked", "hotplug:back" },
}
mutant {
  id = "expire-still-queued",
  find = "return was ? 1 : 0;\t\t\t/* [HRT-START-2]",
  replace = "return was || b->running == t ? 1 : 0;\t/* [HRT-START-2]",
  bug = "a running timer is told to be queued still",
  clauses = { "HRT-EXPIRE-5", "HRT-START-1" },
  cases = { "expire:not-queued-inside", "expire:not-queued-outside" },
}

-- Order ----------------------------------------------------------------------

mutant {
  id = "order-coarse",
  file = "ref/lib/timerqueue.c",
  find = "\tif (a->expires != b->expires)\n\t\treturn a->expires < b->expires;",
  replace = "\tif (a->expires / 1000000 != b->expires / 1000000)\n"
    .. "\t\treturn a->expires < b->expires;",
  bug = "deadlines are ordered by the millisecond",
  clauses = { "HRT-ORDER-1" },
  cases = { "order:late-falling", "order:late-shuffled",
    "order:late-many-shuffled", "order:late-inside-out" },
}
mutant {
  id = "order-32-bits",
  file = "ref/lib/timerqueue.c",
  find = "\t\treturn a->expires < b->expires;",
  replace = "\t\treturn (int32_t)(a->expires - b->expires) < 0;",
  bug = "the difference of two deadlines is cut to 32 bits",
  clauses = { "HRT-ORDER-1" },
  cases = { "far:far-then-near" },
}
mutant {
  id = "order-join",
  file = "ref/lib/timerqueue.c",
  find = "\tjoin(n->left, n->right, n->parent, place_of(q, n));",
  replace = "\thang(n->left != NULL ? n->left : n->right, n->parent,\n"
    .. "\t    place_of(q, n));",
  bug = "removing a timer with two children loses one of them",
  clauses = { "HRT-ORDER-1", "HRT-CANCEL-1" },
  cases = { "order:deadlines-inside-out", "cancel:of-many-first",
    "many:moved-about", "many:cancelled-about", "order:deadlines-many-shuffled",
    "order:deadlines-rising", "order:deadlines-shuffled", "start:relative-mono",
    "start:relative-real" },
}
mutant {
  id = "order-lifo",
  find = "t->node.seq = ++b->seq;",
  replace = "t->node.seq = UINT64_MAX - ++b->seq;",
  bug = "of equal deadlines the one armed last expires first",
  clauses = { "HRT-ORDER-2" },
  cases = { "order:equal-rising-mono", "order:equal-rising-real",
    "order:equal-many", "order:each-cpu", "order:equal-cancelled" },
}
mutant {
  id = "order-none",
  find = "t->node.seq = ++b->seq;",
  replace = "t->node.seq = (uintptr_t)t;",
  bug = "equal deadlines expire in the order of their addresses",
  clauses = { "HRT-ORDER-2" },
  cases = { "order:equal-falling-mono", "order:equal-restarted",
    "order:equal-falling-real", "order:equal-inside-out-mono",
    "order:equal-inside-out-real", "order:equal-many-shuffled-mono",
    "order:equal-many-shuffled-real", "order:equal-shuffled-mono",
    "order:equal-shuffled-real", "order:started-inside" },
}
mutant {
  id = "order-first-arming",
  find = "t->node.seq = ++b->seq;",
  replace = "if (t->node.seq == 0)\n\t\tt->node.seq = ++b->seq;",
  bug = "a timer keeps the place of its first arming among its equals",
  clauses = { "HRT-ORDER-2" },
  cases = { "order:equal-restarted", "order:equal-again",
    "order:equal-periodic" },
}

-- Waking a task --------------------------------------------------------------

mutant {
  id = "wake-nobody",
  find = "port_wake(t->data);",
  replace = "",
  bug = "a timer without a callback expires and wakes nobody",
  clauses = { "HRT-WAKE-1" },
  cases = { "wake:task", "wake:other-cpu", "wake:own", "wake:cancelled",
    "wake:right-task" },
}
mutant {
  id = "wake-again",
  find = "answer = HRTIMER_NORESTART;\t\t/* [HRT-WAKE-2] */",
  replace = "answer = HRTIMER_RESTART;",
  bug = "a timer without a callback is restarted",
  clauses = { "HRT-WAKE-2" },
  cases = { "wake:not-restarted", "wake:not-woken-twice" },
}

-- The callback's answer ------------------------------------------------------

mutant {
  id = "norestart-ignored",
  find = "if (answer == HRTIMER_RESTART &&\n\t    !hrtimer_queued(t)) {",
  replace = "if (!hrtimer_queued(t)) {",
  bug = "every timer is queued again, whatever its callback answers",
  clauses = { "HRT-NORESTART-1" },
  cases = { "restart:no", "expire:once" },
}
mutant {
  id = "norestart-forwarded",
  find = "if (answer == HRTIMER_RESTART &&\n\t    !hrtimer_queued(t)) {",
  replace = "if ((answer == HRTIMER_RESTART || t->deadline != expired) &&\n"
    .. "\t    !hrtimer_queued(t)) {",
  bug = "a timer that was forwarded is queued again, whatever it answers",
  clauses = { "HRT-NORESTART-1" },
  cases = { "restart:no-after-forward", "restart:stops", "expire:three-events",
    "left:due-now", "restart:no-drift" },
}
mutant {
  id = "restart-lost",
  find = "\t\t\thrtimer_enqueue(b, t, t->deadline);\n\t}",
  replace = "\t\t\t;\n\t}",
  bug = "the answer RESTART is not obeyed",
  clauses = { "HRT-RESTART-1" },
  cases = { "far:far-periodic", "restart:periodic-mono",
    "restart:queued-between", "restart:interval-changes",
    "restart:periodic-absolute-mono" },
}
mutant {
  id = "restart-from-now",
  find = "\t\t\thrtimer_enqueue(b, t, t->deadline);\n\t}",
  replace = "\t\t\thrtimer_enqueue(b, t, t->deadline +=\n"
    .. "\t\t\t    queue_now(t->queue) - expired);\n\t}",
  bug = "a restarted timer is put off by as much as it was late",
  clauses = { "HRT-RESTART-1", "HRT-FORWARD-2" },
  cases = { "forward:late-phase", "forward:late-again" },
}
mutant {
  id = "restart-held-phase",
  find = "hrtimer_enqueue(b, t, later > t->deadline ? later : t->deadline);",
  replace = "hrtimer_enqueue(b, t, t->deadline = later);",
  bug = "the guard against hangs moves the deadline of a timer that is busy",
  clauses = { "HRT-RESTART-1", "HRT-FORWARD-2" },
  cases = { "forward:self-overtaken" },
}
mutant {
  id = "guard-missing",
  find = "\t\tif (t->deadline == expired)\n\t\t\thrtimer_guard(b, t);\n"
    .. "\t\telse\t\t\t\t\t/* [HRT-RESTART-1] */\n",
  replace = "",
  bug = "a timer that did not move is due again at once",
  clauses = { "HRT-RESTART-2" },
  cases = { "restart:guard-relative", "restart:guard-absolute-real",
    "restart:guard-exact" },
}
mutant {
  id = "guard-from-deadline",
  find = "later = nsec_add_sat(queue_now(t->queue), HRTIMER_GUARD_NS);",
  replace = "later = nsec_add_sat(t->deadline, HRTIMER_GUARD_NS);",
  bug = "the guard's delay counts from the old deadline, long past perhaps",
  clauses = { "HRT-RESTART-2" },
  cases = { "restart:guard-past" },
}
mutant {
  id = "guard-short",
  find = "nsec_add_sat(queue_now(t->queue), HRTIMER_GUARD_NS);",
  replace = "nsec_add_sat(queue_now(t->queue), HRTIMER_GUARD_NS - 1);",
  bug = "the guard's delay is a nanosecond short",
  clauses = { "HRT-RESTART-2" },
  cases = { "restart:guard-relative", "restart:guard-exact",
    "restart:guard-absolute" },
}
mutant {
  id = "guard-silent",
  find = "EVENT(HRT_HANG, t, t->deadline);",
  replace = "",
  bug = "a timer that did not move is put off and nobody can see it",
  clauses = { "HRT-RESTART-2" },
  cases = { "restart:guard-counted", "restart:guard-exact" },
}
mutant {
  id = "guard-cpu",
  find = "\twhile ((t = base_due(b)) != NULL)\n\t\thrtimer_run(b, t);",
  replace = "\twhile ((t = base_due(b)) != NULL) {\n\t\thrtimer_run(b, t);\n"
    .. "\t\tif (t->rounds <= HRTIMER_ROUNDS)\n\t\t\tcontinue;\n"
    .. "\t\tb->inside = false;\n"
    .. "\t\ttick_program(ktime_add_ns(ktime_get(), 100000000));\n"
    .. "\t\tport_spin_unlock(&b->lock, s);\n\t\treturn;\n\t}",
  bug = "a timer that hangs puts off all timers of its CPU",
  clauses = { "HRT-RESTART-3" },
  cases = { "restart:hang-self-start" },
}
mutant {
  id = "guard-unmoved-cpu",
  find = "\tbase_program(b);\t\t\t\t/* I2 */",
  replace = "\tint64_t next;\n\n\t(void)base_first(b, &next);\n"
    .. "\tif (next - ktime_get() <= HRTIMER_GUARD_NS)\n"
    .. "\t\ttick_program(ktime_add_ns(ktime_get(), 30000000));\n"
    .. "\telse\n\t\tbase_program(b);",
  bug = "a CPU on which a timer hangs rests for 30 ms",
  clauses = { "HRT-RESTART-3" },
  cases = { "restart:hang-others", "restart:hang-two", "far:days-24",
    "far:days-49", "many:periodic-crowd", "many:rising-2", "many:rising-3",
    "many:rising-300", "many:rising-31", "many:rising-32", "many:rising-33" },
}
mutant {
  id = "answer-unchecked",
  find = "\tCHECK(answer == HRTIMER_NORESTART ||\n"
    .. "\t    answer == HRTIMER_RESTART);\t\t\t/* [HRT-RESTART-4] */\n",
  replace = "",
  bug = "an errno value as the answer is taken for NORESTART",
  clauses = { "HRT-RESTART-4" },
  cases = { "duty:answer2", "duty:answerneg1", "duty:answer16" },
}
