-- SPDX-License-Identifier: BSD-2-Clause
-- The time left: [TM-LEFT-1] [TM-LEFT-2] [TM-LEFT-3] [TM-LEFT-4].

for _, clock in ipairs { "mono", "real" } do
  case("counts-down-" .. clock) {
    title   = "the time left of a timer on " .. clock
      .. " is its deadline less the present",
    clauses = { "TM-LEFT-1" },
    needs   = { "trait:readback=left" },
    run = function (s)
      local t = s:timer { clock = clock }
      local a = s:at(0):set(t, { first = ms(40) })
      for i = 0, 7 do s:left(t, ms(5) * i, { left = a + ms(40) }) end
      s:fires(t, { at = a + ms(40) })
      s:finish(ms(50))
    end,
  }

  case("absolute-" .. clock) {
    title   = "the time left of an absolute timer on " .. clock
      .. " is a duration",
    clauses = { "TM-LEFT-4", "TM-LEFT-1" },
    needs   = { "trait:readback=left" },
    run = function (s)
      local t = s:timer { clock = clock }
      s:at(0):set(t, { abs = T(ms(40)) })
      s:left(t, 0, { left = T(ms(40)) })
      s:left(t, ms(15), { left = T(ms(40)) })
      s:left(t, ms(35), { left = T(ms(40)) })
      s:fires(t, { at = T(ms(40)) })
      s:finish(ms(50))
    end,
  }
end

case "never-set" {
  title   = "a timer that was never set has no time left",
  clauses = { "TM-LEFT-2" },
  needs   = { "trait:readback=left" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    local b = s:at(0):set(w, { first = ms(15) })
    s:left(t, ms(5), { left = 0 })
    s:left(w, ms(5), { left = b + ms(15) })
    s:fires(w, { at = b + ms(15) })
    s:finish(ms(20))
  end,
}

case "disarmed" {
  title   = "a timer that was disarmed has no time left",
  clauses = { "TM-LEFT-2" },
  needs   = { "trait:readback=left" },
  run = function (s)
    local t = s:timer { every = ms(20) }
    local a = s:at(0):set(t)
    s:left(t, ms(5), { left = a + ms(20) })
    s:at(ms(10)):disarm(t, { was = "armed" })
    s:left(t, ms(10), { left = 0 })
    s:left(t, ms(15), { left = 0 })
    s:finish(ms(30))
  end,
}

case "expired" {
  title   = "a one-shot timer that has expired has no time left",
  clauses = { "TM-LEFT-2", "TM-ONCE-2" },
  needs   = { "trait:readback=left" },
  run = function (s)
    local t = s:timer {}
    local a = s:at(0):set(t, { first = ms(10) })
    s:left(t, ms(5), { left = a + ms(10) })
    s:fires(t, { at = a + ms(10) })
    s:left(t, ms(15), { left = 0 })
    s:left(t, ms(25), { left = 0 })
    s:finish(ms(30))
  end,
}

case "periodic" {
  title   = "the time left of a periodic timer counts to its next deadline",
  clauses = { "TM-LEFT-3", "TM-LEFT-1" },
  needs   = { "trait:readback=left" },
  run = function (s)
    local t = s:timer { every = ms(20) }
    local a = s:at(0):set(t)
    for k = 1, 4 do
      s:left(t, k * ms(20) - ms(15), { left = a + k * ms(20) })
      s:left(t, k * ms(20) - ms(5), { left = a + k * ms(20) })
      s:fires(t, { at = a + k * ms(20) })
    end
    s:finish(ms(90))
  end,
}

case "periodic-absolute" {
  title   = "the time left of an absolute periodic timer is a duration, always",
  clauses = { "TM-LEFT-4", "TM-LEFT-3" },
  needs   = { "trait:readback=left" },
  run = function (s)
    local t = s:timer { every = ms(20), clock = "real" }
    s:at(0):set(t, { abs = T(ms(10)) })
    for k = 0, 2 do
      local due = ms(10) + k * ms(20)
      s:left(t, due - ms(5), { left = T(due) })
      s:fires(t, { at = T(due) })
      s:left(t, due + ms(5), { left = T(due + ms(20)) })
    end
    s:finish(ms(65))
  end,
}

case "unreported" {
  title   = "the time left counts to the next deadline while nobody takes any",
  clauses = { "TM-LEFT-3" },
  needs   = { "trait:readback=left", "trait:hold=unread|blocked" },
  run = function (s)
    local t = s:timer { every = ms(20) }
    local a = s:at(0):set(t)
    local b = s:thread {}
    local u = s:hold(t, 0, ms(70))
    for k = 1, 3 do
      b:at(k * ms(20) + ms(5)):gettime(t.obj)
        :shows { left = a + (k + 1) * ms(20) }
    end
    s:fires(t, { at = u,
      count = s:intervals { from = a, every = ms(20), upto = "self" } })
    s:finish(ms(75))
  end,
}

case "moved" {
  title   = "the time left of a moved timer is that of the new setting",
  clauses = { "TM-LEFT-1", "TM-MOVE-1", "TM-MOVE-2" },
  needs   = { "trait:readback=left" },
  run = function (s)
    local t = s:timer {}
    s:at(0):set(t, { first = ms(40) })
    local a = s:at(ms(5)):set(t, { first = ms(60), was = "armed" })
    s:left(t, ms(10), { left = a + ms(60) })
    local b = s:at(ms(15)):set(t, { first = ms(15), was = "armed" })
    s:left(t, ms(20), { left = b + ms(15) })
    s:fires(t, { at = b + ms(15) })
    s:finish(ms(40))
  end,
}

case "to-the-last-ns" {
  title   = "an armed timer has time left up to its last nanosecond",
  clauses = { "TM-LEFT-1" },
  class   = { "virtual" },
  needs   = { "trait:readback=left" },
  run = function (s)
    local t = s:timer {}
    local a = s:at(0):set(t, { first = us(1) })
    for _, at in ipairs { 0, 1, 500, 998, 999 } do
      s:left(t, at, { left = a + us(1) })
    end
    s:fires(t, { at = a + us(1) })
    s:finish(us(2))
  end,
}
