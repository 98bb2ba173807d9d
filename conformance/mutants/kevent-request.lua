-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the timers that the kernel asks for.

mutants { id = "kev-", file = "ref/kevent/request.c", cases = "kevent/" }

mutant {
  id = "waits-always",
  find = "if (r->complete(r, r->count) == KEVENT_GO_ON)",
  replace = "if (r->complete(r, r->count) != KEVENT_GO_ON &&\n"
    .. "\t    r->count == 0)",
  bug = "a request that goes on does not",
  clauses = { "KEV-REQ-2" },
  cases = { "request:goes-on" },
}

mutant {
  id = "goes-on-always",
  find = "if (r->complete(r, r->count) == KEVENT_GO_ON)",
  replace = "if (r->complete(r, r->count) == KEVENT_GO_ON || true)",
  bug = "a request that waits goes on",
  clauses = { "KEV-REQ-3", "KEV-TIMER-6" },
  cases = { "request:waits", "timer:cost-1000000" },
}

mutant {
  id = "count-late",
  find = "r->count++;",
  replace = "",
  bug = "an expiration is told with the next one",
  clauses = { "KEV-REQ-1" },
  cases = { "request:first", "request:goes-on", "get:not-interrupted",
    "request:absolute" },
}

mutant {
  id = "phase-lost",
  find = "added = hrtimer_forward64(&r->timer, ns_to_ktime(r->interval));",
  replace = "added = 1;\n"
    .. "\t(void)hrtimer_start(&r->timer, ns_to_ktime(r->interval), "
    .. "HRTIMER_REL);\n"
    .. "\t(void)hrtimer_try_to_cancel(&r->timer);",
  bug = "a request that was late loses its phase",
  clauses = { "KEV-REQ-2", "KEV-REQ-3", "KEV-TIMER-1" },
  cases = { "request:goes-on-late", "request:waits", "timer:interval",
    "timer:cost-1" },
}

mutant {
  id = "last-of-next",
  find = "r->last = deadline_of(r) - r->interval;",
  replace = "r->last = deadline_of(r);",
  bug = "the time of the last expiration is the next one's",
  clauses = { "KEV-TIMER-3" },
  cases = { "timer:interval", "request:bound" },
}

mutant {
  id = "left-0",
  find = "return left > 0 ? left : 1;",
  replace = "return left;",
  bug = "the time left of a request that is due is 0 or less",
  clauses = { "KEV-REQ-4" },
  cases = { "request:left-at-all" },
}

mutant {
  id = "left-not-caught-up",
  find = "catch_up(r);\n\tleft =",
  replace = "left =",
  bug = "the time left is that of a deadline that went by",
  clauses = { "KEV-REQ-4" },
  cases = { "request:left", "request:bound" },
}

mutant {
  id = "stop-keeps-count",
  find = "r->waiting = false;\n"
    .. "\tr->counted = false;\n"
    .. "\tr->count = 0;\n"
    .. "\tif (r->event",
  replace = "r->waiting = false;\n\tr->counted = false;\n\tif (r->event",
  bug = "a request that was stopped tells old expirations",
  clauses = { "KEV-REQ-5" },
  cases = { "request:stop" },
}

mutant {
  id = "stop-keeps-armed",
  find = "\tr->armed = false;\n"
    .. "\tr->waiting = false;\n"
    .. "\tr->counted = false;\n"
    .. "\tr->count = 0;",
  replace = "\tr->waiting = false;\n\tr->counted = false;\n\tr->count = 0;",
  bug = "a request that was stopped has time left",
  clauses = { "KEV-REQ-4", "KEV-REQ-5" },
  cases = { "request:left" },
}

mutant {
  id = "stop-not-waiting",
  find = "while (hrtimer_try_to_cancel(&r->timer) < 0) {",
  replace = "(void)hrtimer_try_to_cancel(&r->timer);\n\twhile (false) {",
  bug = "stopping does not wait for the completion",
  clauses = { "KEV-REQ-5" },
  cases = { "request:stop-while-called" },
}

mutant {
  id = "restart-lost",
  find = "(void)hrtimer_start(&r->timer, first, mode);",
  replace = "if (hrtimer_idle(&r->timer))\n"
    .. "\t\t(void)hrtimer_start(&r->timer, first, mode);",
  bug = "a start in the completion is lost",
  clauses = { "KEV-REQ-6" },
  cases = { "request:start-in-call" },
}

mutant {
  id = "unlocked-start",
  find = "enum hrtimer_mode mode)\n{\n\tCHECK(port_spin_held(r->lock));",
  replace = "enum hrtimer_mode mode)\n{\n",
  bug = "start is done without the lock",
  clauses = { "KEV-REQ-7" },
  cases = { "request:unlocked-start" },
}

mutant {
  id = "unlocked-stop",
  find = "bool *s)\n{\n\tCHECK(port_spin_held(r->lock));",
  replace = "bool *s)\n{\n",
  bug = "stop is done without the lock",
  clauses = { "KEV-REQ-7" },
  cases = { "request:unlocked-stop" },
}

mutant {
  id = "unlocked-advance",
  find = "kevent_request_advance(struct kevent_request *r)\n"
    .. "{\n"
    .. "\tCHECK(port_spin_held(r->lock));",
  replace = "kevent_request_advance(struct kevent_request *r)\n{\n",
  bug = "advance is done without the lock",
  clauses = { "KEV-REQ-7" },
  cases = { "request:unlocked-advance" },
}

mutant {
  id = "unlocked-remaining",
  find = "int64_t left;\n\n\tCHECK(port_spin_held(r->lock));",
  replace = "int64_t left;\n\n",
  bug = "remaining is done without the lock",
  clauses = { "KEV-REQ-7" },
  cases = { "request:unlocked-remaining" },
}

mutant {
  id = "start-twice",
  find = "CHECK(!r->armed || r->waiting);",
  replace = "",
  bug = "a request that runs is started",
  clauses = { "KEV-REQ-8" },
  cases = { "request:start-running", "request:start-periodic" },
}

mutant {
  id = "bind-twice",
  find = "error = EEXIST;",
  replace = "error = EINVAL;",
  bug = "a key that is taken has the wrong errno",
  clauses = { "KEV-REQ-9" },
  cases = { "request:bind-refused" },
}

mutant {
  id = "bind-no-memory",
  find = "error = ENOMEM;",
  replace = "error = EEXIST;",
  bug = "want of memory has the wrong errno when a request is bound",
  clauses = { "KEV-REQ-9" },
  cases = { "request:bind-refused" },
}

mutant {
  id = "bound-unforgotten",
  find = "kevent_forget(r->event);",
  replace = "(void)port_cpu();",
  bug = "an event stays when its request is stopped",
  clauses = { "KEV-REQ-11" },
  cases = { "request:bound-stop" },
}

mutant {
  id = "fini-stays",
  find = "kevent_drop(r->event);",
  replace = "(void)port_cpu();",
  bug = "a request that is over leaves its entry",
  clauses = { "KEV-REQ-9", "KEV-REQ-11" },
  cases = { "request:bound-fini", "request:bind-refused" },
}

mutant {
  id = "realtime-stamp",
  find = "r->clock == CLOCK_REALTIME ? ktime_get_real() :",
  replace = "r->clock == CLOCK_REALTIME ? ktime_get() :",
  bug = "the time of an expiration is of the wrong clock",
  clauses = { "KEV-TIMER-4" },
  cases = { "timer:stamp-of-clock" },
}

mutant {
  id = "bound-goes-on",
  find = "kevent_news(r->event, 0);\n\treturn KEVENT_WAIT;",
  replace = "kevent_news(r->event, 0);\n\treturn KEVENT_GO_ON;",
  bug = "a timer that nobody fetches takes interrupts",
  clauses = { "KEV-TIMER-6" },
  cases = { "timer:cost-1000000" },
}

mutant {
  id = "counted-twice",
  find = "r->counted ? added - 1 : added",
  replace = "added",
  bug = "the deadline that was told is counted again",
  clauses = { "KEV-REQ-3" },
  cases = { "request:waits", "timer:interval" },
}

mutant {
  id = "counted-never",
  find = "r->counted = false;\n}\n\n/* Wait for",
  replace = "}\n\n/* Wait for",
  bug = "every look takes an expiration away",
  clauses = { "KEV-REQ-4" },
  cases = { "request:left" },
}

mutant {
  id = "set-back-counts",
  find = "if (added > 0) {\t/* else the clock was set back */",
  replace = "if (true) {",
  bug = "a look behind a jump of the clock takes the expiration away",
  clauses = { "KEV-REQ-4" },
  cases = { "request:set-back" },
}

mutant {
  id = "fini-of-unbound",
  find = "if (r->event == NULL)\n\t\treturn;",
  replace = "",
  bug = "a request without a queue leaves one",
  clauses = { "KEV-REQ-5" },
  cases = { "request:stop" },
}
