/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timersock.c - random operations on timer sockets.
 *
 * The model has the records themselves: when each expiration was handled, and
 * how many the last one counts.  Thread 1 may sleep in a receive; meanwhile
 * nobody else takes records of that socket.
 */
#include "fuzz.h"

#include "hosted/user.h"
#include "timersock/socket.h"
#include "timersock/timersock.h"

#define SOCKETS	4
#define RECORD	sizeof(struct timersock_event)
#define RECORDS	(TIMERSOCK_RCVBUF / RECORD)
#define NONE	SOCKETS

static struct sock {
	bool		 open, nonblock, shut_rd, shut_wr;
	int		 fd;
	bool		 armed;
	int64_t		 next, interval;
	unsigned	 rcvbuf, count;
	struct { int64_t at; uint64_t overrun; } record[RECORDS];
} socks[SOCKETS];

static unsigned reading = NONE;

/* What has happened up to now. */
static void
pass(struct sock *s)
{
	unsigned room;
	int64_t n;

	room = s->shut_rd ? 0 : s->rcvbuf / (unsigned)RECORD;
	while (s->armed && s->next <= fuzz_now(CLOCK_MONOTONIC)) {
		n = 1;
		if (s->count < room) {
			s->record[s->count].at = s->next;
			s->record[s->count++].overrun = 0;
		} else {
			if (s->interval != 0)
				n += (fuzz_now(CLOCK_MONOTONIC) - s->next) /
				    s->interval;
			if (s->count > 0)
				s->record[s->count - 1].overrun +=
				    (uint64_t)n;
		}
		s->next += n * s->interval;
		s->armed = s->interval != 0;
	}
}

static bool
ready(struct sock *s)
{
	pass(s);
	return s->count > 0 || s->shut_rd;
}

static int64_t
up_to_us(int64_t ns)
{
	return (ns + NSEC_PER_USEC - 1) / NSEC_PER_USEC * NSEC_PER_USEC;
}

static long
create_call(void *arg)
{
	struct sock *s;

	s = arg;
	return sys_socket(AF_TIMER, SOCK_STREAM |
	    (s->nonblock ? SOCK_NONBLOCK : 0), 0);
}

/* Without memory it is ENOBUFS, or of the descriptor ENOMEM. */
static long
create_any(void *arg)
{
	long r;

	r = create_call(arg);
	return r == -ENOBUFS ? -ENOMEM : r;
}

static void
create(struct sock *s)
{
	*s = (struct sock){ .open = true, .nonblock = fuzz_draw(2) == 0,
	    .rcvbuf = TIMERSOCK_RCVBUF };
	s->fd = (int)fuzz_call(create_any, s, -ENOMEM);
	FUZZ(s->fd >= 0);
}

static struct timeval
timeval_of(int64_t ns)
{
	return (struct timeval){ ns / NSEC_PER_SEC,
	    (long)(ns % NSEC_PER_SEC / NSEC_PER_USEC) };
}

static void
set(struct sock *s)
{
	struct itimerval itv;
	int64_t first, interval;
	long r;

	first = fuzz_draw(8) == 0 ? 0 : up_to_us(fuzz_ns(28));
	interval = fuzz_draw(2) == 0 ? 0 : up_to_us(fuzz_ns(26));
	itv.it_value = timeval_of(first);
	itv.it_interval = timeval_of(interval);
	pass(s);
	r = fuzz_draw(2) == 0 ? sys_write(s->fd, &itv, sizeof(itv)) :
	    sys_send(s->fd, &itv, sizeof(itv), MSG_NOSIGNAL);
	if (s->shut_wr) {
		FUZZ(r == -EPIPE);
		return;
	}
	FUZZ(r == sizeof(itv));
	s->armed = first != 0;
	s->next = fuzz_now(CLOCK_MONOTONIC) + first;
	s->interval = interval;
	s->count = 0;
}

/* Take n records out of the model. */
static void
taken(struct sock *s, unsigned n)
{
	unsigned i;

	s->count -= n;
	for (i = 0; i < s->count; i++)
		s->record[i] = s->record[i + n];
}

static void
compare(const struct sock *s, const struct timersock_event *e, unsigned n)
{
	int64_t ahead;
	unsigned i;

	ahead = fuzz_now(CLOCK_REALTIME) - fuzz_now(CLOCK_MONOTONIC);
	for (i = 0; i < n; i++)
		FUZZ(e[i].tse_type == TS_EV_TICK &&
		    e[i].tse_overrun == s->record[i].overrun &&
		    fuzz_ns_of_tv(e[i].tse_tv) == (s->record[i].at + ahead) /
		    NSEC_PER_USEC * NSEC_PER_USEC);
}

/* What a receive of this many bytes has brought is what it had to. */
static void
received(struct sock *s, const struct timersock_event *e, size_t size, long r,
    bool peek)
{
	unsigned n;

	n = size / RECORD < s->count ? (unsigned)(size / RECORD) : s->count;
	if (n == 0 && !s->shut_rd) {
		FUZZ(r == -EAGAIN);
		return;
	}
	if (e == NULL) {		/* what was taken is gone */
		FUZZ(r == (n == 0 ? 0 : -EFAULT));
		n = n < 8 ? n : 8;
	} else {
		FUZZ(r == (long)(n * RECORD));
		compare(s, e, n);
	}
	if (!peek)
		taken(s, n);
}

static void
receive(struct sock *s)
{
	static struct timersock_event room[FUZZ_CPUS][24];
	struct timersock_event *e;
	size_t size;
	int flags;
	bool sleeps;
	long r;

	flags = (fuzz_draw(4) == 0 ? MSG_PEEK : 0) |
	    (fuzz_draw(2) == 0 ? MSG_DONTWAIT : 0);
	sleeps = !ready(s) && !s->nonblock && (flags & MSG_DONTWAIT) == 0;
	if (sleeps && fuzz_thread() == 0)
		return;
	reading = sleeps ? (unsigned)(s - socks) : reading;
	size = RECORD + fuzz_draw(sizeof(room[0]) - RECORD + 1);
	e = fuzz_draw(16) == 0 ? NULL : room[fuzz_thread()];
	r = sys_recv(s->fd, e == NULL ? user_bad_address() : e, size, flags);
	if (sleeps) {
		fuzz_settle();
		reading = NONE;
		FUZZ(ready(s));
	}
	received(s, e, size, r, (flags & MSG_PEEK) != 0);
}

static void
getopt(struct sock *s)
{
	struct itimerval itv;
	socklen_t length;
	int64_t left;

	length = sizeof(itv);
	FUZZ(sys_getsockopt(s->fd, SOL_TIMER, TSO_ITIMER, &itv, &length) ==
	    0);
	pass(s);
	left = s->armed ? s->next - fuzz_now(CLOCK_MONOTONIC) : 0;
	FUZZ(fuzz_ns_of_tv(itv.it_value) == up_to_us(left) &&
	    fuzz_ns_of_tv(itv.it_interval) == s->interval);
}

static void
setopt(struct sock *s)
{
	int bytes;

	pass(s);
	bytes = (int)fuzz_ns(14);
	FUZZ(sys_setsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &bytes,
	    sizeof(bytes)) == 0);
	s->rcvbuf = bytes < (int)RECORD ? (unsigned)RECORD :
	    bytes > TIMERSOCK_RCVBUF ? TIMERSOCK_RCVBUF : (unsigned)bytes;
}

static void
poll_it(struct sock *s)
{
	struct file *f;

	f = file_get(s->fd);
	FUZZ(f != NULL);
	FUZZ(file_poll(f, NULL) == (POLLOUT | POLLWRNORM |
	    (ready(s) ? POLLIN | POLLRDNORM : 0)));
	file_put(f);
}

static void
shut(struct sock *s)
{
	int how;

	if (fuzz_draw(4) != 0)
		return;
	pass(s);
	how = (int)fuzz_draw(3);
	FUZZ(sys_shutdown(s->fd, how) == 0);
	s->shut_wr = s->shut_wr || how != SHUT_RD;
	if (how != SHUT_WR) {
		s->shut_rd = true;
		s->count = 0;
	}
}

/* Calls that change nothing. */
static void
refused(struct sock *s)
{
	struct itimerval itv;

	itv.it_value = timeval_of(NSEC_PER_USEC);
	itv.it_interval = (struct timeval){ 0, 1000000 };
	FUZZ(sys_write(s->fd, &itv, sizeof(itv)) ==
	    (s->shut_wr ? -EPIPE : -EINVAL));
	FUZZ(sys_write(s->fd, &itv, sizeof(itv) - 1) ==
	    (s->shut_wr ? -EPIPE : -EINVAL));
	FUZZ(sys_send(s->fd, &itv, sizeof(itv) + 1, 0) ==
	    (s->shut_wr ? -EPIPE : -EMSGSIZE));
	FUZZ(sys_send(s->fd, &itv, sizeof(itv), MSG_OOB) == -EOPNOTSUPP);
	FUZZ(sys_read(s->fd, &itv, RECORD - 1) == -EINVAL);
	FUZZ(sys_shutdown(s->fd, 3) == -EINVAL);
	FUZZ(sys_listen(s->fd, 1) == -EOPNOTSUPP);
	FUZZ(sys_socket(AF_TIMER, SOCK_STREAM, 1) == -EPROTONOSUPPORT);
}

static void
close_it(struct sock *s)
{
	if ((unsigned)(s - socks) == reading)
		return;
	FUZZ(sys_close(s->fd) == 0);
	FUZZ(sys_recv(s->fd, NULL, 0, 0) == -EBADF);
	s->open = false;
}

static void
step(void)
{
	static void (*const often[])(struct sock *) = {
		set, set, set, receive, receive, receive, receive, getopt,
		getopt, setopt, poll_it, shut, refused, close_it
	};
	void (*what)(struct sock *);
	unsigned i;

	FUZZ(reading == NONE || !ready(&socks[reading]));
	i = fuzz_draw(SOCKETS);
	what = often[fuzz_draw(sizeof(often) / sizeof(often[0]))];
	if (!socks[i].open)
		create(&socks[i]);
	else if (what != receive || i != reading)
		what(&socks[i]);
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < SOCKETS; i++)
		if (socks[i].open)
			close_it(&socks[i]);
}

const struct fuzz_front fuzz_timersock = { "timersock", NULL, step, end };
