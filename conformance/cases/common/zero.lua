-- SPDX-License-Identifier: BSD-2-Clause
-- A first value of zero: [TM-ZERO-1], as the trait declares.

local zeros = { { "relative", first = 0 }, { "absolute", abs = 0 } }

for _, keys in ipairs(zeros) do
  local name = keys[1]

  case(name .. "-disarms") {
    title   = "a setting of zero (" .. name .. ") disarms the timer",
    clauses = { "TM-ZERO-1", "TM-DISARM-1" },
    needs   = { "trait:zero=disarm" },
    run = function (s)
      local t, w = s:timer {}, s:timer {}
      s:at(0):set(t, { first = ms(20) })
      local b = s:at(0):set(w, { first = ms(40) })
      s:at(ms(10)):set(t, { first = keys.first, abs = keys.abs,
        was = "armed" })
      s:left(t, ms(15), { left = 0 })
      s:fires(w, { at = b + ms(40) })
      s:finish(ms(50))
    end,
  }

  case(name .. "-is-now") {
    title   = "a setting of zero (" .. name .. ") expires at once, and once",
    clauses = { "TM-ZERO-1", "TM-PAST-1" },
    needs   = { "trait:zero=now" },
    run = function (s)
      local t, w = s:timer {}, s:timer {}
      s:at(0):set(t, { first = ms(20) })
      local b = s:at(0):set(w, { first = ms(40) })
      local a = s:at(ms(10)):set(t, { first = keys.first, abs = keys.abs,
        was = "armed" })
      s:fires(t, { at = a })
      s:fires(w, { at = b + ms(40) })
      s:finish(ms(50))
    end,
  }
end

case "idle-stays-idle" {
  title   = "a setting of zero leaves an idle timer idle",
  clauses = { "TM-ZERO-1", "TM-DISARM-2" },
  needs   = { "trait:zero=disarm" },
  run = function (s)
    local t, w = s:timer {}, s:timer {}
    s:at(0):set(t, { first = 0, was = "idle" })
    local b = s:at(0):set(w, { first = ms(20) })
    s:left(t, ms(5), { left = 0 })
    s:fires(w, { at = b + ms(20) })
    s:finish(ms(30))
  end,
}
