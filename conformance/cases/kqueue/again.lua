-- SPDX-License-Identifier: BSD-2-Clause
-- EV_ADD of a timer that is there: [KQ-AGAIN-1] to [KQ-AGAIN-7].

case "shorter" {
  title   = "less time makes the event earlier",
  clauses = { "KQ-AGAIN-1" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 60, flags = "add|oneshot" })
    local a = s:at(ms(5)):change(k, { data = 20, flags = "add|oneshot" })
    s:main():wait(k):ends(a + ms(20))
    s:at(ms(70)):collect(k):gives(0)
    s:finish(ms(75))
  end,
}

case "same" {
  title   = "the same time begins anew",
  clauses = { "KQ-AGAIN-1" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 20 })
    local a = s:at(ms(15)):change(k, { data = 20 })
    s:main():wait(k):ends(a + ms(20))
    s:main():wait(k):ends(a + ms(40))
    s:finish(ms(60))
  end,
}

case "period" {
  title   = "the period is the new one",
  clauses = { "KQ-AGAIN-1" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 10 })
    s:main():wait(k):ends(a + ms(10))
    local b = s:at(ms(15)):change(k, { data = 25 })
    s:main():wait(k):ends(b + ms(25))
    s:main():wait(k):ends(b + ms(50))
    s:finish(ms(70))
  end,
}

case "drops" {
  title   = "an event that nobody has taken is dropped, and one comes",
  clauses = { "KQ-AGAIN-2" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 5 })
    local a = s:at(ms(33)):change(k, { data = 20 })
    s:at(ms(40)):collect(k):gives(0)
    s:main():wait(k):ends(a + ms(20))
    s:finish(ms(60))
  end,
}

case "drops-once" {
  title   = "an event of a one-shot timer is dropped, too, and one comes",
  clauses = { "KQ-AGAIN-2" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 5, flags = "add|oneshot" })
    local a = s:at(ms(15)):change(k, { data = 20, flags = "add|oneshot" })
    s:at(ms(20)):collect(k):gives(0)
    s:main():wait(k):ends(a + ms(20))
    s:at(ms(60)):collect(k):gives(0)
    s:finish(ms(65))
  end,
}

-- At whatever phase around the expiry it is added again, one event comes: the
-- old one or the new one, never both.
case "any-phase" {
  title   = "added again 500 to 1500 us after the first time, 1 ms each: one"
    .. " event comes, of the second",
  clauses = { "KQ-AGAIN-1", "KQ-AGAIN-2" },
  class   = { "virtual" },
  tie     = true,
  run = function (s)
    local k, at = s:kqueue {}, 0
    for phase = 500, 1500, 50 do
      s:at(at):change(k, { data = 1000, unit = "us", flags = "add|oneshot" })
      local a = s:at(at + us(phase)):change(k, { data = 1000, unit = "us",
        flags = "add|oneshot" })
      s:main():wait(k):ends(a + ms(1))
      s:main():wait(k, { timeout = ms(3) }):gives(0):ends(a + ms(4))
      at = at + ms(6)
    end
    s:finish(at)
  end,
}

case "unit" {
  title   = "another unit replaces the old one",
  clauses = { "KQ-AGAIN-3" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 20, unit = "sec", flags = "add|oneshot" })
    local a = s:at(ms(5)):change(k, { data = 20000, unit = "us",
      flags = "add|oneshot" })
    s:main():wait(k):ends(a + ms(20))
    s:at(ms(35)):change(k, { data = 20000, unit = "us" })
    local c = s:at(ms(40)):change(k, { data = 20 })
    s:main():wait(k):ends(c + ms(20))
    s:finish(ms(70))
  end,
}

case "to-absolute" {
  title   = "a duration can become a deadline",
  clauses = { "KQ-AGAIN-3" },
  run = function (s)
    local k = s:kqueue { clock = "real" }
    s:at(0):change(k, { data = 10, flags = "add|oneshot" })
    s:at(ms(5)):change(k, { abs = T(ms(30)), flags = "add|oneshot" })
    s:main():wait(k):ends(T(ms(30)))
    s:at(ms(45)):collect(k):gives(0)
    s:finish(ms(50))
  end,
}

case "to-relative" {
  title   = "a deadline can become a period",
  clauses = { "KQ-AGAIN-3" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 0, unit = "sec|abs", flags = "add|clear" })
    local a = s:at(ms(5)):change(k, { data = 10 })
    s:main():wait(k):ends(a + ms(10))
    s:main():wait(k):ends(a + ms(20))
    s:finish(ms(30))
  end,
}

case "clock-stays-behind" {
  title   = "what was a deadline and is a duration does not follow the clock",
  clauses = { "KQ-AGAIN-3" },
  class   = { "virtual" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 1, unit = "sec|abs", flags = "add|clear" })
    local a = s:at(ms(5)):change(k, { data = 20 })
    s:at(ms(10)):setclock("real", { by = sec(100) })
    s:at(ms(15)):collect(k):gives(0)
    s:main():wait(k):ends(a + ms(20))
    s:finish(ms(30))
  end,
}

-- Both kinds of what may be declared, for a wish that comes and one that goes.
local replaced = { replaced = true, kept = false }

case "to-once" {
  title   = "a periodic timer becomes one-shot, or stays, as declared",
  clauses = { "KQ-AGAIN-4" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10 })
    local a = s:at(ms(5)):change(k, { data = 10, flags = "add|oneshot" })
    s:main():wait(k):ends(a + ms(10))
    if s.st("kqueue.again-flags", replaced) then
      s:at(ms(40)):change(k, { flags = "delete" }):fails "ENOENT"
    else
      s:main():wait(k):ends(a + ms(20))
    end
    s:finish(ms(45))
  end,
}

case "to-periodic" {
  title   = "a one-shot timer becomes periodic, or stays, as declared",
  clauses = { "KQ-AGAIN-4" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10, flags = "add|oneshot" })
    local a = s:at(ms(5)):change(k, { data = 10 })
    s:main():wait(k):ends(a + ms(10))
    if s.st("kqueue.again-flags", replaced) then
      s:main():wait(k):ends(a + ms(20))
    else
      s:at(ms(20)):change(k, { flags = "delete" }):fails "ENOENT"
    end
    s:finish(ms(40))
  end,
}

case "to-dispatch" {
  title   = "EV_DISPATCH of the second time counts, or not, as declared",
  clauses = { "KQ-AGAIN-4" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10 })
    local a = s:at(ms(5)):change(k, { data = 10, flags = "add|dispatch" })
    s:main():wait(k):ends(a + ms(10))
    s:at(ms(30)):collect(k)
      :gives(s.st("kqueue.again-flags", { replaced = 0, kept = 1 }))
    s:finish(ms(35))
  end,
}

case "enables" {
  title   = "a disabled timer is enabled, or stays so, as declared",
  clauses = { "KQ-AGAIN-5" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10 })
    s:at(0):change(k, { flags = "disable" })
    s:at(ms(5)):change(k, { data = 10 })
    s:at(ms(20)):collect(k)
      :gives(s.st("kqueue.again-enables", { yes = 1, no = 0 }))
    s:finish(ms(25))
  end,
}

case "stays-disabled" {
  title   = "with EV_DISABLE it is disabled behind the second time",
  clauses = { "KQ-AGAIN-5", "KQ-ENABLE-5" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10 })
    s:at(0):change(k, { ident = 2, data = 10 })
    s:at(ms(5)):change(k, { data = 10, flags = "add|disable" })
    s:at(ms(18)):collect(k, { max = 4 }):shows { r = 1, v = 1, ident = 2 }
    s:finish(ms(25))
  end,
}

for _, row in ipairs { { "negative", { data = -1 } },
  { "unit", { data = 10, fflags = 0x40000000 } } } do
  local name, keys = row[1], row[2]
  case("refused-" .. name) {
    title   = "what is refused (" .. name .. ") leaves the timer as it was",
    clauses = { "KQ-AGAIN-6" },
    run = function (s)
      local k = s:kqueue {}
      local a = s:at(0):change(k, { data = 20, udata = 5 })
      s:at(ms(5)):change(k, { data = keys.data, fflags = keys.fflags,
        udata = 6 }):fails "EINVAL"
      s:main():wait(k):shows { r = 1, v = 1, udata = 5 }:ends(a + ms(20))
      s:at(ms(25)):change(k, { data = keys.data, fflags = keys.fflags,
        flags = "add|oneshot" }):fails "EINVAL"
      s:main():wait(k):shows { r = 1, v = 1, udata = 5 }:ends(a + ms(40))
      s:main():wait(k):ends(a + ms(60))
      s:finish(ms(65))
    end,
  }
end

case "udata" {
  title   = "the caller's word is the new one",
  clauses = { "KQ-AGAIN-7", "KQ-EVENT-3" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10, udata = 0x1234 })
    local a = s:at(ms(5)):change(k, { data = 10, udata = 0x5678 })
    s:main():wait(k):shows { r = 1, v = 1, udata = 0x5678 }
      :ends(a + ms(10))
    s:finish(ms(20))
  end,
}
