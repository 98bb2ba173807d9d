#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The agent of Linux: what it becomes behind an exec, that it gives up what no
# other process has, and that its numbers of descriptors are its own.

. conformance/selftest/tap.sh
agent=${BUILD:-build}/agent-linux
[ -x "$agent" ] || { echo '1..0 # SKIP no agent-linux on this system'; exit; }

# log LINE...: the records of a scenario of these lines.
log()
{
	{
		printf '%s\n' '1 hello' '2 scenario x/y:z span=1ms grace=5s' \
		    'thread main' "$@" "end $(($# + 1))" '3 run' '4 log' \
		    '5 bye'
	} | "$agent" 2>"$tmp/err" | sed -n 's/^4 + //p' | grep -v ' origin '
}

status=0
"$agent" --inherited </dev/null >"$tmp/out" 2>&1 || status=$?
is $status 2 'the new program wants to be told where to report'

out=$("$agent" --inherited 3 0 t:timerfd:9 p:ptimer:77 i:itimer:0 3>&1)
is "$(echo $out)" 't EBADF p EINVAL i idle' 'it tells what it finds of each'

out=$(log 'obj c clock' 'main at 0 assign c clock=real')
echo "$out" | grep -q 'assign.*err=EPERM'
ok $? 'no clock can be set, whoever runs the agent'

out=$(exec 7</dev/null; log 'obj t timerfd' 'obj u timerfd' \
    'prep create t' 'main at 0 dup u from=t least=7')
echo "$out" | grep -q 'dup.* fd=7$'
ok $? 'what is open elsewhere is closed here'

out=$(log 'obj p process' 'main at 0 fork p' 'main wait p')
echo "$out" | grep -q 'p call ' && echo "$out" | grep -q 'p wait l=[0-9]*$'
ok $? 'a child writes into the log that its parent sends'

out=$(log 'obj p process' 'main at 0 fork p by=100s' 'main kill p sig=kill' \
    'main wait p')
echo "$out" | grep -q 'wait .*sig=kill'
ok $? 'what has killed a child is told'

out=$(log 'obj p process' 'main at 0 kill p sig=term' 'main wait p' \
    'main fork p' 'main wait p' 'main kill p')
is "$(echo "$out" | grep -c 'err=ESRCH')" 3 \
    'who is no child, or no more, is sent nothing'
done_testing
