-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the arithmetic of times, each with the cases that find it.

local H = "ref/ktime/ktime_scalar.h"

mutants { id = "ktime-", file = "ref/ktime/ktime.c", cases = "ktime/" }

mutant {
  id = "define", file = H,
  find = "#define DEFINE_KTIME(name)\tktime_t name = 0",
  replace = "#define DEFINE_KTIME(name)\tktime_t name = KTIME_MIN",
  bug = "a declared time begins before all others",
  clauses = { "KT-DEFINE-1" },
  cases = { "set:define" },
}
mutant {
  id = "range-min", file = H,
  find = "#define KTIME_MIN\t((ktime_t)INT64_MIN)",
  replace = "#define KTIME_MIN\t(-KTIME_MAX)",
  bug = "KTIME_MIN is taken for the negative of KTIME_MAX",
  clauses = { "KT-RANGE-1", "KT-SET-3" },
  cases = { "set:range", "set:saturate-below" },
}
mutant {
  id = "range-sec", file = H,
  find = "#define KTIME_SEC_MAX\t(INT64_MAX / NSEC_PER_SEC)",
  replace = "#define KTIME_SEC_MAX\tINT64_C(0x7fffffff)",
  bug = "the greatest number of seconds is that of 32 bits",
  clauses = { "KT-RANGE-1", "KT-SET-1" },
  cases = { "set:range", "set:beyond-32-bits", "set:last-before-saturation" },
}
mutant {
  id = "set-us", file = H,
  find = "return secs * NSEC_PER_SEC + nanosecs;",
  replace = "return secs * NSEC_PER_SEC + nanosecs / 1000 * 1000;",
  bug = "nanoseconds are cut to microseconds",
  clauses = { "KT-SET-1" },
  cases = { "set:plain" },
}
mutant {
  id = "set-sign", file = H,
  find = "return secs * NSEC_PER_SEC + nanosecs;",
  replace = "return secs < 0 ? secs * NSEC_PER_SEC - nanosecs :\n"
    .. "\t    secs * NSEC_PER_SEC + nanosecs;",
  bug = "the nanoseconds of negative seconds count backward",
  clauses = { "KT-SET-1", "KT-SPEC-1" },
  cases = { "set:negative", "convert:from-timespec" },
}
mutant {
  id = "set-32-bits", file = H,
  find = "return secs * NSEC_PER_SEC + nanosecs;",
  replace = "return (int32_t)secs * NSEC_PER_SEC + nanosecs;",
  bug = "seconds pass through 32 bits",
  clauses = { "KT-SET-1", "KT-SPEC-1", "KT-VAL-1" },
  cases = { "set:beyond-32-bits", "convert:from-timespec",
    "convert:from-timeval" },
}
mutant {
  id = "set-saturate-late",
  find = "if (secs >= KTIME_SEC_MAX)",
  replace = "if (secs > KTIME_SEC_MAX)",
  bug = "saturation begins a second late, where the sum has overflowed",
  clauses = { "KT-SET-2", "KT-SPEC-2" },
  cases = { "set:saturate", "convert:from-timespec-saturate" },
}
mutant {
  id = "set-saturate-early",
  find = "if (secs >= KTIME_SEC_MAX)",
  replace = "if (secs >= KTIME_SEC_MAX - 1)",
  bug = "saturation begins a second early",
  clauses = { "KT-SET-1", "KT-SET-2" },
  cases = { "set:last-before-saturation", "convert:from-timespec" },
}
mutant {
  id = "set-no-floor",
  find = "\tif (secs < KTIME_SEC_MIN)\n\t\treturn KTIME_MIN;"
    .. "\t\t/* [KT-SET-3] */\n",
  replace = "",
  bug = "seconds far below zero wrap into the future",
  clauses = { "KT-SET-3", "KT-SPEC-2" },
  cases = { "set:saturate-below", "convert:from-timespec-saturate",
    "convert:from-timeval-saturate" },
}
mutant {
  id = "set-floor-early",
  find = "if (secs < KTIME_SEC_MIN)",
  replace = "if (secs <= KTIME_SEC_MIN)",
  bug = "the least second that a ktime_t holds is cut off",
  clauses = { "KT-SET-1", "KT-SET-3" },
  cases = { "set:last-before-saturation", "convert:from-timeval" },
}
mutant {
  id = "set-rest",
  find = "return rest >= 0 && rest < per_sec;",
  replace = "return rest >= 0 && rest <= per_sec;",
  bug = "a whole second is accepted as a rest",
  clauses = { "KT-SET-4", "KT-SPEC-4", "KT-VAL-3" },
  cases = { "duty:set-above", "duty:timespec-above", "duty:timeval-above" },
}
mutant {
  id = "set-rest-negative",
  find = "return rest >= 0 && rest < per_sec;",
  replace = "return rest < per_sec;",
  bug = "a negative rest is accepted",
  clauses = { "KT-SET-4", "KT-SPEC-4", "KT-VAL-3" },
  cases = { "duty:set-below", "duty:timespec-below", "duty:timeval-below" },
}
mutant {
  id = "set-unchecked",
  find = "CHECK(within(nanosecs, NSEC_PER_SEC));",
  replace = "",
  bug = "ktime_set takes any nanoseconds",
  clauses = { "KT-SET-4" },
  cases = { "duty:set-below", "duty:set-above" },
}
mutant {
  id = "spec-unchecked",
  find = "CHECK(within(tspec.tv_nsec, NSEC_PER_SEC));",
  replace = "",
  bug = "timespec_to_ktime takes any nanoseconds",
  clauses = { "KT-SPEC-4" },
  cases = { "duty:timespec-below", "duty:timespec-above" },
}
mutant {
  id = "val-checked-as-ns",
  find = "CHECK(within(tval.tv_usec, USEC_PER_SEC));",
  replace = "CHECK(within(tval.tv_usec, NSEC_PER_SEC));",
  bug = "microseconds are checked against the bound of nanoseconds",
  clauses = { "KT-VAL-3" },
  cases = { "duty:timeval-above" },
}
mutant {
  id = "add-32-bits", file = H,
  find = "return (ktime_t)((u64)kt1 + (u64)kt2);",
  replace = "return (ktime_t)((u64)kt1 + (uint32_t)kt2);",
  bug = "the second addend is cut to 32 bits without a sign",
  clauses = { "KT-ADD-1" },
  cases = { "arith:add", "arith:add-carry", "arith:add-ends" },
}
mutant {
  id = "add-saturates", file = H,
  find = "return (ktime_t)((u64)kt1 + (u64)kt2);",
  replace = "if (kt1 < 0 && kt2 < 0)\n\t\treturn KTIME_MIN;\n"
    .. "\treturn (ktime_t)((u64)kt1 + (u64)kt2);",
  bug = "the sum of two negative times is taken for an overflow",
  clauses = { "KT-ADD-1" },
  cases = { "arith:add", "arith:add-carry" },
}
mutant {
  id = "sub-reversed", file = H,
  find = "return (ktime_t)((u64)kt1 - (u64)kt2);",
  replace = "return (ktime_t)((u64)kt2 - (u64)kt1);",
  bug = "the first argument is taken from the second",
  clauses = { "KT-SUB-1" },
  cases = { "arith:sub", "arith:sub-borrow", "arith:sub-ends" },
}
mutant {
  id = "sub-unsigned", file = H,
  find = "return (ktime_t)((u64)kt1 - (u64)kt2);",
  replace = "return kt1 < kt2 ? 0 : (ktime_t)((u64)kt1 - (u64)kt2);",
  bug = "a difference is never below zero",
  clauses = { "KT-SUB-1" },
  cases = { "arith:sub", "arith:sub-borrow" },
}
mutant {
  id = "add-ns-32-bits", file = H,
  find = "return (ktime_t)((u64)kt + nanoseconds);",
  replace = "return (ktime_t)((u64)kt + (unsigned)nanoseconds);",
  bug = "the nanoseconds to add are cut to 32 bits",
  clauses = { "KT-ADDNS-1" },
  cases = { "arith:add-ns", "arith:add-ns-wide" },
}
mutant {
  id = "add-ns-signed", file = H,
  find = "return (ktime_t)((u64)kt + nanoseconds);",
  replace = "return nsec_add_sat(kt, (int64_t)nanoseconds);",
  bug = "the nanoseconds to add are taken as signed",
  clauses = { "KT-ADDNS-1" },
  cases = { "arith:add-ns-wide" },
}
mutant {
  id = "compare-int", file = H,
  find = "return (kt1 > kt2) - (kt1 < kt2);",
  replace = "return (int)(kt1 - kt2);",
  bug = "the comparison is a difference cut to an int",
  clauses = { "KT-CMP-1" },
  cases = { "arith:compare", "arith:compare-wide" },
}
mutant {
  id = "compare-difference", file = H,
  find = "return (kt1 > kt2) - (kt1 < kt2);",
  replace = "int64_t d = (int64_t)((u64)kt1 - (u64)kt2);\n\n"
    .. "\treturn (d > 0) - (d < 0);",
  bug = "the comparison is the sign of a difference, which overflows",
  clauses = { "KT-CMP-1" },
  cases = { "arith:compare-ends" },
}
mutant {
  id = "compare-unsigned", file = H,
  find = "return (kt1 > kt2) - (kt1 < kt2);",
  replace = "return ((u64)kt1 > (u64)kt2) - ((u64)kt1 < (u64)kt2);",
  bug = "times are compared as unsigned numbers",
  clauses = { "KT-CMP-1" },
  cases = { "arith:compare", "arith:compare-ends" },
}
mutant {
  id = "ns-unsigned", file = H,
  find = "return kt;\t\t\t/* [KT-NS-1] */",
  replace = "return kt < 0 ? -kt : kt;",
  bug = "negative times lose their sign",
  clauses = { "KT-NS-1" },
  cases = { "arith:to-ns" },
}
mutant {
  id = "spec-truncated",
  find = "tspec.tv_sec = ktime_split(kt, &rest);",
  replace = "tspec.tv_sec = kt / NSEC_PER_SEC;\n\trest = kt % NSEC_PER_SEC;",
  bug = "seconds of a negative time are cut towards zero",
  clauses = { "KT-SPEC-3", "KT-VAL-2" },
  cases = { "convert:to-timespec-negative", "convert:to-timeval-negative" },
}
mutant {
  id = "spec-rest-lost",
  find = "tspec.tv_nsec = (long)rest;",
  replace = "tspec.tv_nsec = (long)(rest / NSEC_PER_USEC * NSEC_PER_USEC);",
  bug = "a struct timespec holds whole microseconds only",
  clauses = { "KT-SPEC-3" },
  cases = { "convert:to-timespec", "convert:to-timespec-negative" },
}
mutant {
  id = "val-unit",
  find = "tval.tv_usec * NSEC_PER_USEC);",
  replace = "tval.tv_usec);",
  bug = "microseconds are taken as nanoseconds",
  clauses = { "KT-VAL-1" },
  cases = { "convert:from-timeval" },
}
mutant {
  id = "val-rounds-up",
  find = "tval.tv_usec = tspec.tv_nsec / (long)NSEC_PER_USEC;",
  replace = "tval.tv_usec = (tspec.tv_nsec + 999) / (long)NSEC_PER_USEC;",
  bug = "microseconds are rounded up, to a million at times",
  clauses = { "KT-VAL-2" },
  cases = { "convert:to-timeval", "convert:to-timeval-negative" },
}
mutant {
  id = "clock-truncated",
  find = "return div64_floor(ktime_to_ns(kt), NSEC_PER_SEC / "
    .. "CLOCK_T_PER_SEC,\n\t    NULL);",
  replace = "return kt / (NSEC_PER_SEC / CLOCK_T_PER_SEC);",
  bug = "a negative time is rounded towards zero",
  clauses = { "KT-CLK-1" },
  cases = { "convert:to-clock" },
}
mutant {
  id = "clock-hz", file = "ref/ktime/ktime.h",
  find = "#define CLOCK_T_PER_SEC\t100",
  replace = "#define CLOCK_T_PER_SEC\t1000",
  bug = "the kernel's tick is told to user land as the unit",
  clauses = { "KT-CLK-1" },
  cases = { "convert:to-clock" },
}
