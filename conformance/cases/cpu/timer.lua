-- SPDX-License-Identifier: BSD-2-Clause
-- Timers on processor time: [TM-CPU-1] [TM-CPU-2].  Clock 2 counts that of the
-- process, clock 3 that of the thread that made the timer.

-- Processor time is used until the signal has come: on a busy machine no time
-- by the wall is sure to be enough.
local function handled(s, word)
  local g = s:signal { sig = word, callback = function (c) c:mark "told" end }
  s:prep():handle(g)
  return g
end

local function work(thread)
  return thread:hold { till = "told", lim = ms(600) }
end

case "thread" {
  title   = "a timer on a thread's time stands still while that sleeps",
  clauses = { "TM-CPU-1" },
  needs   = { "ptimer", "cputime" },
  run = function (s)
    local g = handled(s, "rt1")
    local t = s:ptimer { clock = 3, sig = "rt1" }
    s:at(0):settime(t, { rel = ms(20) })
    local h = s:at(ms(60)):gettime(t):shows { left = { "between", ms(10),
      ms(20) } }
    work(s:main())
    s:expect { g, not_before = h, code = "timer" }
    s:finish(ms(700), { grace = sec(1) })
  end,
}

case "process" {
  title   = "a timer on the process's time signals the thread that runs",
  clauses = { "TM-CPU-1" },
  needs   = { "ptimer", "cputime" },
  run = function (s)
    local g, b = handled(s, "rt1"), s:thread { name = "b1", cpu = 1 }
    local t = s:ptimer { clock = 2, sig = "rt1" }
    b:at(0):unblock(g)
    work(b)
    local a = s:at(ms(10)):settime(t, { rel = ms(20) })
    s:expect { g, not_before = a, on = "b1", code = "timer" }
    s:finish(ms(700), { grace = sec(1) })
  end,
}

case "no-sleep" {
  title   = "nobody can sleep on a thread's processor time",
  clauses = { "TM-CPU-2" },
  needs   = { "sleep", "cputime" },
  run = function (s)
    local n = s:sleep {}
    s:at(0):clock_nanosleep(n, { clock = 3, rel = ms(1) })
      :fails { "EINVAL", "EOPNOTSUPP" }
    s:finish(ms(10))
  end,
}
