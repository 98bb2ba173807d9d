-- SPDX-License-Identifier: BSD-2-Clause
-- alarm: [ITM-ALARM-1] to [ITM-ALARM-5].

local function handled(s)
  local g = s:signal { sig = "alrm" }
  s:prep():handle(g)
  return s:itimer {}, g
end

case "one" {
  title   = "alarm sends one signal after so many seconds",
  clauses = { "ITM-ALARM-1", "ITM-ALARM-3" },
  run = function (s)
    local t, g = handled(s)
    local a = s:at(0):alarm(t, { sec = 1 })
    s:expect { g, at = a + sec(1) }
    s:at(ms(1100)):alarm(t, { sec = 0 }):gives(0)
    s:finish(ms(2200))
  end,
}

case "the-second" {
  title   = "of two alarms the second alone comes",
  clauses = { "ITM-ALARM-1", "ITM-ALARM-4" },
  run = function (s)
    local t, g = handled(s)
    s:at(0):alarm(t, { sec = 2 })
    local b = s:at(ms(10)):alarm(t, { sec = 1 }):gives(2)
    s:expect { g, at = b + sec(1) }
    s:finish(ms(2200))
  end,
}

case "called-off" {
  title   = "alarm of zero calls the last one off",
  clauses = { "ITM-ALARM-2", "ITM-ALARM-3" },
  run = function (s)
    local t = handled(s)
    local w = s:timerfd {}
    local b = s:at(0):settime(w, { rel = ms(1100) })
    s:at(0):alarm(t, { sec = 1 }):gives(0)
    s:at(ms(10)):alarm(t, { sec = 0 }):gives(1)
    s:at(ms(10)):gettime(t):shows { left = 0, per = 0 }
    s:main():read(w):ends(b + ms(1100))
    s:finish(ms(1200))
  end,
}

-- Milliseconds that are left, and how each way of rounding shows them.
for _, row in ipairs { { 100, 1, 1 }, { 1400, 2, 1 }, { 1600, 2, 2 },
    { 9990, 10, 10 } } do
  local left, up, nearest = table.unpack(row)
  case("rounds-" .. left) {
    title   = ("%d ms that are left are told in seconds"):format(left),
    clauses = { "ITM-ALARM-3" },
    run = function (s)
      local t = s:itimer {}
      s:at(0):settime(t, { rel = ms(left) })
      s:at(ms(10)):alarm(t, { sec = 0 }):gives(
        s.st("itimer.alarm-rounding", { up = up, nearest = nearest }))
      s:finish(ms(20))
    end,
  }
end

for _, n in ipairs { 10, 2147483647, 2147483648, 1073741823, 4294967295 } do
  case("many-" .. n) {
    title   = ("an alarm of %d seconds is told by the next"):format(n),
    clauses = { "ITM-ALARM-3", "TM-FAR-1" },
    run = function (s)
      local t = s:itimer {}
      local most = s.st "frontend.itimer.greatest" // sec(1)
      s:at(0):alarm(t, { sec = n })
      s:at(ms(10)):alarm(t, { sec = 5 }):gives(n < most and n
        or { ">=", most - 1 })
      s:at(ms(20)):alarm(t, { sec = 0 }):gives(5)
      s:finish(ms(30))
    end,
  }
end

case "one-timer" {
  title   = "alarm and setitimer are told what the other has set",
  clauses = { "ITM-ALARM-4", "ITM-SET-1" },
  run = function (s)
    local t, g = handled(s)
    local a = s:at(0):alarm(t, { sec = 100 })
    s:at(ms(10)):gettime(t):shows { left = a + sec(100), per = 0 }
    s:at(ms(10)):settime(t, { rel = ms(20), per = ms(20), old = "yes" })
      :shows { oldleft = a + sec(100), oldper = 0 }
    s:expect { g, times = 2 }
    s:at(ms(60)):alarm(t, { sec = 1 }):gives(1)
    s:at(ms(60)):gettime(t):shows { left = { ">", ms(900) }, per = 0 }
    s:at(ms(70)):alarm(t, { sec = 0 }):gives(1)
    s:finish(ms(120))
  end,
}

case "more-than-it-holds" {
  title   = "more seconds than alarm can tell are told as the most it can",
  clauses = { "ITM-ALARM-5" },
  needs   = { "ktime64" },
  run = function (s)
    local t = s:itimer {}
    s:at(0):settime(t, { sec = 4294967296, usec = 0 })
    s:at(ms(10)):alarm(t, { sec = 0 }):gives(4294967295)
    s:at(ms(20)):settime(t, { sec = 9000000000, usec = 0 })
    s:at(ms(30)):alarm(t, { sec = 0 }):gives(4294967295)
    s:finish(ms(40))
  end,
}
