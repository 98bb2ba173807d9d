-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the layers below the front ends that the cases of the model find:
-- deadlines, the queue, the programming of the hardware, the clocks.

mutants { file = "ref/hrtimer/hrtimer.c" }

mutant {
  id = "hrt-early-slack",
  find = "when <= queue_now(QUEUE_MONOTONIC))",
  replace = "when <= queue_now(QUEUE_MONOTONIC) + 1000)",
  bug = "an interrupt runs whatever is due within the next microsecond",
  clauses = { "TM-EARLY-1", "TM-MANY-1" },
  cases = { "common/many:nanoseconds-apart@hrtimer",
    "common/many:nanoseconds-apart@timerfd",
    "common/period:nanoseconds@hrtimer" },
}
mutant {
  id = "hrt-trusts-interrupt",
  find = "when <= queue_now(QUEUE_MONOTONIC))",
  replace = "(when <= queue_now(QUEUE_MONOTONIC) || (b->inside &&\n"
    .. "\t\t    ({ static unsigned ran; bool fresh = ran != b->round;\n"
    .. "\t\t    ran = b->round; fresh; }))))",
  bug = "the first timer is taken for due because an interrupt came",
  clauses = { "TM-EARLY-1", "TM-FAR-1" },
  cases = { "common/far:in-steps@hrtimer", "common/far:in-steps@timerfd",
    "common/far:expires-24-days@hrtimer",
    "common/far:expires-248-days@timerfd", "sleep/relative:clock-set-mono" },
}
mutant {
  id = "hrt-coarse-now",
  find = "time = ktime_add_safe(ktime_get(), time);",
  replace = "time = ktime_add_safe(ktime_get() / 1000000 * 1000000, time);",
  bug = "a relative time counts from the last tick of 1 ms",
  clauses = { "TM-REL-1", "TM-EARLY-1" },
  cases = { "common/early:exact@hrtimer", "common/early:exact@timerfd" },
}
mutant {
  id = "hrt-relative-is-absolute",
  find = "if (mode == HRTIMER_REL) {",
  replace = "if (mode == HRTIMER_REL && t->queue != QUEUE_MONOTONIC) {",
  bug = "a relative time is taken for a reading of the clock",
  clauses = { "TM-REL-1", "TM-EARLY-1" },
  cases = { "common/start:relative-mono@hrtimer",
    "common/start:relative-mono@timerfd",
    "common/far:greatest-absolute@hrtimer", "common/period:drift-real@hrtimer",
    "common/start:relative-real@hrtimer", "tick/lies:late-is-no-lie",
    "tick/lost:own-entry" },
}
mutant {
  id = "hrt-real-on-mono",
  find = "t->queue = QUEUE_REALTIME;",
  replace = "t->queue = QUEUE_MONOTONIC;",
  bug = "an absolute time of REALTIME is compared with MONOTONIC",
  clauses = { "TM-ABS-1" },
  cases = { "common/start:absolute-real@hrtimer",
    "common/start:absolute-real@timerfd",
    "common/start:absolute-passed@timerfd", "common/start:both-clocks@hrtimer",
    "common/start:year-2106@hrtimer" },
}
mutant {
  id = "hrt-real-offset-sign", file = "ref/timekeeping/tk_real.c",
  find = "to = nsec_add_sat(reading, -r->offset);",
  replace = "to = nsec_add_sat(reading, r->offset);",
  bug = "the offset between the clocks is applied with the wrong sign",
  clauses = { "TM-ABS-1" },
  cases = { "common/start:absolute-real@timerfd",
    "common/period:absolute-real@hrtimer", "timekeeping/adjust:on-timer-1",
    "timekeeping/adjust:on-timer-1998", "timekeeping/adjust:on-timer-1999",
    "timekeeping/adjust:on-timer-2000", "timekeeping/adjust:on-timer-past",
    "timekeeping/adjust:back-timer-1", "timekeeping/adjust:back-timer-1998" },
}
mutant {
  id = "hrt-relative-follows-clock",
  find = "time = ktime_add_safe(ktime_get(), time);",
  replace = "t->queue = t->clock == CLOCK_REALTIME;\n"
    .. "\t\ttime = ktime_add_safe(queue_now(t->queue), time);",
  bug = "a relative timer moves when its clock is set",
  clauses = { "TM-REL-1" },
  cases = { "common/start:relative-stays@hrtimer",
    "common/start:relative-stays@timerfd" },
}
mutant {
  id = "hrt-expires-twice",
  find = "if (answer == HRTIMER_RESTART &&\n",
  replace = "if (answer <= HRTIMER_RESTART &&\n",
  bug = "a timer is queued again whatever its callback says",
  clauses = { "TM-ONCE-1" },
  cases = { "common/once:fires-once@hrtimer",
    "common/once:held-back-once@hrtimer" },
}
mutant {
  id = "hrt-stays-queued",
  find = "answer = t->function(t->data);",
  replace = "answer = t->function(t->data);\n"
    .. "\t\tif (answer == HRTIMER_NORESTART) {\n"
    .. "\t\t\tt->deadline += NSEC_PER_SEC;\n"
    .. "\t\t\tanswer = HRTIMER_RESTART;\n\t\t}",
  bug = "an expired timer stays armed, a second later",
  clauses = { "TM-ONCE-2", "TM-LEFT-2" },
  cases = { "common/once:disarmed-after@hrtimer",
    "common/left:expired@hrtimer" },
}
mutant {
  id = "tick-past-forgotten", file = "ref/tick/tick.c",
  find = "\t\tport_cpu_call(port_cpu(), tick_event, NULL);\n\t\treturn;",
  replace = "\t\treturn;",
  bug = "a deadline of the past is never looked at",
  clauses = { "TM-PAST-1" },
  cases = { "common/past:since-mono@hrtimer", "common/past:now@timerfd",
    "common/past:negative@hrtimer", "common/past:after-a-future@timerfd",
    "common/past:epoch-real@timerfd", "tick/mode:past-at-once" },
}
mutant {
  id = "tick-past-a-second", file = "ref/tick/tick.c",
  find = "if (next <= now) {\n",
  replace = "if (next <= now)\n\t\tnext = now + NSEC_PER_SEC;\n\tif (0) {\n",
  bug = "a deadline that has just passed is programmed for a wrap later",
  clauses = { "TM-PAST-1" },
  cases = { "common/past:just-mono@hrtimer", "common/past:just-mono@timerfd",
    "common/past:just-real@timerfd", "common/past:since-real@hrtimer" },
}
mutant {
  id = "hrt-past-refused",
  find = "\thrtimer_arm(b, t);\n\tport_spin_unlock(&b->lock, s);\n"
    .. "\treturn was",
  replace = "\tif (t->deadline > queue_now(t->queue))\n"
    .. "\t\thrtimer_arm(b, t);\n\tport_spin_unlock(&b->lock, s);\n"
    .. "\treturn was",
  bug = "a timer is not queued when its deadline is not in the future",
  clauses = { "TM-PAST-1", "TM-PAST-2" },
  cases = { "common/past:epoch-mono@hrtimer", "common/past:now@hrtimer",
    "common/past:five-passed@hrtimer", "common/past:one-passed@timerfd",
    "common/past:start-mono@hrtimer", "common/past:start-real@hrtimer" },
}
mutant {
  id = "tick-thinks-it-runs", file = "ref/tick/tick.c",
  find = "\tc->set = false;\n\tif (tick.global)\n\t\tc->due",
  replace = "\tif (tick.global)\n\t\tc->due",
  bug = "after an interrupt the same deadline is not programmed again",
  clauses = { "TM-FAR-1" },
  cases = { "common/far:in-steps@hrtimer", "common/far:in-steps@timerfd",
    "common/far:far-period@timerfd", "common/far:expires-49-days@hrtimer",
    "tick/lies:counter-stands-for-each" },
}
mutant {
  id = "hrt-sum-wraps",
  find = "time = ktime_add_safe(ktime_get(),",
  replace = "time = ktime_add(ktime_get(),",
  bug = "the sum of the present and a huge duration wraps into the past",
  clauses = { "TM-FAR-2", "TM-EARLY-1" },
  cases = { "common/far:greatest-relative@hrtimer",
    "common/far:greatest-relative@timerfd",
    "common/far:greatest-reads-back@timerfd",
    "common/far:greatest-then-near@hrtimer" },
}
mutant {
  id = "hrt-period-wraps", file = "ref/lib/math64.c",
  find = "*deadline = nsec_add_sat(now - (int64_t)rest, interval);",
  replace = "*deadline = (int64_t)((uint64_t)now - rest +\n"
    .. "\t    (uint64_t)interval);",
  bug = "a deadline plus a huge period wraps into the past",
  clauses = { "TM-FAR-2" },
  cases = { "common/far:greatest-period@hrtimer",
    "common/far:greatest-period@timerfd" },
}
mutant {
  id = "ktime-seconds-wrap", file = "ref/ktime/ktime.c",
  find = "if (secs >= KTIME_SEC_MAX)\n\t\treturn KTIME_MAX;",
  replace = "if (secs < 0)\n\t\treturn KTIME_MAX;",
  bug = "seconds beyond the range of a ktime_t wrap",
  clauses = { "TM-FAR-2" },
  cases = { "timerfd/settime:edges-are-good", "sleep/absolute:huge-mono",
    "sleep/absolute:huge-real", "sleep/relative:huge-nanosleep",
    "sleep/relative:huge-mono", "sleep/relative:huge-real" },
}
mutant {
  id = "queue-32-bits", file = "ref/lib/timerqueue.c",
  find = "return a->expires < b->expires;",
  replace = "return (int32_t)(a->expires - b->expires) < 0;",
  bug = "deadlines are compared by 32 bits of their difference",
  clauses = { "TM-FAR-1", "TM-MANY-1" },
  cases = { "common/far:silent-24-days@hrtimer",
    "common/far:silent-49-days@timerfd", "common/far:far-and-near@hrtimer",
    "common/far:silent-2-to-33-s@hrtimer" },
}
mutant {
  id = "hrt-zero-cancels",
  find = "CHECK(mode == HRTIMER_ABS || mode == HRTIMER_REL);",
  replace = "if (ktime_to_ns(time) == 0)\n"
    .. "\t\treturn hrtimer_try_to_cancel(t);",
  bug = "a start with zero cancels, as in the calls above",
  clauses = { "TM-ZERO-1" },
  cases = { "common/zero:relative-is-now@hrtimer",
    "common/zero:absolute-is-now@hrtimer" },
}
mutant {
  id = "hrt-cancel-does-nothing",
  find = "hrtimer_dequeue(b, t);\t/* [HRT-TRY-1] [HRT-CANCEL-1] */",
  replace = ";",
  bug = "cancel says 1 and leaves the timer in the queue",
  clauses = { "TM-DISARM-1" },
  cases = { "common/disarm:one-shot@hrtimer", "common/disarm:absolute@hrtimer",
    "common/disarm:before-first-period@hrtimer",
    "common/disarm:amid-periods@hrtimer",
    "common/disarm:pending-dropped@hrtimer",
    "common/many:first-disarmed@hrtimer" },
}
mutant {
  id = "hrt-cancel-says-one",
  find = "r = 0;\t\t\t/* [HRT-CANCEL-2]",
  replace = "r = 1;\t\t\t/* [HRT-CANCEL-2]",
  bug = "cancel claims to have stopped a timer that was not armed",
  clauses = { "TM-DISARM-2" },
  cases = { "common/disarm:never-set@hrtimer",
    "common/disarm:expired@hrtimer", "common/disarm:twice@hrtimer" },
}
mutant {
  id = "hrt-cancel-for-good",
  find = "EVENT(HRT_CANCEL, t, t->deadline);",
  replace = "t->function = NULL;",
  bug = "cancel forgets the callback together with the deadline",
  clauses = { "TM-DISARM-3" },
  cases = { "common/disarm:then-set@hrtimer",
    "common/disarm:then-set-periodic@hrtimer",
    "common/disarm:then-set@timerfd", "hrtimer/forward:early-30000001",
    "hrtimer/forward:early-29999999" },
}
mutant {
  id = "hrt-move-ignored",
  find = "\twas = hrtimer_queued(t);\n\tif (was)\n\t\thrtimer_dequeue",
  replace = "\twas = hrtimer_queued(t);\n\tif (was) {\n"
    .. "\t\tport_spin_unlock(&b->lock, s);\n\t\treturn 1;\n\t}\n"
    .. "\tif (was)\n\t\thrtimer_dequeue",
  bug = "starting an armed timer leaves its deadline as it was",
  clauses = { "TM-MOVE-1", "TM-MOVE-2" },
  cases = { "common/move:earlier-amid@hrtimer",
    "common/move:earlier-by-a-hair@hrtimer",
    "common/move:later-at-once@hrtimer", "common/move:pushed-back@hrtimer",
    "common/left:moved@hrtimer",
    "common/move:earlier-at-once-absolute@hrtimer",
    "common/move:earlier-amid-absolute@hrtimer" },
}
mutant {
  id = "tick-earlier-ignored", file = "ref/tick/tick.c",
  find = "if (c->set && c->next == next) {",
  replace = "if (next == INT64_MAX || (c->set && c->next != INT64_MAX)) {",
  bug = "the hardware is not programmed anew while it runs",
  clauses = { "TM-MOVE-1", "TM-MANY-1" },
  cases = { "common/move:earlier-at-once@hrtimer",
    "common/move:earlier-amid@timerfd", "common/move:to-and-fro@timerfd",
    "common/many:shuffled@hrtimer", "common/many:shuffled@timerfd",
    "common/move:earlier-by-a-hair-absolute@hrtimer" },
}
mutant {
  id = "hrt-move-later-lost",
  find = "t->deadline = ktime_to_deadline(time);",
  replace = "if (!t->started || ktime_to_ns(time) < t->deadline ||\n"
    .. "\t    t->deadline <= queue_now(t->queue))\n"
    .. "\t\tt->deadline = ktime_to_deadline(time);",
  bug = "a deadline in the future can be moved to earlier only",
  clauses = { "TM-MOVE-2" },
  cases = { "common/move:later-amid@hrtimer",
    "common/move:later-at-once@timerfd",
    "common/move:later-just-before@timerfd", "common/move:new-phase@hrtimer",
    "common/move:periodic-to-once@timerfd",
    "common/move:later-at-once-absolute@hrtimer",
    "common/move:later-amid-absolute@hrtimer",
    "common/move:later-just-before-absolute@hrtimer",
    "common/move:same-again-absolute@hrtimer" },
}
mutant {
  id = "hrt-drift", file = "ref/lib/math64.c",
  find = "nsec_add_sat(now - (int64_t)rest, interval);",
  replace = "now + interval;",
  bug = "the next deadline counts from the late report",
  clauses = { "TM-PERIOD-3", "TM-PAST-2" },
  cases = { "common/period:late-report@hrtimer",
    "common/period:late-one@timerfd",
    "common/period:late-first-interval@timerfd",
    "common/past:two-passed@hrtimer", "common/past:two-passed@timerfd",
    "file/dup:same-file-dup", "file/dup:same-file-dupfd" },
}
mutant {
  id = "hrt-period-coarse",
  find = "step = ktime_to_deadline(interval);",
  replace = "step = ktime_to_deadline(interval);\n"
    .. "\tstep += step > 1000000 ? 999 - (step + 999) % 1000 : 0;",
  bug = "a period is rounded up to whole microseconds",
  clauses = { "TM-PERIOD-1" },
  cases = { "common/period:two-hundred@hrtimer",
    "common/period:two-hundred@timerfd",
    "common/period:odd-period@timerfd" },
}
mutant {
  id = "hrt-missed-not-added",
  find = "return added;\t\t\t\t\t/* [HRT-FORWARD-3] */",
  replace = "return added > 2 ? added - 1 : added;",
  bug = "forward loses one interval of three and more",
  clauses = { "TM-COUNT-1" },
  cases = { "common/count:held-3@hrtimer", "common/count:held-9@timerfd",
    "common/count:anew@hrtimer", "common/count:thousands@hrtimer",
    "common/past:five-passed@hrtimer", "common/count:new-setting@hrtimer" },
}
mutant {
  id = "hrt-forward-by-one", file = "ref/lib/math64.c",
  find = "*deadline = nsec_add_sat(now - (int64_t)rest, interval);",
  replace = "missed = missed > 0;\n"
    .. "\t*deadline += (int64_t)(missed + 1) * interval;",
  bug = "forward catches up with one missed interval and not with more",
  clauses = { "TM-COUNT-1", "TM-PERIOD-3" },
  cases = { "common/count:held-3@hrtimer", "common/count:held-5@timerfd",
    "common/period:late-report@hrtimer" },
}
mutant {
  id = "hrt-left-overdue",
  find = "-queue_now(t->queue));",
  replace = "-ktime_to_ns(ktime_get_real()));",
  bug = "the time left is taken by another clock than the timer's",
  clauses = { "TM-LEFT-1", "TM-LEFT-4" },
  cases = { "common/left:counts-down-mono@hrtimer",
    "common/left:counts-down-mono@timerfd",
    "common/left:absolute-mono@timerfd", "common/far:silent-2-to-31-s@hrtimer",
    "common/left:counts-down-real@hrtimer" },
}
mutant {
  id = "hrt-left-absolute",
  find = "-queue_now(t->queue));",
  replace = "0);",
  bug = "what is read back is the deadline and not the time to it",
  clauses = { "TM-LEFT-4", "TM-LEFT-1" },
  cases = { "common/left:absolute-mono@hrtimer",
    "common/left:absolute-real@timerfd",
    "common/left:periodic-absolute@timerfd", "timerfd/settime:old-absolute",
    "common/far:silent-1-minute@hrtimer", "common/far:silent-20-years@hrtimer",
    "common/far:silent-2-to-32-s@hrtimer" },
}
mutant {
  id = "queue-drops-right", file = "ref/lib/timerqueue.c",
  find = "join(n->left, n->right, n->parent, place_of(q, n));",
  replace = "hang(n->left, n->parent, place_of(q, n));",
  bug = "removing a timer takes its right-hand neighbours with it",
  clauses = { "TM-MANY-1" },
  cases = { "common/many:shuffled@hrtimer", "common/many:shuffled@timerfd",
    "common/many:neighbour-moved@hrtimer",
    "common/many:periods-side-by-side@hrtimer",
    "common/many:sixty-four@hrtimer" },
}
mutant {
  id = "hrt-one-of-two",
  find = "\twhile ((t = base_due(b)) != NULL)\n\t\thrtimer_run(b, t);",
  replace = "\tint64_t last = -1;\n\n"
    .. "\twhile ((t = base_due(b)) != NULL) {\n"
    .. "\t\tif (t->deadline == last) {\n"
    .. "\t\t\thrtimer_dequeue(b, t);\n\t\t\tcontinue;\n\t\t}\n"
    .. "\t\tlast = t->deadline;\n\t\thrtimer_run(b, t);\n\t}",
  bug = "of two timers with one deadline the second is taken for the first",
  clauses = { "TM-MANY-2" },
  cases = { "common/many:one-deadline@hrtimer",
    "common/many:one-deadline@timerfd",
    "common/many:one-deadline-one-disarmed@timerfd",
    "common/many:two-series-one-instant@timerfd" },
}
mutant {
  id = "sim-compare-passed", file = "ref/hal/simtimer.c",
  find = "hal_ticks(et->et_frequency, first));\n\thal_write32",
  replace = "hal_ticks(et->et_frequency, first) + 1);\n\thal_write32",
  bug = "the driver programs one tick too many",
  clauses = { "TM-REL-1", "TM-PERIOD-1" },
  cases = { "common/early:exact@hrtimer", "common/early:exact@timerfd",
    "file/dup:onto-a-free-number", "sleep/relative:clock-set-nanosleep",
    "sleep/relative:one-interrupt" },
}
mutant {
  id = "tick-rounds-to-us", file = "ref/tick/tick.c",
  find = "tick_start(c, now, next - now);",
  replace = "tick_start(c, now, (next - now + 999) / 1000 * 1000);",
  bug = "the hardware is programmed in whole microseconds",
  clauses = { "TM-REL-1" },
  cases = { "common/early:exact@hrtimer", "common/period:nanoseconds@timerfd",
    "common/early:odd-durations-real@hrtimer" },
}
