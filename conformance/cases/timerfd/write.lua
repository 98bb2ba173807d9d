-- SPDX-License-Identifier: BSD-2-Clause
-- Writing to a timerfd: [TFD-WRITE-1], as the statement declares.

local declared = { EINVAL = "EINVAL", EBADF = "EBADF",
  EOPNOTSUPP = "EOPNOTSUPP" }

case "refused" {
  title   = "a write fails with the errno that the statement declares",
  clauses = { "TFD-WRITE-1" },
  run = function (s)
    local t = s:timerfd {}
    local errno = s.st("timerfd.write-errno", declared)
    local a = s:at(0):settime(t, { rel = ms(10) })
    s:at(0):write(t):fails(errno)
    s:at(ms(5)):write(t):fails(errno)
    s:main():read(t):ends(a + ms(10))
    s:at(ms(15)):write(t):fails(errno)
    s:finish(ms(20))
  end,
}
