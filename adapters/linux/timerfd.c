/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timerfd.c - kind timerfd: timers that are descriptors.
 *
 * What		An object is a descriptor.  Its handle is -1 before create
 *		and keeps its number after close, so that a scenario can use
 *		a descriptor that is not there.
 *
 * Why this way	Nothing here knows whether a timer is armed; the kernel's
 *		answer is shown as it comes.
 *
 * Reading	read() gives the count that the kernel has at that moment: it
 *		counts when a reader comes, not when the interrupt did.  So
 *		the count of a late read is exact, and the one promise that
 *		a reader can check against the clock.
 *
 * Statement	The traits below were checked on 6.18 and are asked again
 *		wherever a caller can see them (probe_*).  Two things that
 *		are not traits, seen on 6.18:
 *		 - between a deadline and its interrupt, timerfd_gettime()
 *		   may answer 0 for a timer that is still armed;
 *		 - a read into a bad pointer takes the count with it.
 */
#define	_GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "linux/linux.h"

static int
fd_of(struct agent_call *c)
{
	return (int)c->obj->handle;
}

static int
create_flags(struct agent_call *c)
{
	const char *word = agent_word(c, "flags", "0");
	int64_t v;
	int flags = 0;

	if (agent_number(word, &v))
		return (int)v;
	if (agent_word_has(word, "nonblock"))
		flags |= TFD_NONBLOCK;
	if (agent_word_has(word, "cloexec"))
		flags |= TFD_CLOEXEC;
	return flags;
}

void
tfd_create(struct agent_call *c)
{
	clockid_t clock = clock_arg(c);
	int fd = timerfd_create(clock, create_flags(c));

	call_result(c, fd);
	if (fd < 0)
		return;
	c->r = 0;		/* which number it has is nobody's business */
	c->obj->handle = fd;
	c->obj->ready = true;
}

void
tfd_settime(struct agent_call *c)
{
	struct setting s;
	int r;

	setting_args(c, &s);
	agent_stamp_begin(c);
	r = timerfd_settime(fd_of(c), s.flags, s.new_ptr, s.old_ptr);
	agent_stamp_end(c);
	setting_result(c, &s, r);
}

void
tfd_gettime(struct agent_call *c)
{
	struct itimerspec now, *p = pointer_arg(c, &now);
	int r;

	r = timerfd_gettime(fd_of(c), p);
	if (p == &now)
		left_result(c, &now, r);
	else
		call_result(c, r);
}

/* What read and write are given: the buffer, or the pointer of ptr=. */
static void *
buffer_arg(struct agent_call *c, uint64_t *buf, size_t *len)
{
	*len = (size_t)agent_int(c, "len", 8);
	return pointer_arg(c, buf);
}

#define	BUFFER	64		/* words */

void
tfd_read(struct agent_call *c)
{
	uint64_t buf[BUFFER] = { 0 };
	size_t len;
	void *p = buffer_arg(c, buf, &len);
	ssize_t r;

	if (p == buf && len > sizeof buf) {
		agent_fail(c, "EMSGSIZE");
		return;
	}
	agent_stamp_begin(c);
	r = read(fd_of(c), p, len);
	agent_stamp_end(c);
	call_result(c, r);
	if (p == buf && r >= (ssize_t)sizeof buf[0])
		agent_show(c, "v", (int64_t)buf[0]);
}

void
tfd_write(struct agent_call *c)
{
	uint64_t buf[BUFFER] = { 1 };
	size_t len;
	void *p = buffer_arg(c, buf, &len);

	if (p == buf && len > sizeof buf)
		agent_fail(c, "EMSGSIZE");
	else
		call_result(c, write(fd_of(c), p, len));
}

void
tfd_close(struct agent_call *c)
{
	call_result(c, close(fd_of(c)));
}

void
tfd_nonblock(struct agent_call *c)
{
	bool on = strcmp(agent_word(c, "on", "yes"), "no") != 0 &&
	    agent_int(c, "on", 1) != 0;
	int flags = fcntl(fd_of(c), F_GETFL);

	if (flags < 0) {
		call_result(c, flags);
		return;
	}
	flags = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
	call_result(c, fcntl(fd_of(c), F_SETFL, flags));
}

/*
 * Statement.
 */

/* Arm fd, and wait until the kernel has counted an expiration. */
static bool
expire(int fd)
{
	struct itimerspec its = { .it_value = { 0, 1 } };
	struct timespec ms = { 0, 1000000 };

	if (timerfd_settime(fd, 0, &its, NULL) != 0)
		return false;
	nanosleep(&ms, NULL);
	return true;
}

/* Is an expiration that nobody has read still there after a new setting? */
static const char *
probe_pending(int fd, time_t next)
{
	struct itimerspec its = { .it_value = { next, 0 } };
	uint64_t v;

	if (!expire(fd) || timerfd_settime(fd, 0, &its, NULL) != 0)
		return "unknown";
	return read(fd, &v, sizeof v) < 0 ? "dropped" : "kept";
}

static const char *
probe_zero(int fd)
{
	struct itimerspec its = { .it_interval = { 1, 0 } };
	uint64_t v;

	if (timerfd_settime(fd, 0, &its, NULL) != 0)
		return error_name(errno);
	return read(fd, &v, sizeof v) < 0 ? "disarm" : "now";
}

static const char *
probe_negative(int fd)
{
	struct itimerspec its = { .it_value = { -1, 0 } };

	if (timerfd_settime(fd, 0, &its, NULL) != 0)
		return error_name(errno);
	return "past";
}

static const char *
probe_write(int fd)
{
	uint64_t v = 1;

	return write(fd, &v, sizeof v) < 0 ? error_name(errno) : "none";
}

/* Traits that hold for every Linux, or that nobody but root can see. */
static const char *const traits[][2] = {
	{ "frontend.timerfd.clocks", "mono|real" },
	{ "frontend.timerfd.unit", "1" },
	{ "frontend.timerfd.rounding", "exact" },
	{ "frontend.timerfd.least", "1" },
	{ "frontend.timerfd.greatest", "9223372036854775807" },
	{ "frontend.timerfd.beyond", "saturate" },
	{ "frontend.timerfd.absolute", "yes" },
	{ "frontend.timerfd.past-absolute", "now" },
	{ "frontend.timerfd.first-interval", "yes" },
	{ "frontend.timerfd.periodic", "yes" },
	{ "frontend.timerfd.phase", "deadline" },
	{ "frontend.timerfd.move", "atomic" },
	{ "frontend.timerfd.readback", "left" },
	{ "frontend.timerfd.readback-rounding", "exact" },
	{ "frontend.timerfd.report", "count" },
	{ "frontend.timerfd.width", "64" },
	{ "frontend.timerfd.many", "yes" },
	{ "frontend.timerfd.self-delete", "no" },
	{ "frontend.timerfd.clockset", "follows" },
	{ "frontend.timerfd.fork", "shared" },
	{ "frontend.timerfd.exec", "kept" },
	{ "frontend.timerfd.hold", "unread" },
	{ "frontend.timerfd.asserts", "no" },
	{ "timerfd.close-read", "goes-on" },
};

void
tfd_statement(agent_say *say, void *arg)
{
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);

	say_all(say, arg, traits, sizeof traits / sizeof traits[0]);
	say(arg, "frontend.timerfd.zero", probe_zero(fd));
	say(arg, "frontend.timerfd.negative", probe_negative(fd));
	say(arg, "frontend.timerfd.pending-rearm", probe_pending(fd, 1000));
	say(arg, "frontend.timerfd.pending-disarm", probe_pending(fd, 0));
	say(arg, "timerfd.write-errno", probe_write(fd));
	close(fd);
}
