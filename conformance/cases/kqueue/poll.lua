-- SPDX-License-Identifier: BSD-2-Clause
-- The descriptor itself is ready: [KQ-POLL-1] [KQ-POLL-2].

case "follows" {
  title   = "the descriptor is ready while there is a timer to report",
  clauses = { "KQ-POLL-1" },
  run = function (s)
    local p, k = s:poll {}, s:kqueue {}
    local function ready(at, r)
      s:at(at):poll(p, k, { rel = 0 })
        :shows { r = r, ev1 = r == 1 and "in" or nil }
    end
    ready(0, 0)
    s:at(0):change(k, { data = 10, flags = "add|oneshot" })
    ready(ms(5), 0)
    ready(ms(15), 1)
    s:at(ms(15)):collect(k)
    ready(ms(15), 0)
    s:at(ms(15)):change(k, { data = 5, flags = "add|oneshot" })
    ready(ms(25), 1)
    s:at(ms(25)):change(k, { flags = "disable" })
    ready(ms(25), 0)
    s:at(ms(25)):change(k, { flags = "enable" })
    ready(ms(25), s.st("kqueue.disabled", { counted = 1, dropped = 0 }))
    s:at(ms(30)):change(k, { flags = "delete" })
    ready(ms(30), 0)
    s:finish(ms(35))
  end,
}

for _, verb in ipairs { "poll", "select" } do
  case("wakes-" .. verb) {
    title   = verb .. " of the descriptor ends when a timer expires",
    clauses = { "KQ-POLL-2" },
    run = function (s)
      local p, k = s:poll {}, s:kqueue {}
      local a = s:at(0):change(k, { data = 20 })
      local m = s:main()
      m[verb](m, p, k):shows { r = 1, ev1 = "in" }:ends(a + ms(20))
      s:at(ms(25)):collect(k)
      s:finish(ms(30))
    end,
  }
end

case "wakes-enabled" {
  title   = "poll ends when a timer is enabled that has expired",
  clauses = { "KQ-POLL-2" },
  run = function (s)
    local p, k, b = s:poll {}, s:kqueue {}, s:thread { cpu = 1 }
    s:at(0):change(k, { data = 5, flags = "add|oneshot|disable" })
    local w = b:at(0):poll(p, k)
    local e = s:at(ms(20)):change(k, { flags = "enable" })
    if s.st "kqueue.disabled" == "counted" then
      w:shows { r = 1, ev1 = "in" }:ends(e)
    else
      w:waits()
    end
    s:finish(ms(30))
  end,
}
