-- SPDX-License-Identifier: BSD-2-Clause
-- Origins: what a kind of events of somebody else's sees of the queue.

local function setup(s, opts)
  local q, n = s:kevent {}, s:origin {}
  local e = s:entry { type = "signal", user = 1, event = 3,
    req = opts and opts.req }
  s:prep():register(n, { asks = opts and opts.asks or 1 })
  return q, n, e
end

case "once" {
  title   = "an origin sees each entry come and go once",
  clauses = { "KEV-ORIGIN-1" },
  run = function (s)
    local q, n, e = setup(s)
    local m = s:at(0)
    m:add(q, e)
    m:add(q, e):gives(1)
    m:info(n):shows { begun = 1, ended = 0, modified = 0 }
    m:create(e, { type = "signal", user = 1, event = 1 })
    m:modify(q, e)
    m:info(n):shows { begun = 1, ended = 0, modified = 1 }
    m:remove(q, e)
    m:info(n):shows { begun = 1, ended = 1 }
    m:add(q, e)
    m:info(n):shows { begun = 2, ended = 1 }
    m:close(q)
    m:info(n):shows { begun = 2, ended = 2, modified = 1 }
    s:finish(ms(1))
  end,
}

case "oneshot" {
  title   = "an origin sees a one-shot entry go when it is fetched",
  clauses = { "KEV-ORIGIN-1" },
  run = function (s)
    local q, n, e = setup(s, { req = "oneshot", asks = 0 })
    local m = s:at(0)
    m:add(q, e)
    m:fire(n)
    m:info(n):shows { begun = 1, ended = 0 }
    m:get(q):shows { user = 1 }
    m:info(n):shows { begun = 1, ended = 1 }
    s:finish(ms(1))
  end,
}

case "types" {
  title   = "a type has one origin, and there are ten",
  clauses = { "KEV-ORIGIN-2" },
  run = function (s)
    local n, m = s:origin {}, s:at(0)
    m:register(n, { type = 10 }):fails "EINVAL"
    m:register(n, { type = 0xffffffff }):fails "EINVAL"
    for _, type in ipairs { 0, 2, 8, 9 } do
      m:register(n, { type = type }):fails "EEXIST"
    end
    m:register(n, { type = 7 })
    m:register(n, { type = 7 }):fails "EEXIST"
    s:finish(ms(1))
  end,
}

case "refuses" {
  title   = "an entry that its origin refuses is not added",
  clauses = { "KEV-ORIGIN-3" },
  run = function (s)
    local q, n, e = setup(s)
    local m = s:at(0)
    m:answer(n, { refuse = 1 })
    m:add(q, e):gives(1)
    m:look(e):shows { ret = "broken|done", why = "ENODEV" }
    m:remove(q, e):fails "EINVAL"
    m:info(n):shows { begun = 1, ended = 0 }
    m:answer(n)
    m:create(e, { type = "signal", user = 1, event = 3 })
    m:add(q, e)
    s:finish(ms(1))
  end,
}

case "asked" {
  title   = "an origin is asked whether its entry is ready",
  clauses = { "KEV-ORIGIN-4" },
  run = function (s)
    local q, n, e = setup(s, { req = "et" })
    local m = s:at(0)
    m:add(q, e)
    m:info(n):shows { asked = 1 }
    m:fire(n)
    m:get(q, { timeout = 0 }):gives(0)
    m:info(n):shows { asked = 2 }
    m:answer(n, { v = 2 })
    m:get(q, { timeout = 0 }):gives(0)
    m:info(n):shows { asked = 2 }
    m:fire(n)
    m:get(q):shows { user = 1, data = 2, v = 1 }
    m:info(n):shows { asked = 3 }
    s:finish(ms(1))
  end,
}

case "not-asked" {
  title   = "news of an origin that is not asked are reported and counted",
  clauses = { "KEV-ORIGIN-4", "KEV-EVENT-4" },
  run = function (s)
    local q, n, e = setup(s, { asks = 0, req = "last" })
    local m = s:at(0)
    m:add(q, e)
    m:fire(n)
    m:fire(n)
    m:fire(n)
    m:get(q):shows { user = 1, v = 3 }
    s:finish(ms(1))
  end,
}

case "in-interrupt" {
  title   = "an origin has news in an interrupt, while somebody waits",
  clauses = { "KEV-ORIGIN-4", "KEV-GET-2" },
  run = function (s)
    local q, n, e = setup(s, { req = "et" })
    local w = s:request { callback = function (c)
      c:fire(n)
      c:ret "wait"
    end }
    s:prep():add(q, e)
    s:prep():answer(n, { v = 1 })
    local a = s:at(0):start(w, { rel = ms(10) })
    s:main():get(q):shows { user = 1, data = 1 }:ends(a + ms(10))
    s:expect { w, at = a + ms(10), v = 1 }
    s:finish(ms(20))
  end,
}

case "not-ready-after-all" {
  title   = "who waits goes on when there was nothing behind the news",
  clauses = { "KEV-ORIGIN-4", "KEV-GET-2" },
  run = function (s)
    local q, n, e = setup(s, { req = "et" })
    local b = s:thread {}
    s:prep():add(q, e)
    local w = b:at(0):get(q):shows { data = 2 }
    s:at(ms(10)):fire(n)
    s:at(ms(20)):answer(n, { v = 2 })
    s:relate { w, "ends-after", s:at(ms(30)):fire(n) }
    s:finish(ms(40))
  end,
}
