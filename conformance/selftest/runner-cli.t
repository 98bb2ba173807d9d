#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The command line: exit statuses, one clear line for each mistake, patterns,
# deviations, repeats of what is unresolved.

. conformance/selftest/runner-lib.sh
fake_targets
# shellcheck disable=SC3045
ulimit -S -t 30		# of each process; some cases below have no end

{
	simple one
	simple two 'clauses2 = nil,'
	simple other
} | cases x/some.lua
simple deep | cases y/z/deep.lua

line()	# line PATTERN TEXT: standard error is one line and matches
{
	[ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q "$1" "$tmp/err"
	ok $? "$2"
}

# Usage.
ts run -t fake -o "$tmp/r"
is "$status" 0 "a clean run has status 0"
is "$(tail -n 1 "$tmp/out")" "# 4 passed, 0 failed, 0 skipped" \
    "the closing line"
ts run -t nowhere
is "$status" 2 "an unknown target has status 2"
line 'unknown target nowhere; there are: .*fake' "and the targets are named"
ts run -t missing
is "$status" 2 "a missing agent has status 2"
line 'the agent of missing is not there: build/no-such-agent' "and says so"
ts run -t exec:/no/such/program
is "$status" 2 "a missing program of exec: has status 2"
line 'cannot start the agent: /no/such/program: No such file' "and says so"
ts run -t fake 'x/nothing*'
is "$status" 2 "a pattern that takes nothing has status 2"
line 'no case matches x/nothing\*' "and is named"
ts run -t fake -j none
is "$status" 2 "-j wants a number"
ts run -t fake --frobnicate
is "$status" 2 "an unknown option has status 2"
line 'unknown option --frobnicate' "and is named"
ts frobnicate
is "$status" 2 "an unknown command has status 2"
line 'unknown command frobnicate' "and is named"
ts judge "$tmp/no-such.log"
is "$status" 2 "a missing log has status 2"

# Patterns.
ts list 'x/some:o*'
is "$(cut -f 1 "$tmp/out" | tr '\n' ' ')" "x/some:one x/some:other " \
    "a glob on ids"
ts list X-Y-1
is "$(wc -l <"$tmp/out" | tr -d ' ')" 4 "a clause means all its cases"
ts list 'y*'
is "$(cut -f 1 "$tmp/out")" "y/z/deep:deep" "a star takes a slash, too"
ts list x/some:two y/z/deep:deep
is "$(wc -l <"$tmp/out" | tr -d ' ')" 2 "two patterns"
"$timerspec" list >"$tmp/all"
# shellcheck disable=SC2046
"$timerspec" list $(cut -f 1 "$tmp/all") | cmp -s - "$tmp/all"
ok $? "a pattern for each id, thousands: the same as none, soon"
ts render -t fake x/some:one
is "$(head -n 1 "$tmp/out")" "scenario x/some:one span=10ms" "render"
is "$(tail -n 1 "$tmp/out")" "end 3" "render counts the lines"

# Death before hello ends the run.
for how in dead:'exit status 3' silent:'no answer within the limit' \
    garbage:'garbage: login:' refuse:'hello is refused: EINVAL no' \
    odd:'class is odd'; do
	ts run -t "${how%%:*}" -o "$tmp/r"
	is "$status" 2 "no hello, ${how%%:*}: status 2"
	line "${how#*:}" "and why"
done
cases x/dies.lua <<END
$(simple exits-at-run)
$(simple after)
END
# The second start of this agent fails: a run that is under way bails out.
cat >"$tmp/once.sh" <<END
#!/bin/sh
[ ! -f "$tmp/started" ] || exit 5
: >"$tmp/started"
exec $fake
END
chmod +x "$tmp/once.sh"
"$timerspec" run --root "$tmp" -t "exec:$tmp/once.sh" -o "$tmp/r" x/dies* \
    >"$tmp/out" 2>"$tmp/err"
is $? 2 "an agent that cannot be started again: status 2"
grep -q '^Bail out! no hello from the agent: .*exit status 5' "$tmp/out"
ok $? "the run bails out"
grep -q '^not ok 1 - x/dies:exits-at-run' "$tmp/out"
ok $? "what ran before is reported"
rm "$tmp/conformance/cases/x/dies.lua"

# An agent that will not go.
ts run -t deaf -o "$tmp/r" x/some:one
is "$status" 0 "an agent that ignores bye is killed"

# Malformed case files: file and line, nothing is run.
bad()	# bad TEXT PATTERN
{
	cases bad/bad.lua
	ts run -t fake -o "$tmp/r"
	[ "$status" -eq 2 ]; ok $? "$1: status 2"
	line "bad/bad.lua:[0-9]*: .*$2" "$1: file, line and reason"
}
bad "a syntax error" "near" <<'END'
case "a" {
  title = }
END
bad "brackets in brackets" "overflow" <<END
$(awk 'BEGIN { while (n++ < 999) printf "(" }')
END
bad "an unknown key" "a case has no key colour" <<'END'
case "a" { title = "t", clauses = { "X-Y-1" }, colour = "red",
  run = function () end }
END
bad "no clause" "names no clause" <<'END'
case "a" { title = "t", clauses = {}, run = function () end }
END
bad "a directive in the title" "directive" <<'END'
case "a" { title = "TODO later", clauses = { "X-Y-1" }, run = function () end }
END
bad "a plan in the title" "plan" <<'END'
case "a" { title = "from 1..9", clauses = { "X-Y-1" }, run = function () end }
END
bad "a case twice" "is there twice" <<'END'
for _ = 1, 2 do
  case "a" { title = "t", clauses = { "X-Y-1" }, run = function () end }
end
END
bad "reaching out of the sandbox" "nil value" <<'END'
os.execute "true"
END
bad "a file without cases" "no case in this file" <<'END'
local _ = 1
END
# A table of cases gives them in one order, whatever Lua's seed is.
rm -rf "$tmp/conformance/cases/bad"
cases t/t.lua <<'END'
for key in pairs { b = 1, d = 1, a = 1, c = 1, [2] = 1, [1] = 1 } do
  case("k" .. key) { title = "t", clauses = { "X-Y-1" },
    run = function (s) s:at(0):mask() s:finish(ms(1)) end }
end
END
ts list 't/*'
is "$(cut -f1 "$tmp/out" | tr '\n' ' ')" \
    "t/t:k1 t/t:k2 t/t:ka t/t:kb t/t:kc t/t:kd " "pairs is in order of keys"
rm -r "$tmp/conformance/cases/t"
bad "a file without an end" "the file runs for ever" <<'END'
while true do end
END
mkdir -p "$tmp/spec"
printf 'X-Y-1\tstack\tx.9\tffff\tlive\tThe mask call succeeds.\t\n' \
    >"$tmp/spec/clauses.tsv"
bad "an unknown clause" "clause X-Y-9 is not in spec/clauses.tsv" <<'END'
case "a" { title = "t", clauses = { "X-Y-9" }, run = function () end }
END
failing bad | cases bad/bad.lua
ts run -t fake -o "$tmp/r" bad/bad:bad
grep -q '^  promise: The mask call succeeds.$' "$tmp/out"
ok $? "a failure prints the sentence of its clause"
rm -r "$tmp/conformance/cases/bad" "$tmp/spec"

# So is a run function without an end; it is the error of its case.
{
	simple one | sed 's/s:at(0):mask.*/while true do end/'
	simple two
} | cases w/loop.lua
ts run -t fake -o "$tmp/r" 'w/*'
is "$status" 2 "a case without an end: status 2"
grep -q '^  verdict: error$' "$tmp/out"; ok $? "its verdict"
grep -q 'w/loop.lua:4: the case runs for ever' "$tmp/out"
ok $? "file and line are in its block"
grep -q '^# 1 passed, 1 failed' "$tmp/out"; ok $? "the other one runs"
rm -r "$tmp/conformance/cases/w"

# Lint: the case is an error, the others run.
simple one | sed 's/at(0):mask/at(0):frob/' | cases w/lint.lua
ts run -t fake -o "$tmp/r"
is "$status" 2 "a case that breaks the rules: status 2"
grep -q 'w/lint.lua:4: a thread has no verb frob' "$tmp/out"
ok $? "file and line are in its block"
grep -q '^# 4 passed, 1 failed' "$tmp/out"; ok $? "the others run"
rm -r "$tmp/conformance/cases/w"

# Unresolved: repeated on wall targets, skipped if it stays so, status 3.
failing witness | cases u/u.lua
ts run -t wall -o "$tmp/r"
is "$status" 3 "more than 5 % unresolved: status 3"
grep -q 'u:witness .* # SKIP unresolved: the machine was held up' "$tmp/out"
ok $? "with its reason"
failing witness-twice | cases u/u.lua
ts run -t wall -o "$tmp/r"
is "$status" 1 "resolved at the third try: a fail"
{
	failing witness
	failing plain
} | cases u/u.lua
ts run -t wall -o "$tmp/r"
is "$status" 1 "a fail goes before unresolved"
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	simple "k$i"
done | cases u/more.lua
failing witness | cases u/u.lua
ts run -t wall -o "$tmp/r"
is "$status" 0 "1 of 25 unresolved is less than 5 %"
rm -r "$tmp/conformance/cases/u"

# Deviations.
deviation()	# deviation CASE KIND [MORE]
{
	cat >"$tmp/adapters/fake/deviations.lua" <<-END
	return { { id = "D-9", clause = "X-Y-1", cases = { "$1" }, kind = "$2",
	  reason = "it is known", source = "here", $3 } }
	END
}
failing known | cases d/d.lua
deviation d/d:known bug
ts run -t fake -o "$tmp/r" 'd/*'
is "$status" 0 "an expected fail is no fail"
grep -q '^not ok 1 - d/d:known .* # TODO D-9 it is known$' "$tmp/out"
ok $? "it is marked with its id and reason"
ts verify "$tmp/r"
is "$status" 0 "verify knows the deviation"
ts run -t fake -o "$tmp/r"
is "$status" 1 "more than 10 % of deviations: status 1"
grep -q '^# 1 of 5 cases deviate' "$tmp/out"; ok $? "and it is said"
deviation d/d:known bug 'when = { system = "Plan9" }'
ts run -t fake -o "$tmp/r" 'd/*'
is "$status" 1 "a condition that does not hold"
deviation d/d:known bug 'when = { from = "1.0", before = "1000" }'
ts run -t fake -o "$tmp/r" 'd/*'
is "$status" 0 "a condition that holds"
deviation x/some:one bug
ts run -t fake -o "$tmp/r" x/some:one
is "$status" 1 "an unexpected pass: status 1"
grep -q '^  verdict: unexpected pass$' "$tmp/out"; ok $? "and it is named"
deviation x/some:one flaky
ts run -t fake -o "$tmp/r" x/some:one
is "$status" 0 "what is flaky may pass"
deviation x/some:none bug
ts run -t fake -o "$tmp/r" x/some:one
is "$status" 2 "a deviation of no case: status 2"
line 'deviations.lua: row 1: no case x/some:none' "and it is named"
rm "$tmp/adapters/fake/deviations.lua"

# Output that cannot be written.
# Who reads no further is no error: it ends quietly.
"$timerspec" list 2>"$tmp/err" | head -n 1 >/dev/null
[ ! -s "$tmp/err" ]; ok $? "list | head says nothing"

if [ -c /dev/full ]; then
	ts run -t fake -o "$tmp/r"
	while read -r command; do
		status=0
		# shellcheck disable=SC2086
		"$timerspec" $command --root "$tmp" </dev/null >/dev/full \
		    2>"$tmp/err" || status=$?
		is "$status" 2 "${command%% *} to a full device: status 2"
		line 'standard output: ' "and one line"
	done <<-END
	list
	render -t fake x/some:one
	run -t fake -o $tmp/r2 x/some:one
	judge $tmp/r
	report $tmp/r
	verify $tmp/r
	END
fi

# A run with patterns leaves the results of a whole run alone.
: >"$tmp/Makefile"				# so it is a source tree
ts run -t fake
results=$tmp/build/results/fake
cp "$results/tap" "$tmp/tap"
failing bad | cases b/b.lua
ts run -t fake 'b/*' x/some:one
cmp -s "$results/tap" "$tmp/tap"; ok $? "the kept output of a whole run stays"
[ -f "$results/log/x/some:two.log" ]; ok $? "and so do its logs"
grep -q '^  log: .*build/results/fake/partial/log/b/b:bad.log' "$tmp/out"
ok $? "a failure names the log of the partial run"
[ -f "$results/partial/log/b/b:bad.log" ]; ok $? "which is there"
ts verify "$results/partial"
is "$status" 0 "the folder of a partial run is whole"
ts judge "$results"
is "$(sed -n 2p "$tmp/out")" "$(sed -n 2p "$tmp/tap")" \
    "judge takes the logs of the whole run"
rm -r "$tmp/conformance/cases/b" "$tmp/build"

# A runner that is killed takes its agents along.
simple never | cases n/n.lua
sed "s|answer = 1,|answer = 60,|" "$tmp/adapters/fake/target.lua" >"$tmp/t" &&
    mv "$tmp/t" "$tmp/adapters/fake/target.lua"
"$timerspec" run --root "$tmp" -t fake -o "$tmp/r" n/n:never \
    >"$tmp/out" 2>"$tmp/err" &
pid=$!
sleep 1
descendants $pid >"$tmp/left"
[ -s "$tmp/left" ]; ok $? "a runner has an agent"
kill -TERM $pid
wait $pid 2>/dev/null
sleep 0.2 2>/dev/null || sleep 1
alive=
while read -r agent _; do
	case $(descendants 1 | sed -n "s/^$agent //p") in
	''|Z*) ;;		# init may not have looked yet
	*) alive="$alive $agent" ;;
	esac
done <"$tmp/left"
is "$alive" "" "a killed runner leaves none"
done_testing
