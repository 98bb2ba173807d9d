-- SPDX-License-Identifier: BSD-2-Clause
--
-- examples.lua: writes the C files of the sections EXAMPLES to
-- build/examples/PAGE.c (hrtimer.9.c), or to another folder that is named.
-- `examples.lua list` prints the names without writing anything, for make.
--
-- An example that does not compile teaches a mistake, so make compiles and
-- runs what a reader sees.  Every page of sections 2, 4 and 9 that has a
-- SYNOPSIS must have one: a file that defines example(), of 40 lines at
-- most, so that it fits on a screen.
--
-- A display behind a line `.\" From FILE` quotes that file, and is refused
-- when its text does not stand there.

package.path = "tools/?.lua;" .. package.path
local files = require "files"
local page = require "page"

local MOST = 40

local function complain(name, line, text)
  io.stderr:write(("spec/%s:%d: %s\n"):format(name, line, text))
  os.exit(1)
end

-- The examples of all pages as {name, page, line, text}.
local function collect()
  local out = {}
  for _, name in ipairs(page.list("spec")) do
    local found = page.examples("spec/" .. name)
    if #found == 0 and name:match("%.[249]$") then
      complain(name, 1, "no example that defines example()")
    end
    for i, e in ipairs(found) do
      local _, lines = e.text:gsub("\n", "")
      if lines > MOST then
        complain(name, e.line, ("%d lines, at most %d"):format(lines, MOST))
      end
      local number = i > 1 and "-" .. i or ""
      out[#out + 1] = {
        name = name .. number .. ".c", page = name, line = e.line,
        text = e.text,
      }
    end
  end
  return out
end

-- Each quotation stands in its file.
local function quotations()
  for _, name in ipairs(page.list("spec")) do
    local text = files.read("spec/" .. name)
    for from, quoted in text:gmatch(
      '\n%.\\" From (%S+)\n%.Bd [^\n]*\n(.-)%.Ed\n') do
      local whole = files.read(from)
      if not whole or not whole:find(quoted, 1, true) then
        complain(name, 1, "does not stand in " .. from .. ":\n" .. quoted)
      end
    end
  end
end

local function main(where)
  local examples = collect()
  quotations()
  if where == "list" then
    for _, e in ipairs(examples) do
      print(e.name)
    end
    return
  end
  where = where or "build/examples"
  assert(os.execute(("mkdir -p '%s'"):format(where)))
  for _, e in ipairs(examples) do
    local head = ('/* From spec/%s, section EXAMPLES. */\n#line %d "spec/%s"\n')
      :format(e.page, e.line + 1, e.page)
    files.write(where .. "/" .. e.name, head .. e.text)
  end
end

main(...)
