/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_test.c - what no scenario can see of the descriptors: a kind that has
 * no operations but close, how often a file is closed, and lengths that no
 * caller's memory has.  On sim.
 */
#include <string.h>

#include "file/file.h"
#include "lib/errno.h"
#include "lib/tap.h"
#include "sim/sim.h"

static unsigned closed;
static char store[16], back[16];

static void
count_close(struct file *f)
{
	(void)f;
	closed++;
}

/* Moves one byte, then what is left of the store. */
static long
store_write(struct file *f, struct uio *uio)
{
	size_t size;
	int error;

	(void)f;
	size = uio->resid;
	error = uio_in(uio, store, 1);
	if (error == 0)
		error = uio_in(uio, store + 1, sizeof(store) - 1);
	return error != 0 ? -error : (long)(size - uio->resid);
}

static long
store_read(struct file *f, struct uio *uio)
{
	size_t size;
	int error;

	(void)f;
	size = uio->resid;
	error = uio_out(uio, store, 5);
	if (error == 0)
		error = uio_out(uio, store + 5, sizeof(store) - 5);
	return error != 0 ? -error : (long)(size - uio->resid);
}

static const struct file_ops bare = { .close = count_close };
static const struct file_ops storage = {
	.read = store_read, .write = store_write, .close = count_close,
};

static void
operations(void)
{
	struct waiter w;
	struct file *f;
	char c;
	int fd;

	fd = file_open(&bare, NULL, 0);
	ok(sys_read(fd, &c, 1) == -EINVAL && sys_write(fd, &c, 1) == -EINVAL,
	    "a kind without read and write has no such calls");
	f = file_get(fd);
	ok(file_poll(f, &w) == (POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM),
	    "a kind without poll is always ready");
	file_unpoll(f, &w);
	file_put(f);
	ok(sys_close(fd) == 0 && closed == 1, "and is closed once");
	ok(sys_close(FILE_MAX) == -EBADF && file_get(FILE_MAX) == NULL &&
	    sys_fcntl(FILE_MAX, F_GETFD, 0) == -EBADF,
	    "the number behind the last is none");
}

static void
in_pieces(void)
{
	char text[] = "abcdefghij";
	struct iovec in[4] = { { text, 1 }, { NULL, 0 }, { text + 1, 5 },
	    { text + 6, 4 } };
	struct iovec out[3] = { { back + 4, 6 }, { back, 4 }, { NULL, 0 } };
	int fd;

	fd = file_open(&storage, NULL, 0);
	ok(sys_writev(fd, in, 4) == 10 && memcmp(store, text, 10) == 0,
	    "what comes in pieces arrives in their order");
	ok(sys_write(fd, "0123456789abcdefgh", 18) == 16 &&
	    memcmp(store, "0123456789abcdef", 16) == 0,
	    "a kind takes as much as it has room for");
	ok(sys_readv(fd, out, 3) == 10 &&
	    memcmp(back, "67890123456789", 4) == 0 &&
	    memcmp(back + 4, "012345", 6) == 0,
	    "and goes out in the order of the pieces");
	ok(sys_readv(fd, out + 2, 1) == 0, "a piece of nothing takes nothing");
	ok(sys_read(fd, back, SIZE_MAX) == -EINVAL &&
	    sys_write(fd, text, (size_t)PTRDIFF_MAX + 1) == -EINVAL,
	    "more bytes than a call can count are refused");
	(void)sys_close(fd);
}

static void
shortage(void)
{
	int fd, n;

	closed = 0;
	sim_fail_alloc(1);
	ok(file_open(&bare, NULL, 0) == -ENOMEM && closed == 0,
	    "no memory: no file, and nothing is closed");
	fd = file_open(&bare, NULL, 0);
	for (n = 1; sys_dup(fd) == n; n++)
		;
	ok(fd == 0 && n == FILE_MAX && sys_dup(fd) == -EMFILE,
	    "all descriptors can be of one file");
	ok(sys_fcntl(fd, F_DUPFD, 3) == -EMFILE &&
	    file_open(&bare, NULL, 0) == -EMFILE,
	    "and then there is no other");
	ok(sys_dup2(0, 0) == 0 && sys_dup2(0, 1) == 1 && sys_dup2(1, 0) == 0,
	    "dup2 wants no free number");
	for (n = 1; n < FILE_MAX; n++)
		(void)sys_close(n);
	ok(closed == 0, "a file lives as long as one of them");
	ok(sys_close(0) == 0 && closed == 1, "and no longer");
}

static void
replaced(void)
{
	int a, b;

	closed = 0;
	a = file_open(&bare, NULL, 0);
	b = file_open(&storage, NULL, 0);
	ok(sys_dup2(a, b) == b && closed == 1, "dup2 closes what it replaces");
	ok(sys_dup2(a, b) == b && closed == 1, "but not the file it copies");
	ok(sys_close(a) == 0 && closed == 1 && sys_close(b) == 0 &&
	    closed == 2, "which both descriptors have");
}

static void
tests(void *arg)
{
	(void)arg;
	operations();
	in_pieces();
	shortage();
	replaced();
}

int
main(void)
{
	sim_init(1, 0);
	(void)sim_thread(0, tests, NULL);
	ok(sim_run(1) == 0, "no thread hangs");
	return tap_end();
}
