-- SPDX-License-Identifier: BSD-2-Clause
-- The timeout of an epoll that watches nothing, as a front end of whole
-- milliseconds.

local sleep = require "front_sleep"

local UNIT = 1000000

return function (shared)
  return sleep.returning(shared, function (s, opts)
    return s:epoll { name = opts.name }
  end, function (c, t, keys)
    return c:wait(t.obj, { rel = keys.rel })
  end, function (ns) return (ns + UNIT - 1) // UNIT * UNIT end)
end
