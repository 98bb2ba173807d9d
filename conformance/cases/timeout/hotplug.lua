-- SPDX-License-Identifier: BSD-2-Clause
-- Timeouts of a CPU that goes off line, and comes back.

local V = { "virtual", "counted" }
local NEEDS = { "smp", "hotplug" }
local elsewhere = { "!=", 1 }

local function strong(s, t)
  t.aff, t.cpu = "strong", 1
  return s:timeout(t)
end

for _, aff in ipairs { "strong", "weak", "none" } do
  case("off-" .. aff) {
    title   = "a timeout (" .. aff .. ") of a CPU that goes off line is called "
      .. "in time on another",
    clauses = { "TMO-CPU-3" },
    needs   = NEEDS,
    class   = V,
    run = function (s)
      local o = s:timeout { aff = aff, cpu = aff == "strong" and 1 or nil }
      local b = s:thread { cpu = 1 }
      local a = b:at(0):start(o, { rel = ms(20) })
      s:at(ms(5)):cpu_off(1)
      s:expect { o, at = a + ms(20), cpu = elsewhere }
      s:finish(ms(50))
    end,
  }
end

-- The timeouts of a session are started from everywhere.
case "together" {
  title   = "the timeouts of a CPU that is off line are called on one other",
  clauses = { "TMO-CPU-3" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local l, o, of = s:lock {}, {}, {}
    for i = 1, 4 do
      o[i] = strong(s, { name = "s" .. i, lock = l })
      of[i] = s:thread { cpu = i - 1 }
      local a = of[i]:at(0):start(o[i], { rel = ms(10 + 5 * i) })
      s:expect { o[i], at = a + ms(10 + 5 * i), cpu = elsewhere, held = 1 }
    end
    s:at(ms(5)):cpu_off(1)
    for i = 2, 4 do
      s:relate { "s1.call", "same-cpu", ("s%d.call"):format(i) }
    end
    s:finish(ms(50))
  end,
}

case "started-while-off" {
  title   = "a timeout of a CPU that is off line can be started, and is called",
  clauses = { "TMO-CPU-3" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local o, p = strong(s, {}), strong(s, {})
    s:at(ms(5)):cpu_off(1)
    local a = s:at(ms(10)):start(o, { rel = ms(10) })
    local e = s:main():start(p, { rel = 0 })
    s:expect { o, at = a + ms(10), cpu = elsewhere }
    s:expect { p, at = e, cpu = elsewhere }
    s:finish(ms(50))
  end,
}

-- Two stand-ins, one after the other.
case "stand-in-goes" {
  title   = "a timeout is called in time when the stand-in goes as well",
  clauses = { "TMO-CPU-3" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local o, b = strong(s, {}), s:thread { cpu = 2 }
    local a = b:at(0):start(o, { rel = ms(20) })
    s:at(ms(5)):cpu_off(1)
    s:at(ms(10)):cpu_off(2)
    s:expect { o, at = a + ms(20), cpu = { ">=", 0 } }
    s:finish(ms(50))
  end,
}

-- Main keeps the mutex: one function waits for it, one stands in line behind,
-- and a third is due but has no dispatcher if there is one only.
case "in-line" {
  title   = "timeouts that are due when their CPU goes are taken along",
  clauses = { "TMO-CPU-3", "TMO-CPU-5" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local l, k = s:lock { type = "mutex" }, s:thread { cpu = 0 }
    local o, p = strong(s, { lock = l }), strong(s, { lock = l })
    local b = s:thread { cpu = 1 }
    b:at(0):start(o, { rel = ms(5) })
    b:at(0):start(p, { rel = ms(6) })
    s:at(ms(3)):lock(l, { lim = ms(30) })
    local off = k:at(ms(9)):cpu_off(1)
    local u = s:at(ms(15)):unlock(l)
    s:expect { o, at = u, cpu = 1, held = 1 }
    s:expect { p, at = u, cpu = elsewhere, held = 1 }
    s:relate { off, "ends-after", "o1.call" }
    s:finish(ms(50))
  end,
}

-- Every dispatcher of CPU 1 waits; the witness, of no lock, need not.
case "in-line-unlocked" {
  title   = "a timeout that waits for a dispatcher of a CPU that goes is "
    .. "called at once elsewhere",
  clauses = { "TMO-CPU-3" },
  needs   = NEEDS,
  class   = V,
  tie     = true,
  run = function (s)
    local k, b, m = s:thread { cpu = 0 }, s:thread { cpu = 1 }, {}
    for i = 1, s.st "timeout.dispatchers" do
      m[i] = s:lock { type = "mutex" }
      local o = strong(s, { lock = m[i] })
      b:at(0):start(o, { rel = ms(5) })
      s:expect { o, at = T(ms(20)), cpu = 1, held = 1 }
    end
    local w = strong(s, {})
    b:at(0):start(w, { rel = ms(6) })
    for i = 1, #m do s:at(ms(3)):lock(m[i], { lim = ms(30) }) end
    k:at(ms(9)):cpu_off(1):ends(T(ms(20)))
    for i = 1, #m do s:at(ms(20)):unlock(m[i]) end
    s:expect { w, at = T(ms(9)), cpu = elsewhere }
    s:finish(ms(50))
  end,
}

case "waits-for-function" {
  title   = "a CPU goes off line when the function that runs there has ended",
  clauses = { "TMO-CPU-5" },
  needs   = NEEDS,
  class   = V,
  tie     = true,
  run = function (s)
    local l, k = s:lock { type = "mutex" }, s:thread { cpu = 0 }
    local o = strong(s, { callback = function (c)
      c:lock(l, { lim = ms(30) }):ends(T(ms(15)))
      c:unlock(l)
    end })
    local b = s:thread { cpu = 1 }
    local a = b:at(0):start(o, { rel = ms(5) })
    s:at(ms(3)):lock(l)
    local off = k:at(ms(9)):cpu_off(1):ends(a + ms(15))
    s:at(ms(15)):unlock(l)
    s:expect { o, at = a + ms(5), cpu = 1 }
    s:relate { off, "ends-after", "o1.call" }
    s:finish(ms(50))
  end,
}

-- It is due again before it ends, each time; of three CPUs one is free.
case "self-rearm" {
  title   = "a timeout that starts itself for at once does not keep its CPU",
  clauses = { "TMO-CPU-5", "TMO-CPU-3", "TMO-CALL-6" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local o = strong(s, { callback = function (c)
      c:nth("1-3"):start { rel = 0 }
      c:nth("1-3"):hold(ms(6))
    end })
    local b, k = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    k:at(0):active(o):gives(0)
    local a = b:at(0):start(o, { rel = ms(5) })
    s:at(ms(8)):cpu_off(1):ends(a + ms(11))
    for n = 1, 4 do
      s:expect { o, n = n, at = a + ms(6 * n - 1),
        cpu = n == 1 and 1 or elsewhere }
    end
    s:finish(ms(60))
  end,
}

for _, when in ipairs { "before", "meanwhile", "after" } do
  case("back-" .. when) {
    title   = "strong affinity holds again when the CPU is back (started "
      .. when .. ")",
    clauses = { "TMO-CPU-4" },
    needs   = NEEDS,
    class   = V,
    run = function (s)
      local o, k = strong(s, {}), s:thread { cpu = 0 }
      local at = ({ before = 0, meanwhile = ms(10), after = ms(20) })[when]
      local a = k:at(at):start(o, { rel = ms(25) })
      s:at(ms(5)):cpu_off(1)
      s:at(ms(15)):cpu_on(1)
      s:expect { o, at = a + ms(25), cpu = 1 }
      s:finish(ms(70))
    end,
  }
end

case "back-dispatchers" {
  title   = "the dispatchers of a CPU that is back call as they did before",
  clauses = { "TMO-CPU-4", "TMO-CALL-5" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local l, k = s:lock { type = "mutex" }, s:thread { cpu = 2 }
    local o, p, w = strong(s, {}), strong(s, { lock = l }), strong(s, {})
    local a = k:at(0):start(o, { rel = ms(3) })
    s:at(ms(5)):cpu_off(1)
    s:at(ms(10)):cpu_on(1)
    s:at(ms(12)):lock(l, { lim = ms(30) })
    k:at(ms(15)):start(p, { rel = ms(5) })
    local e = k:at(ms(15)):start(w, { rel = ms(8) })
    local u = s:at(ms(30)):unlock(l)
    s:expect { o, at = a + ms(3), cpu = 1 }
    s:expect { p, at = u, cpu = 1 }
    s:expect { w, at = s.st "timeout.dispatchers" > 1 and e + ms(8) or u,
      cpu = 1 }
    s:finish(ms(60))
  end,
}

case "stopped" {
  title   = "a timeout of a CPU that is off line can be stopped and drained",
  clauses = { "TMO-STOP-1", "TMO-DRAIN-1", "TMO-CPU-3" },
  needs   = NEEDS,
  class   = V,
  run = function (s)
    local o, p, w = strong(s, {}), strong(s, {}), strong(s, {})
    local b = s:thread { cpu = 1 }
    b:at(0):start(o, { rel = ms(20) })
    b:at(0):start(p, { rel = ms(20) })
    local a = b:at(0):start(w, { rel = ms(30) })
    s:at(ms(5)):cpu_off(1)
    s:at(ms(10)):stop(o):gives(1)
    s:main():drain(p):gives(1)
    s:main():fini(p)
    s:expect { w, at = a + ms(30), cpu = elsewhere }
    s:finish(ms(50))
  end,
}
