-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in what moves the bytes of a read or a write.

mutants { id = "uio-", file = "ref/file/uio.c" }

mutant {
  id = "first-piece",
  find = "n = size - done < v->iov_len ? size - done : v->iov_len;",
  replace = "n = size - done;",
  bug = "all that is moved goes through the first piece",
  clauses = { "FIL-IO-1" },
  cases = { "file/pieces:read-4-4", "file/pieces:read-1-7",
    "file/pieces:read-3-0-5", "file/pieces:read-1-1-1-1-1-1-1-1",
    "file/pieces:read-5-8", "file/pieces:short-0", "file/pieces:short-4-3",
    "file/pieces:sleeps", "file/pieces:piece-2-of-4-4" },
}
mutant {
  id = "zero-stops",
  find = "for (v = uio->iov; v->iov_len == 0; v++)",
  replace = "if (uio->iov->iov_len == 0 && done == 0)\n\t\t\treturn EFAULT;\n"
    .. "\t\tfor (v = uio->iov; v->iov_len == 0; v++)",
  bug = "a first piece of length zero is an error",
  clauses = { "FIL-IO-1" },
  cases = { "file/pieces:read-0-8", "file/pieces:read-0-0-4-0-0-4-0-0",
    "file/pieces:unused-1-of-0-8" },
}
mutant {
  id = "piece-again",
  find = "v->iov_base = USER_AT((char *)v->iov_base, n);",
  replace = "if (n > 1)\n\t\t\tv->iov_base = USER_AT((char *)v->iov_base, n);",
  bug = "what is moved does not begin where the last part ended",
  clauses = { "FIL-IO-1" },
  tests = { "file" },
}
mutant {
  id = "resid-first",
  find = "uio->resid += copy[i].iov_len;",
  replace = "uio->resid = copy[i].iov_len;",
  bug = "a call has room for its last piece alone",
  clauses = { "FIL-IO-1" },
  cases = { "file/pieces:read-4-4", "file/pieces:read-8-0",
    "file/pieces:read-7-1", "file/pieces:read-1-0-1-0-1-0-1-0-1-0-1-0-1-0-1-0",
    "file/pieces:short-7", "file/pieces:short-0-0-0", "file/pieces:nonblock",
    "file/pieces:piece-3-of-1-0-7", "file/pieces:unused-2-of-8-0" },
}
mutant {
  id = "none",
  find = "if (n <= 0 || n > IOV_MAX)",
  replace = "if (n < 0 || n > IOV_MAX)",
  bug = "no pieces at all are looked for at their address",
  clauses = { "FIL-IO-2" },
  cases = { "file/pieces:count-0" },
}
mutant {
  id = "pointer-first",
  find = "if (n <= 0 || n > IOV_MAX)",
  replace = "if (port_copyin(copy, user, sizeof(*copy)) != 0)\n"
    .. "\t\treturn EFAULT;\n\tif (n <= 0 || n > IOV_MAX)",
  bug = "the address of the pieces is looked at before their number",
  clauses = { "FIL-IO-2" },
  cases = { "file/pieces:count-0", "file/pieces:count--1",
    "file/pieces:count-1025", "file/pieces:count--2147483648",
    "file/pieces:count-2147483647" },
}
mutant {
  id = "one-less",
  find = "if (n <= 0 || n > IOV_MAX)",
  replace = "if (n <= 0 || n >= IOV_MAX)",
  bug = "one piece less than there may be is as many as there may be",
  clauses = { "FIL-IO-2" },
  cases = { "file/pieces:count-17" },
}
mutant {
  id = "sum-wraps",
  find = "if (copy[i].iov_len > PTRDIFF_MAX - uio->resid)",
  replace = "if (copy[i].iov_len > PTRDIFF_MAX)",
  bug = "the sum of the lengths may be more than a call can count",
  clauses = { "FIL-IO-3" },
  cases = { "file/pieces:sum-huge-1", "file/pieces:sum-0-huge-8",
    "file/pieces:sum-1-huge", "file/pieces:sum-huge-huge-huge" },
}
mutant {
  id = "length-any",
  find = "r = size <= PTRDIFF_MAX ?",
  replace = "r = size <= SIZE_MAX - 1 ?",
  bug = "a read of more bytes than a call can count goes on",
  clauses = { "FIL-IO-3" },
  tests = { "file" },
}
mutant {
  id = "array-errno",
  find = "return EFAULT;\t\t\t\t\t/* [FIL-IO-4] */",
  replace = "return EINVAL;",
  bug = "a bad address of the pieces is EINVAL",
  clauses = { "FIL-IO-4" },
  cases = { "file/pieces:pieces-null", "file/pieces:pieces-bad" },
}
mutant {
  id = "bad-piece-good",
  find = "for (done = 0; done < size && error == 0; done += n) {",
  replace = "for (done = 0; done < size; done += n) {",
  bug = "of several pieces only the last may be bad",
  clauses = { "FIL-IO-5" },
  cases = { "file/pieces:piece-1-of-4-4" },
}
mutant {
  id = "in-at-the-start",
  find = "port_copyin(to + done, v->iov_base, n) :",
  replace = "port_copyin(to, v->iov_base, n) :",
  bug = "each piece of a write goes where the first one went",
  clauses = { "FIL-IO-1" },
  cases = { "timersock/write:pieces-2-writev",
    "timersock/write:pieces-3-writev" },
  tests = { "file" },
}
mutant {
  id = "position-errno",
  find = "return -ESPIPE;",
  replace = "return -EINVAL;",
  bug = "a call with a position has the errno of an unknown one",
  clauses = { "FIL-IO-6" },
  cases = { "file/pieces:position-0", "file/pieces:position-8",
    "file/pieces:position-1099511627776" },
}
mutant {
  id = "position-passed-over",
  find = "(void)user, (void)size, (void)at;\n\treturn positioned(fd);\n}"
    .. "\n\nlong\nsys_pwrite",
  replace = "(void)at;\n\treturn sys_read(fd, user, size);\n}"
    .. "\n\nlong\nsys_pwrite",
  bug = "pread is a read, whatever its position",
  clauses = { "FIL-IO-6" },
  cases = { "file/pieces:position-0", "file/pieces:position-1" },
}
mutant {
  id = "position-first",
  find = "return -EBADF;\t\t\t\t/* [FIL-CLOSE-2] */\n"
    .. "\tfile_put(f);\n\treturn -ESPIPE",
  replace = "return -ESPIPE;\n\tfile_put(f);\n\treturn -ESPIPE",
  bug = "a call with a position does not look at the descriptor",
  clauses = { "FIL-CLOSE-2" },
  cases = { "file/number:closed", "file/number:never-opened" },
}
