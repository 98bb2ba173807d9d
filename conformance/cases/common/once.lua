-- SPDX-License-Identifier: BSD-2-Clause
-- One shot: [TM-ONCE-1] [TM-ONCE-2].  A second timer, due later, bears
-- witness that the machine still ran while the first was silent.

case "fires-once" {
  title   = "a one-shot timer expires once and then is silent",
  clauses = { "TM-ONCE-1" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    local a = s:at(0):set(t, { first = ms(10) })
    local b = s:at(0):set(w, { first = ms(60) })
    s:fires(t, { at = a + ms(10) })
    s:fires(w, { at = b + ms(60) })
    s:finish(ms(70))
  end,
}

case "each-setting" {
  title   = "each of three settings of a timer gives one expiry",
  clauses = { "TM-ONCE-1" },
  run = function (s)
    local t = s:timer {}
    for i = 0, 2 do
      local a = s:at(ms(20) * i):set(t, { first = ms(10), was = "idle" })
      s:fires(t, { at = a + ms(10) })
    end
    s:finish(ms(80))
  end,
}

case "held-back-once" {
  title   = "a one-shot timer that is reported late is reported once",
  clauses = { "TM-ONCE-1" },
  run = function (s)
    local t = s:timer {}
    s:at(0):set(t, { first = ms(10) })
    local u = s:hold(t, ms(5), ms(45))
    s:fires(t, { at = u, count = 1 })
    local a = s:at(ms(50)):set(t, { first = ms(10), was = "idle" })
    s:fires(t, { at = a + ms(10) })
    s:finish(ms(70))
  end,
}

case "disarmed-after" {
  title   = "a one-shot timer is disarmed once it has expired",
  clauses = { "TM-ONCE-2", "TM-LEFT-2" },
  needs   = { "trait:readback=left" },
  run = function (s)
    local t = s:timer {}
    local a = s:at(0):set(t, { first = ms(10) })
    s:left(t, ms(5), { left = a + ms(10) })
    s:fires(t, { at = a + ms(10) })
    s:left(t, ms(15), { left = 0 })
    s:finish(ms(20))
  end,
}
