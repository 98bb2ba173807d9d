-- SPDX-License-Identifier: BSD-2-Clause
-- Copies of the runner that share the cases, one for each queue: recording and
-- judging take longer than the agents do.  A copy sends what it has over its
-- standard output:
--   point N VERDICT LINES     and so many lines of output
--   bail TEXT

local sys = require "sys"
local pool = require "pool"

local M = {}

local LINE_MAX = 65536          -- of TAP, which folds nothing
local FOREVER = 3600 * 1000000000

-- The copy's side.
local function child(queue, serve)
  local bail
  pool.run { function ()
    bail = serve(queue, function (n, p)
      io.stdout:write(("point %d %s %d\n"):format(n,
        p.verdict:gsub(" ", "_"), #p.lines))
      for _, line in ipairs(p.lines) do io.stdout:write(line, "\n") end
      assert(io.stdout:flush())
    end)
  end }
  if bail then io.stdout:write("bail ", bail, "\n") end
end

local function next_line(proc)
  while true do
    local line, why = proc:line(LINE_MAX)
    if line then return line end
    if why ~= "again" then return nil end
    coroutine.yield { proc, "r", sys.now() + FOREVER }
  end
end

-- Our side: take the points of one copy; nil, or why there are no more.
local function take(proc, count, accept)
  while count > 0 do
    local head = next_line(proc)
    if not head then break end
    local bail = head:match "^bail (.*)$"
    if bail then return bail end
    local n, verdict, lines = head:match "^point (%d+) (%S+) (%d+)$"
    local p = { verdict = verdict:gsub("_", " "), lines = {} }
    for i = 1, math.tointeger(lines) do p.lines[i] = next_line(proc) end
    if #p.lines < math.tointeger(lines) then break end
    accept(math.tointeger(n), p)
    count = count - 1
  end
  local how = proc:wait(1000)
  if count > 0 then
    return "a worker of the runner is gone: " .. (how or "it says no more")
  end
end

-- Call serve(queue, deliver) for each queue in a copy of its own; accept(n,
-- point) for what they deliver; bail(why) for a copy that cannot go on.
function M.run(queues, serve, accept, bail)
  local fns, procs, ended = {}, {}, false
  for i, queue in ipairs(queues) do
    local proc, why = sys.fork(function () child(queue, serve) end)
    if not proc then bail(why) break end
    procs[i] = proc
    fns[i] = function ()
      local fault = take(proc, #queue, function (...)
        if not ended then accept(...) end
      end)
      if not fault then return end
      ended = true
      bail(fault)
      for _, p in ipairs(procs) do p:kill() end
    end
  end
  pool.run(fns)
end

return M
