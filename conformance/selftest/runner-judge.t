#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Unit tests of the recorder, its lint and the judge, on logs written by hand.

exec "${BUILD:-build}/timerspec" lua conformance/selftest/runner-judge.lua
