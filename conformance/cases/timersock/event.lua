-- SPDX-License-Identifier: BSD-2-Clause
-- Records: [TSK-EVENT-1] to [TSK-EVENT-7], [TSK-ROOM-1] to [TSK-ROOM-3],
-- [TSK-COST-1] [TSK-COST-2].

local V = { "virtual" }

case "one-each" {
  title   = "each expiration that nobody waits for leaves a record",
  clauses = { "TSK-EVENT-1", "TSK-READ-1" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    local a = s:at(0):write(t, { rel = ms(15), per = ms(10) })
    s:at(ms(50)):read(t, { room = 9 }):shows { r = 4, v = 4, type = 1,
      over = 0, from = a + ms(15), to = a + ms(45) }
    s:at(ms(50)):read(t):fails "EAGAIN"
    s:finish(ms(54))
  end,
}

case "in-order" {
  title   = "records are read in the order of the expirations",
  clauses = { "TSK-EVENT-1", "TSK-READ-1" },
  class   = V,
  run = function (s)
    local t = s:timersock {}
    local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
    for k = 1, 5 do
      s:at(ms(55)):read(t):shows { from = a + k * ms(10) }
    end
    s:finish(ms(59))
  end,
}

for _, n in ipairs { 2, 3, 10 } do
  case("burst-" .. n) {
    title   = n .. " expirations behind masked interrupts: a record each,"
      .. " one stamp, one interrupt",
    clauses = { "TSK-EVENT-2", "TSK-EVENT-3", "TSK-COST-2" },
    class   = V,
    needs   = { "mask", "watch" },
    run = function (s)
      local t = s:timersock { flags = "nonblock" }
      local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
      s:at(ms(5)):mask { lim = sec(1) }
      local u = s:at(n * ms(10) + ms(5)):unmask()
      s:main():tally "hrt.expire":gives(1)
      s:main():read(t, { room = n - 1 }):shows { r = n - 1, v = n - 1,
        over = 0, from = u, to = u }
      s:main():read(t, { room = 2 }):shows { r = 1, v = 1, from = u }
      s:at((n + 1) * ms(10) + ms(5)):read(t, { room = 2 })
        :shows { r = 1, v = 1, from = a + (n + 1) * ms(10) }
      s:finish((n + 1) * ms(10) + ms(8))
    end,
  }
end

case "burst-beyond-the-room" {
  title   = "a burst fills the room, and the last record counts the rest",
  clauses = { "TSK-EVENT-2", "TSK-EVENT-4", "TSK-EVENT-6" },
  class   = V,
  needs   = { "mask" },
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    s:at(0):setopt(t, { opt = "rcvbuf", room = 4 })
    local a = s:at(0):write(t, { rel = ms(1), per = ms(1) })
    s:at(us(500)):mask { lim = sec(1) }
    local u = s:at(us(20500)):unmask()
    s:at(us(23500)):read(t, { room = 9 }):shows { r = 4, v = 23, over = 19,
      from = u, to = u }
    s:at(us(24500)):read(t, { room = 9 }):shows { r = 1, v = 1, over = 0,
      from = a + ms(24) }
    s:finish(ms(25))
  end,
}

case "stamp-is-real" {
  title   = "the stamp is a reading of CLOCK_REALTIME, and stays what it is",
  clauses = { "TSK-EVENT-3" },
  class   = V,
  run = function (s)
    local t = s:timersock {}
    local b = s:thread { cpu = 1 }
    s:at(0):write(t, { rel = ms(10), per = ms(20) })
    b:at(ms(10)):now "real":gives "then"
    s:at(ms(15)):setclock("real", { by = sec(7200) })
    s:at(ms(20)):read(t):shows { stamp = same("then", 0, 0) }
    b:at(ms(30)):now "real":gives "later"
    s:at(ms(35)):read(t):shows { stamp = same("later", 0, 0) }
    s:finish(ms(40))
  end,
  tie = true,
}

-- The expiry lies between two microseconds of that clock.
case "stamp-rounds-down" {
  title   = "the stamp is rounded down to a microsecond",
  clauses = { "TSK-EVENT-3" },
  class   = V,
  run = function (s)
    local t = s:timersock {}
    local a = s:at(us(1) + 999):write(t, { rel = ms(1) })
    s:at(ms(5)):read(t):shows { from = a + ms(1) - 999 }
    s:finish(ms(6))
  end,
}

case "room-8192" {
  title   = "a new socket holds the records of 8192 bytes",
  clauses = { "TSK-ROOM-1", "TSK-EVENT-4", "TSK-READ-1" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    local a = s:at(0):write(t, { rel = us(100), per = us(100) })
    s:at(us(50050)):read(t, { len = 8192 + 24 })
      :shows { r = { 341, 409 }, v = 500, from = a + us(100) }
    s:at(us(50050)):read(t, { room = 420 }):fails "EAGAIN"
    s:finish(us(50080))
  end,
}

for _, row in ipairs { { 1, 1 }, { 2, 2 }, { 3, 3 }, { 100, 100 } } do
  local room, n = table.unpack(row)
  case("room-" .. room) {
    title   = ("SO_RCVBUF for %d records leaves room for them"):format(room),
    clauses = { "TSK-ROOM-2", "TSK-EVENT-4", "TSK-EVENT-6" },
    class   = V,
    run = function (s)
      local t = s:timersock { flags = "nonblock" }
      s:at(0):setopt(t, { opt = "rcvbuf", room = room })
      local a = s:at(0):write(t, { rel = us(10), per = us(10) })
      s:at(us(2005)):read(t, { room = 420 }):shows { r = n, v = 200,
        over = 200 - n, from = a + us(10), to = a + n * us(10) }
      s:at(us(2015)):read(t, { room = 420 }):shows { r = 1, v = 1, over = 0,
        from = a + us(2010) }
      s:finish(us(2018))
    end,
  }
end

local sizes = { { "zero", 0, 1 }, { "negative", -5, 1 }, { "one-byte", 1, 1 },
  { "least-int", -2147483648, 1 } }

for _, row in ipairs(sizes) do
  local key, v, n = table.unpack(row)
  case("room-of-" .. key) {
    title   = "SO_RCVBUF of " .. v .. " leaves room for one record",
    clauses = { "TSK-ROOM-2" },
    class   = V,
    run = function (s)
      local t = s:timersock { flags = "nonblock" }
      s:at(0):setopt(t, { opt = "rcvbuf", v = v })
      s:at(0):getopt(t, { opt = "rcvbuf" }):shows { v = { 20, 24, 16 } }
      s:at(0):write(t, { rel = us(10), per = us(10) })
      s:at(us(105)):read(t, { room = 9 }):shows { r = n, v = 10 }
      s:finish(us(108))
    end,
  }
end

case "room-no-larger" {
  title   = "SO_RCVBUF beyond 8192 bytes is 8192 bytes",
  clauses = { "TSK-ROOM-2", "TSK-OPT-5" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    local m = s:at(0)
    m:getopt(t, { opt = "rcvbuf" }):shows { r = 0, v = 8192, len = 4 }
    for _, v in ipairs { 8193, 100000, 2147483647 } do
      m:setopt(t, { opt = "rcvbuf", v = 100 })
      m:getopt(t, { opt = "rcvbuf" }):shows { v = 100 }
      m:setopt(t, { opt = "rcvbuf", v = v })
      m:getopt(t, { opt = "rcvbuf" }):shows { v = 8192 }
    end
    m:write(t, { rel = us(10), per = us(10) })
    s:at(us(5005)):read(t, { room = 420 }):shows { r = { ">=", 300 },
      v = 500 }
    s:finish(us(5008))
  end,
}

case "room-made-less" {
  title   = "records stay when the room becomes less, and then count",
  clauses = { "TSK-ROOM-3", "TSK-EVENT-4", "TSK-EVENT-6", "TSK-COST-1" },
  class   = V,
  needs   = { "watch" },
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    local a = s:at(0):write(t, { rel = ms(1), per = ms(1) })
    s:at(us(5500)):setopt(t, { opt = "rcvbuf", room = 2 })
    s:at(us(8500)):read(t, { room = 3 }):shows { r = 3, v = 3,
      to = a + ms(3) }
    s:at(us(9500)):tally "hrt.expire":gives(6)
    s:at(us(9500)):read(t, { room = 9 }):shows { r = 2, v = 6, over = 4,
      from = a + ms(4), to = a + ms(5) }
    s:at(us(11500)):read(t, { room = 9 }):shows { r = 2, v = 2,
      from = a + ms(10) }
    s:finish(ms(12))
  end,
}

case "room-made-more" {
  title   = "more room lets a timer go on that had none, in its phase",
  clauses = { "TSK-ROOM-2", "TSK-EVENT-6", "TSK-EVENT-4" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    s:at(0):setopt(t, { opt = "rcvbuf", room = 1 })
    local a = s:at(0):write(t, { rel = ms(1), per = ms(1) })
    s:at(us(5500)):setopt(t, { opt = "rcvbuf", room = 3 })
    s:at(us(8500)):read(t, { room = 9 }):shows { r = 3, v = 8, over = 1,
      from = a + ms(1), to = a + ms(7) }
    s:finish(ms(9))
  end,
}

case "room-again-one-by-one" {
  title   = "each record that is read makes room for the next expiration",
  clauses = { "TSK-EVENT-6", "TSK-EVENT-4" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    s:at(0):setopt(t, { opt = "rcvbuf", room = 2 })
    local a = s:at(0):write(t, { rel = ms(1), per = ms(1) })
    s:at(us(4500)):read(t):shows { r = 1, v = 1, from = a + ms(1) }
    s:at(us(5500)):read(t):shows { r = 1, v = 3, over = 2, from = a + ms(2) }
    s:at(us(6500)):read(t, { room = 9 }):shows { r = 2, v = 2, over = 0,
      from = a + ms(5), to = a + ms(6) }
    s:finish(us(6800))
  end,
}

case "overrun-saturates" {
  title   = "an overrun of more than 32 bits stays at the greatest",
  clauses = { "TSK-EVENT-5" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    s:at(0):setopt(t, { opt = "rcvbuf", room = 1 })
    s:at(0):write(t, { rel = us(1), per = us(1) })
    s:at(sec(4000)):gettime(t):shows { left = { 1, us(1) }, per = us(1) }
    s:at(sec(5000)):read(t, { flags = "peek", via = "recv" })
      :shows { r = 1, over = 4294967295 }
    s:at(sec(5001)):read(t):shows { r = 1, over = 4294967295 }
    s:main():write(t, { rel = 0 })
    s:finish(sec(5002))
  end,
}

case "overrun-nearly" {
  title   = "an overrun of one below the greatest is exact",
  clauses = { "TSK-EVENT-5", "TSK-EVENT-4" },
  class   = V,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    s:at(0):setopt(t, { opt = "rcvbuf", room = 1 })
    s:at(0):write(t, { rel = us(1), per = us(1) })
    s:at(us(4294967295) + 500):read(t):shows { r = 1, over = 4294967294 }
    s:main():write(t, { rel = 0 })
    s:finish(sec(4295))
  end,
}

for _, row in ipairs { { "unread", ms(10), 20 }, { "unread-fast", us(1),
    20 } } do
  local key, every, room = table.unpack(row)
  case("cost-" .. key) {
    title   = ("a timer of %d ns without room takes no interrupt")
      :format(every),
    clauses = { "TSK-COST-1" },
    class   = V,
    needs   = { "watch", "still" },
    run = function (s)
      local t = s:timersock {}
      s:at(0):setopt(t, { opt = "rcvbuf", room = room })
      s:at(0):write(t, { rel = every, per = every })
      s:at(sec(1) - 500):tally "hrt.intr":gives(room)
      s:main():tally "hal.intr":gives(room)
      s:main():gettime(t):shows { left = { ">", 0 }, per = every }
      s:main():tally "hal.intr":gives(room)
      s:main():read(t, { room = 1 }):shows { r = 1 }
      s:at(sec(2)):tally "hrt.intr":gives(room + 1)
      s:finish(sec(2) + 1000)
    end,
  }
end

case "no-signal" {
  title   = "no signal comes of an expiration",
  clauses = { "TSK-EVENT-7" },
  run = function (s)
    local t = s:timersock {}
    local g, h = s:signal { sig = "alrm" }, s:signal { sig = "io" }
    s:prep():handle(g)
    s:prep():handle(h)
    local a = s:at(0):write(t, { rel = ms(10), per = ms(10) })
    for k = 1, 3 do s:main():read(t):ends(a + k * ms(10)) end
    s:expect { g, times = 0 }
    s:expect { h, times = 0 }
    s:finish(ms(35))
  end,
}
