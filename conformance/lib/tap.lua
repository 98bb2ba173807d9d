-- SPDX-License-Identifier: BSD-2-Clause
-- TAP 14, and 13: points, directives, YAML blocks of plain scalars and lists.

local M = {}

M.EVENTS = 12                   -- of the log, printed with a failure

function M.version(is13) return "TAP version " .. (is13 and 13 or 14) end
function M.plan(n) return ("1..%d"):format(n) end
function M.bail(why) return "Bail out! " .. M.escape(why) end

-- Descriptions: backslash and hash.
function M.escape(text)
  text = text:gsub("[\r\n]+", " "):gsub("[^\32-\126]", "?")
  return (text:gsub("[\\#]", "\\%0"))
end

-- Directives' reasons end the line and need only be one line.
local function reason(text)
  return (tostring(text):gsub("[\r\n]+", " "):gsub("[^\32-\126]", "?"))
end

local reserved = { yes = true, no = true, on = true, off = true, y = true,
  n = true, null = true, ["true"] = true, ["false"] = true }

-- A scalar that old YAML readers take, too.
function M.scalar(text)
  text = tostring(text):gsub("[\r\n]+", " "):gsub("[^\32-\126]", "?")
  if text:find "^[%w/][%w /_.,()=+-]*$" and not text:find " $"
      and not reserved[text:lower()] then
    return text
  end
  return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

local function item(out, key, text)
  if text ~= nil and text ~= "" then
    out[#out + 1] = ("  %s: %s"):format(key, M.scalar(text))
  end
end

local function list(out, key, texts)
  if #texts == 0 then return end
  out[#out + 1] = ("  %s:"):format(key)
  for _, t in ipairs(texts) do out[#out + 1] = "    - " .. M.scalar(t) end
end

local ok = { pass = true, skip = true, unresolved = true }

local function directive(r)
  if r.verdict == "skip" or r.verdict == "unresolved" then
    return (" # SKIP %s: %s"):format(r.verdict, reason(r.reason))
  end
  if r.verdict == "expected" then
    return (" # TODO %s %s"):format(r.deviation.id,
      reason(r.deviation.reason))
  end
  return ""
end

function M.point(n, r)
  return ("%s %d - %s %s%s"):format(ok[r.verdict] and "ok" or "not ok", n,
    M.escape(r.id), M.escape(r.title), directive(r))
end

-- The last records; the one that the first problem is about is among them.
function M.events(r)
  local records, out = r.records or {}, {}
  local p = r.problems and r.problems[1]
  local last = #records
  if p and p.record and p.record.index then
    last = math.min(last, p.record.index + M.EVENTS // 2)
  end
  for i = math.max(1, last - M.EVENTS + 1), last do
    out[#out + 1] = records[i].text
  end
  return out
end

-- r: a result; more: { sentence = f(id), replay = text }.
function M.block(r, more)
  local out = { "  ---" }
  local p = r.problems and r.problems[1]
  item(out, "verdict", r.verdict == "expected" and "expected fail"
    or r.verdict)
  item(out, "reason", r.reason)
  for i, id in ipairs(r.clauses) do
    local key = i == 1 and "clause" or "clause" .. i
    item(out, key, id)
    item(out, i == 1 and "promise" or "promise" .. i, more.sentence(id))
  end
  if p then
    item(out, "expected", p.expected)
    item(out, "got", p.got)
    item(out, "at", p.where)
    local also = {}
    for i = 2, math.min(#r.problems, 6) do
      local q = r.problems[i]
      also[#also + 1] = ("%s; got %s"):format(q.expected, q.got)
    end
    list(out, "also", also)
  end
  list(out, "events", M.events(r))
  item(out, "log", more.log)
  item(out, "replay", more.replay)
  out[#out + 1] = "  ..."
  return out
end

-- The point of a result with its block where it is not ok.
function M.lines(n, r, more)
  local out = { M.point(n, r) }
  if not ok[r.verdict] then
    for _, line in ipairs(M.block(r, more)) do out[#out + 1] = line end
  end
  return out
end

-- Read a point back: { ok, n, id, verdict }; nil when the line is none.
function M.parse(line)
  local state, n, rest = line:match "^(n?o?t? ?ok) (%d+) %- (.*)$"
  if not state then return nil end
  local id = rest:match "^%S+"
  local verdict = state == "ok" and "pass" or "fail"
  local word = rest:match " # SKIP (%a+):"
  if word then verdict = word end
  if rest:find " # TODO " then verdict = "expected" end
  return { ok = state == "ok", n = math.tointeger(n), verdict = verdict,
    id = (id:gsub("\\(.)", "%1")), text = rest }
end

return M
