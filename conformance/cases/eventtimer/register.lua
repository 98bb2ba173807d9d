-- SPDX-License-Identifier: BSD-2-Clause
-- Registering and withdrawing event timers.  The driver of every timer here
-- is the scenario's own, and what reaches it is logged, so a case is also a
-- proof that nothing else did.

case "known" {
  title = "a registered timer can be found, and before that it cannot",
  clauses = { "ET-REG-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "Clock", flags = "oneshot" }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:find(f, { called = "Clock" }):fails "ENOENT"
    m:register(d)
    m:find(f, { called = "Clock" }):shows { name = "Clock" }
    s:finish(ms(5))
  end,
}

case "idle" {
  title = "a registered timer is not in use",
  clauses = { "ET-REG-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot", quality = 7, freq = 1193182 }
    local m = s:at(0)
    m:register(d)
    m:info(d):shows { flags = 2, quality = 7, freq = 1193182, active = 0 }
    s:finish(ms(5))
  end,
}

for _, name in ipairs { "clock", "CLOCK", "cLoCk" } do
  case("twice-" .. name) {
    title = "a second timer cannot take the name of clock as " .. name,
    clauses = { "ET-REG-2" },
    needs = { "etdriver" },
    run = function (s)
      local a = s:eventtimer { called = "clock", quality = 1 }
      local b = s:eventtimer { called = name, quality = 2 }
      local f = s:eventtimer {}
      local m = s:at(0)
      m:register(a)
      m:register(b):fails "EEXIST"
      m:find(f, { called = "CLOCK" }):shows { name = "clock" }
      m:info(f):shows { quality = 1, flags = 0, freq = 0, active = 0 }
      s:finish(ms(5))
    end,
  }
end

case "same" {
  title = "a timer cannot be registered while it is registered",
  clauses = { "ET-REG-2" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:register(d):fails "EEXIST"
    s:finish(ms(5))
  end,
}

case "prefix" {
  title = "a name that only begins like another is a different one",
  clauses = { "ET-REG-1", "ET-FIND-2" },
  needs = { "etdriver" },
  run = function (s)
    local a = s:eventtimer { called = "sundial", quality = 1 }
    local b = s:eventtimer { called = "sundial1", quality = 2 }
    local c = s:eventtimer { called = "sundia", quality = 3 }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(a)
    m:register(b)
    m:register(c)
    for _, name in ipairs { "sundial", "sundial1", "sundia" } do
      m:find(f, { called = name }):shows { name = name }
    end
    m:find(f, { called = "sun" }):fails "ENOENT"
    m:find(f, { called = "hpet2" }):fails "ENOENT"
    s:finish(ms(5))
  end,
}

case "withdrawn" {
  title = "a timer that is not in use can be withdrawn, and is gone then",
  clauses = { "ET-DEREG-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock" }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:find(f, { called = "clock" }):shows { name = "clock" }
    m:deregister(d)
    m:find(f, { called = "clock" }):fails "ENOENT"
    m:find(f):fails "ENOENT"
    s:finish(ms(5))
  end,
}

for i, where in ipairs { "first", "middle", "last" } do
  case("withdrawn-" .. where) {
    title = "withdrawing the " .. where .. " of three leaves the other two",
    clauses = { "ET-DEREG-1" },
    needs = { "etdriver" },
    run = function (s)
      local d, names = {}, {}
      local f = s:eventtimer {}
      local m = s:at(0)
      for k = 1, 3 do
        names[k] = "timer" .. k
        d[k] = s:eventtimer { called = names[k], quality = 10 - k }
        m:register(d[k])
      end
      m:deregister(d[i])
      for k = 1, 3 do
        local found = m:find(f, { called = names[k] })
        if k == i then
          found:fails "ENOENT"
        else
          found:shows { name = names[k] }
        end
      end
      s:finish(ms(5))
    end,
  }
end

case "withdrawn-name" {
  title = "the name of a withdrawn timer is free again",
  clauses = { "ET-DEREG-1", "ET-REG-1" },
  needs = { "etdriver" },
  run = function (s)
    local a = s:eventtimer { called = "clock", quality = 1 }
    local b = s:eventtimer { called = "CLOCK", quality = 2 }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(a)
    m:deregister(a)
    m:register(b)
    m:find(f, { called = "clock" }):shows { name = "CLOCK" }
    s:finish(ms(5))
  end,
}

case "busy" {
  title = "a timer in use without a deregister callback stays",
  clauses = { "ET-DEREG-2" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot", max = 1000000000 }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:deregister(d):fails "EBUSY"
    m:info(d):shows { active = 1, flags = 2, freq = 0, quality = 0 }
    m:start(d, { first = ms(1) })
    m:fire(d)
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "call", arg = "ok" }
    s:finish(ms(5))
  end,
}

case "veto" {
  title = "what the deregister callback answers is returned",
  clauses = { "ET-DEREG-3" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { dereg = function (c) c:ret "EBUSY" end }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:deregister(d):fails "EBUSY"
    s:expect { d, "dereg", r = "EBUSY" }
    s:finish(ms(5))
  end,
}

case "veto-stays" {
  title = "a timer whose consumer objects stays registered and in use",
  clauses = { "ET-DEREG-3" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock",
      dereg = function (c) c:ret "EBUSY" end }
    local b = s:eventtimer { called = "CLOCK" }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:deregister(d):fails "EBUSY"
    m:register(b):fails "EEXIST"
    m:fire(d)
    m:free(d)
    m:find(f, { called = "clock" }):shows { name = "clock" }
    s:expect { d, "dereg", r = "EBUSY" }
    s:expect { d, "call", arg = "ok" }
    s:finish(ms(5))
  end,
}

case "consent" {
  title = "a consumer that stops, frees and answers 0 lets its timer go",
  clauses = { "ET-DEREG-1", "ET-DEREG-3" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock", flags = "oneshot",
      dereg = function (c)
        c:stop()
        c:free()
        c:ret "0"
      end }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:start(d, { first = ms(1) })
    m:deregister(d)
    m:find(f, { called = "clock" }):fails "ENOENT"
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "dereg" }
    s:expect { d, "drvstop" }
    s:finish(ms(5))
  end,
}

for _, after in ipairs {
  { key = "withdrawn-after-use",
    title = "a timer that its consumer has given back can be withdrawn" },
  { key = "not-asked",
    title = "the consumer of a timer that was given back is not asked",
    dereg = function (c) c:ret "EBUSY" end },
} do
  case(after.key) {
    title = after.title,
    clauses = { "ET-DEREG-1" },
    needs = { "etdriver" },
    run = function (s)
      local d = s:eventtimer { called = "clock", dereg = after.dereg }
      local f = s:eventtimer {}
      local m = s:at(0)
      m:register(d)
      m:init(d)
      m:free(d)
      m:deregister(d)
      m:find(f, { called = "clock" }):fails "ENOENT"
      s:finish(ms(5))
    end,
  }
end

case "asked" {
  title = "the consumer is asked once, with its argument and without the lock",
  clauses = { "ET-DEREG-6" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { dereg = function (c) c:ret "EBUSY" end }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:deregister(d):fails "EBUSY"
    m:deregister(d):fails "EBUSY"
    s:expect { d, "dereg", n = 1, arg = "ok", locked = 0 }
    s:expect { d, "dereg", n = 2, arg = "ok", locked = 0 }
    s:finish(ms(5))
  end,
}

case "consent-unfreed" {
  title = "a consumer that consents and frees nothing loses the timer too",
  clauses = { "ET-DEREG-1", "ET-DEREG-3" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock", flags = "oneshot",
      dereg = function (c)
        c:nth(1):stop()
        c:ret "0"
      end }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:start(d, { first = ms(1) })
    m:deregister(d)
    m:info(d):shows { active = 0 }
    m:find(f, { called = "clock" }):fails "ENOENT"
    m:register(d)
    m:find(f, { called = "clock" }):shows { name = "clock" }
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "dereg" }
    s:expect { d, "drvstop" }
    s:finish(ms(5))
  end,
}
