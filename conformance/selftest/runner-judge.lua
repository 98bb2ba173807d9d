-- SPDX-License-Identifier: BSD-2-Clause
-- Unit tests of recorder, lint and judge; run by runner-judge.t.

local U = require "units"
local record = require "record"
local judge = require "judge"

local ms, us, T, same = U.ms, U.us, U.T, U.same
local n = 0

local function ok(good, text, why)
  n = n + 1
  print(("%sok %d - %s"):format(good and "" or "not ", n, text))
  if not good and why then
    print("# " .. tostring(why):gsub("\n", "\n# "))
  end
end

local statement = { class = "virtual", kinds =
  "hrtimer|timerfd|ptimer|signal|eventtimer", ["hrtimer.guard"] = "1000",
  ["frontend.timerfd.readback-rounding"] = "up",
  ["frontend.timerfd.zero"] = "disarm" }

local function rec(run, opts)
  opts = opts or {}
  local st = setmetatable({ class = opts.class or "virtual" },
    { __index = statement })
  local case = { id = "x/y:z", title = "t", clauses = { "X-Y-1" }, run = run,
    chunk = "@conformance/selftest/runner-judge.lua", where = "here:1",
    class = opts.only, tie = opts.tie }
  return record.record(case, st, opts.front)
end

local function renders(text, run, wanted, opts)
  local p, err = rec(run, opts)
  local got = p and table.concat(p.text, "\n") or err
  wanted = wanted:gsub("^%s+", ""):gsub("%s+$", ""):gsub("\n%s+", "\n")
  ok(got == wanted, text, got)
end

local function refused(text, pattern, run, opts)
  local p, err = rec(run, opts)
  ok(not p and err:find "runner%-judge.lua:%d+: " and err:find(pattern),
    "refused: " .. text, p and "it was taken" or err)
end

-- l=@TEXT@ in a log is the line of the scenario that begins with TEXT.
local function number(p, text)
  for i, line in ipairs(p.body) do
    if line:sub(1, #text) == text then return tostring(i) end
  end
  error("no line " .. text)
end

local function judged(run, log, opts)
  opts = opts or {}
  local p, err = rec(run, opts)
  if not p then return { verdict = err, problems = {} } end
  local lines = { "0 0 ~ - origin mono=0" }
  for line in log:gmatch "[^\n]+" do
    line = line:gsub("^%s+", ""):gsub("@([^@]+)@", function (t)
      return number(p, t)
    end)
    if line ~= "" then lines[#lines + 1] = line end
  end
  return judge.judge(p, lines, opts.ending or "done")
end

-- verdict: "pass", or "fail" and perhaps what the first problem must say.
local function gives(text, verdict, run, log, opts)
  local r = judged(run, log, opts)
  local want, says = verdict:match "^(%S+) ?(.*)$"
  local p = r.problems[1]
  local said = ("%s %s / %s"):format(r.reason or "", p and p.expected or "",
    p and p.got or "")
  ok(r.verdict == want and said:find(says, 1, true), text,
    ("%s: %s"):format(r.verdict, said))
end

local WALL = { class = "wall" }

-- The text ------------------------------------------------------------------

local function late_phase(s)
  local t = s:hrtimer { name = "t", callback = function (c)
    c:forward { by = ms(10) }
    c:ret "restart"
  end }
  local a = s:at(0):start(t, { rel = ms(10) })
  s:at(ms(5)):mask { lim = ms(35) }
  local u = s:at(ms(35)):unmask()
  s:expect { t, at = u,
    added = s:intervals { from = a, every = ms(10), upto = u } }
  s:expect { t, at = a + ms(40), added = 1 }
  s:finish(ms(45))
end

renders("a callback, masking", late_phase, [[
  scenario x/y:z span=45ms
  thread main cpu=0
  script t_call
  t_call forward self by=10ms
  t_call ret restart
  obj t hrtimer call=t_call
  prep init t clock=mono
  main at 0 start t rel=10ms
  main at 5ms mask lim=35ms
  main at 35ms unmask
  end 9]], { tie = true })

renders("threads, marks, calls by number", function (s)
  local b = s:thread { name = "b", cpu = 1 }
  local t = s:hrtimer("t", { callback = function (c)
    c:nth(1):mark "in"
    c:nth(1):hold { till = "go" }
    c:nth "2-":ret "norestart"
  end })
  s:at(0):start(t, { abs = T(ms(1)) })
  b:after("in"):try(t):gives(-1)
  b:mark "go"
  b:after("t.call/2"):cancel(t):any()
  s:expect { t, times = 2 }
  s:finish(ms(50), { grace = U.sec(1) })
end, [[
  scenario x/y:z span=50ms grace=1s
  thread main cpu=0
  thread b cpu=1
  script t_call
  t_call #1 mark in
  t_call #1 hold lim=10ms till=go
  t_call #2- ret norestart
  obj t hrtimer call=t_call
  prep init t clock=mono
  main at 0 start t abs=T+1ms
  b after in try t
  b mark go
  b after t.call/2 cancel t
  end 12]])

renders("arrays, ramps, repeats, raw numbers", function (s)
  local t = s:timerfd { name = "t", n = 4, lazy = true, clock = "realtime" }
  local q = s:gauge "q"
  s:prep():rep(4, function (m) m:create(t.i, { clock = "real" }) end)
  s:at(0):rep(4, { till = "EINVAL", log = "all" }, function (m)
    m:settime(t.i, { rel = U.ramp(ms(1), us(1)), per = 0 })
    m:pause(U.ramp(0, 12))
  end)
  s:main():settime(t[3], { sec = -1, nsec = 1, flags = "0x80", old = true })
    :fails "EINVAL"
  s:main():read(t[0], { into = q, of = "settime" })
  s:finish(U.sec(7200))
end, [[
  scenario x/y:z span=2h
  thread main cpu=0
  obj t timerfd n=4
  gauge q
  prep repeat 4
  prep create t.i clock=real
  prep done
  main at 0 repeat 4 log=all till=EINVAL
  main settime t.i per=0 rel=1ms~1us
  main pause by=0~12ns
  main done
  main settime t.3 flags=0x80 nsec=1 old=yes sec=-1
  main read t.0 into=q len=8 of=settime
  end 12]])

-- Lint ----------------------------------------------------------------------

local function with(fn)
  return function (s)
    local t = s:hrtimer { name = "t" }
    fn(s, t)
    s:finish(ms(100))
  end
end

refused("time goes back", "at goes back on thread main", with(function (s)
  s:at(ms(9)):unmask()
  s:at(ms(8)):unmask()
end))
refused("a step at a due time", "at the instant of a due time",
  with(function (s, t)
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, at = a + ms(10) }
    s:at(ms(10)):unmask()
  end))
refused("a due time too close to a step", "closer than 5ms",
  with(function (s, t)
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, at = a + ms(10) }
    s:at(ms(12)):unmask()
  end))
refused("two threads too close", "closer than 5ms", with(function (s)
  s:at(ms(10)):unmask()
  s:thread { name = "b" }:at(ms(12)):unmask()
end))
refused("due after the finish", "after the finish", with(function (s, t)
  local a = s:at(0):start(t, { rel = ms(200) })
  s:expect { t, at = a + ms(200) }
end))
refused("an unknown verb", "hrtimer has no verb begin", with(function (s, t)
  s:at(0):begin(t)
end))
refused("an unknown key", "start has no key after", with(function (s, t)
  s:at(0):start(t, { after = ms(1) })
end))
refused("an unknown option", "hrtimer has no key colour", function (s)
  s:hrtimer { colour = 1 }
end)
refused("a verb that callbacks may not use", "may not run in a callback",
  function (s)
    s:hrtimer { callback = function (c) c:mask() end }
  end)
refused("a mark that nobody makes", "which nobody marks", with(function (s)
  s:after("never"):unmask()
end))
refused("a value named once", "named only once", with(function (s)
  s:at(0):tally("x"):gives "q"
end))
refused("a step after one that waits", "nothing may follow",
  with(function (s)
    local f = s:timerfd()
    s:at(0):read(f):waits()
    s:at(ms(5)):close(f)
  end))
refused("a step after ret", "follows ret", function (s)
  s:hrtimer { callback = function (c) c:ret "restart" c:mark "x" end }
  s:at(0):unmask()
  s:finish(ms(1))
end)
refused("no steps", "no step", function (s)
  s:hrtimer()
  s:finish(ms(1))
end)
refused("an unknown statement", "has no sleep.slack", with(function (s)
  s:at(s.st "sleep.slack"):unmask()
end))
refused("a name that is too long", "a name is a letter", function (s)
  s:hrtimer { name = "a_name_that_is_too_long" }
end)
do
  local p, err = rec(with(function (s, t)
    local a = s:at(0):start(t, { rel = ms(10) })
    s:expect { t, at = a + ms(10) }
    s:at(ms(12)):unmask()
  end), { only = { "virtual" } })
  ok(p ~= nil, "no 5 ms where the case is for virtual time alone", err)
end

-- Virtual time --------------------------------------------------------------

local good = [[
  0 0 main t init l=@prep init@
  0 0 main t start l=@main at 0 start@
  5000000 0 main - mask l=@main at 5ms@
  35000000 0 main - unmask l=@main at 35ms@
  35000000 0 !t t call n=1 r=restart
  35000000 0 !t t forward l=@t_call forward@ r=3
  40000000 0 !t t call n=2 r=restart
  40000000 0 !t t forward l=@t_call forward@ r=1]]

gives("late phase as it should be", "pass", late_phase, good)
gives("a count too small", "fail r=3", late_phase, (good:gsub("r=3", "r=2")))
gives("a late report", "fail late", late_phase,
  (good:gsub("40000000", "40000001")))
gives("an early report", "fail early", late_phase,
  (good:gsub("40000000", "39999999")))
gives("no report", "fail none", late_phase,
  (good:gsub("\n%s*40000000[^\n]*", "")))
gives("a report too many", "fail nothing more of t", late_phase, good ..
  "\n44000000 0 !t t call n=3\n44000000 0 !t t forward l=@t_call forward@")
gives("a callback without its step", "fail never ran", late_phase,
  (good:gsub("\n[^\n]*forward[^\n]*r=1", "")))
gives("a step that never ran", "fail never ran", late_phase,
  (good:gsub("\n[^\n]*unmask[^\n]*", "")))
gives("a callback that hangs", "fail never came back", late_phase,
  (good:gsub("40000000 0 !t t call", "40000000+? 0 !t t call")))
gives("an event that nobody wants", "fail nothing more of", late_phase, good ..
  "\n44000000 0 !t t drvstop")
gives("a full log", "error full", late_phase, good ..
  "\n44000000 0 ~ - full n=1")
gives("a line that the scenario has not", "error no step", late_phase, good ..
  "\n44000000 0 main t start l=99")
gives("another verb in that line", "error not start", late_phase, good ..
  "\n44000000 0 main t start l=@main at 5ms@")
gives("a stuck scenario", "timeout", late_phase, good, { ending = "stuck" })
gives("a dead target", "crash", late_phase, good, { ending = "crash" })

-- Results -------------------------------------------------------------------

local function one_step(fn)
  return function (s)
    local f = s:timerfd { name = "f", lazy = true }
    fn(s:at(0), f, s)
    s:finish(ms(10))
  end
end

local function step(text, verdict, fn, log, opts)
  gives(text, verdict, one_step(fn),
    "0 0 main f " .. log:gsub("@@", "@main at 0@"), opts)
end

step("plain success of read", "pass", function (m, f) m:read(f) end,
  "read l=@@ r=8 v=1")
step("plain success is also v=1", "fail v=1",
  function (m, f) m:read(f) end, "read l=@@ r=8 v=2")
step("an errno that nobody wants", "fail EINVAL",
  function (m, f) m:close(f) end, "close l=@@ err=EINVAL")
step("an errno that is wanted", "pass",
  function (m, f) m:close(f):fails "EBADF" end, "close l=@@ err=EBADF")
step("one of two", "pass",
  function (m, f) m:close(f):fails { "EBADF", "EINVAL" } end,
  "close l=@@ err=EINVAL")
step("success in place of an errno", "fail EBADF",
  function (m, f) m:close(f):fails "EBADF" end, "close l=@@")
step("a list of values", "pass",
  function (m, f) m:close(f):gives { 1, 2 } end, "close l=@@ r=2")
step("a value above", "pass",
  function (m, f) m:close(f):gives { ">=", 2 } end, "close l=@@ r=2")
step("a value between", "fail 2 to 3",
  function (m, f) m:close(f):gives { "between", 2, 3 } end, "close l=@@ r=4")
step("a word", "pass",
  function (m, f) m:gettime(f):shows { name = "x" } end,
  "gettime l=@@ name=x")
step("a word with a space", "pass",
  function (m, f) m:gettime(f):shows { name = "x y" } end,
  "gettime l=@@ name=x%20y")
step("anything", "pass", function (m, f) m:close(f):any() end,
  "close l=@@ err=EIO")

local function wait_log(text, verdict, log)
  gives(text, verdict, one_step(function (m, f) m:read(f):waits() end), log)
end
wait_log("a read that waits", "pass", "0+? 0 main f read l=@main at 0@")
wait_log("a read that should wait", "fail still waiting",
  "0+5 0 main f read l=@main at 0@ r=8 v=1")

local function graceful(s)
  local f = s:timerfd { name = "f", lazy = true }
  s:at(0):read(f):waits()
  s:finish(ms(10), { grace = ms(20) })
end
local waited = "0+%d 0 main f read l=@main at 0@ r=8 v=1"
gives("a wait that ends after the finish", "pass", graceful,
  waited:format(ms(11)), WALL)
gives("a wait that ends before it", "fail still waiting", graceful,
  waited:format(ms(9)), WALL)
gives("a read that is not back in time: nothing is proved",
  "unresolved did not come back", one_step(function (m, f) m:read(f) end),
  "0+? 0 main f read l=@main at 0@", WALL)
gives("nor back after a long grace: a fail", "fail had not come back",
  function (s)
    s:at(0):read(s:timerfd { name = "f", lazy = true })
    s:finish(ms(10), { grace = U.sec(1) })
  end, "0+? 0 main f read l=@main at 0@", WALL)

gives("named values that are equal", "pass", one_step(function (m)
  m:tally("x"):gives "q"
  m:tally("y"):gives "q"
  m:now("mono"):shows { v = same("q", 5) }
end), [[
  0 0 main - tally l=@main at 0 tally x@ r=4
  0 0 main - tally l=@main at 0 tally y@ r=4
  0 0 main - now l=@main at 0 now@ v=9]])
gives("named values that differ", "fail named q", one_step(function (m)
  m:tally("x"):gives "q"
  m:tally("y"):gives "q"
end), [[
  0 0 main - tally l=@main at 0 tally x@ r=4
  0 0 main - tally l=@main at 0 tally y@ r=5]])

gives("repeats are counted", "pass", one_step(function (m, f)
  m:rep(5, function (r) r:nonblock(f) end)
end), "0+90 0 main f nonblock l=@main nonblock@ x=5")
gives("a repeat that ran too short", "fail 4 times of 5",
  one_step(function (m, f)
    m:rep(5, function (r) r:nonblock(f) end)
  end), "0+90 0 main f nonblock l=@main nonblock@ x=4")
gives("a repeat that ends early", "pass", one_step(function (m, f)
  m:rep(5, { till = "EAGAIN" }, function (r) r:read(f) end)
end), [[
  0 0 main f read l=@main read@ r=8 v=1 x=2
  0 0 main f read l=@main read@ err=EAGAIN]])

-- The time left -------------------------------------------------------------

-- A report that is due just before the finish may be late, or lost.
local function last_report(far, grace)
  return function (s)
    local g = s:signal { sig = "rt1" }
    local p = s:ptimer { sig = g }
    s:prep():handle(g)
    local b = s:at(0):settime(p, { rel = ms(10) })
    s:expect { g, at = b + ms(10) }
    s:finish(ms(far), grace and { grace = U.sec(1) })
  end
end
local unheard = [=[
  -2 0 main g1 handle l=@prep handle@
  -1 0 main t1 create l=@prep create@
  0 0 main t1 settime l=@main at 0@
]=]
gives("a last report that does not come: once more", "unresolved",
  last_report(15), unheard, { class = "wall" })
gives("and when it does not come again: a fail", "fail none",
  last_report(15, true), unheard, { class = "wall" })
gives("one that had the time to come: a fail", "fail none",
  last_report(50), unheard, { class = "wall" })
gives("one that had begun at the finish: once more", "unresolved",
  last_report(15), unheard .. [=[
  15000001+? 0 !g1 g1 sig n=1
]=], { class = "wall" })

local function left_case(s)
  local f = s:timerfd { name = "f", lazy = true }
  local a = s:at(0):settime(f, { rel = ms(50) })
  s:at(ms(10)):gettime(f):shows { left = a + ms(50) }
  s:finish(ms(20))
end

local function left(text, verdict, line, opts)
  gives(text, verdict, left_case, "0+20 0 main f settime l=@main at 0@\n" ..
    line .. " l=@main at 10ms@", opts)
end

left("the time left", "pass", "10000000+10 0 main f gettime left=40000000")
left("too little", "fail ns left",
  "10000000+10 0 main f gettime left=39999989")
left("too much", "fail ns left",
  "10000000+10 0 main f gettime left=40000021", WALL)

-- Wall: premise before verdict ------

local function move(s)
  local t = s:hrtimer { name = "t" }
  s:at(0):start(t, { rel = ms(20) })
  local b = s:at(ms(10)):start(t, { rel = ms(30) }):gives(1)
  s:expect { t, at = b + ms(30) }
  s:finish(ms(60))
end

local moved = [[
  0 0 main t init l=@prep init@
  1000+2000 0 main t start l=@main at 0@
  10000100+900 0 main t start l=@main at 10ms@ r=1
  40500000+1000 0 !t t call n=1]]

gives("a late report is no fail", "pass", move, moved, WALL)
gives("an early one is", "fail early", move,
  (moved:gsub("40500000", "39999000")), WALL)
gives("the old deadline served: early, but some setting explains it",
  "fail early", move, (moved:gsub("40500000", "25000000")), WALL)
gives("the same where the second start came too late", "unresolved planned",
  move, [[
  0 0 main t init l=@prep init@
  1000+2000 0 main t start l=@main at 0@
  20100000+100 0 !t t call n=1
  20500000+900 0 main t start l=@main at 10ms@]], WALL)
gives("early by any setting: a fail although the order broke",
  "fail early", move, [[
  0 0 main t init l=@prep init@
  1000+2000 0 main t start l=@main at 0@
  15000000+100 0 !t t call n=1
  20500000+900 0 main t start l=@main at 10ms@]], WALL)
gives("a wrong errno: a fail although the order broke", "fail EINVAL", move, [[
  0 0 main t init l=@prep init@
  1000+2000 0 main t start l=@main at 0@
  20100000+100 0 !t t call n=1
  20500000+900 0 main t start l=@main at 10ms@ err=EINVAL]], WALL)
gives("a wrong result and a machine that stood still", "unresolved held up",
  move, moved:gsub("r=1", "r=0") .. "\n500 1 ~ - witness gap=7000000", WALL)
gives("a right result all the same", "pass", move,
  moved .. "\n500 1 ~ - witness gap=7000000", WALL)
gives("a thread that came too late for its step", "unresolved never ran",
  move, [[
  0 0 main t init l=@prep init@
  1000+2000 0 main t start l=@main at 0@
  20100000+100 0 !t t call n=1]], WALL)
gives("a stale delivery: a fail at once", "fail stale", move,
  moved .. " stale=1", WALL)

-- Sums and series -----------------------------------------------------------

local function drain(s)
  local f = s:timerfd { name = "f", lazy = true }
  local a = s:at(0):settime(f, { rel = ms(10), per = ms(10) })
  local r = s:at(ms(35)):read(f):shows { v = { "between", 1, 9 } }
  s:sum { of = { f, "read" }, field = "v",
    equals = s:intervals { from = a, every = ms(10), upto = r } }
  s:finish(ms(40))
end

local function drained(text, verdict, v, opts)
  gives(text, verdict, drain, [[
    0+1000 0 main f settime l=@main at 0@
    35000000+9000000 0 main f read l=@main at 35ms@ r=8 v=]] .. v, opts)
end

drained("a sum that the stamps allow", "pass", 3, WALL)
drained("or allow as well", "pass", 4, WALL)
drained("more than they allow", "fail sum of v", 5, WALL)
drained("in virtual time the end counts", "pass", 4)

local function series(s)
  local t = s:timer { every = ms(10) }
  local a = s:at(0):set(t)
  for k = 1, 3 do
    s:fires(t, { at = a + k * ms(10), count = { "between", 1, 3 } })
  end
  s:finish(ms(35))
end

local function serial(text, verdict, counts, front)
  local log = "0 0 main t1 init l=@prep init@\n0 0 main t1 start l=@main at@\n"
  for k, c in ipairs(counts) do
    local at = ms(10) * k + 90000
    log = log .. ("%d 0 !t1 t1 call n=%d\n"):format(at, k)
      .. ("%d 0 !t1 t1 forward l=@t1_call@ r=%d\n"):format(at, c)
  end
  gives(text, verdict, series, log, { class = "wall", front = front })
end

serial("a series that counts each deadline once", "pass", { 1, 1, 1 },
  "hrtimer")
serial("a series that counts more than has passed",
  "fail at most 2 deadlines of t1 up to here", { 1, 2, 1 }, "hrtimer")

renders("the model as a timerfd", series, [[
  scenario x/y:z span=35ms
  thread main cpu=0
  obj t1 timerfd
  thread r1
  prep create t1 clock=mono
  main at 0 settime t1 per=10ms rel=10ms
  r1 at 0 read t1 len=8
  r1 read t1 len=8
  r1 read t1 len=8
  r1 read t1 len=8
  end 9]], { front = "timerfd" })
renders("the model as a POSIX timer, held", function (s)
  local t = s:timer { every = ms(10) }
  local a = s:at(0):set(t, { first = ms(20) })
  local u = s:hold(t, ms(5), ms(35))
  s:fires(t, { at = u, count =
    s:intervals { from = a, first = ms(20), every = ms(10), upto = u } })
  s:at(ms(37)):disarm(t)
  s:finish(ms(50))
end, [[
  scenario x/y:z span=50ms
  thread main cpu=0
  script g1_call
  g1_call overrun t1
  obj g1 signal call=g1_call sig=rt1
  obj t1 ptimer
  prep handle g1
  prep create t1 clock=mono notify=signal sig=rt1 val=1
  main at 0 settime t1 per=10ms rel=20ms
  main at 5ms block g1
  main at 35ms unblock g1
  main at 37ms settime t1 per=0 rel=0
  end 11]], { front = "ptimer" })

-- Relations, alternatives, events, death ------------------------------------

local function running(s)
  local b = s:thread { name = "b", cpu = 1 }
  local t = s:hrtimer { name = "t", callback = function (c)
    c:mark "in"
    c:hold(ms(1))
  end }
  s:at(0):start(t, { rel = ms(10) })
  local w = b:after("in"):cancel(t):gives(0)
  s:relate { w, "ends-after", "t.call" }
  s:expect { t }
  s:finish(ms(50))
end

local run_log = [[
  0 0 main t init l=@prep init@
  0 0 main t start l=@main at 0@
  10000000+1000000 0 !t t call n=1
  10000000 0 !t - mark l=@t_call mark@ name=in
  10000000+1000000 1 b t cancel l=@b after in@]]

gives("cancel came back after the callback", "pass", running, run_log)
gives("cancel came back too soon", "fail ends-after", running,
  (run_log:gsub("1000000 1 b", "900000 1 b")))

local function race(s)
  local o = s:hrtimer { name = "o" }
  s:at(0):start(o, { rel = ms(10) })
  local p = s:at(ms(10)):try(o)
  s:either { { { p, gives = 1 } }, { { p, gives = 0 }, { o, times = 1 } },
    { { p, gives = -1 }, { o, times = 1 } } }
  s:finish(ms(20))
end

local race_log = [[
  0 0 main o init l=@prep init@
  0 0 main o start l=@main at 0@
  10000000 0 main o try l=@main at 10ms@ r=]]
local call = "\n10000000 0 !o o call n=1"

gives("the first alternative", "pass", race, race_log .. "1", { tie = true })
gives("the second", "pass", race, race_log .. "0" .. call, { tie = true })
gives("half of each", "fail", race, race_log .. "1" .. call, { tie = true })
gives("half of the other", "fail", race, race_log .. "0", { tie = true })

local function watched(s)
  s:watch "hal.program,et.event,hrt.expire"
  s:at(0):unmask()
  s:expect { "lapic", "hal.program" }
  s:order { "et.event", "hrt.expire" }
  s:finish(ms(10))
end

gives("watched events, expected and in order", "pass", watched, [[
  0 0 main - unmask l=@main at 0@
  1 0 ~ lapic hal.program v=1
  2 0 ~ lapic et.event
  2 0 ~ t hrt.expire]])
gives("in the wrong order", "fail in this order", watched, [[
  0 0 main - unmask l=@main at 0@
  1 0 ~ lapic hal.program v=1
  2 0 ~ t hrt.expire
  2 0 ~ lapic et.event]])
gives("one too many", "fail nothing more of lapic", watched, [[
  0 0 main - unmask l=@main at 0@
  1 0 ~ lapic hal.program v=1
  1 0 ~ lapic hal.program v=1
  2 0 ~ lapic et.event
  2 0 ~ t hrt.expire]])

local function death(s)
  local t = s:hrtimer { name = "t" }
  s:at(0):start(t, { rel = ms(10) })
  s:at(ms(5)):rebase(t, { clock = "real" }):dies "!queued"
  s:at(ms(8)):cancel(t)
  s:finish(ms(20))
end

local death_log = [[
  0 0 main t init l=@prep init@
  0 0 main t start l=@main at 0@
  5000000+? 0 main t rebase l=@main at 5ms@]]

gives("the CHECK that is wanted", "pass", death, death_log ..
  "\n5000000 0 ~ - panic name=!queued:%20hrtimer_rebase",
  { ending = "crash", only = { "virtual" } })
gives("another CHECK", "crash", death, death_log ..
  "\n5000000 0 ~ - panic name=other", { ending = "crash",
  only = { "virtual" } })
gives("no CHECK", "fail it went on", death, [[
  0 0 main t init l=@prep init@
  0 0 main t start l=@main at 0@
  5000000 0 main t rebase l=@main at 5ms@
  8000000 0 main t cancel l=@main at 8ms@ r=1]], { only = { "virtual" } })

gives("a CHECK that is expected as an event", "pass", function (s)
  s:at(0):unmask()
  s:expect { "-", "panic", name = "ours" }
  s:finish(ms(5))
end, [=[
  0+? 0 main - unmask l=@main at 0@
  0 0 ~ - panic name=ours]=], { ending = "crash" })

gives("the driver that is written in the scenario", "fail nothing more of d",
  function (s)
    local d = s:eventtimer { name = "d", flags = "oneshot" }
    s:main():start(d, { first = ms(1) }):fails "ENXIO"
    s:finish(ms(5))
  end, [[
    0 0 !d d drvstart first=1000000 period=0
    0 0 main d start l=@main start@ err=ENXIO]])

-- A clock that is set: T() is by the object's own clock.
local function own_clock(s)
  local a = s:hrtimer { name = "a", clock = "real" }
  s:at(0):start(a, { abs = T(U.sec(3600)) })
  local j = s:at(ms(10)):setclock("real", { by = U.sec(3600) })
  s:expect { a, at = j, not_before = T(U.sec(3600)) }
  s:finish(ms(20))
end

local set_log = [[
  0 0 main a init l=@prep init@
  0 0 main a start l=@main at 0@ c=0
  10000000 0 main - setclock l=@main at 10ms@
  10000000 0 !a a call n=1 c=]]

gives("a clock is set past a deadline", "pass", own_clock,
  set_log .. "3600010000000")
gives("not far enough", "fail early", own_clock, set_log .. "3599999999999")

print("1.." .. n)
