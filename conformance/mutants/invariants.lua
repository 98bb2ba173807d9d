-- SPDX-License-Identifier: BSD-2-Clause
-- Corruptions of the structures themselves: each is found by the x_check()
-- that its row names, before it has had time to become a wrong result.

mutants { id = "invariant-" }

mutant {
  id = "timerqueue",
  file = "ref/lib/timerqueue.c",
  panic = "timerqueue_check",
  find = "n->rank = rank(n->right) + 1;",
  replace = "n->rank = rank(n->left) + 1;",
  bug = "a node ranks by its heavy side, so that walks become long",
  clauses = { "HRT-ORDER-1" },
  cases = { "hrtimer/many:rising-300" },
}
mutant {
  id = "base",
  file = "ref/hrtimer/hrtimer.c",
  panic = "base_check",
  find = "timerqueue_insert(&b->queue[t->queue], &t->node);",
  replace = "timerqueue_insert(&b->queue[QUEUE_MONOTONIC], &t->node);",
  bug = "a timer on CLOCK_REALTIME is put into the other clock's queue",
  clauses = { "HRT-CLOCK-1" },
  cases = { "hrtimer/clockset:forward-short" },
}
mutant {
  id = "timerfd",
  file = "ref/timerfd/timerfd.c",
  panic = "timerfd_check",
  find = "if (!t->expired)\n\t\treturn false;\n\tt->expired = false;",
  replace = "if (!t->expired)\n\t\treturn false;",
  bug = "a periodic timer that runs again is still marked as expired",
  clauses = { "TM-COUNT-1" },
  cases = { "common/count:held-2@timerfd" },
}
mutant {
  id = "waitq",
  file = "ref/lib/waitq.c",
  panic = "waitq_check",
  find = "*link = w->next;",
  replace = "",
  bug = "a thread that was woken stays in the queue",
  clauses = { "TFD-READ-4" },
  cases = { "common/period:two-hundred@timerfd" },
}
mutant {
  id = "file",
  file = "ref/file/file.c",
  panic = "file_check",
  find = "table.of[fd].file = NULL;",
  replace = "",
  bug = "a descriptor that is closed keeps a file that is gone",
  clauses = { "TFD-CLOSE-1" },
  cases = { "timerfd/close:while-armed" },
}
mutant {
  id = "timeout",
  file = "ref/timeout/timeout.c",
  panic = "cpu_check",
  find = "\t\tc->last = link;",
  replace = "\t\t;",
  bug = "the end of the list is not moved when the last timeout is taken out",
  clauses = { "TMO-CALL-3" },
  cases = { "timeout/call:may-sleep" },
}
mutant {
  id = "eventtimer",
  file = "ref/eventtimer/eventtimer.c",
  panic = "et_check",
  find = "if (tmp->et_quality < et->et_quality)",
  replace = "if (tmp->et_quality > et->et_quality)",
  bug = "the list of event timers begins with the worst",
  clauses = { "ET-FIND-1" },
  cases = { "eventtimer/find:best" },
}
mutant {
  id = "clocks",
  file = "ref/timekeeping/timekeeping.c",
  panic = "tk_check",
  find = "SLIST_REMOVE(&tk.all, tc, timecounter, tc_all);\n"
    .. "\ttc->tc_quality = TK_WRONG;\n\ttk_list(tc);",
  replace = "tc->tc_quality = TK_WRONG;",
  bug = "a counter that was found wrong stays first in the list",
  clauses = { "TK-BACK-1" },
  cases = { "timekeeping/fault:back-watched" },
}
mutant {
  id = "tick",
  file = "ref/tick/tick_switch.c",
  panic = "tick_check",
  find = "\tc->due = INT64_MAX;\n\tc->lies = 0;",
  replace = "\tc->lies = 0;",
  bug = "a CPU that is paused still waits for the interrupt of its timer",
  clauses = { "TICK-SWITCH-1" },
  cases = { "tick/switch:deadlines" },
}
mutant {
  id = "tick-next",
  file = "ref/tick/tick.c",
  panic = "tick_check",
  find = "\tc->next = next;\n\tc->set = true;",
  replace = "\tc->next = c->deadline;\n\tc->set = true;",
  bug = "a CPU notes its deadline as what it waits for, when a tick is sooner",
  clauses = { "TICK-HARD-1" },
  cases = { "tick/stream:hard-at-its-times" },
}
