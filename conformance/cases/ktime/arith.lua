-- SPDX-License-Identifier: BSD-2-Clause
-- Computing with times, and comparing them.

-- The ends of a ktime_t, as the target declares them.
local function ends(s)
  local max = s.st "ktime.max"
  return max, -max - 1
end

-- rows: first argument, second argument, result
local function calc(s, name, rows)
  local m = s:at(0)
  for _, row in ipairs(rows) do
    m:calc(name, { a = row[1], b = row[2] }):gives(row[3])
  end
  s:finish(ms(1))
end

case "add" {
  title = "ktime_add is the sum",
  clauses = { "KT-ADD-1" },
  needs = { "calc" },
  run = function (s)
    calc(s, "ktime_add", {
      { 0, 0, 0 },
      { 1, 2, 3 },
      { 1, -1, 0 },
      { -1, -1, -2 },
      { -3, 2, -1 },
      { 2147483647, 1, 2147483648 },
      { 4294967295, 1, 4294967296 },
      { 5000000000, -4999999999, 1 },
    })
  end,
}

case "add-carry" {
  title = "ktime_add carries nanoseconds into seconds",
  clauses = { "KT-ADD-1" },
  needs = { "calc" },
  run = function (s)
    calc(s, "ktime_add", {
      { 999999999, 1, 1000000000 },
      { 999999999, 999999999, 1999999998 },
      { 1999999999, 1, 2000000000 },
      { -1, -999999999, -1000000000 },
      { -1000000000, 1, -999999999 },
      { -1, 1000000000, 999999999 },
    })
  end,
}

case "add-ends" {
  title = "ktime_add reaches both ends of the range",
  clauses = { "KT-ADD-1" },
  needs = { "calc" },
  run = function (s)
    local max, min = ends(s)
    calc(s, "ktime_add", {
      { max, 0, max },
      { max - 1, 1, max },
      { min, 0, min },
      { min + 1, -1, min },
      { min, max, -1 },
      { max, min, -1 },
    })
  end,
}

case "sub" {
  title = "ktime_sub is the first argument minus the second",
  clauses = { "KT-SUB-1" },
  needs = { "calc" },
  run = function (s)
    calc(s, "ktime_sub", {
      { 0, 0, 0 },
      { 3, 2, 1 },
      { 2, 3, -1 },
      { -1, 1, -2 },
      { -1, -3, 2 },
      { 4294967296, 1, 4294967295 },
      { 0, 4294967296, -4294967296 },
    })
  end,
}

case "sub-borrow" {
  title = "ktime_sub borrows nanoseconds from seconds",
  clauses = { "KT-SUB-1" },
  needs = { "calc" },
  run = function (s)
    calc(s, "ktime_sub", {
      { 1000000000, 1, 999999999 },
      { 2000000000, 1999999999, 1 },
      { 0, 999999999, -999999999 },
      { -1, 999999999, -1000000000 },
      { -1, -1000000000, 999999999 },
    })
  end,
}

case "sub-ends" {
  title = "ktime_sub reaches both ends of the range",
  clauses = { "KT-SUB-1" },
  needs = { "calc" },
  run = function (s)
    local max, min = ends(s)
    calc(s, "ktime_sub", {
      { max, 0, max },
      { max, max, 0 },
      { min, min, 0 },
      { -1, max, min },
      { -1, min, max },
      { 0, max, -max },
      { 0, min + 1, max },
    })
  end,
}

case "add-ns" {
  title = "ktime_add_ns is later by the given nanoseconds",
  clauses = { "KT-ADDNS-1" },
  needs = { "calc" },
  run = function (s)
    calc(s, "ktime_add_ns", {
      { 0, 0, 0 },
      { 5, 0, 5 },
      { 0, 1, 1 },
      { -1, 1, 0 },
      { -1000000000, 1, -999999999 },
      { 999999999, 1, 1000000000 },
      { 1, 4294967295, 4294967296 },
      { 5, 4294967296, 4294967301 },
    })
  end,
}

-- The argument is unsigned: where max is 2^63 - 1, max + 1 is 2^63 and
-- 2 * max + 1 is 2^64 - 1, which a scenario writes as negative numbers.
case "add-ns-wide" {
  title = "ktime_add_ns takes all 64 bits of its unsigned argument",
  clauses = { "KT-ADDNS-1" },
  needs = { "calc" },
  run = function (s)
    local max, min = ends(s)
    calc(s, "ktime_add_ns", {
      { 0, max, max },
      { -1, max, max - 1 },
      { min, max, -1 },
      { min, max + 1, 0 },
      { min, 2 * max + 1, max },
      { -1, max + 1, max },
    })
  end,
}

case "compare" {
  title = "ktime_compare returns exactly -1, 0 or 1",
  clauses = { "KT-CMP-1" },
  needs = { "calc" },
  run = function (s)
    calc(s, "ktime_compare", {
      { 0, 0, 0 },
      { 1, 2, -1 },
      { 2, 1, 1 },
      { 7, 7, 0 },
      { -1, 1, -1 },
      { 1, -1, 1 },
      { -2, -1, -1 },
      { -1, -2, 1 },
      { 1000000000, 999999999, 1 },
      { 5, 1000, -1 },
    })
  end,
}

case "compare-wide" {
  title = "ktime_compare orders times that differ by more than an int holds",
  clauses = { "KT-CMP-1" },
  needs = { "calc" },
  run = function (s)
    calc(s, "ktime_compare", {
      { 0, 2147483648, -1 },
      { 2147483648, 0, 1 },
      { 0, 4294967296, -1 },
      { 4294967296, 0, 1 },
      { -4294967296, 0, -1 },
      { 4294967296, 4294967297, -1 },
    })
  end,
}

case "compare-ends" {
  title = "ktime_compare orders times whose difference does not fit",
  clauses = { "KT-CMP-1" },
  needs = { "calc" },
  run = function (s)
    local max, min = ends(s)
    calc(s, "ktime_compare", {
      { min, max, -1 },
      { max, min, 1 },
      { -1, max, -1 },
      { max, -1, 1 },
      { min, 1, -1 },
      { 1, min, 1 },
      { max, max, 0 },
      { min, min, 0 },
    })
  end,
}

case "to-ns" {
  title = "ktime_to_ns is the time in nanoseconds, negative ones included",
  clauses = { "KT-NS-1" },
  needs = { "calc" },
  run = function (s)
    local m, max, min = s:at(0), ends(s)
    for _, v in ipairs { 0, 1, -1, 999999999, 1000000000, -999999999,
        2147483648, -2147483649, 4294967296, -4294967297, max, min } do
      m:calc("ktime_to_ns", { a = v }):gives(v)
    end
    s:finish(ms(1))
  end,
}
