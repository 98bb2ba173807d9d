-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of the SP804.

mutants { id = "hal-sp804-", file = "ref/hal/sp804.c", cases = "hal/" }

-- Attaching.

mutant {
  id = "percpu",
  find = "et->et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT;",
  replace = "et->et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT | "
    .. "ET_FLAGS_PERCPU;",
  bug = "a timer for all is said to be one for each CPU",
  clauses = { "HAL-TIMER-1" },
  cases = { "timer:registered" },
  driver = "sp804",
}
mutant {
  id = "c3stop",
  find = "et->et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT;",
  replace = "et->et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT | "
    .. "ET_FLAGS_C3STOP;",
  bug = "a timer that runs on in sleep is said to stop there",
  clauses = { "HAL-DEEP-1" },
  cases = { "timer:registered" },
  driver = "sp804",
}
mutant {
  id = "counter-width",
  find = ".tc_counter_mask = UINT32_MAX,",
  replace = ".tc_counter_mask = UINT64_MAX,",
  bug = "a counter of 32 bits is taken for one of 64",
  clauses = { "HAL-COUNT-1" },
  cases = { "counter:registered", "counter:turn-4", "counter:turn-5" },
  driver = "sp804",
}
mutant {
  id = "id",
  find = "if (!sp_is_there())",
  replace = "if (false)",
  bug = "nobody asks what the device is",
  clauses = { "HAL-REFUSE-1" },
  tests = { "sp804_driver" },
}
mutant {
  id = "stands",
  find = "return hal_refuse(\"SP804\", ETIMEDOUT);",
  replace = "frequency = USUAL;",
  bug = "a clock that is not found is taken for the usual one",
  clauses = { "HAL-REFUSE-3" },
  tests = { "sp804_driver" },
}
mutant {
  id = "measured-edge",
  find = "\thal_write32(sp.base, control, SP804_32BIT | SP804_ENABLE);",
  replace = "\thal_write32(sp.base, SP804_TIMER2 + SP804_LOAD, UINT32_MAX);\n"
    .. "\thal_write32(sp.base, control, SP804_32BIT | SP804_ENABLE);",
  bug = "the edge that takes what was loaded is missing from the measure",
  clauses = { "HAL-MEASURE-1" },
  tests = { "sp804_driver" },
}

-- Starting.

mutant {
  id = "less-2",
  find = "(uint32_t)hal_ticks(et->et_frequency, first));",
  replace = "(uint32_t)hal_ticks(et->et_frequency, first) - 2);",
  bug = "what the writes take is taken off, and 0 interrupts at once",
  clauses = { "HAL-RANGE-1" },
  cases = { "timer:once-min", "timer:once-min-and-1" },
  driver = "sp804",
}
mutant {
  id = "16-bits",
  find = "mode = SP804_32BIT | SP804_INT_ENABLE |",
  replace = "mode = SP804_INT_ENABLE |",
  bug = "the counter has 16 bits, as after a reset",
  clauses = { "HAL-RANGE-2" },
  cases = { "timer:once-half", "timer:once-max", "timer:once-max-less-1" },
  driver = "sp804",
}
mutant {
  id = "one-more",
  find = "(uint32_t)hal_ticks(et->et_frequency, first));",
  replace = "(uint32_t)hal_ticks(et->et_frequency, first) + 3);",
  bug = "a few cycles are added, to be sure",
  clauses = { "HAL-ONCE-1" },
  cases = { "timer:once-min-and-1000", "timer:once-third" },
  driver = "sp804",
}
mutant {
  id = "passed",
  find = "(uint32_t)hal_ticks(et->et_frequency, first));",
  replace = "(uint32_t)hal_ticks(et->et_frequency, first) +\n"
    .. "\t    ((uint32_t)sp_timecount(NULL) - (uint32_t)sp_timecount(NULL)));",
  bug = "what a read takes is taken off the distance, down to below 0",
  clauses = { "HAL-PASSED-1" },
  cases = { "timer:passed-10000", "timer:passed-100000" },
  driver = "sp804",
}
mutant {
  id = "frequency",
  find = "(uint32_t)hal_ticks(et->et_frequency, first));",
  replace = "(uint32_t)hal_ticks(sp.tc.tc_frequency, first));",
  bug = "a start counts with the frequency of power-on",
  clauses = { "HAL-FREQ-1" },
  cases = { "timer:rate-half", "timer:rate-twice" },
  driver = "sp804",
}
mutant {
  id = "period-less-1",
  find = "(uint32_t)hal_ticks(et->et_frequency, period));",
  replace = "(uint32_t)hal_ticks(et->et_frequency, period) - 1);",
  bug = "the period is loaded less one, as other timers want it",
  clauses = { "HAL-PERIOD-1" },
  cases = { "timer:period-phase", "timer:period-first-later",
    "timer:period-first-sooner" },
  driver = "sp804",
}
mutant {
  id = "no-first",
  find = "\tif (first == 0)\n\t\tfirst = period;",
  replace = "",
  bug = "a period without a first time begins at once",
  clauses = { "ET-DRV-2" },
  cases = { "timer:period-phase", "timer:mode" },
  driver = "sp804",
}
mutant {
  id = "left-pending",
  find = "sp_acknowledge();\n\tsp_write(SP804_CONTROL, mode);",
  replace = "sp_write(SP804_CONTROL, mode);",
  bug = "what has come up before a start interrupts for the new one",
  clauses = { "HAL-INTR-3" },
  cases = { "timer:lost" },
  driver = "sp804",
}

-- Interrupts.

mutant {
  id = "stop",
  find = "sp_write(SP804_CONTROL, 0);\t\t\t/* [HAL-STOP-1] */",
  replace = "",
  bug = "stop leaves the counter running",
  clauses = { "HAL-STOP-1" },
  cases = { "timer:stopped", "timer:stopped-period" },
  driver = "sp804",
}
mutant {
  id = "status",
  find = "if (sp_read(SP804_MIS) == 0)",
  replace = "if (false)",
  bug = "an interrupt of whoever is on the line is an event",
  clauses = { "HAL-INTR-1" },
  cases = { "timer:spurious", "timer:spurious-stopped" },
  driver = "sp804",
}
mutant {
  id = "level",
  find = "sp_acknowledge();\t\t\t\t/* [HAL-INTR-2] */",
  replace = "",
  bug = "the level stays up, and one expiry interrupts for ever",
  clauses = { "HAL-INTR-2" },
  tests = { "sp804_driver" },
}
mutant {
  id = "posted",
  find = "\t(void)sp_read(SP804_RIS);\n",
  replace = "",
  bug = "the acknowledge stays in a bridge when the handler returns",
  clauses = { "HAL-INTR-2" },
  tests = { "sp804_driver" },
}
mutant {
  id = "inside",
  find = "et_event(et);\t\t\t/* may start it [HAL-INSIDE-1] */",
  replace = "et_event(et);\n\t(void)sp_stop(et);",
  bug = "the handler stops behind the event what that has started",
  clauses = { "HAL-INSIDE-1" },
  cases = { "timer:inside" },
  driver = "sp804",
}

-- The glue, as it matters to such a driver.

mutant {
  id = "change-range",
  file = "ref/eventtimer/eventtimer.c",
  find = "if (et->et_max_cycles != 0)\t\t\t/* [ET-FREQ-6] */",
  replace = "if (false)",
  bug = "the longest period is cut off in registers that fill sooner",
  clauses = { "ET-FREQ-6" },
  cases = { "timer:range-half", "timer:range-twice" },
  driver = "sp804",
}
mutant {
  id = "half",
  file = "ref/hal/hal.c",
  find = "\t\t(void)et_deregister(et);",
  replace = "\t\t(void)et;",
  bug = "a timer stays registered whose counter could not be",
  clauses = { "HAL-COUNT-1" },
  tests = { "sp804_driver" },
}
