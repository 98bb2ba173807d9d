-- SPDX-License-Identifier: BSD-2-Clause
-- timer_settime and timer_gettime: [PTM-SET-1] to [PTM-SET-7], [PTM-GET-1],
-- [PTM-GET-2], [PTM-ID-1].

-- it_value sec, nsec, it_interval sec, nsec: each has one thing wrong.
local values = {
  { "sec-minus-1",        -1,         0,  0,         0 },
  { "sec-most-negative",  -9223372036854775807, 0, 0, 0 },
  { "sec-and-nsec",       -1, 999999999,  0,         0 },
  { "nsec-minus-1",        0,        -1,  0,         0 },
  { "nsec-minus-in-1-s",   1,        -1,  0,         0 },
  { "nsec-1e9",            0, 1000000000, 0,         0 },
  { "nsec-1e9-in-1-s",     1, 1000000000, 0,         0 },
  { "isec-minus-1",        1,         0, -1,         0 },
  { "insec-minus-1",       1,         0,  0,        -1 },
  { "insec-1e9",           1,         0,  0, 1000000000 },
  { "isec-and-insec",      1,         0, -1, 1000000000 },
}

local function raw(v, flags)
  return { sec = v[2], nsec = v[3], isec = v[4], insec = v[5],
    flags = flags }
end

for _, v in ipairs(values) do
  case("value-" .. v[1]) {
    title   = "a value with " .. v[1] .. " is refused with EINVAL",
    clauses = { "PTM-SET-1", "PTM-SET-2" },
    run = function (s)
      local t = s:ptimer {}
      s:at(0):settime(t, raw(v, "0")):fails "EINVAL"
      s:at(0):settime(t, raw(v, "abs")):fails "EINVAL"
      s:at(0):gettime(t):shows { left = 0, per = 0 }
      s:finish(ms(1))
    end,
  }
end

case "refused-leaves-armed" {
  title   = "a refused setting leaves an armed timer as it was",
  clauses = { "PTM-SET-2" },
  run = function (s)
    local t, g = s:ptimer { sig = "rt1" }, s:signal { sig = "rt1" }
    s:prep():handle(g)
    local a = s:at(0):settime(t, { rel = ms(30), per = ms(20) })
    local m = s:at(ms(10))
    for _, v in ipairs(values) do
      m:settime(t, raw(v, "0")):fails "EINVAL"
    end
    m:settime(t, { rel = ms(1), ptr = "null" }):fails "EINVAL"
    m:settime(t, { rel = ms(1), ptr = "bad" }):fails "EFAULT"
    m:gettime(t):shows { left = a + ms(30), per = ms(20) }
    s:expect { g, at = a + ms(30), over = 0 }
    s:expect { g, at = a + ms(50), over = 0 }
    s:finish(ms(60))
  end,
}

case "refused-leaves-pending" {
  title   = "a refused setting leaves the signal that is pending",
  clauses = { "PTM-SET-2", "PTM-OVERRUN-1" },
  run = function (s)
    local t, g = s:ptimer { sig = "rt1" }, s:signal { sig = "rt1" }
    s:prep():handle(g)
    s:prep():block(g)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    s:at(ms(40)):settime(t, raw(values[1], "0")):fails "EINVAL"
    local u = s:at(ms(60)):unblock(g)
    s:expect { g, at = u, over = s:intervals { from = a, first = ms(10),
      every = ms(20), upto = u, less = 1 } }
    s:finish(ms(65))
  end,
}

case "old-of-idle" {
  title   = "the old setting of a timer that is not armed is zero",
  clauses = { "PTM-SET-3", "TM-LEFT-2" },
  run = function (s)
    local t, g = s:ptimer { sig = "rt1" }, s:signal { sig = "rt1" }
    s:prep():handle(g)
    local a = s:at(0):settime(t, { rel = ms(10), old = "yes" })
      :shows { oldleft = 0, oldper = 0 }
    s:expect { g, at = a + ms(10) }
    local b = s:at(ms(15)):settime(t, { rel = ms(20), old = "yes" })
      :shows { oldleft = 0, oldper = 0 }
    s:at(ms(20)):settime(t, { rel = 0, old = "yes" })
      :shows { oldleft = b + ms(20), oldper = 0 }
    s:at(ms(20)):settime(t, { rel = 0, old = "yes" })
      :shows { oldleft = 0, oldper = 0 }
    s:finish(ms(30))
  end,
}

for _, clock in ipairs { "mono", "real" } do
  case("old-of-running-" .. clock) {
    title   = "the old setting of a timer on " .. clock
      .. " is its time left and interval",
    clauses = { "PTM-SET-3", "TM-LEFT-1", "TM-LEFT-4" },
    run = function (s)
      local t = s:ptimer { clock = clock }
      local a = s:at(0):settime(t, { rel = sec(2), per = 1234567 })
      s:at(ms(10)):settime(t, { abs = T(sec(3)), per = 0, old = "yes" })
        :shows { oldleft = a + sec(2), oldper = 1234567 }
      s:at(ms(20)):settime(t, { rel = 0, old = "yes" })
        :shows { oldleft = T(sec(3)), oldper = 0 }
      s:finish(ms(30))
    end,
  }
end

case "old-of-pending" {
  title   = "the old setting of a series whose signal is pending counts to its "
    .. "next deadline",
  clauses = { "PTM-SET-3", "TM-LEFT-3" },
  run = function (s)
    local t, g = s:ptimer { sig = "rt1" }, s:signal { sig = "rt1" }
    s:prep():handle(g)
    s:prep():block(g)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    s:at(ms(40)):settime(t, { rel = 0, old = "yes" })
      :shows { oldleft = a + ms(50), oldper = ms(20) }
    s:at(ms(60)):gettime(t):shows { left = 0, per = 0 }
    s:finish(ms(70))
  end,
}

case "new-null" {
  title   = "without a new value it is EINVAL, with a bad pointer EFAULT",
  clauses = { "PTM-SET-4" },
  run = function (s)
    local t = s:ptimer {}
    local m = s:at(0)
    m:settime(t, { ptr = "null" }):fails "EINVAL"
    m:settime(t, { ptr = "bad" }):fails "EFAULT"
    m:settime(t, { ptr = "bad", old = "bad" }):fails "EFAULT"
    m:gettime(t):shows { left = 0, per = 0 }
    m:delete(t)
    m:settime(t, { ptr = "bad" }):fails "EFAULT"
    s:finish(ms(1))
  end,
}

case "old-bad" {
  title   = "a bad pointer to the old value is EFAULT, when all else is right",
  clauses = { "PTM-SET-5", "PTM-SET-1", "PTM-ID-1" },
  run = function (s)
    local t = s:ptimer {}
    local m = s:at(0)
    m:settime(t, { rel = sec(10), old = "bad" }):fails "EFAULT"
    m:settime(t, { sec = -1, nsec = 0, old = "bad" }):fails "EINVAL"
    m:delete(t)
    m:settime(t, { rel = sec(10), old = "bad" }):fails "EINVAL"
    s:finish(ms(1))
  end,
}

case "zero-with-interval" {
  title   = "a zero value disarms, whatever the interval says",
  clauses = { "PTM-SET-6", "PTM-GET-1" },
  run = function (s)
    local t, g = s:ptimer { sig = "rt1" }, s:signal { sig = "rt1" }
    local w, h = s:ptimer { sig = "rt2" }, s:signal { sig = "rt2" }
    s:prep():handle(g)
    s:prep():handle(h)
    s:at(0):settime(t, { rel = ms(20), per = ms(20) })
    local b = s:at(0):settime(w, { rel = ms(60) })
    s:at(ms(10)):settime(t, { rel = 0, per = ms(15) })
    s:at(ms(10)):gettime(t):shows { left = 0, per = 0 }
    s:expect { h, at = b + ms(60) }
    s:finish(ms(70))
  end,
}

for _, flags in ipairs { "0x4", "0x80", "0x81", "0x40000000" } do
  case("flags-" .. flags) {
    title   = ("the unknown flags %s do as the statement says"):format(flags),
    clauses = { "PTM-SET-7" },
    run = function (s)
      local t = s:ptimer {}
      local keys = { rel = sec(10), flags = flags }
      if flags == "0x81" then keys = { abs = T(sec(10)), flags = "0x80" } end
      local set = s:at(0):settime(t, keys)
      local left = T(sec(10))
      if s.st "ptimer.unknown-flags" == "EINVAL" then
        set:fails "EINVAL"
        left = 0
      elseif keys.rel then
        left = set + sec(10)
      end
      s:at(0):gettime(t):shows { left = left, per = 0 }
      s:finish(ms(1))
    end,
  }
end

case "asked" {
  title   = "what is left and the interval can be asked for",
  clauses = { "PTM-GET-1", "TM-LEFT-1" },
  run = function (s)
    local t, g = s:ptimer { sig = "rt1" }, s:signal { sig = "rt1" }
    s:prep():handle(g)
    s:at(0):gettime(t):shows { left = 0, per = 0 }
    local a = s:at(ms(10)):settime(t, { rel = ms(30), per = sec(1) + 1 })
    s:at(ms(20)):gettime(t):shows { left = a + ms(30), per = sec(1) + 1 }
    s:expect { g, at = a + ms(30) }
    s:at(ms(50)):gettime(t):shows { left = a + sec(1) + ms(30) + 1,
      per = sec(1) + 1 }
    local b = s:at(ms(60)):settime(t, { rel = ms(10) })
    s:expect { g, at = b + ms(10) }
    s:at(ms(80)):gettime(t):shows { left = 0, per = 0 }
    s:finish(ms(90))
  end,
}

case "get-bad" {
  title   = "timer_gettime with a bad pointer is EFAULT, of a bad id EINVAL",
  clauses = { "PTM-GET-2", "PTM-ID-1" },
  run = function (s)
    local t = s:ptimer {}
    s:at(0):gettime(t, { ptr = "bad" }):fails "EFAULT"
    s:at(0):gettime(t, { ptr = "null" }):fails "EFAULT"
    s:at(0):delete(t)
    s:at(0):gettime(t, { ptr = "bad" }):fails "EINVAL"
    s:finish(ms(1))
  end,
}

for _, how in ipairs { "never", "deleted" } do
  case("id-" .. how) {
    title   = how == "never" and "an id that was never given has no timer"
      or "a timer that was deleted is gone for every call",
    clauses = { "PTM-ID-1" },
    run = function (s)
      local other = s:ptimer {}
      local t = s:ptimer { lazy = how == "never" }
      local m = s:at(0)
      local a = m:settime(other, { rel = sec(10) })
      if how == "deleted" then m:delete(t) end
      m:settime(t, { rel = ms(10) }):fails "EINVAL"
      m:gettime(t):fails "EINVAL"
      m:overrun(t):fails "EINVAL"
      m:delete(t):fails "EINVAL"
      m:gettime(other):shows { left = a + sec(10) }
      s:finish(ms(1))
    end,
  }
end
