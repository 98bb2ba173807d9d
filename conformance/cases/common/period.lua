-- SPDX-License-Identifier: BSD-2-Clause
-- Series of deadlines: [TM-PERIOD-1] [TM-PERIOD-2] [TM-PERIOD-3].  The k-th
-- report is held against start + k periods, so that no error can add up.

for _, clock in ipairs { "mono", "real" } do
  case("drift-" .. clock) {
    title   = "the k-th deadline on " .. clock
      .. " is k periods after the start",
    clauses = { "TM-PERIOD-1", "TM-EARLY-1" },
    run = function (s)
      local t = s:timer { every = ms(10), clock = clock }
      local a = s:at(0):set(t)
      for k = 1, 15 do s:fires(t, { at = a + k * ms(10) }) end
      s:finish(ms(155))
    end,
  }

  case("absolute-" .. clock) {
    title   = "a series that begins at a reading of " .. clock
      .. " keeps that phase",
    clauses = { "TM-PERIOD-1", "TM-ABS-1" },
    run = function (s)
      local t = s:timer { every = ms(15), clock = clock }
      s:at(ms(5)):set(t, { abs = T(ms(20)) })
      for k = 0, 4 do s:fires(t, { at = T(ms(20) + k * ms(15)) }) end
      s:finish(ms(90))
    end,
  }
end

case "odd-period" {
  title   = "a period of odd nanoseconds adds up without drift",
  clauses = { "TM-PERIOD-1" },
  run = function (s)
    local every = s.whole(9876543)
    local t = s:timer { every = every }
    local a = s:at(0):set(t)
    for k = 1, 12 do s:fires(t, { at = a + k * every }) end
    s:finish(12 * every + ms(5))
  end,
}

case "two-hundred" {
  title   = "the two hundredth deadline is exactly 200 periods after the start",
  clauses = { "TM-PERIOD-1" },
  class   = { "virtual" },
  run = function (s)
    local every = s.whole(3333333)
    local t = s:timer { every = every }
    local a = s:at(7):set(t)
    for k = 1, 200 do s:fires(t, { at = a + k * every }) end
    s:finish(201 * every)
  end,
}

case "nanoseconds" {
  title   = "a period of a few nanoseconds keeps its phase",
  clauses = { "TM-PERIOD-1" },
  class   = { "virtual" },
  run = function (s)
    local t = s:timer { every = 3 }
    local a = s:at(0):set(t, { first = 5 })
    for k = 0, 99 do s:fires(t, { at = a + 5 + 3 * k }) end
    s:at(5 + 3 * 99 + 1):disarm(t, { was = "armed" })
    s:finish(us(1))
  end,
}

case "first-later" {
  title   = "a first deadline later than the period starts the series",
  clauses = { "TM-PERIOD-2", "TM-PERIOD-1" },
  needs   = { "trait:first-interval=yes" },
  run = function (s)
    local t = s:timer { every = ms(10) }
    local a = s:at(0):set(t, { first = ms(35) })
    for k = 0, 4 do s:fires(t, { at = a + ms(35) + k * ms(10) }) end
    s:finish(ms(80))
  end,
}

case "first-earlier" {
  title   = "a first deadline earlier than the period starts the series",
  clauses = { "TM-PERIOD-2", "TM-PERIOD-1" },
  needs   = { "trait:first-interval=yes" },
  run = function (s)
    local t = s:timer { every = ms(30) }
    local a = s:at(0):set(t, { first = ms(10) })
    for k = 0, 3 do s:fires(t, { at = a + ms(10) + k * ms(30) }) end
    s:finish(ms(105))
  end,
}

case "late-report" {
  title   = "a late report does not move the deadlines after it",
  clauses = { "TM-PERIOD-3", "TM-COUNT-1" },
  needs   = { "trait:phase=deadline" },
  run = function (s)
    local t = s:timer { every = ms(10) }
    local a = s:at(0):set(t)
    local u = s:hold(t, ms(5), ms(35))
    s:fires(t, { at = u,
      count = s:intervals { from = a, every = ms(10), upto = "self" } })
    s:fires(t, { at = a + ms(40) })
    s:fires(t, { at = a + ms(50) })
    s:finish(ms(55))
  end,
}

case "late-one" {
  title   = "a report that is late by half a period moves nothing",
  clauses = { "TM-PERIOD-3" },
  needs   = { "trait:phase=deadline" },
  run = function (s)
    local t = s:timer { every = ms(20) }
    local a = s:at(0):set(t)
    local u = s:hold(t, ms(10), ms(30))
    s:fires(t, { at = u, count = 1 })
    for k = 2, 4 do s:fires(t, { at = a + k * ms(20) }) end
    s:finish(ms(90))
  end,
}

case "late-first-interval" {
  title   = "late reports keep a phase that the first deadline has set",
  clauses = { "TM-PERIOD-3", "TM-PERIOD-2" },
  needs   = { "trait:phase=deadline" },
  run = function (s)
    local t = s:timer { every = ms(20) }
    local a = s:at(0):set(t, { first = ms(15) })
    local u = s:hold(t, ms(5), ms(65))
    s:fires(t, { at = u, count = s:intervals { from = a, first = ms(15),
      every = ms(20), upto = "self" } })
    s:fires(t, { at = a + ms(75) })
    s:fires(t, { at = a + ms(95) })
    s:finish(ms(105))
  end,
}
