-- SPDX-License-Identifier: BSD-2-Clause
-- Deadlines beyond what the hardware reaches in one step, and those at which
-- counters of 32 bits end.  Virtual time, since they take days.

local DAY = 86400

-- key, durations in ns
local horizons = {
  { "reach", sec(60) - 1, sec(60), sec(60) + 1 },
  { "two-reaches", sec(120) - 1, sec(120), sec(120) + 1, sec(150) },
  { "binary", 1 << 32, (1 << 32) + 1, 1 << 36, 1 << 40 },
  -- With more reach, or it takes long.
  { "days-24", ms(2147483647), ms(2147483648), ms(2147483649),
    reach = sec(3600) },
  { "days-49", ms(4294967295), ms(4294967296), ms(4294967297),
    reach = sec(3600) },
  { "days-248", ms(21474836470), ms(21474836480), ms(21474836490),
    reach = sec(DAY) },
}

for _, row in ipairs(horizons) do
  case(row[1]) {
    title = "far deadlines are met to the nanosecond: " .. row[1],
    clauses = { "HRT-EXPIRE-1", "HRT-EXPIRE-2", "HRT-START-4" },
    class = { "virtual" },
    origin = "D-02",
    run = function (s)
      if row.reach then
        s:machine { timers = { { max = row.reach } }, counter = { width = 64 } }
      end
      local t = s:hrtimer { n = #row - 1 }
      for i = 2, #row do
        local a = s:at(0):start(t[i - 2], { rel = row[i] })
        s:expect { t[i - 2], n = 1, at = a + row[i] }
      end
      s:finish(row[#row] + sec(1))
    end,
  }
end

case "far-then-near" {
  title = "a near deadline set behind a far one is met, and the far one too",
  clauses = { "HRT-ORDER-1", "HRT-EXPIRE-2" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { n = 3 }
    local a = s:at(0):start(t[0], { rel = sec(1000) })
    local b = s:at(sec(1)):start(t[1], { rel = ms(10) })
    local d = s:at(sec(70)):start(t[2], { rel = sec(100) })
    s:expect { t[0], n = 1, at = a + sec(1000) }
    s:expect { t[1], n = 1, at = b + ms(10) }
    s:expect { t[2], n = 1, at = d + sec(100) }
    s:finish(sec(1001))
  end,
}

case "far-cancelled" {
  title = "a far timer cancelled on its way does not expire",
  clauses = { "HRT-CANCEL-1" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { n = 2 }
    s:at(0):start(t[0], { rel = sec(200) })
    local a = s:at(0):start(t[1], { rel = sec(300) })
    s:at(sec(100)):cancel(t[0])
    s:expect { t[1], n = 1, at = a + sec(300) }
    s:finish(sec(400))
  end,
}

case "far-periodic" {
  title = "a timer of an hour keeps its phase through a day",
  clauses = { "HRT-RESTART-1", "HRT-FORWARD-1" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = sec(3600) }
      c:ret "restart"
    end }
    local a = s:at(0):start(t, { rel = sec(3600) })
    for i = 1, 24 do
      s:expect { t, n = i, at = a + sec(3600 * i), added = 1 }
    end
    s:finish(sec(DAY + 1))
  end,
}

for _, row in ipairs {
  { "century", sec(DAY * 36525) },
  { "int64-half", 1 << 62 },
  { "seconds-32", sec(1 << 32) },
  { "sbintime-end", sec(1 << 31) },
} do
  local key, rel = table.unpack(row)
  case("never-" .. key) {
    title = "a deadline far beyond the hardware's units is not early: " .. key,
    clauses = { "HRT-EXPIRE-1", "HRT-START-4" },
    class = { "virtual" },
    origin = "D-02",
    run = function (s)
      local t, w = s:hrtimer {}, s:hrtimer "w"
      local a = s:at(0):start(t, { rel = rel })
      local b = s:at(0):start(w, { rel = sec(3600) })
      local most = s.st "frontend.hrtimer.greatest"
      s:at(sec(3601)):remaining(t):shows {
        left = rel <= most and a + rel or { ">", most - sec(3602) } }
      s:at(sec(3601)):cancel(t):gives(1)
      s:expect { w, n = 1, at = b + sec(3600) }
      s:finish(sec(3700))
    end,
  }
end

case "days-real" {
  title = "a timer on the settable clock two days ahead is met",
  clauses = { "HRT-START-3", "HRT-EXPIRE-2" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(sec(2 * DAY) + 1) })
    s:expect { t, n = 1, at = T(sec(2 * DAY) + 1) }
    s:finish(sec(2 * DAY + 1))
  end,
}
