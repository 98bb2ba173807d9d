-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the timer of a timer socket; those in the calls are in socket.lua.

mutants { id = "tsk-", file = "ref/timersock/timersock.c" }

mutant {
  id = "not-whole-records",
  find = "unsigned)t->rcvbuf / (unsigned)RECORD;",
  replace = "unsigned)t->rcvbuf / (unsigned)RECORD - 1;",
  bug = "there is room for one record less than the buffer holds",
  clauses = { "TSK-ROOM-1", "TSK-ROOM-2" },
  cases = { "timersock/event:room-8192", "timersock/event:room-1",
    "timersock/event:room-3", "timersock/event:burst-beyond-the-room",
    "timersock/event:room-of-negative", "timersock/event:room-of-least-int" },
}
mutant {
  id = "first-counts",
  find = "last = record(t, t->count - 1);",
  replace = "last = record(t, 0);",
  bug = "the overrun is counted in the first record",
  clauses = { "TSK-EVENT-4" },
  cases = { "timersock/event:room-2",
    "timersock/event:room-again-one-by-one" },
}
mutant {
  id = "overrun-wraps",
  find = "last->tse_overrun += n < most ? (unsigned)n : most;",
  replace = "last->tse_overrun += (unsigned)n + 0 * most;",
  bug = "the overrun begins anew after 2^32",
  clauses = { "TSK-EVENT-5" },
  cases = { "timersock/event:overrun-saturates" },
}
mutant {
  id = "overrun-short",
  find = "most = UINT_MAX - last->tse_overrun;",
  replace = "most = UINT_MAX / 2 - last->tse_overrun;",
  bug = "the overrun has 31 bits",
  clauses = { "TSK-EVENT-5", "TSK-EVENT-4" },
  cases = { "timersock/event:overrun-nearly",
    "timersock/event:overrun-saturates" },
}
mutant {
  id = "one-record-a-burst",
  find = "for (; n > 0 && room(t) > 0; n--) {",
  replace = "for (; n > 0 && room(t) > 0; n = 0) {",
  bug = "expirations that are handled together have one record",
  clauses = { "TSK-EVENT-2", "TM-COUNT-1" },
  cases = { "timersock/event:burst-2", "timersock/event:burst-10" },
}
mutant {
  id = "room-ignored",
  find = "for (; n > 0 && room(t) > 0; n--) {",
  replace = "for (; n > 0 && t->count < RECORDS; n--) {",
  bug = "a burst takes more than the buffer that was asked for",
  clauses = { "TSK-ROOM-2" },
  cases = { "timersock/event:burst-beyond-the-room" },
}
mutant {
  id = "stamp-mono",
  find = "now = ktime_to_timeval(ktime_get_real());",
  replace = "now = ktime_to_timeval(ktime_get());",
  bug = "the stamp is a reading of CLOCK_MONOTONIC",
  clauses = { "TSK-EVENT-3" },
  cases = { "timersock/event:stamp-is-real", "timersock/event:one-each",
    "timersock/read:by-read" },
}
mutant {
  id = "stamp-of-the-deadline",
  find = "now = ktime_to_timeval(ktime_get_real());",
  replace = "now = ktime_to_timeval(ktime_sub(ktime_get_real(),\n"
    .. "\t    ktime_sub(ktime_get(), ns_to_ktime(t->timer.deadline -\n"
    .. "\t    (t->armed ? t->interval : 0)))));",
  bug = "the stamp is the deadline, not when it was handled",
  clauses = { "TSK-EVENT-3", "TSK-EVENT-2" },
  cases = { "timersock/event:burst-2", "timersock/event:burst-3" },
}
mutant {
  id = "stamp-rounds-up",
  find = "now = ktime_to_timeval(ktime_get_real());",
  replace = "now = ktime_to_timeval(ktime_add_ns(ktime_get_real(), 999));",
  bug = "the stamp is rounded up",
  clauses = { "TSK-EVENT-3" },
  cases = { "timersock/event:stamp-rounds-down" },
}
mutant {
  id = "type-zero",
  find = "e->tse_type = TS_EV_TICK;",
  replace = "e->tse_type = 0;",
  bug = "a record does not say what it is",
  clauses = { "TSK-EVENT-1", "TSK-READ-8" },
  cases = { "timersock/event:one-each", "timersock/read:by-read",
    "timersock/read:by-recvmsg", "timersock/read:by-readv",
    "timersock/read:by-recv", "timersock/read:by-recvfrom",
    "timersock/read:pieces-2-readv", "timersock/read:pieces-2-recvmsg",
    "timersock/read:pieces-3-readv", "timersock/read:pieces-3-recvmsg",
    "timersock/read:pieces-16-recvmsg" },
}
mutant {
  id = "old-overrun",
  find = "\t\te->tse_overrun = 0;\n",
  replace = "",
  bug = "a record has the overrun of the one that lay there before",
  clauses = { "TSK-EVENT-1", "TSK-WRITE-9" },
  cases = { "timersock/write:same-record-counts-anew" },
}
mutant {
  id = "phase-lost",
  find = "n = hrtimer_forward64(&t->timer, ns_to_ktime(t->interval));",
  replace = "{\n\t\tn = hrtimer_forward64(&t->timer,\n"
    .. "\t\t    ns_to_ktime(t->interval));\n"
    .. "\t\tif (n > 1)\n\t\t\tt->timer.deadline = ktime_get() +\n"
    .. "\t\t\t    t->interval;\n\t}",
  bug = "a series whose interrupt came late goes on from the interrupt",
  clauses = { "TSK-EVENT-2", "TM-PERIOD-3" },
  cases = { "timersock/event:burst-2", "timersock/event:burst-10" },
}
mutant {
  id = "stays-armed",
  find = "t->armed = false;\t/* [TM-ONCE-1]",
  replace = ";\t/* [TM-ONCE-1]",
  bug = "a one-shot timer reads as armed after its expiry",
  clauses = { "TM-ONCE-2", "TSK-OPT-1" },
  cases = { "common/once:disarmed-after@timersock",
    "timersock/option:one-shot" },
}
mutant {
  id = "never-stops",
  find = "t->stopped = t->armed && room(t) == 0;",
  replace = "t->stopped = false;",
  bug = "a timer without room goes on taking interrupts",
  clauses = { "TSK-COST-1" },
  cases = { "timersock/event:cost-unread", "timersock/event:cost-unread-fast",
    "timersock/shutdown:reading-alone" },
}
mutant {
  id = "one-interrupt-each",
  find = "\tif (t->interval != 0)\t\t/* [TM-PERIOD-1] [TSK-COST-2] */\n"
    .. "\t\tn = hrtimer_forward64(&t->timer, ns_to_ktime(t->interval));\n",
  replace = "\tif (t->interval != 0)\n"
    .. "\t\tt->timer.deadline += t->interval;\n",
  bug = "each missed expiration takes a callback of its own",
  clauses = { "TSK-COST-2" },
  cases = { "timersock/event:burst-10" },
}
mutant {
  id = "no-wake",
  find = "waitq_wake(&t->readers);\t/* [TSK-READ-5]",
  replace = ";\t/* [TSK-READ-5]",
  bug = "an expiration wakes nobody",
  clauses = { "TSK-READ-4", "TSK-READ-5", "TSK-POLL-3" },
  cases = { "timersock/read:by-read", "timersock/read:set-by-another",
    "timersock/poll:wakes-poll", "timersock/read:peek-sleeps",
    "timersock/option:not-settable-itimer",
    "timersock/read:moved-under-a-sleeper", "timersock/shutdown:unknown-1",
    "timersock/signal:quiet-block", "timersock/signal:quiet-ignore",
    "timersock/socket:flags-none" },
}
mutant {
  id = "signals",
  find = "return more ? HRTIMER_RESTART : HRTIMER_NORESTART;",
  replace = "static struct port_signal alrm = { .signo = 14,\n"
    .. "\t    .code = PORT_SI_KERNEL };\n"
    .. "\t(void)port_signal_send(&alrm);\n"
    .. "\treturn more ? HRTIMER_RESTART : HRTIMER_NORESTART;",
  bug = "an expiration sends SIGALRM too, as that of setitimer does",
  clauses = { "TSK-EVENT-7" },
  cases = { "timersock/event:no-signal", "timersock/other:beside-others" },
}
mutant {
  id = "no-catch-up",
  find = "\tif (t->stopped)\n\t\tmerge(t, hrtimer_forward64(&t->timer,\n"
    .. "\t\t    ns_to_ktime(t->interval)));\n",
  replace = "\tif (t->stopped)\n\t\t(void)hrtimer_forward64(&t->timer,\n"
    .. "\t\t    ns_to_ktime(t->interval));\n",
  bug = "what expires without room is lost",
  clauses = { "TSK-EVENT-4", "TM-COUNT-1" },
  cases = { "timersock/event:room-1", "timersock/event:room-100",
    "common/count:thousands@timersock", "timersock/option:without-room" },
}
mutant {
  id = "never-resumes",
  find = "if (!t->stopped || room(t) == 0)",
  replace = "if (t->count >= 0)",
  bug = "a timer that had no room never goes on",
  clauses = { "TSK-EVENT-6" },
  cases = { "timersock/event:room-1",
    "timersock/event:burst-beyond-the-room",
    "timersock/event:room-made-more" },
}
mutant {
  id = "new-phase",
  find = "(void)hrtimer_restart(&t->timer);",
  replace = "(void)hrtimer_start(&t->timer, ns_to_ktime(t->interval),\n"
    .. "\t    HRTIMER_REL);",
  bug = "a timer that had no room goes on in a new phase",
  clauses = { "TSK-EVENT-6" },
  cases = { "timersock/event:room-again-one-by-one",
    "timersock/event:room-made-less", "timersock/event:room-1" },
}
mutant {
  id = "resumed-without-room",
  find = "if (!t->stopped || room(t) == 0)",
  replace = "if (!t->stopped)",
  bug = "a timer goes on although there is no room yet",
  clauses = { "TSK-COST-1", "TSK-ROOM-3" },
  cases = { "timersock/event:room-made-less" },
}
mutant {
  id = "newest-first",
  find = "to[i] = *record(t, k + i);",
  replace = "to[i] = *record(t, t->count - 1 - k - i);",
  bug = "the newest record is read first",
  clauses = { "TSK-READ-1" },
  cases = { "timersock/event:in-order", "timersock/read:large-1-read",
    "timersock/read:large-8-readv", "timersock/read:large-8-recv",
    "timersock/read:large-8-recvfrom", "timersock/read:large-8-recvmsg" },
}
mutant {
  id = "peek-same-again",
  find = "n = copy(t, some, n, peek ? done : 0);",
  replace = "n = copy(t, some, n, 0);",
  bug = "a long peek shows the first records over and over",
  clauses = { "TSK-READ-9" },
  cases = { "timersock/read:peek-many" },
}
mutant {
  id = "peek-takes",
  find = "if (!peek)\t\t\t\t/* [TSK-READ-9] */\n\t\t\tdrop(t, n);",
  replace = "drop(t, n);",
  bug = "a peek takes the records",
  clauses = { "TSK-READ-9" },
  cases = { "timersock/read:peek", "timersock/read:peek-many",
    "timersock/read:peek-sleeps" },
}
mutant {
  id = "ring-end",
  find = "return &t->ring[k < RECORDS ? k : k - RECORDS];",
  replace = "return &t->ring[k < RECORDS ? k : 0];",
  bug = "records beyond the end of the ring fall on one another",
  clauses = { "TSK-READ-1", "TSK-EVENT-1" },
  cases = { "timersock/read:wraps" },
}
mutant {
  id = "ring-first",
  find = "if (t->first >= RECORDS)",
  replace = "if (t->first > RECORDS)",
  bug = "the first record lies behind the ring",
  clauses = { "TSK-READ-1" },
  panic = "timersock_check",
  cases = { "timersock/read:ends-at-the-end" },
}
mutant {
  id = "read-once-more",
  find = "t->count -= n;",
  replace = "t->count -= n > 1 ? n - 1 : n;",
  bug = "the newest record of a read of several is read again",
  clauses = { "TSK-READ-6", "TSK-READ-1" },
  cases = { "timersock/event:one-each", "timersock/read:large-1-read",
    "timersock/read:large-15-read", "timersock/read:large-1-readv",
    "timersock/read:large-15-readv", "timersock/read:large-15-recv",
    "timersock/read:large-15-recvfrom", "timersock/read:large-15-recvmsg" },
}
mutant {
  id = "read-stays",
  find = "t->count -= n;",
  replace = "t->count -= n - 1;",
  bug = "the last record of a read is there for the next reader too",
  clauses = { "TSK-READ-6" },
  cases = { "timersock/read:two-readers", "timersock/read:two-readers-burst" },
}
mutant {
  id = "nonblock-sleeps",
  find = "error = nonblock ? EAGAIN :",
  replace = "error = nonblock && t->armed ? EAGAIN :",
  bug = "a read that must not sleep does, while the timer is not armed",
  clauses = { "TSK-READ-3" },
  cases = { "timersock/socket:not-armed", "timersock/read:eagain-flag-recv",
    "timersock/read:eagain-flag-recvfrom",
    "timersock/read:eagain-flag-recvmsg" },
}
mutant {
  id = "dontwait-ignored",
  find = "error = await(t, (f->flags & FILE_NONBLOCK) != 0 ||\n"
    .. "\t    (flags & MSG_DONTWAIT) != 0, &s);",
  replace = "error = await(t, (f->flags & FILE_NONBLOCK) != 0, &s);",
  bug = "MSG_DONTWAIT is not looked at",
  clauses = { "TSK-READ-3" },
  cases = { "timersock/read:eagain-call-recv",
    "timersock/read:eagain-call-recvmsg",
    "timersock/read:eagain-call-recvfrom" },
}
mutant {
  id = "nonblock-ignored",
  find = "error = await(t, (f->flags & FILE_NONBLOCK) != 0 ||\n"
    .. "\t    (flags & MSG_DONTWAIT) != 0, &s);",
  replace = "error = await(t, (flags & MSG_DONTWAIT) != 0, &s);",
  bug = "O_NONBLOCK is not looked at",
  clauses = { "TSK-READ-3", "TSK-SOCKET-5" },
  cases = { "timersock/read:eagain-flag-recv",
    "timersock/socket:flags-nonblock", "timersock/read:nonblock-later" },
}
mutant {
  id = "never-sleeps",
  find = "error = nonblock ? EAGAIN :",
  replace = "error = nonblock || !t->armed ? EAGAIN :",
  bug = "a read of a timer that is not armed does not sleep",
  clauses = { "TSK-READ-4", "TSK-READ-5" },
  cases = { "timersock/read:set-by-another",
    "timersock/poll:waits-with-readers" },
}
mutant {
  id = "small-buffer",
  find = "if (uio->resid < RECORD)\n\t\treturn -EINVAL;",
  replace = "if (uio->resid == 0)\n\t\treturn -EINVAL;",
  bug = "a buffer under a record is no error",
  clauses = { "TSK-READ-2" },
  cases = { "timersock/read:small-1-read", "timersock/read:small-8-recvmsg",
    "timersock/shutdown:reading-rd", "timersock/read:small-8-read",
    "timersock/read:small-1-readv", "timersock/read:small-8-readv",
    "timersock/read:small-1-recv", "timersock/read:small-8-recv",
    "timersock/read:small-1-recvfrom", "timersock/read:small-8-recvfrom",
    "timersock/read:small-1-recvmsg" },
}
mutant {
  id = "torn",
  find = "error = uio_out(uio, some, n * RECORD);",
  replace = "error = uio_out(uio, some, n * RECORD - 8);",
  bug = "the last record loses its last bytes",
  clauses = { "TSK-READ-1" },
  cases = { "timersock/read:large-8-read",
    "timersock/read:pieces-16-readv" },
}
mutant {
  id = "bad-pointer-passes",
  find = "error = uio_out(uio, some, n * RECORD);",
  replace = "(void)uio_out(uio, some, n * RECORD);",
  bug = "a read to a bad address succeeds",
  clauses = { "TSK-READ-7" },
  cases = { "timersock/read:pointer-bad-read",
    "timersock/read:pointer-null-recvmsg", "timersock/read:pointer-null-read",
    "timersock/read:pointer-null-readv", "timersock/read:pointer-bad-readv",
    "timersock/read:pointer-null-recv", "timersock/read:pointer-bad-recv",
    "timersock/read:pointer-null-recvfrom",
    "timersock/read:pointer-bad-recvfrom",
    "timersock/read:pointer-bad-recvmsg" },
}
mutant {
  id = "one-record-a-read",
  find = "for (done = 0; error == 0 && uio->resid >= RECORD; done += n) {\n"
    .. "\t\tn = uio->resid / RECORD < TAKE ?\n"
    .. "\t\t    (unsigned)(uio->resid / RECORD) : TAKE;",
  replace = "for (done = 0; error == 0 && done == 0; done += n) {\n"
    .. "\t\tn = 1;",
  bug = "a read brings one record, however many there are",
  clauses = { "TSK-READ-1" },
  cases = { "timersock/event:one-each", "timersock/read:large-1-read",
    "timersock/read:large-1-recv", "timersock/read:large-1-recvfrom",
    "timersock/read:large-1-recvmsg" },
}
mutant {
  id = "eight-records-a-read",
  find = "for (done = 0; error == 0 && uio->resid >= RECORD; done += n) {",
  replace = "for (done = 0; error == 0 && done == 0 &&\n"
    .. "\t    uio->resid >= RECORD; done += n) {",
  bug = "a read brings no more records than are copied at a time",
  clauses = { "TSK-READ-1", "TSK-ROOM-1" },
  cases = { "timersock/event:room-8192", "timersock/event:room-100",
    "timersock/read:peek-many" },
}
mutant {
  id = "waits-for-all",
  find = "while (t->count == 0 && !t->shut_rd && error == 0)",
  replace = "while ((t->count == 0 || (t->armed && t->count < 2 &&\n"
    .. "\t    !t->stopped)) && !t->shut_rd && error == 0)",
  bug = "a read of a series sleeps until there are two records",
  clauses = { "TSK-READ-10", "TSK-READ-4" },
  cases = { "timersock/read:waitall-recv", "timersock/read:by-read" },
}
mutant {
  id = "shut-sleeps",
  find = "while (t->count == 0 && !t->shut_rd && error == 0)",
  replace = "while (t->count == 0 && error == 0)",
  bug = "a read sleeps although reading is shut down",
  clauses = { "TSK-SHUT-1", "TSK-SHUT-2" },
  cases = { "timersock/shutdown:reading-rd",
    "timersock/shutdown:ends-a-sleep-rd" },
}
mutant {
  id = "shut-rd-keeps",
  find = "\t\tt->count = 0;\n\t\twaitq_wake(",
  replace = "\t\twaitq_wake(",
  bug = "records can be read after reading was shut down",
  clauses = { "TSK-SHUT-1" },
  cases = { "timersock/shutdown:reading-rd",
    "timersock/shutdown:reading-without-room" },
}
mutant {
  id = "shut-rd-fills",
  find = "return t->shut_rd ? 0 :",
  replace = "return",
  bug = "records come after reading was shut down",
  clauses = { "TSK-SHUT-1" },
  cases = { "timersock/shutdown:reading-rd",
    "timersock/shutdown:reading-alone" },
}
mutant {
  id = "shut-wakes-nobody",
  find = "waitq_wake(&t->readers);\t\t/* [TSK-SHUT-2] */",
  replace = ";",
  bug = "a reader sleeps on when reading is shut down",
  clauses = { "TSK-SHUT-2", "TSK-POLL-3" },
  cases = { "timersock/shutdown:ends-a-sleep-rd",
    "timersock/poll:wakes-at-shutdown-poll",
    "timersock/poll:wakes-at-shutdown-ppoll",
    "timersock/poll:wakes-at-shutdown-select",
    "timersock/poll:wakes-at-shutdown-pselect" },
}
mutant {
  id = "shut-wr-stops",
  find = "t->shut_wr = t->shut_wr || wr;",
  replace = "t->shut_wr = t->shut_wr || wr;\n\tif (wr) {\n"
    .. "\t\t(void)hrtimer_try_to_cancel(&t->timer);\n"
    .. "\t\tt->armed = t->stopped = false;\n\t}",
  bug = "shutdown for writing stops the timer",
  clauses = { "TSK-SHUT-3" },
  cases = { "timersock/shutdown:timer-runs-on" },
}
mutant {
  id = "shut-undone",
  find = "t->shut_rd = t->shut_rd || rd;",
  replace = "t->shut_rd = rd && !t->shut_rd;",
  bug = "a second shutdown opens again",
  clauses = { "TSK-SHUT-1" },
  cases = { "timersock/shutdown:reading-rd" },
}
mutant {
  id = "left-rounds-down",
  find = "ns_to_ktime(NSEC_PER_USEC - 1)));",
  replace = "ns_to_ktime(0)));",
  bug = "the time left is rounded down",
  clauses = { "TSK-OPT-1", "TM-LEFT-1" },
  cases = { "timersock/option:rounds-up",
    "common/left:to-the-last-ns@timersock" },
}
mutant {
  id = "overdue-zero",
  find = "\tif (ktime_compare(ns, ns_to_ktime(1)) < 0)\n"
    .. "\t\tns = ns_to_ktime(1);\n",
  replace = "\tif (ktime_compare(ns, ns_to_ktime(0)) < 0)\n"
    .. "\t\treturn (struct timeval){ 0, 0 };\n",
  bug = "a timer whose interrupt is late reads as disarmed",
  clauses = { "TSK-OPT-1" },
  cases = { "timersock/option:overdue-not-zero" },
}
mutant {
  id = "left-of-disarmed",
  find = "\tif (!t->armed)\n\t\treturn (struct timeval){ 0, 0 };\n",
  replace = "",
  bug = "a disarmed timer has time left",
  clauses = { "TSK-SOCKET-1", "TM-LEFT-2" },
  cases = { "timersock/socket:not-armed", "common/left:disarmed@timersock",
    "timersock/option:one-shot", "common/left:never-set@timersock",
    "timersock/socket:each-its-own" },
}
mutant {
  id = "left-of-the-past",
  find = "\tcatch_up(t);\n\titv.it_value = left(t);",
  replace = "\titv.it_value = left(t);",
  bug = "the time left of a timer without room is that to a past deadline",
  clauses = { "TM-LEFT-3", "TSK-OPT-1" },
  cases = { "timersock/option:without-room",
    "timersock/shutdown:reading-alone" },
}
mutant {
  id = "interval-ms",
  find = "itv.it_interval = ktime_to_timeval(ns_to_ktime(t->interval));",
  replace = "itv.it_interval = ktime_to_timeval(ns_to_ktime(t->interval /\n"
    .. "\t    2000 * 2000));",
  bug = "the interval reads back in steps of two microseconds",
  clauses = { "TSK-OPT-1" },
  cases = { "timersock/option:interval-exact" },
}
mutant {
  id = "room-least",
  find = "if (bytes < (int)RECORD)",
  replace = "if (bytes < 0)",
  bug = "a buffer may be too small for a record",
  clauses = { "TSK-ROOM-2" },
  cases = { "timersock/event:room-of-zero",
    "timersock/event:room-of-one-byte" },
}
mutant {
  id = "room-most",
  find = "\tif (bytes > TIMERSOCK_RCVBUF)\n\t\tbytes = TIMERSOCK_RCVBUF;\n",
  replace = "",
  bug = "a buffer may be larger than the ring",
  clauses = { "TSK-ROOM-2" },
  panic = "timersock_check",
  cases = { "timersock/event:room-no-larger" },
}
mutant {
  id = "room-drops",
  find = "\tt->rcvbuf = bytes;\t\t\t\t/* [TSK-ROOM-3] */\n",
  replace = "\tt->rcvbuf = bytes;\n\tif (t->count > capacity(t))\n"
    .. "\t\tt->count = capacity(t);\n",
  bug = "records for which there is no room any more are thrown away",
  clauses = { "TSK-ROOM-3" },
  cases = { "timersock/event:room-made-less" },
}
mutant {
  id = "room-too-late",
  find = "\tcatch_up(t);\n\tt->rcvbuf = bytes;",
  replace = "\tt->rcvbuf = bytes;",
  bug = "what expired before there was more room has records of its own",
  clauses = { "TSK-EVENT-4" },
  cases = { "timersock/event:room-made-more" },
}
mutant {
  id = "room-does-not-resume",
  find = "\tresume(t);\n\tINVARIANT(timersock_check(t));\n",
  replace = "\tINVARIANT(t->count <= RECORDS);\n",
  bug = "more room does not let the timer go on",
  clauses = { "TSK-ROOM-2", "TSK-EVENT-6" },
  cases = { "timersock/event:room-made-more" },
}
mutant {
  id = "not-writable",
  find = "ready = POLLOUT | POLLWRNORM;",
  replace = "ready = t->armed ? 0 : POLLOUT | POLLWRNORM;",
  bug = "an armed timer is not ready to be written",
  clauses = { "TSK-POLL-2" },
  cases = { "timersock/poll:records-poll", "timersock/poll:records-ppoll",
    "timersock/poll:records-select", "timersock/poll:records-pselect" },
}
mutant {
  id = "always-readable",
  find = "if (t->count > 0 || t->shut_rd)",
  replace = "if (t->count > 0 || t->armed || t->shut_rd)",
  bug = "an armed timer is ready to be read",
  clauses = { "TSK-POLL-1" },
  cases = { "timersock/poll:records-poll", "timersock/poll:withdrawn-select",
    "timersock/poll:pot-of-three-poll", "timersock/poll:pot-of-three-ppoll",
    "timersock/poll:pot-of-three-select",
    "timersock/poll:pot-of-three-pselect" },
}
mutant {
  id = "shut-not-readable",
  find = "if (t->count > 0 || t->shut_rd)",
  replace = "if (t->count > 0)",
  bug = "the end of a socket does not make it ready",
  clauses = { "TSK-POLL-1" },
  cases = { "timersock/poll:shutdown-rd-select",
    "timersock/poll:shutdown-rdwr-select", "timersock/poll:shutdown-rd-poll",
    "timersock/poll:shutdown-rd-ppoll", "timersock/poll:shutdown-rdwr-ppoll",
    "timersock/poll:shutdown-rd-pselect",
    "timersock/poll:shutdown-rdwr-pselect" },
}
mutant {
  id = "poll-not-queued",
  find = "\tif (w != NULL)\n\t\twaitq_add(&t->readers, w);\n",
  replace = "\tstatic struct waitq nowhere;\n\tif (w != NULL)\n"
    .. "\t\twaitq_add(&nowhere, w);\n",
  bug = "who waits for readiness stands in no queue",
  clauses = { "TSK-POLL-3" },
  cases = { "timersock/poll:wakes-poll", "timersock/poll:wakes-ppoll",
    "timersock/poll:wakes-select", "timersock/poll:wakes-pselect" },
}
mutant {
  id = "goes-on-when-closed",
  find = "(void)hrtimer_cancel(&t->timer);",
  replace = ";",
  bug = "a closed timer expires on",
  clauses = { "TSK-CLOSE-1", "TSK-CLOSE-2" },
  cases = { "timersock/read:closed-is-silent" },
}
mutant {
  id = "real-clock",
  find = "(void)hrtimer_start(&t->timer, first, HRTIMER_REL);",
  replace = "{\n\t\thrtimer_rebase(&t->timer, CLOCK_REALTIME);\n"
    .. "\t\t(void)hrtimer_start(&t->timer, ktime_add_safe(first,\n"
    .. "\t\t    ktime_get_real()), HRTIMER_ABS);\n\t}",
  bug = "the timer runs by the time of day, as it did historically",
  clauses = { "TSK-CLOCK-1" },
  cases = { "timersock/write:clock-forward", "timersock/write:clock-back" },
}
mutant {
  id = "half-the-buffer",
  find = "t->rcvbuf = TIMERSOCK_RCVBUF;",
  replace = "t->rcvbuf = TIMERSOCK_RCVBUF / 2;",
  bug = "a new socket has a buffer of 4096 bytes",
  clauses = { "TSK-ROOM-1" },
  cases = { "timersock/event:room-8192", "timersock/event:room-no-larger",
    "timersock/option:pointer-bad" },
}
mutant {
  id = "born-shut",
  find = "t->shut_rd = t->shut_wr = false;",
  replace = "t->shut_rd = false;",
  bug = "a new socket has the end of the one whose memory it got",
  clauses = { "TSK-SOCKET-1" },
  cases = { "timersock/other:number-reused" },
}
mutant {
  id = "not-dropped",
  find = "\tif (fd < 0)\n\t\tport_free(t);\n\treturn fd;",
  replace = "\tif (fd < 0)\n\t\treturn 5;\n\treturn fd;",
  bug = "socket() returns a number although there is no descriptor left",
  clauses = { "TSK-SOCKET-1" },
  cases = { "timersock/socket:too-many" },
}
mutant {
  id = "no-nobufs",
  find = "return -ENOBUFS;",
  replace = "return -ENOMEM;",
  bug = "want of memory for the records is told as that for the file",
  clauses = { "TSK-SOCKET-6" },
  cases = { "timersock/socket:oom-1" },
}
mutant {
  id = "dup-unreferenced",
  file = "ref/file/file.c",
  find = "\treturn file_dup(fd, 0, false);\n",
  replace = "\tint r;\n\n\tr = file_dup(fd, 0, false);\n\tif (r >= 0)\n"
    .. "\t\tfile_put(table.of[r].file);\n\treturn r;\n",
  bug = "a duplicate does not keep the timer when the other is closed",
  clauses = { "TSK-DUP-1" },
  cases = { "timersock/other:dup" },
}
mutant {
  id = "is-a-timerfd",
  file = "ref/timerfd/timerfd.c",
  find = "f->ops != &timerfd_ops",
  replace = "f->ops->poll == NULL",
  bug = "whatever can be polled is taken for a timerfd",
  clauses = { "TSK-OTHER-6" },
  cases = { "timersock/other:not-a-timerfd" },
}
mutant {
  id = "sleeps-through",
  find = "    waitq_sleep(&t->readers, &t->lock, s); /* [TSK-READ-4] */",
  replace = "    waitq_sleep(&t->readers, &t->lock, s) * 0;",
  bug = "no signal ends a read that sleeps",
  clauses = { "TSK-READ-12" },
  cases = { "timersock/signal:ends-read", "timersock/signal:unarmed",
    "timersock/signal:ends-readv", "timersock/signal:ends-recv",
    "timersock/signal:ends-recvfrom", "timersock/signal:ends-recvmsg",
    "timersock/signal:another-reader" },
}
mutant {
  id = "any-handler-ends",
  find = "    waitq_sleep(&t->readers, &t->lock, s); /* [TSK-READ-4] */",
  replace = "    waitq_sleep_once(&t->readers, &t->lock, s);",
  bug = "a handler ends a read although it wants calls to go on",
  clauses = { "TSK-READ-13" },
  cases = { "timersock/signal:goes-on-read",
    "timersock/signal:goes-on-recvmsg", "timersock/signal:goes-on-readv",
    "timersock/signal:goes-on-recv", "timersock/signal:goes-on-recvfrom" },
}
mutant {
  id = "shut-wr-undone",
  find = "t->shut_wr = t->shut_wr || wr;",
  replace = "t->shut_wr = wr && !t->shut_wr;",
  bug = "a second shutdown opens writing again",
  clauses = { "TSK-SHUT-3" },
  cases = { "timersock/shutdown:writing-wr",
    "timersock/shutdown:writing-rdwr" },
}
mutant {
  id = "shut-not-writable",
  find = "ready = POLLOUT | POLLWRNORM;\t\t\t/* [TSK-POLL-2] */",
  replace = "ready = t->shut_wr ? 0 : POLLOUT | POLLWRNORM;",
  bug = "a socket that is shut down for writing would make a writer sleep",
  clauses = { "TSK-POLL-2" },
  cases = { "timersock/poll:shutdown-wr-poll",
    "timersock/poll:shutdown-wr-ppoll", "timersock/poll:shutdown-wr-select",
    "timersock/poll:shutdown-wr-pselect" },
}
