-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of the RTC.

mutants { id = "rtc-", file = "ref/hal/atrtc.c", driver = "rtc" }

local function bug(id, clauses, cases, find, replace, text)
  mutant { id = id, clauses = clauses, cases = cases, find = find,
    replace = replace, bug = text }
end

bug("any-divisor", { "HAL-TIMER-1" }, { "hal/timer:registered" },
  "ET_FLAGS_PERIODIC | ET_FLAGS_POW2DIV", "ET_FLAGS_PERIODIC",
  "it divides by powers of two and does not say so")
bug("absent-taken", { "HAL-REFUSE-1" }, { "hal/timer:refused-absent" },
  'return hal_refuse("RTC", error);', "return error;",
  "nobody is told that there is no device")
bug("base-believed", { "HAL-REFUSE-2" }, { "hal/timer:refused-nonsense" },
  "return EDOM;", "(void)0;", "another time base is taken for this one")
bug("stuck-taken", { "HAL-REFUSE-3" }, { "hal/timer:refused-stuck" },
  "return ETIMEDOUT;", "return 0;", "a chain that stands is good enough")
bug("too-fast", { "HAL-RANGE-1" }, { "hal/timer:registered" },
  "et->et_min_period = (sbintime_t)1 << (CYCLE_BITS + ATRTC_RATE_MIN - 1);",
  "et->et_min_period = (sbintime_t)1 << CYCLE_BITS;",
  "rates 1 and 2 are taken for faster ones")
bug("too-slow", { "HAL-RANGE-2" }, { "hal/timer:registered" },
  "et->et_max_period = (sbintime_t)1 << (CYCLE_BITS + ATRTC_RATE_MAX - 1);",
  "et->et_max_period = SBT_1S;", "there is a rate of one a second")
bug("first-ignored", { "HAL-PERIOD-2" }, { "hal/timer:first-refused" },
  "\tif (first != 0 && first != period)", "\tif (first == period + 1)",
  "a first time is dropped in silence")
bug("rate-next", { "ET-DRV-2" }, { "hal/timer:stopped-period" },
  "(sbintime_t)1 << (CYCLE_BITS + rate - 1) < period)",
  "(sbintime_t)1 << (CYCLE_BITS + rate) < period)",
  "the rate is the next faster one")
bug("first-flag", { "ET-DRV-2" }, { "hal/timer:period-phase" },
  "\treturn begun;\t\t\t\t\t/* [ET-DRV-1] */",
  "\treturn begun || true;", "the first flag behind a start is an event")
bug("not-its-own", { "HAL-INTR-1" }, { "hal/timer:period-phase" },
  "!= wanted)\t/* [HAL-INTR-2] */", "!= 0)\t/* [HAL-INTR-2] */",
  "a flag is what is no event")
bug("not-read", { "HAL-INTR-2", "ET-DRV-2" }, { "hal/timer:period-phase" },
  "\tif ((rtc_read(ATRTC_C) & wanted) != wanted)\t/* [HAL-INTR-2] */\n",
  "\tif (wanted == 0)\n", "C is not read, so nothing comes any more")
bug("stop-forgets", { "HAL-STOP-1" }, { "hal/timer:stopped-period" },
  "\trtc_change(ATRTC_B, ATRTC_PERIODIC, 0);\t\t/* [HAL-STOP-1] */\n",
  "", "stop leaves the interrupt enabled")
