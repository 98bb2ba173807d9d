-- SPDX-License-Identifier: BSD-2-Clause
-- Another event timer, while the machine runs.

local THREE = { { quality = 1000 }, { flags = "oneshot", quality = 300 },
  { flags = "periodic", quality = 100 } }

local function timer(s, at, name)
  return s:at(at):sysctl("kern.eventtimer.timer", { set = name })
end

case "deadlines" {
  title = "deadlines of all CPUs are kept over changes of the timer",
  clauses = { "TICK-SWITCH-1", "TICK-SWITCH-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = THREE }
    for i = 0, 3 do
      local t = s:hrtimer()
      local b = i == 0 and s:main() or s:thread { cpu = i }
      local a = b:at(ms(1)):start(t, { rel = ms(40) - ms(7) * i })
      s:expect { t, n = 1, cpu = i, at = a + ms(40) - ms(7) * i }
    end
    timer(s, ms(10), "simtimer1")
    timer(s, us(22500), "simtimer2")
    timer(s, us(30200), "simtimer")
    timer(s, us(39800), "simtimer1")
    s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer1" }
    s:finish(ms(200))
  end,
}

case "without-regard-to-case" {
  title = "a timer is found by its name without regard to case",
  clauses = { "TICK-SWITCH-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = THREE }
    timer(s, ms(1), "SimTimer2")
    s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer2" }
    s:main():sysctl "kern.eventtimer.periodic":shows { v = "1" }
    s:finish(ms(20))
  end,
}

case "same" {
  title = "setting the timer in use does nothing",
  clauses = { "TICK-SWITCH-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = THREE }
    timer(s, ms(1), "simtimer")
    s:main():tally "et.stop":gives(0)
    s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:finish(ms(20))
  end,
}

case "ticks" {
  title = "no tick is lost or added by changes of the timer",
  clauses = { "TICK-SWITCH-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 2, timers = THREE }
    s:prep():sysctl("kern.eventtimer.idletick", { set = 1 })
    local h = s:stream()
    s:at(0):on(h)
    for k = 0, 9 do
      timer(s, us(100300) + us(90400) * k, ({ "simtimer1", "simtimer2",
        "simtimer" })[k % 3 + 1])
    end
    s:at(us(1000600)):ticks(h, { cpu = 0 }):gives(1000)
    s:main():ticks(h, { cpu = 1 }):gives(1000)
    s:finish(ms(1100))
  end,
}

case "ticks-at-another-rate" {
  title = "a change to another rate goes on from the last tick",
  clauses = { "TICK-SWITCH-2", "TICK-RATE-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1, timers = { {}, { quality = 10, freq = 32768,
      flags = "oneshot|pow2div" } } }
    s:prep():sysctl("kern.eventtimer.idletick", { set = 1 })
    local h = s:stream()
    s:at(0):on(h)
    timer(s, us(100900), "simtimer1")
    s:at(us(1101500)):ticks(h):gives(100 + 1025)
    s:finish(ms(1200))
  end,
}

case "unknown" {
  title = "a name that no timer has is refused, and the old one stays",
  clauses = { "TICK-SWITCH-6" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = THREE }
    timer(s, ms(1), "simtimer7"):fails "ENOENT"
    s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:main():tally "et.stop":gives(0)
    s:finish(ms(20))
  end,
}

case "not-to-be-had" {
  title = "a timer without a mode, or with another consumer, is refused",
  clauses = { "TICK-SWITCH-6" },
  class = { "virtual" },
  run = function (s)
    local d = s:eventtimer { called = "no-mode", flags = "percpu" }
    local e = s:eventtimer { called = "taken", flags = "oneshot" }
    s:at(0):register(d)
    s:main():register(e)
    s:main():init(e)
    timer(s, ms(1), "no-mode"):fails "ENOENT"
    timer(s, ms(1), "taken"):fails "ENOENT"
    s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:finish(ms(20))
  end,
}

case "best-again" {
  title = "the empty value takes the best timer, one that came later too",
  clauses = { "TICK-SWITCH-7" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = THREE }
    local d = s:eventtimer { called = "best", flags = "oneshot|percpu",
      quality = 2000 }
    timer(s, ms(1), "simtimer2")
    timer(s, ms(2), "none")
    s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:at(ms(3)):register(d)
    s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    timer(s, ms(4), "none")
    s:main():sysctl "kern.eventtimer.timer":shows { v = "best" }
    s:expect { d, "drvstart", times = 0 }
    s:finish(ms(20))
  end,
}

case "withdrawn" {
  title = "the driver of the timer in use may withdraw it",
  clauses = { "TICK-SWITCH-4", "TICK-SWITCH-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1 }
    local d = s:eventtimer { called = "mine", flags = "oneshot|percpu",
      quality = 2000, max = sec(1) }
    local t = s:hrtimer()
    s:at(0):register(d)
    timer(s, 0, "mine")
    local a = s:at(ms(1)):start(t, { rel = ms(30) })
    s:expect { d, "drvstart", n = 1, cpu = 0, first = ms(30), period = 0,
      at = a }
    s:at(ms(10)):deregister(d)
    s:expect { d, "drvstop", cpu = 0 }
    s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:main():sysctl "kern.eventtimer.et.mine.flags":fails "ENOENT"
    s:expect { t, n = 1, at = a + ms(30) }
    s:finish(ms(50))
  end,
}

case "spare-withdrawn" {
  title = "so may that of the timer that stands by",
  clauses = { "TICK-SWITCH-4" },
  class = { "virtual" },
  run = function (s)
    local d = s:eventtimer { called = "mine", flags = "oneshot",
      quality = 10, max = sec(1) }
    local t = s:hrtimer()
    s:at(0):register(d)
    timer(s, ms(1), "mine")
    timer(s, ms(1), "simtimer")
    local a = s:at(ms(2)):start(t, { rel = ms(30) })
    s:at(ms(10)):deregister(d)
    s:main():sysctl "kern.eventtimer.timer":shows { v = "simtimer" }
    s:expect { d, "drvstop", times = { 1, 9 } }
    s:expect { d, "drvstart", times = 1, first = ms(130) }
    s:expect { t, n = 1, at = a + ms(30) }
    s:finish(ms(50))
  end,
}

case "the-last" {
  title = "the only timer cannot be withdrawn",
  clauses = { "TICK-SWITCH-5" },
  class = { "virtual" },
  run = function (s)
    local d = s:eventtimer { called = "mine", flags = "oneshot|percpu",
      quality = 10, max = sec(1) }
    s:machine { cpus = 1 }
    s:at(0):register(d)
    timer(s, 0, "mine")
    timer(s, 0, "simtimer")
    s:expect { d, "drvstop", times = { 1, 9 } }
    local m = s:at(ms(1))
    m:rep(9, function (r)
      r:fault("spurious", { cpu = 0 })
      r:pause(us(10))
    end)
    s:at(ms(2)):sysctl "kern.eventtimer.timer":shows { v = "mine" }
    s:main():deregister(d):fails "EBUSY"
    s:main():sysctl "kern.eventtimer.timer":shows { v = "mine" }
    s:finish(ms(50))
  end,
}

case "cpu-off-line" {
  title = "a CPU that was off line during a change uses the new timer",
  clauses = { "TICK-SWITCH-8" },
  class = { "virtual" },
  run = function (s)
    local d = s:eventtimer { called = "mine", flags = "oneshot|percpu",
      quality = 10, max = sec(1) }
    local t = s:hrtimer()
    local b = s:thread { cpu = 1 }
    s:machine { cpus = 2 }
    s:at(0):register(d)
    s:at(ms(1)):cpu_off(1)
    timer(s, ms(2), "mine")
    s:at(ms(3)):cpu_on(1)
    local a = b:at(ms(5)):start(t, { rel = ms(10) })
    s:expect { d, "drvstart", cpu = 1, first = ms(10), at = a }
    s:at(ms(10)):cpu_off(1)
    timer(s, ms(12), "simtimer")
    s:expect { d, "drvstop", times = { 1, 9 } }
    s:expect { d, "drvstart", times = { 0, 9 } }
    s:expect { t, n = 1, cpu = 0, at = a + ms(10) }
    s:finish(ms(50))
  end,
}

-- CPU 1 cannot go before it is unmasked.
case "cpu-going" {
  title = "a change of the timer while a CPU is going off line waits for that",
  clauses = { "TICK-SWITCH-8", "TICK-SWITCH-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 3, timers = THREE }
    local t = s:hrtimer()
    local b, c = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    b:at(ms(1)):start(t, { rel = ms(60) })
    b:at(ms(10)):mask { lim = ms(30) }
    s:at(ms(15)):cpu_off(1)
    c:at(ms(20)):sysctl("kern.eventtimer.timer", { set = "simtimer1" })
    b:at(ms(30)):unmask()
    s:expect { t, n = 1, at = ms(61) }
    c:at(ms(40)):sysctl "kern.eventtimer.timer":shows { v = "simtimer1" }
    s:at(ms(50)):cpu_on(1)
    s:finish(ms(200))
  end,
}

case "others-go-on" {
  title = "a change that waits for a masked CPU holds up no other",
  clauses = { "TICK-SWITCH-9" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 3, timers = THREE }
    local t = s:hrtimer()
    local b, c = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    local a = s:at(ms(1)):start(t, { rel = ms(20) })
    b:at(ms(10)):mask { lim = ms(30) }
    c:at(ms(15)):sysctl("kern.eventtimer.timer", { set = "simtimer1" })
    b:at(ms(30)):unmask()
    s:expect { t, n = 1, cpu = 0, at = a + ms(20) }
    c:at(ms(40)):sysctl "kern.eventtimer.timer":shows { v = "simtimer1" }
    s:finish(ms(200))
  end,
}

case "latched" {
  title = "an interrupt that waits behind a mask during a change is none",
  clauses = { "TICK-SWITCH-1", "ET-FREQ-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 2, timers = THREE }
    local t = s:hrtimer()
    local b = s:thread { cpu = 1 }
    s:at(ms(1)):start(t, { rel = ms(16) })
    s:at(ms(15)):mask { lim = ms(30) }
    -- Which pauses at once; a change of the timer waits for who is masked.
    b:at(ms(20)):fault("freq-change", { freq = 500000000, tell = 1 })
    local u = s:at(ms(25)):unmask()
    s:expect { t, n = 1, cpu = 0, at = u }
    s:at(ms(40)):tally "tick.liar":gives(0)
    s:finish(ms(200))
  end,
}

case "another-frequency" {
  title = "a change of a timer that is not in use stops nothing",
  clauses = { "TICK-SWITCH-1", "ET-FREQ-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = THREE }
    local t = s:hrtimer()
    local a = s:at(ms(1)):start(t, { rel = ms(10) })
    s:at(ms(5)):fault("freq-change", { on = "simtimer2", freq = 1000000,
      tell = 1 })
    s:main():tally "et.stop":gives(0)
    s:expect { t, n = 1, at = a + ms(10) }
    s:finish(ms(200))
  end,
}

-- The interrupt of a timer for all goes to whoever is on line.
case "the-interrupted-off-line" {
  title = "one timer for all serves on when the CPU that it interrupted goes",
  clauses = { "TICK-GLOBAL-1", "TICK-GLOBAL-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { flags = "oneshot" } } }
    local t, u = s:hrtimer(), s:hrtimer()
    local b, e = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    local a = b:at(ms(1)):start(t, { rel = ms(20) })
    local c = e:at(ms(1)):start(u, { rel = ms(30) })
    b:at(ms(5)):cpu_off(0)
    s:expect { t, n = 1, cpu = 1, at = a + ms(20) }
    s:expect { u, n = 1, cpu = 2, at = c + ms(30) }
    b:at(ms(40)):cpu_on(0)
    s:finish(ms(50))
  end,
}
