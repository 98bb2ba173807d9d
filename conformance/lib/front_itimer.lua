-- SPDX-License-Identifier: BSD-2-Clause
-- The front end itimer of the common cases: reports are the signal SIGALRM,
-- held back by blocking it.  One is pending at most and it carries no count, so
-- that no report has one to compare.

return function (shared)
  local I = { set = shared.settime, disarm = shared.disarm,
    left = shared.gettime }

  function I.timer(s, opts)
    local g = s:signal { sig = "alrm" }
    s:prep():handle(g)
    local t = shared.new_timer(s, opts, s:itimer { name = opts.name })
    t.signal = g
    return t
  end

  function I.fires(s, t, opts)
    return s:expect { t.signal, at = opts.at, within = opts.within }
  end

  function I.hold(s, t, from, to)
    s:at(from):block(t.signal)
    return s:at(to):unblock(t.signal)
  end

  function I.quiet() end

  return I
end
