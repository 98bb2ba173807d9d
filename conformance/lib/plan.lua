-- SPDX-License-Identifier: BSD-2-Clause
-- From what a case recorded to a plan: the text of the scenario with its line
-- numbers, the nominal time of every step and due time, and lint.

local U = require "units"
local L = require "language"

local P = {}

P.LINE_MAX = 512 - 4            -- what is left beside " *HH"
P.GAP = U.ms(5)                 -- on wall targets between what is ordered

local function fail(where, ...)
  error(where .. ": " .. string.format(...), 0)
end

-- Text ----------------------------------------------------------------------

local function word(k, v)
  local o = type(v) == "table" and v.name or U.text(v)
  return k .. "=" .. tostring(o)
end

local function decl_text(d)
  local out = { d[1], d[2], d[3] }
  local keys = {}
  for k in pairs(d[4] or {}) do keys[#keys + 1] = k end
  table.sort(keys)
  for _, k in ipairs(keys) do out[#out + 1] = word(k, d[4][k]) end
  return table.concat(out, " ")
end

local function step_text(st)
  local out = { st.prep and "prep" or st.ctx.name }
  if st.nth then out[#out + 1] = st.nth.text end
  if st.when then out[#out + 1] = st.when.text end
  out[#out + 1] = st.verb
  for _, w in ipairs(st.ops) do out[#out + 1] = w end
  for _, w in ipairs(st.args) do out[#out + 1] = w end
  return table.concat(out, " ")
end

local function add_step(s, st)
  s.body[#s.body + 1] = step_text(st)
  st.line = #s.body
  st.text = s.body[#s.body]
  s.by_line[st.line] = st
  if #st.text > P.LINE_MAX then
    fail(st.where, "a line of more than %d bytes", P.LINE_MAX)
  end
end

local function number_lines(s)
  s.body, s.by_line = {}, {}
  for _, d in ipairs(s.decls) do
    if type(d[1]) == "string" and type(d[2]) == "table" then
      s.body[#s.body + 1] = d[1]
      for _, st in ipairs(d[2].steps) do add_step(s, st) end
    else
      s.body[#s.body + 1] = decl_text(d)
    end
  end
  for _, st in ipairs(s.preps) do add_step(s, st) end
  for _, st in ipairs(s.steps) do add_step(s, st) end
end

local function make_text(s)
  local head = ("scenario %s span=%s"):format(s.id, U.duration(s.finish_at))
  if s.grace then head = head .. " grace=" .. U.duration(s.grace) end
  s.text = { head, table.unpack(s.body) }
  s.text[#s.text + 1] = "end " .. #s.body
end

-- The same scenario with more time for threads that come late.
function P.with_grace(s, ns)
  s.grace = ns
  make_text(s)
end

-- Nominal times -------------------------------------------------------------

function P.nominal(s, due)
  if not due.step then
    return not s.sets_clock and due.ns or nil
  end
  local from = due.step.begin
  return from and from + due.ns or nil
end

local function takes_time(st)
  return st.verb == "pause" or st.verb == "burn" or st.row.blocks
end

-- Does the repeat that begins at steps[i] take time? Then its steps have no
-- one place in time.
local function slow_repeat(steps, i)
  for j = i + 1, #steps do
    if steps[j].depth <= steps[i].depth then return false end
    if takes_time(steps[j]) then return true end
  end
end

local function step_end(s, st)
  if st.ends then return P.nominal(s, st.ends) end
  if not st.begin then return nil end
  local by = st.keys.by
  if st.verb == "pause" or st.verb == "burn" then
    return math.type(by) == "integer" and st.begin + by or nil
  end
  if st.row.blocks then
    local quick = st.obj and st.obj.nonblock
      or st.want and st.want.kind == "fails"
    return quick and st.begin or nil
  end
  return st.begin
end

-- Give each step of a thread its place; true where one has changed.
local function place(s, ctx)
  local now, slow, changed = 0, nil, false
  for i, st in ipairs(ctx.steps) do
    if st.when and st.when.at then
      now = math.max(st.when.at, now or 0)
    elseif st.when then
      local mark = s.marks[st.when.after]
      now = mark and mark.begin
    end
    if slow and st.depth <= slow then slow, now = nil, nil end
    changed = changed or st.begin ~= (not slow and now or nil)
    st.begin = not slow and now or nil
    if st.verb == "repeat" and not slow and slow_repeat(ctx.steps, i) then
      slow = st.depth
    end
    st.finish = not slow and step_end(s, st) or nil
    now = st.finish
  end
  return changed
end

-- Steps, by thread; up to three rounds, since marks and due times cross
-- threads.
local function place_all(s)
  for _, st in ipairs(s.steps) do
    if st.verb == "setclock" then s.sets_clock = true end
  end
  for _ = 1, 3 do
    local changed = false
    for _, ctx in ipairs(s.threads) do changed = place(s, ctx) or changed end
    if not changed then break end
  end
end

local function add_due(s, due, what, name, least)
  if not due then return end
  table.insert(s.dues, { n = #s.dues, due = due, at = P.nominal(s, due),
    where = what.where, name = name, least = least, owner = what })
end

local function collect_dues(s)
  s.dues = {}
  for _, e in ipairs(s.expects) do
    add_due(s, e.at or e.not_before, e, e.name, e.least)
  end
  for _, st in ipairs(s.steps) do
    add_due(s, st.ends, st, st.obj and st.obj.name or st.verb, 1)
  end
end

-- Lint ----------------------------------------------------------------------

local function lint_back(s)
  for _, ctx in ipairs(s.threads) do
    local last = 0
    for _, st in ipairs(ctx.steps) do
      local at = st.when and st.when.at
      if at and at < last then
        fail(st.where, "at goes back on thread %s: %s after %s", ctx.name,
          U.duration(at), U.duration(last))
      end
      last = at or last
    end
  end
end

local function event_known(s, ev)
  local name = ev:match "^([^/]+)"
  if s.marks[name] then return true end
  local obj, event = name:match "^([%w_]+)[%.%d]*%.(%a+)$"
  return obj and s.objs[obj] and L.callback[event]
end

local function lint_marks(s)
  for _, st in pairs(s.by_line) do
    local ev = st.when and st.when.after
    if ev and not event_known(s, ev) then
      fail(st.where, "after %s, which nobody marks", ev)
    end
    local till = st.verb == "hold" and st.keys["till"]
    if type(till) == "string" and not event_known(s, till) then
      fail(st.where, "held till %s, which nobody marks", till)
    end
  end
end

local function lint_names(s)
  for name, n in pairs(s.named) do
    if n < 2 then
      fail(s.named_at[name], "the value %s is named only once", name)
    end
  end
end

-- Two times of a wall case that are nearer than its gap, and not equal, could
-- come in either order.
local function check_gap(s, a, b, where, what)
  local gap = math.abs(a - b)
  if s.wall_too and gap > 0 and gap < P.GAP then
    fail(where, "%s: %s and %s are closer than %s, and the case may run in " ..
      "the wall class", what, U.duration(a), U.duration(b), U.duration(P.GAP))
  end
end

-- The steps with a place in time, in its order.
local function placed_steps(s)
  local out = {}
  for i, st in ipairs(s.steps) do
    if st.begin then
      out[#out + 1] = { at = st.begin, n = i, step = st }
    end
  end
  table.sort(out, function (a, b)
    if a.at ~= b.at then return a.at < b.at end
    return a.n < b.n
  end)
  return out
end

-- The first of a sorted list that is not before `at`.
local function lower_bound(list, at)
  local lo, hi = 1, #list + 1
  while lo < hi do
    local mid = (lo + hi) // 2
    if list[mid].at < at then lo = mid + 1 else hi = mid end
  end
  return lo
end

local function lint_step_due(s, st, d)
  if d.due.step == st or d.owner == st or st.verb == "done" then return end
  if st.begin == d.at and st.when and st.when.at == st.begin
      and not s.meta.tie then
    fail(st.where, "a step at the instant of a due time (%s of %s); say " ..
      "tie = true where it is meant", U.duration(d.at), d.name)
  end
  check_gap(s, st.begin, d.at, st.where, "a step and a due time of " .. d.name)
end

local function lint_finish(s, d)
  if d.at > s.finish_at then
    fail(d.where, "due at %s, after the finish", U.duration(d.at))
  end
  check_gap(s, d.at, s.finish_at, d.where, "a due time and the finish")
end

-- Only neighbours matter: what is further apart than the gap is in order.
local function lint_dues(s, steps)
  local last = {}
  table.sort(s.dues, function (a, b)
    if a.at and b.at and a.at ~= b.at then return a.at < b.at end
    if (a.at == nil) ~= (b.at == nil) then return b.at == nil end
    return a.n < b.n
  end)
  for _, d in ipairs(s.dues) do
    if d.at and d.least > 0 then lint_finish(s, d) end
    if d.at and (not d.due.step or d.due.ns > 0) then
      for i = lower_bound(steps, d.at - P.GAP), #steps do
        if steps[i].at >= d.at + P.GAP then break end
        lint_step_due(s, steps[i].step, d)
      end
    end
    if d.at and last[d.name] then
      check_gap(s, d.at, last[d.name], d.where, "two due times of " .. d.name)
    end
    last[d.name] = d.at
  end
end

local function lint_steps(s, steps)
  for i, a in ipairs(steps) do
    for j = i + 1, #steps do
      local b = steps[j]
      if b.at >= a.at + P.GAP then break end
      if a.step.ctx ~= b.step.ctx then
        check_gap(s, a.at, b.at, b.step.where, "steps of two threads")
      end
    end
  end
end

local every_call = { lo = 1, hi = math.maxinteger }

local function lint_script(name, steps)
  local ret = {}
  for _, st in ipairs(steps) do
    local nth = st.nth or every_call
    for _, r in ipairs(ret) do
      if nth.lo <= r.hi and nth.hi >= r.lo then
        fail(st.where, "%s follows ret in %s", st.verb, name)
      end
    end
    if st.verb == "ret" then ret[#ret + 1] = nth end
  end
end

local function lint_scripts(s)
  for name, ctx in pairs(s.scripts) do
    lint_script(name, ctx.steps)
  end
end

local function lint_waits(s)
  for _, ctx in ipairs(s.threads) do
    for i, st in ipairs(ctx.steps) do
      if st.waits and ctx.steps[i + 1] then
        fail(ctx.steps[i + 1].where, "nothing may follow a step that waits")
      end
    end
  end
end

-- Finish a recorded scenario; errors are "file:line: text".
function P.close(s)
  if not s.finish_at then fail(s.finish_where, "no s:finish") end
  if #s.steps == 0 then fail(s.finish_where, "no step") end
  s.wall_too = true
  if s.meta.class then
    s.wall_too = false
    for _, c in ipairs(s.meta.class) do
      if c == "wall" then s.wall_too = true end
    end
  end
  number_lines(s)
  place_all(s)
  collect_dues(s)
  lint_back(s)
  lint_marks(s)
  lint_names(s)
  lint_waits(s)
  lint_scripts(s)
  local steps = placed_steps(s)
  lint_dues(s, steps)
  lint_steps(s, steps)
  make_text(s)
end

return P
