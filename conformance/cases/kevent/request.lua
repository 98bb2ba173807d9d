-- SPDX-License-Identifier: BSD-2-Clause
-- Requests of the kernel: timers that call back, or report to a queue.

local function go(c) c:ret "go" end
local function wait(c) c:ret "wait" end

case "first" {
  title   = "the completion comes at the first time, with a count of one",
  clauses = { "KEV-REQ-1" },
  run = function (s)
    local w = s:request { callback = wait }
    local a = s:at(0):start(w, { rel = ms(10) })
    s:expect { w, at = a + ms(10), v = 1 }
    s:at(ms(20)):advance(w)
    s:at(ms(20)):advance(w):gives(0)
    s:finish(ms(30))
  end,
}

case "absolute" {
  title   = "a first time can be a reading of the clock, past ones are now",
  clauses = { "KEV-REQ-1" },
  run = function (s)
    local w = s:request { callback = wait }
    local x = s:request { clock = "real", callback = wait }
    s:at(ms(5)):start(w, { abs = T(ms(20)) })
    local b = s:at(ms(5)):start(x, { abs = T(0) })
    s:expect { x, at = b, v = 1 }
    s:expect { w, at = T(ms(20)), v = 1 }
    s:finish(ms(30))
  end,
}

case "goes-on" {
  title   = "a request that goes on is called for each interval",
  clauses = { "KEV-REQ-2", "KEV-REQ-1" },
  run = function (s)
    local w = s:request { callback = go }
    local a = s:at(0):start(w, { rel = ms(5), per = ms(10) })
    for i = 0, 4 do s:expect { w, at = a + ms(5 + 10 * i), v = i + 1 } end
    s:at(ms(50)):advance(w):gives(5)
    s:at(ms(50)):stop(w)
    s:finish(ms(80))
  end,
}

case "goes-on-late" {
  title   = "a request that is called late keeps its phase and counts",
  clauses = { "KEV-REQ-2" },
  needs   = { "mask" },
  run = function (s)
    local w = s:request { callback = go }
    local a = s:at(0):start(w, { rel = ms(10), per = ms(10) })
    s:at(ms(5)):mask { lim = ms(35) }
    local u = s:at(ms(35)):unmask()
    s:expect { w, at = u, v = 1 }
    s:expect { w, at = a + ms(40), v = 4 }
    s:at(ms(45)):stop(w)
    s:finish(ms(60))
  end,
  class = { "virtual" },
}

case "waits" {
  title   = "a request that waits is called again when it was told to go on",
  clauses = { "KEV-REQ-3" },
  run = function (s)
    local w = s:request { callback = wait }
    local a = s:at(0):start(w, { rel = ms(10), per = ms(10) })
    s:expect { w, at = a + ms(10), v = 1 }
    s:at(ms(35)):advance(w):gives(3)
    s:expect { w, at = a + ms(40), v = 1 }
    s:at(ms(45)):advance(w)
    s:expect { w, at = a + ms(50), v = 1 }
    s:at(ms(75)):advance(w):gives(3)
    s:at(ms(75)):stop(w)
    s:finish(ms(90))
  end,
  class = { "virtual" },
}

case "left" {
  title   = "the time left is to the next deadline, and takes nothing away",
  clauses = { "KEV-REQ-4", "KEV-REQ-3" },
  run = function (s)
    local w, m = s:request { callback = wait }, s:at(0)
    m:remaining(w):shows { left = 0 }
    local a = m:start(w, { rel = ms(10), per = ms(20) })
    s:at(ms(5)):remaining(w):shows { left = a + ms(10) }
    s:expect { w, at = a + ms(10), v = 1 }
    s:at(ms(15)):remaining(w):shows { left = a + ms(30) }
    s:at(ms(35)):remaining(w):shows { left = a + ms(50) }
    s:at(ms(40)):remaining(w):shows { left = a + ms(50) }
    s:at(ms(55)):remaining(w):shows { left = a + ms(70) }
    s:at(ms(60)):advance(w):gives(3)
    s:at(ms(60)):remaining(w):shows { left = a + ms(70) }
    s:at(ms(62)):stop(w)
    s:at(ms(62)):remaining(w):shows { left = 0 }
    s:finish(ms(90))
  end,
  class = { "virtual" },
}

case "left-at-all" {
  title   = "the time left of a request that is due but held back is 1 ns",
  clauses = { "KEV-REQ-4" },
  needs   = { "mask" },
  run = function (s)
    local w = s:request { callback = wait }
    local a = s:at(0):start(w, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    s:at(ms(20)):remaining(w):shows { left = 1 }
    local u = s:at(ms(25)):unmask()
    s:expect { w, not_before = a + ms(10), at = u, v = 1 }
    s:main():remaining(w):shows { left = 0 }
    s:finish(ms(40))
  end,
}

case "set-back" {
  title   = "an expiration stays when the clock is set back, and comes again",
  clauses = { "KEV-REQ-3", "KEV-REQ-4" },
  needs   = { "setclock" },
  run = function (s)
    local w = s:request { clock = "real", callback = wait }
    s:at(0):start(w, { abs = T(ms(10)), per = ms(10) })
    s:expect { w, v = 1 }
    s:at(ms(15)):setclock("real", { by = -ms(10) })
    s:at(ms(15)):remaining(w):shows { left = ms(5) }
    s:at(ms(17)):advance(w)
    s:expect { w, v = 1 }
    s:at(ms(35)):advance(w):gives(2)
    s:at(ms(35)):stop(w)
    s:finish(ms(50))
  end,
  class = { "virtual" },
}

case "stop" {
  title   = "a request that was stopped does not call, and has nothing to tell",
  clauses = { "KEV-REQ-5" },
  run = function (s)
    local w = s:request { callback = wait }
    local a = s:at(0):start(w, { rel = ms(10), per = ms(10) })
    s:expect { w, at = a + ms(10), v = 1 }
    s:at(ms(25)):stop(w)
    s:at(ms(25)):advance(w):gives(0)
    s:at(ms(30)):start(w, { rel = ms(10), per = ms(10) })
    s:at(ms(35)):stop(w)
    s:at(ms(50)):advance(w):gives(0)
    local c = s:at(ms(50)):start(w, { rel = ms(10) })
    s:expect { w, at = c + ms(10), v = 1 }
    s:at(ms(65)):stop(w)
    s:at(ms(65)):stop(w)
    local d = s:at(ms(65)):start(w, { rel = ms(10), per = ms(10) })
    s:expect { w, at = d + ms(10), v = 1 }
    s:at(ms(80)):fini(w)
    s:at(ms(80)):advance(w):gives(0)
    s:finish(ms(90))
  end,
}

case "stop-while-called" {
  title   = "stopping waits for a completion that waits for the lock",
  clauses = { "KEV-REQ-5" },
  needs   = { "smp" },
  run = function (s)
    local b = s:thread { cpu = 1 }
    local w = s:request { callback = go }
    s:at(0):start(w, { rel = ms(10), per = ms(10) })
    b:at(ms(5)):stop(w, { hold = ms(10) })
    s:expect { w, at = ms(15), v = 1 }
    b:at(ms(20)):advance(w):gives(0)
    b:at(ms(60)):advance(w):gives(0)
    s:finish(ms(70))
  end,
  class = { "virtual" },
}

case "start-in-call" {
  title   = "a completion can start its own request, with another time",
  clauses = { "KEV-REQ-6" },
  run = function (s)
    local w = s:request { callback = function (c)
      c:nth(1):start("self", { rel = ms(30), per = ms(10) })
      c:nth(2):advance("self"):gives(2)
      c:ret "wait"
    end }
    local a = s:at(0):start(w, { rel = ms(10), per = ms(20) })
    s:expect { w, at = a + ms(10), v = 1 }
    s:expect { w, at = a + ms(40), v = 2 }
    s:expect { w, at = a + ms(50), v = 1 }
    s:finish(ms(60))
  end,
  class = { "virtual" },
}

for _, row in ipairs {
  { "start", { rel = ms(1), lock = 0 } }, { "stop", { lock = 0 } },
  { "advance", { lock = 0 } }, { "remaining", { lock = 0 } },
} do
  case("unlocked-" .. row[1]) {
    title   = ("%s without the lock stops"):format(row[1]),
    clauses = { "KEV-REQ-7" },
    needs   = { "death" },
    run = function (s)
      local w, m = s:request { callback = wait }, s:at(0)
      m[row[1]](m, w, row[2])
        :dies(("kevent_request_%s: port_spin_held(r->lock)"):format(row[1]))
      s:finish(ms(10))
    end,
  }
end

for _, row in ipairs { { "running", 0 }, { "periodic", ms(10) } } do
  case("start-" .. row[1]) {
    title   = ("a start of a request that runs stops: %s"):format(row[1]),
    clauses = { "KEV-REQ-8" },
    needs   = { "death" },
    run = function (s)
      local w = s:request { callback = go }
      s:at(0):start(w, { rel = ms(50), per = row[2] })
      s:at(ms(5)):start(w, { rel = ms(50) })
        :dies "kevent_request_start: !r->armed"
      s:finish(ms(10))
    end,
  }
end

case "bind-refused" {
  title   = "a request is bound to an open queue, by a key of its own",
  clauses = { "KEV-REQ-9" },
  run = function (s)
    local q, none, f = s:kevent {}, s:kevent {}, s:timerfd {}
    local w = s:request { lazy = true, n = 6 }
    local m = s:at(0)
    m:close(none)
    m:create(w[0], { to = none }):fails "EBADF"
    m:create(w[1], { to = f }):fails "EINVAL"
    m:create(w[2], { to = q, id = 1, user = 2 })
    m:create(w[3], { to = q, id = 1, user = 2 }):fails "EEXIST"
    m:fault("oom", { n = 1 })
    m:create(w[3], { to = q, id = 2, user = 2 }):fails "ENOMEM"
    m:create(w[4], { to = q, id = 2, user = 2 })
    m:create(w[5], { to = q, id = 1, user = 3 })
    m:fini(w[2])
    m:create(w[3], { to = q, id = 1, user = 2 })
    s:finish(ms(1))
  end,
}

case "bound" {
  title   = "expirations of a bound request are an event, which counts them",
  clauses = { "KEV-REQ-10", "KEV-REQ-4" },
  run = function (s)
    local q = s:kevent {}
    local w = s:request { to = q, id = 77, user = 5 }
    local a = s:at(0):start(w, { rel = ms(5), per = ms(10) })
    s:main():get(q, { whole = 1 }):ends(a + ms(5))
      :shows { type = 8, id = 77, user = 5, req = 0, ret = "done" }
    s:at(ms(40)):remaining(w):shows { left = a + ms(45) }
    s:at(ms(40)):get(q):shows { user = 5, v = 3, ms = 35 }
    s:main():get(q):shows { v = 1, ms = 45 }:ends(a + ms(45))
    s:finish(ms(52))
  end,
  class = { "virtual" },
}

case "bound-two" {
  title   = "requests of one time on one queue are told apart",
  clauses = { "KEV-REQ-10" },
  run = function (s)
    local q = s:kevent {}
    local w = s:request { to = q, id = 1, user = 5 }
    local x = s:request { to = q, id = 2, user = 6 }
    local a = s:at(0):start(w, { rel = ms(10) })
    s:at(0):start(x, { rel = ms(10) })
    s:main():get(q, { min = 2, max = 2 }):gives(2)
      :shows { users = "5,6", overs = "0,0" }:ends(a + ms(10))
    s:finish(ms(20))
  end,
}

case "bound-stop" {
  title   = "an event that was not fetched is dropped with its setting",
  clauses = { "KEV-REQ-11" },
  run = function (s)
    local q = s:kevent {}
    local w = s:request { to = q, user = 5 }
    s:at(0):start(w, { rel = ms(5), per = ms(5) })
    s:at(ms(32)):stop(w)
    s:at(ms(32)):get(q, { timeout = 0 }):gives(0)
    s:at(ms(32)):start(w, { rel = ms(10) })
    s:at(ms(45)):get(q):shows { user = 5, v = 1, ms = 42 }
    s:finish(ms(50))
  end,
  class = { "virtual" },
}

case "bound-fini" {
  title   = "an event that was not fetched is dropped with its request",
  clauses = { "KEV-REQ-11" },
  run = function (s)
    local q = s:kevent {}
    local w = s:request { to = q, user = 5 }
    s:at(0):start(w, { rel = ms(10), per = ms(10) })
    s:at(ms(15)):fini(w)
    s:at(ms(15)):get(q, { timeout = ms(30) }):gives(0)
    s:at(ms(50)):remove(q, { num = 1 }):fails "EINVAL"
    s:finish(ms(55))
  end,
}

case "bound-closed" {
  title   = "a request goes on when its queue is closed, and tells nobody",
  clauses = { "KEV-REQ-12" },
  needs   = { "watch" },
  run = function (s)
    local q = s:kevent {}
    local w = s:request { to = q, user = 5 }
    local a = s:at(0):start(w, { rel = ms(10), per = ms(10) })
    s:at(ms(15)):close(q)
    s:at(ms(15)):remaining(w):shows { left = a + ms(20) }
    s:at(ms(25)):advance(w):gives(2)
    s:at(ms(35)):tally "kev.drop":gives(1)
    s:at(ms(35)):remaining(w):shows { left = a + ms(40) }
    s:at(ms(45)):fini(w)
    s:finish(ms(60))
  end,
  class = { "virtual" },
}
