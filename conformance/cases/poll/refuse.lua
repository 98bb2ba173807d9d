-- SPDX-License-Identifier: BSD-2-Clause
-- What a wait refuses, and in which order: [POLL-BAD-1] to [POLL-BAD-6].

local specs = {
  { "sec-minus-1",       -1,         0 },
  { "sec-most-negative", -9223372036854775807, 0 },
  { "sec-and-nsec",      -1, 999999999 },
  { "nsec-minus-1",       0,        -1 },
  { "nsec-minus-in-1-s",  1,        -1 },
  { "nsec-1e9",           0, 1000000000 },
  { "nsec-1e9-in-1-s",    1, 1000000000 },
  { "nsec-most",          0, 2147483647 },
}

for _, verb in ipairs { "ppoll", "pselect" } do
  for _, v in ipairs(specs) do
    case(("%s-%s"):format(v[1], verb)) {
      title   = verb .. " with a time with " .. v[1] .. " is refused",
      clauses = { "POLL-BAD-1", "POLL-BAD-6" },
      run = function (s)
        local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
        local keys = { sec = v[2], nsec = v[3] }
        m:settime(t, { rel = ms(5) })
        m = s:at(ms(10))
        m[verb](m, q, keys):fails "EINVAL"
        m[verb](m, q, t, keys):fails "EINVAL"
        keys.ptr = "bad"
        m[verb](m, q, t, keys):fails "EINVAL"
        s:finish(ms(20))
      end,
    }
  end
end

local vals = {
  { "sec-minus-1",       -1,         0 },
  { "sec-most-negative", -9223372036854775807, 0 },
  { "sec-and-usec",      -1,    999999 },
  { "usec-minus-1",       0,        -1 },
  { "usec-minus-in-1-s",  1,        -1 },
  { "usec-1e6",           0,   1000000 },
  { "usec-1e6-in-1-s",    1,   1000000 },
  { "usec-most",          0, 2147483647 },
}

for _, v in ipairs(vals) do
  case(v[1] .. "-select") {
    title   = "select with a time with " .. v[1] .. " is refused",
    clauses = { "POLL-BAD-1", "POLL-BAD-6" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      local keys = { sec = v[2], usec = v[3] }
      m:settime(t, { rel = ms(5) })
      m = s:at(ms(10))
      m:select(q, keys):fails "EINVAL"
      m:select(q, t, keys):fails "EINVAL"
      keys.ptr = "bad"
      m:select(q, t, keys):fails "EINVAL"
      s:finish(ms(20))
    end,
  }
end

-- The edges of the good times.
case "edges-are-good" {
  title   = "a time just below a second is good",
  clauses = { "POLL-BAD-1", "POLL-TIME-1" },
  class   = { "virtual" },
  run = function (s)
    local q = s:poll {}
    local h = s:at(0):ppoll(q, { sec = 0, nsec = 999999999 })
    h:ends(h + (sec(1) - 1))
    h = s:at(sec(2)):pselect(q, { sec = 1, nsec = 999999999 })
    h:ends(h + (sec(2) - 1))
    h = s:at(sec(5)):select(q, { sec = 0, usec = 999999 })
    h:ends(h + (sec(1) - us(1)))
    s:finish(sec(7))
  end,
}

-- More than there can be, on whatever target.
for _, verb in ipairs { "poll", "ppoll" } do
  case("too-many-" .. verb) {
    title   = verb .. " of more entries than there can be is refused",
    clauses = { "POLL-BAD-2", "POLL-BAD-6" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      for _, n in ipairs { 2147483647, -1 } do
        m[verb](m, q, t, { nfds = n, rel = 0 }):fails "EINVAL"
        m[verb](m, q, t, { nfds = n, rel = 0, ptr = "bad" }):fails "EINVAL"
      end
      s:finish(ms(1))
    end,
  }

  case("pointer-" .. verb) {
    title   = verb .. " with a bad address of its entries is EFAULT",
    clauses = { "POLL-BAD-4", "POLL-BAD-3" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      for _, ptr in ipairs { "null", "bad" } do
        m[verb](m, q, t, { ptr = ptr, rel = 0 }):fails "EFAULT"
        m[verb](m, q, t, { ptr = ptr }):fails "EFAULT"
        local h = m[verb](m, q, { ptr = ptr, rel = ms(5) })
        h:ends(h + ms(5))
        m = s:main()
      end
      s:finish(ms(20))
    end,
  }
end

-- As many as there can be of an array that is shorter are a bad address.
case "as-many-as-can-be" {
  title   = "as many entries as there can be are not refused for that",
  clauses = { "POLL-BAD-2" },
  class   = { "virtual" },
  run = function (s)
    local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
    m:poll(q, t, { nfds = 320, rel = 0, ptr = "bad" }):fails "EFAULT"
    m:poll(q, t, { nfds = 321, rel = 0, ptr = "bad" }):fails "EINVAL"
    m:select(q, t, { nfds = 320, rel = 0, ptr = "bad" }):fails "EFAULT"
    m:select(q, t, { nfds = 321, rel = 0, ptr = "bad" }):fails "EINVAL"
    m:select(q, t, { nfds = 320, rel = 0 })
    s:finish(ms(1))
  end,
}

for _, verb in ipairs { "select", "pselect" } do
  for _, n in ipairs { -1, -2147483648 } do
    case(("count%d-%s"):format(n, verb)) {
      title   = verb .. " with nfds of " .. n .. " is refused",
      clauses = { "POLL-BAD-2", "POLL-BAD-6" },
      run = function (s)
        local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
        m[verb](m, q, t, { nfds = n, rel = 0 }):fails "EINVAL"
        m[verb](m, q, t, { nfds = n, ptr = "bad" }):fails "EINVAL"
        s:finish(ms(1))
      end,
    }
  end

  case("pointer-" .. verb) {
    title   = verb .. " with a bad address of any set is EFAULT",
    clauses = { "POLL-BAD-4", "POLL-BAD-6" },
    run = function (s)
      local q, t, u = s:poll {}, s:timerfd {}, s:timerfd {}
      local m = s:at(0)
      m:close(u)
      for _, events in ipairs { "in", "out", "pri", "in|out|pri" } do
        m[verb](m, q, t, { ptr = "bad", events = events, rel = 0 })
          :fails "EFAULT"
        m[verb](m, q, u, { ptr = "bad", events = events, rel = 0 })
          :fails "EFAULT"
      end
      s:finish(ms(1))
    end,
  }

  case("no-sets-" .. verb) {
    title   = verb .. " without sets waits for its time, whatever nfds says",
    clauses = { "POLL-SEL-5", "POLL-TIME-1" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      m:settime(t, { rel = ms(5) })
      local h = m[verb](m, q, t, { ptr = "null", rel = ms(20) }):any()
      h:ends(h + ms(20))
      h = s:at(ms(30))[verb](s:at(ms(30)), q, t, { events = "0",
        rel = ms(10), nfds = 100 })
      h:ends(h + ms(10))
      s:finish(ms(50))
    end,
  }
end

for _, verb in ipairs { "ppoll", "select", "pselect" } do
  case("time-pointer-" .. verb) {
    title   = verb .. " with a bad address of the time is EFAULT",
    clauses = { "POLL-BAD-3", "POLL-BAD-6" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      m[verb](m, q, { timeptr = "bad" }):fails "EFAULT"
      m[verb](m, q, t, { timeptr = "bad", nfds = -1 }):fails "EFAULT"
      m[verb](m, q, t, { timeptr = "bad", ptr = "bad" }):fails "EFAULT"
      local a = m:settime(t, { rel = ms(10) })
      m[verb](m, q, t, { timeptr = "null" }):shows { r = 1, ev1 = "in" }
        :ends(a + ms(10))
      s:finish(ms(20))
    end,
  }
end

for _, verb in ipairs { "poll", "ppoll", "select", "pselect" } do
  case("no-memory-" .. verb) {
    title   = verb .. " without memory fails, and works afterwards",
    clauses = { "POLL-BAD-5" },
    class   = { "virtual" },
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      local a = m:settime(t, { rel = ms(10) })
      m:fault("oom", { n = 1 })
      m[verb](m, q, t):fails "ENOMEM"
      m[verb](m, q, t):shows { r = 1, ev1 = "in" }:ends(a + ms(10))
      s:finish(ms(20))
    end,
  }
end

for _, verb in ipairs { "ppoll", "pselect" } do
  case("mask-pointer-" .. verb) {
    title   = verb .. " with a bad address of its mask is EFAULT",
    clauses = { "POLL-BAD-7", "POLL-BAD-6" },
    class   = { "virtual" },    -- a C library would read the mask itself
    run = function (s)
      local q, t, m = s:poll {}, s:timerfd {}, s:at(0)
      m[verb](m, q, t, { block = "bad", rel = 0 }):fails "EFAULT"
      m[verb](m, q, t, { block = "bad", nfds = -1 }):fails "EFAULT"
      m[verb](m, q, t, { block = "bad", sec = -1 }):fails "EINVAL"
      s:finish(ms(1))
    end,
  }
end
