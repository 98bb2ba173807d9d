/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Child processes: agents, each in a process group of its own, and workers,
 * which are copies of the runner.  Standard input and output are pipes that
 * never block us.  Lua decides how long to wait; nothing here waits without a
 * limit, and no zombie stays.
 */
#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runner.h"

#define	PROC_TYPE "timerspec.proc"
#define	PROC_MAX 64		/* children at a time */
#define	READ_SIZE 65536
#define	NS_PER_MS 1000000LL
#define	REAP_MS 5000		/* a killed process that takes longer is lost */

struct proc {
	pid_t	 owner;		/* the process whose child it is */
	pid_t	 pid;		/* 0 when reaped */
	bool	 worker;	/* of this program, and in its group */
	int	 in;		/* our end of its standard input, or -1 */
	int	 out;		/* our end of its standard output, or -1 */
	int	 status;	/* of waitpid */
	int	 slot;		/* in live[] */
	char	*buf;
	size_t	 at, len;	/* read, not yet taken: from at to len */
};

/*
 * What the signal handler has to end: the group of an agent, or minus the id
 * of a worker, which ends its own agents first; 0 is a free slot.
 */
static volatile sig_atomic_t live[PROC_MAX];

static void
on_signal(int sig)
{
	for (int i = 0; i < PROC_MAX; i++) {
		if (live[i] > 0)
			kill(-(pid_t)live[i], SIGKILL);
		else if (live[i] < 0)
			kill(-(pid_t)live[i], SIGTERM);
	}
	signal(sig, SIG_DFL);
	raise(sig);
}

void
runner_signals(void)
{
	static const int sigs[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sigemptyset(&sa.sa_mask);
	sa.sa_handler = on_signal;
	for (size_t i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
		sigaction(sigs[i], &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
cloexec(int fd)
{
	fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* Three pipes: its input, its output, and errno of a failed exec. */
static bool
make_pipes(int p[6])
{
	for (int i = 0; i < 6; i += 2) {
		if (pipe(p + i) < 0) {
			while (i-- > 0)
				close(p[i]);
			return false;
		}
		cloexec(p[i]);
		cloexec(p[i + 1]);
	}
	return true;
}

/* The child's side of spawn; comes back to nobody. */
static void
run_program(const int p[6], char **argv)
{
	static const int sigs[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	int err;

	for (size_t i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
		signal(sigs[i], SIG_DFL);
	execvp(argv[0], argv);
	err = errno;
	if (write(p[5], &err, sizeof(err)) < 0)
		_exit(126);
	_exit(127);
}

static int
free_slot(void)
{
	for (int i = 0; i < PROC_MAX; i++) {
		if (live[i] == 0)
			return i;
	}
	return -1;
}

/* Wait for exec: 0, or the errno that it failed with. */
static int
exec_errno(int fd)
{
	int err = 0;
	ssize_t n;

	do {
		n = read(fd, &err, sizeof(err));
	} while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(err) ? err : 0;
}

/* The child has no children, and its ends of the pipes. */
static void
become_child(const struct proc *p, const int fds[6])
{
	for (int i = 0; i < PROC_MAX; i++)
		live[i] = 0;
	if (!p->worker)
		setpgid(0, 0);
	dup2(fds[0], STDIN_FILENO);
	dup2(fds[3], STDOUT_FILENO);
}

/* fork with the handler's signals held, so that live[] misses no child. */
static pid_t
start(struct proc *p, const int fds[6])
{
	sigset_t all, old;
	pid_t pid;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	pid = fork();
	if (pid == 0)
		become_child(p, fds);
	if (pid > 0) {
		if (!p->worker)
			setpgid(pid, pid);
		p->pid = pid;
		live[p->slot] = (sig_atomic_t)(p->worker ? -pid : pid);
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	return pid;
}

static void
note_reaped(struct proc *p, int status)
{
	p->status = status;
	p->pid = 0;
	live[p->slot] = 0;
}

static bool
reap(struct proc *p, int64_t ms)
{
	struct timespec pause = { 0, NS_PER_MS };
	int status;

	for (int64_t i = 0; p->pid != 0; i++) {
		pid_t r = waitpid(p->pid, &status, WNOHANG);

		if (r == p->pid || (r < 0 && errno == ECHILD))
			note_reaped(p, r > 0 ? status : 0);
		else if (i >= ms)
			return false;
		else
			nanosleep(&pause, NULL);
	}
	return true;
}

static void
proc_end(struct proc *p)
{
	close_fd(&p->in);
	close_fd(&p->out);
	if (p->pid != 0 && p->owner == getpid()) {
		if (!p->worker)
			kill(-p->pid, SIGKILL);
		kill(p->pid, p->worker ? SIGTERM : SIGKILL);
		reap(p, REAP_MS);
	}
	free(p->buf);
	p->buf = NULL;
	p->at = p->len = 0;
}

static struct proc *
new_proc(lua_State *L, bool worker)
{
	int slot = free_slot();
	struct proc *p = lua_newuserdatauv(L, sizeof(*p), 0);

	if (slot < 0)
		luaL_error(L, "too many children");
	memset(p, 0, sizeof(*p));
	p->in = p->out = -1;
	p->slot = slot;
	p->worker = worker;
	p->owner = getpid();
	luaL_setmetatable(L, PROC_TYPE);
	return p;
}

/* Our ends of the pipes; 0, or the errno that fork or exec failed with. */
static int
started(struct proc *p, const int fds[6], pid_t pid)
{
	int err = pid < 0 ? errno : 0;

	close(fds[0]);
	close(fds[3]);
	close(fds[5]);
	p->in = fds[1];
	p->out = fds[2];
	if (err == 0)
		err = exec_errno(fds[4]);
	close(fds[4]);
	fcntl(p->in, F_SETFL, O_NONBLOCK);
	fcntl(p->out, F_SETFL, O_NONBLOCK);
	return err;
}

static char **
args(lua_State *L, int idx)
{
	size_t n = (size_t)lua_rawlen(L, idx);
	char **argv = lua_newuserdatauv(L, (n + 1) * sizeof(*argv), 0);

	for (size_t i = 0; i < n; i++) {
		lua_rawgeti(L, idx, (lua_Integer)i + 1);
		argv[i] = (char *)(uintptr_t)luaL_checkstring(L, -1);
		lua_pop(L, 1);	/* the table keeps the string */
	}
	argv[n] = NULL;
	return argv;
}

/* spawn{argv...} -> proc | nil, why */
static int
procs_spawn(lua_State *L)
{
	char **argv = (luaL_checktype(L, 1, LUA_TTABLE), args(L, 1));
	int fds[6], err;
	struct proc *p;
	pid_t pid;

	luaL_argcheck(L, argv[0] != NULL, 1, "no command");
	p = new_proc(L, false);
	if (!make_pipes(fds))
		return runner_fail(L, "pipe");
	pid = start(p, fds);
	if (pid == 0)
		run_program(fds, argv);
	err = started(p, fds, pid);
	if (err != 0) {
		proc_end(p);
		errno = err;
		return runner_fail(L, argv[0]);
	}
	return 1;
}

/* The child's side of fork: call the function at 1; status 2 for an error. */
static void
run_function(lua_State *L, const int fds[6])
{
	int ok;

	for (int i = 0; i < 6; i++)
		close(fds[i]);
	lua_settop(L, 1);
	ok = lua_pcall(L, 0, 0, 0) == LUA_OK;
	if (!ok)
		fprintf(stderr, "timerspec: a worker: %s\n",
		    luaL_tolstring(L, -1, NULL));
	ok = fflush(stdout) == 0 && ok;
	_exit(ok ? 0 : 2);
}

/*
 * fork(fn) -> proc | nil, why: a copy of this process that calls fn and ends.
 * Its standard output is the proc's; the agents that we have stay ours.
 */
static int
procs_fork(lua_State *L)
{
	int fds[6], err;
	struct proc *p;
	pid_t pid;

	luaL_checktype(L, 1, LUA_TFUNCTION);
	p = new_proc(L, true);
	if (!make_pipes(fds))
		return runner_fail(L, "pipe");
	fflush(stdout);
	pid = start(p, fds);
	if (pid == 0)
		run_function(L, fds);
	err = started(p, fds, pid);
	if (err != 0) {
		proc_end(p);
		errno = err;
		return runner_fail(L, "fork");
	}
	return 1;
}

static struct proc *
check(lua_State *L)
{
	return luaL_checkudata(L, 1, PROC_TYPE);
}

static int
answer(lua_State *L, const char *why)
{
	lua_pushnil(L);
	lua_pushstring(L, why);
	return 2;
}

/* Read what is there: 1 something, 0 end of file, -1 nothing yet. */
static int
fill(struct proc *p, size_t cap)
{
	char *b;
	ssize_t n;

	if (p->out < 0)
		return 0;
	if (p->at > 0) {
		p->len -= p->at;
		memmove(p->buf, p->buf + p->at, p->len);
		p->at = 0;
	}
	b = realloc(p->buf, cap + READ_SIZE);
	if (b == NULL)
		return -1;
	p->buf = b;
	n = read(p->out, p->buf + p->len, READ_SIZE);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? -1 : 0;
	p->len += (size_t)n;
	return n > 0;
}

/*
 * proc:line(cap) -> line | nil, "again" | "eof" | "long".  A line of more
 * than cap bytes is as bad as no line: what follows cannot be trusted.
 */
static int
proc_line(lua_State *L)
{
	struct proc *p = check(L);
	size_t cap = (size_t)luaL_checkinteger(L, 2);

	for (;;) {
		size_t left = p->len - p->at, n;
		char *lf = left > 0 ? memchr(p->buf + p->at, '\n', left) : NULL;
		int r;

		n = lf != NULL ? (size_t)(lf - p->buf) - p->at : left;
		if (n > cap)
			return answer(L, "long");
		if (lf != NULL) {
			lua_pushlstring(L, p->buf + p->at, n);
			p->at += n + 1;
			return 1;
		}
		r = fill(p, cap);
		if (r <= 0)
			return answer(L, r < 0 ? "again" : "eof");
	}
}

/* proc:send(text, from) -> next index to send | nil, "again" | "closed" */
static int
proc_send(lua_State *L)
{
	struct proc *p = check(L);
	size_t len;
	const char *text = luaL_checklstring(L, 2, &len);
	size_t from = (size_t)luaL_checkinteger(L, 3) - 1;
	ssize_t n;

	if (p->in < 0)
		return answer(L, "closed");
	if (from >= len) {
		lua_pushinteger(L, (lua_Integer)len + 1);
		return 1;
	}
	n = write(p->in, text + from, len - from);
	if (n < 0)
		return answer(L, errno == EAGAIN || errno == EINTR ?
		    "again" : "closed");
	lua_pushinteger(L, (lua_Integer)from + n + 1);
	return 1;
}

static int
push_status(lua_State *L, const struct proc *p)
{
	if (WIFSIGNALED(p->status))
		lua_pushfstring(L, "killed by signal %d (%s)",
		    WTERMSIG(p->status), strsignal(WTERMSIG(p->status)));
	else
		lua_pushfstring(L, "exit status %d", WEXITSTATUS(p->status));
	return 1;
}

/* proc:wait(ms) -> how it ended | nil when it still runs */
static int
proc_wait(lua_State *L)
{
	struct proc *p = check(L);

	close_fd(&p->in);
	if (!reap(p, luaL_checkinteger(L, 2)))
		return 0;
	return push_status(L, p);
}

/* proc:kill(): the whole group, and reap; calling it again is harmless */
static int
proc_kill(lua_State *L)
{
	proc_end(check(L));
	return 0;
}

/* One entry of poll's list: { proc, "r" or "w" } */
static void
poll_entry(lua_State *L, lua_Integer i, struct pollfd *fd)
{
	const char *how;
	struct proc *p;

	lua_rawgeti(L, 1, i);
	lua_rawgeti(L, -1, 1);
	lua_rawgeti(L, -2, 2);
	p = luaL_checkudata(L, -2, PROC_TYPE);
	how = luaL_checkstring(L, -1);
	fd->fd = *how == 'w' ? p->in : p->out;
	fd->events = *how == 'w' ? POLLOUT : POLLIN;
	fd->revents = 0;
	lua_pop(L, 3);
}

/*
 * poll(list, ns): wait until one of them can go on, or for ns.  Who waits for
 * one that has been killed meanwhile can go on at once.
 */
static int
procs_poll(lua_State *L)
{
	struct pollfd fds[PROC_MAX];
	lua_Integer n = (lua_Integer)lua_rawlen(L, 1);
	lua_Integer ns = luaL_checkinteger(L, 2);
	lua_Integer limit = ns > 0 ? (ns + NS_PER_MS - 1) / NS_PER_MS : 0;

	luaL_argcheck(L, n <= PROC_MAX, 1, "too many");
	for (lua_Integer i = 1; i <= n; i++) {
		poll_entry(L, i, &fds[i - 1]);
		if (fds[i - 1].fd < 0)
			limit = 0;
	}
	poll(fds, (nfds_t)n, limit > 60000 ? 60000 : (int)limit);
	return 0;
}

/* die_of_pipe(): end as a program that does not ignore SIGPIPE */
static int
procs_die_of_pipe(lua_State *L)
{
	(void)L;
	on_signal(SIGPIPE);
	return 0;
}

static const luaL_Reg methods[] = {
	{ "line", proc_line },
	{ "send", proc_send },
	{ "wait", proc_wait },
	{ "kill", proc_kill },
	{ "__gc", proc_kill },
	{ NULL, NULL }
};

static const luaL_Reg procs[] = {
	{ "die_of_pipe", procs_die_of_pipe },
	{ "fork", procs_fork },
	{ "spawn", procs_spawn },
	{ "poll", procs_poll },
	{ NULL, NULL }
};

void
runner_procs(lua_State *L)
{
	luaL_newmetatable(L, PROC_TYPE);
	lua_pushvalue(L, -1);
	lua_setfield(L, -2, "__index");
	luaL_setfuncs(L, methods, 0);
	lua_pop(L, 1);
	luaL_setfuncs(L, procs, 0);
	lua_pushinteger(L, EPIPE);
	lua_setfield(L, -2, "EPIPE");
}
