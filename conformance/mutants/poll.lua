-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in what waits for descriptors.

mutants { id = "poll-", file = "ref/poll/poll.c" }

local SELECT = "ref/poll/select.c"

mutant {
  id = "queue-forgotten",
  find = "p->ready = file_poll(p->file, wait ? &p->waiter : NULL) &",
  replace = "p->queued = false;\n"
    .. "\tp->ready = file_poll(p->file, NULL) &",
  bug = "a wait looks once and then hears of its time alone",
  clauses = { "POLL-WAIT-1" },
  cases = { "poll/ready:becomes-poll", "poll/ready:first-of-three-select",
    "poll/ready:moved-while-ppoll", "poll/ready:moved-while-poll",
    "poll/ready:on-real-poll", "poll/ready:on-real-ppoll",
    "poll/ready:cancelled-ppoll", "poll/ready:moved-while-select",
    "poll/ready:on-real-select", "poll/ready:cancelled-select",
    "poll/ready:becomes-pselect", "poll/ready:moved-while-pselect",
    "poll/ready:on-real-pselect", "poll/sock:shut-down-while-poll",
    "poll/sock:shut-down-while-ppoll", "poll/sock:shut-down-while-select",
    "poll/sock:shut-down-while-pselect", "poll/time:for-ever-ppoll",
    "poll/time:for-ever-select", "poll/time:for-ever-pselect" },
}
mutant {
  id = "first-alone",
  find = "look_at(&p[i], wait && ready == 0);",
  replace = "look_at(&p[i], wait && i == 0);",
  bug = "a wait stands in the queue of its first descriptor alone",
  clauses = { "POLL-WAIT-1" },
  cases = { "poll/ready:first-of-three-poll", "poll/ready:many-poll",
    "poll/ready:first-of-three-ppoll", "poll/ready:first-of-three-pselect",
    "poll/ready:many-ppoll", "poll/sock:three-and-a-timer-poll",
    "poll/sock:three-and-a-timer-ppoll", "poll/sock:three-and-a-timer-select",
    "poll/sock:three-and-a-timer-pselect" },
}
mutant {
  id = "no-first-look",
  find = "if (r == 0 && !at_once)",
  replace = "if (!at_once)",
  bug = "a wait sleeps before it has seen what is ready",
  clauses = { "POLL-WAIT-2" },
  cases = { "poll/ready:already-poll", "poll/ready:already-pselect",
    "poll/ready:already-select", "poll/sock:both-ways-poll",
    "poll/sock:both-ways-ppoll" },
}
mutant {
  id = "counts-entries",
  find = "if (p[i].ready != 0)\n\t\t\tready++;",
  replace = "if (p[i].ready != 0)\n\t\t\tready = (int)i + 1;",
  bug = "the number of the last entry that is ready is returned",
  clauses = { "POLL-WAIT-3" },
  cases = { "poll/ready:three-at-once-poll", "poll/ready:nval-poll",
    "poll/ready:three-at-once-ppoll", "poll/ready:prefix-poll",
    "poll/ready:prefix-ppoll" },
}
mutant {
  id = "takes",
  find = "error = r < 0 ? r : give_out(p, user, n);",
  replace = "error = r < 0 ? r : give_out(p, user, n);\n"
    .. "\tif (r > 0 && n == 1 && p[0].file != NULL) {\n"
    .. "\t\tuint64_t took;\n\t\tstruct iovec v = { &took, 8 };\n"
    .. "\t\tstruct uio uio = { &v, 8 };\n"
    .. "\t\t(void)p[0].file->ops->read(p[0].file, &uio);\n\t}",
  bug = "a wait takes what it has found",
  clauses = { "POLL-WAIT-4" },
  cases = { "poll/ready:already-poll", "poll/ready:becomes-ppoll",
    "poll/ready:a-reader-and-poll", "poll/ready:already-ppoll",
    "poll/ready:a-reader-and-ppoll" },
}
mutant {
  id = "wakes-one",
  find = "port_wake(container_of(w, struct polled, waiter)->thread);",
  replace = "static struct port_thread *last;\n\n"
    .. "\tif (last == NULL)\n"
    .. "\t\tlast = container_of(w, struct polled, waiter)->thread;\n"
    .. "\tport_wake(last);",
  bug = "whoever waited first is woken in place of all others",
  clauses = { "POLL-WAIT-5" },
  cases = { "poll/ready:two-waits-poll", "poll/ready:two-waits-select",
    "poll/ready:two-waits-ppoll", "poll/ready:two-waits-pselect" },
}
mutant {
  id = "number-again",
  find = "ready = look(p, n, false);\n\t\tif (ready > 0)",
  replace = "struct file *now = n > 0 ? file_get(p[0].fd) : NULL;\n\n"
    .. "\t\tif (n > 0 && now != p[0].file) {\n"
    .. "\t\t\tif (now != NULL)\n\t\t\t\tfile_put(now);\n"
    .. "\t\t\treturn -EBADF;\n\t\t}\n"
    .. "\t\tif (now != NULL)\n\t\t\tfile_put(now);\n"
    .. "\t\tready = look(p, n, false);\n\t\tif (ready > 0)",
  bug = "a wait looks at its number again, which was closed meanwhile",
  clauses = { "POLL-WAIT-6" },
  cases = { "poll/ready:closed-while-poll",
    "poll/ready:closed-and-timed-select", "poll/ready:closed-and-timed-poll",
    "poll/ready:closed-while-ppoll", "poll/ready:closed-and-timed-ppoll",
    "poll/ready:closed-while-select", "poll/ready:closed-while-pselect",
    "poll/ready:closed-and-timed-pselect" },
}
mutant {
  id = "file-not-held",
  find = "p[i].file = file_get(one.fd);\t\t/* [POLL-SET-3] */",
  replace = "p[i].file = file_get(one.fd);\n"
    .. "\t\tif (i > 0 && p[i].fd == p[i - 1].fd && p[i].file != NULL) {\n"
    .. "\t\t\tfile_put(p[i].file);\n\t\t\tp[i].file = NULL;\n"
    .. "\t\t\tp[i].fd = -1;\n\t\t}",
  bug = "a descriptor that stands there twice is answered once",
  clauses = { "POLL-SET-3" },
  cases = { "poll/ready:twice-poll", "poll/ready:twice-ppoll" },
}
mutant {
  id = "tells-all",
  find = "(p->wanted | MISHAP);",
  replace = "(p->wanted != 0 ? ~0u : MISHAP);",
  bug = "what was not asked for is told as well",
  clauses = { "POLL-SET-1", "POLL-SET-2" },
  cases = { "poll/ready:not-asked-for-poll", "poll/ready:already-poll",
    "poll/ready:not-asked-for-ppoll", "poll/ready:same-file-twice-ppoll",
    "poll/ready:not-asked-for-pselect", "poll/signal:ready-and-ppoll" },
}
mutant {
  id = "revents-kept",
  find = "revents = (short)p[i].ready;",
  replace = "revents = (short)p[i].ready;\n"
    .. "\t\tif (revents == 0)\n\t\t\tcontinue;",
  bug = "of what is not ready the answer is left as it was",
  clauses = { "POLL-SET-1", "POLL-SET-5" },
  cases = { "poll/ready:first-of-three-poll", "poll/ready:negative-poll",
    "poll/time:with-descriptors-ppoll" },
}
mutant {
  id = "nval-is-nothing",
  find = "p->ready = p->fd >= 0 ? POLLNVAL : 0;",
  replace = "p->ready = 0;",
  bug = "a closed descriptor is passed over",
  clauses = { "POLL-SET-4" },
  cases = { "poll/ready:nval-poll", "poll/ready:nval-ppoll" },
}
mutant {
  id = "negative-is-nval",
  find = "p->ready = p->fd >= 0 ? POLLNVAL : 0;",
  replace = "p->ready = POLLNVAL;",
  bug = "a negative number is no descriptor",
  clauses = { "POLL-SET-5" },
  cases = { "poll/ready:negative-poll", "poll/ready:negative-ppoll" },
}
mutant {
  id = "early",
  find = "span = ns_to_ktime(ms * NSEC_PER_MSEC);",
  replace = "span = ns_to_ktime(ms * (NSEC_PER_MSEC - 1));",
  bug = "a millisecond is a nanosecond short",
  clauses = { "POLL-TIME-1", "TM-EARLY-1" },
  cases = { "poll/time:alone-poll", "poll/time:with-descriptors-poll",
    "common/start:relative-mono@poll", "common/far:greatest-nearly@poll",
    "poll/signal:ignore-poll", "poll/time:one-expiry" },
}
mutant {
  id = "any-wake-ends",
  find = "if (timer != NULL && (!hrtimer_active(timer) ||",
  replace = "if (timer != NULL && (error == 0 || !hrtimer_active(timer) ||",
  bug = "whatever wakes a thread, its time is over",
  clauses = { "POLL-TIME-1", "POLL-INTR-3" },
  cases = { "poll/signal:block-poll", "poll/signal:block-pselect",
    "poll/signal:block-ppoll", "poll/signal:block-select" },
}
mutant {
  id = "end-before-look",
  find = "ready = look(p, n, false);\n\t\tif (ready > 0)",
  replace = "ready = timer != NULL && !hrtimer_active(timer) ? 0 :\n"
    .. "\t\t    look(p, n, false);\n\t\tif (ready > 0)",
  bug = "who wakes by the time does not look any more",
  clauses = { "POLL-TIME-1" },
  cases = { "poll/time:ready-at-the-end-poll",
    "poll/time:ready-at-the-end-select", "poll/time:alone-pselect" },
}
mutant {
  id = "zero-waits",
  find = "at_once = span != NULL && ktime_compare(*span, ns_to_ktime(0)) == 0;",
  replace = "at_once = false;\n\tif (span != NULL && ktime_to_ns(*span) == 0)\n"
    .. "\t\tspan = NULL;",
  bug = "a time of zero is none",
  clauses = { "POLL-TIME-2" },
  cases = { "poll/time:zero-poll", "poll/time:zero-select",
    "poll/ready:withdrawn-ppoll", "poll/time:zero-ppoll",
    "poll/time:zero-pselect" },
}
mutant {
  id = "minus-one-alone",
  find = "return poll_array(user, n, ms < 0 ? NULL : &span);",
  replace = "return ms < -1 ? -EINVAL :\n"
    .. "\t    poll_array(user, n, ms < 0 ? NULL : &span);",
  bug = "of the negative times only -1 is for ever",
  clauses = { "POLL-TIME-3" },
  cases = { "poll/time:negative--2", "poll/time:negative--2147483648" },
}
mutant {
  id = "negative-is-now",
  find = "return poll_array(user, n, ms < 0 ? NULL : &span);",
  replace = "if (ms < 0)\n\t\tspan = ns_to_ktime(0);\n"
    .. "\treturn poll_array(user, n, &span);",
  bug = "a negative time has passed",
  clauses = { "POLL-TIME-3" },
  cases = { "poll/time:for-ever-poll", "poll/time:negative--1",
    "poll/ready:withdrawn-poll", "poll/ready:same-file-twice-poll",
    "poll/signal:ready-and-poll" },
}
mutant {
  id = "on-real",
  find = "HRTIMER_REL);\t\t\t/* [POLL-TIME-4] */",
  replace = "HRTIMER_REL);\n"
    .. "\tif (span != NULL && !at_once) {\n"
    .. "\t\t(void)hrtimer_cancel(&timer);\n"
    .. "\t\thrtimer_rebase(&timer, CLOCK_REALTIME);\n"
    .. "\t\t(void)hrtimer_start(&timer, ktime_add_safe(\n"
    .. "\t\t    timekeeping_get_clock(CLOCK_REALTIME), *span),\n"
    .. "\t\t    HRTIMER_ABS);\n\t}",
  bug = "the time is a deadline on CLOCK_REALTIME",
  clauses = { "POLL-TIME-4" },
  cases = { "poll/time:clock-set-poll", "poll/time:clock-set-select",
    "poll/signal:ignore-ppoll", "poll/signal:ignore-select",
    "poll/signal:ignore-pselect", "poll/time:gauge-poll",
    "poll/time:alone-ppoll", "poll/time:clock-set-ppoll",
    "poll/time:clock-set-pselect" },
}
mutant {
  id = "span-wraps",
  find = "l->span = timespec_to_ktime(ts);",
  replace = "l->span = ns_to_ktime((int64_t)((uint64_t)ts.tv_sec *\n"
    .. "\t    (uint64_t)NSEC_PER_SEC + (uint64_t)ts.tv_nsec));",
  bug = "a great time wraps",
  clauses = { "POLL-TIME-5", "TM-FAR-2" },
  cases = { "poll/time:huge-ppoll", "poll/time:huge-pselect" },
}
mutant {
  id = "timer-stays",
  find = "(void)hrtimer_cancel(&timer);\t\t\t/* [POLL-TIME-6] */",
  replace = "static struct hrtimer left_behind;\n"
    .. "\tif (hrtimer_active(&timer) && !hrtimer_active(&left_behind)) {\n"
    .. "\t\thrtimer_init(&left_behind, CLOCK_MONOTONIC);\n"
    .. "\t\tleft_behind.data = timer.data;\n"
    .. "\t\tleft_behind.function = NULL;\n"
    .. "\t\t(void)hrtimer_start(&left_behind,\n"
    .. "\t\t    hrtimer_get_remaining(&timer), HRTIMER_REL);\n\t}\n"
    .. "\t(void)hrtimer_cancel(&timer);",
  bug = "a wait that has ended leaves a timer that still wakes the thread",
  clauses = { "POLL-TIME-6" },
  cases = { "poll/time:no-timer-behind-poll", "poll/signal:nothing-behind",
    "poll/time:no-timer-behind-ppoll", "poll/time:no-timer-behind-select",
    "poll/time:no-timer-behind-pselect", "poll/time:huge-poll",
    "poll/time:huge-select" },
}
mutant {
  id = "deaf",
  find = "if (error != 0)\t\t\t/* [POLL-INTR-3] */",
  replace = "if (error != 0 && n > FILE_MAX)",
  bug = "no signal ends a wait",
  clauses = { "POLL-INTR-1" },
  cases = { "poll/signal:plain-poll", "poll/signal:plain-select",
    "poll/signal:plain-ppoll", "poll/signal:plain-pselect" },
}
mutant {
  id = "restarts",
  find = "if (error != 0)\t\t\t/* [POLL-INTR-3] */",
  replace = "if (error == EINTR)",
  bug = "a handler that wants calls to go on lets a wait go on",
  clauses = { "POLL-INTR-2" },
  cases = { "poll/signal:restart-poll", "poll/signal:restart-pselect",
    "poll/signal:restart-ppoll", "poll/signal:restart-select" },
}
mutant {
  id = "signal-before-time",
  find = "ktime_to_ns(hrtimer_get_remaining(timer)) <= 0))",
  replace = "false))",
  bug = "a signal goes before a time that is over but not seen to",
  clauses = { "POLL-INTR-1", "POLL-TIME-1" },
  cases = { "poll/signal:due-but-late" },
}
mutant {
  id = "mask-ignored",
  find = "l->signals = port_signal_mask(set.bits);",
  replace = "l->masked = false;",
  bug = "the mask has no effect",
  clauses = { "POLL-INTR-4" },
  cases = { "poll/signal:let-in-ppoll", "poll/signal:let-in-pselect",
    "poll/signal:kept-out-ppoll", "poll/signal:kept-out-pselect" },
}
mutant {
  id = "mask-added",
  find = "l->signals = port_signal_mask(set.bits);",
  replace = "l->signals = port_signal_mask(set.bits);\n"
    .. "\t(void)port_signal_mask(set.bits | l->signals);",
  bug = "the mask is added to what is blocked anyway",
  clauses = { "POLL-INTR-4" },
  cases = { "poll/signal:let-in-ppoll", "poll/signal:sent-before-pselect",
    "poll/signal:sent-before-ppoll" },
}
mutant {
  id = "mask-stays",
  find = "if (l->masked)\n\t\t(void)port_signal_mask(l->signals);",
  replace = "(void)l;",
  bug = "the mask stays behind the wait",
  clauses = { "POLL-INTR-5" },
  cases = { "poll/signal:let-in-ppoll", "poll/signal:kept-out-ppoll",
    "poll/signal:one-of-two-ppoll", "poll/signal:one-of-two-pselect" },
}
mutant {
  id = "mask-pointer",
  find = "return EFAULT;\t\t\t\t/* [POLL-BAD-7] */",
  replace = "return EINVAL;",
  bug = "a bad address of the mask is EINVAL",
  clauses = { "POLL-BAD-7" },
  cases = { "poll/refuse:mask-pointer-ppoll",
    "poll/refuse:mask-pointer-pselect" },
}
mutant {
  id = "time-any",
  find = "if (!timespec_valid(&ts))",
  replace = "if (ts.tv_sec < 0)",
  bug = "nanoseconds may be any number",
  clauses = { "POLL-BAD-1" },
  cases = { "poll/refuse:nsec-1e9-ppoll", "poll/refuse:nsec-minus-1-pselect",
    "poll/refuse:nsec-minus-1-ppoll", "poll/refuse:nsec-minus-in-1-s-ppoll",
    "poll/refuse:nsec-1e9-in-1-s-ppoll", "poll/refuse:nsec-most-ppoll" },
}
mutant {
  id = "time-sec-any",
  find = "if (!timespec_valid(&ts))",
  replace = "if (ts.tv_nsec < 0 || ts.tv_nsec >= NSEC_PER_SEC)",
  bug = "seconds below 0 are taken",
  clauses = { "POLL-BAD-1" },
  cases = { "poll/refuse:sec-minus-1-ppoll",
    "poll/refuse:sec-most-negative-ppoll", "poll/refuse:sec-and-nsec-ppoll" },
}
mutant {
  id = "too-many",
  find = "if (n > FILE_MAX)",
  replace = "if ((int)n > FILE_MAX)",
  bug = "a number of entries with its highest bit set is no great one",
  clauses = { "POLL-BAD-2" },
  cases = { "poll/refuse:too-many-poll", "poll/refuse:too-many-ppoll" },
}
mutant {
  id = "one-less",
  find = "if (n > FILE_MAX)",
  replace = "if (n >= FILE_MAX)",
  bug = "as many entries as there can be are refused",
  clauses = { "POLL-BAD-2" },
  cases = { "poll/refuse:as-many-as-can-be" },
}
mutant {
  id = "time-pointer",
  find = "return EFAULT;\t\t\t\t/* [POLL-BAD-3] */",
  replace = "return EINVAL;",
  bug = "a bad address of the time is EINVAL",
  clauses = { "POLL-BAD-3" },
  cases = { "poll/refuse:time-pointer-ppoll",
    "poll/refuse:time-pointer-pselect" },
}
mutant {
  id = "in-pointer",
  find = "if (port_copyin(&one, USER_AT(user, i), sizeof(one)) != 0)\n"
    .. "\t\t\treturn -EFAULT;",
  replace = "if (port_copyin(&one, USER_AT(user, i), sizeof(one)) != 0)\n"
    .. "\t\t\tone.fd = -1;",
  bug = "an entry that cannot be read is passed over",
  clauses = { "POLL-BAD-4" },
  cases = { "poll/refuse:pointer-ppoll", "poll/refuse:pointer-poll" },
}
mutant {
  id = "no-memory",
  find = "return -ENOMEM;\t\t\t\t/* [POLL-BAD-5] */",
  replace = "return -EFAULT;",
  bug = "want of memory is EFAULT",
  clauses = { "POLL-BAD-5" },
  cases = { "poll/refuse:no-memory-poll", "poll/refuse:no-memory-ppoll" },
}
mutant {
  id = "entries-first",
  find = "if (n > FILE_MAX)",
  replace = "struct pollfd one;\n\n\tif (n > 0 &&\n"
    .. "\t    port_copyin(&one, user, sizeof(one)) != 0)\n"
    .. "\t\treturn -EFAULT;\n\tif (n > FILE_MAX)",
  bug = "the entries are looked at before their number",
  clauses = { "POLL-BAD-6" },
  cases = { "poll/refuse:too-many-poll", "poll/refuse:as-many-as-can-be" },
}
mutant {
  id = "select-adds", file = SELECT,
  find = "for (k = 0; k < SETS; k++)\n\t\ts->set[k] = set[k];",
  replace = "for (k = 0; k < SETS; k++)\n\t\tif (bits > 0)\n"
    .. "\t\t\ts->set[k] = set[k];",
  bug = "the sets are left as they were when nothing is ready",
  clauses = { "POLL-SEL-1" },
  cases = { "poll/ready:cleared-select", "poll/ready:cleared-pselect",
    "poll/ready:withdrawn-select", "poll/ready:a-reader-and-select",
    "poll/ready:withdrawn-pselect", "poll/ready:a-reader-and-pselect",
    "poll/time:with-descriptors-pselect" },
}
mutant {
  id = "select-all-sets", file = SELECT,
  find = "if ((p[i].ready & told[k]) == 0 ||\n"
    .. "\t\t\t    !FD_ISSET(p[i].fd, &s->set[k]))",
  replace = "if ((p[i].ready & told[k]) == 0)",
  bug = "a descriptor that is ready is in the sets that did not ask, too",
  clauses = { "POLL-SEL-1" },
  tests = { "poll" },
}
mutant {
  id = "select-one-more", file = SELECT,
  find = "for (fd = 0; fd < n; fd++) {\t\t/* [POLL-SEL-2] */",
  replace = "for (fd = 0; fd <= n && fd < FD_SETSIZE; fd++) {",
  bug = "the number nfds is looked at as well",
  clauses = { "POLL-SEL-2" },
  cases = { "poll/ready:below-select", "poll/ready:below-pselect" },
}
mutant {
  id = "select-closed", file = SELECT,
  find = "if (p[count].file == NULL)\n\t\t\treturn -EBADF;",
  replace = "if (p[count].file == NULL)\n\t\t\tcontinue;",
  bug = "a set may hold numbers of closed descriptors",
  clauses = { "POLL-SEL-3" },
  cases = { "poll/ready:closed-select", "poll/ready:below-pselect",
    "poll/ready:closed-pselect" },
}
mutant {
  id = "select-counts-files", file = SELECT,
  find = "bits++;\t\t\t\t/* [POLL-SEL-4] */",
  replace = "bits = i + 1;",
  bug = "select counts as poll does",
  clauses = { "POLL-SEL-4" },
  cases = { "poll/ready:three-at-once-select",
    "poll/ready:three-at-once-pselect", "poll/sock:both-ways-select",
    "poll/sock:both-ways-pselect" },
}
mutant {
  id = "select-no-set", file = SELECT,
  find = "if (s->user[k] != NULL &&\n\t\t    port_copyin",
  replace = "if (port_copyin",
  bug = "a set that is not there is a bad address",
  clauses = { "POLL-SEL-5" },
  cases = { "poll/refuse:no-sets-select", "poll/ready:already-pselect",
    "poll/ready:same-file-twice-select", "poll/ready:same-file-twice-pselect",
    "poll/refuse:no-sets-pselect", "poll/signal:ready-and-select",
    "poll/signal:ready-and-pselect" },
}
mutant {
  id = "select-usec", file = SELECT,
  find = "limit.tv_usec >= USEC_PER_SEC)",
  replace = "limit.tv_usec > USEC_PER_SEC)",
  bug = "a second may have a million and one microseconds",
  clauses = { "POLL-BAD-1" },
  cases = { "poll/refuse:usec-1e6-select",
    "poll/refuse:usec-1e6-in-1-s-select" },
}
mutant {
  id = "select-usec-any", file = SELECT,
  find = " ||\n\t    limit.tv_usec >= USEC_PER_SEC)",
  replace = ")",
  bug = "a second may have any number of microseconds",
  clauses = { "POLL-BAD-1" },
  cases = { "poll/refuse:usec-1e6-select", "poll/refuse:usec-most-select" },
}
mutant {
  id = "select-us-short", file = SELECT,
  find = "span = timeval_to_ktime(limit);",
  replace = "limit.tv_usec = limit.tv_usec / 1000 * 1000;\n"
    .. "\tspan = timeval_to_ktime(limit);",
  bug = "the time of select is cut to whole milliseconds",
  clauses = { "POLL-TIME-1", "TM-EARLY-1" },
  cases = { "poll/time:alone-select", "poll/time:gauge-select",
    "poll/refuse:edges-are-good" },
}
mutant {
  id = "select-count", file = SELECT,
  find = "if (n < 0 || n > FD_SETSIZE)",
  replace = "n = n < 0 ? 0 : n;\n\tif (n > FD_SETSIZE)",
  bug = "a negative number of descriptors is none",
  clauses = { "POLL-BAD-2" },
  cases = { "poll/refuse:count-1-select",
    "poll/refuse:count-2147483648-pselect",
    "poll/refuse:count-2147483648-select", "poll/refuse:count-1-pselect" },
}
mutant {
  id = "select-in-pointer", file = SELECT,
  find = "port_copyin(&s->set[k], s->user[k], s->size) != 0)\n"
    .. "\t\t\treturn -EFAULT;",
  replace = "port_copyin(&s->set[k], s->user[k], s->size) != 0)\n"
    .. "\t\t\treturn -EBADF;",
  bug = "a bad address of a set is EBADF",
  clauses = { "POLL-BAD-4" },
  cases = { "poll/refuse:pointer-select", "poll/refuse:pointer-pselect" },
}
mutant {
  id = "select-one-less", file = SELECT,
  find = "if (n < 0 || n > FD_SETSIZE)",
  replace = "if (n < 0 || n >= FD_SETSIZE)",
  bug = "as many descriptors as there can be are refused",
  clauses = { "POLL-BAD-2" },
  cases = { "poll/refuse:as-many-as-can-be" },
}
mutant {
  id = "select-no-memory", file = SELECT,
  find = "if (p == NULL)\n\t\treturn -ENOMEM;",
  replace = "if (p == NULL)\n\t\treturn -EBADF;",
  bug = "want of memory is EBADF",
  clauses = { "POLL-BAD-5" },
  cases = { "poll/refuse:no-memory-select",
    "poll/refuse:no-memory-pselect" },
}
mutant {
  id = "pselect-time", file = SELECT,
  find = "r = -poll_limit_begin(&limit, ts, mask);",
  replace = "r = poll_limit_begin(&limit, ts, mask) != 0 ? -EBADF : 0;",
  bug = "pselect has an errno of its own for a bad time",
  clauses = { "POLL-BAD-1", "POLL-BAD-3" },
  cases = { "poll/refuse:nsec-1e9-pselect", "poll/refuse:time-pointer-pselect",
    "poll/refuse:sec-minus-1-pselect", "poll/refuse:sec-most-negative-pselect",
    "poll/refuse:sec-and-nsec-pselect",
    "poll/refuse:nsec-minus-in-1-s-pselect",
    "poll/refuse:nsec-1e9-in-1-s-pselect", "poll/refuse:nsec-most-pselect" },
}
mutant {
  id = "select-negative", file = SELECT,
  find = "if (limit.tv_sec < 0 || limit.tv_usec < 0 ||",
  replace = "if (",
  bug = "a negative time has passed",
  clauses = { "POLL-BAD-1" },
  cases = { "poll/refuse:sec-minus-1-select",
    "poll/refuse:usec-minus-1-select", "poll/refuse:sec-most-negative-select",
    "poll/refuse:sec-and-usec-select",
    "poll/refuse:usec-minus-in-1-s-select" },
}
mutant {
  id = "select-time-last", file = SELECT,
  find = "if (port_copyin(&limit, tv, sizeof(limit)) != 0)",
  replace = "if (n < 0)\n\t\treturn -EINVAL;\n"
    .. "\tif (port_copyin(&limit, tv, sizeof(limit)) != 0)",
  bug = "the number is looked at before the time",
  clauses = { "POLL-BAD-6" },
  cases = { "poll/refuse:time-pointer-select" },
}
mutant {
  id = "select-out-pointer", file = SELECT,
  find = "port_copyout(&s->set[k], s->user[k], s->size) != 0)\n"
    .. "\t\t\treturn -EFAULT;",
  replace = "port_copyout(&s->set[k], s->user[k], 0) != 0)\n"
    .. "\t\t\treturn -EFAULT;",
  bug = "the answer is not told",
  clauses = { "POLL-SEL-1" },
  cases = { "poll/ready:cleared-select", "poll/time:with-descriptors-select" },
}
mutant {
  id = "queue-not-left",
  find = "if (p[i].queued)\n\t\t\tfile_unpoll(p[i].file, &p[i].waiter);",
  replace = "if (p[i].queued && i % 2 == 0)\n"
    .. "\t\t\tfile_unpoll(p[i].file, &p[i].waiter);",
  bug = "a wait that has ended still stands in a queue",
  clauses = { "POLL-WAIT-6" },
  races = { "threads_poll" },
}
mutant {
  id = "named-twice",
  find = "p[i].file = file_get(one.fd);\t\t/* [POLL-SET-3] */",
  replace = "p[i].file = i > 0 && p[i - 1].file != NULL ? NULL :\n"
    .. "\t\t    file_get(one.fd);",
  bug = "each second descriptor is taken for a closed one",
  clauses = { "POLL-SET-3" },
  cases = { "poll/ready:same-file-twice-poll",
    "poll/ready:same-file-twice-ppoll" },
}
