-- SPDX-License-Identifier: BSD-2-Clause
-- Timers without a callback, which wake a task.

case "task" {
  title = "a timer without a callback wakes the task that its data names",
  clauses = { "HRT-WAKE-1" },
  needs = { "park" },
  run = function (s)
    local b = s:thread { cpu = 0 }
    local t = s:hrtimer { wakes = b }
    local a = s:at(ms(5)):start(t, { rel = ms(10) })
    local p = b:at(0):park { lim = ms(50) }
    s:relate { p, "ends", a + ms(10) }
    s:finish(ms(60))
  end,
}

case "right-task" {
  title = "of two sleeping tasks each is woken by its own timer",
  clauses = { "HRT-WAKE-1" },
  needs = { "park" },
  run = function (s)
    local b, d = s:thread { cpu = 0 }, s:thread { cpu = 0 }
    local t, o = s:hrtimer { wakes = b }, s:hrtimer { wakes = d }
    local a = s:at(ms(5)):start(t, { rel = ms(20) })
    local e = s:at(ms(5)):start(o, { rel = ms(10) })
    b:at(0):park { lim = ms(50) }:ends(a + ms(20))
    d:at(0):park { lim = ms(50) }:ends(e + ms(10))
    s:finish(ms(60))
  end,
}

case "other-cpu" {
  title = "a timer without a callback wakes a task on another CPU",
  clauses = { "HRT-WAKE-1" },
  needs = { "park", "smp" },
  run = function (s)
    local b = s:thread { cpu = 1 }
    local t = s:hrtimer { wakes = b }
    local a = s:at(ms(5)):start(t, { rel = ms(10) })
    b:at(0):park { lim = ms(50) }:ends(a + ms(10))
    s:finish(ms(60))
  end,
}

case "own" {
  title = "a task that starts a timer for itself and sleeps is woken by it",
  clauses = { "HRT-WAKE-1" },
  needs = { "park" },
  run = function (s)
    local t = s:hrtimer { wakes = s:main() }
    for i = 0, 2 do
      local a = s:at(ms(20 * i)):start(t, { rel = ms(10) }):gives(0)
      s:main():park { lim = ms(50) }:ends(a + ms(10))
    end
    s:finish(ms(80))
  end,
}

case "not-restarted" {
  title = "a timer without a callback is not queued after its expiry",
  clauses = { "HRT-WAKE-2" },
  needs = { "park" },
  run = function (s)
    local b = s:thread { cpu = 0 }
    local t = s:hrtimer { wakes = b }
    local a = s:at(ms(5)):start(t, { rel = ms(10) })
    b:at(0):park { lim = ms(50) }:ends(a + ms(10))
    s:at(ms(20)):active(t):gives(0)
    s:at(ms(20)):try(t):gives(0)
    s:finish(ms(60))
  end,
}

case "not-woken-twice" {
  title = "a timer without a callback wakes its task once",
  clauses = { "HRT-WAKE-2" },
  needs = { "park" },
  run = function (s)
    local b = s:thread { cpu = 0 }
    local t = s:hrtimer { wakes = b }
    local a = s:at(ms(5)):start(t, { rel = ms(10) })
    b:at(0):park { lim = ms(50) }:ends(a + ms(10))
    b:at(ms(20)):park { lim = ms(500) }:waits()
    s:finish(ms(200))
  end,
}

case "cancelled" {
  title = "a timer without a callback that is cancelled wakes nobody",
  clauses = { "HRT-CANCEL-1", "HRT-WAKE-1" },
  needs = { "park" },
  run = function (s)
    local b, d = s:thread { cpu = 0 }, s:thread { cpu = 0 }
    local t, w = s:hrtimer { wakes = b }, s:hrtimer { wakes = d }
    s:at(0):start(t, { rel = ms(20) })
    local a = s:at(0):start(w, { rel = ms(30) })
    b:at(0):park { lim = ms(500) }:waits()
    d:at(0):park { lim = ms(500) }:ends(a + ms(30))
    s:at(ms(10)):cancel(t)
    s:finish(ms(100))
  end,
}
