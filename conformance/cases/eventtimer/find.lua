-- SPDX-License-Identifier: BSD-2-Clause
-- Which timer et_find() returns.

-- Register timers by rows of name, quality, flags; returns main and a handle
-- for the finding.
local function machine(s, rows)
  local m = s:at(0)
  for _, row in ipairs(rows) do
    m:register(s:eventtimer { called = row[1], quality = row[2],
      flags = row[3] })
  end
  return m, s:eventtimer {}
end

case "best" {
  title = "without a name the timer of the highest quality is returned",
  clauses = { "ET-FIND-1" },
  needs = { "etdriver" },
  run = function (s)
    local m, f = machine(s, { { "poor", 100 }, { "best", 300 },
      { "fair", 200 } })
    m:find(f):shows { name = "best" }
    s:finish(ms(5))
  end,
}

-- The best is taken away again and again: the whole order shows.
for _, row in ipairs {
  { "rising", 1, 2, 3, 4 }, { "falling", 4, 3, 2, 1 },
  { "mixed", 2, 4, 1, 3 },
} do
  local key = row[1]
  local order = { table.unpack(row, 2) }
  case("order-" .. key) {
    title = "timers registered in the order " .. table.concat(order, " ") ..
      " are found from the best down",
    clauses = { "ET-FIND-1" },
    needs = { "etdriver" },
    run = function (s)
      local m = s:at(0)
      for _, q in ipairs(order) do
        m:register(s:eventtimer { called = "timer" .. q, quality = 10 * q })
      end
      for q = 4, 1, -1 do
        local f = s:eventtimer {}
        m:find(f):shows { name = "timer" .. q }
        m:init(f)
      end
      m:find(s:eventtimer {}):fails "ENOENT"
      s:finish(ms(5))
    end,
  }
end

case "equals" {
  title = "among timers of one quality the one registered first is returned",
  clauses = { "ET-FIND-1" },
  needs = { "etdriver" },
  run = function (s)
    local m = machine(s, { { "one", 50 }, { "low", 40 }, { "two", 50 },
      { "three", 50 } })
    for _, name in ipairs { "one", "two", "three", "low" } do
      local f = s:eventtimer {}
      m:find(f):shows { name = name }
      m:init(f)
    end
    s:finish(ms(5))
  end,
}

case "none" {
  title = "where no timer fits et_find returns none",
  clauses = { "ET-FIND-1", "ET-FIND-3" },
  needs = { "etdriver" },
  run = function (s)
    local m, f = machine(s, { { "clock", 1, "oneshot" } })
    m:find(f, { called = "watch" }):fails "ENOENT"
    m:find(f, { check = "periodic", want = "periodic" }):fails "ENOENT"
    m:find(f):shows { name = "clock" }
    s:finish(ms(5))
  end,
}

for _, name in ipairs { "LAPIC", "lapic", "LaPiC" } do
  case("name-" .. name) {
    title = "a timer called Lapic is found as " .. name,
    clauses = { "ET-FIND-2" },
    needs = { "etdriver" },
    class = { "virtual" },      -- a machine of devices may have one
    run = function (s)
      local m, f = machine(s, { { "better", 500 }, { "Lapic", 100 } })
      m:find(f, { called = name }):shows { name = "Lapic" }
      s:finish(ms(5))
    end,
  }
end

-- Only letters have two cases: [ and {, @ and ` are 32 apart as well.
case "name-not-letters" {
  title = "characters that are not letters are compared as they are",
  clauses = { "ET-FIND-2" },
  needs = { "etdriver" },
  run = function (s)
    local m, f = machine(s, { { "t[0]", 1 }, { "z@1", 2 } })
    m:find(f, { called = "t{0}" }):fails "ENOENT"
    m:find(f, { called = "z`1" }):fails "ENOENT"
    m:find(f, { called = "T[0]" }):shows { name = "t[0]" }
    m:find(f, { called = "Z@1" }):shows { name = "z@1" }
    s:finish(ms(5))
  end,
}

local many = {
  { "per", 40, "periodic" }, { "one", 30, "oneshot" },
  { "both", 20, "periodic|oneshot|percpu" }, { "stop", 10, "oneshot|c3stop" },
  { "bare", 5, 0 },
}

-- check, want, the best that fits (false: none)
local flags = {
  { "any", 0, 0, "per" },
  { "periodic", "periodic", "periodic", "per" },
  { "not-periodic", "periodic", 0, "one" },
  { "oneshot", "oneshot", "oneshot", "one" },
  { "oneshot-percpu", "oneshot|percpu", "oneshot|percpu", "both" },
  { "oneshot-not-percpu", "oneshot|percpu", "oneshot", "one" },
  { "percpu", "percpu", "percpu", "both" },
  { "c3stop", "c3stop", "c3stop", "stop" },
  { "neither-mode", "periodic|oneshot", 0, "bare" },
  { "pow2div", "pow2div", "pow2div", false },
  { "want-unchecked", "oneshot", "oneshot|percpu", false },
  { "all-clear", 31, 0, "bare" },
}

for _, row in ipairs(flags) do
  local key, check, want, name = table.unpack(row)
  case("flags-" .. key) {
    title = ("among flags checked by %s those equal to %s fit"):format(
      check, want),
    clauses = { "ET-FIND-3" },
    needs = { "etdriver" },
    run = function (s)
      local m, f = machine(s, many)
      local found = m:find(f, { check = check, want = want })
      if name then
        found:shows { name = name }
      else
        found:fails "ENOENT"
      end
      s:finish(ms(5))
    end,
  }
end

case "flags-and-name" {
  title = "a timer that is named must have the flags as well",
  clauses = { "ET-FIND-3" },
  needs = { "etdriver" },
  run = function (s)
    local m, f = machine(s, many)
    m:find(f, { called = "one", check = "periodic", want = "periodic" })
      :fails "ENOENT"
    m:find(f, { called = "one", check = "oneshot", want = "oneshot" })
      :shows { name = "one" }
    s:finish(ms(5))
  end,
}

case "in-use" {
  title = "a timer in use is passed over for the next best",
  clauses = { "ET-FIND-4" },
  needs = { "etdriver" },
  run = function (s)
    local best = s:eventtimer { called = "best", quality = 2 }
    local m = s:at(0)
    m:register(best)
    local _, f = machine(s, { { "next", 1 } })
    m:find(f):shows { name = "best" }
    m:init(best)
    m:find(f):shows { name = "next" }
    s:finish(ms(5))
  end,
}

case "in-use-named" {
  title = "a timer in use is passed over although it is named",
  clauses = { "ET-FIND-4" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock" }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:find(f, { called = "clock" }):fails "ENOENT"
    m:free(d)
    m:find(f, { called = "clock" }):shows { name = "clock" }
    s:finish(ms(5))
  end,
}

case "negative" {
  title = "a timer of negative quality is returned by name alone",
  clauses = { "ET-FIND-5" },
  needs = { "etdriver" },
  run = function (s)
    local m, f = machine(s, { { "broken", -1 }, { "worse", -100 } })
    m:find(f):fails "ENOENT"
    m:find(f, { called = "broken" }):shows { name = "broken" }
    m:find(f, { called = "worse" }):shows { name = "worse" }
    s:finish(ms(5))
  end,
}

case "zero" {
  title = "a timer of quality 0 is returned without a name too",
  clauses = { "ET-FIND-5" },
  needs = { "etdriver" },
  run = function (s)
    local m, f = machine(s, { { "broken", -1 }, { "plain", 0 } })
    m:find(f):shows { name = "plain" }
    s:finish(ms(5))
  end,
}
