-- SPDX-License-Identifier: BSD-2-Clause
-- timeout_init and timeout_start: arming, moving, and what that costs.

local V = { "virtual", "counted" }

case "fresh" {
  title   = "a timeout that was only initialised is not armed",
  clauses = { "TMO-INIT-1", "TMO-STOP-3" },
  class   = V,
  run = function (s)
    local o, w = s:timeout {}, s:timeout {}
    s:at(0):active(o):gives(0)
    s:main():stop(o):gives(0)
    local a = s:main():start(w, { rel = ms(5) })
    s:expect { w, at = a + ms(5) }
    s:finish(ms(20))
  end,
}

case "no-such-cpu" {
  title   = "strong affinity to a CPU that does not exist stops",
  clauses = { "TMO-INIT-2" },
  needs   = { "death" },
  class   = V,
  run = function (s)
    local o = s:timeout { lazy = true }
    s:at(0):init(o, { aff = "strong", cpu = 99 }):dies "timeout_init"
    s:finish(ms(1))
  end,
}

for _, d in ipairs { 1, 999, us(1), ms(7) + 3, sec(100) } do
  case("after-" .. d) {
    title   = ("a timeout of %d ns is called once, by then"):format(d),
    clauses = { "TMO-START-1" },
    class   = V,
    run = function (s)
      local o = s:timeout {}
      local a = s:at(ms(1)):start(o, { rel = d })
      s:expect { o, at = a + d }
      s:finish(ms(1) + 2 * d + ms(50))
    end,
  }
end

case "tells-what-was" {
  title   = "timeout_start says whether the timeout was armed",
  clauses = { "TMO-START-2" },
  class   = V,
  run = function (s)
    local o = s:timeout {}
    s:at(0):start(o, { rel = ms(10) }):gives(0)
    s:at(ms(1)):start(o, { rel = ms(10) }):gives(1)
    s:at(ms(2)):stop(o)
    s:at(ms(3)):start(o, { rel = ms(10) }):gives(0)
    local b = s:at(ms(20)):start(o, { rel = ms(10) }):gives(0)
    s:expect { o, at = ms(13) }
    s:expect { o, at = b + ms(10) }
    s:finish(ms(40))
  end,
}

case "later-is-free" {
  title   = "fifty moves to later touch no queue and no hardware",
  clauses = { "TMO-START-3", "TMO-START-4" },
  class   = V,
  run = function (s)
    local o = s:timeout {}
    s:watch "queue.op,hal.program,tmo.start"
    local a = s:at(0):start(o, { rel = ms(100) })
    s:at(ms(1)):tally "queue.op":gives "q"
    s:main():tally "hal.program":gives "p"
    local last
    for i = 1, 50 do
      last = s:at(ms(1 + i)):start(o, { rel = ms(200) }):gives(1)
    end
    s:at(ms(60)):tally "queue.op":gives "q"
    s:main():tally "hal.program":gives "p"
    s:expect { "*", "queue.op", times = { ">=", 1 } }
    s:expect { "*", "hal.program", times = { ">=", 1 } }
    s:expect { "*", "tmo.start", times = 51 }
    s:expect { o, at = last + ms(200), not_before = a + ms(200) }
    s:finish(ms(300))
  end,
}

case "later-interrupts" {
  title   = "fifty moves to later cost one interrupt besides the last",
  clauses = { "TMO-COST-1" },
  needs   = { "watch", "still" },
  class   = V,
  run = function (s)
    local o, last = s:timeout {}, nil
    s:at(0):start(o, { rel = ms(100) })
    for i = 1, 50 do
      last = s:at(ms(i)):start(o, { rel = ms(200) }):gives(1)
    end
    s:at(ms(90)):tally "hrt.intr":gives(0)
    s:at(ms(290)):tally "hal.program":gives(2)
    s:main():tally "hal.intr":gives(2)
    s:main():tally "hrt.intr":gives(2)
    s:main():tally "tmo.due":gives(1)
    s:expect { o, at = last + ms(200) }
    s:finish(ms(300))
  end,
}

for _, to in ipairs { { "earlier", ms(3) }, { "later", ms(30) } } do
  case("moved-" .. to[1]) {
    title   = "a timeout moved to " .. to[1] .. " is called then, and once",
    clauses = { "TMO-START-4" },
    class   = V,
    run = function (s)
      local o = s:timeout {}
      s:at(0):start(o, { rel = ms(10) })
      local b = s:at(ms(5)):start(o, { rel = to[2] }):gives(1)
      s:expect { o, at = b + to[2] }
      s:finish(ms(60))
    end,
  }
end

case "later-then-earlier" {
  title   = "a move to later does not lose a move to earlier after it",
  clauses = { "TMO-START-4" },
  class   = V,
  run = function (s)
    local o = s:timeout {}
    s:at(0):start(o, { rel = ms(10) })
    s:at(ms(1)):start(o, { rel = ms(50) }):gives(1)
    local c = s:at(ms(2)):start(o, { rel = ms(4) }):gives(1)
    s:expect { o, at = c + ms(4) }
    s:finish(ms(80))
  end,
}

for _, d in ipairs { 0, -1, -sec(1) } do
  case("at-once" .. d) {
    title   = ("a timeout of %d ns is due at once"):format(d),
    clauses = { "TMO-START-5" },
    class   = V,
    run = function (s)
      local o = s:timeout { aff = "strong", cpu = 1 }
      local a = s:at(ms(5)):start(o, { rel = d })
      s:expect { o, at = a, cpu = 1 }
      s:finish(ms(20))
    end,
  }
end
