-- SPDX-License-Identifier: BSD-2-Clause
--
-- modes.lua: all cases in each mode of adapters/ref/modes.lua, whose logs
-- must be those of the plain run.  The scenarios of that run are fed to the
-- agent by hand, without recording and judging them again, so that a mode
-- costs a second: what is equal to a log that passes would pass.
--
-- What is not compared: readings may differ by the mode's start, and how
-- often the hardware was programmed or has interrupted is no result: the
-- events in TRAFFIC, and what the stack does with a driver that the scenario
-- has made and leaves to it.  In a mode with `opinion` neither is what the
-- stack thinks of the hardware.
--
-- Usage: [EVERY=N] lua5.4 tools/modes.lua RUN DIR [PATTERN...]
--   EVERY    of the cases that do the same in all modes, one of so many (1)
--   RUN      results of a whole run on ref
--   DIR      where the logs of the modes go
--   PATTERN  a Lua pattern: only modes whose names match one of them
-- Prints TAP, a point for each mode.

package.path = "tools/?.lua;" .. package.path
local files = require "files"

local BUILD = os.getenv("BUILD") or "build"
local JOBS = tonumber(os.getenv("JOBS")) or 2
local EVERY = tonumber(os.getenv("EVERY")) or 1
local RUN, DIR = arg[1], arg[2]
assert(DIR, "usage: modes.lua RUN DIR [PATTERN...]")

local function set(names)
  local out = {}
  for _, name in ipairs(names) do out[name] = true end
  return out
end

local TRAFFIC = set { "hal.program", "hal.intr", "et.start", "et.stop",
  "et.event", "et.stray", "tick.program", "tick.event", "tick.forward" }
local OPINION = set { "tick.spurious", "tick.early", "tick.liar" }
local METHODS = set { "drvstart", "drvstop" }

-- A kept log: the scenario's lines and the records behind them.
local function load_log(path)
  local c = { scenario = {}, records = {} }
  local open = false
  for _, line in ipairs(files.lines(assert(files.read(path)))) do
    open = open or line:find("^scenario ") ~= nil
    if open then c.scenario[#c.scenario + 1] = line end
    if line:find("^end ") then open = false end
    local record = line:match("^%d+ %+ (.*)$")
    if record then c.records[#c.records + 1] = record end
    c.last = line:match("^%d+ ok .*end=(%a+)") or c.last
  end
  c.id = c.scenario[1] and c.scenario[1]:match("^scenario (%S+)")
  return c
end

local function load_run(dir, modes)
  local out, named = {}, {}
  for _, mode in ipairs(modes) do
    for id in pairs(mode.differ) do named[id] = true end
  end
  for i, path in ipairs(files.find(dir .. "/log", "*.log")) do
    local id = path:match("/log/(.*)%.log$")
    local c = (i % EVERY == 0 or named[id]) and load_log(path) or {}
    if c.id then out[#out + 1] = c end
  end
  return out
end

-- The requests of all scenarios; those of the nth have numbers 3n to 3n+2.
local function write_requests(path, run)
  local text = { "1 hello" }
  for n, c in ipairs(run) do
    text[#text + 1] = ("%d %s"):format(3 * n, c.scenario[1])
    text[#text + 1] = table.concat(c.scenario, "\n", 2)
    text[#text + 1] = ("%d run\n%d log"):format(3 * n + 1, 3 * n + 2)
  end
  files.write(path, table.concat(text, "\n") .. "\n")
end

-- What the agent has answered, by the number of the scenario.
local function load_answers(path, run)
  local out = {}
  for n = 1, #run do out[n] = { records = {} } end
  for _, line in ipairs(files.lines(files.read(path) or "")) do
    local seq, rest = line:match("^(%d+) (.*)$")
    local c = seq and out[tonumber(seq) // 3]
    local record = c and rest:match("^%+ (.*)$")
    if record then c.records[#c.records + 1] = record end
    if c then c.last = rest:match("^ok .*end=(%a+)") or c.last end
  end
  return out
end

-- One CPU after another where they act at one instant.
local function by_cpu(records)
  local keys, out = {}, {}
  for i, record in ipairs(records) do
    local at, cpu = record:match("^(-?%d+)%S* (%d+)")
    keys[i] = { math.tointeger(at), math.tointeger(cpu), i }
  end
  table.sort(keys, function (a, b)
    for i = 1, 3 do
      if a[i] ~= b[i] then return a[i] < b[i] end
    end
    return false
  end)
  for i, key in ipairs(keys) do out[i] = records[key[3]] end
  return out
end

-- The event timers that the scenario itself takes into use.
local function taken(scenario)
  local out = {}
  for _, line in ipairs(scenario) do
    local name = line:match(" init (%S+)")
    if name then out[name] = true end
  end
  return out
end

-- The records that are compared: not the traffic, nor a count of it.
local function results(c, scenario, mode)
  local out, own = {}, taken(scenario)
  local function ignored(event)
    return TRAFFIC[event] or mode.opinion and OPINION[event]
  end
  for _, record in ipairs(c.records) do
    local object, event = record:match("^%S+ %S+ %S+ (%S+) (%S+)")
    local line = tonumber(record:match(" l=(%d+)"))
    local step = line and scenario[line + 1] or ""
    if ignored(step:match(" tally (%S+)")) then
      record = record:gsub(" r=%S+", "")
    end
    if event ~= "origin" and not ignored(event)
      and (not METHODS[event] or own[object]) then
      out[#out + 1] = record
    end
  end
  return out
end

-- Are two words the same, but for the start?  The first word is when it was,
-- which is a reading where the machine stopped before time 0.
local function same_word(a, b, start)
  if a == b then return true end
  local key, x = a:match("^(%a*)=?(-?%d+)$")
  local other, y = b:match("^(%a*)=?(-?%d+)$")
  local reading = key == "" or key == "v" or key == "left"
    or key == "oldleft"
  if start == 0 or not reading or key ~= other then return false end
  local moved = math.tointeger(y) - math.tointeger(x)
  return moved == start or moved == -start
end

local function same_record(a, b, start)
  if a == b then return true end
  local next_a, next_b = a:gmatch("%S+"), b and b:gmatch("%S+")
  while next_b do
    local x, y = next_a(), next_b()
    if x == nil or y == nil then return x == y end
    if not same_word(x, y, start) then return false end
  end
  return false
end

-- The first difference of two runs of a scenario, or nil; and true when one
-- of them crashes, or does not end, and the other does.
local function difference(plain, answer, mode)
  if plain.last ~= answer.last then
    return ("it ends with %s"):format(answer.last), true
  elseif table.concat(plain.records, "\n")
    == table.concat(answer.records, "\n") then
    return nil
  end
  local a = results(plain, plain.scenario, mode)
  local b = results(answer, plain.scenario, mode)
  if mode.unordered then
    a, b = by_cpu(a), by_cpu(b)
  end
  for i = 1, math.max(#a, #b) do
    if not a[i] or not same_record(a[i], b[i], mode.start) then
      return ("%s -> %s"):format(a[i] or "-", b[i] or "-")
    end
  end
  return nil
end

local function check(mode, run, answers)
  local faults, left = {}, {}
  for id in pairs(mode.differ) do left[id] = true end
  for n, c in ipairs(run) do
    local d, ends = difference(c, answers[n], mode)
    if d and (ends or not mode.differ[c.id]) then
      faults[#faults + 1] = c.id .. ": " .. d
    elseif not d and mode.differ[c.id] then
      faults[#faults + 1] = c.id .. " is said to differ, and does not"
    end
    left[c.id] = nil
  end
  for id in pairs(left) do
    faults[#faults + 1] = id .. " is said to differ, and is no case"
  end
  return faults
end

local function file_of(i)
  return ("%s/mode-%d.log"):format(DIR, i)
end

-- Run the agent in each mode, JOBS at a time.
local function run_all(modes)
  local requests = DIR .. "/requests"
  for first = 1, #modes, JOBS do
    local command = {}
    for i = first, math.min(first + JOBS - 1, #modes) do
      command[#command + 1] = ("%s/agent-ref %s <%s >%s &"):format(BUILD,
        modes[i].options, requests, file_of(i))
    end
    os.execute(table.concat(command, " ") .. " wait")
  end
end

local function is_wanted(mode)
  for i = 3, #arg do
    if mode.mode:find(arg[i]) then return true end
  end
  return #arg == 2
end

local function wanted()
  local out = {}
  for _, mode in ipairs(dofile("adapters/ref/modes.lua")) do
    if is_wanted(mode) then out[#out + 1] = mode end
  end
  return out
end

local function main()
  local modes, bad = wanted(), false
  local run = load_run(RUN, modes)
  assert(#run > 0, RUN .. " holds no logs")
  write_requests(DIR .. "/requests", run)
  run_all(modes)
  print("TAP version 13")
  print("1.." .. #modes)
  for i, mode in ipairs(modes) do
    local faults = check(mode, run, load_answers(file_of(i), run))
    for n = 1, math.min(#faults, 20) do print("# " .. faults[n]) end
    bad = bad or #faults > 0
    print(("%s %d - %s: %d cases do the same (%s)"):format(
      #faults > 0 and "not ok" or "ok", i, mode.mode, #run - #faults,
      mode.options))
  end
  os.exit(bad and 1 or 0)
end

main()
