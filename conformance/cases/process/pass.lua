-- SPDX-License-Identifier: BSD-2-Clause
-- Descriptors that go to another process over a socket: [TM-PASS-1].

case "timerfd" {
  title   = "a timerfd that is passed to a child is the same timer there",
  clauses = { "TM-PASS-1", "TM-FORK-3" },
  needs   = { "timerfd" },
  run = function (s)
    local t, u = s:timerfd { lazy = true }, s:timerfd { lazy = true }
    local p = s:process { callback = function (c)
      c:take(u)
      c:read(u)
      c:gettime(u)
    end }
    local f = s:at(0):fork(p)
    s:main():mark "made"
    s:at(ms(10)):create(t)
    local a = s:at(ms(10)):settime(t, { rel = ms(30), per = ms(40) })
    s:at(ms(20)):send(p, t)
    s:expect { p, not_before = f, steps = { read = { r = 8, v = 1 },
      gettime = { left = a + ms(70), per = ms(40) } } }
    s:thread {}:after("made"):wait(p):gives(0):ends(a + ms(30))
    s:at(ms(55)):nonblock(t)
    s:main():read(t):fails "EAGAIN"
    s:finish(ms(65), { grace = sec(1) })
  end,
}

case "outlives" {
  title   = "a timerfd that is passed on outlives the descriptor it came from",
  clauses = { "TM-PASS-1" },
  needs   = { "timerfd" },
  run = function (s)
    local t, u = s:timerfd { lazy = true }, s:timerfd { lazy = true }
    local p = s:process { callback = function (c)
      c:take(u)
      c:read(u)
    end }
    local f = s:at(0):fork(p)
    s:main():mark "made"
    s:at(ms(10)):create(t)
    local a = s:at(ms(10)):settime(t, { rel = ms(30) })
    s:at(ms(15)):send(p, t)
    s:at(ms(15)):close(t)
    s:expect { p, not_before = f, steps = { read = { r = 8, v = 1 } } }
    s:thread {}:after("made"):wait(p):gives(0):ends(a + ms(30))
    s:finish(ms(55), { grace = sec(1) })
  end,
}

case "on-its-way" {
  title   = "a timerfd that is on its way to another process runs on",
  clauses = { "TM-PASS-1" },
  needs   = { "timerfd" },
  run = function (s)
    local t, u, n = s:timerfd { lazy = true }, s:timerfd { lazy = true },
      s:sleep {}
    local p = s:process { callback = function (c)
      c:nanosleep(n, { rel = ms(50) })
      c:take(u)
      c:read(u)
    end }
    local f = s:at(0):fork(p)
    s:main():mark "made"
    s:at(ms(10)):create(t)
    local a = s:at(ms(10)):settime(t, { rel = ms(10), per = ms(10) })
    s:at(ms(15)):send(p, t)
    s:at(ms(15)):close(t)
    s:expect { p, not_before = f, steps = { read = { r = 8,
      v = s:intervals { from = a, every = ms(10) } } } }
    s:thread {}:after("made"):wait(p):gives(0):ends(f + ms(50))
    s:finish(ms(70), { grace = sec(1) })
  end,
}
