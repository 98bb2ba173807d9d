-- SPDX-License-Identifier: BSD-2-Clause
-- What a case needs and a target offers.

local L = require "language"
local traits = require "traits"

local N = {}

-- "a|b" -> { a = true, b = true }; few lists are asked for again and again.
local sets = {}

local function set_of(words)
  local set = {}
  for one in words:gmatch "[^|,]+" do set[one] = true end
  sets[words] = set
  return set
end

local function has_word(words, w)
  words = words or ""
  return (sets[words] or set_of(words))[w] == true
end

-- A value outside its closed set, or one that is missing, in one line.
function N.outside(fault)
  return ("the statement has not %s, but %s"):format(fault.expected, fault.got)
end

local function trait(need, st, front)
  local name, op, want = need:match "^trait:([%w-]+)(!?=)(.+)$"
  if not name then return "malformed need " .. need end
  if not front then return need .. " is for common cases only" end
  local full = ("frontend.%s.%s"):format(front, name)
  local have, fault = st[full], traits.fault(st, full)
  if fault then return N.outside(fault), "fail" end
  local hit = have ~= nil and has_word(want, have)
  if (op == "=") == hit then return nil end
  return ("%s of %s is %s"):format(name, front, have or "not stated")
end

local function offered(need, st)
  if has_word(st.kinds, need) then return true end
  if need == "smp" and (math.tointeger(st.cpus) or 1) >= 2 then
    return st["offers.smp"] ~= "no"
  end
  return st["offers." .. need] == "yes"
end

local function has_front(front, st)
  return has_word(st.kinds, front) and traits.offered(st, front)
end

-- The cases without those of front ends that the target does not have: a
-- common case is for every front end that is there.  If none is left, all
-- stay, and are skipped with the reason.
function N.of_fronts(cases, st)
  local out = {}
  for _, c in ipairs(cases) do
    if not c.front or has_front(c.front, st) then out[#out + 1] = c end
  end
  return #out > 0 and out or cases
end

-- Why the case cannot run on a target with this statement, before its body
-- is run; nil when it can.  The second value is "fail" where the statement is
-- at fault.
function N.missing(case, st, options)
  for _, word in ipairs { "privileged", "destructive" } do
    if case[word] and not options[word] then
      return ("not permitted without --%s"):format(word)
    end
  end
  if case.class then
    local hit
    for _, c in ipairs(case.class) do hit = hit or c == st.class end
    if not hit then return "not for the time class " .. st.class end
  end
  local layer = case.id:match "^[^/]+"
  if L.kinds[layer] and not offered(layer, st) then
    return layer .. " is not offered"
  end
  if case.front and not has_front(case.front, st) then
    return ("no front end %s"):format(case.front)
  end
  for _, need in ipairs(case.needs) do
    if need:find "^trait:" then
      local why, verdict = trait(need, st, case.front)
      if why then return why, verdict end
    elseif not offered(need, st) then
      return need .. " is not offered"
    end
  end
end

local verbs = { mask = "mask", unmask = "mask", setclock = "setclock",
  calc = "calc", fault = "machine", cpu_off = "hotplug",
  cpu_on = "hotplug", slew = "timekeeping", adjust = "timekeeping",
  leap = "timekeeping", suspend = "timekeeping", resume = "timekeeping",
  clockinfo = "timekeeping", select = "timekeeping" }

local limits = {
  { "cpus", function (p) return p.cpus end },
  { "threads", function (p) return #p.threads end },
  { "steps", function (p) return #p.preps + #p.steps + p.script_steps end },
  { "scripts", function (p)
    local n = 0
    for _ in pairs(p.scripts) do n = n + 1 end
    return n
  end },
  { "objects", function (p)
    local n = 0
    for _ in pairs(p.objs) do n = n + 1 end
    return n
  end },
}

-- The same for what the recorded plan uses.
function N.exceeds(p, st)
  local kinds = {}
  for kind in pairs(p.kinds) do kinds[#kinds + 1] = kind end
  table.sort(kinds)
  for _, kind in ipairs(kinds) do
    if not has_word(st.kinds, kind) then return kind .. " is not offered" end
  end
  if p.wants_smp and not offered("smp", st) then return "smp is not offered" end
  for line = 1, #p.body do
    local s = p.by_line[line]
    local need = s and s.row == L.control[s.verb] and verbs[s.verb]
    if need and not offered(need, st) then return need .. " is not offered" end
  end
  if next(p.watched) and not offered("watch", st) then
    return "watch is not offered"
  end
  if p.machine_declared and not offered("machine", st) then
    return "machine is not offered"
  end
  if p.death and not offered("death", st) then
    return "death is not offered"
  end
  p.script_steps = 0
  for _, ctx in pairs(p.scripts) do
    p.script_steps = p.script_steps + #ctx.steps
  end
  for _, l in ipairs(limits) do
    local most, n = math.tointeger(st[l[1]]), l[2](p)
    if most and n > most then
      return ("%d %s are wanted, %d offered"):format(n, l[1], most)
    end
  end
end

return N
