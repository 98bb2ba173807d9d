-- SPDX-License-Identifier: BSD-2-Clause
--
-- Where Linux is known to keep a clause otherwise, and a case shows it.
--
-- A list of rows:
--
--   {
--     id = "LINUX-01",                       -- never used again
--     clause = "TM-MOVE-3",                  -- the clause that is not kept
--     cases = { "common/move:pending@ptimer" },  -- that show it: whole ids,
--                                            -- each naming the clause
--     when = {                               -- where; all that is given holds
--       system = "Linux",                    --   uname -s
--       from = "2.6.25", before = "6.13",    --   releases; before: the first
--     },                                     --   one that keeps the clause
--     kind = "bug",                          -- decision: they want it so
--                                            -- bug: known there
--                                            -- stale: mended, not released
--                                            -- flaky: seen now and then
--     verdict = "crash",                     -- where it is not a plain fail
--     reason = "one sentence for the report",
--     source = "manual page, commit or address of a mail",
--   },
--
-- The cases are then expected to fail (not ok # TODO).  One that passes is
-- reported as not ok, unless it is flaky, and the row is to be taken out.  A
-- row names single cases: it must not hide a neighbour.
--
-- Seen on Linux 6.18.  This habit of its timerfd is known, too, but lies where
-- no case looks:
--
--   TM-LEFT-1    Between a deadline and its interrupt, some tens of
--                microseconds, timerfd_gettime() can say 0 for a timer that
--                is still armed; timer_gettime() says 1 ns then.
return {
  {
    id = "LINUX-01",
    clause = "TM-LEFT-3",
    cases = { "common/left:unreported@itimer", "itimer/set:old-of-pending" },
    when = { system = "Linux" },
    kind = "decision",
    reason = "an interval timer is armed again when its signal is taken; "
      .. "until then nothing is left, and none is told",
    source = "kernel/time/itimer.c, it_real_fn(); kernel/signal.c, "
      .. "dequeue_signal()",
  },
  {
    id = "LINUX-02",
    clause = "ITM-SIGNAL-4",
    cases = { "itimer/signal:ignored-while-pending" },
    when = { system = "Linux" },
    kind = "bug",
    reason = "a pending SIGALRM that is ignored is dropped, and nobody arms "
      .. "the interval timer again",
    source = "kernel/signal.c, flush_sigqueue_mask() and dequeue_signal()",
  },
}
