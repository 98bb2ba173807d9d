-- SPDX-License-Identifier: BSD-2-Clause
-- Never early: [TM-EARLY-1].  The most valuable promise of all, and the one
-- that a rounding error breaks by a hair; so durations here are odd, and many.

-- Set at 0, 16 ms, 32 ms ...; each is due well before the next.
local STEP = ms(16)
local odd = { ms(5) + 1, ms(6) - 1, 7654321, 8388608, 9999999, ms(10) + 1 }

for _, clock in ipairs { "mono", "real" } do
  case("odd-durations-" .. clock) {
    title   = "a one-shot timer on " .. clock
      .. " is not early, however odd its duration",
    clauses = { "TM-EARLY-1", "TM-REL-1" },
    run = function (s)
      local t = s:timer { clock = clock }
      for i, ns in ipairs(odd) do
        local d = s.whole(ns)
        local a = s:at((i - 1) * STEP):set(t, { first = d, was = "idle" })
        s:fires(t, { at = a + d })
      end
      s:finish(#odd * STEP)
    end,
  }

  case("odd-deadlines-" .. clock) {
    title   = "an absolute timer on " .. clock
      .. " is not early, however odd its deadline",
    clauses = { "TM-EARLY-1", "TM-ABS-1" },
    run = function (s)
      local t = s:timer { clock = clock }
      for i, d in ipairs(odd) do
        local at = (i - 1) * STEP
        s:at(at):set(t, { abs = T(at + d), was = "idle" })
        s:fires(t, { at = T(at + d) })
      end
      s:finish(#odd * STEP)
    end,
  }
end

case "every-report" {
  title   = "no report of a periodic timer comes before its deadline",
  clauses = { "TM-EARLY-1", "TM-PERIOD-1" },
  run = function (s)
    local every = s.whole(ms(8) + 1)
    local t = s:timer { every = every }
    local a = s:at(0):set(t)
    for k = 1, 20 do s:fires(t, { at = a + k * every }) end
    s:finish(20 * every + ms(5))
  end,
}

case "six-timers" {
  title   = "none of six timers with six durations is early",
  clauses = { "TM-EARLY-1", "TM-MANY-1" },
  run = function (s)
    local start = s:at(0)
    for i = 1, 6 do
      local t, d = s:timer {}, s.whole(ms(5) * (i + 1) + i)
      local a = start:set(t, { first = d })
      s:fires(t, { at = a + d })
    end
    s:finish(ms(45))
  end,
}

-- Many short timers, one after another: what elapsed, less what was asked,
-- goes into a gauge, and the least of it must not be negative.  Who waits for
-- the report differs: a reader, a callback, a handler of a signal.
local ROUNDS, LONGEST = 2, 17
local short = {}

function short.timerfd(s, q, one)
  local t = s:timerfd {}
  one(s:at(0), function (c, keys)
    c:settime(t, keys)
    c:read(t, { into = q, of = "settime" })
  end)
end

function short.timersock(s, q, one)
  local t = s:timersock {}
  one(s:at(0), function (c, keys)
    c:write(t, keys)
    c:read(t, { into = q, of = "write" })
  end)
end

function short.kevent(s, q, one)
  local t, e = s:kevent {}, s:entry { req = "oneshot" }
  one(s:at(0), function (c, keys)
    c:add(t, e, keys)
    c:get(t, { into = q, of = "add" })
  end)
end

function short.kqueue(s, q, one)
  local t = s:kqueue { clock = "real" }
  one(s:at(0), function (c, keys)
    c:change(t, { rel = keys.rel, abs = keys.abs, flags = "add|oneshot" })
    c:wait(t, { into = q, of = "change" })
  end)
end

function short.hrtimer(s, q, one)
  local t = s:hrtimer { quiet = true, callback = function (c)
    c:remaining { into = q, of = "start" }
    c:ret "norestart"
  end }
  one(s:at(0), function (c, keys, d)
    c:start(t, keys)
    c:pause(d + us(500))
  end)
  s:expect { t, times = ROUNDS * LONGEST }
end

function short.ptimer(s, q, one)
  local p = s:ptimer { sig = "rt1" }
  local g = s:signal { sig = "rt1", quiet = true, callback = function (c)
    c:overrun(p, { into = q, of = "settime" })
  end }
  s:prep():handle(g)
  one(s:at(0), function (c, keys, d)
    c:settime(p, keys)
    c:pause(d + us(500))
  end)
  s:expect { g, times = ROUNDS * LONGEST, over = 0, code = "timer" }
end

function short.sleep(s, q, one)
  local t = s:sleep {}
  one(s:at(0), function (c, keys)
    keys.into = q
    c:clock_nanosleep(t, keys)
  end)
end

function short.itimer(s, q, one)
  local p = s:itimer {}
  local g = s:signal { sig = "alrm", quiet = true, callback = function (c)
    c:gettime(p, { into = q, of = "settime" })
  end }
  s:prep():handle(g)
  one(s:at(0), function (c, keys, d)
    c:settime(p, keys)
    c:pause(d + us(500))
  end)
  s:expect { g, times = ROUNDS * LONGEST }
end

function short.epoll(s, q, one)
  local t = s:epoll {}
  one(s:at(0), function (c, keys)
    c:wait(t, { rel = keys.rel, into = q })
  end)
end

function short.poll(s, q, one)
  local t = s:poll {}
  one(s:at(0), function (c, keys)
    c:poll(t, { rel = keys.rel, into = q })
  end)
end

for _, key in ipairs { "rel", "abs" } do
  local name = key == "rel" and "relative" or "absolute"
  case("short-" .. name) {
    title   = "none of many short " .. name .. " timers is early",
    clauses = { "TM-EARLY-1", key == "rel" and "TM-REL-1" or "TM-ABS-1" },
    needs   = key == "abs" and { "trait:absolute=yes" } or nil,
    run = function (s)
      local q = s:gauge()
      short[s.front](s, q, function (c, body)
        for k = 1, LONGEST do
          local d = ms(k)
          c:rep(ROUNDS, function (m)
            body(m, { [key] = key == "rel" and d or N(d) }, d)
          end)
        end
      end)
      s:expect { q, n = ROUNDS * LONGEST, lo = { ">=", 0 } }
      s:finish(ms(340), { grace = sec(1) })
    end,
  }
end

case "exact" {
  title   = "a timer expires at its deadline to the nanosecond",
  clauses = { "TM-EARLY-1", "TM-REL-1" },
  class   = { "virtual" },
  run = function (s)
    local t, at = s:timer {}, 0
    for _, ns in ipairs { 1, 2, 3, 7, 999, 1001, 65535, 999999, 1000001,
      16777217, 999999999, 1000000001, 4294967295, 4294967297 } do
      local d = s.whole(ns)
      local a = s:at(at):set(t, { first = d, was = "idle" })
      s:fires(t, { at = a + d })
      at = at + d + 5
    end
    s:finish(at)
  end,
}
