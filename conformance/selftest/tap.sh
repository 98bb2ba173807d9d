# SPDX-License-Identifier: BSD-2-Clause
# For tests that are written in sh: TAP, and a folder of their own, $tmp.
# Sourced from the root of the repository.

tmp=$(mktemp -d "${TMPDIR:-/tmp}/timerspec.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
n=0 bad=0 out=

# Of a failure what was said is shown: $out, $tmp/out and $tmp/err.
ok()	# ok STATUS TEXT
{
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
		return
	fi
	bad=1
	echo "not ok $n - $2"
	[ -z "$out" ] || echo "$out" | sed 's/^/# /'
	[ ! -f "$tmp/out" ] || sed 's/^/# /' "$tmp/out" | head -60
	[ ! -f "$tmp/err" ] || sed 's/^/# stderr: /' "$tmp/err"
}

is()	# is GOT WANTED TEXT
{
	[ "$1" = "$2" ]
	ok $? "$3"
	[ "$1" = "$2" ] || echo "# got '$1', not '$2'"
}

done_testing()
{
	echo "1..$n"
	exit $bad
}
