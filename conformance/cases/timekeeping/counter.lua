-- SPDX-License-Identifier: BSD-2-Clause
-- Counters: which one is taken, how it wraps, what is refused.

-- What a counter of f Hz makes of so many ns.
local function reading(ns, f) return ns * f // 1000000000 * 1000000000 // f end

for _, row in ipairs {
  { 8, 1000, 0xfe }, { 8, 997, 0 }, { 9, 100, 510 }, { 16, 1193182, 0xfff0 },
  { 24, 3579545, 0xffff00 }, { 32, 999999937, 0xfffffff0 },
  { 33, 14318180, 0x1fffffff0 }, { 63, 1000003, 0x7ffffffffffffff0 },
  { 64, 1000000, -2 }, { 64, 3, -1 },
} do
  local width, freq, start = table.unpack(row)
  case(("wrap-%d-%d"):format(width, freq)) {
    title = ("a counter of %d bits at %d Hz wraps unseen"):format(width, freq),
    clauses = { "TK-COUNTER-2", "TK-MONO-2" },
    class = { "virtual" },
    run = function (s)
      s:machine { counter = { width = width, freq = freq, start = start } }
      s:at(0):clockinfo():shows { counter = "simtimer", quality = 1000,
        res = (1000000000 + freq - 1) // freq, idle = any }
      for _, at in ipairs { us(3), ms(7), ms(100), ms(501), sec(1),
          sec(3) + 17, sec(7) - 1 } do
        s:at(at):now("mono"):gives(reading(at, freq))
        s:at(at):now("real"):gives(reading(at, freq))
      end
      s:finish(sec(8))
    end,
  }
end

case "idle-wraps" {
  title = "an idle machine with a counter of 8 bits loses no time",
  clauses = { "TK-IDLE-2", "TK-COUNTER-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { counter = { width = 8, freq = 1000, start = 200 } }
    s:at(0):clockinfo():shows { counter = "simtimer", quality = 1000,
      res = ms(1), idle = ms(127) }
    s:at(sec(60)):now("mono"):gives(sec(60))
    s:at(sec(600)):now("mono"):gives(sec(600))
    s:finish(sec(601))
  end,
}

case "idle-far" {
  title = "a timer many wraps away expires on time",
  clauses = { "TK-IDLE-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { counter = { width = 16, freq = 1000000, start = 65530 } }
    local t = s:hrtimer()
    local a = s:at(0):start(t, { rel = sec(5) })
    s:expect { t, at = a + sec(5) }
    s:finish(sec(6))
  end,
}

case "idle-watched" {
  title = "the counter that watches is read in its period, too",
  clauses = { "TK-IDLE-1", "TK-IDLE-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { {}, { quality = 500 } }, counter = {},
      watchdog = { width = 8, freq = 1000 } }
    s:watch "tk.distrust,tk.back"
    s:at(0):clockinfo():shows { counter = "simtimer", quality = 1000,
      res = 1, idle = ms(127) }
    s:at(sec(30)):clockinfo():shows { counter = "simtimer", quality = 1000,
      res = 1, idle = ms(127) }
    s:at(sec(30)):now("mono"):gives(sec(30))
    s:finish(sec(31))
  end,
}

for _, row in ipairs {
  { 8, 1000, 1000000, 127000000 }, { 8, 3, 333333334, 42333333333 },
  { 16, 1193182, 839, 27461862 }, { 24, 3579545, 280, 2343484157 },
  { 32, 1000000000, 1, 2147483647 }, { 32, 999999937, 2, 2147483782 },
  { 56, 1000000000, 1, 36028797018963967 },
  { 57, 1000000000, 1, math.maxinteger }, { 64, 3, 333333334,
    math.maxinteger }, { 64, 1000000000, 1, math.maxinteger },
} do
  local width, freq, res, idle = table.unpack(row)
  if width == 56 then idle = math.tointeger((1 << 55) - 1) end
  case(("facts-%d-%d"):format(width, freq)) {
    title = ("the step and half the period of %d bits at %d Hz"):format(width,
      freq),
    clauses = { "TK-RES-1", "TK-IDLE-1" },
    class = { "virtual" },
    run = function (s)
      s:machine { counter = { width = width, freq = freq } }
      s:at(0):clockinfo():shows { counter = "simtimer", quality = 1000,
        res = res, idle = idle }
      s:finish(ms(1))
    end,
  }
end

-- The counter of a machine that has two.
for _, row in ipairs { { "first", 1000, 500, "simtimer" },
    { "second", 300, 500, "simtimer1" }, { "equal", 500, 500, "simtimer" },
    { "zero", -1, 0, "simtimer1" }, { "negative", 0, -5, "simtimer" } } do
  local key, one, two, name = table.unpack(row)
  case("best-" .. key) {
    title = "the best counter of the machine is taken: " .. key,
    clauses = { "TK-COUNTER-3", "TK-COUNTER-4" },
    class = { "virtual" },
    run = function (s)
      s:machine { timers = { { quality = one }, { quality = two } },
        counter = { width = 64 }, watchdog = {} }
      s:at(0):clockinfo():shows { counter = name,
        quality = math.max(one, two), res = 1, idle = math.maxinteger }
      s:finish(ms(1))
    end,
  }
end

case "untrusted-alone" {
  title = "a machine whose only counters are not trusted takes the best of " ..
    "them, until a better one comes",
  clauses = { "TK-COUNTER-7", "TK-SWITCH-2" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { quality = -3 }, { quality = -2 }, {} },
      counter = { width = 64 }, watchdog = {} }
    local t = s:hrtimer()
    local k = s:counter { called = "better", quality = 0 }
    s:at(0):clockinfo():shows { counter = "simtimer1", quality = -2 }
    local a = s:at(ms(1)):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10) }
    s:at(ms(20)):register(k)
    s:main():clockinfo():shows { counter = "better", quality = 0 }
    s:at(ms(21)):now("mono"):gives(ms(21))
    s:finish(ms(30))
  end,
}

-- The machine's own counter, whatever else is registered.
local function wide(s) s:machine { counter = { width = 64 } } end

local function stays(s, at)
  s:at(at):clockinfo():shows { counter = "simtimer", quality = 1000, res = 1,
    idle = math.maxinteger }
end

case "negative-later" {
  title = "a counter of negative quality is taken by name alone",
  clauses = { "TK-COUNTER-1", "TK-COUNTER-4", "TK-SWITCH-3" },
  class = { "virtual" },
  run = function (s)
    wide(s)
    local k = s:counter { called = "poor", freq = 1000, quality = -1 }
    s:at(0):register(k)
    stays(s, 0)
    s:at(ms(1)):select("poor")
    s:at(ms(1)):clockinfo():shows { counter = "poor", quality = -1,
      res = ms(1), idle = math.maxinteger }
    s:at(ms(2)):select("simtimer")
    stays(s, ms(2))
    s:finish(ms(3))
  end,
}

for _, row in ipairs {
  { "no-frequency", { freq = 0 } }, { "no-method", { null = 1 } },
  { "no-name", { null = 2 } },
  { "seven-bits", { mask = 127 } }, { "no-bits", { mask = 0 } },
  { "hole", { mask = 0xfeff } }, { "low-hole", { mask = 0xfffe } },
} do
  local key, opts = table.unpack(row)
  case("refused-" .. key) {
    title = "what cannot be a counter is refused: " .. key,
    clauses = { "TK-COUNTER-5" },
    class = { "virtual" },
    run = function (s)
      wide(s)
      opts.called, opts.quality = "odd", 5000
      s:watch "tk.refuse"
      local k = s:counter(opts)
      s:at(0):register(k):fails "EINVAL"
      s:expect { opts.null == 2 and "-" or "odd", "tk.refuse" }
      s:at(0):select("odd"):fails "ENOENT"
      stays(s, 0)
      s:at(ms(5)):now("mono"):gives(ms(5))
      s:finish(ms(6))
    end,
  }
end

case "name-taken" {
  title = "a second counter of one name is refused, and nothing changes",
  clauses = { "TK-COUNTER-6" },
  class = { "virtual" },
  run = function (s)
    wide(s)
    local k = s:counter { called = "simtimer", freq = 10, quality = 5000 }
    s:at(0):register(k):fails "EEXIST"
    stays(s, 0)
    s:at(0):select("simtimer")
    stays(s, 0)
    s:at(ms(5)):now("mono"):gives(ms(5))
    s:finish(ms(6))
  end,
}

case "twice" {
  title = "a counter that is registered already is refused",
  clauses = { "TK-COUNTER-6" },
  class = { "virtual" },
  run = function (s)
    local k = s:counter { called = "one", freq = 1000, quality = 5 }
    s:at(0):register(k)
    s:at(0):register(k):fails "EEXIST"
    s:at(0):select("one")
    s:at(ms(5)):now("mono"):gives(ms(5))
    s:finish(ms(6))
  end,
}

case "zero" {
  title = "the monotonic clock reads 0 at power-on, whatever the counter shows",
  clauses = { "TK-MONO-3" },
  class = { "virtual" },
  run = function (s)
    s:machine { counter = { start = 123456789012 } }
    local t = s:hrtimer()
    -- The machine of a virtual target is switched on at time 0.
    local a = s:at(0):start(t, { abs = sec(1) })
    s:expect { t, at = a + sec(1) }
    s:finish(sec(2))
  end,
}
