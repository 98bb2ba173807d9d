-- SPDX-License-Identifier: BSD-2-Clause
--
-- clauses.lua: writes spec/clauses.tsv, the index of all clauses, from the
-- pages; `clauses.lua check` only says whether it would change anything.
-- Columns: id, kind, page, fingerprint, state (live or retired), sentence,
-- and for a clause that leaves a choice the statement's name and its closed
-- set of values, as name=a|b.
--
-- A clause is cited by its id in code, cases and reports of years ago, so an
-- id must go on meaning the sentence it meant.  The tool therefore refuses a
-- clause that vanished (until `clauses.lua retire ID`), one whose sentence
-- changed (until `clauses.lua accept ID`), and an id that is used twice or
-- again.  `clauses.lua sentence ID` prints the sentence.
--
-- Usage: lua5.4 tools/clauses.lua [check | accept ID... | retire ID... |
--        sentence ID...]

package.path = "tools/?.lua;" .. package.path
local files = require "files"
local page = require "page"

local TSV = "spec/clauses.tsv"
local HEAD = "id\tkind\tpage\tfingerprint\tstate\tsentence\tvalues"

-- FNV-1a of 32 bits: not a secret, only a reminder that words changed.
local function fingerprint(text)
  local h = 0x811c9dc5
  for i = 1, #text do
    h = ((h ~ text:byte(i)) * 0x01000193) & 0xffffffff
  end
  return ("%08x"):format(h)
end

local function load_index()
  local index = {}
  for _, line in ipairs(files.lines(files.read(TSV) or "")) do
    local id, kind, name, print, state, sentence, choice =
      line:match("^(%u[%u-]+%d+)\t(.-)\t(.-)\t(.-)\t(.-)\t(.-)\t(.*)$")
    if id then
      index[id] = {
        id = id, kind = kind, page = name, print = print, state = state,
        sentence = sentence, choice = choice,
      }
    end
  end
  return index
end

-- What is wrong with a sentence as such, or nil.
local function fault(c)
  local s = c.sentence or ""
  if not s:match("%.$") then
    return "the first paragraph is no sentence"
  elseif s:find("%. %u") then
    return "the first paragraph has more than one sentence"
  elseif s:find("[\\\t]") then
    return "the sentence has an escape that page.lua does not know"
  elseif c.defined and not c.statement then
    return "implementation-defined without the statement's name"
  end
  return nil
end

-- All clauses of the pages by id, and complaints.
local function read_pages()
  local found, bad, owner = {}, {}, {}
  for _, name in ipairs(page.list("spec")) do
    for _, c in ipairs(page.clauses("spec", name, bad)) do
      local function complain(text)
        bad[#bad + 1] = ("spec/%s:%d: %s: %s"):format(name, c.line, c.id, text)
      end
      local prefix = c.id:match(page.ID)
      owner[prefix or ""] = owner[prefix or ""] or name
      if prefix and owner[prefix] ~= name then
        complain("the prefix belongs to " .. owner[prefix])
      end
      if found[c.id] then
        complain("the id stands on line " .. found[c.id].line .. " already")
      end
      local text = fault(c)
      if text then
        complain(text)
      end
      found[c.id] = c
    end
  end
  return found, bad
end

local function row(c)
  local choice = ""
  if c.statement then
    choice = c.statement .. "=" .. table.concat(c.values, "|")
  end
  return {
    id = c.id, kind = c.kind, page = c.page, state = "live",
    print = fingerprint(c.sentence), sentence = c.sentence, choice = choice,
  }
end

-- Bring the index up to the pages; `allow` holds the ids whose change was
-- asked for.
local function merge(index, found, allow, bad)
  for id, c in pairs(found) do
    local new, old = row(c), index[id]
    if old and old.state == "retired" then
      bad[#bad + 1] = id .. ": was retired; an id is never used again"
    elseif old and old.print ~= new.print and not allow[id] then
      bad[#bad + 1] = id .. ": the sentence changed; lua5.4 tools/clauses.lua"
        .. " accept " .. id .. "\n\twas: " .. old.sentence
        .. "\n\tis:  " .. new.sentence
    elseif old and old.page ~= new.page and not allow[id] then
      bad[#bad + 1] = id .. ": moved from " .. old.page .. " to " .. new.page
    else
      index[id] = new
    end
  end
  for id, old in pairs(index) do
    if not found[id] and old.state == "live" then
      if allow[id] then
        old.state = "retired"
      else
        bad[#bad + 1] = id .. ": vanished; lua5.4 tools/clauses.lua retire "
          .. id
      end
    end
  end
end

local function natural(a, b)
  local pa, ta, na = a.id:match(page.ID)
  local pb, tb, nb = b.id:match(page.ID)
  if pa ~= pb then
    return pa < pb
  elseif ta ~= tb then
    return ta < tb
  end
  return tonumber(na) < tonumber(nb)
end

local function render(index)
  local rows, out = {}, { HEAD }
  for _, r in pairs(index) do
    rows[#rows + 1] = r
  end
  table.sort(rows, natural)
  for _, r in ipairs(rows) do
    out[#out + 1] = table.concat({
      r.id, r.kind, r.page, r.print, r.state, r.sentence, r.choice,
    }, "\t")
  end
  return table.concat(out, "\n") .. "\n", #rows
end

local function sentences(ids)
  local found = read_pages()
  for _, id in ipairs(ids) do
    if not found[id] then
      io.stderr:write("clauses: no clause " .. id .. "\n")
      os.exit(1)
    end
    print(found[id].sentence)
  end
end

local function usage()
  io.stderr:write("usage: clauses.lua [check | accept ID... | retire ID..."
    .. " | sentence ID...]\n")
  os.exit(2)
end

-- Which ids this call may change: accept names clauses that still stand,
-- retire names clauses that do not.
local function allowed(verb, ids, found, index, bad)
  local allow = {}
  for _, id in ipairs(ids) do
    local right = index[id] and (found[id] ~= nil) == (verb == "accept")
    if not right then
      bad[#bad + 1] = id .. ": cannot " .. verb
    end
    allow[id] = true
  end
  return allow
end

local VERBS = { check = true, accept = true, retire = true, update = true }

local function main(verb, ...)
  verb = verb or "update"
  if verb == "sentence" then
    return sentences({ ... })
  elseif not VERBS[verb] then
    usage()
  end
  local index = load_index()
  local found, bad = read_pages()
  merge(index, found, allowed(verb, { ... }, found, index, bad), bad)
  table.sort(bad)
  for _, text in ipairs(bad) do
    io.stderr:write("clauses: " .. text .. "\n")
  end
  if #bad > 0 then
    os.exit(1)
  end
  local text, count = render(index)
  if verb == "check" then
    if text ~= files.read(TSV) then
      io.stderr:write("clauses: " .. TSV .. " is not what the pages say;"
        .. " run lua5.4 tools/clauses.lua\n")
      os.exit(1)
    end
  else
    files.write(TSV, text)
  end
  print(("%d clauses"):format(count))
end

main(...)
