-- SPDX-License-Identifier: BSD-2-Clause
-- Clauses: spec/clauses.tsv, which tools/clauses.lua makes from the pages.

local sys = require "sys"

local M = {}

-- id, kind, page, fingerprint, state, sentence, values; not the heading.
local ROW = "(%u[%w-]*%d)\t([^\t\n]*)\t([^\t\n]*)\t[^\t\n]*\t[^\t\n]*\t"
  .. "([^\t\n]*)\t?([^\n]*)\n"

-- id -> { kind, page, sentence, value }, where value is the statement's name
-- for what the clause leaves open; nil when there is no index (yet).
function M.load(root)
  local text = sys.read(root .. "/spec/clauses.tsv")
  if not text then return nil end
  local out = {}
  for id, kind, page, sentence, values in text:gmatch(ROW) do
    out[id] = { kind = kind, page = page, sentence = sentence,
      value = values:match "^([^=]+)=" }
  end
  return next(out) and out or nil
end

function M.sentence(clauses, id)
  local c = clauses and clauses[id]
  return c and c.sentence
end

return M
