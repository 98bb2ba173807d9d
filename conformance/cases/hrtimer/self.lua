-- SPDX-License-Identifier: BSD-2-Clause
-- Starting a timer whose callback runs: from inside, and from another CPU.

for _, answer in ipairs { "norestart", "restart" } do
  case("inside-" .. answer) {
    title = "a timer that its callback starts runs at that deadline, once, " ..
      "when the answer is " .. answer,
    clauses = { "HRT-START-7" },
    run = function (s)
      local a
      local t = s:hrtimer { callback = function (c)
        a = c:nth(1):start { rel = ms(20) }:gives(0)
        c:nth(1):ret(answer)
      end }
      local b = s:at(0):start(t, { rel = ms(10) })
      s:at(ms(20)):active(t):gives(1)
      s:expect { t, n = 1, at = b + ms(10) }
      s:expect { t, n = 2, at = a + ms(20) }
      s:finish(ms(60))
    end,
  }

  case("inside-absolute-" .. answer) {
    title = "a timer that its callback starts with an absolute deadline " ..
      "runs then, when the answer is " .. answer,
    clauses = { "HRT-START-7" },
    run = function (s)
      local t = s:hrtimer { callback = function (c)
        c:nth(1):start { abs = T(ms(40)) }
        c:nth(1):ret(answer)
      end }
      local b = s:at(0):start(t, { rel = ms(10) })
      s:expect { t, n = 1, at = b + ms(10) }
      s:expect { t, n = 2, at = T(ms(40)) }
      s:finish(ms(60))
    end,
  }
end

case "inside-twice" {
  title = "of two starts in a callback the second counts",
  clauses = { "HRT-START-7", "HRT-START-2" },
  run = function (s)
    local a
    local t = s:hrtimer { callback = function (c)
      c:nth(1):start { rel = ms(10) }:gives(0)
      a = c:nth(1):start { rel = ms(30) }:gives(1)
    end }
    local b = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = b + ms(10) }
    s:expect { t, n = 2, at = a + ms(30) }
    s:finish(ms(60))
  end,
}

case "inside-after-forward" {
  title = "a start in the callback overrides what forward has set",
  clauses = { "HRT-START-7" },
  run = function (s)
    local a
    local t = s:hrtimer { callback = function (c)
      c:nth(1):forward { by = ms(10) }
      a = c:nth(1):start { rel = ms(30) }
      c:nth(1):ret "restart"
    end }
    local b = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1, at = b + ms(10) }
    s:expect { t, n = 2, at = a + ms(30) }
    s:finish(ms(60))
  end,
}

case "chain" {
  title = "a callback that starts its own timer makes a chain without end",
  clauses = { "HRT-START-7", "HRT-START-4" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:start { rel = ms(10) }:gives(0)
    end }
    local b = s:at(0):start(t, { rel = ms(10) })
    for i = 1, 8 do s:expect { t, n = i, at = b + ms(10 * i) } end
    s:at(ms(85)):cancel(t)
    s:finish(ms(110))
  end,
}

case "other" {
  title = "a callback can start another timer",
  clauses = { "HRT-START-1" },
  run = function (s)
    local a
    local o = s:hrtimer "o"
    local t = s:hrtimer { callback = function (c)
      a = c:start(o, { rel = ms(10) }):gives(0)
    end }
    local b = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, at = b + ms(10) }
    s:expect { o, at = a + ms(10) }
    s:finish(ms(40))
  end,
}

case "other-at-once" {
  title = "a timer that a callback starts in the past expires at once",
  clauses = { "HRT-START-6" },
  run = function (s)
    local a
    local o = s:hrtimer "o"
    local t = s:hrtimer { callback = function (c)
      a = c:start(o, { rel = 0 }):gives(0)
    end }
    local b = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, at = b + ms(10) }
    s:expect { o, at = a }
    s:finish(ms(30))
  end,
}

-- CPU 0 is in the callback of t from 10 ms until told; thread b on CPU 1
-- starts t meanwhile.
local function outside(s, answer, rel)
  local t = s:hrtimer { callback = function (c)
    c:nth(1):mark "in"
    c:nth(1):hold { till = "moved", lim = ms(30) }
    c:nth(1):hold(ms(20))
    c:nth(1):ret(answer)
  end }
  local b = s:thread { cpu = 1 }
  local first = s:at(0):start(t, { rel = ms(10) })
  local a = b:after "in":start(t, { rel = rel }):gives(0)
  b:mark "moved"
  s:expect { t, n = 1, at = first + ms(10) }
  return t, a
end

for _, answer in ipairs { "norestart", "restart" } do
  case("outside-" .. answer) {
    title = "a start from another CPU during the callback is obeyed once, " ..
      "when the answer is " .. answer,
    clauses = { "HRT-START-8" },
    needs = { "callback-hold", "smp" },
    run = function (s)
      local t, a = outside(s, answer, ms(50))
      s:expect { t, n = 2, at = a + ms(50) }
      s:finish(ms(100))
    end,
  }

  case("outside-due-" .. answer) {
    title = "a deadline that another CPU sets and that passes during the " ..
      "callback is met when that has returned: " .. answer,
    clauses = { "HRT-START-8" },
    needs = { "callback-hold", "smp" },
    run = function (s)
      local t, a = outside(s, answer, ms(5))
      s:expect { t, n = 2, not_before = a + ms(5) }
      s:relate { "t1.call/2", "begins-after", "t1.call/1" }
      s:finish(ms(100))
    end,
  }

  case("both-" .. answer) {
    title = "started inside and then outside a running callback, the timer " ..
      "runs at the last deadline: " .. answer,
    clauses = { "HRT-START-7", "HRT-START-8", "HRT-START-2" },
    needs = { "callback-hold", "smp" },
    run = function (s)
      local t = s:hrtimer { callback = function (c)
        c:nth(1):start { rel = ms(60) }:gives(0)
        c:nth(1):mark "in"
        c:nth(1):hold { till = "moved", lim = ms(30) }
        c:nth(1):ret(answer)
      end }
      local b = s:thread { cpu = 1 }
      s:at(0):start(t, { rel = ms(10) })
      local a = b:after "in":start(t, { rel = ms(40) }):gives(1)
      b:mark "moved"
      s:expect { t, n = 1 }
      s:expect { t, n = 2, at = a + ms(40) }
      s:finish(ms(100))
    end,
  }
end

case "outside-then-inside" {
  title = "started outside and then inside a running callback, the timer " ..
    "runs at the last deadline",
  clauses = { "HRT-START-7", "HRT-START-8", "HRT-START-2" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local a
    local t = s:hrtimer { callback = function (c)
      c:nth(1):mark "in"
      c:nth(1):hold { till = "moved", lim = ms(30) }
      a = c:nth(1):start { rel = ms(40) }:gives(1)
    end }
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    b:after "in":start(t, { rel = ms(20) }):gives(0)
    b:mark "moved"
    s:expect { t, n = 1 }
    s:expect { t, n = 2, at = a + ms(40) }
    s:finish(ms(100))
  end,
}

case "outside-not-twice" {
  title = "a timer started from another CPU in its callback never runs on two",
  clauses = { "HRT-START-8", "HRT-EXPIRE-3" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:nth(1):mark "in"
      c:nth("1-2"):hold(ms(20))
    end }
    local b = s:thread { cpu = 1 }
    local first = s:at(0):start(t, { rel = ms(10) })
    b:after "in":start(t, { rel = -ms(1) }):gives(0)
    s:expect { t, n = 1, at = first + ms(10) }
    s:expect { t, n = 2 }
    s:relate { "t1.call/1", "disjoint", "t1.call/2" }
    s:finish(ms(100))
  end,
}

case "cancelled-outside" {
  title = "a timer started and cancelled from outside during its callback " ..
    "does not run again",
  clauses = { "HRT-CANCEL-1", "HRT-CANCEL-3", "HRT-START-8" },
  needs = { "callback-hold", "smp" },
  run = function (s)
    local t = s:hrtimer { callback = function (c)
      c:mark "in"
      c:hold { till = "moved", lim = ms(30) }
      c:hold(ms(5))
    end }
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    b:after "in":start(t, { rel = ms(20) }):gives(0)
    b:mark "moved"
    local k = b:cancel(t):gives(1)
    s:relate { k, "ends-after", "t1.call" }
    s:expect { t, n = 1 }
    s:finish(ms(100))
  end,
}
