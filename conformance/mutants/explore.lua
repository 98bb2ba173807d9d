-- SPDX-License-Identifier: BSD-2-Clause
-- Races: bugs that show only when another context comes in between two
-- steps.  The scenarios of build/explore find them, each its own.

local HRTIMER = "ref/hrtimer/hrtimer.c"
local TIMEOUT = "ref/timeout/timeout.c"
local TIMEKEEPING = "ref/timekeeping/timekeeping.c"
local EVENTTIMER = "ref/eventtimer/eventtimer.c"

mutants { id = "explore-" }

mutant {
  id = "kqueue-delete-running",
  file = "ref/kqueue/kqueue.c",
  find = "\tq = k->queue;\n\t(void)hrtimer_cancel(&k->timer);",
  replace = "\tq = k->queue;\n\t(void)hrtimer_try_to_cancel(&k->timer);",
  bug = "a timer is freed while its callback runs",
  clauses = { "KQ-DELETE-1" },
  explore = { "kqueue-delete", "kqueue-close" },
}
mutant {
  id = "kqueue-again-running",
  file = "ref/kqueue/kqueue.c",
  find = "\t(void)hrtimer_cancel(&k->timer);\t\t/* [KQ-AGAIN-1] */",
  replace = "\t(void)hrtimer_try_to_cancel(&k->timer);",
  bug = "the callback of the old time counts for the new one",
  clauses = { "KQ-AGAIN-2" },
  explore = { "kqueue-again" },
}
mutant {
  id = "kqueue-report-together",
  file = "ref/kqueue/kqueue.c",
  find = "\t\tport_mutex_lock(&q->mutex);\n"
    .. "\t\tn = kqueue_report(q, eventlist, nevents);\n"
    .. "\t\tport_mutex_unlock(&q->mutex);",
  replace = "\t\tn = kqueue_report(q, eventlist, nevents);",
  bug = "two calls report one event",
  clauses = { "KQ-WAIT-10" },
  explore = { "kqueue-takers" },
}
mutant {
  id = "kqueue-enable-looks-early",
  file = "ref/kqueue/kqueue.c",
  find = "\ts = port_spin_lock(&k->queue->lock);\n"
    .. "\tk->disabled = !enable;\n\tif (enable)",
  replace = "\tbool due = k->count > 0;\n\n"
    .. "\ts = port_spin_lock(&k->queue->lock);\n"
    .. "\tk->disabled = !enable;\n\tif (enable && !due)\n\t\t;\n"
    .. "\telse if (enable)",
  bug = "an expiry right before the timer is enabled is never told",
  clauses = { "KQ-ENABLE-2" },
  explore = { "kqueue-disable" },
}
mutant {
  id = "running-behind-the-lock",
  file = HRTIMER,
  find = "b->running = t;\n\tEVENT(HRT_EXPIRE, t, expired);\n"
    .. "\tport_spin_unlock(&b->lock, false);",
  replace = "EVENT(HRT_EXPIRE, t, expired);\n"
    .. "\tport_spin_unlock(&b->lock, false);\n\tb->running = t;",
  bug = "a cancel between the unlock and the mark sees an idle timer",
  clauses = { "HRT-CANCEL-3" },
  explore = { "cancel-running" },
}
mutant {
  id = "idle-before-restart",
  file = HRTIMER,
  find = "(void)port_spin_lock(&b->lock);\n\tEVENT(HRT_RETURN, t, answer);",
  replace = "b->running = NULL;\n\t(void)port_spin_lock(&b->lock);\n"
    .. "\tEVENT(HRT_RETURN, t, answer);",
  bug = "a cancel between callback and restart sees an idle timer",
  clauses = { "HRT-CANCEL-3" },
  explore = { "cancel-restarting" },
}
mutant {
  id = "look-before-lock",
  file = HRTIMER,
  find = "b = hrtimer_lock(t, &s);\n\tif (b->running == t) {",
  replace = "if (!hrtimer_queued(t))\n\t\treturn 0;\n"
    .. "\tb = hrtimer_lock(t, &s);\n\tif (b->running == t) {",
  bug = "try_to_cancel looks at the queue without the lock, to be fast",
  clauses = { "HRT-TRY-2" },
  explore = { "try-to-cancel" },
}
mutant {
  id = "stale-base",
  file = HRTIMER,
  find = "if (atomic_load(&t->base) == b)\n\t\t\t\treturn b;",
  replace = "return b;",
  bug = "the base that is locked may not be the timer's any more",
  clauses = { "HRT-START-8" },
  explore = { "start-start" },
}
mutant {
  id = "between-two-bases",
  file = HRTIMER,
  find = "atomic_store(&t->base, NULL);\n"
    .. "\tport_spin_unlock(&from->lock, false);",
  replace = "port_spin_unlock(&from->lock, false);",
  bug = "who locks the old base sees a timer that moves as an idle one",
  clauses = { "HRT-CANCEL-2" },
  explore = { "three-cpus" },
}
mutant {
  id = "told-before-set",
  file = TIMEKEEPING,
  find = "\t\t.offset = to - tk.ns, .since = tk.ns\n\t};\n"
    .. "\ttk_tell(EV_TK_SET, &tk, to);\n"
    .. "\ttk.jumps++;\t\t\t\t\t/* [TK-SET-5] */\n\ttk_changed();\n",
  replace = "\t\t.offset = tk.real.offset\n\t};\n"
    .. "\ttk_changed();\n\ttk_unlock(s);\n\ts = tk_lock();\n"
    .. "\ttk.real = (struct tk_real){\n"
    .. "\t\t.offset = to - tk.ns, .since = tk.ns\n\t};\n",
  bug = "the CPUs look at their queues before the clock has changed",
  clauses = { "HRT-CLOCK-1" },
  explore = { "clock-set" },
}
mutant {
  id = "stop-leaves-it-taken",
  file = TIMEOUT,
  find = "d->current = NULL;\t\t/* [TMO-STOP-2] */",
  replace = "{ }",
  bug = "the dispatcher that waits for the lock calls what was stopped",
  clauses = { "TMO-STOP-2" },
  explore = { "stop-expiry" },
}
mutant {
  id = "armed-before-lock",
  file = TIMEOUT,
  find = "c = timeout_lock(t, &s);\n\twas = t->armed;\n\tt->armed = false;",
  replace = "was = t->armed;\n\tc = timeout_lock(t, &s);\n\tt->armed = false;",
  bug = "stop answers by what it saw before it had the lock",
  clauses = { "TMO-STOP-4" },
  explore = { "stop-unlocked" },
}
mutant {
  id = "reads-behind-the-lock",
  file = TIMEOUT,
  find = "lock = t->lock;\n\t\tport_spin_unlock(&d->cpu->lock, s);",
  replace = "port_spin_unlock(&d->cpu->lock, s);\n\t\tlock = t->lock;",
  bug = "the dispatcher reads a timeout that a stop may have set free",
  clauses = { "TMO-STOP-2" },
  explore = { "free-spin" },
}
mutant {
  id = "stop-does-not-wait",
  file = TIMEOUT,
  find = "while (!t->armed && hrtimer_try_to_cancel(&t->timer) < 0) {",
  replace = "if (!t->armed)\n\t\t(void)hrtimer_try_to_cancel(&t->timer);\n"
    .. "\twhile (false) {",
  bug = "the hrtimer's callback still runs when the timeout is free",
  clauses = { "TMO-STOP-2" },
  explore = { "free-mutex" },
}
mutant {
  id = "fini-forgets-the-lock",
  file = TIMEOUT,
  find = "d = turn_holder(c, turn);\n\tif (d != NULL) {",
  replace = "d = turn_holder(c, turn);\n"
    .. "\tif (d != NULL && d->current != NULL) {",
  bug = "fini does not wait for who is after the lock",
  clauses = { "TMO-FINI-1" },
  explore = { "fini-lock" },
}
mutant {
  id = "drain-once",
  file = TIMEOUT,
  find = "} while (r != 0);",
  replace = "} while (false);",
  bug = "the callback that drain waits for starts the timeout again",
  clauses = { "TMO-DRAIN-1" },
  explore = { "drain-restarting" },
}
mutant {
  id = "stop-leaves-it-due",
  file = TIMEOUT,
  find = "timeout_recall(c, t);\n\trunning =",
  replace = "running =",
  bug = "what is stopped in the dispatcher's list is left there",
  clauses = { "TMO-STOP-1" },
  explore = { "drain-locked" },
}
mutant {
  id = "move-leaves-it-taken",
  file = TIMEOUT,
  find = "timeout_recall(c, t);\n\tt->armed = true;",
  replace = "if (t->due && timeout_taken(c, t) == NULL)\n"
    .. "\t\ttimeout_recall(c, t);\n\tt->armed = true;",
  bug = "the dispatcher that waits for the lock calls what was moved",
  clauses = { "TMO-START-4" },
  explore = { "move-expiry" },
}
mutant {
  id = "stale-list",
  file = TIMEOUT,
  find = "if (atomic_load(&t->on) == c)\n\t\t\treturn c;",
  replace = "return c;",
  bug = "the list that is locked may not be the timeout's any more",
  clauses = { "TMO-STOP-1" },
  explore = { "stop-weak" },
}
mutant {
  id = "due-twice",
  file = TIMEOUT,
  find = "if (!t->armed || t->due) {",
  replace = "if (!t->armed) {",
  bug = "what came due behind a start is put into the list again",
  clauses = { "TMO-START-5" },
  explore = { "move-now" },
}
mutant {
  id = "due-though-stopped",
  file = TIMEOUT,
  find = "if (!t->armed || t->due) {",
  replace = "if (t->due) {",
  bug = "a timer that calls back behind a stop makes the timeout due",
  clauses = { "TMO-STOP-1" },
  explore = { "stop-expiry" },
}
mutant {
  id = "cancel-though-armed",
  file = TIMEOUT,
  find = "while (!t->armed && hrtimer_try_to_cancel(&t->timer) < 0) {",
  replace = "while (hrtimer_try_to_cancel(&t->timer) < 0) {",
  bug = "a stop that waits for the callback takes the timer of a new start",
  clauses = { "TMO-START-1" },
  explore = { "stop-start-late" },
}
mutant {
  id = "nearer-not-programmed",
  file = HRTIMER,
  find = "\tbase_program(b);\t\t/* [HRT-START-6] [TM-PAST-1] */",
  replace = "\tif (timerqueue_first(&b->queue[t->queue]) != &t->node)\n"
    .. "\t\tbase_program(b);",
  bug = "the tick is not told of a deadline nearer than its own",
  clauses = { "HRT-START-1" },
  explore = { "start-start" },
}
mutant {
  id = "cancel-behind-the-lock",
  file = TIMEOUT,
  find = "while (!t->armed && hrtimer_try_to_cancel(&t->timer) < 0) {",
  replace = "port_spin_unlock(&c->lock, s);\n"
    .. "\t(void)hrtimer_cancel(&t->timer);\n\tc = timeout_lock(t, &s);\n"
    .. "\twhile (false) {",
  bug = "a stop takes the hrtimer of a start that came in between",
  clauses = { "TMO-START-1" },
  explore = { "stop-start" },
}
mutant {
  id = "free-does-not-wait",
  file = EVENTTIMER,
  find = "everywhere(et_nothing, NULL);",
  replace = "",
  bug = "an interrupt that has read the callback calls it behind et_free",
  clauses = { "ET-FREE-4" },
  explore = { "deregister-interrupt" },
}
mutant {
  id = "callback-before-argument",
  file = EVENTTIMER,
  find = "__atomic_store_n(&et->et_arg, arg, __ATOMIC_RELAXED);\n"
    .. "\tet->et_deregister_cb = deregister;\n"
    .. "\t__atomic_store_n(&et->et_event_cb, event, __ATOMIC_RELEASE);",
  replace = "__atomic_store_n(&et->et_event_cb, event, __ATOMIC_RELEASE);\n"
    .. "\tet->et_deregister_cb = deregister;\n"
    .. "\t__atomic_store_n(&et->et_arg, arg, __ATOMIC_RELAXED);",
  bug = "an event between the two comes with no argument",
  clauses = { "ET-EVENT-1" },
  explore = { "init-interrupt" },
}
mutant {
  id = "resumed-too-soon",
  file = EVENTTIMER,
  find = "et->et_frequency = newfreq;\t\t\t/* [ET-FREQ-1] */\n"
    .. "\tif (et->et_max_cycles != 0)\t\t\t/* [ET-FREQ-6] */\n"
    .. "\t\tet_range(et, et->et_min_cycles, et->et_max_cycles);\n"
    .. "\tEVENT(ET_CHANGE, et, (int64_t)newfreq);\n"
    .. "\tet_changing(et, false);",
  replace = "EVENT(ET_CHANGE, et, (int64_t)newfreq);\n"
    .. "\tet_changing(et, false);\n\tet->et_frequency = newfreq;",
  bug = "what starts before the new frequency is stored counts with the old",
  clauses = { "ET-FREQ-2" },
  explore = { "frequency-start" },
}

mutant {
  id = "not-called-to-look",
  file = HRTIMER,
  find = "port_cpu_call(cpu, hrtimer_look, NULL);\n\t\treturn;",
  replace = "return;",
  bug = "the CPU that stands in for one that leaves has not seen the timer",
  clauses = { "HRT-OFFLINE-4" },
  explore = { "offline-start" },
}

mutant {
  id = "poll-look-then-queue",
  file = "ref/poll/poll.c",
  find = "p->ready = file_poll(p->file, wait ? &p->waiter : NULL) &\n"
    .. "\t    (p->wanted | MISHAP);",
  replace = "p->ready = file_poll(p->file, NULL) & (p->wanted | MISHAP);\n"
    .. "\tif (wait)\n\t\t(void)file_poll(p->file, &p->waiter);",
  bug = "what becomes ready between the look and the queue is overlooked",
  clauses = { "POLL-WAIT-1" },
  explore = { "poll-ready" },
}
mutant {
  id = "poll-ready-stays",
  file = "ref/poll/poll.c",
  find = "\tp->ready = file_poll(p->file, wait ? &p->waiter : NULL) &\n"
    .. "\t    (p->wanted | MISHAP);",
  replace = "\tp->ready = file_poll(p->file, wait ? &p->waiter : NULL) &\n"
    .. "\t    (p->wanted | MISHAP);\n\tp->queued &= p->ready == 0;",
  bug = "what was ready when its queue was entered stays in there",
  clauses = { "POLL-WAIT-6" },
  explore = { "poll-time" },
}
mutant {
  id = "poll-put-then-leave",
  file = "ref/poll/poll.c",
  find = "\t\tif (p[i].queued)\n"
    .. "\t\t\tfile_unpoll(p[i].file, &p[i].waiter);\n"
    .. "\t\tif (p[i].file != NULL)\n\t\t\tfile_put(p[i].file);",
  replace = "\t\tif (p[i].file != NULL)\n\t\t\tfile_put(p[i].file);\n"
    .. "\t\tif (p[i].queued)\n"
    .. "\t\t\tfile_unpoll(p[i].file, &p[i].waiter);",
  bug = "a wait leaves the queue of a file that it has let go of",
  clauses = { "POLL-WAIT-6" },
  explore = { "poll-close" },
}
