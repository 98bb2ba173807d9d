-- SPDX-License-Identifier: BSD-2-Clause
-- The descriptor: [KQ-READ-1] [KQ-CLOSE-1] [KQ-CLOSE-2]; what a timer costs:
-- [KQ-COST-1].

case "read" {
  title   = "neither can it be read nor written, ready or not",
  clauses = { "KQ-READ-1" },
  run = function (s)
    local k = s:kqueue {}
    local errno = s.st "kqueue.read-errno"
    s:at(0):change(k, { data = 5 })
    s:at(0):read(k):fails(errno)
    s:at(0):write(k):fails(errno)
    s:at(ms(12)):read(k):fails(errno)
    s:at(ms(13)):collect(k):shows { r = 1 }
    s:finish(ms(18))
  end,
}

case "closed" {
  title   = "after close every call fails with EBADF",
  clauses = { "KQ-CLOSE-1" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10 })
    s:at(ms(5)):close(k)
    s:at(ms(5)):change(k, { data = 10 }):fails "EBADF"
    s:at(ms(5)):change(k, { flags = "delete" }):fails "EBADF"
    s:at(ms(5)):collect(k):fails "EBADF"
    s:at(ms(5)):wait(k):fails "EBADF"
    s:at(ms(5)):batch(k, { max = 4, list = "1:delete" }):fails "EBADF"
    s:at(ms(5)):close(k):fails "EBADF"
    s:finish(ms(20))
  end,
}

case "never-opened" {
  title   = "a number that was never a descriptor is a bad one",
  clauses = { "KQ-CLOSE-1" },
  run = function (s)
    local k = s:kqueue { lazy = true }
    s:at(0):change(k, { data = 10 }):fails "EBADF"
    s:at(0):collect(k):fails "EBADF"
    s:finish(ms(5))
  end,
}

case "copy" {
  title   = "a queue lives on until its last descriptor is closed",
  clauses = { "KQ-CLOSE-1", "KQ-CLOSE-2" },
  run = function (s)
    local k, q = s:kqueue {}, s:kqueue { lazy = true }
    local a = s:at(0):change(k, { data = 20 })
    s:at(ms(5)):dup(q, { from = k })
    s:at(ms(5)):close(k)
    s:main():wait(q):ends(a + ms(20))
    s:at(ms(25)):close(q)
    s:finish(ms(30))
  end,
}

case "ends-timers" {
  title   = "closing a queue with timers of each kind stops them all",
  clauses = { "KQ-CLOSE-2" },
  run = function (s)
    local k, w = s:kqueue { clock = "real" }, s:kqueue {}
    s:at(0):batch(k, { max = 0, list = "1:add:20|2:add+oneshot:20|"
      .. "3:add:5|4:add+disable:20|65:add:30|257:add:30" }):gives(0)
    s:at(0):change(k, { ident = 9, abs = T(ms(20)) })
    local a = s:at(0):change(w, { data = 45, flags = "add|oneshot" })
    s:at(ms(10)):close(k)
    s:main():wait(w):ends(a + ms(45))
    s:finish(ms(50))
  end,
}

case "silent" {
  title   = "no timer of a closed queue interrupts",
  clauses = { "KQ-CLOSE-2" },
  class   = { "virtual" },
  needs   = { "watch" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 20 })
    s:at(0):change(k, { ident = 2, data = 30, flags = "add|oneshot" })
    local w = s:kqueue {}
    s:at(0):change(w, { data = 40, flags = "add|oneshot" })
    s:at(ms(5)):close(k)
    s:at(ms(5)):tally "hrt.expire":gives(0)
    s:at(ms(55)):tally "hrt.expire":gives(1)
    s:finish(ms(60))
  end,
}

-- Whether the waiting call then ends with the timer or with EBADF is nobody's
-- promise; that it harms nothing is.
case "while-waiting" {
  title   = "closing while another thread waits harms nothing",
  clauses = { "KQ-CLOSE-1" },
  run = function (s)
    local k, b, q = s:kqueue {}, s:thread { cpu = 1 }, s:kqueue {}
    local a = s:at(0):change(k, { data = 20 })
    local w = b:at(0):wait(k)
    s:at(ms(10)):close(k)
    s:at(ms(10)):change(k, { data = 5 }):fails "EBADF"
    local c = s:at(ms(10)):change(q, { data = 20 })
    s:main():wait(q):ends(c + ms(20))
    s:either { { w, gives = 1, ends = a + ms(20) }, { w, fails = "EBADF" },
      { w, waits = true } }
    s:finish(ms(40))
  end,
}

case "cost" {
  title   = "periods that nobody asks for cost one interrupt",
  clauses = { "KQ-COST-1" },
  class   = { "virtual" },
  needs   = { "watch" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 1, unit = "us" })
    s:at(ms(50) + 500):tally "hrt.expire":gives(1)
    s:at(ms(50) + 500):collect(k):shows { r = 1, v = 50000 }
    s:at(ms(90) + 500):tally "hrt.expire":gives(2)
    s:finish(ms(91))
  end,
}

case "cost-disabled" {
  title   = "a disabled timer costs one interrupt, too",
  clauses = { "KQ-COST-1" },
  class   = { "virtual" },
  needs   = { "watch" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 1, flags = "add|disable" })
    s:at(ms(50) + 1):tally "hrt.expire":gives(1)
    s:finish(ms(51))
  end,
}
