-- SPDX-License-Identifier: BSD-2-Clause
-- Sleeps for a duration: [SLP-REL-*] and the rest [SLP-REST-2].

local calls = {
  { "nanosleep", "mono", function (m, n, keys)
    return m:nanosleep(n, keys)
  end },
  { "mono", "mono", function (m, n, keys)
    return m:clock_nanosleep(n, keys)
  end },
  { "real", "real", function (m, n, keys)
    return m:clock_nanosleep(n, keys)
  end },
}

local odd = { ms(5) + 1, ms(6) - 1, 7654321, 8388608, 9999999, ms(10) + 1 }

for _, row in ipairs(calls) do
  local name, clock, call = row[1], row[2], row[3]

  case("whole-" .. name) {
    title   = "a sleep (" .. name .. ") lasts as long as was asked for",
    clauses = { "SLP-REL-1", "SLP-REL-3", "SLP-REST-2", "TM-EARLY-1" },
    run = function (s)
      local n = s:sleep { clock = clock }
      for i, d in ipairs(odd) do
        local h = call(s:at((i - 1) * ms(16)), n, { rel = d, rem = "yes" })
        h:ends(h + d):shows { left = -1 }
      end
      s:finish(#odd * ms(16))
    end,
  }

  case("tiny-" .. name) {
    title   = "sleeps of next to nothing (" .. name .. ") are over at once",
    clauses = { "SLP-REL-1" },
    run = function (s)
      local n = s:sleep { clock = clock }
      for i, d in ipairs { 0, 1, 2, 9, 999 } do
        local h = call(s:at((i - 1) * ms(10)), n, { rel = d })
        h:ends(h + d)
      end
      s:finish(ms(50))
    end,
  }

  case("clock-set-" .. name) {
    title   = "a sleep (" .. name .. ") lasts as long when the clock is set",
    clauses = { "SLP-REL-2", "SLP-REL-3" },
    needs   = { "setclock" },
    run = function (s)
      local n, b = s:sleep { clock = clock }, s:thread {}
      local w, c = s:sleep {}, s:thread {}
      local h = call(b:at(0), n, { rel = ms(50) })
      h:ends(h + ms(50))
      local v = c:at(0):clock_nanosleep(w, { rel = ms(60) })
      v:ends(v + ms(60))
      s:at(ms(10)):setclock("real", { by = sec(100) })
      s:at(ms(20)):setclock("real", { by = -sec(200) })
      s:at(ms(30)):setclock("real", { by = sec(100) })
      s:finish(ms(70))
    end,
  }

  case("huge-" .. name) {
    title   = "a sleep (" .. name .. ") of all the seconds there are goes on",
    clauses = { "SLP-REL-1", "TM-FAR-2" },
    run = function (s)
      local n, b = s:sleep { clock = clock }, s:thread {}
      local w = s:sleep {}
      call(b:at(0), n, { sec = 9223372036854775807, nsec = 999999999 })
        :waits()
      local h = s:at(0):clock_nanosleep(w, { rel = ms(30) })
      h:ends(h + ms(30))
      s:finish(ms(40))
    end,
  }

  case("gauge-" .. name) {
    title   = "none of many short sleeps (" .. name .. ") is too short",
    clauses = { "SLP-REL-1", "TM-EARLY-1" },
    run = function (s)
      local n, q = s:sleep { clock = clock }, s:gauge()
      for k = 1, 5 do
        s:at((k - 1) * ms(80)):rep(10, function (m)
          call(m, n, { rel = ms(k) + k, into = q })
        end)
      end
      s:expect { q, n = 50, lo = { ">=", 0 } }
      s:finish(ms(400), { grace = sec(1) })
    end,
  }
end

case "alike" {
  title   = "three ways to sleep for a duration end at one instant",
  clauses = { "SLP-REL-3" },
  class   = { "virtual" },
  run = function (s)
    for _, row in ipairs(calls) do
      local n, b = s:sleep { clock = row[2] }, s:thread {}
      local h = row[3](b:at(0), n, { rel = ms(20) + 7 })
      h:ends(h + ms(20) + 7)
    end
    s:at(0):mark "there"
    s:finish(ms(30))
  end,
}

case "two-threads" {
  title   = "two threads sleep, each its own time",
  clauses = { "SLP-REL-1", "TM-MANY-1" },
  run = function (s)
    local n, b = s:sleep {}, s:thread { cpu = 1 }
    local h = s:at(0):nanosleep(n, { rel = ms(30) })
    local g = b:at(ms(5)):nanosleep(n, { rel = ms(10) })
    h:ends(h + ms(30))
    g:ends(g + ms(10))
    s:finish(ms(40))
  end,
}

case "one-interrupt" {
  title   = "a sleep costs one expiry",
  clauses = { "SLP-REL-1" },
  class   = { "virtual" },
  run = function (s)
    local n = s:sleep {}
    local h = s:at(0):nanosleep(n, { rel = ms(100) })
    h:ends(h + ms(100))
    s:main():tally "hrt.expire":gives(1)
    s:main():tally "hrt.start":gives(1)
    s:main():tally "hrt.cancel":gives(0)
    s:finish(ms(110))
  end,
}
