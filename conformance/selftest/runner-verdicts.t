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
nul error garbage: ok%00ok
cut crash the agent is gone: exit status 7
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

# The requests of a scenario all together, and one by one.
for target in ahead fake; do
	early='never made'
	[ $target = fake ] || early='before its turn'
	ts run -t $target -o "$tmp/res"
	is "$status" 2 "$target: a run with an error has status 2"

	while read -r key verdict; do
		got=$(verdict_of "$key")
		[ "$key" != early ] || verdict=${verdict%never made}$early
		case $got in
		"$verdict"*) ok 0 "$target: $key: $verdict" ;;
		*) ok 1 "$target: $key: $verdict"; echo "# got '$got'" ;;
		esac
	done <<-END
	$want
	privileged skip not permitted without --privileged
	wall-only skip not for the time class virtual
	needy skip timerfd is not offered
	needless pass
	END

	is "$(grep -c '^not ok\|^ok' "$tmp/out")" \
	    "$(sed -n 's/^1\.\.//p' "$tmp/out")" "$target: the plan is kept"
	is "$(tail -n 1 "$tmp/out")" "# 3 passed, 33 failed, 4 skipped" \
	    "$target: the closing line" || :
	[ ! -s "$tmp/err" ]; ok $? "$target: nothing on standard error"
done

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
rm "$tmp/res/log/x/all:last.log"
ts verify "$tmp/res"
is "$status" 1 "a missing log is found"
grep -q 'x/all:last: no log' "$tmp/err"; ok $? "and named"

ts report "$tmp/res"
is "$status" 0 "report"
is "$(tail -n 1 "$tmp/out")" "3 passed, 33 failed, 4 skipped" \
    "report ends with the closing line"
sed -n 1p "$tmp/out" | grep -q '^fake, class virtual, [-0-9T:]*Z$' &&
    ! grep -q lateness "$tmp/out"
ok $? "and names neither host nor lateness in virtual time"

# The same, several agents at a time.
"$timerspec" run --root "$tmp" -t fake -o "$tmp/r1" -j 1 >"$tmp/o1" 2>&1
"$timerspec" run --root "$tmp" -t fake -o "$tmp/r4" -j 4 >"$tmp/o4" 2>&1
sed "s|$tmp/r4|$tmp/r1|" "$tmp/o4" >"$tmp/o4s"
cmp -s "$tmp/o1" "$tmp/o4s"; ok $? "-j 4 prints what -j 1 prints"
rm "$tmp"/r?/log/x/all:*flood*.log "$tmp"/r?/log/x/all:comments*.log
out=$(diff -r "$tmp/r1/log" "$tmp/r4/log")
ok $? "and leaves the same logs"
out=
{ simple never; simple kills; simple three; } | cases y/y.lua
begin=$(date +%s)
"$timerspec" run --root "$tmp" -t fake -o "$tmp/rk" -j 2 'y/*' \
    >"$tmp/out" 2>"$tmp/err"
is "$?" 2 "a worker of the runner that is killed: status 2"
[ $(($(date +%s) - begin)) -lt 30 ]
ok $? "at once, though the other waits for its agent"
grep -q 'a worker of the runner is gone: killed by signal 9' "$tmp/err"
ok $? "and a line that says so"
rm -r "$tmp/conformance/cases/y"

# Agents that are gone are reaped while the runner goes on.
{ simple exits; simple twice; simple never; } | cases y/y.lua
"$timerspec" run --root "$tmp" -t fake -o "$tmp/rz" -j 1 'y/*' \
    >/dev/null 2>&1 &
pid=$!
sleep 0.5 2>/dev/null || sleep 1
until descendants $pid >"$tmp/alive"; [ -s "$tmp/alive" ] ||
    ! kill -0 $pid 2>/dev/null; do
	sleep 0.1 2>/dev/null || sleep 1
done
wait $pid
[ -s "$tmp/alive" ] && ! grep ' Z' "$tmp/alive"
ok $? "who runs with dying agents has no zombie"
rm -r "$tmp/conformance/cases/y"

# A value of the statement outside its closed set is a fail, whatever runs.
says()	# says LINE;LINE...: the target $says, an agent that says these, too
{
	awk -v lines="$1" '
	{ print }
	/ st cpus / {
		n = split(lines, line, ";")
		for (i = 1; i <= n; i++)
			printf "say(seq .. \" + st %s\")\n", line[i]
	}' conformance/selftest/fake-agent.lua >"$tmp/says.lua"
	says="exec:$LUA $tmp/says.lua"
}

point()	# point NAME EXPECTED GOT [CLAUSE]: a failed point in $tmp/out
{
	grep -A 9 "^not ok [0-9]* - statement:$1 " "$tmp/out" >"$tmp/block"
	grep -q "^  expected: .*$2" "$tmp/block"
	ok $? "$1: the set"
	grep -q "^  got: $3\$" "$tmp/block"
	ok $? "$1: the value"
	[ -z "$4" ] || grep -q "^  clause: $4\$" "$tmp/block"
	ok $? "$1: the clause"
}

# All traits of a front end, but for those named: traits FRONT NAME...
traits()
{
	"$LUA" -e '
	package.path = "conformance/lib/?.lua;" .. package.path
	local without, list = {}, {}
	for i = 2, #arg do without[arg[i]] = true end
	for name, set in pairs(require "traits".traits) do
	  local word = set.text:match "^[^,]+"
	  if set.fits then word = name == "clocks" and "mono|real" or "7" end
	  if not without[name] then
	    list[#list + 1] = ("frontend.%s.%s %s"):format(arg[1], name, word)
	  end
	end
	print(table.concat(list, ";"))' /dev/null "$@"
}

rm -r "$tmp/conformance/cases/x"
mkdir -p "$tmp/spec"
cp spec/clauses.tsv "$tmp/spec"
{
	simple one
	simple errno | sed '/s:at(0)/i\
	    s.st("timerfd.write-errno", { EINVAL = 1 })'
} | sed 's/X-Y-1/TFD-WRITE-1/' | cases x/x.lua
cases common/c.lua <<'END'
case "needs" {
  title = "needs a trait", clauses = { "TM-ZERO-1" },
  needs = { "trait:zero=now" },
  run = function (s)
    local t = s:timer {}
    s:at(0):set(t, { first = ms(10) })
    s:fires(t, { at = T(ms(10)) })
    s:finish(ms(20))
  end,
}
END

says "timerfd.write-errno EINVAL;offers.calc yes;$(traits timerfd)"
ts run -t "$says" -o "$tmp/st" 'statement:*'
is "$status" 0 "a statement inside its sets"
grep -q '^1\.\.0$' "$tmp/out"; ok $? "has no point"

says "timerfd.write-errno EPERM;hrtimer.guard soon;$(
    traits hrtimer zero fork);frontend.hrtimer.zero later"
ts run -t "$says" -o "$tmp/st"
is "$status" 1 "a value outside its set: status 1"
is "$(sed -n 2p "$tmp/out")" "1..7" "the plan counts the points"
point timerfd.write-errno 'EINVAL, EBADF, EOPNOTSUPP' EPERM TFD-WRITE-1
point hrtimer.guard 'a number' soon
point frontend.hrtimer.zero 'disarm, now' later TM-ZERO-1
point frontend.hrtimer.fork 'shared, lost, none' 'it is not declared'
is "$(tail -n 1 "$tmp/out")" "# 1 passed, 6 failed, 0 skipped" \
    "cases that depend on them are neither error nor skip"
ts verify "$tmp/st"
is "$status" 0 "verify finds the same"
ts report "$tmp/st"
grep -q '^statement  *0  *4$' "$tmp/out"; ok $? "report has a row for them"
ts run -t "$says" -o "$tmp/st" 'statement:*'
is "$status $(sed -n 2p "$tmp/out")" "1 1..4" "the statement alone"
ts run -t "$says" -o "$tmp/st" x/x:one
is "$status $(sed -n 2p "$tmp/out")" "0 1..1" "a case alone"

# The sets are those of the pages.
"$LUA" -e '
package.path = "conformance/lib/?.lua;" .. package.path
local traits = require "traits"
local bad = 0
local function wrong(name, what)
  bad = bad + 1
  print("# " .. name .. ": " .. what)
end
for line in io.lines "spec/clauses.tsv" do
  local name, words = line:match "\t([^\t=]+)=([^\t]+)$"
  if name then
    local trait = name:match "^frontend%.NAME%.(.*)$"
    local set = trait and traits.traits[trait] or traits.names[name]
    words = words:gsub("|", ", ")
    if not set or not set.fits and set.text ~= words then wrong(name, words) end
  end
end
local inside, last, text = false, nil, {}
for line in io.lines "spec/adapter.7" do
  if line == ".Ss Traits" then inside = true end
  if line == ".Sh SCENARIOS" then break end
  local name, rest = line:match "^([%l-]+)  +(%S.*)$"
  if inside and name then last = name end
  if inside and last then
    text[last] = (text[last] or "") .. " " .. (rest or line)
  end
end
for name in pairs(text) do
  if not traits.traits[name] then wrong(name, "not in traits.lua") end
end
for name, set in pairs(traits.traits) do
  if not text[name] then wrong(name, "not in adapter.7") end
  for word in pairs(set.fits and {} or set) do
    if word ~= "text" and not (text[name] or ""):find(word, 1, true) then
      wrong(name, word)
    end
  end
end
os.exit(bad == 0)' >"$tmp/out" 2>"$tmp/err"
ok $? "the closed sets are those of clauses.tsv and adapter(7)"
done_testing
