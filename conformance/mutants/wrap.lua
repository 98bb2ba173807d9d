-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs of a kernel, put before a real one by the libraries of wrap/; each
-- case is red in every run on Linux, idle and busy.  They are no rows of
-- tools/mutants.lua, which changes the reference, and so stand under a name.
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
}

return { wrappers = wrappers }
