-- SPDX-License-Identifier: BSD-2-Clause
-- Suspend and resume.

case "clocks" {
  title = "asleep, one clock stands still and the other moves on",
  clauses = { "TK-SUSPEND-1", "TK-SUSPEND-2" },
  class = { "virtual" },
  run = function (s)
    s:at(ms(5)):suspend { by = sec(3600) }
    s:main():now("mono"):gives(ms(5))
    s:main():now("real"):gives(sec(3600) + ms(5))
    s:at(sec(3600) + ms(9)):now("mono"):gives(ms(9))
    s:at(sec(3600) + ms(9)):now("real"):gives(sec(3600) + ms(9))
    s:finish(sec(3601))
  end,
}

case "stands" {
  title = "between suspend and resume every reading is the same",
  clauses = { "TK-SUSPEND-1" },
  class = { "virtual" },
  run = function (s)
    s:at(ms(5)):suspend()
    for i = 5, 9 do
      s:at(ms(i)):now("mono"):gives(ms(5))
      s:at(ms(i)):now("real"):gives(ms(5))
    end
    s:at(ms(10)):resume { by = ms(5) }
    s:at(ms(10)):now("mono"):gives(ms(5))
    s:at(ms(10)):now("real"):gives(ms(10))
    s:at(ms(12)):now("mono"):gives(ms(7))
    s:finish(ms(20))
  end,
}

case "timers" {
  title = "what came due asleep expires at the resume, the rest has time left",
  clauses = { "TK-SUSPEND-3" },
  class = { "virtual" },
  run = function (s)
    local mono, rel = s:hrtimer(), s:hrtimer { clock = "real" }
    local r = s:hrtimer { n = 4, clock = "real" }
    s:at(0):start(mono, { rel = ms(10) })
    s:at(0):start(rel, { rel = ms(11) })
    for i, at in ipairs { ms(4), ms(6), sec(10), sec(10) + ms(8) } do
      s:at(0):start(r[i - 1], { abs = T(at) })
    end
    s:at(ms(5)):suspend { by = sec(10) }
    local up = s:at(sec(10) + ms(5)):mark "up"
    s:expect { r[0], at = T(ms(4)) }
    s:expect { r[1], at = up }
    s:expect { r[2], at = up }
    s:expect { r[3], at = up + ms(3) }
    s:expect { mono, at = up + ms(5) }
    s:expect { rel, at = up + ms(6) }
    s:finish(sec(11))
  end,
}

case "told" {
  title = "timers are served at the resume though their interrupt is far away",
  clauses = { "TK-SUSPEND-3" },
  class = { "virtual" },
  needs = { "smp" },
  run = function (s)
    local t, b = s:hrtimer { n = 2, clock = "real" }, s:thread { cpu = 1 }
    s:at(0):start(t[0], { abs = T(sec(5)) })
    b:at(0):start(t[1], { abs = T(sec(6)) })
    s:at(ms(5)):suspend()
    -- The hardware of a machine that slept ten seconds has seen one ms.
    local up = s:at(ms(6)):resume { by = sec(10) }
    s:expect { t[0], at = up }
    s:expect { t[1], at = up, cpu = 1 }
    s:finish(ms(20))
  end,
}

case "every-cpu" {
  title = "timers of every CPU are served at the resume",
  clauses = { "TK-SUSPEND-3", "TK-SET-3" },
  class = { "virtual" },
  needs = { "smp" },
  run = function (s)
    local t, m = s:hrtimer { n = 3, clock = "real" }, s:hrtimer { n = 3 }
    for cpu = 0, 2 do
      local b = cpu == 0 and s:main() or s:thread { cpu = cpu }
      b:at(0):start(t[cpu], { abs = T(sec(5)) })
      b:at(0):start(m[cpu], { rel = ms(20) })
    end
    s:at(ms(5)):suspend { by = sec(10) }
    local up = s:at(sec(10) + ms(5)):mark "up"
    for cpu = 0, 2 do
      s:expect { t[cpu], at = up, cpu = cpu }
      s:expect { m[cpu], at = up + ms(15), cpu = cpu }
    end
    s:finish(sec(11))
  end,
}

-- Whatever the counter does asleep, at 5 ms to 10.005 s.
for _, row in ipairs {
  { "goes-on" }, { "back", "jump-back", { by = sec(5) } },
  { "far-back", "jump-back", { by = sec(86400) } },
  { "on", "jump-forward", { by = sec(86400) } },
} do
  local key, what, keys = table.unpack(row)
  case("counter-" .. key) {
    title = "what the counter does in sleep has no effect: " .. key,
    clauses = { "TK-SUSPEND-4" },
    class = { "virtual" },
    run = function (s)
      s:machine { timers = { {}, { quality = 500 } }, counter = {},
        watchdog = {} }
      s:watch "tk.back,tk.distrust"
      s:at(ms(5)):suspend()
      if what then s:at(ms(6)):fault(what, keys) end
      s:at(sec(10)):resume { by = sec(10) - ms(5) }
      s:at(sec(10)):now("mono"):gives(ms(5))
      s:at(sec(12)):now("mono"):gives(ms(2005))
      s:at(sec(12)):now("real"):gives(sec(12))
      local t = s:hrtimer()
      local a = s:at(sec(12)):start(t, { rel = sec(3) })
      s:expect { t, at = a + sec(3) }
      s:finish(sec(20))
    end,
  }
end

case "refused" {
  title = "a sleep of less than no time is refused, and the clock still stands",
  clauses = { "TK-SUSPEND-5", "TK-SUSPEND-1" },
  class = { "virtual" },
  run = function (s)
    s:watch "tk.resume"
    s:at(ms(5)):suspend()
    s:at(ms(6)):resume { by = -1 }:fails "EINVAL"
    s:at(ms(7)):resume { by = -sec(1) }:fails "EINVAL"
    s:at(ms(8)):now("mono"):gives(ms(5))
    s:at(ms(8)):now("real"):gives(ms(5))
    s:at(ms(9)):resume { by = ms(4) }
    s:expect { "-", "tk.resume" }
    s:at(ms(10)):now("mono"):gives(ms(6))
    s:at(ms(10)):now("real"):gives(ms(10))
    s:finish(ms(20))
  end,
}

case "set-asleep" {
  title = "a clock that is set between suspend and resume moves on from there",
  clauses = { "TK-SUSPEND-2", "TK-SET-1" },
  class = { "virtual" },
  run = function (s)
    s:at(ms(5)):suspend()
    s:at(ms(6)):setclock("real", { to = sec(2000000000) })
    s:at(ms(8)):resume { by = ms(2) }
    s:at(ms(8)):now("real"):gives(sec(1000000000) + ms(2))
    s:at(ms(8)):now("mono"):gives(ms(5))
    s:finish(ms(20))
  end,
}

case "over-midnight" {
  title = "a leap second that came asleep has been counted at the resume",
  clauses = { "TK-SUSPEND-2", "TK-LEAP-1" },
  class = { "virtual" },
  run = function (s)
    local night = sec(86400 * 12000)
    s:at(0):setclock("real", { to = night - sec(10) })
    s:at(0):leap "insert"
    s:at(sec(1)):suspend { by = sec(100) }
    s:main():now("real"):gives(night - sec(1000000000) + sec(90))
    s:finish(sec(102))
  end,
}

case "twice" {
  title = "to suspend what is suspended stops the system",
  clauses = { "TK-SUSPEND-6" },
  class = { "virtual" },
  run = function (s)
    s:at(ms(1)):suspend()
    s:at(ms(2)):suspend():dies "timekeeping_suspend: !tk.suspended"
    s:finish(ms(5))
  end,
}

case "awake" {
  title = "to resume what is awake stops the system",
  clauses = { "TK-SUSPEND-7" },
  class = { "virtual" },
  run = function (s)
    s:at(ms(1)):resume { by = 0 }:dies "timekeeping_resume: tk.suspended"
    s:finish(ms(5))
  end,
}
