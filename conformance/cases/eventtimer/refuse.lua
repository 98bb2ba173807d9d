-- SPDX-License-Identifier: BSD-2-Clause
-- What et_register refuses, and what it does not: hardware may report
-- nonsense of itself without a bug in anybody's code.

-- key, what the driver says, the clause
local nonsense = {
  { "least-above-greatest", { min = ms(2), max = ms(1) }, "ET-REG-3" },
  { "least-just-above", { min = 1001, max = 1000 }, "ET-REG-3" },
  { "least-negative", { min = -1 }, "ET-REG-3" },
  { "least-most-negative", { min = math.mininteger }, "ET-REG-3" },
  { "greatest-zero", { max = 0 }, "ET-REG-3" },
  { "greatest-negative", { max = -1 }, "ET-REG-3" },
  { "both-negative", { min = -2, max = -1 }, "ET-REG-3" },
  { "no-frequency", { flags = "periodic|pow2div" }, "ET-REG-4" },
  { "no-frequency-no-mode", { flags = "pow2div" }, "ET-REG-4" },
}

for _, row in ipairs(nonsense) do
  local key, says, clause = table.unpack(row)
  case(key) {
    title = "a timer that makes no sense (" .. key .. ") is refused",
    clauses = { clause, "ET-REG-5" },
    needs = { "etdriver" },
    run = function (s)
      local opts = { called = "clock", flags = "oneshot", quality = 9 }
      for k, v in pairs(says) do opts[k] = v end
      local liar = s:eventtimer(opts)
      local good = s:eventtimer { called = "clock", flags = "oneshot",
        quality = 1 }
      local f = s:eventtimer {}
      local m = s:at(0)
      m:tally "et.refuse":gives(0)
      m:register(liar):fails "EINVAL"
      m:tally "et.refuse":gives(1)
      m:find(f):fails "ENOENT"
      m:find(f, { called = "clock" }):fails "ENOENT"
      m:register(good)
      m:find(f):shows { name = "clock" }
      m:info(f):shows { quality = 1, active = 0 }
      m:tally "et.refuse":gives(1)
      s:finish(ms(5))
    end,
  }
end

-- What lies at the edge and is possible.
local sense = {
  { "least-zero", { min = 0, max = 1 } },
  { "least-greatest", { min = ms(1), max = ms(1) } },
  { "frequency-pow2div", { flags = "periodic|pow2div", freq = 1 } },
}

for _, row in ipairs(sense) do
  local key, opts = table.unpack(row)
  case(key) {
    title = "a timer at the edge of what makes sense (" .. key .. ") is taken",
    clauses = { "ET-REG-3", "ET-REG-4" },
    needs = { "etdriver" },
    run = function (s)
      opts.called = "clock"
      local d, f = s:eventtimer(opts), s:eventtimer {}
      local m = s:at(0)
      m:register(d)
      m:find(f):shows { name = "clock" }
      m:tally "et.refuse":gives(0)
      s:finish(ms(5))
    end,
  }
end

case "name-taken" {
  title = "of a name that is taken the first timer keeps everything",
  clauses = { "ET-REG-2", "ET-REG-5" },
  needs = { "etdriver" },
  run = function (s)
    local a = s:eventtimer { called = "clock", flags = "oneshot", quality = 1 }
    local b = s:eventtimer { called = "CLOCK", flags = "periodic",
      quality = 2 }
    local m = s:at(0)
    m:register(a)
    m:init(a)
    m:register(b):fails "EEXIST"
    m:tally "et.refuse":gives(1)
    m:info(a):shows { quality = 1, flags = 2, active = 1 }
    m:start(a, { first = ms(1) })
    m:fire(a)
    s:expect { a, "drvstart", first = ms(1), period = 0 }
    s:expect { a, "call", arg = "ok" }
    s:finish(ms(5))
  end,
}

case "in-use-again" {
  title = "a timer that is registered again while it is in use stays in use",
  clauses = { "ET-REG-2", "ET-REG-5" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot" }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:register(d):fails "EEXIST"
    m:info(d):shows { active = 1 }
    m:fire(d)
    s:expect { d, "call", arg = "ok" }
    s:finish(ms(5))
  end,
}

case "numbers-first" {
  title = "numbers that make no sense are seen before the name is",
  clauses = { "ET-REG-3" },
  needs = { "etdriver" },
  run = function (s)
    local a = s:eventtimer { called = "clock" }
    local b = s:eventtimer { called = "clock", max = 0 }
    local m = s:at(0)
    m:register(a)
    m:register(b):fails "EINVAL"
    s:finish(ms(5))
  end,
}

case "told-once" {
  title = "each refusal is told by one event with the errno value",
  clauses = { "ET-REG-5" },
  needs = { "etdriver" },
  run = function (s)
    local liar = s:eventtimer { called = "liar", max = 0 }
    local a = s:eventtimer { called = "clock" }
    local b = s:eventtimer { called = "clock" }
    s:watch "et.refuse"
    local m = s:at(0)
    m:register(liar):fails "EINVAL"
    m:register(liar):fails "EINVAL"
    m:register(a)
    m:register(b):fails "EEXIST"
    s:expect { "liar", "et.refuse", v = 22, times = 2 }
    s:expect { "clock", "et.refuse", v = 17 }
    s:finish(ms(5))
  end,
}

for _, row in ipairs {
  { "no-mode", 0, 0 }, { "percpu-alone", "percpu", 4 },
  { "unknown-flags", 1024 + 2, 1026 },
} do
  local key, flags, number = table.unpack(row)
  case(key) {
    title = "flags that say little (" .. key .. ") are kept as they are",
    clauses = { "ET-REG-7", "ET-REG-8" },
    needs = { "etdriver" },
    run = function (s)
      local d = s:eventtimer { called = "clock", flags = flags }
      local f = s:eventtimer {}
      local m = s:at(0)
      m:register(d)
      m:find(f, { called = "clock" }):shows { name = "clock" }
      m:info(d):shows { flags = number, freq = 0 }
      s:finish(ms(5))
    end,
  }
end

case "members" {
  title = "what the driver filled in stays as it was, over a whole use",
  clauses = { "ET-REG-7" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock", flags = "oneshot|c3stop",
      quality = -3, freq = 1193182 }
    local m = s:at(0)
    local function same(active)
      m:info(d):shows { flags = 10, quality = -3, freq = 1193182,
        active = active, node = 0, priv = "ok" }
    end
    m:register(d)
    same(0)
    m:init(d)
    same(1)
    m:start(d, { first = ms(1) })
    m:stop(d)
    m:free(d)
    same(0)
    m:deregister(d)
    same(0)
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "drvstop" }
    s:finish(ms(5))
  end,
}

case "next-best" {
  title = "when the best timer lies, deadlines are kept by the next best",
  clauses = { "ET-REG-3", "ET-REG-5" },
  needs = { "machine", "hrtimer" },
  class = { "virtual" },
  run = function (s)
    s:machine { timers = { { quality = 2000, min = 2000, max = 1000 },
      { quality = 500 } } }
    s:watch "hal.intr"
    local t = s:hrtimer {}
    local m = s:at(0)
    m:tally "et.refuse":gives(1)
    local a = m:start(t, { rel = ms(10) })
    s:expect { "simtimer1", "hal.intr", at = a + ms(10) }
    s:expect { t, at = a + ms(10) }
    s:finish(ms(20))
  end,
}
