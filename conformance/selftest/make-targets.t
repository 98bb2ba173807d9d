#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The closed list of targets, install and uninstall, for both makes.

unset MAKEFLAGS MFLAGS MAKELEVEL
. conformance/selftest/tap.sh

# The list of the design; no target beside it is for people.
closed='all bench bench-quick check check-fresh clean conformance
conformance-linux conformance-null conformance-ref cover dist fuzz gdb-BOARD
help html install lint mutants mutants-all size soak trace uninstall'

listed=$(make help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p')
rules=$(sed -n 's/^\([a-z][a-z-]*\):.*/\1/p' Makefile | sort -u)

for t in $listed; do
	case $t in
	conformance-) continue ;;
	esac
	echo "$rules" | grep -qx -e "$t"
	ok $? "help lists $t, and it is there"
done

odd=
for t in $rules; do
	case $t in
	part-* | lane-* | files | units) continue ;;	# steps of others
	esac
	echo "$closed" | tr ' ' '\n' | grep -qx -e "$t" || odd="$odd $t"
done
out=$odd
[ -z "$odd" ]
ok $? "no target is outside of the closed list"

odd=
for t in $rules; do
	case $t in
	part-* | lane-* | files | units | conformance-*) continue ;;
	esac
	echo "$listed" | grep -qx -e "$t" || odd="$odd $t"
done
out=$odd
[ -z "$odd" ]
ok $? "help lists every target"

makes=make
command -v gmake >/dev/null 2>&1 && makes=gmake
command -v bmake >/dev/null 2>&1 && makes="$makes bmake"
for make in $makes; do
	out=$($make no-such-target 2>&1)
	case $?$out in [1-9]*no-such-target*) true ;; *) false ;; esac
	ok $? "$make: an unknown target is named, and no success"

	[ "$($make help | grep -v '^[a-z]*make')" = "$(make help |
	    grep -v '^[a-z]*make')" ]
	ok $? "$make: the same help"
done

if [ -x build/timerspec ] && sh tools/deps.sh install >/dev/null; then
	for make in $makes; do
		out=$($make install DESTDIR="$tmp/$make" PREFIX=/opt/t 2>&1)
		ok $? "$make: install"
		home=$tmp/$make/opt/t/libexec/timerspec
		[ -x "$tmp/$make/opt/t/bin/timerspec" ]
		ok $? "$make: bin/timerspec is there"
		out=$(cd / && "$home/build/timerspec" list 2>&1)
		[ $? -eq 0 ] && [ "$out" = "$(build/timerspec list)" ]
		ok $? "$make: what was installed lists the same cases"
		out=$($make uninstall DESTDIR="$tmp/$make" PREFIX=/opt/t 2>&1)
		[ $? -eq 0 ] && [ -z "$(find "$tmp/$make" -type f)" ]
		ok $? "$make: uninstall leaves no file"
	done
else
	n=$((n + 1))
	echo "ok $n - install # SKIP nothing is built yet"
fi

done_testing
