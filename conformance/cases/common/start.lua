-- SPDX-License-Identifier: BSD-2-Clause
-- From where a deadline counts: [TM-REL-1] [TM-ABS-1].

for _, clock in ipairs { "mono", "real" } do
  case("relative-" .. clock) {
    title   = "a relative deadline on " .. clock .. " counts from the call",
    clauses = { "TM-REL-1" },
    run = function (s)
      local t = s:timer { clock = clock }
      local a = s:at(ms(7)):set(t, { first = ms(10) })
      s:fires(t, { at = a + ms(10) })
      local b = s:at(ms(30)):set(t, { first = ms(15), was = "idle" })
      s:fires(t, { at = b + ms(15) })
      s:finish(ms(55))
    end,
  }

  case("absolute-" .. clock) {
    title   = "an absolute deadline is a reading of the clock " .. clock,
    clauses = { "TM-ABS-1" },
    run = function (s)
      local t = s:timer { clock = clock }
      s:at(ms(7)):set(t, { abs = T(ms(20)) })
      s:fires(t, { at = T(ms(20)) })
      s:at(ms(30)):set(t, { abs = T(ms(45)), was = "idle" })
      s:fires(t, { at = T(ms(45)) })
      s:finish(ms(55))
    end,
  }
end

case "absolute-later" {
  title   = "an absolute deadline does not depend on when it is set",
  clauses = { "TM-ABS-1", "TM-MANY-2" },
  run = function (s)
    local t, u = s:timer {}, s:timer {}
    s:at(0):set(t, { abs = T(ms(30)) })
    s:at(ms(20)):set(u, { abs = T(ms(30)) })
    s:fires(t, { at = T(ms(30)) })
    s:fires(u, { at = T(ms(30)) })
    s:finish(ms(40))
  end,
}

case "both-clocks" {
  title   = "two timers on two clocks each keep to their own",
  clauses = { "TM-ABS-1", "TM-MANY-1" },
  run = function (s)
    local t, u = s:timer { clock = "mono" }, s:timer { clock = "real" }
    s:at(0):set(t, { abs = T(ms(15)) })
    s:at(0):set(u, { abs = T(ms(25)) })
    s:fires(t, { at = T(ms(15)) })
    s:fires(u, { at = T(ms(25)) })
    s:finish(ms(35))
  end,
}

case "absolute-follows" {
  title   = "an absolute deadline waits for its clock when that is set",
  clauses = { "TM-ABS-1", "TM-EARLY-1" },
  class   = { "virtual" },
  needs   = { "setclock", "trait:clockset=follows" },
  run = function (s)
    local t = s:timer { clock = "real" }
    s:at(0):set(t, { abs = T(ms(50)) })
    s:at(ms(10)):setclock("real", { by = -ms(100) })
    s:fires(t, { at = T(ms(50)) })
    s:finish(ms(200))
  end,
}

case "absolute-passed" {
  title   = "an absolute deadline is due when its clock is set past it",
  clauses = { "TM-ABS-1" },
  class   = { "virtual" },
  needs   = { "setclock", "trait:clockset=follows" },
  run = function (s)
    local t, w = s:timer { clock = "real" }, s:timer {}
    s:at(0):set(t, { abs = T(sec(100)) })
    local b = s:at(0):set(w, { first = ms(50) })
    s:at(ms(10)):setclock("real", { by = sec(99) })
    local j = s:at(ms(20)):setclock("real", { by = sec(2) })
    s:fires(t, { at = j })
    s:fires(w, { at = b + ms(50) })
    s:finish(ms(60))
  end,
}

-- Where the seconds of a calendar end, in 31 and 32 bits; and its nanoseconds
-- in 63, a second before that in which they do, which [KT-SPEC-2] gives up.
for _, row in ipairs { { "2038", 2147483648 }, { "2106", 4294967296 },
    { "2262", 9223372035 } } do
  local year, second = table.unpack(row)
  case("year-" .. year) {
    title   = "absolute deadlines around the end of " .. year .. " are met",
    clauses = { "TM-ABS-1", "TM-FAR-1" },
    class   = { "virtual" },
    needs   = { "setclock", "ktime64", "trait:clockset=follows" },
    run = function (s)
      local j = s:at(ms(10)):setclock("real", { to = sec(second - 1) })
      for i = -1, 1 do
        local t = s:timer { clock = "real" }
        s:at(ms(10)):set(t, { abs = sec(second) + i * ms(10) })
        s:fires(t, { at = j + sec(1) + i * ms(10) })
      end
      s:finish(ms(1500))
    end,
  }
end

case "relative-stays" {
  title   = "a relative deadline does not move when the clock is set",
  clauses = { "TM-REL-1" },
  class   = { "virtual" },
  needs   = { "setclock" },
  run = function (s)
    local t = s:timer { clock = "real" }
    local w = s:timer { clock = "mono" }
    s:at(0):set(t, { first = ms(50) })
    s:at(0):set(w, { first = ms(50) })
    s:at(ms(10)):setclock("real", { by = sec(100) })
    s:at(ms(20)):setclock("real", { by = -sec(200) })
    s:fires(t, { at = T(ms(50) - sec(100)) })
    s:fires(w, { at = T(ms(50)) })
    s:finish(ms(60))
  end,
}
