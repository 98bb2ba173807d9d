-- SPDX-License-Identifier: BSD-2-Clause
-- The scenario language of adapter(7) as tables: kinds, verbs, their keys,
-- their defaults and what plain success is.  The recorder refuses what is not
-- here, the judge takes plain success from here.

local L = {}

-- keys that hold times; all others are written as they are
L.timed = {}
for w in ("rel abs per by lim first period timeout to"):gmatch "%S+" do
  L.timed[w] = true
end

-- Allowed on every verb.
L.common = { lim = true, into = true, of = true, log = true }

-- Keys of declarations, by kind; `n` and `quiet` go with all.
L.kinds = {
  hrtimer = { call = true, wakes = true },
  timerfd = {}, timersock = {}, itimer = {}, sleep = {}, poll = {},
  kqueue = {},
  epoll = {}, clock = {}, process = { call = true },
  ptimer = { call = true },
  kevent = {}, entry = {}, request = { call = true }, origin = {},
  signal = { sig = true, call = true, clock = true },
  eventtimer = { name = true, flags = true, quality = true, min = true,
    max = true, freq = true, slow = true, without = true, call = true,
    dereg = true },
  timeout = { call = true },
  lock = { type = true },
  stream = { type = true, call = true },
  counter = { name = true, mask = true, freq = true, quality = true,
    null = true, slow = true, from = true },
}

-- Keys of the lines that declare the machine, by what a line begins with.
L.machine = {
  cpus = {},
  timer = { flags = true, quality = true, freq = true, min = true,
    max = true },
  counter = { freq = true, width = true, start = true },
  spare = {},
  device = { state = true },
}

-- The event of a callback that s:expect means unless it says another.
L.event = { hrtimer = "call", eventtimer = "call", ptimer = "call",
  request = "call", signal = "sig", gauge = "gauge", timeout = "call",
  stream = "call", process = "call" }

-- Events that are callbacks of an object and carry no line.
L.callback = { call = true, sig = true, dereg = true, drvstart = true,
  drvstop = true, gauge = true }

local OK, ANY = { r = 0 }, {}           -- ANY: no errno, whatever it shows
local ONE, READ = { r = 1 }, { r = 8, v = 1 }
local EVENT = { r = 1, v = 1 }

-- verb = { keys, plain success, further facts }.  Facts: silent (leaves no
-- record), operand (what the first word is), script (allowed in a callback),
-- default (keys that are written out), blocks (its end is not its begin),
-- told (a pattern of keys that it shows only where there is something to show,
-- so that what a case does not name must be missing).
local function rows(t)
  for _, row in pairs(t) do
    row.plain = row[2] or OK
    row.keys = {}
    for w in row[1]:gmatch "%S+" do row.keys[w] = true end
  end
  return t
end

local LIM = { lim = 10000000 }

L.control = rows {
  pause = { "by", OK, silent = true },
  hold = { "by till", OK, silent = true, script = true, limited = true },
  mark = { "", OK, operand = "mark", script = true },
  meet = { "", OK, operand = "barrier", silent = true, script = true,
    default = LIM, blocks = true },
  ret = { "", OK, operand = "word", silent = true, script = true },
  ["repeat"] = { "till log", OK, operand = "count", silent = true },
  done = { "", OK, silent = true },
  burn = { "by", OK, silent = true },
  -- machine verbs
  mask = { "", OK, default = LIM },
  unmask = { "" },
  tally = { "", ANY, operand = "word", script = true },
  calc = { "a b c", ANY, operand = "word", script = true },
  fault = { "on cpu n by dest freq tell", OK, operand = "word",
    script = true },
  now = { "via", ANY, operand = "clock", script = true, value = "v" },
  setclock = { "to by", OK, operand = "clock" },
  slew = { "ppb", OK },
  adjust = { "by", ANY },
  leap = { "", OK, operand = "word" },
  suspend = { "by", OK, blocks = true },
  resume = { "by", OK },
  clockinfo = { "", ANY },
  select = { "", OK, operand = "word" },
  park = { "", OK, default = LIM, blocks = true },
  wake = { "", OK, operand = "thread", script = true },
  cpu_off = { "", OK, operand = "cpu", blocks = true },
  cpu_on = { "", OK, operand = "cpu", blocks = true },
  etlock = { "", OK, script = true },
  profiling = { "on" },
  sysctl = { "set", ANY, operand = "word", value = "v" },
  etunlock = { "" },
}

local file = rows {
  read = { "len ptr", READ, blocks = true, default = { len = 8 },
    script = true },
  write = { "len ptr", { r = 8 }, default = { len = 8 } },
  close = { "", OK, script = true },
  nonblock = { "on" },
  readv = { "lens count ptr bad", READ, blocks = true },
  writev = { "lens count ptr bad", { r = 8 } },
  pread = { "len ptr pos" },
  pwrite = { "len ptr pos" },
  dup = { "from least cloexec" },
  dup2 = { "from num" },
  fcntl = { "cmd arg", ANY },
  take = { "", OK, blocks = true, script = true },
}

local batch = { "cmd num ptr room ro", OK }

local itimerspec = "rel abs per sec nsec isec insec flags ptr old"
local CLOCK = { clock = "mono" }
local EV = "^ev%d$"

L.verbs = {
  hrtimer = rows {
    init = { "clock", OK, default = { clock = "mono" }, script = true },
    rebase = { "clock", OK, script = true },
    start = { "rel abs mode", OK, script = true },
    restart = { "", OK, script = true },
    cancel = { "", ONE, script = true },
    try = { "", ONE, script = true },
    forward = { "by", ONE, script = true },
    remaining = { "", ANY, script = true },
    active = { "", ONE, script = true },
    res = { "clock", ANY, script = true },
  },
  timerfd = rows {
    create = { "clock flags", OK, default = { clock = "mono" } },
    settime = { itimerspec, OK, script = true },
    gettime = { "ptr", ANY, script = true },
  },
  timersock = rows {
    create = { "family type proto flags" },
    write = { "rel per sec usec isec iusec len more via flags pieces addr "
      .. "control ptr iov hdr", ONE },
    read = { "room len more via flags pieces addr control ptr iov hdr "
      .. "alen", { r = 1, v = 1 }, blocks = true },
    gettime = { "more ptr alen", ANY },
    getopt = { "level opt len ptr alen", ANY },
    setopt = { "level opt v room len ptr" },
    shutdown = { "how" },
    other = { "via family type proto" },
  },
  kqueue = rows {
    create = { "clock", OK, default = { clock = "mono" } },
    change = { "ident filter flags rel abs data unit fflags udata count ptr",
      OK },
    batch = { "list max ptr", ANY },
    collect = { "max ptr", EVENT },
    wait = { "list max timeout sec nsec ptr tptr", EVENT, blocks = true },
  },
  ptimer = rows {
    create = { "clock notify sig val to ptr idptr thread id", OK,
      script = true,
      default = { clock = "mono" } },
    settime = { itimerspec, OK, script = true },
    gettime = { "ptr", ANY, script = true },
    overrun = { "", OK, script = true },
    delete = { "", OK, script = true },
    id = { "", ANY, script = true },
  },
  sleep = rows {
    create = { "clock", OK, default = CLOCK },
    nanosleep = { "rel sec nsec ptr rem", OK, blocks = true,
      script = true },
    clock_nanosleep = { "clock rel abs flags sec nsec ptr rem", OK,
      blocks = true, script = true, default = CLOCK },
  },
  poll = rows {
    poll = { "rel ms events nfds ptr", OK, blocks = true, told = EV },
    ppoll = { "rel sec nsec events nfds ptr timeptr block", OK,
      blocks = true, told = EV },
    select = { "rel sec usec events nfds ptr timeptr", OK, blocks = true,
      told = EV },
    pselect = { "rel sec nsec events nfds ptr timeptr block", OK,
      blocks = true, told = EV },
  },
  kevent = rows {
    create = { "ring num flags ptr room clock", OK },
    add = { batch[1] .. " rel", OK }, remove = { batch[1], OK },
    modify = { batch[1], OK },
    ready = { batch[1], ONE },
    get = { "min max timeout sec nsec tptr ptr room flags whole", ONE,
      blocks = true },
    wait = { "num old timeout sec nsec tptr flags", ONE, blocks = true },
    commit = { "idx over", ONE },
    ring = { "of", ANY },
  },
  entry = rows {
    create = { "type sec nsec fd user high event req", OK },
    look = { "", ANY },
  },
  request = rows {
    create = { "clock to id user sig", OK, default = { clock = "mono" } },
    start = { "rel abs per lock", OK, script = true },
    stop = { "lock hold", OK },
    advance = { "lock", ONE, script = true },
    remaining = { "lock", ANY, script = true },
    fini = { "", OK },
  },
  origin = rows {
    register = { "type asks" },
    answer = { "v refuse" },
    fire = { "", OK, script = true },
    info = { "", ANY },
  },
  itimer = rows {
    settime = { "rel per sec usec isec iusec which ptr old", OK,
      script = true },
    gettime = { "which ptr", ANY, script = true },
    alarm = { "sec", OK, script = true },
  },
  epoll = rows {
    create = { "flags" },
    add = { "events ptr" }, mod = { "events ptr" }, del = { "events ptr" },
    wait = { "rel ms max ptr", OK, blocks = true },
    pwait2 = { "rel sec nsec max ptr timeptr", OK, blocks = true },
  },
  clock = rows {
    get = { "clock ptr via", ANY }, res = { "clock ptr via", ANY },
    assign = { "clock sec nsec ptr" }, slack = { "ns", ANY },
  },
  process = rows {
    fork = { "exec by" },
    wait = { "", OK, blocks = true },
    kill = { "sig", OK, script = true },
    send = { "" },
  },
  signal = rows {
    handle = { "restart" }, block = { "" }, unblock = { "" },
    ignore = { "" }, default = { "" }, raise = { "" },
  },
  eventtimer = rows {
    register = { "" }, deregister = { "", OK, blocks = true },
    find = { "called check want lock", ANY },
    init = { "call dereg lock" },
    start = { "first period", OK, script = true, blocks = true },
    stop = { "", OK, script = true, blocks = true },
    ban = { "", OK, script = true },
    free = { "lock", OK, script = true, blocks = true },
    fire = { "", OK, script = true },
    info = { "", ANY, script = true },
    change = { "freq", OK, script = true, blocks = true },
  },
  timeout = rows {
    init = { "lock aff cpu", OK, script = true },
    start = { "rel", OK, script = true },
    stop = { "", ONE, script = true },
    drain = { "", ONE, blocks = true, script = true },
    fini = { "", OK, blocks = true },
    active = { "", ONE, script = true },
  },
  stream = rows {
    on = { "" }, off = { "" },
    ticks = { "cpu", ANY, script = true },
  },
  counter = rows { register = { "" } },
  lock = rows {
    lock = { "", OK, default = LIM, blocks = true, script = true },
    unlock = { "", OK, script = true },
  },
}

-- Kinds whose objects are descriptors.
for _, kind in ipairs { "timerfd", "timersock", "kevent", "kqueue", "epoll" } do
  for name, row in pairs(file) do
    L.verbs[kind][name] = L.verbs[kind][name] or row
  end
end

local clocks = { monotonic = "mono", realtime = "real" }

function L.clock(word) return clocks[word] or word end

-- The row of a verb: of the object's kind, else a control or machine verb.
function L.row(kind, verb)
  if kind and L.verbs[kind] then return L.verbs[kind][verb] end
  return L.control[verb]
end

return L
