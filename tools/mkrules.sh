#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# mkrules.sh: lists the sources, writes $BUILD/rules.mk with one explicit
# rule for each object and product, and prints that file's name.  The names
# that those rules make stand in $BUILD/names.mk, which rules.mk includes.
#
# BSD make has no pattern rules and GNU make no .for loops; explicit rules
# are what both read alike.  The Makefile runs this script each time it is
# parsed, so a new or removed source needs no edit anywhere.  The files
# written here keep their date while their contents stay, and so rebuild
# what depends on them only when they must:
#
#   rules.mk  the set of sources changed: the products are linked again
#   flags     compiler or flags changed: everything is compiled again
#
# In: BUILD, CC, FLAGS (all that is passed to CC, for the comparison); WANT:
# with `names`, who has just built all prints the name of names.mk alone, as
# what makes no file need not read how each is made.

# Lists of files are split on purpose; none has a blank in its name.
# shellcheck disable=SC2086,SC2016,SC2254
set -eu
LC_ALL=C
export LC_ALL

# bmake adds -pipe to its default compiler; it changes no object.
CC=$(printf '%s' "${CC:-cc}" | sed 's/ -pipe//g')
: "${BUILD:=build}" "${FLAGS:=}"
obj=$BUILD/obj
if [ "${WANT:-}" = names ] && [ -f "$BUILD/names.mk" ]; then
	echo "$BUILD/names.mk"
	exit
fi
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

# pick PATTERN [NOT...]: $picked becomes the files that match PATTERN and no
# NOT; without one, those that are no tests.
pick()
{
	picked=
	want=$1
	shift
	[ $# -gt 0 ] || set -- '*_test.c'
	for f in $all; do
		for not; do
			case $f in
			$not)	continue 2 ;;
			esac
		done
		case $f in
		$want)	picked="$picked $f" ;;
		esac
	done
}

# objects FILE...: $objects becomes what the sources are compiled to.
objects()
{
	objects=
	for f; do
		objects="$objects $obj/${f%.c}.o"
	done
}

# mode FILE: $mode becomes the variable with the flags of FILE's kind.
# Freestanding is what a kernel or a board must be able to compile.
mode()
{
	case $1 in
	conformance/runner/*)		mode=LUAFLAGS ;;
	conformance/mutants/wrap/*)	mode=PICFLAGS ;;
	conformance/explore/search.c)	mode=POSIX ;;
	*_context.c)			mode=POSIX ;;
	*_test.c)			mode=HOSTED ;;
	ref/threads/*)			mode=POSIX ;;
	adapters/agent/posix_*.c)	mode=HOSTED ;;
	ref/* | adapters/agent/*)	mode=FREESTANDING ;;
	adapters/ref/bind_*.c)		mode=FREESTANDING ;;
	*)				mode=HOSTED ;;
	esac
}

compile()
{
	o=$obj/${1%.c}
	dirs="$dirs ${o%/*}"
	mode "$1"
	printf '%s.o: %s %s/flags\n' "$o" "$1" "$BUILD"
	printf '\t$(Q)echo "  CC    %s"; $(COMPILE) $(%s) -o $@ %s\n' \
	    "$1" "$mode" "$1"
	printf -- '-include %s.d\n\n' "$o"
}

# explorer FILE...: a program from these.  The stack in it is compiled apart,
# so that each step of it can be a place where another context goes on; what
# of it the program has itself stays out.
explorer()
{
	apart=
	for f in $ref; do
		case $f in
		ref/sim/* | ref/hosted/*)	continue ;;
		esac
		o=$obj/explore/${f%.c}
		dirs="$dirs ${o%/*}"
		apart="$apart $o.o"
		printf '%s.o: %s %s/flags\n' "$o" "$f" "$BUILD"
		printf '\t$(Q)$(COMPILE) $(STEPS) -o $@ %s\n' "$f"
		printf -- '-include %s.d\n\n' "$o"
	done
	printf '%s/libsteps.a: %s %s/rules.mk\n' "$BUILD" "$apart" "$BUILD"
	printf '\t$(Q)echo "  AR    $@"; rm -f $@; ar cr $@ %s\n\n' "$apart"
	objects "$@" adapters/ref/boot.c
	link explore "$objects $BUILD/libsteps.a $BUILD/libref.a" '' ''
}

# link NAME NEEDS [LDFLAGS [LIBS]]: a program, linked from the objects NEEDS.
link()
{
	printf '%s/%s: %s %s/rules.mk\n' "$BUILD" "$1" "$2" "$BUILD"
	printf '\t$(Q)echo "  LINK  $@"; $(CC) $(CFLAGS) $(GOLD) $(LDFLAGS)'
	printf ' %s -o $@ %s %s\n\n' "$3" "$2" "$4"
}

# product NAME LDFLAGS LIBS SOURCE...: a program of those that all builds.
product()
{
	name=$1 flags=$2 libs=$3
	shift 3
	made="$made $BUILD/$name"
	objects "$@"
	link "$name" "$objects" "$flags" "$libs"
}

# archive NAME SOURCE...: made anew each time; removed sources leave it.
archive()
{
	name=$1
	shift
	objects "$@"
	printf '%s/%s: %s %s/rules.mk\n' "$BUILD" "$name" "$objects" "$BUILD"
	printf '\t$(Q)echo "  AR    $@"; rm -f $@; ar cr $@ %s\n\n' "$objects"
}

# one NAME FILE ARCHIVE...: a program of one object and what it takes from
# archives, so that it may stand in for layers below it.
one()
{
	program=test/$1
	objects "$2"
	shift 2
	case " $*" in
	*" libthreads.a "*)	threaded="$threaded $BUILD/$program" ;;
	*)			units="$units $BUILD/$program" ;;
	esac
	libs=
	for a; do
		libs="$libs $BUILD/$a"
	done
	link "$program" "$objects$libs" -pthread ''
}

# A unit test.  libref.a has sim for a port, libthreads.a before it another;
# what is asked of ports is asked of each.
unit()
{
	n=${1##*/}
	n=${n%_test.c}
	case $1 in
	ref/port/*)
		one "$n-sim" "$1" libref.a
		one "$n-threads" "$1" libthreads.a libref.a ;;
	ref/threads/*)
		one "$n" "$1" libthreads.a libref.a ;;
	ref/*)	one "$n" "$1" libref.a ;;
	*)	one "$n" "$1" libagent.a ;;
	esac
}

# The examples of the pages: one tool writes them all, one harness runs each.
examples()
{
	pages=$(grep -l '^example(void)' spec/*.[249] 2>/dev/null | tr '\n' ' ')
	[ -n "$pages" ] || return 0
	stamp=$BUILD/examples/stamp
	dirs="$dirs $obj/examples"
	printf '%s: %s tools/examples.lua tools/page.lua\n' \
	    "$stamp" "$pages"
	printf '\t$(Q)$(LUA) tools/examples.lua %s/examples && touch $@\n\n' \
	    "$BUILD"
	compile "$harness"
	objects "$harness" adapters/ref/boot.c
	for f in $pages; do
		n=examples/${f##*/}
		shown="$shown $BUILD/$n"
		printf '%s.o: %s %s/flags\n' "$obj/$n" "$stamp" "$BUILD"
		printf '\t$(Q)$(COMPILE) $(FREESTANDING) -o $@ %s\n' \
		    "$BUILD/$n.c"
		printf -- '-include %s.d\n\n' "$obj/$n"
		link "$n" "$obj/$n.o $objects $BUILD/libref.a" '' ''
	done
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

# The linker that takes half the time, where the compiler has it.
gold()
{
	if command -v "$($CC -print-prog-name=ld.gold)" >/dev/null 2>&1; then
		echo -fuse-ld=gold
	fi
}

rules()
{
	echo "# Written by tools/mkrules.sh."
	echo "include $BUILD/names.mk"
	echo

	all=$(find ref adapters conformance tools -type f \
	    \( -name '*.c' -o -name '*.lua' \) 2>/dev/null | sort)
	pick 'ref/threads/*.c'; threads=$picked
	pick 'ref/*.c' '*_test.c' 'ref/threads/*'; ref=$picked
	pick 'adapters/agent/*.c'; agent=$picked
	pick 'adapters/ref/*.c'; bind=$picked
	pick 'adapters/ref/*.c' adapters/ref/main.c; bare=$picked
	pick 'adapters/null/*.c'; null=$picked
	pick 'adapters/linux/*.c'; linux=$picked
	pick 'conformance/runner/*.c'; runner=$picked
	pick 'conformance/mutants/wrap/*.c'; wrap=$picked
	pick 'conformance/explore/*.c'; explore=$picked
	pick 'conformance/fuzz/*.c'; fuzz=$picked
	pick '*_test.c' none; tests=$picked
	pick '*.lua'; lua=$picked

	targets='ref null linux'
	i686=part-none mips=part-none cover=part-cover
	case $(uname -s)-$(uname -m) in
	Linux-x86_64 | Linux-i?86)	i686=part-i686 mips=part-mips ;;
	Linux-*)	;;
	*)		targets='ref null' linux='' wrap='' explore=''
			cover=part-none ;;
	esac

	dirs="$BUILD $BUILD/test $BUILD/wrap"
	for f in $runner $ref $agent $bind $null $linux $wrap $tests \
	    $threads $explore $fuzz; do
		compile "$f"
	done

	# The controls stand between the interpreter and the bindings.
	between=-Wl,--wrap=agent_time,--wrap=agent_callback
	# An agent forks for each run: what is bound before is bound once, and
	# the less is mapped the better.  (That of Linux is to be preloaded.)
	now=-Wl,-z,now static=-static
	case $FLAGS in
	*-fsanitize=*)	static=$now ;;
	esac
	[ "$($CC -print-file-name=libc.a)" != libc.a ] || static=$now

	# What has no sources, in a part of the tree, is left out.
	made='' units='' threaded='' shown=''
	[ -z "$runner" ] || product timerspec '' '$(LUA_LIBS)' $runner
	[ -z "$bind" ] || product agent-ref "$static" '' $ref $agent $bind
	[ -z "$null" ] || product agent-null "$static $between" '' \
	    $ref $agent $bare $null
	[ -z "$fuzz" ] || product fuzz '' '' $fuzz adapters/ref/boot.c $ref
	[ -z "$linux" ] || product agent-linux "$now -pthread" '' $agent $linux
	for w in $wrap; do
		n=${w##*/}
		product "wrap/${n%.c}.so" -shared '-ldl -pthread' "$w"
	done
	archive libref.a $ref
	archive libagent.a $agent
	archive libthreads.a $threads
	explorer=
	if [ -n "$explore" ]; then
		explorer $explore
		explorer=$BUILD/explore
	fi
	for t in $tests; do
		unit "$t"
	done
	[ ! -f "$harness" ] || examples

	names | keep "$BUILD/names.mk"
	mkdir -p $dirs
}

# What rules() has found, for the Makefile.
names()
{
	echo "# Written by tools/mkrules.sh."
	echo "LUA = $(program lua5.4 lua54 lua-5.4)"
	echo "LUAC = $(program luac5.4 luac54 luac-5.4)"
	echo "GMAKE = $(program gmake make)"
	echo "BMAKE = $(program bmake make)"
	echo "GOLD = $(gold)"
	lua_paths
	objects $ref
	echo "PRODUCTS =$made"
	echo "EXPLORER = $explorer"
	echo "UNITS =$units"
	echo "THREADS_UNITS =$threaded"
	echo "EXAMPLES =$shown"
	echo "REF_OBJS =$objects"
	echo "LUA_FILES =$lua"
	echo "ALL_TARGETS = $targets"
	echo "MAIN_TARGETS = ref${targets#ref null}"
	echo "PART_I686 = $i686"
	echo "PART_MIPS = $mips"
	echo "PART_COVER = $cover"
	if [ -n "$linux" ]; then
		echo "PART_LINUX = part-linux"
		echo "PART_WRAPPERS = part-wrappers"
	else
		echo "PART_LINUX = part-none"
		echo "PART_WRAPPERS = part-none"
	fi
	if [ -n "$explore" ]; then
		echo "PART_EXPLORE = part-explore"
	else
		echo "PART_EXPLORE = part-none"
	fi
}

mkdir -p "$BUILD"
{
	echo "$CC $FLAGS" | tr -s ' '
	$CC --version 2>/dev/null | head -n 1
} | keep "$BUILD/flags"
rules | keep "$BUILD/rules.mk"
echo "$BUILD/rules.mk"
