-- SPDX-License-Identifier: BSD-2-Clause
-- What fork leaves of a timer: [TM-FORK-1] [TM-FORK-2] [TM-FORK-3].
-- A child's script is one callback; a signal that it should not have got is
-- one record too many.  Thread b waits for the child.

local function waited(s, p, f, by)
  return s:thread {}:after("made"):wait(p):gives(0):ends(f + by)
end

local function handled(s, word)
  local g = s:signal { sig = word }
  s:prep():handle(g)
  return g
end

case "ptimer" {
  title   = "a child has none of its parent's timers, and no signal of them",
  clauses = { "TM-FORK-1", "TM-FORK-2" },
  needs   = { "ptimer" },
  run = function (s)
    local t, g = s:ptimer { sig = "rt1" }, handled(s, "rt1")
    local p = s:process { callback = function (c)
      c:gettime(t)
      c:settime(t, { rel = ms(1) })
      c:overrun(t)
      c:delete(t)
    end }
    local a = s:at(0):settime(t, { rel = ms(30), per = ms(20) })
    local f = s:at(ms(5)):fork(p, { by = ms(55) })
    s:main():mark "made"
    local gone = { fails = "EINVAL" }
    s:expect { p, not_before = f, steps = s.st("frontend.ptimer.fork", {
      lost = { gettime = gone, settime = gone, overrun = gone, delete = gone },
    }) }
    s:expect { g, at = a + ms(30), over = 0 }
    s:expect { g, at = a + ms(50), over = 0 }
    waited(s, p, f, ms(55))
    s:finish(ms(65), { grace = sec(1) })
  end,
}

case "itimer" {
  title   = "a child has no itimer armed, and its parent keeps its own",
  clauses = { "TM-FORK-1", "TM-FORK-2" },
  needs   = { "itimer" },
  run = function (s)
    local t, g = s:itimer {}, handled(s, "alrm")
    local p = s:process { callback = function (c) c:gettime(t) end }
    local a = s:at(0):settime(t, { rel = ms(30), per = ms(20) })
    local f = s:at(ms(5)):fork(p, { by = ms(55) })
    s:main():mark "made"
    s:expect { p, not_before = f, steps = {
      gettime = s.st("frontend.itimer.fork", { lost = { left = 0, per = 0 } })
    } }
    s:expect { g, at = a + ms(30) }
    s:expect { g, at = a + ms(50) }
    waited(s, p, f, ms(55))
    s:finish(ms(65), { grace = sec(1) })
  end,
}

case "alarm" {
  title   = "a child has no alarm of its parent, and its own is its own",
  clauses = { "TM-FORK-1", "TM-FORK-2" },
  needs   = { "itimer" },
  run = function (s)
    local t = s:itimer {}
    local p = s:process { callback = function (c)
      c:alarm(t, { sec = 100 })
      c:gettime(t)
    end }
    s:at(0):alarm(t, { sec = 10 })
    local f = s:at(ms(5)):fork(p, { by = ms(20) })
    s:main():mark "made"
    s:expect { p, not_before = f, steps = { alarm = { r = 0 },
      gettime = { left = { ">", sec(99) } } } }
    waited(s, p, f, ms(20))
    s:at(ms(35)):alarm(t, { sec = 0 }):gives(10)
    s:finish(ms(40), { grace = sec(1) })
  end,
}

case "timerfd" {
  title   = "a child shares its parent's timerfd: what one reads is gone",
  clauses = { "TM-FORK-1", "TM-FORK-3" },
  needs   = { "timerfd" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { flags = "nonblock" }
    local p = s:process { callback = function (c)
      c:read(t)
      c:gettime(t)
    end }
    local a = s:at(0):settime(t, { rel = ms(30), per = ms(30) })
    local f = s:at(ms(5)):fork(p)
    s:main():mark "made"
    s:expect { p, not_before = f, steps = s.st("frontend.timerfd.fork", {
      shared = { read = { r = 8, v = 1 },
        gettime = { left = a + ms(60), per = ms(30) } } }) }
    local b = s:thread {}
    b:after("made"):wait(p):gives(0):ends(a + ms(30))
    s:at(ms(45)):nonblock(t)
    s:main():read(t):fails "EAGAIN"
    s:main():read(u):fails "EAGAIN"
    s:at(ms(70)):read(t):shows { v = 1 }
    s:finish(ms(80), { grace = sec(1) })
  end,
}

case "timerfd-set" {
  title   = "a timerfd that the child sets, and then closes, is set for both",
  clauses = { "TM-FORK-1", "TM-FORK-3" },
  needs   = { "timerfd" },
  run = function (s)
    local t = s:timerfd {}
    local p = s:process { callback = function (c)
      c:settime(t, { rel = ms(20), per = ms(30) })
      c:mark "set"
      c:close(t)
    end }
    local f = s:at(0):fork(p, { by = ms(10) })
    s:main():mark "made"
    s:expect { p, not_before = f }
    local b = s:thread {}
    b:after("made"):wait(p):gives(0):ends(f + ms(10))
    s:after "set":gettime(t):shows { left = { "between", 1, ms(20) },
      per = ms(30) }
    s:main():read(t):ends(f + ms(20))
    s:finish(ms(40), { grace = sec(1) })
  end,
}

case "two-at-once" {
  title   = "timers of two processes with one deadline both expire at it",
  clauses = { "TM-FORK-2", "TM-MANY-2" },
  needs   = { "timerfd", "sleep" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { flags = "nonblock" }
    local n = s:sleep { clock = "mono" }
    local p = s:process { callback = function (c)
      c:settime(u, { abs = T(ms(30)) })
      c:clock_nanosleep(n, { abs = T(ms(30)) })
      c:read(u)
    end }
    local f = s:at(0):fork(p)
    s:main():mark "made"
    s:expect { p, not_before = f, steps = { read = { r = 8, v = 1 } } }
    local b = s:thread {}
    b:after("made"):wait(p):gives(0):ends(T(ms(30)))
    s:at(ms(10)):settime(t, { abs = T(ms(30)) })
    s:main():read(t):ends(T(ms(30)))
    s:finish(ms(45), { grace = sec(1) })
  end,
}

case "two-signals-at-once" {
  title   = "timers of two processes signal each its own at one instant",
  clauses = { "TM-FORK-2", "TM-MANY-2" },
  needs   = { "itimer" },
  run = function (s)
    local t, u = s:itimer {}, s:itimer {}
    local g = handled(s, "alrm")
    local p = s:process { callback = function (c)
      c:settime(u, { rel = ms(40) })
    end }
    local a = s:at(0):settime(t, { rel = ms(45) })
    local f = s:at(ms(5)):fork(p, { by = ms(60) })
    s:main():mark "made"
    s:expect { p, not_before = f }
    s:expect { g, times = 2, not_before = a + ms(40) }
    waited(s, p, f, ms(60))
    s:at(ms(60)):gettime(t):shows { left = 0 }
    s:finish(ms(75), { grace = sec(1) })
  end,
}
