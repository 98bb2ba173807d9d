-- SPDX-License-Identifier: BSD-2-Clause
-- Starting a timer: from every state, with every kind of deadline.

case "idle" {
  title = "starting an idle timer returns 0 and queues it",
  clauses = { "HRT-START-1" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(10) }):gives(0)
    s:at(ms(5)):active(t):gives(1)
    s:expect { t, at = a + ms(10) }
    s:finish(ms(30))
  end,
}

case "expired" {
  title = "starting an expired timer returns 0, each time",
  clauses = { "HRT-START-1" },
  run = function (s)
    local t = s:hrtimer {}
    for i = 0, 4 do
      local a = s:at(ms(20 * i)):start(t, { rel = ms(10) }):gives(0)
      s:expect { t, n = i + 1, at = a + ms(10) }
    end
    s:finish(ms(110))
  end,
}

case "cancelled" {
  title = "starting a cancelled timer returns 0",
  clauses = { "HRT-START-1" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(20) })
    s:at(ms(5)):cancel(t)
    local b = s:at(ms(10)):start(t, { rel = ms(20) }):gives(0)
    s:expect { t, at = b + ms(20) }
    s:finish(ms(50))
  end,
}

-- First deadline, time of the second start, second duration.
local moves = {
  { "earlier", ms(50), ms(10), ms(10) },
  { "later", ms(30), ms(10), ms(50) },
  { "same", ms(40), ms(10), ms(30) },
  { "at-once", ms(50), ms(10), 0 },
  { "from-years", sec(86400 * 3650), ms(10), ms(10) },
  { "to-years", ms(30), ms(10), sec(86400 * 3650) },
}

for _, row in ipairs(moves) do
  local key, first, at, second = table.unpack(row)
  case("moved-" .. key) {
    title = "a start of a queued timer returns 1 and the new deadline alone " ..
      "counts: " .. key,
    clauses = { "HRT-START-2" },
    origin = "D-41",
    run = function (s)
      local t, w = s:hrtimer {}, s:hrtimer "w"
      s:at(0):start(t, { rel = first }):gives(0)
      local a = s:at(at):start(t, { rel = second }):gives(1)
      local b = s:at(at):start(w, { rel = ms(70) })
      if second < sec(1) then s:expect { t, at = a + second } end
      s:expect { w, at = b + ms(70) }
      s:finish(ms(100))
    end,
  }
end

case "moved-often" {
  title = "a timer that is moved a hundred times expires at the last deadline",
  clauses = { "HRT-START-2" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(500) })
    local a
    s:at(ms(5)):rep(100, function (m)
      a = m:start(t, { rel = ramp(ms(120), -ms(1)) }):gives(1)
    end)
    s:expect { t, at = a + ms(21) }
    s:finish(ms(600))
  end,
}

case "moved-phases" {
  title = "a start is obeyed at every phase of the timer's life",
  clauses = { "HRT-START-1", "HRT-START-2" },
  origin = "D-41",
  run = function (s)
    local t = s:hrtimer {}
    local m = s:at(0)
    m:start(t, { rel = ms(30) }):gives(0)
    local a = s:at(ms(10)):start(t, { rel = ms(10) }):gives(1)    -- queued
    local b = s:at(ms(30)):start(t, { rel = ms(10) }):gives(0)    -- expired
    s:at(ms(50)):start(t, { rel = ms(10) })
    s:at(ms(55)):cancel(t)
    local c = s:at(ms(70)):start(t, { rel = ms(20) }):gives(0)    -- cancelled
    s:expect { t, at = a + ms(10) }
    s:expect { t, at = b + ms(10) }
    s:expect { t, at = c + ms(20) }
    s:finish(ms(120))
  end,
}

case "moved-late" {
  title = "a timer that is overdue when it is moved expires once, when told",
  clauses = { "HRT-START-2" },
  origin = "D-43",
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    local a = s:at(ms(20)):start(t, { rel = ms(30) }):gives(1)
    s:at(ms(25)):unmask()
    s:expect { t, at = a + ms(30) }
    s:finish(ms(70))
  end,
}

for _, clock in ipairs { "mono", "real" } do
  case("absolute-" .. clock) {
    title = "an absolute deadline is that value of the clock " .. clock ..
      ", whenever the timer is started",
    clauses = { "HRT-START-3" },
    run = function (s)
      local t = s:hrtimer { n = 4, clock = clock }
      for i = 0, 3 do
        s:at(ms(5 * i)):start(t[i], { abs = T(ms(40 + 5 * i)) })
        s:expect { t[i], at = T(ms(40 + 5 * i)) }
      end
      s:finish(ms(70))
    end,
  }

  case("relative-" .. clock) {
    title = "a relative deadline counts from the start on the clock " .. clock,
    clauses = { "HRT-START-4" },
    run = function (s)
      local t = s:hrtimer { n = 4, clock = clock }
      for i = 0, 3 do
        local a = s:at(ms(10 * i)):start(t[i], { rel = ms(45) })
        s:expect { t[i], at = a + ms(45) }
      end
      s:finish(ms(90))
    end,
  }
end

-- Sizes that a conversion to ticks, microseconds or 32.32 fixed point would
-- round, and those at which 32 bits end.
local odd = { 1, 2, 3, 7, 10, 999, 1000, 1001, 4999, 999999, 1000001,
  33333333, 333333333, 999999999, 1000000001, 2147483647, 2147483648,
  4294967295, 4294967296, 4294967297, 10000000001 }

case "exact" {
  title = "relative deadlines of odd sizes are met to the nanosecond",
  clauses = { "HRT-START-4", "HRT-EXPIRE-1", "HRT-EXPIRE-2" },
  class = { "virtual" },
  origin = "D-01",
  run = function (s)
    local t = s:hrtimer { n = #odd }
    for i, v in ipairs(odd) do
      local a = s:at(0):start(t[i - 1], { rel = v })
      s:expect { t[i - 1], at = a + v }
    end
    s:finish(sec(11))
  end,
}

case "exact-in-turn" {
  title = "relative deadlines of odd sizes are met one after another too",
  clauses = { "HRT-START-4", "HRT-EXPIRE-1", "HRT-EXPIRE-2" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer {}
    local at = 12345
    for _, v in ipairs(odd) do
      local a = s:at(at):start(t, { rel = v })
      s:expect { t, at = a + v }
      at = at + v + 77
    end
    s:finish(at + ms(1))
  end,
}

-- Relative time and the deadline that it becomes.
for _, row in ipairs {
  { "max", math.maxinteger, math.maxinteger },
  { "max-less-1", math.maxinteger - 1, math.maxinteger },
  { "max-less-now", math.maxinteger - ms(10), math.maxinteger },
} do
  local key, rel, deadline = table.unpack(row)
  for _, clock in ipairs { "mono", "real" } do
    case(("beyond-%s-%s"):format(key, clock)) {
      title = ("a relative time of %d ns on the clock %s is KTIME_MAX and " ..
        "does not expire"):format(rel, clock),
      clauses = { "HRT-START-5" },
      needs = { "watch" },
      origin = "D-02",
      run = function (s)
        local t, w = s:hrtimer { clock = clock }, s:hrtimer "w"
        s:watch "hrt.start"
        s:at(ms(15)):start(t, { rel = rel })
        local b = s:at(ms(15)):start(w, { rel = ms(10) })
        s:at(ms(40)):active(t):gives(1)
        s:expect { t, "hrt.start", v = deadline }
        s:expect { w, "hrt.start" }
        s:expect { w, at = b + ms(10) }
        s:finish(ms(50))
      end,
    }
  end
end

case "greatest-absolute" {
  title = "an absolute deadline of KTIME_MAX is kept and does not expire",
  clauses = { "HRT-START-3" },
  run = function (s)
    local t = s:hrtimer { n = 2 }
    local r = s:hrtimer("r", { n = 2, clock = "real" })
    local w = s:hrtimer "w"
    for i = 0, 1 do
      s:at(0):start(t[i], { abs = math.maxinteger - i })
      s:at(0):start(r[i], { abs = math.maxinteger - i })
    end
    local b = s:at(0):start(w, { rel = ms(10) })
    s:at(ms(20)):cancel(t)
    s:at(ms(20)):cancel(r)
    s:expect { w, at = b + ms(10) }
    s:finish(ms(40))
  end,
}

local past = {
  { "zero", "rel", 0 }, { "minus-1", "rel", -1 },
  { "minus-1s", "rel", -sec(1) }, { "minus-max", "rel", -math.maxinteger },
  { "min", "rel", math.mininteger },
}

local past_abs = {
  { "abs-1ns", T(ms(20) - 1) }, { "abs-just-now", T(ms(15)) },
  { "abs-start", T(0) }, { "abs-before-start", T(-sec(5)) },
  { "abs-zero", 0 }, { "abs-minus-1", -1 },
  { "abs-min", math.mininteger },
}

local function at_once(key, title, keys, clock)
  case(key) {
    title = title,
    clauses = { "HRT-START-6" },
    origin = "D-27",
    run = function (s)
      local t, w = s:hrtimer { clock = clock }, s:hrtimer "w"
      local a = s:at(ms(20)):start(t, keys):gives(0)
      local b = s:at(ms(30)):start(w, { rel = ms(20) })
      s:at(ms(40)):active(t):gives(0)
      s:expect { t, at = a }
      s:expect { w, at = b + ms(20) }
      s:finish(ms(70))
    end,
  }
end

for _, clock in ipairs { "mono", "real" } do
  for _, row in ipairs(past) do
    at_once(("past-%s-%s"):format(row[1], clock),
      ("a relative time of %d ns on the clock %s is due at once, and once")
      :format(row[3], clock), { rel = row[3] }, clock)
  end
  for _, row in ipairs(past_abs) do
    at_once(("past-%s-%s"):format(row[1], clock),
      ("an absolute deadline that is past on the clock %s is due at once, " ..
      "and once: %s"):format(clock, row[1]), { abs = row[2] }, clock)
  end
end

case "now" {
  title = "an absolute deadline that is the present is due at once",
  clauses = { "HRT-START-6", "HRT-EXPIRE-2" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(ms(5)):start(t, { abs = T(ms(5)) })
    s:expect { t, at = a }
    s:finish(ms(10))
  end,
}

case "past-behind-mask" {
  title = "a past deadline set with interrupts off is due when they are on",
  clauses = { "HRT-START-6" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):mask { lim = ms(20) }
    s:at(ms(5)):start(t, { rel = -ms(3) })
    s:at(ms(10)):active(t):gives(1)
    local u = s:at(ms(15)):unmask()
    s:expect { t, at = u }
    s:finish(ms(30))
  end,
}

case "past-before-others" {
  title = "a past deadline does not delay the deadlines that were set before",
  clauses = { "HRT-START-6", "HRT-EXPIRE-2" },
  run = function (s)
    local t, w = s:hrtimer {}, s:hrtimer "w"
    local b = s:at(0):start(w, { rel = ms(20) })
    local a = s:at(ms(10)):start(t, { rel = -sec(1) })
    s:expect { t, at = a }
    s:expect { w, at = b + ms(20) }
    s:finish(ms(40))
  end,
}
