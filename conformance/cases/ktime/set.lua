-- SPDX-License-Identifier: BSD-2-Clause
-- Making times: DEFINE_KTIME, ktime_set, the limits.

local MAX, MIN = math.maxinteger, math.mininteger

-- rows: seconds, nanoseconds, result
local function set(s, rows)
  local m = s:at(0)
  for _, row in ipairs(rows) do
    m:calc("ktime_set", { a = row[1], b = row[2] }):gives(row[3])
  end
  s:finish(ms(1))
end

case "define" {
  title = "DEFINE_KTIME declares a variable whose value is zero",
  clauses = { "KT-DEFINE-1" },
  needs = { "calc" },
  run = function (s)
    s:at(0):calc "define_ktime":gives(0)
    s:finish(ms(1))
  end,
}

case "range" {
  title = "KTIME_MAX, KTIME_MIN and KTIME_SEC_MAX are the ends of 64 bits",
  clauses = { "KT-RANGE-1" },
  needs = { "calc" },
  run = function (s)
    local m = s:at(0)
    m:calc "ktime_max":gives(9223372036854775807)
    m:calc "ktime_min":gives(MIN)
    m:calc "ktime_sec_max":gives(9223372036)
    s:finish(ms(1))
  end,
}

case "plain" {
  title = "ktime_set is seconds and nanoseconds as one time",
  clauses = { "KT-SET-1" },
  needs = { "calc" },
  run = function (s)
    set(s, {
      { 0, 0, 0 },
      { 0, 1, 1 },
      { 0, 999999999, 999999999 },
      { 1, 0, 1000000000 },
      { 1, 500, 1000000500 },
      { 2147483647, 999999999, 2147483647999999999 },
    })
  end,
}

case "negative" {
  title = "ktime_set counts nanoseconds forward from negative seconds",
  clauses = { "KT-SET-1" },
  needs = { "calc" },
  run = function (s)
    set(s, {
      { -1, 0, -1000000000 },
      { -1, 1, -999999999 },
      { -1, 999999999, -1 },
      { -2, 500000000, -1500000000 },
      { -2147483648, 0, -2147483648000000000 },
    })
  end,
}

case "beyond-32-bits" {
  title = "ktime_set keeps seconds that 32 bits cannot hold",
  clauses = { "KT-SET-1" },
  needs = { "calc", "long64" },
  origin = "D-02",
  run = function (s)
    set(s, {
      { 2147483648, 0, 2147483648000000000 },
      { 4294967295, 999999999, 4294967295999999999 },
      { 4294967296, 0, 4294967296000000000 },
      { -2147483649, 0, -2147483649000000000 },
      { -4294967297, 1, -4294967296999999999 },
    })
  end,
}

case "last-before-saturation" {
  title = "ktime_set is exact to the last second that it does not cut",
  clauses = { "KT-SET-1" },
  needs = { "calc", "long64" },
  run = function (s)
    set(s, {
      { 9223372035, 0, 9223372035000000000 },
      { 9223372035, 999999999, 9223372035999999999 },
      { -9223372036, 0, -9223372036000000000 },
      { -9223372036, 999999999, -9223372035000000001 },
    })
  end,
}

case "saturate" {
  title = "ktime_set returns KTIME_MAX from KTIME_SEC_MAX seconds on",
  clauses = { "KT-SET-2" },
  needs = { "calc", "long64" },
  run = function (s)
    set(s, {
      { 9223372036, 0, MAX },
      { 9223372036, 854775806, MAX },
      { 9223372036, 854775808, MAX },
      { 9223372037, 0, MAX },
      { 18446744073, 709551616, MAX },
      { 18446744074, 0, MAX },
      { MAX, 0, MAX },
      { MAX, 999999999, MAX },
    })
  end,
}

case "saturate-below" {
  title = "ktime_set returns KTIME_MIN for seconds too far below zero",
  clauses = { "KT-SET-3" },
  needs = { "calc", "long64" },
  run = function (s)
    set(s, {
      { -9223372037, 0, MIN },
      { -9223372037, 999999999, MIN },
      { -18446744073, 0, MIN },
      { -18446744074, 0, MIN },
      { MIN, 0, MIN },
      { MIN, 999999999, MIN },
    })
  end,
}
