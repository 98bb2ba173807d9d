-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of the local APIC's timer.

local function bugs(driver)
  mutants { id = driver .. "-", file = "ref/hal/lapic.c", driver = driver,
    cases = "hal/timer:" }
  return function (id, clauses, cases, find, replace, text)
    mutant { id = id, clauses = clauses, cases = cases, find = find,
      replace = replace, bug = text }
  end
end

local bug = bugs "lapic"

bug("absent-unsaid", { "HAL-REFUSE-1" }, { "refused-absent" },
  'return hal_refuse("LAPIC", ENXIO);', "return ENXIO;",
  "nobody is told that there is no device")
bug("old-chip-unsaid", { "HAL-REFUSE-2" }, { "refused-zero" },
  'return hal_refuse("LAPIC", EDOM);', "return EDOM;",
  "nobody is told that the version is none of an integrated APIC")
bug("stuck-taken", { "HAL-REFUSE-3" }, { "refused-stuck" },
  "\tif (et->et_frequency == 0)\n\t\treturn error;\n",
  "\tif (et->et_frequency == 0)\n\t\tet->et_frequency = 100000000;\n",
  "a count that stands is taken for 100 MHz")
bug("measured-low", { "HAL-MEASURE-1", "ET-DRV-1" },
  { "registered", "once-third" },
  "\treturn frequency;\n", "\treturn frequency - 200;\n",
  "the bus is believed to be slower than it is")
bug("min-of-one", { "HAL-RANGE-1" }, { "registered" },
  "et_range(et, MIN_CYCLES,", "et_range(et, 1,",
  "the least period is one cycle")
bug("max-too-far", { "HAL-RANGE-2" }, { "registered" },
  "#define MAX_COUNT\t0xfffffffeu", "#define MAX_COUNT\t0x1fffffffeu",
  "the greatest period is more than the count holds")
bug("no-cycle-added", { "HAL-ONCE-1", "ET-DRV-1" },
  { "phase-7", "phase-33" },
  "(uint32_t)cycles + 1);", "(uint32_t)cycles);",
  "the cycle that has begun counts as a whole one")
bug("period-down", { "HAL-PERIOD-1", "ET-DRV-2" },
  { "period-phase", "period-first-later" },
  "lapic_count_down(LAPIC_LVT_PERIODIC, c->every);",
  "lapic_count_down(LAPIC_LVT_PERIODIC, c->every - 1);",
  "a period is rounded down")
bug("first-at-once", { "ET-DRV-2", "HAL-PERIOD-1" }, { "period-phase" },
  "\t\tfirst = period;", "\t\tfirst = 1;",
  "without a first time the first event is at once")
bug("not-its-own", { "HAL-INTR-1" }, { "spurious", "spurious-stopped" },
  "\tif (!lapic_expired(c))\n", "\tif (false)\n",
  "any interrupt is an event")
bug("end-not-told", { "HAL-INTR-2" }, { "inside" },
  "\thal_write32(lapic.base, LAPIC_EOI, 0);", "\t",
  "the APIC is not told of the end of an interrupt, and lets no other in")
bug("waits-for-lost", { "HAL-INTR-3", "ET-DRV-3" }, { "lost", "replaced" },
  "\tc->state = period == 0 ? LAPIC_ONCE : LAPIC_FIRST;",
  "\tif (c->state == LAPIC_ONCE)\n\t\treturn 0;\n"
    .. "\tc->state = period == 0 ? LAPIC_ONCE : LAPIC_FIRST;",
  "a start waits for the interrupt of the one before")
bug("start-inside-forgotten", { "HAL-INSIDE-1" }, { "inside" },
  "\tet_event(arg);", "\tet_event(arg);\n\tif (c->state == LAPIC_ONCE)\n"
    .. "\t\tc->state = LAPIC_REST;",
  "what the event starts is taken for what has expired")
bug("stop-forgets", { "HAL-STOP-1", "ET-DRV-3" },
  { "stopped", "stopped-period" },
  "\tlapic.cpu[port_cpu()].state = LAPIC_REST;\n\tif (lapic.deadline)\n"
    .. "\t\tlapic_set_deadline(0);\n\telse\n"
    .. "\t\thal_write32(lapic.base, LAPIC_INITIAL, 0);\n", "",
  "stop lets the count run")
bug("first-cpu", { "ET-DRV-4" }, { "stop-elsewhere" },
  "\tc = &lapic.cpu[port_cpu()];\t\t\t/* [ET-DRV-4] */",
  "\tc = &lapic.cpu[0];",
  "a start is noted for the first CPU, whoever it is for")
bug("old-rate", { "HAL-FREQ-1" }, { "rate-half", "rate-twice" },
  "\tlapic_once(hal_ticks(et->et_frequency, first));",
  "\tlapic_once(hal_ticks(100000000, first));",
  "a start counts with the rate of power-on")

bug = bugs "lapic-deadline"

bug("mode-left", { "HAL-ONCE-1" }, { "once-min", "once-third" },
  "\tlapic_mode(LAPIC_LVT_DEADLINE);", "\t",
  "a deadline is written while the timer counts, and is ignored")
bug("passed-missed", { "HAL-PASSED-1" }, { "passed-1000", "passed-100000" },
  "\tlapic_set_deadline(hal_read64(lapic.base, LAPIC_CPU + CPU_TSC) +\n"
    .. "\t    cycles + 1);",
  "\tcycles += hal_read64(lapic.base, LAPIC_CPU + CPU_TSC) + 1;\n"
    .. "\tif (hal_read64(lapic.base, LAPIC_CPU + CPU_TSC) < cycles)\n"
    .. "\t\tlapic_set_deadline(cycles);",
  "a deadline that has passed is not written")
bug("stale-deadline", { "HAL-STOP-1" }, { "stopped" },
  "\tlapic.cpu[port_cpu()].state = LAPIC_REST;\n\tif (lapic.deadline)\n"
    .. "\t\tlapic_set_deadline(0);\n\telse\n", "",
  "stop clears the count, which deadlines do not look at")
bug("periodic-too", { "HAL-TIMER-1" }, { "registered" },
  "\tet->et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU;",
  "\tet->et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU |\n"
    .. "\t    ET_FLAGS_PERIODIC;",
  "deadlines are said to repeat")

bug = bugs "lapic-c3"

bug("never-stops", { "HAL-DEEP-1" }, { "registered" },
  "\t\tet->et_flags |= ET_FLAGS_C3STOP;\n", "",
  "that it stops in deep sleep is not said")
bug("quality-kept", { "HAL-TIMER-1" }, { "registered" },
  "\t\tet->et_quality = 100;\n", "",
  "a timer that stops in deep sleep is as good as one that does not")

mutant {
  id = "goes-on", file = "ref/sim/lapic_model.c",
  find = "\tif (asleep ? !m->stops : !b->frozen)\n\t\treturn;\n"
    .. "\tcount = sim_clock_now(lapics.bus);",
  replace = "\tif (asleep || !b->frozen)\n\t\treturn;\n"
    .. "\tcount = sim_clock_now(lapics.bus);",
  bug = "the device goes on in deep sleep, where it is said to stop",
  clauses = { "HAL-DEEP-1" }, cases = { "deep-stands" },
}

mutants { id = "lapic-", file = "ref/hal/lapic.c" }

mutant {
  id = "left-running",
  find = "lapic_count_down(LAPIC_LVT_ONESHOT | LAPIC_LVT_MASKED, 0);",
  replace = "",
  bug = "what firmware left runs on until the first start",
  clauses = { "HAL-INTR-1" },
  tests = { "firmware" },
}

mutant {
  id = "unmasked",
  find = "s = port_intr_mask();",
  replace = "port_intr_restore(s = port_intr_mask());",
  bug = "the former setting's interrupt amid a start ends the new one",
  clauses = { "HAL-INTR-3" },
  driver = "lapic",
  cases = { "hal/timer:amid-1", "hal/timer:amid-2" },
}
