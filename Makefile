# SPDX-License-Identifier: BSD-2-Clause
#
# One file for GNU make and BSD make.  It keeps to what both read: no
# pattern rules, no functions, no conditionals.  The rules that name single
# files are written by tools/mkrules.sh at each start, see there.
#
# The targets that a person calls are the closed list that `make help`
# prints.  Each of them first lets tools/deps.sh see to what it needs, then
# starts make again for the files, so that rules.mk is read after compiler
# and Lua have come.  Everything that is made lies in $(BUILD); another
# compiler or other flags in the same tree want another BUILD.

BUILD = build
JOBS = 2
PREFIX = /usr/local
MANDIR = $(PREFIX)/share/man
DESTDIR =
Q = @

# With --brief `make check` does all that proves each promise once; without,
# all there is, as continuous integration does.  HACKING.md has the list.
BRIEF = --brief
# In brief, what is compiled again, for 32 bits, by another compiler or with
# sanitizers, is compiled as fast as can be, and its tests try fewer inputs.
QUICK = $(BRIEF:--brief=-O0 -DTRIES=5000)

# How much the reference looks at itself: see ref/lib/check.h.  What is built
# here is for tests; a host that wants speed takes 1.
CHECKS = 3

CFLAGS = -O1 -g
CPPFLAGS =
LDFLAGS =

STD = -std=c11
WARN = -Wall -Wextra -Wconversion -Werror
COMPILE = $(CC) $(STD) $(WARN) $(CFLAGS) $(CPPFLAGS) -Iref -Iadapters \
	-DCHECK_LEVEL=$(CHECKS) -MMD -MP -c
FREESTANDING = -ffreestanding
# The stack in the explorer: its steps can be seen.
STEPS = $(FREESTANDING) -include sim/sim_steps.h
HOSTED =
POSIX = -D_GNU_SOURCE
LUAFLAGS = $(POSIX) $(LUA_CFLAGS)
PICFLAGS = -fPIC

# make soak: RUNS runs of the cases on TARGET, BUSY of them on busy CPUs.
TARGET = linux
RUNS = 20
BUSY = 5

# BSD make need not say which job prints.
.MAKE.JOB.PREFIX =

PLAIN =

# names: what mkrules.sh has found, and not the rules
WANT =
RULES != BUILD='$(BUILD)' WANT='$(WANT)' CC='$(CC)' \
	FLAGS='$(STD) $(WARN) $(CFLAGS) $(CPPFLAGS) $(CHECKS) / $(LDFLAGS) / \
	$(STEPS) / $(POSIX) / $(PICFLAGS)' \
	sh tools/mkrules.sh

# Make again, with $(JOBS) jobs unless the caller has chosen a number.
JFLAG = $$(case "$$MAKEFLAGS" in *-j*) ;; *) echo -j$(JOBS);; esac)
AGAIN = GNUMAKEFLAGS=--no-print-directory $(MAKE) $(JFLAG)
# A part that makes no file need not read the rules.
NAMED = $(MAKE) WANT=names
LANES = GNUMAKEFLAGS=--no-print-directory $(MAKE) \
	$$(case "$$MAKEFLAGS" in *-j*) ;; *) echo -j4;; esac)
# The other make must not see the flags of this one.
ALONE = env -i PATH="$$PATH" HOME="$$HOME" LC_ALL=C \
	GNUMAKEFLAGS=--no-print-directory
DEPS = CC='$(CC)' BUILD='$(BUILD)' sh tools/deps.sh
SUMMARY = BUILD='$(BUILD)' sh tools/summary.sh
POINTS = @$(SUMMARY) points
PART = @+GNUMAKEFLAGS=--no-print-directory $(SUMMARY) part
HUMBLE = GNUMAKEFLAGS=--no-print-directory BUILD='$(BUILD)' \
	nice -n 19 sh tools/summary.sh part
NICE = @+$(HUMBLE)
# Not in brief.
WHOLE = @+[ -n '$(BRIEF)' ] || $(HUMBLE)
RUNNER = $(BUILD)/timerspec

all:
	@$(DEPS) all
	@+$(AGAIN) files units

help:
	@echo 'Targets, for make and bmake alike:'
	@echo '  all               build everything (the default)'
	@echo '  conformance       the cases on the reference and on this kernel'
	@echo '  conformance-T     the cases on one target, T: $(ALL_TARGETS)'
	@echo '  check             all tests of this tree; ends with the counts'
	@echo '  check-fresh       both of these in a fresh Debian 12 (as root)'
	@echo '  soak              RUNS=$(RUNS) times TARGET=$(TARGET), BUSY=$(BUSY) of'
	@echo '                    them on busy CPUs: no fail, little unresolved'
	@echo '  trace             the chain clause, reference, case, mutant'
	@echo '  lint              pages, Lua, layers, style, index of clauses'
	@echo '  mutants           a kept bug for each clause turns its cases red'
	@echo '  mutants-all       the same with every kept bug'
	@echo '  fuzz              random operations on the front ends, sanitized'
	@echo '  cover             branches of the core that proven cases take'
	@echo '  size              code and data of the reference by layer'
	@echo '  html              the pages as HTML, in $(BUILD)/html'
	@echo '  install           to $$DESTDIR$$PREFIX, PREFIX=$(PREFIX)'
	@echo '  uninstall         and away again'
	@echo '  dist              a tar file of HEAD, in $(BUILD)'
	@echo '  clean             remove $(BUILD)'
	@echo '  help              this list'
	@echo 'Reserved, not there yet: bench bench-quick'
	@echo '  gdb-BOARD'
	@echo 'Variables: CC CFLAGS LDFLAGS CHECKS BUILD JOBS PREFIX DESTDIR; Q='
	@echo '  shows the commands.'

include $(RULES)

files: $(PRODUCTS) $(EXPLORER)
	@:

units: $(UNITS) $(THREADS_UNITS) $(EXAMPLES)
	@:

# ---- conformance ------------------------------------------------------

conformance:
	@$(DEPS) conformance
	@+$(AGAIN) files
	@$(CASES) tables $(MAIN_TARGETS)

conformance-ref:
	@$(DEPS) conformance
	@+$(AGAIN) files
	@$(RUNNER) run -t ref

conformance-null:
	@$(DEPS) conformance
	@+$(AGAIN) files
	@$(RUNNER) run -t null

conformance-linux:
	@$(DEPS) conformance
	@+$(AGAIN) files
	@$(RUNNER) run -t linux

# A million random operations on each front end.
fuzz:
	@$(DEPS) fuzz
	@+$(AGAIN) CC="$(CC)" $(SANITIZED) $(BUILD)/asan/fuzz
	@$(BUILD)/asan/fuzz -j $(JOBS)

soak:
	@$(DEPS) soak
	@+$(AGAIN) files
	@BUILD='$(BUILD)' sh tools/soak.sh '$(TARGET)' '$(RUNS)' '$(BUSY)'

# ---- check ------------------------------------------------------------
#
# Each part speaks TAP, is kept as $(BUILD)/check/NAME.tap and shown as one
# line; tools/summary.sh adds up.  Parts in wall time mostly sleep, so that
# those that compute run beside them, but humbly, with nice.  Four lanes at a
# time, the longest first, so that none is alone at the end.  PLAIN is where a
# part finds all cases on the reference as it is; without, it runs them itself.

check:
	@$(DEPS) check
	@$(SUMMARY) start
	$(PART) build $(MAKE) part-build
	@+if $(SUMMARY) passed build; then \
		$(SUMMARY) part ref $(NAMED) part-ref; \
		$(LANES) PLAIN=$(CHECK)/ref $(ALL_LANES); fi
	@$(SUMMARY) total
ALL_LANES = lane-wall lane-mutants lane-clang lane-cover \
	lane-selftest lane-races lane-i686 lane-explore lane-null lane-mips \
	lane-lint lane-again lane-cross lane-unit lane-drivers lane-trace
PLAIN_LANES = lane-mutants lane-selftest lane-races lane-null lane-lint \
	lane-again lane-unit lane-drivers lane-trace

lane-wall:
	$(PART) linux $(NAMED) $(PART_LINUX)
	$(PART) wrappers $(NAMED) $(PART_WRAPPERS)

lane-clang:
	$(NICE) clang+bmake $(NAMED) part-clang
	$(NICE) sanitizers $(NAMED) part-sanitizers

$(PLAIN_LANES):
	$(NICE) $(@:lane-%=%) $(NAMED) $(@:lane-%=part-%)

lane-i686:
	$(NICE) i686 $(NAMED) $(PART_I686)

lane-explore:
	$(NICE) explore $(NAMED) $(PART_EXPLORE)

lane-mips:
	$(NICE) mips $(NAMED) $(PART_MIPS)

lane-cross:
	$(WHOLE) cross $(NAMED) part-cross

lane-cover:
	$(WHOLE) cover $(NAMED) $(PART_COVER)

part-build:
	$(POINTS) 'this compiler, this make' '$(AGAIN) files units'

part-unit:
	@prove -v -j $(JOBS) -e '' $(UNITS) $(THREADS_UNITS) $(EXAMPLES)

# All cases on the reference.
part-ref:
	@$(RUNNER) run -t ref -o $(CHECK)/ref

# The same bytes a second time, and the same verdicts from the kept logs.
part-again:
	@[ -n '$(PLAIN)' ] || $(RUNNER) run -t ref -o $(CHECK)/ref >/dev/null
	$(POINTS) \
	    'a second run on ref' \
	    '$(RUNNER) run -t ref -j $(JOBS) -o $(CHECK)/again' \
	    'leaves the same logs as the first' \
	    'diff -r $(CHECK)/ref/log $(CHECK)/again/log' \
	    'kept logs are judged the same again' \
	    '$(RUNNER) verify $(CHECK)/again'
CHECK = $(BUILD)/check

# The stack on each driver, over the register model of its device.
part-drivers:
	@$(CASES) drivers

# The targets that must fail do, and fail what they must.
part-null:
	@$(CASES) controls

# More than 5 % unresolved (3) tells of this machine, not of the tree.
part-linux:
	@set -f; $(RUNNER) run -t linux -o $(CHECK)/linux \
	    $$($(CASES) some timerfd) || [ $$? -eq 3 ]

part-wrappers:
	$(POINTS) \
	    'an early kernel is found' \
	    '$(CASES) red early' \
	    'a kernel that loses a period is found' \
	    '$(CASES) red drop' \
	    'a kernel that counts one too many is found' \
	    '$(CASES) red count' \
	    'a kernel that wakes up early is found' \
	    '$(CASES) red wake' \
	    'a kernel that copies timers for a child is found' \
	    '$(CASES) red copy' \
	    'a kernel whose execve keeps the wrong timers is found' \
	    '$(CASES) red exec' \
	    'a kernel whose close ends the timers of others is found' \
	    '$(CASES) red close' \
	    'a kernel without timers for a child is found' \
	    '$(CASES) red lone' \
	    'a kernel that grants what it should refuse is found' \
	    '$(CASES) red lax' \
	    'a kernel that loses signals of interval timers is found' \
	    '$(CASES) red lose'
CASES = BRIEF=$(BRIEF) BUILD=$(BUILD) JOBS=$(JOBS) LUA=$(LUA) sh tools/conformance.sh

part-selftest:
	@unset MAKEFLAGS MFLAGS MAKELEVEL; \
	BRIEF='$(BRIEF)' BUILD='$(BUILD)' LUA='$(LUA)' PLAIN='$(PLAIN)' \
	    prove -v -j 4 -e sh conformance/selftest/*.t

part-trace:
	$(POINTS) 'clause, reference, case, mutant: no gap' \
	    '$(LUA) tools/trace.lua'

part-mutants:
	@CC='$(CC)' BUILD='$(BUILD)' PLAIN='$(PLAIN)' \
	MUTANTS_LINK="$(CC) $(GOLD)" \
	MUTANTS_COMPILE="$(FAST_CC) $(STD) -O0 $(QUICK) $(FREESTANDING) -Iref \
	    -Iadapters -c" \
	    $(LUA) tools/mutants.lua $(ROWS) -j $$(($(JOBS) * 2))
ROWS = -f
# A mutant is compiled once and runs for a moment: clang, where it is, takes
# two thirds of the time.
FAST_CC = $$(command -v clang || echo '$(CC)')

# Every schedule of the small scenarios.
part-explore:
	@$(BUILD)/explore $(BRIEF)

# 32 bits, with the ktime_t of two fields, and proof that no helper of the
# compiler is needed: the unit tests, and unless in brief all cases.
part-i686:
	$(POINTS) 'the reference for 32 bits' \
	    '$(ALONE) $(GMAKE) -j$(JOBS) $(I686) units \
	    $$([ -n "$(BRIEF)" ] || echo $(BUILD)/i686/agent-ref)' \
	    'it needs no libc, no libgcc, no libatomic' \
	    'sh tools/needs.sh $(BUILD)/i686/libref.a'
	@$(ALONE) $(GMAKE) WANT=names $(I686) part-unit
	@[ -n '$(BRIEF)' ] || $(RUNNER) run -j $(JOBS) -o $(CHECK)/i686 \
	    -t exec:$(BUILD)/i686/agent-ref
I686 = BUILD=$(BUILD)/i686 CC=i686-linux-gnu-gcc CFLAGS="-O2 $(QUICK)" \
	LDFLAGS=-static CPPFLAGS=-DKTIME_TWO_FIELD \
	$(BRIEF:--brief=EXAMPLES= THREADS_UNITS=)

# The same with the bytes in the other order, under emulation: of the unit
# tests those of arithmetic and queues, and unless in brief those of clocks
# and timers and all cases.
part-mips:
	$(POINTS) 'the reference for 32 bits, big-endian' \
	    '$(ALONE) $(GMAKE) -j$(JOBS) $(MIPS) $(MIPS_UNITS) \
	    $(BUILD)/mips/libref.a $$([ -n "$(BRIEF)" ] || echo $(MIPS_AGENT))' \
	    'it needs no libc, no libgcc, no libatomic' \
	    'sh tools/needs.sh $(BUILD)/mips/libref.a'
	@prove -v -j $(JOBS) -e qemu-mips $(MIPS_UNITS)
	@[ -n '$(BRIEF)' ] || $(RUNNER) run -j $(JOBS) -o $(CHECK)/mips \
	    -t 'exec:qemu-mips $(MIPS_AGENT)'
MIPS = BUILD=$(BUILD)/mips CC=mips-linux-gnu-gcc \
	CFLAGS="-O1 $(BRIEF:--brief=-O0 -DTRIES=500)" LDFLAGS=-static \
	CPPFLAGS=-DKTIME_TWO_FIELD
MIPS_AGENT = $(BUILD)/mips/agent-ref
MIPS_TEST = $(BUILD)/mips/test
MIPS_UNITS = $(MIPS_TEST)/lib $(MIPS_TEST)/math64 $(MIPS_TEST)/timerqueue \
	$(MIPS_TEST)/ktime $(MIPS_TEST)/narrow_ktime \
	$(MIPS_TEST)/narrow_fields \
	$$([ -n "$(BRIEF)" ] || echo $(MIPS_TIMED))
MIPS_TIMED = $(MIPS_TEST)/sim $(MIPS_TEST)/timekeeping $(MIPS_TEST)/tick \
	$(MIPS_TEST)/hrtimer

# What is compiled for machines that are not here brings all that it calls.
part-cross:
	@BUILD='$(BUILD)' sh tools/cross.sh

# The other compiler, by the make that is easily forgotten.
part-clang:
	$(POINTS) 'BSD make builds, with clang' \
	    '$(ALONE) $(BMAKE) -j$(JOBS) $(CLANG) files units' \
	    'GNU make finds nothing left to do' \
	    '! $(ALONE) $(GMAKE) -n $(CLANG) files units | grep -E "CC|AR|LINK"'
	@[ -n '$(BRIEF)' ] || $(ALONE) $(BMAKE) WANT=names $(CLANG) part-unit
	@[ -n '$(BRIEF)' ] || $(RUNNER) run -j $(JOBS) -o $(CHECK)/clang \
	    -t exec:$(BUILD)/clang/agent-ref
CLANG = BUILD=$(BUILD)/clang CC=clang CFLAGS=-O0 $(BRIEF:--brief=$(SANITIZED))

# Address and undefined: a report stops the program, and so fails the part.
# In brief it is clang that has built this, above.
part-sanitizers:
	$(POINTS) 'a build with sanitizers' \
	    '$(ALONE) $(GMAKE) -j$(JOBS) $(ASAN) $(BUILD)/asan/agent-ref \
	    $(BUILD)/asan/fuzz units'
	@$(ALONE) $(GMAKE) WANT=names $(ASAN) part-unit
	@set -f; $(RUNNER) run -j $(JOBS) -o $(CHECK)/asan \
	    -t exec:$(BUILD)/asan/agent-ref \
	    $$($(CASES) some timersock | grep -v '$(CORE)')
	@$(BUILD)/asan/fuzz -j $(JOBS) $(BRIEF)
ASAN = CC="$(CC)" $(SANITIZED) $(BRIEF:--brief=CC=clang)
SANITIZED = BUILD=$(BUILD)/asan CFLAGS="-O0 -g1 $(SAN) $(QUICK)" \
	LDFLAGS="$(SAN) $(BRIEF:--brief=$(SHARED))" \
	EXAMPLES= EXPLORER= $(BRIEF:--brief=THREADS_UNITS=)
SAN = -fsanitize=address,undefined -fno-sanitize-recover=all
# In brief it is clang that links, and what the sanitizers need stays apart.
SHARED = -shared-libasan -Wl,-rpath,$$(clang -print-runtime-dir)
# In brief not with sanitizers: these allocate nothing.
CORE = ^ktime\|^timekeeping\|^tick\|^eventtimer\|^hrtimer\|^hal

# Races: the tests of the threads port, watched by the thread sanitizer, and
# kept races that they must find.
part-races:
	$(POINTS) 'a build with the thread sanitizer' \
	    '$(ALONE) $(GMAKE) -j$(JOBS) $(TSAN) units'
	@$(ALONE) TSAN_OPTIONS=atexit_sleep_ms=0 \
	    $(GMAKE) WANT=names $(TSAN) part-unit
	@CC='$(CC)' BUILD='$(BUILD)' MUTANTS_RACES='$(CC) $(STD) $(TSAN_FLAGS) \
	-pthread $(POSIX) -Iref -Iadapters' \
	    $(LUA) tools/mutants.lua -r $(ROWS) -j $(JOBS)
TSAN = BUILD=$(BUILD)/tsan CC="$(CC)" CFLAGS="$(TSAN_FLAGS)" \
	LDFLAGS="-fsanitize=thread" EXAMPLES= UNITS=
TSAN_FLAGS = -O1 -g -fsanitize=thread -DCHECK_LEVEL=3 $(QUICK)

part-none:
	@echo '1..0 # SKIP not on a machine like this one'

check-fresh:
	@$(DEPS) check-fresh
	@BUILD='$(BUILD)' sh tools/fresh.sh

# ---- the tree itself --------------------------------------------------

trace:
	@$(DEPS) trace
	@$(LUA) tools/trace.lua

mutants:
	@$(DEPS) mutants
	@+$(AGAIN) files units
	@+$(MAKE) BRIEF= ROWS=-c part-mutants

mutants-all:
	@$(DEPS) mutants
	@+$(AGAIN) files units
	@+$(MAKE) BRIEF= ROWS= part-mutants
	@+$(MAKE) ROWS= part-races

cover:
	@$(DEPS) cover
	@+$(AGAIN) files
	@+$(MAKE) part-cover

# exit in place of _exit, so that the agent's children leave their counts.
part-cover:
	@$(ALONE) $(GMAKE) -s -j$(JOBS) $(COVER) $(BUILD)/cover/agent-ref
	@BUILD='$(BUILD)' JOBS=$(JOBS) $(LUA) tools/cover.lua
COVER = BUILD=$(BUILD)/cover CC=gcc CFLAGS="-O0 -g --coverage \
	-D_exit=exit" LDFLAGS=--coverage

lint:
	@$(DEPS) lint
	@+$(MAKE) part-lint

part-lint:
	$(POINTS) \
	    'mandoc -Tlint' 'mandoc -Tlint -W warning spec/*.[0-9]' \
	    'luac -p' 'for f in $(LUA_FILES); do $(LUAC) -p $$f || exit; done' \
	    'luacheck' 'luacheck -q --no-color --no-cache $(LUA_FILES)' \
	    'layers' '$(LUA) tools/layers.lua' \
	    'style' '$(LUA) tools/style.lua' \
	    'index of clauses' '$(LUA) tools/clauses.lua check' \
	    'examples and quotations' '$(LUA) tools/examples.lua list'

size:
	@$(DEPS) size
	@+$(AGAIN) BUILD=$(BUILD)/size CHECKS=1 part-size

part-size:
	@+$(AGAIN) $(BUILD)/libref.a >/dev/null
	@size $(REF_OBJS) | awk 'NR > 1 { \
		sub(".*/obj/ref/", "", $$6); sub("/.*", "", $$6); \
		text[$$6] += $$1; data[$$6] += $$2 + $$3 } \
	    END { for (l in text) \
		printf "%-14s %8d %8d\n", l, text[l], data[l] }' | sort | \
	    { printf '%-14s %8s %8s\n' layer text data; cat; }

html:
	@$(DEPS) html
	@mkdir -p $(BUILD)/html
	@for f in spec/*.[0-9]; do \
		mandoc -Thtml -O man=%N.%S.html "$$f" \
		    >"$(BUILD)/html/$${f##*/}.html" || exit; \
	done
	@echo 'the pages are in $(BUILD)/html'

# ---- elsewhere --------------------------------------------------------
#
# An installed runner is a small tree of its own, with the same names, so
# that it finds everything as it does here.  Of the pages only the map goes
# to where man looks: the others have names that the system's pages have.

HOME_OF = $(DESTDIR)$(PREFIX)/libexec/timerspec

install:
	@$(DEPS) install
	@+$(AGAIN) files
	@sh tools/install.sh '$(BUILD)' '$(DESTDIR)' '$(PREFIX)' '$(MANDIR)'

uninstall:
	rm -rf '$(HOME_OF)'
	rm -f '$(DESTDIR)$(PREFIX)/bin/timerspec'
	rm -f '$(DESTDIR)$(MANDIR)/man7/timerspec.7'

dist:
	@$(DEPS) dist
	@mkdir -p $(BUILD)
	@v=timerspec-$$(git describe --always --tags HEAD) && \
	    git archive --prefix="$$v/" -o "$(BUILD)/$$v.tar.gz" HEAD && \
	    echo "$(BUILD)/$$v.tar.gz"

clean:
	rm -rf $(BUILD)

.PHONY: all cover help files units $(ALL_LANES) \
	conformance conformance-ref conformance-null \
	conformance-linux fuzz soak check check-fresh trace lint mutants \
	mutants-all size html install uninstall dist clean part-build \
	part-unit part-ref part-again part-null part-size \
	part-linux part-wrappers part-selftest part-lint part-trace \
	part-mutants part-i686 part-mips part-cross part-sanitizers \
	part-races part-clang part-explore part-cover part-none
