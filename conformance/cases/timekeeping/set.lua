-- SPDX-License-Identifier: BSD-2-Clause
-- Setting CLOCK_REALTIME; what timers make of it is in hrtimer/clockset.lua.

local ORIGIN = sec(1000000000)          -- what it shows at time 0

for _, row in ipairs { { "on", sec(3600) }, { "back", -sec(3600) },
    { "years-on", sec(86400 * 3650) }, { "years-back", -sec(86400 * 3650) },
    { "a-ns", 1 }, { "a-ns-back", -1 } } do
  local key, by = table.unpack(row)
  case(key) {
    title = "the time of day is set and the other clock is not: " .. key,
    clauses = { "TK-SET-1" },
    class = { "virtual" },
    run = function (s)
      s:at(ms(5)):setclock("real", { by = by })
      s:at(ms(5)):now("real"):gives(ms(5) + by)
      s:at(ms(5)):now("mono"):gives(ms(5))
      s:at(ms(8)):now("real"):gives(ms(8) + by)
      s:at(ms(8)):now("mono"):gives(ms(8))
      s:finish(ms(10))
    end,
  }
end

case "epoch" {
  title = "the time of day can be set to the first instant of 1970",
  clauses = { "TK-SET-1", "TK-SET-4" },
  class = { "virtual" },
  run = function (s)
    s:at(ms(5)):setclock("real", { to = 0 })
    s:at(ms(6)):now("real"):gives(ms(1) - sec(1000000000))
    s:finish(ms(10))
  end,
}

for _, to in ipairs { -1, -sec(1), math.mininteger } do
  case("refused" .. to) {
    title = ("a time of %d is refused, and nothing changes"):format(to),
    clauses = { "TK-SET-4" },
    class = { "virtual" },
    run = function (s)
      s:watch "tk.set"
      local t = s:hrtimer { clock = "real" }
      s:at(0):adjust { by = us(4) }:shows { left = 0 }
      s:at(0):start(t, { abs = T(ms(5)) })
      s:at(ms(1)):setclock("real", { to = to }):fails "EINVAL"
      s:at(ms(1)):now("real"):gives(ms(1) + 500)
      s:at(ms(1)):adjust { by = us(4) - 500 }:shows { left = us(4) - 500 }
      s:expect { t, at = T(ms(5)) }
      s:at(ms(9)):now("real"):gives(ms(9) + us(4))
      s:finish(ms(10))
    end,
  }
end

case "ends-adjustment" {
  title = "setting the clock ends an adjustment",
  clauses = { "TK-SET-2" },
  class = { "virtual" },
  run = function (s)
    s:at(0):adjust { by = us(40) }:shows { left = 0 }
    s:at(ms(2)):setclock("real", { to = sec(2000000000) })
    s:at(ms(8)):now("real"):gives(sec(1000000000) + ms(6))
    s:at(ms(8)):adjust { by = 0 }:shows { left = 0 }
    s:finish(ms(10))
  end,
}

case "ends-leap" {
  title = "setting the clock calls off a leap second",
  clauses = { "TK-SET-2" },
  class = { "virtual" },
  run = function (s)
    s:watch "tk.leap"
    s:at(0):setclock("real", { to = sec(86400 * 12000 - 10) })
    s:at(0):leap "insert"
    s:at(sec(1)):setclock("real", { to = sec(86400 * 12000 - 5) })
    s:at(sec(7)):now("real"):gives(sec(86400 * 12000 + 1 - 1000000000))
    s:finish(sec(8))
  end,
}

case "keeps-rate" {
  title = "setting the clock keeps the rate",
  clauses = { "TK-SET-2", "TK-RATE-1" },
  class = { "virtual" },
  run = function (s)
    s:at(0):slew { ppb = 100000 }
    s:at(sec(1)):setclock("real", { to = sec(1000000000) })
    s:at(sec(2)):now("real"):gives(sec(1) + us(100))
    s:at(sec(2)):now("mono"):gives(sec(2) + us(200))
    s:finish(sec(3))
  end,
}

-- Each date is that of a year's first or last days, or of none in particular.
case "two-setters" {
  title = "two CPUs set the time of day in turn, over midnights, and each " ..
    "sees what the other has set",
  clauses = { "TK-SET-1" },
  needs = { "ktime64", "smp" },
  class = { "virtual" },
  run = function (s)
    local day, b = sec(86400), s:thread { cpu = 1 }
    local w = s:hrtimer {}
    local due = s:at(0):start(w, { rel = ms(195) })
    for i, date in ipairs { 1, 59, 365, 789, 11016, 17166, 24837, 47540 } do
      local at, midnight = ms(20) * i, date * day
      s:at(at):setclock("real", { to = midnight - ms(3) })
      b:at(at + ms(3) - 1):now("real"):gives(midnight - ORIGIN - 1)
      b:at(at + ms(3)):now("real"):gives(midnight - ORIGIN)
      b:at(at + ms(10)):setclock("real", { to = midnight + day - 1 })
      s:at(at + ms(10) + 1):now("real"):gives(midnight + day - ORIGIN)
      s:at(at + ms(15)):now("mono"):gives(at + ms(15))
    end
    s:expect { w, at = due + ms(195) }
    s:finish(ms(200))
  end,
}

case "every-cpu" {
  title = "on no CPU a reading is before one that was made elsewhere, also " ..
    "when the counter jumps back",
  clauses = { "TK-MONO-1" },
  needs = { "smp" },
  class = { "virtual" },
  run = function (s)
    s:machine { counter = { width = 64 } }
    s:watch "tk.back"
    local threads, last = { s:main() }, nil
    for cpu = 1, math.min(s.st "cpus", 4) - 1 do
      threads[#threads + 1] = s:thread { cpu = cpu }
    end
    for k = 1, 10 do
      for i, b in ipairs(threads) do
        local at = ms(2) * k + us(i)
        local r = b:at(at):now("mono"):gives { ">", 0 }
        if last then s:relate { { last, "v" }, "less-equal", { r, "v" } } end
        last = r
        if k % 2 == 0 then b:at(at):fault("jump-back", { by = us(10 * i) }) end
      end
    end
    s:expect { "simtimer", "tk.back", times = { ">=", 1 } }
    s:finish(ms(25))
  end,
}
