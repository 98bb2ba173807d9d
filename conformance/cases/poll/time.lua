-- SPDX-License-Identifier: BSD-2-Clause
-- How long a wait lasts: [POLL-TIME-1] to [POLL-TIME-6].

-- Each call, and its unit in ns.
local calls = { { "poll", ms(1) }, { "ppoll", 1 }, { "select", us(1) },
  { "pselect", 1 } }

-- A duration as the call takes it.
local function up(d, unit) return (d + unit - 1) // unit * unit end

local odd = { ms(5), ms(6) - 1, 7654321, 8388608, ms(10) + 1 }

for _, row in ipairs(calls) do
  local verb, unit = row[1], row[2]

  case("alone-" .. verb) {
    title   = verb .. " without descriptors lasts as long as was asked for",
    clauses = { "POLL-TIME-1", "TM-EARLY-1" },
    run = function (s)
      local q = s:poll {}
      for i, d in ipairs(odd) do
        local m = s:at((i - 1) * ms(16))
        local h = m[verb](m, q, { rel = d })
        h:ends(h + up(d, unit))
      end
      s:finish(#odd * ms(16))
    end,
  }

  case("with-descriptors-" .. verb) {
    title   = verb .. " of timers that are not due lasts as long",
    clauses = { "POLL-TIME-1", "POLL-WAIT-1" },
    run = function (s)
      local q, t, u = s:poll {}, s:timerfd {}, s:timerfd {}
      s:at(0):settime(t, { rel = ms(40) })
      for i = 0, 1 do
        local m = s:at(i * ms(15))
        local h = m[verb](m, q, t, u, { rel = ms(10) })
        h:ends(h + ms(10))
      end
      s:finish(ms(50))
    end,
  }

  case("zero-" .. verb) {
    title   = verb .. " with a time of zero does not wait",
    clauses = { "POLL-TIME-2" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      local h = m[verb](m, q, { rel = 0 })
      h:ends(h)
      h = m[verb](m, q, t, { rel = 0 })
      h:ends(h)
      m = s:at(ms(5))
      h = m[verb](m, q, t, { rel = ms(5) })
      h:ends(h + ms(5))
      s:finish(ms(20))
    end,
  }

  case("for-ever-" .. verb) {
    title   = verb .. " without a time waits until a descriptor is ready",
    clauses = { "POLL-TIME-3", "POLL-WAIT-1" },
    run = function (s)
      local q, t, b, m = s:poll {}, s:timerfd {}, s:thread {}, s:at(0)
      b:at(0)[verb](b, q):waits()
      local a = m:settime(t, { rel = ms(30) })
      m[verb](m, q, t):shows { r = 1, ev1 = "in" }:ends(a + ms(30))
      s:finish(ms(40))
    end,
  }

  case("clock-set-" .. verb) {
    title   = "the time of " .. verb .. " does not move when a clock is set",
    clauses = { "POLL-TIME-4" },
    needs   = { "setclock" },
    run = function (s)
      local q, b = s:poll {}, s:thread {}
      local h = b:at(0)[verb](b, q, { rel = ms(50) })
      h:ends(h + ms(50))
      s:at(ms(10)):setclock("real", { by = sec(100) })
      s:at(ms(20)):setclock("real", { by = -sec(200) })
      s:at(ms(30)):setclock("real", { by = sec(100) })
      s:finish(ms(60))
    end,
  }

  case("gauge-" .. verb) {
    title   = "none of many short waits by " .. verb .. " is too short",
    clauses = { "POLL-TIME-1", "TM-EARLY-1" },
    run = function (s)
      local q, g = s:poll {}, s:gauge()
      for k = 1, 5 do
        s:at((k - 1) * ms(80)):rep(10, function (m)
          m[verb](m, q, { rel = ms(k) + k, into = g })
        end)
      end
      s:expect { g, n = 50, lo = { ">=", 0 } }
      s:finish(ms(400), { grace = sec(1) })
    end,
  }

  case("no-timer-behind-" .. verb) {
    title   = "a wait by " .. verb .. " that has ended leaves no timer behind",
    clauses = { "POLL-TIME-6" },
    class   = { "virtual" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      local a = m:settime(t, { rel = ms(10) })
      m[verb](m, q, t, { rel = ms(30) }):shows { r = 1, ev1 = "in" }
        :ends(a + ms(10))
      s:at(ms(80)):tally "hrt.expire":gives(1)
      s:main():tally "hrt.wake":gives(0)
      s:finish(ms(90))
    end,
  }
end

for _, n in ipairs { -1, -2, -2147483648 } do
  case("negative-" .. n) {
    title   = "poll with a time of " .. n .. " waits for ever",
    clauses = { "POLL-TIME-3" },
    run = function (s)
      local q, t, b = s:poll {}, s:timerfd {}, s:thread {}
      b:at(0):poll(q, { ms = n }):waits()
      local a = s:at(0):settime(t, { rel = ms(30) })
      s:main():poll(q, t, { ms = n }):shows { r = 1, ev1 = "in" }
        :ends(a + ms(30))
      s:finish(ms(40))
    end,
  }
end

local far = {
  { "poll", { ms = 2147483647 } },
  { "ppoll", { sec = 9223372036854775807, nsec = 999999999 } },
  { "pselect", { sec = 9223372036854775807, nsec = 999999999 } },
  { "select", { sec = 9223372036854775807, usec = 999999 } },
}

for _, row in ipairs(far) do
  local verb, keys = row[1], row[2]
  case("huge-" .. verb) {
    title   = "the greatest time of " .. verb .. " goes on",
    clauses = { "POLL-TIME-5", "TM-FAR-2" },
    run = function (s)
      local q, t, b, m = s:poll {}, s:timerfd {}, s:thread {}, s:at(0)
      b:at(0)[verb](b, q, keys):waits()
      local a = m:settime(t, { rel = ms(30) })
      m[verb](m, q, t, keys):shows { r = 1, ev1 = "in" }:ends(a + ms(30))
      s:finish(ms(40))
    end,
  }
end

case "one-expiry" {
  title   = "a wait costs one expiry, and one look at each descriptor before",
  clauses = { "POLL-TIME-1" },
  class   = { "virtual" },
  run = function (s)
    local q, t = s:poll {}, s:timerfd {}
    local h = s:at(0):poll(q, t, { rel = ms(100) })
    h:ends(h + ms(100))
    s:main():tally "hrt.expire":gives(1)
    s:main():tally "hrt.start":gives(1)
    s:finish(ms(110))
  end,
}

-- What is ready at the very instant that the time is over is told.
for _, verb in ipairs { "poll", "select" } do
  case("ready-at-the-end-" .. verb) {
    title   = "what becomes ready when the time is over is told by " .. verb,
    clauses = { "POLL-TIME-1", "POLL-WAIT-1" },
    class   = { "virtual" },
    tie     = true,
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      m:settime(t, { rel = ms(20) })
      local h = m[verb](m, q, t, { rel = ms(20) })
      h:shows { r = 1, ev1 = "in" }:ends(h + ms(20))
      s:finish(ms(30))
    end,
  }
end
