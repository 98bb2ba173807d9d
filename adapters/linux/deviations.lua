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
-- This habit of its timerfd is known, but lies where no case looks:
--
--   TM-LEFT-1    Between a deadline and its interrupt, some tens of
--                microseconds, timerfd_gettime() can say 0 for a timer that
--                is still armed; timer_gettime() says 1 ns then.

local when = { system = "Linux" }

return {
  {
    id = "LINUX-01", clause = "TM-LEFT-3", when = when, kind = "decision",
    cases = { "common/left:unreported@itimer", "itimer/set:old-of-pending" },
    reason = "the series of setitimer stands still while its signal is "
      .. "pending: it is armed again when the signal is taken",
    source = "kernel/signal.c, dequeue_signal(): posixtimer_rearm_itimer()",
  },
  {
    id = "LINUX-02", clause = "ITM-SIGNAL-4", when = when, kind = "bug",
    cases = { "itimer/signal:ignored-while-pending" },
    reason = "ignoring SIGALRM takes back the pending signal whose delivery "
      .. "would have armed the series again, which never goes on",
    source = "kernel/signal.c, flush_sigqueue_mask() knows of POSIX timers "
      .. "alone",
  },
  {
    id = "LINUX-03", clause = "FIL-IO-1", when = when, kind = "decision",
    cases = { "file/pieces:short-0", "file/pieces:short-0-0-0" },
    reason = "a readv of no bytes at all returns 0 before the file is asked",
    source = "fs/read_write.c, do_iter_read(): if (!tot_len) goto out",
  },
  {
    id = "LINUX-04", clause = "FIL-IO-2", when = when, kind = "decision",
    cases = { "file/pieces:count-0" },
    reason = "no pieces are no bytes, and a readv of none returns 0",
    source = "readv(2) of Linux: iovcnt may be 0",
  },
  {
    id = "LINUX-05", clause = "FIL-IO-3", when = when, kind = "decision",
    cases = { "file/pieces:sum-huge-1", "file/pieces:sum-1-huge",
      "file/pieces:sum-huge-huge-huge", "file/pieces:sum-0-huge-8" },
    reason = "a length that is no negative ssize_t is cut to what one call "
      .. "can move, and the address then is EFAULT",
    source = "lib/iov_iter.c, copy_iovec_from_user() and import_iovec()",
  },
  {
    id = "LINUX-06", clause = "FIL-IO-4", when = when, kind = "decision",
    cases = { "file/pieces:pieces-null", "file/pieces:pieces-bad" },
    reason = "a timerfd cannot be written, which is said before the pieces "
      .. "are looked at",
    source = "fs/read_write.c, vfs_writev(): FMODE_CAN_WRITE comes first",
  },
  {
    id = "LINUX-07", clause = "SLP-BAD-2", when = when, kind = "decision",
    cases = { "sleep/refuse:flags-0x2", "sleep/refuse:flags-0x4",
      "sleep/refuse:flags-0x80", "sleep/refuse:flags-0x3",
      "sleep/refuse:flags-0x40000000", "sleep/refuse:flags-0x7fffffff" },
    reason = "flags that clock_nanosleep does not know are not looked at",
    source = "kernel/time/posix-timers.c, clock_nanosleep()",
  },
  {
    id = "LINUX-08", clause = "SLP-BAD-5", when = when, kind = "decision",
    cases = { "sleep/refuse:clock-1" },
    reason = "a negative number is a clock of a process or a device, which "
      .. "is found out after the time has been read",
    source = "kernel/time/posix-timers.c, clockid_to_kclock()",
  },
  {
    id = "LINUX-09", clause = "SLP-REST-2", when = when, kind = "decision",
    cases = { "sleep/signal:ignored" },
    reason = "an ignored signal that the first thread blocks wakes another, "
      .. "whose sleep writes its rest and then goes on",
    source = "kernel/signal.c, sig_ignored(): blocked signals are never "
      .. "ignored",
  },
  {
    id = "LINUX-10", clause = "FIL-IO-5", when = when, kind = "bug",
    cases = { "file/pieces:piece-2-of-4-4", "file/pieces:piece-3-of-1-0-7" },
    reason = "a timerfd gives half a count where the second piece is bad",
    source = "fs/timerfd.c, timerfd_read_iter(): what copy_to_iter() could "
      .. "not copy is forgotten",
  },
  {
    id = "LINUX-11", clause = "POLL-SET-1", when = when, kind = "decision",
    cases = { "poll/ready:becomes-poll", "poll/ready:becomes-ppoll" },
    reason = "a timerfd that is ready shows POLLIN without POLLRDNORM",
    source = "fs/timerfd.c, timerfd_poll()",
  },
  {
    id = "LINUX-12", clause = "POLL-WAIT-6", when = when, kind = "decision",
    cases = { "poll/ready:closed-while-poll", "poll/ready:closed-while-ppoll",
      "poll/ready:closed-while-select", "poll/ready:closed-while-pselect",
      "poll/ready:closed-and-timed-poll", "poll/ready:closed-and-timed-ppoll",
      "poll/ready:closed-and-timed-select",
      "poll/ready:closed-and-timed-pselect" },
    reason = "who wakes up looks at the numbers again, which may be another "
      .. "file's by then, or nobody's",
    source = "fs/select.c, do_poll(); select(2), BUGS",
  },
  {
    id = "LINUX-13", clause = "POLL-BAD-1", when = when, kind = "decision",
    cases = { "poll/refuse:usec-1e6-select",
      "poll/refuse:usec-1e6-in-1-s-select", "poll/refuse:usec-most-select" },
    reason = "microseconds above 999999 are carried into the seconds",
    source = "fs/select.c, kern_select()",
  },
}
