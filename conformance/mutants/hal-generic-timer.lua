-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of the Arm generic timer.

mutants {
  id = "hal-generic-", file = "ref/hal/generic_timer.c", cases = "hal/",
}

-- Attaching.

mutant {
  id = "quality",
  find = "et->et_quality = 1000;",
  replace = "et->et_quality = 100;",
  bug = "the best timer of the machine is registered as a middling one",
  clauses = { "HAL-TIMER-1" },
  cases = { "timer:registered" },
  driver = "generic-timer",
}
mutant {
  id = "counter-quality",
  find = ".tc_quality = 1000 };",
  replace = ".tc_quality = 100 };",
  bug = "the best counter of the machine is registered as a middling one",
  clauses = { "HAL-COUNT-1" },
  cases = { "counter:registered" },
  driver = "generic-timer",
}
mutant {
  id = "refuses-silently",
  find = "return hal_refuse(\"generic-timer\", ENXIO);",
  replace = "return ENXIO;",
  bug = "a CPU without the timer is declined without a word",
  clauses = { "HAL-REFUSE-1" },
  tests = { "generic_timer_driver" },
}
mutant {
  id = "cntfrq-believed",
  find = " || frequency > CNTFRQ_MAX)",
  replace = ")",
  bug = "what firmware left in CNTFRQ is believed, however high",
  clauses = { "HAL-REFUSE-2" },
  tests = { "generic_timer_driver" },
}
mutant {
  id = "stands",
  find = "if (hal_stands(gt_timecount, NULL, SETTLE))",
  replace = "if (false)",
  bug = "a counter that nobody has switched on is taken",
  clauses = { "HAL-REFUSE-3" },
  tests = { "generic_timer_driver" },
}
mutant {
  id = "c3stop",
  find = "ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU;",
  replace = "ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU | ET_FLAGS_C3STOP;",
  bug = "a timer that runs on in sleep is said to stop there",
  clauses = { "HAL-DEEP-1" },
  cases = { "timer:registered" },
  driver = "generic-timer",
}
mutant {
  id = "one-reading",
  find = "(distance(before, count) < 0 ||\n"
    .. "\t    distance(count, behind) < 0)",
  replace = "(false)",
  bug = "the second reading is taken without a look at the others",
  clauses = { "HAL-COUNT-2", "ET-DRV-1" },
  tests = { "generic_timer_driver" },
}

-- Starting.

mutant {
  id = "least-off",
  find = "hal_ticks(et->et_frequency, first);",
  replace = "hal_ticks(et->et_frequency, first - et->et_min_period);",
  bug = "the least period is taken off, as if it were spent already",
  clauses = { "HAL-RANGE-1" },
  cases = { "timer:once-min", "timer:once-min-and-1" },
  driver = "generic-timer",
}
mutant {
  id = "signed",
  find = "hal_ticks(et->et_frequency, first);",
  replace = "(uint64_t)(int32_t)hal_ticks(et->et_frequency, first);",
  bug = "the distance has a sign and 32 bits, as in TVAL: 2^31 is past",
  clauses = { "HAL-RANGE-2" },
  cases = { "timer:once-max", "timer:once-max-less-1",
    "timer:once-half-and-1" },
  driver = "generic-timer",
}
mutant {
  id = "one-more",
  find = "count + 1 +\n",
  replace = "count + 4 +\n",
  bug = "a few cycles are added, to be sure",
  clauses = { "HAL-ONCE-1" },
  cases = { "timer:once-min-and-1000", "timer:once-third",
    "timer:phase-333" },
  driver = "generic-timer",
}
mutant {
  id = "part-of-cycle",
  find = "count + 1 +\n",
  replace = "count +\n",
  bug = "the cycle that has gone by in part is counted whole",
  clauses = { "ET-DRV-1" },
  cases = { "timer:phase-7", "timer:phase-333", "timer:phase-69",
    "timer:phase-71" },
  driver = "generic-timer",
}
mutant {
  id = "behind-wrap",
  find = "count + (left < wrap ? left : wrap));",
  replace = "count + (left < wrap ? left : left));",
  bug = "CVAL is set to a count that the counter wraps before",
  clauses = { "HAL-WRAP-1" },
  cases = { "timer:wrap-0", "timer:wrap-1", "timer:wrap-2",
    "timer:wrap-1000" },
  driver = "generic-timer-phys",
}
mutant {
  id = "passed",
  find = "gt_program(count, gt.deadline[port_cpu()]);",
  replace = "gt_program(gt_count(), gt.deadline[port_cpu()]);",
  bug = "the distance is taken a second time, when it may be below 0",
  clauses = { "HAL-PASSED-1" },
  cases = { "timer:passed-1000", "timer:passed-10000" },
  driver = "generic-timer",
}
mutant {
  id = "frequency",
  find = "hal_ticks(et->et_frequency, first);",
  replace = "hal_ticks(gt.tc.tc_frequency, first);",
  bug = "a start counts with the frequency of power-on",
  clauses = { "HAL-FREQ-1" },
  cases = { "timer:rate-half", "timer:rate-twice" },
  driver = "generic-timer",
}
mutant {
  id = "left-armed",
  find = "\tEVENT(HAL_PROGRAM, et, sbttons(first));\n",
  replace = "\tif ((hal_read32(gt.base, gt.timer + CNT_CTL) &\n"
    .. "\t    CNT_CTL_ENABLE) != 0)\n\t\treturn 0;\n",
  bug = "a timer that is still enabled is left as it is",
  clauses = { "HAL-INTR-3", "ET-DRV-3" },
  cases = { "timer:lost", "timer:replaced", "timer:amid-4" },
  driver = "generic-timer",
}

-- Interrupts.

mutant {
  id = "stop",
  find = "\tgt.armed[port_cpu()] = false;\n"
    .. "\tgt_control(0);\t\t\t\t\t/* [HAL-STOP-1] */\n",
  replace = "\tif (port_in_interrupt()) {\n"
    .. "\t\tgt.armed[port_cpu()] = false;\n\t\tgt_control(0);\n\t}\n",
  bug = "stop leaves the timer enabled",
  clauses = { "HAL-STOP-1" },
  cases = { "timer:stopped" },
  driver = "generic-timer",
}
mutant {
  id = "level",
  find = "(void)gt_stop(et);\t\t\t\t/* [HAL-INTR-2] */",
  replace = "hal_write64(gt.base, gt.timer + CNT_CVAL, count + 62500);",
  bug = "CVAL is moved on, but not for good: one expiry interrupts again",
  clauses = { "HAL-INTR-2" },
  cases = { "timer:once-min", "timer:inside-late" },
  driver = "generic-timer",
}
mutant {
  id = "inside",
  find = "(void)gt_stop(et);\t\t\t\t/* [HAL-INTR-2] */\n\tif (owed)\n"
    .. "\t\tet_event(et);",
  replace = "if (owed)\n\t\tet_event(et);\n\t(void)gt_stop(et);",
  bug = "the level is taken away behind the event, and a new start with it",
  clauses = { "HAL-INSIDE-1" },
  cases = { "timer:inside" },
  driver = "generic-timer",
}

mutant {
  id = "not-armed",
  find = "owed = gt.armed[port_cpu()];",
  replace = "owed = true;",
  bug = "what firmware left enabled is an event",
  clauses = { "HAL-INTR-1" },
  tests = { "firmware" },
}
mutant {
  id = "unmasked",
  find = "s = port_intr_mask();",
  replace = "port_intr_restore(s = port_intr_mask());",
  bug = "an interrupt amid a start turns off what has been started",
  clauses = { "HAL-INTR-3" },
  driver = "generic-timer",
  cases = { "timer:amid-1", "timer:amid-2" },
}
