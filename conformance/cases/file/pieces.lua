-- SPDX-License-Identifier: BSD-2-Clause
-- Reads and writes in pieces: [FIL-IO-1] to [FIL-IO-6].  A timer that has
-- expired v times is read, which takes 8 bytes.

-- A timer that has expired a thousand times and more, so that the second byte
-- of the count is not zero.
local function counted(s)
  local t = s:timerfd {}
  local a = s:at(0):settime(t, { rel = us(10), per = us(10) })
  return t, s:at(ms(20)), s:intervals { from = a, every = us(10),
    upto = "self" }
end

for _, lens in ipairs { "8", "4|4", "1|1|1|1|1|1|1|1", "7|1", "1|7", "3|0|5",
    "0|8", "8|0", "0|0|4|0|0|4|0|0", "5|8", "8|8", "16",
    "1|0|1|0|1|0|1|0|1|0|1|0|1|0|1|0" } do
  case("read-" .. lens:gsub("|", "-")) {
    title   = "a count is read into the pieces " .. lens,
    clauses = { "FIL-IO-1", "TFD-READ-1" },
    run = function (s)
      local t, m, v = counted(s)
      m:readv(t, { lens = lens }):shows { r = 8, v = v }
      s:finish(ms(25))
    end,
  }
end

for _, lens in ipairs { "0", "7", "4|3", "0|0|0" } do
  case("short-" .. lens:gsub("|", "-")) {
    title   = "the pieces " .. lens .. " are too short, and nothing is taken",
    clauses = { "FIL-IO-1", "TFD-READ-2" },
    run = function (s)
      local t, m, v = counted(s)
      m:readv(t, { lens = lens }):fails "EINVAL"
      m:readv(t, { lens = "4|4" }):shows { r = 8, v = v }
      s:finish(ms(25))
    end,
  }
end

case "sleeps" {
  title   = "a readv sleeps once, until the timer has expired",
  clauses = { "FIL-IO-1", "TFD-READ-4" },
  run = function (s)
    local t = s:timerfd {}
    local a = s:at(0):settime(t, { rel = ms(10), per = ms(10) })
    s:main():readv(t, { lens = "4|4" }):ends(a + ms(10))
    s:main():readv(t, { lens = "8|8" }):ends(a + ms(20))
    s:finish(ms(25))
  end,
}

case "nonblock" {
  title   = "a readv of a descriptor with O_NONBLOCK fails with EAGAIN",
  clauses = { "FIL-IO-1", "TFD-READ-3" },
  run = function (s)
    local t = s:timerfd { flags = "nonblock" }
    s:at(0):readv(t, { lens = "4|4" }):fails "EAGAIN"
    s:finish(ms(1))
  end,
}

case "write" {
  title   = "a writev fails as a write does",
  clauses = { "FIL-IO-1", "TFD-WRITE-1" },
  run = function (s)
    local t, m = s:timerfd {}, s:at(0)
    local errno = s.st "timerfd.write-errno"
    m:writev(t):fails(errno)
    m:writev(t, { lens = "4|4" }):fails(errno)
    s:finish(ms(1))
  end,
}

for _, count in ipairs { 0, -1, -2147483648, 1025, 2147483647 } do
  case("count-" .. count) {
    title   = count .. " pieces fail with EINVAL, wherever they are",
    clauses = { "FIL-IO-2" },
    run = function (s)
      local t, m, v = counted(s)
      m:readv(t, { count = count }):fails "EINVAL"
      m:readv(t, { count = count, ptr = "bad" }):fails "EINVAL"
      m:writev(t, { count = count }):fails "EINVAL"
      m:readv(t, { lens = "4|4" }):shows { r = 8, v = v }
      s:finish(ms(25))
    end,
  }
end

case "count-17" {
  title   = "sixteen pieces are as many as there may be",
  clauses = { "FIL-IO-2" },
  class   = { "virtual" },
  run = function (s)
    local t, m, v = counted(s)
    local sixteen = "0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|8"
    m:readv(t, { lens = sixteen .. "|8" }):fails "EINVAL"
    m:readv(t, { lens = sixteen }):shows { r = 8, v = v }
    s:finish(ms(25))
  end,
}

for _, lens in ipairs { "huge|1", "1|huge", "huge|huge|huge", "0|huge|8" } do
  case("sum-" .. lens:gsub("|", "-")) {
    title   = "the lengths " .. lens .. " are more than a call can count",
    clauses = { "FIL-IO-3" },
    run = function (s)
      local t, m, v = counted(s)
      m:readv(t, { lens = lens }):fails "EINVAL"
      m:readv(t, { lens = lens, bad = 1 }):fails "EINVAL"
      m:readv(t, { lens = "8" }):shows { r = 8, v = v }
      s:finish(ms(25))
    end,
  }
end

case "sum-is-huge" {
  title   = "the greatest length is none too much",
  clauses = { "FIL-IO-3", "FIL-IO-1" },
  run = function (s)
    local t, m = counted(s)
    m:readv(t, { lens = "huge" }):shows { r = 8 }
    s:finish(ms(25))
  end,
}

for _, ptr in ipairs { "null", "bad" } do
  case("pieces-" .. ptr) {
    title   = "a " .. ptr .. " address of the pieces fails with EFAULT",
    clauses = { "FIL-IO-4" },
    run = function (s)
      local t, m, v = counted(s)
      m:readv(t, { ptr = ptr }):fails "EFAULT"
      m:writev(t, { ptr = ptr }):fails "EFAULT"
      m:readv(t, { lens = "4|4" }):shows { r = 8, v = v }
      s:finish(ms(25))
    end,
  }
end

-- Pieces, and which of them is bad.
for _, row in ipairs { { "8", 1 }, { "4|4", 1 }, { "4|4", 2 },
    { "1|0|7", 3 } } do
  local lens, bad = row[1], row[2]
  case(("piece-%d-of-%s"):format(bad, (lens:gsub("|", "-")))) {
    title   = ("piece %d of %s is bad: EFAULT"):format(bad, lens),
    clauses = { "FIL-IO-5" },
    run = function (s)
      local t, m = counted(s)
      m:readv(t, { lens = lens, bad = bad }):fails "EFAULT"
      s:finish(ms(25))
    end,
  }
end

for _, row in ipairs { { "0|8", 1 }, { "8|0", 2 }, { "8|8", 2 } } do
  local lens, bad = row[1], row[2]
  case(("unused-%d-of-%s"):format(bad, (lens:gsub("|", "-")))) {
    title   = ("piece %d of %s is bad, and is not come to"):format(bad, lens),
    clauses = { "FIL-IO-1", "FIL-IO-5" },
    run = function (s)
      local t, m = counted(s)
      m:readv(t, { lens = lens, bad = bad }):shows { r = 8 }
      s:finish(ms(25))
    end,
  }
end

-- Calls that name a position, on a timer that has something to report.
for _, pos in ipairs { 0, 1, 8, 1 << 40 } do
  case("position-" .. pos) {
    title   = "nothing is at position " .. pos .. ", and nothing is taken",
    clauses = { "FIL-IO-6" },
    run = function (s)
      local t, m, v = counted(s)
      for _, keys in ipairs { {}, { len = 0 }, { ptr = "bad" } } do
        keys.pos = pos
        m:pread(t, keys):fails "ESPIPE"
        m:pwrite(t, keys):fails "ESPIPE"
      end
      m:readv(t, { lens = "8" }):shows { r = 8, v = v }
      s:finish(ms(25))
    end,
  }
end
