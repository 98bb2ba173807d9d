-- SPDX-License-Identifier: BSD-2-Clause
-- The descriptor itself is ready: [KQ-POLL-1] [KQ-POLL-2].

case "follows" {
  title   = "the descriptor is ready while there is a timer to report",
  clauses = { "KQ-POLL-1" },
  run = function (s)
    local k = s:kqueue {}
    local function ready(at, v) s:at(at):ready(k):shows { ["in"] = v } end
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

case "wakes" {
  title   = "who waits until the descriptor is ready wakes at the expiry",
  clauses = { "KQ-POLL-2" },
  run = function (s)
    local k, b = s:kqueue {}, s:thread { cpu = 1 }
    local a = s:at(0):change(k, { data = 20 })
    b:at(0):ready(k, { wait = "yes" }):shows { ["in"] = 1 }:ends(a + ms(20))
    s:at(ms(25)):collect(k)
    s:finish(ms(30))
  end,
}

case "wakes-enabled" {
  title   = "who waits wakes when a timer is enabled that has expired",
  clauses = { "KQ-POLL-2" },
  run = function (s)
    local k, b = s:kqueue {}, s:thread { cpu = 1 }
    s:at(0):change(k, { data = 5, flags = "add|oneshot|disable" })
    local w = b:at(0):ready(k, { wait = "yes" })
    local e = s:at(ms(20)):change(k, { flags = "enable" })
    if s.st "kqueue.disabled" == "counted" then
      w:shows { ["in"] = 1 }:ends(e)
    else
      w:waits()
    end
    s:finish(ms(30))
  end,
}
