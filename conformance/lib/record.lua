-- SPDX-License-Identifier: BSD-2-Clause
-- The recorder: the `s` that a case's run is called with.  It writes down what
-- the case says and reads nothing but the target's statement; plan.lua turns
-- the result into text, judge.lua compares it with a log.

local U = require "units"
local L = require "language"
local needs = require "needs"
local traits = require "traits"
local limit = require "limit"
local S = require "steps"
local plan = require "plan"
local fronts = require "fronts"

local R = {}

local scenario = {}             -- methods of s
local meta = {}

-- s.st and s.class are values, the rest are methods; an unknown name is
-- reported where the case uses it.
function meta.__index(s, key)
  if scenario[key] then return scenario[key] end
  if key:sub(1, 1) == "_" or R.fields[key] then return nil end
  S.fail(s, "there is no s:%s", tostring(key))
end

R.fields = { finish_at = true, death = true, front = true,
  watched = true, grace = true, ptimers = true, sets_clock = true,
  machine_declared = true }

-- Declarations --------------------------------------------------------------

local prefixes = { hrtimer = "t", timerfd = "t", ptimer = "t", signal = "g",
  kqueue = "k", sleep = "n", poll = "p", itimer = "i", timersock = "t",
  epoll = "v", process = "p", clock = "c",
  eventtimer = "d", timeout = "o", lock = "l", stream = "h", counter = "k",
  kevent = "q", entry = "e", request = "w", origin = "n",
  thread = "b", barrier = "z", gauge = "q", script = "c",
  reader = "r" }

function scenario:auto_name(kind)
  local p = prefixes[kind]
  repeat
    self.counts[p] = (self.counts[p] or 0) + 1
  until not self.names[p .. self.counts[p]]
  return p .. self.counts[p]
end

function scenario:take_name(name, kind)
  if type(name) ~= "string" or not name:find "^%a[%w_]*$" or #name > 15 then
    S.fail(self, "a name is a letter and up to 14 letters, digits or _: %s",
      tostring(name))
  end
  if self.names[name] then S.fail(self, "%s is declared twice", name) end
  self.names[name] = kind
  return name
end

-- (opts), (name, opts) or (name) -> name, opts
function scenario:decl_args(kind, a, b)
  local opts = type(a) == "table" and a or b or {}
  local name = type(a) == "string" and a or opts.name
  return self:take_name(name or self:auto_name(kind), kind), opts
end

function scenario:declare(words) self.decls[#self.decls + 1] = words end

local scriptmeta = { tag = "script" }

-- Run a callback function against a recorder of its own script.
function scenario:record_script(name, owner, event, fn)
  local ctx = { name = name, depth = 0, turns = 1, steps = {}, script = true,
    owner = owner, event = event }
  self:declare { "script " .. name, ctx }
  self.scripts[name] = ctx
  if owner then self.script_of[owner.name .. "\0" .. event] = ctx end
  fn(S.cursor(self, ctx, { _script = ctx, _self = owner or { name = "self" } }))
  return name
end

function scenario:script(fn)
  local name = self:take_name(self:auto_name "script", "script")
  self:record_script(name, nil, "call", fn)
  return setmetatable({ name = name }, scriptmeta)
end

-- call= or dereg= of an object: its own script, the shared empty one, or none.
function scenario:callback(o, key, fn, wanted)
  if U.tag(fn) == "script" then return fn.name end
  if fn == false or (fn == nil and not wanted) then return nil end
  if fn == nil then
    local name = "idle_" .. o.kind
    if not self.scripts[name] then
      self:take_name(name, "script")
      self:record_script(name, nil, "call", function () end)
    end
    return name
  end
  if type(fn) ~= "function" then
    S.fail(self, "%s of %s is no function", key, o.name)
  end
  local name = self:take_name((o.name .. "_" .. key):sub(-15), "script")
  return self:record_script(name, o, o.kind == "signal" and "sig" or key, fn)
end

local known = {
  hrtimer = "clock callback wakes lazy",
  ptimer = "clock notify sig val to lazy", signal = "sig clock callback",
  eventtimer = "called flags quality min max freq slow without callback dereg",
  timeout = "lock aff cpu callback lazy", lock = "type",
  stream = "type callback",
  counter = "called mask freq quality null slow from",
  thread = "cpu prio", barrier = "", gauge = "", origin = "",
}

function scenario:check_opts(kind, opts)
  local set = { name = true, n = true, quiet = true }
  for w in known[kind]:gmatch "%S+" do set[w] = true end
  for k in pairs(opts) do
    if not set[k] then S.fail(self, "%s has no key %s", kind, tostring(k)) end
  end
end

-- Declare an object: `keys` are the words of its line.
function scenario:add_object(kind, name, opts, keys)
  local o = { name = name, kind = kind, scn = self, n = opts.n,
    quiet = opts.quiet, clock = opts.clock and L.clock(opts.clock) }
  self.objs[name] = o
  self.kinds[kind] = true
  for _, key in ipairs { "call", "dereg" } do
    local event = key == "call" and "callback" or key
    if L.kinds[kind][key] then
      local wanted = key == "call" and kind ~= "ptimer" and kind ~= "stream"
        and not (kind == "hrtimer" and opts.wakes)
      keys[key] = self:callback(o, key, opts[event], wanted)
    end
  end
  keys.n = opts.n
  keys.quiet = opts.quiet and 1 or nil
  self:declare { "obj", name, kind, keys }
  return o
end

function scenario:hrtimer(a, b)
  local name, opts = self:decl_args("hrtimer", a, b)
  self:check_opts("hrtimer", opts)
  local wakes = opts.wakes
  if U.tag(wakes) == "thread" then wakes = wakes.name end
  local o = self:add_object("hrtimer", name, opts, { wakes = wakes })
  o.clock = o.clock or "mono"
  local p = S.proxy(o)
  if not opts.lazy then self:prep():init(p, { clock = o.clock }) end
  return p
end

-- Kinds whose objects are made by `create`, if at all, in prep unless they are
-- lazy.  The options are the keys of the declaration and those of create.
local function created(kind)
  local row = L.verbs[kind].create or { keys = {}, none = true }
  local set = { "lazy" }
  for key in pairs(row.keys) do set[#set + 1] = key end
  for key in pairs(L.kinds[kind]) do
    set[#set + 1] = key == "call" and "callback" or key
  end
  known[kind] = table.concat(set, " ")
  scenario[kind] = function (self, a, b)
    local name, opts = self:decl_args(kind, a, b)
    self:check_opts(kind, opts)
    local keys, own = {}, {}
    for key in pairs(L.kinds[kind]) do keys[key] = opts[key] end
    for key in pairs(row.keys) do own[key] = opts[key] end
    local o = self:add_object(kind, name, opts, keys)
    if row.keys.clock then
      o.clock = o.clock or "mono"
      own.clock = o.clock
    end
    o.nonblock = tostring(opts.flags or ""):find "nonblock" ~= nil
    local p = S.proxy(o)
    if not opts.lazy and not row.none then self:prep():create(p, own) end
    return p
  end
end

for _, kind in ipairs { "timerfd", "timersock", "itimer", "sleep", "poll",
    "kevent", "entry", "request", "kqueue",
    "epoll", "clock", "process" } do
  created(kind)
end

function scenario:origin(a, b)
  local name, opts = self:decl_args("origin", a, b)
  self:check_opts("origin", opts)
  return S.proxy(self:add_object("origin", name, opts, {}))
end

function scenario:ptimer(a, b)
  local name, opts = self:decl_args("ptimer", a, b)
  self:check_opts("ptimer", opts)
  local sig = opts.sig
  local g = S.object(sig)
  local o = self:add_object("ptimer", name, opts, {})
  o.clock = o.clock or "mono"
  o.signal = g or nil
  local p = S.proxy(o)
  if not opts.lazy then
    self:prep():create(p, { clock = o.clock, val = opts.val, to = opts.to,
      notify = opts.notify or (sig and "signal" or opts.to and "kevent"
        or "none"),
      sig = g and g.sig or sig })
  end
  return p
end

function scenario:signal(a, b)
  local name, opts = self:decl_args("signal", a, b)
  self:check_opts("signal", opts)
  local sig = opts.sig or "rt1"
  local o = self:add_object("signal", name, opts, { sig = sig,
    clock = opts.clock and L.clock(opts.clock) })
  o.sig = sig
  return S.proxy(o)
end

function scenario:eventtimer(a, b)
  local name, opts = self:decl_args("eventtimer", a, b)
  self:check_opts("eventtimer", opts)
  return S.proxy(self:add_object("eventtimer", name, opts,
    { name = opts.called, flags = opts.flags, quality = opts.quality,
      min = opts.min, max = opts.max, freq = opts.freq, slow = opts.slow,
      without = opts.without }))
end

function scenario:lock(a, b)
  local name, opts = self:decl_args("lock", a, b)
  self:check_opts("lock", opts)
  return S.proxy(self:add_object("lock", name, opts,
    { type = opts.type or "spin" }))
end

function scenario:stream(a, b)
  local name, opts = self:decl_args("stream", a, b)
  self:check_opts("stream", opts)
  return S.proxy(self:add_object("stream", name, opts,
    { type = opts.type or "hard" }))
end

function scenario:counter(a, b)
  local name, opts = self:decl_args("counter", a, b)
  self:check_opts("counter", opts)
  return S.proxy(self:add_object("counter", name, opts,
    { name = opts.called, mask = opts.mask, freq = opts.freq,
      quality = opts.quality, null = opts.null, slow = opts.slow,
      from = opts.from }))
end

function scenario:timeout(a, b)
  local name, opts = self:decl_args("timeout", a, b)
  self:check_opts("timeout", opts)
  local p = S.proxy(self:add_object("timeout", name, opts, {}))
  self:wants_cpu(opts.cpu)
  if not opts.lazy then
    self:prep():init(p, { lock = opts.lock, aff = opts.aff or "none",
      cpu = opts.cpu })
  end
  return p
end

-- Two CPUs are a capability, more of them a number.
function scenario:wants_cpu(cpu)
  if (cpu or 0) > 0 then self.wants_smp = true end
  self.cpus = math.max(self.cpus, (cpu or 0) + 1)
end

function scenario:thread(a, b)
  local name, opts = self:decl_args("thread", a, b)
  self:check_opts("thread", opts)
  return self:add_thread(name, opts)
end

function scenario:add_thread(name, opts)
  local ctx = { name = name, depth = 0, turns = 1, steps = {}, cpu = opts.cpu }
  self:wants_cpu(opts.cpu)
  self.threads[#self.threads + 1] = ctx
  self.threads[name] = ctx
  self:declare { "thread", name, nil, { cpu = opts.cpu, prio = opts.prio } }
  return S.thread(self, ctx)
end

function scenario:barrier(a, b)
  local name = type(a) == "string" and a or self:auto_name "barrier"
  self:take_name(name, "barrier")
  self:declare { "barrier", name, nil, { n = type(a) == "string" and b or a } }
  return S.proxy { name = name, scn = self }
end

function scenario:gauge(a, b)
  local name = self:decl_args("gauge", a, b)
  self:declare { "gauge", name, nil, {} }
  local o = { name = name, kind = "gauge", scn = self }
  self.objs[name] = o
  return S.proxy(o)
end

function scenario:watch(words)
  for w in words:gmatch "[^,%s]+" do self.watched[w] = true end
  self:declare { "watch", words:gsub("%s", ""), nil, {} }
end

function scenario:machine_line(word, name, opts)
  local keys = {}
  for k, v in pairs(opts) do
    if not L.machine[word][k] then
      S.fail(self, "a %s has no key %s", word, tostring(k))
    end
    keys[k] = v
  end
  self:declare { "machine", ("%s=%s"):format(word, name), nil, keys }
end

-- The hardware: { cpus =, timers = { {...}, ... }, counter = {...}, spare =,
-- devices = { { NAME, STATE }, ... } }
function scenario:machine(opts)
  self.machine_declared = true
  for k in pairs(opts) do
    if not ({ cpus = true, timers = true, counter = true,
        watchdog = true, spare = true, devices = true })[k] then
      S.fail(self, "a machine has no %s", tostring(k))
    end
  end
  if opts.cpus then self:machine_line("cpus", opts.cpus, {}) end
  for i, t in ipairs(opts.timers or {}) do
    self:machine_line("timer", i == 1 and "simtimer" or "simtimer" .. i - 1, t)
  end
  if opts.counter then
    self:machine_line("counter", "simtimer", opts.counter)
  end
  if opts.spare then self:machine_line("spare", opts.spare, {}) end
  for _, d in ipairs(opts.devices or {}) do
    self:machine_line("device", d[1], { state = d[2] })
  end
  if opts.watchdog then
    self:machine_line("counter", "simtimer1", opts.watchdog)
  end
end

-- Cursors -------------------------------------------------------------------

function scenario:main() return self.main_thread end
function scenario:at(t) return self.main_thread:at(t) end
function scenario:after(ev) return self.main_thread:after(ev) end
function scenario:rep(...) return self.main_thread:rep(...) end

function scenario:prep()
  return S.cursor(self, self.prep_ctx, { _prep = true })
end

function scenario:add_step(cur, st)
  if not cur._script and not cur._prep and cur._ctx.shut then
    S.fail(self, "nothing may follow a step of %s that waits", cur._ctx.name)
  end
  if st.verb == "mark" then self.marks[st.ops[1]] = st end
  local list = cur._script and cur._ctx.steps
    or cur._prep and self.preps or self.steps
  list[#list + 1] = st
  if not cur._script then
    table.insert(cur._ctx.steps, st)
  end
end

-- Expectations --------------------------------------------------------------

function scenario:bind(name)
  self.named[name] = (self.named[name] or 0) + 1
  self.named_at[name] = self.named_at[name] or S.where(self)
end

function scenario:intervals(t)
  local from = S.due(t.from)
  if not from then S.fail(self, "intervals wants from = a step") end
  if math.type(t.every) ~= "integer" or t.every <= 0 then
    S.fail(self, "intervals wants every = a time above 0")
  end
  local upto = t.upto
  if upto ~= nil and upto ~= "self" and not S.is_handle(upto) then
    S.fail(self, "upto is a step or \"self\"")
  end
  return U.make("intervals", { from = from, every = t.every,
    first = t.first or t.every, less = t.less or 0,
    upto = S.is_handle(upto) and upto.step or nil })
end

local function times(scn, v)
  if v == nil then return 1, 1 end
  if math.type(v) == "integer" then return v, v end
  if type(v) == "table" and math.type(v[1]) == "integer" then
    return v[1], v[2]
  end
  if type(v) == "table" and v[1] == ">=" then return v[2], math.maxinteger end
  S.fail(scn, "times is a number, { least, most } or { \">=\", least }")
end

-- What to demand of other steps of a call.
local function call_steps(scn, t)
  local out = {}
  for verb, want in pairs(t or {}) do
    local w = { kind = "shows", shows = {} }
    if type(want) == "table" and want.fails then
      w = { kind = "fails", errs = { [want.fails] = true } }
    elseif type(want) == "table" and not U.tag(want)
        and want[1] == nil then
      for k, v in pairs(want) do w.shows[k] = S.value(scn, v) end
    else
      w.shows.r = S.value(scn, want, true)
    end
    out[verb] = w
  end
  return out
end

local reserved = { at = true, not_before = true, not_after = true,
  within = true, times = true, added = true, steps = true, event = true }

function scenario:expectation(t)
  local o = S.object(t[1])
  local name = o and o.name or t[1]
  if type(name) ~= "string" then
    S.fail(self, "an expectation begins with its object")
  end
  if not o and self.objs[name] then o = self.objs[name] end
  local event = t[2] or t.event or (o and L.event[o.kind])
  if not event then S.fail(self, "which event of %s?", name) end
  local e = { object = o, name = o and S.ref(o) or name, event = event,
    where = S.where(self), fields = {}, within = t.within,
    steps = call_steps(self, t.steps) }
  e.least, e.most = times(self, t.times)
  e.at = t.at ~= nil and S.due(t.at)
  e.not_before = t.not_before ~= nil and S.due(t.not_before)
  e.not_after = t.not_after ~= nil and S.due(t.not_after)
  if e.at == nil or e.not_before == nil or e.not_after == nil then
    S.fail(self, "at is a due time: a step, a step + ns, or T(ns)")
  end
  if t.added ~= nil then e.added = S.value(self, t.added) end
  for k, v in pairs(t) do
    if type(k) == "string" and not reserved[k] then
      e.fields[k] = S.value(self, v)
    end
  end
  return e
end

function scenario:expect(t)
  local e = self:expectation(t)
  self.expects[#self.expects + 1] = e
  return e
end

local rels = { ["ends-after"] = true, ["begins-after"] = true,
  ["ends-before"] = true, overlaps = true, disjoint = true, ends = true,
  ["same-cpu"] = true, equal = true, less = true, ["less-equal"] = true }

-- A step, "t.call/2" or { step, field }.
local function side(scn, v)
  if S.is_handle(v) then return { step = v.step } end
  if type(v) == "table" and S.is_handle(v[1]) then
    return { step = v[1].step, field = v[2] }
  end
  local name, event, n = tostring(v):match "^([%w_.]-)%.(%a+)/?(%d*)$"
  if not name or not scn.objs[name:match "^[^.]+"] then
    S.fail(scn, "relate: no such step or event: %s", tostring(v))
  end
  return { name = name, event = event, n = math.tointeger(n) or 1 }
end

function scenario:relate(t)
  if not rels[t[2]] then S.fail(self, "no relation %s", tostring(t[2])) end
  if t[2] == "ends" then return t[1]:ends(t[3]) end
  table.insert(self.relates, { a = side(self, t[1]), rel = t[2],
    b = side(self, t[3]), where = S.where(self) })
end

function scenario:sum(t)
  local o = S.object(t.of[1])
  if not o then S.fail(self, "sum wants of = { object, \"event\" }") end
  table.insert(self.sums, { name = S.ref(o), event = t.of[2] or
    L.event[o.kind], field = t.field, add = t.add or 0,
    want = S.value(self, t.equals), where = S.where(self) })
end

local function alternative(scn, alt)
  local out = { steps = {}, expects = {} }
  if S.is_handle(alt[1]) or S.object(alt[1]) or type(alt[1]) == "string" then
    alt = { alt }
  end
  for _, item in ipairs(alt) do
    if S.is_handle(item[1]) then
      local st = setmetatable({ want = false, ends = false },
        { __index = item[1].step })
      local h = setmetatable({ step = st }, getmetatable(item[1]))
      if item.gives ~= nil then h:gives(item.gives) end
      if item.shows then h:shows(item.shows) end
      if item.fails then h:fails(item.fails) end
      if item.waits then h:waits() end
      if item.ends then h:ends(item.ends) end
      out.steps[item[1].step] = st
    else
      table.insert(out.expects, scn:expectation(item))
    end
  end
  return out
end

function scenario:either(alts)
  local set = {}
  for _, alt in ipairs(alts) do set[#set + 1] = alternative(self, alt) end
  if #set < 2 then S.fail(self, "either wants two alternatives or more") end
  table.insert(self.eithers, set)
end

function scenario:order(names)
  for _, name in ipairs(names) do
    if not self.watched[name] then S.fail(self, "%s is not watched", name) end
  end
  table.insert(self.orders, { names = names, where = S.where(self) })
end

function scenario:dies(text)
  self.death = text or ""
end

-- The model front end -------------------------------------------------------

function scenario:model(what, ...)
  local f = fronts[self.front or ""]
  if not f then S.fail(self, "only cases of cases/common have a model") end
  return f[what](self, ...)
end

function scenario:timer(opts) return self:model("timer", opts or {}) end
function scenario:fires(t, opts) return self:model("fires", t, opts) end
function scenario:hold(t, a, b) return self:model("hold", t, a, b) end
function scenario:left(t, at, o) return self:model("left", t, at, o) end
function scenario:quiet(t) return self:model("quiet", t) end

function scenario:finish(t, opts)
  if self.finish_at then S.fail(self, "finish comes once") end
  if math.type(t) ~= "integer" or t <= 0 then
    S.fail(self, "finish wants a time")
  end
  fronts.finish(self)
  self.finish_at = t
  self.grace = opts and opts.grace
  self.finish_where = S.where(self)
end

-- The statement -------------------------------------------------------------

local function lookup(scn, name, map)
  local v = scn.statement[name]
  local fault = traits.fault(scn.statement, name)
  if fault then error({ outside = needs.outside(fault) }, 0) end
  if v == nil then S.fail(scn, "the statement has no %s", name) end
  v = math.tointeger(v) or v
  if map == nil then return v end
  if map[v] == nil then
    S.fail(scn, "%s is %s, for which the case has nothing", name, tostring(v))
  end
  return map[v]
end

-- New scenario for a case on a target with this statement.
function R.new(case, statement, front)
  local s = setmetatable({ id = case.id, meta = case, chunk = case.chunk,
    statement = statement, class = statement.class, front = front,
    decls = {}, preps = {}, steps = {}, threads = {}, objs = {}, scripts = {},
    script_of = {},
    marks = {}, names = {}, counts = {}, kinds = {}, expects = {},
    relates = {}, sums = {}, eithers = {}, orders = {}, watched = {},
    named = {}, named_at = {}, timers = {}, cumulative = {},
    finish_where = case.where, wants_smp = false, cpus = 1 }, meta)
  s.st = function (name, map) return lookup(s, name, map) end
  -- The names of a list with qualities, "A(9),B(-1)", in its order.
  s.ranked = function (name)
    local out = {}
    for word in s.st(name):gmatch "([^,]+)%(%-?%d+%)" do
      out[#out + 1] = word
    end
    return out
  end
  s.trait = function (name)
    return lookup(s, ("frontend.%s.%s"):format(front or "", name))
  end
  -- A time that the front end can say: ns, rounded up to its unit.
  s.whole = function (ns)
    local unit = s.trait "unit"
    return (ns + unit - 1) // unit * unit
  end
  s.prep_ctx = { name = "prep", depth = 0, turns = 1, steps = {} }
  s.names.main = "thread"
  s.main_thread = s:add_thread("main", { cpu = 0 })
  return s
end

-- Record a case: the finished plan, or nil and what is wrong (file:line); and
-- "fail" where not the case is wrong, but the statement, "skip" where the front
-- end lacks what the case asks for.
function R.record(case, statement, front)
  local s = R.new(case, statement, front)
  local ok, err = xpcall(function ()
    limit.call(case.chunk, case.where, "the case", case.run, s)
    plan.close(s)
  end, function (e)
    if type(e) == "table" then return e end
    if type(e) == "string" and e:find "^[%w_./@:-]+%.lua:%d+: " then
      return e
    end
    return tostring(e)
  end)
  if not ok and type(err) == "table" then
    return nil, err.outside or err.lacks, err.lacks and "skip" or "fail"
  end
  if not ok then return nil, err end
  return s
end

return R
