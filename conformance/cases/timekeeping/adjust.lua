-- SPDX-License-Identifier: BSD-2-Clause
-- The one-off adjustment of CLOCK_REALTIME.

for _, row in ipairs { { "on", 1 }, { "back", -1 } } do
  local key, sign = table.unpack(row)
  case(key) {
    title = "an adjustment is worked off bit by bit: " .. key,
    clauses = { "TK-ADJUST-1", "TK-ADJUST-2" },
    class = { "virtual" },
    run = function (s)
      s:at(0):adjust { by = sign * ms(1) }:shows { left = 0 }
      for _, at in ipairs { 1, 1999, 2000, 3999, 4001, ms(1), sec(1),
          sec(2) - 1, sec(2), sec(2) + 5000, sec(5) } do
        local done = math.min(at // 2000, ms(1))
        s:at(at):now("real"):gives(at + sign * done)
        s:at(at):now("mono"):gives(at)
      end
      s:finish(sec(6))
    end,
  }

  case(key .. "-small") {
    title = "an adjustment of a nanosecond is one: " .. key,
    clauses = { "TK-ADJUST-1" },
    class = { "virtual" },
    run = function (s)
      s:at(ms(1)):adjust { by = sign }:shows { left = 0 }
      s:at(ms(1) + 1999):now("real"):gives(ms(1) + 1999)
      s:at(ms(1) + 2000):now("real"):gives(ms(1) + 2000 + sign)
      s:at(ms(9)):now("real"):gives(ms(9) + sign)
      s:at(ms(9)):adjust { by = 0 }:shows { left = 0 }
      s:finish(ms(10))
    end,
  }

  case(key .. "-replaced") {
    title = "a new adjustment replaces the old one and tells of it: " .. key,
    clauses = { "TK-ADJUST-3", "TK-ADJUST-4" },
    class = { "virtual" },
    run = function (s)
      s:at(0):adjust { by = sign * us(10) }:shows { left = 0 }
      s:at(ms(4)):adjust { by = -sign * us(1) }:shows { left = sign * us(8) }
      s:at(ms(5)):now("real"):gives(ms(5) + sign * 1500)
      s:at(ms(9)):now("real"):gives(ms(9) + sign * us(1))
      s:at(ms(9)):adjust { by = 0 }:shows { left = 0 }
      s:finish(ms(10))
    end,
  }

  case(key .. "-called-off") {
    title = "an adjustment by nothing leaves what was done: " .. key,
    clauses = { "TK-ADJUST-3", "TK-ADJUST-4" },
    class = { "virtual" },
    run = function (s)
      s:at(0):adjust { by = sign * us(10) }:shows { left = 0 }
      s:at(ms(4)):adjust { by = 0 }:shows { left = sign * us(8) }
      s:at(ms(9)):now("real"):gives(ms(9) + sign * us(2))
      s:finish(ms(10))
    end,
  }

  -- First reading of r: forward r - r // 2001, back r + (r - 1) // 1999.
  for _, r in ipairs { 1, 1998, 1999, 2000, 2001, 2002, 4001, 4002, ms(7),
      sec(1), sec(2) + ms(1), sec(2) + ms(1) + 1, sec(3) } do
    case(("%s-timer-%d"):format(key, r)) {
      title = ("a timer at %d expires when the adjusted clock says so: %s")
        :format(r, key),
      clauses = { "TK-TIMER-1" },
      class = { "virtual" },
      run = function (s)
        local t = s:hrtimer { clock = "real" }
        local a = s:at(0):start(t, { abs = T(r) })
        s:at(0):adjust { by = sign * ms(1) }:shows { left = 0 }
        local at = sign > 0 and math.max(r - r // 2001, r - ms(1))
          or math.min(r + (r - 1) // 1999, r + ms(1))
        s:expect { t, at = a + at }
        s:finish(sec(4))
      end,
    }
  end

  case(key .. "-timer-past") {
    title = "a timer for a reading before the adjustment began expires at " ..
      "once: " .. key,
    clauses = { "TK-TIMER-1" },
    class = { "virtual" },
    run = function (s)
      local t = s:hrtimer { clock = "real" }
      s:at(ms(5)):adjust { by = sign * ms(1) }:shows { left = 0 }
      local a = s:at(ms(5)):start(t, { abs = T(ms(5) - us(1)) })
      s:expect { t, at = a }
      s:finish(ms(10))
    end,
  }

  case(key .. "-unmoved") {
    title = "an adjustment moves no relative timer: " .. key,
    clauses = { "TK-TIMER-3" },
    class = { "virtual" },
    run = function (s)
      local t = s:hrtimer { n = 2, clock = "real" }
      local m = s:hrtimer()
      local a = s:at(0):start(t[0], { rel = ms(500) })
      s:at(0):start(m, { abs = T(ms(700)) })
      s:at(0):adjust { by = sign * ms(1) }:shows { left = 0 }
      s:at(0):start(t[1], { rel = ms(600) })
      s:expect { t[0], at = a + ms(500) }
      s:expect { t[1], at = a + ms(600) }
      s:expect { m, at = a + ms(700) }
      s:finish(sec(1))
    end,
  }

  for _, by in ipairs { sec(3600) + 1, sec(86400), math.maxinteger } do
    case(("%s-refused-%d"):format(key, by)) {
      title = ("an adjustment of %d is refused: %s"):format(by, key),
      clauses = { "TK-ADJUST-5" },
      class = { "virtual" },
      run = function (s)
        s:watch "tk.adjust"
        s:at(0):adjust { by = us(2) }:shows { left = 0 }
        s:expect { "-", "tk.adjust" }
        s:at(ms(1)):adjust { by = sign * by }:fails "EINVAL"
        s:at(ms(2)):now("real"):gives(ms(2) + us(1))
        s:at(ms(9)):now("real"):gives(ms(9) + us(2))
        s:finish(ms(10))
      end,
    }
  end
end

case "hour" {
  title = "an adjustment of an hour takes 83 days",
  clauses = { "TK-ADJUST-1", "TK-ADJUST-2", "TK-ADJUST-5" },
  class = { "virtual" },
  run = function (s)
    s:at(0):adjust { by = sec(3600) }:shows { left = 0 }
    s:at(sec(7200000) - 2000):now("real"):gives(sec(7203600) - 2001)
    s:at(sec(7200000)):now("real"):gives(sec(7203600))
    s:at(sec(7300000)):now("real"):gives(sec(7303600))
    s:finish(sec(7300001))
  end,
}

case "with-rate" {
  title = "an adjustment is paced by the clock that the rate has made",
  clauses = { "TK-ADJUST-2", "TK-RATE-1" },
  class = { "virtual" },
  run = function (s)
    s:at(0):slew { ppb = 500000 }
    s:at(0):adjust { by = ms(1) }:shows { left = 0 }
    s:at(sec(1)):now("mono"):gives(sec(1) + us(500))
    s:at(sec(1)):now("real"):gives(sec(1) + us(500) + 500250)
    s:finish(sec(2))
  end,
}
