# SPDX-License-Identifier: BSD-2-Clause
# For the tests of the runner: a tree of cases and targets of its own in $tmp.

. conformance/selftest/tap.sh
timerspec=${BUILD:-build}/timerspec
case $timerspec in /*) ;; *) timerspec=$PWD/$timerspec ;; esac
LUA=$(command -v "${LUA:-lua5.4}" || command -v lua54 || command -v lua)
fake="$LUA $PWD/conformance/selftest/fake-agent.lua"
# A case file from standard input: cases FILE
cases()
{
	mkdir -p "$tmp/conformance/cases/${1%/*}"
	cat >"$tmp/conformance/cases/$1"
}

# The targets of the tree from standard input; @FAKE@ is the fake agent.
targets()
{
	mkdir -p "$tmp/adapters/fake"
	sed "s|@FAKE@|$fake|" >"$tmp/adapters/fake/target.lua"
}

# Run the program on the tree; $status, $tmp/out and $tmp/err are left.
ts()
{
	status=0
	cmd=$1
	shift
	"$timerspec" "$cmd" --root "$tmp" "$@" >"$tmp/out" 2>"$tmp/err" ||
	    status=$?
}

# descendants PID: who came of it, a line each: process, state.
descendants()
{
	if [ -r /proc/self/stat ]; then
		cat /proc/[0-9]*/stat 2>/dev/null |
		    sed 's/^\([0-9]*\) (.*) \(.\) \([0-9]*\) .*/\1 \3 \2/'
	else
		ps -eo pid,ppid,stat
	fi | awk -v p="$1" '
	{ parent[$1] = $2; state[$1] = $3 }
	END {
		for (i in parent) {
			for (j = i; j in parent && j != p; j = parent[j])
				continue
			if (j == p && i != p)
				print i, state[i]
		}
	}'
}

# The usual targets.
fake_targets()
{
	targets <<-'END'
	local function t(name, args, class)
	  return { name = name, command = "@FAKE@ " .. args,
	    class = class or "virtual", jobs = true,
	    limits = { answer = 1, slack = 0 } }
	end
	return { t("fake", ""), t("wall", "class=wall", "wall"),
	  t("dead", "hello=dead"), t("silent", "hello=silent"),
	  t("garbage", "hello=garbage"), t("refuse", "hello=refuse"),
	  t("odd", "class=odd"), t("deaf", "bye=deaf"),
	  t("ahead", "ahead=1"),
	  { name = "missing", command = "build/no-such-agent" } }
	END
}

# A case that passes with the fake agent: simple KEY [MORE METADATA]
simple()
{
	cat <<-END
	case "$1" {
	  title = "the case $1", clauses = { "X-Y-1" }, $2
	  run = function (s)
	    s:at(0):mask { lim = ms(9) }
	    s:at(ms(5)):unmask()
	    s:finish(ms(10))
	  end,
	}
	END
}

# The same, and it fails: the fake agent's cancel gives 0.
failing()
{
	cat <<-END
	case "$1" {
	  title = "the case $1", clauses = { "X-Y-1" }, $2
	  run = function (s)
	    local t = s:hrtimer { name = "t" }
	    s:at(0):cancel(t)
	    s:finish(ms(10))
	  end,
	}
	END
}
