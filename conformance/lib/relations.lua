-- SPDX-License-Identifier: BSD-2-Clause
-- What spans records: relations, sums, and the counts of a model timer.

local log = require "log"
local match = require "match"
local V = require "view"

local M = {}
local problem = V.problem

local function side_record(v, side)
  if side.step then return (v.by_line[side.step.line] or {})[1] end
  return (v.events[side.name .. "\0" .. side.event] or {})[side.n]
end

local function side_text(side)
  if side.step then
    return ("line %d (%s)"):format(side.step.line, side.step.verb)
  end
  return ("%s.%s/%d"):format(side.name, side.event, side.n)
end

local relations = {
  ["ends-after"] = function (a, b) return a.last >= b.last end,
  ["begins-after"] = function (a, b) return a.first >= b.last end,
  ["ends-before"] = function (a, b) return a.last <= b.first end,
  overlaps = function (a, b)
    return a.first < b.last and b.first < a.last
  end,
  disjoint = function (a, b)
    return a.first >= b.last or b.first >= a.last
  end,
  ["same-cpu"] = function (a, b) return a.cpu == b.cpu end,
  equal = function (_, _, x, y) return x == y end,
  less = function (_, _, x, y) return x < y end,
  ["less-equal"] = function (_, _, x, y) return x <= y end,
}

local function span_text(r)
  return r and ("%d to %s"):format(r.first, tostring(r.last or "?"))
    or "missing"
end

function M.relate(v, rel)
  local a, b = side_record(v, rel.a), side_record(v, rel.b)
  local ok = a and b and a.last and b.last
  local x = a and rel.a.field and log.field(a, rel.a.field)
  local y = b and rel.b.field and log.field(b, rel.b.field)
  if ok and rel.a.field then
    ok = math.type(x) == "integer" and math.type(y) == "integer"
  end
  if ok then ok = relations[rel.rel](a, b, x, y) end
  if not ok then
    problem(v, { where = rel.where, record = a,
      expected = ("%s %s %s"):format(side_text(rel.a), rel.rel,
        side_text(rel.b)),
      got = rel.a.field and ("%s and %s"):format(tostring(x), tostring(y))
        or ("%s and %s"):format(span_text(a), span_text(b)) })
  end
end

local function records_of(v, name, event)
  local out = {}
  for _, r in ipairs(v.records) do
    local base = r.obj:match "^[^.]+"
    if r.event == event and (r.obj == name or base == name)
        and not r.err and not r.open then
      out[#out + 1] = r
    end
  end
  return out
end

-- The greatest number that a wanted value allows, where it has one.
local function upper(v, spec, r)
  if spec[1] == "=" then return spec[2] end
  if spec[1] == "between" then return spec[3] end
  if spec[1] == "<=" then return spec[2] end
  if spec[1] == "intervals" then
    local _, hi = match.intervals(v, spec[2], r)
    return hi
  end
end

function M.sum(v, sum)
  local recs = records_of(v, sum.name, sum.event)
  local total = 0
  for _, r in ipairs(recs) do
    local x = log.field(r, sum.field)
    total = total + (math.tointeger(x) or 0) * r.count + sum.add * r.count
  end
  local last = recs[#recs] or { first = 0, last = 0, keys = {} }
  local ok, text = match.value(v, sum.want, total, last, sum.field)
  if not ok then
    local most = upper(v, sum.want, last)
    problem(v, { where = sum.where, absolute = most and total > most,
      expected = ("sum of %s over %s of %s: %s"):format(sum.field, sum.event,
        sum.name, text), got = tostring(total) })
  end
end

-- The counts of a model timer, from one setting on --------------------------

local function counted(v, rep)
  if rep.read then
    local r = (v.by_line[rep.read.line] or {})[1]
    return r and not r.err and math.tointeger(r.keys.v), r
  end
  local call = (v.consumed[rep.expect] or {})[1]
  if not call then return nil end
  if rep.field then
    local x = math.tointeger(log.field(call, rep.field))
    return x and x + rep.add, call
  end
  for _, r in ipairs(call.steps or {}) do
    if r.event == rep.step then return math.tointeger(log.field(r, "r")), r end
  end
end

function M.series(v, series)
  local total = 0
  for i, rep in ipairs(series.reports) do
    local n, r = counted(v, rep)
    if not n or r.open then return end
    total = total + n
    local lo, _, own = match.stamps(v, series.first, r)
    if not lo then return end
    local most = match.count(own and log.own_last(r) or r.last, lo,
      series.every)
    if total > most then
      problem(v, { where = series.where, record = r,
        expected = ("at most %d deadlines up to report %d"):format(most, i),
        got = ("%d were counted"):format(total) })
      return
    end
  end
end

-- Every report of a model timer: { n, record }, in the order of the log.
local function reports(v, t)
  local out, name = {}, t.obj.name
  for _, r in ipairs(v.records) do
    local n
    if t.signal then
      n = r.event == "sig" and r.obj == t.signal.name
        and math.tointeger(log.field(r, "over"))
      n = n and n + 1
    elseif r.obj == name and not r.err and not r.open then
      n = (r.event == "read" or t.every and r.event == "forward")
        and math.tointeger(r.keys.v or log.field(r, "r"))
        or not t.every and r.event == "call" and 1
    end
    if n then out[#out + 1] = { n, r } end
  end
  return out
end

-- How many deadlines a setting can have had until r ended.
local function most(v, set, r)
  local lo, _, own = match.stamps(v, set.first, r)
  local began = match.record_of(v, set.step, r.last)
  if not lo or not began or began.first > r.last then return 0 end
  local t = own and log.own_last(r) or r.last
  if set.every then return match.count(t, lo, set.every) end
  return t >= lo and 1 or 0
end

-- All reports up to each against all settings before it: more than that is
-- wrong in whatever order things ran.
function M.total(v, t)
  local total = 0
  if v.plan.sets_clock then return end
  for _, rep in ipairs(reports(v, t)) do
    local n, r = rep[1], rep[2]
    local limit = 0
    if not r.last then return end
    for _, set in ipairs(t.all) do
      limit = match.add(limit, most(v, set, r))
    end
    total = total + n
    if total > limit then
      problem(v, { where = t.where, record = r, absolute = true,
        expected = ("at most %d deadlines of %s up to here"):format(limit,
          t.obj.name), got = ("%d were reported"):format(total) })
      return
    end
  end
end

return M
