/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * process.c - kind process: what fork(2) and execve(2) leave of a timer, and
 * descriptors that go from one process to another.
 *
 * What		fork makes a child that runs the script of call=, sleeps for
 *		by=, and exits; with exec=1 it becomes a new program first.
 *		wait tells how it ended.  send passes the descriptor of an
 *		object to the child, where the verb take picks it up.
 *
 * Why this way	Agent and log lie in memory that the child shares, so the
 *		child's callback is one record like any other, and a signal
 *		that it should not have got is a record too many.
 *
 * A new program is the agent itself with the argument --inherited: it has
 *		lost the shared memory.  What it finds of each timer (armed,
 *		idle, ready, or an errno) it writes into a pipe, a line for
 *		each object, and wait shows the lines of its operands.
 *
 * Races	Between fork and exec a child does no more than its script
 *		and system calls: the parent has threads, whose locks of the
 *		C library might be held for ever.
 *
 * Clauses	[TM-FORK-1] [TM-FORK-2] [TM-FORK-3] [TM-EXEC-1] [TM-EXEC-2]
 *		[TM-PASS-1]: kept by the kernel below, seen through here.
 *
 * Limits	A child that is alone has no witness.  It goes to whatever
 *		CPU is free, and sleeps where a callback would spin.
 */
#define	_GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "linux/linux.h"

#define	REPORT	2048		/* bytes of what a new program says */
#define	WORD	48		/* NAME:KIND:NUMBER */

/* The parent's ends, by the index of the object. */
static struct {
	int channel;		/* a socket, to the child */
	int report;		/* a pipe, from what it has become */
} children[AGENT_ELEMS];

static int parent_channel = -1;	/* the child's end */
static bool is_child;

bool
in_child(void)
{
	return is_child;
}

/*
 * The new program.
 */

static const char *
state(int r, const struct timespec *left)
{
	if (r != 0)
		return error_name(errno);
	return left->tv_sec != 0 || left->tv_nsec != 0 ? "armed" : "idle";
}

static const char *
state_of(const char *kind, int number)
{
	struct itimerspec now = { .it_value = { 0, 0 } };
	struct pollfd ready = { .fd = number, .events = POLLIN };
	struct itimerval real;
	int r;

	if (strcmp(kind, "itimer") == 0) {
		r = getitimer(ITIMER_REAL, &real);
		now.it_value.tv_sec = real.it_value.tv_sec;
		now.it_value.tv_nsec = (long)real.it_value.tv_usec;
		return state(r, &now.it_value);
	}
	if (strcmp(kind, "ptimer") == 0) {
		r = (int)syscall(SYS_timer_gettime, number, &now);
		return state(r, &now.it_value);
	}
	r = timerfd_gettime(number, &now);
	if (r == 0 && poll(&ready, 1, 0) == 1)
		return "ready";
	return state(r, &now.it_value);
}

static void
rest(int64_t ns)
{
	struct timespec ts = timespec_of(linux_now() + ns);

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) ==
	    EINTR)
		continue;
}

/* --inherited REPORT NS NAME:KIND:NUMBER... */
int
inherited_main(int argc, char **argv)
{
	int i, n, number, fd = argc > 3 ? atoi(argv[2]) : -1;
	char line[2 * WORD], name[WORD], kind[WORD];

	if (fd < 0)
		return 2;
	for (i = 4; i < argc; i++) {
		if (strlen(argv[i]) >= WORD || sscanf(argv[i],
		    "%[^:]:%[^:]:%d", name, kind, &number) != 3)
			return 2;
		n = snprintf(line, sizeof line, "%s %s\n", name,
		    state_of(kind, number));
		if (write(fd, line, (size_t)n) != n)
			return 2;
	}
	close(fd);
	rest(strtoll(argv[3], NULL, 10));
	return 0;
}

/* The child's side: become the new program, told what there was. */
static void
become(struct agent *a, int report, int64_t ns)
{
	static char words[AGENT_OBJS][WORD], fd[WORD], by[WORD];
	static char *argv[AGENT_OBJS + 5] = { "agent-linux", "--inherited",
	    fd, by };
	struct agent_obj *obj;
	unsigned i, n, k = 0;

	snprintf(fd, sizeof fd, "%d", report);
	snprintf(by, sizeof by, "%lld", (long long)ns);
	obj = agent_objects(a, &n);
	for (i = 0; i < n && k < AGENT_OBJS; i++) {
		if (!agent_word_has("timerfd|ptimer|itimer",
		    obj[i].kind->name))
			continue;
		snprintf(words[k], WORD, "%s:%s:%d", obj[i].name,
		    obj[i].kind->name, (int)obj[i].handle);
		argv[4 + k] = words[k];
		k++;
	}
	argv[4 + k] = NULL;
	execv("/proc/self/exe", argv);
	_exit(127);
}

/*
 * The child.
 */

static void
child(struct agent_call *c, int channel, int report)
{
	int64_t ns = agent_int(c, "by", 0);

	is_child = true;
	parent_channel = channel;
	cpu_unpin();
	agent_callback(c->agent, c->obj, "call", NULL, 0);
	if (agent_int(c, "exec", 0) != 0)
		become(c->agent, report, ns);
	rest(ns);
	_exit(0);
}

void
prc_fork(struct agent_call *c)
{
	int channel[2], report[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, channel) != 0 ||
	    pipe(report) != 0) {
		call_result(c, -1);
		return;
	}
	pid = fork();
	if (pid == 0) {
		close(channel[0]);
		close(report[0]);
		child(c, channel[1], report[1]);
	}
	close(channel[1]);
	close(report[1]);
	call_result(c, pid);
	if (pid < 0)
		return;
	c->r = 0;		/* which number it has is nobody's business */
	c->obj->handle = pid;
	c->obj->ready = true;
	children[c->obj->index].channel = channel[0];
	children[c->obj->index].report = report[0];
}

/*
 * The parent.
 */

static void
read_report(int fd, char text[REPORT])
{
	size_t n = 0;
	ssize_t r;

	while (n < REPORT - 1 && (r = read(fd, text + n, REPORT - 1 - n)) > 0)
		n += (size_t)r;
	text[n] = '\0';
	close(fd);
}

/* The word behind the line's name, or "none". */
static const char *
reported(const char *text, const char *name, char word[WORD])
{
	size_t n = strlen(name);

	for (; *text != '\0'; text += strcspn(text, "\n") + 1)
		if (strncmp(text, name, n) == 0 && text[n] == ' ') {
			sscanf(text + n, "%47s", word);
			return word;
		}
	return "none";
}

static void
show_report(struct agent_call *c, const char *text)
{
	static const char *const keys[] = { "is1", "is2", "is3", "is4" };
	char word[WORD];
	unsigned i;

	for (i = 0; i < sizeof keys / sizeof keys[0] &&
	    agent_operand(c, i + 1) != NULL; i++)
		agent_show_word(c, keys[i],
		    reported(text, agent_operand(c, i + 1), word));
}

/*
 * A number that no child of ours has, or has no more, is somebody else's, or
 * everybody's (-1): it is never asked for nor sent anything.
 */
static bool
lives(struct agent_call *c)
{
	if (c->obj->ready)
		return true;
	agent_fail(c, "ESRCH");
	return false;
}

void
prc_wait(struct agent_call *c)
{
	char text[REPORT];
	siginfo_t si;
	int r;

	if (!lives(c))
		return;
	memset(&si, 0, sizeof si);
	agent_stamp_begin(c);
	r = waitid(P_PID, (id_t)c->obj->handle, &si, WEXITED);
	agent_stamp_end(c);
	call_result(c, r);
	if (r != 0)
		return;
	c->obj->ready = false;
	if (si.si_code == CLD_EXITED)
		c->r = si.si_status;
	else
		agent_show_word(c, "sig", signo_word(si.si_status));
	read_report(children[c->obj->index].report, text);
	show_report(c, text);
}

void
prc_kill(struct agent_call *c)
{
	if (lives(c))
		call_result(c, kill((pid_t)c->obj->handle,
		    signo_of(agent_word(c, "sig", "term"))));
}

/*
 * A descriptor on its way: one byte, and the descriptor beside it.
 */
union passing {
	struct cmsghdr align;
	char space[CMSG_SPACE(sizeof(int))];
};

static struct msghdr
message(struct iovec *byte, union passing *p)
{
	return (struct msghdr){ .msg_iov = byte, .msg_iovlen = 1,
	    .msg_control = p->space, .msg_controllen = sizeof p->space };
}

void
prc_send(struct agent_call *c)
{
	struct agent_obj *of = agent_ref(c, "1");
	int fd = of != NULL ? (int)of->handle : -1;
	struct iovec byte = { "x", 1 };
	union passing p = { .space = { 0 } };
	struct msghdr m = message(&byte, &p);
	struct cmsghdr *cm = CMSG_FIRSTHDR(&m);
	ssize_t r;

	if (!lives(c))
		return;
	cm->cmsg_level = SOL_SOCKET;
	cm->cmsg_type = SCM_RIGHTS;
	cm->cmsg_len = CMSG_LEN(sizeof fd);
	memcpy(CMSG_DATA(cm), &fd, sizeof fd);
	r = sendmsg(children[c->obj->index].channel, &m, 0);
	call_result(c, r < 0 ? r : 0);
}

void
fil_take(struct agent_call *c)
{
	char room;
	struct iovec byte = { &room, 1 };
	union passing p = { .space = { 0 } };
	struct msghdr m = message(&byte, &p);
	struct cmsghdr *cm;
	ssize_t r = recvmsg(parent_channel, &m, 0);
	int fd;

	call_result(c, r < 0 ? r : 0);
	cm = r < 0 ? NULL : CMSG_FIRSTHDR(&m);
	if (cm == NULL || cm->cmsg_type != SCM_RIGHTS)
		return;
	memcpy(&fd, CMSG_DATA(cm), sizeof fd);
	c->obj->handle = fd;
	c->obj->ready = true;
}
