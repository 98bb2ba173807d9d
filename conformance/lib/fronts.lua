-- SPDX-License-Identifier: BSD-2-Clause
-- The model front end: what the verbs of a common case are for each real one.
-- A front end is a table of functions (scenario, ...): timer, set, disarm,
-- fires, hold, left, quiet.  The object that they pass around is the model
-- timer; `t.obj` is the real one.

local U = require "units"
local S = require "steps"

local F = {}

-- A case that asks for what a front end has not got is skipped, with the trait
-- that says so: `fits` tells whether a value of the trait will do.
local function ask(s, trait, fits)
  local v = s.statement[("frontend.%s.%s"):format(s.front, trait)]
  if v and not fits(v) then
    error({ lacks = ("%s of %s is %s"):format(trait, s.front, v) }, 0)
  end
end

local function yes(v) return v == "yes" end

-- The interface counts in units: a time between two of them is another time,
-- unless it is rounded up.
local function ask_units(s, ns)
  if s.statement[("frontend.%s.rounding"):format(s.front)] == "up" then
    return
  end
  ask(s, "unit", function (v)
    return not ns or ns % math.tointeger(v) == 0
  end)
end

local function new_timer(s, opts, obj)
  if #s.timers > 0 then ask(s, "many", yes) end
  if opts.every then ask(s, "periodic", function (v) return v ~= "no" end) end
  ask(s, "clocks", function (v)
    return ("|" .. v .. "|"):find("|" .. (opts.clock or "mono") .. "|", 1, true)
  end)
  local t = { obj = obj, every = opts.every, clock = opts.clock or "mono",
    settings = 0, all = {}, where = S.where(s) }
  s.timers[#s.timers + 1] = t
  return t
end

-- The words for a setting; also begins a new series of counts.
local function setting(s, t, opts)
  opts = opts or {}
  local every = opts.every or t.every
  t.settings = t.settings + 1
  t.series = { every = every, reports = {}, where = S.where(s), timer = t }
  if opts.abs == nil and opts.first == nil and not every then
    S.fail(s, "set wants first = or abs =")
  end
  if opts.abs then ask(s, "absolute", yes) end
  if every and opts.first and opts.first ~= every then
    ask(s, "first-interval", yes)
  end
  ask_units(s, every)
  ask_units(s, opts.first)
  return { rel = not opts.abs and (opts.first or every) or nil,
    abs = opts.abs }, every
end

-- The first deadline of the series that this handle has begun.
local function begin_series(s, t, h, keys)
  local now = U.tag(keys.abs) == "N"
  t.series.first = keys.abs and not now and S.due(keys.abs)
    or h + (now and keys.abs.ns or keys.rel)
  table.insert(t.all, { step = h.step, first = t.series.first,
    every = t.series.every })
  if t.series.every then table.insert(s.cumulative, t.series) end
  return h
end

local function shift(count, by)
  if count == nil then return 1 + by end
  if math.type(count) == "integer" then return count + by end
  if U.tag(count) == "intervals" then
    local c = {}
    for k, v in pairs(count) do c[k] = v end
    c.less = c.less - by
    return setmetatable(c, getmetatable(count))
  end
  if math.type(count[1]) == "integer" then
    local c = {}
    for i, v in ipairs(count) do c[i] = v + by end
    return c
  end
  return count[1] == "between" and { "between", count[2] + by, count[3] + by }
    or { count[1], count[2] + by }
end

local function report(t, what)
  if t.series then table.insert(t.series.reports, what) end
end

-- The time left as the front end would show it.
local function shown_left(opts)
  return { left = opts.left }
end

-- hrtimer: reports are callbacks, held back by masking interrupts -------------

local H = {}
F.hrtimer = H

function H.timer(s, opts)
  local every = opts.every
  local obj = s:hrtimer { name = opts.name, clock = opts.clock,
    callback = function (c)
      if every then
        c:forward { by = every }
        c:ret "restart"
      else
        c:ret "norestart"
      end
    end }
  return new_timer(s, opts, obj)
end

local was = { armed = 1, idle = 0 }

function H.set(s, c, t, opts)
  opts = opts or {}
  if opts.every and opts.every ~= t.every then
    S.fail(s, "an hrtimer's interval is its callback's")
  end
  local fresh = t.settings == 0
  local keys = setting(s, t, opts)
  local h = c:start(t.obj, keys)
  h:gives(was[opts.was] or fresh and 0 or { 0, 1 })
  return begin_series(s, t, h, keys)
end

function H.disarm(_, c, t, opts)
  t.series = nil
  return c:cancel(t.obj):gives(was[opts and opts.was] or { 0, 1 })
end

function H.fires(s, t, opts)
  local e = s:expect { t.obj, at = opts.at, within = opts.within,
    added = t.every and (opts.count or 1) or nil }
  report(t, { expect = e, step = "forward" })
  return e
end

function H.hold(s, t, from, to)
  t.held = true
  s:at(from):mask { lim = to - from + U.ms(5) }
  return s:at(to):unmask()
end

function H.left(s, t, at, opts)
  if opts.left == 0 then return s:at(at):active(t.obj):gives(0) end
  return s:at(at):remaining(t.obj):shows(shown_left(opts))
end

function H.quiet() end

-- Front ends with an itimerspec ---------------------------------------------

local function settime(s, c, t, opts)
  local keys, every = setting(s, t, opts)
  keys.per = every or 0
  local h = c:settime(t.obj, keys)
  return begin_series(s, t, h, keys)
end

local function disarm(_, c, t)
  t.series = nil
  return c:settime(t.obj, { rel = 0, per = 0 })
end

local function gettime(s, t, at, opts)
  return s:at(at):gettime(t.obj):shows(shown_left(opts))
end

-- Reports that are blocking reads of a thread of its own, which begins to read
-- when a hold is over.
local D = { left = gettime }

function D.reader(s, opts, obj, keys, bytes, verb)
  local t = new_timer(s, opts, obj)
  t.keys, t.bytes, t.verb = keys, bytes, verb or "read"
  local name = s:take_name(s:auto_name "reader", "thread")
  t.reader = s:add_thread(name, {})
  return t
end

local function next_read(s, t)
  local r = t.pending
  t.pending = nil
  if not r then
    local c = t.reads and t.reader or t.reader:at(0)
    r = c[t.verb](c, t.obj, t.keys)
  end
  t.reads = (t.reads or 0) + 1
  if t.reads > 250 then S.fail(s, "too many reports") end
  return r
end

function D.fires(s, t, opts)
  local r = next_read(s, t)
  r:shows { r = t.bytes, v = opts.count or 1 }:ends(opts.at)
  r.step.within = opts.within
  report(t, { read = r.step })
  return r
end

function D.hold(s, t, from, to)
  local last = t.pending
  if last then S.fail(s, "held twice without a report") end
  local c = t.reader:at(to)
  t.pending = c[t.verb](c, t.obj, t.keys)
  t.held_from = from
  return t.pending
end

function D.quiet(s, t)
  if t.hushed then return end
  t.hushed = true
  next_read(s, t):waits()
end

F.timerfd = { set = settime, disarm = disarm, left = gettime,
  fires = D.fires, hold = D.hold, quiet = D.quiet }

function F.timerfd.timer(s, opts)
  return D.reader(s, opts, s:timerfd { name = opts.name, clock = opts.clock },
    {})
end

-- ptimer: reports are signals, held back by blocking them -----

local G = { set = settime, disarm = disarm, left = gettime }
F.ptimer = G

function G.timer(s, opts)
  s.ptimers = (s.ptimers or 0) + 1
  local word = "rt" .. s.ptimers
  local p
  local clock = opts.clock ~= "mono" and opts.clock or nil
  local g = s:signal { sig = word, clock = clock, callback = function (c)
    p = s:take_name(opts.name or s:auto_name "ptimer", "ptimer")
    s.names[p] = nil
    c._scn.objs[p] = { name = p, kind = "ptimer", scn = s }
    c:overrun(p)
  end }
  s:prep():handle(g)
  local obj = s:ptimer { name = p, clock = opts.clock, sig = g,
    val = s.ptimers }
  local t = new_timer(s, opts, obj)
  t.signal, t.val = g, s.ptimers
  return t
end

function G.fires(s, t, opts)
  local over = shift(opts.count, -1)
  local e = s:expect { t.signal, at = opts.at, within = opts.within,
    over = over, val = t.val, code = "timer",
    steps = { overrun = { r = over } } }
  report(t, { expect = e, field = "over", add = 1 })
  return e
end

function G.hold(s, t, from, to)
  s:at(from):block(t.signal)
  return s:at(to):unblock(t.signal)
end

function G.quiet() end

-- Front ends in files of their own are made from what these share.
local shared = { ask = ask, reads = D, new_timer = new_timer,
  setting = setting, shift = shift, begin_series = begin_series,
  report = report, settime = settime, disarm = disarm, gettime = gettime,
  shown_left = shown_left }

for _, name in ipairs { "epoll", "itimer", "kevent", "kqueue", "poll", "sleep",
    "timersock" } do
  F[name] = require("front_" .. name)(shared)
end

F.names = { "epoll", "hrtimer", "itimer", "kevent", "kqueue", "poll", "ptimer",
  "sleep", "timerfd", "timersock" }

-- At the finish every timer is quiet.
function F.finish(s)
  local f = F[s.front or ""]
  for _, t in ipairs(f and s.timers or {}) do f.quiet(s, t) end
end

return F
