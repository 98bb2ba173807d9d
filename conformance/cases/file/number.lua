-- SPDX-License-Identifier: BSD-2-Clause
-- Numbers of descriptors: [FIL-OPEN-*] [FIL-CLOSE-*].  The timers are only
-- files here.

case "least" {
  title   = "a new descriptor has the least number that is free",
  clauses = { "FIL-OPEN-1", "FIL-DUP-1" },
  run = function (s)
    local t, m = s:timerfd { n = 5 }, s:at(0)
    local a, b = s:timerfd { lazy = true }, s:timerfd { lazy = true }
    m:close(t[3])
    m:close(t[1])
    m:dup(a, { from = t[0] }):shows { fd = same "one" }
    m:dup(b, { from = t[0] }):shows { fd = same("one", 2, 2) }
    s:finish(ms(1))
  end,
}

case "least-of-create" {
  title   = "a file that is made takes the number that was closed first",
  clauses = { "FIL-OPEN-1", "FIL-CLOSE-1" },
  run = function (s)
    local t, m = s:timerfd { n = 3 }, s:at(0)
    local a, b = s:timerfd { lazy = true }, s:timerfd { lazy = true }
    m:close(t[1])
    m:dup(b, { from = t[0] }):shows { fd = same "one" }
    m:close(b)
    m:create(a)
    m:dup(b, { from = t[0] }):shows { fd = same("one", 1, 1000) }
    m:close(a)
    m:dup(a, { from = t[0] }):shows { fd = same "one" }
    s:finish(ms(1))
  end,
}

case "all-in-use" {
  title   = "when all numbers are in use, EMFILE; and one that is closed helps",
  clauses = { "FIL-OPEN-2", "FIL-CLOSE-1" },
  class   = { "virtual" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { lazy = true }
    local v, m = s:timerfd { lazy = true }, s:at(0)
    m:rep(1000, { till = "EMFILE" }, function (c)
      c:dup(u, { from = t }):any()
    end)
    m:create(v):fails "EMFILE"
    m:dup(v, { from = t }):fails "EMFILE"
    m:dup(v, { from = t, least = 5 }):fails "EMFILE"
    m:dup(v, { from = t, cloexec = 1 }):fails "EMFILE"
    m:close(u)
    m:create(v)
    m:gettime(v):shows { left = 0 }
    m:dup(u, { from = v }):fails "EMFILE"
    local a = m:settime(t, { rel = ms(10) })
    s:main():read(t):ends(a + ms(10))
    s:finish(ms(20))
  end,
}

-- Every call, with arguments that are wrong in other ways as well.
local function bad(m, t)
  m:read(t):fails "EBADF"
  m:read(t, { len = 0, ptr = "bad" }):fails "EBADF"
  m:write(t):fails "EBADF"
  m:readv(t):fails "EBADF"
  m:readv(t, { count = 0 }):fails "EBADF"
  m:readv(t, { ptr = "bad" }):fails "EBADF"
  m:readv(t, { lens = "huge|huge" }):fails "EBADF"
  m:writev(t):fails "EBADF"
  m:writev(t, { count = -1 }):fails "EBADF"
  m:pread(t):fails "EBADF"
  m:pwrite(t, { len = 0, ptr = "bad" }):fails "EBADF"
  m:fcntl(t, { cmd = "getfd" }):fails "EBADF"
  m:fcntl(t, { cmd = "setfd", arg = 1 }):fails "EBADF"
  m:fcntl(t, { cmd = "getfl" }):fails "EBADF"
  m:fcntl(t, { cmd = "setfl", arg = 0 }):fails "EBADF"
  m:fcntl(t, { cmd = "dupfd", arg = 0 }):fails "EBADF"
  m:fcntl(t, { cmd = "dupfd", arg = -1 }):fails "EBADF"
  m:fcntl(t, { cmd = 12345 }):fails "EBADF"
  m:close(t):fails "EBADF"
end

case "closed" {
  title   = "every call on a closed descriptor fails with EBADF",
  clauses = { "FIL-CLOSE-2" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { lazy = true }
    local m = s:at(0)
    m:close(t)
    bad(m, t)
    m:dup(u, { from = t }):fails "EBADF"
    m:dup2(u, { from = t, num = 5 }):fails "EBADF"
    m:dup2(u, { from = t }):fails "EBADF"
    s:finish(ms(1))
  end,
}

case "closed-dup2-itself" {
  title   = "a closed descriptor onto itself fails with EBADF",
  clauses = { "FIL-CLOSE-2" },
  run = function (s)
    local t, m = s:timerfd {}, s:at(0)
    m:close(t)
    m:dup2(t, { from = t }):fails "EBADF"
    s:finish(ms(1))
  end,
}

case "never-opened" {
  title   = "every call on the number -1 fails with EBADF",
  clauses = { "FIL-CLOSE-2" },
  run = function (s)
    local t, u = s:timerfd { lazy = true }, s:timerfd { lazy = true }
    local m = s:at(0)
    bad(m, t)
    m:dup(u, { from = t }):fails "EBADF"
    m:dup2(u, { from = t, num = 5 }):fails "EBADF"
    s:finish(ms(1))
  end,
}

-- A call that sleeps has the file, whatever becomes of its number.

for _, verb in ipairs { "read", "readv" } do
  case("closed-while-" .. verb) {
    title   = "a " .. verb .. " that sleeps outlasts its descriptor",
    clauses = { "FIL-CLOSE-3", "FIL-CLOSE-1" },
    run = function (s)
      local t, u, b = s:timerfd {}, s:timerfd { lazy = true }, s:thread {}
      local a = s:at(0):settime(t, { rel = ms(30) })
      b:at(ms(5)):mark "reads"
      b[verb](b, t):ends(a + ms(30))
      s:after "reads":pause(ms(5))      -- however late that thread was
      s:main():close(t)
      s:at(ms(15)):gettime(t):fails "EBADF"
      s:at(ms(15)):create(u)
      local c = s:at(ms(15)):settime(u, { rel = ms(40) })
      s:at(ms(20)):read(u):ends(c + ms(40))
      s:finish(ms(65))
    end,
  }
end

case "closed-while-two-read" {
  title   = "two reads that sleep outlast their descriptor, one after another",
  clauses = { "FIL-CLOSE-3" },
  run = function (s)
    local t, b, c = s:timerfd {}, s:thread {}, s:thread {}
    local a = s:at(0):settime(t, { rel = ms(20), per = ms(20) })
    local r, q = b:at(ms(5)):read(t), c:at(ms(5)):read(t)
    s:at(ms(10)):close(t)
    s:either {
      { { r, shows = { r = 8, v = 1 }, ends = a + ms(20) },
        { q, shows = { r = 8, v = 1 }, ends = a + ms(40) } },
      { { q, shows = { r = 8, v = 1 }, ends = a + ms(20) },
        { r, shows = { r = 8, v = 1 }, ends = a + ms(40) } },
    }
    s:finish(ms(50))
  end,
}

case "last-of-two" {
  title   = "a timer runs on until the last of its descriptors is closed",
  clauses = { "FIL-CLOSE-3", "FIL-DUP-1" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { lazy = true }
    local w = s:timerfd {}
    s:at(0):dup(u, { from = t })
    local a = s:at(0):settime(t, { rel = ms(20), per = ms(10) })
    local b = s:at(0):settime(w, { rel = ms(60) })
    s:at(ms(5)):close(t)
    s:at(ms(10)):read(t):fails "EBADF"
    s:at(ms(10)):read(u):ends(a + ms(20))
    s:at(ms(25)):close(u)
    s:at(ms(30)):read(u):fails "EBADF"
    s:at(ms(30)):read(w):ends(b + ms(60))
    s:finish(ms(70))
  end,
}

case "closed-stops" {
  title   = "with its last descriptor a timer is gone, and its queue empty",
  clauses = { "FIL-CLOSE-3" },
  class   = { "virtual" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { lazy = true }
    s:at(0):dup(u, { from = t })
    s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    s:at(ms(5)):close(u)
    s:at(ms(15)):tally "hrt.expire":gives(1)
    s:at(ms(15)):close(t)
    s:at(ms(95)):tally "hrt.expire":gives(1)
    s:finish(ms(100))
  end,
}
