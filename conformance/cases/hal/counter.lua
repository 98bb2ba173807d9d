-- SPDX-License-Identifier: BSD-2-Clause
-- What every driver of a counter promises, on the driver that is on trial.

local function counter(key, title, clauses, run)
  case(key) { title = title, clauses = clauses, needs = { "driver-counter" },
    class = { "virtual", "counted" }, run = run }
end

local function machine(s)
  s:machine { timers = { { quality = 9000 }, { quality = 8999 } },
    counter = {}, spare = "sound" }
  return s:at(0)
end

counter("registered", "the driver registers what the data sheet says",
  { "HAL-COUNT-1" }, function (s)
  local m = machine(s)
  local freq, width = s.st "driver.counter-freq", s.st "driver.counter-width"
  local half = ((1 << width) - 1 >> 1) * 1.0 / freq * 1e9
  m:select(s.st "driver.counter")
  m:clockinfo():shows { counter = s.st "driver.counter",
    quality = s.st "driver.counter-quality",
    res = (1000000000 + freq - 1) // freq,
    idle = width < 64 and half < (1 << 55)
      and { "between", math.floor(half) - 1, math.floor(half) + 1 }
      or math.maxinteger }
  s:finish(ms(5))
end)
