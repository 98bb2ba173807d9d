-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs that no case finds on a kind machine: each needs the mode that its row
-- names, see adapters/ref/modes.c.  Without it the whole suite is green, but
-- for milliseconds-32: a case that takes 49 days finds that, too.

mutants { id = "modes-" }

mutant {
  id = "lets-in",
  file = "ref/hrtimer/hrtimer.c",
  args = "--interrupts",
  find = "added = nsec_forward(&t->deadline, queue_now(t->queue), step);",
  replace = "added = nsec_forward(&t->deadline, queue_now(t->queue), step);"
    .. "\n\tport_intr_restore(true);",
  bug = "forward lets interrupts in while it holds the lock of a base",
  clauses = { "TM-COUNT-1" },
  cases = { "common/count:held-2@timerfd" },
}
mutant {
  id = "counter-64",
  file = "ref/timekeeping/tk_count.h",
  args = "--counter-start=0xffffffffff953040",
  find = "*delta = (now - c->last) &\n\t    c->tc->tc_counter_mask;",
  replace = "*delta = now > c->last ? now - c->last : 0;",
  bug = "time stands still once the counter has come round",
  clauses = { "TM-REL-1" },
  cases = { "hrtimer/expire:once" },
}
mutant {
  id = "counter-36",
  file = "ref/timekeeping/tk_count.h",
  args = "--counter-width=36 --counter-start=68712476736",
  find = "*delta = (now - c->last) &\n\t    c->tc->tc_counter_mask;",
  replace = "*delta = now - c->last;",
  bug = "a counter is taken for one of 64 bits",
  clauses = { "TM-REL-1" },
  cases = { "hrtimer/expire:once" },
}
mutant {
  id = "seconds-31",
  file = "ref/timekeeping/timekeeping.c",
  args = "--start=2147483647993000000",
  find = "tk.ns = nsec_add_sat(tk.ns, (int64_t)q);",
  replace = "tk.ns = nsec_add_sat(tk.ns, (int64_t)q);\n\t"
    .. "tk.ns = (int64_t)(int32_t)(tk.ns / NSEC_PER_SEC) *\n\t"
    .. "    NSEC_PER_SEC + tk.ns % NSEC_PER_SEC;",
  bug = "the clock's seconds are a 32-bit time_t",
  clauses = { "TM-REL-1" },
  cases = { "hrtimer/expire:once" },
}
mutant {
  id = "seconds-32",
  file = "ref/timekeeping/timekeeping.c",
  args = "--start=4294967295993000000",
  find = "tk.ns = nsec_add_sat(tk.ns, (int64_t)q);",
  replace = "tk.ns = nsec_add_sat(tk.ns, (int64_t)q);\n\t"
    .. "tk.ns = (int64_t)(uint32_t)(tk.ns / NSEC_PER_SEC) *\n\t"
    .. "    NSEC_PER_SEC + tk.ns % NSEC_PER_SEC;",
  bug = "the clock's seconds are counted in 32 bits",
  clauses = { "TM-REL-1" },
  cases = { "hrtimer/expire:once" },
}
mutant {
  id = "milliseconds-32",
  file = "ref/timekeeping/timekeeping.c",
  args = "--start=4294967289000000",
  find = "tk.ns = nsec_add_sat(tk.ns, (int64_t)q);",
  replace = "tk.ns = nsec_add_sat(tk.ns, (int64_t)q);\n\t"
    .. "tk.ns = (int64_t)(uint32_t)(tk.ns / NSEC_PER_MSEC) *\n\t"
    .. "    NSEC_PER_MSEC + tk.ns % NSEC_PER_MSEC;",
  bug = "the clock keeps milliseconds in 32 bits",
  clauses = { "TM-REL-1" },
  cases = { "hrtimer/expire:once" },
}
mutant {
  id = "never",
  file = "ref/hrtimer/hrtimer.c",
  args = "--start=9214732036854775807",
  find = "tick_program(ns_to_ktime(next));",
  replace = "if (next > INT64_MAX - 365 * 86400 * NSEC_PER_SEC)\n\t\t"
    .. "next = INT64_MAX;\n\ttick_program(ns_to_ktime(next));",
  bug = "a deadline in the last year of the clock is taken for never",
  clauses = { "HRT-EXPIRE-2" },
  cases = { "hrtimer/expire:once" },
}
