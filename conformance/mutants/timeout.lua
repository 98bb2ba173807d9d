-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the timeouts, each with the cases that find it.

mutants { id = "timeout-", file = "ref/timeout/timeout.c", cases = "timeout/" }

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
  cases = { "start:after-1", "stop:armed", "start:after-7000003" },
}
mutant {
  id = "half-the-time",
  find = "nsec_add_sat(ktime_to_ns(ktime_get()), ns);",
  replace = "nsec_add_sat(ktime_to_ns(ktime_get()), ns / 2);",
  bug = "the deadline is half way",
  clauses = { "TMO-START-1" },
  cases = { "start:after-999", "start:after-100000000000", "call:weak-0" },
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
  cases = { "start:at-once0", "start:at-once-1", "start:at-once-1000000000" },
}
mutant {
  id = "called-twice",
  find = "\t\t\tfn(fn_arg);\t\t/* [TMO-CALL-1] */",
  replace = "\t\t\tfn(fn_arg), fn(fn_arg);",
  bug = "the function is called twice",
  clauses = { "TMO-CALL-1", "TMO-START-1" },
  cases = { "call:may-sleep", "start:after-1", "start:after-1000" },
}
mutant {
  id = "no-lock",
  find = "lock_take(&lock, &ls);\t\t/* [TMO-CALL-2] */",
  replace = "lock.type = TIMEOUT_NO_LOCK;",
  bug = "the function is called without the lock",
  clauses = { "TMO-CALL-2" },
  cases = { "call:held-spin", "call:held-mutex", "call:may-sleep",
    "call:waiting-4" },
}
mutant {
  id = "last-come-first",
  find = "\t*c->last = t;\t\t/* [TMO-CALL-3] [TMO-CALL-8] */\n"
    .. "\tc->last = &t->next;",
  replace = "\tt->next = c->first;\n\tif (c->first == NULL)\n"
    .. "\t\tc->last = &t->next;\n\tc->first = t;",
  bug = "the due list is a stack",
  clauses = { "TMO-CALL-3", "TMO-CALL-8" },
  cases = { "call:one-after-another", "call:same-lock" },
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
  find = "\tif (t->affinity != TIMEOUT_STRONG)\n",
  replace = "\tif (t->armed)\n",
  bug = "whoever starts a timeout calls it, strong affinity or not",
  clauses = { "TMO-CPU-1" },
  cases = { "call:strong-0", "call:strong-3", "call:strong-1", "call:strong-2",
    "hotplug:back-before", "hotplug:back-after" },
}
mutant {
  id = "never-moves",
  find = "\t\tt->cpu = port_cpu();",
  replace = "\t\tt->cpu = 0;",
  bug = "every timeout without a CPU goes to the first",
  clauses = { "TMO-CPU-2" },
  cases = { "call:weak-1", "call:weak-3", "call:weak-2" },
}
mutant {
  id = "stop-forgets",
  find = "t->armed = false;\t\t\t/* [TMO-STOP-1] */",
  replace = "",
  bug = "timeout_stop leaves the timeout armed",
  clauses = { "TMO-STOP-1" },
  cases = { "stop:armed", "stop:teardown" },
}
mutant {
  id = "stop-in-flight",
  find = "\t\td->current = NULL;\t\t/* [TMO-STOP-2] */",
  replace = "\t\t;",
  bug = "a dispatcher that waits for the lock is not told of the stop",
  clauses = { "TMO-STOP-2" },
  cases = { "stop:in-flight-spin", "stop:in-flight-mutex" },
}
mutant {
  id = "stop-in-line",
  find = "\telse\n\t\tdue_remove(c, t);",
  replace = "",
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
  cases = { "stop:idle", "start:fresh", "hotplug:stopped" },
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
  cases = { "drain:tells-what-was", "drain:self-rearm", "drain:other-sleeps" },
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

-- Several dispatchers ---------------------------------------------------------

mutant {
  id = "one-dispatcher",
  find = "ndispatchers = dispatchers;",
  replace = "ndispatchers = 1;",
  bug = "a CPU has one dispatcher, whatever was asked for",
  clauses = { "TMO-CALL-5" },
  cases = { "call:waiting-1", "call:same-lock-one-turn", "call:never-twice",
    "stop:teardown-mutex" },
}
mutant {
  id = "too-many-dispatchers",
  find = "ndispatchers = dispatchers;",
  replace = "ndispatchers = TIMEOUT_DISPATCHERS;",
  bug = "a CPU has more dispatchers than were asked for",
  clauses = { "TMO-CALL-7" },
  cases = { "call:waiting-2", "call:waiting-3" },
}
mutant {
  id = "wakes-the-first",
  find = "\t\tif (d->idle) {\n\t\t\td->idle = false;",
  replace = "\t\tif (d->idle && d == c->who) {\n\t\t\td->idle = false;",
  bug = "a timeout that is due wakes the first dispatcher or none",
  clauses = { "TMO-CALL-5" },
  cases = { "call:waiting-1", "hotplug:back-dispatchers" },
}
mutant {
  id = "no-turns",
  find = "if (turn_holder(c, turn_of(t)) == NULL)\t/* I4 */",
  replace = "if (turn_of(t) != NULL)",
  bug = "a dispatcher takes the first timeout, whoever has its lock",
  clauses = { "TMO-CALL-5", "TMO-CALL-6" },
  cases = { "call:same-lock-one-turn", "call:never-twice" },
}
mutant {
  id = "twice-elsewhere",
  find = "c == home || timeout_taken(c, t) != NULL) {",
  replace = "c == home) {",
  bug = "a timeout that runs on one CPU is called on another, too",
  clauses = { "TMO-CALL-6" },
  cases = { "call:never-twice-weak" },
}
mutant {
  id = "fini-one-cpu",
  find = "\tfor (cpu = 0; cpu < port_cpus(); cpu++)\n"
    .. "\t\tcpu_wait(&timeout_cpus[cpu], turn_of(t));",
  replace = "\tfor (cpu = 0; cpu < 1; cpu++)\n"
    .. "\t\tcpu_wait(atomic_load(&t->on), turn_of(t));",
  bug = "fini looks at the CPU that the timeout was on last, and no other",
  clauses = { "TMO-FINI-1" },
  cases = { "drain:leave-every-cpu" },
}

-- CPUs that go and come -------------------------------------------------------

mutant {
  id = "weak-keeps",
  find = "\tif (t->affinity != TIMEOUT_STRONG)\n",
  replace = "\tif (t->affinity != TIMEOUT_STRONG && !was)\n",
  bug = "a weak timeout that is moved stays with the CPU that armed it",
  clauses = { "TMO-CPU-2" },
  cases = { "call:weak-moved-0", "call:weak-moved-2", "call:weak-moved-1",
    "call:weak-moved-3" },
}
mutant {
  id = "no-stand-in",
  find = "return &timeout_cpus[cpu_standin(cpu)];",
  replace = "return &timeout_cpus[cpu];",
  bug = "timeouts of a CPU that is off line wait for it to come back",
  clauses = { "TMO-CPU-3" },
  cases = { "hotplug:off-strong", "hotplug:off-weak",
    "hotplug:started-while-off", "hotplug:stand-in-goes" },
}
mutant {
  id = "apart",
  find = "return &timeout_cpus[cpu_standin(cpu)];",
  replace = "return &timeout_cpus[port_cpu_online(cpu) ? cpu : port_cpu()];",
  bug = "the timeouts of a CPU that is off line are called here and there",
  clauses = { "TMO-CPU-3" },
  cases = { "hotplug:together" },
}
mutant {
  id = "left-in-line",
  find = "while ((t = cpu_first(from)) != NULL) {\t/* [TMO-CPU-3] */",
  replace = "while (false && (t = cpu_first(from)) != NULL) {",
  bug = "what is due on a CPU that goes is left there",
  clauses = { "TMO-CPU-3" },
  cases = { "hotplug:in-line", "hotplug:in-line-unlocked" },
}
mutant {
  id = "leave-late",
  find = "\tcpu_hand_over(c, to);\n\twhile (cpu_busy(c)) {",
  replace = "\twhile (cpu_busy(c)) {",
  bug = "what is due on a CPU that goes waits for the functions there",
  clauses = { "TMO-CPU-3" },
  cases = { "hotplug:in-line-unlocked" },
}
mutant {
  id = "strong-forgets",
  find = "\tif (t->affinity != TIMEOUT_STRONG)\n",
  replace = "\tif (t->affinity != TIMEOUT_STRONG ||\n"
    .. "\t    !port_cpu_online(t->cpu))\n",
  bug = "a strong timeout started while its CPU is off line belongs elsewhere",
  clauses = { "TMO-CPU-4" },
  cases = { "hotplug:back-meanwhile" },
}
mutant {
  id = "leave-goes",
  find = "\twhile (cpu_busy(c)) {\t\t\t/* [TMO-CPU-5] */",
  replace = "\twhile (cpu_busy(c) && ndispatchers == 0) {",
  bug = "a CPU goes off line in the middle of a function",
  clauses = { "TMO-CPU-5" },
  cases = { "hotplug:waits-for-function", "hotplug:in-line" },
}
mutant {
  id = "leave-takes-on",
  find = "\tif (!port_cpu_online((unsigned)(c - timeout_cpus)))\n"
    .. "\t\treturn NULL;\n",
  replace = "",
  bug = "the dispatchers of a CPU that is to go take on more and more",
  clauses = { "TMO-CPU-5" },
  cases = { "hotplug:self-rearm" },
}

-- What it costs ---------------------------------------------------------------

mutant {
  id = "cost-halves",
  find = "\t\t(void)hrtimer_start(&t->timer, ns_to_ktime(t->deadline),\n"
    .. "\t\t    HRTIMER_ABS);\n\t} else if",
  replace = "\t\t(void)hrtimer_start(&t->timer, ktime_get() +\n"
    .. "\t\t    (t->deadline - ktime_get() + 1) / 2, HRTIMER_ABS);\n"
    .. "\t} else if",
  bug = "a timeout that was moved to later approaches its deadline by halves",
  clauses = { "TMO-COST-1" },
  cases = { "start:later-interrupts" },
}
mutant {
  id = "cost-stop",
  find = "while (!t->armed && hrtimer_try_to_cancel(&t->timer) < 0) {",
  replace = "(void)hrtimer_start(&t->timer, ktime_get() + 1000000,\n"
    .. "\t    HRTIMER_ABS);\n\twhile (false) {",
  bug = "a stop starts the timer, to find nothing to do",
  clauses = { "TMO-COST-2" },
  cases = { "stop:cost" },
}
