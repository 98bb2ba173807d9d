-- SPDX-License-Identifier: BSD-2-Clause
-- A CPU goes off line with timers queued, and comes back.

local V = { "virtual", "counted" }
local NEEDS = { "smp", "hotplug" }

-- A thread on CPU 1, which is the one that goes.
local function going(s) return s:thread { cpu = 1 } end
local elsewhere = { "!=", 1 }

for _, clock in ipairs { "mono", "real" } do
  for _, how in ipairs { "rel", "abs" } do
    case(("migrates-%s-%s"):format(clock, how)) {
      title   = ("a timer (%s, %s) of a CPU that goes off line expires in "
        .. "time on another"):format(clock, how),
      clauses = { "HRT-OFFLINE-1" },
      needs   = NEEDS,
      class   = V,
      run = function (s)
        local t, b = s:hrtimer { clock = clock }, going(s)
        local a = b:at(0):start(t, { [how] = how == "abs" and T(ms(20))
          or ms(20) })
        s:at(ms(5)):cpu_off(1)
        s:at(ms(10)):active(t):gives(1)
        s:expect { t, n = 1, at = a + ms(20), cpu = elsewhere }
        s:finish(ms(50))
      end,
    }
  end
end

case "migrates-first" {
  title   = "a timer that comes from another CPU is met although it is due "
    .. "before all that were there",
  clauses = { "HRT-OFFLINE-1" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local t, o, b = s:hrtimer {}, s:hrtimer "o", going(s)
    local a = b:at(0):start(t, { rel = ms(10) })
    local e = s:at(0):start(o, { rel = ms(30) })
    s:at(ms(5)):cpu_off(1)
    s:expect { t, n = 1, at = a + ms(10), cpu = elsewhere }
    s:expect { o, n = 1, at = e + ms(30), cpu = 0 }
    s:finish(ms(50))
  end,
}

case "overdue" {
  title   = "a timer that is overdue when its CPU goes off line expires then",
  clauses = { "HRT-OFFLINE-1" },
  needs   = NEEDS,
  class   = V,
  tie     = true,
  run = function (s)
    local t, b = s:hrtimer {}, going(s)
    b:at(0):start(t, { rel = ms(10) })
    b:at(ms(3)):mask { lim = ms(30) }
    b:at(ms(20)):unmask()       -- and the CPU is gone
    s:at(ms(5)):cpu_off(1):ends(ms(20))
    s:at(ms(40)):cpu_on(1)
    s:expect { t, n = 1, at = T(ms(20)) }
    s:finish(ms(50))
  end,
}

-- Equal and unequal deadlines, started in a jumble.
case "in-order" {
  title   = "timers that come from another CPU keep the order among them",
  clauses = { "HRT-OFFLINE-2", "HRT-OFFLINE-1" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local t, b = s:hrtimer { n = 9, callback = function (c)
      c:tally "hrt.expire":any()
    end }, going(s)
    for _, i in ipairs { 6, 0, 7, 3, 1, 8, 4, 2, 5 } do
      b:at(0):start(t[i], { abs = T(ms(10 + 5 * (i // 3))) })
    end
    s:at(ms(5)):cpu_off(1)
    for k, i in ipairs { 0, 1, 2, 3, 4, 5, 6, 7, 8 } do
      local order = ({ [3] = 3, [4] = 4, [5] = 5 })[i] or i
      s:expect { t[order], n = 1, at = T(ms(10 + 5 * (i // 3))),
        steps = { tally = k } }
    end
    s:finish(ms(50))
  end,
}

for cpu = 2, 8 do
  case("last-of-" .. cpu) {
    title   = ("timers follow %d CPUs that go, one after another, to the "
      .. "last"):format(cpu - 1),
    clauses = { "HRT-OFFLINE-1" },
    needs   = NEEDS,
    class   = V,
    run = function (s)
      local t = s:hrtimer { n = cpu, clock = "real" }
      for i = 1, cpu - 1 do
        local b = s:thread { cpu = i }
        b:at(0):start(t[i], { abs = T(ms(100)) })
      end
      s:at(0):start(t[0], { abs = T(ms(100)) })
      for i = 1, cpu - 1 do s:at(ms(5 * i)):cpu_off(i) end
      for i = 0, cpu - 1 do
        s:expect { t[i], n = 1, at = T(ms(100)),
          cpu = s.st "cpus" == cpu and 0 or { ">=", 0 } }
      end
      s:finish(ms(120))
    end,
  }
end

case "stays-behind" {
  title   = "a timer that was moved stays where it went when its CPU is back",
  clauses = { "HRT-OFFLINE-1" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local t, b = s:hrtimer {}, going(s)
    local a = b:at(0):start(t, { rel = ms(30) })
    s:at(ms(5)):cpu_off(1)
    s:at(ms(10)):cpu_on(1)
    s:expect { t, n = 1, at = a + ms(30), cpu = elsewhere }
    s:finish(ms(60))
  end,
}

for _, verb in ipairs { "cancel", "try" } do
  case(verb .. "-moved") {
    title   = verb .. " of a timer whose CPU is off line is 1 and ends it",
    clauses = { "HRT-OFFLINE-1", "HRT-CANCEL-1" },
    needs   = NEEDS,
    class   = V,
    run = function (s)
      local t, w, b = s:hrtimer {}, s:hrtimer "w", going(s)
      b:at(0):start(t, { rel = ms(20) })
      local a = b:at(0):start(w, { rel = ms(30) })
      s:at(ms(5)):cpu_off(1)
      local m = s:at(ms(10))
      m[verb](m, t):gives(1)
      s:expect { w, n = 1, at = a + ms(30), cpu = elsewhere }
      s:finish(ms(60))
    end,
  }
end

case "moved-again" {
  title   = "a timer whose CPU is off line can be started from any other",
  clauses = { "HRT-START-2", "HRT-OFFLINE-1" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local t, b = s:hrtimer {}, going(s)
    b:at(0):start(t, { rel = ms(20) })
    s:at(ms(5)):cpu_off(1)
    local a = s:at(ms(10)):start(t, { rel = ms(30) }):gives(1)
    s:expect { t, n = 1, at = a + ms(30), cpu = 0 }
    s:finish(ms(80))
  end,
}

for _, jump in ipairs { { "forward", sec(3600), "HRT-CLOCK-1" },
    { "back", -ms(40), "HRT-CLOCK-2" } } do
  case("clock-" .. jump[1]) {
    title   = "a timer whose CPU is off line follows the clock: " .. jump[1],
    clauses = { jump[3], "HRT-OFFLINE-1" },
    needs   = NEEDS,
    class   = V,
    run = function (s)
      local t, b = s:hrtimer { clock = "real" }, going(s)
      b:at(0):start(t, { abs = T(ms(30)) })
      s:at(ms(5)):cpu_off(1)
      local j = s:at(ms(10)):setclock("real", { by = jump[2] })
      s:expect { t, n = 1, at = jump[2] > 0 and j or T(ms(30)),
        cpu = elsewhere }
      s:finish(ms(120))
    end,
  }
end

-- The clock is set while the CPU, whose interrupts are off, is on its way.
case "clock-while-going" {
  title   = "a clock that is set while a CPU goes off line is followed",
  clauses = { "HRT-CLOCK-1", "HRT-OFFLINE-1" },
  needs   = NEEDS,
  class   = V,
  tie     = true,
  run = function (s)
    local t, b, k = s:hrtimer { clock = "real" }, going(s),
      s:thread { cpu = 0 }
    b:at(0):start(t, { abs = T(sec(100)) })
    b:at(ms(3)):mask { lim = ms(30) }
    b:at(ms(20)):unmask()
    s:at(ms(5)):cpu_off(1):ends(ms(20))
    s:at(ms(40)):cpu_on(1)
    k:at(ms(10)):setclock("real", { by = sec(200) })
    s:expect { t, n = 1, at = T(sec(200) + ms(20)) }
    s:finish(ms(50))
  end,
}

case "waits-for-callback" {
  title   = "a CPU goes off line when the callback that runs there is over",
  clauses = { "HRT-OFFLINE-3" },
  needs   = { "smp", "hotplug", "callback-hold" },
  class   = V,
  run = function (s)
    local t, b = s:hrtimer { callback = function (c) c:hold(ms(10)) end },
      going(s)
    local a = b:at(0):start(t, { rel = ms(5) })
    local off = s:at(ms(8)):cpu_off(1):ends(a + ms(15))
    s:expect { t, n = 1, at = a + ms(5), cpu = 1 }
    s:relate { off, "ends-after", "t1.call" }
    s:finish(ms(50))
  end,
}

case "restarting" {
  title   = "a timer that restarts itself while its CPU is to go keeps its "
    .. "beat elsewhere",
  clauses = { "HRT-OFFLINE-1", "HRT-OFFLINE-3", "HRT-FORWARD-2" },
  needs   = { "smp", "hotplug", "callback-hold" },
  class   = V,
  run = function (s)
    local t, b = s:hrtimer { callback = function (c)
      c:nth(1):hold(ms(5))
      c:forward { by = ms(10) }
      c:nth("1-3"):ret "restart"
    end }, going(s)
    local a = b:at(0):start(t, { rel = ms(10) })
    s:at(ms(12)):cpu_off(1):ends(a + ms(15))
    s:at(ms(23)):cpu_on(1)
    for n = 1, 4 do
      s:expect { t, n = n, at = a + ms(10 * n), added = 1,
        cpu = n == 1 and 1 or elsewhere }
    end
    s:finish(ms(70))
  end,
}

case "started-in-callback" {
  title   = "a timer that another CPU starts during the last callback of a "
    .. "CPU that is to go runs elsewhere",
  clauses = { "HRT-OFFLINE-1", "HRT-START-8" },
  needs   = { "smp", "hotplug", "callback-hold" },
  class   = V,
  run = function (s)
    local t, b = s:hrtimer { callback = function (c)
      c:nth(1):hold(ms(10))
    end }, going(s)
    local k = s:thread { cpu = 0 }
    local a = b:at(0):start(t, { rel = ms(5) })
    s:at(ms(7)):cpu_off(1):ends(a + ms(15))
    local e = k:at(ms(10)):start(t, { rel = ms(20) }):gives(0)
    s:expect { t, n = 1, at = a + ms(5), cpu = 1 }
    s:expect { t, n = 2, at = e + ms(20), cpu = elsewhere }
    s:finish(ms(60))
  end,
}

for _, verb in ipairs { "start", "restart" } do
  case(verb .. "-while-going") {
    title   = "a " .. verb .. " on a CPU that is going off line lands "
      .. "elsewhere and is in time",
    clauses = { "HRT-OFFLINE-4" },
    needs   = NEEDS,
    class   = V,
    tie     = true,
    run = function (s)
      local t, b = s:hrtimer {}, going(s)
      b:at(0):start(t, { abs = T(ms(15)) })
      b:at(ms(1)):cancel(t)
      b:at(ms(3)):mask { lim = ms(40) }
      if verb == "start" then
        b:at(ms(8)):start(t, { abs = T(ms(15)) }):gives(0)
      else
        b:at(ms(8)):restart(t):gives(0)
      end
      b:at(ms(25)):unmask()
      s:at(ms(5)):cpu_off(1):ends(ms(25))
      s:at(ms(40)):cpu_on(1)
      s:expect { t, n = 1, at = T(ms(15)), cpu = elsewhere }
      s:finish(ms(60))
    end,
  }
end

case "guard-kept" {
  title   = "the guard's delay holds for a timer that is moved meanwhile",
  clauses = { "HRT-OFFLINE-5", "HRT-RESTART-2" },
  needs   = NEEDS,
  class   = { "virtual" },
  run = function (s)
    local t, b = s:hrtimer { callback = function (c)
      c:nth(1):ret "restart"
    end }, going(s)
    local a = b:at(0):start(t, { rel = ms(5) })
    s:at(ms(5) + us(300)):cpu_off(1)
    s:expect { t, n = 1, at = a + ms(5), cpu = 1 }
    s:expect { t, n = 2, at = a + ms(5) + s.st "hrtimer.guard",
      cpu = elsewhere }
    s:finish(ms(30))
  end,
}

case "back" {
  title   = "a CPU that is back takes the timers that are started there",
  clauses = { "HRT-OFFLINE-6" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local t, o, b = s:hrtimer {}, s:hrtimer "o", going(s)
    b:at(0):start(t, { rel = ms(50) })
    s:at(ms(5)):cpu_off(1)
    s:at(ms(10)):cpu_on(1)
    local a = b:at(ms(20)):start(t, { rel = ms(10) }):gives(1)
    local e = b:at(ms(20)):start(o, { rel = ms(15) })
    s:expect { t, n = 1, at = a + ms(10), cpu = 1 }
    s:expect { o, n = 1, at = e + ms(15), cpu = 1 }
    s:finish(ms(80))
  end,
}

-- What was programmed before the CPU went is forgotten.
case "back-same-deadline" {
  title   = "a CPU that is back meets a deadline that it had before",
  clauses = { "HRT-OFFLINE-6" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local t, o, b = s:hrtimer {}, s:hrtimer "o", going(s)
    b:at(0):start(t, { abs = T(ms(40)) })
    s:at(ms(5)):cpu_off(1)
    s:at(ms(10)):cpu_on(1)
    b:at(ms(20)):start(o, { abs = T(ms(40)) })
    s:expect { t, n = 1, at = T(ms(40)), cpu = elsewhere }
    s:expect { o, n = 1, at = T(ms(40)), cpu = 1 }
    s:finish(ms(80))
  end,
}

case "off-and-on" {
  title   = "timers of a CPU that goes and comes all the time are in time",
  clauses = { "HRT-OFFLINE-1", "HRT-OFFLINE-6" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local t, b = s:hrtimer { n = 8 }, going(s)
    for i = 0, 7 do
      local a = b:at(ms(20 * i)):start(t[i], { rel = ms(35) })
      s:expect { t[i], n = 1, at = a + ms(35), cpu = elsewhere }
      s:at(ms(20 * i + 5)):cpu_off(1)
      s:at(ms(20 * i + 10)):cpu_on(1)
    end
    s:finish(ms(220))
  end,
}

case "idle-timer" {
  title   = "a timer that last ran on a CPU that is off line is idle, and can "
    .. "be started",
  clauses = { "HRT-OFFLINE-1", "HRT-START-1" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local t, b = s:hrtimer {}, going(s)
    local a = b:at(0):start(t, { rel = ms(5) })
    s:at(ms(10)):cpu_off(1)
    s:at(ms(15)):cancel(t):gives(0)
    local e = s:at(ms(20)):restart(t):gives(0)
    s:expect { t, n = 1, at = a + ms(5), cpu = 1 }
    s:expect { t, n = 2, at = e, cpu = 0 }
    s:finish(ms(50))
  end,
}

case "wakes" {
  title   = "a timer without a callback wakes its task although its CPU went",
  clauses = { "HRT-OFFLINE-1", "HRT-WAKE-1" },
  needs   = { "smp", "hotplug", "park" },
  class   = V,
  run = function (s)
    local k, b = s:thread { cpu = 0 }, going(s)
    local t = s:hrtimer { wakes = k }
    local a = b:at(0):start(t, { rel = ms(20) })
    s:at(ms(5)):cpu_off(1)
    k:at(0):park { lim = ms(60) }:ends(a + ms(20))
    s:finish(ms(80))
  end,
}
