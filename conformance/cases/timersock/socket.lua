-- SPDX-License-Identifier: BSD-2-Clause
-- socket(): [TSK-SOCKET-1] to [TSK-SOCKET-5], [TSK-OTHER-2].

case "not-armed" {
  title   = "a new timer is not armed and has no record",
  clauses = { "TSK-SOCKET-1", "TSK-READ-3" },
  run = function (s)
    local t, w = s:timersock { flags = "nonblock" }, s:timersock {}
    local a = s:at(0):write(w, { rel = ms(20) })
    s:at(0):gettime(t):shows { r = 0, left = 0, per = 0 }
    s:at(0):read(t):fails "EAGAIN"
    s:main():read(w):ends(a + ms(20))
    s:at(ms(30)):poll(s:poll {}, t, { rel = 0 })
    s:at(ms(30)):read(t):fails "EAGAIN"
    s:finish(ms(35))
  end,
}

case "each-its-own" {
  title   = "two sockets are two timers",
  clauses = { "TSK-SOCKET-1", "TM-MANY-1" },
  run = function (s)
    local t, u = s:timersock {}, s:timersock { flags = "nonblock" }
    s:at(0):write(t, { rel = ms(10) })
    s:at(0):gettime(u):shows { left = 0, per = 0 }
    s:at(ms(15)):read(u):fails "EAGAIN"
    s:at(ms(15)):read(t)
    s:finish(ms(20))
  end,
}

-- Families that exist, that nobody knows, and a number cut to fewer bits.
for _, family in ipairs { -1, 0, 1, 2, 30, 32, 99, 287, 65567 } do
  for _, how in ipairs { "socket", "socketpair" } do
    case(how .. "-family" .. family) {
      title   = ("%s() of family %d is refused"):format(how, family),
      clauses = { "TSK-SOCKET-2" },
      class   = { "virtual" },
      run = function (s)
        local t = s:timersock { lazy = true }
        local m = s:at(0)
        if how == "socket" then
          m:create(t, { family = family }):fails "EAFNOSUPPORT"
        else
          m:other(t, { via = how, family = family }):fails "EAFNOSUPPORT"
        end
        s:finish(ms(1))
      end,
    }
  end
end

-- Datagrams, raw, sequenced packets; flags that do not exist.
for _, type in ipairs { 0, 2, 3, 5, 17, 257, 1048577 } do
  case("type-" .. type) {
    title   = "a timer socket of type " .. type .. " is refused",
    clauses = { "TSK-SOCKET-3" },
    needs   = { "timersock" },
    run = function (s)
      local t = s:timersock { lazy = true }
      s:at(0):create(t, { type = type }):fails(s.st "timersock.type-errno")
      s:at(0):other(t, { via = "socketpair", type = type })
        :fails(s.st "timersock.type-errno")
      s:finish(ms(1))
    end,
  }
end

for _, proto in ipairs { -1, 1, 6, 256 } do
  case("protocol" .. proto) {
    title   = "a timer socket of protocol " .. proto .. " is refused",
    clauses = { "TSK-SOCKET-4" },
    run = function (s)
      local t = s:timersock { lazy = true }
      s:at(0):create(t, { proto = proto }):fails "EPROTONOSUPPORT"
      s:at(0):other(t, { via = "socketpair", proto = proto })
        :fails "EPROTONOSUPPORT"
      s:finish(ms(1))
    end,
  }
end

case "order" {
  title   = "of family, type and protocol the first that is wrong is named",
  clauses = { "TSK-OTHER-5", "TSK-SOCKET-2", "TSK-SOCKET-3" },
  needs   = { "timersock" },
  run = function (s)
    local t = s:timersock { lazy = true }
    local m = s:at(0)
    m:create(t, { family = 99, type = 2, proto = 5 }):fails "EAFNOSUPPORT"
    m:create(t, { type = 2, proto = 5 }):fails(s.st "timersock.type-errno")
    m:other(t, { via = "socketpair", proto = 5 }):fails "EPROTONOSUPPORT"
    m:other(t, { via = "socketpair" }):fails "EOPNOTSUPP"
    s:finish(ms(1))
  end,
}

-- Refusals by hundreds, and then there is room for many all the same.
case "refused-takes-none" {
  title   = "a socket() that is refused takes no descriptor",
  clauses = { "TSK-SOCKET-2", "TSK-SOCKET-3", "TSK-SOCKET-4",
    "TSK-SOCKET-1" },
  needs   = { "timersock" },
  run = function (s)
    local t, u = s:timersock { lazy = true }, s:timersock { lazy = true,
      n = 200 }
    s:at(0):rep(200, function (m)
      m:create(t, { family = 99 }):fails "EAFNOSUPPORT"
      m:create(t, { type = 2 }):fails(s.st "timersock.type-errno")
      m:create(t, { proto = 5 }):fails "EPROTONOSUPPORT"
    end)
    s:at(ms(10)):rep(200, function (m) m:create(u.i) end)
    s:at(ms(20)):rep(200, function (m) m:close(u.i) end)
    s:finish(ms(30))
  end,
}

case "too-many" {
  title   = "the last descriptor can be had, and then none until one is closed",
  clauses = { "TSK-SOCKET-1", "TSK-CLOSE-1" },
  class   = { "virtual" },
  run = function (s)
    local t, u = s:timersock { lazy = true, n = 300 }, s:timersock {
      lazy = true }
    local m = s:at(0)
    m:rep(300, function (c) c:create(t.i) end)
    m:rep(100, { till = "EMFILE" }, function (c) c:create(u) end):any()
    m:create(u):fails "EMFILE"
    m:close(t[7])
    m:create(u)
    m:create(u):fails "EMFILE"
    s:finish(ms(1))
  end,
}

local flags = {
  { "none", nil, 2, 0 },
  { "nonblock", "nonblock", 2050, 0 },
  { "cloexec", "cloexec", 2, 1 },
  { "both", "nonblock|cloexec", 2050, 1 },
}

for _, row in ipairs(flags) do
  local key, words, fl, fd = table.unpack(row)
  case("flags-" .. key) {
    title   = "flags (" .. key .. ") in the type are those of the descriptor",
    clauses = { "TSK-SOCKET-5" },
    class   = { "virtual" },
    run = function (s)
      local t = s:timersock { flags = words }
      s:at(0):fcntl(t, { cmd = "getfl" }):gives(fl)
      s:at(0):fcntl(t, { cmd = "getfd" }):gives(fd)
      local a = s:at(0):write(t, { rel = ms(10) })
      local r = s:at(0):read(t)
      if fl == 2 then r:ends(a + ms(10)) else r:fails "EAGAIN" end
      s:finish(ms(15))
    end,
  }
end

for _, ptr in ipairs { "socketpair" } do
  case(ptr .. "-refused") {
    title   = "socketpair() of timer sockets is not supported",
    clauses = { "TSK-OTHER-2" },
    run = function (s)
      local t = s:timersock {}
      s:at(0):other(t, { via = ptr }):fails "EOPNOTSUPP"
      s:finish(ms(1))
    end,
  }
end

-- First the memory of the records, then that of the open file.
for n, errno in ipairs { "ENOBUFS", "ENOMEM" } do
  case("oom-" .. n) {
    title   = ("want of memory at allocation %d is %s, and leaves nothing")
      :format(n, errno),
    clauses = { "TSK-SOCKET-6" },
    class   = { "virtual" },
    run = function (s)
      local t = s:timersock { lazy = true }
      s:at(0):fault("oom", { n = n })
      s:at(0):create(t):fails(errno)
      s:at(0):gettime(t):fails "EBADF"
      s:at(0):create(t)
      local a = s:at(0):write(t, { rel = ms(10) })
      s:main():read(t):ends(a + ms(10))
      s:finish(ms(20))
    end,
  }
end
