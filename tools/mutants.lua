-- SPDX-License-Identifier: BSD-2-Clause
--
-- mutants.lua: proves the cases by breaking the reference.  A row of
-- conformance/mutants/*.lua names a file, the text `find` that stands in it
-- exactly once, the bug `replace`, and the cases that must notice.  The
-- changed copy goes to build/mutants/ID/, what depends on it is compiled
-- there and linked with the other objects of the ref agent, and the runner
-- runs the row's cases on it: each must be `not ok`, the exit status 1.  Of
-- arithmetic that no case reaches a row names unit tests (tests = { "narrow" }
-- is build/test/narrow) beside its cases or instead; each must fail.
--
-- A case that has never been red may be unable to be.  A survivor, a `find`
-- that no longer matches, a case that is red without the mutant, a compile
-- error: one line each, and exit status 1.  Prints TAP, one point a mutant.
-- A row with skip = "reason" is skipped; one with `slow` has cases that end
-- only by the agent's limit, and -c takes others instead if there are any.
-- For a header those objects of its layer and of the layer's binding are
-- compiled again whose .d file names it, for a C file one, and each test that
-- includes it.
--
-- A row with `args`, options of the agent, is a bug that only this mode finds:
-- its cases must be red with them and green without.  A row with `panic` is
-- one that an x_check() finds: the mutated file is compiled with invariants,
-- and each case must end in the panic of a function of that name.
--
-- A row with `driver` is a bug of that driver: its cases run on the agent with
-- the stack on it, and are green there without the bug.  The same with other
-- options of the agent, on = "--cpus=8".
--
-- A row with `races` is a bug that the simulator does not show.  It names unit
-- tests, which are linked with the threads port from build/tsan; each must end
-- with a status that is not 0: by the thread sanitizer, a claim, or a panic.
--
-- A row with `explore` is a bug between two steps.  It names scenarios of
-- build/explore, which is linked with the changed file; each must be violated.
-- They hold without the mutant in a part of make check of their own.
--
-- A row with `fuzz` is a bug that a sequence of calls shows which nobody has
-- thought of.  It names front ends of build/fuzz, which is linked with the
-- changed file; each must fail within a few operations.
--
-- Usage: lua5.4 tools/mutants.lua [-c|-f] [-j N] [-n] [-r] [ID-PATTERN...]
--   -c    as few rows as name every clause that any row names; of races,
--         one for each file or scenario
--   -f    fewer: as change each layer; of races, as each test finds
--   -j N  so many at a time (2)
--   -n    only look whether each `find` matches
--   -r    the races; without -r or -n, all others
--   ID-PATTERN is a Lua pattern that the whole id matches.
-- Environment, as make may pass it; the defaults fit the Makefile:
--   BUILD            the folder of what is made (build)
--   PLAIN            results of all cases on the agent as it is, if there are
--   MUTANTS_COMPILE  command that `-o X.o X.c` is added to
--   MUTANTS_OBJECTS  objects of the ref agent, each BUILD/obj/SOURCE.o
--   MUTANTS_LINK     command that `-o X OBJECTS` is added to
--   MUTANTS_LIBS     what follows the objects ()
--   MUTANTS_RACES    the command that compiles and links for races
--   MUTANTS_STEPS    what MUTANTS_COMPILE wants besides for the explorer

package.path = "tools/?.lua;" .. package.path
local files = require "files"
local cases = require "cases"

local BUILD = os.getenv("BUILD") or "build"
local OBJ = BUILD .. "/obj/"
local CC = os.getenv("CC") or "cc"
local COMPILE = os.getenv("MUTANTS_COMPILE")
  or CC .. " -std=c11 -O1 -ffreestanding -Iref -Iadapters -c"
local LINK = os.getenv("MUTANTS_LINK") or CC
local LIBS = os.getenv("MUTANTS_LIBS") or ""
local RACES = os.getenv("MUTANTS_RACES")
  or CC .. " -std=c11 -O1 -g -fsanitize=thread -pthread -D_GNU_SOURCE"
  .. " -DCHECK_LEVEL=3 -Iref -Iadapters"
local TSAN = BUILD .. "/tsan/"
local STEPS = os.getenv("MUTANTS_STEPS")
  or "-DCHECK_LEVEL=3 -include sim/sim_steps.h"
local FUZZ = "--seed 1 --ops 20000"
local RUNNER = BUILD .. "/timerspec"
local BASELINE = BUILD .. "/mutants/.baseline"
local PLAIN = os.getenv("PLAIN") or ""

local function quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

local function source(object)
  return (object:sub(#OBJ + 1):gsub("%.o$", ".c"))
end

-- The objects of the ref agent: those named, or those of its folders whose
-- source is still there.
local function objects()
  local out = {}
  local named = os.getenv("MUTANTS_OBJECTS")
  if named then
    for object in named:gmatch("%S+") do
      out[#out + 1] = object
    end
    return out
  end
  for _, dir in ipairs({ "ref", "adapters/agent", "adapters/ref" }) do
    for _, object in ipairs(files.find(OBJ .. dir, "*.o")) do
      if not object:match("_test%.o$") and files.read(source(object))
        and not object:match("/ref/threads/") then
        out[#out + 1] = object
      end
    end
  end
  return out
end

-- Is it a source of this layer, or its binding?
local function near(path, layer)
  return layer and (path:find("^ref/" .. layer .. "/")
    or path == ("adapters/ref/bind_%s.c"):format(layer))
end

-- Which objects must be compiled when `path` changes.
local function dependents(path, all)
  local layer = path:match("([%w_]+)/[%w_.]+%.h$")
  local out = {}
  for _, object in ipairs(all) do
    local rule = files.read((object:gsub("%.o$", ".d"))) or ""
    local included = (near(source(object), layer)
      or object:match("_test%.o$"))
      and (" " .. rule .. " "):find("[%s]" .. path:gsub("%p", "%%%0") .. "[%s]")
    if source(object) == path or included then
      out[#out + 1] = object
    end
  end
  return out
end

-- The text with its one `find` replaced, or nil and the reason.
local function mutate(row)
  local text = files.read(row.file)
  if not text then
    return nil, "there is no file " .. row.file
  end
  local from, to = text:find(row.find, 1, true)
  if not from then
    return nil, "find does not match in " .. row.file
  elseif text:find(row.find, to + 1, true) then
    return nil, "find matches more than once in " .. row.file
  elseif row.find == row.replace then
    return nil, "replace is what find is"
  end
  return text:sub(1, from - 1) .. row.replace .. text:sub(to + 1)
end

-- The object of a unit test.
local function test_object(name)
  for _, object in ipairs(files.find(OBJ .. "ref", name .. "_test.o")) do
    if files.read(source(object)) then
      return object
    end
  end
  return name .. "_test.o"
end

-- Does a test include "x.c", so that it is changed when that is, and no
-- other object need be?
local function includes_sources(object)
  local rule = files.read((object:gsub("%.o$", ".d"))) or ""
  return select(2, rule:gsub("%.c%f[%s]", "")) > 1
end

-- What rows leave as it is, joined once for all of them and without what a
-- debugger wants: a mutant is then linked in half the time.
local joined, joints = {}, 0

local function join(list)
  local names = table.concat(list, " ")
  if not joined[names] then
    joints = joints + 1
    local path = ("%s/joint-%d.o"):format(BASELINE, joints)
    joined[names] = os.execute(("%s -r -nostdlib -Wl,-S -o %s %s"):format(LINK,
      path, names)) and path or names
  end
  return joined[names]
end

-- The command that links the agent.
local function link_agent(dir, all, changed)
  local new, same = {}, {}
  for _, object in ipairs(all) do
    local list = changed[object] and new or same
    list[#list + 1] = changed[object] or object
  end
  return ("%s -o %s/agent-ref %s %s %s"):format(LINK, dir,
    table.concat(new, " "), #same > 0 and join(same) or "", LIBS)
end

-- Compile commands for the changed objects, and for the agent and the tests
-- that are linked with them.
local function build_commands(row, dir, all)
  local pool, changed, commands = {}, {}, {}
  local whole = #row.cases > 0
  local compile = COMPILE .. (row.panic and " -DCHECK_LEVEL=3" or "")
  for i, name in ipairs(row.tests) do
    pool[i] = test_object(name)
    whole = whole or not includes_sources(pool[i])
  end
  table.move(all, 1, whole and #all or 0, #pool + 1, pool)
  for i, object in ipairs(dependents(row.file, pool)) do
    local own = ("%s/%d.o"):format(dir, i)
    local path = source(object)
    changed[object] = own
    commands[i] = ("%s -w -iquote %s/ref -iquote %s/adapters -o %s %s"):format(
      compile, dir, dir, own, path == row.file and dir .. "/" .. path or path)
  end
  local ref = {}
  for _, object in ipairs(all) do
    if object:find(OBJ .. "ref/", 1, true) == 1 then
      ref[#ref + 1] = changed[object] or object
    end
  end
  local function command(...)
    commands[#commands + 1] = table.concat({ ... }, " ")
  end
  if #row.cases > 0 then
    command(link_agent(dir, all, changed))
  end
  if #row.tests > 0 then
    command("ar cr", dir .. "/libref.a", table.concat(ref, " "))
  end
  for _, name in ipairs(row.tests) do
    local object = test_object(name)
    command(LINK, "-o", dir .. "/" .. name, changed[object] or object,
      dir .. "/libref.a")
  end
  return commands, next(changed) ~= nil
end

-- Runs the tests of a row from `dir` and leaves `NAME STATUS` of each.
local function test_commands(row, dir, where)
  local out = {}
  for i, name in ipairs(row.tests) do
    out[i] = ("(ulimit -t 60; %s/%s) >%s/%s.tap 2>&1; echo %s $? >>%s/tests\n")
      :format(where, name, dir, name, name, dir)
  end
  return table.concat(out)
end

-- Statuses by test.
local function test_statuses(dir)
  local out = {}
  for line in (files.read(dir .. "/tests") or ""):gmatch("[^\n]+") do
    local name, status = line:match("^(%S+) (%d+)$")
    out[name] = tonumber(status)
  end
  return out
end

-- A case of the common folder without a front end stands for all of them.
local function pattern(id)
  local common = id:match("^common/") and not id:find("@", 1, true)
  return quote(common and id .. "@*" or id)
end

local function run_command(target, dir, ids)
  local words = { RUNNER, "run -t", quote(target), "-o", dir .. "/results" }
  for _, id in ipairs(ids) do
    words[#words + 1] = pattern(id)
  end
  return table.concat(words, " ") .. (" >%s/tap 2>%s/err"):format(dir, dir)
end

-- The commands that run a mutant's cases; the last one's status counts.
local function runs(row, dir)
  local agent = "exec:" .. dir .. "/agent-ref"
  if row.on then
    return run_command(agent .. " " .. row.on, dir, row.cases)
  elseif not row.args then
    return run_command(agent, dir, row.cases)
  end
  return ("%s\n%s"):format(
    run_command(agent, dir .. "/plain", row.cases),
    run_command(agent .. " " .. row.args, dir, row.cases))
end

-- A race shows on one run of a test and not on the next, the less so the busier
-- the machine: it survives when it did not show in so many.
local SURVIVES = [[
export TSAN_OPTIONS="halt_on_error=1 atexit_sleep_ms=0"
survives() {
  try=0
  while [ $((try += 1)) -le 20 ]; do
    timeout 10 $1 >$1.tap 2>&1 || return 1
  done
}
]]

-- Commands that build the tests of a race, and one that runs them and ends
-- with 1 when all of them fail.  The tests as they are run without the mutant
-- elsewhere, in the same part of make check.
local function race_commands(row, dir)
  local own = dir .. "/changed.o"
  local commands, starts = {
    ("%s -w -c -iquote %s/ref -o %s %s/%s"):format(RACES, dir, own, dir,
      row.file),
  }, {}
  for i, name in ipairs(row.races) do
    local object = files.find(TSAN .. "obj/ref", name .. "_test.o")[1]
    commands[#commands + 1] = ("%s -o %s/%s %s %s %s %s"):format(RACES,
      dir, name, object or name .. "_test.o", own, TSAN .. "libthreads.a",
      TSAN .. "libref.a")
    starts[i] = ("survives %s/%s"):format(dir, name)
  end
  return commands, SURVIVES .. "if " .. table.concat(starts, " || ")
    .. "; then exit 0; fi\nexit 1\n"
end

-- Commands that build a program of conformance/NAME from the changed file and
-- the stack as it is, and the one that runs it with `words`.
local function program_commands(row, dir, name, flags, stack, words)
  local own = dir .. "/changed.o"
  return {
    ("%s %s -w -iquote %s/ref -o %s %s/%s"):format(COMPILE, flags, dir, own,
      dir, row.file),
    ("%s -o %s/%s %s %sadapters/ref/boot.o %s %s %s/libref.a")
      :format(LINK, dir, name, table.concat(files.find(OBJ .. "conformance/"
        .. name, "*.o"), " "), OBJ, own, stack, BUILD),
  }, ("ulimit -t 60; %s/%s %s >%s/tap 2>&1\n"):format(dir, name,
    table.concat(words, " "), dir)
end

local function explorer_commands(row, dir)
  return program_commands(row, dir, "explore", STEPS, BUILD .. "/libsteps.a",
    row.explore)
end

local function fuzz_commands(row, dir)
  return program_commands(row, dir, "fuzz", "", "",
    { FUZZ, table.unpack(row.fuzz) })
end

-- Commands that build what a row of another kind names, and run it.
local function other_commands(row, dir, all)
  local commands, any = build_commands(row, dir, all)
  return any and commands, test_commands(row, dir, dir)
    .. (#row.cases == 0 and "exit 1" or runs(row, dir))
end

-- New folders for the rows, by two commands for all of them.
local function make_folders(rows)
  local old = assert(io.popen("xargs rm -rf", "w"))
  for _, row in ipairs(rows) do
    old:write(BUILD, "/mutants/", row.id, "\n")
  end
  assert(old:close())
  local new = assert(io.popen("xargs mkdir -p", "w"))
  for _, row in ipairs(rows) do
    new:write(BUILD, "/mutants/", row.id, "/", row.file:match("^(.*)/"),
      row.args and "/ " .. BUILD .. "/mutants/" .. row.id .. "/plain" or "",
      "\n")
  end
  assert(new:close())
end

-- Write what the mutant needs and return the script that builds and runs it;
-- nil and the reason when the row is at fault.
local function prepare(row, all)
  local text, reason = mutate(row)
  if not text then
    return nil, reason
  end
  local dir = BUILD .. "/mutants/" .. row.id
  files.write(dir .. "/" .. row.file, text)
  local make = #row.races > 0 and race_commands
    or #row.explore > 0 and explorer_commands
    or #row.fuzz > 0 and fuzz_commands or other_commands
  local commands, last = make(row, dir, all)
  if not commands then
    return nil, "no object of the agent depends on " .. row.file
  end
  files.write(dir .. "/run.sh", ("{ %s; } >%s/log 2>&1 || exit 99\n%s\n")
    :format(table.concat(commands, " &&\n"), dir, last))
  return dir .. "/run.sh"
end

-- Verdicts by case id: "ok", "not ok" or "skip".
local function verdicts(path)
  local out = {}
  for _, line in ipairs(files.lines(files.read(path) or "")) do
    local word, id, rest = line:match("^(n?o?t? ?ok) %d+ %- (%S+)(.*)$")
    if id then
      out[id] = rest:find("# SKIP", 1, true) and "skip" or word
    end
  end
  return out
end

-- What a run says of one case; for a common case the reddest front end.
local function verdict(found, id)
  local result = found[id]
  if not id:match("^common/") or id:find("@", 1, true) then
    return result
  end
  for name, word in pairs(found) do
    local same = name:sub(1, #id + 1) == id .. "@"
    if same and (word == "not ok" or result == nil) then
      result = word
    end
  end
  return result
end

-- The first line of a file that has the word, else a remark.
local function first_line(path, word)
  for _, line in ipairs(files.lines(files.read(path) or "")) do
    if line:find(word, 1, true) and line ~= "" then
      return line
    end
  end
  return "no message"
end

-- Why the way in which the case died is not the row's, or nil.
local function wrong_death(row, dir, id)
  if row.args and verdict(verdicts(dir .. "/plain/tap"), id) ~= "ok" then
    return id .. " is red without " .. row.args
  end
  local log = files.read(("%s/results/log/%s.log"):format(dir, id)) or ""
  if row.panic and not log:find("panic name=" .. row.panic .. ":", 1, true)
  then
    return id .. " does not end in a panic of " .. row.panic
  end
  return nil
end

-- Why the mutant is not dead, or nil.
local function survival(row, status, healthy)
  local dir = BUILD .. "/mutants/" .. row.id
  if status == 99 then
    return "does not compile: " .. first_line(dir .. "/log", "error")
  end
  if #row.races > 0 then
    return status ~= 1 and "survived: a test ends with 0" or nil
  end
  local tests = test_statuses(dir)
  for _, name in ipairs(row.tests) do
    if healthy.tests[name] ~= 0 then
      return "test " .. name .. " is not green without the mutant"
    elseif tests[name] == 0 then
      return "survived: test " .. name .. " is green"
    elseif tests[name] ~= 1 then
      return ("test %s ended with %s"):format(name, tests[name])
    end
  end
  local found = verdicts(dir .. "/tap")
  healthy = row.on and healthy.on[row.on] or healthy
  for _, name in ipairs(#row.fuzz > 0 and row.fuzz or row.explore) do
    if found[name] ~= "not ok" then
      return "survived: " .. name .. " holds"
    end
  end
  for _, id in ipairs(row.cases) do
    local word = verdict(found, id)
    if verdict(healthy, id) == nil then
      return id .. " does not run without the mutant: "
        .. first_line(BASELINE .. "/err", "")
    elseif verdict(healthy, id) ~= "ok" then
      return id .. " is not green without the mutant"
    elseif word == "ok" then
      return "survived: " .. id .. " is green"
    elseif word ~= "not ok" then
      return id .. (word and " was skipped" or " did not run")
    end
    local wrong = wrong_death(row, dir, id)
    if wrong then
      return wrong
    end
  end
  if status ~= 1 then
    return ("the runner's exit status is %s, not 1"):format(status)
  end
  return nil
end

-- Run the script of each item, `jobs` at a time, and call done(item, exit
-- status) in order.
local function parallel(items, jobs, done)
  local list = BASELINE .. ".list"
  local scripts = {}
  for i, item in ipairs(items) do
    scripts[#scripts + 1] = item.script and i .. " " .. item.script or nil
  end
  if #scripts > 0 then
    files.write(list, table.concat(scripts, "\n") .. "\n")
  end
  local ends = #scripts == 0 and function () end
    or assert(io.popen(("xargs -n 2 -P %d sh -c 'sh \"$1\"; echo $0 $?' <%s")
      :format(jobs, list))):lines()
  local status = {}
  for i, item in ipairs(items) do
    while item.script and not status[i] do
      local n, s = assert(ends(), "xargs has died"):match("^(%d+) (%d+)$")
      status[tonumber(n)] = tonumber(s)
    end
    done(item, status[i])
  end
end

-- What is not yet in the list.
local function take(list, from)
  for _, id in ipairs(from) do
    if not list[id] then
      list[id] = true
      list[#list + 1] = id
    end
  end
end

-- The cases that rows name, by the options of their agent.
local function cases_on(rows)
  local out = {}
  for _, row in ipairs(rows) do
    if row.on and not row.skip then
      out[row.on] = out[row.on] or {}
      take(out[row.on], row.cases)
    end
  end
  return out
end

-- The verdicts of all cases that the rows name, on the agent as it is; and in
-- `on`, by options, on that with these.
local function baseline(rows)
  local ids, all = {}, { tests = {} }
  for _, row in ipairs(rows) do
    if not row.skip then
      take(ids, row.on and {} or row.cases)
      take(all.tests, row.tests)
    end
  end
  assert(os.execute(("rm -rf %s && mkdir -p %s"):format(quote(BASELINE),
    quote(BASELINE))))
  os.execute(test_commands(all, BASELINE, BUILD .. "/test"))
  if #ids > 0 and PLAIN == "" then
    os.execute(run_command("exec:" .. BUILD .. "/agent-ref", BASELINE, ids))
  end
  local out = verdicts((PLAIN ~= "" and PLAIN or BASELINE) .. "/tap")
  out.tests = test_statuses(BASELINE)
  out.on = {}
  for options, list in pairs(cases_on(rows)) do
    local dir = BASELINE .. "/" .. options:gsub("%W+", "-")
    assert(os.execute("mkdir -p " .. quote(dir)))
    os.execute(run_command(("exec:%s/agent-ref %s"):format(BUILD, options),
      dir, list))
    out.on[options] = verdicts(dir .. "/tap")
  end
  return out
end

local function usage()
  io.stderr:write("usage: mutants.lua [-c|-f] [-j N] [-n] [-r]"
    .. " [ID-PATTERN...]\n")
  os.exit(2)
end

local function options(args)
  local opt, i = { jobs = 2, patterns = {} }, 1
  while args[i] do
    if args[i] == "-n" then
      opt.dry = true
    elseif args[i] == "-c" or args[i] == "-f" then
      opt.cover = args[i]
    elseif args[i] == "-r" then
      opt.races = true
      BASELINE = BASELINE .. "-races"      -- both may run at once
    elseif args[i]:match("^%-j") then
      local number = args[i]:match("^%-j(%d+)$")
      if not number then
        i = i + 1
        number = args[i]
      end
      opt.jobs = tonumber(number) or usage()
    elseif args[i]:match("^%-") then
      usage()
    else
      opt.patterns[#opt.patterns + 1] = args[i]
    end
    i = i + 1
  end
  opt.jobs = math.max(opt.jobs, 1)
  return opt
end

local function wanted(id, patterns)
  for _, p in ipairs(patterns) do
    if id:match("^" .. p .. "$") then
      return true
    end
  end
  return #patterns == 0
end

local function fault(row)
  for _, key in ipairs({ "id", "file", "find", "replace", "bug" }) do
    if type(row[key]) ~= "string" then
      return "the row has no " .. key
    end
  end
  if row.id:find("[^%w_.-]") then
    return "odd characters in the id"
  elseif #row.cases + #row.tests + #row.races + #row.explore + #row.fuzz == 0
  then
    return "the row names no case, test or scenario"
  end
  return nil
end

-- The rows that were asked for; faults of the files themselves end the run.
local function load_rows(opt)
  local rows = {}
  local function stop(...)
    io.stderr:write("mutants: ", string.format(...), "\n")
    os.exit(1)
  end
  for _, row in ipairs(cases.mutants("conformance/mutants", stop)) do
    local bad = fault(row)
    if bad then
      stop("%s: %s", row.id, bad)
    elseif wanted(row.id, opt.patterns)
      and (opt.dry or #row.races > 0 == (opt.races == true)) then
      if #row.explore > 0 and not files.read(BUILD .. "/explore") then
        row.skip = "no explorer on this system"
      end
      rows[#rows + 1] = row
    end
  end
  return rows
end

-- What a row is taken for: the clauses that it names, or in brief its layer;
-- a race for its file, or in brief for the tests that find it.
local function named(row, how)
  if #row.races > 0 then
    return how == "-f" and row.races or { row.file }
  elseif #row.explore > 0 then
    return row.explore
  elseif #row.fuzz > 0 then
    return { "fuzz " .. row.fuzz[1] }
  end
  return how == "-c" and row.clauses or { row.file:match("^(.*)/") }
end

-- What a row costs: compilers and cases to run, a common one on each front end.
local function cost(row)
  local n = #row.tests + (row.file:match("%.h$") and 9 or 0)
  for _, id in ipairs(row.cases) do
    n = n + (id:match("^common/") and not id:find("@", 1, true) and 9 or 1)
  end
  return n
end

-- Rows for which together every row would be taken, the one with most new
-- names first, of those the cheapest.
-- The order of the files decides among equals, so the choice is stable.
local function cover(rows, how)
  local open, left = {}, 0
  for _, row in ipairs(rows) do
    for _, id in ipairs(named(row, how)) do
      left = left + (open[id] and 0 or 1)
      open[id] = true
    end
  end
  local function news(row)
    local n = 0
    for _, id in ipairs(named(row, how)) do
      n = n + (open[id] and 1 or 0)
    end
    return n
  end
  local out = {}
  while left > 0 do
    local best, most = nil, 0
    for _, row in ipairs(rows) do
      local n = news(row)
      if n > 0 and row.slow then
        n = 0.5         -- only where no other names the clause
      elseif n > 0 then
        n = n - math.min(cost(row), 99) / 1000
      end
      if n > most then
        best, most = row, n
      end
    end
    left = left - news(best)
    for _, id in ipairs(named(best, how)) do
      open[id] = nil
    end
    out[#out + 1] = best
  end
  return out
end

local count = { passed = 0, failed = 0, skipped = 0, points = 0 }

local function point(row, word, text)
  count.points = count.points + 1
  count[word] = count[word] + 1
  local ok = word == "failed" and "not ok" or "ok"
  print(("%s %d - %s%s"):format(ok, count.points, row.id, text))
  io.stdout:flush()
end

local function report(row, why)
  if row.skip then
    point(row, "skipped", " # SKIP " .. row.skip)
  elseif why then
    point(row, "failed", ": " .. why .. " (" .. row.bug .. ")")
  else
    point(row, "passed", "")
  end
end

local function run(rows, opt)
  local all = objects()
  local healthy = opt.dry and {} or baseline(rows)
  if not opt.dry and #rows > 0 then
    make_folders(rows)
  end
  local items = {}
  for i, row in ipairs(rows) do
    local item = { row = row }
    if opt.dry and not row.skip then
      item.reason = select(2, mutate(row))
    elseif not row.skip then
      item.script, item.reason = prepare(row, all)
    end
    items[i] = item
  end
  parallel(items, opt.jobs, function (item, status)
    local why = item.reason
    if item.script then
      why = survival(item.row, status, healthy)
    end
    report(item.row, why)
  end)
end

local function main()
  local opt = options(arg)
  local rows = load_rows(opt)
  if opt.cover then
    rows = cover(rows, opt.cover)
  end
  print("TAP version 13")
  print("1.." .. #rows)
  run(rows, opt)
  print(("%d passed, %d failed, %d skipped"):format(
    count.passed, count.failed, count.skipped))
  if count.failed > 0 or #rows == 0 then
    os.exit(1)
  end
end

main()
