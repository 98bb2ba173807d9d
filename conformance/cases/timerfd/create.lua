-- SPDX-License-Identifier: BSD-2-Clause
-- timerfd_create: [TFD-CREATE-1] [TFD-CREATE-2] [TFD-CREATE-3].

local good = { "0", "nonblock", "cloexec", "nonblock|cloexec" }

for _, clock in ipairs { "mono", "real" } do
  for i, flags in ipairs(good) do
    case(("works-%s-%d"):format(clock, i)) {
      title   = ("a timer on %s made with flags %s works"):format(clock, flags),
      clauses = { "TFD-CREATE-1" },
      run = function (s)
        local t = s:timerfd { lazy = true, clock = clock }
        s:at(0):create(t, { clock = clock, flags = flags })
        s:at(ms(5)):gettime(t):shows { left = 0, per = 0 }
        local a = s:at(ms(5)):settime(t, { rel = ms(10) })
        s:at(ms(10)):gettime(t):shows { left = a + ms(10), per = 0 }
        s:at(ms(25)):read(t)
        s:finish(ms(30))
      end,
    }
  end
end

case "not-armed" {
  title   = "a new timer is not armed and has nothing to report",
  clauses = { "TFD-CREATE-1", "TFD-READ-3" },
  run = function (s)
    local t = s:timerfd { flags = "nonblock" }
    local w = s:timerfd {}
    local a = s:at(0):settime(w, { rel = ms(20) })
    s:at(0):gettime(t):shows { left = 0, per = 0 }
    s:at(0):read(t):fails "EAGAIN"
    s:main():read(w):ends(a + ms(20))
    s:at(ms(30)):gettime(t):shows { left = 0, per = 0 }
    s:at(ms(30)):read(t):fails "EAGAIN"
    s:finish(ms(35))
  end,
}

case "each-its-own" {
  title   = "two descriptors are two timers",
  clauses = { "TFD-CREATE-1", "TM-MANY-1" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { flags = "nonblock" }
    s:at(0):settime(t, { rel = ms(10) })
    s:at(0):gettime(u):shows { left = 0, per = 0 }
    s:at(ms(15)):read(u):fails "EAGAIN"
    s:at(ms(15)):read(t)
    s:finish(ms(20))
  end,
}

-- A clock that was cut to 8 bits would be one that exists.
local clocks = { -1, 99, 255, 256, 257, 1000, 65537, 2147483647 }

for _, clock in ipairs(clocks) do
  case("clock" .. clock) {
    title   = "the unknown clock " .. clock .. " is refused with EINVAL",
    clauses = { "TFD-CREATE-2" },
    run = function (s)
      local t = s:timerfd { lazy = true }
      s:at(0):create(t, { clock = clock }):fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

-- Alone, and beside the flags that exist (O_NONBLOCK, O_CLOEXEC).
local unknown = { "0x1", "0x2", "0x4", "0x10", "0x400", "0x8000", "0x100000",
  "0x40000000", "0x801", "0x80001", "0x7fffffff" }

for _, flags in ipairs(unknown) do
  case("flags-" .. flags) {
    title   = "the unknown flags " .. flags .. " are refused with EINVAL",
    clauses = { "TFD-CREATE-3" },
    run = function (s)
      local t = s:timerfd { lazy = true }
      s:at(0):create(t, { flags = flags }):fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

-- All are due at once; the last one made and the first are no less a timer
-- than the others.
case "hundreds-at-once" {
  title   = "256 timers can exist at once, and each expires",
  clauses = { "TFD-CREATE-1", "TM-MANY-1" },
  run = function (s)
    local t = s:timerfd { lazy = true, n = 256 }
    s:at(0):rep(256, function (m)
      m:create(t.i, { flags = "nonblock" })
      m:settime(t.i, { abs = T(ms(100)) })
    end)
    s:at(ms(50)):rep(256, function (m) m:read(t.i):fails "EAGAIN" end)
    s:at(ms(150)):rep(256, function (m)
      m:read(t.i):shows { r = 8, v = 1 }
      m:read(t.i):fails "EAGAIN"
    end)
    s:finish(ms(200), { grace = sec(1) })
  end,
}

-- Made with flags, F_GETFD and F_GETFL show so; O_RDWR is 2, O_NONBLOCK 0x800.
local shown = { { "0", 0, 2 }, { "nonblock", 0, 0x802 }, { "cloexec", 1, 2 },
  { "nonblock|cloexec", 1, 0x802 } }

for i, v in ipairs(shown) do
  local flags, fd, fl = table.unpack(v)
  case("fcntl-" .. i) {
    title   = ("fcntl shows what a timer made with flags %s is"):format(flags),
    clauses = { "TFD-CREATE-4", "TFD-CREATE-5" },
    run = function (s)
      local t = s:timerfd { lazy = true }
      s:at(0):create(t, { flags = flags })
      s:at(0):fcntl(t, { cmd = "getfd" }):gives(fd)
      s:at(0):fcntl(t, { cmd = "getfl" }):gives(fl)
      s:finish(ms(1))
    end,
  }
end

case "cloexec-later" {
  title   = "close-on-exec of a descriptor can be changed back and forth",
  clauses = { "TFD-CREATE-4" },
  run = function (s)
    local m, t, u = s:at(0), s:timerfd {}, s:timerfd { flags = "cloexec" }
    for _, on in ipairs { 1, 0, 1 } do
      m:fcntl(t, { cmd = "setfd", arg = on }):gives(0)
      m:fcntl(t, { cmd = "getfd" }):gives(on)
      m:fcntl(u, { cmd = "setfd", arg = 1 - on }):gives(0)
      m:fcntl(u, { cmd = "getfd" }):gives(1 - on)
      m:fcntl(t, { cmd = "getfl" }):gives(2)
    end
    s:finish(ms(1))
  end,
}

-- The timer, then the file; the next call has memory again.
for n = 1, 2 do
  case("no-memory-" .. n) {
    title   = "a timer that finds no memory at allocation " .. n
      .. " leaves nothing behind",
    clauses = { "TFD-CREATE-6" },
    run = function (s)
      local t = s:timerfd { lazy = true }
      s:at(0):fault("oom", { n = n })
      s:at(0):create(t):fails "ENOMEM"
      s:at(0):gettime(t):fails "EBADF"
      s:at(0):create(t)
      local a = s:at(0):settime(t, { rel = ms(10) })
      s:main():read(t):ends(a + ms(10))
      s:finish(ms(20))
    end,
  }
end
