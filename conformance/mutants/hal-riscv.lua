-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of RISC-V timers, each with the way that it is tried on
-- and the cases that find it there.

mutants { id = "hal-riscv-", file = "ref/hal/riscv.c", cases = "hal/" }

-- Attaching ------------------------------------------------------------------

mutant {
  id = "quality",
  find = "{ \"SBI\", 990, CSR_TIMEBASE",
  replace = "{ \"SBI\", 1000, CSR_TIMEBASE",
  bug = "the firmware's call is as good as a register of the CPU",
  clauses = { "HAL-TIMER-1" },
  driver = "sbi",
  cases = { "timer:registered" },
}
mutant {
  id = "width",
  find = ".tc_counter_mask = UINT64_MAX",
  replace = ".tc_counter_mask = UINT32_MAX",
  bug = "time is taken for a counter of 32 bits",
  clauses = { "HAL-COUNT-1" },
  driver = "clint",
  cases = { "counter:registered" },
}
mutant {
  id = "torn",
  find = "while (behind != before);",
  replace = "while (false);",
  bug = "the halves of time are read once, and may be of two turns",
  clauses = { "HAL-COUNT-2" },
  cases = { "counter:turn-2", "counter:turn-3" },
  driver = "clint",
}
mutant {
  id = "blind",
  find = "if (!w->answers(base))\n"
    .. "\t\treturn hal_refuse(w->name, ENXIO);\t/* [HAL-REFUSE-1] */\n"
    .. "\tfrequency = hal_read32(base, w->timebase);\n"
    .. "\tif (frequency < TIMEBASE_MIN || frequency > TIMEBASE_MAX)\n"
    .. "\t\treturn hal_refuse(w->name, EDOM);\t/* [HAL-REFUSE-2] */\n"
    .. "\tif (riscv_stands(w, base, frequency))\n"
    .. "\t\treturn hal_refuse(w->name, ETIMEDOUT);\t/* [HAL-REFUSE-3] */\n",
  replace = "frequency = 10000000;\n",
  bug = "a timer is registered though the CPU does not have it",
  clauses = { "HAL-REFUSE-1" },
  driver = "sstc",
  cases = { "timer:refused-absent", "timer:refused-zero" },
}
mutant {
  id = "timebase",
  find = "frequency < TIMEBASE_MIN || frequency > TIMEBASE_MAX",
  replace = "false",
  bug = "a frequency of 0 is believed",
  clauses = { "HAL-REFUSE-2" },
  driver = "clint",
  cases = { "timer:refused-nonsense" },
}
mutant {
  id = "stands",
  find = "if (riscv_stands(w, base, frequency))",
  replace = "if (riscv_stands(w, base, frequency) && false)",
  bug = "nobody minds that time stands",
  clauses = { "HAL-REFUSE-3" },
  driver = "sbi",
  cases = { "timer:refused-stuck" },
}

-- One shot -------------------------------------------------------------------

mutant {
  id = "least",
  find = "riscv_program();\t/* [HAL-RANGE-1]",
  replace = "if (ticks > MIN_CYCLES)\n"
    .. "\t\triscv_program();\t/* [HAL-RANGE-1]",
  bug = "the least distance is one cycle more than was registered",
  clauses = { "HAL-RANGE-1" },
  driver = "clint",
  cases = { "timer:once-min" },
}
mutant {
  id = "most",
  find = "ticks = hal_ticks(et->et_frequency, first);",
  replace = "ticks = hal_ticks(et->et_frequency, first) & INT32_MAX;",
  bug = "a distance of 32 bits loses the upper one",
  clauses = { "HAL-RANGE-2" },
  driver = "sstc",
  cases = { "timer:once-max", "timer:once-max-less-1" },
}
mutant {
  id = "late",
  find = "r->way->time(r->base) + 1 + ticks;",
  replace = "r->way->time(r->base) + 4 + ticks;",
  bug = "three cycles more than need be, to be sure",
  clauses = { "HAL-ONCE-1" },
  driver = "sbi",
  cases = { "timer:once-third", "timer:once-min-and-1000", "timer:phase-1",
    "timer:stopped-pending" },
}
mutant {
  id = "part",
  find = "r->way->time(r->base) + 1 + ticks;",
  replace = "r->way->time(r->base) + ticks;",
  bug = "the cycle that has gone by in part counts as a whole one",
  clauses = { "ET-DRV-1" },
  driver = "clint",
  cases = { "timer:phase-33", "timer:phase-333", "timer:phase-70" },
}
mutant {
  id = "turn",
  find = "hal_write32(base, high, (uint32_t)(value >> 32));",
  replace = "hal_write32(base, high,\n"
    .. "\t    hal_read32(base, CLINT_MTIME + CLINT_HIGH));",
  bug = "the high half of a deadline is that of the present time",
  clauses = { "HAL-WRAP-1" },
  driver = "clint",
  cases = { "timer:wrap-0", "timer:wrap-1", "timer:wrap-1000" },
}
mutant {
  id = "passed",
  find = "if (riscvs[i].way != NULL)\n\t\t\triscvs[i].way->compare",
  replace = "if (riscvs[i].way != NULL &&\n"
    .. "\t\t    first > riscvs[i].way->time(riscvs[i].base))\n"
    .. "\t\t\triscvs[i].way->compare",
  bug = "a deadline that has passed by then is not written",
  clauses = { "HAL-PASSED-1" },
  driver = "clint",
  cases = { "timer:passed-10000", "timer:passed-100000" },
}
mutant {
  id = "inside",
  find = "et_event(&riscvs[i].et);",
  replace = "{\n\t\t\tet_event(&riscvs[i].et);\n"
    .. "\t\t\triscvs[i].deadline[port_cpu()] = NEVER;\n"
    .. "\t\t\triscv_program();\n\t\t}",
  bug = "the end of the handler wipes out what the event has started",
  clauses = { "HAL-INSIDE-1" },
  driver = "sstc",
  cases = { "timer:inside" },
}
mutant {
  id = "rate",
  find = "ticks = hal_ticks(et->et_frequency, first);",
  replace = "ticks = hal_ticks(r->tc.tc_frequency, first);",
  bug = "a start counts with the rate that was told at start-up",
  clauses = { "HAL-FREQ-1" },
  driver = "sbi",
  cases = { "timer:rate-half", "timer:rate-twice" },
}

-- Interrupts -----------------------------------------------------------------

mutant {
  id = "spurious",
  find = "if (r->way->time(r->base) < *deadline)",
  replace = "if (*deadline == NEVER)",
  bug = "each interrupt is taken for the deadline's",
  clauses = { "HAL-INTR-1" },
  driver = "sstc",
  cases = { "timer:spurious" },
}
mutant {
  id = "spurious-stopped",
  find = "if (r->way->time(r->base) < *deadline)",
  replace = "if (*deadline != NEVER && r->way->time(r->base) < *deadline)",
  bug = "an interrupt without a deadline is an event",
  clauses = { "HAL-INTR-1" },
  driver = "clint",
  cases = { "timer:spurious-stopped" },
}
mutant {
  id = "loud",
  find = "riscv_program();\t\t\t\t/* [HAL-INTR-2] */",
  replace = "",
  bug = "the handler leaves the compare value where it was",
  clauses = { "HAL-INTR-2" },
  tests = { "riscv_ways" },
}
mutant {
  id = "waits",
  find = "r->deadline[port_cpu()] = r->way->time(r->base) + 1 + ticks;",
  replace = "if (r->deadline[port_cpu()] < r->way->time(r->base))\n"
    .. "\t\treturn 0;\n"
    .. "\tr->deadline[port_cpu()] = r->way->time(r->base) + 1 + ticks;",
  bug = "a start waits for an event that should have come",
  clauses = { "HAL-INTR-3" },
  driver = "sstc",
  cases = { "timer:lost" },
}
mutant {
  id = "stop",
  find = "r->deadline[port_cpu()] = NEVER;\t\t/* [HAL-STOP-1] */",
  replace = "",
  bug = "a stop does nothing, as FreeBSD's first driver did not",
  clauses = { "HAL-STOP-1" },
  driver = "clint",
  cases = { "timer:stopped" },
}
mutant {
  id = "hart",
  find = "const unsigned reg = CLINT_MTIMECMP(port_cpu());",
  replace = "const unsigned reg = CLINT_MTIMECMP(0);",
  bug = "every hart writes the compare value of the first",
  clauses = { "ET-DRV-4" },
  driver = "clint",
  cases = { "timer:stop-elsewhere" },
}
mutant {
  id = "last-wins",
  find = "riscvs[i].deadline[cpu] < first)",
  replace = "riscvs[i].deadline[cpu] != NEVER)",
  bug = "of two deadlines of one comparator a later one wipes out the other",
  clauses = { "ET-DRV-4" },
  tests = { "riscv_ways" },
}
