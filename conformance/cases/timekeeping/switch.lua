-- SPDX-License-Identifier: BSD-2-Clause
-- Another counter is taken while the clocks run.

local function cycles(ns, f) return ns * f // 1000000000 end

for _, row in ipairs { { "faster", 9000000000 }, { "slower", 1193182 },
    { "odd", 999999937 }, { "cinema", 24 } } do
  local key, f = table.unpack(row)
  case("no-step-" .. key) {
    title = "a better counter that comes later makes no step: " .. key,
    clauses = { "TK-SWITCH-1", "TK-SWITCH-2", "TK-COUNTER-1" },
    class = { "virtual" },
    run = function (s)
      s:watch "tk.counter"
      local k = s:counter { called = "new", freq = f, quality = 2000 }
      local at, later = ms(5) + 77, sec(1) - 1
      s:at(at):now("mono"):gives(at)
      s:at(at):register(k)
      s:expect { "new", "tk.counter" }
      s:at(at):now("mono"):gives(at)
      s:at(at):now("real"):gives(at)
      local gone = (cycles(later, f) - cycles(at, f)) * 1000000000 // f
      s:at(later):now("mono"):gives(at + gone)
      s:at(later):now("real"):gives(at + gone)
      s:finish(sec(2))
    end,
  }
end

case "back-and-forth" {
  title = "changing between two counters a hundred times loses under a " ..
    "cycle each time",
  clauses = { "TK-SWITCH-1", "TK-SWITCH-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { counter = { width = 64 } }
    local k = s:counter { called = "other", freq = 1000000000, quality = 1 }
    s:at(0):register(k)
    s:at(ms(1)):rep(50, function (m)
      m:select("other")
      m:pause(us(333))
      m:select("simtimer")
      m:pause(us(334))
    end)
    s:at(ms(500)):select("other")
    s:at(ms(500)):clockinfo():shows { counter = "other", quality = 1,
      res = 1, idle = any }
    s:at(ms(500)):now("mono"):gives(ms(500))
    s:finish(sec(1))
  end,
}

case "fraction" {
  title = "the fraction of a nanosecond goes along to the next counter",
  clauses = { "TK-SWITCH-1", "TK-MONO-2" },
  class = { "virtual" },
  run = function (s)
    -- After one cycle of 3 Hz a third of a ns is over, which two more want.
    s:machine { counter = { freq = 3 } }
    local k = s:counter { called = "other", freq = 3, quality = 2000 }
    s:at(ms(334)):now("mono"):gives(333333333)
    s:at(ms(334)):register(k)
    s:at(ms(335)):clockinfo():shows { counter = "other", quality = 2000,
      res = 333333334, idle = any }
    s:at(sec(1)):now("mono"):gives(sec(1))
    s:finish(sec(2))
  end,
}

case "worse-later" {
  title = "a worse counter that comes later is not taken",
  clauses = { "TK-SWITCH-2", "TK-COUNTER-3" },
  class = { "virtual" },
  run = function (s)
    s:watch "tk.counter"
    s:machine { counter = { width = 64 } }
    local a = s:counter { called = "worse", freq = 1000, quality = 999 }
    local b = s:counter { called = "equal", freq = 1000, quality = 1000 }
    s:at(0):register(a)
    s:at(0):register(b)
    s:at(0):clockinfo():shows { counter = "simtimer", quality = 1000,
      res = 1, idle = math.maxinteger }
    s:at(us(1500)):now("mono"):gives(us(1500))
    s:finish(ms(2))
  end,
}

case "selected-stays" {
  title = "a counter that was selected stays when a better one comes",
  clauses = { "TK-SWITCH-2", "TK-SWITCH-3" },
  class = { "virtual" },
  run = function (s)
    local a = s:counter { called = "mine", freq = 1000000, quality = -7 }
    local b = s:counter { called = "best", freq = 1000, quality = 5000 }
    s:at(0):register(a)
    s:at(0):select("mine")
    s:at(0):register(b)
    s:at(0):clockinfo():shows { counter = "mine", quality = -7, res = us(1),
      idle = math.maxinteger }
    s:at(us(1500)):now("mono"):gives(us(1500))
    s:finish(ms(2))
  end,
}

case "unknown" {
  title = "a name that no counter has is refused, and nothing changes",
  clauses = { "TK-SWITCH-4" },
  class = { "virtual" },
  run = function (s)
    s:machine { counter = { width = 64 } }
    s:watch "tk.counter"
    s:at(0):select("sundial"):fails "ENOENT"
    s:at(0):select("simtime"):fails "ENOENT"
    s:at(0):select("simtimer1"):fails "ENOENT"
    s:at(0):clockinfo():shows { counter = "simtimer", quality = 1000,
      res = 1, idle = math.maxinteger }
    s:at(ms(1)):now("mono"):gives(ms(1))
    s:finish(ms(2))
  end,
}

case "timers" {
  title = "timers that run keep their deadlines when the counter changes",
  clauses = { "TK-SWITCH-1", "TK-TIMER-2" },
  class = { "virtual" },
  run = function (s)
    local t, r = s:hrtimer(), s:hrtimer { clock = "real" }
    local k = s:counter { called = "new", freq = 1000000, quality = 2000,
      mask = 0xffff }
    local a = s:at(0):start(t, { rel = ms(100) })
    s:at(0):start(r, { abs = T(ms(120)) })
    s:at(ms(30)):register(k)
    s:expect { t, at = a + ms(100) }
    s:expect { r, at = a + ms(120) }
    s:finish(ms(200))
  end,
}
