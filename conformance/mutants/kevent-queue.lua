-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the entries and lists of kevent.

mutants { id = "kev-", file = "ref/kevent/queue.c", cases = "kevent/" }

mutant {
  id = "hash-loses",
  find = "for (k = *bucket_of(q, what); k != NULL; k = k->same)",
  replace = "for (k = *bucket_of(q, what); k != NULL; k = NULL)",
  bug = "the second entry of a bucket is not found",
  clauses = { "KEV-KEY-1" },
  cases = { "batch:hundreds" },
}

mutant {
  id = "grow-loses",
  find = "for (i = 0; i < n; i++) {\n\t\tfor (k = old[i]",
  replace = "for (i = 1; i < n; i++) {\n\t\tfor (k = old[i]",
  bug = "a bucket is lost when the table grows",
  clauses = { "KEV-KEY-1" },
  cases = { "batch:hundreds" },
}

mutant {
  id = "grow-one",
  find = "next = k->same;\n\t\t\tb = bucket_of",
  replace = "next = NULL;\n\t\t\tb = bucket_of",
  bug = "a bucket keeps one entry when the table grows",
  clauses = { "KEV-KEY-1" },
  cases = { "batch:hundreds" },
}

mutant {
  id = "key-id-alone",
  find = "return a->id.raw_u64 == b->id.raw_u64 && a->type == b->type &&\n"
    .. "\t    a->user[0] == b->user[0] && a->user[1] == b->user[1];",
  replace = "return a->id.raw_u64 == b->id.raw_u64;",
  bug = "entries of one id are one, as long as their buckets are",
  clauses = { "KEV-KEY-1" },
  cases = { "batch:hundreds", "batch:key-user", "batch:key-type" },
}

mutant {
  id = "key-high-word",
  find = "&& a->user[1] == b->user[1];",
  replace = ";",
  bug = "the second user word is no part of the key",
  clauses = { "KEV-KEY-1" },
  cases = { "batch:key-high" },
}

mutant {
  id = "key-type",
  find = "a->type == b->type &&",
  replace = "",
  bug = "the type is no part of the key",
  clauses = { "KEV-KEY-1" },
  cases = { "batch:key-type" },
}

mutant {
  id = "one-table",
  find = "for (k = *bucket_of(q, what)",
  replace = "static struct kevent_queue *first;\n"
    .. "\n"
    .. "\tif (first == NULL)\n"
    .. "\t\tfirst = q;\n"
    .. "\tq = first;\n"
    .. "\tfor (k = *bucket_of(q, what)",
  bug = "entries are looked for in one queue",
  clauses = { "KEV-KEY-2" },
  cases = { "batch:own-queue" },
}

mutant {
  id = "close-leaves",
  find = "if (k->origin != &kevent_bound_origin)\n\t\t\t\tkevent_remove(k);",
  replace = "if (k->origin == &kevent_bound_origin)\n\t\t\t\tkevent_remove(k);",
  bug = "entries of a closed queue go on",
  clauses = { "KEV-CLOSE-1" },
  cases = { "queue:close", "origin:once" },
}

mutant {
  id = "close-first-only",
  find = "for (i = 0; i < q->buckets; i++) {\n\t\tfor (k = q->bucket[i]",
  replace = "for (i = 0; i < 1; i++) {\n\t\tfor (k = q->bucket[i]",
  bug = "closing ends the entries of one bucket",
  clauses = { "KEV-CLOSE-1" },
  cases = { "queue:close" },
}

mutant {
  id = "closed-not-dropped",
  find = "if (q->closed) {\t\t\t\t/* [KEV-REQ-12] */",
  replace = "if (false) {",
  bug = "a closed queue takes events",
  clauses = { "KEV-REQ-12" },
  cases = { "request:bound-closed" },
}

mutant {
  id = "news-not-counted",
  find = "k->count += count;",
  replace = "k->count = count;",
  bug = "news that are merged count once",
  clauses = { "KEV-EVENT-4" },
  cases = { "get:merged", "batch:ready" },
}

mutant {
  id = "first-come-last",
  find = "list_append(l, k);\t\t\t/* [KEV-GET-1] */",
  replace = "list_prepend(l, k);",
  bug = "the last that became ready is the first",
  clauses = { "KEV-GET-1" },
  cases = { "get:order", "batch:ready", "get:min", "get:min-all",
    "request:bound-two" },
}

mutant {
  id = "all-woken",
  find = "UINT32_MAX : 1;",
  replace = "UINT32_MAX : UINT32_MAX;",
  bug = "all who wait wake, for whatever",
  clauses = { "KEV-WAKE-1" },
  cases = { "get:wake-one" },
}

mutant {
  id = "none-too-many",
  find = "UINT32_MAX : 1;",
  replace = "1 : 1;",
  bug = "WAKEUP_ALL has no effect",
  clauses = { "KEV-WAKE-2" },
  cases = { "get:wake-all" },
}

mutant {
  id = "given-back-last",
  find = "list_prepend(&k->queue->ready, k);",
  replace = "list_append(&k->queue->ready, k);",
  bug = "an event that could not be copied is the last of the next call",
  clauses = { "KEV-GET-8" },
  cases = { "get:bad-buffer" },
}

mutant {
  id = "given-back-uncounted",
  find = "k->count += k->taken;",
  replace = "",
  bug = "what an event counted is lost when it cannot be copied",
  clauses = { "KEV-GET-8" },
  cases = { "get:bad-buffer-timer-none" },
}

mutant {
  id = "not-asked",
  find = "ready = k->origin->callback(k);",
  replace = "ready = 1;",
  bug = "an origin is not asked",
  clauses = { "KEV-ORIGIN-4" },
  cases = { "origin:asked", "origin:not-ready-after-all" },
}

mutant {
  id = "asked-late",
  find = "if (ready == 0)\n\t\t\tcontinue;",
  replace = "if (ready != 0)\n\t\t\tcontinue;",
  bug = "an origin is understood the other way round",
  clauses = { "KEV-ORIGIN-4" },
  cases = { "origin:asked", "socket:readable", "origin:in-interrupt" },
}

mutant {
  id = "dequeue-not",
  find = "k->origin->dequeue(k);\n\tkevent_drop(k);",
  replace = "kevent_drop(k);",
  bug = "an origin does not hear that an entry goes",
  clauses = { "KEV-ORIGIN-1", "KEV-EVENT-3" },
  cases = { "origin:oneshot" },
}

mutant {
  id = "nudge-lost",
  find = "q->asked = true;",
  replace = "",
  bug = "READY of none wakes nobody",
  clauses = { "KEV-READY-3" },
  cases = { "batch:ready-none", "batch:ready-none-early",
    "batch:ready-none-some" },
}

mutant {
  id = "forget-nothing",
  find = "list_leave(k);\n\tk->count = 0;",
  replace = "k->count = 0;",
  bug = "an event of an old setting is reported",
  clauses = { "KEV-REQ-11", "KEV-MODIFY-1" },
  cases = { "request:bound-stop", "batch:modify" },
}

mutant {
  id = "new-no-memory",
  find = "if (q == NULL)\n\t\treturn NULL;",
  replace = "",
  bug = "want of memory for a queue is not looked for",
  clauses = { "KEV-INIT-5" },
  cases = { "queue:no-memory" },
}

mutant {
  id = "entry-no-memory",
  find = "if (k == NULL)\n\t\treturn NULL;",
  replace = "",
  bug = "want of memory for an entry is not looked for",
  clauses = { "KEV-ADD-3" },
  cases = { "batch:no-memory-1", "batch:no-memory-2" },
}

mutant {
  id = "grow-no-memory",
  find = "if (b == NULL)\n\t\treturn;",
  replace = "",
  bug = "want of memory for the table is not looked for",
  clauses = { "KEV-ADD-3" },
  cases = { "batch:no-memory-to-grow" },
}

mutant {
  id = "grow-early",
  find = "if (q->count >= 2 * q->buckets)",
  replace = "if (q->count >= q->buckets)",
  bug = "the table grows when it is half as full as it says",
  clauses = { "KEV-ADD-3" },
  cases = { "batch:no-memory-to-grow" },
}

mutant {
  id = "close-loses-table",
  find = "for (i = 0; i < q->buckets; i++) {\n\t\tfor (k = q->bucket[i]",
  replace = "for (i = 0; i < KEVENT_FEW; i++) {\n\t\tfor (k = q->bucket[i]",
  bug = "closing ends the entries of a table that did not grow",
  clauses = { "KEV-CLOSE-1" },
  cases = { "queue:close-hundreds" },
}

mutant {
  id = "refused-counted",
  find = "\tif (k == NULL)\n\t\treturn NULL;\n\t*k = (struct kevent)",
  replace = "\tif (k == NULL) {\n\t\tq->count++;\n\t\treturn NULL;\n\t}\n"
    .. "\t*k = (struct kevent)",
  bug = "an entry for which there was no memory counts",
  clauses = { "KEV-ADD-3" },
  tests = { "kevent" },
}
