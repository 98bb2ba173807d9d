-- SPDX-License-Identifier: BSD-2-Clause
-- Many timers at once, and several CPUs.

for _, n in ipairs { 2, 3, 31, 32, 33, 300 } do
  case("rising-" .. n) {
    title = ("%d timers each expire at their own deadlines"):format(n),
    clauses = { "HRT-EXPIRE-2", "HRT-ORDER-1" },
    class = { "virtual" },
    run = function (s)
      local t = s:hrtimer { n = n }
      local a
      s:at(0):rep(n, function (m)
        a = m:start(t.i, { rel = ramp(ms(10), us(777)) })
      end)
      for i = 0, n - 1 do
        s:expect { t[i], n = 1, at = a + ms(10) + us(777) * i }
      end
      s:finish(ms(300))
    end,
  }
end

-- A queue that loses or misplaces a node shows it when nodes are taken from
-- its middle and put back.
case "moved-about" {
  title = "timers moved about in a full queue all keep their deadlines",
  clauses = { "HRT-START-2", "HRT-ORDER-1" },
  class = { "virtual" },
  run = function (s)
    local n = 64
    local t = s:hrtimer { n = n }
    local x, due = 12345, {}
    for i = 0, n - 1 do
      due[i] = s:at(0):start(t[i], { rel = ms(50) + us(1) * i }) + ms(50) +
        us(1) * i
    end
    for k = 1, 120 do
      x = (x * 1103515245 + 12345) % 2147483648
      local i, rel = (x >> 8) % n, ms(20) + (x >> 16) % 1000 * us(37)
      due[i] = s:at(us(k)):start(t[i], { rel = rel }):gives(1) + rel
    end
    for i = 0, n - 1 do s:expect { t[i], n = 1, at = due[i] } end
    s:finish(ms(70))
  end,
}

case "cancelled-about" {
  title = "timers cancelled from a full queue in any order leave the others",
  clauses = { "HRT-CANCEL-1", "HRT-ORDER-1" },
  class = { "virtual" },
  run = function (s)
    local n = 100
    local t = s:hrtimer { n = n }
    for i = 0, n - 1 do
      local rel = ms(20) + us(100) * (i * 59 % n)
      local a = s:at(0):start(t[i], { rel = rel })
      if i * 37 % n >= 60 then s:expect { t[i], n = 1, at = a + rel } end
    end
    for i = 0, n - 1 do
      if i * 37 % n < 60 then s:at(ms(1)):cancel(t[i]):gives(1) end
    end
    s:finish(ms(60))
  end,
}

case "all-cpus" {
  title = "timers of all CPUs at one instant all expire, each on its own",
  clauses = { "HRT-EXPIRE-2", "HRT-EXPIRE-4" },
  needs = { "smp" },
  run = function (s)
    local cpus = math.min(s.st "cpus", 4)
    for cpu = 0, cpus - 1 do
      local b = cpu == 0 and s:main() or s:thread { cpu = cpu }
      local t = s:hrtimer { n = 5 }
      for i = 0, 4 do
        b:at(0):start(t[i], { abs = T(ms(20)) })
        s:expect { t[i], n = 1, at = T(ms(20)), cpu = cpu }
      end
    end
    s:finish(ms(40))
  end,
}

case "handed-round" {
  title = "a timer handed from CPU to CPU runs once, where it was started last",
  clauses = { "HRT-START-2", "HRT-EXPIRE-4" },
  needs = { "smp" },
  run = function (s)
    local t = s:hrtimer {}
    local b, d = s:thread { cpu = 1 }, s:thread { cpu = 0 }
    s:at(0):start(t, { rel = ms(50) }):gives(0)
    b:at(ms(10)):start(t, { rel = ms(50) }):gives(1)
    d:at(ms(20)):start(t, { rel = ms(50) }):gives(1)
    local a = b:at(ms(30)):start(t, { rel = ms(50) }):gives(1)
    s:expect { t, n = 1, at = a + ms(50), cpu = 1 }
    s:finish(ms(120))
  end,
}

case "taken-from-masked" {
  title = "an overdue timer of a CPU with interrupts off that another CPU " ..
    "starts runs there, once",
  clauses = { "HRT-START-2", "HRT-EXPIRE-3" },
  needs = { "smp", "percpu" },
  run = function (s)
    local t = s:hrtimer {}
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    s:at(ms(5)):mask { lim = ms(40) }
    local a = b:at(ms(20)):start(t, { rel = ms(10) }):gives(1)
    s:at(ms(40)):unmask()
    s:expect { t, n = 1, at = a + ms(10), cpu = 1 }
    s:finish(ms(60))
  end,
}

case "periodic-crowd" {
  title = "periodic timers of different intervals do not disturb one another",
  clauses = { "HRT-RESTART-1", "HRT-ORDER-1" },
  class = { "virtual" },
  run = function (s)
    for _, every in ipairs { ms(2), ms(3), ms(5), ms(7) } do
      local t = s:hrtimer { callback = function (c)
        c:forward { by = every }
        c:ret "restart"
      end }
      local a = s:at(0):start(t, { rel = every })
      for i = 1, ms(43) // every do
        s:expect { t, n = i, at = a + every * i, added = 1 }
      end
    end
    s:finish(ms(43) + 1)
  end,
}
