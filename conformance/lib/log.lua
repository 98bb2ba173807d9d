-- SPDX-License-Identifier: BSD-2-Clause
-- The event log of a scenario: lines to records.
--   BEGIN [+DURATION | +?] CPU CTX OBJ EVENT {KEY=VALUE}

local M = {}

local function decode(v)
  return (v:gsub("%%(%x%x)", function (h)
    return string.char(tonumber(h, 16))
  end))
end

-- BEGIN and, behind it, how long: first, last, unfinished; nil if malformed.
local function times(w)
  local b, rest = w:match "^(-?%d+)(.*)$"
  b = math.tointeger(b)
  if not b then return nil end
  if rest == "" then return b, b, false end
  if rest == "+?" then return b, nil, true end
  local d = math.tointeger(rest:match "^%+(%d+)$")
  if not d then return nil end
  return b, b + d, false
end

-- A value: an integer where it is one; "first..last" in its two parts.
local function value(v)
  return math.tointeger(v) or decode(v)
end

-- One record, or nil and why not.
function M.parse(line)
  local when, on, ctx, obj, event, rest =
    line:match "^%s*(%S+)%s+(%S+)%s+(%S+)%s+(%S+)%s+(%S+)(.*)$"
  if not when then return nil, "less than five words" end
  local first, last, open = times(when)
  local cpu = math.tointeger(on)
  if not first then return nil, "no time: " .. when end
  if not cpu then return nil, "no CPU: " .. on end
  local keys = {}
  for w in rest:gmatch "%S+" do
    local k, v = w:match "^([%w_.%-]+)=(.*)$"
    if not k then return nil, "no key=value: " .. w end
    keys[k] = value(v)
  end
  local r = { first = first, last = last, open = open, cpu = cpu, ctx = ctx,
    obj = obj, event = event, text = line, keys = keys, line = keys.l,
    count = math.tointeger(keys.x) or 1, err = keys.err }
  return r
end

-- What a field of a record is; r is 0 where it is left off.
function M.field(r, key)
  local v = r.keys[key]
  if v == nil and key == "r" then return 0 end
  if v == nil and key == "cpu" then return r.cpu end
  return v
end

-- By which clock T() is counted: the object's own where it is logged.
function M.own_first(r) return r.keys.c or r.first end
function M.own_last(r) return r.keys.ce or r.keys.c or r.last end

-- All records: a list, or nil, the number of the bad line and why.
function M.parse_all(lines)
  local out = {}
  for i, line in ipairs(lines) do
    local r, why = M.parse(line)
    if not r then return nil, i, why end
    r.index = i
    out[i] = r
  end
  return out
end

return M
