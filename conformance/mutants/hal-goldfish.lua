-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of the goldfish timer.

mutants {
  id = "hal-goldfish-", file = "ref/hal/goldfish.c", cases = "hal/",
  driver = "goldfish",
}

mutant {
  id = "percpu",
  find = "et->et_flags = ET_FLAGS_ONESHOT;",
  replace = "et->et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU;",
  bug = "one alarm is given out as one for each CPU",
  clauses = { "HAL-TIMER-1" },
  cases = { "timer:registered" },
}
mutant {
  id = "low-half",
  find = ".tc_counter_mask = UINT64_MAX,",
  replace = ".tc_counter_mask = UINT32_MAX,",
  bug = "the counter is said to be its low half",
  clauses = { "HAL-COUNT-1" },
  cases = { "counter:registered" },
}
mutant {
  id = "stands",
  find = "\tif (goldfish_time() == from)",
  replace = "\tif (false)",
  bug = "a clock that stands is good enough",
  clauses = { "HAL-REFUSE-1", "HAL-REFUSE-3" },
  cases = { "timer:refused-zero", "timer:refused-stuck" },
}
mutant {
  id = "unsaid",
  find = "return hal_refuse(\"goldfish\", ENXIO);",
  replace = "return ENXIO;",
  bug = "nobody is told that there is no device",
  clauses = { "HAL-REFUSE-1" },
  cases = { "timer:refused-absent" },
}
mutant {
  id = "low-first",
  find = "\tput(GOLDFISH_ALARM_HIGH, (uint32_t)(alarm >> 32)); "
    .. "/* [HAL-ONCE-1] */\n"
    .. "\tput(GOLDFISH_ALARM_LOW, (uint32_t)alarm);\t/* [HAL-PASSED-1] */\n",
  replace = "\tput(GOLDFISH_ALARM_LOW, (uint32_t)alarm);\n"
    .. "\tput(GOLDFISH_ALARM_HIGH, (uint32_t)(alarm >> 32));\n",
  bug = "the alarm is armed before its high half is written",
  clauses = { "HAL-RANGE-1", "ET-DRV-1" },
  cases = { "timer:once-min", "timer:once-min-and-1000",
    "timer:once-third" },
}
mutant {
  id = "four-seconds",
  find = "hal_ticks(et->et_frequency, first);\t\t/* [HAL-FREQ-1] */",
  replace = "(uint32_t)hal_ticks(et->et_frequency, first);",
  bug = "a distance has 32 bits",
  clauses = { "HAL-RANGE-2", "ET-DRV-1" },
  cases = { "timer:once-max", "timer:once-max-less-1",
    "timer:once-half" },
}
mutant {
  id = "late",
  find = "goldfish_time() + 1 +",
  replace = "goldfish_time() + 1000 +",
  bug = "a start is on the safe side by a microsecond",
  clauses = { "HAL-ONCE-1" },
  cases = { "timer:once-min-and-1000", "timer:phase-7" },
}
mutant {
  id = "passed",
  find = "\tput(GOLDFISH_ALARM_LOW, (uint32_t)alarm);\t/* [HAL-PASSED-1] */\n",
  replace = "\tif (goldfish_time() < alarm)\n"
    .. "\t\tput(GOLDFISH_ALARM_LOW, (uint32_t)alarm);\n",
  bug = "an alarm that has passed meanwhile is not armed",
  clauses = { "HAL-PASSED-1" },
  cases = { "timer:passed-100", "timer:passed-100000" },
}
mutant {
  id = "stop-behind",
  find = "et_event(et);\t\t\t\t/* [HAL-INSIDE-1] */",
  replace = "{ et_event(et); (void)goldfish_stop(et); }",
  bug = "the alarm is disarmed behind the event",
  clauses = { "HAL-INSIDE-1" },
  cases = { "timer:inside" },
}
mutant {
  id = "rate",
  find = "hal_ticks(et->et_frequency, first);\t\t/* [HAL-FREQ-1] */",
  replace = "hal_ticks((uint64_t)NSEC_PER_SEC, first);",
  bug = "nanoseconds are taken for cycles, whatever the rate",
  clauses = { "HAL-FREQ-1" },
  cases = { "timer:rate-half", "timer:rate-twice" },
}
mutant {
  id = "any-interrupt",
  find = "ours = goldfish.armed && get(GOLDFISH_ALARM_STATUS) == 0;",
  replace = "ours = true;",
  bug = "each interrupt is an event",
  clauses = { "HAL-INTR-1" },
  cases = { "timer:spurious", "timer:spurious-stopped" },
}
mutant {
  id = "status-unread",
  find = "ours = goldfish.armed && get(GOLDFISH_ALARM_STATUS) == 0;",
  replace = "ours = goldfish.armed;",
  bug = "an interrupt while the alarm is still armed is an event",
  clauses = { "HAL-INTR-1" },
  cases = { "timer:spurious" },
}
mutant {
  id = "held",
  find = "\tput(GOLDFISH_CLEAR_INTERRUPT, 1);\t\t/* [HAL-INTR-2] */\n"
    .. "\tours = goldfish.armed &&",
  replace = "\tours =",
  bug = "the interrupt is not taken away",
  clauses = { "HAL-INTR-2" },
  cases = { "timer:once-min-and-1000" },
}
mutant {
  id = "busy",
  find = "\tgoldfish_disarm();\t\t\t\t/* [HAL-INTR-3] */\n",
  replace = "\tif (goldfish.armed) {\n"
    .. "\t\tport_spin_unlock(&goldfish.lock, s);\n\t\treturn 0;\n\t}\n",
  bug = "a start waits for an event that was lost",
  clauses = { "HAL-INTR-3", "ET-DRV-3" },
  cases = { "timer:lost", "timer:replaced", "timer:amid-5" },
}
mutant {
  id = "runs-on",
  find = "\tgoldfish_disarm();\t\t\t\t/* [HAL-STOP-1] */\n"
    .. "\tput(GOLDFISH_IRQ_ENABLED, 0);\n",
  replace = "",
  bug = "a stop stops nothing",
  clauses = { "HAL-STOP-1", "ET-DRV-3" },
  cases = { "timer:stopped" },
}
