-- SPDX-License-Identifier: BSD-2-Clause
-- The model on a kevent queue: a timer is an entry of KEVENT_TIMER in a queue
-- of its own, reports are fetches, and another setting is another entry.

return function (shared)
  local reads = shared.reads
  local K = { fires = reads.fires, hold = reads.hold, left = reads.left,
    quiet = reads.quiet }

  local function forget(c, t)
    if t.entry then c:remove(t.obj, t.entry):any() end
  end

  function K.timer(s, opts)
    local t = reads.reader(s, opts, s:kevent { name = opts.name,
      clock = opts.clock }, {}, nil, "get")
    t.entry = s:entry { lazy = true }
    return t
  end

  function K.set(s, c, t, opts)
    local keys, every = shared.setting(s, t, opts)
    if t.settings > 1 then forget(c, t) end
    c:create(t.entry, { req = every and "none" or "oneshot",
      event = t.clock == "real" and "fired|real" or "fired" })
    local h = c:add(t.obj, t.entry, { rel = keys.rel })
    return shared.begin_series(s, t, h, keys)
  end

  function K.disarm(_, c, t)
    t.series = nil
    forget(c, t)
  end

  return K
end
