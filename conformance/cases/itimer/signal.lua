-- SPDX-License-Identifier: BSD-2-Clause
-- The signal, and what is left until it: [ITM-SIGNAL-1] to [ITM-SIGNAL-4],
-- [ITM-GET-1] to [ITM-GET-3], [ITM-COST-1].

local function handled(s)
  local g = s:signal { sig = "alrm" }
  s:prep():handle(g)
  return s:itimer {}, g
end

for _, d in ipairs { us(100), us(101), ms(5), ms(7) + us(1) } do
  case("after-" .. d // 1000) {
    title   = ("a timer of %d us sends one signal, and not early"):format(
      d // 1000),
    clauses = { "ITM-SIGNAL-1", "TM-EARLY-1" },
    run = function (s)
      local t, g = handled(s)
      local a = s:at(ms(5)):settime(t, { rel = d })
      s:expect { g, at = a + d }
      s:finish(ms(30))
    end,
  }
end

case "handler-sets" {
  title   = "the handler can set the timer again, and disarm it",
  clauses = { "ITM-SIGNAL-1", "ITM-SET-5" },
  run = function (s)
    local t = s:itimer {}
    local g = s:signal { sig = "alrm", callback = function (c)
      c:nth(1):settime(t, { rel = ms(20), old = "yes" })
        :shows { oldleft = { "between", 1, ms(10) }, oldper = ms(10) }
      c:nth(2):gettime(t):shows { left = 0, per = 0 }
    end }
    s:prep():handle(g)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    s:expect { g, at = a + ms(10) }
    s:expect { g, not_before = a + ms(30), within = s.class == "virtual" and 0
      or nil }
    s:finish(ms(60))
  end,
}

-- Nine deadlines pass while the signal is blocked.
for _, per in ipairs { ms(10), us(1) } do
  case("pending-" .. per // 1000) {
    title   = ("of the periods of %d us that pass while the signal is pending "
      .. "one is told"):format(per // 1000),
    clauses = { "ITM-SIGNAL-2" },
    run = function (s)
      local t = s:itimer {}
      local g = s:signal { sig = "alrm", callback = function (c)
        c:settime(t, { rel = 0 })
      end }
      s:prep():handle(g)
      s:prep():block(g)
      s:at(0):settime(t, { rel = ms(10), per = per })
      local u = s:at(ms(95)):unblock(g)
      s:expect { g, at = u }
      -- A period may end before the handler has disarmed the timer.
      if s.st "frontend.itimer.pending-disarm" == "kept" then
        s:expect { g, times = { 0, 1 }, not_before = u }
      end
      s:finish(ms(120))
    end,
  }
end

case "pending-one" {
  title   = "behind the one signal for many deadlines the next one comes alone",
  clauses = { "ITM-SIGNAL-2", "ITM-SIGNAL-3" },
  run = function (s)
    local t, g = handled(s)
    s:prep():block(g)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    local u = s:at(ms(75)):unblock(g)
    s:expect { g, at = u }
    s:expect { g, at = a + ms(80) }
    s:finish(ms(85))
  end,
}

case "phase-kept" {
  title   = "behind a signal that was pending the series goes on in phase",
  clauses = { "ITM-SIGNAL-3", "TM-PERIOD-3" },
  run = function (s)
    local t, g = handled(s)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    s:at(ms(5)):block(g)
    local u = s:at(ms(60)):unblock(g)
    s:expect { g, at = u }
    s:expect { g, at = a + ms(70) }
    s:expect { g, at = a + ms(90) }
    s:finish(ms(100))
  end,
}

case "ignored" {
  title   = "a series whose signal is ignored for a while goes on afterwards",
  clauses = { "ITM-SIGNAL-4" },
  run = function (s)
    local t, g = handled(s)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    s:expect { g, at = a + ms(10) }
    s:at(ms(20)):ignore(g)
    s:at(ms(80)):handle(g)
    s:expect { g, times = s.class == "virtual" and 3 or { 2, 3 } }
    s:at(ms(115)):settime(t, { rel = 0 })
    s:finish(ms(140))
  end,
}

case "ignored-while-pending" {
  title   = "a series whose pending signal is ignored goes on afterwards",
  clauses = { "ITM-SIGNAL-4" },
  run = function (s)
    local t, g = handled(s)
    s:prep():block(g)
    s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    s:at(ms(20)):ignore(g)
    s:at(ms(60)):unblock(g)
    s:at(ms(80)):handle(g)
    s:expect { g, times = s.class == "virtual" and 3 or { 2, 3 } }
    s:at(ms(115)):settime(t, { rel = 0 })
    s:finish(ms(140))
  end,
}

case "ignored-once" {
  title   = "an expiration that is ignored is over",
  clauses = { "ITM-SIGNAL-4", "TM-ONCE-2" },
  run = function (s)
    local t, g = handled(s)
    s:prep():ignore(g)
    s:at(0):settime(t, { rel = ms(10) })
    s:at(ms(20)):handle(g)
    s:at(ms(30)):gettime(t):shows { left = 0, per = 0 }
    local b = s:at(ms(30)):settime(t, { rel = ms(10) })
    s:expect { g, at = b + ms(10) }
    s:finish(ms(60))
  end,
}

case "asked" {
  title   = "what is left and the interval can be asked for",
  clauses = { "ITM-GET-1", "TM-LEFT-1", "TM-LEFT-2" },
  run = function (s)
    local t, g = handled(s)
    s:at(0):gettime(t):shows { left = 0, per = 0 }
    local a = s:at(ms(10)):settime(t, { rel = ms(30), per = us(1234567) })
    s:at(ms(20)):gettime(t):shows { left = a + ms(30), per = us(1234567) }
    s:at(ms(20)):gettime(t):shows { left = a + ms(30), per = us(1234567) }
    s:expect { g, at = a + ms(30) }
    s:at(ms(50)):gettime(t):shows { left = a + ms(30) + us(1234567),
      per = us(1234567) }
    s:finish(ms(60))
  end,
}

-- The interrupt is held back on the CPU that the timer was set on.
case "due-not-over" {
  title   = "a timer that is due and has not expired has a microsecond left",
  clauses = { "ITM-GET-2", "TM-LEFT-1" },
  needs   = { "mask" },
  class   = { "virtual" },
  run = function (s)
    local t, g = handled(s)
    local b = s:thread { cpu = 1 }
    s:at(0):settime(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    b:at(ms(15)):gettime(t):shows { left = us(1), per = 0 }
    local u = s:at(ms(20)):unmask()
    s:expect { g, at = u }
    s:finish(ms(30))
  end,
}

-- Asked between two microseconds.
for _, at in ipairs { 1, 999, 1000, us(20) - 1 } do
  case("rounded-up-" .. at) {
    title   = ("%d ns after the setting the time left is rounded up"):format(
      at),
    clauses = { "ITM-GET-2", "ITM-SET-1" },
    class   = { "virtual" },
    run = function (s)
      local t, g = handled(s)
      s:at(0):settime(t, { rel = us(20) })
      local left = (us(20) - at + 999) // 1000 * 1000
      s:at(at):gettime(t):shows { left = left, per = 0 }
      s:at(at):settime(t, { rel = us(20), old = "yes" })
        :shows { oldleft = left, oldper = 0 }
      s:expect { g, at = T(at + us(20)) }
      s:finish(ms(1))
    end,
  }
end

case "get-bad" {
  title   = "getitimer with a bad pointer is EFAULT, of a bad timer EINVAL",
  clauses = { "ITM-GET-3", "ITM-WHICH-1" },
  run = function (s)
    local t = s:itimer {}
    s:at(0):gettime(t, { ptr = "bad" }):fails "EFAULT"
    s:at(0):gettime(t, { ptr = "null" }):fails "EFAULT"
    s:at(0):gettime(t, { ptr = "bad", which = 3 }):fails "EINVAL"
    s:finish(ms(1))
  end,
}

for _, per in ipairs { ms(10), us(1) } do
  case("cost-" .. per // 1000) {
    title   = ("periods of %d us take one interrupt while the signal is "
      .. "pending"):format(per // 1000),
    clauses = { "ITM-COST-1" },
    needs   = { "watch", "still" },
    class   = { "virtual", "counted" },
    run = function (s)
      local t, g = handled(s)
      s:prep():block(g)
      s:at(0):settime(t, { rel = ms(10), per = per })
      s:at(ms(5)):tally "hrt.intr":gives(0)
      s:at(ms(995)):tally "hrt.intr":gives(1)
      s:main():settime(t, { rel = 0, old = "yes" })
        :shows { oldleft = { ">=", us(1) }, oldper = per }
      s:main():tally "hrt.intr":gives(1)
      s:finish(ms(998))
    end,
  }
end

-- Another thread sets while the signal is taken.
case "set-amid-taking" {
  title   = "settings of another CPU leave one series, the last",
  clauses = { "ITM-SIGNAL-1", "TM-MOVE-2" },
  class   = { "virtual", "counted" },
  run = function (s)
    local t, g = handled(s)
    local b = s:thread { cpu = 1 }
    s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    s:expect { g, times = 2 }
    local a = b:at(ms(25)):settime(t, { rel = ms(30), per = ms(20) })
    s:expect { g, at = a + ms(30) }
    s:expect { g, at = a + ms(50) }
    s:finish(ms(85))
  end,
}
