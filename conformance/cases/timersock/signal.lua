-- SPDX-License-Identifier: BSD-2-Clause
-- Signals amid a read: [TSK-READ-12] [TSK-READ-13].

local ways = { "read", "readv", "recv", "recvfrom", "recvmsg" }

-- A signal with a handler, and the thread that raises it.
local function handled(s, opts)
  local g = s:signal { sig = "usr1" }
  s:prep():handle(g, opts)
  return g, s:thread {}
end

for _, via in ipairs(ways) do
  case("ends-" .. via) {
    title   = "a handler ends a " .. via .. " that sleeps, and takes nothing",
    clauses = { "TSK-READ-12" },
    run = function (s)
      local g, b = handled(s)
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(30) })
      local h = s:main():read(t, { via = via })
      local r = b:at(ms(10)):raise(g)
      s:expect { g, at = r }
      h:fails "EINTR":ends(r)
      s:main():read(t, { via = via }):ends(a + ms(30))
      s:finish(ms(40))
    end,
  }

  case("goes-on-" .. via) {
    title   = "a " .. via .. " goes on behind a handler that wants it",
    clauses = { "TSK-READ-13" },
    run = function (s)
      local g, b = handled(s, { restart = 1 })
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(30) })
      local h = s:main():read(t, { via = via })
      for i = 1, 2 do
        local r = b:at(i * ms(10)):raise(g)
        s:expect { g, at = r }
      end
      h:shows { r = 1, v = 1 }:ends(a + ms(30))
      s:finish(ms(40))
    end,
  }
end

case "unarmed" {
  title   = "a handler ends the read of a timer that is not armed",
  clauses = { "TSK-READ-12" },
  run = function (s)
    local g, b = handled(s)
    local t = s:timersock {}
    local h = s:at(0):read(t)
    local r = b:at(ms(10)):raise(g)
    s:expect { g, at = r }
    h:fails "EINTR":ends(r)
    s:finish(ms(20))
  end,
}

for _, how in ipairs { "block", "ignore" } do
  case("quiet-" .. how) {
    title   = "a signal that comes to nobody (" .. how .. ") ends no read",
    clauses = { "TSK-READ-12", "TSK-READ-4" },
    run = function (s)
      local g, b = handled(s)
      local t = s:timersock {}
      s:prep()[how](s:prep(), g)
      local a = s:at(0):write(t, { rel = ms(30) })
      local h = s:main():read(t)
      b:at(ms(10)):raise(g)
      h:ends(a + ms(30))
      s:finish(ms(40))
    end,
  }
end

-- The one that sleeps takes the signals; the other sleeps on.
case "another-reader" {
  title   = "a handler in one thread does not end the read of another",
  clauses = { "TSK-READ-12", "TSK-READ-6" },
  class   = { "virtual" },
  run = function (s)
    local g, b = handled(s)
    local d = s:thread { cpu = 1 }
    local t = s:timersock {}
    local a = s:at(0):write(t, { rel = ms(30) })
    local h, o = s:main():read(t), d:at(0):read(t)
    local r = b:at(ms(10)):raise(g)
    s:expect { g, at = r }
    h:fails "EINTR":ends(r)
    o:ends(a + ms(30))
    s:finish(ms(40))
  end,
}
