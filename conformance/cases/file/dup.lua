-- SPDX-License-Identifier: BSD-2-Clause
-- Two numbers of one file: [FIL-DUP-1] to [FIL-DUP-6].

local ways = {
  { "dup", function (m, u, t) return m:dup(u, { from = t }) end },
  { "dup2", function (m, u, t) return m:dup2(u, { from = t, num = 7 }) end },
  { "dupfd", function (m, u, t) return m:dup(u, { from = t, least = 7 }) end },
  { "cloexec", function (m, u, t)
    return m:dup(u, { from = t, cloexec = 1 })
  end },
}

for _, way in ipairs(ways) do
  local name, make = way[1], way[2]
  case("same-file-" .. name) {
    title   = "what " .. name .. " makes is the same file: set through one,"
      .. " read through the other",
    clauses = { "FIL-DUP-1", name == "dup2" and "FIL-DUP-2"
      or "FIL-DUP-4" },
    run = function (s)
      local t, u = s:timerfd {}, s:timerfd { lazy = true }
      make(s:at(0), u, t)
      local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
      s:at(0):gettime(u):shows { left = a + ms(10), per = ms(10) }
      s:main():read(u):ends(a + ms(10))
      s:at(ms(35)):read(t):shows { v = s:intervals { from = a,
        every = ms(10), upto = "self", less = 1 } }
      s:main():read(u):ends(a + ms(40))
      s:finish(ms(50))
    end,
  }

  case("outlives-" .. name) {
    title   = "what " .. name .. " makes outlives what it was made of",
    clauses = { "FIL-DUP-1", "FIL-CLOSE-3" },
    run = function (s)
      local t, u = s:timerfd {}, s:timerfd { lazy = true }
      local a = s:at(0):settime(t, { rel = ms(20) })
      make(s:at(0), u, t)
      s:at(ms(5)):close(t)
      s:at(ms(10)):read(u):ends(a + ms(20))
      s:finish(ms(30))
    end,
  }
end

case "onto-another" {
  title   = "dup2 closes what the number was before",
  clauses = { "FIL-DUP-2" },
  run = function (s)
    local t, u, w = s:timerfd {}, s:timerfd {}, s:timerfd { lazy = true }
    s:at(0):settime(u, { rel = ms(10), per = ms(10) })
    local a = s:at(0):settime(t, { rel = ms(30) })
    s:at(ms(5)):dup2(u, { from = t })
    s:at(ms(5)):gettime(u):shows { left = a + ms(30), per = 0 }
    s:at(ms(10)):read(u):ends(a + ms(30))
    s:at(ms(35)):create(w)
    s:at(ms(35)):gettime(w):shows { left = 0 }
    s:finish(ms(40))
  end,
}

case "onto-another-closes" {
  title   = "the timer whose number dup2 takes is gone",
  clauses = { "FIL-DUP-2", "FIL-CLOSE-3" },
  class   = { "virtual" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd {}
    s:at(0):settime(u, { rel = ms(10) })
    s:at(ms(5)):dup2(u, { from = t })
    s:at(ms(25)):tally "hrt.expire":gives(0)
    s:at(ms(25)):tally "fil.close":gives(1)
    s:finish(ms(30))
  end,
}

case "onto-a-reader" {
  title   = "a read that sleeps outlasts a dup2 onto its number",
  clauses = { "FIL-DUP-2", "FIL-CLOSE-3" },
  run = function (s)
    local t, u, b = s:timerfd {}, s:timerfd {}, s:thread {}
    local a = s:at(0):settime(u, { rel = ms(30) })
    b:at(ms(5)):read(u):ends(a + ms(30))
    s:at(ms(10)):dup2(u, { from = t })
    s:at(ms(15)):gettime(u):shows { left = 0 }
    s:finish(ms(40))
  end,
}

case "onto-a-free-number" {
  title   = "dup2 onto a number that is free makes it one",
  clauses = { "FIL-DUP-2" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { lazy = true }
    s:at(0):dup2(u, { from = t, num = 9 }):shows { fd = 9 }
    local a = s:at(0):settime(u, { rel = ms(10) })
    s:main():read(t):ends(a + ms(10))
    s:finish(ms(20))
  end,
}

case "onto-itself" {
  title   = "dup2 of a descriptor onto itself changes nothing",
  clauses = { "FIL-DUP-3", "FIL-FLAG-2" },
  run = function (s)
    local t, m = s:timerfd { flags = "cloexec" }, s:at(0)
    local a = m:settime(t, { rel = ms(10) })
    m:dup2(t, { from = t })
    m:fcntl(t, { cmd = "getfd" }):gives(1)
    m:gettime(t):shows { left = a + ms(10) }
    s:main():read(t):ends(a + ms(10))
    s:at(ms(15)):close(t)
    s:at(ms(15)):read(t):fails "EBADF"
    s:finish(ms(20))
  end,
}

case "onto-its-twin" {
  title   = "dup2 onto another descriptor of the same file makes it anew",
  clauses = { "FIL-DUP-2", "FIL-FLAG-2" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { lazy = true }
    local m = s:at(0)
    m:dup(u, { from = t, cloexec = 1 })
    m:dup2(u, { from = t })
    m:fcntl(u, { cmd = "getfd" }):gives(0)
    m:close(t)
    local a = m:settime(u, { rel = ms(10) })
    s:main():read(u):ends(a + ms(10))
    s:at(ms(15)):close(u)
    s:at(ms(15)):gettime(u):fails "EBADF"
    s:finish(ms(20))
  end,
}

-- From a number on: the first that is free, and the one behind it.
case "from" {
  title   = "F_DUPFD gives the least free number from the one asked for",
  clauses = { "FIL-DUP-4" },
  run = function (s)
    local t, m = s:timerfd {}, s:at(0)
    local u = s:timerfd { n = 4, lazy = true }
    m:dup(u[0], { from = t, least = 20 }):shows { fd = 20 }
    m:dup(u[1], { from = t, least = 19 }):shows { fd = 19 }
    m:dup(u[2], { from = t, least = 19 }):shows { fd = 21 }
    m:dup(u[3], { from = t, least = 22, cloexec = 1 }):shows { fd = 22 }
    m:close(u[0])
    m:fcntl(t, { cmd = "dupfd", arg = 18 }):gives(18)
    m:fcntl(t, { cmd = "dupfd", arg = 18 }):gives(20)
    s:finish(ms(1))
  end,
}

for _, n in ipairs { -1, -2147483648, 2147483647 } do
  case("from-" .. n) {
    title   = "F_DUPFD from " .. n .. " fails with EINVAL",
    clauses = { "FIL-DUP-5" },
    run = function (s)
      local t, u = s:timerfd {}, s:timerfd { lazy = true }
      local m = s:at(0)
      m:fcntl(t, { cmd = "dupfd", arg = n }):fails "EINVAL"
      m:dup(u, { from = t, least = n }):fails "EINVAL"
      m:dup(u, { from = t, least = n, cloexec = 1 }):fails "EINVAL"
      m:gettime(t):shows { left = 0 }
      s:finish(ms(1))
    end,
  }

  case("onto-" .. n) {
    title   = "dup2 onto " .. n .. " fails with EBADF",
    clauses = { "FIL-DUP-6" },
    run = function (s)
      local t, u = s:timerfd {}, s:timerfd { lazy = true }
      s:at(0):dup2(u, { from = t, num = n }):fails "EBADF"
      s:at(0):gettime(t):shows { left = 0 }
      s:finish(ms(1))
    end,
  }
end

-- The last number there is, and the one behind it.
case "edge" {
  title   = "the last number is good, the one behind it is none",
  clauses = { "FIL-DUP-4", "FIL-DUP-5", "FIL-DUP-6" },
  class   = { "virtual" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { lazy = true }
    local m = s:at(0)
    m:dup(u, { from = t, least = 319 }):shows { fd = 319 }
    m:fcntl(t, { cmd = "dupfd", arg = 319 }):fails "EMFILE"
    m:fcntl(t, { cmd = "dupfd", arg = 320 }):fails "EINVAL"
    m:dup2(u, { from = t, num = 319 }):shows { fd = 319 }
    m:dup2(u, { from = t, num = 320 }):fails "EBADF"
    s:finish(ms(1))
  end,
}
