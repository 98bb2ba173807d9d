-- SPDX-License-Identifier: BSD-2-Clause
--
-- trace.lua: follows each clause from its page through a line of the
-- reference and a case to a mutant that turns the case red, and holds
-- spec/sources.tsv against the clauses and conformance/behaviours.tsv
-- against the cases.  Prints a table and the gaps, and exits with 1 when
-- there is one.  `trace.lua show ID` prints the whole way of one clause.
--
-- A clause that no code cites may have been forgotten, one without a case is
-- a claim, and a case that no mutant has turned red proves nothing.  What a
-- clause needs depends on its kind: a stack or model clause all three; a
-- duty of the caller a CHECK that cites it, and a case; a clause of the
-- protocol or of the port a test that names it.  What is knowingly missing
-- stands in spec/untested.tsv, as clause, part (code, case, mutant, test)
-- and reason; a line there for something that is not missing is a gap too.
-- Each case is named by a mutant or by a wrapper before a kernel.

package.path = "tools/?.lua;" .. package.path
local files = require "files"
local page = require "page"
local cases = require "cases"

local CITE = "%u%u+%-%u%u+%-%d+"
local NEEDS = {
  stack = { "code", "case", "mutant" },
  model = { "code", "case", "mutant" },
  caller = { "check", "case" },
  protocol = { "test" },
  port = { "test" },
}
local PARTS = { "code", "check", "case", "mutant", "test" }

-- The number of statements of each source list, as they were counted when
-- the lists were made; an id is never reused.
local SOURCES = { TSK = 32, KEV = 37, ET = 78, TMO = 30, HRT = 45, KT = 20 }
local STATES = { kept = true, decided = true, rationale = true, pending = true }

-- What other suites of timers check: each behaviour has the ids of the cases
-- that decide it here, or one of these words and what goes with it:
--   pending: linux-qemu         it takes a privileged guest; not many
--   none: why                   it is no business of this suite
local BEHAVIOURS, MOST_PENDING = 314, 40

local gaps = {}

local function gap(...)
  gaps[#gaps + 1] = string.format(...)
end

-- All clauses by id, each with a list of places for every part, and the
-- ids in the order of the pages.
local function read_clauses()
  local found, order, bad = {}, {}, {}
  for _, name in ipairs(page.list("spec")) do
    for _, c in ipairs(page.clauses("spec", name, bad)) do
      c.source, c.race = {}, {}
      for _, part in ipairs(PARTS) do
        c[part] = {}
      end
      found[c.id] = c
      order[#order + 1] = c.id
    end
  end
  return found, order
end

local function add(found, id, part, place)
  local c = found[id]
  if not c then
    gap("%s: there is no clause %s", place, id)
    return
  end
  local list = c[part]
  list[#list + 1] = place
end

-- Is there a CHECK on this line, or on the one before or after it?
local function near_check(lines, n)
  for i = math.max(1, n - 1), math.min(#lines, n + 1) do
    if lines[i]:find("CHECK(", 1, true) then
      return true
    end
  end
  return false
end

-- One citation of a clause in C.
local function cite(found, id, part, place, checked)
  add(found, id, part, place)
  local c = found[id]
  if c and c.kind == "caller" and part == "code" and checked then
    add(found, id, "check", place)
  end
end

-- Citations stand in brackets: [HRT-CANCEL-2], [HRT-TRY-1, HRT-TRY-2].
-- In the agent they tell where the protocol is kept.
local function read_code(found, path)
  local lines = files.lines(files.read(path))
  for n, line in ipairs(lines) do
    local place = ("%s:%d: %s"):format(path, n, line:match("^%s*(.-)%s*$"))
    for inside in line:gmatch("%[([^%]]+)%]") do
      for id in inside:gmatch(CITE) do
        cite(found, id, "code", place, near_check(lines, n))
      end
    end
  end
end

-- A self-test or unit test names the clauses it tests, in whatever way.
local function read_test(found, path)
  for n, line in ipairs(files.lines(files.read(path))) do
    for id in line:gmatch("%f[%w]" .. CITE) do
      if found[id] then
        add(found, id, "test", ("%s:%d"):format(path, n))
      end
    end
  end
end

local function read_cases(found)
  local known = {}
  for _, c in ipairs(cases.load("conformance/cases", gap)) do
    known[c.id] = c
    for _, id in ipairs(c.clauses or {}) do
      add(found, id, "case", c.id)
    end
    if #(c.clauses or {}) == 0 then
      gap("%s: names no clause", c.id)
    end
  end
  return known
end

-- Does one of the cases that this bug turns red name the clause?
local function decides(known, m, id)
  for _, name in ipairs(m.cases) do
    local c = known[name:gsub("@.*", "")]
    for _, clause in ipairs(c and c.clauses or {}) do
      if clause == id then return true end
    end
  end
end

-- The cases that a bug turns red, unless it is skipped.
local function check_named(known, bug, ids, skip)
  for _, id in ipairs(ids) do
    local c = known[id:gsub("@.*", "")]
    if c then
      c.red = c.red or not skip
    else
      gap("%s: there is no case %s", bug, id)
    end
  end
end

local function check_red(known)
  local ids = {}
  for id, c in pairs(known) do
    ids[#ids + 1] = not c.red and id or nil
  end
  table.sort(ids)
  for _, id in ipairs(ids) do
    gap("%s: no mutant turns it red", id)
  end
end

local function read_mutants(found, known)
  local list = cases.mutants("conformance/mutants", gap)
  for _, m in ipairs(list) do
    for _, id in ipairs(m.clauses) do
      if #m.races + #m.explore + #m.fuzz > 0 then
        add(found, id, "race", m.id)
      elseif decides(known, m, id) then
        add(found, id, "mutant", m.id)
      end
    end
    check_named(known, "mutant " .. m.id, m.cases, m.skip)
    for _, name in ipairs(#m.races > 0 and m.races or m.tests) do
      if #files.find("ref", name .. "_test.c") ~= 1 then
        gap("mutant %s: there is no test %s", m.id, name)
      end
    end
    local programs = #m.tests + #m.races + #m.explore + #m.fuzz
    if programs == 0 and (#m.clauses == 0 or #m.cases == 0) then
      gap("mutant %s: needs clauses and cases, or tests", m.id)
    end
    if not files.read(m.file or "") then
      gap("mutant %s: there is no file %s", m.id, m.file)
    end
  end
  return #list
end

-- The bugs of a kernel that a library in front of it has.
local function read_wrappers(found, known)
  for _, w in ipairs(dofile("conformance/mutants/wrap.lua").wrappers) do
    for _, id in ipairs(w.clauses or {}) do
      add(found, id, "mutant", w.id)
    end
    check_named(known, "wrapper " .. w.id, w.cases)
  end
end

-- Rows of a table with tabs: a list of lists, comments and head left out.
local function read_rows(path)
  local out = {}
  for n, line in ipairs(files.lines(files.read(path) or "")) do
    if n > 1 and line ~= "" then
      local row = { line = n }
      for field in (line .. "\t"):gmatch("([^\t]*)\t") do
        row[#row + 1] = field
      end
      out[#out + 1] = row
    end
  end
  return out
end

local function source_row(found, row, place)
  local id, state, where, reason = row[1], row[2], row[3] or "", row[4] or ""
  if not STATES[state] then
    gap("%s: %s: no such state: %s", place, id, state)
  elseif state == "kept" and where == "" then
    gap("%s: %s: kept by nothing", place, id)
  elseif state ~= "kept" and reason == "" then
    gap("%s: %s: %s without a reason", place, id, state)
  end
  for word in where:gmatch("%S+") do
    if word:match(page.ID) then
      add(found, word, "source", id .. " (" .. state .. ")")
    elseif not files.read("spec/" .. word) then
      gap("%s: %s: there is no page %s", place, id, word)
    end
  end
end

local function read_sources(found)
  local seen = {}
  for _, row in ipairs(read_rows("spec/sources.tsv")) do
    local place = "spec/sources.tsv:" .. row.line
    if seen[row[1]] then
      gap("%s: %s stands twice", place, row[1])
    end
    seen[row[1]] = true
    source_row(found, row, place)
  end
  for prefix, count in pairs(SOURCES) do
    for i = 1, count do
      if not seen[prefix .. "-S" .. i] then
        gap("spec/sources.tsv: no row for %s-S%d", prefix, i)
      end
    end
  end
end

-- The front ends that common cases run through.
local function read_fronts()
  local text = files.read("conformance/lib/fronts.lua")
  local out = {}
  for name in text:match("\nF%.names = (%b{})"):gmatch('"(%w+)"') do
    out[name] = true
  end
  return out
end

local function behaviour_cases(known, fronts, text, place)
  if text == "" then
    gap("%s: decided by nothing", place)
  end
  for id in text:gmatch("%S+") do
    local case, front = id:match("^([^@]+)@?(.*)$")
    if not known[case] then
      gap("%s: there is no case %s", place, id)
    elseif front ~= "" and not (fronts[front] and id:find("^common/")) then
      gap("%s: %s: there is no such front end", place, id)
    end
  end
end

-- Which of the three kinds a row is.
local function behaviour_kind(known, fronts, text, place)
  local word, rest = text:match("^(%l+): (.+)$")
  if not word then
    behaviour_cases(known, fronts, text, place)
    return "case"
  elseif word == "pending" and rest ~= "linux-qemu"
      or not ("pending none"):find(word, 1, true) then
    gap("%s: no such state: %s", place, text)
    return "none"
  end
  return word
end

-- How many rows of each kind, by name.
local function read_behaviours(known)
  local path, fronts = "conformance/behaviours.tsv", read_fronts()
  local sums = { case = 0, pending = 0, none = 0 }
  local last = 0
  for _, row in ipairs(read_rows(path)) do
    local place = path .. ":" .. row.line
    if row[1] ~= tostring(last + 1) then
      gap("%s: row %s stands after %d", place, row[1], last)
    elseif (row[2] or "") == "" or #row ~= 3 then
      gap("%s: wants number, sentence, and cases or reason", place)
    end
    local kind = behaviour_kind(known, fronts, row[3] or "", place)
    sums[kind] = sums[kind] + 1
    last = tonumber(row[1]) or last + 1
  end
  if last ~= BEHAVIOURS then
    gap("%s: ends with %d, not with %d", path, last, BEHAVIOURS)
  end
  if sums.pending > MOST_PENDING then
    gap("%s: %d rows are pending", path, sums.pending)
  end
  return sums
end

-- The pages cite clauses of one another as `.Sy HRT-START-7`.
local function read_pages(found)
  for _, name in ipairs(page.list("spec")) do
    local text = files.read("spec/" .. name)
    for n, line in ipairs(files.lines(text)) do
      local id = line:match("^%.Sy (" .. CITE .. ")")
      if id and not found[id] then
        gap("spec/%s:%d: there is no clause %s", name, n, id)
      end
    end
  end
end

-- README says how much there is.
local function read_counts(clauses, mutants)
  local text = files.read("README.md") or ""
  for what, n in pairs({ ["(%d+) clauses in mdoc pages"] = clauses,
    ["(%d+) kept bugs"] = mutants }) do
    if text:match(what) ~= tostring(n) then
      gap("README.md: there are %d, not: %s", n, text:match(what) or "none")
    end
  end
end

local function read_all()
  local found, order = read_clauses()
  for _, tree in ipairs({ "ref", "adapters" }) do
    for _, path in ipairs(files.find(tree, "*.[ch]")) do
      local read = path:match("_test%.c$") and read_test or read_code
      read(found, path)
    end
  end
  for _, path in ipairs(files.find("conformance/selftest", "*")) do
    read_test(found, path)
  end
  local known = read_cases(found)
  read_counts(#order, read_mutants(found, known))
  read_wrappers(found, known)
  check_red(known)
  read_sources(found)
  read_pages(found)
  return found, order, read_behaviours(known)
end

-- Reasons by clause and part.
local function read_untested(found)
  local out = {}
  for _, row in ipairs(read_rows("spec/untested.tsv")) do
    local id, part, reason = row[1], row[2], row[3] or ""
    local place = "spec/untested.tsv:" .. row.line
    if not found[id] then
      gap("%s: there is no clause %s", place, id)
    elseif not found[id][part] or reason == "" then
      gap("%s: wants clause, part and reason", place)
    elseif #found[id][part] > 0 then
      gap("%s: %s has its %s", place, id, part)
    end
    out[id .. " " .. part] = reason
  end
  return out
end

local function print_table(found, order)
  local sums, names = {}, {}
  for _, id in ipairs(order) do
    local c = found[id]
    local key = c.page .. "\t" .. c.kind
    if not sums[key] then
      names[#names + 1] = key
      sums[key] = { n = 0, code = 0, check = 0, case = 0, mutant = 0, test = 0 }
    end
    local s = sums[key]
    s.n = s.n + 1
    for _, part in ipairs(PARTS) do
      s[part] = s[part] + (#c[part] > 0 and 1 or 0)
    end
  end
  local form = "%-14s %-9s %7s %6s %6s %6s %7s %6s"
  print(form:format("page", "kind", "clauses", table.unpack(PARTS)))
  for _, key in ipairs(names) do
    local s, name, kind = sums[key], key:match("^(.-)\t(.*)$")
    print(form:format(name, kind, s.n, s.code, s.check, s.case, s.mutant,
      s.test))
  end
end

local function check(found, order, behaviours)
  local reasons, untested = read_untested(found), 0
  for _, id in ipairs(order) do
    local c = found[id]
    for _, part in ipairs(NEEDS[c.kind]) do
      local reason = reasons[id .. " " .. part]
      if #c[part] == 0 and reason then
        untested = untested + 1
        print(("untested: %s: no %s: %s"):format(id, part, reason))
      elseif #c[part] == 0 then
        gap("%s: no %s", id, part)
      end
    end
  end
  print_table(found, order)
  table.sort(gaps)
  for _, text in ipairs(gaps) do
    print("gap: " .. text)
  end
  print(("%d behaviours: %d with a case, %d pending, %d none"):format(
    BEHAVIOURS, behaviours.case, behaviours.pending, behaviours.none))
  print(("%d clauses, %d gaps, %d untested with a reason"):format(
    #order, #gaps, untested))
end

local function show(found, id)
  local c = found[id]
  if not c then
    io.stderr:write("trace: no clause " .. tostring(id) .. "\n")
    os.exit(1)
  end
  print(("%s  (%s, spec/%s:%d)"):format(id, c.kind, c.page, c.line))
  print("  " .. c.sentence)
  if c.statement then
    print(("  statement %s: %s"):format(c.statement,
      table.concat(c.values, " | ")))
  end
  for _, part in ipairs({ "source", "code", "case", "mutant", "race",
    "test" }) do
    for _, place in ipairs(c[part]) do
      print(("%-7s %s"):format(part, place))
    end
  end
end

local function main(verb, id)
  local found, order, behaviours = read_all()
  if verb == "show" then
    return show(found, id)
  elseif verb then
    io.stderr:write("usage: trace.lua [show ID]\n")
    os.exit(2)
  end
  check(found, order, behaviours)
  if #gaps > 0 then
    os.exit(1)
  end
end

main(...)
