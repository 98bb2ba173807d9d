-- SPDX-License-Identifier: BSD-2-Clause
-- Expiry: when, how often, where, and with what argument.

case "once" {
  title = "the callback of a timer is called once",
  clauses = { "HRT-EXPIRE-3" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10) }
    s:finish(ms(500))
  end,
}

case "data" {
  title = "each of two timers with one function gets its own data",
  clauses = { "HRT-EXPIRE-3" },
  run = function (s)
    local t = s:hrtimer { n = 3, callback = function (c)
      c:mark "came"
    end }
    local due = { ms(30), ms(10), ms(20) }
    for i = 0, 2 do
      local a = s:at(0):start(t[i], { rel = due[i + 1] })
      s:expect { t[i], n = 1, at = a + due[i + 1] }
    end
    s:finish(ms(50))
  end,
}

-- The interrupt that was programmed for the first timer still comes.
case "gone-deadline" {
  title = "the interrupt of a cancelled timer runs no other timer early",
  clauses = { "HRT-EXPIRE-1" },
  run = function (s)
    local t, gone = s:hrtimer {}, s:hrtimer "gone"
    s:at(0):start(gone, { rel = ms(10) })
    local a = s:at(0):start(t, { rel = ms(30) })
    s:at(ms(5)):cancel(gone)
    s:expect { t, at = a + ms(30) }
    s:finish(ms(50))
  end,
}

case "gone-deadline-own" {
  title = "a timer that was moved away from the next interrupt is not early",
  clauses = { "HRT-EXPIRE-1", "HRT-START-2" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(10) })
    local a = s:at(ms(5)):start(t, { rel = ms(30) }):gives(1)
    s:expect { t, at = a + ms(30) }
    s:finish(ms(50))
  end,
}

case "neighbours" {
  title = "of deadlines a nanosecond apart none is early and none is late",
  clauses = { "HRT-EXPIRE-1", "HRT-EXPIRE-2" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { n = 20 }
    for i = 0, 19 do
      local a = s:at(0):start(t[i], { rel = ms(10) + i })
      s:expect { t[i], at = a + ms(10) + i }
    end
    s:finish(ms(20))
  end,
}

case "absolute-exact" {
  title = "a timer is due as soon as its clock reads its deadline",
  clauses = { "HRT-EXPIRE-2" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { n = 5 }
    local r = s:hrtimer("r", { n = 5, clock = "real" })
    for i, v in ipairs { 1, 999, ms(1), 123456789, sec(1) + 1 } do
      s:at(0):start(t[i - 1], { abs = T(v) })
      s:at(0):start(r[i - 1], { abs = T(v) })
      s:expect { t[i - 1], at = T(v) }
      s:expect { r[i - 1], at = T(v) }
    end
    s:finish(sec(2))
  end,
}

case "late-all-at-once" {
  title = "timers that are overdue when interrupts come on all run then",
  clauses = { "HRT-EXPIRE-2" },
  run = function (s)
    local t = s:hrtimer { n = 4 }
    for i = 0, 3 do s:at(0):start(t[i], { rel = ms(10 * (i + 1)) }) end
    s:at(ms(5)):mask { lim = ms(50) }
    local u = s:at(ms(35)):unmask()
    for i = 0, 2 do s:expect { t[i], n = 1, at = u } end
    s:expect { t[3], n = 1 }
    s:finish(ms(60))
  end,
}

case "late-within-callback" {
  title = "a timer that comes due during another's callback runs after it",
  clauses = { "HRT-EXPIRE-2" },
  needs = { "callback-hold" },
  run = function (s)
    local t, o = s:hrtimer {}, s:hrtimer("o", { callback = function (c)
      c:hold(ms(20))
    end })
    local b = s:at(0):start(o, { rel = ms(10) })
    local a = s:at(0):start(t, { rel = ms(20) })
    s:expect { o, at = b + ms(10) }
    s:expect { t, not_before = a + ms(20), not_after = b + ms(30),
      within = s.class == "virtual" and 0 or ms(5) }
    s:relate { "t1.call", "begins-after", "o.call" }
    s:finish(ms(60))
  end,
}

case "late-callback-other-clock" {
  title = "a timer on the other clock that comes due during a callback " ..
    "runs after it",
  clauses = { "HRT-EXPIRE-2" },
  needs = { "callback-hold" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    local o = s:hrtimer("o", { callback = function (c) c:hold(ms(20)) end })
    local b = s:at(0):start(o, { rel = ms(10) })
    s:at(0):start(t, { abs = T(ms(20)) })
    s:expect { o, at = b + ms(10) }
    s:expect { t, not_before = T(ms(20)) }
    s:relate { "t1.call", "begins-after", "o.call" }
    s:finish(ms(60))
  end,
}

case "cpu" {
  title = "a timer runs on the CPU that started it, whichever that is",
  clauses = { "HRT-EXPIRE-4" },
  needs = { "smp" },
  run = function (s)
    local cpus = math.min(s.st "cpus", 4)
    local t = s:hrtimer { n = cpus }
    for cpu = 0, cpus - 1 do
      local b = cpu == 0 and s:main() or s:thread { cpu = cpu }
      local a = b:at(0):start(t[cpu], { rel = ms(10) })
      s:expect { t[cpu], n = 1, at = a + ms(10), cpu = cpu }
    end
    s:finish(ms(30))
  end,
}

case "cpu-moves" {
  title = "a timer that another CPU starts again moves to that CPU",
  clauses = { "HRT-EXPIRE-4", "HRT-START-2" },
  needs = { "smp" },
  run = function (s)
    local t = s:hrtimer {}
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    local a = b:at(ms(5)):start(t, { rel = ms(20) }):gives(1)
    s:expect { t, n = 1, at = a + ms(20), cpu = 1 }
    local d = s:at(ms(40)):start(t, { rel = ms(10) }):gives(0)
    s:expect { t, n = 2, at = d + ms(10), cpu = 0 }
    s:finish(ms(70))
  end,
}

-- The runs of an interrupt are counted, and each CPU counts its own.
case "cpu-after-cpu" {
  title = "a timer that each CPU starts in turn is on time on each",
  clauses = { "HRT-EXPIRE-2", "HRT-EXPIRE-4" },
  needs = { "smp" },
  run = function (s)
    local t = s:hrtimer {}
    for cpu = 0, math.min(s.st "cpus", 4) - 1 do
      local b = cpu == 0 and s:main() or s:thread { cpu = cpu }
      local a = b:at(cpu * ms(20)):start(t, { rel = ms(10) })
      s:expect { t, n = cpu + 1, at = a + ms(10), cpu = cpu }
    end
    s:finish(ms(100))
  end,
}

case "cpu-masked" {
  title = "a CPU with interrupts off does not delay the timers of another",
  clauses = { "HRT-EXPIRE-4", "HRT-EXPIRE-2" },
  needs = { "smp", "percpu" },
  run = function (s)
    local t, o = s:hrtimer {}, s:hrtimer "o"
    local b = s:thread { cpu = 1 }
    s:at(0):mask { lim = ms(50) }
    s:at(0):start(t, { rel = ms(10) })
    local a = b:at(0):start(o, { rel = ms(20) })
    local u = s:at(ms(35)):unmask()
    s:expect { t, n = 1, at = u, cpu = 0 }
    s:expect { o, n = 1, at = a + ms(20), cpu = 1 }
    s:finish(ms(60))
  end,
}

-- A thread that never gives way keeps every other thread of its CPU out.
case "interrupt" {
  title = "a callback runs although a thread keeps its CPU",
  clauses = { "HRT-EXPIRE-4" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(10) })
    s:main():burn(ms(30))
    s:expect { t, n = 1, at = a + ms(10), within =
      s.class == "virtual" and 0 or ms(5), cpu = 0 }
    s:finish(ms(50))
  end,
}

case "not-queued-inside" {
  title = "while its callback runs a timer is not queued",
  clauses = { "HRT-EXPIRE-5" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):active():gives(s.st "hrtimer.active-in-callback")
      c:nth(1):start { rel = ms(10) }:gives(0)
    end }
    s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1 }
    s:expect { t, n = 2 }
    s:finish(ms(50))
  end,
}

case "not-queued-outside" {
  title = "another CPU that starts a timer in its callback is told that it " ..
    "was not queued",
  clauses = { "HRT-EXPIRE-5", "HRT-START-1" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):mark "in"
      c:nth(1):hold { till = "out", lim = ms(20) }
    end }
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    local a = b:after "in":start(t, { rel = ms(20) }):gives(0)
    b:mark "out"
    s:expect { t, n = 1 }
    s:expect { t, n = 2, at = a + ms(20) }
    s:finish(ms(60))
  end,
}

case "three-events" {
  title = "each expiry is a programmed interrupt, its event, and the timer",
  clauses = { "HRT-EXPIRE-1", "HRT-EXPIRE-2" },
  needs = { "watch" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = ms(10) }
      c:nth("1-2"):ret "restart"
    end }
    s:watch "hal.program,et.event,hrt.expire"
    local a = s:at(0):start(t, { rel = ms(10) })
    for i = 1, 3 do
      s:expect { t, n = i, at = a + ms(10 * i), added = 1 }
      s:expect { "simtimer", "hal.program", at = a + ms(10 * (i - 1)),
        v = ms(10) }
      s:expect { "simtimer", "et.event", at = a + ms(10 * i) }
      s:expect { t, "hrt.expire", at = a + ms(10 * i) }
    end
    local each = {}
    for _ = 1, 3 do
      for _, name in ipairs { "hal.program", "et.event", "hrt.expire" } do
        each[#each + 1] = name
      end
    end
    s:order(each)
    s:finish(ms(45))
  end,
}

case "no-needless-interrupts" {
  title = "one timer costs one programming and one interrupt",
  clauses = { "HRT-EXPIRE-2" },
  needs = { "watch" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):tally "hal.program":gives(0)
    local a = s:at(0):start(t, { rel = sec(10) })
    s:at(sec(20)):tally "hal.program":gives(1)
    s:at(sec(20)):tally "hal.intr":gives(1)
    s:at(sec(20)):tally "hrt.expire":gives(1)
    s:expect { t, at = a + sec(10) }
    s:finish(sec(30))
  end,
}
