-- SPDX-License-Identifier: BSD-2-Clause
-- timer_create: [PTM-CREATE-1] to [PTM-CREATE-10].

for _, clock in ipairs { "mono", "real" } do
  for _, notify in ipairs { "signal", "none" } do
    case(("%s-%s"):format(clock, notify)) {
      title   = ("a timer on %s that tells by %s can be made, and is not armed")
        :format(clock, notify),
      clauses = { "PTM-CREATE-1", "TM-LEFT-2" },
      run = function (s)
        local t = s:ptimer { lazy = true }
        s:at(0):create(t, { clock = clock, notify = notify, sig = "rt1" })
        s:at(0):gettime(t):shows { left = 0, per = 0 }
        s:at(0):overrun(t):gives(0)
        s:at(0):delete(t)
        s:finish(ms(1))
      end,
    }
  end
  case(clock .. "-kevent") {
    title   = ("a timer on %s that tells a queue can be made"):format(clock),
    clauses = { "PTM-CREATE-1", "TM-LEFT-2" },
    run = function (s)
      local q, t = s:kevent {}, s:ptimer { lazy = true }
      s:at(0):create(t, { clock = clock, notify = "kevent", to = q })
      s:at(0):gettime(t):shows { left = 0, per = 0 }
      s:at(0):overrun(t):gives(0)
      s:at(0):delete(t)
      s:finish(ms(1))
    end,
  }
end

case "other-ids" {
  title   = "each of three timers has its own id",
  clauses = { "PTM-CREATE-2" },
  run = function (s)
    local p = { s:ptimer {}, s:ptimer {}, s:ptimer {} }
    s:at(0):delete(p[2])
    s:at(0):create(p[2], { notify = "none" })
    for i, t in ipairs(p) do
      s:at(0):settime(t, { rel = i * sec(10) })
    end
    for i, t in ipairs(p) do
      s:at(ms(10)):gettime(t):shows {
        left = { "between", i * sec(10) - sec(1), i * sec(10) } }
    end
    s:finish(ms(20))
  end,
}

case "event-bad" {
  title   = "a bad pointer to the event is EFAULT, whatever else is wrong",
  clauses = { "PTM-CREATE-3" },
  run = function (s)
    local t = s:ptimer { lazy = true }
    s:at(0):create(t, { ptr = "bad" }):fails "EFAULT"
    s:at(0):create(t, { ptr = "bad", clock = 1000000 }):fails "EFAULT"
    s:at(0):create(t, { ptr = "bad", idptr = "bad" }):fails "EFAULT"
    s:finish(ms(1))
  end,
}

for _, clock in ipairs { 100, 1000000, 2147483647, 65537 } do
  case("clock-" .. clock) {
    title   = ("there is no clock %d"):format(clock),
    clauses = { "PTM-CREATE-4" },
    run = function (s)
      local t = s:ptimer { lazy = true }
      s:at(0):create(t, { clock = clock, notify = "none" }):fails "EINVAL"
      s:at(0):create(t, { clock = clock, ptr = "null" }):fails "EINVAL"
      s:at(0):gettime(t):fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

for _, notify in ipairs { 5, 99, 2147483647, -1, 65536 } do
  case((("notify-%d"):format(notify):gsub("%-%-", "-minus-"))) {
    title   = ("there is no way %d of telling"):format(notify),
    clauses = { "PTM-CREATE-5" },
    run = function (s)
      local t = s:ptimer { lazy = true }
      s:at(0):create(t, { notify = notify, sig = "rt1" }):fails "EINVAL"
      s:at(0):gettime(t):fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

for _, sig in ipairs { -1, 0, 65, 2147483647 } do
  case((("signal-%d"):format(sig):gsub("%-%-", "-minus-"))) {
    title   = ("there is no signal %d"):format(sig),
    clauses = { "PTM-CREATE-6" },
    run = function (s)
      local t = s:ptimer { lazy = true }
      s:at(0):create(t, { notify = "signal", sig = sig }):fails "EINVAL"
      s:at(0):gettime(t):fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

case "signal-of-none" {
  title   = "who tells nobody is not asked for a signal",
  clauses = { "PTM-CREATE-6", "PTM-CREATE-1" },
  run = function (s)
    local t = s:ptimer { lazy = true }
    s:at(0):create(t, { notify = "none", sig = 0 })
    local a = s:at(0):settime(t, { rel = sec(10) })
    s:at(0):gettime(t):shows { left = a + sec(10), per = 0 }
    s:finish(ms(1))
  end,
}

case "signals-first-and-last" {
  title   = "the last signal that there is can be named",
  clauses = { "PTM-CREATE-6", "PTM-SIGNAL-1" },
  run = function (s)
    local g = s:signal { sig = 64 }
    s:prep():handle(g)
    local t = s:ptimer { sig = 64, val = 3 }
    local a = s:at(0):settime(t, { rel = ms(10) })
    s:expect { g, at = a + ms(10), val = 3 }
    s:finish(ms(20))
  end,
}

case "without-event" {
  title   = "without an event the signal is SIGALRM and the value the id",
  clauses = { "PTM-CREATE-7" },
  run = function (s)
    local g, other = s:signal { sig = "alrm" }, s:ptimer {}
    s:prep():handle(g)
    local t = s:ptimer { lazy = true }
    s:at(0):create(t, { ptr = "null" })
    s:at(0):id(t):gives "id"
    s:at(0):id(other):any()
    local a = s:at(0):settime(t, { rel = ms(10) })
    s:expect { g, at = a + ms(10), code = "timer", val = same "id", over = 0 }
    s:finish(ms(20))
  end,
}

-- On the virtual machine, whose limit can be met.
case "limit" {
  title   = "one timer more than there are is EAGAIN, until one is deleted",
  clauses = { "PTM-CREATE-8" },
  class   = { "virtual" },
  run = function (s)
    local n = s.st "ptimer.max"
    local t = s:ptimer { n = n, lazy = true }
    local p = s:ptimer { lazy = true }
    s:at(0):rep(n, function (m) m:create(t.i, { notify = "none" }) end)
    s:at(0):create(p, { notify = "none" }):fails "EAGAIN"
    s:at(0):create(p, { clock = 1000000, notify = "none" }):fails "EINVAL"
    s:at(0):create(p, { notify = 99 }):fails "EINVAL"
    s:at(0):delete(t[17])
    s:at(0):create(p, { notify = "none", idptr = "bad" }):fails "EFAULT"
    s:at(0):create(p, { notify = "none" })
    s:at(0):gettime(t[17]):fails "EINVAL"
    s:at(0):gettime(p):shows { left = 0 }
    s:finish(ms(1))
  end,
}

case "id-bad" {
  title   = "a bad pointer for the id is EFAULT, and no timer stays behind",
  clauses = { "PTM-CREATE-9" },
  run = function (s)
    local t, q = s:ptimer { lazy = true }, s:ptimer { lazy = true }
    s:at(0):create(t, { notify = "none", idptr = "bad" }):fails "EFAULT"
    s:at(0):create(t, { notify = "none", idptr = "null" }):fails "EFAULT"
    s:at(0):create(q, { notify = "none" })
    s:at(0):delete(q)
    s:finish(ms(1))
  end,
}

case "id-bad-a-thousand-times" {
  title   = "refused timers take no room",
  clauses = { "PTM-CREATE-9", "PTM-CREATE-8" },
  run = function (s)
    local t = s:ptimer { lazy = true }
    s:at(0):rep(1000, function (m)
      m:create(t, { notify = "none", idptr = "bad" }):fails "EFAULT"
    end)
    s:at(0):create(t, { notify = "none" })
    s:finish(ms(1))
  end,
}

for _, to in ipairs { "nobody", "queue" } do
  case("no-memory-" .. to) {
    title   = ("without memory a timer that tells %s is ENOMEM, and nothing "
      .. "stays behind"):format(to),
    clauses = { "PTM-CREATE-10" },
    class   = { "virtual" },
    needs   = to == "queue" and { "kevent" } or nil,
    run = function (s)
      local keys = { notify = "none" }
      local t = s:ptimer { lazy = true }
      if to == "queue" then keys = { notify = "kevent", to = s:kevent {} } end
      for n = 1, to == "queue" and 2 or 1 do
        s:at(0):fault("oom", { n = n })
        s:at(0):create(t, keys):fails "ENOMEM"
        s:at(0):gettime(t):fails "EINVAL"
      end
      s:at(0):create(t, keys)
      s:at(0):delete(t)
      s:finish(ms(1))
    end,
  }
end
