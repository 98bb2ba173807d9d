-- SPDX-License-Identifier: BSD-2-Clause
-- shutdown(): [TSK-SHUT-1] to [TSK-SHUT-4].

local ways = { "read", "readv", "recv", "recvfrom", "recvmsg" }

for _, how in ipairs { "rd", "rdwr" } do
  case("reading-" .. how) {
    title   = "after shutdown (" .. how .. ") every read returns 0",
    clauses = { "TSK-SHUT-1" },
    run = function (s)
      local t = s:timersock { flags = "nonblock" }
      s:at(0):write(t, { rel = ms(10), per = ms(10) })
      s:at(ms(15)):shutdown(t, { how = how })
      s:at(ms(15)):read(t):shows { r = 0 }
      for _, via in ipairs(ways) do
        s:at(ms(35)):read(t, { via = via, room = 9 }):shows { r = 0 }
      end
      s:at(ms(35)):read(t, { more = -1 }):fails "EINVAL"
      s:at(ms(35)):shutdown(t, { how = how })
      s:at(ms(35)):read(t):shows { r = 0 }
      s:finish(ms(40))
    end,
  }

  case("ends-a-sleep-" .. how) {
    title   = "shutdown (" .. how .. ") ends reads that sleep, with 0",
    clauses = { "TSK-SHUT-2" },
    class   = { "virtual" },
    run = function (s)
      local t = s:timersock {}
      local b, d = s:thread { cpu = 1 }, s:thread {}
      s:at(0):write(t, { rel = ms(50) })
      local x, y = b:at(0):read(t), d:at(5):read(t, { via = "recvmsg" })
      local u = s:at(ms(10)):shutdown(t, { how = how })
      x:shows { r = 0 }:ends(u)
      y:shows { r = 0 }:ends(u)
      s:finish(ms(60))
    end,
  }
end

for _, how in ipairs { "wr", "rdwr" } do
  case("writing-" .. how) {
    title   = "after shutdown (" .. how .. ") every write fails with EPIPE",
    clauses = { "TSK-SHUT-3", "TSK-OTHER-5" },
    run = function (s)
      local t, m = s:timersock {}, s:at(0)
      m:shutdown(t, { how = how })
      for _, via in ipairs { "write", "writev", "send", "sendto",
        "sendmsg" } do
        m:write(t, { rel = ms(10), via = via }):fails "EPIPE"
      end
      m:write(t, { rel = ms(10), more = -1 }):fails "EPIPE"
      m:write(t, { rel = ms(10), more = 1 }):fails "EPIPE"
      m:write(t, { ptr = "bad" }):fails "EPIPE"
      m:write(t, { rel = ms(10), via = "sendto", addr = 1 }):fails "EINVAL"
      m:write(t, { rel = ms(10), via = "sendmsg", control = 1 })
        :fails "EOPNOTSUPP"
      m:shutdown(t, { how = "wr" })
      m:shutdown(t, { how = "rd" })
      m:write(t, { rel = ms(10) }):fails "EPIPE"
      m:gettime(t):shows { left = 0, per = 0 }
      s:finish(ms(5))
    end,
  }
end

case "timer-runs-on" {
  title   = "after shutdown for writing the timer runs on and can be read",
  clauses = { "TSK-SHUT-3" },
  run = function (s)
    local t = s:timersock {}
    local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
    s:at(ms(15)):shutdown(t, { how = "wr" })
    s:at(ms(15)):read(t)
    s:main():read(t):ends(a + ms(20))
    s:main():read(t):ends(a + ms(30))
    s:at(ms(35)):gettime(t):shows { left = a + ms(40), per = ms(10) }
    s:finish(ms(39))
  end,
}

case "reading-alone" {
  title   = "after shutdown for reading the timer runs on and can be set",
  clauses = { "TSK-SHUT-1" },
  class   = { "virtual" },
  needs   = { "watch" },
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
    s:at(ms(5)):shutdown(t, { how = "rd" })
    s:at(ms(35)):gettime(t):shows { left = a + ms(40), per = ms(10) }
    s:main():tally "hrt.expire":gives(1)
    local b = s:at(ms(35)):write(t, { rel = ms(20) })
    s:at(ms(45)):gettime(t):shows { left = b + ms(20), per = 0 }
    s:at(ms(45)):setopt(t, { opt = "rcvbuf", room = 5 })
    s:at(ms(60)):gettime(t):shows { left = 0, per = 0 }
    s:at(ms(60)):read(t, { room = 9 }):shows { r = 0 }
    s:finish(ms(65))
  end,
}

-- With a record in the buffer and without room for more.
case "reading-without-room" {
  title   = "shutdown of a timer without room drops what waits",
  clauses = { "TSK-SHUT-1" },
  class   = { "virtual" },
  run = function (s)
    local t = s:timersock {}
    s:at(0):setopt(t, { opt = "rcvbuf", room = 1 })
    local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
    s:at(ms(35)):shutdown(t, { how = "rd" })
    s:at(ms(35)):read(t):shows { r = 0 }
    s:at(ms(35)):gettime(t):shows { left = a + ms(40), per = ms(10) }
    s:at(ms(36)):setopt(t, { opt = "rcvbuf", room = 9 })
    s:at(ms(55)):read(t, { room = 9 }):shows { r = 0 }
    s:finish(ms(60))
  end,
}

for _, how in ipairs { -1, 3, 4, 255, 256 } do
  case("unknown" .. how) {
    title   = "shutdown of " .. how .. " is refused and shuts nothing",
    clauses = { "TSK-SHUT-4" },
    run = function (s)
      local t = s:timersock {}
      s:at(0):shutdown(t, { how = how }):fails "EINVAL"
      local a = s:at(0):write(t, { rel = ms(10) })
      s:main():read(t):ends(a + ms(10))
      s:finish(ms(15))
    end,
  }
end
