-- SPDX-License-Identifier: BSD-2-Clause
-- What a timerfd costs in interrupts and accesses to the hardware.

local V = { "virtual", "counted" }

for _, row in ipairs { { "unread", ms(10) }, { "unread-fast", 1 } } do
  local key, every = table.unpack(row)
  case(key) {
    title   = ("a timer of %d ns that nobody reads takes one interrupt")
      :format(every),
    clauses = { "TFD-COST-1" },
    needs   = { "watch", "still" },
    class   = every > 1 and V or { "virtual" },
    run = function (s)
      local t = s:timerfd {}
      s:at(0):settime(t, { rel = ms(10), per = every })
      s:at(ms(5)):tally "hrt.intr":gives(0)
      s:at(ms(995)):tally "hrt.intr":gives(1)
      s:main():tally "hal.intr":gives(1)
      s:main():read(t):shows { v = ms(985) // every + 1 }
      s:finish(ms(998))
    end,
  }
end

-- A series has expired, and its next deadline would be the first of all.
for _, row in ipairs { { "set", ms(50) }, { "disarm", 0 } } do
  local key, rel = table.unpack(row)
  for _, old in ipairs { "expired", "expired-old" } do
    case(key .. "-" .. old) {
      title   = ("timerfd_settime (%s) of a series that has expired costs %s")
        :format(old, rel > 0 and "one programming" or "none"),
      clauses = { "TFD-COST-2" },
      needs   = { "watch", "still" },
      class   = V,
      run = function (s)
        local t = s:timerfd {}
        s:at(0):settime(t, { rel = ms(10), per = ms(10) })
        s:at(ms(25)):tally "hal.program":gives(1)
        local b = s:main():settime(t, { rel = rel,
          old = old == "expired-old" and "yes" or nil })
        if old == "expired-old" then
          b:shows { r = 0, oldleft = ms(5), oldper = ms(10) }
        end
        s:main():tally "hal.program":gives(rel > 0 and 2 or 1)
        if rel > 0 then s:main():read(t):ends(b + rel) end
        s:at(ms(90)):tally "hal.intr":gives(rel > 0 and 2 or 1)
        s:finish(ms(95))
      end,
    }
  end
end
