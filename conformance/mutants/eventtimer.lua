-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the glue of event timers, each with the cases that find it.

mutants {
  id = "eventtimer-", file = "ref/eventtimer/eventtimer.c",
  cases = "eventtimer/",
}

mutant {
  id = "register-zero",
  find = "et_insert(et);\t\t\t\t/* [ET-REG-1] */",
  replace = "if (et->et_quality > 0)\n\t\t\tet_insert(et);",
  bug = "a timer of quality 0 is not made known",
  clauses = { "ET-REG-1" },
  cases = { "register:known", "find:zero", "register:same" },
}
mutant {
  id = "register-used",
  find = "\tet->et_active = 0;\n",
  replace = "\tet->et_active = et->et_frequency != 0 && et->et_quality == 7;\n",
  bug = "a registered timer is in use from the start",
  clauses = { "ET-REG-1" },
  cases = { "register:idle" },
}
mutant {
  id = "register-twice",
  find = "if (et_same_name(tmp->et_name, et->et_name))\n",
  replace = "if (tmp == et)\n",
  bug = "only the same structure counts as a duplicate",
  clauses = { "ET-REG-2" },
  cases = { "register:twice-clock", "register:twice-CLOCK",
    "register:veto-stays", "register:twice-cLoCk", "refuse:name-taken" },
}
mutant {
  id = "register-first-letter",
  find = "\t} while (x == y && x != '\\0');",
  replace = "\t} while (x == y && x != '\\0' && *a != '\\0');",
  bug = "a name that another one begins with counts as equal to it",
  clauses = { "ET-REG-1", "ET-FIND-2" },
  cases = { "register:prefix", "driver:once-coarse-32768-0" },
}
mutant {
  id = "find-worst",
  find = "if (tmp->et_quality < et->et_quality)\n\t\t\tbreak;",
  replace = "if (tmp->et_quality > et->et_quality)\n\t\t\tbreak;",
  bug = "the list is sorted the wrong way round",
  clauses = { "ET-FIND-1" },
  cases = { "find:best", "find:order-falling", "find:order-mixed",
    "driver:once-coarse-1193182-33000" },
}
mutant {
  id = "find-last-equal",
  find = "if (tmp->et_quality < et->et_quality)\n\t\t\tbreak;",
  replace = "if (tmp->et_quality <= et->et_quality)\n\t\t\tbreak;",
  bug = "of equals the one registered last is returned",
  clauses = { "ET-FIND-1" },
  cases = { "find:equals" },
}
mutant {
  id = "find-unsorted",
  find = "\tif (last == NULL)\n\t\tSLIST_INSERT_HEAD",
  replace = "\tif (last == NULL || et->et_quality < 1000)\n"
    .. "\t\tSLIST_INSERT_HEAD",
  bug = "timers are found in the order of registration, last first",
  clauses = { "ET-FIND-1" },
  cases = { "find:best", "find:equals", "find:order-falling", "find:flags-any",
    "find:flags-oneshot", "find:flags-oneshot-not-percpu",
    "find:flags-periodic", "driver:once-coarse-999999999-5000000" },
}
mutant {
  id = "find-case",
  find = "\t\tif (y >= 'A' && y <= 'Z')\n"
    .. "\t\t\ty = (unsigned char)(y - 'A' + 'a');\n",
  replace = "",
  bug = "capital letters in the name that is looked for match nothing",
  clauses = { "ET-FIND-2" },
  cases = { "find:name-LAPIC", "find:name-LaPiC" },
}
mutant {
  id = "find-case-registered",
  find = "\t\tif (x >= 'A' && x <= 'Z')\n"
    .. "\t\t\tx = (unsigned char)(x - 'A' + 'a');\n",
  replace = "",
  bug = "capital letters in a registered name match nothing",
  clauses = { "ET-FIND-2", "ET-REG-2" },
  cases = { "find:name-lapic", "find:name-LaPiC" },
}
mutant {
  id = "find-any-name",
  find = "\tif (name != NULL && !et_same_name(et->et_name, name))\n"
    .. "\t\treturn false;\t\t\t/* [ET-FIND-2] */\n",
  replace = "",
  bug = "the best timer is returned, whatever name was asked for",
  clauses = { "ET-FIND-2" },
  cases = { "find:none", "find:name-LAPIC", "find:name-not-letters" },
}
mutant {
  id = "find-case-any",
  find = "\t\tif (x >= 'A' && x <= 'Z')\n"
    .. "\t\t\tx = (unsigned char)(x - 'A' + 'a');\n"
    .. "\t\tif (y >= 'A' && y <= 'Z')\n"
    .. "\t\t\ty = (unsigned char)(y - 'A' + 'a');\n",
  replace = "\t\tx |= 0x20 * (x >= '@');\n\t\ty |= 0x20 * (y >= '@');\n",
  bug = "the bit that tells cases apart is ignored in all characters",
  clauses = { "ET-FIND-2" },
  cases = { "find:name-not-letters" },
}
mutant {
  id = "find-flags-set-only",
  find = "return (et_flags(et) & check) == want;",
  replace = "return (et_flags(et) & check & want) == want;",
  bug = "flags that must be clear are not looked at",
  clauses = { "ET-FIND-3" },
  cases = { "find:flags-not-periodic", "find:flags-neither-mode",
    "find:flags-all-clear" },
}
mutant {
  id = "find-flags-any",
  find = "return (et_flags(et) & check) == want;",
  replace = "return want == 0 ? (et_flags(et) & check) == 0 :\n"
    .. "\t    (et_flags(et) & check & want) != 0;",
  bug = "one of several wanted flags is enough",
  clauses = { "ET-FIND-3" },
  cases = { "find:flags-oneshot-percpu", "find:flags-want-unchecked" },
}
mutant {
  id = "find-flags-modes",
  find = "return (et_flags(et) & check) == want;",
  replace = "return (et_flags(et) & check & ET_MODES) == (want & ET_MODES);",
  bug = "only the flags of the modes are compared",
  clauses = { "ET-FIND-3" },
  cases = { "find:flags-percpu", "find:flags-c3stop", "find:flags-pow2div" },
}
mutant {
  id = "find-flags-named",
  find = "return (et_flags(et) & check) == want;",
  replace = "return name != NULL || (et_flags(et) & check) == want;",
  bug = "the flags of a timer that is named are not looked at",
  clauses = { "ET-FIND-3" },
  cases = { "find:flags-and-name" },
}
mutant {
  id = "find-used",
  find = "\tif (et->et_active)\n\t\treturn false;",
  replace = "\tif (et->et_active && name == NULL)\n\t\treturn false;",
  bug = "a timer in use is returned to whoever names it",
  clauses = { "ET-FIND-4" },
  cases = { "find:in-use-named", "init:freed", "duty:locked" },
}
mutant {
  id = "find-used-any",
  find = "\tif (et->et_active)\n\t\treturn false;",
  replace = "\tif (et->et_active && et->et_quality >= 1000)\n"
    .. "\t\treturn false;",
  bug = "timers in use are returned to a second consumer",
  clauses = { "ET-FIND-4" },
  cases = { "find:in-use", "find:in-use-named", "find:order-rising" },
}
mutant {
  id = "find-negative",
  find = "if (name == NULL && et->et_quality < 0)",
  replace = "if (name == NULL && et->et_quality < -1)",
  bug = "a timer that is to be had by name alone is returned to all",
  clauses = { "ET-FIND-5" },
  cases = { "find:negative" },
}
mutant {
  id = "find-zero",
  find = "if (name == NULL && et->et_quality < 0)",
  replace = "if (name == NULL && et->et_quality <= 0)",
  bug = "a timer of quality 0 is to be had by name alone",
  clauses = { "ET-FIND-5" },
  cases = { "find:zero", "start:ban-find" },
}
mutant {
  id = "find-negative-hidden",
  find = "if (name == NULL && et->et_quality < 0)",
  replace = "if (et->et_quality < 0)",
  bug = "a timer of negative quality is not to be had at all",
  clauses = { "ET-FIND-5" },
  cases = { "find:negative" },
}
mutant {
  id = "find-unlocked",
  find = "\tCHECK(et_locked());\t\t\t/* [ET-FIND-6] */\n"
    .. "\tSLIST_FOREACH",
  replace = "\tSLIST_FOREACH",
  bug = "et_find walks the list without the lock",
  clauses = { "ET-FIND-6" },
  cases = { "duty:unlocked-find" },
}
mutant {
  id = "init-unlocked",
  find = "\tCHECK(et_locked());\t\t\t/* [ET-FIND-6] */\n"
    .. "\tif (event == NULL)",
  replace = "\tif (event == NULL)",
  bug = "two consumers may initialise a timer at once",
  clauses = { "ET-FIND-6" },
  cases = { "duty:unlocked-init" },
}
mutant {
  id = "free-unlocked",
  find = "\tCHECK(et_locked());\t\t\t/* [ET-FIND-6] */\n"
    .. "\tif (!et->et_active)",
  replace = "\tif (!et->et_active)",
  bug = "a timer is given back while somebody looks for one",
  clauses = { "ET-FIND-6" },
  cases = { "duty:unlocked-free" },
}
mutant {
  id = "init-order",
  find = "\tif (event == NULL)\n\t\treturn EINVAL;\t\t\t/* [ET-INIT-1] */\n"
    .. "\tif (et->et_active)\n\t\treturn EBUSY;",
  replace = "\tif (et->et_active)\n\t\treturn EBUSY;\n"
    .. "\tif (event == NULL)\n\t\treturn EINVAL;",
  bug = "the timer in use is seen before the missing callback",
  clauses = { "ET-INIT-1" },
  cases = { "init:no-callback-first" },
}
mutant {
  id = "init-no-callback",
  find = "\tif (event == NULL)\n\t\treturn EINVAL;",
  replace = "\tif (event == NULL)\n\t\tevent = et_stray;",
  bug = "a consumer without an event callback is accepted",
  clauses = { "ET-INIT-1" },
  cases = { "init:no-callback" },
}
mutant {
  id = "init-stolen",
  find = "\tif (et->et_active)\n\t\treturn EBUSY;",
  replace = "",
  bug = "a second consumer takes a timer in use",
  clauses = { "ET-INIT-2" },
  cases = { "init:busy" },
}
mutant {
  id = "start-unused",
  find = "\tif (!et->et_active)\n\t\treturn ENXIO;\t\t\t/* [ET-START-1] */\n"
    .. "\terror = et_acceptable",
  replace = "\terror = et_acceptable",
  bug = "a timer that nobody uses can be started",
  clauses = { "ET-START-1" },
  cases = { "start:unused-start-fresh", "start:unused-start-freed",
    "start:unused-first" },
}
mutant {
  id = "stop-unused",
  find = "\tif (!et->et_active)\n\t\treturn ENXIO;\t\t\t/* [ET-START-1] */\n"
    .. "\tinstance = et_here(et);",
  replace = "\tinstance = et_here(et);",
  bug = "a timer that nobody uses can be stopped",
  clauses = { "ET-START-1" },
  cases = { "start:unused-stop-fresh", "start:unused-stop-freed" },
}
mutant {
  id = "free-unused",
  find = "\tif (!et->et_active)\n\t\treturn ENXIO;\t\t\t/* [ET-START-1] */\n"
    .. "\tCHECK(et_idle(et));",
  replace = "\tCHECK(et_idle(et));",
  bug = "a timer that nobody uses can be given back",
  clauses = { "ET-START-1" },
  cases = { "start:unused-free-fresh", "start:unused-free-freed" },
}
mutant {
  id = "start-zero",
  find = "if (first < 0 || period < 0 || (first == 0 && period == 0))",
  replace = "if (first < 0 || period < 0)",
  bug = "a start without any time fires after the least one, as on FreeBSD",
  clauses = { "ET-START-2" },
  cases = { "start:invalid-both-zero" },
}
mutant {
  id = "start-negative",
  find = "if (first < 0 || period < 0 || (first == 0 && period == 0))",
  replace = "if (first == 0 && period == 0)",
  bug = "a negative time is clamped to the least one, as on FreeBSD",
  clauses = { "ET-START-2" },
  cases = { "start:invalid-first-negative", "start:invalid-period-negative",
    "start:invalid-first-least", "start:invalid-before-mode",
    "start:invalid-both-negative", "start:invalid-first-negative-with-period",
    "start:invalid-period-negative-with-first" },
}
mutant {
  id = "start-mode-first",
  find = "mode = period != 0 ? ET_FLAGS_PERIODIC : ET_FLAGS_ONESHOT;",
  replace = "mode = first == 0 ? ET_FLAGS_PERIODIC : ET_FLAGS_ONESHOT;",
  bug = "a start with a first time and a period is taken for one-shot",
  clauses = { "ET-START-3" },
  cases = { "start:no-periodic-with-first", "start:periodic" },
}
mutant {
  id = "start-mode-ignored",
  find = "if ((et_flags(et) & mode) == 0)",
  replace = "if ((et_flags(et) & ET_MODES) == 0)",
  bug = "a timer with any mode is started in either",
  clauses = { "ET-START-3" },
  cases = { "start:no-periodic", "start:no-oneshot" },
}
mutant {
  id = "start-first-free",
  find = "\tif (first != 0)\n\t\tfirst = et_clamp(et, first);\n",
  replace = "",
  bug = "only periods are clamped",
  clauses = { "ET-START-4" },
  cases = { "start:clamp-first-below", "start:clamp-first-far",
    "start:clamp-both-above", "start:clamp-first-just-below" },
}
mutant {
  id = "start-period-free",
  find = "\tif (period != 0)\n\t\tperiod = et_clamp(et, period);",
  replace = "",
  bug = "only first times are clamped",
  clauses = { "ET-START-4" },
  cases = { "start:clamp-period-below", "start:clamp-period-above",
    "start:clamp-both-below" },
}
mutant {
  id = "start-zero-clamped",
  find = "\tif (first != 0)\n\t\tfirst = et_clamp(et, first);\n",
  replace = "\tfirst = et_clamp(et, first);\n",
  bug = "a first time of zero, which says one period, is clamped too",
  clauses = { "ET-START-4" },
  cases = { "start:clamp-period-greatest", "start:clamp-period-below",
    "start:clamp-period-just-below" },
}
mutant {
  id = "start-clamp-least",
  find = "\tif (t > et->et_max_period)\n\t\treturn et->et_max_period;",
  replace = "\tif (t > et->et_max_period)\n\t\treturn et->et_min_period;",
  bug = "what is beyond the greatest period becomes the least one",
  clauses = { "ET-START-4" },
  cases = { "start:clamp-first-just-above", "start:clamp-first-max",
    "start:clamp-first-below-period-above" },
}
mutant {
  id = "start-rounds-down",
  file = "ref/lib/sbintime.c",
  find = "(uint64_t)NSEC_PER_SEC >> HALF_BITS) + 1;",
  replace = "(uint64_t)NSEC_PER_SEC >> HALF_BITS);",
  bug = "a time loses a nanosecond on its way through 32.32 fixed point",
  clauses = { "ET-START-4" },
  cases = { "start:one-shot", "start:clamp-first-least",
    "start:clamp-first-between", "start:clamp-first-greatest" },
}
mutant {
  id = "start-stops-first",
  find = "\tif (error != 0)\n\t\treturn error;\t\t\t/* [ET-START-5] */",
  replace = "\tif (error != 0) {\n\t\t(void)et->et_stop(et);\n"
    .. "\t\treturn error;\n\t}",
  bug = "a start that is refused has stopped the running timer",
  clauses = { "ET-START-5" },
  cases = { "start:no-periodic", "start:invalid-both-zero" },
}
mutant {
  id = "start-before-check",
  find = "\terror = et_acceptable(et, first, period);",
  replace = "\terror = et_acceptable(et, first, period);\n"
    .. "\tif (error == ENOTSUP)\n\t\t(void)et->et_start(et, first, period);",
  bug = "the driver is started before its mode is looked at",
  clauses = { "ET-START-5", "ET-START-3" },
  cases = { "start:no-oneshot", "start:ban-start", "race:ban-elsewhere" },
}
mutant {
  id = "stop-nothing",
  find = "error = et->et_stop(et);",
  replace = "error = 0;",
  bug = "et_stop does not reach the driver",
  clauses = { "ET-STOP-1" },
  cases = { "start:stop", "init:event-restarts", "register:consent",
    "driver:period-10000000-10000000", "driver:period-1-7000000" },
}
mutant {
  id = "event-argument",
  find = "__atomic_store_n(&et->et_arg, arg, __ATOMIC_RELAXED);",
  replace = "(void)arg;\n\tet->et_arg = et;",
  bug = "the callback gets the timer as its argument too",
  clauses = { "ET-EVENT-1" },
  cases = { "init:event", "init:event-own", "driver:once-1",
    "driver:once-7000000", "driver:once-333333333", "driver:once-2000000000" },
}
mutant {
  id = "event-lost",
  find = "__atomic_store_n(&et->et_event_cb, event, __ATOMIC_RELEASE);",
  replace = "if (et->et_quality != 0)\n\t\tet->et_event_cb = event;",
  bug = "the consumer's callback is not stored",
  clauses = { "ET-EVENT-1" },
  cases = { "init:event", "init:event-own" },
}
mutant {
  id = "free-not",
  find = "et_clear(et);\t\t\t\t\t/* [ET-FREE-1] */",
  replace = "et->et_deregister_cb = NULL;",
  bug = "a timer that was given back stays marked as used",
  clauses = { "ET-FREE-1" },
  cases = { "init:freed", "find:in-use-named" },
}
mutant {
  id = "free-callback-stays",
  find = "\t__atomic_store_n(&et->et_event_cb, et_stray, "
    .. "__ATOMIC_RELEASE);\n",
  replace = "",
  bug = "a late event still reaches the consumer that has gone",
  clauses = { "ET-FREE-2" },
  cases = { "init:stray", "init:stray-then-used", "race:stray-elsewhere" },
}
mutant {
  id = "free-silent",
  find = "EVENT(ET_STRAY, et, 0);\t\t\t/* [ET-FREE-2] */",
  replace = "(void)et;",
  bug = "stray events are dropped and not counted",
  clauses = { "ET-FREE-2" },
  cases = { "init:stray", "init:stray-then-used" },
}
mutant {
  id = "free-stops",
  find = "\tet_release(et);\n\tEVENT(ET_FREE",
  replace = "\t(void)et->et_stop(et);\n\tet_release(et);\n\tEVENT(ET_FREE",
  bug = "et_free stops the timer, on whatever CPU it is called",
  clauses = { "ET-FREE-2" },
  cases = { "init:stray", "duty:free-stopped-its-cpu" },
}
mutant {
  id = "ban-one-mode",
  find = "(void)__atomic_fetch_and(&et->et_flags, ~ET_MODES,\n"
    .. "\t    __ATOMIC_RELAXED);",
  replace = "et->et_flags &= ~ET_FLAGS_ONESHOT;",
  bug = "a banned timer can still be started with a period",
  clauses = { "ET-BAN-1" },
  cases = { "start:ban", "start:ban-start" },
}
mutant {
  id = "ban-all-flags",
  find = "(void)__atomic_fetch_and(&et->et_flags, ~ET_MODES,\n"
    .. "\t    __ATOMIC_RELAXED);",
  replace = "et->et_flags = 0;",
  bug = "a ban clears the flags that are no modes too",
  clauses = { "ET-BAN-1" },
  cases = { "start:ban" },
}
mutant {
  id = "ban-stops",
  find = "(void)__atomic_fetch_and(&et->et_flags, ~ET_MODES,\n"
    .. "\t    __ATOMIC_RELAXED);",
  replace = "et->et_flags &= ~ET_MODES;\n\tif (et->et_active)\n"
    .. "\t\t(void)et->et_stop(et);",
  bug = "a timer that is banned is stopped as well",
  clauses = { "ET-BAN-1" },
  cases = { "start:ban-runs-on" },
}
mutant {
  id = "deregister-stays",
  find = "\tSLIST_REMOVE(&et_eventtimers, et, eventtimer, et_all);\n",
  replace = "",
  bug = "a withdrawn timer stays in the list",
  clauses = { "ET-DEREG-1" },
  cases = { "register:withdrawn", "register:withdrawn-name",
    "register:withdrawn-middle", "register:withdrawn-after-use",
    "register:withdrawn-first", "register:withdrawn-last" },
}
mutant {
  id = "deregister-used",
  find = "error = EBUSY;\t\t\t\t/* [ET-DEREG-2] */",
  replace = "error = 0;",
  bug = "a timer in use is unlinked under its consumer, as on FreeBSD",
  clauses = { "ET-DEREG-2" },
  cases = { "register:busy", "race:start-then-deregister" },
}
mutant {
  id = "deregister-no-veto",
  find = "error = ask(et, arg);",
  replace = "(void)ask(et, arg);",
  bug = "what the deregister callback answers is not looked at",
  clauses = { "ET-DEREG-3" },
  cases = { "register:veto", "register:veto-stays" },
}
mutant {
  id = "deregister-veto-lost",
  find = "\tif (error != 0) {\n\t\tET_UNLOCK();\n\t\treturn error;\n"
    .. "\t}\n\tCHECK(et_registered(et));",
  replace = "\tCHECK(et_registered(et));",
  bug = "a veto does not keep the timer in the list",
  clauses = { "ET-DEREG-2", "ET-DEREG-3" },
  cases = { "register:veto-stays" },
}
mutant {
  id = "deregister-asks-stranger",
  find = "\tet->et_deregister_cb = NULL;\n",
  replace = "",
  bug = "a consumer that has gone is still asked",
  clauses = { "ET-DEREG-1", "ET-FREE-1" },
  cases = { "register:not-asked" },
}
