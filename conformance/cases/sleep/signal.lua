-- SPDX-License-Identifier: BSD-2-Clause
-- Signals while a thread sleeps: [SLP-INTR-*] and the rest [SLP-REST-*].
-- Thread main takes the signals; another sends them.

local function handled(s, opts)
  local g = s:signal { sig = "usr1" }
  s:prep():handle(g, opts)
  return g, s:thread {}
end

for _, restart in ipairs { 0, 1 } do
  local how = restart == 1 and "restart" or "plain"
  for _, clock in ipairs { "mono", "real" } do
    case(("relative-%s-%s"):format(how, clock)) {
      title   = ("a handler (%s) ends a sleep on %s, and the rest is told")
        :format(how, clock),
      clauses = { restart == 1 and "SLP-INTR-2" or "SLP-INTR-1",
        "SLP-REST-1" },
      run = function (s)
        local g, b = handled(s, { restart = restart })
        local n = s:sleep { clock = clock }
        local h = s:at(0):clock_nanosleep(n, { rel = ms(50), rem = "yes" })
        local r = b:at(ms(20)):raise(g)
        s:expect { g, at = r }
        h:fails "EINTR":ends(r)
        s:finish(ms(60))
      end,
    }

    case(("absolute-%s-%s"):format(how, clock)) {
      title   = ("a handler (%s) ends a sleep until a reading of %s, and no"
        .. " rest is told"):format(how, clock),
      clauses = { restart == 1 and "SLP-INTR-2" or "SLP-INTR-1",
        "SLP-REST-2" },
      run = function (s)
        local g, b = handled(s, { restart = restart })
        local n = s:sleep { clock = clock }
        local h = s:at(0):clock_nanosleep(n, { abs = T(ms(50)), rem = "yes" })
        local r = b:at(ms(20)):raise(g)
        s:expect { g, at = r }
        h:fails "EINTR":ends(r)
        s:finish(ms(60))
      end,
    }
  end
end
