#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# conformance.sh: what make does with the runner besides running it.
#
#   conformance.sh tables TARGET...
#	`make conformance`: all cases on each target; shows what failed, then
#	the tables, a line for each front end and a column for each verdict.
#	Exits with the worst of the runner's statuses: 2, then 1, then 3.
#   conformance.sh controls
#	The controls of adapters/null must fail what adapters/null/table.lua
#	says; TAP.  With BRIEF each runs those that it must fail, the common
#	ones through one front end.
#   conformance.sh red NAME
#	The kernel behind the wrapper NAME must pass none of the cases that
#	its row of conformance/mutants/wrap.lua names, and crash none.
#	While programs wake late a kernel cannot be seen to be early: what
#	is not red is tried again, twice, and may then still be unresolved;
#	while nothing at all is red, up to twelve times.
#	With BRIEF one case of each file of cases, and front end, and what
#	is unresolved is not tried again when one is red.
#   conformance.sh drivers
#	The cases of drivers, and those of timers, with the stack of ref on
#	each driver in turn; TAP, one document for each.  With BRIEF of the
#	timers only whether one is early.
#   conformance.sh some FRONT...
#	With BRIEF, patterns of all cases, of the common ones through these
#	front ends; else nothing, which the runner takes for all cases.

set -u
: "${BRIEF:=}" "${BUILD:=build}" "${JOBS:=2}"
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

tables()
{
	status=0
	dirs=
	for t; do
		out=$BUILD/results/$t
		echo "running the cases on $t ..."
		"$runner" run -t "$t" >/dev/null </dev/null
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

controls()
{
	out=$BUILD/check/controls
	mkdir -p "$out"
	names=$("${LUA:-lua5.4}" -e '
	    for _, row in ipairs(dofile("adapters/null/table.lua").controls) do
	      local some = arg[1] and table.concat(row.fails, " ") or ""
	      print(row.control, (some:gsub("(common/%S*%*)", "%1@hrtimer")))
	    end' /dev/null ${BRIEF:+"$BRIEF"}) || return 2
	set -f
	echo "$names" | while read -r t cases; do
		[ "$cases" != '*' ] || cases=$(set +f; some hrtimer)
		# shellcheck disable=SC2086
		"$runner" run -t "$t" -j "$JOBS" -o "$out/$t" $cases \
		    >"$out/$t.tap" </dev/null
	done
	set +f
	"${LUA:-lua5.4}" tools/controls.lua "$out"
}

red()
{
	name=$1
	cases=$("${LUA:-lua5.4}" -e '
	    local rows = dofile "conformance/mutants/wrap.lua"
	    for _, row in ipairs(rows.wrappers) do
	      for _, id in ipairs(row.wrapper == arg[1] and row.cases or {}) do
	        local topic = id:gsub(":[^@]*", "")
	        if not (arg[2] and rows[topic]) then print(id) end
	        rows[topic] = true
	      end
	    end' /dev/null "$name" ${BRIEF:+"$BRIEF"}) || return 2
	out=$BUILD/check/wrap-$name
	mkdir -p "$out"
	reds=0
	for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
		attempt "$n" || return
		[ -n "$cases" ] || return 0
		[ "$reds" -gt 0 ] || continue
		[ "$n" -lt 3 ] || break
		[ -z "$BRIEF" ] || ! undecided || break
	done
	[ "$reds" -gt 0 ] && undecided
}

# Is what is not red undecided by this machine?
undecided()
{
	! grep '^ok' "$out/out" | grep -qv '# SKIP unresolved'
}

# Runs $cases and leaves there those that were not red; counts $reds.
attempt()
{
	# shellcheck disable=SC2086
	"$runner" run -o "$out/$1" \
	    -t "exec:env LD_PRELOAD=$BUILD/wrap/$name.so $BUILD/agent-linux" \
	    $cases >"$out/out" </dev/null
	s=$?
	echo "attempt $1, status $s"
	cat "$out/out"
	[ $s -ne 2 ] && ! grep -q 'verdict: crash' "$out/out" || return 1
	reds=$((reds + $(grep -c '^not ok' "$out/out")))
	cases=$(awk '/^ok / { print $4 }' "$out/out")
}

drivers()
{
	status=0
	# An unknown name is answered with all that there are.
	names=$("$BUILD/agent-ref" --driver=? 2>&1 |
	    sed -n 's/.*there are: simtimer //p')
	[ -n "$names" ] || { echo "Bail out! no drivers"; return 2; }
	cases='hal/* hrtimer/* common/*'
	[ -z "$BRIEF" ] || cases='hal/* common/early:*@hrtimer'
	set -f
	for name in $names; do
		echo "# $name"
		# shellcheck disable=SC2086
		"$runner" run --driver "$name" -j "$JOBS" \
		    -o "$BUILD/check/drivers/$name" $cases </dev/null ||
		    status=1
	done
	return $status
}

some()
{
	[ -n "$BRIEF" ] || return 0
	echo 'statement:*'
	for folder in conformance/cases/*/; do
		name=$(basename "$folder")
		[ "$name" = common ] || echo "$name/*"
	done
	[ $# -eq 0 ] || printf '*@%s\n' "$@"
}

job=$1
shift
case $job in
tables | controls | red | drivers | some)	"$job" "$@" ;;
*)	echo "usage: conformance.sh tables|controls|red|drivers|some" >&2
	exit 2 ;;
esac
