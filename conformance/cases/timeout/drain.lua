-- SPDX-License-Identifier: BSD-2-Clause
-- Draining, and taking leave of the lock.

local V = { "virtual", "counted" }

case "self-rearm" {
  title   = "a drain ends a timeout that starts itself again and again",
  clauses = { "TMO-DRAIN-1", "TMO-DRAIN-2" },
  class   = V,
  run = function (s)
    local o = s:timeout { aff = "strong", cpu = 1, callback = function (c)
      c:nth(3):mark "in"
      c:nth(3):hold(ms(2))
      c:start { rel = ms(1) }
    end }
    local k = s:thread { cpu = 0 }
    local a = k:at(0):start(o, { rel = ms(1) })
    local d = k:after("in"):drain(o):gives(1):ends(a + ms(5))
    k:at(ms(8)):active(o):gives(0)
    for n = 1, 3 do s:expect { o, n = n, at = a + ms(n), cpu = 1 } end
    s:relate { d, "ends-after", "o1.call/3" }
    s:finish(ms(20))
  end,
}

for _, kind in ipairs { "none", "spin", "mutex" } do
  case("running-" .. kind) {
    title   = "a drain waits for a function that runs (lock " .. kind .. ")",
    clauses = { "TMO-DRAIN-1", "TMO-DRAIN-2" },
    class   = V,
    run = function (s)
      local l = kind ~= "none" and s:lock { type = kind } or nil
      local o = s:timeout { lock = l, aff = "strong", cpu = 1,
        callback = function (c) c:hold(ms(6)) end }
      local a = s:at(0):start(o, { rel = ms(5) })
      s:at(ms(8)):drain(o):gives(0):ends(a + ms(11))
      s:expect { o, at = a + ms(5) }
      s:finish(ms(40))
    end,
  }
end

case "tells-what-was" {
  title   = "a drain is 1 when it stopped an armed timeout, else 0",
  clauses = { "TMO-DRAIN-2" },
  class   = V,
  run = function (s)
    local o, w = s:timeout {}, s:timeout {}
    s:at(0):drain(o):gives(0)
    s:main():start(o, { rel = ms(20) })
    local a = s:main():start(w, { rel = ms(30) })
    s:at(ms(5)):drain(o):gives(1)
    s:main():drain(o):gives(0)
    s:expect { w, at = a + ms(30) }
    s:finish(ms(50))
  end,
}

case "own-function" {
  title   = "a drain from the timeout's own function stops the machine",
  clauses = { "TMO-DRAIN-3" },
  needs   = { "death" },
  class   = V,
  run = function (s)
    local o = s:timeout { callback = function (c) c:drain() end }
    local a = s:at(0):start(o, { rel = ms(5) })
    s:expect { o, at = a + ms(5) }
    s:dies "cpu_wait: d->thread"
    s:finish(ms(20))
  end,
}

case "lock-held" {
  title   = "a drain with the timeout's lock held stops the machine",
  clauses = { "TMO-DRAIN-3" },
  needs   = { "death" },
  class   = V,
  run = function (s)
    local l = s:lock { type = "mutex" }
    local o = s:timeout { lock = l }
    s:at(0):lock(l)
    s:main():drain(o):dies "timeout_drain"
    s:finish(ms(20))
  end,
}

case "leave" {
  title   = "fini waits for a dispatcher that is after the lock",
  clauses = { "TMO-FINI-1" },
  class   = V,
  run = function (s)
    local l = s:lock { type = "mutex" }
    local o = s:timeout { lock = l, aff = "strong", cpu = 1 }
    local k, w = s:thread { cpu = 2 }, s:timeout {}
    s:at(0):start(o, { rel = ms(5) })
    local a = s:main():start(w, { rel = ms(30) })
    s:at(ms(3)):lock(l)
    s:at(ms(8)):stop(o):gives(1)
    s:main():mark "stopped"
    local u = s:at(ms(15)):unlock(l)
    local f = k:after("stopped"):fini(o):ends(u)
    s:relate { f, "ends-after", u }
    s:expect { w, at = a + ms(30) }
    s:finish(ms(50))
  end,
}

-- CPU 1 has a dispatcher that wants the mutex, from the first start, and is
-- too busy to take it; CPU 2 has one from the second.
case "leave-every-cpu" {
  title   = "fini waits for the dispatcher of a CPU that it was on before",
  clauses = { "TMO-FINI-1" },
  class   = V,
  run = function (s)
    local l = s:lock { type = "mutex" }
    local o = s:timeout { lock = l, aff = "weak" }
    local b, k = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    b:at(0):start(o, { rel = ms(5) })
    s:at(ms(3)):lock(l)
    s:at(ms(8)):stop(o):gives(1)
    k:at(ms(9)):start(o, { rel = ms(1) }):gives(0)
    s:at(ms(12)):stop(o):gives(1)
    b:at(ms(13)):burn(ms(22))
    s:at(ms(15)):unlock(l)
    s:main():fini(o):ends(T(ms(35)))
    s:finish(ms(50))
  end,
}

case "other-sleeps" {
  title   = "a drain does not wait for another timeout's function",
  clauses = { "TMO-DRAIN-1", "TMO-DRAIN-2" },
  class   = V,
  run = function (s)
    local l, k = s:lock { type = "mutex" }, s:thread { cpu = 2 }
    local p = s:timeout { lock = l, aff = "strong", cpu = 1 }
    local o = s:timeout { aff = "strong", cpu = 1 }
    local a = k:at(0):start(p, { rel = ms(5) })
    k:at(0):start(o, { rel = ms(60) })
    s:at(ms(3)):lock(l)
    s:at(ms(8)):drain(o):gives(1):ends(a + ms(8))
    local u = s:at(ms(15)):unlock(l)
    s:expect { p, at = u, held = 1 }
    s:finish(ms(70))
  end,
}

case "leave-armed" {
  title   = "fini of an armed timeout stops the machine",
  clauses = { "TMO-FINI-2" },
  needs   = { "death" },
  class   = V,
  run = function (s)
    local o = s:timeout {}
    s:at(0):start(o, { rel = ms(5) })
    s:main():fini(o):dies "timeout_fini"
    s:finish(ms(20))
  end,
}
