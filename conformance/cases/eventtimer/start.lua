-- SPDX-License-Identifier: BSD-2-Clause
-- Starting, stopping and banning.  What reaches the driver is logged as
-- drvstart and drvstop; what a case does not expect there must not come.

-- A timer in use on main at 0.
local function timer(s, opts)
  local d = s:eventtimer(opts)
  local m = s:at(0)
  m:register(d)
  m:init(d)
  return d, m
end

case "one-shot" {
  title = "a one-shot start reaches the driver as it was given",
  clauses = { "ET-START-4" },
  needs = { "etdriver" },
  run = function (s)
    local d, m = timer(s, { flags = "oneshot", max = 1000000000 })
    for _, v in ipairs { 1, 2, 999, 1000, 333333333, 999999999, sec(1) } do
      m:start(d, { first = v })
      s:expect { d, "drvstart", first = v, period = 0 }
    end
    s:finish(ms(5))
  end,
}

case "periodic" {
  title = "a period of its own and one with a first time reach the driver",
  clauses = { "ET-START-4" },
  needs = { "etdriver" },
  run = function (s)
    local d, m = timer(s, { flags = "periodic", max = 1000000000 })
    m:start(d, { period = ms(3) })
    m:start(d, { first = ms(7), period = ms(3) })
    m:start(d, { first = ms(3), period = ms(7) })
    s:expect { d, "drvstart", first = 0, period = ms(3) }
    s:expect { d, "drvstart", first = ms(7), period = ms(3) }
    s:expect { d, "drvstart", first = ms(3), period = ms(7) }
    s:finish(ms(5))
  end,
}

-- min 1 us, max 1 ms: first, period, what the driver gets
local clamps = {
  { "first-below", 1, 0, us(1), 0 },
  { "first-just-below", 999, 0, us(1), 0 },
  { "first-least", us(1), 0, us(1), 0 },
  { "first-between", us(500), 0, us(500), 0 },
  { "first-greatest", ms(1), 0, ms(1), 0 },
  { "first-just-above", ms(1) + 1, 0, ms(1), 0 },
  { "first-far", sec(86400), 0, ms(1), 0 },
  { "first-max", math.maxinteger, 0, ms(1), 0 },
  { "period-below", 0, 1, 0, us(1) },
  { "period-just-below", 0, 999, 0, us(1) },
  { "period-greatest", 0, ms(1), 0, ms(1) },
  { "period-above", 0, sec(5), 0, ms(1) },
  { "both-below", 1, 1, us(1), us(1) },
  { "both-above", sec(2), sec(3), ms(1), ms(1) },
  { "first-below-period-above", 1, sec(3), us(1), ms(1) },
}

for _, row in ipairs(clamps) do
  local key, first, period, got, got_period = table.unpack(row)
  case("clamp-" .. key) {
    title = ("with 1 us to 1 ms a start with %d and %d ns is one with " ..
      "%d and %d"):format(first, period, got, got_period),
    clauses = { "ET-START-4" },
    needs = { "etdriver" },
    run = function (s)
      local d, m = timer(s, { flags = "oneshot|periodic", min = us(1),
        max = ms(1) })
      m:start(d, { first = first, period = period })
      s:expect { d, "drvstart", first = got, period = got_period }
      s:finish(ms(5))
    end,
  }
end

-- A start that must be refused, on a timer that has been running: the driver
-- hears of the first start and the last one alone.
local function refused(s, flags, good, bad, err)
  local d, m = timer(s, { flags = flags, max = 1000000000 })
  m:start(d, good)
  m:start(d, bad):fails(err)
  m:start(d, good)
  s:expect { d, "drvstart", first = good.first or 0,
    period = good.period or 0, times = 2 }
  s:finish(ms(5))
end

local invalid = {
  { "both-zero", 0, 0 },
  { "first-negative", -1, 0 },
  { "first-least", math.mininteger, 0 },
  { "period-negative", 0, -1 },
  { "period-negative-with-first", ms(1), -1 },
  { "first-negative-with-period", -1, ms(1) },
  { "both-negative", -ms(1), -ms(1) },
}

for _, row in ipairs(invalid) do
  local key, first, period = table.unpack(row)
  case("invalid-" .. key) {
    title = ("a start with %d and %d ns fails with EINVAL and does not " ..
      "reach the driver"):format(first, period),
    clauses = { "ET-START-2", "ET-START-5" },
    needs = { "etdriver" },
    run = function (s)
      refused(s, "oneshot|periodic", { first = ms(1) },
        { first = first, period = period }, "EINVAL")
    end,
  }
end

case "no-periodic" {
  title = "a one-shot timer refuses a period",
  clauses = { "ET-START-3", "ET-START-5" },
  needs = { "etdriver" },
  run = function (s)
    refused(s, "oneshot|percpu", { first = ms(1) }, { period = ms(1) },
      "ENOTSUP")
  end,
}

case "no-periodic-with-first" {
  title = "a one-shot timer refuses a period with a first time",
  clauses = { "ET-START-3", "ET-START-5" },
  needs = { "etdriver" },
  run = function (s)
    refused(s, "oneshot", { first = ms(1) },
      { first = ms(1), period = ms(1) }, "ENOTSUP")
  end,
}

case "no-oneshot" {
  title = "a periodic timer refuses a start without a period",
  clauses = { "ET-START-3", "ET-START-5" },
  needs = { "etdriver" },
  run = function (s)
    refused(s, "periodic", { period = ms(1) }, { first = ms(1) }, "ENOTSUP")
  end,
}

case "invalid-before-mode" {
  title = "times that no timer can do are refused before the mode is looked at",
  clauses = { "ET-START-2" },
  needs = { "etdriver" },
  run = function (s)
    refused(s, "periodic", { period = ms(1) }, { first = -1 }, "EINVAL")
  end,
}

-- Each call on a timer in a state in which nobody uses it.
for _, verb in ipairs { "start", "stop", "free" } do
  for _, state in ipairs { "fresh", "freed" } do
    case("unused-" .. verb .. "-" .. state) {
      title = ("et_%s of a %s timer fails with ENXIO"):format(verb,
        state == "fresh" and "never initialised" or "freed"),
      clauses = { "ET-START-1", "ET-START-5" },
      needs = { "etdriver" },
      run = function (s)
        local d = s:eventtimer { flags = "oneshot|periodic" }
        local m = s:at(0)
        m:register(d)
        if state == "freed" then
          m:init(d)
          m:free(d)
        end
        m[verb](m, d, verb == "start" and { first = ms(1) } or {})
          :fails "ENXIO"
        s:finish(ms(5))
      end,
    }
  end
end

case "unused-first" {
  title = "that nobody uses the timer is seen before its times are",
  clauses = { "ET-START-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot" }
    local m = s:at(0)
    m:register(d)
    m:start(d, { first = 0, period = 0 }):fails "ENXIO"
    m:start(d, { first = -1 }):fails "ENXIO"
    m:start(d, { period = ms(1) }):fails "ENXIO"
    s:finish(ms(5))
  end,
}

case "stop" {
  title = "et_stop calls the driver's stop method each time",
  clauses = { "ET-STOP-1" },
  needs = { "etdriver" },
  run = function (s)
    local d, m = timer(s, { flags = "oneshot" })
    m:start(d, { first = ms(1) })
    m:stop(d)
    m:stop(d)
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "drvstop", times = 2 }
    s:finish(ms(5))
  end,
}

case "ban" {
  title = "et_ban clears the flags of both modes and no others",
  clauses = { "ET-BAN-1" },
  needs = { "etdriver" },
  run = function (s)
    local d, m = timer(s, { freq = 32768,
      flags = "oneshot|periodic|percpu|c3stop|pow2div" })
    m:info(d):shows { flags = 31, quality = 0, freq = 32768, active = 1 }
    m:ban(d)
    m:info(d):shows { flags = 28, quality = 0, freq = 32768, active = 1 }
    s:finish(ms(5))
  end,
}

case "ban-start" {
  title = "a banned timer cannot be started in either mode",
  clauses = { "ET-BAN-1", "ET-START-3" },
  needs = { "etdriver" },
  run = function (s)
    local d, m = timer(s, { flags = "oneshot|periodic" })
    m:ban(d)
    m:start(d, { first = ms(1) }):fails "ENOTSUP"
    m:start(d, { period = ms(1) }):fails "ENOTSUP"
    s:finish(ms(5))
  end,
}

case "ban-runs-on" {
  title = "a timer that is banned while it runs is not stopped",
  clauses = { "ET-BAN-1" },
  needs = { "etdriver" },
  run = function (s)
    local d, m = timer(s, { flags = "oneshot" })
    m:start(d, { first = ms(1) })
    m:ban(d)
    m:fire(d)
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "call", arg = "ok", intr = 1 }
    s:finish(ms(5))
  end,
}

case "ban-find" {
  title = "a banned timer is found where no mode is asked for",
  clauses = { "ET-BAN-1", "ET-FIND-3" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock", flags = "oneshot" }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:ban(d)
    m:find(f, { check = "oneshot", want = "oneshot" }):fails "ENOENT"
    m:find(f):shows { name = "clock" }
    s:finish(ms(5))
  end,
}

case "again" {
  title = "starting a running timer reaches the driver as one more start",
  clauses = { "ET-START-9" },
  needs = { "etdriver" },
  run = function (s)
    local d, m = timer(s, { flags = "oneshot|periodic" })
    m:start(d, { first = ms(1) })
    m:start(d, { first = ms(2) })
    m:start(d, { period = ms(3) })
    m:stop(d)
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "drvstart", first = ms(2), period = 0 }
    s:expect { d, "drvstart", first = 0, period = ms(3) }
    s:expect { d, "drvstop" }
    s:finish(ms(5))
  end,
}

for _, verb in ipairs { "start", "stop" } do
  case("failing-" .. verb) {
    title = "what the driver's " .. verb .. " method answers is returned",
    clauses = { "ET-START-8" },
    needs = { "etdriver" },
    run = function (s)
      local d, m = timer(s, { flags = "oneshot", without = "hardware" })
      m[verb](m, d, verb == "start" and { first = ms(1) } or nil)
        :fails "ENODEV"
      s:expect { d, "drv" .. verb }
      s:finish(ms(5))
    end,
  }
end

case "no-stop-method" {
  title = "et_stop of a timer that cannot be stopped succeeds",
  clauses = { "ET-STOP-2" },
  needs = { "etdriver" },
  run = function (s)
    local d, m = timer(s, { flags = "oneshot", without = "stop" })
    m:start(d, { first = ms(1) })
    m:stop(d)
    m:stop(d)
    m:fire(d)
    m:free(d)
    m:fire(d)
    m:tally "et.stray":gives(1)
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "call", n = 1 }
    s:finish(ms(5))
  end,
}
