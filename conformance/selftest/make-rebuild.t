#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# What the Makefile builds again, and what it leaves alone, with GNU make
# and BSD make, on a tree of a few small files.

unset MAKEFLAGS MFLAGS MAKELEVEL
. conformance/selftest/tap.sh

plant()
{
	rm -rf "$tmp/tree"
	mkdir -p "$tmp/tree/ref/lib" "$tmp/tree/ref/top" \
	    "$tmp/tree/adapters/agent" "$tmp/tree/adapters/ref"
	cp -R Makefile tools "$tmp/tree"
	cd "$tmp/tree" || exit 1
	echo 'int low(void); /* v1 */' >ref/lib/low.h
	printf '#include "lib/low.h"\nint low(void) { return 1; }\n' \
	    >ref/lib/low.c
	printf '#include "lib/low.h"\nint main(void) { return low() - 1; }\n' \
	    >ref/lib/low_test.c
	echo 'int alone(void); int alone(void) { return 2; }' >ref/top/alone.c
	echo 'int agent(void); int agent(void) { return 3; }' \
	    >adapters/agent/agent.c
	printf '#include "lib/low.h"\nint main(void) { return low() - 1; }\n' \
	    >adapters/ref/main.c
}

# run [VARIABLE=VALUE]...: make again and say what was made, on one line.
# Afterwards every file is of one age, so that the next change is newer even
# for a make that reads whole seconds.
run()
{
	"$make" files units "$@" >"$tmp/out" 2>&1
	status=$?
	made=$(sed -n 's/^  \([A-Z]*\)  *\(.*\)/\1:\2/p' "$tmp/out" |
	    sed 's|build/||' | LC_ALL=C sort | tr '\n' ' ')
	find . -type f -exec touch -t 202001010000 {} +
}

made()		# made EXPECTED CLAIM
{
	[ $status -eq 0 ] && [ "$made" = "$1" ]
	ok $? "$make: $2"
}

changes()
{
	all="AR:libref.a CC:adapters/agent/agent.c \
CC:adapters/ref/main.c CC:ref/lib/low.c CC:ref/lib/low_test.c \
CC:ref/top/alone.c LINK:agent-ref LINK:test/low "

	run
	made "$all" "the first time everything is made"
	run
	made "" "the second time nothing is"

	echo 'int low(void); /* v2 */' >ref/lib/low.h
	run
	made "AR:libref.a CC:adapters/ref/main.c CC:ref/lib/low.c \
CC:ref/lib/low_test.c LINK:agent-ref LINK:test/low " \
	    "a changed header: what includes it, and no other object"

	touch adapters/agent/agent.c
	run
	made "CC:adapters/agent/agent.c LINK:agent-ref " \
	    "a changed source: itself and its products"

	echo 'int more(void); int more(void) { return 4; }' >ref/top/more.c
	run
	made "AR:libref.a CC:ref/top/more.c LINK:agent-ref LINK:test/low " \
	    "a new source is found"

	rm ref/top/more.c
	run
	made "AR:libref.a LINK:agent-ref LINK:test/low " \
	    "a removed source leaves the products"
	! ar t build/libref.a | grep -q more
	ok $? "$make: and leaves the archive"

	rm ref/lib/low.h
	printf 'int low(void);\nint low(void) { return 1; }\n' >ref/lib/low.c
	for f in ref/lib/low_test.c adapters/ref/main.c; do
		printf 'int low(void);\nint main(void) { return low(); }\n' >$f
	done
	run
	made "AR:libref.a CC:adapters/ref/main.c CC:ref/lib/low.c \
CC:ref/lib/low_test.c LINK:agent-ref LINK:test/low " \
	    "a removed header stops nothing"

	run CFLAGS=-O0
	made "$all" "other flags: everything again"
	run CFLAGS=-O0
	made "" "the same flags: nothing"
	run CC=gcc CFLAGS=-O0
	made "$all" "another compiler: everything again"

	echo 'int alone(void); int alone(void) { int x; return 2; }' \
	    >ref/top/alone.c
	run CC=gcc CFLAGS=-O0
	[ $status -ne 0 ]
	ok $? "$make: a warning stops the build"
	echo 'int alone(void); int alone(void) { return 2; }' >ref/top/alone.c
	run CC=gcc CFLAGS=-O0
	made "AR:libref.a CC:ref/top/alone.c LINK:agent-ref LINK:test/low " \
	    "which goes on when it is gone"
}

home=$PWD
makes=
command -v gmake >/dev/null 2>&1 && gnu=gmake || gnu=make
for make in $gnu bmake; do
	if command -v $make >/dev/null 2>&1; then
		makes="$makes $make"
		cd "$home" || exit 1
		plant
		changes
	fi
done

cd "$home" || exit 1
plant
first=yes
for make in $makes; do
	run -j4
	if [ $first = yes ]; then
		[ $status -eq 0 ] && ! grep -q -i warning "$tmp/out"
		ok $? "$make: -j4 builds without a warning"
	else
		made "" "what the other make has made is left alone"
	fi
	first=no
done

done_testing
