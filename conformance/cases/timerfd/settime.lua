-- SPDX-License-Identifier: BSD-2-Clause
-- timerfd_settime: [TFD-SET-1] to [TFD-SET-6].

-- it_value sec, nsec, it_interval sec, nsec: each has one thing wrong.
local values = {
  { "sec-minus-1",        -1,         0,  0,         0 },
  { "sec-most-negative",  -9223372036854775807, 0, 0, 0 },
  { "sec-and-nsec",       -1, 999999999,  0,         0 },
  { "nsec-minus-1",        0,        -1,  0,         0 },
  { "nsec-minus-in-1-s",   1,        -1,  0,         0 },
  { "nsec-1e9",            0, 1000000000, 0,         0 },
  { "nsec-1e9-in-1-s",     1, 1000000000, 0,         0 },
  { "nsec-most",           0, 9223372036854775807, 0, 0 },
  { "isec-minus-1",        1,         0, -1,         0 },
  { "insec-minus-1",       1,         0,  0,        -1 },
  { "insec-1e9",           1,         0,  0, 1000000000 },
  { "isec-and-insec",      1,         0, -1, 1000000000 },
  { "idle-isec-minus-1",   0,         0, -1,         0 },
  { "idle-insec-minus-1",  0,         0,  0,        -1 },
  { "idle-insec-1e9",      0,         0,  0, 1000000000 },
}

local function raw(v, flags)
  return { sec = v[2], nsec = v[3], isec = v[4], insec = v[5],
    flags = flags }
end

for _, v in ipairs(values) do
  case("value-" .. v[1]) {
    title   = "a value with " .. v[1] .. " is refused with EINVAL",
    clauses = { "TFD-SET-1" },
    run = function (s)
      local t = s:timerfd {}
      local m = s:at(0)
      m:settime(t, raw(v, "0")):fails "EINVAL"
      m:settime(t, raw(v, "abs")):fails "EINVAL"
      m:gettime(t):shows { left = 0, per = 0 }
      s:finish(ms(1))
    end,
  }
end

case "edges-are-good" {
  title   = "nanoseconds of 999999999 and seconds without limit are accepted",
  clauses = { "TFD-SET-1", "TM-FAR-2" },
  run = function (s)
    local t, w = s:timerfd { flags = "nonblock" }, s:timerfd {}
    local m = s:at(0)
    local b = m:settime(w, { rel = ms(20) })
    m:settime(t, { sec = 1000, nsec = 999999999, isec = 1000,
      insec = 999999999 })
    m:gettime(t):shows { left = { ">", sec(999) },
      per = sec(1000) + 999999999 }
    for _, flags in ipairs { "0", "abs" } do
      m:settime(t, { sec = 9223372036854775807, nsec = 999999999,
        isec = 9223372036854775807, insec = 999999999, flags = flags })
      m:gettime(t):shows { left = { ">", math.min(sec(8589934592),
        s.st "frontend.timerfd.greatest" - sec(1)) } }
      m:read(t):fails "EAGAIN"
    end
    s:main():read(w):ends(b + ms(20))
    s:main():read(t):fails "EAGAIN"
    s:finish(ms(30))
  end,
}

-- Unknown flags, alone and beside the one that exists.
for _, flags in ipairs { "0x4", "0x8", "0x80", "0x100", "0x800", "0x10000",
    "0x40000000", "0x81", "0x7fffffff" } do
  case("flags-" .. flags) {
    title   = "the unknown flags " .. flags .. " are refused with EINVAL",
    clauses = { "TFD-SET-2" },
    run = function (s)
      local t = s:timerfd {}
      s:at(0):settime(t, { rel = ms(10), flags = flags }):fails "EINVAL"
      s:at(0):gettime(t):shows { left = 0, per = 0 }
      s:finish(ms(1))
    end,
  }
end

case "refused-leaves-armed" {
  title   = "a refused setting leaves an armed timer as it was",
  clauses = { "TFD-SET-3" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(30), per = ms(20) })
    local m = s:at(ms(10))
    for _, v in ipairs(values) do
      m:settime(t, raw(v, "0")):fails "EINVAL"
    end
    m:settime(t, { rel = ms(1), flags = "0x80" }):fails "EINVAL"
    m:gettime(t):shows { left = a + ms(30), per = ms(20) }
    s:main():read(t):ends(a + ms(30))
    s:main():read(t):ends(a + ms(50))
    s:finish(ms(60))
  end,
}

case "refused-leaves-idle" {
  title   = "a refused setting arms nothing",
  clauses = { "TFD-SET-3" },
  run = function (s)
    local t, w = s:timerfd { flags = "nonblock" }, s:timerfd {}
    local b = s:at(0):settime(w, { rel = ms(30) })
    local m = s:at(0)
    m:settime(t, { sec = 0, nsec = ms(10), isec = 0, insec = -1 })
      :fails "EINVAL"
    m:settime(t, { rel = ms(10), flags = "0x80" }):fails "EINVAL"
    m:gettime(t):shows { left = 0, per = 0 }
    s:main():read(w):ends(b + ms(30))
    s:main():read(t):fails "EAGAIN"
    s:finish(ms(40))
  end,
}

case "refused-leaves-count" {
  title   = "a refused setting leaves the count that nobody has read",
  clauses = { "TFD-SET-3", "TFD-READ-1" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    s:at(ms(25)):settime(t, { sec = -1, nsec = 0 }):fails "EINVAL"
    s:at(ms(35)):read(t):shows { v = s:intervals { from = a,
      every = ms(10), upto = "self" } }
    s:finish(ms(40))
  end,
}

case "old-of-idle" {
  title   = "the old setting of a timer that is not armed is zero",
  clauses = { "TFD-SET-4", "TM-LEFT-2" },
  run = function (s)
    local t = s:timerfd {}
    s:at(0):settime(t, { rel = ms(10), old = "yes" })
      :shows { oldleft = 0, oldper = 0 }
    s:main():read(t)
    s:at(ms(15)):settime(t, { rel = ms(10), old = "yes" })
      :shows { oldleft = 0, oldper = 0 }
    s:at(ms(20)):settime(t, { rel = 0, old = "yes" })
      :shows { oldleft = { "between", 1, ms(10) }, oldper = 0 }
    s:at(ms(20)):settime(t, { rel = 0, old = "yes" })
      :shows { oldleft = 0, oldper = 0 }
    s:finish(ms(30))
  end,
}

case "old-relative" {
  title   = "the old setting of an armed timer is its time left and interval",
  clauses = { "TFD-SET-4", "TM-LEFT-1" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(40), per = ms(25) })
    local b = s:at(ms(10)):settime(t, { rel = ms(30), old = "yes" })
      :shows { oldleft = a + ms(40), oldper = ms(25) }
    s:at(ms(20)):settime(t, { rel = ms(15), per = ms(7), old = "yes" })
      :shows { oldleft = b + ms(30), oldper = 0 }
    s:main():read(t)
    s:finish(ms(40))
  end,
}

case "old-absolute" {
  title   = "the old setting of an absolute timer is a duration",
  clauses = { "TFD-SET-4", "TM-LEFT-4" },
  run = function (s)
    local t = s:timerfd { clock = "real" }
    s:at(0):settime(t, { abs = T(ms(40)), per = ms(25) })
    s:at(ms(10)):settime(t, { abs = T(ms(50)), old = "yes" })
      :shows { oldleft = T(ms(40)), oldper = ms(25) }
    s:at(ms(20)):settime(t, { rel = ms(15), old = "yes" })
      :shows { oldleft = T(ms(50)), oldper = 0 }
    s:main():read(t)
    s:finish(ms(40))
  end,
}

case "old-of-late-series" {
  title   = "the old setting of a series that nobody read counts to the next",
  clauses = { "TFD-SET-4", "TM-LEFT-3" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    s:at(ms(60)):settime(t, { rel = ms(10), old = "yes" })
      :shows { oldleft = a + ms(70), oldper = ms(20) }
    s:main():read(t)
    s:finish(ms(80))
  end,
}

for _, ptr in ipairs { "null", "bad" } do
  case("pointer-" .. ptr) {
    title   = "a " .. ptr .. " pointer to the new value fails with EFAULT"
      .. " and leaves the timer as it was",
    clauses = { "TFD-SET-5", "TFD-SET-3" },
    run = function (s)
      local t = s:timerfd {}
      s:at(0):settime(t, { ptr = ptr }):fails "EFAULT"
      s:at(0):gettime(t):shows { left = 0, per = 0 }
      local a = s:at(0):settime(t, { rel = ms(20) })
      s:at(ms(10)):settime(t, { ptr = ptr }):fails "EFAULT"
      s:main():read(t):ends(a + ms(20))
      s:finish(ms(25))
    end,
  }
end

for _, zero in ipairs {
  { key = "zero", said = "zero first value", rel = 0 },
  { key = "zero-absolute", said = "zero absolute value", abs = 0 },
} do
  case(zero.key .. "-with-interval") {
    title   = "a " .. zero.said .. " disarms, whatever the interval says",
    clauses = { "TFD-SET-6", "TM-ZERO-1" },
    run = function (s)
      local t, w = s:timerfd { flags = "nonblock" }, s:timerfd {}
      s:at(0):settime(t, { rel = ms(20) })
      local b = s:at(0):settime(w, { rel = ms(50) })
      s:at(ms(10)):settime(t, { rel = zero.rel, abs = zero.abs,
        per = ms(10) })
      s:at(ms(10)):gettime(t):shows { left = 0 }
      s:main():read(w):ends(b + ms(50))
      s:main():read(t):fails "EAGAIN"
      s:finish(ms(60))
    end,
  }
end

case "one-ns-is-not-zero" {
  title   = "a first value of one nanosecond does not disarm",
  clauses = { "TFD-SET-6", "TM-PAST-1" },
  run = function (s)
    local t = s:timerfd {}
    s:at(0):settime(t, { rel = 1 })
    s:at(ms(5)):read(t)
    s:at(ms(10)):settime(t, { abs = 1 })
    s:at(ms(15)):read(t)
    s:finish(ms(20))
  end,
}

case "old-pointer-bad" {
  title   = "a bad pointer to the old value fails with EFAULT",
  clauses = { "TFD-SET-7" },
  run = function (s)
    local t, w = s:timerfd {}, s:timerfd {}
    local b = s:at(0):settime(w, { rel = ms(30) })
    s:at(0):settime(t, { rel = ms(10), old = "bad" }):fails "EFAULT"
    s:at(ms(5)):settime(t, { rel = 0, old = "bad" }):fails "EFAULT"
    s:main():read(w):ends(b + ms(30))
    s:finish(ms(35))
  end,
}

-- What is bad: the pointer, the flags, the times, the descriptor; and what is
-- then seen first.
local FLAGS, TIMES = "0x80", { sec = -1, nsec = 0 }
local orders = {
  { "pointer-flags", { ptr = "bad", flags = FLAGS }, true, "EFAULT" },
  { "pointer-closed", { ptr = "bad" }, false, "EFAULT" },
  { "flags-closed", { rel = ms(10), flags = FLAGS }, false, "EINVAL" },
  { "times-closed", TIMES, false, "EINVAL" },
  { "all", { ptr = "bad", flags = FLAGS, sec = -1, nsec = 0 }, false,
    "EFAULT" },
  { "none-but-closed", { rel = ms(10) }, false, "EBADF" },
}

for _, v in ipairs(orders) do
  local key, keys, open, errno = table.unpack(v)
  case("order-" .. key) {
    title   = "of several bad arguments (" .. key .. ") " .. errno
      .. " tells the first",
    clauses = { "TFD-SET-8" },
    run = function (s)
      local t = s:timerfd {}
      if not open then s:at(0):close(t) end
      s:at(0):settime(t, keys):fails(errno)
      s:finish(ms(1))
    end,
  }
end
