-- SPDX-License-Identifier: BSD-2-Clause
-- Forwarding: by one interval on time, by more when late, by none when early.

local function periodic(by, clock)
  return { clock = clock, callback = function (c)
    c:forward { by = by }
    c:ret "restart"
  end }
end

case "on-time" {
  title = "forwarding a timer that is due now adds one interval",
  clauses = { "HRT-FORWARD-1", "HRT-FORWARD-3" },
  run = function (s)
    local t = s:hrtimer(periodic(ms(20)))
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10), added = 1 }
    s:expect { t, n = 2, at = a + ms(30), added = 1 }
    s:finish(ms(45))
  end,
}

case "late-phase" {
  title = "a late dispatch keeps the phase and counts the intervals added",
  clauses = { "HRT-FORWARD-2", "HRT-FORWARD-3" },
  run = function (s)
    local beat = s:hrtimer(periodic(ms(10)))
    local a = s:at(0):start(beat, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(35) }
    local u = s:at(ms(35)):unmask()
    s:expect { beat, at = u,
      added = s:intervals { from = a, every = ms(10), upto = u } }
    s:expect { beat, at = a + ms(40), added = 1 }
    s:finish(ms(45))
  end,
}

-- How late the dispatch of a deadline at 10 ms with an interval of 10 ms is,
-- and the intervals that it adds.  A late time of whole intervals falls on a
-- deadline, which has then passed.
local sweep = {
  { 0, 1 }, { 1, 1 }, { us(1), 1 }, { ms(5), 1 }, { ms(10) - 1, 1 },
  { ms(10), 2 }, { ms(10) + 1, 2 }, { ms(15), 2 }, { ms(20) - 1, 2 },
  { ms(20), 3 }, { ms(20) + 1, 3 }, { ms(100) - 1, 10 }, { ms(100), 11 },
  { ms(105), 11 },
}

for _, row in ipairs(sweep) do
  local late, added = table.unpack(row)
  case("sweep-" .. late) {
    title = ("dispatched %d ns late, a timer of 10 ms is forwarded by %d"):
      format(late, added),
    clauses = { "HRT-FORWARD-1", "HRT-FORWARD-2", "HRT-FORWARD-3" },
    class = { "virtual" },
    tie = true,
    origin = "D-04",
    run = function (s)
      local t = s:hrtimer(periodic(ms(10)))
      local a = s:at(0):start(t, { rel = ms(10) })
      s:at(ms(5)):mask { lim = ms(200) }
      local u = s:at(ms(10) + late):unmask()
      local next_one = ms(10 + 10 * added)
      s:expect { t, n = 1, at = u, added = added }
      s:expect { t, n = 2, at = a + next_one, added = 1 }
      s:expect { t, n = 3, at = a + next_one + ms(10), added = 1 }
      s:finish(next_one + ms(15))
    end,
  }
end

case "late-again" {
  title = "a timer that is late again and again stays in phase",
  clauses = { "HRT-FORWARD-2", "HRT-FORWARD-3" },
  origin = "D-04",
  run = function (s)
    local t = s:hrtimer(periodic(ms(10)))
    local a = s:at(0):start(t, { rel = ms(10) })
    local first = 1
    for i = 0, 3 do
      s:at(ms(5 + 50 * i)):mask { lim = ms(50) }
      local u = s:at(ms(35 + 50 * i)):unmask()
      s:expect { t, at = u, added = s:intervals { from = a, every = ms(10),
        upto = u, less = first - 1 } }
      s:expect { t, at = a + ms(40 + 50 * i), added = 1 }
      if i < 3 then
        s:expect { t, at = a + ms(50 + 50 * i), added = 1 }
      end
      first = first + 5
    end
    s:finish(ms(195))
  end,
}

case "callback-late" {
  title = "a callback that forwards late counts the deadlines that passed " ..
    "while it ran",
  clauses = { "HRT-FORWARD-2", "HRT-FORWARD-3" },
  needs = { "callback-hold" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):hold(ms(25))
      c:forward { by = ms(10) }
      c:ret "restart"
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10),
      added = s.class == "virtual" and 3 or { ">=", 3 } }
    s:expect { t, n = 2, not_before = a + ms(40) }
    s:finish(ms(48))
  end,
}

-- The first four calls take 15 ms.  However an implementation spreads them so
-- that its CPU gets a rest, the deadlines stay multiples of the interval.
case "self-overtaken" {
  title = "a callback that takes longer than its interval skips, in phase",
  clauses = { "HRT-FORWARD-2", "HRT-FORWARD-3", "HRT-RESTART-1" },
  needs = { "callback-hold" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = ms(10) }
      c:nth("1-4"):hold(ms(15))
      c:ret "restart"
    end }
    local guard = s.st "hrtimer.guard"
    local a = s:at(0):start(t, { rel = ms(10) })
    for i, row in ipairs { { 10, 1 }, { 25, 1 }, { 40, 2 }, { 55, 1 },
        { 70, 2 } } do
      s:expect { t, n = i, added = row[2], not_before = a + ms(row[1]),
        not_after = a + ms(row[1]) + (i > 3 and guard or 0) }
    end
    for i = 6, 8 do
      s:expect { t, n = i, added = 1, at = a + ms(20 + 10 * i) }
    end
    s:finish(ms(105))
  end,
}

case "twice" {
  title = "a second forward in one callback finds the deadline in the future",
  clauses = { "HRT-FORWARD-4" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):forward { by = ms(20) }:gives(1)
      c:nth(1):forward { by = ms(20) }:gives(0)
      c:nth(1):ret "restart"
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10) }
    s:expect { t, n = 2, at = a + ms(30) }
    s:finish(ms(45))
  end,
}

case "early" {
  title = "forwarding a timer that is not due returns 0 and leaves its " ..
    "deadline",
  clauses = { "HRT-FORWARD-4" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(40) })
    s:at(ms(10)):cancel(t)
    s:at(ms(10)):forward(t, { by = ms(5) }):gives(0)
    s:at(ms(20)):forward(t, { by = ms(100) }):gives(0)
    s:at(ms(20)):restart(t)
    s:expect { t, n = 1, at = a + ms(40) }
    s:finish(ms(60))
  end,
}

-- The last instant at which the deadline lies in the future, and the first
-- at which it does not.
for _, row in ipairs { { 1, 0 }, { 0, 1 } } do
  local left, added = table.unpack(row)
  case(("edge-%d-left"):format(left)) {
    title = ("forwarding with %d ns to go adds %d"):format(left, added),
    clauses = { added == 0 and "HRT-FORWARD-4" or "HRT-FORWARD-1" },
    class = { "virtual" },
    tie = true,
    run = function (s)
      local t = s:hrtimer {}
      local a = s:at(0):start(t, { rel = ms(20) })
      s:at(ms(10)):cancel(t)
      s:at(ms(20) - left):forward(t, { by = ms(10) }):gives(added)
      s:at(ms(20) - left):restart(t)
      s:expect { t, n = 1, at = a + ms(20 + 10 * added) }
      s:finish(ms(40))
    end,
  }
end

-- The deadline is a whole number of intervals away, or next to it.
for _, by in ipairs { ms(30), ms(30) + 1, ms(30) - 1, ms(15), ms(10), 1 } do
  case("early-" .. by) {
    title = ("forwarding with 30 ms to go by %d ns adds 0"):format(by),
    clauses = { "HRT-FORWARD-4" },
    class = { "virtual" },
    run = function (s)
      local t = s:hrtimer {}
      local a = s:at(0):start(t, { rel = ms(40) })
      s:at(ms(10)):cancel(t)
      s:at(ms(10)):forward(t, { by = by }):gives(0)
      s:at(ms(10)):restart(t)
      s:expect { t, n = 1, at = a + ms(40) }
      s:finish(ms(60))
    end,
  }
end

case "early-clock-back" {
  title = "forwarding after the clock was set back many intervals adds 0",
  clauses = { "HRT-FORWARD-4", "HRT-CLOCK-2" },
  class = { "virtual" },
  needs = { "setclock" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(ms(40)) })
    s:at(ms(30)):setclock("real", { by = -ms(200) })
    s:at(ms(35)):cancel(t)
    s:at(ms(35)):forward(t, { by = ms(10) }):gives(0)
    s:at(ms(35)):restart(t)
    s:expect { t, n = 1, at = T(ms(40)) }
    s:finish(ms(300))
  end,
}

case "idle" {
  title = "an expired timer can be forwarded by a thread and started again",
  clauses = { "HRT-FORWARD-2", "HRT-FORWARD-3", "HRT-AGAIN-1" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(10) })
    local f = s:at(ms(35)):forward(t, { by = ms(10) })
    f:gives(s:intervals { from = a, every = ms(10), upto = f })
    s:at(ms(35)):restart(t)
    s:expect { t, n = 1, at = a + ms(10) }
    s:expect { t, n = 2, at = a + ms(40) }
    s:finish(ms(60))
  end,
}

-- Intervals whose sum with the deadline is beyond the range.
for _, row in ipairs {
  { "max", math.maxinteger }, { "max-less-1ms", math.maxinteger - ms(1) },
} do
  local key, by = table.unpack(row)
  for _, clock in ipairs { "mono", "real" } do
    case(("beyond-%s-%s"):format(key, clock)) {
      title = ("forwarded by %d ns the deadline on the clock %s is " ..
        "KTIME_MAX and does not come"):format(by, clock),
      clauses = { "HRT-FORWARD-5" },
      run = function (s)
        local t = s:hrtimer { clock = clock, callback = function (c)
          c:forward { by = by }
          c:ret "restart"
        end }
        local last, w = s:hrtimer("last", { clock = clock }), s:hrtimer "w"
        s:at(0):start(t, { abs = T(ms(20)) })
        s:at(0):start(last, { abs = math.maxinteger })
        local b = s:at(0):start(w, { rel = ms(40) })
        s:expect { t, n = 1, at = T(ms(20)), added = 1 }
        s:expect { w, n = 1, at = b + ms(40) }
        s:at(ms(50)):active(t):gives(1)
        local r = s:at(ms(50)):remaining(t)
        if s.class == "virtual" then
          r:shows { left = same "left" }
          s:at(ms(50)):remaining(last):shows { left = same "left" }
        else
          r:shows { left = { ">", sec(86400 * 365) } }
        end
        s:finish(ms(60))
      end,
    }
  end
end

case "beyond-late" {
  title = "forwarded late by a huge interval the deadline is KTIME_MAX",
  clauses = { "HRT-FORWARD-5", "HRT-FORWARD-3" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = math.maxinteger }
      c:ret "restart"
    end }
    s:at(0):start(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(40) }
    local u = s:at(ms(35)):unmask()
    s:at(ms(40)):cancel(t):gives(1)
    s:expect { t, n = 1, at = u, added = 1 }
    s:finish(ms(60))
  end,
}

-- From the other end of time: far more intervals than 32 bits count.
case "from-min" {
  title = "forwarded from KTIME_MIN the deadline is the next after the present",
  clauses = { "HRT-FORWARD-2", "HRT-FORWARD-5" },
  needs = { "long64" },
  class = { "virtual" },
  run = function (s)
    local least = -s.st "frontend.hrtimer.greatest" - 1
    local added = -(least // sec(1)) + (least % sec(1) == 0 and 1 or 0)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):forward { by = sec(1) }:gives(added)
      c:nth(1):ret "restart"
    end }
    local a = s:at(0):start(t, { abs = least })
    s:expect { t, n = 1, at = a }
    -- -2^63 ns + 9223372037 s is 145224192 ns.
    s:expect { t, n = 2, at = T(least + added * sec(1)) }
    s:finish(sec(2))
  end,
}

case "count-wide" {
  title = "the number of intervals is not cut to 32 bits",
  clauses = { "HRT-FORWARD-3" },
  needs = { "long64" },
  class = { "virtual" },
  origin = "D-03",
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = 1 }
    end }
    s:at(ms(1)):start(t, { abs = T(ms(1) - sec(5)) })
    s:expect { t, n = 1, added = 5000000001 }
    s:finish(ms(10))
  end,
}

case "count-clock" {
  title = "a periodic timer whose clock is set an hour forward counts an hour",
  clauses = { "HRT-FORWARD-3", "HRT-CLOCK-1" },
  run = function (s)
    local t = s:hrtimer(periodic(ms(10), "real"))
    s:at(0):start(t, { abs = T(ms(20)) })
    local j = s:at(ms(5)):setclock("real", { by = sec(3600) })
    s:expect { t, n = 1, at = j,
      added = s.class == "virtual" and 359999 or { ">=", 359999 } }
    s:expect { t, n = 2, not_before = T(sec(3600) + ms(10)) }
    s:finish(ms(18))
  end,
}

case "one-nanosecond" {
  title = "forwarding by a nanosecond after a long delay is one step",
  clauses = { "HRT-FORWARD-2", "HRT-FORWARD-3" },
  needs = { "long64" },
  class = { "virtual" },
  origin = "D-33",
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = 1 }
      c:nth(1):ret "restart"
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = sec(20) }
    local u = s:at(sec(10)):unmask()
    s:expect { t, n = 1, at = u, added = sec(10) - ms(10) + 1 }
    s:expect { t, n = 2, at = a + sec(10) + 1, added = 1 }
    s:finish(sec(11))
  end,
}

for _, clock in ipairs { "mono", "real" } do
  case("far-behind-" .. clock) {
    title = "a deadline a day behind is brought into phase at once on the " ..
      "clock " .. clock,
    clauses = { "HRT-FORWARD-2" },
    run = function (s)
      local t = s:hrtimer(periodic(ms(20), clock))
      local a = s:at(ms(5)):start(t, { abs = T(ms(10) - sec(86400)) })
      s:expect { t, n = 1, at = a, added = s:intervals { first = 0,
        from = T(ms(10) - sec(86400)), every = ms(20) } }
      s:expect { t, n = 2, at = T(ms(10)), added = 1 }
      s:expect { t, n = 3, at = T(ms(30)), added = 1 }
      s:finish(ms(45))
    end,
  }
end

case "started-inside" {
  title = "forward after a start in the same callback adds nothing",
  clauses = { "HRT-FORWARD-8", "HRT-START-7" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):start { rel = ms(15) }
      c:nth(1):forward { by = ms(10) }
      c:nth(1):ret "restart"
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10), steps = { start = 0 }, added = 0 }
    s:expect { t, n = 2, at = a + ms(25) }
    s:finish(ms(40))
  end,
}

case "started-outside" {
  title = "forward in a callback yields to a start from another CPU",
  clauses = { "HRT-FORWARD-8", "HRT-START-8", "HRT-EXPIRE-4" },
  needs = { "smp" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):mark "in"
      c:nth(1):hold { till = "moved", lim = ms(5) }
      c:nth(1):forward { by = ms(10) }
      c:nth(1):ret "restart"
    end }
    local b = s:thread { cpu = 1 }
    local a = s:at(0):start(t, { rel = ms(10) })
    local c = b:after "in":start(t, { rel = ms(25) })
    b:mark "moved"
    s:expect { t, n = 1, at = a + ms(10), added = 0, cpu = 0 }
    s:expect { t, n = 2, at = c + ms(25), cpu = 0 }
    s:finish(ms(60))
  end,
}
