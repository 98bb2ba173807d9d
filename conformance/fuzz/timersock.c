/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timersock.c - random operations on timer sockets.
 *
 * The model has each record that must wait: its stamp and its overrun.
 */
#include "fuzz.h"

#include "hosted/user.h"
#include "ktime/ktime.h"
#include "timersock/socket.h"
#include "timersock/timersock.h"

#define SOCKETS	5
#define MOST	(TIMERSOCK_RCVBUF / sizeof(struct timersock_event))

struct waiting {
	int64_t		 stamp;
	uint64_t	 overrun;
};

static struct sock {
	int		 fd;
	bool		 open, shut_rd, shut_wr;
	struct fuzz_timer m;		/* told: seen by the model */
	unsigned	 room;		/* for records */
	unsigned	 count;		/* records that wait */
	struct waiting	 record[MOST];
} socks[SOCKETS];

static struct timeval
timeval_of(int64_t ns)
{
	return ktime_to_timeval(ns_to_ktime(ns));
}

static int64_t
ns_of(struct timeval tv)
{
	return ktime_to_ns(timeval_to_ktime(tv));
}

/* 0, or some microseconds. */
static int64_t
some(unsigned bits)
{
	return fuzz_ns(bits) / 1000 * 1000;
}

/* What has expired since somebody looked becomes records. */
static void
look(struct sock *k)
{
	int64_t ahead, due;

	ahead = fuzz_now(CLOCK_REALTIME) - fuzz_now(CLOCK_MONOTONIC);
	while (fuzz_untold(&k->m) > 0 && k->count < k->room && !k->shut_rd) {
		due = k->m.first + (int64_t)k->m.told * k->m.interval;
		k->record[k->count].stamp = (due + ahead) / 1000 * 1000;
		k->record[k->count++].overrun = 0;
		k->m.told++;
	}
	if (k->count > 0)
		k->record[k->count - 1].overrun += fuzz_untold(&k->m);
	k->m.told += fuzz_untold(&k->m);
}

static void
create(struct sock *k)
{
	bool poor;

	poor = fuzz_poor();
	k->fd = sys_socket(AF_TIMER, SOCK_STREAM | SOCK_NONBLOCK, 0);
	fuzz_rich();
	FUZZ(k->fd >= 0 || (poor && (k->fd == -ENOMEM ||
	    k->fd == -ENOBUFS)));
	k->open = k->fd >= 0;
	k->shut_rd = k->shut_wr = false;
	k->m = (struct fuzz_timer){ .clock = CLOCK_MONOTONIC };
	k->room = MOST;
	k->count = 0;
}

static void
set(struct sock *k)
{
	struct itimerval itv;
	int64_t first, interval;
	long r;

	first = fuzz_draw(8) == 0 ? 0 : some(28);
	interval = fuzz_draw(2) == 0 ? 0 : some(24);
	itv.it_value = timeval_of(first);
	itv.it_interval = timeval_of(interval);
	r = sys_write(k->fd, &itv, sizeof(itv));
	FUZZ(r == (k->shut_wr ? -EPIPE : (long)sizeof(itv)));
	if (k->shut_wr)
		return;
	k->count = 0;
	k->m.armed = first != 0;
	k->m.first = fuzz_now(CLOCK_MONOTONIC) + first;
	k->m.interval = interval;
	k->m.told = 0;
}

static void
ask(struct sock *k)
{
	struct itimerval itv;
	socklen_t length;
	int64_t left;

	length = sizeof(itv);
	FUZZ(sys_getsockopt(k->fd, SOL_TIMER, TSO_ITIMER, &itv,
	    &length) == 0);
	left = fuzz_left(&k->m);
	FUZZ(ns_of(itv.it_value) == (left + 999) / 1000 * 1000);
	FUZZ(ns_of(itv.it_interval) == k->m.interval);
}

/* The records that came are those that waited first. */
static void
compare(const struct sock *k, const struct timersock_event *e, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++) {
		FUZZ(e[i].tse_type == TS_EV_TICK);
		FUZZ(e[i].tse_overrun == k->record[i].overrun);
		FUZZ(ns_of(e[i].tse_tv) == k->record[i].stamp);
	}
}

static void
take(struct sock *k, int flags)
{
	struct timersock_event e[MOST];
	unsigned i, n, most;
	long r;

	look(k);
	most = 1 + fuzz_draw(fuzz_draw(4) == 0 ? MOST : 12);
	r = sys_recv(k->fd, e, most * sizeof(e[0]), flags);
	n = k->count < most ? k->count : most;
	if (k->shut_rd || n > 0)
		FUZZ(r == (long)(n * sizeof(e[0])));
	else
		FUZZ(r == -EAGAIN);
	compare(k, e, n);
	if (flags != 0)
		return;
	for (i = n; i < k->count; i++)
		k->record[i - n] = k->record[i];
	k->count -= n;
}

static void
read_some(struct sock *k)
{
	take(k, 0);
}

static void
peek(struct sock *k)
{
	take(k, MSG_PEEK);
}

static void
ready(struct sock *k)
{
	struct file *f;

	look(k);
	f = file_get(k->fd);
	FUZZ(f != NULL);
	FUZZ(((file_poll(f, NULL) & POLLIN) != 0) ==
	    (k->count > 0 || k->shut_rd));
	FUZZ((file_poll(f, NULL) & POLLOUT) != 0);
	file_put(f);
}

static void
room(struct sock *k)
{
	int bytes;

	look(k);
	bytes = (int)fuzz_draw(fuzz_draw(4) == 0 ? 10000 : 300);
	FUZZ(sys_setsockopt(k->fd, SOL_SOCKET, SO_RCVBUF, &bytes,
	    sizeof(bytes)) == 0);
	k->room = (unsigned)bytes / sizeof(struct timersock_event);
	k->room = k->room < 1 ? 1 : k->room > MOST ? MOST : k->room;
}

static void
shut(struct sock *k)
{
	int how;

	look(k);
	if (fuzz_draw(4) != 0)		/* not much happens behind it */
		return;
	how = (int)fuzz_draw(3);
	FUZZ(sys_shutdown(k->fd, how) == 0);
	k->shut_wr = k->shut_wr || how != SHUT_RD;
	k->shut_rd = k->shut_rd || how != SHUT_WR;
	if (k->shut_rd)
		k->count = 0;
}

/* Calls that change nothing. */
static void
refused(struct sock *k)
{
	struct itimerval itv[2];
	struct timersock_event e;
	long wrong, size;

	itv[0].it_value = itv[0].it_interval = timeval_of(1000);
	itv[1] = itv[0];
	size = (long)sizeof(itv[0]);
	wrong = k->shut_wr ? -EPIPE : -EINVAL;
	FUZZ(sys_write(k->fd, itv, fuzz_draw((unsigned)size)) == wrong);
	FUZZ(sys_write(k->fd, itv, sizeof(itv)) ==
	    (k->shut_wr ? -EPIPE : -EMSGSIZE));
	FUZZ(sys_write(k->fd, user_bad_address(), sizeof(itv[0])) ==
	    (k->shut_wr ? -EPIPE : -EFAULT));
	itv[0].it_interval.tv_usec = 1000000;
	FUZZ(sys_write(k->fd, itv, sizeof(itv[0])) == wrong);
	FUZZ(sys_sendto(k->fd, itv, sizeof(itv[0]), 0, &e, 1) == -EINVAL);
	FUZZ(sys_recv(k->fd, &e, fuzz_draw(sizeof(e)), 0) == -EINVAL);
	FUZZ(sys_recv(k->fd, &e, sizeof(e), MSG_OOB) == -EOPNOTSUPP);
	FUZZ(sys_shutdown(k->fd, 3) == -EINVAL);
	FUZZ(sys_bind(k->fd, &e, 1) == -EOPNOTSUPP);
	FUZZ(sys_setsockopt(k->fd, SOL_TIMER, TSO_ITIMER, itv,
	    sizeof(itv[0])) == -ENOPROTOOPT);
	FUZZ(sys_socket(AF_TIMER, 2, 0) == -ESOCKTNOSUPPORT);
}

static void
duplicate(struct sock *k)
{
	int fd;

	fd = sys_dup(k->fd);
	FUZZ(fd >= 0);
	FUZZ(sys_close(k->fd) == 0);
	k->fd = fd;
}

static void
close_it(struct sock *k)
{
	FUZZ(sys_close(k->fd) == 0);
	FUZZ(sys_close(k->fd) == -EBADF);
	k->open = false;
}

static void
step(void)
{
	static void (*const often[])(struct sock *) = {
		set, set, set, ask, ask, read_some, read_some, read_some,
		peek, ready, room, shut, refused, duplicate, close_it
	};
	struct sock *k;

	k = &socks[fuzz_draw(SOCKETS)];
	if (!k->open)
		create(k);
	else
		often[fuzz_draw(sizeof(often) / sizeof(often[0]))](k);
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < SOCKETS; i++)
		if (socks[i].open)
			close_it(&socks[i]);
}

const struct fuzz_front fuzz_timersock = { "timersock", step, end };
