-- SPDX-License-Identifier: BSD-2-Clause
-- Steps: cursors (a thread, or a callback, at a time) whose methods are the
-- verbs of the language, and the handles that those return.

local sys = require "sys"
local U = require "units"
local L = require "language"

local S = {}

-- Proxies: what a case holds of an object.  The facts are under a key that no
-- case has, so that t[3] and t.i can be what they look like.
local FACTS = {}

local proxy = { tag = "object" }

function proxy.__index(p, key)
  local o = p[FACTS]
  if math.type(key) == "integer" then return S.element(o, key) end
  if key == "i" then return S.element(o, "i") end
  return o[key]
end

function S.proxy(o) return setmetatable({ [FACTS] = o }, proxy) end

function S.element(o, elem)
  if not o.n then error(o.name .. " is not an array", 3) end
  if elem ~= "i" and (elem < 0 or elem >= o.n) then
    error(("%s has the elements 0 to %d"):format(o.name, o.n - 1), 3)
  end
  return S.proxy(setmetatable({ elem = elem }, { __index = o }))
end

-- The facts of an object, or nil when v is none.
function S.object(v) return getmetatable(v) == proxy and v[FACTS] or nil end

function S.ref(o)
  return o.elem and ("%s.%s"):format(o.name, o.elem) or o.name
end

-- Where in the case file we are, for messages.
function S.where(scn) return sys.place(scn.chunk) or scn.id end

function S.fail(scn, ...)
  error(S.where(scn) .. ": " .. string.format(...), 0)
end

-- Handles -------------------------------------------------------------------

local handle = { tag = "handle" }
handle.__index = handle

function handle.__add(a, b)
  if math.type(a) == "integer" then a, b = b, a end
  return U.make("due", { step = a.step, ns = 0 }) + b
end

function handle.__sub(a, b)
  return U.make("due", { step = a.step, ns = 0 }) - b
end

-- A due time from whatever stands for one; nil when v does not.
function S.due(v)
  local tag = U.tag(v)
  if tag == "handle" then return U.make("due", { step = v.step, ns = 0 }) end
  if tag == "T" then return U.make("due", { ns = v.ns }) end
  if tag == "due" then return v end
  if math.type(v) == "integer" then return U.make("due", { ns = v }) end
  return nil
end

local relations = { [">="] = 1, [">"] = 1, ["<="] = 1, ["<"] = 1, ["!="] = 1,
  between = 2 }

-- A wanted value as the judge takes it: { op, ... }.  `named`: what a bare
-- string is, a name (in gives) or a word (elsewhere).
function S.value(scn, v, named)
  local tag = U.tag(v)
  if tag == "handle" then v = S.due(v) tag = "due" end
  if tag == "T" then return { "due", S.due(v) } end
  if tag == "same" then
    scn:bind(v.name)
    return { "same", v }
  end
  if tag then return { tag, v } end
  if math.type(v) == "integer" then return { "=", v } end
  if type(v) == "boolean" then return { "=", v and 1 or 0 } end
  if type(v) == "string" then
    if named then return S.value(scn, U.same(v)) end
    return { "word", v }
  end
  if type(v) ~= "table" then S.fail(scn, "no value: %s", tostring(v)) end
  if relations[v[1]] then
    if #v ~= 1 + relations[v[1]] then S.fail(scn, "incomplete: %s", v[1]) end
    return v
  end
  local set = { "of" }
  for _, one in ipairs(v) do set[#set + 1] = S.value(scn, one, named) end
  if #set == 1 then S.fail(scn, "an empty list of values") end
  return set
end

local function settle(h, what)
  local st = h.step
  if st.want and st.want.kind ~= what then
    S.fail(st.scn, "%s is told twice what to give", st.verb)
  end
  st.want = st.want or { kind = what, shows = {} }
  return st.want
end

function handle:gives(v)
  local row = self.step.row
  local w = settle(self, "shows")
  w.shows[row.value or "r"] = S.value(self.step.scn, v, true)
  return self
end

function handle:shows(t)
  local w = settle(self, "shows")
  for k, v in pairs(t) do w.shows[k] = S.value(self.step.scn, v) end
  return self
end

-- Also what a failure shows.
function handle:fails(e, shows)
  local set = {}
  for _, name in ipairs(type(e) == "table" and e or { e }) do
    if type(name) ~= "string" or not name:find "^E%u" then
      S.fail(self.step.scn, "fails wants names of errno")
    end
    set[name] = true
  end
  local w = settle(self, "fails")
  w.errs = set
  for k, v in pairs(shows or {}) do w.shows[k] = S.value(self.step.scn, v) end
  return self
end

function handle:any() settle(self, "any") return self end

function handle:waits()
  settle(self, "waits")
  self.step.waits = true
  return self
end

function handle:ends(due)
  self.step.ends = S.due(due)
  if not self.step.ends then S.fail(self.step.scn, "ends wants a due time") end
  return self
end

function handle:misses() self.step.misses = true return self end

function handle:dies(text)
  settle(self, "dies").text = text or ""
  self.step.scn.death = text or ""
  return self
end

function S.is_handle(v) return U.tag(v) == "handle" end

-- Rendering of one step -----------------------------------------------------

-- The word of an operand, in its place.
local function operand(scn, v, how)
  local o = S.object(v)
  if o then return S.ref(o) end
  if U.tag(v) == "thread" then return v.name end
  if how == "clock" then return tostring(L.clock(v)) end
  if how == "mark" then
    if type(v) ~= "string" then S.fail(scn, "a mark has a name") end
    return v
  end
  local text = U.text(v)
  if not text then S.fail(scn, "not an operand: %s", tostring(v)) end
  return text
end

local function key_text(scn, key, v)
  local o = S.object(v)
  if o then return S.ref(o) end
  if U.tag(v) == "handle" and v.step.verb == "mark" then
    return v.step.ops[1]
  end
  if U.tag(v) == "thread" then return v.name end
  if U.tag(v) == "script" then return v.name end
  if key == "clock" and type(v) == "string" then v = L.clock(v) end
  local text = U.text(v, L.timed[key])
  if not text then S.fail(scn, "%s= cannot be %s", key, tostring(v)) end
  return text
end

local function is_keys(v)
  return type(v) == "table" and not getmetatable(v)
end

-- Split the arguments of a method: operands, then one table of keys.
local function split(scn, row, verb, args)
  local keys, last = {}, args[#args]
  if is_keys(last) then
    for k, v in pairs(last) do keys[k] = v end
    args[#args] = nil
  end
  if row.keys.by and not row.operand and #args == 1
      and (math.type(args[1]) == "integer" or U.tag(args[1]) == "ramp") then
    keys.by = args[1]
    args = {}
  end
  for k in pairs(keys) do
    if not row.keys[k] and not L.common[k] then
      S.fail(scn, "%s has no key %s", verb, tostring(k))
    end
  end
  return args, keys
end

-- The object that a step is about: its first operand, in a callback perhaps
-- the callback's own.
local function subject(cur, verb, args)
  local scn, first = cur._scn, args[1]
  local o = S.object(first)
  if type(first) == "string" and not L.control[verb] then
    if first == "self" then return cur._self, "self" end
    o = scn.objs[first]
    if not o then S.fail(scn, "no object %s", first) end
    args[1] = S.proxy(o)
  end
  if o then return o, S.ref(o) end
  if cur._script and (not L.control[verb]) then
    table.insert(args, 1, "self")
    return cur._self, "self"
  end
end

local function defaults(row, keys, o)
  for k, v in pairs(row.default or {}) do
    if keys[k] == nil then
      keys[k] = k == "clock" and o and o.clock or v
    end
  end
  if row.limited and keys["till"] and not keys.lim then
    keys.lim = 10000000
  end
end

local function render_keys(scn, keys)
  local out, names = {}, {}
  for k in pairs(keys) do names[#names + 1] = k end
  if names[2] then table.sort(names) end
  for _, k in ipairs(names) do
    out[#out + 1] = k .. "=" .. key_text(scn, k, keys[k])
  end
  return out
end

local function find_row(cur, verb, o)
  local scn = cur._scn
  local row
  if o then
    row = L.row(o.kind, verb) or L.row(nil, verb)
    if o.kind == nil then row = row or S.any_row(verb) end
  else
    row = L.row(nil, verb)
  end
  if not row then
    S.fail(scn, "%s has no verb %s", o and (o.kind or o.name) or "a thread",
      verb)
  end
  if cur._script and not row.script then
    S.fail(scn, "%s may not run in a callback", verb)
  end
  return row
end

-- A script without an object: the verb of whatever kind has it.
function S.any_row(verb)
  for _, kind in ipairs { "hrtimer", "eventtimer", "timerfd", "ptimer",
      "timeout", "lock" } do
    if L.verbs[kind][verb] then return L.verbs[kind][verb] end
  end
end

-- Record a step and return its handle.
function S.step(cur, verb, ...)
  local scn = cur._scn
  local args = { ... }
  local o = subject(cur, verb, args)
  local row = find_row(cur, verb, o)
  local ops, keys = split(scn, row, verb, args)
  defaults(row, keys, o)
  local words = {}
  for i, v in ipairs(ops) do
    words[i] = operand(scn, v, row.operand)
  end
  if row.operand and not words[1] then
    S.fail(scn, "%s wants a %s", verb, row.operand)
  end
  local st = { scn = scn, verb = verb, row = row, obj = o, ops = words,
    keys = keys, args = render_keys(scn, keys), ctx = cur._ctx,
    script = cur._script, nth = cur._nth, when = cur._when,
    where = S.where(scn), depth = cur._ctx.depth, turns = cur._ctx.turns,
    till = cur._ctx.till, prep = cur._prep }
  if o and o.n and not o.elem and words[1] ~= "self" then
    st.turns = st.turns * o.n   -- a bare array: each element in order
  end
  scn:add_step(cur, st)
  return setmetatable({ step = st }, handle)
end

-- Cursors -------------------------------------------------------------------

local methods = {}

local cursor = { tag = "cursor" }

-- The verb is bound to the cursor that it was taken from.
function cursor.__index(c, verb)
  if methods[verb] then return methods[verb] end
  return function (self, ...)
    if not rawget(self, "_ctx") then
      error("write s:at(t):" .. tostring(verb) .. "(...) with a colon", 2)
    end
    return S.step(c, verb, ...)
  end
end

function S.cursor(scn, ctx, fields)
  return setmetatable({ _scn = scn, _ctx = ctx,
    _when = fields._when or false, _script = fields._script or false,
    _self = fields._self or false, _nth = fields._nth or false,
    _prep = fields._prep or false }, cursor)
end

-- rep(n, [{ till=, log= }], body)
function methods.rep(c, n, opts, body)
  if type(opts) == "function" then opts, body = {}, opts end
  local ctx = c._ctx
  if ctx.depth >= 2 then S.fail(c._scn, "a repeat nests once") end
  S.step(c, "repeat", n, opts)
  local turns, till, at = ctx.turns, ctx.till, ctx.depth
  ctx.depth, ctx.turns = at + 1, turns * n
  ctx.till = opts.till or till
  local inner = S.cursor(c._scn, ctx, { _script = c._script,
    _self = c._self, _prep = c._prep })
  body(inner)
  ctx.depth, ctx.turns, ctx.till = at, turns, till
  return S.step(inner, "done")
end

-- Only in callbacks: the calls that a step belongs to.
function methods.nth(c, range)
  if not c._script then S.fail(c._scn, "nth is for callbacks") end
  local lo, dash, hi = tostring(range):match "^(%d+)(%-?)(%d*)$"
  if not lo then S.fail(c._scn, "nth wants 2, \"2-\" or \"2-3\"") end
  lo = math.tointeger(lo)
  local nth = { lo = lo, text = "#" .. range }
  nth.hi = dash == "" and lo or math.tointeger(hi) or math.maxinteger
  return S.cursor(c._scn, c._ctx,
    { _script = c._script, _self = c._self, _nth = nth })
end

-- The model's verbs; fronts.lua says what they are for a front end.
function methods.set(c, t, opts) return c._scn:model("set", c, t, opts) end
function methods.disarm(c, t, opts)
  return c._scn:model("disarm", c, t, opts)
end

-- Threads are cursors that can also be told when.
local thread = { tag = "thread" }
local at = {}

function at.at(b, ns)
  ns = U.tag(ns) == "T" and ns.ns or ns
  if math.type(ns) ~= "integer" or ns < 0 then
    S.fail(b._scn, "at wants a time in ns, not before 0")
  end
  return S.cursor(b._scn, b._ctx,
    { _when = { at = ns, text = "at " .. U.duration(ns) } })
end

function at.after(b, ev)
  if U.tag(ev) == "handle" and ev.step.verb == "mark" then
    ev = ev.step.ops[1]
  end
  if type(ev) ~= "string" then S.fail(b._scn, "after wants a mark") end
  return S.cursor(b._scn, b._ctx,
    { _when = { after = ev, text = "after " .. ev } })
end

function thread.__index(b, key)
  if key == "name" then return b._ctx.name end
  if at[key] then return at[key] end
  return cursor.__index(b, key)
end

function S.thread(scn, ctx)
  return setmetatable({ _scn = scn, _ctx = ctx, _when = false,
    _script = false, _self = false, _nth = false, _prep = false }, thread)
end

return S
