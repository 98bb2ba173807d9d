-- SPDX-License-Identifier: BSD-2-Clause
-- Waits for timer sockets, which are always ready to be written:
-- [POLL-WAIT-1] [POLL-SEL-4] with [TSK-POLL-1] to [TSK-POLL-3].

local ALL = "in|pri|out|rdnorm|wrnorm"
local calls = {
  { "poll", "out|wrnorm", "in|out|rdnorm|wrnorm", 1 },
  { "ppoll", "out|wrnorm", "in|out|rdnorm|wrnorm", 1 },
  { "select", "out", "in|out", 2 }, { "pselect", "out", "in|out", 2 },
}

for _, row in ipairs(calls) do
  local verb, idle, ready, bits = table.unpack(row)

  case("both-ways-" .. verb) {
    title   = verb .. " tells that a socket can be written, and when read",
    clauses = { "POLL-WAIT-2", "TSK-POLL-1", "TSK-POLL-2",
      verb:find "poll" and "POLL-SET-1" or "POLL-SEL-4" },
    needs   = { "timersock" },
    run = function (s)
      local q, t, m = s:poll {}, s:timersock {}, s:at(0)
      local h = m[verb](m, q, t, { events = ALL })
      h:shows { r = 1, ev1 = idle }:ends(h)
      m:write(t, { rel = ms(10) })
      m[verb](m, q, t, { rel = 0, events = ALL })
        :shows { r = 1, ev1 = idle }
      m = s:at(ms(15))
      m[verb](m, q, t, { events = ALL }):shows { r = bits, ev1 = ready }
      m:read(t)
      m[verb](m, q, t, { rel = 0, events = ALL })
        :shows { r = 1, ev1 = idle }
      s:finish(ms(20))
    end,
  }

  case("three-and-a-timer-" .. verb) {
    title   = verb .. " without a time ends at each edge of three sockets"
      .. " and a timer, with the right one",
    clauses = { "POLL-WAIT-1", "POLL-TIME-3", "TSK-POLL-3" },
    needs   = { "timersock" },
    run = function (s)
      local q, t, u = s:poll {}, s:timersock { n = 3 }, s:timerfd {}
      local m, a = s:at(0), nil
      for i, at in ipairs { 40, 10, 30 } do
        a = m:write(t[i - 1], { rel = ms(at) })
      end
      m:settime(u, { rel = ms(20) })
      for i, k in ipairs { 2, 4, 3, 1 } do
        m[verb](m, q, t[0], t[1], t[2], u)
          :shows { r = 1, ["ev" .. k] = "in" }:ends(a + i * ms(10))
        m:read(k == 4 and u or t[k - 1]):ends(a + i * ms(10))
      end
      s:finish(ms(50))
    end,
  }

  case("shut-down-while-" .. verb) {
    title   = verb .. " ends when a socket is shut down for reading",
    clauses = { "POLL-WAIT-1", "TSK-POLL-3" },
    needs   = { "timersock" },
    run = function (s)
      local q, t, b = s:poll {}, s:timersock {}, s:thread {}
      local h = b:at(0)[verb](b, q, t):shows { r = 1, ev1 = "in" }
      local u = s:at(ms(10)):shutdown(t, { how = "rd" })
      h:ends(u)
      s:finish(ms(20))
    end,
  }
end
