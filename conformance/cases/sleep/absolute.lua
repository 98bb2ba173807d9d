-- SPDX-License-Identifier: BSD-2-Clause
-- Sleeps until a deadline: [SLP-ABS-1] to [SLP-ABS-3], [SLP-REST-2].

for _, clock in ipairs { "mono", "real" } do
  case("reads-" .. clock) {
    title   = "a sleep until a reading of " .. clock .. " ends at it",
    clauses = { "SLP-ABS-1", "SLP-REST-2", "TM-EARLY-1" },
    run = function (s)
      local n = s:sleep { clock = clock }
      for i, d in ipairs { ms(5) + 1, 7654321, 9999999 } do
        local at = (i - 1) * ms(16)
        s:at(at):clock_nanosleep(n, { abs = T(at + d), rem = "yes" })
          :ends(T(at + d)):shows { left = -1 }
      end
      s:finish(ms(48))
    end,
  }

  local gone = { { "now", T(ms(10)) }, { "just", T(ms(9)) },
    { "start", T(1) }, { "epoch", 1 }, { "zero", 0 } }
  for _, row in ipairs(gone) do
    case(("past-%s-%s"):format(row[1], clock)) {
      title   = ("a sleep until a reading of %s that is past (%s) is over"
        .. " at once"):format(clock, row[1]),
      clauses = { "SLP-ABS-3" },
      run = function (s)
        local n = s:sleep { clock = clock }
        local h = s:at(ms(10)):clock_nanosleep(n, { abs = row[2] })
        h:ends(h)
        local g = s:at(ms(20)):clock_nanosleep(n, { rel = ms(5) })
        g:ends(g + ms(5))
        s:finish(ms(30))
      end,
    }
  end

  case("huge-" .. clock) {
    title   = "a sleep until the end of time on " .. clock .. " goes on",
    clauses = { "SLP-ABS-1", "TM-FAR-2" },
    run = function (s)
      local n, b = s:sleep { clock = clock }, s:thread {}
      local w = s:sleep {}
      b:at(0):clock_nanosleep(n, { sec = 9223372036854775807,
        nsec = 999999999, flags = "abs" }):waits()
      local h = s:at(0):clock_nanosleep(w, { rel = ms(30) })
      h:ends(h + ms(30))
      s:finish(ms(40))
    end,
  }
end

-- By how much the clock is set at 20 ms, and when the sleep until T + 50 ms
-- then ends.
local sets = {
  { "a-little", ms(10), ms(40) },
  { "to-the-deadline", ms(30), ms(20) },
  { "past", ms(31), ms(20) },
  { "far-past", sec(3600), ms(20) },
  { "back", -ms(25), ms(75) },
  { "back-behind-the-call", -sec(1), ms(1050) },
}

for _, row in ipairs(sets) do
  local name, by, ends = row[1], row[2], row[3]
  case("clock-set-" .. name) {
    title   = "a sleep until a reading of real follows it when it is set ("
      .. name .. ")",
    clauses = { "SLP-ABS-2", "TM-EARLY-1" },
    class   = { "virtual" },
    needs   = { "setclock" },
    run = function (s)
      local n, b = s:sleep { clock = "real" }, s:thread {}
      local w, c = s:sleep {}, s:thread {}
      local h = b:at(0):clock_nanosleep(n, { abs = T(ms(50)) })
      local z = s:at(ms(20)):setclock("real", { by = by })
      if ends > ms(20) then
        h:ends(h + ends)
      else
        h:ends(z)
      end
      c:at(0):clock_nanosleep(w, { abs = T(ms(60)) }):ends(T(ms(60)))
      s:finish(ms(1100))
    end,
  }
end

case "clock-set-twice" {
  title   = "a sleep until a reading of real follows it to and fro",
  clauses = { "SLP-ABS-2" },
  class   = { "virtual" },
  needs   = { "setclock" },
  run = function (s)
    local n, b = s:sleep { clock = "real" }, s:thread {}
    local h = b:at(0):clock_nanosleep(n, { abs = T(ms(50)) })
    s:at(ms(20)):setclock("real", { by = -sec(10) })
    s:at(ms(70)):setclock("real", { by = sec(10) - ms(40) })
    h:ends(h + ms(90))
    s:finish(ms(110))
  end,
}

case "mono-stays" {
  title   = "a sleep until a reading of mono does not see the clock being set",
  clauses = { "SLP-ABS-1" },
  class   = { "virtual" },
  needs   = { "setclock" },
  run = function (s)
    local n, b = s:sleep {}, s:thread {}
    b:at(0):clock_nanosleep(n, { abs = T(ms(50)) }):ends(T(ms(50)))
    s:at(ms(20)):setclock("real", { by = sec(10) })
    s:finish(ms(60))
  end,
}
