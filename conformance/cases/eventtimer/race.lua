-- SPDX-License-Identifier: BSD-2-Clause
-- Two at once: CPUs, interrupts, drivers that take their time.

-- The main thread, which has registered the timer and taken it at 0.
local function ready(s, d)
  local m = s:at(0)
  m:register(d)
  m:init(d)
  return m
end

for _, how in ipairs { "free", "deregister" } do
  case("running-" .. how) {
    title = "et_" .. how .. " waits for an event callback on another CPU",
    clauses = { "ET-FREE-4" },
    needs = { "etdriver", "callback-hold", "smp" },
    run = function (s)
      local d = s:eventtimer { callback = function (c)
        c:mark "in"
        c:hold(ms(10))
      end, dereg = function (c) c:ret "0" end }
      local b = s:thread { cpu = 1 }
      ready(s, d)
      b:at(ms(5)):fire(d)
      local k = s:main()
      local f = k:after "in"[how](k, d)
      if how == "deregister" then s:expect { d, "dereg" } end
      s:expect { d, "call", arg = "ok", cpu = 1 }
      s:relate { f, "ends-after", "d1.call" }
      s:finish(ms(40))
    end,
  }
end

case "stray-elsewhere" {
  title = "an event that comes on another CPU after the free is stray",
  clauses = { "ET-FREE-2", "ET-FREE-4" },
  needs = { "etdriver", "smp" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot|percpu" }
    local b = s:thread { cpu = 1 }
    ready(s, d)
    b:at(ms(5)):start(d, { first = ms(1) })
    b:stop(d)
    s:at(ms(10)):free(d)
    b:at(ms(15)):fire(d)
    s:at(ms(20)):tally "et.stray":gives(1)
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "drvstop" }
    s:finish(ms(30))
  end,
}

case "stray-withdrawn" {
  title = "an event that comes after the timer was withdrawn is stray",
  clauses = { "ET-FREE-2", "ET-DEREG-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { dereg = function (c) c:ret "0" end }
    local m = ready(s, d)
    m:deregister(d)
    m:fire(d)
    m:tally "et.stray":gives(1)
    s:expect { d, "dereg" }
    s:finish(ms(5))
  end,
}

case "deregister-then-start" {
  title = "a consumer that starts too late finds the timer gone",
  clauses = { "ET-START-1", "ET-DEREG-3" },
  needs = { "etdriver", "smp" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot",
      dereg = function (c) c:ret "0" end }
    local b = s:thread { cpu = 1 }
    local m = ready(s, d)
    m:deregister(d)
    b:at(ms(5)):start(d, { first = ms(1) }):fails "ENXIO"
    b:stop(d):fails "ENXIO"
    s:expect { d, "dereg" }
    s:finish(ms(15))
  end,
}

-- From 5 ms on CPU 1 starts a timer, which takes the driver 10 ms.
local function slow_start(s, dereg)
  local d = s:eventtimer { flags = "oneshot", slow = ms(10), dereg = dereg }
  local b = s:thread { cpu = 1 }
  ready(s, d)
  s:expect { d, "drvstart", first = ms(1), period = 0 }
  return d, b, b:at(ms(5)):start(d, { first = ms(1) })
end

case "start-then-deregister" {
  title = "a timer that is being started without a callback stays, busy",
  clauses = { "ET-DEREG-2" },
  needs = { "etdriver", "smp" },
  class = { "virtual" },
  run = function (s)
    local d, b, a = slow_start(s)
    a:ends(a + ms(10))
    s:at(ms(10)):deregister(d):fails "EBUSY"
    b:fire(d)
    s:expect { d, "call", arg = "ok" }
    s:finish(ms(30))
  end,
}

case "start-while-deregister" {
  title = "a start while the consumer says the timer may go stops",
  clauses = { "ET-DEREG-5" },
  needs = { "etdriver", "death", "smp" },
  class = { "virtual" },
  run = function (s)
    local d, _, a = slow_start(s, function (c) c:ret "0" end)
    a:any()
    s:at(ms(10)):deregister(d):dies "et_deregister: et_idle(et)"
    s:expect { d, "dereg" }
    s:finish(ms(30))
  end,
}

case "two-cpus" {
  title = "two CPUs start their instances at once, each with its own time",
  clauses = { "ET-START-7" },
  needs = { "etdriver", "smp" },
  class = { "virtual" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot|percpu", slow = ms(10) }
    local b = s:thread { cpu = 1 }
    ready(s, d)
    local x = s:at(ms(5)):start(d, { first = ms(1) })
    local y = b:at(ms(10)):start(d, { first = ms(2) })
    x:ends(x + ms(10))
    y:ends(y + ms(10))
    s:expect { d, "drvstart", first = ms(1), cpu = 0, at = x }
    s:expect { d, "drvstart", first = ms(2), cpu = 1, at = y }
    s:finish(ms(40))
  end,
}

for cpu = 0, 2 do
  case("method-cpu-" .. cpu) {
    title = "the driver's methods run on CPU " .. cpu .. " when that one calls",
    clauses = { "ET-START-7" },
    needs = { "etdriver", "smp" },
    run = function (s)
      local d = s:eventtimer { flags = "oneshot" }
      local b = s:thread { cpu = cpu }
      ready(s, d)
      b:at(ms(5)):start(d, { first = ms(1) })
      b:stop(d)
      s:expect { d, "drvstart", first = ms(1), cpu = cpu }
      s:expect { d, "drvstop", cpu = cpu }
      s:finish(ms(15))
    end,
  }
end

case "ban-elsewhere" {
  title = "a ban on one CPU ends the starts on another, not the timer",
  clauses = { "ET-BAN-1", "ET-START-3" },
  needs = { "etdriver", "smp" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot|percpu" }
    local b = s:thread { cpu = 1 }
    ready(s, d)
    b:at(ms(5)):start(d, { first = ms(1) })
    s:at(ms(10)):ban(d)
    b:at(ms(15)):start(d, { first = ms(1) }):fails "ENOTSUP"
    b:fire(d)
    b:stop(d)
    s:at(ms(20)):free(d)
    s:expect { d, "drvstart", first = ms(1), cpu = 1 }
    s:expect { d, "call", arg = "ok", cpu = 1 }
    s:expect { d, "drvstop", cpu = 1 }
    s:finish(ms(30))
  end,
}
