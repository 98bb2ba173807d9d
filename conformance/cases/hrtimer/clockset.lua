-- SPDX-License-Identifier: BSD-2-Clause
-- Setting CLOCK_REALTIME under armed timers.

case "forward-past" {
  title = "an absolute timer is due at once when its clock is set past it",
  clauses = { "HRT-CLOCK-1" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(sec(3600)) })
    local j = s:at(ms(10)):setclock("real", { by = sec(7200) })
    s:at(ms(20)):active(t):gives(0)
    s:expect { t, n = 1, at = j }
    s:finish(ms(60))
  end,
}

-- Set so that the deadline lies so far ahead of the new reading.
for _, row in ipairs { { "on", 0 }, { "just-past", -1 } } do
  local key, ahead = table.unpack(row)
  case("forward-" .. key) {
    title = "setting the clock to a timer's deadline makes it due: " .. key,
    clauses = { "HRT-CLOCK-1", "HRT-EXPIRE-2" },
    class = { "virtual" },
    run = function (s)
      local t = s:hrtimer { clock = "real" }
      s:at(0):start(t, { abs = T(sec(3600)) })
      local j = s:at(ms(10)):setclock("real",
        { by = sec(3600) - ms(10) - ahead })
      s:expect { t, n = 1, at = j }
      s:finish(ms(60))
    end,
  }
end

case "forward-short" {
  title = "a clock set to just before a deadline makes the timer due just then",
  clauses = { "HRT-CLOCK-1", "HRT-EXPIRE-1" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(sec(3600)) })
    s:at(ms(10)):setclock("real", { by = sec(3600) - ms(30) })
    s:expect { t, n = 1, at = T(sec(3600)) }
    s:finish(ms(60))
  end,
}

case "forward-each" {
  title = "of several timers those that the new time has passed are due",
  clauses = { "HRT-CLOCK-1" },
  run = function (s)
    local t = s:hrtimer { n = 4, clock = "real" }
    for i = 0, 3 do s:at(0):start(t[i], { abs = T(sec(100 * (i + 1))) }) end
    local j = s:at(ms(10)):setclock("real", { by = sec(250) })
    local k = s:at(ms(30)):setclock("real", { by = sec(250) })
    for i = 0, 1 do s:expect { t[i], n = 1, at = j } end
    for i = 2, 3 do s:expect { t[i], n = 1, at = k } end
    s:finish(ms(60))
  end,
}

case "forward-every-cpu" {
  title = "timers of every CPU are due at once when the clock passes them",
  clauses = { "HRT-CLOCK-1", "HRT-EXPIRE-4" },
  needs = { "smp" },
  run = function (s)
    local cpus = math.min(s.st "cpus", 4)
    local t = s:hrtimer { n = cpus, clock = "real" }
    for cpu = 0, cpus - 1 do
      local b = cpu == 0 and s:main() or s:thread { cpu = cpu }
      b:at(0):start(t[cpu], { abs = T(sec(3600)) })
    end
    local j = s:at(ms(10)):setclock("real", { by = sec(7200) })
    for cpu = 0, cpus - 1 do
      s:expect { t[cpu], n = 1, at = j, cpu = cpu }
    end
    s:finish(ms(30))
  end,
}

case "forward-masked" {
  title = "a timer that the clock passes while interrupts are off is due " ..
    "when they are on",
  clauses = { "HRT-CLOCK-1" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(sec(3600)) })
    s:at(0):mask { lim = ms(40) }
    s:at(ms(10)):setclock("real", { by = sec(7200) })
    local u = s:at(ms(25)):unmask()
    s:expect { t, n = 1, at = u }
    s:finish(ms(60))
  end,
}

case "back" {
  title = "an absolute timer waits for its clock when that is set back",
  clauses = { "HRT-CLOCK-2" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(ms(30)) })
    s:at(ms(10)):setclock("real", { by = -ms(100) })
    s:at(ms(60)):active(t):gives(1)
    s:expect { t, n = 1, at = T(ms(30)) }
    s:finish(ms(200))
  end,
}

case "back-years" {
  title = "an absolute timer does not expire when its clock is set back years",
  clauses = { "HRT-CLOCK-2" },
  run = function (s)
    local t, w = s:hrtimer { clock = "real" }, s:hrtimer "w"
    s:at(0):start(t, { abs = T(ms(20)) })
    local a = s:at(0):start(w, { rel = ms(50) })
    s:at(ms(10)):setclock("real", { by = -sec(86400 * 3650) })
    s:at(ms(70)):active(t):gives(1)
    s:at(ms(70)):cancel(t)
    s:expect { w, n = 1, at = a + ms(50) }
    s:finish(ms(90))
  end,
}

case "back-and-forth" {
  title = "a clock that is set back and then right again moves no deadline",
  clauses = { "HRT-CLOCK-1", "HRT-CLOCK-2" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(ms(60)) })
    s:at(ms(10)):setclock("real", { by = -sec(3600) })
    s:at(ms(20)):setclock("real", { by = sec(3600) })
    s:at(ms(30)):setclock("real", { by = sec(1) - ms(970) })
    s:expect { t, n = 1, at = T(ms(60)) }
    s:finish(ms(100))
  end,
}

case "back-every-cpu" {
  title = "timers of every CPU wait when the clock is set back",
  clauses = { "HRT-CLOCK-2" },
  needs = { "smp" },
  run = function (s)
    local cpus = math.min(s.st "cpus", 4)
    local t = s:hrtimer { n = cpus, clock = "real" }
    for cpu = 0, cpus - 1 do
      local b = cpu == 0 and s:main() or s:thread { cpu = cpu }
      b:at(0):start(t[cpu], { abs = T(ms(20)) })
      s:expect { t[cpu], n = 1, at = T(ms(20)) }
    end
    s:at(ms(10)):setclock("real", { by = -ms(50) })
    s:finish(ms(100))
  end,
}

case "same-time" {
  title = "setting the clock to the time it shows changes nothing",
  clauses = { "HRT-CLOCK-1", "HRT-CLOCK-2" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(ms(30)) })
    s:at(ms(10)):setclock("real", { by = 0 })
    s:expect { t, n = 1, at = T(ms(30)) }
    s:finish(ms(60))
  end,
}

-- Timers that setting the clock must not move.
for _, row in ipairs {
  { "relative", "real", "rel", "HRT-CLOCK-3",
    "a relative timer on the settable clock" },
  { "mono-relative", "mono", "rel", "HRT-CLOCK-4",
    "a relative timer on the monotonic clock" },
  { "mono-absolute", "mono", "abs", "HRT-CLOCK-4",
    "an absolute timer on the monotonic clock" },
} do
  local key, clock, how, clause, what = table.unpack(row)
  for _, jump in ipairs { { "forward", sec(86400) }, { "back", -sec(86400) },
      { "a-little", ms(25) }, { "a-little-back", -ms(25) } } do
    case(key .. "-" .. jump[1]) {
      title = ("%s is not moved when the clock is set: %s"):format(what,
        jump[1]),
      clauses = { clause },
      run = function (s)
        local t = s:hrtimer { clock = clock }
        local a = s:at(0):start(t, { [how] =
          how == "abs" and T(ms(40)) or ms(40) })
        s:at(ms(10)):setclock("real", { by = jump[2] })
        s:expect { t, n = 1, at = a + ms(40) }
        s:finish(ms(90))
      end,
    }
  end
end

case "relative-after" {
  title = "a relative timer started after the clock was set counts from then",
  clauses = { "HRT-CLOCK-3", "HRT-START-4" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):setclock("real", { by = sec(86400) })
    local a = s:at(ms(10)):start(t, { rel = ms(20) })
    s:at(ms(20)):setclock("real", { by = -sec(86400) })
    s:expect { t, n = 1, at = a + ms(20) }
    s:finish(ms(50))
  end,
}

case "relative-periodic" {
  title = "a periodic timer with a relative first time keeps its beat when " ..
    "the clock is set",
  clauses = { "HRT-CLOCK-3", "HRT-FORWARD-2" },
  run = function (s)
    local t = s:hrtimer { clock = "real", callback = function (c)
      c:forward { by = ms(20) }
      c:ret "restart"
    end }
    local a = s:at(0):start(t, { rel = ms(20) })
    s:at(ms(30)):setclock("real", { by = sec(3600) })
    s:at(ms(50)):setclock("real", { by = -sec(7200) })
    for i = 1, 4 do
      s:expect { t, n = i, at = a + ms(20 * i), added = 1 }
    end
    s:finish(ms(95))
  end,
}

case "absolute-periodic-back" {
  title = "a periodic timer with an absolute first time follows the clock back",
  clauses = { "HRT-CLOCK-2", "HRT-RESTART-1" },
  run = function (s)
    local t = s:hrtimer { clock = "real", callback = function (c)
      c:forward { by = ms(20) }
      c:ret "restart"
    end }
    s:at(0):start(t, { abs = T(ms(20)) })
    s:at(ms(30)):setclock("real", { by = -ms(40) })
    s:expect { t, n = 1, at = T(ms(20)), added = 1 }
    s:expect { t, n = 2, at = T(ms(40)), added = 1 }
    s:expect { t, n = 3, at = T(ms(60)), added = 1 }
    s:finish(ms(110))
  end,
}

case "restart-after-set" {
  title = "an absolute timer restarted after the clock was set past it is " ..
    "due at once",
  clauses = { "HRT-CLOCK-1", "HRT-AGAIN-2" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(sec(100)) })
    s:at(ms(10)):cancel(t)
    s:at(ms(20)):setclock("real", { by = sec(200) })
    local a = s:at(ms(30)):restart(t):gives(0)
    s:expect { t, n = 1, at = a }
    s:finish(ms(60))
  end,
}

-- The last second of 31 and of 32 bits; and that of 2262 in which nanoseconds
-- in 63 bits end, a clock that the scenario leaves in time.
for _, row in ipairs { { "2038", 2147483648 }, { "2106", 4294967296 },
    { "2262", 9223372036 } } do
  local key, second = table.unpack(row)
  case("year-" .. key) {
    title = "absolute timers around the end of " .. key .. "'s seconds are met",
    clauses = { "HRT-START-3", "HRT-CLOCK-1" },
    needs = { "ktime64" },
    origin = "D-02",
    run = function (s)
      local t = s:hrtimer { n = 3, clock = "real" }
      local j = s:at(ms(10)):setclock("real", { to = sec(second - 1) })
      for i = 0, 2 do
        s:at(ms(10)):start(t[i], { abs = sec(second) + ms(10) * (i - 1) })
        s:expect { t[i], n = 1, at = j + sec(1) + ms(10) * (i - 1) }
      end
      s:finish(ms(1500))
    end,
  }
end
