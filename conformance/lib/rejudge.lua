-- SPDX-License-Identifier: BSD-2-Clause
-- Kept logs judged again: the case is recorded with the kept statement, and
-- its scenario must still be the one that was run.

local U = require "units"
local schedule = require "plan"
local results = require "results"
local run = require "run"

local J = {}

local function same(a, b)
  return table.concat(a, "\n") == table.concat(b, "\n")
end

local statements = {}           -- by folder; false where there is none

local function statement_in(dir)
  if statements[dir] == nil then
    statements[dir] = results.read_statement(dir .. "statement") or false
  end
  return statements[dir]
end

-- The statement that lies beside a log: in a folder above it.
function J.statement_of(path)
  local dir = path
  repeat
    dir = dir:match "^(.*/)[^/]+/*$" or ""
    local st = statement_in(dir)
    if st then return st end
  until dir == ""
  return nil, path .. ": no statement in a folder above it"
end

local function faulty(case, outcome)
  local verdict, text = outcome:match "^fault (%S+) ?(.*)$"
  return run.result_of(case, verdict, text)
end

-- The result of one kept log; nil and why when it cannot be judged.
function J.log(all, path)
  local k, why = results.read_log(path)
  if not k then return nil, why end
  local case = all.by_id[k.id]
  if type(case) ~= "table" then
    return nil, ("%s: there is no case %s"):format(path, k.id)
  end
  local st
  st, why = J.statement_of(path)
  if not st then return nil, why end
  local options = { privileged = true, destructive = true }
  local plan, r = run.prepare(case, st, options)
  if not plan then return r, nil, k end
  local grace = U.parse(k.scenario[1]:match " grace=(%w+)$" or "")
  if grace then schedule.with_grace(plan, grace) end
  if not same(plan.text, k.scenario) then
    return nil, ("%s: the scenario of %s has changed since"):format(path, k.id)
  end
  if k.outcome:find "^fault " then return faulty(case, k.outcome), nil, k end
  if k.outcome == "refused" then
    local errno, text = (k.replies[#k.replies] or ""):match
      "^%d+ err (%S+) ?(.*)$"
    return run.refused(case, plan, errno or "", text or ""), nil, k
  end
  return run.judged(case, plan, k.records, k.outcome), nil, k
end

return J
