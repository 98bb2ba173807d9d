-- SPDX-License-Identifier: BSD-2-Clause
-- Cancelling: queued timers, idle ones, running ones.

for _, verb in ipairs { "cancel", "try" } do
  local clause = verb == "cancel" and "HRT-CANCEL-1" or "HRT-TRY-1"
  local idle = verb == "cancel" and "HRT-CANCEL-2" or "HRT-TRY-1"

  case(verb .. "-queued") {
    title = verb .. " of a queued timer returns 1, and it does not expire",
    clauses = { clause },
    run = function (s)
      local t, w = s:hrtimer {}, s:hrtimer "w"
      s:at(0):start(t, { rel = ms(20) })
      local a = s:at(0):start(w, { rel = ms(30) })
      s:at(ms(10))[verb](s:at(ms(10)), t):gives(1)
      s:at(ms(10)):active(t):gives(0)
      s:expect { w, n = 1, at = a + ms(30) }
      s:finish(ms(60))
    end,
  }

  case(verb .. "-idle") {
    title = verb .. " of a timer that was never started returns 0",
    clauses = { idle },
    run = function (s)
      local t = s:hrtimer {}
      local m = s:at(0)
      m[verb](m, t):gives(0)
      local a = s:at(ms(5)):start(t, { rel = ms(10) })
      s:expect { t, n = 1, at = a + ms(10) }
      s:finish(ms(30))
    end,
  }

  case(verb .. "-expired") {
    title = verb .. " of a timer that has expired returns 0",
    clauses = { idle },
    run = function (s)
      local t = s:hrtimer {}
      local a = s:at(0):start(t, { rel = ms(10) })
      local m = s:at(ms(20))
      m[verb](m, t):gives(0)
      s:expect { t, n = 1, at = a + ms(10) }
      s:finish(ms(40))
    end,
  }

  case(verb .. "-twice") {
    title = "the second " .. verb .. " returns 0",
    clauses = { clause, idle },
    run = function (s)
      local t = s:hrtimer {}
      s:at(0):start(t, { rel = ms(30) })
      local m = s:at(ms(10))
      m[verb](m, t):gives(1)
      m[verb](m, t):gives(0)
      s:finish(ms(60))
    end,
  }

  case(verb .. "-overdue") {
    title = verb .. " of a timer that is overdue and has not run returns 1",
    clauses = { clause },
    run = function (s)
      local t, w = s:hrtimer {}, s:hrtimer "w"
      s:at(0):start(t, { rel = ms(10) })
      s:at(0):start(w, { rel = ms(10) })
      s:at(ms(5)):mask { lim = ms(30) }
      local m = s:at(ms(20))
      m[verb](m, t):gives(1)
      local u = s:at(ms(25)):unmask()
      s:expect { w, n = 1, at = u }
      s:finish(ms(50))
    end,
  }

  case(verb .. "-other-cpu") {
    title = verb .. " of a timer that another CPU has started returns 1",
    clauses = { clause },
    needs = { "smp" },
    run = function (s)
      local t, w = s:hrtimer {}, s:hrtimer "w"
      local b = s:thread { cpu = 1 }
      s:at(0):start(t, { rel = ms(20) })
      local a = s:at(0):start(w, { rel = ms(30) })
      local m = b:at(ms(10))
      m[verb](m, t):gives(1)
      s:expect { w, n = 1, at = a + ms(30), cpu = 0 }
      s:finish(ms(60))
    end,
  }

  case(verb .. "-real") {
    title = verb .. " of a timer on the settable clock returns 1",
    clauses = { clause },
    run = function (s)
      local t = s:hrtimer { clock = "real" }
      local w = s:hrtimer("w", { clock = "real" })
      s:at(0):start(t, { abs = T(ms(20)) })
      s:at(0):start(w, { abs = T(ms(20)) })
      local m = s:at(ms(10))
      m[verb](m, t):gives(1)
      s:expect { w, n = 1, at = T(ms(20)) }
      s:finish(ms(60))
    end,
  }
end

-- Which of many is cancelled must not matter to the others.
for _, row in ipairs { { "first", 0 }, { "middle", 7 }, { "last", 15 } } do
  local key, victim = table.unpack(row)
  case("of-many-" .. key) {
    title = ("cancelling the %s of 16 timers leaves the other 15"):format(key),
    clauses = { "HRT-CANCEL-1" },
    run = function (s)
      local t = s:hrtimer { n = 16 }
      for i = 0, 15 do s:at(0):start(t[i], { abs = T(ms(20 + 5 * i)) }) end
      s:at(ms(10)):cancel(t[victim])
      for i = 0, 15 do
        if i ~= victim then s:expect { t[i], n = 1, at = T(ms(20 + 5 * i)) } end
      end
      s:finish(ms(120))
    end,
  }
end

case "many" {
  title = "of 200 timers the cancelled half stays away and the other comes",
  clauses = { "HRT-CANCEL-1" },
  run = function (s)
    local t, o = s:hrtimer { n = 100 }, s:hrtimer { n = 100 }
    s:at(0):rep(100, function (m)
      m:start(t.i, { rel = ramp(ms(300), -ms(2)) })
      m:start(o.i, { rel = ramp(ms(90), ms(2)) })
    end)
    s:at(ms(10)):cancel(t)
    for i = 0, 99 do s:expect { o[i], n = 1 } end
    s:finish(ms(500))
  end,
}

case "then-start" {
  title = "a cancelled timer that is started again expires at the new deadline",
  clauses = { "HRT-CANCEL-1", "HRT-START-1" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(20) })
    s:at(ms(10)):cancel(t)
    local a = s:at(ms(10)):start(t, { rel = ms(20) })
    s:expect { t, n = 1, at = a + ms(20) }
    s:finish(ms(60))
  end,
}

case "inside-other" {
  title = "a callback can cancel another timer, which does not expire then",
  clauses = { "HRT-CANCEL-1" },
  run = function (s)
    local o = s:hrtimer "o"
    local t = s:hrtimer { callback = function (c) c:cancel(o):gives(1) end }
    s:at(0):start(o, { rel = ms(30) })
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10) }
    s:finish(ms(60))
  end,
}

case "late-other" {
  title = "a late callback can cancel a timer that is overdue as well",
  clauses = { "HRT-CANCEL-1" },
  run = function (s)
    local o = s:hrtimer "o"
    local t = s:hrtimer { callback = function (c) c:cancel(o):gives(1) end }
    s:at(0):start(t, { rel = ms(10) })
    s:at(0):start(o, { rel = ms(15) })
    s:at(ms(5)):mask { lim = ms(30) }
    local u = s:at(ms(25)):unmask()
    s:expect { t, n = 1, at = u }
    s:finish(ms(60))
  end,
}

-- The callback of t is held on CPU 0 from 10 ms until somebody marks "out",
-- and 20 ms longer.
local function running(s, answer)
  local t = s:hrtimer { callback = function (c)
    c:nth(1):mark "in"
    c:nth(1):hold { till = "out", lim = ms(30) }
    c:nth(1):hold(ms(20))
    c:nth(1):ret(answer)
  end }
  s:at(0):start(t, { rel = ms(10) })
  return t, s:thread { cpu = 1 }
end

case "waits" {
  title = "cancel of a running timer returns when its callback has returned",
  clauses = { "HRT-CANCEL-3" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t, b = running(s, "norestart")
    b:after "in":mark "out"
    local k = b:cancel(t):gives(0)
    s:relate { k, "ends-after", "t1.call" }
    s:expect { t, n = 1 }
    s:finish(ms(80))
  end,
}

case "waits-two" {
  title = "two CPUs that cancel a running timer both wait for its callback",
  clauses = { "HRT-CANCEL-3" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t, b = running(s, "norestart")
    local d = s:thread { cpu = 2 }
    b:after "in":mark "out"
    local k = b:cancel(t):gives(0)
    local l = d:after "in":cancel(t):gives(0)
    s:relate { k, "ends-after", "t1.call" }
    s:relate { l, "ends-after", "t1.call" }
    s:expect { t, n = 1 }
    s:finish(ms(80))
  end,
}

case "waits-same-cpu" {
  title = "cancel in another timer's callback waits for a callback elsewhere",
  clauses = { "HRT-CANCEL-3" },
  needs = { "callback-hold", "smp", "percpu" },
  run = function (s)
    local t, b = running(s, "norestart")
    local o = s:hrtimer("o", { callback = function (c)
      c:mark "out"
      c:cancel(t):gives(0)
      c:mark "done"
    end })
    b:after "in":start(o, { rel = ms(1) })
    s:expect { t, n = 1 }
    s:expect { o, n = 1, cpu = 1 }
    s:relate { "o.call", "ends-after", "t1.call" }
    s:finish(ms(80))
  end,
}

case "restarting" {
  title = "cancel of a timer whose callback answers RESTART returns 1, and " ..
    "the timer does not run again",
  clauses = { "HRT-CANCEL-4", "HRT-CANCEL-3" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:mark "in"
      c:hold { till = "out", lim = ms(30) }
      c:hold(ms(20))
      c:forward { by = ms(10) }
      c:ret "restart"
    end }
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    b:after "in":mark "out"
    local k = b:cancel(t):gives(1)
    b:active(t):gives(0)
    s:relate { k, "ends-after", "t1.call" }
    s:expect { t, n = 1, added = any }
    s:finish(ms(120))
  end,
}

case "restarting-often" {
  title = "cancel ends a busy periodic timer at whatever moment it comes",
  clauses = { "HRT-CANCEL-4", "HRT-CANCEL-3" },
  needs = { "callback-hold", "smp" },
  class = { "virtual" },
  tie = true,
  run = function (s)
    local t = s:hrtimer { n = 12, callback = function (c)
      c:hold(us(300))
      c:forward { by = ms(1) }
      c:ret "restart"
    end }
    local b = s:thread { cpu = 1 }
    for i = 0, 11 do
      s:at(ms(20 * i)):start(t[i], { rel = ms(1) })
      b:at(ms(20 * i) + us(4500 + 100 * i)):cancel(t[i]):gives(1)
      b:active(t[i]):gives(0)
      s:expect { t[i], times = i < 5 and 4 or 5 }
    end
    s:finish(ms(260))
  end,
}

case "waits-guard" {
  title = "cancel of a running timer that answers RESTART unmoved returns 1",
  clauses = { "HRT-CANCEL-4", "HRT-RESTART-2" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t, b = running(s, "restart")
    b:after "in":mark "out"
    b:cancel(t):gives(1)
    s:expect { t, n = 1 }
    s:finish(ms(80))
  end,
}

case "own-start" {
  title = "cancel of a running timer that has started itself returns 1",
  clauses = { "HRT-CANCEL-4", "HRT-START-7" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:start { rel = ms(30) }:gives(0)
      c:mark "in"
      c:hold(ms(10))
    end }
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    local k = b:after "in":cancel(t):gives(1)
    s:relate { k, "ends-after", "t1.call" }
    s:expect { t, n = 1 }
    s:finish(ms(100))
  end,
}

case "try-running" {
  title = "try of a running timer returns -1 at once",
  clauses = { "HRT-TRY-2" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t, b = running(s, "norestart")
    b:after "in":try(t):gives(-1)
    b:mark "out"
    s:expect { t, n = 1 }
    s:finish(ms(80))
  end,
}

case "try-inside" {
  title = "try of a timer in its own callback returns -1",
  clauses = { "HRT-TRY-2" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):forward { by = ms(10) }
      c:nth(1):try():gives(-1)
      c:nth(1):ret "restart"
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10) }
    s:expect { t, n = 2, at = a + ms(20) }
    s:finish(ms(40))
  end,
}

case "try-restarting" {
  title = "try of a running timer does not keep it from restarting",
  clauses = { "HRT-TRY-2" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):forward { by = ms(30) }
      c:nth(1):mark "in"
      c:nth(1):hold { till = "out", lim = ms(20) }
      c:nth(1):ret "restart"
    end }
    local b = s:thread { cpu = 1 }
    local a = s:at(0):start(t, { rel = ms(10) })
    b:after "in":try(t):gives(-1)
    b:mark "out"
    s:expect { t, n = 1, at = a + ms(10) }
    s:expect { t, n = 2, at = a + ms(40) }
    s:finish(ms(60))
  end,
}

case "try-running-queued" {
  title = "try of a running timer that was started anew leaves it queued",
  clauses = { "HRT-TRY-2", "HRT-START-8" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t, b = running(s, "norestart")
    local a = b:after "in":start(t, { rel = ms(50) }):gives(0)
    b:try(t):gives(-1)
    b:active(t):gives(1)
    b:mark "out"
    s:expect { t, n = 1 }
    s:expect { t, n = 2, at = a + ms(50) }
    s:finish(ms(100))
  end,
}

case "try-after-running" {
  title = "when the callback is over try returns 0 again",
  clauses = { "HRT-TRY-1", "HRT-TRY-2" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t, b = running(s, "norestart")
    b:after "in":try(t):gives(-1)
    b:mark "out"
    s:at(ms(60)):try(t):gives(0)
    s:expect { t, n = 1 }
    s:finish(ms(80))
  end,
}

case "running-other" {
  title = "a running callback does not hold up cancel of another timer",
  clauses = { "HRT-CANCEL-1", "HRT-CANCEL-2" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t, b = running(s, "norestart")
    local o = s:hrtimer "o"
    s:at(0):start(o, { rel = ms(40) })
    b:after "in":cancel(o):gives(1)
    b:cancel(o):gives(0)
    b:mark "out"
    s:expect { t, n = 1 }
    s:finish(ms(80))
  end,
}
