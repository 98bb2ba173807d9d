-- SPDX-License-Identifier: BSD-2-Clause
-- Far and huge deadlines: [TM-FAR-1] [TM-FAR-2].  Nobody can wait for them on
-- a real clock, so there they must stay silent, while a witness expires, and
-- read back unharmed.

-- Deadlines at and beside the 60 s that ref's hardware can do in one step.
local steps = { sec(60) - 1, sec(60), sec(60) + 1, sec(120), sec(150),
  sec(3600), sec(86400) + 7 }

case "in-steps" {
  title   = "a deadline beyond the reach of the hardware is kept exactly",
  clauses = { "TM-FAR-1", "TM-EARLY-1" },
  class   = { "virtual" },
  run = function (s)
    local t, at = s:timer {}, 0
    for _, ns in ipairs(steps) do
      local d = s.whole(ns)
      local a = s:at(at):set(t, { first = d, was = "idle" })
      s:fires(t, { at = a + d })
      at = at + d + sec(1)
    end
    s:finish(at)
  end,
}

case "far-and-near" {
  title   = "a near timer does not make a far one forget its deadline",
  clauses = { "TM-FAR-1", "TM-MANY-1" },
  class   = { "virtual" },
  run = function (s)
    local far, near = s:timer {}, s:timer { every = sec(7) }
    local a = s:at(0):set(far, { first = sec(200) })
    local b = s:at(0):set(near)
    for k = 1, 29 do s:fires(near, { at = b + k * sec(7) }) end
    s:fires(far, { at = a + sec(200) })
    s:finish(sec(205))
  end,
}

case "far-period" {
  title   = "a period beyond the reach of the hardware is kept exactly",
  clauses = { "TM-FAR-1", "TM-PERIOD-1" },
  class   = { "virtual" },
  run = function (s)
    local every = s.whole(sec(7200) + 1)
    local t = s:timer { every = every }
    local a = s:at(0):set(t)
    for k = 1, 5 do s:fires(t, { at = a + k * every }) end
    s:finish(sec(7200) * 6)
  end,
}

-- 2^31 and 2^32 milliseconds, and 2^31 ticks of 10 ms, waited for; with a day
-- of reach and a wide counter, so that it does not take long.
local waited = { { "24-days", ms(2147483648) }, { "49-days", ms(4294967297) },
  { "248-days", ms(21474836481) } }

for _, row in ipairs(waited) do
  local name, d = row[1], row[2]
  case("expires-" .. name) {
    title   = "a timer of " .. name .. " expires then",
    clauses = { "TM-FAR-1", "TM-EARLY-1" },
    class   = { "virtual" },
    run = function (s)
      s:machine { timers = { { max = sec(86400) } }, counter = { width = 64 } }
      local t, most = s:timer {}, s.trait "greatest"
      local rel = math.min(d, most)
      local a = s:at(0):set(t, { first = rel })
      s:fires(t, { at = a + rel })
      s:finish(rel + sec(1))
    end,
  }
end

-- Where sums and conversions have wrapped in kernels: 31 and 32 bits of
-- seconds and of milliseconds, 24.8 days, 20 years, 2^33 s.
local far = {
  { "1-minute", sec(61) },
  { "24-days", ms(2147483648) },
  { "49-days", ms(4294967297) },
  { "20-years", sec(630720000) },
  { "2-to-31-s", sec(2147483648) },
  { "2-to-32-s", sec(4294967296) },
  { "2-to-33-s", sec(8589934592) },
}

for _, row in ipairs(far) do
  local name, d = row[1], row[2]
  case("silent-" .. name) {
    title   = "a timer of " .. name .. " stays silent and reads back so",
    clauses = { "TM-FAR-1", "TM-LEFT-1" },
    needs   = { "trait:readback=left" },
    run = function (s)
      local t, w, most = s:timer {}, s:timer {}, s.trait "greatest"
      local a = s:at(0):set(t, { first = d })
      local left = d <= most and a + d or { ">", most - sec(1) }
      local b = s:at(0):set(w, { first = ms(15) })
      s:left(t, ms(5), { left = left })
      s:fires(w, { at = b + ms(15) })
      s:left(t, ms(25), { left = left })
      s:finish(ms(30))
    end,
  }
end

local greatest = {
  { "relative", function (most) return { first = most } end },
  { "absolute", function (most) return { abs = most } end },
  { "nearly", function (most) return { first = most - sec(1) } end },
}

for _, row in ipairs(greatest) do
  local name, keys = row[1], row[2]
  case("greatest-" .. name) {
    title   = "the greatest time (" .. name .. ") is accepted and not early",
    clauses = { "TM-FAR-2", "TM-EARLY-1" },
    run = function (s)
      local t, w = s:timer {}, s:timer {}
      s:at(ms(5)):set(t, keys(s.trait "greatest"))
      local b = s:at(ms(5)):set(w, { first = ms(15) })
      s:fires(w, { at = b + ms(15) })
      s:finish(ms(30))
    end,
  }
end

case "greatest-reads-back" {
  title   = "a timer of the greatest duration reads back as far away",
  clauses = { "TM-FAR-2", "TM-LEFT-1" },
  needs   = { "trait:readback=left" },
  run = function (s)
    local t = s:timer {}
    local most = s.trait "greatest"
    s:at(ms(5)):set(t, { first = most })
    s:left(t, ms(10), { left = { ">", math.min(sec(8589934592),
      most - sec(1)) } })
    s:finish(ms(15))
  end,
}

case "greatest-then-near" {
  title   = "a timer of the greatest duration can be moved near",
  clauses = { "TM-FAR-2", "TM-MOVE-1" },
  run = function (s)
    local t = s:timer {}
    s:at(ms(5)):set(t, { first = s.trait "greatest" })
    local a = s:at(ms(10)):set(t, { first = ms(10), was = "armed" })
    s:fires(t, { at = a + ms(10) })
    s:finish(ms(30))
  end,
}

case "greatest-period" {
  title   = "a timer of the greatest period expires at its first deadline only",
  clauses = { "TM-FAR-2", "TM-PERIOD-2" },
  run = function (s)
    local t, w = s:timer { every = s.trait "greatest" }, s:timer {}
    local a = s:at(0):set(t, { first = ms(10) })
    local b = s:at(0):set(w, { first = ms(30) })
    s:fires(t, { at = a + ms(10), count = 1 })
    s:fires(w, { at = b + ms(30) })
    s:finish(ms(40))
  end,
}
