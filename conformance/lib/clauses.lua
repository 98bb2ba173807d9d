-- SPDX-License-Identifier: BSD-2-Clause
-- Clauses: spec/clauses.tsv, which tools/clauses.lua makes from the pages.

local sys = require "sys"

local M = {}

-- id -> { kind, page, sentence, value }, where value is the statement's name
-- for what the clause leaves open; nil when there is no index (yet).
function M.load(root)
  local text = sys.read(root .. "/spec/clauses.tsv")
  if not text then return nil end
  local out = {}
  for line in text:gmatch "[^\n]+" do
    local cell = {}
    for c in (line .. "\t"):gmatch "([^\t]*)\t" do cell[#cell + 1] = c end
    if cell[1]:find "^%u[%w-]*%d$" then
      out[cell[1] ] = { kind = cell[2], page = cell[3], sentence = cell[6],
        value = (cell[7] or ""):match "^([^=]+)=" }
    end
  end
  return next(out) and out or nil
end

function M.sentence(clauses, id)
  local c = clauses and clauses[id]
  return c and c.sentence
end

return M
