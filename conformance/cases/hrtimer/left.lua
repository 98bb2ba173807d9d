-- SPDX-License-Identifier: BSD-2-Clause
-- Asking a timer: how long yet, and is it queued.

for _, clock in ipairs { "mono", "real" } do
  case("relative-" .. clock) {
    title = "the time left of a relative timer counts down on the clock " ..
      clock,
    clauses = { "HRT-LEFT-1" },
    origin = "D-35",
    run = function (s)
      local t = s:hrtimer { clock = clock }
      local a = s:at(0):start(t, { rel = ms(50) })
      for i = 1, 4 do
        s:at(ms(10 * i)):remaining(t):shows { left = a + ms(50) }
      end
      s:expect { t, n = 1, at = a + ms(50) }
      s:finish(ms(70))
    end,
  }

  case("absolute-" .. clock) {
    title = "the time left of an absolute timer is a duration on the clock " ..
      clock,
    clauses = { "HRT-LEFT-1" },
    origin = "D-36",
    run = function (s)
      local t = s:hrtimer { clock = clock }
      s:at(0):start(t, { abs = T(ms(50)) })
      for i = 1, 4 do
        s:at(ms(10 * i)):remaining(t):shows { left = T(ms(50)) }
      end
      s:expect { t, n = 1, at = T(ms(50)) }
      s:finish(ms(70))
    end,
  }
end

case "long" {
  title = "the time left of a year is not cut",
  clauses = { "HRT-LEFT-1" },
  run = function (s)
    local t, w = s:hrtimer {}, s:hrtimer "w"
    local a = s:at(0):start(t, { rel = sec(365 * 86400) })
    local b = s:at(0):start(w, { rel = ms(30) })
    s:at(ms(20)):remaining(t):shows { left = a + sec(365 * 86400) }
    s:expect { w, n = 1, at = b + ms(30) }
    s:finish(ms(50))
  end,
}

case "moved" {
  title = "the time left is that of the last setting",
  clauses = { "HRT-LEFT-1", "HRT-START-2" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(500) })
    local a = s:at(ms(10)):start(t, { rel = ms(30) }):gives(1)
    s:at(ms(20)):remaining(t):shows { left = a + ms(30) }
    s:expect { t, n = 1, at = a + ms(30) }
    s:finish(ms(60))
  end,
}

case "clock-set" {
  title = "the time left of an absolute timer follows its clock when that " ..
    "is set, and no other does",
  clauses = { "HRT-LEFT-1", "HRT-CLOCK-2", "HRT-CLOCK-3" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    local r = s:hrtimer("r", { clock = "real" })
    local m = s:hrtimer "m"
    s:at(0):start(t, { abs = T(sec(100)) })
    local a = s:at(0):start(r, { rel = sec(100) })
    local b = s:at(0):start(m, { abs = T(sec(100)) })
    s:at(ms(10)):setclock("real", { by = -sec(50) })
    s:at(ms(20)):remaining(t):shows { left = T(sec(100)) }
    s:at(ms(20)):remaining(r):shows { left = a + sec(100) }
    s:at(ms(20)):remaining(m):shows { left = b + sec(100) }
    s:at(ms(30)):cancel(t)
    s:at(ms(30)):cancel(r)
    s:at(ms(30)):cancel(m)
    s:finish(ms(50))
  end,
}

case "overdue" {
  title = "the time left of a timer that is overdue is negative",
  clauses = { "HRT-LEFT-2" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    s:at(ms(25)):remaining(t):shows { left = a + ms(10) }
    local u = s:at(ms(30)):unmask()
    s:expect { t, n = 1, at = u }
    s:finish(ms(50))
  end,
}

case "overdue-inside" {
  title = "a callback that runs late sees by how much",
  clauses = { "HRT-LEFT-2" },
  run = function (s)
    local a
    local t = s:hrtimer { callback = function (c)
      c:remaining():shows { left = any }
    end }
    a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    local u = s:at(ms(30)):unmask()
    s:expect { t, n = 1, at = u,
      steps = { remaining = { left = a + ms(10) } } }
    s:finish(ms(50))
  end,
}

case "overdue-sign" {
  title = "the time left of an overdue timer is below zero",
  clauses = { "HRT-LEFT-2" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:remaining():shows { left = { "<=", 0 } }
    end }
    s:at(0):start(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    s:at(ms(20)):remaining(t):shows { left = { "<", 0 } }
    s:at(ms(25)):unmask()
    s:expect { t, n = 1 }
    s:finish(ms(50))
  end,
}

case "due-now" {
  title = "in a callback that is on time nothing is left",
  clauses = { "HRT-LEFT-1" },
  class = { "virtual" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:remaining():shows { left = 0 }
      c:forward { by = ms(3) }
      c:remaining():shows { left = ms(3) }
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10) }
    s:finish(ms(20))
  end,
}

case "cancelled" {
  title = "the deadline of a cancelled timer is kept",
  clauses = { "HRT-LEFT-1", "HRT-AGAIN-1" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(40) })
    s:at(ms(10)):cancel(t)
    s:at(ms(20)):restart(t)
    s:at(ms(25)):remaining(t):shows { left = a + ms(40) }
    s:expect { t, n = 1, at = a + ms(40) }
    s:finish(ms(60))
  end,
}

case "other-cpu" {
  title = "another CPU reads the same time left",
  clauses = { "HRT-LEFT-1" },
  needs = { "smp" },
  run = function (s)
    local t = s:hrtimer {}
    local b = s:thread { cpu = 1 }
    local a = s:at(0):start(t, { rel = ms(40) })
    b:at(ms(10)):remaining(t):shows { left = a + ms(40) }
    b:at(ms(20)):active(t):gives(1)
    s:expect { t, n = 1, at = a + ms(40) }
    s:finish(ms(60))
  end,
}

case "active" {
  title = "a timer is active from its start to its expiry and not outside",
  clauses = { "HRT-ACTIVE-1" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):active(t):gives(0)
    local a = s:at(ms(5)):start(t, { rel = ms(20) })
    s:at(ms(5)):active(t):gives(1)
    s:at(ms(15)):active(t):gives(1)
    s:at(ms(35)):active(t):gives(0)
    s:expect { t, n = 1, at = a + ms(20) }
    s:finish(ms(60))
  end,
}

case "active-cancelled" {
  title = "a cancelled timer is not active, a restarted one is",
  clauses = { "HRT-ACTIVE-1" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(50) })
    s:at(ms(10)):active(t):gives(1)
    s:at(ms(10)):cancel(t)
    s:at(ms(10)):active(t):gives(0)
    s:at(ms(20)):restart(t)
    s:at(ms(20)):active(t):gives(1)
    s:at(ms(20)):try(t)
    s:at(ms(20)):active(t):gives(0)
    s:finish(ms(80))
  end,
}

case "active-overdue" {
  title = "a timer that is overdue and has not run is active",
  clauses = { "HRT-ACTIVE-1" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(30) }
    s:at(ms(20)):active(t):gives(1)
    local u = s:at(ms(25)):unmask()
    s:at(ms(35)):active(t):gives(0)
    s:expect { t, n = 1, at = u }
    s:finish(ms(60))
  end,
}

case "active-periodic" {
  title = "a periodic timer is active between its periods",
  clauses = { "HRT-ACTIVE-1" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:forward { by = ms(10) }
      c:ret "restart"
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    for i = 1, 3 do
      s:at(ms(10 * i + 5)):active(t):gives(1)
      s:expect { t, n = i, at = a + ms(10 * i) }
    end
    s:at(ms(35)):cancel(t)
    s:at(ms(35)):active(t):gives(0)
    s:finish(ms(60))
  end,
}

case "active-inside" {
  title = "in its callback a timer is active as the statement says",
  clauses = { "HRT-ACTIVE-2" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:active():gives(s.st "hrtimer.active-in-callback")
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10) }
    s:finish(ms(40))
  end,
}

case "active-declared" {
  title = "what the statement says of a running timer is 0 or 1",
  clauses = { "HRT-ACTIVE-2" },
  run = function (s)
    local declared = s.st("hrtimer.active-in-callback", { [0] = 0, [1] = 1 })
    local t = s:hrtimer { callback = function (c)
      c:active():gives(declared)
    end }
    s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1 }
    s:finish(ms(40))
  end,
}

case "active-running" {
  title = "another CPU sees a running timer as the statement says",
  clauses = { "HRT-ACTIVE-2" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:mark "in"
      c:hold { till = "out", lim = ms(20) }
    end }
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    b:after "in":active(t):gives(s.st "hrtimer.active-in-callback")
    b:mark "out"
    s:expect { t, n = 1 }
    s:finish(ms(60))
  end,
}

case "active-running-queued" {
  title = "a running timer that was started anew is active",
  clauses = { "HRT-ACTIVE-1", "HRT-START-7" },
  run = function (s)
    local a
    local t = s:hrtimer { callback = function (c)
      a = c:nth(1):start { rel = ms(20) }
      c:nth(1):active():gives(1)
    end }
    s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1 }
    s:expect { t, n = 2, at = a + ms(20) }
    s:finish(ms(60))
  end,
}
