-- SPDX-License-Identifier: BSD-2-Clause
-- The closed sets of the statement, as adapter(7) lists them: what each value
-- may be, and the traits that every front end has.

local M = {}

local function set(text)
  local out = { text = text:gsub("|", ", ") }
  for word in text:gmatch "[^|]+" do out[word] = true end
  return out
end

-- Numbers and lists are known by their shape alone.
local number = { text = "a number", fits = function (v)
  return v:find "^%d+$" ~= nil
end }
local words = { text = "words joined by bars", fits = function (v)
  return ("|" .. v):gsub("|[%w_-]+", "") == ""
end }

M.traits = {
  ["clocks"] = words,
  ["unit"] = number,
  ["rounding"] = set "exact|up",
  ["least"] = number,
  ["greatest"] = number,
  ["beyond"] = set "saturate|EINVAL|EOVERFLOW",
  ["zero"] = set "disarm|now|EINVAL",
  ["negative"] = set "past|EINVAL|assert|never",
  ["absolute"] = set "yes|no",
  ["past-absolute"] = set "now|EINVAL",
  ["first-interval"] = set "yes|no",
  ["periodic"] = set "yes|callback|no",
  ["phase"] = set "deadline|dispatch",
  ["move"] = set "atomic|replace|none",
  ["readback"] = set "left|none",
  ["readback-rounding"] = set "exact|up|down",
  ["report"] = set "call|count|stream|signal|return",
  ["width"] = number,
  ["many"] = set "yes|no",
  ["pending-rearm"] = set "kept|dropped",
  ["pending-disarm"] = set "kept|dropped",
  ["self-delete"] = set "yes|no",
  ["clockset"] = set "follows|stays|cancels",
  ["fork"] = set "shared|lost|none",
  ["exec"] = set "kept|lost|none",
  ["hold"] = set "interrupt|unread|blocked|none",
  ["asserts"] = set "yes|no",
}

M.names = {
  ["class"] = set "virtual|counted|wall",
  ["late"] = number,
  ["cpus"] = number,
  ["threads"] = number,
  ["steps"] = number,
  ["objects"] = number,
  ["elements"] = number,
  ["scripts"] = number,
  ["records"] = number,
  ["clocks"] = words,
  ["kinds"] = words,
  ["hrtimer.active-in-callback"] = set "0|1",
  ["hrtimer.guard"] = number,
  ["ktime.max"] = set "9223372036854775807|2147483647999999999",
  ["hrtimer.res"] = number,
  ["timeout.dispatchers"] = number,
  ["timerfd.close-read"] = set "goes-on|EBADF",
  ["timerfd.write-errno"] = set "EINVAL|EBADF|EOPNOTSUPP",
  ["ptimer.unknown-flags"] = set "EINVAL|ignored",
  ["ptimer.max"] = number,
  ["kqueue.absolute"] = set "again|once|deleted",
  ["kqueue.disabled"] = set "counted|dropped",
  ["kqueue.again-flags"] = set "replaced|kept",
  ["kqueue.again-enables"] = set "yes|no",
  ["kqueue.read-errno"] = set "EINVAL|ENXIO|EOPNOTSUPP|EBADF",
  ["kqueue.zero-period"] = set "unit|EINVAL",
  ["itimer.cpu-time"] = set "yes|no",
  ["itimer.null"] = set "EFAULT|disarm|read",
  ["itimer.alarm-rounding"] = set "up|nearest",
  ["timersock.type-errno"] = set "ESOCKTNOSUPPORT|EPROTOTYPE|EPROTONOSUPPORT",
}

-- The driver on trial, by its data sheet.
for name in ([[flags quality freq over min max wraps counter-freq counter-width
    counter-quality]]):gmatch "%S+" do
  M.names["driver." .. name] = number
end
M.names["driver.counter-quality"] = { text = "a whole number",
  fits = function (v) return math.type(tonumber(v)) == "integer" end }

local offer = set "yes|no"

local function fits(s, v)
  if s.fits then return s.fits(v) end
  return v ~= "text" and s[v] == true
end

-- "frontend.timerfd.zero" -> "timerfd", "zero"
local function parts(name) return name:match "^frontend%.([^.]+)%.(.+)$" end

-- The set of a name; nil when it has none.
local function set_of(name)
  local front, trait = parts(name)
  if front then return M.traits[trait] end
  return M.names[name] or (name:find "^offers%." and offer or nil)
end

-- Does the target offer this front end?
function M.offered(st, front)
  return st[("frontend.%s.report"):format(front)] ~= nil
end

-- What is wrong with one name of a statement: { name, expected, got }; nil
-- when its value is inside its set, or when nothing is said of it.
function M.fault(st, name)
  local s, v = set_of(name), st[name]
  if not s or v ~= nil and fits(s, v) then return nil end
  local front = parts(name)
  if v == nil and not (front and M.offered(st, front)) then return nil end
  return { name = name, expected = ("%s: %s%s"):format(name, s.fits and ""
    or "one of ", s.text), got = v or "it is not declared" }
end

-- The clauses that leave a value to the statement.
local function clauses_of(name, clauses)
  local _, trait = parts(name)
  local out = {}
  for id, c in pairs(clauses or {}) do
    local own = c.value
    if own and (own == name or trait and (own == trait
        or own == "frontend.NAME." .. trait)) then
      out[#out + 1] = id
    end
  end
  table.sort(out)
  return out
end

-- All faults of a statement, by name; each with the ids of its clauses.
function M.check(st, clauses)
  local names, seen, out = {}, {}, {}
  local function take(name)
    if not seen[name] then names[#names + 1], seen[name] = name, true end
  end
  for name in pairs(st) do
    take(name)
    local front, trait = parts(name)
    if trait == "report" then
      for other in pairs(M.traits) do
        take(("frontend.%s.%s"):format(front, other))
      end
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local f = M.fault(st, name)
    if f then
      f.clauses = clauses_of(name, clauses)
      out[#out + 1] = f
    end
  end
  return out
end

return M
