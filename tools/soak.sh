#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# soak.sh TARGET RUNS BUSY [PATTERN...]: does a wall-time target hold still?
#
# Runs the cases RUNS times, BUSY of them, evenly spread, while every CPU
# is kept busy by a loop of ours, and adds up.  A verdict that depends on
# the weather shows here: one fail in all runs is a fail, and so is more
# than 5 % unresolved.  Results of each run: $BUILD/results/soak/TARGET/N.
#
# Exit status: 0 clean, 1 fail, 2 the runner could not, 3 over 5 % unresolved.

set -u
: "${BUILD:=build}"
target=${1:?usage: soak.sh TARGET RUNS BUSY [PATTERN...]}
runs=${2:?}
busy=${3:?}
shift 3

case $runs$busy in
*[!0-9]*) echo "soak.sh: RUNS and BUSY are numbers" >&2; exit 2 ;;
esac
if [ "$runs" -lt 1 ] || [ "$busy" -gt "$runs" ]; then
	echo "soak.sh: 0 <= BUSY <= RUNS, 1 <= RUNS" >&2
	exit 2
fi

dir=$BUILD/results/soak/$target
rm -rf "$dir"
mkdir -p "$dir"
loops=

# A loop that ends by itself, whatever becomes of us.
burn()
{
	end=$(($(date +%s) + 600))
	while [ "$(date +%s)" -lt $end ]; do
		i=0
		while [ $i -lt 200000 ]; do
			i=$((i + 1))
		done
	done
}

busy_begin()
{
	cpus=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
	while [ "$cpus" -gt 0 ]; do
		burn &
		loops="$loops $!"
		cpus=$((cpus - 1))
	done
}

busy_end()
{
	[ -n "$loops" ] || return 0
	# shellcheck disable=SC2086
	kill $loops 2>/dev/null
	# shellcheck disable=SC2086
	wait $loops 2>/dev/null
	loops=
}
trap busy_end EXIT
trap 'exit 130' INT TERM HUP

# Counts of a TAP file: pass fail unresolved skip expected-fail.
count()
{
	awk '
	/^ok [0-9].*# SKIP unresolved/	{ unresolved++; next }
	/^ok [0-9].*# SKIP/		{ skipped++; next }
	/^ok [0-9]/			{ passed++ }
	/^not ok [0-9].*# TODO/		{ expected++; next }
	/^not ok [0-9]/			{ failed++ }
	END { print passed + 0, failed + 0, unresolved + 0, skipped + 0,
		    expected + 0 }' "$1"
}

worst=0
n=0
while [ $n -lt "$runs" ]; do
	n=$((n + 1))
	word=idle
	if [ $((n * busy / runs)) -gt $(((n - 1) * busy / runs)) ]; then
		word=busy
		busy_begin
	fi
	out=$dir/$n
	mkdir -p "$out"
	begin=$(date +%s)
	"$BUILD/timerspec" run -t "$target" -o "$out" "$@" \
	    >"$out/out" 2>"$out/err" </dev/null
	status=$?
	busy_end
	# shellcheck disable=SC2046
	printf '%-3d %s %5d passed %3d failed %3d unresolved %3d skipped' \
	    "$n" $word $(count "$out/out" | cut -d ' ' -f 1-4)
	printf '  %d s\n' $(($(date +%s) - begin))
	grep '^not ok' "$out/out" | grep -v '# TODO' | sed 's/^/    /'
	count "$out/out" >>"$dir/counts"
	case $status in
	0 | 1 | 3)	;;
	*)	cat "$out/err"; worst=2 ;;
	esac
done

awk -v worst=$worst '
	{ p += $1; f += $2; u += $3; s += $4 + $5 }
	END {
		share = p + f + u ? 100 * u / (p + f + u) : 0
		printf "total    %5d passed %3d failed %3d unresolved", p, f, u
		printf " (%.1f %%) %3d skipped\n", share, s
		if (worst)
			exit worst
		exit f || !p ? 1 : share > 5 ? 3 : 0
	}' "$dir/counts"
