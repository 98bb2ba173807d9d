-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the queues that tell of timers, each with the cases that find it.

mutants { id = "kq-", file = "ref/kqueue/kqueue.c", cases = "kqueue/" }

-- Adding ---------------------------------------------------------------------

mutant {
  id = "create-fd",
  find = "\tfd = file_open(&kqueue_ops, q, 0);",
  replace = "\tfd = file_open(&kqueue_ops, q, 0) + 1;",
  bug = "kqueue returns the number of the next descriptor",
  clauses = { "KQ-CREATE-1" },
  cases = { "add:empty" },
}
mutant {
  id = "get-any-file",
  find = "\tif (f->ops != &kqueue_ops) {",
  replace = "\tif (f->ops->close == NULL) {",
  bug = "kevent takes any descriptor for a queue",
  clauses = { "KQ-CREATE-2" },
  cases = { "add:no-queue" },
}
mutant {
  id = "add-no-start",
  find = "\t(void)hrtimer_start(&k->timer, set->first,\n"
    .. "\t    set->clock == CLOCK_REALTIME ? HRTIMER_ABS : HRTIMER_REL);",
  replace = "\tif (set->period != 0)\n"
    .. "\t\t(void)hrtimer_start(&k->timer, set->first, HRTIMER_REL);",
  bug = "a timer without a period is not started",
  clauses = { "KQ-ADD-1", "KQ-ABS-1", "KQ-ABS-2" },
  cases = { "add:once", "absolute:at-the-reading", "absolute:past-epoch" },
}
mutant {
  id = "add-no-period",
  find = "\t\tset->period = ns;\t\t\t/* [KQ-ADD-2] */",
  replace = "",
  bug = "every timer expires once",
  clauses = { "KQ-ADD-2" },
  cases = { "add:periodic", "event:count-2", "add:unit-ms-period",
    "add:unit-ns-period" },
}
mutant {
  id = "ident-of-bucket",
  find = "\t\tif (k->ident == ident)",
  replace = "\t\tif ((k->ident & 0xffff) == (ident & 0xffff))",
  bug = "numbers are compared by their lower 16 bits",
  clauses = { "KQ-ADD-3" },
  cases = { "add:high-bits", "add:bit-30" },
}
mutant {
  id = "ident-hash",
  find = "\t\tif (k->ident == ident)",
  replace = "\t\tif (bucket_of(k->ident) == bucket_of(ident))",
  bug = "numbers are compared by their hash",
  clauses = { "KQ-ADD-3" },
  cases = { "add:bit-16", "change:unknown-delete", "add:bit-6", "add:bit-14" },
}
mutant {
  id = "one-queue",
  find = "\tq->ring.next = q->ring.prev = &q->ring;",
  replace = "\tstatic struct kqueue *one;\n\n\tif (one != NULL) {\n"
    .. "\t\tport_free(q);\n\t\tq = one;\n\t} else {\n\t\tone = q;\n"
    .. "\t\tq->ring.next = q->ring.prev = &q->ring;\n\t}",
  bug = "all descriptors lead to one queue",
  clauses = { "KQ-ADD-4" },
  cases = { "add:two-queues", "close:ends-timers" },
}
mutant {
  id = "unit-default",
  find = "\tcase NOTE_MSECONDS:\n",
  replace = "\t\treturn NSEC_PER_SEC;\n\tcase NOTE_MSECONDS:\n",
  bug = "without a unit data is in seconds",
  clauses = { "KQ-UNIT-1" },
  cases = { "add:unit-none-once", "add:milliseconds", "add:bit-0", "add:bit-5",
    "add:bit-8", "add:unit-none-period", "signal:plain",
    "signal:plain-timeout", "signal:blocked", "wait:huge-timeout" },
}
mutant {
  id = "unit-us",
  find = "\t\treturn NSEC_PER_USEC;",
  replace = "\t\treturn 1024;",
  bug = "a microsecond has 1024 nanoseconds",
  clauses = { "KQ-UNIT-2" },
  cases = { "add:unit-us-once", "add:unit-us-period" },
}
mutant {
  id = "unit-seconds",
  find = "\t\treturn NSEC_PER_SEC;",
  replace = "\t\treturn NSEC_PER_SEC - 1;",
  bug = "a second lacks a nanosecond",
  clauses = { "KQ-UNIT-2" },
  cases = { "add:unit-sec-once", "add:unit-sec-period" },
}
mutant {
  id = "unit-unknown",
  find = "\tdefault:\n\t\treturn 0;",
  replace = "\tdefault:\n\t\treturn NSEC_PER_MSEC;",
  bug = "an unknown unit is taken for milliseconds",
  clauses = { "KQ-UNIT-3", "KQ-AGAIN-6" },
  cases = { "add:unit-unknown", "again:refused-unit" },
}
mutant {
  id = "scaled-wraps",
  find = "\tns = muldiv64_down((uint64_t)data, (uint64_t)unit, 1);",
  replace = "\tns = (uint64_t)data * (uint64_t)unit >> 1;",
  bug = "the product of data and unit wraps",
  clauses = { "KQ-UNIT-4" },
  cases = { "add:unit-ms-once", "add:huge-ns" },
}
mutant {
  id = "scaled-negative",
  find = "\treturn ns > INT64_MAX ? INT64_MAX : (int64_t)ns;",
  replace = "\treturn (int64_t)ns;",
  bug = "a product beyond 63 bits is taken for one before the epoch",
  clauses = { "KQ-UNIT-4" },
  cases = { "add:huge-sec", "add:huge-ms", "add:huge-us" },
}
mutant {
  id = "negative",
  find = "\tif (unit == 0 || ev->data < 0)",
  replace = "\tif (unit == 0)",
  bug = "negative data is taken",
  clauses = { "KQ-DATA-1", "KQ-AGAIN-6" },
  cases = { "add:negative-ms", "again:refused-negative", "add:negative-sec",
    "add:negative-us", "add:negative-ns" },
}
mutant {
  id = "zero-period",
  find = "\t\t\tns = unit;",
  replace = "\t\t\tns = 1;",
  bug = "a period of nothing is one nanosecond, whatever the unit",
  clauses = { "KQ-DATA-2" },
  cases = { "add:zero-period" },
}

-- Absolute times -------------------------------------------------------------

mutant {
  id = "absolute-clock",
  find = "\tset->clock = absolute ? CLOCK_REALTIME : CLOCK_MONOTONIC;",
  replace = "\tset->clock = absolute || ev->udata != NULL ? CLOCK_REALTIME :\n"
    .. "\t    CLOCK_MONOTONIC;",
  bug = "a duration with a word of the caller's is taken for a reading",
  clauses = { "KQ-ABS-1" },
  cases = { "again:udata" },
}
mutant {
  id = "absolute-relative",
  find = "\t    set->clock == CLOCK_REALTIME ? HRTIMER_ABS : HRTIMER_REL);",
  replace = "\t    HRTIMER_REL);",
  bug = "an absolute time counts from the call",
  clauses = { "KQ-ABS-1", "KQ-ABS-2", "KQ-AGAIN-3" },
  cases = { "absolute:at-the-reading", "absolute:past-before-boot",
    "again:to-absolute", "absolute:no-period", "absolute:past-just" },
}
mutant {
  id = "absolute-mono",
  find = "\tset->clock = absolute ? CLOCK_REALTIME : CLOCK_MONOTONIC;",
  replace = "\tset->clock = CLOCK_MONOTONIC;",
  bug = "NOTE_ABSTIME is forgotten",
  clauses = { "KQ-ABS-1", "KQ-ABS-3" },
  cases = { "absolute:at-the-reading", "absolute:forward", "absolute:clear" },
}
mutant {
  id = "absolute-past-refused",
  find = "\tset->first = ns_to_ktime(ns);",
  replace = "\tif (absolute && ns < 2 * NSEC_PER_SEC)\n\t\treturn EINVAL;\n"
    .. "\tset->first = ns_to_ktime(ns);",
  bug = "a reading near the epoch is refused",
  clauses = { "KQ-ABS-2" },
  cases = { "absolute:past-epoch", "absolute:past-one-second",
    "again:to-relative" },
}
mutant {
  id = "absolute-once",
  find = "\tif ((k->flags & EV_CLEAR) != 0)\n\t\tk->count -= count;",
  replace = "\tk->count -= count;",
  bug = "an absolute timer is reported once, though declared otherwise",
  clauses = { "KQ-ABS-3" },
  cases = { "absolute:again" },
}

-- Adding again ---------------------------------------------------------------

mutant {
  id = "again-drops",
  find = "\tk->count = 0;",
  replace = "",
  bug = "the count of the old setting goes on",
  clauses = { "KQ-AGAIN-2" },
  cases = { "again:drops", "again:drops-once", "again:any-phase",
    "again:clock-stays-behind" },
}
mutant {
  id = "again-ring",
  find = "\ts = port_spin_lock(&k->queue->lock);\n\tring_remove(k);\n"
    .. "\tk->count = 0;",
  replace = "\ts = port_spin_lock(&k->queue->lock);\n\tk->count = "
    .. "k->ring.next != NULL;",
  bug = "an event that nobody has taken stays in the ring",
  clauses = { "KQ-AGAIN-2" },
  cases = { "again:drops", "again:drops-once" },
}
mutant {
  id = "again-keeps-time",
  find = "\tif (k == NULL)\n\t\tk = knote_new(q, ev->ident);",
  replace = "\tif (k != NULL && k->count == 0)\n\t\treturn 0;\n"
    .. "\tif (k == NULL)\n\t\tk = knote_new(q, ev->ident);",
  bug = "a timer that is there keeps its time",
  clauses = { "KQ-AGAIN-1", "KQ-AGAIN-3" },
  cases = { "again:shorter", "again:same", "again:period", "again:unit" },
}
mutant {
  id = "again-keeps-period",
  find = "\tk->period = set->period;",
  replace = "\tif (k->period == 0)\n\t\tk->period = set->period;",
  bug = "the first period stays",
  clauses = { "KQ-AGAIN-1", "KQ-AGAIN-3" },
  cases = { "again:period" },
}
mutant {
  id = "again-clock",
  find = "\thrtimer_rebase(&k->timer, set->clock);",
  replace = "",
  bug = "an absolute time is one of the monotonic clock",
  clauses = { "KQ-AGAIN-3", "KQ-ABS-1" },
  cases = { "again:to-absolute", "absolute:at-the-reading" },
}
mutant {
  id = "again-flags",
  find = "\tk->flags = ev->flags & KEPT_FLAGS;",
  replace = "\tk->flags |= ev->flags & KEPT_FLAGS;",
  bug = "flags of the old setting stay",
  clauses = { "KQ-AGAIN-4" },
  cases = { "again:to-periodic" },
}
mutant {
  id = "again-disabled",
  find = "\tk->disabled = (ev->flags & EV_DISABLE) != 0;",
  replace = "\tk->disabled |= (ev->flags & EV_DISABLE) != 0;",
  bug = "a disabled timer that is added again stays disabled",
  clauses = { "KQ-AGAIN-5" },
  cases = { "again:enables" },
}
mutant {
  id = "again-refused-stops",
  find = "\terror = setting_of(ev, &set);",
  replace = "\tif (k != NULL)\n\t\t(void)hrtimer_cancel(&k->timer);\n"
    .. "\terror = setting_of(ev, &set);",
  bug = "an EV_ADD that is refused stops the timer",
  clauses = { "KQ-AGAIN-6" },
  cases = { "again:refused-negative", "again:refused-unit" },
}
mutant {
  id = "again-udata",
  find = "\tk->udata = ev->udata;",
  replace = "\tif (k->udata == NULL)\n\t\tk->udata = ev->udata;",
  bug = "the first word of the caller's stays",
  clauses = { "KQ-AGAIN-7" },
  cases = { "again:udata" },
}

-- Deleting, disabling --------------------------------------------------------

mutant {
  id = "delete-unready",
  find = "\tif ((ev->flags & EV_DELETE) != 0)\n\t\tknote_delete(k);",
  replace = "\tif ((ev->flags & EV_DELETE) != 0 && k->ring.next != NULL)\n"
    .. "\t\tk->flags |= EV_ONESHOT;\n"
    .. "\telse if ((ev->flags & EV_DELETE) != 0)\n\t\tknote_delete(k);",
  bug = "a deleted timer is still reported when it had expired",
  clauses = { "KQ-DELETE-1" },
  cases = { "enable:delete-expired", "race:delete-period",
    "race:delete-once" },
}
mutant {
  id = "delete-disables",
  find = "\tif ((ev->flags & EV_DELETE) != 0)\n\t\tknote_delete(k);",
  replace = "\tif ((ev->flags & EV_DELETE) != 0)\n"
    .. "\t\tknote_enable(k, false);",
  bug = "a deleted timer is only disabled",
  clauses = { "KQ-DELETE-1" },
  cases = { "enable:delete", "race:four-threads" },
}
mutant {
  id = "disable-ready",
  find = "\t\tring_remove(k);",
  replace = "\t\tk->disabled = k->ring.next == NULL;",
  bug = "disabling does not take back an event",
  clauses = { "KQ-ENABLE-1" },
  cases = { "enable:disable-expired", "race:disable-period",
    "race:disable-once" },
}
mutant {
  id = "disable-ignored",
  find = "\tk->disabled = !enable;",
  replace = "\tk->disabled = false;",
  bug = "a disabled timer is reported when it expires",
  clauses = { "KQ-ENABLE-1" },
  cases = { "enable:disable", "enable:hoard-once" },
}
mutant {
  id = "enable-not-ready",
  find = "\t\tring_insert(k);",
  replace = "\t\t;",
  bug = "an expired timer that is enabled is not reported",
  clauses = { "KQ-ENABLE-3", "KQ-ENABLE-2" },
  cases = { "enable:hoard", "enable:hoard-once", "enable:wakes" },
}
mutant {
  id = "enable-not",
  find = "\tk->disabled = !enable;",
  replace = "\tk->disabled |= !enable;",
  bug = "what was disabled once stays so",
  clauses = { "KQ-ENABLE-2" },
  cases = { "enable:disable", "enable:twice", "enable:added-disabled" },
}
mutant {
  id = "disabled-not-counted",
  find = "\tk->count++;",
  replace = "\tif (!k->disabled)\n\t\tk->count++;",
  bug = "a disabled timer does not count, though declared otherwise",
  clauses = { "KQ-ENABLE-3" },
  cases = { "enable:hoard-once", "enable:wakes" },
}
mutant {
  id = "enable-and-disable",
  find = "ev->filter != EVFILT_TIMER || onoff == (EV_ENABLE | EV_DISABLE))",
  replace = "ev->filter != EVFILT_TIMER)",
  bug = "EV_ENABLE and EV_DISABLE may be set at once",
  clauses = { "KQ-ENABLE-4" },
  cases = { "enable:both" },
}
mutant {
  id = "add-disabled",
  find = "\tk->disabled = (ev->flags & EV_DISABLE) != 0;",
  replace = "\tk->disabled = false;",
  bug = "a new timer is never disabled",
  clauses = { "KQ-ENABLE-5" },
  cases = { "enable:added-disabled", "again:stays-disabled", "wait:for-ever" },
}

-- Events ---------------------------------------------------------------------

mutant {
  id = "count-goes-on",
  find = "\t\tk->count -= count;",
  replace = "\t\tk->count -= count > 0 ? 1 : 0;",
  bug = "a report lowers the count by one, whatever it told",
  clauses = { "KQ-EVENT-1" },
  cases = { "event:count-2", "event:count-7" },
}
mutant {
  id = "count-off-by-one",
  find = "\tk->count += added - 1;",
  replace = "\tk->count += added;",
  bug = "the first deadline is counted twice",
  clauses = { "KQ-EVENT-1" },
  cases = { "event:count-3", "add:periodic", "change:no-changes", "close:copy",
    "enable:delete-then-add" },
}
mutant {
  id = "count-of-32-bits",
  find = "\t\t    .data = (int64_t)k->count, .udata = k->udata };",
  replace = "\t\t    .data = (int64_t)(int)k->count, .udata = k->udata };",
  bug = "a count goes through an int",
  clauses = { "KQ-EVENT-1" },
  cases = { "event:count-of-billions" },
}
mutant {
  id = "clear-not-shown",
  find = ".flags = (unsigned short)k->flags,",
  replace = ".flags =\n\t\t    (unsigned short)(k->flags & ~EV_CLEAR),",
  bug = "EV_CLEAR is not shown",
  clauses = { "KQ-EVENT-2" },
  cases = { "event:clear" },
}
mutant {
  id = "clear-asked-for",
  find = "\tif (set->clock == CLOCK_MONOTONIC)\n\t\tk->flags |= EV_CLEAR;",
  replace = "\tif (set->period != 0)\n\t\tk->flags |= EV_CLEAR;",
  bug = "EV_CLEAR is set for periods alone",
  clauses = { "KQ-EVENT-2" },
  cases = { "event:clear" },
}
mutant {
  id = "udata-lost",
  find = "\t\t    .data = (int64_t)k->count, .udata = k->udata };",
  replace = "\t\t    .data = (int64_t)k->count };",
  bug = "the caller's word does not come back",
  clauses = { "KQ-EVENT-3" },
  cases = { "event:udata-1", "add:two-queues", "event:udata-7fffffff",
    "event:udata-ffffffff", "event:udata-80000000" },
}
mutant {
  id = "ident-shown",
  find = "*ev = (struct kevent){ .ident = k->ident,",
  replace = "*ev = (struct kevent){ .ident = (unsigned short)k->ident,",
  bug = "16 bits of the number are shown",
  clauses = { "KQ-EVENT-3" },
  cases = { "add:ident-all", "add:ident-sign" },
}
mutant {
  id = "shown-twice",
  find = "\tif (ring_empty(q) || k->round == q->round) {",
  replace = "\tif (ring_empty(q)) {",
  bug = "a timer that stays ready fills the list of events",
  clauses = { "KQ-EVENT-4" },
  cases = { "event:once-a-call" },
}
mutant {
  id = "oneshot-stays",
  find = "\tif ((k->flags & EV_ONESHOT) != 0) {",
  replace = "\tif ((k->flags & EV_ONESHOT) != 0 && k->period != 0) {",
  bug = "a one-shot timer is not deleted",
  clauses = { "KQ-ONESHOT-1" },
  cases = { "add:once", "race:delete-and-wait" },
}
mutant {
  id = "dispatch-ignored",
  find = "\t\tk->disabled = true;",
  replace = "",
  bug = "EV_DISPATCH has no effect",
  clauses = { "KQ-DISPATCH-1" },
  cases = { "enable:dispatch", "again:to-dispatch" },
}
mutant {
  id = "dispatch-drops",
  find = "\t\tk->disabled = true;",
  replace = "\t\t(k->disabled = true, (void)hrtimer_try_to_cancel(&k->timer));",
  bug = "EV_DISPATCH stops the timer",
  clauses = { "KQ-DISPATCH-1" },
  cases = { "enable:dispatch" },
}

-- Changes --------------------------------------------------------------------

mutant {
  id = "any-filter",
  find = "ev->filter != EVFILT_TIMER || onoff == (EV_ENABLE | EV_DISABLE))",
  replace = "onoff == (EV_ENABLE | EV_DISABLE))",
  bug = "every filter is that of timers",
  clauses = { "KQ-CHANGE-1" },
  cases = { "change:filter-1", "change:filter-32767", "change:filter-35536",
    "change:filter-65436" },
}
mutant {
  id = "unknown-is-fine",
  find = "\t\treturn ENOENT;",
  replace = "\t\treturn 0;",
  bug = "to delete what is not there succeeds",
  clauses = { "KQ-CHANGE-2" },
  cases = { "change:unknown-delete", "change:unknown-enable",
    "change:unknown-disable", "again:to-once" },
}
mutant {
  id = "changes-backwards",
  find = "port_copyin(&ev, USER_AT(changelist, i), sizeof(ev)) != 0)",
  replace = "port_copyin(&ev, changelist + (nchanges - 1 - i),\n"
    .. "\t\t    sizeof(ev)) != 0)",
  bug = "changes are made from the last to the first",
  clauses = { "KQ-CHANGE-3" },
  cases = { "change:in-order", "change:no-room" },
}
mutant {
  id = "error-ends",
  find = "\t\tn++;\n\t}\n\treturn n;\n}\n\n/* The next",
  replace = "\t\tn++;\n\t\tif (error != 0)\n\t\t\tbreak;\n\t}\n"
    .. "\treturn n;\n}\n\n/* The next",
  bug = "the first change that fails is the last one made",
  clauses = { "KQ-CHANGE-4" },
  cases = { "change:errors" },
}
mutant {
  id = "error-data",
  find = "\t\tev.data = error;",
  replace = "",
  bug = "the event of a failed change keeps its data",
  clauses = { "KQ-CHANGE-4", "KQ-CHANGE-6" },
  cases = { "change:error-shown", "change:receipt" },
}
mutant {
  id = "no-room-goes-on",
  find = "\t\tif (n == nevents && error != 0)",
  replace = "\t\tif (n > nevents && error != 0)",
  bug = "a change that fails without room is passed over in silence",
  clauses = { "KQ-CHANGE-5" },
  cases = { "change:no-room", "change:room-runs-out" },
}
mutant {
  id = "receipt-ignored",
  find = "\t\tif (error == 0 && (ev.flags & EV_RECEIPT) == 0)",
  replace = "\t\tif (error == 0)",
  bug = "EV_RECEIPT is ignored",
  clauses = { "KQ-CHANGE-6" },
  cases = { "change:receipt", "change:receipt-again" },
}
mutant {
  id = "error-flag",
  find = "\t\tev.flags |= EV_ERROR;",
  replace = "\t\tif (error != 0)\n\t\t\tev.flags |= EV_ERROR;",
  bug = "a receipt lacks EV_ERROR",
  clauses = { "KQ-CHANGE-6" },
  cases = { "change:receipt-again" },
}
mutant {
  id = "changes-fault",
  find = "port_copyin(&ev, USER_AT(changelist, i), sizeof(ev)) != 0)\n"
    .. "\t\t\treturn -EFAULT;",
  replace = "port_copyin(&ev, USER_AT(changelist, i), sizeof(ev)) != 0)\n"
    .. "\t\t\tbreak;",
  bug = "changes that cannot be read are none",
  clauses = { "KQ-CHANGE-7" },
  cases = { "change:bad-changes" },
}
mutant {
  id = "change-nothing",
  find = "\telse if (onoff != 0)",
  replace = "\telse",
  bug = "a change that asks for nothing disables",
  clauses = { "KQ-CHANGE-10" },
  cases = { "change:nothing" },
}
mutant {
  id = "answers-fault",
  find = "\t\tif (port_copyout(&ev, USER_AT(eventlist, n), sizeof(ev)) != 0)\n"
    .. "\t\t\treturn -EFAULT;",
  replace = "\t\t(void)port_copyout(&ev, USER_AT(eventlist, n), sizeof(ev));",
  bug = "an answer that cannot be stored counts as stored",
  clauses = { "KQ-WAIT-8" },
  cases = { "change:bad-answers" },
}
mutant {
  id = "no-memory-leak",
  find = "\tif (fd < 0)\n\t\tport_free(q);\n\treturn fd;",
  replace = "\treturn fd < 0 ? -EMFILE : fd;",
  bug = "want of memory for the file is told as want of descriptors",
  clauses = { "KQ-CREATE-3" },
  cases = { "add:no-memory-2" },
}
mutant {
  id = "no-memory",
  find = "\tif (q == NULL)\n\t\treturn -ENOMEM;",
  replace = "\tif (q == NULL)\n\t\treturn -EMFILE;",
  bug = "want of memory for the queue is told as want of descriptors",
  clauses = { "KQ-CREATE-3" },
  cases = { "add:no-memory-1" },
}
mutant {
  id = "no-memory-moves",
  find = "\tif (k == NULL)\n\t\tk = knote_new(q, ev->ident);",
  replace = "\tstruct knote *fresh = knote_new(q, ev->ident);\n\n"
    .. "\tif (fresh == NULL)\n\t\treturn ENOMEM;\n"
    .. "\tif (k != NULL)\n\t\tknote_delete(k);\n\tk = fresh;",
  bug = "a timer that is there is made anew, which wants memory",
  clauses = { "KQ-CREATE-3" },
  cases = { "add:no-memory-timer" },
}
mutant {
  id = "negative-numbers",
  find = "\tif (nchanges < 0 || nevents < 0)",
  replace = "\tif (nevents < -1)",
  bug = "negative numbers are taken for none",
  clauses = { "KQ-CHANGE-8" },
  cases = { "change:negative-number" },
}
mutant {
  id = "answers-and-events",
  find = "\tif (n == 0)",
  replace = "\tif (n >= 0 && n < nevents)",
  bug = "a call that has told of changes waits for events",
  clauses = { "KQ-CHANGE-9" },
  cases = { "change:does-not-wait", "change:answers-alone" },
}

-- Waiting --------------------------------------------------------------------

mutant {
  id = "no-wake",
  find = "\twaitq_wake(&k->queue->waiters);",
  replace = "",
  bug = "an expiry wakes nobody",
  clauses = { "KQ-WAIT-1" },
  cases = { "wait:until-set", "add:once", "event:sixty",
    "signal:ready-first" },
}
mutant {
  id = "one-event-a-call",
  find = "\tfor (n = 0; n < nevents; n++) {\n\t\tk = kqueue_show(q, &ev);",
  replace = "\tfor (n = 0; n < nevents && n < 1; n++) {\n"
    .. "\t\tk = kqueue_show(q, &ev);",
  bug = "a call returns one event, whatever the room",
  clauses = { "KQ-WAIT-2" },
  cases = { "event:as-many-as-ready", "event:no-more-than-asked",
    "event:huge-room" },
}
mutant {
  id = "one-too-many",
  find = "\tfor (n = 0; n < nevents; n++) {\n\t\tk = kqueue_show(q, &ev);",
  replace = "\tfor (n = 0; n <= nevents; n++) {\n"
    .. "\t\tk = kqueue_show(q, &ev);",
  bug = "a call returns one event more than there is room for",
  clauses = { "KQ-WAIT-2", "KQ-WAIT-5" },
  cases = { "event:no-more-than-asked", "wait:no-room" },
}
mutant {
  id = "last-first",
  find = "\tk->ring.next = head;\n\tk->ring.prev = head->prev;\n"
    .. "\thead->prev->next = &k->ring;\n\thead->prev = &k->ring;",
  replace = "\tk->ring.prev = head;\n\tk->ring.next = head->next;\n"
    .. "\thead->next->prev = &k->ring;\n\thead->next = &k->ring;",
  bug = "who expired last is reported first",
  clauses = { "KQ-WAIT-3" },
  cases = { "event:order", "event:no-more-than-asked",
    "event:order-of-enabling" },
}
mutant {
  id = "timeout-never",
  find = "\treturn !p->forever && !hrtimer_active(&p->timer);",
  replace = "\treturn false;",
  bug = "a timeout does not end the wait",
  clauses = { "KQ-WAIT-4" },
  cases = { "wait:timeout-5000000", "wait:timeout-with-timers",
    "wait:timeout-20000000", "wait:timer-before-timeout",
    "wait:timeout-ends-its-own" },
}
mutant {
  id = "timeout-microseconds",
  find = "\tp->most = timespec_to_ktime(ts);",
  replace = "\tts.tv_nsec -= ts.tv_nsec % 1000;\n"
    .. "\tp->most = timespec_to_ktime(ts);",
  bug = "a timeout is rounded down to microseconds",
  clauses = { "KQ-WAIT-4" },
  cases = { "wait:timeout-7654321", "wait:timeout-100000001" },
}
mutant {
  id = "no-room-waits",
  find = "\t\tif (n != 0 || nevents == 0)",
  replace = "\t\tif (n != 0)",
  bug = "a call without room for events waits",
  clauses = { "KQ-WAIT-5" },
  cases = { "wait:no-room" },
}
mutant {
  id = "zero-for-ever",
  find = "\t\tif (!p->forever && ktime_compare(p->most, ns_to_ktime(0)) == 0)",
  replace = "\t\tif (!p->forever && ktime_compare(p->most,\n"
    .. "\t\t    ns_to_ktime(0)) == 0)\n\t\t\tp->forever = true;\n"
    .. "\t\tif (nevents < 0)",
  bug = "a timeout of zero means for ever",
  clauses = { "KQ-WAIT-6" },
  cases = { "wait:at-once", "add:empty", "add:ident-zero" },
}
mutant {
  id = "timeout-negative",
  find = "\tif (!timespec_valid(&ts))",
  replace = "\tif (ts.tv_nsec < 0 || ts.tv_nsec >= NSEC_PER_SEC)",
  bug = "negative seconds are taken",
  clauses = { "KQ-WAIT-7" },
  cases = { "wait:invalid" },
}
mutant {
  id = "timeout-a-second",
  find = "\tif (!timespec_valid(&ts))",
  replace = "\tif (ts.tv_sec < 0 || ts.tv_nsec < 0 || "
    .. "ts.tv_nsec > NSEC_PER_SEC)",
  bug = "a thousand million nanoseconds are taken",
  clauses = { "KQ-WAIT-7" },
  cases = { "wait:invalid" },
}
mutant {
  id = "timeout-fault",
  find = "\t\treturn EFAULT;",
  replace = "\t\tts = (struct timespec){ .tv_sec = 0 };",
  bug = "a timeout that cannot be read is zero",
  clauses = { "KQ-WAIT-8" },
  cases = { "wait:bad-timeout" },
}
mutant {
  id = "events-fault",
  find = "\t\t\treturn n > 0 ? n : -EFAULT; /* [KQ-WAIT-11] */",
  replace = "\t\t\tbreak;",
  bug = "an event that cannot be stored is none",
  clauses = { "KQ-WAIT-8" },
  cases = { "wait:bad-events" },
}
mutant {
  id = "events-fault-lost",
  find = "\t\t\treturn n > 0 ? n : -EFAULT; /* [KQ-WAIT-11] */",
  replace = "\t\t\treturn knote_reported(k, (uint64_t)ev.data), -EFAULT;",
  bug = "an event that cannot be stored is lost",
  clauses = { "KQ-WAIT-11" },
  cases = { "wait:bad-events", "wait:bad-events-count",
    "wait:bad-second-event" },
}
mutant {
  id = "interrupted-goes-on",
  find = "\t\t\terror = waitq_sleep_once(&q->waiters, &q->lock, &s);",
  replace = "\t\t\terror = waitq_sleep(&q->waiters, &q->lock, &s);",
  bug = "a handler with SA_RESTART lets the sleep go on",
  clauses = { "KQ-WAIT-9" },
  cases = { "signal:restart", "signal:restart-timeout" },
}
mutant {
  id = "event-to-all",
  find = "\t\terror = kqueue_sleep(q, p);",
  replace = "\t\terror = kqueue_sleep(q, p);\n"
    .. "\t\tif (error == 0 && q->round % 2 == 0)\n\t\t\treturn 1;",
  bug = "who is woken says that there is an event, and looks no more",
  clauses = { "KQ-WAIT-10" },
  cases = { "wait:one-of-three", "add:unit-ns-once", "wait:two-for-two" },
}

mutant {
  id = "poll-always",
  find = "\tready = ring_empty(q) ? 0 : POLLIN | POLLRDNORM;",
  replace = "\tready = POLLIN | POLLRDNORM;",
  bug = "a queue is always ready for reading",
  clauses = { "KQ-POLL-1", "KQ-POLL-2" },
  cases = { "poll:follows", "poll:wakes-poll", "poll:wakes-enabled" },
}
mutant {
  id = "poll-unwoken",
  find = "\tif (w != NULL)\n\t\twaitq_add(&q->waiters, w);",
  replace = "\tstruct waitq none = { 0 };\n\n\tif (w != NULL)\n"
    .. "\t\twaitq_add(ring_empty(q) ? &none : &q->waiters, w);",
  bug = "who polls an empty queue is not woken",
  clauses = { "KQ-POLL-2" },
  cases = { "poll:wakes-poll", "poll:wakes-select" },
}

-- The descriptor -------------------------------------------------------------

mutant {
  id = "readable",
  find = "static const struct file_ops kqueue_ops = {\n",
  replace = "static long\nkqueue_read(struct file *f, struct uio *uio)\n{\n"
    .. "\t(void)f;\n\t(void)uio;\n\treturn 0;\n}\n\n"
    .. "static const struct file_ops kqueue_ops = {\n\t.read = kqueue_read,\n",
  bug = "a read of a queue returns 0",
  clauses = { "KQ-READ-1" },
  cases = { "close:read" },
}
mutant {
  id = "bad-is-invalid",
  find = "\tif (f == NULL)\n\t\treturn EBADF;",
  replace = "\tif (f == NULL)\n\t\treturn EINVAL;",
  bug = "a descriptor that is not open is EINVAL",
  clauses = { "KQ-CLOSE-1" },
  cases = { "close:closed", "close:never-opened", "close:while-waiting" },
}
mutant {
  id = "close-leaves",
  find = "\t\tSLIST_FOREACH_SAFE(k, &q->bucket[i], link, next)\n",
  replace = "\t\tSLIST_FOREACH_SAFE(k, &q->bucket[i], link, next)\n"
    .. "\t\t\tif (k->period != 0)\n",
  bug = "a closed queue leaves its one-shot timers running",
  clauses = { "KQ-CLOSE-2" },
  cases = { "close:silent" },
}
mutant {
  id = "cost-each-period",
  find = "\tINVARIANT(kqueue_check(k->queue));\n"
    .. "\tport_spin_unlock(&k->queue->lock, s);\n\treturn HRTIMER_NORESTART;",
  replace = "\tif (k->period != 0) {\n\t\tk->expired = false;\n"
    .. "\t\tk->count += hrtimer_forward64(&k->timer,\n"
    .. "\t\t    ns_to_ktime(k->period)) - 1;\n"
    .. "\t\tport_spin_unlock(&k->queue->lock, s);\n"
    .. "\t\treturn HRTIMER_RESTART;\n\t}\n"
    .. "\tINVARIANT(kqueue_check(k->queue));\n"
    .. "\tport_spin_unlock(&k->queue->lock, s);\n\treturn HRTIMER_NORESTART;",
  bug = "every period costs an interrupt",
  clauses = { "KQ-COST-1" },
  cases = { "close:cost", "close:cost-disabled" },
}
mutant {
  id = "bits-unread",
  find = "\tSLIST_FOREACH(k, &q->bucket[bucket_of(ident)], link)\n"
    .. "\t\tif (k->ident == ident)\n\t\t\treturn k;",
  replace = "\tident = (ident & ~(uintptr_t)1) | 0x120;\n"
    .. "\tSLIST_FOREACH(k, &q->bucket[bucket_of(ident)], link)\n"
    .. "\t\tif (k->ident == ident)\n\t\t\treturn k;",
  bug = "not all bits of a number are looked for",
  clauses = { "KQ-ADD-3" },
  cases = { "add:bit-0", "add:bit-5", "add:bit-8" },
}
