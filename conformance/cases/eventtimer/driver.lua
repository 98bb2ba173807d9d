-- SPDX-License-Identifier: BSD-2-Clause
-- What a driver promises, tried on a real one: the worst timer of the
-- machine, which nobody else uses.  The tick has one, and one to stand by.

local V = { "virtual" }

-- The third timer, in use by the scenario.
local function third(s, opts, more)
  opts.quality = opts.quality or 1
  s:machine { timers = { {}, {}, opts } }
  local f = s:eventtimer(more or {})
  local m = s:at(0)
  m:find(f, { called = "simtimer2" }):shows { name = "simtimer2" }
  m:init(f)
  return f, m
end

for _, first in ipairs { 1, us(1), ms(7), 333333333, sec(2) } do
  case("once-" .. first) {
    title = ("a start with %d ns gives one event, then"):format(first),
    clauses = { "ET-DRV-1" },
    needs = { "machine" },
    class = V,
    run = function (s)
      local f, m = third(s, {})
      local a = m:start(f, { first = first })
      s:expect { f, "call", at = a + first, arg = "ok", intr = 1 }
      s:finish(sec(5))
    end,
  }
end

-- A start lies between two ticks: at 5 ms the count has been 163 for 0.84 of
-- one, and 328 ticks on from there are too soon for 10 ms.
for _, row in ipairs { { 32768, 0, ms(7) }, { 32768, ms(5), ms(10) },
  { 1193182, us(33), ms(10) }, { 999999999, ms(5), ms(10) } } do
  local freq, at, first = table.unpack(row)
  case(("once-coarse-%d-%d"):format(freq, at)) {
    title = ("a timer of %d Hz started at %d ns is late by less than two of "
      .. "its ticks, and not early"):format(freq, at),
    clauses = { "ET-DRV-1" },
    needs = { "machine" },
    class = V,
    run = function (s)
      local f = third(s, { freq = freq })
      local a = s:at(at):start(f, { first = first })
      s:expect { f, "call", not_before = a + first,
        not_after = a + first + 2000000000 // freq + 1 }
      s:finish(sec(1))
    end,
  }
end

-- first, period
for _, row in ipairs { { 0, ms(10) }, { ms(3), ms(10) }, { ms(25), ms(10) },
  { ms(10), ms(10) }, { 1, ms(7) } } do
  local first, period = table.unpack(row)
  case(("period-%d-%d"):format(first, period)) {
    title = ("with a first time of %d and a period of %d ns ten events keep " ..
      "their phase"):format(first, period),
    clauses = { "ET-DRV-2" },
    needs = { "machine" },
    class = V,
    run = function (s)
      local f, m = third(s, {})
      local a = m:start(f, { first = first, period = period })
      local begin = first == 0 and period or first
      for k = 0, 9 do
        s:expect { f, "call", n = k + 1, at = a + begin + k * period }
      end
      s:at(begin + 9 * period + ms(1)):stop(f)
      s:finish(begin + 12 * period)
    end,
  }
end

case "stopped" {
  title = "a timer that was stopped gives no more events",
  clauses = { "ET-DRV-3" },
  needs = { "machine" },
  class = V,
  run = function (s)
    local f, m = third(s, {})
    local a = m:start(f, { period = ms(10) })
    s:at(ms(25)):stop(f)
    s:at(ms(50)):start(f, { first = ms(10) })
    local u = s:at(ms(55)):stop(f)
    local z = s:main():start(f, { first = ms(10) })
    s:expect { f, "call", at = a + ms(10) }
    s:expect { f, "call", at = a + ms(20) }
    s:expect { f, "call", at = z + ms(10) }
    s:relate { u, "ends-before", "d1.call/3" }
    s:finish(ms(100))
  end,
}

case "replaced" {
  title = "of two starts only the second counts, whatever its mode",
  clauses = { "ET-DRV-3", "ET-START-9" },
  needs = { "machine" },
  class = V,
  run = function (s)
    local f, m = third(s, {})
    m:start(f, { first = ms(5) })
    m:start(f, { period = ms(5) })
    local a = m:start(f, { first = ms(20) })
    local b = s:at(ms(30)):start(f, { first = ms(50) })
    local c = s:main():start(f, { first = ms(10), period = ms(15) })
    s:at(ms(60)):stop(f)
    s:expect { f, "call", at = a + ms(20) }
    s:expect { f, "call", at = c + ms(10) }
    s:expect { f, "call", at = c + ms(25) }
    s:relate { b, "ends-before", "d1.call/2" }
    s:finish(ms(200))
  end,
}

case "each-cpu" {
  title = "each CPU's instance has its own time, and its events come there",
  clauses = { "ET-DRV-4" },
  needs = { "machine", "smp" },
  class = V,
  run = function (s)
    local f, m = third(s, {})
    local b, e = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    local x = m:start(f, { first = ms(30) })
    local y = b:at(0):start(f, { period = ms(20) })
    local z = e:at(ms(5)):start(f, { first = ms(5) })
    b:at(ms(50)):stop(f)
    s:expect { f, "call", at = z + ms(5), cpu = 2 }
    s:expect { f, "call", at = y + ms(20), cpu = 1 }
    s:expect { f, "call", at = x + ms(30), cpu = 0 }
    s:expect { f, "call", at = y + ms(40), cpu = 1 }
    s:finish(ms(100))
  end,
}

case "stop-elsewhere" {
  title = "a stop on one CPU leaves the instance of another running",
  clauses = { "ET-DRV-4" },
  needs = { "machine", "smp" },
  class = V,
  run = function (s)
    local f, m = third(s, {})
    local b = s:thread { cpu = 1 }
    m:start(f, { first = ms(10) })
    local y = b:at(0):start(f, { first = ms(10) })
    s:at(ms(5)):stop(f)
    s:expect { f, "call", at = y + ms(10), cpu = 1 }
    s:finish(ms(100))
  end,
}

case "told" {
  title = "a timer of another consumer counts with the new clock when started",
  clauses = { "ET-FREQ-1", "ET-FREQ-3" },
  needs = { "machine" },
  class = V,
  run = function (s)
    local f, m = third(s, {})
    m:fault("freq-change", { on = "simtimer2", freq = 4000000000, tell = 1 })
    local a = m:start(f, { first = ms(10) })
    s:watch "et.stop"
    s:expect { f, "call", at = a + ms(10) }
    s:finish(ms(20))
  end,
}
