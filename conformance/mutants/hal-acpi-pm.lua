-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of the ACPI PM timer.

mutants { id = "acpi-pm-", file = "ref/hal/acpi_pm.c", driver = "acpi-pm" }

local function bug(id, clauses, cases, find, replace, text)
  mutant { id = id, clauses = clauses, cases = cases, find = find,
    replace = replace, bug = text }
end

bug("all-bits", { "HAL-COUNT-1" }, { "hal/counter:registered" },
  ".tc_counter_mask = ACPI_PM_COUNT,", ".tc_counter_mask = UINT32_MAX,",
  "32 bits are taken for counting")
bug("rate", { "HAL-COUNT-1" }, { "hal/counter:registered",
  "hal/counter:turn-0", "hal/counter:turn-1" },
  ".tc_frequency = ACPI_PM_HZ,", ".tc_frequency = 3375000,",
  "another timer's frequency")

mutants { id = "acpi-pm-", file = "ref/hal/acpi_pm.c" }

mutant {
  id = "read-once", find = "while (before > count || count > after);",
  replace = "while (before > after + ACPI_PM_COUNT);",
  bug = "the second of three readings is believed",
  clauses = { "HAL-COUNT-2" }, tests = { "acpi_pm_driver" },
}
mutant {
  id = "stuck-taken", find = "\tif (from == to)\n", replace = "\tif (false)\n",
  bug = "a counter that stands is good enough",
  clauses = { "HAL-REFUSE-3" }, tests = { "acpi_pm_driver" },
}
