-- SPDX-License-Identifier: BSD-2-Clause
-- What happens at the instant of an expiry, and several threads at once.

-- Another CPU acts at the deadline: the event was there before or it never
-- comes; nothing of it is left.
local acts = {
  { "delete", "KQ-DELETE-1" },
  { "disable", "KQ-ENABLE-1" },
}

for _, row in ipairs(acts) do
  local act, clause = row[1], row[2]
  for _, flags in ipairs { "add", "add|oneshot" } do
    local name = act .. (flags == "add" and "-period" or "-once")
    case(name) {
      title   = ("to %s a timer (%s) at its deadline leaves nothing behind")
        :format(act, flags),
      clauses = { clause },
      tie     = true,
      run = function (s)
        local k, b = s:kqueue {}, s:thread { cpu = 1 }
        s:at(0):change(k, { ident = 1, data = 20, flags = flags })
        local w = s:at(0):change(k, { ident = 2, data = 60,
          flags = "add|oneshot" })
        b:at(ms(20)):change(k, { ident = 1, flags = act })
        s:at(ms(30)):collect(k, { max = 4 }):gives(0)
        s:main():wait(k, { max = 4 }):shows { r = 1, v = 1, ident = 2 }
          :ends(w + ms(60))
        s:finish(ms(70))
      end,
    }
  end
end

case "delete-and-wait" {
  title   = "a thread that waits and one that deletes agree on the event",
  clauses = { "KQ-DELETE-1", "KQ-ONESHOT-1" },
  tie     = true,
  run = function (s)
    local k, b = s:kqueue {}, s:thread { cpu = 1 }
    local a = s:at(0):change(k, { data = 20, flags = "add|oneshot" })
    local w = s:at(0):wait(k, { timeout = ms(50) })
    local d = b:at(ms(20)):change(k, { flags = "delete" })
    s:either {
      { { w, gives = 1, ends = a + ms(20) }, { d, fails = "ENOENT" } },
      { { w, gives = 0, ends = w + ms(50) }, { d, gives = 0 } },
    }
    s:finish(ms(60))
  end,
}

-- One number that all of them want, and one of each thread's own.
case "four-threads" {
  title   = "four threads add, expire and delete at once, and all ends well",
  clauses = { "KQ-ADD-1", "KQ-DELETE-1" },
  run = function (s)
    local k = s:kqueue {}
    for i = 1, 4 do
      local t = s:thread("t" .. i, { cpu = i % 2 })
      t:at(0):rep(25, function (m)
        m:change(k, { ident = 9, data = 50, unit = "us" })
        m:change(k, { ident = i, data = 200 + i, unit = "us" })
        m:pause(us(310 + i))
        m:change(k, { ident = 9, flags = "delete" }):any()
        m:change(k, { ident = i, flags = "delete" })
        m:collect(k, { max = 8 }):any()
      end)
    end
    s:at(ms(100)):batch(k, { max = 8,
      list = "1:delete|2:delete|3:delete|4:delete|9:delete" })
      :shows { r = 5, events =
        "1:ENOENT|2:ENOENT|3:ENOENT|4:ENOENT|9:ENOENT" }
    local a = s:at(ms(105)):change(k, { data = 10, flags = "add|oneshot" })
    s:main():wait(k, { max = 8 }):ends(a + ms(10))
    s:finish(ms(120), { grace = sec(1) })
  end,
}
