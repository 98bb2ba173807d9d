-- SPDX-License-Identifier: BSD-2-Clause
-- Case files: loaded in a sandbox for their metadata; no body runs.

local sys = require "sys"
local U = require "units"
local fronts = require "fronts"
local limit = require "limit"

local C = {}

-- pairs, in an order that is the same in every run, and so is that of cases
-- which a file makes from a table.
local function ordered(t)
  local keys = {}
  for k in pairs(t) do keys[#keys + 1] = k end
  table.sort(keys, function (a, b)
    local ta, tb = math.type(a) or type(a), math.type(b) or type(b)
    if ta ~= tb then return ta < tb end
    if ta == "string" or ta == "integer" or ta == "float" then return a < b end
    return tostring(a) < tostring(b)
  end)
  local i = 0
  return function ()
    i = i + 1
    if keys[i] ~= nil then return keys[i], t[keys[i]] end
  end
end

local function sandbox()
  return { ns = U.ns, us = U.us, ms = U.ms, sec = U.sec, T = U.T, N = U.N,
    ramp = U.ramp, ramp2 = U.ramp2, same = U.same, any = U.any,
    pairs = ordered, ipairs = ipairs, select = select, type = type,
    tostring = tostring, tonumber = tonumber, error = error, assert = assert,
    string = string, table = table, math = math }
end

local function fail(where, ...)
  error(where .. ": " .. string.format(...), 0)
end

local function list_of_strings(where, key, t)
  if type(t) ~= "table" then fail(where, "%s must be a list", key) end
  for _, v in ipairs(t) do
    if type(v) ~= "string" then fail(where, "%s must be strings", key) end
  end
end

local types = { title = "string", run = "function", tie = "boolean",
  exclusive = "boolean", privileged = "boolean", destructive = "boolean",
  bug = "string", origin = "string", clauses = "table", needs = "table",
  class = "table" }

local classes = { virtual = true, counted = true, wall = true }

local function check_title(where, title)
  if title:find "TODO" or title:find "SKIP" then
    fail(where, "the title holds a word that TAP reads as a directive")
  end
  if title:find "%d+%.%.%d+" then
    fail(where, "the title holds a range that TAP reads as a plan")
  end
  if title:find "[^\32-\126]" then
    fail(where, "the title must be printable ASCII")
  end
end

local function check_meta(where, key, def, clauses)
  for k, v in pairs(def) do
    if not types[k] then fail(where, "a case has no key %s", tostring(k)) end
    if type(v) ~= types[k] then
      fail(where, "%s must be a %s", k, types[k])
    end
  end
  if not def.title or not def.run or not def.clauses then
    fail(where, "case %s wants title, clauses and run", key)
  end
  check_title(where, def.title)
  list_of_strings(where, "clauses", def.clauses)
  list_of_strings(where, "needs", def.needs or {})
  list_of_strings(where, "class", def.class or {})
  if #def.clauses == 0 then fail(where, "case %s names no clause", key) end
  for _, c in ipairs(def.class or {}) do
    if not classes[c] then fail(where, "no time class %s", c) end
  end
  for _, id in ipairs(def.clauses) do
    if clauses and not clauses[id] then
      fail(where, "clause %s is not in spec/clauses.tsv", id)
    end
  end
end

local function add(out, file, where, key, def, chunk)
  local base = file:gsub("%.lua$", "") .. ":" .. key
  if out.by_id[base] then fail(where, "case %s is there twice", base) end
  local fr = file:find "^common/" and fronts.names or { false }
  out.by_id[base] = true
  for _, front in ipairs(fr) do
    local c = { needs = {} }
    for k, v in pairs(def) do c[k] = v end
    c.base, c.key, c.where, c.chunk = base, key, where, chunk
    c.id = front and base .. "@" .. front or base
    c.front = front or nil
    out.by_id[c.id] = c
    out[#out + 1] = c
  end
end

local function load_file(out, dir, name, file, clauses)
  local text, why = sys.read(dir .. "/" .. file)
  if not text then error(why, 0) end
  local shown = name .. "/" .. file
  local chunk = "@" .. shown
  local env = sandbox()
  local n = #out
  function env.case(key)
    local where = sys.place(chunk)
    if type(key) ~= "string" or not key:find "^[%w][%w_.-]*$" then
      fail(where, "a case is named by letters, digits, - and _")
    end
    return function (def)
      if type(def) ~= "table" then fail(where, "case %s has no table", key) end
      check_meta(where, key, def, clauses)
      add(out, file, where, key, def, chunk)
    end
  end
  local fn, err = load(text, chunk, "t", env)
  if not fn then                -- Lua's own limits name no place
    error(err:find(shown, 1, true) and err or shown .. ":1: " .. err, 0)
  end
  limit.call(chunk, shown .. ":1", "the file", fn)
  if #out == n then fail(shown .. ":1", "no case in this file") end
end

local function is_clause(p) return p:find "^%u[%u%d]*%-[%u%d%-]*%d$" ~= nil end

-- May a case of this file be what one of the patterns means?  What comes
-- before a glob is the beginning of an id, and that is the file's name.
local function may_take(patterns, file)
  local beginning = file:gsub("%.lua$", ":")
  for _, p in ipairs(patterns) do
    local plain = p:match "^[%w_/-]*"
    local n = math.min(#plain, #beginning)
    if is_clause(p) or plain:sub(1, n) == beginning:sub(1, n) then
      return true
    end
  end
  return #patterns == 0
end

-- All cases below root/conformance/cases, in order of files: a list with
-- by_id; or nil and "file:line: what".  With patterns, at least the cases that
-- they take: to run one case, one file is read.
function C.load(root, clauses, patterns)
  patterns = patterns or {}
  local name = "conformance/cases"
  local dir = root .. "/" .. name
  local out = { by_id = {} }
  for _, file in ipairs(sys.list(dir)) do
    if file:find "%.lua$" and may_take(patterns, file) then
      local ok, err = pcall(load_file, out, dir, name, file, clauses)
      if not ok then return nil, tostring(err) end
    end
  end
  if #out == 0 and #patterns == 0 then
    return nil, "no cases below " .. dir
  end
  return out
end

-- A shell glob as a Lua pattern; * and ? take any character.
local function glob(text)
  local p = text:gsub("[%^%$%(%)%%%.%+%-]", "%%%0")
  p = p:gsub("%*", ".*"):gsub("%?", ".")
  return "^" .. p .. "$"
end

local function names_clause(c, p)
  for _, id in ipairs(c.clauses) do
    if id == p then return true end
  end
end

-- What a pattern that is no id takes, as a function of a case.
local function taker(p)
  if is_clause(p) then
    return function (c) return names_clause(c, p) end
  end
  local g, based = glob(p), not p:find("@", 1, true)
  return function (c)
    local ok, hit = pcall(string.find, c.id, g)
    return ok and (hit or based and c.base:find(g))
  end
end

-- The cases that one of the patterns takes, in order; or nil and the pattern
-- that takes none.
function C.select(all, patterns)
  if #patterns == 0 then return all end
  local out, takers, ids, hit = {}, {}, {}, {}
  for _, p in ipairs(patterns) do
    if p:find "[*?%[]" or is_clause(p) then
      takers[p] = taker(p)
    else
      ids[p] = true
    end
  end
  for _, c in ipairs(all) do
    local taken = ids[c.id] or ids[c.base]
    for p, takes in pairs(takers) do
      if takes(c) then taken, hit[p] = true, true end
    end
    if taken then out[#out + 1] = c end
  end
  for _, p in ipairs(patterns) do
    if not (hit[p] or all.by_id[p]) then return nil, p end
  end
  return out
end

return C
