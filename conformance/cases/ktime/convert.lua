-- SPDX-License-Identifier: BSD-2-Clause
-- Between times and the forms that have fields.

local MAX, MIN = math.maxinteger, math.mininteger

-- rows: seconds, rest, result
local function from(s, name, rows)
  local m = s:at(0)
  for _, row in ipairs(rows) do
    m:calc(name, { a = row[1], b = row[2] }):gives(row[3])
  end
  s:finish(ms(1))
end

-- rows: time, seconds, rest
local function to(s, name, rest, rows)
  local m = s:at(0)
  for _, row in ipairs(rows) do
    m:calc(name, { a = row[1] }):shows { sec = row[2], [rest] = row[3] }
  end
  s:finish(ms(1))
end

case "from-timespec" {
  title = "timespec_to_ktime is exactly the time that its argument holds",
  clauses = { "KT-SPEC-1" },
  needs = { "calc" },
  run = function (s)
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
      { -9223372036, 1, -9223372035999999999 },
    })
  end,
}

case "from-timespec-saturate" {
  title = "timespec_to_ktime saturates at both ends",
  clauses = { "KT-SPEC-2" },
  needs = { "calc" },
  run = function (s)
    from(s, "timespec_to_ktime", {
      { 9223372036, 0, MAX },
      { 9223372036, 854775808, MAX },
      { 18446744074, 0, MAX },
      { MAX, 999999999, MAX },
      { -9223372037, 0, MIN },
      { -9223372037, 999999999, MIN },
      { -18446744074, 0, MIN },
      { MIN, 0, MIN },
    })
  end,
}

case "to-timespec" {
  title = "ktime_to_timespec is the same time in seconds and nanoseconds",
  clauses = { "KT-SPEC-3" },
  needs = { "calc" },
  run = function (s)
    to(s, "ktime_to_timespec", "nsec", {
      { 0, 0, 0 },
      { 1, 0, 1 },
      { 999999999, 0, 999999999 },
      { 1000000000, 1, 0 },
      { 1999999999, 1, 999999999 },
      { 4294967296, 4, 294967296 },
      { 2147483648000000000, 2147483648, 0 },
      { MAX, 9223372036, 854775807 },
    })
  end,
}

case "to-timespec-negative" {
  title = "ktime_to_timespec of a negative time rounds seconds down",
  clauses = { "KT-SPEC-3" },
  needs = { "calc" },
  run = function (s)
    to(s, "ktime_to_timespec", "nsec", {
      { -1, -1, 999999999 },
      { -999999999, -1, 1 },
      { -1000000000, -1, 0 },
      { -1000000001, -2, 999999999 },
      { -1500000000, -2, 500000000 },
      { -2000000000, -2, 0 },
      { MIN, -9223372037, 145224192 },
    })
  end,
}

case "from-timeval" {
  title = "timeval_to_ktime is exactly the time that its argument holds",
  clauses = { "KT-VAL-1" },
  needs = { "calc" },
  run = function (s)
    from(s, "timeval_to_ktime", {
      { 0, 0, 0 },
      { 0, 1, 1000 },
      { 0, 999999, 999999000 },
      { 1, 1, 1000001000 },
      { -1, 999999, -1000 },
      { -1, 0, -1000000000 },
      { 4294967296, 1, 4294967296000001000 },
      { 9223372035, 999999, 9223372035999999000 },
      { -9223372036, 0, -9223372036000000000 },
    })
  end,
}

case "from-timeval-saturate" {
  title = "timeval_to_ktime saturates where a ktime_t cannot hold the seconds",
  clauses = { "KT-VAL-1", "KT-SPEC-2" },
  needs = { "calc" },
  run = function (s)
    from(s, "timeval_to_ktime", {
      { 9223372037, 0, MAX },
      { 18446744074, 0, MAX },
      { MAX, 999999, MAX },
      { -9223372038, 0, MIN },
      { MIN, 0, MIN },
    })
  end,
}

case "to-timeval" {
  title = "ktime_to_timeval rounds down to a microsecond",
  clauses = { "KT-VAL-2" },
  needs = { "calc" },
  run = function (s)
    to(s, "ktime_to_timeval", "usec", {
      { 0, 0, 0 },
      { 999, 0, 0 },
      { 1000, 0, 1 },
      { 1999, 0, 1 },
      { 999999999, 0, 999999 },
      { 1000000000, 1, 0 },
      { 4294967296, 4, 294967 },
      { MAX, 9223372036, 854775 },
    })
  end,
}

case "to-timeval-negative" {
  title = "ktime_to_timeval rounds a negative time down as well",
  clauses = { "KT-VAL-2" },
  needs = { "calc" },
  run = function (s)
    to(s, "ktime_to_timeval", "usec", {
      { -1, -1, 999999 },
      { -999, -1, 999999 },
      { -1000, -1, 999999 },
      { -1001, -1, 999998 },
      { -999999999, -1, 0 },
      { -1000000000, -1, 0 },
      { -1000000001, -2, 999999 },
      { MIN, -9223372037, 145224 },
    })
  end,
}

case "to-clock" {
  title = "ktime_to_clock_t rounds down to a hundredth of a second",
  clauses = { "KT-CLK-1" },
  needs = { "calc" },
  run = function (s)
    local m = s:at(0)
    for _, row in ipairs {
      { 0, 0 }, { 1, 0 }, { 9999999, 0 }, { 10000000, 1 },
      { 19999999, 1 }, { 1000000000, 100 }, { 4294967296, 429 },
      { MAX, 922337203685 },
      { -1, -1 }, { -9999999, -1 }, { -10000000, -1 }, { -10000001, -2 },
      { -1000000000, -100 }, { MIN, -922337203686 },
    } do
      m:calc("ktime_to_clock_t", { a = row[1] }):gives(row[2])
    end
    s:finish(ms(1))
  end,
}
