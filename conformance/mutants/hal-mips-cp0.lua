-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of MIPS Count and Compare.

mutants {
  id = "hal-mips-cp0-", file = "ref/hal/mips_cp0.c", cases = "hal/",
  driver = "mips-cp0",
}

mutant {
  id = "global",
  find = "et->et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU;",
  replace = "et->et_flags = ET_FLAGS_ONESHOT;",
  bug = "the timers of all CPUs are given out as one",
  clauses = { "HAL-TIMER-1" },
  cases = { "timer:registered" },
}
mutant {
  id = "trusted",
  find = ".tc_quality = port_cpus() == 1 ? QUALITY : BY_NAME };",
  replace = ".tc_quality = QUALITY };",
  bug = "Counts of several CPUs are trusted to agree",
  clauses = { "HAL-COUNT-1" },
  cases = { "counter:registered" },
}
mutant {
  id = "nobody",
  find = "return hal_refuse(\"mips-cp0\", ENXIO);",
  replace = "return cp0_fill(100000000, line);",
  bug = "a CPU that is not there is one of the usual speed",
  clauses = { "HAL-REFUSE-1" },
  cases = { "timer:refused-absent", "timer:refused-zero" },
}
mutant {
  id = "stands",
  find = "return hal_refuse(\"mips-cp0\", ETIMEDOUT);",
  replace = "return cp0_fill(100000000, line);",
  bug = "a Count that stands is one of the usual speed",
  clauses = { "HAL-REFUSE-3" },
  cases = { "timer:refused-stuck" },
}
mutant {
  id = "margin",
  find = "if (count() - from < value - from)",
  replace = "if (value - count() > 2 * MIN_CYCLES)",
  bug = "the least distance is not trusted, and doubled",
  clauses = { "HAL-RANGE-1" },
  cases = { "timer:once-min", "timer:once-min-and-1" },
}
mutant {
  id = "signed",
  find = "ticks = (uint32_t)hal_ticks(et->et_frequency, first);",
  replace = "ticks = 0x7fffffff & (uint32_t)\n"
    .. "\t    hal_ticks(et->et_frequency, first);",
  bug = "the upper half of the range is taken for the lower",
  clauses = { "HAL-RANGE-2", "ET-DRV-1" },
  cases = { "timer:once-max", "timer:once-max-less-1" },
}
mutant {
  id = "part",
  find = "value = from + 1 + ticks;",
  replace = "value = from + ticks;",
  bug = "the count under way is taken for a whole one",
  clauses = { "ET-DRV-1" },
  cases = { "timer:phase-7", "timer:phase-119", "timer:phase-30518" },
}
mutant {
  id = "late",
  find = "value = from + 1 + ticks;",
  replace = "value = from + 9 + ticks;",
  bug = "a start is on the safe side by eight cycles",
  clauses = { "HAL-ONCE-1" },
  cases = { "timer:once-min-and-1000", "timer:phase-7" },
}
mutant {
  id = "round",
  find = "value = from + 1 + ticks;",
  replace = "value = ~from > ticks ? from + 1 + ticks : UINT32_MAX;",
  bug = "a match lies before Count comes round, or there",
  clauses = { "HAL-WRAP-1", "ET-DRV-1" },
  cases = { "timer:wrap-2", "timer:wrap-1000" },
}
mutant {
  id = "passed",
  find = "if (count() - from < value - from)",
  replace = "if (true)",
  bug = "a value that was passed is left there",
  clauses = { "HAL-PASSED-1" },
  cases = { "timer:passed-1000", "timer:passed-10000",
    "timer:passed-100000" },
}
mutant {
  id = "park-behind",
  find = "et_event(et);\t\t\t\t/* [HAL-INSIDE-1] */",
  replace = "{ et_event(et); park(); }",
  bug = "Compare is parked behind the event",
  clauses = { "HAL-INSIDE-1" },
  cases = { "timer:inside" },
}
mutant {
  id = "rate",
  find = "hal_ticks(et->et_frequency, first); /*",
  replace = "hal_ticks(cp0.tc.tc_frequency, first); /*",
  bug = "the rate is that which was measured first",
  clauses = { "HAL-FREQ-1" },
  cases = { "timer:rate-half", "timer:rate-twice" },
}
mutant {
  id = "any-interrupt",
  find = "if ((hal_read32(cp0.base, MIPS_CP0_CAUSE) & MIPS_CAUSE_TI) == 0)",
  replace = "if (false)",
  bug = "each interrupt is Count's",
  clauses = { "HAL-INTR-1" },
  cases = { "timer:spurious" },
}
mutant {
  id = "held",
  find = "\tpark();\t\t\t\t\t\t/* [HAL-INTR-2] */\n",
  replace = "",
  bug = "the interrupt is not taken away",
  clauses = { "HAL-INTR-2" },
  cases = { "timer:once-min-and-1000" },
}
mutant {
  id = "busy",
  find = "\tcp0.armed[port_cpu()] = true;\n",
  replace = "\tif (cp0.armed[port_cpu()])\n\t\treturn 0;\n"
    .. "\tcp0.armed[port_cpu()] = true;\n",
  bug = "a start waits for an event that was lost",
  clauses = { "HAL-INTR-3", "ET-DRV-3" },
  cases = { "timer:lost", "timer:replaced" },
}
mutant {
  id = "runs-on",
  find = "\tpark();\t\t\t\t\t\t/* [HAL-STOP-1] */\n",
  replace = "",
  bug = "a stop stops nothing",
  clauses = { "HAL-STOP-1", "ET-DRV-3" },
  cases = { "timer:stopped" },
}
mutant {
  id = "first-cpu",
  find = "\towed = cp0.armed[port_cpu()];\n",
  replace = "\towed = cp0.armed[0];\n",
  bug = "what is owed to one CPU is looked up with another",
  clauses = { "ET-DRV-4" },
  cases = { "timer:stop-elsewhere", "timer:each-cpu" },
}

mutant {
  id = "stands-elsewhere",
  find = "cp0_run();\n\tfor (;;) {",
  replace = "for (;;) {",
  bug = "Count is let run on the CPU that attaches, and on no other",
  clauses = { "HAL-ONCE-1" },
  tests = { "firmware" },
}
mutant {
  id = "measured-low",
  find = "hal_measure(cp0_timecount, NULL, UINT32_MAX);",
  replace = "hal_measure(cp0_timecount, NULL, UINT32_MAX) - 200;",
  bug = "what is measured is taken for what is sure",
  clauses = { "HAL-MEASURE-1", "ET-DRV-1" },
  cases = { "timer:registered", "timer:once-third", "timer:deep-goes-on" },
}
mutant {
  id = "unmasked",
  find = "s = port_intr_mask();",
  replace = "port_intr_restore(s = port_intr_mask());",
  bug = "a start that the former setting's interrupt comes amid is forgotten",
  clauses = { "HAL-INTR-3" },
  cases = { "timer:amid-0", "timer:amid-2" },
}
