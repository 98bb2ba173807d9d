-- SPDX-License-Identifier: BSD-2-Clause
-- How a timeout's function is called, and where.

local V = { "virtual", "counted" }

case "may-sleep" {
  title   = "a function may take a mutex, so it runs in a thread",
  clauses = { "TMO-CALL-1" },
  class   = V,
  run = function (s)
    local l = s:lock { type = "mutex" }
    local o = s:timeout { lock = l }
    local a = s:at(0):start(o, { rel = ms(5) })
    s:at(ms(3)):lock(l)
    local u = s:at(ms(8)):unlock(l)
    s:expect { o, at = u, not_before = a + ms(5), held = 1 }
    s:finish(ms(20))
  end,
}

for _, kind in ipairs { "spin", "mutex" } do
  case("held-" .. kind) {
    title   = "the function is called with its " .. kind .. " lock held",
    clauses = { "TMO-CALL-2" },
    class   = V,
    run = function (s)
      local l = s:lock { type = kind }
      local o = s:timeout { lock = l, aff = "strong", cpu = 1 }
      local a = s:at(0):start(o, { rel = ms(5) })
      s:expect { o, at = a + ms(5), held = 1 }
      s:finish(ms(20))
    end,
  }
end

case "one-after-another" {
  title   = "timeouts without a lock begin in the order in which they are due",
  clauses = { "TMO-CALL-8" },
  class   = V,
  run = function (s)
    local at = {}
    local function hold(c) c:hold(ms(4)) end
    local o = {}
    for i = 1, 3 do
      o[i] = s:timeout { aff = "strong", cpu = 1, callback = hold }
    end
    at[3] = s:at(0):start(o[3], { rel = ms(7) })
    at[1] = s:main():start(o[1], { rel = ms(5) })
    at[2] = s:main():start(o[2], { rel = ms(6) })
    s:expect { o[1], at = at[1] + ms(5) }
    s:expect { o[2], at = at[1] + ms(9) }
    s:expect { o[3], at = at[1] + ms(13) }
    s:finish(ms(30))
  end,
}

-- Main has a mutex from 3 ms on; who waits for it, waits for 20 ms.
local function kept(s)
  local l = s:lock { type = "mutex" }
  s:at(ms(3)):lock(l)
  return l
end
local function strong(s, t)
  t.aff, t.cpu = "strong", 1
  return s:timeout(t)
end

case "same-lock" {
  title   = "timeouts of one lock are called one after another, in the order "
    .. "due",
  clauses = { "TMO-CALL-3" },
  class   = V,
  run = function (s)
    local k, o, l = s:thread { cpu = 2 }, {}, kept(s)
    for i = 1, 5 do
      o[i] = strong(s, { lock = l, callback = function (c) c:hold(ms(2)) end })
    end
    for _, i in ipairs { 4, 1, 5, 3, 2 } do
      k:at(0):start(o[i], { rel = ms(4 + i) })
    end
    local u = s:at(ms(20)):unlock(l)
    for i = 1, 5 do
      s:expect { o[i], at = u + ms(2) * (i - 1), held = 1, cpu = 1 }
    end
    s:finish(ms(50))
  end,
}

case "same-lock-one-turn" {
  title   = "timeouts that wait for one lock keep one dispatcher, not all",
  clauses = { "TMO-CALL-5" },
  class   = V,
  run = function (s)
    local k, o, l = s:thread { cpu = 2 }, {}, kept(s)
    for i = 1, 5 do
      o[i] = strong(s, { lock = l })
      k:at(0):start(o[i], { rel = ms(4 + i) })
    end
    local w = strong(s, {})
    local a = k:at(0):start(w, { rel = ms(12) })
    local u = s:at(ms(20)):unlock(l)
    for i = 1, 5 do s:expect { o[i], at = u, held = 1 } end
    s:expect { w, at = s.st "timeout.dispatchers" > 1 and a + ms(12) or u }
    s:finish(ms(50))
  end,
}

-- The functions of so many timeouts wait, each for a mutex of its own.
for waiting = 1, 4 do
  case("waiting-" .. waiting) {
    title   = ("%d functions that wait hold up others if there are no more "
      .. "dispatchers"):format(waiting),
    clauses = { "TMO-CALL-5", "TMO-CALL-7" },
    class   = V,
    tie     = true,
    run = function (s)
      local k, w, m, u = s:thread { cpu = 2 }, strong(s, {}), {}, nil
      local free = s.st "timeout.dispatchers" > waiting
      for i = 1, waiting do
        m[i] = s:lock { type = "mutex" }
        local o = strong(s, { lock = m[i] })
        k:at(0):start(o, { rel = ms(5) })
        s:expect { o, at = T(ms(20)), held = 1 }
      end
      local a = k:at(0):start(w, { rel = ms(8) })
      for i = 1, waiting do s:at(ms(3)):lock(m[i]) end
      for i = 1, waiting do u = s:at(ms(20)):unlock(m[i]) end
      s:expect { w, at = free and a + ms(8) or u }
      s:finish(ms(50))
    end,
  }
end

-- The first call sleeps; the timeout is due again at 6 ms, the witness at 8.
case "never-twice" {
  title   = "a function that sleeps is not called again before it has ended",
  clauses = { "TMO-CALL-6", "TMO-CALL-5" },
  class   = V,
  run = function (s)
    local l = kept(s)
    local o = strong(s, { callback = function (c)
      c:nth(1):start { rel = ms(1) }
      c:nth(1):lock(l, { lim = ms(30) }):ends(T(ms(20)))
      c:nth(1):unlock(l)
      c:nth(1):hold(ms(3))
    end })
    local w, k = strong(s, {}), s:thread { cpu = 2 }
    local a = k:at(0):start(o, { rel = ms(5) })
    local e = k:at(0):start(w, { rel = ms(8) })
    s:at(ms(20)):unlock(l)
    s:expect { o, n = 1, at = a + ms(5) }
    s:expect { o, n = 2, at = a + ms(23) }
    s:expect { w, at = s.st "timeout.dispatchers" > 1 and e + ms(8)
      or a + ms(23) }
    s:finish(ms(50))
  end,
}

-- The same with a CPU to move to: started from there, it still waits.
case "never-twice-weak" {
  title   = "a function that sleeps is not called on another CPU meanwhile",
  clauses = { "TMO-CALL-6" },
  class   = V,
  run = function (s)
    local l = kept(s)
    local o = s:timeout { aff = "weak", callback = function (c)
      c:nth(1):lock(l, { lim = ms(30) }):ends(T(ms(20)))
      c:nth(1):unlock(l)
      c:nth(1):hold(ms(3))
    end }
    local b, k = s:thread { cpu = 1 }, s:thread { cpu = 2 }
    local a = b:at(0):start(o, { rel = ms(5) })
    k:at(ms(7)):start(o, { rel = ms(2) }):gives(0)
    s:at(ms(20)):unlock(l)
    s:expect { o, n = 1, at = a + ms(5), cpu = 1 }
    s:expect { o, n = 2, at = a + ms(23) }
    s:finish(ms(50))
  end,
}

case "starts-itself" {
  title   = "a function finds its timeout idle and may start it again",
  clauses = { "TMO-CALL-4" },
  class   = V,
  run = function (s)
    local o = s:timeout { callback = function (c)
      c:nth(1):active()
      c:nth(1):start { rel = ms(3) }
    end }
    local a = s:at(0):start(o, { rel = ms(5) })
    s:expect { o, at = a + ms(5),
      steps = { active = 0, start = 0 } }
    s:expect { o, at = a + ms(8) }
    s:finish(ms(30))
  end,
}

for cpu = 0, 3 do
  case("strong-" .. cpu) {
    title   = ("strong affinity to CPU %d holds from every CPU"):format(cpu),
    clauses = { "TMO-CPU-1" },
    class   = V,
    run = function (s)
      local o = s:timeout { aff = "strong", cpu = cpu }
      for from = 0, 3 do
        local b = s:thread { cpu = from }
        local a = b:at(from * ms(10)):start(o, { rel = ms(5) })
        s:expect { o, at = a + ms(5), cpu = cpu }
      end
      s:finish(ms(60))
    end,
  }
  case("weak-moved-" .. cpu) {
    title   = ("weak affinity follows a move to CPU %d"):format(cpu),
    clauses = { "TMO-CPU-2" },
    class   = V,
    run = function (s)
      local o = s:timeout { aff = "weak" }
      local b = s:thread { cpu = cpu }
      local k = s:thread { cpu = (cpu + 1) % 2 }
      k:at(0):start(o, { rel = ms(5) })
      local a = b:at(ms(2)):start(o, { rel = ms(5) }):gives(1)
      s:expect { o, at = a + ms(5), cpu = cpu }
      s:finish(ms(20))
    end,
  }
  case("weak-" .. cpu) {
    title   = ("weak affinity calls on CPU %d, which armed it"):format(cpu),
    clauses = { "TMO-CPU-2" },
    class   = V,
    run = function (s)
      local o = s:timeout { aff = "weak", cpu = 0 }
      local b = s:thread { cpu = cpu }
      local a = b:at(0):start(o, { rel = ms(5) })
      s:expect { o, at = a + ms(5), cpu = cpu }
      s:finish(ms(20))
    end,
  }
end
