-- SPDX-License-Identifier: BSD-2-Clause
-- Readiness: [TSK-POLL-1] to [TSK-POLL-3].

local function ready(m, t, yes)
  m:ready(t):shows { ["in"] = yes and 1 or 0, out = 1 }
end

case "records" {
  title   = "a socket is ready to be read while a record waits",
  clauses = { "TSK-POLL-1", "TSK-POLL-2" },
  run = function (s)
    local t = s:timersock {}
    ready(s:at(0), t, false)
    s:at(0):write(t, { rel = ms(10), per = ms(10) })
    ready(s:at(ms(5)), t, false)
    ready(s:at(ms(25)), t, true)
    s:at(ms(25)):read(t)
    ready(s:at(ms(25)), t, true)
    s:at(ms(25)):read(t)
    ready(s:at(ms(25)), t, false)
    ready(s:at(ms(35)), t, true)
    s:finish(ms(40))
  end,
}

for _, how in ipairs { "rd", "wr", "rdwr" } do
  case("shutdown-" .. how) {
    title   = "readiness after shutdown (" .. how .. ")",
    clauses = { "TSK-POLL-1", "TSK-POLL-2" },
    run = function (s)
      local t = s:timersock {}
      s:at(0):shutdown(t, { how = how })
      ready(s:at(0), t, how ~= "wr")
      s:finish(ms(1))
    end,
  }
end

case "wakes" {
  title   = "who waits for readiness is woken by an expiration",
  clauses = { "TSK-POLL-3" },
  run = function (s)
    local t, b = s:timersock {}, s:thread {}
    local r = b:at(0):ready(t, { wait = "yes" })
    local a = s:at(ms(5)):write(t, { rel = ms(10) })
    r:ends(a + ms(10)):shows { ["in"] = 1 }
    b:read(t)
    s:finish(ms(20))
  end,
}

case "wakes-at-shutdown" {
  title   = "who waits for readiness is woken by a shutdown",
  clauses = { "TSK-POLL-3" },
  run = function (s)
    local t, b = s:timersock {}, s:thread {}
    local r = b:at(0):ready(t, { wait = "yes" })
    local u = s:at(ms(10)):shutdown(t, { how = "rd" })
    r:ends(u):shows { ["in"] = 1 }
    s:finish(ms(20))
  end,
}

case "waits-with-readers" {
  title   = "one who waits for readiness and one who reads are both woken",
  clauses = { "TSK-POLL-3", "TSK-READ-4" },
  class   = { "virtual" },
  run = function (s)
    local t, b, d = s:timersock {}, s:thread { cpu = 1 }, s:thread {}
    local x = b:at(0):ready(t, { wait = "yes" })
    local y = d:at(1):read(t)
    local a = s:at(ms(5)):write(t, { rel = ms(10), per = ms(10) })
    y:ends(a + ms(10))
    x:any()
    s:finish(ms(30))
  end,
}
