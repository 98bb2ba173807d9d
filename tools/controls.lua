-- SPDX-License-Identifier: BSD-2-Clause
--
-- controls.lua: holds what the controls of adapters/null did against their
-- table.  A control must fail each case that its row says, and each case
-- must be failed by some control, else it decides nothing about timers.
--
-- Usage: lua5.4 tools/controls.lua DIR
--   DIR/NAME.tap is what the run on the control NAME has printed.
-- Prints as comments, for each control, how many cases must fail, did fail,
-- passed, and fail nowhere else; then TAP, a point for each control and one
-- for all cases.  Exits with 1 when a point failed.

package.path = "tools/?.lua;" .. package.path
local files = require "files"

local DIR = arg[1] or "build/check/controls"
local TABLE = "adapters/null/table.lua"

local points, bad = 0, false

local function point(faults, title)
  points = points + 1
  for i, text in ipairs(faults) do
    if i <= 20 then print("# " .. text) end
  end
  bad = bad or #faults > 0
  print(("%s %d - %s"):format(#faults == 0 and "ok" or "not ok", points,
    title))
end

-- A glob as a Lua pattern of the whole id.
local function matches(id, globs)
  for _, glob in ipairs(globs) do
    local pattern = glob:gsub("[%p]", "%%%0"):gsub("%%%*", ".*")
    if id:match("^" .. pattern .. "$") then
      return glob
    end
  end
  return nil
end

-- The ids of a run in their order, and which of them passed; a case that
-- was skipped is in neither.
local function results(name)
  local text = files.read(("%s/%s.tap"):format(DIR, name))
  local ids, passed = {}, {}
  for _, line in ipairs(files.lines(text or "")) do
    local word, id, rest = line:match("^(n?o?t? ?ok) %d+ %- (%S+)(.*)$")
    if id and id:find(":", 1, true) and not id:find("^statement:")
      and not rest:find("# SKIP", 1, true) then
      ids[#ids + 1] = id
      passed[id] = word == "ok"
    end
  end
  return ids, passed
end

-- Does the glob name a front end that has not run, as in brief?
local function of_no_front(glob, ids)
  local front = glob:match "@%a+$"
  for _, id in ipairs(front and ids or {}) do
    if id:sub(-#front) == front then return false end
  end
  return front ~= nil
end

-- What is wrong with one control; its counts of cases that must fail, that
-- failed, that passed.
local function check(row, ids, passed)
  local faults, used = {}, {}
  local must, failed = 0, 0
  for _, id in ipairs(ids) do
    local named = matches(id, row.fails)
    used[named or ""] = true
    local spared = named and matches(id, row.but)
    used[spared or ""] = true
    must = must + ((named and not spared) and 1 or 0)
    failed = failed + (passed[id] and 0 or 1)
    if passed[id] and named and not spared then
      faults[#faults + 1] = ("%s passes %s"):format(row.control, id)
    end
  end
  for _, list in ipairs({ row.fails, row.but }) do
    for _, glob in ipairs(list) do
      if not used[glob] and not of_no_front(glob, ids) then
        faults[#faults + 1] = ("%s names no case of %s"):format(glob,
          row.control)
      end
    end
  end
  if #ids == 0 then
    faults[1] = row.control .. " has not run"
  end
  return faults, must, failed, #ids - failed
end

-- The cases that every control passes are those of the list `nobody`.
local function check_union(fallen, order, nobody)
  local faults, left = {}, {}
  for _, id in ipairs(nobody) do left[id] = true end
  for _, id in ipairs(order) do
    local fails = #fallen[id] > 0
    if not fails and not left[id] then
      faults[#faults + 1] = "no control fails " .. id
    elseif fails and left[id] then
      faults[#faults + 1] = id .. " stands in `nobody`, but fails"
    end
    left[id] = nil
  end
  for id in pairs(left) do
    faults[#faults + 1] = id .. " stands in `nobody`, but is no case"
  end
  return faults
end

-- The cases that fail on this control and on no other.
local function alone(fallen)
  local out = {}
  for _, names in pairs(fallen) do
    if #names == 1 then
      out[names[1]] = (out[names[1]] or 0) + 1
    end
  end
  return out
end

-- Run through the rows: what each control did, and who failed each case.
local function collect(rows)
  local judged, order, fallen = {}, {}, {}
  for i, row in ipairs(rows) do
    local ids, passed = results(row.control)
    judged[i] = table.pack(check(row, ids, passed))
    for _, id in ipairs(ids) do
      if not fallen[id] then
        fallen[id] = {}
        order[#order + 1] = id
      end
      if not passed[id] then
        table.insert(fallen[id], row.control)
      end
    end
  end
  return judged, order, fallen
end

local function main()
  local known = dofile(TABLE)
  local judged, order, fallen = collect(known.controls)
  local line = "# %-10s %9s %7s %7s %6s"
  local only = alone(fallen)
  print("TAP version 13")
  print(line:format("control", "must fail", "failed", "passed", "alone"))
  for i, row in ipairs(known.controls) do
    print(line:format(row.control, judged[i][2], judged[i][3], judged[i][4],
      only[row.control] or 0))
  end
  for i, row in ipairs(known.controls) do
    point(judged[i][1], ("%s fails what it must"):format(row.control))
  end
  point(check_union(fallen, order, known.nobody),
    "each case is failed by a control")
  print("1.." .. points)
  os.exit(bad and 1 or 0)
end

main()
