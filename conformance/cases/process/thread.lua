-- SPDX-License-Identifier: BSD-2-Clause
-- Timers that tell one thread: [TM-THREAD-1] [TM-THREAD-2].

local function handled(s, word)
  local g = s:signal { sig = word }
  s:prep():handle(g)
  return g
end

case "told" {
  title   = "a timer that tells a thread tells that thread",
  clauses = { "TM-THREAD-1", "TM-EARLY-1" },
  needs   = { "ptimer" },
  run = function (s)
    local g, b = handled(s, "rt1"), s:thread { name = "b1" }
    local t = s:ptimer { lazy = true }
    b:at(0):unblock(g)
    s:at(ms(5)):create(t, { clock = "mono", notify = "thread", thread = "b1",
      sig = "rt1", val = 7 })
    local a = s:at(ms(5)):settime(t, { rel = ms(20), per = ms(20) })
    s:expect { g, at = a + ms(20), on = "b1", val = 7, over = 0 }
    s:expect { g, at = a + ms(40), on = "b1", val = 7, over = 0 }
    b:at(ms(60)):mark "there"
    s:finish(ms(62))
  end,
}

case "gone" {
  title   = "when the thread that is to be told is gone, nobody is told",
  clauses = { "TM-THREAD-1" },
  needs   = { "ptimer", "timerfd" },
  run = function (s)
    handled(s, "rt1")
    local b, w = s:thread { name = "b1" }, s:timerfd {}
    local t = s:ptimer { lazy = true }
    b:at(ms(10)):mark "there"
    s:at(0):create(t, { clock = "mono", notify = "thread", thread = "b1",
      sig = "rt1" })
    s:at(0):settime(t, { rel = ms(25) })
    local a = s:at(0):settime(w, { rel = ms(40) })
    s:main():read(w):ends(a + ms(40))
    s:main():gettime(t):shows { left = 0 }
    s:finish(ms(50))
  end,
}

case "elsewhere" {
  title   = "a thread of another process cannot be told",
  clauses = { "TM-THREAD-2" },
  needs   = { "ptimer" },
  run = function (s)
    local t = s:ptimer { lazy = true }
    for _, who in ipairs { "elsewhere", "nobody" } do
      s:at(0):create(t, { clock = "mono", notify = "thread", thread = who,
        sig = "rt1" }):fails "EINVAL"
    end
    s:at(0):create(t, { clock = "mono", notify = "thread", thread = "main",
      sig = "rt1" })
    s:finish(ms(10))
  end,
}

case "restored-id" {
  title   = "who restores a process can ask for the ids of its timers",
  clauses = { "TM-ID-1" },
  needs   = { "ptimer", "timer-ids" },
  run = function (s)
    local t, u, v = s:ptimer { lazy = true }, s:ptimer { lazy = true },
      s:ptimer { lazy = true }
    local m = s:at(0)
    m:create(t, { clock = "mono", notify = "none", id = 77 })
      :shows { id = 77 }
    m:create(u, { clock = "mono", notify = "none", id = 77 }):fails "EBUSY"
    m:create(v, { clock = "mono", notify = "none", id = 5 }):shows { id = 5 }
    m:settime(t, { rel = sec(100) })
    m:gettime(v):shows { left = 0 }
    m:delete(t)
    m:create(u, { clock = "mono", notify = "none", id = 77 })
      :shows { id = 77 }
    m:gettime(u):shows { left = 0 }
    s:finish(ms(10))
  end,
}
