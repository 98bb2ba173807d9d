#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# conformance.sh: what make does with the runner besides running it.
#
#   conformance.sh tables TARGET...
#	`make conformance`: all cases on each target; shows what failed, then
#	the tables, a line for each front end and a column for each verdict.
#	Exits with the worst of the runner's statuses: 2, then 1, then 3.
#   conformance.sh null
#	The control null must pass the cases of adapters/null/passes.txt, no
#	other and no fewer.
#   conformance.sh red NAME PATTERN...
#	The kernel behind the wrapper NAME must fail at least one of these
#	cases, and crash none.

set -u
: "${BUILD:=build}" "${JOBS:=2}"
runner=$BUILD/timerspec

# From a failed point to the end of its explanation.
failures()
{
	awk '
	/^(not )?ok /	{ show = /^not ok / && !/# TODO/ }
	/^1\.\./	{ next }
	/^#/		{ show = 0 }
	show || /^Bail out!/'
}

# jobs TARGET: wall targets run one case at a time.
jobs()
{
	[ "$1" = linux ] || echo "-j $JOBS"
}

tables()
{
	status=0
	dirs=
	for t; do
		out=$BUILD/results/$t
		echo "running the cases on $t ..."
		# shellcheck disable=SC2046
		"$runner" run -t "$t" $(jobs "$t") >/dev/null </dev/null
		s=$?
		[ ! -f "$out/tap" ] || failures <"$out/tap"
		dirs="$dirs $out"
		case $status$s in
		?0 | 2? | 13)	;;
		*)		status=$s ;;
		esac
	done
	echo
	# shellcheck disable=SC2086
	"$runner" report $dirs
	return $status
}

null()
{
	mkdir -p "$BUILD/check"
	out=$BUILD/check/null.passed
	"$runner" run -t null -j "$JOBS" -o "$BUILD/check/null" </dev/null |
	    sed -n '/# SKIP/d; s/^ok [0-9]* - \([^ ]*\).*/\1/p' | sort >"$out"
	grep -v '^#' adapters/null/passes.txt | sort | diff - "$out"
}

red()
{
	name=$1
	shift
	out=$BUILD/check/wrap-$name
	mkdir -p "$out"
	"$runner" run -o "$out" \
	    -t "exec:env LD_PRELOAD=$BUILD/wrap/$name.so $BUILD/agent-linux" \
	    "$@" >"$out/out" </dev/null
	s=$?
	echo "status $s"
	cat "$out/out"
	[ $s -eq 1 ] && grep -q '^not ok' "$out/out" &&
	    ! grep -q 'verdict: crash' "$out/out"
}

job=$1
shift
case $job in
tables | null | red)	"$job" "$@" ;;
*)	echo "usage: conformance.sh tables|null|red" >&2; exit 2 ;;
esac
