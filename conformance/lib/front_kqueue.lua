-- SPDX-License-Identifier: BSD-2-Clause
-- The front end kqueue: a timer is ident 1 of a queue of its own, a report an
-- event that a thread of its own waits for.  What is relative counts on the
-- monotonic clock, what is absolute is read on the time of day, and comes
-- once.

local S = require "steps"

local K, shared = {}, nil

-- The front end does not have what the case asks for: a skip with this reason.
local function lack(s, what)
  error({ lacks = ("%s has no %s"):format(s.front, what) }, 0)
end

function K.timer(s, opts)
  local obj = s:kqueue { name = opts.name, clock = opts.clock }
  local t = shared.new_timer(s, opts, obj)
  t.waiter = s:add_thread(s:take_name(s:auto_name "reader", "thread"), {})
  return t
end

function K.set(s, c, t, opts)
  local keys, every = shared.setting(s, t, opts)
  if keys.abs and t.clock ~= "real" then
    lack(s, "absolute deadline on the clock " .. t.clock)
  end
  if every and keys.rel ~= every then lack(s, "first deadline of a period") end
  keys.flags = every and "add" or "add|oneshot"
  return shared.begin_series(s, t, c:change(t.obj, keys), keys)
end

function K.disarm(_, c, t, opts)
  t.series = nil
  local h = c:change(t.obj, { flags = "delete" })
  return opts and opts.was == "idle" and h:fails "ENOENT" or h
end

local function next_wait(s, t)
  local w = t.pending
  t.pending = nil
  if not w then w = (t.waits and t.waiter or t.waiter:at(0)):wait(t.obj) end
  t.waits = (t.waits or 0) + 1
  if t.waits > 250 then S.fail(s, "too many reports") end
  return w
end

function K.fires(s, t, opts)
  local w = next_wait(s, t)
  w:shows { r = 1, v = opts.count or 1 }:ends(opts.at)
  w.step.within = opts.within
  shared.report(t, { read = w.step })
  return w
end

function K.hold(s, t, _, to)
  if t.pending then S.fail(s, "held twice without a report") end
  t.pending = t.waiter:at(to):wait(t.obj)
  return t.pending
end

function K.left(s)
  shared.ask(s, "readback", function (v) return v == "left" end)
end

function K.quiet(s, t)
  if t.hushed then return end
  t.hushed = true
  next_wait(s, t):waits()
end

return function (given)
  shared = given
  return K
end
