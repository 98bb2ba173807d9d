-- SPDX-License-Identifier: BSD-2-Clause
-- KEVENT_TIMER: interval timers of a queue.  What is true of any timer stands
-- in cases/common.

case "once" {
  title   = "a one-shot timer is reported once, not before its time",
  clauses = { "KEV-TIMER-1", "KEV-EVENT-3" },
  run = function (s)
    local q = s:kevent {}
    local e = s:entry { nsec = ms(10), user = 7, req = "oneshot" }
    local a = s:at(0):add(q, e)
    s:main():get(q):shows { user = 7, ret = "done", v = 1, ms = 10 }
      :ends(a + ms(10))
    s:at(ms(30)):get(q, { timeout = 0 }):gives(0)
    s:finish(ms(40))
  end,
}

case "interval" {
  title   = "a timer expires after each interval, fetched or not",
  clauses = { "KEV-TIMER-1", "KEV-EVENT-4", "KEV-TIMER-3" },
  run = function (s)
    local q, e = s:kevent {}, s:entry { nsec = ms(10), user = 1 }
    local a = s:at(0):add(q, e)
    s:main():get(q):shows { v = 1, ms = 10 }:ends(a + ms(10))
    s:at(ms(45)):get(q):shows { v = 3, ms = 40 }
    s:main():get(q):shows { v = 1, ms = 50 }:ends(a + ms(50))
    s:main():get(q):shows { v = 1, ms = 60 }:ends(a + ms(60))
    s:finish(ms(68))
  end,
}

case "seconds" {
  title   = "raw[0] holds seconds and raw[1] nanoseconds",
  clauses = { "KEV-TIMER-1" },
  run = function (s)
    local q, e = s:kevent {}, s:entry { sec = 2, nsec = 999999999 }
    local a = s:at(0):add(q, e)
    s:main():get(q):shows { v = 1 }:ends(a + (sec(3) - 1))
    s:finish(sec(4))
  end,
}

case "far" {
  title   = "a timer of 2^32 - 1 seconds is not due, and can be removed",
  clauses = { "KEV-TIMER-1" },
  run = function (s)
    local q = s:kevent {}
    local e = s:entry { sec = 0xffffffff, nsec = 999999999 }
    s:at(0):add(q, e)
    s:main():get(q, { timeout = sec(20) }):gives(0)
    s:at(sec(30)):remove(q, e)
    s:main():look(e):shows { ret = "done" }
    s:finish(sec(31))
  end,
}

case "many-of-one-period" {
  title   = "timers of one period are told apart by the user word",
  clauses = { "KEV-KEY-1", "KEV-TIMER-1" },
  run = function (s)
    local q, e = s:kevent {}, s:entry { lazy = true, n = 3 }
    s:prep():rep(3, function (m)
      m:create(e.i, { nsec = ms(10), user = ramp(1, 1) })
    end)
    local a = s:at(0):add(q, e)
    s:main():get(q, { min = 3, max = 3 }):gives(3):shows { users = "1,2,3" }
      :ends(a + ms(10))
    s:at(ms(25)):get(q, { min = 3, max = 3 }):gives(3)
      :shows { users = "1,2,3", overs = "0,0,0" }
    s:finish(ms(28))
  end,
}

for _, row in ipairs {
  { "none", { nsec = 0 } }, { "second", { nsec = sec(1) } },
  { "all-ones", { sec = 0xffffffff, nsec = 0xffffffff } },
  { "second-and-none", { sec = 1, nsec = sec(1) } },
} do
  case("refused-" .. row[1]) {
    title   = ("a timer of no proper time is refused: %s"):format(row[1]),
    clauses = { "KEV-TIMER-2" },
    run = function (s)
      local q, e = s:kevent {}, s:entry(row[2])
      s:at(0):add(q, e):gives(1)
      s:at(0):look(e):shows { ret = "broken|done", why = "EINVAL" }
      s:at(ms(10)):get(q, { timeout = 0 }):gives(0)
      s:finish(ms(15))
    end,
  }
end

for _, row in ipairs { { "least", { nsec = 1 }, 1 },
  { "whole", { sec = 1 }, sec(1) }, { "most", { nsec = sec(1) - 1 },
  sec(1) - 1 } } do
  case("taken-" .. row[1]) {
    title   = ("a timer of %d ns is taken"):format(row[3]),
    clauses = { "KEV-TIMER-2" },
    run = function (s)
      row[2].req = "oneshot"
      local q, e = s:kevent {}, s:entry(row[2])
      local a = s:at(0):add(q, e)
      s:main():get(q):shows { v = 1 }:ends(a + row[3])
      s:finish(sec(2))
    end,
  }
end

-- 10 ms and 999999 ns are 10 ms, on the clock that begins at a whole number.
case "stamp-rounded-down" {
  title   = "the time of an expiration is rounded down",
  clauses = { "KEV-TIMER-3" },
  class   = { "virtual" },
  run = function (s)
    local q = s:kevent {}
    local e = s:entry { nsec = ms(10) + 999999, req = "oneshot" }
    s:at(0):add(q, e)
    s:at(ms(50)):get(q):shows { v = 1, ms = 10 }
    s:finish(ms(60))
  end,
}

case "stamp-of-clock" {
  title   = "the time of an expiration is a reading of the timer's clock",
  clauses = { "KEV-TIMER-4", "KEV-TIMER-3" },
  needs   = { "setclock" },
  run = function (s)
    local q = s:kevent {}
    local e = s:entry { nsec = ms(20), user = 1, event = "fired|real" }
    local f = s:entry { nsec = ms(20), user = 2 }
    s:at(0):add(q, e)
    s:at(0):add(q, f)
    s:at(ms(10)):setclock("real", { by = sec(100) })
    s:at(ms(25)):get(q):shows { user = 1, v = 1, ms = 100020 }
    s:at(ms(25)):get(q):shows { user = 2, v = 1, ms = 20 }
    s:at(ms(30)):setclock("real", { by = sec(-50) })
    s:at(ms(70)):get(q):shows { user = 1, v = 2, ms = 50060 }
    s:at(ms(70)):get(q):shows { user = 2, v = 2, ms = 60 }
    s:finish(ms(75))
  end,
}

case "modify" {
  title   = "a timer that is modified starts anew",
  clauses = { "KEV-TIMER-5", "KEV-MODIFY-1" },
  run = function (s)
    local q, e = s:kevent {}, s:entry { nsec = ms(10), user = 1 }
    s:at(0):add(q, e)
    local a = s:at(ms(15)):modify(q, e)
    s:at(ms(15)):get(q, { timeout = 0 }):gives(0)
    s:main():get(q):shows { v = 1, ms = 25 }:ends(a + ms(10))
    s:at(ms(48)):get(q):shows { v = 2, ms = 45 }
    s:finish(ms(50))
  end,
  class   = { "virtual" },
}

case "modify-once" {
  title   = "an interval timer becomes a one-shot timer, and the other clock's",
  clauses = { "KEV-TIMER-5", "KEV-TIMER-4", "KEV-MODIFY-1" },
  needs   = { "setclock" },
  run = function (s)
    local q, e = s:kevent {}, s:entry { nsec = ms(10), user = 1 }
    local f = s:entry { nsec = ms(10), user = 1, req = "oneshot",
      event = "fired|real" }
    s:prep():setclock("real", { by = sec(7) })
    s:at(0):add(q, e)
    local a = s:at(ms(5)):modify(q, f)
    s:main():get(q):shows { v = 1 }:ends(a + ms(10))
    s:at(ms(40)):get(q, { timeout = 0 }):gives(0)
    s:finish(ms(50))
  end,
}

for _, every in ipairs { ms(1), 1 } do
  case("cost-" .. every) {
    title   = ("a timer of %d ns that nobody fetches takes one interrupt")
      :format(every),
    clauses = { "KEV-TIMER-6" },
    needs   = { "watch", "still" },
    class   = { "virtual", "counted" },
    run = function (s)
      local q, e = s:kevent {}, s:entry { nsec = every }
      s:at(0):add(q, e)
      s:at(ms(900)):tally "hrt.intr":gives(1)
      s:at(ms(900)):get(q):shows { v = ms(900) // every }
      s:finish(sec(1))
    end,
  }
end

case "cost-remove" {
  title   = "timers that are removed take no interrupt",
  clauses = { "KEV-REMOVE-1", "KEV-TIMER-6" },
  needs   = { "watch", "still" },
  class   = { "virtual", "counted" },
  run = function (s)
    local q, e = s:kevent {}, s:entry { lazy = true, n = 50 }
    s:prep():rep(50, function (m)
      m:create(e.i, { nsec = ramp(ms(10), ms(1)) })
    end)
    local w = s:entry { nsec = ms(70), user = 70, req = "oneshot" }
    s:at(0):add(q, e)
    local a = s:at(0):add(q, w)
    s:at(ms(5)):remove(q, e)
    s:main():get(q):shows { r = 1, user = 70 }:ends(a + ms(70))
    s:at(ms(100)):tally "hrt.intr":gives { "<=", 2 }
    s:at(ms(100)):tally "kev.expire":gives(1)
    s:finish(ms(110))
  end,
}
