-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the descriptors, each with the cases of timerfd that find it.

mutants { id = "file-", file = "ref/file/file.c" }

mutant {
  id = "write-works", file = "ref/file/uio.c",
  find = "r = io != NULL ? io(f, uio) : -EINVAL;",
  replace = "r = io != NULL ? io(f, uio) : (long)uio->resid;",
  bug = "a write to a timer is swallowed",
  clauses = { "TFD-WRITE-1" },
  cases = { "timerfd/write:refused" },
}
mutant {
  id = "close-leaves",
  find = "table.of[fd].file = NULL;\t\t/* [TFD-CLOSE-1] */",
  replace = "if (f != NULL)\n\t\tf->refs++;",
  bug = "close does not take the number out of the table",
  clauses = { "TFD-CLOSE-1" },
  cases = { "timerfd/close:ebadf", "timerfd/close:while-armed",
    "timerfd/close:after-expiry", "timerfd/close:many-in-turn" },
}
mutant {
  id = "close-errno", file = "ref/file/uio.c",
  find = "return -EBADF;",
  replace = "return -EINVAL;",
  bug = "a read of a closed descriptor has the wrong errno",
  clauses = { "TFD-CLOSE-1" },
  cases = { "timerfd/close:ebadf", "timerfd/close:never-opened",
    "timerfd/close:after-expiry" },
}
