-- SPDX-License-Identifier: BSD-2-Clause
--
-- page.lua: reads the pages of spec/ (mdoc) for the other tools.
--
-- A clause is an item `.It Sy HRT-CANCEL-2` whose first paragraph is one
-- sentence.  Everything that cites clauses, the index, the chain, the
-- runner, must mean the same sentence, so the reading of a page stands
-- here once.

local files = require "files"

local page = {}

page.ID = "^(%u%u+)%-(%u+)%-(%d+)$"

-- Pages whose clauses are all of one kind.  On every other page a clause
-- binds the stack, unless it is a duty of the caller.
local KINDS = {
  ["adapter.7"] = "protocol",
  ["timer.7"] = "model",
  ["port.9"] = "port",
}

local ENDS = {
  It = true, El = true, Bl = true, Bd = true, Pp = true, Sh = true, Ss = true,
}

-- The names of the pages in a folder.
function page.list(dir)
  local out = {}
  for _, path in ipairs(files.find(dir, "*.[1-9]")) do
    out[#out + 1] = path:match("[^/]+$")
  end
  return out
end

local ESCAPES = { ["\\(ha"] = "^", ["\\-"] = "-", ["\\&"] = "" }

local function unescape(text)
  text = text:gsub("\\%(ha", ESCAPES)
  return (text:gsub("\\[-&]", ESCAPES))
end

-- What a reader sees of one line: macro names go, and a mark of
-- punctuation joins the word before it.
local function visible(line)
  local name, rest = line:match("^%.(%u%l)%s*(.*)$")
  if not name then
    return unescape(line)
  end
  if name == "Xr" then
    rest = rest:gsub("^(%S+) (%d)", "%1(%2)")
  end
  return unescape((rest:gsub(" ([,.;:)])", "%1")))
end

local function kind(name, sentence)
  if KINDS[name] then
    return KINDS[name]
  end
  return sentence:find(" must ", 1, true) and "caller" or "stack"
end

-- One item has been read to its end.
local function close(c, name)
  c.sentence = table.concat(c.words, " ")
  c.words = nil
  c.kind = kind(name, c.sentence)
end

local function choice(c, line)
  c.statement = c.statement or line:match("^%.Va (%S+)")
  local value = line:match("^%.Cm (%S+)")
  if value then
    c.values[#c.values + 1] = value
  end
end

-- Feed one line to the clause c; `macro` is the line's macro, if any.
local function feed(c, name, line, macro)
  if c.words and not ENDS[macro] then
    c.words[#c.words + 1] = visible(line)
    return
  end
  if c.words then
    close(c, name)
  end
  if ENDS[macro] then
    c.choosing = false
  elseif line:match("^%.Em Implementation%-defined :") then
    c.choosing, c.defined = true, true
  elseif c.choosing then
    choice(c, line)
  end
end

-- The clauses of one page, in order: {id, page, line, sentence, kind,
-- statement, values, defined}.  `bad` collects complaints.
function page.clauses(dir, name, bad)
  local out, c, section = {}, nil, ""
  for n, line in ipairs(files.lines(assert(files.read(dir .. "/" .. name)))) do
    local macro = line:match("^%.(%u%l)")
    if c then
      feed(c, name, line, macro)
    end
    if macro == "Sh" then
      section, c = line:sub(5), nil
    elseif macro == "Ss" or macro == "El" then
      c = nil
    end
    local id = line:match("^%.It Sy (.+)$")
    if id and (section == "CLAUSES" or id:match(page.ID)) then
      c = { id = id, page = name, line = n, words = {}, values = {} }
      out[#out + 1] = c
      if not id:match(page.ID) then
        bad[#bad + 1] = ("spec/%s:%d: malformed id %s"):format(name, n, id)
      end
    end
  end
  return out
end

-- The C files between `.Bd -literal` and `.Ed` of the section EXAMPLES
-- that define example(): {line, text}.
function page.examples(path)
  local out, section, block = {}, "", nil
  for n, line in ipairs(files.lines(assert(files.read(path)))) do
    if line:match("^%.Sh ") then
      section = line:sub(5)
    elseif line:match("^%.Bd %-literal") and section == "EXAMPLES" then
      block = { line = n }
    elseif line == ".Ed" and block then
      local text = table.concat(block, "\n") .. "\n"
      if text:find("\nexample(void)\n", 1, true) then
        out[#out + 1] = { line = block.line, text = text }
      end
      block = nil
    elseif block then
      block[#block + 1] = (line:gsub("\\e", "\\"):gsub("\\&", ""))
    end
  end
  return out
end

return page
