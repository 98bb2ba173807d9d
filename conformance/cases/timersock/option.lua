-- SPDX-License-Identifier: BSD-2-Clause
-- getsockopt and setsockopt: [TSK-OPT-1] to [TSK-OPT-5].

case "one-shot" {
  title   = "TSO_ITIMER of a one-shot timer shows time left and no interval",
  clauses = { "TSK-OPT-1", "TM-LEFT-1" },
  run = function (s)
    local t = s:timersock {}
    local a = s:at(0):write(t, { rel = ms(30) })
    s:at(ms(5)):gettime(t):shows { r = 0, left = a + ms(30), per = 0 }
    s:main():read(t):ends(a + ms(30))
    s:main():gettime(t):shows { left = 0, per = 0 }
    s:finish(ms(40))
  end,
}

case "periodic" {
  title   = "TSO_ITIMER of a periodic timer shows time left and interval",
  clauses = { "TSK-OPT-1", "TM-LEFT-3" },
  run = function (s)
    local t = s:timersock {}
    local a = s:at(0):write(t, { rel = ms(10), per = ms(30) })
    s:at(ms(5)):gettime(t):shows { left = a + ms(10), per = ms(30) }
    s:at(ms(20)):gettime(t):shows { left = a + ms(40), per = ms(30) }
    s:at(ms(20)):read(t)
    s:finish(ms(30))
  end,
}

case "rounds-up" {
  title   = "the time left is rounded up to a microsecond, and never to 0",
  clauses = { "TSK-OPT-1", "TM-LEFT-1" },
  class   = { "virtual" },
  run = function (s)
    local t = s:timersock {}
    s:at(0):write(t, { rel = us(5) })
    for _, row in ipairs { { 0, 5 }, { 1, 5 }, { 999, 5 }, { 1000, 4 },
      { 1001, 4 }, { 4000, 1 }, { 4001, 1 }, { 4999, 1 } } do
      s:at(row[1]):gettime(t):shows { left = us(row[2]) }
    end
    s:at(us(6)):read(t)
    s:finish(us(7))
  end,
}

-- The interrupt is held back: from another CPU the timer is still armed.
case "overdue-not-zero" {
  title   = "an armed timer whose interrupt is late does not read as disarmed",
  clauses = { "TSK-OPT-1", "TM-LEFT-1" },
  class   = { "virtual" },
  needs   = { "mask" },
  run = function (s)
    local t, b = s:timersock {}, s:thread { cpu = 1 }
    s:at(0):write(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    b:at(ms(20)):gettime(t):shows { left = us(1), per = 0 }
    local u = s:at(ms(30)):unmask()
    b:at(ms(25)):read(t):ends(u)
    s:finish(ms(40))
  end,
}

case "without-room" {
  title   = "the time left of a timer without room counts to its next deadline",
  clauses = { "TSK-OPT-1", "TM-LEFT-3", "TSK-COST-1" },
  class   = { "virtual" },
  run = function (s)
    local t = s:timersock {}
    s:at(0):setopt(t, { opt = "rcvbuf", room = 1 })
    local a = s:at(0):write(t, { rel = ms(20), per = ms(20) })
    for k = 1, 4 do
      s:at(k * ms(20) + ms(5)):gettime(t)
        :shows { left = a + (k + 1) * ms(20), per = ms(20) }
    end
    s:at(ms(90)):read(t):shows { r = 1, v = 4 }
    s:finish(ms(95))
  end,
}

case "interval-exact" {
  title   = "the interval reads back to the microsecond",
  clauses = { "TSK-OPT-1" },
  run = function (s)
    local t = s:timersock {}
    local m, most = s:at(0), s.st "frontend.timersock.greatest"
    for _, per in ipairs { us(1), us(999), us(1234567), sec(3600) + us(1),
      sec(2147483648), sec(4294967297) + us(999999) } do
      m:write(t, { rel = sec(60), per = per })
      m:gettime(t):shows { left = any,
        per = per <= most and per or { ">=", most } }
    end
    s:finish(ms(5))
  end,
}

local unknown = { { "timer", 0 }, { "timer", 2 }, { "timer", 8 },
  { "socket", 1 }, { "socket", 2 }, { "socket", 99 }, { 0, 1 }, { 6, 1 },
  { 330, 1 }, { -1, 8 } }

for i, row in ipairs(unknown) do
  local level, opt = table.unpack(row)
  case(("unknown-%d-%s"):format(i, level)) {
    title   = ("option %d of level %s is refused"):format(opt, level),
    clauses = { "TSK-OPT-2" },
    class   = { "virtual" },
    run = function (s)
      local t = s:timersock {}
      s:at(0):getopt(t, { level = level, opt = opt }):fails "ENOPROTOOPT"
      s:at(0):setopt(t, { level = level, opt = opt }):fails "ENOPROTOOPT"
      s:finish(ms(1))
    end,
  }
end

for _, row in ipairs { { "socket", "type" }, { "timer", "itimer" } } do
  case("not-settable-" .. row[2]) {
    title   = "setsockopt of " .. row[2] .. " is refused",
    clauses = { "TSK-OPT-2" },
    run = function (s)
      local t = s:timersock {}
      local a = s:at(0):write(t, { rel = ms(10) })
      s:at(0):setopt(t, { level = row[1], opt = row[2], v = 1, len = 32 })
        :fails "ENOPROTOOPT"
      s:main():read(t):ends(a + ms(10))
      s:finish(ms(15))
    end,
  }
end

case "too-little-room" {
  title   = "an option with too little room is refused, in order of checks",
  clauses = { "TSK-OPT-3", "TSK-OTHER-5" },
  class   = { "virtual" },
  run = function (s)
    local t, m = s:timersock {}, s:at(0)
    for _, len in ipairs { 0, 1, 3 } do
      for _, opt in ipairs { "type", "rcvbuf" } do
        m:getopt(t, { opt = opt, len = len }):fails "EINVAL"
        m:getopt(t, { opt = opt, len = len, ptr = "bad" }):fails "EINVAL"
        m:getopt(t, { opt = opt, len = len, alen = "bad" }):fails "EFAULT"
      end
      m:setopt(t, { opt = "rcvbuf", room = 3, len = len }):fails "EINVAL"
      m:setopt(t, { opt = "rcvbuf", len = len, ptr = "bad" })
        :fails "EINVAL"
      m:setopt(t, { opt = "type", len = len }):fails "ENOPROTOOPT"
      m:getopt(t, { opt = 99, len = len, alen = "bad" })
        :fails "ENOPROTOOPT"
    end
    for _, more in ipairs { -1, -16 } do
      m:gettime(t, { more = more }):fails "EINVAL"
    end
    m:getopt(t, { opt = "rcvbuf" }):shows { v = 8192 }
    s:finish(ms(1))
  end,
}

for _, ptr in ipairs { "null", "bad" } do
  case("pointer-" .. ptr) {
    title   = "options with a " .. ptr .. " pointer fail",
    clauses = { "TSK-OPT-4" },
    class   = { "virtual" },
    run = function (s)
      local t, m = s:timersock {}, s:at(0)
      m:gettime(t, { ptr = ptr }):fails "EFAULT"
      m:gettime(t, { alen = ptr }):fails "EFAULT"
      for _, opt in ipairs { "type", "rcvbuf" } do
        m:getopt(t, { opt = opt, ptr = ptr }):fails "EFAULT"
        m:getopt(t, { opt = opt, alen = ptr }):fails "EFAULT"
      end
      m:setopt(t, { opt = "rcvbuf", ptr = ptr }):fails "EFAULT"
      m:getopt(t, { opt = "rcvbuf" }):shows { v = 8192 }
      s:finish(ms(1))
    end,
  }
end

case "type" {
  title   = "SO_TYPE is SOCK_STREAM, and more room does not matter",
  clauses = { "TSK-OPT-5" },
  class   = { "virtual" },
  run = function (s)
    local t, m = s:timersock {}, s:at(0)
    m:getopt(t, { opt = "type" }):shows { r = 0, v = 1, len = 4 }
    m:getopt(t, { opt = "type", len = 40 }):shows { r = 0, v = 1, len = 4 }
    m:setopt(t, { opt = "rcvbuf", v = 1000, len = 40 })
    m:getopt(t, { opt = "rcvbuf", len = 40 })
      :shows { r = 0, v = 1000, len = 4 }
    m:gettime(t, { more = 9 }):shows { r = 0, left = 0, per = 0 }
    s:finish(ms(1))
  end,
}
