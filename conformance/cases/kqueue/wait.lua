-- SPDX-License-Identifier: BSD-2-Clause
-- Waiting: [KQ-WAIT-1], [KQ-WAIT-4] to [KQ-WAIT-11].

case "until-set" {
  title   = "who waits on an empty queue is released by a timer that is added",
  clauses = { "KQ-WAIT-1" },
  run = function (s)
    local k, b = s:kqueue {}, s:thread { cpu = 1 }
    local w = b:at(0):wait(k)
    local a = s:at(ms(10)):change(k, { data = 15 })
    w:ends(a + ms(15))
    s:finish(ms(35))
  end,
}

case "for-ever" {
  title   = "without a timer a call without a timeout does not end",
  clauses = { "KQ-WAIT-1" },
  run = function (s)
    local k, b = s:kqueue {}, s:thread { cpu = 1 }
    b:at(0):wait(k):waits()
    s:at(0):change(k, { data = 10, flags = "add|disable" })
    s:at(ms(40)):collect(k):gives(0)
    s:finish(ms(45))
  end,
}

for _, d in ipairs { ms(5), 7654321, ms(20), ms(100) + 1 } do
  case("timeout-" .. d) {
    title   = ("with nothing to report a call ends after %d ns"):format(d),
    clauses = { "KQ-WAIT-4" },
    run = function (s)
      local k = s:kqueue {}
      local a = s:at(0):wait(k, { timeout = d })
      a:gives(0):ends(a + d)
      s:finish(d + ms(10))
    end,
  }
end

case "timeout-with-timers" {
  title   = "timers that are not due, or disabled, do not move the timeout",
  clauses = { "KQ-WAIT-4", "KQ-ENABLE-1" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 60 })
    s:at(0):change(k, { ident = 2, data = 10, flags = "add|disable" })
    local a = s:at(ms(5)):wait(k, { timeout = ms(20) })
    a:gives(0):ends(a + ms(20))
    s:finish(ms(40))
  end,
}

case "timer-before-timeout" {
  title   = "a timer that expires before the timeout is reported then",
  clauses = { "KQ-WAIT-1", "KQ-WAIT-4" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 10 })
    s:main():wait(k, { timeout = ms(60) }):ends(a + ms(10))
    local b = s:at(ms(12)):wait(k, { timeout = ms(3) })
    b:gives(0):ends(b + ms(3))
    s:finish(ms(19))
  end,
  class = { "virtual" },
}

case "timeout-ends-its-own" {
  title   = "the timeout of one thread does not end the wait of another",
  clauses = { "KQ-WAIT-4", "KQ-WAIT-1" },
  run = function (s)
    local k, b = s:kqueue {}, s:thread { cpu = 1 }
    local w = b:at(0):wait(k)
    local a = s:at(ms(5)):wait(k, { timeout = ms(10) })
    a:gives(0):ends(a + ms(10))
    local c = s:at(ms(25)):change(k, { data = 10, flags = "add|oneshot" })
    w:ends(c + ms(10))
    s:finish(ms(40))
  end,
}

case "huge-timeout" {
  title   = "a timeout of many years does not end at once",
  clauses = { "KQ-WAIT-4" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 20, flags = "add|oneshot" })
    s:main():wait(k, { sec = 4000000000, nsec = 999999999 })
      :ends(a + ms(20))
    s:finish(ms(30))
  end,
}

case "no-room" {
  title   = "with no room for events a call does not wait, ready or not",
  clauses = { "KQ-WAIT-5" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10 })
    s:at(ms(5)):wait(k, { max = 0, timeout = ms(50) }):gives(0)
      :ends(T(ms(5)))
    s:at(ms(15)):wait(k, { max = 0 }):gives(0):ends(T(ms(15)))
    s:at(ms(17)):collect(k)
    s:finish(ms(19))
  end,
  class = { "virtual" },
}

case "at-once" {
  title   = "a timeout of zero finds what is ready, and nothing else",
  clauses = { "KQ-WAIT-6" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10 })
    s:at(ms(5)):collect(k):gives(0)
    s:at(ms(15)):collect(k)
    s:finish(ms(19))
  end,
}

local invalid = { { -1, 0 }, { 0, -1 }, { 0, 1000000000 },
  { 5, 2147483647 }, { -1, 999999999 } }

case "invalid" {
  title   = "a timeout out of range is refused",
  clauses = { "KQ-WAIT-7" },
  run = function (s)
    local k = s:kqueue {}
    for _, v in ipairs(invalid) do
      s:at(0):wait(k, { sec = v[1], nsec = v[2] }):fails "EINVAL"
    end
    s:finish(ms(5))
  end,
}

case "bad-timeout" {
  title   = "a bad pointer to the timeout is refused",
  clauses = { "KQ-WAIT-8" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):wait(k, { tptr = "bad" }):fails "EFAULT"
    s:finish(ms(5))
  end,
}

case "bad-events" {
  title   = "a bad pointer to the events is refused, and the event is kept",
  clauses = { "KQ-WAIT-8", "KQ-WAIT-11" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 5, flags = "add|oneshot" })
    s:at(ms(15)):collect(k, { ptr = "bad" }):fails "EFAULT"
    s:at(ms(15)):collect(k, { ptr = "null" }):fails "EFAULT"
    s:at(ms(20)):collect(k):shows { r = 1, v = 1, ident = 1 }
    s:at(ms(25)):collect(k):gives(0)
    s:finish(ms(30))
  end,
}

case "bad-events-count" {
  title   = "no expiration of a period is lost where an event cannot be stored",
  clauses = { "KQ-WAIT-11" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 10 })
    s:at(ms(25)):collect(k, { ptr = "bad" }):fails "EFAULT"
    s:at(ms(25)):collect(k, { ptr = "bad" }):fails "EFAULT"
    s:at(ms(45)):collect(k):shows { r = 1, v = s:intervals { from = a,
      every = ms(10), upto = "self" } }
    s:main():wait(k):ends(a + ms(50))
    s:finish(ms(55))
  end,
}

case "bad-second-event" {
  title   = "of two events one can be stored: the other is kept",
  clauses = { "KQ-WAIT-11" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):batch(k, { list = "1:add+oneshot:5|2:add+oneshot:10" }):gives(0)
    s:at(ms(20)):collect(k, { ptr = "edge", max = 2 })
      :shows { r = 1, v = 1, ident = 1 }
    s:at(ms(20)):collect(k, { ptr = "edge", max = 2 })
      :shows { r = 1, v = 1, ident = 2 }
    s:at(ms(20)):collect(k, { ptr = "bad", max = 2 }):gives(0)
    s:finish(ms(25))
  end,
}

case "one-of-three" {
  title   = "of three who wait one gets the event",
  clauses = { "KQ-WAIT-10" },
  run = function (s)
    local k, w = s:kqueue {}, {}
    for i = 1, 3 do
      w[i] = s:thread("w" .. i, { cpu = i % 2 }):at(0)
        :wait(k, { timeout = ms(60) })
    end
    local a = s:at(ms(5)):change(k, { data = 20, flags = "add|oneshot" })
    local alts = {}
    for i = 1, 3 do
      local alt = {}
      for j = 1, 3 do
        alt[j] = j == i and { w[j], gives = 1, ends = a + ms(20) }
          or { w[j], gives = 0, ends = w[j] + ms(60) }
      end
      alts[i] = alt
    end
    s:either(alts)
    s:finish(ms(70))
  end,
}

case "two-for-two" {
  title   = "two who wait get one each of two timers",
  clauses = { "KQ-WAIT-10", "KQ-WAIT-1" },
  run = function (s)
    local k, w = s:kqueue {}, {}
    for i = 1, 2 do w[i] = s:thread("w" .. i, { cpu = 1 }):at(0):wait(k) end
    local a = s:at(ms(5)):change(k, { ident = 1, data = 10,
      flags = "add|oneshot" })
    local b = s:at(ms(5)):change(k, { ident = 2, data = 20,
      flags = "add|oneshot" })
    s:either {
      { { w[1], gives = 1, ends = a + ms(10) },
        { w[2], gives = 1, ends = b + ms(20) } },
      { { w[2], gives = 1, ends = a + ms(10) },
        { w[1], gives = 1, ends = b + ms(20) } },
    }
    s:finish(ms(40))
  end,
}
