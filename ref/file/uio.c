/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * uio.c - the caller's memory, piece by piece, and the calls that take it.
 *
 * Why this way	A kind of file sees one thing, however many pieces the caller
 *		has: so what one write brings is one message for each of them.
 *
 * Order	The descriptor is looked at first, then how many pieces there
 *		are, then the array, then its sum; the pieces are touched by
 *		the kind, where it has something to move.
 */
#include "file/file.h"
#include "lib/errno.h"

/* Move bytes one way or the other: exactly one of to and from is there. */
static int
move(struct uio *uio, char *to, const char *from, size_t size)
{
	struct iovec *v;
	size_t n, done;
	int error;

	error = 0;
	for (done = 0; done < size && error == 0; done += n) {
		for (v = uio->iov; v->iov_len == 0; v++)	/* [FIL-IO-1] */
			;
		uio->iov = v;
		n = size - done < v->iov_len ? size - done : v->iov_len;
		error = to != NULL ?				/* [FIL-IO-5] */
		    port_copyin(to + done, v->iov_base, n) :
		    port_copyout(from + done, v->iov_base, n);
		v->iov_base = USER_AT((char *)v->iov_base, n);
		v->iov_len -= n;
		uio->resid -= n;
	}
	return error;
}

int
uio_in(struct uio *uio, void *to, size_t size)
{
	return move(uio, to, NULL, size < uio->resid ? size : uio->resid);
}

int
uio_out(struct uio *uio, const void *from, size_t size)
{
	return move(uio, NULL, from, size < uio->resid ? size : uio->resid);
}

typedef long file_io(struct file *, struct uio *);

static long
transfer(struct file *f, struct uio *uio, bool out)
{
	file_io *io;

	io = out ? f->ops->write : f->ops->read;
	return io != NULL ? io(f, uio) : -EINVAL;	/* [TFD-WRITE-1] */
}

static long
transfer_one(int fd, void *user, size_t size, bool out)
{
	struct iovec v;
	struct file *f;
	struct uio uio;
	long r;

	f = file_get(fd);
	if (f == NULL)
		return -EBADF;				/* [FIL-CLOSE-2] */
	v.iov_base = user;
	v.iov_len = size;
	uio.iov = &v;
	uio.resid = size;
	r = size <= PTRDIFF_MAX ?				/* [FIL-IO-3] */
	    transfer(f, &uio, out) : -EINVAL;
	file_put(f);
	return r;
}

long
sys_read(int fd, void *user, size_t size)
{
	return transfer_one(fd, user, size, false);
}

long
sys_write(int fd, const void *user, size_t size)
{
	/* uio_in() is all that is done with it. */
	return transfer_one(fd, (void *)(uintptr_t)user, size, true);
}

int
uio_pieces(struct uio *uio, struct iovec *copy, const struct iovec *user, int n)
{
	int i;

	if (n <= 0 || n > IOV_MAX)
		return EINVAL;					/* [FIL-IO-2] */
	if (port_copyin(copy, user, (size_t)n * sizeof(*copy)) != 0)
		return EFAULT;					/* [FIL-IO-4] */
	uio->iov = copy;
	uio->resid = 0;
	for (i = 0; i < n; i++) {
		if (copy[i].iov_len > PTRDIFF_MAX - uio->resid)
			return EINVAL;				/* [FIL-IO-3] */
		uio->resid += copy[i].iov_len;
	}
	return 0;
}

static long
transfer_many(int fd, const struct iovec *user, int n, bool out)
{
	struct iovec copy[IOV_MAX];
	struct file *f;
	struct uio uio;
	int error;
	long r;

	f = file_get(fd);
	if (f == NULL)
		return -EBADF;				/* [FIL-CLOSE-2] */
	error = uio_pieces(&uio, copy, user, n);
	r = error != 0 ? -error : transfer(f, &uio, out);
	file_put(f);
	return r;
}

long
sys_readv(int fd, const struct iovec *user, int n)
{
	return transfer_many(fd, user, n, false);
}

long
sys_writev(int fd, const struct iovec *user, int n)
{
	return transfer_many(fd, user, n, true);
}

/* Nobody has a position, so the rest is not looked at. */
static long
positioned(int fd)
{
	struct file *f;

	f = file_get(fd);
	if (f == NULL)
		return -EBADF;				/* [FIL-CLOSE-2] */
	file_put(f);
	return -ESPIPE;					/* [FIL-IO-6] */
}

long
sys_pread(int fd, void *user, size_t size, int64_t at)
{
	(void)user, (void)size, (void)at;
	return positioned(fd);
}

long
sys_pwrite(int fd, const void *user, size_t size, int64_t at)
{
	(void)user, (void)size, (void)at;
	return positioned(fd);
}
