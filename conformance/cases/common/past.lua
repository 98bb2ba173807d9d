-- SPDX-License-Identifier: BSD-2-Clause
-- Deadlines that are not in the future: [TM-PAST-1] [TM-PAST-2].

-- The deadline, and whether the clock has just or long ago passed it.
local gone = {
  { "just", T(ms(20)) },
  { "since", T(ms(5)) },
  { "start", T(us(1)) },
  { "epoch", 1 },               -- 1 ns of the clock itself, not "disarm"
}

for _, clock in ipairs { "mono", "real" } do
  for _, row in ipairs(gone) do
    local name, abs = row[1], row[2]
    case(name .. "-" .. clock) {
      title   = "a one-shot timer set to a deadline of the past (" .. name
        .. ", " .. clock .. ") expires at once, and once",
      clauses = { "TM-PAST-1" },
      run = function (s)
        local t, w = s:timer { clock = clock }, s:timer {}
        local b = s:at(0):set(w, { first = ms(40) })
        local a = s:at(ms(25)):set(t, { abs = abs })
        s:fires(t, { at = a })
        s:fires(w, { at = b + ms(40) })
        s:finish(ms(50))
      end,
    }
  end
end

case "now" {
  title   = "a timer set to the present expires at once, and once",
  clauses = { "TM-PAST-1" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    local b = s:at(0):set(w, { first = ms(40) })
    local a = s:at(ms(10)):set(t, { abs = T(ms(10)) })
    s:fires(t, { at = a })
    s:fires(w, { at = b + ms(40) })
    s:finish(ms(50))
  end,
}

case "negative" {
  title   = "a timer set to a negative duration expires at once, and once",
  clauses = { "TM-PAST-1" },
  needs   = { "trait:negative=past" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    local b = s:at(0):set(w, { first = ms(40) })
    local a = s:at(ms(10)):set(t, { first = -ms(5) })
    s:fires(t, { at = a })
    s:fires(w, { at = b + ms(40) })
    s:finish(ms(50))
  end,
}

case "after-a-future" {
  title   = "moving an armed timer into the past makes it expire at once",
  clauses = { "TM-PAST-1", "TM-MOVE-1" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    local b = s:at(0):set(w, { first = ms(50) })
    s:at(0):set(t, { first = ms(40) })
    local a = s:at(ms(20)):set(t, { abs = T(ms(10)), was = "armed" })
    s:fires(t, { at = a })
    s:fires(w, { at = b + ms(50) })
    s:finish(ms(60))
  end,
}

-- First deadline, when it is set, period: how many have passed by then.
local series = {
  { "five-passed", ms(5), ms(50), ms(10) },
  { "one-passed", ms(30), ms(40), ms(20) },
  { "two-passed", ms(15), ms(40), ms(20) },
  { "none-but-now", ms(30), ms(35), ms(30) },
}

for _, v in ipairs(series) do
  local name = v[1]
  case(name) {
    title   = "a periodic timer set into the past reports what has passed"
      .. " (" .. name .. ") and keeps the phase",
    clauses = { "TM-PAST-2", "TM-COUNT-1" },
    needs   = { "trait:phase=deadline" },
    run = function (s)
      local first, set, every = v[2], v[3], v[4]
      local t = s:timer { every = every }
      local a = s:at(set):set(t, { abs = T(first) })
      s:fires(t, { at = a, count = s:intervals { from = T(first), first = 0,
        every = every, upto = "self" } })
      local next = first + ((set - first) // every + 1) * every
      s:fires(t, { at = T(next) })
      s:fires(t, { at = T(next + every) })
      s:finish(next + every + ms(5))
    end,
  }
end

case "long-ago" {
  title   = "a periodic timer that began long ago reports hundreds at once",
  clauses = { "TM-PAST-2", "TM-COUNT-1" },
  needs   = { "trait:phase=deadline" },
  run = function (s)
    local t = s:timer { every = ms(50), clock = "real" }
    local first = -sec(60) + ms(5)
    local a = s:at(ms(15)):set(t, { abs = T(first) })
    s:fires(t, { at = a, count = s:intervals { from = T(first), first = 0,
      every = ms(50), upto = "self" } })
    s:fires(t, { at = T(ms(55)) })
    s:fires(t, { at = T(ms(105)) })
    s:finish(ms(110))
  end,
}
