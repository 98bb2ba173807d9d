-- SPDX-License-Identifier: BSD-2-Clause
-- Clauses: ids and pages from spec/clauses.tsv, sentences from the pages.

local sys = require "sys"

local M = {}

-- id -> { kind, page }; nil when there is no index (yet).
function M.load(root)
  local text = sys.read(root .. "/spec/clauses.tsv")
  if not text then return nil end
  local out = {}
  for line in text:gmatch "[^\n]+" do
    local id, kind, page = line:match "^(%u[%w-]*)\t([^\t]*)\t([^\t]*)"
    if id and id:find "%d$" then
      out[id] = { kind = kind, page = page, root = root }
    end
  end
  return next(out) and out or nil
end

-- Text of a line of mdoc: macros that mark up words are dropped.
local function plain(line)
  if line:sub(1, 1) == "." then
    line = line:sub(2):gsub("^%u%l ", "")
  end
  line = line:gsub("\\&", ""):gsub("\\%-", "-"):gsub("\\e", "\\")
  line = line:gsub(" (%p)$", "%1"):gsub(" (%p) (%p)$", "%1%2")
  return (line:gsub(" [FCVEA][anrvdo] ", " "))
end

-- The sentence of a clause: what follows `.It Sy ID` up to the next block.
function M.sentence(clauses, id)
  local c = clauses and clauses[id]
  if not c then return nil end
  local text = sys.read(("%s/spec/%s"):format(c.root, c.page))
  if not text then return nil end
  local out, on
  for line in text:gmatch "[^\n]+" do
    if on and (line:find "^%.[PIEBS][petlhd]" or line:find "^%.%s*$") then
      break
    elseif on then
      out[#out + 1] = plain(line)
    elseif line:match "^%.It Sy (%S+)" == id then
      on, out = true, {}
    end
  end
  return out and table.concat(out, " ") or nil
end

return M
