-- SPDX-License-Identifier: BSD-2-Clause
-- setitimer: [ITM-WHICH-1] [ITM-WHICH-2] [ITM-SET-1] to [ITM-SET-8].

-- it_value sec, usec, it_interval sec, usec: each has one thing wrong.
local values = {
  { "sec-minus-1",        -1,       0,  0,       0 },
  { "sec-most-negative",  -9223372036854775807, 0, 0, 0 },
  { "sec-and-usec",       -1,  999999,  0,       0 },
  { "usec-minus-1",        0,      -1,  0,       0 },
  { "usec-minus-in-1-s",   1,      -1,  0,       0 },
  { "usec-1e6",            0, 1000000,  0,       0 },
  { "usec-1e6-in-1-s",     1, 1000000,  0,       0 },
  { "usec-most",           0, 9223372036854775807, 0, 0 },
  { "isec-minus-1",        1,       0, -1,       0 },
  { "iusec-minus-1",       1,       0,  0,      -1 },
  { "iusec-1e6",           1,       0,  0, 1000000 },
  { "isec-and-iusec",      1,       0, -1, 1000000 },
  { "idle-isec-minus-1",   0,       0, -1,       0 },
  { "idle-iusec-minus-1",  0,       0,  0,      -1 },
  { "idle-iusec-1e6",      0,       0,  0, 1000000 },
}

local function raw(v, more)
  local keys = { sec = v[2], usec = v[3], isec = v[4], iusec = v[5] }
  for k, x in pairs(more or {}) do keys[k] = x end
  return keys
end

for _, v in ipairs(values) do
  case("value-" .. v[1]) {
    title   = "a value with " .. v[1] .. " is refused with EINVAL",
    clauses = { "ITM-SET-2", "ITM-SET-3" },
    run = function (s)
      local t = s:itimer {}
      s:at(0):settime(t, raw(v)):fails "EINVAL"
      s:at(0):gettime(t):shows { left = 0, per = 0 }
      s:finish(ms(1))
    end,
  }
end

case "edges-are-good" {
  title   = "microseconds of 999999 and seconds without limit are accepted",
  clauses = { "ITM-SET-2", "TM-FAR-2" },
  run = function (s)
    local t, w = s:itimer {}, s:timerfd {}
    local m = s:at(0)
    local b = m:settime(w, { rel = ms(20) })
    m:settime(t, { sec = 1000, usec = 999999, isec = 1000, iusec = 999999 })
    m:gettime(t):shows { left = { ">", sec(1000) },
      per = sec(1000) + us(999999) }
    m:settime(t, { sec = 9223372036854775807, usec = 999999,
      isec = 9223372036854775807, iusec = 999999 })
    m:gettime(t):shows { left = { ">", math.min(sec(8589934592),
      s.st "frontend.itimer.greatest" - sec(1)) } }
    s:main():read(w):ends(b + ms(20))
    s:finish(ms(30))
  end,
}

case "refused-leaves-armed" {
  title   = "a refused setting leaves an armed timer as it was",
  clauses = { "ITM-SET-3" },
  run = function (s)
    local t, g = s:itimer {}, s:signal { sig = "alrm" }
    s:prep():handle(g)
    local a = s:at(0):settime(t, { rel = ms(30), per = ms(20) })
    local m = s:at(ms(10))
    for _, v in ipairs(values) do m:settime(t, raw(v)):fails "EINVAL" end
    m:settime(t, { rel = ms(1), which = 3 }):fails "EINVAL"
    m:settime(t, { rel = ms(1), ptr = "bad" }):fails "EFAULT"
    m:gettime(t):shows { left = a + ms(30), per = ms(20) }
    s:expect { g, at = a + ms(30) }
    s:expect { g, at = a + ms(50) }
    s:finish(ms(60))
  end,
}

case "refused-arms-nothing" {
  title   = "a refused setting arms nothing",
  clauses = { "ITM-SET-3" },
  run = function (s)
    local t, g, w = s:itimer {}, s:signal { sig = "alrm" }, s:timerfd {}
    s:prep():handle(g)
    local b = s:at(0):settime(w, { rel = ms(30) })
    s:at(0):settime(t, { sec = 0, usec = 10000, isec = 0, iusec = -1 })
      :fails "EINVAL"
    s:at(0):gettime(t):shows { left = 0, per = 0 }
    s:main():read(w):ends(b + ms(30))
    s:finish(ms(40))
  end,
}

for _, which in ipairs { -1, 3, 99, 2147483647, -2147483648 } do
  case((("which-%d"):format(which):gsub("%-%-", "-minus-"))) {
    title   = ("there is no timer %d"):format(which),
    clauses = { "ITM-WHICH-1" },
    run = function (s)
      local t = s:itimer {}
      s:at(0):settime(t, { rel = ms(10), which = which }):fails "EINVAL"
      s:at(0):gettime(t, { which = which }):fails "EINVAL"
      s:at(0):gettime(t):shows { left = 0, per = 0 }
      s:finish(ms(1))
    end,
  }
end

for _, which in ipairs { "virtual", "prof" } do
  case("cpu-time-" .. which) {
    title   = ("the timer %s is there or not, as the statement says"):format(
      which),
    clauses = { "ITM-WHICH-2" },
    run = function (s)
      local t = s:itimer {}
      local set = s:at(0):settime(t, { rel = sec(100), which = which })
      local get = s:at(0):gettime(t, { which = which })
      s.st("itimer.cpu-time", {
        yes = function ()
          get:shows { left = { "between", sec(99), sec(101) }, per = 0 }
        end,
        no = function ()
          set:fails "EINVAL"
          get:fails "EINVAL"
        end,
      })()
      s:at(0):gettime(t):shows { left = 0, per = 0 }
      s:finish(ms(1))
    end,
  }
end

-- Where they are: what they count, and which signal they send.
for _, row in ipairs { { "virtual", "vtalrm" }, { "prof", "prof" } } do
  local which, sig = table.unpack(row)
  case("runs-" .. which) {
    title   = ("the timer %s counts time that the program uses up"):format(
      which),
    clauses = { "ITM-WHICH-2" },
    needs   = { "cputime" },
    run = function (s)
      local t, g = s:itimer {}, s:signal { sig = sig }
      s:prep():handle(g)
      local a = s:at(0):settime(t, { rel = ms(20), which = which })
      s:at(ms(5)):burn(ms(100))
      s:expect { g, not_before = a + ms(20) }
      s:at(ms(200)):gettime(t, { which = which }):shows { left = 0 }
      s:finish(ms(210))
    end,
  }
  case("sleeps-" .. which) {
    title   = ("the timer %s does not count time that is slept"):format(which),
    clauses = { "ITM-WHICH-2" },
    needs   = { "cputime" },
    run = function (s)
      local t, g = s:itimer {}, s:signal { sig = sig }
      s:prep():handle(g)
      s:at(0):settime(t, { rel = ms(60), which = which })
      s:at(ms(150)):gettime(t, { which = which }):shows {
        left = { ">=", ms(20) } }
      s:finish(ms(160))
    end,
  }
end

case "old-of-idle" {
  title   = "the old setting of a timer that is not armed is zero",
  clauses = { "ITM-SET-1", "TM-LEFT-2" },
  run = function (s)
    local t, g = s:itimer {}, s:signal { sig = "alrm" }
    s:prep():handle(g)
    local a = s:at(0):settime(t, { rel = ms(10), old = "yes" })
      :shows { oldleft = 0, oldper = 0 }
    s:expect { g, at = a + ms(10) }
    local b = s:at(ms(15)):settime(t, { rel = ms(30), old = "yes" })
      :shows { oldleft = 0, oldper = 0 }
    s:at(ms(20)):settime(t, { rel = 0, old = "yes" })
      :shows { oldleft = b + ms(30), oldper = 0 }
    s:at(ms(20)):settime(t, { rel = 0, old = "yes" })
      :shows { oldleft = 0, oldper = 0 }
    s:finish(ms(30))
  end,
}

case "old-of-running" {
  title   = "the old setting of an armed timer is its time left and interval",
  clauses = { "ITM-SET-1", "TM-LEFT-1" },
  run = function (s)
    local t = s:itimer {}
    local a = s:at(0):settime(t, { rel = sec(2), per = us(1234567) })
    local b = s:at(ms(10)):settime(t, { rel = sec(3), per = 0, old = "yes" })
      :shows { oldleft = a + sec(2), oldper = us(1234567) }
    s:at(ms(20)):settime(t, { rel = 0, old = "yes" })
      :shows { oldleft = b + sec(3), oldper = 0 }
    s:finish(ms(30))
  end,
}

case "old-of-pending" {
  title   = "the old setting of a series whose signal is pending counts to its "
    .. "next deadline",
  clauses = { "ITM-SET-1", "TM-LEFT-3" },
  run = function (s)
    local t, g = s:itimer {}, s:signal { sig = "alrm" }
    s:prep():handle(g)
    s:prep():block(g)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    s:at(ms(40)):settime(t, { rel = 0, old = "yes" })
      :shows { oldleft = a + ms(50), oldper = ms(20) }
    s:at(ms(60)):gettime(t):shows { left = 0 }
    s:finish(ms(70))
  end,
}

case "zero-with-interval" {
  title   = "a zero value disarms, whatever the interval says",
  clauses = { "ITM-SET-5" },
  run = function (s)
    local t, g, w = s:itimer {}, s:signal { sig = "alrm" }, s:timerfd {}
    s:prep():handle(g)
    s:at(0):settime(t, { rel = ms(20), per = ms(20) })
    local b = s:at(0):settime(w, { rel = ms(60) })
    s:at(ms(10)):settime(t, { rel = 0, per = ms(15) })
    s:at(ms(10)):gettime(t):shows { left = 0 }
    s:main():read(w):ends(b + ms(60))
    s:finish(ms(70))
  end,
}

case "zero-forgets-interval" {
  title   = "a timer that was disarmed with an interval has none",
  clauses = { "ITM-SET-9" },
  run = function (s)
    local t = s:itimer {}
    local m = s:at(0)
    m:settime(t, { rel = 0, per = ms(15) })
    m:gettime(t):shows { left = 0, per = 0 }
    m:settime(t, { rel = 0, old = "yes" }):shows { oldleft = 0, oldper = 0 }
    s:finish(ms(5))
  end,
}

-- The clock of the day is set amid a duration, and amid a period.
for _, by in ipairs { sec(100), -sec(100) } do
  case(by > 0 and "clock-ahead" or "clock-back") {
    title   = "a duration is no other when the clock is set",
    clauses = { "ITM-SET-6" },
    needs   = { "setclock" },
    run = function (s)
      local t, g = s:itimer {}, s:signal { sig = "alrm" }
      s:prep():handle(g)
      local a = s:at(0):settime(t, { rel = ms(20), per = ms(20) })
      s:at(ms(10)):setclock("real", { by = by })
      s:at(ms(15)):gettime(t):shows { left = a + ms(20), per = ms(20) }
      s:expect { g, at = a + ms(20) }
      s:at(ms(30)):setclock("real", { by = -by })
      s:expect { g, at = a + ms(40) }
      s:finish(ms(50))
    end,
  }
end

case "bad-new" {
  title   = "a bad pointer to the new value is EFAULT, whatever else is wrong",
  clauses = { "ITM-SET-4" },
  run = function (s)
    local t = s:itimer {}
    s:at(0):settime(t, { ptr = "bad" }):fails "EFAULT"
    s:at(0):settime(t, { ptr = "bad", which = 99 }):fails "EFAULT"
    s:at(0):settime(t, { ptr = "bad", old = "bad" }):fails "EFAULT"
    s:at(0):gettime(t):shows { left = 0, per = 0 }
    s:finish(ms(1))
  end,
}

case "bad-old" {
  title   = "a bad pointer to the old value is EFAULT",
  clauses = { "ITM-SET-7", "ITM-SET-2" },
  run = function (s)
    local t = s:itimer {}
    s:at(0):settime(t, { rel = sec(10), old = "bad" }):fails "EFAULT"
    s:at(0):settime(t, { sec = -1, usec = 0, old = "bad" }):fails "EINVAL"
    s:at(0):settime(t, { rel = sec(10), which = 3, old = "bad" })
      :fails "EINVAL"
    s:finish(ms(1))
  end,
}

case "no-new" {
  title   = "without a new value the timer does what the statement says",
  clauses = { "ITM-SET-8" },
  run = function (s)
    local t = s:itimer {}
    local a = s:at(0):settime(t, { rel = sec(10), per = sec(1) })
    local b = s:at(ms(10)):settime(t, { ptr = "null", old = "yes" })
    local left = a + sec(10)
    if s.st "itimer.null" == "EFAULT" then
      b:fails "EFAULT"
    else
      b:shows { oldleft = a + sec(10), oldper = sec(1) }
      if s.st "itimer.null" == "disarm" then left = 0 end
    end
    s:at(ms(20)):gettime(t):shows { left = left }
    s:finish(ms(30))
  end,
}
