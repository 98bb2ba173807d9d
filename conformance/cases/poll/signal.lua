-- SPDX-License-Identifier: BSD-2-Clause
-- Signals while a thread waits: [POLL-INTR-1] to [POLL-INTR-3].  Thread main
-- takes the signals; another sends them.

local calls = { "poll", "ppoll", "select", "pselect" }

local function handled(s, opts)
  local g = s:signal { sig = "usr1" }
  s:prep():handle(g, opts)
  return g, s:thread {}
end

for _, verb in ipairs(calls) do
  for _, restart in ipairs { 0, 1 } do
    local how = restart == 1 and "restart" or "plain"
    case(("%s-%s"):format(how, verb)) {
      title   = ("a handler (%s) ends %s, with a time and without")
        :format(how, verb),
      clauses = { restart == 1 and "POLL-INTR-2" or "POLL-INTR-1" },
      run = function (s)
        local g, b = handled(s, { restart = restart })
        local q, t = s:poll {}, s:timerfd {}
        s:prep():settime(t, { rel = ms(120) })
        for i, keys in ipairs { { rel = ms(50) }, {} } do
          local m = s:at((i - 1) * ms(60))
          local h = m[verb](m, q, t, keys)
          local r = b:at((i - 1) * ms(60) + ms(20)):raise(g)
          s:expect { g, at = r }
          h:fails "EINTR":ends(r)
        end
        s:finish(ms(100))
      end,
    }
  end

  for _, how in ipairs { "block", "ignore" } do
    case(("%s-%s"):format(how, verb)) {
      title   = ("a signal that the program has to %s leaves %s alone")
        :format(how, verb),
      clauses = { "POLL-INTR-3", "POLL-TIME-1" },
      run = function (s)
        local g, b = handled(s)
        local q, m = s:poll {}, s:at(0)
        s:prep()[how](s:prep(), g)
        local h = m[verb](m, q, { rel = ms(50) })
        b:at(ms(20)):raise(g)
        b:at(ms(30)):raise(g)
        h:ends(h + ms(50))
        if how == "block" then
          local u = s:at(ms(60)):unblock(g)
          s:expect { g, at = u }
        end
        s:finish(ms(70))
      end,
    }
  end

  case("ready-and-" .. verb) {
    title   = "what is ready is told by " .. verb .. ", whatever signal comes",
    clauses = { "POLL-INTR-1", "POLL-WAIT-1" },
    class   = { "virtual" },
    tie     = true,
    run = function (s)
      local g, b = handled(s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      local a = m:settime(t, { rel = ms(20) })
      m[verb](m, q, t):shows { r = 1, ev1 = "in" }:ends(a + ms(20))
      local r = b:at(ms(20)):raise(g)
      s:expect { g, at = r }
      s:finish(ms(30))
    end,
  }
end

case "due-but-late" {
  title   = "a wait whose time is over returns 0, though its interrupt is late",
  clauses = { "POLL-INTR-1", "POLL-TIME-1" },
  class   = { "virtual" },
  run = function (s)
    local g, b = handled(s)
    local q = s:poll {}
    s:prep():fault("late", { n = 1, cpu = 0, by = ms(10) })
    local h = s:at(0):poll(q, { rel = ms(20) })
    local r = b:at(ms(25)):raise(g)
    s:expect { g, at = r }
    h:ends(r)
    s:finish(ms(60))
  end,
}

case "nothing-behind" {
  title   = "an interrupted wait leaves nothing behind",
  clauses = { "POLL-TIME-6", "POLL-INTR-1" },
  class   = { "virtual" },
  run = function (s)
    local g, b = handled(s)
    local q, t = s:poll {}, s:timerfd {}
    s:at(0):settime(t, { rel = ms(60) })
    local h = s:at(0):poll(q, t, { rel = ms(50) })
    local r = b:at(ms(20)):raise(g)
    s:expect { g, at = r }
    h:fails "EINTR":ends(r)
    s:at(ms(80)):tally "hrt.expire":gives(1)
    s:main():tally "hrt.wake":gives(0)
    s:finish(ms(90))
  end,
}

-- A mask for the wait alone.

for _, verb in ipairs { "ppoll", "pselect" } do
  case("let-in-" .. verb) {
    title   = verb .. " lets in a signal that is blocked before and behind it",
    clauses = { "POLL-INTR-4", "POLL-INTR-5" },
    run = function (s)
      local g, b = handled(s)
      local q, m = s:poll {}, s:at(0)
      s:prep():block(g)
      local h = m[verb](m, q, { rel = ms(50), block = "none" })
      local r = b:at(ms(20)):raise(g)
      s:expect { g, at = r }
      h:fails "EINTR":ends(r)
      b:at(ms(30)):raise(g)
      m = s:at(ms(40))
      h = m[verb](m, q, { rel = ms(20) })
      h:ends(h + ms(20))
      local u = s:at(ms(70)):unblock(g)
      s:expect { g, at = u }
      s:finish(ms(80))
    end,
  }

  case("kept-out-" .. verb) {
    title   = verb .. " keeps out a signal of its mask until it has returned",
    clauses = { "POLL-INTR-4", "POLL-INTR-5" },
    run = function (s)
      local g, b = handled(s)
      local q, m = s:poll {}, s:at(0)
      local h = m[verb](m, q, { rel = ms(50), block = "usr1|rt2" })
      b:at(ms(20)):raise(g)
      h:ends(h + ms(50))
      s:expect { g, at = h + ms(50) }
      m = s:at(ms(60))
      h = m[verb](m, q, { rel = ms(30) })
      local r = b:at(ms(70)):raise(g)
      s:expect { g, at = r }
      h:fails "EINTR":ends(r)
      s:finish(ms(100))
    end,
  }

  case("sent-before-" .. verb) {
    title   = "a signal that waited ends " .. verb .. ", which lets it in",
    clauses = { "POLL-INTR-4" },
    run = function (s)
      local g, b = handled(s)
      local q, m = s:poll {}, s:at(ms(20))
      s:prep():block(g)
      b:at(ms(10)):raise(g)
      local h = m[verb](m, q, { rel = ms(50), block = "none" })
      s:expect { g, at = h }
      h:fails "EINTR":ends(h)
      h = m[verb](m, q, { rel = ms(50), block = "none" })
      h:ends(h + ms(50))
      s:finish(ms(80))
    end,
  }

  case("one-of-two-" .. verb) {
    title   = verb .. " lets in one signal and keeps out another",
    clauses = { "POLL-INTR-4", "POLL-INTR-5" },
    run = function (s)
      local g, b = handled(s)
      local o = s:signal { sig = "rt2" }
      local q, m = s:poll {}, s:at(0)
      s:prep():handle(o)
      s:prep():block(g)
      local h = m[verb](m, q, { rel = ms(50), block = "rt2" })
      b:at(ms(10)):raise(o)
      local r = b:at(ms(20)):raise(g)
      s:expect { g, at = r }
      s:expect { o, at = r }
      h:fails "EINTR":ends(r)
      s:finish(ms(60))
    end,
  }
end
