-- SPDX-License-Identifier: BSD-2-Clause
-- Between times and the forms that have fields.

-- The range that the target declares.  Rows beyond it are left out; its ends
-- are rows of their own.
local function range(s)
  local max = s.st "ktime.max"
  local sec = max // 1000000000
  return { max = max, min = -max - 1, sec_max = sec,
    sec_min = math.max(-sec - 1, -9223372036) }
end

-- rows: seconds, rest, result
local function from(s, name, rows)
  local m, sec_max = s:at(0), range(s).sec_max
  for _, row in ipairs(rows) do
    if row[1] < sec_max or row[3] == range(s).max then
      m:calc(name, { a = row[1], b = row[2] }):gives(row[3])
    end
  end
  s:finish(ms(1))
end

-- rows: time, seconds, rest
local function to(s, name, rest, rows)
  local m, r = s:at(0), range(s)
  for _, row in ipairs(rows) do
    if row[1] <= r.max and row[1] >= r.min then
      m:calc(name, { a = row[1] }):shows { sec = row[2], [rest] = row[3] }
    end
  end
  s:finish(ms(1))
end

case "from-timespec" {
  title = "timespec_to_ktime is exactly the time that its argument holds",
  clauses = { "KT-SPEC-1" },
  needs = { "calc" },
  run = function (s)
    local r = range(s)
    from(s, "timespec_to_ktime", {
      { 0, 0, 0 },
      { 0, 1, 1 },
      { 0, 999999999, 999999999 },
      { 1, 1, 1000000001 },
      { -1, 999999999, -1 },
      { -1, 0, -1000000000 },
      { 2147483648, 5, 2147483648000000005 },
      { 4294967296, 0, 4294967296000000000 },
      { 9223372035, 999999999, 9223372035999999999 },
      { r.sec_max - 1, 999999999, r.sec_max * sec(1) - 1 },
      { r.sec_min, 1, r.sec_min * sec(1) + 1 },
    })
  end,
}

case "from-timespec-saturate" {
  title = "timespec_to_ktime saturates at both ends",
  clauses = { "KT-SPEC-2" },
  needs = { "calc" },
  run = function (s)
    local r = range(s)
    from(s, "timespec_to_ktime", {
      { r.sec_max, 0, r.max },
      { r.sec_max, 854775808, r.max },
      { 2 * r.sec_max + 2, 0, r.max },
      { 18446744074, 0, r.max },
      { math.maxinteger, 999999999, r.max },
      { r.sec_min - 1, 0, r.min },
      { r.sec_min - 1, 999999999, r.min },
      { 2 * r.sec_min - 2, 0, r.min },
      { -18446744074, 0, r.min },
      { math.mininteger, 0, r.min },
    })
  end,
}

case "to-timespec" {
  title = "ktime_to_timespec is the same time in seconds and nanoseconds",
  clauses = { "KT-SPEC-3" },
  needs = { "calc" },
  run = function (s)
    local r = range(s)
    to(s, "ktime_to_timespec", "nsec", {
      { 0, 0, 0 },
      { 1, 0, 1 },
      { 999999999, 0, 999999999 },
      { 1000000000, 1, 0 },
      { 1999999999, 1, 999999999 },
      { 4294967296, 4, 294967296 },
      { 2147483648000000000, 2147483648, 0 },
      { r.max, r.sec_max, r.max % sec(1) },
    })
  end,
}

case "to-timespec-negative" {
  title = "ktime_to_timespec of a negative time rounds seconds down",
  clauses = { "KT-SPEC-3" },
  needs = { "calc" },
  run = function (s)
    local r = range(s)
    to(s, "ktime_to_timespec", "nsec", {
      { -1, -1, 999999999 },
      { -999999999, -1, 1 },
      { -1000000000, -1, 0 },
      { -1000000001, -2, 999999999 },
      { -1500000000, -2, 500000000 },
      { -2000000000, -2, 0 },
      { r.min, r.min // sec(1), r.min % sec(1) },
    })
  end,
}

case "from-timeval" {
  title = "timeval_to_ktime is exactly the time that its argument holds",
  clauses = { "KT-VAL-1" },
  needs = { "calc" },
  run = function (s)
    local r = range(s)
    from(s, "timeval_to_ktime", {
      { 0, 0, 0 },
      { 0, 1, 1000 },
      { 0, 999999, 999999000 },
      { 1, 1, 1000001000 },
      { -1, 999999, -1000 },
      { -1, 0, -1000000000 },
      { 4294967296, 1, 4294967296000001000 },
      { 9223372035, 999999, 9223372035999999000 },
      { r.sec_max - 1, 999999, r.sec_max * sec(1) - us(1) },
      { r.sec_min, 0, r.sec_min * sec(1) },
    })
  end,
}

case "from-timeval-saturate" {
  title = "timeval_to_ktime saturates where a ktime_t cannot hold the seconds",
  clauses = { "KT-VAL-1", "KT-SPEC-2" },
  needs = { "calc" },
  run = function (s)
    local r = range(s)
    from(s, "timeval_to_ktime", {
      { r.sec_max + 1, 0, r.max },
      { 18446744074, 0, r.max },
      { math.maxinteger, 999999, r.max },
      { r.sec_min - 2, 0, r.min },
      { math.mininteger, 0, r.min },
    })
  end,
}

case "to-timeval" {
  title = "ktime_to_timeval rounds down to a microsecond",
  clauses = { "KT-VAL-2" },
  needs = { "calc" },
  run = function (s)
    local r = range(s)
    to(s, "ktime_to_timeval", "usec", {
      { 0, 0, 0 },
      { 999, 0, 0 },
      { 1000, 0, 1 },
      { 1999, 0, 1 },
      { 999999999, 0, 999999 },
      { 1000000000, 1, 0 },
      { 4294967296, 4, 294967 },
      { r.max, r.sec_max, r.max % sec(1) // 1000 },
    })
  end,
}

case "to-timeval-negative" {
  title = "ktime_to_timeval rounds a negative time down as well",
  clauses = { "KT-VAL-2" },
  needs = { "calc" },
  run = function (s)
    local r = range(s)
    to(s, "ktime_to_timeval", "usec", {
      { -1, -1, 999999 },
      { -999, -1, 999999 },
      { -1000, -1, 999999 },
      { -1001, -1, 999998 },
      { -999999999, -1, 0 },
      { -1000000000, -1, 0 },
      { -1000000001, -2, 999999 },
      { r.min, r.min // sec(1), r.min % sec(1) // 1000 },
    })
  end,
}

case "to-clock" {
  title = "ktime_to_clock_t rounds down to a hundredth of a second",
  clauses = { "KT-CLK-1" },
  needs = { "calc" },
  run = function (s)
    local r = range(s)
    local m = s:at(0)
    for _, row in ipairs {
      { 0, 0 }, { 1, 0 }, { 9999999, 0 }, { 10000000, 1 },
      { 19999999, 1 }, { 1000000000, 100 }, { 4294967296, 429 },
      { r.max, r.max // ms(10) },
      { -1, -1 }, { -9999999, -1 }, { -10000000, -1 }, { -10000001, -2 },
      { -1000000000, -100 }, { r.min, r.min // ms(10) },
    } do
      m:calc("ktime_to_clock_t", { a = row[1] }):gives(row[2])
    end
    s:finish(ms(1))
  end,
}
