-- SPDX-License-Identifier: BSD-2-Clause
-- Readiness: [TSK-POLL-1] to [TSK-POLL-3], through poll and select.

local ALL = "in|pri|out|rdnorm|wrnorm"
-- The calls; what a socket is always ready for, and with a record.
local calls = {
  { "poll", "out|wrnorm", "in|out|rdnorm|wrnorm" },
  { "ppoll", "out|wrnorm", "in|out|rdnorm|wrnorm" },
  { "select", "out", "in|out" },
  { "pselect", "out", "in|out" },
}

for _, row in ipairs(calls) do
  local verb, never, record = table.unpack(row)
  local function ready(m, q, t, yes)
    m[verb](m, q, t, { events = ALL }):shows {
      r = yes and verb:find "select" and 2 or 1,
      ev1 = yes and record or never }
  end

  case("records-" .. verb) {
    title   = verb .. " says that a socket can be read while a record waits",
    clauses = { "TSK-POLL-1", "TSK-POLL-2" },
    run = function (s)
      local t, q = s:timersock {}, s:poll {}
      ready(s:at(0), q, t, false)
      s:at(0):write(t, { rel = ms(10), per = ms(10) })
      ready(s:at(ms(5)), q, t, false)
      ready(s:at(ms(25)), q, t, true)
      s:at(ms(25)):read(t)
      ready(s:at(ms(25)), q, t, true)
      s:at(ms(25)):read(t)
      ready(s:at(ms(25)), q, t, false)
      ready(s:at(ms(35)), q, t, true)
      s:finish(ms(40))
    end,
  }

  for _, how in ipairs { "rd", "wr", "rdwr" } do
    case(("shutdown-%s-%s"):format(how, verb)) {
      title   = ("%s after shutdown (%s)"):format(verb, how),
      clauses = { "TSK-POLL-1", "TSK-POLL-2" },
      run = function (s)
        local t, q = s:timersock {}, s:poll {}
        s:at(0):shutdown(t, { how = how })
        ready(s:at(0), q, t, how ~= "wr")
        s:finish(ms(1))
      end,
    }
  end

  case("wakes-" .. verb) {
    title   = verb .. " ends with an expiration, and again with the next",
    clauses = { "TSK-POLL-3" },
    run = function (s)
      local t, q, b = s:timersock {}, s:poll {}, s:thread {}
      local r = b:at(0)
      local h = r[verb](r, q, t):shows { r = 1, ev1 = "in" }
      local a = s:at(ms(5)):write(t, { rel = ms(10), per = ms(10) })
      h:ends(a + ms(10))
      b:read(t)
      b[verb](b, q, t):shows { r = 1, ev1 = "in" }:ends(a + ms(20))
      s:finish(ms(30))
    end,
  }

  case("wakes-at-shutdown-" .. verb) {
    title   = verb .. " ends with a shutdown for reading",
    clauses = { "TSK-POLL-3" },
    run = function (s)
      local t, q, b = s:timersock {}, s:poll {}, s:thread {}
      local r = b:at(0)
      local h = r[verb](r, q, t):shows { r = 1, ev1 = "in" }
      local u = s:at(ms(10)):shutdown(t, { how = "rd" })
      h:ends(u)
      s:finish(ms(20))
    end,
  }

  -- No list of timeouts, and none to compute: the first that expires ends it.
  case("pot-of-three-" .. verb) {
    title   = verb .. " of three sockets tells which one has expired",
    clauses = { "TSK-POLL-1", "TSK-POLL-3", "TM-MANY-1" },
    run = function (s)
      local t, q, m = s:timersock { n = 3 }, s:poll {}, s:at(0)
      local a
      for i, at in ipairs { 30, 10, 20 } do
        a = m:write(t[i - 1], { rel = ms(at) })
      end
      for i, k in ipairs { 1, 2, 0 } do
        m[verb](m, q, t[0], t[1], t[2])
          :shows { r = 1, ["ev" .. k + 1] = "in" }:ends(a + i * ms(10))
        m:read(t[k]):ends(a + i * ms(10))
      end
      s:finish(ms(40))
    end,
  }

  case("withdrawn-" .. verb) {
    title   = verb .. " sees that a new setting takes the records away",
    clauses = { "TSK-POLL-1", "TSK-WRITE-9" },
    run = function (s)
      local t, q = s:timersock {}, s:poll {}
      s:at(0):write(t, { rel = ms(5), per = ms(10) })
      local m = s:at(ms(20))
      ready(m, q, t, true)
      local a = m:write(t, { rel = ms(15) })
      ready(m, q, t, false)
      m[verb](m, q, t):shows { r = 1, ev1 = "in" }:ends(a + ms(15))
      m:write(t, { rel = 0 })
      ready(m, q, t, false)
      s:finish(ms(40))
    end,
  }
end

case "waits-with-readers" {
  title   = "one who waits for readiness and one who reads are both woken",
  clauses = { "TSK-POLL-3", "TSK-READ-4" },
  class   = { "virtual" },
  run = function (s)
    local t, q = s:timersock {}, s:poll {}
    local b, d = s:thread { cpu = 1 }, s:thread {}
    local x = b:at(0):poll(q, t)
    local y = d:at(1):read(t)
    local a = s:at(ms(5)):write(t, { rel = ms(10), per = ms(10) })
    s:either {
      { { x, ends = a + ms(10), shows = { r = 1, ev1 = "in" } },
        { y, ends = a + ms(10) } },
      { { y, ends = a + ms(10) },
        { x, ends = a + ms(20), shows = { r = 1, ev1 = "in" } } },
    }
    s:finish(ms(30))
  end,
}
