-- SPDX-License-Identifier: BSD-2-Clause
-- Targets: what adapters/*/target.lua lists, and exec:CMD.

local sys = require "sys"

local T = {}

local function load_table(path, shown)
  local text, why = sys.read(path)
  if not text then return nil, why end
  local fn, err = load(text, "@" .. shown, "t", {})
  if not fn then return nil, err end
  local ok, t = pcall(fn)
  if not ok then return nil, t end
  if type(t) ~= "table" then return nil, shown .. ": returns no list" end
  return t
end
T.load_table = load_table

-- The words of a command; one that needs a shell gets one.
local function argv(root, command)
  if command:find "[\"'$`|;&<>()\\*?]" then
    return { "/bin/sh", "-c", "exec " .. command }
  end
  local out = {}
  for w in command:gmatch "%S+" do out[#out + 1] = w end
  if out[1] and out[1]:find "/" and out[1]:sub(1, 1) ~= "/" then
    out[1] = root .. "/" .. out[1]
  end
  return out
end

-- Add the targets of one folder; what is wrong with it, or nil.
local function add_folder(out, root, dir)
  local shown = dir .. "/target.lua"
  local list, err = load_table(root .. "/" .. shown, shown)
  if not list then return err end
  for _, t in ipairs(list) do
    if type(t.name) ~= "string" or type(t.command) ~= "string" then
      return shown .. ": a target wants name and command"
    end
    t.dir, t.argv = dir, argv(root, t.command)
    out[#out + 1] = t
  end
end

local function known(root)
  local out = {}
  for _, file in ipairs(sys.list(root .. "/adapters")) do
    local dir = file:match "^(.*)/target%.lua$"
    local bad = dir and add_folder(out, root, "adapters/" .. dir)
    if bad then return nil, bad end
  end
  return out
end

-- The target of this name; nil and what is wrong.  Unless `any`, its agent must
-- be there.
function T.find(root, name, any)
  local cmd = name:match "^exec:(.+)$"
  if cmd then
    local list = argv(".", cmd)
    return { name = name, command = cmd, argv = list, jobs = false,
      limits = {} }
  end
  local list, err = known(root)
  if not list then return nil, err end
  local names = {}
  for _, t in ipairs(list) do
    if t.name == name then
      local prog = t.argv[1]
      if not any and prog:find "/" and not sys.access(prog, "x") then
        return nil, ("the agent of %s is not there: %s (make it first)")
          :format(name, t.command)
      end
      return t
    end
    names[#names + 1] = t.name
  end
  table.sort(names)
  return nil, ("unknown target %s; there are: %s exec:CMD"):format(name,
    table.concat(names, " "))
end

-- The target with its stack on this driver; nil and what is wrong.
function T.with_driver(t, driver)
  if not t.drivers then
    return nil, ("%s has no drivers to choose from: --driver is for ref")
      :format(t.name)
  end
  local own = {}
  for k, v in pairs(t) do own[k] = v end
  local option = "--driver=" .. driver
  own.argv = { table.unpack(t.argv) }
  table.insert(own.argv, option)
  own.command = t.command .. " " .. option
  own.shown = ("%s-%s"):format(t.name, driver)
  own.words = ("%s --driver %s"):format(t.name, driver)
  return own
end

-- A name as part of a path.
function T.folder(name) return (name:gsub("[^%w@._-]", "_")) end

return T
