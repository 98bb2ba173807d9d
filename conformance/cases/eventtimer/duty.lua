-- SPDX-License-Identifier: BSD-2-Clause
-- What the caller must not do: each ends in the CHECK that names it.

for _, verb in ipairs { "find", "init", "free" } do
  case("unlocked-" .. verb) {
    title = "et_" .. verb .. " without ET_LOCK stops",
    clauses = { "ET-FIND-6" },
    needs = { "etdriver", "death" },
    run = function (s)
      local d = s:eventtimer {}
      local m = s:at(0)
      m:register(d)
      if verb == "free" then m:init(d) end
      m[verb](m, d, { lock = "no" }):dies("et_" .. verb ..
        ": et_locked()")
      s:finish(ms(5))
    end,
  }
end

case "locked" {
  title = "et_find, et_init and et_free run under a lock held for all three",
  clauses = { "ET-FIND-6" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock" }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:etlock(d)
    m:find(f, { called = "clock", lock = "no" }):shows { name = "clock" }
    m:init(d, { lock = "no" })
    m:find(f, { called = "clock", lock = "no" }):fails "ENOENT"
    m:free(d, { lock = "no" })
    m:etunlock(d)
    s:finish(ms(5))
  end,
}

for _, what in ipairs { "name", "letters", "start" } do
  case("without-" .. what) {
    title = "registering a timer without " .. what .. " stops",
    clauses = { "ET-REG-6" },
    needs = { "etdriver", "death" },
    run = function (s)
      local d = s:eventtimer { flags = "oneshot", without = what }
      s:at(0):register(d):dies(what == "start" and
        "et_register: et->et_start != NULL" or
        "et_register: et->et_name != NULL && et->et_name[0] != '\\0'")
      s:finish(ms(5))
    end,
  }
end

case "lock-twice" {
  title = "taking ET_LOCK twice stops",
  clauses = { "ET-LOCK-2" },
  needs = { "etdriver", "death" },
  run = function (s)
    local m = s:at(0)
    m:etlock()
    m:etlock():dies "et_lock: !port_mutex_held(&et_eventtimers_mtx)"
    s:finish(ms(5))
  end,
}

case "lock-in-callback" {
  title = "taking ET_LOCK in an event callback stops",
  clauses = { "ET-LOCK-1" },
  needs = { "etdriver", "death" },
  run = function (s)
    local d = s:eventtimer { callback = function (c) c:etlock() end }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:fire(d)
    s:expect { d, "call" }
    s:dies "et_lock: !port_in_interrupt()"
    s:finish(ms(5))
  end,
}

-- The consumer gives back what still runs somewhere.
for _, row in ipairs {
  { "never", "oneshot", 0, nil }, { "wrong-cpu", "oneshot|percpu", 1, 0 },
  { "one-of-two", "oneshot|percpu", 1, 1 },
} do
  local key, flags, started, stopped = table.unpack(row)
  case("free-running-" .. key) {
    title = "freeing a timer that was not stopped where it runs stops (" ..
      key .. ")",
    clauses = { "ET-FREE-3" },
    needs = { "etdriver", "death", "smp" },
    run = function (s)
      local d = s:eventtimer { flags = flags }
      local b, e = s:thread { cpu = started }, s:thread { cpu = stopped or 0 }
      local m = s:at(0)
      m:register(d)
      m:init(d)
      if key == "one-of-two" then m:start(d, { first = ms(1) }) end
      b:at(ms(5)):start(d, { first = ms(1) })
      if stopped then e:at(ms(10)):stop(d) end
      s:at(ms(15)):free(d):dies "et_free: et_idle(et)"
      s:expect { d, "drvstart", times = key == "one-of-two" and 2 or 1 }
      if stopped then s:expect { d, "drvstop" } end
      s:finish(ms(25))
    end,
  }
end

-- What is no breach: each of these lets the timer go.
for _, row in ipairs {
  { "anywhere", "oneshot", 1, 0 }, { "its-cpu", "oneshot|percpu", 1, 1 },
  { "failed", "oneshot", 0, nil },
} do
  local key, flags, started, stopped = table.unpack(row)
  case("free-stopped-" .. key) {
    title = "a timer that is idle on all CPUs is freed (" .. key .. ")",
    clauses = { "ET-FREE-3", "ET-FREE-1" },
    needs = { "etdriver", "smp" },
    run = function (s)
      local d = s:eventtimer { flags = flags,
        without = not stopped and "hardware" or nil }
      local b, e = s:thread { cpu = started }, s:thread { cpu = stopped or 0 }
      local m = s:at(0)
      m:register(d)
      m:init(d)
      local a = b:at(ms(5)):start(d, { first = ms(1) })
      if stopped then e:at(ms(10)):stop(d) else a:fails "ENODEV" end
      s:at(ms(15)):free(d)
      m = s:main()
      m:init(d)
      s:expect { d, "drvstart" }
      if stopped then s:expect { d, "drvstop" } end
      s:finish(ms(25))
    end,
  }
end

for _, how in ipairs { "cpu", "interrupt", "stop" } do
  case("inside-" .. how) {
    title = "entering the hardware a second time stops (" .. how .. ")",
    clauses = { "ET-START-6" },
    needs = { "etdriver", "death", "smp" },
    class = { "virtual" },
    run = function (s)
      local d = s:eventtimer { flags = "oneshot", slow = ms(10) }
      local m = s:at(0)
      m:register(d)
      m:init(d)
      local function again(c)
        if how == "stop" then return c:stop(d) end
        return c:start(d, { first = ms(2) })
      end
      if how == "interrupt" then
        local t = s:hrtimer { callback = function (c) again(c) end }
        m:start(t, { rel = ms(10) })
        s:expect { t }
        s:dies "et_start: was != ET_INSIDE"
      else
        again(s:thread { cpu = 1 }:at(ms(10)))
          :dies("et_" .. (how == "stop" and "stop" or "start") ..
            ": was != ET_INSIDE")
      end
      s:at(ms(5)):start(d, { first = ms(1) }):any()
      s:expect { d, "drvstart", first = ms(1), period = 0 }
      s:finish(ms(30))
    end,
  }
end

for _, when in ipairs { "never", "twice" } do
  case("withdraw-" .. when) {
    title = "withdrawing a timer stops (" .. (when == "twice" and
      "a second time)" or "never registered)"),
    clauses = { "ET-DEREG-4" },
    needs = { "etdriver", "death" },
    run = function (s)
      local d = s:eventtimer {}
      local m = s:at(0)
      if when == "twice" then
        m:register(d)
        m:deregister(d)
      end
      m:deregister(d):dies "et_deregister: et_registered(et)"
      s:finish(ms(5))
    end,
  }
end

case "withdraw-at-once" {
  title = "withdrawing a timer while it is being withdrawn stops",
  clauses = { "ET-DEREG-4" },
  needs = { "etdriver", "death", "smp" },
  class = { "virtual" },
  run = function (s)
    local d = s:eventtimer { dereg = function (c)
      c:nth(1):hold(ms(10))
      c:ret "0"
    end }
    local b = s:thread { cpu = 1 }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    s:at(ms(5)):deregister(d):dies "et_deregister: et_registered(et)"
    b:at(ms(10)):deregister(d)
    s:expect { d, "dereg", times = 2 }
    s:finish(ms(30))
  end,
}

case "consent-running" {
  title = "consenting to a withdrawal while the timer runs stops",
  clauses = { "ET-DEREG-5" },
  needs = { "etdriver", "death" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot",
      dereg = function (c) c:ret "0" end }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:start(d, { first = ms(1) })
    m:deregister(d):dies "et_deregister: et_idle(et)"
    s:expect { d, "drvstart" }
    s:expect { d, "dereg" }
    s:finish(ms(5))
  end,
}
