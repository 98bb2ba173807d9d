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
mutant {
  id = "numbers-used-up",
  find = "for (fd = from; fd < FILE_MAX && table.of[fd].file != NULL; fd++)"
    .. "\n\t\t;",
  replace = "static int last;\n\n\t(void)from;\n"
    .. "\tfd = last < FILE_MAX ? last++ : last;",
  bug = "a number is given out once and never again",
  clauses = { "TFD-CLOSE-2" },
  cases = { "timerfd/close:given-out-again" },
}
mutant {
  id = "no-memory",
  find = "if (f == NULL)\n\t\treturn -ENOMEM;",
  replace = "if (f == NULL)\n\t\treturn -EMFILE;",
  bug = "want of memory for the file looks like want of descriptors",
  clauses = { "TFD-CREATE-6" },
  cases = { "timerfd/create:no-memory-2" },
}
mutant {
  id = "close-under-reader",
  find = "EVENT(FIL_CLOSE, f, fd);\n",
  replace = "EVENT(FIL_CLOSE, f, fd);\n\tif (f->refs == 2)\n"
    .. "\t\tfile_put(f);\n",
  bug = "close takes the file away from a read that sleeps",
  clauses = { "TFD-CLOSE-3" },
  cases = { "timerfd/close:while-read" },
}
mutant {
  id = "cloexec-sticks",
  find = "d->cloexec = (arg & FD_CLOEXEC) != 0;",
  replace = "d->cloexec |= (arg & FD_CLOEXEC) != 0;",
  bug = "close-on-exec cannot be taken back",
  clauses = { "TFD-CREATE-4" },
  cases = { "timerfd/create:cloexec-later" },
}
mutant {
  id = "read-only",
  find = "return (int)d->file->flags | O_RDWR;",
  replace = "return (int)d->file->flags;",
  bug = "F_GETFL shows a file that is open for reading alone",
  clauses = { "TFD-CREATE-5" },
  cases = { "timerfd/create:fcntl-1", "timerfd/create:cloexec-later" },
}
