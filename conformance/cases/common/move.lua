-- SPDX-License-Identifier: BSD-2-Clause
-- Setting an armed timer: [TM-MOVE-1] [TM-MOVE-2] [TM-MOVE-3].  Moves come at
-- several phases: right after the setting, amid, and just before the deadline.

-- Set at 0 for `first`; moved at `at` so that it is due `by` later.  A late
-- witness sees that the old deadline does not come any more.
local moves = {
  { "earlier-at-once", first = ms(60), at = 0, by = ms(20) },
  { "earlier-amid", first = ms(60), at = ms(20), by = ms(10) },
  { "earlier-by-a-hair", first = ms(60), at = ms(20), by = ms(35) },
  { "later-at-once", first = ms(20), at = 0, by = ms(60) },
  { "later-amid", first = ms(30), at = ms(15), by = ms(40) },
  { "later-just-before", first = ms(30), at = ms(25), by = ms(30) },
  { "same-again", first = ms(30), at = ms(15), by = ms(30) },
  { "same-deadline", first = ms(30), at = ms(10), by = ms(20) },
}

for _, v in ipairs(moves) do
  local name = v[1]
  local earlier = v.at + v.by < v.first
  local clause = earlier and "TM-MOVE-1" or "TM-MOVE-2"
  local witness = ms(65)

  case(name) {
    title   = "a timer that is moved (" .. name .. ") expires where it was"
      .. " moved to, and there alone",
    clauses = { clause, "TM-ONCE-1" },
    run = function (s)
      local t, w = s:timer {}, s:timer {}
      s:at(0):set(t, { first = v.first })
      local b = s:at(0):set(w, { first = witness })
      local a = s:at(v.at):set(t, { first = v.by, was = "armed" })
      s:fires(t, { at = a + v.by })
      s:fires(w, { at = b + witness })
      s:finish(witness + ms(5))
    end,
  }

  case(name .. "-absolute") {
    title   = "an absolute timer that is moved (" .. name .. ") expires"
      .. " where it was moved to, and there alone",
    clauses = { clause, "TM-ABS-1" },
    run = function (s)
      local t, w = s:timer { clock = "real" }, s:timer {}
      s:at(0):set(t, { abs = T(v.first) })
      local b = s:at(0):set(w, { first = witness })
      s:at(v.at):set(t, { abs = T(v.at + v.by), was = "armed" })
      s:fires(t, { at = T(v.at + v.by) })
      s:fires(w, { at = b + witness })
      s:finish(witness + ms(5))
    end,
  }
end

case "pushed-back" {
  title   = "a timer that is pushed back time and again expires once, last",
  clauses = { "TM-MOVE-2", "TM-ONCE-1" },
  run = function (s)
    local t = s:timer {}
    local a = s:at(0):set(t, { first = ms(20) })
    for i = 1, 6 do
      a = s:at(ms(10) * i):set(t, { first = ms(20), was = "armed" })
    end
    s:fires(t, { at = a + ms(20) })
    s:finish(ms(110))
  end,
}

case "to-and-fro" {
  title   = "a timer that is moved to and fro expires by the last setting",
  clauses = { "TM-MOVE-1", "TM-MOVE-2" },
  run = function (s)
    local t, w, m = s:timer {}, s:timer {}, s:at(0)
    local b = m:set(w, { first = ms(50) })
    m:set(t, { first = ms(20) })
    m:set(t, { first = ms(40), was = "armed" })
    m:set(t, { first = ms(10), was = "armed" })
    local a = m:set(t, { first = ms(30), was = "armed" })
    s:fires(t, { at = a + ms(30) })
    s:fires(w, { at = b + ms(50) })
    s:finish(ms(60))
  end,
}

case "new-phase" {
  title   = "a periodic timer that is set again takes the new phase alone",
  clauses = { "TM-MOVE-2", "TM-PERIOD-1" },
  run = function (s)
    local t = s:timer { every = ms(20) }
    local a = s:at(0):set(t)
    s:fires(t, { at = a + ms(20) })
    local b = s:at(ms(30)):set(t, { was = "armed" })
    for k = 1, 3 do s:fires(t, { at = b + k * ms(20) }) end
    s:finish(ms(100))
  end,
}

case "new-phase-earlier" {
  title   = "a periodic timer that is moved to an earlier deadline goes on"
    .. " from there",
  clauses = { "TM-MOVE-1", "TM-PERIOD-2" },
  run = function (s)
    local t = s:timer { every = ms(30) }
    s:at(0):set(t, { first = ms(50) })
    local a = s:at(ms(10)):set(t, { first = ms(10), was = "armed" })
    for k = 0, 2 do s:fires(t, { at = a + ms(10) + k * ms(30) }) end
    s:finish(ms(90))
  end,
}

case "once-to-periodic" {
  title   = "a one-shot timer that is set again with a period has that period",
  clauses = { "TM-MOVE-1", "TM-PERIOD-2" },
  needs   = { "trait:periodic=yes" },
  run = function (s)
    local t = s:timer {}
    s:at(0):set(t, { first = ms(40) })
    local a = s:at(ms(10)):set(t, { first = ms(10), every = ms(15) })
    for k = 0, 3 do s:fires(t, { at = a + ms(10) + k * ms(15) }) end
    s:finish(ms(70))
  end,
}

case "periodic-to-once" {
  title   = "a periodic timer that is set again without a period expires once",
  clauses = { "TM-MOVE-2", "TM-ONCE-1" },
  needs   = { "trait:periodic=yes" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    local a = s:at(0):set(t, { first = ms(10), every = ms(10) })
    local b = s:at(0):set(w, { first = ms(70) })
    s:fires(t, { at = a + ms(10) })
    local c = s:at(ms(15)):set(t, { first = ms(20) })
    s:fires(t, { at = c + ms(20) })
    s:fires(w, { at = b + ms(70) })
    s:finish(ms(80))
  end,
}

case "new-period" {
  title   = "a periodic timer that is set again has the new period alone",
  clauses = { "TM-MOVE-2", "TM-PERIOD-1" },
  needs   = { "trait:periodic=yes" },
  run = function (s)
    local t = s:timer {}
    local a = s:at(0):set(t, { first = ms(10), every = ms(10) })
    s:fires(t, { at = a + ms(10) })
    local b = s:at(ms(15)):set(t, { first = ms(25), every = ms(25) })
    for k = 1, 2 do s:fires(t, { at = b + k * ms(25) }) end
    s:finish(ms(70))
  end,
}

case "relative-to-absolute" {
  title   = "a relative timer can be moved to an absolute deadline and back",
  clauses = { "TM-MOVE-1", "TM-MOVE-2", "TM-ABS-1" },
  run = function (s)
    local t = s:timer {}
    s:at(0):set(t, { first = ms(50) })
    s:at(ms(5)):set(t, { abs = T(ms(30)), was = "armed" })
    s:fires(t, { at = T(ms(30)) })
    s:at(ms(35)):set(t, { abs = T(ms(45)), was = "idle" })
    local a = s:at(ms(40)):set(t, { first = ms(20), was = "armed" })
    s:fires(t, { at = a + ms(20) })
    s:finish(ms(70))
  end,
}

-- A report of the old setting that nobody has taken when the new one comes.
-- Another thread sets, since main may be what holds the report back.
case "pending-dropped" {
  title   = "a report of the old setting that nobody has taken is dropped",
  clauses = { "TM-MOVE-3" },
  needs   = { "trait:pending-rearm=dropped" },
  run = function (s)
    local t, b = s:timer {}, s:thread { cpu = 1 }
    s:at(0):set(t, { first = ms(10) })
    s:hold(t, ms(5), ms(30))
    local a = b:at(ms(20)):set(t, { first = ms(30) })
    s:fires(t, { at = a + ms(30), count = 1 })
    s:finish(ms(60))
  end,
}

case "pending-periods-dropped" {
  title   = "the count of an old setting that nobody has taken is dropped",
  clauses = { "TM-MOVE-3", "TM-COUNT-1" },
  needs   = { "trait:pending-rearm=dropped", "trait:report!=call" },
  run = function (s)
    local t, b = s:timer { every = ms(10) }, s:thread { cpu = 1 }
    s:at(0):set(t)
    s:hold(t, ms(5), ms(50))
    local a = b:at(ms(35)):set(t, { first = ms(25) })
    s:fires(t, { at = a + ms(25), count = 1 })
    s:fires(t, { at = a + ms(35), count = 1 })
    s:finish(ms(75))
  end,
}

case "pending-kept" {
  title   = "a report of the old setting that nobody has taken is kept",
  clauses = { "TM-MOVE-3" },
  needs   = { "trait:pending-rearm=kept" },
  run = function (s)
    local t, b = s:timer {}, s:thread { cpu = 1 }
    s:at(0):set(t, { first = ms(10) })
    local u = s:hold(t, ms(5), ms(30))
    local a = b:at(ms(20)):set(t, { first = ms(30) })
    s:fires(t, { at = u, count = 1 })
    s:fires(t, { at = a + ms(30), count = 1 })
    s:finish(ms(60))
  end,
}
