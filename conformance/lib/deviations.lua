-- SPDX-License-Identifier: BSD-2-Clause
-- Known deviations of a target: which fails are expected.

local sys = require "sys"
local targets = require "targets"

local D = {}

D.SHARE = 0.10                  -- of a target's cases; more turns it red

local kinds = { decision = true, bug = true, stale = true, flaky = true }

-- "6.1.0-9" against "6.2": by numbers, as far as both have them.
local function before(a, b)
  local x, y = a:gmatch "%d+", b:gmatch "%d+"
  while true do
    local i, j = math.tointeger(x()), math.tointeger(y())
    if not j then return false end
    if not i then return true end
    if i ~= j then return i < j end
  end
end

local function applies(when, st)
  if not when then return true end
  local here = sys.uname()
  local system = st.system or here.system
  local release = st.release or here.release
  if when.system and when.system ~= system then return false end
  if when.from and before(release, when.from) then return false end
  if when.before and not before(release, when.before) then return false end
  return true
end

local function check(row, shown, i, all)
  local where = ("%s: row %d"):format(shown, i)
  for _, key in ipairs { "id", "clause", "kind", "reason", "source" } do
    if type(row[key]) ~= "string" then return where .. " wants " .. key end
  end
  if not kinds[row.kind] then return where .. ": unknown kind " .. row.kind end
  if type(row.cases) ~= "table" or #row.cases == 0 then
    return where .. " wants cases"
  end
  for _, id in ipairs(row.cases) do
    local c = all.by_id[id]
    if type(c) ~= "table" then return where .. ": no case " .. id end
    local hit
    for _, clause in ipairs(c.clauses) do hit = hit or clause == row.clause end
    if not hit then
      return ("%s: case %s does not name %s"):format(where, id, row.clause)
    end
  end
end

-- Case id -> row, for those that hold for this statement; or nil and why.
-- `all` gives all cases; it is asked only if there are deviations.
function D.load(root, target, st, all)
  local out = {}
  local shown = (target.dir or "") .. "/deviations.lua"
  if not target.dir or not sys.access(root .. "/" .. shown) then return out end
  local rows, err = targets.load_table(root .. "/" .. shown, shown)
  if not rows then return nil, err end
  local known = #rows > 0 and all()
  for i, row in ipairs(rows) do
    local bad = check(row, shown, i, known)
    if bad then return nil, bad end
    for _, id in ipairs(applies(row.when, st) and row.cases or {}) do
      out[id] = row
    end
  end
  return out
end

-- Turn the judge's result into what is reported.
function D.apply(row, result)
  if not row then return result end
  if result.verdict == (row.verdict or "fail") then
    result.verdict, result.deviation = "expected", row
  elseif result.verdict == "pass" and row.kind ~= "flaky" then
    result.verdict, result.deviation = "unexpected pass", row
    result.reason = ("%s says that it fails: %s"):format(row.id, row.reason)
  end
  return result
end

return D
