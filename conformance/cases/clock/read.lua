-- SPDX-License-Identifier: BSD-2-Clause
-- Clocks that a program without privileges reads and would like to set:
-- [TM-CLOCK-1] to [TM-CLOCK-4].  Clocks: 0 real, 1 mono, 2 the processor time
-- of the process, 3 that of the thread, 8 and 9 those that wake a machine.

for _, clock in ipairs { "mono", 2, 3 } do
  case("set-" .. clock) {
    title   = ("clock %s cannot be set"):format(clock),
    clauses = { "TM-CLOCK-1" },
    run = function (s)
      local c = s:clock {}
      s:at(0):assign(c, { clock = clock, sec = 1, nsec = 0 })
        :fails { "EINVAL", "EPERM" }
      s:finish(ms(1))
    end,
  }
end

case "set-real" {
  title   = "the time of day is set by the privileged alone",
  clauses = { "TM-CLOCK-2" },
  run = function (s)
    local c = s:clock {}
    s:at(0):assign(c, { clock = "real" }):fails "EPERM"
    s:finish(ms(1))
  end,
}

local bad = { { "nsec-minus-1", 0, -1 }, { "nsec-1e9", 0, 1000000000 },
  { "sec-minus-1", -1, 0 } }
for _, v in ipairs(bad) do
  case("set-" .. v[1]) {
    title   = "a time of day with " .. v[1] .. " is refused",
    clauses = { "TM-CLOCK-2" },
    run = function (s)
      local c = s:clock {}
      s:at(0):assign(c, { clock = "real", sec = v[2], nsec = v[3] })
        :fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

case "set-refused" {
  title   = "setting an unknown clock, or from a bad address, is refused",
  clauses = { "TM-CLOCK-2", "TM-CLOCK-3" },
  run = function (s)
    local c = s:clock {}
    for _, clock in ipairs { 99, 255, 2147483647 } do
      s:at(0):assign(c, { clock = clock }):fails "EINVAL"
    end
    s:at(0):assign(c, { clock = "real", ptr = "bad" }):fails "EFAULT"
    s:at(0):assign(c, { clock = "real", ptr = "null" }):fails "EFAULT"
    s:finish(ms(1))
  end,
}

for _, verb in ipairs { "get", "res" } do
  case(verb .. "-refused") {
    title   = verb .. " of an unknown clock, or into a bad address, is refused",
    clauses = { "TM-CLOCK-3" },
    run = function (s)
      local c, m = s:clock {}, s:at(0)
      for _, clock in ipairs { 99, 255, 2147483647 } do
        m[verb](m, c, { clock = clock }):fails "EINVAL"
        m[verb](m, c, { clock = clock, via = "syscall" }):fails "EINVAL"
      end
      for _, clock in ipairs { "mono", "real", 2, 3 } do
        m[verb](m, c, { clock = clock, ptr = "bad" }):fails "EFAULT"
        m[verb](m, c, { clock = clock }):shows { v = { ">", 0 } }
      end
      m[verb](m, c, { clock = 99, ptr = "bad" }):fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

case "res-nowhere" {
  title   = "a resolution can be asked for without a place for it",
  clauses = { "TM-CLOCK-3" },
  run = function (s)
    local c, m = s:clock {}, s:at(0)
    for _, clock in ipairs { "mono", "real", 2, 3 } do
      m:res(c, { clock = clock, ptr = "null" })
    end
    m:res(c, { clock = 99, ptr = "null" }):fails "EINVAL"
    s:finish(ms(1))
  end,
}

for _, clock in ipairs { "mono", "real", 2, 3 } do
  case("ways-agree-" .. clock) {
    title   = ("every way to read clock %s reads one clock"):format(clock),
    clauses = { "TM-CLOCK-4" },
    run = function (s)
      local c, last = s:clock {}, nil
      for _, via in ipairs { "vdso", "syscall", "vdso", "syscall", "vdso" } do
        local h = s:at(0):get(c, { clock = clock, via = via })
        if last then s:relate { { last, "v" }, "less-equal", { h, "v" } } end
        last = h
      end
      s:finish(ms(1))
    end,
  }
end

for _, clock in ipairs { 8, 9 } do
  case("alarm-" .. clock) {
    title   = ("clock %d, which wakes a machine, is for the privileged")
      :format(clock),
    clauses = { "TM-CLOCK-2" },
    needs   = { "timerfd", "ptimer" },
    run = function (s)
      local t, p = s:timerfd { lazy = true }, s:ptimer { lazy = true }
      s:at(0):create(t, { clock = clock }):fails "EPERM"
      s:at(0):create(p, { clock = clock, notify = "none" })
        :fails { "EPERM", "EOPNOTSUPP" }    -- no device that could wake it
      s:finish(ms(1))
    end,
  }
end

case "slack" {
  title   = "the slack of a thread can be set, and makes no sleep early",
  clauses = { "TM-EARLY-1" },
  needs   = { "sleep" },
  run = function (s)
    local c, n, q = s:clock {}, s:sleep {}, s:gauge()
    s:at(0):slack(c, { ns = 50000 }):gives(50000)
    s:at(0):slack(c, { ns = 2000000 }):gives(2000000)
    s:at(0):rep(10, function (m) m:nanosleep(n, { rel = ms(5), into = q }) end)
    s:at(ms(100)):slack(c, { ns = 1 }):gives(1)
    s:expect { q, n = 10, lo = { ">=", 0 } }
    s:finish(ms(120))
  end,
}
