-- SPDX-License-Identifier: BSD-2-Clause
-- Counters that misbehave, alone and with another one that watches.

local pair = { timers = { {}, { quality = 500 } }, counter = { width = 64 },
  watchdog = {} }

local function info(s, at, name, quality)
  s:at(at):clockinfo():shows { counter = name, quality = quality, res = 1,
    idle = math.maxinteger }
end

for _, row in ipairs { { "a-little", 1 }, { "much", sec(3600) },
    { "to-before-boot", sec(86400 * 365) } } do
  local key, by = table.unpack(row)
  case("back-alone-" .. key) {
    title = "a single counter that jumps back moves no clock back: " .. key,
    clauses = { "TK-MONO-1", "TK-BACK-1" },
    class = { "virtual" },
    run = function (s)
      s:machine { counter = { width = 64 } }
      s:watch "tk.back"
      s:at(ms(5)):now("mono"):gives(ms(5))
      s:at(ms(5)):fault("jump-back", { by = by })
      s:expect { "simtimer", "tk.back" }
      s:at(ms(5)):now("mono"):gives(ms(5))
      s:at(ms(5)):now("real"):gives(ms(5))
      s:at(ms(9)):now("mono"):gives(ms(9))
      s:at(ms(9)):now("real"):gives(ms(9))
      s:finish(ms(10))
    end,
  }
end

case "back-timers" {
  title = "timers are not early and not lost when the counter jumps back",
  clauses = { "TK-BACK-1", "TK-TIMER-2" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer()
    local a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(4)):fault("jump-back", { by = sec(5) })
    -- The 4 ms since the last reading are lost with the jump.
    s:at(ms(4)):now("mono"):gives(0)
    s:expect { t, at = a + ms(14) }
    s:finish(ms(20))
  end,
}

case "back-counted" {
  title = "each jump back is counted, and the counter reported once",
  clauses = { "TK-BACK-2", "TK-WATCH-5" },
  class = { "virtual" },
  run = function (s)
    s:watch "tk.back,tk.distrust"
    for i = 1, 4 do
      s:at(ms(i)):fault("jump-back", { by = ms(500) })
      s:at(ms(i)):now("mono"):any()
    end
    s:expect { "simtimer", "tk.back", times = 4 }
    s:expect { "simtimer", "tk.distrust", times = 1 }
    s:finish(ms(10))
  end,
}

case "back-narrow" {
  title = "a narrow counter that jumps back is told from one that wraps",
  clauses = { "TK-BACK-1", "TK-COUNTER-2", "TK-MONO-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { counter = { width = 8, freq = 1000, start = 250 } }
    s:watch "tk.back"
    s:at(ms(10)):now("mono"):gives(ms(10))      -- it shows 4
    s:at(ms(10)):fault("jump-back", { by = ms(10) })
    s:at(ms(10)):now("mono"):gives(ms(10))
    s:expect { "simtimer", "tk.back" }
    s:at(ms(60)):now("mono"):gives(ms(60))
    s:finish(ms(61))
  end,
}

case "back-watched" {
  title = "another counter takes over when one jumps back, and nothing is lost",
  clauses = { "TK-BACK-1", "TK-WATCH-2" },
  class = { "virtual" },
  run = function (s)
    s:machine(pair)
    local t = s:hrtimer()
    local a = s:at(0):start(t, { rel = ms(50) })
    s:watch "tk.counter,tk.distrust"
    s:at(ms(7)):fault("jump-back", { by = sec(1) })
    s:at(ms(20)):now("mono"):gives(ms(20))
    s:expect { "simtimer", "tk.distrust" }
    s:expect { "simtimer1", "tk.counter" }
    info(s, ms(20), "simtimer1", 500)
    s:expect { t, at = a + ms(50) }
    s:at(ms(60)):now("mono"):gives(ms(60))
    s:finish(ms(70))
  end,
}

case "back-both" {
  title = "both counters may jump back at once, and all of it is told",
  clauses = { "TK-BACK-2", "TK-WATCH-5" },
  class = { "virtual" },
  run = function (s)
    s:machine(pair)
    s:watch "tk.back,tk.distrust,tk.counter,tk.adjust"
    s:at(ms(7)):fault("jump-back", { by = sec(1) })
    s:at(ms(7)):fault("jump-back", { by = sec(1), on = "simtimer1" })
    s:at(ms(7)):adjust { by = us(1) }:shows { left = 0 }
    s:expect { "simtimer", "tk.back" }
    s:expect { "simtimer1", "tk.back" }
    s:expect { "simtimer", "tk.distrust" }
    s:expect { "simtimer1", "tk.counter" }
    s:expect { "-", "tk.adjust" }
    s:at(ms(20)):now("mono"):gives(ms(13))
    s:finish(ms(21))
  end,
}

-- What happens to the counter in use at 100 ms; a timer of 600 ms is what
-- makes the stack compare.
local function watched(key, title, clauses, misbehave, at600, late)
  case("watched-" .. key) {
    title = title,
    clauses = clauses,
    class = { "virtual" },
    run = function (s)
      s:machine(pair)
      s:watch "tk.counter,tk.distrust"
      local t = s:hrtimer()
      local a = s:at(0):start(t, { rel = ms(600) })
      misbehave(s:at(ms(100)))
      s:expect { "simtimer", "tk.distrust" }
      s:expect { "simtimer1", "tk.counter" }
      s:expect { t, at = a + ms(600) }
      info(s, ms(601), "simtimer1", 500)
      s:at(ms(700)):now("mono"):gives(at600 + ms(100))
      s:at(ms(700)):now("real"):gives(at600 + ms(100))
      s:at(ms(700)):fault("jump-back", { by = ms(9) })
      s:at(sec(2)):now("mono"):gives(at600 + ms(1400) - (late or 0))
      s:finish(sec(3))
    end,
  }
end

watched("stop", "the time that a counter stood still is not lost",
  { "TK-WATCH-1", "TK-WATCH-2" },
  function (m) m:fault "counter-stop" end, ms(600))
watched("slow", "the time that a slow counter did not see is not lost",
  { "TK-WATCH-1", "TK-WATCH-2" },
  function (m) m:fault("counter-freq", { freq = 700000000 }) end, ms(600))
watched("slower", "a counter that is 2 percent slow is found",
  { "TK-WATCH-1", "TK-WATCH-2" },
  function (m) m:fault("counter-freq", { freq = 980000000 }) end, ms(600))
watched("jump", "a counter that jumps forward is replaced, and time stays",
  { "TK-WATCH-1", "TK-WATCH-3", "TK-MONO-1" },
  function (m) m:fault("jump-forward", { by = sec(10) }) end,
  ms(600) + sec(10))
watched("fast", "a counter that runs twice as fast is replaced, and time stays",
  { "TK-WATCH-1", "TK-WATCH-3", "TK-MONO-1" },
  function (m) m:fault("counter-freq", { freq = 2000000000 }) end, ms(1100))

case "watched-soon" {
  title = "a timer is late by no more than the comparison takes to find out",
  clauses = { "TK-WATCH-2", "TK-WATCH-6" },
  class = { "virtual" },
  run = function (s)
    s:machine(pair)
    local t = s:hrtimer()
    local a = s:at(0):start(t, { rel = ms(300) })
    s:at(ms(100)):fault "counter-stop"
    -- The timer that stands by is the second to look.
    s:expect { t, at = a + ms(400) }
    s:at(ms(501)):now("mono"):gives(ms(501))
    s:finish(sec(1))
  end,
}

-- Something more urgent takes the processor between the two readings; and
-- meanwhile the counter in use may jump back.
for _, row in ipairs { { "disturbed" }, { "disturbed-back", ms(50) } } do
  local key, back = table.unpack(row)
  case("watched-" .. key) {
    title = "counters that could not be read together are " ..
      "compared the next time" .. (back and ", when one jumped back" or ""),
    clauses = { back and "TK-BACK-2" or "TK-WATCH-1" },
    class = { "virtual" },
    needs = { "smp" },
    run = function (s)
      s:machine { counter = { width = 64 } }
      s:watch "tk.back,tk.counter,tk.distrust"
      local k = s:counter { called = "other", quality = 500, from = ms(550),
        slow = ms(20) }
      local t, b = s:hrtimer { n = 2 }, s:thread { cpu = 1 }
      s:at(0):register(k)
      local a = b:at(ms(1)):start(t[0], { rel = ms(599) })
      b:at(ms(1)):start(t[1], { rel = ms(1199) })
      if back then
        s:at(ms(605)):fault("jump-back", { by = back })
        s:expect { "simtimer", "tk.back" }
        s:expect { "simtimer", "tk.distrust" }
        s:expect { "other", "tk.counter" }
      end
      s:expect { t[0], at = a + ms(619), cpu = 1 }
      s:expect { t[1], at = a + ms(1199), cpu = 1 }
      info(s, ms(1300), back and "other" or "simtimer", back and 500 or 1000)
      s:at(ms(1300)):now("mono"):gives(ms(1300))
      s:finish(ms(1400))
    end,
  }
end

case "watched-agree" {
  title = "two counters that differ by half a percent agree",
  clauses = { "TK-WATCH-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { {}, { quality = 500 } },
      counter = { width = 64 }, watchdog = { freq = 14318180 } }
    s:watch "tk.counter,tk.distrust"
    local t = s:hrtimer { callback = function (c)
      c:forward { by = ms(100) } c:ret "restart" end }
    local a = s:at(0):start(t, { rel = ms(100) })
    s:at(ms(50)):fault("counter-freq",
      { freq = 14389000, on = "simtimer1" })
    for i = 1, 30 do s:expect { t, at = a + ms(100 * i), added = 1 } end
    info(s, ms(3050), "simtimer", 1000)
    s:at(ms(3050)):cancel(t)
    s:finish(ms(3100))
  end,
}

-- The counter that watches is the one at fault.
for _, row in ipairs { { "stops", "counter-stop", {} },
    { "jumps-back", "jump-back", { by = sec(1) } } } do
  local key, what, keys = table.unpack(row)
  case("watchdog-" .. key) {
    title = "a watching counter that " .. key .. " changes nothing",
    clauses = { "TK-WATCH-4", "TK-WATCH-5" },
    class = { "virtual" },
    run = function (s)
      s:machine(pair)
      s:watch "tk.counter,tk.distrust"
      local t = s:hrtimer()
      local a = s:at(0):start(t, { rel = ms(600) })
      keys.on = "simtimer1"
      s:at(0):fault(what, keys)
      s:expect { "simtimer1", "tk.distrust" }
      s:expect { t, at = a + ms(600) }
      info(s, ms(700), "simtimer", 1000)
      s:at(ms(700)):now("mono"):gives(ms(700))
      s:finish(sec(1))
    end,
  }
end

case "back-none-left" {
  title = "a counter found wrong stays when only worse ones are left",
  clauses = { "TK-COUNTER-4", "TK-BACK-1" },
  class = { "virtual" },
  run = function (s)
    s:machine { counter = { width = 64 } }
    local k = s:counter { called = "poor", freq = 1000, quality = -1 }
    s:at(0):register(k)
    s:at(ms(1)):fault("jump-back", { by = sec(1) })
    s:at(ms(1)):now("mono"):gives(0)
    info(s, ms(1), "simtimer", -1)
    s:at(us(2500)):now("mono"):gives(us(1500))
    s:finish(ms(3))
  end,
}

case "wrong-selected" {
  title = "a counter that was selected goes when it is found wrong",
  clauses = { "TK-BACK-1", "TK-SWITCH-3" },
  class = { "virtual" },
  run = function (s)
    s:machine(pair)
    s:at(0):select("simtimer1")
    info(s, ms(1), "simtimer1", 500)
    s:at(ms(2)):fault("jump-back", { by = sec(1), on = "simtimer1" })
    s:at(ms(3)):now("mono"):gives(ms(3))
    info(s, ms(3), "simtimer", 1000)
    s:finish(ms(4))
  end,
}

case "wrong-by-name-stays" {
  title = "a counter found wrong and then selected is not compared again",
  clauses = { "TK-WATCH-5", "TK-SWITCH-3" },
  class = { "virtual" },
  run = function (s)
    s:machine(pair)
    s:watch "tk.distrust"
    s:at(0):fault("jump-back", { by = sec(1) })
    s:at(0):now("mono"):gives(0)
    s:expect { "simtimer", "tk.distrust" }
    s:at(ms(1)):select("simtimer")
    s:at(ms(2)):fault("jump-forward", { by = sec(5) })
    local t = s:hrtimer()
    local a = s:at(ms(10)):start(t, { rel = ms(600) })
    s:expect { t, at = a + ms(600) }
    info(s, ms(700), "simtimer", -1)
    s:finish(ms(800))
  end,
}

case "wrong-by-name" {
  title = "a counter found wrong is taken again by name alone",
  clauses = { "TK-WATCH-5", "TK-SWITCH-3" },
  class = { "virtual" },
  run = function (s)
    s:machine(pair)
    local k = s:counter { called = "third", freq = 1000000, quality = 100 }
    s:at(0):fault("jump-back", { by = sec(1) })
    s:at(0):now("mono"):gives(0)
    info(s, 0, "simtimer1", 500)
    s:at(ms(1)):register(k)
    info(s, ms(1), "simtimer1", 500)
    s:at(ms(2)):fault("jump-back", { by = sec(1), on = "simtimer1" })
    s:at(ms(2)):now("mono"):gives(ms(2))
    s:at(ms(2)):clockinfo():shows { counter = "third", quality = 100,
      res = us(1), idle = math.maxinteger }
    s:at(ms(3)):select("simtimer")
    info(s, ms(3), "simtimer", -1)
    s:at(ms(5)):now("mono"):gives(ms(5))
    s:finish(ms(6))
  end,
}
