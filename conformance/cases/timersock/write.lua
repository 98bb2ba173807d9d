-- SPDX-License-Identifier: BSD-2-Clause
-- Setting a timer socket: [TSK-WRITE-1] to [TSK-WRITE-11], [TSK-CLOCK-1].

local ways = { "write", "writev", "send", "sendto", "sendmsg" }

for _, via in ipairs(ways) do
  case("by-" .. via) {
    title   = "a timer that is set by " .. via .. " expires, at its time",
    clauses = { "TSK-WRITE-1", "TSK-WRITE-6" },
    run = function (s)
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(15), per = ms(10), via = via })
        :gives(1)
      for k = 0, 2 do s:main():read(t):ends(a + ms(15) + k * ms(10)) end
      s:finish(ms(40))
    end,
  }

  for _, more in ipairs { -1, -7 } do
    case(("short%d-%s"):format(more, via)) {
      title   = ("a %s that is short by %d bytes sets nothing"):format(via,
        -more),
      clauses = { "TSK-WRITE-2", "TSK-WRITE-5" },
      run = function (s)
        local t = s:timersock {}
        local a = s:at(0):write(t, { rel = ms(10), per = ms(15) })
        s:at(ms(15)):write(t, { rel = ms(50), more = more, via = via })
          :fails "EINVAL"
        s:main():read(t):shows { from = a + ms(10) }
        s:main():read(t):ends(a + ms(25))
        s:finish(ms(35))
      end,
    }
  end

  for _, more in ipairs { 1, 24, 32 } do
    case(("long-%d-%s"):format(more, via)) {
      title   = ("a %s that is long by %d bytes sets nothing"):format(via,
        more),
      clauses = { "TSK-WRITE-3", "TSK-WRITE-5" },
      run = function (s)
        local t = s:timersock {}
        local a = s:at(0):write(t, { rel = ms(10), per = ms(15) })
        s:at(ms(15)):write(t, { rel = ms(50), more = more, via = via })
          :fails "EMSGSIZE"
        s:main():read(t):shows { from = a + ms(10) }
        s:main():read(t):ends(a + ms(25))
        s:finish(ms(35))
      end,
    }
  end

  case("empty-" .. via) {
    title   = "a " .. via .. " of no bytes sets nothing",
    clauses = { "TSK-WRITE-2", "TSK-WRITE-5" },
    run = function (s)
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(20) })
      s:at(ms(5)):write(t, { len = 0, via = via }):fails "EINVAL"
      s:main():read(t):ends(a + ms(20))
      s:finish(ms(25))
    end,
  }

  for _, ptr in ipairs { "null", "bad" } do
    case(("pointer-%s-%s"):format(ptr, via)) {
      title   = ("a %s from a %s pointer sets nothing"):format(via, ptr),
      clauses = { "TSK-WRITE-7", "TSK-WRITE-5" },
      run = function (s)
        local t = s:timersock {}
        local a = s:at(0):write(t, { rel = ms(20) })
        s:at(ms(5)):write(t, { rel = ms(50), ptr = ptr, via = via })
          :fails "EFAULT"
        s:at(ms(5)):write(t, { rel = ms(50), ptr = ptr, more = -1, via = via })
          :fails "EINVAL"
        s:at(ms(5)):write(t, { rel = ms(50), ptr = ptr, more = 1, via = via })
          :fails "EMSGSIZE"
        s:main():read(t):ends(a + ms(20))
        s:finish(ms(25))
      end,
    }
  end
end

case "huge" {
  title   = "a write of more bytes than there can be is refused",
  clauses = { "TSK-WRITE-3", "TSK-WRITE-5" },
  class   = { "virtual" },
  needs   = { "long64" },
  run = function (s)
    local t, m = s:timersock {}, s:at(0)
    local a = m:write(t, { rel = ms(20) })
    for _, via in ipairs(ways) do
      m:write(t, { len = math.maxinteger, via = via }):fails "EMSGSIZE"
      m:write(t, { len = -1, via = via }):fails "EINVAL"
    end
    m:read(t):ends(a + ms(20))
    s:finish(ms(25))
  end,
}

-- Each member that a struct itimerval has, at and beyond the ends.
local wrong = {
  { "sec", -1 }, { "sec", math.mininteger }, { "usec", -1 },
  { "usec", 1000000 }, { "usec", 2147483647 }, { "isec", -1 },
  { "isec", math.mininteger }, { "iusec", -1 }, { "iusec", 1000000 },
  { "iusec", 2147483647 },
}

for i, row in ipairs(wrong) do
  case(("wrong-%d-%s"):format(i, row[1])) {
    title   = ("%s of %d is refused, and the old timer runs on"):format(row[1],
      row[2]),
    clauses = { "TSK-WRITE-4", "TSK-WRITE-5" },
    run = function (s)
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(10), per = ms(20) })
      s:at(ms(15)):write(t, { rel = ms(40), [row[1]] = row[2] })
        :fails "EINVAL"
      s:at(ms(15)):write(t, { rel = 0, [row[1]] = row[2] }):fails "EINVAL"
      s:at(ms(20)):gettime(t):shows { left = a + ms(30), per = ms(20) }
      s:main():read(t):shows { from = a + ms(10) }
      s:main():read(t):ends(a + ms(30))
      s:finish(ms(40))
    end,
  }
end

case "right-at-the-ends" {
  title   = "0 and 999999 microseconds are right",
  clauses = { "TSK-WRITE-1", "TSK-WRITE-4" },
  class   = { "virtual" },
  run = function (s)
    local t = s:timersock {}
    local a = s:at(0):write(t, { sec = 0, usec = 999999, isec = 1, iusec = 0 })
    s:main():read(t):ends(a + us(999999))
    s:main():read(t):ends(a + us(1999999))
    local b = s:main():write(t, { sec = 1, usec = 0, isec = 0,
      iusec = 999999 })
    s:main():read(t):ends(b + sec(1))
    s:main():read(t):ends(b + sec(1) + us(999999))
    s:finish(sec(5))
  end,
}

for _, via in ipairs { "writev", "sendmsg" } do
  for _, pieces in ipairs { 2, 3, 16 } do
    case(("pieces-%d-%s"):format(pieces, via)) {
      title   = ("%s of %d pieces is one setting"):format(via, pieces),
      clauses = { "TSK-WRITE-6" },
      run = function (s)
        local t = s:timersock { flags = "nonblock" }
        local a = s:at(0):write(t, { rel = ms(10), per = ms(20), via = via,
          pieces = pieces })
        s:at(ms(5)):gettime(t):shows { left = a + ms(10), per = ms(20) }
        s:at(ms(15)):read(t, { room = 3 })
        s:at(ms(15)):read(t):fails "EAGAIN"
        s:finish(ms(20))
      end,
    }
  end
end

case "zero-with-interval" {
  title   = "a zero first value disarms although there is an interval",
  clauses = { "TSK-WRITE-8" },
  run = function (s)
    local t, w = s:timersock { flags = "nonblock" }, s:timersock {}
    s:at(0):write(t, { rel = ms(10), per = ms(10) })
    local b = s:at(0):write(w, { rel = ms(40) })
    s:at(ms(5)):write(t, { rel = 0, per = ms(10) })
    s:at(ms(5)):gettime(t):shows { left = 0 }
    s:main():read(w):ends(b + ms(40))
    s:at(ms(50)):read(t):fails "EAGAIN"
    s:finish(ms(55))
  end,
}

for _, row in ipairs { { "set", ms(10) }, { "disarm", 0 } } do
  local key, rel = table.unpack(row)
  case("discards-" .. key) {
    title   = "a write (" .. key .. ") discards what nobody has read",
    clauses = { "TSK-WRITE-9" },
    run = function (s)
      local t = s:timersock { flags = "nonblock" }
      s:at(0):write(t, { rel = ms(5), per = ms(10) })
      local b = s:at(ms(30)):write(t, { rel = rel })
      s:at(ms(30)):read(t, { room = 9 }):fails "EAGAIN"
      if rel > 0 then
        s:at(ms(45)):read(t, { room = 9 }):shows { from = b + rel }
      end
      s:at(ms(45)):read(t):fails "EAGAIN"
      s:finish(ms(50))
    end,
  }
end

case "same-record-counts-anew" {
  title   = "an overrun of the old setting is not one of the new",
  clauses = { "TSK-WRITE-9", "TSK-EVENT-4" },
  class   = { "virtual" },
  tie     = true,
  run = function (s)
    local t = s:timersock { flags = "nonblock" }
    s:at(0):setopt(t, { opt = "rcvbuf", room = 1 })
    s:at(0):write(t, { rel = ms(5), per = ms(5) })
    s:at(ms(50)):gettime(t):shows { per = ms(5) }
    local b = s:at(ms(51)):write(t, { rel = ms(10), per = ms(10) })
    s:at(ms(52)):read(t):fails "EAGAIN"
    s:at(ms(82)):read(t, { room = 2 })
      :shows { r = 1, v = 3, over = 2, from = b + ms(10) }
    s:finish(ms(85))
  end,
}

-- While the callback of the old setting is held up behind the lock.
case "from-another-cpu" {
  title   = "settings from another CPU at the deadlines lose nothing",
  clauses = { "TSK-WRITE-9", "TM-MOVE-2" },
  class   = { "virtual" },
  tie     = true,
  run = function (s)
    local t, b = s:timersock { flags = "nonblock" }, s:thread { cpu = 1 }
    s:at(0):write(t, { rel = ms(10), per = ms(10) })
    b:at(ms(10)):write(t, { rel = ms(10), per = ms(10) })
    b:at(ms(20)):write(t, { rel = ms(10), per = ms(10) })
    local a = b:at(ms(30)):write(t, { rel = ms(15) })
    s:at(ms(40)):read(t):fails "EAGAIN"
    s:at(ms(50)):read(t, { room = 9 }):shows { from = a + ms(15) }
    s:finish(ms(55))
  end,
}

for _, via in ipairs { "sendto", "sendmsg" } do
  case("address-" .. via) {
    title   = via .. " with an address is refused",
    clauses = { "TSK-WRITE-10", "TSK-WRITE-5" },
    run = function (s)
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(10) })
      s:at(0):write(t, { rel = ms(50), via = via, addr = 1 }):fails "EINVAL"
      s:main():read(t):ends(a + ms(10))
      s:finish(ms(15))
    end,
  }
end

case "control" {
  title   = "sendmsg with control data is refused",
  clauses = { "TSK-WRITE-11", "TSK-WRITE-5" },
  run = function (s)
    local t = s:timersock {}
    local a = s:at(0):write(t, { rel = ms(10) })
    s:at(0):write(t, { rel = ms(50), via = "sendmsg", control = 16 })
      :fails "EOPNOTSUPP"
    s:main():read(t):ends(a + ms(10))
    s:finish(ms(15))
  end,
}

for _, row in ipairs { { "forward", sec(3600) }, { "back", -sec(3600) } } do
  local key, by = table.unpack(row)
  case("clock-" .. key) {
    title   = "setting the clock " .. key .. " does not move the timer",
    clauses = { "TSK-CLOCK-1" },
    class   = { "virtual" },
    run = function (s)
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(20), per = ms(20) })
      s:at(ms(5)):setclock("real", { by = by })
      s:at(ms(10)):gettime(t):shows { left = a + ms(20), per = ms(20) }
      s:main():read(t):ends(a + ms(20))
      s:main():read(t):ends(a + ms(40))
      s:finish(ms(50))
    end,
  }
end
