-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of the HPET.

mutants { id = "hpet-", file = "ref/hal/hpet.c", driver = "hpet" }

local function bug(id, clauses, cases, find, replace, text)
  mutant { id = id, clauses = clauses, cases = cases, find = find,
    replace = replace, bug = text }
end

bug("mode-not-flagged", { "HAL-TIMER-1" }, { "hal/timer:registered" },
  "et->et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT;",
  "et->et_flags = ET_FLAGS_ONESHOT;", "it can repeat and does not say so")
bug("absent-unsaid", { "HAL-REFUSE-1" }, { "hal/timer:refused-absent" },
  'return hal_refuse("HPET", ENXIO);', "return ENXIO;",
  "nobody is told that there is no device")
bug("no-period-taken", { "HAL-REFUSE-2" }, { "hal/timer:refused-nonsense" },
  "if (HPET_CAP_PERIOD(cap) == 0 ||", "if (false ||",
  "a device that says nothing of itself is believed")
bug("stuck-taken", { "HAL-REFUSE-3" }, { "hal/timer:refused-stuck" },
  "if (hal_stands(hpet_timecount, NULL, NSEC_PER_USEC))", "if (line == 0)",
  "a counter that stands is good enough")
bug("min-of-one", { "HAL-RANGE-1" }, { "hal/timer:registered" },
  "et_range(et, MIN_CYCLES, MAX_CYCLES);", "et_range(et, 1, MAX_CYCLES);",
  "the least period is one cycle")
bug("max-too-far", { "HAL-RANGE-2" },
  { "hal/timer:registered" },
  "#define MAX_CYCLES\t0xfffffffeu", "#define MAX_CYCLES\t0x1fffffffeu",
  "the greatest period is more than the comparator holds")
bug("rounded-down", { "HAL-ONCE-1", "ET-DRV-1" },
  { "hal/timer:phase-7", "hal/timer:phase-33" },
  "from + 1 + ticks", "from + ticks",
  "the cycle that the counter shows counts as a whole one")
bug("far-is-near", { "HAL-RANGE-2" }, { "hal/timer:once-max" },
  "a->ticks < MIN_CYCLES / 2 +\n"
    .. "\t    2 * hpet_set(n, a->from, a->ticks, every))",
  "(int32_t)(a->ticks -\n"
    .. "\t    2 * hpet_set(n, a->from, a->ticks, every))"
    .. " < (int32_t)MIN_CYCLES / 2)",
  "what is left is taken as signed, so that a far deadline has passed")
bug("passed-missed", { "HAL-PASSED-1" },
  { "hal/timer:passed-10000", "hal/timer:passed-100000" },
  "a->ticks < MIN_CYCLES / 2 +\n"
    .. "\t    2 * hpet_set(n, a->from, a->ticks, every))",
  "(hpet_set(n, a->from, a->ticks, every), false))",
  "a match that has gone by is waited for until the counter comes round")
bug("saturates-at-wrap", { "HAL-WRAP-1" },
  { "hal/timer:wrap-0", "hal/timer:wrap-2" },
  "hpet_compare(n, from + 1 + ticks);",
  "hpet_compare(n, from + 1 + ticks < from ? UINT32_MAX : from + 1 + ticks);",
  "a compare value beyond the wrap is cut off there")
bug("period-down", { "HAL-PERIOD-1", "ET-DRV-2" },
  { "hal/timer:period-phase" },
  "every = (uint32_t)hal_ticks(et->et_frequency, period);",
  "every = (uint32_t)hal_ticks(et->et_frequency, period) - 1;",
  "a period is rounded down")
mutant {
  id = "not-its-own",
  driver = "hpet-msi",
  find = "a->owed = hpet_count() - a->from <= a->ticks;",
  replace = "a->owed = false;",
  bug = "any message is the event that is owed",
  clauses = { "HAL-INTR-1" },
  cases = { "hal/timer:spurious" },
}
bug("early-is-all", { "HAL-INTR-3" }, { "hal/timer:early" },
  "\t\thpet_again(n);\t\t\t\t/* [HAL-INTR-3] */\n", "\t\t;\n",
  "an interrupt before its time is dropped, and the event with it")
bug("owed-for-ever", { "ET-DRV-1" }, { "hal/timer:once-only" },
  "return !a->owed;", "a->owed = true;\n\treturn true;",
  "a comparator that comes round is an event each time")
bug("not-acknowledged", { "HAL-INTR-2" }, { "hal/timer:quiet-behind" },
  "hal_write32(hpet.base, HPET_STATUS, 1u << n);\t/* [HAL-INTR-2] */", ";",
  "the status is left set, and the line with it")
bug("stop-forgets", { "HAL-STOP-1", "ET-DRV-3" }, { "hal/timer:stopped" },
  "\thpet_rest(n);\n\tport_spin_unlock", "\tport_spin_unlock",
  "stop leaves the comparator enabled")
bug("old-rate", { "HAL-FREQ-1" },
  { "hal/timer:rate-half", "hal/timer:rate-twice" },
  "ticks = (uint32_t)hal_ticks(et->et_frequency, first);",
  "ticks = (uint32_t)hal_ticks(hpet.tc.tc_frequency, first);",
  "a start counts with the rate of power-on")
bug("quality-of-counter", { "HAL-COUNT-1" }, { "hal/counter:registered" },
  ".tc_quality = 950", ".tc_quality = 450", "the counter is underrated")

mutants { id = "hpet-", file = "ref/hal/hpet.c" }

mutant {
  id = "any-line",
  find = "if (!hpet_reaches(line))",
  replace = "if (line > 255)",
  bug = "a line is taken that no comparator is wired to",
  clauses = { "HAL-REFUSE-2" },
  tests = { "hpet_driver" },
}
mutant {
  id = "left-enabled",
  find = "hpet_quiet(HPET_CAP_TIMERS((uint32_t)cap));",
  replace = "",
  bug = "what firmware left enabled interrupts on and on",
  clauses = { "HAL-INTR-1" },
  tests = { "hpet_driver" },
}
