-- SPDX-License-Identifier: BSD-2-Clause
-- Initialising a timer, and binding it to a clock.

case "idle" {
  title = "an initialised timer is not queued",
  clauses = { "HRT-INIT-1" },
  run = function (s)
    local t = s:hrtimer {}
    s:at(0):active(t):gives(0)
    s:at(0):try(t):gives(0)
    local a = s:at(ms(5)):start(t, { rel = ms(10) })
    s:expect { t, at = a + ms(10) }
    s:finish(ms(30))
  end,
}

case "again" {
  title = "an expired timer can be initialised again and is not queued then",
  clauses = { "HRT-INIT-1" },
  run = function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(5) })
    s:at(ms(15)):init(t)
    s:at(ms(15)):active(t):gives(0)
    local b = s:at(ms(20)):start(t, { rel = ms(10) })
    s:expect { t, at = a + ms(5) }
    s:expect { t, at = b + ms(10) }
    s:finish(ms(40))
  end,
}

-- The two clocks show quite different times, so a deadline taken for one of
-- the wrong clock is either long past or years away.
for _, clock in ipairs { "mono", "real" } do
  case("clock-" .. clock) {
    title = "a timer initialised with the clock " .. clock ..
      " expires by that clock",
    clauses = { "HRT-INIT-1", "HRT-START-3" },
    run = function (s)
      local t = s:hrtimer { clock = clock }
      s:at(0):start(t, { abs = T(ms(20)) })
      s:expect { t, at = T(ms(20)) }
      s:finish(ms(40))
    end,
  }
end

case "again-other-clock" {
  title = "initialising a timer again binds it to the clock given then",
  clauses = { "HRT-INIT-1" },
  run = function (s)
    local t = s:hrtimer { clock = "mono" }
    s:at(0):start(t, { abs = T(ms(10)) })
    s:at(ms(20)):init(t, { clock = "real" })
    s:at(ms(20)):start(t, { abs = T(ms(30)) })
    s:at(ms(40)):init(t, { clock = "monotonic" })
    s:at(ms(40)):start(t, { abs = T(ms(50)) })
    s:expect { t, at = T(ms(10)) }
    s:expect { t, at = T(ms(30)) }
    s:expect { t, at = T(ms(50)) }
    s:finish(ms(70))
  end,
}

for _, row in ipairs { { "mono", "real" }, { "real", "monotonic" },
    { "real", "real" } } do
  local from, to = row[1], row[2]
  case(("rebase-%s-%s"):format(from, to)) {
    title = ("a timer rebased from %s to %s expires by the latter"):format(
      from, to),
    clauses = { "HRT-REBASE-1" },
    run = function (s)
      local t = s:hrtimer { clock = from }
      s:at(0):rebase(t, { clock = to })
      s:at(0):start(t, { abs = T(ms(20)) })
      s:expect { t, at = T(ms(20)) }
      s:finish(ms(40))
    end,
  }
end

case "rebase-every-start" {
  title = "every start after a rebase counts on the new clock",
  clauses = { "HRT-REBASE-1" },
  run = function (s)
    local t = s:hrtimer { clock = "mono" }
    s:at(0):start(t, { abs = T(ms(10)) })
    s:at(ms(20)):rebase(t, { clock = "real" })
    s:at(ms(20)):start(t, { abs = T(ms(30)) })
    s:at(ms(40)):start(t, { abs = T(ms(50)) })
    s:at(ms(60)):rebase(t, { clock = "monotonic" })
    s:at(ms(60)):start(t, { abs = T(ms(70)) })
    for i = 10, 70, 20 do s:expect { t, at = T(ms(i)) } end
    s:finish(ms(90))
  end,
}

case "rebase-follows" {
  title = "a timer rebased to the settable clock follows it",
  clauses = { "HRT-REBASE-1", "HRT-CLOCK-1" },
  run = function (s)
    local t = s:hrtimer { clock = "mono" }
    s:at(0):rebase(t, { clock = "real" })
    s:at(0):start(t, { abs = T(sec(3600)) })
    local j = s:at(ms(10)):setclock("real", { by = sec(3600) })
    s:expect { t, at = j }
    s:finish(ms(30))
  end,
}

case "rebase-cancelled" {
  title = "a cancelled timer can be rebased and started on the new clock",
  clauses = { "HRT-REBASE-1" },
  run = function (s)
    local t = s:hrtimer { clock = "real" }
    s:at(0):start(t, { abs = T(ms(50)) })
    s:at(ms(10)):cancel(t)
    s:at(ms(10)):rebase(t, { clock = "monotonic" })
    s:at(ms(10)):start(t, { abs = T(ms(20)) })
    s:expect { t, at = T(ms(20)) }
    s:finish(ms(70))
  end,
}

case "resolution" {
  title = "the resolution of both clocks is told",
  clauses = { "HRT-RES-1" },
  run = function (s)
    local t = s:hrtimer {}
    for _, clock in ipairs { "mono", "real" } do
      s:at(0):res(t, { clock = clock })
        :shows { sec = 0, nsec = s.st "hrtimer.res" }
    end
    s:finish(ms(10))
  end,
}

case "resolution-at-least" {
  title = "the resolution is at least a nanosecond and less than a second",
  clauses = { "HRT-RES-1" },
  run = function (s)
    local t = s:hrtimer {}
    for _, clock in ipairs { "mono", "real" } do
      s:at(0):res(t, { clock = clock })
        :shows { sec = 0, nsec = { "between", 1, 999999999 } }
    end
    s:finish(ms(10))
  end,
}

for _, id in ipairs { 2, 9, 256, 257, -1, 2147483647 } do
  case("resolution-clock" .. (id < 0 and "neg" or "") .. math.abs(id)) {
    title = ("there is no resolution of a clock numbered %d"):format(id),
    clauses = { "HRT-RES-2" },
    origin = id > 255 and "D-30" or nil,
    run = function (s)
      local t = s:hrtimer {}
      s:at(0):res(t, { clock = id }):fails "EINVAL"
      s:finish(ms(10))
    end,
  }
end

-- What the call does not store shows as -1.
case "resolution-not-stored" {
  title = "for an unknown clock no resolution is stored",
  clauses = { "HRT-RES-2" },
  run = function (s)
    local t = s:hrtimer {}
    local good = s:at(0):res(t, { clock = "mono" })
    local bad = s:at(0):res(t, { clock = 9 }):fails "EINVAL"
    s:relate { { bad, "sec" }, "less", { good, "sec" } }
    s:relate { { bad, "nsec" }, "less", { good, "nsec" } }
    s:finish(ms(10))
  end,
}
