-- SPDX-License-Identifier: BSD-2-Clause
-- Timers that tell a queue: [PTM-KEVENT-1] to [PTM-KEVENT-8], and what of
-- their overrun and cost is different.

local function queue(s, opts)
  local q = s:kevent {}
  return q, s:ptimer { to = q, val = 7, clock = opts and opts.clock }
end

local function get(m, q, keys)
  keys = keys or {}
  return m:get(q, { min = keys.min or 1, max = keys.max or 4,
    timeout = keys.timeout })
end

for _, clock in ipairs { "mono", "real" } do
  case("once-" .. clock) {
    title   = ("a one-shot timer on %s is one event, with its value"):format(
      clock),
    clauses = { "PTM-KEVENT-1", "PTM-KEVENT-3", "PTM-OVERRUN-2" },
    run = function (s)
      local q, t = queue(s, { clock = clock })
      local a = s:at(0):settime(t, { rel = ms(20) })
      get(s:main(), q):shows { r = 1, user = 7, v = 1, ms = 20 }
        :ends(a + ms(20))
      s:main():overrun(t):gives(0)
      s:main():gettime(t):shows { left = 0, per = 0 }
      get(s:main(), q, { timeout = ms(50) }):gives(0):ends(T(ms(70)))
      s:finish(ms(80))
    end,
  }
end

case "series" {
  title   = "each interval is an event of its own when it is fetched in time",
  clauses = { "PTM-KEVENT-1", "TM-PERIOD-1" },
  run = function (s)
    local q, t = queue(s)
    local a = s:at(0):settime(t, { rel = ms(5), per = ms(10) })
    for k = 0, 4 do
      get(s:main(), q):shows { r = 1, user = 7, v = 1, ms = 5 + 10 * k }
        :ends(a + ms(5) + k * ms(10))
    end
    s:finish(ms(50))
  end,
}

-- What is not fetched in time is counted, whatever the number.
for _, n in ipairs { 2, 3, 5, 9 } do
  case("overrun-" .. n) {
    title   = ("an event that is fetched after %d deadlines tells so"):format(
      n),
    clauses = { "PTM-KEVENT-1", "PTM-OVERRUN-2", "TM-COUNT-1" },
    run = function (s)
      local q, t = queue(s)
      local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
      get(s:at(n * ms(10) + ms(5)), q):shows { r = 1, v = n, ms = 10 * n }
      s:main():overrun(t):gives(n - 1)
      get(s:main(), q):shows { v = 1 }:ends(a + (n + 1) * ms(10))
      s:main():overrun(t):gives(0)
      s:finish(n * ms(10) + ms(15))
    end,
  }
end

case "overrun-most" {
  title   = "an overrun through a queue stops at the greatest",
  clauses = { "PTM-OVERRUN-4", "PTM-OVERRUN-2" },
  class   = { "virtual" },
  run = function (s)
    local q, t = queue(s)
    s:at(0):settime(t, { rel = 1, per = 1 })
    get(s:at(sec(3)), q):shows { v = 2147483648 }
    s:main():overrun(t):gives(2147483647)
    s:main():settime(t, { rel = 0 })
    s:main():overrun(t):gives(0)
    s:finish(sec(4))
  end,
}

case "three-on-one-queue" {
  title   = "three timers of one queue are told apart by their values",
  clauses = { "PTM-KEVENT-3", "PTM-KEVENT-2", "TM-MANY-2" },
  run = function (s)
    local q = s:kevent {}
    local t, u = s:ptimer { to = q, val = 1 }, s:ptimer { to = q, val = 2 }
    local v = s:ptimer { to = q, val = 3 }
    s:at(0):settime(t, { abs = T(ms(10)), per = ms(10) })
    s:at(0):settime(u, { abs = T(ms(15)), per = ms(10) })
    s:at(0):settime(v, { abs = T(ms(25)), per = ms(10) })
    get(s:at(ms(5)), q, { min = 3 }):shows { r = 3, users = "1,2,3",
      overs = "1,1,0" }:ends(T(ms(25)))
    s:finish(ms(25))
  end,
}

case "one-value" {
  title   = "timers of one queue with one value have an event each",
  clauses = { "PTM-KEVENT-2", "TM-MANY-1" },
  run = function (s)
    local q = s:kevent {}
    for i = 1, 3 do
      local t = s:ptimer { to = q, val = 7 }
      s:at(0):settime(t, { rel = i * ms(10) })
    end
    get(s:at(ms(5)), q, { min = 3 }):shows { r = 3, users = "7,7,7",
      overs = "0,0,0" }:ends(T(ms(30)))
    s:finish(ms(35))
  end,
}

case "two-queues" {
  title   = "each queue has the events of its own timers",
  clauses = { "PTM-KEVENT-1", "PTM-KEVENT-3" },
  run = function (s)
    local q, r = s:kevent {}, s:kevent {}
    local t, u = s:ptimer { to = q, val = 1 }, s:ptimer { to = r, val = 2 }
    s:at(0):settime(t, { rel = ms(10) })
    s:at(0):settime(u, { rel = ms(10) })
    get(s:at(ms(15)), r, { timeout = 0 }):shows { r = 1, user = 2 }
    get(s:at(ms(15)), r, { timeout = 0 }):gives(0)
    get(s:at(ms(15)), q, { timeout = 0 }):shows { r = 1, user = 1 }
    s:finish(ms(20))
  end,
}

case "bad-queue" {
  title   = "a closed descriptor is EBADF, and no queue is EINVAL",
  clauses = { "PTM-KEVENT-4" },
  run = function (s)
    local t, q = s:ptimer { lazy = true }, s:kevent {}
    local f, never = s:timerfd {}, s:kevent { lazy = true }
    local m = s:at(0)
    m:create(t, { notify = "kevent", to = f }):fails "EINVAL"
    m:create(t, { notify = "kevent", to = never }):fails "EBADF"
    m:create(t, { notify = "kevent" }):fails "EBADF"
    m:close(q)
    m:create(t, { notify = "kevent", to = q }):fails "EBADF"
    m:create(t, { notify = "kevent", to = q, idptr = "bad" }):fails "EBADF"
    m:create(t, { notify = "kevent", to = f, clock = 1000000 })
      :fails "EINVAL"
    m:gettime(t):fails "EINVAL"
    s:finish(ms(1))
  end,
}

-- The first timer of all has the id 0, so that its key can be written down.
case "not-the-users" {
  title   = "a program can neither add, remove nor change a timer's event",
  clauses = { "PTM-KEVENT-5", "PTM-KEVENT-2" },
  run = function (s)
    local q = s:kevent {}
    local t = s:ptimer { lazy = true }
    local e = s:entry { type = "posix", user = 7 }
    local m = s:at(0)
    m:create(t, { notify = "kevent", to = q, val = 7 })
    m:id(t):gives(0)
    local a = m:settime(t, { rel = ms(10) })
    m:add(q, e):gives(1)
    m:look(e):shows { why = "EPERM" }
    s:main():create(e, { type = "posix", user = 7 })
    s:main():remove(q, e):gives(0)
    s:main():look(e):shows { why = "EPERM" }
    for _, verb in ipairs { "modify", "ready" } do
      s:main():create(e, { type = "posix", user = 7 })
      s:main()[verb](s:main(), q, e):gives(0)
      s:main():look(e):shows { why = "EPERM" }
    end
    get(s:main(), q):shows { r = 1, user = 7 }:ends(a + ms(10))
    s:finish(ms(20))
  end,
}

for _, how in ipairs { "set", "disarm", "delete" } do
  case("unfetched-" .. how) {
    title   = ("an event that nobody has fetched goes with the %s"):format(how),
    clauses = { "PTM-KEVENT-6" },
    run = function (s)
      local q, t = queue(s)
      local w = s:ptimer { to = q, val = 9 }
      s:at(0):settime(t, { rel = ms(10), per = ms(10) })
      s:at(0):settime(w, { abs = T(ms(70)) })
      local m = s:at(ms(25))
      if how == "delete" then
        m:delete(t)
      else
        m:settime(t, { rel = how == "set" and ms(20) or 0 })
      end
      get(m, q, { timeout = 0 }):gives(0)
      if how ~= "delete" then m:overrun(t):gives(0) end
      if how == "set" then
        get(s:main(), q):shows { user = 7, v = 1, ms = 45 }:ends(T(ms(45)))
      end
      get(s:main(), q):shows { user = 9, v = 1, ms = 70 }:ends(T(ms(70)))
      s:finish(ms(100))
    end,
  }
end

case "deleted-while-waited-for" {
  title   = "who waits for a timer that is deleted waits on",
  clauses = { "PTM-KEVENT-6", "PTM-DELETE-1" },
  run = function (s)
    local q, t = queue(s)
    local b = s:thread { cpu = 1 }
    s:at(0):settime(t, { rel = ms(20) })
    get(b:at(ms(5)), q):waits()
    s:at(ms(10)):delete(t)
    s:finish(ms(60))
  end,
}

case "queue-closed" {
  title   = "a timer whose queue was closed lives on, and tells nobody",
  clauses = { "PTM-KEVENT-7" },
  run = function (s)
    local q, t = queue(s)
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    s:at(ms(20)):close(q)
    s:at(ms(40)):gettime(t):shows { left = a + ms(50), per = ms(20) }
    local b = s:at(ms(60)):settime(t, { rel = ms(10) })
    s:at(ms(65)):gettime(t):shows { left = b + ms(10), per = 0 }
    s:at(ms(80)):gettime(t):shows { left = 0, per = 0 }
    s:at(ms(80)):delete(t)
    s:at(ms(80)):gettime(t):fails "EINVAL"
    s:finish(ms(90))
  end,
}

case "others-are-not-seen" {
  title   = "timers with a signal, or with nothing, are not seen in a queue",
  clauses = { "PTM-KEVENT-8" },
  run = function (s)
    local q, g = s:kevent {}, s:signal { sig = "rt1" }
    s:prep():handle(g)
    local t, u = s:ptimer { sig = "rt1" }, s:ptimer { notify = "none" }
    local a = s:at(0):settime(t, { rel = ms(10) })
    s:at(0):settime(u, { rel = ms(10) })
    s:expect { g, at = a + ms(10) }
    get(s:at(ms(20)), q, { timeout = 0 }):gives(0)
    s:finish(ms(30))
  end,
}

for _, per in ipairs { 1, ms(10) } do
  case("cost-" .. per) {
    title   = ("periods of %d ns take one interrupt while nobody fetches"):
      format(per),
    clauses = { "PTM-COST-1" },
    needs   = { "watch", "still" },
    -- So many of 1 ns there are where a nanosecond can be told.
    class   = { "virtual", per > 1 and "counted" or nil },
    run = function (s)
      local q, t = queue(s)
      s:at(0):settime(t, { rel = ms(10), per = per })
      s:at(ms(995)):tally "hrt.intr":gives(1)
      get(s:main(), q):shows { v = ms(985) // per + 1 }
      s:main():delete(t)
      s:finish(ms(998))
    end,
  }
end
