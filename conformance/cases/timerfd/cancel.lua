-- SPDX-License-Identifier: BSD-2-Clause
-- Jumps of the clock: [TFD-CANCEL-1] to [TFD-CANCEL-6].  The clock is set in
-- each of them, so they are for targets that let it be set.

local NEEDS = { "timerfd", "setclock" }
local FAR = { abs = T(sec(1000)), flags = "cancel" }

-- A timer on CLOCK_REALTIME that is not waited for, and set like this.
local function timer(s, set)
  local t = s:timerfd { clock = "real", flags = "nonblock" }
  s:at(0):settime(t, set or FAR)
  return t
end

local function jump(s, at, by)
  return s:at(at):setclock("real", { by = by or sec(5) })
end

for name, by in pairs { forward = sec(5), back = -sec(5) } do
  case("sleeping-" .. name) {
    title   = "a read that sleeps is ended by a jump " .. name,
    clauses = { "TFD-CANCEL-1" },
    needs   = NEEDS,
    run = function (s)
      local t = s:timerfd { clock = "real" }
      s:at(0):settime(t, FAR)
      local r = s:thread {}:at(ms(5)):read(t):fails "ECANCELED"
      r:ends(jump(s, ms(20), by))
      s:finish(ms(30))
    end,
  }

  case("later-" .. name) {
    title   = "a read that comes after a jump " .. name .. " is told once",
    clauses = { "TFD-CANCEL-1", "TFD-CANCEL-2" },
    needs   = NEEDS,
    run = function (s)
      local t = timer(s)
      s:at(ms(5)):read(t):fails "EAGAIN"
      jump(s, ms(10), by)
      s:at(ms(20)):read(t):fails "ECANCELED"
      s:at(ms(20)):read(t):fails "EAGAIN"
      s:finish(ms(30))
    end,
  }
end

case "each" {
  title   = "each of two jumps is told",
  clauses = { "TFD-CANCEL-2" },
  needs   = NEEDS,
  run = function (s)
    local t = timer(s)
    for k = 1, 3 do
      jump(s, k * ms(10))
      s:at(k * ms(10) + ms(5)):read(t):fails "ECANCELED"
    end
    s:finish(ms(40))
  end,
}

case "two-as-one" {
  title   = "two jumps that nobody has read of are told as one",
  clauses = { "TFD-CANCEL-2" },
  needs   = NEEDS,
  run = function (s)
    local t = timer(s)
    jump(s, ms(10))
    jump(s, ms(15), -sec(5))
    s:at(ms(20)):read(t):fails "ECANCELED"
    s:at(ms(20)):read(t):fails "EAGAIN"
    s:finish(ms(30))
  end,
}

case "suspend" {
  title   = "a machine that was suspended cancels too",
  clauses = { "TFD-CANCEL-1", "TK-SET-5" },
  needs   = { "timerfd", "timekeeping" },
  run = function (s)
    local t = timer(s)
    s:at(ms(5)):suspend()
    s:at(ms(20)):resume { by = sec(2) }
    s:at(ms(25)):read(t):fails "ECANCELED"
    s:finish(ms(30))
  end,
}

-- What moves a clock steadily is no jump.
for name, step in pairs {
  slew = function (c) c:slew { ppb = 100 } end,
  adjust = function (c) c:adjust { by = ms(1) } end,
} do
  case("steady-" .. name) {
    title   = name .. " of the clock cancels nothing",
    clauses = { "TK-SET-5" },
    needs   = { "timerfd", "timekeeping" },
    run = function (s)
      local t = timer(s)
      step(s:at(ms(5)))
      s:at(ms(10)):read(t):fails "EAGAIN"
      jump(s, ms(15))
      s:at(ms(20)):read(t):fails "ECANCELED"
      s:finish(ms(30))
    end,
  }
end

case "expired" {
  title   = "an expiry that the jump brought is taken with the cancellation",
  clauses = { "TFD-CANCEL-3" },
  needs   = NEEDS,
  run = function (s)
    local t = timer(s, { abs = T(sec(3)), flags = "cancel" })
    jump(s, ms(10))
    s:at(ms(20)):read(t):fails "ECANCELED"
    s:at(ms(20)):read(t):fails "EAGAIN"
    s:at(ms(40)):read(t):fails "EAGAIN"
    s:finish(ms(50))
  end,
}

case "goes-on" {
  title   = "a canceled timer reports the deadline that is still to come",
  clauses = { "TFD-CANCEL-3" },
  needs   = NEEDS,
  run = function (s)
    local t = timer(s, { abs = T(sec(3)), flags = "cancel" })
    jump(s, ms(10), sec(3) - ms(40))
    s:at(ms(20)):read(t):fails "ECANCELED"
    s:at(ms(30)):read(t):fails "EAGAIN"
    s:at(ms(60)):read(t)
    s:finish(ms(65))
  end,
}

case "periodic" {
  title   = "a canceled periodic timer goes on with the next period",
  clauses = { "TFD-CANCEL-3", "TM-PERIOD-1" },
  needs   = NEEDS,
  run = function (s)
    local t = timer(s, { abs = T(ms(10)), per = ms(10), flags = "cancel" })
    s:at(ms(15)):read(t)
    jump(s, ms(22), ms(20))
    s:at(ms(25)):read(t):fails "ECANCELED"
    s:at(ms(27)):read(t):fails "EAGAIN"
    s:at(ms(35)):read(t)
    s:finish(ms(37))
  end,
}

for name, set in pairs {
  cancelable = { abs = T(ms(40)), flags = "cancel" },
  plain = { rel = ms(20) },
} do
  case("set-" .. name) {
    title   = "setting a canceled timer says so and sets it: " .. name,
    clauses = { "TFD-CANCEL-4" },
    needs   = NEEDS,
    run = function (s)
      local t = timer(s)
      jump(s, ms(10), -ms(5))
      s:at(ms(20)):settime(t, set):fails "ECANCELED"
      s:at(ms(20)):read(t):fails "EAGAIN"
      s:at(ms(60)):read(t)
      s:finish(ms(65))
    end,
  }
end

case "set-told" {
  title   = "setting a timer whose cancellation was read succeeds",
  clauses = { "TFD-CANCEL-2", "TFD-CANCEL-4" },
  needs   = NEEDS,
  run = function (s)
    local t = timer(s)
    jump(s, ms(10))
    s:at(ms(20)):read(t):fails "ECANCELED"
    s:at(ms(20)):settime(t, FAR)
    s:finish(ms(30))
  end,
}

-- The flag where it means nothing.
for name, row in pairs {
  relative = { "real", { rel = ms(30), flags = "cancel" } },
  monotonic = { "mono", { abs = T(ms(30)), flags = "cancel" } },
  neither = { "mono", { rel = ms(30), flags = "cancel" } },
} do
  case("no-effect-" .. name) {
    title   = "the flag has no effect on a timer that is " .. name,
    clauses = { "TFD-CANCEL-5" },
    needs   = NEEDS,
    run = function (s)
      local t = s:timerfd { clock = row[1], flags = "nonblock" }
      s:at(0):settime(t, row[2])
      jump(s, ms(10))
      s:at(ms(20)):read(t):fails "EAGAIN"
      s:at(ms(40)):read(t)
      s:finish(ms(45))
    end,
  }
end

case "without-the-flag" {
  title   = "without the flag an absolute timer expires when passed",
  clauses = { "TFD-CANCEL-1", "HRT-CLOCK-1" },
  needs   = NEEDS,
  run = function (s)
    local t = s:timerfd { clock = "real" }
    s:at(0):settime(t, { abs = T(sec(3)) })
    local r = s:thread {}:at(0):read(t)
    r:ends(jump(s, ms(10)))
    s:finish(ms(20))
  end,
}

case "before" {
  title   = "a jump before the timer was set does not cancel it",
  clauses = { "TFD-CANCEL-6" },
  needs   = NEEDS,
  run = function (s)
    local t = s:timerfd { clock = "real", flags = "nonblock" }
    jump(s, ms(5), -ms(1))
    s:at(ms(10)):settime(t, FAR)
    s:at(ms(15)):read(t):fails "EAGAIN"
    s:at(ms(20)):settime(t, { rel = ms(1000) })
    jump(s, ms(25), -ms(1))
    s:at(ms(30)):settime(t, FAR)
    s:at(ms(35)):read(t):fails "EAGAIN"
    s:finish(ms(40))
  end,
}

case "closed" {
  title   = "a timer that was closed is not canceled, its neighbours are",
  clauses = { "TFD-CANCEL-1", "TFD-CLOSE-1" },
  needs   = NEEDS,
  run = function (s)
    local t = s:timerfd { n = 3, clock = "real", flags = "nonblock" }
    for i = 0, 2 do s:at(0):settime(t[i], FAR) end
    s:at(ms(5)):close(t[1])
    jump(s, ms(10))
    s:at(ms(20)):read(t[0]):fails "ECANCELED"
    s:at(ms(20)):read(t[1]):fails "EBADF"
    s:at(ms(20)):read(t[2]):fails "ECANCELED"
    s:finish(ms(30))
  end,
}

case "on-and-off" {
  title   = "threads that turn the flag on and off meet a clock that jumps",
  clauses = { "TFD-CANCEL-1", "TFD-CANCEL-6" },
  needs   = { "timerfd", "setclock", "smp" },
  run = function (s)
    local t = s:timerfd { clock = "real", flags = "nonblock" }
    for cpu, set in ipairs { FAR, { rel = sec(1000) } } do
      s:thread { cpu = cpu - 1 }:at(ms(5)):rep(20, function (c)
        c:settime(t, set):gives { 0, "ECANCELED" }
      end)
    end
    s:at(ms(5)):rep(20, function (c) c:setclock("real", { by = 1000 }) end)
    s:at(ms(20)):settime(t, { rel = sec(1000) }):gives { 0, "ECANCELED" }
    s:at(ms(25)):settime(t, FAR)
    jump(s, ms(30))
    s:at(ms(35)):read(t):fails "ECANCELED"
    s:finish(ms(40))
  end,
}
