-- SPDX-License-Identifier: BSD-2-Clause
-- Signals of timers and their overrun: [PTM-SIGNAL-1] to [PTM-SIGNAL-5],
-- [PTM-NONE-1], [PTM-OVERRUN-1] to [PTM-OVERRUN-4], [PTM-DELETE-1],
-- [PTM-COST-1].

-- A timer whose signal has a handler.
local function pair(s, opts)
  local g = s:signal { sig = "rt1", callback = opts and opts.callback }
  s:prep():handle(g)
  return s:ptimer { sig = "rt1", val = 7, clock = opts and opts.clock }, g
end

case "value" {
  title   = "an expiration sends the signal with the value",
  clauses = { "PTM-SIGNAL-1" },
  run = function (s)
    local g, h = s:signal { sig = "usr1" }, s:signal { sig = "rt3" }
    s:prep():handle(g)
    s:prep():handle(h)
    local t = s:ptimer { sig = "usr1", val = 2147483647 }
    local u = s:ptimer { sig = "rt3", val = -5 }
    local a = s:at(0):settime(t, { rel = ms(10) })
    local b = s:at(0):settime(u, { rel = ms(20) })
    s:expect { g, at = a + ms(10), code = "timer", val = 2147483647, over = 0 }
    s:expect { h, at = b + ms(20), code = "timer", val = -5, over = 0 }
    s:finish(ms(30))
  end,
}

case "pending-counts" {
  title   = "the signal tells how many more deadlines had passed when it was "
    .. "taken",
  clauses = { "PTM-SIGNAL-2", "PTM-OVERRUN-1", "TM-PERIOD-3" },
  run = function (s)
    local p = s:ptimer { sig = "rt1" }
    local g = s:signal { sig = "rt1", callback = function (c)
      c:overrun(p)
    end }
    s:prep():handle(g)
    local a = s:at(0):settime(p, { rel = ms(15), per = ms(20) })
    s:at(ms(5)):block(g)
    local u = s:at(ms(65)):unblock(g)
    local over = s:intervals { from = a, first = ms(15), every = ms(20),
      upto = u, less = 1 }
    s:expect { g, at = u, over = over, steps = { overrun = { r = over } } }
    s:expect { g, at = a + ms(75), over = 0, steps = { overrun = 0 } }
    s:finish(ms(85))
  end,
}

case "handler-sets" {
  title   = "the handler can ask its timer, set it and disarm it",
  clauses = { "PTM-SIGNAL-3" },
  run = function (s)
    local p = s:ptimer { sig = "rt1" }
    local g = s:signal { sig = "rt1", callback = function (c)
      c:nth(1):settime(p, { rel = ms(20), old = "yes" })
        :shows { oldleft = { "between", 1, ms(10) }, oldper = ms(10) }
      c:nth(2):gettime(p):shows { left = 0, per = 0 }
      c:nth(2):overrun(p):gives(0)
    end }
    s:prep():handle(g)
    local a = s:at(0):settime(p, { rel = ms(10), per = ms(10) })
    s:expect { g, at = a + ms(10) }
    s:expect { g, not_before = a + ms(30) }
    s:finish(ms(60))
  end,
}

case "handler-deletes" {
  title   = "the handler can delete its timer, and no signal comes any more",
  clauses = { "PTM-SIGNAL-3", "PTM-DELETE-1" },
  run = function (s)
    local p, w = s:ptimer { sig = "rt1" }, s:ptimer { sig = "rt2" }
    local g = s:signal { sig = "rt1", callback = function (c)
      c:delete(p)
      c:gettime(p):fails "EINVAL"
    end }
    local h = s:signal { sig = "rt2" }
    s:prep():handle(g)
    s:prep():handle(h)
    local a = s:at(0):settime(p, { rel = ms(10), per = ms(10) })
    local b = s:at(0):settime(w, { rel = ms(50) })
    s:expect { g, at = a + ms(10) }
    s:expect { h, at = b + ms(50) }
    s:finish(ms(60))
  end,
}

for _, how in ipairs { "before", "while-pending" } do
  case("ignored-" .. how) {
    title   = ("a series whose signal is ignored %s goes on afterwards"):format(
      how == "before" and "for a while" or "while it is pending"),
    clauses = { "PTM-SIGNAL-4" },
    run = function (s)
      local t, g = pair(s)
      if how == "while-pending" then s:prep():block(g) end
      local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
      if how == "before" then s:expect { g, at = a + ms(10), over = 0 } end
      s:at(ms(20)):ignore(g)
      if how == "while-pending" then s:at(ms(60)):unblock(g) end
      s:at(ms(80)):handle(g)
      s:expect { g, times = s.class == "virtual" and 3 or { 2, 3 } }
      s:at(ms(115)):settime(t, { rel = 0 })
      s:finish(ms(140))
    end,
  }
end

case "ignored-counts" {
  title   = "the signal that comes when it is no longer ignored tells what "
    .. "was missed",
  clauses = { "PTM-SIGNAL-4", "PTM-SIGNAL-2" },
  class   = { "virtual" },
  run = function (s)
    local t, g = pair(s)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    s:expect { g, at = a + ms(10), over = 0 }
    s:at(ms(20)):ignore(g)
    local u = s:at(ms(80)):handle(g)
    s:expect { g, at = u, over = 2 }
    s:expect { g, at = a + ms(90), over = 0 }
    s:finish(ms(100))
  end,
}

case "ignored-once" {
  title   = "an expiration that is ignored is over",
  clauses = { "PTM-SIGNAL-4", "TM-ONCE-2" },
  run = function (s)
    local t, g = pair(s)
    s:prep():ignore(g)
    s:at(0):settime(t, { rel = ms(10) })
    s:at(ms(20)):handle(g)
    s:at(ms(30)):gettime(t):shows { left = 0, per = 0 }
    local b = s:at(ms(30)):settime(t, { rel = ms(10) })
    s:expect { g, at = b + ms(10), over = 0 }
    s:finish(ms(60))
  end,
}

case "one-number" {
  title   = "two timers with one signal number send a signal each",
  clauses = { "PTM-SIGNAL-5" },
  run = function (s)
    local g = s:signal { sig = "rt1" }
    s:prep():handle(g)
    s:prep():block(g)
    local t, u = s:ptimer { sig = "rt1", val = 1 },
      s:ptimer { sig = "rt1", val = 2 }
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    local b = s:at(0):settime(u, { rel = ms(15) })
    local v = s:at(ms(45)):unblock(g)
    s:expect { g, at = v, val = 1, over = s:intervals { from = a,
      every = ms(10), upto = v, less = 1 } }
    s:expect { g, at = v, not_before = b + ms(15), val = 2, over = 0 }
    s:expect { g, at = a + ms(50), val = 1, over = 0 }
    s:finish(ms(55))
  end,
}

-- A signal that is not queued twice, where it comes from the program itself.
case "raised-besides" {
  title   = "a signal that was pending before does not swallow a timer's",
  clauses = { "PTM-SIGNAL-2", "PTM-SIGNAL-5" },
  run = function (s)
    local g = s:signal { sig = "usr1" }
    s:prep():handle(g)
    s:prep():block(g)
    local t = s:ptimer { sig = "usr1", val = 7 }
    s:at(0):raise(g)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    local u = s:at(ms(60)):unblock(g)
    s:expect { g, at = u }
    s:expect { g, at = u, code = "timer", val = 7, over = s:intervals {
      from = a, first = ms(10), every = ms(20), upto = u, less = 1 } }
    s:expect { g, at = a + ms(70), code = "timer", val = 7, over = 0 }
    s:finish(ms(80))
  end,
}

for _, clock in ipairs { "mono", "real" } do
  case("none-" .. clock) {
    title   = "a timer on " .. clock .. " that tells nobody runs down",
    clauses = { "PTM-NONE-1", "TM-LEFT-1", "TM-LEFT-2" },
    run = function (s)
      local t, g = s:ptimer { clock = clock }, s:signal { sig = "alrm" }
      s:prep():handle(g)
      local a = s:at(0):settime(t, { rel = ms(30) })
      s:at(ms(10)):gettime(t):shows { left = a + ms(30), per = 0 }
      s:at(ms(20)):gettime(t):shows { left = a + ms(30), per = 0 }
      s:at(ms(40)):gettime(t):shows { left = 0, per = 0 }
      s:at(ms(40)):overrun(t):gives(0)
      s:finish(ms(50))
    end,
  }
end

case "none-series" {
  title   = "a series that tells nobody keeps its phase and overruns nothing",
  clauses = { "PTM-NONE-1", "TM-LEFT-3" },
  run = function (s)
    local t, g = s:ptimer {}, s:signal { sig = "alrm" }
    s:prep():handle(g)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    for k = 1, 4 do
      s:at(k * ms(20)):gettime(t):shows { left = a + k * ms(20) + ms(10),
        per = ms(20) }
      s:at(k * ms(20)):overrun(t):gives(0)
    end
    s:finish(ms(85))
  end,
}

case "overrun-anew" {
  title   = "an overrun is 0 before the first signal, and of a new setting",
  clauses = { "PTM-OVERRUN-3", "PTM-OVERRUN-1" },
  run = function (s)
    local t, g = pair(s)
    s:at(0):overrun(t):gives(0)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    s:at(0):overrun(t):gives(0)
    s:at(ms(5)):block(g)
    s:at(ms(35)):overrun(t):gives(0)
    local u = s:at(ms(41)):unblock(g)
    s:expect { g, at = u, over = s:intervals { from = a, every = ms(10),
      upto = u, less = 1 } }
    s:main():overrun(t):gives { ">=", 3 }       -- 9 ms before the next
    s:main():settime(t, { rel = sec(10) })
    s:main():overrun(t):gives(0)
    s:finish(ms(60))
  end,
}

-- 2^31 - 1 deadlines besides the first, one more, one less: and on any machine
-- many more.  The first delivery disarms the timer.
for _, row in ipairs { { "one-less", -1 }, { "the-most", 0 },
    { "one-more", 1 }, { "far-more", sec(1) } } do
  local key, more = table.unpack(row)
  case("most-" .. key) {
    title   = ("an overrun (%s) stops at the greatest"):format(key),
    clauses = { "PTM-OVERRUN-4" },
    class   = key ~= "far-more" and { "virtual" } or nil,
    run = function (s)
      local p = s:ptimer { sig = "rt1" }
      local g = s:signal { sig = "rt1", callback = function (c)
        c:overrun(p):gives "overrun"
        c:settime(p, { rel = 0 })
      end }
      s:prep():handle(g)
      s:prep():block(g)
      s:at(0):settime(p, { rel = 1, per = 1 })
      local u = s:at(2147483648 + more):unblock(g)
      s:expect { g, at = u, over = math.min(2147483647, 2147483647 + more),
        steps = { overrun = { r = same "overrun" } } }
      s:finish(2147483648 + more + ms(20))
    end,
  }
end

case "deleted" {
  title   = "a deleted timer expires no more",
  clauses = { "PTM-DELETE-1" },
  run = function (s)
    local t, g = pair(s)
    local w, h = s:ptimer { sig = "rt2" }, s:signal { sig = "rt2" }
    s:prep():handle(h)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    local b = s:at(0):settime(w, { rel = ms(80) })
    s:expect { g, at = a + ms(10) }
    s:at(ms(20)):delete(t)
    s:expect { h, at = b + ms(80) }
    s:finish(ms(90))
  end,
}

case "deleted-while-pending" {
  title   = "a deleted timer takes its pending signal with it",
  clauses = { "PTM-DELETE-1" },
  run = function (s)
    local t, g = pair(s)
    local w, h = s:ptimer { sig = "rt2" }, s:signal { sig = "rt2" }
    s:prep():handle(h)
    s:prep():block(g)
    s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    local b = s:at(0):settime(w, { rel = ms(60) })
    s:at(ms(25)):delete(t)
    s:at(ms(35)):unblock(g)
    s:expect { h, at = b + ms(60) }
    s:finish(ms(70))
  end,
}

-- Rounds of create, arm, expire and delete, with the signal blocked: a stale
-- one would come at the end.
case "ids-again" {
  title   = "of a thousand timers that were deleted no signal is left",
  clauses = { "PTM-DELETE-1", "PTM-ID-1" },
  run = function (s)
    local t, g = s:ptimer { lazy = true }, s:signal { sig = "rt1" }
    s:prep():handle(g)
    s:prep():block(g)
    s:at(0):rep(1000, function (m)
      m:create(t, { sig = "rt1" })
      m:settime(t, { rel = 1 })
      m:pause(us(20))
      m:delete(t)
      m:gettime(t):fails "EINVAL"
    end)
    s:at(ms(900)):unblock(g)
    s:main():create(t, { sig = "rt1", val = 9 })
    local a = s:main():settime(t, { rel = ms(10) })
    s:expect { g, at = a + ms(10), val = 9 }
    s:finish(ms(950), { grace = sec(1) })
  end,
}

-- Another CPU sets and deletes while the signals are taken.
case "set-amid-taking" {
  title   = "settings of another CPU leave one series, the last",
  clauses = { "PTM-SIGNAL-1", "TM-MOVE-2" },
  class   = { "virtual", "counted" },
  run = function (s)
    local t, g = pair(s)
    local b = s:thread { cpu = 1 }
    s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    s:expect { g, times = 2 }
    local a = b:at(ms(25)):settime(t, { rel = ms(30), per = ms(20) })
    s:expect { g, at = a + ms(30) }
    s:expect { g, at = a + ms(50) }
    b:at(ms(85)):delete(t)
    s:finish(ms(130))
  end,
}

-- What holds the news of the periods back.
local holds = {
  { "blocked", function (s, g) s:prep():block(g) end },
  { "ignored", function (s, g) s:prep():ignore(g) end },
}

for _, row in ipairs(holds) do
  local key, hold = table.unpack(row)
  for _, per in ipairs { 1, ms(10) } do
    case(("cost-%s-%d"):format(key, per)) {
      title   = ("periods of %d ns take one interrupt while the signal is %s")
        :format(per, key),
      clauses = { "PTM-COST-1" },
      needs   = { "watch", "still" },
      class   = { "virtual", "counted" },
      run = function (s)
        local t, g = pair(s)
        hold(s, g)
        s:at(0):settime(t, { rel = ms(10), per = per })
        s:at(ms(5)):tally "hrt.intr":gives(0)
        s:at(ms(995)):tally "hrt.intr":gives(1)
        s:main():settime(t, { rel = 0 })
        s:main():tally "hrt.intr":gives(1)
        s:finish(ms(998))
      end,
    }
  end
end

for _, per in ipairs { 1, ms(10) } do
  case("cost-none-" .. per) {
    title   = ("periods of %d ns take one interrupt when nobody is told")
      :format(per),
    clauses = { "PTM-COST-1" },
    needs   = { "watch", "still" },
    class   = { "virtual", "counted" },
    run = function (s)
      local t = s:ptimer {}
      s:at(0):settime(t, { rel = ms(10), per = per })
      s:at(ms(995)):tally "hrt.intr":gives(1)
      s:main():delete(t)
      s:finish(ms(998))
    end,
  }
end
