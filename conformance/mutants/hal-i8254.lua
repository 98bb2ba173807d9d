-- SPDX-License-Identifier: BSD-2-Clause
-- Bugs in the driver of the i8254, beside a counter and alone.

local FILE = "ref/hal/i8254.c"

local function bug(id, clauses, cases, find, replace, text)
  mutant { id = id, clauses = clauses, cases = cases, find = find,
    replace = replace, bug = text }
end

mutants { id = "i8254-", file = FILE, driver = "i8254" }

bug("counter-as-timer", { "HAL-TIMER-1" }, { "hal/timer:registered" },
  "pit.et.et_flags = ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT;",
  "pit.et.et_flags = ET_FLAGS_PERIODIC;",
  "it is periodic alone, although the time is read elsewhere")
bug("absent-unsaid", { "HAL-REFUSE-1" },
  { "hal/timer:refused-absent", "hal/timer:refused-zero" },
  "\terror = pit_probe(base, I8254_COUNT_DOWN);\n\tif (error != 0)\n"
    .. '\t\treturn hal_refuse("i8254", error);',
  "\terror = pit_probe(base, I8254_COUNT_DOWN);\n\tif (error != 0)\n"
    .. "\t\treturn error;",
  "nobody is told that there is no device")
bug("latch-forgotten", { "HAL-REFUSE-2" }, { "hal/timer:refused-nonsense" },
  "return from - held < held - to ? 0 : EDOM;", "return 0;",
  "a chip that forgets what it has latched is good enough")
bug("stuck-taken", { "HAL-REFUSE-3" }, { "hal/timer:refused-stuck" },
  "if (from == to)\n\t\treturn ETIMEDOUT;",
  "if (from == to)\n\t\treturn 0;",
  "a counter that stands is good enough")
bug("min-of-one", { "HAL-RANGE-1" }, { "hal/timer:registered" },
  "#define MIN_COUNTS\t2u", "#define MIN_COUNTS\t1u",
  "the least count is one that mode 2 does not have")
bug("max-too-far", { "HAL-RANGE-2" },
  { "hal/timer:registered" },
  "#define MAX_COUNTS\t0xfffeu", "#define MAX_COUNTS\t0x1fffeu",
  "the greatest period is more than 16 bits hold")
bug("high-byte-first", { "HAL-ONCE-1", "HAL-RANGE-1", "HAL-INTR-3" },
  { "hal/timer:once-half", "hal/timer:once-min", "hal/timer:late" },
  "\thal_write8(pit.base, I8254_COUNTER(0), count & 0xff);\n"
    .. "\thal_write8(pit.base, I8254_COUNTER(0), count >> 8 & 0xff);",
  "\thal_write8(pit.base, I8254_COUNTER(0), count >> 8 & 0xff);\n"
    .. "\thal_write8(pit.base, I8254_COUNTER(0), count & 0xff);",
  "the bytes of a count change places")
bug("cycle-saved", { "ET-DRV-1" },
  { "hal/timer:phase-333", "hal/timer:once-half" },
  "pit_load(ticks);", "pit_load(ticks - 1);",
  "the cycle that loads is taken for a whole one")
bug("status-believed-rate", { "HAL-PERIOD-1", "ET-DRV-2" },
  { "hal/timer:period-phase" },
  "\t\treturn !edge;", "\t\treturn true;",
  "the edge of the switch to mode 2 is an event")
bug("first-ignored", { "HAL-PERIOD-2" }, { "hal/timer:first-refused" },
  "\tif (period != 0 && first != 0 && first != period)",
  "\tif (period != 0 && first == period + 1)",
  "a first time is dropped in silence")
bug("not-its-own", { "HAL-INTR-1" },
  { "hal/timer:spurious", "hal/timer:spurious-stopped" },
  "return (pit_status() & I8254_OUT) != 0;\t\t/* [HAL-INTR-1] */",
  "return true;", "any interrupt is an event")
bug("stop-in-rate", { "HAL-STOP-1" },
  { "hal/timer:stopped-period" },
  "\tpit.periodic = false;\n\tpit_mode(I8254_COUNT_DOWN);",
  "\tif (!pit.periodic)\n\t\tpit_mode(I8254_COUNT_DOWN);",
  "a period is not stopped")
bug("old-rate", { "HAL-FREQ-1" },
  { "hal/timer:rate-half", "hal/timer:rate-twice" },
  "\tticks = (uint32_t)hal_ticks(et->et_frequency,",
  "\tticks = (uint32_t)hal_ticks(I8254_HZ,",
  "a start counts with the rate of the data sheet")
bug("never-high", { "HAL-INTR-2", "HAL-INSIDE-1" },
  { "hal/timer:inside", "hal/timer:inside-late" },
  "\texpired = pit_expired();\n\tport_spin_unlock(&pit.lock, s);\n"
    .. "\tif (expired)",
  "\texpired = pit_expired();\n\tpit_mode(I8254_COUNT_DOWN);\n"
    .. "\texpired = expired && pit_expired();\n"
    .. "\tport_spin_unlock(&pit.lock, s);\n\tif (expired)",
  "the counter is asked once more, after it has been stopped")

mutants { id = "i8254-alone-", file = FILE, driver = "i8254-alone" }

bug("quality", { "HAL-COUNT-1" }, { "hal/counter:registered" },
  ".tc_quality = 0 }", ".tc_quality = 100 }", "the counter is overrated")
bug("turn-unnoticed", { "HAL-PERIOD-1", "ET-DRV-2" },
  { "hal/timer:period-phase" },
  "\tif (!pit.noticed && !pit.edge && pit.gone < pit.length / 2)\n",
  "\tif (false)\n",
  "a turn counts only if somebody saw the counter go up")
bug("stop-begins", { "HAL-STOP-1" }, { "hal/timer:stopped-period" },
  "\tpit.want = 0;\t\t\t\t\t/* [HAL-STOP-1] */",
  "\tpit.begun = false;", "a stopped timer gives events")
bug("length-kept", { "ET-DRV-2" }, { "hal/timer:stopped-period" },
  "\tif (pit.want != pit.length)\n", "\tif (pit.want > pit.length)\n",
  "a shorter period than before is not set")
bug("first-ignored", { "HAL-PERIOD-2" }, { "hal/timer:first-refused" },
  "\tif (first != 0 && first != period)", "\tif (first == period + 1)",
  "a first time is dropped in silence")

mutants { id = "i8254-time-", file = FILE }

local function wrong(id, clauses, find, replace, text)
  mutant { id = id, clauses = clauses, tests = { "i8254_alone" }, find = find,
    replace = replace, bug = text }
end

wrong("turn-unseen", { "HAL-COUNT-2" },
  "\tif (gone < pit.gone)\n\t\tpit_turn();\n", "",
  "who reads between a turn and its interrupt sees the time go back")
wrong("start-costs", { "HAL-COUNT-2" },
  "pit.offset = now + 1;", "pit.offset = now;",
  "each start for another period costs a cycle")
wrong("turn-twice", { "HAL-COUNT-2" },
  "\tpit.noticed = false;\n\treturn true;", "\treturn true;",
  "a turn that was seen once is taken for every one")
wrong("part-is-period", { "ET-DRV-1" },
  "pit.begun = pit.offset - pit.since >= pit.want;", "pit.begun = true;",
  "the rest of a period that was running is a period")
