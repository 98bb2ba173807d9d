#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/deps.sh: silent when nothing is missing, else one clear line, the
# command, and the command run where it may.  No real package manager is
# called here: PATH holds a few utilities, and ours.

unset DEPS_INSTALL
. conformance/selftest/tap.sh
sh=$(command -v sh)

# A PATH with nothing but what deps.sh itself uses.
bare()
{
	rm -rf "$tmp/bin"
	mkdir "$tmp/bin"
	for p in sh env uname grep tr sort mkdir tail; do
		ln -s "$(command -v $p)" "$tmp/bin/$p"
	done
	fake id 'echo 1000'
	fake sudo 'exit 1'
	: >"$tmp/calls"
}

fake()		# fake NAME SCRIPT: a program that notes its calls
{
	printf '#!%s\necho "%s $*" >>"%s/calls"\n%s\n' "$sh" "$1" "$tmp" \
	    "$2" >"$tmp/bin/$1"
	chmod +x "$tmp/bin/$1"
}

deps()
{
	out=$(PATH="$tmp/bin" BUILD="$tmp/build" "$sh" tools/deps.sh "$@" 2>&1)
	status=$?
}

calls()
{
	grep -q "$1" "$tmp/calls"
}

debian()
{
	[ -f /etc/debian_version ]
}

bare
fake mandoc :
deps html
[ $status -eq 0 ] && [ -z "$out" ] && ! calls .
ok $? "nothing missing: no word, no call, status 0"

bare
deps html
[ $status -eq 2 ]
ok $? "missing and not allowed to install: status 2"
case $out in *mandoc*) true ;; *) false ;; esac
ok $? "the missing tool is named"
! debian || case $out in *"apt-get install"*mandoc*) true ;; *) false ;; esac
ok $? "the command that installs it is named"

deps lint
missed=0
for t in luacheck luac mandoc; do
	case $out in *$t*) ;; *) missed=1 ;; esac
done
[ $missed -eq 0 ]
ok $? "all that is missing is named at once"

deps nonsense
[ $status -eq 2 ]
ok $? "an unknown job: status 2"

for job in clean help uninstall; do
	deps $job
	[ $status -eq 0 ] && [ -z "$out" ]
	ok $? "$job needs nothing"
done

if debian; then
	get="[ \"\$1\" != install ] || printf '#!/bin/sh\n' >$tmp/bin/mandoc
[ \"\$1\" != install ] || $(command -v chmod) +x $tmp/bin/mandoc"

	bare
	fake apt-get "$get"
	fake id 'echo 0'
	deps html
	[ $status -eq 0 ] && calls '^apt-get install -y.* mandoc'
	ok $? "root: it is installed"
	calls '^apt-get update'
	ok $? "after the list of packages was brought up to date"

	bare
	fake apt-get "$get"
	fake id 'echo 0'
	out=$(DEPS_INSTALL=no PATH="$tmp/bin" "$sh" tools/deps.sh html 2>&1)
	[ $? -eq 2 ] && ! calls apt-get
	ok $? "DEPS_INSTALL=no: not even as root"

	bare
	fake apt-get "$get"
	fake sudo '[ "$1" = -n ] && shift; exec "$@"'
	fake true :
	deps html
	[ $status -eq 0 ] && calls '^sudo -n .*apt-get install'
	ok $? "a user with sudo -n: it is installed by that"

	bare
	fake apt-get 'echo E: no such host; exit 100'
	fake id 'echo 0'
	deps html
	[ $status -eq 2 ]
	ok $? "an install that fails: status 2"

	bare
	fake apt-get :
	fake id 'echo 0'
	deps html
	case $status$out in 2*missing*mandoc*) true ;; *) false ;; esac
	ok $? "an install that brings nothing: named, status 2"
fi

# The real machine, cut off from every network: nothing is asked of it.
for job in conformance check; do
	if unshare -n true 2>/dev/null &&
	    DEPS_INSTALL=no sh tools/deps.sh $job >/dev/null; then
		out=$(unshare -n sh tools/deps.sh $job 2>&1)
		[ $? -eq 0 ] && [ -z "$out" ]
		ok $? "$job needs no network when nothing is missing"
	else
		n=$((n + 1))
		echo "ok $n - $job needs no network # SKIP no namespace," \
		    "or something is missing"
	fi
done

done_testing
