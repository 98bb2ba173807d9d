-- SPDX-License-Identifier: BSD-2-Clause
-- Interrupts that come when they should not, and timers that go on so.

local TWO = { { quality = 1000 }, { flags = "oneshot", quality = 100 } }

local function beside(key, title, clauses, misbehave, tally, n)
  case(key) {
    title = title,
    clauses = clauses,
    class = { "virtual" },
    run = function (s)
      s:machine { cpus = 4 }
      local t, u = s:hrtimer(), s:hrtimer()
      local b = s:thread { cpu = 1 }
      local a = s:at(ms(1)):start(t, { rel = ms(10) })
      local e = b:at(ms(1)):start(u, { rel = ms(15) })
      misbehave(s)
      s:expect { t, n = 1, cpu = 0, at = a + ms(10) }
      s:expect { u, n = 1, cpu = 1, at = e + ms(15) }
      s:at(ms(30)):tally(tally):gives(n)
      s:main():tally "tick.liar":gives(1)
      s:finish(ms(50))
    end,
  }
end

beside("early", "an interrupt that is 3 ms early makes no timer early",
  { "TICK-LIES-1" }, function (s)
    s:at(ms(2)):fault("early", { n = 1, by = ms(3) })
  end, "tick.early", 1)
beside("twice", "a doubled interrupt runs nothing twice",
  { "TICK-LIES-1" }, function (s)
    s:at(ms(2)):fault("twice", { n = 1, by = us(10) })
  end, "tick.spurious", 1)
beside("unasked", "an interrupt that nobody asked for runs nothing",
  { "TICK-LIES-1" }, function (s)
    s:wants_cpu(2)
    s:at(ms(2)):fault("spurious", { cpu = 2 })
  end, "tick.spurious", 1)
for name, flags in pairs { ["for-all"] = "periodic",
  ["for-each"] = "periodic|percpu" } do
  case("unasked-at-rest-" .. name) {
    title = "a periodic timer that interrupts while it stands still (" .. name
      .. ") is started when it is needed",
    clauses = { "TICK-LIES-1", "TICK-LOW-1" },
    class = { "virtual" },
    run = function (s)
      s:machine { timers = { { flags = flags } } }
      local t = s:hrtimer()
      s:at(ms(5)):fault("spurious", { cpu = 0 })
      local a = s:at(ms(5)):start(t, { rel = ms(10) })
      s:expect { t, n = 1, at = a + ms(10) }
      s:at(ms(18)):tally "tick.spurious":gives(1)
      s:finish(ms(20))
    end,
  }
end
beside("unasked-early", "nor does one before its time",
  { "TICK-LIES-1" }, function (s)
    s:at(ms(2)):fault("spurious", { cpu = 1 })
  end, "tick.early", 1)
beside("astray", "what came to the wrong CPU is served on the right one",
  { "TICK-LIES-2" }, function (s)
    s:wants_cpu(3)
    s:at(ms(2)):fault("astray", { n = 1, cpu = 1, dest = 3 })
  end, "tick.spurious", 1)
beside("told-once", "only the first of many is reported",
  { "TICK-LIES-3", "TICK-LIES-1" }, function (s)
    s:at(ms(2)):fault("spurious", { cpu = 1 })
    s:at(ms(3)):fault("spurious", { cpu = 0 })
    s:at(ms(4)):fault("spurious", { cpu = 1 })
  end, "tick.early", 3)

case "late-is-no-lie" {
  title = "an interrupt that is late is no lie",
  clauses = { "TICK-LIES-3" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer()
    local a = s:at(ms(1)):start(t, { rel = ms(10) })
    s:at(ms(2)):fault("late", { n = 1, by = ms(5) })
    s:expect { t, n = 1, at = a + ms(15) }
    s:at(ms(30)):tally "tick.liar":gives(0)
    s:finish(ms(50))
  end,
}

-- A timer that beats each 10 ms, from 1 ms on, and its start.
local function beat(s, fault, opts)
  local t = s:hrtimer { callback = function (c)
    c:forward { by = ms(10) } c:ret "restart" end }
  if fault then s:at(0):fault(fault, opts) end
  return t, s:at(ms(1)):start(t, { rel = ms(10) })
end

case "never" {
  title = "a timer that never interrupts is replaced, and no deadline is lost",
  clauses = { "TICK-LIES-4" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = TWO }
    local t, a = beat(s, "lost", { n = 1000 })
    s:expect { t, n = 1, not_before = a + ms(10), not_after = a + ms(110),
      added = { ">=", 1 } }
    s:expect { t, times = 2, not_before = a + ms(20), added = { ">=", 1 } }
    s:expect { t, times = { 15, 40 }, added = 1 }
    s:at(ms(500)):sysctl "kern.eventtimer.timer":shows { v = "simtimer1" }
    s:main():sysctl "kern.eventtimer.et.simtimer.flags":shows { v = "4" }
    s:main():tally "tick.lost":gives(3)
    s:main():cancel(t)
    s:finish(ms(600))
  end,
}

case "always-early" {
  title = "a timer that is always early is replaced, and nothing is early",
  clauses = { "TICK-LIES-4" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = TWO }
    local t, a = beat(s, "early", { n = 1000, by = ms(3) })
    for k = 1, 9 do s:expect { t, n = k, at = a + ms(10) * k, added = 1 } end
    s:at(ms(95)):sysctl "kern.eventtimer.timer":shows { v = "simtimer1" }
    s:main():tally "tick.early":gives(9)
    s:finish(ms(96))
  end,
}

case "forgiven" {
  title = "a timer that lies now and then is kept",
  clauses = { "TICK-LIES-4" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = TWO }
    local t, a = beat(s)
    for k = 1, 20 do
      s:at(ms(10) * k):fault("spurious", { cpu = 0 })
      s:expect { t, n = k, at = a + ms(10) * k, added = 1 }
    end
    s:at(ms(205)):sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:finish(ms(206))
  end,
}

case "only-one" {
  title = "the only timer is kept, however it lies",
  clauses = { "TICK-LIES-5" },
  class = { "virtual" },
  run = function (s)
    local t, a = beat(s, "early", { n = 12, by = ms(3) })
    for k = 1, 9 do s:expect { t, n = k, at = a + ms(10) * k, added = 1 } end
    s:at(ms(95)):sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:main():sysctl "kern.eventtimer.et.simtimer.flags":shows { v = "7" }
    s:main():tally "tick.early":gives(12)
    s:finish(ms(96))
  end,
}

for key, flags in pairs { ["for-all"] = "oneshot",
  ["for-each"] = "oneshot|percpu" } do
  case("counter-stands-" .. key) {
    title = "a counter that stands gets no timer banned, and goes itself ("
      .. key .. ")",
    clauses = { "TICK-LIES-6", "TK-WATCH-6" },
    class = { "virtual" },
    run = function (s)
      s:machine { timers = { { flags = flags },
        { flags = "oneshot", quality = 100 } }, counter = {}, watchdog = {} }
      local t, a = beat(s)
      s:at(ms(55)):fault "counter-stop"
      for k = 1, 5 do s:expect { t, n = k, at = a + ms(10) * k, added = 1 } end
      -- The second interrupt from then on: 4 of 10 ms were over.
      s:expect { t, n = 6, at = a + ms(66), added = 1 }
      for k = 7, 29 do s:expect { t, n = k, at = a + ms(10) * k, added = 1 } end
      s:at(ms(295)):clockinfo():shows { counter = "simtimer1" }
      s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
      s:main():tally "et.ban":gives(0)
      s:finish(ms(296))
    end,
  }
end

case "will-not-start" {
  title = "a timer that cannot be started is replaced at once",
  clauses = { "TICK-LIES-4" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1 }
    local d = s:eventtimer { called = "mad", flags = "oneshot|percpu",
      quality = 2000, min = 0, max = sec(1) }
    local t = s:hrtimer()
    s:at(0):register(d)
    s:main():sysctl("kern.eventtimer.timer", { set = "mad" })
    s:main():ban(d)
    local a = s:at(ms(1)):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10) }
    s:expect { d, "drvstop", times = { 0, 20 } }
    s:at(ms(20)):sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:finish(ms(50))
  end,
}

case "will-not-start-for-all" {
  title = "so is one timer for all CPUs",
  clauses = { "TICK-LIES-4", "TICK-GLOBAL-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 2 }
    local d = s:eventtimer { called = "mad", flags = "oneshot",
      quality = 2000, min = 0, max = sec(1) }
    local t = s:hrtimer()
    local b = s:thread { cpu = 1 }
    s:at(0):register(d)
    s:main():sysctl("kern.eventtimer.timer", { set = "mad" })
    s:main():ban(d)
    local a = b:at(ms(1)):start(t, { rel = ms(10) })
    s:expect { t, n = 1, cpu = 1, at = a + ms(10) }
    s:expect { d, "drvstop", times = { 0, 20 } }
    s:at(ms(20)):sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:finish(ms(50))
  end,
}

case "spare-banned" {
  title = "a timer whose only substitute was banned is kept, however it lies",
  clauses = { "TICK-LIES-5", "TICK-LOST-2" },
  class = { "virtual" },
  run = function (s)
    local d = s:eventtimer { called = "spare", flags = "oneshot",
      quality = 10, max = sec(1) }
    local u = s:hrtimer()
    local b = s:thread { cpu = 1 }
    s:at(0):register(d)
    s:main():sysctl("kern.eventtimer.timer", { set = "spare" })
    s:main():sysctl("kern.eventtimer.timer", { set = "simtimer" })
    s:main():ban(d)
    s:expect { d, "drvstop", times = { 0, 20 } }
    local t, a = beat(s, "early", { n = 12, by = ms(3) })
    for k = 1, 24 do s:expect { t, n = k, at = a + ms(10) * k, added = 1 } end
    local e = b:at(ms(205)):start(u, { rel = ms(10) })
    s:expect { u, n = 1, cpu = 1, at = e + ms(10) }
    s:at(ms(245)):sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:main():sysctl "kern.eventtimer.et.simtimer.flags":shows { v = "7" }
    s:finish(ms(246))
  end,
}

-- Who replaces the timer cannot run while CPU 0 is masked.
case "told-by-two" {
  title = "a timer that is reported by two CPUs is replaced once",
  clauses = { "TICK-LIES-4" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 3, timers = { { quality = 1000 },
      { flags = "oneshot", quality = 100 },
      { flags = "oneshot", quality = 50 } } }
    local t = s:hrtimer()
    local b, c = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    local a = b:at(ms(1)):start(t, { rel = ms(40) })
    s:at(ms(5)):mask { lim = ms(30) }
    for i, x in ipairs { b, c } do
      x:at(ms(10)):rep(9, function (r)
        r:fault("spurious", { cpu = i })
        r:pause(us(10))
      end)
    end
    s:at(ms(20)):unmask()
    s:expect { t, n = 1, cpu = 1, at = a + ms(40) }
    s:at(ms(30)):sysctl "kern.eventtimer.timer":shows { v = "simtimer1" }
    s:main():sysctl "kern.eventtimer.et.simtimer1.flags":shows { v = "2" }
    s:finish(ms(60))
  end,
}

-- Its least distance is 5 ms; the deadline is sooner.
case "astray-too-soon" {
  title = "who is asked whether it was meant may be, and still be interrupted",
  clauses = { "TICK-LIES-1", "TICK-LIES-2" },
  class = { "virtual" },
  tie = true,
  run = function (s)
    s:machine { cpus = 2, timers = { { min = ms(5) } } }
    local t = s:hrtimer()
    local a = s:at(ms(1)):start(t, { rel = ms(1) })
    local b = s:thread { cpu = 1 }
    b:at(ms(3)):fault("spurious", { cpu = 1 })
    s:expect { t, n = 1, cpu = 0, at = a + ms(2) }
    s:at(ms(10)):tally "tick.spurious":gives(1)
    s:main():tally "hal.intr":gives(2)
    s:finish(ms(50))
  end,
}

for _, f in ipairs { 2, 4 } do
  case("faster-" .. f) {
    title = ("a clock that runs %d times too fast makes no timer early")
      :format(f),
    clauses = { "TICK-LIES-1" },
    class = { "virtual" },
    run = function (s)
      local t, a = beat(s)
      s:at(ms(5)):fault("freq-change", { freq = f * 1000000000 })
      for k = 1, 9 do
        s:expect { t, n = k, added = 1, not_before = a + ms(10) * k,
          not_after = a + ms(10) * k + us(20) }
      end
      s:finish(ms(96))
    end,
  }
end
