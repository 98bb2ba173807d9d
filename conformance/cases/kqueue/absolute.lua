-- SPDX-License-Identifier: BSD-2-Clause
-- NOTE_ABSTIME: [KQ-ABS-1] [KQ-ABS-2] [KQ-ABS-3].

case "at-the-reading" {
  title   = "a deadline on the time of day is met once, and shows no EV_CLEAR",
  clauses = { "KQ-ABS-1" },
  run = function (s)
    local k = s:kqueue { clock = "real" }
    s:at(0):change(k, { abs = T(ms(20)), flags = "add|oneshot" })
    s:main():wait(k):shows { r = 1, v = 1, flags = "oneshot" }
      :ends(T(ms(20)))
    s:at(ms(45)):collect(k):gives(0)
    s:finish(ms(50))
  end,
}

case "no-period" {
  title   = "an absolute timer counts one expiry, however late it is asked",
  clauses = { "KQ-ABS-1" },
  run = function (s)
    local k = s:kqueue { clock = "real" }
    s:at(0):change(k, { abs = T(ms(5)), flags = "add|clear" })
    s:at(ms(45)):collect(k)
    s:at(ms(50)):collect(k):gives(0)
    s:finish(ms(55))
  end,
}

local gone = {
  { "epoch", { data = 0, unit = "sec|abs" } },
  { "one-second", { data = 1, unit = "sec|abs" } },
  { "before-boot", { abs = T(-sec(3600)) } },
  { "just", { abs = T(ms(2)) } },
}

for _, row in ipairs(gone) do
  local name, keys = row[1], row[2]
  case("past-" .. name) {
    title   = "a reading that has passed (" .. name .. ") expires at once",
    clauses = { "KQ-ABS-2" },
    run = function (s)
      local k = s:kqueue { clock = "real" }
      local a = s:at(ms(10)):change(k, { data = keys.data, unit = keys.unit,
        abs = keys.abs, flags = "add|oneshot" })
      s:main():wait(k):shows { r = 1, v = 1 }:ends(a)
      s:at(ms(25)):collect(k):gives(0)
      s:finish(ms(30))
    end,
  }
end

case "again" {
  title   = "without EV_CLEAR it is reported again, or once, as declared",
  clauses = { "KQ-ABS-3" },
  run = function (s)
    local k = s:kqueue { clock = "real" }
    local how = s.st "kqueue.absolute"
    s:at(0):change(k, { abs = T(ms(5)) })
    s:at(ms(15)):collect(k):shows { r = 1, v = 1 }
    for i = 1, 3 do
      local h = s:at(ms(20) + i):collect(k)
      if how ~= "again" then h:gives(0) end
    end
    local h = s:at(ms(30)):change(k, { flags = "delete" })
    if how == "deleted" then h:fails "ENOENT" end
    s:at(ms(35)):collect(k):gives(0)
    s:finish(ms(40))
  end,
}

case "clear" {
  title   = "with EV_CLEAR it is reported once",
  clauses = { "KQ-ABS-3" },
  run = function (s)
    local k = s:kqueue { clock = "real" }
    s:at(0):change(k, { abs = T(ms(5)), flags = "add|clear" })
    s:at(ms(15)):collect(k):shows { r = 1, v = 1 }
    s:at(ms(25)):collect(k):gives(0)
    s:finish(ms(30))
  end,
}

case "forward" {
  title   = "setting the clock beyond the reading expires it, as declared",
  clauses = { "KQ-ABS-1" },
  class   = { "virtual" },
  run = function (s)
    local k = s:kqueue { clock = "real" }
    s:at(0):change(k, { abs = T(sec(3600)), flags = "add|oneshot" })
    s:at(ms(10)):setclock("real", { by = sec(7200) })
    s:at(ms(15)):collect(k):gives(s.st("frontend.kqueue.clockset",
      { follows = 1, stays = 0, cancels = 0 }))
    s:finish(ms(20))
  end,
}
