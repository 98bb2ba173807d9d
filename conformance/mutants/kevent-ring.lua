-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in kevent's ring.

mutants { id = "kev-", file = "ref/kevent/ring.c", cases = "kevent/" }

mutant {
  id = "all-used",
  find = "return r->filled == r->num - 1;",
  replace = "return r->filled == r->num;",
  bug = "every record of the ring is used",
  clauses = { "KEV-RING-3" },
  cases = { "ring:laps", "ring:full" },
}

mutant {
  id = "index-first",
  find = "r->user->event[r->kidx]",
  replace = "r->user->event[0]",
  bug = "every event is written to the first record",
  clauses = { "KEV-RING-1" },
  cases = { "ring:num", "ring:laps" },
}

mutant {
  id = "no-lap",
  find = "next.over++;",
  replace = "",
  bug = "laps are not counted",
  clauses = { "KEV-RING-2" },
  cases = { "ring:laps", "ring:many-laps" },
}

mutant {
  id = "no-wrap",
  find = "if (++next.kidx == r->num) {",
  replace = "if (++next.kidx == r->num + 1) {",
  bug = "the index goes one too far",
  clauses = { "KEV-RING-2" },
  cases = { "ring:laps" },
}

mutant {
  id = "not-shown",
  find = "if (show(&next) != 0)\n\t\treturn EFAULT;\t\t\t\t/* [KEV-RING-10] */",
  replace = "",
  bug = "the program does not see the index",
  clauses = { "KEV-RING-2" },
  cases = { "ring:wait", "ring:num" },
}

mutant {
  id = "fault-unsaid",
  find = "&r->user->event[r->kidx], sizeof(*u)) != 0)\n\t\treturn EFAULT;",
  replace = "&r->user->event[r->kidx], sizeof(*u)) != 0)\n\t\treturn ENOSPC;",
  bug = "a ring that cannot be written is said to be full",
  clauses = { "KEV-RING-10" },
  cases = { "ring:bad-ring" },
}

mutant {
  id = "begin-unsaid",
  find = "return show(r);\n}",
  replace = "(void)show(r);\n\treturn 0;\n}",
  bug = "a ring in bad memory is taken",
  clauses = { "KEV-INIT-4" },
  cases = { "queue:ring-bad" },
}

mutant {
  id = "index-beyond",
  find = "if (uidx >= r->num)",
  replace = "if (uidx > r->num)",
  bug = "an index behind the ring is taken",
  clauses = { "KEV-RING-7" },
  cases = { "ring:commit-across" },
}

mutant {
  id = "index-past",
  find = "if (over == r->over && uidx > r->kidx)\t\t/* [KEV-RING-7] */\n"
    .. "\t\treturn -EINVAL;",
  replace = "",
  bug = "more can be committed than was written",
  clauses = { "KEV-RING-7" },
  cases = { "ring:commit-refused" },
}

mutant {
  id = "lap-any",
  find = "over != r->over && over != r->over - 1",
  replace = "over > r->over",
  bug = "an old lap is taken",
  clauses = { "KEV-RING-8" },
  cases = { "ring:many-laps" },
}

mutant {
  id = "lap-one",
  find = "over != r->over && over != r->over - 1",
  replace = "over != r->over",
  bug = "the lap before is refused",
  clauses = { "KEV-RING-8" },
  cases = { "ring:commit-across" },
}

mutant {
  id = "commit-all",
  find = "r->filled = left;",
  replace = "r->filled = 0;",
  bug = "a commit frees all",
  clauses = { "KEV-RING-6" },
  cases = { "ring:commit" },
}

mutant {
  id = "commit-again",
  find = "if (left >= r->filled)\n\t\treturn 0;",
  replace = "if (left > r->filled)\n\t\treturn -EINVAL;",
  bug = "what was committed cannot be committed again",
  clauses = { "KEV-RING-6" },
  cases = { "ring:commit", "ring:commit-across" },
}

mutant {
  id = "commit-index",
  find = "r->uidx = uidx;",
  replace = "",
  bug = "the kernel forgets how far the program was",
  clauses = { "KEV-RING-5" },
  cases = { "ring:old-index" },
}
