/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.h - descriptors.
 *
 * Rests on: port.  Used by: the front ends that a program reaches through a
 * descriptor.  System calls return a value, or a negative errno value.
 *
 * Context	T thread, I interrupt; ! may sleep.
 * Field lock	f the descriptor table's; I fixed once the file is open.
 */
#ifndef FILE_FILE_H
#define FILE_FILE_H

#include "lib/types.h"
#include "port/port.h"

#define FILE_MAX	320		/* descriptors of the one process */

#define FILE_NONBLOCK	0x800		/* O_NONBLOCK */
#define FILE_CLOEXEC	0x80000		/* O_CLOEXEC */

struct file;

/* What a kind of file does.  An absent call fails with EINVAL. */
struct file_ops {
	long	(*read)(struct file *, void *user, size_t);	/* T! */
	long	(*write)(struct file *, const void *user, size_t);	/* T! */
	void	(*close)(struct file *);	/* T!  the last ref went */
};

struct file {
	const struct file_ops *ops;	/* I  which also tells the kind */
	void		*priv;		/* I  the kind's own */
	unsigned	 flags;		/* f  FILE_NONBLOCK */
	unsigned	 refs;		/* f  the descriptor, and each call */
};

/*
 * Open a file of a kind: the least free descriptor, or -EMFILE, -ENOMEM;
 * then priv is still the caller's.
 */
int	 file_open(const struct file_ops *, void *priv,
	    unsigned flags);					/* T! */

/*
 * The file of a descriptor, kept open until file_put(); NULL if there is
 * none (EBADF).
 */
struct file *file_get(int fd);				/* T */
void	 file_put(struct file *);			/* T! */

long	 sys_read(int fd, void *user, size_t);			/* T! */
long	 sys_write(int fd, const void *user, size_t);		/* T! */
int	 sys_close(int fd);					/* T! */
int	 sys_nonblock(int fd, bool on);				/* T */

#endif
