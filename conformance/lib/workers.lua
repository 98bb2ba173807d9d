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

local function say(p)
  io.stdout:write(("point %d %s %d\n"):format(p.n, p.verdict:gsub(" ", "_"),
    #p.lines))
  for _, line in ipairs(p.lines) do io.stdout:write(line, "\n") end
end

-- The copy's side.
local function child(queue, serve)
  local bail
  pool.run { function ()
    bail = serve(queue, function (points)
      for _, p in ipairs(points) do say(p) end
      assert(io.stdout:flush())
    end)
  end }
  if bail then io.stdout:write("bail ", bail, "\n") end
end

-- One line; idle() is called before we wait for it.
local function next_line(proc, idle)
  while true do
    local line, why = proc:line(LINE_MAX)
    if line then return line end
    if why ~= "again" then return nil end
    idle()
    coroutine.yield { proc, "r", sys.now() + FOREVER }
  end
end

-- The next point; nil, and perhaps why there is none.
local function next_point(proc, idle)
  local head = next_line(proc, idle)
  if not head then return nil end
  local bail = head:match "^bail (.*)$"
  if bail then return nil, bail end
  local n, verdict, lines = head:match "^point (%d+) (%S+) (%d+)$"
  local p = { n = math.tointeger(n), verdict = verdict:gsub("_", " "),
    lines = {} }
  for i = 1, math.tointeger(lines) do
    p.lines[i] = next_line(proc, idle)
    if not p.lines[i] then return nil end
  end
  return p
end

-- Our side: take the points of one copy, as many at a time as there are; nil,
-- or why there are no more.
local function take(proc, count, accept)
  local points = {}
  local function pass_on()
    accept(points)
    points = {}
  end
  for _ = 1, count do
    local p, bail = next_point(proc, pass_on)
    if bail then
      pass_on()
      return bail
    end
    if not p then break end
    points[#points + 1] = p
    count = count - 1
  end
  pass_on()
  local how = proc:wait(1000)
  if count > 0 then
    return "a worker of the runner is gone: " .. (how or "it says no more")
  end
end

-- Call serve(queue, deliver) for each queue in a copy of its own;
-- accept(points) for what they deliver; bail(why) for a copy that cannot go on.
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
