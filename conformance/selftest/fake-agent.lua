-- SPDX-License-Identifier: BSD-2-Clause
-- An agent that runs nothing: it answers every step with success at its
-- nominal time, and misbehaves where the key of a case asks for it
-- (x:garbage, x:garbage-at-log, …).  For tests of the runner alone.
--   lua5.4 fake-agent.lua [class=wall] [hello=dead|silent|garbage|refuse]
--                         [bye=deaf] [ahead=1]

local option = { class = "virtual", ahead = "0" }
for _, a in ipairs(arg) do
  local k, v = a:match "^(%w+)=(.*)$"
  option[k] = v
end
io.stdout:setvbuf "line"

local check, mode, body = false, "", {}
local tries = {}                -- runs of each scenario so far

local function crc(text)
  local c = 0
  for i = 1, #text do
    c = c ~ text:byte(i)
    for _ = 1, 8 do
      c = c & 0x80 ~= 0 and (c << 1 ~ 0x07) & 0xff or c << 1
    end
  end
  return c
end

local function say(text, sum)
  if check then
    text = ("%s *%02X"):format(text, crc(text) ~ (sum or 0))
  end
  io.write(text, "\n")
end

local function stay()
  while io.read "L" do end
  os.exit(0)
end

-- Misbehaviour in place of the answer to a verb; true when it has answered.
local bad = {}

function bad.garbage() io.write "\27[2J lp0 on fire\n" end
function bad.nul() io.write "ok\0ok\n" end
function bad.cut(seq) io.write(seq, " o") os.exit(7) end
function bad.words() io.write "what was the question\n" end
function bad.badcrc(seq) say(seq .. " ok", 1) end
function bad.nocrc(seq) io.write(seq, " ok\n") end
function bad.never() stay() end
function bad.long(seq) say(seq .. " ok " .. ("x"):rep(600)) end
function bad.exits() os.exit(7) end
function bad.dies() io.read "L" os.exit(9) end
function bad.kills()            -- the runner's worker
  os.execute [[kill -9 $(cut -d ' ' -f 4 "/proc/$PPID/stat" 2>/dev/null ||
    ps -o ppid= -p $PPID)]]
  stay()
end
function bad.early(seq) say(seq + 1 .. " ok") end
function bad.mute(seq) say("0 err EBADMSG " .. seq) end

function bad.flood(seq)
  local line = seq .. " + 0 0 main - mark"
  line = ("%s *%02X\n"):format(line, crc(line))
  while io.write(line) do end
end

function bad.comments()
  while io.write "# still thinking\n" do end
end

function bad.twice(seq)
  say(seq .. " ok end=done records=0 lines=0 steps=0")
  say(seq .. " ok end=done records=0 lines=0 steps=0")
end

local function misbehave(verb, seq)
  local how, where = mode:match "^(%l+)%-at%-(%l+)"
  if not how then how, where = mode:match "^%l+", "run" end
  if bad[how] and where == verb then
    bad[how](seq)
    return true
  end
end

local units = { [""] = 1, ns = 1, us = 1000, ms = 1000000, s = 1000000000 }

local function time(text)
  local n, u = text:match "^(%d+)(%l*)$"
  return math.tointeger(n) * units[u]
end

local silent = { pause = true, hold = true, meet = true, ret = true,
  burn = true, ["repeat"] = true, done = true }
local decl = { thread = true, obj = true, script = true, barrier = true,
  gauge = true, watch = true }

-- The log of the scenario: every step of main succeeds at once.
local function records()
  local out, now = { "0 0 ~ - origin mono=0" }, 0
  for n, line in ipairs(body) do
    local w = {}
    for one in line:gmatch "%S+" do w[#w + 1] = one end
    local i = 2
    if w[2] == "at" then now, i = time(w[3]), 4 end
    if not decl[w[1]] and not silent[w[i]] then
      local obj, name = w[i + 1] or "-", ""
      if w[i] == "mark" then obj, name = "-", " name=" .. w[i + 1] end
      if obj:find "=" then obj = "-" end
      out[#out + 1] = ("%d 0 %s %s %s l=%d%s"):format(now, w[1], obj, w[i], n,
        name)
    end
  end
  return out
end

-- What a case can ask to find in its log.
local special = {
  crash = { "0 0 ~ - crash sig=SEGV" }, panic = { "0 0 ~ - panic name=x:f" },
  full = { "0 0 ~ - full n=3" }, leak = { "0 0 ~ - leak fds=1" },
  witness = { "0 0 ~ - witness gap=9000000" }, nonsense = { "0 0 main" },
  stray = { "5 0 ~ - miss l=999 of=hold" }, extra = { "5 0 !t t call n=1" },
}

local verbs = {}

function verbs.hello(seq, rest)
  check = rest:find "check=1" ~= nil
  say(seq .. " + st class " .. option.class)
  say(seq .. " + st kinds hrtimer")
  say(seq .. " + st cpus 2")
  say(seq .. " + st offers.mask yes")
  say(seq .. " + st empty%20word a%20b")
  say(("%s ok timerspec=1 agent=fake class=%s check=1 ahead=%s"):format(seq,
    option.class, option.ahead))
end

function verbs.scenario(seq, rest)
  body = {}
  local id = rest:match "%S+"
  mode = id:match ":(.*)$"
  tries[id] = (tries[id] or 0) + 1
  for line in io.lines() do
    line = line:gsub(" %*%x%x$", "")
    if line:match "^end " then break end
    body[#body + 1] = line
  end
  if misbehave("scenario", seq) then
    return
  elseif mode == "nosys" then
    return say(seq .. " err ENOSYS line=2 no such verb")
  elseif mode == "invalid" then
    return say(seq .. " err EINVAL line=2 not a time")
  end
  say(("%d ok steps=%d"):format(seq, #body))
  mode = tries[id] >= 3 and mode:match "^(%l+)%-twice$" and "" or mode
end

function verbs.run(seq)
  local ending = (mode == "crash" or mode == "panic") and "crash"
    or mode == "stuck" and "stuck" or "done"
  say("# a comment for people")
  say(seq .. " ok records=1 end=" .. ending)
end

function verbs.log(seq)
  local list = records()
  for _, r in ipairs(special[mode:match "^%l+"] or {}) do
    list[#list + 1] = r
  end
  for _, r in ipairs(list) do say(seq .. " + " .. r) end
  say(("%d ok lines=%d"):format(seq, #list + (mode == "short" and 1 or 0)))
end

function verbs.reset(seq)
  body = {}
  say(seq .. " ok")
end

function verbs.bye(seq)
  if option.bye == "deaf" then stay() end
  say(seq .. " ok")
  os.exit(0)
end

local hello = {
  dead = function () os.exit(3) end, silent = stay,
  garbage = function () io.write "login: \n" stay() end,
  refuse = function () io.write "1 err EINVAL no\n" stay() end,
}

for line in io.lines() do
  line = line:gsub(" %*%x%x$", "")
  local seq, verb, rest = line:match "^(%d+) (%S+) ?(.*)$"
  if verb == "hello" and option.hello then hello[option.hello]() end
  if not seq then
    say "0 err EINVAL"
  elseif not verbs[verb] then
    say(seq .. " err ENOSYS")
  elseif verb == "scenario" or not misbehave(verb, math.tointeger(seq)) then
    verbs[verb](math.tointeger(seq), rest)
  end
end
