-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the signals of a hosted program, found on threads by the test that
-- every port must pass.

mutants { id = "signal-", file = "ref/hosted/signals.c" }

local function bug(row)
  mutant { id = row[1], find = row[3], replace = row[4], bug = row[5],
    clauses = { row[2] }, races = { "port_signal" } }
end

bug { "value-not-told", "PORT-SIG-1",
  "info = (struct siginfo){ p->signo, p->code, p->id, 0, p->value };",
  "info = (struct siginfo){ p->signo, p->code, p->id, 0, 0 };",
  "a handler is not told the value" }
bug { "queued-twice", "PORT-SIG-2",
  "if (p->queued)\n\t\tresult = PORT_SIGNAL_QUEUED;",
  "if (p->queued && p->next != NULL)\n\t\tresult = PORT_SIGNAL_QUEUED;",
  "the last signal of the queue is queued again" }
bug { "ignored-but-queued", "PORT-SIG-3",
  "else if (signals.of[p->signo].handler == NULL && !p->keep)",
  "else if (signals.of[p->signo].blocked &&\n"
    .. "\t    signals.of[p->signo].handler == NULL && !p->keep)",
  "a signal that nobody wants is queued" }
bug { "kept-when-ignored", "PORT-SIG-3",
  "if (p->signo == signo && !p->keep)\n"
    .. "\t\t\tdequeue(p);\t\t\t\t/* I2 */",
  ";",
  "a signal survives in the queue that nobody wants any more" }
bug { "kept-one-dropped", "PORT-SIG-10",
  "if (p->signo == signo && !p->keep)", "if (p->signo == signo)",
  "a signal that is to be kept is dropped when it is ignored" }
bug { "kept-one-refused", "PORT-SIG-10",
  "else if (signals.of[p->signo].handler == NULL && !p->keep)",
  "else if (signals.of[p->signo].handler == NULL)",
  "a signal that is to be kept is not queued while it is ignored" }
bug { "taken-though-blocked", "PORT-SIG-4",
  "if (d->handler != NULL && !d->blocked && !d->running) {",
  "if (d->handler != NULL && !d->running) {",
  "a blocked signal is taken" }
bug { "forgotten-when-unblocked", "PORT-SIG-4",
  "signals.of[signo].blocked = block;",
  "signals.of[signo].blocked = signals.of[signo].blocked || block;",
  "a signal that was blocked once stays blocked" }
bug { "mask-adds", "PORT-SIG-11",
  "signals.of[signo].blocked = (blocked & bit) != 0;",
  "signals.of[signo].blocked |= (blocked & bit) != 0;",
  "a mask blocks more and lets nothing in" }
bug { "mask-not-told", "PORT-SIG-11",
  "was |= signals.of[signo].blocked ? bit : 0;",
  "was |= signo < 32 && signals.of[signo].blocked ? bit : 0;",
  "of the signals that were blocked the high ones are not told" }
bug { "mask-sleeps-over", "PORT-SIG-12",
  "if (signals.queue != NULL)\n\t\tcall_taker();\n"
    .. "\tport_spin_unlock(&signals.lock, s);\n\treturn was;",
  "port_spin_unlock(&signals.lock, s);\n\treturn was;",
  "a signal that a mask lets in does not wake" }
bug { "overrun-lost", "PORT-SIG-5",
  "info.overrun = p->accept(p);", "(void)p->accept(p);",
  "the count that accept gives does not reach the handler" }
bug { "accepted-in-the-queue", "PORT-SIG-5",
  "\t\t\tdequeue(p);\n\t\t\treturn p;\n\t\t}",
  "\t\t\tif (p->accept == NULL)\n\t\t\t\tdequeue(p);\n"
    .. "\t\t\treturn p;\n\t\t}",
  "a signal is accepted while it is still queued" }
bug { "accepted-too-soon", "PORT-SIG-5",
  "\tif (result == PORT_SIGNAL_SENT) {\n\t\tenqueue(p);",
  "\tif (result == PORT_SIGNAL_SENT) {\n"
    .. "\t\tif (p->accept != NULL && p->id == 2)\n"
    .. "\t\t\t(void)p->accept(p);\n\t\tenqueue(p);",
  "who sends a signal runs its accept function" }
bug { "cancel-lies", "PORT-SIG-6",
  "was = p->queued;\n\tif (was)", "was = true;\n\tif (p->queued)",
  "a cancel says that a signal was queued when it was not" }
bug { "cancel-leaves-it", "PORT-SIG-6",
  "was = p->queued;\n\tif (was)", "was = p->queued;\n\tif (false)",
  "a cancelled signal stays in the queue" }
bug { "cancel-does-not-wait", "PORT-SIG-7",
  "while (p->accepting) {", "while (false) {",
  "a cancel returns while the accept function runs" }
bug { "accepting-told-late", "PORT-SIG-7",
  "\tp->accepting = true;\n\tsignals.of[info.signo].running = true;\n"
    .. "\tport_spin_unlock(&signals.lock, *s);",
  "\tsignals.of[info.signo].running = true;\n"
    .. "\tport_spin_unlock(&signals.lock, *s);\n\tp->accepting = true;",
  "a cancel between unlock and store does not see the accept function" }
bug { "newest-first", "PORT-SIG-8",
  "if ((*link)->signo > p->signo)", "if ((*link)->signo >= p->signo)",
  "of one number the last that was sent is taken first" }
bug { "as-they-came", "PORT-SIG-8",
  "if ((*link)->signo > p->signo)", "if (false)",
  "signals are taken as they came, whatever their numbers" }
bug { "entered-while-it-runs", "PORT-SIG-9",
  "if (d->handler != NULL && !d->blocked && !d->running) {",
  "if (d->handler != NULL && !d->blocked) {",
  "a handler is entered again while it runs" }
bug { "taker-sleeps-on", "PORT-BLOCK-5",
  "\t\tenqueue(p);\n\t\tcall_taker();", "\t\tenqueue(p);",
  "a signal does not wake who takes it" }
bug { "last-one-decides", "PORT-BLOCK-6",
  "\t\tif (result != EINTR)\n\t\t\tresult = one;", "\t\tresult = one;",
  "a handler that wants calls to go on hides one that did not" }
bug { "never-restarts", "PORT-BLOCK-6",
  "return d.restart ? ERESTART : EINTR;", "return EINTR;",
  "a handler cannot have calls go on behind it" }
bug { "anybody-takes", "PORT-BLOCK-7",
  "if (atomic_load(&signals.length) == 0 ||\n"
    .. "\t    port_thread_self() != signals.taker)",
  "if (atomic_load(&signals.length) == 0)",
  "any thread that blocks runs the program's handlers" }
bug { "length-not-counted", "PORT-BLOCK-5",
  "\tatomic_fetch_add(&signals.length, 1);\n", "",
  "who looks for signals without the lock sees none" }
