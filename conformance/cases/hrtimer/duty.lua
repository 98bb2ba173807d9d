-- SPDX-License-Identifier: BSD-2-Clause
-- What the caller must not do: each ends in the CHECK that names it.

-- A number as part of a key.
local function number(n)
  return (n < 0 and "neg" or "") .. math.abs(n)
end

local function duty(key, clause, title, run, needs)
  case(key) {
    title = title,
    clauses = { clause },
    needs = needs or { "death" },
    run = function (s)
      run(s)
      s:finish(ms(60))
    end,
  }
end

for _, id in ipairs { 2, 9, 257, -1 } do
  duty("init-clock" .. number(id), "HRT-INIT-2",
    ("hrtimer_init with a clock numbered %d stops"):format(id),
    function (s)
      local t = s:hrtimer { lazy = true }
      s:at(0):init(t, { clock = id })
        :dies "hrtimer_init: timekeeping_has_clock(clock)"
    end)
end

duty("init-queued", "HRT-INIT-3", "initialising a queued timer stops",
  function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(50) })
    s:at(ms(10)):init(t):dies "hrtimer_init: !used"
  end)

duty("init-running", "HRT-INIT-3",
  "initialising a timer whose callback runs stops", function (s)
    local t = s:hrtimer { callback = function (c)
      c:mark "in"
      c:hold(ms(20))
    end }
    local b = s:thread { cpu = 1 }
    s:at(0):start(t, { rel = ms(10) })
    b:after "in":init(t):dies "hrtimer_init: !used"
    s:expect { t, n = 1 }
  end, { "death", "callback-hold", "smp" })

-- Each call on a timer that was never initialised.
for _, row in ipairs {
  { "start", { rel = ms(10) } }, { "restart", {} }, { "cancel", {} },
  { "try", {} }, { "forward", { by = ms(1) } }, { "remaining", {} },
  { "active", {} }, { "rebase", { clock = "mono" } },
} do
  local verb, keys = row[1], row[2]
  duty("uninitialised-" .. verb, "HRT-INIT-4",
    verb .. " of a timer that was never initialised stops", function (s)
      local t = s:hrtimer { lazy = true }
      local m = s:at(0)
      m[verb](m, t, keys):dies "t->magic == HRTIMER_MAGIC"
    end)
end

duty("rebase-queued", "HRT-REBASE-2", "rebasing a queued timer stops",
  function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(50) })
    s:at(ms(10)):rebase(t, { clock = "real" })
      :dies "hrtimer_rebase: !hrtimer_queued(t)"
  end)

for _, mode in ipairs { 2, 7, -1 } do
  duty("start-mode" .. number(mode), "HRT-START-9",
    ("hrtimer_start with the mode %d stops"):format(mode), function (s)
      local t = s:hrtimer {}
      s:at(0):start(t, { rel = ms(10), mode = mode })
        :dies "hrtimer_start: mode == HRTIMER_ABS || mode == HRTIMER_REL"
    end)
end

for _, answer in ipairs { 2, -1, 16 } do
  duty("answer" .. number(answer), "HRT-RESTART-4",
    ("a callback that answers %d stops"):format(answer), function (s)
      local t = s:hrtimer { callback = function (c) c:ret(answer) end }
      s:at(0):start(t, { rel = ms(10) })
      s:dies "hrtimer_returned: answer == HRTIMER_NORESTART"
      s:expect { t, n = 1 }
    end)
end

duty("forward-queued", "HRT-FORWARD-6", "forwarding a queued timer stops",
  function (s)
    local t = s:hrtimer {}
    s:at(0):start(t, { rel = ms(50) })
    s:at(ms(10)):forward(t, { by = ms(10) })
      :dies "hrtimer_forward64: !hrtimer_queued(t)"
  end)

for _, by in ipairs { 0, -1, math.mininteger } do
  duty(by == 0 and "forward-zero" or by == -1 and "forward-negative" or
    "forward-least", "HRT-FORWARD-7",
    ("forwarding by %d ns stops"):format(by), function (s)
      local t = s:hrtimer {}
      s:at(0):start(t, { rel = -ms(10) })
      s:at(ms(10)):forward(t, { by = by }):dies "hrtimer_forward64: step > 0"
      s:expect { t, n = 1 }
    end)
end

for _, answer in ipairs { "norestart", "restart" } do
  duty("cancel-own-" .. answer, "HRT-CANCEL-5",
    "cancelling a timer in its own callback stops: " .. answer, function (s)
      local t = s:hrtimer { callback = function (c)
        c:cancel():dies "hrtimer_cancel: !hrtimer_own_callback(t)"
        c:ret(answer)
      end }
      s:at(0):start(t, { rel = ms(10) })
      s:expect { t, n = 1 }
    end)
end

duty("cancel-own-started", "HRT-CANCEL-5",
  "cancelling a timer in its callback stops although it was started anew",
  function (s)
    local t = s:hrtimer { callback = function (c)
      c:start { rel = ms(10) }
      c:cancel():dies "hrtimer_cancel: !hrtimer_own_callback(t)"
    end }
    s:at(0):start(t, { rel = ms(10) })
    s:expect { t, n = 1 }
  end)

duty("again-never", "HRT-AGAIN-4",
  "restarting a timer that was never started stops", function (s)
    local t = s:hrtimer {}
    s:at(0):restart(t):dies "hrtimer_restart: t->started"
  end)

duty("again-initialised", "HRT-AGAIN-4",
  "restarting a timer that was initialised anew and not started stops",
  function (s)
    local t = s:hrtimer {}
    local a = s:at(0):start(t, { rel = ms(10) })
    s:at(ms(20)):init(t)
    s:at(ms(20)):restart(t):dies "hrtimer_restart: t->started"
    s:expect { t, n = 1, at = a + ms(10) }
  end)
