-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the timeouts, each with the cases that find it.

local FILE = "ref/timeout/timeout.c"

local rows = {}

local function mutant(row)
  row.id = "timeout-" .. row.id
  row.file = FILE
  for i, key in ipairs(row.cases) do row.cases[i] = "timeout/" .. key end
  rows[#rows + 1] = row
end

mutant {
  id = "born-armed",
  find = "t->armed = false;\t\t\t/* [TMO-INIT-1] */",
  replace = "t->armed = true;",
  bug = "timeout_init leaves the timeout armed",
  clauses = { "TMO-INIT-1" },
  cases = { "start:fresh" },
}
mutant {
  id = "any-cpu",
  find = "CHECK(affinity != TIMEOUT_STRONG ||\n"
    .. "\t    cpu < port_cpus());\t\t\t/* [TMO-INIT-2] */",
  replace = "cpu %= port_cpus();",
  bug = "a CPU that does not exist is taken for another",
  clauses = { "TMO-INIT-2" },
  cases = { "start:no-such-cpu" },
}
mutant {
  id = "not-armed",
  find = "t->armed = true;\t\t\t/* [TMO-START-1] */",
  replace = "",
  bug = "timeout_start forgets to arm",
  clauses = { "TMO-START-1" },
  cases = { "start:after-1", "stop:armed" },
}
mutant {
  id = "half-the-time",
  find = "nsec_add_sat(ktime_to_ns(ktime_get()), ns);",
  replace = "nsec_add_sat(ktime_to_ns(ktime_get()), ns / 2);",
  bug = "the deadline is half way",
  clauses = { "TMO-START-1" },
  cases = { "start:after-999", "start:after-100000000000" },
}
mutant {
  id = "start-says-0",
  find = "return was ? 1 : 0;\t\t\t/* [TMO-START-2] */",
  replace = "(void)was;\n\treturn 0;",
  bug = "timeout_start never tells of a move",
  clauses = { "TMO-START-2" },
  cases = { "start:tells-what-was", "start:moved-later" },
}
mutant {
  id = "later-restarts",
  find = "t->deadline < queued_for;",
  replace = "t->deadline != queued_for;",
  bug = "every move takes the timer off its queue and puts it back",
  clauses = { "TMO-START-3" },
  cases = { "start:later-is-free" },
}
mutant {
  id = "earlier-is-lazy",
  find = "t->deadline < queued_for;",
  replace = "false;",
  bug = "a move to earlier is put off like one to later",
  clauses = { "TMO-START-4" },
  cases = { "start:moved-earlier", "start:later-then-earlier" },
}
mutant {
  id = "later-too-early",
  find = "if (t->deadline > ktime_to_ns(ktime_get())) {",
  replace = "if (t->deadline > KTIME_MAX - 1) {",
  bug = "a timeout moved to later is called at its old deadline",
  clauses = { "TMO-START-4" },
  cases = { "start:moved-later", "start:later-is-free" },
}
mutant {
  id = "past-waits",
  find = "t->deadline = nsec_add_sat(ktime_to_ns(ktime_get()), ns);",
  replace = "t->deadline = nsec_add_sat(ktime_to_ns(ktime_get()),\n"
    .. "\t    ns > 0 ? ns : 1000000);",
  bug = "a time of zero or less waits for a tick",
  clauses = { "TMO-START-5" },
  cases = { "start:at-once0", "start:at-once-1" },
}
mutant {
  id = "called-twice",
  find = "\t\t\tfn(fn_arg);\t\t/* [TMO-CALL-1] */",
  replace = "\t\t\tfn(fn_arg), fn(fn_arg);",
  bug = "the function is called twice",
  clauses = { "TMO-CALL-1", "TMO-START-1" },
  cases = { "call:may-sleep", "start:after-1" },
}
mutant {
  id = "no-lock",
  find = "lock_take(&lock, &ls);\t\t/* [TMO-CALL-2] */",
  replace = "lock.type = TIMEOUT_NO_LOCK;",
  bug = "the function is called without the lock",
  clauses = { "TMO-CALL-2" },
  cases = { "call:held-spin", "call:held-mutex", "call:may-sleep" },
}
mutant {
  id = "last-come-first",
  find = "\t*d->last = t;\t\t\t\t/* [TMO-CALL-3] */\n"
    .. "\td->last = &t->next;",
  replace = "\tt->next = d->first;\n\tif (d->first == NULL)\n"
    .. "\t\td->last = &t->next;\n\td->first = t;",
  bug = "the due list is a stack",
  clauses = { "TMO-CALL-3" },
  cases = { "call:one-after-another" },
}
mutant {
  id = "armed-while-called",
  find = "d->current->armed = false;\t/* [TMO-CALL-4] */",
  replace = "",
  bug = "a timeout counts as armed while it is called",
  clauses = { "TMO-CALL-4" },
  cases = { "call:starts-itself", "stop:idle" },
}
mutant {
  id = "strong-is-weak",
  find = "if (t->affinity == TIMEOUT_STRONG ||\t/* [TMO-CPU-1] */\n\t    d",
  replace = "if (d",
  bug = "whoever starts a timeout calls it, strong affinity or not",
  clauses = { "TMO-CPU-1" },
  cases = { "call:strong-0", "call:strong-3" },
}
mutant {
  id = "never-moves",
  find = "atomic_store(&t->on, here);\t\t/* [TMO-CPU-2] */",
  replace = "atomic_store(&t->on, &dispatchers[0]);",
  bug = "every timeout without a CPU goes to the first",
  clauses = { "TMO-CPU-2" },
  cases = { "call:weak-1", "call:weak-3" },
}
mutant {
  id = "stop-forgets",
  find = "t->armed = false;\t\t\t/* [TMO-STOP-1] */",
  replace = "",
  bug = "timeout_stop leaves the timeout armed",
  clauses = { "TMO-STOP-1" },
  cases = { "stop:armed" },
}
mutant {
  id = "stop-in-flight",
  find = "\tif (d->current == t && !d->running)\n"
    .. "\t\td->current = NULL;\t\t/* [TMO-STOP-2] */",
  replace = "",
  bug = "a dispatcher that waits for the lock is not told of the stop",
  clauses = { "TMO-STOP-2" },
  cases = { "stop:in-flight-spin", "stop:in-flight-mutex" },
}
mutant {
  id = "stop-in-line",
  find = "\tif (t->due)\n\t\tdue_remove(d, t);\n"
    .. "\tif (d->current == t && !d->running)\n"
    .. "\t\td->current = NULL;\t\t/* [TMO-STOP-2] */",
  replace = "\tif (d->current == t && !d->running)\n\t\td->current = NULL;",
  bug = "a stopped timeout stays in the line of those that are due",
  clauses = { "TMO-STOP-2" },
  cases = { "stop:queued-spin", "stop:queued-mutex" },
}
mutant {
  id = "stop-always-1",
  find = "\tif (was)\n\t\treturn 1;\n\treturn running",
  replace = "\tif (!running)\n\t\treturn 1;\n\treturn running",
  bug = "timeout_stop claims to have stopped what was idle",
  clauses = { "TMO-STOP-3" },
  cases = { "stop:idle", "start:fresh" },
}
mutant {
  id = "stop-hides-running",
  find = "return running ? -1 : 0;",
  replace = "return 0;",
  bug = "timeout_stop says idle of a function that runs",
  clauses = { "TMO-STOP-4" },
  cases = { "stop:running-unlocked" },
}
mutant {
  id = "stop-unlocked",
  find = "CHECK(lock_held(&t->lock));\t\t/* [TMO-STOP-5] */",
  replace = "",
  bug = "nobody sees that the stopper lacks the lock",
  clauses = { "TMO-STOP-5" },
  cases = { "stop:without-its-lock" },
}
mutant {
  id = "drain-once",
  find = "} while (r != 0);",
  replace = "} while (false);",
  bug = "a drain stops once and does not look again",
  clauses = { "TMO-DRAIN-1" },
  cases = { "drain:self-rearm" },
}
mutant {
  id = "drain-goes",
  find = "timeout_wait(t);\t\t/* [TMO-DRAIN-1] */",
  replace = "if (r < 0)\n\t\t\treturn stopped;",
  bug = "a drain does not wait for the function that runs",
  clauses = { "TMO-DRAIN-1" },
  cases = { "drain:running-none" },
}
mutant {
  id = "drain-says-0",
  find = "\t\t\tstopped = 1;\t\t/* [TMO-DRAIN-2] */",
  replace = "\t\t\tstopped = 0;",
  bug = "a drain never tells that it stopped something",
  clauses = { "TMO-DRAIN-2" },
  cases = { "drain:tells-what-was", "drain:self-rearm" },
}
mutant {
  id = "drain-own",
  find = "CHECK(d->thread != port_thread_self());\t/* [TMO-DRAIN-3] */",
  replace = "",
  bug = "a function that drains its own timeout waits for itself",
  clauses = { "TMO-DRAIN-3" },
  cases = { "drain:own-function" },
}
mutant {
  id = "fini-goes",
  find = "timeout_wait(t);\t\t\t/* [TMO-FINI-1] */",
  replace = "",
  bug = "fini does not wait for a dispatcher that is after the lock",
  clauses = { "TMO-FINI-1" },
  cases = { "drain:leave" },
}
mutant {
  id = "fini-armed",
  find = "CHECK(!t->armed);\t\t\t/* [TMO-FINI-2] */",
  replace = "",
  bug = "fini of an armed timeout is taken for granted",
  clauses = { "TMO-FINI-2" },
  cases = { "drain:leave-armed" },
}

return rows
