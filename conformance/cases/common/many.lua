-- SPDX-License-Identifier: BSD-2-Clause
-- Several timers: [TM-MANY-1] [TM-MANY-2].

case "shuffled" {
  title   = "timers expire by their deadlines, whatever the order of setting",
  clauses = { "TM-MANY-1" },
  run = function (s)
    local start = s:at(0)
    for _, i in ipairs { 4, 1, 6, 3, 5, 2 } do
      local t = s:timer {}
      local a = start:set(t, { first = ms(10) * i })
      s:fires(t, { at = a + ms(10) * i })
    end
    s:finish(ms(70))
  end,
}

case "neighbour-disarmed" {
  title   = "disarming one timer leaves its neighbours alone",
  clauses = { "TM-MANY-1", "TM-DISARM-1" },
  run = function (s)
    local t, u, v = s:timer {}, s:timer {}, s:timer {}
    local a = s:at(0):set(t, { first = ms(20) })
    s:at(0):set(u, { first = ms(30) })
    local c = s:at(0):set(v, { first = ms(40) })
    s:at(ms(10)):disarm(u, { was = "armed" })
    s:fires(t, { at = a + ms(20) })
    s:fires(v, { at = c + ms(40) })
    s:finish(ms(50))
  end,
}

case "first-disarmed" {
  title   = "disarming the timer that is due first leaves the next one due",
  clauses = { "TM-MANY-1", "TM-DISARM-1" },
  run = function (s)
    local t, u = s:timer {}, s:timer {}
    s:at(0):set(t, { first = ms(20) })
    local a = s:at(0):set(u, { first = ms(30) })
    s:at(ms(10)):disarm(t, { was = "armed" })
    s:fires(u, { at = a + ms(30) })
    s:finish(ms(40))
  end,
}

case "neighbour-moved" {
  title   = "moving one timer past another leaves that one where it is",
  clauses = { "TM-MANY-1", "TM-MOVE-1", "TM-MOVE-2" },
  run = function (s)
    local t, u, v = s:timer {}, s:timer {}, s:timer {}
    s:at(0):set(t, { first = ms(20) })
    local b = s:at(0):set(u, { first = ms(30) })
    s:at(0):set(v, { first = ms(60) })
    local a = s:at(ms(5)):set(t, { first = ms(45), was = "armed" })
    local c = s:at(ms(5)):set(v, { first = ms(10), was = "armed" })
    s:fires(v, { at = c + ms(10) })
    s:fires(u, { at = b + ms(30) })
    s:fires(t, { at = a + ms(45) })
    s:finish(ms(60))
  end,
}

case "periods-side-by-side" {
  title   = "three periodic timers each keep their own period",
  clauses = { "TM-MANY-1", "TM-PERIOD-1" },
  run = function (s)
    local start = s:at(0)
    for _, every in ipairs { ms(10), ms(15), ms(20) } do
      local t = s:timer { every = every }
      local a = start:set(t)
      for k = 1, ms(120) // every do
        s:fires(t, { at = a + k * every })
      end
    end
    s:finish(ms(125))
  end,
}

case "nanoseconds-apart" {
  title   = "six timers some nanoseconds apart each expire at their own",
  clauses = { "TM-MANY-1", "TM-EARLY-1" },
  class   = { "virtual" },
  needs   = { "trait:rounding=exact" },
  run = function (s)
    local start = s:at(0)
    for i = 1, 6 do
      local t, d = s:timer {}, us(50) + i * 3
      local a = start:set(t, { first = d })
      s:fires(t, { at = a + d })
    end
    s:finish(us(100))
  end,
}

case "one-deadline" {
  title   = "six timers with one deadline all expire at it",
  clauses = { "TM-MANY-2" },
  run = function (s)
    local start = s:at(0)
    for _ = 1, 6 do
      local t = s:timer {}
      start:set(t, { abs = T(ms(20)) })
      s:fires(t, { at = T(ms(20)) })
    end
    s:finish(ms(30))
  end,
}

case "one-deadline-one-disarmed" {
  title   = "of two timers with one deadline the one not disarmed expires",
  clauses = { "TM-MANY-2", "TM-DISARM-1" },
  run = function (s)
    local t, u, v = s:timer {}, s:timer {}, s:timer {}
    for _, x in ipairs { t, u, v } do
      s:at(0):set(x, { abs = T(ms(20)) })
    end
    s:at(ms(10)):disarm(u, { was = "armed" })
    s:fires(t, { at = T(ms(20)) })
    s:fires(v, { at = T(ms(20)) })
    s:finish(ms(30))
  end,
}

case "two-series-one-instant" {
  title   = "two series that meet at an instant both report there",
  clauses = { "TM-MANY-2", "TM-PERIOD-1" },
  run = function (s)
    local t, u = s:timer { every = ms(10) }, s:timer { every = ms(20) }
    s:at(0):set(t, { abs = T(ms(10)) })
    s:at(0):set(u, { abs = T(ms(20)) })
    for k = 1, 8 do s:fires(t, { at = T(k * ms(10)) }) end
    for k = 1, 4 do s:fires(u, { at = T(k * ms(20)) }) end
    s:finish(ms(85))
  end,
}

-- Sixty-four at once, set in one go, each once and none early.  Descriptors
-- and callbacks are due one after another; signals of one number, which cannot
-- be told apart, all together.
local N64, FIRST, APART = 64, ms(20), us(200)
local crowd = {}

function crowd.timerfd(s)
  local q = s:gauge()
  local t = s:timerfd { n = N64 }
  s:at(0):rep(N64, function (m)
    m:settime(t.i, { rel = ramp(FIRST, APART) })
  end)
  s:at(ms(10)):rep(N64, function (m)
    m:read(t.i, { into = q, of = "settime" })
  end)
  s:expect { q, n = N64, lo = { ">=", 0 } }
end

function crowd.timersock(s)
  local q = s:gauge()
  local t = s:timersock { n = N64 }
  s:at(0):rep(N64, function (m)
    m:write(t.i, { rel = ramp(FIRST, APART) })
  end)
  s:at(ms(10)):rep(N64, function (m)
    m:read(t.i, { into = q, of = "write" })
  end)
  s:expect { q, n = N64, lo = { ">=", 0 } }
end

function crowd.kevent(s)
  local q = s:gauge()
  local t = s:kevent { n = N64 }
  local e = s:entry { n = N64, req = "oneshot" }
  s:at(0):rep(N64, function (m)
    m:add(t.i, e.i, { rel = ramp(FIRST, APART) })
  end)
  s:at(ms(10)):rep(N64, function (m)
    m:get(t.i, { into = q, of = "add" })
  end)
  s:expect { q, n = N64, lo = { ">=", 0 } }
end

function crowd.kqueue(s)
  local q = s:gauge()
  local t = s:kqueue { n = N64 }
  s:at(0):rep(N64, function (m)
    m:change(t.i, { rel = ramp(FIRST, APART), flags = "add|oneshot" })
  end)
  s:at(ms(10)):rep(N64, function (m)
    m:wait(t.i, { into = q, of = "change" })
  end)
  s:expect { q, n = N64, lo = { ">=", 0 } }
end

function crowd.hrtimer(s)
  local q = s:gauge()
  local t = s:hrtimer { n = N64, quiet = true, callback = function (c)
    c:remaining { into = q, of = "start" }
    c:ret "norestart"
  end }
  s:at(0):rep(N64, function (m)
    m:start(t.i, { rel = ramp(FIRST, APART) })
  end)
  for i = 0, N64 - 1 do s:expect { t[i], times = 1 } end
  s:expect { q, n = N64, lo = { ">=", 0 } }
end

function crowd.ptimer(s)
  local p = s:ptimer { n = N64, sig = "rt1" }
  local g = s:signal { sig = "rt1", quiet = true }
  s:prep():handle(g)
  s:at(0):settime(p, { abs = T(FIRST) })
  s:expect { g, times = N64, at = T(FIRST), over = 0, code = "timer" }
  s:at(FIRST + ms(10)):gettime(p):shows { left = 0, per = 0 }
end

case "sixty-four" {
  title   = "each of 64 timers expires once, and none is early",
  clauses = { "TM-MANY-1", "TM-EARLY-1" },
  needs   = { "trait:report!=return", "trait:many=yes" },
  run = function (s)
    crowd[s.front](s)
    s:finish(ms(60), { grace = sec(1) })
  end,
}
