#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# summary.sh: how `make check` counts.  Everything it runs speaks TAP.
#
#   summary.sh points TITLE COMMAND [TITLE COMMAND]...
#	Makes TAP of plain commands: one point for each, ok when it exits
#	with 0.  What a failing command printed follows as # lines.
#   summary.sh start
#	Forgets the parts of the last time.
#   summary.sh part NAME COMMAND...
#	Runs COMMAND, keeps its output as $BUILD/check/NAME.tap and prints
#	one line: counts and time.  Exits with 0 whatever comes.
#   summary.sh passed NAME
#	Exits with 0 when no point of this part failed.
#   summary.sh total
#	Prints `N passed, N failed, N skipped` over all parts; exits with 1
#	when a point failed.
#
# A part that dies, prints no plan or not as many points as planned counts
# as one failed point more.  An expected failure (not ok # TODO) counts as
# skipped: it is neither a pass nor news.  Several TAP documents one after
# another, as `prove -v` prints them, count as one.

dir=${BUILD:-build}/check

now()
{
	t=$(date +%s%N)
	case $t in
	*N)	echo "${t%N}000" ;;	# a date without nanoseconds
	*)	echo "${t%??????}" ;;
	esac
}

points()
{
	n=0 bad=0
	out=${TMPDIR:-/tmp}/points.$$
	trap 'rm -f "$out"' EXIT
	while [ $# -ge 2 ]; do
		n=$((n + 1))
		if sh -c "$2" >"$out" 2>&1 </dev/null; then
			echo "ok $n - $1"
		else
			echo "# status $? of: $2"
			sed 's/^/# /' "$out"
			echo "not ok $n - $1"
			bad=1
		fi
		shift 2
	done
	echo "1..$n"
	return $bad
}

# count STATUS FILE: prints "passed failed skipped".
count()
{
	awk -v status="$1" '
	/^1\.\.0 *#/		{ planned = 1; skipped++; next }
	/^1\.\.[0-9]+/		{ planned = 1; plan += substr($1, 4); next }
	/^ok [0-9]/		{ n++
				  if (toupper($0) ~ /# *SKIP/) skipped++
				  else passed++ }
	/^not ok [0-9]/		{ n++
				  if (toupper($0) ~ /# *TODO/) skipped++
				  else failed++ }
	END {
		if (!planned || plan != n || (status != 0 && !failed))
			failed++
		print passed + 0, failed + 0, skipped + 0
	}' "$2"
}

# show NAME PASSED FAILED SKIPPED MS STATUS: the line that a person reads.
show()
{
	printf '%-16s %5d passed' "$1" "$2"
	[ "$3" -eq 0 ] && printf '           ' || printf ' %3d FAILED' "$3"
	[ "$4" -eq 0 ] && printf '            ' || printf ' %3d skipped' "$4"
	printf ' %4d.%d s\n' $(($5 / 1000)) $(($5 % 1000 / 100))
	[ "$3" -ne 0 ] || return 0
	grep "^not ok" "$dir/$1.tap" | grep -iv "# *todo" |
	    sed -n "1,12s/^/    /p"
	grep -q '^not ok' "$dir/$1.tap" ||
	    tail -n 5 "$dir/$1.tap" | sed 's/^/    /'
	echo "    status $6, all of it: $dir/$1.tap"
}

part()
{
	name=$1
	shift
	begin=$(now)
	"$@" >"$dir/$name.tap" 2>&1 </dev/null
	status=$?
	took=$(($(now) - begin))
	counts=$(count $status "$dir/$name.tap")
	echo "$counts" >"$dir/$name.count"
	# shellcheck disable=SC2086
	show "$name" $counts "$took" $status
}

passed()
{
	read -r _ failed _ <"$dir/$1.count" && [ "$failed" -eq 0 ]
}

total()
{
	cat "$dir"/*.count 2>/dev/null | awk '
	{ passed += $1; failed += $2; skipped += $3 }
	END {
		printf "%d passed, %d failed, %d skipped\n",
		    passed, failed, skipped
		exit (failed != 0 || passed == 0)
	}'
}

job=$1
shift
case $job in
start)	rm -rf "$dir" && mkdir -p "$dir" ;;
points | part | passed | total)	"$job" "$@" ;;
*)	echo "usage: summary.sh start|points|part|passed|total" >&2; exit 2 ;;
esac
