#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Unit tests of the recorder, its lint and the judge, on logs written by hand.

LUA=$(command -v "${LUA:-lua5.4}" || command -v lua54 || command -v lua)
exec "$LUA" conformance/selftest/runner-judge.lua
