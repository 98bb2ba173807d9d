-- SPDX-License-Identifier: BSD-2-Clause
-- An end to case files and run functions that have none.

local M = {}

M.INSTRUCTIONS = 30000000       -- 0.3 to 3 s; no case takes 1 % of it
M.STEP = 100000

-- The line of the innermost function that stands in the case file.
local function place(chunk, where)
  for level = 3, 200 do
    local info = debug.getinfo(level, "Sl")
    if not info then break end
    if info.source == chunk then
      return ("%s:%d"):format(chunk:sub(2), info.currentline)
    end
  end
  return where
end

-- Call fn(...); past the limit it is an error "file:line: WHAT runs for ever".
function M.call(chunk, where, what, fn, ...)
  local left = M.INSTRUCTIONS // M.STEP
  debug.sethook(function ()
    left = left - 1
    if left > 0 then return end
    error(("%s: %s runs for ever"):format(place(chunk, where), what), 0)
  end, "", M.STEP)
  local ok, err = pcall(fn, ...)
  debug.sethook()
  if not ok then error(err, 0) end
end

return M
