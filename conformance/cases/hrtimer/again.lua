-- SPDX-License-Identifier: BSD-2-Clause
-- hrtimer_restart: back into the queue at the deadline of before.

case "old-deadline" {
  title = "a restarted timer expires at its old deadline",
  clauses = { "HRT-AGAIN-1" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(40) })
    s:at(ms(10)):cancel(t)
    s:at(ms(20)):restart(t):gives(0)
    s:at(ms(20)):active(t):gives(1)
    s:expect { t, n = 1, at = a + ms(40) }
    s:finish(ms(60))
  end,
}

for _, clock in ipairs { "mono", "real" } do
  case("old-absolute-" .. clock) {
    title = "a restarted timer expires at its old absolute deadline on the " ..
      "clock " .. clock,
    clauses = { "HRT-AGAIN-1" },
    run = function (s)
      local t = s:hrtimer { clock = clock }
      s:at(0):start(t, { abs = T(ms(40)) })
      s:at(ms(10)):cancel(t)
      s:at(ms(20)):restart(t):gives(0)
      s:expect { t, n = 1, at = T(ms(40)) }
      s:finish(ms(60))
    end,
  }
end

case "tried" {
  title = "a timer cancelled by try is restarted in the same way",
  clauses = { "HRT-AGAIN-1" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(40) })
    s:at(ms(10)):try(t):gives(1)
    s:at(ms(20)):restart(t):gives(0)
    s:expect { t, n = 1, at = a + ms(40) }
    s:finish(ms(60))
  end,
}

case "other-cpu" {
  title = "a timer that another CPU restarts keeps its deadline",
  clauses = { "HRT-AGAIN-1", "HRT-EXPIRE-4" },
  needs = { "smp" },
  run = function (s)
    local t = s:hrtimer {}
    local b = s:thread { cpu = 1 }
    local a = s:at(0):start(t, { rel = ms(40) })
    s:at(ms(10)):cancel(t)
    b:at(ms(20)):restart(t):gives(0)
    s:expect { t, n = 1, at = a + ms(40), cpu = 1 }
    s:finish(ms(60))
  end,
}

case "past" {
  title = "a timer restarted after its old deadline is due at once, and once",
  clauses = { "HRT-AGAIN-2" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(20) })
    s:at(ms(10)):cancel(t)
    local a = s:at(ms(30)):restart(t):gives(0)
    s:at(ms(40)):active(t):gives(0)
    s:expect { t, n = 1, at = a }
    s:finish(ms(100))
  end,
}

case "expired" {
  title = "an expired timer that is restarted is due at once",
  clauses = { "HRT-AGAIN-2" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(10) })
    local b = s:at(ms(20)):restart(t):gives(0)
    s:expect { t, n = 1, at = a + ms(10) }
    s:expect { t, n = 2, at = b }
    s:finish(ms(50))
  end,
}

case "inside" {
  title = "a timer that its callback restarts is due again at once",
  clauses = { "HRT-AGAIN-2", "HRT-EXPIRE-5" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):restart():gives(0)
    end }
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = a + ms(10) }
    s:expect { t, n = 2, at = a + ms(10) }
    s:finish(ms(60))
  end,
}

case "queued" {
  title = "restart of a queued timer returns 1 and leaves its deadline",
  clauses = { "HRT-AGAIN-3" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(40) })
    s:at(ms(20)):restart(t):gives(1)
    s:at(ms(25)):remaining(t):shows { left = a + ms(40) }
    s:expect { t, n = 1, at = a + ms(40) }
    s:finish(ms(60))
  end,
}

case "queued-place" {
  title = "restart of a queued timer leaves its place among its equals",
  clauses = { "HRT-AGAIN-3" },
  run = function (s)
    local t = s:hrtimer { n = 3, callback = function (c)
      c:tally "hrt.expire":any()
    end }
    for i = 0, 2 do s:at(0):start(t[i], { abs = T(ms(20)) }) end
    s:at(0):restart(t[0]):gives(1)
    for i = 0, 2 do s:expect { t[i], n = 1, steps = { tally = i + 1 } } end
    s:finish(ms(40))
  end,
}

case "queued-cpu" {
  title = "restart of a queued timer leaves it on its CPU",
  clauses = { "HRT-AGAIN-3" },
  needs = { "smp" },
  run = function (s)
    local t = s:hrtimer {}
    local b = s:thread { cpu = 1 }
    local a = s:at(0):start(t, { rel = ms(30) })
    b:at(ms(10)):restart(t):gives(1)
    s:expect { t, n = 1, at = a + ms(30), cpu = 0 }
    s:finish(ms(60))
  end,
}

case "running" {
  title = "a timer that another CPU restarts in its callback runs once more",
  clauses = { "HRT-AGAIN-2", "HRT-EXPIRE-3" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):mark "in"
      c:nth(1):hold { till = "out", lim = ms(20) }
      c:nth(1):hold(ms(10))
    end }
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    b:after "in":restart(t):gives(0)
    b:mark "out"
    s:expect { t, n = 1 }
    s:expect { t, n = 2 }
    s:relate { "t1.call/2", "begins-after", "t1.call/1" }
    s:finish(ms(60))
  end,
}

case "running-restart" {
  title = "restarted inside and outside at once, a timer runs once more",
  clauses = { "HRT-AGAIN-2", "HRT-RESTART-1" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):forward { by = ms(40) }
      c:nth(1):mark "in"
      c:nth(1):hold { till = "out", lim = ms(20) }
      c:nth(1):ret "restart"
    end }
    local b = s:thread { cpu = 1 }
    local a = s:at(0):start(t, { rel = ms(10) })
    b:after "in":restart(t):gives(0)
    b:mark "out"
    s:expect { t, n = 1, at = a + ms(10) }
    s:expect { t, n = 2, at = a + ms(50) }
    s:finish(ms(100))
  end,
}
