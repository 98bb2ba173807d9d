/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.c - random operations on descriptors.
 *
 * The model is the table: which file each number stands for, and what belongs
 * to the number and what to the file.  Timers lie behind: timerfds, whose
 * counts are read in pieces, and timer sockets, whose settings are written so.
 */
#include "fuzz.h"

#include "hosted/user.h"
#include "timerfd/timerfd.h"
#include "timersock/socket.h"
#include "timersock/timersock.h"

#define FILES	12

static struct description {
	unsigned	 refs;		/* numbers that stand for it */
	bool		 sock, nonblock;
	uint64_t	 count;		/* of a timerfd: to be read */
} files[FILES];

static struct {
	struct description *f;		/* NULL: the number is free */
	bool		 cloexec;
} table[FILE_MAX];

/* The least free number from `from` on, or -EMFILE. */
static int
least(int from)
{
	while (from < FILE_MAX && table[from].f != NULL)
		from++;
	return from < FILE_MAX ? from : -EMFILE;
}

static bool
open_at(int fd)
{
	return fd >= 0 && fd < FILE_MAX && table[fd].f != NULL;
}

static void
install(int fd, struct description *f, bool cloexec)
{
	f->refs++;
	table[fd].f = f;
	table[fd].cloexec = cloexec;
}

/* A number, most often one that stands for a file. */
static int
any(void)
{
	int fd, i;

	fd = (int)fuzz_draw(FILE_MAX + 4) - 2;
	for (i = 0; i < FILE_MAX && fuzz_draw(1024) != 0; i++) {
		if (open_at(fd))
			break;
		fd = (fd + 1) % FILE_MAX;
	}
	return fd;
}

static struct { bool sock; int flags; } wish;

static long
create_call(void *arg)
{
	(void)arg;
	return !wish.sock ? sys_timerfd_create(CLOCK_REALTIME, wish.flags) :
	    sys_socket(AF_TIMER, SOCK_STREAM | wish.flags, 0);
}

/* A socket without memory is ENOBUFS, without a file ENOMEM. */
static long
create_any(void *arg)
{
	long r;

	r = create_call(arg);
	return r == -ENOBUFS ? -ENOMEM : r;
}

static void
create(void)
{
	struct description *f;
	int fd;

	for (f = files; f < files + FILES && f->refs != 0; f++)
		;
	if (f == files + FILES)
		return;
	wish.sock = fuzz_draw(2) == 0;
	wish.flags = (fuzz_draw(2) == 0 ? TFD_NONBLOCK : 0) |
	    (fuzz_draw(2) == 0 ? TFD_CLOEXEC : 0);
	fd = (int)fuzz_call(create_any, NULL, -ENOMEM);
	FUZZ(fd == least(0));
	if (fd < 0)
		return;
	*f = (struct description){ .sock = wish.sock,
	    .nonblock = (wish.flags & TFD_NONBLOCK) != 0 };
	install(fd, f, (wish.flags & TFD_CLOEXEC) != 0);
}

static void
dup_it(void)
{
	int fd, r;

	fd = any();
	r = sys_dup(fd);
	FUZZ(r == (open_at(fd) ? least(0) : -EBADF));
	if (r >= 0)
		install(r, table[fd].f, false);
}

/* F_DUPFD, its relative, and numbers that it cannot give. */
static void
dup_from(void)
{
	int fd, from, r, want;
	bool cloexec;

	fd = any();
	from = (int)fuzz_draw(FILE_MAX + 8) - 4;
	cloexec = fuzz_draw(2) == 0;
	want = !open_at(fd) ? -EBADF :
	    from < 0 || from >= FILE_MAX ? -EINVAL : least(from);
	r = sys_fcntl(fd, cloexec ? F_DUPFD_CLOEXEC : F_DUPFD, from);
	FUZZ(r == want);
	if (r >= 0)
		install(r, table[fd].f, cloexec);
}

static void
close_model(int fd)
{
	table[fd].f->refs--;
	table[fd].f = NULL;
}

static void
dup2_it(void)
{
	int fd, to, r;

	fd = any();
	to = fuzz_draw(2) == 0 ? any() : (int)fuzz_draw(FILE_MAX + 4) - 2;
	r = sys_dup2(fd, to);
	if (!open_at(fd) || to < 0 || to >= FILE_MAX) {
		FUZZ(r == -EBADF);
		return;
	}
	FUZZ(r == to);
	if (fd == to)
		return;
	table[fd].f->refs++;		/* the last one may go */
	if (open_at(to))
		close_model(to);
	table[fd].f->refs--;
	install(to, table[fd].f, false);
}

static void
close_it(void)
{
	int fd;

	fd = any();
	FUZZ(sys_close(fd) == (open_at(fd) ? 0 : -EBADF));
	if (open_at(fd))
		close_model(fd);
}

static void
flags(void)
{
	bool on;
	int fd;

	fd = any();
	on = fuzz_draw(2) == 0;
	if (!open_at(fd)) {
		FUZZ(sys_fcntl(fd, F_SETFD, on) == -EBADF);
		FUZZ(sys_fcntl(fd, F_SETFL, 0) == -EBADF);
		return;
	}
	if (fuzz_draw(2) == 0) {
		FUZZ(sys_fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0) == 0);
		table[fd].cloexec = on;
	} else {
		FUZZ(sys_fcntl(fd, F_SETFL, on ? FILE_NONBLOCK | 1 : 8) == 0);
		table[fd].f->nonblock = on;
	}
	FUZZ(sys_fcntl(fd, 77, 0) == -EINVAL);
}

static void
look(void)
{
	int fd;

	fd = any();
	FUZZ(sys_fcntl(fd, F_GETFD, 0) == (!open_at(fd) ? -EBADF :
	    table[fd].cloexec ? FD_CLOEXEC : 0));
	FUZZ(sys_fcntl(fd, F_GETFL, 0) == (!open_at(fd) ? -EBADF :
	    O_RDWR | (table[fd].f->nonblock ? FILE_NONBLOCK : 0)));
}

/* Cut memory into pieces, some of them empty. */
static int
cut(struct iovec *v, void *memory, size_t size)
{
	size_t n;
	int i;

	for (i = 0; i < IOV_MAX; i++) {
		n = i == IOV_MAX - 1 ? size :
		    fuzz_draw((unsigned)size + 1);
		v[i].iov_base = n != 0 ? memory : user_bad_address();
		v[i].iov_len = n;
		memory = (char *)memory + n;
		size -= n;
	}
	return IOV_MAX;
}

/* Let a timerfd expire some number of times, and then not again for long. */
static void
expire(int fd)
{
	struct itimerspec its;
	int64_t n;

	n = fuzz_ns(19);
	its.it_interval = fuzz_timespec(1000 * NSEC_PER_SEC);
	its.it_value = fuzz_timespec(fuzz_now(CLOCK_REALTIME) -
	    n * 1000 * NSEC_PER_SEC);
	FUZZ(sys_timerfd_settime(fd, TFD_TIMER_ABSTIME, &its, NULL) == 0);
	table[fd].f->count = 1 + (uint64_t)n;
}

static void
read_count(int fd)
{
	struct iovec v[IOV_MAX];
	struct description *f;
	uint64_t count;
	long r;
	int n;

	f = table[fd].f;
	if (f->count == 0 && !f->nonblock)
		return;
	n = cut(v, &count, sizeof(count));
	r = sys_readv(fd, v, n);
	FUZZ(f->count == 0 ? r == -EAGAIN : r == 8 && count == f->count);
	f->count = 0;
}

/* A setting goes in in pieces, and is read back. */
static void
write_setting(int fd)
{
	struct iovec v[IOV_MAX];
	struct itimerval itv, now;
	socklen_t length;
	int n;

	itv.it_value = (struct timeval){ fuzz_ns(30), 0 };
	itv.it_interval = (struct timeval){ fuzz_ns(30),
	    (long)fuzz_draw(1000000) };
	n = cut(v, &itv, sizeof(itv));
	FUZZ(sys_writev(fd, v, n) == sizeof(itv));
	length = sizeof(now);
	FUZZ(sys_getsockopt(fd, SOL_TIMER, TSO_ITIMER, &now, &length) == 0);
	FUZZ(fuzz_ns_of_tv(now.it_value) == fuzz_ns_of_tv(itv.it_value) &&
	    fuzz_ns_of_tv(now.it_interval) == fuzz_ns_of_tv(itv.it_interval));
}

static void
pieces(void)
{
	int fd;

	fd = any();
	if (!open_at(fd))
		FUZZ(sys_readv(fd, NULL, 1) == -EBADF);
	else if (table[fd].f->sock)
		write_setting(fd);
	else if (fuzz_draw(2) == 0)
		expire(fd);
	else
		read_count(fd);
}

/* Calls that change nothing. */
static void
refused(void)
{
	struct iovec v;
	int fd;

	fd = any();
	v.iov_base = &v;
	v.iov_len = SIZE_MAX;
	FUZZ(sys_readv(fd, &v, 0) == (open_at(fd) ? -EINVAL : -EBADF));
	FUZZ(sys_writev(fd, &v, 17) == (open_at(fd) ? -EINVAL : -EBADF));
	FUZZ(sys_readv(fd, &v, 1) == (open_at(fd) ? -EINVAL : -EBADF));
	FUZZ(sys_writev(fd, user_bad_address(), 1) ==
	    (open_at(fd) ? -EFAULT : -EBADF));
}

static void
step(void)
{
	static void (*const often[])(void) = {
		create, create, dup_it, dup_from, dup2_it, dup2_it, close_it,
		close_it, close_it, flags, look, pieces, pieces, refused
	};
	static bool filling;

	if (fuzz_draw(512) == 0)
		filling = !filling;
	if (filling && fuzz_draw(2) == 0)
		dup_it();
	else
		often[fuzz_draw(sizeof(often) / sizeof(often[0]))]();
}

static void
end(void)
{
	int fd;

	for (fd = 0; fd < FILE_MAX; fd++)
		FUZZ(sys_close(fd) == (open_at(fd) ? 0 : -EBADF));
}

const struct fuzz_front fuzz_file = { "file", NULL, step, end };
