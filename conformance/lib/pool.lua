-- SPDX-License-Identifier: BSD-2-Clause
-- Coroutines that wait for agents: one thread of this process serves all.

local sys = require "sys"

local M = {}

local FOREVER = 3600 * 1000000000

-- Resume one; true while it has more to do.  Errors go up with their trace.
local function step(task)
  local ok, wait = coroutine.resume(task.co)
  if not ok then
    if type(wait) == "table" then error(wait, 0) end
    error(debug.traceback(task.co, tostring(wait)), 0)
  end
  task.wait = wait
  return coroutine.status(task.co) ~= "dead"
end

-- Run functions side by side until all have returned.
function M.run(fns)
  local tasks = {}
  for _, fn in ipairs(fns) do
    local task = { co = coroutine.create(fn) }
    if step(task) then tasks[#tasks + 1] = task end
  end
  while #tasks > 0 do
    local list, now, soon = {}, sys.now(), FOREVER
    for i, task in ipairs(tasks) do
      list[i] = task.wait
      soon = math.min(soon, task.wait[3] - now)
    end
    sys.poll(list, math.max(soon, 0))
    local left = {}
    for _, task in ipairs(tasks) do
      if step(task) then left[#left + 1] = task end
    end
    tasks = left
  end
end

-- Run one function to its end and return what it returns.
function M.call(fn)
  local out
  M.run { function () out = table.pack(fn()) end }
  return table.unpack(out, 1, out.n)
end

return M
