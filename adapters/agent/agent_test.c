/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * agent_test.c - what the agent answers: lines, requests, scenarios that it
 * refuses.  exec_test.c runs scenarios.
 */
#include "agent/fake.h"

/* The text refuses to load, with this answer. */
static void
refused(const char *text, const char *want, const char *name)
{
	char line[256];

	fresh();
	(void)snprintf(line, sizeof(line), "2 err %s\n", want);
	is(load_with("x span=50ms", text), line, name);
}

static void
test_lines(void)
{
	char line[600];

	fresh();
	memset(line, 'x', sizeof(line));
	line[0] = '3';
	line[1] = ' ';
	line[512] = '\n';
	is(talk_bytes(line, 513), "3 err ENOSYS unknown verb\n",
	    "a line of 512 bytes is read");
	line[512] = 'x';
	line[513] = '\n';
	is(talk_bytes(line, 514), "0 err EMSGSIZE over 512\n",
	    "ADP-LINE-1: a line of 513 is not");
	is(talk_bytes("1 lo\0g\n", 7), "0 err EILSEQ not printable\n",
	    "ADP-LINE-2: a NUL");
	is(talk("1 log\r\n2 l\xff\n"),
	    "0 err EILSEQ not printable\n0 err EILSEQ not printable\n",
	    "ADP-LINE-2: CR, a byte above 127");
	is(talk("\n\n7 log\n"), "7 ok lines=0\n",
	    "ADP-LINE-3: the next line is read; empty ones are nothing");
	is(talk("*? \n log\nlog\n"),
	    "0 err EINVAL neither request nor body\n"
	    "0 err EINVAL neither request nor body\n"
	    "0 err EINVAL neither request nor body\n", "garbage");
	is(talk("0 log\n01 log\n1000000 log\n9x log\n5\n999999 log\n"),
	    "0 err EINVAL no sequence number\n"
	    "0 err EINVAL no sequence number\n"
	    "0 err EINVAL no sequence number\n"
	    "0 err EINVAL no sequence number\n"
	    "5 err EINVAL no verb\n999999 ok lines=0\n",
	    "sequence numbers are 1 to 999999");
}

static const char *
with_crc(const char *text)
{
	static char lines[2][256];
	static int which;
	char *line = lines[which ^= 1];

	(void)snprintf(line, sizeof(lines[0]), "%s *%02X\n", text,
	    agent_crc8(text, strlen(text)));
	return line;
}

static void
test_check(void)
{
	fresh();
	ok(agent_crc8("123456789", 9) == 0xF4, "CRC-8 of the usual string");
	ok(strstr(talk(with_crc("1 hello check=1")),
	    " check=1 ahead=0 *") != NULL,
	    "the answer to hello check=1 has a check");
	is(talk(with_crc("2 log")), with_crc("2 ok lines=0"), "a good line");
	is(talk("3 log\n"), with_crc("0 err EBADMSG check"),
	    "ADP-CHECK-1: no check");
	is(talk("3 log *00\n"), with_crc("0 err EBADMSG check"),
	    "ADP-CHECK-1: a wrong check");
	is(talk("3 hello\n"), with_crc("0 err EBADMSG check"),
	    "hello needs it as well");
	ok(strstr(talk(with_crc("4 hello")), "check=0 ahead=0\n") != NULL,
	    "hello without check=1 ends it");
	is(talk("5 log\n"), "5 ok lines=0\n", "then it may be left off");
	is(talk("6 log *00\n"), "0 err EBADMSG check\n",
	    "but a wrong one is never good");
}

static void
test_requests(void)
{
	free(agent);
	agent = malloc(agent_size());
	agent_init(agent, &fake, "name", hear, NULL);
	is(talk("1 log\n2 nonsense\n"), "1 err EPROTO hello first\n"
	    "2 err EPROTO hello first\n", "ADP-HELLO-2");
	is(talk("1 scenario x span=1ms\nprep foo\nend 1\n2 log\n"),
	    "1 err EPROTO hello first\n2 err EPROTO hello first\n",
	    "a scenario before hello is swallowed");
	is(talk("1 hello\n"),
	    "1 + st target name\n1 + st class virtual\n1 + st cpus 2\n"
	    "1 + st threads 8\n1 + st steps 40\n1 + st objects 32\n"
	    "1 + st elements 320\n1 + st scripts 3\n1 + st records 24\n"
	    "1 + st clocks mono|real\n1 + st kinds toy|box\n"
	    "1 + st offers.mask yes\n1 + st odd a%20b%25\n"
	    "1 ok timerspec=1 agent=name class=virtual check=0 ahead=0\n",
	    "ADP-HELLO-1: the statement");
	is(talk("1 hello check=2\n2 run now\n3 run\n4 foo\n"),
	    "1 err EINVAL hello check=1\n2 err EINVAL takes no words\n"
	    "3 err EINVAL no scenario\n4 err ENOSYS unknown verb\n",
	    "requests that are refused [ADP-VERB-1]");
	(void)load_with("x span=1ms", "prep mark a\n");
	is(talk("3 run\n4 run\n"),
	    "3 ok records=2 end=done\n4 ok records=2 end=done\n",
	    "ADP-SEQ-1: a scenario can run again");
	is(talk("5 reset\n6 run\n7 log\n"),
	    "5 ok\n6 err EINVAL no scenario\n7 ok lines=0\n", "ADP-RESET-1");
	is(talk("8 bye\n9 log\n"), "8 ok\n", "ADP-BYE-1");
	ok(!agent_input(agent, "", 0), "input says so");
}

static void
test_body(void)
{
	fresh();
	is(talk("2 scenario x span=1ms\nprep mark a\n3 log\n"),
	    "2 err EBADMSG line=1 wrong count of lines\n3 ok lines=0\n",
	    "ADP-SCEN-1: a lost end");
	is(talk("2 scenario x span=1ms\nprep mark a\nend 2\n3 run\n"),
	    "2 err EBADMSG line=1 wrong count of lines\n"
	    "3 err EINVAL no scenario\n", "ADP-SCEN-1: a lost line");
	is(talk("2 scenario x span=1ms\nprep mark \x01\nend 1\n"),
	    "0 err EILSEQ not printable\n"
	    "2 err EBADMSG line=0 wrong count of lines\n",
	    "ADP-SCEN-1: a line that could not be read");
	is(talk("2 scenario x\nend 0\n3 scenario\nend 0\n"
	    "4 scenario x span=1x\nend 0\n5 scenario x span=1s foo=1\nend 0\n"),
	    "2 err EINVAL line=0 scenario ID span=DUR\n"
	    "3 err EINVAL line=0 scenario ID span=DUR\n"
	    "4 err EINVAL line=0 not a duration\n"
	    "5 err EINVAL line=0 unknown key\n",
	    "ADP-SCEN-3: heads that are refused");
	is(talk("2 scenario x span=1ms\n\nprep mark a\n\nend 1\n"),
	    "2 ok steps=1\n", "empty lines do not count");
}

static void
test_grammar(void)
{
	refused("foo mark a\n", "EINVAL line=1 neither thread nor script",
	    "an unknown context");
	refused("thread b\nb at x mark a\n", "EINVAL line=2 not a time",
	    "at what?");
	refused("thread b\nb after c mark a\n", "EINVAL line=2 no such event",
	    "after what?");
	refused("thread b\nb #2 mark a\n",
	    "EINVAL line=2 a script takes #, a thread at and after",
	    "# is for scripts");
	refused("prep at 1ms mark a\n", "EINVAL line=1 prep has no time",
	    "prep has no time");
	refused("obj t toy\nprep start t abs=T+1ms\n",
	    "EINVAL line=2 prep has no T", "prep has no T");
	refused("obj t toy foo=1\n", "EINVAL line=1 unknown key",
	    "a key of no kind");
	refused("obj t toy\nprep start t foo=1\n",
	    "EINVAL line=2 unknown key", "a key of no verb");
	refused("obj t toy\nprep start t rel=\n",
	    "EINVAL line=2 not KEY=VALUE", "a value is missing");
	refused("obj t toy\nprep start t rel=1 t\n",
	    "EINVAL line=2 not KEY=VALUE", "operands come first");
	refused("obj t toy\nprep start t rel=soon\n",
	    "EINVAL line=2 not a time or number", "a word is no time");
	refused("obj t toy\nprep start t rel=9223372036854775808\n",
	    "EINVAL line=2 not a time or number", "64 bits are all");
	refused("obj t toy\nobj t toy\n", "EINVAL line=2 declared twice",
	    "two of one name");
	refused("obj averylongname_16 toy\n", "EINVAL line=1 not a name",
	    "a name has 15 letters");
	refused("prep start u rel=1\n", "EINVAL line=1 unknown object",
	    "no such object");
	refused("obj t toy call=s\n", "EINVAL line=1 unknown name",
	    "no such script");
	refused("obj t toy call=s\nscript s\ns sleep self rel=1\n",
	    "EINVAL line=3 not in a script", "a verb that may sleep");
	refused("obj t toy call=s\nscript s\ns #-4 ret again\n",
	    "EINVAL line=3 not a range of calls", "#-4");
	refused("obj t toy call=s\nscript s\ns #3-2 ret again\n",
	    "EINVAL line=3 not a range of calls", "#3-2");
	refused("prep ret 0\n", "EINVAL line=1 only in a script",
	    "ret outside");
	refused("prep meet\n", "EINVAL line=1 operand", "meet whom?");
	refused("prep now\n", "EINVAL line=1 operand", "which clock?");
	refused("prep pause\n", "EINVAL line=1 by= is missing", "pause");
}

static void
test_unknown(void)
{
	refused("obj t hrtimer\n", "ENOSYS line=1 unknown kind",
	    "ADP-SCEN-4: kind");
	refused("obj t toy\nprep fly t\n", "ENOSYS line=2 unknown verb",
	    "ADP-SCEN-4: verb");
	refused("prep fly t\n", "ENOSYS line=1 unknown verb",
	    "ADP-SCEN-4: machine verb");
	refused("obj b box\nprep start b rel=1\n",
	    "ENOSYS line=2 unknown verb", "another kind's verb");
	refused("machine cpus=2\n",
	    "ENOSYS line=1 the machine is what it is", "no machine here");
	refused("thread k proc=k\n", "ENOSYS line=1 no processes",
	    "no processes here");
	fake.mask = NULL;
	refused("thread m\nm mask\n", "ENOSYS line=2 unknown verb",
	    "a target without mask");
	fake.mask = fake_mask;
}

static void
test_bounds(void)
{
	char text[4096] = "";
	int i;

	for (i = 0; i < 24; i++)
		strcat(text, "prep mark a\n");
	refused(text, "ENOSPC line=24 too many records",
	    "ADP-SCEN-2: records");
	text[0] = '\0';
	for (i = 0; i < 41; i++)
		strcat(text, "prep pause by=1\n");
	refused(text, "ENOSPC line=41 more than the agent holds",
	    "ADP-SCEN-2: steps");
	text[0] = '\0';
	for (i = 0; i < 9; i++)
		(void)snprintf(text + strlen(text), 32, "thread t%d\n", i);
	refused(text, "ENOSPC line=9 more than the agent holds",
	    "ADP-SCEN-2: threads");
	text[0] = '\0';
	for (i = 0; i < 33; i++)
		(void)snprintf(text + strlen(text), 32, "obj t%d toy\n", i);
	refused(text, "ENOSPC line=33 more than the agent holds",
	    "ADP-SCEN-2: objects");
	refused("script a\nscript b\nscript c\nscript d\n",
	    "ENOSPC line=4 more than the agent holds", "ADP-SCEN-2: scripts");
	refused("obj t toy n=321\n", "ENOSPC line=1 too many elements",
	    "ADP-SCEN-2: elements");
	refused("thread t cpu=2\n", "ENOSPC line=1 no such CPU",
	    "ADP-SCEN-2: CPUs");
	refused("obj t toy\nprep repeat 24 log=all\nprep stop t\nprep done\n",
	    "ENOSPC line=3 too many records", "ADP-SCEN-2: log=all");
}

static void
test_repeats_refused(void)
{
	refused("prep repeat 2\nprep mark a\n",
	    "EINVAL line=1 repeat without done", "repeat without done");
	refused("prep done\n", "EINVAL line=1 done without repeat",
	    "done without repeat");
	refused("prep repeat 2\nprep repeat 2\nprep repeat 2\n",
	    "EINVAL line=3 repeats nest once", "repeats nest once");
	refused("prep repeat 0\nprep mark a\nprep done\n",
	    "EINVAL line=1 operand", "none is none");
	refused("prep repeat 2\nprep done\n",
	    "EINVAL line=2 a repeat has 1 to 8 steps", "an empty body");
	refused("obj t toy\nprep start t rel=1~1\n",
	    "EINVAL line=2 a ramp needs a repeat", "a ramp alone");
	refused("obj t toy\nprep repeat 2\nprep start t rel=1~~1\nprep done\n",
	    "EINVAL line=3 a ramp needs a repeat", "an outer ramp, no outer");
	refused("obj t toy n=2\nprep start t.i rel=1\n",
	    "EINVAL line=2 i needs a repeat", "i alone");
}

int
main(void)
{
	test_lines();
	test_check();
	test_requests();
	test_body();
	test_grammar();
	test_unknown();
	test_bounds();
	test_repeats_refused();
	return finish();
}
