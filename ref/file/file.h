/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.h - descriptors.
 *
 * Spec: file.9 (FIL-*).  Rests on: port.  Used by: the front ends that a
 * program reaches through a descriptor.  System calls return a value, or a
 * negative errno value.
 *
 * Context	T thread, I interrupt; ! may sleep.
 * Field lock	f the descriptor table's; I fixed once the file is open.
 */
#ifndef FILE_FILE_H
#define FILE_FILE_H

#include "lib/types.h"
#include "lib/waitq.h"
#include "port/port.h"

#define FILE_MAX	320		/* descriptors of the one process */
#define IOV_MAX		16		/* pieces of one readv or writev */

#define O_RDWR		2
#define FILE_NONBLOCK	0x800		/* O_NONBLOCK */
#define FILE_CLOEXEC	0x80000		/* O_CLOEXEC */

#define F_DUPFD		0
#define F_GETFD		1
#define F_SETFD		2
#define F_GETFL		3
#define F_SETFL		4
#define F_DUPFD_CLOEXEC	1030
#define FD_CLOEXEC	1

/* What a file may be ready for. */
#define POLLIN		0x001u
#define POLLPRI		0x002u
#define POLLOUT		0x004u
#define POLLERR		0x008u
#define POLLHUP		0x010u
#define POLLNVAL	0x020u
#define POLLRDNORM	0x040u
#define POLLWRNORM	0x100u

struct iovec {
	void		*iov_base;
	size_t		 iov_len;
};

/* The caller's memory that a read or write is about, and what is left. */
struct uio {
	struct iovec	*iov;		/* a copy, which moves on */
	size_t		 resid;		/* bytes that are left */
};

/*
 * Move the next bytes, at most uio->resid.  0 or EFAULT; then the uio stands
 * anywhere.
 */
int	 uio_in(struct uio *, void *to, size_t);		/* T! */
int	 uio_out(struct uio *, const void *from, size_t);	/* T! */

/*
 * Begin one of n pieces of the caller's, which copy[IOV_MAX] takes.  EFAULT, or
 * EINVAL: there are none, too many, or more bytes than a long can hold.
 */
int	 uio_pieces(struct uio *, struct iovec *copy,
	    const struct iovec *user, int n);			/* T! */

struct file;

/*
 * What a kind of file does.  Without read or write these calls fail with
 * EINVAL; a kind without poll is always ready.  What read and write return
 * is the number of bytes, or a negative errno value.
 *
 * poll says what the file is ready for.  With a waiter, it also puts that
 * into the queue that is woken whenever this may change, under one lock, so
 * that no change falls between; unpoll takes it out.
 */
struct file_ops {
	long	 (*read)(struct file *, struct uio *);		/* T! */
	long	 (*write)(struct file *, struct uio *);		/* T! */
	unsigned (*poll)(struct file *, struct waiter *);	/* T! */
	void	 (*unpoll)(struct file *, struct waiter *);	/* T */
	void	 (*close)(struct file *);	/* T!  the last ref went */
};

struct file {
	const struct file_ops *ops;	/* I  which also tells the kind */
	void		*priv;		/* I  the kind's own */
	_Atomic unsigned flags;		/* f to set it: FILE_NONBLOCK */
	unsigned	 refs;		/* f  the descriptors, and each call */
};

/*
 * Open a file of a kind: the least free descriptor, or -EMFILE, -ENOMEM;
 * then priv is still the caller's.  Flags: FILE_NONBLOCK, FILE_CLOEXEC.
 */
int	 file_open(const struct file_ops *, void *priv,
	    unsigned flags);					/* T! */

/*
 * The file of a descriptor, kept open until file_put(); NULL if there is
 * none (EBADF).
 */
struct file *file_get(int fd);				/* T */
void	 file_put(struct file *);			/* T! */

/* As the operations of the kind, for any file. */
unsigned file_poll(struct file *, struct waiter *);	/* T! */
void	 file_unpoll(struct file *, struct waiter *);	/* T */

long	 sys_read(int fd, void *user, size_t);			/* T! */
long	 sys_write(int fd, const void *user, size_t);		/* T! */
long	 sys_readv(int fd, const struct iovec *, int n);	/* T! */
long	 sys_writev(int fd, const struct iovec *, int n);	/* T! */
long	 sys_pread(int fd, void *user, size_t, int64_t at);	/* T! */
long	 sys_pwrite(int fd, const void *user, size_t,
	    int64_t at);					/* T! */
int	 sys_close(int fd);					/* T! */
int	 sys_dup(int fd);					/* T */
int	 sys_dup2(int fd, int to);				/* T! */
int	 sys_fcntl(int fd, int command, long arg);		/* T */

#endif
