-- SPDX-License-Identifier: BSD-2-Clause
--
-- layers.lua: holds every #include of ref/ and adapters/ against the edges
-- that ref/LAYERS allows.  A line there is `layer: layers it may include`;
-- a folder of adapters/ may have one too, as `adapters/NAME: ...`.
--
-- A stack is understood from the bottom up only while nothing below knows
-- what is above, and the compiler does not mind when somebody forgets.
-- Where LAYERS is silent, adapters/agent sees itself alone, adapters/ref
-- and adapters/null see the agent and all of ref/, and every other adapter
-- sees the agent, because an agent for a foreign kernel that leant on the
-- reference would test the reference.  A unit test (*_test.c) may use the
-- simulator besides what its layer may, and what the line `layer/test:` has;
-- a header that unit tests alone include may use all.  System headers are the
-- freestanding ones, but for ref/sim, ref/threads, unit tests with the headers
-- that they alone include, and the hosted files of an adapter.

package.path = "tools/?.lua;" .. package.path
local files = require "files"

local FREESTANDING = {
  ["limits.h"] = true, ["stdarg.h"] = true, ["stdatomic.h"] = true,
  ["stdbool.h"] = true, ["stddef.h"] = true, ["stdint.h"] = true,
}

local function words(text)
  local out = {}
  for w in text:gmatch("%S+") do
    out[w] = true
  end
  return out
end

local function load_layers()
  local edges = {}
  for _, line in ipairs(files.lines(assert(files.read("ref/LAYERS")))) do
    local layer, allowed = line:match("^([%w_/]+):%s*(.*)$")
    if layer then
      edges[layer] = words(allowed)
    end
  end
  return edges
end

-- What an adapter may include when LAYERS does not say.
local function adapter_default(name, edges)
  local out = {}
  if name ~= "agent" then
    out.agent = true
  end
  if name == "ref" or name == "null" then
    for layer in pairs(edges) do
      out[layer] = true
    end
  end
  return out
end

-- The layer of a path and the layers that it may include.
local function rights(path, edges, tests)
  local tree, name = path:match("^(%w+)/([^/]+)/")
  if not tree then
    return nil
  elseif tree == "adapters" then
    return name, edges["adapters/" .. name] or adapter_default(name, edges)
  end
  local more = edges[name .. "/test"]
  if more and (path:match("_test%.c$") or tests[path]) then
    return name, setmetatable(more, { __index = edges[name] })
  end
  return name, edges[name]
end

-- The headers that unit tests include and nothing else does, but for others
-- of these headers.
local function test_headers()
  local includers, tests = {}, {}
  for _, tree in ipairs({ "ref", "adapters" }) do
    for _, path in ipairs(files.find(tree, "*.[ch]")) do
      tests[path] = path:match("_test%.c$") and true or nil
      for name in files.read(path):gmatch('\n#include "([^"]+)"') do
        local header = tree .. "/" .. name
        includers[header] = includers[header] or {}
        table.insert(includers[header], path)
      end
    end
  end
  local function only_tests(paths)
    for _, path in ipairs(paths) do
      if not tests[path] then
        return false
      end
    end
    return true
  end
  local more = true
  while more do
    more = false
    for header, paths in pairs(includers) do
      if not tests[header] and only_tests(paths) then
        tests[header], more = true, true
      end
    end
  end
  return tests
end

-- May this file include system headers beyond the freestanding ones?
local function hosted(path, text, tests)
  if path:match("^ref/sim/") or path:match("^ref/threads/") or tests[path] then
    return true
  elseif path:match("^ref/") then
    return false
  elseif path:match("^adapters/agent/") then
    return path:match("/posix_main%.c$") ~= nil
  end
  -- A file of an adapter stands in one world: either the host's or the
  -- reference's, whose types have the same names.
  return not text:find('#include "lib/types.h"', 1, true)
end

local function exists(name)
  for _, root in ipairs({ "ref/", "adapters/" }) do
    if files.read(root .. name) then
      return true
    end
  end
  return false
end

-- What is wrong with the inclusion of "name", or nil.
local function fault(path, layer, allowed, tests, name)
  local target = name:match("^([^/]+)/")
  if not target then
    return ('"%s": say the layer, as in "lib/check.h"'):format(name)
  elseif not exists(name) then
    return ('"%s": there is no such header'):format(name)
  elseif target == layer or allowed[target] or tests[path] then
    return nil
  elseif path:match("_test%.c$") and (target == "sim" or target == "hal") then
    return nil
  end
  return ("%s may not include %s"):format(layer, target)
end

local function check(path, edges, tests, complain)
  local layer, allowed = rights(path, edges, tests)
  if not allowed then
    complain(path, 1, "no line of ref/LAYERS names its layer")
    return 0
  end
  local text = files.read(path)
  local free, count = not hosted(path, text, tests), 0
  for n, line in ipairs(files.lines(text)) do
    local own = line:match('^%s*#%s*include%s*"([^"]+)"')
    local system = line:match("^%s*#%s*include%s*<([^>]+)>")
    if own then
      count = count + 1
      local bad = fault(path, layer, allowed, tests, own)
      if bad then
        complain(path, n, bad)
      end
    elseif system and free and not FREESTANDING[system] then
      complain(path, n, ("<%s> is not freestanding"):format(system))
    end
  end
  return count
end

local function main()
  local edges, tests, bad, count = load_layers(), test_headers(), 0, 0
  local function complain(path, n, text)
    bad = bad + 1
    print(("%s:%d: %s"):format(path, n, text))
  end
  for _, tree in ipairs({ "ref", "adapters" }) do
    for _, path in ipairs(files.find(tree, "*.[ch]")) do
      count = count + check(path, edges, tests, complain)
    end
  end
  if bad > 0 then
    os.exit(1)
  end
  print(("layers: %d includes"):format(count))
end

main()
