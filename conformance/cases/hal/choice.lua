-- SPDX-License-Identifier: BSD-2-Clause
-- A machine with several timers and counters: which of them the stack takes,
-- and what it does without the best.

local NOT_WALL = { "virtual", "counted" }

-- What the statement's list is without these devices.
local function without(s, what, gone)
  local out = {}
  for entry in s.st("driver." .. what):gmatch "[^,]+" do
    if not gone[entry:match "^(.*)%("] then out[#out + 1] = entry end
  end
  return table.concat(out, ","), (out[1]:match "^(.*)%(")
end

local function choice(key)
  return function (row)
    row.needs, row.class = { "driver-several" }, NOT_WALL
    case(key)(row)
  end
end

local function timer(s, at)
  return s:at(at):sysctl "kern.eventtimer.timer"
end

local function counter(s, at, name)
  s:at(at):clockinfo():shows { counter = name }
end

-- The stack goes on: a deadline from `at` on is kept.
local function serves(s, at)
  local t = s:hrtimer()
  local a = s:at(at):start(t, { rel = ms(10) })
  s:expect { t, n = 1, not_before = a + ms(10), not_after = a + ms(13) }
end

choice "sound" {
  title = "of several timers and counters the best is taken",
  clauses = { "TICK-INIT-1", "TICK-NAME-2", "TK-COUNTER-3" },
  run = function (s)
    s:at(0):sysctl "kern.eventtimer.choice":shows { v = s.st "driver.timers" }
    timer(s, 0):shows { v = s.ranked "driver.timers"[1] }
    counter(s, 0, s.ranked "driver.counters"[1])
    serves(s, ms(1))
    s:at(ms(15)):tally "hal.refuse":gives(0)
    s:finish(ms(20))
  end,
}

-- These devices are no good.
local function declined(key, title, clauses, bad)
  choice("declined-" .. key) {
    title = title,
    clauses = clauses,
    run = function (s)
      local devices, gone = bad(s), {}
      for _, d in ipairs(devices) do gone[d[1]] = true end
      s:machine { devices = devices }
      local list, best = without(s, "timers", gone)
      s:at(0):sysctl "kern.eventtimer.choice":shows { v = list }
      timer(s, 0):shows { v = best }
      counter(s, 0, select(2, without(s, "counters", gone)))
      serves(s, ms(1))
      s:at(ms(15)):tally "hal.refuse":gives(#devices)
      s:finish(ms(20))
    end,
  }
end

for state, clause in pairs { absent = 1, zero = 1, stuck = 3 } do
  declined(state, ("the best timer is %s: the next best is taken")
    :format(state), { "HAL-REFUSE-" .. clause, "TICK-INIT-1" }, function (s)
      return { { s.ranked "driver.timers"[1], state } }
    end)
  declined("counter-" .. state, ("the best counter is %s: the next best is " ..
    "taken"):format(state), { "HAL-REFUSE-" .. clause, "TK-COUNTER-3" },
    function (s) return { { s.ranked "driver.counters"[1], state } } end)
end
declined("second", "the second best timer is absent: that changes nothing",
  { "HAL-REFUSE-1", "TICK-INIT-1" },
  function (s) return { { s.ranked "driver.timers"[2], "absent" } } end)
declined("all-but-the-last", "all timers but the worst are absent",
  { "HAL-REFUSE-1", "TICK-INIT-2" }, function (s)
    local out = {}
    for _, name in ipairs(s.ranked "driver.timers") do
      out[#out + 1] = { name, "absent" }
    end
    out[#out] = nil
    return out
  end)

choice "each" {
  title = "each timer of the machine can be taken, and serves",
  clauses = { "TICK-SWITCH-3", "TICK-SWITCH-1" },
  run = function (s)
    local all = s.ranked "driver.timers"
    serves(s, ms(95))
    for i, name in ipairs(all) do
      local at = ms(100) * i
      s:at(at):sysctl("kern.eventtimer.timer", { set = name })
      timer(s, at):shows { v = name }
      serves(s, at + ms(1))
      serves(s, at + ms(95))
    end
    s:at(ms(100) * #all + ms(150))
      :sysctl("kern.eventtimer.timer", { set = "none" })
    s:main():sysctl "kern.eventtimer.timer":shows { v = all[1] }
    s:main():tally "tick.liar":gives(0)
    s:finish(ms(100) * #all + ms(160))
  end,
}
