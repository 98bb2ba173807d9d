-- SPDX-License-Identifier: BSD-2-Clause
-- Which event timer is used, and how: one-shot, or at its own ticks.

local PERIODIC = { flags = "periodic|percpu" }

local function uses(key, title, clauses, timers, name, periodic)
  case(key) {
    title = title,
    clauses = clauses,
    class = { "virtual" },
    run = function (s)
      s:machine { timers = timers }
      local t = s:hrtimer()
      s:at(0):sysctl "kern.eventtimer.timer":shows { v = name }
      s:main():sysctl "kern.eventtimer.periodic":shows { v = periodic }
      local a = s:at(ms(1)):start(t, { rel = ms(10) })
      s:expect { t, n = 1, at = a + ms(10) }
      s:finish(ms(20))
    end,
  }
end

uses("best-oneshot", "of two one-shot timers the better one is used",
  { "TICK-INIT-1" }, { { quality = 100 }, { quality = 200 } },
  "simtimer1", "0")
uses("oneshot-before-better", "a one-shot timer is preferred to a better "
  .. "periodic one", { "TICK-INIT-1", "TICK-MODE-1", "TICK-MODE-2" },
  { { quality = 500, flags = "periodic|percpu" }, { quality = 100 } },
  "simtimer1", "0")
uses("only-periodic", "without a one-shot timer the best periodic one is "
  .. "used", { "TICK-INIT-2", "TICK-MODE-1", "TICK-MODE-2" },
  { { quality = 100, flags = "periodic|percpu" },
    { quality = 300, flags = "periodic|percpu" } }, "simtimer1", "1")

uses("negative-never", "a timer of negative quality is not chosen",
  { "TICK-INIT-1", "TICK-INIT-2" },
  { { quality = 100, flags = "periodic|percpu" }, { quality = -5 } },
  "simtimer", "1")

case "no-timer" {
  title = "a machine without an event timer stops at start-up",
  clauses = { "TICK-INIT-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "percpu" } } }
    s:at(0):now "mono":any()
    s:dies "tick_init: et != NULL"
    s:finish(ms(20))
  end,
}

-- singlemul is 2 at 1000 Hz, so the timer ticks each half millisecond.
for _, rel in ipairs { us(10), us(500), us(501), us(10200), ms(33) } do
  case("at-a-tick-" .. rel) {
    title = ("an hrtimer of %d ns expires at the next tick"):format(rel),
    clauses = { "TICK-LOW-1", "TICK-RATE-3" },
    class = { "virtual" },
    run = function (s)
      s:machine { timers = { PERIODIC } }
      local t = s:hrtimer()
      local a = s:at(ms(1)):start(t, { rel = rel })
      s:expect { t, n = 1, at = a + (rel + us(500) - 1) // us(500) * us(500) }
      s:finish(ms(50))
    end,
  }
end

case "past-at-once" {
  title = "a deadline that is past does not wait for a tick",
  clauses = { "TICK-LOW-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { PERIODIC } }
    local t = s:hrtimer()
    local a = s:at(us(700)):start(t, { abs = 0 })
    s:expect { t, n = 1, at = a }
    s:finish(ms(50))
  end,
}

case "resolution" {
  title = "the resolution in periodic operation is the timer's period",
  clauses = { "TICK-LOW-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { PERIODIC } }
    local t = s:hrtimer()
    s:at(0):res(t):shows { sec = 0, nsec = 500000 }
    s:at(ms(1)):sysctl("kern.eventtimer.singlemul", { set = 10 })
    s:main():res(t):shows { sec = 0, nsec = 100000 }
    s:finish(ms(50))
  end,
}

case "ticks-while-needed" {
  title = "a periodic timer runs while something is waited for, then stops",
  clauses = { "TICK-LOW-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { PERIODIC } }
    local t = s:hrtimer()
    local a = s:at(ms(1)):start(t, { rel = ms(5) })
    s:expect { t, n = 1, at = a + ms(5) }
    s:at(ms(10)):tally "hal.intr":gives(10)
    s:at(ms(40)):tally "hal.intr":gives(10)
    s:main():tally "hal.program":gives(1)
    s:finish(ms(50))
  end,
}

case "set-periodic" {
  title = "periodic operation can be asked for, and left again",
  clauses = { "TICK-MODE-1", "TICK-MODE-2", "TICK-NAME-6" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer()
    local u = s:hrtimer()
    s:at(ms(1)):sysctl("kern.eventtimer.periodic", { set = 1 })
    s:main():sysctl "kern.eventtimer.periodic":shows { v = "1" }
    local a = s:at(ms(2)):start(t, { rel = us(5100) })
    s:expect { t, n = 1, at = a + us(5500) }
    s:at(ms(11)):sysctl("kern.eventtimer.periodic", { set = 0 })
    s:main():sysctl "kern.eventtimer.periodic":shows { v = "0" }
    local b = s:at(ms(12)):start(u, { rel = us(5100) })
    s:expect { u, n = 1, at = b + us(5100) }
    s:finish(ms(50))
  end,
}

case "wish-not-granted" {
  title = "periodic operation is not to be had of a one-shot timer",
  clauses = { "TICK-MODE-1", "TICK-MODE-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot|percpu" } } }
    local t = s:hrtimer()
    s:at(ms(1)):sysctl("kern.eventtimer.periodic", { set = 1 })
    s:main():sysctl "kern.eventtimer.periodic":shows { v = "0" }
    local a = s:at(ms(2)):start(t, { rel = us(5100) })
    s:expect { t, n = 1, at = a + us(5100) }
    s:finish(ms(50))
  end,
}

case "wish-chooses" {
  title = "with a wish for periodic operation such a timer is chosen first",
  clauses = { "TICK-MODE-1", "TICK-SWITCH-7" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot|percpu", quality = 900 },
      { flags = "periodic", quality = 100 } } }
    s:at(ms(1)):sysctl("kern.eventtimer.periodic", { set = 1 })
    s:main():sysctl("kern.eventtimer.timer", { set = "none" })
    s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer1" }
    s:finish(ms(50))
  end,
}

case "narrow-counter" {
  title = "a counter that comes round in 4 s is read on the way to 30 s",
  clauses = { "TM-FAR-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1, counter = { width = 32, freq = 1000000000 } }
    local t = s:hrtimer()
    local a = s:at(0):start(t, { rel = sec(30) })
    s:expect { t, n = 1, at = a + sec(30) }
    s:finish(sec(40))
  end,
}
