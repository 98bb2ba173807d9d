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
