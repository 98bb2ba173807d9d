-- SPDX-License-Identifier: BSD-2-Clause
-- Interrupts that do not come.  A machine with a second timer has a watchdog.

local TWO = { { quality = 1000 }, { flags = "oneshot", quality = 100 } }

case "next-entry" {
  title = "a lost interrupt is found when another timer is started",
  clauses = { "TICK-LOST-1" },
  class = { "virtual" },
  run = function (s)
    local t, u = s:hrtimer(), s:hrtimer()
    s:at(0):fault("lost", { n = 1 })
    s:at(ms(1)):start(t, { rel = ms(10) })
    local a = s:at(ms(30)):start(u, { rel = ms(10) })
    s:expect { t, n = 1, cpu = 0, at = a }
    s:expect { u, n = 1, cpu = 0, at = a + ms(10) }
    s:at(ms(45)):tally "tick.lost":gives(1)
    s:finish(ms(50))
  end,
}

case "own-entry" {
  title = "an entry on another CPU finds nothing",
  clauses = { "TICK-LOST-1" },
  class = { "virtual" },
  run = function (s)
    local t, u = s:hrtimer(), s:hrtimer()
    local b = s:thread { cpu = 1 }
    s:at(0):fault("lost", { n = 1 })
    s:at(ms(1)):start(t, { rel = ms(10) })
    local a = b:at(ms(30)):start(u, { rel = ms(5) })
    s:expect { u, n = 1, cpu = 1, at = a + ms(5) }
    s:at(ms(45)):tally "tick.lost":gives(0)
    s:finish(ms(50))
  end,
}

case "global-entry" {
  title = "a lost interrupt of the one timer for all is found at an entry",
  clauses = { "TICK-LOST-1", "TICK-GLOBAL-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot" } } }
    local t, u = s:hrtimer(), s:hrtimer()
    local b = s:thread { cpu = 1 }
    s:at(0):fault("lost", { n = 1 })
    b:at(ms(1)):start(t, { rel = ms(10) })
    local a = b:at(ms(30)):start(u, { rel = ms(10) })
    s:expect { t, n = 1, cpu = 1, at = a }
    s:expect { u, n = 1, cpu = 1, at = a + ms(10) }
    s:at(ms(45)):tally "tick.lost":gives(1)
    s:finish(ms(50))
  end,
}

for _, cpu in ipairs { 0, 2 } do
  case("watchdog-" .. cpu) {
    title = "a lost interrupt of CPU " .. cpu .. " is found by the watchdog",
    clauses = { "TICK-LOST-2" },
    class = { "virtual" },
    run = function (s)
      s:machine { timers = TWO }
      local t = s:hrtimer()
      local b = cpu == 0 and s:main() or s:thread { cpu = cpu }
      s:at(0):fault("lost", { n = 1, cpu = cpu })
      local a = b:at(ms(1)):start(t, { rel = ms(10) })
      s:expect { t, n = 1, cpu = cpu, not_before = a + ms(10),
        not_after = a + ms(110) }
      s:at(ms(200)):tally "tick.lost":gives(1)
      s:finish(ms(250))
    end,
  }
end

case "watchdog-periodic" {
  title = "a timer that can only repeat is a watchdog too",
  clauses = { "TICK-LOST-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { {}, { flags = "periodic", quality = 100 } } }
    local t = s:hrtimer()
    s:at(0):fault("lost", { n = 1 })
    local a = s:at(ms(1)):start(t, { rel = ms(10) })
    s:expect { t, n = 1, not_before = a + ms(10), not_after = a + ms(210) }
    s:at(ms(350)):tally "tick.lost":gives(1)
    s:main():tally "hal.intr":gives "n"
    s:at(ms(900)):tally "hal.intr":gives "n"
    s:finish(ms(950))
  end,
}

case "watchdog-global" {
  title = "the watchdog finds what the one timer for all has lost",
  clauses = { "TICK-LOST-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot", quality = 1000 },
      { flags = "oneshot", quality = 100 } } }
    local t, u = s:hrtimer(), s:hrtimer()
    local b = s:thread { cpu = 2 }
    s:at(0):fault("lost", { n = 1 })
    local a = b:at(ms(1)):start(t, { rel = ms(10) })
    s:expect { t, n = 1, cpu = 2, not_before = a + ms(10),
      not_after = a + ms(110) }
    local e = b:at(ms(150)):start(u, { rel = ms(10) })
    s:expect { u, n = 1, cpu = 2, at = e + ms(10) }
    s:at(ms(200)):tally "tick.lost":gives(1)
    s:finish(ms(250))
  end,
}

-- CPU 1 and CPU 2 wait, too, for the interrupt that CPU 0's deadline wanted.
case "watchdog-global-others" {
  title = "what one CPU has lost of the one timer for all makes no other late",
  clauses = { "TICK-LOST-2", "TICK-GLOBAL-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot", quality = 1000 },
      { flags = "oneshot", quality = 100 } } }
    local t, u, w = s:hrtimer(), s:hrtimer(), s:hrtimer()
    local b, c = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    s:at(0):fault("lost", { n = 1 })
    local a = s:at(ms(1)):start(t, { rel = ms(10) })
    local d = b:at(ms(1)):start(u, { rel = ms(20) })
    local e = c:at(ms(1)):start(w, { rel = ms(500) })
    s:expect { t, n = 1, cpu = 0, not_before = a + ms(10),
      not_after = a + ms(110) }
    s:expect { u, n = 1, cpu = 1, not_before = d + ms(20),
      not_after = a + ms(110) + us(1) }
    s:expect { w, n = 1, cpu = 2, at = e + ms(500) }
    s:at(ms(600)):tally "tick.lost":gives(1)
    s:finish(ms(650))
  end,
}

-- CPU 1 goes while CPU 0 waits for an interrupt that is lost.
for _, watch in ipairs {
  { key = "off-line",
    title = "the watchdog watches on when the CPU goes that it would interrupt",
    timers = { { quality = 1000 }, { quality = 100 } },
    next_there = true },
  { key = "stays",
    title = "one that is for all watches on when another CPU goes",
    timers = TWO },
} do
  case("watchdog-" .. watch.key) {
    title = watch.title,
    clauses = { "TICK-LOST-2" },
    class = { "virtual" },
    run = function (s)
      s:machine { cpus = 2, timers = watch.timers }
      local t = s:hrtimer()
      if watch.next_there then
        local u, b = s:hrtimer(), s:thread { cpu = 1 }
        local e = b:at(ms(1)):start(u, { rel = ms(10) })
        s:expect { u, n = 1, cpu = 1, at = e + ms(10) }
      end
      local a = s:at(ms(2)):start(t, { rel = ms(18) })
      s:at(ms(3)):fault("lost", { n = 1, cpu = 0 })
      s:at(ms(15)):cpu_off(1)
      s:expect { t, n = 1, cpu = 0, not_before = a + ms(18),
        not_after = a + ms(118) }
      s:at(ms(200)):tally "tick.lost":gives(1)
      s:finish(ms(250))
    end,
  }
end

-- The spare is told to stop, and its interrupt waits behind the mask.
case "watchdog-latched" {
  title = "an interrupt of the watchdog that waits during a change is none",
  clauses = { "TICK-SWITCH-1", "TICK-LOST-2", "ET-FREQ-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 2, timers = { { quality = 1000 },
      { flags = "oneshot", quality = 100 },
      { flags = "oneshot", quality = 50 } } }
    local t = s:hrtimer()
    local b = s:thread { cpu = 1 }
    local a = s:at(ms(1)):start(t, { rel = ms(300) })
    s:at(ms(15)):mask { lim = ms(30) }
    b:at(ms(18)):fault("spurious", { cpu = 0, on = "simtimer1" })
    b:at(ms(20)):fault("freq-change", { freq = 500000000, tell = 1 })
    s:at(ms(25)):unmask()
    s:expect { t, n = 1, cpu = 0, not_before = a + ms(300),
      not_after = a + ms(300) + 4 }      -- two cycles of 2 ns
    s:finish(ms(350))
  end,
}

case "watchdog-slower" {
  title = "a change of the watchdog's frequency does not put it off",
  clauses = { "TICK-LOST-2", "ET-FREQ-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1, timers = TWO }
    local t = s:hrtimer()
    local a = s:at(ms(1)):start(t, { rel = ms(60) })
    s:at(ms(30)):fault("freq-change", { on = "simtimer1", freq = 250000000,
      tell = 1 })
    s:at(ms(31)):fault("lost", { n = 1 })
    s:expect { t, n = 1, not_before = a + ms(60),
      not_after = a + ms(160) + 8 }
    s:finish(ms(400))
  end,
}

case "watchdog-refuses" {
  title = "a watchdog that cannot be started any more does no harm",
  clauses = { "TICK-LOST-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 2 }
    local d = s:eventtimer { called = "spare", flags = "oneshot",
      quality = 10, max = sec(1) }
    local t, u, v = s:hrtimer(), s:hrtimer(), s:hrtimer()
    local b = s:thread { cpu = 1 }
    s:at(0):register(d)
    s:main():sysctl("kern.eventtimer.timer", { set = "spare" })
    s:main():sysctl("kern.eventtimer.timer", { set = "simtimer" })
    s:main():ban(d)
    s:expect { d, "drvstop", times = { 0, 20 } }
    s:main():fault("lost", { n = 1 })
    s:at(ms(1)):start(t, { rel = ms(10) })
    local e = b:at(ms(205)):start(u, { rel = ms(10) })
    local a = s:at(ms(210)):start(v, { rel = ms(10) })
    s:expect { t, n = 1, cpu = 0, at = a }
    s:expect { u, n = 1, cpu = 1, at = e + ms(10) }
    s:expect { v, n = 1, cpu = 0, at = a + ms(10) }
    s:finish(ms(250))
  end,
}

-- At 1000 Hz and singlemul 2 it ticks each half millisecond.
case "periodic-entry" {
  title = "a periodic timer that misses its ticks is found at an entry",
  clauses = { "TICK-LOST-1", "TICK-LOW-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1, timers = { { flags = "periodic|percpu" } } }
    local t, u = s:hrtimer(), s:hrtimer()
    s:at(ms(1)):start(t, { rel = ms(10) })
    s:at(us(10700)):fault("lost", { n = 4 })
    s:at(us(10740)):fault("spurious", { cpu = 0 })
    local a = s:at(us(12680)):start(u, { rel = us(100) })
    s:expect { t, n = 1, at = a }
    s:expect { u, n = 1, not_before = a + us(100), not_after = a + us(500) }
    s:at(ms(20)):tally "tick.lost":gives(1)
    s:finish(ms(50))
  end,
}

case "periodic-next-tick" {
  title = "one tick that a periodic timer misses is made good by the next",
  clauses = { "TICK-LOST-1", "TICK-LOW-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1, timers = { { flags = "periodic|percpu" } } }
    s:prep():sysctl("kern.hz", { set = 100 })
    s:prep():sysctl("kern.eventtimer.singlemul", { set = 1 })
    local t, u = s:hrtimer(), s:hrtimer()
    local a = s:at(0):start(t, { rel = ms(30) })
    s:at(ms(25)):fault("lost", { n = 1 })
    s:at(ms(36)):start(u, { rel = ms(1) })
    s:expect { t, n = 1, at = a + ms(40) }
    s:expect { u, n = 1, at = a + ms(40) }
    s:at(ms(60)):tally "tick.lost":gives(0)
    s:finish(ms(80))
  end,
}

case "watchdog-at-leisure" {
  title = "the timer that stands by is seldom started on a busy machine",
  clauses = { "TICK-LOST-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = TWO }
    local t = s:hrtimer { quiet = true, callback = function (c)
      c:forward { by = ms(1) } c:ret "restart" end }
    s:at(0):tally "et.start":gives(0)
    local a = s:main():start(t, { rel = ms(1) })
    s:expect { t, times = 999, not_before = a + ms(1) }
    s:at(ms(999) + us(500)):tally "et.start":gives { "between", 1000, 1012 }
    s:main():cancel(t)
    s:at(sec(2)):tally "et.start":gives "n"
    s:at(sec(3)):tally "et.start":gives "n"
    s:finish(ms(3100))
  end,
}

case "masked-is-not-lost" {
  title = "what a masked CPU held back is served once",
  clauses = { "TICK-LOST-1", "TICK-LOST-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = TWO }
    local t, u = s:hrtimer(), s:hrtimer()
    s:at(ms(1)):start(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(300) }
    local b = s:at(ms(150)):start(u, { rel = ms(100) })
    local a = s:at(ms(200)):unmask()
    s:expect { t, n = 1, at = a }
    s:expect { u, n = 1, at = b + ms(100) }
    s:at(ms(300)):sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:finish(ms(400))
  end,
}

case "ticks-lost" {
  title = "ticks whose interrupt was lost are told with the next",
  clauses = { "TICK-LOST-1", "TICK-HARD-1", "TICK-HARD-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1, timers = { { flags = "periodic|percpu" } } }
    s:prep():sysctl("kern.eventtimer.idletick", { set = 1 })
    local h = s:stream()
    s:at(0):on(h)
    s:at(ms(100)):fault("lost", { n = 20 })
    s:at(ms(200)):ticks(h):gives(200)
    s:finish(ms(250))
  end,
}
