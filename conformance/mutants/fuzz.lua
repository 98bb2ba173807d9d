-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs that want a certain sequence, or that nobody sees from outside: memory
-- that leaks, a count after a failed copy, what is left of an older setting.
-- The models of build/fuzz find them, each that of its front end.

mutants { id = "fuzz-" }

mutant {
  id = "hrtimer-rebased",
  file = "ref/hrtimer/hrtimer.c",
  find = "\t} else {\n\t\tt->queue = QUEUE_MONOTONIC;",
  replace = "\t} else if (!t->started) {\n\t\tt->queue = QUEUE_MONOTONIC;",
  bug = "a timer that was set by CLOCK_REALTIME stays there when rebased",
  fuzz = { "hrtimer" },
}
mutant {
  id = "timerfd-leaks",
  file = "ref/timerfd/timerfd.c",
  find = "if (fd < 0)\n\t\tport_free(t);",
  replace = "if (fd == -EMFILE)\n\t\tport_free(t);",
  bug = "without memory for its file a timer leaks",
  fuzz = { "timerfd" },
}
mutant {
  id = "timerfd-set-back",
  file = "ref/timerfd/timerfd.c",
  find = "\tif (t->interval == 0)\n\t\treturn false;\n\tadded",
  replace = "\tif (t->interval == 0 || t->count > 1)\n\t\treturn false;\n"
    .. "\tadded",
  bug = "a timer that counts two and expires again does not go on",
  fuzz = { "timerfd" },
}
mutant {
  id = "dup2-onto-a-twin",
  file = "ref/file/file.c",
  find = "if (old != NULL) {\n\t\tEVENT(FIL_CLOSE, old, to);",
  replace = "if (old != NULL && old != f) {\n\t\tEVENT(FIL_CLOSE, old, to);",
  bug = "dup2 onto a number of the same file leaves a reference too many",
  fuzz = { "file" },
}
mutant {
  id = "dup-from-nowhere",
  file = "ref/file/file.c",
  find = "\tif (r < 0)\n\t\tfile_put(f);",
  replace = "\tif (r == -EMFILE)\n\t\tfile_put(f);",
  bug = "F_DUPFD that is refused leaves a reference",
  fuzz = { "file" },
}
mutant {
  id = "timersock-room-made",
  file = "ref/timersock/timersock.c",
  find = "\tcatch_up(t);\n\tt->rcvbuf = bytes;",
  replace = "\tt->rcvbuf = bytes;",
  bug = "room that is made takes what the last record has to count",
  fuzz = { "timersock" },
}
mutant {
  id = "kevent-table-leaks",
  file = "ref/kevent/queue.c",
  find = "\tif (old != q->few)\n\t\tport_free(old);",
  replace = "",
  bug = "a table of entries that grows again leaks",
  fuzz = { "kevent" },
}
mutant {
  id = "kevent-not-given-back",
  file = "ref/kevent/queue.c",
  find = "\tk->count += k->taken;\n",
  replace = "",
  bug = "a fetch that fails loses what it had taken",
  fuzz = { "kevent" },
}
mutant {
  id = "kevent-refused-leaks",
  file = "ref/kevent/origins.c",
  find = "\t\tfile_put(so->file);\n\t\treturn EINVAL;",
  replace = "\t\treturn EINVAL;",
  bug = "a queue that is refused to another is held for ever",
  fuzz = { "kevent" },
}
mutant {
  id = "ptimer-leaks",
  file = "ref/ptimer/ptimer.c",
  find = "\tif (error != 0) {\n\t\tport_free(t);",
  replace = "\tif (error != 0) {",
  bug = "a timer whose event cannot be made leaks",
  fuzz = { "ptimer" },
}
mutant {
  id = "kqueue-leaks",
  file = "ref/kqueue/kqueue.c",
  find = "\tif (fd < 0)\n\t\tport_free(q);",
  replace = "",
  bug = "a queue without a descriptor leaks",
  fuzz = { "kqueue" },
}
mutant {
  id = "kqueue-shown-is-taken",
  file = "ref/kqueue/kqueue.c",
  find = "\t\t\treturn n > 0 ? n : -EFAULT;",
  replace = "{\n\t\t\tk->count = 0;\n\t\t\tring_remove(k);\n"
    .. "\t\t\treturn n > 0 ? n : -EFAULT;\n\t\t}",
  bug = "an event that cannot be stored is lost",
  fuzz = { "kqueue" },
}
mutant {
  id = "poll-leaks",
  file = "ref/poll/poll.c",
  find = "\tif (r == 0)\n\t\tr = poll_wait(p, n, span);\n\terror",
  replace = "\tif (r != 0)\n\t\treturn r;\n"
    .. "\tr = poll_wait(p, n, span);\n\terror",
  bug = "an array that cannot be read leaks",
  fuzz = { "poll" },
}
mutant {
  id = "itimer-keeps",
  file = "ref/itimer/itimer.c",
  find = "itimer.signal.keep = itimer.interval != 0;",
  replace = "itimer.signal.keep |= itimer.interval != 0;",
  bug = "who was periodic once has its signal kept for ever",
  fuzz = { "itimer" },
}
mutant {
  id = "sleep-shared",
  file = "ref/sleep/sleep.c",
  find = "\tstruct hrtimer t;\n\tint error;\n\n\thrtimer_init",
  replace = "\tstatic struct hrtimer t;\n\tint error;\n\n\thrtimer_init",
  bug = "two sleeps at once have one timer",
  fuzz = { "sleep" },
}
mutant {
  id = "timeout-drain-once",
  file = "ref/timeout/timeout.c",
  find = "} while (r != 0);",
  replace = "} while (r < 0);",
  bug = "a drain that has stopped a timeout does not see it start again",
  fuzz = { "timeout" },
}
