#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Random operations: the program lists its front ends, finds what is seeded,
# says the same when that is played again, and refuses what it cannot run.

fuzz=${BUILD:-build}/fuzz
. conformance/selftest/tap.sh

run()	# run STATUS TEXT ARGUMENT...: ends with that status
{
	want=$1 text=$2
	shift 2
	"$fuzz" "$@" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq "$want" ]
	ok $? "$text"
}

says()	# says TEXT PATTERN: some line of the output matches
{
	grep -Eq -e "$2" "$tmp/out"
	ok $? "$1"
}

refuses()	# refuses TEXT ARGUMENT...: status 2 and one line
{
	text=$1
	shift
	run 2 "$text: status 2" "$@"
	[ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q '^fuzz: ' "$tmp/err" &&
	    [ ! -s "$tmp/out" ]
	ok $? "$text: one line"
}

run 0 "a list" --list
cp "$tmp/out" "$tmp/list"
for front in $(cat "$tmp/list"); do
	grep -q "fuzz = { \"$front\" }" conformance/mutants/fuzz.lua
	ok $? "$front has a kept bug"
done

run 0 "a front end that holds" --seed 3 --ops 500 timerfd
says "is a point" '^ok 1 - timerfd seed 3: 500 operations$'
run 0 "several at a time" -j 3 --ops 100 timerfd sleep
says "are all counted" '^1\.\.20$'

run 1 "a seeded failure is found" --seed 2 seeded
says "as not ok" '^not ok 1 - seeded seed 2: '
says "with what does not hold" \
    '^# .*seeded.c:[0-9]+: !seeded, operation [0-9]+$'
again=$(sed -n 's/^# again: //p' "$tmp/out")
cp "$tmp/out" "$tmp/first"
sh -c "$again" >"$tmp/out" 2>"$tmp/err"
is $? 1 "the command that it prints fails again"
cmp -s "$tmp/first" "$tmp/out"
ok $? "and says the same"

refuses "an unknown front end" nowhere
refuses "an unknown option" --frobnicate
refuses "a seed without a number" --seed
refuses "a seed that is none" --seed x
refuses "no operations" --ops 0
refuses "a hundred at a time" -j 100

done_testing
