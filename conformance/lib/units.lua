-- SPDX-License-Identifier: BSD-2-Clause
-- Times and the other values that a case writes: plain data with a tag, which
-- the recorder renders and the judge interprets.  No value holds a function.

local U = {}

local function unit(n)
  return function (v)
    local ns = math.tointeger(v * n)
    if not ns then error(v .. " is not a whole number of nanoseconds", 2) end
    return ns
  end
end

U.ns, U.us, U.ms, U.sec = unit(1), unit(1000), unit(1000000), unit(1000000000)

local units = {
  { "d", 86400000000000 }, { "h", 3600000000000 }, { "s", 1000000000 },
  { "ms", 1000000 }, { "us", 1000 },
}

-- A duration as the language writes it: the largest unit that is exact.
function U.duration(ns)
  if ns == 0 then return "0" end
  for _, u in ipairs(units) do
    if ns % u[2] == 0 then return ("%d%s"):format(ns // u[2], u[1]) end
  end
  return ("%dns"):format(ns)
end

-- The reverse, for what agents and files say; nil where it is none.
function U.parse(text)
  local n, name = text:match "^(-?%d+)(%a*)$"
  n = math.tointeger(n)
  if not n then return nil end
  if name == "" or name == "ns" then return n end
  for _, u in ipairs(units) do
    if u[1] == name then return n * u[2] end
  end
end

-- For people: 1.5 ms rather than 1500000.
function U.human(ns)
  local a = ns < 0 and -ns or ns
  if a >= 1000000000 then return ("%.3f s"):format(ns / 1e9) end
  if a >= 1000000 then return ("%.3f ms"):format(ns / 1e6) end
  if a >= 1000 then return ("%.3f us"):format(ns / 1e3) end
  return ("%d ns"):format(ns)
end

-- Tagged values -------------------------------------------------------------

local metas = {}

local function meta(tag)
  local m = { tag = tag }
  metas[tag] = m
  return m
end

function U.tag(v)
  local m = getmetatable(v)
  return m and m.tag
end

function U.make(tag, fields) return setmetatable(fields, metas[tag]) end

for _, tag in ipairs { "T", "N", "ramp", "same", "any", "due", "intervals" } do
  meta(tag)
end

local function shifted(a, b, sign)
  if math.type(a) == "integer" then a, b = b, a end
  if math.type(b) ~= "integer" then
    error("only a number of ns can be added to a time", 3)
  end
  local copy = {}
  for k, v in pairs(a) do copy[k] = v end
  copy.ns = copy.ns + sign * b
  return setmetatable(copy, getmetatable(a))
end

for _, tag in ipairs { "T", "N", "due" } do
  metas[tag].__add = function (a, b) return shifted(a, b, 1) end
  metas[tag].__sub = function (a, b) return shifted(a, b, -1) end
end

function U.T(ns) return U.make("T", { ns = ns or 0 }) end
function U.N(ns) return U.make("N", { ns = ns or 0 }) end
function U.ramp(a, b) return U.make("ramp", { a = a, b = b, sep = "~" }) end
function U.ramp2(a, b) return U.make("ramp", { a = a, b = b, sep = "~~" }) end

function U.same(name, lo, hi)
  return U.make("same", { name = name, lo = lo or 0, hi = hi or lo or 0,
    shifted = lo ~= nil })
end

U.any = U.make("any", {})

-- A value of a key as text; `timed` writes integers as durations.
function U.text(v, timed)
  local tag = U.tag(v)
  local num = timed and U.duration or tostring
  if tag == "ramp" then return num(v.a) .. v.sep .. num(v.b) end
  if tag == "T" or tag == "N" then
    if v.ns < 0 then return tag .. "-" .. U.duration(-v.ns) end
    return tag .. "+" .. U.duration(v.ns)
  end
  if math.type(v) == "integer" then return num(v) end
  if type(v) == "string" then return v end
  if v == true then return "yes" end
  return nil
end

return U
