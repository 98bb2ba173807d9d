-- SPDX-License-Identifier: BSD-2-Clause
-- What a wait waits for: [POLL-WAIT-*] [POLL-SET-*] [POLL-SEL-*].

local ALL = "in|pri|out|rdnorm|wrnorm"
-- The calls, and what all that a timer is ready for looks like.
local calls = { { "poll", "in|rdnorm" }, { "ppoll", "in|rdnorm" },
  { "select", "in" }, { "pselect", "in" } }

for _, row in ipairs(calls) do
  local verb, ready = row[1], row[2]

  case("becomes-" .. verb) {
    title   = verb .. " ends when a timer expires, and tells input alone",
    clauses = { "POLL-WAIT-1", "POLL-SET-1", "POLL-WAIT-4" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      m[verb](m, q, t, { rel = 0, events = ALL })
      local a = m:settime(t, { rel = ms(20) })
      m[verb](m, q, t, { rel = 0, events = ALL })
      m[verb](m, q, t, { events = ALL }):shows { r = 1, ev1 = ready }
        :ends(a + ms(20))
      m = s:at(ms(30))
      local h = m[verb](m, q, t, { events = ALL })
      h:shows { r = 1, ev1 = ready }:ends(h)
      m:read(t)
      m[verb](m, q, t, { rel = 0, events = ALL })
      s:finish(ms(40))
    end,
  }

  case("already-" .. verb) {
    title   = verb .. " of a timer that has expired ends at once",
    clauses = { "POLL-WAIT-2", "POLL-WAIT-4" },
    run = function (s)
      local q, t = s:poll {}, s:timerfd {}
      local a = s:at(0):settime(t, { rel = ms(5), per = ms(5) })
      for _, keys in ipairs { { rel = 0 }, { rel = ms(50) }, {} } do
        local m = s:at(ms(12))
        local h = m[verb](m, q, t, keys):shows { r = 1, ev1 = "in" }
        h:ends(h)
      end
      s:at(ms(22)):read(t):shows { v = s:intervals { from = a,
        every = ms(5), upto = "self" } }
      s:finish(ms(30))
    end,
  }

  case("withdrawn-" .. verb) {
    title   = verb .. " sees that a new setting withdraws readiness",
    clauses = { "POLL-WAIT-2", "TM-MOVE-3" },
    run = function (s)
      local q, t = s:poll {}, s:timerfd {}
      s:at(0):settime(t, { rel = ms(5) })
      local m = s:at(ms(10))
      m[verb](m, q, t, { rel = 0 }):shows { r = 1, ev1 = "in" }
      local a = m:settime(t, { rel = ms(20) })
      m[verb](m, q, t, { rel = 0 })
      m[verb](m, q, t):shows { r = 1, ev1 = "in" }:ends(a + ms(20))
      m:settime(t, { rel = 0 })
      m[verb](m, q, t, { rel = 0 })
      s:finish(ms(40))
    end,
  }

  case("first-of-three-" .. verb) {
    title   = verb .. " ends with the first of three timers, and names it",
    clauses = { "POLL-WAIT-1", "POLL-SET-1" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd { n = 3 }, s:at(0)
      local a = {}
      for i, at in ipairs { 30, 10, 20 } do
        a[i - 1] = m:settime(t[i - 1], { rel = ms(at) })
      end
      for i, k in ipairs { 1, 2, 0 } do
        m[verb](m, q, t[0], t[1], t[2])
          :shows { r = 1, ["ev" .. k + 1] = "in" }:ends(a[k] + i * ms(10))
        m:read(t[k]):ends(a[k] + i * ms(10))
      end
      s:finish(ms(40))
    end,
  }

  case("three-at-once-" .. verb) {
    title   = verb .. " tells of all that are ready",
    clauses = { "POLL-WAIT-1", verb:find "poll" and "POLL-WAIT-3"
      or "POLL-SEL-4" },
    class   = { "virtual" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd { n = 4 }, s:at(0)
      for i = 0, 3 do m:settime(t[i], { abs = T(ms(i == 2 and 50 or 20)) }) end
      m[verb](m, q, t[0], t[1], t[2], t[3])
        :shows { r = 3, ev1 = "in", ev2 = "in", ev4 = "in" }:ends(T(ms(20)))
      m[verb](m, q, t[2]):shows { r = 1, ev1 = "in" }:ends(T(ms(50)))
      s:finish(ms(60))
    end,
  }

  case("not-asked-for-" .. verb) {
    title   = verb .. " does not end for what was not asked for",
    clauses = { "POLL-SET-2" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      m:settime(t, { rel = ms(5) })
      for _, events in ipairs { "out", "pri", "0", "out|pri" } do
        local h = m[verb](m, q, t, { rel = ms(10), events = events })
        h:ends(h + ms(10))
      end
      m = s:at(ms(45))
      m[verb](m, q, t):shows { r = 1, ev1 = "in" }
      s:finish(ms(60))
    end,
  }

  case("two-waits-" .. verb) {
    title   = "two threads that wait by " .. verb .. " for one timer both end",
    clauses = { "POLL-WAIT-5", "POLL-WAIT-4" },
    run = function (s)
      local q, t = s:poll {}, s:timerfd {}
      local b, c = s:thread {}, s:thread { cpu = 1 }
      local a = s:at(0):settime(t, { rel = ms(20) })
      b:at(0)[verb](b, q, t):shows { r = 1, ev1 = "in" }:ends(a + ms(20))
      c:at(0)[verb](c, q, t):shows { r = 1, ev1 = "in" }:ends(a + ms(20))
      s:at(ms(30)):read(t)
      s:finish(ms(40))
    end,
  }

  case("a-reader-and-" .. verb) {
    title   = "a read that sleeps and " .. verb .. " do not take from each"
      .. " other",
    clauses = { "POLL-WAIT-4" },
    run = function (s)
      local q, t, b, m = s:poll {}, s:timerfd {}, s:thread {}, s:at(ms(5))
      local a = s:at(0):settime(t, { rel = ms(20) })
      b:at(0):read(t):ends(a + ms(20))
      m[verb](m, q, t, { rel = ms(35) }):any()
      m = s:at(ms(50))
      m[verb](m, q, t, { rel = 0 })
      s:finish(ms(60))
    end,
  }

  case("closed-while-" .. verb) {
    title   = verb .. " goes on with a file whose descriptor is closed",
    clauses = { "POLL-WAIT-6", "FIL-CLOSE-3" },
    run = function (s)
      local q, t, b = s:poll {}, s:timerfd {}, s:thread {}
      local u = s:timerfd { lazy = true }
      local a = s:at(0):settime(t, { rel = ms(30) })
      -- With an end, for a kernel that forgets the timer.
      b:at(0)[verb](b, q, t, { rel = ms(90) }):shows { r = 1, ev1 = "in" }
        :ends(a + ms(30))
      s:at(ms(10)):close(t)
      s:at(ms(10)):create(u)
      local c = s:at(ms(10)):settime(u, { rel = ms(10) })
      s:at(ms(15)):read(u):ends(c + ms(10))
      s:finish(ms(40))
    end,
  }

  case("closed-and-timed-" .. verb) {
    title   = verb .. " of a file that is closed meanwhile ends with its time",
    clauses = { "POLL-WAIT-6", "POLL-TIME-1" },
    run = function (s)
      local q, t, b = s:poll {}, s:timerfd {}, s:thread {}
      local h = b:at(0)[verb](b, q, t, { rel = ms(30) })
      h:ends(h + ms(30))
      s:at(ms(10)):close(t)
      s:finish(ms(40))
    end,
  }

  case("moved-while-" .. verb) {
    title   = verb .. " ends at the deadline that a timer was moved to",
    clauses = { "POLL-WAIT-1", "TM-MOVE-1" },
    run = function (s)
      local q, t, b = s:poll {}, s:timerfd {}, s:thread { cpu = 1 }
      s:at(0):settime(t, { rel = sec(100) })
      local h = b:at(0)[verb](b, q, t):shows { r = 1, ev1 = "in" }
      local a = s:at(ms(10)):settime(t, { rel = ms(10) })
      h:ends(a + ms(10))
      s:finish(ms(30))
    end,
  }

  case("on-real-" .. verb) {
    title   = verb .. " ends when a timer on the time of day expires",
    clauses = { "POLL-WAIT-1" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd { clock = "real" }, s:at(0)
      m:settime(t, { abs = T(ms(20)) })
      m[verb](m, q, t):shows { r = 1, ev1 = "in" }:ends(T(ms(20)))
      s:finish(ms(30))
    end,
  }

  case("cancelled-" .. verb) {
    title   = verb .. " ends when a timer on real is told of a set clock",
    clauses = { "POLL-WAIT-1" },
    needs   = { "setclock" },
    run = function (s)
      local q, t, b = s:poll {}, s:timerfd { clock = "real" }, s:thread {}
      s:at(0):settime(t, { abs = T(sec(100)), flags = "abs|cancel" })
      local h = b:at(0)[verb](b, q, t):shows { r = 1, ev1 = "in" }
      local c = s:at(ms(10)):setclock("real", { by = sec(1) })
      h:ends(c)
      s:at(ms(20)):read(t):fails "ECANCELED"
      s:finish(ms(30))
    end,
  }

  case("same-file-twice-" .. verb) {
    title   = verb .. " answers two descriptors of one file, each for itself",
    clauses = { "POLL-SET-3" },
    run = function (s)
      local q, t, u = s:poll {}, s:timerfd {}, s:timerfd { lazy = true }
      local m = s:at(0)
      m:dup(u, { from = t })
      local a = m:settime(t, { rel = ms(20) })
      m[verb](m, q, t, u):shows { r = 2, ev1 = "in", ev2 = "in" }
        :ends(a + ms(20))
      s:finish(ms(30))
    end,
  }
end

for _, verb in ipairs { "poll", "ppoll" } do
  case("twice-" .. verb) {
    title   = verb .. " answers one descriptor in two entries twice",
    clauses = { "POLL-SET-3", "POLL-WAIT-3" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      local a = m:settime(t, { rel = ms(20) })
      m[verb](m, q, t, t):shows { r = 2, ev1 = "in", ev2 = "in" }
        :ends(a + ms(20))
      s:finish(ms(30))
    end,
  }

  case("nval-" .. verb) {
    title   = verb .. " of a closed descriptor is ready at once: POLLNVAL",
    clauses = { "POLL-SET-4", "POLL-WAIT-2", "POLL-WAIT-3" },
    run = function (s)
      local q, t, u, m = s:poll {}, s:timerfd {}, s:timerfd {}, s:at(0)
      m:close(t)
      for _, events in ipairs { "in", "0", ALL } do
        local h = m[verb](m, q, u, t, u, { events = events })
          :shows { r = 1, ev2 = "nval" }
        h:ends(h)
      end
      s:finish(ms(10))
    end,
  }

  case("negative-" .. verb) {
    title   = verb .. " passes over an entry with a negative number",
    clauses = { "POLL-SET-5" },
    run = function (s)
      local q, t, u = s:poll {}, s:timerfd {}, s:timerfd { lazy = true }
      local m = s:at(0)
      local a = m:settime(t, { rel = ms(20) })
      m[verb](m, q, u, t, u):shows { r = 1, ev2 = "in" }:ends(a + ms(20))
      m = s:at(ms(25))
      local h = m[verb](m, q, u, { rel = ms(10) })
      h:ends(h + ms(10))
      s:finish(ms(40))
    end,
  }

  case("prefix-" .. verb) {
    title   = verb .. " looks at as many entries as it is told to",
    clauses = { "POLL-WAIT-1" },
    run = function (s)
      local q, t, u, m = s:poll {}, s:timerfd {}, s:timerfd {}, s:at(0)
      m:settime(u, { rel = ms(5) })
      m = s:at(ms(10))
      local h = m[verb](m, q, t, u, { nfds = 1, rel = ms(10) }):any()
      h:ends(h + ms(10))
      m[verb](m, q, t, u, { rel = ms(10) }):shows { r = 1, ev2 = "in" }
      s:finish(ms(40))
    end,
  }

  case("many-" .. verb) {
    title   = verb .. " of seven timers ends with the last of them",
    clauses = { "POLL-WAIT-1" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd { n = 7 }, s:at(0)
      local a = m:settime(t[6], { rel = ms(20) })
      m[verb](m, q, t[0], t[1], t[2], t[3], t[4], t[5], t[6])
        :shows { r = 1, ev7 = "in" }:ends(a + ms(20))
      s:finish(ms(30))
    end,
  }
end

for _, verb in ipairs { "select", "pselect" } do
  case("below-" .. verb) {
    title   = verb .. " looks at the numbers below nfds alone",
    clauses = { "POLL-SEL-2" },
    run = function (s)
      local q, t, u = s:poll {}, s:timerfd {}, s:timerfd { lazy = true }
      local m = s:at(0)
      m:dup(u, { from = t, least = 40 }):shows { fd = 40 }
      m:settime(t, { rel = ms(5) })
      m = s:at(ms(10))
      local h = m[verb](m, q, u, { nfds = 40, rel = ms(10) }):any()
      h:ends(h + ms(10))
      m = s:main()
      m[verb](m, q, u, { nfds = 41, rel = ms(10) })
        :shows { r = 1, ev1 = "in" }
      m:close(u)
      m[verb](m, q, u, { nfds = 40, rel = 0 }):any()
      m[verb](m, q, u, { nfds = 41, rel = 0 }):fails "EBADF"
      s:finish(ms(40))
    end,
  }

  case("closed-" .. verb) {
    title   = verb .. " of a closed descriptor fails with EBADF, at once",
    clauses = { "POLL-SEL-3" },
    run = function (s)
      local q, t, u = s:poll {}, s:timerfd {}, s:timerfd {}
      local m = s:at(0)
      m:settime(u, { rel = ms(5) })
      m = s:at(ms(10))
      m:close(t)
      for _, events in ipairs { "in", "out", "pri", ALL } do
        m[verb](m, q, t, { events = events }):fails "EBADF"
        m[verb](m, q, u, t, { events = events }):fails "EBADF"
      end
      m[verb](m, q, t, { events = "0", rel = 0 })
      s:finish(ms(20))
    end,
  }

  case("cleared-" .. verb) {
    title   = verb .. " clears the sets when the time has passed",
    clauses = { "POLL-SEL-1", "POLL-TIME-1" },
    run = function (s)
      local q, t, u, m = s:poll {}, s:timerfd {}, s:timerfd {}, s:at(0)
      local h = m[verb](m, q, t, u, { rel = ms(10), events = ALL })
      h:shows { r = 0 }:ends(h + ms(10))
      m = s:at(ms(15))
      m:settime(u, { rel = ms(5) })
      m[verb](m, q, t, u, { events = ALL }):shows { r = 1, ev2 = "in" }
      s:finish(ms(30))
    end,
  }
end
