-- SPDX-License-Identifier: BSD-2-Clause
-- What the caller must not do: each ends in the CHECK that names it.

local SET = "ktime_set: within(nanosecs"
local SPEC = "timespec_to_ktime: within(tspec.tv_nsec"
local VAL = "timeval_to_ktime: within(tval.tv_usec"

local rows = {
  { "set-below", "KT-SET-4", "ktime_set", -1, SET,
    "ktime_set with negative nanoseconds stops" },
  { "set-above", "KT-SET-4", "ktime_set", 1000000000, SET,
    "ktime_set with a whole second of nanoseconds stops" },
  { "timespec-below", "KT-SPEC-4", "timespec_to_ktime", -1, SPEC,
    "timespec_to_ktime of negative nanoseconds stops" },
  { "timespec-above", "KT-SPEC-4", "timespec_to_ktime", 1000000000, SPEC,
    "timespec_to_ktime of a second of nanoseconds stops" },
  { "timeval-below", "KT-VAL-3", "timeval_to_ktime", -1, VAL,
    "timeval_to_ktime of negative microseconds stops" },
  { "timeval-above", "KT-VAL-3", "timeval_to_ktime", 1000000, VAL,
    "timeval_to_ktime of a second of microseconds stops" },
}

for _, row in ipairs(rows) do
  local key, clause, name, rest, check, title = table.unpack(row)
  case(key) {
    title = title,
    clauses = { clause },
    needs = { "calc", "death" },
    run = function (s)
      s:at(0):calc(name, { a = 1, b = rest }):dies(check)
      s:finish(ms(1))
    end,
  }
end
