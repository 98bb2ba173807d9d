-- SPDX-License-Identifier: BSD-2-Clause
-- Wanted values against logged ones.  A view `v` is one log seen through one
-- plan: v.by_line[line] are the records of a step, v.names the named values,
-- v.exact says that time is virtual.

local U = require "units"
local log = require "log"

local M = {}

local MAX = math.maxinteger

-- Sums that stay in range: deadlines may lie at the end of time.
local function add(a, b)
  local c = a + b
  if b > 0 and c < a then return MAX end
  if b < 0 and c > a then return math.mininteger end
  return c
end
M.add = add

-- The record of a step that an event at time t goes back to: the last one
-- that began before it.
function M.record_of(v, st, t)
  local found
  for _, r in ipairs(v.by_line[st.line] or {}) do
    if not found or not t or r.first <= t then found = r end
  end
  return found
end

-- The earliest and the latest that a due time can mean, and whether on the
-- object's own clock; nil when its step never ran.
function M.stamps(v, due, rec)
  if not due.step then return due.ns, due.ns, true end
  local t = rec and (rec.last or rec.first)
  local r = M.record_of(v, due.step, t)
  if not r then return nil end
  local last = r.last or MAX
  if r == rec then last = r.first end
  return add(r.first, due.ns), add(last, due.ns), false
end

-- Deadlines first, first + every, … at or before t.
local function count(t, first, every)
  if t < first then return 0 end
  return (t - first) // every + 1
end
M.count = count

-- The range of an intervals value for this record.
function M.intervals(v, iv, rec)
  local upto = rec
  if iv.upto then upto = M.record_of(v, iv.upto, rec.last) or rec end
  local lo, hi, own = M.stamps(v, iv.from, rec)
  if not lo then return nil end
  local a, b = upto.first, upto.last or MAX
  if own then a, b = log.own_first(upto), log.own_last(upto) end
  if v.exact then a = b end
  return math.max(0, count(a, add(hi, iv.first), iv.every) - iv.less),
    math.max(0, count(b, add(lo, iv.first), iv.every) - iv.less)
end

-- The range of the time left until a due time, read during this record.
local function left_range(v, due, rec)
  local lo, hi, own = M.stamps(v, due, rec)
  if not lo then return nil end
  local a, b = rec.first, rec.last or rec.first
  if own then a, b = log.own_first(rec), log.own_last(rec) end
  if v.exact then a = b end
  return add(lo, -b), add(hi, -a)
end

local function range_text(lo, hi)
  if lo == hi then return tostring(lo) end
  return ("%d to %d"):format(lo, hi)
end

local ops = {
  ["="] = function (a, s) return a == s[2], tostring(s[2]) end,
  [">="] = function (a, s) return a >= s[2], "at least " .. s[2] end,
  [">"] = function (a, s) return a > s[2], "more than " .. s[2] end,
  ["<="] = function (a, s) return a <= s[2], "at most " .. s[2] end,
  ["<"] = function (a, s) return a < s[2], "less than " .. s[2] end,
  ["!="] = function (a, s) return a ~= s[2], "not " .. s[2] end,
  between = function (a, s)
    return a >= s[2] and a <= s[3], range_text(s[2], s[3])
  end,
}

local special = {}

function special.word(_, a, s)
  return tostring(a) == s[2], s[2]
end

function special.any() return true, "anything" end

function special.of(v, a, s, rec, key)
  local texts = {}
  for i = 2, #s do
    local ok, text = M.one(v, s[i], a, rec, key)
    if ok then return true, text end
    texts[#texts + 1] = text
  end
  return false, table.concat(texts, " or ")
end

function special.same(v, a, s)
  local w = s[2]
  local bound = v.names[w.name]
  if bound == nil then
    if not w.shifted then v.names[w.name] = a end
    return not w.shifted, ("the value named %s, which no step gave"):format(
      w.name)
  end
  if a == bound and w.lo == 0 and w.hi == 0 then return true, "" end
  if math.type(a) ~= "integer" or math.type(bound) ~= "integer" then
    return false, tostring(bound)
  end
  local lo, hi = add(bound, w.lo), add(bound, w.hi)
  return a >= lo and a <= hi,
    ("%s (by the value named %s)"):format(range_text(lo, hi), w.name)
end

function special.intervals(v, a, s, rec)
  local lo, hi = M.intervals(v, s[2], rec)
  if not lo then return false, "a count from a step that never ran" end
  return math.type(a) == "integer" and a >= lo and a <= hi,
    range_text(lo, hi) .. (" deadlines, every %s"):format(
      U.duration(s[2].every))
end

local function is_left(key) return key == "left" or key == "oldleft" end

function special.due(v, a, s, rec, key)
  local lo, hi
  if is_left(key) then
    lo, hi = left_range(v, s[2], rec)
  else
    lo, hi = M.stamps(v, s[2], rec)
    -- A stamp is rounded down to the unit that it is told in.
    lo = lo and lo - ((v.unit or 1) - 1)
  end
  if not lo then return false, "a time from a step that never ran" end
  if is_left(key) and v.round ~= "exact" then
    -- Interfaces round the time left, and never to 0 while armed.
    local unit = (v.unit or 1) - 1
    if v.round == "down" then lo = lo - unit end
    lo, hi = math.max(lo, 1), add(math.max(hi, 1), unit)
  end
  return math.type(a) == "integer" and a >= lo and a <= hi,
    range_text(lo, hi) .. (is_left(key) and " ns left" or "")
end

-- Is `a` what spec wants?  Also the wanted value in words.
function M.one(v, spec, a, rec, key)
  if special[spec[1]] then return special[spec[1]](v, a, spec, rec, key) end
  if math.type(a) ~= "integer" then
    local _, text = ops[spec[1]](0, spec)
    return false, text
  end
  return ops[spec[1]](a, spec)
end

-- A merged reading is "first..last": both must do.
function M.value(v, spec, a, rec, key)
  local x, y
  if type(a) == "string" then x, y = a:match "^(-?%d+)%.%.(-?%d+)$" end
  if not x then return M.one(v, spec, a, rec, key) end
  local ok, text = M.one(v, spec, math.tointeger(x), rec, key)
  if not ok then return ok, text end
  return M.one(v, spec, math.tointeger(y), rec, key)
end

-- A due time for people.
function M.due_text(v, due, rec)
  local lo, hi = M.stamps(v, due, rec)
  if not due.step then return U.human(due.ns) .. " on its own clock" end
  local name = ("%s after line %d (%s)"):format(U.duration(due.ns),
    due.step.line, due.step.verb)
  if due.ns == 0 then
    name = ("line %d (%s)"):format(due.step.line, due.step.verb)
  end
  if not lo then return name .. ", which never ran" end
  return ("%s = %s"):format(name, range_text(lo, hi))
end

return M
