#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# deps.sh JOB: sees to it that what `make JOB` needs is on this machine.
#
# Nothing missing: says nothing, runs no package manager, uses no network.
# Something missing: names it, prints the command that installs it, and
# runs that command where it may (as root or by sudo -n, with apt-get, pkg
# or pkgin).  Where it may not, or when something is missing afterwards, it
# exits with 2.  DEPS_INSTALL=no in the environment: never install.
#
# It must run on a bare system: nothing but POSIX sh and utilities.

job=${1:?usage: deps.sh JOB}
: "${CC:=cc}" "${DEPS_INSTALL:=yes}"

# What each job uses, by the names of have() and package() below.
case $job in
all | conformance* | soak | install | fuzz)	needs='cc lualib' ;;
mutants)	needs='cc lualib lua' ;;
cover)		needs='cc lualib lua gmake gcov' ;;
trace)		needs='lua' ;;
lint)		needs='cc lualib lua luac luacheck mandoc' ;;
html)		needs='mandoc' ;;
size)		needs='cc lualib size' ;;
dist)		needs='git' ;;
check)		needs='cc lualib lua luac luacheck mandoc prove nm clang asan
		    gmake bmake i686 mips qemu-mips gcov' ;;
check-fresh)	needs='debootstrap unshare git' ;;
clean | help | uninstall)	needs= ;;
*)	echo "deps.sh: unknown job: $job" >&2; exit 2 ;;
esac

on_path()
{
	for p; do
		if command -v "$p" >/dev/null 2>&1; then
			return 0
		fi
	done
	return 1
}

# Foreign programs are cross compiled and run here; only on Linux on x86.
is_x86_linux()
{
	case $(uname -s)-$(uname -m) in
	Linux-x86_64 | Linux-i?86)	return 0 ;;
	esac
	return 1
}

# have NAME: is it there?  Compilers come without headers on some systems.
have()
{
	case $1 in
	cc)	on_path "${CC%% *}" && [ -f /usr/include/stdio.h ] ;;
	asan)	[ "$(uname -s)" != Linux ] || { on_path clang && [ -f "$(clang \
		-print-file-name=include/sanitizer/asan_interface.h)" ]; } ;;
	lualib)	[ -f /usr/include/lua5.4/lua.h ] ||
		[ -f /usr/local/include/lua54/lua.h ] ||
		[ -f /usr/pkg/include/lua-5.4/lua.h ] ;;
	lua)	on_path lua5.4 lua54 lua-5.4 ;;
	luac)	on_path luac5.4 luac54 luac-5.4 ;;
	gmake)	on_path gmake || make --version 2>/dev/null | grep -q GNU ;;
	bmake)	on_path bmake || [ "$(uname -s)" != Linux ] ;;
	i686)	! is_x86_linux || { on_path i686-linux-gnu-gcc &&
		[ -f /usr/i686-linux-gnu/include/stdio.h ]; } ;;
	mips)	! is_x86_linux || { on_path mips-linux-gnu-gcc &&
		[ -f /usr/mips-linux-gnu/include/stdio.h ]; } ;;
	qemu-mips)	! is_x86_linux || on_path qemu-mips ;;
	*)	on_path "$1" ;;
	esac
}

# package NAME: what the system's package manager calls it.
package()
{
	case $system-$1 in
	debian-cc)
		case ${CC%% *} in
		*clang)	echo clang libc6-dev ;;
		*)	echo gcc libc6-dev ;;
		esac ;;
	debian-lualib)		echo liblua5.4-dev ;;
	debian-lua | debian-luac)	echo lua5.4 ;;
	debian-asan)		echo libclang-rt-dev ;;
	debian-luacheck)	echo lua-check ;;
	debian-prove)		echo perl ;;
	debian-nm | debian-size)	echo binutils ;;
	debian-gmake)		echo make ;;
	debian-gcov)		echo gcc ;;
	debian-i686)		echo gcc-i686-linux-gnu libc6-dev-i386-cross ;;
	debian-mips)		echo gcc-mips-linux-gnu libc6-dev-mips-cross ;;
	debian-qemu-mips)	echo qemu-user ;;
	debian-unshare)		echo util-linux ;;
	freebsd-lua* | pkgsrc-lua | pkgsrc-lualib | pkgsrc-luac)
		case $1 in
		luacheck)	echo lua54-luacheck ;;
		*)		echo lua54 ;;
		esac ;;
	freebsd-prove)		echo perl5 ;;
	pkgsrc-prove)		echo perl ;;
	freebsd-clang | freebsd-cc)	echo llvm ;;
	*)			echo "$1" ;;
	esac
}

missing()
{
	for n in $needs; do
		have "$n" || printf '%s ' "$n"
	done
}

lacks=$(missing)
[ -n "$lacks" ] || exit 0

if [ -f /etc/debian_version ]; then
	system=debian
	install='apt-get install -y --no-install-recommends'
else
	case $(uname -s) in
	FreeBSD)	system=freebsd install='pkg install -y' ;;
	NetBSD)		system=pkgsrc install='pkgin -y install' ;;
	*)		system=other install= ;;
	esac
fi

packages=$(for n in $lacks; do package "$n"; done | tr ' ' '\n' | sort -u |
    tr '\n' ' ')
echo "timerspec: make $job needs what is not here: ${lacks% }"
if [ -z "$install" ]; then
	echo "timerspec: install it with this system's packages, then try again"
	exit 2
fi

# May we?  Root may; another user may if sudo asks for no password.
may=
if [ "$DEPS_INSTALL" != no ] && on_path "${install%% *}"; then
	if [ "$(id -u)" -eq 0 ]; then
		may=env
	elif sudo -n true 2>/dev/null; then
		may='sudo -n env'
	fi
fi
if [ -z "$may" ]; then
	echo "timerspec: install it with: $install ${packages% }"
	exit 2
fi

log=${BUILD:-build}/deps.log
mkdir -p "${log%/*}"
echo "timerspec: installing it (see $log): $install ${packages% }"
{
	# An empty or old list of packages names files that are gone.  Other
	# sources of this machine may be out of reach: the install decides.
	if [ $system = debian ]; then
		$may apt-get update
	fi
	# shellcheck disable=SC2086
	$may DEBIAN_FRONTEND=noninteractive ASSUME_ALWAYS_YES=yes \
	    $install $packages
} </dev/null >"$log" 2>&1
status=$?

lacks=$(missing)
if [ $status -ne 0 ] || [ -n "$lacks" ]; then
	tail -n 5 "$log"
	echo "timerspec: that has not worked${lacks:+, missing: ${lacks% }}"
	exit 2
fi
exit 0
