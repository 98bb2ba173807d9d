/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.c - the descriptor table.
 *
 * What		A table from small numbers to files; a file knows its kind by
 *		its operations.
 *
 * Why this way	A call on a descriptor holds a reference for as long as it
 *		lasts, so a close in another thread does not pull the file
 *		from under it: the number is free at once, the file goes with
 *		its last reference.
 *
 * Model	Two descriptors of one file, and a read that sleeps:
 *
 *		fd = create	0: A	A has 1 reference
 *		dup(0)		1: A	2
 *		read(0) sleeps		3
 *		close(0)	0: -	2, the read sleeps on
 *		close(1)	1: -	1
 *		the read returns	0: A is closed
 *
 *		What belongs to the file, as O_NONBLOCK does, both descriptors
 *		share; close-on-exec is a descriptor's own.
 *
 * Invariants	I1  refs counts the descriptors of a file and the calls under
 *		    way; a file in the table has at least one.
 *
 * Locking	One spin lock for table and counts, never held over a call
 *		of an operation.
 *
 * Limits	One process, FILE_MAX descriptors, a search from the first: as
 *		long as the table is small, a list of what is free would cost
 *		more to read than it saves.
 */
#include "file/file.h"

#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"

struct descriptor {
	struct file	*file;
	bool		 cloexec;
};

static struct {
	struct port_spin lock;
	struct descriptor of[FILE_MAX];
} table;

/* The invariants of the table, which is locked. */
static bool
file_check(void)
{
	const struct file *f;
	int fd;

	for (fd = 0; fd < FILE_MAX; fd++) {
		f = table.of[fd].file;
		CHECK(f == NULL || f->refs >= 1);		/* I1 */
		CHECK(f == NULL || f->ops->close != NULL);
	}
	return true;
}

/* Could a descriptor have this number? */
static bool
possible(long fd)
{
	return fd >= 0 && fd < FILE_MAX;
}

/* Into the least free number from `from` on, or EMFILE.  Locked. */
static int
install(struct file *f, int from, bool cloexec)
{
	int fd;

	for (fd = from; fd < FILE_MAX && table.of[fd].file != NULL; fd++)
		;			/* [FIL-OPEN-1] [TFD-CLOSE-2] */
	if (fd == FILE_MAX)
		return -EMFILE;				/* [FIL-OPEN-2] */
	table.of[fd].file = f;
	table.of[fd].cloexec = cloexec;
	INVARIANT(file_check());
	return fd;
}

int
file_open(const struct file_ops *ops, void *priv, unsigned flags)
{
	struct file *f;
	bool s;
	int fd;

	f = port_alloc(sizeof(*f));
	if (f == NULL)
		return -ENOMEM;
	f->ops = ops;
	f->priv = priv;
	f->flags = flags & FILE_NONBLOCK;
	f->refs = 1;
	s = port_spin_lock(&table.lock);
	fd = install(f, 0, (flags & FILE_CLOEXEC) != 0);
	port_spin_unlock(&table.lock, s);
	if (fd < 0)
		port_free(f);
	else
		EVENT(FIL_OPEN, f, fd);
	return fd;
}

struct file *
file_get(int fd)
{
	struct file *f;
	bool s;

	if (!possible(fd))
		return NULL;
	s = port_spin_lock(&table.lock);
	f = table.of[fd].file;
	if (f != NULL)
		f->refs++;
	INVARIANT(file_check());
	port_spin_unlock(&table.lock, s);
	return f;
}

void
file_put(struct file *f)
{
	bool s, last;

	s = port_spin_lock(&table.lock);
	last = --f->refs == 0;
	INVARIANT(file_check());
	port_spin_unlock(&table.lock, s);
	if (!last)		/* a call goes on [FIL-CLOSE-3] [TFD-CLOSE-3] */
		return;
	f->ops->close(f);
	port_free(f);
}

unsigned
file_poll(struct file *f, struct waiter *w)
{
	return f->ops->poll != NULL ? f->ops->poll(f, w) :
	    POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM;
}

void
file_unpoll(struct file *f, struct waiter *w)
{
	if (f->ops->poll != NULL)
		f->ops->unpoll(f, w);
}

int
sys_close(int fd)
{
	struct file *f;
	bool s;

	if (!possible(fd))
		return -EBADF;
	s = port_spin_lock(&table.lock);
	f = table.of[fd].file;
	table.of[fd].file = NULL;	/* [FIL-CLOSE-1] [TFD-CLOSE-1] */
	INVARIANT(file_check());
	port_spin_unlock(&table.lock, s);
	if (f == NULL)
		return -EBADF;				/* [FIL-CLOSE-2] */
	EVENT(FIL_CLOSE, f, fd);
	file_put(f);
	return 0;
}

/* Another number, at least `from`, for the same file.  [FIL-DUP-1] */
static int
file_dup(int fd, long from, bool cloexec)
{
	struct file *f;
	bool s;
	int r;

	f = file_get(fd);
	if (f == NULL)
		return -EBADF;
	s = port_spin_lock(&table.lock);
	r = possible(from) ?
	    install(f, (int)from, cloexec) :		/* [FIL-DUP-4] */
	    -EINVAL;					/* [FIL-DUP-5] */
	port_spin_unlock(&table.lock, s);
	if (r < 0)
		file_put(f);
	else
		EVENT(FIL_OPEN, f, r);
	return r;
}

int
sys_dup(int fd)
{
	return file_dup(fd, 0, false);
}

int
sys_dup2(int fd, int to)
{
	struct file *f, *old;
	bool s;

	if (!possible(to))
		return -EBADF;				/* [FIL-DUP-6] */
	f = file_get(fd);
	if (f == NULL)
		return -EBADF;
	if (fd == to) {					/* [FIL-DUP-3] */
		file_put(f);
		return to;
	}
	s = port_spin_lock(&table.lock);
	old = table.of[to].file;
	table.of[to].file = f;				/* [FIL-DUP-2] */
	table.of[to].cloexec = false;			/* [FIL-FLAG-2] */
	INVARIANT(file_check());
	port_spin_unlock(&table.lock, s);
	if (old != NULL) {
		EVENT(FIL_CLOSE, old, to);
		file_put(old);
	}
	EVENT(FIL_OPEN, f, to);
	return to;
}

/* F_GETFD and the others that only look or set.  Locked. */
static int
control(struct descriptor *d, int command, long arg)
{
	switch (command) {
	case F_GETFD:
		return d->cloexec ? FD_CLOEXEC : 0;	/* [FIL-FLAG-2] */
	case F_SETFD:
		d->cloexec = (arg & FD_CLOEXEC) != 0;	/* [FIL-FLAG-2] */
		return 0;
	case F_GETFL:
		return (int)d->file->flags | O_RDWR;	/* [FIL-FLAG-3] */
	case F_SETFL:
		/* Not the descriptor's.  [FIL-FLAG-1] [FIL-FLAG-4] */
		d->file->flags = (unsigned)arg & FILE_NONBLOCK;
		return 0;
	default:
		return -EINVAL;				/* [FIL-FLAG-5] */
	}
}

int
sys_fcntl(int fd, int command, long arg)
{
	bool s;
	int r;

	if (command == F_DUPFD || command == F_DUPFD_CLOEXEC)
		return file_dup(fd, arg, command == F_DUPFD_CLOEXEC);
	if (!possible(fd))
		return -EBADF;
	s = port_spin_lock(&table.lock);
	r = table.of[fd].file == NULL ? -EBADF :
	    control(&table.of[fd], command, arg);
	port_spin_unlock(&table.lock, s);
	return r;
}
