-- SPDX-License-Identifier: BSD-2-Clause
-- The results folder of a target: tap, statement, env, log/ID.log.

local sys = require "sys"
local tap = require "tap"

local R = {}

local function must(ok, why)
  if not ok then error({ usage = why }, 0) end
  return ok
end

function R.log_path(dir, id) return ("%s/log/%s.log"):format(dir, id) end

-- Make the folder and forget the run before, but for the logs of the cases
-- that this one has: each is written over by save_log, or dropped.  (A file
-- system that is told to remove hundreds of files and make them again at once
-- takes longer over it than the cases take.)
function R.create(dir, cases)
  local mine = {}
  for _, c in ipairs(cases) do mine[R.log_path(dir, c.id)] = true end
  must(sys.mkdir(dir .. "/log"))
  os.remove(dir .. "/tap")
  for _, file in ipairs(sys.list(dir .. "/log")) do
    local path = dir .. "/log/" .. file
    if file:find "%.log$" and not mine[path] then os.remove(path) end
  end
end

function R.drop_log(dir, id) os.remove(R.log_path(dir, id)) end

function R.write(dir, name, text) must(sys.write(dir .. "/" .. name, text)) end

function R.statement_text(names, st)
  local out = {}
  for _, name in ipairs(names) do
    out[#out + 1] = name .. " " .. st[name]:gsub("[%%%s]", function (c)
      return ("%%%02X"):format(c:byte())
    end)
  end
  out[#out + 1] = ""
  return table.concat(out, "\n")
end

function R.read_statement(path)
  local text, why = sys.read(path)
  if not text then return nil, why end
  local st = {}
  for name, v in text:gmatch "(%S+) (%S*)\n" do
    st[name] = v:gsub("%%(%x%x)", function (h)
      return string.char(tonumber(h, 16))
    end)
  end
  return st
end

function R.env_text(suite, target, st)
  local u = sys.uname()
  local out = {
    "suite " .. suite, "target " .. target.name,
    "command " .. (target.command or ""), "class " .. st.class,
    ("host %s %s %s"):format(u.system, u.release, u.machine),
    "cpus " .. sys.cpus(), "date " .. os.date "!%Y-%m-%dT%H:%M:%SZ", "",
  }
  return table.concat(out, "\n")
end

-- One kept log.  k: { id, target, class, outcome, scenario, replies }.
function R.log_text(k)
  local out = { "# id " .. k.id, "# target " .. k.target,
    "# class " .. k.class, "# outcome " .. k.outcome }
  for _, line in ipairs(k.scenario) do out[#out + 1] = line end
  for _, line in ipairs(k.replies) do out[#out + 1] = line end
  out[#out + 1] = ""
  return table.concat(out, "\n")
end

local made = {}                 -- folders that are there

function R.save_log(dir, k)
  local path = R.log_path(dir, k.id)
  local folder = path:match "^(.*)/"
  made[folder] = made[folder] or must(sys.mkdir(folder))
  must(sys.write(path, R.log_text(k)))
end

-- The reverse; nil and why when the file is no kept log.
function R.read_log(path)
  local text, why = sys.read(path)
  if not text then return nil, why end
  local k = { scenario = {}, replies = {}, records = {}, path = path }
  local ended
  for line in text:gmatch "([^\n]*)\n" do
    local key, v = line:match "^# (%a+) (.*)$"
    if key and not k.scenario[1] then
      k[key] = v
    elseif not ended then
      k.scenario[#k.scenario + 1] = line
      ended = line:find "^end %d+$"
    else
      k.replies[#k.replies + 1] = line
      k.records[#k.records + 1] = line:match "^%d+ %+ (.*)$"
    end
  end
  if not (k.id and k.class and k.outcome and ended) then
    return nil, path .. ": not a kept log"
  end
  return k
end

-- The points of a kept TAP file, in order, with their verdicts.
function R.read_tap(path)
  local text, why = sys.read(path)
  if not text then return nil, why end
  local points = {}
  for line in text:gmatch "([^\n]*)\n" do
    local p = tap.parse(line)
    local verdict = line:match '^  verdict: "?([^"]*)"?$'
    if p then
      points[#points + 1] = p
    elseif line:match "^1%.%.%d+$" then
      points.plan = math.tointeger(line:match "%d+$")
    elseif line:find "^Bail out!" then
      points.bail = line
    elseif verdict and points[#points] then
      points[#points].verdict = verdict == "expected fail" and "expected"
        or verdict
    end
  end
  return points
end

return R
