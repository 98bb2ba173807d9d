-- SPDX-License-Identifier: BSD-2-Clause
-- KEVENT_SOCKET: a descriptor that becomes ready.  Descriptors that can be
-- read now and then are timers here, and a queue knows nothing of them.

local RECV, SEND = 1, 4

local function watch(s, fd, req, event)
  return s:entry { type = "socket", fd = fd, event = event or "recv",
    user = 1, req = req }
end

-- A queue, a timer, and an entry for it that cannot be ready yet.
local function setup(s, req, event)
  local q, f = s:kevent {}, s:timerfd {}
  s:prep():nonblock(f)
  local e = watch(s, f, req, event)
  s:prep():add(q, e)
  return q, f, e
end

case "readable" {
  title   = "a descriptor that can be read is reported when it can",
  clauses = { "KEV-SOCKET-1" },
  run = function (s)
    local q, f = setup(s)
    local a = s:at(0):settime(f, { rel = ms(10) })
    s:main():get(q):shows { user = 1, ret = "done", v = 1, data = RECV }
      :ends(a + ms(10))
    s:main():read(f)
    s:main():get(q, { timeout = ms(20) }):gives(0)
    s:finish(ms(40))
  end,
}

case "readable-or-writable" {
  title   = "what a descriptor is ready for is a part of what was asked",
  clauses = { "KEV-SOCKET-1" },
  run = function (s)
    local q, f = setup(s, "et", "recv|send")
    local a = s:at(0):settime(f, { rel = ms(10) })
    s:main():get(q):shows { data = RECV }:ends(a + ms(10))
    s:finish(ms(20))
  end,
}

case "not-writable" {
  title   = "a descriptor that can only be read is not reported as writable",
  clauses = { "KEV-SOCKET-1" },
  run = function (s)
    local p = s:poll {}
    local q, f = setup(s, "none", "send")
    s:at(0):settime(f, { rel = ms(10), per = ms(10) })
    local g = s:at(0):get(q, { timeout = ms(35) }):gives(0)
    g:ends(g + ms(35))
    s:at(ms(40)):poll(p, q, { rel = 0 })
    s:finish(ms(50))
  end,
}

case "two-kinds" {
  title   = "timers, descriptors and notes come through one queue",
  clauses = { "KEV-SOCKET-1", "KEV-TIMER-1", "KEV-NOTIFY-1" },
  run = function (s)
    local q, f = setup(s)
    local e = s:entry { nsec = ms(20), user = 2, req = "oneshot" }
    local n = s:entry { type = "notify", user = 3 }
    s:prep():add(q, n)
    local a = s:at(0):settime(f, { rel = ms(10) })
    local b = s:at(0):add(q, e)
    s:at(0):ready(q, n)
    s:main():get(q, { max = 3 }):shows { user = 3 }
    s:main():get(q, { max = 3 }):shows { user = 1 }:ends(a + ms(10))
    s:main():read(f)
    s:main():get(q, { max = 3 }):shows { user = 2 }:ends(b + ms(20))
    s:finish(ms(30))
  end,
}

case "refused" {
  title   = "a number that is not open, or a queue, is not watched",
  clauses = { "KEV-SOCKET-2" },
  run = function (s)
    local q, r, m = s:kevent {}, s:kevent {}, s:at(0)
    local e = s:entry { lazy = true, n = 5 }
    local f, p = s:timerfd {}, s:prep()
    p:close(f)
    p:create(e[0], { type = "socket", sec = 300, event = "recv" })
    p:create(e[1], { type = "socket", sec = 0xffffffff, event = "recv" })
    p:create(e[2], { type = "socket", fd = f, event = "recv", user = 1 })
    p:create(e[3], { type = "socket", fd = q, event = "recv", user = 2 })
    p:create(e[4], { type = "socket", fd = r, event = "recv" })
    m:add(q, e):gives(5)
    for i = 0, 4 do
      m:look(e[i]):shows { why = i < 3 and "EBADF" or "EINVAL" }
    end
    m:remove(q, { num = 1 }):fails "EINVAL"
    m:close(q)
    m:get(r, { timeout = 0 }):gives(0)
    s:finish(ms(1))
  end,
}

case "level" {
  title   = "a descriptor is reported as long as it is ready",
  clauses = { "KEV-SOCKET-3" },
  run = function (s)
    local p = s:poll {}
    local q, f = setup(s)
    s:at(0):settime(f, { rel = ms(10) })
    s:at(ms(15)):get(q, { max = 3 }):shows { data = RECV }
    s:at(ms(15)):poll(p, q, { rel = 0 }):shows { r = 1, ev1 = "in" }
    s:at(ms(15)):get(q, { max = 3 }):shows { data = RECV, v = 1 }
    s:at(ms(20)):read(f)
    s:at(ms(20)):poll(p, q, { rel = 0 })
    s:at(ms(20)):get(q, { timeout = 0 }):gives(0)
    local a = s:at(ms(25)):settime(f, { rel = ms(10) })
    s:main():get(q):shows { data = RECV }:ends(a + ms(10))
    s:finish(ms(45))
  end,
}

case "edge" {
  title   = "with ET a descriptor is reported once for each change",
  clauses = { "KEV-SOCKET-3" },
  run = function (s)
    local q, f = setup(s, "et")
    local a = s:at(0):settime(f, { rel = ms(10) })
    s:main():get(q):shows { data = RECV }:ends(a + ms(10))
    s:main():get(q, { timeout = ms(10) }):gives(0)
    local b = s:at(ms(25)):settime(f, { rel = ms(10) })
    s:main():get(q):shows { data = RECV, v = 1 }:ends(b + ms(10))
    s:finish(ms(45))
  end,
}

for _, row in ipairs { { "last", 0 }, { "et", 1 } } do
  local req, got = table.unpack(row)
  case("last-check-" .. req) {
    title   = ("a descriptor that was ready and is not any more, with %s")
      :format(req),
    clauses = { "KEV-SOCKET-4" },
    run = function (s)
      local p = s:poll {}
      local q, f = setup(s, req)
      s:at(0):settime(f, { rel = ms(10) })
      s:at(ms(15)):poll(p, q, { rel = 0 }):shows { r = 1, ev1 = "in" }
      s:at(ms(15)):read(f)
      s:at(ms(15)):get(q, { timeout = 0 }):gives(got)
      s:at(ms(15)):poll(p, q, { rel = 0 })
      s:finish(ms(20))
    end,
  }
end

case "last-check-ready" {
  title   = "with LAST_CHECK a descriptor that is ready is reported",
  clauses = { "KEV-SOCKET-4" },
  run = function (s)
    local q, f = setup(s, "last|et")
    local a = s:at(0):settime(f, { rel = ms(10) })
    s:main():get(q):shows { data = RECV }:ends(a + ms(10))
    s:finish(ms(20))
  end,
}

case "ready-at-once" {
  title   = "a descriptor that is ready is written back, as fetched",
  clauses = { "KEV-ADD-4", "KEV-ADD-1" },
  run = function (s)
    local q, f = s:kevent {}, s:timerfd {}
    local e = s:entry { n = 3, lazy = true }
    local p = s:prep()
    p:create(e[0], { nsec = ms(50), user = 1 })
    p:create(e[1], { type = "socket", fd = f, event = "recv", user = 2,
      req = "et" })
    p:create(e[2], { type = "socket", fd = f, event = "recv", user = 3,
      req = "oneshot" })
    s:at(0):settime(f, { rel = ms(10) })
    s:at(ms(15)):add(q, e):gives(2)
    s:at(ms(15)):look(e[0]):shows { user = 2, ret = "done", data = RECV }
    s:at(ms(15)):look(e[1]):shows { user = 3, ret = "done", data = RECV }
    s:at(ms(15)):get(q, { timeout = 0 }):gives(0)
    s:at(ms(15)):remove(q, e[2])
    s:at(ms(15)):look(e[2]):shows { why = "ENOENT" }
    s:finish(ms(20))
  end,
}

case "ready-at-once-bad" {
  title   = "an event that cannot be written back is not lost",
  clauses = { "KEV-ADD-4", "KEV-GET-8" },
  run = function (s)
    local q, f = s:kevent {}, s:timerfd {}
    local e = watch(s, f, "oneshot")
    s:at(0):settime(f, { rel = ms(10) })
    s:at(ms(15)):add(q, e, { ro = 1 }):fails "EFAULT"
    s:at(ms(15)):get(q):shows { user = 1, data = RECV }
    s:at(ms(15)):get(q, { timeout = 0 }):gives(0)
    s:finish(ms(20))
  end,
}

case "always-queue" {
  title   = "with ALWAYS_QUEUE a descriptor that is ready is queued",
  clauses = { "KEV-ADD-5" },
  run = function (s)
    local q, f = s:kevent {}, s:timerfd {}
    local e = watch(s, f, "queue|et")
    s:at(0):settime(f, { rel = ms(10) })
    s:at(ms(15)):add(q, e)
    s:at(ms(15)):get(q):shows { user = 1, data = RECV }
    s:at(ms(15)):get(q, { timeout = 0 }):gives(0)
    s:finish(ms(20))
  end,
}

case "modify" {
  title   = "a descriptor that is ready is reported when it is asked for",
  clauses = { "KEV-MODIFY-1", "KEV-SOCKET-1" },
  run = function (s)
    local q, f = setup(s, "et", "send")
    local g = watch(s, f, "et", "recv")
    local h = watch(s, f, "et", "send")
    s:at(0):settime(f, { rel = ms(10) })
    s:at(ms(15)):get(q, { timeout = 0 }):gives(0)
    s:at(ms(15)):modify(q, g)
    s:at(ms(15)):get(q):shows { data = RECV }
    s:at(ms(20)):modify(q, g)
    s:at(ms(20)):modify(q, h)
    s:at(ms(20)):get(q, { timeout = 0 }):gives(0)
    s:finish(ms(25))
  end,
}

case "kept-open" {
  title   = "an entry keeps its descriptor's file, until it is removed",
  clauses = { "KEV-SOCKET-5" },
  run = function (s)
    local q, f, e = setup(s, "et")
    local a = s:at(0):settime(f, { rel = ms(10), per = ms(10) })
    s:at(ms(5)):close(f)
    s:main():get(q):shows { data = RECV }:ends(a + ms(10))
    s:at(ms(15)):remove(q, e)
    s:at(ms(15)):get(q, { timeout = ms(30) }):gives(0)
    s:finish(ms(60))
  end,
}

case "closed-both" {
  title   = "a queue that is closed lets go of what it watches",
  clauses = { "KEV-SOCKET-5", "KEV-CLOSE-1" },
  run = function (s)
    local q, f = s:kevent { lazy = true }, s:timerfd {}
    local e = watch(s, f, "queue")
    s:at(0):settime(f, { rel = ms(10), per = ms(10) })
    s:at(0):rep(50, function (m)
      m:create(q)
      m:add(q, e)
      m:pause(ms(1))
      m:close(q)
    end)
    s:at(ms(65)):read(f):shows { v = 6 }
    s:finish(ms(68))
  end,
  class   = { "virtual" },
}

case "send" {
  title   = "a descriptor that is always ready can be written",
  clauses = { "KEV-SOCKET-1" },
  needs   = { "timersock" },
  run = function (s)
    local q, f = s:kevent {}, s:timersock {}
    local e = watch(s, f, "et", "send")
    s:at(0):add(q, e):gives(1)
    s:at(0):look(e):shows { data = SEND }
    s:finish(ms(5))
  end,
}
