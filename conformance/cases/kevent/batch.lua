-- SPDX-License-Identifier: BSD-2-Clause
-- Batches: what kevent_ctl does with each entry, and what it returns.

-- An array of timers of the given facts.
local function entries(s, list)
  local e = s:entry { lazy = true, n = #list }
  for i, keys in ipairs(list) do s:prep():create(e[i - 1], keys) end
  return e
end

local function timers(s, n)
  local list = {}
  for i = 1, n do list[i] = { nsec = ms(10), user = i } end
  return entries(s, list)
end

local function notes(s, n)
  local list = {}
  for i = 1, n do list[i] = { type = "notify", user = i } end
  return entries(s, list)
end

for _, cmd in ipairs { 4, 5, 0x7fffffff, 0xffffffff } do
  case(("command-%x"):format(cmd)) {
    title   = ("command 0x%x is unknown"):format(cmd),
    clauses = { "KEV-CTL-1" },
    run = function (s)
      local q, e = s:kevent {}, s:entry { nsec = ms(10) }
      s:at(0):add(q, e)
      s:at(0):add(q, e, { cmd = cmd }):fails "EINVAL"
      s:at(0):add(q, { cmd = cmd, num = 1, ptr = "bad" }):fails "EINVAL"
      s:at(0):add(q)
      s:finish(ms(1))
    end,
  }
end

for _, verb in ipairs { "add", "remove", "modify" } do
  case("none-" .. verb) {
    title   = ("%s of no entries does nothing"):format(verb),
    clauses = { "KEV-CTL-2" },
    run = function (s)
      local q, m = s:kevent {}, s:at(0)
      m[verb](m, q)
      m[verb](m, q, { ptr = "bad" })
      m:get(q, { timeout = 0 }):gives(0)
      local a = m:add(q, s:entry { nsec = ms(10), user = 2, req = "oneshot" })
      m:get(q):shows { r = 1, user = 2 }:ends(a + ms(10))
      s:finish(ms(15))
    end,
  }
end

case "bad-add" {
  title   = "entries before bad memory are added",
  clauses = { "KEV-CTL-3" },
  run = function (s)
    local q, e, m = s:kevent {}, timers(s, 5), s:at(0)
    m:add(q, { num = 1, ptr = "bad" }):fails "EFAULT"
    m:add(q, { num = 1, ptr = "null" }):fails "EFAULT"
    m:add(q, e, { room = 0 }):fails "EFAULT"
    m:add(q, e, { room = 3 }):fails "EFAULT"
    m:add(q, e):gives(3)
    m:look(e[2]):shows { user = 3, why = "EEXIST" }
    s:finish(ms(5))
  end,
}

case "bad-add-huge" {
  title   = "a batch of 2^32 - 1 entries ends where memory does",
  clauses = { "KEV-CTL-3" },
  run = function (s)
    local q, e, m = s:kevent {}, timers(s, 2), s:at(0)
    m:add(q, e, { room = 2, num = 0xffffffff }):fails "EFAULT"
    m:remove(q, e)
    s:finish(ms(5))
  end,
}

for _, verb in ipairs { "remove", "modify", "ready" } do
  case("bad-" .. verb) {
    title   = ("%s stops at bad memory"):format(verb),
    clauses = { "KEV-CTL-3" },
    run = function (s)
      local q, e, m = s:kevent {}, notes(s, 3), s:at(0)
      m:add(q, e)
      m[verb](m, q, e, { ptr = "bad" }):fails "EFAULT"
      m[verb](m, q, e, { room = 1 }):fails "EFAULT"
      m:add(q, e):gives(verb == "remove" and 2 or 3)
      m:get(q, { max = 3, timeout = 0 }):gives(verb == "ready" and 1 or 0)
      s:finish(ms(5))
    end,
  }
  case("too-many-" .. verb) {
    title   = ("%s of more entries than there are does nothing"):format(verb),
    clauses = { "KEV-CTL-4" },
    run = function (s)
      local q, e, m = s:kevent {}, timers(s, 3), s:at(0)
      m:add(q, e)
      m[verb](m, q, e, { num = 4 }):fails "EINVAL"
      m[verb](m, q, e, { num = 0xffffffff, ptr = "bad" }):fails "EINVAL"
      m:add(q, e):gives(3)
      m:get(q, { max = 3, timeout = 0 }):gives(0)
      s:finish(ms(5))
    end,
  }
end

for _, verb in ipairs { "remove", "modify", "ready" } do
  case("readonly-" .. verb) {
    title   = ("%s fails when its answers cannot be written"):format(verb),
    clauses = { "KEV-CTL-3" },
    run = function (s)
      local q, e, m = s:kevent {}, notes(s, 2), s:at(0)
      m:add(q, e)
      local f = entries(s, { { type = "notify", user = 7 } })
      m[verb](m, q, f, { ro = 1 }):fails "EFAULT"
      m:ready(q, e):gives(2)
      s:finish(ms(5))
    end,
  }
end

case "no-memory-to-grow" {
  title   = "entries are added though there is no memory for a larger table",
  clauses = { "KEV-ADD-3", "KEV-KEY-1" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = s:entry { lazy = true, n = 40 }
    s:prep():rep(40, function (c)
      c:create(e.i, { nsec = ms(10), user = ramp(0, 1) })
    end)
    m:fault("oom", { n = 33 })
    m:add(q, e)
    m:add(q, e):gives(40)
    s:at(ms(15)):rep(40, function (c) c:get(q) end)
    s:finish(ms(20))
  end,
}

case "keys" {
  title   = "entries differ in id, type or either user word",
  clauses = { "KEV-KEY-1", "KEV-ADD-2" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = entries(s, {
      { nsec = ms(10), user = 1 },
      { nsec = ms(10) + 1, user = 1 },
      { sec = 1, nsec = ms(10), user = 1 },
      { nsec = ms(10), user = 1, type = "notify" },
      { nsec = ms(10), user = 2 },
      { nsec = ms(10), user = 1, high = 1 },
      { nsec = ms(10), user = 1, req = "et|queue" },
      { nsec = ms(10), user = 1, event = "fired|real" },
    })
    m:add(q, e):gives(2)
    m:look(e[0]):shows { ret = "broken|done", why = "EEXIST" }
    m:look(e[1]):shows { ret = "broken|done", why = "EEXIST" }
    s:finish(ms(5))
  end,
}

-- Numbers that the hash of ref gives one bucket.
for _, row in ipairs {
  { "type", { nsec = ms(10), user = 7, type = "notify" } },
  { "high", { nsec = ms(10), user = 7, high = 34 } },
  { "user", { nsec = ms(10), user = 14 } },
  { "nsec", { nsec = ms(10) + 10, user = 7 } },
  { "sec", { sec = 34, nsec = ms(10), user = 7 } },
} do
  case("key-" .. row[1]) {
    title   = ("entries that differ in %s alone are two"):format(row[1]),
    clauses = { "KEV-KEY-1" },
    run = function (s)
      local q, m = s:kevent {}, s:at(0)
      local e = entries(s, { { nsec = ms(10), user = 7 }, row[2] })
      m:add(q, e)
      m:remove(q, e[1])
      m:look(e[1]):shows { ret = "done" }
      m:add(q, e):gives(1)
      m:look(e[0]):shows { user = 7, why = "EEXIST" }
      s:finish(ms(5))
    end,
  }
end

case "own-queue" {
  title   = "two queues with the same entries report each its own",
  clauses = { "KEV-KEY-2" },
  run = function (s)
    local q, r = s:kevent {}, s:kevent {}
    local e, f = timers(s, 1), entries(s, { { nsec = ms(30), user = 1 } })
    s:at(0):add(q, e)
    s:at(0):add(r, f)
    s:at(0):add(r, e)
    s:at(0):remove(r, e)
    s:at(ms(15)):get(r, { timeout = 0 }):gives(0)
    s:at(ms(15)):get(q):shows { user = 1, ms = 10 }
    s:at(ms(35)):get(r):shows { user = 1, ms = 30 }
    s:finish(ms(40))
  end,
}

case "hundreds" {
  title   = "hundreds of entries are found again",
  clauses = { "KEV-KEY-1", "KEV-REMOVE-1" },
  run = function (s)
    local q = s:kevent {}
    local e = s:entry { lazy = true, n = 300 }
    s:prep():rep(300, function (m)
      m:create(e.i, { nsec = ms(10), user = ramp(0, 1) })
    end)
    s:at(0):add(q, e)
    s:at(0):add(q, e):gives(300)
    s:at(0):remove(q, e)
    s:at(0):add(q, e)
    s:at(ms(15)):rep(300, function (m) m:get(q) end)
    s:at(ms(15)):get(q, { timeout = 0 }):gives(0)
    s:finish(ms(20))
  end,
}

case "partial" {
  title   = "entries that fail come to the front, the others are added",
  clauses = { "KEV-ADD-1", "KEV-ADD-2", "KEV-ADD-3" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = entries(s, {
      { nsec = ms(5), user = 1 },
      { nsec = sec(1), user = 2 },
      { nsec = ms(5), user = 3 },
      { nsec = ms(5), user = 1 },
      { nsec = 1, type = 77, user = 4 },
      { nsec = 1, type = "posix", user = 5 },
      { nsec = ms(5), user = 6 },
    })
    m:add(q, e):gives(4)
    for i, row in ipairs { { 2, "EINVAL" }, { 1, "EEXIST" }, { 4, "ENOSYS" },
      { 5, "EPERM" } } do
      m:look(e[i - 1]):shows { user = row[1], ret = "broken|done",
        why = row[2] }
    end
    s:at(ms(7)):get(q, { max = 9, timeout = 0 }):gives(3)
      :shows { users = "1,3,6", overs = "0,0,0" }
    s:finish(ms(8))
  end,
}

-- Each row has every later mistake too, so the order is judged.
for _, row in ipairs {
  { "no-type", "ENOSYS", { type = 10, req = 0x20, event = 0, nsec = sec(1) } },
  { "huge-type", "ENOSYS", { type = 0xffffffff, req = 0x20, nsec = sec(1) } },
  { "inode", "ENOSYS", { type = 1, req = 0x20, event = 0 } },
  { "network", "ENOSYS", { type = "naio", req = 0x20, event = 0 } },
  { "posix", "EPERM", { type = "posix", req = 0x20, event = 0 } },
  { "flags", "EINVAL", { req = 0x20, nsec = ms(10), user = 1 } },
  { "all-flags", "EINVAL", { req = 0xffffffff, nsec = ms(10), user = 1 } },
  { "no-event", "EINVAL", { event = 0, nsec = ms(10), user = 1 } },
  { "clock-alone", "EINVAL", { event = "real", nsec = ms(10), user = 1 } },
  { "events", "EINVAL", { event = 5, nsec = ms(10), user = 1 } },
  { "socket-event", "EINVAL", { type = "socket", event = 2, sec = 300 } },
  { "twice", "EEXIST", { nsec = ms(10), user = 1 } },
} do
  local key, err, keys = table.unpack(row)
  case("refused-" .. key) {
    title   = ("%s is what %s is refused with"):format(err,
      (key:gsub("-", " "))),
    clauses = { "KEV-ADD-3" },
    run = function (s)
      local q, e, m = s:kevent {}, timers(s, 1), s:at(0)
      local f = entries(s, { keys })
      m:add(q, e)
      m:fault("oom", { n = 1 })
      m:add(q, f):gives(1)
      m:look(f[0]):shows { ret = "broken|done", why = err }
      m:remove(q, e)
      s:finish(ms(1))
    end,
  }
end

for n = 1, 3 do
  case("no-memory-" .. n) {
    title   = ("want of memory for entry %d concerns this one alone"):format(n),
    clauses = { "KEV-ADD-3", "KEV-ADD-2" },
    run = function (s)
      local q, e, m = s:kevent {}, timers(s, 3), s:at(0)
      m:fault("oom", { n = n })
      m:add(q, e):gives(1)
      m:look(e[0]):shows { user = n, why = "ENOMEM" }
      s:at(ms(12)):get(q, { max = 9 }):gives(2)
      s:finish(ms(15))
    end,
  }
end

case "remove" {
  title   = "an entry that is removed is not reported, ready or not",
  clauses = { "KEV-REMOVE-1" },
  run = function (s)
    local q, e, m = s:kevent {}, timers(s, 2), s:at(0)
    m:add(q, e)
    s:at(ms(15)):remove(q, e[0])
    s:at(ms(15)):look(e[0]):shows { ret = "done", v = 1 }
    s:at(ms(16)):get(q, { max = 2 }):shows { user = 2 }
    s:at(ms(16)):remove(q, e[1])
    s:at(ms(50)):get(q, { timeout = 0 }):gives(0)
    s:finish(ms(55))
  end,
}

for _, verb in ipairs { "remove", "modify" } do
  case("absent-" .. verb) {
    title   = ("%s of an entry that is not there concerns this one alone")
      :format(verb),
    clauses = { "KEV-REMOVE-2" },
    run = function (s)
      local q, m = s:kevent {}, s:at(0)
      local e, f = timers(s, 4), entries(s, {
        { nsec = ms(10), user = 1 }, { nsec = ms(10), user = 9 },
        { nsec = ms(10), type = "posix" }, { nsec = ms(10), user = 2 } })
      m:add(q, e)
      m[verb](m, q, f)
      m:look(f[0]):shows { ret = "done", v = 1 }
      m:look(f[1]):shows { ret = "broken|done", why = "ENOENT" }
      m:look(f[2]):shows { ret = "broken|done", why = "EPERM" }
      m:look(f[3]):shows { ret = "done", v = 1 }
      m:add(q, e):gives(verb == "remove" and 2 or 4)
      s:finish(ms(5))
    end,
  }
end

case "modify" {
  title   = "flags that were modified hold, and what was ready is dropped",
  clauses = { "KEV-MODIFY-1" },
  run = function (s)
    local q, e = s:kevent {}, s:entry { type = "notify", user = 1, event = 3 }
    local f = s:entry { type = "notify", user = 1, event = 4,
      req = "oneshot" }
    local m = s:at(0)
    m:add(q, e)
    m:ready(q, e)
    m:modify(q, f)
    m:look(f):shows { ret = "done", v = 1 }
    m:get(q, { timeout = 0 }):gives(0)
    m:ready(q, f)
    m:get(q):shows { user = 1 }
    m:add(q, e):gives(0)
    s:finish(ms(1))
  end,
}

for _, row in ipairs {
  { "flags", { req = 0x40 } }, { "event", { event = 8 } },
  { "no-event", { event = 0 } },
} do
  case("modify-refused-" .. row[1]) {
    title   = ("an entry that cannot be modified goes on: %s"):format(row[1]),
    clauses = { "KEV-MODIFY-2" },
    run = function (s)
      local q, e = s:kevent {}, timers(s, 1)
      row[2].nsec, row[2].user = ms(10), 1
      local f = entries(s, { row[2] })
      s:at(0):add(q, e)
      s:at(ms(5)):modify(q, f)
      s:at(ms(5)):look(f[0]):shows { ret = "broken|done", why = "EINVAL" }
      s:at(ms(25)):get(q):shows { user = 1, v = 2, ms = 20 }
      s:finish(ms(28))
    end,
  }
end

case "ready" {
  title   = "entries can be given news, each as often as one likes",
  clauses = { "KEV-READY-1", "KEV-NOTIFY-1", "KEV-EVENT-4" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = entries(s, { { type = "notify", user = 1 },
      { type = "notify", user = 2 }, { nsec = ms(50), user = 3 } })
    m:add(q, e)
    m:get(q, { timeout = 0 }):gives(0)
    m:ready(q, e[1])
    m:ready(q, e):gives(3)
    m:get(q, { max = 9 }):gives(3):shows { users = "2,1,3", overs = "1,0,0" }
    m:get(q, { timeout = 0 }):gives(0)
    s:finish(ms(1))
  end,
}

case "ready-absent" {
  title   = "entries that cannot be made ready come to the front",
  clauses = { "KEV-READY-2", "KEV-REMOVE-2" },
  run = function (s)
    local q, m = s:kevent {}, s:at(0)
    local e = entries(s, { { type = "notify", user = 1 },
      { type = "notify", user = 2 }, { type = "notify", user = 3 } })
    local f = entries(s, { { type = "notify", user = 1 },
      { type = "notify", user = 7 }, { type = "posix", user = 8 } })
    m:add(q, e)
    m:ready(q, f):gives(1)
    m:look(f[0]):shows { user = 7, ret = "broken|done", why = "ENOENT" }
    m:look(f[1]):shows { user = 8, ret = "broken|done", why = "EPERM" }
    m:get(q, { max = 9 }):shows { user = 1 }
    s:finish(ms(1))
  end,
}

case "ready-none" {
  title   = "who waits comes back when no entry is made ready",
  clauses = { "KEV-READY-3" },
  run = function (s)
    local q, b = s:kevent {}, s:thread {}
    local w = b:at(0):get(q):gives(0)
    local n = s:at(ms(10)):ready(q):gives(0)
    b:at(ms(20)):get(q):waits()
    s:at(ms(30)):get(q, { timeout = 0 }):gives(0)
    s:relate { w, "ends-after", n }
    s:finish(ms(40))
  end,
}

case "ready-none-early" {
  title   = "no entry made ready before the wait ends it, once",
  clauses = { "KEV-READY-3", "KEV-POLL-1" },
  run = function (s)
    local p = s:poll {}
    local q, e, m = s:kevent {}, timers(s, 1), s:at(0)
    m:add(q, e)
    m:ready(q):gives(0)
    m:ready(q, { ptr = "bad" }):gives(0)
    m:poll(p, q, { rel = 0 }):shows { r = 1, ev1 = "in" }
    m:get(q):gives(0)
    m:poll(p, q, { rel = 0 })
    s:main():get(q):shows { user = 1, ms = 10 }
    s:finish(ms(15))
  end,
}

case "ready-none-some" {
  title   = "who waits for two comes back with the one that is there",
  clauses = { "KEV-READY-3" },
  run = function (s)
    local q, e, b = s:kevent {}, timers(s, 1), s:thread {}
    s:at(0):add(q, e)
    local w = b:at(ms(5)):get(q, { min = 2, max = 2 })
    w:shows { user = 1, v = 1 }
    local n = s:at(ms(15)):ready(q):gives(0)
    s:relate { w, "ends-after", n }
    s:finish(ms(25))
  end,
}
