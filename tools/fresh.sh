#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# fresh.sh: the README's two commands on a fresh Debian 12.
#
# Fresh is debootstrap's minbase plus `apt-get install make git`, what the
# README asks for and nothing else, with a clone of HEAD inside.  The
# packages come from where this machine takes its own: sources, proxy and
# credentials of apt are read here and never kept.  All mounts live in a
# mount namespace of their own and vanish with it, however the run ends;
# the tree lies in $BUILD/fresh and is deleted at the end.
#
# Exits with what the commands exit with; 2 when it cannot begin.

set -eu
: "${BUILD:=build}"
suite=bookworm
root=$PWD/$BUILD/fresh

if [ "$(id -u)" -ne 0 ]; then
	if sudo -n true 2>/dev/null; then
		exec sudo -n env "BUILD=$BUILD" sh "$0"
	fi
	echo "fresh.sh: debootstrap and chroot want root; run it as root" >&2
	exit 2
fi
if ! unshare -m -p -f true 2>/dev/null; then
	echo "fresh.sh: no mount namespace is to be had here" >&2
	exit 2
fi
if ! git rev-parse -q --verify HEAD >/dev/null; then
	echo "fresh.sh: there is no commit to clone yet" >&2
	exit 2
fi

clean()
{
	rm -rf --one-file-system "$root"
}

# The lines `URI RELEASE COMPONENT` of this machine's own sources.
sources()
{
	# shellcheck disable=SC2016
	apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
	    'Created-By: Packages' 2>/dev/null | sort -u |
	    grep -E " $suite(-updates|-security)? main\$" || :
}

# How apt reaches them: proxies, time limits, certificates.
settings()
{
	apt-config dump | grep -E \
	    '^Acquire::(https?|ftp|Retries|Check-Valid-Until|Check-Date)' || :
}

proxy()
{
	p=
	eval "$(apt-config shell p Acquire::http::Proxy)"
	[ "$p" = DIRECT ] && p=
	echo "${p:-${http_proxy:-}}"
}

clean
trap clean EXIT
trap 'exit 130' INT TERM HUP
mkdir -p "$root"

http_proxy=$(proxy)
export http_proxy
mirror=$(sources | sed -n "s/ $suite main\$//p" | head -n 1)
more=
case $mirror in https*) more=--include=ca-certificates ;; esac

echo "fresh.sh: debootstrap --variant=minbase $suite"
# Without a mirror debootstrap takes the one that it knows by itself.
# shellcheck disable=SC2086
if ! debootstrap --variant=minbase $more $suite "$root" $mirror \
    >"$root.log" 2>&1; then
	tail -n 20 "$root.log" >&2
	exit 2
fi

if [ -n "$mirror" ]; then
	sources | sed 's/^/deb /' >"$root/etc/apt/sources.list"
fi
settings >"$root/etc/apt/apt.conf.d/00host"
for f in auth.conf auth.conf.d; do
	[ ! -e "/etc/apt/$f" ] || cp -a "/etc/apt/$f" "$root/etc/apt/"
done
for f in hosts resolv.conf; do
	[ ! -e "/etc/$f" ] || cp -L "/etc/$f" "$root/etc/$f"
done
if [ -n "$more" ]; then		# an https mirror may have an own authority
	cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
fi

cat >"$root/root/run" <<'END'
set -eu
umask 022
mount -t proc proc /proc
apt-get update -q >/root/apt.log 2>&1 &&
    apt-get install -q -y --no-install-recommends make git \
	</dev/null >>/root/apt.log 2>&1 || { cat /root/apt.log; exit 2; }
cd /root/timerspec
echo "fresh.sh: make conformance"
make conformance
echo "fresh.sh: make check"
make check
END
git clone -q --no-hardlinks . "$root/root/timerspec"

# shellcheck disable=SC2016
unshare -m -p -f --kill-child sh -c '
	mount --rbind /dev "$1/dev"
	exec env -i HOME=/root TERM=dumb DEBIAN_FRONTEND=noninteractive \
	    ${http_proxy:+"http_proxy=$http_proxy"} \
	    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
	    chroot "$1" sh /root/run' sh "$root" </dev/null
