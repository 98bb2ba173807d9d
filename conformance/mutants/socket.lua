-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the calls for sockets.

mutants { id = "sock-", file = "ref/timersock/socket.c", cases = "timersock/" }

mutant {
  id = "any-descriptor",
  find = "return -EBADF;\t\t\t\t/* [TSK-CLOSE-1] */",
  replace = "return -ENOTSOCK;",
  bug = "a number that is no descriptor is no socket",
  clauses = { "TSK-CLOSE-1", "TSK-OTHER-5" },
  cases = { "other:closed", "other:never-opened", "read:close-under-a-sleeper",
    "socket:oom-2" },
}
mutant {
  id = "timerfd-is-a-socket",
  find = "return -ENOTSOCK;",
  replace = "return -EOPNOTSUPP;",
  bug = "a descriptor of another kind is a socket that can do nothing",
  clauses = { "TSK-OTHER-4" },
  cases = { "other:not-a-socket" },
}
mutant {
  id = "reference-kept",
  find = "\t\tfile_put(f);\n\t\treturn -ENOTSOCK;",
  replace = "\t\tf->ops->close(f);\n\t\treturn -ENOTSOCK;",
  bug = "asking whether a timerfd is a socket closes it",
  clauses = { "TSK-OTHER-4" },
  cases = { "other:not-a-socket" },
}
mutant {
  id = "any-family",
  find = "if (family != AF_TIMER)",
  replace = "if ((family & 255) != AF_TIMER)",
  bug = "a family is cut to 8 bits",
  clauses = { "TSK-SOCKET-2" },
  cases = { "socket:socket-family287", "socket:socketpair-family287",
    "socket:socket-family65567", "socket:socketpair-family65567" },
}
mutant {
  id = "family-not-judged",
  find = "\tif (family != AF_TIMER)\n\t\treturn -EAFNOSUPPORT;",
  replace = "",
  bug = "a socket of any family is a timer socket",
  clauses = { "TSK-SOCKET-2" },
  cases = { "socket:socket-family-1", "socket:socket-family0",
    "socket:socket-family1", "socket:socket-family2",
    "socket:socket-family30", "socket:socket-family32",
    "socket:socket-family99" },
}
mutant {
  id = "type-not-judged",
  find = "!= SOCK_STREAM)\n\t\treturn -ESOCKTNOSUPPORT;",
  replace = "< 0)\n\t\treturn -ESOCKTNOSUPPORT;",
  bug = "a timer socket may be of any type",
  clauses = { "TSK-SOCKET-3" },
  cases = { "socket:type-0", "socket:type-2", "socket:type-3",
    "socket:type-5" },
}
mutant {
  id = "opened-then-judged",
  find = "\treturn error != 0 ? error :\t\t\t/* [TSK-SOCKET-5] */\n"
    .. "\t    timersock_open((unsigned)type);",
  replace = "\tint fd = timersock_open((unsigned)type & (SOCK_NONBLOCK |\n"
    .. "\t    SOCK_CLOEXEC));\n\treturn error != 0 ? error : fd;",
  bug = "a socket() that is refused keeps a descriptor",
  clauses = { "TSK-SOCKET-1", "TSK-SOCKET-2", "TSK-SOCKET-3" },
  cases = { "socket:refused-takes-none" },
}
mutant {
  id = "type-before-family",
  find = "\tif (family != AF_TIMER)\n\t\treturn -EAFNOSUPPORT;",
  replace = "\tif (family != AF_TIMER && (type & 15) == SOCK_STREAM)\n"
    .. "\t\treturn -EAFNOSUPPORT;",
  bug = "the type is judged before the family",
  clauses = { "TSK-OTHER-5" },
  cases = { "socket:order" },
}
mutant {
  id = "any-type",
  find = "if ((type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)) != SOCK_STREAM)",
  replace = "if ((type & 15) != SOCK_STREAM)",
  bug = "flags of the type that do not exist are taken",
  clauses = { "TSK-SOCKET-3" },
  cases = { "socket:type-17", "socket:type-257", "socket:type-1048577" },
}
mutant {
  id = "any-protocol",
  find = "return protocol != 0 ? -EPROTONOSUPPORT : 0;",
  replace = "return (protocol & 255) != 0 ? -EPROTONOSUPPORT : 0;",
  bug = "a protocol is cut to 8 bits",
  clauses = { "TSK-SOCKET-4" },
  cases = { "socket:protocol256" },
}
mutant {
  id = "flags-dropped",
  find = "timersock_open((unsigned)type);",
  replace = "timersock_open(0 * (unsigned)type);",
  bug = "the flags of the type have no effect",
  clauses = { "TSK-SOCKET-5" },
  cases = { "socket:flags-nonblock", "socket:flags-cloexec",
    "socket:flags-both" },
}
mutant {
  id = "send-any-flag",
  find = "if ((flags & ~(MSG_DONTWAIT | MSG_NOSIGNAL)) != 0)",
  replace = "if ((flags & MSG_OOB) != 0)",
  bug = "a send takes flags that it does not know",
  clauses = { "TSK-OTHER-3" },
  cases = { "other:flags-32", "other:flags-8192",
    "other:flags-of-the-other-way", "other:flags-128" },
}
mutant {
  id = "nosignal-refused",
  find = "if ((flags & ~(MSG_DONTWAIT | MSG_NOSIGNAL)) != 0)",
  replace = "if (flags != 0)",
  bug = "a send takes no flag at all",
  clauses = { "TSK-WRITE-6" },
  cases = { "other:flags-of-the-other-way" },
}
mutant {
  id = "address-ignored",
  find = "\tif (addressed)\n\t\treturn EINVAL;",
  replace = "\tif (addressed)\n\t\treturn 0;",
  bug = "a send to an address sets the timer",
  clauses = { "TSK-WRITE-10" },
  cases = { "write:address-sendto", "write:address-sendmsg" },
}
mutant {
  id = "control-ignored",
  find = "return control ? EOPNOTSUPP : 0;",
  replace = "return control ? 0 : 0;",
  bug = "control data of a send are thrown away, as in NetBSD 1.4T",
  clauses = { "TSK-WRITE-11" },
  cases = { "write:control", "shutdown:writing-wr" },
}
mutant {
  id = "address-before-flags",
  find = "\tif ((flags & ~(MSG_DONTWAIT | MSG_NOSIGNAL)) != 0)",
  replace = "\tif (addressed)\n\t\treturn EINVAL;\n"
    .. "\tif ((flags & ~(MSG_DONTWAIT | MSG_NOSIGNAL)) != 0)",
  bug = "an address is found before an unknown flag",
  clauses = { "TSK-OTHER-5" },
  cases = { "other:flags-oob", "other:flags--1" },
}
mutant {
  id = "receive-any-flag",
  find = "(flags & ~(MSG_DONTWAIT | MSG_PEEK | MSG_WAITALL)) != 0 ?",
  replace = "(flags & MSG_OOB) != 0 ?",
  bug = "a receive takes flags that it does not know",
  clauses = { "TSK-OTHER-3" },
  cases = { "other:flags-32", "other:flags-of-the-other-way" },
}
mutant {
  id = "waitall-refused",
  find = "(flags & ~(MSG_DONTWAIT | MSG_PEEK | MSG_WAITALL)) != 0 ?",
  replace = "(flags & ~(MSG_DONTWAIT | MSG_PEEK)) != 0 ?",
  bug = "a receive does not know MSG_WAITALL",
  clauses = { "TSK-READ-10" },
  cases = { "read:waitall-recv", "read:waitall-recvmsg",
    "read:waitall-recvfrom" },
}
mutant {
  id = "size-negative",
  find = "return size <= PTRDIFF_MAX ? 0 : EINVAL;",
  replace = "return 0;",
  bug = "a size that is a negative number is taken for a large one",
  clauses = { "TSK-OTHER-5" },
  cases = { "write:huge", "read:huge" },
}
mutant {
  id = "address-length",
  find = "if (r >= 0 && address != NULL &&",
  replace = "if (r < 0 && address != NULL &&",
  bug = "recvfrom leaves the length of the address as it was",
  clauses = { "TSK-READ-11" },
  cases = { "read:no-address" },
}
mutant {
  id = "no-pieces",
  find = "if (m->msg_iovlen <= 0 || m->msg_iovlen > IOV_MAX)",
  replace = "if (m->msg_iovlen < 0 || m->msg_iovlen > IOV_MAX)",
  bug = "a message without pieces is told from one with too many",
  clauses = { "TSK-OTHER-5" },
  cases = { "other:message-sendmsg", "other:message-recvmsg" },
}
mutant {
  id = "many-pieces",
  find = "if (m->msg_iovlen <= 0 || m->msg_iovlen > IOV_MAX)",
  replace = "if (m->msg_iovlen <= 0)",
  bug = "a message of too many pieces has a wrong errno",
  clauses = { "TSK-OTHER-5" },
  cases = { "other:message-sendmsg", "other:message-recvmsg" },
}
mutant {
  id = "sendmsg-name",
  find = "r = -sendable(flags, m.msg_name != NULL,",
  replace = "r = -sendable(flags, false,",
  bug = "sendmsg does not look at the name",
  clauses = { "TSK-WRITE-10" },
  cases = { "write:address-sendmsg" },
}
mutant {
  id = "message-address",
  find = "m.msg_namelen = m.msg_controllen = 0;",
  replace = "m.msg_controllen = 0;",
  bug = "recvmsg leaves the length of the name as it was",
  clauses = { "TSK-READ-11" },
  cases = { "read:no-address" },
}
mutant {
  id = "any-shutdown",
  find = "if (how == SHUT_RD || how == SHUT_WR || how == SHUT_RDWR)",
  replace = "if (how >= SHUT_RD)",
  bug = "any number shuts both ways down",
  clauses = { "TSK-SHUT-4" },
  cases = { "shutdown:unknown3", "shutdown:unknown256", "shutdown:unknown4",
    "shutdown:unknown255" },
}
mutant {
  id = "rdwr-unknown",
  find = "if (how == SHUT_RD || how == SHUT_WR || how == SHUT_RDWR)",
  replace = "if (how == SHUT_RD || how == SHUT_WR)",
  bug = "only one way can be shut down",
  clauses = { "TSK-SHUT-1", "TSK-SHUT-3" },
  cases = { "shutdown:reading-rdwr", "shutdown:writing-rdwr",
    "shutdown:ends-a-sleep-rdwr", "poll:shutdown-rdwr-poll" },
}
mutant {
  id = "wrong-way",
  find = "timersock_shutdown(f, how != SHUT_WR, how != SHUT_RD);",
  replace = "timersock_shutdown(f, how != SHUT_RD, how != SHUT_WR);",
  bug = "reading is shut down in place of writing",
  clauses = { "TSK-SHUT-1", "TSK-SHUT-3" },
  cases = { "shutdown:reading-rd", "shutdown:writing-wr",
    "shutdown:timer-runs-on", "poll:shutdown-wr-poll",
    "poll:shutdown-wr-ppoll", "poll:shutdown-wr-select",
    "poll:shutdown-wr-pselect" },
}
mutant {
  id = "option-overruns",
  find = "\tif (most < size)\n\t\treturn EINVAL;",
  replace = "\tif (most == 0)\n\t\treturn EINVAL;",
  bug = "an option is stored where it has no room",
  clauses = { "TSK-OPT-3" },
  cases = { "option:too-little-room" },
}
mutant {
  id = "option-length-unread",
  find = "if (port_copyin(&most, length, sizeof(most)) != 0)\n"
    .. "\t\treturn EFAULT;",
  replace = "if (port_copyin(&most, length, sizeof(most)) != 0)\n"
    .. "\t\tmost = 0;",
  bug = "a bad pointer to the length counts as too little room",
  clauses = { "TSK-OTHER-5", "TSK-OPT-4" },
  cases = { "option:too-little-room" },
}
mutant {
  id = "option-bad-pointer",
  find = "if (port_copyout(value, user, size) != 0)\n\t\treturn EFAULT;",
  replace = "(void)port_copyout(value, user, size);",
  bug = "an option for a bad address succeeds",
  clauses = { "TSK-OPT-4" },
  cases = { "option:pointer-bad", "option:pointer-null" },
}
mutant {
  id = "option-length-kept",
  find = "return port_copyout(&size, length, sizeof(size));",
  replace = "return 0;",
  bug = "the length of an option is not stored",
  clauses = { "TSK-OPT-5" },
  cases = { "option:type" },
}
mutant {
  id = "option-any-level",
  find = "if (level == SOL_TIMER && name == TSO_ITIMER) {",
  replace = "if (level != SOL_SOCKET && name == TSO_ITIMER) {",
  bug = "any level but one is the timer's",
  clauses = { "TSK-OPT-2" },
  cases = { "option:unknown-7-0", "option:unknown-8-6",
    "option:unknown-9-330" },
}
mutant {
  id = "option-any-name",
  find = "if (level == SOL_TIMER && name == TSO_ITIMER) {",
  replace = "if (level == SOL_TIMER) {",
  bug = "any option of the timer is its time",
  clauses = { "TSK-OPT-2" },
  cases = { "option:unknown-1-timer", "option:unknown-2-timer",
    "option:unknown-3-timer" },
}
mutant {
  id = "option-all-are-rcvbuf",
  find = "if (level != SOL_SOCKET || (name != SO_TYPE && name != SO_RCVBUF))",
  replace = "if (level != SOL_SOCKET)",
  bug = "options that are unknown read as the size of the buffer",
  clauses = { "TSK-OPT-2" },
  cases = { "option:unknown-4-socket", "option:unknown-6-socket",
    "option:unknown-5-socket" },
}
mutant {
  id = "option-level-ignored",
  find = "if (level != SOL_SOCKET || (name != SO_TYPE && name != SO_RCVBUF))",
  replace = "if (name != SO_TYPE && name != SO_RCVBUF)",
  bug = "the options of sockets are there at any level",
  clauses = { "TSK-OPT-2" },
  cases = { "option:unknown-3-timer", "option:unknown-10--1" },
}
mutant {
  id = "type-is-rcvbuf",
  find = "v = name == SO_TYPE ? SOCK_STREAM :\n\t    timersock_rcvbuf(f);",
  replace = "v = timersock_rcvbuf(f);",
  bug = "SO_TYPE is the size of the buffer",
  clauses = { "TSK-OPT-5" },
  cases = { "option:type" },
}
mutant {
  id = "set-any-option",
  find = "if (level != SOL_SOCKET || name != SO_RCVBUF)\n"
    .. "\t\treturn ENOPROTOOPT;",
  replace = "if (level != SOL_SOCKET)\n\t\treturn ENOPROTOOPT;",
  bug = "any option of a socket sets the buffer",
  clauses = { "TSK-OPT-2" },
  cases = { "option:not-settable-type", "option:unknown-4-socket",
    "option:too-little-room" },
}
mutant {
  id = "set-any-level",
  find = "if (level != SOL_SOCKET || name != SO_RCVBUF)\n"
    .. "\t\treturn ENOPROTOOPT;",
  replace = "if (name != SO_RCVBUF)\n\t\treturn ENOPROTOOPT;",
  bug = "the buffer can be set at any level",
  clauses = { "TSK-OPT-2" },
  cases = { "option:unknown-3-timer", "option:unknown-10--1" },
}
mutant {
  id = "set-too-short",
  find = "if (length < sizeof(bytes))",
  replace = "if (length == 0)",
  bug = "an option is read from where it cannot stand whole",
  clauses = { "TSK-OPT-3" },
  cases = { "option:too-little-room" },
}
mutant {
  id = "set-bad-pointer",
  find = "if (port_copyin(&bytes, user, sizeof(bytes)) != 0)\n"
    .. "\t\treturn EFAULT;",
  replace = "if (port_copyin(&bytes, user, sizeof(bytes)) != 0)\n"
    .. "\t\treturn EINVAL;",
  bug = "an option from a bad address is a wrong value",
  clauses = { "TSK-OPT-4" },
  cases = { "option:pointer-bad", "option:pointer-null" },
}
mutant {
  id = "unsupported-done",
  find = "\tfile_put(f);\n\treturn -EOPNOTSUPP;",
  replace = "\tfile_put(f);\n\treturn 0;",
  bug = "calls that do nothing succeed",
  clauses = { "TSK-OTHER-1" },
  cases = { "other:call-bind", "other:call-connect", "other:call-listen",
    "other:call-accept", "other:call-getsockname",
    "other:call-getpeername" },
}
mutant {
  id = "pair-done",
  find = "return error != 0 ? error : -EOPNOTSUPP;",
  replace = "return error;",
  bug = "socketpair says that it made a pair",
  clauses = { "TSK-OTHER-2" },
  cases = { "socket:socketpair-refused" },
}
mutant {
  id = "pair-unjudged",
  find = "return error != 0 ? error : -EOPNOTSUPP;",
  replace = "return error != 0 ? -EOPNOTSUPP : -EOPNOTSUPP;",
  bug = "socketpair does not look at the family",
  clauses = { "TSK-SOCKET-2", "TSK-SOCKET-4" },
  cases = { "socket:socketpair-family2", "socket:protocol6", "socket:order",
    "socket:socketpair-family-1", "socket:socketpair-family0",
    "socket:socketpair-family1", "socket:socketpair-family30",
    "socket:socketpair-family32", "socket:socketpair-family99",
    "socket:protocol-1", "socket:protocol1" },
}
