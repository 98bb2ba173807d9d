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
bug("rate", { "HAL-COUNT-1" }, { "hal/counter:registered" },
  ".tc_frequency = ACPI_PM_HZ,", ".tc_frequency = 3375000,",
  "another timer's frequency")
