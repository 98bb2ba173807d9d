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
  title   = "the timeouts of a CPU wait for one another, in the order due",
  clauses = { "TMO-CALL-3" },
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
