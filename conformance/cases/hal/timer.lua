-- SPDX-License-Identifier: BSD-2-Clause
-- What every driver of an event timer promises, on the driver that is on
-- trial: the spare timer of a machine whose tick and clock rest on others.

local NOT_WALL = { "virtual", "counted" }

-- What the tick takes, and has stand by.
local OTHERS = { { quality = 9000 }, { quality = 8999, flags = "oneshot" } }

-- The spare in use by the scenario; and what its data sheet says.
local function spare(s, more)
  s:machine { timers = OTHERS, counter = {}, spare = "sound" }
  local d = { cycle = 1000000000 // s.st "driver.freq" + 1,
    min = s.st "driver.min", max = s.st "driver.max",
    freq = s.st "driver.freq", over = s.st "driver.over" }
  local f, m = s:eventtimer(more or {}), s:at(0)
  m:find(f, { called = s.st "driver.timer" })
    :shows { name = s.st "driver.timer" }
  m:init(f)
  return f, m, d
end

-- The longest that a case may take.
local DAY = sec(86400)

local function longest(d) return math.min(d.max, DAY) end

-- How late a start may be: two cycles, and what the measurement of the clock
-- was above the truth.
local function late(d, first)
  local by = first / (d.freq - d.over) * d.over
  return 2 * d.cycle + math.ceil(by)
end

-- A case on a driver that can do these, by the words of its statement.
local function hal(key)
  return function (row)
    local needs = { "driver-timer" }
    for need in (row.needs or ""):gmatch "%S+" do needs[#needs + 1] = need end
    row.needs, row.class = needs, NOT_WALL
    case(key)(row)
  end
end

hal "registered" {
  title = "the driver registers what the data sheet says",
  clauses = { "HAL-TIMER-1", "HAL-MEASURE-1", "HAL-DEEP-1" },
  run = function (s)
    local f, m, d = spare(s)
    m:info(f):shows { flags = s.st "driver.flags",
      quality = s.st "driver.quality", freq = s.st "driver.freq",
      min = d.min, max = d.max }
    s:finish(ms(5))
  end,
}

-- One shot ------------------------------------------------------------------

for _, row in ipairs {
  { "min", function (d) return d.min end, "HAL-RANGE-1" },
  { "min-and-1", function (d) return d.min + 1 end, "HAL-RANGE-1" },
  { "min-and-1000", function (d) return d.min + 1000 end, "HAL-ONCE-1" },
  { "third", function (d) return longest(d) // 3 end, "HAL-ONCE-1" },
  { "half", function (d) return longest(d) // 2 end, "HAL-ONCE-1" },
  { "half-and-1", function (d) return longest(d) // 2 + 1 end,
    "HAL-ONCE-1" },
  { "max-less-1", function (d) return longest(d) - 1 end, "HAL-RANGE-2" },
  { "max", longest, "HAL-RANGE-2" },
} do
  local key, first, clause = table.unpack(row)
  hal("once-" .. key) {
    title = ("a start gives one event, at most two cycles late (%s)")
      :format(key),
    clauses = { clause, "ET-DRV-1" },
    needs = "driver-oneshot",
    run = function (s)
      local f, m, d = spare(s)
      local a = m:start(f, { first = first(d) })
      s:expect { f, "call", at = a + first(d), within = late(d, first(d)),
        arg = "ok", intr = 1 }
      s:finish(first(d) + ms(5))
    end,
  }
end

-- What it compares with comes round, twice, and nobody stops it.
hal "once-only" {
  title = "a start gives one event, and no other when the counter comes round",
  clauses = { "ET-DRV-1" },
  needs = "driver-oneshot driver-wraps",
  run = function (s)
    local f, m, d = spare(s)
    local first = d.min + us(100)
    local bits = s.st "driver.wraps"
    local a = m:start(f, { first = first })
    s:expect { f, "call", at = a + first, within = late(d, first) }
    -- Of more bits none will see the end.
    s:finish(sec(1 + (bits < 48 and (2 << bits) // d.freq or 1)))
  end,
}

-- A start lies anywhere between two cycles.
for _, at in ipairs { 1, 7, 33, 69, 70, 71, 119, 333, 838, 1677, 30518 } do
  hal("phase-" .. at) {
    title = ("a start %d ns after power-on is not early"):format(at),
    clauses = { "HAL-ONCE-1", "ET-DRV-1" },
    needs = "driver-oneshot",
    run = function (s)
      local f, _, d = spare(s)
      local first = math.max(d.min, us(200))
      local a = s:at(at):start(f, { first = first })
      s:expect { f, "call", at = a + first, within = 2 * d.cycle }
      s:finish(first + ms(5))
    end,
  }
end

-- What it compares with comes round between a start and its event.
for _, before in ipairs { 0, 1, 2, 1000 } do
  hal("wrap-" .. before) {
    title = ("the counter wraps %d cycles behind a start") :format(before),
    clauses = { "HAL-WRAP-1" },
    needs = "driver-oneshot driver-wraps",
    run = function (s)
      local f, m, d = spare(s)
      local first = math.max(d.min, us(900))
      m:fault("count", { on = s.st "driver.timer",
        n = (1 << s.st "driver.wraps") - 1 - before })
      local a = m:start(f, { first = first })
      s:expect { f, "call", at = a + first, within = 2 * d.cycle }
      s:finish(first + ms(5))
    end,
  }
end

-- The deadline comes near, or passes, while the registers are written.
for _, by in ipairs { 100, us(1), us(10), us(100) } do
  hal("passed-" .. by) {
    title = ("a start over a bus that takes %d ns an access " ..
      "gives its event"):format(by),
    clauses = { "HAL-PASSED-1", "ET-DRV-1" },
    needs = "driver-oneshot",
    tie = true,
    run = function (s)
      local f, m, d = spare(s)
      m:fault("slow-bus", { on = s.st "driver.timer", by = by })
      local a = m:start(f, { first = d.min })
      m:fault("slow-bus", { on = s.st "driver.timer", by = 0 })
      s:expect { f, "call", not_before = a + d.min,
        not_after = a + d.min + 100 * by + 10 * d.cycle }
      s:finish(ms(50))
    end,
  }
end

-- Periods -------------------------------------------------------------------

-- 1/64 s: any divider can do it.
local PERIOD = 15625000

for _, row in ipairs { { "phase", 0 }, { "first-later", ms(40) },
  { "first-sooner", ms(3) } } do
  local key, first = table.unpack(row)
  hal("period-" .. key) {
    title = ("ten events, each a period after the one before " .. "(%s)")
      :format(key),
    clauses = { "HAL-PERIOD-1", "ET-DRV-2" },
    needs = first == 0 and "driver-periodic" or "driver-periodic driver-first",
    run = function (s)
      local f, m, d = spare(s)
      local a = m:start(f, { first = first, period = PERIOD })
      local begin = first == 0 and PERIOD or first
      -- Such a divider runs on from where it is.
      local phase = s.st "offers.driver-pow2div" == "yes" and PERIOD or 0
      for k = 0, 9 do
        s:expect { f, "call", n = k + 1, at = a + begin + k * PERIOD,
          within = (k + 2) * d.cycle + phase }
      end
      s:at(begin + 10 * PERIOD - ms(1)):stop(f)
      s:finish(begin + 12 * PERIOD)
    end,
  }
end

hal "first-refused" {
  title = "a device without a first event of its own says so",
  clauses = { "HAL-PERIOD-2" },
  needs = "driver-periodic driver-one-beat",
  run = function (s)
    local f, m = spare(s)
    m:start(f, { first = ms(40), period = PERIOD }):fails "ENOTSUP"
    s:finish(ms(100))
  end,
}

-- Stop and start again ------------------------------------------------------

hal "stopped" {
  title = "a timer that was stopped is quiet, and can be started again",
  clauses = { "HAL-STOP-1", "ET-DRV-3" },
  needs = "driver-oneshot",
  run = function (s)
    local f, m, d = spare(s)
    m:start(f, { first = ms(10) })
    s:at(ms(5)):stop(f)
    local a = s:at(ms(50)):start(f, { first = ms(10) })
    s:expect { f, "call", at = a + ms(10), within = 2 * d.cycle }
    s:finish(ms(200))
  end,
}

hal "stopped-period" {
  title = "a periodic timer that was stopped is quiet",
  clauses = { "HAL-STOP-1", "ET-DRV-3" },
  needs = "driver-periodic",
  run = function (s)
    local f, m = spare(s)
    local a = m:start(f, { period = PERIOD })
    s:expect { f, "call", not_before = a + PERIOD,
      not_after = a + 2 * PERIOD - ms(1) }
    s:at(2 * PERIOD - ms(1)):stop(f)
    s:finish(ms(300))
  end,
}

-- The interrupt has come up, and is not taken: interrupts are off.
hal "stopped-pending" {
  title = "what came up before the stop is at most one event",
  clauses = { "HAL-STOP-1" },
  needs = "driver-oneshot",
  tie = true,
  run = function (s)
    local f, m, d = spare(s)
    m:start(f, { first = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    s:at(ms(20)):stop(f)
    s:main():unmask()
    local a = s:at(ms(50)):start(f, { first = ms(10) })
    s:expect { f, "call", times = { 1, 2 }, not_before = ms(20),
      not_after = a + ms(10) + 2 * d.cycle }
    s:finish(ms(200))
  end,
}

hal "replaced" {
  title = "of two starts only the second counts",
  clauses = { "ET-DRV-3" },
  needs = "driver-oneshot",
  run = function (s)
    local f, m, d = spare(s)
    m:start(f, { first = ms(5) })
    local a = m:start(f, { first = ms(20) })
    s:expect { f, "call", at = a + ms(20), within = 2 * d.cycle }
    local b = s:at(ms(40)):start(f, { first = ms(30) })
    local c = s:at(ms(45)):start(f, { first = ms(5) })
    s:expect { f, "call", at = c + ms(5), within = 2 * d.cycle }
    s:relate { b, "ends-before", c }
    s:finish(ms(200))
  end,
}

hal "mode" {
  title = "a one-shot start ends a period",
  clauses = { "ET-DRV-3" },
  needs = "driver-oneshot driver-periodic",
  run = function (s)
    local f, m, d = spare(s)
    m:start(f, { period = PERIOD })
    local a = s:at(ms(10)):start(f, { first = ms(10) })
    s:expect { f, "call", at = a + ms(10), within = 2 * d.cycle }
    s:finish(ms(200))
  end,
}

-- In the handler ------------------------------------------------------------

hal "inside" {
  title = "a timer can be started in its own event",
  clauses = { "HAL-INSIDE-1", "HAL-INTR-2" },
  needs = "driver-oneshot",
  run = function (s)
    local f, m, d = spare(s, { callback = function (c)
      c:start { first = ms(3) }
    end })
    local b = m:start(f, { first = ms(3) })
    for k = 1, 10 do
      s:expect { f, "call", n = k, at = b + k * ms(3),
        within = 2 * k * d.cycle }
    end
    s:at(ms(31)):stop(f)
    s:finish(ms(100))
  end,
}

hal "inside-late" {
  title = "an event that is held back by masked interrupts is one",
  clauses = { "HAL-INTR-2" },
  needs = "driver-oneshot",
  run = function (s)
    local f, m = spare(s)
    m:start(f, { first = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    local u = s:at(ms(25)):unmask()
    s:expect { f, "call", at = u }
    s:finish(ms(200))
  end,
}

hal "quiet-behind" {
  title = "behind its event a device does not go on to interrupt",
  clauses = { "HAL-INTR-2" },
  needs = "driver-oneshot",
  run = function (s)
    local f, m, d = spare(s)
    local first = math.max(d.min, ms(10))
    local a = m:start(f, { first = first })
    s:expect { f, "call", at = a + first, within = late(d, first) }
    -- With those of the tick's timer.
    s:at(first + ms(30)):tally "hal.intr":gives { "between", 1, 5 }
    s:finish(first + ms(40))
  end,
}

-- The event of one setting comes up amid the next start, at one of its first
-- accesses or behind all of them, and interrupts are let in.
for back = 0, 5 do
  hal("amid-" .. back) {
    title = ("an event amid the next start, %d accesses after it began, " ..
      "takes nothing from it"):format(back),
    clauses = { "HAL-INTR-3", "ET-DRV-1" },
    needs = "driver-oneshot",
    tie = true,
    run = function (s)
      local f, m, d = spare(s)
      local first, by = math.max(d.min, ms(5)), us(50)
      local a = m:start(f, { first = first })
      s:at(first - back * by - 100):fault("slow-bus",
        { on = s.st "driver.timer", by = by })
      local b = s:main():start(f, { first = first })
      s:main():fault("slow-bus", { on = s.st "driver.timer", by = 0 })
      local after = 100 * by + 10 * d.cycle
      local former = { f, "call", not_before = a + first,
        not_after = b + first - 1 }
      local own = { f, "call", not_before = b + first,
        not_after = b + first + after }
      s:either { { own }, { former, own } }
      s:finish(3 * first + ms(50))
    end,
  }
end

-- Interrupts that are wrong -------------------------------------------------

hal "lost" {
  title = "after a lost interrupt the next start gives its event",
  clauses = { "HAL-INTR-3" },
  needs = "driver-oneshot",
  run = function (s)
    local f, m, d = spare(s)
    m:fault("lost", { on = s.st "driver.timer" })
    m:start(f, { first = ms(5) })
    local a = s:at(ms(20)):start(f, { first = ms(5) })
    s:expect { f, "call", at = a + ms(5), within = 2 * d.cycle }
    s:finish(ms(100))
  end,
}

hal "spurious" {
  title = "an interrupt that the device does not show is no event",
  clauses = { "HAL-INTR-1" },
  needs = "driver-oneshot driver-status",
  run = function (s)
    local f, m, d = spare(s)
    local a = m:start(f, { first = ms(20) })
    s:at(ms(5)):fault("spurious", { on = s.st "driver.timer" })
    s:expect { f, "call", at = a + ms(20), within = 2 * d.cycle }
    s:finish(ms(100))
  end,
}

hal "spurious-stopped" {
  title = "nor is one that comes to a timer at rest",
  clauses = { "HAL-INTR-1" },
  needs = "driver-status",
  run = function (s)
    spare(s)
    s:at(ms(5)):fault("spurious", { on = s.st "driver.timer" })
    s:finish(ms(100))
  end,
}

hal "late" {
  title = "a late interrupt is a late event, and all is well behind it",
  clauses = { "HAL-INTR-3" },
  needs = "driver-oneshot",
  run = function (s)
    local f, m, d = spare(s)
    m:fault("late", { on = s.st "driver.timer", by = ms(2) })
    local a = m:start(f, { first = ms(5) })
    s:expect { f, "call", at = a + ms(7), within = 2 * d.cycle }
    local b = s:at(ms(20)):start(f, { first = ms(5) })
    s:expect { f, "call", at = b + ms(5), within = 2 * d.cycle }
    s:finish(ms(100))
  end,
}

-- The device itself is early: a driver may know better, or believe it.
hal "early" {
  title = "an early interrupt loses no event, and all is well behind it",
  clauses = { "HAL-INTR-3", "HAL-ONCE-1" },
  needs = "driver-oneshot",
  run = function (s)
    local f, m, d = spare(s)
    m:fault("early", { on = s.st "driver.timer", by = ms(2) })
    local a = m:start(f, { first = ms(5) })
    s:expect { f, "call", not_before = a + ms(3),
      not_after = a + ms(5) + 2 * d.cycle }
    local b = s:at(ms(20)):start(f, { first = ms(5) })
    s:expect { f, "call", at = b + ms(5), within = 2 * d.cycle }
    s:finish(ms(100))
  end,
}

-- CPUs ----------------------------------------------------------------------

hal "each-cpu" {
  title = "each CPU's instance has its own time",
  clauses = { "ET-DRV-4" },
  needs = "driver-oneshot driver-percpu smp",
  run = function (s)
    local f, m, d = spare(s)
    local b = s:thread { cpu = 1 }
    local x = m:start(f, { first = ms(30) })
    local y = b:at(ms(5)):start(f, { first = ms(5) })
    s:expect { f, "call", at = y + ms(5), cpu = 1, within = 2 * d.cycle }
    s:expect { f, "call", at = x + ms(30), cpu = 0, within = 2 * d.cycle }
    s:finish(ms(100))
  end,
}

hal "stop-elsewhere" {
  title = "a stop on one CPU leaves the instance of another",
  clauses = { "ET-DRV-4" },
  needs = "driver-oneshot driver-percpu smp",
  run = function (s)
    local f, m, d = spare(s)
    local b = s:thread { cpu = 1 }
    m:start(f, { first = ms(10) })
    local y = b:at(0):start(f, { first = ms(10) })
    s:at(ms(5)):stop(f)
    s:expect { f, "call", at = y + ms(10), cpu = 1, within = 2 * d.cycle }
    s:finish(ms(100))
  end,
}

-- Deep sleep ----------------------------------------------------------------

hal "deep-goes-on" {
  title = "a timer without C3STOP goes on while its CPU sleeps " .. "deeply",
  clauses = { "HAL-DEEP-1", "ET-DRV-1" },
  needs = "driver-oneshot driver-awake",
  run = function (s)
    local f, m, d = spare(s)
    m:fault("stop", { on = s.st "driver.timer", n = 0 })
    local a = m:start(f, { first = ms(20) })
    s:expect { f, "call", at = a + ms(20), within = 2 * d.cycle }
    s:finish(ms(100))
  end,
}

hal "deep-stands" {
  title = "a timer with C3STOP stands while its CPU sleeps deeply",
  clauses = { "HAL-DEEP-1" },
  needs = "driver-oneshot driver-c3stop",
  run = function (s)
    local f, m = spare(s)
    m:fault("stop", { on = s.st "driver.timer", n = 1 })
    m:start(f, { first = ms(20) })
    s:at(ms(50)):burn(ms(40))
    s:expect { f, "call", not_before = ms(60), not_after = ms(75) }
    s:finish(ms(120))
  end,
}

-- The clock -----------------------------------------------------------------

for _, row in ipairs { { "half", 1, 2 }, { "twice", 2, 1 } } do
  local key, up, down = table.unpack(row)
  hal("rate-" .. key) {
    title = ("a start counts with the rate that was told last " .. "(%s)")
      :format(key),
    clauses = { "HAL-FREQ-1" },
    needs = "driver-oneshot",
    run = function (s)
      local f, m, d = spare(s)
      m:fault("freq-change", { on = s.st "driver.timer", tell = 1,
        freq = s.st "driver.freq" * up // down })
      local a = m:start(f, { first = ms(10) })
      s:expect { f, "call", at = a + ms(10), within = 2 * down * d.cycle }
      s:finish(ms(50))
    end,
  }
end

-- A faster clock fills the registers sooner, a slower one later: the periods
-- are as many cycles as before.
for _, row in ipairs { { "half", 1, 2 }, { "twice", 2, 1 } } do
  local key, up, down = table.unpack(row)
  hal("range-" .. key) {
    title = ("the periods follow the clock's rate (%s)"):format(key),
    clauses = { "ET-FREQ-6" },
    needs = "driver-oneshot driver-cycles",
    run = function (s)
      local f, m, d = spare(s)
      local freq = d.freq * up // down
      local function at_rate(t) return t * (d.freq * 1.0 / freq) end
      local most, ends = at_rate(d.max), 0x7fffffff * 1e9
      m:fault("freq-change", { on = s.st "driver.timer", tell = 1,
        freq = freq })
      m:info(f):shows { min = { "between", at_rate(d.min) // 1 - 1 | 0,
        at_rate(d.min) // 1 + 2 | 0 },
        max = d.max < ends and most < ends and {
          "between", most * (1 - 1e-9) // 1 - 1 | 0,
          most * (1 + 1e-9) // 1 + 2 | 0 } or nil }
      s:finish(ms(5))
    end,
  }
end

-- Devices that are no good --------------------------------------------------

for _, row in ipairs { { "absent", 1, "" }, { "zero", 1, "" },
  { "nonsense", 2, "driver-claims" }, { "stuck", 3, "" } } do
  local state, clause, needs = table.unpack(row)
  hal("refused-" .. state) {
    title = ("a device that is %s is not registered, and the " ..
      "stack goes on without it"):format(state),
    clauses = { "HAL-REFUSE-" .. clause },
    needs = needs,
    run = function (s)
      s:machine { timers = OTHERS, counter = {}, spare = state }
      local f, t, m = s:eventtimer {}, s:hrtimer {}, s:at(0)
      m:find(f, { called = s.st "driver.timer" }):fails "ENOENT"
      m:tally "hal.refuse":gives(1)
      local a = m:start(t, { rel = ms(10) })
      s:expect { t, n = 1, at = a + ms(10) }
      s:finish(ms(50))
    end,
  }
end
