-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in who waits for a kevent queue, and who gets what.

mutants { id = "kev-", file = "ref/kevent/fetch.c", cases = "kevent/" }

mutant {
  id = "abs-ignored",
  find = "(flags & KEVENT_FLAGS_ABSTIME) != 0 ? HRTIMER_ABS",
  replace = "(flags & 8) != 0 ? HRTIMER_ABS",
  bug = "an absolute timeout counts from now",
  clauses = { "KEV-GET-5" },
  cases = { "get:absolute", "get:absolute-past", "get:absolute-clock-set" },
}

mutant {
  id = "abs-real",
  find = "hrtimer_init(&p->timer, CLOCK_MONOTONIC);",
  replace = "hrtimer_init(&p->timer, CLOCK_REALTIME);",
  bug = "an absolute timeout is one of the time of day",
  clauses = { "KEV-GET-5" },
  cases = { "get:absolute" },
}

mutant {
  id = "timeout-any",
  find = "if (ts.tv_sec < 0 || ts.tv_nsec < 0 || ts.tv_nsec >= "
    .. "NSEC_PER_SEC)\n"
    .. "\t\treturn EINVAL;",
  replace = "",
  bug = "a timeout can be anything",
  clauses = { "KEV-GET-7", "KEV-RING-4" },
  cases = { "get:refused-nsec-negative", "get:refused-nsec-second",
    "get:refused-sec-negative", "ring:refused-timeout-none",
    "get:refused-abs-negative", "ring:refused-timeout-negative" },
}

mutant {
  id = "timeout-errno",
  find = "sizeof(ts)) != 0)\n\t\treturn EFAULT;",
  replace = "sizeof(ts)) != 0)\n\t\treturn EINVAL;",
  bug = "a timeout in bad memory has the wrong errno",
  clauses = { "KEV-GET-7" },
  cases = { "get:refused-timeout-bad", "ring:refused-timeout-bad" },
}

mutant {
  id = "zero-waits",
  find = "p->none = p->mode == HRTIMER_REL && ts.tv_sec == 0 &&",
  replace = "p->none = p->mode == HRTIMER_ABS && ts.tv_sec == 0 &&",
  bug = "a relative timeout of zero goes through the timer, an absolute "
    .. "one does not",
  clauses = { "KEV-GET-4", "KEV-GET-5" },
  cases = { "get:no-wait-cost" },
}

mutant {
  id = "timeout-early",
  find = "(void)hrtimer_start(&p->timer, p->time, p->mode);",
  replace = "(void)hrtimer_start(&p->timer, ktime_sub(p->time,\n"
    .. "\t\t    ns_to_ktime(1000000)), p->mode);",
  bug = "a wait ends 1 ms before its time",
  clauses = { "KEV-GET-3" },
  cases = { "get:timeout", "get:timeout-some", "get:absolute" },
}

mutant {
  id = "never-called",
  find = "me->called = true;",
  replace = "",
  bug = "who was woken is woken again",
  clauses = { "KEV-WAKE-1" },
  cases = { "get:wake-two-at-once" },
}

mutant {
  id = "wakes-too-few",
  find = "if (!q->asked && !enough(q, me->need))",
  replace = "if (!q->asked && !enough(q, 1))",
  bug = "news wake who came first, though he needs more",
  clauses = { "KEV-WAKE-1" },
  cases = { "get:wake-enough" },
}

mutant {
  id = "min-ignored",
  find = "return q->ready.n + q->unsure.n >= need;",
  replace = "return q->ready.n + q->unsure.n >= (need > 1 ? 1 : need);",
  bug = "a wait ends with the first event",
  clauses = { "KEV-GET-2" },
  cases = { "get:wake-enough" },
}

mutant {
  id = "min-1",
  find = "while (why == 0 && r >= 0 && got < min);",
  replace = "while (false);",
  bug = "a wait that was ended for nothing is over",
  clauses = { "KEV-GET-2", "KEV-ORIGIN-4" },
  cases = { "origin:not-ready-after-all" },
}

mutant {
  id = "restarts",
  find = "error = port_block() != 0 ? EINTR : 0;",
  replace = "error = port_block() == EINTR ? EINTR : 0;",
  bug = "a handler with SA_RESTART does not end a wait",
  clauses = { "KEV-GET-6" },
  cases = { "get:interrupted-1" },
}

mutant {
  id = "no-eintr",
  find = "return r < 0 ? r : why == EINTR ? -EINTR : 0;",
  replace = "return r < 0 ? r : 0;",
  bug = "a wait that a handler ends returns 0",
  clauses = { "KEV-GET-6" },
  cases = { "get:interrupted-0", "get:interrupted-1" },
}

mutant {
  id = "eintr-always",
  find = "if (got > 0)\n\t\treturn (int)got;",
  replace = "if (got > 0 && why != EINTR)\n\t\treturn (int)got;",
  bug = "a handler takes what there was",
  clauses = { "KEV-GET-6" },
  cases = { "get:interrupted-some" },
}

mutant {
  id = "not-done",
  find = "u->ret_flags = KEVENT_RET_DONE;",
  replace = "u->ret_flags = 0;",
  bug = "an event is not marked",
  clauses = { "KEV-EVENT-1" },
  cases = { "get:as-asked", "timer:once" },
}

mutant {
  id = "merged-plus-one",
  find = "k->taken > 0 ? k->taken - 1 : 0",
  replace = "k->taken",
  bug = "the first of what was merged counts",
  clauses = { "KEV-EVENT-4" },
  cases = { "timer:once", "get:merged", "batch:ready", "timer:taken-least",
    "timer:taken-most" },
}

mutant {
  id = "merged-wraps",
  find = "beyond < INT32_MAX ? (uint32_t)beyond : INT32_MAX",
  replace = "(uint32_t)beyond",
  bug = "the count of what was merged wraps",
  clauses = { "KEV-EVENT-4" },
  cases = { "get:merged-too-many" },
}

mutant {
  id = "stamp-us",
  find = "(uint32_t)div64_floor(r->last,\n\t\t    NSEC_PER_MSEC, NULL)",
  replace = "(uint32_t)div64_floor(r->last,\n\t\t    NSEC_PER_USEC, NULL)",
  bug = "the time of an expiration is in microseconds",
  clauses = { "KEV-TIMER-3" },
  cases = { "timer:once", "timer:interval" },
}

mutant {
  id = "stamp-up",
  find = "(uint32_t)div64_floor(r->last,",
  replace = "1 + (uint32_t)div64_floor(r->last - 1,",
  bug = "the time of an expiration is rounded up",
  clauses = { "KEV-TIMER-3" },
  cases = { "timer:stamp-rounded-down" },
}

mutant {
  id = "not-advanced",
  find = "k->count += kevent_request_advance(r);",
  replace = "k->count += r->count;\n\t\tr->count = 0;",
  bug = "a timer that was fetched does not go on",
  clauses = { "KEV-TIMER-1", "KEV-REQ-10" },
  cases = { "timer:interval", "request:bound", "timer:many-of-one-period" },
}

mutant {
  id = "oneshot-stays",
  find = "if ((flags & KEVENT_REQ_ONESHOT) != 0) {",
  replace = "if ((flags & KEVENT_REQ_ONESHOT) != 0 && k->count > 0) {",
  bug = "a one-shot entry stays",
  clauses = { "KEV-EVENT-3" },
  cases = { "get:oneshot", "origin:oneshot" },
}

mutant {
  id = "goes",
  find = "if ((flags & KEVENT_REQ_ONESHOT) != 0) {",
  replace = "if (k->request == NULL ||\n"
    .. "\t    (flags & KEVENT_REQ_ONESHOT) != 0) {",
  bug = "every entry goes when it is fetched",
  clauses = { "KEV-EVENT-2" },
  cases = { "get:stays" },
}

mutant {
  id = "always-edge",
  find = "(flags & KEVENT_REQ_ET) == 0 && k->origin->callback",
  replace = "(flags & KEVENT_REQ_ET) != 0 && k->origin->callback",
  bug = "ET and its opposite are exchanged",
  clauses = { "KEV-SOCKET-3" },
  cases = { "socket:level", "socket:edge" },
}

mutant {
  id = "last-check-not",
  find = "(k->asked.req_flags & KEVENT_REQ_LAST_CHECK) != 0 &&",
  replace = "false &&",
  bug = "LAST_CHECK has no effect",
  clauses = { "KEV-SOCKET-4" },
  cases = { "socket:last-check-last" },
}

mutant {
  id = "last-check-always",
  find = "(k->asked.req_flags & KEVENT_REQ_LAST_CHECK) != 0 &&",
  replace = "true &&",
  bug = "every entry is looked at again when it is fetched",
  clauses = { "KEV-SOCKET-4" },
  cases = { "socket:last-check-et" },
}

mutant {
  id = "lost-on-fault",
  find = "if (k->fetching)\n\t\tkevent_give_back(k);",
  replace = "k->fetching = false;",
  bug = "an event that cannot be copied is lost",
  clauses = { "KEV-GET-8", "KEV-RING-10" },
  cases = { "get:bad-buffer", "ring:bad-ring" },
}

mutant {
  id = "two-get-it",
  find = "fetched(k);\n\t\treturn 0;",
  replace = "fetched(k);\n"
    .. "\t\tif ((u.req_flags & KEVENT_REQ_ONESHOT) == 0)\n"
    .. "\t\t\tkevent_ready(k);\n"
    .. "\t\treturn 0;",
  bug = "an event goes to the next one too",
  clauses = { "KEV-GET-9" },
  cases = { "get:two-waiters", "get:order" },
}

mutant {
  id = "all-lost-on-fault",
  find = "return n > 0 || error == EAGAIN ? (int)n : -error;",
  replace = "return error == 0 || error == EAGAIN ? (int)n : -error;",
  bug = "events before one that cannot be copied are not told",
  clauses = { "KEV-GET-8" },
  cases = { "get:bad-buffer", "ring:bad-ring" },
}

mutant {
  id = "max-ignored",
  find = "n < max && left > 0; left--",
  replace = "left > 0; left--",
  bug = "more is copied than was asked for",
  clauses = { "KEV-GET-1" },
  cases = { "get:order", "ring:get-too" },
}

mutant {
  id = "seconds-ignored",
  find = "ts.tv_sec == 0 && ts.tv_nsec == 0;",
  replace = "ts.tv_nsec == 0;",
  bug = "a timeout of whole seconds does not wait",
  clauses = { "KEV-GET-3" },
  cases = { "get:timeout-seconds" },
}

mutant {
  id = "nsec-ignored",
  find = "ts.tv_sec == 0 && ts.tv_nsec == 0;",
  replace = "ts.tv_sec == 0;",
  bug = "a timeout under a second does not wait",
  clauses = { "KEV-GET-3" },
  cases = { "get:timeout", "get:timeout-some", "get:timeout-in-time" },
}

mutant {
  id = "nudge-unheard",
  find = "if (!q->asked && !enough(q, me->need))",
  replace = "if (!enough(q, me->need))",
  bug = "READY of none wakes nobody who waits",
  clauses = { "KEV-READY-3" },
  cases = { "batch:ready-none", "batch:ready-none-some" },
}

mutant {
  id = "nudge-stays",
  find = "q->asked = false;",
  replace = "",
  bug = "READY of none ends each wait",
  clauses = { "KEV-READY-3" },
  cases = { "batch:ready-none-early" },
}

mutant {
  id = "last-check-crash",
  find = "&&\n\t    k->origin->callback != NULL) {",
  replace = ") {",
  bug = "LAST_CHECK asks who cannot be asked",
  clauses = { "KEV-ORIGIN-4" },
  cases = { "origin:not-asked" },
}

mutant {
  id = "last-check-reversed",
  find = "if (k->asked.ret_data[0] == 0)",
  replace = "if (k->asked.ret_data[0] != 0)",
  bug = "what LAST_CHECK finds ready is not reported",
  clauses = { "KEV-SOCKET-4" },
  cases = { "socket:last-check-ready" },
}

mutant {
  id = "enough-is-one",
  find = "why = await(sink->queue, min - got, p);",
  replace = "min = min > 0;\n\t\twhy = await(sink->queue, min, p);",
  bug = "one event is enough, however many are wanted",
  clauses = { "KEV-GET-2" },
  cases = { "get:min" },
}
