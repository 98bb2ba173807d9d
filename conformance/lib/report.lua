-- SPDX-License-Identifier: BSD-2-Clause
-- report: tables of kept results. verify: is a results folder whole and true?

local sys = require "sys"
local stdout = require "out"
local U = require "units"
local results = require "results"
local rejudge = require "rejudge"
local run = require "run"
local deviations = require "deviations"
local targets = require "targets"
local tally = require "tally"

local M = {}

local columns = { "pass", "fail", "crash", "timeout", "error", "skip",
  "unresolved", "expected", "unexpected pass" }
local heads = { "pass", "fail", "crash", "timeo", "error", "skip", "unres",
  "exp", "unexp" }

-- A common case belongs to its front end, any other to its layer.
local function row_of(id)
  if id:find "^statement:" then return "statement" end
  return id:match "@([%w-]+)$" and "common@" .. id:match "@([%w-]+)$"
    or id:match "^[^/]+" or id
end

local function count(points)
  local rows, order, total = {}, {}, tally.new()
  for _, p in ipairs(points) do
    local name = row_of(p.id)
    if not rows[name] then
      rows[name] = {}
      order[#order + 1] = name
    end
    rows[name][p.verdict] = (rows[name][p.verdict] or 0) + 1
    tally.add(total, p.verdict)
  end
  return rows, order, total
end

local function print_table(rows, order)
  local used = {}
  for i, c in ipairs(columns) do
    for _, name in ipairs(order) do used[i] = used[i] or rows[name][c] end
  end
  local head = ("%-20s"):format ""
  for i = 1, #columns do
    if used[i] then head = head .. ("%6s"):format(heads[i]) end
  end
  stdout.line(head)
  for _, name in ipairs(order) do
    local line = ("%-20s"):format(name)
    for i, c in ipairs(columns) do
      if used[i] then line = line .. ("%6d"):format(rows[name][c] or 0) end
    end
    stdout.line(line)
  end
end

local function worst_lateness(all, dir)
  local most, where
  for _, file in ipairs(sys.list(dir .. "/log")) do
    local r = rejudge.log(all, ("%s/log/%s"):format(dir, file))
    if r and r.verdict == "pass" and r.late and (not most or r.late > most) then
      most, where = r.late, r.id
    end
  end
  return most, where
end

local function env_of(dir)
  local env = {}
  for key, v in (sys.read(dir .. "/env") or ""):gmatch "(%S+) ([^\n]*)\n" do
    env[key] = v
  end
  return env
end

-- One folder; false and why when it holds no results.
function M.report(all, dir)
  local points, why = results.read_tap(dir .. "/tap")
  if not points then return false, why end
  local env = env_of(dir)
  local rows, order, total = count(points)
  -- Only real time has to do with the machine that the runner is on.
  local wall = env.class == "wall"
  stdout.line(("%s, class %s, %s%s"):format(env.target or dir, env.class or "?",
    wall and (env.host or "?") .. ", " or "", env.date or "?"))
  print_table(rows, order)
  local timed = wall or env.class == "counted"
  local late, where
  if timed then late, where = worst_lateness(all, dir) end
  if late then
    stdout.line(("worst lateness %s, %s"):format(U.human(late), where))
  elseif timed and #points > 0 then
    stdout.line "no lateness"
  end
  if points.bail then stdout.line(points.bail) end
  stdout.line(tally.line(total))
  return true
end

-- A point that has no log: a skip, a case that could not be recorded.
local function without_log(all, p, st)
  if p.verdict == "skip" then return nil end
  local case = all.by_id[p.id]
  if type(case) == "table" then
    if p.verdict == "error" then return nil end
    local _, r = run.prepare(case, st or {}, { privileged = true,
      destructive = true })
    if r and r.verdict == p.verdict then return nil end
  end
  return ("%s: no log"):format(p.id)
end

local function verify_point(all, dir, p, rows, st)
  local path = results.log_path(dir, p.id)
  if not sys.access(path) then return without_log(all, p, st) end
  local r, why = rejudge.log(all, path)
  if not r then return why end
  deviations.apply(rows[p.id], r)
  if r.verdict ~= p.verdict then
    return ("%s: the tap file says %s, its log %s"):format(p.id, p.verdict,
      r.verdict)
  end
end

local function deviation_rows(all, root, dir, st)
  local name = env_of(dir).target
  local target = name and targets.find(root, name, true)
  return st and target and deviations.load(root, target, st,
    function () return all end) or {}
end

-- The points about the statement that the kept one gives, by id.
local function statement_points(st, index)
  local found = {}
  for _, r in ipairs(run.faults(st or {}, index)) do found[r.id] = true end
  return found
end

-- One folder: a list of what is wrong with it.
function M.verify(all, root, dir, index)
  local points, why = results.read_tap(dir .. "/tap")
  if not points then return { why } end
  local bad, seen = {}, {}
  if points.plan ~= #points then
    bad[1] = ("tap: %d points, and a plan of %s"):format(#points,
      tostring(points.plan))
  end
  local st = results.read_statement(dir .. "/statement")
  local rows, faults = deviation_rows(all, root, dir, st),
    statement_points(st, index)
  for i, p in ipairs(points) do
    if p.n ~= i then bad[#bad + 1] = "tap: points out of order at " .. i end
    if seen[p.id] then bad[#bad + 1] = p.id .. ": twice in the tap file" end
    seen[p.id] = true
    if not faults[p.id] or p.verdict ~= "fail" then
      bad[#bad + 1] = verify_point(all, dir, p, rows, st)
    end
  end
  for _, file in ipairs(sys.list(dir .. "/log")) do
    local id = file:gsub("%.log$", "")
    if not seen[id] then bad[#bad + 1] = id .. ": a log, but no point" end
  end
  return bad
end

return M
