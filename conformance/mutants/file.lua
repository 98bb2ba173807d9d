-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the descriptors.

mutants { id = "file-", file = "ref/file/file.c" }

mutant {
  id = "write-works", file = "ref/file/uio.c",
  find = "return io != NULL ? io(f, uio) : -EINVAL;",
  replace = "return io != NULL ? io(f, uio) : (long)uio->resid;",
  bug = "a write to a timer is swallowed",
  clauses = { "TFD-WRITE-1" },
  cases = { "timerfd/write:refused", "file/pieces:write" },
}
mutant {
  id = "close-leaves",
  find = "table.of[fd].file = NULL;\t/* [FIL-CLOSE-1]",
  replace = "if (f != NULL)\n\t\tf->refs++;\t/* [FIL-CLOSE-1]",
  bug = "close does not take the number out of the table",
  clauses = { "TFD-CLOSE-1" },
  cases = { "timerfd/close:ebadf", "timerfd/close:while-armed",
    "timerfd/close:after-expiry", "timerfd/close:many-in-turn",
    "file/number:closed-dup2-itself",
    "timerfd/settime:order-none-but-closed" },
}
mutant {
  id = "close-errno", file = "ref/file/uio.c",
  find = "return -EBADF;\t\t\t\t/* [FIL-CLOSE-2] */\n\tv.iov_base",
  replace = "return -EINVAL;\n\tv.iov_base",
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
mutant {
  id = "next-number",
  find = "for (fd = from; fd < FILE_MAX && table.of[fd].file != NULL; fd++)",
  replace = "static int last = -1;\n"
    .. "\tfor (fd = from > last ? from : last + 1; fd < FILE_MAX &&\n"
    .. "\t    table.of[fd].file != NULL; last = fd, fd++)",
  bug = "the search for a number goes on behind the last one that was taken",
  clauses = { "FIL-OPEN-1", "FIL-CLOSE-1" },
  cases = { "file/number:least", "file/number:least-of-create",
    "file/dup:from" },
}
mutant {
  id = "too-many",
  find = "if (fd == FILE_MAX)\n\t\treturn -EMFILE;",
  replace = "if (fd == FILE_MAX)\n\t\treturn -EINVAL;",
  bug = "no free descriptor is EINVAL",
  clauses = { "FIL-OPEN-2" },
  cases = { "file/number:all-in-use", "file/dup:edge" },
  tests = { "file" },
}
mutant {
  id = "refused-leaks",
  find = "if (r < 0)\n\t\tfile_put(f);",
  replace = "if (r < 0)\n\t\t;",
  bug = "a refused dup keeps its reference, and the file is never closed",
  clauses = { "FIL-OPEN-2", "FIL-CLOSE-3" },
  tests = { "file" },
}
mutant {
  id = "number-kept",
  find = "table.of[fd].file = NULL;\t/* [FIL-CLOSE-1]",
  replace = "if (f != NULL && f->refs == 1)\n"
    .. "\t\ttable.of[fd].file = NULL;\t/* [FIL-CLOSE-1]",
  bug = "a number is free only when nobody else has the file",
  clauses = { "FIL-CLOSE-1", "TFD-CLOSE-1" },
  cases = { "file/number:closed-while-read", "file/number:last-of-two",
    "file/number:all-in-use", "file/number:closed-while-readv" },
}
mutant {
  id = "close-is-good",
  find = "if (f == NULL)\n\t\treturn -EBADF;\t\t\t\t/* [FIL-CLOSE-2] */",
  replace = "if (f == NULL)\n\t\treturn 0;",
  bug = "closing a closed descriptor succeeds",
  clauses = { "FIL-CLOSE-2" },
  cases = { "file/number:closed" },
}
mutant {
  id = "fcntl-of-none",
  find = "r = table.of[fd].file == NULL ? -EBADF :",
  replace = "r = table.of[fd].file == NULL && command != F_GETFD &&\n"
    .. "\t    command != F_SETFD ? -EBADF :",
  bug = "close-on-exec of a closed descriptor can be asked for and set",
  clauses = { "FIL-CLOSE-2" },
  cases = { "file/number:closed" },
}
mutant {
  id = "last-call",
  find = "if (!last)",
  replace = "if (!last && f->refs == 1)\n\t\tf->ops->close(f);\n"
    .. "\tif (!last)",
  bug = "a file is closed when one reference is left",
  clauses = { "FIL-CLOSE-3" },
  cases = { "file/number:last-of-two", "file/number:closed-stops",
    "file/dup:outlives-cloexec", "file/number:closed-while-two-read",
    "file/pieces:read-8", "file/pieces:read-8-8", "file/pieces:read-16",
    "file/pieces:sum-is-huge", "file/pieces:piece-1-of-8",
    "file/pieces:unused-2-of-8-8" },
}
mutant {
  id = "dup-new-file",
  find = "r = possible(from) ?",
  replace = "if (f->refs > 2)\n\t\tr = -EMFILE;\n\telse\n"
    .. "\tr = possible(from) ?",
  bug = "a file has one descriptor more than the first at most",
  clauses = { "FIL-DUP-1" },
  cases = { "file/number:least" },
}
mutant {
  id = "dup2-keeps",
  find = "if (old != NULL) {\n\t\tEVENT(FIL_CLOSE, old, to);\n"
    .. "\t\tfile_put(old);",
  replace = "if (old != NULL) {\n\t\tEVENT(FIL_CLOSE, old, to);",
  bug = "dup2 does not close what the number was",
  clauses = { "FIL-DUP-2" },
  cases = { "file/dup:onto-another-closes" },
  tests = { "file" },
}
mutant {
  id = "dup2-refuses",
  find = "old = table.of[to].file;",
  replace = "old = table.of[to].file;\n\tif (old != NULL) {\n"
    .. "\t\tport_spin_unlock(&table.lock, s);\n\t\tfile_put(f);\n"
    .. "\t\treturn -EBADF;\n\t}",
  bug = "dup2 takes free numbers only",
  clauses = { "FIL-DUP-2" },
  cases = { "file/dup:onto-another", "file/dup:onto-a-reader",
    "file/dup:onto-its-twin" },
}
mutant {
  id = "dup2-itself",
  find = "if (fd == to) {",
  replace = "if (fd == to && false) {",
  bug = "dup2 of a descriptor onto itself closes and opens it",
  clauses = { "FIL-DUP-3", "FIL-FLAG-2" },
  cases = { "file/dup:onto-itself" },
}
mutant {
  id = "dup2-twin",
  find = "if (fd == to) {",
  replace = "if (table.of[to].file == f) {",
  bug = "dup2 onto another descriptor of the file leaves its close-on-exec",
  clauses = { "FIL-FLAG-2", "FIL-DUP-2" },
  cases = { "file/dup:onto-its-twin" },
}
mutant {
  id = "dupfd-from-0",
  find = "install(f, (int)from, cloexec) :",
  replace = "install(f, 0, cloexec) :",
  bug = "F_DUPFD gives the least free number of all",
  clauses = { "FIL-DUP-4" },
  cases = { "file/dup:from", "file/dup:edge" },
}
mutant {
  id = "dupfd-above",
  find = "install(f, (int)from, cloexec) :",
  replace = "install(f, (int)from + (from > 0), cloexec) :",
  bug = "F_DUPFD gives a number above the one that it is to begin with",
  clauses = { "FIL-DUP-4" },
  cases = { "file/dup:from", "file/dup:edge" },
}
mutant {
  id = "dupfd-negative",
  find = "r = possible(from) ?",
  replace = "from = from < 0 ? 0 : from;\n"
    .. "\tr = possible(from) ?",
  bug = "F_DUPFD from a negative number begins at 0",
  clauses = { "FIL-DUP-5" },
  cases = { "file/dup:from--1", "file/dup:from--2147483648" },
}
mutant {
  id = "dupfd-beyond",
  find = "r = possible(from) ?",
  replace = "r = from >= FILE_MAX ? -EMFILE : possible(from) ?",
  bug = "F_DUPFD from beyond the last number is EMFILE",
  clauses = { "FIL-DUP-5" },
  cases = { "file/dup:from-2147483647", "file/dup:edge" },
}
mutant {
  id = "dup2-beyond",
  find = "return -EBADF;\t\t\t\t/* [FIL-DUP-6] */",
  replace = "return -EINVAL;",
  bug = "dup2 to a number that cannot be is EINVAL",
  clauses = { "FIL-DUP-6" },
  cases = { "file/dup:onto--1", "file/dup:onto-2147483647",
    "file/dup:edge" },
}
mutant {
  id = "nonblock-own",
  find = "d->file->flags = (unsigned)arg & FILE_NONBLOCK;",
  replace = "if (d->file->refs == 1)\n"
    .. "\t\t\td->file->flags = (unsigned)arg & FILE_NONBLOCK;",
  bug = "O_NONBLOCK of a file with two descriptors cannot be set",
  clauses = { "FIL-FLAG-1" },
  cases = { "file/flags:nonblock-shared" },
}
mutant {
  id = "cloexec-stays",
  find = "table.of[fd].cloexec = cloexec;",
  replace = "table.of[fd].cloexec |= cloexec;",
  bug = "a number that is used again keeps its close-on-exec",
  clauses = { "FIL-FLAG-2" },
  cases = { "file/flags:cloexec-not-kept" },
}
mutant {
  id = "cloexec-stays-dup2",
  find = "table.of[to].cloexec = false;",
  replace = ";",
  bug = "dup2 leaves the number's close-on-exec",
  clauses = { "FIL-FLAG-2" },
  cases = { "file/flags:cloexec-not-kept", "file/dup:onto-its-twin" },
}
mutant {
  id = "cloexec-any",
  find = "return file_dup(fd, arg, command == F_DUPFD_CLOEXEC);",
  replace = "return file_dup(fd, arg, false);",
  bug = "F_DUPFD_CLOEXEC is F_DUPFD",
  clauses = { "FIL-FLAG-2" },
  cases = { "file/flags:cloexec-asked-for" },
}
mutant {
  id = "cloexec-ignored",
  find = "fd = install(f, 0, (flags & FILE_CLOEXEC) != 0);",
  replace = "fd = install(f, 0, false);",
  bug = "close-on-exec that a create asked for is off",
  clauses = { "FIL-FLAG-2" },
  cases = { "file/flags:cloexec-asked-for", "file/dup:onto-itself" },
}
mutant {
  id = "getfl-cloexec",
  find = "f->flags = flags & FILE_NONBLOCK;",
  replace = "f->flags = flags;",
  bug = "F_GETFL shows O_CLOEXEC",
  clauses = { "FIL-FLAG-3" },
  cases = { "file/flags:cloexec-asked-for" },
}
mutant {
  id = "getfl-mode",
  find = "return (int)d->file->flags | O_RDWR;",
  replace = "return (int)d->file->flags;",
  bug = "F_GETFL shows no access mode",
  clauses = { "FIL-FLAG-3" },
  cases = { "file/flags:nonblock-shared", "file/flags:cloexec-own",
    "file/flags:nonblock-of-a-copy" },
}
mutant {
  id = "setfl-all",
  find = "d->file->flags = (unsigned)arg & FILE_NONBLOCK;",
  replace = "d->file->flags = (unsigned)arg;",
  bug = "F_SETFL sets whatever it is given",
  clauses = { "FIL-FLAG-4" },
  cases = { "file/flags:other-flags" },
}
mutant {
  id = "command-good",
  find = "default:\n\t\treturn -EINVAL;",
  replace = "default:\n\t\treturn 0;",
  bug = "an unknown command does nothing and succeeds",
  clauses = { "FIL-FLAG-5" },
  cases = { "file/flags:command--1", "file/flags:command-12345",
    "file/flags:command-2147483647" },
}
mutant {
  id = "pieces-first", file = "ref/file/uio.c",
  find = "f = file_get(fd);\n\tif (f == NULL)\n\t\treturn -EBADF;"
    .. "\t\t\t\t/* [FIL-CLOSE-2] */\n\terror = uio_pieces",
  replace = "error = uio_pieces(&uio, copy, user, n);\n\tif (error != 0)\n"
    .. "\t\treturn -error;\n\tf = file_get(fd);\n\tif (f == NULL)\n"
    .. "\t\treturn -EBADF;\n\terror = uio_pieces",
  bug = "the pieces are looked at before the descriptor",
  clauses = { "FIL-CLOSE-2" },
  cases = { "file/number:closed", "file/number:never-opened" },
}
mutant {
  id = "negative-numbers",
  find = "return fd >= 0 && fd < FILE_MAX;",
  replace = "return fd < FILE_MAX;",
  bug = "a negative number is looked for in the table",
  clauses = { "FIL-DUP-5", "FIL-DUP-6" },
  cases = { "file/dup:from--2147483648", "file/dup:onto--2147483648" },
}
mutant {
  id = "number-behind-the-last",
  find = "return fd >= 0 && fd < FILE_MAX;",
  replace = "return fd >= 0 && fd <= FILE_MAX;",
  bug = "the number behind the last is one",
  clauses = { "FIL-DUP-5", "FIL-DUP-6" },
  cases = { "file/dup:edge" },
}
mutant {
  id = "always-ready",
  find = "return f->ops->poll != NULL ? f->ops->poll(f, w) :",
  replace = "return f->ops->poll != NULL && w == NULL ? f->ops->poll(f, w) :",
  bug = "whoever would wait is told that a file is ready",
  clauses = { "POLL-WAIT-1" },
  cases = { "poll/ready:becomes-poll", "poll/ready:not-asked-for-select" },
}
mutant {
  id = "close-negative",
  find = "if (!possible(fd))\n\t\treturn -EBADF;\n"
    .. "\ts = port_spin_lock(&table.lock);\n\tf = table.of[fd].file;\n"
    .. "\ttable.of",
  replace = "if (!possible(fd))\n\t\treturn -EINVAL;\n"
    .. "\ts = port_spin_lock(&table.lock);\n\tf = table.of[fd].file;\n"
    .. "\ttable.of",
  bug = "closing a number that cannot be is EINVAL",
  clauses = { "FIL-CLOSE-2" },
  cases = { "file/number:never-opened" },
}
mutant {
  id = "fcntl-negative",
  find = "if (!possible(fd))\n\t\treturn -EBADF;\n"
    .. "\ts = port_spin_lock(&table.lock);\n\tr =",
  replace = "if (!possible(fd))\n\t\treturn -EINVAL;\n"
    .. "\ts = port_spin_lock(&table.lock);\n\tr =",
  bug = "the flags of a number that cannot be are EINVAL",
  clauses = { "FIL-CLOSE-2" },
  cases = { "file/number:never-opened" },
}
