-- SPDX-License-Identifier: BSD-2-Clause
-- Sleeps of a child that is stopped, continued and killed.

case "stopped" {
  title   = "a sleep amid which its process is stopped lasts as long as asked",
  clauses = { "SLP-REL-1", "TM-EARLY-1" },
  needs   = { "sleep" },
  run = function (s)
    local n, q = s:sleep {}, s:gauge()
    local p = s:process { callback = function (c)
      c:nanosleep(n, { rel = ms(60), into = q })
    end }
    local f = s:at(0):fork(p)
    s:at(ms(20)):kill(p, { sig = "stop" })
    s:at(ms(40)):kill(p, { sig = "cont" })
    s:main():mark "sent"
    s:expect { p, not_before = f }
    s:thread {}:after("sent"):wait(p):gives(0):ends(f + ms(60))
    s:expect { q, n = 1, lo = { ">=", 0 } }
    s:finish(ms(75), { grace = sec(1) })
  end,
}

case "stopped-past" {
  title   = "a sleep that is due while its process is stopped ends when that "
    .. "goes on",
  clauses = { "SLP-REL-1" },
  needs   = { "sleep" },
  run = function (s)
    local n, q = s:sleep {}, s:gauge()
    local p = s:process { callback = function (c)
      c:nanosleep(n, { rel = ms(30), into = q })
    end }
    local f = s:at(0):fork(p)
    s:at(ms(10)):kill(p, { sig = "stop" })
    local u = s:at(ms(60)):kill(p, { sig = "cont" })
    s:main():mark "sent"
    s:expect { p, not_before = f }
    s:thread {}:after("sent"):wait(p):gives(0):ends(u)
    s:expect { q, n = 1, lo = { ">=", 0 } }
    s:finish(ms(75), { grace = sec(1) })
  end,
}

case "killed" {
  title   = "a signal that kills ends a sleep",
  clauses = { "SLP-INTR-1" },
  needs   = { "sleep" },
  run = function (s)
    local p = s:process {}
    local f = s:at(0):fork(p, { by = ms(80) })
    s:expect { p, not_before = f }
    local u = s:at(ms(30)):kill(p, { sig = "term" })
    s:main():mark "sent"
    s:thread {}:after("sent"):wait(p):shows { sig = "term" }:ends(u)
    s:finish(ms(45), { grace = sec(1) })
  end,
}
