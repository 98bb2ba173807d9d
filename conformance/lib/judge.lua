-- SPDX-License-Identifier: BSD-2-Clause
-- The judge: a plan, a log, a verdict.  It is closed (what nobody expects is a
-- fail) and holds no function of a case, so that a kept log can be judged by a
-- later suite.

local U = require "units"
local log = require "log"
local match = require "match"
local premise = require "premise"
local V = require "view"
local relations = require "relations"

local J = {}
local problem, got_text, push = V.problem, V.got, V.push

J.GRACE = U.sec(1)              -- for threads, when a first try was too short

-- Results that depend on when something ran, not only on what it does.
local timely = { EAGAIN = true, ETIMEDOUT = true, EINTR = true, EBADF = true }

-- One result ----------------------------------------------------------------

local function err_names(errs)
  local out = {}
  for e in pairs(errs) do out[#out + 1] = e end
  table.sort(out)
  return table.concat(out, " or ")
end

local function absolute_errno(want, got)
  if timely[got or ""] then return false end
  for e in pairs(want or {}) do
    if timely[e] then return false end
  end
  return true
end

-- The wanted fields of a step: plain success, with what the case says on top.
local function wanted(st, want)
  local out = {}
  if not (want and want.shows.r) then
    for k, n in pairs(st.row.plain) do out[k] = { "=", n } end
  end
  for k, spec in pairs(want and want.shows or {}) do out[k] = spec end
  return out
end

local function sorted_keys(t)
  local out = {}
  for k in pairs(t) do out[#out + 1] = k end
  if out[2] then table.sort(out) end
  return out
end

local function check_keys(v, st, fields, r)
  v.round, v.unit = J.rounding(v.plan, st)
  for _, k in ipairs(sorted_keys(fields)) do
    local a = log.field(r, k)
    local ok, text = match.value(v, fields[k], a, r, k)
    if not ok then
      problem(v, { where = st.where, line = st.line, record = r,
        expected = ("%s: %s=%s"):format(st.text, k, text), got = a == nil
        and ("no %s in: %s"):format(k, got_text(r)) or
        ("%s=%s"):format(k, a) })
    end
  end
end

-- What a verb shows only where there is something to show must be wanted.
local function check_told(v, st, fields, r)
  local told = st.row.told
  for _, k in ipairs(told and sorted_keys(r.keys) or {}) do
    if k:find(told) and not fields[k] then
      problem(v, { where = st.where, line = st.line, record = r,
        expected = ("%s: no %s"):format(st.text, k),
        got = ("%s=%s"):format(k, log.field(r, k)) })
    end
  end
end

-- How the front end of a step rounds the time left, and its unit.
function J.rounding(p, st)
  local kind = st.obj and st.obj.kind or ""
  local name = "frontend." .. kind .. "."
  return p.statement[name .. "readback-rounding"]
    or (kind == "hrtimer" and "exact" or "up"),
    math.tointeger(p.statement[name .. "unit"])
end

local function check_shows(v, st, want, r)
  if r.err then
    problem(v, { where = st.where, line = st.line, record = r,
      expected = st.text .. ": success", got = r.err,
      absolute = absolute_errno(nil, r.err) })
    return
  end
  local fields = wanted(st, want)
  check_keys(v, st, fields, r)
  check_told(v, st, fields, r)
end

local function check_result(v, st, want, r)
  if r.keys.stale then
    problem(v, { where = st.where, record = r, absolute = true,
      expected = st.text, got = "a stale delivery" })
  end
  if want and want.kind == "any" then return end
  if want and want.kind == "fails" then
    if not want.errs[r.err or ""] then
      problem(v, { where = st.where, line = st.line, record = r,
        expected = st.text .. ": " .. err_names(want.errs),
        got = got_text(r), absolute = absolute_errno(want.errs, r.err) })
      return
    end
    check_keys(v, st, want.shows or {}, r)
    return
  end
  check_shows(v, st, want, r)
end

-- Time ----------------------------------------------------------------------

local arming = { start = true, settime = true, restart = true, alarm = true }

-- Does the step set the timer that reports through this object?
local function sets(st, o)
  return arming[st.verb] and st.obj and (st.obj.name == o.name
    or st.obj.signal and st.obj.signal.name == o.name
    or st.obj.kind == "itimer" and o.kind == "signal"
      and ("alrm vtalrm prof"):find(o.sig or "", 1, true) ~= nil)
end

-- Could the object have been due at t by any of its settings?  A report that
-- no setting explains is early in whatever order things ran.
local function explained(v, o, t, own_t)
  for _, line in ipairs(sorted_keys(v.by_line)) do
    local st = v.plan.by_line[line]
    for _, r in ipairs(sets(st, o) and v.by_line[line] or {}) do
      if r.first <= t and J.arms(v, st, r, t, own_t) then return true end
    end
  end
  return false
end

function J.arms(v, st, r, t, own_t)
  local rel, abs = st.keys.rel, st.keys.abs
  if r.err then return false end
  if U.tag(rel) == "ramp" then rel = math.min(rel.a, math.maxinteger) end
  if math.type(rel) == "integer" then return match.add(r.first, rel) <= t end
  if U.tag(abs) == "T" and not v.plan.sets_clock then
    return abs.ns <= own_t
  end
  return true                   -- a setting that we cannot reckon with
end

local function note_late(v, r, t, hi)
  if t > hi then
    v.late[#v.late + 1] = { ns = t - hi, record = r }
  end
end

local function early(v, c, t, own_t, lo)
  local timers = { hrtimer = true, timerfd = true, ptimer = true,
    signal = true }
  local absolute = c.object and timers[c.object.kind]
    and not explained(v, c.object, t, own_t)
  problem(v, { where = c.where, line = c.line, record = c.record,
    absolute = absolute,
    expected = ("%s: not before %s"):format(c.text,
      match.due_text(v, c.due, c.record)),
    got = ("at %d, %s early"):format(t, U.human(lo - t)) })
end

-- c: { record, due, t, own_t, text, where, object, within, half }.
local function check_time(v, c)
  local lo, hi, own = match.stamps(v, c.due, c.record)
  if not lo then
    problem(v, { where = c.where, record = c.record, expected = c.text ..
      ": " .. match.due_text(v, c.due, c.record), got = got_text(c.record) })
    return
  end
  local t = own and c.own_t or c.t
  if c.half ~= "after" then
    if t < lo then early(v, c, t, c.own_t, lo) return end
    note_late(v, c.record, t, hi)
  end
  local within = c.within or v.exact and 0
    or math.tointeger(v.plan.statement.late)
  if c.half ~= "before" and within and t > match.add(hi, within) then
    problem(v, { where = c.where, line = c.line, record = c.record,
      expected = ("%s: %s%s"):format(c.text, v.exact and "at " or
        "not after ", match.due_text(v, c.due, c.record) ..
        (c.within and " within " .. U.duration(c.within) or "")),
      got = ("at %d, %s late"):format(t, U.human(t - hi)) })
  end
end

-- Steps ---------------------------------------------------------------------

local function of_step(v, st) return v.alt[st] or st end

local function check_ends(v, st, line_step, r)
  if not st.ends or r.open then return end
  check_time(v, { record = r, due = st.ends, t = r.last,
    own_t = log.own_last(r), text = line_step.text .. " ends",
    where = line_step.where, line = line_step.line, object = line_step.obj,
    within = line_step.within })
end

-- Did an earlier step of the thread keep this one from running?
local function blocked(v, st)
  for _, before in ipairs(st.ctx.steps) do
    if before == st then return false end
    local recs = v.by_line[before.line]
    if not before.row.silent and (not recs or recs[#recs].open) then
      return true
    end
  end
end

-- A thread that came too late for its step, or from it, says nothing of the
-- target, unless it had plenty of time; see run.lua, which then gives it.
local function too_late(v, text)
  if not v.exact and (v.plan.grace or 0) < J.GRACE // 2 then
    v.never = v.never or text .. " before the scenario was closed"
  end
end

local function missing(v, st, got)
  if v.dead or got == 0 and blocked(v, st) then return end
  local text = ("%s never ran"):format(st.text)
  if got > 0 then
    text = ("%s ran %d times of %d"):format(st.text, got, st.turns)
  end
  if not (st.when and st.when.after) then too_late(v, text) end
  problem(v, { where = st.where, line = st.line, expected = st.text,
    got = got == 0 and "it never ran" or text })
end

local function ended_till(st, r, i, n)
  return st.till ~= nil and i == n
    and (r.err == st.till or log.field(r, "r") == st.till)
end

-- Behind the finish, be it in the time that late threads are given or because
-- a busy machine closed late: nothing is judged.
local function in_grace(v, t)
  return t > v.plan.finish_at
end

local function check_waits(v, st, recs)
  local r = recs[1]
  if not r then return missing(v, st, 0) end
  if not r.open and not in_grace(v, r.last) then
    problem(v, { where = st.where, line = st.line, record = r,
      expected = st.text .. ": still waiting at the finish",
      got = ("back at %d with %s"):format(r.last, got_text(r)) })
  end
end

local function check_step(v, base)
  local st = of_step(v, base)
  local recs = v.by_line[base.line] or {}
  local want = st.want or nil
  if base.row.silent or (want and want.kind == "dies") then return end
  if st.waits then return check_waits(v, base, recs) end
  local total = 0
  for i, r in ipairs(recs) do
    total = total + r.count
    if r.open then
      if not v.dead then
        too_late(v, base.text .. " did not come back")
        problem(v, { where = base.where, line = base.line, record = r,
          expected = base.text .. ": comes back",
          got = "it had not come back at the finish" })
      end
    elseif not ended_till(base, r, i, #recs) then
      check_result(v, base, want, r)
      check_ends(v, st, base, r)
    end
  end
  if total ~= base.turns and not (base.till ~= nil and total > 0
      and total < base.turns) then
    if total > base.turns then
      problem(v, { where = base.where, expected = base.text,
        got = ("it ran %d times"):format(total) })
    else
      missing(v, base, total)
    end
  end
end

local function check_misses(v)
  for line = 1, v.dead and 0 or #v.plan.body do
    local st = v.plan.by_line[line]
    local n = v.misses[line] or 0
    if st and (n > 0) ~= (of_step(v, st).misses == true) then
      problem(v, { where = st.where, line = line, expected = st.text ..
        (n > 0 and ": let go before its limit" or ": meets its limit"),
        got = n > 0 and "its limit was met (miss)" or "no miss" })
    end
  end
end

-- Callbacks and events ------------------------------------------------------

local function expect_text(e)
  return ("%s of %s"):format(e.event, e.name)
end

local function check_fields(v, e, r)
  for _, k in ipairs(sorted_keys(e.fields)) do
    local a = log.field(r, k)
    local ok, text = match.value(v, e.fields[k], a, r, k)
    if not ok then
      problem(v, { where = e.where, record = r,
        expected = ("%s: %s=%s"):format(expect_text(e), k, text),
        got = ("%s=%s"):format(k, tostring(a)) })
    end
  end
end

local function in_calls(st, n)
  return not st.nth or n and n >= st.nth.lo and n <= st.nth.hi
end

-- What the expectation of a call says of the i-th run of a verb in it.
local function call_want(e, verb, i)
  if verb == "forward" and e.added and i == 1 then
    return { kind = "shows", shows = { r = e.added } }
  end
  return e.steps[verb .. "/" .. i] or (i == 1 and e.steps[verb] or nil)
end

-- The first record of this step in this call that is not done with.
local function call_record(call, st, done)
  for _, r in ipairs(call.steps or {}) do
    if r.line == st.line and not done[r] then
      done[r] = true
      return r
    end
  end
end

local function check_call_step(v, e, call, st, done)
  local r = call_record(call, st, done)
  if r and not r.open then
    local i = (done[st.verb] or 0) + 1
    done[st.verb] = i
    check_result(v, st, call_want(e, st.verb, i) or st.want, r)
    return
  end
  if v.dead then return end
  if r then
    problem(v, { where = st.where, record = r, got = "it never did",
      expected = st.text .. ": comes back" })
    return
  end
  problem(v, { where = st.where, record = call, expected = st.text ..
    (" in call %s"):format(tostring(call.keys.n)), got = "it never ran" })
end

-- The steps of a callback's script, for one call.
local function check_call(v, e, r)
  local o = e.object
  local script = o and v.plan.script_of[o.name .. "\0" .. e.event]
  if not script or r.count > 1 or o.quiet then return end
  local done = {}
  for _, st in ipairs(script.steps) do
    if not st.row.silent and in_calls(st, r.keys.n) then
      check_call_step(v, e, r, st, done)
    end
  end
end

-- What an expectation can say of its time, and which side of it that is.
local halves = { { "at" }, { "not_before", "before" },
  { "not_after", "after" } }

local function check_hit(v, e, r)
  table.insert(v.hits, { expect = e, record = r })
  push(v.consumed, e, r)
  if r.keys.stale then
    problem(v, { where = e.where, record = r, absolute = true,
      expected = expect_text(e), got = "a stale delivery" })
  end
  for _, half in ipairs(halves) do
    local due = e[half[1]]
    if due then
      check_time(v, { record = r, due = due, t = r.first,
        own_t = log.own_first(r), text = expect_text(e), where = e.where,
        object = e.object, half = half[2],
        within = half[2] == "after" and (e.within or 0) or e.within })
    end
  end
  check_fields(v, e, r)
  if r.open and not v.dead then
    too_late(v, expect_text(e) .. " did not come back")
    problem(v, { where = e.where, record = r,
      expected = expect_text(e) .. ": comes back", got = got_text(r) })
  end
  check_call(v, e, r)
end

local function times_text(e)
  if e.least == e.most then return ("%d times"):format(e.least) end
  if e.most == math.maxinteger then
    return ("%d times or more"):format(e.least)
  end
  return ("%d to %d times"):format(e.least, e.most)
end

-- What is due so close to the finish, in ns, may come after it.
local LAST = U.ms(10)

-- Fewer than expected, or more.
local function wrong_number(v, e, n)
  local due = e.at or e.not_before
  local at = due and n < e.least and v.nominal(due)
  if at and at > v.plan.finish_at - LAST then
    too_late(v, expect_text(e) .. " did not come")
  end
  problem(v, { where = e.where, expected = ("%s%s, %s"):format(
    expect_text(e), due and " at " .. match.due_text(v, due) or "",
    times_text(e)), got = n == 0 and "none" or n .. " times" })
end

local function consume(v, e)
  local list = v.events[e.name .. "\0" .. e.event] or {}
  local n = 0
  for _, r in ipairs(list) do
    if n >= e.most then break end
    if not v.taken[r] then
      v.taken[r] = true
      n = n + r.count
      check_hit(v, e, r)
    end
  end
  if n < e.least and not v.dead or n > e.most then wrong_number(v, e, n) end
end

local function check_order(v, o)
  local at, names = 1, {}
  for _, name in ipairs(o.names) do names[name] = true end
  for _, r in ipairs(v.records) do
    if names[r.event] and r.ctx == "~" then v.taken[r] = true end
    if r.event == o.names[at] then at = at + 1 end
  end
  if o.names[at] then
    problem(v, { where = o.where, expected = "in this order: " ..
      table.concat(o.names, ", "), got = "no " .. o.names[at] ..
      (at > 1 and " after " .. o.names[at - 1] or "") })
  end
end

-- What is left over ---------------------------------------------------------

local free = { gauge = true, witness = true, set = true }

local function note(v, r)
  if r.event == "panic" then
    v.panic = r
    local name = tostring(r.keys.name or "")
    local want = v.plan.death
    if want and name:find(want, 1, true) then return true end
    problem(v, { record = r, absolute = true, crash = true,
      expected = want and "a CHECK of " .. want or "no panic",
      got = "panic: " .. name })
    return true
  end
  if r.event == "crash" then
    problem(v, { record = r, absolute = true, crash = true,
      expected = "no crash", got = "the target died: " ..
      tostring(r.keys.sig or "") })
    return true
  end
end

local function left_over(v)
  for _, r in ipairs(v.loose) do
    if r.event == "witness" or r.event == "set" then
      v.witness = r
    end
    if not v.taken[r] and not free[r.event] and not in_grace(v, r.first)
        and r.event ~= "panic"
        and r.event ~= "crash" and r.event ~= "stuck" then
      problem(v, { record = r, absolute = r.event == "scribble"
        or r.event == "leak" or r.keys.stale ~= nil,
        expected = "nothing more of " .. r.obj,
        got = ("%s of %s at %d (%s)"):format(r.event, r.obj, r.first,
          got_text(r)) })
    end
  end
end

-- Does the case expect this note of the agent's by itself?
local function is_expected(v, r)
  for _, e in ipairs(v.plan.expects) do
    if e.name == r.obj and e.event == r.event then return true end
  end
end

local function find_notes(v)
  for _, r in ipairs(v.loose) do
    if r.event == "full" then v.full = true end
    if is_expected(v, r) then
      v.panic = v.panic or r.event == "panic" and r
      v.dead = v.dead or r.event == "panic" or r.event == "crash"
    elseif note(v, r) then
      v.dead = true
    end
  end
  local want = v.plan.death
  if want and not v.panic then
    problem(v, { expected = "the target stops at a CHECK of " .. want,
      got = "it went on", absolute = true })
    v.dead = true
  end
end

-- One log against one choice of alternatives.
local function evaluate(p, records, alt, expects)
  local v = V.new(p, records, alt)
  local bad = V.sort(v, records)
  if bad then return nil, bad end
  find_notes(v)
  for _, st in ipairs(p.preps) do check_step(v, st) end
  for _, st in ipairs(p.steps) do check_step(v, st) end
  check_misses(v)
  for _, e in ipairs(p.expects) do consume(v, e) end
  for _, e in ipairs(expects) do consume(v, e) end
  for _, o in ipairs(p.orders) do check_order(v, o) end
  for _, rel in ipairs(p.relates) do relations.relate(v, rel) end
  for _, sum in ipairs(p.sums) do relations.sum(v, sum) end
  for _, series in ipairs(p.cumulative) do relations.series(v, series) end
  for _, t in ipairs(p.timers) do relations.total(v, t) end
  left_over(v)
  v.premise = premise.broken(v)
  return v
end

-- A choice with one more alternative.
local function chosen(base, alt)
  local steps, expects = {}, { table.unpack(base[2]) }
  for st, o in pairs(base[1]) do steps[st] = o end
  for st, o in pairs(alt.steps) do steps[st] = o end
  for _, e in ipairs(alt.expects) do expects[#expects + 1] = e end
  return { steps, expects }
end

-- All choices of alternatives: { steps, expects } each.
local function choices(p)
  local out = { { {}, {} } }
  for _, set in ipairs(p.eithers) do
    local more = {}
    for _, base in ipairs(out) do
      for _, alt in ipairs(set) do more[#more + 1] = chosen(base, alt) end
    end
    out = more
  end
  return out
end

local function absolute(v)
  for _, p in ipairs(v.problems) do
    if p.absolute then return p end
  end
end

local function better(a, b)
  if not b then return true end
  if (absolute(a) ~= nil) ~= (absolute(b) ~= nil) then
    return absolute(b) ~= nil
  end
  return #a.problems < #b.problems
end

local function worst(v)
  local most
  for _, l in ipairs(v.late) do
    if not most or l.ns > most then most = l.ns end
  end
  return most
end

-- The verdict over a view, premise before verdict.
local function decide(v)
  local p = v.problems[1]
  local sure = absolute(v)
  local out = { problems = v.problems, late = worst(v), records = v.records }
  if v.full then
    out.verdict, out.reason = "error", "the agent's log is full"
  elseif sure and sure.crash then
    out.verdict, out.reason = "crash", sure.got
  elseif sure then
    out.verdict = "fail"
    for i, q in ipairs(v.problems) do
      if q == sure then table.remove(v.problems, i) break end
    end
    table.insert(v.problems, 1, sure)
  elseif v.premise then
    out.verdict, out.reason = "unresolved", v.premise
    out.too_short = v.never ~= nil
  elseif p and v.witness then
    out.verdict = "unresolved"
    out.reason = "the machine was held up: " .. v.witness.text
  else
    out.verdict = p and "fail" or "pass"
  end
  return out
end

-- ending: done, crash or stuck, as the agent's answer to run says.
function J.judge(p, lines, ending)
  local records, at, why = log.parse_all(lines)
  if not records then
    return { verdict = "error", problems = {}, reason =
      ("log line %d: %s: %s"):format(at, why, lines[at]) }
  end
  local best
  for _, c in ipairs(choices(p)) do
    local v, bad = evaluate(p, records, c[1], c[2])
    if not v then
      return { verdict = "error", problems = {}, records = records,
        reason = "the log does not fit the scenario: " .. bad }
    end
    if better(v, best) then best = v end
  end
  local out = decide(best)
  if ending == "stuck" then
    out.verdict, out.reason = "timeout", "the scenario never came to its end"
  elseif ending == "crash" and not best.panic and out.verdict ~= "crash" then
    out.verdict, out.reason = "crash", "the target died"
  end
  return out
end

return J
