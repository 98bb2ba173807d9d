-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in kevent's timers, descriptors and notes.

mutants { id = "kev-", file = "ref/kevent/origins.c", cases = "kevent/" }

mutant {
  id = "seconds-lost",
  find = "(int64_t)u->id.raw[0] * NSEC_PER_SEC + u->id.raw[1]",
  replace = "(int64_t)u->id.raw[1]",
  bug = "seconds are not counted",
  clauses = { "KEV-TIMER-1" },
  cases = { "timer:seconds" },
}

mutant {
  id = "seconds-32",
  find = "(int64_t)u->id.raw[0] * NSEC_PER_SEC",
  replace = "(int64_t)(int32_t)u->id.raw[0] * NSEC_PER_SEC",
  bug = "68 years are past",
  clauses = { "KEV-TIMER-1" },
  cases = { "timer:far" },
}

mutant {
  id = "once-goes-on",
  find = "(k->asked.req_flags & KEVENT_REQ_ONESHOT) != 0 ? 0 : period",
  replace = "(k->asked.req_flags & KEVENT_REQ_ONESHOT) != 0 ? period : period",
  bug = "a one-shot timer counts on until it is fetched",
  clauses = { "KEV-TIMER-1" },
  cases = { "get:bad-buffer-timer-oneshot" },
}

mutant {
  id = "never-again",
  find = "(k->asked.req_flags & KEVENT_REQ_ONESHOT) != 0 ? 0 : period",
  replace = "0",
  bug = "a timer expires once",
  clauses = { "KEV-TIMER-1" },
  cases = { "timer:interval" },
}

mutant {
  id = "second-taken",
  find = "k->asked.id.raw[1] >= NSEC_PER_SEC ||",
  replace = "",
  bug = "raw[1] can be anything",
  clauses = { "KEV-TIMER-2" },
  cases = { "timer:refused-second", "timer:refused-all-ones",
    "timer:refused-second-and-none" },
}

mutant {
  id = "none-taken",
  find = "|| k->asked.id.raw_u64 == 0",
  replace = "",
  bug = "a timer of no time is taken",
  clauses = { "KEV-TIMER-2" },
  cases = { "timer:refused-none" },
}

mutant {
  id = "whole-refused",
  find = "k->asked.id.raw_u64 == 0",
  replace = "k->asked.id.raw[1] == 0",
  bug = "whole seconds are refused",
  clauses = { "KEV-TIMER-2" },
  cases = { "timer:taken-whole" },
}

mutant {
  id = "mono-only",
  find = "KEVENT_TIMER_REALTIME) != 0 ?",
  replace = "0x80) != 0 ?",
  bug = "the clock cannot be chosen",
  clauses = { "KEV-TIMER-4" },
  cases = { "timer:stamp-of-clock" },
}

mutant {
  id = "modify-stops",
  find = "timer_dequeue(k);\n\ttimer_begin(k);",
  replace = "timer_dequeue(k);",
  bug = "a timer that is modified stops",
  clauses = { "KEV-TIMER-5" },
  cases = { "timer:modify", "timer:modify-once" },
}

mutant {
  id = "modify-goes-on",
  find = ".modify = timer_modify,",
  replace = "",
  bug = "a timer that is modified keeps its time",
  clauses = { "KEV-TIMER-5" },
  cases = { "timer:modify", "timer:modify-once" },
}

mutant {
  id = "any-event",
  find = "return event & k->asked.event;",
  replace = "return event;",
  bug = "a descriptor is ready for what was not asked",
  clauses = { "KEV-SOCKET-1" },
  cases = { "socket:not-writable" },
}

mutant {
  id = "never-recv",
  find = "event |= KEVENT_SOCKET_RECV;",
  replace = "event |= KEVENT_SOCKET_SEND;",
  bug = "what can be read is said to be writable",
  clauses = { "KEV-SOCKET-1" },
  cases = { "socket:readable", "socket:readable-or-writable" },
}

mutant {
  id = "closed-watched",
  find = "return EBADF;",
  replace = "return ENODEV;",
  bug = "a closed descriptor has the wrong errno",
  clauses = { "KEV-SOCKET-2" },
  cases = { "socket:refused" },
}

mutant {
  id = "queue-watched",
  find = "if (kevent_is_queue(so->file)) {",
  replace = "if (so->file == NULL) {",
  bug = "a queue can be watched",
  clauses = { "KEV-SOCKET-2" },
  cases = { "socket:refused" },
}

mutant {
  id = "not-watched",
  find = "(void)file_poll(so->file, &so->waiter);",
  replace = "waitq_add(&(struct waitq){ 0 }, &so->waiter);",
  bug = "news of a descriptor do not arrive",
  clauses = { "KEV-SOCKET-1" },
  cases = { "socket:readable", "socket:two-kinds" },
}

mutant {
  id = "file-not-kept",
  find = "(void)file_poll(so->file, &so->waiter);",
  replace = "(void)file_poll(so->file, &so->waiter);\n\tfile_put(so->file);",
  bug = "the file of a descriptor goes when it is closed",
  clauses = { "KEV-SOCKET-5" },
  cases = { "socket:kept-open", "socket:closed-both" },
}

mutant {
  id = "notify-all",
  find = ".wants = KEVENT_MASK_ALL,\n\t.enqueue = notify_enqueue",
  replace = ".wants = KEVENT_MASK_ALL, .callback = socket_callback,\n"
    .. "\t.enqueue = notify_enqueue",
  bug = "a note asks a descriptor",
  clauses = { "KEV-NOTIFY-1" },
  cases = { "batch:ready", "get:max-huge" },
}

mutant {
  id = "never-send",
  find = "event |= KEVENT_SOCKET_SEND;",
  replace = "event |= 0;",
  bug = "a descriptor is never writable",
  clauses = { "KEV-SOCKET-1" },
  cases = { "socket:send" },
}
