-- SPDX-License-Identifier: BSD-2-Clause
-- Reading a timer socket: [TSK-READ-1] to [TSK-READ-11], [TSK-CLOSE-2].

local V = { "virtual" }
local ways = { "read", "readv", "recv", "recvfrom", "recvmsg" }

for _, via in ipairs(ways) do
  case("by-" .. via) {
    title   = via .. " brings the records of a series, one by one",
    clauses = { "TSK-READ-1", "TSK-READ-4", "TSK-READ-8" },
    class   = V,
    run = function (s)
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
      for k = 1, 3 do
        s:main():read(t, { via = via }):ends(a + k * ms(10))
          :shows { r = 1, v = 1, type = 1, over = 0, from = a + k * ms(10) }
      end
      s:finish(ms(35))
    end,
  }

  for _, more in ipairs { -1, -8 } do
    case(("small%d-%s"):format(more, via)) {
      title   = via .. " with a buffer under a record takes nothing",
      clauses = { "TSK-READ-2" },
      class   = V,
      run = function (s)
        local t = s:timersock {}
        local a = s:at(0):write(t, { rel = ms(10) })
        s:at(ms(5)):read(t, { more = more, via = via }):fails "EINVAL"
        s:at(ms(15)):read(t, { more = more, via = via }):fails "EINVAL"
        s:at(ms(15)):read(t, { room = 0, via = via }):fails "EINVAL"
        s:at(ms(15)):read(t):shows { from = a + ms(10) }
        s:finish(ms(20))
      end,
    }
  end

  -- What is not a whole record stays out.
  for _, more in ipairs { 1, 8, 15 } do
    case(("large-%d-%s"):format(more, via)) {
      title   = ("%s with %d bytes to spare brings whole records"):format(via,
        more),
      clauses = { "TSK-READ-1", "TSK-READ-8" },
      class   = V,
      run = function (s)
        local t = s:timersock {}
        local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
        s:at(ms(35)):read(t, { room = 2, more = more, via = via })
          :shows { r = 2, v = 2, from = a + ms(10), to = a + ms(20) }
        s:main():read(t, { room = 2, more = more, via = via })
          :shows { r = 1, v = 1, from = a + ms(30) }
        s:finish(ms(40))
      end,
    }
  end

  for _, ptr in ipairs { "null", "bad" } do
    case(("pointer-%s-%s"):format(ptr, via)) {
      title   = ("%s to a %s pointer fails, and harms nobody"):format(via,
        ptr),
      clauses = { "TSK-READ-7" },
      class   = V,
      run = function (s)
        local t = s:timersock { flags = "nonblock" }
        local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
        s:at(ms(5)):read(t, { ptr = ptr, via = via }):fails "EAGAIN"
        s:at(ms(15)):read(t, { ptr = ptr, room = 0, via = via })
          :fails "EINVAL"
        s:at(ms(15)):read(t, { ptr = ptr, via = via }):fails "EFAULT"
        s:at(ms(25)):read(t, { room = 9 }):shows { r = { 1, 2 },
          v = { 1, 2 }, to = a + ms(20) }
        s:finish(ms(30))
      end,
    }
  end
end

for _, row in ipairs { { "flag", "nonblock", nil }, { "call", nil,
    "dontwait" } } do
  local key, flags, message = table.unpack(row)
  for _, via in ipairs { "recv", "recvfrom", "recvmsg" } do
    case(("eagain-%s-%s"):format(key, via)) {
      title   = ("%s that must not sleep (%s) finds no record"):format(via,
        key),
      clauses = { "TSK-READ-3" },
      run = function (s)
        local t = s:timersock { flags = flags }
        s:at(0):read(t, { via = via, flags = message }):fails "EAGAIN"
        s:at(0):write(t, { rel = ms(10), per = ms(10) })
        s:at(ms(5)):read(t, { via = via, flags = message }):fails "EAGAIN"
        s:at(ms(15)):read(t, { via = via, flags = message })
        s:at(ms(15)):read(t, { via = via, flags = message }):fails "EAGAIN"
        s:finish(ms(20))
      end,
    }
  end
end

case "nonblock-later" {
  title   = "O_NONBLOCK can be set and taken away",
  clauses = { "TSK-READ-3", "TSK-READ-4" },
  run = function (s)
    local t = s:timersock {}
    local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
    s:at(0):nonblock(t, { on = 1 })
    s:at(0):read(t):fails "EAGAIN"
    s:at(0):nonblock(t, { on = 0 })
    s:main():read(t):ends(a + ms(10))
    s:finish(ms(15))
  end,
}

case "set-by-another" {
  title   = "a read that sleeps before the timer is set ends at its expiry",
  clauses = { "TSK-READ-5", "TSK-READ-4" },
  run = function (s)
    local t, b = s:timersock {}, s:thread {}
    local r = b:at(0):read(t)
    local a = s:at(ms(10)):write(t, { rel = ms(10) })
    r:ends(a + ms(10))
    s:finish(ms(30))
  end,
}

case "moved-under-a-sleeper" {
  title   = "a sleeping read follows the timer to its new deadline",
  clauses = { "TSK-READ-4", "TM-MOVE-2" },
  run = function (s)
    local t, b = s:timersock {}, s:thread {}
    s:at(0):write(t, { rel = ms(20) })
    local r = b:at(0):read(t)
    local a = s:at(ms(10)):write(t, { rel = ms(30) })
    r:ends(a + ms(30)):shows { v = 1 }
    s:finish(ms(50))
  end,
}

case "two-readers" {
  title   = "of two sleeping readers one gets the record, the other the next",
  clauses = { "TSK-READ-6", "TSK-READ-4" },
  class   = V,
  run = function (s)
    local t = s:timersock {}
    local b, d = s:thread { cpu = 1 }, s:thread { cpu = 0 }
    local a = s:at(ms(5)):write(t, { rel = ms(10), per = ms(10) })
    local x, y = b:at(0):read(t), d:at(0):read(t)
    s:either {
      { { x, ends = a + ms(10) }, { y, ends = a + ms(20) } },
      { { y, ends = a + ms(10) }, { x, ends = a + ms(20) } },
    }
    s:finish(ms(30))
  end,
}

case "two-readers-burst" {
  title   = "two readers of a burst read each record once",
  clauses = { "TSK-READ-6", "TSK-READ-1" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    local b, d = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    local a = s:at(0):write(t, { rel = us(100), per = us(100) })
    for _, x in ipairs { b, d } do
      x:at(us(10050)):rep(200, { till = "EAGAIN" }, function (m)
        m:read(t)
      end):any()
    end
    s:sum { of = { t, "read" }, field = "v", equals = 100 }
    s:at(us(10060)):write(t, { rel = 0 })
    local _ = a
    s:finish(ms(11))
  end,
}

case "peek" {
  title   = "MSG_PEEK shows the records and leaves them",
  clauses = { "TSK-READ-9" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
    for _, via in ipairs { "recv", "recvfrom", "recvmsg" } do
      s:at(0):read(t, { via = via, flags = "peek" }):fails "EAGAIN"
    end
    for _, via in ipairs { "recv", "recvfrom", "recvmsg" } do
      s:at(ms(35)):read(t, { via = via, flags = "peek", room = 9 })
        :shows { r = 3, v = 3, from = a + ms(10), to = a + ms(30) }
      s:at(ms(35)):read(t, { via = via, flags = "peek|dontwait" })
        :shows { r = 1, v = 1, from = a + ms(10), to = a + ms(10) }
      s:at(ms(35)):read(t, { via = via, flags = "peek", room = 2 })
        :shows { r = 2, v = 2, from = a + ms(10), to = a + ms(20) }
    end
    s:at(ms(35)):read(t, { room = 9 })
      :shows { r = 3, v = 3, from = a + ms(10), to = a + ms(30) }
    s:finish(ms(40))
  end,
}

-- More than the socket copies at a time, in a peek as in a read.
case "peek-many" {
  title   = "a peek at a hundred records shows each in its place",
  clauses = { "TSK-READ-9", "TSK-READ-1" },
  class   = V,
  run = function (s)
    local t = s:timersock {}
    local a = s:at(0):write(t, { rel = ms(1), per = ms(1) })
    s:at(us(100500)):read(t, { via = "recv", flags = "peek", room = 420 })
      :shows { r = 100, v = 100, from = a + ms(1), to = a + ms(100) }
    s:main():read(t, { room = 30 })
      :shows { r = 30, v = 30, from = a + ms(1), to = a + ms(30) }
    s:main():read(t, { via = "recv", flags = "peek", room = 420 })
      :shows { r = 70, v = 70, from = a + ms(31), to = a + ms(100) }
    s:finish(ms(101))
  end,
}

case "peek-sleeps" {
  title   = "a peek sleeps until there is a record",
  clauses = { "TSK-READ-9", "TSK-READ-4" },
  run = function (s)
    local t = s:timersock {}
    local a = s:at(0):write(t, { rel = ms(10) })
    s:main():read(t, { via = "recv", flags = "peek" }):ends(a + ms(10))
    s:main():read(t)
    s:finish(ms(20))
  end,
}

for _, via in ipairs { "recv", "recvfrom", "recvmsg" } do
  case("waitall-" .. via) {
    title   = via .. " with MSG_WAITALL returns with the first record",
    clauses = { "TSK-READ-10" },
    run = function (s)
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
      s:main():read(t, { via = via, flags = "waitall", room = 4 })
        :shows { r = 1, v = 1 }:ends(a + ms(10))
      s:finish(ms(15))
    end,
  }
end

case "no-address" {
  title   = "recvfrom and recvmsg report an address of no bytes",
  clauses = { "TSK-READ-11" },
  class   = V,
  run = function (s)
    local t = s:timersock {}
    s:at(0):write(t, { rel = ms(1), per = ms(1) })
    s:at(us(9500)):read(t, { via = "recvfrom", addr = 1 })
      :shows { r = 1, addr = 0 }
    s:main():read(t, { via = "recvmsg", addr = 1 }):shows { r = 1, addr = 0 }
    s:main():read(t, { via = "recvmsg", addr = 1, control = 16 })
      :shows { r = 1, addr = 0 }
    s:main():read(t, { via = "recvfrom", addr = 1, alen = "bad" })
      :fails "EFAULT"
    s:main():read(t, { via = "recvfrom", alen = "bad" }):shows { r = 1 }
    s:finish(ms(10))
  end,
}

for _, pieces in ipairs { 2, 3, 16 } do
  for _, via in ipairs { "readv", "recvmsg" } do
    case(("pieces-%d-%s"):format(pieces, via)) {
      title   = ("%s into %d pieces brings the same records"):format(via,
        pieces),
      clauses = { "TSK-READ-8", "TSK-READ-1" },
      class   = V,
      run = function (s)
        local t = s:timersock {}
        local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
        s:at(ms(55)):read(t, { via = via, pieces = pieces, room = 4,
          more = 5 }):shows { r = 4, v = 4, type = 1, over = 0,
            from = a + ms(10), to = a + ms(40) }
        s:at(ms(55)):read(t, { via = via, pieces = pieces })
          :shows { r = 1, from = a + ms(50) }
        s:finish(ms(60))
      end,
    }
  end
end

case "close-under-a-sleeper" {
  title   = "a read whose descriptor is closed goes on, and so does the timer",
  clauses = { "TSK-CLOSE-2" },
  class   = V,
  run = function (s)
    local t, b = s:timersock {}, s:thread { cpu = 1 }
    local a = s:at(0):write(t, { rel = ms(20), per = ms(10) })
    b:at(0):read(t):ends(a + ms(20)):shows { from = a + ms(20) }
    s:at(ms(10)):close(t)
    s:at(ms(10)):gettime(t):fails "EBADF"
    b:at(ms(25)):read(t):fails "EBADF"
    s:finish(ms(40))
  end,
}

-- The last reference goes with the read; then the timer is still.
case "closed-is-silent" {
  title   = "a closed timer does not expire any more",
  clauses = { "TSK-CLOSE-1", "TSK-CLOSE-2" },
  class   = V,
  needs   = { "watch" },
  run = function (s)
    local t, b = s:timersock {}, s:thread { cpu = 1 }
    s:at(0):write(t, { rel = ms(20), per = ms(10) })
    b:at(0):read(t)
    s:at(ms(10)):close(t)
    s:at(ms(25)):tally "hrt.expire":gives(1)
    s:at(ms(95)):tally "hrt.expire":gives(1)
    s:finish(ms(100))
  end,
}

-- The ring begins anew in the middle of a read, and right behind one.
case "wraps" {
  title   = "records are whole and in order where the ring begins anew",
  clauses = { "TSK-READ-1", "TSK-EVENT-1" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    local a = s:at(0):write(t, { rel = ms(1), per = ms(1) })
    for k = 1, 4 do
      s:at(k * ms(100) + us(500)):read(t, { room = 420 })
        :shows { r = 100, v = 100, over = 0,
          from = a + (k - 1) * ms(100) + ms(1), to = a + k * ms(100) }
    end
    s:finish(ms(401))
  end,
}

case "ends-at-the-end" {
  title   = "a read that empties the ring up to its end leaves it whole",
  clauses = { "TSK-READ-1", "TSK-ROOM-1" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    local a = s:at(0):write(t, { rel = us(10), per = us(10) })
    s:at(us(6005)):read(t, { room = 420 }):shows { r = { 341, 409 },
      v = 600 }
    s:at(us(6105)):read(t, { room = 420 }):shows { r = 10, v = 10, over = 0,
      from = a + us(6010), to = a + us(6100) }
    s:finish(us(6108))
  end,
}

case "huge" {
  title   = "a buffer of any size takes what is there; one beyond is refused",
  clauses = { "TSK-READ-1", "TSK-OTHER-5" },
  class   = V,
  needs   = { "long64" },
  run = function (s)
    local t = s:timersock {}
    local a = s:at(0):write(t, { rel = ms(1), per = ms(1) })
    for i, via in ipairs(ways) do
      local m = s:at(i * ms(3) + us(500))
      m:read(t, { len = -1, via = via }):fails "EINVAL"
      m:read(t, { len = math.mininteger, via = via }):fails "EINVAL"
      m:read(t, { len = math.maxinteger, via = via })
        :shows { r = 3, v = 3, to = a + i * ms(3) }
    end
    s:finish(ms(16))
  end,
}
