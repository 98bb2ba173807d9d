-- SPDX-License-Identifier: BSD-2-Clause
-- kern.eventtimer and its relatives, by name.

local TWO = { { quality = 1000, freq = 1193182, flags = "oneshot|percpu" },
  { flags = "periodic|c3stop|pow2div", quality = -5, freq = 32768 } }

local function shows(key, clauses, name, value)
  case(key) {
    title = name .. " reads as it should",
    clauses = clauses,
    class = { "virtual" },
    run = function (s)
      s:machine { timers = TWO }
      s:at(0):sysctl(name):shows { v = value }
      s:finish(ms(20))
    end,
  }
end

shows("choice", { "TICK-NAME-1", "TICK-NAME-2", "ET-NEXT-1" },
  "kern.eventtimer.choice", "simtimer(1000),simtimer1(-5)")
shows("timer", { "TICK-NAME-1" }, "kern.eventtimer.timer", "simtimer")
shows("singlemul", { "TICK-NAME-1" }, "kern.eventtimer.singlemul", "2")
shows("idletick", { "TICK-NAME-1" }, "kern.eventtimer.idletick", "0")
shows("periodic", { "TICK-NAME-1" }, "kern.eventtimer.periodic", "0")
shows("hz", { "TICK-NAME-1" }, "kern.hz", "1000")
shows("flags", { "TICK-NAME-3" }, "kern.eventtimer.et.simtimer.flags", "6")
shows("flags-1", { "TICK-NAME-3" }, "kern.eventtimer.et.simtimer1.flags", "25")
shows("quality", { "TICK-NAME-3", "ET-NEXT-2" },
  "kern.eventtimer.et.SIMTIMER1.quality", "-5")
shows("frequency", { "TICK-NAME-3" },
  "kern.eventtimer.et.simtimer.frequency", "1193182")

case "long-choice" {
  title = "a value that does not fit the buffer fails with ENOMEM",
  clauses = { "TICK-NAME-7" },
  class = { "virtual" },
  run = function (s)
    for i = 1, 4 do
      local d = s:eventtimer { called = "a-long-name-of-a-timer-" .. i }
      s:at(0):register(d)
    end
    s:main():sysctl "kern.eventtimer.choice":fails "ENOMEM"
    s:finish(ms(20))
  end,
}

local function refused(key, clauses, name, value, errno)
  case(key) {
    title = ("%s = %s fails with %s"):format(name, value or "?", errno),
    clauses = clauses,
    class = { "virtual" },
    run = function (s)
      s:at(0):sysctl("kern.eventtimer.singlemul", { set = 7 })
      s:main():tally "et.stop":gives "n"
      if value then
        s:at(ms(1)):sysctl(name, { set = value }):fails(errno)
      else
        s:at(ms(1)):sysctl(name):fails(errno)
      end
      local is = { timer = "simtimer", periodic = "0", singlemul = "7",
        idletick = "0" }
      for _, n in ipairs { "timer", "periodic", "singlemul", "idletick" } do
        s:at(ms(1)):sysctl("kern.eventtimer." .. n):shows { v = is[n] }
      end
      s:main():sysctl "kern.hz":shows { v = "1000" }
      s:main():tally "et.stop":gives "n"
      s:finish(ms(20))
    end,
  }
end

for i, name in ipairs { "kern.eventtimer", "kern.eventtimer.", "kern",
    "kern.eventtimer.timers", "kern.eventtimer.et", "kern.eventtimer.et.",
    "kern.eventtimer.et.simtimer", "kern.eventtimer.et.simtimer.name",
    "kern.eventtimer.et.simtimer7.flags", "Kern.hz",
    "kern.eventtimer.et.a-name-that-is-longer-than-any-timers.flags" } do
  refused("no-such-" .. i, { "TICK-NAME-4" }, name, nil, "ENOENT")
  refused("set-no-such-" .. i, { "TICK-NAME-4" }, name, "1", "ENOENT")
end
for _, row in ipairs { { "singlemul", "0" }, { "singlemul", "21" },
    { "singlemul", "-1" }, { "singlemul", "2x" }, { "singlemul", "none" },
    { "singlemul", "99999999999" }, { "singlemul", "4294967298" },
    { "singlemul", "2-" }, { "periodic", "2" }, { "idletick", "2" },
    { "idletick", "yes" }, { "periodic", "none" } } do
  refused(("bad-%s-%s"):format(row[1], (row[2]:gsub("%W", "m"))),
    { "TICK-NAME-5" }, "kern.eventtimer." .. row[1], row[2], "EINVAL")
end
refused("bad-hz-0", { "TICK-NAME-5" }, "kern.hz", "0", "EINVAL")
refused("bad-hz-100001", { "TICK-NAME-5" }, "kern.hz", "100001", "EINVAL")
for _, name in ipairs { "kern.eventtimer.choice", "kern.stathz", "kern.profhz",
    "kern.eventtimer.et.simtimer.flags",
    "kern.eventtimer.et.simtimer.quality",
    "kern.eventtimer.et.simtimer.frequency" } do
  refused("read-only-" .. name:match "%w+$", { "TICK-NAME-8" }, name, "1",
    "EPERM")
end
