-- SPDX-License-Identifier: BSD-2-Clause
-- Stopping: the atomic stop that TCP asked for, and its relatives.

local V = { "virtual", "counted" }

case "armed" {
  title   = "a stop of an armed timeout is 1, and it is not called",
  clauses = { "TMO-STOP-1" },
  class   = V,
  run = function (s)
    local o, w = s:timeout {}, s:timeout {}
    s:at(0):start(o, { rel = ms(10) })
    local a = s:main():start(w, { rel = ms(20) })
    s:at(ms(5)):stop(o):gives(1)
    s:main():active(o):gives(0)
    s:expect { w, at = a + ms(20) }
    s:finish(ms(40))
  end,
}

-- The call waits until 20 ms; the timeout is due again at 6 ms.
for _, verb in ipairs { "stop", "start" } do
  case("due-while-running-" .. verb) {
    title   = "a " .. verb .. " takes back what is due though its function "
      .. "still runs",
    clauses = { verb == "stop" and "TMO-STOP-1" or "TMO-START-4" },
    class   = V,
    run = function (s)
      local l = s:lock { type = "mutex" }
      local o = s:timeout { aff = "strong", cpu = 1, callback = function (c)
        c:nth(1):start { rel = ms(1) }
        c:nth(1):lock(l, { lim = ms(30) }):ends(T(ms(20)))
        c:nth(1):unlock(l)
      end }
      local k = s:thread { cpu = 2 }
      s:at(ms(3)):lock(l)
      local a = k:at(0):start(o, { rel = ms(5) })
      local m = k:at(ms(10))[verb](k, o, verb == "start"
        and { rel = ms(30) } or nil):gives(1)
      s:at(ms(20)):unlock(l)
      s:expect { o, n = 1, at = a + ms(5) }
      if verb == "start" then s:expect { o, n = 2, at = m + ms(30) } end
      s:finish(ms(60))
    end,
  }
end

case "cost" {
  title   = "a stop programs nothing; what is left of it is one interrupt",
  clauses = { "TMO-COST-2" },
  needs   = { "watch", "still" },
  class   = V,
  run = function (s)
    local o = {}
    for i = 1, 4 do
      o[i] = s:timeout {}
      s:at(0):start(o[i], { rel = ms(40 - 5 * i) })
    end
    s:at(ms(5)):tally "hal.program":gives "p"
    for i = 1, 4 do s:main():stop(o[i]) end
    s:main():tally "hal.program":gives "p"
    s:main():tally "hrt.intr":gives(0)
    s:at(ms(90)):tally "hal.program":gives "p"
    s:main():tally "hal.intr":gives { 0, 1 }
    s:main():tally "hrt.intr":gives { 0, 1 }
    s:main():tally "tmo.due":gives(0)
    s:finish(ms(100))
  end,
}

case "idle" {
  title   = "a stop of a timeout that is over or was stopped is 0",
  clauses = { "TMO-STOP-3" },
  class   = V,
  run = function (s)
    local o = s:timeout {}
    local a = s:at(0):start(o, { rel = ms(5) })
    s:at(ms(10)):stop(o):gives(0)
    s:at(ms(11)):start(o, { rel = ms(50) })
    s:at(ms(12)):stop(o):gives(1)
    s:main():stop(o):gives(0)
    s:expect { o, at = a + ms(5) }
    s:finish(ms(80))
  end,
}

for _, kind in ipairs { "spin", "mutex" } do
  case("in-flight-" .. kind) {
    title   = "a stop under the " .. kind
      .. " lock undoes a call that waits for it",
    clauses = { "TMO-STOP-2" },
    class   = V,
    run = function (s)
      local l = s:lock { type = kind }
      local o = s:timeout { lock = l, aff = "strong", cpu = 1 }
      local w = s:timeout { aff = "strong", cpu = 1 }
      local b = s:thread { cpu = 2 }    -- whose interrupts are not masked
      b:at(0):start(o, { rel = ms(5) })
      local a = b:start(w, { rel = ms(20) })
      s:at(ms(3)):lock(l)
      s:at(ms(9)):stop(o):gives(1)
      s:main():init(o, { aff = "none" })    -- the storage is ours
      s:main():unlock(l)
      s:expect { w, at = a + ms(20) }
      s:finish(ms(40))
    end,
  }
  case("queued-" .. kind) {
    title   = "a stop under the " .. kind
      .. " lock undoes one that is behind another in the line",
    clauses = { "TMO-STOP-2" },
    class   = V,
    run = function (s)
      local l = s:lock { type = kind }
      local first = s:timeout { aff = "strong", cpu = 1,
        callback = function (c) c:hold(ms(9)) end }
      local o = s:timeout { lock = l, aff = "strong", cpu = 1 }
      local a = s:at(0):start(first, { rel = ms(5) })
      s:main():start(o, { rel = ms(6) })
      s:at(ms(9)):lock(l)
      s:main():stop(o):gives(1)
      s:main():unlock(l)
      s:expect { first, at = a + ms(5) }
      s:finish(ms(40))
    end,
  }
end

case "running-unlocked" {
  title   = "a stop of a lockless timeout that runs is -1 and does not wait",
  clauses = { "TMO-STOP-4" },
  class   = V,
  run = function (s)
    local o = s:timeout { aff = "strong", cpu = 1,
      callback = function (c) c:hold(ms(10)) end }
    local a = s:at(0):start(o, { rel = ms(5) })
    local p = s:at(ms(8)):stop(o):gives(-1)
    s:expect { o, at = a + ms(5) }
    s:relate { p, "overlaps", "o1.call" }
    s:finish(ms(40))
  end,
}

case "without-its-lock" {
  title   = "a stop without the timeout's lock stops the machine",
  clauses = { "TMO-STOP-5" },
  needs   = { "death" },
  class   = V,
  run = function (s)
    local l = s:lock {}
    local o = s:timeout { lock = l }
    s:at(0):start(o, { rel = ms(5) })
    s:main():stop(o):dies "timeout_stop: lock_held"
    s:finish(ms(20))
  end,
}

-- TCP's close: five timeouts of a session, stopped under its lock.
case "teardown" {
  title   = "a session stops its timeouts under its lock and is gone",
  clauses = { "TMO-STOP-1", "TMO-STOP-2" },
  class   = V,
  run = function (s)
    local l = s:lock {}
    local o, w = {}, s:timeout { aff = "strong", cpu = 1 }
    for i = 1, 5 do
      o[i] = s:timeout { lock = l, aff = "strong", cpu = 1 }
      s:at(0):start(o[i], { rel = ms(5) * i })
    end
    local a = s:main():start(w, { rel = ms(60) })
    s:at(ms(12)):lock(l, { lim = ms(20) })
    for i = 1, 5 do
      s:at(ms(17)):stop(o[i]):gives(i <= 2 and 0 or 1)
      s:main():init(o[i], {})
    end
    s:main():unlock(l)
    s:expect { o[1], at = ms(5) }
    s:expect { o[2], at = ms(10) }
    s:expect { w, at = a + ms(60) }
    s:finish(ms(90))
  end,
}

-- Two sessions with a mutex each.  A is closed while a dispatcher waits for
-- its mutex and four timeouts of it stand in line; B does not notice.
case "teardown-mutex" {
  title   = "a session whose mutex is wanted closes under it, and no other "
    .. "session waits for it",
  clauses = { "TMO-STOP-2", "TMO-CALL-5" },
  class   = V,
  tie     = true,
  run = function (s)
    local l, m, k = s:lock { type = "mutex" }, s:lock { type = "mutex" },
      s:thread { cpu = 2 }
    local a, b = {}, {}
    for i = 1, 5 do
      a[i] = s:timeout { lock = l, aff = "strong", cpu = 1 }
      b[i] = s:timeout { lock = m, aff = "strong", cpu = 1 }
      k:at(0):start(a[i], { rel = ms(5) + i })
      local e = k:at(0):start(b[i], { rel = ms(6) + i })
      s:expect { b[i], at = s.st "timeout.dispatchers" > 1
        and e + ms(6) + i or T(ms(15)), held = 1 }
    end
    s:at(ms(3)):lock(l)
    for i = 1, 5 do
      s:at(ms(15)):stop(a[i]):gives(1)
      s:main():init(a[i], {})           -- the storage is ours
    end
    s:main():unlock(l)
    s:finish(ms(40))
  end,
}
