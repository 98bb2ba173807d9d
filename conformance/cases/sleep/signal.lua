-- SPDX-License-Identifier: BSD-2-Clause
-- Signals while a thread sleeps: [SLP-INTR-*] and the rest [SLP-REST-*].
-- Thread main takes the signals; another sends them.

local function handled(s, opts)
  local g = s:signal { sig = "usr1" }
  s:prep():handle(g, opts)
  return g, s:thread {}
end

for _, restart in ipairs { 0, 1 } do
  local how = restart == 1 and "restart" or "plain"
  for _, clock in ipairs { "mono", "real" } do
    case(("relative-%s-%s"):format(how, clock)) {
      title   = ("a handler (%s) ends a sleep on %s, and the rest is told")
        :format(how, clock),
      clauses = { restart == 1 and "SLP-INTR-2" or "SLP-INTR-1",
        "SLP-REST-1" },
      run = function (s)
        local g, b = handled(s, { restart = restart })
        local n = s:sleep { clock = clock }
        local h = s:at(0):clock_nanosleep(n, { rel = ms(50), rem = "yes" })
        local r = b:at(ms(20)):raise(g)
        s:expect { g, at = r }
        h:fails("EINTR", { left = h + ms(50) }):ends(r)
        s:finish(ms(60))
      end,
    }

    case(("absolute-%s-%s"):format(how, clock)) {
      title   = ("a handler (%s) ends a sleep until a reading of %s, and no"
        .. " rest is told"):format(how, clock),
      clauses = { restart == 1 and "SLP-INTR-2" or "SLP-INTR-1",
        "SLP-REST-2" },
      run = function (s)
        local g, b = handled(s, { restart = restart })
        local n = s:sleep { clock = clock }
        local h = s:at(0):clock_nanosleep(n, { abs = T(ms(50)), rem = "yes" })
        local r = b:at(ms(20)):raise(g)
        s:expect { g, at = r }
        h:fails("EINTR", { left = -1 }):ends(r)
        s:finish(ms(60))
      end,
    }
  end

  case("nanosleep-" .. how) {
    title   = "a handler (" .. how .. ") ends a nanosleep",
    clauses = { restart == 1 and "SLP-INTR-2" or "SLP-INTR-1",
      "SLP-REST-1" },
    run = function (s)
      local g, b = handled(s, { restart = restart })
      local n = s:sleep {}
      local h = s:at(0):nanosleep(n, { rel = ms(50) + 1, rem = "yes" })
      local r = b:at(ms(20)):raise(g)
      s:expect { g, at = r }
      h:fails("EINTR", { left = h + (ms(50) + 1) }):ends(r)
      s:finish(ms(60))
    end,
  }
end

case "rest-makes-it-whole" {
  title   = "sleeping for the rest each time ends when the whole sleep would",
  clauses = { "SLP-REST-1", "SLP-INTR-1", "TM-EARLY-1" },
  class   = { "virtual" },      -- a signal that is late leaves no rest
  run = function (s)
    local g, b = handled(s)
    local n = s:sleep {}
    local h = s:at(0):nanosleep(n, { rel = ms(70) + 1, rem = "yes" })
    local r = {}
    for i = 1, 3 do
      r[i] = b:at(i * ms(20)):raise(g)
      s:expect { g, at = r[i] }
    end
    h:fails("EINTR", { left = h + (ms(70) + 1) }):ends(r[1])
    for i = 2, 3 do
      s:main():nanosleep(n, { rel = "n1.left", rem = "yes" }):fails("EINTR",
        { left = h + (ms(70) + 1) }):ends(r[i])
    end
    s:main():nanosleep(n, { rel = "n1.left", rem = "yes" })
      :ends(h + (ms(70) + 1))
    s:finish(ms(80))
  end,
}

case "no-place" {
  title   = "without a place for the rest a handler ends a sleep all the same",
  clauses = { "SLP-INTR-1" },
  run = function (s)
    local g, b = handled(s)
    local n = s:sleep {}
    local h = s:at(0):nanosleep(n, { rel = ms(50) })
    local r = b:at(ms(20)):raise(g)
    s:expect { g, at = r }
    h:fails "EINTR":ends(r)
    s:finish(ms(60))
  end,
}

-- What the thread does with the signal, and when it then runs a handler.
for key, how in pairs { blocked = "block", ignored = "ignore" } do
  case(key) {
    title   = "a signal that the program has to " .. how
      .. " leaves a sleep alone",
    clauses = { "SLP-INTR-3", "SLP-REST-2" },
    run = function (s)
      local g, b = handled(s)
      local n = s:sleep {}
      s:prep()[how](s:prep(), g)
      local h = s:at(0):nanosleep(n, { rel = ms(50), rem = "yes" })
      b:at(ms(20)):raise(g)
      b:at(ms(30)):raise(g)
      h:ends(h + ms(50)):shows { left = -1 }
      if how == "block" then
        local u = s:at(ms(60)):unblock(g)
        s:expect { g, at = u }
      end
      s:finish(ms(70))
    end,
  }
end

case "two-signals" {
  title   = "of two signals the one that is not blocked ends a sleep",
  clauses = { "SLP-INTR-1", "SLP-INTR-3" },
  run = function (s)
    local g, b = handled(s)
    local q = s:signal { sig = "usr2" }
    local n = s:sleep {}
    s:prep():handle(q)
    s:prep():block(q)
    local h = s:at(0):nanosleep(n, { rel = ms(50) })
    b:at(ms(10)):raise(q)
    local r = b:at(ms(20)):raise(g)
    s:expect { g, at = r }
    h:fails "EINTR":ends(r)
    local u = s:at(ms(60)):unblock(q)
    s:expect { q, at = u }
    s:finish(ms(70))
  end,
}

case "before" {
  title   = "a signal that was handled before a sleep does not end it",
  clauses = { "SLP-INTR-1", "SLP-REL-1" },
  run = function (s)
    local g, b = handled(s)
    local n = s:sleep {}
    local r = b:at(ms(10)):raise(g)
    s:expect { g, at = r }
    local h = s:at(ms(20)):nanosleep(n, { rel = ms(30) })
    h:ends(h + ms(30))
    s:finish(ms(60))
  end,
}

-- The deadline and the signal fall together.
for _, row in ipairs { { "rel", 0 }, { "abs", 0 } } do
  case("at-the-deadline-" .. row[1]) {
    title   = "a sleep (" .. row[1] .. ") whose deadline has come is whole,"
      .. " whatever signal comes as well",
    clauses = { "SLP-INTR-4" },
    class   = { "virtual" },
    tie     = true,
    run = function (s)
      local g, b = handled(s)
      local n = s:sleep {}
      local keys = { rem = "yes" }
      keys[row[1] ] = row[1] == "rel" and ms(20) or T(ms(20))
      local h = s:at(0):clock_nanosleep(n, keys)
      local r = b:at(ms(20)):raise(g)
      s:expect { g, at = r }
      h:ends(h + ms(20)):shows { left = -1 }
      s:finish(ms(60))
    end,
  }
end

case "due-but-held-back" {
  title   = "a sleep that is due is whole, though its interrupt is held back",
  clauses = { "SLP-INTR-4" },
  class   = { "virtual" },
  needs   = { "mask" },
  run = function (s)
    local g = s:signal { sig = "usr1" }
    local b, c = s:thread {}, s:thread { cpu = 1 }
    local n = s:sleep {}
    s:prep():handle(g)
    local h = s:at(0):nanosleep(n, { rel = ms(20), rem = "yes" })
    b:at(ms(10)):mask { lim = ms(30) }
    c:at(ms(25)):raise(g)
    local u = b:at(ms(30)):unmask()
    s:expect { g, at = u }
    h:ends(u):shows { left = -1 }
    s:finish(ms(60))
  end,
}

case "due-but-late" {
  title   = "a sleep that is due is whole, though its interrupt is late",
  clauses = { "SLP-INTR-4" },
  class   = { "virtual" },
  run = function (s)
    local g, b = handled(s)
    local n = s:sleep {}
    s:prep():fault("late", { n = 1, cpu = 0, by = ms(10) })
    local h = s:at(0):nanosleep(n, { rel = ms(20), rem = "yes" })
    local r = b:at(ms(25)):raise(g)
    s:expect { g, at = r }
    h:ends(r):shows { left = -1 }
    s:finish(ms(60))
  end,
}

case "no-timer-behind" {
  title   = "an interrupted sleep leaves no timer behind",
  clauses = { "SLP-INTR-5" },
  class   = { "virtual" },
  run = function (s)
    local g, b = handled(s)
    local n = s:sleep {}
    local h = s:at(0):nanosleep(n, { rel = ms(50) })
    local r = b:at(ms(20)):raise(g)
    s:expect { g, at = r }
    h:fails "EINTR":ends(r)
    s:at(ms(80)):tally "hrt.expire":gives(0)
    s:main():tally "hrt.cancel":gives(1)
    s:finish(ms(90))
  end,
}

case "others-sleep-on" {
  title   = "a signal ends the sleep of the thread that takes it, and no other",
  clauses = { "SLP-INTR-1" },
  run = function (s)
    local g, b = handled(s)
    local n, c = s:sleep {}, s:thread {}
    local o = c:at(0):nanosleep(n, { rel = ms(40) })
    local h = s:at(0):nanosleep(n, { rel = ms(50) })
    local r = b:at(ms(20)):raise(g)
    s:expect { g, at = r }
    h:fails "EINTR":ends(r)
    o:ends(o + ms(40))
    s:finish(ms(60))
  end,
}

case "unchanged" {
  title   = "a sleep changes nothing about the signals that end it",
  clauses = { "SLP-INTR-1", "SLP-INTR-3" },
  run = function (s)
    local g, b = handled(s)
    local q, n = s:signal { sig = "usr2" }, s:sleep {}
    s:prep():handle(q)
    s:prep():block(q)
    for i = 0, 1 do
      local h = s:at(i * ms(30)):nanosleep(n, { rel = ms(25) })
      local r = b:at(i * ms(30) + ms(10)):raise(g)
      b:at(i * ms(30) + ms(15)):raise(q)
      s:expect { g, at = r }
      h:fails "EINTR":ends(r)
    end
    local u = s:at(ms(70)):unblock(q)
    s:expect { q, at = u, times = { 1, 2 } }
    s:finish(ms(80))
  end,
}

for _, ptr in ipairs { "bad" } do
  case("rest-" .. ptr) {
    title   = "a " .. ptr .. " place for the rest is EFAULT when it is used",
    clauses = { "SLP-REST-3" },
    run = function (s)
      local g, b = handled(s)
      local n = s:sleep {}
      local h = s:at(0):nanosleep(n, { rel = ms(50), rem = ptr })
      local r = b:at(ms(20)):raise(g)
      s:expect { g, at = r }
      h:fails "EFAULT":ends(r)
      s:finish(ms(60))
    end,
  }
end

case "rest-bad-absolute" {
  title   = "a bad place for the rest is not used where none is told",
  clauses = { "SLP-REST-3", "SLP-REST-2" },
  run = function (s)
    local g, b = handled(s)
    local n = s:sleep {}
    local h = s:at(0):clock_nanosleep(n, { abs = T(ms(50)), rem = "bad" })
    local r = b:at(ms(20)):raise(g)
    s:expect { g, at = r }
    h:fails "EINTR":ends(r)
    s:finish(ms(60))
  end,
}

case "rest-bad-whole" {
  title   = "a bad place for the rest is not used by a sleep that is whole",
  clauses = { "SLP-REST-3" },
  run = function (s)
    local n = s:sleep {}
    local h = s:at(0):nanosleep(n, { rel = ms(10), rem = "bad" })
    h:ends(h + ms(10))
    s:finish(ms(20))
  end,
}
