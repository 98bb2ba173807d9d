-- SPDX-License-Identifier: BSD-2-Clause
-- A view: one log seen through one plan, with every record where it is looked
-- for, and the problems found so far.

local plan = require "plan"

local V = {}

function V.problem(v, p)
  v.problems[#v.problems + 1] = p
  p.clause = p.clause or v.plan.meta.clauses[1]
end

function V.push(map, key, r)
  map[key] = map[key] or {}
  table.insert(map[key], r)
end

-- The callback that a script's step belongs to.
local function parent(calls, r, event)
  local best
  for _, c in ipairs(calls[r.ctx] or {}) do
    if c.event == event and (c.cpu == r.cpu or not best) then best = c end
  end
  return best
end

local function sort_step(v, r, calls)
  local st = v.plan.by_line[r.line]
  if not st then return ("line %s of no step"):format(r.line) end
  if r.event == "miss" then
    v.misses[r.line] = (v.misses[r.line] or 0) + 1
    return nil
  end
  if r.event ~= st.verb then
    return ("line %d is %s, not %s"):format(r.line, st.verb, r.event)
  end
  V.push(v.by_line, r.line, r)
  if st.script then
    local call = parent(calls, r, st.script.event)
      or parent(calls, r, "dereg")
    if call then V.push(call, "steps", r) end
  end
end

-- Put every record where it is looked for; a text when the log is nonsense.
function V.sort(v, records)
  local calls = {}
  for _, r in ipairs(records) do
    if r.line then
      local bad = sort_step(v, r, calls)
      if bad then return bad end
    elseif r.ctx:sub(1, 1) == "!" then
      r.steps = nil
      V.push(calls, r.ctx, r)
      V.push(v.events, r.obj .. "\0" .. r.event, r)
      table.insert(v.loose, r)
    elseif r.event ~= "origin" then
      V.push(v.events, r.obj .. "\0" .. r.event, r)
      V.push(v.events, "*\0" .. r.event, r)
      table.insert(v.loose, r)
    end
  end
end

function V.new(p, records, alt)
  local v = { plan = p, by_line = {}, events = {}, loose = {}, misses = {},
    names = {}, problems = {}, hits = {}, taken = {}, consumed = {},
    late = {}, exact = p.class == "virtual", alt = alt, records = records }
  v.nominal = function (due) return plan.nominal(p, due) end
  return v
end

-- A result in words.
function V.got(r)
  if r.open then return "it never came back" end
  if r.err then return r.err end
  local out = {}
  for _, k in ipairs { "r", "v", "left", "per", "oldleft", "oldper", "over",
    "n", "sec", "nsec", "usec", "name", "flags", "first", "period" } do
    if r.keys[k] ~= nil then out[#out + 1] = k .. "=" .. tostring(r.keys[k]) end
  end
  if #out == 0 then return "r=0" end
  return table.concat(out, " ")
end

return V
