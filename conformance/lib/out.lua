-- SPDX-License-Identifier: BSD-2-Clause
-- Standard output, where what cannot be written is an error.

local sys = require "sys"

local M = {}

-- Who has closed the pipe has seen enough; all else is an error.
local function must(ok, why, errno)
  if errno == sys.EPIPE then sys.die_of_pipe() end
  if not ok then
    error({ usage = "standard output: " .. tostring(why) }, 0)
  end
end

function M.write(...) must(io.stdout:write(...)) end
function M.line(text) M.write(text or "", "\n") end
function M.flush() must(io.stdout:flush()) end

return M
