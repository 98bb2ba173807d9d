-- SPDX-License-Identifier: BSD-2-Clause
-- The rate of both clocks.

local G = 1000000000

-- What a clock at that rate makes of so many ns, rounded down.
local function gone(ns, ppb) return ns + ns * ppb // G end

-- How long it takes until it has made so many: the first whole ns.
local function takes(ns, ppb)
  local r = G + ppb
  return ns // r * G + (ns % r * G + r - 1) // r
end

for _, ppb in ipairs { 500000, -500000, 1, -1, 123457, -99999 } do
  case("both" .. ppb) {
    title = ("at %d parts per billion both clocks run so"):format(ppb),
    clauses = { "TK-RATE-1", "TK-RATE-2", "TK-MONO-2" },
    class = { "virtual" },
    run = function (s)
      s:at(0):slew { ppb = ppb }
      for _, at in ipairs { 0, 1, 1999, 2000, 2001, ms(7) + 3, sec(1),
          sec(5) + 1 } do
        s:at(at):now("mono"):gives(gone(at, ppb))
        s:at(at):now("real"):gives(gone(at, ppb))
      end
      s:finish(sec(6))
    end,
  }
end

case "no-step" {
  title = "a change of rate makes no step",
  clauses = { "TK-RATE-2", "TK-RATE-3" },
  class = { "virtual" },
  run = function (s)
    local sum = 0
    for i, ppb in ipairs { 500000, -500000, 333333, 0, -1, 7 } do
      local at = ms(10 * i) + i
      s:at(at):now("mono"):gives((at * G + sum) // G)
      s:at(at):now("real"):gives((at * G + sum) // G)
      s:at(at):slew { ppb = ppb }
      s:at(at):now("mono"):gives((at * G + sum) // G)
      s:at(at):now("real"):gives((at * G + sum) // G)
      sum = sum + (ms(10) + 1) * ppb
    end
    s:finish(ms(100))
  end,
}

case "sum" {
  title = "a thousand changes add up without an error",
  clauses = { "TK-RATE-3" },
  class = { "virtual" },
  run = function (s)
    -- 1 ns at each: rounded one by one, nothing or 1000 ns would be gained.
    s:at(0):rep(500, function (m)
      m:slew { ppb = 500000 }
      m:pause(999)
      m:slew { ppb = -1 }
      m:pause(1)
    end)
    local sum = 500 * (999 * 500000 - 1)
    s:at(us(500)):now("mono"):gives(us(500) + sum // G)
    s:finish(ms(1))
  end,
}

for _, ppb in ipairs { 500001, -500001, 1000000000, -1000000000,
    math.maxinteger, math.mininteger } do
  case("refused" .. ppb) {
    title = ("a rate of %d is refused, and nothing changes"):format(ppb),
    clauses = { "TK-RATE-4" },
    class = { "virtual" },
    run = function (s)
      s:watch "tk.rate"
      s:at(0):slew { ppb = 500000 }
      s:expect { "-", "tk.rate" }
      s:at(ms(2)):slew { ppb = ppb }:fails "EINVAL"
      s:at(ms(4)):now("mono"):gives(ms(4) + us(2))
      s:at(ms(4)):now("real"):gives(ms(4) + us(2))
      s:finish(ms(5))
    end,
  }
end

for _, ppb in ipairs { 500000, -500000, 123457, -1 } do
  for _, row in ipairs { { "mono", "rel" }, { "mono", "abs" },
      { "real", "rel" }, { "real", "abs" } } do
    local clock, how = table.unpack(row)
    case(("timer-%s-%s%d"):format(clock, how, ppb)) {
      title = ("an %s timer on %s keeps its deadline at %d ppb"):format(how,
        clock, ppb),
      clauses = { how == "abs" and clock == "real" and "TK-TIMER-1"
        or "TK-TIMER-2" },
      class = { "virtual" },
      run = function (s)
        local t, u = s:hrtimer { clock = clock }, s:hrtimer { clock = clock }
        local first, second = ms(700) + 1, sec(50)
        local a = s:at(0):start(t, { [how] = how == "abs" and T(first)
          or first })
        s:at(0):slew { ppb = ppb }
        s:at(0):start(u, { [how] = how == "abs" and T(second) or second })
        s:expect { t, at = a + takes(first, ppb) }
        s:expect { u, at = a + takes(second, ppb) }
        s:finish(sec(60))
      end,
    }
  end
end

case "timer-midway" {
  title = "a change of rate moves the timers that run",
  clauses = { "TK-TIMER-2", "TK-RATE-2", "TK-SET-3" },
  class = { "virtual" },
  run = function (s)
    local t, u = s:hrtimer(), s:hrtimer { clock = "real" }
    local a = s:at(0):start(t, { rel = sec(1) })
    s:at(0):start(u, { abs = T(sec(1) + ms(1)) })
    s:at(ms(500)):slew { ppb = 500000 }
    s:expect { t, at = a + ms(500) + takes(ms(500), 500000) }
    s:expect { u, at = a + ms(500) + takes(ms(501), 500000) }
    s:finish(sec(2))
  end,
}

case "timer-end" {
  title = "a slow clock and the last instants of time ask no timer for more",
  clauses = { "TK-TIMER-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { counter = { width = 64 } }
    s:watch "tick.liar"
    local t, u = s:hrtimer(), s:hrtimer()
    s:at(0):slew { ppb = -500000 }
    s:at(ms(1)):start(t, { abs = math.maxinteger - 1 })
    local a = s:at(ms(2)):start(u, { rel = ms(1999) })
    s:expect { u, at = a + ms(2000) }
    s:at(sec(3)):cancel(t)
    s:finish(sec(4))
  end,
}

case "timer-narrow" {
  title = "a slow clock and a counter that wraps make no timer early",
  clauses = { "TK-TIMER-2", "TK-IDLE-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { counter = { width = 16, freq = 1000000, start = 65000 } }
    local t = s:hrtimer()
    local a = s:at(0):start(t, { rel = ms(1999) })
    s:at(0):slew { ppb = -500000 }
    s:expect { t, at = a + ms(2000) }
    s:finish(sec(3))
  end,
}

case "timer-every-cpu" {
  title = "timers of every CPU follow a change of rate",
  clauses = { "TK-TIMER-2", "TK-SET-3" },
  class = { "virtual" },
  needs = { "smp" },
  run = function (s)
    local t = s:hrtimer { n = 3 }
    for cpu = 0, 2 do
      local b = cpu == 0 and s:main() or s:thread { cpu = cpu }
      b:at(0):start(t[cpu], { abs = T(ms(2001)) })
    end
    local a = s:at(0):slew { ppb = 500000 }
    for cpu = 0, 2 do s:expect { t[cpu], at = a + ms(2000), cpu = cpu } end
    s:finish(sec(3))
  end,
}

case "years" {
  title = "after ten years at an awkward frequency and rate, every ns is right",
  clauses = { "TK-MONO-2", "TK-RATE-1" },
  class = { "virtual" },
  run = function (s)
    local f, years, rest = 14318180, 86400 * 3650, 123456789
    s:machine { counter = { width = 64, freq = f } }
    s:at(0):slew { ppb = 1 }
    -- c cycles are c * (10^9 + 1) / f ns: whole seconds, then the rest
    local c = f * rest // G
    local left = (c * (G + 1) + f * (years % f)) % f
    -- A reading that leaves more than is left in the end: a carry.
    local early = 1
    while f * early // 1000 * (G + 1) % f <= left do early = early + 1 end
    s:at(ms(early)):now("mono"):gives(f * early // 1000 * (G + 1) // f)
    local ns = (c * (G + 1) + f * (years % f)) // f
    s:at(sec(years) + rest):now("mono"):gives(years * G + years // f * f + ns)
    s:finish(sec(years) + sec(1))
  end,
}
