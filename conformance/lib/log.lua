-- SPDX-License-Identifier: BSD-2-Clause
-- The event log of a scenario: lines to records.
--   BEGIN [+DURATION | +?] CPU CTX OBJ EVENT {KEY=VALUE}

local sys = require "sys"

local M = {}

-- One record, or nil and why not.  A value is an integer where it is one.
function M.parse(line)
  local first, last, open, cpu, ctx, obj, event, keys = sys.record(line)
  if not first then return nil, last end
  return { first = first, last = last, open = open, cpu = cpu, ctx = ctx,
    obj = obj, event = event, text = line, keys = keys, line = keys.l,
    count = math.tointeger(keys.x) or 1, err = keys.err }
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
