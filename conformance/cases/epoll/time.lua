-- SPDX-License-Identifier: BSD-2-Clause
-- How long an epoll waits: [POLL-TIME-1] to [POLL-TIME-5]; and what it
-- refuses.

for _, verb in ipairs { "wait", "pwait2" } do
  local needs = { verb == "pwait2" and "epoll-pwait2" or nil }

  case("gauge-" .. verb) {
    title   = "none of many short waits by " .. verb .. " is too short",
    clauses = { "POLL-TIME-1", "TM-EARLY-1" },
    needs   = needs,
    run = function (s)
      local e, q = s:epoll {}, s:gauge()
      for k = 1, 5 do
        s:at((k - 1) * ms(80)):rep(10, function (m)
          m[verb](m, e, { rel = ms(k) + (verb == "pwait2" and k or 0),
            into = q })
        end)
      end
      s:expect { q, n = 50, lo = { ">=", 0 } }
      s:finish(ms(400), { grace = sec(1) })
    end,
  }

  case("not-due-" .. verb) {
    title   = verb .. " of a timer that is not due lasts as long",
    clauses = { "POLL-TIME-1" },
    needs   = needs,
    run = function (s)
      local e, t, m = s:epoll {}, s:timerfd {}, s:at(0)
      m:add(e, t, { events = "in" })
      m:settime(t, { rel = ms(50) })
      local h = m[verb](m, e, { rel = ms(20) })
      h:ends(h + ms(20))
      s:finish(ms(40))
    end,
  }

  local huge = verb == "wait" and { ms = 2147483647 }
    or { sec = 9223372036854775807, nsec = 999999999 }
  for name, keys in pairs { endless = {}, huge = huge } do
    case(name .. "-" .. verb) {
      title   = verb .. " goes on until a timer expires (" .. name .. ")",
      clauses = { "POLL-TIME-3", "POLL-TIME-5" },
      needs   = needs,
      run = function (s)
        local e, t, b = s:epoll {}, s:timerfd {}, s:thread {}
        s:at(0):add(e, t, { events = "in" })
        local h = b:at(0)[verb](b, e, keys)
        local a = s:at(ms(10)):settime(t, { rel = ms(30) })
        h:shows { r = 1, ev1 = "in" }:ends(a + ms(30))
        s:finish(ms(50))
      end,
    }
  end
end

case "refused" {
  title   = "what an epoll cannot do is refused",
  clauses = { "POLL-BAD-2", "POLL-BAD-4" },
  needs   = { "timerfd" },
  run = function (s)
    local e, t, u = s:epoll {}, s:timerfd {}, s:timerfd {}
    local x, m = s:epoll { lazy = true }, s:at(0)
    m:add(e, t, { events = "in" })
    m:add(e, t, { events = "in" }):fails "EEXIST"
    m:add(e, e, { events = "in" }):fails "EINVAL"
    m:mod(e, u, { events = "in" }):fails "ENOENT"
    m:del(e, u):fails "ENOENT"
    m:add(x, t, { events = "in" }):fails "EBADF"
    m:add(e, u, { ptr = "bad" }):fails "EFAULT"
    m:wait(x, { ms = 0 }):fails "EBADF"
    for _, max in ipairs { 0, -1, -2147483648 } do
      m:wait(e, { ms = 0, max = max }):fails "EINVAL"
    end
    m:settime(t, { abs = 1 })
    m:wait(e, { ms = 0, ptr = "bad" }):fails "EFAULT"
    s:finish(ms(10))
  end,
}

local times = { { "sec-minus-1", -1, 0 }, { "nsec-minus-1", 0, -1 },
  { "nsec-1e9", 0, 1000000000 } }
for _, v in ipairs(times) do
  case("time-" .. v[1]) {
    title   = "pwait2 with a time with " .. v[1] .. " is refused",
    clauses = { "POLL-BAD-1" },
    needs   = { "epoll-pwait2" },
    run = function (s)
      local e = s:epoll {}
      s:at(0):pwait2(e, { sec = v[2], nsec = v[3] }):fails "EINVAL"
      s:finish(ms(10))
    end,
  }
end
