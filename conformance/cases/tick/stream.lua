-- SPDX-License-Identifier: BSD-2-Clause
-- hardclock, statclock, profclock.  A CPU that does nothing is idle in virtual
-- time, so most cases have idle CPUs tick too.

local CPUS = 4

local function tick_when_idle(s, hz)
  s:prep():sysctl("kern.eventtimer.idletick", { set = 1 })
  if hz then s:prep():sysctl("kern.hz", { set = hz }) end
end

-- The ticks of each CPU by now.
local function counts(s, at, h, n)
  for cpu = 0, math.min(s.st "cpus", CPUS) - 1 do
    s:at(at):ticks(h, { cpu = cpu }):gives(n)
  end
end

case "hard-at-its-times" {
  title = "each tick of hardclock comes at its time",
  clauses = { "TICK-HARD-1", "TICK-HARD-2", "TICK-NAME-6" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1 }
    tick_when_idle(s, 100)
    local h = s:stream { callback = function () end }
    local a = s:at(ms(3)):on(h)
    for k = 1, 19 do
      s:expect { h, n = k, cpu = 0, ticks = 1, at = a + ms(10) * k }
    end
    s:finish(ms(199))
  end,
}

for _, kind in ipairs { "oneshot|percpu", "periodic|percpu", "oneshot",
    "periodic" } do
  local key = kind:gsub("|", "-")
  case("hard-" .. key) {
    title = "hardclock counts 1000 ticks a second on each CPU with " .. kind,
    clauses = { "TICK-HARD-1" },
    class = { "virtual" },
    run = function (s)
      s:machine { cpus = CPUS, timers = { { flags = kind } } }
      tick_when_idle(s)
      local h = s:stream()
      s:at(0):on(h)
      counts(s, ms(100), h, 100)
      counts(s, us(100900), h, 100)
      counts(s, sec(1), h, 1000)
      s:finish(ms(1100))
    end,
  }
end

case "hard-slow-divisor" {
  title = "the error of a rate does not add up",
  clauses = { "TICK-HARD-1", "TICK-RATE-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1, timers = { { freq = 32768 } } }
    tick_when_idle(s)
    local h = s:stream()
    s:at(0):sysctl "kern.hz":shows { v = "993" }
    s:main():on(h)
    s:at(sec(10)):ticks(h):gives(32768 * 10 // 33)
    s:finish(sec(11))
  end,
}

case "hard-masked" {
  title = "ticks of a masked CPU are told in one call, with their number",
  clauses = { "TICK-HARD-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1 }
    tick_when_idle(s, 100)
    local h = s:stream { callback = function () end }
    local a = s:at(0):on(h)
    s:at(ms(15)):mask { lim = ms(40) }
    local u = s:at(ms(48)):unmask()
    s:expect { h, n = 1, ticks = 1, at = a + ms(10) }
    s:expect { h, n = 2, ticks = 3, at = u }
    s:expect { h, n = 3, ticks = 1, at = a + ms(50) }
    s:finish(ms(55))
  end,
}

case "none-no-interrupt" {
  title = "without a handler a second passes without an interrupt",
  clauses = { "TICK-HARD-3" },
  class = { "virtual" },
  run = function (s)
    tick_when_idle(s)
    local h = s:stream()
    s:at(sec(1)):tally "hal.intr":gives(0)
    s:main():on(h)
    s:at(ms(1100)):off(h)
    s:main():tally "hal.intr":gives "n"
    s:at(sec(2)):tally "hal.intr":gives "n"
    s:main():ticks(h):gives(100)
    s:finish(ms(2100))
  end,
}

for _, with in ipairs { "alone", "beside" } do
  case("stat-" .. with) {
    title = "statclock ticks at 127 Hz, " .. with .. " hardclock",
    clauses = { "TICK-STAT-1" },
    class = { "virtual" },
    run = function (s)
      s:machine { cpus = CPUS }
      tick_when_idle(s)
      local h, st = s:stream(), s:stream { type = "stat" }
      if with == "beside" then s:at(0):on(h) end
      s:at(0):on(st)
      s:main():sysctl "kern.stathz":shows { v = "127" }
      counts(s, ms(500), st, 63)
      counts(s, ms(1001), st, 127)
      s:finish(ms(1100))
    end,
  }
end

case "prof-while-on" {
  title = "profclock ticks while profiling is on, and only then",
  clauses = { "TICK-PROF-1", "TICK-PROF-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1 }
    tick_when_idle(s)
    local p, st = s:stream { type = "prof" }, s:stream { type = "stat" }
    s:at(0):on(p)
    s:main():on(st)
    s:main():sysctl "kern.profhz":shows { v = "8128" }
    s:at(ms(100)):ticks(p):gives(0)
    s:main():profiling { on = 1 }
    s:at(ms(200)):profiling { on = 1 }
    s:at(ms(300)):profiling { on = 0 }
    s:at(ms(600)):ticks(p):gives(4064)
    s:main():profiling { on = 0 }
    s:at(ms(1001)):ticks(p):gives(4064)
    s:main():ticks(st):gives(127)
    s:finish(ms(1100))
  end,
}

local function rate(key, title, clauses, timer, names)
  case(key) {
    title = title,
    clauses = clauses,
    class = { "virtual" },
    run = function (s)
      s:machine { timers = { timer } }
      for _, n in ipairs(names) do
        if n.set then
          s:at(ms(1)):sysctl(n[1], { set = n.set })
        else
          s:at(ms(1)):sysctl(n[1]):shows { v = n[2] }
        end
      end
      s:finish(ms(20))
    end,
  }
end

rate("rate-i8254", "rates are divided down from an odd frequency",
  { "TICK-RATE-1", "TICK-NAME-1" }, { freq = 1193182 },
  { { "kern.hz", "1000" }, { "kern.stathz", "127" },
    { "kern.profhz", "8117" } })
rate("rate-nearest", "the nearest divisor is taken, not the next lower",
  { "TICK-RATE-1" }, { freq = 10000 },
  { { "kern.hz", set = "2700" }, { "kern.hz", "2500" },
    { "kern.hz", set = "3000" }, { "kern.hz", "3333" } })
rate("rate-pow2", "a divider by powers of two gives powers of two",
  { "TICK-RATE-2", "TICK-RATE-3" },
  { freq = 32768, flags = "periodic|percpu|pow2div" },
  { { "kern.hz", "1024" }, { "kern.eventtimer.singlemul", "2" },
    { "kern.profhz", "2048" } })
rate("rate-pow2-nearest", "of the powers of two the nearest is taken",
  { "TICK-RATE-2" }, { freq = 1000000, flags = "oneshot|percpu|pow2div" },
  { { "kern.hz", set = "1400" }, { "kern.hz", "1953" },
    { "kern.hz", set = "1200" }, { "kern.hz", "977" } })

rate("rate-least", "no rate is above what the least period allows",
  { "TICK-RATE-1" }, { min = ms(2) },
  { { "kern.hz", "500" }, { "kern.stathz", "127" } })
rate("rate-greatest", "no rate is below what the greatest period allows",
  { "TICK-RATE-1" }, { max = us(500) },
  { { "kern.hz", "2000" }, { "kern.stathz", "2000" } })
rate("rate-singlemul", "singlemul is less the higher the rate, unless set",
  { "TICK-RATE-3", "TICK-NAME-1" }, { flags = "periodic|percpu" },
  { { "kern.hz", set = "2000" }, { "kern.eventtimer.singlemul", "1" },
    { "kern.hz", set = "768" }, { "kern.eventtimer.singlemul", "1" },
    { "kern.hz", set = "800" }, { "kern.eventtimer.singlemul", "2" },
    { "kern.hz", set = "100" }, { "kern.eventtimer.singlemul", "4" } })

case "prof-off-too-often" {
  title = "to end profiling that nobody began does nothing",
  clauses = { "TICK-PROF-1", "TICK-PROF-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1 }
    tick_when_idle(s)
    local p = s:stream { type = "prof" }
    s:at(0):profiling { on = 0 }
    s:main():on(p)
    s:at(ms(100)):ticks(p):gives(0)
    s:main():profiling { on = 1 }
    s:at(ms(200)):ticks(p):gives(812)
    s:finish(ms(300))
  end,
}

case "off-line" {
  title = "a CPU that is off line does not tick, nor is it told of it later",
  clauses = { "TICK-HARD-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 2 }
    tick_when_idle(s)
    local h = s:stream()
    s:at(0):on(h)
    s:at(us(100500)):cpu_off(1)
    s:at(us(300500)):cpu_on(1)
    s:at(us(400800)):ticks(h, { cpu = 1 }):gives(200)
    s:main():ticks(h, { cpu = 0 }):gives(400)
    s:finish(ms(500))
  end,
}

case "pow2-count" {
  title = "hardclock from a divider by powers of two counts its rate",
  clauses = { "TICK-RATE-2", "TICK-HARD-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 2, timers = { { freq = 32768,
      flags = "periodic|pow2div" } } }
    tick_when_idle(s)
    local h = s:stream()
    s:at(0):on(h)
    s:at(us(1000500)):ticks(h, { cpu = 0 }):gives(1024)
    s:main():ticks(h, { cpu = 1 }):gives(1024)
    s:main():tally "hal.intr":gives { "between", 2047, 2050 }
    s:finish(ms(1100))
  end,
}

for _, mul in ipairs { 1, 3, 20 } do
  case("singlemul-" .. mul) {
    title = ("a periodic timer ticks %d times for each hardclock"):format(mul),
    clauses = { "TICK-RATE-3", "TICK-NAME-6" },
    class = { "virtual" },
    run = function (s)
      s:machine { cpus = 1, timers = { { flags = "periodic|percpu" } } }
      tick_when_idle(s, 100)
      local h = s:stream()
      s:at(0):sysctl("kern.eventtimer.singlemul", { set = mul })
      s:main():on(h)
      s:main():tally "hal.intr":gives(0)
      s:at(sec(1)):ticks(h):gives(100)
      s:main():tally "hal.intr":gives { "between", 100 * mul - 1, 100 * mul }
      s:finish(ms(1100))
    end,
  }
end

case "idle-no-tick" {
  title = "an idle CPU is not woken for ticks and is told of them later",
  clauses = { "TICK-IDLE-1", "TICK-IDLE-3", "TICK-HARD-2" },
  class = { "virtual" },
  tie = true,
  run = function (s)
    s:machine { cpus = 2 }
    local h = s:stream { callback = function () end }
    local a = s:at(0):on(h)
    s:at(sec(1)):tally "hal.intr":gives(0)
    s:expect { h, n = 1, cpu = 0, ticks = 1000, at = a + sec(1) }
    s:main():ticks(h):gives(1000)
    s:main():ticks(h, { cpu = 1 }):gives(0)
    s:expect { h, times = { 0, 1 } }    -- the finish wakes CPU 0
    s:finish(ms(1100))
  end,
}

for name, flags in pairs { all = "oneshot", each = "oneshot|percpu" } do
  case("idle-for-" .. name) {
    title = "a machine that has ticks alone to wait for rests, with one timer "
      .. "for " .. name,
    clauses = { "TICK-IDLE-1", "TICK-GLOBAL-1" },
    class = { "virtual" },
    tie = true,
    run = function (s)
      s:machine { cpus = 2, timers = { { flags = flags } } }
      local h = s:stream()
      s:at(0):on(h)
      s:at(sec(1)):tally "hal.intr":gives(0)
      s:main():ticks(h):gives(1000)
      s:finish(ms(1100))
    end,
  }
end

case "another-rate" {
  title = "ticks go on at another rate, from the last one on",
  clauses = { "TICK-HARD-1", "TICK-NAME-6" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1 }
    tick_when_idle(s)
    local h = s:stream()
    s:at(0):on(h)
    s:at(us(100300)):sysctl("kern.hz", { set = 100 })
    s:at(us(109900)):ticks(h):gives(100)
    s:at(us(110100)):ticks(h):gives(101)
    s:at(us(300100)):ticks(h):gives(120)
    s:finish(ms(400))
  end,
}

case "unknown-frequency" {
  title = "a timer that tells no frequency is taken to count nanoseconds",
  clauses = { "TICK-RATE-1", "TICK-LOW-2" },
  class = { "virtual" },
  run = function (s)
    local d = s:eventtimer { called = "dark", flags = "oneshot|percpu",
      quality = 2000, max = sec(1) }
    local t = s:hrtimer()
    s:at(0):register(d)
    s:main():sysctl("kern.eventtimer.timer", { set = "dark" })
    s:main():sysctl("kern.hz", { set = 3000 })
    s:main():sysctl "kern.hz":shows { v = "3000" }
    s:main():res(t):shows { sec = 0, nsec = 1 }
    s:expect { d, "drvstop", times = { 0, 9 } }
    s:finish(ms(20))
  end,
}

rate("rate-frequency", "no rate is above the timer's own frequency",
  { "TICK-RATE-1" }, { freq = 1000, min = 0 },
  { { "kern.hz", set = "100000" }, { "kern.hz", "1000" } })
rate("rate-stat-slow", "statclock has each tick of a timer that is slower",
  { "TICK-RATE-3" }, { flags = "periodic|percpu" },
  { { "kern.hz", set = "100" }, { "kern.eventtimer.singlemul", set = "1" },
    { "kern.stathz", "100" } })

case "busy-ticks" {
  title = "a busy CPU ticks while the others are idle",
  clauses = { "TICK-IDLE-1", "TICK-IDLE-3" },
  class = { "virtual" },
  run = function (s)
    local h = s:stream()
    s:at(0):on(h)
    s:at(ms(100)):burn(us(50500))
    s:main():tally "hal.intr":gives(50)
    s:main():ticks(h):gives(150)
    s:finish(ms(400))
  end,
}

case "idle-timers" {
  title = "an idle CPU is woken by its timers, and not by ticks between",
  clauses = { "TICK-IDLE-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = 1 }
    local h = s:stream()
    local t = s:hrtimer { callback = function (c)
      c:forward { by = ms(10) } c:ret "restart" end }
    s:at(0):on(h)
    local a = s:main():start(t, { rel = ms(10) })
    for k = 1, 9 do s:expect { t, n = k, at = a + ms(10) * k, added = 1 } end
    s:at(ms(95)):tally "hal.intr":gives(9)
    s:main():ticks(h):gives(95)
    s:finish(ms(96))
  end,
}

case "idletick" {
  title = "idle CPUs tick while idletick is set",
  clauses = { "TICK-IDLE-2", "TICK-NAME-6" },
  class = { "virtual" },
  run = function (s)
    s:machine { cpus = CPUS }
    local h = s:stream()
    s:at(0):on(h)
    s:at(ms(100)):sysctl("kern.eventtimer.idletick", { set = 1 })
    counts(s, ms(100), h, 100)
    s:at(ms(200)):tally "hal.intr":gives(CPUS * 100)
    s:main():sysctl("kern.eventtimer.idletick", { set = 0 })
    s:at(ms(400)):tally "hal.intr":gives(CPUS * 100)
    s:finish(ms(500))
  end,
}
