/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux.c - the agent of the Linux kernel that runs this machine.
 *
 * What		A process without privileges that takes scenarios on its
 *		standard input and executes them with system calls.  What is
 *		judged is the kernel below: its timerfd, its POSIX timers and
 *		the clocks that they count on.
 *
 * Why this way	Everything that could change an answer on its way is left
 *		out.  A verb is one call of the C library, with the stamps
 *		taken right around it; times come from clock_gettime(), the
 *		clock that the kernel promises to keep its timers by.
 *
 * The parts	see linux.h.  This file has the tables, the clocks, the CPUs
 *		and the pointers for ptr=.
 *
 * CPUs		cpu=N is the N-th of the CPUs that this process may use,
 *		modulo their number; the log shows the same N.  So a scenario
 *		for two CPUs runs under taskset(1) and in a container too.
 *
 * Statement	What the man pages leave to the kernel, or what has changed
 *		from version to version, is found out by asking this kernel
 *		when `hello` comes (tfd_statement, ptm_statement): then the
 *		statement is true wherever the agent runs.
 *
 * Limits	No clock is set, no CPU taken off line, no priority raised:
 *		prio= is ignored.
 */
#define	_GNU_SOURCE
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "linux/linux.h"

static const struct agent_kind kinds[] = {
	{ "timerfd", "" },
	{ "ptimer", "" },
	{ "itimer", "" },
	{ "sleep", "" },
	{ "poll", "" },
	{ "epoll", "" },
	{ "process", "call" },
	{ "clock", "" },
	{ "signal", "sig call clock" },
	{ NULL, NULL }
};

#define	SETTIME_KEYS \
	"rel abs per sec nsec isec insec flags ptr old"

/* What every kind that is a descriptor can do. */
#define	DESCRIPTOR(kind)						\
	{ kind, "close", "", AGENT_SCRIPT, tfd_close },			\
	{ kind, "nonblock", "on", 0, tfd_nonblock },			\
	{ kind, "dup", "from least cloexec", 0, fil_dup },		\
	{ kind, "dup2", "from num", 0, fil_dup2 },			\
	{ kind, "fcntl", "cmd arg", 0, fil_fcntl },			\
	{ kind, "readv", "lens count ptr bad", AGENT_SLEEPS, fil_readv },\
	{ kind, "writev", "lens count ptr bad", 0, fil_writev },	\
	{ kind, "pread", "len ptr pos", 0, fil_pread },	\
	{ kind, "pwrite", "len ptr pos", 0, fil_pwrite },		\
	{ kind, "take", "", AGENT_SCRIPT | AGENT_SLEEPS, fil_take }

/*
 * The table of verbs; timer_*() may be called in a signal handler, and all that
 * a script may do in a child (process.c).
 */
static const struct agent_row rows[] = {
	{ "timerfd", "create", "clock flags", 0, tfd_create },
	{ "timerfd", "settime", SETTIME_KEYS, AGENT_SCRIPT, tfd_settime },
	{ "timerfd", "gettime", "ptr", AGENT_SCRIPT | AGENT_READ,
	    tfd_gettime },
	{ "timerfd", "read", "len ptr", AGENT_SCRIPT | AGENT_SLEEPS,
	    tfd_read },
	{ "timerfd", "write", "len ptr", 0, tfd_write },
	DESCRIPTOR("timerfd"),
	{ "epoll", "create", "flags", 0, epl_create },
	{ "epoll", "add", "events ptr", 0, epl_add },
	{ "epoll", "mod", "events ptr", 0, epl_mod },
	{ "epoll", "del", "events ptr", 0, epl_del },
	{ "epoll", "wait", "rel ms max ptr", AGENT_SLEEPS, epl_wait },
	{ "epoll", "pwait2", "rel sec nsec max ptr timeptr", AGENT_SLEEPS,
	    epl_pwait2 },
	DESCRIPTOR("epoll"),
	{ "ptimer", "create", "clock notify sig val ptr idptr thread id",
	    AGENT_SCRIPT, ptm_create },
	{ "ptimer", "settime", SETTIME_KEYS, AGENT_SCRIPT, ptm_settime },
	{ "ptimer", "gettime", "ptr", AGENT_SCRIPT | AGENT_READ,
	    ptm_gettime },
	{ "ptimer", "id", "", AGENT_SCRIPT, ptm_id },
	{ "ptimer", "overrun", "", AGENT_SCRIPT, ptm_overrun },
	{ "ptimer", "delete", "", AGENT_SCRIPT, ptm_delete },
	{ "itimer", "settime",
	    "rel per sec usec isec iusec which ptr old", AGENT_SCRIPT,
	    itm_settime },
	{ "itimer", "gettime", "which ptr", AGENT_SCRIPT | AGENT_READ,
	    itm_gettime },
	{ "itimer", "alarm", "sec", AGENT_SCRIPT, itm_alarm },
	{ "signal", "handle", "sig call clock restart", 0,
	    sig_handle },
	{ "signal", "ignore", "sig", 0, sig_ignore },
	{ "signal", "raise", "sig", AGENT_SCRIPT, sig_raise },
	{ "signal", "block", "sig", 0, sig_block },
	{ "signal", "unblock", "sig", 0, sig_unblock },
	{ "signal", "default", "sig", 0, sig_default },
	{ "sleep", "create", "clock", 0, slp_create },
	{ "sleep", "nanosleep", "rel sec nsec ptr rem",
	    AGENT_SCRIPT | AGENT_SLEEPS, slp_nanosleep },
	{ "sleep", "clock_nanosleep", "clock rel abs flags sec nsec ptr rem",
	    AGENT_SCRIPT | AGENT_SLEEPS, slp_clock_nanosleep },
	{ "poll", "poll", "rel ms events nfds ptr", AGENT_SLEEPS, pol_poll },
	{ "poll", "ppoll", "rel sec nsec events nfds ptr timeptr block",
	    AGENT_SLEEPS, pol_ppoll },
	{ "poll", "select", "rel sec usec events nfds ptr timeptr",
	    AGENT_SLEEPS, pol_select },
	{ "poll", "pselect", "rel sec nsec events nfds ptr timeptr block",
	    AGENT_SLEEPS, pol_pselect },
	{ "clock", "get", "clock ptr via", 0, clk_get },
	{ "clock", "assign", "clock sec nsec ptr", 0, clk_set },
	{ "clock", "res", "clock ptr via", 0, clk_res },
	{ "clock", "slack", "ns", 0, clk_slack },
	{ "process", "fork", "exec by", 0, prc_fork },
	{ "process", "wait", "", AGENT_SLEEPS, prc_wait },
	{ "process", "kill", "sig", AGENT_SCRIPT, prc_kill },
	{ "process", "send", "", 0, prc_send },
	{ NULL, NULL, NULL, 0, NULL }
};

/*
 * Clocks.
 */

int64_t
linux_read_clock(int clk)
{
	struct timespec ts;

	clock_gettime(clk == AGENT_REAL ? CLOCK_REALTIME : CLOCK_MONOTONIC,
	    &ts);
	return ns_of(&ts);
}

int64_t
linux_now(void)
{
	return linux_read_clock(AGENT_MONO);
}

/*
 * CPUs: cpu_list holds the kernel's numbers of those that are ours.
 */

static int cpu_list[CPU_SETSIZE];
static unsigned cpus;

static void
cpu_find(void)
{
	cpu_set_t set;
	int i;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return;		/* more than CPU_SETSIZE: we pin nothing */
	for (i = 0; i < CPU_SETSIZE; i++)
		if (CPU_ISSET((size_t)i, &set))
			cpu_list[cpus++] = i;
}

unsigned
cpu_count(void)
{
	return cpus > 0 ? cpus : 1;
}

unsigned
cpu_here(void)
{
	int cpu = sched_getcpu();
	unsigned i;

	for (i = 0; i < cpus; i++)
		if (cpu_list[i] == cpu)
			return i;
	return 0;
}

/* Keep the calling thread on the i-th of our CPUs. */
void
cpu_pin(unsigned i)
{
	cpu_set_t set;

	if (cpus == 0)
		return;
	CPU_ZERO(&set);
	CPU_SET((size_t)cpu_list[i % cpus], &set);
	sched_setaffinity(0, sizeof set, &set);
}

/* And on any of them again. */
void
cpu_unpin(void)
{
	cpu_set_t set;
	unsigned i;

	CPU_ZERO(&set);
	for (i = 0; i < cpus; i++)
		CPU_SET((size_t)cpu_list[i], &set);
	if (cpus > 0)
		sched_setaffinity(0, sizeof set, &set);
}

/*
 * Pointers for ptr=: a page that can be read, behind it one that cannot.
 */

static char *pages;

static void
pointer_init(void)
{
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	char *p;

	p = mmap(NULL, 2 * size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS,
	    -1, 0);
	if (p == MAP_FAILED || mprotect(p + size, size, PROT_NONE) != 0)
		return;
	pages = p;
}

/*
 * "bad" and "edge" want memory that is missing, not a strange address: the
 * page without access stays reserved, so that nothing else can be put there.
 */
void *
linux_pointer(const char *word)
{
	size_t size = (size_t)sysconf(_SC_PAGESIZE);

	if (pages == NULL || strcmp(word, "null") == 0)
		return NULL;
	if (strcmp(word, "ro") == 0)
		return pages;
	if (strcmp(word, "edge") == 0)
		return pages + size - 4;
	return pages + size;
}

/*
 * The target.
 */

static void
statement(agent_say *say, void *arg)
{
	struct utsname u;

	if (uname(&u) == 0) {
		say(arg, "system", u.sysname);
		say(arg, "release", u.release);
	}
	if (cpu_count() >= 2)
		say(arg, "offers.smp", "yes");
	say(arg, "offers.callback-hold", "yes");
	tfd_statement(say, arg);
	ptm_statement(say, arg);
	itm_statement(say, arg);
	slp_statement(say, arg);
	pol_statement(say, arg);
	epl_statement(say, arg);
	clk_statement(say, arg);
}

static struct agent_target target = {
	.name = "linux",
	.timeclass = "wall",
	.kinds = kinds,
	.rows = rows,
	.statement = statement,
	.now = linux_now,
	.clock = linux_read_clock,
	.cpu = cpu_here,
	.wait = linux_wait,
	.notify = linux_notify,
	.run = linux_run,
	.pointer = linux_pointer,
};

/* What whoever started us left open; numbers of descriptors are judged. */
static void
close_strays(void)
{
	long fd, most = sysconf(_SC_OPEN_MAX);

	for (fd = STDERR_FILENO + 1; fd < most && fd < 1024; fd++)
		close((int)fd);
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--inherited") == 0)
		return inherited_main(argc, argv);
	close_strays();
	give_up();
	cpu_find();
	pointer_init();
	target.cpus = cpu_count();
	return agent_posix_main(argc, argv, &target);
}
