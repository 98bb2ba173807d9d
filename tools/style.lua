-- SPDX-License-Identifier: BSD-2-Clause
--
-- style.lua: the style rules that a machine can hold, as file:line: message.
-- Of every file: 80 columns, 800 lines, the licence line, no blank at the
-- end of a line, no CR, LF at the end, no note to self.  Of C: tabs, and
-- functions of 60 lines and 3 nested blocks at most; of Lua the same numbers
-- with two spaces.  Of ref/: functions of 12 lines in the median.
--
-- The limits keep the code readable in one sitting; checking them by machine
-- keeps reviews free of them.  Functions and nesting are found by their
-- indentation, which works because KNF and the two-space rule leave one way
-- to indent.

package.path = "tools/?.lua;" .. package.path
local files = require "files"

local COLUMNS, LINES, FUNCTION, MEDIAN, NESTING = 80, 800, 60, 12, 3
local TREES = {
  "ref", "adapters", "conformance", "tools", "spec", "bench", ".ci",
}
local LICENCE = "SPDX-License-Identifier: BSD-2-Clause"
local NOTES = { "X" .. "XX", "FIX" .. "ME" }

local faults, sizes = 0, {}

local function complain(path, n, ...)
  faults = faults + 1
  print(("%s:%d: %s"):format(path, n, string.format(...)))
end

-- Columns that a line takes, with tabs of 8.
local function width(line)
  local n = 0
  for ch in line:gmatch(".") do
    if ch == "\t" then
      n = n + 8 - n % 8
    elseif ch < "\x80" or ch >= "\xc0" then
      n = n + 1
    end
  end
  return n
end

local function note(line)
  for _, word in ipairs(NOTES) do
    if line:find("%f[%w]" .. word .. "%f[%W]") then
      return word
    end
  end
  return nil
end

local function check_line(path, n, line)
  if width(line) > COLUMNS then
    complain(path, n, "%d columns, at most %d", width(line), COLUMNS)
  end
  if line:find("[ \t]$") then
    complain(path, n, "blank at the end")
  end
  if line:find("\r", 1, true) then
    complain(path, n, "carriage return")
  end
  if note(line) then
    complain(path, n, "%s", note(line))
  end
end

local function check_text(path, text, lines)
  if text:sub(-1) ~= "\n" then
    complain(path, #lines, "no line feed at the end")
  end
  if #lines > LINES then
    complain(path, #lines, "%d lines, at most %d", #lines, LINES)
  end
  local head = table.concat(lines, "\n", 1, math.min(#lines, 5))
  if not head:find(LICENCE, 1, true) then
    complain(path, 1, "no %s in the first five lines", LICENCE)
  end
  for n, line in ipairs(lines) do
    check_line(path, n, line)
  end
end

-- A function has been seen to its end.
local function measure(path, from, to)
  local size = to - from + 1
  if size > FUNCTION then
    complain(path, from, "function of %d lines, at most %d", size, FUNCTION)
  end
  if path:match("^ref/") and not path:match("_test%.c$") then
    sizes[#sizes + 1] = size
  end
end

local C_BLOCKS = {
  ["if"] = true, ["for"] = true, ["while"] = true, ["do"] = true,
  ["switch"] = true, ["else"] = true,
}

local function check_indent(path, n, line)
  local lead = line:match("^[ \t]*")
  if lead:find(" \t") or lead:find("        ") then
    complain(path, n, "spaces where a tab belongs")
  end
end

-- In KNF a function's braces stand in the first column, and a block inside
-- it is as deep as its keyword has tabs.
local function check_c(path, lines)
  local from
  for n, line in ipairs(lines) do
    check_indent(path, n, line)
    if line == "{" then
      from = n
    elseif line:match("^}") and from then
      measure(path, from, n)
      from = nil
    elseif from then
      local tabs, word = line:match("^(\t+)}? ?(%l+)")
      if tabs and #tabs > NESTING and C_BLOCKS[word] then
        complain(path, n, "nested %d deep, at most %d", #tabs, NESTING)
      end
    end
  end
end

local LUA_BLOCKS = {
  ["if"] = true, ["for"] = true, ["while"] = true, ["repeat"] = true,
}

-- The line on which the function of line n ends: the next that begins with
-- `end` at the same indentation.
local function lua_end(lines, n)
  local indent = lines[n]:match("^ *")
  for i = n + 1, #lines do
    if lines[i]:match("^" .. indent .. "end%f[^%w_]") then
      return i
    end
  end
  return nil
end

local function opens_function(line)
  line = line:gsub("%-%-.*", "")
  return line:find("%f[%w_]function%f[^%w_]%s*[%w_.:]*%s*%(")
    and not line:find("%f[%w_]end%f[^%w_]")
end

local function check_lua_body(path, lines, from, to)
  local base = #lines[from]:match("^ *")
  for n = from + 1, to - 1 do
    local indent, word = lines[n]:match("^( *)(%l+)")
    local depth = indent and (#indent - base) // 2
    if opens_function(lines[n]) then
      return
    elseif depth and depth > NESTING and LUA_BLOCKS[word] then
      complain(path, n, "nested %d deep, at most %d", depth, NESTING)
    end
  end
end

local function check_lua(path, lines)
  for n, line in ipairs(lines) do
    if line:find("\t", 1, true) then
      complain(path, n, "tab")
    end
    local to = opens_function(line) and lua_end(lines, n)
    if to then
      measure(path, n, to)
      check_lua_body(path, lines, n, to)
    end
  end
end

local function check(path)
  local text = files.read(path)
  local lines = files.lines(text)
  check_text(path, text, lines)
  if path:match("%.[ch]$") then
    check_c(path, lines)
  elseif path:match("%.lua$") then
    check_lua(path, lines)
  end
end

local function median()
  table.sort(sizes)
  return sizes[(#sizes + 1) // 2] or 0
end

local function main()
  local count = 0
  for _, tree in ipairs(TREES) do
    local found = files.find(tree, "*.[ch]", "*.lua", "*.sh", "*.t", "*.[1-9]",
      "run")
    for _, path in ipairs(found) do
      count = count + 1
      check(path)
    end
  end
  if median() > MEDIAN then
    complain("ref", 0, "median function of %d lines, at most %d", median(),
      MEDIAN)
  end
  if faults > 0 then
    os.exit(1)
  end
  print(("style: %d files, %d functions of ref/, median %d lines"):format(
    count, #sizes, median()))
end

main()
