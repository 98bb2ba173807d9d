-- SPDX-License-Identifier: BSD-2-Clause
-- Running cases on a target: agents, repeats, verdicts, TAP in case order.

local sys = require "sys"
local stdout = require "out"
local wire = require "wire"
local pool = require "pool"
local workers = require "workers"
local record = require "record"
local judge = require "judge"
local schedule = require "plan"
local needs = require "needs"
local traits = require "traits"
local tap = require "tap"
local tally = require "tally"
local results = require "results"
local deviations = require "deviations"
local clauses = require "clauses"

local M = {}

M.REPEATS = 5                   -- of an unresolved case, besides the first
M.SOME = 32                     -- cases that are recorded, run, judged together
M.STATEMENT = "statement:*"     -- the pattern that means the statement
M.SLACK = 15                    -- s; an agent kills a stuck scenario before

-- Call fn; a fault comes back as a value, any other error goes up.
local function guard(fn, ...)
  local out = table.pack(xpcall(fn, function (e)
    return type(e) == "table" and e or { trace = debug.traceback(e, 2) }
  end, ...))
  if out[1] then return out[2] end
  if out[2].trace then error(out[2].trace, 0) end
  return nil, out[2]
end

-- An agent that has said hello; or nil and one line that says why not.
function M.connect(target)
  local agent, why = wire.start(target)
  if not agent then
    return nil, ("cannot start the agent: %s"):format(why)
  end
  local st, f = guard(agent.hello, agent)
  why = st and wire.statement_fault(st) or not st and f.text
  if why then
    agent:kill()
    return nil, "no hello from the agent: " .. why
  end
  return agent
end

local function result_of(case, verdict, reason)
  return { id = case.id, title = case.title, clauses = case.clauses,
    verdict = verdict, reason = reason }
end
M.result_of = result_of

-- How long a run may take, in ns of this machine.
local function limit(agent, plan)
  local limits = agent.target.limits or {}
  local most = agent.answer + (limits.slack or M.SLACK) * wire.SECOND
  if plan.class == "virtual" then return most end
  return most + plan.finish_at + (plan.grace or 0)
end

-- The verdict on a scenario that the agent would not take.
function M.refused(case, plan, errno, text)
  if errno == "ENOSYS" or errno == "ENOSPC" then
    return result_of(case, "skip", ("the agent has not: %s"):format(text))
  end
  local line = math.tointeger(text:match "line=(%d+)")
  return result_of(case, "error", ("the agent refuses the scenario: %s %s%s")
    :format(errno, text, line and plan.body[line]
      and " in: " .. plan.body[line] or ""))
end

-- What judging gives, as a result.
function M.judged(case, plan, lines, ending)
  local j = judge.judge(plan, lines, ending)
  local r = result_of(case, j.verdict, j.reason)
  r.problems, r.late, r.records = j.problems, j.late, j.records
  r.too_short = j.too_short
  return r
end

-- One try of a recorded case on an agent: what came of it, to be judged, and
-- what is kept; `dead` where the agent is.
local function try(agent, case, plan)
  local out, f = guard(function ()
    return agent:scenario(plan.text, limit(agent, plan))
  end)
  local kept = { id = case.id, target = agent.target.name, class = plan.class,
    scenario = plan.text, replies = agent:replies() }
  if f then
    agent:kill()
    kept.outcome = ("fault %s %s"):format(f.fault, f.text)
    return { fault = f, kept = kept, dead = true }
  end
  kept.outcome = out.refused and "refused" or out.ending
  return { out = out, kept = kept }
end

-- The result of a try.
local function result(case, plan, t)
  local out = t.out
  if not out then return result_of(case, t.fault.fault, t.fault.text) end
  if out.refused then
    return M.refused(case, plan, out.refused, out.text)
  end
  return M.judged(case, plan, out.lines, out.ending)
end

-- Record; or a result when the case cannot run here or is wrong.
function M.prepare(case, st, options)
  local why, verdict = needs.missing(case, st, options)
  if why then return nil, result_of(case, verdict or "skip", why) end
  local plan, err, bad = record.record(case, st, case.front)
  if bad then return nil, result_of(case, bad, err) end
  if not plan then
    return nil, result_of(case, "error", "the case is wrong: " .. err)
  end
  why = needs.exceeds(plan, st)
  if why then return nil, result_of(case, "skip", why) end
  return plan
end

-- Try until the case is resolved, with an agent that is started again where it
-- has died.  In virtual time another try would be the same: there one will do,
-- and is judged later.  Returns the agent; without one job.bail says why.
local function tries(job, agent, c)
  local virtual = c.plan.class == "virtual"
  for _ = 0, M.REPEATS do
    if not agent then
      agent, job.bail = M.connect(job.target)
      if not agent then return nil end
    end
    c.try = try(agent, c.case, c.plan)
    if c.try.dead then agent = nil end
    if virtual then break end
    c.result = result(c.case, c.plan, c.try)
    if c.result.verdict ~= "unresolved" then break end
    if c.result.too_short then schedule.with_grace(c.plan, judge.GRACE) end
  end
  return agent
end

local function quote(word)
  if word:find "^[%w_./:@-]+$" then return word end
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

-- Point n of the output: its verdict and its lines.
local function point(job, n, r)
  return { verdict = r.verdict, lines = tap.lines(n, r, {
    sentence = function (id) return clauses.sentence(job.clauses, id) end,
    log = not r.statement and results.log_path(job.shown, r.id) or nil,
    replay = ("%s run -t %s %s"):format(job.program,
      job.target.words or quote(job.target.name),
      quote(r.statement and M.STATEMENT or r.id)),
  }) }
end

-- Print what is ready, in the order of the cases.
local function flush(job)
  while job.points[job.printed + 1] do
    local p = job.points[job.printed + 1]
    job.printed = job.printed + 1
    tally.add(job.tally, p.verdict)
    for _, line in ipairs(p.lines) do job.emit(line) end
    p.lines = nil
  end
  stdout.flush()
end

-- The next cases of a queue, each with its plan or with its result.
local function recorded(job, queue, from, n)
  local out = {}
  for k = from, math.min(from + n - 1, #queue) do
    local case = job.cases[queue[k] ]
    local plan, r = M.prepare(case, job.statement, job.options)
    out[#out + 1] = { i = queue[k], case = case, plan = plan, result = r }
  end
  return out
end

-- The point of a case that has run, or need not.
local function finished(job, c)
  if c.try then
    results.save_log(job.dir, c.try.kept)
  else
    results.drop_log(job.dir, c.case.id)
  end
  local r = c.result or result(c.case, c.plan, c.try)
  r = deviations.apply(job.deviations[c.case.id], r)
  local n = job.faults + c.i
  local p = point(job, n, r)
  p.n = n
  return p
end

-- Judge the cases of a queue; deliver(points).  They are recorded, run and
-- judged some at a time, which spares the processor's caches; in wall time,
-- where a case takes long and is judged at once, one by one.
local function serve(job, agent, queue, deliver)
  local some = job.statement.class == "virtual" and M.SOME or 1
  for from = 1, #queue, some do
    local points = {}
    local list = recorded(job, queue, from, some)
    for _, c in ipairs(list) do
      if c.plan then agent = tries(job, agent, c) end
      if job.bail then break end
      c.through = true
    end
    for _, c in ipairs(list) do
      if c.through then points[#points + 1] = finished(job, c) end
    end
    deliver(points)
    if job.bail then return end
  end
  if agent then agent:bye() end
end

local function emitter(job)
  job.kept = {}
  job.emit = function (line)
    job.kept[#job.kept + 1] = line
    stdout.line(line)
  end
end

local function accept(job)
  return function (points)
    for _, p in ipairs(points) do job.points[p.n] = p end
    flush(job)
  end
end

-- The queues: one for each worker, and what follows alone, all of it where
-- there is but one worker.
local function rounds(job)
  local queues, alone = {}, {}
  local free = job.statement.class == "virtual"
  for n = 1, job.jobs > 1 and math.min(job.jobs, #job.cases) or 0 do
    queues[n] = {}
  end
  local n = 0
  for i, case in ipairs(job.cases) do
    if #queues == 0 or case.exclusive and not free then
      alone[#alone + 1] = i
    else
      n = n % #queues + 1
      table.insert(queues[n], i)
    end
  end
  return queues, alone
end

local function run_all(job, agent)
  local queues, alone = rounds(job)
  if #queues > 0 then
    agent:bye()
    agent = nil
    workers.run(queues, function (queue, deliver)
      serve(job, nil, queue, deliver)
      return job.bail
    end, accept(job), function (why) job.bail = job.bail or why end)
  end
  if not job.bail then serve(job, agent, alone, accept(job)) end
end

local function close(job)
  if job.bail then
    for i = job.printed - job.faults + 1, #job.cases do
      results.drop_log(job.dir, job.cases[i].id)
    end
    job.emit(tap.bail(job.bail))
    io.stderr:write("timerspec: ", job.bail, "\n")
  end
  job.emit("# " .. tally.line(job.tally))
  local red = job.whole and tally.too_many(job.tally)
  if red then job.emit("# " .. red) end
  results.write(job.dir, "tap", table.concat(job.kept, "\n") .. "\n")
  if job.bail then return 2 end
  return tally.status(job.tally, red)
end

-- One point for each value of the statement that is outside its closed set.
function M.faults(st, index)
  local list = {}
  for _, f in ipairs(traits.check(st, index)) do
    list[#list + 1] = { id = "statement:" .. f.name, clauses = f.clauses,
      title = "the value is one of its closed set", verdict = "fail",
      statement = true, problems = { { expected = f.expected, got = f.got } } }
  end
  return list
end

-- Unless told, two workers a processor: each waits for its agent as long as it
-- works itself.  Wall targets run one case at a time.
local function jobs(job, wanted)
  local class = job.statement.class
  if class == "wall" or job.target.jobs == false then return 1 end
  return math.max(1, math.min(wanted or 2 * sys.cpus(), 32))
end

-- job: { target, cases, options, dir, clauses, all, root, suite, program,
-- whole, statement_too }.  Returns the exit status.
function M.run(job)
  local agent, why = pool.call(function () return M.connect(job.target) end)
  if not agent then return 2, why end
  job.statement = agent.statement
  job.deviations, why = deviations.load(job.root, job.target, job.statement,
    job.all)
  if not job.deviations then
    agent:kill()
    return 2, why
  end
  job.cases = needs.of_fronts(job.cases, job.statement)
  results.create(job.dir, job.cases)
  results.write(job.dir, "statement",
    results.statement_text(agent.names, agent.statement))
  results.write(job.dir, "env",
    results.env_text(job.suite, job.target, job.statement))
  local faults = job.statement_too and M.faults(job.statement, job.clauses)
    or {}
  job.points, job.faults, job.printed = {}, #faults, 0
  job.tally = tally.new()
  job.jobs = jobs(job, job.options.jobs)
  emitter(job)
  job.emit(tap.version(job.options.tap13))
  job.emit(tap.plan(job.faults + #job.cases))
  stdout.flush()
  for n, r in ipairs(faults) do job.points[n] = point(job, n, r) end
  pool.run { function () run_all(job, agent) end }
  flush(job)
  return close(job)
end

return M
