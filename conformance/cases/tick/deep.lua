-- SPDX-License-Identifier: BSD-2-Clause
-- Timers that stand while their CPU sleeps deeply.

local STOPS = { flags = "oneshot|percpu|c3stop", quality = 1000 }
local RUNS = { flags = "oneshot", quality = 100 }

local function on_each_cpu(s)
  for i = 0, 3 do
    local t = s:hrtimer()
    local b = i == 0 and s:main() or s:thread { cpu = i }
    local a = b:at(ms(1)):start(t, { rel = ms(40) - ms(7) * i })
    s:expect { t, n = 1, cpu = i, at = a + ms(40) - ms(7) * i }
  end
end

case "broadcast" {
  title = "CPUs in deep sleep are woken in time by the other timer",
  clauses = { "TICK-DEEP-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { STOPS, RUNS } }
    on_each_cpu(s)
    s:at(ms(48)):tally "tick.forward":gives(3)
    s:main():tally "tick.lost":gives(0)
    s:finish(ms(200))
  end,
}

case "no-deep-sleep" {
  title = "without another timer CPUs do not sleep deeply",
  clauses = { "TICK-DEEP-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { STOPS } }
    on_each_cpu(s)
    s:finish(ms(50))
  end,
}

case "both-stop" {
  title = "of two timers that stop in deep sleep none can stand by for it",
  clauses = { "TICK-DEEP-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { STOPS, STOPS } }
    on_each_cpu(s)
    s:at(ms(48)):tally "tick.forward":gives(0)
    s:finish(ms(50))
  end,
}

case "awake-again" {
  title = "a CPU that is awake again is served by its own timer",
  clauses = { "TICK-DEEP-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { STOPS, RUNS } }
    local t = s:hrtimer()
    local a = s:at(ms(1)):start(t, { rel = ms(40) })
    s:at(ms(20)):burn(ms(25))
    s:expect { t, n = 1, cpu = 0, at = a + ms(40) }
    s:at(ms(48)):tally "tick.forward":gives(0)
    s:finish(ms(50))
  end,
}

case "for-all" {
  title = "no CPU sleeps deeply while one timer for all stops in it",
  clauses = { "TICK-DEEP-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot|c3stop", quality = 1000 },
      RUNS } }
    local t = s:hrtimer()
    local a = s:at(ms(1)):start(t, { rel = ms(40) })
    s:at(ms(20)):burn(ms(25))
    s:expect { t, n = 1, cpu = 0, at = a + ms(40) }
    s:at(ms(48)):tally "tick.lost":gives(0)
    s:finish(ms(200))
  end,
}

-- CPU 1 is woken first, and would start its own for CPU 2.
case "for-all-stands-by" {
  title = "who wakes from deep sleep is a timer for all CPUs before a " ..
    "better one of each",
  clauses = { "TICK-DEEP-4", "TICK-DEEP-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 3, timers = { STOPS,
      { flags = "oneshot|percpu", quality = 500 }, RUNS } }
    local t, u = s:hrtimer(), s:hrtimer()
    local b, c = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    local a = b:at(ms(1)):start(t, { rel = ms(9) })
    local e = c:at(ms(1)):start(u, { rel = ms(39) })
    b:at(ms(30)):mask { lim = ms(30) }
    b:at(ms(50)):unmask()
    s:expect { t, n = 1, cpu = 1, at = a + ms(9) }
    s:expect { u, n = 1, cpu = 2, at = e + ms(39) }
    s:finish(ms(200))
  end,
}

case "during-a-change" {
  title = "a CPU that is idle during a change of the timer loses nothing",
  clauses = { "TICK-DEEP-2", "TICK-SWITCH-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 4, timers = { STOPS, RUNS } }
    local t, u = s:hrtimer(), s:hrtimer()
    local b, c = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    local a = b:at(ms(1)):start(t, { rel = ms(40) })
    c:at(ms(15)):mask { lim = ms(30) }
    local e = s:at(ms(5)):start(u, { rel = ms(60) })
    s:at(ms(20)):sysctl("kern.hz", { set = 500 })
    c:at(ms(25)):unmask()
    s:expect { t, n = 1, cpu = 1, at = a + ms(40) }
    s:expect { u, n = 1, cpu = 0, at = e + ms(60) }
    s:finish(ms(200))
  end,
}

case "streams" {
  title = "ticks, sleep and timers go together",
  clauses = { "TICK-DEEP-1", "TICK-DEEP-3", "TICK-IDLE-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1, timers = { STOPS, RUNS } }
    local h = s:stream()
    local t = s:hrtimer { callback = function (c)
      c:forward { by = ms(10) } c:ret "restart" end }
    s:at(0):on(h)
    local a = s:main():start(t, { rel = ms(10) })
    for k = 1, 9 do s:expect { t, n = k, at = a + ms(10) * k, added = 1 } end
    s:at(us(45500)):burn(us(10600))
    s:at(ms(95)):ticks(h):gives(95)
    s:finish(ms(96))
  end,
}
