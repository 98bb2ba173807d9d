#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# mkrules.sh: lists the sources, writes $BUILD/rules.mk with one explicit
# rule for each object and product, and prints that file's name.
#
# BSD make has no pattern rules and GNU make no .for loops; explicit rules
# are what both read alike.  The Makefile runs this script each time it is
# parsed, so a new or removed source needs no edit anywhere.  Both files
# written here keep their date while their contents stay, and so rebuild
# what depends on them only when they must:
#
#   rules.mk  the set of sources changed: the products are linked again
#   flags     compiler or flags changed: everything is compiled again
#
# In: BUILD, CC, FLAGS (all that is passed to CC, for the comparison).

set -eu
LC_ALL=C
export LC_ALL

# bmake adds -pipe to its default compiler; it changes no object.
CC=$(printf '%s' "${CC:-cc}" | sed 's/ -pipe//g')
: "${BUILD:=build}" "${FLAGS:=}"
obj=$BUILD/obj
harness=conformance/selftest/example.c

# keep FILE: FILE becomes stdin, untouched when it is the same already.
keep()
{
	cat >"$1.$$"
	if cmp -s "$1.$$" "$1"; then
		rm -f "$1.$$"
	else
		mv -f "$1.$$" "$1"
	fi
}

# sources DIR...: the C files below, without the unit tests.
sources()
{
	for d; do
		if [ -d "$d" ]; then
			find "$d" -name '*.c' ! -name '*_test.c'
		fi
	done | sort
}

tests()
{
	for d in ref adapters/agent; do
		if [ -d "$d" ]; then
			find "$d" -name '*_test.c'
		fi
	done | sort
}

# without NAME: the lines of stdin but NAME.
without()
{
	grep -Fvx "$1" || :
}

# objects: a list of sources on stdin becomes a line of objects.
objects()
{
	sed "s|^|$obj/|; s|\.c\$|.o|" | tr '\n' ' '
}

# mode FILE: the name of the variable with the flags of FILE's kind.
# Freestanding is what a kernel or a board must be able to compile.
mode()
{
	case $1 in
	conformance/runner/*)		echo LUAFLAGS ;;
	conformance/mutants/wrap/*)	echo PICFLAGS ;;
	*_context.c)			echo POSIX ;;
	*_test.c)			echo HOSTED ;;
	adapters/agent/posix_*.c)	echo HOSTED ;;
	ref/* | adapters/agent/*)	echo FREESTANDING ;;
	adapters/ref/bind_*.c)		echo FREESTANDING ;;
	*)				echo HOSTED ;;
	esac
}

compile()
{
	o=$obj/${1%.c}
	dirs="$dirs ${o%/*}"
	printf '%s.o: %s %s/flags\n' "$o" "$1" "$BUILD"
	# shellcheck disable=SC2016
	printf '\t$(Q)echo "  CC    %s"; $(COMPILE) $(%s) -o $@ %s\n' \
	    "$1" "$(mode "$1")" "$1"
	printf -- '-include %s.d\n\n' "$o"
}

# product NAME LDFLAGS LIBS: one program, linked from the sources on stdin;
# none of it when there are no sources yet.
product()
{
	o=$(objects)
	[ -n "$o" ] || return 0
	printf '%s/%s: %s %s/rules.mk\n' "$BUILD" "$1" "$o" "$BUILD"
	# shellcheck disable=SC2016
	printf '\t$(Q)echo "  LINK  $@"; $(CC) $(CFLAGS) $(LDFLAGS) %s' "$2"
	printf ' -o $@ %s %s\n\n' "$o" "$3"
}

# unit SOURCE NAME ARCHIVE: a unit test.
unit()
{
	printf '%s/%s: %s %s\n' "$BUILD" "$2" "$obj/${1%.c}.o" "$3"
	# shellcheck disable=SC2016
	printf '\t$(Q)echo "  LINK  $@"; $(CC) $(CFLAGS) $(LDFLAGS)'
	printf ' -o $@ %s %s\n\n' "$obj/${1%.c}.o" "$3"
}

# The examples of the pages: one tool writes them all, one harness runs each.
examples()
{
	pages=$(grep -l '^example(void)' spec/*.[249] 2>/dev/null | sort)
	stamp=$BUILD/examples/stamp
	dirs="$dirs $obj/examples"
	printf '%s: %s tools/examples.lua tools/page.lua\n' "$stamp" \
	    "$(echo $pages)"
	# shellcheck disable=SC2016
	printf '\t$(Q)$(LUA) tools/examples.lua %s/examples && touch $@\n\n' \
	    "$BUILD"
	compile "$harness"
	for f in $pages; do
		n=${f##*/}
		shown="$shown examples/$n"
		o=$obj/examples/$n.o
		printf '%s: %s %s/flags\n' "$o" "$stamp" "$BUILD"
		# shellcheck disable=SC2016
		printf '\t$(Q)$(COMPILE) $(FREESTANDING) -o $@ %s\n' \
		    "$BUILD/examples/$n.c"
		printf -- '-include %s.d\n\n' "${o%.o}"
		o="$o $obj/${harness%.c}.o $obj/adapters/ref/boot.o"
		printf '%s/examples/%s: %s %s/libref.a\n' "$BUILD" "$n" "$o" \
		    "$BUILD"
		# shellcheck disable=SC2016
		printf '\t$(Q)echo "  LINK  $@"; $(CC) $(CFLAGS) $(LDFLAGS)'
		printf ' -o $@ %s %s/libref.a\n\n' "$o" "$BUILD"
	done
}

# archive NAME: made anew each time, so that removed sources leave it.
archive()
{
	o=$(objects)
	printf '%s/%s: %s %s/rules.mk\n' "$BUILD" "$1" "$o" "$BUILD"
	# shellcheck disable=SC2016
	printf '\t$(Q)echo "  AR    $@"; rm -f $@; ar cr $@ %s\n\n' "$o"
}

# Lua 5.4 has another place and name on each system.
lua_paths()
{
	for d in /usr/include/lua5.4 /usr/local/include/lua54 \
	    /usr/pkg/include/lua-5.4; do
		[ -f "$d/lua.h" ] && break
	done
	case $d in
	/usr/local/*)	libs='-L/usr/local/lib -llua-5.4' ;;
	/usr/pkg/*)	libs='-L/usr/pkg/lib -Wl,-R/usr/pkg/lib -llua5.4' ;;
	*)		d=/usr/include/lua5.4 libs=-llua5.4 ;;
	esac
	printf 'LUA_CFLAGS = -isystem %s\nLUA_LIBS = %s -lm\n' "$d" "$libs"
}

lua_files()
{
	for d in adapters conformance tools; do
		if [ -d "$d" ]; then
			find "$d" -name '*.lua'
		fi
	done | sort
}

# program NAME...: the first of these that is here, else the first.
program()
{
	for p; do
		if command -v "$p" >/dev/null 2>&1; then
			break
		fi
	done
	command -v "$p" >/dev/null 2>&1 || p=$1
	echo "$p"
}

rules()
{
	echo "# Written by tools/mkrules.sh."
	echo "LUA = $(program lua5.4 lua54 lua-5.4)"
	echo "LUAC = $(program luac5.4 luac54 luac-5.4)"
	echo "GMAKE = $(program gmake make)"
	echo "BMAKE = $(program bmake make)"
	lua_paths
	echo

	runner=$(sources conformance/runner)
	ref=$(sources ref)
	agent=$(sources adapters/agent)
	bind=$(sources adapters/ref)
	null=$(sources adapters/null)
	linux=
	[ "$(uname -s)" != Linux ] || linux=$(sources adapters/linux)
	wrap=$(sources conformance/mutants/wrap)
	dirs="$BUILD $BUILD/test $BUILD/wrap"
	targets='ref null'
	[ "$(uname -s)" != Linux ] || targets="$targets linux"
	i686=none
	case $(uname -s)-$(uname -m) in
	Linux-x86_64 | Linux-i?86)	i686=i686 ;;
	esac

	for f in $runner $ref $agent $bind $null $linux $wrap $(tests); do
		compile "$f"
	done

	made=
	if [ -n "$runner" ]; then
		made="$made timerspec"
		# shellcheck disable=SC2016
		echo "$runner" | product timerspec '' '$(LUA_LIBS)'
	fi
	if [ -n "$bind" ]; then
		made="$made agent-ref"
		printf '%s\n' $ref $agent $bind | product agent-ref '' ''
	fi
	if [ -n "$null" ] && [ -n "$bind" ]; then
		made="$made agent-null"
		printf '%s\n' $ref $agent $bind $null |
		    without adapters/ref/main.c | product agent-null '' ''
	fi
	if [ -n "$linux" ]; then
		made="$made agent-linux"
		printf '%s\n' $agent $linux |
		    product agent-linux -pthread ''
	fi
	for f in $wrap; do
		n=wrap/$(basename "$f" .c).so
		made="$made $n"
		echo "$f" | product "$n" -shared '-ldl -pthread'
	done

	# A unit test takes what it needs from an archive, so that it may
	# stand in for layers below it.
	printf '%s\n' $ref | archive libref.a
	printf '%s\n' $agent | archive libagent.a
	units=
	for f in $(tests); do
		n=test/$(basename "$f" _test.c)
		units="$units $n"
		case $f in
		ref/*)	unit "$f" "$n" "$BUILD/libref.a" ;;
		*)	unit "$f" "$n" "$BUILD/libagent.a" ;;
		esac
	done

	shown=
	if [ -n "$bind" ] && [ -f "$harness" ]; then
		examples
	fi

	printf 'PRODUCTS ='
	[ -z "$made" ] || printf " $BUILD/%s" $made
	printf '\nUNITS ='
	[ -z "$units" ] || printf " $BUILD/%s" $units
	printf '\nEXAMPLES ='
	[ -z "$shown" ] || printf " $BUILD/%s" $shown
	printf '\nREF_OBJS = %s\n' "$(printf '%s\n' $ref | objects)"
	case $targets in
	*linux*)	printf 'PART_LINUX = part-linux\n'
			printf 'PART_WRAPPERS = part-wrappers\n' ;;
	*)		printf 'PART_LINUX = part-none\n'
			printf 'PART_WRAPPERS = part-none\n' ;;
	esac
	echo "PART_I686 = part-$i686"
	echo "LUA_FILES =" $(lua_files)
	echo "ALL_TARGETS =" $targets
	echo "MAIN_TARGETS =" $targets | sed 's/ null//'
	# shellcheck disable=SC2086
	mkdir -p $dirs
}

mkdir -p "$BUILD"
{
	echo "$CC $FLAGS" | tr -s ' '
	$CC --version 2>/dev/null | head -n 1
} | keep "$BUILD/flags"
rules | keep "$BUILD/rules.mk"
echo "$BUILD/rules.mk"
