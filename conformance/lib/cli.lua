-- SPDX-License-Identifier: BSD-2-Clause
-- The command line.

local sys = require "sys"
local stdout = require "out"
local cases = require "cases"
local clauses = require "clauses"
local targets = require "targets"
local pool = require "pool"
local run = require "run"
local rejudge = require "rejudge"
local report = require "report"
local results = require "results"
local tally = require "tally"
local tap = require "tap"

local M = {}

local SUITE = "1"

local usage = [[
usage: timerspec list [PATTERN...]
       timerspec render [-t TARGET] PATTERN...
       timerspec run [-t TARGET] [--driver NAME] [-j N] [-o DIR] [--tap13]
                     [--privileged] [--destructive] [PATTERN...]
       timerspec judge LOG|DIR...
       timerspec report DIR...
       timerspec verify DIR...
       timerspec lua FILE
       timerspec help
-t is ref unless given; also exec:CMD.  --driver NAME puts the stack of ref on
that timer driver, over a model of its device.  A PATTERN is a glob on case ids
or the id of a clause.  --root DIR takes cases, adapters and spec from another
tree.
lua runs a Lua file with the runner's own modules, as its unit tests do.
Exit status: 0 clean, 1 failures, 2 usage or error, 3 too much unresolved.
]]

-- Give up with one line on standard error.
local function die(...)
  error({ usage = string.format(...) }, 0)
end

local flags = { ["--tap13"] = "tap13", ["--privileged"] = "privileged",
  ["--destructive"] = "destructive" }
local values = { ["-t"] = "target", ["-j"] = "jobs", ["-o"] = "out",
  ["--root"] = "root", ["--driver"] = "driver" }

local function take_option(o, args, i)
  local a = args[i]
  local short, rest = a:match "^(%-[tjo])(.+)$"
  if flags[a] then
    o[flags[a]] = true
    return i
  elseif values[a] then
    if not args[i + 1] then die("%s wants a value", a) end
    o[values[a]] = args[i + 1]
    return i + 1
  elseif short then
    o[values[short]] = rest
    return i
  end
  die("unknown option %s (try timerspec help)", a)
end

-- Options and the rest, in any order; `--` ends the options.
local function parse(args)
  local o, i = { rest = {} }, 2
  while i <= #args do
    local a = args[i]
    if a == "--" then
      table.move(args, i + 1, #args, #o.rest + 1, o.rest)
      break
    elseif a:sub(1, 1) == "-" and a ~= "-" then
      i = take_option(o, args, i)
    else
      o.rest[#o.rest + 1] = a
    end
    i = i + 1
  end
  if o.jobs then
    o.jobs = math.tointeger(o.jobs)
    if not o.jobs or o.jobs < 1 then die("-j wants a number above 0") end
  end
  return o
end

local function load_cases(root, patterns)
  local index = clauses.load(root)
  local all, err = cases.load(root, index, patterns)
  if not all then die("%s", err) end
  return all, index
end

local function select(all, patterns)
  local list, bad = cases.select(all, patterns)
  if not list then die("no case matches %s", bad) end
  return list
end

local function find_target(root, o)
  local t, err = targets.find(root, o.target or "ref")
  if not t then die("%s", err) end
  if not o.driver then return t end
  t, err = targets.with_driver(t, o.driver)
  if not t then die("%s", err) end
  return t
end

local commands = {}

function commands.help()
  stdout.write(usage)
  return 0
end

function commands.list(root, o)
  for _, c in ipairs(select(load_cases(root, o.rest), o.rest)) do
    stdout.line(("%s\t%s\t%s"):format(c.id, table.concat(c.clauses, ","),
      c.title))
  end
  return 0
end

function commands.render(root, o)
  if #o.rest == 0 then die("render wants a pattern") end
  local list = select(load_cases(root, o.rest), o.rest)
  local target = find_target(root, o)
  local agent, err = pool.call(function () return run.connect(target) end)
  if not agent then die("%s: %s", target.name, err) end
  local status = 0
  local options = { privileged = true, destructive = true }
  for _, c in ipairs(list) do
    local plan, r = run.prepare(c, agent.statement, options)
    if plan then
      for _, line in ipairs(plan.text) do stdout.line(line) end
    elseif r.verdict == "skip" then
      stdout.line(("# %s: skip: %s"):format(c.id, r.reason))
    else
      io.stderr:write(("timerspec: %s: %s\n"):format(c.id, r.reason))
      status = 2
    end
  end
  agent:kill()
  return status
end

-- Results of a source tree go to its build folder, else to where we are; those
-- of some cases to a folder of their own, so that a whole run is kept.
local function results_dir(root, o, target)
  if o.out then return o.out, o.out end
  local name = "results/" .. targets.folder(target.shown or target.name)
    .. (#o.rest > 0 and "/partial" or "")
  if sys.access(root .. "/Makefile") then
    return root .. "/build/" .. name, "build/" .. name
  end
  return "timerspec-" .. name, "timerspec-" .. name
end

-- Without the pattern for the statement; and whether it was there.
local function without_statement(patterns)
  local rest = {}
  for _, p in ipairs(patterns) do
    if p ~= run.STATEMENT then rest[#rest + 1] = p end
  end
  return rest, #rest < #patterns
end

function commands.run(root, o)
  local patterns, statement = without_statement(o.rest)
  local all, index = load_cases(root, patterns)
  local list = select(all, patterns)
  if statement and #patterns == 0 then list = {} end
  local target = find_target(root, o)
  local dir, shown = results_dir(root, o, target)
  local status, err = run.run { target = target, cases = list, options = o,
    dir = dir, shown = shown, clauses = index, root = root,
    all = function () return (load_cases(root)) end,
    suite = SUITE, program = "build/timerspec", whole = #o.rest == 0,
    statement_too = statement or #o.rest == 0 }
  if err then die("%s: %s", target.name, err) end
  return status
end

-- The logs that an argument means: itself, or all below it but those of a
-- partial run.
local function logs_of(arg)
  if not sys.isdir(arg) then return { arg } end
  local found = {}
  for _, file in ipairs(sys.list(arg)) do
    if file:find "%.log$" and not ("/" .. file):find "/partial/log/" then
      found[#found + 1] = arg .. "/" .. file
    end
  end
  if #found == 0 then die("no logs below %s", arg) end
  return found
end

function commands.judge(root, o)
  if #o.rest == 0 then die("judge wants logs or folders") end
  local all, index = load_cases(root)
  local paths, t, wrong = {}, tally.new(), false
  for _, arg in ipairs(o.rest) do
    for _, path in ipairs(logs_of(arg)) do paths[#paths + 1] = path end
  end
  stdout.line(tap.version(o.tap13))
  stdout.line(tap.plan(#paths))
  for n, path in ipairs(paths) do
    local r, err = rejudge.log(all, path)
    if not r then
      io.stderr:write("timerspec: ", err, "\n")
      wrong = true
      r = { id = path:match "[^/]*$", title = "", clauses = {},
        verdict = "error", reason = err }
    end
    tally.add(t, r.verdict)
    for _, line in ipairs(tap.lines(n, r, { log = path,
      sentence = function (id) return clauses.sentence(index, id) end })) do
      stdout.line(line)
    end
  end
  stdout.line("# " .. tally.line(t))
  return wrong and 2 or tally.status(t)
end

function commands.report(root, o)
  if #o.rest == 0 then die("report wants results folders") end
  local all = load_cases(root)
  for i, dir in ipairs(o.rest) do
    if i > 1 then stdout.line() end
    local ok, err = report.report(all, dir)
    if not ok then die("%s", err) end
  end
  return 0
end

function commands.verify(root, o)
  if #o.rest == 0 then die("verify wants results folders") end
  local all, index = load_cases(root)
  local status = 0
  for _, dir in ipairs(o.rest) do
    local bad = report.verify(all, root, dir, index)
    for _, text in ipairs(bad) do
      io.stderr:write(("timerspec: %s: %s\n"):format(dir, text))
      status = 1
    end
    if #bad == 0 then
      stdout.line(("%s: whole and true, %d points"):format(dir,
        #results.read_tap(dir .. "/tap")))
    end
  end
  return status
end

-- A Lua file with the modules of this folder, as their unit tests want it.
function commands.lua(_, o)
  if #o.rest ~= 1 then die("lua wants one file") end
  return dofile(o.rest[1])
end

commands["--help"], commands["-h"] = commands.help, commands.help

local function dispatch(root, args)
  local name = args[1]
  if not name then
    io.stderr:write(usage)
    return 2
  end
  local fn = commands[name]
  if not fn then die("unknown command %s (try timerspec help)", name) end
  local o = parse(args)
  local status = fn(o.root or root, o)
  stdout.flush()
  return status
end

-- The exit status of a command line.
function M.main(root, args)
  local ok, r = xpcall(dispatch, function (e)
    if type(e) == "table" then return e end
    return { trace = debug.traceback(e, 2) }
  end, root, args)
  if ok then return r end
  io.stdout:flush()
  if r.usage then
    io.stderr:write("timerspec: ", r.usage, "\n")
    return 2
  end
  error(r.trace or r.text, 0)
end

return M
