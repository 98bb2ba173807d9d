#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every row of the table of verdicts, and every way for an agent to misbehave:
# the right verdict, one clear reason, and the run goes on.

. conformance/selftest/runner-lib.sh
fake_targets

want=$(cat <<'END'
pass pass
fail fail
crash crash the target died: SEGV
panic crash panic: x:f
stuck timeout the scenario never came to its end
full error the agent's log is full
leak fail
nonsense error log line 4: less than five words: 0 0 main
stray error the log does not fit the scenario: line 999 of no step
extra fail
garbage error garbage: %1B[2J lp0 on fire
garbage-at-scenario error garbage: %1B[2J lp0 on fire
garbage-at-log error garbage: %1B[2J lp0 on fire
garbage-at-reset error garbage: %1B[2J lp0 on fire
words error a line without its check: what was the question
badcrc error a line with a wrong check
nocrc error a line without its check
early error an answer to a request never made
mute error the agent could not read a line of ours
twice error two answers to one request
twice-at-scenario error two answers to one request
twice-at-log error two answers to one request
never timeout no answer within the limit
never-at-log timeout no answer within the limit
long error a line of more than 512 bytes
flood error a flood of lines
comments error a flood of lines
short error lines=4 in the log, and 3 came
exits crash the agent is gone: exit status 7
exits-at-scenario crash the agent is gone: exit status 7
exits-at-reset crash the agent is gone: exit status 7
invalid error the agent refuses the scenario: EINVAL line=2 not a time in: main
nosys skip the agent has not: line=2 no such verb
last pass
END
)

{
	echo "$want" | while read -r key verdict _; do
		case $key in
		fail) failing "$key" ;;
		*) simple "$key" ;;
		esac
	done
	simple privileged 'privileged = true,'
	simple wall-only 'class = { "wall" },'
	simple needy 'needs = { "timerfd" },'
	simple needless 'needs = { "mask", "hrtimer", "smp" },'
} | cases x/all.lua

ts run -t fake -o "$tmp/res"
is "$status" 2 "a run with an error has status 2"

# The verdict and reason of a case in TAP: verdict_of KEY
verdict_of()
{
	awk -v id="x/all:$1" '
	$1 == "ok" && $4 == id {
		if (match($0, / # SKIP /)) {
			text = substr($0, RSTART + 8)
			sub(/:/, "", text)
			print text
		} else
			print "pass"
	}
	$1 == "not" && $5 == id { on = 1 }
	on && /^  verdict: / { v = $2 }
	on && /^  reason: / {
		sub(/^  reason: /, "")
		gsub(/^"|"$/, "")
		v = v " " $0
	}
	on && /^  \.\.\./ { print v; exit }' "$tmp/out"
}

while read -r key verdict; do
	got=$(verdict_of "$key")
	case $got in
	"$verdict"*) ok 0 "$key: $verdict" ;;
	*) ok 1 "$key: $verdict"; echo "# got '$got'" ;;
	esac
done <<END
$want
privileged skip not permitted without --privileged
wall-only skip not for the time class virtual
needy skip timerfd is not offered
needless pass
END

is "$(grep -c '^not ok\|^ok' "$tmp/out")" \
    "$(sed -n 's/^1\.\.//p' "$tmp/out")" "the plan is kept"
is "$(tail -n 1 "$tmp/out")" "# 3 passed, 31 failed, 4 skipped" \
    "the closing line" || :
[ ! -s "$tmp/err" ]; ok $? "nothing on standard error"

# A failure says what was promised, what happened, how to see it again.
grep -A 20 'x/all:fail ' "$tmp/out" >"$tmp/block"
grep -q '^  clause: X-Y-1$' "$tmp/block"; ok $? "the clause is named"
grep -q '^  expected: "main at 0 cancel t: r=1"$' "$tmp/block"
ok $? "expected"
grep -q '^  got: "\{0,1\}r=0"\{0,1\}$' "$tmp/block"; ok $? "got"
grep -q '^  replay: .*build/timerspec run -t fake x/all:fail"\{0,1\}$' \
    "$tmp/block"
ok $? "replay"
grep -q 'main t cancel l=' "$tmp/block"; ok $? "the event is shown"

# prove can read it.
"$timerspec" run --root "$tmp" -t fake -o "$tmp/res13" --tap13 'x/all:*pass' \
    x/all:last >"$tmp/out" 2>"$tmp/err"
is "$(head -n 1 "$tmp/out")" "TAP version 13" "--tap13"
prove -Q -e cat "$tmp/out" >/dev/null 2>&1; ok $? "prove reads it"

# Judged again, the logs give the same; the folder is whole.
"$timerspec" verify --root "$tmp" "$tmp/res" >"$tmp/out" 2>"$tmp/err"
ok $? "verify"
ts judge "$tmp/res/log/x/all:pass.log"
is "$status" 0 "a passing log judged again"
ts judge "$tmp/res/log/x/all:fail.log"
is "$status" 1 "a failing log judged again"
ts judge "$tmp/res"
is "$status" 2 "logs with errors judged again"
sed 's/^4 + 5000000/4 + 4000000/' "$tmp/res/log/x/all:pass.log" \
    >"$tmp/res/log/x/all:pass.new"
rm "$tmp/res/log/x/all:last.log"
ts verify "$tmp/res"
is "$status" 1 "a missing log is found"
grep -q 'x/all:last: no log' "$tmp/err"; ok $? "and named"

ts report "$tmp/res"
is "$status" 0 "report"
is "$(tail -n 1 "$tmp/out")" "3 passed, 31 failed, 4 skipped" \
    "report ends with the closing line"

# The same, several agents at a time.
"$timerspec" run --root "$tmp" -t fake -o "$tmp/r1" -j 1 >"$tmp/o1" 2>&1
"$timerspec" run --root "$tmp" -t fake -o "$tmp/r4" -j 4 >"$tmp/o4" 2>&1
sed "s|$tmp/r4|$tmp/r1|" "$tmp/o4" >"$tmp/o4s"
cmp -s "$tmp/o1" "$tmp/o4s"; ok $? "-j 4 prints what -j 1 prints"
[ -z "$(ps -eo stat,args 2>/dev/null | grep '^Z.*fake-agen[t]')" ]
ok $? "no zombie is left"
done_testing
