-- SPDX-License-Identifier: BSD-2-Clause
-- Disarming: [TM-DISARM-1] [TM-DISARM-2] [TM-DISARM-3].  The witness is due
-- after the deadline that must not come.

case "one-shot" {
  title   = "a disarmed one-shot timer does not expire",
  clauses = { "TM-DISARM-1" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    s:at(0):set(t, { first = ms(20) })
    local b = s:at(0):set(w, { first = ms(40) })
    s:at(ms(10)):disarm(t, { was = "armed" })
    s:fires(w, { at = b + ms(40) })
    s:finish(ms(50))
  end,
}

case "absolute" {
  title   = "a disarmed timer with an absolute deadline does not expire",
  clauses = { "TM-DISARM-1" },
  run = function (s)
    local t, w = s:timer { clock = "real" }, s:timer {}
    s:at(0):set(t, { abs = T(ms(20)) })
    local b = s:at(0):set(w, { first = ms(40) })
    s:at(ms(10)):disarm(t, { was = "armed" })
    s:fires(w, { at = b + ms(40) })
    s:finish(ms(50))
  end,
}

case "before-first-period" {
  title   = "a periodic timer disarmed before its first deadline is silent",
  clauses = { "TM-DISARM-1" },
  run = function (s)
    local t, w = s:timer { every = ms(10) }, s:timer {}
    s:at(0):set(t, { first = ms(20) })
    local b = s:at(0):set(w, { first = ms(50) })
    s:at(ms(10)):disarm(t, { was = "armed" })
    s:fires(w, { at = b + ms(50) })
    s:finish(ms(60))
  end,
}

case "amid-periods" {
  title   = "a periodic timer disarmed between two deadlines is silent",
  clauses = { "TM-DISARM-1" },
  run = function (s)
    local t, w = s:timer { every = ms(10) }, s:timer {}
    local a = s:at(0):set(t)
    local b = s:at(0):set(w, { first = ms(60) })
    s:fires(t, { at = a + ms(10) })
    s:fires(t, { at = a + ms(20) })
    s:at(ms(25)):disarm(t, { was = "armed" })
    s:fires(w, { at = b + ms(60) })
    s:finish(ms(70))
  end,
}

case "never-set" {
  title   = "a timer that was never set can be disarmed",
  clauses = { "TM-DISARM-2" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    local b = s:at(0):set(w, { first = ms(20) })
    s:at(ms(5)):disarm(t, { was = "idle" })
    s:at(ms(5)):disarm(t, { was = "idle" })
    s:fires(w, { at = b + ms(20) })
    s:finish(ms(30))
  end,
}

case "expired" {
  title   = "a timer that has expired can be disarmed, which changes nothing",
  clauses = { "TM-DISARM-2", "TM-ONCE-2" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    local a = s:at(0):set(t, { first = ms(10) })
    local b = s:at(0):set(w, { first = ms(40) })
    s:fires(t, { at = a + ms(10) })
    s:at(ms(20)):disarm(t, { was = "idle" })
    s:fires(w, { at = b + ms(40) })
    s:finish(ms(50))
  end,
}

case "twice" {
  title   = "a timer can be disarmed twice, and reads as disarmed",
  clauses = { "TM-DISARM-2", "TM-LEFT-2" },
  needs   = { "trait:readback=left" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    s:at(0):set(t, { first = ms(30) })
    local b = s:at(0):set(w, { first = ms(45) })
    s:at(ms(5)):disarm(t, { was = "armed" })
    s:left(t, ms(10), { left = 0 })
    s:at(ms(15)):disarm(t, { was = "idle" })
    s:left(t, ms(20), { left = 0 })
    s:fires(w, { at = b + ms(45) })
    s:finish(ms(55))
  end,
}

case "then-set" {
  title   = "a timer that was disarmed expires by its next setting",
  clauses = { "TM-DISARM-3", "TM-DISARM-1" },
  run = function (s)
    local t = s:timer {}
    s:at(0):set(t, { first = ms(20) })
    s:at(ms(10)):disarm(t, { was = "armed" })
    local a = s:at(ms(15)):set(t, { first = ms(15), was = "idle" })
    s:fires(t, { at = a + ms(15) })
    s:finish(ms(40))
  end,
}

case "then-set-periodic" {
  title   = "a periodic timer that was disarmed begins a new series",
  clauses = { "TM-DISARM-3", "TM-PERIOD-1" },
  run = function (s)
    local t = s:timer { every = ms(20) }
    local a = s:at(0):set(t)
    s:fires(t, { at = a + ms(20) })
    s:at(ms(25)):disarm(t, { was = "armed" })
    local b = s:at(ms(30)):set(t, { was = "idle" })
    s:fires(t, { at = b + ms(20) })
    s:fires(t, { at = b + ms(40) })
    s:finish(ms(75))
  end,
}

-- An expiry that nobody has taken when the timer is disarmed; another thread
-- disarms, since main may be what holds the report back.
case "pending-dropped" {
  title   = "a report that is due but not taken goes with the disarming",
  clauses = { "TM-DISARM-1" },
  needs   = { "trait:pending-disarm=dropped" },
  run = function (s)
    local t, b = s:timer {}, s:thread { cpu = 1 }
    s:at(0):set(t, { first = ms(10) })
    s:hold(t, ms(5), ms(30))
    b:at(ms(20)):disarm(t)
    local a = s:at(ms(40)):set(t, { first = ms(10), was = "idle" })
    s:fires(t, { at = a + ms(10), count = 1 })
    s:finish(ms(60))
  end,
}

case "pending-kept" {
  title   = "a report that is due but not taken survives the disarming",
  clauses = { "TM-DISARM-1" },
  needs   = { "trait:pending-disarm=kept" },
  run = function (s)
    local t, b = s:timer {}, s:thread { cpu = 1 }
    s:at(0):set(t, { first = ms(10) })
    local u = s:hold(t, ms(5), ms(30))
    b:at(ms(20)):disarm(t)
    s:fires(t, { at = u, count = 1 })
    s:finish(ms(50))
  end,
}
