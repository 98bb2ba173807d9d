-- SPDX-License-Identifier: BSD-2-Clause
-- epoll and what is ready: [POLL-WAIT-1] to [POLL-WAIT-4], [POLL-SET-1].

local ALL = "in|pri|out|rdnorm|wrnorm"

for _, verb in ipairs { "wait", "pwait2" } do
  local needs = { "timerfd", verb == "pwait2" and "epoll-pwait2" or nil }

  case("woken-" .. verb) {
    title   = verb .. " ends when a timer expires, and not before",
    clauses = { "POLL-WAIT-1", "TM-EARLY-1" },
    needs   = needs,
    run = function (s)
      local e, t = s:epoll {}, s:timerfd {}
      local m = s:at(0)
      m:add(e, t, { events = "in" })
      m[verb](m, e, { rel = 0 })
      local a = m:settime(t, { rel = ms(20) })
      m[verb](m, e, { rel = 0 })
      m[verb](m, e):shows { r = 1, got1 = "t1", ev1 = "in" }:ends(a + ms(20))
      s:finish(ms(30))
    end,
  }

  case("level-" .. verb) {
    title   = verb .. " tells what is ready until it is read, and the count "
      .. "grows meanwhile",
    clauses = { "POLL-WAIT-2", "POLL-WAIT-4" },
    needs   = needs,
    run = function (s)
      local e, t = s:epoll {}, s:timerfd {}
      s:at(0):add(e, t, { events = "in" })
      local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
      for i = 1, 3 do
        local m = s:at(ms(5) + i * ms(10))
        m[verb](m, e, { rel = ms(100) }):shows { r = 1, ev1 = "in" }
      end
      s:at(ms(35)):read(t):shows { v = s:intervals { from = a,
        every = ms(10) } }
      local m = s:main()
      m[verb](m, e, { rel = 0 })
      s:finish(ms(39))
    end,
  }
end

case "input-alone" {
  title   = "a timer that has expired is ready for input and nothing else",
  clauses = { "POLL-SET-1" },
  needs   = { "timerfd" },
  run = function (s)
    local e, t = s:epoll {}, s:timerfd {}
    s:at(0):add(e, t, { events = "out|pri|wrnorm" })
    s:at(0):settime(t, { rel = ms(5) })
    s:at(ms(10)):wait(e, { ms = 0 })
    s:at(ms(10)):mod(e, t, { events = ALL })
    s:at(ms(10)):wait(e, { ms = 0 }):shows { r = 1, ev1 = "in" }
    s:finish(ms(15))
  end,
}

case "edge" {
  title   = "an edge is told once, and again when the timer was read and has "
    .. "expired",
  clauses = { "POLL-WAIT-1" },
  needs   = { "timerfd" },
  run = function (s)
    local e, t = s:epoll {}, s:timerfd {}
    s:at(0):add(e, t, { events = "in|et" })
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(20) })
    s:main():wait(e):shows { r = 1, ev1 = "in" }:ends(a + ms(10))
    s:at(ms(20)):wait(e, { ms = 0 })
    s:at(ms(20)):read(t):shows { v = 1 }
    s:main():wait(e):shows { r = 1, ev1 = "in" }:ends(a + ms(30))
    s:at(ms(40)):wait(e, { ms = 0 })
    s:at(ms(40)):read(t):shows { v = 1 }
    s:finish(ms(45))
  end,
}

case "oneshot" {
  title   = "what is told once with EPOLLONESHOT is told again after a mod",
  clauses = { "POLL-WAIT-1" },
  needs   = { "timerfd" },
  run = function (s)
    local e, t = s:epoll {}, s:timerfd {}
    s:at(0):add(e, t, { events = "in|oneshot" })
    s:at(0):settime(t, { rel = ms(5), per = ms(10) })
    s:at(ms(20)):wait(e, { ms = 0 }):shows { r = 1, ev1 = "in" }
    s:at(ms(30)):wait(e, { ms = 0 })
    s:at(ms(30)):mod(e, t, { events = "in|oneshot" })
    s:at(ms(30)):wait(e, { ms = 0 }):shows { r = 1, ev1 = "in" }
    s:finish(ms(34))
  end,
}

for _, keys in ipairs { { rel = ms(100) }, { rel = 0 } } do
  case("withdrawn-" .. (keys.rel == 0 and "disarmed" or "moved")) {
    title   = "a new setting withdraws what was ready ("
      .. (keys.rel == 0 and "disarmed" or "moved") .. ")",
    clauses = { "POLL-WAIT-4", "TM-MOVE-3" },
    needs   = { "timerfd" },
    run = function (s)
      local e, t, q = s:epoll {}, s:timerfd {}, s:poll {}
      s:at(0):add(e, t, { events = "in" })
      s:at(0):settime(t, { rel = ms(5) })
      s:at(ms(10)):wait(e, { ms = 0 }):shows { r = 1, ev1 = "in" }
      s:at(ms(10)):settime(t, keys)
      s:at(ms(10)):wait(e, { ms = 0 })
      s:at(ms(10)):poll(q, t, { ms = 0 })
      s:finish(ms(15))
    end,
  }
end

case "time-of-day" {
  title   = "a timer on the time of day wakes an epoll",
  clauses = { "POLL-WAIT-1", "TM-EARLY-1" },
  needs   = { "timerfd" },
  run = function (s)
    local e, t = s:epoll {}, s:timerfd { clock = "real" }
    s:at(0):add(e, t, { events = "in" })
    s:at(0):settime(t, { abs = T(ms(20)) })
    s:main():wait(e):shows { r = 1, ev1 = "in" }:ends(T(ms(20)))
    s:finish(ms(30))
  end,
}

case "three" {
  title   = "of three timers those that have expired are told",
  clauses = { "POLL-WAIT-1", "TM-MANY-1" },
  needs   = { "timerfd" },
  run = function (s)
    local e = s:epoll {}
    for _, d in ipairs { ms(30), ms(10), ms(20) } do
      local t = s:timerfd {}
      s:at(0):add(e, t, { events = "in" })
      s:at(0):settime(t, { rel = d })
    end
    s:at(ms(15)):wait(e, { ms = 0 }):shows { r = 1, got1 = "t2", ev1 = "in" }
    s:at(ms(25)):wait(e, { ms = 0 }):gives(2)
    s:at(ms(35)):wait(e, { ms = 0 }):gives(3)
    s:at(ms(35)):wait(e, { ms = 0, max = 1 }):gives(1)
    s:finish(ms(40))
  end,
}

case "nested" {
  title   = "an epoll that watches an epoll is woken by a timer in that",
  clauses = { "POLL-WAIT-1" },
  needs   = { "timerfd" },
  run = function (s)
    local e, f, t = s:epoll {}, s:epoll {}, s:timerfd {}
    s:at(0):add(e, t, { events = "in" })
    s:at(0):add(f, e, { events = "in" })
    local a = s:at(0):settime(t, { rel = ms(20) })
    s:main():wait(f):shows { r = 1, got1 = "v1", ev1 = "in" }:ends(a + ms(20))
    s:finish(ms(30))
  end,
}

case "taken-out" {
  title   = "a timer that was taken out, or closed, wakes nobody",
  clauses = { "POLL-WAIT-1" },
  needs   = { "timerfd" },
  run = function (s)
    local e, t, u = s:epoll {}, s:timerfd {}, s:timerfd {}
    s:at(0):add(e, t, { events = "in" })
    s:at(0):add(e, u, { events = "in" })
    s:at(0):settime(t, { rel = ms(10) })
    s:at(0):settime(u, { rel = ms(10) })
    s:at(ms(5)):del(e, t)
    s:at(ms(5)):close(u)
    local h = s:at(ms(5)):wait(e, { rel = ms(20) })
    h:ends(h + ms(20))
    s:at(ms(35)):add(e, t, { events = "in" })
    s:at(ms(35)):wait(e, { ms = 0 }):shows { r = 1, ev1 = "in" }
    s:finish(ms(40))
  end,
}
