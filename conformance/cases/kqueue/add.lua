-- SPDX-License-Identifier: BSD-2-Clause
-- EV_ADD of a number that the queue does not have: [KQ-ADD-1] [KQ-ADD-2]
-- [KQ-ADD-3] [KQ-ADD-4], units and values [KQ-UNIT-1] to [KQ-DATA-2].

case "empty" {
  title   = "a new queue has nothing to report",
  clauses = { "KQ-CREATE-1", "KQ-WAIT-6" },
  run = function (s)
    local k = s:kqueue {}
    s:at(ms(5)):collect(k):gives(0)
    s:at(ms(5)):change(k, { flags = "delete" }):fails "ENOENT"
    s:finish(ms(10))
  end,
}

-- The queue, then its file; the next call has memory again.
for n = 1, 2 do
  case("no-memory-" .. n) {
    title   = "a queue that finds no memory at allocation " .. n
      .. " leaves nothing behind",
    clauses = { "KQ-CREATE-3" },
    run = function (s)
      local k = s:kqueue { lazy = true }
      s:at(0):fault("oom", { n = n })
      s:at(0):create(k):fails "ENOMEM"
      s:at(0):collect(k):fails "EBADF"
      s:at(0):create(k)
      local a = s:at(0):change(k, { data = 10 })
      s:main():wait(k):ends(a + ms(10))
      s:finish(ms(20))
    end,
  }
end

case "no-memory-timer" {
  title   = "a timer without memory is none, one that is there needs none",
  clauses = { "KQ-CREATE-3" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 20 })
    s:at(0):fault("oom", { n = 1 })
    s:at(0):change(k, { ident = 2, data = 10 }):fails "ENOMEM"
    s:at(0):fault("oom", { n = 1 })
    local a = s:at(0):change(k, { ident = 1, data = 15 })
    s:main():wait(k):shows { r = 1, v = 1, ident = 1 }:ends(a + ms(15))
    s:at(ms(20)):change(k, { ident = 2, flags = "delete" }):fails "ENOENT"
    s:finish(ms(25))
  end,
}

case "no-queue" {
  title   = "a descriptor that is no queue is a bad one",
  clauses = { "KQ-CREATE-2" },
  needs   = { "timerfd" },
  run = function (s)
    local t, k = s:timerfd {}, s:kqueue { lazy = true }
    s:at(0):dup(k, { from = t })
    s:at(0):collect(k):fails "EBADF"
    s:at(0):change(k, { data = 10 }):fails "EBADF"
    s:finish(ms(5))
  end,
}

case "once" {
  title   = "a timer with EV_ONESHOT is reported once, and then is gone",
  clauses = { "KQ-ADD-1", "KQ-ONESHOT-1" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 10, flags = "add|oneshot" })
    s:main():wait(k):ends(a + ms(10))
    s:at(ms(35)):collect(k):gives(0)
    s:at(ms(40)):change(k, { flags = "delete" }):fails "ENOENT"
    s:finish(ms(45))
  end,
}

case "periodic" {
  title   = "a timer without EV_ONESHOT is reported each period",
  clauses = { "KQ-ADD-2", "KQ-EVENT-1" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 10 })
    for i = 1, 5 do s:main():wait(k):ends(a + i * ms(10)) end
    s:finish(ms(55))
  end,
}

-- Numbers that differ in one bit are two timers.
for _, bit in ipairs { 0, 5, 6, 8, 14, 16, 30 } do
  case("bit-" .. bit) {
    title   = ("numbers that differ in bit %d alone are two timers"):format(
      bit),
    clauses = { "KQ-ADD-3" },
    run = function (s)
      local k, one = s:kqueue {}, 0x55aa
      local two = one ~ (1 << bit)
      local a = s:at(0):change(k, { ident = one, data = 10,
        flags = "add|oneshot" })
      local b = s:at(0):change(k, { ident = two, data = 20,
        flags = "add|oneshot" })
      s:main():wait(k):shows { r = 1, v = 1, ident = one }:ends(a + ms(10))
      s:main():wait(k):shows { r = 1, v = 1, ident = two }:ends(b + ms(20))
      s:finish(ms(30))
    end,
  }
end

case "high-bits" {
  title   = "the upper half of a long number counts as well",
  clauses = { "KQ-ADD-3", "KQ-EVENT-3" },
  needs   = { "long64" },
  run = function (s)
    local k, one, two = s:kqueue {}, 1, 1 + (1 << 40)
    s:at(0):change(k, { ident = one, data = 10, flags = "add|oneshot" })
    s:at(0):change(k, { ident = two, data = 20, flags = "add|oneshot" })
    s:at(ms(15)):collect(k):shows { r = 1, v = 1, ident = one }
    s:at(ms(25)):collect(k):shows { r = 1, v = 1, ident = two }
    s:finish(ms(30))
  end,
}

-- The least, all bits, and one that is taken for a sign.
for _, row in ipairs { { "zero", 0 }, { "all", -1 },
  { "sign", -2147483648 } } do
  local name, ident = row[1], row[2]
  case("ident-" .. name) {
    title   = ("the number %d is one like any other"):format(ident),
    clauses = { "KQ-ADD-3", "KQ-EVENT-3" },
    run = function (s)
      local k = s:kqueue {}
      local a = s:at(0):change(k, { ident = ident, data = 10 })
      s:main():wait(k):shows { r = 1, v = 1, ident = ident }:ends(a + ms(10))
      s:at(ms(15)):change(k, { ident = ident, flags = "delete" })
      s:at(ms(25)):collect(k):gives(0)
      s:finish(ms(30))
    end,
  }
end

case "two-queues" {
  title   = "one number in two queues is two timers",
  clauses = { "KQ-ADD-4" },
  run = function (s)
    local k, q = s:kqueue {}, s:kqueue {}
    local b = s:thread "b"
    local a = s:at(0):change(k, { ident = 7, data = 10, udata = 1 })
    local c = s:at(0):change(q, { ident = 7, data = 15, udata = 2 })
    b:at(0):wait(q):shows { r = 1, v = 1, udata = 2 }:ends(c + ms(15))
    s:main():wait(k):shows { r = 1, v = 1, udata = 1 }:ends(a + ms(10))
    s:at(ms(25)):change(k, { ident = 7, flags = "delete" })
    s:at(ms(35)):collect(q):shows { r = 1, v = 1, udata = 2 }
    s:finish(ms(40))
  end,
}

-- Units ---------------------------------------------------------------------

local units = {
  { "none", { data = 20 }, ms(20), "KQ-UNIT-1" },
  { "ms", { data = 20, unit = "ms" }, ms(20), "KQ-UNIT-2" },
  { "us", { data = 20500, unit = "us" }, us(20500), "KQ-UNIT-2" },
  { "ns", { data = 20000001, unit = "ns" }, 20000001, "KQ-UNIT-2" },
  { "sec", { data = 1, unit = "sec" }, sec(1), "KQ-UNIT-2" },
}

for _, row in ipairs(units) do
  local name, keys, ns, clause = table.unpack(row)
  for _, flags in ipairs { "add", "add|oneshot" } do
    case(("unit-%s-%s"):format(name, flags == "add" and "period" or "once")) {
      title   = ("data %d in the unit %s is %d ns (%s)"):format(keys.data,
        name, ns, flags),
      clauses = { clause },
      run = function (s)
        local k = s:kqueue {}
        local a = s:at(0):change(k, { data = keys.data, unit = keys.unit,
          flags = flags })
        s:main():wait(k):ends(a + ns)
        if flags == "add" then s:main():wait(k):ends(a + 2 * ns) end
        s:finish(2 * ns + ms(10))
      end,
    }
  end
end

case "unit-unknown" {
  title   = "an unknown bit beside the unit is refused",
  clauses = { "KQ-UNIT-3" },
  run = function (s)
    local k = s:kqueue {}
    for _, bit in ipairs { 0x20, 0x100, 0x10000, 0x40000000 } do
      s:at(0):change(k, { data = 10, fflags = bit }):fails "EINVAL"
    end
    s:at(ms(15)):collect(k):gives(0)
    s:at(ms(20)):change(k, { flags = "delete" }):fails "ENOENT"
    s:finish(ms(25))
  end,
}

-- Values --------------------------------------------------------------------

for _, unit in ipairs { "sec", "ms", "us", "ns" } do
  case("huge-" .. unit) {
    title   = "the greatest number of " .. unit .. " is not early",
    clauses = { "KQ-UNIT-4" },
    run = function (s)
      local k = s:kqueue {}
      local refused = s.st "frontend.kqueue.beyond" == "EINVAL"
      for i, data in ipairs { math.maxinteger, math.maxinteger // 1000 + 1,
        math.maxinteger // 1000000 + 1 } do
        for j, flags in ipairs { "add", "add|oneshot" } do
          local h = s:at(0):change(k, { ident = 2 * i + j, data = data,
            unit = unit, flags = flags })
          if refused and unit ~= "ns" then h:any() end
        end
      end
      local a = s:at(0):change(k, { ident = 99, data = 20,
        flags = "add|oneshot" })
      s:main():wait(k, { max = 8 }):shows { r = 1, v = 1, ident = 99 }
        :ends(a + ms(20))
      s:finish(ms(30))
    end,
  }

  case("negative-" .. unit) {
    title   = "a negative number of " .. unit .. " is refused",
    clauses = { "KQ-DATA-1" },
    run = function (s)
      local k = s:kqueue {}
      for _, data in ipairs { -1, -1000, math.mininteger } do
        for _, flags in ipairs { "add", "add|oneshot" } do
          s:at(0):change(k, { data = data, unit = unit, flags = flags })
            :fails "EINVAL"
        end
        s:at(0):change(k, { data = data, unit = unit .. "|abs" })
          :fails "EINVAL"
      end
      s:at(ms(5)):collect(k):gives(0)
      s:finish(ms(10))
    end,
  }
end

case "zero-period" {
  title   = "a period of zero is one unit, or is refused, as declared",
  clauses = { "KQ-DATA-2" },
  run = function (s)
    local k = s:kqueue {}
    local refused = s.st "kqueue.zero-period" == "EINVAL"
    local a = s:at(0):change(k, { data = 0, unit = "sec" })
    if refused then
      a:fails "EINVAL"
      s:at(ms(5)):collect(k):gives(0)
      s:finish(ms(10))
    else
      s:main():wait(k):ends(a + sec(1))
      s:main():wait(k):ends(a + sec(2))
      s:finish(sec(2) + ms(5))
    end
  end,
}

-- Milliseconds that a conversion to ticks, or to binary fractions, could round
-- down: held against the deadline to the nanosecond.
case "milliseconds" {
  title   = "no number of milliseconds from one to an hour is rounded down",
  clauses = { "KQ-UNIT-1" },
  class   = { "virtual" },
  run = function (s)
    local k, at = s:kqueue {}, 0
    for _, n in ipairs { 1, 2, 3, 7, 9, 11, 13, 17, 33, 99, 101, 999, 1001,
      1023, 1025, 4095, 9999, 10007, 32767, 32769, 59999, 65537, 100003,
      599999, 1048577, 3599999, 3600000 } do
      local a = s:at(at):change(k, { data = n, flags = "add|oneshot" })
      s:main():wait(k):ends(a + ms(n))
      at = at + ms(n) + ms(1)
    end
    s:finish(at)
  end,
}
