-- SPDX-License-Identifier: BSD-2-Clause
-- What a new program finds of a timer: [TM-EXEC-1] [TM-EXEC-2].
-- The child becomes a new program behind its script, says what it has found of
-- each object, sleeps for by=, and exits.

local function waiter(s, p, ...)
  return s:thread {}:after("made"):wait(p, ...)
end

case "timerfd" {
  title   = "a timerfd goes on in a new program",
  clauses = { "TM-EXEC-1" },
  needs   = { "timerfd" },
  run = function (s)
    local t, u, v = s:timerfd {}, s:timerfd {}, s:timerfd {}
    local p = s:process { callback = function (c)
      c:settime(t, { rel = sec(100) })
      c:settime(u, { abs = 1 })
    end }
    local f = s:at(0):fork(p, { exec = 1 })
    s:main():mark "made"
    s:expect { p, not_before = f }
    waiter(s, p, t, u, v):shows(s.st("frontend.timerfd.exec", {
      kept = { is1 = "armed", is2 = "ready", is3 = "idle" } })):ends(f)
    s:at(ms(50)):gettime(t):shows { left = { "between", sec(99), sec(100) },
      per = 0 }
    s:finish(ms(60), { grace = sec(1) })
  end,
}

case "timerfd-cloexec" {
  title   = "a timerfd with close-on-exec is gone, and goes on for its parent",
  clauses = { "TM-EXEC-2" },
  needs   = { "timerfd" },
  run = function (s)
    local t, u = s:timerfd { flags = "cloexec" }, s:timerfd {}
    local v = s:timerfd { flags = "cloexec" }
    local p = s:process {}
    s:prep():fcntl(u, { cmd = "setfd", arg = 1 })
    s:prep():fcntl(v, { cmd = "setfd", arg = 0 })
    local a = s:at(0):settime(t, { rel = ms(40) })
    s:at(0):settime(v, { rel = sec(100) })
    local f = s:at(0):fork(p, { exec = 1 })
    s:main():mark "made"
    s:expect { p, not_before = f }
    waiter(s, p, t, u, v):shows { is1 = "EBADF", is2 = "EBADF",
      is3 = "armed" }:ends(f)
    s:at(ms(30)):read(t):ends(a + ms(40))
    s:finish(ms(50), { grace = sec(1) })
  end,
}

case "ptimer" {
  title   = "a new program has no timer of the old one, and no signal of it",
  clauses = { "TM-EXEC-1" },
  needs   = { "ptimer" },
  run = function (s)
    local t = s:ptimer { lazy = true }
    local p = s:process { callback = function (c)
      c:create(t, { clock = "mono", notify = "signal", sig = "rt1" })
      c:settime(t, { rel = ms(20), per = ms(10) })
    end }
    local f = s:at(0):fork(p, { exec = 1, by = ms(50) })
    s:main():mark "made"
    s:expect { p, not_before = f }
    waiter(s, p, t):gives(0):shows(s.st("frontend.ptimer.exec", {
      lost = { is1 = "EINVAL" } })):ends(f + ms(50))
    s:finish(ms(70), { grace = sec(1) })
  end,
}

case "itimer" {
  title   = "an itimer goes on in a new program, which it ends by SIGALRM",
  clauses = { "TM-EXEC-1", "TM-EARLY-1" },
  needs   = { "itimer" },
  run = function (s)
    local t = s:itimer {}
    local p = s:process { callback = function (c)
      c:settime(t, { rel = ms(30) })
    end }
    local f = s:at(0):fork(p, { exec = 1, by = ms(60) })
    s:main():mark "made"
    s:expect { p, not_before = f }
    waiter(s, p, t):shows(s.st("frontend.itimer.exec", {
      kept = { is1 = "armed", sig = "alrm" } })):ends(f + ms(30))
    s:finish(ms(70), { grace = sec(1) })
  end,
}

case "alarm" {
  title   = "an alarm goes on in a new program, which it ends by SIGALRM",
  clauses = { "TM-EXEC-1", "TM-EARLY-1" },
  needs   = { "itimer" },
  run = function (s)
    local t = s:itimer {}
    local p = s:process { callback = function (c)
      c:alarm(t, { sec = 1 })
    end }
    local f = s:at(0):fork(p, { exec = 1, by = ms(1300) })
    s:main():mark "made"
    s:expect { p, not_before = f }
    waiter(s, p, t):shows(s.st("frontend.itimer.exec", {
      kept = { is1 = "armed", sig = "alrm" } })):ends(f + sec(1))
    s:finish(ms(1100), { grace = sec(1) })
  end,
}

case "handler" {
  title   = "a signal handler of the old program does not outlive it",
  clauses = { "TM-EXEC-1" },
  needs   = { "itimer" },
  run = function (s)
    local t, g = s:itimer {}, s:signal { sig = "alrm" }
    s:prep():handle(g)
    local p = s:process { callback = function (c)
      c:settime(t, { rel = ms(30) })
    end }
    local f = s:at(0):fork(p, { exec = 1, by = ms(60) })
    s:main():mark "made"
    s:expect { p, not_before = f }
    waiter(s, p):shows { sig = "alrm" }:ends(f + ms(30))
    s:finish(ms(70), { grace = sec(1) })
  end,
}
