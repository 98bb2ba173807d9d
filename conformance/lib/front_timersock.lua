-- SPDX-License-Identifier: BSD-2-Clause
-- The model on timer sockets: a write sets one, reports are reads of records
-- whose expirations are counted.

return function (shared)
  local reads = shared.reads
  local T = { fires = reads.fires, hold = reads.hold, left = reads.left,
    quiet = reads.quiet }

  -- As many records as the buffer can hold.
  function T.timer(s, opts)
    return reads.reader(s, opts, s:timersock { name = opts.name },
      { room = 420 }, { ">=", 1 })
  end

  function T.set(s, c, t, opts)
    local keys, every = shared.setting(s, t, opts)
    keys.per = every or 0
    local h = c:write(t.obj, keys)
    return shared.begin_series(s, t, h, keys)
  end

  function T.disarm(_, c, t)
    t.series = nil
    return c:write(t.obj, { rel = 0, per = 0 })
  end

  return T
end
