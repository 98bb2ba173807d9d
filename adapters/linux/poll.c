/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * poll.c - kind poll: poll(2), ppoll(2), select(2), pselect(2).
 *
 * What		An object is nothing but a place to stand: the descriptors
 *		are the operands behind it, of whatever kind.
 *
 * Why this way	Each verb is the C library's call of that name, but where an
 *		address is bad: the library reads the times of ppoll and
 *		pselect to copy them, and would die in the kernel's place.
 *		So a step with ptr= or timeptr= makes the system call itself.
 *
 * Times	poll counts in ms and select in us; a time in ns goes up to
 *		the next one, so that nothing ends early.  The kernel writes
 *		into the time of select what was left, which nobody reads.
 */
#define	_GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux/linux.h"

#define	MOST	7		/* descriptors */

/* The names of readiness, in the order in which they are shown. */
static const struct {
	const char *word;
	short bit;
} names[] = {
	{ "in", POLLIN }, { "pri", POLLPRI }, { "out", POLLOUT },
	{ "err", POLLERR }, { "hup", POLLHUP }, { "nval", POLLNVAL },
	{ "rdnorm", POLLRDNORM }, { "wrnorm", POLLWRNORM },
};

#define	NAMES	(sizeof names / sizeof names[0])

short
poll_events_arg(struct agent_call *c)
{
	const char *words = agent_word(c, "events", "in");
	short bits = 0;
	size_t i;

	for (i = 0; i < NAMES; i++)
		if (agent_word_has(words, names[i].word))
			bits |= names[i].bit;
	return bits;
}

/* key1=in|rdnorm: what the i-th is ready for. */
void
poll_show(struct agent_call *c, unsigned i, short bits)
{
	static const char *const keys[MOST] = { "ev1", "ev2", "ev3", "ev4",
	    "ev5", "ev6", "ev7" };
	char word[64] = "";
	size_t k;

	for (k = 0; k < NAMES; k++) {
		if ((bits & names[k].bit) == 0)
			continue;
		if (word[0] != '\0')
			strcat(word, "|");
		strcat(word, names[k].word);
	}
	if (i < MOST && bits != 0)
		agent_show_word(c, keys[i], word);
}

/* The descriptors behind the object; how many. */
static unsigned
descriptors(struct agent_call *c, int fds[MOST])
{
	char key[2] = "1";
	struct agent_obj *obj;
	unsigned n;

	for (n = 0; n < MOST && agent_operand(c, n + 1) != NULL; n++) {
		key[0] = (char)('1' + n);
		obj = agent_ref(c, key);
		fds[n] = obj != NULL ? (int)obj->handle : -1;
	}
	return n;
}

static bool
mask_is_bad(struct agent_call *c)
{
	return strcmp(agent_word(c, "block", "none"), "bad") == 0;
}

/* block=usr1|rt2: all other signals come in during the call; or bad. */
static const sigset_t *
mask_arg(struct agent_call *c, sigset_t *set)
{
	static const char *const words[] = { "alrm", "usr1", "usr2", "hup",
	    "int", "term", "io", "urg", "vtalrm", "prof", "rt0", "rt1",
	    "rt2", "rt3", "rt4", "rt5", "rt6", "rt7", "rt8" };
	const char *block = agent_word(c, "block", "none");
	size_t i;

	if (!agent_has(c, "block"))
		return NULL;
	if (mask_is_bad(c))
		return linux_pointer("bad");
	sigemptyset(set);
	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (agent_word_has(block, words[i]))
			sigaddset(set, signo_of(words[i]));
	return set;
}

/* timeptr=, the time's own address, or NULL where the step has no time. */
static void *
time_ptr(struct agent_call *c, void *own, const char *fraction)
{
	if (agent_has(c, "timeptr"))
		return linux_pointer(agent_word(c, "timeptr", "null"));
	if (agent_has(c, "rel") || agent_has(c, "sec") ||
	    agent_has(c, fraction))
		return own;
	return NULL;
}

struct timespec *
poll_time_arg(struct agent_call *c, struct timespec *ts)
{
	*ts = timespec_of(agent_time(c, "rel", 0));
	if (agent_has(c, "sec") || agent_has(c, "nsec")) {
		ts->tv_sec = (time_t)agent_int(c, "sec", 0);
		ts->tv_nsec = (long)agent_int(c, "nsec", 0);
	}
	return time_ptr(c, ts, "nsec");
}

/* rel= in whole ms, rounded up; ms= as it is; neither: for ever. */
int
poll_ms_arg(struct agent_call *c)
{
	int64_t ns = agent_time(c, "rel", 0);

	if (agent_has(c, "rel"))
		return (int)(ns / 1000000 + (ns % 1000000 > 0));
	return (int)agent_int(c, "ms", -1);
}

/* Does the step pass an address that only the kernel may look at? */
static bool
is_raw(struct agent_call *c)
{
	return agent_has(c, "ptr") || agent_has(c, "timeptr") ||
	    mask_is_bad(c);
}

/*
 * poll and ppoll.
 */

struct polling {
	struct pollfd fds[MOST];
	unsigned n;
	nfds_t nfds;
	struct pollfd *ptr;
};

static void
polling_args(struct agent_call *c, struct polling *p)
{
	int fds[MOST];
	unsigned i;

	p->n = descriptors(c, fds);
	for (i = 0; i < p->n; i++)
		p->fds[i] = (struct pollfd){ .fd = fds[i],
		    .events = poll_events_arg(c) };
	p->nfds = (nfds_t)agent_int(c, "nfds", p->n);
	p->ptr = pointer_arg(c, p->fds);
}

static void
polling_result(struct agent_call *c, const struct polling *p, int r)
{
	unsigned i;

	call_result(c, r);
	for (i = 0; r > 0 && i < p->n; i++)
		poll_show(c, i, p->fds[i].revents);
}

void
pol_poll(struct agent_call *c)
{
	int r, ms = poll_ms_arg(c);
	struct polling p;

	polling_args(c, &p);
	agent_stamp_begin(c);
	r = poll(p.ptr, p.nfds, ms);
	agent_stamp_end(c);
	polling_result(c, &p, r);
}

void
pol_ppoll(struct agent_call *c)
{
	struct timespec ts, *tsp = poll_time_arg(c, &ts);
	struct polling p;
	const sigset_t *set;
	sigset_t mask;
	int r;

	polling_args(c, &p);
	set = mask_arg(c, &mask);
	agent_stamp_begin(c);
	if (is_raw(c))
		r = (int)syscall(SYS_ppoll, p.ptr, p.nfds, tsp, set,
		    (size_t)NSIG / 8);
	else
		r = ppoll(p.ptr, p.nfds, tsp, set);
	agent_stamp_end(c);
	polling_result(c, &p, r);
}

/*
 * select and pselect.
 */

struct selecting {
	int fds[MOST];
	unsigned n;
	int nfds;
	fd_set sets[3];		/* in, out, pri */
	fd_set *ptr[3];
};

static const short of_set[3] = { POLLIN, POLLOUT, POLLPRI };

static void
selecting_args(struct agent_call *c, struct selecting *p)
{
	short events = poll_events_arg(c);
	unsigned i, k;

	p->n = descriptors(c, p->fds);
	p->nfds = 0;
	for (k = 0; k < 3; k++)
		FD_ZERO(&p->sets[k]);
	for (i = 0; i < p->n; i++) {
		for (k = 0; k < 3 && p->fds[i] >= 0; k++)
			if ((events & of_set[k]) != 0)
				FD_SET(p->fds[i], &p->sets[k]);
		if (p->fds[i] >= p->nfds)
			p->nfds = p->fds[i] + 1;
	}
	p->nfds = (int)agent_int(c, "nfds", p->nfds);
	for (k = 0; k < 3; k++)
		p->ptr[k] = (events & of_set[k]) == 0 ? NULL :
		    pointer_arg(c, &p->sets[k]);
}

static void
selecting_result(struct agent_call *c, const struct selecting *p, int r)
{
	unsigned i, k;
	short bits;

	call_result(c, r);
	for (i = 0; r > 0 && i < p->n; i++) {
		bits = 0;
		for (k = 0; k < 3 && p->fds[i] >= 0; k++)
			if (p->ptr[k] == &p->sets[k] &&
			    FD_ISSET(p->fds[i], &p->sets[k]))
				bits |= of_set[k];
		poll_show(c, i, bits);
	}
}

void
pol_select(struct agent_call *c)
{
	struct timeval tv = timeval_of(agent_time(c, "rel", 0)), *tvp;
	struct selecting p;
	int r;

	if (agent_has(c, "sec") || agent_has(c, "usec")) {
		tv.tv_sec = (time_t)agent_int(c, "sec", 0);
		tv.tv_usec = (suseconds_t)agent_int(c, "usec", 0);
	}
	tvp = time_ptr(c, &tv, "usec");
	selecting_args(c, &p);
	agent_stamp_begin(c);
	if (!is_raw(c))
		r = select(p.nfds, p.ptr[0], p.ptr[1], p.ptr[2], tvp);
	else
#ifdef SYS__newselect
		r = (int)syscall(SYS__newselect, p.nfds, p.ptr[0], p.ptr[1],
		    p.ptr[2], tvp);
#else
		r = (int)syscall(SYS_select, p.nfds, p.ptr[0], p.ptr[1],
		    p.ptr[2], tvp);
#endif
	agent_stamp_end(c);
	selecting_result(c, &p, r);
}

void
pol_pselect(struct agent_call *c)
{
	struct timespec ts, *tsp = poll_time_arg(c, &ts);
	struct selecting p;
	sigset_t mask;
	struct {
		const sigset_t *set;
		size_t size;
	} sixth = { mask_arg(c, &mask), NSIG / 8 };
	int r;

	selecting_args(c, &p);
	agent_stamp_begin(c);
	if (is_raw(c))
		r = (int)syscall(SYS_pselect6, p.nfds, p.ptr[0], p.ptr[1],
		    p.ptr[2], tsp, &sixth);
	else
		r = pselect(p.nfds, p.ptr[0], p.ptr[1], p.ptr[2], tsp,
		    sixth.set);
	agent_stamp_end(c);
	selecting_result(c, &p, r);
}

/*
 * Statement: of poll() and epoll_wait(), whose time is in ms and relative.
 */

static const char *const traits[][2] = {
	{ "clocks", "mono" },
	{ "unit", "1000000" },
	{ "rounding", "up" },
	{ "least", "1000000" },
	{ "greatest", "2147483647000000" },
	{ "beyond", "saturate" },
	{ "zero", "now" },
	{ "negative", "EINVAL" },
	{ "absolute", "no" },
	{ "past-absolute", "EINVAL" },
	{ "first-interval", "no" },
	{ "periodic", "no" },
	{ "phase", "deadline" },
	{ "move", "none" },
	{ "readback", "none" },
	{ "readback-rounding", "exact" },
	{ "report", "return" },
	{ "width", "0" },
	{ "many", "yes" },
	{ "pending-rearm", "dropped" },
	{ "pending-disarm", "dropped" },
	{ "self-delete", "no" },
	{ "clockset", "stays" },
	{ "fork", "none" },
	{ "exec", "none" },
	{ "hold", "none" },
	{ "asserts", "no" },
};

static void
say_front(agent_say *say, void *arg, const char *front)
{
	char name[64];
	size_t i;

	for (i = 0; i < sizeof traits / sizeof traits[0]; i++) {
		snprintf(name, sizeof name, "frontend.%s.%s", front,
		    traits[i][0]);
		say(arg, name, traits[i][1]);
	}
}

void
pol_statement(agent_say *say, void *arg)
{
	say_front(say, arg, "poll");
	say_front(say, arg, "epoll");
}
