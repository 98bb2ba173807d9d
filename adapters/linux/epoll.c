/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * epoll.c - kind epoll: epoll_create1(2), epoll_ctl(2), epoll_wait(2),
 * epoll_pwait2(2).
 *
 * What		An object is an epoll descriptor.  What is added to it tells
 *		its own name when it is ready: the element's index stands in
 *		its data.
 *
 * Why this way	epoll_pwait2 came with Linux 5.11; where it is not there, the
 *		statement has no offers.epoll-pwait2.
 */
#define	_GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux/linux.h"

#define	MOST	8		/* events of one wait */

void
epl_create(struct agent_call *c)
{
	int64_t flags;
	int fd;

	if (!agent_number(agent_word(c, "flags", "0"), &flags))
		flags = EPOLL_CLOEXEC;
	fd = epoll_create1((int)flags);
	call_result(c, fd);
	if (fd < 0)
		return;
	c->r = 0;		/* which number it has is nobody's business */
	c->obj->handle = fd;
	c->obj->ready = true;
}

/* epoll's names have the values of poll's; two more are its own. */
static uint32_t
interest(struct agent_call *c)
{
	const char *words = agent_word(c, "events", "in");
	uint32_t bits = (uint32_t)(unsigned short)poll_events_arg(c);

	if (agent_word_has(words, "et"))
		bits |= EPOLLET;
	if (agent_word_has(words, "oneshot"))
		bits |= EPOLLONESHOT;
	return bits;
}

static void
control(struct agent_call *c, int op)
{
	struct agent_obj *of = agent_ref(c, "1");
	struct epoll_event ev = { .events = interest(c) };

	ev.data.u64 = of != NULL ? of->index : 0;
	call_result(c, epoll_ctl((int)c->obj->handle, op,
	    of != NULL ? (int)of->handle : -1, pointer_arg(c, &ev)));
}

void
epl_add(struct agent_call *c)
{
	control(c, EPOLL_CTL_ADD);
}

void
epl_mod(struct agent_call *c)
{
	control(c, EPOLL_CTL_MOD);
}

void
epl_del(struct agent_call *c)
{
	control(c, EPOLL_CTL_DEL);
}

/* got1=t ev1=in: the first that is ready, and so on. */
static void
result(struct agent_call *c, const struct epoll_event *ev, int r)
{
	static const char *const keys[] = { "got1", "got2", "got3", "got4" };
	struct agent_obj *obj;
	unsigned n, i;

	call_result(c, r);
	obj = agent_objects(c->agent, &n);
	for (i = 0; (int)i < r && i < sizeof keys / sizeof keys[0]; i++) {
		if (ev[i].data.u64 < n)
			agent_show_word(c, keys[i],
			    obj[ev[i].data.u64].name);
		poll_show(c, i, (short)ev[i].events);
	}
}

void
epl_wait(struct agent_call *c)
{
	int r, ms = poll_ms_arg(c);
	int max = (int)agent_int(c, "max", MOST);
	struct epoll_event ev[MOST] = { { .events = 0 } };
	struct epoll_event *p = pointer_arg(c, ev);

	agent_stamp_begin(c);
	r = epoll_wait((int)c->obj->handle, p, max, ms);
	agent_stamp_end(c);
	result(c, ev, r);
}

/* By number where the library is older than the kernel. */
static int
wait_exactly(int fd, struct epoll_event *ev, int max,
    const struct timespec *ts)
{
#if defined __GLIBC__ && __GLIBC_PREREQ(2, 35)
	return epoll_pwait2(fd, ev, max, ts, NULL);
#elif defined SYS_epoll_pwait2
	return (int)syscall(SYS_epoll_pwait2, fd, ev, max, ts, NULL,
	    (size_t)NSIG / 8);
#else
	(void)fd, (void)ev, (void)max, (void)ts;
	errno = ENOSYS;
	return -1;
#endif
}

void
epl_pwait2(struct agent_call *c)
{
	struct timespec ts, *tsp = poll_time_arg(c, &ts);
	int r, max = (int)agent_int(c, "max", MOST);
	struct epoll_event ev[MOST] = { { .events = 0 } };
	struct epoll_event *p = pointer_arg(c, ev);

	agent_stamp_begin(c);
	r = wait_exactly((int)c->obj->handle, p, max, tsp);
	agent_stamp_end(c);
	result(c, ev, r);
}

void
epl_statement(agent_say *say, void *arg)
{
	struct epoll_event ev;
	struct timespec none = { 0, 0 };
	int fd = epoll_create1(0);

	if (fd >= 0 && wait_exactly(fd, &ev, 1, &none) == 0)
		say(arg, "offers.epoll-pwait2", "yes");
	close(fd);
}
