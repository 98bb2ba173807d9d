-- SPDX-License-Identifier: BSD-2-Clause
-- Taking an event timer into use, and giving it back.

case "no-callback" {
  title = "et_init without an event callback fails and takes nothing",
  clauses = { "ET-INIT-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock" }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:init(d, { call = "none" }):fails "EINVAL"
    m:find(f, { called = "clock" }):shows { name = "clock" }
    s:finish(ms(5))
  end,
}

case "no-callback-first" {
  title = "the missing callback is seen before the timer is seen in use",
  clauses = { "ET-INIT-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:init(d, { call = "none" }):fails "EINVAL"
    m:fire(d)
    s:expect { d, "call", arg = "ok", intr = 1 }
    s:finish(ms(5))
  end,
}

case "busy" {
  title = "et_init of a timer in use fails, and the first consumer keeps it",
  clauses = { "ET-INIT-2" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot" }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:init(d):fails "EBUSY"
    m:start(d, { first = ms(1) })
    m:fire(d)
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "call", arg = "ok", intr = 1 }
    s:finish(ms(5))
  end,
}

case "event" {
  title = "an event calls the callback in an interrupt, with its argument",
  clauses = { "ET-EVENT-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:fire(d)
    m:fire(d)
    s:expect { d, "call", arg = "ok", intr = 1, times = 2 }
    s:finish(ms(5))
  end,
}

case "event-own" {
  title = "of two timers in use each event calls its own consumer",
  clauses = { "ET-EVENT-1" },
  needs = { "etdriver" },
  run = function (s)
    local a, b = s:eventtimer "a", s:eventtimer "b"
    local m = s:at(0)
    m:register(a)
    m:register(b)
    m:init(a)
    m:init(b)
    m:fire(b)
    m:fire(a)
    m:fire(b)
    s:expect { a, "call", n = 1, arg = "ok" }
    s:expect { b, "call", n = 1, arg = "ok" }
    s:expect { b, "call", n = 2, arg = "ok" }
    s:finish(ms(5))
  end,
}

case "event-restarts" {
  title = "an event callback can start and stop its own timer",
  clauses = { "ET-EVENT-1", "ET-STOP-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot", callback = function (c)
      c:nth(1):start { first = ms(2) }
      c:nth(2):stop()
    end }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:start(d, { first = ms(1) })
    m:fire(d)
    m:fire(d)
    s:expect { d, "call", times = 2, arg = "ok", intr = 1 }
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "drvstart", first = ms(2), period = 0 }
    s:expect { d, "drvstop" }
    s:finish(ms(5))
  end,
}

case "freed" {
  title = "a timer that was freed can be found and initialised again",
  clauses = { "ET-FREE-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock", flags = "oneshot" }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:free(d)
    m:find(f, { called = "clock" }):shows { name = "clock" }
    m:init(d)
    m:find(f, { called = "clock" }):fails "ENOENT"
    m:start(d, { first = ms(1) })
    m:fire(d)
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "call", arg = "ok", intr = 1 }
    s:finish(ms(5))
  end,
}

case "stray" {
  title = "an event of a freed timer calls nothing and is counted as stray",
  clauses = { "ET-FREE-2" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { flags = "oneshot" }
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:start(d, { first = ms(1) })
    m:fire(d)
    m:tally "et.stray":gives(0)
    m:stop(d)
    m:free(d)
    m:fire(d)
    m:fire(d)
    m:tally "et.stray":gives(2)
    s:expect { d, "drvstart", first = ms(1), period = 0 }
    s:expect { d, "call", n = 1, arg = "ok" }
    s:expect { d, "drvstop" }
    s:finish(ms(5))
  end,
}

case "stray-then-used" {
  title = "after a stray event the next consumer gets the events",
  clauses = { "ET-FREE-2", "ET-EVENT-1" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:init(d)
    m:free(d)
    m:fire(d)
    m:init(d)
    m:fire(d)
    m:tally "et.stray":gives(1)
    s:expect { d, "call", n = 1, arg = "ok" }
    s:finish(ms(5))
  end,
}
