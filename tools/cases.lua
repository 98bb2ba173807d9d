-- SPDX-License-Identifier: BSD-2-Clause
--
-- cases.lua: reads what cases and mutants say of themselves.
--
-- Cases and mutants are Lua files.  Their tables are collected here without
-- calling a case's run, in an environment that has neither files nor
-- processes and answers every unknown name with an inert value, so that the
-- chain can be checked without the runner.

local files = require "files"

local cases = {}

-- The lists of a mutant's row; those that it does not name are empty.
local LISTS = { "clauses", "cases", "tests", "races", "explore",
  "fuzz" }

-- A value that can be called, indexed and computed with, and does nothing.
local function inert()
  local value = {}
  local function same()
    return value
  end
  return setmetatable(value, {
    __index = same, __call = same, __add = same, __sub = same, __mul = same,
    __div = same, __idiv = same, __mod = same, __unm = same, __concat = same,
    __newindex = function () end,
  })
end

local function environment()
  local none = inert()
  local env = {
    pairs = pairs, ipairs = ipairs, next = next, select = select,
    string = string, table = table, math = math, type = type,
    tostring = tostring, tonumber = tonumber, assert = assert, error = error,
    ns = function (n) return n end,
    us = function (n) return n * 1000 end,
    ms = function (n) return n * 1000000 end,
    sec = function (n) return n * 1000000000 end,
  }
  return setmetatable(env, { __index = function () return none end })
end

local function run(path, env, gap)
  local chunk, err = loadfile(path, "t", env)
  if not chunk then
    gap("%s", err)
    return nil
  end
  local ok, result = pcall(chunk)
  if not ok then
    gap("%s", result)
    return nil
  end
  return result
end

-- All cases under `dir`, each the table that its file gave, with its id.
function cases.load(dir, gap)
  local out, seen = {}, {}
  for _, path in ipairs(files.find(dir, "*.lua")) do
    local topic = path:sub(#dir + 2, -5)
    local env = environment()
    env.case = function (key)
      return function (c)
        c.id = topic .. ":" .. key
        if seen[c.id] then
          gap("%s: the case %s stands twice", path, c.id)
        end
        seen[c.id] = true
        out[#out + 1] = c
      end
    end
    run(path, env, gap)
  end
  return out
end

-- Gives to the file of mutants `path` what it is written with: `mutants`,
-- once, says what its rows share, `mutant` adds a row.
local function mutant_words(env, path, add, gap)
  local shared = {}
  env.mutants = function (words)
    shared = words
  end
  env.mutant = function (row)
    if not row.id then
      gap("%s: a row without an id", path)
      return
    end
    row.id = (shared.id or "") .. row.id
    row.file = row.file or shared.file
    row.driver = row.driver or shared.driver
    row.on = row.on or row.driver and "--driver=" .. row.driver
    for _, key in ipairs(LISTS) do
      row[key] = row[key] or {}
    end
    for i, id in ipairs(row.cases) do
      row.cases[i] = (shared.cases or "") .. id
    end
    add(row)
  end
end

-- The rows of all files under `dir`.  A file without a row tells so by giving
-- rows of another kind under a name, as wrap.lua does.
function cases.mutants(dir, gap)
  local out, seen = {}, {}
  local function add(row)
    if seen[row.id] then
      gap("the mutant %s stands twice", row.id)
    end
    seen[row.id] = true
    out[#out + 1] = row
  end
  for _, path in ipairs(files.find(dir, "*.lua")) do
    local env, before = environment(), #out
    mutant_words(env, path, add, gap)
    local other = run(path, env, gap)
    if #out == before and (not other or #other > 0) then
      gap("%s: no mutant", path)
    end
  end
  return out
end

return cases
