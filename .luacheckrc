-- SPDX-License-Identifier: BSD-2-Clause
std = "lua54"
max_line_length = 80
codes = true

-- What the runner gives to a case file, and nothing of the system.
files["conformance/cases"] = {
  std = {
    read_globals = {
      "case", "ns", "us", "ms", "sec", "T", "N", "ramp", "ramp2", "same",
      "any", "pairs", "ipairs", "next", "select", "type", "tostring",
      "tonumber", "error", "assert",
      string = { other_fields = true }, table = { other_fields = true },
      math = { other_fields = true },
    },
  },
}

-- What tools/cases.lua gives to a file of mutants.
files["conformance/mutants"] = {
  std = {
    read_globals = { "mutants", "mutant", "ipairs", "type",
      table = { other_fields = true } },
  },
}
