-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of the PowerPC's decrementer, of both kinds.

mutants {
  id = "hal-decrementer-", file = "ref/hal/decrementer.c", cases = "hal/",
  driver = "decrementer",
}

mutant {
  id = "periodic",
  find = "\tif (booke)\n\t\tet->et_flags |=",
  replace = "\tif (true)\n\t\tet->et_flags |=",
  bug = "the classic kind is said to repeat",
  clauses = { "HAL-TIMER-1" },
  cases = { "timer:registered" },
}
mutant {
  id = "low-half",
  find = ".tc_counter_mask = UINT64_MAX,",
  replace = ".tc_counter_mask = UINT32_MAX,",
  bug = "the counter is said to be TBL",
  clauses = { "HAL-COUNT-1" },
  cases = { "counter:registered" },
}
mutant {
  id = "nobody",
  find = "return hal_refuse(\"decrementer\", ENXIO);",
  replace = "return decrementer_fill(false, 33333300, line);",
  bug = "a CPU that is not there is one of the usual speed",
  clauses = { "HAL-REFUSE-1" },
  cases = { "timer:refused-absent", "timer:refused-zero" },
}
mutant {
  id = "stands",
  find = "return hal_refuse(\"decrementer\", ETIMEDOUT);",
  replace = "return decrementer_fill(false, 33333300, line);",
  bug = "a time base that stands is one of the usual speed",
  clauses = { "HAL-REFUSE-3" },
  cases = { "timer:refused-stuck" },
}
mutant {
  id = "margin",
  find = "put(PPC_DEC, cycles(et, first));\t/*",
  replace = "put(PPC_DEC, cycles(et, first) < 16 ? 16 : "
    .. "cycles(et, first));\t/*",
  bug = "the least distance is not trusted, and made longer",
  clauses = { "HAL-RANGE-1" },
  cases = { "timer:once-min", "timer:once-min-and-1" },
}
mutant {
  id = "half-range",
  find = "put(PPC_DEC, cycles(et, first));\t/*",
  replace = "put(PPC_DEC, cycles(et, first) & 0x3fffffff);\t/*",
  bug = "the upper half of the range is taken for the lower",
  clauses = { "HAL-RANGE-2", "ET-DRV-1" },
  cases = { "timer:once-max", "timer:once-max-less-1" },
}
mutant {
  id = "part",
  find = "put(PPC_DEC, cycles(et, first));\t/*",
  replace = "put(PPC_DEC, cycles(et, first) - 1);\t/*",
  bug = "the cycle under way is taken for a whole one",
  clauses = { "ET-DRV-1" },
  cases = { "timer:phase-119", "timer:phase-838", "timer:phase-1677" },
}
mutant {
  id = "late",
  find = "put(PPC_DEC, cycles(et, first));\t/*",
  replace = "put(PPC_DEC, cycles(et, first) + 9);\t/*",
  bug = "a start is on the safe side by nine cycles",
  clauses = { "HAL-ONCE-1" },
  cases = { "timer:once-min-and-1000", "timer:phase-7" },
}
mutant {
  id = "park-behind",
  find = "\tif (owed)\n\t\tet_event(et);\t\t\t\t/* [HAL-INSIDE-1] */",
  replace = "\tif (owed) {\n\t\tet_event(et);\n\t\tclassic_park();\n\t}",
  bug = "DEC is parked behind the event",
  clauses = { "HAL-INSIDE-1" },
  cases = { "timer:inside" },
}
mutant {
  id = "rate",
  find = "hal_ticks(et->et_frequency, t); /*",
  replace = "hal_ticks(decrementer.tc.tc_frequency, t +\n"
    .. "\t    0 * et->et_quality); /*",
  bug = "the rate is that which was measured first",
  clauses = { "HAL-FREQ-1" },
  cases = { "timer:rate-half", "timer:rate-twice" },
}
mutant {
  id = "any-interrupt",
  find = "if ((int32_t)get(PPC_DEC) >= 0)",
  replace = "if (false)",
  bug = "each interrupt is the decrementer's",
  clauses = { "HAL-INTR-1" },
  cases = { "timer:spurious" },
}
mutant {
  id = "held",
  find = "\tclassic_park();\t\t\t\t\t/* [HAL-INTR-2] */\n",
  replace = "",
  bug = "DEC stays negative, and the interrupt with it",
  clauses = { "HAL-INTR-2" },
  cases = { "timer:once-min-and-1000" },
}
mutant {
  id = "busy",
  find = "\tdecrementer.armed[port_cpu()] = true;\n\t/* The step",
  replace = "\tif (decrementer.armed[port_cpu()])\n\t\treturn 0;\n"
    .. "\tdecrementer.armed[port_cpu()] = true;\n\t/* The step",
  bug = "a start waits for an event that was lost",
  clauses = { "HAL-INTR-3", "ET-DRV-3" },
  cases = { "timer:lost", "timer:replaced", "timer:amid-3" },
}
mutant {
  id = "runs-on",
  find = "\tclassic_park();\t\t\t\t\t/* [HAL-STOP-1] */\n",
  replace = "",
  bug = "a stop stops nothing",
  clauses = { "HAL-STOP-1", "ET-DRV-3" },
  cases = { "timer:stopped" },
}
mutant {
  id = "first-cpu",
  find = "\towed = decrementer.armed[port_cpu()];\n",
  replace = "\towed = decrementer.armed[0];\n",
  bug = "what is owed to one CPU is looked up with another",
  clauses = { "ET-DRV-4" },
  cases = { "timer:stop-elsewhere" },
}
mutant {
  id = "unmasked",
  find = "s = port_intr_mask();",
  replace = "port_intr_restore(s = port_intr_mask());",
  bug = "a start that the former setting's interrupt comes amid is forgotten",
  clauses = { "HAL-INTR-3" },
  cases = { "timer:amid-0" },
}

mutants {
  id = "hal-booke-", file = "ref/hal/decrementer.c", cases = "hal/",
  driver = "decrementer-booke",
}

mutant {
  id = "unknown",
  find = "\tcase PPC_E500V2:\n",
  replace = "",
  bug = "a core of Book E is taken for one of the classic kind",
  clauses = { "HAL-TIMER-1" },
  cases = { "timer:registered" },
}
mutant {
  id = "part",
  find = "cycles(et, first) + 1);",
  replace = "cycles(et, first));",
  bug = "the cycle under way is taken for a whole one",
  clauses = { "ET-DRV-1" },
  cases = { "timer:phase-7", "timer:phase-119" },
}
mutant {
  id = "late",
  find = "cycles(et, first) + 1);",
  replace = "cycles(et, first) + 9);",
  bug = "a start is on the safe side by eight cycles",
  clauses = { "HAL-ONCE-1", "HAL-RANGE-1" },
  cases = { "timer:once-min", "timer:once-min-and-1000" },
}
mutant {
  id = "reload",
  find = "put(PPC_DECAR, cycles(et, period));",
  replace = "put(PPC_DECAR, cycles(et, period) - 1);",
  bug = "0 is counted as a cycle of each period",
  clauses = { "HAL-PERIOD-1", "ET-DRV-2" },
  cases = { "timer:period-phase", "timer:period-first-later" },
}
mutant {
  id = "first",
  find = "\tif (first == 0)\n\t\tfirst = period;",
  replace = "\tif (period != 0)\n\t\tfirst = period;",
  bug = "a first time of its own is forgotten",
  clauses = { "ET-DRV-2" },
  cases = { "timer:period-first-sooner" },
}
mutant {
  id = "once",
  find = "period != 0 ? PPC_TCR_DIE | PPC_TCR_ARE : PPC_TCR_DIE",
  replace = "PPC_TCR_DIE",
  bug = "nothing repeats",
  clauses = { "HAL-PERIOD-1" },
  cases = { "timer:period-phase" },
}
mutant {
  id = "any-interrupt",
  find = "if ((get(PPC_TSR) & PPC_TSR_DIS) == 0)",
  replace = "if (false)",
  bug = "each interrupt is the decrementer's",
  clauses = { "HAL-INTR-1" },
  cases = { "timer:spurious" },
}
mutant {
  id = "held",
  find = "\tput(PPC_TSR, PPC_TSR_DIS);\t\t\t/* [HAL-INTR-2] */\n",
  replace = "",
  bug = "the status stays set, and the interrupt with it",
  clauses = { "HAL-INTR-2" },
  cases = { "timer:once-min-and-1000" },
}
mutant {
  id = "stop-behind",
  find = "\tet_event(et);\t\t\t\t\t/* [HAL-INSIDE-1] */\n",
  replace = "\tet_event(et);\n\tbooke_halt();\n",
  bug = "the decrementer is halted behind the event",
  clauses = { "HAL-INSIDE-1" },
  cases = { "timer:inside" },
}
mutant {
  id = "busy",
  find = "\tbooke_halt();\t\t\t\t/* [ET-DRV-3] [HAL-INTR-3] */\n",
  replace = "\tif ((get(PPC_TSR) & PPC_TSR_DIS) != 0)\n\t\treturn 0;\n",
  bug = "a start waits for a handler that nobody has called",
  clauses = { "HAL-INTR-3" },
  cases = { "timer:lost" },
}
mutant {
  id = "runs-on",
  find = "\tbooke_halt();\t\t\t\t\t/* [HAL-STOP-1] */\n",
  replace = "",
  bug = "a stop stops nothing",
  clauses = { "HAL-STOP-1", "ET-DRV-3" },
  cases = { "timer:stopped", "timer:stopped-period" },
}

mutant {
  id = "not-armed",
  find = "if (!decrementer.armed[port_cpu()]) {",
  replace = "if (false) {",
  bug = "what firmware left enabled is an event",
  clauses = { "HAL-INTR-1" },
  tests = { "firmware" },
}
mutant {
  id = "measured-low",
  find = "frequency = hal_measure(decrementer_timecount, NULL, UINT64_MAX);",
  replace = "frequency = hal_measure(decrementer_timecount, NULL,\n"
    .. "\t    UINT64_MAX) - 200;",
  bug = "what is measured is taken for what is sure",
  clauses = { "HAL-MEASURE-1", "ET-DRV-1" },
  cases = { "timer:registered", "timer:once-third" },
}
mutant {
  id = "torn",
  find = "while (get(PPC_TBU) != high);",
  replace = "while (false);",
  bug = "the halves of the time base are read once, and may be of two turns",
  clauses = { "HAL-COUNT-2" },
  cases = { "counter:turn-2", "counter:turn-6", "counter:turn-7" },
}
