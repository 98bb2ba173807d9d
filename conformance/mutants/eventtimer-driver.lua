-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs between the glue and its drivers: what they register, what their
-- hardware does, what happens on two CPUs at once.

mutants {
  id = "eventtimer-", file = "ref/eventtimer/eventtimer.c",
  cases = "eventtimer/",
}

-- Registering.

mutant {
  id = "sane-order",
  find = "et->et_max_period <= 0 ||\n"
    .. "\t    et->et_min_period > et->et_max_period)",
  replace = "et->et_max_period <= 0)",
  bug = "a least period above the greatest is accepted",
  clauses = { "ET-REG-3" },
  cases = { "refuse:least-above-greatest", "refuse:least-just-above" },
}
mutant {
  id = "sane-equal",
  find = "et->et_min_period > et->et_max_period)",
  replace = "et->et_min_period >= et->et_max_period)",
  bug = "a timer that can do a single period is refused",
  clauses = { "ET-REG-3" },
  cases = { "refuse:least-greatest" },
}
mutant {
  id = "sane-negative",
  find = "if (et->et_min_period < 0 || et->et_max_period <= 0 ||",
  replace = "if (et->et_max_period <= 0 ||",
  bug = "a negative least period is accepted",
  clauses = { "ET-REG-3" },
  cases = { "refuse:least-negative", "refuse:least-most-negative" },
}
mutant {
  id = "sane-zero",
  find = "et->et_max_period <= 0 ||",
  replace = "et->et_max_period < 0 ||",
  bug = "a timer that can do no period at all is accepted",
  clauses = { "ET-REG-3" },
  cases = { "refuse:greatest-zero", "refuse:numbers-first",
    "refuse:told-once" },
}
mutant {
  id = "sane-both-negative",
  find = "if (et->et_min_period < 0 || et->et_max_period <= 0 ||",
  replace = "if (",
  bug = "only the order of the two periods is looked at",
  clauses = { "ET-REG-3" },
  cases = { "refuse:both-negative", "refuse:least-negative" },
}
mutant {
  id = "sane-least-zero",
  find = "if (et->et_min_period < 0 ||",
  replace = "if (et->et_min_period <= 0 ||",
  bug = "a timer that gives no least period is refused",
  clauses = { "ET-REG-3" },
  cases = { "refuse:least-zero", "register:known", "race:method-cpu-0" },
}
mutant {
  id = "sane-frequency",
  find = "return et->et_frequency != 0 ||\t\t/* [ET-REG-8] */\n"
    .. "\t    (et->et_flags & ET_FLAGS_POW2DIV) == 0;\t/* [ET-REG-4] */",
  replace = "return true;",
  bug = "a divider without a frequency is accepted",
  clauses = { "ET-REG-4" },
  cases = { "refuse:no-frequency", "refuse:no-frequency-no-mode" },
}
mutant {
  id = "sane-frequency-all",
  find = "return et->et_frequency != 0 ||\t\t/* [ET-REG-8] */\n"
    .. "\t    (et->et_flags & ET_FLAGS_POW2DIV) == 0;\t/* [ET-REG-4] */",
  replace = "return et->et_frequency != 0;",
  bug = "every timer without a frequency is refused",
  clauses = { "ET-REG-8" },
  cases = { "refuse:no-mode", "refuse:percpu-alone", "register:known" },
}
mutant {
  id = "sane-pow2div-never",
  find = "return et->et_frequency != 0 ||\t\t/* [ET-REG-8] */\n",
  replace = "return\n",
  bug = "a divider is refused although it has a frequency",
  clauses = { "ET-REG-4" },
  cases = { "refuse:frequency-pow2div", "start:ban" },
}
mutant {
  id = "register-mode-wanted",
  find = "\tif (!et_sane(et))\n",
  replace = "\tif (!et_sane(et) || (et->et_flags & ET_MODES) == 0)\n",
  bug = "a timer without a mode is refused",
  clauses = { "ET-REG-8" },
  cases = { "refuse:no-mode", "refuse:percpu-alone" },
}
mutant {
  id = "register-known-flags",
  find = "\tif (!et_sane(et))\n",
  replace = "\tif (!et_sane(et) || (et->et_flags & ~31) != 0)\n",
  bug = "a timer with a flag of a later version is refused",
  clauses = { "ET-REG-8" },
  cases = { "refuse:unknown-flags" },
}
mutant {
  id = "register-flags-cut",
  find = "\tet->et_sysctl = NULL;\t\t\t\t/* [ET-REG-7] */\n",
  replace = "\tet->et_sysctl = NULL;\n\tet->et_flags &= 31;\n",
  bug = "flags that are not known are cleared",
  clauses = { "ET-REG-7" },
  cases = { "refuse:unknown-flags" },
}
mutant {
  id = "register-node",
  find = "\tet->et_sysctl = NULL;\t\t\t\t/* [ET-REG-7] */\n",
  replace = "",
  bug = "what the driver left in et_sysctl stays there",
  clauses = { "ET-REG-7" },
  cases = { "refuse:members" },
}
mutant {
  id = "register-private",
  find = "\tet->et_sysctl = NULL;\t\t\t\t/* [ET-REG-7] */\n",
  replace = "\tet->et_sysctl = NULL;\n\tet->et_priv = NULL;\n",
  bug = "the driver's private pointer is cleared",
  clauses = { "ET-REG-7" },
  cases = { "refuse:members", "frequency:unreported" },
}
mutant {
  id = "refuse-silent",
  find = "\t\tEVENT(ET_REFUSE, et, error);\t\t/* [ET-REG-5] */\n",
  replace = "",
  bug = "a driver that lies is refused without a word",
  clauses = { "ET-REG-5" },
  cases = { "refuse:told-once", "refuse:greatest-zero", "refuse:next-best",
    "refuse:greatest-negative" },
}
mutant {
  id = "refuse-no-number",
  find = "EVENT(ET_REFUSE, et, error);",
  replace = "EVENT(ET_REFUSE, et, 1);",
  bug = "the refusal does not say why",
  clauses = { "ET-REG-5" },
  cases = { "refuse:told-once" },
}
mutant {
  id = "refuse-cleared",
  find = "\tif (error == 0) {\n\t\tet_clear(et);\n",
  replace = "\tet_clear(et);\n\tif (error == 0) {\n",
  bug = "a timer in use that is registered again falls out of use",
  clauses = { "ET-REG-5" },
  cases = { "refuse:in-use-again" },
}
mutant {
  id = "refuse-order",
  find = "\tif (!et_sane(et))\n\t\treturn EINVAL;\n\tSLIST_FOREACH(tmp, "
    .. "&et_eventtimers, et_all) {\n"
    .. "\t\tif (et_same_name(tmp->et_name, et->et_name))\n"
    .. "\t\t\treturn EEXIST;\t\t/* [ET-REG-2] */\n\t}\n\treturn 0;",
  replace = "\tSLIST_FOREACH(tmp, &et_eventtimers, et_all) {\n"
    .. "\t\tif (et_same_name(tmp->et_name, et->et_name))\n"
    .. "\t\t\treturn EEXIST;\n\t}\n\treturn et_sane(et) ? 0 : EINVAL;",
  bug = "the name is looked at before the numbers",
  clauses = { "ET-REG-3" },
  cases = { "refuse:numbers-first" },
}
mutant {
  id = "register-nameless",
  find = "\tCHECK(et->et_name != NULL && et->et_name[0] != '\\0'); "
    .. "/* [ET-REG-6] */\n",
  replace = "\tCHECK(et->et_name != NULL);\n",
  bug = "a timer with an empty name is taken",
  clauses = { "ET-REG-6" },
  cases = { "duty:without-letters" },
}
mutant {
  id = "register-no-name",
  find = "\tCHECK(et->et_name != NULL && et->et_name[0] != '\\0'); "
    .. "/* [ET-REG-6] */\n",
  replace = "\tCHECK(et->et_name[0] != '\\0');\n",
  bug = "a missing name is looked at",
  clauses = { "ET-REG-6" },
  cases = { "duty:without-name" },
}
mutant {
  id = "register-startless",
  find = "\tCHECK(et->et_start != NULL);\t\t\t/* [ET-REG-6] */\n",
  replace = "",
  bug = "a timer that cannot be started is taken",
  clauses = { "ET-REG-6" },
  cases = { "duty:without-start" },
}

-- The lock and the instances.

mutant {
  id = "lock-anywhere",
  find = "\tCHECK(!port_in_interrupt());\t\t\t/* [ET-LOCK-1] */\n",
  replace = "",
  bug = "the lock is for the port to refuse in an interrupt",
  clauses = { "ET-LOCK-1" },
  cases = { "duty:lock-in-callback" },
}
mutant {
  id = "lock-nests",
  find = "\tCHECK(!port_mutex_held(&et_eventtimers_mtx));\t"
    .. "/* [ET-LOCK-2] */\n",
  replace = "\tif (port_mutex_held(&et_eventtimers_mtx))\n\t\treturn;\n",
  bug = "the lock may be taken twice, and one release opens it",
  clauses = { "ET-LOCK-2" },
  cases = { "duty:lock-twice" },
}
mutant {
  id = "instance-shared",
  find = "\tif ((et_flags(et) & ET_FLAGS_PERCPU) != 0)\n"
    .. "\t\treturn &et->et_instance[port_cpu()];\n",
  replace = "",
  bug = "two CPUs cannot start their own instances at once",
  clauses = { "ET-START-7", "ET-FREE-3" },
  cases = { "race:two-cpus", "duty:free-running-wrong-cpu" },
}
mutant {
  id = "instance-by-cpu",
  find = "return &et->et_instance[0];",
  replace = "return &et->et_instance[port_cpu()];",
  bug = "a timer that all CPUs share must be stopped where it was started",
  clauses = { "ET-FREE-3" },
  cases = { "duty:free-stopped-anywhere", "duty:inside-cpu",
    "duty:inside-stop" },
}
mutant {
  id = "start-inside",
  find = "\tCHECK(was != ET_INSIDE);\t\t/* [ET-START-6] */\n"
    .. "\t*instance = ET_INSIDE;\n\tEVENT(ET_START",
  replace = "\t*instance = ET_INSIDE;\n\tEVENT(ET_START",
  bug = "the hardware is entered by a second start",
  clauses = { "ET-START-6" },
  cases = { "duty:inside-cpu", "duty:inside-interrupt" },
}
mutant {
  id = "stop-inside",
  find = "\tCHECK(was != ET_INSIDE);\t\t/* [ET-START-6] */\n"
    .. "\t*instance = ET_INSIDE;\n\tEVENT(ET_STOP",
  replace = "\t*instance = ET_INSIDE;\n\tEVENT(ET_STOP",
  bug = "the hardware is entered by a stop within a start",
  clauses = { "ET-START-6" },
  cases = { "duty:inside-stop" },
}
mutant {
  id = "start-on-boot-cpu",
  find = "\terror = et->et_start(et, first, period); ",
  replace = "\terror = port_cpu() != 0 ? 0 :\n"
    .. "\t    et->et_start(et, first, period); ",
  bug = "only the first CPU's starts reach the driver",
  clauses = { "ET-START-7" },
  cases = { "race:method-cpu-1", "race:method-cpu-2", "race:two-cpus" },
}
mutant {
  id = "start-error-lost",
  find = "\terror = et->et_start(et, first, period); "
    .. "/* [ET-START-7] [ET-START-9] */\n",
  replace = "\t(void)et->et_start(et, first, period);\n",
  bug = "hardware that fails to start counts as started",
  clauses = { "ET-START-8" },
  cases = { "start:failing-start", "duty:free-stopped-failed" },
}
mutant {
  id = "start-failed-runs",
  find = "*instance = error == 0 ? ET_STARTED : was;",
  replace = "*instance = ET_STARTED;",
  bug = "a timer that failed to start counts as running",
  clauses = { "ET-START-8", "ET-FREE-3" },
  cases = { "duty:free-stopped-failed" },
}
mutant {
  id = "stop-error-lost",
  find = "\t\terror = et->et_stop(et);",
  replace = "\t\t(void)et->et_stop(et);",
  bug = "hardware that fails to stop counts as stopped",
  clauses = { "ET-START-8" },
  cases = { "start:failing-stop" },
}
mutant {
  id = "start-stops-running",
  find = "\tEVENT(ET_START, et, sbttons(first));\n",
  replace = "\tif (was == ET_STARTED && et->et_stop != NULL)\n"
    .. "\t\t(void)et->et_stop(et);\n\tEVENT(ET_START, et, sbttons(first));\n",
  bug = "a running timer is stopped before it is started anew",
  clauses = { "ET-START-9" },
  cases = { "start:again" },
}
mutant {
  id = "stop-method-wanted",
  find = "\terror = 0;\t\t\t\t/* [ET-STOP-2] */\n",
  replace = "\terror = ENOTSUP;\n",
  bug = "hardware that cannot be stopped makes et_stop fail",
  clauses = { "ET-STOP-2" },
  cases = { "start:no-stop-method" },
}

-- Giving back and withdrawing.

mutant {
  id = "free-running",
  find = "\tCHECK(et_idle(et));\t\t\t/* [ET-FREE-3] */\n",
  replace = "",
  bug = "a timer is taken from a consumer that has not stopped it",
  clauses = { "ET-FREE-3" },
  cases = { "duty:free-running-never", "duty:free-running-wrong-cpu",
    "duty:free-running-one-of-two" },
}
mutant {
  id = "free-first-cpu",
  find = "\tfor (i = 0; i < PORT_CPUS; i++) {\n"
    .. "\t\tif (et->et_instance[i] != ET_IDLE)",
  replace = "\tfor (i = 0; i < 1; i++) {\n"
    .. "\t\tif (et->et_instance[i] != ET_IDLE)",
  bug = "only the first CPU's instance is asked whether it runs",
  clauses = { "ET-FREE-3" },
  cases = { "duty:free-running-wrong-cpu" },
}
mutant {
  id = "free-no-wait",
  find = "\teverywhere(et_nothing, NULL);\t\t\t/* [ET-FREE-4] */\n",
  replace = "",
  bug = "et_free returns while the callback runs on another CPU",
  clauses = { "ET-FREE-4" },
  cases = { "race:running-free", "race:running-deregister" },
}
mutant {
  id = "deregister-no-release",
  find = "\tif (et->et_active)\n\t\tet_release(et);\n\tSLIST_REMOVE",
  replace = "\tSLIST_REMOVE",
  bug = "a consumer that consents keeps the timer that has gone",
  clauses = { "ET-DEREG-1", "ET-FREE-4" },
  cases = { "race:running-deregister", "race:deregister-then-start",
    "register:consent-unfreed", "race:stray-withdrawn" },
}
mutant {
  id = "deregister-unknown",
  find = "\tET_LOCK();\n\tCHECK(et_registered(et));\t\t\t"
    .. "/* [ET-DEREG-4] */\n",
  replace = "\tET_LOCK();\n\tif (!et_registered(et))\n\t\terror = ENXIO;\n",
  bug = "withdrawing what was never registered is an answer, no bug",
  clauses = { "ET-DEREG-4" },
  cases = { "duty:withdraw-never", "duty:withdraw-twice" },
}
mutant {
  id = "deregister-at-once",
  find = "\tCHECK(et_registered(et));\t\t\t/* [ET-DEREG-4] */\n"
    .. "\tCHECK(et_idle(et));",
  replace = "\tif (!et_registered(et)) {\n\t\tET_UNLOCK();\n"
    .. "\t\treturn 0;\n\t}\n\tCHECK(et_idle(et));",
  bug = "two withdrawals at once both succeed",
  clauses = { "ET-DEREG-4" },
  cases = { "duty:withdraw-at-once" },
}
mutant {
  id = "deregister-running",
  find = "\tCHECK(et_idle(et));\t\t\t\t/* [ET-DEREG-5] */\n",
  replace = "",
  bug = "the driver may go while its timer runs",
  clauses = { "ET-DEREG-5" },
  cases = { "duty:consent-running", "race:start-while-deregister" },
}
mutant {
  id = "deregister-locked",
  find = "\t\tET_UNLOCK();\n\t\terror = ask(et, arg);\t\t\t"
    .. "/* [ET-DEREG-3] */\n\t\tET_LOCK();\t\t\t\t/* [ET-DEREG-6] */\n",
  replace = "\t\terror = ask(et, arg);\n",
  bug = "the consumer is asked with the lock held, and cannot free",
  clauses = { "ET-DEREG-6" },
  cases = { "register:asked" },
}
mutant {
  id = "deregister-argument",
  find = "\targ = et->et_arg;\n",
  replace = "\targ = et->et_priv;\n",
  bug = "the deregister callback gets another argument",
  clauses = { "ET-DEREG-6" },
  cases = { "register:asked" },
}
mutant {
  id = "deregister-asks-twice",
  find = "\t\terror = ask(et, arg);",
  replace = "\t\terror = ask(et, arg);\n\t\tif (error != 0)\n"
    .. "\t\t\terror = ask(et, arg);",
  bug = "a consumer that objects is asked again",
  clauses = { "ET-DEREG-6" },
  cases = { "register:asked", "register:veto" },
}

-- Frequencies, and what a driver does with them.

mutant {
  id = "change-dropped",
  find = "\tet->et_frequency = newfreq;\t\t\t/* [ET-FREQ-1] */\n",
  replace = "",
  bug = "the new frequency is not stored",
  clauses = { "ET-FREQ-1" },
  cases = { "frequency:member", "frequency:other-free", "driver:told" },
}
mutant {
  id = "change-narrow",
  find = "et->et_frequency = newfreq;",
  replace = "et->et_frequency = (uint32_t)newfreq;",
  bug = "frequencies above 4.3 GHz are cut",
  clauses = { "ET-FREQ-1" },
  cases = { "frequency:member" },
}
mutant {
  id = "change-alone",
  file = "ref/tick/tick_switch.c",
  find = "\tet_on_change(tick_change);\n",
  replace = "",
  bug = "tick is not told and runs on with ticks of another length",
  clauses = { "ET-FREQ-2" },
  cases = { "frequency:order", "frequency:overdue", "frequency:slow" },
}
mutant {
  id = "change-one-cpu",
  file = "ref/lib/everywhere.c",
  find = "\tstruct errand e = { handler, arg, port_cpus(), { NULL } };",
  replace = "\tstruct errand e = { handler, arg, 1, { NULL } };",
  bug = "the change does not wait for the other CPUs to stop",
  clauses = { "ET-FREQ-2" },
  cases = { "frequency:order" },
}
mutant {
  id = "change-no-resume",
  find = "\tet_changing(et, false);\t\t\t\t/* [ET-FREQ-2] */\n",
  replace = "",
  bug = "the timer stays stopped after a change",
  clauses = { "ET-FREQ-2" },
  cases = { "frequency:doubled", "frequency:idle", "frequency:period",
    "frequency:thousand", "frequency:latched" },
}
mutant {
  id = "change-first",
  find = "\tet_changing(et, true);\t\t\t\t/* [ET-FREQ-2] */\n"
    .. "\tet->et_frequency = newfreq;\t\t\t/* [ET-FREQ-1] */\n"
    .. "\tif (et->et_max_cycles != 0)\t\t\t/* [ET-FREQ-6] */\n"
    .. "\t\tet_range(et, et->et_min_cycles, et->et_max_cycles);\n"
    .. "\tEVENT(ET_CHANGE, et, (int64_t)newfreq);\n",
  replace = "\tet->et_frequency = newfreq;\n"
    .. "\tEVENT(ET_CHANGE, et, (int64_t)newfreq);\n"
    .. "\tet_changing(et, true);\n",
  bug = "the frequency changes before the timer is stopped",
  clauses = { "ET-FREQ-2" },
  cases = { "frequency:order" },
}
mutant {
  id = "change-forgets",
  file = "ref/tick/tick_switch.c",
  find = "\ttick_streams_sync(c, tick_now());\n\ttick_arm(c);\n",
  replace = "\ttick_streams_sync(c, tick_now());\n",
  bug = "after a change the deadlines that were armed are gone",
  clauses = { "ET-FREQ-2" },
  cases = { "frequency:doubled", "frequency:halved", "frequency:period",
    "frequency:early-then-told" },
}
mutant {
  id = "change-whole-distance",
  file = "ref/tick/tick_switch.c",
  find = "\ttick_streams_sync(c, tick_now());\n\ttick_arm(c);\n",
  replace = "\ttick_streams_sync(c, tick_now());\n"
    .. "\t(void)et_start(tick.et, nstosbt(c->deadline), 0);\n",
  bug = "after a change the whole distance is counted again",
  clauses = { "ET-FREQ-2" },
  cases = { "frequency:doubled", "frequency:third", "frequency:order" },
}
mutant {
  id = "change-not-kept",
  file = "ref/tick/tick.c",
  find = "\tif (c->paused)\n\t\treturn;\n",
  replace = "",
  bug = "the timer is started in the midst of a change",
  clauses = { "ET-FREQ-2" },
  cases = { "frequency:paused" },
}
mutant {
  id = "change-any-timer",
  file = "ref/tick/tick_switch.c",
  find = "\tif (et != tick.et && et != tick.spare)\n\t\treturn;",
  replace = "\tif (et->et_quality < 0)\n\t\treturn;",
  bug = "tick stops its own timer for a change of another's",
  clauses = { "ET-FREQ-3" },
  cases = { "driver:told" },
}
mutant {
  id = "change-restarts",
  find = "\tEVENT(ET_CHANGE, et, (int64_t)newfreq);\n",
  replace = "\tEVENT(ET_CHANGE, et, (int64_t)newfreq);\n"
    .. "\tif (et->et_stop != NULL)\n\t\t(void)et->et_stop(et);\n",
  bug = "a change stops the hardware, whoever uses it",
  clauses = { "ET-FREQ-3" },
  cases = { "frequency:other-free", "frequency:other-running",
    "frequency:other-in-use", "frequency:other-withdrawn" },
}
mutant {
  id = "change-in-interrupt",
  find = "\tCHECK(!port_in_interrupt());\t\t\t/* [ET-FREQ-4] */\n",
  replace = "",
  bug = "a change in an interrupt is left for the lock to refuse",
  clauses = { "ET-FREQ-4" },
  cases = { "frequency:interrupt" },
}
mutant {
  id = "change-to-zero",
  find = "\tCHECK(newfreq != 0);\t\t\t\t/* [ET-FREQ-5] */\n",
  replace = "",
  bug = "a clock that stands is taken for one that is not known",
  clauses = { "ET-FREQ-5" },
  cases = { "frequency:zero" },
}
mutant {
  id = "driver-rounds-down",
  file = "ref/hal/hal.c",
  find = "return muldiv64_up((uint64_t)sbttons(t)",
  replace = "return muldiv64_down((uint64_t)sbttons(t)",
  bug = "the driver rounds ticks down and interrupts early",
  clauses = { "ET-DRV-1" },
  cases = { "driver:once-coarse-32768-5000000" },
}
mutant {
  id = "driver-from-old-tick",
  file = "ref/hal/simtimer.c",
  find = "\treturn u->et.et_frequency < (uint64_t)NSEC_PER_SEC ? "
    .. "count + 1 : count;",
  replace = "\treturn count;",
  bug = "a tick that has gone by in part counts as a whole one",
  clauses = { "ET-DRV-1" },
  cases = { "driver:once-coarse-32768-5000000" },
}
mutant {
  id = "driver-repeats",
  file = "ref/hal/simtimer.c",
  find = "\tif (period != 0)\n\t\tctrl |= SIMTIMER_REPEAT;\n",
  replace = "\tctrl |= SIMTIMER_REPEAT;\n",
  bug = "a one-shot start leaves the hardware repeating",
  clauses = { "ET-DRV-1" },
  cases = { "driver:once-1000", "driver:stopped" },
}
mutant {
  id = "driver-first-now",
  file = "ref/hal/simtimer.c",
  find = "\tif (first == 0)\n\t\tfirst = period;",
  replace = "\tif (first == 0)\n\t\tfirst = 1;",
  bug = "a first time of 0 means at once",
  clauses = { "ET-DRV-2" },
  cases = { "driver:period-0-10000000" },
}
mutant {
  id = "driver-first-lost",
  file = "ref/hal/simtimer.c",
  find = "\tif (first == 0)\n\t\tfirst = period;",
  replace = "\tif (period != 0)\n\t\tfirst = period;",
  bug = "the first event comes after one period, whatever was asked",
  clauses = { "ET-DRV-2" },
  cases = { "driver:period-3000000-10000000",
    "driver:period-25000000-10000000", "driver:replaced" },
}
mutant {
  id = "driver-stop-nothing",
  file = "ref/hal/simtimer.c",
  find = "\thal_write32(u->base, simtimer_bank(et) + SIMTIMER_CTRL, 0);",
  replace = "\t(void)u;",
  bug = "the driver's stop does not reach the hardware",
  clauses = { "ET-DRV-3" },
  cases = { "driver:stopped" },
}
mutant {
  id = "driver-old-period",
  file = "ref/hal/simtimer.c",
  find = "\tif (period != 0)\n\t\tctrl |= SIMTIMER_REPEAT;\n",
  replace = "\tctrl |= hal_read32(u->base, bank + SIMTIMER_CTRL) & "
    .. "SIMTIMER_REPEAT;\n\tif (period != 0)\n"
    .. "\t\tctrl |= SIMTIMER_REPEAT;\n",
  bug = "a one-shot start after a periodic one goes on repeating",
  clauses = { "ET-DRV-3" },
  cases = { "driver:replaced" },
}
mutant {
  id = "driver-one-bank",
  file = "ref/hal/simtimer.c",
  find = "(et->et_flags & ET_FLAGS_PERCPU) != 0 ?\n\t    port_cpu() : 0);",
  replace = "0 *\n\t    port_cpu() * (unsigned)et->et_flags);",
  bug = "all CPUs program the first one's comparator",
  clauses = { "ET-DRV-4" },
  cases = { "driver:each-cpu", "driver:stop-elsewhere" },
}
