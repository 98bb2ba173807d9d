-- SPDX-License-Identifier: BSD-2-Clause
-- What each control must fail, and so what the suite is known to find.
-- tools/controls.lua holds the results against it.
--
--   fails   ids of cases, `*` stands for anything: each must fail there
--   but     those among them that may pass, each for the reason above it
--
-- What no line of `fails` covers may pass: a kernel whose timers are late
-- still refuses a bad clock.  Every case is failed by one control at least,
-- or it stands in `nobody`.

-- Functions that compute and no more are reached by calc, which null leaves
-- alone.
local pure = {
  "ktime/arith:add",
  "ktime/arith:add-carry",
  "ktime/arith:add-ends",
  "ktime/arith:add-ns",
  "ktime/arith:add-ns-wide",
  "ktime/arith:compare",
  "ktime/arith:compare-ends",
  "ktime/arith:compare-wide",
  "ktime/arith:sub",
  "ktime/arith:sub-borrow",
  "ktime/arith:sub-ends",
  "ktime/arith:to-ns",
  "ktime/convert:from-timespec",
  "ktime/convert:from-timespec-saturate",
  "ktime/convert:from-timeval",
  "ktime/convert:from-timeval-saturate",
  "ktime/convert:to-clock",
  "ktime/convert:to-timespec",
  "ktime/convert:to-timespec-negative",
  "ktime/convert:to-timeval",
  "ktime/convert:to-timeval-negative",
  "ktime/duty:set-above",
  "ktime/duty:set-below",
  "ktime/duty:timespec-above",
  "ktime/duty:timespec-below",
  "ktime/duty:timeval-above",
  "ktime/duty:timeval-below",
  "ktime/set:beyond-32-bits",
  "ktime/set:define",
  "ktime/set:last-before-saturation",
  "ktime/set:negative",
  "ktime/set:plain",
  "ktime/set:range",
  "ktime/set:saturate",
  "ktime/set:saturate-below",
  -- The machine stops at power-on, before any call.
  "tick/mode:no-timer",
}

-- A call returns once, and each call is a setting of its own.  Of whole
-- milliseconds a hair is lost, where the times are not whole.
local once, coarse = "common/*@sleep", "common/*@poll"

-- The greatest time that there is can be neither moved nor counted on.
local greatest = "common/far:greatest-reads-back@*"

-- One signal for a thousand deadlines: none of them moves its number by a hair.
local thousands = "common/count:overrun-*@ptimer"

-- A signal comes by itself, and no call gives its number.
local by_itself = { "common/move:*@itimer", "common/move:*@ptimer",
  "common/period:*@itimer", "common/period:*@ptimer" }

-- Whose timer has sent a signal is not told, so that none is forgotten.
local anybodys = { "common/many:*@ptimer", "common/move:*@ptimer",
  "common/past:*@ptimer" }

local controls = {
  {
    control = "null",
    fails = { "*" },
    but = pure,
  },
  {
    control = "early",
    fails = { "common/*", "hrtimer/far:*", "hrtimer/many:*",
      "hrtimer/wake:*" },
    but = { greatest, coarse, thousands },
  },
  {
    control = "late",
    fails = { "common/*", "hrtimer/far:*", "hrtimer/wake:*" },
    but = {
      greatest, coarse, thousands,
      -- They ask only that nothing comes early.
      "common/early:short-*",
      "common/many:sixty-four@*",
    },
  },
  {
    control = "double",
    fails = { "common/*", "hrtimer/again:*", "hrtimer/clockset:*",
      "hrtimer/expire:*", "hrtimer/far:*", "hrtimer/forward:*",
      "hrtimer/many:*", "hrtimer/order:*", "hrtimer/restart:*",
      "hrtimer/self:*", "hrtimer/start:*", "timeout/call:*",
      "timerfd/read:*" },
    but = {
      greatest, once, coarse,
      -- Nothing expires.
      "common/left:disarmed@*",
      -- An entry that was fetched is gone, and its second expiry with it.
      "common/early:short-relative@kevent",
      "common/many:sixty-four@kevent",
    },
  },
  {
    control = "lossy",
    fails = { "common/count:*", "common/period:*" },
    but = { thousands },
  },
  {
    control = "liar",
    fails = { "common/count:*", "common/left:*", "common/move:*",
      "common/period:*", "ktime/arith:*", "ktime/convert:*",
      "ktime/set:*", "timerfd/*", "timersock/*" },
    but = {
      thousands,
      -- What is counted is the hardware's.
      "timerfd/cost:disarm-expired",
      -- Nothing is returned.
      "ktime/set:define",
      table.unpack(by_itself),
    },
  },
  {
    control = "amnesiac",
    fails = { "common/count:*", "common/period:*", "common/past:*",
      "common/many:*", "common/move:*", "hrtimer/order:*" },
    but = {
      once, coarse,
      -- The timer that is armed last is the one that counts.
      "common/many:first-disarmed@hrtimer",
      "common/many:first-disarmed@kevent",
      "common/many:first-disarmed@kqueue",
      -- An interval that is the first deadline is not forgotten.
      "common/move:new-phase@kevent",
      "common/move:new-phase@kqueue",
      "common/period:*@kevent",
      "common/period:*@kqueue",
      -- A move to later, and the timer is looked at no more.
      "common/move:pushed-back@*",
      table.unpack(anybodys),
    },
  },
}

-- Pure functions again, where a liar has no number to lie about.
local nobody = {
  "ktime/duty:set-above",
  "ktime/duty:set-below",
  "ktime/duty:timespec-above",
  "ktime/duty:timespec-below",
  "ktime/duty:timeval-above",
  "ktime/duty:timeval-below",
  "ktime/set:define",
  -- The machine stops at power-on, before any call.
  "tick/mode:no-timer",
}

return { controls = controls, nobody = nobody }
