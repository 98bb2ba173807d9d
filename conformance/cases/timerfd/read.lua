-- SPDX-License-Identifier: BSD-2-Clause
-- Reading a timerfd: [TFD-READ-1] to [TFD-READ-5].

case "one" {
  title   = "a read after a one-shot expiry gives 8 bytes that hold 1",
  clauses = { "TFD-READ-1" },
  run = function (s)
    local t = s:timerfd { flags = "nonblock" }
    s:at(0):settime(t, { rel = ms(10) })
    s:at(ms(15)):read(t):shows { r = 8, v = 1 }
    s:at(ms(15)):read(t):fails "EAGAIN"
    s:finish(ms(20))
  end,
}

case "large-buffer" {
  title   = "a read with a large buffer gives 8 bytes all the same",
  clauses = { "TFD-READ-1" },
  run = function (s)
    local t = s:timerfd {}
    s:at(0):settime(t, { rel = ms(10) })
    s:at(ms(15)):read(t, { len = 64 }):shows { r = 8, v = 1 }
    s:finish(ms(20))
  end,
}

-- How late the read is, in periods of 10 ms; the next one is in time.
for _, n in ipairs { 2, 3, 4, 7, 20 } do
  case("count-" .. n) {
    title   = "a read after " .. n .. " periods counts them all",
    clauses = { "TFD-READ-1", "TM-COUNT-1" },
    run = function (s)
      local t = s:timerfd {}
      local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
      local late = n * ms(10) + ms(5)
      s:at(late):read(t):shows { v = s:intervals { from = a,
        every = ms(10), upto = "self" } }
      s:main():read(t):ends(a + (n + 1) * ms(10))
      s:sum { of = { t, "read" }, field = "v",
        equals = s:intervals { from = a, every = ms(10), upto = "self" } }
      s:finish(late + ms(15))
    end,
  }
end

case "counts-in-turn" {
  title   = "each read counts what has expired since the one before",
  clauses = { "TFD-READ-1", "TM-COUNT-2" },
  run = function (s)
    local t = s:timerfd { flags = "nonblock" }
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    local before = 0
    for _, n in ipairs { 1, 3, 4, 9, 11 } do
      s:at(n * ms(10) + ms(5)):read(t):shows { v = s:intervals { from = a,
        every = ms(10), upto = "self", less = before } }
      s:at(n * ms(10) + ms(5)):read(t):fails "EAGAIN"
      before = n
    end
    s:finish(ms(120))
  end,
}

case "first-and-interval" {
  title   = "the first deadline and the interval both enter the count",
  clauses = { "TFD-READ-1", "TM-PERIOD-2" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(35), per = ms(10) })
    s:at(ms(80)):read(t):shows { v = s:intervals { from = a,
      first = ms(35), every = ms(10), upto = "self" } }
    s:main():read(t):ends(a + ms(85))
    s:finish(ms(90))
  end,
}

-- Periods that no system could serve one by one, read late: the count comes
-- by a division.  A witness sees that the machine still runs.
for _, every in ipairs { 1, 3, 1000, 99999 } do
  case("tiny-" .. every) {
    title   = "a timer of " .. every .. " ns counts rightly and stops nothing",
    clauses = { "TFD-READ-1", "TM-COUNT-1", "TM-MANY-1" },
    run = function (s)
      local t, w = s:timerfd { flags = "nonblock" }, s:timerfd {}
      local a = s:at(0):settime(t, { rel = 1, per = every })
      local b = s:at(0):settime(w, { rel = ms(40) })
      s:main():read(w):ends(b + ms(40))
      s:at(ms(80)):read(t):shows { v = s:intervals { from = a, first = 1,
        every = every, upto = "self" } }
      s:main():settime(t, { rel = 0 })
      s:finish(ms(85))
    end,
  }
end

case "more-than-32-bits" {
  title   = "a count of more than 32 bits is not cut",
  clauses = { "TFD-READ-1" },
  class   = { "virtual" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = 1, per = 1 })
    s:at(sec(5)):read(t):shows { v = s:intervals { from = a, every = 1,
      upto = "self" } }
    s:main():settime(t, { rel = 0 })
    s:finish(sec(6))
  end,
}

case "since-set" {
  title   = "a read counts from the last setting on",
  clauses = { "TFD-READ-1", "TM-MOVE-3" },
  needs   = { "timerfd" },
  run = function (s)
    local t = s:timerfd { flags = "nonblock" }
    local dropped = s.st("frontend.timerfd.pending-rearm", { dropped = 1 })
    s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    local a = s:at(ms(45)):settime(t, { rel = ms(10), per = ms(10) })
    s:at(ms(50)):read(t):fails "EAGAIN"
    s:at(ms(60)):read(t):shows { v = s:intervals { from = a, every = ms(10),
      upto = "self", less = 1 - dropped } }
    s:finish(ms(65))
  end,
}

case "disarm-drops" {
  title   = "disarming withdraws a count that was not read",
  clauses = { "TFD-SET-6", "TM-DISARM-1" },
  run = function (s)
    local t, w = s:timerfd { flags = "nonblock" }, s:timerfd {}
    s.st("frontend.timerfd.pending-disarm", { dropped = 1 })
    s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    local b = s:at(0):settime(w, { rel = ms(50) })
    s:at(ms(35)):settime(t, { rel = 0 })
    s:at(ms(35)):read(t):fails "EAGAIN"
    s:main():read(w):ends(b + ms(50))
    s:at(ms(60)):read(t):fails "EAGAIN"
    s:finish(ms(65))
  end,
}

for _, len in ipairs { 0, 1, 4, 7 } do
  case("short-" .. len) {
    title   = "a read of " .. len .. " bytes fails and takes nothing",
    clauses = { "TFD-READ-2" },
    run = function (s)
      local t = s:timerfd {}
      local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
      s:at(ms(5)):read(t, { len = len }):fails "EINVAL"
      s:at(ms(35)):read(t, { len = len }):fails "EINVAL"
      s:at(ms(35)):read(t):shows { v = s:intervals { from = a,
        every = ms(10), upto = "self" } }
      s:finish(ms(40))
    end,
  }
end

case "nonblock" {
  title   = "a read that would have to wait fails with EAGAIN",
  clauses = { "TFD-READ-3" },
  run = function (s)
    local t = s:timerfd { flags = "nonblock" }
    s:at(0):read(t):fails "EAGAIN"
    s:at(0):settime(t, { rel = ms(10) })
    s:at(ms(5)):read(t):fails "EAGAIN"
    s:at(ms(15)):read(t)
    s:at(ms(15)):read(t):fails "EAGAIN"
    s:at(ms(20)):settime(t, { rel = ms(10) })
    s:at(ms(20)):settime(t, { rel = 0 })
    s:at(ms(35)):read(t):fails "EAGAIN"
    s:finish(ms(40))
  end,
}

case "nonblock-later" {
  title   = "O_NONBLOCK can be set and cleared on an open descriptor",
  clauses = { "TFD-READ-3", "TFD-READ-4" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    s:at(0):nonblock(t, { on = 1 })
    s:at(ms(5)):read(t):fails "EAGAIN"
    s:at(ms(5)):nonblock(t, { on = 0 })
    s:main():read(t):ends(a + ms(10))
    s:main():read(t):ends(a + ms(20))
    s:finish(ms(25))
  end,
}

case "sleeps" {
  title   = "a read of an armed timer sleeps until it expires",
  clauses = { "TFD-READ-4", "TM-EARLY-1" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(20) })
    s:main():read(t):ends(a + ms(20))
    s:finish(ms(30))
  end,
}

case "sleeps-each-period" {
  title   = "reads of a periodic timer each sleep until the next deadline",
  clauses = { "TFD-READ-4", "TM-PERIOD-1" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    for k = 1, 8 do s:main():read(t):ends(a + k * ms(10)) end
    s:finish(ms(85))
  end,
}

case "sleeps-for-ever" {
  title   = "a read of a timer that is not armed sleeps on",
  clauses = { "TFD-READ-4", "TFD-CREATE-1" },
  run = function (s)
    local t, w, b = s:timerfd {}, s:timerfd {}, s:thread {}
    b:at(0):read(t):waits()
    local a = s:at(0):settime(w, { rel = ms(30) })
    s:main():read(w):ends(a + ms(30))
    s:finish(ms(40))
  end,
}

case "taken-sleeps-again" {
  title   = "a read after the count was taken sleeps until the next expiry",
  clauses = { "TFD-READ-4", "TM-COUNT-2" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    s:at(ms(35)):read(t):shows { v = s:intervals { from = a,
      every = ms(10), upto = "self" } }
    s:main():read(t):ends(a + ms(40))
    s:finish(ms(45))
  end,
}

case "released" {
  title   = "a sleeping read is released when another thread sets the timer",
  clauses = { "TFD-READ-5" },
  run = function (s)
    local t, b = s:timerfd {}, s:thread {}
    local r = b:at(0):read(t)
    local a = s:at(ms(10)):settime(t, { rel = ms(10) })
    r:ends(a + ms(10))
    s:finish(ms(30))
  end,
}

case "released-from-cpu-1" {
  title   = "a read sleeping on another CPU is released as well",
  clauses = { "TFD-READ-5" },
  run = function (s)
    local t, b = s:timerfd {}, s:thread { cpu = 1 }
    local r = b:at(0):read(t)
    local a = s:at(ms(10)):settime(t, { rel = ms(10) })
    r:ends(a + ms(10))
    s:finish(ms(30))
  end,
}

case "released-by-move" {
  title   = "a sleeping read is released at the deadline that was moved near",
  clauses = { "TFD-READ-5", "TM-MOVE-1" },
  run = function (s)
    local t, b = s:timerfd {}, s:thread {}
    s:at(0):settime(t, { rel = sec(100) })
    local r = b:at(0):read(t)
    local a = s:at(ms(10)):settime(t, { rel = ms(10) })
    r:ends(a + ms(10))
    s:finish(ms(30))
  end,
}

case "one-of-two-readers" {
  title   = "an expiry releases one of two sleeping reads, the next the other",
  clauses = { "TFD-READ-4", "TM-COUNT-2" },
  run = function (s)
    local t, b, c = s:timerfd {}, s:thread {}, s:thread {}
    local r, q = b:at(0):read(t), c:at(0):read(t)
    local a = s:at(0):settime(t, { rel = ms(10) })
    s:either {
      { { r, shows = { r = 8, v = 1 }, ends = a + ms(10) },
        { q, waits = true } },
      { { q, shows = { r = 8, v = 1 }, ends = a + ms(10) },
        { r, waits = true } },
    }
    s:finish(ms(30))
  end,
}

case "clock-back" {
  title   = "an expiration stays counted when the clock is set back",
  clauses = { "TFD-READ-6", "TM-COUNT-1" },
  needs   = { "setclock" },
  run = function (s)
    local t = s:timerfd { clock = "real", flags = "nonblock" }
    s:at(0):settime(t, { abs = T(ms(10)), per = ms(10) })
    s:at(ms(15)):setclock("real", { by = -sec(3600) })
    s:at(ms(20)):read(t):shows { r = 8, v = 1 }
    s:at(ms(25)):read(t):fails "EAGAIN"
    s:finish(ms(30))
  end,
}

case "clock-back-once" {
  title   = "a one-shot expiration stays counted when the clock is set back",
  clauses = { "TFD-READ-6" },
  needs   = { "setclock" },
  run = function (s)
    local t = s:timerfd { clock = "real", flags = "nonblock" }
    s:at(0):settime(t, { abs = T(ms(10)) })
    s:at(ms(15)):setclock("real", { by = -sec(3600) })
    s:at(ms(20)):read(t):shows { r = 8, v = 1 }
    s:at(ms(25)):read(t):fails "EAGAIN"
    s:finish(ms(30))
  end,
}

-- The other timer's signal is pending from 10 ms on.
case "blocked-signal" {
  title   = "a signal that is blocked leaves a sleeping read asleep",
  clauses = { "TFD-READ-4" },
  run = function (s)
    local t, p = s:timerfd {}, s:ptimer { sig = "rt1" }
    local g = s:signal { sig = "rt1" }
    s:prep():handle(g)
    s:prep():block(g)
    s:at(0):settime(p, { rel = ms(10) })
    local a = s:at(0):settime(t, { rel = ms(30) })
    s:main():read(t):ends(a + ms(30))
    local u = s:at(ms(45)):unblock(g)
    s:expect { g, at = u, code = "timer", over = 0 }
    s:finish(ms(50))
  end,
}
