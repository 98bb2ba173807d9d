-- SPDX-License-Identifier: BSD-2-Clause
-- Leap seconds.  The clock is set to ten seconds before midnight at time 0.

local ORIGIN = 1000000000               -- what it shows at time 0, in s
local DAY = 86400
local MIDNIGHT = sec(12000 * DAY - ORIGIN)

-- Set it, and say what is to come.
local function evening(s, kind, before)
  local a = s:at(0):setclock("real",
    { to = sec(12000 * DAY) - (before or sec(10)) })
  if kind then s:at(0):leap(kind) end
  return a
end

local function reads(s, at, from_midnight)
  s:at(at):now("real"):gives(MIDNIGHT + from_midnight)
  s:at(at):now("mono"):gives(at)
end

case "insert" {
  title = "an inserted second is 23:59:59 once more",
  clauses = { "TK-LEAP-1", "TK-LEAP-5" },
  class = { "virtual" },
  run = function (s)
    s:watch "tk.leap"
    evening(s, "insert")
    reads(s, sec(9), -sec(1))
    reads(s, sec(10) - 1, -1)
    s:at(sec(10)):now("real"):gives(MIDNIGHT - sec(1))
    s:expect { "-", "tk.leap" }
    reads(s, ms(10500), -ms(500))
    reads(s, sec(11) - 1, -1)
    reads(s, sec(11), 0)
    reads(s, sec(11 + DAY), sec(DAY))
    s:finish(sec(12 + DAY))
  end,
}

case "delete" {
  title = "a deleted second is never read",
  clauses = { "TK-LEAP-2", "TK-LEAP-5" },
  class = { "virtual" },
  run = function (s)
    s:watch "tk.leap"
    evening(s, "delete")
    reads(s, sec(9) - 1, -sec(1) - 1)
    s:at(sec(9)):now("real"):gives(MIDNIGHT)
    s:expect { "-", "tk.leap" }
    reads(s, ms(9500), ms(500))
    reads(s, sec(9 + DAY), sec(DAY))
    s:finish(sec(10 + DAY))
  end,
}

-- deadline from midnight, when it is due after an insertion, a deletion
for _, row in ipairs {
  { -sec(1) - 1, sec(9) - 1, sec(9) - 1 },
  { -sec(1), sec(9), sec(9) },
  { -ms(500), ms(9500), sec(9) },
  { -1, sec(10) - 1, sec(9) },
  { 0, sec(11), sec(9) },
  { 1, sec(11) + 1, sec(9) + 1 },
  { sec(30), sec(41), sec(39) },
} do
  local r, insert, delete = table.unpack(row)
  for _, kind in ipairs { "insert", "delete" } do
    case(("%s-timer%d"):format(kind, r)) {
      title = ("a timer %d ns from midnight, and a second to %s"):format(r,
        kind),
      clauses = { "TK-TIMER-1" },
      class = { "virtual" },
      run = function (s)
        local t, u = s:hrtimer { clock = "real" }, s:hrtimer { clock = "real" }
        s:at(0):start(t, { abs = T(MIDNIGHT + r) })
        local a = evening(s, kind)
        s:at(ms(1)):start(u, { abs = T(MIDNIGHT + r) })
        local at = kind == "insert" and insert or delete
        s:expect { t, at = a + at }
        s:expect { u, at = a + at }
        s:finish(sec(60))
      end,
    }
    case(("%s-unmoved%d"):format(kind, r)) {
      title = ("timers that a second to %s does not move"):format(kind),
      clauses = { "TK-TIMER-3", "TK-LEAP-5" },
      class = { "virtual" },
      run = function (s)
        local t, m = s:hrtimer { clock = "real" }, s:hrtimer()
        local a = evening(s, kind)
        s:at(0):start(t, { rel = sec(10) + r })
        s:at(0):start(m, { abs = T(sec(10) + r) })
        s:expect { t, at = a + sec(10) + r }
        s:expect { m, at = a + sec(10) + r }
        s:finish(sec(60))
      end,
    }
  end
end

case "second-pass" {
  title = "a timer that is set inside the second pass expires in it",
  clauses = { "TK-TIMER-1" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    local a = evening(s, "insert")
    s:at(ms(10100)):start(t, { abs = T(MIDNIGHT - ms(500)) })
    s:expect { t, at = a + ms(10500) }
    s:finish(sec(12))
  end,
}

case "held-up" {
  title = "a timer that was held up over the step is not early on its clock",
  clauses = { "TK-TIMER-1", "TK-LEAP-1" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(MIDNIGHT - ms(100)) })
    local a = evening(s, "insert")
    s:at(ms(9800)):mask { lim = sec(1) }
    s:at(ms(10300)):unmask()
    s:expect { t, at = a + ms(10900) }
    s:finish(sec(12))
  end,
}

case "periodic" {
  title = "a beat of the time of day pauses for the inserted second",
  clauses = { "TK-TIMER-1", "TK-LEAP-1" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { clock = "real", callback = function (c)
      c:forward { by = ms(400) } c:ret "restart" end }
    s:at(0):start(t, { abs = T(MIDNIGHT - ms(800)) })
    local a = evening(s, "insert")
    for i, at in ipairs { ms(9200), ms(9600), ms(11000), ms(11400) } do
      s:expect { t, at = a + at, n = i, added = 1 }
    end
    s:at(ms(11500)):cancel(t)
    s:finish(sec(12))
  end,
}

case "called-off" {
  title = "a leap second that is called off does not come",
  clauses = { "TK-LEAP-4", "TK-SET-3" },
  class = { "virtual" },
  run = function (s)
    s:watch "tk.leap"
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(MIDNIGHT) })
    local a = evening(s, "insert")
    s:at(sec(5)):leap "none"
    s:expect { t, at = a + sec(10) }
    reads(s, sec(12), sec(2))
    s:finish(sec(13))
  end,
}

case "replaced" {
  title = "the last word on the leap second counts",
  clauses = { "TK-LEAP-4", "TK-LEAP-2" },
  class = { "virtual" },
  run = function (s)
    evening(s, "insert")
    s:at(sec(1)):leap "delete"
    reads(s, sec(9), 0)
    s:finish(sec(10))
  end,
}

-- kind, how long before midnight it is asked for, midnights until it comes
for _, row in ipairs {
  { "insert", sec(DAY), 1, "at-midnight" },
  { "insert", sec(DAY) - 1, 1, "just-after" },
  { "insert", 1, 1, "last-ns" },
  { "delete", sec(1) + 1, 1, "just-before" },
  { "delete", sec(1), 2, "has-begun" },
  { "delete", 1, 2, "last-ns" },
  { "delete", sec(DAY), 1, "at-midnight" },
} do
  local kind, before, days, key = table.unpack(row)
  case(("day-%s-%s"):format(kind, key)) {
    title = ("the day at whose end a second is to %s: %s"):format(kind, key),
    clauses = { "TK-LEAP-3" },
    class = { "virtual" },
    run = function (s)
      evening(s, kind, before)
      local step = kind == "insert" and -sec(1) or sec(1)
      local edge = before + sec((days - 1) * DAY)
        - (kind == "delete" and sec(1) or 0)
      local night = sec((days - 1) * DAY)
      reads(s, edge - 1, night + (kind == "delete" and -sec(1) or 0) - 1)
      reads(s, edge, night + (kind == "delete" and -sec(1) or 0) + step)
      reads(s, edge + sec(2 * DAY), night + step + sec(2 * DAY)
        + (kind == "delete" and -sec(1) or 0))
      s:finish(sec(5 * DAY))
    end,
  }
end

for _, kind in ipairs { 2, -2, 1000 } do
  case("refused" .. kind) {
    title = ("a leap second of kind %d is refused"):format(kind),
    clauses = { "TK-LEAP-6" },
    class = { "virtual" },
    run = function (s)
      evening(s, "insert")
      s:at(sec(1)):leap(kind):fails "EINVAL"
      reads(s, ms(9500), -ms(500))
      reads(s, ms(10500), -ms(500))
      s:finish(sec(12))
    end,
  }
end

case "adjusted" {
  title = "an adjustment goes on over the leap second",
  clauses = { "TK-LEAP-1", "TK-ADJUST-1" },
  class = { "virtual" },
  run = function (s)
    evening(s, "insert")
    s:at(0):adjust { by = ms(6) }:shows { left = 0 }
    -- After 20000 s / 2001 * 2000 it would be midnight.
    s:at(ms(9990)):now("real"):gives(MIDNIGHT - ms(10) + 4995000)
    s:at(sec(10)):now("real"):gives(MIDNIGHT - sec(1) + ms(5))
    s:at(sec(13)):now("real"):gives(MIDNIGHT + sec(2) + ms(6))
    s:finish(sec(14))
  end,
}
