-- SPDX-License-Identifier: BSD-2-Clause
-- timerfd_gettime: [TFD-GET-1] [TFD-GET-2].

case "one-shot" {
  title   = "gettime of a one-shot timer shows time left and no interval",
  clauses = { "TFD-GET-1", "TM-LEFT-1" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(30) })
    s:at(ms(5)):gettime(t):shows { left = a + ms(30), per = 0 }
    s:at(ms(20)):gettime(t):shows { left = a + ms(30), per = 0 }
    s:main():read(t):ends(a + ms(30))
    s:main():gettime(t):shows { left = 0, per = 0 }
    s:finish(ms(40))
  end,
}

case "periodic" {
  title   = "gettime of a periodic timer shows time left and interval",
  clauses = { "TFD-GET-1", "TM-LEFT-3" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(30) })
    s:at(ms(5)):gettime(t):shows { left = a + ms(10), per = ms(30) }
    s:main():read(t):ends(a + ms(10))
    s:at(ms(20)):gettime(t):shows { left = a + ms(40), per = ms(30) }
    s:finish(ms(30))
  end,
}

case "unread" {
  title   = "gettime of a series that nobody reads counts to the next deadline"
    .. " and takes no count",
  clauses = { "TFD-GET-1", "TFD-READ-1", "TM-LEFT-3" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(20), per = ms(20) })
    for k = 1, 4 do
      s:at(k * ms(20) + ms(5)):gettime(t)
        :shows { left = a + (k + 1) * ms(20), per = ms(20) }
    end
    s:at(ms(90)):read(t):shows { v = s:intervals { from = a,
      every = ms(20), upto = "self" } }
    s:main():read(t):ends(a + ms(100))
    s:finish(ms(105))
  end,
}

case "interval-exact" {
  title   = "the interval reads back to the nanosecond",
  clauses = { "TFD-GET-1" },
  run = function (s)
    local t = s:timerfd {}
    local m, most = s:at(0), s.st "frontend.timerfd.greatest"
    for _, per in ipairs { 1, 999, 1234567891, sec(3600) + 1, sec(2147483648),
      sec(4294967297) + 999999999 } do
      m:settime(t, { rel = sec(60), per = per })
      m:gettime(t):shows { left = any, per = math.min(per, most) }
    end
    s:finish(ms(5))
  end,
}

-- The interrupt is held back beyond the deadline; from another CPU the timer
-- is still armed, and zero would say that it is not.
case "overdue-not-zero" {
  title   = "an armed timer whose interrupt is late does not read as disarmed",
  clauses = { "TM-LEFT-1", "TFD-GET-1" },
  class   = { "virtual" },
  needs   = { "mask" },
  run = function (s)
    local t, b = s:timerfd {}, s:thread { cpu = 1 }
    s:at(0):settime(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    b:at(ms(20)):gettime(t):shows { left = 1, per = 0 }
    local u = s:at(ms(30)):unmask()
    b:at(ms(25)):read(t):ends(u)
    s:finish(ms(40))
  end,
}

for _, ptr in ipairs { "null", "bad" } do
  case("pointer-" .. ptr) {
    title   = "gettime with a " .. ptr .. " pointer fails with EFAULT",
    clauses = { "TFD-GET-2" },
    run = function (s)
      local t = s:timerfd {}
      s:at(0):gettime(t, { ptr = ptr }):fails "EFAULT"
      local a = s:at(0):settime(t, { rel = ms(15) })
      s:at(ms(5)):gettime(t, { ptr = ptr }):fails "EFAULT"
      s:main():read(t):ends(a + ms(15))
      s:finish(ms(20))
    end,
  }
end
