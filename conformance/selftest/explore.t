#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The explorer: it finds what is seeded, tells it in steps that can be
# replayed, says the same twice, and refuses what it cannot run.

explore=${BUILD:-build}/explore
if [ ! -x "$explore" ]; then
	echo "1..0 # SKIP no explorer on this system"
	exit 0
fi
. conformance/selftest/tap.sh

run()	# run STATUS TEXT ARGUMENT...: ends with that status
{
	want=$1 text=$2
	shift 2
	"$explore" "$@" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq "$want" ]
	ok $? "$text"
}

says()	# says TEXT PATTERN: some line of the output matches
{
	grep -Eq -e "$2" "$tmp/out"
	ok $? "$1"
}

refuses()	# refuses TEXT PATTERN ARGUMENT...: status 2 and one line
{
	text=$1 pattern=$2
	shift 2
	run 2 "$text: status 2" "$@"
	[ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q "$pattern" "$tmp/err" &&
	    [ ! -s "$tmp/out" ]
	ok $? "$text: one line"
}

run 0 "a list" list
says "names and claims" '^cancel-running +when cancel has returned'

run 0 "scenarios that hold" clock-set init-interrupt
says "the schedules are counted" '^ok 1 - clock-set # [0-9]+ schedules: '
says "with what they cover" '1 preemption at most, [0-9]+ of any; complete$'
cp "$tmp/out" "$tmp/first"
run 0 "they hold again" clock-set init-interrupt
cmp -s "$tmp/first" "$tmp/out"
ok $? "two runs say the same"

run 1 "a lost update is found" seeded-update
says "as not ok" '^not ok 1 - seeded-update '
says "with the fewest preemptions" '^# schedule [0-9]+, 1 preemption$'
says "in numbered steps" '^#    2  cpu1 other +load &count'
says "with what broke" '^# broken: no update is lost$'
way=$(sed -n "s/^# again: .* --replay '\(.*\)' seeded-update$/\1/p" "$tmp/out")
sed -n '/^#  /p' "$tmp/out" >"$tmp/steps"
run 1 "it replays" --replay "$way" seeded-update
sed -n '/^#  /p' "$tmp/out" | cmp -s - "$tmp/steps"
ok $? "step by step the same"
run 0 "another schedule holds" --replay '' seeded-update

run 1 "a deadlock is found" seeded-deadlock
says "with who does not come back" '^# broken: one comes to its end$'
run 1 "a wait without an end is found" seeded-wait
run 1 "a use of freed storage is found" seeded-stale
says "and named" '^# broken: nobody touches what was given back$'

refuses "an unknown scenario" 'no scenario nowhere' nowhere
refuses "an unknown scenario behind a known one" 'no scenario nowhere' \
    clock-set nowhere
refuses "an unknown scenario to replay" 'no scenario nowhere' \
    --replay 1:1 nowhere
refuses "an unknown option" 'usage: explore' --frobnicate
refuses "no way" 'usage: explore' --replay
for way in x 1 1: 1:0 "1:1," "1:1,1:1" "2:1,1:1" 1:99 99999:1 8000:1 1:1x; do
	refuses "replay of '$way'" 'no schedule of the scenario' \
	    --replay "$way" clock-set
done

done_testing
