-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs of a kernel, put before a real one by the libraries of wrap/; each
-- case is red in every run on Linux, idle and busy.  They are no rows of
-- tools/mutants.lua, which changes the reference, and so stand under a name.
-- `clauses` are those that no mutant of the reference can break.
local wrappers = {
  {
    id = "wrap-early", wrapper = "early",
    bug = "every expiry is reported 1 us before its deadline",
    cases = {
      "common/early:short-relative@timerfd",
      "common/early:short-relative@ptimer",
      "common/early:short-absolute@timerfd",
      "common/early:short-absolute@ptimer",
    },
  },
  {
    id = "wrap-drop", wrapper = "drop",
    bug = "the second deadline of each series is in no count",
    cases = {
      "common/count:held-2@timerfd", "common/count:held-2@ptimer",
      "common/count:held-5@timerfd", "common/count:held-5@ptimer",
      "common/count:held-9@timerfd", "common/count:held-9@ptimer",
      "common/count:anew@timerfd", "common/count:anew@ptimer",
      "common/period:late-report@timerfd", "common/period:late-report@ptimer",
      "common/past:five-passed@ptimer",
      "timerfd/read:count-2", "timerfd/read:count-20",
      "timerfd/read:counts-in-turn",
    },
  },
  {
    id = "wrap-count", wrapper = "count",
    bug = "a count of two or more is one too high",
    cases = {
      "common/count:held-2@timerfd", "common/count:held-3@ptimer",
      "common/count:held-5@timerfd", "common/count:held-5@ptimer",
      "common/count:held-9@timerfd", "common/count:held-9@ptimer",
      "common/count:anew@timerfd", "common/count:anew@ptimer",
      "common/past:five-passed@ptimer", "common/past:long-ago@ptimer",
      "common/period:late-report@timerfd", "common/period:late-report@ptimer",
      "timerfd/read:count-2", "timerfd/read:count-20",
      "timerfd/read:counts-in-turn",
    },
  },
  {
    id = "wrap-wake", wrapper = "wake",
    bug = "sleeps and timeouts end 20 us before their time",
    cases = {
      "common/early:short-relative@sleep",
      "common/early:short-absolute@sleep",
      "common/early:short-relative@poll", "common/early:short-relative@epoll",
      "sleep/relative:gauge-nanosleep", "sleep/relative:gauge-mono",
      "poll/time:gauge-ppoll", "poll/time:gauge-select",
      "poll/time:gauge-pselect", "epoll/time:gauge-wait",
      "epoll/time:gauge-pwait2", "epoll/time:not-due-wait",
      "epoll/time:not-due-pwait2", "common/early:short-relative@itimer",
    },
  },
  {
    id = "wrap-copy", wrapper = "copy",
    bug = "a child has copies of its parent's timers",
    clauses = { "TM-FORK-1", "TM-FORK-2", "TM-FORK-3", "TM-PASS-1" },
    cases = {
      "process/fork:ptimer", "process/fork:itimer", "process/fork:alarm",
      "process/fork:timerfd", "process/fork:timerfd-set",
      "process/pass:timerfd",
    },
  },
  {
    id = "wrap-exec", wrapper = "exec",
    bug = "execve keeps the timers that should go, and no other",
    clauses = { "TM-EXEC-1", "TM-EXEC-2" },
    cases = {
      "process/exec:timerfd", "process/exec:timerfd-cloexec",
      "process/exec:ptimer", "process/exec:itimer", "process/exec:alarm",
      "process/exec:handler",
    },
  },
  {
    id = "wrap-close", wrapper = "close",
    bug = "a timer ends with the first of its descriptors that is closed",
    clauses = { "TM-FORK-3", "TM-PASS-1" },
    cases = {
      "process/fork:timerfd-set", "process/pass:outlives",
      "process/pass:on-its-way", "file/dup:outlives-dup",
      "file/dup:outlives-dup2", "file/dup:outlives-dupfd",
    },
  },
  {
    id = "wrap-lax", wrapper = "lax",
    bug = "what should be refused is granted, and processor time is the "
      .. "wall's",
    clauses = { "TM-CLOCK-1", "TM-CLOCK-2", "TM-CLOCK-3", "TM-CLOCK-4",
      "TM-CPU-1", "TM-CPU-2", "TM-THREAD-1", "TM-THREAD-2",
      "TM-ID-1" },
    cases = {
      "clock/read:set-mono", "clock/read:set-2", "clock/read:set-3",
      "clock/read:set-real", "clock/read:set-nsec-1e9",
      "clock/read:set-nsec-minus-1", "clock/read:set-sec-minus-1",
      "clock/read:set-refused", "clock/read:get-refused",
      "clock/read:res-refused", "clock/read:res-nowhere",
      "clock/read:ways-agree-mono", "clock/read:ways-agree-real",
      "clock/read:ways-agree-2", "clock/read:ways-agree-3",
      "clock/read:alarm-8", "clock/read:alarm-9", "clock/read:slack",
      "cpu/timer:thread", "cpu/timer:process", "cpu/timer:no-sleep",
      "itimer/set:sleeps-virtual", "itimer/set:sleeps-prof",
      "process/thread:told", "process/thread:gone",
      "process/thread:elsewhere", "epoll/time:refused",
      "epoll/time:time-sec-minus-1", "epoll/time:time-nsec-minus-1",
      "epoll/time:time-nsec-1e9", "epoll/ready:input-alone",
      "epoll/ready:edge", "epoll/ready:oneshot", "epoll/ready:three",
      "epoll/ready:level-wait", "epoll/ready:level-pwait2",
      "epoll/ready:withdrawn-moved", "epoll/ready:withdrawn-disarmed",
      "epoll/ready:nested", "epoll/ready:taken-out",
      "epoll/ready:woken-wait", "epoll/ready:woken-pwait2",
      "epoll/ready:time-of-day", "epoll/time:endless-wait",
      "epoll/time:endless-pwait2", "epoll/time:huge-wait",
      "epoll/time:huge-pwait2",
      "process/thread:restored-id",
    },
  },
  {
    id = "wrap-lose", wrapper = "lose",
    bug = "a setting of an interval timer by another thread ends it, with "
      .. "the pending signal, and those of processor time send none",
    cases = {
      "common/disarm:pending-kept@itimer", "common/move:pending-kept@itimer",
      "itimer/set:runs-virtual", "itimer/set:runs-prof",
    },
  },
  {
    id = "wrap-lone", wrapper = "lone",
    bug = "the timers and sleeps of a child do nothing",
    clauses = { "TM-FORK-2" },
    cases = {
      "process/fork:two-at-once", "process/fork:two-signals-at-once",
      "process/sleep:stopped", "process/sleep:stopped-past",
      "process/sleep:killed",
    },
  },
}

return { wrappers = wrappers }
