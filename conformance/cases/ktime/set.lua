-- SPDX-License-Identifier: BSD-2-Clause
-- Making times: DEFINE_KTIME, ktime_set, the limits.

-- The range that the target declares.
local function range(s)
  local max = s.st "ktime.max"
  local sec = max // 1000000000
  return { max = max, min = -max - 1, sec_max = sec,
    sec_min = math.max(-sec - 1, -9223372036) }
end

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
  title = "KTIME_MAX, KTIME_MIN and KTIME_SEC_MAX are what is declared",
  clauses = { "KT-RANGE-1" },
  needs = { "calc" },
  run = function (s)
    local r = range(s)
    local m = s:at(0)
    m:calc "ktime_max":gives(r.max)
    m:calc "ktime_min":gives(r.min)
    m:calc "ktime_sec_max":gives(r.sec_max)
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
      { 2147483646, 999999999, 2147483646999999999 },
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
  needs = { "calc", "long64", "ktime64" },
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
    local r = range(s)
    set(s, {
      { r.sec_max - 1, 0, (r.sec_max - 1) * sec(1) },
      { r.sec_max - 1, 999999999, r.sec_max * sec(1) - 1 },
      { r.sec_min, 0, r.sec_min * sec(1) },
      { r.sec_min, 999999999, (r.sec_min + 1) * sec(1) - 1 },
    })
  end,
}

case "saturate" {
  title = "ktime_set returns KTIME_MAX from KTIME_SEC_MAX seconds on",
  clauses = { "KT-SET-2" },
  needs = { "calc", "long64" },
  run = function (s)
    local r = range(s)
    set(s, {
      { r.sec_max, 0, r.max },
      { r.sec_max, 854775806, r.max },
      { r.sec_max, 854775808, r.max },
      { r.sec_max + 1, 0, r.max },
      { 2 * r.sec_max + 2, 0, r.max },
      { 18446744073, 709551616, r.max },
      { 18446744074, 0, r.max },
      { math.maxinteger, 0, r.max },
      { math.maxinteger, 999999999, r.max },
    })
  end,
}

case "saturate-below" {
  title = "ktime_set returns KTIME_MIN for seconds too far below zero",
  clauses = { "KT-SET-3" },
  needs = { "calc", "long64" },
  run = function (s)
    local r = range(s)
    set(s, {
      { r.sec_min - 1, 0, r.min },
      { r.sec_min - 1, 999999999, r.min },
      { 2 * r.sec_min - 2, 0, r.min },
      { -18446744073, 0, r.min },
      { -18446744074, 0, r.min },
      { math.mininteger, 0, r.min },
      { math.mininteger, 999999999, r.min },
    })
  end,
}
