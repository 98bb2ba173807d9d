-- SPDX-License-Identifier: BSD-2-Clause
-- Counting verdicts, the closing line, the exit status.

local deviations = require "deviations"

local M = {}

M.UNRESOLVED = 0.05             -- more of the cases that ran is status 3

local failed = { fail = true, crash = true, timeout = true, error = true,
  ["unexpected pass"] = true }

function M.new()
  return { n = 0, pass = 0, failed = 0, skip = 0, unresolved = 0,
    expected = 0, errors = 0, fail = 0, crash = 0, timeout = 0, surprise = 0 }
end

function M.add(t, verdict)
  t.n = t.n + 1
  if failed[verdict] then t.failed = t.failed + 1 end
  if verdict == "error" then
    t.errors = t.errors + 1
  elseif verdict == "unexpected pass" then
    t.surprise = t.surprise + 1
  else
    t[verdict] = t[verdict] + 1
  end
end

-- "12 passed, 0 failed, 3 skipped", and what else there was.
function M.line(t)
  local text = ("%d passed, %d failed, %d skipped"):format(t.pass, t.failed,
    t.skip)
  if t.unresolved > 0 then
    text = ("%s, %d unresolved"):format(text, t.unresolved)
  end
  if t.expected > 0 then
    text = ("%s, %d expected to fail"):format(text, t.expected)
  end
  return text
end

-- Too many deviations make a whole run red; nil, or the reason.
function M.too_many(t)
  local ran = t.n - t.skip
  if t.expected > ran * deviations.SHARE then
    return ("%d of %d cases deviate, more than %d %%"):format(t.expected, ran,
      math.tointeger(deviations.SHARE * 100 // 1))
  end
end

function M.status(t, red)
  if t.errors > 0 then return 2 end
  if t.failed > 0 or red then return 1 end
  if t.unresolved > (t.n - t.skip) * M.UNRESOLVED then return 3 end
  return 0
end

return M
