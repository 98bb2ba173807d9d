#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# cross.sh: proves that the reference brings all that it calls, on machines
# whose compilers would rather call their own libraries.
#
# For each of them clang compiles what a kernel would take of ref/ (no test,
# and nothing of the ports that run in a process), without any header but its
# own, and needs.sh looks through the result.  Both forms of a ktime_t, both
# byte orders, with and without division in the hardware.  Prints TAP.
#
# In: BUILD, CLANG.

set -u
: "${BUILD:=build}" "${CLANG:=clang}"
here=$(dirname "$0")

sources=$(find ref -name '*.c' ! -name '*_test.c' ! -name '*_context.c' \
    ! -path 'ref/hosted/*' ! -path 'ref/sim/*' ! -path 'ref/threads/*' | sort)

# compile DIR FLAG...: all sources to DIR/libref.a.
compile()
{
	dir=$1
	shift
	rm -rf "$dir"
	mkdir -p "$dir"
	n=0
	for f in $sources; do
		n=$((n + 1))
		"$CLANG" "$@" -std=c11 -ffreestanding -Iref -c \
		    -o "$dir/$n-$(basename "$f" .c).o" "$f" || return
	done
	ar cr "$dir/libref.a" "$dir"/*.o
}

points=0 bad=0
while read -r target flags; do
	points=$((points + 1))
	dir=$BUILD/cross/$target
	# shellcheck disable=SC2086
	if out=$(compile "$dir" "--target=$target" $flags 2>&1 &&
	    sh "$here/needs.sh" "$dir/libref.a"); then
		echo "ok $points - $target $flags"
	else
		echo "$out" | sed 's/^/# /'
		echo "not ok $points - $target $flags"
		bad=1
	fi
done <<'END'
armv7-linux-gnueabi -O2
powerpc-linux-gnu -Os -DKTIME_TWO_FIELD
thumbv7m-none-eabi -Os -DKTIME_TWO_FIELD
riscv32-unknown-elf -march=rv32imac -O2
END
echo "1..$points"
exit $bad
