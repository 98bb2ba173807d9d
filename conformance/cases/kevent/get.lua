-- SPDX-License-Identifier: BSD-2-Clause
-- Fetching: who waits for how long, and what he gets.

local function nothing() end
local function wait(c) c:ret "wait" end

-- Notes of the program, added and with no news yet.
local function notes(s, q, n, req)
  local e = s:entry { lazy = true, n = n }
  for i = 0, n - 1 do
    s:prep():create(e[i], { type = "notify", user = i + 1, req = req })
  end
  s:prep():add(q, e)
  return e
end

local function pulses(s, q, list, req)
  local e = s:entry { lazy = true, n = #list }
  for i, at in ipairs(list) do
    s:prep():create(e[i - 1], { nsec = at, user = i, req = req or "oneshot" })
  end
  return s:at(0):add(q, e)
end

case "order" {
  title   = "events come in the order in which they became ready, max at most",
  clauses = { "KEV-GET-1" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = notes(s, q, 4)
    for _, i in ipairs { 2, 0, 3, 1, 2 } do m:ready(q, e[i]) end
    m:get(q, { max = 3 }):gives(3):shows { users = "3,1,4", overs = "1,0,0" }
    m:get(q, { max = 3 }):shows { user = 2 }
    m:get(q, { max = 3, timeout = 0 }):gives(0)
    s:finish(ms(1))
  end,
}

case "max-huge" {
  title   = "a buffer for 2^32 - 1 events is filled as far as there are any",
  clauses = { "KEV-GET-1" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = notes(s, q, 4)
    m:ready(q, e):gives(4)
    m:get(q, { max = 0xffffffff, room = 4 }):gives(4)
    s:finish(ms(1))
  end,
}

case "min" {
  title   = "a fetch waits for as many events as it was told",
  clauses = { "KEV-GET-2" },
  run = function (s)
    local q = s:kevent {}
    local a = pulses(s, q, { ms(10), ms(20), ms(30) })
    s:main():get(q, { min = 2, max = 3 }):gives(2):shows { users = "1,2" }
      :ends(a + ms(20))
    s:main():get(q, { min = 1, max = 3 }):shows { user = 3 }:ends(a + ms(30))
    s:finish(ms(40))
  end,
}

case "min-0" {
  title   = "a fetch of no events at least does not wait",
  clauses = { "KEV-GET-2" },
  run = function (s)
    local q = s:kevent {}
    pulses(s, q, { ms(10) })
    s:at(0):get(q, { min = 0 }):gives(0)
    s:at(ms(15)):get(q, { min = 0 }):shows { user = 1 }
    s:finish(ms(20))
  end,
}

case "min-all" {
  title   = "a fetch gets all it waited for",
  clauses = { "KEV-GET-2", "KEV-GET-1" },
  run = function (s)
    local q = s:kevent {}
    local a = pulses(s, q, { ms(10), ms(10), ms(20), ms(20) })
    s:main():get(q, { min = 4, max = 4 }):gives(4)
      :shows { users = "1,2,3,4" }:ends(a + ms(20))
    s:finish(ms(30))
  end,
}

case "timeout" {
  title   = "a fetch gives up at its timeout, with nothing",
  clauses = { "KEV-GET-3" },
  run = function (s)
    local q, w = s:kevent {}, s:timerfd {}
    local a = s:at(0):get(q, { timeout = ms(10) }):gives(0)
    a:ends(a + ms(10))
    s:main():settime(w, { rel = ms(10) })
    s:main():read(w)
    s:finish(ms(30))
  end,
}

case "timeout-seconds" {
  title   = "a timeout can be whole seconds",
  clauses = { "KEV-GET-3" },
  run = function (s)
    local q = s:kevent {}
    pulses(s, q, { ms(900) })
    local a = s:at(ms(5)):get(q, { min = 2, max = 2, timeout = sec(2) })
    a:shows { user = 1 }:ends(a + sec(2))
    s:finish(sec(3))
  end,
}

case "timeout-some" {
  title   = "a fetch gives up at its timeout with what there is",
  clauses = { "KEV-GET-3" },
  run = function (s)
    local q = s:kevent {}
    pulses(s, q, { ms(10), ms(40) })
    local a = s:at(ms(5)):get(q, { min = 2, max = 2, timeout = ms(20) })
    a:shows { user = 1 }:ends(a + ms(20))
    s:finish(ms(50))
  end,
}

case "timeout-in-time" {
  title   = "a timeout that is not reached has no effect",
  clauses = { "KEV-GET-3", "KEV-GET-2" },
  run = function (s)
    local q = s:kevent {}
    local a = pulses(s, q, { ms(10), ms(40) })
    s:main():get(q, { timeout = ms(20) }):shows { user = 1 }:ends(a + ms(10))
    s:main():get(q):shows { user = 2 }:ends(a + ms(40))
    s:finish(ms(50))
  end,
}

for _, row in ipairs { { "zero", { timeout = 0 } },
  { "nonblock", {}, true }, { "nonblock-bound", { timeout = ms(50) }, true },
  { "nonblock-abs", { timeout = sec(9), flags = "abs" }, true } } do
  case("no-wait-" .. row[1]) {
    title   = ("nothing is waited for: %s"):format(row[1]),
    clauses = { "KEV-GET-4" },
    run = function (s)
      local q = s:kevent {}
      pulses(s, q, { ms(10), ms(11) })
      if row[3] then s:at(0):nonblock(q) end
      local keys = { min = 2, max = 2 }
      for k, v in pairs(row[2]) do keys[k] = v end
      local a = s:at(ms(5)):get(q, keys):gives(0)
      a:ends(a)
      local b = s:at(ms(15)):get(q, keys):gives(2)
      b:ends(b)
      s:finish(ms(20))
    end,
  }
end

case "no-wait-cost" {
  title   = "a fetch that does not wait touches no timer",
  clauses = { "KEV-GET-4" },
  needs   = { "watch" },
  class   = { "virtual", "counted" },
  run = function (s)
    local q = s:kevent {}
    s:at(ms(5)):rep(100, function (m) m:get(q, { timeout = 0 }):gives(0) end)
    s:at(ms(10)):tally "hrt.start":gives(0)
    s:main():get(q, { timeout = ms(5) }):gives(0)
    s:main():tally "hrt.start":gives(1)
    s:finish(ms(20))
  end,
}

case "absolute" {
  title   = "an absolute timeout is a reading of the clock",
  clauses = { "KEV-GET-5" },
  run = function (s)
    local q = s:kevent {}
    s:at(ms(5)):get(q, { timeout = T(ms(20)), flags = "abs" }):gives(0)
      :ends(ms(20))
    s:finish(ms(30))
  end,
}

case "absolute-past" {
  title   = "an absolute timeout that is past does not wait",
  clauses = { "KEV-GET-5" },
  run = function (s)
    local q = s:kevent {}
    pulses(s, q, { ms(10) })
    for _, at in ipairs { 0, 5 } do
      local a = s:at(ms(15 + at)):get(q, { min = 2, max = 2, timeout = at,
        flags = "abs" })
      if at == 0 then a:shows { user = 1 } else a:gives(0) end
      a:ends(a)
    end
    s:finish(ms(25))
  end,
}

case "absolute-clock-set" {
  title   = "an absolute timeout does not follow the time of day",
  clauses = { "KEV-GET-5" },
  needs   = { "setclock" },
  run = function (s)
    local q, b = s:kevent {}, s:thread {}
    b:at(ms(5)):get(q, { timeout = T(ms(20)), flags = "abs" }):gives(0)
      :ends(ms(20))
    s:at(ms(10)):setclock("real", { by = sec(100) })
    s:finish(ms(30))
  end,
}

for _, restart in ipairs { 0, 1 } do
  case("interrupted-" .. restart) {
    title   = ("a handler ends a wait with EINTR, SA_RESTART = %d")
      :format(restart),
    clauses = { "KEV-GET-6" },
    run = function (s)
      local q = s:kevent {}
      local g = s:signal { sig = "usr1", callback = nothing }
      local w = s:request { sig = "usr1", callback = wait }
      s:prep():handle(g, { restart = restart })
      local a = s:at(0):start(w, { rel = ms(10) })
      s:main():get(q):fails "EINTR":ends(a + ms(10))
      s:expect { w, at = a + ms(10), v = 1 }
      s:expect { g, at = a + ms(10), code = "kernel" }
      s:finish(ms(20))
    end,
  }
end

case "interrupted-some" {
  title   = "a handler ends a wait with what there is",
  clauses = { "KEV-GET-6" },
  run = function (s)
    local q = s:kevent {}
    local g = s:signal { sig = "usr1", callback = nothing }
    local w = s:request { sig = "usr1", callback = wait }
    s:prep():handle(g)
    pulses(s, q, { ms(5) })
    local a = s:at(0):start(w, { rel = ms(10) })
    s:main():get(q, { min = 2, max = 2 }):shows { user = 1 }:ends(a + ms(10))
    s:expect { w, at = a + ms(10), v = 1 }
    s:expect { g, at = a + ms(10), code = "kernel" }
    s:finish(ms(20))
  end,
}

case "not-interrupted" {
  title   = "a signal that is blocked or ignored does not end a wait",
  clauses = { "KEV-GET-6", "KEV-GET-2" },
  run = function (s)
    local q = s:kevent {}
    local g = s:signal { sig = "usr1", callback = nothing }
    local h = s:signal { sig = "usr2" }
    local w = s:request { sig = "usr1", callback = wait }
    local x = s:request { sig = "usr2", callback = wait }
    s:prep():handle(g)
    s:prep():block(g)
    s:prep():ignore(h)
    local b = pulses(s, q, { ms(20) })
    local a = s:at(0):start(w, { rel = ms(10) })
    s:at(0):start(x, { rel = ms(15) })
    s:main():get(q):shows { user = 1 }:ends(b + ms(20))
    s:expect { w, at = a + ms(10), v = 1 }
    s:expect { x, at = a + ms(15), v = 1 }
    s:finish(ms(30))
  end,
}

local bad = {
  { "flags", "EINVAL", { flags = 2 } },
  { "flags-all", "EINVAL", { flags = 0xffffffff } },
  { "max-0", "EINVAL", { min = 0, max = 0 } },
  { "min-over-max", "EINVAL", { min = 3, max = 2 } },
  { "timeout-bad", "EFAULT", { tptr = "bad" } },
  { "nsec-negative", "EINVAL", { sec = 0, nsec = -1 } },
  { "nsec-second", "EINVAL", { sec = 0, nsec = sec(1) } },
  { "sec-negative", "EINVAL", { sec = -1, nsec = 0 } },
  { "abs-negative", "EINVAL", { sec = -1, nsec = 0, flags = "abs" } },
  -- what is looked at first
  { "flags-first", "EINVAL", { flags = 2, tptr = "bad" } },
  { "max-first", "EINVAL", { min = 0, max = 0, tptr = "bad" } },
  { "min-first", "EINVAL", { min = 2, max = 1, tptr = "bad" } },
}

for _, row in ipairs(bad) do
  local key, err, keys = table.unpack(row)
  case("refused-" .. key) {
    title   = ("a fetch is refused and takes nothing: %s"):format(key),
    clauses = { "KEV-GET-7" },
    run = function (s)
      local q, m = s:kevent {}, s:at(0)
      local e = notes(s, q, 1)
      m:ready(q, e)
      m:get(q, keys):fails(err)
      m:get(q, { timeout = 0 }):shows { user = 1 }
      s:finish(ms(1))
    end,
  }
end

case "bad-buffer" {
  title   = "an event that cannot be copied is not lost",
  clauses = { "KEV-GET-8" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = notes(s, q, 3)
    m:ready(q, e):gives(3)
    m:get(q, { max = 3, ptr = "bad" }):fails "EFAULT"
    m:get(q, { max = 3, ptr = "null" }):fails "EFAULT"
    m:get(q, { max = 3, room = 2 }):gives(2):shows { users = "1,2" }
    m:ready(q, e[0])
    m:get(q, { max = 3 }):gives(2):shows { users = "3,1", overs = "0,0" }
    s:finish(ms(1))
  end,
}

for _, req in ipairs { "none", "oneshot" } do
  case("bad-buffer-timer-" .. req) {
    title   = ("expirations that cannot be copied are not lost: %s")
      :format(req),
    clauses = { "KEV-GET-8", "KEV-EVENT-4" },
    run = function (s)
      local q, e = s:kevent {}, s:entry { nsec = ms(10), req = req }
      s:at(0):add(q, e)
      s:at(ms(25)):get(q, { ptr = "bad" }):fails "EFAULT"
      s:at(ms(35)):get(q, { ptr = "bad" }):fails "EFAULT"
      s:at(ms(45)):get(q):shows { v = req == "none" and 4 or 1,
        ms = req == "none" and 40 or 10 }
      s:at(ms(45)):get(q, { timeout = 0 }):gives(0)
      s:finish(ms(48))
    end,
  }
end

case "bad-buffer-wakes" {
  title   = "who waits gets the event that another could not take",
  clauses = { "KEV-GET-8", "KEV-GET-9" },
  run = function (s)
    local q, b = s:kevent {}, s:thread {}
    local e = notes(s, q, 2)
    local w = b:at(0):get(q, { min = 2, max = 2 })
    w:gives(2):shows { users = "1,2" }
    s:at(ms(10)):ready(q, e[0])
    s:at(ms(15)):get(q, { ptr = "bad" }):fails "EFAULT"
    s:relate { w, "ends-after", s:at(ms(20)):ready(q, e[1]) }
    s:finish(ms(30))
  end,
}

case "two-waiters" {
  title   = "of two that wait one gets the event",
  clauses = { "KEV-GET-9" },
  run = function (s)
    local q, b, c = s:kevent {}, s:thread {}, s:thread { cpu = 1 }
    local e = notes(s, q, 2)
    local v = b:at(0):get(q):shows { user = 1 }
    local w = c:at(ms(5)):get(q):shows { user = 2 }
    s:relate { v, "ends-after", s:at(ms(10)):ready(q, e[0]) }
    s:at(ms(15)):get(q, { timeout = 0 }):gives(0)
    s:relate { w, "ends-after", s:at(ms(20)):ready(q, e[1]) }
    s:finish(ms(30))
  end,
}

case "wake-one" {
  title   = "news wake the first of three that wait",
  clauses = { "KEV-WAKE-1" },
  needs   = { "watch" },
  run = function (s)
    local q, w = s:kevent {}, {}
    local t = { s:thread {}, s:thread {}, s:thread {} }
    local e = notes(s, q, 3)
    for i, b in ipairs(t) do
      w[i] = b:at(ms(5 * i)):get(q):shows { user = i }
    end
    for i = 1, 3 do
      s:relate { w[i], "ends-after", s:at(ms(10 + 10 * i)):ready(q, e[i - 1]) }
      s:at(ms(15 + 10 * i)):tally "kev.wake":gives(i)
    end
    s:finish(ms(60))
  end,
}

case "wake-enough" {
  title   = "news wake who has enough of them, not who came first",
  clauses = { "KEV-WAKE-1", "KEV-GET-2" },
  needs   = { "watch" },
  run = function (s)
    local q, b, c = s:kevent {}, s:thread {}, s:thread {}
    local e = notes(s, q, 4)
    local w = b:at(0):get(q, { min = 2, max = 2 })
    w:gives(2):shows { users = "2,3" }
    local v = c:at(ms(5)):get(q):shows { user = 1 }
    s:relate { v, "ends-after", s:at(ms(10)):ready(q, e[0]) }
    s:at(ms(15)):ready(q, e[1])
    s:at(ms(20)):tally "kev.wake":gives(1)
    s:relate { w, "ends-after", s:at(ms(25)):ready(q, e[2]) }
    s:at(ms(30)):tally "kev.wake":gives(2)
    s:finish(ms(40))
  end,
}

case "wake-two-at-once" {
  title   = "two events at one instant wake two that wait",
  clauses = { "KEV-WAKE-1" },
  needs   = { "watch" },
  run = function (s)
    local q, b, c = s:kevent {}, s:thread {}, s:thread {}
    local a = pulses(s, q, { ms(20), ms(20) })
    b:at(ms(5)):get(q):shows { user = 1 }:ends(a + ms(20))
    c:at(ms(10)):get(q):shows { user = 2 }:ends(a + ms(20))
    s:at(ms(25)):tally "kev.wake":gives(2)
    s:finish(ms(30))
  end,
}

case "wake-all" {
  title   = "news of an entry with WAKEUP_ALL wake all that wait",
  clauses = { "KEV-WAKE-2", "KEV-GET-9" },
  needs   = { "watch" },
  run = function (s)
    local q, b, c = s:kevent {}, s:thread {}, s:thread {}
    local e = notes(s, q, 2, "all")
    b:at(0):get(q):any()
    c:at(ms(5)):get(q):any()
    s:at(ms(10)):ready(q, e[0])
    s:at(ms(15)):tally "kev.wake":gives(2)
    s:at(ms(15)):tally "kev.fetch":gives(1)
    s:at(ms(20)):ready(q, e[1])
    s:at(ms(25)):tally "kev.fetch":gives(2)
    s:finish(ms(30))
  end,
}

case "as-asked" {
  title   = "an event is the entry as it was asked for",
  clauses = { "KEV-EVENT-1" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = s:entry { type = "notify", sec = 7, nsec = 8, user = 9,
      high = 10, event = 0x12345678, req = "et|queue" }
    m:add(q, e)
    m:ready(q, e)
    m:get(q, { max = 1, whole = 1 }):shows { type = 9, sec = 7, nsec = 8,
      user = 9, high = 10, event = 0x12345678, req = 0x14, ret = "done" }
    s:finish(ms(1))
  end,
}

case "stays" {
  title   = "an entry stays, and is ready again with the next news",
  clauses = { "KEV-EVENT-2" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = notes(s, q, 1)
    for _ = 1, 3 do
      m:get(q, { timeout = 0 }):gives(0)
      m:ready(q, e)
      m:get(q):shows { user = 1, v = 1 }
    end
    m:add(q, e):gives(1)
    s:finish(ms(1))
  end,
}

case "oneshot" {
  title   = "a one-shot entry goes when it is fetched, and can be added again",
  clauses = { "KEV-EVENT-3" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = s:entry { type = "notify", user = 1, req = "oneshot" }
    m:add(q, e)
    m:ready(q, e)
    m:add(q, e):gives(1)
    s:prep()
    m:get(q):shows { user = 1 }
    m:create(e, { type = "notify", user = 1, req = "oneshot" })
    m:ready(q, e):fails "EINVAL"
    m:add(q, e):gives(0)
    m:ready(q, e)
    m:get(q):shows { user = 1 }
    s:finish(ms(1))
  end,
}

case "merged" {
  title   = "news that nobody fetches are one event, which counts them",
  clauses = { "KEV-EVENT-4" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = notes(s, q, 1)
    m:rep(100, function (c) c:ready(q, e) end)
    m:get(q, { max = 9 }):shows { user = 1, v = 100 }
    m:get(q, { timeout = 0 }):gives(0)
    s:finish(ms(1))
  end,
}

case "merged-too-many" {
  title   = "the count of what was merged ends at 2^31 - 1",
  clauses = { "KEV-EVENT-4" },
  run = function (s)
    local q, e = s:kevent {}, s:entry { nsec = 1 }
    s:at(0):add(q, e)
    s:at(sec(2)):get(q):shows { v = 2000000000 }
    s:at(sec(5)):get(q):shows { v = 1 << 31 }
    s:finish(sec(6))
  end,
}
