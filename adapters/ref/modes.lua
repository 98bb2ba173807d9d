-- SPDX-License-Identifier: BSD-2-Clause
-- The modes in which all cases must do as in the plain run (modes.c says what
-- the options are); tools/modes.lua compares the logs.
--
--   mode       its name
--   options    of agent-ref
--   start      CLOCK_MONOTONIC at power-on: readings may differ by it
--   unordered  records of one instant on different CPUs may change places
--   opinion    the stack may find that devices do what it did not ask for
--   differ     the cases whose logs do differ; one that stands here and does
--              not is a fault, too, as is one that no longer ends

local SECOND = 1000000000
-- So many nanoseconds before the edge: amid most cases, between a start and its
-- expiry.
local BEFORE = 7000000
local DAY = 86400 * SECOND

-- A common case as these front ends run it: their ids, added to a list.
local function through(key, fronts, list)
  list = list or {}
  for front in fronts:gmatch "%S+" do
    list[#list + 1] = ("common/%s@%s"):format(key, front)
  end
  return list
end
-- Front ends whose times have no end of their own.
local WIDE = "hrtimer ptimer timerfd timersock"

-- Cases with a deadline that is cut at the greatest time, which is nearer
-- when the clock begins later; and what is behind the least is further
-- behind.
local CUT = through("far:greatest-reads-back",
  "itimer ptimer timerfd timersock", {
  "hrtimer/forward:from-min",
  "itimer/set:edges-are-good",
})
local CUT_BELOW_2_TO_33 = through("far:silent-2-to-33-s", WIDE)
local CUT_AT_100_DAYS = {
  "hrtimer/far:days-248",
  "hrtimer/far:never-century",
  "hrtimer/far:never-int64-half",
  "hrtimer/far:never-sbintime-end",
  "hrtimer/far:never-seconds-32",
  "hrtimer/left:long",
  "itimer/alarm:many-1073741823",
  "itimer/alarm:many-2147483647",
  "itimer/alarm:many-2147483648",
  "itimer/alarm:many-4294967295",
  "itimer/alarm:more-than-it-holds",
  "timekeeping/rate:years",
}
through("far:expires-248-days", WIDE .. " itimer kevent kqueue sleep",
  CUT_AT_100_DAYS)
for _, key in ipairs { "2-to-31-s", "2-to-32-s", "20-years" } do
  through("far:silent-" .. key, WIDE, CUT_AT_100_DAYS)
end
-- What asks where the clock begins.
local BEGINNING = { "timekeeping/counter:zero" }

-- They count the interrupts that there are.
local COUNTED = {
  "hrtimer/cost:alone-1",
  "hrtimer/cost:alone-1000",
  "hrtimer/cost:alone-10000000",
  "hrtimer/cost:alone-500000000",
  "hrtimer/cost:cancel-programs-nothing",
  "hrtimer/cost:cancelled-alone",
  "hrtimer/cost:idle",
  "hrtimer/cost:late",
  "hrtimer/cost:not-first-mono",
  "hrtimer/cost:not-first-real",
  "hrtimer/cost:one-instant",
  "hrtimer/cost:period-10000",
  "hrtimer/cost:period-1000000",
  "hrtimer/cost:period-20000000",
  "hrtimer/cost:restart-again",
  "hrtimer/cost:start-again",
  "hrtimer/cost:try-programs-nothing",
  "itimer/signal:cost-1",
  "itimer/signal:cost-10000",
  "kevent/timer:cost-1",
  "kevent/timer:cost-1000000",
  "kevent/timer:cost-remove",
  "ptimer/kevent:cost-1",
  "ptimer/kevent:cost-10000000",
  "ptimer/signal:cost-blocked-1",
  "ptimer/signal:cost-blocked-10000000",
  "ptimer/signal:cost-ignored-1",
  "ptimer/signal:cost-ignored-10000000",
  "ptimer/signal:cost-none-1",
  "ptimer/signal:cost-none-10000000",
  "timeout/start:later-interrupts",
  "timeout/stop:cost",
  "timerfd/cost:unread",
  "timerfd/cost:unread-fast",
  "timersock/event:cost-unread",
  "timersock/event:cost-unread-fast",
}

-- What is wrong with a device is found sooner, as it does more that is wrong;
-- and the last interrupt of a CPU that goes may be for its timer, or not.
local FOUND = {
  "hrtimer/hotplug:overdue",
  "tick/lies:never",
  "tick/lost:masked-is-not-lost",
  "tick/lost:own-entry",
  "tick/lost:periodic-next-tick",
  "tick/lost:watchdog-global-others",
  "tick/lost:watchdog-refuses",
}
-- How narrow the counter is shows: when it is read, and in what looks like a
-- step back of it.
local NARROW = {
  "tick/lost:watchdog-periodic",
}

-- They find or read which timer is best, free or in use.
local CHOSEN = {
  "eventtimer/find:best",
  "eventtimer/find:equals",
  "eventtimer/find:flags-any",
  "eventtimer/find:flags-oneshot",
  "eventtimer/find:flags-oneshot-percpu",
  "eventtimer/find:flags-percpu",
  "eventtimer/find:flags-periodic",
  "eventtimer/find:in-use",
  "eventtimer/find:negative",
  "eventtimer/find:none",
  "eventtimer/find:order-falling",
  "eventtimer/find:order-mixed",
  "eventtimer/find:order-rising",
  "eventtimer/find:zero",
  "eventtimer/refuse:both-negative",
  "eventtimer/refuse:frequency-pow2div",
  "eventtimer/refuse:greatest-negative",
  "eventtimer/refuse:greatest-zero",
  "eventtimer/refuse:least-above-greatest",
  "eventtimer/refuse:least-greatest",
  "eventtimer/refuse:least-just-above",
  "eventtimer/refuse:least-most-negative",
  "eventtimer/refuse:least-negative",
  "eventtimer/refuse:least-zero",
  "eventtimer/refuse:no-frequency",
  "eventtimer/refuse:no-frequency-no-mode",
  "eventtimer/register:withdrawn",
  "eventtimer/start:ban-find",
  "tick/mode:set-periodic",
  "tick/name:bad-hz-0",
  "tick/name:bad-hz-100001",
  "tick/name:bad-idletick-2",
  "tick/name:bad-idletick-yes",
  "tick/name:bad-periodic-2",
  "tick/name:bad-periodic-none",
  "tick/name:bad-singlemul-0",
  "tick/name:bad-singlemul-21",
  "tick/name:bad-singlemul-2m",
  "tick/name:bad-singlemul-2x",
  "tick/name:bad-singlemul-4294967298",
  "tick/name:bad-singlemul-99999999999",
  "tick/name:bad-singlemul-m1",
  "tick/name:bad-singlemul-none",
  "tick/name:no-such-1",
  "tick/name:no-such-10",
  "tick/name:no-such-11",
  "tick/name:no-such-2",
  "tick/name:no-such-3",
  "tick/name:no-such-4",
  "tick/name:no-such-5",
  "tick/name:no-such-6",
  "tick/name:no-such-7",
  "tick/name:no-such-8",
  "tick/name:no-such-9",
  "tick/name:read-only-choice",
  "tick/name:read-only-flags",
  "tick/name:read-only-frequency",
  "tick/name:read-only-profhz",
  "tick/name:read-only-quality",
  "tick/name:read-only-stathz",
  "tick/name:set-no-such-1",
  "tick/name:set-no-such-10",
  "tick/name:set-no-such-11",
  "tick/name:set-no-such-2",
  "tick/name:set-no-such-3",
  "tick/name:set-no-such-4",
  "tick/name:set-no-such-5",
  "tick/name:set-no-such-6",
  "tick/name:set-no-such-7",
  "tick/name:set-no-such-8",
  "tick/name:set-no-such-9",
  "tick/switch:not-to-be-had",
  "tick/switch:the-last",
  "tick/switch:withdrawn",
}
-- They are about one timer's interrupts: those that a fault or a change of its
-- frequency concerns come from another; one for all CPUs waits for the first
-- while that is masked; and a counter that steps back is read more often.
local OTHERS = {
  "eventtimer/frequency:halved",
  "eventtimer/frequency:overdue",
  "eventtimer/frequency:period",
  "eventtimer/frequency:slow",
  "eventtimer/frequency:third",
  "eventtimer/race:running-deregister",
  "hrtimer/expire:cpu-masked",
  "poll/signal:due-but-late",
  "sleep/signal:due-but-late",
  "tick/global:each-its-own",
  "tick/lies:late-is-no-lie",
  "tick/lies:only-one",
  "tick/lies:spare-banned",
  "tick/lies:will-not-start",
  "tick/lies:will-not-start-for-all",
  "tick/lost:next-entry",
  "tick/lost:own-entry",
  "tick/lost:watchdog-refuses",
  "tick/stream:idle-no-tick",
  "timekeeping/fault:back-counted",
  "timekeeping/fault:back-timers",
  "timekeeping/switch:timers",
}

local modes = {}

-- More lists of cases that differ may follow.
local function mode(name, row, ...)
  row.mode, row.start, row.differ = name, row.start or 0, {}
  for _, list in ipairs { ... } do
    for _, id in ipairs(list) do row.differ[id] = true end
  end
  modes[#modes + 1] = row
end

local function seed(n)
  mode("seed " .. n, { options = "--seed=" .. n, unordered = true })
end

local function start(name, at, ...)
  mode("just below " .. name,
    { options = ("--start=%d"):format(at), start = at }, BEGINNING, ...)
end

seed "1"
seed "2"
seed "12345678901234567890"
mode("an interrupt at every unlock",
  { options = "--interrupts", opinion = true }, COUNTED, FOUND)
mode("a counter of 64 bits that wraps",
  { options = ("--counter-start=0x%x"):format(-BEFORE) })
-- It comes round in 69 s, which no case keeps interrupts masked for.  It must
-- be read, so a timer always runs, and what it does is not spurious but early.
mode("a counter of 36 bits that wraps",
  { options = ("--counter-width=36 --counter-start=%d")
    :format((1 << 36) - BEFORE), opinion = true }, NARROW)
start("2^31 s", (1 << 31) * SECOND - BEFORE, CUT, CUT_BELOW_2_TO_33)
start("2^32 ms", (1 << 32) * (SECOND // 1000) - BEFORE, CUT)
start("2^32 s", (1 << 32) * SECOND - BEFORE, CUT, CUT_BELOW_2_TO_33)
-- Three timers, unless a scenario says which.
mode("another timer every few milliseconds",
  { options = "--change=3", unordered = true, opinion = true }, CHOSEN, OTHERS)
-- The longest case takes 50 days, and must end before the clock does.  Who
-- counts in milliseconds must find a whole number of them.
start("KTIME_MAX", math.maxinteger // 1000000 * 1000000 - 100 * DAY, CUT,
  CUT_BELOW_2_TO_33, CUT_AT_100_DAYS)

return modes
