#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# How `make check` and `make soak` count: tools/summary.sh, tools/soak.sh.

. conformance/selftest/tap.sh
BUILD=$tmp/build
export BUILD

# counts EXPECTED CLAIM SCRIPT: one part that prints what SCRIPT prints.
counts()
{
	sh tools/summary.sh start
	out=$(sh tools/summary.sh part it sh -c "$3")
	total=$(sh tools/summary.sh total)
	status=$?
	out="$out
$total"
	case $1 in
	*" 0 failed"*)	want=0 ;;
	*)		want=1 ;;
	esac
	[ "$total" = "$1" ] && [ $status -eq $want ]
	ok $? "$2"
}

counts "2 passed, 0 failed, 0 skipped" "plain points" \
    'echo ok 1 - a; echo ok 2 - b; echo 1..2'
counts "1 passed, 1 failed, 0 skipped" "a failed point" \
    'echo ok 1 - a; echo not ok 2 - b; echo 1..2; exit 1'
counts "1 passed, 0 failed, 2 skipped" "skipped and expected to fail" \
    'echo ok 1; echo "ok 2 # SKIP x"; echo "not ok 3 # TODO y"; echo 1..3'
counts "1 passed, 1 failed, 0 skipped" "no plan is a failure" \
    'echo ok 1 - a'
counts "1 passed, 1 failed, 0 skipped" "too few points are a failure" \
    'echo 1..2; echo ok 1 - a'
counts "1 passed, 1 failed, 0 skipped" "a part that dies is a failure" \
    'echo ok 1 - a; echo 1..1; kill -9 $$'
counts "0 passed, 1 failed, 0 skipped" "and so is a part that is not there" \
    'exec /nonexistent'
counts "3 passed, 0 failed, 1 skipped" "several documents add up" \
    'echo 1..1; echo ok 1; echo 1..2; echo ok 1; echo ok 2
    echo "1..0 # SKIP no tool"'
counts "1 passed, 1 failed, 0 skipped" "points makes TAP of commands" \
    'sh tools/summary.sh points good true "not good" "exit 3"'

sh tools/summary.sh start
out=$(sh tools/summary.sh total)
[ $? -eq 1 ]
ok $? "no part at all is no success"

# A runner that prints what the file says, by the number of the run.
mkdir -p "$BUILD"
cat >"$BUILD/timerspec" <<'END'
#!/bin/sh
run=$(($(cat "$BUILD/run" 2>/dev/null || echo 0) + 1))
echo $run >"$BUILD/run"
echo "$run $*" >>"$BUILD/calls"
i=0
while [ $((i += 1)) -le 18 ]; do
	echo "ok $i - plain"
done
cat "$BUILD/tail$run" 2>/dev/null
if [ -f "$BUILD/status$run" ]; then exit "$(cat "$BUILD/status$run")"; fi
END
chmod +x "$BUILD/timerspec"

soak()		# soak STATUS CLAIM ARGUMENT...
{
	want=$1 claim=$2
	shift 2
	rm -f "$BUILD/run" "$BUILD/calls"
	out=$(sh tools/soak.sh "$@" 2>&1)
	[ $? -eq "$want" ]
	ok $? "$claim"
	rm -f "$BUILD"/tail* "$BUILD"/status*
}

soak 0 "soak: all passed" linux 3 0
[ "$(grep -c 'run -t linux' "$BUILD/calls")" -eq 3 ]
ok $? "soak: as many runs as asked for"
soak 0 "soak: with busy loops" linux 4 2
[ "$(echo "$out" | grep -c busy)" -eq 2 ]
ok $? "soak: as many busy runs as asked for"
echo 'not ok 19 - bad' >"$BUILD/tail2"
echo 1 >"$BUILD/status2"
soak 1 "soak: one fail in one run is a fail" linux 3 0
echo 'ok 19 - x # SKIP unresolved: disturbed' >"$BUILD/tail1"
soak 0 "soak: few unresolved are none" linux 2 0
for i in 1 2; do
	echo 'ok 19 - x # SKIP unresolved: disturbed' >"$BUILD/tail$i"
	echo 3 >"$BUILD/status$i"
done
soak 3 "soak: over 5 % unresolved" linux 2 0
echo 2 >"$BUILD/status1"
soak 2 "soak: a runner that cannot" linux 2 0
soak 2 "soak: more busy runs than runs" linux 2 3
soak 2 "soak: no number" linux some 0

done_testing
