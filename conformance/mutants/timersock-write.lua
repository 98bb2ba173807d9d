-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in what a write does to the timer of a timer socket.

mutants { id = "tsk-", file = "ref/timersock/timersock.c" }

mutant {
  id = "sec-not-judged",
  find = "return tv->tv_sec >= 0 && tv->tv_usec >= 0 &&",
  replace = "return tv->tv_usec >= 0 &&",
  bug = "negative seconds are taken",
  clauses = { "TSK-WRITE-4" },
  cases = { "timersock/write:wrong-1-sec", "timersock/write:wrong-6-isec",
    "timersock/write:wrong-2-sec", "timersock/write:wrong-7-isec" },
}
mutant {
  id = "usec-not-judged",
  find = "return tv->tv_sec >= 0 && tv->tv_usec >= 0 &&",
  replace = "return tv->tv_sec >= 0 &&",
  bug = "negative microseconds are taken",
  clauses = { "TSK-WRITE-4" },
  cases = { "timersock/write:wrong-3-usec", "timersock/write:wrong-8-iusec" },
}
mutant {
  id = "usec-million",
  find = "tv->tv_usec < USEC_PER_SEC;",
  replace = "tv->tv_usec <= USEC_PER_SEC;",
  bug = "a million microseconds are taken",
  clauses = { "TSK-WRITE-4" },
  cases = { "timersock/write:wrong-4-usec", "timersock/write:wrong-9-iusec" },
}
mutant {
  id = "interval-not-judged",
  find = "if (error == 0 && (!timeval_ok(&itv->it_value) ||\n"
    .. "\t    !timeval_ok(&itv->it_interval)))",
  replace = "if (error == 0 && !timeval_ok(&itv->it_value))",
  bug = "the interval is not judged",
  clauses = { "TSK-WRITE-4" },
  cases = { "timersock/write:wrong-6-isec", "timersock/write:wrong-10-iusec" },
}
mutant {
  id = "keeps-records",
  find = "t->count = 0;\t\t\t/* [TSK-WRITE-9]",
  replace = ";\t\t\t/* [TSK-WRITE-9]",
  bug = "a setting keeps the records of the old one",
  clauses = { "TSK-WRITE-9", "TM-MOVE-3" },
  cases = { "timersock/write:discards-set", "timersock/write:discards-disarm",
    "common/move:pending-dropped@timersock", "timersock/poll:withdrawn-poll",
    "timersock/poll:withdrawn-ppoll", "timersock/poll:withdrawn-pselect",
    "timersock/write:from-another-cpu" },
}
mutant {
  id = "discards-first",
  find = "\tif (error != 0)\n\t\treturn -error;\t\t\t\t"
    .. "/* [TSK-WRITE-5] */",
  replace = "\tif (error == EINVAL || error == EMSGSIZE)\n"
    .. "\t\tt->count = 0;\n\tif (error != 0)\n\t\treturn -error;",
  bug = "a write that is refused discards the records",
  clauses = { "TSK-WRITE-5" },
  cases = { "timersock/write:wrong-1-sec", "timersock/write:short-1-write",
    "timersock/write:long-1-writev", "timersock/write:short-7-write",
    "timersock/write:short-7-writev", "timersock/write:short-7-send",
    "timersock/write:short-7-sendto", "timersock/write:long-24-sendto",
    "timersock/write:short-7-sendmsg", "timersock/write:long-32-sendmsg",
    "timersock/write:wrong-5-usec" },
}
mutant {
  id = "halts-first",
  find = "\terror = command(t, uio, &itv);\n",
  replace = "\t(void)hrtimer_try_to_cancel(&t->timer);\n"
    .. "\terror = command(t, uio, &itv);\n",
  bug = "a write that is refused stops the timer, as in NetBSD 1.4T",
  clauses = { "TSK-WRITE-5" },
  cases = { "timersock/write:wrong-1-sec", "timersock/write:short-1-send",
    "timersock/write:pointer-bad-write", "timersock/write:empty-writev",
    "timersock/write:long-1-write", "timersock/write:empty-write",
    "timersock/write:empty-send", "timersock/write:empty-sendto",
    "timersock/write:empty-sendmsg" },
}
mutant {
  id = "early-ms",
  find = "first = timeval_to_ktime(itv->it_value);",
  replace = "first = timeval_to_ktime(itv->it_value) / 10000 * 10000;",
  bug = "the first value is cut to ten microseconds",
  clauses = { "TM-EARLY-1", "TSK-WRITE-1" },
  cases = { "common/early:odd-durations-mono@timersock",
    "common/early:exact@timersock", "timersock/write:right-at-the-ends" },
}
mutant {
  id = "first-is-interval",
  find = "first = timeval_to_ktime(itv->it_value);",
  replace = "first = timeval_to_ktime(itv->it_interval.tv_usec != 0 ?\n"
    .. "\t    itv->it_interval : itv->it_value);",
  bug = "the first deadline of a series is one interval away",
  clauses = { "TM-PERIOD-2", "TSK-WRITE-1" },
  cases = { "common/period:first-later@timersock", "timersock/write:by-write",
    "timersock/write:by-sendmsg", "timersock/option:periodic",
    "timersock/write:by-writev", "timersock/write:by-send" },
}
mutant {
  id = "interval-arms",
  find = "t->armed = ktime_compare(first, ns_to_ktime(0)) != 0;",
  replace = "if (ktime_compare(first, ns_to_ktime(0)) == 0)\n"
    .. "\t\tfirst = ns_to_ktime(t->interval);\n"
    .. "\tt->armed = ktime_compare(first, ns_to_ktime(0)) != 0;",
  bug = "a zero value with an interval begins with the interval",
  clauses = { "TSK-WRITE-8" },
  cases = { "timersock/write:zero-with-interval" },
}
mutant {
  id = "zero-is-now",
  find = "t->armed = ktime_compare(first, ns_to_ktime(0)) != 0;",
  replace = "t->armed = true;",
  bug = "a zero value expires at once instead of disarming",
  clauses = { "TM-ZERO-1", "TSK-WRITE-8" },
  cases = { "common/zero:relative-disarms@timersock",
    "common/disarm:one-shot@timersock",
    "timersock/write:zero-with-interval" },
}
mutant {
  id = "writes-after-shutdown",
  find = "error = t->shut_wr ? EPIPE : 0;",
  replace = "error = 0;",
  bug = "writing can be shut down without effect",
  clauses = { "TSK-SHUT-3" },
  cases = { "timersock/shutdown:writing-wr",
    "timersock/shutdown:writing-rdwr" },
}
mutant {
  id = "short-write",
  find = "if (error == 0 && uio->resid < sizeof(*itv))",
  replace = "if (error == 0 && uio->resid < sizeof(itv->it_value))",
  bug = "a write of a part of the structure sets something",
  clauses = { "TSK-WRITE-2" },
  cases = { "timersock/write:short-1-write", "timersock/write:short-1-writev",
    "timersock/write:short-1-sendto", "timersock/write:short-1-sendmsg" },
}
mutant {
  id = "long-write",
  find = "\tif (error == 0 && uio->resid > sizeof(*itv))\n"
    .. "\t\terror = EMSGSIZE;\t\t\t/* [TSK-WRITE-3] */\n",
  replace = "",
  bug = "what a write has too much is thrown away",
  clauses = { "TSK-WRITE-3" },
  cases = { "timersock/write:long-1-write", "timersock/write:long-32-send",
    "timersock/write:long-24-sendmsg", "timersock/write:long-24-write",
    "timersock/write:long-32-write", "timersock/write:long-24-writev",
    "timersock/write:long-32-writev", "timersock/write:long-1-send",
    "timersock/write:long-24-send", "timersock/write:long-1-sendto",
    "timersock/write:long-32-sendto", "timersock/write:long-1-sendmsg" },
}
mutant {
  id = "length-last",
  find = "\tif (error == 0)\n"
    .. "\t\terror = uio_in(uio, itv, sizeof(*itv));\t/* [TSK-WRITE-7] */\n",
  replace = "\tif (uio_in(uio, itv, sizeof(*itv)) != 0)\n"
    .. "\t\terror = EFAULT;\n",
  bug = "a bad address is found before a wrong length",
  clauses = { "TSK-OTHER-5", "TSK-WRITE-7" },
  cases = { "timersock/write:pointer-bad-write",
    "timersock/write:pointer-null-send", "timersock/write:pointer-null-write",
    "timersock/write:pointer-null-writev",
    "timersock/write:pointer-bad-writev", "timersock/write:pointer-bad-send",
    "timersock/write:pointer-null-sendto",
    "timersock/write:pointer-bad-sendto",
    "timersock/write:pointer-null-sendmsg",
    "timersock/write:pointer-bad-sendmsg" },
}
mutant {
  id = "returns-zero",
  find = "return (long)sizeof(itv);",
  replace = "return 0;",
  bug = "a write says that it took nothing",
  clauses = { "TSK-WRITE-1", "TSK-WRITE-6" },
  cases = { "timersock/write:by-write", "timersock/write:by-sendto",
    "timersock/write:pieces-16-writev", "timersock/write:pieces-2-sendmsg",
    "timersock/write:pieces-3-sendmsg", "timersock/write:pieces-16-sendmsg" },
}
