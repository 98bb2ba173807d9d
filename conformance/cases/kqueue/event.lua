-- SPDX-License-Identifier: BSD-2-Clause
-- What an event shows, and how many there are: [KQ-EVENT-1] to [KQ-EVENT-4],
-- [KQ-WAIT-2] [KQ-WAIT-3].

case "clear" {
  title   = "an event of a periodic timer shows EV_CLEAR, unasked, and data 1",
  clauses = { "KQ-EVENT-2", "KQ-EVENT-1" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 10 })
    s:main():wait(k):shows { r = 1, v = 1, flags = "clear" }:ends(a + ms(10))
    s:at(ms(15)):change(k, { ident = 2, data = 10, flags = "add|oneshot" })
    s:at(ms(15)):change(k, { flags = "delete" })
    s:at(ms(35)):collect(k)
      :shows { r = 1, v = 1, flags = "oneshot|clear" }
    s:finish(ms(40))
  end,
}

for _, n in ipairs { 2, 3, 7 } do
  case("count-" .. n) {
    title   = ("data is %d when %d periods have gone by"):format(n, n),
    clauses = { "KQ-EVENT-1" },
    run = function (s)
      local k = s:kqueue {}
      local a = s:at(0):change(k, { data = 10 })
      s:at(ms(10 * n + 5)):collect(k):shows { r = 1, v = s:intervals {
        from = a, every = ms(10), upto = "self" } }
      s:main():wait(k):ends(a + ms(10) * (n + 1))
      s:finish(ms(10 * n + 15))
    end,
  }
end

case "count-of-billions" {
  title   = "a count beyond 32 bits is told in full",
  clauses = { "KQ-EVENT-1" },
  class   = { "virtual" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 1, unit = "ns" })
    s:at(sec(10)):collect(k):shows { r = 1, v = sec(10) }
    s:finish(sec(10) + 1)
  end,
  tie = true,
}

-- All bits of a pointer's lower half; the upper half where there is one.
for _, word in ipairs { 1, 0x7fffffff, -1, -2147483648 } do
  case(("udata-%x"):format(word & 0xffffffff)) {
    title   = ("the caller's word %d comes back"):format(word),
    clauses = { "KQ-EVENT-3" },
    run = function (s)
      local k = s:kqueue {}
      local a = s:at(0):change(k, { data = 10, udata = word })
      s:main():wait(k):shows { r = 1, v = 1, udata = word }:ends(a + ms(10))
      s:main():wait(k):shows { r = 1, v = 1, udata = word }:ends(a + ms(20))
      s:finish(ms(25))
    end,
  }
end

case "as-many-as-ready" {
  title   = "a call returns the timers that have expired, and no others",
  clauses = { "KQ-WAIT-2" },
  run = function (s)
    local k = s:kqueue {}
    for i = 1, 3 do
      s:at(0):change(k, { ident = i, data = 5 * i, flags = "add|oneshot" })
    end
    s:at(0):change(k, { ident = 9, data = 60, flags = "add|oneshot" })
    s:at(ms(25)):collect(k, { max = 8 })
      :shows { r = 3, v = 1, events = "1:1|2:1|3:1" }
    s:at(ms(30)):collect(k, { max = 8 }):gives(0)
    s:finish(ms(35))
  end,
}

case "no-more-than-asked" {
  title   = "a call returns at most as many as there is room for",
  clauses = { "KQ-WAIT-2", "KQ-WAIT-3" },
  run = function (s)
    local k = s:kqueue {}
    for i = 1, 5 do
      s:at(0):change(k, { ident = i, data = 5 * i, flags = "add|oneshot" })
    end
    s:at(ms(35)):collect(k, { max = 2 })
      :shows { r = 2, v = 1, events = "1:1|2:1" }
    s:at(ms(35)):collect(k, { max = 2 })
      :shows { r = 2, v = 1, events = "3:1|4:1" }
    s:at(ms(35)):collect(k, { max = 2 }):shows { r = 1, v = 1, ident = 5 }
    s:at(ms(40)):collect(k, { max = 2 }):gives(0)
    s:finish(ms(45))
  end,
}

case "order" {
  title   = "events come in the order of expiry, not of numbers or adding",
  clauses = { "KQ-WAIT-3" },
  run = function (s)
    local k = s:kqueue {}
    for _, row in ipairs { { 4, 25 }, { 1, 15 }, { 5, 5 }, { 2, 20 },
      { 3, 10 } } do
      s:at(0):change(k, { ident = row[1], data = row[2],
        flags = "add|oneshot" })
    end
    s:at(ms(35)):collect(k, { max = 8 })
      :shows { r = 5, v = 1, events = "5:1|3:1|1:1|2:1|4:1" }
    s:finish(ms(40))
  end,
}

case "order-of-enabling" {
  title   = "what was enabled again stands where it became ready",
  clauses = { "KQ-WAIT-3", "KQ-ENABLE-2" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 5, flags = "add|oneshot" })
    s:at(0):change(k, { ident = 2, data = 10, flags = "add|oneshot" })
    s:at(ms(7)):change(k, { ident = 1, flags = "disable" })
    s:at(ms(20)):change(k, { ident = 1, flags = "enable" })
    if s.st "kqueue.disabled" == "counted" then
      s:at(ms(25)):collect(k, { max = 4 })
        :shows { r = 2, v = 1, events = "2:1|1:1" }
    else
      s:at(ms(25)):collect(k, { max = 4 }):shows { r = 1, v = 1, ident = 2 }
    end
    s:finish(ms(30))
  end,
}

case "once-a-call" {
  title   = "a call reports a timer once, however fast it is",
  clauses = { "KQ-EVENT-4" },
  run = function (s)
    local k = s:kqueue { clock = "real" }
    s:at(0):change(k, { ident = 1, data = 0, unit = "sec|abs",
      flags = "add" })
    s:at(ms(10)):collect(k, { max = 60 }):shows { r = 1, v = 1, ident = 1 }
    s:finish(ms(15))
  end,
}

case "huge-room" {
  title   = "room for two billion events does no harm",
  clauses = { "KQ-WAIT-2", "KQ-EVENT-4" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 5 })
    s:at(0):change(k, { ident = 2, data = 5, flags = "add|oneshot" })
    s:at(ms(12)):collect(k, { max = 2147483647 }):shows { r = 2 }
    s:at(ms(12)):collect(k, { max = 2147483647 }):gives(0)
    s:finish(ms(20))
  end,
}

local MANY = 60

case "sixty" {
  title   = "sixty timers of one queue come one after another, each in time",
  clauses = { "KQ-WAIT-3", "KQ-ADD-3", "KQ-WAIT-1" },
  class   = { "virtual" },
  run = function (s)
    local k, deadline = s:kqueue {}, {}
    for i = 1, MANY do
      local d = (i * 37) % 61 * 16
      local a = s:at(0):change(k, { ident = i * 256, data = d,
        flags = "add|oneshot" })
      deadline[#deadline + 1] = { d = ms(d), a = a, ident = i * 256 }
    end
    table.sort(deadline, function (x, y) return x.d < y.d end)
    for _, x in ipairs(deadline) do
      s:main():wait(k):shows { r = 1, v = 1, ident = x.ident }
        :ends(x.a + x.d)
    end
    s:at(sec(1)):collect(k):gives(0)
    s:finish(sec(1) + ms(5))
  end,
}
