-- SPDX-License-Identifier: BSD-2-Clause
-- The runner's end of the protocol of adapter(7).  Runs in coroutines: what
-- would wait yields { proc, "r" or "w", deadline }, see pool.lua.  Whatever an
-- agent does wrong becomes a fault, an error value { fault = verdict, text }.

local sys = require "sys"

local W = {}

W.LINE_MAX = 512
W.LINES_MAX = 20000             -- of one reply; more is a flood
W.BYTES_MAX = 4 * 1024 * 1024
W.SECOND = 1000000000
local COMMENT = ("#"):byte()

local Agent = {}
Agent.__index = Agent

local function fault(verdict, text, ...)
  error({ fault = verdict, text = text:format(...) }, 0)
end

-- Printable, and short enough for a message.  Without the number of the
-- request, which depends on how many agents share the work.
local function show(line)
  line = line:gsub("^%d+ ", "")
  line = line:gsub("[^\32-\126]", function (c)
    return ("%%%02X"):format(c:byte())
  end)
  return #line > 60 and line:sub(1, 60) .. "..." or line
end

-- Start an agent; nil and why when its program cannot be run.
function W.start(target)
  local proc, why = sys.spawn(target.argv)
  if not proc then return nil, why end
  return setmetatable({ proc = proc, seq = 0, sent = 0, target = target,
    raw = {},
    answer = (target.limits and target.limits.answer or 10) * W.SECOND },
    Agent)
end

function Agent:ended()
  local how = self.proc:wait(1000)
  return how or "its output is closed"
end

function Agent:kill() self.proc:kill() end

-- Text to the agent, all of it before the deadline.
function Agent:write(text, deadline)
  local at = 1
  while at <= #text do
    local next_at, why = self.proc:send(text, at)
    if next_at then
      at = next_at
    elseif why == "closed" then
      fault("crash", "the agent is gone: %s", self:ended())
    elseif sys.now() >= deadline then
      fault("timeout", "the agent does not take its input")
    else
      coroutine.yield { self.proc, "w", deadline }
    end
  end
end

-- One raw line before the deadline.
function Agent:line(deadline)
  while true do
    local line, why = self.proc:line(W.LINE_MAX)
    if line then return line end
    if why == "eof" then
      fault("crash", "the agent is gone: %s", self:ended())
    elseif why == "long" then
      fault("error", "a line of more than %d bytes", W.LINE_MAX)
    elseif sys.now() >= deadline then
      fault("timeout", "no answer within the limit")
    end
    coroutine.yield { self.proc, "r", deadline }
  end
end

-- Strip and test the check.  Comments may go without, and so may what an agent
-- says that has not understood hello.
local function checked(line, optional)
  local body, why = sys.unseal(line)
  if not why then return body end
  if why == "garbage" then fault("error", "garbage: %s", show(line)) end
  if line:byte() == COMMENT or why == "bare" and optional then return body end
  if why == "bare" then
    fault("error", "a line without its check: %s", show(line))
  end
  fault("error", "a line with a wrong check: %s", show(body))
end

-- One line of the reply to the present request: "+" | "ok" | "err", rest.
function Agent:reply_line(line)
  local body = checked(line, not self.check)
  self.raw[#self.raw + 1] = body
  if body:sub(1, #self.plus) == self.plus then
    return "+", body:sub(#self.plus + 1)
  end
  if body:byte() == COMMENT then return "#", body end
  local seq, kind, rest = body:match "^(%d+) (%S+) ?(.*)$"
  seq = math.tointeger(seq)
  if not seq or (kind ~= "+" and kind ~= "ok" and kind ~= "err") then
    fault("error", "garbage: %s", show(line))
  end
  if seq == 0 then
    fault("error", "the agent could not read a line of ours: %s", show(body))
  end
  if seq < self.seq then
    fault("error", "two answers to one request: %s", show(body))
  end
  if seq > self.seq then
    fault("error", "an answer to a request %s: %s", seq > self.sent
      and "never made" or "before its turn", show(body))
  end
  return kind, rest
end

local function pairs_of(text)
  local kv = {}
  for k, v in text:gmatch "(%S-)=(%S*)" do kv[k] = v end
  return kv
end

-- Send requests, each a list of one or more lines, all of them at once.
function Agent:send(requests)
  local lines = {}
  for _, request in ipairs(requests) do
    self.sent = self.sent + 1
    lines[#lines + 1] = self.sent .. " " .. request[1]
    table.move(request, 2, #request, #lines + 1, lines)
  end
  self:write(sys.seal(lines, self.check), sys.now() + self.answer)
end

-- The reply to the next of the requests that were sent, within the limit:
-- { ok = {k=v} } or { err, text }, with the texts of its "+" lines in `lines`.
function Agent:reply(limit)
  self.seq = self.seq + 1
  self.plus = self.seq .. " + "         -- how nearly all its lines begin
  local deadline = sys.now() + (limit or self.answer)
  local reply, bytes = { lines = {} }, 0
  for n = 1, math.maxinteger do
    local line = self:line(deadline)
    bytes = bytes + #line
    if n > W.LINES_MAX or bytes > W.BYTES_MAX then
      fault("error", "a flood of lines")
    end
    local kind, rest = self:reply_line(line)
    if kind == "+" then
      reply.lines[#reply.lines + 1] = rest
    elseif kind == "ok" then
      reply.ok = pairs_of(rest)
      return reply
    elseif kind == "err" then
      reply.err, reply.text = rest:match "^(%S+) ?(.*)$"
      if not reply.err then fault("error", "an error without a name") end
      return reply
    end
  end
end

-- A request of one line, and the reply to it.
function Agent:request(line, limit)
  self:send { { line } }
  return self:reply(limit)
end

local function decode(v)
  return (v:gsub("%%(%x%x)", function (h)
    return string.char(tonumber(h, 16))
  end))
end

-- hello: the statement as a table of words.
function Agent:hello()
  self.check = false
  local reply = self:request "hello check=1"
  self.check = true
  if not reply.ok then
    fault("error", "hello is refused: %s %s", reply.err, reply.text)
  end
  if reply.ok.timerspec ~= "1" then
    fault("error", "the agent speaks protocol %s, not 1",
      tostring(reply.ok.timerspec))
  end
  local st, names = {}, {}
  for _, line in ipairs(reply.lines) do
    local name, v = line:match "^st (%S+) ?(%S*)$"
    if not name then fault("error", "garbage in hello: %s", show(line)) end
    if st[name] == nil then names[#names + 1] = name end
    st[name] = decode(v)
  end
  st.class = reply.ok.class or st.class
  self.ahead = reply.ok.ahead == "1"
  self.statement, self.names = st, names
  return st
end

local classes = { virtual = true, counted = true, wall = true }

function W.statement_fault(st)
  if not classes[st.class or ""] then
    return "the statement's class is " .. tostring(st.class)
  end
end

local function check_run(reply)
  if not reply.ok then
    fault("error", "run is refused: %s %s", reply.err, reply.text)
  end
  local ending = reply.ok["end"]
  if ending ~= "done" and ending ~= "crash" and ending ~= "stuck" then
    fault("error", "run ended with end=%s", tostring(ending))
  end
end

local function check_log(reply)
  if not reply.ok then
    fault("error", "log is refused: %s %s", reply.err, reply.text)
  end
  if math.tointeger(reply.ok.lines) ~= #reply.lines then
    fault("error", "lines=%s in the log, and %d came",
      tostring(reply.ok.lines), #reply.lines)
  end
end

local RUN, LOG, RESET = { "run" }, { "log" }, { "reset" }

-- Send and run a scenario and fetch its log: { ending, lines }, or
-- { refused = errno, text } when the agent does not take it, and has nothing
-- to run.
function Agent:scenario(text, limit)
  if self.ahead then self:send { text, RUN, LOG, RESET } end
  local function reply(request, within)
    if not self.ahead then self:send { request } end
    return self:reply(within)
  end
  local raw = {}
  self.raw, self.before = raw, self.seq
  local taken = reply(text)
  if taken.err then self.raw = {} end
  local run = reply(RUN, limit)
  if taken.ok then check_run(run) end
  local log = reply(LOG)
  if taken.ok then check_log(log) end
  -- A second answer to any request would come before this one.
  self.raw = {}
  local fence = reply(RESET)
  self.raw = raw
  if fence.err then fault("error", "reset is refused: %s", fence.err) end
  if taken.err then return { refused = taken.err, text = taken.text } end
  return { ending = run.ok["end"], lines = log.lines }
end

-- What came for the last scenario, with its requests numbered from 1: so it is
-- the same whichever agent it came from, and whatever that had done before.
function Agent:replies()
  local numbers, out = {}, {}
  for n = 1, 5 do numbers[tostring(self.before + n)] = tostring(n) end
  for i, line in ipairs(self.raw) do out[i] = line:gsub("^%d+", numbers) end
  return out
end

-- Say goodbye; how it ended, or nil when it had to be killed.
function Agent:bye()
  local how
  local ok = pcall(function ()
    self:request("bye", W.SECOND)
    how = self.proc:wait(1000)
  end)
  self:kill()
  return ok and how or nil
end

W.fault = fault

return W
