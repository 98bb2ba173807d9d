-- SPDX-License-Identifier: BSD-2-Clause
-- Front ends whose report is that a call returns: a timer is a thread of its
-- own, a setting is a call that sleeps there, at the place in time where the
-- case sets.  Who sleeps cannot be disarmed, moved, held back or asked.

local S = require "steps"
local U = require "units"

-- The functions of such a front end; make(s, opts) declares its object,
-- call(cursor, t, keys) is the step that sleeps, round(ns) what a duration
-- becomes.
local function returning(shared, make, call, round)
  local F = {}

  -- What the trait says is not what the case asks for.
  local function lack(s, trait)
    shared.ask(s, trait, function () return false end)
  end

  function F.timer(s, opts)
    local t = shared.new_timer(s, opts, make(s, opts))
    t.thread = s:add_thread(s:take_name(s:auto_name "reader", "thread"), {})
    return t
  end

  function F.set(s, c, t, opts)
    local when = c._when and c._when.at
    opts = opts or {}
    if opts.every then lack(s, "periodic") end
    if t.asleep or opts.was == "armed" then lack(s, "move") end
    if t.busy and (when or 0) < t.busy then lack(s, "unit") end
    local keys = shared.setting(s, t, opts)
    if (keys.rel or 0) < 0 then lack(s, "negative") end
    if not when then S.fail(s, "set wants a place in time") end
    local h = call(t.thread:at(when), t, keys)
    t.asleep = h
    t.busy = keys.rel and when + round(keys.rel)
    return shared.begin_series(s, t, h, keys)
  end

  function F.fires(_, t, opts)
    local h, due = t.asleep, opts.at
    if U.tag(due) == "due" and due.step == h.step and due.ns > 0 then
      due = h + round(due.ns)
    end
    h:ends(due)
    h.step.within = opts.within
    t.asleep = nil
    return h
  end

  function F.disarm(s) lack(s, "move") end

  function F.hold(s) lack(s, "hold") end

  function F.left(s) lack(s, "readback") end

  -- Who still sleeps at the finish sleeps on.
  function F.quiet(_, t)
    if t.asleep then t.asleep:waits() end
    t.asleep = nil
  end

  return F
end

local function sleep(shared)
  return returning(shared, function (s, opts)
    return s:sleep { name = opts.name, clock = opts.clock }
  end, function (c, t, keys)
    return c:clock_nanosleep(t.obj, keys)
  end, function (ns) return ns end)
end

return setmetatable({ returning = returning },
  { __call = function (_, shared) return sleep(shared) end })
