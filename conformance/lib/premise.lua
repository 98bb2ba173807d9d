-- SPDX-License-Identifier: BSD-2-Clause
-- The premise of a case: steps, due times and reports happened in the order
-- that the case has planned.  Where they did not, on a machine that was busy,
-- the run proves nothing unless a result is wrong in every order.

local U = require "units"
local P = require "plan"
local match = require "match"

local M = {}

local function point(list, at, lo, hi, what, owner)
  if at and lo and hi then
    list[#list + 1] = { at = at, lo = lo, hi = hi, what = what, owner = owner,
      n = #list }
  end
end

-- A step that may block has two places in time, any other one.
local function add_step(list, st, r)
  local what = ("line %d (%s)"):format(st.line, st.verb)
  local owner = { thread = st.ctx, step = st }
  if not st.row.blocks then
    point(list, st.begin, r.first, r.last or r.first, what, owner)
    return
  end
  point(list, st.begin, r.first, r.first, what, owner)
  point(list, st.finish, r.last, r.last, "the end of " .. what, owner)
end

local function add_steps(v, list)
  for _, st in ipairs(v.plan.steps) do
    local recs = v.by_line[st.line] or {}
    if #recs == 1 and st.begin then add_step(list, st, recs[1]) end
  end
end

-- A step that sleeps for its own due time ends behind it.
local function stamps(v, due)
  local lo, hi, own = match.stamps(v, due)
  local st = due.step
  local r = st and st.row.blocks and match.record_of(v, st)
  if lo and r and r.last then hi = math.max(lo, math.min(hi, r.last)) end
  return lo, hi, own
end

local function add_dues(v, list)
  for _, d in ipairs(v.plan.dues) do
    if d.least > 0 then
      local lo, hi, own = stamps(v, d.due)
      if not (own and v.plan.sets_clock) then
        point(list, d.at, lo, hi, "a due time of " .. d.name,
          { step = d.due.step, due = d.owner })
      end
    end
  end
end

-- Does the script of a report hold it on purpose?
local function holds(v, r)
  local script = v.plan.scripts[r.obj .. "_" .. r.event]
  for _, step in ipairs(script and script.steps or {}) do
    if step.verb == "hold" then return true end
  end
  return false
end

local function add_reports(v, list)
  for _, hit in ipairs(v.hits) do
    local due = hit.expect.at
    local at = due and v.nominal(due)
    local r = hit.record
    point(list, at, r.first, not holds(v, r) and r.last or r.first,
      ("%s of %s"):format(hit.record.event, hit.record.obj),
      { due = hit.expect, step = due and due.step })
  end
end

-- Does the program itself keep these two in order?
local function related(a, b)
  a, b = a.owner, b.owner
  if a.thread and a.thread == b.thread then return true end
  if a.due and a.due == b.due then return true end
  return a.step ~= nil and a.step == b.step and (a.due == nil or b.due == nil)
end

local function disorder(a, b)
  return ("%s (planned for %s) was through only at %s, %s (planned for %s) " ..
    "began at %s"):format(a.what, U.duration(a.at), U.human(a.hi), b.what,
    U.duration(b.at), U.human(b.lo))
end

-- Deadlines that no expectation names: those of every setting, also of one that
-- is replaced or disarmed before it expires, or whose report is held back.  A
-- step that was planned before one must be through before it comes.

local changes = { start = true, restart = true, settime = true, cancel = true,
  try = true, init = true, close = true, delete = true }

-- First deadline after the setting, and the interval if there is one.
local function setting(v, st)
  local rel, abs = st.keys.rel, st.keys.abs
  if not st.begin or not st.obj or not changes[st.verb] then return nil end
  local every = math.tointeger(st.keys.per)
  for _, c in ipairs(v.plan.scripts[st.obj.name .. "_call"] and
      v.plan.scripts[st.obj.name .. "_call"].steps or {}) do
    if c.verb == "forward" then every = math.tointeger(c.keys.by) end
  end
  if math.type(rel) == "integer" and rel > 0 then
    return U.make("due", { step = st, ns = rel }), every
  elseif U.tag(abs) == "T" and not v.plan.sets_clock then
    return U.make("due", { ns = abs.ns }), every
  end
end

-- Is the setting of `a` replaced by another step than `b` up to `at`?
local function replaced(v, a, b, at)
  local after = false
  for _, c in ipairs(v.plan.steps) do
    if c == a then
      after = true
    elseif c ~= b and c.obj == a.obj and changes[c.verb] and (not c.begin
        or c.begin <= at and (c.begin > a.begin or after)) then
      return true
    end
  end
end

-- The deadline that follows the nominal begin of `b`.
local function next_due(v, a, b, due, every)
  local first = v.nominal(due)
  if not first or b == a or b.begin < a.begin then return nil end
  if b.begin < first then return due, first end
  if not every or every <= 0 or every > first + U.sec(3600) then return nil end
  local k = (b.begin - first) // every + 1
  return due + k * every, first + k * every
end

local function overrun(v, a, b, due, every)
  local d, at = next_due(v, a, b, due, every)
  local r = d and (v.by_line[b.line] or {})[1]
  -- What was planned closer than this was not meant to be in order.
  if not r or at - b.begin < P.GAP or replaced(v, a, b, at) then return nil end
  local lo = match.stamps(v, d)
  local hi = b.row.blocks and r.first or r.last or r.first
  if lo and hi > lo then
    return ("line %d (%s), planned for %s, was through only at %s, after " ..
      "the deadline at %s of line %d (%s)"):format(b.line, b.verb,
      U.duration(b.begin), U.human(hi), U.human(lo), a.line, a.verb)
  end
end

local function implied(v)
  for _, a in ipairs(v.plan.steps) do
    local due, every = setting(v, a)
    for _, b in ipairs(due and v.plan.steps or {}) do
      local text = b.begin and not b.row.silent
        and overrun(v, a, b, due, every)
      if text then return text end
    end
  end
end

-- nil when the order held, else how it was broken.
function M.broken(v)
  if v.exact or v.plan.meta.tie then return nil end
  if v.never then return v.never end
  local list = {}
  add_steps(v, list)
  add_dues(v, list)
  add_reports(v, list)
  table.sort(list, function (a, b)
    if a.at ~= b.at then return a.at < b.at end
    if a.lo ~= b.lo then return a.lo < b.lo end
    return a.n < b.n
  end)
  for i, a in ipairs(list) do
    for j = i + 1, #list do
      local b = list[j]
      if a.at < b.at and a.hi > b.lo and not related(a, b) then
        return disorder(a, b)
      end
    end
  end
  return implied(v)
end

return M
