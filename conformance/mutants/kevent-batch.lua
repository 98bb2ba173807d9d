-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the batches of kevent.

mutants { id = "kev-", file = "ref/kevent/ctl.c", cases = "kevent/" }

mutant {
  id = "type-past-end",
  find = "u->type < KEVENT_MAX ? origins[u->type] : NULL",
  replace = "origins[u->type % KEVENT_MAX]",
  bug = "the type is cut to those that there are",
  clauses = { "KEV-ADD-3" },
  cases = { "batch:refused-no-type" },
}

mutant {
  id = "posix-by-user",
  find = "if (origin == &kevent_bound_origin)\n\t\treturn EPERM;",
  replace = "if (origin == &kevent_bound_origin)\n\t\treturn ENOSYS;",
  bug = "the kernel's own type is said to be unknown",
  clauses = { "KEV-ADD-3" },
  cases = { "batch:refused-posix", "batch:partial" },
}

mutant {
  id = "flags-any",
  find = "if ((u->req_flags & ~REQ_FLAGS) != 0)\n\t\treturn EINVAL;",
  replace = "",
  bug = "unknown flags of an entry are taken",
  clauses = { "KEV-ADD-3", "KEV-MODIFY-2" },
  cases = { "batch:refused-flags", "batch:refused-all-flags",
    "batch:modify-refused-flags" },
}

mutant {
  id = "events-any",
  find = "(u->event & ~origin->events) != 0 ||",
  replace = "",
  bug = "unknown bits of event are taken",
  clauses = { "KEV-ADD-3" },
  cases = { "batch:refused-events" },
}

mutant {
  id = "events-none",
  find = "||\n\t    (u->event & origin->wants) == 0",
  replace = "",
  bug = "an entry that asks for nothing is taken",
  clauses = { "KEV-ADD-3" },
  cases = { "batch:refused-no-event", "batch:refused-clock-alone" },
}

mutant {
  id = "not-looked-at",
  find = "kevent_ready(k);\n\tkevent_settle(k->queue);",
  replace = "(void)k;",
  bug = "what is ready when it is added is found with the next change",
  clauses = { "KEV-ADD-4", "KEV-MODIFY-1" },
  cases = { "socket:ready-at-once", "socket:modify" },
}

mutant {
  id = "twice",
  find = "if (kevent_find(q, u) != NULL)",
  replace = "if (kevent_find(q, u) != NULL && u->type == KEVENT_MAX)",
  bug = "an entry can be added twice",
  clauses = { "KEV-KEY-1", "KEV-ADD-3" },
  cases = { "batch:keys", "batch:partial", "batch:refused-twice",
    "batch:key-nsec", "batch:key-sec" },
}

mutant {
  id = "no-memory-errno",
  find = "if (*k == NULL)\n\t\treturn ENOMEM;",
  replace = "if (*k == NULL)\n\t\treturn EEXIST;",
  bug = "want of memory has the wrong errno",
  clauses = { "KEV-ADD-3" },
  cases = { "batch:no-memory-1", "batch:no-memory-2", "batch:no-memory-3" },
}

mutant {
  id = "refused-stays",
  find = "kevent_drop(*k);",
  replace = "(void)port_cpu();",
  bug = "an entry that was refused stays",
  clauses = { "KEV-ORIGIN-3" },
  cases = { "origin:refuses" },
}

mutant {
  id = "enqueue-twice",
  find = "error = (*k)->origin->enqueue(*k);",
  replace = "error = (*k)->origin->enqueue(*k);\n"
    .. "\tif (error == 0 && u->type == KEVENT_SIGNAL)\n"
    .. "\t\terror = (*k)->origin->enqueue(*k);",
  bug = "an origin sees an entry twice",
  clauses = { "KEV-ORIGIN-1" },
  cases = { "origin:once" },
}

mutant {
  id = "answer-errno",
  find = "u->ret_data[1] = (uint32_t)-error;",
  replace = "u->ret_data[1] = (uint32_t)error;",
  bug = "the errno in the answer has the other sign",
  clauses = { "KEV-ADD-2" },
  cases = { "batch:partial", "batch:keys", "batch:refused-huge-type",
    "batch:refused-network" },
}

mutant {
  id = "answer-unbroken",
  find = "u->ret_flags |= KEVENT_RET_BROKEN;",
  replace = "u->ret_flags |= 0;",
  bug = "an entry that failed is not marked",
  clauses = { "KEV-ADD-2", "KEV-REMOVE-2" },
  cases = { "batch:partial", "batch:absent-remove", "batch:refused-inode",
    "batch:refused-socket-event" },
}

mutant {
  id = "not-packed",
  find = "error = answer(sink, &u, n, error);",
  replace = "error = answer(sink, &u, i, error);",
  bug = "entries that failed stay where they were",
  clauses = { "KEV-ADD-2" },
  cases = { "batch:partial" },
}

mutant {
  id = "stops-at-failure",
  find = "n += error == 0;",
  replace = "n += error == 0;\n\t\tbreak;",
  bug = "a batch ends with the first entry that fails",
  clauses = { "KEV-ADD-2", "KEV-ADD-1" },
  cases = { "batch:partial", "batch:keys", "get:no-wait-zero" },
}

mutant {
  id = "counts-added",
  find = "return (int)n;\n}\n\nstatic void\nmodify",
  replace = "return (int)(num - n);\n}\n\nstatic void\nmodify",
  bug = "ADD returns how many were added",
  clauses = { "KEV-ADD-1" },
  cases = { "batch:partial", "timer:once", "batch:command-7fffffff",
    "batch:command-ffffffff", "batch:none-remove", "batch:none-modify",
    "get:min-0" },
}

mutant {
  id = "batch-short",
  find = "if (error == EFAULT)\n\t\t\treturn -EFAULT;\n\t\tn +=",
  replace = "n +=",
  bug = "an answer that cannot be written is no failure",
  clauses = { "KEV-CTL-3" },
  cases = { "socket:ready-at-once-bad" },
}

mutant {
  id = "batch-undone",
  find = "if (port_copyin(&u, USER_AT(sink->user, i), sizeof(u)) != 0)\n"
    .. "\t\t\treturn -EFAULT;\n"
    .. "\t\terror = add(",
  replace = "if (port_copyin(&u, &sink->user[num - 1], sizeof(u)) != 0 ||\n"
    .. "\t\t    port_copyin(&u, USER_AT(sink->user, i), sizeof(u)) != 0)\n"
    .. "\t\t\treturn -EFAULT;\n"
    .. "\t\terror = add(",
  bug = "nothing of a batch is added when its end is bad",
  clauses = { "KEV-CTL-3" },
  cases = { "batch:bad-add", "batch:bad-add-huge" },
}

mutant {
  id = "modify-flags",
  find = "k->asked.req_flags = u->req_flags;",
  replace = "",
  bug = "flags cannot be modified",
  clauses = { "KEV-MODIFY-1" },
  cases = { "batch:modify", "timer:modify-once" },
}

mutant {
  id = "modify-event",
  find = "k->asked.event = u->event;",
  replace = "",
  bug = "the event cannot be modified",
  clauses = { "KEV-MODIFY-1" },
  cases = { "socket:modify" },
}

mutant {
  id = "modify-keeps",
  find = "kevent_forget(k);",
  replace = "(void)port_cpu();",
  bug = "what was ready stays so when an entry is modified",
  clauses = { "KEV-MODIFY-1" },
  cases = { "batch:modify" },
}

mutant {
  id = "posix-unknown",
  find = "if (u->type == KEVENT_POSIX_TIMER)\n\t\treturn EPERM;",
  replace = "",
  bug = "the kernel's own entries are said to be absent",
  clauses = { "KEV-REMOVE-2" },
  cases = { "batch:absent-remove", "batch:absent-modify",
    "batch:ready-absent" },
}

mutant {
  id = "absent-errno",
  find = "return ENOENT;",
  replace = "return EINVAL;",
  bug = "an absent entry has the wrong errno",
  clauses = { "KEV-REMOVE-2", "KEV-READY-2" },
  cases = { "batch:absent-remove", "batch:ready-absent" },
}

mutant {
  id = "ready-twice",
  find = "kevent_ready(k);\t\t\t/* [KEV-READY-1] */",
  replace = "{\n\t\tkevent_ready(k);\n\t\tkevent_ready(k);\n\t}",
  bug = "news that the program gives count twice",
  clauses = { "KEV-READY-1" },
  cases = { "batch:ready", "get:merged" },
}

mutant {
  id = "modify-unchecked",
  find = "else if ((error = acceptable(u)) == 0)",
  replace = "else",
  bug = "what cannot be asked is modified",
  clauses = { "KEV-MODIFY-2" },
  cases = { "batch:modify-refused-flags", "batch:modify-refused-event",
    "batch:modify-refused-no-event" },
}

mutant {
  id = "remove-not",
  find = "kevent_remove(k);\t\t\t/* [KEV-REMOVE-1] */",
  replace = "kevent_forget(k);",
  bug = "an entry that is removed is there with the next news",
  clauses = { "KEV-REMOVE-1" },
  cases = { "batch:remove", "timer:cost-remove" },
}

mutant {
  id = "each-not-written",
  find = "if (answer(sink, &u, i, error) != 0)",
  replace = "if (answer(sink, &u, 0, error) != 0)",
  bug = "answers are written to the first entry",
  clauses = { "KEV-REMOVE-2" },
  cases = { "batch:absent-remove", "batch:absent-modify" },
}

mutant {
  id = "ready-failed-stay",
  find = "answer(sink, &u, n++, error) != 0",
  replace = "answer(sink, &u, i, error) + 0 * (int)n++ != 0",
  bug = "entries that are not found stay where they were",
  clauses = { "KEV-READY-2" },
  cases = { "batch:ready-absent" },
}

mutant {
  id = "ready-counts-all",
  find = "return (int)(num - n);\n}\n\n/* The mutex",
  replace = "return (int)num;\n}\n\n/* The mutex",
  bug = "READY counts those that it did not find",
  clauses = { "KEV-READY-1" },
  cases = { "batch:ready-absent" },
}

mutant {
  id = "ready-none-nothing",
  find = "kevent_nudge(sink->queue);",
  replace = "(void)port_cpu();",
  bug = "READY of none does nothing",
  clauses = { "KEV-READY-3" },
  cases = { "batch:ready-none-early" },
}

mutant {
  id = "none-reads",
  find = "n = 0;\n\tfor (i = 0; i < num; i++) {\n\t\t/* [KEV-CTL-3] */",
  replace = "n = 0;\n"
    .. "\tif (num == 0 && sink->user != NULL && port_copyin(&u, "
    .. "sink->user, 1) != 0)\n"
    .. "\t\treturn -EFAULT;\n"
    .. "\tfor (i = 0; i < num; i++) {",
  bug = "a batch of none looks at its array",
  clauses = { "KEV-CTL-2" },
  cases = { "batch:none-add" },
}

mutant {
  id = "too-many",
  find = "if (num > q->count)",
  replace = "if (num > 4096)",
  bug = "a batch of more than there is begins",
  clauses = { "KEV-CTL-4" },
  cases = { "batch:too-many-remove", "batch:too-many-modify",
    "batch:too-many-ready" },
}

mutant {
  id = "types-replaced",
  find = "if (origins[type] != NULL)\n\t\treturn EEXIST;",
  replace = "",
  bug = "a type can be taken twice",
  clauses = { "KEV-ORIGIN-2" },
  cases = { "origin:types" },
}

mutant {
  id = "type-beyond",
  find = "if (type >= KEVENT_MAX)\t\t\t\t/* [KEV-ORIGIN-2] */\n"
    .. "\t\treturn EINVAL;",
  replace = "if (type >= KEVENT_MAX)\n\t\treturn EEXIST;",
  bug = "a type that does not exist has the wrong errno",
  clauses = { "KEV-ORIGIN-2" },
  cases = { "origin:types" },
}

mutant {
  id = "always-written-back",
  find = "(u.req_flags & KEVENT_REQ_ALWAYS_QUEUE) == 0)",
  replace = "true)",
  bug = "ALWAYS_QUEUE has no effect",
  clauses = { "KEV-ADD-5" },
  cases = { "socket:always-queue" },
}

mutant {
  id = "at-once-queued",
  find = "(u.req_flags & KEVENT_REQ_ALWAYS_QUEUE) == 0)",
  replace = "false)",
  bug = "what is ready at once is queued",
  clauses = { "KEV-ADD-4", "KEV-ADD-1" },
  cases = { "socket:ready-at-once" },
}

mutant {
  id = "each-fault",
  find = "return -EFAULT;\n\t\terror = ctl_one(sink->queue, cmd, &u);",
  replace = "return -EINVAL;\n\t\terror = ctl_one(sink->queue, cmd, &u);",
  bug = "an array in bad memory has the wrong errno",
  clauses = { "KEV-CTL-3" },
  cases = { "batch:bad-remove", "batch:bad-modify" },
}

mutant {
  id = "each-answer-lost",
  find = "if (answer(sink, &u, i, error) != 0)\n\t\t\treturn -EFAULT;",
  replace = "(void)answer(sink, &u, i, error);",
  bug = "an answer that cannot be written is no failure of REMOVE",
  clauses = { "KEV-CTL-3" },
  cases = { "batch:readonly-remove", "batch:readonly-modify" },
}

mutant {
  id = "ready-fault",
  find = "return -EFAULT;\n"
    .. "\t\terror = ctl_one(sink->queue, KEVENT_CTL_READY, &u);",
  replace = "return -EINVAL;\n"
    .. "\t\terror = ctl_one(sink->queue, KEVENT_CTL_READY, &u);",
  bug = "an array of READY in bad memory has the wrong errno",
  clauses = { "KEV-CTL-3" },
  cases = { "batch:bad-ready" },
}

mutant {
  id = "ready-answer-lost",
  find = "answer(sink, &u, n++, error) != 0)\n\t\t\treturn -EFAULT;",
  replace = "answer(sink, &u, n++, error) != 0)\n\t\t\treturn -EINVAL;",
  bug = "an answer of READY that cannot be written has the wrong errno",
  clauses = { "KEV-CTL-3" },
  cases = { "batch:readonly-ready" },
}
