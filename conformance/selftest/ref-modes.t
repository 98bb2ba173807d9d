#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# All cases do the same on the reference in each of its modes: whatever the
# seed, with an interrupt at every unlock, with counters that wrap, and with
# a clock that has run for years.  adapters/ref/modes.lua lists the modes; in
# brief there is one of each kind, and one case of eight.  PLAIN is a run of
# all cases that there is already.

: "${BUILD:=build}" "${LUA:=lua5.4}" "${BRIEF:=}" "${PLAIN:=}"
out=$BUILD/check/modes
mkdir -p "$out"
if [ -z "$PLAIN" ]; then
	PLAIN=$out/plain
	if ! "$BUILD/timerspec" run -t ref -o "$PLAIN" >/dev/null </dev/null
	then
		echo "1..1"
		echo "not ok 1 - the cases pass in no mode at all: $PLAIN/tap"
		exit 1
	fi
fi
EVERY=${BRIEF:+8}
export EVERY
[ -z "$BRIEF" ] ||
	set -- 'seed 2' 'interrupt' 'another timer' '36 bits' '2^31 s'
exec "$LUA" tools/modes.lua "$PLAIN" "$out" "$@"
