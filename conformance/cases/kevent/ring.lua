-- SPDX-License-Identifier: BSD-2-Clause
-- The ring: what kevent_wait writes, and what kevent_commit frees.

local function notes(s, q, n)
  local e = s:entry { lazy = true, n = n }
  for i = 0, n - 1 do
    s:prep():create(e[i], { type = "notify", user = i + 1 })
  end
  s:prep():add(q, e)
  return e
end

case "wait" {
  title   = "kevent_wait waits for an event and writes it into the ring",
  clauses = { "KEV-RING-1", "KEV-RING-2" },
  run = function (s)
    local q = s:kevent { ring = 4 }
    local e = s:entry { nsec = ms(10), user = 7, req = "oneshot" }
    local a = s:at(0):add(q, e)
    s:main():wait(q, { num = 4 }):ends(a + ms(10))
    s:main():ring(q, { of = 4 }):shows { kidx = 1, over = 0,
      users = "7,0,0,0" }
    local b = s:at(ms(20)):wait(q, { timeout = ms(10) }):gives(0)
    b:ends(b + ms(10))
    s:finish(ms(40))
  end,
}

case "num" {
  title   = "kevent_wait writes as many as it was told, the others stay ready",
  clauses = { "KEV-RING-1" },
  run = function (s)
    local q, m = s:kevent { ring = 8 }, s:at(0)
    local e = notes(s, q, 5)
    m:ready(q, e):gives(5)
    m:wait(q, { num = 2 }):gives(2)
    m:ring(q, { of = 8 }):shows { kidx = 2, users = "1,2,0,0,0,0,0,0" }
    m:wait(q, { num = 8 }):gives(3)
    m:ring(q, { of = 8 }):shows { kidx = 5, users = "1,2,3,4,5,0,0,0" }
    s:finish(ms(1))
  end,
}

case "laps" {
  title   = "the index goes round, and the lap is counted",
  clauses = { "KEV-RING-2", "KEV-RING-3", "KEV-RING-6" },
  run = function (s)
    local q, m = s:kevent { ring = 4 }, s:at(0)
    local e = notes(s, q, 6)
    m:ready(q, e):gives(6)
    m:wait(q, { num = 4 }):gives(3)
    m:ring(q, { of = 4 }):shows { kidx = 3, over = 0, users = "1,2,3,0" }
    m:wait(q, { num = 4 }):gives(0)
    m:commit(q, { idx = 3 }):gives(3)
    m:wait(q, { num = 4, old = 3 }):gives(3)
    m:ring(q, { of = 4 }):shows { kidx = 2, over = 1, users = "5,6,3,4" }
    m:commit(q, { idx = 0, over = 1 }):gives(1)
    m:ready(q, e[0])
    m:wait(q, { num = 4 }):gives(1)
    m:ring(q, { of = 4 }):shows { kidx = 3, over = 1, users = "5,6,1,4" }
    s:finish(ms(1))
  end,
}

case "many-laps" {
  title   = "events go through a ring of two, one at a time",
  clauses = { "KEV-RING-2", "KEV-RING-6" },
  run = function (s)
    local q, m = s:kevent { ring = 2 }, s:at(0)
    local e = notes(s, q, 1)
    for i = 1, 7 do
      m:ready(q, e)
      m:wait(q, { old = (i + 1) % 2 })
      m:ring(q, { of = 2 }):shows { kidx = i % 2, over = i // 2 }
      m:commit(q, { idx = i % 2, over = i // 2 })
    end
    m:commit(q, { idx = 1, over = 1 }):fails "EOVERFLOW"
    m:commit(q, { idx = 1, over = 2 }):gives(0)
    s:finish(ms(1))
  end,
}

case "full" {
  title   = "with a full ring nothing is waited for, and nothing is lost",
  clauses = { "KEV-RING-3" },
  run = function (s)
    local p = s:poll {}
    local q, m = s:kevent { ring = 2 }, s:at(0)
    local e = notes(s, q, 3)
    m:ready(q, e[0])
    m:wait(q)
    local a = m:wait(q):gives(0)
    a:ends(a)
    m:ready(q, e[1])
    m:wait(q):gives(0)
    m:poll(p, q, { rel = 0 }):shows { r = 1, ev1 = "in" }
    m:commit(q, { idx = 1 })
    m:wait(q, { old = 1 })
    m:ring(q, { of = 2 }):shows { kidx = 0, over = 1, users = "1,2" }
    s:finish(ms(10))
  end,
}

for _, row in ipairs {
  { "flags", "EINVAL", { flags = 2, tptr = "bad" } },
  { "num-0", "EINVAL", { num = 0, tptr = "bad" } },
  { "num-5", "EINVAL", { num = 5, tptr = "bad" } },
  { "num-huge", "EINVAL", { num = 0xffffffff } },
  { "timeout-bad", "EFAULT", { tptr = "bad", old = 9 } },
  { "timeout-none", "EINVAL", { sec = 0, nsec = -1 } },
  { "timeout-negative", "EINVAL", { sec = -1, nsec = 0, flags = "abs" } },
} do
  case("refused-" .. row[1]) {
    title   = ("kevent_wait is refused and takes nothing: %s"):format(row[1]),
    clauses = { "KEV-RING-4" },
    run = function (s)
      local q, m = s:kevent { ring = 4 }, s:at(0)
      local e = notes(s, q, 1)
      m:ready(q, e)
      m:wait(q, row[3]):fails(row[2])
      m:wait(q, { num = 4 })
      s:finish(ms(1))
    end,
  }
end

case "no-ring" {
  title   = "a queue without a ring cannot be waited for with one",
  clauses = { "KEV-RING-4", "KEV-RING-6" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = notes(s, q, 1)
    m:ready(q, e)
    m:wait(q, { tptr = "bad" }):fails "EINVAL"
    m:commit(q, { idx = 99, over = 99 }):gives(0)
    m:get(q)
    s:finish(ms(1))
  end,
}

case "nonblock" {
  title   = "O_NONBLOCK and a timeout of zero do not wait",
  clauses = { "KEV-RING-1", "KEV-GET-4" },
  run = function (s)
    local q = s:kevent { ring = 4 }
    local a = s:at(0):wait(q, { timeout = 0 }):gives(0)
    a:ends(a)
    s:at(0):nonblock(q)
    local b = s:at(0):wait(q):gives(0)
    b:ends(b)
    s:at(0):nonblock(q, { on = 0 })
    local c = s:main():wait(q, { timeout = ms(5) }):gives(0)
    c:ends(c + ms(5))
    s:finish(ms(10))
  end,
}

case "old-index" {
  title   = "who does not know of a commit does not wait",
  clauses = { "KEV-RING-5" },
  run = function (s)
    local q, m = s:kevent { ring = 4 }, s:at(0)
    local e = notes(s, q, 2)
    m:ready(q, e):gives(2)
    m:wait(q, { num = 4 }):gives(2)
    m:commit(q, { idx = 1 })
    for _, old in ipairs { 0, 2, 99 } do
      local a = m:wait(q, { old = old }):gives(0)
      a:ends(a)
    end
    m:ready(q, e[0])
    m:wait(q, { old = 0 })
    local b = s:at(ms(5)):wait(q, { old = 1, timeout = ms(10) }):gives(0)
    b:ends(b + ms(10))
    s:finish(ms(25))
  end,
}

case "commit" {
  title   = "a commit returns what it frees, again nothing",
  clauses = { "KEV-RING-6" },
  run = function (s)
    local q, m = s:kevent { ring = 4 }, s:at(0)
    local e = notes(s, q, 3)
    m:commit(q):gives(0)
    m:ready(q, e):gives(3)
    m:wait(q, { num = 3 }):gives(3)
    m:commit(q, { idx = 0 }):gives(0)
    m:commit(q, { idx = 2 }):gives(2)
    m:commit(q, { idx = 2 }):gives(0)
    m:commit(q, { idx = 1 }):gives(0)
    m:commit(q, { idx = 3 }):gives(1)
    s:finish(ms(1))
  end,
}

case "commit-across" {
  title   = "a commit of the lap before frees what is left of it",
  clauses = { "KEV-RING-6", "KEV-RING-8" },
  run = function (s)
    local q, m = s:kevent { ring = 4 }, s:at(0)
    local e = notes(s, q, 3)
    m:ready(q, e):gives(3)
    m:wait(q, { num = 3 }):gives(3)
    m:commit(q, { idx = 2 }):gives(2)
    m:ready(q, e):gives(3)
    m:wait(q, { num = 4, old = 2 }):gives(2)
    m:ring(q, { of = 4 }):shows { kidx = 1, over = 1, users = "2,2,3,1" }
    m:commit(q, { idx = 1, over = 0 }):gives(0)
    m:commit(q, { idx = 4, over = 0 }):fails "EINVAL"
    m:commit(q, { idx = 3, over = 0 }):gives(1)
    m:commit(q, { idx = 1, over = 1 }):gives(2)
    m:commit(q, { idx = 3, over = 0 }):gives(0)
    s:finish(ms(1))
  end,
}

case "commit-refused" {
  title   = "an index or a lap that there is not is refused, and frees nothing",
  clauses = { "KEV-RING-7", "KEV-RING-8" },
  run = function (s)
    local q, m = s:kevent { ring = 4 }, s:at(0)
    local e = notes(s, q, 3)
    m:ready(q, e):gives(3)
    m:wait(q, { num = 2 }):gives(2)
    m:commit(q, { idx = 3 }):fails "EINVAL"
    m:commit(q, { idx = 4 }):fails "EINVAL"
    m:commit(q, { idx = 0xffffffff, over = 7 }):fails "EINVAL"
    m:commit(q, { idx = 1, over = 1 }):fails "EOVERFLOW"
    m:commit(q, { idx = 3, over = 7 }):fails "EOVERFLOW"
    m:commit(q, { idx = 3, over = 0xfffffffe }):fails "EOVERFLOW"
    m:commit(q, { idx = 2 }):gives(2)
    s:finish(ms(1))
  end,
}

case "get-too" {
  title   = "what is fetched from a queue with a ring stands in the ring, too",
  clauses = { "KEV-RING-9" },
  run = function (s)
    local q, m = s:kevent { ring = 4 }, s:at(0)
    local e = notes(s, q, 3)
    m:ready(q, e):gives(3)
    m:get(q, { max = 2 }):gives(2):shows { users = "1,2" }
    m:ring(q, { of = 4 }):shows { kidx = 2, users = "1,2,0,0" }
    m:get(q):shows { user = 3, ret = "done" }
    m:ready(q, e[0])
    m:get(q):shows { user = 1, ret = "done|failed" }
    m:ring(q, { of = 4 }):shows { kidx = 3, users = "1,2,3,0" }
    m:get(q, { timeout = 0 }):gives(0)
    s:finish(ms(1))
  end,
}

-- A ring whose later records are in bad memory.
case "bad-ring" {
  title   = "an event that does not get into the ring stays ready",
  clauses = { "KEV-RING-10" },
  run = function (s)
    local q, m = s:kevent { lazy = true }, s:at(0)
    local e = s:entry { n = 3, lazy = true }
    for i = 0, 2 do
      s:prep():create(e[i], { type = "notify", user = i + 1 })
    end
    m:create(q, { ring = 8, room = 2 })
    m:add(q, e)
    m:ready(q, e):gives(3)
    m:wait(q, { num = 3 }):gives(2)
    m:wait(q, { num = 3 }):fails "EFAULT"
    m:commit(q, { idx = 2 }):gives(2)
    m:get(q):shows { user = 3, ret = "done|failed" }
    s:finish(ms(1))
  end,
}
