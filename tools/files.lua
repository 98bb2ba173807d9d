-- SPDX-License-Identifier: BSD-2-Clause
--
-- files.lua: lists and reads files for the other tools.
--
-- Lua has no directory walk of its own; find(1) does it, in one place, so
-- that all tools agree on what belongs to the project and what is a build.

local files = {}

-- Paths of regular files under `dir` whose names match one of the shell
-- patterns, sorted.  A folder that is not there is empty.
function files.find(dir, ...)
  local names = {}
  for _, pattern in ipairs({ ... }) do
    names[#names + 1] = ("-name '%s'"):format(pattern)
  end
  local command = ("find %s -type f \\( %s \\) 2>/dev/null | LC_ALL=C sort")
    :format(dir, table.concat(names, " -o "))
  local out = {}
  local pipe = assert(io.popen(command))
  for path in pipe:lines() do
    out[#out + 1] = path
  end
  pipe:close()
  return out
end

-- The whole text, or nil.
function files.read(path)
  local f = io.open(path, "rb")
  local text = f and f:read("a")
  if f then
    f:close()
  end
  return text
end

-- Write `text` unless the file holds it already, so that make sees no
-- change where there is none.
function files.write(path, text)
  if files.read(path) ~= text then
    local f = assert(io.open(path, "wb"))
    f:write(text)
    f:close()
  end
end

-- The lines of a text, without their ends.
function files.lines(text)
  local out = {}
  for line in (text:gsub("\n$", "") .. "\n"):gmatch("([^\n]*)\n") do
    out[#out + 1] = line
  end
  return out
end

return files
