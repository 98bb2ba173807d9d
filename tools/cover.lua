-- SPDX-License-Identifier: BSD-2-Clause
--
-- cover.lua: how many branches of the core the cases take.
--
-- Only cases count that have turned red for a mutant in the same file: what
-- merely runs a line says little of it.  For each file of the layers below,
-- the cases that its mutants name are run on an agent built for gcov(1), and
-- the branches that they take are counted.  Wanted are LEAST per cent in each
-- file, or of a small one all but one; a branch that is not taken stands with
-- its reason in conformance/mutants/uncovered.tsv (file, the line's text
-- without the comment behind it, reason), and nothing else does.  Not counted
-- are the branches of a CHECK that cites no clause: it states an invariant,
-- whose other side no case can take.
--
-- Prints TAP: a point for each file, and without FILE one for the list of
-- reasons; what is wrong stands before the point.
--
-- Usage: lua5.4 tools/cover.lua [-v] [FILE...]
--   -v    list the untaken branches that have their reason, too
-- Environment: BUILD, the folder of what is made (build); JOBS (2);
-- GCOV (gcov).  The agent is $BUILD/cover/agent-ref, which `make cover` makes.

package.path = "tools/?.lua;" .. package.path
local files = require "files"
local cases = require "cases"

local LEAST = 95
local LAYERS = { "eventtimer", "tick", "timekeeping", "hrtimer", "timeout",
  "file", "itimer", "kevent", "kqueue", "poll", "ptimer", "sleep", "timerfd",
  "timersock" }
local REASONS = "conformance/mutants/uncovered.tsv"

local BUILD = os.getenv("BUILD") or "build"
local JOBS = os.getenv("JOBS") or "2"
local GCOV = os.getenv("GCOV") or "gcov"
local COVER = BUILD .. "/cover"
local OBJ = COVER .. "/obj/"

-- Problems since the last point; points, and those that failed.
local problems, points, failed = 0, 0, 0

local function problem(...)
  problems = problems + 1
  print("# " .. string.format(...))
end

local function point(...)
  points = points + 1
  failed = failed + (problems > 0 and 1 or 0)
  print(("%sok %d - "):format(problems > 0 and "not " or "", points)
    .. string.format(...))
  problems = 0
end

local function quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- The cases that a mutant in each file turns red: file -> list of patterns.
local function killers()
  local out, seen = {}, {}
  for _, row in ipairs(cases.mutants("conformance/mutants", problem)) do
    for _, id in ipairs(row.cases or {}) do
      local common = id:match("^common/") and not id:find("@", 1, true)
      local key = row.file .. " " .. id
      out[row.file] = out[row.file] or {}
      if not seen[key] then
        seen[key] = true
        table.insert(out[row.file], quote(common and id .. "@*" or id))
      end
    end
  end
  return out
end

-- file -> text of a line -> { reason, line, used }
local function reasons()
  local out = {}
  local n = 0
  for line in (files.read(REASONS) or ""):gmatch("[^\n]+") do
    n = n + 1
    local file, text, reason = line:match("^([^\t]+)\t([^\t]+)\t([^\t]+)$")
    if not file then
      problem("%s:%d: not file, text, reason", REASONS, n)
    elseif n > 1 then
      out[file] = out[file] or {}
      if out[file][text] then
        problem("%s:%d: stands there already", REASONS, n)
      end
      out[file][text] = { reason = reason, line = n }
    end
  end
  return out
end

-- Run the cases; false and a line when they do not all pass.
local function run(file, ids)
  os.execute(("find %s -name '*.gcda' -exec rm -f {} +"):format(OBJ))
  local command = ("%s/timerspec run -t exec:%s/agent-ref -j %s -o %s %s"
    .. " >%s/tap 2>%s/err"):format(BUILD, COVER, JOBS, COVER .. "/results",
    table.concat(ids, " "), COVER, COVER)
  if not os.execute(command) then
    problem("%s: a case fails on the agent for gcov; see %s/tap and err",
      file, COVER)
    return false
  end
  return true
end

-- Does a CHECK without a clause begin at this line?
local function invariant(lines, n)
  if not lines[n]:find "^%s*CHECK%(" then
    return false
  end
  while lines[n + 1] and not lines[n]:find "%);" do
    n = n + 1
  end
  return not lines[n]:find "%[%u+%-[%u%d-]+%]"
    and not (lines[n + 1] or ""):find "^%s*/%* %[%u+%-"
end

-- The branches of a file by line: { { line, text, taken, of }... }
local function branches(file)
  local out, line, text = {}, nil, nil
  local lines = files.lines(files.read(file))
  local here = false            -- not in a header's part
  local pipe = assert(io.popen(("%s -b -c -t -o %s %s 2>%s/err"):format(
    GCOV, OBJ .. file:gsub("%.c$", ".gcda"), file, COVER)))
  for one in pipe:lines() do
    local n, rest = one:match("^%s*[%d#=*-]+[*]?:%s*(%d+):(.*)$")
    local of = one:match(":Source:(.*)$")
    if of then
      here = of == file
    elseif n then
      line, text = math.tointeger(n), rest:gsub("\t/%*.*", "")
        :match("^%s*(.-)%s*$")
    elseif here and one:match("^branch ") and not invariant(lines, line) then
      local last = out[#out]
      if not last or last.line ~= line then
        last = { line = line, text = text, taken = 0, of = 0 }
        out[#out + 1] = last
      end
      local taken = one:match("taken (%d+)")
      last.of = last.of + 1
      last.taken = last.taken + ((tonumber(taken) or 0) > 0 and 1 or 0)
    end
  end
  pipe:close()
  return out
end

-- What was taken, in words.
local function report(file, list, known, verbose)
  local taken, of = 0, 0
  for _, b in ipairs(list) do
    taken, of = taken + b.taken, of + b.of
    local why = known[b.text]
    if b.taken < b.of and not why then
      problem("%s:%d: %d of %d branches taken: %s", file, b.line, b.taken,
        b.of, b.text)
    elseif b.taken < b.of then
      why.used = true
      if verbose then
        print(("# %s:%d: %s: %s"):format(file, b.line, b.text, why.reason))
      end
    end
  end
  local percent = of == 0 and 100 or 100 * taken / of
  if percent < LEAST and of - taken > 1 then
    problem("%s: less than %d %%", file, LEAST)
  end
  return ("%4d of %4d branches, %5.1f %%"):format(taken, of, percent)
end

local function wanted(args)
  if #args > 0 then
    return args
  end
  local out = {}
  for _, layer in ipairs(LAYERS) do
    for _, path in ipairs(files.find("ref/" .. layer, "*.c")) do
      if not path:match("_test%.c$") then
        out[#out + 1] = path
      end
    end
  end
  return out
end

-- Rows that give a reason for nothing: the branch is taken, or not there.
local function unused(file, known)
  for text, why in pairs(known) do
    if not why.used then
      problem("%s:%d: taken, or not there: %s: %s", REASONS, why.line, file,
        text)
    end
  end
end

local function cover(file, ids, known, verbose)
  if not ids then
    problem("%s: no mutant in this file", file)
    return ""
  end
  if not run(file, ids) then
    return ""
  end
  local list = branches(file)
  if #list == 0 then
    problem("%s: %s gives no branches", file, GCOV)
  end
  local words = report(file, list, known, verbose)
  unused(file, known)
  return words
end

local function main(args)
  local verbose = args[1] == "-v"
  if verbose then
    table.remove(args, 1)
  end
  local by_file, known = killers(), reasons()
  for _, file in ipairs(wanted(args)) do
    local words = cover(file, by_file[file], known[file] or {}, verbose)
    point("%-36s%s", file, words)
    known[file] = nil
  end
  if #args == 0 then
    for file, rest in pairs(known) do
      unused(file, rest)
    end
    point("%s: its rows are of these files", REASONS)
  end
  print("1.." .. points)
  return failed == 0
end

os.exit(main(arg))
