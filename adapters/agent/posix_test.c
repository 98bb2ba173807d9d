/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * posix_test.c - the hosted main: children that end well, crash, panic, exit,
 * hang; ends of input; nothing left behind.
 *
 * Each test is a whole agent in a process of its own, spoken to over pipes.
 * Its target is this machine, with one thread and verbs that go wrong.
 */
#define	_DEFAULT_SOURCE

#include <sys/types.h>
#include <sys/wait.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent/agent.h"

static int tests, failures;

static int64_t
real_clock(int clk)
{
	struct timespec ts;

	(void)clock_gettime(clk == AGENT_REAL ? CLOCK_REALTIME :
	    CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static int64_t
real_now(void)
{
	return real_clock(AGENT_MONO);
}

static unsigned
first_cpu(void)
{
	return 0;
}

static void
nap(struct agent_ctx *x, int64_t until, unsigned how)
{
	struct timespec ts = { 0, 500000 };

	(void)x;
	(void)how;
	if (real_now() < until)
		(void)nanosleep(&ts, NULL);
}

static int
run_here(struct agent *a)
{
	agent_thread(a, 0);
	return 0;
}

static void
do_raise(struct agent_call *c)
{
	(void)signal((int)agent_int(c, "sig", 0), SIG_DFL);
	(void)raise((int)agent_int(c, "sig", 0));
}

static void
do_exit(struct agent_call *c)
{
	_exit((int)agent_int(c, "status", 0));
}

static void
do_panic(struct agent_call *c)
{
	agent_note(c->agent, "panic", "name", "x > 0: f");
	_exit(AGENT_EXIT_PANIC);
}

/* A descendant that would outlive the child, and hold its pipes open. */
static void
do_orphan(struct agent_call *c)
{
	c->r = fork();
	while (c->r == 0)
		(void)pause();
	c->r = 0;
}

static void
do_stop(struct agent_call *c)
{
	(void)c;
	for (;;)
		(void)pause();
}

static const struct agent_row rows[] = {
	{ "", "raise", "sig", 0, do_raise },
	{ "", "exit", "status", 0, do_exit },
	{ "", "panic", "", 0, do_panic },
	{ "", "orphan", "", 0, do_orphan },
	{ "", "stop", "", 0, do_stop },
	{ NULL, NULL, NULL, 0, NULL },
};

static struct agent_target target = {
	.name = "here", .timeclass = "wall", .cpus = 1, .rows = rows,
	.now = real_now, .clock = real_clock, .cpu = first_cpu, .wait = nap,
	.run = run_here,
};

static void
ok(bool good, const char *name)
{
	tests++;
	failures += good ? 0 : 1;
	printf("%sok %d - %s\n", good ? "" : "not ", tests, name);
}

/*
 * Run an agent with text as its input.  Its output goes to heard, its exit
 * status is returned, or -1 when a signal ended it.
 */
static char heard[65536];

static void
be_agent(const int in[2], const int out[2])
{
	char name[] = "agent";
	char *argv[] = { name, NULL };

	(void)dup2(in[0], STDIN_FILENO);
	(void)dup2(out[1], STDOUT_FILENO);
	(void)close(in[1]);
	(void)close(in[0]);
	(void)close(out[0]);
	(void)close(out[1]);
	exit(agent_posix_main(1, argv, &target));
}

/* Ends when no process holds the agent's output any more. */
static void
listen_to(int fd)
{
	size_t n = 0;
	ssize_t got;

	while ((got = read(fd, heard + n, sizeof(heard) - 1 - n)) != 0) {
		if (got > 0)
			n += (size_t)got;
		else if (errno != EINTR)
			break;
	}
	heard[n] = '\0';
}

static int
talk(const char *text)
{
	int in[2], out[2], status;
	pid_t pid;

	if (pipe(in) != 0 || pipe(out) != 0)
		exit(2);
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0)
		be_agent(in, out);
	(void)close(in[0]);
	(void)close(out[1]);
	if (write(in[1], text, strlen(text)) < 0)
		exit(2);
	(void)close(in[1]);
	listen_to(out[0]);
	(void)close(out[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A scenario of one step; its answer and a piece of its log. */
static void
ends(const char *step, const char *answer, const char *log, const char *name)
{
	char text[256];
	int status;

	(void)snprintf(text, sizeof(text), "1 hello\n2 scenario x span=10ms\n"
	    "main %s\nend 1\n3 run\n4 log\n", step);
	status = talk(text);
	ok(status == 0 && strstr(heard, answer) != NULL &&
	    strstr(heard, log) != NULL, name);
	if (status != 0 || strstr(heard, answer) == NULL)
		printf("# exit %d: %s\n", status, heard);
}

int
main(void)
{
	char number[64];

	(void)signal(SIGPIPE, SIG_IGN);
	ok(talk("") == 0 && heard[0] == '\0', "the end of input ends it");
	ok(talk("1 hello\n") == 0 &&
	    strstr(heard, " ahead=1\n") != NULL, "requests may come together");
	ok(talk("1 hello\n2 bye\n3 log\n") == 0 &&
	    strstr(heard, "\n2 ok\n") != NULL &&
	    strstr(heard, "\n3 ") == NULL, "ADP-BYE-1: bye, status 0");
	ends("mark a", "3 ok records=2 end=done\n", "main - mark l=1 name=a",
	    "a run that is done [ADP-AHEAD-1]");
	(void)snprintf(number, sizeof(number), "raise sig=%d", SIGSEGV);
	ends(number, "3 ok records=3 end=crash\n", " ~ - crash sig=SIGSEGV\n",
	    "a run that crashes");
	ok(strstr(heard, "+? 0 main - raise l=1\n") != NULL,
	    "ADP-LOG-1: its last step never ended");
	ends("exit status=9", "3 ok records=3 end=crash\n",
	    " ~ - crash exit=9\n", "a run that exits");
	ends("panic", "3 ok records=3 end=crash\n",
	    " ~ - panic name=x%20>%200:%20f\n", "a run that panics");
	target.patience = 100;
	ends("stop", "3 ok records=3 end=stuck\n", " ~ - stuck\n",
	    "a run that never ends");
	target.patience = 0;
	ends("orphan", "3 ok records=2 end=done\n", "main - orphan l=1\n",
	    "a run that leaves a process behind");
	ok(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD,
	    "nothing is left");
	printf("1..%d\n", tests);
	return failures == 0 ? 0 : 1;
}
