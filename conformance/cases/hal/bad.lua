-- SPDX-License-Identifier: BSD-2-Clause
-- Devices that go bad while the stack rests on them, on machines that have
-- others.

-- The case begins with a timer that beats each 10 ms, from 11 ms on.
local function bad(key, title, clauses, run)
  case(key) {
    title = title,
    clauses = clauses,
    needs = { "driver-several" },
    class = { "virtual", "counted" },
    run = function (s)
      local t = s:hrtimer { callback = function (c)
        c:forward { by = ms(10) } c:ret "restart" end }
      local a = s:at(ms(1)):start(t, { rel = ms(10) })
      run(s, t, a, s.ranked "driver.timers",
        s.ranked "driver.counters")
    end,
  }
end

-- Good until 55 ms; then late by no more than the stack takes to find out.
local function beats(s, t, a)
  for k = 1, 5 do
    s:expect { t, n = k, added = 1, not_before = a + ms(10) * k,
      not_after = a + ms(10) * k + ms(3) }
  end
  s:expect { t, n = 6, not_before = a + ms(60), not_after = a + sec(1),
    added = { ">=", 1 } }
  s:expect { t, times = { 1, 200 }, added = { ">=", 1 } }
end

for fault, opts in pairs { stuck = {}, lost = { n = 1000000 } } do
  bad("timer-" .. fault, ("the timer in use is %s for ever: it is banned, " ..
    "and the next best takes its place"):format(fault),
    { "TICK-LIES-3", "TICK-LIES-4", "TICK-LOST-2" },
    function (s, t, a, timers)
    s:at(ms(55)):fault(fault, { on = timers[1], n = opts.n })
    beats(s, t, a)
    s:at(sec(2)):sysctl "kern.eventtimer.timer":shows { v = timers[2] }
    s:main():sysctl("kern.eventtimer.timer", { set = timers[1] })
      :fails "ENOENT"
    s:main():sysctl("kern.eventtimer.timer", { set = "none" })
    s:main():sysctl "kern.eventtimer.timer":shows { v = timers[2] }
    s:main():tally "tick.liar":gives(1)
    s:main():tally "et.ban":gives(1)
    s:main():cancel(t)
    s:finish(ms(2100))
  end)
end

bad("counter-stuck", "the counter in use stands: the next best takes its " ..
  "place, and no time is lost", { "TK-WATCH-5", "TK-WATCH-6", "TICK-LIES-6" },
  function (s, t, a, timers, counters)
  s:at(ms(55)):fault("stuck", { on = counters[1] })
  beats(s, t, a)
  s:at(sec(2)):clockinfo():shows { counter = counters[2] }
  s:main():now("mono"):gives { "between", sec(2) - ms(5), sec(2) + ms(5) }
  s:main():tally "tk.distrust":gives(1)
  -- Unless it stands itself the timer is kept.
  if counters[1] ~= timers[1] then s:main():tally "et.ban":gives(0) end
  s:main():cancel(t)
  s:finish(ms(2100))
end)
