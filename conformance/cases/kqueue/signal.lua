-- SPDX-License-Identifier: BSD-2-Clause
-- Signals while a call waits: [KQ-WAIT-9].  Handlers run on main, so main is
-- who waits.

local rows = {
  { "plain", nil, nil },
  { "plain-timeout", nil, ms(60) },
  { "restart", 1, nil },
  { "restart-timeout", 1, ms(60) },
}

for _, row in ipairs(rows) do
  local name, restart, timeout = table.unpack(row)
  case(name) {
    title   = "a handler ends the wait with EINTR (" .. name .. ")",
    clauses = { "KQ-WAIT-9" },
    run = function (s)
      local k, b = s:kqueue {}, s:thread { cpu = 1 }
      local g = s:signal { sig = "usr1" }
      s:prep():handle(g, { restart = restart })
      local a = s:at(0):change(k, { data = 30, flags = "add|oneshot" })
      local r = b:at(ms(10)):raise(g)
      s:main():wait(k, { timeout = timeout }):fails "EINTR":ends(r)
      s:expect { g, at = r }
      s:main():wait(k):ends(a + ms(30))
      s:finish(ms(45))
    end,
  }
end

case "ready-first" {
  title   = "a handler that ran before the call does not disturb it",
  clauses = { "KQ-WAIT-9", "KQ-WAIT-1" },
  run = function (s)
    local k, g = s:kqueue {}, s:signal { sig = "usr1" }
    s:prep():handle(g)
    local a = s:at(0):change(k, { data = 20, flags = "add|oneshot" })
    local r = s:at(ms(5)):raise(g)
    s:expect { g, at = r }
    s:at(ms(10)):wait(k):ends(a + ms(20))
    s:finish(ms(30))
  end,
}

case "blocked" {
  title   = "a signal that is blocked does not end the wait",
  clauses = { "KQ-WAIT-9" },
  run = function (s)
    local k, b = s:kqueue {}, s:thread { cpu = 1 }
    local g = s:signal { sig = "usr1" }
    s:prep():handle(g)
    s:at(0):block(g)
    local a = s:at(0):change(k, { data = 20, flags = "add|oneshot" })
    b:at(ms(10)):raise(g)
    s:main():wait(k):ends(a + ms(20))
    local u = s:at(ms(25)):unblock(g)
    s:expect { g, at = u }
    s:finish(ms(35))
  end,
}
