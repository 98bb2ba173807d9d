-- SPDX-License-Identifier: BSD-2-Clause
-- Closing a timerfd: [TFD-CLOSE-1].

case "ebadf" {
  title   = "every call on a closed descriptor fails with EBADF",
  clauses = { "TFD-CLOSE-1" },
  run = function (s)
    local t, m = s:timerfd {}, s:at(0)
    m:close(t)
    m:settime(t, { rel = ms(10) }):fails "EBADF"
    m:gettime(t):fails "EBADF"
    m:read(t):fails "EBADF"
    m:write(t):fails "EBADF"
    m:nonblock(t, { on = 1 }):fails "EBADF"
    m:close(t):fails "EBADF"
    s:finish(ms(1))
  end,
}

case "never-opened" {
  title   = "every call on a descriptor that was never open fails with EBADF",
  clauses = { "TFD-CLOSE-1" },
  run = function (s)
    local t, m = s:timerfd { lazy = true }, s:at(0)
    m:settime(t, { rel = ms(10) }):fails "EBADF"
    m:gettime(t):fails "EBADF"
    m:read(t):fails "EBADF"
    m:close(t):fails "EBADF"
    s:finish(ms(1))
  end,
}

case "while-armed" {
  title   = "an armed timer can be closed and does not disturb others",
  clauses = { "TFD-CLOSE-1", "TM-MANY-1" },
  run = function (s)
    local t, w = s:timerfd {}, s:timerfd {}
    s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    local a = s:at(0):settime(w, { rel = ms(40) })
    s:at(ms(5)):close(t)
    s:at(ms(5)):gettime(t):fails "EBADF"
    s:main():read(w):ends(a + ms(40))
    s:finish(ms(50))
  end,
}

case "after-expiry" {
  title   = "a timer with a count that nobody read can be closed",
  clauses = { "TFD-CLOSE-1" },
  run = function (s)
    local t = s:timerfd {}
    s:at(0):settime(t, { rel = ms(5), per = ms(10) })
    s:at(ms(30)):close(t)
    s:at(ms(30)):read(t):fails "EBADF"
    s:finish(ms(40))
  end,
}

case "number-reused" {
  title   = "a timer made after a close starts disarmed and uncounted",
  clauses = { "TFD-CLOSE-1", "TFD-CREATE-1" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { lazy = true }
    s:at(0):settime(t, { rel = ms(5), per = ms(5) })
    s:at(ms(12)):close(t)
    s:at(ms(12)):create(u, { flags = "nonblock" })
    s:at(ms(12)):gettime(u):shows { left = 0, per = 0 }
    s:at(ms(20)):read(u):fails "EAGAIN"
    local a = s:at(ms(20)):settime(u, { rel = ms(10) })
    s:at(ms(35)):read(u):shows { v = s:intervals { from = a, every = ms(10),
      upto = "self" } }
    s:finish(ms(40))
  end,
}

-- More descriptors than a table of that size could leak.
case "many-in-turn" {
  title   = "descriptors can be made, set and closed time and again",
  clauses = { "TFD-CLOSE-1", "TM-MANY-1" },
  run = function (s)
    local t, w = s:timerfd { lazy = true, n = 100 }, s:timerfd {}
    local a = s:at(0):settime(w, { rel = ms(60) })
    s:at(ms(10)):rep(100, function (m)
      m:create(t.i, { flags = "nonblock" })
      m:settime(t.i, { rel = ms(5) })
    end)
    s:at(ms(30)):rep(100, function (m)
      m:read(t.i)
      m:close(t.i)
    end)
    s:at(ms(40)):rep(100, function (m) m:read(t.i):fails "EBADF" end)
    s:main():read(w):ends(a + ms(60))
    s:finish(ms(70), { grace = sec(1) })
  end,
}

-- More rounds than any table has room.
case "given-out-again" {
  title   = "calls that fail use up no descriptor, however many there are",
  clauses = { "TFD-CLOSE-2" },
  run = function (s)
    local t, x = s:timerfd { lazy = true }, s:timerfd { lazy = true }
    local w = s:timerfd { lazy = true }
    s:at(0):rep(1100, function (m)
      m:create(x, { flags = "0x1" }):fails "EINVAL"
      m:create(x, { clock = 99 }):fails "EINVAL"
      m:create(t)
      m:read(t, { len = 4 }):fails "EINVAL"
      m:gettime(t, { ptr = "bad" }):fails "EFAULT"
      m:settime(t, { rel = ms(500), flags = "0x80" }):fails "EINVAL"
      m:settime(t, { rel = ms(500), old = "bad" }):fails "EFAULT"
      m:close(t)
    end)
    s:at(ms(100)):create(w)
    local a = s:at(ms(100)):settime(w, { rel = ms(10) })
    s:main():read(w):ends(a + ms(10))
    s:finish(ms(120), { grace = sec(1) })
  end,
}

case "while-read" {
  title   = "a read whose descriptor is closed meanwhile ends as declared",
  clauses = { "TFD-CLOSE-3" },
  run = function (s)
    local t, b = s:timerfd {}, s:thread {}
    local goes_on = s.st("timerfd.close-read",
      { ["goes-on"] = true, EBADF = false })
    local a = s:at(0):settime(t, { rel = ms(40) })
    local r = b:at(ms(5)):read(t)
    local c = s:at(ms(20)):close(t)
    if goes_on then r:ends(a + ms(40)) else r:fails "EBADF":ends(c) end
    s:at(ms(30)):gettime(t):fails "EBADF"
    s:finish(ms(50))
  end,
}
