#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The reference on machines of 1, 2 and 8 CPUs, and with other numbers of
# dispatchers: every case passes, or says why it cannot be tried there.  In
# brief, only those cases in which CPUs and dispatchers take part most.

. conformance/selftest/runner-lib.sh
agent=${BUILD:-build}/agent-ref
some=
[ -z "${BRIEF:-}" ] || some='tick/* timeout/* hrtimer/[cmos]*'

# The suite: run CPUS DISPATCHERS
run()
{
	set -f
	# shellcheck disable=SC2086
	"$timerspec" run -j 2 -o "$tmp/res" \
	    -t "exec:$agent --cpus=$1 --dispatchers=$2" $some \
	    >"$tmp/all" 2>"$tmp/err"
	status=$?
	set +f
	grep -A 20 '^not ok' "$tmp/all" >"$tmp/out"
	ok $status "$1 CPUs, each with $2 dispatchers"
}

skipped()	# skipped TEXT: how many were, for that reason
{
	grep -c "# SKIP skip: .*$1" "$tmp/all"
}

run 1 1
[ "$(skipped 'smp is not offered')" -gt 50 ]
ok $? 'one CPU: cases that want two are skipped with their reason'
run 2 4
[ "$(skipped 'cpus are wanted, 2 offered')" -gt 5 ]
ok $? 'two CPUs: cases that want more are skipped with their reason'
run 8 1
is "$(skipped 'cpus are wanted')" 0 'eight CPUs are enough for all'

for option in --cpus=0 --cpus=9 --cpus=two --dispatchers=5 --dispatchers=; do
	"$agent" $option </dev/null >"$tmp/out" 2>&1
	is $? 2 "no such machine: $option"
done
done_testing
