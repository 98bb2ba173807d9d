-- SPDX-License-Identifier: BSD-2-Clause
-- What a sleep refuses, and in which order: [SLP-BAD-1] to [SLP-BAD-5].

for _, clock in ipairs { -1, 99, 255, 256, 257, 1000, 65537, 2147483647 } do
  case("clock" .. clock) {
    title   = "nobody can sleep on the unknown clock " .. clock,
    clauses = { "SLP-BAD-1", "SLP-BAD-5" },
    run = function (s)
      local n, m = s:sleep {}, s:at(0)
      m:clock_nanosleep(n, { clock = clock, rel = ms(10) }):fails "EINVAL"
      m:clock_nanosleep(n, { clock = clock, abs = 1 }):fails "EINVAL"
      m:clock_nanosleep(n, { clock = clock, ptr = "bad" }):fails "EINVAL"
      m:clock_nanosleep(n, { clock = clock, rel = 0, rem = "bad" })
        :fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

for _, flags in ipairs { "0x2", "0x4", "0x80", "0x3", "0x40000000",
    "0x7fffffff" } do
  case("flags-" .. flags) {
    title   = "the unknown flags " .. flags .. " are refused",
    clauses = { "SLP-BAD-2", "SLP-BAD-5" },
    run = function (s)
      local n, m = s:sleep {}, s:at(0)
      m:clock_nanosleep(n, { flags = flags, rel = ms(10) }):fails "EINVAL"
      m:clock_nanosleep(n, { flags = flags, ptr = "bad" }):fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end

for _, ptr in ipairs { "null", "bad" } do
  case("pointer-" .. ptr) {
    title   = "a " .. ptr .. " address of the time is EFAULT",
    clauses = { "SLP-BAD-3" },
    run = function (s)
      local n, m = s:sleep {}, s:at(0)
      m:nanosleep(n, { ptr = ptr }):fails "EFAULT"
      m:clock_nanosleep(n, { ptr = ptr }):fails "EFAULT"
      m:clock_nanosleep(n, { ptr = ptr, flags = "abs", clock = "real" })
        :fails "EFAULT"
      s:finish(ms(1))
    end,
  }
end

local values = {
  { "sec-minus-1",       -1,         0 },
  { "sec-most-negative", -9223372036854775807, 0 },
  { "sec-and-nsec",      -1, 999999999 },
  { "nsec-minus-1",       0,        -1 },
  { "nsec-minus-in-1-s",  1,        -1 },
  { "nsec-1e9",           0, 1000000000 },
  { "nsec-1e9-in-1-s",    1, 1000000000 },
  { "nsec-most",          0, 2147483647 },
}

for _, v in ipairs(values) do
  case("value-" .. v[1]) {
    title   = "a time with " .. v[1] .. " is refused, and no rest is told",
    clauses = { "SLP-BAD-4", "SLP-REST-2" },
    run = function (s)
      local n, m = s:sleep {}, s:at(0)
      local keys = { sec = v[2], nsec = v[3], rem = "yes" }
      m:nanosleep(n, keys):fails("EINVAL", { left = -1 })
      m:clock_nanosleep(n, keys):fails("EINVAL", { left = -1 })
      keys.clock = "real"
      m:clock_nanosleep(n, keys):fails("EINVAL", { left = -1 })
      keys.flags = "abs"
      m:clock_nanosleep(n, keys):fails("EINVAL", { left = -1 })
      s:finish(ms(1))
    end,
  }
end

case "edges-are-good" {
  title   = "a time with 999999999 ns is good",
  clauses = { "SLP-BAD-4", "SLP-REL-1" },
  class   = { "virtual" },
  run = function (s)
    local n = s:sleep {}
    local h = s:at(0):nanosleep(n, { sec = 1, nsec = 999999999 })
    h:ends(h + (sec(2) - 1))
    local g = s:main():nanosleep(n, { sec = 0, nsec = 0 })
    g:ends(h + (sec(2) - 1))
    s:finish(sec(3))
  end,
}
