-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in what hrtimers do when a CPU goes off line, and in what they cost.

mutants { id = "hrtimer-", file = "ref/hrtimer/hrtimer.c", cases = "hrtimer/" }

-- A CPU goes off line ---------------------------------------------------------

mutant {
  id = "off-stranded",
  find = "while ((t = base_first(from, &when)) != NULL) {\t/* [HRT-OFFLINE-2]",
  replace = "while (false && (t = base_first(from, &when)) != NULL) {\t/* ",
  bug = "the timers of a CPU that goes off line stay in its queues",
  clauses = { "HRT-OFFLINE-1" },
  cases = { "hotplug:migrates-mono-rel", "hotplug:migrates-real-abs",
    "hotplug:last-of-4", "hotplug:wakes", "hotplug:overdue",
    "hotplug:migrates-mono-abs", "hotplug:stays-behind" },
}
mutant {
  id = "off-beyond-four", on = "--cpus=8",
  find = "while ((t = base_first(from, &when)) != NULL) {\t/* [HRT-OFFLINE-2]",
  replace = "while (from - hrtimer_bases < 4 &&\n"
    .. "\t    (t = base_first(from, &when)) != NULL) {\t/* ",
  bug = "only the first four CPUs give their timers away",
  clauses = { "HRT-OFFLINE-1" },
  cases = { "hotplug:last-of-5", "hotplug:last-of-6", "hotplug:last-of-7",
    "hotplug:last-of-8" },
}
mutant {
  id = "off-one",
  find = "while ((t = base_first(from, &when)) != NULL) {\t/* [HRT-OFFLINE-2]",
  replace = "for (when = 0; when == 0 &&\n\t    (t = base_first(from, "
    .. "&when)) != NULL; when = 1) {\t/* ",
  bug = "the first timer of a CPU that goes off line is moved, and no other",
  clauses = { "HRT-OFFLINE-1" },
  cases = { "hotplug:in-order", "hotplug:last-of-3", "hotplug:cancel-moved",
    "hotplug:try-moved" },
}
mutant {
  id = "off-not-told",
  find = "hrtimer_enqueue(to, t, t->node.expires);\n\t\tbase_program(to);",
  replace = "hrtimer_enqueue(to, t, t->node.expires);",
  bug = "the CPU that timers are moved to is not told of them",
  clauses = { "HRT-OFFLINE-1" },
  cases = { "hotplug:migrates-first", "hotplug:migrates-mono-rel",
    "hotplug:migrates-real-rel", "hotplug:off-and-on" },
}
mutant {
  id = "off-wrong-clock",
  find = "\t\t/* [HRT-OFFLINE-1] [HRT-OFFLINE-5] */\n"
    .. "\t\thrtimer_enqueue(to, t, t->node.expires);",
  replace = "\t\tt->queue = QUEUE_MONOTONIC;\n\t\tt->deadline = when;\n"
    .. "\t\thrtimer_enqueue(to, t, when);",
  bug = "moved timers lose their clock",
  clauses = { "HRT-OFFLINE-1", "HRT-CLOCK-1" },
  cases = { "hotplug:clock-forward", "hotplug:clock-back" },
}
mutant {
  id = "off-mixes-order",
  find = "\t\t/* [HRT-OFFLINE-1] [HRT-OFFLINE-5] */\n",
  replace = "\t\tto->seq -= 2;\n",
  bug = "moved timers with one deadline expire the other way round",
  clauses = { "HRT-OFFLINE-2" },
  cases = { "hotplug:in-order" },
}
mutant {
  id = "off-at-once",
  file = "ref/sim/sim_cpu.c",
  find = "while (sim.cpu[cpu].state != to)",
  replace = "while (handler == NULL)",
  bug = "a CPU counts as off before it has ended its callback",
  clauses = { "HRT-OFFLINE-3" },
  cases = { "hotplug:waits-for-callback", "hotplug:restarting" },
}
mutant {
  id = "off-start-stays",
  find = "here = &hrtimer_bases[cpu_standin(port_cpu())];",
  replace = "here = &hrtimer_bases[port_cpu()];",
  bug = "a CPU that is going off line still queues timers for itself",
  clauses = { "HRT-OFFLINE-4" },
  cases = { "hotplug:start-while-going", "hotplug:restart-while-going" },
}
mutant {
  id = "off-start-untold",
  find = "\tif (cpu != port_cpu()) {\n"
    .. "\t\tport_cpu_call(cpu, hrtimer_look, NULL);\n\t\treturn;",
  replace = "\tif (cpu != port_cpu()) {\n\t\treturn;",
  bug = "a timer is queued on another CPU without telling that",
  clauses = { "HRT-OFFLINE-4", "HRT-OFFLINE-1" },
  cases = { "hotplug:start-while-going", "hotplug:migrates-first",
    "hotplug:last-of-2" },
}
mutant {
  id = "off-guard-lost",
  find = "hrtimer_enqueue(to, t, t->node.expires);",
  replace = "hrtimer_enqueue(to, t, t->deadline);",
  bug = "a timer that the guard held back runs at once where it is moved",
  clauses = { "HRT-OFFLINE-5" },
  cases = { "hotplug:guard-kept" },
}
mutant {
  id = "on-remembers",
  file = "ref/tick/tick.c",
  find = "\tc->set = false;\n"
    .. "\tc->paused = atomic_load(&tick.changing);\t/* [TICK-SWITCH-8] */\n"
    .. "\ttick_streams_restart(c, tick_now());\n\ttick_arm(c);",
  replace = "\tc->set = true;\n\ttick_streams_restart(c, tick_now());",
  bug = "a CPU that is back believes its timer programmed as it was",
  clauses = { "HRT-OFFLINE-6" },
  cases = { "hotplug:back-same-deadline" },
}

-- What it costs ---------------------------------------------------------------

mutant {
  id = "cost-start",
  find = "\ttick_program(ns_to_ktime(next));",
  replace = "\ttick_program(KTIME_MAX);\n\ttick_program(ns_to_ktime(next));",
  bug = "each start programs the hardware, whatever is first",
  clauses = { "HRT-COST-1" },
  cases = { "cost:not-first-mono", "cost:not-first-real" },
}
mutant {
  id = "cost-early",
  find = "\ttick_program(ns_to_ktime(next));",
  replace = "\tif (next != INT64_MAX && next > ktime_get() + 1000)\n"
    .. "\t\tnext -= 500;\n\ttick_program(ns_to_ktime(next));",
  bug = "to be in time the interrupt is asked for a little sooner",
  clauses = { "HRT-COST-2" },
  cases = { "cost:alone-10000000", "cost:alone-500000000" },
}
mutant {
  id = "cost-one-each",
  find = "\twhile ((t = base_due(b)) != NULL)\n\t\thrtimer_run(b, t);",
  replace = "\tif ((t = base_due(b)) != NULL)\n\t\thrtimer_run(b, t);",
  bug = "an interrupt runs one timer, and comes again for the next",
  clauses = { "HRT-COST-3", "HRT-COST-8" },
  cases = { "cost:one-instant", "cost:late" },
}
mutant {
  id = "cost-cancel",
  find = "\t\tEVENT(HRT_CANCEL, t, t->deadline);\t/* [HRT-COST-4] */",
  replace = "\t\tEVENT(HRT_CANCEL, t, t->deadline);\n\t\tbase_program(b);",
  bug = "a cancel programs the hardware for the next timer at once",
  clauses = { "HRT-COST-4" },
  cases = { "cost:cancel-programs-nothing", "cost:try-programs-nothing" },
}
mutant {
  id = "cost-forgets",
  find = "\t\tEVENT(HRT_CANCEL, t, t->deadline);\t/* [HRT-COST-4] */",
  replace = "\t\tEVENT(HRT_CANCEL, t, t->deadline);\n"
    .. "\t\ttick_program(KTIME_MAX);",
  bug = "a cancel forgets what the hardware is programmed for",
  clauses = { "HRT-COST-5" },
  cases = { "cost:start-again", "cost:restart-again" },
}
mutant {
  id = "cost-idle",
  find = "\t(void)base_first(b, &next);\n\t/* [HRT-COST-1]",
  replace = "\tif (base_first(b, &next) == NULL)\n"
    .. "\t\tnext = ktime_get() + 100000000;\n\t/* [HRT-COST-1]",
  bug = "a CPU without timers looks now and then whether it has one",
  clauses = { "HRT-COST-6" },
  cases = { "cost:idle", "cost:cancelled-alone", "cost:alone-1",
    "cost:alone-1000" },
}
mutant {
  id = "cost-period",
  find = "\tb->inside = true;\n",
  replace = "\tbase_program(b);\n\tb->inside = true;\n",
  bug = "the interrupt programs for the deadline that it has come for",
  clauses = { "HRT-COST-7" },
  cases = { "cost:period-1000000", "cost:period-10000",
    "cost:period-20000000" },
}
