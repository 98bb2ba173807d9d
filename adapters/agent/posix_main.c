/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * posix_main.c - a user-land agent: standard input and output, one child a
 * run.
 *
 * What: the parent speaks the protocol.  For `run` it forks a child that
 * executes the scenario; the agent's tables and the log lie in memory that
 * both share, so whatever becomes of the child (crash, exec, a call that
 * never returns) the log up to there is the parent's to send.
 *
 * Why a fork: a scenario may arm timers, block signals and leave descriptors
 * behind.  A fresh process each time is the one clean-up that forgets nothing.
 *
 * The child is the leader of a process group of its own; when it has ended,
 * or its limit has passed, the whole group is killed before the child is
 * reaped, so that its number cannot have been given to another.  It dies with
 * its parent where the system can do that.
 *
 * Ends of a child: exit 0 is `done`; AGENT_EXIT_PANIC is a panic, which has
 * left its note; anything else gets a `~ crash` note; beyond the limit it is
 * killed, and `~ stuck` noted.
 */
#define	_DEFAULT_SOURCE		/* glibc: MAP_ANONYMOUS under -std=c11 */

#include <sys/types.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent/core.h"

#ifdef __linux__
#include <sys/prctl.h>

static void
die_with_parent(pid_t parent)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)	/* it was faster */
		_exit(1);
}
#elif defined(__FreeBSD__)
#include <sys/procctl.h>

static void
die_with_parent(pid_t parent)
{
	int sig = SIGKILL;

	(void)procctl(P_PID, 0, PROC_PDEATHSIG_CTL, &sig);
	if (getppid() != parent)
		_exit(1);
}
#else
/* Nothing here does it; the child ends with the scenario's span. */
static void
die_with_parent(pid_t parent)
{
	(void)parent;
}
#endif

/*
 * Output, written in large pieces and before every wait.
 */

static struct out {
	size_t n;
	char bytes[8192];
} out;

static void
flush(void)
{
	size_t done = 0;
	ssize_t n;

	while (done < out.n) {
		n = write(STDOUT_FILENO, out.bytes + done, out.n - done);
		if (n < 0 && errno != EINTR)
			exit(1);	/* nobody listens any more */
		if (n > 0)
			done += (size_t)n;
	}
	out.n = 0;
}

static void
put(void *arg, const char *bytes, size_t n)
{
	struct out *o = arg;

	if (n > sizeof(o->bytes) - o->n)
		flush();
	memcpy(o->bytes + o->n, bytes, n);
	o->n += n;
}

/*
 * The child.  Its end is a signal, which stays blocked and is waited for.
 */

static sigset_t sigchld;

/* What is ignored is not kept for who waits for it. */
static void
on_child(int sig)
{
	(void)sig;
}

static void
expect_children(void)
{
	(void)signal(SIGCHLD, on_child);
	(void)sigemptyset(&sigchld);
	(void)sigaddset(&sigchld, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &sigchld, NULL);
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/*
 * How long a run may take, in ms of this machine.  A virtual span says nothing
 * about that; everything else takes its span, and some time to end.
 */
static int64_t
limit_ms(const struct agent *a)
{
	const struct agent_target *t = agent_target(a);
	int64_t ms = agent_sat_add(agent_span(a), agent_grace(a)) / 1000000;

	if (strcmp(t->timeclass, "virtual") == 0)
		return t->patience > 0 ? t->patience : 12000;
	/* A busy machine takes its time to end one. */
	return ms + (t->patience > 0 ? t->patience : 8000);
}

/* Has the child ended?  It stays unreaped. */
static bool
has_ended(pid_t pid)
{
	siginfo_t si;

	memset(&si, 0, sizeof(si));
	if (waitid(P_PID, (id_t)pid, &si, WEXITED | WNOHANG | WNOWAIT) != 0)
		return errno != EINTR;
	return si.si_pid == pid;
}

/* Wait for the end of the child, at most ms. */
static bool
wait_child(pid_t pid, int64_t ms)
{
	int64_t left, end = now_ms() + ms;
	struct timespec ts;

	for (;;) {
		if (has_ended(pid))
			return true;
		left = end - now_ms();
		if (left <= 0)
			return false;
		ts.tv_sec = (time_t)(left / 1000);
		ts.tv_nsec = (long)(left % 1000) * 1000000;
		(void)sigtimedwait(&sigchld, NULL, &ts);
	}
}

static const char *
signal_name(int sig)
{
	static const struct {
		int sig;
		const char *name;
	} names[] = {
		{ SIGABRT, "SIGABRT" }, { SIGALRM, "SIGALRM" },
		{ SIGBUS, "SIGBUS" }, { SIGFPE, "SIGFPE" },
		{ SIGHUP, "SIGHUP" }, { SIGILL, "SIGILL" },
		{ SIGINT, "SIGINT" }, { SIGKILL, "SIGKILL" },
		{ SIGPIPE, "SIGPIPE" }, { SIGPROF, "SIGPROF" },
		{ SIGSEGV, "SIGSEGV" }, { SIGSYS, "SIGSYS" },
		{ SIGTERM, "SIGTERM" }, { SIGTRAP, "SIGTRAP" },
		{ SIGUSR1, "SIGUSR1" }, { SIGUSR2, "SIGUSR2" },
		{ SIGVTALRM, "SIGVTALRM" }, { SIGXCPU, "SIGXCPU" },
	};
	static char other[16];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].sig == sig)
			return names[i].name;
	}
	(void)snprintf(other, sizeof(other), "SIG%d", sig);
	return other;
}

static const char *
verdict(struct agent *a, int status)
{
	char number[16];

	if (WIFSIGNALED(status)) {
		agent_note_dead(a, "crash", "sig",
		    signal_name(WTERMSIG(status)));
		return "crash";
	}
	if (WEXITSTATUS(status) == 0)
		return "done";
	if (WEXITSTATUS(status) != AGENT_EXIT_PANIC) {
		(void)snprintf(number, sizeof(number), "%d",
		    WEXITSTATUS(status));
		agent_note_dead(a, "crash", "exit", number);
	}
	return "crash";
}

/* Kill what is left of the group, then reap its leader. */
static int
reap(pid_t pid)
{
	int status = 0;

	(void)kill(-pid, SIGKILL);
	(void)kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

static const char *
supervise(struct agent *a, pid_t pid)
{
	bool ended = wait_child(pid, limit_ms(a));
	int status = reap(pid);

	if (ended)
		return verdict(a, status);
	agent_note_dead(a, "stuck", NULL, NULL);
	return "stuck";
}

static void
run_child(struct agent *a, pid_t parent)
{
	(void)setpgid(0, 0);
	die_with_parent(parent);
	(void)signal(SIGCHLD, SIG_DFL);
	(void)sigprocmask(SIG_UNBLOCK, &sigchld, NULL);
	(void)agent_run(a);
	_exit(0);
}

static const char *
no_child(struct agent *a)
{
	agent_note_dead(a, "crash", "fork", strerror(errno));
	return "crash";
}

static const char *
launch(struct agent *a)
{
	pid_t pid, parent = getpid();

	flush();
	pid = fork();
	if (pid == 0)
		run_child(a, parent);
	if (pid < 0)
		return no_child(a);
	(void)setpgid(pid, pid);
	return supervise(a, pid);
}

/*
 * The loop.
 */

static struct agent *
shared_agent(void)
{
	void *p = mmap(NULL, agent_size(), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

int
agent_posix_main(int argc, char **argv, const struct agent_target *target)
{
	struct agent *a = shared_agent();
	char bytes[4096];
	bool more = true;
	ssize_t n;

	if (argc > 1 || a == NULL) {
		(void)fprintf(stderr, "%s: %s\n", argv[0], a == NULL ?
		    "no memory" : "takes no arguments; see adapter(7)");
		return 2;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	expect_children();
	agent_init(a, target, NULL, put, &out);
	agent_set_launch(a, launch);
	agent_set_ahead(a);
	while (more) {
		flush();
		n = read(STDIN_FILENO, bytes, sizeof(bytes));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		more = agent_input(a, bytes, (size_t)n);
	}
	flush();				/* [ADP-BYE-1] */
	return 0;
}
