-- SPDX-License-Identifier: BSD-2-Clause
-- An end to case files and run functions that have none.

local sys = require "sys"

local M = {}

M.US = 1000000                  -- of processor time; no case takes 2 % of it

-- Call fn(...); past the limit it is an error "file:line: WHAT runs for ever".
function M.call(chunk, where, what, fn, ...)
  local ok, err = sys.limit(M.US, function ()
    error(("%s: %s runs for ever"):format(sys.place(chunk) or where,
      what), 0)
  end, fn, ...)
  if not ok then error(err, 0) end
end

return M
