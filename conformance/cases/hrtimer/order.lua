-- SPDX-License-Identifier: BSD-2-Clause
-- In which order timers expire.  Each callback counts the expiries so far,
-- so that the order shows even where the times are equal.

local function counted(s, n, clock)
  return s:hrtimer { n = n, clock = clock, callback = function (c)
    c:tally "hrt.expire":any()
  end }
end

-- The k-th expiry is that of t[i], at `at`.
local function kth(s, t, i, k, at)
  s:expect { t[i], n = 1, at = at, steps = { tally = k } }
end

local function shuffled(n, seed)
  local order, x = {}, seed
  for i = 0, n - 1 do order[#order + 1] = i end
  for i = n, 2, -1 do
    x = (x * 1103515245 + 12345) % 2147483648
    local k = (x >> 8) % i + 1
    order[i], order[k] = order[k], order[i]
  end
  return order
end

local arming = {
  { "rising", { 0, 1, 2, 3, 4, 5, 6, 7 } },
  { "falling", { 7, 6, 5, 4, 3, 2, 1, 0 } },
  { "inside-out", { 3, 4, 2, 5, 1, 6, 0, 7 } },
  { "shuffled", shuffled(8, 1) },
  { "many-shuffled", shuffled(64, 7) },
}

for _, row in ipairs(arming) do
  local key, order = table.unpack(row)
  case("deadlines-" .. key) {
    title = ("%d timers started in the order %s expire in that of their " ..
      "deadlines"):format(#order, key),
    clauses = { "HRT-ORDER-1" },
    run = function (s)
      local t = counted(s, #order)
      for _, i in ipairs(order) do
        s:at(0):start(t[i], { abs = T(ms(10 + 5 * i)) })
      end
      for i = 0, #order - 1 do
        kth(s, t, i, i + 1, T(ms(10 + 5 * i)))
      end
      s:finish(ms(20 + 5 * #order))
    end,
  }

  case("late-" .. key) {
    title = ("%d overdue timers started in the order %s expire in that of " ..
      "their deadlines"):format(#order, key),
    clauses = { "HRT-ORDER-1" },
    run = function (s)
      local t = counted(s, #order)
      for _, i in ipairs(order) do
        s:at(0):start(t[i], { abs = T(ms(5) + us(10) * i) })
      end
      s:at(0):mask { lim = ms(30) }
      local u = s:at(ms(20)):unmask()
      for i = 0, #order - 1 do kth(s, t, i, i + 1, u) end
      s:finish(ms(40))
    end,
  }
end

-- The second half is started first, and all deadlines are one.
for _, clock in ipairs { "mono", "real" } do
  for _, row in ipairs(arming) do
    local key, order = table.unpack(row)
    case(("equal-%s-%s"):format(key, clock)) {
      title = ("%d timers of one deadline on the clock %s expire in the " ..
        "order of their starts: %s"):format(#order, clock, key),
      clauses = { "HRT-ORDER-2" },
      run = function (s)
        local t = counted(s, #order, clock)
        for _, i in ipairs(order) do
          s:at(0):start(t[i], { abs = T(ms(20)) })
        end
        for k, i in ipairs(order) do kth(s, t, i, k, T(ms(20))) end
        s:finish(ms(40))
      end,
    }
  end
end

case "equal-many" {
  title = "300 timers of one deadline expire in the order of their starts",
  clauses = { "HRT-ORDER-2" },
  run = function (s)
    local t = counted(s, 300)
    s:at(0):rep(300, function (m) m:start(t.i, { abs = T(ms(20)) }) end)
    for i = 0, 299 do kth(s, t, i, i + 1, T(ms(20))) end
    s:finish(ms(40))
  end,
}

case "equal-restarted" {
  title = "a timer started again at the same deadline goes behind its equals",
  clauses = { "HRT-ORDER-2", "HRT-START-2" },
  run = function (s)
    local t = counted(s, 4)
    for i = 0, 3 do s:at(0):start(t[i], { abs = T(ms(20)) }) end
    s:at(0):start(t[1], { abs = T(ms(20)) }):gives(1)
    for k, i in ipairs { 0, 2, 3, 1 } do kth(s, t, i, k, T(ms(20))) end
    s:finish(ms(40))
  end,
}

case "equal-cancelled" {
  title = "cancelling one of several equals leaves the order of the others",
  clauses = { "HRT-ORDER-2", "HRT-CANCEL-1" },
  run = function (s)
    local t = counted(s, 6)
    for i = 0, 5 do s:at(0):start(t[i], { abs = T(ms(20)) }) end
    s:at(0):cancel(t[2])
    s:at(0):cancel(t[0])
    for k, i in ipairs { 1, 3, 4, 5 } do kth(s, t, i, k, T(ms(20))) end
    s:finish(ms(40))
  end,
}

case "equal-again" {
  title = "a timer that hrtimer_restart queues goes behind its equals",
  clauses = { "HRT-ORDER-2", "HRT-AGAIN-1" },
  run = function (s)
    local t = counted(s, 3)
    for i = 0, 2 do s:at(0):start(t[i], { abs = T(ms(20)) }) end
    s:at(0):cancel(t[0])
    s:at(0):restart(t[0])
    for k, i in ipairs { 1, 2, 0 } do kth(s, t, i, k, T(ms(20))) end
    s:finish(ms(40))
  end,
}

-- p is armed for 30 ms by its own callback at 20 ms, t long before.
case "equal-periodic" {
  title = "a periodic timer comes behind a timer that was started earlier " ..
    "with the same deadline",
  clauses = { "HRT-ORDER-2", "HRT-RESTART-1" },
  run = function (s)
    local p = s:hrtimer("p", { callback = function (c)
      c:tally "hrt.expire":any()
      c:forward { by = ms(10) }
      c:nth("1-2"):ret "restart"
    end })
    local t = counted(s, 1)
    s:at(0):start(p, { abs = T(ms(10)) })
    s:at(0):start(t[0], { abs = T(ms(30)) })
    s:expect { p, n = 1, steps = { tally = 1 } }
    s:expect { p, n = 2, steps = { tally = 2 } }
    kth(s, t, 0, 3, T(ms(30)))
    s:expect { p, n = 3, steps = { tally = 4 } }
    s:finish(ms(50))
  end,
}

case "equal-outcomes" {
  title = "the first of two equals can cancel the second",
  clauses = { "HRT-ORDER-2", "HRT-CANCEL-1" },
  run = function (s)
    local second = s:hrtimer "second"
    local first = s:hrtimer("first", { callback = function (c)
      c:active(second):gives(1)
      c:cancel(second):gives(1)
    end })
    s:at(0):start(first, { abs = T(ms(20)) })
    s:at(0):start(second, { abs = T(ms(20)) })
    s:expect { first, n = 1, at = T(ms(20)) }
    s:finish(ms(60))
  end,
}

case "started-inside" {
  title = "a timer that a callback starts at the present comes behind those " ..
    "that are due already",
  clauses = { "HRT-ORDER-1", "HRT-ORDER-2" },
  run = function (s)
    local t = counted(s, 2)
    local o = s:hrtimer("o", { callback = function (c)
      c:tally "hrt.expire":gives(1)
      c:start(t[1], { abs = T(ms(20)) })
    end })
    s:at(0):start(o, { abs = T(ms(20)) })
    s:at(0):start(t[0], { abs = T(ms(20)) })
    s:expect { o, n = 1, at = T(ms(20)) }
    s:expect { t[0], n = 1, steps = { tally = 2 } }
    s:expect { t[1], n = 1, steps = { tally = 3 } }
    s:finish(ms(40))
  end,
}

case "each-cpu" {
  title = "on every CPU equal deadlines expire in the order of their starts",
  clauses = { "HRT-ORDER-2", "HRT-EXPIRE-4" },
  needs = { "smp" },
  run = function (s)
    local after = {}
    for cpu = 0, 1 do
      local b = cpu == 0 and s:main() or s:thread { cpu = 1 }
      local last = s:hrtimer("last" .. cpu)
      local first = s:hrtimer("first" .. cpu, { callback = function (c)
        c:active(last):gives(1)
      end })
      b:at(0):start(first, { abs = T(ms(20)) })
      b:at(0):start(last, { abs = T(ms(20)) })
      after[cpu] = { first, last }
    end
    for cpu = 0, 1 do
      for _, t in ipairs(after[cpu]) do
        s:expect { t, n = 1, at = T(ms(20)), cpu = cpu }
      end
    end
    s:finish(ms(40))
  end,
}

-- On one clock, absolute and relative starts mix.
case "mixed-late" {
  title = "an absolute timer goes before a later relative one of its clock",
  clauses = { "HRT-ORDER-1" },
  run = function (s)
    local rel = s:hrtimer("rel", { clock = "real" })
    local abs = s:hrtimer("abs", { clock = "real", callback = function (c)
      c:active(rel):gives(1)
    end })
    s:at(0):start(abs, { abs = T(ms(10)) })
    s:main():start(rel, { rel = ms(15) })
    s:at(ms(5)):mask { lim = ms(50) }
    local u = s:at(ms(30)):unmask()
    s:expect { abs, n = 1, at = u }
    s:expect { rel, n = 1, at = u }
    s:finish(ms(50))
  end,
}

case "mixed-equal" {
  title = "an absolute and a relative timer with one deadline go in turn",
  clauses = { "HRT-ORDER-2" },
  run = function (s)
    local rel = s:hrtimer("rel", { clock = "real" })
    local abs = s:hrtimer("abs", { clock = "real", callback = function (c)
      c:active(rel):gives(1)
    end })
    s:at(0):start(abs, { abs = T(ms(10)) })
    s:main():start(rel, { rel = ms(10) })
    s:expect { abs, n = 1, at = T(ms(10)) }
    s:expect { rel, n = 1, at = T(ms(10)) }
    s:finish(ms(30))
  end,
}
