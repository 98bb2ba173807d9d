-- SPDX-License-Identifier: BSD-2-Clause
-- A timer whose clock changes its rate.

local V = { "virtual" }

case "member" {
  title = "a new frequency is in the structure, and the old flags too",
  clauses = { "ET-FREQ-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot", freq = 1000 }
    local m = s:at(0)
    m:register(d)
    m:change(d, { freq = 32768 })
    m:info(d):shows { freq = 32768, flags = 2, quality = 0, active = 0 }
    m:change(d, { freq = math.maxinteger })
    m:info(d):shows { freq = math.maxinteger }
    m:change(d, { freq = 1 })
    m:info(d):shows { freq = 1 }
    s:finish(ms(5))
  end,
}

for _, state in ipairs { "free", "in-use", "running", "withdrawn" } do
  case("other-" .. state) {
    title = "the change of a timer that is " .. state .. " and drives no " ..
      "clock does not reach the driver",
    clauses = { "ET-FREQ-3", "ET-FREQ-1" },
    needs = { "etdriver" },
    run = function (s)
      local d = s:eventtimer { flags = "periodic", freq = 1000 }
      local m = s:at(0)
      m:register(d)
      if state == "withdrawn" then m:deregister(d) end
      if state == "in-use" or state == "running" then m:init(d) end
      if state == "running" then
        m:start(d, { period = ms(1) })
        s:expect { d, "drvstart", first = 0, period = ms(1) }
      end
      m:change(d, { freq = 2000 })
      m:tally "et.change":gives(1)
      m:info(d):shows { freq = 2000 }
      s:finish(ms(5))
    end,
  }
end

-- Two CPUs with a deadline each, and a change in between: by 4 ms, 10 and
-- 15 ms are 6 and 11 ms away, by whatever clock.
for _, row in ipairs {
  { "doubled", 2000000000 }, { "halved", 500000000 },
  { "third", 333333333 }, { "thousand", 1000000000000 }, { "slow", 32768 },
} do
  local key, freq = table.unpack(row)
  local exact = freq >= 1000000000
  case(key) {
    title = "deadlines of two CPUs are kept when the timer's clock is " .. key,
    clauses = { "ET-FREQ-2" },
    needs = { "machine", "hrtimer", "smp" },
    class = V,
    run = function (s)
      s:machine { cpus = 2 }
      local t, u = s:hrtimer {}, s:hrtimer {}
      local b = s:thread { cpu = 1 }
      local a = s:at(0):start(t, { rel = ms(10) })
      local c = b:at(0):start(u, { rel = ms(15) })
      s:at(ms(4)):fault("freq-change", { freq = freq, tell = 1 })
      local function due(x)
        if exact then return { at = x } end
        return { not_before = x, not_after = x + 2000000000 // freq + 1 }
      end
      local e, f = due(a + ms(10)), due(c + ms(15))
      e[1], e.cpu, f[1], f.cpu = t, 0, u, 1
      s:expect(e)
      s:expect(f)
      s:finish(ms(30))
    end,
  }
end

case "order" {
  title = "every CPU's timer is stopped before the change and started after",
  clauses = { "ET-FREQ-2" },
  needs = { "machine", "hrtimer", "smp" },
  class = V,
  run = function (s)
    s:machine { cpus = 2 }
    local t, u = s:hrtimer {}, s:hrtimer {}
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    b:at(0):start(u, { rel = ms(15) })
    s:watch "et.stop,et.change,et.start"
    local c = s:at(ms(4)):fault("freq-change", { freq = 2000000000, tell = 1 })
    s:expect { "simtimer", "et.start", v = ms(10), cpu = 0 }
    s:expect { "simtimer", "et.start", v = ms(15), cpu = 1 }
    s:expect { "simtimer", "et.stop", at = c, cpu = 0 }
    s:expect { "simtimer", "et.stop", at = c, cpu = 1 }
    s:expect { "simtimer", "et.change", v = 2000000000, at = c }
    s:expect { "simtimer", "et.start", at = c, v = ms(6), cpu = 0 }
    s:expect { "simtimer", "et.start", at = c, v = ms(11), cpu = 1 }
    s:order { "et.stop", "et.change", "et.start" }
    s:expect { t }
    s:expect { u }
    s:finish(ms(30))
  end,
}

case "overdue" {
  title = "a deadline that has gone by on a slow clock is handled at once",
  clauses = { "ET-FREQ-2" },
  needs = { "machine", "hrtimer" },
  class = V,
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(10) })
    s:at(ms(4)):fault("freq-change", { freq = 1000000 })
    local c = s:at(ms(15)):fault("freq-change", { freq = 1000000, tell = 1 })
    s:expect { t, at = c }
    s:finish(ms(30))
  end,
}

case "unreported" {
  title = "a clock that runs fast and nobody tells of brings nothing early",
  clauses = { "ET-FREQ-2", "TM-EARLY-1" },
  needs = { "machine", "hrtimer" },
  class = V,
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(4)):fault("freq-change", { freq = 3000000000 })
    s:expect { t, at = a + ms(10) }
    s:finish(ms(30))
  end,
}

case "early-then-told" {
  title = "what came early and was armed again is kept when the change is told",
  clauses = { "ET-FREQ-2" },
  needs = { "machine", "hrtimer" },
  class = V,
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(4)):fault("freq-change", { freq = 2000000000 })
    s:at(ms(8)):fault("freq-change", { freq = 2000000000, tell = 1 })
    s:expect { t, at = a + ms(10) }
    s:finish(ms(30))
  end,
}

case "latched" {
  title = "what is armed during a change is programmed once, after it",
  clauses = { "ET-FREQ-2" },
  needs = { "machine", "hrtimer", "mask", "smp" },
  class = V,
  run = function (s)
    s:machine { cpus = 2 }
    local t = s:hrtimer { callback = function (c)
      c:forward { by = ms(10) }
      c:ret "restart"
    end }
    local b = s:thread { cpu = 1 }
    local a = b:at(0):start(t, { rel = ms(10) })
    b:at(ms(9)):mask()
    s:at(ms(11)):fault("freq-change", { freq = 2000000000, tell = 1 })
    local u = b:at(ms(12)):unmask()
    s:at(ms(25)):cancel(t)
    s:watch "et.start"
    s:expect { "simtimer", "et.start", v = ms(10), at = a }
    s:expect { "simtimer", "et.start", v = ms(8), at = u }
    s:expect { "simtimer", "et.start", v = ms(10), at = a + ms(20) }
    s:expect { t, at = u, added = 1 }
    s:expect { t, at = a + ms(20), added = 1 }
    s:finish(ms(40))
  end,
}

case "paused" {
  title = "a CPU that waits for the change of another starts nothing meanwhile",
  clauses = { "ET-FREQ-2" },
  needs = { "machine", "hrtimer", "mask", "smp", "setclock" },
  class = V,
  run = function (s)
    s:machine { cpus = 2 }
    local t = s:hrtimer { clock = "realtime" }
    local b = s:thread { cpu = 1 }
    local a = s:at(0):start(t, { abs = T(ms(30)) })
    b:at(ms(9)):mask()
    s:at(ms(11)):fault("freq-change", { freq = 2000000000, tell = 1 })
    b:at(us(11500)):setclock("real", { by = ms(10) })
    local u = b:at(ms(12)):unmask()
    s:watch "et.start"
    s:expect { "simtimer", "et.start", v = ms(30), at = a }
    s:expect { "simtimer", "et.start", v = ms(8), at = u }
    s:expect { t, at = T(ms(30)) }
    s:finish(ms(40))
  end,
}

case "idle" {
  title = "a change with nothing armed leaves nothing armed",
  clauses = { "ET-FREQ-2" },
  needs = { "machine", "hrtimer" },
  class = V,
  run = function (s)
    s:machine { cpus = 2 }
    local t = s:hrtimer {}
    local m = s:at(0)
    m:fault("freq-change", { freq = 2000000000, tell = 1 })
    m:fault("freq-change", { freq = 3000000, tell = 1 })
    local a = s:at(ms(5)):start(t, { rel = ms(10) })
    s:watch "hal.program"
    s:expect { "simtimer", "hal.program", v = ms(10) }
    s:expect { t, not_before = a + ms(10), not_after = a + ms(10) + 667 }
    s:finish(ms(30))
  end,
}

case "period" {
  title = "a periodic timer keeps its phase over changes in both directions",
  clauses = { "ET-FREQ-2" },
  needs = { "machine", "hrtimer" },
  class = V,
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = ms(10) }
      c:ret "restart"
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(14)):fault("freq-change", { freq = 2000000000, tell = 1 })
    s:at(ms(25)):fault("freq-change", { freq = 500000000, tell = 1 })
    s:at(ms(37)):fault("freq-change", { freq = 1000000000, tell = 1 })
    for k = 1, 5 do     -- by 500 MHz up to two ticks late
      s:expect { t, added = 1, not_before = a + ms(10 * k),
        not_after = a + ms(10 * k) + (k == 3 and 4 or 0) }
    end
    s:finish(ms(55))
  end,
}

case "interrupt" {
  title = "a change in an interrupt stops",
  clauses = { "ET-FREQ-4" },
  needs = { "etdriver", "death" },
  run = function (s)
    local d = s:eventtimer { callback = function (c)
      c:change { freq = 1000 }
    end }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:fire(d)
    s:expect { d, "call" }
    s:dies "et_change_frequency: !port_in_interrupt()"
    s:finish(ms(5))
  end,
}

case "zero" {
  title = "a change to 0 stops",
  clauses = { "ET-FREQ-5" },
  needs = { "etdriver", "death" },
  run = function (s)
    local d = s:eventtimer { freq = 1000 }
    local m = s:at(0)
    m:register(d)
    m:change(d, { freq = 0 }):dies "et_change_frequency: newfreq != 0"
    s:finish(ms(5))
  end,
}
