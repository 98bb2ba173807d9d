-- SPDX-License-Identifier: BSD-2-Clause
-- What a callback answers.

case "no" {
  title = "after the answer NORESTART a timer is not queued",
  clauses = { "HRT-NORESTART-1" },
  run = function (s)
    local t = s:hrtimer { callback = function (c) c:ret "norestart" end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(20)):active(t):gives(0)
    s:at(ms(20)):try(t):gives(0)
    s:expect { t, n = 1, at = a + ms(10) }
    s:finish(ms(100))
  end,
}

case "no-after-forward" {
  title = "after the answer NORESTART a forwarded timer is not queued either",
  clauses = { "HRT-NORESTART-1" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = ms(10) }
      c:ret "norestart"
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(15)):active(t):gives(0)
    s:expect { t, n = 1, at = a + ms(10), added = 1 }
    s:finish(ms(100))
  end,
}

-- A periodic timer of the given interval.
local function periodic(by, clock)
  return { clock = clock, callback = function (c)
    c:forward { by = by }
    c:ret "restart"
  end }
end

for _, clock in ipairs { "mono", "real" } do
  case("periodic-" .. clock) {
    title = "a timer that is forwarded and restarted is periodic on the " ..
      "clock " .. clock,
    clauses = { "HRT-RESTART-1" },
    run = function (s)
      local t = s:hrtimer(periodic(ms(10), clock))
      local a = s:at(0):start(t, { rel = ms(10) })
      for i = 1, 10 do
        s:expect { t, n = i, at = a + ms(10 * i), added = 1 }
      end
      s:finish(ms(105))
    end,
  }

  case("periodic-absolute-" .. clock) {
    title = "a periodic timer keeps the phase of its absolute deadline on " ..
      "the clock " .. clock,
    clauses = { "HRT-RESTART-1" },
    run = function (s)
      local t = s:hrtimer(periodic(ms(10), clock))
      s:at(0):start(t, { abs = T(ms(15)) })
      for i = 0, 9 do
        s:expect { t, n = i + 1, at = T(ms(15 + 10 * i)), added = 1 }
      end
      s:finish(ms(110))
    end,
  }
end

case "queued-between" {
  title = "between two periods the timer is queued at its next deadline",
  clauses = { "HRT-RESTART-1", "HRT-ACTIVE-1" },
  run = function (s)
    local t = s:hrtimer(periodic(ms(20)))
    local a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(20)):active(t):gives(1)
    s:at(ms(20)):remaining(t):shows { left = a + ms(30) }
    s:expect { t, n = 1, at = a + ms(10), added = 1 }
    s:expect { t, n = 2, at = a + ms(30), added = 1 }
    s:finish(ms(45))
  end,
}

case "stops" {
  title = "a periodic timer that answers NORESTART stops",
  clauses = { "HRT-RESTART-1", "HRT-NORESTART-1" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = ms(10) }
      c:nth("1-3"):ret "restart"
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    for i = 1, 4 do s:expect { t, n = i, at = a + ms(10 * i) } end
    s:at(ms(55)):active(t):gives(0)
    s:finish(ms(100))
  end,
}

case "interval-changes" {
  title = "each answer RESTART is at the deadline that this call has set",
  clauses = { "HRT-RESTART-1" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):forward { by = ms(20) }
      c:nth(2):forward { by = ms(10) }
      c:nth("3-"):forward { by = ms(40) }
      c:nth("1-3"):ret "restart"
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    for i, at in ipairs { 10, 30, 40, 80 } do
      s:expect { t, n = i, at = a + ms(at), added = 1 }
    end
    s:finish(ms(100))
  end,
}

case "no-drift" {
  title = "the thousandth period of a timer is where the first one puts it",
  clauses = { "HRT-RESTART-1", "HRT-FORWARD-2" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = 333333 }
      c:nth("1-199"):ret "restart"
    end }
    local a = s:at(0):start(t, { rel = 333333 })
    for i = 1, 200 do
      s:expect { t, n = i, at = a + 333333 * i, added = 1 }
    end
    s:finish(ms(100))
  end,
}

-- Not moved: the deadline is past, so the timer is due again at once.
local function stubborn(s, opts, keys)
  local mark
  opts.callback = function (c)
    mark = c:nth(1):mark "first"
    c:nth(1):ret "restart"
  end
  local t = s:hrtimer(opts)
  s:at(0):start(t, keys)
  s:expect { t, n = 1 }
  s:expect { t, n = 2, not_before = mark + s.st "hrtimer.guard",
    not_after = mark + ms(100), within = 0 }
end

for _, row in ipairs {
  { "relative", "mono", { rel = ms(10) } },
  { "absolute", "mono", { abs = T(ms(10)) } },
  { "absolute-real", "real", { abs = T(ms(10)) } },
  { "past", "mono", { rel = -ms(5) } },
} do
  local key, clock, keys = table.unpack(row)
  case("guard-" .. key) {
    title = "a timer that is restarted and not moved waits for the guard's " ..
      "delay: " .. key,
    clauses = { "HRT-RESTART-2" },
    run = function (s)
      stubborn(s, { clock = clock }, keys)
      s:finish(ms(200))
    end,
  }
end

case "guard-counted" {
  title = "a restart without a new deadline is counted, one with it is not",
  clauses = { "HRT-RESTART-2" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth("1-3"):forward { by = ms(10) }
      c:nth("1-4"):ret "restart"
    end }
    s:at(0):start(t, { rel = ms(10) })
    s:at(ms(35)):tally "hrt.hang":gives(0)
    s:at(ms(150)):tally "hrt.hang":gives(1)
    s:expect { t, times = 5 }
    s:finish(ms(200))
  end,
}

case "guard-exact" {
  title = "a timer that is never moved runs once in each guard's delay",
  clauses = { "HRT-RESTART-2" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { callback = function (c) c:ret "restart" end }
    local a = s:at(0):start(t, { rel = ms(1) })
    for i = 0, 8 do
      s:expect { t, n = i + 1, at = a + ms(1) + i * s.st "hrtimer.guard" }
    end
    s:at(us(9500)):tally "hrt.hang":gives(9)
    s:at(us(9500)):cancel(t):gives(1)
    s:finish(ms(20))
  end,
}

case "hang-others" {
  title = "a timer that is never moved does not keep the others from expiring",
  clauses = { "HRT-RESTART-3" },
  run = function (s)
    local t = s:hrtimer { quiet = true,
      callback = function (c) c:ret "restart" end }
    local w = s:hrtimer("w", periodic(ms(10)))
    s:at(0):start(t, { rel = ms(5) })
    local a = s:at(0):start(w, { rel = ms(10) })
    for i = 1, 4 do
      s:expect { w, n = i, at = a + ms(10 * i), added = 1 }
    end
    s:at(ms(45)):cancel(t):gives(1)
    s:expect { t, times = { 1, 50 } }
    s:finish(ms(48))
  end,
}

case "hang-two" {
  title = "two timers that are never moved leave the CPU to a third",
  clauses = { "HRT-RESTART-3" },
  run = function (s)
    local t = s:hrtimer { callback = function (c) c:ret "restart" end,
      quiet = true }
    local o = s:hrtimer("o", { callback = function (c) c:ret "restart" end,
      quiet = true })
    local w = s:hrtimer "w"
    s:at(0):start(t, { rel = ms(5) })
    s:at(0):start(o, { rel = ms(5) })
    local a = s:at(0):start(w, { rel = ms(20) })
    s:expect { w, n = 1, at = a + ms(20) }
    s:expect { t, times = { 1, 50 } }
    s:expect { o, times = { 1, 50 } }
    s:at(ms(40)):cancel(t)
    s:at(ms(40)):cancel(o)
    s:finish(ms(50))
  end,
}

-- The same by another way: the callback moves the deadline, to the past.
case "hang-self-start" {
  title = "a timer that starts itself in the past again and again does not " ..
    "keep the others from expiring",
  clauses = { "HRT-RESTART-3" },
  origin = "D-33",
  run = function (s)
    local t = s:hrtimer { quiet = true,
      callback = function (c) c:start { rel = 0 } end }
    local w = s:hrtimer("w", periodic(ms(10)))
    s:at(0):start(t, { rel = ms(5) })
    local a = s:at(0):start(w, { rel = ms(10) })
    s:at(ms(25)):cancel(t)
    s:expect { t, times = { 2, 1000 } }
    for i = 1, 3 do
      s:expect { w, n = i, at = a + ms(10 * i), added = 1 }
    end
    s:finish(ms(35))
  end,
}

case "hang-thread" {
  title = "a timer that is never moved leaves the CPU to threads",
  clauses = { "HRT-RESTART-3" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { quiet = true,
      callback = function (c) c:ret "restart" end }
    s:at(0):start(t, { rel = ms(1) })
    s:at(us(2500)):now "mono":shows { v = any }
    s:at(us(4500)):cancel(t):gives(1)
    s:expect { t, times = 4 }
    s:finish(ms(10))
  end,
}

case "catching-up" {
  title = "a timer behind by many deadlines is put off after some runs",
  clauses = { "HRT-GUARD-1" },
  class = { "virtual" },
  run = function (s)
    local rounds, guard = s.st "hrtimer.rounds", s.st "hrtimer.guard"
    local t = s:hrtimer { callback = function (c)
      for n = 1, 8 do c:nth(n):start { abs = T(ms(10) + n) } end
    end }
    s:at(0):start(t, { abs = T(ms(10)) })
    s:at(ms(5)):mask { lim = ms(50) }
    local u = s:at(ms(30)):unmask()
    for n = 1, 9 do
      s:expect { t, n = n, at = u + (n - 1) // rounds * guard }
    end
    s:finish(ms(60))
  end,
}
