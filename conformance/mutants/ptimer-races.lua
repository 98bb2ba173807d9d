-- SPDX-License-Identifier: BSD-2-Clause
-- Races of POSIX timers and of the itimer with their own expirations; the
-- stress test on threads finds them.

mutants { file = "ref/ptimer/ptimer.c" }

local function race(row)
  mutant { id = "race-" .. row[1], file = row.file, find = row[2],
    replace = row[3], bug = row[4], clauses = { row[5] },
    races = { "threads_ptimer" } }
end

race { "ptm-cancelled-before-stopped",
  "\tkevent_request_fini(&t->request);\t\t/* [PTM-KEVENT-7] */\n"
    .. "\t(void)port_signal_cancel(&t->signal);\t\t/* [PTM-DELETE-1] */",
  "\t(void)port_signal_cancel(&t->signal);\n"
    .. "\tkevent_request_fini(&t->request);",
  "a timer that is deleted sends a signal behind the cancel, and is freed",
  "PTM-DELETE-1" }
race { "ptm-no-call-is-one-step",
  "\tport_mutex_lock(&ptimers.call);\n}",
  "\tport_mutex_lock(&ptimers.call);\n"
    .. "\tport_mutex_unlock(&ptimers.call);\n"
    .. "\tport_relax();\n\tport_mutex_lock(&ptimers.call);\n"
    .. "\tport_mutex_unlock(&ptimers.call);\n}\n\n"
    .. "static void port_mutex_unlock_not(struct port_mutex *m) { (void)m; }\n"
    .. "#define port_mutex_unlock port_mutex_unlock_not",
  "two calls find one slot free",
  "PTM-CREATE-2" }
race { "ptm-overrun-behind-the-lock",
  "\tt->overrun = overrun;\t\t\t/* [PTM-OVERRUN-1] */\n"
    .. "\tINVARIANT(ptimer_check(t));\n\tport_spin_unlock(&t->lock, s);",
  "\tINVARIANT(ptimer_check(t));\n\tport_spin_unlock(&t->lock, s);\n"
    .. "\tt->overrun = overrun;",
  "the overrun is stored while another thread asks for it",
  "PTM-OVERRUN-1" }
race { "itm-stop-does-not-wait",
  "while (hrtimer_try_to_cancel(&itimer.timer) < 0) {",
  "(void)hrtimer_try_to_cancel(&itimer.timer);\n\twhile (false) {",
  "an expiration of the old setting is taken for one of the new",
  "ITM-SIGNAL-1", file = "ref/itimer/itimer.c" }
race { "itm-set-without-the-mutex",
  "\tport_mutex_lock(&itimer.call);\n\tif (itimer.ready)\n\t\treturn;",
  "\tif (itimer.ready)\n\t\treturn;",
  "two calls set the timer at once",
  "ITM-ALARM-4", file = "ref/itimer/itimer.c" }
