-- SPDX-License-Identifier: BSD-2-Clause
-- Races: each would pass on sim, where one context runs at a time.  The
-- stress tests on threads find them, most by the thread sanitizer.

local HRTIMER = "ref/hrtimer/hrtimer.c"
local TIMEOUT = "ref/timeout/timeout.c"
local EVENTTIMER = "ref/eventtimer/eventtimer.c"
local PORT = "ref/threads/threads_port.c"

mutants { id = "race-" }

mutant {
  id = "base-not-read-again",
  file = HRTIMER,
  find = "if (atomic_load(&t->base) == b)\n\t\t\t\treturn b;",
  replace = "return b;",
  bug = "the base that is locked may not be the timer's any more",
  clauses = { "HRT-START-8" },
  races = { "threads" },
}
mutant {
  id = "base-named-before-locked",
  file = HRTIMER,
  find = "(void)port_spin_lock(&to->lock);\n"
    .. "\tatomic_store(&t->base, to);",
  replace = "atomic_store(&t->base, to);\n"
    .. "\t(void)port_spin_lock(&to->lock);",
  bug = "a timer is given to a base whose lock is not held yet",
  clauses = { "HRT-START-8" },
  races = { "threads" },
}
mutant {
  id = "move-without-the-old-lock",
  file = HRTIMER,
  find = "atomic_store(&t->base, NULL);\n"
    .. "\tport_spin_unlock(&from->lock, false);",
  replace = "port_spin_unlock(&from->lock, false);\n"
    .. "\tatomic_store(&t->base, NULL);",
  bug = "the old base is left before the timer has none",
  clauses = { "HRT-START-8" },
  races = { "threads" },
}
mutant {
  id = "running-after-unlock",
  file = HRTIMER,
  find = "b->running = t;\n\tEVENT(HRT_EXPIRE, t, expired);\n"
    .. "\tport_spin_unlock(&b->lock, false);",
  replace = "EVENT(HRT_EXPIRE, t, expired);\n"
    .. "\tport_spin_unlock(&b->lock, false);\n\tb->running = t;",
  bug = "a cancel between unlock and store does not see the callback",
  clauses = { "HRT-CANCEL-3" },
  races = { "threads" },
}
mutant {
  id = "cancel-looks-without-lock",
  file = HRTIMER,
  find = "b = hrtimer_lock(t, &s);\n\tif (b->running == t) {",
  replace = "if (!hrtimer_queued(t))\n\t\treturn 0;\n"
    .. "\tb = hrtimer_lock(t, &s);\n\tif (b->running == t) {",
  bug = "a timer that is not queued is taken for idle while it runs",
  clauses = { "HRT-CANCEL-3" },
  races = { "threads" },
}
mutant {
  id = "left-without-lock",
  file = HRTIMER,
  find = "b = hrtimer_lock(t, &s);\n"
    .. "\tleft = nsec_add_sat(t->deadline, -queue_now(t->queue));",
  replace = "left = nsec_add_sat(t->deadline, -queue_now(t->queue));\n"
    .. "\tb = hrtimer_lock(t, &s);",
  bug = "the deadline is read while it is written, in halves on 32 bits",
  clauses = { "HRT-LEFT-1" },
  races = { "threads" },
}
mutant {
  id = "active-without-lock",
  file = HRTIMER,
  find = "b = hrtimer_lock(t, &s);\n\tqueued = hrtimer_queued(t);",
  replace = "queued = hrtimer_queued(t);\n\tb = hrtimer_lock(t, &s);",
  bug = "the queue is looked at without its lock",
  clauses = { "HRT-ACTIVE-1" },
  races = { "threads" },
}
mutant {
  id = "freed-without-waiting",
  file = EVENTTIMER,
  find = "everywhere(et_nothing, NULL);\t\t\t/* [ET-FREE-4] */",
  replace = "(void)et_nothing;",
  bug = "an event that has begun finds its consumer gone",
  clauses = { "ET-FREE-4" },
  races = { "threads" },
}
mutant {
  id = "argument-after-the-callback",
  file = EVENTTIMER,
  find = "__atomic_store_n(&et->et_event_cb, event, __ATOMIC_RELEASE);",
  replace = "__atomic_store_n(&et->et_event_cb, event, __ATOMIC_RELEASE);\n"
    .. "\tport_relax();\n\tet->et_arg = arg;",
  bug = "an event comes with the argument of the consumer before",
  clauses = { "ET-EVENT-1" },
  races = { "threads" },
}
mutant {
  id = "timeout-not-read-again",
  file = TIMEOUT,
  find = "if (atomic_load(&t->on) == c)\n\t\t\treturn c;",
  replace = "return c;",
  bug = "the list that is locked may not be the timeout's any more",
  clauses = { "TMO-CPU-2" },
  races = { "threads_timeout" },
}
mutant {
  id = "timeout-read-after-unlock",
  file = TIMEOUT,
  find = "lock = t->lock;\n\t\tport_spin_unlock(&d->cpu->lock, s);",
  replace = "port_spin_unlock(&d->cpu->lock, s);\n\t\tlock = t->lock;",
  bug = "a dispatcher reads a timeout that may be freed",
  clauses = { "TMO-STOP-2" },
  races = { "threads_timeout" },
}
mutant {
  id = "timeout-stop-does-not-wait",
  file = TIMEOUT,
  find = "while (!t->armed && hrtimer_try_to_cancel(&t->timer) < 0) {",
  replace = "(void)hrtimer_try_to_cancel(&t->timer);\n\twhile (false) {",
  bug = "a stopped timeout is freed while its hrtimer calls back",
  clauses = { "TMO-STOP-2" },
  races = { "threads_timeout" },
}
mutant {
  id = "timeout-stop-cancels-a-start",
  file = TIMEOUT,
  find = "while (!t->armed && hrtimer_try_to_cancel(&t->timer) < 0) {\n"
    .. "\t\tport_spin_unlock(&c->lock, s);\n\t\tport_relax();\n"
    .. "\t\tc = timeout_lock(t, &s);\n\t}\n\tport_spin_unlock(&c->lock, s);",
  replace = "port_spin_unlock(&c->lock, s);\n"
    .. "\t(void)hrtimer_cancel(&t->timer);",
  bug = "a stop takes the hrtimer from a start that came meanwhile",
  clauses = { "TMO-START-1" },
  races = { "threads_timeout" },
}
mutant {
  id = "timeout-due-twice",
  file = TIMEOUT,
  find = "\tdue_remove(c, t);\n\td->current = t;",
  replace = "\tdue_remove(c, t);\n\tt->due = false;\n\td->current = t;",
  bug = "a timeout that a dispatcher has taken is put into the list again",
  clauses = { "TMO-START-1" },
  races = { "threads_timeout" },
}
mutant {
  id = "lock-dropped-after-the-end",
  file = TIMEOUT,
  find = "lock_drop(&lock, ls);\n\t\tdispatcher_over(d);",
  replace = "dispatcher_over(d);\n\t\tfor (int i = 0; i < 1000; i++)\n"
    .. "\t\t\tport_relax();\n\t\tlock_drop(&lock, ls);",
  bug = "timeout_fini returns while the dispatcher still has the lock",
  clauses = { "TMO-FINI-1" },
  races = { "threads_timeout" },
}
mutant {
  id = "asleep-before-queued",
  file = "ref/lib/waitq.c",
  find = "waitq_add(q, &self);\n\tport_spin_unlock(lock, *s);",
  replace = "port_spin_unlock(lock, *s);\n\twaitq_add(q, &self);",
  bug = "a wake-up between unlock and queue finds nobody",
  clauses = { "PORT-BLOCK-3" },
  races = { "threads" },
}
mutant {
  id = "event-counted-in-two-steps",
  file = "ref/lib/event.c",
  find = "atomic_fetch_add_explicit(&event_counts[id], 1, "
    .. "memory_order_relaxed);",
  replace = "unsigned long n = event_hits(id);\n\tport_relax();\n"
    .. "\tatomic_store_explicit(&event_counts[id], n + 1, "
    .. "memory_order_relaxed);",
  bug = "two CPUs count one event; slowly, so that it shows on any machine",
  clauses = { "HRT-EXPIRE-5" },
  races = { "threads" },
}
mutant {
  id = "clock-offset-without-lock",
  file = "ref/timekeeping/timekeeping.c",
  find = "s = tk_lock();\n\twhen = tk_real_when(&tk.real, reading);\n"
    .. "\ttk_unlock(s);",
  replace = "(void)s;\n\twhen = tk_real_when(&tk.real, reading);",
  bug = "the offset of CLOCK_REALTIME is read while it is set",
  clauses = { "HRT-CLOCK-1" },
  races = { "threads" },
}
mutant {
  id = "wake-token-lost",
  file = PORT,
  find = "while (!self->token)\n",
  replace = "self->token = false;\n\twhile (!self->token)\n",
  bug = "a wake-up that comes before the block is dropped",
  clauses = { "PORT-BLOCK-1", "PORT-BLOCK-3" },
  races = { "port" },
}
mutant {
  id = "wake-without-lock",
  file = PORT,
  find = "pthread_mutex_lock(&t->m);\n\tt->token = true;",
  replace = "t->token = true;\n\tpthread_mutex_lock(&t->m);",
  bug = "the token is stored without the lock that the sleeper reads it by",
  clauses = { "PORT-BLOCK-3" },
  races = { "port" },
}
mutant {
  id = "delay-too-short",
  file = PORT,
  find = "until = threads_now() + ns;\n\twhile (threads_now() < until)",
  replace = "until = threads_now() + ns / 16;\n"
    .. "\twhile (threads_now() < until)",
  bug = "a delay is over before its time is",
  clauses = { "PORT-DELAY-1" },
  races = { "port" },
}
mutant {
  id = "unlock-does-not-release",
  file = PORT,
  find = "__atomic_store_n(&l->word[0], 0, __ATOMIC_RELEASE);",
  replace = "__atomic_store_n(&l->word[0], 0, __ATOMIC_RELAXED);",
  bug = "what was written under the lock may be seen after the unlock",
  clauses = { "PORT-SPIN-2" },
  races = { "port" },
}
mutant {
  id = "lock-does-not-acquire",
  file = PORT,
  find = "(uintptr_t)threads_self(), false, __ATOMIC_ACQUIRE,",
  replace = "(uintptr_t)threads_self(), false, __ATOMIC_RELAXED,",
  bug = "what is read under the lock may be older than the lock",
  clauses = { "PORT-SPIN-2" },
  races = { "port" },
}
mutant {
  id = "mask-without-waiting",
  file = "ref/threads/threads.c",
  find = "while (c->held || c->wants)\t\t\t/* I2 */\n"
    .. "\t\tpthread_cond_wait(&c->open, &c->m);",
  replace = "",
  bug = "a thread masks while a handler of its CPU runs",
  clauses = { "PORT-INTR-1" },
  races = { "threads" },
}
mutant {
  id = "wakes-without-leave",
  file = "ref/threads/threads.c",
  find = "if (c->asleep) {\n\t\tcpu_take(c);",
  replace = "if (false) {\n\t\tcpu_take(c);",
  bug = "a thread runs on a CPU that sleeps",
  clauses = { "PORT-IDLE-2" },
  races = { "port" },
}
mutant {
  id = "interrupt-in-spite-of-mask",
  file = "ref/threads/threads.c",
  find = "while (c->held)\n",
  replace = "while (false)\n",
  bug = "a handler runs while a thread of its CPU has masked",
  clauses = { "PORT-INTR-1" },
  races = { "port" },
}
mutant {
  id = "mutex-does-not-release",
  file = PORT,
  find = "__atomic_store_n(&m->word[0], holder, __ATOMIC_RELEASE);",
  replace = "__atomic_store_n(&m->word[0], holder, __ATOMIC_RELAXED);",
  bug = "what was written under a mutex may be seen after its unlock",
  clauses = { "PORT-MUTEX-1" },
  races = { "port" },
}

mutant {
  id = "timerfd-halt",
  file = "ref/timerfd/timerfd.c",
  find = "while (hrtimer_try_to_cancel(&t->timer) < 0) {",
  replace = "if (hrtimer_try_to_cancel(&t->timer) < 0) {",
  bug = "a setting does not wait until the old callback is through",
  clauses = { "TM-MOVE-3" },
  races = { "threads_poll" },
}

-- Timer sockets.
local TIMERSOCK = "ref/timersock/timersock.c"

mutant {
  id = "timersock-halt",
  file = TIMERSOCK,
  find = "while (hrtimer_try_to_cancel(&t->timer) < 0) {",
  replace = "if (hrtimer_try_to_cancel(&t->timer) < 0) {",
  bug = "a setting does not wait until the old callback is through",
  clauses = { "TSK-WRITE-9" },
  races = { "threads_timersock" },
}
mutant {
  id = "timersock-callback-unlocked",
  file = TIMERSOCK,
  find = "\ts = port_spin_lock(&t->lock);\n\tn = 1;",
  replace = "\ts = port_intr_mask();\n\tport_intr_restore(s);\n"
    .. "\tn = 1;\n\tif (t->interval == 0)\n\t\tt->armed = false;\n"
    .. "\ts = port_spin_lock(&t->lock);",
  bug = "the callback changes the timer before it has the lock",
  clauses = { "TSK-WRITE-9" },
  races = { "threads_timersock" },
}
mutant {
  id = "timersock-look-before-lock",
  file = TIMERSOCK,
  find = "\ts = port_spin_lock(&t->lock);\n\terror = await(",
  replace = "\tif (t->shut_rd)\n\t\treturn 0;\n"
    .. "\ts = port_spin_lock(&t->lock);\n\terror = await(",
  bug = "a read looks whether it is shut down without the lock, to be fast",
  clauses = { "TSK-SHUT-2" },
  races = { "threads_timersock" },
}
