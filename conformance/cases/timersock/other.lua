-- SPDX-License-Identifier: BSD-2-Clause
-- What a timer socket does not do, and what is none: [TSK-OTHER-1] to
-- [TSK-OTHER-5], [TSK-DUP-1] [TSK-CLOSE-1].

local calls = { "bind", "connect", "listen", "accept", "getsockname",
  "getpeername" }
local sends = { "send", "sendto", "sendmsg" }
local receives = { "recv", "recvfrom", "recvmsg" }

for _, via in ipairs(calls) do
  case("call-" .. via) {
    title   = via .. "() is not supported",
    clauses = { "TSK-OTHER-1" },
    run = function (s)
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(10) })
      s:at(0):other(t, { via = via }):fails "EOPNOTSUPP"
      s:main():read(t):ends(a + ms(10))
      s:finish(ms(15))
    end,
  }
end

-- MSG_OOB, MSG_TRUNC, MSG_ERRQUEUE, a flag of the other direction, all bits.
for _, flags in ipairs { "oob", 0x20, 0x2000, 0x80, -1 } do
  case("flags-" .. flags) {
    title   = ("sends and receives with flags %s are refused"):format(flags),
    clauses = { "TSK-OTHER-3", "TSK-OTHER-5" },
    class   = { "virtual" },
    run = function (s)
      local t, m = s:timersock {}, s:at(0)
      local a = m:write(t, { rel = ms(10) })
      for _, via in ipairs(sends) do
        m:write(t, { rel = ms(50), via = via, flags = flags })
          :fails "EOPNOTSUPP"
        m:write(t, { rel = ms(50), via = via, flags = flags, addr = 1,
          more = -1 }):fails "EOPNOTSUPP"
      end
      for _, via in ipairs(receives) do
        m:read(t, { via = via, flags = flags }):fails "EOPNOTSUPP"
        m:read(t, { via = via, flags = flags, room = 0 })
          :fails "EOPNOTSUPP"
      end
      m:read(t):ends(a + ms(10))
      s:finish(ms(15))
    end,
  }
end

case "flags-of-the-other-way" {
  title   = "a flag for receives is none for sends, and the other way round",
  clauses = { "TSK-OTHER-3" },
  class   = { "virtual" },
  run = function (s)
    local t, m = s:timersock {}, s:at(0)
    local a = m:write(t, { rel = ms(10), via = "send",
      flags = "dontwait|nosignal" })
    m:write(t, { rel = ms(50), via = "send", flags = "peek" })
      :fails "EOPNOTSUPP"
    m:write(t, { rel = ms(50), via = "send", flags = "waitall" })
      :fails "EOPNOTSUPP"
    m:read(t, { via = "recv", flags = "nosignal" }):fails "EOPNOTSUPP"
    m:read(t):ends(a + ms(10))
    s:finish(ms(15))
  end,
}

-- Every call, once each; `not_io` leaves out those of all descriptors.
local function all_calls(m, t, errno, not_io)
  for _, via in ipairs(calls) do m:other(t, { via = via }):fails(errno) end
  for _, via in ipairs(sends) do
    m:write(t, { rel = ms(10), via = via, flags = "oob", addr = 1,
      control = 1, more = -1, ptr = "bad", hdr = "bad", pieces = 0 })
      :fails(errno)
  end
  for _, via in ipairs(receives) do
    m:read(t, { via = via, flags = "oob", room = 0, ptr = "bad",
      hdr = "bad" }):fails(errno)
  end
  m:gettime(t, { ptr = "bad", alen = "bad" }):fails(errno)
  m:getopt(t, { opt = 99 }):fails(errno)
  m:setopt(t, { opt = 99 }):fails(errno)
  m:shutdown(t, { how = 99 }):fails(errno)
  if not_io then return end
  m:read(t, { room = 0 }):fails(errno)
  m:write(t, { len = 0 }):fails(errno)
  m:close(t):fails(errno)
end

case "not-a-socket" {
  title   = "calls for sockets fail with ENOTSOCK on a timerfd, unharmed",
  clauses = { "TSK-OTHER-4", "TSK-OTHER-5" },
  class   = { "virtual" },
  needs   = { "timerfd" },
  run = function (s)
    local f, t = s:timerfd {}, s:timersock { lazy = true }
    local a = s:at(0):settime(f, { rel = ms(10) })
    s:at(0):dup(t, { from = f }):any()
    all_calls(s:at(0), t, "ENOTSOCK", true)
    s:main():read(f):ends(a + ms(10))
    s:finish(ms(15))
  end,
}

case "closed" {
  title   = "every call on a closed descriptor fails with EBADF",
  clauses = { "TSK-CLOSE-1", "TSK-OTHER-5" },
  class   = { "virtual" },
  run = function (s)
    local t = s:timersock {}
    s:at(0):write(t, { rel = ms(5), per = ms(5) })
    s:at(ms(12)):close(t)
    all_calls(s:at(ms(12)), t, "EBADF")
    s:finish(ms(20))
  end,
}

case "never-opened" {
  title   = "every call on a descriptor that was never open fails with EBADF",
  clauses = { "TSK-CLOSE-1" },
  class   = { "virtual" },
  run = function (s)
    local t = s:timersock { lazy = true }
    all_calls(s:at(0), t, "EBADF")
    s:finish(ms(1))
  end,
}

case "number-reused" {
  title   = "a socket made after a close is disarmed and has no record",
  clauses = { "TSK-CLOSE-1", "TSK-SOCKET-1" },
  run = function (s)
    local t, u = s:timersock {}, s:timersock { lazy = true }
    s:at(0):setopt(t, { opt = "rcvbuf", room = 1 })
    s:at(0):write(t, { rel = ms(5), per = ms(5) })
    s:at(0):shutdown(t, { how = "wr" })
    s:at(ms(12)):close(t)
    s:at(ms(12)):create(u, { flags = "nonblock" })
    s:at(ms(12)):gettime(u):shows { left = 0, per = 0 }
    s:at(ms(12)):getopt(u, { opt = "rcvbuf" }):shows { v = 8192 }
    s:at(ms(20)):read(u):fails "EAGAIN"
    s:at(ms(20)):write(u, { rel = ms(10) })
    s:at(ms(35)):read(u)
    s:finish(ms(40))
  end,
}

-- Headers and pieces of messages.
for _, via in ipairs { "sendmsg", "recvmsg" } do
  local verb = via == "sendmsg" and "write" or "read"
  case("message-" .. via) {
    title   = via .. " with a bad header or bad pieces fails, in order",
    clauses = { "TSK-OTHER-5", verb == "write" and "TSK-WRITE-6"
      or "TSK-READ-8" },
    class   = { "virtual" },
    run = function (s)
      local t, m = s:timersock {}, s:at(0)
      local a = m:write(t, { rel = ms(10) })
      local function fails(keys, errno)
        keys.via = via
        m[verb](m, t, keys):fails(errno)
      end
      fails({ hdr = "bad", flags = "oob" }, "EFAULT")
      fails({ hdr = "null" }, "EFAULT")
      fails({ pieces = 0, flags = "oob" }, "EOPNOTSUPP")
      fails({ pieces = 0, iov = "bad" }, "EMSGSIZE")
      fails({ pieces = -1 }, "EMSGSIZE")
      fails({ pieces = 17 }, "EMSGSIZE")
      fails({ pieces = 16, iov = "bad" }, "EFAULT")
      fails({ iov = "null" }, "EFAULT")
      fails({ len = -1 }, "EINVAL")
      m:read(t):ends(a + ms(10))
      s:finish(ms(15))
    end,
  }
end

case "dup" {
  title   = "a duplicate is the same timer with the same records",
  clauses = { "TSK-DUP-1" },
  class   = { "virtual" },
  run = function (s)
    local t, u = s:timersock {}, s:timersock { lazy = true }
    s:at(0):dup(u, { from = t }):any()
    local a = s:at(0):write(u, { rel = ms(10), per = ms(10) })
    s:at(ms(25)):read(t):shows { r = 1, from = a + ms(10) }
    s:at(ms(25)):read(u):shows { r = 1, from = a + ms(20) }
    s:at(ms(25)):nonblock(u, { on = 1 })
    s:at(ms(25)):read(t):fails "EAGAIN"
    s:at(ms(25)):close(t)
    s:at(ms(25)):gettime(u):shows { left = a + ms(30), per = ms(10) }
    s:at(ms(35)):read(u):shows { r = 1, from = a + ms(30) }
    s:finish(ms(40))
  end,
}

case "not-a-timerfd" {
  title   = "calls for timerfds fail with EINVAL on a timer socket, unharmed",
  clauses = { "TSK-OTHER-6" },
  needs   = { "timerfd" },
  run = function (s)
    local t, f = s:timersock {}, s:timerfd { lazy = true }
    local a = s:at(0):write(t, { rel = ms(10) })
    s:at(0):dup(f, { from = t }):any()
    s:at(0):settime(f, { rel = ms(50) }):fails "EINVAL"
    s:at(0):gettime(f):fails "EINVAL"
    s:main():read(t):ends(a + ms(10))
    s:finish(ms(15))
  end,
}

case "beside-others" {
  title   = "timer sockets, setitimer, a timerfd and a sleep go side by side",
  clauses = { "TM-MANY-1", "TSK-EVENT-7" },
  class   = { "virtual" },
  needs   = { "itimer", "timerfd", "sleep" },
  run = function (s)
    local t, u = s:timersock {}, s:timersock {}
    local g, i, f, n = s:signal { sig = "alrm" }, s:itimer {}, s:timerfd {},
      s:sleep {}
    local b, d, e = s:thread {}, s:thread { cpu = 1 }, s:thread { cpu = 2 }
    s:prep():handle(g, { restart = 1 })
    local m = s:at(0)
    local a = m:write(t, { rel = ms(10), per = ms(10) })
    local c = m:write(u, { rel = ms(15), per = ms(15) })
    local h = m:settime(i, { rel = ms(12), per = ms(12) })
    local k = m:settime(f, { rel = ms(14), per = ms(14) })
    for x = 1, 3 do
      s:main():read(t):ends(a + x * ms(10))
      s:expect { g, at = h + x * ms(12) }
    end
    for x = 1, 2 do
      b:read(u):ends(c + x * ms(15))
      d:read(f):ends(k + x * ms(14))
    end
    e:at(0):nanosleep(n, { rel = ms(33) }):ends(ms(33))
    s:finish(ms(38))
  end,
}
