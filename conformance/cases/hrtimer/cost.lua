-- SPDX-License-Identifier: BSD-2-Clause
-- What timers cost in interrupts and accesses to the hardware.  The counts
-- are those of the whole scenario: hal.program is a programming, hal.intr an
-- interrupt of the hardware, hrt.intr a look at a CPU's queues.  All is over
-- within a second, before a narrow counter has to be read again.

local V = { "virtual" }
local NEEDS = { "watch" }

-- At a time: the events that there have been so far.
local function costs(m, t)
  for _, name in ipairs { "hal.program", "hal.intr", "hrt.intr" } do
    local key = name:gsub("%.", "_")
    if t[key] then m:tally(name):gives(t[key]) end
  end
end

for _, clock in ipairs { "mono", "real" } do
  case("not-first-" .. clock) {
    title   = "starting timers behind the first programs nothing: " .. clock,
    clauses = { "HRT-COST-1" },
    needs   = NEEDS,
    class   = V,
    run = function (s)
      local f, t = s:hrtimer "f", s:hrtimer { n = 20, clock = clock }
      local a = s:at(0):start(f, { rel = ms(10) })
      costs(s:at(0), { hal_program = 1 })
      for i = 0, 19 do s:at(ms(1)):start(t[i], { abs = T(ms(100 - i)) }) end
      for i = 0, 19 do
        s:at(ms(2)):start(t[i], { abs = T(ms(80) + us(1) * i) }):gives(1)
      end
      costs(s:at(ms(3)), { hal_program = 1, hal_intr = 0, hrt_intr = 0 })
      s:expect { f, at = a + ms(10) }
      for i = 0, 19 do s:expect { t[i], at = T(ms(80) + us(1) * i) } end
      s:finish(ms(110))
    end,
  }
end

for _, d in ipairs { 1, us(1), ms(10), ms(500) } do
  case("alone-" .. d) {
    title   = ("a timer of %d ns costs one programming, one interrupt")
      :format(d),
    clauses = { "HRT-COST-2", "HRT-COST-6" },
    needs   = NEEDS,
    class   = V,
    run = function (s)
      local t = s:hrtimer {}
      local a = s:at(0):start(t, { rel = d })
      costs(s:at(ms(900)), { hal_program = 1, hal_intr = 1, hrt_intr = 1 })
      s:expect { t, at = a + d }
      s:finish(ms(999))
    end,
  }
end

case "one-instant" {
  title   = "timers of both clocks at one instant cost one interrupt",
  clauses = { "HRT-COST-3" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local t, r = s:hrtimer { n = 10 }, s:hrtimer { n = 10, clock = "real" }
    for i = 0, 9 do
      s:at(0):start(t[i], { abs = T(ms(10)) })
      s:at(0):start(r[i], { abs = T(ms(10)) })
      s:expect { t[i], at = T(ms(10)) }
      s:expect { r[i], at = T(ms(10)) }
    end
    costs(s:at(ms(20)), { hal_program = 1, hal_intr = 1, hrt_intr = 1 })
    s:finish(ms(30))
  end,
}

for _, verb in ipairs { "cancel", "try" } do
  case(verb .. "-programs-nothing") {
    title   = verb .. " programs nothing, and costs one interrupt at most",
    clauses = { "HRT-COST-4" },
    needs   = NEEDS,
    class   = V,
    run = function (s)
      local t, o = s:hrtimer {}, s:hrtimer "o"
      s:at(0):start(t, { rel = ms(10) })
      local a = s:at(0):start(o, { rel = ms(50) })
      local m = s:at(ms(5))
      m[verb](m, t):gives(1)
      costs(s:main(), { hal_program = 1 })
      costs(s:at(ms(90)), { hal_program = { 1, 2 }, hal_intr = { 1, 2 },
        hrt_intr = { 1, 2 } })
      s:expect { o, at = a + ms(50) }
      s:finish(ms(100))
    end,
  }
end

case "cancelled-alone" {
  title   = "a timer that was cancelled costs one interrupt at most",
  clauses = { "HRT-COST-4", "HRT-COST-6" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local t = s:hrtimer { n = 8 }
    for i = 0, 7 do s:at(0):start(t[i], { rel = ms(80 - 10 * i) }) end
    for i = 0, 7 do s:at(ms(5)):cancel(t[7 - i]) end
    costs(s:main(), { hal_program = 8 })
    costs(s:at(ms(900)), { hal_program = 8, hal_intr = { 0, 1 },
      hrt_intr = { 0, 1 } })
    s:finish(ms(999))
  end,
}

for _, verb in ipairs { "start", "restart" } do
  case(verb .. "-again") {
    title   = "a " .. verb .. " at the deadline of a timer that was cancelled "
      .. "programs nothing",
    clauses = { "HRT-COST-5" },
    needs   = NEEDS,
    class   = V,
    run = function (s)
      local t, o = s:hrtimer {}, s:hrtimer "o"
      s:at(0):start(t, { abs = T(ms(40)) })
      s:at(0):start(o, { abs = T(ms(60)) })
      for i = 1, 5 do
        s:at(ms(5 * i)):cancel(t)
        if verb == "start" then
          s:main():start(t, { abs = T(ms(40)) })
        else
          s:main():restart(t)
        end
      end
      costs(s:at(ms(30)), { hal_program = 1, hrt_intr = 0 })
      s:expect { t, at = T(ms(40)) }
      s:expect { o, at = T(ms(60)) }
      costs(s:at(ms(90)), { hal_program = 2, hal_intr = 2, hrt_intr = 2 })
      s:finish(ms(100))
    end,
  }
end

-- A witness shows that interrupts are counted at all.
case "idle" {
  title   = "a machine with nothing queued takes no interrupt",
  clauses = { "HRT-COST-6" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local w = s:hrtimer {}
    costs(s:at(ms(500)), { hal_program = 0, hal_intr = 0, hrt_intr = 0 })
    local a = s:main():start(w, { rel = ms(10) })
    costs(s:at(ms(900)), { hal_program = 1, hal_intr = 1, hrt_intr = 1 })
    s:expect { w, at = a + ms(10) }
    s:finish(ms(999))
  end,
}

for _, every in ipairs { us(10), ms(1), ms(20) } do
  case("period-" .. every) {
    title   = ("a period of %d ns costs one programming, one interrupt")
      :format(every),
    clauses = { "HRT-COST-7" },
    needs   = NEEDS,
    class   = V,
    run = function (s)
      local t = s:hrtimer { callback = function (c)
        c:forward { by = every }
        c:nth("1-19"):ret "restart"
      end }
      local a = s:at(0):start(t, { rel = every })
      for n = 1, 20 do
        s:expect { t, n = n, at = a + every * n, added = 1 }
      end
      costs(s:at(every * 30),
        { hal_program = 20, hal_intr = 20, hrt_intr = 20 })
      s:finish(every * 40)
    end,
  }
end

case "late" {
  title   = "a CPU that is late takes one interrupt for all that is due",
  clauses = { "HRT-COST-8" },
  needs   = { "watch", "mask" },
  class   = V,
  run = function (s)
    local t = s:hrtimer { n = 5 }
    for i = 0, 4 do s:at(0):start(t[i], { rel = ms(10 + i) }) end
    s:at(ms(5)):mask { lim = ms(40) }
    local u = s:at(ms(30)):unmask()
    for i = 0, 4 do s:expect { t[i], at = u } end
    costs(s:at(ms(60)), { hal_program = 1, hal_intr = 1, hrt_intr = 1 })
    s:finish(ms(70))
  end,
}
