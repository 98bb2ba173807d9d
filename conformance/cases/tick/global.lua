-- SPDX-License-Identifier: BSD-2-Clause
-- One event timer for all CPUs.

local CPUS = 4

-- A timer for each CPU, started there: rel(i) from 1 ms on.
local function on_each_cpu(s, rel, due)
  for i = 0, CPUS - 1 do
    local t = s:hrtimer()
    local b = i == 0 and s:main() or s:thread { cpu = i }
    local a = b:at(ms(1)):start(t, { rel = rel(i) })
    s:expect { t, n = 1, cpu = i, at = a + (due or rel)(i) }
  end
end

case "oneshot" {
  title = "each CPU's deadline is served there, at its time",
  clauses = { "TICK-GLOBAL-1", "TICK-GLOBAL-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot" } } }
    on_each_cpu(s, function (i) return ms(40) - ms(7) * i end)
    s:at(ms(45)):tally "hal.intr":gives(4)
    s:main():tally "tick.forward":gives(3)
    s:finish(ms(50))
  end,
}

case "together" {
  title = "one interrupt serves all CPUs that are due at an instant",
  clauses = { "TICK-GLOBAL-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot" } } }
    on_each_cpu(s, function () return ms(10) end)
    s:at(ms(45)):tally "hal.intr":gives(1)
    s:main():tally "tick.forward":gives(3)
    s:finish(ms(50))
  end,
}

case "only-the-due" {
  title = "a CPU that is not due is not interrupted",
  clauses = { "TICK-GLOBAL-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot" } } }
    local far, t = s:hrtimer(), s:hrtimer()
    local b, d = s:thread { cpu = 2 }, s:thread { cpu = 3 }
    local a = b:at(ms(1)):start(far, { rel = ms(40) })
    s:expect { far, n = 1, cpu = 2, at = a + ms(40) }
    local e = d:at(ms(2)):start(t, { rel = ms(10) })
    s:expect { t, n = 1, cpu = 3, at = e + ms(10) }
    s:at(ms(20)):tally "tick.forward":gives(1)
    s:main():tally "tick.event":gives(1)
    s:finish(ms(50))
  end,
}

case "earlier-start" {
  title = "an earlier deadline on another CPU moves the timer",
  clauses = { "TICK-GLOBAL-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot" } } }
    local t, u = s:hrtimer(), s:hrtimer()
    local b = s:thread { cpu = 1 }
    local a = s:at(ms(1)):start(t, { rel = ms(40) })
    s:expect { t, n = 1, cpu = 0, at = a + ms(40) }
    local e = b:at(ms(2)):start(u, { rel = ms(3) })
    s:expect { u, n = 1, cpu = 1, at = e + ms(3) }
    s:at(ms(45)):tally "hal.program":gives(3)
    s:finish(ms(50))
  end,
}

case "each-its-own" {
  title = "a timer that is per CPU is started and stopped by each CPU itself",
  clauses = { "TICK-PERCPU-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = CPUS }
    local d = s:eventtimer { called = "mine", flags = "oneshot|percpu",
      quality = 2000, max = sec(1) }
    s:at(0):register(d)
    s:main():sysctl("kern.eventtimer.timer", { set = "mine" })
    local t = {}
    for i = 0, CPUS - 1 do
      t[i] = s:hrtimer()
      local b = i == 0 and s:main() or s:thread { cpu = i }
      local a = b:at(ms(1) + us(10) * i):start(t[i], { rel = ms(30) })
      s:expect { d, "drvstart", cpu = i, first = ms(30), at = a }
      if i > 0 then     -- so that the CPUs stop one after another
        b:at(ms(19)):mask()
        b:at(ms(21) + us(10) * i):unmask()
      end
    end
    s:at(ms(20)):sysctl("kern.eventtimer.timer", { set = "simtimer" })
    for i = 0, CPUS - 1 do s:expect { d, "drvstop", cpu = i } end
    s:expect { d, "drvstart", times = { 1, 4 } }        -- it stands by
    for i = 0, CPUS - 1 do
      s:expect { t[i], n = 1, cpu = i, at = T(ms(31) + us(10) * i) }
    end
    s:finish(ms(50))
  end,
}

case "periodic-sooner" {
  title = "an earlier deadline leaves a periodic timer for all in its step",
  clauses = { "TICK-GLOBAL-1", "TICK-LOW-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 2, timers = { { flags = "periodic" } } }
    local t, u = s:hrtimer(), s:hrtimer()
    local b = s:thread { cpu = 1 }
    local a = s:at(ms(1)):start(t, { rel = ms(20) })
    local e = b:at(us(5100)):start(u, { rel = us(300) })
    s:expect { t, n = 1, cpu = 0, at = a + ms(20) }
    s:expect { u, n = 1, cpu = 1, at = e + us(400) }
    s:at(ms(45)):tally "hal.program":gives(1)
    s:finish(ms(50))
  end,
}

case "periodic" {
  title = "one periodic timer serves the hrtimers of all CPUs at its ticks",
  clauses = { "TICK-GLOBAL-2", "TICK-LOW-1", "TICK-LOW-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "periodic" } } }
    on_each_cpu(s, function (i) return ms(20) - us(1100) * i end,
      function (i) return (ms(20) - us(1100) * i + us(499)) // us(500)
        * us(500) end)
    s:at(ms(30)):tally "hal.intr":gives(40)
    s:at(ms(45)):tally "hal.intr":gives(40)
    s:finish(ms(50))
  end,
}
