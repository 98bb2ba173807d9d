#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The options of the reference's agent: good ones are taken, bad ones named.

. conformance/selftest/runner-lib.sh
agent=${BUILD:-build}/agent-ref

# agent ARGS: what the origin's record says when a scenario runs so.
agent()
{
	printf '%s\n' '1 hello' '2 scenario x/y:z span=1ms' 'thread main' \
	    'main at 0 now mono' 'end 2' '3 run' '4 log' '5 bye' |
	    "$agent" "$@" 2>"$tmp/err" | sed -n 's/.* origin //p'
}

# refused OPTION: exit status 2, and one line.
refused()
{
	status=0
	"$agent" "$1" </dev/null >"$tmp/out" 2>"$tmp/err" || status=$?
	[ $status -eq 2 ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] &&
	    grep -q -e "$1" "$tmp/err"
	ok $? "$1 is refused by its name"
}

real=real=1000000000000000000
is "$(agent)" "mono=0 $real" "the clocks begin as they should"
is "$(agent --start=0x7fffffff00000000)" "mono=9223372032559808512 $real" \
    "--start moves one clock and leaves the other"
is "$(agent --seed=1 --counter-width=32 --counter-start=4294967295 \
    --interrupts --start=5)" "mono=5 $real" "all of them together"
for option in --start=-1 --start=9223372036854775808 --start= --start=1s \
    --counter-width=7 --counter-width=65 --seed=x --interrupts=1 \
    --driver=nosuch --other; do
	refused "$option"
done
done_testing
