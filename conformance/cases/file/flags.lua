-- SPDX-License-Identifier: BSD-2-Clause
-- Flags of files and of descriptors: [FIL-FLAG-1] to [FIL-FLAG-5].
-- O_RDWR is 2, O_NONBLOCK 0x800, FD_CLOEXEC 1.
local RDWR, NONBLOCK = 2, 0x800

case "nonblock-shared" {
  title   = "O_NONBLOCK set through one descriptor holds for the other",
  clauses = { "FIL-FLAG-1", "FIL-FLAG-3" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { lazy = true }
    local w, m = s:timerfd {}, s:at(0)
    m:dup(u, { from = t })
    m:fcntl(u, { cmd = "setfl", arg = NONBLOCK }):gives(0)
    m:fcntl(t, { cmd = "getfl" }):gives(RDWR + NONBLOCK)
    m:read(t, { len = 8 }):fails "EAGAIN"
    m:read(u):fails "EAGAIN"
    m:fcntl(w, { cmd = "getfl" }):gives(RDWR)
    m:fcntl(t, { cmd = "setfl", arg = 0 }):gives(0)
    m:fcntl(u, { cmd = "getfl" }):gives(RDWR)
    local a = m:settime(t, { rel = ms(10) })
    s:main():read(u):ends(a + ms(10))
    s:finish(ms(20))
  end,
}

case "nonblock-of-a-copy" {
  title   = "a copy has the O_NONBLOCK that its file was made with",
  clauses = { "FIL-FLAG-1", "FIL-FLAG-3" },
  run = function (s)
    local t, m = s:timerfd { flags = "nonblock" }, s:at(0)
    local u = s:timerfd { lazy = true }
    m:dup2(u, { from = t, num = 9 })
    m:fcntl(u, { cmd = "getfl" }):gives(RDWR + NONBLOCK)
    m:read(u):fails "EAGAIN"
    s:finish(ms(1))
  end,
}

case "cloexec-own" {
  title   = "close-on-exec of one descriptor is not the other's",
  clauses = { "FIL-FLAG-2" },
  run = function (s)
    local t, u = s:timerfd {}, s:timerfd { lazy = true }
    local m = s:at(0)
    m:dup(u, { from = t })
    m:fcntl(t, { cmd = "getfd" }):gives(0)
    m:fcntl(t, { cmd = "setfd", arg = 1 }):gives(0)
    m:fcntl(t, { cmd = "getfd" }):gives(1)
    m:fcntl(u, { cmd = "getfd" }):gives(0)
    m:fcntl(t, { cmd = "getfl" }):gives(RDWR)
    m:fcntl(t, { cmd = "setfd", arg = 0 }):gives(0)
    m:fcntl(t, { cmd = "getfd" }):gives(0)
    s:finish(ms(1))
  end,
}

case "cloexec-asked-for" {
  title   = "close-on-exec is on where it was asked for, and in no copy",
  clauses = { "FIL-FLAG-2", "FIL-FLAG-3" },
  run = function (s)
    local t, m = s:timerfd { flags = "cloexec" }, s:at(0)
    local u = s:timerfd { n = 4, lazy = true }
    m:fcntl(t, { cmd = "getfd" }):gives(1)
    m:fcntl(t, { cmd = "getfl" }):gives(RDWR)
    m:dup(u[0], { from = t })
    m:fcntl(u[0], { cmd = "getfd" }):gives(0)
    m:dup2(u[1], { from = t, num = 9 })
    m:fcntl(u[1], { cmd = "getfd" }):gives(0)
    m:dup(u[2], { from = t, least = 20 })
    m:fcntl(u[2], { cmd = "getfd" }):gives(0)
    m:dup(u[3], { from = t, cloexec = 1 })
    m:fcntl(u[3], { cmd = "getfd" }):gives(1)
    s:finish(ms(1))
  end,
}

case "cloexec-not-kept" {
  title   = "a number that is used again has no close-on-exec of old",
  clauses = { "FIL-FLAG-2" },
  run = function (s)
    local t, m = s:timerfd { n = 2, flags = "cloexec" }, s:at(0)
    local u = s:timerfd { n = 3, lazy = true }
    m:close(t[0])
    m:create(u[0])
    m:fcntl(u[0], { cmd = "getfd" }):gives(0)
    m:dup2(u[1], { from = u[0], num = 9 })
    m:fcntl(u[1], { cmd = "setfd", arg = 1 })
    m:fcntl(u[1], { cmd = "getfd" }):gives(1)
    m:dup2(u[1], { from = t[1], num = 9 })
    m:fcntl(u[1], { cmd = "getfd" }):gives(0)
    s:finish(ms(1))
  end,
}

case "other-flags" {
  title   = "F_SETFL passes over what it cannot set",
  clauses = { "FIL-FLAG-4" },
  run = function (s)
    local t, m = s:timerfd {}, s:at(0)
    m:fcntl(t, { cmd = "setfl", arg = NONBLOCK + 1 + 64 + 512 }):gives(0)
    m:fcntl(t, { cmd = "getfl" }):gives(RDWR + NONBLOCK)
    m:fcntl(t, { cmd = "getfd" }):gives(0)
    m:fcntl(t, { cmd = "setfl", arg = 1 }):gives(0)
    m:fcntl(t, { cmd = "getfl" }):gives(RDWR)
    s:finish(ms(1))
  end,
}

for _, cmd in ipairs { -1, 12345, 2147483647 } do
  case("command-" .. cmd) {
    title   = "the unknown command " .. cmd .. " fails with EINVAL",
    clauses = { "FIL-FLAG-5" },
    run = function (s)
      local t = s:timerfd {}
      s:at(0):fcntl(t, { cmd = cmd, arg = 1 }):fails "EINVAL"
      s:at(0):fcntl(t, { cmd = "getfl" }):gives(RDWR)
      s:at(0):fcntl(t, { cmd = "getfd" }):gives(0)
      s:finish(ms(1))
    end,
  }
end
