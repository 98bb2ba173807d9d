-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the calls of kevent.

mutants { id = "kev-", file = "ref/kevent/syscalls.c", cases = "kevent/" }

mutant {
  id = "init-dirty",
  find = "q = kevent_queue_new();",
  replace = "q = kevent_queue_new();\n\tif (q != NULL)\n\t\tq->asked = true;",
  bug = "a new queue ends the first wait",
  clauses = { "KEV-INIT-1" },
  cases = { "queue:new", "queue:dup" },
}

mutant {
  id = "init-one-record",
  find = "num == 1 || flags != 0",
  replace = "flags != 0",
  bug = "a ring of one record is taken",
  clauses = { "KEV-INIT-2" },
  cases = { "queue:ring-of-one" },
}

mutant {
  id = "init-no-ring",
  find = "(ring == NULL) != (num == 0)",
  replace = "(ring != NULL && num == 0)",
  bug = "records without a ring are taken",
  clauses = { "KEV-INIT-2" },
  cases = { "queue:records-and-no-ring" },
}

mutant {
  id = "init-no-records",
  find = "(ring == NULL) != (num == 0)",
  replace = "(ring == NULL && num != 0)",
  bug = "a ring of no records is taken",
  clauses = { "KEV-INIT-2" },
  cases = { "queue:ring-of-none" },
}

mutant {
  id = "init-negative",
  find = "num > INT32_MAX / sizeof(ring->event[0])",
  replace = "(int)num > (int)(INT32_MAX / sizeof(ring->event[0]))",
  bug = "a ring of a negative number of records is taken",
  clauses = { "KEV-INIT-2" },
  cases = { "queue:ring-all-ones" },
}

mutant {
  id = "init-huge",
  find = "num > INT32_MAX / sizeof(ring->event[0])",
  replace = "num == UINT32_MAX",
  bug = "a ring that no memory holds is taken",
  clauses = { "KEV-INIT-2" },
  cases = { "queue:ring-too-large" },
}

mutant {
  id = "init-flags",
  find = "num == 1 || flags != 0",
  replace = "num == 1",
  bug = "unknown flags are taken",
  clauses = { "KEV-INIT-3" },
  cases = { "queue:flags-1", "queue:flags-800", "queue:flags-80000000" },
}

mutant {
  id = "init-ring-unset",
  find = "ring != NULL && kevent_ring_begin(&state) != 0",
  replace = "ring == NULL && kevent_ring_begin(&state) != 0",
  bug = "the words of the ring are what they were",
  clauses = { "KEV-INIT-4" },
  cases = { "queue:ring-begins-at-0", "queue:ring-bad" },
}

mutant {
  id = "init-no-queue",
  find = "if (q == NULL)\n\t\treturn -ENOMEM;",
  replace = "if (q == NULL)\n\t\treturn -EMFILE;",
  bug = "want of memory is said to be one of descriptors",
  clauses = { "KEV-INIT-5" },
  cases = { "queue:no-memory" },
}

mutant {
  id = "init-fd-lost",
  find = "if (fd < 0)\n\t\tkevent_queue_put(q);",
  replace = "if (fd < 0)\n\t\treturn -ENOMEM;",
  bug = "want of descriptors is said to be one of memory",
  clauses = { "KEV-INIT-5" },
  cases = { "queue:no-descriptors" },
}

mutant {
  id = "closed-errno",
  find = "return EBADF;",
  replace = "return EINVAL;",
  bug = "a closed descriptor has the wrong errno",
  clauses = { "KEV-FD-1" },
  cases = { "queue:closed-add", "queue:closed-get", "queue:closed-wait",
    "queue:closed-commit", "queue:closed-unknown-command",
    "queue:closed-bad-array", "queue:closed-get-nothing",
    "queue:closed-get-bad-timeout", "queue:closed-wait-for-none",
    "queue:closed-commit-nowhere", "queue:close-while-waiting" },
}

mutant {
  id = "foreign-errno",
  find = "file_put(f);\n\t\treturn EINVAL;",
  replace = "file_put(f);\n\t\treturn EBADF;",
  bug = "a descriptor of another kind has the wrong errno",
  clauses = { "KEV-FD-2" },
  cases = { "queue:foreign-add", "queue:foreign-get",
    "queue:foreign-unknown-command", "queue:foreign-bad-array",
    "queue:foreign-get-nothing", "queue:foreign-get-bad-timeout",
    "queue:foreign-wait", "queue:foreign-wait-for-none",
    "queue:foreign-commit", "queue:foreign-commit-nowhere" },
}

mutant {
  id = "can-be-read",
  find = ".poll = kevent_poll,",
  replace = ".read = (long (*)(struct file *, struct uio *))kevent_poll,\n"
    .. "\t.poll = kevent_poll,",
  bug = "a queue can be read as a stream",
  clauses = { "KEV-FD-3" },
  cases = { "queue:no-stream" },
}

mutant {
  id = "never-readable",
  find = "ready = q->ready.n > 0 ||",
  replace = "ready = q->ready.n > 1 ||",
  bug = "a queue with one event is not readable",
  clauses = { "KEV-POLL-1" },
  cases = { "queue:poll", "ring:full" },
}

mutant {
  id = "poll-writable",
  find = "POLLIN | POLLRDNORM : 0;",
  replace = "POLLIN | POLLRDNORM : POLLOUT;",
  bug = "a queue is writable",
  clauses = { "KEV-POLL-1" },
  cases = { "queue:poll", "queue:new" },
}

mutant {
  id = "command-any",
  find = "if (cmd <= KEVENT_CTL_READY) {",
  replace = "if (cmd <= 77) {",
  bug = "unknown commands are taken for another",
  clauses = { "KEV-CTL-1" },
  cases = { "batch:command-4", "batch:command-5" },
}

mutant {
  id = "nonblock-waits",
  find = "(f->flags & FILE_NONBLOCK) != 0;",
  replace = "(f->flags & FILE_CLOEXEC) != 0;",
  bug = "O_NONBLOCK has no effect",
  clauses = { "KEV-GET-4" },
  cases = { "get:no-wait-nonblock", "get:no-wait-nonblock-bound",
    "ring:nonblock", "get:no-wait-nonblock-abs" },
}

mutant {
  id = "get-flags",
  find = "(flags & ~KEVENT_FLAGS_ABSTIME) != 0 || max == 0 ||",
  replace = "max == 0 ||",
  bug = "unknown flags of a fetch are taken",
  clauses = { "KEV-GET-7" },
  cases = { "get:refused-flags", "get:refused-flags-all",
    "get:refused-flags-first" },
}

mutant {
  id = "get-max-0",
  find = "max == 0 || min > max",
  replace = "min > max",
  bug = "a fetch of none is taken",
  clauses = { "KEV-GET-7" },
  cases = { "get:refused-max-0", "get:refused-max-first" },
}

mutant {
  id = "get-min-over",
  find = "max == 0 || min > max",
  replace = "max == 0",
  bug = "more can be waited for than there is room for",
  clauses = { "KEV-GET-7" },
  cases = { "get:refused-min-over-max", "get:refused-min-first" },
}

mutant {
  id = "copy-failed-unsaid",
  find = "failed.ret_flags |= KEVENT_RET_COPY_FAILED;",
  replace = "failed.ret_flags |= 0;",
  bug = "an event that the ring had no room for is not marked",
  clauses = { "KEV-RING-9" },
  cases = { "ring:get-too" },
}

mutant {
  id = "get-not-in-ring",
  find = "ring->user == NULL || kevent_ring_put(ring, u) == 0",
  replace = "true",
  bug = "what is fetched does not get into the ring",
  clauses = { "KEV-RING-9" },
  cases = { "ring:get-too" },
}

mutant {
  id = "wait-num",
  find = "num == 0 || num > q->ring.num",
  replace = "num == 0 || q->ring.user == NULL",
  bug = "more than the ring can be asked for",
  clauses = { "KEV-RING-4" },
  cases = { "ring:refused-num-5", "ring:refused-num-huge" },
}

mutant {
  id = "wait-num-0",
  find = "num == 0 || num > q->ring.num",
  replace = "num > q->ring.num",
  bug = "nothing can be waited for",
  clauses = { "KEV-RING-4" },
  cases = { "ring:refused-num-0" },
}

mutant {
  id = "wait-one",
  find = "kevent_fetch(&sink, 1, num, p);",
  replace = "kevent_fetch(&sink, 1, 1, p);",
  bug = "kevent_wait writes one event, whatever was asked",
  clauses = { "KEV-RING-1" },
  cases = { "ring:num", "ring:laps" },
}

mutant {
  id = "commit-no-ring",
  find = "if (q->ring.user != NULL) {",
  replace = "if (q->ring.user != NULL || new_uidx != 0) {",
  bug = "a commit without a ring fails",
  clauses = { "KEV-RING-6" },
  cases = { "ring:no-ring" },
}

mutant {
  id = "old-ignored",
  find = "waits = q->ring.uidx == uidx && !kevent",
  replace = "waits = !kevent",
  bug = "the index that the caller knows is not looked at",
  clauses = { "KEV-RING-5" },
  cases = { "ring:old-index" },
}

mutant {
  id = "old-always",
  find = "waits = q->ring.uidx == uidx && !kevent",
  replace = "waits = q->ring.uidx != uidx && !kevent",
  bug = "kevent_wait waits for who is late",
  clauses = { "KEV-RING-1", "KEV-RING-5" },
  cases = { "ring:wait" },
}

mutant {
  id = "full-waits",
  find = "waits = q->ring.uidx == uidx && !kevent_ring_full(&q->ring);",
  replace = "waits = q->ring.uidx == uidx;",
  bug = "a full ring is waited for",
  clauses = { "KEV-RING-3" },
  cases = { "ring:full" },
}

mutant {
  id = "full-errno",
  find = "return r == -ENOSPC ? 0 : r;",
  replace = "return r;",
  bug = "a full ring is an error",
  clauses = { "KEV-RING-3" },
  cases = { "ring:full", "ring:laps" },
}

mutant {
  id = "wait-flags",
  find = "if ((flags & ~KEVENT_FLAGS_ABSTIME) != 0 ||\n\t    num == 0",
  replace = "if (num == 0",
  bug = "unknown flags of kevent_wait are taken",
  clauses = { "KEV-RING-4" },
  cases = { "ring:refused-flags" },
}

mutant {
  id = "nudge-unseen",
  find = "q->ready.n > 0 || q->asked ?",
  replace = "q->ready.n > 0 ?",
  bug = "a wait that is to end at once is not seen by poll",
  clauses = { "KEV-READY-3" },
  cases = { "batch:ready-none-early" },
}

mutant {
  id = "get-fault-unsaid",
  find = "ring->user == NULL || kevent_ring_put(ring, u) == 0)\n"
    .. "\t\treturn error;",
  replace = "ring->user == NULL || kevent_ring_put(ring, u) == 0)\n"
    .. "\t\treturn 0;",
  bug = "a buffer in bad memory is not told",
  clauses = { "KEV-GET-8" },
  cases = { "get:bad-buffer", "get:bad-buffer-wakes" },
}

mutant {
  id = "poll-not-queued",
  find = "if (w != NULL)\n\t\twaitq_add",
  replace = "if (w == NULL)\n\t\twaitq_add",
  bug = "who polls a queue is not woken",
  clauses = { "KEV-POLL-1" },
  cases = { "queue:poll-waits" },
}

mutant {
  id = "command-cut",
  find = "if (cmd <= KEVENT_CTL_READY) {\t\t\t/* [KEV-CTL-1] */",
  replace = "cmd &= 3;\n\tif (cmd <= KEVENT_CTL_READY) {",
  bug = "of a command two bits are looked at",
  clauses = { "KEV-CTL-1" },
  cases = { "batch:command-7fffffff", "batch:command-ffffffff" },
}
