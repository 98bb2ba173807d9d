/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_test.c - what scenarios do on the fake target: each test is a text and
 * the whole log that it must give, but the `origin` record.
 */
#include "agent/fake.h"

/* Load, run, and give the log without "4 + " and the origin. */
static const char *
log_of(const char *head, const char *text)
{
	static char log[65536];
	const char *line, *end;
	size_t n = 0;

	fresh();
	if (strncmp(load_with(head, text), "2 ok", 4) != 0)
		return heard;
	(void)talk("3 run\n");
	(void)talk("4 log\n");
	for (line = heard; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		if (strncmp(line, "4 + ", 4) != 0 ||
		    strstr(line, "~ - origin") == line + 8)
			continue;
		memcpy(log + n, line + 4, (size_t)(end - line) - 3);
		n += (size_t)(end - line) - 3;
	}
	log[n] = '\0';
	return log;
}

static void
logs(const char *text, const char *want, const char *name)
{
	is(log_of("x span=50ms", text), want, name);
}

static void
test_steps(void)
{
	logs("prep mark a\n", "0 0 main - mark l=1 name=a\n", "one mark");
	logs("obj t toy\nprep pause by=2ms\nprep stop t\nprep pause by=1ms\n"
	    "thread main\nmain at 3ms stop t\nmain stop t\n",
	    "-1000000 0 main t stop l=3\n3000000 0 main t stop l=6\n"
	    "3000000 0 main t stop l=7\n", "prep has negative times");
	logs("obj t toy call=s word=abc\nscript s\nthread main\n"
	    "main at 1ms start t rel=2ms\nmain at 2ms start t rel=3ms\n",
	    "1000000 0 main t start l=4\n2000000 0 main t start l=5 r=1\n"
	    "5000000 0 !t t call n=1\n", "a callback");
	logs("obj t toy word=abc\nobj u toy n=2\nthread main\n"
	    "main spot t u.1 v=0x10\nmain spot u.1 t word=x\nobj b box\n"
	    "main spot b\nmain spot t nobody v=-1ms\n",
	    "0 0 main t spot l=4 word=abc v=16 other=2\n"
	    "0 0 main u.1 spot l=5 word=x v=-1 other=0\n"
	    "0 0 main b spot l=7 word=none v=-1\n"
	    "0 0 main t spot l=8 word=abc v=-1000000\n",
	    "keys of step and object; a verb on another kind");
	logs("thread main\nmain at 2ms now mono\nmain now real\n",
	    "2000000 0 main - now l=2 v=2000000\n"
	    "2000000 0 main - now l=3 v=2000000\n", "now");
	logs("thread main\nmain at 50ms mark a\nmain at 51ms mark b\n",
	    "50000000 0 main - mark l=2 name=a\n", "the span ends it");
	logs("obj t toy\nthread main\nmain at 49ms sleep t rel=5ms\n",
	    "49000000+? 0 main t sleep l=3\n",
	    "what ends behind the span is left unfinished");
}

static void
test_clocks(void)
{
	logs("obj t toy call=s\nscript s\nprep make t clock=real\n"
	    "thread main\nmain at 1ms start t abs=T+4ms\n"
	    "main at 10ms start t abs=N+1ms\nmain at 20ms sleep t rel=1ms\n",
	    "0 0 main t make l=3\n"
	    "1000000 0 main t start l=5 c=1000000\n"
	    "4000000 0 !t t call n=1 c=4000000\n"
	    "10000000 0 main t start l=6 c=10000000\n"
	    "11000000 0 !t t call n=2 c=11000000\n"
	    "20000000+1000000 0 main t sleep l=7 c=20000000 ce=21000000\n",
	    "T+, N+, c= and ce=");
	logs("obj t toy\nobj u toy\nthread main\nmain start t rel=10ms\n"
	    "main at 4ms get t\nmain start u rel=t.left\nmain get u\n",
	    "0 0 main t start l=4\n4000000 0 main t get l=5 left=6000000\n"
	    "4000000 0 main u start l=6\n"
	    "4000000 0 main u get l=7 left=6000000\n"
	    "10000000 0 !t t call n=1\n10000000 0 !u u call n=1\n",
	    "t.left flows");
	logs("obj t toy\nthread main\nmain start t abs=T+9223372036854775807\n"
	    "main start t rel=-9223372036854775808\n"
	    "main spot t v=9223372036854775807\n",
	    "0 0 main t start l=3\n0 0 main t start l=4 r=1\n"
	    "0 0 !t t call n=1\n"
	    "0 0 main t spot l=5 word=none v=9223372036854775807\n",
	    "the ends of 64 bits");
}

static void
test_merging(void)
{
	logs("obj t toy\nthread main\nmain repeat 5\nmain stop t\n"
	    "main pause by=1ms\nmain done\n",
	    "0+4000000 0 main t stop l=4 x=5\n", "equal results merge");
	logs("obj t toy n=6\nthread main\nmain repeat 6\n"
	    "main fail t.i upto=4\nmain done\nmain stop t\nmain stop t.5\n",
	    "0 0 main t fail l=4 i=0..3 x=4\n"
	    "0 0 main t fail l=4 i=4..5 err=EAGAIN x=2\n"
	    "0 0 main t stop l=6 i=0..5 x=6\n0 0 main t.5 stop l=7\n",
	    "t.i, and the bare name");
	logs("obj t toy n=6\nthread main\nmain repeat 6 till=EAGAIN\n"
	    "main fail t.i upto=4\nmain done\nmain repeat 6 till=0\n"
	    "main stop t.0\nmain done\n",
	    "0 0 main t fail l=4 i=0..3 x=4\n"
	    "0 0 main t fail l=4 i=4 err=EAGAIN\n0 0 main t.0 stop l=7\n",
	    "till= an errno, till= a value");
	logs("obj t toy\nthread main\nmain start t rel=40ms\nmain repeat 4\n"
	    "main get t\nmain pause by=1ms\nmain done\n",
	    "0 0 main t start l=3\n"
	    "0+3000000 0 main t get l=5 left=40000000..37000000 x=4\n"
	    "40000000 0 !t t call n=1\n",
	    "readings show first..last");
	logs("obj t toy\nthread main\nmain repeat 3\nmain spot t v=1~1\n"
	    "main done\n", "0 0 main t spot l=4 word=none v=1\n"
	    "0 0 main t spot l=4 word=none v=2\n"
	    "0 0 main t spot l=4 word=none v=3\n", "results do not");
	logs("obj t toy\nthread main\nmain repeat 3 log=all\nmain stop t\n"
	    "main pause by=1ms\nmain done\n", "0 0 main t stop l=4\n"
	    "1000000 0 main t stop l=4\n2000000 0 main t stop l=4\n",
	    "log=all");
	logs("obj t toy\nthread main\nmain repeat 3\nmain sleep t rel=1ms~1ms\n"
	    "main done\n", "0+6000000 0 main t sleep l=4 x=3 lo=0 hi=0\n",
	    "sleeping verbs show lo= and hi=");
}

static void
test_ramps(void)
{
	logs("obj t toy call=s n=3\nscript s\nthread main\nmain repeat 3\n"
	    "main start t.i rel=5ms~2ms\nmain done\n",
	    "0 0 main t start l=5 i=0..2 x=3\n5000000 0 !t.0 t.0 call n=1\n"
	    "7000000 0 !t.1 t.1 call n=1\n9000000 0 !t.2 t.2 call n=1\n",
	    "a ramp");
	logs("obj t toy call=s n=3\nscript s\nthread main\n"
	    "main start t rel=5ms~-2ms\n",
	    "0 0 main t start l=4 i=0..2 x=3\n1000000 0 !t.2 t.2 call n=1\n"
	    "3000000 0 !t.1 t.1 call n=1\n5000000 0 !t.0 t.0 call n=1\n",
	    "a ramp over the elements");
	logs("obj t toy\nthread main\nmain repeat 2\nmain repeat 2\n"
	    "main spot t v=10~~5\nmain done\nmain done\n",
	    "0 0 main t spot l=5 word=none v=10 x=2\n"
	    "0 0 main t spot l=5 word=none v=15 x=2\n", "an outer ramp");
	logs("obj t toy n=2 base=3ms~1ms call=s\nscript s\nthread main\n"
	    "main start t\n", "0 0 main t start l=4 i=0..1 x=2\n"
	    "3000000 0 !t.0 t.0 call n=1\n4000000 0 !t.1 t.1 call n=1\n",
	    "a ramp in a declaration");
}

static void
test_threads(void)
{
	logs("thread a\nthread b\na at 2ms mark go\nb after go mark went\n"
	    "b after went/2 mark no\n",
	    "2000000 0 a - mark l=3 name=go\n"
	    "2000000 0 b - mark l=4 name=went\n", "after");
	logs("thread a\nthread b\nbarrier z n=2\na repeat 2\na meet z lim=9ms\n"
	    "a mark x\na pause by=3ms\na done\nb at 1ms repeat 2\n"
	    "b meet z lim=9ms\nb mark y\nb done\n",
	    "1000000+3000000 0 a - mark l=6 name=x x=2\n"
	    "1000000+3000000 0 b - mark l=11 name=y x=2\n", "meet, twice");
	logs("thread a\nbarrier z n=2\na meet z lim=2ms\na mark on\n",
	    "2000000 0 a - miss l=3 of=meet\n"
	    "2000000 0 a - mark l=4 name=on\n", "meet misses");
	logs("thread a\nthread b\na at 3ms mark y\nb at 3ms mark x\n"
	    "a mark z\n", "3000000 0 a - mark l=3 name=y\n"
	    "3000000 0 b - mark l=4 name=x\n3000000 0 a - mark l=5 name=z\n",
	    "one instant, in the order of lines");
	logs("obj t toy call=s\nscript s\nthread a\nthread b\n"
	    "a start t rel=5ms\nb after t.call mark seen\n",
	    "0 0 a t start l=5\n5000000 0 !t t call n=1\n"
	    "5000000 0 b - mark l=6 name=seen\n", "after a callback");
}

static void
test_scripts(void)
{
	logs("obj t toy call=s\nscript s\ns #1-2 start self rel=1ms\n"
	    "s #2- mark m\ns #3 ret norestart\nthread main\n"
	    "main start t rel=1ms\n",
	    "0 0 main t start l=7\n1000000 0 !t t call n=1\n"
	    "1000000 0 !t t start l=3\n2000000 0 !t t call n=2\n"
	    "2000000 0 !t t start l=3\n2000000 0 !t - mark l=4 name=m\n"
	    "3000000 0 !t t call n=3 r=norestart\n"
	    "3000000 0 !t - mark l=4 name=m\n", "#1-2, #2-, #3, ret");
	logs("obj t toy call=s\nscript s\ns hold by=2ms\nthread main\n"
	    "main start t rel=1ms\n",
	    "0 0 main t start l=5\n1000000+2000000 0 !t t call n=1\n",
	    "hold by=");
	logs("obj t toy call=s\nscript s\ns hold till=m lim=2ms\n"
	    "thread main\nmain start t rel=1ms\nmain at 20ms mark m\n",
	    "0 0 main t start l=5\n1000000+2000000 0 !t t call n=1\n"
	    "3000000 0 !t - miss l=3 of=hold\n"
	    "20000000 0 main - mark l=6 name=m\n", "hold till= misses");
	logs("obj t toy call=s quiet=1\nscript s\ns #1-4 start self rel=1ms\n"
	    "s ret 0\nthread main\nmain start t rel=1ms\n",
	    "0 0 main t start l=6\n1000000+4000000 0 !t t call n=1..5 x=5\n"
	    "1000000+3000000 0 !t t start l=3 x=4\n", "quiet=1");
}

static void
test_machine(void)
{
	logs("obj t toy call=s\nscript s\nthread main\nmain start t rel=3ms\n"
	    "main at 1ms mask lim=20ms\nmain at 9ms unmask\n",
	    "0 0 main t start l=4\n1000000 0 main - mask l=5\n"
	    "9000000 0 main - unmask l=6\n9000000 0 !t t call n=1\n",
	    "mask and unmask");
	logs("obj t toy call=s\nscript s\nthread main\nmain start t rel=3ms\n"
	    "main at 1ms mask lim=5ms\nmain at 9ms unmask\n",
	    "0 0 main t start l=4\n1000000 0 main - mask l=5\n"
	    "6000000 0 !t t call n=1\n6000000 0 main - miss l=5 of=mask\n"
	    "9000000 0 main - unmask l=6 err=EINVAL\n", "mask lets go");
	logs("watch a.b,c.d\nthread main\nmain peek a.b\nmain peek e.f\n"
	    "main peek e.f\nmain peek x\nmain tally e.f\nmain tally c.d\n",
	    "0 0 main - peek l=3\n0 0 ~ dev%200 a.b v=7\n"
	    "0 0 main - peek l=4\n0 0 main - peek l=5\n"
	    "0 0 main - peek l=6\n0 0 main - tally l=7 r=2\n"
	    "0 0 main - tally l=8\n", "watch and tally");
}

/* A record that held a word holds a number in the next run. */
static void
test_again(void)
{
	fresh();
	(void)load_with("x span=9ms", "prep mark a\nprep mark b\n");
	(void)talk("3 run\n");
	(void)load_with("x span=9ms", "watch a.b\nmain peek a.b\n");
	(void)talk("3 run\n");
	is(talk("4 log\n"), "4 + 0 0 ~ - origin mono=1000000 "
	    "real=5001000000\n4 + 0 0 main - peek l=2\n"
	    "4 + 0 0 ~ dev%200 a.b v=7\n4 ok lines=3\n",
	    "nothing of a run is left in the next");
}

static void
test_gauges(void)
{
	logs("obj t toy\ngauge g\ngauge h\nthread main\nmain repeat 3\n"
	    "main start t rel=1ms\nmain pause by=999us~1us\n"
	    "main stop t into=g of=start\nmain done\n",
	    "0+1999000 0 main t start l=6 x=3\n"
	    "999000 0 main t stop l=8 r=1\n1999000 0 !t t call n=1\n"
	    "1999000+1001000 0 main t stop l=8 x=2\n"
	    "2999000 0 !t t call n=2\n"
	    "50000000 0 ~ g gauge n=3 lo=-1000 hi=1000 sum=0 h=0:2,9:1\n"
	    "50000000 0 ~ h gauge n=0\n", "a gauge");
	logs("obj t toy\ngauge g\nthread main\n"
	    "main sleep t rel=1ms into=g\nmain pause by=1ms into=g\n",
	    "0+1000000 0 main t sleep l=4\n"
	    "50000000 0 ~ g gauge n=2 lo=0 hi=0 sum=0 h=0:2\n",
	    "a gauge of the step itself");
}

static void
test_full(void)
{
	const char *log = log_of("x span=50ms", "obj t toy call=s\nscript s\n"
	    "s start self rel=1ms\nthread main\nmain start t rel=1ms\n");

	ok(count_lines(log) == 24, "ADP-LOG-2: a full log, and a line more");
	ok(strstr(log, "\n50000000 0 ~ - full n=") != NULL,
	    "ADP-LOG-2: says how much is lost");
}

/* A launch whose child has died. */
static const char *
die(struct agent *a)
{
	(void)agent_run(a);
	agent_note_dead(a, "crash", "sig", "SIG SEGV");
	return "crash";
}

static void
test_unfinished(void)
{
	logs("obj t toy\nthread main\nmain at 2ms hang t\nmain stop t\n",
	    "2000000+? 0 main t hang l=3\n",
	    "ADP-LOG-1: a step that never ends");
	logs("obj t toy\nthread main\nmain repeat 5\nmain hang t rel=3ms\n"
	    "main pause by=1ms\nmain done\n",
	    "0+2000000 0 main t hang l=4 x=3\n3000000+? 0 main t hang l=4\n",
	    "ADP-LOG-1: nor does its fourth time");
	logs("obj t toy call=s\nscript s\ns hang self\nthread main\n"
	    "main start t rel=1ms\n",
	    "0 0 main t start l=5\n1000000+? 0 !t t call n=1\n"
	    "1000000+? 0 !t t hang l=3\n",
	    "ADP-LOG-1: a callback that never ends");
	fresh();
	agent_set_launch(agent, die);
	(void)load_with("x span=9ms", "prep mark a\n");
	is(talk("3 run\n4 log\n"), "3 ok records=3 end=crash\n"
	    "4 + 0 0 ~ - origin mono=1000000 real=5001000000\n"
	    "4 + 0 0 main - mark l=1 name=a\n"
	    "4 + 0 0 ~ - crash sig=SIG%20SEGV\n4 ok lines=3\n",
	    "a crash is the last record");
}

int
main(void)
{
	test_steps();
	test_clocks();
	test_merging();
	test_ramps();
	test_threads();
	test_scripts();
	test_machine();
	test_again();
	test_gauges();
	test_full();
	test_unfinished();
	return finish();
}
