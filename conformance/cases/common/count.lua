-- SPDX-License-Identifier: BSD-2-Clause
-- Counting what nobody took in time: [TM-COUNT-1] [TM-COUNT-2].

-- Held over n deadlines, the report that then comes counts n: an error that
-- begins at two, at three or at nine is found by the row of that number.
for _, n in ipairs { 2, 3, 5, 9 } do
  case("held-" .. n) {
    title   = "a report that is held back over " .. n .. " deadlines counts "
      .. n,
    clauses = { "TM-COUNT-1" },
    needs   = { "trait:width!=1" },
    run = function (s)
      local t = s:timer { every = ms(10) }
      local a = s:at(0):set(t)
      local u = s:hold(t, ms(5), n * ms(10) + ms(5))
      s:fires(t, { at = u,
        count = s:intervals { from = a, every = ms(10), upto = "self" } })
      s:fires(t, { at = a + (n + 1) * ms(10), count = 1 })
      s:finish(n * ms(10) + ms(15))
    end,
  }
end

case "anew" {
  title   = "a count begins anew when a report has been taken",
  clauses = { "TM-COUNT-2", "TM-COUNT-1" },
  needs   = { "trait:width!=1" },
  run = function (s)
    local t = s:timer { every = ms(10) }
    local a = s:at(0):set(t)
    s:fires(t, { at = a + ms(10), count = 1 })
    local u = s:hold(t, ms(15), ms(45))
    s:fires(t, { at = u, count = s:intervals { from = a, every = ms(10),
      upto = "self", less = 1 } })
    s:fires(t, { at = a + ms(50), count = 1 })
    local v = s:hold(t, ms(55), ms(75))
    s:fires(t, { at = v, count = s:intervals { from = a, every = ms(10),
      upto = "self", less = 5 } })
    s:fires(t, { at = a + ms(80), count = 1 })
    s:finish(ms(85))
  end,
}

case "new-setting" {
  title   = "a new setting begins its own count",
  clauses = { "TM-COUNT-1", "TM-MOVE-2" },
  needs   = { "trait:width!=1" },
  run = function (s)
    local t = s:timer { every = ms(10) }
    local a = s:at(0):set(t)
    local u = s:hold(t, ms(5), ms(35))
    s:fires(t, { at = u,
      count = s:intervals { from = a, every = ms(10), upto = "self" } })
    s:fires(t, { at = a + ms(40), count = 1 })
    local b = s:at(ms(45)):set(t, { was = "armed" })
    local v = s:hold(t, ms(50), ms(70))
    s:fires(t, { at = v,
      count = s:intervals { from = b, every = ms(10), upto = "self" } })
    s:fires(t, { at = b + ms(30), count = 1 })
    s:finish(ms(80))
  end,
}

case "absolute-real" {
  title   = "a series on the clock real counts what was held back as well",
  clauses = { "TM-COUNT-1", "TM-ABS-1" },
  run = function (s)
    local t = s:timer { every = ms(10), clock = "real" }
    s:at(0):set(t, { abs = T(ms(20)) })
    local u = s:hold(t, ms(5), ms(65))
    s:fires(t, { at = u, count = s:intervals { from = T(ms(20)), first = 0,
      every = ms(10), upto = "self" } })
    s:fires(t, { at = T(ms(70)), count = 1 })
    s:finish(ms(75))
  end,
}

-- The same with periods that no handler could keep up with: the signal is
-- blocked, and its first delivery disarms the timer.
for _, every in ipairs { 1, us(10), us(100), us(1001) } do
  case(("overrun-%d"):format(every)) {
    title   = "a blocked signal of a timer of " .. every
      .. " ns loses no overrun",
    clauses = { "TM-COUNT-1" },
    needs   = { "trait:report=signal", "trait:width!=1" },
    run = function (s)
      local p = s:ptimer { sig = "rt1" }
      local g = s:signal { sig = "rt1", callback = function (c)
        c:overrun(p):gives "overrun"
        c:settime(p, { rel = 0 })
      end }
      s:prep():handle(g)
      s:prep():block(g)
      local a = s:at(0):settime(p, { rel = every, per = every })
      local u = s:at(ms(80)):unblock(g)
      s:expect { g, at = u, code = "timer", over = s:intervals { from = a,
        every = every, upto = u, less = 1 }, steps = {
          overrun = { r = same "overrun" } } }
      s:finish(ms(90))
    end,
  }
end

case "thousands" {
  title   = "a count of thousands is exact",
  clauses = { "TM-COUNT-1" },
  needs   = { "trait:width!=1" },
  class   = { "virtual" },
  run = function (s)
    local t = s:timer { every = us(10) }
    local a = s:at(0):set(t)
    local u = s:hold(t, us(5), ms(80) + us(5))
    s:fires(t, { at = u, count = 8000 })
    s:fires(t, { at = a + ms(80) + us(10), count = 1 })
    s:at(ms(80) + us(15)):disarm(t, { was = "armed" })
    s:finish(ms(81))
  end,
}
