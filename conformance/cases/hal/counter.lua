-- SPDX-License-Identifier: BSD-2-Clause
-- What every driver of a counter promises, on the driver that is on trial.

local function counter(key, title, clauses, run)
  case(key) { title = title, clauses = clauses, needs = { "driver-counter" },
    class = { "virtual", "counted" }, run = run }
end

local function machine(s)
  s:machine { timers = { { quality = 9000 },
    { quality = 8999, flags = "oneshot" } }, counter = {}, spare = "sound" }
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

-- The clock begins with a reading that takes several accesses, amid which the
-- low half turns; a wrong one would be a jump at the next.
for i = 0, 7 do
  counter("turn-" .. i, ("a reading over a slow bus is right while its low " ..
    "half turns (%d)"):format(i), { "HAL-COUNT-2" }, function (s)
    local m = machine(s)
    local name = s.st "driver.counter"
    local width = math.min(s.st "driver.counter-width", 32)
    local back = s.st "driver.counter-freq" * i // 2000000 + 1
    m:fault("count", { on = name, n = (1 << width) - back })
    m:fault("slow-bus", { on = name, by = us(1) })
    m:select(name)
    m:fault("slow-bus", { on = name, by = 0 })
    local t = s:hrtimer()
    local a = s:at(ms(2)):start(t, { rel = ms(5) })
    s:expect { t, n = 1, at = a + ms(5), within = us(2) }
    s:at(ms(12)):tally "tk.back":gives(0)
    s:finish(ms(20))
  end)
end
