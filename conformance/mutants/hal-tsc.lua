-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of the time stamp counter.

mutants { id = "tsc-", file = "ref/hal/tsc.c", driver = "tsc",
  cases = "hal/counter:" }

mutant { id = "not-invariant", clauses = { "HAL-COUNT-1" },
  cases = { "registered" },
  find = "return tsc_tells(cpu, CPUID_MAX_EXTENDED, 0x80000007u) &&",
  replace = "return tsc_tells(cpu, CPUID_MAX, 0x80000007u) &&",
  bug = "the promise of one rate is looked for among the wrong leaves" }
mutant { id = "narrow", clauses = { "HAL-COUNT-1" }, cases = { "registered" },
  find = ".tc_counter_mask = UINT64_MAX",
  replace = ".tc_counter_mask = UINT32_MAX",
  bug = "32 bits of the counter are used" }
