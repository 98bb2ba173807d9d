-- SPDX-License-Identifier: BSD-2-Clause
-- Queues: how they are made, and what else a descriptor can do.

-- All that a wait can ask for, at once; and what a queue is ready for.
local NOW = { rel = 0, events = "in|pri|out|rdnorm|wrnorm" }
local READABLE = { r = 1, ev1 = "in|rdnorm" }

case "new" {
  title   = "a new queue has nothing to report",
  clauses = { "KEV-INIT-1" },
  run = function (s)
    local p = s:poll {}
    local q, m = s:kevent {}, s:at(0)
    m:poll(p, q, NOW)
    m:get(q, { timeout = 0 }):gives(0)
    m:remove(q, { num = 1 }):fails "EINVAL"
    s:finish(ms(1))
  end,
}

for _, row in ipairs {
  { "records-and-no-ring", { ring = 0, num = 4 } },
  { "ring-of-none", { ring = 4, num = 0 } },
  { "ring-of-one", { ring = 1 } },
  { "ring-too-large", { ring = 4, num = 0x7fffffff } },
  { "ring-all-ones", { ring = 4, num = 0xffffffff } },
} do
  case(row[1]) {
    title   = ("a queue is refused: %s"):format((row[1]:gsub("-", " "))),
    clauses = { "KEV-INIT-2" },
    run = function (s)
      local q = s:kevent { lazy = true }
      s:at(0):create(q, row[2]):fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

for _, flags in ipairs { 1, 0x800, 0x80000000 } do
  case(("flags-%x"):format(flags)) {
    title   = ("flags of 0x%x are refused"):format(flags),
    clauses = { "KEV-INIT-3" },
    run = function (s)
      local q = s:kevent { lazy = true }
      s:at(0):create(q, { flags = flags }):fails "EINVAL"
      s:at(0):create(q, { flags = flags, ring = 4, ptr = "bad" })
        :fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

case "ring-begins-at-0" {
  title   = "a new queue sets both words of its ring to zero",
  clauses = { "KEV-INIT-4" },
  run = function (s)
    local q = s:kevent { ring = 4 }
    s:at(0):ring(q, { of = 1 }):shows { kidx = 0, over = 0 }
    s:finish(ms(1))
  end,
}

case "ring-bad" {
  title   = "a ring in bad memory is refused, and no descriptor is used up",
  clauses = { "KEV-INIT-4" },
  run = function (s)
    local q, m = s:kevent { lazy = true }, s:at(0)
    m:create(q, { ring = 4, ptr = "bad" }):fails "EFAULT"
    m:get(q):fails "EBADF"
    m:rep(400, function (c)
      c:create(q, { ring = 4, ptr = "bad" }):fails "EFAULT"
    end)
    m:create(q, { ring = 4 })
    s:finish(ms(1))
  end,
}

case "no-memory" {
  title   = "without memory no queue is made, and the next one is",
  clauses = { "KEV-INIT-5" },
  run = function (s)
    local q, m = s:kevent { lazy = true }, s:at(0)
    for n = 1, 2 do
      m:fault("oom", { n = n })
      m:create(q):fails "ENOMEM"
    end
    m:create(q)
    m:get(q, { timeout = 0 }):gives(0)
    s:finish(ms(1))
  end,
}

case "no-descriptors" {
  title   = "without a descriptor no queue is made, and the next one is",
  clauses = { "KEV-INIT-5" },
  run = function (s)
    local q, f, m = s:kevent { lazy = true }, s:timerfd {}, s:at(0)
    m:rep(320, { till = "EMFILE" }, function (c) c:dup(f, { from = f }) end)
    m:create(q):fails "EMFILE"
    m:close(f)
    m:create(q)
    s:finish(ms(1))
  end,
}

local calls = {
  { "add", function (m, q, e) return m:add(q, e) end },
  { "unknown-command", function (m, q, e)
    return m:add(q, e, { cmd = 9 }) end },
  { "bad-array", function (m, q)
    return m:add(q, { num = 1, ptr = "bad" }) end },
  { "get", function (m, q) return m:get(q) end },
  { "get-nothing", function (m, q)
    return m:get(q, { max = 0, flags = 9 }) end },
  { "get-bad-timeout", function (m, q)
    return m:get(q, { tptr = "bad", ptr = "bad" }) end },
  { "wait", function (m, q) return m:wait(q) end },
  { "wait-for-none", function (m, q)
    return m:wait(q, { num = 0, tptr = "bad" }) end },
  { "commit", function (m, q) return m:commit(q) end },
  { "commit-nowhere", function (m, q)
    return m:commit(q, { idx = 99, over = 99 }) end },
}

for _, row in ipairs(calls) do
  case("closed-" .. row[1]) {
    title   = row[1] .. " on a closed descriptor fails with EBADF",
    clauses = { "KEV-FD-1" },
    run = function (s)
      local q, none = s:kevent {}, s:kevent { lazy = true }
      local e, m = s:entry { nsec = ms(10) }, s:at(0)
      m:close(q)
      row[2](m, q, e):fails "EBADF"
      row[2](m, none, e):fails "EBADF"
      s:finish(ms(1))
    end,
  }
  case("foreign-" .. row[1]) {
    title   = row[1] .. " on a timerfd fails with EINVAL",
    clauses = { "KEV-FD-2" },
    run = function (s)
      local q, f = s:kevent {}, s:timerfd {}
      local e, m = s:entry { nsec = ms(10) }, s:at(0)
      m:close(q)
      m:dup(q, { from = f })
      row[2](m, q, e):fails "EINVAL"
      m:gettime(f)
      s:finish(ms(1))
    end,
  }
end

case "no-stream" {
  title   = "a queue can be neither read nor written",
  clauses = { "KEV-FD-3" },
  run = function (s)
    local q, f = s:kevent {}, s:timerfd { lazy = true }
    s:at(0):dup(f, { from = q })
    s:at(0):read(f):fails "EINVAL"
    s:at(0):write(f):fails "EINVAL"
    s:at(0):settime(f, { rel = ms(1) }):fails "EINVAL"
    s:finish(ms(1))
  end,
}


case "poll" {
  title   = "a queue is readable while an event is ready",
  clauses = { "KEV-POLL-1" },
  run = function (s)
    local p = s:poll {}
    local q, e = s:kevent {}, s:entry { nsec = ms(10) }
    s:at(0):add(q, e)
    s:at(ms(5)):poll(p, q, NOW)
    s:at(ms(15)):poll(p, q, NOW):shows(READABLE)
    s:at(ms(16)):get(q)
    s:at(ms(16)):poll(p, q, NOW)
    s:at(ms(25)):poll(p, q, NOW):shows(READABLE)
    s:at(ms(25)):remove(q, e)
    s:at(ms(25)):poll(p, q, NOW)
    s:finish(ms(40))
  end,
}

case "poll-waits" {
  title   = "who waits for a queue to be readable is told",
  clauses = { "KEV-POLL-1" },
  run = function (s)
    local p = s:poll {}
    local q, e = s:kevent {}, s:entry { nsec = ms(10), req = "oneshot" }
    local a = s:at(0):add(q, e)
    s:main():poll(p, q):shows { r = 1, ev1 = "in" }:ends(a + ms(10))
    s:main():get(q)
    s:main():poll(p, q, NOW)
    s:finish(ms(20))
  end,
}

case "dup" {
  title   = "a queue lives as long as one of its descriptors",
  clauses = { "KEV-CLOSE-1" },
  run = function (s)
    local q, d = s:kevent {}, s:kevent { lazy = true }
    local e = s:entry { nsec = ms(10), user = 3, req = "oneshot" }
    local a = s:at(0):add(q, e)
    s:at(0):dup(d, { from = q })
    s:at(0):close(q)
    s:main():get(d):shows { user = 3 }:ends(a + ms(10))
    s:finish(ms(20))
  end,
}

case "close" {
  title   = "a queue that is closed stops all its timers",
  clauses = { "KEV-CLOSE-1" },
  needs   = { "watch" },
  run = function (s)
    local q, e = s:kevent {}, s:entry { lazy = true, n = 3 }
    local p = s:prep()
    p:create(e[0], { nsec = ms(10), user = 1 })
    p:create(e[1], { nsec = ms(10), user = 2, req = "oneshot" })
    p:create(e[2], { sec = 5, user = 3 })
    s:at(0):add(q, e)
    s:at(ms(15)):tally "kev.expire":gives(2)
    s:at(ms(15)):close(q)
    s:at(ms(15)):tally "kev.remove":gives(3)
    s:at(ms(95)):tally "kev.expire":gives(2)
    s:finish(ms(100))
  end,
}

case "close-hundreds" {
  title   = "queues with many timers can be made and closed time and again",
  clauses = { "KEV-CLOSE-1", "KEV-KEY-2" },
  needs   = { "watch" },
  run = function (s)
    local q = s:kevent { lazy = true }
    local e = s:entry { lazy = true, n = 200 }
    local w = s:timerfd {}
    s:prep():rep(200, function (m)
      m:create(e.i, { nsec = ramp(ms(5), 1000), user = ramp(0, 1) })
    end)
    local a = s:at(0):settime(w, { rel = ms(80) })
    s:at(0):rep(50, function (m)
      m:create(q)
      m:add(q, e)
      m:pause(ms(1))
      m:close(q)
    end)
    s:at(ms(70)):tally "kev.remove":gives(50 * 200)
    s:main():read(w):ends(a + ms(80))
    s:finish(ms(90))
  end,
}

case "close-while-waiting" {
  title   = "who waits for a queue that is closed gets what comes to it",
  clauses = { "KEV-CLOSE-1", "KEV-GET-2" },
  run = function (s)
    local q, b = s:kevent {}, s:thread {}
    local e = s:entry { nsec = ms(20), user = 5, req = "oneshot" }
    local a = s:at(0):add(q, e)
    b:at(ms(5)):get(q):shows { user = 5 }:ends(a + ms(20))
    s:at(ms(10)):close(q)
    s:at(ms(12)):get(q):fails "EBADF"
    s:finish(ms(40))
  end,
}
